//! The circumstances of a command, and what follows from it: facts in their envelope, and people to tell.

use crate::access::{Actor, Who};
use crate::content::Content;
use crate::fact::Fact;
use crate::ids::Version;
use crate::refusal::Refusal;
use crate::time::{Day, Moment};

/// A fact in its envelope: when and by whom it was recorded, and its place in the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<F> {
    /// Its place.
    pub version: Version,
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What happened.
    pub fact: F,
}

/// The circumstances of a command: the time, the person, and the content in force.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The moment.
    pub at: Moment,
    /// The civil day where the service is.
    pub today: Day,
    /// Who asks.
    pub actor: &'a Actor,
    /// Protocols and measures.
    pub content: &'a Content,
}

impl Now<'_> {
    /// # Refuses
    /// A day after today.
    pub fn not_in_future(&self, day: Day) -> Result<(), Refusal> {
        if day > self.today { Err(Refusal::InTheFuture(day)) } else { Ok(()) }
    }

    /// By when a flag raised now must have been looked at: one day. A guess to be set by each service.
    pub fn flag_due(&self) -> Moment {
        Moment(self.at.0 + 24 * 3_600_000)
    }
}

/// Whom to tell about what by when; data, not an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whom.
    pub to: NoticeTo,
    /// About what, as a stable key.
    pub about: String,
    /// When it is to be sent.
    pub due: Moment,
}

/// The person a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTo {
    /// The course's therapist.
    Therapist,
    /// The therapist's supervisors.
    Supervisor,
    /// The client.
    Client,
}

/// What follows from a command: facts to be recorded, people to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// The notices.
    pub notices: Vec<Notice>,
}
