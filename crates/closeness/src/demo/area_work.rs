//! The work on the story's area: sheets, stages, strategies, and once a whole chain from a talk to a plan.

use super::lives::Life;
use clinic::Clinic;
use clinic::problem::Problem;
use serde::Deserialize;
use std::collections::BTreeMap;
use treatment::area_work::{AskDisputeSafety, DisputeStage, StageDispute, UseStrategy, WriteSection};
use treatment::chain::{AnalyseCommunication, AnalyseDecision, PlayRole, ShareArtefact};
use treatment::command::Command;
use treatment::ids::{ArtefactId, SessionId};
use treatment::time::Day;

/// The work on the area.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Done {
    /// Everyone a dispute is with.
    #[serde(default)]
    pub parties: Vec<String>,
    /// What was answered when safety was asked about.
    pub safety: Option<String>,
    #[serde(default)]
    pub stages: Vec<Staged>,
    pub sections: Vec<Part>,
    /// In the order of the middle's sessions.
    pub strategies: Vec<UsedStrategy>,
    /// The session of the middle, from nought, in which something is worked through.
    pub at: usize,
    /// The session of the middle, from nought, of the choice and the rehearsal, when they come later than the talk.
    pub weighed_at: Option<usize>,
    /// With whom the talk, the choice and the rehearsal are.
    pub with: Option<String>,
    pub talk: Option<AnalyseCommunication>,
    pub choice: Option<AnalyseDecision>,
    pub scene: Option<PlayRole>,
}

/// A stage of a dispute, at a session of the middle from nought.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Staged {
    pub at: usize,
    pub stage: DisputeStage,
    pub why: String,
}

/// A section of a sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// The session, of sixteen, in which it is written; the first of the middle when not said. A section comes again
    /// when it is written anew.
    pub session: Option<u8>,
    pub section: String,
    pub rows: Vec<Row>,
}

/// A row by its columns; people by name.
pub(crate) type Row = BTreeMap<String, String>;

/// A strategy, and what came of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsedStrategy {
    /// The session, of sixteen, when it is none of the middle's with a place of its own.
    pub session: Option<u8>,
    pub key: String,
    pub note: String,
}

/// What the middle's session of this place brings, counted from nought.
pub(super) async fn middle(
    clinic: &Clinic,
    life: &mut Life,
    nth: usize,
    session: SessionId,
    day: Day,
) -> Result<(), Problem> {
    let Some(work) = life.story.work.clone() else { return Ok(()) };
    if nth == 0 {
        begin(clinic, life, &work, session).await?;
    }
    for stage in work.stages.iter().filter(|stage| stage.at == nth) {
        let parties = work.parties.iter().filter_map(|name| life.person(Some(name))).collect();
        let staged = StageDispute { parties, stage: stage.stage, on: day, why: stage.why.clone() };
        life.ask(clinic, false, Command::StageDispute(staged)).await?;
    }
    let mut of_middle = work.strategies.iter().filter(|one| one.session.is_none());
    if let Some(used) = of_middle.nth(nth) {
        use_strategy(clinic, life, used, session).await?;
    }
    let weighed_at = work.weighed_at.unwrap_or(work.at);
    if nth == work.at {
        talk(clinic, life, &work, session).await?;
    }
    if nth == weighed_at {
        chain(clinic, life, &work, session).await?;
    }
    Ok(())
}

/// What the session of this number brings beside: sections written anew, further strategies.
pub(super) async fn of_session(
    clinic: &Clinic,
    life: &mut Life,
    number: u8,
    session: SessionId,
) -> Result<(), Problem> {
    let Some(work) = life.story.work.clone().filter(|_| life.known.focus().is_some()) else { return Ok(()) };
    let is_now = |life: &Life, at: Option<u8>| at.is_some_and(|at| life.told_at(at) == number);
    for section in &work.sections {
        if is_now(life, section.session) {
            write_section(clinic, life, section, session).await?;
        }
    }
    for used in &work.strategies {
        if is_now(life, used.session) {
            use_strategy(clinic, life, used, session).await?;
        }
    }
    Ok(())
}

