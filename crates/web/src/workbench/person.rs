//! One person: what each expects of the other, support, conflict, what can be said, the ring wished for, safety.

use super::relationship;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::{Path, Query};
use clinic::problem::Problem;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{
    DescribePerson, MarkSafety, Person, PersonStatus, PlacePerson, RemovePerson, RestorePerson, Ring, Safety,
    Tie, WishRing,
};
use treatment::refusal::Refusal;

const PAGE: &str = "/courses/{course}/people/{person}";

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get(PAGE, Rule::Course(Verb::ReadCourse), show)
        .post(PAGE, treat, describe)
        .post("/courses/{course}/people/{person}/ring", treat, ring)
        .post("/courses/{course}/people/{person}/wish", treat, wish)
        .post("/courses/{course}/people/{person}/safety", treat, safety)
        .post("/courses/{course}/people/{person}/remove", treat, remove)
        .post("/courses/{course}/people/{person}/restore", treat, restore)
}

pub(super) fn wanted(visit: &CourseVisit, path: &(String, String)) -> Result<Person, Problem> {
    let id = path.1.parse().map(PersonId).map_err(|_| Problem::NotYours)?;
    visit.course().inventory.person(id).cloned().ok_or(Problem::NotYours)
}

/// The person a form is about, by the name in the address: one who turned out to be another is told so.
pub(super) fn raw(visit: &CourseVisit, path: &(String, String)) -> Result<PersonId, Problem> {
    let id = path.1.parse().map(PersonId).map_err(|_| Problem::NotYours)?;
    visit.course().inventory.entry(id).map(|person| person.id).ok_or(Problem::NotYours)
}

async fn show(
    visit: CourseVisit,
    Path(path): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let person = wanted(&visit, &path)?;
    let f = visit.course_frame("person-title").await?;
    view(&visit, f, person.id, asked.get("ask").map(String::as_str)).await
}

/// The page, with the question about the person that is asked for.
pub(super) async fn view(visit: &CourseVisit, f: Frame, id: PersonId, ask: Option<&str>) -> Answer {
    let person = visit.course().inventory.person(id).cloned().ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let action = visit.href(&format!("/people/{}", person.id.0));
    let may_treat = visit.may(Verb::Treat) && visit.course().closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.f.title = visit.course().inventory.shown_name(&person);
    if let Some(erasure) = &person.erased {
        let blocks = vec![Block::Text(super::erasing::left(visit, erasure))];
        sheet.card("", blocks).tone = "warn";
        return sheet.workbench();
    }
    sheet.lead = super::people::in_words(words, &person);
    if person.is_removed {
        let mut blocks = vec![Block::Text(sheet.say("person-removed"))];
        if may_treat {
            blocks.push(Block::Form(
                Form::on(&sheet.f, "restore", format!("{action}/restore")).quiet().send("person-restore"),
            ));
        }
        sheet.card("", blocks).tone = "warn";
        super::erasing::link(visit, &mut sheet, &person);
        return sheet.workbench();
    }
    if may_treat {
        super::about::card(visit, &mut sheet, &person, ask);
    }
    super::telling::card(visit, &mut sheet, &person);
    let facts = relationship::facts(words, &person);
    let mut blocks = if facts.is_empty() {
        vec![Block::Quiet(sheet.say("person-nothing"))]
    } else {
        vec![Block::Facts(facts)]
    };
    if may_treat {
        let since = person.since.map(|since| words.partial(&since)).unwrap_or_default();
        let form = Form::on(&sheet.f, "describe", action.clone())
            .text("name", &person.name)
            .select("tie", "tie", Some(person.tie))
            .radio("status", "person-status", Some(person.status))
            .text("since", &since);
        let form = relationship::ask(form, &sheet.f, &person.details).send("save");
        blocks.push(Block::Fold(sheet.say("write"), form));
    }
    sheet.card("person-between", blocks);
    super::bonds::card(visit, &mut sheet, &person, may_treat);
    super::merging::cards(visit, &mut sheet, &person, may_treat);
    if may_treat {
        let form = Form::on(&sheet.f, "ring", format!("{action}/ring"))
            .radio("ring", "ring", person.ring)
            .quiet()
            .send("save");
        let wish = Form::on(&sheet.f, "wish", format!("{action}/wish"))
            .radio("ring", "ring", person.wished)
            .quiet()
            .send("save");
        sheet.beside("person-ring", vec![Block::Form(form)]);
        sheet.beside("person-wish", vec![Block::Form(wish)]);
        let safety = Form::on(&sheet.f, "safety", format!("{action}/safety"))
            .radio("mark", "safety", Some(person.safety))
            .area("note", &person.safety_note, 2)
            .quiet()
            .send("save");
        sheet.beside("person-safety", vec![Block::Form(safety)]);
        let remove = Form::on(&sheet.f, "remove", format!("{action}/remove"))
            .text("reason", "")
            .quiet()
            .send("remove");
        sheet.beside("", vec![Block::Fold(words.say("person-remove").to_string(), remove)]);
    }
    super::erasing::link(visit, &mut sheet, &person);
    sheet.workbench()
}

pub(super) async fn go(
    visit: CourseVisit,
    asked: Result<Command, Refusal>,
    fields: Fields,
    id: PersonId,
) -> Answer {
    let then = visit.href(&format!("/people/{}", id.0));
    visit.submit(asked, fields, &then, "person-title", async |visit, f| view(visit, f, id, None).await).await
}

async fn describe(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked = (|| {
        Ok(Command::DescribePerson(Box::new(DescribePerson {
            person,
            name: fields.text("name"),
            tie: fields.one("tie", Tie::parse)?,
            status: fields.one("status", PersonStatus::parse)?,
            since: fields.some_partial("since", &visit.words)?,
            details: relationship::read(&fields, &visit.words)?,
        })))
    })();
    go(visit, asked, fields, person).await
}

async fn ring(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked =
        fields.some_one("ring", Ring::parse).map(|ring| Command::PlacePerson(PlacePerson { person, ring }));
    go(visit, asked, fields, person).await
}

async fn wish(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked = fields.some_one("ring", Ring::parse).map(|ring| Command::WishRing(WishRing { person, ring }));
    go(visit, asked, fields, person).await
}

async fn safety(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked = fields
        .one("mark", Safety::parse)
        .map(|mark| Command::MarkSafety(MarkSafety { person, mark, note: fields.text("note") }));
    go(visit, asked, fields, person).await
}

async fn remove(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked = Command::RemovePerson(RemovePerson { person, reason: fields.text("reason") });
    go(visit, Ok(asked), fields, person).await
}

async fn restore(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    go(visit, Ok(Command::RestorePerson(RestorePerson { person })), fields, person).await
}
