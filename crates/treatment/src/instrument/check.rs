//! Reading a file of a measure: whatever is wrong is said with its line and the rule it breaks.

use super::scoring::ITEMS_MOST;
use super::{AnswerOption, Drink, Instrument, InstrumentText, Item, Method, MissingRule, Scale};
use crate::time::Day;
use serde::Deserialize;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The rule that is broken, as a sentence.
    pub rule: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.rule)
    }
}

/// Words that a service adds to a measure from its own licence: a file under `measures/words/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnWords {
    /// Key of the measure.
    pub measure: String,
    /// The version of the measure they belong to.
    pub version: u32,
    /// Language tag.
    pub language: String,
    /// The words.
    pub text: InstrumentText,
}

/// A file with what was found wrong in it.
struct Reader<'f> {
    file: &'f str,
    tree: Spanned<DeTable<'f>>,
    faults: Vec<Fault>,
}

impl Instrument {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// All that is wrong, each with its line.
    pub fn parse(file: &str) -> Result<Self, Vec<Fault>> {
        let instrument: Self = parsed(file)?;
        let mut reader = Reader::of(file)?;
        instrument.check(&mut reader);
        reader.faults.sort_by_key(|fault| fault.line);
        if reader.faults.is_empty() { Ok(instrument) } else { Err(reader.faults) }
    }

    /// Takes in the words that a service adds. What is wrong with them is said with the lines of their own file.
    ///
    /// # Errors
    /// All that is wrong, each with its line.
    pub fn take_in(&mut self, words: OwnWords, file: &str) -> Result<(), Vec<Fault>> {
        let mut reader = Reader::of(file)?;
        self.check_words(&words.language, &words.text, &["text"], &mut reader);
        reader.faults.sort_by_key(|fault| fault.line);
        if !reader.faults.is_empty() {
            return Err(reader.faults);
        }
        self.text.insert(words.language, words.text);
        Ok(())
    }

    fn check(&self, to: &mut Reader<'_>) {
        self.check_licence(to);
        self.check_items(to);
        if !to.faults.is_empty() {
            // What follows reckons with the items.
            return;
        }
        self.check_total(to);
        self.check_missing(to);
        for (index, rule) in self.risk.iter().enumerate() {
            let at = index.to_string();
            match self.item(&rule.item) {
                None => {
                    to.wrong(&["risk", &at, "item"], format!("a risk rule names unknown item {}", rule.item));
                }
                Some(item) => {
                    let most = self.points_within(item).1;
                    if rule.least == 0 || rule.least > most {
                        let rule = format!(
                            "the risk rule of item {} is beyond its answers (1 to {most})",
                            rule.item
                        );
                        to.wrong(&["risk", &at, "least"], rule);
                    }
                }
            }
        }
        self.check_sources(to);
        for (language, text) in &self.text {
            self.check_words(language, text, &["text", language], to);
        }
    }

    fn check_licence(&self, to: &mut Reader<'_>) {
        if !to.has("licence") {
            to.wrong(
                &[],
                "no licence: say who holds the rights and on what ground the words may be shown".to_owned(),
            );
            return;
        }
        let licence = &self.licence;
        for (name, said) in
            [("holder", &licence.holder), ("notice", &licence.notice), ("basis", &licence.basis)]
        {
            if said.trim().is_empty() {
                to.wrong(&["licence", name], format!("the licence says no {name}"));
            }
        }
        if Day::parse(&licence.checked_on).is_none() {
            let rule = format!("the licence was checked on no date: {}", licence.checked_on);
            to.wrong(&["licence", "checked_on"], rule);
        }
    }

