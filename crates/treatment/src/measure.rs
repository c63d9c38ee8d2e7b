//! Measures completed in a course: answers, total, band, and the flag an answer may raise.

use crate::course::{Course, Notice, Now};
use crate::fact::Fact;
use crate::ids::ResultId;
use crate::instrument::Instrument;
use crate::refusal::Refusal;
use crate::risk::raised_by;
use crate::shared::Shared;
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// How the answers came in.
    How {
        /// The client on the portal.
        Portal = "portal",
        /// Asked in the session.
        Session = "session",
        /// From paper, typed twice.
        Paper = "paper",
        /// The client by a link for this form alone.
        Link = "link",
        /// The client on the therapist's device, locked to the form.
        Device = "device",
    }
}

/// A filled-in form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompleteMeasure {
    /// Key of the measure.
    pub measure: String,
    /// Version of the form that was shown.
    pub version: u32,
    /// Option codes by item key.
    pub answers: BTreeMap<String, String>,
    /// The day it was answered.
    pub on: Day,
    /// How.
    pub how: How,
}

/// A completed measure: what was said and what was concluded at the time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completed {
    /// Key of the measure.
    pub measure: String,
    /// Version of the measure.
    pub version: u32,
    /// Option codes by item key.
    pub answers: BTreeMap<String, String>,
    /// The total in points.
    pub total: u16,
    /// Key of the band.
    pub band: String,
    /// The day it was answered.
    pub on: Day,
    /// How.
    pub how: How,
}

/// A result with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureResult {
    /// The name.
    pub id: ResultId,
    /// When it was recorded.
    pub at: Moment,
    /// What was said and concluded.
    pub completed: Completed,
}

/// The completed measures of a course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// In the order they were recorded.
    pub results: Vec<Shared<MeasureResult>>,
}

impl Measures {
    /// The result of this name.
    pub fn result(&self, id: ResultId) -> Option<&MeasureResult> {
        self.results.iter().map(|result| &**result).find(|result| result.id == id)
    }

    /// The results of one measure, oldest first.
    pub fn of<'a>(&'a self, measure: &'a str) -> impl DoubleEndedIterator<Item = &'a MeasureResult> {
        self.results.iter().map(|result| &**result).filter(move |result| result.completed.measure == measure)
    }
}

/// The total of a complete form in points.
///
/// # Refuses
/// Missing answers (by item key), and answers that are no option. Items are never guessed.
pub fn score(instrument: &Instrument, answers: &BTreeMap<String, String>) -> Result<u16, Refusal> {
    let mut total = 0;
    let mut missing = Vec::new();
    for item in &instrument.items {
        let Some(code) = answers.get(&item.key).filter(|code| !code.is_empty()) else {
            if item.scored {
                missing.push(item.key.clone());
            }
            continue;
        };
        let option = instrument
            .options_of(item)
            .iter()
            .find(|option| option.code == *code)
            .ok_or_else(|| Refusal::NoSuchAnswer(item.key.clone()))?;
        if item.scored {
            total += option.score;
        }
    }
    if let Some(key) = answers.keys().find(|key| instrument.item(key).is_none()) {
        return Err(Refusal::NoSuchAnswer(key.chars().take(40).collect()));
    }
    if missing.is_empty() { Ok(total) } else { Err(Refusal::Unanswered(missing)) }
}

/// # Refuses
/// An unknown measure or version, missing or impossible answers, a day in the future.
pub(crate) fn complete(
    course: &Course,
    asked: &CompleteMeasure,
    now: &Now<'_>,
) -> Result<(Vec<Fact>, Vec<Notice>), Refusal> {
    now.not_in_future(asked.on)?;
    let instrument = now
        .content
        .instrument(&asked.measure)
        .filter(|instrument| instrument.version == asked.version)
        .ok_or_else(|| Refusal::NoSuchMeasure(asked.measure.chars().take(40).collect()))?;
    let total = score(instrument, &asked.answers)?;
    let mut answers = asked.answers.clone();
    answers.retain(|_, code| !code.is_empty());
    let result = ResultId::from(course.version.next());
    let mut facts = vec![Fact::MeasureCompleted(Completed {
        measure: asked.measure.clone(),
        version: asked.version,
        total,
        band: instrument.band_of(total).key.clone(),
        on: asked.on,
        how: asked.how,
        answers: answers.clone(),
    })];
    let first = course.version.next().next();
    let (flags, notices) = raised_by(instrument, &answers, result, first, now);
    facts.extend(flags);
    Ok((facts, notices))
}
