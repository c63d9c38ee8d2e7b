//! The ending: named in time, felt, reviewed by both, with the first formulation beside now; what is kept; the
//! close.

use super::staying_well;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::count;
use treatment::course::Phase;
use treatment::discord::{discords, leaves_unwell, symptoms};
use treatment::ending::{
    CloseCourse, Closing, CreditGains, DecideNextStep, EndFeeling, NameEnding, NextStep, Rating, ReviewFocus,
    ReviewGoal, ReviewMap, SayEndFeelings,
};
use treatment::ids::GoalId;
use treatment::outcome::Movement;
use treatment::plans::PlanStatus;
use treatment::protocol::{Gate, missing, tasks};
use treatment::refusal::Refusal;

/// Days for which the client's pages are offered to stay readable after the close. A guess, changed in the form.
const READABLE_DAYS: i32 = 365;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/ending", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/ending/name", treat, name)
        .post("/courses/{course}/ending/feelings", treat, feelings)
        .post("/courses/{course}/ending/goal", treat, goal)
        .post("/courses/{course}/ending/focus", treat, focus)
        .post("/courses/{course}/ending/loss", treat, loss)
        .post("/courses/{course}/ending/map", treat, map)
        .get("/courses/{course}/ending/sheet", Rule::Course(Verb::ReadCourse), one_page)
        .post("/courses/{course}/ending/credit", treat, credit)
        .post("/courses/{course}/ending/keep", treat, keep)
        .post("/courses/{course}/ending/next", treat, next)
        .post("/courses/{course}/ending/close", treat, close)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-ending").await?;
    view(&visit, f).await
}

