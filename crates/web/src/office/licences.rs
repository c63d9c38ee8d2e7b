//! Licences of measures: the status of each, who holds the rights, on what ground its words may be shown, and the
//! permissions that the office puts on record.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use crate::words::Words;
use axum::extract::Path;
use clinic::permissions::NewPermission;
use clinic::problem::Problem;
use treatment::access::{Verb, may};
use treatment::instrument::{Instrument, LicenceStatus};
use treatment::refusal::Refusal;
use treatment::time::Day;

/// The day on which somebody looked at the licence; a file with another text than a day is refused at start.
fn checked_on(words: &Words, instrument: &Instrument) -> String {
    Day::parse(&instrument.licence.checked_on).map(|day| words.plain_day(day)).unwrap_or_default()
}

pub(crate) fn routes(routes: Routes) -> Routes {
    let office = Rule::May(Verb::RunOffice);
    routes
        .get("/licences", Rule::May(Verb::BeStaff), list)
        .get("/licences/{measure}", Rule::May(Verb::BeStaff), show)
        .post("/licences/{measure}", office, record)
        .post("/licences/{measure}/withdraw", office, withdraw)
}

/// The newest version of every measure, by name.
fn newest(visit: &Visit) -> Vec<&Instrument> {
    let mut all: Vec<&Instrument> = visit.library().content.instruments_newest().collect();
    all.sort_by_key(|instrument| instrument.name.to_lowercase());
    all
}

/// Whether it may be used here, and whether there are words to show.
fn use_key(visit: &Visit, instrument: &Instrument) -> &'static str {
    match (instrument.may_be_shown(), instrument.text_in(visit.words.tag())) {
        (false, _) => "licence-not-used",
        (true, None) => "licence-by-number",
        (true, Some(_)) => "licence-used",
    }
}

async fn list(visit: Visit) -> Answer {
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.frame("licences-title"));
    sheet.lead = sheet.say("licences-lead");
    let all = newest(&visit);
    for status in LicenceStatus::ALL {
        let of = all.iter().filter(|instrument| instrument.licence.status == *status);
        let item = |instrument: &&Instrument| {
            let key = use_key(&visit, instrument);
            let text = words.say(format!("{key}-short")).to_string();
            let pill =
                if key == "licence-not-used" { Pill::plain(text) } else { Pill { tone: "done", text } };
            Item {
                meta: words
                    .say("licence-line")
                    .arg("holder", instrument.licence.holder.clone())
                    .arg("date", checked_on(words, instrument))
                    .to_string(),
                pills: vec![pill],
                ..Item::link(instrument.name.clone(), format!("/licences/{}", instrument.key))
            }
        };
        let items: Vec<Item> = of.map(item).collect();
        if !items.is_empty() {
            let title = words.term("licence-status", status.key()).to_string();
            sheet.card("", vec![Block::Items(items)]).title = title;
        }
    }
    sheet.workbench()
}

async fn show(visit: Visit, Path(key): Path<String>) -> Answer {
    view(&visit, visit.frame("licence-title"), &key).await
}

async fn view(visit: &Visit, f: Frame, key: &str) -> Answer {
    let words = &visit.words;
    let instrument = visit.library().content.instrument(key).ok_or(Problem::NotYours)?;
    let licence = &instrument.licence;
    let is_office = may(visit.actor()?, Verb::RunOffice, None);
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&instrument.name);
    sheet.lead = sheet.say(use_key(visit, instrument));
    let mut facts = vec![
        (sheet.say("licence-status"), words.term("licence-status", licence.status.key()).to_string()),
        (sheet.say("licence-holder"), licence.holder.clone()),
        (sheet.say("licence-notice"), licence.notice.clone()),
        (sheet.say("field-licence-basis"), licence.basis.clone()),
        (sheet.say("licence-checked"), checked_on(&visit.words, instrument)),
        (sheet.say("measure-version"), instrument.version.to_string()),
    ];
    if !licence.url.is_empty() {
        facts.push((sheet.say("licence-where"), licence.url.clone()));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !instrument.validated {
        blocks.push(Block::Quiet(sheet.say("measure-not-validated")));
    }
    sheet.card("", blocks);
    let permissions = visit.clinic().permissions();
    let mut items = Vec::new();
    let mut is_held = false;
    for one in permissions.iter().rev().filter(|one| one.measure == key) {
        let name = visit.clinic().name_of(one.recorded.0).await?;
        let at = words.moment(one.recorded.1, &visit.zone());
        let mut item = Item::plain(one.given_by.clone());
        item.text.clone_from(&one.basis);
        let said = words.say("permission-line").arg("date", words.plain_day(one.given_on));
        item.meta = said.arg("name", name).arg("at", at).to_string();
        match &one.withdrawn {
            None => {
                is_held = true;
                item.pills.push(Pill { tone: "done", text: sheet.say("permission-holds") });
                if is_office {
                    let form = Form::on(&sheet.f, "withdraw", format!("/licences/{key}/withdraw")).quiet();
                    item.forms
                        .push((sheet.say("permission-withdraw"), form.send("permission-withdraw-send")));
                }
            }
            Some((who, at)) => {
                let name = visit.clinic().name_of(*who).await?;
                let at = words.moment(*at, &visit.zone());
                let text = words.say("permission-withdrawn").arg("name", name).arg("at", at).to_string();
                item.pills.push(Pill::plain(text));
            }
        }
        items.push(item);
    }
    let needs_one = !licence.status.is_open();
    if !items.is_empty() {
        sheet.card("permissions-title", vec![Block::Items(items)]);
    } else if needs_one {
        sheet.card("permissions-title", vec![Block::Quiet(sheet.say("permissions-none"))]);
    }
    if needs_one && is_office && !is_held {
        let form = Form::on(&sheet.f, "permission", format!("/licences/{key}"))
            .text("given-by", "")
            .area("licence-basis", "", 4)
            .day("on", None)
            .label(visit.words.say("permission-given-on").to_string())
            .send("permission-send");
        sheet
            .beside("permission-add", vec![Block::Text(sheet.say("permission-add-text")), Block::Form(form)]);
    }
    if needs_one && instrument.text.is_empty() {
        sheet.beside("licence-words", vec![Block::Text(sheet.say("licence-words-text"))]);
    }
    sheet.workbench()
}

async fn record(visit: Visit, Path(key): Path<String>, fields: Fields) -> Answer {
    let asked: Result<NewPermission, Refusal> = (|| {
        Ok(NewPermission {
            measure: key.clone(),
            given_by: fields.text("given-by"),
            basis: fields.text("licence-basis"),
            given_on: fields.day("on")?,
        })
    })();
    let outcome = match asked {
        Ok(asked) => visit.clinic().record_permission(visit.actor()?, &asked).await,
        Err(refusal) => Err(refusal.into()),
    };
    after(&visit, outcome, fields, &key).await
}

async fn withdraw(visit: Visit, Path(key): Path<String>, fields: Fields) -> Answer {
    let outcome = visit.clinic().withdraw_permission(visit.actor()?, &key).await;
    after(&visit, outcome, fields, &key).await
}

async fn after(visit: &Visit, outcome: Result<(), Problem>, fields: Fields, key: &str) -> Answer {
    match outcome {
        Ok(()) => Ok(see(&format!("/licences/{key}"))),
        Err(problem) => {
            let mut f = visit.frame("licence-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(visit, f, key).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
