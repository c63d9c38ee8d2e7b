//! What the page of the work on grief has beside its sheet: the treatment made for prolonged grief with its figures, and
//! days of a loss that come near, where the client wants to be told of them.

use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::anniversaries::{NearDay, NotUnderstood, near, not_understood};
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
    // A preference alone answers nothing: something must have been offered to choose between.
    let is_answered = course.fit.as_ref().is_some_and(|fit| !fit.alternatives.is_empty());
    if !is_answered {
        blocks.push(Block::Text(sheet.say("screen-not-offered")));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.push(Block::Link(visit.href("/decision"), sheet.say("decision-title")));
    let card = sheet.beside("screen-title", blocks);
    "grief-alternative".clone_into(&mut card.id);
    card.tone = if is_positive && !is_answered { "warn" } else { "" };
}

/// Says below the days ahead of which nobody can be reminded: by name, or by date as typed, or by row.
pub(super) fn unread_days(visit: &CourseVisit, sheet: &mut Sheet) {
    let name = |day: &NotUnderstood| {
        let known = [day.what, day.when].into_iter().find(|known| !known.is_empty()).map(str::to_owned);
        known.unwrap_or_else(|| visit.words.say("work-grief-dates-row").arg("number", day.row).to_string())
    };
    let unread = not_understood(visit.course(), visit.words.date_words());
    let unread: Vec<String> = unread.iter().map(name).collect();
    let Some(card) = sheet.main.iter_mut().find(|card| card.id == "section-dates") else { return };
    if !unread.is_empty() {
        let said = visit.words.say("work-grief-dates-unread").arg("days", unread.join(" · "));
        card.blocks.push(Block::Text(said.to_string()));
        card.tone = "warn";
    }
}

/// The days that come near and of which the client wants to be told, each with its name and date and no more: what is
/// planned is the therapist's page.
pub(crate) fn near_days(visit: &CourseVisit) -> Vec<Item> {
    coming(visit).map(|day| item(visit, &day)).collect()
}

/// The same with what is planned for each, for the therapist.
pub(super) fn near_days_planned(visit: &CourseVisit) -> Vec<Item> {
    coming(visit).map(|day| Item { text: day.plan.clone(), ..item(visit, &day) }).collect()
}

fn coming(visit: &CourseVisit) -> impl Iterator<Item = NearDay> {
    near(visit.course(), visit.today(), visit.words.date_words()).into_iter()
}

fn item(visit: &CourseVisit, day: &NearDay) -> Item {
    Item { meta: visit.words.day(day.on), ..Item::plain(day.what.clone()) }
}
