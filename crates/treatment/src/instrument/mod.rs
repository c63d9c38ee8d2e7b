//! A rating scale as data: items, options with their points, totals, bands, change, risk rules, licence, words per
//! language. `check.rs` reads a file and names the line of what is wrong in it; `scoring.rs` turns answers into a
//! total.
//!
//! Totals are whole numbers. A measure whose totals have decimals says how many (`decimals`), and every number of its
//! file that is compared with a total is written in that smallest unit: with `decimals = 2`, 508 is 5.08.

mod check;
mod scoring;

pub use check::{Fault, OwnWords};
pub use scoring::{ITEMS_MOST, Outcome, Scorer, State, Wrong};

use crate::risk::Response;
use crate::vocabulary::vocabulary;
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
    /// Whether it was studied as a scale. What this project worded itself was not, and says so.
    #[serde(default = "yes")]
    pub validated: bool,
    /// Who answers it.
    #[serde(default = "the_client")]
    pub respondent: Respondent,
    /// Days the questions look back over; 0 for now.
    pub recall_days: u16,
    /// Minutes it takes, for the burden of a check-in. A guess unless the source says.
    #[serde(default = "two")]
    pub minutes: u8,
    /// How many decimals a total has.
    #[serde(default)]
    pub decimals: u8,
    /// The lowest total.
    #[serde(default)]
    pub scale_min: u16,
    /// The highest total; 0 for a measure without one.
    #[serde(default)]
    pub scale_max: u16,
    /// Whether a higher total is better, as in a scale of wellbeing.
    #[serde(default)]
    pub higher_is_better: bool,
    /// The items, in order.
    pub items: Vec<Item>,
    /// The default options.
    #[serde(default)]
    pub options: Vec<AnswerOption>,
    /// Other sets of options, by name.
    #[serde(default)]
    pub option_sets: BTreeMap<String, Vec<AnswerOption>>,
    /// Items whose points count from the other end: highest plus lowest of their options, less the option's.
    #[serde(default)]
    pub reversed: Vec<String>,
    /// An item that decides whether the others are asked.
    pub gate: Option<GateItem>,
    /// How the total is made; the sum of all scored items unless it says otherwise.
    #[serde(default)]
    pub total: Scale,
    /// Parts with a total of their own.
    #[serde(default)]
    pub subscales: Vec<Scale>,
    /// What to do with missing answers.
    pub missing: Missing,
    /// The bands, lowest first, without a gap; none when nobody published any.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Where the bands come from.
    #[serde(default)]
    pub bands_source: String,
    /// Totals that mean something, each for whom it was found.
    #[serde(default)]
    pub cutoffs: Vec<Cutoff>,
    /// What counts as change.
    #[serde(default)]
    pub change: Change,
    /// What others score.
    #[serde(default)]
    pub norms: Vec<Norm>,
    /// What "a drink" in its questions holds, where they ask for drinks.
    pub drink: Option<Drink>,
    /// Answers that raise a flag.
    #[serde(default)]
    pub risk: Vec<RiskRule>,
    /// Whether the text may be shown, and on what ground.
    #[serde(default)]
    pub licence: Licence,
    /// Codes in other systems; those of items and options stand with them.
    #[serde(default)]
    pub codes: Codes,
    /// The words, by language.
    #[serde(default)]
    pub text: BTreeMap<String, InstrumentText>,
    /// Whether the service has put a permission of the holder, or its own licence, on record. Never in a file.
    #[serde(skip)]
    pub is_permitted: bool,
    /// Whether the service took it in from elsewhere, beside the content. Never in a file.
    #[serde(skip)]
    pub is_taken_in: bool,
}

vocabulary! {
    /// Who answers a measure.
    Respondent {
        /// The client.
        Client = "client",
        /// The therapist, about the client.
        Therapist = "therapist",
        /// Both, each for themselves.
        Either = "either",
    }
}

/// One item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Official number, or a name for an extra.
    pub key: String,
    /// Whether its points are part of a total, and the form incomplete without it.
    #[serde(default = "yes")]
    pub scored: bool,
    /// The option set, when not the default.
    pub options: Option<String>,
    /// How often its points count.
    #[serde(default = "one")]
    pub weight: u16,
    /// Its LOINC code.
    pub loinc: Option<String>,
}

/// One option: what the form prints, and the points it gives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// The code printed on the official form.
    pub code: String,
    /// Points, whatever its place in the list.
    #[serde(default)]
    pub score: u16,
    /// Whether it says that the item does not apply: then the item is left out, and the total has no band.
    #[serde(default)]
    pub does_not_apply: bool,
    /// Its LOINC answer code.
    pub loinc: Option<String>,
}

