//! The map then and now: what became of everybody, and of the ties among them, between two moments of one record; and
//! moments of the map that were given a name.
//!
//! A moment is a place in the record, never a copy of the map. What is told here is what was recorded as having
//! changed. It weighs nothing: nearer is not better.

use crate::bonds::{Bond, KnownBond};
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::inventory::{Conflict, Person, PersonStatus, Ring, Tie};
use crate::map::Aspect;
use crate::refusal::{LINE, Refusal, words};
use serde::{Deserialize, Serialize};

/// Most named moments of one map.
pub const MOMENTS_MOST: usize = 60;

/// Gives the map as it was at a place in the record a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameMoment {
    /// What it is called.
    pub name: String,
    /// The last fact that was known then.
    pub at: Version,
}

/// # Refuses
/// An empty name, a place that the record does not have, a place named alike before, and more moments than can be
/// kept.
pub(crate) fn name_moment(course: &Course, asked: &NameMoment) -> Result<Vec<Fact>, Refusal> {
    if course.moments.len() >= MOMENTS_MOST {
        return Err(Refusal::TooMany { what: "moment-name", limit: MOMENTS_MOST });
    }
    let named = NameMoment { name: words("moment-name", &asked.name, LINE)?, at: asked.at };
    if named.at == Version(0) || named.at > course.version {
        return Err(Refusal::Unknown("at"));
    }
    if course.moments.contains(&named) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::MomentNamed(named)])
}

/// What became of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// Named since.
    Came {
        /// Where they stand.
        ring: Option<Ring>,
    },
    /// Died, as far as it was known.
    Died,
    /// Gone, estranged, or the tie ended.
    Left(PersonStatus),
    /// In touch again.
    Returned,
    /// Said to have died, and now said not to have.
    NotDied,
    /// Taken off the map.
    TakenOff,
    /// Put back on it.
    PutBack,
    /// In a ring further in.
    Nearer {
        /// The ring then.
        from: Ring,
        /// The ring now.
        to: Ring,
    },
    /// In a ring further out.
    Further {
        /// The ring then.
        from: Ring,
        /// The ring now.
        to: Ring,
    },
    /// Given a ring.
    Placed(Ring),
    /// Without a ring again.
    Unplaced(Ring),
    /// Turned out to be one with somebody else on the map, under whose name both are.
    Merged {
        /// The name then.
        before: String,
    },
    /// Was taken for one with somebody else, and is not.
    ToldApart {
        /// That other.
        from: PersonId,
    },
    /// Called otherwise.
    Renamed {
        /// The name then.
        before: String,
    },
    /// Another kind of tie.
    Tie {
        /// The tie then.
        from: Tie,
        /// The tie now.
        to: Tie,
    },
    /// Another conflict, or none.
    Conflict {
        /// Then; none when it was not asked about.
        from: Option<Conflict>,
        /// Now.
        to: Option<Conflict>,
    },
    /// Support goes another way; values of [`Aspect::Support`].
    Support {
        /// Then.
        from: &'static str,
        /// Now.
        to: &'static str,
    },
}

/// What became of a tie between two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BondBecame {
    /// Known since.
    New,
    /// Ended since: it has got an end.
    Ended,
    /// Reads otherwise.
    Changed,
    /// Taken back.
    TakenBack,
}

/// What became of the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Of people, in the order in which they were named; of one person perhaps several things.
    pub people: Vec<(PersonId, Became)>,
    /// Of ties among people, each as it reads now or read last.
    pub bonds: Vec<(Bond, BondBecame)>,
}

impl Changes {
    /// Whether nothing became different.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.bonds.is_empty()
    }

    /// How many people something holds for.
    pub fn count(&self, is: impl Fn(&Became) -> bool) -> usize {
        self.people.iter().filter(|(_, became)| is(became)).count()
    }
}

