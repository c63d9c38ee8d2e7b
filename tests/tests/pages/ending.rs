//! Half way, the ending and after, as pages: what both see, what is on one page, who is followed up, who comes back.

use crate::house::{House, browser_of, house};
use clinic::handle::Asked;
use clinic::sheets::ClientSheet;
use clinic::waiting::{NewCourse, new_submission};
use http::StatusCode;
use stories::{Browser, Form, Page, Place};
use treatment::access::{Verb, Who};
use treatment::command::Command;
use treatment::contract::{AgreeContract, MissedRule};
use treatment::ending::{CloseCourse, Closing};
use treatment::opening::{Consent, ConsentKind};
use treatment::plans::AgreePlan;
use treatment::risk::{CloseFlag, CloseHow};
use treatment::session::{HoldSession, Mode};
use treatment::time::Day;

/// A house whose first course has a contract of sixteen and a focus.
async fn agreed() -> House {
    let house = house(&Place::sqlite()).await;
    let today = house.opened.clinic.today();
    house
        .ask(Command::AgreeContract(AgreeContract {
            sessions: 4,
            cadence_days: 7,
            minutes: 50,
            first_on: today,
            planned_end: today,
            missed: MissedRule::Counts,
            late_cancel_hours: 24,
            between: String::new(),
            parts: String::new(),
            reason: String::new(),
        }))
        .await;
    house.agree_focus().await;
    house
}

fn form_of(page: &Page, begins: &str) -> Form {
    let form = page.forms().into_iter().find(|form| form.id.starts_with(begins));
    form.unwrap_or_else(|| panic!("no form {begins} on {}:\n{}", page.path, page.text()))
}

