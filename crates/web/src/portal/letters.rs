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
use treatment::access::Verb;
use treatment::command::Command;
use treatment::goodbye::GiveLetter;

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
    let blocks = letter_blocks(visit);
    if !blocks.is_empty() {
        sheet.card("", blocks);
    }
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

async fn give(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::GiveLetter(GiveLetter { words: fields.text("words") });
    visit.submit(Ok(asked), fields, "/home/letters", "letters-title", view).await
}
