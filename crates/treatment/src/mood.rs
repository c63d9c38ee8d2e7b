//! What being with somebody does to the mood, as far as it was told: first in the client's own figure, otherwise from
//! events with a feeling and weeks whose mood was linked to the person. What speaks for both is both.

use crate::course::Course;
use crate::ids::PersonId;
use crate::inventory::Person;

use crate::map::UNASKED;
use crate::session::Session;

/// How often something with a person was felt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Felt {
    /// Good.
    pub lifts: usize,
    /// Neither.
    pub neutral: usize,
    /// Bad.
    pub lowers: usize,
}

impl Felt {
    fn count(&mut self, order: std::cmp::Ordering) {
        match order {
            std::cmp::Ordering::Greater => self.lifts += 1,
            std::cmp::Ordering::Equal => self.neutral += 1,
            std::cmp::Ordering::Less => self.lowers += 1,
        }
    }
}

/// The middle of the scale of moods, 0 to 10, that are linked in sessions.
const MOOD_MIDDLE: u8 = 5;

/// What was felt in events with the person (-5 to +5) and in weeks whose mood (0 to 10) was linked to them. That a mood
/// of 5 says neither is a guess of this project.
pub fn felt_with(course: &Course, person: &Person) -> Felt {
    let mut felt = Felt::default();
    let is_them = |id: &PersonId| course.inventory.now(*id) == person.id;
    for event in &course.timeline.events {
        if let Some(feeling) = event.entry.feeling.filter(|_| event.entry.people.iter().any(is_them)) {
            felt.count(feeling.cmp(&0));
        }
    }
    let notes = course.sessions.iter().filter_map(Session::standing_note);
    for link in notes.filter_map(|note| note.note.link.as_ref()) {
        if let Some(mood) = link.mood.filter(|_| link.person.as_ref().is_some_and(is_them)) {
            felt.count(mood.cmp(&MOOD_MIDDLE));
        }
    }
    felt
}

/// The value of a person under the aspect of mood.
pub(crate) fn value(course: &Course, person: &Person) -> &'static str {
    if let Some(effect) = person.details.mood_effect {
        return match effect {
            1.. => "lifts",
            0 => "neutral",
            _ => "lowers",
        };
    }
    match felt_with(course, person) {
        Felt { lifts: 0, neutral: 0, lowers: 0 } => UNASKED,
        Felt { lifts: 0, lowers: 0, .. } => "neutral",
        Felt { lowers: 0, .. } => "lifts",
        Felt { lifts: 0, .. } => "lowers",
        _ => "mixed",
    }
}
