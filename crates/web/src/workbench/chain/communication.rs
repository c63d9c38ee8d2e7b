//! One conversation, turn by turn: said, in what tone, felt, meant, how it may have been heard.

use super::{Asked, Place, facts, row_titles, sentences, write_stage};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Column, Form, terms};
use crate::frame::Frame;
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Query;
use treatment::chain::{AnalyseCommunication, Failure, Got, Speaker, Stage, Turn};
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::refusal::Refusal;

const COLUMNS: [&str; 6] = ["speaker", "said", "tone", "felt", "meant", "heard"];

pub(super) async fn show(visit: CourseVisit, Query(asked): Asked) -> Answer {
    let f = visit.course_frame("chain-title").await?;
    view(&visit, f, Place::of_address(&asked))
}

fn view(visit: &CourseVisit, f: Frame, place: Place) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.f.title = sheet.say("chain-communication");
    sheet.lead = sheet.say("chain-communication-lead");
    let before = place.before(visit).and_then(|artefact| match &artefact.now().stage {
        Stage::Communication(analysis) => Some(analysis),
        _ => None,
    });
    let form = form(visit, &sheet.f, place, before);
    sheet.card("", vec![Block::Form(form)]);
    sheet.workbench()
}

fn form(visit: &CourseVisit, f: &Frame, place: Place, before: Option<&AnalyseCommunication>) -> Form {
    let old = |text: fn(&AnalyseCommunication) -> &String| before.map_or("", |before| text(before).as_str());
    let stored: Vec<Vec<String>> = match before {
        Some(before) => before.turns.iter().map(cells).collect(),
        // Two people speak in turn more often than not.
        None => (0..8).map(|row| vec![Speaker::ALL[row % 2].key().to_owned()]).collect(),
    };
    let columns = COLUMNS.map(|name| match name {
        "speaker" => Column { choices: terms::<Speaker>(f, "speaker"), ..Column::text(name) },
        _ => Column::text(name),
    });
    let filled = before.map_or(0, |before| before.turns.len());
    let failures: Vec<String> = before
        .map(|before| before.failures.iter().map(|one| one.key().to_owned()).collect())
        .unwrap_or_default();
    let person = before.and_then(|before| before.person).map(|id| id.to_string());
    let form = Form::on(f, "communication", visit.href("/worked/communication"))
        .select_of("person", visit.people_choices(), person.as_deref())
        .text("when", old(|before| &before.when))
        .text("context", old(|before| &before.context))
        .grid("turns", &columns, row_titles(visit, filled, 8), &stored)
        .checks("failures", terms::<Failure>(f, "failure"), &failures)
        .radio("got", "got", before.and_then(|before| before.got))
        .scale("mood-after", before.and_then(|before| before.mood_after))
        .text("want", old(|before| &before.want))
        .area("ways", &before.map(|before| before.ways.join("\n")).unwrap_or_default(), 3);
    place.hidden(form).send("save")
}

fn cells(turn: &Turn) -> Vec<String> {
    let Turn { speaker, said, tone, felt, meant, heard } = turn;
    vec![speaker.key().to_owned(), said.clone(), tone.clone(), felt.clone(), meant.clone(), heard.clone()]
}

pub(super) async fn write(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read(&fields);
    write_stage(visit, asked, fields, view).await
}

fn read(fields: &Fields) -> Result<Command, Refusal> {
    let place = Place::of_form(fields)?;
    let turn = |[speaker, said, tone, felt, meant, heard]: [String; 6]| {
        let speaker = Speaker::parse(&speaker).ok_or(Refusal::Unknown("turns"))?;
        Ok(Turn { speaker, said, tone, felt, meant, heard })
    };
    let failure = |key: &String| Failure::parse(key).ok_or(Refusal::Unknown("failures"));
    Ok(Command::AnalyseCommunication(AnalyseCommunication {
        rewrites: place.rewrites,
        session: place.session,
        person: fields.some_number("person")?.map(PersonId),
        when: fields.text("when"),
        context: fields.text("context"),
        turns: fields.rows("turns", COLUMNS).into_iter().map(turn).collect::<Result<_, _>>()?,
        failures: fields.all("failures").iter().map(failure).collect::<Result<_, _>>()?,
        got: fields.some_one("got", Got::parse)?,
        mood_after: fields.some_number("mood-after")?,
        want: fields.text("want"),
        ways: fields.lines("ways"),
    }))
}

pub(super) fn blocks(visit: &CourseVisit, analysis: &AnalyseCommunication) -> Vec<Block> {
    let words = &visit.words;
    let say = |key: &'static str| words.say(key).to_string();
    let mut blocks =
        facts([(say("field-when"), analysis.when.clone()), (say("field-context"), analysis.context.clone())]);
    let rows = analysis.turns.iter().map(|turn| {
        let mut row = cells(turn);
        row[0] = match turn.speaker {
            Speaker::Me => words.term("speaker", turn.speaker.key()).to_string(),
            Speaker::Them => {
                let name = visit.person_name(analysis.person);
                if name.is_empty() { words.term("speaker", turn.speaker.key()).to_string() } else { name }
            }
        };
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    // A column that nobody filled would only be white.
    let used: Vec<usize> =
        (0..COLUMNS.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
    blocks.push(Block::Table(Table {
        caption: say("field-turns"),
        heads: used.iter().map(|at| words.say(format!("field-{}", COLUMNS[*at])).to_string()).collect(),
        rows: rows.into_iter().map(|row| used.iter().map(|at| row[*at].clone()).collect()).collect(),
    }));
    let failures: Vec<String> =
        analysis.failures.iter().map(|one| words.term("failure", one.key()).to_string()).collect();
    blocks.extend(facts([
        (say("field-failures"), failures.join(" · ")),
        (
            say("field-got"),
            analysis.got.map(|got| words.term("got", got.key()).to_string()).unwrap_or_default(),
        ),
        (say("field-mood-after"), analysis.mood_after.map(|mood| mood.to_string()).unwrap_or_default()),
        (say("field-want"), analysis.want.clone()),
    ]));
    blocks.extend(sentences(visit, "chain-ways", &analysis.ways));
    blocks
}
