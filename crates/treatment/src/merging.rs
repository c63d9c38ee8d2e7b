//! Two people of the map who turn out to be one: what is bound to either follows, and it can be undone.

use crate::course::Course;
use crate::fact::Fact;
use crate::ids::PersonId;
use crate::inventory::{Inventory, MarkSafety, Person};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Says that two people are one. What was said of the one that goes stays with it, for the day the two are taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePeople {
    /// Who is on the map no longer.
    pub gone: PersonId,
    /// Who stands for both.
    pub into: PersonId,
}

/// Takes apart again two people who were said to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPeople {
    /// Who comes back.
    pub person: PersonId,
}

impl Inventory {
    /// Who stands for this person now: themselves, or whom they turned out to be.
    pub fn now(&self, id: PersonId) -> PersonId {
        let mut id = id;
        while let Some(into) = self.entry(id).and_then(|person| person.merged_into) {
            id = into;
        }
        id
    }

    /// The entry of this name itself, whoever stands for it now.
    pub fn entry(&self, id: PersonId) -> Option<&Person> {
        self.everybody().find(|person| person.id == id)
    }

    /// Those who turned out to be this person.
    pub fn merged_into(&self, id: PersonId) -> impl Iterator<Item = &Person> {
        self.everybody().filter(move |person| person.merged_into == Some(id))
    }

    /// Everybody who is one with this person, themselves included.
    pub fn one_with(&self, id: PersonId) -> impl Iterator<Item = PersonId> {
        let now = self.now(id);
        self.people.iter().map(|person| person.id).filter(move |other| self.now(*other) == now)
    }

    /// Whether this person is one with somebody.
    pub fn is_merged(&self, id: PersonId) -> bool {
        self.now(id) != id || self.merged_into(id).next().is_some()
    }
}

/// # Refuses
/// Anybody who is not on the map, and a person with themselves.
pub(crate) fn merge(course: &Course, asked: MergePeople) -> Result<Vec<Fact>, Refusal> {
    let (gone, into) = (course.inventory.alone(asked.gone)?, course.inventory.alone(asked.into)?);
    if gone.id == into.id {
        return Err(Refusal::SamePerson);
    }
    let mut facts = vec![Fact::PeopleMerged(asked)];
    // A mark of safety is never lost on the way.
    if gone.safety > into.safety {
        let (mark, note) = (gone.safety, gone.safety_note.clone());
        facts.push(Fact::SafetyMarked(MarkSafety { person: into.id, mark, note }));
    }
    Ok(facts)
}

/// # Refuses
/// Somebody who is not merged with anybody.
pub(crate) fn split(course: &Course, asked: SplitPeople) -> Result<Vec<Fact>, Refusal> {
    match course.inventory.entry(asked.person) {
        None => Err(Refusal::Unknown("person")),
        Some(person) if person.erased.is_some() => Err(Refusal::PersonErased),
        Some(person) if person.merged_into.is_none() => Err(Refusal::AlreadySo),
        Some(_) => Ok(vec![Fact::PeopleSplit(asked)]),
    }
}
