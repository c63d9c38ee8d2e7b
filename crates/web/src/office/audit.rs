//! Who did what, to which course, when. Never what was in it, and never whose course it was.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::Visit;
use std::collections::HashMap;
use treatment::access::{Verb, Who};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/audit", Rule::May(Verb::ReadAudit), show)
}

async fn show(visit: Visit) -> Answer {
    let lines = visit.clinic().audit_recent(visit.actor()?).await?;
    let words = &visit.words;
    let mut names: HashMap<String, String> = HashMap::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        if !names.contains_key(&line.who) {
            // Staff are named; a client is a client.
            let name = match Who::parse(&line.who) {
                Some(who @ Who::Staff(_)) => visit.clinic().name_of(who).await?,
                Some(Who::Client(_)) => words.say("audit-client").to_string(),
                _ => words.say("audit-clock").to_string(),
            };
            names.insert(line.who.clone(), name);
        }
        rows.push(vec![
            words.moment(line.at, &visit.zone()),
            names[&line.who].clone(),
            words.say(format!("verb-{}", line.verb)).to_string(),
            line.course.map_or_else(String::new, |course| course.to_string()[..8].to_owned()),
        ]);
    }
    let heads = ["audit-at", "audit-who", "audit-what", "audit-course"]
        .map(|key| words.say(key).to_string())
        .to_vec();
    let mut sheet = Sheet::new(visit.frame("nav-audit"));
    sheet.lead = sheet.say("audit-lead");
    sheet.card("", vec![Block::Table(Table { caption: sheet.say("nav-audit"), heads, rows })]);
    sheet.workbench()
}
