//! The way back in: a new course for somebody who was here before, begun from the last map and the last plan.

use crate::bonds::Bond;
use crate::course::{Course, Now};
use crate::ending::StayingWell;
use crate::fact::Fact;
use crate::ids::{CourseId, PersonId};
use crate::inventory::{AddPerson, MarkSafety, Person, Safety, WishRing};
use crate::opening::{self, Open};
use crate::refusal::Refusal;
use crate::telling::TellOfPerson;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a new course was given of the one before. What is not here stays where it is, in that course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeUp {
    /// The course before.
    pub from: CourseId,
    /// The day it was closed.
    pub closed_on: Day,
    /// Its focus in the client's words, or nothing.
    pub focus_words: String,
    /// The plan for staying well.
    pub plan: Option<StayingWell>,
}

/// Opens a course from one that is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenAgain {
    /// The new course.
    pub open: Open,
    /// What it is given.
    pub taken_up: TakeUp,
    /// Everybody on the last map.
    pub people: Vec<Person>,
    /// The ties among them.
    pub bonds: Vec<Bond>,
    /// What the client told of them and shares.
    pub told: Vec<TellOfPerson>,
}

impl OpenAgain {
    /// # Refuses
    /// A course that is not closed: it is carried on, not begun again.
    pub fn from(before: &Course, open: Open) -> Result<Self, Refusal> {
        // What the client kept to themselves stays in that course.
        let before = before.shared_part();
        let (at, _) = before.closed.as_ref().ok_or(Refusal::AlreadySo)?;
        let taken_up = TakeUp {
            from: before.id.ok_or(Refusal::Unknown("course"))?,
            closed_on: at.day(),
            focus_words: before.focus().map(|focus| focus.client_words.clone()).unwrap_or_default(),
            plan: before.ending.staying_well.clone(),
        };
        let people: Vec<Person> = before.inventory.on_map().cloned().collect();
        let bonds = before.inventory.bonds_on_map().map(|known| known.bond).collect();
        let told = people.iter().flat_map(|person| shared_of(&before, person.id)).collect();
        Ok(Self { open, taken_up, people, bonds, told })
    }
}

/// The answers about somebody that are shared. What was told of one who turned out to be them comes first: of two answers
/// to one question their own is the newer.
fn shared_of(before: &Course, person: PersonId) -> Vec<TellOfPerson> {
    let shared = before.told_of(person).filter(|told| told.is_told() && told.answer.is_shared);
    let (own, others): (Vec<_>, Vec<_>) = shared.partition(|told| told.answer.person == person);
    others.into_iter().chain(own).map(|told| TellOfPerson { person, ..told.answer.clone() }).collect()
}

/// # Refuses
/// As opening a course does.
pub(crate) fn open(course: &Course, asked: &OpenAgain, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let mut facts = opening::open(course, &asked.open, now)?;
    // Where the facts of the people will stand decides their names, and the plan names some of them.
    let mut names: BTreeMap<PersonId, PersonId> = BTreeMap::new();
    let mut told = Vec::new();
    for person in &asked.people {
        // The opening and what was taken up come first; the first fact of a course has the version 1.
        let id = PersonId(course.version.0 + facts.len() as u32 + told.len() as u32 + 2);
        names.insert(person.id, id);
        let (name, tie, status, ring) = (person.name.clone(), person.tie, person.status, person.ring);
        told.push(Fact::PersonAdded(AddPerson { name, tie, status, ring }));
        let described = crate::inventory::DescribePerson { person: id, ..person.description() };
        told.push(Fact::PersonDescribed(Box::new(described)));
        if person.wished.is_some() {
            told.push(Fact::RingWished(WishRing { person: id, ring: person.wished }));
        }
        if person.safety != Safety::None {
            let (mark, note) = (person.safety, person.safety_note.clone());
            told.push(Fact::SafetyMarked(MarkSafety { person: id, mark, note }));
        }
    }
    for bond in &asked.bonds {
        if let (Some(from), Some(to)) = (names.get(&bond.from), names.get(&bond.to)) {
            told.push(Fact::BondAdded(Bond { from: *from, to: *to, ..*bond }));
        }
    }
    for answer in &asked.told {
        if let Some(person) = names.get(&answer.person) {
            told.push(Fact::PersonToldOf(Box::new(TellOfPerson { person: *person, ..answer.clone() })));
        }
    }
    let mut taken_up = asked.taken_up.clone();
    if let Some(plan) = &mut taken_up.plan {
        plan.allies = plan.allies.iter().filter_map(|id| names.get(id).copied()).collect();
    }
    facts.push(Fact::CourseTakenUp(taken_up));
    facts.extend(told);
    Ok(facts)
}
