//! Tagging something as evidence: a person, an event, a score, or a sentence quoted from a note or the history.

use super::focus::area_choices;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::focus::{Area, Direction, Source, TagEvidence, text_of};
use treatment::formulation::sentences;
use treatment::ids::{EventId, PersonId, ResultId, SessionId};
use treatment::opening::HistorySection;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.get("/courses/{course}/focus/tag", treat, show).post(
        "/courses/{course}/focus/evidence",
        treat,
        tag,
    )
}

/// Sentences of a note or history that are offered to be quoted; what is beyond them can be pasted.
const OFFERED_MOST: usize = 60;

/// `person:12`, `history:symptoms`.
pub(super) fn source_key(source: Source) -> String {
    match source {
        Source::Person(id) => format!("person:{}", id.0),
        Source::Event(id) => format!("event:{}", id.0),
        Source::Result(id) => format!("result:{}", id.0),
        Source::Note(id) => format!("note:{}", id.0),
        Source::History(section) => format!("history:{}", section.key()),
    }
}

pub(super) fn read_source(text: &str) -> Option<Source> {
    let (kind, id) = text.split_once(':')?;
    if kind == "history" {
        return HistorySection::parse(id).map(Source::History);
    }
    let id = id.parse().ok()?;
    match kind {
        "person" => Some(Source::Person(PersonId(id))),
        "event" => Some(Source::Event(EventId(id))),
        "result" => Some(Source::Result(ResultId(id))),
        "note" => Some(Source::Note(SessionId(id))),
        _ => None,
    }
}

/// A record's name and where it is; none for one that is not there any more.
pub(super) fn source_line(visit: &CourseVisit, source: Source) -> Option<(String, String)> {
    let (course, words) = (visit.course(), &visit.words);
    Some(match source {
        Source::Person(id) => {
            // Who was erased has a word in the place of the name.
            let person = course.inventory.person(id);
            let person = person.filter(|person| !person.is_removed || person.erased.is_some())?;
            (person.name.clone(), visit.href(&format!("/people/{}", id.0)))
        }
        Source::Event(id) => {
            (course.timeline.event(id)?.entry.title.clone(), visit.href(&format!("/timeline/{}", id.0)))
        }
        Source::Result(id) => {
            let done = &course.measures.result(id)?.completed;
            let instrument = visit.library().content.instrument(&done.measure);
            let name = instrument.map(|instrument| instrument.name.clone());
            let total = instrument.map_or_else(|| done.total.to_string(), |one| one.written(done.total));
            let said = words
                .say("evidence-result")
                .arg("name", name.unwrap_or_else(|| done.measure.clone()))
                .arg("total", total)
                .arg("date", words.plain_day(done.on));
            (said.to_string(), visit.href(&format!("/measures/results/{}", id.0)))
        }
        Source::Note(id) => {
            let session = course.session(id)?;
            let date = words.plain_day(session.on);
            (
                words.say("evidence-note").arg("date", date).to_string(),
                visit.href(&format!("/sessions/{}", id.0)),
            )
        }
        Source::History(section) => {
            (words.term("history", section.key()).to_string(), visit.href("/opening"))
        }
    })
}

/// Every record of the course that something can rest on, people first.
pub(super) fn sources(visit: &CourseVisit) -> Vec<(String, String)> {
    let course = visit.course();
    let people = course.inventory.on_map().map(|person| Source::Person(person.id));
    let events = course.timeline.in_order().into_iter().map(|event| Source::Event(event.id));
    let results = course.measures.results.iter().rev().map(|result| Source::Result(result.id));
    let notes = course.sessions.iter().filter(|session| session.note.is_some()).map(|s| Source::Note(s.id));
    let history = course.history.keys().map(|section| Source::History(*section));
    let all = people.chain(events).chain(history).chain(notes).chain(results);
    all.filter_map(|source| Some((source_key(source), source_line(visit, source)?.0))).collect()
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let f = visit.course_frame("focus-tag").await?;
    page(&visit, f, asked.get("from").and_then(|from| read_source(from))).await
}

async fn page(visit: &CourseVisit, f: Frame, source: Option<Source>) -> Answer {
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("evidence-lead");
    let known = source.and_then(|source| source_line(visit, source));
    let quoted = source.and_then(|source| text_of(visit.course(), source));
    let mut form = Form::on(&sheet.f, "evidence", visit.href("/focus/evidence"))
        .radio_of("area", area_choices(visit)?, None)
        .radio::<Direction>("direction", "direction", None);
    form = match (source, quoted) {
        (Some(source), Some(text)) => {
            let said = sentences(text).into_iter().take(OFFERED_MOST);
            form.hidden("evidence-source", source_key(source))
                .radio_of("quote", said.map(|one| (one.to_owned(), one.to_owned())).collect(), None)
                .area("words", "", 2)
        }
        _ => form.area("words", "", 3).select_of(
            "evidence-source",
            sources(visit),
            source.map(source_key).as_deref(),
        ),
    };
    let form = form.send("focus-tag");
    sheet.card("", vec![Block::Form(form)]).title = known.map(|(name, _)| name).unwrap_or_default();
    let quotable = visit.course().history.keys().map(|section| Source::History(*section));
    let notes = visit.course().sessions.iter().rev().filter(|s| s.note.is_some()).map(|s| Source::Note(s.id));
    let items: Vec<Item> = quotable
        .chain(notes)
        .filter_map(|source| {
            let (name, _) = source_line(visit, source)?;
            Some(Item::link(name, visit.href(&format!("/focus/tag?from={}", source_key(source)))))
        })
        .collect();
    if !items.is_empty() {
        sheet.beside("evidence-quote", vec![Block::Items(items)]);
    }
    sheet.beside("", vec![Block::Link(visit.href("/focus"), words.say("tab-focus").to_string())]);
    sheet.workbench()
}

async fn tag(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::TagEvidence(TagEvidence {
            area: fields.one("area", Area::parse)?,
            direction: fields.one("direction", Direction::parse)?,
            // What is typed goes before what is ticked: it may be shorter.
            words: fields.some_text("words").unwrap_or_else(|| fields.text("quote")),
            source: fields.some_one("evidence-source", read_source)?,
        }))
    })();
    let then = visit.href("/focus");
    let source = fields.some_text("evidence-source").and_then(|text| read_source(text.trim()));
    let again = async move |visit: &CourseVisit, f: Frame| page(visit, f, source).await;
    visit.submit(asked, fields, &then, "focus-tag", again).await
}
