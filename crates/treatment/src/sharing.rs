//! What the client has told to themselves alone: a person or an entry on the timeline that they put there is theirs
//! until they share it, and theirs again when they take that back. One view leaves it out for everybody else.

use crate::access::Actor;
use crate::asking::Recorded;
use crate::bonds::KnownBond;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::focus::Source;
use crate::goodbye::SpeakOfLoss;
use crate::ids::{EventId, PersonId};
use crate::inventory::{RemovePerson, Safety};
use crate::refusal::Refusal;
use crate::timeline::{Event, RemoveEvent};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A person, by what becomes of them: shared, or kept to oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPerson {
    /// Who.
    pub person: PersonId,
}

/// An entry on the timeline, by what becomes of it: shared, or kept to oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEvent {
    /// Which.
    pub event: EventId,
}

/// Something the client told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Own {
    /// A person.
    Person(PersonId),
    /// An entry on the timeline.
    Event(EventId),
}

/// What only the client sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// People.
    pub people: BTreeSet<PersonId>,
    /// Entries on the timeline, those taken off it included.
    pub events: BTreeSet<EventId>,
}

impl Withheld {
    /// Whether everything is shared.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.events.is_empty()
    }

    /// Whether this is kept to the client.
    pub fn holds(&self, own: Own) -> bool {
        match own {
            Own::Person(id) => self.people.contains(&id),
            Own::Event(id) => self.events.contains(&id),
        }
    }

    fn holds_source(&self, source: Source) -> bool {
        match source {
            Source::Person(id) => self.holds(Own::Person(id)),
            Source::Event(id) => self.holds(Own::Event(id)),
            Source::Result(_) | Source::Note(_) | Source::History(_) => false,
        }
    }
}

