//! My people: a list by ring, and the same drawn. Adding somebody takes one word; who was added is the client's alone
//! until they share it.

use super::home::frame;
use super::{own, queue};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::circles;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::map::{self, Face, Look};
use crate::workbench::naming::{self, Naming};
use crate::workbench::safety::Reader;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{Person, PlacePerson, Ring};
use treatment::sharing::Own;

const PAGE: &str = "/home/people";

pub(crate) fn routes(routes: Routes) -> Routes {
    let rule = Rule::Own(Verb::TellOfPeople);
    routes
        .get(PAGE, rule, show)
        .post(PAGE, rule, add)
        .post("/home/people/place", rule, place)
        .post("/home/people/nobody", rule, nobody)
        .post("/home/people/aside", rule, aside)
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let naming = Naming::read(&asked);
    let mut f = frame(&visit, "nav-people");
    naming::told(&visit, &mut f, &naming);
    view(&visit, f, &naming).await
}

/// The page as it is without a question in its address.
pub(super) async fn plain(visit: &CourseVisit, f: Frame) -> Answer {
    view(visit, f, &Naming::default()).await
}

async fn view(visit: &CourseVisit, f: Frame, naming: &Naming) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let is_open = course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("portal-people-lead");
    if is_open {
        let mut blocks = naming::blocks(visit, &sheet, PAGE, naming);
        blocks.insert(0, queue::block(words));
        sheet.card("people-add", blocks);
    }
    own::share_all(visit, &mut sheet, "people");
    let rings = Ring::ALL.iter().copied().map(Some).chain([None]);
    for ring in rings {
        let there = course.inventory.on_map().filter(|person| person.ring == ring);
        let items: Vec<Item> = there.map(|person| line(visit, &sheet.f, person, is_open)).collect();
        if items.is_empty() {
            continue;
        }
        let title = match ring {
            Some(ring) => words.term("ring", ring.key()).to_string(),
            None => words.say("map-shelf").to_string(),
        };
        sheet.card("", vec![Block::Items(items)]).title = title;
    }
    if course.inventory.on_map().next().is_some() {
        let look = Look::at(Face::Circles);
        let drawn = circles::svg(&map::map_of(course, words, look, Reader::Client, |_| PAGE.to_owned()));
        let table = map::table_of(course, words, look, Reader::Client);
        sheet.card("", vec![Block::Figure(drawn, sheet.say("portal-map-caption"), Some(table))]);
    }
    sheet.portal()
}

/// One of the client's people, who sees them, and what can be done.
fn line(visit: &CourseVisit, f: &Frame, person: &Person, is_open: bool) -> Item {
    let mut item = Item::plain(visit.course().inventory.shown_name(person));
    item.meta = visit.words.term("tie", person.tie.key()).to_string();
    if is_open {
        let form = Form::on(f, &format!("place-{}", person.id.0), "/home/people/place")
            .hidden("person", person.id.0.to_string())
            .radio("ring", "ring", person.ring)
            .quiet()
            .send("save");
        item.forms.push((visit.words.say("portal-people-move").to_string(), form));
    }
    if person.by_client {
        own::mark(visit, f, &mut item, Own::Person(person.id));
    }
    item
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let naming = Naming::of_form(&fields);
    let then = naming.then(PAGE);
    let asked = naming::read(&fields);
    visit.submit(asked, fields, &then, "nav-people", async |visit, f| view(visit, f, &naming).await).await
}

async fn place(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let person = PersonId(fields.number("person")?);
        Ok(Command::PlacePerson(PlacePerson { person, ring: fields.some_one("ring", Ring::parse)? }))
    })();
    visit.submit(asked, fields, PAGE, "nav-people", plain).await
}

async fn nobody(visit: CourseVisit, fields: Fields) -> Answer {
    let (asked, then) = naming::read_nobody(&fields, PAGE);
    visit.submit(Ok(asked), fields, &then, "nav-people", plain).await
}

async fn aside(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = naming::read_aside(&fields);
    visit.submit(asked, fields, PAGE, "nav-people", plain).await
}
