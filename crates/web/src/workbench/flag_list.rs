//! The flags that somebody watches over: those nobody has looked at, those that wait for a step, those to look at again.

use super::flags::pill;
use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use clinic::lines::{Line, Watch};
use clinic::problem::Problem;
use std::sync::Arc;
use treatment::access::{Verb, Who};
use treatment::risk::FlagState;
use treatment::summary::FlagLine;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/flags", Rule::May(Verb::WatchFlags), show)
}

async fn show(visit: Visit) -> Answer {
    let mut sheet = Sheet::new(visit.frame("nav-flags"));
    sheet.lead = sheet.say("flags-lead");
    if !put_cards(&visit, &mut sheet).await? {
        sheet.card("", vec![Block::Quiet(visit.words.say("flags-none").to_string())]);
    }
    sheet.workbench()
}

/// Puts the lists onto a page; answers whether there was anything.
pub(crate) async fn put_cards(visit: &Visit, sheet: &mut Sheet) -> Result<bool, Problem> {
    let lines = visit.clinic().watched_lines(visit.actor()?).await?;
    let (today, now) = (visit.today(), visit.clinic().clock().now());
    let mut flags: Vec<(&Arc<Line>, Watch, &FlagLine)> = lines
        .iter()
        .flat_map(|(line, watch)| line.summary.flags.iter().map(move |flag| (line, *watch, flag)))
        .filter(|(_, watch, flag)| *watch != Watch::Lead || flag.is_with_lead())
        .collect();
    flags.sort_by_key(|(line, _, flag)| (flag.state, flag.review_on, flag.due, line.course));
    let (open, rest): (Vec<_>, Vec<_>) =
        flags.into_iter().partition(|(.., flag)| flag.state == FlagState::Open);
    let (overdue, open): (Vec<_>, Vec<_>) = open.into_iter().partition(|(.., flag)| flag.due <= now);
    let (again, rest): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(.., flag)| flag.review_on.is_some_and(|on| on <= today));
    let mut is_any = false;
    let lists = [
        ("flags-overdue", "alert", overdue),
        ("flags-open", "alert", open),
        ("flags-again", "warn", again),
        ("flags-followed", "", rest),
    ];
    for (title, tone, list) in lists {
        let mut items = Vec::new();
        for (line, watch, flag) in list {
            items.push(item(visit, line, watch, flag).await?);
        }
        if !items.is_empty() {
            is_any = true;
            sheet.card(title, vec![Block::Items(items)]).tone = tone;
        }
    }
    Ok(is_any)
}

async fn item(visit: &Visit, line: &Line, watch: Watch, flag: &FlagLine) -> Result<Item, Problem> {
    let words = &visit.words;
    let mut pills = vec![pill(words, flag.state, flag.due, &visit.zone())];
    if let Some(to) = flag.escalated_to.filter(|_| flag.state == FlagState::Open) {
        pills.push(Pill::warn(words.term("escalated-to", to.key()).to_string()));
    }
    if let Some(on) = flag.review_on {
        pills.push(Pill::plain(words.say("flag-again-on").arg("date", words.plain_day(on)).to_string()));
    }
    let raised = words.say("flag-raised").arg("at", words.moment(flag.at, &visit.zone())).to_string();
    let owner = match watch {
        Watch::Own => String::new(),
        Watch::Covered | Watch::Supervised | Watch::Lead => {
            let name = visit.clinic().name_of(Who::Staff(line.summary.therapist)).await?;
            let key = if watch == Watch::Covered { "flag-covered" } else { "flag-owned" };
            words.say(key).arg("who", name).to_string()
        }
    };
    let meta = [owner, raised].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let href = format!("/courses/{}/flags/{}", line.course, flag.flag.0);
    Ok(Item { meta, pills, ..Item::link(line.name.as_ref(), href) })
}

/// Safety plans that wait for their owner: a tie on them no longer holds, or they are to be looked at again.
pub(crate) fn plan_items(visit: &Visit, lines: &[Arc<Line>]) -> Vec<Item> {
    let today = visit.today();
    let words = &visit.words;
    lines
        .iter()
        .filter(|line| line.summary.closed_at.is_none())
        .filter_map(|line| {
            let stale = line.summary.plan_stale;
            let meta = if stale > 0 {
                words.say("today-plan-stale").arg("count", stale).to_string()
            } else {
                let on = line.summary.plan_review_on.filter(|on| *on <= today)?;
                words.say("today-plan-review").arg("date", words.plain_day(on)).to_string()
            };
            Some(Item { meta, ..Item::link(line.name.as_ref(), format!("/courses/{}/safety", line.course)) })
        })
        .collect()
}
