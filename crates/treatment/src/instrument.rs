//! A rating scale as data: items, options with their scores, bands, risk rules, licence, words per language.

use crate::risk::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A measure as its file says it. Loaded and checked at start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Stable key, such as `phq-9`.
    pub key: String,
    /// Version of this file; results store it.
    pub version: u32,
    /// The official short name.
    pub name: String,
    /// Days the questions look back over.
    pub recall_days: u16,
    /// The highest total.
    pub scale_max: u16,
    /// The items, in order.
    pub items: Vec<Item>,
    /// The default options.
    pub options: Vec<AnswerOption>,
    /// Other sets of options, by name.
    #[serde(default)]
    pub option_sets: BTreeMap<String, Vec<AnswerOption>>,
    /// The bands, lowest first.
    pub bands: Vec<Band>,
    /// Answers that raise a flag.
    #[serde(default)]
    pub risk: Vec<RiskRule>,
    /// What counts as change.
    pub change: Change,
    /// What to do with missing answers.
    pub missing: Missing,
    /// Whether the text may be shown, and on what ground.
    pub licence: Licence,
    /// Codes in other systems.
    #[serde(default)]
    pub codes: BTreeMap<String, toml::Value>,
    /// The words, by language.
    pub text: BTreeMap<String, InstrumentText>,
}

/// One item.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    /// Official number, or a name for an extra.
    pub key: String,
    /// Whether its score is part of the total.
    #[serde(default = "yes")]
    pub scored: bool,
    /// The option set, when not the default.
    pub options: Option<String>,
}

fn yes() -> bool {
    true
}

/// One option: what the form prints, and the points it gives.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerOption {
    /// The code printed on the official form.
    pub code: String,
    /// Points.
    pub score: u16,
}

/// A band of totals.
#[derive(Clone, Debug, Deserialize)]
pub struct Band {
    /// Its key.
    pub key: String,
    /// The lowest total in it.
    pub least: u16,
}

/// An answer at or above `least` raises a flag.
#[derive(Clone, Debug, Deserialize)]
pub struct RiskRule {
    /// The item.
    pub item: String,
    /// The lowest score that flags.
    pub least: u16,
    /// How soon a person must look.
    #[serde(default = "same_day")]
    pub respond: Response,
}

fn same_day() -> Response {
    Response::SameDay
}

/// Published change values.
#[derive(Clone, Debug, Deserialize)]
pub struct Change {
    /// Points that count as reliable change.
    pub reliable: u16,
    /// The total from which it counts as a case.
    pub caseness: u16,
    /// Where the values come from.
    pub source: String,
}

/// The rule for missing answers.
#[derive(Clone, Debug, Deserialize)]
pub struct Missing {
    /// `strict`: every scored item must be answered.
    pub rule: String,
}

/// Whether and why the words may be shown.
#[derive(Clone, Debug, Deserialize)]
pub struct Licence {
    /// `free` when the text may be shown to anyone.
    pub status: String,
    /// Who holds the rights.
    pub holder: String,
    /// The notice that goes with the text.
    pub notice: String,
    /// The ground.
    pub basis: String,
    /// When that was last checked, ISO date.
    pub checked_on: String,
}

/// The words of a measure in one language.
#[derive(Clone, Debug, Deserialize)]
pub struct InstrumentText {
    /// What the page calls it.
    pub title: String,
    /// The sentence before the items.
    pub stem: String,
    /// Item words by key.
    pub items: BTreeMap<String, String>,
    /// Option words by code.
    pub options: BTreeMap<String, String>,
    /// Option words of the other sets.
    #[serde(default)]
    pub option_sets: BTreeMap<String, BTreeMap<String, String>>,
    /// Band words by key.
    pub bands: BTreeMap<String, String>,
    /// Where the words come from.
    #[serde(default)]
    pub source: String,
}

impl Instrument {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// A sentence that names the rule that is broken.
    pub fn parse(file: &str) -> Result<Self, String> {
        let instrument: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        instrument.check()?;
        Ok(instrument)
    }

    fn check(&self) -> Result<(), String> {
        if self.items.is_empty() || self.options.is_empty() {
            return Err("a measure needs items and options".to_owned());
        }
        if self.bands.first().is_none_or(|band| band.least != 0)
            || self.bands.windows(2).any(|pair| pair[0].least >= pair[1].least)
        {
            return Err("bands must start at 0 and rise".to_owned());
        }
        for (place, item) in self.items.iter().enumerate() {
            if let Some(set) = item.options.as_ref().filter(|set| !self.option_sets.contains_key(*set)) {
                return Err(format!("item {} names unknown options {set}", item.key));
            }
            if self.items[..place].iter().any(|earlier| earlier.key == item.key) {
                return Err(format!("item {} is there twice", item.key));
            }
        }
        let reach: u64 =
            self.items.iter().filter(|item| item.scored).map(|item| u64::from(self.top_of(item))).sum();
        if reach != u64::from(self.scale_max) {
            return Err(format!("scale_max is {}, the items allow {reach}", self.scale_max));
        }
        if let Some(band) = self.bands.iter().find(|band| band.least > self.scale_max) {
            return Err(format!("band {} begins above scale_max", band.key));
        }
        for rule in &self.risk {
            let item =
                self.item(&rule.item).ok_or_else(|| format!("risk rule on unknown item {}", rule.item))?;
            if self.top_of(item) < rule.least {
                return Err(format!("no answer to item {} reaches its risk rule", item.key));
            }
        }
        if self.missing.rule != "strict" {
            return Err(format!("unknown rule for missing answers: {}", self.missing.rule));
        }
        for (language, text) in &self.text {
            for item in &self.items {
                if !text.items.contains_key(&item.key) {
                    return Err(format!("no words for item {} in {language}", item.key));
                }
                for option in self.options_of(item) {
                    if self.option_words(text, item, &option.code).is_none() {
                        return Err(format!(
                            "no words for option {} of item {} in {language}",
                            option.code, item.key
                        ));
                    }
                }
            }
            if let Some(band) = self.bands.iter().find(|band| !text.bands.contains_key(&band.key)) {
                return Err(format!("no words for band {} in {language}", band.key));
            }
        }
        Ok(())
    }

    /// The most points an item can give.
    fn top_of(&self, item: &Item) -> u16 {
        self.options_of(item).iter().map(|option| option.score).max().unwrap_or(0)
    }

    /// The item of this key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// The options of an item.
    pub fn options_of(&self, item: &Item) -> &[AnswerOption] {
        item.options.as_ref().and_then(|set| self.option_sets.get(set)).unwrap_or(&self.options)
    }

    /// The words of an option of an item.
    pub fn option_words<'t>(&self, text: &'t InstrumentText, item: &Item, code: &str) -> Option<&'t str> {
        let words = match &item.options {
            Some(set) => text.option_sets.get(set)?,
            None => &text.options,
        };
        words.get(code).map(String::as_str)
    }

    /// The words in a language, or in English where there are none; only when the licence allows them.
    pub fn text_in(&self, language: &str) -> Option<&InstrumentText> {
        if self.licence.status != "free" {
            return None;
        }
        self.text.get(language).or_else(|| self.text.get("en"))
    }

    /// The band a total falls in.
    pub fn band_of(&self, total: u16) -> &Band {
        self.bands.iter().rev().find(|band| band.least <= total).unwrap_or(&self.bands[0])
    }
}
