//! How far two clinicians agree about the problem areas, over the service: counts and kappa, never who and whom.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::Visit;
use treatment::access::Verb;
use treatment::focus::Area;
use treatment::rating::{Kappa, Mark, kappa};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/supervision/agreement", Rule::May(Verb::Supervise), show)
}

async fn show(visit: Visit) -> Answer {
    let rated = visit.clinic().rated_twice(visit.actor()?).await?;
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.frame("agreement-title"));
    sheet.lead = words.say("agreement-lead").arg("pairs", rated.len()).to_string();
    let row = |name: String, found: Kappa| {
        let figure = |value: Option<f64>| {
            value.map_or_else(|| words.say("agreement-none").to_string(), |value| format!("{value:.2}"))
        };
        vec![name, found.pairs.to_string(), figure(found.observed), figure(found.kappa)]
    };
    let mut rows = Vec::new();
    for area in Area::ALL {
        let pairs: Vec<(Mark, Mark)> = rated.iter().filter_map(|one| one.marks.get(area).copied()).collect();
        rows.push(row(words.term("area", area.key()).to_string(), kappa(&pairs)));
    }
    let main: Vec<(Option<Area>, Option<Area>)> = rated.iter().map(|one| one.main).collect();
    rows.push(row(words.say("field-main").to_string(), kappa(&main)));
    let heads = ["field-area", "agreement-pairs", "agreement-observed", "agreement-kappa"];
    let table = Table {
        caption: sheet.say("agreement-title"),
        heads: heads.map(|key| words.say(key).to_string()).into(),
        rows,
    };
    sheet.card("", vec![Block::Table(table), Block::Quiet(words.say("agreement-text").to_string())]);
    sheet.workbench()
}
