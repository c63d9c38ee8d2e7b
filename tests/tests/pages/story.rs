//! One whole course, from an empty directory to the goodbye, by the same function on both databases.

use crate::life::{Clinic, MARK};
use http::StatusCode;
use stories::{Opened, Place, open_clinic, open_clinic_with};
use treatment::access::{Actor, Verb, Who};
use treatment::ids::Version;

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_course_is_lived_on_sqlite() {
    a_whole_course(&Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_course_is_lived_on_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    a_whole_course(&place).await;
}

async fn a_whole_course(place: &Place) {
    let opened = open_clinic(place).await;
    let served = opened.served().await;
    let mut clinic = Clinic::found(&opened, served.way.clone()).await;
    clinic.live_a_course().await;

    clinic.sign_in("supervisor").await;
    let agenda = clinic.supervisor.open("/supervision").await;
    assert!(agenda.links().contains(&clinic.at("")), "an open course is on its supervisor's list");
    clinic.close().await;
    what_the_client_sees_at_the_end(&mut clinic).await;
    what_the_supervisor_sees(&mut clinic).await;
    history_shows_it_all(&mut clinic).await;
    nothing_is_written_after_the_close(&mut clinic).await;
    let therapist = therapist_of(&opened, &clinic).await;
    the_record_holds(&opened, &clinic, &therapist).await;

    served.stop().await;
    let hand = opened.hand.clone();
    let (course, typed) = (clinic.course_id(), clinic.typed.clone());
    drop((clinic, opened));
    // Another start of the program reads the same.
    let again = open_clinic_with(place, hand, None).await;
    let held = again.clinic.read(&therapist, Verb::ReadCourse, course).await.unwrap();
    assert!(held.course.closed.is_some());
    let facts = again.clinic.history(&therapist, course).await.unwrap();
    let all = serde_json::to_string(&facts.iter().map(|fact| fact.fact.clone()).collect::<Vec<_>>()).unwrap();
    let word = typed.all().iter().find(|text| text.starts_with("word at the close")).unwrap();
    assert!(all.contains(word));
}

async fn what_the_client_sees_at_the_end(clinic: &mut Clinic) {
    let (first, second) = (clinic.name_typed("first sign"), clinic.name_typed("second sign"));
    let keep = clinic.name_typed("what I keep");
    for path in ["/home/ending", "/home/plan"] {
        let page = clinic.client.open(path).await;
        assert!(page.says(&first) && page.says(&second), "both signs are on {path}:\n{}", page.text());
    }
    let page = clinic.client.open("/home/ending").await;
    assert_eq!(page.form("keeping").value("keep"), keep, "what was said stays one's own to change");
    assert!(!page.has_form("feelings"), "the review is over");
    let more = clinic.typed.text("what I keep, said later");
    let page = clinic.client.fill_on(&page, "keeping", &[("keep", &more)]).await;
    assert_eq!(page.form("keeping").value("keep"), more, "a goodbye may be said after the close");
    let looks = clinic.client.open("/home/looks").await;
    assert!(looks.says(&clinic.name_typed("therapist")), "the client sees who looked");
}

async fn what_the_supervisor_sees(clinic: &mut Clinic) {
    clinic.sign_in("supervisor").await;
    let page = clinic.supervisor.open(&clinic.at("")).await;
    assert!(page.says(&clinic.name_typed("focus in my words")));
    let page = clinic.supervisor.open(&clinic.at("/ending")).await;
    assert!(page.says(&clinic.name_typed("credit to the client")));
    let writes = page.forms().iter().filter(|form| form.action.starts_with("/courses/")).count();
    assert_eq!(writes, 0, "a supervisor reads and does not write");
    // A closed course needs nobody any more.
    assert!(!clinic.supervisor.open("/supervision").await.links().contains(&clinic.at("")));
}

async fn history_shows_it_all(clinic: &mut Clinic) {
    let history = clinic.therapist.open(&clinic.at("/history")).await.text();
    let seen: Vec<String> = [&clinic.founder, &clinic.therapist, &clinic.client]
        .iter()
        .flat_map(|browser| browser.seen.as_ref().unwrap())
        .map(stories::Page::text)
        .collect();
    // What is typed before a course exists, and what is not of the course, is not in its history.
    let outside = [
        "Service",
        "Founder",
        "therapist",
        "supervisor",
        "telephone",
        "about whom",
        "times that suit",
        "Called",
        "draft of a note",
    ];
    for text in clinic.typed.all() {
        if clinic.kept_to_oneself.contains(text) {
            assert!(!seen.iter().any(|page| page.contains(text.as_str())), "{text:?} is shown to nobody");
            continue;
        }
        let is_replaced = clinic.replaced.contains(text);
        let is_shown = seen.iter().any(|page| page.contains(text.as_str())) || is_replaced;
        assert!(is_shown || history.contains(text.as_str()), "{text:?} was typed and is nowhere");
        if !outside.iter().any(|about| text.starts_with(&format!("{about} {MARK}"))) {
            assert!(history.contains(text.as_str()), "{text:?} is in the history");
        }
    }
}

async fn nothing_is_written_after_the_close(clinic: &mut Clinic) {
    for rest in
        ["/people", "/opening", "/timeline", "/focus", "/formulation", "/contract", "/plans", "/sessions"]
    {
        let page = clinic.therapist.open(&clinic.at(rest)).await;
        // A form that only asks for another view of the page carries no submission.
        let is_write = |form: &stories::Form| {
            form.action.starts_with("/courses/") && form.fields.iter().any(|field| field.name == "submission")
        };
        let writes: Vec<_> = page.forms().into_iter().filter(is_write).collect();
        assert!(writes.is_empty(), "{rest} of a closed course still has forms: {writes:?}");
    }
    let page = clinic.therapist.post(&clinic.at("/people"), &[("name", "Late"), ("tie", "friend")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The therapist as the clinic knows them.
async fn therapist_of(opened: &Opened, clinic: &Clinic) -> Actor {
    let summary = opened.clinic.summary_for_support(clinic.course_id()).await.unwrap().unwrap();
    opened.clinic.actor(Who::Staff(summary.therapist)).await.unwrap().unwrap()
}

async fn the_record_holds(opened: &Opened, clinic: &Clinic, therapist: &Actor) {
    let course = clinic.course_id();
    let facts = opened.clinic.history(therapist, course).await.unwrap();
    let verified = opened.clinic.store().verify(|_, _| {}).await.unwrap();
    assert_eq!((verified.courses, verified.faults.len()), (1, 0), "every chain holds");
    assert_eq!(verified.facts as usize, facts.len());

    let live = opened.clinic.summary_for_support(course).await.unwrap().unwrap();
    let (courses, differed) = opened.clinic.rebuild(|_, _| {}).await.unwrap();
    assert_eq!((courses, differed), (1, 0), "rows made anew equal the rows that were kept");
    assert_eq!(opened.clinic.summary_for_support(course).await.unwrap().unwrap(), live);
    assert_eq!((live.count.used, live.count.of), (8, 8));

    // As it was known on the evening of the first day: the contract agreed, one session at most, nobody moved.
    let first = facts[0].at;
    let evening = treatment::time::Moment(first.0 + 12 * 3_600_000);
    let then = opened
        .clinic
        .read_at(therapist, Verb::ReadCourse, course, &[clinic::read::At::Moment(evening)])
        .await
        .unwrap()
        .remove(0);
    let now = opened.clinic.read(therapist, Verb::ReadCourse, course).await.unwrap();
    assert!(then.version > Version(0) && then.version < now.course.version);
    assert!(then.closed.is_none() && then.ending.named.is_none() && then.middle_begun.is_none());
    assert_eq!(then.inventory.on_map().count(), 8);
    let held = then.sessions.iter().filter(|session| session.number().is_some()).count();
    assert_eq!(held, 1, "one session was held on the first day");
    assert_eq!(now.course.sessions.iter().filter(|session| session.number().is_some()).count(), 7);
}
