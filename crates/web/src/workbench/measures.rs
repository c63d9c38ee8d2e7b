//! Measures: the trend of each, its answers item by item, and paper or spoken answers entered by staff.

use super::trends::{self, Span};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::problem::Problem;
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
        .get("/courses/{course}/measures/results/{result}", Rule::Course(Verb::ReadCourse), answers)
        .get("/courses/{course}/measures/{measure}/enter", Rule::Course(Verb::Treat), enter)
        .post("/courses/{course}/measures/{measure}/enter", Rule::Course(Verb::Treat), send)
}

async fn show(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(visit.course_frame("tab-measures").await?);
    let content = &visit.clinic().library().content;
    let due = visit.course().measures_due(content, visit.today());
    let may_enter = visit.may(Verb::Treat) && treatment::schedule::takes_answers(visit.course());
    let mut instruments: Vec<&Instrument> = content.instruments().iter().collect();
    // What is asked every week comes first.
    instruments.sort_by_key(|instrument| instrument.key != WEEKLY);
    // Older versions of a measure are read, and not asked.
    instruments.dedup_by_key(|instrument| instrument.key.clone());
    if visit.may(Verb::Treat) {
        let forms = Block::Link(visit.href("/forms"), sheet.say("forms-title"));
        sheet.beside("", vec![forms]);
    }
    let span = Span::of(&visit);
    let mut cards = Vec::new();
    let mut unanswered = Vec::new();
    for instrument in &instruments {
        let href = visit.href(&format!("/measures/{}/enter", instrument.key));
        let is_due = due.contains(&instrument.key.as_str());
        let figure = span.as_ref().and_then(|span| trends::figure(&visit, instrument, span));
        let Some(mut blocks) = figure else {
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
    if !unanswered.is_empty() {
        sheet.beside("measure-unanswered", vec![Block::Items(unanswered)]);
    }
    sheet.workbench()
}

async fn answers(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = path.1.parse().map(ResultId).map_err(|_| Problem::NotYours)?;
    let result = visit.course().measures.result(id).ok_or(Problem::NotYours)?.clone();
    let content = &visit.clinic().library().content;
    let instrument = content
        .instrument_at(&result.completed.measure, result.completed.version)
        .ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.course_frame("measure-answers").await?);
    sheet.lead = words
        .say("measure-how")
        .arg("name", instrument.name.clone())
        .arg("total", result.completed.total)
        .arg("most", instrument.scale_max)
        .arg("date", words.plain_day(result.completed.on))
        .arg("how", words.term("how", result.completed.how.key()))
        .arg("version", result.completed.version)
        .to_string();
    let text = instrument.text_in(words.tag());
    let rows = instrument
        .items
        .iter()
        .map(|item| {
            let code = result.completed.answers.get(&item.key).cloned().unwrap_or_default();
            let said =
                text.and_then(|text| instrument.option_words(text, item, &code)).unwrap_or(&code).to_owned();
            let points = instrument.options_of(item).iter().find(|option| option.code == code);
            vec![
                text.and_then(|text| text.items.get(&item.key)).cloned().unwrap_or_else(|| item.key.clone()),
                said,
                points
                    .and_then(|option| instrument.points_of(item, option))
                    .map_or_else(String::new, |points| points.to_string()),
            ]
        })
        .collect();
    let heads =
        ["measure-item", "flag-answer", "measure-points"].map(|key| words.say(key).to_string()).to_vec();
    let table = Table { caption: sheet.say("measure-answers"), heads, rows };
    sheet.card("", vec![Block::Table(table), Block::Quiet(instrument.bands_source.clone())]);
    sheet.workbench()
}

fn wanted<'v>(visit: &'v CourseVisit, key: &str) -> Result<&'v Instrument, Problem> {
    visit.clinic().library().content.instrument(key).ok_or(Problem::NotYours)
}

async fn enter(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let f = visit.course_frame("measure-enter").await?;
    view(&visit, f, &path.1).await
}

/// The fields of a measure, all on one page.
pub(crate) fn item_fields<'f>(
    mut form: crate::forms::FormBuilder<'f>,
    instrument: &Instrument,
    language: &str,
) -> crate::forms::FormBuilder<'f> {
    let Some(text) = instrument.text_in(language) else { return form };
    for item in &instrument.items {
        let choices = instrument
            .options_of(item)
            .iter()
            .map(|option| {
                let words = instrument.option_words(text, item, &option.code).unwrap_or(&option.code);
                (option.code.clone(), words.to_owned())
            })
            .collect();
        form = form.radio_of(&item.key, choices, None).label(text.items[&item.key].clone());
    }
    form
}

async fn view(visit: &CourseVisit, f: Frame, key: &str) -> Answer {
    let instrument = wanted(visit, key)?;
    let mut sheet = Sheet::new(f);
    let text = instrument.text_in(visit.words.tag()).ok_or(Problem::NotYours)?;
    sheet.lead.clone_from(&text.stem);
    let form = Form::on(&sheet.f, "enter", visit.href(&format!("/measures/{key}/enter")))
        .hidden("measure-version", instrument.version.to_string())
        .day("on", Some(visit.today()))
        .hidden("how", How::Session.key());
    let form = item_fields(form, instrument, visit.words.tag()).send("save");
    sheet.card("", vec![Block::Form(form)]);
    sheet.workbench()
}

/// Reads a measure's answers from a form.
pub(crate) fn read_answers(
    fields: &Fields,
    instrument: &Instrument,
) -> std::collections::BTreeMap<String, String> {
    let answered =
        instrument.items.iter().filter_map(|item| Some((item.key.clone(), fields.some_text(&item.key)?)));
    answered.collect()
}

async fn send(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let instrument = wanted(&visit, &path.1)?;
    let asked = (|| {
        Ok(Command::CompleteMeasure(CompleteMeasure {
            measure: instrument.key.clone(),
            version: fields.number("measure-version")?,
            answers: read_answers(&fields, instrument),
            on: fields.day("on")?,
            how: fields.one("how", How::parse)?,
        }))
    })();
    let then = visit.href("/measures");
    visit.submit(asked, fields, &then, "measure-enter", async |visit, f| view(visit, f, &path.1).await).await
}
