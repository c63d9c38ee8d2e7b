//! Erasing what is known of one person, on the pages: what is said before, what is left after, everywhere.

use crate::house::{House, browser_of, house};
use crate::private::everywhere;
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use http::StatusCode;
use stories::{Browser, Place};
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::course::Course;
use treatment::focus::{Area, Direction, Source, TagEvidence};
use treatment::ids::PersonId;
use treatment::pins::PinNote;
use treatment::plans::AgreePlan;

/// A name and words that stand nowhere else.
const NAME: &str = "Zephyrine";
const WORDS: &str = "moonquake";
/// A plan in whose words the name was typed: it stays there, and the band of the course shows it on every page.
const PLAN: &str = "Speak with Zephyrine about May";
const SOMEONE: &str = "Someone who was erased";

/// Zephyrine, of whom much is told; her number.
async fn told(house: &House, therapist: &mut Browser) -> u32 {
    let added = [("name", NAME), ("tie", "friend"), ("ring", "close")];
    therapist.fill(&house.at("/people"), "add", &added).await;
    let course = house.course(0).await;
    let (first, id) = (course.inventory.people[0].id, course.inventory.people[1].id);
    let path = house.at(&format!("/people/{}", id.0));
    therapist.fill(&path, "describe", &[("alias", "Zeph"), ("likes", WORDS)]).await;
    therapist.fill(&path, "ring", &[("ring", "outer")]).await;
    therapist.fill(&path, "safety", &[("mark", "caution"), ("note", WORDS)]).await;
    let their = &house.courses[0];
    let person = Some(id);
    for command in [
        Command::AddBond(Bond { from: first, to: id, kind: BondKind::Friend, since: None, until: None }),
        Command::PinNote(PinNote { person, words: WORDS.to_owned() }),
        Command::TagEvidence(TagEvidence {
            area: Area::Dispute,
            direction: Direction::For,
            words: "It began with her".to_owned(),
            source: Some(Source::Person(id)),
        }),
    ] {
        let asked = Asked::plain(command, new_submission());
        house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    }
    id.0
}

fn typed_apart(body: &str) -> String {
    body.replace(PLAN, "")
}

async fn agree_plan(house: &House, what: &str, person: u32) {
    let their = &house.courses[0];
    let plan = AgreePlan {
        what: what.to_owned(),
        person: Some(PersonId(person)),
        when: String::new(),
        opening_words: String::new(),
        if_then: String::new(),
        from: None,
    };
    let asked = Asked::plain(Command::AgreePlan(plan), new_submission());
    house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
}

