//! Who is there when: opening hours, a flag nobody looked at on its way to the supervisor and the lead, an owner on leave.

use crate::house::{House, browser_of, hire, house};
use clinic::handle::Asked;
use clinic::waiting::new_submission;
use clinic::worker::MailWords;
use http::StatusCode;
use stories::{Browser, Page, Place};
use treatment::access::Role;
use treatment::command::Command;
use treatment::session::{HoldSession, Mode};

/// One round of the worker; without a mailer it passes on and tells nobody.
async fn work(house: &House) {
    let words = MailWords {
        subject: "News".to_owned(),
        body: "Something is new.".to_owned(),
        link: String::new(),
        code: String::new(),
    };
    while house.opened.clinic.work_once(&words).await.unwrap() > 0 {}
}

/// Answers the PHQ-9 on the portal, item 9 with something.
async fn answer_worryingly(client: &mut Browser) -> Page {
    for item in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "difficulty"] {
        let fields = [("item", item), ("answer", "1"), ("go", "next")];
        client.post("/home/check-in/phq-9", &fields).await;
    }
    let review = client.open("/home/check-in/phq-9").await;
    client.fill_on(&review, "/home/check-in/phq-9/send", &[]).await
}

/// Where the last flag of the first course is.
async fn newest_flag(house: &House) -> String {
    house.at(&format!("/flags/{}", house.course(0).await.flags.last().unwrap().id.0))
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_service_is_closed_the_client_is_told_before_the_form_and_the_flag_is_due_after_it_opens() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/office/hours").await;
    let week = ["hours-1", "hours-2", "hours-3", "hours-4", "hours-5"];
    let mut filled: Vec<(&str, &str)> = week.iter().map(|day| (*day, "09:00-12:30 13:30-17:00")).collect();
    filled.extend([("working-day", "60"), ("closed-days", "2025-03-10")]);
    // What is no span comes back as it was typed, and nothing of the rest is lost.
    let mut wrong = filled.clone();
    wrong[2].1 = "nine to five";
    let back = office.send(&page.form("hours").filled(&wrong)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(back.form("hours").value("hours-3"), "nine to five");
    assert_eq!(back.form("hours").value("hours-1"), "09:00-12:30 13:30-17:00");
    office.send(&back.form("hours").filled(&filled)).await.expect(StatusCode::OK);
    assert_eq!(office.open("/office/hours").await.form("hours").value("closed-days"), "2025-03-10");

    // After Friday's session the questions are due again.
    house.opened.hand.set("2025-03-07", 10 * 60);
    let session = house.course(0).await.next_session().map(|session| session.id);
    let held = HoldSession { session, on: house.opened.clinic.today(), mode: Mode::InPerson, number: 0 };
    let their = &house.courses[0];
    let asked = Asked::plain(Command::HoldSession(held), new_submission());
    house.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    // Saturday noon: the next Monday is closed as well.
    house.opened.hand.set("2025-03-08", 12 * 60);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let told = "Nobody of the service is there right now. Somebody is there again on";
    for path in ["/home/check-in", "/home/check-in/phq-9"] {
        let page = client.open(path).await;
        assert!(page.says(told) && page.says("11 March 2025, 09:00"), "{path}: {}", page.text());
    }
    let after = answer_worryingly(&mut client).await;
    assert!(after.path.starts_with("/home/help-now") && after.says(told), "{}", after.text());
    let mut therapist = house.therapist().await;
    let flag = therapist.open(&newest_flag(&house).await).await;
    assert!(flag.says("11 March 2025, 10:00"), "an hour after it opens: {}", flag.text());
    // While it is open nothing of it is said.
    house.opened.hand.set("2025-03-11", 9 * 60 + 30);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    assert!(!client.open("/home/help-now").await.says(told));
    // In the lunch break it is.
    house.opened.hand.set("2025-03-11", 13 * 60);
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    assert!(client.open("/home/help-now").await.says("13:30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_nobody_looked_at_comes_to_the_supervisor_and_then_to_the_lead_who_sees_the_flag_alone() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        let lead = hire(&house.opened, &house.administrator, "Lead", Role::Lead).await;
        let supervisor = house.courses[0].supervisor.who;
        // Nobody stays signed in for hours: each look is a new sign-in.
        let as_whom = async |who| browser_of(&house.opened, who).await;
        let flag = newest_flag(&house).await;
        work(&house).await;
        let page = as_whom(supervisor).await.open("/flags").await;
        assert!(page.says("To be looked at") && page.says("With Therapist of Alma"), "{}", page.text());
        assert!(!page.says("Passed on"), "{}", page.text());

        house.opened.hand.minutes_later(8 * 60);
        work(&house).await;
        work(&house).await;
        for path in ["/flags", "/supervision"] {
            let page = as_whom(supervisor).await.open(path).await;
            assert!(page.says("Nobody has looked in time"), "{path}: {}", page.text());
            assert_eq!(page.text().matches("Passed on to the supervisor").count(), 1, "{path}");
        }
        let mut early = as_whom(lead.who).await;
        assert!(early.open("/flags").await.says("Nothing waits for you here."));
        assert_eq!(early.get(&flag).await.status, StatusCode::NOT_FOUND, "it is not theirs yet");

        house.opened.hand.minutes_later(8 * 60);
        work(&house).await;
        let mut lead = as_whom(lead.who).await;
        let list = lead.open("/flags").await;
        assert!(list.says("Alma") && list.says("Passed on to the service lead"), "{}", list.text());
        let page = lead.open(&flag).await;
        assert!(page.says("Several days") && page.says("Sign of Alma"), "{}", page.text());
        assert!(!page.says("Somebody of Alma"), "the lead reads nothing of the course");
        for rest in ["", "/history", "/people", "/measures", "/safety", "/forms", "/sessions"] {
            assert_eq!(lead.get(&house.at(rest)).await.status, StatusCode::NOT_FOUND, "{rest}");
        }
        lead.fill(&flag, "seen", &[("note", "Rang Alma, she is at her sister’s.")]).await;
        let page = house.therapist().await.open(&flag).await;
        for words in ["Rang Alma", "Lead", "Passed on to the supervisor", "Passed on to the service lead"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!as_whom(supervisor).await.open("/flags").await.says("Nobody has looked in time"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_somebody_looked_at_in_time_is_passed_on_to_nobody() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let lead = hire(&house.opened, &house.administrator, "Lead", Role::Lead).await;
    let flag = newest_flag(&house).await;
    house.therapist().await.fill(&flag, "seen", &[("note", "Rang at once.")]).await;
    house.opened.hand.days_later(3);
    work(&house).await;
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let page = supervisor.open("/flags").await;
    assert!(page.says("Being followed") && !page.says("Passed on"), "{}", page.text());
    let mut lead = browser_of(&house.opened, lead.who).await;
    assert_eq!(lead.get(&flag).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_on_leave_is_covered_by_whom_they_named_for_those_days_and_no_longer() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let cover = house.courses[1].therapist.staff().unwrap().to_string();
    let mut owner = house.therapist().await;
    let mut cover_browser = browser_of(&house.opened, house.courses[1].therapist.who).await;
    let flag = newest_flag(&house).await;
    assert_eq!(cover_browser.get(&flag).await.status, StatusCode::NOT_FOUND);
    let page = owner.open("/covers").await;
    let form = page.form("cover").filled(&[("cover-by", &cover), ("until", "2025-03-02")]);
    let back = owner.send(&form).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(back.form("cover").value("until"), "2025-03-02", "what was typed comes back");
    // Nobody covers for themselves, and nobody who does not treat is offered.
    let form = back.form("cover");
    let offered = &form.fields.iter().find(|field| field.name == "cover-by").unwrap().choices;
    assert!(offered.contains(&cover));
    for other in [&house.courses[0].therapist, &house.courses[0].supervisor, &house.manager] {
        assert!(!offered.contains(&other.staff().unwrap().to_string()));
    }
    owner.send(&page.form("cover").filled(&[("cover-by", &cover), ("until", "2025-03-05")])).await;

    let list = cover_browser.open("/flags").await;
    assert!(list.says("You cover for Therapist of Alma"), "{}", list.text());
    let today = cover_browser.open("/").await;
    assert!(today.body.contains(&flag), "it stands on the day of who covers: {}", today.text());
    cover_browser.fill(&flag, "seen", &[("note", "Rang in her absence.")]).await;
    assert!(owner.open(&flag).await.says("Therapist of Boris"));
    // Somebody else's leave is not theirs to end.
    let theirs = cover_browser.open("/covers").await;
    assert!(theirs.says("Therapist of Boris covers for Therapist of Alma"));
    assert!(!theirs.forms().iter().any(|form| form.id.starts_with("end-")));

    house.opened.hand.set("2025-03-06", 9 * 60);
    let mut late = browser_of(&house.opened, house.courses[1].therapist.who).await;
    assert!(!late.open("/flags").await.says("You cover for"));
    assert_eq!(late.get(&flag).await.status, StatusCode::NOT_FOUND);
    assert_eq!(late.get(&house.at("")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_owner_has_left_the_supervisor_follows_the_flag_to_its_end() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let their = &house.courses[0];
    let id = their.therapist.staff().unwrap();
    let sheet = clinic::sheets::StaffSheet { name: "Therapist of Alma".to_owned(), email: String::new() };
    let clinic = &house.opened.clinic;
    clinic.change_staff(&house.administrator, id, &sheet, &[Role::Therapist], false, &[]).await.unwrap();
    let mut supervisor = browser_of(&house.opened, their.supervisor.who).await;
    let flag = newest_flag(&house).await;
    assert!(supervisor.open("/flags").await.body.contains(&flag));
    for (form, filled) in [
        ("seen", vec![("note", "Rang.")]),
        (
            "assess",
            vec![("ideation", "passive"), ("risk-formulation", "Passing."), ("risk-decision", "Wait.")],
        ),
        ("plan", vec![("flag-plan", "safety-plan"), ("flag-plan-words", "Gone through.")]),
        ("review", vec![("found", "Better.")]),
        ("flag-close", vec![("reason", "Passed; safety plan gone through.")]),
    ] {
        supervisor.fill(&flag, form, &filled).await;
    }
    assert!(supervisor.open(&flag).await.says("Dealt with and closed"));
    assert!(!supervisor.open("/flags").await.body.contains(&flag));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_shows_what_was_answered_for_eighteen_months() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let flag = newest_flag(&house).await;
    let course = house.course(0).await;
    let answered = course.measures.of("phq-9").next_back().unwrap().completed.on;
    let (year, month, day) = answered.date();
    let month = ["January", "February", "March", "April"][usize::from(month) - 1];
    let written = format!("{day} {month} {year}");
    let mut times = Vec::new();
    for days in [0, 547, 549] {
        let (year, month, day) = answered.plus(days).date();
        house.opened.hand.set(&format!("{year}-{month:02}-{day:02}"), 10 * 60);
        // Nobody stays signed in for months: each look is a new sign-in.
        let page = browser_of(&house.opened, house.courses[0].therapist.who).await.open(&flag).await;
        assert!(page.says("This item so far"), "{}", page.text());
        times.push(page.text().matches(&written).count());
    }
    assert_eq!((times[0], times[1]), (times[2] + 1, times[2] + 1), "the answer of {written} in its table");
}
