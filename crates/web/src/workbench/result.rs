//! One form that came in: every answer, and how its score came about; or, for one partly answered, which questions are
//! open, and that it has no score.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::access::Verb;
use treatment::ids::ResultId;
use treatment::instrument::{Cutoff, Instrument, Method, State};
use treatment::measure::Completed;
use treatment::schedule::takes_answers;

pub(crate) fn routes(routes: Routes) -> Routes {
    let read = Rule::Course(Verb::ReadCourse);
    routes.get("/courses/{course}/measures/results/{result}", read, show).get(
        "/courses/{course}/measures/parts/{part}",
        read,
        part,
    )
}

fn version_of<'v>(visit: &'v CourseVisit, key: &str, version: u32) -> Result<&'v Instrument, Problem> {
    visit.library().content.instrument_at(key, version).ok_or(Problem::NotYours)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = path.1.parse().map(ResultId).map_err(|_| Problem::NotYours)?;
    let done = visit.course().measures.result(id).ok_or(Problem::NotYours)?.completed.clone();
    let instrument = version_of(&visit, &done.measure, done.version)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.course_frame("measure-answers").await?);
    let key = if instrument.has_total() { "measure-how" } else { "measure-how-no-total" };
    sheet.lead = words
        .say(key)
        .arg("name", instrument.name.clone())
        .arg("total", instrument.written(done.total))
        .arg("most", instrument.written(instrument.scale_max))
        .arg("date", words.plain_day(done.on))
        .arg("how", words.term("how", done.how.key()))
        .arg("version", done.version)
        .to_string();
    sheet.card("result-how", came_about(&visit, instrument, &done).into_iter().map(Block::Text).collect());
    if !done.subscales.is_empty() {
        let text = instrument.text_in(words.tag());
        let facts = instrument.subscales.iter().filter_map(|scale| {
            let named = text.and_then(|text| text.subscales.get(&scale.key)).unwrap_or(&scale.key);
            Some((named.clone(), instrument.written(*done.subscales.get(&scale.key)?)))
        });
        sheet.card("result-subscales", vec![Block::Facts(facts.collect())]);
    }
    let table = answers_table(&visit, instrument, &done.answers);
    sheet.card("", vec![Block::Table(table), Block::Quiet(instrument.bands_source.clone())]);
    if !instrument.cutoffs.is_empty() {
        sheet.card("result-cutoffs", vec![Block::Items(cutoffs(&visit, instrument, &done))]);
    }
    let file = visit.href(&format!("/measures/results/{}/file", path.1));
    sheet.beside("", vec![Block::Link(file, sheet.say("result-file"))]);
    sheet.workbench()
}

/// The totals that mean something, each for whom it was found and from where; marked where this form reaches it.
fn cutoffs(visit: &CourseVisit, instrument: &Instrument, done: &Completed) -> Vec<Item> {
    let words = &visit.words;
    let line = |cutoff: &Cutoff| {
        let way = if instrument.counts_upwards(cutoff) { "from" } else { "to" };
        let said = words.say(format!("cutoff-{}-{way}", cutoff.meaning.key()));
        let said = said.arg("at", instrument.written(cutoff.at)).to_string();
        let mut item = Item { text: cutoff.who.clone(), meta: cutoff.source.clone(), ..Item::plain(said) };
        if instrument.reaches(cutoff, done.total, &done.answers) {
            item.pills.push(Pill::plain(words.say("cutoff-reached").to_string()));
        }
        item
    };
    instrument.cutoffs.iter().map(line).collect()
}

/// Every item with its answer and the points it gave.
fn answers_table(visit: &CourseVisit, instrument: &Instrument, answers: &BTreeMap<String, String>) -> Table {
    let words = &visit.words;
    let text = instrument.text_in(words.tag());
    let row = |item: &treatment::instrument::Item| {
        let code = answers.get(&item.key).cloned().unwrap_or_default();
        let option = instrument.options_of(item).iter().find(|option| option.code == code);
        let said = text.and_then(|text| instrument.option_words(text, item, &code)).unwrap_or(&code);
        let said = if code.is_empty() { words.say("check-in-open").to_string() } else { said.to_owned() };
        let points = option.and_then(|option| instrument.points_of(item, option));
        let points = points.filter(|_| item.scored).map_or_else(String::new, |points| points.to_string());
        let asked = text.and_then(|text| text.items.get(&item.key)).unwrap_or(&item.key);
        vec![asked.clone(), said, points]
    };
    Table {
        caption: words.say("measure-answers").to_string(),
        heads: ["measure-item", "flag-answer", "measure-points"]
            .map(|key| words.say(key).to_string())
            .to_vec(),
        rows: instrument.items.iter().map(row).collect(),
    }
}

