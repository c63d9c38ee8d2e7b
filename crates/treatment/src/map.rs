//! The closeness map as a view of a course: who stands where, in which order, with which marks, and one aspect of
//! every tie at a time. Every face of the map (circles, list, grid, cards) is drawn from this and nothing else.
//!
//! An aspect sorts people by what was said of them. It is a way to look, never a conclusion: no aspect ranks people,
//! and what was not asked stands as "not asked".

use crate::course::Course;
use crate::focus::{Area, Direction, Source};
use crate::ids::PersonId;
use crate::inventory::{Conflict, Met, Person, Ring, Tie};
use crate::mood;
use crate::time::PartialDate;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What of a tie is looked at. Source: the grouping views of the interpersonal inventory, content/DECISIONS.md.
    Aspect {
        /// The ring.
        Closeness = "closeness",
        /// The part of life: partner, family, friends, work.
        Domain = "domain",
        /// Support, by who gives it.
        Support = "support",
        /// Conflict, open or hidden.
        Conflict = "conflict",
        /// What is expected, either way, and whether it is met.
        Expectations = "expectations",
        /// Evidence for a problem area.
        Evidence = "evidence",
        /// What being with the person does to the mood.
        Mood = "mood",
        /// What changed since the onset.
        Change = "change",
        /// Alive and in touch, died, gone.
        Presence = "presence",
    }
}

/// The value of an aspect nobody has been asked about.
pub const UNASKED: &str = "unasked";

impl Aspect {
    /// Every value a tie can have under this aspect, in the order of legends and groups.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Closeness => &["inner", "close", "less-close", "outer", "shelf"],
            Self::Domain => {
                &["partner", "origin", "own-family", "in-laws", "friends", "work", "community", "other"]
            }
            Self::Support => &["both", "received", "given", "none", UNASKED],
            Self::Conflict => &["open", "hidden", "none", UNASKED],
            Self::Expectations => &["unmet", "unspoken", "partly", "met", UNASKED],
            Self::Evidence => &["grief", "dispute", "transition", "sensitivity", "several", "no-area"],
            Self::Mood => &["lifts", "neutral", "lowers", "mixed", UNASKED],
            Self::Change => &["gained", "lost", "closer", "further", "told", UNASKED],
            Self::Presence => &["living", "online", "estranged", "ended", "died", "gone"],
        }
    }

    /// The value of somebody's tie under this aspect; one of [`Self::values`].
    pub fn value(self, course: &Course, person: &Person) -> &'static str {
        let details = &person.details;
        match self {
            Self::Closeness => person.ring.map_or("shelf", Ring::key),
            Self::Domain => domain(person.tie),
            Self::Support => match (details.support_received, details.support_given) {
                (None, None) => UNASKED,
                (received, given) => match (received.unwrap_or(0), given.unwrap_or(0)) {
                    (0, 0) => "none",
                    (_, 0) => "received",
                    (0, _) => "given",
                    _ => "both",
                },
            },
            Self::Conflict => details.conflict.map_or(UNASKED, Conflict::key),
            Self::Expectations => {
                let sides = [details.they_meet, details.client_meets];
                let said = [Met::Unmet, Met::Unspoken, Met::Partly, Met::Mostly, Met::Met];
                match said.into_iter().find(|met| sides.contains(&Some(*met))) {
                    None => UNASKED,
                    // Mostly met asks for nothing that met does not.
                    Some(Met::Mostly) => Met::Met.key(),
                    Some(met) => met.key(),
                }
            }
            Self::Evidence => {
                let mut areas = areas_for(course, person.id);
                match (areas.next(), areas.next()) {
                    (None, _) => "no-area",
                    (Some(area), None) => area.key(),
                    _ => "several",
                }
            }
            Self::Mood => mood::value(course, person),
            Self::Change => change(course, person),
            Self::Presence => person.status.key(),
        }
    }
}

