//! What becomes of a form on its way and of the answers once they are in: the therapist has read them, and they were
//! talked about with the client. None is taken for granted; to be read and to be talked about are facts of their own.

use crate::course::Course;
use crate::fact::Fact;
use crate::ids::ResultId;
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// How a form was handed to the client.
    Way {
        /// By a link for this form alone.
        Link = "link",
        /// On the therapist's device, locked to the form.
        Device = "device",
        /// A message that a check-in waits on the portal.
        Portal = "portal",
    }
}

vocabulary! {
    /// How far a form came. Each is another thing: what was sent need not have been delivered, and so on.
    FormState {
        /// Made; nothing was sent.
        Made = "made",
        /// Handed to the mail server or to the client.
        Sent = "sent",
        /// The mail server took it.
        Delivered = "delivered",
        /// It could not be delivered.
        Undelivered = "undelivered",
        /// The client opened it.
        Opened = "opened",
        /// The client sent it.
        Submitted = "submitted",
        /// The therapist withdrew it.
        Withdrawn = "withdrawn",
        /// A wrong PIN was typed too often.
        Void = "void",
        /// It ran out.
        Expired = "expired",
    }
}

/// Most results that are read or talked about at once.
pub const AT_ONCE: usize = 200;

/// The therapist has read answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewResults {
    /// Which, oldest first.
    pub results: Vec<ResultId>,
}

/// Answers were talked about with the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiscussResults {
    /// Which, oldest first.
    pub results: Vec<ResultId>,
}

/// When answers were first read and first talked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reviews {
    /// Read by the therapist.
    pub reviewed: BTreeMap<ResultId, Moment>,
    /// Talked about with the client.
    pub discussed: BTreeMap<ResultId, Moment>,
}

impl Reviews {
    /// Whether the therapist has read it; what was talked about was read.
    pub fn is_reviewed(&self, result: ResultId) -> bool {
        self.reviewed.contains_key(&result) || self.discussed.contains_key(&result)
    }

    /// Whether it was talked about.
    pub fn is_discussed(&self, result: ResultId) -> bool {
        self.discussed.contains_key(&result)
    }

    pub(crate) fn reviewed(&mut self, at: Moment, reviewed: &ReviewResults) {
        for result in &reviewed.results {
            self.reviewed.entry(*result).or_insert(at);
        }
    }

    pub(crate) fn discussed(&mut self, at: Moment, discussed: &DiscussResults) {
        for result in &discussed.results {
            self.discussed.entry(*result).or_insert(at);
        }
    }
}

/// # Refuses
/// No result, one that is not in the course, too many at once; when all were read before.
pub(crate) fn review(course: &Course, asked: &ReviewResults) -> Result<Vec<Fact>, Refusal> {
    let results = fresh(course, &asked.results, |result| course.reviews.is_reviewed(result))?;
    Ok(vec![Fact::ResultsReviewed(ReviewResults { results })])
}

/// # Refuses
/// No result, one that is not in the course, too many at once; when all were talked about before.
pub(crate) fn discuss(course: &Course, asked: &DiscussResults) -> Result<Vec<Fact>, Refusal> {
    let results = fresh(course, &asked.results, |result| course.reviews.is_discussed(result))?;
    Ok(vec![Fact::ResultsDiscussed(DiscussResults { results })])
}

/// Those of the results about which this was not said before, in order.
fn fresh(
    course: &Course,
    results: &[ResultId],
    was_said: impl Fn(ResultId) -> bool,
) -> Result<Vec<ResultId>, Refusal> {
    if results.is_empty() {
        return Err(Refusal::Empty("result"));
    }
    if results.len() > AT_ONCE {
        return Err(Refusal::TooMany { what: "result", limit: AT_ONCE });
    }
    if results.iter().any(|result| course.measures.result(*result).is_none()) {
        return Err(Refusal::Unknown("result"));
    }
    let mut fresh: Vec<ResultId> = results.iter().copied().filter(|result| !was_said(*result)).collect();
    fresh.sort_unstable();
    fresh.dedup();
    if fresh.is_empty() { Err(Refusal::AlreadySo) } else { Ok(fresh) }
}
