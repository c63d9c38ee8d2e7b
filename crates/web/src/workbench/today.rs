//! Today: flags first, the day's sessions, what came in, what is unfinished.

use super::{flag_list, latest_total, line_meta, line_spark};
use crate::answer::{Answer, see};
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use clinic::lines::Line;
use std::sync::Arc;
use treatment::access::{Role, Verb};
use treatment::course::Phase;
use treatment::time::Day;

/// Days before a follow-up at which it stands on Today. A guess.
const FOLLOW_UP_AHEAD_DAYS: i32 = 7;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/", Rule::May(Verb::BeStaff), show)
}

async fn show(visit: Visit) -> Answer {
    let actor = visit.actor()?;
    if !actor.has(Role::Therapist) {
        let elsewhere = visit.frame("today-title").nav.into_iter().find(|item| item.href != "/");
        return Ok(see(elsewhere.as_ref().map_or("/me", |item| &item.href)));
    }
    let lines = visit.clinic().own_lines(actor).await?;
    let today = visit.today();
    let mut sheet = Sheet::new(visit.frame("today-title"));
    sheet.lead = visit.words.day(today);

    flag_list::put_cards(&visit, &mut sheet).await?;
    let mut plans = flag_list::plan_items(&visit, &lines);
    plans.extend(flag_list::plan_items(&visit, &visit.clinic().covered_lines(actor).await?));
    if !plans.is_empty() {
        sheet.card("today-safety-plans", vec![Block::Items(plans)]).tone = "warn";
    }

    let alerts: Vec<Item> = lines
        .iter()
        .flat_map(|line| line.summary.alerts.iter().map(move |alert| (line, alert)))
        .filter(|(_, alert)| !alert.is_answered)
        .map(|(line, alert)| super::alerts::line_item(&visit, line, alert))
        .collect();
    if !alerts.is_empty() {
        sheet.beside("today-alerts", vec![Block::Items(alerts)]);
    }

    let handed = super::handed_over::new_items(&visit, &lines).await?;
    if !handed.is_empty() {
        sheet.card("handed-title", vec![Block::Items(handed)]);
    }

    let mut sessions: Vec<&Arc<Line>> =
        lines.iter().filter(|line| line.summary.next.as_ref().is_some_and(|next| next.on <= today)).collect();
    sessions.sort_by_key(|line| line.summary.next.as_ref().map(|next| (next.on, next.at_minute)));
    let block = if sessions.is_empty() {
        Block::Quiet(sheet.say("today-no-sessions"))
    } else {
        session_items(&visit, &sessions)
    };
    sheet.card("today-sessions", vec![block]);

    let mut soon: Vec<&Arc<Line>> = lines
        .iter()
        .filter(|line| {
            line.summary.next.as_ref().is_some_and(|next| next.on > today && next.on.since(today) <= 7)
        })
        .collect();
    soon.sort_by_key(|line| line.summary.next.as_ref().map(|next| (next.on, next.at_minute)));
    if !soon.is_empty() {
        sheet.card("today-soon", vec![session_items(&visit, &soon)]);
    }

    let unsigned: Vec<Item> = lines
        .iter()
        .flat_map(|line| line.summary.unsigned.iter().map(move |unsigned| (line, unsigned)))
        .map(|(line, (session, on, number))| Item {
            meta: visit
                .words
                .say("today-unsigned")
                .arg("number", *number)
                .arg("date", visit.words.short_day(*on))
                .to_string(),
            ..Item::link(line.name.as_ref(), format!("/courses/{}/sessions/{}", line.course, session.0))
        })
        .collect();
    if !unsigned.is_empty() {
        sheet.beside("today-to-finish", vec![Block::Items(unsigned)]);
    }

    let news: Vec<Item> = lines
        .iter()
        .filter(|line| line.summary.news.measures + line.summary.news.plans + line.summary.news.shared > 0)
        .map(|line| Item {
            meta: news_text(&visit, line),
            pills: shared_pill(&visit, line),
            ..Item::link(line.name.as_ref(), format!("/courses/{}", line.course))
        })
        .collect();
    if !news.is_empty() {
        sheet.beside("today-came-in", vec![Block::Items(news)]);
    }

    let unplanned: Vec<Item> = lines
        .iter()
        .filter(|line| {
            line.summary.next.is_none() && line.summary.phase != Phase::Closed && !line.summary.is_paused
        })
        .map(|line| Item::link(line.name.as_ref(), format!("/courses/{}/sessions", line.course)))
        .collect();
    if !unplanned.is_empty() {
        sheet.beside("today-no-date", vec![Block::Items(unplanned)]);
    }
    if lines.is_empty() {
        let blocks = vec![
            Block::Text(sheet.say("today-empty")),
            Block::Button("/courses/new".to_owned(), sheet.say("caseload-new")),
            Block::Link("/waiting".to_owned(), sheet.say("nav-waiting")),
        ];
        sheet.card("today-empty-title", blocks);
    }
    let mut due: Vec<(Day, Item)> = lines
        .iter()
        .flat_map(|line| line.summary.follow_ups.iter().map(move |one| (line, one)))
        .filter(|(_, (_, on, _))| on.since(today) <= FOLLOW_UP_AHEAD_DAYS)
        .map(|(line, (_, on, months))| {
            let said = visit.words.say("follow-up-months").arg("months", *months).to_string();
            let href = format!("/courses/{}/ending/after", line.course);
            let item =
                Item { text: said, meta: visit.words.day(*on), ..Item::link(line.name.as_ref(), href) };
            (*on, item)
        })
        .collect();
    due.sort_by_key(|(on, _)| *on);
    if !due.is_empty() {
        let items = due.into_iter().map(|(_, item)| item).collect();
        sheet.card("today-follow-ups", vec![Block::Items(items)]);
    }
    let doors = [("/covers", "covers-title"), ("/ratings", "ratings-title")];
    let doors = doors.map(|(href, key)| Block::Link(href.to_owned(), sheet.say(key)));
    sheet.beside("", doors.into());
    sheet.workbench()
}

