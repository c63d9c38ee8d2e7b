//! What speaks for and against IPT with the record it comes from, the screen for prolonged grief, and the concerns that
//! want an answer before an agreement. Figures are shown to people; nothing here says yes or no.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::focus::{AgreeFocus, Area, DecideFit, Direction, Source, check_source};
use crate::ids::EvidenceId;
use crate::inventory::{Safety, Tie};
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::time::Day;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most points for and against IPT in one course.
pub const POINTS_MOST: usize = 100;

/// Notes a point for or against IPT.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteFitPoint {
    /// For or against.
    pub direction: Direction,
    /// The point, in words.
    pub words: String,
    /// The record it comes from.
    pub source: Option<Source>,
}

/// Takes a point back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithdrawFitPoint {
    /// Which.
    pub evidence: EvidenceId,
}

/// A point with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct FitPoint {
    /// The name.
    pub id: EvidenceId,
    /// What it says.
    pub noted: NoteFitPoint,
}

vocabulary! {
    /// How prolonged grief was looked for.
    GriefScreen {
        /// Prolonged Grief Disorder scale, revised.
        Pg13R = "pg-13-r",
        /// Inventory of Complicated Grief.
        Icg = "icg",
        /// Brief Grief Questionnaire.
        Bgq = "bgq",
        /// A clinician's own interview by the criteria.
        Interview = "interview",
    }
}

impl GriefScreen {
    /// Least and most points, for a scale.
    pub fn range(self) -> Option<(u16, u16)> {
        match self {
            Self::Pg13R => Some((10, 50)),
            Self::Icg => Some((0, 76)),
            Self::Bgq => Some((0, 10)),
            Self::Interview => None,
        }
    }

    /// The points from which prolonged grief is probable, where a figure is published: PG-13-R 30, ICG 26 (above 25).
    /// Source: content/DECISIONS.md, the screen for prolonged grief.
    pub fn cut_off(self) -> Option<u16> {
        match self {
            Self::Pg13R => Some(30),
            Self::Icg => Some(26),
            Self::Bgq | Self::Interview => None,
        }
    }
}

vocabulary! {
    /// What the clinician concludes from a screen.
    ScreenResult {
        /// Prolonged grief is probable.
        Positive = "positive",
        /// It is not.
        Negative = "negative",
        /// It cannot be said yet.
        Unclear = "unclear",
    }
}

/// Records a screen for prolonged grief: what was used, its points, and what the clinician concludes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScreenGrief {
    /// What was used.
    pub screen: GriefScreen,
    /// Its points, for a scale.
    pub points: Option<u16>,
    /// Whole months since the death.
    pub months: Option<u16>,
    /// What the clinician concludes.
    pub result: ScreenResult,
    /// In words; required where the conclusion differs from the published figure.
    pub words: String,
    /// The day.
    pub on: Day,
}

/// # Refuses
/// Empty words, a source that is not in the course, too many points.
pub(crate) fn note(course: &Course, asked: &NoteFitPoint) -> Result<Vec<Fact>, Refusal> {
    if course.fit_points.len() >= POINTS_MOST {
        return Err(Refusal::TooMany { what: "evidence", limit: POINTS_MOST });
    }
    let said = words("words", &asked.words, PARAGRAPH)?;
    check_source(course, asked.source, &said)?;
    Ok(vec![Fact::FitPointNoted(NoteFitPoint { words: said, ..asked.clone() })])
}

/// # Refuses
/// When there is no such point.
pub(crate) fn withdraw(course: &Course, asked: &WithdrawFitPoint) -> Result<Vec<Fact>, Refusal> {
    if course.fit_points.iter().any(|point| point.id == asked.evidence) {
        Ok(vec![Fact::FitPointWithdrawn(asked.clone())])
    } else {
        Err(Refusal::Unknown("evidence"))
    }
}

