//! Facts and summaries as the JSON that is sealed. Plain functions and the only places that write and read it: what is
//! derived for these large types is built once, and not again into every crate that waits for the clinic.

use crate::problem::Trouble;
use treatment::fact::Fact;
use treatment::summary::Summary;

pub(crate) fn of_fact(fact: &Fact) -> Vec<u8> {
    serde_json::to_vec(fact).expect("facts are plain data")
}

pub(crate) fn to_fact(json: &[u8]) -> Option<Fact> {
    serde_json::from_slice(json).ok()
}

pub(crate) fn of_summary(summary: &Summary) -> Vec<u8> {
    serde_json::to_vec(summary).expect("a summary is plain data")
}

pub(crate) fn to_summary(json: &[u8]) -> Result<Summary, Trouble> {
    serde_json::from_slice(json).map_err(|_| Trouble::Unreadable("summary"))
}

/// What a fact says, field by field; none for a fact that says no more than its kind.
pub fn body_of(fact: &Fact) -> Option<serde_json::Value> {
    let mut whole: serde_json::Value = serde_json::from_slice(&of_fact(fact)).ok()?;
    whole.get_mut("body").map(serde_json::Value::take)
}
