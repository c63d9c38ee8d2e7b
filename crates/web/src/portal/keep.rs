//! My plan for staying well and my safety plan: one page, printable.

use super::home::frame;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::safety::{Reader, step_blocks};
use crate::workbench::staying_well::plan_blocks;
use treatment::access::Verb;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/plan", Rule::Own(Verb::ReadOwn), show)
}

async fn show(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(frame(&visit, "keep-title"));
    put_cards(&visit, &mut sheet);
    sheet.portal()
}

/// Both plans as the client has them, whoever prints the page.
pub(crate) fn put_cards(visit: &CourseVisit, sheet: &mut Sheet) {
    let course = visit.course();
    let before = course.taken_up.as_ref().and_then(|taken_up| taken_up.plan.as_ref());
    let blocks = match course.ending.staying_well.as_ref().or(before) {
        Some(plan) => plan_blocks(visit, plan),
        None if course.closed.is_some() => vec![Block::Quiet(sheet.say("keep-none-closed"))],
        None => vec![Block::Quiet(sheet.say("keep-none"))],
    };
    let mut blocks = blocks;
    let agreed = course.follow_ups_planned().into_iter();
    let agreed: Vec<Item> = agreed
        .map(|one| {
            let mode = visit.words.term("mode", one.planned.mode.key()).to_string();
            Item { meta: mode, ..Item::plain(visit.words.day(one.planned.on)) }
        })
        .collect();
    if !agreed.is_empty() {
        blocks.push(Block::Heading(sheet.say("keep-follow-ups")));
        blocks.push(Block::Items(agreed));
    }
    "keep-plan".clone_into(&mut sheet.card("ending-keep", blocks).id);
    let blocks = match course.safety.plan() {
        Some(plan) => step_blocks(visit, plan, Reader::Client),
        None => vec![Block::Quiet(sheet.say("keep-no-safety"))],
    };
    sheet.card("safety-card-title", blocks);
}
