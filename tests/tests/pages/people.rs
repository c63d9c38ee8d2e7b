//! A person's page: every field of the inventory, and the ties among the people.

use crate::house::house;
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
