//! What is the client's alone, and what they share: on every entry of theirs, both ways with one press.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use std::collections::BTreeSet;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{EventId, PersonId};
use treatment::refusal::Refusal;
use treatment::sharing::Own;

pub(crate) fn routes(routes: Routes) -> Routes {
    let rule = Rule::Own(Verb::ShareOwn);
    routes.post("/home/own/share", rule, share).post("/home/own/unshare", rule, unshare).post(
        "/home/own/remove",
        rule,
        remove,
    )
}

/// Who sees an entry of the client's, and the presses that change it.
pub(super) fn mark(visit: &CourseVisit, f: &Frame, item: &mut Item, own: Own) {
    let say = |key: &'static str| visit.words.say(key).to_string();
    let course = visit.course();
    let form = |id: &str, to: &str| {
        let (name, number) = match own {
            Own::Person(person) => ("person", person.0),
            Own::Event(event) => ("event", event.0),
        };
        Form::on(f, &format!("{id}-{name}-{number}"), format!("/home/own/{to}"))
            .hidden("of", name)
            .hidden(name, number.to_string())
            .quiet()
    };
    if course.withheld.holds(own) {
        item.pills.push(Pill::plain(say("own-private")));
        item.forms.push((String::new(), form("share", "share").send("own-share-one")));
        if course.closed.is_none() {
            item.forms.push((say("own-remove"), form("remove", "remove").send("own-remove-one")));
        }
    } else {
        item.pills.push(Pill { tone: "done", text: say("own-shared") });
        item.forms.push((String::new(), form("unshare", "unshare").send("own-unshare-one")));
    }
}

/// One press that shares everything on a page that is still the client's alone.
pub(super) fn share_all(visit: &CourseVisit, sheet: &mut Sheet, of: &str) {
    let withheld = kept(visit, of).len();
    if withheld > 1 {
        let count = visit.words.say("own-private-count").arg("count", withheld).to_string();
        let form = Form::on(&sheet.f, "share-all", "/home/own/share").hidden("of", of).quiet();
        sheet.card("own-title", vec![Block::Text(count), Block::Form(form.send("own-share-all"))]);
    }
}

/// What is the client's alone, of people or of events, and still there.
fn kept(visit: &CourseVisit, of: &str) -> BTreeSet<Own> {
    let course = visit.course();
    let people = course.inventory.on_map().map(|person| Own::Person(person.id));
    let events = course.timeline.events.iter().map(|event| Own::Event(event.id));
    let all: Vec<Own> = if of == "people" { people.collect() } else { events.collect() };
    all.into_iter().filter(|own| course.withheld.holds(*own)).collect()
}

/// The entry a form names.
fn named(fields: &Fields) -> Result<Own, Refusal> {
    match fields.text("of").as_str() {
        "person" => Ok(Own::Person(PersonId(fields.number("person")?))),
        "event" => Ok(Own::Event(EventId(fields.number("event")?))),
        _ => Err(Refusal::Unknown("own")),
    }
}

/// Asks, and goes back to the page the entry stands on.
async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields) -> Answer {
    if ["event", "events"].contains(&fields.text("of").as_str()) {
        visit.submit(asked, fields, "/home/story", "story-title", super::story::view).await
    } else {
        visit.submit(asked, fields, "/home/people", "nav-people", super::people::plain).await
    }
}

async fn share(visit: CourseVisit, fields: Fields) -> Answer {
    let of = fields.text("of");
    let asked = match of.as_str() {
        "people" | "events" => Ok(kept(&visit, &of)),
        _ => named(&fields).map(|own| BTreeSet::from([own])),
    };
    go(visit, asked.map(Command::Share), fields).await
}

async fn unshare(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = named(&fields).map(Command::Unshare);
    go(visit, asked, fields).await
}

async fn remove(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = named(&fields).map(Command::TakeBack);
    go(visit, asked, fields).await
}
