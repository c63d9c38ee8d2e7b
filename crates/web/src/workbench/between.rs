//! What the client shared between sessions, as lines for staff: nothing that is private comes here.

use crate::sheet::{Item, Pill};
use crate::visit::CourseVisit;
use treatment::between::{Own, PrepareTalk, WriteDiary, Wrote};
use treatment::time::Day;

/// What was shared from a day on, newest first; how plans went stands with the plans.
pub(super) fn items(visit: &CourseVisit, since: Option<Day>) -> Vec<Item> {
    let mut items: Vec<Item> =
        visit.course().shared_since(since).filter_map(|own| item(visit, own)).collect();
    items.reverse();
    items
}

/// One line; none for how a plan went.
pub(crate) fn item(visit: &CourseVisit, own: &Own) -> Option<Item> {
    match &own.wrote {
        Wrote::Diary(diary) => Some(diary_item(visit, diary)),
        Wrote::Talk(talk) => Some(talk_item(visit, talk, own)),
        Wrote::Debrief(_) => None,
    }
}

fn diary_item(visit: &CourseVisit, diary: &WriteDiary) -> Item {
    let words = &visit.words;
    let mut item = Item { voice: diary.words.clone(), meta: words.day(diary.on), ..Item::default() };
    let mood = diary.mood.map(|mood| words.say("between-mood").arg("mood", mood).to_string());
    let happening = diary.happening.map(|what| words.term("happening", what.key()).to_string());
    // Somebody whom the client keeps to themselves has no name here.
    let person = Some(visit.person_name(diary.person)).filter(|name| !name.is_empty());
    item.pills = [mood, happening, person].into_iter().flatten().map(Pill::plain).collect();
    item
}

fn talk_item(visit: &CourseVisit, talk: &PrepareTalk, own: &Own) -> Item {
    let words = &visit.words;
    let mut item = Item::plain(words.say("between-talk").to_string());
    let person = Some(visit.person_name(talk.person)).filter(|name| !name.is_empty());
    item.pills.extend(person.map(Pill::plain));
    item.voice.clone_from(&talk.opening_words);
    let parts = [("field-aim", &talk.aim), ("field-hard", &talk.hard), ("field-then", &talk.then)];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
    let said: Vec<String> = said
        .map(|(label, text)| {
            let label = words.say(label).to_string();
            words.say("between-part").arg("label", label).arg("text", text.clone()).to_string()
        })
        .collect();
    item.text = said.join("\n");
    item.meta = words.moment(own.at, &visit.zone());
    item
}
