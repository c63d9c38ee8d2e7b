//! The time line: symptoms, events, ties, treatments, as dates are known, around the onset.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{EventId, PersonId};
use treatment::refusal::Refusal;
use treatment::timeline::{ChangeEvent, Entry, EventKind, Lane, RemoveEvent, SetOnset};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/timeline", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/timeline", treat, add)
        .post("/courses/{course}/timeline/change", treat, change)
        .post("/courses/{course}/timeline/remove", treat, remove)
        .post("/courses/{course}/timeline/onset", treat, onset)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-timeline").await?;
    view(&visit, f).await
}

fn entry_fields<'f>(visit: &CourseVisit, form: FormBuilder<'f>, known: Option<&Entry>) -> FormBuilder<'f> {
    let start = known.map(|entry| visit.words.partial(&entry.start)).unwrap_or_default();
    let end =
        known.and_then(|entry| entry.end.as_ref()).map(|end| visit.words.partial(end)).unwrap_or_default();
    let people: Vec<String> =
        known.map(|entry| entry.people.iter().map(|id| id.0.to_string()).collect()).unwrap_or_default();
    form.text("title", known.map_or("", |entry| &entry.title))
        .text("start", &start)
        .text("end", &end)
        .select("lane", "lane", Some(known.map_or(Lane::Event, |entry| entry.lane)))
        .select_some("kind", "event-kind", known.and_then(|entry| entry.kind))
        .checks("people", visit.people_choices(), &people)
        .area("note", known.map_or("", |entry| &entry.note), 2)
}

fn read_entry(visit: &CourseVisit, fields: &Fields) -> Result<Entry, Refusal> {
    let people = fields.all("people").iter().filter_map(|id| id.parse().ok().map(PersonId)).collect();
    Ok(Entry {
        lane: fields.one("lane", Lane::parse)?,
        kind: fields.some_one("kind", EventKind::parse)?,
        title: fields.text("title"),
        start: fields.some_partial("start", &visit.words)?.ok_or(Refusal::Empty("start"))?,
        end: fields.some_partial("end", &visit.words)?,
        feeling: None,
        people,
        note: fields.text("note"),
    })
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    let onset = course.timeline.onset;
    sheet.lead = match onset {
        Some(onset) => words.say("timeline-onset").arg("date", words.partial(&onset)).to_string(),
        None => sheet.say("timeline-no-onset"),
    };
    // Six months before the onset to one after: what changed then, as a list and never as a cause.
    let window = onset.map(|onset| (onset.first().plus(-183), onset.last().plus(31)));
    let mut items = Vec::new();
    for event in course.timeline.in_order() {
        let entry = &event.entry;
        let mut when = words.partial(&entry.start);
        if let Some(end) = &entry.end {
            when = format!("{when} – {}", words.partial(end));
        }
        let mut item = Item::plain(entry.title.clone());
        let people: Vec<String> = entry.people.iter().map(|id| visit.person_name(Some(*id))).collect();
        item.meta = std::iter::once(when)
            .chain(people)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        item.text.clone_from(&entry.note);
        item.pills.push(Pill::plain(words.term("lane", entry.lane.key()).to_string()));
        if let Some(kind) = entry.kind {
            item.pills.push(Pill::plain(words.term("event-kind", kind.key()).to_string()));
        }
        let is_near =
            window.is_some_and(|(from, to)| entry.start.last() >= from && entry.start.first() <= to);
        if is_near && entry.lane != Lane::Symptom {
            item.pills.push(Pill::warn(words.say("timeline-near").to_string()));
        }
        if may_treat {
            let form = Form::on(&sheet.f, &format!("change-{}", event.id.0), visit.href("/timeline/change"))
                .hidden("entry", event.id.0.to_string());
            let form = entry_fields(visit, form, Some(entry)).quiet().send("save");
            item.forms.push((words.say("change").to_string(), form));
            let form = Form::on(&sheet.f, &format!("remove-{}", event.id.0), visit.href("/timeline/remove"))
                .hidden("entry", event.id.0.to_string())
                .text("reason", "")
                .quiet()
                .send("remove");
            item.forms.push((words.say("remove").to_string(), form));
        }
        items.push(item);
    }
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("timeline-empty"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    if may_treat {
        let form = entry_fields(visit, Form::on(&sheet.f, "event", visit.href("/timeline")), None)
            .send("timeline-add");
        sheet.beside("timeline-add", vec![Block::Form(form)]);
        let stored = onset.map(|onset| words.partial(&onset)).unwrap_or_default();
        let form = Form::on(&sheet.f, "onset", visit.href("/timeline/onset"))
            .text("onset", &stored)
            .quiet()
            .send("save");
        sheet.beside("timeline-onset-title", vec![Block::Form(form)]);
    }
    sheet.workbench()
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read_entry(&visit, &fields).map(Command::AddEvent);
    let then = visit.href("/timeline");
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}

async fn change(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let event = EventId(fields.number("entry")?);
        Ok(Command::ChangeEvent(ChangeEvent { event, entry: read_entry(&visit, &fields)? }))
    })();
    let then = visit.href("/timeline");
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}

async fn remove(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.number("entry").map(|event| {
        Command::RemoveEvent(RemoveEvent { event: EventId(event), reason: fields.text("reason") })
    });
    let then = visit.href("/timeline");
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}

async fn onset(visit: CourseVisit, fields: Fields) -> Answer {
    let asked =
        fields.some_partial("onset", &visit.words).and_then(|onset| onset.ok_or(Refusal::Empty("onset")));
    let asked = asked.map(|onset| Command::DateOnset(SetOnset { onset }));
    let then = visit.href("/timeline");
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}
