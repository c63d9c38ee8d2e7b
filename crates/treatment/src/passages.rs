//! Passages of a signed note, linked to the person or the event they speak of. The note stays as it was signed; a
//! link is a fact beside it, and is stale once the note was added to after the link was made.

use crate::course::Course;
use crate::fact::Fact;
use crate::focus::{Source, squeezed};
use crate::ids::{EventId, PassageId, PersonId, SessionId};
use crate::refusal::{PARAGRAPH, Refusal, words};
use serde::{Deserialize, Serialize};

/// Most passages linked in one course.
pub const PASSAGES_MOST: usize = 500;

/// What a passage speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeaksOf {
    /// A person of the inventory.
    Person(PersonId),
    /// An entry on the timeline.
    Event(EventId),
}

/// Links a passage of a signed note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkPassage {
    /// Of which session.
    pub session: SessionId,
    /// The passage, as it stands in the note or in what was added to it; blanks may differ.
    pub words: String,
    /// What it speaks of.
    pub speaks_of: SpeaksOf,
}

/// Takes such a link away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoosePassage {
    /// Which.
    pub passage: PassageId,
}

/// A linked passage with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The name.
    pub id: PassageId,
    /// What was linked.
    pub linked: LinkPassage,
}

/// # Refuses
/// A note not signed yet, words that do not stand in it, a person or event that is not in the course, the same link
/// twice, too many.
pub(crate) fn link(course: &Course, asked: &LinkPassage) -> Result<Vec<Fact>, Refusal> {
    if course.passages.len() >= PASSAGES_MOST {
        return Err(Refusal::TooMany { what: "passages", limit: PASSAGES_MOST });
    }
    let session = course.session(asked.session).ok_or(Refusal::Unknown("session"))?;
    let note = session.note.as_ref().ok_or(Refusal::NoteNotSigned)?;
    let mut written = vec![&note.note.text];
    written.extend(session.amended.iter().map(|added| &added.amend.text));
    let linked = checked(course, asked, &written)?;
    if course.passages.iter().any(|passage| passage.linked == linked) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PassageLinked(linked)])
}

/// A link whose passage stands in one of the texts, and whose person or event is in the course.
///
/// # Refuses
/// What is not so.
pub(crate) fn checked(
    course: &Course,
    asked: &LinkPassage,
    written: &[&String],
) -> Result<LinkPassage, Refusal> {
    let said = words("words", &asked.words, PARAGRAPH)?;
    if !written.iter().any(|text| stands_in(text, &said)) {
        return Err(Refusal::NotQuoted);
    }
    match asked.speaks_of {
        SpeaksOf::Person(id) => drop(course.inventory.present(id)?),
        SpeaksOf::Event(id) => drop(course.timeline.event(id).ok_or(Refusal::Unknown("event"))?),
    }
    Ok(LinkPassage { words: said, ..asked.clone() })
}

/// Whether a passage stands in a text, word for word; blanks may differ.
pub fn stands_in(text: &str, passage: &str) -> bool {
    squeezed(text).contains(&squeezed(passage))
}

/// # Refuses
/// A link that is not there.
pub(crate) fn loose(course: &Course, asked: LoosePassage) -> Result<Vec<Fact>, Refusal> {
    course.passages.iter().find(|passage| passage.id == asked.passage).ok_or(Refusal::Unknown("passage"))?;
    Ok(vec![Fact::PassageLoosed(asked)])
}

impl Course {
    /// The linked passages of the note of a session, in the order they were linked.
    pub fn passages_of(&self, session: SessionId) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| passage.linked.session == session)
    }

    /// Whether the note was added to after a passage of it was linked.
    pub fn is_stale(&self, passage: &Passage) -> bool {
        let changed = self.last_changes.get(&Source::Note(passage.linked.session));
        changed.is_some_and(|version| version.0 > passage.id.0)
    }
}
