//! A flag: what was answered or said, and its way: looked at, assessed, planned for, looked at again, closed. It asks
//! for a person's judgement and is none; nothing here sums up, sorts or colours risk.

use super::assessment;
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::{Verb, Who};
use treatment::command::Command;
use treatment::ids::FlagId;
use treatment::refusal::Refusal;
use treatment::risk::{
    AcknowledgeFlag, AnswerClose, CloseFlag, CloseHow, ConcernSource, Flag, FlagPlan, FlagState, Origin,
    PlanFlag, RaiseConcern, Response, ReviewFlag, Said, Step,
};
use treatment::time::Moment;

const PAGE: &str = "/courses/{course}/flags/{flag}";
/// The answers shown: eighteen months (`ipt.md` §10.1: what was answered matters for at least so long).
const HISTORY_DAYS: i32 = 548;

pub(crate) fn routes(routes: Routes) -> Routes {
    let rule = Rule::Course(Verb::AnswerFlag);
    routes
        .get(PAGE, rule, show)
        .post("/courses/{course}/concern", Rule::Course(Verb::ReadCourse), concern)
        .post("/courses/{course}/flags/{flag}/seen", rule, seen)
        .post("/courses/{course}/flags/{flag}/assess", rule, assess)
        .post("/courses/{course}/flags/{flag}/plan", rule, plan)
        .post("/courses/{course}/flags/{flag}/review", rule, review)
        .post("/courses/{course}/flags/{flag}/close", rule, close)
        .post("/courses/{course}/flags/{flag}/second", rule, second)
}

/// The mark of where a flag stands.
pub(crate) fn pill(words: &crate::words::Words, state: FlagState, due: Moment, zone: &str) -> Pill {
    match state {
        FlagState::Open => Pill::alert(words.say("flag-due").arg("due", words.moment(due, zone)).to_string()),
        FlagState::Closed => Pill { tone: "done", text: words.term("flag-state", "closed").to_string() },
        other => Pill::plain(words.term("flag-state", other.key()).to_string()),
    }
}

/// What raised a flag, on one line: the measure's official name, or who is concerned.
fn origin_words(visit: &CourseVisit, flag: &Flag) -> String {
    match &flag.origin {
        Origin::Answer(raised) => {
            let name = visit.library().content.instrument(&raised.measure);
            let name = name.map_or_else(|| raised.measure.clone(), |instrument| instrument.name.clone());
            visit
                .words
                .say("flag-of-answer")
                .arg("measure", name)
                .arg("item", raised.item.clone())
                .to_string()
        }
        Origin::Concern(raised) => visit.words.term("concern-source", raised.source.key()).to_string(),
    }
}

/// A flag on one line.
pub(super) fn line(visit: &CourseVisit, flag: &Flag) -> Item {
    let raised =
        visit.words.say("flag-raised").arg("at", visit.words.moment(flag.at, &visit.zone())).to_string();
    Item {
        pills: vec![pill(&visit.words, flag.state, flag.due(), &visit.zone())],
        meta: raised,
        ..Item::link(origin_words(visit, flag), visit.href(&format!("/flags/{}", flag.id.0)))
    }
}

fn wanted(visit: &CourseVisit, path: &(String, String)) -> Result<Flag, Problem> {
    let id = path.1.parse().map(FlagId).map_err(|_| Problem::NotYours)?;
    visit.course().flags.iter().find(|flag| flag.id == id).cloned().ok_or(Problem::NotYours)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let flag = wanted(&visit, &path)?;
    let f = if visit.may(Verb::ReadCourse) {
        visit.course_frame("flag-title").await?
    } else {
        let mut f = visit.frame("flag-title");
        f.version = Some(visit.course().version);
        f
    };
    view(&visit, f, flag.id).await
}