async fn erasing_on(place: Place) {
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let id = told(&house, &mut therapist).await;
    agree_plan(&house, PLAN, id).await;
    let path = house.at(&format!("/people/{id}"));
    let page = therapist.get(&path).await;
    assert!(page.links().contains(&format!("{path}/erase")), "{:?}", page.links());
    let page = therapist.get(&format!("{path}/erase")).await;
    for said in [
        "Erase what is known of Zephyrine",
        "One of them tells of somebody else as well",
        "One piece of evidence comes from this person",
        "One plan is about this person",
        "Plan agreed: 1",
        "nothing warns of them any more",
    ] {
        assert!(page.says(said), "{said}:\n{}", page.text());
    }
    assert!(!page.says("before each person had a key"), "{}", page.text());
    let other = [("erase-why", "asked-by-them"), ("erase-name", "Somebody of Alma")];
    let page = therapist.send(&page.form("erase").filled(&other)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("this is not the name of the person on this page"), "{}", page.text());
    assert_eq!(page.form("erase").value("erase-name"), "Somebody of Alma");
    let page = therapist.get(&format!("{path}/erase")).await;
    let page = therapist.send(&page.form("erase").filled(&[("erase-name", NAME)])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "without a ground");

    let mut other_tab = browser_of(&house.opened, house.courses[0].therapist.who).await;
    let before = other_tab.get(&path).await;
    let map = other_tab.get(&house.at("/people")).await;
    let their = &house.courses[0];
    let looks = |lines: &[store::AuditLine]| lines.iter().filter(|line| line.verb == "erase-person").count();
    let audit = || house.opened.clinic.looks(&their.therapist, treatment::access::Verb::ReadCourse, their.id);
    assert_eq!(looks(&audit().await.unwrap()), 0, "who only looked has erased nobody");

    let right = [("erase-why", "asked-by-them"), ("erase-name", "zephyrine")];
    let page = therapist.fill(&format!("{path}/erase"), "erase", &right).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.heading().contains(SOMEONE) && page.says("The person asked for it"), "{}", page.text());
    assert_eq!(looks(&audit().await.unwrap()), 1);

    // What was typed meanwhile in another tab comes back with the words; nothing of it is kept.
    let typed = [("name", NAME), ("likes", "typed in another tab")];
    let page = other_tab.send(&before.form("describe").filled(&typed)).await;
    assert!(page.status.is_client_error(), "{}", page.status);
    assert!(page.says("has been erased meanwhile") && page.says("typed in another tab"), "{}", page.text());
    let page = other_tab.send(&map.form("undo")).await;
    assert!(page.status.is_client_error() && page.says("Please look again"), "{}", page.text());

    let mut supervisor = browser_of(&house.opened, their.supervisor.who).await;
    let mut client = browser_of(&house.opened, their.client.who).await;
    let mut pages = everywhere(&mut therapist, house.at("/people")).await;
    pages.extend(everywhere(&mut supervisor, house.at("")).await);
    pages.extend(everywhere(&mut client, "/home".to_owned()).await);
    assert!(pages.len() > 60, "{}", pages.len());
    for page in &pages {
        assert!(!page.status.is_server_error(), "{}", page.path);
        let text = typed_apart(&page.body);
        assert!(!text.contains(NAME) && !text.contains(WORDS) && !text.contains("Zeph"), "{}", page.path);
    }
    let said = |path: &str| pages.iter().any(|page| page.path == house.at(path) && page.says(SOMEONE));
    for path in ["/people", "/focus", "/plans"] {
        assert!(said(path), "{path} says {SOMEONE}");
    }
    let then = house.at("/people/then?from=11&to=12");
    for path in [house.at("/people?on=12"), then, house.at("/people?face=genogram")] {
        let page = therapist.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!typed_apart(&page.body).contains(NAME), "{path}");
    }
    let folded: Course = house.course(0).await;
    assert_eq!(folded.inventory.on_map().count(), 1);
    assert_eq!(
        house.opened.clinic.rebuild(|_, _| {}).await.unwrap(),
        (2, 0),
        "the rows are as they are made anew"
    );
    assert_eq!(house.opened.clinic.store().verify(|_, _| {}).await.unwrap().faults, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_is_on_no_page_and_what_rests_on_them_goes_on() {
    erasing_on(Place::sqlite()).await;
    if let Some(place) = Place::postgres().await {
        erasing_on(place).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_on_the_safety_plan_is_erased_before_there_is_another_plan() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let id = house.course(0).await.inventory.people[0].id;
    let their = &house.courses[0];
    let mut plan = house.course(0).await.safety.plan().unwrap().plan.clone();
    plan.help.push(treatment::safety_plan::Contact {
        person: Some(id),
        name: String::new(),
        phone: "116 123".to_owned(),
        knows: true,
    });
    let asked = Asked::plain(Command::MakeSafetyPlan(Box::new(plan)), new_submission());
    house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    let page = therapist.get(&house.at(&format!("/people/{}/erase", id.0))).await;
    assert!(
        page.says("make a new safety plan without them first") && !page.has_form("erase"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_keeps_back_is_not_counted_before_somebody_is_erased() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let id = told(&house, &mut therapist).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let line = format!("quarrel with {NAME}, March 2024");
    let page = client.fill("/home/story", "line", &[("line", &line)]).await;
    let page = client.send(&page.form("reading")).await;
    assert!(page.says("Only you see this"), "{}", page.text());
    let page = therapist.get(&house.at(&format!("/people/{id}/erase"))).await;
    assert!(page.has_form("erase") && !page.says("Added to the timeline"), "{}", page.text());
}
