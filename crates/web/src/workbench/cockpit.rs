//! One session: what came in since the last, the note, the last plan and how it went, what was worked out.

use super::{drift, handed_over, note, prepare, writing};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::words::signed;
use axum::extract::{Path, Query};
use clinic::problem::Problem;
use std::collections::HashMap;
use treatment::access::{Verb, Who};
use treatment::command::Command;
use treatment::contract::{count, missed_rule, uses_one};
use treatment::ids::{ArtefactId, SessionId};
use treatment::plans::Plan;
use treatment::refusal::Refusal;
use treatment::session::{HoldSession, MissSession, MissedBy, Mode, MoveSession, Session, SessionState};
use treatment::summary::WEEKLY;

/// Most plans beside a note.
const PLANS_SHOWN: usize = 2;

const PAGE: &str = "/courses/{course}/sessions/{session}";

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get(PAGE, Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/sessions/{session}/held", treat, held)
        .post("/courses/{course}/sessions/{session}/missed", treat, missed)
        .post("/courses/{course}/sessions/{session}/move", treat, moved)
        .post("/courses/{course}/sessions/{session}/debrief", treat, debrief)
}

pub(crate) fn wanted(visit: &CourseVisit, path: &(String, String)) -> Result<Session, Problem> {
    let id = path.1.parse().map(SessionId).map_err(|_| Problem::NotYours)?;
    visit.course().session(id).cloned().ok_or(Problem::NotYours)
}

async fn show(
    visit: CourseVisit,
    Path(path): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let session = wanted(&visit, &path)?;
    let f = visit.course_frame("session-title").await?;
    let from = asked.get("from").and_then(|id| id.parse().ok()).map(ArtefactId);
    view_from(&visit, f, session.id, from).await
}

pub(crate) async fn view(visit: &CourseVisit, f: Frame, id: SessionId) -> Answer {
    view_from(visit, f, id, None).await
}

/// The page, with a plan begun from what was worked out before it, if it comes from there.
async fn view_from(visit: &CourseVisit, f: Frame, id: SessionId, from: Option<ArtefactId>) -> Answer {
    let session = visit.course().session(id).cloned().ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    let time = session.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
    sheet.f.title = match session.number() {
        Some(number) => words.say("session-number").arg("number", number).to_string(),
        None => words.say("session-title").to_string(),
    };
    sheet.lead = format!("{} {time}", words.day(session.on));
    if let SessionState::Held(held) = &session.state {
        sheet.lead = format!("{} · {}", sheet.lead.trim_end(), words.term("mode", held.mode.key()));
    }
    let action = visit.href(&format!("/sessions/{}", id.0));
    let may_treat = visit.may(Verb::Treat);
    match &session.state {
        SessionState::Planned if may_treat => {
            drift::put_card(visit, &mut sheet, Some(id));
            planned_cards(visit, &mut sheet, &session, &action);
        }
        SessionState::Missed(missed) => {
            let text = format!("{} {}", words.term("missed-by", missed.by.key()), missed.reason);
            sheet.card("session-missed", vec![Block::Text(text)]);
        }
        SessionState::Cancelled => {
            sheet.card("", vec![Block::Quiet(words.say("session-cancelled").to_string())]);
        }
        SessionState::Held(_) if session.note.is_none() && may_treat => {
            drift::put_card(visit, &mut sheet, Some(id));
            left_card(visit, &mut sheet, &session).await?;
            writing::write_card(visit, &mut sheet, &session, &action, from).await?;
        }
        // One person writes it. Who reads the course meanwhile sees that, and nothing of the draft.
        SessionState::Held(_) if session.note.is_none() => {
            let head = visit.course().head().ok_or(Problem::NotYours)?;
            let author = visit.clinic().name_of(Who::Staff(head.therapist)).await?;
            let mut said = handed_over::left_words(visit, &session).await?;
            said.push(words.say("note-not-signed").arg("name", author).to_string());
            sheet.card("note-title", said.into_iter().map(Block::Quiet).collect());
        }
        _ => {}
    }
    if session.note.is_some() {
        note::signed_cards(visit, &mut sheet, &session, &action).await?;
    }
    beside(visit, &mut sheet, &session)?;
    sheet.workbench()
}

/// Above the note of a session that somebody else held: that theirs was not signed, and what this one will be.
async fn left_card(visit: &CourseVisit, sheet: &mut Sheet, session: &Session) -> Result<(), Problem> {
    let mut said = handed_over::left_words(visit, session).await?;
    if let Some(held) = visit.course().held_by(session.id).filter(|_| !said.is_empty()) {
        let name = visit.clinic().name_of(Who::Staff(held)).await?;
        said.push(visit.words.say("handed-write").arg("name", name).to_string());
        sheet.card("handed-title", said.into_iter().map(Block::Text).collect());
    }
    Ok(())
}

