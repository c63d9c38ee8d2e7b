//! One entry of the timeline: how a line was read, before it is saved; and the entry as it stands, to change or remove.

use super::timeline::when;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{EventId, PersonId};
use treatment::oneline::{Doubt, Reading, read};
use treatment::refusal::Refusal;
use treatment::timeline::{ChangeEvent, Entry, EventKind, Lane, RemoveEvent};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/timeline/{event}", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/timeline/change", treat, change)
        .post("/courses/{course}/timeline/remove", treat, remove)
}

/// The fields of an entry, filled in from what is known of it.
pub(super) fn entry_fields<'f>(
    visit: &CourseVisit,
    form: FormBuilder<'f>,
    known: Option<&Entry>,
) -> FormBuilder<'f> {
    let start = known.map(|entry| visit.words.partial(&entry.start)).unwrap_or_default();
    let end =
        known.and_then(|entry| entry.end.as_ref()).map(|end| visit.words.partial(end)).unwrap_or_default();
    let people: Vec<String> = known
        .map(|entry| entry.people.iter().map(|id| visit.course().inventory.now(*id).0.to_string()).collect())
        .unwrap_or_default();
    form.text("title", known.map_or("", |entry| &entry.title))
        .text("start", &start)
        .text("end", &end)
        .select("lane", "lane", Some(known.map_or(Lane::Event, |entry| entry.lane)))
        .select_some("kind", "event-kind", known.and_then(|entry| entry.kind))
        .number("feeling", known.and_then(|entry| entry.feeling).map(i64::from), -5, 5)
        .checks("people", visit.people_choices(), &people)
        .area("note", known.map_or("", |entry| &entry.note), 2)
        .check_if(false, "date-meant", known.is_some_and(|entry| entry.date_meant))
}

pub(super) fn read_entry(visit: &CourseVisit, fields: &Fields) -> Result<Entry, Refusal> {
    let people = fields.all("people").iter().filter_map(|id| id.parse().ok().map(PersonId)).collect();
    Ok(Entry {
        lane: fields.one("lane", Lane::parse)?,
        kind: fields.some_one("kind", EventKind::parse)?,
        title: fields.text("title"),
        start: fields.some_partial("start", &visit.words)?.ok_or(Refusal::Empty("start"))?,
        end: fields.some_partial("end", &visit.words)?,
        feeling: fields.some_number("feeling")?,
        people,
        note: fields.text("note"),
        date_meant: fields.is_on("date-meant"),
    })
}

/// How a line was read, in words: what happened, when, and what is to be looked at.
pub(crate) fn in_words(visit: &CourseVisit, line: &str, reading: &Reading) -> Vec<Block> {
    let words = &visit.words;
    let mut facts = vec![
        (words.say("line-was").to_string(), line.trim().to_owned()),
        (words.say("field-title").to_string(), reading.title.clone()),
    ];
    for (field, date) in [("field-start", reading.start), ("field-end", reading.end)] {
        if let Some(date) = date {
            facts.push((words.say(field).to_string(), words.partial(&date)));
        }
    }
    if reading.is_ongoing {
        facts.push((words.say("field-end").to_string(), words.say("line-ongoing").to_string()));
    }
    if let Some(kind) = reading.kind {
        let kind = words.term("event-kind", kind.key());
        facts.push((
            words.say("field-kind").to_string(),
            words.say("line-kind-guess").arg("kind", kind).to_string(),
        ));
    }
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(reading.doubts.iter().map(|doubt| Block::Text(words.say(doubt.key()).to_string())));
    blocks
}

/// Reads a line in the language of the page.
pub(crate) async fn read_for(visit: &CourseVisit, line: &str) -> Result<Reading, Problem> {
    let head = visit.course().head().ok_or(Problem::NotYours)?;
    let birth_year = visit.clinic().birth_year_of(head.client).await?;
    Ok(read(line, visit.words.line_words(), visit.today(), birth_year))
}

/// The page that shows how a line was read. Nothing is saved yet.
pub(super) async fn reading(visit: &CourseVisit, f: Frame, line: &str) -> Answer {
    let words = &visit.words;
    let reading = read_for(visit, line).await?;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("line-lead");
    sheet.card("line-read-as", in_words(visit, line, &reading));
    let partial = |date: Option<treatment::time::PartialDate>| {
        date.map(|date| words.partial(&date)).unwrap_or_default()
    };
    let named: Vec<String> = named_in(visit, line).iter().map(|id| id.0.to_string()).collect();
    let form = Form::on(&sheet.f, "reading", visit.href("/timeline"))
        .text("title", &reading.title)
        .text("start", &partial(reading.start))
        .text("end", &partial(reading.end))
        .select("lane", "lane", Some(Lane::Event))
        .select_some("kind", "event-kind", reading.kind)
        .number("feeling", None, -5, 5)
        .checks("people", visit.people_choices(), &named)
        .area("note", "", 2)
        .check_if(reading.doubts.contains(&Doubt::BeforeBirth), "date-meant", false)
        .send("line-save");
    sheet.card("line-put-right", vec![Block::Form(form)]);
    sheet.card("", vec![Block::Link(visit.href("/timeline"), words.say("line-leave").to_string())]);
    sheet.workbench()
}

