//! The interpersonal inventory: every key relationship, where it stands and where the client wishes it stood.

use crate::course::Course;
use crate::fact::Fact;
use crate::ids::PersonId;
use crate::refusal::{LINE, PARAGRAPH, Refusal, text, within, words};
use crate::time::PartialDate;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most people on one map, those taken off included.
pub const PEOPLE_MOST: usize = 150;

vocabulary! {
    /// The kind of tie.
    Tie {
        /// Husband, wife, partner.
        Partner = "partner",
        /// A former partner.
        FormerPartner = "former-partner",
        /// Mother, father.
        Parent = "parent",
        /// Brother, sister.
        Sibling = "sibling",
        /// Son, daughter.
        Child = "child",
        /// Grandmother, grandfather.
        Grandparent = "grandparent",
        /// Family of the partner.
        InLaw = "in-law",
        /// Other family.
        Relative = "relative",
        /// A friend.
        Friend = "friend",
        /// Someone at work.
        Colleague = "colleague",
        /// Someone above at work.
        Manager = "manager",
        /// A neighbour.
        Neighbour = "neighbour",
        /// A teacher.
        Teacher = "teacher",
        /// Someone of the faith community.
        Faith = "faith",
        /// Someone who treats or helps by profession.
        Clinician = "clinician",
        /// A group.
        Group = "group",
        /// An animal.
        Pet = "pet",
        /// Another tie.
        Other = "other",
    }
}

vocabulary! {
    /// Whether the person is there.
    PersonStatus {
        /// Alive and in the client's life.
        Living = "living",
        /// Has died.
        Died = "died",
        /// Has gone: estranged, ended, lost from sight.
        Gone = "gone",
    }
}

vocabulary! {
    /// The rings of the map, nearest first.
    Ring {
        /// The inner ring.
        Inner = "inner",
        /// Close.
        Close = "close",
        /// Less close.
        LessClose = "less-close",
        /// The outer ring.
        Outer = "outer",
    }
}

impl Ring {
    /// 1 for the inner ring to 4 for the outer.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

vocabulary! {
    /// Whether conflict is there, and whether it is spoken.
    Conflict {
        /// None.
        None = "none",
        /// Open.
        Open = "open",
        /// Hidden.
        Hidden = "hidden",
    }
}

vocabulary! {
    /// Whether what is expected is met.
    Met {
        /// Met.
        Met = "met",
        /// Partly met.
        Partly = "partly",
        /// Not met.
        Unmet = "unmet",
        /// Never said aloud.
        Unspoken = "unspoken",
    }
}

vocabulary! {
    /// Whether contact with this person is safe.
    Safety {
        /// No mark.
        None = "none",
        /// With caution.
        Caution = "caution",
        /// Not safe.
        Unsafe = "unsafe",
    }
}

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

/// What is known of a relationship.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// What the client expects of them.
    pub expects_of_them: String,
    /// Whether they meet it.
    pub they_meet: Option<Met>,
    /// What they expect of the client.
    pub they_expect: String,
    /// Whether the client meets it.
    pub client_meets: Option<Met>,
    /// Support received, 0 none to 3 much.
    pub support_received: Option<u8>,
    /// Support given, 0 none to 3 much.
    pub support_given: Option<u8>,
    /// Conflict.
    pub conflict: Option<Conflict>,
    /// How conflict starts and how it ends.
    pub conflict_words: String,
    /// What can be said.
    pub can_say: String,
    /// What cannot be said, and why.
    pub cannot_say: String,
    /// How often and how they meet.
    pub contact: String,
    /// What changed since the onset.
    pub changed: String,
    /// What the client wants to be different.
    pub wanted: String,
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

/// A person of the inventory, as known now.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name of this entry.
    pub id: PersonId,
    /// Name or alias.
    pub name: String,
    /// The kind of tie.
    pub tie: Tie,
    /// Living, died or gone.
    pub status: PersonStatus,
    /// Since when, for one who died or has gone.
    pub since: Option<PartialDate>,
    /// The ring; none stands on the shelf.
    pub ring: Option<Ring>,
    /// The wished ring.
    pub wished: Option<Ring>,
    /// The relationship.
    pub details: Details,
    /// Whether contact is safe.
    pub safety: Safety,
    /// Why safety is marked as it is.
    pub safety_note: String,
    /// Whether the person was taken off the map.
    pub is_removed: bool,
}

/// Everyone the client has named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// In the order they were named, those taken off the map included.
    pub people: Vec<Person>,
}

impl Inventory {
    /// The people on the map.
    pub fn on_map(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| !person.is_removed)
    }

    /// The person of this name, on the map or taken off.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// # Refuses
    /// When no such person was ever named, or they were taken off the map.
    pub fn present(&self, id: PersonId) -> Result<&Person, Refusal> {
        let person = self.person(id).ok_or(Refusal::Unknown("person"))?;
        if person.is_removed { Err(Refusal::PersonRemoved) } else { Ok(person) }
    }

    fn changed(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }
}

