//! What the client told about one person: each answer under its question, as the client's pages and the therapist's
//! show it.

use super::relationship;
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::inventory::Person;
use treatment::telling::Told;

/// A question about somebody, in words.
pub(crate) fn question(visit: &CourseVisit, person: &Person, key: &str) -> String {
    visit
        .words
        .say(format!("about-{key}"))
        .arg("name", visit.course().inventory.shown_name(person))
        .arg("tense", if person.status.has_left() { "past" } else { "present" })
        .to_string()
}

/// An answer under its question. One text alone is in the client's own voice; several have the labels of their fields,
/// as the form of this name has them.
pub(crate) fn said(visit: &CourseVisit, person: &Person, told: &Told, form: &str) -> Item {
    let words = &visit.words;
    let prompts = visit.library().content.prompts();
    let mut item = Item::plain(question(visit, person, &told.answer.about));
    item.meta = words.moment(told.at, &visit.zone());
    let about = prompts.about.iter().find(|about| about.key == told.answer.about);
    let fields = about.map(|about| about.fields.as_slice()).unwrap_or_default();
    let values: Vec<(String, String)> = fields
        .iter()
        .map(|field| {
            let own = format!("field-{form}-{field}");
            let label = if words.has(&own) { own } else { format!("field-{field}") };
            (words.say(label).to_string(), relationship::value(words, &told.answer.details, field))
        })
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if let ([(_, only)], [_]) = (values.as_slice(), fields) {
        item.voice.clone_from(only);
        return item;
    }
    let lines = values
        .into_iter()
        .map(|(label, text)| words.say("between-part").arg("label", label).arg("text", text).to_string());
    item.text = lines.collect::<Vec<_>>().join("\n");
    item
}

/// What the client shares of it, for staff.
pub(super) fn card(visit: &CourseVisit, sheet: &mut Sheet, person: &Person) {
    let shared = visit.course().told_of(person.id).filter(|told| told.answer.is_shared && told.is_told());
    let items: Vec<Item> = shared.map(|told| said(visit, person, told, "")).collect();
    if !items.is_empty() {
        "told".clone_into(&mut sheet.card("told-by-client", vec![Block::Items(items)]).id);
    }
}