/// The words of an answer to an item, as the form shows them.
fn answer_words(visit: &CourseVisit, measure: &str, item: &str, code: &str) -> (String, String) {
    let shown = visit.library().content.instrument(measure).and_then(|instrument| {
        let text = instrument.text_in(visit.words.tag())?;
        let question = text.items.get(item)?.clone();
        let answer = instrument.option_words(text, instrument.item(item)?, code)?.to_owned();
        Some((question, answer))
    });
    shown.unwrap_or_else(|| (item.to_owned(), code.to_owned()))
}

async fn view(visit: &CourseVisit, f: Frame, id: FlagId) -> Answer {
    let flag = visit.course().flags.iter().find(|flag| flag.id == id).cloned().ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let zone = visit.zone();
    let head = visit.course().head().ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("flag-lead");
    let mut blocks = match &flag.origin {
        Origin::Answer(raised) => {
            let (question, answer) = answer_words(visit, &raised.measure, &raised.item, &raised.answer);
            vec![Block::Text(question), Block::Voice(answer)]
        }
        Origin::Concern(raised) => {
            let who = words.term("concern-source", raised.source.key()).to_string();
            let said = if raised.words.is_empty() {
                words.say("concern-no-words").to_string()
            } else {
                raised.words.clone()
            };
            vec![
                Block::Text(who),
                if raised.source == ConcernSource::Client {
                    Block::Voice(said)
                } else {
                    Block::Written(said)
                },
            ]
        }
    };
    blocks.push(Block::Facts(vec![
        (words.say("flag-client").to_string(), visit.clinic().name_of(Who::Client(head.client)).await?),
        (words.say("flag-owner").to_string(), visit.clinic().name_of(Who::Staff(head.therapist)).await?),
        (words.say("flag-when").to_string(), words.moment(flag.at, &zone)),
        (words.say("flag-until").to_string(), words.moment(flag.due(), &zone)),
        (words.say("flag-how-soon").to_string(), words.term("respond", flag.respond().key()).to_string()),
    ]));
    let card = sheet.card("flag-answered", blocks);
    card.tone = if flag.state == FlagState::Open { "alert" } else { "" };

    let next = next_step(visit, &sheet.f, &flag).await?;
    sheet.card("flag-do", next);

    let mut steps = Vec::new();
    for step in flag.steps.iter().rev() {
        steps.push(step_item(visit, step).await?);
    }
    if !steps.is_empty() {
        sheet.card("flag-steps", vec![Block::Items(steps)]);
    }
    // Whoever answers a flag sees the safety plan, also the lead, who reads nothing else of the course.
    sheet.beside("safety-plan", super::safety::shown(visit));
    if let Origin::Answer(raised) = &flag.origin {
        let since = visit.today().plus(-HISTORY_DAYS);
        let results = visit.course().measures.of(&raised.measure).rev();
        let rows = results
            .filter(|result| result.completed.on >= since)
            .filter_map(|result| {
                let code = result.completed.answers.get(&raised.item)?;
                let (_, said) = answer_words(visit, &raised.measure, &raised.item, code);
                Some(vec![words.plain_day(result.completed.on), said])
            })
            .collect();
        let caption = words.say("flag-before").to_string();
        let heads = vec![words.say("field-on").to_string(), words.say("flag-answer").to_string()];
        let note = Block::Quiet(words.say("flag-before-note").to_string());
        sheet.beside("flag-before", vec![Block::Table(Table { caption, heads, rows }), note]);
    }
    sheet.workbench()
}

