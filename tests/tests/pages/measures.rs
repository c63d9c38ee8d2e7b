//! Measures on the pages: words only where they may be shown, forms handed in with questions open, and how a score came
//! about.

use crate::house::{House, browser_of, house, house_in};
use http::StatusCode;
use std::collections::BTreeSet;
use stories::{Browser, Hand, Page, Place, open_clinic_with};
use treatment::access::Who;
use treatment::command::Command;
use treatment::measure::How;
use treatment::session::{HoldSession, Mode};

/// What no page may say before there is a permission.
const CANARY: &str = "Kanarienwort";

/// The words that a service adds to the Oslo scale, each with the canary in it.
fn own_words() -> String {
    let line = |key: &str, words: &str| format!("{key} = \"{CANARY} {words}\"\n");
    let mut text = "measure = \"osss-3\"\nversion = 1\nlanguage = \"en\"\n\n[text]\n".to_owned();
    text += &line("title", "title");
    text += &line("stem", "stem");
    text += "source = \"made for a test\"\n\n[text.items]\n";
    text += &["1", "2", "3"].map(|key| line(key, "item")).concat();
    text += "\n[text.options]\n";
    text += &["1", "2", "3", "4", "5"].map(|key| line(key, "answer")).concat();
    text += "\n[text.option_sets.count]\n";
    text += &["1", "2", "3", "4"].map(|key| line(key, "count")).concat();
    text += "\n[text.bands]\n";
    text += &["poor", "moderate", "strong"].map(|key| line(key, "band")).concat();
    text
}

/// A house whose content has the words of the Oslo scale.
async fn house_with_words(place: &Place) -> House {
    let folder = place.folder().join("content/measures/words");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("osss-3.en.toml"), own_words()).unwrap();
    let content = place.folder().join("content");
    house_in(open_clinic_with(place, Hand::at_first_day(), Some(&content)).await).await
}

/// Every page of a browser's person that an address can be made for, and every page those lead to: those that say the
/// canary.
async fn pages_that_say_it(house: &House, browser: &mut Browser) -> (BTreeSet<String>, usize) {
    let mut to_open: Vec<String> = web::all_routes(&house.opened.site)
        .lines()
        .iter()
        .filter(|line| {
            line.method == "GET" && !line.path.contains("{token}") && !line.path.contains("sign-out")
        })
        .map(|line| {
            let path = line.path.replace("{course}", &house.courses[0].id.to_string());
            path.replace("{measure}", "osss-3").replace(['{', '}'], "")
        })
        .collect();
    let (mut known, mut saying, mut read) = (BTreeSet::new(), BTreeSet::new(), 0);
    while let Some(path) = to_open.pop() {
        if !path.starts_with('/') || path.contains("sign-out") || !known.insert(path.clone()) {
            continue;
        }
        let page = browser.get(&path).await;
        if page.body.contains(CANARY) {
            saying.insert(path);
        }
        if page.status.is_success() && page.body.contains("<html") {
            read += 1;
            to_open.extend(page.links().into_iter().map(|link| link.split('#').next().unwrap().to_owned()));
        }
    }
    (saying, read)
}

