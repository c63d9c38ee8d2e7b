//! From answers to a total: how it came about is part of the answer. Nothing is guessed unless the measure's own rule
//! for missing answers says so, and an item of a risk rule never is.

use super::check::Part;
use super::{Band, Instrument, Method, MissingRule, RiskRule, Scale};
use crate::vocabulary::vocabulary;
use std::collections::BTreeMap;

vocabulary! {
    /// How far a form was answered, and so how its total came about.
    State {
        /// Every scored item was answered.
        Scored = "scored",
        /// A few were missing and the measure's rule fills them in.
        Prorated = "prorated",
        /// Too many are missing, or one that is never filled in: there is no total.
        Partial = "partial",
    }
}

/// What follows from the answers of one form.
#[derive(Clone, Debug)]
pub struct Outcome<'i> {
    /// How far it was answered.
    pub state: State,
    /// The total, in the smallest unit; none for a form partly answered, or a measure without a total.
    pub total: Option<u16>,
    /// The band of the total, where there are bands.
    pub band: Option<&'i Band>,
    /// Subscales whose items were all answered, in the order of the file.
    pub subscales: Vec<(&'i str, u16)>,
    /// The risk rules that are met; in a form partly answered too.
    pub risks: Vec<&'i RiskRule>,
    /// Scored items that were not answered.
    pub unanswered: Vec<&'i str>,
}

/// Answers that are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The measure has no such item.
    NoSuchItem(String),
    /// The item, named by its place, has no such option.
    NoSuchOption(usize),
}

/// A measure made ready to score many forms.
#[derive(Debug)]
pub struct Scorer<'i> {
    instrument: &'i Instrument,
    items: Vec<Ready<'i>>,
    /// Subscales, each after those it is made of, with their place in the file; the total comes last.
    scales: Vec<ReadyScale>,
    risks: Vec<(usize, &'i RiskRule)>,
    gate: Option<(usize, &'i str)>,
}

/// An item made ready.
#[derive(Debug)]
struct Ready<'i> {
    key: &'i str,
    /// Code of each option, and its points; none where it does not apply.
    options: Vec<(&'i str, Option<u16>)>,
    weight: u32,
    is_scored: bool,
    is_never_filled_in: bool,
}

/// A scale made ready.
#[derive(Debug)]
struct ReadyScale {
    /// Its place among the subscales; none for the total.
    place: Option<usize>,
    method: Method,
    items: Vec<usize>,
    /// Places in the list of ready scales.
    others: Vec<usize>,
    times: u32,
    at_least: u16,
    table: Vec<(u16, u16)>,
}

/// An answer as points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Missing,
    Points(u16),
    DoesNotApply,
}

impl<'i> Scorer<'i> {
    /// Makes a checked measure ready.
    pub fn new(instrument: &'i Instrument) -> Self {
        let items: Vec<Ready<'i>> = instrument
            .items
            .iter()
            .map(|item| Ready {
                key: &item.key,
                options: instrument
                    .options_of(item)
                    .iter()
                    .map(|option| (option.code.as_str(), instrument.points_of(item, option)))
                    .collect(),
                weight: u32::from(item.weight),
                is_scored: item.scored,
                is_never_filled_in: instrument.is_never_filled_in(&item.key),
            })
            .collect();
        let place_of = |key: &str| items.iter().position(|item| item.key == key);
        let risks = instrument.risk.iter().filter_map(|rule| Some((place_of(&rule.item)?, rule))).collect();
        let gate =
            instrument.gate.as_ref().and_then(|gate| Some((place_of(&gate.item)?, gate.closed_by.as_str())));
        let mut scorer = Self { instrument, items, scales: Vec::new(), risks, gate };
        for place in 0..instrument.subscales.len() {
            scorer.add_scale(&instrument.subscales[place], Some(place));
        }
        scorer.add_scale(&instrument.total, None);
        scorer
    }

    /// Adds a scale after those it is made of; says where it stands.
    fn add_scale(&mut self, scale: &'i Scale, place: Option<usize>) -> usize {
        if let Some(there) = self.scales.iter().position(|ready| ready.place == place && place.is_some()) {
            return there;
        }
        let (mut items, mut others) = (Vec::new(), Vec::new());
        for part in self.instrument.parts_of(scale) {
            match part {
                Part::Item(item) => items.extend(self.items.iter().position(|ready| ready.key == item.key)),
                Part::Scale(other) => {
                    let at = self.instrument.subscales.iter().position(|one| one.key == other.key);
                    others.push(self.add_scale(other, at));
                }
            }
        }
        self.scales.push(ReadyScale {
            place,
            method: scale.method,
            items,
            others,
            times: u32::from(scale.times),
            at_least: scale.at_least,
            table: scale.table.clone(),
        });
        self.scales.len() - 1
    }

