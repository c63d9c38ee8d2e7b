//! The interpersonal inventory: every key relationship, where it stands and where the client wishes it stood.

use crate::bonds::{Bond, KnownBond};
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{BondId, PersonId};
pub use crate::person::*;
use crate::prompts::Prompted;
use crate::refusal::{LINE, PARAGRAPH, Refusal, text, words};
use crate::shared::Shared;
use crate::sharing::kept_to_client;
use crate::time::PartialDate;
use crate::undo::State;
use serde::{Deserialize, Serialize};

/// Most people on one map, those taken off included. The client counts all of them; the therapist those that are
/// shared, since a full map would tell of the others: so there are twice as many at the very most.
pub const PEOPLE_MOST: usize = 150;

/// Adds a person: a name or alias, the tie, and a ring if the client has placed them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddPerson {
    /// Name or alias.
    pub name: String,
    /// The kind of tie.
    pub tie: Tie,
    /// Living, died or gone.
    pub status: PersonStatus,
    /// The ring; none stands on the shelf.
    pub ring: Option<Ring>,
}

/// Places a person in a ring, or back on the shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacePerson {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub ring: Option<Ring>,
}

/// The ring the client wishes this person were in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WishRing {
    /// Who.
    pub person: PersonId,
    /// The wished ring; none takes the wish back.
    pub ring: Option<Ring>,
}

/// Changes who a person is and what is known of the relationship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescribePerson {
    /// Who.
    pub person: PersonId,
    /// Name or alias.
    pub name: String,
    /// The kind of tie.
    pub tie: Tie,
    /// Living, died or gone.
    pub status: PersonStatus,
    /// Since when, for one who died or has gone.
    pub since: Option<PartialDate>,
    /// The relationship.
    pub details: Details,
}

/// Marks whether contact with a person is safe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkSafety {
    /// Who.
    pub person: PersonId,
    /// The mark.
    pub mark: Safety,
    /// Why, in words.
    pub note: String,
}

/// Takes a person off the map (added by mistake, or the client's wish); they stay in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemovePerson {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

/// Puts a person back on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestorePerson {
    /// Who.
    pub person: PersonId,
}

/// Everyone the client has named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// In the order they were named, those taken off the map included.
    pub people: Vec<Shared<Person>>,
    /// Ties among the people themselves, those taken back included.
    pub bonds: Vec<KnownBond>,
    /// What became of the questions that bring people to mind.
    pub prompted: Prompted,
}

impl Inventory {
    /// The people on the map.
    pub fn on_map(&self) -> impl Iterator<Item = &Person> {
        self.everybody().filter(|person| !person.is_removed && person.merged_into.is_none())
    }

    /// Everybody who was ever named.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().map(|person| &**person)
    }

    /// The person of this name, on the map or taken off; for one who turned out to be another, that other.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.entry(self.now(id))
    }

    /// # Refuses
    /// When no such person was ever named, or they were taken off the map or erased.
    pub fn present(&self, id: PersonId) -> Result<&Person, Refusal> {
        let person = self.person(id).ok_or(Refusal::Unknown("person"))?;
        match person {
            Person { erased: Some(_), .. } => Err(Refusal::PersonErased),
            Person { is_removed: true, .. } => Err(Refusal::PersonRemoved),
            _ => Ok(person),
        }
    }

    /// # Refuses
    /// As [`Self::present`], and for one who turned out to be another: what is said of them has another place now.
    pub(crate) fn alone(&self, id: PersonId) -> Result<&Person, Refusal> {
        let person = self.present(id)?;
        if person.id == id { Ok(person) } else { Err(Refusal::PersonMerged) }
    }

    /// The ties between two people who are both on the map, by whoever stands for them now.
    pub fn bonds_on_map(&self) -> impl Iterator<Item = KnownBond> + '_ {
        let is_there = |id| self.person(id).is_some_and(|person| !person.is_removed);
        self.bonds
            .iter()
            .filter(|known| !known.is_removed)
            .map(|known| {
                let (from, to) = (self.now(known.bond.from), self.now(known.bond.to));
                KnownBond { bond: Bond { from, to, ..known.bond }, ..*known }
            })
            .filter(move |known| known.bond.from != known.bond.to)
            .filter(move |known| is_there(known.bond.from) && is_there(known.bond.to))
    }

    /// The ties of one person to the others on the map.
    pub fn bonds_of(&self, id: PersonId) -> impl Iterator<Item = KnownBond> + '_ {
        self.bonds_on_map().filter(move |known| known.bond.joins(id))
    }

    /// The name as it is shown: two with one name are told apart by the order in which they were named.
    pub fn shown_name(&self, person: &Person) -> String {
        let same = |other: &&Person| {
            other.merged_into.is_none() && other.name.to_lowercase() == person.name.to_lowercase()
        };
        match self.everybody().filter(same).position(|other| other.id == person.id) {
            Some(earlier @ 1..) => format!("{} {}", person.name, earlier + 1),
            _ => person.name.clone(),
        }
    }

    /// What stands for the person in anything that leaves the building: the alias, or else initials, told apart by a
    /// number where two are the same.
    pub fn outside_name(&self, person: &Person) -> String {
        let own = person.alias();
        let same = |other: &&Person| other.merged_into.is_none() && other.alias() == own;
        match self.everybody().filter(same).position(|other| other.id == person.id) {
            Some(earlier @ 1..) => format!("{own} {}", earlier + 1),
            _ => own,
        }
    }

    fn changed(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id).map(|person| &mut **person)
    }
}

