//! Notes pinned to the map or to somebody on it, numbered in the order in which they were pinned.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use clinic::clock::day_in;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{PersonId, Version};
use treatment::pins::{PinNote, UnpinNote};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.post("/courses/{course}/people/pin", treat, pin).post(
        "/courses/{course}/people/unpin",
        treat,
        unpin,
    )
}

/// The numbers of somebody's notes: `1, 3`; nothing without any.
pub(super) fn numbers(course: &Course, person: PersonId) -> String {
    let numbered = course
        .pins_on_map()
        .enumerate()
        .filter(|(_, pin)| pin.note.person.map(|id| course.inventory.now(id)) == Some(person));
    numbered.map(|(index, _)| (index + 1).to_string()).collect::<Vec<_>>().join(", ")
}

/// The card under the map.
pub(super) fn card(visit: &CourseVisit, sheet: &mut Sheet, course: &Course, may_change: bool) {
    let words = &visit.words;
    let items: Vec<Item> = course
        .pins_on_map()
        .enumerate()
        .map(|(index, pin)| {
            let day = words.plain_day(day_in(pin.at, &visit.zone()));
            let said = words.say("pin-line").arg("number", index + 1);
            let said = match pin.note.person {
                Some(person) => said.arg("name", visit.person_name(Some(person))),
                None => said.arg("name", words.say("pin-whole").to_string()),
            };
            let mut item = Item { text: pin.note.words.clone(), meta: day, ..Item::plain(said.to_string()) };
            if may_change {
                let form = Form::on(&sheet.f, &format!("unpin-{}", pin.id.0), visit.href("/people/unpin"))
                    .hidden("pin", pin.id.0.to_string())
                    .quiet()
                    .send("pin-off");
                item.forms.push((sheet.say("pin-off"), form));
            }
            item
        })
        .collect();
    if items.is_empty() && !may_change {
        return;
    }
    let mut blocks =
        if items.is_empty() { vec![Block::Quiet(sheet.say("pins-none"))] } else { vec![Block::Items(items)] };
    if may_change {
        let form = Form::on(&sheet.f, "pin", visit.href("/people/pin"))
            .area("pin-words", "", 2)
            .select_of("pin-to", visit.people_choices(), None)
            .quiet()
            .send("pin-add");
        blocks.push(Block::Fold(sheet.say("pin-add"), form));
    }
    "map-pins".clone_into(&mut sheet.card("pins-title", blocks).id);
}

async fn pin(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.some_number("pin-to").map(|person| {
        Command::PinNote(PinNote { person: person.map(PersonId), words: fields.text("pin-words") })
    });
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", super::people::now).await
}

async fn unpin(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.number("pin").map(|pin| Command::UnpinNote(UnpinNote { pin: Version(pin) }));
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", super::people::now).await
}
