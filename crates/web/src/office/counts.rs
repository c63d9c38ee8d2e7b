//! The service in numbers, without any content: how many, never who.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::Visit;
use treatment::access::{Verb, Who};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/service", Rule::May(Verb::ReadService), show)
}

async fn show(visit: Visit) -> Answer {
    let counts = visit.clinic().service_counts(visit.actor()?).await?;
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.frame("nav-service"));
    sheet.lead = sheet.say("counts-lead");
    let mut facts = vec![
        (sheet.say("counts-waiting"), counts.waiting.to_string()),
        (sheet.say("counts-courses"), counts.courses.to_string()),
        (sheet.say("counts-paused"), counts.paused.to_string()),
        (sheet.say("counts-alerts"), counts.alerts_waiting.to_string()),
    ];
    for (phase, count) in &counts.by_phase {
        facts.push((words.term("phase", phase).to_string(), count.to_string()));
    }
    sheet.card("", vec![Block::Facts(facts)]);
    let mut rows = Vec::new();
    for (therapist, open) in &counts.by_therapist {
        rows.push(vec![visit.clinic().name_of(Who::Staff(*therapist)).await?, open.to_string()]);
    }
    rows.sort();
    let heads = vec![words.term("role", "therapist").to_string(), sheet.say("counts-open")];
    let table = Table { caption: sheet.say("counts-caseloads"), heads, rows };
    sheet.card("counts-caseloads", vec![Block::Table(table)]);
    let way = Block::Link(super::hand_over::PAGE.to_owned(), sheet.say("hand-over-title"));
    sheet.beside("", vec![way]);
    sheet.workbench()
}
