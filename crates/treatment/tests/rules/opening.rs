//! Referral, consent, history, diagnosis, tasks.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::content::Content;
use treatment::course::Phase;
use treatment::fact::Fact;
use treatment::opening::{ConsentKind, HistorySection, Open};
use treatment::refusal::{LINE, PARAGRAPH, Refusal};

fn open_with(change: impl FnOnce(&mut Open)) -> Command {
    let Command::Open(mut asked) = ask::open("ipt-16") else { unreachable!("open is open") };
    change(&mut asked);
    Command::Open(asked)
}

#[test]
fn a_course_begins_with_its_opening_phase() {
    assert_eq!(Story::opened().phase(), Phase::Opening);
}

#[test]
fn a_course_keeps_the_version_of_the_protocol_it_began_with() {
    let Fact::CourseOpened(opened) = Story::unopened().fact_of(&ask::open("ipt-16")) else {
        panic!("not opened")
    };
    assert_eq!(opened.protocol_version, 2);
}

#[test]
fn a_course_cannot_be_opened_twice() {
    assert_eq!(Story::opened().when(&ask::open("ipt-12")), Err(Refusal::AlreadySo));
}

#[test]
fn an_unknown_protocol_is_refused() {
    assert_eq!(Story::unopened().when(&ask::open("dit-16")), Err(Refusal::Unknown("protocol")));
}

#[test]
fn a_request_with_too_long_a_reason_is_refused() {
    let asked = open_with(|open| open.reason = "x".repeat(PARAGRAPH + 1));
    assert_eq!(Story::unopened().when(&asked), Err(Refusal::TooLong { field: "reason", limit: PARAGRAPH }));
}

#[test]
fn a_request_with_too_long_a_source_is_refused() {
    let asked = open_with(|open| open.source = "x".repeat(LINE + 1));
    assert_eq!(Story::unopened().when(&asked), Err(Refusal::TooLong { field: "source", limit: LINE }));
}

#[test]
fn nothing_can_be_asked_of_a_course_that_was_never_opened() {
    assert_eq!(Story::unopened().when(&ask::person("Mia")), Err(Refusal::Unknown("course")));
}

#[test]
fn a_course_goes_on_with_the_newest_protocol_when_its_version_is_no_longer_shipped() {
    let mut story = Story::opened();
    let newer = crate::given::FILES.map(|(name, text)| (name, text.replace("version = 1", "version = 2")));
    story.content = Content::parse(newer.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
    assert_eq!(story.protocol().version, 2);
}

#[test]
fn consent_can_be_given() {
    let story = Story::opened().and(ask::consent(ConsentKind::Treatment, true, "2026-01-05"));
    assert!(story.course.consents[&ConsentKind::Treatment].given);
}

#[test]
fn consent_can_be_withdrawn_again() {
    let story = Story::opened()
        .and(ask::consent(ConsentKind::Recording, true, "2026-01-04"))
        .and(ask::consent(ConsentKind::Recording, false, "2026-01-05"));
    assert!(!story.course.consents[&ConsentKind::Recording].given);
}

#[test]
fn consents_of_different_kinds_stand_apart() {
    let story = Story::opened()
        .and(ask::consent(ConsentKind::Treatment, true, "2026-01-05"))
        .and(ask::consent(ConsentKind::Share, false, "2026-01-05"));
    assert!(story.course.consents[&ConsentKind::Treatment].given);
}

#[test]
fn consent_cannot_be_given_tomorrow() {
    assert_eq!(
        Story::opened().when(&ask::consent(ConsentKind::Treatment, true, "2026-01-06")),
        Err(Refusal::InTheFuture(crate::given::day("2026-01-06")))
    );
}

#[test]
fn an_empty_history_is_refused() {
    assert_eq!(
        Story::opened().when(&ask::history(HistorySection::Symptoms, " ")),
        Err(Refusal::Empty("history"))
    );
}

#[test]
fn a_history_over_its_limit_is_refused() {
    let typed = "x".repeat(5 * PARAGRAPH + 1);
    assert_eq!(
        Story::opened().when(&ask::history(HistorySection::Family, &typed)),
        Err(Refusal::TooLong { field: "history", limit: 5 * PARAGRAPH })
    );
}

#[test]
fn the_newest_version_of_a_section_is_shown() {
    let story = Story::opened()
        .and(ask::history(HistorySection::Symptoms, "Sleeps badly"))
        .and(ask::history(HistorySection::Symptoms, "Sleeps badly since June"));
    assert_eq!(story.course.history[&HistorySection::Symptoms].text, "Sleeps badly since June");
}

#[test]
fn a_diagnosis_needs_a_name() {
    assert_eq!(Story::opened().when(&ask::diagnosis("", "2026-01-05")), Err(Refusal::Empty("diagnosis")));
}

#[test]
fn a_diagnosis_cannot_have_been_told_tomorrow() {
    assert_eq!(
        Story::opened().when(&ask::diagnosis("Depression", "2026-01-06")),
        Err(Refusal::InTheFuture(crate::given::day("2026-01-06")))
    );
}

#[test]
fn a_diagnosis_may_have_been_told_before_today() {
    let story = Story::opened().and(ask::diagnosis("Depression", "2025-12-20"));
    assert_eq!(story.course.diagnosis.unwrap().name, "Depression");
}

#[test]
fn a_task_that_the_protocol_does_not_have_is_refused() {
    assert_eq!(Story::opened().when(&ask::task("dream-diary", true)), Err(Refusal::Unknown("task")));
}

#[test]
fn a_task_ticked_by_hand_is_done() {
    let story = Story::opened().and(ask::task("psychoed", true));
    assert!(story.course.tasks["psychoed"].done);
}

#[test]
fn a_tick_can_be_taken_back() {
    let story = Story::opened().and(ask::task("psychoed", true)).and(ask::task("psychoed", false));
    assert!(!story.course.tasks["psychoed"].done);
}
