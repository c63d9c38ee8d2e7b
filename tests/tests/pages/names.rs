//! Names as people have them, and what happens to people of whom much is said: two with one name, any script, a person
//! taken off the map who stands as evidence, a map that is full.

use crate::house::house;
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use http::StatusCode;
use stories::Place;
use treatment::command::Command;
use treatment::inventory::{AddPerson, PEOPLE_MOST, PersonStatus, Tie};

/// Emoji of several parts, right to left, a letter with two marks, Devanagari, and markup.
const NAMES: [&str; 5] = ["👩‍👩‍👧 flat 3", "דוד משה", "o\u{308}\u{323}zge", "दादी", "<b>Al</b> & \"Jo\""];

#[tokio::test(flavor = "multi_thread")]
async fn names_of_any_script_are_kept_and_two_with_one_name_are_told_apart() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    for name in NAMES.into_iter().chain(["Mia", "mia"]) {
        let form = [("name", name), ("tie", "friend"), ("ring", "close")];
        therapist.fill(&house.at("/people"), "add", &form).await;
    }
    for face in ["circles", "list", "grid", "cards", "genogram"] {
        let page = therapist.get(&house.at(&format!("/people?face={face}"))).await.expect(StatusCode::OK);
        assert!(!page.body.contains("<b>Al</b>"), "a name never becomes a part of the page: {face}");
    }
    let course = house.course(0).await;
    let names: Vec<&str> = course.inventory.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names[1..6], NAMES);
    let shown: Vec<String> =
        course.inventory.people[6..].iter().map(|person| course.inventory.shown_name(person)).collect();
    assert_eq!(shown, ["Mia", "mia 2"]);
    let outside: Vec<String> =
        course.inventory.people[6..].iter().map(|person| course.inventory.outside_name(person)).collect();
    assert_eq!(outside, ["M.", "m."], "what leaves the building has no name");
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_from_a_person_who_was_taken_off_the_map_stays_and_the_page_opens() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let id = house.course(0).await.inventory.people[0].id.0;
    let source = format!("person:{id}");
    let said = [
        ("area", "dispute"),
        ("direction", "for"),
        ("words", "They no longer speak"),
        ("evidence-source", source.as_str()),
    ];
    therapist.fill(&house.at("/focus/tag"), "evidence", &said).await;
    therapist.fill(&house.at(&format!("/people/{id}")), "remove", &[("reason", "by mistake")]).await;
    let page = therapist.get(&house.at("/focus")).await.expect(StatusCode::OK);
    assert!(page.says("They no longer speak"), "{}", page.text());
    let page = therapist.get(&house.at(&format!("/people/{id}"))).await;
    therapist.send(&page.form("restore")).await.expect(StatusCode::OK);
    assert!(!house.course(0).await.inventory.people[0].is_removed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_map_opens_in_every_face_and_says_in_words_that_it_is_full() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let their = &house.courses[0];
    for number in 1..PEOPLE_MOST {
        let name = format!("Somebody {number}");
        let add = AddPerson { name, tie: Tie::Friend, status: PersonStatus::Living, ring: None };
        let asked = Asked::plain(Command::AddPerson(add), new_submission());
        house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    }
    let mut therapist = house.therapist().await;
    for face in ["circles", "list", "grid", "cards", "genogram"] {
        therapist.get(&house.at(&format!("/people?face={face}"))).await.expect(StatusCode::OK);
    }
    let form = therapist.open(&house.at("/people")).await.form("add");
    let form = form.filled(&[("name", "One more"), ("tie", "friend")]);
    let page = therapist.send(&form).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("150") && page.form("add").value("name") == "One more", "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_were_drawn_say_the_new_name_the_new_focus_and_the_new_day() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    for path in ["/", "/courses"] {
        for _ in 0..2 {
            let page = therapist.get(path).await;
            assert!(page.says("Alma") && !page.says("Finding a place here"), "{}", page.text());
        }
    }
    let before = therapist.get("/").await;
    assert!(!before.says("Day has passed"), "{}", before.text());

    therapist.fill(&house.at("/client"), "client", &[("name", "Alma Ødegård")]).await;
    for path in ["/", "/courses"] {
        let page = therapist.get(path).await;
        assert!(page.says("Alma Ødegård"), "{}", page.text());
    }
    house.agree_focus().await;
    for path in ["/", "/courses"] {
        let page = therapist.get(path).await;
        assert!(page.says("Alma Ødegård") && page.says("Finding a place here"), "{}", page.text());
    }

    house.opened.hand.days_later(1);
    let mut therapist = house.therapist().await;
    let page = therapist.get("/").await;
    assert!(page.says("Day has passed"), "what stands on Today is of this day: {}", page.text());
}
