//! A person's page: every field of the inventory, and the ties among the people.

use crate::house::{browser_of, house};
use stories::Place;
use treatment::bonds::BondKind;
use treatment::inventory::{ContactMode, SupportKind};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_of_a_person_and_their_ties_to_the_others_is_kept_and_shown() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let added = [("name", "Theo"), ("tie", "partner"), ("ring", "close")];
    therapist.fill(&house.at("/people"), "add", &added).await;
    let people: Vec<u32> = house.course(0).await.inventory.people.iter().map(|person| person.id.0).collect();
    let (first, theo) = (people[0], people[1]);
    let path = house.at(&format!("/people/{theo}"));
    let known = [
        ("alias", "T."),
        ("born", "about 1984"),
        ("contact-modes", "phone"),
        ("support-money-received", "2"),
        ("mood-effect", "-3"),
        ("feelings-with", "small\nwarm"),
        ("likes", "his patience"),
        ("role-in-plan", "to-talk-to"),
    ];
    let page = therapist.fill(&path, "describe", &known).await;
    for said in ["T.", "about 1984", "By telephone", "Money: received", "-3", "small · warm", "his patience"]
    {
        assert!(page.says(said), "{said}:\n{}", page.text());
    }
    let other = first.to_string();
    let tie = [("bond", "parent"), ("other", other.as_str()), ("turned", "yes"), ("since", "2003")];
    let page = therapist.fill(&path, "bond", &tie).await;
    assert!(page.says("Mother or father of Theo, since 2003"), "{}", page.text());
    let course = house.course(0).await;
    let details = &course.inventory.people[1].details;
    assert_eq!(details.contact_modes, [ContactMode::Phone]);
    assert_eq!(details.support[&SupportKind::Money].received, Some(2));
    let bond = course.inventory.bonds_on_map().next().unwrap();
    assert_eq!((bond.bond.kind, bond.bond.from.0, bond.bond.to.0), (BondKind::Parent, first, theo));
    let page = therapist.fill(&path, &format!("bond-{}", bond.id.0), &[]).await;
    assert!(!page.says("since 2003"), "a tie that was taken back is shown no longer");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_turn_out_to_be_one_are_one_and_can_be_taken_apart() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    for name in ["my boss", "Ruth"] {
        therapist
            .fill(&house.at("/people"), "add", &[("name", name), ("tie", "manager"), ("ring", "outer")])
            .await;
    }
    let people: Vec<u32> = house.course(0).await.inventory.people.iter().map(|person| person.id.0).collect();
    let (boss, ruth) = (people[1].to_string(), house.at(&format!("/people/{}", people[2])));
    let page = therapist.fill(&ruth, "merge", &[("other", &boss)]).await;
    assert!(page.says("my boss turned out to be the same person"), "{}", page.text());
    assert_eq!(house.course(0).await.inventory.on_map().count(), 2);
    let page = therapist.get(&house.at(&format!("/people/{boss}"))).await;
    assert!(page.says("Ruth"), "the old address leads to who stands for both");
    let page = therapist.fill(&ruth, &format!("split-{boss}"), &[]).await;
    assert!(!page.says("turned out to be the same person"), "{}", page.text());
    assert_eq!(house.course(0).await.inventory.on_map().count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_before_birth_or_years_ahead_comes_back_with_a_box_to_tick() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    therapist.fill(&house.at("/client"), "client", &[("birth-year", "1984")]).await;
    let timeline = house.at("/timeline");

    let page = therapist.fill(&timeline, "line", &[("line", "her parents parted in 1979")]).await;
    assert!(page.says("before the year of birth"), "{}", page.text());
    let back = therapist.send(&page.form("reading")).await;
    assert_eq!(back.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    let form = back.form("reading");
    assert_eq!((form.value("title").as_str(), form.value("start").as_str()), ("her parents parted", "1979"));
    let page = therapist.send(&form.filled(&[("date-meant", "yes")])).await;
    assert!(page.says("her parents parted"), "{}", page.text());

    let onset = page.form("onset").filled(&[("onset", "1979")]);
    let page = therapist.send(&onset).await;
    assert!(page.says("Please look at the date."), "{}", page.text());
    assert_eq!(page.form("onset").value("onset"), "1979", "what was typed stands there");

    // The client's own line, with an end that slipped: nothing is ticked that was not asked about.
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let page = client.fill("/home/story", "line", &[("line", "moved to Leeds in May 2019")]).await;
    let form = page.form("reading");
    assert!(!form.fields.iter().any(|field| field.name == "date-meant"));
    let before = client.send(&form.clone().filled(&[("end", "2018")])).await;
    assert!(before.says("The end lies before the start"), "{}", before.text());
    let far = client.send(&before.form("reading").filled(&[("end", "2205")])).await;
    assert!(far.says("more than two years ahead"), "{}", far.text());
    assert_eq!(far.form("reading").value("end"), "2205");
    let kept = client.send(&far.form("reading").filled(&[("end", "2025")])).await;
    assert!(kept.says("moved to Leeds"), "{}", kept.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_about_a_person_stands_open_until_something_of_its_answer_is_told() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let person = house.course(0).await.inventory.people[0].id.0;
    let path = house.at(&format!("/people/{person}"));
    let page = therapist.fill(&path, "describe", &[("alias", "S."), ("likes", "her laugh")]).await;
    assert!(page.says("What is it like to be with Somebody of Alma?"), "{}", page.text());
    let page = therapist.send(&page.form("about").filled(&[("mood-effect", "9")])).await;
    assert_eq!(page.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.form("about").value("mood-effect"), "9", "the same question, with what was typed");
    let page = therapist.fill_on(&page, "about", &[("mood-effect", "2")]).await;
    assert!(page.says("How often do you see or hear Somebody of Alma"), "{}", page.text());
    let link = page.link(&format!("{path}?ask=expecting"), "#about");
    let page = therapist.open(&link.replace("#about", "")).await;
    assert!(page.says("count on you for"), "what is liked is told, so it is passed over");
    let page = therapist.fill_on(&page, "about", &[("they-expect", "Sunday lunch")]).await;
    assert!(page.says("What can you bring to Somebody of Alma?"), "{}", page.text());
    let page = therapist.open(&format!("{path}?ask=aside")).await;
    assert!(!page.has_form("about") && page.says("Questions about this person"));
    let details = house.course(0).await.inventory.people[0].details.clone();
    assert_eq!(
        (details.alias.as_str(), details.likes.as_str(), details.they_expect.as_str(), details.mood_effect),
        ("S.", "her laugh", "Sunday lunch", Some(2))
    );
    let page = therapist.fill(&path, "describe", &[("status", "died")]).await;
    assert!(page.says("How often did you see or hear Somebody of Alma"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_says_who_is_meant_and_dates_and_scores_as_they_are_said_elsewhere() {
    let house = house(&Place::sqlite()).await;
    let mut therapist = house.therapist().await;
    therapist.fill(&house.at("/people"), "add", &[("name", "Theo"), ("tie", "partner")]).await;
    let today = house.opened.clinic.today().to_string();
    let theo = house.course(0).await.inventory.people.last().unwrap().id.0.to_string();
    therapist.fill(&house.at("/people"), "place", &[("person", &theo), ("ring", "inner")]).await;
    for (title, start) in [("The move", "spring 2019"), ("The flood", "2024")] {
        therapist.fill(&house.at("/timeline"), "event", &[("title", title), ("start", start)]).await;
    }
    let answers = [("home", "5"), ("people", "4"), ("time", "5"), ("work", "5")];
    therapist.fill(&house.at("/measures/role-functioning/enter"), "enter", &answers).await;
    therapist.fill(&house.at("/sessions"), "plan", &[("on", &today), ("at", "09:30")]).await;
    let history = therapist.open(&house.at("/history")).await;
    for said in [
        "Person: Theo",
        "When, or since when: spring 2019",
        "When, or since when: 2024",
        "Measure: Role functioning",
        "Score: 4.8",
        "Time: 09:30",
    ] {
        assert!(history.says(said), "{said}:\n{}", history.text());
    }
}
