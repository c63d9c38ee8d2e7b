//! Evidence for and against each problem area, side by side; and the focus agreed, in the client's words. Nothing
//! here is computed.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::focus::{AgreeFocus, Area, Direction, Source, TagEvidence, WithdrawEvidence};
use treatment::ids::{EventId, EvidenceId, PersonId, ResultId};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/focus", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/focus", treat, agree)
        .post("/courses/{course}/focus/evidence", treat, tag)
        .post("/courses/{course}/focus/withdraw", treat, withdraw)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-focus").await?;
    view(&visit, f).await
}

/// Where evidence can come from, as choices.
fn sources(visit: &CourseVisit) -> Vec<(String, String)> {
    let course = visit.course();
    let people =
        course.inventory.on_map().map(|person| (format!("person:{}", person.id.0), person.name.clone()));
    let events = course
        .timeline
        .events
        .iter()
        .map(|event| (format!("event:{}", event.id.0), event.entry.title.clone()));
    people.chain(events).collect()
}

fn read_source(text: &str) -> Option<Source> {
    let (kind, id) = text.split_once(':')?;
    let id = id.parse().ok()?;
    match kind {
        "person" => Some(Source::Person(PersonId(id))),
        "event" => Some(Source::Event(EventId(id))),
        "result" => Some(Source::Result(ResultId(id))),
        _ => None,
    }
}

fn source_words(visit: &CourseVisit, source: Option<&Source>) -> String {
    match source {
        Some(Source::Person(id)) => visit.person_name(Some(*id)),
        Some(Source::Event(id)) => {
            visit.course().timeline.event(*id).map_or_else(String::new, |event| event.entry.title.clone())
        }
        Some(Source::Result(id)) => visit
            .course()
            .measures
            .result(*id)
            .map_or_else(String::new, |result| visit.words.plain_day(result.completed.on)),
        Some(Source::Note(_) | Source::History(_)) | None => String::new(),
    }
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("focus-lead");
    if let Some(focus) = course.focus() {
        let mut facts = vec![
            (words.say("field-area").to_string(), words.term("area", focus.area.key()).to_string()),
            (
                words.say("field-second").to_string(),
                focus.second.map_or_else(String::new, |area| words.term("area", area.key()).to_string()),
            ),
            (words.say("field-person").to_string(), visit.person_name(focus.person)),
            (words.say("field-set-aside").to_string(), focus.set_aside.clone()),
            (words.say("field-reason").to_string(), focus.reason.clone()),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        sheet.card("focus-agreed", vec![Block::Voice(focus.client_words.clone()), Block::Facts(facts)]);
    }
    for area in &protocol.areas {
        let mut blocks = Vec::new();
        for direction in Direction::ALL {
            let items: Vec<Item> = course
                .evidence
                .iter()
                .filter(|evidence| evidence.tag.area == *area && evidence.tag.direction == *direction)
                .map(|evidence| {
                    let mut item = Item::plain(evidence.tag.words.clone());
                    item.meta = source_words(visit, evidence.tag.source.as_ref());
                    if may_treat {
                        let form = Form::on(
                            &sheet.f,
                            &format!("withdraw-{}", evidence.id.0),
                            visit.href("/focus/withdraw"),
                        )
                        .hidden("evidence", evidence.id.0.to_string())
                        .quiet()
                        .send("remove");
                        item.forms.push((words.say("remove").to_string(), form));
                    }
                    item
                })
                .collect();
            blocks.push(Block::Heading(words.term("direction", direction.key()).to_string()));
            if items.is_empty() {
                blocks.push(Block::Quiet(words.say("focus-nothing").to_string()));
            } else {
                blocks.push(Block::Items(items));
            }
        }
        let title = words.term("area", area.key()).to_string();
        sheet.card("", blocks).title = title;
    }
    if may_treat {
        let form = Form::on(&sheet.f, "evidence", visit.href("/focus/evidence"))
            .radio::<Area>("area", "area", None)
            .radio("direction", "direction", Some(Direction::For))
            .area("words", "", 2)
            .select_of("evidence-source", sources(visit), None)
            .quiet()
            .send("focus-tag");
        sheet.beside("focus-tag", vec![Block::Form(form)]);
        let known = course.focus();
        let form = Form::on(&sheet.f, "focus", visit.href("/focus"))
            .radio("area", "area", known.map(|focus| focus.area))
            .select_some("second", "area", known.and_then(|focus| focus.second))
            .select_of(
                "person",
                visit.people_choices(),
                known.and_then(|focus| focus.person).map(|id| id.0.to_string()).as_deref(),
            )
            .area("client-words", known.map_or("", |focus| &focus.client_words), 3)
            .area("set-aside", known.map_or("", |focus| &focus.set_aside), 2)
            .area("reason", "", 2)
            .send("focus-agree");
        sheet.beside(if known.is_some() { "focus-change" } else { "focus-agree" }, vec![Block::Form(form)]);
    }
    sheet.workbench()
}

async fn tag(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::TagEvidence(TagEvidence {
            area: fields.one("area", Area::parse)?,
            direction: fields.one("direction", Direction::parse)?,
            words: fields.text("words"),
            source: fields.some_one("evidence-source", read_source)?,
        }))
    })();
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}

async fn withdraw(visit: CourseVisit, fields: Fields) -> Answer {
    let asked: Result<Command, Refusal> = fields
        .number("evidence")
        .map(|id| Command::WithdrawEvidence(WithdrawEvidence { evidence: EvidenceId(id) }));
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}

async fn agree(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AgreeFocus(AgreeFocus {
            area: fields.one("area", Area::parse)?,
            second: fields.some_one("second", Area::parse)?,
            person: fields.some_number("person")?.map(PersonId),
            client_words: fields.text("client-words"),
            set_aside: fields.text("set-aside"),
            reason: fields.text("reason"),
            concern_answer: fields.text("concern-answer"),
            concerns: Vec::new(),
        }))
    })();
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}