/// What can be done now, the next step first.
async fn next_step(visit: &CourseVisit, f: &Frame, flag: &Flag) -> Result<Vec<Block>, Problem> {
    let words = &visit.words;
    let action = visit.href(&format!("/flags/{}", flag.id.0));
    let say = |key: &str| words.say(key.to_owned()).to_string();
    let assess = || assessment::form(visit, f, format!("{action}/assess"), flag);
    let plan = || {
        let choices = terms::<FlagPlan>(f, "flag-plan");
        Form::on(f, "plan", format!("{action}/plan"))
            .radio_of("flag-plan", choices, None)
            .area("flag-plan-words", "", 3)
            .day("review-on", Some(visit.today().plus(7)))
            .send("flag-plan-send")
    };
    let review = || {
        Form::on(f, "review", format!("{action}/review"))
            .area("found", "", 3)
            .day("next-on", None)
            .send("flag-review-send")
    };
    let close = |how: CloseHow| {
        let form = Form::on(f, "flag-close", format!("{action}/close"))
            .hidden("how", how.key())
            .area("reason", "", 4);
        let works_alone = visit.clinic().hours().works_alone;
        let form = if flag.needs_second() && works_alone { form.text("consulted", "") } else { form };
        let asks_second = flag.needs_second() && !works_alone;
        form.send(if asks_second { "flag-close-ask" } else { "flag-close-send" })
    };
    let mistake = || Block::Fold(say("flag-mistake"), close(CloseHow::Mistake));
    Ok(match flag.state {
        FlagState::Open => {
            let seen =
                Form::on(f, "seen", format!("{action}/seen")).area("note", "", 3).send("flag-seen-send");
            vec![Block::Form(seen), Block::Fold(say("flag-assess"), assess()), mistake()]
        }
        FlagState::Acknowledged => vec![Block::Heading(say("flag-assess")), Block::Form(assess()), mistake()],
        FlagState::Assessed => vec![
            Block::Heading(say("flag-plan")),
            Block::Form(plan()),
            Block::Fold(say("flag-assess-again"), assess()),
            mistake(),
        ],
        FlagState::Planned => vec![
            Block::Heading(say("flag-review")),
            Block::Form(review()),
            Block::Fold(say("flag-plan-again"), plan()),
            Block::Fold(say("flag-assess-again"), assess()),
        ],
        FlagState::InReview => vec![
            Block::Heading(say("flag-close")),
            Block::Form(close(CloseHow::DealtWith)),
            Block::Fold(say("flag-review-again"), review()),
            Block::Fold(say("flag-plan-again"), plan()),
            Block::Fold(say("flag-assess-again"), assess()),
        ],
        FlagState::ToConfirm => {
            let Some((first, proposed)) = flag.proposal() else { return Ok(Vec::new()) };
            let who = visit.clinic().name_of(first).await?;
            let mut blocks = vec![
                Block::Text(words.say("flag-second-wanted").arg("who", who).to_string()),
                Block::Written(proposed.reason.clone()),
            ];
            if visit.actor()?.who == first {
                blocks.push(Block::Quiet(say("flag-second-waits")));
                blocks.push(Block::Fold(say("flag-review-again"), review()));
            } else {
                let answers = vec![
                    ("yes".to_owned(), say("flag-second-yes")),
                    ("no".to_owned(), say("flag-second-no")),
                ];
                let form = Form::on(f, "second", format!("{action}/second"))
                    .radio_of("agrees", answers, None)
                    .area("second-words", "", 3)
                    .send("flag-second-send");
                blocks.push(Block::Form(form));
            }
            blocks
        }
        FlagState::Closed => vec![Block::Quiet(say("flag-no-more"))],
    })
}

