//! The review half way, done together: what has moved, whether the focus is still right, and what the sessions that are
//! left are for.

use crate::contract::count;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::opening::Task;
use crate::protocol::Protocol;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::time::Day;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// The task of a protocol that this review does.
pub const TASK: &str = "midpoint-review";

vocabulary! {
    /// What becomes of the focus half way.
    FocusStill {
        /// It is still right.
        Keep = "keep",
        /// It is to be agreed anew.
        Change = "change",
    }
}

/// The review half way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewMidpoint {
    /// The day.
    pub on: Day,
    /// What has moved since the beginning: scores, goals, people.
    pub moved: String,
    /// What the client said of it.
    pub client_words: String,
    /// Whether the focus is still right.
    pub focus: FocusStill,
    /// Why; required to change it.
    pub reason: String,
    /// What the sessions that are left are for.
    pub rest: String,
    /// Sessions used when it was done; set when decided.
    #[serde(default)]
    pub used: u8,
    /// Sessions left then; set when decided.
    #[serde(default)]
    pub left: u8,
}

/// Whether the review is due: half of the sessions agreed are used and it was not done since.
pub fn is_due(course: &Course, protocol: &Protocol) -> bool {
    let count = count(course, protocol);
    let half = protocol.midpoint.min(count.of.div_ceil(2));
    course.closed.is_none()
        && course.middle_begun.is_some()
        && count.is_agreed
        && count.used.saturating_add(1) >= half
        && count.left() > protocol.ending_len
        && course.ending.midpoints.is_empty()
}

/// # Refuses
/// A review without a contract or a focus, one of a day to come, nothing said of what moved, and a change of focus
/// without a reason.
pub(crate) fn review(course: &Course, asked: &ReviewMidpoint, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    now.not_in_future(asked.on)?;
    if course.contract().is_none() {
        return Err(Refusal::NoContract);
    }
    course.focus().ok_or(Refusal::NoFocus)?;
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let count = count(course, protocol);
    let reason = match asked.focus {
        FocusStill::Keep => text("reason", &asked.reason, PARAGRAPH)?,
        FocusStill::Change => words("reason", &asked.reason, PARAGRAPH)?,
    };
    let reviewed = ReviewMidpoint {
        moved: words("moved", &asked.moved, PARAGRAPH)?,
        client_words: text("client-words", &asked.client_words, PARAGRAPH)?,
        rest: text("rest", &asked.rest, PARAGRAPH)?,
        reason,
        used: count.used,
        left: count.left(),
        ..asked.clone()
    };
    let mut facts = vec![Fact::MidpointReviewed(reviewed)];
    let is_task = protocol.tasks.iter().any(|task| task.id == TASK);
    if is_task && !course.tasks.get(TASK).is_some_and(|task| task.done) {
        facts.push(Fact::TaskRecorded(Task { task: TASK.to_owned(), done: true, note: String::new() }));
    }
    Ok(facts)
}
