//! A course is handed over: by those who run the service and see nothing of it, to another therapist, who finds it on
//! every page, from one whom it is gone for. A note that was begun and not signed is named, and stays whose it is.

use crate::house::{House, actor, browser_of, house};
use clinic::drafts::{Since, note_subject};
use clinic::duty::Cover;
use http::StatusCode;
use stories::{Browser, Form, Page, Place};
use treatment::access::Who;

/// Both therapists take up their invitation: a course is handed to nobody who cannot sign in.
async fn welcome(house: &House) {
    for (number, their) in house.courses.iter().enumerate() {
        let token = house.opened.clinic.invite(&house.administrator, their.therapist.who).await.unwrap();
        let login = format!("therapist-{number}");
        house.opened.clinic.accept_invite(&token, &login, "four old oars").await.unwrap();
    }
}

/// The page on which the courses of the first therapist are handed over, and its form filled in for the second.
async fn filled(office: &mut Browser, house: &House, from: usize, to: usize) -> (Page, Form) {
    let of = |which: usize| house.courses[which].therapist.staff().unwrap().to_string();
    let page = office.open(&format!("/hand-over?of={}", of(from))).await;
    let form = page.form("hand-over").filled(&[
        ("hand-courses", &house.courses[0].id.to_string()),
        ("hand-to", &of(to)),
        ("reason", "She goes to the day clinic"),
    ]);
    (page, form)
}

