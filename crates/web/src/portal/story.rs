//! My story: what I put on the timeline, in one line, shown as it was read before it is kept; the formulation and my
//! answer to it; my goals; the contract. Each on a card of its own, large enough for a thumb.

use super::home::frame;
use super::{own, queue};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::event;
use crate::workbench::formulation::rated_line;
use crate::workbench::midpoint;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::AcceptContract;
use treatment::formulation::{Agreement, AnswerFormulation, RateGoal};
use treatment::ids::GoalId;
use treatment::oneline::Doubt;
use treatment::refusal::Refusal;
use treatment::sharing::Own;
use treatment::timeline::{Entry, Lane};

pub(crate) fn routes(routes: Routes) -> Routes {
    let (tell, agree) = (Rule::Own(Verb::TellOfEvents), Rule::Own(Verb::AgreeTogether));
    routes
        .get("/home/story", tell, show)
        .post("/home/story", tell, add)
        .post("/home/story/line", tell, read_line)
        .post("/home/story/answer", agree, answer)
        .post("/home/story/goal", agree, rate)
        .post("/home/story/contract", agree, accept)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = frame(&visit, "story-title");
    view(&visit, f).await
}

pub(super) async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let (course, words) = (visit.course(), &visit.words);
    let is_open = course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("story-lead");
    if let Some(formulation) = course.formulation() {
        let mut blocks = vec![Block::Written(formulation.offer.words.clone())];
        if let Some(answer) = &formulation.answer {
            blocks.push(Block::Text(words.term("agreement", answer.agreement.key()).to_string()));
            if !answer.client_words.is_empty() {
                blocks.push(Block::Voice(answer.client_words.clone()));
            }
        }
        if is_open {
            let known = formulation.answer.as_ref().map_or("", |answer| &answer.client_words);
            let form = Form::on(&sheet.f, "answer", "/home/story/answer")
                .radio::<Agreement>("agreement", "agreement", None)
                .area("client-words", known, 4)
                .send("story-answer");
            blocks.push(match formulation.answer {
                None => Block::Form(form),
                Some(_) => Block::Fold(words.say("story-answer-again").to_string(), form),
            });
        }
        sheet.card("story-formulation", blocks);
    }
    goals(visit, &mut sheet, is_open);
    contract(visit, &mut sheet, is_open);
    let mut blocks = Vec::new();
    if is_open {
        let form = Form::on(&sheet.f, "line", "/home/story/line").text("line", "").queued().send("line-read");
        blocks.push(queue::block(words));
        blocks.push(Block::Form(form));
    }
    // What the client put there; what others wrote stays on the therapist's side.
    let items: Vec<Item> = course
        .timeline
        .in_order()
        .into_iter()
        .rev()
        .filter(|event| event.by_client)
        .map(|event| {
            let mut item = Item::plain(event.entry.title.clone());
            item.meta = words.partial(&event.entry.start);
            own::mark(visit, &sheet.f, &mut item, Own::Event(event.id));
            item
        })
        .collect();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    sheet.card("story-timeline", blocks);
    own::share_all(visit, &mut sheet, "events");
    if let Some((_, review)) = visit.course().ending.midpoints.last() {
        sheet.card("midpoint-title", midpoint::blocks(visit, review));
    }
    sheet.portal()
}

fn goals(visit: &CourseVisit, sheet: &mut Sheet, is_open: bool) {
    let words = &visit.words;
    let items: Vec<Item> = visit
        .course()
        .open_goals()
        .map(|goal| {
            let mut item = Item {
                voice: goal.set.words.clone(),
                meta: rated_line(words, goal, &visit.zone()),
                ..Item::default()
            };
            if is_open {
                let form = Form::on(&sheet.f, &format!("goal-{}", goal.id.0), "/home/story/goal")
                    .hidden("goal", goal.id.0.to_string())
                    .scale("value", None)
                    .send("save");
                item.forms.push((words.say("goal-rate").to_string(), form));
            }
            item
        })
        .collect();
    if !items.is_empty() {
        sheet.card("goals-title", vec![Block::Items(items)]);
    }
}

