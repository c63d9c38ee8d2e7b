//! The client answers the questions about one person, on a page that is the same for everybody; each answer is theirs
//! until they share it.

use crate::house::{House, browser_of, house};
use crate::private::everywhere;
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use stories::{Page, Place};
use treatment::command::Command;
use treatment::inventory::{MarkSafety, RemovePerson, Safety};
use treatment::merging::MergePeople;

const WORD: &str = "Quicksilver";

async fn says(house: &House, command: Command) {
    let their = &house.courses[0];
    let asked = Asked::plain(command, new_submission());
    house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
}

fn mentions(pages: &[Page]) -> Vec<String> {
    pages.iter().filter(|page| page.body.contains(WORD)).map(|page| page.path.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_somebody_is_on_no_page_of_the_staff_until_it_is_shared_and_after_it_is_taken_back() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let their = &house.courses[0];
    let mut client = browser_of(&house.opened, their.client.who).await;
    let somebody = house.course(0).await.inventory.people[0].id.0;
    let own = format!("/home/people/{somebody}");
    let page = client.get(&own).await;
    assert!(page.says("What is it like to be with Somebody of Alma?"), "{}", page.text());
    let page = client.get(&format!("{own}?ask=liking")).await;
    let form = page.form("tell").filled(&[("likes", WORD), ("dislikes", "Her clock")]);
    let page = client.send(&form).await;
    assert!(page.says(WORD) && page.says("Only you see this"), "{}", page.text());
    assert!(page.says("Do you say so to each other?"), "the next question:\n{}", page.text());

    let mut therapist = browser_of(&house.opened, their.therapist.who).await;
    let mut supervisor = browser_of(&house.opened, their.supervisor.who).await;
    for browser in [&mut therapist, &mut supervisor] {
        let pages = everywhere(browser, house.at("/people")).await;
        assert!(pages.len() > 25 && mentions(&pages).is_empty(), "{:?}", mentions(&pages));
    }
    let page = client.get(&own).await;
    let page = client.send(&page.form(&format!("share-liking-{somebody}"))).await;
    assert!(page.says("Shared with your therapist"), "{}", page.text());
    let pages = everywhere(&mut therapist, house.at("/people")).await;
    let person = house.at(&format!("/people/{somebody}"));
    assert!(mentions(&pages).contains(&person), "{:?}", mentions(&pages));
    let theirs = therapist.get(&person).await;
    assert!(theirs.says("What the client tells") && theirs.says("Her clock"), "{}", theirs.text());
    let page = client.send(&page.form(&format!("unshare-liking-{somebody}"))).await;
    assert!(page.says("Only you see this"), "{}", page.text());
    let pages = everywhere(&mut therapist, house.at("/people")).await;
    assert!(mentions(&pages).is_empty(), "{:?}", mentions(&pages));

    let page = client.send(&page.form(&format!("turn-liking-{somebody}"))).await;
    assert!(page.says("You took this answer back") && !page.says(WORD), "{}", page.text());
    let page = client.send(&page.form(&format!("turn-liking-{somebody}"))).await;
    assert!(page.says(WORD), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_somebody_tells_nothing_of_what_the_therapist_wrote_or_marked() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let their = &house.courses[0];
    let mut client = browser_of(&house.opened, their.client.who).await;
    let somebody = house.course(0).await.inventory.people[0].id;
    let own = format!("/home/people/{}", somebody.0);
    let before = client.get(&own).await.text();
    let mark =
        MarkSafety { person: somebody, mark: Safety::Unsafe, note: "He reads her telephone".to_owned() };
    says(&house, Command::MarkSafety(mark)).await;
    let mut described = house.course(0).await.inventory.people[0].description();
    described.details.likes = "Nothing at all".to_owned();
    described.details.feelings_with = vec!["afraid".to_owned()];
    says(&house, Command::DescribePerson(Box::new(described))).await;
    assert_eq!(client.get(&own).await.text(), before);
    let page = client.get(&format!("{own}?ask=liking")).await;
    let page = client.send(&page.form("tell").filled(&[("likes", "The garden"), ("reader", "both")])).await;
    assert!(page.says("Shared with your therapist"), "{}", page.text());
    let page = client.send(&page.form(&format!("unshare-liking-{}", somebody.0))).await;
    assert!(page.says("Only you see this"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_nothing_in_it_is_refused_in_words_and_one_of_another_course_is_not_there() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let somebody = house.course(0).await.inventory.people[0].id.0;
    let page = client.get(&format!("/home/people/{somebody}?ask=changed")).await;
    let page = client.send(&page.form("tell").filled(&[("changed-on", "the day of the moon")])).await;
    assert!(page.body.contains("the day of the moon"), "what was typed is kept:\n{}", page.text());
    let page = client.get(&format!("/home/people/{somebody}")).await;
    let page = client.send(&page.form("tell")).await;
    assert!(page.says("this is still empty"), "{}", page.text());
    assert_eq!(client.get("/home/people/9999").await.status, 404);
    assert_eq!(client.get("/home/people/somebody").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn about_somebody_whom_only_the_client_sees_nothing_can_be_shared_before_they_are() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    client.fill("/home/people", "add", &[("name", "Zephyrine"), ("tie", "friend")]).await;
    let page = client.get("/home/people").await;
    let own = page.links().into_iter().rfind(|link| link.starts_with("/home/people/")).unwrap();
    let page = client.get(&format!("{own}?ask=wanting")).await;
    assert!(page.says("share the person first"), "{}", page.text());
    assert!(!page.says("Who may read it"), "{}", page.text());
    let page = client.send(&page.form("tell").filled(&[("wanted", WORD)])).await;
    assert!(
        page.says(WORD) && !page.forms().iter().any(|form| form.id.starts_with("share-wanting")),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_of_two_who_are_one_stands_twice_and_either_is_taken_back_and_away_alone() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    therapist.fill(&house.at("/people"), "add", &[("name", "my boss"), ("tie", "manager")]).await;
    let people = house.course(0).await.inventory.people.clone();
    let (into, gone) = (people[0].id, people[1].id);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    for (person, likes) in [(into, "Her laugh"), (gone, WORD)] {
        let page = client.get(&format!("/home/people/{}?ask=liking", person.0)).await;
        client.send(&page.form("tell").filled(&[("likes", likes), ("reader", "both")])).await;
    }
    says(&house, Command::MergePeople(MergePeople { gone, into })).await;
    let own = format!("/home/people/{}", into.0);
    let page = client.get(&own).await;
    assert!(page.says("Her laugh") && page.says(WORD), "{}", page.text());
    let ids: Vec<&str> =
        page.body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let twice: Vec<&&str> =
        ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
    assert!(twice.is_empty() && ids.len() > 10, "{twice:?}");

    let page = client.send(&page.form(&format!("unshare-liking-{}", gone.0))).await;
    let read: Vec<String> =
        house.course(0).await.told_of(into).map(|told| told.answer.details.likes.clone()).collect();
    assert_eq!(read, ["Her laugh"], "the other stays shared:\n{}", page.text());
    assert!(!page.has_form(&format!("away-liking-{}", into.0)), "their own is changed under its question");
    let page = client.send(&page.form(&format!("away-liking-{}", gone.0))).await;
    assert!(page.says("Her laugh") && !page.says(WORD), "{}", page.text());
    let page = client.send(&page.form(&format!("turn-liking-{}", gone.0))).await;
    assert!(page.says(WORD), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_of_somebody_who_was_taken_off_the_map_is_taken_back_and_away() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let somebody = house.course(0).await.inventory.people[0].id;
    let own = format!("/home/people/{}", somebody.0);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let page = client.get(&format!("{own}?ask=liking")).await;
    client.send(&page.form("tell").filled(&[("likes", WORD), ("reader", "both")])).await;
    let removal = RemovePerson { person: somebody, reason: String::new() };
    says(&house, Command::RemovePerson(removal)).await;
    let their = &house.courses[0];
    let mut therapist = browser_of(&house.opened, their.therapist.who).await;
    assert!(!mentions(&everywhere(&mut therapist, house.at("/people")).await).is_empty(), "still shared");

    let people = client.get("/home/people").await;
    assert!(people.says("Not on your map any more"), "{}", people.text());
    assert!(people.links().iter().any(|link| link.starts_with(&own)), "{:?}", people.links());
    let page = client.get(&own).await;
    assert!(page.says(WORD) && !page.has_form("tell"), "{}", page.text());
    let page = client.send(&page.form(&format!("unshare-liking-{}", somebody.0))).await;
    assert!(page.says("Only you see this"), "{}", page.text());
    assert!(!page.has_form(&format!("share-liking-{}", somebody.0)), "{}", page.text());
    assert!(mentions(&everywhere(&mut therapist, house.at("/people")).await).is_empty());
    let page = client.send(&page.form(&format!("away-liking-{}", somebody.0))).await;
    assert!(page.says("You took this answer back") && !page.says(WORD), "{}", page.text());
    let page = client.send(&page.form(&format!("turn-liking-{}", somebody.0))).await;
    assert!(page.says(WORD) && page.says("Only you see this"), "{}", page.text());
}