/// # Refuses
/// An empty name, and more people than the map can hold.
pub(crate) fn add(course: &Course, asked: &AddPerson) -> Result<Vec<Fact>, Refusal> {
    if course.inventory.people.len() >= PEOPLE_MOST {
        return Err(Refusal::TooMany { what: "people", limit: PEOPLE_MOST });
    }
    Ok(vec![Fact::PersonAdded(AddPerson { name: words("name", &asked.name, LINE)?, ..asked.clone() })])
}

/// # Refuses
/// When the person is not on the map, or stands there already.
pub(crate) fn place(course: &Course, asked: &PlacePerson) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.present(asked.person)?;
    if person.ring == asked.ring {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PersonPlaced(asked.clone())])
}

/// # Refuses
/// When the person is not on the map, or the wish is the same.
pub(crate) fn wish(course: &Course, asked: &WishRing) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.present(asked.person)?;
    if person.wished == asked.ring {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::RingWished(asked.clone())])
}

/// # Refuses
/// When the person is not on the map, or a field is out of its limits.
pub(crate) fn describe(course: &Course, asked: &DescribePerson) -> Result<Vec<Fact>, Refusal> {
    let person = course.inventory.present(asked.person)?;
    if asked.since.is_some_and(|since| !since.exists()) {
        return Err(Refusal::NoSuchDate("since"));
    }
    let typed = &asked.details;
    for support in [typed.support_received, typed.support_given].into_iter().flatten() {
        within("support", i64::from(support), 0, 3)?;
    }
    let described = DescribePerson {
        name: words("name", &asked.name, LINE)?,
        details: Details {
            expects_of_them: text("expects-of-them", &typed.expects_of_them, PARAGRAPH)?,
            they_expect: text("they-expect", &typed.they_expect, PARAGRAPH)?,
            conflict_words: text("conflict-words", &typed.conflict_words, PARAGRAPH)?,
            can_say: text("can-say", &typed.can_say, PARAGRAPH)?,
            cannot_say: text("cannot-say", &typed.cannot_say, PARAGRAPH)?,
            contact: text("contact", &typed.contact, PARAGRAPH)?,
            changed: text("changed", &typed.changed, PARAGRAPH)?,
            wanted: text("wanted", &typed.wanted, PARAGRAPH)?,
            ..typed.clone()
        },
        ..asked.clone()
    };
    let same = person.name == described.name
        && person.tie == described.tie
        && person.status == described.status
        && person.since == described.since
        && person.details == described.details;
    if same { Err(Refusal::AlreadySo) } else { Ok(vec![Fact::PersonDescribed(described)]) }
}

/// # Refuses
/// When the person is not on the map.
pub(crate) fn mark_safety(course: &Course, asked: &MarkSafety) -> Result<Vec<Fact>, Refusal> {
    course.inventory.present(asked.person)?;
    Ok(vec![Fact::SafetyMarked(MarkSafety { note: text("note", &asked.note, PARAGRAPH)?, ..asked.clone() })])
}

/// # Refuses
/// When the person is not on the map.
pub(crate) fn remove(course: &Course, asked: &RemovePerson) -> Result<Vec<Fact>, Refusal> {
    course.inventory.present(asked.person)?;
    Ok(vec![Fact::PersonRemoved(RemovePerson {
        person: asked.person,
        reason: text("reason", &asked.reason, PARAGRAPH)?,
    })])
}

/// # Refuses
/// When the person was never named, or is on the map.
pub(crate) fn restore(course: &Course, asked: &RestorePerson) -> Result<Vec<Fact>, Refusal> {
    match course.inventory.person(asked.person) {
        None => Err(Refusal::Unknown("person")),
        Some(person) if !person.is_removed => Err(Refusal::AlreadySo),
        Some(_) => Ok(vec![Fact::PersonRestored(asked.clone())]),
    }
}

impl Inventory {
    pub(crate) fn added(&mut self, id: PersonId, added: &AddPerson) {
        self.people.push(Person {
            id,
            name: added.name.clone(),
            tie: added.tie,
            status: added.status,
            since: None,
            ring: added.ring,
            wished: None,
            details: Details::default(),
            safety: Safety::None,
            safety_note: String::new(),
            is_removed: false,
        });
    }

    pub(crate) fn placed(&mut self, placed: &PlacePerson) {
        if let Some(person) = self.changed(placed.person) {
            person.ring = placed.ring;
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

    pub(crate) fn safety_marked(&mut self, marked: &MarkSafety) {
        if let Some(person) = self.changed(marked.person) {
            person.safety = marked.mark;
            person.safety_note.clone_from(&marked.note);
        }
    }

    pub(crate) fn set_removed(&mut self, id: PersonId, removed: bool) {
        if let Some(person) = self.changed(id) {
            person.is_removed = removed;
        }
    }
}
