//! My people: a list by ring, and the same drawn. Adding somebody takes one word; who was added is the client's alone
//! until they share it.

use super::home::frame;
use super::{own, person, queue};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::map::{self, Face, Look, Moves};
use crate::workbench::naming::{self, Naming};
use crate::workbench::safety::Reader;
use crate::workbench::undo;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::Version;
use treatment::inventory::{Person, Ring};
use treatment::refusal::Refusal;
use treatment::sharing::Own;

const PAGE: &str = "/home/people";

pub(crate) fn routes(routes: Routes) -> Routes {
    let rule = Rule::Own(Verb::TellOfPeople);
    routes
        .get(PAGE, rule, show)
        .post(PAGE, rule, add)
        .post("/home/people/place", rule, place)
        .post("/home/people/undo", rule, take_back)
        .post("/home/people/redo", rule, do_again)
        .post("/home/people/nobody", rule, nobody)
        .post("/home/people/aside", rule, aside)
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let naming = Naming::read(&asked);
    let mut f = frame(&visit, "nav-people");
    naming::told(&visit, &mut f, &naming);
    view(&visit, f, &naming, Look::read(&asked, Face::Circles).of_client()).await
}

/// The page as it is without a question in its address.
pub(super) async fn plain(visit: &CourseVisit, f: Frame) -> Answer {
    view(visit, f, &Naming::default(), Look::at(Face::Circles)).await
}

async fn view(visit: &CourseVisit, f: Frame, naming: &Naming, look: Look) -> Answer {
    let course = visit.course();
    let is_open = course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("portal-people-lead");
    let has_map = course.inventory.on_map().next().is_some();
    // Whoever comes to look sees the map first; whoever names people has the form at hand.
    let is_naming = !has_map || naming.goes_on() || sheet.f.typed.is_form("add");
    if is_open && is_naming {
        add_card(visit, &mut sheet, naming);
    }
    own::share_all(visit, &mut sheet, "people");
    if has_map {
        map_card(visit, &mut sheet, look, is_open);
    }
    if is_open && !is_naming {
        add_card(visit, &mut sheet, naming);
    }
    if has_map {
        list_card(visit, &mut sheet, is_open);
    }
    gone_card(visit, &mut sheet);
    if visit.is_for_map && sheet.f.problem.is_none() { sheet.map() } else { sheet.portal() }
}

fn add_card(visit: &CourseVisit, sheet: &mut Sheet, naming: &Naming) {
    let mut blocks = naming::blocks(visit, sheet, PAGE, naming);
    blocks.insert(0, queue::block(&visit.words));
    sheet.card("people-add", blocks);
}

/// The map, to be moved about on, with the steps that can be taken back.
fn map_card(visit: &CourseVisit, sheet: &mut Sheet, look: Look, is_open: bool) {
    let (course, words) = (visit.course(), &visit.words);
    let drawn = map::map_of(course, words, look, Reader::Client, |id| format!("{PAGE}#own-{}", id.0));
    let moves = is_open.then(|| Moves {
        action: format!("{PAGE}/place"),
        version: sheet.f.version_text(),
        turns: undo::turns(visit, &drawn, PAGE),
    });
    let mut blocks = vec![Block::Drawn(map::part(course, words, Reader::Client, look, &drawn, PAGE, moves))];
    if is_open {
        let form = map::place_form(visit, &sheet.f, format!("{PAGE}/place"), look);
        blocks.push(Block::Fold(words.say("portal-people-place").to_string(), form));
    }
    blocks.push(Block::FoldTable(map::table_of(course, words, look, Reader::Client)));
    "map".clone_into(&mut sheet.card("", blocks).id);
}

/// Everybody by ring, who sees them, and what can be done.
fn list_card(visit: &CourseVisit, sheet: &mut Sheet, is_open: bool) {
    let mut blocks = Vec::new();
    for ring in Ring::ALL.iter().copied().map(Some).chain([None]) {
        let there = visit.course().inventory.on_map().filter(|person| person.ring == ring);
        let items: Vec<Item> = there.map(|person| line(visit, &sheet.f, person, is_open)).collect();
        if items.is_empty() {
            continue;
        }
        let title = match ring {
            Some(ring) => visit.words.term("ring", ring.key()),
            None => visit.words.say("map-shelf"),
        };
        blocks.push(Block::Heading(title.to_string()));
        blocks.push(Block::Items(items));
    }
    "map-people".clone_into(&mut sheet.card("portal-people-list", blocks).id);
}

/// Who is on the map no longer, while what was told of them can still be taken back or away.
fn gone_card(visit: &CourseVisit, sheet: &mut Sheet) {
    let items: Vec<Item> = person::gone(visit)
        .map(|person| {
            let mut item = Item::plain(visit.course().inventory.shown_name(person));
            let link = visit.words.say("told-of-gone").to_string();
            item.links.push((format!("{}#told", person::page_of(person)), link));
            item
        })
        .collect();
    if !items.is_empty() {
        "map-gone".clone_into(&mut sheet.card("told-gone-title", vec![Block::Items(items)]).id);
    }
}

/// One of the client's people, who sees them, and what can be done.
fn line(visit: &CourseVisit, f: &Frame, person: &Person, is_open: bool) -> Item {
    let mut item = Item::plain(visit.course().inventory.shown_name(person));
    item.id = format!("own-{}", person.id.0);
    item.meta = visit.words.term("tie", person.tie.key()).to_string();
    item.links.push((person::page_of(person), visit.words.say("told-open").to_string()));
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
    let look = Look::at(Face::Circles);
    visit
        .submit(asked, fields, &then, "nav-people", async |visit, f| view(visit, f, &naming, look).await)
        .await
}

async fn place(visit: CourseVisit, fields: Fields) -> Answer {
    let look = Look::of_form(&fields, Face::Circles).of_client();
    let (asked, fields) = map::read_place(fields);
    go(visit, asked, fields, look).await
}

async fn take_back(visit: CourseVisit, fields: Fields) -> Answer {
    turn(visit, fields, Command::UndoStep).await
}

async fn do_again(visit: CourseVisit, fields: Fields) -> Answer {
    turn(visit, fields, Command::RedoStep).await
}

async fn turn(visit: CourseVisit, fields: Fields, command: fn(Version) -> Command) -> Answer {
    let look = Look::of_form(&fields, Face::Circles).of_client();
    let asked = undo::read(&fields, command);
    go(visit, asked, fields, look).await
}

/// Asks, and goes back to the map as it was looked at.
async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields, look: Look) -> Answer {
    let then = format!("{PAGE}{}", look.query());
    let view = async |visit: &CourseVisit, f| view(visit, f, &Naming::default(), look).await;
    visit.submit_on_map(asked, fields, &then, "nav-people", view).await
}

async fn nobody(visit: CourseVisit, fields: Fields) -> Answer {
    let (asked, then) = naming::read_nobody(&fields, PAGE);
    visit.submit(Ok(asked), fields, &then, "nav-people", plain).await
}

async fn aside(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = naming::read_aside(&fields);
    visit.submit(asked, fields, PAGE, "nav-people", plain).await
}
