//! What the page of the work on grief has beside its sheet: the treatment made for prolonged grief with its figures, and
//! days of a loss that come near, where the client wants to be told of them.

use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::anniversaries::{near, not_understood};
use treatment::fit::is_grief_positive;

/// The other treatment is shown where prolonged grief is probable, with its figures and with what was offered; without
/// that, how it is looked for.
pub(super) fn alternative_card(visit: &CourseVisit, sheet: &mut Sheet) {
    let (course, words) = (visit.course(), &visit.words);
    let is_positive = is_grief_positive(course);
    let mut blocks = if is_positive {
        vec![Block::Text(sheet.say("concern-grief"))]
    } else {
        vec![Block::Quiet(sheet.say("screen-text")), Block::Quiet(sheet.say("fit-known-grief"))]
    };
    let screens = super::decision::screen_items(visit);
    if screens.is_empty() {
        blocks.push(Block::Text(sheet.say("screen-none")));
    } else {
        blocks.push(Block::Items(screens));
    }
    let mut facts = Vec::new();
    if let Some(fit) = &course.fit {
        for (field, value) in [("alternatives", &fit.alternatives), ("preference", &fit.preference)] {
            if !value.is_empty() {
                facts.push((words.say(format!("field-{field}")).to_string(), value.clone()));
            }
        }
    }
    let is_answered = !facts.is_empty();
    blocks.push(if is_answered { Block::Facts(facts) } else { Block::Text(sheet.say("screen-not-offered")) });
    blocks.push(Block::Link(visit.href("/decision"), sheet.say("decision-title")));
    let card = sheet.beside("screen-title", blocks);
    "grief-alternative".clone_into(&mut card.id);
    card.tone = if is_positive && !is_answered { "warn" } else { "" };
}

/// Says below the days ahead of whose date nobody can be reminded.
pub(super) fn unread_days(visit: &CourseVisit, sheet: &mut Sheet) {
    let unread = not_understood(visit.course(), visit.words.date_words());
    let Some(card) = sheet.main.iter_mut().find(|card| card.id == "section-dates") else { return };
    if !unread.is_empty() {
        let said = visit.words.say("work-grief-dates-unread").arg("days", unread.join(" · "));
        card.blocks.push(Block::Text(said.to_string()));
        card.tone = "warn";
    }
}

/// The days that come near and of which the client wants to be told.
pub(crate) fn near_days(visit: &CourseVisit) -> Vec<Item> {
    let words = &visit.words;
    let days = near(visit.course(), visit.today(), words.date_words()).into_iter();
    days.map(|day| Item { text: day.plan, meta: words.day(day.on), ..Item::plain(day.what) }).collect()
}
