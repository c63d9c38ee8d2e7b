//! Evidence, the second rating, the decision and the formulation, on the pages of those who make them.

use crate::house::{browser_of, house};
use http::StatusCode;
use stories::Place;

#[tokio::test(flavor = "multi_thread")]
async fn two_ratings_are_blind_until_both_are_in_and_choose_nothing() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let (rating, focus) = (house.at("/rating"), house.at("/focus"));
    let open = [("mark-grief", "absent"), ("mark-sensitivity", "absent"), ("mark-transition", "unsure")];
    let own = [&open[..], &[("mark-dispute", "present"), ("main", "dispute")]].concat();
    let page = therapist.fill(&rating, "rating", &own).await;
    assert!(page.says("It can be changed until the other is in."), "{}", page.text());
    let page = supervisor.get(&rating).await;
    assert!(!page.says("Your rating. It can"), "the other's is not shown:\n{}", page.text());
    assert!(therapist.get(&focus).await.says("Until two ratings are in, neither is shown."));
    let other = [&open[..], &[("mark-dispute", "absent"), ("main", "transition")]].concat();
    supervisor.fill(&rating, "rating", &other).await;
    let page = therapist.get(&focus).await;
    assert!(page.says("Both: ") && page.says("Therapist: "), "{}", page.text());
    assert!(house.course(0).await.focus().is_none(), "two ratings agree on nothing by themselves");
    assert!(supervisor.get("/supervision/agreement").await.status == StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_positive_screen_is_seen_and_wants_an_answer_before_ipt_is_decided() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let path = house.at("/decision");
    let screen = [("screen", "pg-13-r"), ("points", "34"), ("months", "16"), ("result", "positive")];
    let page = therapist.fill(&path, "screen", &screen).await;
    assert!(page.says("Prolonged grief is probable."), "{}", page.text());
    let fit = page.form("fit").filled(&[("decision", "ipt-standard"), ("reason", "It fits")]);
    let back = therapist.send(&fit).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.says("Please write how it was answered"), "{}", back.text());
    assert_eq!(back.form("fit").value("reason"), "It fits", "what was typed is kept");
    let answered = back.form("fit").filled(&[("concern-answer", "Offered, and declined for now")]);
    let page = therapist.send(&answered).await;
    assert!(page.says("Offered, and declined for now"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_with_a_partner_who_is_not_safe_is_warned_of_and_wants_an_answer() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    therapist.fill(&house.at("/people"), "add", &[("name", "Kim"), ("tie", "partner")]).await;
    let kim = house.course(0).await.inventory.people[1].id.0;
    therapist.fill(&house.at(&format!("/people/{kim}")), "safety", &[("mark", "unsafe")]).await;
    let page = therapist.get(&house.at("/focus")).await;
    assert!(page.says("is marked as not safe. Safety comes first"), "{}", page.text());
    let focus = [("area", "dispute"), ("client-words", "How we talk")];
    let back = therapist.send(&page.form("focus").filled(&focus)).await;
    assert!(back.says("Please write how it was answered"), "{}", back.text());
    assert_eq!(back.form("focus").value("client-words"), "How we talk");
    let answered = back.form("focus").filled(&[("concern-answer", "Asked alone; a plan was made first")]);
    therapist.send(&answered).await;
    assert!(house.course(0).await.focus().is_some_and(|focus| !focus.concerns.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_whose_record_changed_is_marked_and_the_clients_version_stands_as_theirs() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let somebody = house.course(0).await.inventory.people[0].id.0;
    let path = house.at("/formulation");
    let text = "You lost touch. Then sleep went.";
    let page = therapist.fill(&path, "formulation", &[("formulation", text)]).await;
    let source = format!("person:{somebody}");
    let page = therapist.fill_on(&page, "bind-0", &[("evidence-source", &source)]).await;
    assert!(page.says("Rests on: Somebody of Alma") && !page.says("Changed since:"), "{}", page.text());
    let person = house.at(&format!("/people/{somebody}"));
    therapist.fill(&person, "describe", &[("likes", "her garden")]).await;
    let page = therapist.get(&path).await;
    assert!(page.says("Changed since: Somebody of Alma"), "{}", page.text());

    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let story = client.get("/home/story").await;
    assert!(story.says("You lost touch."), "{}", story.text());
    let mine = [("agreement", "agreed-with-changes"), ("client-words", "I let it slip.")];
    client.send(&story.form("answer").filled(&mine)).await;
    let page = therapist.get(&path).await;
    assert!(page.says("I let it slip.") && page.says("You lost touch."), "{}", page.text());
}
