//! The formulation offered and answered, and the goals.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::GoalId;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most goals at a time.
pub const GOALS_MOST: usize = 12;

/// Offers a formulation: what it is, what goes with it, how they are linked, why it can change in the time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferFormulation {
    /// The text, short enough to say aloud.
    pub words: String,
}

vocabulary! {
    /// The client's answer to the formulation.
    Agreement {
        /// It fits.
        Agreed = "agreed",
        /// It fits with changes.
        WithChanges = "agreed-with-changes",
        /// It does not fit.
        NotAgreed = "not-agreed",
        /// The client wants to think.
        Deferred = "deferred",
    }
}

impl Agreement {
    /// Whether work can begin on it.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Agreed | Self::WithChanges)
    }
}

/// The client's answer to the newest formulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerFormulation {
    /// The answer.
    pub agreement: Agreement,
    /// The client's own version or changes.
    pub client_words: String,
}

vocabulary! {
    /// What a goal is about.
    GoalKind {
        /// A relationship or role.
        Interpersonal = "interpersonal",
        /// Symptoms.
        Symptom = "symptom",
    }
}

/// Sets a goal, in the client's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetGoal {
    /// What it is about.
    pub kind: GoalKind,
    /// The words.
    pub words: String,
    /// How both will know: the marker.
    pub marker: String,
}

/// Lets a goal go; it stays in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DropGoal {
    /// Which.
    pub goal: GoalId,
    /// Why.
    pub reason: String,
}

/// A goal with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The name.
    pub id: GoalId,
    /// What was set.
    pub set: SetGoal,
    /// Whether it was let go.
    pub is_dropped: bool,
}

/// # Refuses
/// An empty text.
pub(crate) fn offer(asked: &OfferFormulation) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::FormulationOffered(OfferFormulation {
        words: words("formulation", &asked.words, 2 * PARAGRAPH)?,
    })])
}

/// # Refuses
/// When nothing was offered yet.
pub(crate) fn answer(course: &Course, asked: &AnswerFormulation) -> Result<Vec<Fact>, Refusal> {
    if course.formulations.is_empty() {
        return Err(Refusal::Unknown("formulation"));
    }
    Ok(vec![Fact::FormulationAnswered(AnswerFormulation {
        agreement: asked.agreement,
        client_words: text("client-words", &asked.client_words, PARAGRAPH)?,
    })])
}

/// # Refuses
/// An empty goal, and more than [`GOALS_MOST`].
pub(crate) fn set_goal(course: &Course, asked: &SetGoal, _now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.goals.iter().filter(|goal| !goal.is_dropped).count() >= GOALS_MOST {
        return Err(Refusal::TooMany { what: "goals", limit: GOALS_MOST });
    }
    Ok(vec![Fact::GoalSet(SetGoal {
        kind: asked.kind,
        words: words("goal", &asked.words, PARAGRAPH)?,
        marker: text("marker", &asked.marker, PARAGRAPH)?,
    })])
}

/// # Refuses
/// When there is no such goal, or it was let go before.
pub(crate) fn drop_goal(course: &Course, asked: &DropGoal) -> Result<Vec<Fact>, Refusal> {
    match course.goals.iter().find(|goal| goal.id == asked.goal) {
        None => Err(Refusal::Unknown("goal")),
        Some(goal) if goal.is_dropped => Err(Refusal::AlreadySo),
        Some(_) => Ok(vec![Fact::GoalDropped(DropGoal {
            goal: asked.goal,
            reason: text("reason", &asked.reason, PARAGRAPH)?,
        })]),
    }
}
