//! Erasing what is known of one person of the map. What was told of them goes with their key; one fact says that it was
//! done, when, by whom and on what ground, and a place without a name stays where they stood.

use crate::asking::Recorded;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::inventory::{Details, Inventory, Person, PersonStatus, Safety, Tie};
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

vocabulary! {
    /// On what ground somebody is erased. A closed list: a reason in words might name them again.
    EraseWhy {
        /// The person asked for it.
        AskedByThem = "asked-by-them",
        /// The client asked for it.
        AskedByClient = "asked-by-client",
        /// It is not needed for the treatment any more.
        NotNeeded = "not-needed",
        /// It should never have been written here.
        Mistake = "mistake",
        /// An authority or a court ordered it.
        Ordered = "ordered",
    }
}

/// Erases what is known of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct ErasePerson {
    /// Who.
    pub person: PersonId,
    /// Their name, typed once more as it is shown.
    pub name: String,
    /// On what ground.
    pub why: EraseWhy,
}

/// That somebody was erased. Holds no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedPerson {
    /// Who.
    pub person: PersonId,
    /// On what ground.
    pub erase_why: EraseWhy,
}

/// When and why somebody was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When.
    pub at: Moment,
    /// On what ground.
    pub why: EraseWhy,
}

impl Fact {
    /// The people whom the fact is about and nobody else: it is sealed under their own keys, and goes when one of them is
    /// erased. `version` is its place in the record.
    pub fn only_about(&self, version: Version) -> Vec<PersonId> {
        let one = match self {
            Self::PersonAdded(_) => version.into(),
            Self::PersonPlaced(placed) => placed.person,
            Self::RingWished(wish) => wish.person,
            Self::PersonDescribed(described) => described.person,
            Self::SafetyMarked(marked) => marked.person,
            Self::PersonRemoved(removal) => removal.person,
            Self::PersonRestored(restored) => restored.person,
            Self::PersonShared(own) | Self::PersonUnshared(own) => own.person,
            Self::PersonToldOf(told) => told.person,
            Self::ToldShared(shared) => shared.person,
            Self::StepUndone(turned) | Self::StepRedone(turned) => turned.person,
            Self::PeopleSplit(split) => split.person,
            Self::NotePinned(note) => return note.person.into_iter().collect(),
            Self::BondAdded(bond) => return vec![bond.from, bond.to],
            Self::BondChanged(change) => return vec![change.bond.from, change.bond.to],
            Self::PeopleMerged(merged) => return vec![merged.gone, merged.into],
            _ => return Vec::new(),
        };
        vec![one]
    }
}

/// The facts of a record as they can be told: what was about people who are erased is erased, whether or not its key is
/// gone by now.
pub fn without_erased(facts: &mut [Recorded<Fact>]) {
    let erased: BTreeSet<PersonId> = facts.iter().filter_map(|recorded| erased_by(&recorded.fact)).collect();
    if erased.is_empty() {
        return;
    }
    for recorded in facts {
        if recorded.fact.only_about(recorded.version).iter().any(|person| erased.contains(person)) {
            recorded.fact = Fact::Erased;
        }
    }
}

/// Whom a fact erases.
pub fn erased_by(fact: &Fact) -> Option<PersonId> {
    if let Fact::PersonErased(erased) = fact { Some(erased.person) } else { None }
}

/// # Refuses
/// Somebody who is not there or erased already, another name than theirs, and somebody on the safety plan in force:
/// without them it would send the client to nobody.
pub(crate) fn erase(course: &Course, asked: &ErasePerson) -> Result<Vec<Fact>, Refusal> {
    let inventory = &course.inventory;
    let person = inventory.person(asked.person).ok_or(Refusal::Unknown("person"))?;
    if person.erased.is_some() {
        return Err(Refusal::PersonErased);
    }
    let same = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if same(&asked.name) != same(&inventory.shown_name(person)) {
        return Err(Refusal::OtherName);
    }
    if course.is_on_safety_plan(person.id) {
        return Err(Refusal::OnSafetyPlan);
    }
    // Those who turned out to be one person are one.
    Ok(inventory
        .one_with(person.id)
        .map(|person| Fact::PersonErased(ErasedPerson { person, erase_why: asked.why }))
        .collect())
}

impl Course {
    /// Takes in that somebody was erased: only their place stays. As the record without them folds, whatever was folded
    /// before.
    pub(crate) fn person_erased(&mut self, at: Moment, erased: ErasedPerson) {
        let id = erased.person;
        // Only what holds them is touched: the rest stays shared between copies.
        self.inventory.erased(id, Erasure { at, why: erased.erase_why });
        if self.steps.iter().any(|step| step.person == id) {
            self.steps.retain(|step| step.person != id);
        }
        if self.pins.iter().any(|pin| pin.note.person == Some(id)) {
            self.pins.retain(|pin| pin.note.person != Some(id));
        }
        if self.telling.is_about(id) {
            self.telling.forget(|person| person == id);
        }
        if self.withheld.people.contains(&id) {
            self.withheld.people.remove(&id);
        }
    }

    /// The course with a word in the place of the names that were erased.
    #[must_use]
    pub fn with_word_for_erased(&self, word: &str) -> Self {
        let mut named = self.clone();
        for person in named.inventory.people.iter_mut().filter(|person| person.erased.is_some()) {
            word.clone_into(&mut person.name);
            word.clone_into(&mut person.details.alias);
        }
        named
    }
}

impl Inventory {
    fn erased(&mut self, id: PersonId, erasure: Erasure) {
        self.bonds.retain(|known| known.bond.from != id && known.bond.to != id);
        for person in self.people.iter_mut().filter(|person| person.merged_into == Some(id)) {
            person.merged_into = None;
        }
        let left = Person {
            id,
            by_client: false,
            name: String::new(),
            tie: Tie::Other,
            status: PersonStatus::Living,
            since: None,
            ring: None,
            first_ring: None,
            wished: None,
            details: Details::default(),
            safety: Safety::None,
            safety_note: String::new(),
            is_removed: true,
            merged_into: None,
            erased: Some(erasure),
        };
        match self.people.binary_search_by_key(&id, |person| person.id) {
            Ok(place) => self.people[place] = left.into(),
            Err(place) => self.people.insert(place, left.into()),
        }
    }
}
