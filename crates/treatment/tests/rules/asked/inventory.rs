//! Commands about the people of a life, drawn from dice.

use crate::properties::{Ask, Dice};
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{EventId, PersonId};
use treatment::merging::{MergePeople, SplitPeople};
use treatment::prompts::{AnswerNobody, PutPromptsAside};
use treatment::sharing::Own;

pub(crate) const ASKED: &[Ask] = &[
    |d, course, _| Command::Share((0..d.below(3)).map(|_| own(d, course)).collect::<BTreeSet<Own>>()),
    |d, course, _| Command::Unshare(own(d, course)),
    |d, course, _| Command::TakeBack(own(d, course)),
    |d, course, _| Command::MergePeople(MergePeople { gone: person(d, course), into: person(d, course) }),
    |d, course, _| Command::SplitPeople(SplitPeople { person: person(d, course) }),
    |d, _, _| {
        let prompt = d.one(&["matters", "no-loss", "no-such-question"]).to_owned();
        Command::AnswerNobody(AnswerNobody { prompt })
    },
    |_, _, _| Command::PutPromptsAside(PutPromptsAside {}),
];

fn person(d: &mut Dice, course: &Course) -> PersonId {
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    d.name(&people, PersonId)
}

/// Something the client told, or most likely did.
fn own(d: &mut Dice, course: &Course) -> Own {
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    let events: Vec<EventId> = course.timeline.events.iter().map(|event| event.id).collect();
    if d.is(50) { Own::Person(d.name(&people, PersonId)) } else { Own::Event(d.name(&events, EventId)) }
}
