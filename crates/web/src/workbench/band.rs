//! The course band and the latest mood, as every page of a course shows them.

use crate::figures::band::{self, Band, Cell, CellState};
use crate::visit::CourseVisit;
use treatment::contract::{count, missed_rule, projected_end, uses_one};
use treatment::protocol::Protocol;
use treatment::session::{Session, SessionState};
use treatment::summary::WEEKLY;
use treatment::time::Day;
use treatment::timeline::Lane;

/// The latest total of the weekly measure, with the event of the last note's link.
pub(crate) fn mood_text(visit: &CourseVisit) -> Option<String> {
    let course = visit.course();
    let words = &visit.words;
    let latest = course.measures.of(WEEKLY).next_back()?;
    let name = visit.library().content.instrument(WEEKLY)?.name.clone();
    let said = words
        .say("mood-latest")
        .arg("measure", name)
        .arg("total", latest.completed.total)
        .arg("date", words.short_day(latest.completed.on))
        .to_string();
    let notes = course.sessions.iter().rev().filter_map(|session| session.note.as_ref());
    let event = notes
        .filter_map(|signed| signed.note.link.as_ref())
        .map(|link| &link.event)
        .find(|event| !event.is_empty());
    Some(match event {
        Some(event) => words.say("mood-with").arg("mood", said).arg("event", event).to_string(),
        None => said,
    })
}

/// The band of the course.
pub(crate) fn svg(visit: &CourseVisit, protocol: &Protocol) -> String {
    let course = visit.course();
    let words = &visit.words;
    let count = count(course, protocol);
    let mut sessions: Vec<&Session> =
        course.sessions.iter().filter(|session| session.state != SessionState::Cancelled).collect();
    sessions.sort_by_key(|session| (session.on, session.id));
    let next = course.next_session().map(|session| session.id);
    let mut before: Option<Day> = None;
    let mut cells = Vec::new();
    let mut number = 0;
    let rule = missed_rule(course);
    for session in sessions {
        let (state, key) = match session.state {
            SessionState::Held(_) => (CellState::Held, "band-held"),
            SessionState::Missed(_) => (CellState::Missed, "band-missed"),
            _ if Some(session.id) == next => (CellState::Next, "band-next"),
            _ => (CellState::ToCome, "band-to-come"),
        };
        // A missed session takes a number when the contract counts it, so that the band has as many cells as
        // sessions were agreed.
        let is_counted = state != CellState::Missed || uses_one(&session.state, rule);
        if is_counted {
            number += 1;
        }
        let is_between = |day: Day| before.is_none_or(|before| day > before) && day <= session.on;
        let score = course.measures.of(WEEKLY).rev().find(|result| is_between(result.completed.on));
        let events = course.timeline.events.iter().filter(|event| {
            event.entry.lane == Lane::Event && before.is_some() && is_between(event.entry.start.first())
        });
        let plans = course.plans.iter().filter(|plan| plan.at.day() == session.on);
        let mut tip = words.say(key).arg("date", words.day(session.on)).to_string();
        if let Some(score) = score {
            tip.push_str(&words.say("band-score").arg("total", score.completed.total).to_string());
        }
        cells.push(Cell {
            state,
            number: is_counted.then_some(number),
            phase: protocol.usual_phase(number.max(1), count.of).key(),
            href: Some(visit.href(&format!("/sessions/{}", session.id.0))),
            tip,
            score: score.map(|result| result.completed.total),
            events: events.map(|event| event.entry.title.clone()).collect(),
            plans: plans.map(|plan| plan.agreed.what.clone()).collect(),
        });
        before = Some(session.on);
    }
    while number < count.of {
        number += 1;
        let phase = protocol.usual_phase(number, count.of).key();
        let tip = words.say("band-open").arg("number", number).to_string();
        cells.push(Cell {
            state: CellState::ToCome,
            number: Some(number),
            phase,
            href: None,
            tip,
            score: None,
            events: Vec::new(),
            plans: Vec::new(),
        });
    }
    let end = projected_end(course, protocol, visit.today());
    let band = Band {
        label: words.say("band-label").to_string(),
        desc: words.say("band-desc").arg("used", count.used).arg("of", count.of).to_string(),
        cells,
        score_most: 27,
        end_text: end.map_or_else(String::new, |day| words.plain_day(day)),
    };
    band::svg(&band)
}
