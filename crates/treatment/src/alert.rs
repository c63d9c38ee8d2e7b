//! Alerts: a score that asks for a talk. Two rules that are never merged: reliably worse than at first, from session
//! 2; above the band of the expected course, from session 4. An alert is a view of the course and concludes nothing;
//! an answer to one is a fact.

use crate::content::Content;
use crate::course::{Course, Now};
use crate::expected::session_of;
use crate::fact::Fact;
use crate::ids::ResultId;
use crate::measure::MeasureResult;
use crate::outcome::{ChangeRule, Movement, by_day};
use crate::refusal::{PARAGRAPH, Refusal, words};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The session from which a score can be reliably worse than the first.
pub const WORSE_FROM: u16 = 2;

/// The session from which a course can be off its track: before it, too many get better later.
pub const OFF_TRACK_FROM: u16 = 4;

/// Until this session being off track says little: some stay flat and then improve quickly.
/// Source: Saunders 2019, PMC6428692.
pub const OFF_TRACK_WEAK_BEFORE: u16 = 6;

vocabulary! {
    /// The two rules.
    AlertKind {
        /// Reliably worse than at first.
        Worse = "worse",
        /// Above the band of the expected course.
        OffTrack = "off-track",
    }
}

vocabulary! {
    /// What to ask oneself and the client when a score does not go as hoped.
    Topic {
        /// How we work together.
        Alliance = "alliance",
        /// Whether it is the right focus.
        Focus = "focus",
        /// What was tried between sessions.
        Plans = "plans",
        /// Something that happened.
        Event = "event",
        /// Who is there.
        Support = "support",
        /// Safety.
        Risk = "risk",
        /// Medicines, taken and changed.
        Medication = "medication",
        /// The body.
        Health = "health",
        /// Whether this is what the client wants.
        Wish = "wish",
    }
}

/// An alert as the course shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// By which rule.
    pub kind: AlertKind,
    /// Key of the measure.
    pub measure: String,
    /// The score it is about.
    pub result: ResultId,
    /// The day of that score.
    pub on: Day,
    /// The session it goes with.
    pub session: u16,
    /// The first total, in points.
    pub first: u16,
    /// The total, in points.
    pub total: u16,
    /// The upper end of the expected band, for the rule that looks at it.
    pub bound: Option<f64>,
}

/// Answers an alert.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerAlert {
    /// By which rule it came.
    pub kind: AlertKind,
    /// The score it is about.
    pub result: ResultId,
    /// What was looked at.
    pub looked_at: Vec<Topic>,
    /// What was found and what follows.
    pub reason: String,
}

/// An alert was answered: what it said then, and the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertAnswered {
    /// By which rule it came.
    pub kind: AlertKind,
    /// The score it is about.
    pub result: ResultId,
    /// Key of the measure.
    pub measure: String,
    /// The session the score goes with.
    pub at_session: u16,
    /// The first total, in points.
    pub first: u16,
    /// The total, in points.
    pub total: u16,
    /// The upper end of the expected band to a tenth of a point, for the rule that looks at it.
    pub bound: Option<f64>,
    /// What was looked at.
    pub looked_at: Vec<Topic>,
    /// What was found and what follows.
    pub reason: String,
}

/// An answer with its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer {
    /// When.
    pub at: Moment,
    /// What was said.
    pub answered: AlertAnswered,
}

impl Alert {
    /// Whether the rule says little so early.
    pub fn is_weak(&self) -> bool {
        self.kind == AlertKind::OffTrack && self.session < OFF_TRACK_WEAK_BEFORE
    }
}

impl Course {
    /// The answer to an alert, if it was answered.
    pub fn answer_to(&self, kind: AlertKind, result: ResultId) -> Option<&GivenAnswer> {
        self.alert_answers.iter().find(|given| given.answered.kind == kind && given.answered.result == result)
    }
}

/// The alerts of every score of a measure, oldest first.
pub fn alerts_of(course: &Course, content: &Content, measure: &str) -> Vec<Alert> {
    let results = by_day(course, measure);
    let Some((first, later)) = results.split_first() else { return Vec::new() };
    later.iter().flat_map(|result| alerts_at(course, content, first, result)).collect()
}

/// The alerts of the newest score of each measure, answered or not; none once the course is closed.
pub fn newest_alerts(course: &Course, content: &Content) -> Vec<Alert> {
    if course.closed.is_some() {
        return Vec::new();
    }
    let when = |result: &MeasureResult| (result.completed.on, result.id);
    let mut ends: BTreeMap<&str, (&MeasureResult, &MeasureResult)> = BTreeMap::new();
    for result in course.measures.results.iter().map(|result| &**result) {
        let (first, newest) = ends.entry(result.completed.measure.as_str()).or_insert((result, result));
        if when(result) < when(first) {
            *first = result;
        }
        if when(result) > when(newest) {
            *newest = result;
        }
    }
    let mut alerts = Vec::new();
    for (first, newest) in ends.into_values() {
        alerts.extend(alerts_at(course, content, first, newest));
    }
    alerts
}

/// The alerts of one score against the first.
fn alerts_at(
    course: &Course,
    content: &Content,
    first: &MeasureResult,
    result: &MeasureResult,
) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let session = session_of(course, result.completed.on);
    if result.id == first.id || session < WORSE_FROM {
        return alerts;
    }
    let Some(instrument) = content.instrument(&result.completed.measure) else { return alerts };
    let (before, total) = (first.completed.total, result.completed.total);
    let mut raise = |kind, bound| {
        alerts.push(Alert {
            kind,
            measure: result.completed.measure.clone(),
            result: result.id,
            on: result.completed.on,
            session,
            first: before,
            total,
            bound,
        });
    };
    if ChangeRule::of(instrument).movement(before, total) == Movement::Worse {
        raise(AlertKind::Worse, None);
    }
    if session >= OFF_TRACK_FROM
        && let Some(expected) = content.expected(&result.completed.measure)
    {
        let since = session - session_of(course, first.completed.on);
        let band = expected.curve.at(before, since, instrument.scale_max);
        let (bound, is_off) = if instrument.higher_is_better {
            (band.lower, f64::from(total) < band.lower)
        } else {
            (band.upper, f64::from(total) > band.upper)
        };
        if is_off {
            raise(AlertKind::OffTrack, Some(bound));
        }
    }
    alerts
}

/// # Refuses
/// An alert that the course does not show, one answered before, an answer without a reason.
pub(crate) fn answer(course: &Course, asked: &AnswerAlert, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let result = course.measures.result(asked.result).ok_or(Refusal::Unknown("alert"))?;
    let alerts = alerts_of(course, now.content, &result.completed.measure);
    let alert = alerts
        .into_iter()
        .find(|alert| alert.kind == asked.kind && alert.result == asked.result)
        .ok_or(Refusal::Unknown("alert"))?;
    if course.answer_to(asked.kind, asked.result).is_some() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::AlertAnswered(AlertAnswered {
        kind: alert.kind,
        result: alert.result,
        measure: alert.measure,
        at_session: alert.session,
        first: alert.first,
        total: alert.total,
        bound: alert.bound.map(|bound| (bound * 10.0).round() / 10.0),
        looked_at: Topic::ALL.iter().copied().filter(|topic| asked.looked_at.contains(topic)).collect(),
        reason: words("reason", &asked.reason, PARAGRAPH)?,
    })])
}
