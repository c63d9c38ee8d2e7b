//! The work on the story's area: sheets, stages, strategies, and once a whole chain from a talk to a plan.

use super::lives::Life;
use super::story::{Done, Row};
use clinic::Clinic;
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::area_work::{AskDisputeSafety, StageDispute, UseStrategy, WriteSection};
use treatment::chain::{AnalyseCommunication, AnalyseDecision, PlayRole, ShareArtefact};
use treatment::command::Command;
use treatment::focus::Area;
use treatment::ids::{ArtefactId, SessionId};
use treatment::time::Day;

/// What the middle's session of this place brings, counted from nought.
pub(super) async fn middle(
    clinic: &Clinic,
    life: &mut Life,
    nth: usize,
    session: SessionId,
    day: Day,
) -> Result<(), Problem> {
    let Some(work) = life.story.work.clone() else { return Ok(()) };
    let area = life.story.area;
    if nth == 0 {
        begin(clinic, life, &work, area).await?;
    }
    for stage in work.stages.iter().filter(|stage| stage.at == nth) {
        let parties = work.parties.iter().filter_map(|name| life.person(Some(name))).collect();
        let staged = StageDispute { parties, stage: stage.stage, on: day, why: stage.why.clone() };
        life.ask(clinic, false, Command::StageDispute(staged)).await?;
    }
    if let Some(used) = work.strategies.get(nth) {
        let used =
            UseStrategy { area, strategy: used.key.clone(), session: Some(session), note: used.note.clone() };
        life.ask(clinic, false, Command::UseStrategy(used)).await?;
    }
    if nth == work.at {
        chain(clinic, life, &work, session).await?;
    }
    Ok(())
}

async fn begin(clinic: &Clinic, life: &mut Life, work: &Done, area: Area) -> Result<(), Problem> {
    if let Some(note) = work.safety.clone() {
        let asked = AskDisputeSafety { found: Vec::new(), note };
        life.ask(clinic, false, Command::AskDisputeSafety(asked)).await?;
    }
    for section in &work.sections {
        let rows = section.rows.iter().map(|row| told(life, row)).collect();
        let written = WriteSection { area, section: section.section.clone(), rows, reason: String::new() };
        life.ask(clinic, false, Command::WriteSection(written)).await?;
    }
    Ok(())
}

/// A row with people by their number.
fn told(life: &Life, row: &Row) -> BTreeMap<String, String> {
    let cell = |(column, text): (&String, &String)| {
        let person = if column == "with" { life.person(Some(text)) } else { None };
        (column.clone(), person.map_or_else(|| text.clone(), |id| id.to_string()))
    };
    row.iter().map(cell).collect()
}

/// The talk, the choice and the rehearsal that the story has, each from the one before. The rehearsal is shown to the
/// client, and the plan of this session comes from it.
async fn chain(clinic: &Clinic, life: &mut Life, work: &Done, session: SessionId) -> Result<(), Problem> {
    let (person, session) = (life.person(work.with.as_ref()), Some(session));
    let mut from: Option<ArtefactId> = None;
    if let Some(talk) = work.talk.clone() {
        let talk = AnalyseCommunication { session, person, ..talk };
        life.ask(clinic, false, Command::AnalyseCommunication(talk)).await?;
        from = Some(life.known.version.into());
    }
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