async fn fill(browser: &mut Browser, at: &str, begins: &str, filled: &[(&str, &str)]) -> Page {
    let form = form_of(&browser.open(at).await, begins).filled(filled);
    browser.send(&form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn half_way_is_written_together_and_the_client_has_it_too() {
    let house = agreed().await;
    let mut therapist = house.therapist().await;
    let at = house.at("/midpoint");
    let page =
        fill(&mut therapist, &at, "midpoint", &[("moved", "Two people nearer"), ("focus-still", "change")])
            .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a change of focus says why");
    assert!(page.body.contains("Two people nearer"), "what was typed is kept");
    let filled = [("moved", "Two people nearer"), ("focus-still", "keep"), ("client-words", "I sleep again")];
    let page = fill(&mut therapist, &at, "midpoint", &filled).await.expect(StatusCode::OK);
    assert!(page.says("Two people nearer") && page.says("I sleep again"), "{}", page.text());
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    assert!(client.open("/home/story").await.says("Two people nearer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_announced_to_everybody_at_four_left() {
    let house = agreed().await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    assert!(client.open("/home").await.says("The end comes near"));
    let mut therapist = house.therapist().await;
    assert!(therapist.open("/courses").await.says("Ending not spoken about"));
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    assert!(supervisor.open("/supervision").await.body.contains("pill-warn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_go_both_ways_and_are_kept_by_both() {
    let house = agreed().await;
    let mut therapist = house.therapist().await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let at = house.at("/ending/after");
    fill(&mut therapist, &at, "letter", &[("words", "You came every week")]).await.expect(StatusCode::OK);
    let page = client.open("/home/letters").await;
    assert!(page.says("You came every week"));
    let page = fill(&mut client, "/home/letters", "letter", &[("words", "Thank you for the hour")]).await;
    assert!(page.expect(StatusCode::OK).says("Thank you for the hour"));
    assert!(therapist.open(&at).await.says("Thank you for the hour"));
    let page = fill(&mut client, "/home/letters", "letter", &[("words", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_followed_up_without_consent_and_who_comes_back_keeps_their_map() {
    let house = agreed().await;
    let mut therapist = house.therapist().await;
    let at = house.at("/ending/after");
    let page = therapist.open(&at).await;
    assert!(!page.forms().iter().any(|form| form.id.starts_with("plan-")), "no plan without consent");
    let last_week = house.opened.clinic.today().plus(-6);
    let held = HoldSession { session: None, on: last_week, mode: Mode::InPerson, number: 0 };
    house.ask(Command::HoldSession(held)).await;
    let page = fill(&mut therapist, &at, "agree-follow-up", &[]).await.expect(StatusCode::OK);
    assert_eq!(page.forms().iter().filter(|form| form.id.starts_with("plan-")).count(), 4);
    for form in page.forms().iter().filter(|form| form.id.starts_with("plan-")) {
        let on = Day::parse(&form.value("on")).expect("a day");
        assert_eq!(on.weekday(), last_week.weekday(), "{}: on the weekday of the sessions", form.id);
    }
    let today = house.opened.clinic.today();
    let page = fill(&mut therapist, &at, "plan-1", &[("on", &today.plus(5).to_string())]).await;
    assert!(page.expect(StatusCode::OK).says("One month after"));
    assert!(therapist.open("/").await.says("One month after"), "it stands on Today when it is near");

    // The plan for staying well and the safety plan stand on one page, for both.
    let plan = [
        ("signs", "I stop answering"),
        ("situations-0-risky", "Her birthday"),
        ("situations-0-risky-when", "March 2027"),
    ];
    fill(&mut therapist, &house.at("/ending"), "keep", &plan).await.expect(StatusCode::OK);
    // Once a sign is kept, it is asked whether it was there when it began; the answer goes with the sign.
    let there = [("at-onset-0-was-there", "yes")];
    let page = fill(&mut therapist, &house.at("/ending"), "keep", &there).await.expect(StatusCode::OK);
    assert!(page.says("There at the onset"), "{}", page.text());
    fill(&mut therapist, &at, "letter", &[("words", "You came every week")]).await.expect(StatusCode::OK);
    let page = therapist.open(&house.at("/ending/sheet")).await;
    assert!(
        page.says("I stop answering") && page.says("Her birthday") && page.says("Sign of Alma"),
        "{}",
        page.text()
    );
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    assert!(page.says("When you are asked how it is") && page.says("By telephone"), "{}", page.text());
    let page = client.open("/home/plan").await;
    assert!(page.says("I stop answering") && page.says("Sign of Alma"), "{}", page.text());
    assert!(page.says("When you are asked how it is"), "{}", page.text());

    // An open flag blocks the close; then the course is closed until a day that the client is told.
    let until = today.plus(365).to_string();
    let close = [("reason", "As agreed"), ("readable-until", until.as_str())];
    let page = fill(&mut therapist, &house.at("/ending"), "close", &close).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a flag is open");
    for flag in &house.course(0).await.flags {
        let closed = CloseFlag {
            flag: flag.id,
            reason: "Another client's paper".to_owned(),
            how: CloseHow::Mistake,
            consulted: String::new(),
        };
        house.ask(Command::CloseFlag(closed)).await;
    }
    house
        .ask(Command::CloseCourse(CloseCourse {
            how: Closing::Completed,
            reason: "As agreed".to_owned(),
            missing: Vec::new(),
            readable_until: Some(today.plus(365)),
        }))
        .await;
    assert!(client.open("/home").await.says("You can read your pages here at least until"));
    let trying = client.open("/home/trying").await;
    assert!(
        trying.says("What you tried is still here") && !trying.says("plan it together"),
        "{}",
        trying.text()
    );

    let form = form_of(&therapist.open(&at).await, "again").filled(&[("reason", "She rang")]);
    let page = therapist.send(&form).await.expect(StatusCode::OK);
    assert!(page.path.ends_with("/opening") && page.says("I stop answering"), "{}", page.text());
    assert!(page.says("There at the onset"), "{}", page.text());
    for rest in ["/ending/after", "/ending/sheet", ""] {
        assert!(page.links().contains(&house.at(rest)), "{rest}: {:?}", page.links());
    }
    let new = page.path.replace("/opening", "/ending/after");
    assert!(therapist.open(&new).await.links().contains(&at), "the earlier letters are one press away");
    let again = therapist.send(&form).await.expect(StatusCode::OK);
    assert_eq!(again.path, page.path, "a form sent twice opens one course");
    let people = therapist.open(&page.path.replace("/opening", "/people")).await;
    assert!(people.says("Somebody of Alma"));
    assert!(client.open("/home/people").await.says("Somebody of Alma"));
    assert!(client.open("/home/letters").await.says("You came every week"), "and the client keeps theirs");
    assert!(client.open("/home/plan").await.says("There at the onset"));
}

#[tokio::test]
async fn what_is_said_of_a_closed_course_is_true_of_it() {
    let house = house(&Place::sqlite()).await;
    let clinic = &house.opened.clinic;
    let therapist = &house.courses[0].therapist;
    let new = NewCourse {
        client: ClientSheet { name: "Cara".to_owned(), ..Default::default() },
        protocol: "ipt-12".to_owned(),
        referral: None,
        source: String::new(),
        reason: "sad".to_owned(),
        submission: new_submission(),
    };
    let (course, receipt) = clinic.open_course(therapist, &new).await.unwrap();
    let today = clinic.today();
    let held = HoldSession { session: None, on: today, mode: Mode::InPerson, number: 0 };
    let plan = AgreePlan {
        what: "Ring her brother".to_owned(),
        person: None,
        when: String::new(),
        opening_words: String::new(),
        if_then: String::new(),
        from: None,
    };
    let consent = Consent { kind: ConsentKind::FollowUp, given: true, on: today, note: String::new() };
    for command in [Command::HoldSession(held), Command::AgreePlan(plan), Command::RecordConsent(consent)] {
        clinic.handle(therapist, course, Asked::plain(command, new_submission())).await.unwrap();
    }
    let client = receipt.held.course.head().unwrap().client;
    let mut portal = browser_of(&house.opened, Who::Client(client)).await;
    assert!(portal.open("/home/safety").await.says("You can ask your therapist to make one with you"));
    let mut browser = browser_of(&house.opened, therapist.who).await;
    let session = clinic.read(therapist, Verb::ReadCourse, course).await.unwrap().course.sessions[0].id;
    let at = format!("/courses/{course}/sessions/{}", session.0);
    let prepare = format!("/courses/{course}/prepare");
    assert!(browser.open(&at).await.links().contains(&prepare));
    let close = CloseCourse {
        how: Closing::ClientStopped,
        reason: "Moved away".to_owned(),
        missing: Vec::new(),
        readable_until: None,
    };
    clinic
        .handle(therapist, course, Asked::plain(Command::CloseCourse(close), new_submission()))
        .await
        .unwrap();
    assert!(!browser.open(&at).await.links().contains(&prepare), "there is nothing to prepare any more");
    let home = portal.open("/home").await;
    assert!(
        !home.says("One thing you could do"),
        "nothing is asked for that cannot be said: {}",
        home.text()
    );
    let safety = portal.open("/home/safety").await;
    assert!(
        !safety.says("ask your therapist") && safety.says("You can come back to us"),
        "{}",
        safety.text()
    );
    assert!(safety.links().contains(&"/home/help-now".to_owned()));
    let sheet = browser.open(&format!("/courses/{course}/ending/sheet")).await;
    for plan in [portal.open("/home/plan").await, sheet] {
        assert!(plan.says("No plan was written.") && !plan.says("You write it together"), "{}", plan.text());
    }
    // A month later they are asked, as they agreed, and it says so.
    house.opened.hand.days_later(31);
    let mut portal = browser_of(&house.opened, Who::Client(client)).await;
    let home = portal.open("/home").await;
    assert!(home.says("You agreed to be asked how you are one month after"), "{}", home.text());
}
