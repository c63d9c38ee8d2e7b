//! The people: circles drawn from the stored rings, and the same as a list.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::circles::{self, Dot, Map, Shape};
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use crate::words::Words;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{AddPerson, Person, PersonStatus, PlacePerson, Ring, Safety, Tie};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/courses/{course}/people", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/people", Rule::Course(Verb::Treat), add)
        .post("/courses/{course}/people/place", Rule::Course(Verb::Treat), place)
}

/// The map of the course for somebody for whom a person's page is at `href`.
pub(crate) fn map_of(visit: &CourseVisit, href: impl Fn(PersonId) -> String) -> String {
    let words = &visit.words;
    let people: Vec<Dot> = visit
        .course()
        .inventory
        .on_map()
        .map(|person| Dot {
            id: person.id.0,
            name: person.name.clone(),
            ring: person.ring,
            wished: person.wished,
            shape: shape(person.tie),
            is_gone: person.status != PersonStatus::Living,
            is_unsafe: person.safety == Safety::Unsafe,
            href: href(person.id),
            tip: in_words(words, person),
        })
        .collect();
    let placed = people.iter().filter(|dot| dot.ring.is_some()).count();
    let ring = |ring: Ring| words.term("ring", ring.key()).to_string();
    circles::svg(&Map {
        label: words.say("map-label").to_string(),
        desc: words.say("map-desc").arg("count", people.len()).arg("placed", placed).to_string(),
        me: words.say("map-me").to_string(),
        ring_names: [ring(Ring::Inner), ring(Ring::Close), ring(Ring::LessClose), ring(Ring::Outer)],
        shelf_name: words.say("map-shelf").to_string(),
        people,
    })
}

/// The same as a table, for those who do not see the drawing.
pub(crate) fn table_of(visit: &CourseVisit) -> Table {
    let words = &visit.words;
    let ring =
        |ring: Option<Ring>| ring.map_or_else(String::new, |ring| words.term("ring", ring.key()).to_string());
    Table {
        caption: words.say("map-table").to_string(),
        heads: ["field-name", "field-tie", "field-status", "field-ring", "field-wished"]
            .map(|key| words.say(key).to_string())
            .to_vec(),
        rows: visit
            .course()
            .inventory
            .on_map()
            .map(|person| {
                vec![
                    person.name.clone(),
                    words.term("tie", person.tie.key()).to_string(),
                    words.term("person-status", person.status.key()).to_string(),
                    ring(person.ring),
                    ring(person.wished),
                ]
            })
            .collect(),
    }
}

fn shape(tie: Tie) -> Shape {
    match tie {
        Tie::Partner | Tie::FormerPartner => Shape::Partner,
        Tie::Parent | Tie::Sibling | Tie::Child | Tie::Grandparent | Tie::InLaw | Tie::Relative => {
            Shape::Family
        }
        Tie::Friend => Shape::Friend,
        Tie::Colleague | Tie::Manager | Tie::Teacher => Shape::Work,
        Tie::Neighbour | Tie::Faith | Tie::Group | Tie::Clinician => Shape::Community,
        _ => Shape::Other,
    }
}

/// A person in one sentence.
pub(crate) fn in_words(words: &Words, person: &Person) -> String {
    format!("{}, {}", person.name, about(words, person))
}

/// What is known of a person at a glance, without the name.
pub(crate) fn about(words: &Words, person: &Person) -> String {
    let mut parts = vec![words.term("tie", person.tie.key()).to_string()];
    if person.status != PersonStatus::Living {
        parts.push(words.term("person-status", person.status.key()).to_string());
    }
    parts.push(match person.ring {
        Some(ring) => words.term("ring", ring.key()).to_string(),
        None => words.say("map-shelf").to_string(),
    });
    if let Some(wished) = person.wished.filter(|wished| Some(*wished) != person.ring) {
        parts.push(words.say("map-wished").arg("ring", words.term("ring", wished.key())).to_string());
    }
    if person.safety != Safety::None {
        parts.push(words.term("safety", person.safety.key()).to_string());
    }
    parts.join(", ")
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-people").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("people-lead");
    let drawn = map_of(visit, |id| visit.href(&format!("/people/{}", id.0)));
    let mut blocks = vec![Block::Figure(drawn, sheet.say("map-caption"), Some(table_of(visit)))];
    if may_treat {
        let form = Form::on(&sheet.f, "place", visit.href("/people/place"))
            .select_of("person", visit.people_choices(), None)
            .select::<Ring>("ring", "ring", None)
            .quiet()
            .send("people-place");
        blocks.push(Block::Fold(sheet.say("people-place"), form));
    }
    sheet.card("", blocks);

    if may_treat {
        let form = Form::on(&sheet.f, "add", visit.href("/people"))
            .text("name", "")
            .select::<Tie>("tie", "tie", None)
            .radio("status", "person-status", Some(PersonStatus::Living))
            .select::<Ring>("ring", "ring", None)
            .send("people-add");
        sheet.beside("people-add", vec![Block::Form(form)]);
    }
    let mut people: Vec<&Person> = course.inventory.on_map().collect();
    people.sort_by_key(|person| (person.ring.map_or(9, Ring::number), person.id));
    let items: Vec<Item> = people
        .iter()
        .map(|person| {
            let mut pills = Vec::new();
            if person.safety == Safety::Unsafe {
                pills.push(Pill::alert(words.term("safety", person.safety.key()).to_string()));
            }
            Item {
                meta: about(words, person),
                pills,
                ..Item::link(&person.name, visit.href(&format!("/people/{}", person.id.0)))
            }
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("people-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.beside("people-list", blocks);
    let removed: Vec<Item> = course
        .inventory
        .people
        .iter()
        .filter(|person| person.is_removed)
        .map(|person| Item::link(&person.name, visit.href(&format!("/people/{}", person.id.0))))
        .collect();
    if !removed.is_empty() {
        sheet.beside("people-removed", vec![Block::Items(removed)]);
    }
    sheet.workbench()
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AddPerson(AddPerson {
            name: fields.text("name"),
            tie: fields.one("tie", Tie::parse)?,
            status: fields.some_one("status", PersonStatus::parse)?.unwrap_or(PersonStatus::Living),
            ring: fields.some_one("ring", Ring::parse)?,
        }))
    })();
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", view).await
}

async fn place(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let person = PersonId(fields.number("person")?);
        Ok(Command::PlacePerson(PlacePerson { person, ring: fields.some_one("ring", Ring::parse)? }))
    })();
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", view).await
}
