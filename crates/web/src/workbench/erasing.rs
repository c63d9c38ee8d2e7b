//! Erasing what is known of one person: what goes, what stays and where, on what ground; the name typed once more.

use super::person::raw;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::erasing::Told;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::course::Course;
use treatment::erasing::{ErasePerson, EraseWhy, Erasure};
use treatment::focus::Source;
use treatment::ids::PersonId;
use treatment::inventory::{Person, Safety};

pub(crate) fn routes(routes: Routes) -> Routes {
    // Whoever only looks at this page has erased nobody: the audit names the verb of the command when it is done.
    let treat = Rule::Course(Verb::Treat);
    routes.get("/courses/{course}/people/{person}/erase", treat, show).post(
        "/courses/{course}/people/{person}/erase",
        treat,
        erase,
    )
}

/// The way there, for whoever may.
pub(super) fn link(visit: &CourseVisit, sheet: &mut Sheet, person: &Person) {
    if visit.may(Verb::ErasePerson) {
        let href = visit.href(&format!("/people/{}/erase", person.id.0));
        sheet.beside("", vec![Block::Link(href, visit.words.say("erase-link").to_string())]);
    }
}

/// What is left of somebody who was erased, in one sentence.
pub(super) fn left(visit: &CourseVisit, erasure: &Erasure) -> String {
    visit
        .words
        .say("erased-left")
        .arg("when", visit.words.moment(erasure.at, &visit.zone()))
        .arg("why", visit.words.term("erase-why", erasure.why.key()).to_string())
        .to_string()
}

/// Those of whom everything is erased.
pub(super) fn list(visit: &CourseVisit, sheet: &mut Sheet, course: &Course) {
    let item = |person: &Person| {
        let name = course.inventory.shown_name(person);
        let mut item = Item::link(name, visit.href(&format!("/people/{}", person.id.0)));
        item.meta = person.erased.as_ref().map(|erasure| left(visit, erasure)).unwrap_or_default();
        item
    };
    let gone = course.inventory.everybody().filter(|person| person.erased.is_some());
    let items: Vec<Item> = gone.map(item).collect();
    if !items.is_empty() {
        sheet.beside("people-erased", vec![Block::Items(items)]);
    }
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = raw(&visit, &path)?;
    let f = visit.course_frame("erase-title").await?;
    view(&visit, f, id).await
}

async fn view(visit: &CourseVisit, f: Frame, id: PersonId) -> Answer {
    let course = visit.course();
    let person = course.inventory.person(id).cloned().ok_or(Problem::NotYours)?;
    if person.erased.is_some() || !visit.may(Verb::ErasePerson) {
        return super::person::view(visit, f, id, None).await;
    }
    let told = visit.clinic().told_of(visit.actor()?, visit.id, person.id).await?;
    let words = &visit.words;
    let name = course.inventory.shown_name(&person);
    let at = visit.href(&format!("/people/{}", person.id.0));
    let mut sheet = Sheet::new(f);
    sheet.f.title = words.say("erase-heading").arg("name", name.clone()).to_string();
    sheet.lead = sheet.say("erase-lead");
    let warnings = warnings(visit, &person, &told);
    if !warnings.is_empty() {
        sheet.card("", warnings.into_iter().map(Block::Text).collect()).tone = "warn";
    }
    let goes = words.say("erase-goes-count").arg("count", told.goes).arg("others", told.with_others);
    let mut blocks = vec![Block::Text(sheet.say("erase-goes-what")), Block::Quiet(goes.to_string())];
    let merged: Vec<Item> =
        course.inventory.merged_into(person.id).map(|gone| Item::plain(gone.name.clone())).collect();
    if !merged.is_empty() {
        blocks.push(Block::Text(sheet.say("erase-goes-merged")));
        blocks.push(Block::Items(merged));
    }
    sheet.card("erase-goes", blocks);
    let mut blocks = vec![Block::Text(sheet.say("erase-stays-what"))];
    let rests: Vec<Item> = rests_on(visit, &person).into_iter().map(Item::plain).collect();
    if !rests.is_empty() {
        blocks.push(Block::Text(sheet.say("erase-stays-rests")));
        blocks.push(Block::Items(rests));
    }
    blocks.extend(named(visit, &told));
    blocks.push(Block::Quiet(sheet.say("erase-stays-outside")));
    sheet.card("erase-stays", blocks);
    let blocks = if course.is_on_safety_plan(person.id) {
        vec![
            Block::Text(words.say("refusal-on-safety-plan").to_string()),
            Block::Link(visit.href("/safety"), words.say("tab-safety").to_string()),
        ]
    } else {
        let form = Form::on(&sheet.f, "erase", format!("{at}/erase"))
            .radio::<EraseWhy>("erase-why", "erase-why", None)
            .text("erase-name", "")
            .quiet()
            .send("erase-do");
        vec![Block::Quiet(words.say("erase-type").arg("name", name).to_string()), Block::Form(form)]
    };
    sheet.beside("erase-confirm", blocks);
    sheet.beside("", vec![Block::Link(at, words.say("erase-back").to_string())]);
    sheet.workbench()
}