fn planned_cards(visit: &CourseVisit, sheet: &mut Sheet, session: &Session, action: &str) {
    let held = Form::on(&sheet.f, "held", format!("{action}/held"))
        .day("on", Some(session.on.min(visit.today())))
        .radio("mode", "mode", Some(Mode::InPerson))
        .send("session-held-send");
    sheet.card("session-begin", vec![Block::Text(sheet.say("session-question")), Block::Form(held)]);
    let missed = Form::on(&sheet.f, "missed", format!("{action}/missed"))
        .day("on", Some(session.on.min(visit.today())))
        .radio::<MissedBy>("by", "missed-by", None)
        .text("reason", "")
        .quiet()
        .send("session-missed-send");
    let moved = Form::on(&sheet.f, "move", format!("{action}/move"))
        .day("on", Some(session.on))
        .time("at", session.at_minute)
        .quiet()
        .send("session-move-send");
    let cancel = Form::on(&sheet.f, "cancel", format!("{action}/move")).quiet().send("session-cancel-send");
    let blocks = vec![
        Block::Fold(sheet.say("session-missed"), missed),
        Block::Fold(sheet.say("session-move"), moved),
        Block::Fold(sheet.say("session-cancel"), cancel),
    ];
    sheet.card("session-otherwise", blocks);
}

/// What the therapist needs in sight: time left, last answers, last plan, last note.
fn beside(visit: &CourseVisit, sheet: &mut Sheet, session: &Session) -> Result<(), Problem> {
    let course = visit.course();
    let words = &visit.words;
    let count = count(course, visit.protocol()?);
    let is_past = course.sessions.iter().any(|other| other.number().is_some() && other.on > session.on);
    let flags = prepare::open_flags(visit);
    if !flags.is_empty() && !is_past {
        sheet.beside("today-flags", vec![Block::Items(flags)]).tone = "alert";
    }
    // An earlier session is shown with what was known on its day.
    let rule = missed_rule(course);
    let later = course.sessions.iter().filter(|other| other.on > session.on && uses_one(&other.state, rule));
    let left = usize::from(count.left()) + later.count();
    let mut facts = vec![(words.say("sessions-left").to_string(), left.to_string())];
    let mut totals =
        course.measures.of(WEEKLY).rev().filter(|result| result.completed.on <= session.on || !is_past);
    if let Some(latest) = totals.next() {
        let change = totals.next().map_or(String::new(), |before| {
            let difference = i32::from(latest.completed.total) - i32::from(before.completed.total);
            words.say("change-since").arg("points", signed(difference)).to_string()
        });
        let total = format!("{} · {} {change}", latest.completed.total, words.short_day(latest.completed.on));
        facts.push((words.say("prepare-score").to_string(), total));
    } else {
        facts.push((words.say("prepare-score").to_string(), words.say("prepare-no-score").to_string()));
    }
    let mut blocks = vec![
        Block::Facts(facts),
        Block::Link(visit.href("/measures"), words.say("tab-measures").to_string()),
    ];
    // After the close there is no session to prepare.
    if course.closed.is_none() {
        blocks.push(Block::Link(visit.href("/prepare"), words.say("tab-prepare").to_string()));
    }
    sheet.beside("prepare-title", blocks);
    let since = course.sessions.iter().filter(|other| other.number().is_some() && other.id != session.id);
    let since = since.map(|other| other.on).filter(|on| *on <= session.on).max();
    let shared = prepare::shared_since(visit, since);
    if !shared.is_empty() && !is_past {
        sheet.beside("prepare-shared", vec![Block::Items(shared)]);
    }
    let near = super::grief::near_days_planned(visit);
    if !near.is_empty() && !is_past {
        sheet.beside("days-near", vec![Block::Items(near)]);
    }
    plans_card(visit, sheet, session, is_past);
    if visit.may(Verb::Treat) {
        let process = visit.href(&format!("/sessions/{}/process-note", session.id.0));
        sheet.beside("", vec![Block::Link(process, sheet.say("process-note-open"))]).tone = "process-note";
    }
    let here = course.artefacts.iter().filter(|artefact| artefact.session() == Some(session.id));
    let here: Vec<Item> = here
        .map(|artefact| super::chain::line(visit, artefact, visit.href(&format!("/worked/{}", artefact.id))))
        .collect();
    let mut worked = if here.is_empty() { Vec::new() } else { vec![Block::Items(here)] };
    if visit.may(Verb::Treat) && course.closed.is_none() {
        worked.extend(super::chain::begin(visit, Some(session.id)));
    }
    if !worked.is_empty() {
        sheet.beside("chain-title", worked);
    }
    if !is_past {
        strategies_cards(visit, sheet);
    }
    let before = course.sessions.iter().filter(|other| other.id != session.id && other.on <= session.on);
    let last = before
        .filter_map(|other| other.note.as_ref().map(|note| (other, note)))
        .max_by_key(|(other, _)| other.on);
    if let Some((other, signed)) = last {
        let text: String = signed.note.text.chars().take(600).collect();
        let link = Item {
            text,
            ..Item::link(words.day(other.on), visit.href(&format!("/sessions/{}", other.id.0)))
        };
        sheet.beside("prepare-note", vec![Block::Items(vec![link])]);
    }
    Ok(())
}