/// An item that closes the form: answered with this option, all scored items count nothing and are not asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateItem {
    /// The item.
    pub item: String,
    /// The option that closes.
    pub closed_by: String,
}

/// A total: how it is made of items or of other totals.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Its key; empty for the total of the measure.
    #[serde(default)]
    pub key: String,
    /// How.
    #[serde(default = "by_sum")]
    pub method: Method,
    /// Keys of items and of subscales; empty for all scored items.
    #[serde(default)]
    pub of: Vec<String>,
    /// What the result is multiplied with.
    #[serde(default = "one")]
    pub times: u16,
    /// For `count`: the least points of an item that counts.
    #[serde(default = "one")]
    pub at_least: u16,
    /// For `table`: pairs of raw sum and value.
    #[serde(default)]
    pub table: Vec<(u16, u16)>,
    /// Its LOINC code.
    pub loinc: Option<String>,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            key: String::new(),
            method: Method::Sum,
            of: Vec::new(),
            times: 1,
            at_least: 1,
            table: Vec::new(),
            loinc: None,
        }
    }
}

vocabulary! {
    /// How a total is made of its parts.
    Method {
        /// Their sum.
        Sum = "sum",
        /// Their mean.
        Mean = "mean",
        /// The highest of them.
        Highest = "highest",
        /// How many reach `at_least`.
        Count = "count",
        /// The value a published table gives for their sum.
        Table = "table",
        /// There is no total; every item stands for itself.
        Items = "items",
    }
}

/// A band of totals.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its key.
    pub key: String,
    /// The lowest total in it.
    pub least: u16,
    /// The highest total in it.
    pub most: u16,
}

/// A total that means something to somebody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// What it means: `case`, `screen`, `remission`.
    pub meaning: CutoffMeaning,
    /// The total at which it begins: this and everything worse (for `remission`: this and everything better).
    pub at: u16,
    /// The language or region it was found in; for everybody when it is left out.
    pub locale: Option<String>,
    /// For whom, in words.
    #[serde(default)]
    pub who: String,
    /// Answers without which the total does not mean it.
    #[serde(default)]
    pub only_with: Vec<Needed>,
    /// Where it comes from.
    pub source: String,
}

/// An answer that a cut-off needs beside its total.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// The item.
    pub item: String,
    /// The lowest points that will do.
    pub least: u16,
}

/// What a drink holds: it differs by country, so it is shown with the questions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drink {
    /// Grams of pure alcohol, where the country says nothing else.
    pub grams: f64,
    /// Grams by country.
    #[serde(default)]
    pub by_country: BTreeMap<String, f64>,
    /// Where the figures come from.
    pub source: String,
}

impl Drink {
    /// Grams in a country.
    pub fn grams_in(&self, country: &str) -> f64 {
        self.by_country.get(country).copied().unwrap_or(self.grams)
    }

    /// What is wrong with the figures.
    fn fault(&self) -> Option<String> {
        if self.source.trim().is_empty() {
            return Some("what a drink holds says no source".to_owned());
        }
        let mut all = self.by_country.values().chain([&self.grams]);
        let wrong = all.find(|grams| !(5.0..=30.0).contains(*grams))?;
        Some(format!("a drink of {wrong} g of alcohol, not 5 to 30"))
    }
}

vocabulary! {
    /// What a cut-off says.
    CutoffMeaning {
        /// A case for the purposes of recovery.
        Case = "case",
        /// A screen that asks for a closer look.
        Screen = "screen",
        /// Without symptoms that count.
        Remission = "remission",
    }
}

/// An answer at or above `least` raises a flag.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// The item.
    pub item: String,
    /// The lowest points that flag.
    pub least: u16,
    /// How soon a person must look.
    #[serde(default = "same_day")]
    pub respond: Response,
}

/// What counts as change between two totals.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// More than the error of measurement.
    pub reliable: Option<Amount>,
    /// What people notice.
    pub important: Option<Amount>,
}

/// A difference of totals with its source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// At least so much.
    pub points: u16,
    /// Where it comes from.
    pub source: String,
}

/// What others score.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Who they are.
    pub who: String,
    /// Their mean, in points.
    pub mean: f64,
    /// Their standard deviation.
    pub sd: f64,
    /// Where it comes from.
    pub source: String,
}

/// The rule for missing answers. A form that has too many stays partly answered; an item of a risk rule is never
/// filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Which.
    pub rule: MissingRule,
    /// For `prorate`: the most answers that may be missing.
    #[serde(default)]
    pub at_most: u16,
    /// Items that are never filled in, besides those of risk rules.
    #[serde(default)]
    pub never: Vec<String>,
    /// Where the rule comes from.
    #[serde(default)]
    pub source: String,
}