/// In which language a form was answered, where that is known.
fn answered_in(visit: &CourseVisit, language: &str) -> Option<String> {
    let words = &visit.words;
    let name = || words.say("language-name").arg("tag", language).to_string();
    (!language.is_empty()).then(|| words.say("result-language").arg("language", name()).to_string())
}

/// How the score came about, each step a sentence.
fn came_about(visit: &CourseVisit, instrument: &Instrument, done: &Completed) -> Vec<String> {
    let words = &visit.words;
    let mut said = Vec::new();
    let is_open = |key: &String| !done.answers.contains_key(key);
    let scored: Vec<String> =
        instrument.items.iter().filter(|item| item.scored).map(|item| item.key.clone()).collect();
    let is_gated = instrument
        .gate
        .as_ref()
        .filter(|gate| done.answers.get(&gate.item) == Some(&gate.closed_by))
        .map(|gate| gate.item.clone());
    if let Some(gate) = is_gated {
        said.push(words.say("result-gate").arg("item", gate).to_string());
    } else if done.state == State::Prorated {
        let open: Vec<String> = scored.iter().filter(|key| is_open(key)).cloned().collect();
        let prorated = words.say("result-prorated").arg("count", open.len()).arg("items", open.join(", "));
        said.push(prorated.arg("source", instrument.missing.source.clone()).to_string());
    } else {
        said.push(words.say("result-whole").arg("count", scored.len()).to_string());
    }
    said.extend(answered_in(visit, &done.language));
    said.extend(visit.drink(instrument));
    let scale = &instrument.total;
    said.push(
        words
            .say(format!("result-by-{}", scale.method.key()))
            .arg("least", scale.at_least)
            .arg("times", scale.times)
            .to_string(),
    );
    if !instrument.reversed.is_empty() {
        let items = instrument.reversed.join(", ");
        said.push(
            words
                .say("result-reversed")
                .arg("count", instrument.reversed.len())
                .arg("items", items)
                .to_string(),
        );
    }
    let does_not_apply: Vec<String> = instrument
        .items
        .iter()
        .filter(|item| {
            let code = done.answers.get(&item.key);
            let option = instrument.options_of(item).iter().find(|option| Some(&option.code) == code);
            option.is_some_and(|option| option.does_not_apply)
        })
        .map(|item| item.key.clone())
        .collect();
    if !does_not_apply.is_empty() {
        said.push(words.say("result-does-not-apply").arg("items", does_not_apply.join(", ")).to_string());
    }
    if instrument.higher_is_better && instrument.total.method != Method::Items {
        said.push(words.say("measure-more-is-better").to_string());
    }
    if !instrument.validated {
        said.push(words.say("measure-not-validated").to_string());
    }
    said
}

async fn part(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = path.1.parse().map(ResultId).map_err(|_| Problem::NotYours)?;
    let said = visit.course().measures.part(id).ok_or(Problem::NotYours)?.said.clone();
    let instrument = version_of(&visit, &said.measure, said.version)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.course_frame("part-title").await?);
    sheet.lead = words
        .say("part-lead")
        .arg("name", instrument.name.clone())
        .arg("count", said.unanswered.len())
        .arg("date", words.plain_day(said.on))
        .arg("how", words.term("how", said.how.key()))
        .to_string();
    let items = said.unanswered.join(", ");
    let mut blocks = vec![
        Block::Text(
            words.say("part-open").arg("items", items).arg("count", said.unanswered.len()).to_string(),
        ),
        Block::Text(sheet.say("part-no-score")),
    ];
    blocks.extend(answered_in(&visit, &said.language).map(Block::Text));
    let is_current = visit.library().content.instrument(&said.measure).map(|one| one.version);
    if visit.course().measures.is_finished(id) {
        blocks.push(Block::Quiet(sheet.say("part-finished")));
    } else if visit.may(Verb::Treat) && takes_answers(visit.course()) && is_current == Some(said.version) {
        let href = visit.href(&format!("/measures/{}/enter?part={}", said.measure, id.0));
        blocks.push(Block::Button(href, sheet.say("part-finish")));
    }
    blocks.push(Block::Table(answers_table(&visit, instrument, &said.answers)));
    sheet.card("", blocks);
    sheet.workbench()
}
