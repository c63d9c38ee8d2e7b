//! Two sessions in a row that left the focus: named in words with both sessions, and answered with a reason.

use super::{cockpit, prepare};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::drift::{AnswerDrift, drift};
use treatment::ids::SessionId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post("/courses/{course}/drift", Rule::Course(Verb::Treat), answer)
}

/// Puts the drift on a page, when there is one. After the answer the page of `back` follows, or Prepare.
pub(crate) fn put_card(visit: &CourseVisit, sheet: &mut Sheet, back: Option<SessionId>) {
    let Some(drift) = drift(visit.course()) else { return };
    let words = &visit.words;
    let items = drift.sessions.iter().filter_map(|id| visit.course().session(*id));
    let items = items.map(|session| Item {
        text: session.note.as_ref().map(|signed| signed.note.off_reason.clone()).unwrap_or_default(),
        meta: words.day(session.on),
        ..Item::link(
            words.say("session-number").arg("number", session.number().unwrap_or(0)).to_string(),
            visit.href(&format!("/sessions/{}", session.id.0)),
        )
    });
    let mut blocks = vec![Block::Text(sheet.say("drift-lead")), Block::Items(items.collect())];
    let is_answered = drift.answer.is_some();
    if let Some((at, answer)) = drift.answer {
        blocks.push(Block::Heading(sheet.say("drift-answered")));
        blocks.push(Block::Written(answer.reason));
        blocks.push(Block::Quiet(words.moment(at, &visit.zone())));
    }
    if visit.may(Verb::Treat) {
        let form = Form::on(&sheet.f, "drift", visit.href("/drift"))
            .hidden("session", drift.sessions[1].to_string())
            .hidden("back", back.map(|id| id.to_string()).unwrap_or_default())
            .area("reason", "", 2)
            .quiet()
            .send("drift-send");
        blocks.push(if is_answered {
            Block::Fold(sheet.say("drift-again"), form)
        } else {
            Block::Form(form)
        });
    }
    let card = sheet.card("drift-title", blocks);
    card.tone = if is_answered { "" } else { "warn" };
}

async fn answer(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .number("session")
        .map(SessionId)
        .map(|session| Command::AnswerDrift(AnswerDrift { session, reason: fields.text("reason") }));
    let back: Option<u32> = fields.some_number("back").unwrap_or_default();
    let then = back.map_or_else(|| visit.href("/prepare"), |id| visit.href(&format!("/sessions/{id}")));
    visit
        .submit(asked, fields, &then, "tab-prepare", async |visit, f| match back {
            Some(id) => cockpit::view(visit, f, SessionId(id)).await,
            None => prepare::view(visit, f).await,
        })
        .await
}
