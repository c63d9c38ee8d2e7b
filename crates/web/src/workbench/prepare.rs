//! Before a session, in twenty seconds: time left, what changed, what happened with whom, how the plan went, whether the
//! focus was kept. Each fact leads to where it stands; none is generated; what is missing is said.

use super::drift;
use super::trends::change_written;
use crate::answer::Answer;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use clinic::clock::day_in;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::contract::{count, ending_is_due, projected_end};
use treatment::measure::MeasureResult;
use treatment::plans::Plan;
use treatment::session::Session;
use treatment::summary::WEEKLY;
use treatment::time::{Day, Moment};

/// Most events, plans and results in one list.
const LISTED: usize = 8;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/prepare", Rule::Course(Verb::ReadCourse), show)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-prepare").await?;
    view(&visit, f).await
}

pub(crate) async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    if let Some(next) = course.next_session() {
        let time = next.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
        sheet.lead = format!("{} {time}", words.day(next.on));
    }
    let flags = open_flags(visit);
    if !flags.is_empty() {
        sheet.card("today-flags", vec![Block::Items(flags)]).tone = "alert";
    }
    drift::put_card(visit, &mut sheet, None);
    let since = course.last_held().map(|session| session.on);
    time_left(visit, &mut sheet)?;
    changes(visit, &mut sheet, since);
    happened(visit, &mut sheet, since);
    if let Some(next) = course.next_session() {
        let way = visit.href(&format!("/sessions/{}", next.id.0));
        sheet.beside("", vec![Block::Button(way, words.say("prepare-begin").to_string())]);
    }
    plans(visit, &mut sheet, since);
    focus(visit, &mut sheet);
    sheet.workbench()
}

/// The flags that are open.
pub(super) fn open_flags(visit: &CourseVisit) -> Vec<Item> {
    let flags = visit.course().flags.iter().filter(|flag| flag.is_open());
    flags.map(|flag| super::flags::line(visit, flag)).collect()
}

fn time_left(visit: &CourseVisit, sheet: &mut Sheet) -> Result<(), Problem> {
    let (course, protocol, words) = (visit.course(), visit.protocol()?, &visit.words);
    let count = count(course, protocol);
    let said =
        words.say("prepare-left").arg("left", count.left()).arg("used", count.used).arg("of", count.of);
    let mut blocks = vec![Block::Text(said.to_string())];
    if !count.is_agreed {
        blocks.push(Block::Quiet(sheet.say("prepare-not-agreed")));
    }
    if let Some(end) = projected_end(course, protocol, visit.today()) {
        let end = (words.say("sessions-end").to_string(), words.plain_day(end));
        blocks.push(Block::Facts(vec![end]));
    }
    if course.closed.is_none() && ending_is_due(course, protocol) {
        blocks.push(Block::Link(visit.href("/ending"), sheet.say("ending-due")));
    }
    blocks.push(Block::Link(visit.href("/contract"), sheet.say("tab-contract")));
    "prepare".clone_into(&mut sheet.card("prepare-time", blocks).id);
    Ok(())
}

/// The weekly score with its change, and every other answer since the last session.
fn changes(visit: &CourseVisit, sheet: &mut Sheet, since: Option<Day>) {
    let course = visit.course();
    let results = course.measures.results.iter().rev().map(|result| &**result);
    let weekly = course.measures.of(WEEKLY).next_back();
    let others = results.filter(|result| {
        weekly.is_none_or(|weekly| result.id != weekly.id)
            && result.completed.measure != WEEKLY
            && since.is_none_or(|since| result.completed.on >= since)
    });
    let items: Vec<Item> =
        weekly.into_iter().chain(others).take(LISTED).map(|result| score(visit, result)).collect();
    let mut blocks = Vec::new();
    if items.is_empty() {
        blocks.push(Block::Quiet(sheet.say("prepare-no-score")));
    } else {
        blocks.push(Block::Items(items));
    }
    if let (Some(weekly), Some(since)) = (weekly, since)
        && weekly.completed.on < since
    {
        blocks.push(Block::Quiet(sheet.say("prepare-score-old")));
    }
    blocks.push(Block::Link(visit.href("/measures"), sheet.say("tab-measures")));
    sheet.card("prepare-change", blocks);
}

fn score(visit: &CourseVisit, result: &MeasureResult) -> Item {
    let words = &visit.words;
    let completed = &result.completed;
    let href = visit.href(&format!("/measures/results/{}", result.id));
    let Some(instrument) = visit.library().content.instrument(&completed.measure) else {
        return Item::link(completed.measure.clone(), href);
    };
    if !instrument.has_total() {
        return Item { text: words.short_day(completed.on), ..Item::link(instrument.name.clone(), href) };
    }
    let before = visit.course().measures.of(&completed.measure).rev().find(|other| other.id < result.id);
    let total = words.say("prepare-total").arg("total", instrument.written(completed.total));
    let mut text = total.arg("date", words.short_day(completed.on)).to_string();
    if let Some(before) = before {
        let change = i32::from(completed.total) - i32::from(before.completed.total);
        let points = change_written(instrument, change);
        let change = words.say("prepare-total-change").arg("points", points);
        text.push('\n');
        text.push_str(&change.arg("date", words.short_day(before.completed.on)).to_string());
    }
    Item { text, ..Item::link(instrument.name.clone(), href) }
}

