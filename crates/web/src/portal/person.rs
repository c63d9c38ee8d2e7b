//! One of my people: the questions about them, one at a time, each to be passed over, and what I told, with who reads it.
//! Which question comes next follows from the client's own answers alone: what the therapist wrote or marked is not to be
//! guessed at here, and the page is the same for everybody.

use super::home::frame;
use super::queue;
use super::week::{is_shared, reader_now};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::relationship;
use crate::workbench::telling::{question, said};
use axum::extract::{Path, Query};
use clinic::problem::Problem;
use std::collections::{BTreeSet, HashMap};
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{Details, Person};
use treatment::prompts::About;
use treatment::refusal::Refusal;
use treatment::sharing::Own;
use treatment::telling::{ShareTold, TellOfPerson, Told, TurnTold};

const PAGE: &str = "/home/people/{person}";

pub(crate) fn routes(routes: Routes) -> Routes {
    let (write, share_own) = (Rule::Own(Verb::WriteOwn), Rule::Own(Verb::ShareOwn));
    routes
        .get(PAGE, Rule::Own(Verb::ReadOwn), show)
        .post(PAGE, write, tell)
        .post("/home/people/{person}/share", share_own, share)
        .post("/home/people/{person}/turn", write, turn)
        .post("/home/people/{person}/away", write, away)
}

/// Where the page of somebody is.
pub(super) fn page_of(person: &Person) -> String {
    format!("/home/people/{}", person.id.0)
}

/// Somebody on the map, or taken off it after something was told of them; one who was erased, or never there, is not
/// found.
fn wanted(visit: &CourseVisit, path: &str) -> Result<Person, Problem> {
    let id = path.parse().map(PersonId).map_err(|_| Problem::NotYours)?;
    person_of(visit, id)
}

fn person_of(visit: &CourseVisit, id: PersonId) -> Result<Person, Problem> {
    let person = visit.course().inventory.person(id).filter(|person| person.erased.is_none());
    let person = person.filter(|person| !person.is_removed || visit.course().has_told_of(person.id));
    person.cloned().ok_or(Problem::NotYours)
}

/// People who are on the map no longer, of whom the client told something.
pub(super) fn gone(visit: &CourseVisit) -> impl Iterator<Item = &Person> {
    let course = visit.course();
    let gone = course.inventory.everybody().filter(|person| person.is_removed && person.erased.is_none());
    gone.filter(|person| person.merged_into.is_none() && course.has_told_of(person.id))
}

async fn show(
    visit: CourseVisit,
    Path(path): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let person = wanted(&visit, &path)?;
    let f = frame(&visit, "told-title");
    view(&visit, f, person.id, asked.get("ask").map(String::as_str)).await
}

async fn view(visit: &CourseVisit, f: Frame, id: PersonId, ask: Option<&str>) -> Answer {
    let course = visit.course();
    let person = person_of(visit, id)?;
    let mut sheet = Sheet::new(f);
    sheet.f.title = course.inventory.shown_name(&person);
    let is_kept = course.withheld.holds(Own::Person(person.id));
    sheet.lead = sheet.say(match (person.is_removed, is_kept) {
        (true, _) => "told-lead-gone",
        (_, true) => "told-lead-kept",
        _ => "told-lead",
    });
    if course.closed.is_none() && !person.is_removed {
        question_card(visit, &mut sheet, &person, ask);
    }
    told_card(visit, &mut sheet, &person);
    sheet.card("", vec![Block::Link("/home/people".to_owned(), sheet.say("told-back"))]);
    sheet.portal()
}

/// What is told of somebody, all answers in one.
fn known(visit: &CourseVisit, person: PersonId) -> Details {
    let prompts = visit.library().content.prompts();
    // What was told of themselves counts more than what was told of somebody who turned out to be them.
    let (own, others): (Vec<&Told>, Vec<&Told>) =
        visit.course().told_of(person).partition(|told| told.answer.person == person);
    others.into_iter().chain(own).fold(Details::default(), |known, told| {
        let about = prompts.about.iter().find(|about| about.key == told.answer.about);
        about.map_or_else(|| known.clone(), |about| known.answered(&told.answer.details, &about.fields))
    })
}