pub(super) async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let ending = &course.ending;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let count = count(course, protocol);
    let mut sheet = Sheet::new(f);
    sheet.lead = words.say("ending-left").arg("left", count.left()).to_string();

    // Then and now, side by side.
    let first = course.formulations.first();
    let mut then_blocks = vec![match first {
        Some(first) => Block::Written(first.offer.words.clone()),
        None => Block::Quiet(words.say("ending-no-formulation").to_string()),
    }];
    if let Some(first) = first {
        then_blocks.push(Block::Quiet(words.moment(first.at, &visit.zone())));
    }
    "ending-then".clone_into(&mut sheet.card("ending-then", then_blocks).id);
    let mut now_blocks = Vec::new();
    for (said, who) in
        [(&ending.focus.client, "ending-client-says"), (&ending.focus.therapist, "ending-therapist-says")]
    {
        if let Some(review) = said {
            now_blocks.push(Block::Heading(words.say(who).to_string()));
            now_blocks.push(Block::Text(words.term("rating", review.rating.key()).to_string()));
            now_blocks.push(said_by(who == "ending-client-says", &review.now_words));
        }
    }
    let content = &visit.library().content;
    let found = discords(course, content);
    now_blocks.extend(found.iter().map(|one| Block::Text(words.term("discord", one.key()).to_string())));
    if may_treat {
        let known = ending.focus.therapist.as_ref();
        let form = Form::on(&sheet.f, "focus", visit.href("/ending/focus"))
            .radio("rating", "rating", known.map(|review| review.rating))
            .area("now-words", known.map_or("", |review| &review.now_words), 3)
            .area("remains", known.map_or("", |review| &review.remains), 2)
            .send("save");
        now_blocks.push(Block::Fold(words.say("ending-rate-focus").to_string(), form));
    }
    sheet.card("ending-now", now_blocks);

    let goals: Vec<Item> = course
        .open_goals()
        .map(|goal| {
            let said = ending.goals.get(&goal.id);
            let client = said.and_then(|said| said.client.as_ref()).map(|review| review.rating);
            let therapist = said.and_then(|said| said.therapist.as_ref()).map(|review| review.rating);
            let mut item = Item { voice: goal.set.words.clone(), ..Item::default() };
            for (rating, key) in [(client, "ending-client-rates"), (therapist, "ending-therapist-rates")] {
                if let Some(rating) = rating {
                    let text = words.say(key).arg("rating", words.term("rating", rating.key())).to_string();
                    item.pills.push(Pill::plain(text));
                }
            }
            if may_treat {
                let form = Form::on(&sheet.f, &format!("goal-{}", goal.id.0), visit.href("/ending/goal"))
                    .hidden("goal", goal.id.0.to_string())
                    .radio("rating", "rating", therapist)
                    .area("words", "", 2)
                    .quiet()
                    .send("save");
                item.forms.push((words.say("ending-rate-goal").to_string(), form));
            }
            item
        })
        .collect();
    if !goals.is_empty() {
        sheet.card("goals-title", vec![Block::Items(goals)]);
    }
    let scores = super::midpoint::scores(visit);
    let scores = scores.map_or_else(|| Block::Quiet(sheet.say("score-none")), Block::Table);
    let said = Block::Quiet(sheet.say("ending-scores-never"));
    sheet.card("score-title", vec![scores, said]);
    keep_cards(visit, &mut sheet, may_treat);
    let action = visit.href("/ending/loss");
    let losses = super::losses::items(visit, &sheet.f, may_treat.then_some(&action));
    if !losses.is_empty() {
        sheet.card("loss-title", vec![Block::Quiet(sheet.say("loss-lead")), Block::Items(losses)]);
    }

    // Beside: what is open, feelings, the close.
    let gaps: Vec<Item> = tasks(course, protocol, Phase::Ending)
        .into_iter()
        .map(|task| {
            let mut item = Item {
                done: Some(task.is_done),
                ..Item::plain(words.say(format!("task-{}", task.id)).to_string())
            };
            if may_treat && task.is_by_hand && !task.is_done {
                let form = Form::on(&sheet.f, &format!("task-{}", task.id), visit.href("/opening/task"))
                    .hidden("task", task.id)
                    .hidden("done", "yes")
                    .area("note", "", 2)
                    .quiet()
                    .send("task-do");
                item.forms.push((words.say("task-do").to_string(), form));
            }
            item
        })
        .collect();
    let doors = [
        ("/ending/after", "after-title"),
        ("/ending/sheet", "one-page-title"),
        ("/midpoint", "midpoint-title"),
    ];
    let doors = doors.map(|(rest, key)| Block::Link(visit.href(rest), sheet.say(key)));
    sheet.beside("", doors.into());
    if let Some(before) = &course.taken_up {
        sheet.beside("again-before", super::after::ways_back(&visit.words, before));
    }
    sheet.beside("ending-tasks", vec![Block::Items(gaps)]);
    let mut blocks = Vec::new();
    match &ending.named {
        Some(named) => {
            let said = words
                .say("ending-named")
                .arg("date", words.plain_day(named.on))
                .arg("left", named.left)
                .to_string();
            blocks.push(Block::Text(said));
        }
        None if may_treat => {
            let form = Form::on(&sheet.f, "name", visit.href("/ending/name"))
                .day("on", Some(visit.today()))
                .area("note", "", 2)
                .send("ending-name");
            blocks.push(Block::Form(form));
        }
        None => {}
    }
    for (at, by_client, said) in ending.feelings.iter().rev() {
        let feelings: Vec<String> = said
            .feelings
            .iter()
            .map(|feeling| words.term("end-feeling", feeling.key()).to_string())
            .collect();
        let who =
            words.say(if *by_client { "ending-client-says" } else { "ending-therapist-says" }).to_string();
        blocks.push(Block::Quiet(format!("{who} · {}", words.moment(*at, &visit.zone()))));
        blocks.push(Block::Text(feelings.join(" · ")));
        if !said.words.is_empty() {
            blocks.push(said_by(*by_client, &said.words));
        }
    }
    if may_treat {
        let choices = crate::forms::terms::<EndFeeling>(&sheet.f, "end-feeling");
        let form = Form::on(&sheet.f, "feelings", visit.href("/ending/feelings"))
            .checks("feelings", choices, &[])
            .area("words", "", 2)
            .quiet()
            .send("save");
        blocks.push(Block::Fold(words.say("ending-feelings-add").to_string(), form));
    }
    sheet.beside("ending-goodbye", blocks);
    if may_treat {
        let open = missing(course, protocol, Gate::EndingToClosed);
        let mut blocks = Vec::new();
        if course.flags.iter().any(treatment::risk::Flag::is_open) {
            blocks.push(Block::Text(words.say("ending-open-flag").to_string()));
        }
        if !open.is_empty() {
            let named: Vec<Item> = open
                .iter()
                .map(|key| Item { done: Some(false), ..Item::plain(words.say(key.clone()).to_string()) })
                .collect();
            blocks.push(Block::Quiet(words.say("ending-missing").to_string()));
            blocks.push(Block::Items(named));
        }
        let form = Form::on(&sheet.f, "close", visit.href("/ending/close"))
            .radio("how", "closing", Some(Closing::Completed))
            .area("reason", "", 3)
            .day("readable-until", Some(visit.today().plus(READABLE_DAYS)))
            .send("ending-close");
        blocks.push(Block::Form(form));
        sheet.beside("ending-close", blocks);
    }
    sheet.workbench()
}