/// Sessions as they stand in a list. A line is drawn once a day in a language, for as long as its course stays as it is.
fn session_items(visit: &Visit, lines: &[&Arc<Line>]) -> Block {
    let tag = format!("{} {}", visit.words.tag(), visit.today().0);
    let drawn = lines.iter().map(|line| line.drawn.session.or(&tag, || session_item(visit, line).draw()));
    Block::DrawnItems(drawn.collect())
}

fn session_item(visit: &Visit, line: &Line) -> Item {
    let mut pills = Vec::new();
    let mut href = format!("/courses/{}", line.course);
    let mut when = String::new();
    if let Some(next) = &line.summary.next {
        href = format!("/courses/{}/sessions/{}", line.course, next.session.0);
        let time = next.at_minute.map(|minute| visit.words.time(minute)).unwrap_or_default();
        when = if next.on == visit.today() { time } else { format!("{} {time}", visit.words.day(next.on)) };
        if next.on < visit.today() {
            pills.push(Pill::warn(visit.words.say("today-past").to_string()));
        }
    }
    if line.summary.is_ending_due {
        pills.push(Pill::warn(visit.words.say("ending-due").to_string()));
    }
    Item {
        voice: line.summary.focus_words.clone(),
        meta: format!("{when} · {}{}", line_meta(&visit.words, line), latest_total(&visit.words, line)),
        figure: line_spark(&visit.words, line),
        pills,
        links: vec![(
            format!("/courses/{}/prepare", line.course),
            visit.words.say("tab-prepare").to_string(),
        )],
        ..Item::link(line.name.as_ref(), href)
    }
}

/// That the client shared something since the last session.
fn shared_pill(visit: &Visit, line: &Line) -> Vec<Pill> {
    let count = line.summary.news.shared;
    if count == 0 {
        return Vec::new();
    }
    vec![Pill::plain(visit.words.say("today-shared").arg("count", count).to_string())]
}

/// What came in since the last session: measures and plans.
fn news_text(visit: &Visit, line: &Line) -> String {
    let news = line.summary.news;
    if news.measures + news.plans == 0 {
        return String::new();
    }
    visit.words.say("today-news").arg("measures", news.measures).arg("plans", news.plans).to_string()
}
