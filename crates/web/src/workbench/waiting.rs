//! The waiting list: requests from the front door.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::Visit;
use axum::extract::Path;
use clinic::problem::Problem;
use clinic::waiting::Waiting;
use treatment::access::Verb;
use treatment::ids::ReferralId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/waiting", Rule::May(Verb::ReadWaiting), list)
        .get("/waiting/{request}", Rule::May(Verb::ReadWaiting), show)
        .post("/waiting/{request}/close", Rule::May(Verb::ReadWaiting), close)
}

async fn list(visit: Visit) -> Answer {
    let waiting = visit.clinic().waiting(visit.actor()?).await?;
    let mut sheet = Sheet::new(visit.frame("nav-waiting"));
    sheet.lead = sheet.say("waiting-lead");
    let items: Vec<Item> = waiting
        .iter()
        .map(|one| {
            let days = visit.today().since(one.received_at.day()).max(0);
            Item {
                text: one.sheet.reason.chars().take(240).collect(),
                meta: visit.words.say("waiting-since").arg("days", days).to_string(),
                ..Item::link(&one.sheet.name, format!("/waiting/{}", one.id))
            }
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("waiting-empty"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    sheet.workbench()
}

async fn wanted(visit: &Visit, request: &str) -> Result<Waiting, Problem> {
    let id = ReferralId::parse(request).ok_or(Problem::NotYours)?;
    visit.clinic().one_waiting(visit.actor()?, id).await
}

async fn show(visit: Visit, Path(request): Path<String>) -> Answer {
    let one = wanted(&visit, &request).await?;
    let mut sheet = Sheet::new(visit.frame("waiting-one"));
    let said = |yes: bool| visit.words.say(if yes { "yes" } else { "no" }).to_string();
    let name = |field: &str| visit.words.say(format!("field-{field}")).to_string();
    let facts = vec![
        (name("name"), one.sheet.name.clone()),
        (name("contact"), one.sheet.contact.clone()),
        (name("may-message"), said(one.sheet.may_message)),
        (name("times"), one.sheet.times.clone()),
        (name("source"), one.sheet.source.clone()),
        (name("received"), visit.words.moment(one.received_at, &visit.zone())),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    sheet.card("", vec![Block::Facts(facts)]);
    let mut blocks = vec![Block::Voice(one.sheet.reason.clone())];
    if !one.sheet.about_whom.is_empty() {
        blocks.push(Block::Heading(name("about-whom")));
        blocks.push(Block::Voice(one.sheet.about_whom.clone()));
    }
    sheet.card("waiting-words", blocks);
    let open = Block::Button(format!("/courses/new?request={}", one.id), sheet.say("waiting-open"));
    let close =
        Form::on(&sheet.f, "close", format!("/waiting/{}/close", one.id)).quiet().send("waiting-close-send");
    let words = sheet.say("waiting-close");
    sheet.beside("waiting-next", vec![open, Block::Fold(words, close)]);
    sheet.workbench()
}

async fn close(visit: Visit, Path(request): Path<String>, _fields: Fields) -> Answer {
    let one = wanted(&visit, &request).await?;
    visit.clinic().close_request(visit.actor()?, one.id).await?;
    Ok(see("/waiting"))
}
