//! Every course on one line; filters and search are in the address.

use super::{latest_total, line_meta, line_spark};
use crate::answer::{Answer, page};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use axum::extract::Query;
use clinic::lines::Line;
use clinic::problem::Problem;
use std::collections::HashMap;
use std::sync::Arc;
use treatment::access::{Role, Verb};
use treatment::course::Phase;

/// Most lines on one page.
const LINES: usize = 200;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses", Rule::May(Verb::BeStaff), show)
}

#[derive(Template)]
#[template(path = "workbench/caseload.html")]
struct CaseloadPage {
    f: Frame,
    rows: Vec<Arc<str>>,
    search: String,
    filters: Vec<(String, String, bool)>,
    found: String,
    /// That there is no course at all yet.
    is_new: bool,
}

/// A course in the table.
#[derive(Template)]
#[template(path = "workbench/caseload_row.html")]
struct Row<'l> {
    w: &'l Words,
    name: &'l str,
    href: String,
    count: String,
    focus: &'l str,
    area: String,
    spark: String,
    mood: String,
    next: String,
    flag: Option<String>,
    marks: Vec<String>,
}

async fn show(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let actor = visit.actor()?;
    if !actor.has(Role::Therapist) {
        return Err(Problem::NotYours.into());
    }
    let words = &visit.words;
    let all = visit.clinic().own_lines(actor).await?;
    let search = asked.get("q").cloned().unwrap_or_default();
    let chosen = asked.get("show").map_or("open", String::as_str);
    let wanted = search.trim().to_lowercase();
    let mut lines: Vec<_> = all
        .iter()
        .filter(|line| match chosen {
            "all" => true,
            "flags" => !line.summary.flags.is_empty(),
            "open" => line.summary.phase != Phase::Closed,
            phase => line.summary.phase.key() == phase,
        })
        .filter(|line| wanted.is_empty() || line.name.to_lowercase().contains(&wanted))
        .collect();
    lines.sort_by(|a, b| {
        let urgent = |line: &Line| line.summary.flags.is_empty();
        urgent(a).cmp(&urgent(b)).then_with(|| {
            let next = |line: &Line| line.summary.next.as_ref().map_or(i32::MAX, |next| next.on.0);
            next(a).cmp(&next(b)).then_with(|| a.name.cmp(&b.name))
        })
    });
    let rows = lines.iter().take(LINES);
    let rows = rows.map(|line| line.drawn.caseload.or(words.tag(), || row(words, line))).collect();
    let filters = ["open", "opening", "middle", "ending", "closed", "flags", "all"]
        .map(|key| {
            let href = format!("/courses?show={key}");
            (href, words.say(format!("caseload-{key}")).to_string(), key == chosen)
        })
        .to_vec();
    let is_new = all.is_empty();
    let found = words.say("caseload-found").arg("count", lines.len()).arg("of", all.len()).to_string();
    page(&CaseloadPage { f: visit.frame("caseload-title"), rows, search, filters, found, is_new })
}

/// A course in the table, which is drawn once in a language for as long as the course stays as it is: nothing of the day or
/// of who looks is in it.
fn row(words: &Words, line: &Line) -> String {
    let of = &line.summary;
    let mut marks = Vec::new();
    if of.is_paused {
        marks.push(words.say("mark-paused").to_string());
    }
    if let Some(handed) = &of.handed_over {
        marks.push(words.say("handed-mark").arg("date", words.short_day(handed.on)).to_string());
    }
    if of.is_ending_due {
        marks.push(words.say("ending-due").to_string());
    }
    if !of.unsigned.is_empty() {
        marks.push(words.say("mark-unsigned").arg("count", of.unsigned.len()).to_string());
    }
    let flags = of.flags.len();
    let row = Row {
        w: words,
        name: &line.name,
        href: format!("/courses/{}", line.course),
        count: line_meta(words, line),
        focus: &of.focus_words,
        area: of.area.map(|area| words.term("area", area.key()).to_string()).unwrap_or_default(),
        spark: line_spark(words, line),
        mood: latest_total(words, line),
        next: of.next.as_ref().map_or_else(String::new, |next| words.short_day(next.on)),
        flag: (flags > 0).then(|| words.say("mark-flag").arg("count", flags).to_string()),
        marks,
    };
    row.to_string()
}
