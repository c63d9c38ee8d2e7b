//! Commands about the people of a life, drawn from dice.

use crate::properties::{Ask, Dice};
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{EventId, PersonId};
use treatment::inventory::Details;
use treatment::merging::{MergePeople, SplitPeople};
use treatment::prompts::{AnswerNobody, PutPromptsAside};
use treatment::sharing::Own;
use treatment::telling::{ShareTold, TellOfPerson, Told, TurnTold};
use treatment::time::Day;

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
    tell,
    share_told,
    turn_told,
];

/// An answer, often with nothing of its question in it.
fn tell(d: &mut Dice, course: &Course, _: Day) -> Command {
    let likes = d.one(&["", "She listens"]).to_owned();
    let wanted = d.one(&["", "More time"]).to_owned();
    let details = Details { likes, wanted, ..Details::default() };
    let (person, about) = (person(d, course), question(d));
    Command::TellOfPerson(Box::new(TellOfPerson { person, about, details, is_shared: d.is(50) }))
}

/// An answer that was told, or none.
fn told<'c>(d: &mut Dice, course: &'c Course) -> Option<&'c Told> {
    let people = course.inventory.people.iter().filter(|person| person.merged_into.is_none());
    let all: Vec<&Told> = people.flat_map(|person| course.told_of(person.id)).collect();
    (!all.is_empty() && !d.is(20)).then(|| d.one(&all))
}

fn share_told(d: &mut Dice, course: &Course, _: Day) -> Command {
    let (person, about, is_shared) = match told(d, course) {
        Some(told) => (told.answer.person, told.answer.about.clone(), !told.answer.is_shared),
        None => (person(d, course), question(d), d.is(50)),
    };
    Command::ShareTold(ShareTold { person, about: BTreeSet::from([about]), is_shared })
}

fn turn_told(d: &mut Dice, course: &Course, _: Day) -> Command {
    let (person, about, newest) = match told(d, course) {
        Some(told) => (told.answer.person, told.answer.about.clone(), told.newest),
        None => (person(d, course), question(d), course.version),
    };
    Command::TurnTold(TurnTold { person, about, newest })
}

fn question(d: &mut Dice) -> String {
    d.one(&["liking", "wanting", "no-such-question"]).to_owned()
}

fn person(d: &mut Dice, course: &Course) -> PersonId {
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    d.name(&people, PersonId)
}

/// Something the client told, or most likely did.
fn own(d: &mut Dice, course: &Course) -> Own {
    let kept_people = course.withheld.people.iter().map(|person| Own::Person(*person));
    let kept: Vec<Own> =
        kept_people.chain(course.withheld.events.iter().map(|event| Own::Event(*event))).collect();
    if !kept.is_empty() && d.is(50) {
        return d.one(&kept);
    }
    let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
    let events: Vec<EventId> = course.timeline.events.iter().map(|event| event.id).collect();
    if d.is(50) { Own::Person(d.name(&people, PersonId)) } else { Own::Event(d.name(&events, EventId)) }
}