/// The link of the last note, and what was shared or happened since.
fn happened(visit: &CourseVisit, sheet: &mut Sheet, since: Option<Day>) {
    let mut blocks = Vec::new();
    match last_noted(visit) {
        Some(session) => blocks.push(Block::Items(vec![link_of(visit, session)])),
        None => blocks.push(Block::Quiet(sheet.say("prepare-no-note"))),
    }
    blocks.push(Block::Heading(sheet.say("prepare-shared")));
    let shared = shared_since(visit, since);
    if shared.is_empty() {
        blocks.push(Block::Quiet(sheet.say("prepare-shared-none")));
    } else {
        blocks.push(Block::Items(shared));
    }
    let near = super::grief::near_days_planned(visit);
    if !near.is_empty() {
        blocks.push(Block::Heading(sheet.say("days-near")));
        blocks.push(Block::Items(near));
    }
    sheet.card("prepare-happened", blocks);
}

/// The last session held whose note stands.
pub(crate) fn last_noted(visit: &CourseVisit) -> Option<&Session> {
    let noted = visit.course().sessions.iter().filter(|session| session.standing_note().is_some());
    noted.max_by_key(|session| (session.on, session.number()))
}

/// What a note said of the week: the event, the mood, with whom; or why no link was made.
fn link_of(visit: &CourseVisit, session: &Session) -> Item {
    let words = &visit.words;
    let title = words.say("session-number").arg("number", session.number().unwrap_or(0)).to_string();
    let mut item = Item::link(title, visit.href(&format!("/sessions/{}", session.id.0)));
    let Some(signed) = session.standing_note() else { return item };
    item.text.clone_from(&signed.note.no_link_reason);
    let mut parts = vec![words.short_day(session.on)];
    if let Some(link) = &signed.note.link {
        item.text.clone_from(&link.event);
        parts.extend(link.mood.map(|mood| words.say("prepare-mood").arg("mood", mood).to_string()));
        parts.extend([link.mood_words.clone(), visit.person_name(link.person)]);
    }
    parts.retain(|part| !part.is_empty());
    item.meta = parts.join(" · ");
    item
}

/// What the client shared since the last session, the newest first, and what they put onto the timeline. How plans went
/// stands with the plans.
pub(crate) fn shared_since(visit: &CourseVisit, since: Option<Day>) -> Vec<Item> {
    let (course, words) = (visit.course(), &visit.words);
    let mut shared = super::between::items(visit, since);
    let day = |at: Moment| day_in(at, &visit.zone());
    let is_since = |at: Moment| since.is_none_or(|since| day(at) >= since);
    let events = course.timeline.events.iter().rev().filter(|event| event.by_client && is_since(event.at));
    shared.extend(events.map(|event| Item {
        voice: event.entry.note.clone(),
        meta: words.day(day(event.at)),
        ..Item::link(event.entry.title.clone(), visit.href("/timeline"))
    }));
    shared.truncate(LISTED);
    shared
}

/// Plans nothing was heard of, and those heard of since the last session; without any, the last one.
fn plans(visit: &CourseVisit, sheet: &mut Sheet, since: Option<Day>) {
    let course = visit.course();
    let day = |at: Moment| day_in(at, &visit.zone());
    let is_new = |at: Moment| since.is_none_or(|since| day(at) >= since);
    let mut shown: Vec<_> = course
        .plans
        .iter()
        .rev()
        .filter(|plan| plan.is_open() || plan.reports.last().is_some_and(|reported| is_new(reported.at)))
        .take(LISTED)
        .collect();
    if shown.is_empty() {
        shown.extend(course.plans.last());
    }
    let line = |plan: &Plan| {
        let mut item = Item { href: visit.href("/plans"), ..super::plans::line(visit, plan) };
        if let Some(told) = plan.reports.last().filter(|reported| reported.by_client) {
            let told = visit.words.say("prepare-told").arg("date", visit.words.day(day(told.at)));
            let said = std::mem::take(&mut item.text);
            item.text = if said.is_empty() { told.to_string() } else { format!("{said}\n{told}") };
        }
        item
    };
    let items: Vec<Item> = shown.into_iter().map(line).collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("plans-none")), Block::Link(visit.href("/plans"), sheet.say("tab-plans"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.beside("prepare-plans", blocks);
}

/// The focus in the client's words, and what the last sessions worked on.
fn focus(visit: &CourseVisit, sheet: &mut Sheet) {
    let (course, words) = (visit.course(), &visit.words);
    let mut blocks = Vec::new();
    match course.focus() {
        Some(focus) => blocks.push(Block::Voice(focus.client_words.clone())),
        None => blocks.push(Block::Quiet(sheet.say("frame-no-focus"))),
    }
    let mut held: Vec<&Session> =
        course.sessions.iter().filter(|session| session.number().is_some()).collect();
    held.sort_by_key(|session| std::cmp::Reverse((session.on, session.number())));
    let worked = held.into_iter().take(3).map(|session| {
        let signed = session.standing_note();
        let said = match signed {
            Some(signed) => words.term("worked", super::note::worked(visit, signed).key()).to_string(),
            None => words.say("note-unsigned").to_string(),
        };
        Item {
            text: signed.map(|signed| signed.note.off_reason.clone()).unwrap_or_default(),
            pills: vec![Pill::plain(said)],
            meta: words.short_day(session.on),
            ..Item::link(
                words.say("session-number").arg("number", session.number().unwrap_or(0)).to_string(),
                visit.href(&format!("/sessions/{}", session.id.0)),
            )
        }
    });
    let worked: Vec<Item> = worked.collect();
    if !worked.is_empty() {
        blocks.push(Block::Items(worked));
    }
    blocks.push(Block::Link(visit.href("/focus"), sheet.say("tab-focus")));
    sheet.beside("prepare-focus", blocks);
}