/// A step in words, with who and when.
async fn step_item(visit: &CourseVisit, step: &Step) -> Result<Item, Problem> {
    let words = &visit.words;
    let who = match step.who {
        Who::Clock => words.say("audit-clock").to_string(),
        who => visit.clinic().name_of(who).await?,
    };
    let (title, text) = match &step.said {
        Said::Acknowledged(said) => (words.term("flag-state", "acknowledged").to_string(), said.note.clone()),
        Said::Assessed(said) => {
            (words.term("flag-state", "assessed").to_string(), assessment::in_words(visit, said))
        }
        Said::Planned(said) => {
            let until = words.say("flag-again-on").arg("date", words.plain_day(said.review_on)).to_string();
            (words.term("flag-plan", said.plan.key()).to_string(), format!("{}\n{until}", said.words))
        }
        Said::Reviewed(said) => {
            let next = said
                .next_on
                .map(|on| words.say("flag-again-on").arg("date", words.plain_day(on)).to_string());
            let text = [said.found.clone(), next.unwrap_or_default()].join("\n");
            (words.term("flag-state", "in-review").to_string(), text.trim().to_owned())
        }
        Said::CloseProposed(said) => {
            (words.term("flag-state", "to-confirm").to_string(), said.reason.clone())
        }
        Said::CloseAnswered(said) => {
            let key = if said.agrees { "flag-second-yes" } else { "flag-second-no" };
            (words.say(key).to_string(), said.words.clone())
        }
        Said::Closed(said) => {
            let text = [said.reason.clone(), said.consulted.clone()].join("\n");
            (words.term("close-how", said.how.key()).to_string(), text.trim().to_owned())
        }
        Said::Escalated(said) => (words.term("escalated-to", said.to.key()).to_string(), String::new()),
    };
    let meta =
        words.say("flag-step-by").arg("who", who).arg("at", words.moment(step.at, &visit.zone())).to_string();
    Ok(Item { text, meta, ..Item::plain(title) })
}

/// The form that says a concern.
pub(super) fn concern_form(visit: &CourseVisit, f: &Frame) -> Form {
    let sources = terms::<ConcernSource>(f, "concern-source");
    let sources = sources.into_iter().filter(|(key, _)| key != ConcernSource::Client.key()).collect();
    Form::on(f, "concern", visit.href("/concern"))
        .radio_of("concern-source", sources, Some(ConcernSource::Therapist.key()))
        .area("concern-words", "", 3)
        .radio("respond", "respond", Some(Response::SameDay))
        .send("concern-send")
}

async fn concern(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::RaiseConcern(RaiseConcern {
            source: fields.one("concern-source", ConcernSource::parse)?,
            words: fields.text("concern-words"),
            respond: fields.one("respond", Response::parse)?,
            due: Moment(0),
        }))
    })();
    match visit.ask_read(asked, &fields).await {
        Ok(receipt) => Ok(see(&visit.href(&format!("/flags/{}", receipt.first.0)))),
        Err(problem) => visit.again(problem, fields, "tab-safety", super::safety::view).await,
    }
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields, flag: FlagId) -> Answer {
    let then = visit.href(&format!("/flags/{}", flag.0));
    visit.submit(asked, fields, &then, "flag-title", async |visit, f| view(visit, f, flag).await).await
}

async fn seen(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let asked = Ok(Command::AcknowledgeFlag(AcknowledgeFlag { flag, note: fields.text("note") }));
    go(visit, asked, fields, flag).await
}

async fn assess(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let asked = assessment::read(&fields, flag).map(|said| Command::AssessFlag(Box::new(said)));
    go(visit, asked, fields, flag).await
}

async fn plan(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let asked = (|| {
        Ok(Command::PlanFlag(PlanFlag {
            flag,
            plan: fields.one("flag-plan", FlagPlan::parse)?,
            words: fields.text("flag-plan-words"),
            review_on: fields.day("review-on")?,
        }))
    })();
    go(visit, asked, fields, flag).await
}

async fn review(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let asked = fields
        .some_day("next-on")
        .map(|next_on| Command::ReviewFlag(ReviewFlag { flag, found: fields.text("found"), next_on }));
    go(visit, asked, fields, flag).await
}

async fn close(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let asked = fields.one("how", CloseHow::parse).map(|how| {
        let (reason, consulted) = (fields.text("reason"), fields.text("consulted"));
        Command::CloseFlag(CloseFlag { flag, reason, how, consulted })
    });
    go(visit, asked, fields, flag).await
}

async fn second(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let flag = wanted(&visit, &path)?.id;
    let agrees = |key: &str| match key {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let asked = fields
        .one("agrees", agrees)
        .map(|agrees| Command::AnswerClose(AnswerClose { flag, agrees, words: fields.text("second-words") }));
    go(visit, asked, fields, flag).await
}
