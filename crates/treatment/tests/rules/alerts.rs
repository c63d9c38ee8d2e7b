//! Alerts: two rules, from session 2 and from session 4; a view until a person answers.

use crate::ask;
use crate::given::{Story, day};
use treatment::alert::{AlertKind, Topic, alerts_of, newest_alerts};
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::ResultId;
use treatment::refusal::Refusal;

/// A course whose weekly PHQ-9 came to these totals, each answered on the morning of its session, from the first.
fn scored(totals: &[u16]) -> Story {
    let story = Story::agreed(16, treatment::contract::MissedRule::Counts);
    totals.iter().enumerate().fold(story, |story, (week, total)| {
        let on = day("2026-01-05").plus(7 * week as i32);
        story.on_day(on).and(ask::phq9_of(*total, on)).and(ask::hold_on(on))
    })
}

/// The alerts of the newest score.
fn newest(story: &Story) -> Vec<(AlertKind, u16)> {
    newest_alerts(&story.course, &story.content).iter().map(|alert| (alert.kind, alert.session)).collect()
}

#[test]
fn six_points_worse_at_session_two_is_worse() {
    assert_eq!(newest(&scored(&[12, 18])), [(AlertKind::Worse, 2)]);
    assert_eq!(newest(&scored(&[12, 17])), []);
}

#[test]
fn a_second_score_before_the_first_session_alerts_nobody() {
    let on = day("2026-01-05");
    let story = Story::opened().on_day(on).and(ask::phq9_of(5, on)).and(ask::phq9_of(20, on));
    assert_eq!(newest(&story), []);
}

#[test]
fn nobody_is_off_track_before_session_four() {
    assert_eq!(newest(&scored(&[20, 24, 24])), []);
    assert_eq!(newest(&scored(&[20, 24, 24, 24])), [(AlertKind::OffTrack, 4)]);
}

#[test]
fn off_track_is_above_the_band_and_not_on_it() {
    // At session 4 after a first score of 17 the band ends at 18.2.
    assert_eq!(newest(&scored(&[17, 17, 17, 18])), []);
    assert_eq!(newest(&scored(&[17, 17, 17, 19])), [(AlertKind::OffTrack, 4)]);
}

#[test]
fn both_rules_may_hold_and_stay_two_alerts() {
    let both = [(AlertKind::Worse, 5), (AlertKind::OffTrack, 5)];
    assert_eq!(newest(&scored(&[12, 12, 12, 12, 20])), both);
}

#[test]
fn off_track_says_little_before_session_six() {
    let weak = |story: &Story| newest_alerts(&story.course, &story.content)[0].is_weak();
    assert!(weak(&scored(&[17, 17, 17, 19])));
    assert!(!weak(&scored(&[17, 17, 17, 19, 19, 19])));
}

#[test]
fn the_session_is_counted_by_those_held_not_by_forms() {
    // Four forms and one session held.
    let on = day("2026-01-05");
    let story = Story::held(1).on_day(on.plus(20));
    let story =
        (0..4).fold(story, |story, week| story.and(ask::phq9_of(20 + week, on.plus(i32::from(week)))));
    assert_eq!(newest(&story), []);
}

#[test]
fn a_better_score_later_leaves_no_open_alert_and_the_earlier_one_is_still_shown() {
    let story = scored(&[12, 18, 12]);
    assert_eq!(newest(&story), []);
    assert_eq!(alerts_of(&story.course, &story.content, "phq-9").len(), 1);
}

#[test]
fn a_closed_course_asks_for_no_talk() {
    let story = scored(&[12, 18]);
    let closed = story.and(ask::close(treatment::ending::Closing::ALL[0], "Moved away"));
    assert_eq!(newest(&closed), []);
}

/// The course of a worse score, and that score.
fn worse() -> (Story, ResultId) {
    let story = scored(&[12, 18]);
    let result = newest_alerts(&story.course, &story.content)[0].result;
    (story, result)
}

#[test]
fn an_answer_says_what_the_alert_said_and_why_and_the_alert_does_not_come_back() {
    let (story, result) = worse();
    let answer = ask::answer_alert(AlertKind::Worse, result, &[Topic::Event, Topic::Risk], "Her father died");
    let Fact::AlertAnswered(answered) = story.fact_of(&answer) else { panic!("an answer") };
    assert_eq!((answered.first, answered.total, answered.at_session), (12, 18, 2));
    let story = story.and(answer.clone());
    assert!(story.course.answer_to(AlertKind::Worse, result).is_some());
    assert_eq!(story.when(&answer), Err(Refusal::AlreadySo));
}

#[test]
fn a_new_score_asks_anew() {
    let (story, result) = worse();
    let on = day("2026-01-19");
    let story = story.and(ask::answer_alert(AlertKind::Worse, result, &[], "Her father died"));
    let story = story.on_day(on).and(ask::phq9_of(19, on));
    let alert = newest_alerts(&story.course, &story.content).remove(0);
    assert!(story.course.answer_to(alert.kind, alert.result).is_none());
}

#[test]
fn an_answer_needs_a_reason_and_an_alert() {
    let (story, result) = worse();
    assert_eq!(
        story.when(&ask::answer_alert(AlertKind::Worse, result, &[], " ")),
        Err(Refusal::Empty("reason"))
    );
    let other = |kind, result| story.when(&ask::answer_alert(kind, result, &[], "x"));
    assert_eq!(other(AlertKind::OffTrack, result), Err(Refusal::Unknown("alert")));
    assert_eq!(other(AlertKind::Worse, ResultId(9_999)), Err(Refusal::Unknown("alert")));
}

#[test]
fn the_list_row_names_the_alerts_of_the_newest_scores() {
    let (story, result) = worse();
    let lines = |story: &Story| treatment::summary::summary_of(&story.course, &story.content).unwrap().alerts;
    assert_eq!(lines(&story).iter().map(|line| line.is_answered).collect::<Vec<_>>(), [false]);
    let story = story.and(ask::answer_alert(AlertKind::Worse, result, &[], "Her father died"));
    assert_eq!(lines(&story).iter().map(|line| line.is_answered).collect::<Vec<_>>(), [true]);
}

#[test]
fn a_measure_without_an_expected_course_is_never_off_track() {
    let story = Story::held(6);
    let on = day("2026-02-16");
    let form = |on, code: &str| Command::CompleteMeasure(ask::a_form("gad-7", &[code; 7], on));
    let story = story.on_day(on).and(form("2026-01-05", "2")).and(form("2026-02-16", "2"));
    assert_eq!(newest(&story), []);
}