vocabulary! {
    /// What to do with missing answers.
    MissingRule {
        /// Every scored item must be answered.
        Strict = "strict",
        /// A few missing ones count as the mean of the others; the total is rounded to its unit, half up.
        Prorate = "prorate",
    }
}

/// Whether and why the words may be shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// The short of it.
    pub status: LicenceStatus,
    /// Who holds the rights.
    pub holder: String,
    /// The notice that goes with the text.
    pub notice: String,
    /// The ground.
    pub basis: String,
    /// When that was last checked, ISO date.
    pub checked_on: String,
    /// Where the terms stand.
    #[serde(default)]
    pub url: String,
}

impl Default for Licence {
    fn default() -> Self {
        Self {
            status: LicenceStatus::Unknown,
            holder: String::new(),
            notice: String::new(),
            basis: String::new(),
            checked_on: String::new(),
            url: String::new(),
        }
    }
}

vocabulary! {
    /// Whether the words of a measure may be shown.
    LicenceStatus {
        /// To anyone: public domain, or a licence that allows it as it is.
        Free = "free",
        /// To anyone: this project's own words.
        Own = "own",
        /// Where no money is made of it: after the service has said so.
        NonCommercial = "non-commercial",
        /// After the holder has been asked and the permission is on record.
        Ask = "ask",
        /// Under a licence that the service holds and has put on record.
        Licensed = "licensed",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

impl LicenceStatus {
    /// Whether the words may be shown without anybody's further word.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Free | Self::Own)
    }
}

/// Codes in other systems. A code is no permission for the words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// LOINC code of the panel; never of a number.
    pub loinc: Option<String>,
    /// LOINC code of the total.
    #[serde(rename = "loinc-total")]
    pub loinc_total: Option<String>,
    /// LOINC answer list of the default options.
    #[serde(rename = "answer-list")]
    pub answer_list: Option<String>,
    /// LOINC answer lists of other option sets, by their names.
    #[serde(default, rename = "answer-lists")]
    pub answer_lists: BTreeMap<String, String>,
    /// Codes of other systems, by the system's address.
    #[serde(default)]
    pub other: BTreeMap<String, String>,
}

/// The words of a measure in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentText {
    /// What the page calls it.
    pub title: String,
    /// The sentence before the items.
    pub stem: String,
    /// Item words by key.
    pub items: BTreeMap<String, String>,
    /// Option words by code.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
    /// Option words of the other sets.
    #[serde(default)]
    pub option_sets: BTreeMap<String, BTreeMap<String, String>>,
    /// Band words by key.
    #[serde(default)]
    pub bands: BTreeMap<String, String>,
    /// Subscale words by key.
    #[serde(default)]
    pub subscales: BTreeMap<String, String>,
    /// Where the words come from.
    pub source: String,
    /// What kind of translation it is.
    #[serde(default = "official")]
    pub kind: TextKind,
}

vocabulary! {
    /// Where the words of a language come from.
    TextKind {
        /// The owner's own form in this language.
        Official = "official",
        /// A published, studied translation.
        Validated = "validated",
        /// A translation nobody studied: for talking about, never scored.
        Unvalidated = "none",
    }
}

fn same_day() -> Response {
    Response::SameDay
}

fn yes() -> bool {
    true
}

fn one() -> u16 {
    1
}

fn two() -> u8 {
    2
}

fn the_client() -> Respondent {
    Respondent::Client
}

fn by_sum() -> Method {
    Method::Sum
}

fn official() -> TextKind {
    TextKind::Official
}

impl Instrument {
    /// The item of this key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// The options of an item.
    pub fn options_of(&self, item: &Item) -> &[AnswerOption] {
        item.options.as_ref().and_then(|set| self.option_sets.get(set)).unwrap_or(&self.options)
    }

    /// The points an option of an item gives, reversal counted; none where the item does not apply.
    pub fn points_of(&self, item: &Item, option: &AnswerOption) -> Option<u16> {
        if option.does_not_apply {
            return None;
        }
        if !self.reversed.contains(&item.key) {
            return Some(option.score);
        }
        let (least, most) = self.points_within(item);
        Some((least + most).saturating_sub(option.score))
    }

    /// The least and the most points of an item.
    pub fn points_within(&self, item: &Item) -> (u16, u16) {
        let scores =
            self.options_of(item).iter().filter(|option| !option.does_not_apply).map(|option| option.score);
        scores.fold((u16::MAX, 0), |(least, most), score| (least.min(score), most.max(score)))
    }