/// # Refuses
/// An empty name, and more people than the map can hold.
pub(crate) fn add(course: &Course, asked: &AddPerson, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.inventory.people.len() >= PEOPLE_MOST {
        return Err(Refusal::TooMany { what: "people", limit: PEOPLE_MOST });
    }
    let added = AddPerson { name: words("name", &asked.name, LINE)?, ..asked.clone() };
    Ok(kept_to_client(course, now, Fact::PersonAdded(added)))
}

/// # Refuses
/// When the person is not on the map, or stands there already.
pub(crate) fn place(course: &Course, asked: &PlacePerson) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.alone(asked.person)?;
    if person.ring == asked.ring {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PersonPlaced(asked.clone())])
}

/// # Refuses
/// When the person is not on the map, or the wish is the same.
pub(crate) fn wish(course: &Course, asked: &WishRing) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.alone(asked.person)?;
    if person.wished == asked.ring {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::RingWished(asked.clone())])
}

/// # Refuses
/// When the person is not on the map, or a field is out of its limits. The client knew nobody before being born; that
/// somebody died earlier is told as it was.
pub(crate) fn describe(course: &Course, asked: &DescribePerson, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.alone(asked.person)?;
    been("since", asked.since, now.today)?;
    not_before_birth("since", asked.since, asked.details.born)?;
    let between = [("known-since", asked.details.known_since), ("changed-on", asked.details.changed_on)];
    for (field, date) in between {
        if date.is_some_and(|date| now.is_before_life(date)) {
            return Err(Refusal::BeforeLife(field));
        }
    }
    let described = DescribePerson {
        name: words("name", &asked.name, LINE)?,
        details: asked.details.checked(now.today)?,
        ..asked.clone()
    };
    if described == person.description() {
        Err(Refusal::AlreadySo)
    } else {
        Ok(vec![Fact::PersonDescribed(Box::new(described))])
    }
}

/// # Refuses
/// When the person is not on the map.
pub(crate) fn mark_safety(course: &Course, asked: &MarkSafety) -> Result<Vec<Fact>, Refusal> {
    course.inventory.alone(asked.person)?;
    Ok(vec![Fact::SafetyMarked(MarkSafety { note: text("note", &asked.note, PARAGRAPH)?, ..asked.clone() })])
}

/// # Refuses
/// When the person is not on the map.
pub(crate) fn remove(course: &Course, asked: &RemovePerson) -> Result<Vec<Fact>, Refusal> {
    course.inventory.alone(asked.person)?;
    Ok(vec![Fact::PersonRemoved(RemovePerson {
        person: asked.person,
        reason: text("reason", &asked.reason, PARAGRAPH)?,
    })])
}

/// # Refuses
/// When the person was never named, is on the map, or was erased.
pub(crate) fn restore(course: &Course, asked: &RestorePerson) -> Result<Vec<Fact>, Refusal> {
    match course.inventory.person(asked.person) {
        None => Err(Refusal::Unknown("person")),
        Some(person) if person.erased.is_some() => Err(Refusal::PersonErased),
        Some(person) if !person.is_removed => Err(Refusal::AlreadySo),
        Some(_) => Ok(vec![Fact::PersonRestored(asked.clone())]),
    }
}

impl Inventory {
    pub(crate) fn added(&mut self, id: PersonId, by_client: bool, added: &AddPerson) {
        let person = Person {
            id,
            by_client,
            name: added.name.clone(),
            tie: added.tie,
            status: added.status,
            since: None,
            ring: added.ring,
            first_ring: added.ring,
            wished: None,
            details: Details::default(),
            safety: Safety::None,
            safety_note: String::new(),
            is_removed: false,
            merged_into: None,
            erased: None,
        };
        self.people.push(person.into());
    }

    pub(crate) fn placed(&mut self, placed: &PlacePerson) {
        if let Some(person) = self.changed(placed.person) {
            person.ring = placed.ring;
            person.first_ring = person.first_ring.or(placed.ring);
        }
    }

    pub(crate) fn wished(&mut self, wish: &WishRing) {
        if let Some(person) = self.changed(wish.person) {
            person.wished = wish.ring;
        }
    }

    pub(crate) fn described(&mut self, described: &DescribePerson) {
        if let Some(person) = self.changed(described.person) {
            person.name.clone_from(&described.name);
            person.tie = described.tie;
            person.status = described.status;
            person.since = described.since;
            person.details = described.details.clone();
        }
    }

    pub(crate) fn bond_added(&mut self, id: BondId, bond: &Bond) {
        self.bonds.push(KnownBond { id, bond: *bond, is_removed: false });
    }

    pub(crate) fn bond_changed(&mut self, id: BondId, change: impl FnOnce(&mut KnownBond)) {
        if let Some(known) = self.bonds.iter_mut().find(|known| known.id == id) {
            change(known);
        }
    }

    pub(crate) fn safety_marked(&mut self, marked: &MarkSafety) {
        if let Some(person) = self.changed(marked.person) {
            person.safety = marked.mark;
            person.safety_note.clone_from(&marked.note);
        }
    }

    /// How something stands again after a step was taken back or done again.
    pub(crate) fn set_state(&mut self, id: PersonId, state: State) {
        if let Some(person) = self.changed(id) {
            match state {
                State::Ring(ring) => person.ring = ring,
                State::Wished(ring) => person.wished = ring,
                State::OnMap(is_there) => person.is_removed = !is_there,
            }
        }
    }

    pub(crate) fn set_removed(&mut self, id: PersonId, removed: bool) {
        if let Some(person) = self.changed(id) {
            person.is_removed = removed;
        }
    }

    pub(crate) fn set_merged(&mut self, id: PersonId, into: Option<PersonId>) {
        if into.is_some_and(|into| self.now(into) == id) {
            return;
        }
        if let Some(person) = self.changed(id) {
            person.merged_into = into;
        }
    }
}
