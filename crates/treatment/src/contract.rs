//! The contract and the time it sets: how many sessions, how far we are, when it ends.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::protocol::Protocol;
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::session::SessionState;
use crate::time::Day;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a missed session does to the count.
    MissedRule {
        /// It counts as used; the end stays where it is.
        Counts = "counts",
        /// It does not count; the end moves.
        DoesNotCount = "does-not-count",
        /// It is replaced by another meeting; the end moves.
        Replaced = "replaced",
    }
}

/// The contract, agreed by both. A later one replaces it and says why; only so can the number grow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreeContract {
    /// Sessions in all, 1..=52.
    pub sessions: u8,
    /// Days from one session to the next, 1..=60.
    pub cadence_days: u8,
    /// Length of a session, 10..=180 minutes.
    pub minutes: u8,
    /// The day of the first session.
    pub first_on: Day,
    /// The day of the last session as planned when this was agreed.
    pub planned_end: Day,
    /// What a missed session does.
    pub missed: MissedRule,
    /// Hours before which a session can be cancelled without being missed.
    pub late_cancel_hours: u8,
    /// Contact between sessions and where to turn in a crisis, in words.
    pub between: String,
    /// The client's part and the therapist's part, in words.
    pub parts: String,
    /// Why it is agreed anew; required for every contract after the first.
    pub reason: String,
}

/// How far a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Sessions used so far, held or missed under the rule "counts".
    pub used: u8,
    /// Sessions agreed; before a contract, what the protocol foresees.
    pub of: u8,
    /// Whether the number is agreed.
    pub is_agreed: bool,
}

impl Count {
    /// Sessions left.
    pub fn left(self) -> u8 {
        self.of.saturating_sub(self.used)
    }
}

/// # Refuses
/// Numbers out of range, fewer sessions than are used, a new contract without a reason.
pub(crate) fn agree(course: &Course, asked: &AgreeContract, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    within("sessions", i64::from(asked.sessions), 1, 52)?;
    within("cadence", i64::from(asked.cadence_days), 1, 60)?;
    within("minutes", i64::from(asked.minutes), 10, 180)?;
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    within("sessions", i64::from(asked.sessions), i64::from(count(course, protocol).used).max(1), 52)?;
    if asked.first_on.since(now.today).abs() > 3 * 366 {
        return Err(Refusal::NoSuchDate("first-on"));
    }
    let reason = if course.contract().is_some() {
        words("reason", &asked.reason, PARAGRAPH)?
    } else {
        text("reason", &asked.reason, PARAGRAPH)?
    };
    let mut agreed = AgreeContract {
        between: text("between", &asked.between, PARAGRAPH)?,
        parts: text("parts", &asked.parts, PARAGRAPH)?,
        reason,
        ..asked.clone()
    };
    agreed.planned_end = end_under(course, &agreed, protocol, now.today);
    Ok(vec![Fact::ContractAgreed(agreed)])
}

/// Sessions used and agreed.
pub fn count(course: &Course, protocol: &Protocol) -> Count {
    let contract = course.contract();
    let rule = contract.map_or(MissedRule::Counts, |contract| contract.missed);
    let used = course.sessions.iter().filter(|session| uses_one(&session.state, rule)).count();
    Count {
        used: u8::try_from(used).unwrap_or(u8::MAX),
        of: contract.map_or(protocol.sessions, |contract| contract.sessions),
        is_agreed: contract.is_some(),
    }
}

fn uses_one(state: &SessionState, rule: MissedRule) -> bool {
    match state {
        SessionState::Held(_) => true,
        // A session that the therapist cancelled is never the client's loss.
        SessionState::Missed(missed) => rule == MissedRule::Counts && missed.by.is_clients(),
        SessionState::Planned | SessionState::Cancelled => false,
    }
}

/// The number of the next session: 1 for the first.
pub fn next_number(course: &Course, protocol: &Protocol) -> u8 {
    count(course, protocol).used.saturating_add(1)
}

/// The day the course will end if nothing more is missed: planned dates first, then the cadence.
/// `None` without a contract, and while the course is paused.
pub fn projected_end(course: &Course, protocol: &Protocol, today: Day) -> Option<Day> {
    if course.pause().is_some() {
        return None;
    }
    course.contract().map(|contract| end_under(course, contract, protocol, today))
}

fn end_under(course: &Course, contract: &AgreeContract, protocol: &Protocol, today: Day) -> Day {
    let cadence = i32::from(contract.cadence_days);
    let used =
        course.sessions.iter().filter(|session| uses_one(&session.state, contract.missed)).count() as i32;
    let left = i32::from(contract.sessions) - used;
    let last_past = course
        .sessions
        .iter()
        .filter(|session| !matches!(session.state, SessionState::Planned | SessionState::Cancelled))
        .map(|session| session.on)
        .max();
    if left <= 0 {
        return last_past.unwrap_or(contract.first_on);
    }
    let planned: Vec<Day> = course
        .sessions
        .iter()
        .filter(|session| session.state == SessionState::Planned)
        .map(|session| session.on)
        .collect();
    let planned_count = (planned.len() as i32).min(left);
    let last_known = planned.iter().copied().max().into_iter().chain(last_past).max();
    let _ = protocol;
    match last_known {
        // Nothing is arranged yet: the first session is the first of the cadence.
        None => contract.first_on.plus((left - 1) * cadence),
        Some(last) => {
            let end = last.plus((left - planned_count) * cadence);
            // Time that passed without sessions moves the end; a course cannot end in the past.
            if planned_count == 0 { end.max(today.plus((left - 1) * cadence)) } else { end }
        }
    }
}

/// Whether the end is near enough that it must be named: `ending_named_by` sessions left or fewer.
pub fn ending_is_due(course: &Course, protocol: &Protocol) -> bool {
    let count = count(course, protocol);
    count.is_agreed && course.ending.named.is_none() && count.left() <= protocol.ending_named_at
}
