//! The course at a glance: what is next, what is missing in this phase, goals, plans.

use super::map::{self, Face, Look};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::circles;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::safety::Reader;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::course::Phase;
use treatment::ids::PersonId;
use treatment::protocol::{BeginMiddle, Gate, missing, tasks, warnings};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}", Rule::Course(Verb::ReadCourse), show).post(
        "/courses/{course}/middle",
        Rule::Course(Verb::Treat),
        begin_middle,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("course-title").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let protocol = visit.protocol()?;
    let words = &visit.words;
    let phase = course.phase(protocol);
    let may_treat = visit.may(Verb::Treat);
    let mut sheet = Sheet::new(f);

    for warning in warnings(course, protocol) {
        sheet.card("", vec![Block::Text(words.say(warning).to_string())]).tone = "warn";
    }
    let flags: Vec<Item> = course
        .flags
        .iter()
        .filter(|flag| flag.is_open())
        .map(|flag| super::flags::line(visit, flag))
        .collect();
    if !flags.is_empty() {
        sheet.card("today-flags", vec![Block::Items(flags)]).tone = "alert";
    }

    super::handed_over::put_card(visit, &mut sheet).await?;
    if treatment::midpoint::is_due(course, protocol) {
        let link = Block::Link(visit.href("/midpoint"), words.say("midpoint-title").to_string());
        sheet.card("", vec![Block::Text(words.say("midpoint-due").to_string()), link]);
    }
    sheet.card("course-next", next_blocks(visit));
    let alerts = super::alerts::open_items(visit);
    if !alerts.is_empty() {
        sheet.card("today-alerts", vec![Block::Items(alerts)]);
    }

    let gaps: Vec<Item> = tasks(course, protocol, phase)
        .into_iter()
        .filter(|task| !task.is_done)
        .map(|task| Item {
            done: Some(false),
            ..Item::link(
                words.say(format!("task-{}", task.id)).to_string(),
                visit.href(super::place_of_task(task.id)),
            )
        })
        .collect();
    if phase != Phase::Closed {
        let mut blocks = Vec::new();
        if gaps.is_empty() {
            blocks.push(Block::Quiet(words.say("course-no-gaps").to_string()));
        } else {
            blocks.push(Block::Items(gaps));
        }
        if phase == Phase::Opening && may_treat {
            blocks.push(Block::Fold(words.say("middle-begin").to_string(), middle_form(visit, &sheet.f)));
        }
        sheet.card("course-gaps", blocks);
    }

    if course.inventory.on_map().next().is_some() {
        let drawn = visit.held.circles.or(words.tag(), || {
            let look = Look::at(Face::Circles);
            let href = |id: PersonId| visit.href(&format!("/people/{}", id.0));
            circles::svg(&map::map_of(course, words, look, Reader::Staff, href))
        });
        let link = Block::Link(visit.href("/people"), words.say("course-map-open").to_string());
        let caption = words.say("map-caption").to_string();
        sheet.card("course-map", vec![Block::Figure(drawn.to_string(), caption, None), link]);
    }

    let goals: Vec<Item> = course
        .open_goals()
        .map(|goal| Item { voice: goal.set.words.clone(), meta: goal.set.marker.clone(), ..Item::default() })
        .collect();
    let goals = if goals.is_empty() {
        vec![Block::Quiet(words.say("goals-none").to_string())]
    } else {
        vec![Block::Items(goals)]
    };
    sheet.beside("goals-title", goals);
    let plans: Vec<Item> =
        course.plans.iter().rev().take(3).map(|plan| super::plans::line(visit, plan)).collect();
    if !plans.is_empty() {
        sheet.beside("tab-plans", vec![Block::Items(plans)]);
    }
    let mut about = vec![Block::Facts(vec![
        (
            words.say("course-protocol").to_string(),
            words.say(format!("protocol-{}", protocol.key)).to_string(),
        ),
        (words.say("course-since").to_string(), words.plain_day(course.opened_at.day())),
        (words.say("course-people").to_string(), course.inventory.on_map().count().to_string()),
    ])];
    if may_treat {
        about.push(Block::Link(visit.href("/client"), words.say("client-title").to_string()));
    }
    sheet.beside("course-about", about);
    sheet.workbench()
}

fn next_blocks(visit: &CourseVisit) -> Vec<Block> {
    let course = visit.course();
    let words = &visit.words;
    if course.closed.is_some() {
        return vec![
            Block::Text(words.say("course-closed").to_string()),
            Block::Link(visit.href("/ending"), words.say("tab-ending").to_string()),
        ];
    }
    if let Some(pause) = course.pause() {
        return vec![
            Block::Text(words.say("course-paused").arg("date", words.plain_day(pause.from)).to_string()),
            Block::Link(visit.href("/sessions"), words.say("tab-sessions").to_string()),
        ];
    }
    match course.next_session() {
        Some(next) => {
            let time = next.at_minute.map(|minute| words.time(minute)).unwrap_or_default();
            vec![
                Block::Text(format!("{} {time}", words.day(next.on))),
                Block::Button(
                    visit.href(&format!("/sessions/{}", next.id.0)),
                    words.say("prepare-begin").to_string(),
                ),
                Block::Link(visit.href("/prepare"), words.say("course-prepare").to_string()),
            ]
        }
        None => vec![
            Block::Quiet(words.say("course-no-next").to_string()),
            Block::Button(visit.href("/sessions"), words.say("sessions-plan").to_string()),
        ],
    }
}

fn middle_form(visit: &CourseVisit, f: &Frame) -> Form {
    Form::on(f, "middle", visit.href("/middle")).area("reason", "", 3).send("middle-send")
}

async fn begin_middle(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = BeginMiddle { reason: fields.text("reason"), missing: Vec::new() };
    let open = missing(visit.course(), visit.protocol()?, Gate::OpeningToMiddle);
    let then = visit.href("");
    visit
        .submit(Ok(Command::BeginMiddle(asked)), fields, &then, "course-title", async |visit, mut f| {
            // The gate says what is missing; it never locks.
            let named: Vec<String> =
                open.iter().map(|key| visit.words.say(key.clone()).to_string()).collect();
            if let Some(problem) = &mut f.problem {
                problem.push('\n');
                problem.push_str(&named.join(" · "));
            }
            view(visit, f).await
        })
        .await
}

/// A mark for a session's state.
pub(super) fn pill(text: String, is_good: bool) -> Pill {
    Pill { tone: if is_good { "done" } else { "" }, text }
}
