//! What a client keeps to themselves is on no page of the staff: every page is opened, with a name that stands nowhere
//! else.

use crate::house::{browser_of, house};
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use std::collections::BTreeSet;
use stories::{Browser, Page, Place};
use treatment::command::Command;
use treatment::course::Course;
use treatment::sharing::Own;

/// A person and an event that only their client knows of.
const NAME: &str = "Zephyrine";
const STORY: &str = "Moonquake";

/// Every page that somebody comes to from a page by following links.
pub(crate) async fn everywhere(browser: &mut Browser, from: String) -> Vec<Page> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    let mut pages = Vec::new();
    while let Some(path) = next.pop() {
        let bare = path.split('#').next().unwrap_or_default().to_owned();
        if !bare.starts_with('/')
            || bare.starts_with("/static")
            || !seen.insert(bare.clone())
            || seen.len() > 200
        {
            continue;
        }
        let page = browser.get(&bare).await;
        next.extend(page.links());
        pages.push(page);
    }
    pages
}

fn mentions(pages: &[Page]) -> BTreeSet<String> {
    let told = pages.iter().filter(|page| page.body.contains(NAME) || page.body.contains(STORY));
    told.map(|page| page.path.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_the_clients_alone_is_on_no_page_of_the_staff_until_it_is_shared() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let their = &house.courses[0];
    let mut client = browser_of(&house.opened, their.client.who).await;
    let page =
        client.fill("/home/people", "add", &[("name", NAME), ("tie", "friend"), ("ring", "close")]).await;
    assert!(page.says(NAME) && page.says("Only you see this"), "{}", page.text());
    let page = client.fill("/home/story", "line", &[("line", &format!("{STORY}, March 2024"))]).await;
    let page = client.send(&page.form("reading")).await;
    assert!(page.says(STORY) && page.says("Only you see this"), "{}", page.text());

    let mut therapist = browser_of(&house.opened, their.therapist.who).await;
    let mut supervisor = browser_of(&house.opened, their.supervisor.who).await;
    let before = everywhere(&mut therapist, house.at("/people")).await;
    let theirs = everywhere(&mut supervisor, house.at("")).await;
    for (who, pages) in [("therapist", &before), ("supervisor", &theirs)] {
        assert!(pages.len() > 25, "the {who} comes to {} pages only", pages.len());
        assert_eq!(mentions(pages), BTreeSet::new(), "the {who}");
    }
    let people = |pages: &[Page]| pages.iter().find(|page| page.path == house.at("/people")).unwrap().text();
    assert!(people(&before).contains("Somebody of Alma"));
    let seen: Course = house.course(0).await;
    assert_eq!((seen.inventory.people.len(), seen.timeline.events.len()), (1, 1));
    let rows = house.opened.clinic.summary_for_support(their.id).await.unwrap().unwrap();
    assert_eq!(rows.people, 1, "not even a count");

    let page = client.get("/home/people").await;
    let noor = page.forms().iter().find(|form| form.id.starts_with("share-person-")).unwrap().clone();
    let page = client.send(&noor).await;
    assert!(page.says("Shared with your therapist"), "{}", page.text());
    let after = everywhere(&mut therapist, house.at("/people")).await;
    assert!(
        mentions(&after).contains(&house.at("/people")) && mentions(&after).contains(&house.at("/history"))
    );
    assert!(!after.iter().any(|page| page.body.contains(STORY)), "one thing shared is not the other");

    let own = Own::Person(house.course(0).await.inventory.people[1].id);
    let asked = Asked::plain(Command::Unshare(own), new_submission());
    house.opened.clinic.handle(&their.client, their.id, asked).await.unwrap();
    assert_eq!(
        mentions(&everywhere(&mut therapist, house.at("/people")).await),
        BTreeSet::new(),
        "taken back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_people_are_named_one_after_the_other_with_the_question_that_stands_open() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let mut page = therapist.get(&house.at("/people")).await;
    assert!(page.says("Who matters in your life just now?"), "{}", page.text());
    for (name, tie) in [("Ida", "friend"), ("Theo", "partner"), ("Ma", "parent"), ("Pa", "parent")] {
        let form = page.form("add").filled(&[("name", name), ("tie", tie), ("ring", "close")]);
        page = therapist.send(&form).await;
        assert!(page.says(&format!("{name} is on the map. Who else?")), "{}", page.text());
        assert!(page.body.contains("autofocus"), "ready for the next");
        assert!(page.says("Who matters in your life just now?"), "the question stays");
    }
    let page = therapist.get(&house.at("/people?ask=no-neighbour")).await;
    let page = therapist.send(&page.form("nobody")).await;
    assert!(
        page.says("Nobody who died or went away is on the map"),
        "the next that is missing:\n{}",
        page.text()
    );
    assert!(!page.says("No partner is on the map"));
    let page = therapist.send(&page.form("aside")).await;
    assert!(!page.says("Who matters in your life just now?"), "{}", page.text());
    let page = therapist.get(&house.at("/people?ask=first")).await;
    assert!(page.says("Who matters in your life just now?"), "asked for, they come back");
}