/// The question that stands open, and the ways on.
fn question_card(visit: &CourseVisit, sheet: &mut Sheet, person: &Person, ask: Option<&str>) {
    let prompts = visit.library().content.prompts();
    let (page, known) = (page_of(person), known(visit, person.id));
    if ask == Some("aside") {
        if prompts.next_about(&known, None).is_some() {
            sheet.card("", vec![Block::Link(format!("{page}?ask=first#tell"), sheet.say("told-ask"))]);
        }
        return;
    }
    let named = ask.and_then(|key| prompts.about.iter().find(|about| about.key == key));
    let Some(about) = named.or_else(|| prompts.next_about(&known, None)) else {
        sheet.card("", vec![Block::Quiet(sheet.say("told-over"))]);
        return;
    };
    let form = question_form(visit, &sheet.f, person, about, &known);
    let mut blocks = vec![
        Block::Heading(question(visit, person, &about.key)),
        queue::block(&visit.words),
        Block::Form(form.send("told-save")),
    ];
    // After the last open one comes the first that was passed over.
    let mut others = prompts.about.iter().filter(|other| other.key != about.key && other.is_open(&known));
    let next = prompts.next_about(&known, Some(&about.key)).or_else(|| others.next());
    if let Some(next) = next.filter(|next| next.key != about.key) {
        blocks.push(Block::Link(format!("{page}?ask={}#tell-card", next.key), sheet.say("told-next")));
    }
    blocks.push(Block::Link(format!("{page}?ask=aside"), sheet.say("prompt-aside")));
    blocks.push(Block::Quiet(sheet.say("week-not-watched")));
    blocks.push(Block::Link("/home/help-now".to_owned(), sheet.say("portal-help")));
    "tell-card".clone_into(&mut sheet.card("about-title", blocks).id);
}

fn question_form<'f>(
    visit: &CourseVisit,
    f: &'f Frame,
    person: &Person,
    about: &About,
    known: &Details,
) -> crate::forms::FormBuilder<'f> {
    let course = visit.course();
    let mut form = Form::on(f, "tell", page_of(person)).hidden("ask", &about.key);
    for field in &about.fields {
        form = match field.as_str() {
            // A thumb finds no minus among the digits.
            "mood-effect" => form.scale_of(field, known.mood_effect.map(i64::from), -5, 5),
            _ => relationship::ask_one(form, f, known, field),
        };
    }
    if !course.withheld.holds(Own::Person(person.id)) {
        let own = |told: &&Told| told.answer.person == person.id && told.answer.about == about.key;
        let is_shared = course.told_of(person.id).find(own).is_some_and(|told| told.answer.is_shared);
        form = reader_now(form, f, is_shared);
    }
    form.queued()
}

/// What was told, who reads it, and the ways to change that.
fn told_card(visit: &CourseVisit, sheet: &mut Sheet, person: &Person) {
    let told: Vec<&Told> = visit.course().told_of(person.id).collect();
    let items: Vec<Item> = told.iter().filter_map(|told| item(visit, &sheet.f, person, told)).collect();
    if items.is_empty() {
        return;
    }
    let mut blocks = vec![Block::Items(items)];
    let is_kept = visit.course().withheld.holds(Own::Person(person.id));
    let private = told.iter().filter(|told| is_to_share(told, person)).count();
    if !is_kept && !person.is_removed && private > 1 {
        let form = Form::on(&sheet.f, "share-all", format!("{}/share", page_of(person)));
        let form = form.hidden("all", "yes").hidden("shared", "yes").quiet();
        blocks.push(Block::Form(form.send("told-share-all")));
    }
    "told".clone_into(&mut sheet.card("told-mine", blocks).id);
}

/// Whether an answer goes out with all of somebody's: one told of who turned out to be them has a button of its own.
fn is_to_share(told: &Told, person: &Person) -> bool {
    told.answer.person == person.id && told.is_told() && !told.answer.is_shared
}

