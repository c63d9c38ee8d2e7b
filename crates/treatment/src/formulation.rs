//! The formulation offered and answered, and the goals.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::focus::{Source, check_source};
use crate::ids::{GoalId, Version};
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most bonds of sentences to records in one course.
pub const BONDS_MOST: usize = 200;
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

/// Binds a sentence of the newest formulation to a record it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BindSentence {
    /// The sentence, as it stands in the formulation.
    pub sentence: String,
    /// The record.
    pub source: Source,
}

/// Looses a sentence from its record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LooseSentence {
    /// The fact that bound it.
    pub bond: Version,
}

/// A sentence bound to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Bond {
    /// The fact that bound it.
    pub version: Version,
    /// What is bound to what.
    pub bound: BindSentence,
}

/// How a record stands since a sentence was bound to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As it was.
    AsItWas,
    /// It was changed since.
    Changed,
    /// It was taken off the map or the timeline since.
    Removed,
}

impl Course {
    /// How the record of a bond stands now.
    pub fn standing(&self, bond: &Bond) -> Standing {
        let source = bond.bound.source;
        let is_there = match source {
            Source::Person(id) => self.inventory.present(id).is_ok(),
            Source::Event(id) => self.timeline.event(id).is_some(),
            Source::Result(id) => self.measures.result(id).is_some(),
            Source::Note(id) => self.session(id).is_some_and(|session| session.note.is_some()),
            Source::History(section) => self.history.contains_key(&section),
        };
        if !is_there {
            Standing::Removed
        } else if self.last_changes.get(&source).is_some_and(|changed| *changed > bond.version) {
            Standing::Changed
        } else {
            Standing::AsItWas
        }
    }

    /// The bonds of a sentence.
    pub fn bonds_of<'c>(&'c self, sentence: &'c str) -> impl Iterator<Item = &'c Bond> {
        self.bonds.iter().filter(move |bond| bond.bound.sentence == sentence)
    }

    /// Whether a sentence of the newest formulation rests on a record that was changed or removed since.
    pub fn is_formulation_stale(&self) -> bool {
        let Some(newest) = self.formulation() else { return false };
        let said = sentences(&newest.offer.words);
        let of_newest = self.bonds.iter().filter(|bond| said.contains(&bond.bound.sentence.as_str()));
        of_newest.into_iter().any(|bond| self.standing(bond) != Standing::AsItWas)
    }
}

/// The sentences of a text: they end with `.`, `!`, `?` or their like before a blank, or with the line.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_end = matches!(c, '.' | '!' | '?' | '\u{964}' | '\u{3002}' | '\u{61f}');
        let is_before_blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if c == '\n' || (is_end && is_before_blank) {
            found.push(text[from..at + c.len_utf8()].trim());
            from = at + c.len_utf8();
        }
    }
    found.push(text[from..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
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

/// How near a goal is, from 0 (not at all) to 10 (there).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateGoal {
    /// Which.
    pub goal: GoalId,
    /// 0..=10.
    pub value: u8,
}

/// How near a goal was found to be, when and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalRating {
    /// When.
    pub at: Moment,
    /// Whether the client rated.
    pub by_client: bool,
    /// 0..=10.
    pub value: u8,
}

/// An answer with when and by whom it was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// When.
    pub at: Moment,
    /// Whether the client wrote it.
    pub by_client: bool,
    /// The answer.
    pub answer: AnswerFormulation,
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
    /// How near it was found to be, oldest first.
    pub ratings: Vec<GoalRating>,
}

/// # Refuses
/// An empty text.
pub(crate) fn offer(asked: &OfferFormulation) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::FormulationOffered(OfferFormulation {
        words: words("formulation", &asked.words, 2 * PARAGRAPH)?,
    })])
}

/// # Refuses
/// A sentence that the newest formulation does not have, a record that is not in the course, a bond that is there and
/// holds, and more than [`BONDS_MOST`].
pub(crate) fn bind(course: &Course, asked: &BindSentence) -> Result<Vec<Fact>, Refusal> {
    if course.bonds.len() >= BONDS_MOST {
        return Err(Refusal::TooMany { what: "bonds", limit: BONDS_MOST });
    }
    let newest = course.formulation().ok_or(Refusal::Unknown("formulation"))?;
    if !sentences(&newest.offer.words).contains(&asked.sentence.as_str()) {
        return Err(Refusal::NoSuchSentence);
    }
    // A sentence rests on a note or a history as a whole, and says it in its own words.
    match asked.source {
        Source::Note(_) | Source::History(_) => {
            crate::focus::text_of(course, asked.source).ok_or(Refusal::Unknown("evidence-source"))?;
        }
        source => check_source(course, Some(source), "")?,
    }
    let holds = |bond: &Bond| bond.bound == *asked && course.standing(bond) == Standing::AsItWas;
    if course.bonds.iter().any(holds) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::SentenceBound(asked.clone())])
}

/// # Refuses
/// When there is no such bond.
pub(crate) fn loose(course: &Course, asked: &LooseSentence) -> Result<Vec<Fact>, Refusal> {
    if course.bonds.iter().any(|bond| bond.version == asked.bond) {
        Ok(vec![Fact::SentenceLoosed(asked.clone())])
    } else {
        Err(Refusal::Unknown("bonds"))
    }
}

/// # Refuses
/// A goal that is not there or was let go, and a number above ten.
pub(crate) fn rate_goal(course: &Course, asked: &RateGoal) -> Result<Vec<Fact>, Refusal> {
    course.open_goals().find(|goal| goal.id == asked.goal).ok_or(Refusal::Unknown("goal"))?;
    within("value", i64::from(asked.value), 0, 10)?;
    Ok(vec![Fact::GoalRated(asked.clone())])
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
