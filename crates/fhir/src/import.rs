//! A `Questionnaire` of others as a measure's file, with what was understood, what is assumed and what was left out.
//! The file is a draft: no permission for its words is on record, so nobody is shown or asked it.

use crate::draft::{Answer, Draft, Missing, Question, Subscale};
use crate::expression;
use crate::names::{
    CALCULATED, ITEM_WEIGHT, LOINC, OPTION_PREFIX, ORDINAL_VALUE, RULES, TRANSLATION, extension, link_id,
    list, loinc_of, text,
};
use crate::questionnaire::TOTAL;
use serde_json::Value;
use std::fmt;
use treatment::instrument::{Fault, Instrument};
use treatment::time::Day;

/// Most items and groups of a form that is read.
const ITEMS_MOST: usize = 500;

/// How sure a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Taken over as it is.
    Understood,
    /// Taken over in a way that a person should look at.
    Assumed,
    /// Not taken over.
    LeftOut,
}

impl Level {
    /// The stable key: `understood`, `assumed`, `left-out`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Understood => "understood",
            Self::Assumed => "assumed",
            Self::LeftOut => "left-out",
        }
    }
}

/// What is said about one thing of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Its name and version.
    Form,
    /// The words before the items.
    Stem,
    /// The items and their options.
    Items,
    /// LOINC codes.
    Codes,
    /// Bands, risk rules and the rule for missing answers, from a file of ours.
    Rules,
    /// The expression of the total is one of ours.
    Total,
    /// A subscale.
    Subscale,
    /// An item that decides whether the others are asked.
    Gate,
    /// No key could be read from the file; one was made of its name.
    Key,
    /// The total is taken to be the sum of these items.
    TotalIsSum,
    /// A subscale is taken to be the sum of these items.
    SubscaleIsSum,
    /// No answer has points; there is no total.
    NoPoints,
    /// An item whose answers have no points stays outside the total.
    Unscored,
    /// Options have no printed code; these were given.
    OptionCodes,
    /// Days it looks back over are not said; 14 are taken.
    Recall,
    /// Every scored item must be answered, for want of a rule.
    Strict,
    /// No answer asks for a person to look, for want of a rule.
    NoRisk,
    /// An answer without points among answers with points is taken not to apply.
    DoesNotApply,
    /// The rights: whose, and that nothing is on record.
    Licence,
    /// A kind of item that a measure does not have.
    Kind,
    /// A list of answers that is kept elsewhere.
    Elsewhere,
    /// More than one answer is allowed.
    Repeats,
    /// Asked only under a condition.
    Condition,
    /// Questions inside a question.
    Nested,
    /// Another language.
    Language,
    /// Points that are no whole number from 0 to 100.
    Points,
    /// An expression that was not read.
    Expression,
}

impl About {
    /// The stable key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Stem => "stem",
            Self::Items => "items",
            Self::Codes => "codes",
            Self::Rules => "rules",
            Self::Total => "total",
            Self::Subscale => "subscale",
            Self::Gate => "gate",
            Self::Key => "key",
            Self::TotalIsSum => "total-is-sum",
            Self::SubscaleIsSum => "subscale-is-sum",
            Self::NoPoints => "no-points",
            Self::Unscored => "unscored",
            Self::OptionCodes => "option-codes",
            Self::Recall => "recall",
            Self::Strict => "strict",
            Self::NoRisk => "no-risk",
            Self::DoesNotApply => "does-not-apply",
            Self::Licence => "licence",
            Self::Kind => "kind",
            Self::Elsewhere => "elsewhere",
            Self::Repeats => "repeats",
            Self::Condition => "condition",
            Self::Nested => "nested",
            Self::Language => "language",
            Self::Points => "points",
            Self::Expression => "expression",
        }
    }
}

/// A line of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How sure it is.
    pub level: Level,
    /// What it is about.
    pub about: About,
    /// Where or what, in the form's own words or names.
    pub what: String,
}

/// What became of a form.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The measure's file.
    pub file: String,
    /// The measure, when the file is one.
    pub instrument: Option<Instrument>,
    /// What is wrong with the file as a measure; a person mends it.
    pub faults: Vec<Fault>,
    /// The preview, in the order of the form.
    pub remarks: Vec<Remark>,
}

/// Why a text is not read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoForm {
    /// It is not JSON; the line.
    NotJson(usize),
    /// It is JSON and no `Questionnaire`.
    NotAQuestionnaire,
    /// It has no question with answers to choose from.
    NoQuestion,
    /// It has too many items.
    TooLong,
}

