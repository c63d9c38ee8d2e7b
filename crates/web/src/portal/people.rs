//! My people: a list by ring, and the same drawn. Adding somebody takes one word.

use super::home::frame;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::circles;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::map::{self, Face, Look};
use crate::workbench::safety::Reader;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{AddPerson, PersonStatus, PlacePerson, Ring, Tie};

pub(crate) fn routes(routes: Routes) -> Routes {
    let own = Rule::Own(Verb::TellOfPeople);
    routes.get("/home/people", own, show).post("/home/people", own, add).post(
        "/home/people/place",
        own,
        place,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "nav-people");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let is_open = course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("portal-people-lead");
    let rings = Ring::ALL.iter().copied().map(Some).chain([None]);
    for ring in rings {
        let items: Vec<Item> = course
            .inventory
            .on_map()
            .filter(|person| person.ring == ring)
            .map(|person| {
                let mut item = Item::plain(&person.name);
                item.meta = words.term("tie", person.tie.key()).to_string();
                if is_open {
                    let form = Form::on(&sheet.f, &format!("place-{}", person.id.0), "/home/people/place")
                        .hidden("person", person.id.0.to_string())
                        .radio("ring", "ring", person.ring)
                        .quiet()
                        .send("save");
                    item.forms.push((words.say("portal-people-move").to_string(), form));
                }
                item
            })
            .collect();
        if items.is_empty() {
            continue;
        }
        let title = match ring {
            Some(ring) => words.term("ring", ring.key()).to_string(),
            None => words.say("map-shelf").to_string(),
        };
        sheet.card("", vec![Block::Items(items)]).title = title;
    }
    if is_open {
        let form = Form::on(&sheet.f, "add", "/home/people")
            .text("name", "")
            .select::<Tie>("tie", "tie", None)
            .radio::<Ring>("ring", "ring", None)
            .send("people-add");
        sheet.card("people-add", vec![Block::Form(form)]);
    }
    if course.inventory.on_map().next().is_some() {
        let look = Look::at(Face::Circles);
        let drawn =
            circles::svg(&map::map_of(course, words, look, Reader::Client, |_| "/home/people".to_owned()));
        let table = map::table_of(course, words, look, Reader::Client);
        sheet.card("", vec![Block::Figure(drawn, sheet.say("portal-map-caption"), Some(table))]);
    }
    sheet.portal()
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AddPerson(AddPerson {
            name: fields.text("name"),
            tie: fields.one("tie", Tie::parse)?,
            status: PersonStatus::Living,
            ring: fields.some_one("ring", Ring::parse)?,
        }))
    })();
    visit.submit(asked, fields, "/home/people", "nav-people", view).await
}

async fn place(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let person = PersonId(fields.number("person")?);
        Ok(Command::PlacePerson(PlacePerson { person, ring: fields.some_one("ring", Ring::parse)? }))
    })();
    visit.submit(asked, fields, "/home/people", "nav-people", view).await
}
