//! Courses are handed over to another therapist. Who does it knows a course by its number and its days, and sees nothing
//! that was said in it.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use crate::words::Words;
use axum::extract::Query;
use clinic::hand_over::{CarriedCourse, Carrier, HandingOver};
use clinic::problem::Problem;
use std::collections::HashMap;
use treatment::access::{Verb, Who};
use treatment::ids::{CourseId, StaffId};
use treatment::refusal::Refusal;

pub(crate) const PAGE: &str = "/hand-over";
/// Most hand-overs in the list of those that took place.
const LISTED: usize = 50;

pub(crate) fn routes(routes: Routes) -> Routes {
    let rule = Rule::May(Verb::HandOver);
    routes.get(PAGE, rule, show).post(PAGE, rule, send)
}

/// The number by which those who run the service speak of a course.
pub(crate) fn number_of(course: CourseId) -> String {
    course.to_string()[..8].to_owned()
}

async fn show(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let of = asked.get("of").and_then(|id| StaffId::parse(id));
    view(&visit, visit.frame("hand-over-title"), of).await
}

async fn view(visit: &Visit, f: Frame, of: Option<StaffId>) -> Answer {
    let carriers = visit.clinic().carriers(visit.actor()?).await?;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("hand-over-lead");
    let chosen = of.and_then(|of| carriers.iter().find(|one| one.id == of));
    if let Some(one) = chosen {
        sheet.f.title = visit.words.say("hand-over-of").arg("name", one.name.clone()).to_string();
        let blocks = form_blocks(visit, &sheet, one, &carriers);
        sheet.card("", blocks);
    }
    let items: Vec<Item> = carriers.iter().map(|one| carrier_item(&visit.words, one)).collect();
    let blocks = vec![Block::Items(items)];
    if chosen.is_some() {
        sheet.beside("hand-over-carriers", blocks);
    } else {
        sheet.card("hand-over-carriers", blocks);
    }
    let past = handed_items(visit, &carriers).await?;
    if !past.is_empty() {
        sheet.card("hand-over-past", vec![Block::Items(past)]);
    }
    sheet.workbench()
}

fn carrier_item(words: &Words, one: &Carrier) -> Item {
    let open = one.courses.iter().filter(|course| course.is_open).count();
    let mut item = Item::link(&one.name, format!("{PAGE}?of={}", one.id));
    item.meta = words.say("hand-over-carries").arg("open", open).arg("all", one.courses.len()).to_string();
    if !one.treats {
        item.pills.push(Pill::warn(words.say("hand-over-not-here").to_string()));
    }
    item
}

fn form_blocks(visit: &Visit, sheet: &Sheet, one: &Carrier, carriers: &[Carrier]) -> Vec<Block> {
    if one.courses.is_empty() {
        return vec![Block::Quiet(sheet.say("hand-over-none"))];
    }
    let courses = one.courses.iter().map(|course| (course.course.to_string(), line(&visit.words, course)));
    let others = carriers.iter().filter(|other| other.treats && other.id != one.id);
    let others = others.filter(|other| other.has_account);
    let others: Vec<(String, String)> =
        others.map(|other| (other.id.to_string(), other.name.clone())).collect();
    if others.is_empty() {
        return vec![Block::Quiet(sheet.say("hand-over-nobody"))];
    }
    let form = Form::on(&sheet.f, "hand-over", PAGE)
        .hidden("hand-from", one.id.to_string())
        .checks("hand-courses", courses.collect(), &[])
        .select_of("hand-to", others, None)
        .day("on", Some(visit.today()))
        .area("reason", "", 3)
        .send("hand-over-send");
    vec![Block::Text(sheet.say("hand-over-what")), Block::Form(form)]
}

/// "4f3a9c21 · opened 3 March 2026 · next session 12 May".
fn line(words: &Words, course: &CarriedCourse) -> String {
    let opened = words.say("hand-over-course").arg("number", number_of(course.course));
    let opened = opened.arg("date", words.plain_day(course.opened_on)).to_string();
    let more = match course.next {
        _ if !course.is_open => words.say("hand-over-closed").to_string(),
        Some(next) => words.say("hand-over-next").arg("date", words.plain_day(next)).to_string(),
        None => words.say("hand-over-no-next").to_string(),
    };
    format!("{opened} · {more}")
}

/// What was handed over, the newest first; each leads to where it can be handed back.
async fn handed_items(visit: &Visit, carriers: &[Carrier]) -> Result<Vec<Item>, Problem> {
    let words = &visit.words;
    let courses = carriers.iter().flat_map(|one| one.courses.iter().map(move |course| (one, course)));
    let mut handed: Vec<_> =
        courses.filter_map(|(one, course)| Some((one, course, course.handed_over.as_ref()?))).collect();
    handed.sort_by_key(|(_, course, handed)| (-handed.on.0, course.course));
    let mut items = Vec::new();
    for (one, course, handed) in handed.into_iter().take(LISTED) {
        let from = visit.clinic().name_of(Who::Staff(handed.from)).await?;
        let said = words.say("hand-over-line").arg("number", number_of(course.course));
        let said = said.arg("from", from).arg("to", one.name.clone());
        let date = words.say("hand-over-since").arg("date", words.plain_day(handed.on));
        let back = (format!("{PAGE}?of={}", one.id), words.say("hand-over-on").to_string());
        items.push(Item { meta: date.to_string(), links: vec![back], ..Item::plain(said.to_string()) });
    }
    Ok(items)
}

fn read(fields: &Fields) -> Result<HandingOver, Problem> {
    let staff = |name: &'static str| {
        let text = fields.some_text(name).ok_or(Refusal::Empty(name))?;
        StaffId::parse(&text).ok_or(Refusal::Unknown(name))
    };
    let mut courses = Vec::new();
    for text in fields.all("hand-courses") {
        let course = CourseId::parse(&text).ok_or(Refusal::Unknown("hand-courses"))?;
        if !courses.contains(&course) {
            courses.push(course);
        }
    }
    Ok(HandingOver {
        courses,
        from: staff("hand-from")?,
        to: staff("hand-to")?,
        on: fields.day("on")?,
        reason: fields.text("reason"),
        submission: fields.submission()?,
    })
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    let of = StaffId::parse(&fields.text("hand-from"));
    let outcome = match read(&fields) {
        Ok(asked) => visit.clinic().hand_over(visit.actor()?, &asked).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => Ok(see(PAGE)),
        Err(problem) => {
            let mut f = visit.frame("hand-over-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(&visit, f, of).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
