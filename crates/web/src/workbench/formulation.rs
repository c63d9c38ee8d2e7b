//! The formulation in a few sentences, each bound to the records it rests on; the client's own version beside it; and
//! the goals with how near they are.

use super::evidence::{read_source, source_line, sources};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::course::Formulation;
use treatment::formulation::{
    Agreement, AnswerFormulation, BindSentence, DropGoal, Goal, GoalKind, LooseSentence, OfferFormulation,
    RateGoal, SetGoal, Standing, sentences,
};
use treatment::ids::{GoalId, Version};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/formulation", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/formulation", treat, offer)
        .post("/courses/{course}/formulation/answer", treat, answer)
        .post("/courses/{course}/formulation/bind", treat, bind)
        .post("/courses/{course}/formulation/loose", treat, loose)
        .post("/courses/{course}/goals", treat, set_goal)
        .post("/courses/{course}/goals/drop", treat, drop_goal)
        .post("/courses/{course}/goals/rate", treat, rate_goal)
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
    if let Some(newest) = course.formulation() {
        let mut blocks = vec![Block::Items(said(visit, &sheet.f, newest, may_treat))];
        blocks.extend(answers(visit, newest));
        if may_treat {
            let form = Form::on(&sheet.f, "answer", visit.href("/formulation/answer"))
                .radio::<Agreement>("agreement", "agreement", None)
                .area("client-words", "", 3)
                .send("save");
            blocks.push(match newest.answer {
                None => Block::Form(form),
                Some(_) => Block::Fold(words.say("formulation-answer-again").to_string(), form),
            });
        }
        sheet.card("", blocks).title = words.moment(newest.at, &visit.zone());
    }
    if may_treat {
        let subject = format!("formulation/{}", visit.id);
        let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
        let known = course.formulation().map_or("", |formulation| &formulation.offer.words);
        let form = Form::on(&sheet.f, "formulation", visit.href("/formulation"))
            .area("formulation", known, 10)
            .draft(draft, subject, visit.id.to_string(), &visit.zone())
            .send("formulation-offer");
        let block = if course.formulation().is_some() {
            Block::Fold(words.say("formulation-write").to_string(), form)
        } else {
            Block::Form(form)
        };
        sheet.card(if course.formulation().is_some() { "" } else { "formulation-write" }, vec![block]);
    }
    for earlier in course.formulations.iter().rev().skip(1) {
        let mut blocks = vec![Block::Written(earlier.offer.words.clone())];
        blocks.extend(answers(visit, earlier));
        let title = words.say("formulation-earlier").arg("at", words.moment(earlier.at, &visit.zone()));
        let title = title.to_string();
        sheet.card("", blocks).title = title;
    }
    let items: Vec<Item> =
        course.open_goals().map(|goal| goal_item(visit, &sheet.f, goal, may_treat)).collect();
    let mut blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("goals-none"))]
    } else {
        vec![Block::Items(items)]
    };
    if may_treat {
        let form = Form::on(&sheet.f, "goal", visit.href("/goals"))
            .radio("kind", "goal-kind", Some(GoalKind::Interpersonal))
            .area("words", "", 2)
            .text("marker", "")
            .send("goals-add");
        blocks.push(Block::Fold(words.say("goals-add").to_string(), form));
    }
    sheet.beside("goals-title", blocks);
    sheet.workbench()
}

/// The sentences of a formulation, each with the records it rests on and how these stand.
fn said(visit: &CourseVisit, f: &Frame, formulation: &Formulation, may_treat: bool) -> Vec<Item> {
    let (course, words) = (visit.course(), &visit.words);
    let mut items = Vec::new();
    let records = if may_treat { sources(visit) } else { Vec::new() };
    for (index, sentence) in sentences(&formulation.offer.words).into_iter().enumerate() {
        let mut item = Item { text: sentence.to_owned(), ..Item::default() };
        let mut names = Vec::new();
        for bond in course.bonds_of(sentence) {
            let name = source_line(visit, bond.bound.source).map(|(name, _)| name);
            let name = name.unwrap_or_else(|| words.say("bond-gone").to_string());
            let stale = match course.standing(bond) {
                Standing::AsItWas => None,
                Standing::Changed => Some("bond-changed"),
                Standing::Removed => Some("bond-removed"),
            };
            if let Some(stale) = stale {
                item.pills.push(Pill::warn(words.say(stale).arg("name", &name).to_string()));
            }
            if may_treat {
                let form = Form::on(f, &format!("loose-{}", bond.version), visit.href("/formulation/loose"))
                    .hidden("bond", bond.version.0.to_string())
                    .quiet()
                    .send("bond-loose");
                item.forms.push((words.say("bond-loose-from").arg("name", &name).to_string(), form));
            }
            names.push(name);
        }
        if !names.is_empty() {
            item.meta = words.say("bond-rests-on").arg("names", names.join(" · ")).to_string();
        }
        if may_treat {
            let form = Form::on(f, &format!("bind-{index}"), visit.href("/formulation/bind"))
                .hidden("sentence", sentence)
                .select_of("evidence-source", records.clone(), None)
                .quiet()
                .send("bond-bind");
            item.forms.push((words.say("bond-bind").to_string(), form));
        }
        items.push(item);
    }
    items
}