/// One answer; nothing for one that was taken away and cannot come back.
fn item(visit: &CourseVisit, f: &Frame, person: &Person, told: &Told) -> Option<Item> {
    let words = &visit.words;
    let course = visit.course();
    let page = page_of(person);
    let key = &told.answer.about;
    if !told.is_there() {
        return None;
    }
    // Two people made one may have answered the same question each: the answer is named by both.
    let of = told.answer.person;
    let name = format!("{key}-{}", of.0);
    let mut item = said(visit, person, told, "tell");
    item.id = format!("told-{name}");
    let form = |id: &str, to: &str| {
        Form::on(f, &format!("{id}-{name}"), format!("{page}/{to}"))
            .hidden("person", of.0.to_string())
            .hidden("about", key)
            .quiet()
    };
    let is_open = course.closed.is_none();
    if told.is_told() {
        let is_shared = told.answer.is_shared;
        item.pills.push(if is_shared {
            Pill { tone: "done", text: words.say("own-shared").to_string() }
        } else {
            Pill::plain(words.say("own-private").to_string())
        });
        // The questions are those of who is on the map: an answer about anybody else is only taken away.
        let can_change = of == person.id && !person.is_removed;
        if is_open && can_change {
            item.links.push((format!("{page}?ask={key}#tell-card"), words.say("told-change").to_string()));
        }
        if is_shared {
            item.forms.push((String::new(), form("unshare", "share").send("own-unshare-one")));
        } else if !course.withheld.holds(Own::Person(person.id)) && !person.is_removed {
            let form = form("share", "share").hidden("shared", "yes");
            item.forms.push((String::new(), form.send("own-share-one")));
        }
        if is_open && !can_change {
            item.forms.push((words.say("told-away").to_string(), form("away", "away").send("told-away-one")));
        }
    } else {
        item.text = words.say("told-taken-back").to_string();
    }
    if is_open {
        let turn = form("turn", "turn").hidden("newest", told.newest.0.to_string());
        item.forms.push((words.say("told-turn").to_string(), turn.send("told-turn-one")));
    }
    Some(item)
}

async fn tell(visit: CourseVisit, Path(path): Path<String>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?;
    let key = fields.text("ask");
    let asked = relationship::read(&fields, &visit.words).map(|details| {
        let about = key.clone();
        let is_shared = is_shared(&fields);
        Command::TellOfPerson(Box::new(TellOfPerson { person: person.id, about, details, is_shared }))
    });
    // The next one that is open, as far as was known before this answer.
    let next = visit.library().content.prompts().next_about(&known(&visit, person.id), Some(&key));
    let next = next.map_or("first", |next| next.key.as_str());
    let then = format!("{}?ask={next}#tell-card", page_of(&person));
    let view = async |visit: &CourseVisit, f| view(visit, f, person.id, Some(&key)).await;
    visit.submit(asked, fields, &then, "told-title", view).await
}

/// The answer that a form names: of this person, or of one who turned out to be them.
fn named(visit: &CourseVisit, person: &Person, fields: &Fields) -> Result<(PersonId, String), Refusal> {
    let (who, about) = (PersonId(fields.number("person")?), fields.text("about"));
    let is_theirs = visit.course().inventory.now(who) == person.id;
    if is_theirs { Ok((who, about)) } else { Err(Refusal::Unknown("told")) }
}

async fn share(visit: CourseVisit, Path(path): Path<String>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?;
    let is_shared = !fields.text("shared").is_empty();
    let asked = if fields.text("all").is_empty() {
        named(&visit, &person, &fields).map(|(person, about)| ShareTold {
            person,
            about: BTreeSet::from([about]),
            is_shared,
        })
    } else {
        let private = visit.course().told_of(person.id).filter(|told| is_to_share(told, &person));
        let about = private.map(|told| told.answer.about.clone()).collect();
        Ok(ShareTold { person: person.id, about, is_shared: true })
    };
    go(visit, asked.map(Command::ShareTold), fields, person).await
}

async fn turn(visit: CourseVisit, Path(path): Path<String>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?;
    let asked = named(&visit, &person, &fields).and_then(|(person, about)| {
        let newest = treatment::ids::Version(fields.number("newest")?);
        Ok(Command::TurnTold(TurnTold { person, about, newest }))
    });
    go(visit, asked, fields, person).await
}

/// Takes an answer away, as an empty one does.
async fn away(visit: CourseVisit, Path(path): Path<String>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?;
    let asked = named(&visit, &person, &fields).map(|(person, about)| {
        let details = Details::default();
        Command::TellOfPerson(Box::new(TellOfPerson { person, about, details, is_shared: false }))
    });
    go(visit, asked, fields, person).await
}

/// Asks, and goes back to what was told; the questions rest.
async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields, person: Person) -> Answer {
    let then = format!("{}#told", page_of(&person));
    let view = async |visit: &CourseVisit, f| view(visit, f, person.id, None).await;
    visit.submit(asked, fields, &then, "told-title", view).await
}
