//! The steps of a flag, each by a person; only passing it on is the clock's.

use super::{Assessment, Flag, FlagState, flag};
use crate::asking::Now;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::FlagId;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::time::Day;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// A review lies at most so many days ahead: a quarter of a year. A guess.
const REVIEW_DAYS_MOST: i32 = 92;

/// A person has seen the flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcknowledgeFlag {
    /// Which.
    pub flag: FlagId,
    /// What is being done now.
    pub note: String,
}

vocabulary! {
    /// What is done next.
    FlagPlan {
        /// The safety plan, made or renewed with the client.
        SafetyPlan = "safety-plan",
        /// Higher care: crisis team, hospital, another service.
        HigherCare = "higher-care",
        /// Neither, for a reason.
        Neither = "neither",
    }
}

/// What is done next, and when somebody looks again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFlag {
    /// Which flag.
    pub flag: FlagId,
    /// What.
    pub plan: FlagPlan,
    /// Who does what, or why neither.
    pub words: String,
    /// The day somebody looks again.
    pub review_on: Day,
}

/// Somebody looked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewFlag {
    /// Which flag.
    pub flag: FlagId,
    /// What was found.
    pub found: String,
    /// The day somebody looks again; none when it can be closed.
    pub next_on: Option<Day>,
}

vocabulary! {
    /// How a flag ends.
    CloseHow {
        /// A person dealt with it.
        DealtWith = "dealt-with",
        /// It was entered by mistake: another client, a slip of the pen.
        Mistake = "mistake",
    }
}

impl CloseHow {
    fn dealt_with() -> Self {
        Self::DealtWith
    }
}

/// A person has dealt with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseFlag {
    /// Which.
    pub flag: FlagId,
    /// What was found and done.
    pub reason: String,
    /// How it ends.
    #[serde(default = "CloseHow::dealt_with")]
    pub how: CloseHow,
    /// Whom outside they asked, where the service has nobody else; empty otherwise.
    #[serde(default)]
    pub consulted: String,
}

/// What the second person says to closing a severe flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerClose {
    /// Which.
    pub flag: FlagId,
    /// Whether they agree.
    pub agrees: bool,
    /// Why.
    pub words: String,
}

vocabulary! {
    /// To whom a flag is passed on that nobody has looked at.
    EscalatedTo {
        /// The therapist's supervisors.
        Supervisor = "supervisor",
        /// The service lead.
        Lead = "lead",
    }
}

/// Nobody looked in time: the clock passes it on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalateFlag {
    /// Which.
    pub flag: FlagId,
    /// To whom.
    pub to: EscalatedTo,
}

/// # Refuses
/// A flag that was seen before.
pub(crate) fn acknowledge(course: &Course, asked: &AcknowledgeFlag) -> Result<Vec<Fact>, Refusal> {
    if flag(course, asked.flag)?.state != FlagState::Open {
        return Err(Refusal::AlreadySo);
    }
    let note = text("note", &asked.note, PARAGRAPH)?;
    Ok(vec![Fact::FlagAcknowledged(AcknowledgeFlag { flag: asked.flag, note })])
}

fn still_open(course: &Course, id: FlagId) -> Result<&Flag, Refusal> {
    let flag = flag(course, id)?;
    if flag.is_open() { Ok(flag) } else { Err(Refusal::AlreadySo) }
}

/// Who asks has looked: one press is enough for both.
///
/// # Refuses
/// A flag that is closed; an assessment without formulation or decision.
pub(crate) fn assess(course: &Course, asked: &Assessment) -> Result<Vec<Fact>, Refusal> {
    let flag = still_open(course, asked.flag)?;
    let assessed = Fact::FlagAssessed(Box::new(asked.checked(course)?));
    if flag.state == FlagState::Open {
        let seen = AcknowledgeFlag { flag: asked.flag, note: String::new() };
        return Ok(vec![Fact::FlagAcknowledged(seen), assessed]);
    }
    Ok(vec![assessed])
}

/// The flag, when somebody has asked and written down what was found.
fn assessed(course: &Course, id: FlagId) -> Result<&Flag, Refusal> {
    let flag = still_open(course, id)?;
    if flag.state < FlagState::Assessed { Err(Refusal::FlagNotAssessed) } else { Ok(flag) }
}