    fn check_items(&self, to: &mut Reader<'_>) {
        if self.items.is_empty() || self.items.len() > ITEMS_MOST {
            to.wrong(&["items"], format!("a measure has 1 to {ITEMS_MOST} items"));
        }
        if self.decimals > 2 {
            to.wrong(&["decimals"], "a total has two decimals at most".to_owned());
        }
        for (place, item) in self.items.iter().enumerate() {
            let at = place.to_string();
            if self.items[..place].iter().any(|earlier| earlier.key == item.key) {
                to.wrong(&["items", &at, "key"], format!("item {} is there twice", item.key));
            }
            match &item.options {
                Some(set) if !self.option_sets.contains_key(set) => {
                    to.wrong(
                        &["items", &at, "options"],
                        format!("item {} names unknown options {set}", item.key),
                    );
                }
                None if self.options.is_empty() => {
                    to.wrong(&["items", &at], format!("item {} has no options", item.key));
                }
                _ => {}
            }
            if !(1..=10).contains(&item.weight) {
                to.wrong(
                    &["items", &at, "weight"],
                    format!("item {} weighs {}, not 1 to 10", item.key, item.weight),
                );
            }
        }
        let sets = self.option_sets.iter().map(|(name, set)| (vec!["option_sets", name.as_str()], set));
        for (path, set) in sets.chain([(vec!["options"], &self.options)]) {
            for (place, option) in set.iter().enumerate() {
                let at = place.to_string();
                let path = [path.as_slice(), &[at.as_str()]].concat();
                if set[..place].iter().any(|earlier| earlier.code == option.code) {
                    to.wrong(&path, format!("option {} is there twice", option.code));
                }
                if option.code.is_empty() {
                    to.wrong(&path, "an option has no code".to_owned());
                }
                if option.score > HIGHEST {
                    to.wrong(&path, format!("option {} gives more than {HIGHEST} points", option.code));
                }
            }
        }
        for (place, key) in self.reversed.iter().enumerate() {
            let at = place.to_string();
            match self.item(key) {
                None => {
                    let rule = format!("reversed item {key} is out of range: the items are {}", self.keys());
                    to.wrong(&["reversed", &at], rule);
                }
                Some(_) if self.reversed[..place].contains(key) => {
                    to.wrong(&["reversed", &at], format!("item {key} is reversed twice"));
                }
                Some(item) if !item.scored => {
                    to.wrong(&["reversed", &at], format!("item {key} is reversed and not scored"));
                }
                Some(_) => {}
            }
        }
        if let Some(gate) = &self.gate {
            let options = self.item(&gate.item).map(|item| self.options_of(item));
            if options.is_none_or(|options| !options.iter().any(|option| option.code == gate.closed_by)) {
                let rule = format!("the gate names no option {} of an item {}", gate.closed_by, gate.item);
                to.wrong(&["gate"], rule);
            }
        }
    }

    /// `1 to 9`, or all keys where they are no numbers.
    fn keys(&self) -> String {
        let keys: Vec<&str> = self.items.iter().map(|item| item.key.as_str()).collect();
        let are_numbers = keys.iter().enumerate().all(|(index, key)| *key == (index + 1).to_string());
        if are_numbers { format!("1 to {}", keys.len()) } else { keys.join(", ") }
    }

    fn check_total(&self, to: &mut Reader<'_>) {
        for (place, scale) in self.subscales.iter().enumerate() {
            let at = place.to_string();
            let is_twice = self.subscales[..place].iter().any(|earlier| earlier.key == scale.key);
            if scale.key.is_empty() || is_twice || self.item(&scale.key).is_some() {
                to.wrong(
                    &["subscales", &at],
                    format!("a subscale needs a key of its own, not {:?}", scale.key),
                );
            }
            self.check_scale(scale, &["subscales", &at], to);
        }
        self.check_scale(&self.total, &["total"], to);
        if !to.faults.is_empty() {
            return;
        }
        for (place, scale) in self.subscales.iter().enumerate() {
            let most = self.reach(scale).1;
            if most > u64::from(u16::MAX) {
                to.wrong(&["subscales", &place.to_string()], format!("{} goes up to {most}", scale.key));
            }
        }
        if self.total.method == Method::Items {
            if self.scale_max != 0 || !self.bands.is_empty() || !self.cutoffs.is_empty() {
                to.wrong(
                    &["total"],
                    "a measure without a total has neither scale_max nor bands nor cut-offs".to_owned(),
                );
            }
            return;
        }
        let (least, most) = self.reach(&self.total);
        if (least, most) != (u64::from(self.scale_min), u64::from(self.scale_max)) {
            let rule = format!(
                "the scale is {} to {}, the items allow {least} to {most}",
                self.scale_min, self.scale_max
            );
            to.wrong(&["scale_max"], rule);
            return;
        }
        self.check_bands(to);
    }

