//! Measures completed in a course: answers, total, band, and the flag an answer may raise.

use crate::course::{Course, Notice, Now};
use crate::fact::Fact;
use crate::ids::ResultId;
use crate::instrument::{Instrument, Outcome, State, Wrong};
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
    /// Tag of the language in which its words were shown; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
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
    /// How the total came about: never `Partial`.
    #[serde(default = "scored", skip_serializing_if = "is_scored")]
    pub state: State,
    /// The total in points; 0 for a measure without a total.
    pub total: u16,
    /// Key of the band; empty where there are none.
    pub band: String,
    /// Subscales whose items were all answered, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub subscales: BTreeMap<String, u16>,
    /// The day it was answered.
    pub on: Day,
    /// How.
    pub how: How,
    /// Tag of the language in which its words were shown; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

fn scored() -> State {
    State::Scored
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_scored(state: &State) -> bool {
    *state == State::Scored
}

/// A measure handed in with too many answers missing for a total: what was said is kept, nothing is concluded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartlyAnswered {
    /// Key of the measure.
    pub measure: String,
    /// Version of the measure.
    pub version: u32,
    /// Option codes by item key.
    pub answers: BTreeMap<String, String>,
    /// Keys of the items that were not answered.
    pub unanswered: Vec<String>,
    /// The day it was answered.
    pub on: Day,
    /// How.
    pub how: How,
    /// Tag of the language in which its words were shown; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// A form partly answered, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct PartResult {
    /// The name.
    pub id: ResultId,
    /// When it was recorded.
    pub at: Moment,
    /// What was said.
    pub said: PartlyAnswered,
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
    /// Forms handed in with answers missing; they have no total and stand in no trend.
    pub parts: Vec<Shared<PartResult>>,
}

impl Measures {
    /// The result of this name.
    pub fn result(&self, id: ResultId) -> Option<&MeasureResult> {
        self.results.iter().map(|result| &**result).find(|result| result.id == id)
    }

    /// The form partly answered of this name.
    pub fn part(&self, id: ResultId) -> Option<&PartResult> {
        self.parts.iter().map(|part| &**part).find(|part| part.id == id)
    }

    /// Whether a form partly answered was followed by one of the same measure, whole or not.
    pub fn is_finished(&self, part: ResultId) -> bool {
        let Some(measure) = self.part(part).map(|part| part.said.measure.as_str()) else { return false };
        self.of(measure).any(|result| result.id > part)
            || self.parts.iter().any(|later| later.id > part && later.said.measure == measure)
    }

    /// The newest form of a measure that is partly answered and not followed by another.
    pub fn open_part(&self, measure: &str) -> Option<&PartResult> {
        let newest = self.parts.iter().rev().map(|part| &**part).find(|part| part.said.measure == measure)?;
        (!self.is_finished(newest.id)).then_some(newest)
    }

    /// What is answered on in a check-in: a form of this version handed in with questions open since a day.
    pub fn part_to_finish(&self, measure: &str, version: u32, since: Option<Day>) -> Option<&PartResult> {
        let is_of_now =
            |said: &PartlyAnswered| said.version == version && since.is_none_or(|held| said.on > held);
        self.open_part(measure).filter(|part| is_of_now(&part.said))
    }

    /// The results of one measure, oldest first.
    pub fn of<'a>(&'a self, measure: &'a str) -> impl DoubleEndedIterator<Item = &'a MeasureResult> {
        self.results.iter().map(|result| &**result).filter(move |result| result.completed.measure == measure)
    }
}

/// # Refuses
/// An unknown measure or version, a language it has no words in, missing or impossible answers, a day in the future.
pub(crate) fn complete(
    course: &Course,
    asked: &CompleteMeasure,
    now: &Now<'_>,
) -> Result<(Vec<Fact>, Vec<Notice>), Refusal> {
    let outcome = outcome(asked, now)?;
    if !outcome.unanswered.is_empty() {
        return Err(Refusal::Unanswered(outcome.unanswered.into_iter().map(str::to_owned).collect()));
    }
    Ok(recorded(course, asked, &outcome, now))
}

/// As [`complete`], for a form that is handed in although answers are missing. The measure's own rule says whether it
/// still has a total; a risk item that was answered raises its flag either way.
///
/// # Refuses
/// An unknown measure or version, a language it has no words in, no answer at all, impossible answers, a day in the future.
pub(crate) fn hand_in(
    course: &Course,
    asked: &CompleteMeasure,
    now: &Now<'_>,
) -> Result<(Vec<Fact>, Vec<Notice>), Refusal> {
    let outcome = outcome(asked, now)?;
    if asked.answers.values().all(String::is_empty) {
        return Err(Refusal::Unanswered(outcome.unanswered.into_iter().map(str::to_owned).collect()));
    }
    Ok(recorded(course, asked, &outcome, now))
}

fn outcome<'n>(asked: &CompleteMeasure, now: &Now<'n>) -> Result<Outcome<'n>, Refusal> {
    now.not_in_future(asked.on)?;
    // Answers on their way when a permission is withdrawn are taken; to a measure from elsewhere they are not, so that it
    // can be taken out without leaving answers that nobody can read.
    let may_come_in = |instrument: &&Instrument| !instrument.is_taken_in || instrument.may_be_shown();
    let instrument = now
        .content
        .instrument(&asked.measure)
        .filter(|instrument| instrument.version == asked.version)
        .filter(may_come_in)
        .ok_or_else(|| Refusal::NoSuchMeasure(asked.measure.chars().take(40).collect()))?;
    if !asked.language.is_empty() && !instrument.is_asked_in(&asked.language) {
        return Err(Refusal::OtherLanguage(asked.language.chars().take(40).collect()));
    }
    instrument.score(&asked.answers).map_err(|wrong| match wrong {
        Wrong::NoSuchItem(key) => Refusal::NoSuchAnswer(key.chars().take(40).collect()),
        Wrong::NoSuchOption(place) => Refusal::NoSuchAnswer(
            instrument.items.get(place).map_or_else(String::new, |item| item.key.clone()),
        ),
    })
}

/// The facts of an outcome, and whom a flag tells.
fn recorded(
    course: &Course,
    asked: &CompleteMeasure,
    outcome: &Outcome<'_>,
    now: &Now<'_>,
) -> (Vec<Fact>, Vec<Notice>) {
    let mut answers = asked.answers.clone();
    answers.retain(|_, code| !code.is_empty());
    let (measure, version, on, how) = (asked.measure.clone(), asked.version, asked.on, asked.how);
    let language = asked.language.clone();
    let said = answers.clone();
    let mut facts = vec![if outcome.state == State::Partial {
        let unanswered = outcome.unanswered.iter().map(|key| (*key).to_owned()).collect();
        Fact::MeasurePartlyAnswered(PartlyAnswered {
            measure,
            version,
            answers,
            unanswered,
            on,
            how,
            language,
        })
    } else {
        Fact::MeasureCompleted(Completed {
            measure,
            version,
            answers,
            state: outcome.state,
            total: outcome.total.unwrap_or(0),
            band: outcome.band.map_or_else(String::new, |band| band.key.clone()),
            subscales: outcome.subscales.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
            on,
            how,
            language,
        })
    }];
    let result = ResultId::from(course.version.next());
    let first = course.version.next().next();
    let (flags, notices) = raised_by(outcome, &asked.measure, &said, result, first, now);
    facts.extend(flags);
    (facts, notices)
}
