//! Forms by a link and on the therapist's device, and who tries to get more out of them than one form.

use crate::house::{House, browser_of, house};
use clinic::duty::Hours;
use http::{Request, StatusCode};
use stories::{Browser, Page, Place};
use treatment::measure::How;

/// A link to the PHQ-9 as the therapist sees it once: token, code, PIN.
async fn make_link(house: &House, days: &str) -> (String, String, String) {
    let mut therapist = house.therapist().await;
    let path = house.at("/forms");
    let page = therapist.open(&path).await;
    let form = page.form("link").filled(&[("measure", "phq-9"), ("days", days)]);
    let made = therapist.send(&form).await.expect(StatusCode::OK);
    let text = &made.body;
    let token = text.split("/form#").nth(1).unwrap()[..64].to_owned();
    let value = |name: &str| {
        let after = text.split(&format!("<dt>{name}</dt>")).nth(1).unwrap();
        let inside = after.split_once('>').unwrap().1;
        inside.split('<').next().unwrap().to_owned()
    };
    (token, value("Code"), value("PIN"))
}

async fn open_with(browser: &mut Browser, token: &str, code: &str, pin: &str) -> Page {
    browser.open("/form").await.form("form");
    let answer =
        browser.post("/form", &[("form", "form"), ("token", token), ("code", code), ("pin", pin)]).await;
    if answer.status.is_redirection() { browser.get("/form/answer").await } else { answer }
}

/// A therapist's device that is locked to a PHQ-9 and handed over.
async fn handed_over(house: &House) -> Browser {
    let mut device = house.therapist().await;
    let page = device.open(&house.at("/forms")).await;
    let form = page.form("device").filled(&[("measures", "phq-9"), ("pin", "4711")]);
    device.send_without_following(&form).await;
    device
}

/// Every item answered, as the last page of the form sends it.
fn everything(ninth: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = ["1", "2", "3", "4", "5", "6", "7", "8"]
        .iter()
        .map(|item| (format!("a-{item}"), "1".to_owned()))
        .collect();
    fields.push(("a-9".to_owned(), ninth.to_owned()));
    fields.push(("a-difficulty".to_owned(), "0".to_owned()));
    fields
}

async fn post(
    browser: &mut Browser,
    path: &str,
    more: &[(&str, &str)],
    answers: &[(String, String)],
) -> Page {
    let mut fields: Vec<(&str, &str)> =
        answers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend_from_slice(more);
    browser.post(path, &fields).await
}

const SUBMISSION: (&str, &str) = ("submission", "0123456789abcdef0123456789abcdef");

