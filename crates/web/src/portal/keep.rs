//! My plan for staying well and my safety plan: one page, printable.

use super::home::frame;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
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
        None => vec![Block::Quiet(sheet.say("keep-none"))],
    };
    "keep-plan".clone_into(&mut sheet.card("ending-keep", blocks).id);
    if let Some(plan) = course.safety.plan() {
        sheet.card("safety-card-title", step_blocks(visit, plan, Reader::Client));
    }
}