    /// Scores one form: option codes in the order of the items, empty for not answered.
    ///
    /// # Errors
    /// The first answer that is no option of its item. More codes than items are no options either.
    pub fn score(&self, codes: &[&str]) -> Result<Outcome<'i>, Wrong> {
        if codes.len() > self.items.len() {
            return Err(Wrong::NoSuchOption(self.items.len()));
        }
        let mut answers = [Answer::Missing; ITEMS_MOST];
        let answers = &mut answers[..self.items.len()];
        for (place, code) in codes.iter().enumerate().filter(|(_, code)| !code.is_empty()) {
            let option = self.items[place].options.iter().find(|(known, _)| known == code);
            answers[place] = match option.ok_or(Wrong::NoSuchOption(place))?.1 {
                Some(points) => Answer::Points(points),
                None => Answer::DoesNotApply,
            };
        }
        let is_closed = self.gate.is_some_and(|(place, code)| codes.get(place) == Some(&code));
        Ok(self.outcome(answers, is_closed))
    }

    fn outcome(&self, answers: &mut [Answer], is_closed: bool) -> Outcome<'i> {
        if is_closed {
            for (_, answer) in self.items.iter().zip(answers.iter_mut()).filter(|(item, _)| item.is_scored) {
                *answer = Answer::Points(0);
            }
        }
        let mut unanswered = Vec::new();
        let mut may_fill_in = self.instrument.missing.rule == MissingRule::Prorate;
        for (item, answer) in self.items.iter().zip(&*answers) {
            if item.is_scored && *answer == Answer::Missing {
                unanswered.push(item.key);
                may_fill_in &= !item.is_never_filled_in;
            }
        }
        let state = if unanswered.is_empty() {
            State::Scored
        } else if may_fill_in && unanswered.len() <= usize::from(self.instrument.missing.at_most) {
            State::Prorated
        } else {
            State::Partial
        };
        let risks = self.risks.iter().filter(
            |(place, rule)| matches!(answers[*place], Answer::Points(points) if points >= rule.least),
        );
        let risks = risks.map(|(_, rule)| *rule).collect();
        let (total, subscales) = self.totals(answers, state);
        // A table that does not know the sum gives no total, and no total is not nought.
        let is_whole_form = total.is_some() || !self.instrument.has_total();
        let state = if is_whole_form { state } else { State::Partial };
        let is_whole = !answers.contains(&Answer::DoesNotApply);
        let band = total.filter(|_| is_whole).and_then(|total| self.instrument.band_of(total));
        Outcome { state, total, band, subscales, risks, unanswered }
    }

    /// The total, and the subscales that are whole.
    fn totals(&self, answers: &[Answer], state: State) -> (Option<u16>, Vec<(&'i str, u16)>) {
        let (total, subscales) = self.scales.split_last().expect("the total comes last");
        let mut values = Vec::with_capacity(subscales.len());
        for scale in subscales {
            values.push(self.value(scale, answers, &values, false));
        }
        let made = if state == State::Partial || !self.instrument.has_total() {
            None
        } else {
            self.value(total, answers, &values, state == State::Prorated)
        };
        let mut named = Vec::with_capacity(subscales.len());
        for (place, scale) in self.instrument.subscales.iter().enumerate() {
            let at = subscales.iter().position(|ready| ready.place == Some(place));
            if let Some(value) = at.and_then(|at| values[at]) {
                named.push((scale.key.as_str(), value as u16));
            }
        }
        (made.map(|total| total as u16), named)
    }

    /// The value of one scale in the smallest unit; none when a part is missing that may not be filled in.
    fn value(
        &self,
        scale: &ReadyScale,
        answers: &[Answer],
        known: &[Option<u32>],
        fill_in: bool,
    ) -> Option<u32> {
        let unit = 10u32.pow(u32::from(self.instrument.decimals));
        let (mut sum, mut highest, mut count) = (0u32, 0u32, 0u32);
        // Weights of what was answered, and of what should have been.
        let (mut weight, mut of_weight) = (0u32, 0u32);
        for &place in &scale.items {
            let item = &self.items[place];
            match answers[place] {
                Answer::DoesNotApply => {}
                Answer::Missing if fill_in => of_weight += item.weight,
                Answer::Missing => return None,
                Answer::Points(points) => {
                    let value = u32::from(points) * unit;
                    sum += value * item.weight;
                    highest = highest.max(value);
                    count += u32::from(points >= scale.at_least);
                    weight += item.weight;
                    of_weight += item.weight;
                }
            }
        }
        for &other in &scale.others {
            let value = known[other]?;
            sum += value;
            highest = highest.max(value);
            count += u32::from(value >= u32::from(scale.at_least) * unit);
            weight += 1;
            of_weight += 1;
        }
        Some(match scale.method {
            Method::Sum if weight == of_weight => sum * scale.times,
            Method::Sum => rounded(sum * scale.times * of_weight, weight),
            Method::Mean => rounded(sum * scale.times, weight),
            Method::Highest => highest * scale.times,
            Method::Count => count * unit * scale.times,
            Method::Table => u32::from(scale.table.iter().find(|(raw, _)| u32::from(*raw) * unit == sum)?.1),
            Method::Items => 0,
        })
    }
}

/// Most items of a measure.
pub const ITEMS_MOST: usize = 64;

/// A quotient, half rounded up; 0 of nothing.
fn rounded(of: u32, by: u32) -> u32 {
    if by == 0 { 0 } else { (2 * of + by) / (2 * by) }
}

impl Instrument {
    /// Scores one form: option codes by item key, empty for not answered.
    ///
    /// # Errors
    /// An answer to no item, or that is no option of its item.
    pub fn score(&self, answers: &BTreeMap<String, String>) -> Result<Outcome<'_>, Wrong> {
        if let Some(key) = answers.keys().find(|key| self.item(key).is_none()) {
            return Err(Wrong::NoSuchItem(key.clone()));
        }
        let codes: Vec<&str> =
            self.items.iter().map(|item| answers.get(&item.key).map_or("", String::as_str)).collect();
        Scorer::new(self).score(&codes)
    }
}