    fn check_scale(&self, scale: &Scale, path: &[&str], to: &mut Reader<'_>) {
        for (place, part) in scale.of.iter().enumerate() {
            let at = place.to_string();
            let path = [path, &["of", &at]].concat();
            let name = if scale.key.is_empty() { "the total" } else { scale.key.as_str() };
            if scale.of[..place].contains(part) {
                to.wrong(&path, format!("{name} counts {part} twice"));
            }
            match self.item(part) {
                Some(item) if !item.scored => {
                    to.wrong(&path, format!("{name} counts item {part}, which is not scored"));
                }
                Some(_) => {}
                None if part == "total" => {
                    to.wrong(&path, format!("a cycle: {name} cannot be made of the total"));
                }
                None if self.subscales.iter().all(|other| other.key != *part) => {
                    to.wrong(&path, format!("{name} is made of unknown item {part}"));
                }
                None => {
                    if let Some(way) = self.way_back(part, &scale.key, Vec::new()) {
                        let way = [vec![scale.key.as_str()], way].concat().join(" from ");
                        to.wrong(&path, format!("a cycle: {way}"));
                    }
                }
            }
        }
        if !(1..=100).contains(&scale.times) {
            to.wrong(path, format!("a total times {}, not 1 to 100", scale.times));
        }
        if (scale.method == Method::Table) == scale.table.is_empty() {
            to.wrong(path, "a table goes with method = \"table\", and only with it".to_owned());
        }
        if scale.method == Method::Items && !path.starts_with(&["total"]) {
            to.wrong(path, "a subscale has a total".to_owned());
        }
    }