/// The strategies of each area that is the focus: which were used and which not yet, and the way to its sheet.
fn strategies_cards(visit: &CourseVisit, sheet: &mut Sheet) {
    let Some(focus) = visit.course().focus() else { return };
    for area in std::iter::once(focus.area).chain(focus.second) {
        let mut strategies = super::area::strategies(visit, area);
        for one in &mut strategies {
            // What came of it stands on the sheet.
            one.text.clear();
        }
        let way = Block::Link(visit.href(super::area::place_of(area)), sheet.say("work-open"));
        let title = visit.words.say("work-strategies-of").arg("area", visit.area_words(area)).to_string();
        let card = sheet.beside("", vec![Block::Items(strategies), way]);
        (card.id, card.title) = (format!("strategies-{}", area.key()), title);
    }
}

/// The plan nothing was heard of yet, or else the last one, and the one agreed in this session; and a form for one more,
/// unless it stands beside a note that is still written. Beside an earlier session: the plan it looked back on and the
/// one agreed in it.
fn plans_card(visit: &CourseVisit, sheet: &mut Sheet, session: &Session, is_past: bool) {
    let course = visit.course();
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let action = visit.href(&format!("/sessions/{}", session.id.0));
    let last = course.plans.len().saturating_sub(1);
    let mut shown: Vec<_> = course.plans.iter().enumerate().collect();
    if is_past {
        // One that is agreed with the signature is of this session, however late its note is signed.
        let with_note = |plan: &Plan| session.note.as_ref().is_some_and(|signed| signed.at == plan.at);
        shown.retain(|(_, plan)| visit.day_of(plan.at) <= session.on || with_note(plan));
    } else {
        shown.retain(|(place, plan)| plan.is_open() || *place == last);
    }
    let shown = shown.split_off(shown.len().saturating_sub(PLANS_SHOWN));
    let item = |(_, plan): (usize, &Plan)| {
        let mut line = super::plans::line(visit, plan);
        if may_treat {
            let id = format!("debrief-{}", plan.id);
            let form = super::plans::report_form(&sheet.f, &id, format!("{action}/debrief"), plan);
            line.forms.push((sheet.say("plan-report"), form));
        }
        line
    };
    let items: Vec<Item> = shown.into_iter().map(item).collect();
    let mut blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("plans-none"))]
    } else {
        vec![Block::Items(items)]
    };
    if may_treat && session.note.is_some() {
        let form = Form::on(&sheet.f, "plan", format!("{action}/plan"));
        let form = writing::with_plan(form, visit, None).quiet().send("plans-agree");
        blocks.push(Block::Fold(sheet.say("plans-agree"), form));
    }
    blocks.push(Block::Link(visit.href("/plans"), sheet.say("tab-plans")));
    "plan-agreed".clone_into(&mut sheet.beside("prepare-plan", blocks).id);
}

async fn held(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = (|| {
        let (on, mode) = (fields.day("on")?, fields.one("mode", Mode::parse)?);
        Ok(Command::HoldSession(HoldSession { session: Some(id), on, mode, number: 0 }))
    })();
    go(visit, asked, fields, id).await
}

async fn missed(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = (|| {
        let (on, by) = (fields.day("on")?, fields.one("by", MissedBy::parse)?);
        Ok(Command::MissSession(MissSession { session: Some(id), on, by, reason: fields.text("reason") }))
    })();
    go(visit, asked, fields, id).await
}

async fn moved(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = (|| {
        let on = if fields.is_form("cancel") { None } else { Some(fields.day("on")?) };
        let at_minute = fields.some_minute("at")?;
        Ok(Command::MoveSession(MoveSession { session: id, on, at_minute }))
    })();
    go(visit, asked, fields, id).await
}

/// How the last plan went, told in the session.
async fn debrief(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = super::plans::read_report(&fields).map(Command::ReportPlan);
    go(visit, asked, fields, id).await
}

pub(crate) async fn go(
    visit: CourseVisit,
    asked: Result<Command, Refusal>,
    fields: Fields,
    id: SessionId,
) -> Answer {
    let then = visit.href(&format!("/sessions/{}", id.0));
    visit.submit(asked, fields, &then, "session-title", async |visit, f| view(visit, f, id).await).await
}
