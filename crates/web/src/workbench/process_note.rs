//! The process note of a session, the therapist's private sheet: apart from the record, under its own key, read by nobody but its author.

use super::cockpit::wanted;
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::front::drafts::saved;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::drafts::Saved;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::ids::SessionId;
use treatment::refusal::Refusal;

const PAGE: &str = "/courses/{course}/sessions/{session}/process-note";

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get(PAGE, treat, show)
        .post_note(PAGE, treat, keep)
        .post_note("/courses/{course}/sessions/{session}/process-note/save", treat, save)
        .post("/courses/{course}/sessions/{session}/process-note/beside", treat, drop_beside)
        .post("/courses/{course}/sessions/{session}/process-note/destroy", treat, destroy)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = wanted(&visit, &path)?.id;
    view(&visit, visit.course_frame("process-note-title").await?, id).await
}

async fn view(visit: &CourseVisit, f: Frame, id: SessionId) -> Answer {
    let session = visit.course().session(id).ok_or(Problem::NotYours)?;
    let note = visit.clinic().process_note(visit.actor()?, visit.id, id).await?;
    let beside = note.as_ref().filter(|note| !note.beside.is_empty()).map(|note| note.revision_beside);
    let action = visit.href(&format!("/sessions/{}/process-note", id.0));
    let mut sheet = Sheet::new(f);
    sheet.lead = visit.words.day(session.on);
    let form = Form::on(&sheet.f, "process-note", action.as_str())
        .area("text", "", 16)
        .draft(note, String::new(), visit.id.to_string(), &visit.zone())
        .saved_at(format!("{action}/save"))
        .send("process-note-keep");
    let mut blocks = vec![Block::Text(sheet.say("process-note-lead")), Block::Form(form)];
    if let Some(seen) = beside {
        let form = Form::on(&sheet.f, "beside", format!("{action}/beside"))
            .hidden("seen", seen.to_string())
            .quiet()
            .send("draft-beside-drop");
        blocks.push(Block::Form(form));
    }
    sheet.card("", blocks).tone = "process-note";
    let destroy = Form::on(&sheet.f, "destroy", format!("{action}/destroy"))
        .check("destroy-all", false)
        .quiet()
        .send("process-note-destroy");
    let back = visit.href(&format!("/sessions/{}", id.0));
    let blocks = vec![
        Block::Link(back, sheet.say("chain-to-session")),
        Block::Fold(sheet.say("process-note-destroy"), destroy),
    ];
    sheet.card("", blocks);
    sheet.workbench()
}

async fn write(visit: &CourseVisit, id: SessionId, fields: &Fields) -> Result<Saved, Problem> {
    let actor = visit.actor()?;
    visit.clinic().save_process_note(actor, (visit.id, id), fields.since(), &fields.text("text")).await
}

async fn keep(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    match write(&visit, id, &fields).await {
        Ok(_) => Ok(see(&visit.href(&format!("/sessions/{}/process-note", id.0)))),
        Err(problem) => {
            visit
                .again(problem, fields, "process-note-title", async |visit, f| view(visit, f, id).await)
                .await
        }
    }
}

/// What the script saves by itself.
async fn save(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let outcome = write(&visit, id, &fields).await;
    saved(&visit, outcome)
}

/// What other windows wrote is let go of, as it was seen.
async fn drop_beside(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let seen = fields.number("seen").unwrap_or(0);
    visit.clinic().drop_process_beside(visit.actor()?, visit.id, id, seen).await?;
    Ok(see(&visit.href(&format!("/sessions/{}/process-note", id.0))))
}

async fn destroy(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    if fields.is_on("destroy-all") {
        visit.clinic().destroy_process_notes(visit.actor()?, visit.id).await?;
        return Ok(see(&visit.href(&format!("/sessions/{}", id.0))));
    }
    let problem = Problem::Refused(Refusal::Empty("destroy-all"));
    visit.again(problem, fields, "process-note-title", async |visit, f| view(visit, f, id).await).await
}
