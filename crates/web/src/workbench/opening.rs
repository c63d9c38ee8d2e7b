//! The opening: its tasks as a quiet list with gaps, and what has no page of its own: history, diagnosis, consent.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::course::Phase;
use treatment::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Task};
use treatment::protocol::tasks;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/opening", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/opening/history", treat, history)
        .post("/courses/{course}/opening/diagnosis", treat, diagnosis)
        .post("/courses/{course}/opening/task", treat, task)
        .post("/courses/{course}/opening/consent", treat, consent)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-opening").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("opening-lead");

    let mut items = Vec::new();
    for task in tasks(course, visit.protocol()?, Phase::Opening) {
        let title = words.say(format!("task-{}", task.id)).to_string();
        let mut item = Item { done: Some(task.is_done), ..Item::plain(title) };
        let place = super::place_of_task(task.id);
        if place != "/opening" {
            item.href = visit.href(place);
        }
        if let Some(recorded) = course.tasks.get(task.id) {
            item.text.clone_from(&recorded.note);
        }
        if may_treat && task.is_by_hand {
            let note = course.tasks.get(task.id).map_or("", |recorded| &recorded.note);
            let form = Form::on(&sheet.f, &format!("task-{}", task.id), visit.href("/opening/task"))
                .hidden("task", task.id)
                .hidden("done", if task.is_done { "no" } else { "yes" })
                .area("note", note, 2)
                .quiet()
                .send(if task.is_done { "task-undo" } else { "task-do" });
            item.forms.push((sheet.say(if task.is_done { "task-undo" } else { "task-do" }), form));
        }
        items.push(item);
    }
    if let Some(before) = &course.taken_up {
        let mut blocks = Vec::new();
        if !before.focus_words.is_empty() {
            blocks.push(Block::Voice(before.focus_words.clone()));
        }
        blocks.extend(before.plan.iter().flat_map(|plan| super::staying_well::plan_blocks(visit, plan)));
        blocks.extend(super::after::ways_back(words, before));
        sheet.card("again-before", blocks);
    }
    sheet.card("opening-tasks", vec![Block::Items(items)]);

    for section in HistorySection::ALL {
        let known = course.history.get(section).map_or("", |history| &history.text);
        let mut blocks = Vec::new();
        if known.is_empty() {
            blocks.push(Block::Quiet(words.say(format!("history-none-{}", section.key())).to_string()));
        } else {
            blocks.push(Block::Written(known.to_owned()));
        }
        if may_treat {
            let form =
                Form::on(&sheet.f, &format!("history-{}", section.key()), visit.href("/opening/history"))
                    .hidden("section", section.key())
                    .area("history", known, 6)
                    .quiet()
                    .send("save");
            blocks.push(Block::Fold(words.say("write").to_string(), form));
        }
        let title = words.term("history", section.key()).to_string();
        let card = sheet.card("", blocks);
        card.title = title;
        card.id = format!("history-{}-card", section.key());
    }

    let told = course.diagnosis.clone();
    let mut blocks = Vec::new();
    if let Some(told) = &told {
        let mut facts = vec![
            (words.say("field-diagnosis").to_string(), told.name.clone()),
            (words.say("field-code").to_string(), told.code.clone()),
            (words.say("field-told-on").to_string(), words.plain_day(told.told_on)),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        blocks.push(Block::Facts(facts));
        blocks.push(Block::Written(told.plain_words.clone()));
    } else {
        blocks.push(Block::Quiet(words.say("diagnosis-none").to_string()));
    }
    if may_treat {
        let told = told.as_ref();
        let form = Form::on(&sheet.f, "diagnosis", visit.href("/opening/diagnosis"))
            .text("diagnosis", told.map_or("", |told| &told.name))
            .text("code", told.map_or("", |told| &told.code))
            .area("plain-words", told.map_or("", |told| &told.plain_words), 4)
            .day("told-on", Some(told.map_or(visit.today(), |told| told.told_on)))
            .quiet()
            .send("save");
        blocks.push(Block::Fold(words.say("write").to_string(), form));
    }
    sheet.beside("diagnosis-title", blocks);

    let mut items: Vec<Item> = Vec::new();
    for kind in ConsentKind::ALL {
        let known = course.consents.get(kind);
        let mut item = Item {
            done: known.map(|consent| consent.given),
            ..Item::plain(words.term("consent", kind.key()).to_string())
        };
        if let Some(known) = known {
            item.meta = words.plain_day(known.on);
            item.text.clone_from(&known.note);
        }
        if may_treat {
            let given = known.is_some_and(|consent| consent.given);
            let form = Form::on(&sheet.f, &format!("consent-{}", kind.key()), visit.href("/opening/consent"))
                .hidden("kind", kind.key())
                .check("given", given)
                .text("note", known.map_or("", |consent| &consent.note))
                .quiet()
                .send("save");
            item.forms.push((words.say("change").to_string(), form));
        }
        items.push(item);
    }
    sheet.beside("consent-title", vec![Block::Items(items)]);
    sheet.workbench()
}

async fn history(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .one("section", HistorySection::parse)
        .map(|section| Command::RecordHistory(History { section, text: fields.text("history") }));
    let then = visit.href("/opening");
    visit.submit(asked, fields, &then, "tab-opening", view).await
}

async fn diagnosis(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.day("told-on").map(|told_on| {
        Command::TellDiagnosis(Diagnosis {
            name: fields.text("diagnosis"),
            code: fields.text("code"),
            plain_words: fields.text("plain-words"),
            told_on,
        })
    });
    let then = visit.href("/opening");
    visit.submit(asked, fields, &then, "tab-opening", view).await
}

async fn task(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Task { task: fields.text("task"), done: fields.is_on("done"), note: fields.text("note") };
    let command = Ok(Command::RecordTask(asked));
    // The ending has tasks of the same kind.
    if super::place_of_task(&fields.text("task")) == "/ending" {
        let then = visit.href("/ending");
        return visit.submit(command, fields, &then, "tab-ending", super::ending::view).await;
    }
    let then = visit.href("/opening");
    visit.submit(command, fields, &then, "tab-opening", view).await
}

async fn consent(visit: CourseVisit, fields: Fields) -> Answer {
    let on = visit.today();
    let asked = fields.one("kind", ConsentKind::parse).map(|kind| {
        Command::RecordConsent(Consent { kind, given: fields.is_on("given"), on, note: fields.text("note") })
    });
    let then = visit.href("/opening");
    visit.submit(asked, fields, &then, "tab-opening", view).await
}
