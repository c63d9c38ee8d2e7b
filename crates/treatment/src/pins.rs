//! Notes pinned to the map, or to somebody on it: they stay until they are taken off, and print with it.

use crate::access::Who;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::refusal::{PARAGRAPH, Refusal, words};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Most notes on one map, those taken off included.
pub const PINS_MOST: usize = 200;

/// Pins a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinNote {
    /// To whom; none pins it to the map as a whole.
    pub person: Option<PersonId>,
    /// What it says.
    pub words: String,
}

/// Takes a note off; it stays in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpinNote {
    /// The fact that pinned it.
    pub pin: Version,
}

/// A note on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Its name: the fact that pinned it.
    pub id: Version,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What it says and of whom.
    pub note: PinNote,
    /// Whether it was taken off.
    pub is_removed: bool,
}

impl Course {
    /// The notes on the map, oldest first; those of people who are off the map are not on it either.
    pub fn pins_on_map(&self) -> impl Iterator<Item = &Pin> {
        let is_there = |id| self.inventory.present(id).is_ok();
        self.pins.iter().filter(move |pin| !pin.is_removed && pin.note.person.is_none_or(is_there))
    }
}

/// # Refuses
/// An empty or too long note, somebody who is not on the map, and more notes than the map can hold.
pub(crate) fn pin(course: &Course, asked: &PinNote) -> Result<Vec<Fact>, Refusal> {
    if course.pins.len() >= PINS_MOST {
        return Err(Refusal::TooMany { what: "pin-words", limit: PINS_MOST });
    }
    if let Some(person) = asked.person {
        course.inventory.present(person)?;
    }
    let words = words("pin-words", &asked.words, PARAGRAPH)?;
    Ok(vec![Fact::NotePinned(PinNote { person: asked.person, words })])
}

/// # Refuses
/// When no such note is on the map.
pub(crate) fn unpin(course: &Course, asked: UnpinNote) -> Result<Vec<Fact>, Refusal> {
    let mut there = course.pins.iter().filter(|pin| !pin.is_removed);
    there.find(|pin| pin.id == asked.pin).ok_or(Refusal::Unknown("pin"))?;
    Ok(vec![Fact::NoteUnpinned(asked)])
}
