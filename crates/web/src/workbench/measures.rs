//! Measures: the trend of each, its answers item by item, and paper or spoken answers entered by staff.

use super::trends::{self, Span};
use crate::answer::{Answer, refused};
use crate::fields::{Fields, is_blank};
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use axum::extract::{Path, Query};
use clinic::problem::Problem;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::alert::alerts_of;
use treatment::command::Command;
use treatment::ids::ResultId;
use treatment::instrument::Instrument;
use treatment::measure::{CompleteMeasure, How};
use treatment::summary::WEEKLY;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/courses/{course}/measures", Rule::Course(Verb::ReadCourse), show)
        .get("/courses/{course}/measures/other", Rule::Course(Verb::Treat), others)
        .get("/courses/{course}/measures/{measure}/enter", Rule::Course(Verb::Treat), enter)
        .post("/courses/{course}/measures/{measure}/enter", Rule::Course(Verb::Treat), send)
}

async fn show(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(visit.course_frame("tab-measures").await?);
    let content = &visit.library().content;
    let due = visit.course().measures_due(content, visit.today());
    let may_enter = visit.may(Verb::Treat) && treatment::schedule::takes_answers(visit.course());
    let mut instruments: Vec<&Instrument> = content.instruments_newest().collect();
    // What is asked every week comes first.
    instruments.sort_by_key(|instrument| instrument.key != WEEKLY);
    if visit.may(Verb::Treat) {
        let forms = Block::Link(visit.href("/forms"), sheet.say("forms-title"));
        sheet.beside("", vec![forms]);
    }
    let span = Span::of(&visit);
    let mut cards = Vec::new();
    let mut unanswered = Vec::new();
    let planned: Vec<&str> = visit.protocol()?.measures().collect();
    for instrument in &instruments {
        let href = visit.href(&format!("/measures/{}/enter", instrument.key));
        let is_due = due.contains(&instrument.key.as_str());
        let figure = span.as_ref().and_then(|span| trends::figure(&visit, instrument, span));
        let figure = figure.or_else(|| without_total(&visit, instrument));
        let may_enter = may_enter && instrument.may_be_shown();
        let Some(mut blocks) = figure else {
            if !is_due && !planned.contains(&instrument.key.as_str()) {
                continue;
            }
            let mut item = if may_enter {
                Item { text: String::new(), ..Item::link(instrument.name.clone(), href) }
            } else {
                Item::plain(instrument.name.clone())
            };
            item.pills.extend(is_due.then(|| Pill::plain(sheet.say("measure-due"))));
            unanswered.push(item);
            continue;
        };
        if is_due {
            blocks.push(Block::Text(sheet.say("measure-due")));
        }
        if may_enter {
            blocks.push(Block::Link(href, sheet.say("measure-enter")));
        }
        blocks.push(Block::Quiet(format!("{} {}", instrument.licence.notice, instrument.licence.basis)));
        cards.push((instrument.name.clone(), blocks));
    }
    let parts = parts(&visit);
    if !parts.is_empty() {
        sheet.card("parts-title", vec![Block::Items(parts)]);
    }
    if let Some(span) = &span {
        let blocks = trends::together(&visit, &instruments, span);
        if !blocks.is_empty() {
            sheet.card("trends-together", blocks);
        }
    }
    for (name, blocks) in cards {
        sheet.card("", blocks).title = name;
    }
    let alerts: Vec<Item> = instruments
        .iter()
        .flat_map(|instrument| alerts_of(visit.course(), content, &instrument.key))
        .rev()
        .map(|alert| super::alerts::item(&visit, &alert))
        .collect();
    if !alerts.is_empty() {
        sheet.beside("measure-alerts", vec![Block::Items(alerts)]);
    }
    if span.is_some() {
        sheet.beside("outcome-title", trends::outcome(&visit));
    }
    let mut blocks = Vec::new();
    let title = if unanswered.is_empty() { "" } else { "measure-unanswered" };
    if !unanswered.is_empty() {
        blocks.push(Block::Items(unanswered));
    }
    if may_enter {
        blocks.push(Block::Link(visit.href("/measures/other"), sheet.say("measure-others")));
    }
    blocks.push(Block::Link("/licences".to_owned(), sheet.say("licences-title")));
    "measures-open".clone_into(&mut sheet.beside(title, blocks).id);
    sheet.workbench()
}