    /// The words of an option of an item.
    pub fn option_words<'t>(&self, text: &'t InstrumentText, item: &Item, code: &str) -> Option<&'t str> {
        let words = match &item.options {
            Some(set) => text.option_sets.get(set)?,
            None => &text.options,
        };
        words.get(code).map(String::as_str)
    }

    /// The words in a language, or in English where there are none; only when they may be shown.
    /// A translation nobody studied is passed over: answers to it could not be scored.
    pub fn text_in(&self, language: &str) -> Option<&InstrumentText> {
        self.text.get(self.shown_in(language))
    }

    /// The tag of the words that [`Self::text_in`] gives for a language; empty where it gives none.
    pub fn shown_in<'l>(&self, language: &'l str) -> &'l str {
        match [language, "en"].into_iter().find(|tag| self.is_asked_in(tag)) {
            Some(tag) if self.may_be_shown() => tag,
            _ => "",
        }
    }

    /// Whether the measure is asked in a language: it has words in it that somebody studied, or they are English.
    pub fn is_asked_in(&self, language: &str) -> bool {
        self.text.get(language).is_some_and(|text| language == "en" || text.kind != TextKind::Unvalidated)
    }

    /// Whether the words may be shown here: the licence allows it to anybody, or a permission is on record. What may
    /// not be shown is not used either.
    pub fn may_be_shown(&self) -> bool {
        self.licence.status.is_open() || self.is_permitted
    }

    /// The notice of who holds the rights, which stands with the words; none for this project's own.
    pub fn notice(&self) -> Option<&str> {
        (self.licence.status != LicenceStatus::Own).then_some(self.licence.notice.as_str())
    }

    /// Whether its answers add up to a total.
    pub fn has_total(&self) -> bool {
        self.total.method != Method::Items
    }

    /// The band a total falls in; none where there are no bands.
    pub fn band_of(&self, total: u16) -> Option<&Band> {
        self.bands.iter().rev().find(|band| band.least <= total)
    }

    /// How many of its smallest unit make one point.
    pub fn unit(&self) -> u16 {
        10u16.pow(u32::from(self.decimals))
    }

    /// A total as it is written: `14`, `5.08`.
    pub fn written(&self, total: u16) -> String {
        if self.decimals == 0 {
            return total.to_string();
        }
        let unit = self.unit();
        format!("{}.{:0width$}", total / unit, total % unit, width = usize::from(self.decimals))
    }

    /// The total from which it is a case, for people of this locale: the closest one there is.
    pub fn caseness(&self, locale: &str) -> Option<&Cutoff> {
        self.cutoff(CutoffMeaning::Case, locale)
    }

    /// The cut-off of a meaning for people of this locale: the one of the locale, of its language, or of everybody.
    pub fn cutoff(&self, meaning: CutoffMeaning, locale: &str) -> Option<&Cutoff> {
        let language = locale.split('-').next().unwrap_or(locale);
        let of = |wanted: Option<&str>| {
            self.cutoffs.iter().find(|cut| cut.meaning == meaning && cut.locale.as_deref() == wanted)
        };
        of(Some(locale)).or_else(|| of(Some(language))).or_else(|| of(None))
    }

    /// Whether a cut-off counts from its total upwards; otherwise from there down.
    pub fn counts_upwards(&self, cutoff: &Cutoff) -> bool {
        self.higher_is_better == (cutoff.meaning == CutoffMeaning::Remission)
    }

    /// What a cut-off needs and no answer can give.
    fn needed_in_vain(&self, cutoff: &Cutoff) -> Option<String> {
        let is_in_vain = |needed: &&Needed| {
            let most = self.item(&needed.item).map(|item| self.points_within(item).1);
            most.is_none_or(|most| needed.least == 0 || needed.least > most)
        };
        let needed = cutoff.only_with.iter().find(is_in_vain)?;
        let (at, least, item) = (cutoff.at, needed.least, &needed.item);
        Some(format!("cut-off {at} needs {least} points of item {item}, which gives none"))
    }

    /// Whether a form with this total and these answers reaches a cut-off.
    pub fn reaches(&self, cutoff: &Cutoff, total: u16, answers: &BTreeMap<String, String>) -> bool {
        let is_there = if self.counts_upwards(cutoff) { total >= cutoff.at } else { total <= cutoff.at };
        is_there
            && cutoff.only_with.iter().all(|needed| {
                let item = self.item(&needed.item);
                let code = answers.get(&needed.item);
                let option = item.and_then(|item| {
                    self.options_of(item)
                        .iter()
                        .find(|option| Some(&option.code) == code)
                        .map(|one| (item, one))
                });
                let points = option.and_then(|(item, option)| self.points_of(item, option));
                points.is_some_and(|points| points >= needed.least)
            })
    }

    /// Whether a missing answer to this item never may be filled in: those of risk rules, and those the missing rule
    /// names.
    pub fn is_never_filled_in(&self, item: &str) -> bool {
        self.risk.iter().any(|rule| rule.item == item) || self.missing.never.iter().any(|key| key == item)
    }
}