/// # Refuses
/// A day in the future, points outside the scale, and a conclusion against the published figure without words.
pub(crate) fn screen(asked: &ScreenGrief, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    now.not_in_future(asked.on)?;
    if let (Some(points), Some((least, most))) = (asked.points, asked.screen.range()) {
        within("points", i64::from(points), i64::from(least), i64::from(most))?;
    }
    if let Some(months) = asked.months {
        within("months", i64::from(months), 0, 1_200)?;
    }
    let is_above = asked.points.zip(asked.screen.cut_off()).map(|(points, from)| points >= from);
    let differs = match asked.result {
        ScreenResult::Positive => is_above == Some(false),
        ScreenResult::Negative => is_above == Some(true),
        ScreenResult::Unclear => false,
    };
    let said = if differs {
        words("words", &asked.words, PARAGRAPH)?
    } else {
        text("words", &asked.words, PARAGRAPH)?
    };
    Ok(vec![Fact::GriefScreened(ScreenGrief { words: said, ..asked.clone() })])
}

/// Whether prolonged grief is held probable: by the clinician's newest screen, or by a completed measure since.
pub fn is_grief_positive(course: &Course) -> bool {
    let screened = course.grief_screens.last();
    // A screen that a course's protocol has as a measure, under the same key.
    let measured = GriefScreen::ALL.iter().any(|screen| {
        let Some(from) = screen.cut_off() else { return false };
        let result = course.measures.of(screen.key()).next_back();
        // A clinician who screened later has seen the measure.
        let is_newer = |on: Day| screened.is_none_or(|screen| on > screen.on);
        result.is_some_and(|r| r.completed.total >= from && is_newer(r.completed.on))
    });
    measured || screened.is_some_and(|screen| screen.result == ScreenResult::Positive)
}

/// Prolonged grief is probable: a treatment made for it does better.
pub const GRIEF: &str = "concern-grief";
/// The other side of a dispute is marked as not safe.
pub const UNSAFE: &str = "concern-unsafe";

/// Whether contact with the person the focus is about, or with a partner, is marked as not safe.
fn is_unsafe(course: &Course, person: Option<crate::ids::PersonId>) -> bool {
    course
        .inventory
        .on_map()
        .filter(|known| known.safety == Safety::Unsafe)
        .any(|known| Some(known.id) == person || known.tie == Tie::Partner)
}

/// What must be answered before this focus is agreed, as word keys.
pub fn concerns_of_focus(course: &Course, asked: &AgreeFocus) -> Vec<&'static str> {
    let mut concerns = Vec::new();
    if asked.works_on(Area::Grief) && is_grief_positive(course) {
        concerns.push(GRIEF);
    }
    if asked.works_on(Area::Dispute) && is_unsafe(course, asked.person) {
        concerns.push(UNSAFE);
    }
    concerns
}

/// What must be answered before the decision to go on with IPT is recorded, as word keys.
pub fn concerns_of_fit(course: &Course, asked: &DecideFit) -> Vec<&'static str> {
    let mut concerns = Vec::new();
    if asked.decision.is_ipt() && is_grief_positive(course) {
        concerns.push(GRIEF);
    }
    if asked.decision.is_ipt() && is_unsafe(course, None) {
        concerns.push(UNSAFE);
    }
    concerns
}

/// The concerns that stand open: there is cause, and neither the decision nor the focus answered it. A banner, until
/// somebody answers.
pub fn concerns_open(course: &Course) -> Vec<&'static str> {
    let answered = |key: &str| {
        let by_fit = course.fit.as_ref().is_some_and(|fit| fit.concerns.iter().any(|one| one == key));
        let by_focus = course.focus().is_some_and(|focus| focus.concerns.iter().any(|one| one == key));
        by_fit || by_focus || course.fit.as_ref().is_some_and(|fit| !fit.decision.is_ipt())
    };
    let mut open = Vec::new();
    if is_grief_positive(course) && !answered(GRIEF) {
        open.push(GRIEF);
    }
    let disputed =
        course.focus().filter(|focus| focus.works_on(Area::Dispute)).and_then(|focus| focus.person);
    if is_unsafe(course, disputed) && !answered(UNSAFE) {
        open.push(UNSAFE);
    }
    open
}

/// The answer to concerns: required when there are any.
///
/// # Refuses
/// `ConcernNeedsAnswer` with the concerns.
pub(crate) fn answered(concerns: &[&'static str], answer: &str) -> Result<String, Refusal> {
    let said = text("concern-answer", answer, PARAGRAPH)?;
    if !concerns.is_empty() && said.is_empty() {
        return Err(Refusal::ConcernNeedsAnswer);
    }
    Ok(said)
}