    /// The way from a subscale back to `to`, when there is one.
    fn way_back<'i>(&'i self, from: &'i str, to: &str, mut been: Vec<&'i str>) -> Option<Vec<&'i str>> {
        if been.contains(&from) {
            return None;
        }
        been.push(from);
        if from == to {
            return Some(been);
        }
        let scale = self.subscales.iter().find(|scale| scale.key == from)?;
        scale.of.iter().find_map(|part| self.way_back(part, to, been.clone()))
    }

    /// The lowest and the highest value of a scale, in its smallest unit.
    fn reach(&self, scale: &Scale) -> (u64, u64) {
        let unit = 10u64.pow(u32::from(self.decimals));
        let mut weights = 0;
        let mut parts = Vec::new();
        for part in self.parts_of(scale) {
            match part {
                Part::Item(item) => {
                    let (least, most) = self.points_within(item);
                    let weight = u64::from(item.weight) * unit;
                    weights += u64::from(item.weight);
                    parts.push((u64::from(least) * weight, u64::from(most) * weight));
                }
                Part::Scale(other) => {
                    weights += 1;
                    parts.push(self.reach(other));
                }
            }
        }
        let sum = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        let times = u64::from(scale.times);
        match scale.method {
            Method::Sum => (sum.0 * times, sum.1 * times),
            Method::Mean => {
                let weights = weights.max(1);
                let mean = |sum: u64| (2 * sum * times + weights) / (2 * weights);
                (mean(sum.0), mean(sum.1))
            }
            Method::Highest => {
                let top = |of: fn(&(u64, u64)) -> u64| parts.iter().map(of).max().unwrap_or(0) * times;
                (top(|part| part.0), top(|part| part.1))
            }
            Method::Count => (0, parts.len() as u64 * unit * times),
            Method::Table => {
                let values = || scale.table.iter().map(|(_, value)| u64::from(*value));
                (values().min().unwrap_or(0), values().max().unwrap_or(0))
            }
            Method::Items => (0, 0),
        }
    }

    /// What a scale is made of; items that are not there are passed over.
    pub(super) fn parts_of<'i>(&'i self, scale: &'i Scale) -> Vec<Part<'i>> {
        if scale.of.is_empty() {
            return self.items.iter().filter(|item| item.scored).map(Part::Item).collect();
        }
        let part = |key: &String| {
            let other = || self.subscales.iter().find(|other| other.key == *key).map(Part::Scale);
            self.item(key).map(Part::Item).or_else(other)
        };
        scale.of.iter().filter_map(part).collect()
    }

    fn check_bands(&self, to: &mut Reader<'_>) {
        let mut next = self.scale_min;
        for (place, band) in self.bands.iter().enumerate() {
            let at = place.to_string();
            if band.most < band.least {
                to.wrong(&["bands", &at], format!("band {} ends before it begins", band.key));
            } else if band.least > next {
                let rule = format!("a gap: no band has {next} to {}, before {}", band.least - 1, band.key);
                to.wrong(&["bands", &at], rule);
            } else if band.least < next {
                to.wrong(&["bands", &at], format!("band {} begins before the one below it ends", band.key));
            }
            if self.bands[..place].iter().any(|earlier| earlier.key == band.key) {
                to.wrong(&["bands", &at], format!("band {} is there twice", band.key));
            }
            next = band.most.saturating_add(1);
        }
        if let Some(last) = self.bands.last()
            && last.most != self.scale_max
        {
            let at = (self.bands.len() - 1).to_string();
            let rule = format!("the last band ends at {}, the scale at {}", last.most, self.scale_max);
            to.wrong(&["bands", &at], rule);
        }
        if !self.bands.is_empty() && self.bands_source.trim().is_empty() {
            to.wrong(&["bands"], "bands need a source: bands_source".to_owned());
        }
        for (place, cutoff) in self.cutoffs.iter().enumerate() {
            if cutoff.at < self.scale_min || cutoff.at > self.scale_max {
                let rule = format!(
                    "cut-off {} is not on the scale, {} to {}",
                    cutoff.at, self.scale_min, self.scale_max
                );
                to.wrong(&["cutoffs", &place.to_string(), "at"], rule);
            }
        }
    }

    fn check_missing(&self, to: &mut Reader<'_>) {
        for (place, key) in self.missing.never.iter().enumerate() {
            if self.item(key).is_none() {
                let rule = format!("the rule for missing answers names unknown item {key}");
                to.wrong(&["missing", "never", &place.to_string()], rule);
            }
        }
        if self.missing.rule == MissingRule::Strict {
            if self.missing.at_most > 0 {
                to.wrong(&["missing", "at_most"], "strict leaves no answer out".to_owned());
            }
            return;
        }
        let parts = self.parts_of(&self.total);
        let is_plain = parts.iter().all(|part| matches!(part, Part::Item(_)));
        if !is_plain || !matches!(self.total.method, Method::Sum | Method::Mean) {
            to.wrong(&["missing", "rule"], "only a sum or a mean of items can be prorated".to_owned());
        }
        if self.missing.at_most == 0 || usize::from(self.missing.at_most) >= parts.len() {
            let rule = format!("prorating takes 1 to {} missing answers", parts.len().saturating_sub(1));
            to.wrong(&["missing", "at_most"], rule);
        }
        if self.missing.source.trim().is_empty() {
            to.wrong(&["missing"], "prorating needs a source".to_owned());
        }
    }

    /// Every number that means something says where it comes from.
    fn check_sources(&self, to: &mut Reader<'_>) {
        for (name, amount) in [("reliable", &self.change.reliable), ("important", &self.change.important)] {
            let Some(amount) = amount else { continue };
            if amount.source.trim().is_empty() {
                to.wrong(&["change", name], format!("{name} change says no source"));
            }
            if amount.points == 0 || amount.points > self.scale_max {
                let rule = format!("{name} change of {} is not within the scale", amount.points);
                to.wrong(&["change", name, "points"], rule);
            }
        }
        for (place, cutoff) in self.cutoffs.iter().enumerate() {
            if cutoff.source.trim().is_empty() {
                to.wrong(&["cutoffs", &place.to_string()], format!("cut-off {} says no source", cutoff.at));
            }
            if let Some(rule) = self.needed_in_vain(cutoff) {
                to.wrong(&["cutoffs", &place.to_string(), "only_with"], rule);
            }
        }
        if let Some(rule) = self.drink.as_ref().and_then(Drink::fault) {
            to.wrong(&["drink"], rule);
        }
        for (place, norm) in self.norms.iter().enumerate() {
            if norm.source.trim().is_empty() {
                to.wrong(&["norms", &place.to_string()], format!("the norm of {} says no source", norm.who));
            }
        }
    }

    fn check_words(&self, language: &str, text: &InstrumentText, path: &[&str], to: &mut Reader<'_>) {
        if text.source.trim().is_empty() {
            to.wrong(path, format!("the words in {language} say no source"));
        }
        for item in &self.items {
            if !text.items.contains_key(&item.key) {
                to.wrong(
                    &[path, &["items"]].concat(),
                    format!("no words for item {} in {language}", item.key),
                );
            }
            for AnswerOption { code, .. } in self.options_of(item) {
                if self.option_words(text, item, code).is_none() {
                    let at = match &item.options {
                        Some(set) => [path, &["option_sets", set]].concat(),
                        None => [path, &["options"]].concat(),
                    };
                    to.wrong(&at, format!("no words for option {code} of item {} in {language}", item.key));
                }
            }
        }
        if let Some(key) = text.items.keys().find(|key| self.item(key).is_none()) {
            to.wrong(
                &[path, &["items", key]].concat(),
                format!("words for unknown item {key} in {language}"),
            );
        }
        for band in self.bands.iter().filter(|band| !text.bands.contains_key(&band.key)) {
            to.wrong(&[path, &["bands"]].concat(), format!("no words for band {} in {language}", band.key));
        }
        for scale in self.subscales.iter().filter(|scale| !text.subscales.contains_key(&scale.key)) {
            let rule = format!("no words for subscale {} in {language}", scale.key);
            to.wrong(&[path, &["subscales"]].concat(), rule);
        }
    }
}

