//! What a course came to by the published definitions, and every trap in them.

use crate::ask;
use crate::given::{Story, content, day};
use treatment::command::Command;
use treatment::outcome::{ChangeRule, FirstLast, Movement, Outcome, Outcomes, Reliable, outcome_of};

/// The outcome of PHQ-9 and GAD-7 from first to last, by the thresholds of the files that are shipped.
fn outcome(
    phq: (impl Into<Option<u16>>, impl Into<Option<u16>>),
    gad: (impl Into<Option<u16>>, impl Into<Option<u16>>),
) -> Option<Outcome> {
    let content = content();
    let rule = |key: &str| ChangeRule::of(content.instrument(key).unwrap());
    Outcome::of(
        (rule("phq-9"), FirstLast { first: phq.0.into(), last: phq.1.into() }),
        (rule("gad-7"), FirstLast { first: gad.0.into(), last: gad.1.into() }),
    )
}

fn known(phq: (u16, u16), gad: (u16, u16)) -> Outcome {
    outcome(phq, gad).unwrap()
}

#[test]
fn recovery_is_a_case_on_either_at_first_and_below_on_both_at_last() {
    assert_eq!(known((15, 5), (12, 4)).recovery, Some(true));
    assert_eq!(known((15, 5), (3, 3)).recovery, Some(true), "a case on depression alone");
    assert_eq!(known((5, 5), (12, 4)).recovery, Some(true), "a case on anxiety alone");
    assert_eq!(known((15, 5), (12, 8)).recovery, Some(false), "still a case on anxiety");
    assert_eq!(known((15, 10), (12, 4)).recovery, Some(false), "still a case on depression");
    assert_eq!(known((15, 5), (3, 8)).recovery, Some(false), "became a case on the other");
}

#[test]
fn a_case_begins_at_ten_and_at_eight_not_at_nine() {
    assert_eq!(known((10, 9), (0, 0)).recovery, Some(true));
    assert_eq!(known((9, 0), (7, 0)).recovery, None);
    assert_eq!(known((0, 0), (8, 7)).recovery, Some(true));
}

#[test]
fn who_did_not_begin_as_a_case_can_improve_but_not_recover() {
    let outcome = known((9, 3), (7, 7));
    assert_eq!((outcome.recovery, outcome.reliable_recovery()), (None, None));
    assert_eq!(outcome.reliable, Reliable::Improvement);
}

#[test]
fn a_change_equal_to_the_threshold_is_reliable() {
    assert_eq!(known((15, 9), (8, 8)).reliable, Reliable::Improvement);
    assert_eq!(known((15, 10), (8, 8)).reliable, Reliable::NoChange);
    assert_eq!(known((9, 15), (8, 8)).reliable, Reliable::Deterioration);
    assert_eq!(known((9, 9), (8, 4)).reliable, Reliable::Improvement);
    assert_eq!(known((9, 9), (8, 5)).reliable, Reliable::NoChange);
    assert_eq!(known((9, 9), (4, 8)).reliable, Reliable::Deterioration);
}

#[test]
fn one_better_and_one_worse_is_no_reliable_change() {
    let outcome = known((20, 13), (6, 12));
    assert_eq!((outcome.reliable, outcome.recovery), (Reliable::NoChange, Some(false)));
}

#[test]
fn one_a_little_worse_does_not_undo_the_other() {
    assert_eq!(known((20, 13), (6, 9)).reliable, Reliable::Improvement);
    assert_eq!(known((13, 20), (9, 6)).reliable, Reliable::Deterioration);
}

#[test]
fn recovery_without_a_reliable_change_is_recovery_alone() {
    let outcome = known((10, 9), (3, 3));
    assert_eq!(outcome.recovery, Some(true));
    assert_eq!((outcome.reliable, outcome.reliable_recovery()), (Reliable::NoChange, Some(false)));
}

#[test]
fn recovery_while_one_reliably_worsened_below_its_threshold_is_not_reliable_recovery() {
    let outcome = known((16, 8), (2, 7));
    assert_eq!((outcome.recovery, outcome.reliable_recovery()), (Some(true), Some(false)));
}

#[test]
fn a_missing_score_is_neither_better_nor_worse() {
    assert_eq!(outcome((15, None), (12, 4)), None);
    assert_eq!(outcome((15, 5), (12, None)), None);
    assert_eq!(outcome((None, 5), (12, 4)), None);
    assert_eq!(outcome((15, 5), (None, None)), None);
}

#[test]
fn each_outcome_is_counted_of_its_own_denominator() {
    let mut outcomes = Outcomes::default();
    let given = [
        outcome((15, 5), (12, 4)),  // recovered and improved
        outcome((10, 9), (3, 3)),   // recovered alone
        outcome((9, 3), (7, 7)),    // improved, not a case
        outcome((12, 20), (3, 3)),  // deteriorated
        outcome((20, 13), (6, 12)), // one better, one worse
        outcome((15, None), (12, 4)),
    ];
    for one in &given {
        outcomes.count(one.as_ref());
    }
    let expected = Outcomes {
        all: 6,
        paired: 5,
        began_as_case: 4,
        recovery: 2,
        reliable_improvement: 2,
        deterioration: 1,
        reliable_recovery: 1,
        no_reliable_change: 2,
    };
    assert_eq!(outcomes, expected);
}

/// Both forms of a day, each with so many points on every item.
fn both(story: Story, on: &str, phq: &str, gad: &str) -> Story {
    let on_day = story.on_day(day(on));
    let gad = Command::CompleteMeasure(ask::a_form("gad-7", &[gad; 7], on));
    on_day.and(ask::phq9([phq; 9], on)).and(gad)
}

#[test]
fn one_form_is_first_and_not_last() {
    let story = both(Story::held(2), "2026-01-12", "2", "2");
    assert_eq!(outcome_of(&story.course, &story.content), None);
}

#[test]
fn a_course_of_one_session_was_not_finished() {
    let story = both(both(Story::held(1), "2026-01-05", "2", "2"), "2026-01-06", "0", "0");
    assert_eq!(outcome_of(&story.course, &story.content), None);
}

#[test]
fn first_and_last_are_by_the_day_of_the_answers_not_of_the_record() {
    let story = both(both(Story::held(2), "2026-01-12", "0", "0"), "2026-01-14", "1", "1");
    // A form on paper from before the first session, entered last.
    let story = story.and(ask::phq9(["2"; 9], "2026-01-05"));
    let story = story.and(Command::CompleteMeasure(ask::a_form("gad-7", &["2"; 7], "2026-01-05")));
    let outcome = outcome_of(&story.course, &story.content).unwrap();
    assert_eq!((outcome.reliable, outcome.recovery), (Reliable::Improvement, Some(true)));
}

#[test]
fn where_more_is_better_a_rise_is_better_and_a_case_is_low() {
    let rule = ChangeRule { reliable: 10, caseness: Some(28), higher_is_better: true };
    assert_eq!(rule.movement(20, 30), Movement::Better);
    assert_eq!(rule.movement(30, 20), Movement::Worse);
    assert_eq!(rule.movement(20, 29), Movement::Same);
    assert!(rule.is_case(28) && !rule.is_case(29));
}
