//! A choice weighed: the ways out, doing nothing among them, what speaks for and against each, the first step.

use super::{Asked, Place, facts, row_titles, write_stage};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Column, Form};
use crate::frame::Frame;
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Query;
use treatment::chain::{AnalyseDecision, Artefact, OPTIONS_MOST, Stage, Way};
use treatment::command::Command;
use treatment::refusal::Refusal;

const COLUMNS: [&str; 4] = ["option", "good", "bad", "reaction"];

pub(super) async fn show(visit: CourseVisit, Query(asked): Asked) -> Answer {
    let f = visit.course_frame("chain-title").await?;
    view(&visit, f, Place::of_address(&asked))
}

fn view(visit: &CourseVisit, f: Frame, place: Place) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.f.title = sheet.say("chain-decision");
    sheet.lead = sheet.say("chain-decision-lead");
    let form = form(visit, &sheet.f, place);
    sheet.card("", vec![Block::Form(form)]);
    source_card(visit, &mut sheet, place);
    sheet.workbench()
}

/// What this stage comes from, in sight while writing.
pub(super) fn source_card(visit: &CourseVisit, sheet: &mut Sheet, place: Place) {
    if let Some(source) = place.source(visit) {
        let title = super::stage_words(visit, &source.now().stage);
        sheet.beside("", super::blocks(visit, source.now())).title = title;
    }
}

fn form(visit: &CourseVisit, f: &Frame, place: Place) -> Form {
    let before = place.before(visit).and_then(|artefact| match &artefact.now().stage {
        Stage::Decision(analysis) => Some(analysis),
        _ => None,
    });
    let place = Place { from: place.from.or(before.and_then(|before| before.from)), ..place };
    let nothing = visit.words.say("chain-nothing").to_string();
    let mut stored: Vec<Vec<String>> = match before {
        Some(before) => before.options.iter().map(cells).collect(),
        // Other ways to say it are ways out.
        None => match place.source(visit).map(|source| &source.now().stage) {
            Some(Stage::Communication(analysis)) => {
                std::iter::once(vec![]).chain(analysis.ways.iter().map(|way| vec![way.clone()])).collect()
            }
            _ => vec![vec![]],
        },
    };
    stored[0].resize(1, String::new());
    stored[0][0].clone_from(&nothing);
    let titles: Vec<String> = row_titles(visit, stored.len(), 4).into_iter().take(OPTIONS_MOST).collect();
    let typed: Vec<String> = if f.typed.is_form("decision") {
        f.typed.rows("options", COLUMNS).into_iter().map(|[what, ..]| what).collect()
    } else {
        stored.iter().filter_map(|row| row.first().cloned()).collect()
    };
    // A way is offered in its own words; a row that has none yet by its number.
    let named = |(at, title): (usize, &String)| {
        let what = typed.get(at).map(|what| what.trim()).filter(|what| !what.is_empty());
        let what = if at == 0 { Some(nothing.as_str()) } else { what };
        (at.to_string(), what.unwrap_or(title).to_owned())
    };
    let choices = titles.iter().enumerate().map(named).collect();
    let chosen = before.and_then(|before| before.chosen).map(|chosen| chosen.to_string());
    let form = Form::on(f, "decision", visit.href("/worked/decision"))
        .text("question", before.map_or("", |before| &before.question))
        .grid("options", &COLUMNS.map(Column::text), titles, &stored)
        .select_of("chosen", choices, chosen.as_deref())
        .text("first-step", before.map_or("", |before| &before.first_step))
        .scale("sure", before.and_then(|before| before.sure))
        .day("review-on", before.and_then(|before| before.review_on));
    place.hidden(form).send("save")
}

fn cells(way: &Way) -> Vec<String> {
    vec![way.what.clone(), way.good.clone(), way.bad.clone(), way.reaction.clone()]
}

pub(super) async fn write(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read(&fields);
    write_stage(visit, asked, fields, view).await
}

fn read(fields: &Fields) -> Result<Command, Refusal> {
    let place = Place::of_form(fields)?;
    let way = |[what, good, bad, reaction]: [String; 4]| Way { what, good, bad, reaction };
    Ok(Command::AnalyseDecision(AnalyseDecision {
        rewrites: place.rewrites,
        session: place.session,
        from: place.from,
        question: fields.text("question"),
        options: fields.rows("options", COLUMNS).into_iter().map(way).collect(),
        chosen: fields.some_number("chosen")?,
        first_step: fields.text("first-step"),
        sure: fields.some_number("sure")?,
        review_on: fields.some_day("review-on")?,
    }))
}

/// The way chosen, in words; nothing when none was.
pub(super) fn chosen_words(artefact: &Artefact) -> String {
    match &artefact.now().stage {
        Stage::Decision(analysis) => {
            let chosen = analysis.chosen.and_then(|at| analysis.options.get(usize::from(at)));
            chosen.map(|way| way.what.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

pub(super) fn blocks(visit: &CourseVisit, analysis: &AnalyseDecision) -> Vec<Block> {
    let words = &visit.words;
    let say = |key: &'static str| words.say(key).to_string();
    let name = |at: usize, way: &Way| {
        if at == 0 { say("chain-nothing") } else { way.what.clone() }
    };
    let rows = analysis.options.iter().enumerate().map(|(at, way)| {
        let mut row = cells(way);
        row[0] = name(at, way);
        row
    });
    let heads = COLUMNS.map(|column| words.say(format!("field-{column}")).to_string());
    let mut blocks = vec![
        Block::Voice(analysis.question.clone()),
        Block::Table(Table { caption: say("field-options"), heads: heads.to_vec(), rows: rows.collect() }),
    ];
    let chosen = analysis
        .chosen
        .and_then(|at| analysis.options.get(usize::from(at)).map(|way| name(usize::from(at), way)));
    blocks.extend(facts([
        (say("field-chosen"), chosen.unwrap_or_default()),
        (say("field-first-step"), analysis.first_step.clone()),
        (say("field-sure"), analysis.sure.map(|sure| sure.to_string()).unwrap_or_default()),
        (say("field-review-on"), analysis.review_on.map(|on| words.plain_day(on)).unwrap_or_default()),
    ]));
    blocks
}
