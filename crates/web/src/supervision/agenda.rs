//! The courses that need a supervisor, each with its reason; the rest below.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use crate::workbench::{alerts, flag_list, line_spark};
use clinic::lines::Line;
use treatment::access::{Verb, Who};
use treatment::course::Phase;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/supervision", Rule::May(Verb::Supervise), show)
}

/// Why a course needs a supervisor, as word keys; an empty list means that it does not.
fn reasons(line: &Line) -> Vec<&'static str> {
    let summary = &line.summary;
    let mut reasons = Vec::new();
    if summary.flags.iter().any(|flag| !flag.is_acknowledged) {
        reasons.push("reason-flag");
    }
    if summary.area.is_none() && summary.count.used >= 4 {
        reasons.push("reason-no-focus");
    }
    if summary.is_ending_due {
        reasons.push("reason-ending");
    }
    if summary.is_midpoint_overdue() {
        reasons.push("reason-midpoint");
    }
    if summary.gate_passed_open {
        reasons.push("reason-gate");
    }
    if summary.drift.as_ref().is_some_and(|drift| drift.reason.is_empty()) {
        reasons.push("reason-drift");
    }
    if !summary.joint_reason.is_empty() {
        reasons.push("reason-joint");
    }
    if summary.unsigned.len() >= 2 {
        reasons.push("reason-unsigned");
    }
    reasons
}

/// What the therapist said of what supervision sees.
fn given_reasons(line: &Line) -> String {
    let drift = line.summary.drift.iter().map(|drift| drift.reason.as_str());
    let said = drift.chain([line.summary.joint_reason.as_str()]).filter(|reason| !reason.is_empty());
    said.collect::<Vec<_>>().join("\n")
}

/// Ways into the course: what was used in its sessions, and the two that left the focus, when they did.
fn links(visit: &Visit, line: &Line) -> Vec<(String, String)> {
    let mut links = drift_links(visit, line);
    if !line.summary.joint_reason.is_empty() {
        let to = format!("/courses/{}/dispute#section-joint", line.course);
        links.push((to, visit.words.say("work-dispute-joint").to_string()));
    }
    if line.summary.count.used > 0 {
        let to = format!("/courses/{}/sessions#techniques", line.course);
        links.push((to, visit.words.say("techniques-over").to_string()));
    }
    links
}

/// The two sessions that left the focus, when they did.
fn drift_links(visit: &Visit, line: &Line) -> Vec<(String, String)> {
    let sessions = line.summary.drift.iter().flat_map(|drift| drift.sessions);
    let links = sessions.map(|(session, on, number)| {
        let said = visit.words.say("drift-session").arg("number", number);
        let said = said.arg("date", visit.words.short_day(on)).to_string();
        (format!("/courses/{}/sessions/{}", line.course, session.0), said)
    });
    links.collect()
}

async fn show(visit: Visit) -> Answer {
    let lines = visit.clinic().supervised_lines(visit.actor()?).await?;
    let mut sheet = Sheet::new(visit.frame("nav-supervision"));
    sheet.lead = sheet.say("supervision-lead");
    flag_list::put_cards(&visit, &mut sheet).await?;
    let to_agreement = Block::Link("/supervision/agreement".to_owned(), sheet.say("agreement-title"));
    let to_ratings = Block::Link("/ratings".to_owned(), sheet.say("ratings-title"));
    let mut needed = Vec::new();
    let mut others = Vec::new();
    for line in lines.iter().filter(|line| line.summary.phase != Phase::Closed) {
        let why = reasons(line);
        // Answered or not: a course that does not go as hoped is brought to supervision.
        let alerts = line.summary.alerts.iter().map(|alert| alerts::line_pill(&visit, alert));
        let is_urgent = line.summary.is_ending_urgent();
        let said = why.iter().map(|key| {
            let text = visit.words.say(*key).to_string();
            if *key == "reason-ending" && is_urgent { Pill::alert(text) } else { Pill::warn(text) }
        });
        let discords = line.summary.discords.iter();
        let discords = discords.map(|one| Pill::warn(visit.words.term("discord", one.key()).to_string()));
        let said = said.chain(discords);
        let pills: Vec<Pill> = said.chain(alerts).collect();
        let reasons = pills.len();
        let therapist = visit.clinic().name_of(Who::Staff(line.summary.therapist)).await?;
        let count = line.summary.count;
        let said = visit.words.say("count-of").arg("used", count.used).arg("of", count.of).to_string();
        let item = Item {
            voice: line.summary.focus_words.clone(),
            meta: format!("{therapist} · {said} · {}", visit.words.term("phase", line.summary.phase.key())),
            pills,
            text: given_reasons(line),
            links: links(&visit, line),
            figure: line_spark(&visit.words, line),
            ..Item::link(line.name.as_ref(), format!("/courses/{}", line.course))
        };
        if reasons == 0 { others.push(item) } else { needed.push((reasons, item)) }
    }
    needed.sort_by_key(|(reasons, _)| std::cmp::Reverse(*reasons));
    let needed: Vec<Item> = needed.into_iter().map(|(_, item)| item).collect();
    let blocks = if needed.is_empty() {
        vec![Block::Quiet(sheet.say("supervision-none"))]
    } else {
        vec![Block::Items(needed)]
    };
    sheet.card("supervision-needed", blocks);
    if !others.is_empty() {
        sheet.card("supervision-others", vec![Block::Items(others)]);
    }
    sheet.card("rating-title", vec![to_agreement, to_ratings]);
    sheet.workbench()
}
