//! Steps on the map can be taken back and done again. Taking back is a new fact that says how things stand again;
//! what was recorded stays recorded.

use crate::access::Who;
use crate::asking::{Now, Recorded};
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::inventory::{Person, Ring};
use crate::refusal::Refusal;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Most steps that are remembered.
const STEPS_MOST: usize = 100;
/// How long a step can be taken back; hours. A guess of this project: a sitting. Later it is another decision, and is
/// recorded as one.
const HOURS_MOST: i64 = 12;

/// What a step changes, and how it stands before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The ring; none is the shelf.
    Ring(Option<Ring>),
    /// The ring wished for.
    Wished(Option<Ring>),
    /// Whether the person is on the map.
    OnMap(bool),
}

/// A step on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name: the fact that took it.
    pub version: Version,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// Who was moved.
    pub person: PersonId,
    /// Before.
    pub from: State,
    /// After.
    pub to: State,
    /// The fact that took it back.
    pub undone: Option<Version>,
}

/// Takes a step back, or does it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnStep {
    /// Which step.
    pub step: Version,
    /// Who is moved.
    pub person: PersonId,
    /// How it stands from now on.
    pub to: State,
}

impl Course {
    /// The step that `who` would take back now.
    pub fn step_to_undo(&self, who: Who, at: Moment) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.undone.is_none() && step.is_of(who, at))
    }

    /// The step that `who` would do again now: the one taken back last, unless another was taken since.
    pub fn step_to_redo(&self, who: Who, at: Moment) -> Option<&Step> {
        let newest = self.steps.last()?.version;
        let undone = self.steps.iter().filter(|step| step.undone.is_some_and(|undone| undone > newest));
        undone.filter(|step| step.is_of(who, at)).max_by_key(|step| step.undone)
    }

    /// Remembers what a fact changes on the map. The fact is not yet applied.
    pub(crate) fn remember_step(&mut self, recorded: &Recorded<Fact>) {
        let version = recorded.version;
        let (person, to) = match &recorded.fact {
            Fact::PersonAdded(_) => (version.into(), State::OnMap(true)),
            Fact::PersonPlaced(placed) => (placed.person, State::Ring(placed.ring)),
            Fact::RingWished(wish) => (wish.person, State::Wished(wish.ring)),
            Fact::PersonRemoved(removal) => (removal.person, State::OnMap(false)),
            Fact::PersonRestored(restored) => (restored.person, State::OnMap(true)),
            _ => return,
        };
        let from = match to {
            State::OnMap(is_there) => State::OnMap(!is_there),
            to => self.inventory.person(person).map_or(to, |person| to.of(person)),
        };
        let step = Step { version, at: recorded.at, who: recorded.who, person, from, to, undone: None };
        if self.steps.len() >= STEPS_MOST {
            self.steps.remove(0);
        }
        self.steps.push(step);
    }

    /// Takes in that a step was taken back by the fact `undone`, or done again.
    pub(crate) fn step_turned(&mut self, turned: &TurnStep, undone: Option<Version>) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.version == turned.step) {
            step.undone = undone;
        }
        self.inventory.set_state(turned.person, turned.to);
    }
}

impl Step {
    fn is_of(&self, who: Who, at: Moment) -> bool {
        self.who == who && at.0 - self.at.0 <= HOURS_MOST * 3_600_000
    }
}

impl State {
    /// How the same stands for somebody now.
    fn of(self, person: &Person) -> Self {
        match self {
            Self::Ring(_) => Self::Ring(person.ring),
            Self::Wished(_) => Self::Wished(person.wished),
            Self::OnMap(_) => Self::OnMap(!person.is_removed),
        }
    }
}

/// # Refuses
/// A step that is not there, is another's, is too long ago or was taken back already, and one after which the same
/// was changed again.
pub(crate) fn undo(course: &Course, step: Version, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let step = found(course, step, now)?;
    if step.undone.is_some() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::StepUndone(turned(course, step, step.to, step.from)?)])
}

/// # Refuses
/// As [`undo`], and a step that was not taken back.
pub(crate) fn redo(course: &Course, step: Version, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let step = found(course, step, now)?;
    if step.undone.is_none() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::StepRedone(turned(course, step, step.from, step.to)?)])
}

fn found<'c>(course: &'c Course, step: Version, now: &Now<'_>) -> Result<&'c Step, Refusal> {
    let step = course.steps.iter().find(|known| known.version == step);
    step.filter(|step| step.is_of(now.actor.who, now.at)).ok_or(Refusal::Unknown("step"))
}

/// The turn from how things must stand now to how they shall.
fn turned(course: &Course, step: &Step, now: State, to: State) -> Result<TurnStep, Refusal> {
    let person = course.inventory.entry(step.person).ok_or(Refusal::Unknown("person"))?;
    if person.merged_into.is_some() {
        return Err(Refusal::PersonMerged);
    }
    // A person who is off the map is put back first.
    if person.is_removed && !matches!(to, State::OnMap(_)) {
        return Err(Refusal::PersonRemoved);
    }
    if now.of(person) != now {
        return Err(Refusal::MovedSince);
    }
    Ok(TurnStep { step: step.version, person: step.person, to })
}
