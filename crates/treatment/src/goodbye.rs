//! What belongs to a goodbye beside the review: earlier losses, spoken of gently, and a letter each way.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{EventId, PersonId};
use crate::inventory::Person;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::time::Moment;
use crate::timeline::{Event, EventKind};
use serde::{Deserialize, Serialize};

/// Longest letter. Characters.
pub const LETTER: usize = 20_000;
/// Most letters in one course.
pub const LETTERS_MOST: usize = 20;

/// An earlier loss was spoken of in the ending, or left for another time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakOfLoss {
    /// Who was lost, if they are on the map.
    pub person: Option<PersonId>,
    /// What was lost, if it is on the timeline.
    pub event: Option<EventId>,
    /// What this goodbye brings back of it.
    pub words: String,
    /// Not now: it is not asked again.
    pub is_not_now: bool,
}

/// A letter at the goodbye, given: by the client or by the therapist, as whoever recorded it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GiveLetter {
    /// The letter.
    pub words: String,
}

/// A letter with who gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// When.
    pub at: Moment,
    /// Whether the client gave it.
    pub by_client: bool,
    /// The letter.
    pub letter: GiveLetter,
}

/// Somebody or something lost before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss<'c> {
    /// Somebody of the map who has died or gone.
    Person(&'c Person),
    /// A loss on the timeline.
    Event(&'c Event),
}

impl Loss<'_> {
    /// Whether something said is about this loss.
    fn is_of(&self, said: &SpeakOfLoss, now: &impl Fn(PersonId) -> PersonId) -> bool {
        match self {
            Self::Person(person) => said.person.map(now) == Some(person.id),
            Self::Event(event) => said.event == Some(event.id),
        }
    }
}

/// The kinds of event that are losses of themselves; what else was one is the client's to say. A list of our own.
const LOSSES: &[EventKind] =
    &[EventKind::DeathClose, EventKind::PregnancyLoss, EventKind::Separation, EventKind::Divorce];

impl Course {
    /// Earlier losses of the record, each with what was said of it in the ending: people who have died or gone, then
    /// events, those aside that tell of somebody already named. A client is asked only about events they told themselves.
    pub fn losses(&self, is_client: bool) -> Vec<(Loss<'_>, Option<&SpeakOfLoss>)> {
        let is_lost = |person: &&Person| person.status.has_left();
        let now = |id| self.inventory.now(id);
        let people: Vec<&Person> = self.inventory.on_map().filter(is_lost).collect();
        let told =
            |event: &&Event| !event.entry.people.iter().any(|id| people.iter().any(|p| p.id == now(*id)));
        let events = self.timeline.entries().filter(|event| !is_client || event.by_client);
        let events = events.filter(|event| event.entry.kind.is_some_and(|kind| LOSSES.contains(&kind)));
        let losses =
            people.iter().map(|person| Loss::Person(person)).chain(events.filter(told).map(Loss::Event));
        losses
            .map(|loss| (loss, self.ending.losses.iter().rev().find(|said| loss.is_of(said, &now))))
            .collect()
    }
}

/// # Refuses
/// A loss that is not in the record; neither words nor "not now".
pub(crate) fn loss(course: &Course, asked: &SpeakOfLoss, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if let Some(id) = asked.person {
        course.inventory.present(id)?;
    }
    if let Some(id) = asked.event {
        let known = course.timeline.event(id).is_some_and(|event| event.by_client || !now.actor.is_client());
        known.then_some(()).ok_or(Refusal::Unknown("event"))?;
    }
    let said = text("words", &asked.words, PARAGRAPH)?;
    if said.is_empty() && !asked.is_not_now {
        return Err(Refusal::Empty("words"));
    }
    Ok(vec![Fact::LossSpokenOf(SpeakOfLoss { words: said, ..asked.clone() })])
}

/// # Refuses
/// An empty letter, one that is too long, and one more than a course holds.
pub(crate) fn letter(course: &Course, asked: &GiveLetter) -> Result<Vec<Fact>, Refusal> {
    if course.ending.letters.len() >= LETTERS_MOST {
        return Err(Refusal::TooMany { what: "letter", limit: LETTERS_MOST });
    }
    Ok(vec![Fact::LetterGiven(GiveLetter { words: words("letter", &asked.words, LETTER)? })])
}
