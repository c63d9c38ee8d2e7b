//! Where to turn now: fixed human words and the country's numbers. Never a judgement on an answer.

use super::home::frame;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::safety::{Reader, step_blocks};
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::risk::{ConcernSource, RaiseConcern, Response};
use treatment::time::Moment;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/help-now", Rule::Own(Verb::ReadOwn), show).post(
        "/home/help-now/ask",
        Rule::Own(Verb::RaiseConcern),
        ask,
    )
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    view(&visit, frame(&visit, "help-title"), asked.get("after").map(String::as_str))
}

/// `after` is there after an answer like this (`1`) or after asking to be rung (`asked`).
fn view(visit: &CourseVisit, f: Frame, after: Option<&str>) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say(match after {
        None => "help-lead",
        Some("asked") => "help-asked",
        Some(_) => "help-after",
    });
    let items: Vec<Item> = visit
        .crisis_contacts()
        .iter()
        .cloned()
        .map(|contact| Item {
            meta: [contact.for_whom, contact.hours]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            ..Item::link(
                format!("{} · {}", contact.name, contact.number),
                format!("tel:{}", contact.number.replace(' ', "")),
            )
        })
        .collect();
    sheet.card("help-numbers", vec![Block::Items(items)]);
    if let Some(plan) = visit.course().safety.plan() {
        let mut blocks = step_blocks(visit, plan, Reader::Client);
        blocks.push(Block::Link("/home/safety".to_owned(), sheet.say("nav-safety")));
        sheet.card("nav-safety", blocks);
    }
    let mut blocks = vec![Block::Text(sheet.say("help-who-sees"))];
    blocks.extend(visit.nobody_there().map(Block::Text));
    if after != Some("asked") {
        let form = Form::on(&sheet.f, "ask", "/home/help-now/ask").area("concern-words", "", 2).quiet();
        let title = sheet.say("help-ask");
        blocks.push(Block::Fold(title, form.send("help-ask-send")));
    }
    blocks.push(Block::Link("/home".to_owned(), sheet.say("nav-home")));
    sheet.card("", blocks);
    sheet.portal()
}

/// The client asks to be rung: a flag like an answer's, though nothing was answered.
async fn ask(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = RaiseConcern {
        source: ConcernSource::Client,
        words: fields.text("concern-words"),
        respond: Response::SameDay,
        due: Moment(0),
    };
    let asked = Ok(Command::RaiseConcern(asked));
    let then = "/home/help-now?after=asked";
    visit.submit(asked, fields, then, "help-title", async |visit, f| view(visit, f, None)).await
}