fn contract(visit: &CourseVisit, sheet: &mut Sheet, is_open: bool) {
    let (course, words) = (visit.course(), &visit.words);
    let Some(contract) = course.contract() else { return };
    let mut facts = vec![
        (words.say("field-sessions").to_string(), contract.sessions.to_string()),
        (words.say("contract-end").to_string(), words.plain_day(contract.planned_end)),
        (words.say("field-missed").to_string(), words.term("missed-rule", contract.missed.key()).to_string()),
        (words.say("field-between").to_string(), contract.between.clone()),
        (words.say("field-parts").to_string(), contract.parts.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    let mut blocks = vec![Block::Facts(facts)];
    match &course.contract_accepted {
        Some(accepted) => {
            let at = words.moment(accepted.at, &visit.zone());
            blocks.push(Block::Text(words.say("story-contract-agreed").arg("at", at).to_string()));
        }
        None if is_open => {
            let form = Form::on(&sheet.f, "contract", "/home/story/contract")
                .area("words", "", 2)
                .send("story-contract-agree");
            blocks.push(Block::Form(form));
        }
        None => {}
    }
    sheet.card("contract-agreed", blocks);
}

/// Shows how the line was read. Nothing is kept yet.
async fn read_line(visit: CourseVisit, fields: Fields) -> Answer {
    let line = fields.text("line");
    if line.trim().is_empty() {
        let problem = clinic::problem::Problem::Refused(Refusal::Empty("line"));
        return visit.again(problem, fields, "story-title", view).await;
    }
    let words = &visit.words;
    let reading = event::read_for(&visit, &line).await?;
    let mut sheet = Sheet::new(frame(&visit, "line-title"));
    sheet.lead = sheet.say("line-lead");
    sheet.card("line-read-as", event::in_words(&visit, &line, &reading));
    let partial = |date: Option<treatment::time::PartialDate>| {
        date.map(|date| words.partial(&date)).unwrap_or_default()
    };
    let kind = reading.kind.map(treatment::timeline::EventKind::key).unwrap_or_default();
    let (start, end) = (partial(reading.start), partial(reading.end));
    let is_early = reading.doubts.contains(&Doubt::BeforeBirth);
    let form = reading_form(&sheet.f, [&reading.title, &start, &end], kind, is_early);
    sheet.card("line-put-right", vec![Block::Form(form)]);
    sheet.card("", vec![Block::Link("/home/story".to_owned(), words.say("line-leave").to_string())]);
    sheet.portal()
}

/// How a line was read, to be put right: title, beginning, end, the kind that was heard in it, and whether a date
/// before birth is meant.
fn reading_form(f: &Frame, [title, start, end]: [&str; 3], kind: &str, is_early: bool) -> Form {
    Form::on(f, "reading", "/home/story")
        .text("title", title)
        .text("start", start)
        .text("end", end)
        .check_if(is_early, "date-meant", false)
        .hidden("kind", kind)
        .queued_next()
        .send("line-save")
}

/// The form again after a refusal, with what was typed.
async fn again(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    let kind = sheet.f.typed.text("kind");
    let form = reading_form(&sheet.f, [""; 3], &kind, false);
    sheet.card("line-put-right", vec![Block::Form(form)]);
    sheet.card("", vec![Block::Link("/home/story".to_owned(), visit.words.say("line-leave").to_string())]);
    sheet.portal()
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AddEvent(Entry {
            lane: Lane::Event,
            kind: fields.some_one("kind", treatment::timeline::EventKind::parse)?,
            title: fields.text("title"),
            start: fields.some_partial("start", &visit.words)?.ok_or(Refusal::Empty("start"))?,
            end: fields.some_partial("end", &visit.words)?,
            feeling: None,
            people: Vec::new(),
            note: String::new(),
            date_meant: fields.is_on("date-meant"),
        }))
    })();
    visit.submit(asked, fields, "/home/story", "line-title", again).await
}

async fn answer(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("agreement", Agreement::parse).map(|agreement| {
        Command::AnswerFormulation(AnswerFormulation { agreement, client_words: fields.text("client-words") })
    });
    visit.submit(asked, fields, "/home/story", "story-title", view).await
}

async fn rate(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::RateGoal(RateGoal {
            goal: GoalId(fields.number("goal")?),
            value: fields.number("value")?,
        }))
    })();
    visit.submit(asked, fields, "/home/story", "story-title", view).await
}

async fn accept(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = if fields.has("form") {
        Ok(Command::AcceptContract(AcceptContract { words: fields.text("words") }))
    } else {
        Err(Refusal::Unknown("form"))
    };
    visit.submit(asked, fields, "/home/story", "story-title", view).await
}
