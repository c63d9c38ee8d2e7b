//! What I'm trying: the plan agreed, and afterwards how it went. "Not tried" is information.

use super::home::frame;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::chain;
use crate::workbench::plans::{line, read_report, report_form};
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::ids::ArtefactId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/home/trying", Rule::Own(Verb::ReadOwn), show)
        .post("/home/trying", Rule::Own(Verb::ReportPlan), report)
        .get("/home/trying/{artefact}", Rule::Own(Verb::ReadOwn), worked_out)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "nav-trying");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    let course = visit.course();
    let open: Vec<_> = course.plans.iter().filter(|plan| plan.is_open()).collect();
    if open.is_empty() {
        sheet.lead = sheet.say("trying-none");
    }
    for plan in open {
        let mut blocks = vec![Block::Items(vec![line(visit, plan)])];
        if !plan.agreed.if_then.is_empty() {
            blocks.push(Block::Text(plan.agreed.if_then.clone()));
        }
        if course.closed.is_none() {
            let form =
                report_form(&sheet.f, &format!("report-{}", plan.id.0), "/home/trying".to_owned(), plan);
            blocks.push(Block::Fold(sheet.say("trying-report"), form));
            blocks.push(Block::Quiet(sheet.say("trying-equal")));
        }
        sheet.card("", blocks);
    }
    let shared = course.artefacts.iter().rev().filter(|artefact| artefact.is_shared);
    let shared: Vec<Item> = shared
        .map(|artefact| {
            let mut item = chain::line(visit, artefact, format!("/home/trying/{}", artefact.id));
            // That it is shown needs no mark where everything is.
            item.pills.clear();
            item
        })
        .collect();
    if !shared.is_empty() {
        sheet.card("chain-worked-out", vec![Block::Items(shared)]);
    }
    let told: Vec<Item> =
        course.plans.iter().rev().filter(|plan| !plan.is_open()).map(|plan| line(visit, plan)).collect();
    if !told.is_empty() {
        sheet.card("trying-before", vec![Block::Items(told)]);
    }
    sheet.portal()
}

/// Something worked out in a session and shown to the client. What is not shown does not exist here.
async fn worked_out(visit: CourseVisit, Path(id): Path<String>) -> Answer {
    let id = id.parse().map(ArtefactId).map_err(|_| Problem::NotYours)?;
    let artefact = visit.course().artefact(id).filter(|artefact| artefact.is_shared);
    let artefact = artefact.ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(frame(&visit, "chain-worked-out"));
    let line = chain::line(&visit, artefact, String::new());
    sheet.f.title = line.title;
    sheet.lead = line.meta;
    sheet.card("", chain::blocks(&visit, artefact.now()));
    sheet.card("", vec![Block::Link("/home/trying".to_owned(), visit.words.say("nav-trying").to_string())]);
    sheet.portal()
}

async fn report(visit: CourseVisit, fields: Fields) -> Answer {
    visit.submit(read_report(&fields), fields, "/home/trying", "nav-trying", view).await
}