impl Course {
    /// The course as somebody sees it: the client all of it, everybody else what is shared.
    pub fn seen_by(&self, actor: &Actor) -> Cow<'_, Self> {
        if actor.is_client() { Cow::Borrowed(self) } else { self.shared_part() }
    }

    /// Whether the client keeps nothing to themselves.
    pub fn is_all_shared(&self) -> bool {
        self.withheld.is_empty() && self.between.is_all_shared() && self.telling.is_all_shared()
    }

    /// The course without what only the client sees: as if it had never been told, counts and ties included. What the
    /// therapist wrote in their own words while it was shared stays theirs.
    pub fn shared_part(&self) -> Cow<'_, Self> {
        if self.is_all_shared() { Cow::Borrowed(self) } else { Cow::Owned(self.without(&self.withheld)) }
    }

    /// The course without some of what was told.
    #[must_use]
    pub fn without(&self, withheld: &Withheld) -> Self {
        let mut seen = self.clone();
        seen.withheld = Withheld::default().into();
        if !seen.between.is_all_shared() {
            seen.between.retain_shared();
        }
        let is_kept = |person: PersonId| withheld.people.contains(&person);
        if !seen.telling.is_all_shared() {
            seen.telling.retain_shared();
        }
        if withheld.people.iter().any(|person| seen.telling.is_about(*person)) {
            seen.telling.forget(is_kept);
        }
        // From here on people and entries of the timeline: a part that holds none of them stays shared between the copies.
        if withheld.is_empty() {
            return seen;
        }
        let is_kept_bond = |known: &KnownBond| is_kept(known.bond.from) || is_kept(known.bond.to);
        let inventory = &seen.inventory;
        if inventory.people.iter().any(|person| is_kept(person.id))
            || inventory.bonds.iter().any(is_kept_bond)
        {
            seen.inventory.people.retain(|person| !is_kept(person.id));
            seen.inventory.bonds.retain(|known| !is_kept_bond(known));
        }
        let is_touched = |event: &Event| {
            withheld.events.contains(&event.id) || event.entry.people.iter().any(|person| is_kept(*person))
        };
        if seen.timeline.entries().any(is_touched) {
            seen.timeline.events.retain(|event| !withheld.events.contains(&event.id));
            for event in seen.timeline.events.iter_mut().filter(|event| is_touched(event)) {
                event.entry.people.retain(|person| !is_kept(*person));
            }
        }
        if seen.steps.iter().any(|step| is_kept(step.person)) {
            seen.steps.retain(|step| !is_kept(step.person));
        }
        let is_of_kept = |said: &SpeakOfLoss| {
            said.person.is_some_and(is_kept) || said.event.is_some_and(|id| withheld.events.contains(&id))
        };
        if seen.ending.losses.iter().any(is_of_kept) {
            seen.ending.losses.retain(|said| !is_of_kept(said));
        }
        if seen.pins.iter().any(|pin| pin.note.person.is_some_and(is_kept)) {
            seen.pins.retain(|pin| !pin.note.person.is_some_and(is_kept));
        }
        if seen.last_changes.keys().any(|source| withheld.holds_source(*source)) {
            seen.last_changes.retain(|source, _| !withheld.holds_source(*source));
        }
        if seen
            .evidence
            .iter()
            .any(|evidence| evidence.tag.source.is_some_and(|one| withheld.holds_source(one)))
        {
            for evidence in seen.evidence.iter_mut() {
                evidence.tag.source = evidence.tag.source.filter(|source| !withheld.holds_source(*source));
            }
        }
        seen
    }

    /// The facts of this course that somebody may read, in order.
    pub fn facts_seen_by(&self, actor: &Actor, mut facts: Vec<Recorded<Fact>>) -> Vec<Recorded<Fact>> {
        if !actor.is_client() {
            facts.retain(|recorded| !self.is_withheld(recorded));
        }
        facts
    }

    /// Whether a fact of this course speaks of something that only the client sees now.
    pub fn is_withheld(&self, recorded: &Recorded<Fact>) -> bool {
        self.keeps_back(recorded)
            || self.keeps_told(recorded)
            || told_of(recorded).is_some_and(|own| self.withheld.holds(own))
            || self.ends_of(recorded).into_iter().flatten().any(|id| self.withheld.people.contains(&id))
    }

    /// The two ends, as they are now, of a tie among people that a fact speaks of.
    fn ends_of(&self, recorded: &Recorded<Fact>) -> Option<[PersonId; 2]> {
        let id = match &recorded.fact {
            Fact::BondAdded(_) => recorded.version.into(),
            Fact::BondChanged(change) => change.id,
            Fact::BondRemoved(removal) => removal.id,
            Fact::BondRestored(back) => back.id,
            _ => return None,
        };
        let known = self.inventory.bonds.iter().find(|known| known.id == id)?;
        Some([known.bond.from, known.bond.to])
    }
}

/// The person or entry that a fact is about and nothing else.
fn told_of(recorded: &Recorded<Fact>) -> Option<Own> {
    let own = match &recorded.fact {
        Fact::PersonAdded(_) => Own::Person(recorded.version.into()),
        Fact::PersonPlaced(placed) => Own::Person(placed.person),
        Fact::RingWished(wish) => Own::Person(wish.person),
        Fact::PersonDescribed(described) => Own::Person(described.person),
        Fact::SafetyMarked(marked) => Own::Person(marked.person),
        Fact::PersonRemoved(removal) => Own::Person(removal.person),
        Fact::PersonRestored(restored) => Own::Person(restored.person),
        Fact::PersonShared(own) | Fact::PersonUnshared(own) => Own::Person(own.person),
        Fact::PersonToldOf(told) => Own::Person(told.person),
        Fact::ToldShared(shared) => Own::Person(shared.person),
        Fact::StepUndone(turned) | Fact::StepRedone(turned) => Own::Person(turned.person),
        Fact::NotePinned(note) => Own::Person(note.person?),
        Fact::LossSpokenOf(said) => said.person.map(Own::Person).or(said.event.map(Own::Event))?,
        Fact::EventAdded(_) => Own::Event(recorded.version.into()),
        Fact::EventChanged(change) => Own::Event(change.event),
        Fact::EventRemoved(removal) => Own::Event(removal.event),
        Fact::EventShared(own) | Fact::EventUnshared(own) => Own::Event(own.event),
        _ => return None,
    };
    Some(own)
}

