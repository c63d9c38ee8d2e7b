//! My safety plan: always one tap away; to print, to take along where that was talked through, and whether it helped.

use super::home::frame;
use crate::answer::{Answer, page};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::safety::{PlanStep, Reader, card_page, read_use, step_blocks, steps, use_form};
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use clinic::problem::Problem;
use treatment::access::Verb;

pub(crate) fn routes(routes: Routes) -> Routes {
    let own = Rule::Own(Verb::ReadOwn);
    routes
        .get("/home/safety", own, show)
        .get("/home/safety/card", own, card)
        .get("/home/safety/copy", own, copy)
        .post("/home/safety/used", Rule::Own(Verb::SayPlanUse), used)
}

async fn show(visit: CourseVisit) -> Answer {
    view(&visit, frame(&visit, "nav-safety")).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    let help = || Block::Link("/home/help-now".to_owned(), visit.words.say("portal-help").to_string());
    let Some(plan) = visit.course().safety.plan() else {
        let is_over = visit.course().closed.is_some();
        let said = if is_over { "safety-own-none-closed" } else { "safety-own-none" };
        sheet.card("", vec![Block::Text(sheet.say(said)), help()]);
        return sheet.portal();
    };
    sheet.lead = sheet.say("safety-own-lead");
    let mut blocks = step_blocks(visit, plan, Reader::Client);
    blocks.push(help());
    sheet.card("", blocks);
    let mut blocks = vec![Block::Link("/home/safety/card".to_owned(), sheet.say("safety-card"))];
    if visit.course().safety.copy_allowed() {
        blocks.push(Block::Text(sheet.say("safety-copy-warning")));
        blocks.push(Block::Link("/home/safety/copy".to_owned(), sheet.say("safety-copy-take")));
    }
    sheet.card("safety-take", blocks);
    let form = use_form(&sheet.f, "/home/safety/used".to_owned());
    sheet.card("safety-used", vec![Block::Form(form)]);
    sheet.portal()
}

async fn card(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "safety-card-title");
    card_page(&visit, f, "/home/safety".to_owned())
}

/// The copy to keep: a page that needs nothing else.
#[derive(Template)]
#[template(path = "portal/copy.html")]
struct CopyPage {
    lang: String,
    dir: &'static str,
    title: String,
    made: String,
    steps: Vec<PlanStep>,
}

/// Only after a talk that is written down, and only as long as the client wants it.
async fn copy(visit: CourseVisit) -> Answer {
    let safety = &visit.course().safety;
    let (Some(plan), Some((_, copy))) = (safety.plan(), &safety.copy) else {
        return Err(Problem::NotYours.into());
    };
    if !copy.wanted {
        return Err(Problem::NotYours.into());
    }
    let words = &visit.words;
    let reader = if copy.names { Reader::Client } else { Reader::Nameless };
    let made = words.say("safety-copy-of").arg("date", words.plain_day(visit.today())).to_string();
    let mut response = page(&CopyPage {
        lang: words.tag().to_owned(),
        dir: words.dir(),
        title: words.say("safety-card-title").to_string(),
        made,
        steps: steps(&visit, plan, reader),
    })?;
    // A name that tells nothing.
    let attached = HeaderValue::from_static("attachment; filename=\"my-page.html\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, attached);
    Ok(response)
}

async fn used(visit: CourseVisit, fields: Fields) -> Answer {
    visit.submit(read_use(&fields), fields, "/home/safety", "nav-safety", view).await
}