/// The forms that were handed in with questions open and are not finished yet, newest first.
pub(super) fn parts(visit: &CourseVisit) -> Vec<Item> {
    let measures = &visit.course().measures;
    let open = measures.parts.iter().rev().filter(|part| !measures.is_finished(part.id)).take(20);
    open.map(|part| {
        let said = &part.said;
        let name = visit.library().content.instrument(&said.measure).map(|one| one.name.clone());
        let open = visit.words.say("part-open").arg("items", said.unanswered.join(", "));
        Item {
            meta: visit.words.plain_day(said.on),
            text: open.arg("count", said.unanswered.len()).to_string(),
            ..Item::link(
                name.unwrap_or_else(|| said.measure.clone()),
                visit.href(&format!("/measures/parts/{}", part.id.0)),
            )
        }
    })
    .collect()
}

/// A measure without a total: its newest answers by a link, and all of them item by item; none before the first.
fn without_total(visit: &CourseVisit, instrument: &Instrument) -> Option<Vec<Block>> {
    let newest =
        visit.course().measures.of(&instrument.key).next_back().filter(|_| !instrument.has_total())?;
    let words = &visit.words;
    Some(vec![
        Block::Text(words.say("result-by-items").to_string()),
        Block::Link(
            visit.href(&format!("/measures/results/{}", newest.id.0)),
            words.plain_day(newest.completed.on),
        ),
        Block::Link(
            visit.href(&format!("/measures/{}/items", instrument.key)),
            words.say("measure-items").to_string(),
        ),
    ])
}

/// What may be used here and is not part of the plan.
async fn others(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(visit.course_frame("measure-others").await?);
    sheet.lead = sheet.say("measures-other-lead");
    let planned: Vec<&str> = visit.protocol()?.measures().collect();
    let others = visit
        .library()
        .content
        .instruments_newest()
        .filter(|instrument| instrument.may_be_shown() && !planned.contains(&instrument.key.as_str()));
    let item = |instrument: &Instrument| {
        let text = instrument.text_in(visit.words.tag());
        let page = if text.is_some() { "enter" } else { "paper" };
        let number = text.is_none().then(|| Pill::plain(visit.words.say("measure-by-number").to_string()));
        Item {
            text: text.map(|text| text.title.clone()).unwrap_or_default(),
            meta: visit.words.term("respondent", instrument.respondent.key()).to_string(),
            pills: number.into_iter().collect(),
            ..Item::link(instrument.name.clone(), visit.href(&format!("/measures/{}/{page}", instrument.key)))
        }
    };
    let items = others.map(item).collect();
    let licences = Block::Link("/licences".to_owned(), sheet.say("licences-title"));
    sheet.card("", vec![Block::Items(items), licences]);
    sheet.workbench()
}

/// A measure that may be used here.
fn wanted<'v>(visit: &'v CourseVisit, key: &str) -> Result<&'v Instrument, Problem> {
    let instrument = visit.library().content.instrument(key);
    instrument.filter(|instrument| instrument.may_be_shown()).ok_or(Problem::NotYours)
}

/// What was typed cannot be kept, because the permission of the measure was withdrawn meanwhile: said in words.
pub(super) async fn used_no_more(visit: &CourseVisit, key: &str) -> Answer {
    visit.library().content.instrument(key).ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(visit.course_frame("measure-enter").await?);
    sheet.f.problem = Some(sheet.say("measure-used-no-more"));
    sheet.card("", vec![Block::Link("/licences".to_owned(), sheet.say("licences-title"))]);
    refused(sheet.workbench())
}