impl fmt::Display for NoForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(line) => write!(f, "line {line}: this is not JSON"),
            Self::NotAQuestionnaire => f.write_str("this is no FHIR Questionnaire"),
            Self::NoQuestion => f.write_str("it has no question with answers to choose from"),
            Self::TooLong => write!(f, "it has more than {ITEMS_MOST} items"),
        }
    }
}

/// Reads a `Questionnaire` (R4; `coding` of R5 is read as `choice`). `on` is the day it is read.
///
/// # Errors
/// A text that is no such form. What is only partly understood is no error; the preview says it.
pub fn import(file: &str, on: Day) -> Result<Imported, NoForm> {
    let form: Value = serde_json::from_str(file).map_err(|why| NoForm::NotJson(why.line()))?;
    if form["resourceType"] != "Questionnaire" {
        return Err(NoForm::NotAQuestionnaire);
    }
    let mut reader =
        Reader { form: &form, draft: Draft::default(), remarks: Vec::new(), totals: Vec::new(), seen: 0 };
    reader.head(on);
    reader.items(list(&form, "item"))?;
    if reader.draft.items.is_empty() {
        return Err(NoForm::NoQuestion);
    }
    reader.gate();
    reader.totals();
    reader.rules();
    Ok(reader.close())
}

/// A form being read.
struct Reader<'f> {
    form: &'f Value,
    draft: Draft,
    remarks: Vec<Remark>,
    /// Read-only items that are reckoned, with their expressions.
    totals: Vec<(&'f Value, &'f str)>,
    seen: usize,
}

impl<'f> Reader<'f> {
    fn say(&mut self, level: Level, about: About, what: impl Into<String>) {
        let what: String = what.into();
        self.remarks.push(Remark { level, about, what: what.chars().take(300).collect() });
    }

