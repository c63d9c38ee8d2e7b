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

/// The client agrees to the contract in force: on the portal, or in the room, and then the therapist writes it down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcceptContract {
    /// What was said about it.
    pub words: String,
}

/// The client's agreement to a contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// When.
    pub at: crate::time::Moment,
    /// Whether the client said so on the portal.
    pub by_client: bool,
    /// What was said about it.
    pub words: String,
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
    // What is used is counted as the new contract will count it.
    within("sessions", i64::from(asked.sessions), i64::from(used_under(course, asked.missed)).max(1), 52)?;
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
    agreed.planned_end = end_under(course, &agreed, now.today);
    Ok(vec![Fact::ContractAgreed(agreed)])
}

/// # Refuses
/// When there is no contract, or it was agreed by the client before.
pub(crate) fn accept(course: &Course, asked: &AcceptContract) -> Result<Vec<Fact>, Refusal> {
    if course.contract().is_none() {
        return Err(Refusal::NoContract);
    }
    if course.contract_accepted.is_some() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::ContractAccepted(AcceptContract { words: text("words", &asked.words, PARAGRAPH)? })])
}

/// What becomes of a missed session: as the contract says, and counted until there is one.
pub fn missed_rule(course: &Course) -> MissedRule {
    course.contract().map_or(MissedRule::Counts, |contract| contract.missed)
}

/// Sessions used and agreed.
pub fn count(course: &Course, protocol: &Protocol) -> Count {
    let contract = course.contract();
    let rule = missed_rule(course);
    Count {
        used: used_under(course, rule),
        of: contract.map_or(protocol.sessions, |contract| contract.sessions),
        is_agreed: contract.is_some(),
    }
}

fn used_under(course: &Course, rule: MissedRule) -> u8 {
    let used = course.sessions.iter().filter(|session| uses_one(&session.state, rule)).count();
    u8::try_from(used).unwrap_or(u8::MAX)
}

/// Whether a session in this state uses one of those agreed.
pub fn uses_one(state: &SessionState, rule: MissedRule) -> bool {
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
/// `None` without a contract, while the course is paused, and once it is closed.
pub fn projected_end(course: &Course, _protocol: &Protocol, today: Day) -> Option<Day> {
    if course.pause().is_some() || course.closed.is_some() {
        return None;
    }
    course.contract().map(|contract| end_under(course, contract, today))
}

fn end_under(course: &Course, contract: &AgreeContract, today: Day) -> Day {
    let cadence = i32::from(contract.cadence_days);
    let left = i32::from(contract.sessions) - i32::from(used_under(course, contract.missed));
    let last_past = course
        .sessions
        .iter()
        .filter(|session| matches!(session.state, SessionState::Held(_) | SessionState::Missed(_)))
        .map(|session| session.on)
        .max();
    if left <= 0 {
        return last_past.unwrap_or(contract.first_on);
    }
    let mut planned: Vec<Day> = course
        .sessions
        .iter()
        .filter(|session| session.state == SessionState::Planned)
        .map(|session| session.on)
        .collect();
    planned.sort_unstable();
    planned.truncate(left as usize);
    // Sessions still to be arranged, each a cadence after the one before.
    let open = left - planned.len() as i32;
    // Time that passed without sessions moves the end; a course cannot end in the past.
    match planned.last().copied().into_iter().chain(last_past).max() {
        // Nothing is arranged yet: the first session is the first of the cadence.
        None => contract.first_on.max(today).plus((left - 1) * cadence),
        Some(last) if open == 0 => last,
        Some(last) => last.plus(open * cadence).max(today.plus((open - 1) * cadence)),
    }
}

/// Whether the end is near enough that it must be named: `ending_named_at` sessions left or fewer.
pub fn ending_is_due(course: &Course, protocol: &Protocol) -> bool {
    is_near_end(course, protocol) && course.ending.named.is_none()
}

/// Whether `ending_named_at` agreed sessions are left or fewer.
pub fn is_near_end(course: &Course, protocol: &Protocol) -> bool {
    let count = count(course, protocol);
    count.is_agreed && count.left() <= protocol.ending_named_at
}
