//! One session: what came in since the last, the note with its link of mood and event, what is added later.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::words::signed;
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::count;
use treatment::ids::{PersonId, SessionId};
use treatment::refusal::Refusal;
use treatment::session::{
    AmendKind, AmendNote, HoldSession, MissSession, MissedBy, Mode, MoodLink, MoveSession, Session,
    SessionState, SignNote, Worked,
};
use treatment::summary::WEEKLY;
use treatment::technique::Technique;

const PAGE: &str = "/courses/{course}/sessions/{session}";

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get(PAGE, Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/sessions/{session}/held", treat, held)
        .post("/courses/{course}/sessions/{session}/missed", treat, missed)
        .post("/courses/{course}/sessions/{session}/move", treat, moved)
        .post("/courses/{course}/sessions/{session}/sign", treat, sign)
        .post("/courses/{course}/sessions/{session}/amend", treat, amend)
}

fn wanted(visit: &CourseVisit, path: &(String, String)) -> Result<Session, Problem> {
    let id = path.1.parse().map(SessionId).map_err(|_| Problem::NotYours)?;
    visit.course().session(id).cloned().ok_or(Problem::NotYours)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let session = wanted(&visit, &path)?;
    let f = visit.course_frame("session-title").await?;
    view(&visit, f, session.id).await
}

async fn view(visit: &CourseVisit, f: Frame, id: SessionId) -> Answer {
    let session = visit.course().session(id).cloned().ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    let time = session.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
    sheet.f.title = match session.number() {
        Some(number) => words.say("session-number").arg("number", number).to_string(),
        None => words.say("session-title").to_string(),
    };
    sheet.lead = format!("{} {time}", words.day(session.on));
    let action = visit.href(&format!("/sessions/{}", id.0));
    let may_treat = visit.may(Verb::Treat);
    match &session.state {
        SessionState::Planned if may_treat => planned_cards(visit, &mut sheet, &session, &action),
        SessionState::Missed(missed) => {
            let text = format!("{} {}", words.term("missed-by", missed.by.key()), missed.reason);
            sheet.card("session-missed", vec![Block::Text(text)]);
        }
        SessionState::Cancelled => {
            sheet.card("", vec![Block::Quiet(words.say("session-cancelled").to_string())]);
        }
        SessionState::Held(_) if session.note.is_none() && may_treat => {
            note_card(visit, &mut sheet, &session, &action).await?;
        }
        _ => {}
    }
    if session.note.is_some() {
        signed_cards(visit, &mut sheet, &session, &action, may_treat);
    }
    beside(visit, &mut sheet, &session)?;
    sheet.workbench()
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

async fn note_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    session: &Session,
    action: &str,
) -> Result<(), Problem> {
    let subject = format!("note/{}/{}", visit.id, session.id.0);
    let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
    let people = visit.people_choices();
    let form = Form::on(&sheet.f, "sign", format!("{action}/sign"))
        .area("text", "", 16)
        .draft(draft, subject, visit.id.to_string(), &visit.zone())
        .scale("mood", None)
        .text("mood-words", "")
        .text("event", "")
        .select_of("person", people, None)
        .text("no-link-reason", "")
        .radio("worked", "worked", Some(Worked::Focus))
        .text("off-reason", "")
        .send("note-sign");
    let blocks = vec![Block::Quiet(sheet.say("session-question")), Block::Form(form)];
    sheet.card("note-title", blocks);
    Ok(())
}

