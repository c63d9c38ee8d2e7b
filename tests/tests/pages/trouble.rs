//! What goes wrong in a clinic, each met by a sentence a person understands, with what was typed kept and nothing
//! half-written.

use crate::house::{House, browser_of, house};
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{Request, StatusCode};
use stories::{Browser, Form, Page, Place};
use treatment::refusal::{LINE, NOTE, Refusal};
use web::words::Words;

/// The words of the pages.
fn words(house: &House) -> Words {
    house.opened.site.languages.best("en")
}

/// The page says the sentence of a refusal, in words.
#[track_caller]
fn says_refusal(house: &House, page: &Page, refusal: &Refusal) {
    let sentence = words(house).refusal(refusal);
    assert!(!sentence.contains('\u{27e8}'), "{sentence} has no words");
    let first = sentence.lines().next().unwrap();
    assert!(page.says(first), "{first:?} is not said on {} ({}):\n{}", page.path, page.status, page.text());
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The page says a message.
#[track_caller]
fn says(house: &House, page: &Page, key: &str) {
    let sentence = words(house).say(key.to_owned()).to_string();
    assert!(!sentence.contains('\u{27e8}'), "{sentence} has no words");
    assert!(
        page.says(&sentence),
        "{sentence:?} is not said on {} ({}):\n{}",
        page.path,
        page.status,
        page.text()
    );
}

/// The form of a page of the first course.
async fn form_of(house: &House, browser: &mut Browser, rest: &str, form: &str) -> Form {
    browser.open(&house.at(rest)).await.form(form)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_too_long_comes_back_whole() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut browser = house.therapist().await;
    let long = "ö".repeat(LINE + 1);
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let filled = [("name", long.as_str()), ("tie", "sibling"), ("ring", "close"), ("status", "gone")];
    let page = browser.send(&form.filled(&filled)).await;
    says_refusal(&house, &page, &Refusal::TooLong { field: "name", limit: LINE });
    let back = page.form("add");
    for (name, value) in filled {
        assert_eq!(back.value(name), value, "{name} comes back as it was");
    }
    assert!(page.body.contains("aria-invalid=\"true\""), "the field is pointed at");
    assert_eq!(house.course(0).await.version, before, "nothing was written");
    // Mended, the same form goes through.
    let page = browser.send(&back.filled(&[("name", "Öde")])).await.expect(StatusCode::OK);
    assert!(page.says("Öde"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_too_long_is_not_lost() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.therapist().await;
    let session = house.course(0).await.sessions[0].id.0;
    let path = format!("/sessions/{session}");
    let form = form_of(&house, &mut browser, &path, "held").await;
    let page = browser.send(&form.filled(&[("mode", "video")])).await.expect(StatusCode::OK);
    let note = format!("{} the end", "word ".repeat(NOTE / 5));
    let page = browser.send(&page.form("sign").filled(&[("text", &note)])).await;
    says_refusal(&house, &page, &Refusal::TooLong { field: "note", limit: NOTE });
    assert_eq!(page.form("sign").value("text"), note);
    assert!(house.course(0).await.sessions[0].note.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_is_none_is_said_and_kept() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut browser = house.therapist().await;
    for none in ["31 February 2024", "last year or so", "2024-13", "tomorrow"] {
        let form = form_of(&house, &mut browser, "/timeline", "event").await;
        let form = form.filled(&[
            ("title", "Lost the flat"),
            ("start", none),
            ("lane", "event"),
            ("note", "and the cat"),
        ]);
        let page = browser.send(&form).await;
        says_refusal(&house, &page, &Refusal::NoSuchDate("start"));
        let back = page.form("event");
        assert_eq!((back.value("start"), back.value("note")), (none.to_owned(), "and the cat".to_owned()));
    }
    let form = form_of(&house, &mut browser, "/sessions", "plan").await;
    for none in ["2025-02-30", "soon"] {
        let page = browser.send(&form.clone().filled(&[("on", none)])).await;
        says_refusal(&house, &page, &Refusal::NoSuchDate("on"));
        assert_eq!(page.form("plan").value("on"), none);
    }
    let page = browser.send(&form.clone().filled(&[("on", "2025-03-10"), ("at", "25:00")])).await;
    says_refusal(&house, &page, &Refusal::NoSuchDate("at"));
    let page = browser.send(&form.filled(&[("on", "2035-03-10")])).await;
    says_refusal(&house, &page, &Refusal::NoSuchDate("on"));
    assert_eq!(house.course(0).await.version, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_is_not_offered_is_refused() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut browser = house.therapist().await;
    let person = house.course(0).await.inventory.people[0].id.0;
    let form = form_of(&house, &mut browser, &format!("/people/{person}"), "ring").await;
    let page = browser.send(&form.forged("ring", "innermost")).await;
    says_refusal(&house, &page, &Refusal::Unknown("ring"));
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let page = browser.send(&form.filled(&[("name", "Ida")]).forged("tie", "enemy")).await;
    says_refusal(&house, &page, &Refusal::Unknown("tie"));
    assert_eq!(page.form("add").value("name"), "Ida");
    let form = form_of(&house, &mut browser, "/people", "place").await;
    let page = browser.send(&form.forged("person", "4711").forged("ring", "close")).await;
    says_refusal(&house, &page, &Refusal::Unknown("person"));
    let form = form_of(&house, &mut browser, "/contract", "contract").await;
    let page = browser.send(&form.clone().forged("sessions", "60")).await;
    says_refusal(&house, &page, &Refusal::OutOfRange { field: "sessions", least: 1, most: 52 });
    let page = browser.send(&form.forged("sessions", "many")).await;
    says_refusal(&house, &page, &Refusal::Unknown("sessions"));
    assert_eq!(page.form("contract").value("sessions"), "many");
    assert_eq!(house.course(0).await.version, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_page_gone_back_to_what_is_typed_then_is_another_press() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.therapist().await;
    let form = form_of(&house, &mut browser, "/people", "add").await;
    for name in ["First", "Second", "First", "Second"] {
        let form = form.clone().filled(&[("name", name), ("tie", "friend"), ("ring", "close")]);
        browser.send(&form).await.expect(StatusCode::OK);
    }
    let course = house.course(0).await;
    for name in ["First", "Second"] {
        let of = course.inventory.people.iter().filter(|person| person.name == name);
        assert_eq!(of.count(), 1, "{name}: neither lost nor written twice");
    }
    // A stranger who looks again at what they asked, and says it better.
    let mut stranger = house.opened.browser();
    let form = stranger.open("/ask").await.form("ask");
    for contact in ["at home", "at home, evenings", "at home"] {
        let form = form.clone().filled(&[("name", "Says More"), ("contact", contact)]);
        stranger.send(&form).await.expect(StatusCode::OK);
    }
    let list = browser.open("/waiting").await;
    assert_eq!(list.text().matches("Says More").count(), 2, "{}", list.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_is_one_fact() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version.0;
    let mut browser = house.therapist().await;
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let form = form.filled(&[("name", "Once"), ("tie", "friend"), ("ring", "close")]);
    // A double tap, a lost answer, an impatient hand: ten at a time.
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (mut browser, form) = (browser.clone(), form.clone());
        presses.spawn(async move { browser.send_without_following(&form).await.status });
    }
    while let Some(status) = presses.join_next().await {
        assert_eq!(status.unwrap(), StatusCode::SEE_OTHER, "each press is answered as the first");
    }
    let course = house.course(0).await;
    assert_eq!(course.version.0, before + 1);
    assert_eq!(course.inventory.people.iter().filter(|person| person.name == "Once").count(), 1);

    // The same for what makes a course, and for what a stranger sends.
    let form =
        browser.open("/courses/new").await.form("new").filled(&[("name", "Only One"), ("reason", "once")]);
    let first = browser.send(&form).await.expect(StatusCode::OK);
    let second = browser.send(&form).await.expect(StatusCode::OK);
    assert_eq!(first.path, second.path);
    let list = browser.open("/courses?show=all").await;
    assert_eq!(list.text().matches("Only One").count(), 1);
    let mut stranger = house.opened.browser();
    let form =
        stranger.open("/ask").await.form("ask").filled(&[("name", "Asks Once"), ("contact", "at home")]);
    for _ in 0..3 {
        stranger.send(&form).await.expect(StatusCode::OK);
    }
    assert_eq!(browser.open("/waiting").await.text().matches("Asks Once").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_made_from_an_old_version_shows_both_texts() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (mut one, mut other) = (house.therapist().await, house.therapist().await);
    let pages = [
        ("/opening", "history-symptoms", "history", &[][..]),
        ("/decision", "fit", "reason", &[("decision", "ipt-standard")][..]),
        ("/formulation", "formulation", "formulation", &[][..]),
        ("/focus", "focus", "client-words", &[("area", "grief"), ("reason", "we talked")][..]),
    ];
    for (rest, name, field, more) in pages {
        let mine = form_of(&house, &mut one, rest, name).await;
        let theirs = form_of(&house, &mut other, rest, name).await;
        let (first, second) = (format!("first words of {name}"), format!("second words of {name}"));
        let page = other.send(&theirs.filled(more).filled(&[(field, &first)])).await.expect(StatusCode::OK);
        assert!(page.says(&first));
        let before = house.course(0).await.version;
        let page = one.send(&mine.filled(more).filled(&[(field, &second)])).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{rest}");
        says(&house, &page, "problem-meanwhile");
        let theirs =
            page.body.split_once("class=\"theirs\"").unwrap_or_else(|| panic!("{rest}: theirs is not shown"));
        assert!(
            theirs.1.split("</blockquote>").next().unwrap().contains(&first),
            "{rest}: their text is shown"
        );
        let back = page.form(name);
        assert_eq!(back.value(field), second, "and mine is kept");
        assert_eq!(house.course(0).await.version, before, "nothing was written over");
        // Having seen both, one may decide.
        assert!(one.send(&back).await.expect(StatusCode::OK).says(&second));
    }
    // What does not write over anything is not in the way.
    let mine = form_of(&house, &mut one, "/people", "add").await;
    let theirs = form_of(&house, &mut other, "/people", "add").await;
    other.send(&theirs.filled(&[("name", "Eva"), ("tie", "friend")])).await.expect(StatusCode::OK);
    let page = one.send(&mine.filled(&[("name", "Udo"), ("tie", "friend")])).await.expect(StatusCode::OK);
    assert!(page.says("Eva") && page.says("Udo"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_course_does_not_expect_is_said_and_not_lost() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.therapist().await;
    let session = house.course(0).await.sessions[0].id.0;
    let page = browser.open(&house.at(&format!("/sessions/{session}"))).await;
    let before = house.course(0).await.version;
    // A note of a session that was not held: the page was open in another window when the session was moved back.
    let made = |action: &str, id: &str| {
        let mut form = page.form("missed");
        form.action = house.at(action);
        form.forged("form", id)
    };
    let form = made(&format!("/sessions/{session}/sign"), "sign");
    let form = form.forged("text", "Nobody may lose this").forged("worked", "focus");
    let answer = browser.send(&form).await;
    says_refusal(&house, &answer, &Refusal::SessionState);
    assert!(answer.body.contains("Nobody may lose this"), "the note comes back");
    let form = made(&format!("/sessions/{session}/amend"), "amend");
    let form =
        form.forged("kind", "addendum").forged("text", "An addition to nothing").forged("reason", "why");
    let answer = browser.send(&form).await;
    says_refusal(&house, &answer, &Refusal::NoteNotSigned);
    assert!(answer.body.contains("An addition to nothing"));
    // Held tomorrow.
    let form = page.form("held").filled(&[("on", "2025-03-04"), ("mode", "phone")]);
    let answer = browser.send(&form).await;
    says_refusal(&house, &answer, &Refusal::InTheFuture(house.opened.clinic.today()));
    assert_eq!(answer.form("held").value("on"), "2025-03-04");
    // The ending of a course without contract, the review of a focus that was never agreed.
    let form = form_of(&house, &mut browser, "/ending", "name").await;
    let answer = browser.send(&form.filled(&[("note", "so soon")])).await;
    says_refusal(&house, &answer, &Refusal::NoContract);
    assert_eq!(answer.form("name").value("note"), "so soon");
    let form = form_of(&house, &mut browser, "/ending", "focus").await;
    let answer = browser.send(&form.filled(&[("rating", "same"), ("now-words", "as before")])).await;
    says_refusal(&house, &answer, &Refusal::NoFocus);
    assert_eq!(answer.form("focus").value("now-words"), "as before");
    // The close with a flag that is open.
    let form = form_of(&house, &mut browser, "/ending", "close").await;
    let answer = browser.send(&form.filled(&[("how", "completed"), ("reason", "all is said")])).await;
    says_refusal(&house, &answer, &Refusal::OpenFlag);
    assert_eq!(answer.form("close").value("reason"), "all is said");
    // The gate into the middle says what is missing, and takes a reason.
    let form = form_of(&house, &mut browser, "", "middle").await;
    let answer = browser.send(&form).await;
    says_refusal(&house, &answer, &Refusal::GateNeedsReason(Vec::new()));
    assert!(answer.says(&words(&house).say("gate-contract").to_string()), "{}", answer.text());
    assert_eq!(house.course(0).await.version, before, "nothing was written");
    let answer = browser.send(&answer.form("middle").filled(&[("reason", "the client travels")])).await;
    answer.expect(StatusCode::OK);
    assert!(house.course(0).await.middle_begun.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_with_a_gap_says_which_question_is_open() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let before = house.course(0).await.version;
    let page = client.open("/home/check-in/gad-7/all").await;
    let mut form = page.form("all");
    let items = ["1", "2", "3", "4", "5", "6"];
    for item in items {
        form.fill(item, "2");
    }
    let answer = client.send(&form).await;
    says_refusal(&house, &answer, &Refusal::Unanswered(vec!["7".to_owned()]));
    let back = answer.form("all");
    assert!(items.iter().all(|item| back.value(item) == "2"), "the answers given are there");
    let answer = client.send(&back.clone().forged("7", "9")).await;
    says_refusal(&house, &answer, &Refusal::NoSuchAnswer("7".to_owned()));
    assert_eq!(house.course(0).await.version, before);
    let done = client.send(&back.filled(&[("7", "0")])).await.expect(StatusCode::OK);
    assert_eq!(done.path, "/home/thanks");
    // A question answered with nothing comes again, with a word.
    let path = "/home/check-in/phq-9";
    house.opened.hand.days_later(1);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let mut therapist = house.therapist().await;
    let session = house.course(0).await.sessions[0].id.0;
    let form = form_of(&house, &mut therapist, &format!("/sessions/{session}"), "held").await;
    therapist.send(&form).await.expect(StatusCode::OK);
    let page = client.open(path).await;
    let answer = client.send(&page.form(path)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    says(&house, &answer, "check-in-choose");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_removed_while_another_page_describes_them_is_said_and_the_words_are_kept() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let (mut one, mut other) = (house.therapist().await, house.therapist().await);
    let person = format!("/people/{}", house.course(0).await.inventory.people[0].id.0);
    let mine = form_of(&house, &mut one, &person, "describe").await;
    let remove = form_of(&house, &mut other, &person, "remove").await;
    other.send(&remove.filled(&[("reason", "named twice")])).await.expect(StatusCode::OK);
    let before = house.course(0).await.version;
    let page =
        one.send(&mine.filled(&[("can-say", "That I miss him"), ("wanted", "A walk on Sundays")])).await;
    says_refusal(&house, &page, &Refusal::PersonRemoved);
    for kept in ["That I miss him", "A walk on Sundays"] {
        assert!(page.body.contains(kept), "{kept} is on the page that comes back:\n{}", page.text());
    }
    assert_eq!(house.course(0).await.version, before);
    assert!(page.has_form("restore"), "the person can be brought back from here");
    // The same on the portal.
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let mut form = client.open("/home/people").await.form("add");
    form.action = "/home/people/place".to_owned();
    let page =
        client.send(&form.forged("person", person.rsplit('/').next().unwrap()).forged("ring", "inner")).await;
    says_refusal(&house, &page, &Refusal::PersonRemoved);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_holds_a_note_may_be_long() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let routes = web::all_routes(&house.opened.site);
    let mut long: Vec<&str> = Vec::new();
    for line in routes.lines() {
        match line.body_most {
            web::fields::NOTE_BODY_MOST => long.push(line.path),
            most => assert_eq!(most, web::fields::BODY_MOST, "{}", line.path),
        }
    }
    long.sort_unstable();
    let session = "/courses/{course}/sessions/{session}";
    let mut notes = ["amend", "amend/keep", "keep", "plan", "process-note", "process-note/save", "sign"]
        .map(|end| format!("{session}/{end}"))
        .to_vec();
    notes.push("/drafts".to_owned());
    assert_eq!(long, notes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_too_large_is_refused_in_words() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut inside = house.therapist().await;
    let form = form_of(&house, &mut inside, "/formulation", "formulation").await;
    let form = form.filled(&[("formulation", &"a".repeat(web::fields::BODY_MOST + 1))]);
    // In this process the length is not told beforehand; over a line it is.
    let page = inside.send(&form).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    says(&house, &page, "problem-too-large");
    let served = house.opened.served().await;
    let mut outside = Browser::new(served.way.clone());
    outside.cookies = inside.cookies.clone();
    let page = outside.send(&form).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    says(&house, &page, "problem-too-large");
    let many: Vec<(&str, &str)> = vec![("x", "1"); 3_000];
    let page = outside.post(&house.at("/people"), &many).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    says(&house, &page, "problem-too-large");
    // The line is good for the next request.
    outside.open(&house.at("/formulation")).await;
    served.stop().await;
    assert_eq!(house.course(0).await.version, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_not_taken() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut browser = house.therapist().await;
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let body = stories::browser::encode(&form.filled(&[("name", "Mallory"), ("tie", "other")]).pairs());
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://elsewhere.example"), ("host", "localhost")],
        &[("origin", "null"), ("host", "localhost")],
        &[],
    ];
    for headers in elsewhere {
        let mut request =
            Request::post(house.at("/people")).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let page = browser.request(request.body(body.clone().into_bytes()).unwrap()).await;
        let page = page.expect(StatusCode::FORBIDDEN);
        says(&house, &page, "problem-from-elsewhere");
    }
    assert_eq!(house.course(0).await.version, before);
    // A browser that only tells its origin is taken, when it is this site.
    let request = Request::post(house.at("/people"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ORIGIN, "http://localhost:8080")
        .header("host", "localhost:8080")
        .body(body.into_bytes())
        .unwrap();
    assert_eq!(browser.request(request).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_refused_in_words() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut browser = house.therapist().await;
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let request = Request::post(house.at("/people"))
            .header(CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(b"{\"name\":\"x\"}".to_vec())
            .unwrap();
        let page = browser.request(request).await.expect(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        says(&house, &page, "problem-not-a-form");
    }
    // Bytes that are no text, and characters that nobody can see.
    for body in
        [&b"name=%FF%FE%00&tie=friend"[..], b"%00%01=%zz&&&=&name", b"name=\xff\xfe&tie=friend&version=x"]
    {
        let request = Request::post(house.at("/people"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body.to_vec())
            .unwrap();
        assert_eq!(browser.request(request).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(house.course(0).await.version, before);
    for path in
        ["/nothing/here", "/courses/%00", "/courses/..%2f..%2fetc", "/static/..%2fstyle.css", "/COURSES"]
    {
        let page = browser.get(path).await.expect(StatusCode::NOT_FOUND);
        says(&house, &page, "problem-not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_submission_comes_back_and_then_goes_through() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version.0;
    let mut browser = house.therapist().await;
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let form = form.filled(&[("name", "Ruth"), ("tie", "parent")]);
    for broken in [form.clone().without("submission"), form.forged("submission", "not one")] {
        let page = browser.send(&broken).await;
        says_refusal(&house, &page, &Refusal::Unknown("submission"));
        assert_eq!(house.course(0).await.version.0, before);
        let back = page.form("add");
        assert_eq!((back.value("name"), back.value("tie")), ("Ruth".to_owned(), "parent".to_owned()));
        assert_eq!(back.value("submission").len(), 32, "the form has a submission again");
    }
    let form = form_of(&house, &mut browser, "/people", "add").await.without("submission");
    let page = browser.send(&form.filled(&[("name", "Ruth"), ("tie", "parent")])).await;
    browser.send(&page.form("add")).await.expect(StatusCode::OK);
    assert_eq!(house.course(0).await.version.0, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_written_in_two_windows_shows_both() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.therapist().await;
    let form = form_of(&house, &mut browser, "/formulation", "formulation").await;
    let (subject, course) = (form.value("draft"), house.courses[0].id.to_string());
    let fields = |revision: &'static str, text: &'static str| {
        [("subject", subject.as_str()), ("course", course.as_str()), ("revision", revision), ("text", text)]
    };
    let first = browser.post("/drafts", &fields("0", "from the first window")).await.expect(StatusCode::OK);
    let saved: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    let revision = saved["revision"].as_u64().unwrap();
    assert_eq!(Some(revision), u64::try_from(house.opened.hand.now().0).ok(), "it begins with the time");
    assert!(saved["saved"].as_str().unwrap().contains(':'), "it says when: {saved}");
    let second = browser.post("/drafts", &fields("0", "from the second window")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let both: serde_json::Value = serde_json::from_str(&second.body).unwrap();
    assert_eq!(
        (both["text"].as_str(), both["revision"].as_u64()),
        (Some("from the first window"), Some(revision))
    );
    assert_eq!(both["said"].as_str().unwrap(), words(&house).say("draft-elsewhere").to_string());
    let page = browser.open(&house.at("/formulation")).await;
    assert_eq!(
        page.form("formulation").value("formulation"),
        "from the first window",
        "nothing was written over"
    );
    // Having seen both, the second window goes on from there.
    let [seen, next] = [revision, revision + 1].map(|revision| revision.to_string());
    let fields = |revision, text| {
        [("subject", subject.as_str()), ("course", course.as_str()), ("revision", revision), ("text", text)]
    };
    let third = browser.post("/drafts", &fields(&seen, "from both")).await.expect(StatusCode::OK);
    assert!(third.body.contains(&format!("\"revision\":{next}")), "{}", third.body);
    let long = "x".repeat(NOTE + 1);
    let refused =
        browser.post("/drafts", &fields(&next, &long)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let said: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
    let sentence = words(&house).refusal(&Refusal::TooLong { field: "text", limit: NOTE });
    assert_eq!(said["said"].as_str(), Some(sentence.as_str()));
    // Sending the form makes the draft needless.
    let form = form_of(&house, &mut browser, "/formulation", "formulation").await;
    assert_eq!(form.value("formulation"), "from both");
    browser.send(&form).await.expect(StatusCode::OK);
    let fields = [("subject", subject.as_str()), ("course", &course), ("revision", "0"), ("text", "new")];
    browser.post("/drafts", &fields).await.expect(StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_shown_to_whose_session_ended_and_to_nobody_after_them() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let before = house.course(0).await.version;
    let mut therapist = house.therapist().await;
    let form = form_of(&house, &mut therapist, "/formulation", "formulation").await;
    let text = "The first line of a long hour.\nThe second.";
    let form = form.filled(&[("formulation", text)]);
    let account = therapist.open("/me").await.form("account");
    // The hour went by without a sign.
    house.opened.hand.minutes_later(16);
    let page = therapist.send(&form).await.expect(StatusCode::UNAUTHORIZED);
    says(&house, &page, "problem-signed-out");
    says(&house, &page, "problem-typed");
    assert!(page.body.replace('\r', "").contains(text), "{}", page.text());
    // What opens something is shown to nobody.
    let account =
        account.forged("passphrase-old", "seven quiet kettles").forged("passphrase", "eight loud pans");
    let page = therapist.send(&account).await.expect(StatusCode::UNAUTHORIZED);
    assert!(!page.body.contains("quiet kettles") && !page.body.contains("loud pans"), "{}", page.text());
    // Whoever uses this browser next goes back to a page of before, which sends its form once more: signed in or not,
    // they are shown nothing of it.
    let mut next = house.opened.browser();
    let page = next.send(&form).await.expect(StatusCode::UNAUTHORIZED);
    assert!(!page.body.contains("long hour"), "{}", page.text());
    let mut other = browser_of(&house.opened, house.courses[0].client.who).await;
    let page = other.send(&form).await.expect(StatusCode::NOT_FOUND);
    says(&house, &page, "problem-not-found");
    assert!(!page.body.contains("long hour"), "{}", page.text());
    // A form of a course that does not exist is answered the same.
    let mut elsewhere = form.clone();
    elsewhere.action = form.action.replace(&house.courses[0].id.to_string(), &"0".repeat(32));
    assert_eq!(other.send(&elsewhere).await.expect(StatusCode::NOT_FOUND).text(), page.text());
    assert_eq!(house.course(0).await.version, before, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_is_none_opens_nothing() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let path = house.at("");
    let random = "0123456789abcdef".repeat(4);
    for name in ["__Host-sid", "__Host-pid"] {
        for value in ["", "garbage", "%00", &"f".repeat(10_000), &random] {
            let mut browser = house.opened.browser();
            browser.cookies.insert(name.to_owned(), value.to_owned());
            let page = browser.get(&path).await;
            assert!(page.path.starts_with("/sign-in?next="), "{name}={value:.20}: {}", page.path);
            let page = browser.post(&house.at("/people"), &[("name", "x")]).await;
            assert_eq!(page.status, StatusCode::UNAUTHORIZED);
            says(&house, &page, "problem-signed-out");
        }
    }
    // Somebody else's cookie is somebody else, under whatever name it comes.
    let client = browser_of(&house.opened, house.courses[0].client.who).await;
    let token = client.cookies["__Host-pid"].clone();
    let mut browser = house.opened.browser();
    browser.cookies.insert("__Host-sid".to_owned(), token);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    // A cookie of a session that has ended, by hand or by time.
    let mut therapist = house.therapist().await;
    let kept = therapist.clone();
    therapist.open(&path).await;
    let form = therapist.open(&path).await.form("/sign-out");
    therapist.send(&form).await.expect(StatusCode::OK);
    assert!(therapist.cookies.is_empty());
    assert!(kept.clone().get(&path).await.path.starts_with("/sign-in"));
    let mut therapist = house.therapist().await;
    house.opened.hand.minutes_later(14);
    therapist.open(&path).await;
    house.opened.hand.minutes_later(15);
    assert!(therapist.get(&path).await.path.starts_with("/sign-in"), "fifteen idle minutes end it");
    // After signing in one is where one wanted to be; but nowhere else.
    for trap in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"] {
        let mut browser = house.opened.browser();
        let form = browser.open("/sign-in").await.form("sign-in");
        let form = form.filled(&[("login", "administrator"), ("passphrase", "seven quiet kettles")]);
        let page = browser.send_without_following(&form.forged("next", trap)).await;
        assert_eq!(page.headers["location"], "/");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passphrases_lock_with_words_and_for_a_while() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.opened.browser();
    let form = browser.open("/sign-in").await.form("sign-in");
    let with =
        |login: &str, passphrase: &str| form.clone().filled(&[("login", login), ("passphrase", passphrase)]);
    // The same is said whether there is such a login or not.
    let unknown = browser.send(&with("administrator ", "not the right words")).await;
    let mut wrong = browser.send(&with("administrator", "not the right words")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((unknown.text(), unknown.status), (wrong.text(), wrong.status));
    says(&house, &wrong, "sign-in-wrong");
    assert_eq!(wrong.form("sign-in").value("login"), "administrator", "the login is kept");
    assert_eq!(wrong.form("sign-in").value("passphrase"), "", "the passphrase is not");
    for _ in 0..6 {
        wrong = browser.send(&with("administrator", "not the right words")).await;
    }
    let locked = words(&house).say("sign-in-locked").arg("until", "|").to_string();
    let (begin, _) = locked.split_once('|').expect("the sentence says until when");
    assert!(wrong.says(begin) && wrong.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
    let right = browser.send(&with("administrator", "seven quiet kettles")).await;
    assert!(right.says(begin), "locked is locked: {}", right.text());
    house.opened.hand.minutes_later(16);
    let home = browser.send(&with("administrator", "seven quiet kettles")).await;
    assert!(home.expect(StatusCode::OK).path != "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_becomes_a_part_of_the_page() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut browser = house.therapist().await;
    let trap = "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>&lt;{{ f.title }}";
    let form = form_of(&house, &mut browser, "/people", "add").await;
    browser
        .send(&form.filled(&[("name", trap), ("tie", "friend"), ("ring", "inner")]))
        .await
        .expect(StatusCode::OK);
    let form = form_of(&house, &mut browser, "/timeline", "event").await;
    let form = form.filled(&[("title", trap), ("start", "2020"), ("lane", "event"), ("note", trap)]);
    browser.send(&form).await.expect(StatusCode::OK);
    let form = form_of(&house, &mut browser, "/focus", "focus").await;
    browser.send(&form.filled(&[("area", "grief"), ("client-words", trap)])).await.expect(StatusCode::OK);
    let form = form_of(&house, &mut browser, "/client", "client").await;
    browser.send(&form.filled(&[("name", trap), ("called", trap)])).await.expect(StatusCode::OK);
    let form = form_of(&house, &mut browser, "/people", "add").await;
    let refused = browser.send(&form.filled(&[("name", &trap.repeat(9)), ("tie", "friend")])).await;
    let mut pages = vec![refused];
    for rest in ["", "/people", "/timeline", "/focus", "/history", "/client", "/contract", "/sessions"] {
        pages.push(browser.open(&house.at(rest)).await);
    }
    for path in ["/", "/courses"] {
        pages.push(browser.open(path).await);
    }
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    for path in ["/home", "/home/people", "/home/looks"] {
        pages.push(client.open(path).await);
    }
    for page in &pages {
        let is_plain = !page.body.contains("<script>")
            && !page.body.contains("<img")
            && !page.body.contains("onerror='");
        assert!(is_plain, "{}: a typed text became a tag", page.path);
    }
    let shown = pages.iter().filter(|page| page.says("<script>alert(1)</script>")).count();
    assert!(shown >= 6, "it is shown as it was typed, on {shown} pages");
}
