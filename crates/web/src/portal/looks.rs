//! Who looked at my record and who wrote in it.

use super::home::frame;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use std::collections::HashMap;
use treatment::access::{Verb, Who};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/looks", Rule::Own(Verb::ReadOwn), show)
}

async fn show(visit: CourseVisit) -> Answer {
    let lines = visit.clinic().looks(visit.actor()?, Verb::ReadOwn, visit.id).await?;
    let mut names: HashMap<String, String> = HashMap::new();
    let mut items = Vec::with_capacity(lines.len());
    for line in lines {
        if !names.contains_key(&line.who) {
            let name = match Who::parse(&line.who) {
                Some(Who::Clock) | None => visit.words.say("audit-clock").to_string(),
                Some(who) => visit.clinic().name_of(who).await?,
            };
            names.insert(line.who.clone(), name);
        }
        items.push(Item {
            meta: format!(
                "{} · {}",
                visit.words.moment(line.at, &visit.zone()),
                visit.words.say(format!("verb-{}", line.verb))
            ),
            ..Item::plain(names[&line.who].clone())
        });
    }
    let mut sheet = Sheet::new(frame(&visit, "portal-looks"));
    sheet.lead = sheet.say("looks-lead");
    sheet.card("", vec![Block::Items(items)]);
    sheet.portal()
}
