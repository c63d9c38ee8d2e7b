//! Answers from paper, typed twice: the second time without sight of the first, and what differs is settled by looking at
//! the paper again. The first typing waits as a draft of the person's own.

use super::measures::{completed_or_handed_in, item_fields, item_words, read_answers, used_no_more};
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::drafts::Since;
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::access::Verb;
use treatment::instrument::Instrument;
use treatment::measure::{CompleteMeasure, How};
use treatment::refusal::Refusal;
use treatment::time::Day;

const PAGE: &str = "/courses/{course}/measures/{measure}/paper";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get(PAGE, Rule::Course(Verb::Treat), show).post(PAGE, Rule::Course(Verb::Treat), send)
}

/// One typing: the day, and option codes by item key.
type Typed = (Day, BTreeMap<String, String>);

fn wanted<'v>(visit: &'v CourseVisit, key: &str) -> Result<&'v Instrument, Problem> {
    let instrument = visit.library().content.instrument(key);
    instrument.filter(|instrument| instrument.may_be_shown()).ok_or(Problem::NotYours)
}

fn subject(visit: &CourseVisit, instrument: &Instrument) -> String {
    format!("paper/{}/{}.{}", visit.id, instrument.key, instrument.version)
}

async fn first_typing(visit: &CourseVisit, instrument: &Instrument) -> Result<Option<Typed>, Problem> {
    let draft = visit.clinic().draft(visit.actor()?, &subject(visit, instrument)).await?;
    Ok(draft.and_then(|draft| read_typed(&draft.text)))
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let f = visit.course_frame("paper-title").await?;
    view(&visit, f, &path.1).await
}

async fn view(visit: &CourseVisit, f: Frame, key: &str) -> Answer {
    let instrument = wanted(visit, key)?;
    let is_second = first_typing(visit, instrument).await?.is_some();
    let action = visit.href(&format!("/measures/{key}/paper"));
    let (id, lead) = if is_second { ("typed-again", "paper-second") } else { ("typed", "paper-first") };
    let form = Form::on(&f, id, action.as_str())
        .hidden("measure-version", instrument.version.to_string())
        .day("on", if is_second { None } else { Some(visit.today()) });
    let form = item_fields(form, instrument, visit.words.tag()).check("leave-open", false);
    let form = form.send(if is_second { "paper-compare" } else { "paper-once" });
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&instrument.name);
    sheet.lead = sheet.say(lead);
    let mut blocks = vec![Block::Form(form)];
    if is_second {
        let again = Form::on(&sheet.f, "again", action.as_str()).quiet().send("paper-again");
        blocks.push(Block::Form(again));
    }
    sheet.card("", blocks);
    sheet.workbench()
}

fn read(fields: &Fields, instrument: &Instrument) -> Result<Typed, Refusal> {
    Ok((fields.day("on")?, read_answers(fields, instrument)))
}

async fn send(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let Ok(instrument) = wanted(&visit, &path.1) else { return used_no_more(&visit, &path.1).await };
    let here = visit.href(&format!("/measures/{}/paper", path.1));
    let subject = subject(&visit, instrument);
    if fields.is_form("again") {
        visit.clinic().drop_draft(visit.actor()?, &subject).await?;
        return Ok(see(&here));
    }
    let first = first_typing(&visit, instrument).await?;
    if fields.is_form("typed") && first.is_some() {
        // Pressed twice, or in another window: the second typing is still to come.
        return Ok(see(&here));
    }
    let second = fields.some_text("second").and_then(|text| read_typed(&text));
    let both = first.clone().zip(second);
    let typed = match read(&fields, instrument) {
        Ok(typed) => typed,
        Err(refusal) => {
            let view = async |visit: &CourseVisit, f| view_or_settle(visit, f, instrument, both).await;
            return visit.again(refusal.into(), fields, "paper-title", view).await;
        }
    };
    let Some(first) = first else {
        visit
            .clinic()
            .save_draft(visit.actor()?, &subject, Some(visit.id), Since::revision(0), &written(&typed))
            .await?;
        return Ok(see(&here));
    };
    if fields.is_form("typed-again") && first != typed {
        let f = visit.course_frame("paper-title").await?;
        return settle(&visit, f, instrument, &first, &typed);
    }
    // Both typings are the same, or what differed was settled.
    let form = CompleteMeasure {
        measure: instrument.key.clone(),
        version: fields.number("measure-version").unwrap_or(instrument.version),
        answers: typed.1,
        on: typed.0,
        how: How::Paper,
        language: fields.text("measure-language"),
    };
    let command = completed_or_handed_in(form, fields.is_on("leave-open"));
    let then = visit.href("/forms");
    let mut fields: Vec<(String, String)> =
        fields.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    fields.push(("draft".to_owned(), subject));
    visit
        .submit(Ok(command), fields.into(), &then, "paper-title", async |visit, f| {
            view_or_settle(visit, f, instrument, both).await
        })
        .await
}

