//! Where to turn now: fixed human words and the country's numbers. Never a judgement on an answer.

use super::home::frame;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/help-now", Rule::Own(Verb::ReadOwn), show)
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let mut sheet = Sheet::new(frame(&visit, "help-title"));
    sheet.lead = sheet.say(if asked.contains_key("after") { "help-after" } else { "help-lead" });
    let country = visit.clinic().service().map(|service| service.sheet.country.clone()).unwrap_or_default();
    let contacts = visit.clinic().library().crisis_in(&country).map(|crisis| crisis.contacts.clone());
    let items: Vec<Item> = contacts
        .unwrap_or_default()
        .into_iter()
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
    sheet.card(
        "",
        vec![Block::Text(sheet.say("help-who-sees")), Block::Link("/home".to_owned(), sheet.say("nav-home"))],
    );
    sheet.portal()
}
