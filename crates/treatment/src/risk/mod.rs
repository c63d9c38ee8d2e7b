//! Flags: an answer or a concern asks for a person. Open, looked at, assessed, planned for, in review, closed with a
//! reason; severe ones by two people. A flag asks for a person's judgement; it is never a judgement itself.

mod assessment;
mod duty;
mod raise;
mod steps;

pub use assessment::{Access, Assessment, Felt, Ideation, Told};
pub use duty::{Duty, HOURS_MOST, Within};
pub use raise::{ConcernSource, RaiseConcern, RaiseFlag};
pub(crate) use raise::{concern, raised_by};
pub use steps::{
    AcknowledgeFlag, AnswerClose, CloseFlag, CloseHow, EscalateFlag, EscalatedTo, FlagPlan, PlanFlag,
    ReviewFlag,
};
pub(crate) use steps::{acknowledge, answer_close, assess, close, escalate, plan, review};

use crate::access::Who;
use crate::course::Course;
use crate::ids::FlagId;
use crate::refusal::Refusal;
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How soon a person must look. It says when somebody acts, never how likely anything is.
    Response {
        /// Within a working day.
        WorkingDay = "working-day",
        /// On the same day, by telephone.
        SameDay = "same-day",
        /// At once, day or night.
        AtOnce = "at-once",
    }
}

vocabulary! {
    /// Where a flag stands.
    FlagState {
        /// Nobody has looked yet.
        Open = "open",
        /// Somebody has looked.
        Acknowledged = "acknowledged",
        /// Somebody has asked and written down what was found.
        Assessed = "assessed",
        /// What is done next is decided, with a day to look again.
        Planned = "planned",
        /// Looked at again at least once.
        InReview = "in-review",
        /// One person wants to close it; a second has to agree.
        ToConfirm = "to-confirm",
        /// Dealt with.
        Closed = "closed",
    }
}

/// What raised a flag.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// An answer to a measure.
    Answer(RaiseFlag),
    /// Somebody said so.
    Concern(RaiseConcern),
}

/// Something that was done about a flag.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Somebody looked.
    Acknowledged(AcknowledgeFlag),
    /// Somebody asked.
    Assessed(Box<Assessment>),
    /// What is done next.
    Planned(PlanFlag),
    /// Looked at again.
    Reviewed(ReviewFlag),
    /// One person wants to close it.
    CloseProposed(CloseFlag),
    /// What the second person said to that.
    CloseAnswered(AnswerClose),
    /// Closed.
    Closed(CloseFlag),
    /// Nobody had looked in time: somebody else was told.
    Escalated(EscalateFlag),
}

/// A step with when and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What.
    pub said: Said,
}

/// A flag with its name and everything that was done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The name.
    pub id: FlagId,
    /// When it was raised.
    pub at: Moment,
    /// What raised it.
    pub origin: Origin,
    /// Where it stands.
    pub state: FlagState,
    /// What was done, oldest first. Nothing is taken out.
    pub steps: Vec<Step>,
}

impl Flag {
    pub(crate) fn new(id: FlagId, at: Moment, origin: Origin) -> Self {
        Self { id, at, origin, state: FlagState::Open, steps: Vec::new() }
    }

    /// Whether it still needs a person.
    pub fn is_open(&self) -> bool {
        self.state != FlagState::Closed
    }

    /// By when somebody must have looked.
    pub fn due(&self) -> Moment {
        match &self.origin {
            Origin::Answer(raised) => raised.due,
            Origin::Concern(raised) => raised.due,
        }
    }

    /// How soon somebody must look.
    pub fn respond(&self) -> Response {
        match &self.origin {
            Origin::Answer(raised) => raised.respond,
            Origin::Concern(raised) => raised.respond,
        }
    }

    /// The newest assessment.
    pub fn assessment(&self) -> Option<&Assessment> {
        self.steps.iter().rev().find_map(|step| match &step.said {
            Said::Assessed(assessment) => Some(&**assessment),
            _ => None,
        })
    }

    /// The day it is to be looked at again: as the newest plan or review says.
    pub fn review_on(&self) -> Option<Day> {
        if !self.is_open() {
            return None;
        }
        self.steps.iter().rev().find_map(|step| match &step.said {
            Said::Planned(plan) => Some(Some(plan.review_on)),
            Said::Reviewed(review) => Some(review.next_on),
            _ => None,
        })?
    }

    /// Who wants to close it and why, while a second person has not answered.
    pub fn proposal(&self) -> Option<(Who, &CloseFlag)> {
        if self.state != FlagState::ToConfirm {
            return None;
        }
        self.steps.iter().rev().find_map(|step| match &step.said {
            Said::CloseProposed(close) => Some((step.who, close)),
            _ => None,
        })
    }

    /// Whether a second clinician must agree before it is closed: an answer that needs somebody at once, or an
    /// assessment that names intent, a plan, preparation or an attempt (`ipt.md` §10.2).
    pub fn needs_second(&self) -> bool {
        self.respond() == Response::AtOnce
            || self.steps.iter().any(|step| match &step.said {
                Said::Assessed(assessment) => assessment.needs_second(),
                _ => false,
            })
    }

    /// How far it was passed on, when nobody had looked.
    pub fn escalated_to(&self) -> Option<EscalatedTo> {
        let hops = self.steps.iter().filter_map(|step| match &step.said {
            Said::Escalated(hop) => Some(hop.to),
            _ => None,
        });
        hops.max()
    }

    /// Whether the service lead has to do with it: it was passed on to them, or waits for a second person.
    pub fn is_with_lead(&self) -> bool {
        self.is_open()
            && (self.escalated_to() == Some(EscalatedTo::Lead) || self.state == FlagState::ToConfirm)
    }

    pub(crate) fn take(&mut self, step: Step) {
        self.state = match &step.said {
            Said::Acknowledged(_) => FlagState::Acknowledged,
            // What was found anew comes before a close that was asked for without it.
            Said::Assessed(_) if self.state < FlagState::Assessed || self.state == FlagState::ToConfirm => {
                FlagState::Assessed
            }
            Said::Planned(_) => FlagState::Planned,
            Said::Reviewed(_) => FlagState::InReview,
            Said::CloseProposed(_) => FlagState::ToConfirm,
            Said::CloseAnswered(answer) if !answer.agrees => FlagState::InReview,
            Said::Closed(_) => FlagState::Closed,
            Said::Assessed(_) | Said::CloseAnswered(_) | Said::Escalated(_) => self.state,
        };
        self.steps.push(step);
    }
}

/// # Refuses
/// A name that no flag of the course has.
pub(crate) fn flag(course: &Course, id: FlagId) -> Result<&Flag, Refusal> {
    course.flags.iter().find(|flag| flag.id == id).ok_or(Refusal::Unknown("flag"))
}

impl Course {
    /// Whether the service lead has to do with an open flag.
    pub fn is_with_lead(&self) -> bool {
        self.flags.iter().any(Flag::is_with_lead)
    }

    pub(crate) fn flag_step(&mut self, id: FlagId, at: Moment, who: Who, said: Said) {
        if let Some(flag) = self.flags.iter_mut().find(|flag| flag.id == id) {
            flag.take(Step { at, who, said });
        }
    }
}