/// The most points an option may give.
const HIGHEST: u16 = 100;

/// What a total is made of.
#[derive(Clone, Copy)]
pub(super) enum Part<'i> {
    Item(&'i Item),
    Scale(&'i Scale),
}

impl OwnWords {
    /// Reads one file.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(file: &str) -> Result<Self, Vec<Fault>> {
        parsed(file)
    }
}

/// Reads a file into its shape.
fn parsed<T: serde::de::DeserializeOwned>(file: &str) -> Result<T, Vec<Fault>> {
    toml::from_str(file).map_err(|why| vec![fault_of(file, &why)])
}

fn fault_of(file: &str, why: &toml::de::Error) -> Fault {
    let line = why.span().map_or(1, |span| line_of(file, span.start));
    Fault { line, rule: why.message().to_owned() }
}

/// The line of a place in a text, from 1.
fn line_of(file: &str, place: usize) -> usize {
    file.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

impl<'f> Reader<'f> {
    fn of(file: &'f str) -> Result<Self, Vec<Fault>> {
        let tree = DeTable::parse(file).map_err(|why| vec![fault_of(file, &why)])?;
        Ok(Self { file, tree, faults: Vec::new() })
    }

    fn has(&self, name: &str) -> bool {
        self.tree.get_ref().get(name).is_some()
    }

    /// Takes note of what is wrong at a place of the file, or at the closest place above it that is there.
    fn wrong(&mut self, path: &[&str], rule: String) {
        let line = line_of(self.file, self.place_of(path));
        self.faults.push(Fault { line, rule });
    }

    fn place_of(&self, path: &[&str]) -> usize {
        let Some((first, rest)) = path.split_first() else { return 0 };
        let Some((key, mut value)) = self.tree.get_ref().get_key_value(*first) else { return 0 };
        let mut place = key.span().start;
        for step in rest {
            let next = match value.get_ref() {
                DeValue::Table(table) => {
                    table.get_key_value(*step).map(|(key, value)| (key.span().start, value))
                }
                DeValue::Array(array) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|at| array.get(at))
                    .map(|value| (value.span().start, value)),
                _ => None,
            };
            let Some(next) = next else { break };
            (place, value) = next;
        }
        place
    }
}
