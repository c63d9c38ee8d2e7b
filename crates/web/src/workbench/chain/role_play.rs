//! A scene rehearsed: the first sentence, the easy, the likely and the hard reaction, the phrases that are kept.

use super::decision::{chosen_words, source_card};
use super::{Asked, Place, facts, sentences, write_stage};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Column, Form};
use crate::frame::Frame;
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Query;
use treatment::chain::{PlayRole, Plays, Reaction, Rehearsed, Stage};
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::refusal::Refusal;

const COLUMNS: [&str; 2] = ["they", "reply"];

pub(super) async fn show(visit: CourseVisit, Query(asked): Asked) -> Answer {
    let f = visit.course_frame("chain-title").await?;
    view(&visit, f, Place::of_address(&asked))
}

fn view(visit: &CourseVisit, f: Frame, place: Place) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.f.title = sheet.say("chain-role-play");
    sheet.lead = sheet.say("chain-role-play-lead");
    let form = form(visit, &sheet.f, place);
    sheet.card("", vec![Block::Form(form)]);
    source_card(visit, &mut sheet, place);
    sheet.workbench()
}

fn form(visit: &CourseVisit, f: &Frame, place: Place) -> Form {
    let before = place.before(visit).and_then(|artefact| match &artefact.now().stage {
        Stage::RolePlay(play) => Some(play),
        _ => None,
    });
    let place = Place { from: place.from.or(before.and_then(|before| before.from)), ..place };
    let source = place.source(visit);
    let person = match before {
        Some(before) => before.person,
        None => source.and_then(|source| visit.course().person_of(source.id)),
    };
    let opening = match (before, source.map(|source| &source.now().stage)) {
        (Some(before), _) => before.opening_words.clone(),
        (None, Some(Stage::Communication(analysis))) => analysis.ways.first().cloned().unwrap_or_default(),
        (None, Some(Stage::Decision(_))) => source.map(chosen_words).unwrap_or_default(),
        _ => String::new(),
    };
    let titles =
        Reaction::ALL.iter().map(|one| visit.words.term("reaction", one.key()).to_string()).collect();
    let stored: Vec<Vec<String>> = Reaction::ALL
        .iter()
        .map(|reaction| {
            let played =
                before.and_then(|before| before.reactions.iter().find(|one| one.reaction == *reaction));
            played.map(|one| vec![one.they.clone(), one.answer.clone()]).unwrap_or_default()
        })
        .collect();
    let form = Form::on(f, "role-play", visit.href("/worked/role-play"))
        .select_of("person", visit.people_choices(), person.map(|id| id.to_string()).as_deref())
        .text("situation", before.map_or("", |before| &before.situation))
        .radio("plays", "plays", Some(before.map_or(Plays::Therapist, |before| before.plays)))
        .text("opening-words", &opening)
        .grid("reactions", &COLUMNS.map(Column::text), titles, &stored)
        .area("noticed", before.map_or("", |before| &before.noticed), 2)
        .area("kept", &before.map(|before| before.kept.join("\n")).unwrap_or_default(), 3)
        .scale("ready", before.and_then(|before| before.ready));
    place.hidden(form).send("save")
}

pub(super) async fn write(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read(&fields);
    write_stage(visit, asked, fields, view).await
}

fn read(fields: &Fields) -> Result<Command, Refusal> {
    let place = Place::of_form(fields)?;
    let played = fields.rows("reactions", COLUMNS).into_iter().zip(Reaction::ALL);
    Ok(Command::PlayRole(PlayRole {
        rewrites: place.rewrites,
        session: place.session,
        from: place.from,
        person: fields.some_number("person")?.map(PersonId),
        situation: fields.text("situation"),
        plays: fields.one("plays", Plays::parse)?,
        opening_words: fields.text("opening-words"),
        reactions: played
            .map(|([they, answer], reaction)| Rehearsed { reaction: *reaction, they, answer })
            .collect(),
        noticed: fields.text("noticed"),
        kept: fields.lines("kept"),
        ready: fields.some_number("ready")?,
    }))
}

pub(super) fn blocks(visit: &CourseVisit, play: &PlayRole) -> Vec<Block> {
    let words = &visit.words;
    let say = |key: &'static str| words.say(key).to_string();
    let mut blocks = facts([
        (say("field-situation"), play.situation.clone()),
        (say("field-plays"), words.term("plays", play.plays.key()).to_string()),
    ]);
    blocks.push(Block::Heading(say("field-opening-words")));
    blocks.push(Block::Voice(play.opening_words.clone()));
    if !play.reactions.is_empty() {
        let rows = play.reactions.iter().map(|one| {
            vec![words.term("reaction", one.reaction.key()).to_string(), one.they.clone(), one.answer.clone()]
        });
        blocks.push(Block::Table(Table {
            caption: say("field-reactions"),
            heads: vec![say("field-reaction"), say("field-they"), say("field-reply")],
            rows: rows.collect(),
        }));
    }
    blocks.extend(sentences(visit, "chain-kept", &play.kept));
    blocks.extend(facts([
        (say("field-noticed"), play.noticed.clone()),
        (say("field-ready"), play.ready.map(|ready| ready.to_string()).unwrap_or_default()),
    ]));
    blocks
}
