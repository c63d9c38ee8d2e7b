//! Flags that an answer raises: open until a person has looked, and closed only with a reason.
//! A flag asks for a person's judgement; it is never a judgement itself.

use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{FlagId, ResultId};
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// An answer asks for a person to look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaiseFlag {
    /// The result it comes from.
    pub result: ResultId,
    /// The measure.
    pub measure: String,
    /// The item.
    pub item: String,
    /// The option chosen.
    pub answer: String,
    /// By when somebody must have looked.
    pub due: Moment,
}

/// A person has seen the flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcknowledgeFlag {
    /// Which.
    pub flag: FlagId,
    /// What is being done now.
    pub note: String,
}

/// A person has dealt with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseFlag {
    /// Which.
    pub flag: FlagId,
    /// What was found and done.
    pub reason: String,
}

/// Where a flag stands.
#[derive(Clone, Debug, PartialEq)]
pub enum FlagState {
    /// Nobody has looked yet.
    Open,
    /// Somebody has looked.
    Acknowledged {
        /// When.
        at: Moment,
        /// What they said.
        note: String,
    },
    /// Dealt with.
    Closed {
        /// When.
        at: Moment,
        /// What was found and done.
        reason: String,
    },
}

/// A flag with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The name.
    pub id: FlagId,
    /// What raised it.
    pub raised: RaiseFlag,
    /// When.
    pub at: Moment,
    /// Where it stands.
    pub state: FlagState,
}

impl Flag {
    /// Whether it still needs a person.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, FlagState::Closed { .. })
    }
}

fn flag(course: &Course, id: FlagId) -> Result<&Flag, Refusal> {
    course.flags.iter().find(|flag| flag.id == id).ok_or(Refusal::Unknown("flag"))
}

/// # Refuses
/// A flag that was seen before.
pub(crate) fn acknowledge(course: &Course, asked: &AcknowledgeFlag) -> Result<Vec<Fact>, Refusal> {
    if flag(course, asked.flag)?.state != FlagState::Open {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::FlagAcknowledged(AcknowledgeFlag {
        flag: asked.flag,
        note: text("note", &asked.note, PARAGRAPH)?,
    })])
}

/// # Refuses
/// A flag that is closed, and closing without a reason.
pub(crate) fn close(course: &Course, asked: &CloseFlag) -> Result<Vec<Fact>, Refusal> {
    if !flag(course, asked.flag)?.is_open() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::FlagClosed(CloseFlag {
        flag: asked.flag,
        reason: words("reason", &asked.reason, PARAGRAPH)?,
    })])
}

impl Course {
    pub(crate) fn set_flag(&mut self, id: FlagId, state: FlagState) {
        if let Some(flag) = self.flags.iter_mut().find(|flag| flag.id == id) {
            flag.state = state;
        }
    }
}