/// The page after a refusal: where two typings were being settled, they still are.
async fn view_or_settle(
    visit: &CourseVisit,
    f: Frame,
    instrument: &Instrument,
    both: Option<(Typed, Typed)>,
) -> Answer {
    match both {
        Some((first, second)) => settle(visit, f, instrument, &first, &second),
        None => view(visit, f, &instrument.key).await,
    }
}

/// A typing as text, for the draft and for the form that settles.
fn written(typed: &Typed) -> String {
    serde_json::to_string(&(typed.0.to_string(), &typed.1)).expect("a day and a map of texts")
}

fn read_typed(text: &str) -> Option<Typed> {
    let (on, answers): (String, BTreeMap<String, String>) = serde_json::from_str(text).ok()?;
    Some((Day::parse(&on)?, answers))
}

/// What differs, side by side; what is the same is not asked again.
fn settle(visit: &CourseVisit, f: Frame, instrument: &Instrument, first: &Typed, second: &Typed) -> Answer {
    let text = instrument.text_in(visit.words.tag());
    let mut form = Form::on(&f, "settle", visit.href(&format!("/measures/{}/paper", instrument.key)))
        .hidden("measure-version", instrument.version.to_string())
        .hidden("measure-language", instrument.shown_in(visit.words.tag()))
        .hidden("second", written(second));
    let days = [first.0, second.0];
    if days[0] == days[1] {
        form = form.hidden("on", days[0].to_string());
    } else {
        let choices = days.map(|day| (day.to_string(), visit.words.plain_day(day))).to_vec();
        form = form.radio_of("on", choices, None);
    }
    let mut rows = Vec::new();
    for item in &instrument.items {
        let typed = [first, second].map(|typed| typed.1.get(&item.key).cloned().unwrap_or_default());
        if typed[0] == typed[1] {
            form = form.hidden(&item.key, typed[0].clone());
            continue;
        }
        let said = typed.clone().map(|code| {
            let words = text.and_then(|text| instrument.option_words(text, item, &code)).unwrap_or(&code);
            if code.is_empty() { visit.words.say("check-in-open").to_string() } else { words.to_owned() }
        });
        let asked = item_words(instrument, visit.words.tag(), &item.key);
        let choices = typed.iter().cloned().zip(said.iter().cloned()).collect();
        form = form.radio_of(&item.key, choices, None).label(asked.clone());
        rows.push(vec![asked, said[0].clone(), said[1].clone()]);
    }
    let form = form.check("leave-open", false).send("paper-settle");
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&instrument.name);
    sheet.lead = sheet.say("paper-differs");
    let heads = ["measure-item", "paper-typed-first", "paper-typed-second"];
    let heads = heads.map(|key| sheet.say(key)).to_vec();
    let table = Table { caption: sheet.say("paper-differs"), heads, rows };
    sheet.card("", vec![Block::Table(table), Block::Form(form)]);
    sheet.workbench()
}