fn ahead(field: &'static str, on: Day, now: &Now<'_>) -> Result<Day, Refusal> {
    if on < now.today || on.since(now.today) > REVIEW_DAYS_MOST {
        return Err(Refusal::ReviewDate(field));
    }
    Ok(on)
}

/// # Refuses
/// Before an assessment; a safety plan that was never made; no words; a review in the past or too far ahead.
pub(crate) fn plan(course: &Course, asked: &PlanFlag, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if assessed(course, asked.flag)?.state == FlagState::ToConfirm {
        // Somebody asked to close it: that is answered first, or taken back by looking again.
        return Err(Refusal::FlagToConfirm);
    }
    if asked.plan == FlagPlan::SafetyPlan && course.safety.plan().is_none() {
        return Err(Refusal::NoSafetyPlan);
    }
    Ok(vec![Fact::FlagPlanned(PlanFlag {
        words: words("flag-plan-words", &asked.words, PARAGRAPH)?,
        review_on: ahead("review-on", asked.review_on, now)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// Before there is a plan; no words; a next day in the past or too far ahead.
pub(crate) fn review(course: &Course, asked: &ReviewFlag, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if assessed(course, asked.flag)?.state < FlagState::Planned {
        return Err(Refusal::FlagNotPlanned);
    }
    Ok(vec![Fact::FlagReviewed(ReviewFlag {
        flag: asked.flag,
        found: words("found", &asked.found, PARAGRAPH)?,
        next_on: asked.next_on.map(|on| ahead("next-on", on, now)).transpose()?,
    })])
}

/// A severe flag is not closed by this, but waits for a second person.
///
/// # Refuses
/// A flag that is closed or waits for the second person already; closing without a reason; closing as dealt with
/// before somebody assessed, planned and looked again; in a practice of one, a severe flag without saying whom
/// outside they asked.
pub(crate) fn close(course: &Course, asked: &CloseFlag, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let flag = still_open(course, asked.flag)?;
    if flag.state == FlagState::ToConfirm {
        return Err(Refusal::AlreadySo);
    }
    if asked.how == CloseHow::DealtWith && flag.state < FlagState::InReview {
        return Err(Refusal::FlagNotReviewed);
    }
    let mut closing = CloseFlag {
        reason: words("reason", &asked.reason, PARAGRAPH)?,
        consulted: text("consulted", &asked.consulted, PARAGRAPH)?,
        ..asked.clone()
    };
    if flag.needs_second() && now.duty.second_person {
        closing.consulted = String::new();
        return Ok(vec![Fact::FlagCloseProposed(closing)]);
    }
    if flag.needs_second() && closing.consulted.is_empty() {
        return Err(Refusal::Empty("consulted"));
    }
    Ok(vec![Fact::FlagClosed(closing)])
}

/// # Refuses
/// A flag nobody wants to close; the person who wants to close it; no words.
pub(crate) fn answer_close(
    course: &Course,
    asked: &AnswerClose,
    now: &Now<'_>,
) -> Result<Vec<Fact>, Refusal> {
    let flag = still_open(course, asked.flag)?;
    let Some((first, proposed)) = flag.proposal() else { return Err(Refusal::AlreadySo) };
    if first == now.actor.who {
        return Err(Refusal::SecondPerson);
    }
    let answer = AnswerClose { words: words("second-words", &asked.words, PARAGRAPH)?, ..asked.clone() };
    let mut facts = vec![Fact::FlagCloseAnswered(answer)];
    if asked.agrees {
        facts.push(Fact::FlagClosed(proposed.clone()));
    }
    Ok(facts)
}

/// # Refuses
/// A flag somebody has looked at, or that was passed on so far before.
pub(crate) fn escalate(course: &Course, asked: &EscalateFlag) -> Result<Vec<Fact>, Refusal> {
    let flag = flag(course, asked.flag)?;
    if flag.state != FlagState::Open || flag.escalated_to() >= Some(asked.to) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::FlagEscalated(asked.clone())])
}