/// What somebody said: the client's own words are shown as such.
fn said_by(by_client: bool, words: &str) -> Block {
    if by_client { Block::Voice(words.to_owned()) } else { Block::Written(words.to_owned()) }
}

/// What is kept: gains, signs, people, steps, the next step, the map then and now.
fn keep_cards(visit: &CourseVisit, sheet: &mut Sheet, may_treat: bool) {
    let words = &visit.words;
    let ending = &visit.course().ending;
    let mut blocks = Vec::new();
    if let Some(credit) = &ending.credit {
        blocks.push(Block::Written(credit.words.clone()));
    }
    if let Some(said) = &ending.keeping {
        blocks.push(Block::Heading(words.say("ending-client-says").to_string()));
        blocks.push(Block::Voice(said.keep.clone()));
        if !said.hard_to_say.is_empty() {
            blocks.push(Block::Voice(said.hard_to_say.clone()));
        }
    }
    // What the client tried, as they told it: the ground that credit stands on.
    let tried = visit.course().plans.iter().filter(|plan| {
        let last = plan.reports.last().map(|reported| reported.report.status);
        matches!(last, Some(PlanStatus::Tried | PlanStatus::Partly))
    });
    let tried: Vec<Item> = tried.map(|plan| super::plans::line(visit, plan)).collect();
    if !tried.is_empty() {
        blocks.push(Block::Heading(words.say("ending-tried").to_string()));
        blocks.push(Block::Items(tried));
    }
    if may_treat {
        let known = ending.credit.as_ref().map_or("", |credit| &credit.words);
        let form = Form::on(&sheet.f, "credit", visit.href("/ending/credit"))
            .area("words", known, 4)
            .quiet()
            .send("save");
        blocks.push(Block::Fold(words.say("ending-credit-write").to_string(), form));
    }
    sheet.card("ending-credit", blocks);

    let mut blocks = Vec::new();
    if let Some(plan) = &ending.staying_well {
        blocks.extend(staying_well::plan_blocks(visit, plan));
    }
    let named = ending.staying_well.as_ref().map(|plan| visit.course().allies_of(plan).1);
    for person in named.unwrap_or_default() {
        let name = visit.course().inventory.shown_name(person);
        blocks.push(Block::Text(words.say("keep-ally-changed").arg("name", name).to_string()));
    }
    if may_treat {
        blocks.extend(staying_well::at_onset(visit));
        blocks.push(Block::Fold(words.say("write").to_string(), staying_well::form(visit, sheet)));
    }
    sheet.card("ending-keep", blocks);

    let mut blocks = Vec::new();
    if let Some((_, review)) = &ending.map_reviewed {
        blocks.push(Block::Written(review.words.clone()));
    }
    blocks.push(Block::Link(visit.href(super::THEN_AND_NOW), words.say("tab-people").to_string()));
    if may_treat {
        let known = ending.map_reviewed.as_ref().map_or("", |(_, review)| &review.words);
        let form =
            Form::on(&sheet.f, "map", visit.href("/ending/map")).area("words", known, 3).quiet().send("save");
        blocks.push(Block::Fold(words.say("write").to_string(), form));
    }
    sheet.card("ending-map", blocks);

    let mut blocks = Vec::new();
    let content = &visit.library().content;
    if symptoms(visit.course(), content).is_some_and(|moved| moved != Movement::Better) {
        blocks.push(Block::Text(words.say("ending-not-better").to_string()));
    }
    if leaves_unwell(visit.course(), content) {
        blocks.push(Block::Text(words.say("ending-leaves-unwell").to_string()));
    }
    if let Some(step) = &ending.next_step {
        blocks.push(Block::Text(words.term("next-step", step.step.key()).to_string()));
        blocks.push(Block::Written(step.discussed.clone()));
    }
    if may_treat {
        let known = ending.next_step.as_ref();
        let form = Form::on(&sheet.f, "next", visit.href("/ending/next"))
            .radio("step", "next-step", known.map(|step| step.step))
            .area("discussed", known.map_or("", |step| &step.discussed), 3)
            .quiet()
            .send("save");
        blocks.push(Block::Fold(words.say("write").to_string(), form));
    }
    sheet.card("ending-next", blocks);
}

