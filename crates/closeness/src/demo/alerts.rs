//! The demo's alerts: scores that do not go as hoped are talked about in the session after them, but for one course.

use super::lives::Life;
use super::shared::Shared;
use clinic::Clinic;
use clinic::problem::Problem;
use treatment::alert::{AnswerAlert, Topic, newest_alerts};
use treatment::command::Command;

/// Answers what stands open before a session, except in the course that got worse lately.
pub(super) async fn answer(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    if life.worsens {
        return Ok(());
    }
    for alert in newest_alerts(&life.known, &clinic.library().content) {
        if life.known.answer_to(alert.kind, alert.result).is_some() {
            continue;
        }
        let answer = AnswerAlert {
            kind: alert.kind,
            result: alert.result,
            looked_at: vec![Topic::Alliance, Topic::Focus, Topic::Plans],
            reason: life.pick(&shared.alerts.reasons),
        };
        life.ask(clinic, false, Command::AnswerAlert(answer)).await?;
    }
    Ok(())
}
