//! Links on their way in the demo, one in each state, so that the list of what waits shows them all.

use clinic::Clinic;
use clinic::handle::Asked;
use clinic::handouts::{LINK_DAYS, LinkKey, NewLink};
use clinic::permissions::NewPermission;
use clinic::problem::Problem;
use store::Step;
use treatment::access::Actor;
use treatment::command::Command;
use treatment::ids::SubmissionId;
use treatment::measure::{CompleteMeasure, How};

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
    // And one form of which the last questions are open still.
    let Some(line) = lines.last() else { return Ok(()) };
    let answered = ["1", "2", "3", "4"];
    let form = CompleteMeasure {
        measure: "gad-7".to_owned(),
        version: clinic.library().content.instrument("gad-7").map_or(1, |instrument| instrument.version),
        answers: answered.iter().map(|item| ((*item).to_owned(), "1".to_owned())).collect(),
        on: clinic.today(),
        how: How::Session,
        language: "en".to_owned(),
    };
    let submission = SubmissionId([7; 16]);
    let asked = Asked::plain(Command::HandInMeasure(form), submission);
    clinic.handle(therapist, line.course, asked).await.map(drop)
}

/// A permission on record, so that the page of licences shows one.
pub(super) async fn permit(clinic: &Clinic, office: &Actor) -> Result<(), Problem> {
    let permission = NewPermission {
        measure: "wsas".to_owned(),
        given_by: "The holder of the rights, made up for this demonstration".to_owned(),
        basis: "A letter to the service: forms on paper, typed in by their numbers, in its own rooms."
            .to_owned(),
        given_on: clinic.today(),
    };
    clinic.record_permission(office, &permission).await
}