/// The plan for staying well and the safety plan on one page, to print and give.
async fn one_page(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(visit.course_frame("one-page-title").await?);
    crate::portal::keep::put_cards(&visit, &mut sheet);
    sheet.workbench()
}

async fn loss(visit: CourseVisit, fields: Fields) -> Answer {
    go(visit, super::losses::read(&fields), fields).await
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields) -> Answer {
    let then = visit.href("/ending");
    visit.submit(asked, fields, &then, "tab-ending", view).await
}

async fn name(visit: CourseVisit, fields: Fields) -> Answer {
    let asked =
        fields.day("on").map(|on| Command::NameEnding(NameEnding { on, left: 0, note: fields.text("note") }));
    go(visit, asked, fields).await
}

async fn feelings(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Ok(Command::SayEndFeelings(read_feelings(&fields)));
    go(visit, asked, fields).await
}

/// Reads feelings about the ending; the portal sends the same fields.
pub(crate) fn read_feelings(fields: &Fields) -> SayEndFeelings {
    SayEndFeelings {
        feelings: fields.all("feelings").iter().filter_map(|key| EndFeeling::parse(key)).collect(),
        words: fields.text("words"),
    }
}

/// Reads the review of a goal; the portal sends the same fields.
pub(crate) fn read_goal(fields: &Fields) -> Result<Command, Refusal> {
    Ok(Command::ReviewGoal(ReviewGoal {
        goal: GoalId(fields.number("goal")?),
        rating: fields.one("rating", Rating::parse)?,
        words: fields.text("words"),
    }))
}

/// Reads the review of the focus; the portal sends the same fields.
pub(crate) fn read_focus(fields: &Fields) -> Result<Command, Refusal> {
    Ok(Command::ReviewFocus(ReviewFocus {
        rating: fields.one("rating", Rating::parse)?,
        now_words: fields.text("now-words"),
        remains: fields.text("remains"),
    }))
}

async fn goal(visit: CourseVisit, fields: Fields) -> Answer {
    go(visit, read_goal(&fields), fields).await
}

async fn focus(visit: CourseVisit, fields: Fields) -> Answer {
    go(visit, read_focus(&fields), fields).await
}

async fn map(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::ReviewMap(ReviewMap { words: fields.text("words") });
    go(visit, Ok(asked), fields).await
}

async fn credit(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::CreditGains(CreditGains { words: fields.text("words") });
    go(visit, Ok(asked), fields).await
}

async fn keep(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = staying_well::read(&visit, &fields);
    go(visit, asked, fields).await
}

async fn next(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .one("step", NextStep::parse)
        .map(|step| Command::DecideNextStep(DecideNextStep { step, discussed: fields.text("discussed") }));
    go(visit, asked, fields).await
}

async fn close(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::CloseCourse(CloseCourse {
            how: fields.one("how", Closing::parse)?,
            reason: fields.text("reason"),
            missing: Vec::new(),
            readable_until: fields.some_day("readable-until")?,
        }))
    })();
    go(visit, asked, fields).await
}