/// What changed with somebody since the onset, as far as it was told: the tie is new or lost by its dates; nearer or
/// further than where the client placed them first; or told in words. Without a dated onset nothing is new or lost.
fn change(course: &Course, person: &Person) -> &'static str {
    let is_since = |date: Option<PartialDate>| date.is_some_and(|on| course.timeline.is_since_onset(on));
    let details = &person.details;
    match (person.first_ring, person.ring) {
        _ if person.status.has_left() && is_since(person.since) => "lost",
        _ if is_since(details.known_since) => "gained",
        (Some(first), Some(ring)) if ring < first => "closer",
        (Some(first), Some(ring)) if ring > first => "further",
        _ if details.changed.is_empty() => UNASKED,
        _ => "told",
    }
}

/// The part of life a tie belongs to.
pub fn domain(tie: Tie) -> &'static str {
    match tie {
        Tie::Partner | Tie::FormerPartner => "partner",
        Tie::Parent
        | Tie::AdoptiveParent
        | Tie::StepParent
        | Tie::Sibling
        | Tie::Grandparent
        | Tie::Relative => "origin",
        Tie::Child | Tie::AdoptedChild => "own-family",
        Tie::InLaw => "in-laws",
        Tie::Friend | Tie::ChosenFamily => "friends",
        Tie::Colleague | Tie::Manager | Tie::Subordinate | Tie::Teacher => "work",
        Tie::Neighbour | Tie::Faith | Tie::Clinician | Tie::Group => "community",
        Tie::Pet | Tie::Other => "other",
    }
}

/// The areas for which this person was named as evidence, each once, in the order of the areas.
fn areas_for(course: &Course, person: PersonId) -> impl Iterator<Item = Area> + '_ {
    let speaks = move |area: Area| {
        course.evidence.iter().any(|evidence| {
            evidence.tag.area == area
                && evidence.tag.direction == Direction::For
                && matches!(evidence.tag.source, Some(Source::Person(id)) if course.inventory.now(id) == person)
        })
    };
    Area::ALL.iter().copied().filter(move |area| speaks(*area))
}

/// Somebody on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing<'c> {
    /// Who.
    pub person: &'c Person,
    /// The value of the aspect by which people are grouped.
    pub group: &'static str,
    /// The value of the aspect that is drawn as a line.
    pub value: &'static str,
}

impl Standing<'_> {
    /// The ring wished for, where it is another than the ring now.
    pub fn wish(&self) -> Option<Ring> {
        self.person.wished.filter(|wished| Some(*wished) != self.person.ring)
    }

    /// Whether the person has died or gone.
    pub fn is_gone(&self) -> bool {
        self.person.status.has_left()
    }
}

/// Everybody on the map of a course: by group, then from the inner ring outward, then by part of life, then as named.
/// People without a ring come last in their group.
pub fn standings(course: &Course, group: Aspect, lens: Aspect) -> Vec<Standing<'_>> {
    let mut people: Vec<Standing<'_>> = course
        .inventory
        .on_map()
        .map(|person| Standing {
            person,
            group: group.value(course, person),
            value: lens.value(course, person),
        })
        .collect();
    let place = |aspect: Aspect, value: &str| aspect.values().iter().position(|known| *known == value);
    people.sort_by_cached_key(|standing| {
        let person = standing.person;
        let ring = person.ring.map_or(u8::MAX, Ring::number);
        (place(group, standing.group), ring, place(Aspect::Domain, domain(person.tie)), person.id)
    });
    people
}

/// How many people have each value of an aspect, in the order of its values; values nobody has count 0.
pub fn tally(course: &Course, aspect: Aspect) -> Vec<(&'static str, usize)> {
    let people: Vec<&'static str> =
        course.inventory.on_map().map(|person| aspect.value(course, person)).collect();
    let count = |value: &&'static str| (*value, people.iter().filter(|found| *found == value).count());
    aspect.values().iter().map(count).collect()
}
