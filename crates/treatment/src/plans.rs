//! Plans to try between sessions, and how they went. "Not tried" is information, never a failure.

use crate::between::WhyNot;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{ArtefactId, OwnId, PersonId, PlanId};
use crate::inventory::Safety;
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most plans in one course.
pub const PLANS_MOST: usize = 200;

/// Agrees a plan: one act that could be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreePlan {
    /// The act.
    pub what: String,
    /// With whom.
    pub person: Option<PersonId>,
    /// When and where.
    pub when: String,
    /// The first words to say.
    pub opening_words: String,
    /// If this gets in the way, then that.
    pub if_then: String,
    /// What was worked out before it, if it came from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ArtefactId>,
}

vocabulary! {
    /// What became of a plan.
    PlanStatus {
        /// Tried.
        Tried = "tried",
        /// Partly tried.
        Partly = "partly",
        /// Not this time.
        NotTried = "not-tried",
        /// Changed my mind.
        ChangedMind = "changed-mind",
        /// It was not possible.
        NotPossible = "not-possible",
    }
}

/// How a plan went, told by the client or noted by the therapist in session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPlan {
    /// Which plan.
    pub plan: PlanId,
    /// What became of it.
    pub status: PlanStatus,
    /// What happened.
    pub happened: String,
    /// What the other person did.
    pub their_response: String,
    /// Mood before, 0 (worst) to 10 (best).
    pub mood_before: Option<u8>,
    /// Mood after, 0 (worst) to 10 (best).
    pub mood_after: Option<u8>,
    /// What was learned.
    pub learned: String,
}

/// A report with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// What was reported.
    pub report: ReportPlan,
    /// When.
    pub at: Moment,
    /// Whether the client said it.
    pub by_client: bool,
    /// What the client shared it from; none when it was said in a session.
    pub own: Option<OwnId>,
    /// Why it was not tried, in a word, if the client said so.
    pub why_not: Option<WhyNot>,
}

/// A plan with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The name.
    pub id: PlanId,
    /// What was agreed.
    pub agreed: AgreePlan,
    /// When.
    pub at: Moment,
    /// How it went; the newest last.
    pub reports: Vec<Reported>,
}

impl Plan {
    /// Whether nothing has been heard of it yet.
    pub fn is_open(&self) -> bool {
        self.reports.is_empty()
    }
}

/// # Refuses
/// An empty act, and a plan with a person marked unsafe.
pub(crate) fn agree(course: &Course, asked: &AgreePlan) -> Result<Vec<Fact>, Refusal> {
    if course.plans.len() >= PLANS_MOST {
        return Err(Refusal::TooMany { what: "plans", limit: PLANS_MOST });
    }
    if let Some(id) = asked.person {
        course.inventory.present(id)?;
    }
    // A plan made of something worked out is with whom that was about.
    let whom = asked.person.or_else(|| asked.from.and_then(|from| course.person_of(from)));
    let is_unsafe = |id| course.inventory.person(id).is_some_and(|person| person.safety == Safety::Unsafe);
    if whom.is_some_and(is_unsafe) {
        return Err(Refusal::PersonUnsafe);
    }
    let now = |id| course.inventory.now(id);
    let is_party = |id| course.work.parties().iter().any(|party| now(*party) == now(id));
    let with_party = whom.is_some_and(is_party);
    if with_party && course.may_press_dispute() == Err(Refusal::DisputeUnsafe) {
        return Err(Refusal::DisputeUnsafe);
    }
    if let Some(from) = asked.from {
        course.artefact(from).ok_or(Refusal::Unknown("artefact"))?;
    }
    Ok(vec![Fact::PlanAgreed(AgreePlan {
        what: words("plan", &asked.what, PARAGRAPH)?,
        person: asked.person,
        when: text("when", &asked.when, PARAGRAPH)?,
        opening_words: text("opening-words", &asked.opening_words, PARAGRAPH)?,
        if_then: text("if-then", &asked.if_then, PARAGRAPH)?,
        from: asked.from,
    })])
}

/// # Refuses
/// A plan that does not exist, and moods out of range.
pub(crate) fn report(course: &Course, asked: &ReportPlan) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::PlanReported(checked_report(course, asked)?)])
}

/// As [`report`] refuses.
pub(crate) fn checked_report(course: &Course, asked: &ReportPlan) -> Result<ReportPlan, Refusal> {
    course.plans.iter().find(|plan| plan.id == asked.plan).ok_or(Refusal::Unknown("plan"))?;
    for mood in [asked.mood_before, asked.mood_after].into_iter().flatten() {
        within("mood", i64::from(mood), 0, 10)?;
    }
    Ok(ReportPlan {
        happened: text("happened", &asked.happened, PARAGRAPH)?,
        their_response: text("their-response", &asked.their_response, PARAGRAPH)?,
        learned: text("learned", &asked.learned, PARAGRAPH)?,
        ..asked.clone()
    })
}
