//! Ties among the people of the inventory themselves: who is whose partner, parent, friend; who is at odds with whom.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{BondId, PersonId};
use crate::person::{been, not_before_birth};
use crate::refusal::Refusal;
use crate::time::PartialDate;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most ties among the people of one map, those taken back included.
pub const BONDS_MOST: usize = 400;

vocabulary! {
    /// The kinds of tie among people. Those with a direction are read "from is … of to".
    BondKind {
        /// Partner; there may be many, one after the other or at the same time.
        Partner = "partner",
        /// Former partner.
        FormerPartner = "former-partner",
        /// Mother or father.
        Parent = "parent",
        /// Mother or father by adoption.
        AdoptiveParent = "adoptive-parent",
        /// Step-parent or foster parent.
        StepParent = "step-parent",
        /// Sister or brother.
        Sibling = "sibling",
        /// Half-sister, half-brother, stepsister, stepbrother.
        HalfSibling = "half-sibling",
        /// Grandmother or grandfather.
        Grandparent = "grandparent",
        /// Family in another way: aunt, cousin, in-law.
        Relative = "relative",
        /// Family by choice.
        ChosenFamily = "chosen-family",
        /// Friend.
        Friend = "friend",
        /// At work together.
        Colleague = "colleague",
        /// Takes care of.
        CaresFor = "cares-for",
        /// Belongs to a group.
        MemberOf = "member-of",
        /// An animal's person.
        KeeperOf = "keeper-of",
        /// At odds.
        Conflict = "conflict",
    }
}

impl BondKind {
    /// Whether the two ends are different: the parent and the child.
    pub fn is_directed(self) -> bool {
        self.is_parent()
            || matches!(self, Self::Grandparent | Self::CaresFor | Self::MemberOf | Self::KeeperOf)
    }

    /// Whether `from` is a generation above `to`, by birth, adoption or marriage.
    pub fn is_parent(self) -> bool {
        matches!(self, Self::Parent | Self::AdoptiveParent | Self::StepParent)
    }
}

/// A tie between two people of the map. Holds no words of its own: who, what, since and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bond {
    /// One end; for a kind with a direction the one named by it: the parent, the keeper, the member.
    pub from: PersonId,
    /// The other end.
    pub to: PersonId,
    /// What they are to each other.
    pub kind: BondKind,
    /// Since when.
    pub since: Option<PartialDate>,
    /// Until when, if it ended.
    pub until: Option<PartialDate>,
}

impl Bond {
    /// Whether the person is one of its ends.
    pub fn joins(&self, person: PersonId) -> bool {
        self.from == person || self.to == person
    }

    /// The other end.
    pub fn other(&self, person: PersonId) -> PersonId {
        if self.from == person { self.to } else { self.from }
    }

    /// Whether both say the same of the same two, with the same dates.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.is_same_tie(other) && (self.since, self.until) == (other.since, other.until)
    }

    /// Whether both say the same of the same two.
    fn is_same_tie(&self, other: &Self) -> bool {
        let turned = !self.kind.is_directed() && self.from == other.to && self.to == other.from;
        self.kind == other.kind && (self.from == other.from && self.to == other.to || turned)
    }
}

/// A tie among people, with its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownBond {
    /// The name.
    pub id: BondId,
    /// What it says now.
    pub bond: Bond,
    /// Whether it was taken back.
    pub is_removed: bool,
}

/// Changes a tie among people: its kind, its dates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeBond {
    /// Which.
    pub id: BondId,
    /// How it reads from now on.
    pub bond: Bond,
}

/// Takes a tie among people back; it stays in the record.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemoveBond {
    /// Which.
    pub id: BondId,
}

/// Puts a tie that was taken back in its place again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestoreBond {
    /// Which.
    pub id: BondId,
}

/// # Refuses
/// A person who is not on the map, a person with themselves, a tie that is there already or the other way round, dates
/// that cannot be meant, and more ties than the map can hold.
pub(crate) fn add(course: &Course, asked: &Bond, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.inventory.bonds.len() >= BONDS_MOST {
        return Err(Refusal::TooMany { what: "people-ties", limit: BONDS_MOST });
    }
    checked(course, asked, None, now)?;
    Ok(vec![Fact::BondAdded(*asked)])
}

/// # Refuses
/// As [`add`], when there is no such tie, and other people than those it joins: that is another tie.
pub(crate) fn change(course: &Course, asked: &ChangeBond, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let known = present(course, asked.id)?;
    if known.bond == asked.bond {
        return Err(Refusal::AlreadySo);
    }
    if !known.bond.joins(asked.bond.from) || !known.bond.joins(asked.bond.to) {
        return Err(Refusal::Unknown("other"));
    }
    checked(course, &asked.bond, Some(asked.id), now)?;
    Ok(vec![Fact::BondChanged(*asked)])
}

/// # Refuses
/// When there is no such tie.
pub(crate) fn remove(course: &Course, asked: RemoveBond) -> Result<Vec<Fact>, Refusal> {
    present(course, asked.id)?;
    Ok(vec![Fact::BondRemoved(asked)])
}

/// # Refuses
/// When there never was such a tie, or it is there, or another like it was added meanwhile.
pub(crate) fn restore(course: &Course, asked: RestoreBond, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let known = course.inventory.bonds.iter().find(|known| known.id == asked.id);
    match known {
        None => Err(Refusal::Unknown("bond")),
        Some(known) if !known.is_removed => Err(Refusal::AlreadySo),
        Some(known) => {
            checked(course, &known.bond, Some(known.id), now)?;
            Ok(vec![Fact::BondRestored(asked)])
        }
    }
}

fn present(course: &Course, id: BondId) -> Result<&KnownBond, Refusal> {
    let mut there = course.inventory.bonds.iter().filter(|known| !known.is_removed);
    there.find(|known| known.id == id).ok_or(Refusal::Unknown("bond"))
}

fn checked(course: &Course, asked: &Bond, own: Option<BondId>, now: &Now<'_>) -> Result<(), Refusal> {
    let (from, to) = (course.inventory.present(asked.from)?, course.inventory.present(asked.to)?);
    if asked.from == asked.to {
        return Err(Refusal::SamePerson);
    }
    been("since", asked.since, now.today)?;
    been("until", asked.until, now.today)?;
    if let (Some(since), Some(until)) = (asked.since, asked.until)
        && until.last() < since.first()
    {
        return Err(Refusal::EndsBeforeStart);
    }
    for born in [from.details.born, to.details.born] {
        not_before_birth("since", asked.since, born)?;
        not_before_birth("until", asked.until, born)?;
    }
    let turned = Bond { from: asked.to, to: asked.from, ..*asked };
    for known in course.inventory.bonds_on_map().filter(|known| Some(known.id) != own) {
        // A couple that parted and found back together are two ties.
        if known.bond.is_same(asked) {
            return Err(Refusal::AlreadySo);
        }
        if asked.kind.is_directed() && known.bond.is_same_tie(&turned) {
            return Err(Refusal::TurnedRound);
        }
    }
    Ok(())
}
