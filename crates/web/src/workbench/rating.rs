//! A rating of the problem areas by one clinician, blind to the other's. A colleague who is asked sees what the rating
//! needs and nothing else: no name, no notes, no evidence weighed by others.

use super::timeline::when;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::{CourseVisit, Visit};
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::focus::Area;
use treatment::opening::HistorySection;
use treatment::rating::{Mark, RateAreas};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let rate = Rule::Course(Verb::RateAreas);
    routes.get("/courses/{course}/rating", rate, show).post("/courses/{course}/rating", rate, send).get(
        "/ratings",
        Rule::May(Verb::BeStaff),
        asked_of_me,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = Visit::frame(&visit, "rating-title");
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, mut f: Frame) -> Answer {
    let (course, words) = (visit.course(), &visit.words);
    let me = visit.actor()?.staff().ok_or(Problem::NotYours)?;
    f.version = Some(course.version);
    // A refused form comes back with the course's frame; here the client has no name.
    f.course = None;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("rating-lead");
    let own = course.ratings.by(me);
    let is_done = course.rated_by_both().is_some() || course.closed.is_some();
    if let Some(own) = own {
        let mut facts: Vec<(String, String)> = own
            .rated
            .marks
            .iter()
            .map(|(area, mark)| (visit.area_words(*area), words.term("mark", mark.key()).to_string()))
            .collect();
        facts
            .extend(own.rated.main.map(|area| (words.say("field-main").to_string(), visit.area_words(area))));
        let said = if is_done { "rating-given" } else { "rating-given-blind" };
        sheet.card(said, vec![Block::Facts(facts)]);
    }
    if !is_done {
        let areas = &visit.protocol()?.areas;
        let mut form = Form::on(&sheet.f, "rating", visit.href("/rating"));
        for area in areas {
            let mark = own.and_then(|own| own.rated.marks.get(area)).copied();
            form = form.radio(&format!("mark-{}", area.key()), "mark", mark).label(visit.area_words(*area));
        }
        let choices = super::focus::area_choices(visit)?;
        let main = own.and_then(|own| own.rated.main).map(Area::key);
        let form = form
            .select_of("main", choices, main)
            .area("reason", own.map_or("", |own| &own.rated.reason), 3)
            .send("rating-send");
        sheet.beside("rating-marks", vec![Block::Form(form)]);
    }
    material(visit, &mut sheet);
    sheet.workbench()
}

/// What the rating is made from: the story as told, the timeline, and people by their tie.
fn material(visit: &CourseVisit, sheet: &mut Sheet) {
    let (course, words) = (visit.course(), &visit.words);
    let mut blocks: Vec<Block> = Vec::new();
    for section in [HistorySection::Symptoms, HistorySection::Episodes] {
        if let Some(history) = course.history.get(&section) {
            blocks.push(Block::Heading(words.term("history", section.key()).to_string()));
            blocks.push(Block::Written(history.text.clone()));
        }
    }
    if !blocks.is_empty() {
        sheet.card("rating-story", blocks);
    }
    let mut events: Vec<Item> = course
        .timeline
        .in_order()
        .into_iter()
        .map(|event| Item { meta: when(visit, event), ..Item::plain(event.entry.title.clone()) })
        .collect();
    if let Some(onset) = course.timeline.onset {
        let said = words.say("timeline-onset").arg("date", words.partial(&onset)).to_string();
        events.insert(0, Item::plain(said));
    }
    if !events.is_empty() {
        sheet.card("tab-timeline", vec![Block::Items(events)]);
    }
    let people: Vec<Item> = course
        .inventory
        .on_map()
        .map(|person| {
            let details = &person.details;
            let said =
                [&details.expects_of_them, &details.they_expect, &details.conflict_words, &details.changed];
            let said: Vec<&str> =
                said.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            let ring = person.ring.map(|ring| words.term("ring", ring.key()).to_string()).unwrap_or_default();
            let status = words.term("person-status", person.status.key()).to_string();
            let meta = [ring, status].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            Item {
                text: said.join("\n"),
                meta: meta.join(" · "),
                ..Item::plain(words.term("tie", person.tie.key()).to_string())
            }
        })
        .collect();
    if !people.is_empty() {
        sheet.card("tab-people", vec![Block::Items(people)]);
    }
}

async fn send(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let mut marks: BTreeMap<Area, Mark> = BTreeMap::new();
        for area in Area::ALL {
            let chosen = fields.some_text(&format!("mark-{}", area.key()));
            if let Some(key) = chosen {
                marks.insert(*area, Mark::parse(&key).ok_or(Refusal::Unknown("marks"))?);
            }
        }
        Ok(Command::RateAreas(RateAreas {
            marks,
            main: fields.some_one("main", Area::parse)?,
            reason: fields.text("reason"),
        }))
    })();
    let then = visit.href("/rating");
    visit.submit(asked, fields, &then, "rating-title", view).await
}

/// The ratings that colleagues asked this person for.
async fn asked_of_me(visit: Visit) -> Answer {
    let courses = visit.clinic().ratings_asked(visit.actor()?).await?;
    let mut sheet = Sheet::new(visit.frame("ratings-title"));
    sheet.lead = sheet.say("ratings-lead");
    let mut items = Vec::new();
    for (course, therapist) in courses {
        let name = visit.clinic().name_of(treatment::access::Who::Staff(therapist)).await?;
        let said = visit.words.say("ratings-by").arg("name", name).to_string();
        items.push(Item::link(said, format!("/courses/{course}/rating")));
    }
    let block = if items.is_empty() { Block::Quiet(sheet.say("ratings-none")) } else { Block::Items(items) };
    sheet.card("", vec![block]);
    sheet.workbench()
}
