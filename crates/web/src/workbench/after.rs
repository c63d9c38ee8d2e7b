//! The goodbye and after: letters both ways, follow-ups that the client agreed to, a maintenance contract, and the way
//! back in.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use treatment::access::Verb;
use treatment::again::TakeUp;
use treatment::command::Command;
use treatment::contract::projected_end;
use treatment::course::Course;
use treatment::follow_up::{
    AgreeMaintenance, FollowUp, FollowUpState, HoldFollowUp, MissFollowUp, PlanFollowUp,
};
use treatment::goodbye::GiveLetter;
use treatment::ids::FollowUpId;
use treatment::opening::{Consent, ConsentKind};
use treatment::refusal::Refusal;
use treatment::schedule::agrees_to_follow_up;
use treatment::session::Mode;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/ending/after", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/ending/again", treat, again)
        .post("/courses/{course}/ending/letter", treat, letter)
        .post("/courses/{course}/ending/consent", treat, consent)
        .post("/courses/{course}/ending/follow-up", treat, plan)
        .post("/courses/{course}/ending/follow-up/held", treat, held)
        .post("/courses/{course}/ending/follow-up/missed", treat, missed)
        .post("/courses/{course}/ending/maintenance", treat, maintenance)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("after-title").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("after-lead");
    let may_treat = visit.may(Verb::Treat);
    letters_card(visit, &mut sheet, may_treat).await?;
    follow_up_card(visit, &mut sheet, may_treat)?;
    maintenance_card(visit, &mut sheet, may_treat);
    if may_treat && visit.course().closed.is_some() {
        let form = again_form(visit, &sheet.f);
        sheet.card(
            "again-title",
            vec![Block::Quiet(sheet.say("again-lead")), Block::Fold(sheet.say("again-open"), form)],
        );
    }
    let back = Block::Link(visit.href("/ending"), sheet.say("tab-ending"));
    let page = Block::Link(visit.href("/ending/sheet"), sheet.say("one-page-title"));
    sheet.beside("", vec![back, page]);
    sheet.workbench()
}

/// The ways from a course to the one it was begun from: when that was closed, its letters, its plan with the early signs,
/// and all of it.
pub(crate) fn ways_back(words: &Words, before: &TakeUp) -> Vec<Block> {
    let closed = words.say("again-closed-on").arg("date", words.plain_day(before.closed_on)).to_string();
    let mut blocks = vec![Block::Quiet(closed)];
    for (rest, key) in
        [("/ending/after", "again-letters"), ("/ending/sheet", "again-plan"), ("", "again-look")]
    {
        blocks.push(Block::Link(format!("/courses/{}{rest}", before.from), words.say(key).to_string()));
    }
    blocks
}

/// Letters that were given, as their writer's.
pub(crate) fn letter_blocks(visit: &CourseVisit, course: &Course) -> Vec<Block> {
    let words = &visit.words;
    let mut blocks = Vec::new();
    for given in &course.ending.letters {
        let who = if given.by_client { "letter-of-client" } else { "letter-of-therapist" };
        blocks.push(Block::Heading(words.say(who).to_string()));
        blocks.push(Block::Quiet(words.moment(given.at, &visit.zone())));
        let text = given.letter.words.clone();
        blocks.push(if given.by_client { Block::Voice(text) } else { Block::Written(text) });
    }
    blocks
}

async fn letters_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    may_treat: bool,
) -> Result<(), clinic::problem::Problem> {
    let mut blocks = letter_blocks(visit, visit.course());
    if blocks.is_empty() {
        blocks.push(Block::Quiet(sheet.say("letters-none")));
    }
    if may_treat {
        let subject = format!("goodbye/{}", visit.id);
        let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
        let form = Form::on(&sheet.f, "letter", visit.href("/ending/letter"))
            .area("words", "", 10)
            .draft(draft, subject, visit.id.to_string(), &visit.zone())
            .send("letter-give");
        blocks.push(Block::Fold(sheet.say("letter-write"), form));
    }
    sheet.card("letters-title", blocks);
    if let Some(before) = &visit.course().taken_up {
        sheet.beside("again-before", ways_back(&visit.words, before));
    }
    Ok(())
}