fn signed_cards(visit: &CourseVisit, sheet: &mut Sheet, session: &Session, action: &str, may_treat: bool) {
    let Some(signed) = &session.note else { return };
    let words = &visit.words;
    let mut facts = Vec::new();
    if let Some(link) = &signed.note.link {
        let mood = link.mood.map(|mood| mood.to_string()).unwrap_or_default();
        facts.push((words.say("field-mood").to_string(), format!("{mood} {}", link.mood_words)));
        facts.push((words.say("field-event").to_string(), link.event.clone()));
        facts.push((words.say("field-person").to_string(), visit.person_name(link.person)));
    }
    facts.push((words.say("field-no-link-reason").to_string(), signed.note.no_link_reason.clone()));
    facts.push((
        words.say("field-worked").to_string(),
        words.term("worked", signed.note.worked.key()).to_string(),
    ));
    facts.push((words.say("field-off-reason").to_string(), signed.note.off_reason.clone()));
    facts.retain(|(_, value)| !value.trim().is_empty());
    let at = words.say("note-signed-at").arg("at", words.moment(signed.at, &visit.zone())).to_string();
    sheet.card(
        "note-title",
        vec![Block::Written(signed.note.text.clone()), Block::Facts(facts), Block::Quiet(at)],
    );
    for amended in &session.amended {
        let text = vec![
            Block::Quiet(words.moment(amended.at, &visit.zone())),
            Block::Written(amended.amend.text.clone()),
            Block::Quiet(amended.amend.reason.clone()),
        ];
        let card = sheet.card("", text);
        card.title = words.term("amend", amended.amend.kind.key()).to_string();
    }
    if may_treat {
        let form = Form::on(&sheet.f, "amend", format!("{action}/amend"))
            .radio("kind", "amend", Some(AmendKind::Addendum))
            .area("text", "", 5)
            .text("reason", "")
            .send("note-amend-send");
        sheet.card("", vec![Block::Fold(sheet.say("note-amend"), form)]);
    }
}

/// What the therapist needs in sight: time left, last answers, last plan, last note.
fn beside(visit: &CourseVisit, sheet: &mut Sheet, session: &Session) -> Result<(), Problem> {
    let course = visit.course();
    let words = &visit.words;
    let count = count(course, visit.protocol()?);
    let mut facts = vec![(words.say("sessions-left").to_string(), count.left().to_string())];
    let mut totals = course.measures.of(WEEKLY).rev();
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
    sheet.beside(
        "prepare-title",
        vec![
            Block::Facts(facts),
            Block::Link(visit.href("/measures"), words.say("tab-measures").to_string()),
        ],
    );
    let mut plans = Vec::new();
    if let Some(plan) = course.plans.last() {
        plans.push(Block::Items(vec![super::plans::line(visit, plan)]));
    } else {
        plans.push(Block::Quiet(words.say("plans-none").to_string()));
    }
    plans.push(Block::Link(visit.href("/plans"), words.say("plans-agree").to_string()));
    sheet.beside("prepare-plan", plans);
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

async fn sign(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = read_note(&fields, id).map(Command::SignNote);
    go(visit, asked, fields, id).await
}

fn read_note(fields: &Fields, session: SessionId) -> Result<SignNote, Refusal> {
    let mood = fields.some_number("mood")?;
    let (mood_words, event) = (fields.text("mood-words"), fields.text("event"));
    let has_link = mood.is_some() || !mood_words.trim().is_empty() || !event.trim().is_empty();
    let person = fields.some_number("person")?.map(PersonId);
    Ok(SignNote {
        session,
        text: fields.text("text"),
        link: has_link.then_some(MoodLink { mood, mood_words, event, person }),
        no_link_reason: fields.text("no-link-reason"),
        worked: fields.one("worked", Worked::parse)?,
        off_reason: fields.text("off-reason"),
        techniques: fields.all("techniques").iter().filter_map(|key| Technique::parse(key)).collect(),
    })
}

async fn amend(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = fields.one("kind", AmendKind::parse).map(|kind| {
        Command::AmendNote(AmendNote {
            session: id,
            kind,
            text: fields.text("text"),
            reason: fields.text("reason"),
        })
    });
    go(visit, asked, fields, id).await
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields, id: SessionId) -> Answer {
    let then = visit.href(&format!("/sessions/{}", id.0));
    visit.submit(asked, fields, &then, "session-title", async |visit, f| view(visit, f, id).await).await
}
