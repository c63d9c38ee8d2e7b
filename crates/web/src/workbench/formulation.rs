//! The formulation in a few sentences, what the client answered, and the goals.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::formulation::{Agreement, AnswerFormulation, DropGoal, GoalKind, OfferFormulation, SetGoal};
use treatment::ids::GoalId;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/formulation", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/formulation", treat, offer)
        .post("/courses/{course}/formulation/answer", treat, answer)
        .post("/courses/{course}/goals", treat, set_goal)
        .post("/courses/{course}/goals/drop", treat, drop_goal)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("formulation-title").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("formulation-lead");
    for (index, formulation) in course.formulations.iter().rev().enumerate() {
        let mut blocks = vec![Block::Written(formulation.offer.words.clone())];
        match &formulation.answer {
            Some(answer) => {
                blocks.push(Block::Heading(words.term("agreement", answer.agreement.key()).to_string()));
                if !answer.client_words.is_empty() {
                    blocks.push(Block::Voice(answer.client_words.clone()));
                }
            }
            None => blocks.push(Block::Quiet(words.say("formulation-unanswered").to_string())),
        }
        if index == 0 && may_treat && formulation.answer.is_none() {
            let form = Form::on(&sheet.f, "answer", visit.href("/formulation/answer"))
                .radio::<Agreement>("agreement", "agreement", None)
                .area("client-words", "", 3)
                .send("save");
            blocks.push(Block::Form(form));
        }
        let title = words.moment(formulation.at, &visit.zone());
        sheet.card("", blocks).title = title;
    }
    if may_treat {
        let subject = format!("formulation/{}", visit.id);
        let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
        let known = course.formulation().map_or("", |formulation| &formulation.offer.words);
        let form = Form::on(&sheet.f, "formulation", visit.href("/formulation"))
            .area("formulation", known, 10)
            .draft(draft, subject, visit.id.to_string(), &visit.zone())
            .send("formulation-offer");
        sheet.card("formulation-write", vec![Block::Form(form)]);
    }
    let items: Vec<Item> = course
        .open_goals()
        .map(|goal| {
            let mut item =
                Item { voice: goal.set.words.clone(), meta: goal.set.marker.clone(), ..Item::default() };
            item.title = words.term("goal-kind", goal.set.kind.key()).to_string();
            if may_treat {
                let form = Form::on(&sheet.f, &format!("drop-{}", goal.id.0), visit.href("/goals/drop"))
                    .hidden("goal", goal.id.0.to_string())
                    .text("reason", "")
                    .quiet()
                    .send("goals-drop");
                item.forms.push((words.say("goals-drop").to_string(), form));
            }
            item
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("goals-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.beside("goals-title", blocks);
    if may_treat {
        let form = Form::on(&sheet.f, "goal", visit.href("/goals"))
            .radio("kind", "goal-kind", Some(GoalKind::Interpersonal))
            .area("words", "", 2)
            .text("marker", "")
            .send("goals-add");
        sheet.beside("goals-add", vec![Block::Form(form)]);
    }
    sheet.workbench()
}

async fn go(
    visit: CourseVisit,
    asked: Result<Command, treatment::refusal::Refusal>,
    fields: Fields,
) -> Answer {
    let then = visit.href("/formulation");
    visit.submit(asked, fields, &then, "formulation-title", view).await
}

async fn offer(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = OfferFormulation { words: fields.text("formulation") };
    go(visit, Ok(Command::OfferFormulation(asked)), fields).await
}

async fn answer(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("agreement", Agreement::parse).map(|agreement| {
        Command::AnswerFormulation(AnswerFormulation { agreement, client_words: fields.text("client-words") })
    });
    go(visit, asked, fields).await
}

async fn set_goal(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("kind", GoalKind::parse).map(|kind| {
        Command::SetGoal(SetGoal { kind, words: fields.text("words"), marker: fields.text("marker") })
    });
    go(visit, asked, fields).await
}

async fn drop_goal(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .number("goal")
        .map(|goal| Command::DropGoal(DropGoal { goal: GoalId(goal), reason: fields.text("reason") }));
    go(visit, asked, fields).await
}
