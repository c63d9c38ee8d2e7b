//! My plan for staying well: one page, printable.

use super::home::frame;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::ending::plan_blocks;
use treatment::access::Verb;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/plan", Rule::Own(Verb::ReadOwn), show)
}

async fn show(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(frame(&visit, "keep-title"));
    let blocks = match &visit.course().ending.staying_well {
        Some(plan) => plan_blocks(&visit, plan),
        None => vec![Block::Quiet(sheet.say("keep-none"))],
    };
    sheet.card("", blocks);
    sheet.portal()
}
