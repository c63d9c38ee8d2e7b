//! Home: the next appointment, one thing to do, how many sessions are left, my focus in my words.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::{CourseVisit, Visit};
use clinic::problem::Problem;
use treatment::access::{Verb, Who};
use treatment::contract::{count, projected_end};
use treatment::course::Phase;
use treatment::protocol::Protocol;
use treatment::schedule::{Occasion, check_in};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home", Rule::Own(Verb::ReadOwn), show)
}

/// The frame of a portal page: neutral, without the course's header.
pub(super) fn frame(visit: &CourseVisit, title: &str) -> crate::frame::Frame {
    let mut f = Visit::frame(visit, title);
    f.version = Some(visit.course().version);
    f
}

async fn show(visit: CourseVisit) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let phase = course.phase(protocol);
    let name = visit.session.as_ref().map(|session| session.name.clone()).ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(frame(&visit, "nav-home"));
    sheet.f.title = words.say("home-hello").arg("name", name).to_string();

    if let Some((button, href)) = one_thing(&visit) {
        let mut blocks = vec![Block::Button(href.to_owned(), words.say(button).to_string())];
        blocks.splice(0..0, after_the_end(&visit).map(Block::Text));
        sheet.card("home-one-thing", blocks);
    }
    let mut blocks = Vec::new();
    match course.session_to_come(visit.today()) {
        Some(next) => {
            let time = next.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
            blocks.push(Block::Text(format!("{} {time}", words.day(next.on))));
        }
        None if phase == Phase::Closed => blocks.push(Block::Text(readable(&visit))),
        None => blocks.push(Block::Quiet(words.say("home-no-next").to_string())),
    }
    let count = count(course, protocol);
    if count.is_agreed && phase != Phase::Closed {
        blocks.push(Block::Text(
            words.say("home-left").arg("left", count.left()).arg("of", count.of).to_string(),
        ));
    }
    sheet.card("home-next", blocks);
    if phase != Phase::Closed && treatment::contract::is_near_end(course, protocol) {
        sheet.card("home-end-near", end_near(&visit, protocol));
    }
    if let Some(handed) = course.handed_over() {
        let to = visit.clinic().name_of(Who::Staff(handed.said.to)).await?;
        let key = if phase == Phase::Closed { "home-therapist-record" } else { "home-therapist-now" };
        let said = words.say(key).arg("name", to);
        let said = said.arg("date", words.plain_day(handed.said.on)).to_string();
        sheet.card("home-therapist", vec![Block::Text(said)]);
    }
    let near = crate::workbench::grief::near_days(&visit);
    if !near.is_empty() {
        sheet.card(
            "days-near",
            vec![Block::Items(near), Block::Quiet(words.say("days-near-own").to_string())],
        );
    }
    if let Some(focus) = course.focus() {
        sheet.card("home-focus", vec![Block::Voice(focus.client_words.clone())]);
    }
    if !course.measures.results.is_empty() {
        let link = Block::Link("/home/been".to_owned(), words.say("been-open").to_string());
        sheet.card("been-title", vec![link]);
    }
    if phase == Phase::Ending || phase == Phase::Closed || course.ending.named.is_some() {
        sheet.card(
            "nav-ending",
            vec![
                Block::Text(words.say("home-ending").to_string()),
                Block::Link("/home/ending".to_owned(), words.say("nav-ending").to_string()),
                Block::Link("/home/plan".to_owned(), words.say("keep-title").to_string()),
            ],
        );
    }
    sheet.portal()
}

/// That the end comes near, and when: from the session on at which it is to be spoken about.
fn end_near(visit: &CourseVisit, protocol: &Protocol) -> Vec<Block> {
    let words = &visit.words;
    let mut blocks = vec![Block::Text(words.say("home-end-spoken-of").to_string())];
    if let Some(end) = projected_end(visit.course(), protocol, visit.today()) {
        let said = words.say("midpoint-end").arg("date", words.plain_day(end)).to_string();
        blocks.insert(0, Block::Text(said));
    }
    blocks
}

/// That the sessions have ended, and until when these pages can be read, as agreed.
pub(super) fn readable(visit: &CourseVisit) -> String {
    let until = visit.course().closed.as_ref().and_then(|(_, closed)| closed.readable_until);
    match until {
        Some(until) => {
            let date = visit.words.plain_day(until);
            visit.words.say("home-closed-until").arg("date", date).to_string()
        }
        None => visit.words.say("home-closed").to_string(),
    }
}

/// Why questions are asked although the sessions have ended.
fn after_the_end(visit: &CourseVisit) -> Option<String> {
    let asked = check_in(visit.course(), &visit.library().content, visit.today());
    match asked.occasion {
        Some(Occasion::FollowUp { months, .. }) => {
            Some(visit.words.say("home-follow-up").arg("months", months).to_string())
        }
        _ => None,
    }
}

/// The one thing to do now: its words and where it is.
fn one_thing(visit: &CourseVisit) -> Option<(&'static str, &'static str)> {
    let course = visit.course();
    if !course.measures_due(&visit.library().content, visit.today()).is_empty() {
        return Some(("home-do-check-in", "/home/check-in"));
    }
    let is_told = course.closed.is_some() || !course.plans.iter().any(|plan| course.is_untold(plan));
    (!is_told).then_some(("home-do-report", "/home/trying"))
}