/// What the client answered, the newest last, and who wrote it down.
fn answers(visit: &CourseVisit, formulation: &Formulation) -> Vec<Block> {
    let words = &visit.words;
    if formulation.answers.is_empty() {
        return vec![Block::Quiet(words.say("formulation-unanswered").to_string())];
    }
    let mut blocks = Vec::new();
    for answered in &formulation.answers {
        let key = if answered.by_client { "answered-by-client" } else { "answered-in-room" };
        let said = words
            .say(key)
            .arg("answer", words.term("agreement", answered.answer.agreement.key()))
            .arg("at", words.moment(answered.at, &visit.zone()));
        blocks.push(Block::Heading(said.to_string()));
        if !answered.answer.client_words.is_empty() {
            blocks.push(Block::Voice(answered.answer.client_words.clone()));
        }
    }
    blocks
}

/// "2 on 3 March 2025 · 6 on 5 May 2025": how near a goal was found to be.
pub(crate) fn rated_line(words: &Words, goal: &Goal, zone: &str) -> String {
    let rated = goal.ratings.iter().map(|rating| {
        let key = if rating.by_client { "goal-rated-client" } else { "goal-rated" };
        let day = clinic::clock::local(rating.at, zone).map_or(rating.at.day(), |(day, _)| day);
        words.say(key).arg("value", rating.value).arg("date", words.plain_day(day)).to_string()
    });
    rated.collect::<Vec<_>>().join(" · ")
}

fn goal_item(visit: &CourseVisit, f: &Frame, goal: &Goal, may_treat: bool) -> Item {
    let words = &visit.words;
    let rated = rated_line(words, goal, &visit.zone());
    let meta = [goal.set.marker.clone(), rated].into_iter().filter(|part| !part.is_empty());
    let mut item = Item {
        title: words.term("goal-kind", goal.set.kind.key()).to_string(),
        voice: goal.set.words.clone(),
        meta: meta.collect::<Vec<_>>().join(" · "),
        ..Item::default()
    };
    if may_treat {
        let form = Form::on(f, &format!("rate-{}", goal.id.0), visit.href("/goals/rate"))
            .hidden("goal", goal.id.0.to_string())
            .scale("value", None)
            .quiet()
            .send("save");
        item.forms.push((words.say("goal-rate").to_string(), form));
        let form = Form::on(f, &format!("drop-{}", goal.id.0), visit.href("/goals/drop"))
            .hidden("goal", goal.id.0.to_string())
            .text("reason", "")
            .quiet()
            .send("goals-drop");
        item.forms.push((words.say("goals-drop").to_string(), form));
    }
    item
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields) -> Answer {
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

async fn bind(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .one("evidence-source", read_source)
        .map(|source| Command::BindSentence(BindSentence { sentence: fields.text("sentence"), source }));
    go(visit, asked, fields).await
}

async fn loose(visit: CourseVisit, fields: Fields) -> Answer {
    let asked =
        fields.number("bond").map(|bond| Command::LooseSentence(LooseSentence { bond: Version(bond) }));
    go(visit, asked, fields).await
}

async fn set_goal(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("kind", GoalKind::parse).map(|kind| {
        Command::SetGoal(SetGoal { kind, words: fields.text("words"), marker: fields.text("marker") })
    });
    go(visit, asked, fields).await
}

async fn rate_goal(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::RateGoal(RateGoal {
            goal: GoalId(fields.number("goal")?),
            value: fields.number("value")?,
        }))
    })();
    go(visit, asked, fields).await
}

async fn drop_goal(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .number("goal")
        .map(|goal| Command::DropGoal(DropGoal { goal: GoalId(goal), reason: fields.text("reason") }));
    go(visit, asked, fields).await
}