/// The same page after a refusal: what was typed stands in the form.
pub(super) async fn reading_again(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    let form = entry_fields(visit, Form::on(&sheet.f, "reading", visit.href("/timeline")), None);
    sheet.card("line-put-right", vec![Block::Form(form.send("line-save"))]);
    sheet.card("", vec![Block::Link(visit.href("/timeline"), visit.words.say("line-leave").to_string())]);
    sheet.workbench()
}

/// People of the map whose whole name stands in the line.
fn named_in(visit: &CourseVisit, line: &str) -> Vec<PersonId> {
    let plain = |text: &str| -> String {
        let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        format!(" {} ", spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let line = plain(line);
    let people = visit.course().inventory.on_map();
    people.filter(|person| line.contains(&plain(&person.name))).map(|person| person.id).collect()
}

async fn show(visit: CourseVisit, Path((_, event)): Path<(String, String)>) -> Answer {
    let event = event.parse().map_err(|_| Problem::NotYours)?;
    let f = visit.course_frame("event-title").await?;
    view(&visit, f, EventId(event)).await
}

async fn view(visit: &CourseVisit, f: Frame, id: EventId) -> Answer {
    let event = visit.course().timeline.event(id).ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let entry = &event.entry;
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&entry.title);
    let mut facts = vec![
        (words.say("field-start").to_string(), when(visit, event)),
        (words.say("field-lane").to_string(), words.term("lane", entry.lane.key()).to_string()),
    ];
    if let Some(kind) = entry.kind {
        facts.push((words.say("field-kind").to_string(), words.term("event-kind", kind.key()).to_string()));
        if let Some(area) = kind.area_hint() {
            let hint = words.say("axis-hint").arg("area", visit.area_words(area)).to_string();
            facts.push((words.say("event-hint").to_string(), hint));
        }
    }
    if let Some(feeling) = entry.feeling {
        facts.push((words.say("field-feeling").to_string(), crate::words::signed(i32::from(feeling))));
    }
    let people: Vec<String> = entry.people.iter().map(|id| visit.person_name(Some(*id))).collect();
    if !people.is_empty() {
        facts.push((words.say("field-people").to_string(), people.join(" · ")));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !entry.note.is_empty() {
        blocks.push(Block::Written(entry.note.clone()));
    }
    if visit.may(Verb::Treat) && visit.course().closed.is_none() {
        let tag = visit.href(&format!("/focus/tag?from=event:{}", id.0));
        blocks.push(Block::Link(tag, words.say("focus-tag").to_string()));
        sheet.card("", blocks);
        let form =
            Form::on(&sheet.f, "change", visit.href("/timeline/change")).hidden("entry", id.0.to_string());
        let form = entry_fields(visit, form, Some(entry)).send("save");
        sheet.card("change", vec![Block::Form(form)]);
        let form = Form::on(&sheet.f, "remove", visit.href("/timeline/remove"))
            .hidden("entry", id.0.to_string())
            .text("reason", "")
            .quiet()
            .send("remove");
        sheet.beside("remove", vec![Block::Fold(words.say("remove").to_string(), form)]);
    } else {
        sheet.card("", blocks);
    }
    sheet.beside("", vec![Block::Link(visit.href("/timeline"), words.say("tab-timeline").to_string())]);
    sheet.workbench()
}

/// Carries out what is asked of an entry; a refusal brings its page back, or the timeline when it is gone.
async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields, then: String) -> Answer {
    let known =
        fields.number("entry").ok().map(EventId).filter(|id| visit.course().timeline.event(*id).is_some());
    let again = async move |visit: &CourseVisit, f: Frame| match known {
        Some(id) => view(visit, f, id).await,
        None => super::timeline::view(visit, f).await,
    };
    visit.submit(asked, fields, &then, "event-title", again).await
}

async fn change(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let event = EventId(fields.number("entry")?);
        Ok(Command::ChangeEvent(ChangeEvent { event, entry: read_entry(&visit, &fields)? }))
    })();
    let then = visit.href("/timeline");
    go(visit, asked, fields, then).await
}

async fn remove(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.number("entry").map(|event| {
        Command::RemoveEvent(RemoveEvent { event: EventId(event), reason: fields.text("reason") })
    });
    let then = visit.href("/timeline");
    go(visit, asked, fields, then).await
}