/// A browser of the first course's client.
async fn client_of(house: &House) -> Browser {
    let client = house.course(0).await.head().unwrap().client;
    browser_of(&house.opened, Who::Client(client)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_of_a_change_that_nobody_published_a_figure_for() {
    let house = house(&Place::sqlite()).await;
    let mut client = client_of(&house).await;
    let mut therapist = house.therapist().await;
    for (on, answer) in [("2025-03-01", "1"), ("2025-03-03", "7")] {
        let enter = therapist.get(&house.at("/measures/goal-progress/enter")).await.expect(StatusCode::OK);
        let form = enter.form("enter").filled(&[("on", on), ("1", answer)]);
        therapist.send(&form).await.expect(StatusCode::OK);
    }
    let page = client.get("/home/been").await.expect(StatusCode::OK);
    assert!(page.says("your answers came to 1 of 10") && page.says("to 7."), "{}", page.text());
    assert!(!page.says("usual ups and downs"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_on_no_page_before_a_permission_is_on_record_and_on_none_after_it_is_withdrawn() {
    let place = Place::sqlite();
    let house = house_with_words(&place).await;
    let mut therapist = house.therapist().await;
    let (saying, read) = pages_that_say_it(&house, &mut therapist).await;
    assert!(saying.is_empty() && read > 40, "{read} pages, the words are on {saying:?}");
    let mut client = client_of(&house).await;
    let (saying, read) = pages_that_say_it(&house, &mut client).await;
    assert!(saying.is_empty() && read > 5, "{read} pages, the words are on {saying:?}");

    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/licences/osss-3").await;
    assert!(page.says("Not used here"), "{}", page.text());
    let future = [("given-by", "Odd Dalgard"), ("licence-basis", "Letter"), ("on", "2031-01-01")];
    let page = office.send(&page.form("permission").filled(&future)).await;
    let page = page.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.form("permission").value("given-by"), "Odd Dalgard", "what was typed comes back");
    let given = [("given-by", "Odd Dalgard"), ("licence-basis", "Letter of 1 March"), ("on", "2025-03-01")];
    let page = office.fill_on(&page, "permission", &given).await.expect(StatusCode::OK);
    assert!(page.says("Letter of 1 March") && page.says("Put on record by Administrator"), "{}", page.text());
    let audit: Vec<String> = house
        .opened
        .clinic
        .store()
        .audit_recent(5)
        .await
        .unwrap()
        .into_iter()
        .map(|line| line.verb)
        .collect();
    assert!(audit.iter().any(|verb| verb == "record-permission"), "{audit:?}");

    let enter = house.at("/measures/osss-3/enter");
    let page = therapist.open(&enter).await;
    assert!(page.body.contains(CANARY));
    let form = page.form("enter").filled(&[("1", "1"), ("2", "2"), ("3", "2")]);
    therapist.send(&form).await.expect(StatusCode::OK);
    assert_eq!(house.course(0).await.measures.of("osss-3").next().unwrap().completed.total, 5);

    let page = office.open("/licences/osss-3").await;
    office.send(&page.form("withdraw")).await.expect(StatusCode::OK);
    let (saying, _) = pages_that_say_it(&house, &mut therapist).await;
    assert!(saying.is_empty(), "after it was withdrawn the words are on {saying:?}");
    assert_eq!(house.course(0).await.measures.of("osss-3").count(), 1, "answers stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measure_without_words_is_typed_in_from_paper_by_its_numbers() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut therapist = house.therapist().await;
    // Free to use, and without words in this program.
    let path = house.at("/measures/ham-d-17/paper");
    let codes: Vec<(String, String)> = (1..=17).map(|item| (item.to_string(), "1".to_owned())).collect();
    for form in ["typed", "typed-again"] {
        let page = therapist.open(&path).await;
        let codes: Vec<(&str, &str)> = codes
            .iter()
            .map(|(key, code)| (key.as_str(), code.as_str()))
            .chain([("on", "2025-03-03")])
            .collect();
        therapist.send(&page.form(form).filled(&codes)).await.expect(StatusCode::OK);
    }
    let course = house.course(0).await;
    let done = &course.measures.of("ham-d-17").next().unwrap().completed;
    assert_eq!((done.total, done.band.as_str(), done.how), (17, "moderate", How::Paper));
    // The list of forms has it by its official name.
    assert!(therapist.open(&house.at("/forms")).await.says("HAM-D"));
    // What needs a permission is not there at all.
    let page = therapist.get(&house.at("/measures/bdi-ii/paper")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_leaves_questions_open_and_finishes_them_later() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = client_of(&house).await;
    let page = client.open("/home/check-in/gad-7").await;
    // The therapist began it in the session: that answer is there, and the next question is asked.
    assert!(page.says("2 of 7"), "{}", page.text());
    assert!(client.open("/home/check-in/gad-7?q=0").await.says("Your therapist reads your answers"));
    for item in ["2", "3", "4"] {
        client.post("/home/check-in/gad-7", &[("item", item), ("answer", "1"), ("go", "next")]).await;
    }
    for item in ["5", "6", "7"] {
        client.post("/home/check-in/gad-7", &[("item", item), ("go", "pass")]).await;
    }
    let page = client.open("/home/check-in/gad-7").await;
    assert!(page.says("3 questions are open"), "{}", page.text());
    let send = page.forms().into_iter().find(|form| form.action.ends_with("/send")).unwrap();
    client.send(&send).await.expect(StatusCode::OK);

    let course = house.course(0).await;
    assert_eq!(course.measures.of("gad-7").count(), 0, "an open question is not a nought");
    let part = course.measures.open_part("gad-7").unwrap();
    assert_eq!(
        (part.said.unanswered.as_slice(), part.said.how),
        (&["5", "6", "7"].map(str::to_owned)[..], How::Portal)
    );
    let mut therapist = house.therapist().await;
    assert!(therapist.open("/check-ins").await.says("Partly answered"));
    let part_page = house.at(&format!("/measures/parts/{}", part.id.0));
    let page = therapist.open(&part_page).await;
    assert!(
        page.says("These questions are open: 5, 6, 7.") && page.says("Nothing was scored"),
        "{}",
        page.text()
    );

    // Later the others are answered, and only those are asked.
    let page = client.open("/home/check-in/gad-7").await;
    assert!(page.says("5 of 7"), "{}", page.text());
    for item in ["5", "6", "7"] {
        client.post("/home/check-in/gad-7", &[("item", item), ("answer", "2"), ("go", "next")]).await;
    }
    let page = client.open("/home/check-in/gad-7").await;
    let send = page.forms().into_iter().find(|form| form.action.ends_with("/send")).unwrap();
    client.send(&send).await.expect(StatusCode::OK);
    let course = house.course(0).await;
    assert_eq!(course.measures.of("gad-7").next().unwrap().completed.total, 11);
    assert!(course.measures.open_part("gad-7").is_none());
    assert!(therapist.open(&part_page).await.says("Answered in full since"));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_changed_in_another_window_are_looked_at_before_they_are_sent() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let [mut here, mut there] = [client_of(&house).await, client_of(&house).await];
    let path = "/home/check-in/gad-7";
    let mut third = client_of(&house).await;
    let early = third.open(&format!("{path}/all")).await.form("all");
    for item in ["2", "3", "4", "5", "6", "7"] {
        here.post(path, &[("item", item), ("answer", "1"), ("go", "next")]).await;
    }
    // A page with all questions that was opened before is sent: it comes back with what was answered elsewhere.
    let page = third.send(&early.filled(&[("leave-open", "yes")])).await;
    let page = page.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let back = page.form("all");
    assert!(back.value("1") == "2" && back.value("5") == "1", "{}", page.text());
    let form_of = |page: &Page| page.forms().into_iter().find(|form| form.action.ends_with("/send")).unwrap();
    let review = form_of(&here.open(path).await);
    let all = here.open(&format!("{path}/all")).await.form("all");
    there.post(path, &[("item", "7"), ("answer", "3"), ("go", "next")]).await;
    // Both pages of before say so, show the answers, and send nothing.
    let told = "Your answers were changed in another window";
    let page = here.send(&review).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says(told) && form_of(&page).value("7") == "3", "{}", page.text());
    let own = here.send(&all).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        own.says(told) && own.form("all").value("7") == "1",
        "what was chosen here stands: {}",
        own.text()
    );
    assert_eq!(house.course(0).await.measures.of("gad-7").count(), 0);
    assert!(there.open(path).await.says("Nearly every day"), "nothing of the other window is lost");
    let sent = here.send(&form_of(&page)).await.expect(StatusCode::OK);
    assert_eq!(sent.path, "/home/thanks");
    assert_eq!(house.course(0).await.measures.of("gad-7").next().unwrap().completed.answers["7"], "3");
    // A page of before sends nothing over it, and the same press twice is one.
    for form in [&review, &form_of(&page)] {
        assert_eq!(here.send(form).await.path, "/home/thanks");
        assert_eq!(house.course(0).await.measures.of("gad-7").count(), 1);
    }
    // What a window answers on after that is no beginning of the next one.
    there.post(path, &[("item", "6"), ("answer", "3"), ("go", "next")]).await;
    for _ in 0..3 {
        hold_a_week_later(&house).await;
    }
    let page = client_of(&house).await.open(path).await;
    assert!(page.says("1 of 7"), "{} {}", page.path, page.text());
}

/// The next session is held a week later.
async fn hold_a_week_later(house: &House) {
    house.opened.hand.days_later(7);
    let on = house.opened.clinic.today();
    let held = HoldSession { session: None, on, mode: Mode::InPerson, number: 0 };
    house.ask(Command::HoldSession(held)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_begun_before_the_form_came_in_otherwise_is_not_the_beginning_of_the_next() {
    let place = Place::sqlite();
    let house = house(&place).await;
    house.opened.hand.days_later(1);
    let session = house.at(&format!("/sessions/{}", house.course(0).await.sessions[0].id.0));
    house.therapist().await.fill(&session, "held", &[]).await;
    let path = "/home/check-in/phq-9";
    let mut client = client_of(&house).await;
    client.post(path, &[("item", "1"), ("answer", "3"), ("go", "next")]).await;
    assert!(client.open(path).await.says("2 of 10"));
    let mut therapist = house.therapist().await;
    let mut entered = async |on: &str| {
        let mut form = therapist.open(&house.at("/measures/phq-9/enter")).await.form("enter");
        for item in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "difficulty"] {
            form = form.filled(&[(item, "0")]);
        }
        therapist.send(&form.filled(&[("on", on)])).await.expect(StatusCode::OK);
    };
    let today = house.opened.clinic.today();
    // The therapist enters a form of last week: what was begun since stays.
    entered(&today.plus(-3).to_string()).await;
    assert!(client.open(path).await.says("2 of 10"), "the form of last week is not the one of now");
    // And now the same form as it was said in the session.
    entered(&today.to_string()).await;
    assert!(client.open(path).await.path == "/home/check-in", "it is not due any more");
    hold_a_week_later(&house).await;
    let mut client = client_of(&house).await;
    let page = client.open(path).await;
    assert!(page.says("1 of 10"), "{}", page.text());
    client.post(path, &[("item", "1"), ("answer", "2"), ("go", "next")]).await;
    assert!(client.open(path).await.says("2 of 10"), "the answers of now are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_of_all_questions_on_one_page_is_remembered() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = client_of(&house).await;
    let page = client.open("/home/check-in/gad-7/all").await;
    assert_eq!(page.form("all").value("1"), "2", "what was answered before stands in the form");
    assert!(client.open("/home/check-in/gad-7").await.has_form("all"), "the next time it comes at once");
    client.open("/home/check-in/gad-7?one=1").await;
    assert!(!client.open("/home/check-in/gad-7").await.has_form("all"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_says_how_its_score_came_about() {
    let place = Place::sqlite();
    let house = house(&place).await;
    // CORE-10 has its scoring here, and is used once the service has said that it makes no money of it.
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/licences/core-10").await;
    assert!(page.says("Not used here") && page.says("CC BY-NC-ND 4.0"), "{}", page.text());
    let given = [("given-by", "The service"), ("licence-basis", "Not commercial"), ("on", "2025-03-01")];
    office.fill_on(&page, "permission", &given).await;
    let mut therapist = house.therapist().await;
    let mut answer = async |key: &str, answers: Vec<(&str, &str)>| {
        let page = therapist.open(&house.at(&format!("/measures/{key}/enter"))).await;
        therapist.send(&page.form("enter").filled(&answers)).await.expect(StatusCode::OK);
        let course = house.course(0).await;
        let id = course.measures.of(key).next_back().unwrap().id.0;
        therapist.open(&house.at(&format!("/measures/results/{id}"))).await
    };
    let all =
        |code: &'static str, items: &[&'static str]| items.iter().map(|key| (*key, code)).collect::<Vec<_>>();
    let ten = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

    let page = answer("core-10", all("0", &ten)).await;
    assert!(page.says("All 10 questions that count were answered"), "{}", page.text());
    assert!(page.says("Counted from the other end: 2, 3"), "{}", page.text());

    let mut one_open = all("1", &ten[..9]);
    one_open.push(("leave-open", "yes"));
    let page = answer("core-10", one_open).await;
    assert!(page.says("Not answered: 10. It counts as the mean of the others"), "{}", page.text());

    let page = answer("phq-4", all("3", &ten[..4])).await;
    assert!(page.says("Anxiety") && page.says("The total is the sum"), "{}", page.text());

    let roles = vec![("work", "none"), ("home", "8"), ("people", "9"), ("time", "10")];
    let page = answer("role-functioning", roles).await;
    assert!(
        page.says("9.0 of 10.0") && page.says("Does not apply, and was left out: work"),
        "{}",
        page.text()
    );
    assert!(page.says("more points are better") && page.says("not studied as a scale"), "{}", page.text());

    let page = answer("audit-c", vec![("1", "2"), ("2", "1"), ("3", "1")]).await;
    assert!(page.says("Here one drink holds 8 g of pure alcohol."), "{}", page.text());
    // Three cut-offs, each for whom it was found; four points reach two of them.
    let said = page.text();
    assert_eq!(said.matches("asks for a closer look").count(), 3, "{said}");
    assert_eq!(said.matches("reached here").count(), 2, "{said}");
    assert!(said.contains("women, USA") && said.contains("Britain"), "{said}");

    let page = answer("asq", all("no", &ten[..4])).await;
    assert!(page.says("It has no total"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holders_notice_stands_under_the_first_question() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = client_of(&house).await;
    let notice = "No permission required to reproduce, translate, display or distribute";
    assert!(client.open("/home/check-in/gad-7?q=0").await.says(notice));
    assert!(!client.open("/home/check-in/gad-7?q=1").await.says(notice));
    assert!(client.open("/home/check-in/gad-7/all").await.says(notice));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_answers_to_one_question_are_refused_and_neither_is_taken() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut client = client_of(&house).await;
    let form = client.open("/home/check-in/gad-7/all").await.form("all");
    let mut answers: Vec<(&str, &str)> = ["1", "2", "3", "4", "5", "6", "7"].map(|key| (key, "1")).to_vec();
    let before = house.course(0).await.measures.of("gad-7").count();
    let mut twice = form.filled(&answers);
    let other = stories::page::Field { name: "3".to_owned(), value: "3".to_owned(), ..Default::default() };
    twice.fields.push(other);
    let back = client.send(&twice).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.says("One of the answers is not among the choices"), "{}", back.text());
    assert_eq!(house.course(0).await.measures.of("gad-7").count(), before);
    answers[2].1 = "3";
    client.send(&back.form("all").filled(&answers)).await.expect(StatusCode::OK);
    let course = house.course(0).await;
    assert_eq!(course.measures.of("gad-7").next_back().unwrap().completed.total, 9);
}

/// Items and answers of the questions on stress.
const STRESS: [&str; 10] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
const STRESSED: [&str; 3] = ["0", "1", "2"];

/// A house with two measures and a button in a second language; the words are made up.
async fn house_in_two_languages(place: &Place) -> House {
    let content = place.folder().join("content");
    for folder in ["measures/words", "words/de"] {
        std::fs::create_dir_all(content.join(folder)).unwrap();
    }
    std::fs::write(content.join("words/de/pages.ftl"), "next = Weiter\n").unwrap();
    let lines = |keys: &[&str], of: &str| -> String {
        keys.iter().map(|key| format!("{key} = \"{of} {key}\"\n")).collect::<Vec<_>>().concat()
    };
    let seven = ["1", "2", "3", "4", "5", "6", "7"];
    let bands = lines(&["minimal", "mild", "moderate", "severe"], "Bereich");
    for (measure, items, codes, bands) in [
        ("gad-7", &seven[..], &["0", "1", "2", "3"][..], bands.as_str()),
        ("phq-stress", &STRESS, &STRESSED, ""),
    ] {
        let mut file = format!("measure = \"{measure}\"\nversion = 1\nlanguage = \"de\"\n\n[text]\n");
        file += "title = \"Titel\"\nstem = \"Zuletzt\"\nsource = \"made for a test\"\n\n[text.items]\n";
        file += &format!("{}\n[text.options]\n{}\n", lines(items, "Frage"), lines(codes, "Antwort"));
        file += &format!("[text.bands]\n{bands}");
        std::fs::write(content.join(format!("measures/words/{measure}.de.toml")), file).unwrap();
    }
    house_in(open_clinic_with(place, Hand::at_first_day(), Some(&content)).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_keeps_the_language_it_was_answered_in_and_its_page_says_which() {
    let place = Place::sqlite();
    let house = house_in_two_languages(&place).await;
    let mut client = client_of(&house).await;
    client.language = "de".to_owned();
    // The therapist began this one in English: it is finished in English, whatever the browser asks for now.
    let page = client.open("/home/check-in/gad-7").await;
    assert!(page.says("Not being able to stop") && !page.says("Frage"), "{}", page.text());
    let part = house.course(0).await.measures.open_part("gad-7").unwrap().clone();
    assert_eq!(part.said.language, "en");
    let mut therapist = house.therapist().await;
    let page = therapist.open(&house.at(&format!("/measures/parts/{}", part.id.0))).await;
    assert!(page.says("It was answered in this language: English."), "{}", page.text());

    // Typed in from paper by somebody who reads German: every way in keeps the language of the words that were shown.
    therapist.language = "de".to_owned();
    let path = house.at("/measures/gad-7/paper");
    let mut codes: Vec<(&str, &str)> = ["1", "2", "3", "4", "5", "6", "7"].map(|item| (item, "1")).to_vec();
    codes.push(("on", "2025-03-03"));
    for form in ["typed", "typed-again"] {
        let page = therapist.open(&path).await;
        assert!(page.says("Frage 1") && page.says("Antwort 1"), "{}", page.text());
        therapist.send(&page.form(form).filled(&codes)).await.expect(StatusCode::OK);
    }
    let course = house.course(0).await;
    let paper = course.measures.of("gad-7").next_back().unwrap();
    assert_eq!((paper.completed.language.as_str(), paper.completed.how), ("de", How::Paper));

    // One question per screen: begun in German, it stays so when the browser asks for English half way.
    let path = "/home/check-in/phq-stress";
    for item in STRESS {
        let page = client.open(path).await;
        assert!(page.says(&format!("Frage {item}")) && page.says("Antwort 2"), "{}", page.text());
        let form = page.forms().into_iter().find(|form| form.action == path).unwrap();
        client.send(&form.filled(&[("answer", "1")]).forged("go", "next")).await.expect(StatusCode::OK);
        client.language = "en".to_owned();
    }
    // An answer from a window that shows it in another language is not mixed in.
    let other = [("item", "a"), ("answer", "2"), ("go", "next"), ("measure-language", "en")];
    let page = client.post(path, &other).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("not here in that language") && page.says("Frage a"), "{}", page.text());
    // Nor is it sent in a language that is not there.
    let page = client.open(path).await;
    let send = page.forms().into_iter().find(|form| form.action.ends_with("/send")).unwrap();
    let refused = client.send(&send.clone().forged("measure-language", "fr")).await;
    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("not here in that language") && refused.says("Antwort 1"), "{}", refused.text());
    client.send(&send).await.expect(StatusCode::OK);
    let course = house.course(0).await;
    let result = course.measures.of("phq-stress").next_back().unwrap();
    assert_eq!((result.completed.language.as_str(), result.completed.how), ("de", How::Portal));
    assert!(result.completed.answers.values().all(|code| code == "1"));
    therapist.language = "en".to_owned();
    let path = house.at(&format!("/measures/results/{}", result.id.0));
    let page = therapist.open(&path).await;
    assert!(page.says("It was answered in this language: German."), "{}", page.text());
    let file = therapist.get(&format!("{path}/file")).await;
    assert!(file.body.contains("\"language\": \"de\"") && file.body.contains("Frage a"), "{}", file.body);

    // All on one page, of a measure that has no German words: it was shown in English.
    client.language = "de".to_owned();
    let page = client.open("/home/check-in/role-functioning/all").await;
    let answers = [("work", "1"), ("home", "1"), ("people", "1"), ("time", "1")];
    client.send(&page.form("all").filled(&answers)).await.expect(StatusCode::OK);
    let course = house.course(0).await;
    assert_eq!(course.measures.of("role-functioning").next_back().unwrap().completed.language, "en");

    // On the therapist's device.
    therapist.language = "de".to_owned();
    let page = therapist.open(&house.at("/forms")).await;
    let device = page.form("device").filled(&[("measures", "gad-7"), ("pin", "4711")]);
    therapist.send_without_following(&device).await;
    let mut page = therapist.post("/kiosk", &[("measure", "gad-7")]).await;
    while page.says("Frage") && !page.body.contains("value=\"send\"") {
        let form = page.forms().into_iter().find(|form| form.action == "/kiosk").unwrap();
        page = therapist.send(&form.filled(&[("answer", "1")]).forged("go", "next")).await;
    }
    let form = page.forms().into_iter().find(|form| form.action == "/kiosk").unwrap();
    let page = therapist.send(&form.clone().forged("language", "fr").forged("go", "send")).await;
    let page = page.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("not here in that language"), "{}", page.text());
    therapist.send(&form.forged("go", "send")).await.expect(StatusCode::OK);
    let course = house.course(0).await;
    let device = &course.measures.of("gad-7").next_back().unwrap().completed;
    assert_eq!((device.language.as_str(), device.how), ("de", How::Device));
}
