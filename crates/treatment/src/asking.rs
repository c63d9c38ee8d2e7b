//! The circumstances of a command, and what follows from it: facts in their envelope, and people to tell.

use crate::access::{Actor, Who};
use crate::content::Content;
use crate::fact::Fact;
use crate::ids::{StaffId, Version};
use crate::refusal::Refusal;
use crate::risk::Duty;
use crate::time::{Day, Moment, PartialDate};

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
    /// When somebody is there to look.
    pub duty: &'a Duty,
    /// The year in which the client was born, where it is known and the command dates something in their life.
    pub birth_year: Option<i32>,
}

impl Now<'_> {
    /// # Refuses
    /// A day after today.
    pub fn not_in_future(&self, day: Day) -> Result<(), Refusal> {
        if day > self.today { Err(Refusal::InTheFuture(day)) } else { Ok(()) }
    }

    /// Whether a date lies wholly before the year in which the client was born; not where that year is not known.
    pub fn is_before_life(&self, date: PartialDate) -> bool {
        self.birth_year.is_some_and(|year| date.last().date().0 < year)
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
    /// The fact it is about, which may be one that follows from the same command; nought when it is about the course.
    pub version: Version,
}

/// The person a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTo {
    /// The course's therapist.
    Therapist,
    /// The therapist's supervisors.
    Supervisor,
    /// Who leads the service clinically.
    Lead,
    /// The client.
    Client,
    /// Somebody of staff, whatever they have to do with the course now.
    Staff(StaffId),
}

/// What follows from a command: facts to be recorded, people to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// The notices.
    pub notices: Vec<Notice>,
}
