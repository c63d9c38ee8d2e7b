//! Earlier losses, beside the goodbye: offered, never pressed. "Not now" is an answer.

use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::sheet::Item;
use crate::visit::CourseVisit;
use treatment::command::Command;
use treatment::goodbye::{Loss, SpeakOfLoss};
use treatment::ids::{EventId, PersonId};
use treatment::refusal::Refusal;

/// Each earlier loss of the record with what was said of it, and the form to say something when `action` is given.
pub(crate) fn items(visit: &CourseVisit, f: &Frame, action: Option<&str>) -> Vec<Item> {
    let course = visit.course();
    let words = &visit.words;
    let is_client = visit.actor().is_ok_and(treatment::access::Actor::is_client);
    course
        .losses(is_client)
        .into_iter()
        .map(|(loss, said)| {
            let (title, meta, field, id) = match loss {
                Loss::Person(person) => {
                    let status = words.term("person-status", person.status.key()).to_string();
                    (course.inventory.shown_name(person), status, "person", person.id.0)
                }
                Loss::Event(event) => {
                    let when = words.partial(&event.entry.start);
                    (event.entry.title.clone(), when, "event", event.id.0)
                }
            };
            let mut item = Item { meta, ..Item::plain(title) };
            if let Some(said) = said {
                item.text.clone_from(&said.words);
                if said.is_not_now {
                    item.pills.push(crate::sheet::Pill::plain(words.say("loss-not-now").to_string()));
                }
            }
            // Who said "not now" is not asked again on their own page; in session it can still be written down.
            let is_asked = !is_client || said.is_none_or(|said| !said.is_not_now);
            if let Some(action) = action.filter(|_| is_asked) {
                let form = Form::on(f, &format!("loss-{field}-{id}"), action)
                    .hidden(field, id.to_string())
                    .area("words", "", 2)
                    .check("not-now", false)
                    .quiet()
                    .send("save");
                item.forms.push((words.say("loss-say").to_string(), form));
            }
            item
        })
        .collect()
}

/// Reads that form.
pub(crate) fn read(fields: &Fields) -> Result<Command, Refusal> {
    Ok(Command::SpeakOfLoss(SpeakOfLoss {
        person: fields.some_number("person")?.map(PersonId),
        event: fields.some_number("event")?.map(EventId),
        words: fields.text("words"),
        is_not_now: fields.is_on("not-now"),
    }))
}
