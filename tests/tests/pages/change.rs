//! Scores over time on the pages: alerts that ask for a talk and their answers.

use crate::house::{House, browser_of, house};
use http::StatusCode;
use stories::{Browser, Place};

/// The pages where an alert stands: the therapist's two and the supervisor's.
async fn pages(house: &House, therapist: &mut Browser) -> [String; 3] {
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let [today, course] = ["/".to_owned(), house.at("")];
    [
        therapist.get(&today).await.expect(StatusCode::OK).body,
        therapist.get(&course).await.expect(StatusCode::OK).body,
        supervisor.get("/supervision").await.expect(StatusCode::OK).body,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_stands_on_three_pages_until_it_is_answered_with_a_reason() {
    let house = house(&Place::sqlite()).await;
    house.got_worse().await;
    let mut browser = house.therapist().await;
    let said = "PHQ-9 is reliably worse than at first: 0, then 9 at session 2";
    let [today, course, supervision] = pages(&house, &mut browser).await;
    assert!(today.contains(said) && course.contains(said), "{today}{course}");
    assert!(supervision.contains("Reliably worse than at first (PHQ-9)"), "{supervision}");

    let result = house.course(0).await.measures.results[0].id;
    let page = house.at(&format!("/alerts/worse/{result}"));
    let shown = browser.get(&page).await.expect(StatusCode::OK);
    assert!(shown.body.contains("Is it still the right focus?"), "{}", shown.body);
    let refused = browser.send(&shown.form("alert").filled(&[("looked-at", "risk")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"risk\" checked"), "what was ticked comes back");
    let fields = [("looked-at", "risk"), ("looked-at", "event"), ("reason", "Her flat was sold")];
    let answered = browser.fill_on(&refused, "alert", &fields).await;
    assert!(answered.body.contains("Her flat was sold"), "{}", answered.body);
    assert!(answered.body.contains("Something that happened · Safety"), "{}", answered.body);

    let [today, course, supervision] = pages(&house, &mut browser).await;
    assert!(!today.contains(said) && !course.contains(said));
    assert!(supervision.contains("Reliably worse than at first (PHQ-9), answered"), "{supervision}");
    let history = browser.get(&house.at("/history")).await.expect(StatusCode::OK);
    assert!(history.body.contains("Score talked about") && history.body.contains("Her flat was sold"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_the_course_does_not_show_is_not_there() {
    let house = house(&Place::sqlite()).await;
    house.got_worse().await;
    let mut browser = house.therapist().await;
    let result = house.course(0).await.measures.results[0].id;
    for rest in [
        format!("/alerts/off-track/{result}"),
        format!("/alerts/late/{result}"),
        "/alerts/worse/999".to_owned(),
    ] {
        assert_eq!(browser.get(&house.at(&rest)).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
}
