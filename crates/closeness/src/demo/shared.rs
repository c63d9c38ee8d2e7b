//! What all courses of the demo share: the clinic, and the words of sessions for which a story has none of its own.

use serde::Deserialize;
use treatment::inventory::Tie;

/// What all courses share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shared {
    pub service: String,
    pub neutral_name: String,
    pub therapists: Vec<String>,
    pub supervisor: String,
    pub manager: String,
    pub administrator: String,
    pub sources: Vec<String>,
    pub waiting: Vec<Waiting>,
    pub opening: SharedOpening,
    pub middle: SharedMiddle,
    pub flags: SharedFlags,
    pub safety: SharedSafety,
    pub alerts: SharedAlerts,
    pub ending: SharedEnding,
    pub early: Early,
    pub stopped: Stopped,
    pub not_begun: NotBegun,
    pub pause: Pause,
    pub addendum: Addendum,
    /// In the order of a course that leaves its focus three times.
    pub off_focus: [OffFocus; 3],
    pub asides: super::asides::Asides,
}

/// Somebody who waits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiting {
    pub name: String,
    pub days: i32,
    pub reason: String,
}

/// What openings share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedOpening {
    pub risk: Vec<String>,
    pub psychoed: Vec<String>,
    pub ipt_explained: Vec<String>,
    pub third: Vec<SharedNote>,
    pub own_shared: Vec<OwnPerson>,
    pub own_kept: Vec<String>,
    pub own_event: Vec<String>,
    pub between: String,
    pub parts: String,
    pub begin: String,
}

/// A note of a session for which a story has none of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedNote {
    pub text: String,
    pub event: String,
}

/// Somebody whom the client names at home.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPerson {
    pub name: String,
    pub tie: Tie,
}

/// What middles share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedMiddle {
    pub midpoint: Vec<SharedNote>,
    pub quiet: Vec<SharedNote>,
    pub not_tried: Vec<String>,
    pub not_possible: String,
    pub learned_not: String,
    pub cancelled: Vec<String>,
    pub did_not_come: Vec<String>,
    pub missed_by_therapist: String,
}

/// What is written when a flag is followed, and in a safety plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedSafety {
    pub formulation: String,
    pub decision: String,
    pub next: String,
    pub found: String,
    pub signs: Vec<String>,
    pub alone: Vec<String>,
    pub place: String,
    pub phone: String,
    pub professionals: Vec<String>,
    pub means: String,
    pub means_action: String,
    pub reasons: String,
    pub copy: String,
    pub used: String,
}

/// What is said of scores that do not go as hoped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedAlerts {
    pub reasons: Vec<String>,
}

/// What is said of flags.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedFlags {
    pub asked: String,
    pub seen: Vec<String>,
    pub talked: Vec<String>,
    pub again: Vec<String>,
    pub closed: Vec<String>,
    pub last: String,
}

/// What endings share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedEnding {
    pub signs: Vec<SharedNote>,
    pub risk_final: String,
    pub letter: Vec<String>,
    pub closed: String,
    pub come_back: String,
    pub flat_now: String,
    pub flat_therapist: String,
    pub flat_goal_client: String,
    pub flat_goal_therapist: String,
    pub flat_next: String,
    pub slow_next: String,
    pub flat_feelings: String,
}

/// Of a course that ended earlier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Early {
    /// Of the session in which the end was named, and of the one after it.
    pub notes: [SharedNote; 2],
    pub named: String,
    pub feelings: String,
    pub closed: String,
    pub next: String,
}

/// Of a client who stopped coming.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stopped {
    pub reason: String,
    pub closed: String,
}

/// Of a course that did not begin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotBegun {
    pub speaks_for: String,
    pub speaks_against: String,
    pub alternatives: String,
    pub preference: String,
    pub reason: String,
    pub consulted: String,
    pub closed: String,
}

/// Of courses that rest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pause {
    pub past: String,
    pub present: String,
}

/// Of the note that was added to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addendum {
    pub text: String,
    pub reason: String,
}

/// Of a meeting that left the focus.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OffFocus {
    pub text: String,
    pub event: String,
    pub reason: String,
    /// How the hour ended, dealt to those who leave their focus.
    pub ends: [String; 3],
}
