//! The structure of the map in figures: counts of what was told, each with how it is counted. No figure is a score, and
//! none has a value that it should have.

use crate::course::Course;
use crate::ids::PersonId;
use crate::inventory::{Conflict, Person, Ring, SupportKind};
use crate::map::{Aspect, UNASKED};

/// The figures of a map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// People on the map.
    pub people: usize,
    /// Of them in touch: neither dead nor gone. All that follows, losses apart, counts these alone.
    pub in_touch: usize,
    /// In the inner ring.
    pub inner: usize,
    /// Who listens: emotional support received, 1 or more of 3.
    pub confidants: usize,
    /// Of whom it was not asked whether they listen.
    pub confidants_unasked: usize,
    /// Support goes both ways; only to the client; only from the client; none.
    pub both: usize,
    /// Support is received and not given.
    pub received: usize,
    /// Support is given and not received.
    pub given: usize,
    /// Of whom support was not asked about.
    pub support_unasked: usize,
    /// Open conflict.
    pub conflict_open: usize,
    /// Hidden conflict.
    pub conflict_hidden: usize,
    /// Of whom conflict was not asked about.
    pub conflict_unasked: usize,
    /// Died or gone since the onset, as far as the date says; none without an onset.
    pub lost: Option<usize>,
    /// Died or gone without a date.
    pub lost_undated: usize,
    /// Pairs of people who are tied to each other.
    pub tied: usize,
    /// Pairs there could be.
    pub pairs: usize,
    /// Groups of two or more who hang together by ties among them, without the client.
    pub groups: usize,
    /// Who is tied to nobody else on the map.
    pub alone: usize,
}

/// The figures of the map as it is.
pub fn structure(course: &Course) -> Structure {
    let people: Vec<&Person> = course.inventory.on_map().collect();
    let here: Vec<&Person> = people.iter().copied().filter(|person| !person.status.has_left()).collect();
    let with = |is: &dyn Fn(&Person) -> bool| here.iter().filter(|person| is(person)).count();
    let support = |value: &str| with(&|person| Aspect::Support.value(course, person) == value);
    let listens = |person: &Person| {
        person.details.support.get(&SupportKind::Emotional).and_then(|support| support.received)
    };
    let conflict = |wanted: Option<Conflict>| with(&|person| person.details.conflict == wanted);
    let gone = || people.iter().filter(|person| person.status.has_left());
    let is_lost = |person: &&&Person| person.since.is_some_and(|on| course.timeline.is_since_onset(on));
    let lost = course.timeline.onset.map(|_| gone().filter(is_lost).count());
    let (tied, groups, alone) = ties(course, &here);
    Structure {
        people: people.len(),
        in_touch: here.len(),
        inner: with(&|person| person.ring == Some(Ring::Inner)),
        confidants: with(&|person| listens(person).is_some_and(|much| much > 0)),
        confidants_unasked: with(&|person| listens(person).is_none()),
        both: support("both"),
        received: support("received"),
        given: support("given"),
        support_unasked: support(UNASKED),
        conflict_open: conflict(Some(Conflict::Open)),
        conflict_hidden: conflict(Some(Conflict::Hidden)),
        conflict_unasked: conflict(None),
        lost,
        lost_undated: gone().filter(|person| person.since.is_none()).count(),
        tied,
        pairs: here.len() * here.len().saturating_sub(1) / 2,
        groups,
        alone,
    }
}

/// Pairs that are tied, groups that hang together, people tied to nobody.
fn ties(course: &Course, here: &[&Person]) -> (usize, usize, usize) {
    let place = |id: PersonId| here.iter().position(|person| person.id == id);
    let open = course.inventory.bonds_on_map().filter(|known| known.bond.until.is_none());
    let mut pairs: Vec<(usize, usize)> = open
        .filter_map(|known| {
            let (from, to) = (place(known.bond.from)?, place(known.bond.to)?);
            Some((from.min(to), from.max(to)))
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    // Everybody begins as a group of one; a tie makes two groups one, named by its first.
    let mut group: Vec<usize> = (0..here.len()).collect();
    for (one, other) in &pairs {
        let (kept, joined) = (group[*one].min(group[*other]), group[*one].max(group[*other]));
        group.iter_mut().filter(|of| **of == joined).for_each(|of| *of = kept);
    }
    let size = |name: usize| group.iter().filter(|of| **of == name).count();
    let groups = (0..here.len()).filter(|name| size(*name) > 1).count();
    let alone = (0..here.len()).filter(|name| size(*name) == 1).count();
    (pairs.len(), groups, alone)
}