/// What became of the map between two moments of one course, `then` being the earlier.
pub fn then_and_now(then: &Course, now: &Course) -> Changes {
    let mut changes = Changes::default();
    // People are kept in the order of their names, so that both lists run alike.
    for person in &now.inventory.people {
        let before = then.inventory.person(person.id);
        changes.people.extend(of_person(then, now, before, person).into_iter().map(|what| (person.id, what)));
    }
    for known in &now.inventory.bonds {
        // A tie that is seen or not because of what became of a person is told with the person. By whoever stands for
        // its ends now, the same tie of two who are one is told once.
        let bond = Bond {
            from: now.inventory.now(known.bond.from),
            to: now.inventory.now(known.bond.to),
            ..known.bond
        };
        if let Some(became) = of_bond(then, now, known)
            && bond.from != bond.to
            && !changes.bonds.iter().any(|(told, what)| *what == became && told.is_same(&bond))
        {
            changes.bonds.push((bond, became));
        }
    }
    changes
}

fn of_bond(then: &Course, now: &Course, known: &KnownBond) -> Option<BondBecame> {
    let is_shown = |course: &Course| course.inventory.bonds_on_map().any(|shown| shown.id == known.id);
    let before = then.inventory.bonds.iter().find(|before| before.id == known.id);
    match before.filter(|before| !before.is_removed) {
        None if !is_shown(now) => None,
        None => {
            // The same may have been told before, of the other of two who are one.
            let shown = now.inventory.bonds_on_map().find(|shown| shown.id == known.id)?;
            let is_told = |other: &KnownBond| other.id < shown.id && other.bond.is_same(&shown.bond);
            (!now.inventory.bonds_on_map().any(|other| is_told(&other))).then_some(BondBecame::New)
        }
        Some(_) if known.is_removed => is_shown(then).then_some(BondBecame::TakenBack),
        Some(_) if !is_shown(now) => None,
        Some(before) if before.bond.until.is_none() && known.bond.until.is_some() => Some(BondBecame::Ended),
        Some(before) => (before.bond != known.bond).then_some(BondBecame::Changed),
    }
}

fn of_person(then: &Course, now: &Course, before: Option<&Person>, person: &Person) -> Vec<Became> {
    if before.is_some_and(|before| before.id != person.id) {
        // Then one with somebody else, now apart again.
        let is_there = !person.is_removed && person.merged_into.is_none();
        let other = before.filter(|_| is_there);
        return other.map(|other| Became::ToldApart { from: other.id }).into_iter().collect();
    }
    if person.merged_into.is_some() {
        let there = before.filter(|before| !before.is_removed);
        return there.map(|before| Became::Merged { before: before.name.clone() }).into_iter().collect();
    }
    let was_there = before.is_some_and(|before| !before.is_removed);
    let Some(before) = before.filter(|_| was_there && !person.is_removed) else {
        return match (before, was_there, person.is_removed) {
            (None, _, false) => vec![Became::Came { ring: person.ring }],
            (Some(_), false, false) => vec![Became::PutBack],
            (_, true, true) => vec![Became::TakenOff],
            // Named and taken off in between, or off the map at both.
            _ => Vec::new(),
        };
    };
    let mut all = Vec::new();
    match (before.status, person.status) {
        (was, is) if was == is => {}
        (_, PersonStatus::Died) => all.push(Became::Died),
        (PersonStatus::Died, is) if !is.has_left() => all.push(Became::NotDied),
        (was, is) if was.has_left() && !is.has_left() => all.push(Became::Returned),
        (_, is) if is.has_left() => all.push(Became::Left(is)),
        _ => {}
    }
    match (before.ring, person.ring) {
        (Some(from), Some(to)) if to < from => all.push(Became::Nearer { from, to }),
        (Some(from), Some(to)) if to > from => all.push(Became::Further { from, to }),
        (None, Some(to)) => all.push(Became::Placed(to)),
        (Some(from), None) => all.push(Became::Unplaced(from)),
        _ => {}
    }
    if before.name != person.name {
        all.push(Became::Renamed { before: before.name.clone() });
    }
    if before.tie != person.tie {
        all.push(Became::Tie { from: before.tie, to: person.tie });
    }
    let (from, to) = (before.details.conflict, person.details.conflict);
    if from != to {
        all.push(Became::Conflict { from, to });
    }
    let (from, to) = (Aspect::Support.value(then, before), Aspect::Support.value(now, person));
    if from != to {
        all.push(Became::Support { from, to });
    }
    all
}