/// A follow-up on one line, with what became of it.
pub(crate) fn follow_up_item(visit: &CourseVisit, one: &FollowUp) -> Item {
    let words = &visit.words;
    let title = words.say("follow-up-months").arg("months", one.planned.months).to_string();
    let mut item = Item::plain(title);
    item.meta = words.day(one.planned.on);
    item.pills.push(Pill::plain(words.term("mode", one.planned.mode.key()).to_string()));
    let state = match &one.state {
        FollowUpState::Planned => "follow-up-planned",
        FollowUpState::Held(held) => {
            let said = [held.words.clone(), held.next.clone()];
            item.text = said.join("\n");
            "follow-up-held"
        }
        FollowUpState::Missed(missed) => {
            item.text.clone_from(&missed.words);
            "follow-up-missed"
        }
    };
    item.pills.push(Pill::plain(words.say(state).to_string()));
    item
}

fn follow_up_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    may_treat: bool,
) -> Result<(), clinic::problem::Problem> {
    let course = visit.course();
    let words = &visit.words;
    let agrees = agrees_to_follow_up(course);
    let said = course.consents.get(&ConsentKind::FollowUp);
    let mut blocks = vec![Block::Text(sheet.say(match said {
        None => "follow-up-not-asked",
        Some(consent) if consent.given => "follow-up-agreed",
        Some(_) => "follow-up-refused",
    }))];
    let mut known: Vec<&FollowUp> = course.ending.follow_ups.iter().collect();
    known.sort_by_key(|one| one.planned.on);
    let items = known.into_iter().map(|one| {
        let mut item = follow_up_item(visit, one);
        if may_treat && agrees && one.state == FollowUpState::Planned {
            let id = one.id.to_string();
            let held = Form::on(&sheet.f, &format!("held-{id}"), visit.href("/ending/follow-up/held"))
                .hidden("follow-up", id.clone())
                .day("on", Some(visit.today()))
                .area("words", "", 3)
                .area("next", "", 2)
                .quiet()
                .send("save");
            item.forms.push((words.say("follow-up-hold").to_string(), held));
            let missed = Form::on(&sheet.f, &format!("missed-{id}"), visit.href("/ending/follow-up/missed"))
                .hidden("follow-up", id)
                .area("words", "", 2)
                .quiet()
                .send("save");
            item.forms.push((words.say("follow-up-miss").to_string(), missed));
        }
        item
    });
    let items: Vec<Item> = items.collect();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    if may_treat && agrees {
        let protocol = visit.protocol()?;
        let closed = course.closed.as_ref().map(|(at, _)| at.day());
        let end = closed.or_else(|| projected_end(course, protocol, visit.today()));
        let open = course.follow_ups_open(protocol, end.unwrap_or_else(|| visit.today()));
        for (months, on) in open.into_iter().filter(|(_, on)| *on >= visit.today()) {
            let form = Form::on(&sheet.f, &format!("plan-{months}"), visit.href("/ending/follow-up"))
                .hidden("months", months.to_string())
                .day("on", Some(visit.clinic().day_for(course, on)))
                .radio("mode", "mode", Some(Mode::Phone))
                .quiet()
                .send("save");
            blocks.push(Block::Fold(words.say("follow-up-plan").arg("months", months).to_string(), form));
        }
    }
    if may_treat {
        let form = Form::on(&sheet.f, "agree-follow-up", visit.href("/ending/consent"))
            .hidden("given", if agrees { "" } else { "yes" })
            .text("note", "")
            .quiet()
            .send(if agrees { "follow-up-withdraw" } else { "follow-up-agree" });
        let key = if agrees { "follow-up-withdraw" } else { "follow-up-agree" };
        blocks.push(Block::Fold(sheet.say(key), form));
    }
    sheet.card("follow-up-title", blocks);
    Ok(())
}

/// The maintenance contract in words; the client has the same.
pub(crate) fn maintenance_blocks(visit: &CourseVisit, agreed: &AgreeMaintenance) -> Vec<Block> {
    let words = &visit.words;
    let said = words
        .say("maintenance-said")
        .arg("sessions", agreed.sessions)
        .arg("days", agreed.every_days)
        .arg("first", words.plain_day(agreed.first_on))
        .arg("last", words.plain_day(agreed.last_on()))
        .to_string();
    let mut blocks = vec![Block::Text(said), Block::Written(agreed.aim.clone())];
    if !agreed.if_worse.is_empty() {
        blocks.push(Block::Heading(words.say("field-if-worse").to_string()));
        blocks.push(Block::Written(agreed.if_worse.clone()));
    }
    blocks
}

