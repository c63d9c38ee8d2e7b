//! The map through time.

use crate::house::{browser_of, house};
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use stories::Place;
use treatment::command::Command;
use treatment::contract::{AgreeContract, MissedRule};
use treatment::inventory::Ring;

#[tokio::test(flavor = "multi_thread")]
async fn the_map_of_a_named_moment_is_shown_and_what_became_of_it_is_said() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let people = house.at("/people");
    let page = therapist.open(&people).await;
    let empty = therapist.send(&page.form("moment").filled(&[("moment-name", " ")])).await;
    assert!(empty.says("Name of the moment: this is still empty."), "{}", empty.text());
    therapist.fill(&people, "moment", &[("moment-name", "Before the move")]).await;
    let version = house.course(0).await.version.0 - 1;
    therapist.fill(&people, "add", &[("name", "Theo"), ("tie", "partner"), ("ring", "inner")]).await;
    let person = house.course(0).await.inventory.people[0].id.0.to_string();
    therapist.fill(&people, "place", &[("person", &person), ("ring", "outer")]).await;

    let then = therapist.open(&format!("{people}?on={version}")).await;
    assert!(then.says("The map as it was known: Before the move."), "{}", then.text());
    assert!(!then.says("Theo") && !then.has_form("place") && !then.has_form("add"));
    let page = therapist.open(&format!("{people}/then?from={version}")).await;
    for said in
        ["Before the move → today", "One person moved further away.", "Theo is new on the map: Inner ring."]
    {
        assert!(page.says(said), "{said}:\n{}", page.text());
    }
    assert!(page.body.contains("m-moved") && page.body.contains("m-new"), "and drawn");
    let early = therapist.open(&format!("{people}?on=2001-01-01")).await;
    assert!(early.says("Nobody is named yet."), "{}", early.text());
    let nothing = therapist.open(&format!("{people}/then?from=2999-01-01")).await;
    assert!(nothing.says("Nothing on the map is different"), "{}", nothing.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_taken_back_and_done_again_and_a_note_stays() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let people = house.at("/people");
    let person = house.course(0).await.inventory.people[0].id.0.to_string();
    let page = therapist.fill(&people, "place", &[("person", &person), ("ring", "outer")]).await;
    assert!(page.says("Undo: Somebody of Alma to Close"), "{}", page.text());
    let stale = page.form("undo");
    let page = therapist.fill_on(&page, "undo", &[]).await;
    assert!(page.says("Redo: Somebody of Alma to Outer ring"), "{}", page.text());
    let page = therapist.fill_on(&page, "redo", &[]).await;
    assert!(page.says("in the outer ring") || page.says("Outer ring"), "{}", page.text());
    // A window that has not seen the step moved the same person.
    therapist.fill(&people, "place", &[("person", &person), ("ring", "inner")]).await;
    let late: Vec<(String, String)> = stale.pairs();
    let mut late: Vec<(&str, &str)> =
        late.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let fresh = treatment::ids::SubmissionId([9; 16]).to_string();
    late.retain(|(name, _)| *name != "submission");
    late.push(("submission", &fresh));
    let page = therapist.post(&house.at("/people/undo"), &late).await;
    assert_eq!(page.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("moved again since"), "{}", page.text());

    let page =
        therapist.fill(&people, "pin", &[("pin-words", "Ask about Sunday"), ("pin-to", &person)]).await;
    assert!(page.says("Ask about Sunday") && page.body.contains("m-notes"), "{}", page.text());
    let pin = house.course(0).await.pins[0].id.0;
    let page = therapist.fill(&people, &format!("unpin-{pin}"), &[]).await;
    assert!(!page.says("Ask about Sunday"), "{}", page.text());
    let page = therapist.open(&format!("{people}?lens=mood&group=change")).await;
    assert!(page.says("The mood is lifted with 0"), "{}", page.text());
    assert!(page.says("The map in figures") && page.says("Losses since the onset cannot be counted."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_goes_out_as_a_file_with_a_reason_and_people_come_in_from_one() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let path = house.at("/people/file");
    let page = therapist.open(&path).await;
    let refused = therapist.send(&page.form("export")).await;
    assert!(refused.status == http::StatusCode::UNPROCESSABLE_ENTITY && refused.has_form("export"));
    let sent =
        therapist.send(&page.form("export").filled(&[("reason", "For supervision"), ("file", "csv")])).await;
    assert_eq!(sent.headers["content-type"], "text/csv; charset=utf-8");
    assert!(sent.body.contains("S. o. A.,friend,living,close"), "{}", sent.body);
    assert_eq!(house.course(0).await.map_exports[0].1.reason, "For supervision");

    let text = "name,tie\nIda,godmother\nBo,friend";
    let page = therapist.open(&path).await;
    let back = therapist.send(&page.form("import").filled(&[("import", text)])).await;
    assert!(back.says("Not understood: godmother."), "{}", back.text());
    assert_eq!(back.form("import").value("import"), text, "what was typed is kept");
    let page = therapist.fill_on(&back, "import", &[("take-all", "yes")]).await;
    assert!(page.says("Ida") && page.says("Bo") && page.says("godmother"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_takes_a_step_of_their_own_back_and_nobody_elses() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let mut therapist = house.therapist().await;
    let person = house.course(0).await.inventory.people[0].id.0;
    let moved = format!("{person} outer");
    therapist
        .fill(&house.at("/people"), "place", &[("person", &person.to_string()), ("ring", "inner")])
        .await;
    let page = client.open("/home/people?face=cards&lens=conflict").await;
    assert!(!page.has_form("undo"), "what the therapist did is not the client's to take back");
    assert!(!page.body.contains("name=\"lens\" value=\"conflict\""), "the client looks at closeness alone");
    let place = page.form("place");
    let page = client.send(&place.forged("move", &moved)).await;
    assert!(page.says("Undo: Somebody of Alma to Inner ring"), "{}", page.text());
    assert!(page.body.contains("data-face=\"cards\""), "and the face is the one it was");
    let page = client.fill_on(&page, "undo", &[]).await;
    assert!(page.says("Redo: Somebody of Alma to Outer ring"), "{}", page.text());
    assert_eq!(house.course(0).await.inventory.people[0].ring, Some(Ring::Inner));
    let page = client.fill_on(&page, "redo", &[]).await;
    assert_eq!(house.course(0).await.inventory.people[0].ring, Some(Ring::Outer));
    let added = client.fill_on(&page, "add", &[("name", "Choir"), ("tie", "group"), ("ring", "close")]).await;
    let page = client.fill_on(&added, "undo", &[]).await;
    assert!(!page.says("Choir, Group") && page.says("Redo: Choir on the map"), "{}", page.text());
    let page = client.fill_on(&page, "redo", &[]).await;
    assert!(page.says("Only you see this"), "put back it is still the client's alone");
    assert!(!therapist.open(&house.at("/people")).await.says("Choir"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_of_the_map_is_given_the_map_alone_and_after_a_problem_the_whole_page() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let people = house.at("/people");
    let person = house.course(0).await.inventory.people[0].id.0.to_string();
    let form = therapist.open(&people).await.form("place").filled(&[("person", &person), ("ring", "outer")]);
    let asked = |form: &stories::Form| {
        let body = stories::browser::encode(&form.pairs()).into_bytes();
        let form_type = "application/x-www-form-urlencoded";
        let request = http::Request::post(&form.action).header("content-type", form_type);
        let request = request.header("sec-fetch-site", "same-origin");
        request.header("x-part", "map").body(body).expect("a request")
    };
    let part = therapist.request(asked(&form)).await;
    assert_eq!(part.status, http::StatusCode::OK);
    assert!(part.body.contains("id=\"map-part\"") && part.body.contains("id=\"map-people\""));
    assert!(!part.body.contains("<html") && !part.has_form("add"), "nothing of the page around it");
    assert!(part.says("Undo: Somebody of Alma to Close"), "{}", part.text());
    // The form in it is good for the next step.
    let next = part.form("place").filled(&[("person", &person), ("ring", "inner")]);
    assert!(therapist.request(asked(&next)).await.says("Undo: Somebody of Alma to Outer ring"));
    // The first form again: its page has not seen what was moved since.
    let late = therapist.open(&people).await.form("place").value("submission");
    let late = form.forged("submission", &late).forged("ring", "close");
    let whole = therapist.request(asked(&late)).await;
    assert_eq!(whole.status, http::StatusCode::CONFLICT);
    assert!(whole.body.contains("<html") && whole.has_form("add"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_moved_after_the_contract_on_its_own_day_is_told_of_since() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let people = house.at("/people");
    let person = house.course(0).await.inventory.people[0].id.0.to_string();
    therapist.fill(&people, "place", &[("person", &person), ("ring", "inner")]).await;
    let today = house.opened.clinic.today();
    let agreed = AgreeContract {
        sessions: 12,
        cadence_days: 7,
        minutes: 50,
        first_on: today,
        planned_end: today,
        missed: MissedRule::Counts,
        late_cancel_hours: 24,
        between: String::new(),
        parts: String::new(),
        reason: String::new(),
    };
    let their = &house.courses[0];
    let asked = Asked::plain(Command::AgreeContract(agreed), new_submission());
    house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    let version = house.course(0).await.version.0;
    therapist.fill(&people, "place", &[("person", &person), ("ring", "outer")]).await;
    let page = therapist.open(&format!("{people}/then")).await;
    assert!(page.says("Contract agreed") && page.says("One person moved further away."), "{}", page.text());
    let then = therapist.open(&format!("{people}?on={version}")).await;
    assert!(then.says("The map as it was known: Contract agreed"), "{}", then.text());
    assert!(then.says("In the inner ring: 1"), "{}", then.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sentence_above_the_map_and_its_figures_each_say_whom_they_count() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let people = house.at("/people");
    therapist.fill(&people, "add", &[("name", "Theo"), ("tie", "partner"), ("ring", "inner")]).await;
    let named = house.course(0).await.inventory.people.clone();
    for (person, status) in named.iter().zip(["died", "living"]) {
        let path = format!("{people}/{}", person.id.0);
        therapist.fill(&path, "describe", &[("status", status), ("conflict", "open")]).await;
    }
    let page = therapist.open(&format!("{people}?lens=conflict")).await;
    assert!(page.says("Of all 2 on the map: open conflict with 2,"), "{}", page.text());
    assert!(page.says("Of the 1 in touch: open conflict with 1,"), "{}", page.text());
    let page = therapist.open(&format!("{people}?lens=support")).await;
    assert!(page.says("Of all 2 on the map: support") && page.says("Of the 1 in touch: support"));
}