    /// The value of a rule that a file of ours brings along.
    fn rule(&self, name: &str) -> Option<&'f Value> {
        let parts = extension(self.form, RULES)?;
        list(parts, "extension").iter().find(|part| part["url"] == name)
    }

    fn head(&mut self, on: Day) {
        let form = self.form;
        let title = text(form, "title").or_else(|| text(form, "name")).unwrap_or("form");
        title.clone_into(&mut self.draft.title);
        let name = self.rule("name").and_then(|rule| text(rule, "valueString"));
        name.or_else(|| text(form, "title"))
            .or_else(|| text(form, "name"))
            .unwrap_or("form")
            .clone_into(&mut self.draft.name);
        let version = text(form, "version").unwrap_or_default();
        self.draft.version =
            version.parse().ok().filter(|version| (1..=9_999).contains(version)).unwrap_or(1);
        self.draft.language = text(form, "language").unwrap_or("en").to_owned();
        self.say(Level::Understood, About::Form, format!("{title} {version}").trim().to_owned());
        if let Some(key) = self.rule("key").and_then(|rule| text(rule, "valueString")) {
            self.draft.key = slug(key);
        } else {
            self.draft.key = slug(text(form, "name").unwrap_or(title));
            self.say(Level::Assumed, About::Key, self.draft.key.clone());
        }
        if let Some(code) = loinc_of(form) {
            self.draft.loinc = Some(code.to_owned());
            self.say(Level::Understood, About::Codes, code);
        }
        let notice = text(form, "copyright").unwrap_or("The file says nothing.");
        self.draft.notice = notice.to_owned();
        self.draft.holder = text(form, "publisher").unwrap_or("not said in the file").to_owned();
        self.draft.read_on = on.to_string();
        let address = text(form, "url").unwrap_or("no address");
        self.draft.source = format!("FHIR Questionnaire {address}");
        self.say(Level::Assumed, About::Licence, notice);
        if extension(&form["_title"], TRANSLATION).is_some() {
            self.say(Level::LeftOut, About::Language, title);
        }
    }

    fn items(&mut self, items: &'f [Value]) -> Result<(), NoForm> {
        for item in items {
            self.seen += 1;
            if self.seen > ITEMS_MOST {
                return Err(NoForm::TooLong);
            }
            let link = text(item, "linkId").unwrap_or_default();
            let made =
                extension(item, CALCULATED).and_then(|one| text(&one["valueExpression"], "expression"));
            match item["type"].as_str().unwrap_or_default() {
                "group" => {
                    self.stem(item);
                    self.items(list(item, "item"))?;
                }
                "display" => self.stem(item),
                _ if made.is_some() => self.totals.extend(made.map(|made| (item, made))),
                "choice" | "coding" => self.question(item),
                kind => self.say(Level::LeftOut, About::Kind, format!("{link}: {kind}")),
            }
            if item["type"] != "group" && !list(item, "item").is_empty() {
                self.say(Level::LeftOut, About::Nested, link);
            }
        }
        Ok(())
    }

    /// The first words that are no question stand before the items.
    fn stem(&mut self, item: &Value) {
        let Some(words) = text(item, "text") else { return };
        if self.draft.stem.is_empty() && self.draft.items.is_empty() {
            words.clone_into(&mut self.draft.stem);
            self.say(Level::Understood, About::Stem, words);
        } else {
            self.say(Level::LeftOut, About::Stem, words);
        }
    }

    fn question(&mut self, item: &'f Value) {
        let link = text(item, "linkId").unwrap_or_default().to_owned();
        if item["repeats"] == true {
            return self.say(Level::LeftOut, About::Repeats, link);
        }
        let options = match text(item, "answerValueSet") {
            Some(address) => match self.contained(address) {
                Some(options) => options,
                None => return self.say(Level::LeftOut, About::Elsewhere, format!("{link}: {address}")),
            },
            None => {
                list(item, "answerOption").iter().map(|option| (option, &option["valueCoding"])).collect()
            }
        };
        let mut read = Vec::new();
        let mut is_coded = true;
        let mut odd = None;
        for (place, (around, coding)) in options.iter().enumerate() {
            let points = points_of(around, coding);
            let prefix = extension(around, OPTION_PREFIX).or_else(|| extension(coding, OPTION_PREFIX));
            let printed =
                prefix.and_then(|one| text(one, "valueString")).map(|code| code.trim_end_matches(['.', ')']));
            let is_loinc = coding["system"] == LOINC;
            let own = text(coding, "code").filter(|_| !is_loinc);
            let words = text(coding, "display").or_else(|| text(around, "valueString"));
            let given = points.map_or_else(|| place.to_string(), |points| points.to_string());
            is_coded &= printed.or(own).is_some();
            let score = points.and_then(whole);
            if points.is_some() && score.is_none() {
                odd = Some(given.clone());
            }
            read.push(Answer {
                code: printed.or(own).map_or(given, str::to_owned),
                score,
                loinc: text(coding, "code").filter(|_| is_loinc).map(str::to_owned),
                words: words.unwrap_or_default().to_owned(),
            });
        }
        if let Some(points) = odd {
            self.say(Level::LeftOut, About::Points, format!("{link}: {points}"));
            for answer in &mut read {
                answer.score = None;
            }
        }
        if read.is_empty() {
            return self.say(Level::LeftOut, About::Kind, format!("{link}: no answers"));
        }
        if read.iter().any(|answer| answer.score.is_some()) {
            let without = read.iter().filter(|answer| answer.score.is_none());
            let without: Vec<&str> = without.map(|answer| answer.words.as_str()).collect();
            if !without.is_empty() {
                self.say(Level::Assumed, About::DoesNotApply, format!("{link}: {}", without.join(" · ")));
            }
        }
        let are_twice = |read: &[Answer]| {
            read.iter().enumerate().any(|(at, one)| read[..at].iter().any(|other| other.code == one.code))
        };
        if !is_coded || are_twice(&read) {
            if are_twice(&read) {
                for (at, answer) in read.iter_mut().enumerate() {
                    answer.code = at.to_string();
                }
            }
            let codes: Vec<&str> = read.iter().map(|answer| answer.code.as_str()).collect();
            self.say(Level::Assumed, About::OptionCodes, format!("{link}: {}", codes.join(" ")));
        }
        let prefix = text(item, "prefix").map(|prefix| prefix.trim_end_matches(['.', ')']).to_owned());
        let key = prefix.filter(|key| is_key(key) && !self.draft.has_item(key));
        let key = key.unwrap_or_else(|| (self.draft.items.len() + 1).to_string());
        let is_scored = read.iter().any(|answer| answer.score.is_some());
        let loinc = loinc_of(item).map(str::to_owned);
        let words = text(item, "text").unwrap_or_default().to_owned();
        let conditions = list(item, "enableWhen").to_vec();
        let set = self.draft.set_of(read);
        self.draft.items.push(Question { key, link, set, is_scored, loinc, words, conditions });
    }

    /// The answers of a list that the form brings along.
    fn contained(&self, address: &str) -> Option<Vec<(&'f Value, &'f Value)>> {
        let id = address.strip_prefix('#')?;
        let set = list(self.form, "contained").iter().find(|one| one["id"] == id)?;
        let includes = list(&set["compose"], "include").iter().flat_map(|include| list(include, "concept"));
        let concepts: Vec<&Value> = includes.chain(list(&set["expansion"], "contains")).collect();
        (!concepts.is_empty()).then(|| concepts.into_iter().map(|concept| (concept, concept)).collect())
    }

    /// One question that closes all others is a gate; other conditions are left out.
    fn gate(&mut self) {
        let mut closed = None;
        let mut others = Vec::new();
        for question in &self.draft.items {
            let [condition] = question.conditions.as_slice() else {
                others.extend((!question.conditions.is_empty()).then(|| question.link.clone()));
                continue;
            };
            let at = text(condition, "question").unwrap_or_default();
            let code = text(&condition["answerCoding"], "code").unwrap_or_default();
            match self.draft.option_at(at, code).filter(|_| condition["operator"] == "!=") {
                Some(gate) if closed.is_none() || closed.as_ref() == Some(&gate) => closed = Some(gate),
                _ => others.push(question.link.clone()),
            }
        }
        for link in others {
            self.say(Level::LeftOut, About::Condition, link);
        }
        if let Some((item, code)) = closed {
            self.say(Level::Understood, About::Gate, format!("{item} = {code}"));
            self.draft.gate = Some((item, code));
        }
    }

    fn totals(&mut self) {
        let counted = self.draft.items.len();
        self.say(Level::Understood, About::Items, counted.to_string());
        let mut codes = self.draft.items.iter().filter_map(|item| item.loinc.clone()).collect::<Vec<_>>();
        codes.dedup();
        if !codes.is_empty() {
            self.say(Level::Understood, About::Codes, codes.join(" "));
        }
        let unscored: Vec<String> =
            self.draft.items.iter().filter(|item| !item.is_scored).map(|item| item.key.clone()).collect();
        if unscored.len() == counted {
            self.draft.has_total = false;
            return self.say(Level::Assumed, About::NoPoints, "");
        }
        if !unscored.is_empty() {
            self.say(Level::Assumed, About::Unscored, unscored.join(" "));
        }
        let totals = std::mem::take(&mut self.totals);
        // Of several, the total is the one so called, or else the one that counts most items.
        let counts = |(_, made): &&(&Value, &str)| self.draft.named_in(made).len();
        let named = totals.iter().find(|(item, _)| text(item, "linkId") == Some(TOTAL));
        let total = named.or_else(|| totals.iter().rev().max_by_key(counts)).copied();
        for (item, made) in
            totals.iter().filter(|one| total.is_none_or(|total| !std::ptr::eq(one.0, total.0)))
        {
            let of = self.draft.named_in(made);
            let link = text(item, "linkId").unwrap_or_default();
            if of.is_empty() || !made.contains("sum()") {
                self.say(Level::LeftOut, About::Expression, format!("{link}: {made}"));
                continue;
            }
            let key = slug(link.strip_prefix("scale-").unwrap_or(link));
            let words = text(item, "text").unwrap_or(link).to_owned();
            self.draft.subscales.push(Subscale {
                key: key.clone(),
                of: of.clone(),
                words,
                loinc: loinc_of(item).map(str::to_owned),
                made: (*made).to_owned(),
            });
        }
        let Some((item, made)) = total else {
            let all = self.draft.scored().join(" ");
            return self.say(Level::Assumed, About::TotalIsSum, all);
        };
        self.draft.loinc_total = loinc_of(item).map(str::to_owned);
        self.draft.made = made.to_owned();
        let of = self.draft.named_in(made);
        if !of.is_empty() {
            self.draft.total_of = of;
        }
    }

    /// What only a file of ours says.
    fn rules(&mut self) {
        let whole = |rule: Option<&Value>| {
            rule.and_then(|rule| rule["valueInteger"].as_u64()).and_then(|value| u16::try_from(value).ok())
        };
        let string = |rule: Option<&'f Value>| rule.and_then(|rule| text(rule, "valueString"));
        match whole(self.rule("recall-days")) {
            Some(days) => self.draft.recall_days = days,
            None => self.say(Level::Assumed, About::Recall, "14"),
        }
        if let Some(minutes) = whole(self.rule("minutes")) {
            self.draft.minutes = minutes;
        }
        if self.rule("higher-is-better").is_some_and(|rule| rule["valueBoolean"] == true) {
            self.draft.higher_is_better = true;
        }
        self.draft.decimals = whole(self.rule("decimals")).unwrap_or(0);
        self.draft.respondent = string(self.rule("respondent")).map(str::to_owned);
        let Some(missing) = string(self.rule("missing")) else {
            self.say(Level::Assumed, About::NoRisk, "");
            return self.say(Level::Assumed, About::Strict, "");
        };
        let [never, source, bands_source] = ["missing-never", "missing-source", "bands-source"]
            .map(|name| string(self.rule(name)).unwrap_or_default().to_owned());
        self.draft.missing = Missing {
            rule: missing.to_owned(),
            at_most: whole(self.rule("missing-at-most")).unwrap_or(0),
            never: never.split_whitespace().map(str::to_owned).collect(),
            source,
        };
        self.draft.bands_source = bands_source;
        let parts = extension(self.form, RULES).map_or(&[][..], |rules| list(rules, "extension"));
        for part in parts {
            let inside = |name: &str| list(part, "extension").iter().find(|one| one["url"] == name);
            let least = whole(inside("least")).unwrap_or(0);
            if part["url"] == "band" {
                let key = string(inside("key")).unwrap_or_default().to_owned();
                self.draft.bands.push((key, least, whole(inside("most")).unwrap_or(0)));
            } else if part["url"] == "risk" {
                let item = string(inside("item")).unwrap_or_default().to_owned();
                self.draft.risk.push((
                    item,
                    least,
                    string(inside("respond")).unwrap_or("same-day").to_owned(),
                ));
            }
        }
        self.say(Level::Understood, About::Rules, missing);
    }

    /// The file, read as a measure; whether its totals are reckoned as the form's own expressions do.
    fn close(mut self) -> Imported {
        let file = self.draft.file();
        let (instrument, faults) = match Instrument::parse(&file) {
            Ok(instrument) => (Some(instrument), Vec::new()),
            Err(faults) => (None, faults),
        };
        let is_ours = |made: &str, ours: Option<String>| ours.is_some_and(|ours| ours == made);
        let are_ours = self.draft.items.iter().all(|item| {
            let known = instrument.as_ref().and_then(|instrument| instrument.item(&item.key));
            known.is_some_and(|known| link_id(known) == item.link)
        });
        let mut said = Vec::new();
        for scale in &self.draft.subscales {
            let ours = instrument.as_ref().and_then(|instrument| {
                let known = instrument.subscales.iter().find(|known| known.key == scale.key)?;
                Some(expression::subscale(instrument, known))
            });
            let is_same = are_ours && is_ours(&scale.made, ours);
            let (level, about) = if is_same {
                (Level::Understood, About::Subscale)
            } else {
                (Level::Assumed, About::SubscaleIsSum)
            };
            said.push((level, about, format!("{}: {}", scale.key, scale.of.join(" "))));
        }
        if !self.draft.made.is_empty() {
            let ours = instrument.as_ref().and_then(expression::total);
            let of = if self.draft.total_of.is_empty() {
                self.draft.scored()
            } else {
                self.draft.total_of.clone()
            };
            if are_ours && is_ours(&self.draft.made, ours) {
                said.push((Level::Understood, About::Total, of.join(" ")));
            } else {
                said.push((Level::Assumed, About::TotalIsSum, of.join(" ")));
                said.push((Level::LeftOut, About::Expression, self.draft.made.clone()));
            }
        }
        for (level, about, what) in said {
            self.say(level, about, what);
        }
        Imported { file, instrument, faults, remarks: self.remarks }
    }
}

/// The points of an answer, from any of the places where they may stand.
fn points_of(around: &Value, coding: &Value) -> Option<f64> {
    let places = [around, coding]
        .into_iter()
        .flat_map(|at| [ORDINAL_VALUE, ITEM_WEIGHT].map(|url| extension(at, url)));
    places.flatten().find_map(|one| one["valueDecimal"].as_f64().or_else(|| one["valueInteger"].as_f64()))
}

fn whole(points: f64) -> Option<u16> {
    (points.fract() == 0.0 && (0.0..=100.0).contains(&points)).then_some(points as u16)
}

fn is_key(key: &str) -> bool {
    (1..=30).contains(&key.len()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A key of a name: small letters, digits and `-`.
fn slug(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    let key = key.trim_end_matches('-');
    if key.is_empty() { "form".to_owned() } else { key.to_owned() }
}
