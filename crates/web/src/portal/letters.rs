//! The letter at the goodbye: written in one's own time, given when one wants to, kept by both.

use super::home::frame;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::after::letter_blocks;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::goodbye::GiveLetter;

/// How many courses one looks back.
const COURSES_BEFORE_MOST: usize = 10;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/letters", Rule::Own(Verb::ReadOwn), show).post(
        "/home/letters",
        Rule::Own(Verb::ReviewEnding),
        give,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "letters-title");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("letters-lead");
    let blocks = letter_blocks(visit, visit.course());
    if !blocks.is_empty() {
        sheet.card("", blocks);
    }
    earlier(visit, &mut sheet).await?;
    let subject = format!("goodbye/{}", visit.id);
    let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
    let form = Form::on(&sheet.f, "letter", "/home/letters")
        .area("words", "", 10)
        .draft(draft, subject, visit.id.to_string(), &visit.zone())
        .send("letter-give");
    sheet.card("letter-write", vec![Block::Quiet(sheet.say("letter-private")), Block::Form(form)]);
    sheet.card("", vec![Block::Link("/home/ending".to_owned(), sheet.say("nav-ending"))]);
    sheet.portal()
}

/// The letters of the courses before this one: who comes back has them still.
async fn earlier(visit: &CourseVisit, sheet: &mut Sheet) -> Result<(), Problem> {
    let mut next = visit.course().taken_up.clone();
    for _ in 0..COURSES_BEFORE_MOST {
        let Some(before) = next.clone() else { break };
        let held = match visit.clinic().read(visit.actor()?, Verb::ReadOwn, before.from).await {
            Ok(held) => held,
            // Erased meanwhile, or another's: there is nothing to show.
            Err(Problem::NotYours) => break,
            Err(problem) => return Err(problem),
        };
        let mut blocks = letter_blocks(visit, &held.course);
        if !blocks.is_empty() {
            let closed = visit.words.say("again-closed-on");
            let closed = closed.arg("date", visit.words.plain_day(before.closed_on)).to_string();
            blocks.insert(0, Block::Quiet(closed));
            sheet.card("letters-before", blocks);
        }
        next.clone_from(&held.course.taken_up);
    }
    Ok(())
}

async fn give(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::GiveLetter(GiveLetter { words: fields.text("words") });
    visit.submit(Ok(asked), fields, "/home/letters", "letters-title", view).await
}
