//! Links on their way in the demo, one in each state, so that the list of what waits shows them all.

use clinic::Clinic;
use clinic::handouts::{LINK_DAYS, LinkKey, NewLink};
use clinic::problem::Problem;
use store::Step;
use treatment::access::Actor;
use treatment::ids::SubmissionId;

/// Hands out a form in each of the first open courses of a therapist: sent, opened, undelivered, withdrawn, closed after
/// wrong PINs.
pub(super) async fn hand_out(clinic: &Clinic, therapist: &Actor) -> Result<(), Problem> {
    let mut lines = clinic.own_lines(therapist).await?;
    lines.retain(|line| line.summary.closed_at.is_none());
    for (line, state) in lines.iter().zip(["sent", "opened", "undelivered", "withdrawn", "void"]) {
        let submission = SubmissionId(*line.course.bytes());
        let link = NewLink { measure: "phq-9".to_owned(), days: LINK_DAYS, by_mail: false, submission };
        let made = clinic.make_link(therapist, line.course, &link).await?;
        let key = LinkKey::Token(made.token);
        let newest = clinic.handouts_of(therapist, line.course).await?.into_iter().next();
        let Some(form) = newest else { continue };
        match state {
            "opened" => drop(clinic.open_link(&key, &made.pin).await),
            "undelivered" => {
                clinic.store().note_handout(form.id, Step::Failed, clinic.clock().now()).await?;
            }
            "withdrawn" => clinic.withdraw_handout(therapist, line.course, form.id).await?,
            "void" => {
                for _ in 0..5 {
                    drop(clinic.open_link(&key, "none").await);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