/// What should be thought of first.
fn warnings(visit: &CourseVisit, person: &Person, told: &Told) -> Vec<String> {
    let words = &visit.words;
    let mut all = Vec::new();
    if person.safety != Safety::None {
        let mark = words.term("safety", person.safety.key()).to_string();
        all.push(words.say("erase-safety").arg("mark", mark).to_string());
    }
    if told.before_own_keys > 0 {
        all.push(words.say("erase-before-own-keys").arg("count", told.before_own_keys).to_string());
    }
    all
}

/// What names the person by number and goes on without the name.
fn rests_on(visit: &CourseVisit, person: &Person) -> Vec<String> {
    let course = visit.course();
    let is_them = |id: PersonId| course.inventory.now(id) == person.id;
    let evidence = course.evidence.iter();
    let evidence =
        evidence.filter(|one| matches!(one.tag.source, Some(Source::Person(id)) if is_them(id))).count();
    let events = course.timeline.events.iter();
    let events = events.filter(|event| event.entry.people.iter().any(|id| is_them(*id))).count();
    let plans = course.plans.iter().filter(|plan| plan.agreed.person.is_some_and(is_them)).count();
    let focus = usize::from(course.focus().is_some_and(|focus| focus.person.is_some_and(is_them)));
    let counts = [
        ("erase-rests-focus", focus),
        ("erase-rests-evidence", evidence),
        ("erase-rests-events", events),
        ("erase-rests-plans", plans),
        ("erase-rests-files", course.map_exports.len()),
    ];
    let there = counts.into_iter().filter(|(_, count)| *count > 0);
    there.map(|(key, count)| visit.words.say(key).arg("count", count).to_string()).collect()
}

/// Where the name stands in words that were typed.
fn named(visit: &CourseVisit, told: &Told) -> Vec<Block> {
    let words = &visit.words;
    if told.named_in.is_empty() {
        return vec![Block::Text(words.say("erase-named-nowhere").to_string())];
    }
    let item = |(kind, count): (&&str, &usize)| {
        let what = words.say(format!("fact-{}", kind.replace('.', "-"))).to_string();
        Item::plain(words.say("erase-named-in").arg("what", what).arg("count", *count).to_string())
    };
    vec![
        Block::Text(words.say("erase-named").to_string()),
        Block::Items(told.named_in.iter().map(item).collect()),
    ]
}

async fn erase(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = raw(&visit, &path)?;
    let asked = fields
        .one("erase-why", EraseWhy::parse)
        .map(|why| Command::ErasePerson(ErasePerson { person: id, name: fields.text("erase-name"), why }));
    let then = visit.href(&format!("/people/{}", id.0));
    visit.submit(asked, fields, &then, "erase-title", async |visit, f| view(visit, f, id).await).await
}