fn maintenance_card(visit: &CourseVisit, sheet: &mut Sheet, may_treat: bool) {
    let known = visit.course().ending.maintenance.as_ref().map(|(_, agreed)| agreed);
    let mut blocks = match known {
        Some(agreed) => maintenance_blocks(visit, agreed),
        None => vec![Block::Quiet(sheet.say("maintenance-none"))],
    };
    if may_treat {
        let first = known.map_or_else(
            || visit.clinic().day_for(visit.course(), visit.today().plus(28)),
            |agreed| agreed.first_on,
        );
        let form = Form::on(&sheet.f, "maintenance", visit.href("/ending/maintenance"))
            .number("sessions", Some(known.map_or(6, |agreed| i64::from(agreed.sessions))), 1, 36)
            .number("every-days", Some(known.map_or(28, |agreed| i64::from(agreed.every_days))), 7, 120)
            .day("first-on", Some(first))
            .area("aim", known.map_or("", |agreed| &agreed.aim), 3)
            .area("if-worse", known.map_or("", |agreed| &agreed.if_worse), 2)
            .quiet()
            .send("save");
        blocks.push(Block::Fold(sheet.say("write"), form));
    }
    sheet.card("maintenance-title", blocks);
}

fn again_form(visit: &CourseVisit, f: &Frame) -> Form {
    let content = &visit.library().content;
    let offered = content.protocols_offered().map(|protocol| protocol.key.clone());
    let protocols: Vec<(String, String)> =
        offered.map(|key| (key.clone(), visit.words.say(format!("protocol-{key}")).to_string())).collect();
    let same = visit.course().opened.as_ref().map(|opened| opened.protocol.clone());
    Form::on(f, "again", visit.href("/ending/again"))
        .radio_of("protocol", protocols, same.as_deref())
        .area("reason", "", 3)
        .quiet()
        .send("again-open")
}

async fn again(visit: CourseVisit, fields: Fields) -> Answer {
    let (protocol, reason) = (fields.text("protocol"), fields.text("reason"));
    let opened = match fields.submission() {
        Ok(submission) => {
            visit.clinic().open_again(visit.actor()?, visit.id, &protocol, &reason, submission).await
        }
        Err(problem) => Err(problem),
    };
    match opened {
        Ok((course, _)) => Ok(see(&format!("/courses/{course}/opening"))),
        Err(problem) => visit.again(problem, fields, "after-title", view).await,
    }
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields) -> Answer {
    let then = visit.href("/ending/after");
    visit.submit(asked, fields, &then, "after-title", view).await
}

async fn letter(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::GiveLetter(GiveLetter { words: fields.text("words") });
    go(visit, Ok(asked), fields).await
}

async fn consent(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::RecordConsent(Consent {
        kind: ConsentKind::FollowUp,
        given: fields.is_on("given"),
        on: visit.today(),
        note: fields.text("note"),
    });
    go(visit, Ok(asked), fields).await
}

async fn plan(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::PlanFollowUp(PlanFollowUp {
            months: fields.number("months")?,
            on: fields.day("on")?,
            mode: fields.one("mode", Mode::parse)?,
        }))
    })();
    go(visit, asked, fields).await
}

async fn held(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::HoldFollowUp(HoldFollowUp {
            follow_up: FollowUpId(fields.number("follow-up")?),
            on: fields.day("on")?,
            words: fields.text("words"),
            next: fields.text("next"),
        }))
    })();
    go(visit, asked, fields).await
}

async fn missed(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.number("follow-up").map(|id| {
        Command::MissFollowUp(MissFollowUp { follow_up: FollowUpId(id), words: fields.text("words") })
    });
    go(visit, asked, fields).await
}

async fn maintenance(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AgreeMaintenance(AgreeMaintenance {
            sessions: fields.number("sessions")?,
            every_days: fields.number("every-days")?,
            first_on: fields.day("first-on")?,
            aim: fields.text("aim"),
            if_worse: fields.text("if-worse"),
        }))
    })();
    go(visit, asked, fields).await
}
