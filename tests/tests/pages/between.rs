//! Between sessions: what the client writes is theirs alone until they share it, and again once they take it back.

use crate::house::{browser_of, house, walk};
use http::StatusCode;
use stories::{Browser, Page, Place};

const SECRET: &str = "amaranthine";

/// Every page of a course that staff can come to from its first one, and the lists that lead there.
async fn every_page(browser: &mut Browser, course: &str) -> Vec<Page> {
    let history = format!("{course}/history");
    let from = ["/", "/courses", course, history.as_str()];
    walk(browser, &from, |path| path.starts_with(course) || path == "/" || path == "/courses").await
}

fn those_that_say(pages: &[Page], text: &str) -> Vec<String> {
    pages.iter().filter(|page| page.says(text)).map(|page| page.path.clone()).collect()
}

/// The forms of the page that a name begins.
fn form_of(page: &Page, begins: &str) -> stories::Form {
    let form = page.forms().into_iter().find(|form| form.id.starts_with(begins));
    form.unwrap_or_else(|| panic!("no form {begins} on {}:\n{}", page.path, page.text()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_is_on_no_page_of_staff_until_it_is_shared() {
    private(&Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_is_on_no_page_of_staff_on_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    private(&place).await;
}

async fn private(place: &Place) {
    let house = house(place).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let mut therapist = house.therapist().await;
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let course = house.at("");

    let page = client.open("/home/week").await;
    let entry = page.form("diary").filled(&[("mood", "3"), ("happening", "argued"), ("words", SECRET)]);
    let page = client.send(&entry).await.expect(StatusCode::OK);
    assert!(page.says(SECRET) && page.says("Only me"), "{}", page.text());
    let talk = client.open("/home/prepare").await.form("prepare").filled(&[("opening-words", SECRET)]);
    assert!(client.send(&talk).await.expect(StatusCode::OK).says(SECRET));
    for browser in [&mut therapist, &mut supervisor] {
        let pages = every_page(browser, &course).await;
        assert!(pages.len() > 20, "only {} pages were looked at", pages.len());
        assert_eq!(those_that_say(&pages, SECRET), Vec::<String>::new());
    }

    let page = client.open("/home/week").await;
    client.send(&form_of(&page, "share-")).await.expect(StatusCode::OK);
    let shown = those_that_say(&every_page(&mut therapist, &course).await, SECRET);
    assert!(shown.iter().any(|path| path.ends_with("/plans")), "{shown:?}");
    assert!(shown.iter().any(|path| path.ends_with("/history")), "{shown:?}");

    let page = client.open("/home/week").await;
    assert!(page.says("My therapist and I"));
    client.send(&form_of(&page, "share-")).await.expect(StatusCode::OK);
    assert_eq!(those_that_say(&every_page(&mut therapist, &course).await, SECRET), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_without_a_tap_comes_back_with_words() {
    let house = house(&Place::sqlite()).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let entry = client.open("/home/week").await.form("diary").filled(&[("words", " ")]);
    let page = client.send(&entry).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.form("diary").fields.iter().any(|field| field.name == "mood"));
    // A conversation needs a first sentence; what was typed is kept.
    let talk = client.open("/home/prepare").await.form("prepare").filled(&[("hard", "He laughs")]);
    let page = client.send(&talk).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("He laughs"), "{}", page.text());
}