async fn enter(
    visit: CourseVisit,
    Path(path): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let mut f = visit.course_frame("measure-enter").await?;
    let part = asked.get("part").and_then(|id| id.parse().ok()).map(ResultId);
    if let Some(part) = part.and_then(|id| visit.course().measures.part(id)) {
        // What was answered before stands in the form, to be finished.
        let answers = part.said.answers.iter().map(|(item, code)| (item.clone(), code.clone()));
        let form = ("form".to_owned(), "enter".to_owned());
        let on = ("on".to_owned(), visit.today().to_string());
        f.typed = answers.chain([form, on]).collect::<Vec<_>>().into();
    }
    view(&visit, f, &path.1).await
}

/// The fields of a measure, all on one page. Where its words are not here, they go by the numbers and codes of the
/// form on paper.
pub(crate) fn item_fields<'f>(
    mut form: crate::forms::FormBuilder<'f>,
    instrument: &Instrument,
    language: &str,
) -> crate::forms::FormBuilder<'f> {
    let text = instrument.text_in(language);
    // What is answered was shown in these words.
    form = form.hidden("measure-language", instrument.shown_in(language));
    for item in &instrument.items {
        let choices = instrument
            .options_of(item)
            .iter()
            .map(|option| {
                let words = text.and_then(|text| instrument.option_words(text, item, &option.code));
                (option.code.clone(), words.unwrap_or(&option.code).to_owned())
            })
            .collect();
        form = form.radio_of(&item.key, choices, None).label(item_words(instrument, language, &item.key));
    }
    form
}

/// The words of an item, or its number where there are none.
pub(crate) fn item_words(instrument: &Instrument, language: &str, key: &str) -> String {
    let words = instrument.text_in(language).and_then(|text| text.items.get(key));
    words.cloned().unwrap_or_else(|| key.to_owned())
}

async fn view(visit: &CourseVisit, f: Frame, key: &str) -> Answer {
    let instrument = wanted(visit, key)?;
    let mut sheet = Sheet::new(f);
    match instrument.text_in(visit.words.tag()) {
        Some(text) => sheet.lead = visit.stem(instrument, text),
        None => sheet.lead = sheet.say("licence-by-number"),
    }
    let form = Form::on(&sheet.f, "enter", visit.href(&format!("/measures/{key}/enter")))
        .hidden("measure-version", instrument.version.to_string())
        .day("on", Some(visit.today()))
        .hidden("how", How::Session.key());
    let form = item_fields(form, instrument, visit.words.tag()).check("leave-open", false).send("save");
    sheet.card("", vec![Block::Form(form)]);
    sheet.workbench()
}

/// The command of a form: complete, or handed in as it is where somebody says that questions stay open.
pub(crate) fn completed_or_handed_in(form: CompleteMeasure, stays_open: bool) -> Command {
    if stays_open { Command::HandInMeasure(form) } else { Command::CompleteMeasure(form) }
}

/// Reads a measure's answers from a form.
pub(crate) fn read_answers(
    fields: &Fields,
    instrument: &Instrument,
) -> std::collections::BTreeMap<String, String> {
    let answered = instrument.items.iter().filter_map(|item| {
        let mut given = fields.all(&item.key);
        given.retain(|code| !is_blank(code));
        given.dedup();
        // Two answers to one question are none of its choices: they are refused as they came, and neither is taken.
        (!given.is_empty()).then(|| (item.key.clone(), given.join(", ")))
    });
    answered.collect()
}

async fn send(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let Ok(instrument) = wanted(&visit, &path.1) else { return used_no_more(&visit, &path.1).await };
    let asked = (|| {
        let form = CompleteMeasure {
            measure: instrument.key.clone(),
            version: fields.number("measure-version")?,
            answers: read_answers(&fields, instrument),
            on: fields.day("on")?,
            how: fields.one("how", How::parse)?,
            language: fields.text("measure-language"),
        };
        Ok(completed_or_handed_in(form, fields.is_on("leave-open")))
    })();
    let then = visit.href("/measures");
    visit.submit(asked, fields, &then, "measure-enter", async |visit, f| view(visit, f, &path.1).await).await
}