async fn results(house: &House) -> usize {
    house.course(0).await.measures.results.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_sends_one_form_once_and_shows_nothing() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        let before = results(&house).await;
        let (token, code, pin) = make_link(&house, "7").await;
        // A program that follows links, with or without a body, uses nothing up and sees no name.
        let mut scanner = house.opened.browser();
        for method in ["GET", "HEAD"] {
            for path in ["/form", "/form/answer", "/form/sent"] {
                let request = Request::builder().method(method).uri(path).body(Vec::new()).unwrap();
                let page = scanner.request(request).await;
                assert!(page.status.is_success() || page.status.is_redirection(), "{method} {path}");
                assert!(!page.body.contains("Alma") && !page.body.contains("House"), "{method} {path}");
            }
        }
        let mut client = house.opened.browser();
        let page = open_with(&mut client, &token, "", &pin).await.expect(StatusCode::OK);
        assert_eq!(page.path, "/form/answer");
        assert!(!page.body.contains("Alma") && !page.body.contains("House"), "{}", page.text());
        let sent = post(&mut client, "/form/answer", &[SUBMISSION, ("go", "send")], &everything("1")).await;
        assert_eq!(sent.headers["location"], "/form/sent", "{}", sent.text());
        // The same press again, and the link again from elsewhere: one form.
        post(&mut client, "/form/answer", &[SUBMISSION, ("go", "send")], &everything("1")).await;
        let again = open_with(&mut house.opened.browser(), "", &code.to_lowercase(), &pin).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("was sent already"), "{}", again.text());
        let course = house.course(0).await;
        assert_eq!(course.measures.results.len(), before + 1);
        let done = &course.measures.results.last().unwrap().completed;
        assert_eq!(done.how, How::Link);
        assert_eq!(done.language, "en");
        assert_eq!(course.flags.len(), 2, "a worrying answer by a link raises its flag");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guessed_pin_closes_the_form_and_a_guessed_code_opens_none() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (token, code, pin) = make_link(&house, "7").await;
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let mut guesser = house.opened.browser();
    let none = open_with(&mut guesser, "", "AAAA-BBBB-CCCC", &pin).await;
    assert!(none.text().contains("No form belongs"), "{}", none.text());
    for left in ["4 more", "3 more", "2 more", "once more"] {
        let page = open_with(&mut guesser, &token, "", wrong).await;
        assert!(page.text().contains(left), "{left}: {}", page.text());
    }
    assert!(open_with(&mut guesser, &token, "", wrong).await.text().contains("typed too often"));
    // Not even the right one opens it now.
    let late = open_with(&mut house.opened.browser(), "", &code, &pin).await;
    assert!(late.text().contains("typed too often"), "{}", late.text());
    assert!(house.therapist().await.open("/check-ins").await.text().contains("closed after wrong PINs"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ran_out_or_was_withdrawn_says_so_even_to_who_has_it_open() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = results(&house).await;
    let (token, _, pin) = make_link(&house, "1").await;
    let mut client = house.opened.browser();
    open_with(&mut client, &token, "", &pin).await.expect(StatusCode::OK);
    house.opened.hand.days_later(1);
    let late = post(&mut client, "/form/answer", &[SUBMISSION, ("go", "send")], &everything("0")).await;
    assert!(late.text().contains("too old to be sent"), "{}", late.text());
    let (token, _, pin) = make_link(&house, "7").await;
    let mut therapist = house.therapist().await;
    let page = therapist.open(&house.at("/forms")).await;
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/forms/withdraw")).unwrap();
    therapist.send(&form).await.expect(StatusCode::OK);
    let gone = open_with(&mut house.opened.browser(), &token, "", &pin).await;
    assert!(gone.text().contains("was withdrawn"), "{}", gone.text());
    assert_eq!(results(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_cannot_be_taken_come_back_in_words_and_nothing_is_lost() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (token, _, pin) = make_link(&house, "7").await;
    let mut client = house.opened.browser();
    open_with(&mut client, &token, "", &pin).await;
    let most: Vec<_> = everything("0").into_iter().filter(|(item, _)| item != "a-9").collect();
    let kept = |page: &Page| page.body.matches("name=\"a-").count();
    for (more, said) in [
        (vec![("item", "9"), ("answer", "7")], "not one of the choices"),
        (vec![("item", "9"), ("answer", "1"), ("answer", "2")], "Two different answers"),
        (vec![("item", "9")], "Please choose one answer"),
        (vec![("a-9", "1"), ("a-9", "3"), ("go", "send")], "Two different answers"),
    ] {
        let page = post(&mut client, "/form/answer", &more, &most).await;
        assert!(page.text().contains(said), "{said}: {}", page.text());
        assert_eq!(kept(&page), most.len(), "{said}");
    }
    let old = [SUBMISSION, ("go", "send"), ("measure-version", "99")];
    let page = post(&mut client, "/form/answer", &old, &everything("0")).await;
    assert!(page.text().contains("The questions were renewed"), "{}", page.text());
    // The form stays in the language it was begun in, whatever the browser asks for now.
    client.language = "de".to_owned();
    let page =
        post(&mut client, "/form/answer", &[("item", "1"), ("answer", "0"), ("language", "en")], &[]).await;
    assert!(page.body.contains("name=\"language\" value=\"en\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handed_over_device_opens_nothing_but_the_form_until_it_is_freed() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut device = house.therapist().await;
    let old_cookies = device.cookies.clone();
    let page = device.open(&house.at("/forms")).await;
    let mut form = page.form("device").filled(&[("measures", "phq-9"), ("pin", "4711")]);
    // Of what is due, two measures are enough for this story.
    form.fields
        .retain(|field| field.name != "measures" || ["phq-9", "gad-7"].contains(&field.value.as_str()));
    let locked = device.send_without_following(&form).await;
    assert_eq!(locked.headers["location"], "/kiosk");
    assert!(locked.headers["clear-site-data"].to_str().unwrap().contains("cache"));
    // Every page and every form of the site, by its address.
    for line in web::all_routes(&house.opened.site).lines() {
        let path =
            line.path.replace("{course}", &house.courses[0].id.to_string()).replace("{name}", "style.css");
        if path.starts_with("/kiosk") || path.starts_with("/static") {
            continue;
        }
        let answer = if line.method == "GET" {
            device.request(Request::get(&path).body(Vec::new()).unwrap_or_default()).await
        } else {
            device.post(&path, &[("item", "1")]).await
        };
        assert_eq!(
            answer.headers.get("location").map(http::HeaderValue::as_bytes),
            Some(&b"/kiosk"[..]),
            "{} {path}",
            line.method
        );
    }
    // The session of before is over, for whoever kept its cookie.
    let mut thief = house.opened.browser();
    thief.cookies = old_cookies;
    assert!(thief.get(&house.at("/history")).await.path.starts_with("/sign-in"));
    for path in ["/kiosk", "/kiosk/back"] {
        let page = device.open(path).await;
        assert!(
            !page.body.contains("Alma") && !page.body.contains("Therapist of"),
            "{path}: {}",
            page.text()
        );
    }
    let before = results(&house).await;
    let answered =
        post(&mut device, "/kiosk", &[SUBMISSION, ("measure", "phq-9"), ("go", "send")], &everything("0"))
            .await;
    assert_eq!(results(&house).await, before + 1);
    // Loaded again, the device goes on with what is left, and does not ask the first again.
    assert!(answered.text().contains("a few more questions"), "{}", answered.text());
    let again = device.open("/kiosk").await;
    assert_eq!(again.form("begin").value("measure"), "gad-7");
    let rest: Vec<(String, String)> = (1..=7).map(|item| (format!("a-{item}"), "1".to_owned())).collect();
    let second = ("submission", "00112233445566778899aabbccddeeff");
    let answered = post(&mut device, "/kiosk", &[second, ("measure", "gad-7"), ("go", "send")], &rest).await;
    assert!(answered.text().contains("give the device back"), "{}", answered.text());
    assert_eq!(results(&house).await, before + 2);
    for wrong in ["0000", "1111"] {
        let refused = device.post("/kiosk/back", &[("secret", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert!(device.get(&house.at("/history")).await.path.starts_with("/kiosk"));
    device.post("/kiosk/back", &[("secret", "4711")]).await;
    let page = device.open(&house.at("/history")).await;
    assert!(page.path.ends_with("/history"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_is_read_from_the_list_and_talked_about_on_its_own_page() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let list = therapist.open("/check-ins").await;
    assert!(list.text().contains("Came in, not read yet"), "{}", list.text());
    let form = list.forms().into_iter().find(|form| form.action.ends_with("/forms/read")).unwrap();
    let after = therapist.send(&form).await.expect(StatusCode::OK);
    assert!(!after.text().contains("Came in, not read yet"), "{}", after.text());
    let page = therapist.open(&house.at("/forms")).await;
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/forms/discussed")).unwrap();
    assert!(therapist.send(&form).await.text().contains("talked about"));
    let reviews = &house.course(0).await.reviews;
    assert_eq!((reviews.reviewed.len(), reviews.discussed.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_is_typed_twice_blind_and_what_differs_is_settled_item_by_item() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = results(&house).await;
    let mut therapist = house.therapist().await;
    let path = house.at("/measures/phq-9/paper");
    let typed = |ninth: &str| -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = (1..9).map(|item| (item.to_string(), "2".to_owned())).collect();
        all.push(("9".to_owned(), ninth.to_owned()));
        all.push(("difficulty".to_owned(), "0".to_owned()));
        all
    };
    let as_pairs = |all: &[(String, String)]| -> Vec<(String, String)> { all.to_vec() };
    let first = as_pairs(&typed("0"));
    let filled: Vec<(&str, &str)> =
        first.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let second = therapist.fill(&path, "typed", &filled).await;
    assert_eq!(results(&house).await, before, "once is not enough");
    assert!(!second.body.contains(" checked>"), "the first typing is not shown");
    let again = as_pairs(&typed("1"));
    let mut filled: Vec<(&str, &str)> =
        again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let today = house.opened.hand.today();
    filled.push(("on", &today));
    let differs = therapist.fill(&path, "typed-again", &filled).await;
    assert!(differs.text().contains("The two typings differ"), "{}", differs.text());
    assert_eq!(differs.body.matches("type=\"radio\"").count(), 2, "only the item that differs is asked");
    assert_eq!(results(&house).await, before);
    therapist.fill_on(&differs, "settle", &[("9", "1")]).await;
    let course = house.course(0).await;
    let result = &course.measures.results.last().unwrap().completed;
    assert_eq!(
        (course.measures.results.len(), result.how, result.answers["9"].as_str()),
        (before + 1, How::Paper, "1")
    );
    therapist.open(&path).await.form("typed");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_of_whoever_wants_the_device_back_lose_none_of_the_clients_answers() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut device = handed_over(&house).await;
    let before = results(&house).await;
    for wrong in ["0000", "0001", "0002", "0003", "0004", "0005"] {
        device.post("/kiosk/back", &[("secret", wrong)]).await;
    }
    let sent = [SUBMISSION, ("measure", "phq-9"), ("go", "send")];
    post(&mut device, "/kiosk", &sent, &everything("3")).await;
    assert_eq!(results(&house).await, before + 1);
    // The same press once more, as after a page that did not load, is carried out once and told nothing else.
    let again = post(&mut device, "/kiosk", &sent, &everything("3")).await;
    assert_eq!((results(&house).await, again.status), (before + 1, StatusCode::OK));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_typing_pressed_twice_is_no_second_typing() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    let path = house.at("/measures/phq-9/paper");
    let page = therapist.open(&path).await;
    let mut answers: Vec<(String, String)> = (1..=9).map(|item| (item.to_string(), "2".to_owned())).collect();
    answers.push(("difficulty".to_owned(), "0".to_owned()));
    let filled: Vec<(&str, &str)> =
        answers.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
    let form = page.form("typed").filled(&filled);
    let before = results(&house).await;
    therapist.send(&form).await.expect(StatusCode::OK);
    let again = therapist.send(&form).await.expect(StatusCode::OK);
    assert!(again.has_form("typed-again"), "{}", again.text());
    assert_eq!(results(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_open_by_a_link_is_handed_in_as_it_is_and_flags_all_the_same() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (token, code, pin) = make_link(&house, "7").await;
    let mut browser = house.opened.browser();
    open_with(&mut browser, &token, &code, &pin).await.expect(StatusCode::OK);
    let flags = house.course(0).await.flags.len();
    let mut answers = everything("2");
    for (_, code) in answers.iter_mut().filter(|(name, _)| ["a-3", "a-4", "a-5"].contains(&name.as_str())) {
        code.clear();
    }
    let page = post(&mut browser, "/form/answer", &[SUBMISSION, ("go", "next")], &answers).await;
    assert!(page.says("3 questions are open") && page.says("Send as it is"), "{}", page.text());
    post(&mut browser, "/form/answer", &[SUBMISSION, ("go", "send")], &answers).await;
    let course = house.course(0).await;
    let part = course.measures.open_part("phq-9").unwrap();
    assert_eq!((part.said.unanswered.len(), part.said.how), (3, How::Link));
    assert_eq!(part.said.language, "en");
    assert_eq!(course.flags.len(), flags + 1, "item 9 was answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_says_when_a_link_was_opened_and_when_a_device_was_handed_over_and_freed() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (token, _, pin) = make_link(&house, "7").await;
    let mut client = house.opened.browser();
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    open_with(&mut client, &token, "", wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    open_with(&mut client, &token, "", &pin).await.expect(StatusCode::OK);
    let mut device = handed_over(&house).await;
    device.post("/kiosk/back", &[("secret", "0000")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    device.post("/kiosk/back", &[("secret", "4711")]).await;
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let audit = office.open("/audit").await;
    let course = &house.courses[0].id.to_string()[..8];
    for (who, what) in [
        ("Closeness itself", "Opened a form for somebody with its link and PIN"),
        ("Therapist of Alma", "Freed the device from a form"),
        ("Therapist of Alma", "Made a form to be answered by link or on this device"),
    ] {
        let line = format!("{who} {what} {course}");
        assert_eq!(audit.text().matches(&line).count(), 1, "{line}: {}", audit.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_device_too_answers_in_other_words_or_to_an_older_form_are_asked_again_and_none_is_lost() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut device = handed_over(&house).await;
    let before = results(&house).await;
    let all = everything("0");
    let old = [SUBMISSION, ("measure", "phq-9"), ("go", "send"), ("measure-version", "99")];
    let page = post(&mut device, "/kiosk", &old, &all).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("The questions were renewed"), "{}", page.text());
    assert_eq!(page.body.matches("name=\"a-").count(), all.len() - 1, "all but the one that is asked");
    // A word of another language is no code of this form, wherever it comes from.
    let mut german = all.clone();
    german[2].1 = "An mehr als der Hälfte der Tage".to_owned();
    let send = [SUBMISSION, ("measure", "phq-9"), ("go", "send"), ("language", "de")];
    let page = post(&mut device, "/kiosk", &send, &german).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("3 of 10") && page.says("not one of the choices"), "{}", page.text());
    // A measure that was not handed over cannot be sent in its place.
    let other = [SUBMISSION, ("measure", "phq-2"), ("go", "send"), ("a-1", "0"), ("a-2", "0")];
    assert_eq!(post(&mut device, "/kiosk", &other, &[]).await.headers["location"], "/kiosk");
    assert_eq!(results(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_a_link_while_the_service_is_closed_is_told_before_the_first_question() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut hours = Hours::default();
    (0..5).for_each(|day| hours.week[day] = vec![(9 * 60, 17 * 60)]);
    house.opened.clinic.change_hours(&house.administrator, &hours).await.unwrap();
    let (token, _, pin) = make_link(&house, "7").await;
    let told = "Nobody of the service is there right now. Somebody is there again on 10 March 2025, 09:00.";
    let open = open_with(&mut house.opened.browser(), &token, "", &pin).await;
    assert!(!open.says(told), "{}", open.text());
    house.opened.hand.set("2025-03-08", 12 * 60);
    let closed = open_with(&mut house.opened.browser(), &token, "", &pin).await;
    assert!(closed.says(told) && closed.says("Numbers to call"), "{}", closed.text());
}
