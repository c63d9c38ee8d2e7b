//! The ending, from the client's side: feelings, my ratings, what I will keep, what was hard to say; the early
//! signs are on the same page once they are agreed.

use super::home::frame;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::after::{follow_up_item, maintenance_blocks};
use crate::workbench::ending::{read_feelings, read_focus, read_goal};
use crate::workbench::losses;
use crate::workbench::staying_well::plan_blocks;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::count;
use treatment::course::Phase;
use treatment::ending::{EndFeeling, SayKeeping};

pub(crate) fn routes(routes: Routes) -> Routes {
    let review = Rule::Own(Verb::ReviewEnding);
    routes
        .get("/home/ending", Rule::Own(Verb::ReadOwn), show)
        .post("/home/ending/feelings", review, feelings)
        .post("/home/ending/goal", review, goal)
        .post("/home/ending/focus", review, focus)
        .post("/home/ending/loss", review, loss)
        .post("/home/ending/keeping", Rule::Own(Verb::SayKeeping), keeping)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "nav-ending");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let phase = course.phase(protocol);
    let ending = &course.ending;
    let is_open = course.closed.is_none();
    let mut sheet = Sheet::new(f);
    let has_begun = phase == Phase::Ending || phase == Phase::Closed || ending.named.is_some();
    if !has_begun {
        sheet.lead = words.say("portal-ending-early").to_string();
        return sheet.portal();
    }
    sheet.lead = if is_open {
        words.say("portal-ending-lead").arg("left", count(course, protocol).left()).to_string()
    } else {
        super::home::readable(visit)
    };
    if let Some(plan) = &ending.staying_well {
        let mut blocks = plan_blocks(visit, plan);
        blocks.push(Block::Link("/home/plan".to_owned(), words.say("keep-print").to_string()));
        sheet.card("keep-title", blocks);
    }
    if is_open {
        let losses = losses::items(visit, &sheet.f, Some("/home/ending/loss"));
        if !losses.is_empty() {
            let lead = Block::Quiet(sheet.say("portal-loss-lead"));
            sheet.card("loss-title", vec![lead, Block::Items(losses)]);
        }
        let choices = terms::<EndFeeling>(&sheet.f, "end-feeling");
        let form = Form::on(&sheet.f, "feelings", "/home/ending/feelings")
            .checks("feelings", choices, &[])
            .area("words", "", 3)
            .send("save");
        sheet.card(
            "portal-ending-feelings",
            vec![Block::Quiet(sheet.say("portal-ending-any")), Block::Form(form)],
        );
        let known = ending.focus.client.as_ref();
        let mut blocks = Vec::new();
        if let Some(agreed) = course.focus() {
            blocks.push(Block::Voice(agreed.client_words.clone()));
        }
        let form = Form::on(&sheet.f, "focus", "/home/ending/focus")
            .radio("rating", "rating", known.map(|review| review.rating))
            .area("now-words", known.map_or("", |review| &review.now_words), 3)
            .area("remains", known.map_or("", |review| &review.remains), 2)
            .send("save");
        blocks.push(Block::Form(form));
        sheet.card("portal-ending-focus", blocks);
        for one in course.open_goals() {
            let known = ending.goals.get(&one.id).and_then(|said| said.client.as_ref());
            let form = Form::on(&sheet.f, &format!("goal-{}", one.id.0), "/home/ending/goal")
                .hidden("goal", one.id.0.to_string())
                .radio("rating", "rating", known.map(|review| review.rating))
                .area("words", known.map_or("", |review| &review.words), 2)
                .send("save");
            sheet.card("portal-ending-goal", vec![Block::Voice(one.set.words.clone()), Block::Form(form)]);
        }
    }
    let known = ending.keeping.as_ref();
    let form = Form::on(&sheet.f, "keeping", "/home/ending/keeping")
        .area("keep", known.map_or("", |said| &said.keep), 4)
        .area("hard-to-say", known.map_or("", |said| &said.hard_to_say), 3)
        .send("save");
    sheet.card("portal-ending-keep", vec![Block::Form(form)]);
    let letters = Block::Link("/home/letters".to_owned(), sheet.say("letters-title"));
    sheet.card("", vec![letters]);
    if let Some((_, agreed)) = &ending.maintenance {
        sheet.card("maintenance-title", maintenance_blocks(visit, agreed));
    }
    let planned = course.follow_ups_planned();
    if !planned.is_empty() {
        let items = planned.into_iter().map(|one| follow_up_item(visit, one)).collect();
        let change = Block::Quiet(sheet.say("portal-follow-up-change"));
        sheet.card("follow-up-title", vec![Block::Items(items), change]);
    }
    sheet.portal()
}

async fn loss(visit: CourseVisit, fields: Fields) -> Answer {
    visit.submit(losses::read(&fields), fields, "/home/ending", "nav-ending", view).await
}

async fn feelings(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Ok(Command::SayEndFeelings(read_feelings(&fields)));
    visit.submit(asked, fields, "/home/ending", "nav-ending", view).await
}

async fn goal(visit: CourseVisit, fields: Fields) -> Answer {
    visit.submit(read_goal(&fields), fields, "/home/ending", "nav-ending", view).await
}

async fn focus(visit: CourseVisit, fields: Fields) -> Answer {
    visit.submit(read_focus(&fields), fields, "/home/ending", "nav-ending", view).await
}

async fn keeping(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = SayKeeping { keep: fields.text("keep"), hard_to_say: fields.text("hard-to-say") };
    visit.submit(Ok(Command::SayKeeping(asked)), fields, "/home/ending", "nav-ending", view).await
}
