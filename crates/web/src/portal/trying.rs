//! What I'm trying: the plan agreed, a conversation prepared, and afterwards how it went. "Not tried" is information;
//! who may read what is written here is the client's choice, each time.

use super::home::frame;
use super::queue;
use super::week::{is_shared, own_item, reader, share_form};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::chain;
use crate::workbench::plans::{line, read_report, report_fields};
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::between::{DebriefPlan, Own, WhyNot, Wrote};
use treatment::command::Command;
use treatment::ids::ArtefactId;
use treatment::plans::{Plan, Reported};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/home/trying", Rule::Own(Verb::ReadOwn), show)
        .post("/home/trying", Rule::Own(Verb::WriteOwn), debrief)
        .get("/home/trying/{artefact}", Rule::Own(Verb::ReadOwn), worked_out)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "nav-trying");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    let course = visit.course();
    let open: Vec<_> = course.plans.iter().filter(|plan| course.is_untold(plan)).collect();
    if open.is_empty() {
        sheet.lead = sheet.say(if course.closed.is_some() { "trying-closed" } else { "trying-none" });
    }
    for (place, plan) in open.into_iter().enumerate() {
        let mut blocks = vec![Block::Items(vec![line(visit, plan)])];
        // One place for all that waits.
        if place == 0 && course.closed.is_none() {
            blocks.push(queue::block(&visit.words));
        }
        if !plan.agreed.if_then.is_empty() {
            blocks.push(Block::Text(plan.agreed.if_then.clone()));
        }
        let is_to_talk_over = course.is_to_talk_over(plan);
        if is_to_talk_over {
            blocks.push(Block::Text(sheet.say("trying-talk-over")));
        }
        if course.closed.is_none() {
            if !is_to_talk_over {
                let href = format!("/home/prepare?plan={}", plan.id);
                blocks.push(Block::Link(href, sheet.say("talk-prepare")));
            }
            blocks.push(Block::Fold(sheet.say("trying-report"), debrief_form(&sheet.f, plan)));
            blocks.push(Block::Quiet(sheet.say("trying-equal")));
        }
        sheet.card("", blocks);
    }
    let prepared = course.own().iter().rev().filter(|own| matches!(own.wrote, Wrote::Talk(_)));
    let prepared: Vec<Item> = prepared
        .filter_map(|own| {
            let mut item = own_item(visit, &sheet.f, own, "/home/trying")?;
            if course.closed.is_none() {
                item.href = format!("/home/prepare?own={}", own.id);
            }
            Some(item)
        })
        .collect();
    let another = if prepared.is_empty() { "talk-prepare" } else { "prepare-another" };
    let mut blocks = if prepared.is_empty() { Vec::new() } else { vec![Block::Items(prepared)] };
    if course.closed.is_none() {
        blocks.push(Block::Link("/home/prepare".to_owned(), sheet.say(another)));
    }
    sheet.card("prepare-own", blocks);
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
    let told = course.plans.iter().rev().filter(|plan| !course.is_untold(plan));
    let told: Vec<Item> = told.map(|plan| told_item(visit, &sheet.f, plan)).collect();
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
    let mut ways = Vec::new();
    if visit.course().closed.is_none() {
        ways.push(Block::Link(format!("/home/prepare?from={id}"), sheet.say("talk-prepare")));
    }
    ways.push(Block::Link("/home/trying".to_owned(), sheet.say("nav-trying")));
    sheet.card("", ways);
    sheet.portal()
}

/// A plan with how it went, what is private included, and the way to share it or take it back.
fn told_item(visit: &CourseVisit, f: &Frame, plan: &Plan) -> Item {
    let is_of_plan =
        |own: &&Own| matches!(&own.wrote, Wrote::Debrief(debrief) if debrief.report.plan == plan.id);
    let Some(own) = visit.course().own().iter().rev().find(is_of_plan) else { return line(visit, plan) };
    let Wrote::Debrief(debrief) = &own.wrote else { return line(visit, plan) };
    let mut seen = plan.clone();
    seen.reports = vec![Reported {
        report: debrief.report.clone(),
        at: own.at,
        by_client: true,
        own: Some(own.id),
        why_not: debrief.why_not,
    }];
    let mut item = line(visit, &seen);
    let reader = if own.shared_at.is_some() { "reader-both" } else { "reader-me" };
    item.pills.push(Pill::plain(f.w.say(reader).to_string()));
    item.forms.push((f.w.say("week-reader-change").to_string(), share_form(f, own, "/home/trying")));
    item
}

/// How it went, in a minute: one tap is enough, and no answer is better than another.
fn debrief_form(f: &Frame, plan: &Plan) -> Form {
    let form = report_fields(Form::on(f, &format!("report-{}", plan.id.0), "/home/trying"), f, plan)
        .select_some::<WhyNot>("why-not", "why-not", None);
    reader(form, f).queued().send("plan-report-send")
}

async fn debrief(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::DebriefPlan(DebriefPlan {
            report: read_report(&fields)?,
            why_not: fields.some_one("why-not", WhyNot::parse)?,
            is_shared: is_shared(&fields),
        }))
    })();
    visit.submit(asked, fields, "/home/trying", "nav-trying", view).await
}
