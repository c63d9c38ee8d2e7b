//! A flag: what was answered, who has looked, what was done. It asks for a person's judgement and is none.

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
use treatment::command::Command;
use treatment::ids::FlagId;
use treatment::risk::{AcknowledgeFlag, CloseFlag, Flag, FlagState};

const PAGE: &str = "/courses/{course}/flags/{flag}";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(PAGE, Rule::Course(Verb::AnswerFlag), show)
        .post("/courses/{course}/flags/{flag}/seen", Rule::Course(Verb::AnswerFlag), seen)
        .post("/courses/{course}/flags/{flag}/close", Rule::Course(Verb::AnswerFlag), close)
}

/// A flag on one line.
pub(super) fn line(visit: &CourseVisit, flag: &Flag) -> Item {
    let words = &visit.words;
    let pill = match flag.state {
        FlagState::Open => Pill::alert(
            words.say("flag-due").arg("due", words.moment(flag.raised.due, &visit.zone())).to_string(),
        ),
        FlagState::Acknowledged { .. } => Pill::plain(words.say("flag-seen").to_string()),
        FlagState::Closed { .. } => Pill { tone: "done", text: words.say("flag-closed").to_string() },
    };
    let raised = words.say("flag-raised").arg("at", words.moment(flag.at, &visit.zone())).to_string();
    Item { pills: vec![pill], ..Item::link(raised, visit.href(&format!("/flags/{}", flag.id.0))) }
}

fn wanted(visit: &CourseVisit, path: &(String, String)) -> Result<Flag, Problem> {
    let id = path.1.parse().map(FlagId).map_err(|_| Problem::NotYours)?;
    visit.course().flags.iter().find(|flag| flag.id == id).cloned().ok_or(Problem::NotYours)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let flag = wanted(&visit, &path)?;
    let f = visit.course_frame("flag-title").await?;
    view(&visit, f, &flag).await
}

/// The words of an answer to an item, as the form shows them.
fn answer_words(visit: &CourseVisit, measure: &str, item: &str, code: &str) -> (String, String) {
    let shown = visit.clinic().library().content.instrument(measure).and_then(|instrument| {
        let text = instrument.text_in(visit.words.tag())?;
        let question = text.items.get(item)?.clone();
        let answer = instrument.option_words(text, instrument.item(item)?, code)?.to_owned();
        Some((question, answer))
    });
    shown.unwrap_or_else(|| (item.to_owned(), code.to_owned()))
}

async fn view(visit: &CourseVisit, f: Frame, flag: &Flag) -> Answer {
    let words = &visit.words;
    let (question, answer) =
        answer_words(visit, &flag.raised.measure, &flag.raised.item, &flag.raised.answer);
    let mut sheet = Sheet::new(f);
    sheet.lead = words.say("flag-lead").to_string();
    let blocks = vec![
        Block::Text(question),
        Block::Voice(answer),
        Block::Facts(vec![
            (words.say("flag-when").to_string(), words.moment(flag.at, &visit.zone())),
            (words.say("flag-until").to_string(), words.moment(flag.raised.due, &visit.zone())),
        ]),
    ];
    let card = sheet.card("flag-answered", blocks);
    card.tone = if flag.state == FlagState::Open { "alert" } else { "" };

    let action = visit.href(&format!("/flags/{}", flag.id.0));
    let mut blocks = Vec::new();
    match &flag.state {
        FlagState::Open => {
            let form = Form::on(&sheet.f, "seen", format!("{action}/seen"))
                .area("note", "", 3)
                .send("flag-seen-send");
            blocks.push(Block::Form(form));
        }
        FlagState::Acknowledged { at, note } => {
            blocks.push(Block::Quiet(
                words.say("flag-seen-at").arg("at", words.moment(*at, &visit.zone())).to_string(),
            ));
            blocks.push(Block::Written(note.clone()));
        }
        FlagState::Closed { at, reason } => {
            blocks.push(Block::Quiet(
                words.say("flag-closed-at").arg("at", words.moment(*at, &visit.zone())).to_string(),
            ));
            blocks.push(Block::Written(reason.clone()));
        }
    }
    if flag.is_open() {
        let form = Form::on(&sheet.f, "close", format!("{action}/close"))
            .area("reason", "", 5)
            .send("flag-close-send");
        blocks.push(Block::Heading(words.say("flag-close").to_string()));
        blocks.push(Block::Form(form));
    }
    sheet.card("flag-do", blocks);

    let rows = visit
        .course()
        .measures
        .of(&flag.raised.measure)
        .rev()
        .filter_map(|result| {
            let code = result.completed.answers.get(&flag.raised.item)?;
            let (_, said) = answer_words(visit, &flag.raised.measure, &flag.raised.item, code);
            Some(vec![words.plain_day(result.completed.on), said])
        })
        .collect();
    let caption = words.say("flag-before").to_string();
    let heads = vec![words.say("field-on").to_string(), words.say("flag-answer").to_string()];
    sheet.beside("flag-before", vec![Block::Table(Table { caption, heads, rows })]);
    sheet.workbench()
}

async fn seen(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?;
    let asked = AcknowledgeFlag { flag: flag.id, note: fields.text("note") };
    let then = visit.href(&format!("/flags/{}", flag.id.0));
    let asked = Ok(Command::AcknowledgeFlag(asked));
    visit.submit(asked, fields, &then, "flag-title", async |visit, f| view(visit, f, &flag).await).await
}

async fn close(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?;
    let asked = CloseFlag { flag: flag.id, reason: fields.text("reason") };
    let then = visit.href("");
    let asked = Ok(Command::CloseFlag(asked));
    visit.submit(asked, fields, &then, "flag-title", async |visit, f| view(visit, f, &flag).await).await
}
