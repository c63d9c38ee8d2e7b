//! The sessions of a course: planned, moved, missed, paused.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::{count, projected_end};
use treatment::session::{PauseCourse, PlanSession, ResumeCourse, SessionState};
use treatment::technique::Technique;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/courses/{course}/sessions", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/sessions", Rule::Course(Verb::Treat), plan)
        .post("/courses/{course}/pause", Rule::Course(Verb::Treat), pause)
        .post("/courses/{course}/resume", Rule::Course(Verb::Treat), resume)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-sessions").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let mut sheet = Sheet::new(f);
    let mut sessions: Vec<_> = course.sessions.iter().collect();
    sessions.sort_by_key(|session| (session.on, session.id));
    let items: Vec<Item> = sessions
        .iter()
        .rev()
        .map(|session| {
            let state = match &session.state {
                SessionState::Planned => Pill::plain(words.say("session-planned").to_string()),
                SessionState::Held(_) => super::course::pill(
                    words.say("session-held").arg("number", session.number().unwrap_or(0)).to_string(),
                    true,
                ),
                SessionState::Missed(missed) => {
                    Pill::warn(words.term("missed-by", missed.by.key()).to_string())
                }
                SessionState::Cancelled => Pill::plain(words.say("session-cancelled").to_string()),
            };
            let mut pills = vec![state];
            if matches!(session.state, SessionState::Held(_)) && session.note.is_none() {
                pills.push(Pill::warn(words.say("note-unsigned").to_string()));
            }
            let time = session.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
            Item {
                pills,
                ..Item::link(
                    format!("{} {time}", words.day(session.on)),
                    visit.href(&format!("/sessions/{}", session.id.0)),
                )
            }
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("sessions-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    techniques_card(visit, &mut sheet);

    let count = count(course, protocol);
    let mut facts = vec![
        (
            words.say("sessions-used").to_string(),
            words.say("count-of").arg("used", count.used).arg("of", count.of).to_string(),
        ),
        (words.say("sessions-left").to_string(), count.left().to_string()),
    ];
    if let Some(end) = projected_end(course, protocol, visit.today()) {
        facts.push((words.say("sessions-end").to_string(), words.plain_day(end)));
    }
    sheet.beside("sessions-time", vec![Block::Facts(facts)]);
    if visit.may(Verb::Treat) && course.closed.is_none() {
        let last = course.sessions.iter().map(|session| session.on).max();
        let cadence = course.contract().map_or(protocol.cadence_days, |contract| contract.cadence_days);
        let next = last.map_or(visit.today(), |last| last.plus(i32::from(cadence)).max(visit.today()));
        let at = course.sessions.iter().filter_map(|session| session.at_minute).next_back();
        let form = Form::on(&sheet.f, "plan", visit.href("/sessions"))
            .day("on", Some(next))
            .time("at", at)
            .send("sessions-plan");
        sheet.beside("sessions-plan", vec![Block::Form(form)]);
        let form = if course.pause().is_some() {
            Form::on(&sheet.f, "resume", visit.href("/resume"))
                .day("on", Some(visit.today()))
                .quiet()
                .send("sessions-resume")
        } else {
            Form::on(&sheet.f, "pause", visit.href("/pause"))
                .day("from", Some(visit.today()))
                .text("reason", "")
                .quiet()
                .send("sessions-pause")
        };
        let words = sheet.say(if course.pause().is_some() { "sessions-resume" } else { "sessions-pause" });
        sheet.beside("sessions-rest", vec![Block::Fold(words, form)]);
    }
    sheet.workbench()
}

/// Which techniques were used in which sessions, how long they took and how well they went: a row of what the therapist
/// said for each, never a sum or a rank.
fn techniques_card(visit: &CourseVisit, sheet: &mut Sheet) {
    let words = &visit.words;
    let mut noted: Vec<_> = visit.course().sessions.iter().collect();
    noted.retain(|session| session.standing_note().is_some());
    noted.sort_by_key(|session| (session.on, session.number()));
    let mut rows = Vec::new();
    for technique in Technique::ALL {
        let (mut sessions, mut said) = (Vec::new(), Vec::new());
        for session in &noted {
            let Some(note) = session.standing_note().map(|signed| &signed.note) else { continue };
            if !note.techniques.contains(technique) {
                continue;
            }
            let number = session.number().unwrap_or(0).to_string();
            let uses = note.technique_uses.iter().filter(|said| said.technique == *technique);
            said.extend(uses.map(|one| format!("{number}: {}", super::note::use_words(words, *one))));
            sessions.push(number);
        }
        if !sessions.is_empty() {
            let name = words.term("technique", technique.key()).to_string();
            rows.push(vec![name, sessions.join(" · "), said.join(" · ")]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let mut heads = vec!["field-techniques", "techniques-sessions", "techniques-said"];
    if rows.iter().all(|row| row[2].is_empty()) {
        heads.pop();
        for row in &mut rows {
            row.truncate(2);
        }
    }
    let table = Table {
        caption: sheet.say("techniques-over"),
        heads: heads.into_iter().map(|key| sheet.say(key)).collect(),
        rows,
    };
    let blocks = vec![Block::Quiet(sheet.say("techniques-over-lead")), Block::Table(table)];
    "techniques".clone_into(&mut sheet.card("techniques-over", blocks).id);
}

async fn plan(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let (on, at_minute) = (fields.day("on")?, fields.some_minute("at")?);
        Ok(Command::PlanSession(PlanSession { on, at_minute }))
    })();
    let then = visit.href("/sessions");
    visit.submit(asked, fields, &then, "tab-sessions", view).await
}

async fn pause(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .day("from")
        .map(|from| Command::PauseCourse(PauseCourse { from, reason: fields.text("reason") }));
    let then = visit.href("/sessions");
    visit.submit(asked, fields, &then, "tab-sessions", view).await
}

async fn resume(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.day("on").map(|on| Command::ResumeCourse(ResumeCourse { on }));
    let then = visit.href("/sessions");
    visit.submit(asked, fields, &then, "tab-sessions", view).await
}