/// What the client adds is theirs until they share it: the fact that says so, for the fact that is recorded next.
pub(crate) fn kept_to_client(course: &Course, now: &Now<'_>, added: Fact) -> Vec<Fact> {
    let version = course.version.next();
    let kept = match &added {
        _ if !now.actor.is_client() => None,
        Fact::PersonAdded(_) => Some(Fact::PersonUnshared(OwnPerson { person: version.into() })),
        Fact::EventAdded(_) => Some(Fact::EventUnshared(OwnEvent { event: version.into() })),
        _ => None,
    };
    std::iter::once(added).chain(kept).collect()
}

/// Shares what is kept to the client.
///
/// # Refuses
/// When nothing is named, or one of it is not kept.
pub(crate) fn share(course: &Course, asked: &BTreeSet<Own>) -> Result<Vec<Fact>, Refusal> {
    if asked.is_empty() {
        return Err(Refusal::Empty("own"));
    }
    let each = asked.iter().map(|own| match *own {
        _ if !course.withheld.holds(*own) => Err(Refusal::AlreadySo),
        Own::Person(person) => Ok(Fact::PersonShared(OwnPerson { person })),
        Own::Event(event) => Ok(Fact::EventShared(OwnEvent { event })),
    });
    each.collect()
}

/// Takes sharing back.
///
/// # Refuses
/// What the client did not put there themselves, what is kept already, and a person on whom work rests that was agreed
/// together: the focus, a plan, the safety plan, a note about safety. That is talked about first; which of these it is,
/// the refusal does not say.
pub(crate) fn unshare(course: &Course, own: Own) -> Result<Vec<Fact>, Refusal> {
    if course.withheld.holds(own) {
        return Err(Refusal::AlreadySo);
    }
    match own {
        Own::Person(id) => {
            let person = course.inventory.alone(id)?;
            if !person.by_client {
                return Err(Refusal::Unknown("person"));
            }
            let is_on_plan = course.plans.iter().any(|plan| plan.is_open() && plan.agreed.person == Some(id));
            let is_on_safety_plan =
                course.safety.versions.iter().any(|plan| plan.people().any(|on| on == id));
            let is_focus = course.focus().is_some_and(|focus| focus.person == Some(id));
            let is_merged = course.inventory.is_merged(id);
            if is_on_plan || is_on_safety_plan || is_focus || is_merged || person.safety != Safety::None {
                return Err(Refusal::WorkRestsOnIt);
            }
            // What was told about them goes with them, and does not come back with them unasked.
            let unshared = Fact::PersonUnshared(OwnPerson { person: id });
            Ok(std::iter::once(unshared).chain(course.told_kept(id)).collect())
        }
        Own::Event(id) => {
            course.timeline.event(id).filter(|event| event.by_client).ok_or(Refusal::Unknown("event"))?;
            Ok(vec![Fact::EventUnshared(OwnEvent { event: id })])
        }
    }
}

/// Takes off the map or the timeline what only the client sees.
///
/// # Refuses
/// What is shared, and what is not there.
pub(crate) fn take_back(course: &Course, own: Own) -> Result<Vec<Fact>, Refusal> {
    if !course.withheld.holds(own) {
        return Err(Refusal::Unknown("own"));
    }
    let reason = String::new();
    match own {
        Own::Person(person) => {
            course.inventory.present(person)?;
            Ok(vec![Fact::PersonRemoved(RemovePerson { person, reason })])
        }
        Own::Event(event) => {
            course.timeline.event(event).ok_or(Refusal::Unknown("event"))?;
            Ok(vec![Fact::EventRemoved(RemoveEvent { event, reason })])
        }
    }
}
