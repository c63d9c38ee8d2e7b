//! The contract: number, dates, focus, goals, rules; printable on one sheet.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::{AcceptContract, AgreeContract, MissedRule};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/contract", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/contract", treat, agree)
        .post("/courses/{course}/contract/accept", treat, accept)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-contract").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("contract-lead");
    let known = course.contract().cloned();
    if let Some(contract) = &known {
        let mut facts = vec![
            (words.say("field-sessions").to_string(), contract.sessions.to_string()),
            (words.say("field-cadence").to_string(), contract.cadence_days.to_string()),
            (words.say("field-minutes").to_string(), contract.minutes.to_string()),
            (words.say("field-first-on").to_string(), words.plain_day(contract.first_on)),
            (words.say("contract-end").to_string(), words.plain_day(contract.planned_end)),
            (
                words.say("field-missed").to_string(),
                words.term("missed-rule", contract.missed.key()).to_string(),
            ),
            (words.say("field-late-cancel").to_string(), contract.late_cancel_hours.to_string()),
            (words.say("field-between").to_string(), contract.between.clone()),
            (words.say("field-parts").to_string(), contract.parts.clone()),
            (words.say("field-reason").to_string(), contract.reason.clone()),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let mut blocks = Vec::new();
        if let Some(focus) = course.focus() {
            blocks.push(Block::Voice(focus.client_words.clone()));
        }
        blocks.push(Block::Facts(facts));
        let goals: Vec<Item> = course
            .open_goals()
            .map(|goal| Item { voice: goal.set.words.clone(), ..Item::default() })
            .collect();
        if !goals.is_empty() {
            blocks.push(Block::Heading(words.say("goals-title").to_string()));
            blocks.push(Block::Items(goals));
        }
        blocks.push(Block::Facts(signed(visit)));
        sheet.card("contract-agreed", blocks);
        if course.contract_accepted.is_none() && visit.may(Verb::Treat) && course.closed.is_none() {
            let form = Form::on(&sheet.f, "accept", visit.href("/contract/accept"))
                .text("words", "")
                .quiet()
                .send("contract-accept");
            let text = Block::Text(words.say("contract-accept-text").to_string());
            sheet.beside("contract-accept", vec![text, Block::Form(form)]);
        }
    }
    if visit.may(Verb::Treat) && course.closed.is_none() {
        let first = course.sessions.iter().map(|session| session.on).min().unwrap_or(visit.today());
        let known = known.as_ref();
        let mut form = Form::on(&sheet.f, "contract", visit.href("/contract"))
            .number("sessions", Some(i64::from(known.map_or(protocol.sessions, |c| c.sessions))), 1, 52)
            .number(
                "cadence",
                Some(i64::from(known.map_or(protocol.cadence_days, |c| c.cadence_days))),
                1,
                60,
            )
            .number("minutes", Some(i64::from(known.map_or(protocol.minutes, |c| c.minutes))), 10, 180)
            .day("first-on", Some(known.map_or(first, |c| c.first_on)))
            .radio("missed", "missed-rule", Some(known.map_or(MissedRule::Counts, |c| c.missed)))
            .number("late-cancel", Some(i64::from(known.map_or(24, |c| c.late_cancel_hours))), 0, 168)
            .area("between", known.map_or("", |c| &c.between), 3)
            .area("parts", known.map_or("", |c| &c.parts), 3);
        if known.is_some() {
            form = form.area("reason", "", 2);
        }
        let form = form.send("contract-agree");
        let block = if known.is_some() {
            Block::Fold(words.say("contract-again").to_string(), form)
        } else {
            Block::Form(form)
        };
        sheet.card(if known.is_some() { "contract-again" } else { "contract-agree" }, vec![block]);
    }
    sheet.workbench()
}

/// Who agreed to the contract in force, and when.
fn signed(visit: &CourseVisit) -> Vec<(String, String)> {
    let (words, zone) = (&visit.words, visit.zone());
    let mut signed = Vec::new();
    if let Some((_, at, _)) = visit.course().contracts.last() {
        signed.push((words.say("contract-signed-therapist").to_string(), words.moment(*at, &zone)));
    }
    let client = match &visit.course().contract_accepted {
        None => words.say("contract-not-signed").to_string(),
        Some(accepted) => {
            let key = if accepted.by_client { "contract-signed-portal" } else { "contract-signed-room" };
            words.say(key).arg("at", words.moment(accepted.at, &zone)).to_string()
        }
    };
    signed.push((words.say("contract-signed-client").to_string(), client));
    signed
}

async fn accept(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = if fields.has("form") {
        Ok(Command::AcceptContract(AcceptContract { words: fields.text("words") }))
    } else {
        Err(treatment::refusal::Refusal::Unknown("form"))
    };
    let then = visit.href("/contract");
    visit.submit(asked, fields, &then, "tab-contract", view).await
}

async fn agree(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let first_on = fields.day("first-on")?;
        Ok(Command::AgreeContract(AgreeContract {
            sessions: fields.number("sessions")?,
            cadence_days: fields.number("cadence")?,
            minutes: fields.number("minutes")?,
            first_on,
            planned_end: first_on,
            missed: fields.one("missed", MissedRule::parse)?,
            late_cancel_hours: fields.number("late-cancel")?,
            between: fields.text("between"),
            parts: fields.text("parts"),
            reason: fields.text("reason"),
        }))
    })();
    let then = visit.href("/contract");
    visit.submit(asked, fields, &then, "tab-contract", view).await
}
