//! The people: the closeness map in the face that is asked for, and everybody beside it.

use super::map::{self, Face, Look, Moves, about};
use super::naming::{self, Naming};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use crate::workbench::safety::Reader;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::inventory::Person;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/courses/{course}/people", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/people", Rule::Course(Verb::Treat), add)
        .post("/courses/{course}/people/place", Rule::Course(Verb::Treat), place)
        .post("/courses/{course}/people/nobody", Rule::Course(Verb::Treat), nobody)
        .post("/courses/{course}/people/aside", Rule::Course(Verb::Treat), aside)
}

/// A person in one sentence.
pub(crate) fn in_words(words: &Words, person: &Person) -> String {
    format!("{}, {}", person.name, about(words, person, Reader::Staff))
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let (naming, look) = (Naming::read(&asked), Look::read(&asked, Face::Circles));
    if visit.is_for_map {
        return view(&visit, visit.map_frame("tab-people"), look).await;
    }
    let mut f = visit.course_frame("tab-people").await?;
    naming::told(&visit, &mut f, &naming);
    whole(&visit, f, look, &naming).await
}

/// The page with the map as it is, as it usually looks.
pub(super) async fn now(visit: &CourseVisit, f: Frame) -> Answer {
    view(visit, f, Look::at(Face::Circles)).await
}

/// The page without a question in its address.
pub(super) async fn view(visit: &CourseVisit, f: Frame, look: Look) -> Answer {
    whole(visit, f, look, &Naming::default()).await
}

async fn whole(visit: &CourseVisit, f: Frame, look: Look, naming: &Naming) -> Answer {
    let words = &visit.words;
    let then = match look.on {
        None => None,
        Some(on) => {
            let places = [on.at(visit)];
            visit.as_it_was(Verb::ReadCourse, &places).await?.pop()
        }
    };
    let course = then.as_ref().unwrap_or(visit.course());
    let may_treat = visit.may(Verb::Treat) && visit.course().closed.is_none();
    let may_change = may_treat && then.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("people-lead");
    if let Some(on) = look.on {
        let said = words.say("time-shown").arg("moment", on.in_words(visit)).to_string();
        let now = visit.href(&format!("/people{}", Look { on: None, ..look }.query()));
        let blocks = vec![Block::Text(said), Block::Link(now, sheet.say("time-to-now"))];
        sheet.card("", blocks).tone = "warn";
    }
    let map = map::map_of(course, words, look, Reader::Staff, |id| visit.href(&format!("/people/{}", id.0)));
    let moves = may_change.then(|| Moves {
        action: visit.href("/people/place"),
        version: sheet.f.version_text(),
        turns: super::undo::turns(visit, &map, &visit.href("/people")),
    });
    let part = map::part(course, words, Reader::Staff, look, &map, &visit.href("/people"), moves);
    let mut blocks = vec![Block::Drawn(part)];
    if may_change {
        let form = map::place_form(visit, &sheet.f, visit.href("/people/place"), look);
        blocks.push(Block::Fold(sheet.say("people-place"), form));
    }
    blocks.push(Block::FoldTable(map::table_of(course, words, look, Reader::Staff)));
    "map".clone_into(&mut sheet.card("", blocks).id);
    super::pins::card(visit, &mut sheet, course, may_change);

    if may_change {
        let blocks = naming::blocks(visit, &sheet, &visit.href("/people"), naming);
        sheet.beside("people-add", blocks);
    }
    let items: Vec<Item> = map
        .people
        .iter()
        .map(|dot| Item {
            meta: dot.about.clone(),
            pills: if dot.is_unsafe {
                vec![Pill::alert(words.term("safety", "unsafe").to_string())]
            } else {
                Vec::new()
            },
            ..Item::link(&dot.name, &dot.href)
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("people-none"))]
    } else {
        vec![Block::Items(items)]
    };
    "map-people".clone_into(&mut sheet.beside("people-list", blocks).id);
    if may_treat {
        let link = Block::Link(visit.href("/people/file"), sheet.say("file-title"));
        sheet.beside("", vec![link]);
    }
    super::structure::card(words, &mut sheet, course);
    super::then_and_now::card(visit, &mut sheet, look, may_treat);
    let removed: Vec<Item> = course
        .inventory
        .people
        .iter()
        .filter(|person| person.is_removed && person.erased.is_none())
        .map(|person| Item::link(&person.name, visit.href(&format!("/people/{}", person.id.0))))
        .collect();
    if !removed.is_empty() {
        sheet.beside("people-removed", vec![Block::Items(removed)]);
    }
    super::erasing::list(visit, &mut sheet, course);
    // After a problem the whole page comes back, whoever asked.
    if visit.is_for_map && sheet.f.problem.is_none() { sheet.map() } else { sheet.workbench() }
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let naming = Naming::of_form(&fields);
    let then = naming.then(&visit.href("/people"));
    let asked = naming::read(&fields);
    let look = Look::at(Face::Circles);
    visit
        .submit(asked, fields, &then, "tab-people", async |visit, f| whole(visit, f, look, &naming).await)
        .await
}

async fn nobody(visit: CourseVisit, fields: Fields) -> Answer {
    let (asked, then) = naming::read_nobody(&fields, &visit.href("/people"));
    visit.submit(Ok(asked), fields, &then, "tab-people", now).await
}

async fn aside(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = naming::read_aside(&fields);
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", now).await
}

async fn place(visit: CourseVisit, fields: Fields) -> Answer {
    let look = Look::of_form(&fields, Face::Circles);
    let (asked, fields) = map::read_place(fields);
    let then = visit.href(&format!("/people{}", look.query()));
    let view = async |visit: &CourseVisit, f| view(visit, f, look).await;
    visit.submit_on_map(asked, fields, &then, "tab-people", view).await
}