async fn use_strategy(
    clinic: &Clinic,
    life: &mut Life,
    used: &UsedStrategy,
    session: SessionId,
) -> Result<(), Problem> {
    let (area, strategy, note) = (life.story.area, used.key.clone(), used.note.clone());
    let used = UseStrategy { area, strategy, session: Some(session), note };
    life.ask(clinic, false, Command::UseStrategy(used)).await
}

async fn write_section(
    clinic: &Clinic,
    life: &mut Life,
    section: &Part,
    session: SessionId,
) -> Result<(), Problem> {
    let on = life.known.session(session).map_or(life.first, |session| session.on);
    let (area, rows) = (life.story.area, section.rows.iter().map(|row| told(life, row, on)).collect());
    let written = WriteSection { area, section: section.section.clone(), rows, reason: String::new() };
    life.ask(clinic, false, Command::WriteSection(written)).await
}

async fn begin(clinic: &Clinic, life: &mut Life, work: &Done, session: SessionId) -> Result<(), Problem> {
    if let Some(note) = work.safety.clone() {
        let asked = AskDisputeSafety { found: Vec::new(), note };
        life.ask(clinic, false, Command::AskDisputeSafety(asked)).await?;
    }
    for section in work.sections.iter().filter(|one| one.session.is_none()) {
        write_section(clinic, life, section, session).await?;
    }
    Ok(())
}

/// A row with people by their number, and days by their date: `+28` is so many days after the session, `monday before 10`
/// the Monday before the session in which is told what is told in the tenth of sixteen.
fn told(life: &Life, row: &Row, on: Day) -> BTreeMap<String, String> {
    let cell = |(column, text): (&String, &String)| {
        if let Some(days) = text.strip_prefix('+') {
            return (column.clone(), on.plus(days.parse().unwrap_or(0)).to_string());
        }
        if let Some(at) = text.strip_prefix("monday before ").and_then(|at| at.parse().ok()) {
            let session = life.expected(at, on);
            let monday = (1..=7).map(|back| session.plus(-back)).find(|day| day.weekday() == 1);
            return (column.clone(), monday.unwrap_or(session).to_string());
        }
        let person = if column == "with" { life.person(Some(text)) } else { None };
        (column.clone(), person.map_or_else(|| text.clone(), |id| id.to_string()))
    };
    row.iter().map(cell).collect()
}

/// The talk that the story has, turn by turn.
async fn talk(clinic: &Clinic, life: &mut Life, work: &Done, session: SessionId) -> Result<(), Problem> {
    let Some(talk) = work.talk.clone() else { return Ok(()) };
    let person = life.person(work.with.as_ref());
    let talk = AnalyseCommunication { session: Some(session), person, ..talk };
    life.ask(clinic, false, Command::AnalyseCommunication(talk)).await?;
    // What is weighed later is what a plan is made of.
    life.worked_out = work.weighed_at.is_none().then(|| life.known.version.into());
    Ok(())
}

/// The choice and the rehearsal that the story has, each from what was worked out before. The rehearsal is shown to the
/// client, and the plan of this session comes from it.
async fn chain(clinic: &Clinic, life: &mut Life, work: &Done, session: SessionId) -> Result<(), Problem> {
    let (person, session) = (life.person(work.with.as_ref()), Some(session));
    let of_talk = |life: &Life| life.known.artefacts.last().map(|artefact| artefact.id);
    let mut from: Option<ArtefactId> = of_talk(life);
    if let Some(choice) = work.choice.clone() {
        let choice = AnalyseDecision { session, from, ..choice };
        life.ask(clinic, false, Command::AnalyseDecision(choice)).await?;
        from = Some(life.known.version.into());
    }
    if let Some(scene) = work.scene.clone() {
        let scene = PlayRole { session, from, person, ..scene };
        life.ask(clinic, false, Command::PlayRole(scene)).await?;
        let artefact: ArtefactId = life.known.version.into();
        let share = ShareArtefact { artefact, is_shared: true };
        life.ask(clinic, false, Command::ShareArtefact(share)).await?;
        from = Some(artefact);
    }
    life.worked_out = from;
    Ok(())
}