/// The first course's session is held, and its note begun by its therapist in these words.
async fn begin_note(house: &House, words: &str) -> String {
    let mut therapist = house.therapist().await;
    let session = house.at(&format!("/sessions/{}", house.course(0).await.sessions[0].id.0));
    let page = therapist.open(&session).await;
    let page = therapist.send(&page.form("held")).await;
    let form = page.form("sign");
    let as_draft = form
        .pairs()
        .into_iter()
        .map(|(name, value)| if name == "text" { (name, words.to_owned()) } else { (name, value) });
    let text = serde_json::to_string(&as_draft.collect::<Vec<_>>()).unwrap();
    let their = &house.courses[0];
    let subject = note_subject(their.id, house.course(0).await.sessions[0].id);
    let saved =
        house.opened.clinic.save_draft(&their.therapist, &subject, Some(their.id), Since::revision(0), &text);
    saved.await.unwrap();
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_is_handed_over_and_everybody_it_concerns_finds_it_so() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        welcome(&house).await;
        let [alma, boris] = house.courses.as_slice() else { panic!("two courses") };
        let session = begin_note(&house, "She said that nobody rang").await;
        let mut before = house.therapist().await;
        let mut next = browser_of(&house.opened, boris.therapist.who).await;
        // Both lists are read before, so that both have to change.
        assert!(before.open("/courses").await.body.contains(&house.at("")));
        assert!(!next.open("/courses").await.body.contains(&house.at("")));
        let number = alma.id.to_string()[..8].to_owned();
        assert!(before.open(&house.at("/client")).await.says(&number), "the office can be told which course");

        let mut office = browser_of(&house.opened, house.manager.who).await;
        assert!(office.open("/service").await.links().contains(&"/hand-over".to_owned()));
        let (page, form) = filled(&mut office, &house, 0, 1).await;
        assert!(page.says(&number) && !page.says("Event of Alma") && !page.says("reason of Alma"));
        // Without a reason nothing is done, and what was chosen comes back.
        let back = office.send(&form.clone().filled(&[("reason", " ")])).await;
        let form_back = back.expect(StatusCode::UNPROCESSABLE_ENTITY).form("hand-over");
        assert_eq!(form_back.value("hand-courses"), alma.id.to_string());
        let after = office.send(&form).await.expect(StatusCode::OK);
        assert!(
            after.says(&format!("{number}: from Therapist of Alma to Therapist of Boris")),
            "{}",
            after.text()
        );
        // The same form once more, from a page of before: somebody else carries the course by now.
        let late =
            office.send(&form.forged("submission", &clinic::waiting::new_submission().to_string())).await;
        late.expect(StatusCode::UNPROCESSABLE_ENTITY);

        // It is gone for whoever carried it: pages, lists, drafts.
        for path in [house.at(""), house.at("/history"), session.clone()] {
            assert_eq!(before.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for list in ["/", "/courses", "/check-ins", "/flags"] {
            assert!(!before.open(list).await.body.contains(&alma.id.to_string()), "{list}");
        }
        let subject = note_subject(
            alma.id,
            house
                .opened
                .clinic
                .read(&boris.therapist, treatment::access::Verb::ReadCourse, alma.id)
                .await
                .unwrap()
                .course
                .sessions[0]
                .id,
        );
        let fields = [
            ("subject", subject.as_str()),
            ("course", &alma.id.to_string()),
            ("revision", "0"),
            ("text", "x"),
        ];
        assert_eq!(before.post("/drafts", &fields).await.status, StatusCode::NOT_FOUND);
        let mut supervisor = browser_of(&house.opened, alma.supervisor.who).await;
        assert_eq!(supervisor.get(&house.at("")).await.status, StatusCode::NOT_FOUND);
        let mut supervisor = browser_of(&house.opened, boris.supervisor.who).await;
        assert!(supervisor.open(&session).await.says("was begun by Therapist of Alma and not signed"));

        // It is there for whoever carries it now, and says so.
        let today = next.open("/").await;
        assert!(today.says("Handed over to you by Therapist of Alma"), "{}", today.text());
        let caseload = next.open("/courses").await;
        assert!(
            caseload.body.contains(&house.at("")) && caseload.says("Handed over 3 Mar"),
            "{}",
            caseload.text()
        );
        let course = next.open(&house.at("")).await;
        assert!(course.says("Therapist of Alma handed this course over to Therapist of Boris"));
        assert!(course.says("She goes to the day clinic"));
        assert!(
            course.says("A note of session 1 was begun by Therapist of Alma and not signed"),
            "{}",
            course.text()
        );
        let page = next.open(&session).await;
        assert!(page.says("was begun by Therapist of Alma and not signed"), "{}", page.text());
        assert!(!page.says("nobody rang"), "what was begun nobody else reads");
        let form = page
            .form("sign")
            .filled(&[("text", "The session took place; she will tell it again."), ("worked", "opening")]);
        let signed = next.send(&form).await.expect(StatusCode::OK);
        assert!(signed.says("A late entry by Therapist of Boris. Therapist of Alma held this session and began a note of it"), "{}", signed.text());
        let history = next.open(&house.at("/history")).await;
        assert!(
            history
                .says("Course handed over Therapist of Alma handed this course over to Therapist of Boris"),
            "{}",
            history.text()
        );

        // The client is told who it is now, and the audit who did it.
        let mut client = browser_of(&house.opened, alma.client.who).await;
        assert!(client.open("/home").await.says("Therapist of Boris is your therapist since 3 March 2025"));
        let audit = office.open("/audit").await;
        assert!(audit.says(&format!("Manager Handed the course over {number}")), "{}", audit.text());

        // Nothing of the note that was begun is lost: handed back, it stands beside what was signed meanwhile.
        let (_, form) = filled(&mut office, &house, 1, 0).await;
        office.send(&form).await.expect(StatusCode::OK);
        assert_eq!(next.get(&house.at("")).await.status, StatusCode::NOT_FOUND);
        let own = before.open(&session).await;
        assert!(own.says("She said that nobody rang"), "{}", own.text());
        assert!(own.says("A late entry by Therapist of Boris"), "it stays what it was");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_carried_a_course_reads_it_again_while_they_cover_for_the_other() {
    let place = Place::sqlite();
    let house = house(&place).await;
    welcome(&house).await;
    let [alma, boris] = house.courses.as_slice() else { panic!("two courses") };
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let (_, form) = filled(&mut office, &house, 0, 1).await;
    office.send(&form).await.expect(StatusCode::OK);
    let today = house.opened.clinic.today();
    let (of, by) = (boris.therapist.staff().unwrap(), alma.therapist.staff().unwrap());
    let cover = Cover { of, by, from: today, until: today };
    house.opened.clinic.add_cover(&house.administrator, &cover).await.unwrap();
    let mut before = house.therapist().await;
    before.open(&house.at("")).await.expect(StatusCode::OK);
    assert_eq!(before.post(&house.at("/pause"), &[]).await.status, StatusCode::NOT_FOUND);
    house.opened.hand.days_later(1);
    let mut before = house.therapist().await;
    assert_eq!(before.get(&house.at("")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_whose_therapist_left_stands_in_the_office_until_somebody_carries_it() {
    let place = Place::sqlite();
    let house = house(&place).await;
    welcome(&house).await;
    let [alma, boris] = house.courses.as_slice() else { panic!("two courses") };
    let id = alma.therapist.staff().unwrap();
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let one = format!("/office/staff/{id}");
    let page = office.open(&one).await;
    let after = office.send(&page.form("staff").filled(&[("is-active", "")])).await;
    assert!(after.says("One open course, and nobody who carries it"), "{}", after.text());
    let way = after.link("/hand-over?of=", &id.to_string());
    let page = office.open(&way).await;
    let choices =
        page.form("hand-over").fields.into_iter().find(|field| field.name == "hand-to").unwrap().choices;
    assert!(choices.contains(&boris.therapist.staff().unwrap().to_string()));
    assert!(
        !choices.contains(&boris.supervisor.staff().unwrap().to_string()),
        "who does not treat is not offered"
    );
    // Nor is one who is made up taken.
    let (_, form) = filled(&mut office, &house, 0, 1).await;
    let supervisor = boris.supervisor.staff().unwrap().to_string();
    let forged = form.clone().forged("hand-to", &supervisor);
    office.send(&forged).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    office.send(&form.clone().forged("hand-courses", &"7".repeat(32))).await.expect(StatusCode::NOT_FOUND);
    // Where one of several cannot be handed over, none is.
    let both = form.clone();
    let mut both = both.without("hand-courses");
    for course in [&alma.id, &boris.id] {
        both.fields.push(stories::page::Field {
            name: "hand-courses".to_owned(),
            value: course.to_string(),
            ..Default::default()
        });
    }
    office.send(&both).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let page = office.send(&form).await.expect(StatusCode::OK);
    assert!(page.says("Since 3 March 2025"), "{}", page.text());
    assert!(!office.open("/office").await.says("nobody who carries it"));
    let next = actor(&house.opened, boris.therapist.who).await;
    let lines = house.opened.clinic.own_lines(&next).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert!(matches!(alma.therapist.who, Who::Staff(_)));
}
