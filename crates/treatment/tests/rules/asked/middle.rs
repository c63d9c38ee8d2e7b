//! Commands about middle sessions and what happens between them, drawn from dice.

use crate::ask;
use crate::properties::Ask;
use treatment::command::Command;
use treatment::drift::{AnswerDrift, drift};
use treatment::ids::{EventId, PassageId, PersonId, SessionId};
use treatment::passages::{LinkPassage, LoosePassage, SpeaksOf};
use treatment::plans::AgreePlan;
use treatment::session::{Session, SignNote, Worked};
use treatment::signing::Signing;
use treatment::technique::{Served, Technique, TechniqueUse, Took};

const LINK: Ask = |d, course, _| {
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    let events: Vec<EventId> = course.timeline.events.iter().map(|event| event.id).collect();
    let speaks_of = if d.is(50) {
        SpeaksOf::Person(d.name(&people, PersonId))
    } else {
        SpeaksOf::Event(d.name(&events, EventId))
    };
    // Mostly words of a note that is there: anything else is refused.
    let noted: Vec<&Session> = course.sessions.iter().filter(|session| session.note.is_some()).collect();
    let note = if noted.is_empty() || d.is(20) { None } else { d.one(&noted).note.as_ref() };
    let (session, words) = match note {
        Some(signed) => (signed.note.session, signed.note.text.clone()),
        None => (SessionId(d.below(60) as u32), d.said()),
    };
    Command::LinkPassage(LinkPassage { session, words, speaks_of })
};

const LOOSE: Ask = |d, course, today| {
    let passages: Vec<PassageId> = course.passages.iter().map(|passage| passage.id).collect();
    if passages.is_empty() && d.is(80) {
        return LINK(d, course, today);
    }
    Command::LoosePassage(LoosePassage { passage: d.name(&passages, PassageId) })
};

/// Drift is rare by chance: without one, a note off the focus is signed, or a session held that can have it.
const DRIFT: Ask = |d, course, today| {
    if let Some(drift) = drift(course) {
        let session = d.name(&drift.sessions, SessionId);
        return Command::AnswerDrift(AnswerDrift { session, reason: d.said() });
    }
    let unsigned =
        course.sessions.iter().find(|session| session.number().is_some() && session.note.is_none());
    match unsigned {
        Some(session) => {
            let note = SignNote { worked: Worked::Off, off_reason: d.said(), ..ask::a_note(session.id) };
            Command::SignNote(note.into())
        }
        None => ask::hold_on(today),
    }
};

/// A note is signed with what was written beside it.
const SIGNING: Ask = |d, course, today| {
    let unsigned =
        course.sessions.iter().find(|session| session.number().is_some() && session.note.is_none());
    let Some(session) = unsigned else { return ask::hold_on(today) };
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    let technique_uses = vec![TechniqueUse {
        technique: d.one(Technique::ALL),
        took: d.maybe(|d| d.one(Took::ALL)),
        quality: d.maybe(|d| d.below(6) as u8),
        served: d.maybe(|d| d.one(Served::ALL)),
    }];
    let note = SignNote { technique_uses, ..ask::a_note(session.id) };
    let person = d.name(&people, PersonId);
    // Mostly words that stand in the note.
    let words = if d.is(80) { note.text.clone() } else { d.said() };
    let passages = vec![LinkPassage { session: session.id, words, speaks_of: SpeaksOf::Person(person) }];
    let plan = d.maybe(|d| AgreePlan { what: d.said(), person: Some(person), ..ask::a_plan() });
    Command::SignNote(Box::new(Signing { note, passages, plan }))
};

pub(crate) const ASKED: &[Ask] = &[LINK, LOOSE, DRIFT, DRIFT, SIGNING];
