//! The ending: named, felt, reviewed by both, turned into a plan, closed.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::contract::MissedRule;
use treatment::course::Phase;
use treatment::ending::{Closing, EndFeeling, NextStep, Rating, SignAtOnset, StayingWell};
use treatment::fact::Fact;
use treatment::focus::Area;
use treatment::formulation::DropGoal;
use treatment::ids::GoalId;
use treatment::protocol::Requirement;
use treatment::refusal::Refusal;
use treatment::session::AmendKind;

/// Everything that the gate to the close asks for, done by both.
fn ready_to_close() -> Story {
    let story = Story::held(16).and(ask::focus(Area::Transition, "")).and(ask::goal("Talk with Mia"));
    let goal: GoalId = story.newest();
    story
        .and(ask::phq9(["2", "2", "2", "2", "2", "2", "2", "2", "0"], "2026-01-05"))
        .and(ask::phq9(["1", "0", "0", "1", "0", "0", "0", "0", "0"], "2026-03-23"))
        .and(ask::name_ending("2026-03-23"))
        .and(ask::feel(&[EndFeeling::Sad, EndFeeling::Proud], ""))
        .and(ask::rate_goal(goal, Rating::MuchBetter))
        .and(ask::rate_focus(Rating::Somewhat))
        .by_client()
        .and(ask::rate_goal(goal, Rating::Solved))
        .and(ask::rate_focus(Rating::Solved))
        .by_therapist()
        .and(ask::review_map())
        .and(ask::credit("You rang her"))
        .and(ask::staying_well(&["I stop ringing back"]))
        .and(ask::next_step(NextStep::Discharge))
        .and(ask::task("risk-final", true))
        .and(ask::task("letter", true))
}

fn closed() -> Story {
    ready_to_close().and(ask::close(Closing::Completed, ""))
}

fn with_goal() -> (Story, GoalId) {
    let story = Story::opened().and(ask::goal("Talk with Mia"));
    let goal = story.newest();
    (story, goal)
}

#[test]
fn an_ending_without_a_contract_cannot_be_named() {
    assert_eq!(Story::opened().when(&ask::name_ending("2026-01-05")), Err(Refusal::NoContract));
}

#[test]
fn naming_the_ending_says_how_many_sessions_are_left() {
    let Fact::EndingNamed(named) = Story::held(12).fact_of(&ask::name_ending("2026-03-23")) else {
        panic!("not named")
    };
    assert_eq!(named.left, 4);
}

#[test]
fn an_ending_can_be_prepared_from_the_first_session() {
    assert!(Story::held(1).when(&ask::name_ending("2026-01-05")).is_ok());
}

#[test]
fn an_ending_is_named_once() {
    let story = Story::held(12).and(ask::name_ending("2026-03-23"));
    assert_eq!(story.when(&ask::name_ending("2026-03-23")), Err(Refusal::AlreadySo));
}

#[test]
fn an_ending_is_named_again_when_another_end_was_agreed() {
    let story =
        Story::held(12).and(ask::name_ending("2026-03-23")).and(ask::contract_anew(20, MissedRule::Counts));
    assert!(story.course.ending.named.is_none());
    assert!(story.when(&ask::name_ending("2026-03-23")).is_ok());
}

#[test]
fn an_ending_cannot_have_been_named_tomorrow() {
    assert_eq!(
        Story::held(12).when(&ask::name_ending("2026-03-24")),
        Err(Refusal::InTheFuture(day("2026-03-24")))
    );
}

#[test]
fn neither_a_feeling_nor_words_is_refused() {
    assert_eq!(Story::opened().when(&ask::feel(&[], " ")), Err(Refusal::Empty("feelings")));
}

#[test]
fn a_feeling_said_twice_is_kept_once() {
    let story = Story::opened().and(ask::feel(&[EndFeeling::Angry, EndFeeling::Sad, EndFeeling::Angry], ""));
    assert_eq!(story.course.ending.feelings[0].2.feelings, [EndFeeling::Sad, EndFeeling::Angry]);
}

#[test]
fn feelings_know_whether_the_client_said_them() {
    let story = Story::opened()
        .and(ask::feel(&[EndFeeling::Sad], ""))
        .by_client()
        .and(ask::feel(&[], "It is too soon"));
    assert_eq!(
        story.course.ending.feelings.iter().map(|(_, by_client, _)| *by_client).collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn keeping_says_one_thing_at_least() {
    assert_eq!(Story::opened().by_client().when(&ask::keep("", " ")), Err(Refusal::Empty("keep")));
}

#[test]
fn what_was_hard_to_say_can_stand_alone() {
    let story = Story::opened().by_client().and(ask::keep("", "That I was angry with you"));
    assert_eq!(story.course.ending.keeping.as_ref().unwrap().hard_to_say, "That I was angry with you");
}

#[test]
fn a_goal_that_was_never_set_cannot_be_reviewed() {
    assert_eq!(Story::opened().when(&ask::rate_goal(GoalId(9), Rating::Same)), Err(Refusal::Unknown("goal")));
}

#[test]
fn a_goal_let_go_cannot_be_reviewed() {
    let (story, goal) = with_goal();
    let story = story.and(Command::DropGoal(DropGoal { goal, reason: String::new() }));
    assert_eq!(story.when(&ask::rate_goal(goal, Rating::Same)), Err(Refusal::Unknown("goal")));
}

#[test]
fn a_goal_is_reviewed_when_both_have_spoken() {
    let (story, goal) = with_goal();
    let one = story.and(ask::rate_goal(goal, Rating::Same));
    let both = one.clone().by_client().and(ask::rate_goal(goal, Rating::Worse));
    assert_eq!([one, both].map(|story| Requirement::GoalsReviewed.is_met(&story.course)), [false, true]);
}

#[test]
fn to_decline_a_rating_is_to_have_spoken() {
    let (story, goal) = with_goal();
    let story =
        story.and(ask::rate_goal(goal, Rating::Same)).by_client().and(ask::rate_goal(goal, Rating::Declined));
    assert!(Requirement::GoalsReviewed.is_met(&story.course));
}

#[test]
fn one_person_speaking_twice_is_not_both() {
    let (story, goal) = with_goal();
    let story = story.and(ask::rate_goal(goal, Rating::Same)).and(ask::rate_goal(goal, Rating::Solved));
    assert!(!Requirement::GoalsReviewed.is_met(&story.course));
}

#[test]
fn every_goal_must_be_reviewed_but_those_let_go() {
    let (story, first) = with_goal();
    let story = story.and(ask::goal("Sleep"));
    let second = story.newest();
    let story =
        story.and(ask::rate_goal(first, Rating::Same)).by_client().and(ask::rate_goal(first, Rating::Same));
    let without = story.clone().and(Command::DropGoal(DropGoal { goal: second, reason: String::new() }));
    assert_eq!([story, without].map(|story| Requirement::GoalsReviewed.is_met(&story.course)), [false, true]);
}

#[test]
fn without_a_goal_no_goals_are_reviewed() {
    assert!(!Requirement::GoalsReviewed.is_met(&Story::opened().course));
}

#[test]
fn a_focus_that_was_never_agreed_cannot_be_reviewed() {
    assert_eq!(Story::opened().when(&ask::rate_focus(Rating::Solved)), Err(Refusal::NoFocus));
}

#[test]
fn what_the_two_say_of_the_focus_stands_side_by_side() {
    let ending = ready_to_close().course.ending;
    assert_eq!(
        (ending.focus.client.as_ref().unwrap().rating, ending.focus.therapist.as_ref().unwrap().rating),
        (Rating::Solved, Rating::Somewhat)
    );
}

#[test]
fn steps_between_ratings_are_counted_and_never_from_a_declined_one() {
    assert_eq!(
        [
            Rating::Solved.steps_apart(Rating::Somewhat),
            Rating::Worse.steps_apart(Rating::Solved),
            Rating::Same.steps_apart(Rating::Declined),
        ],
        [Some(2), Some(4), None]
    );
}

#[test]
fn gains_are_credited_in_words() {
    assert_eq!(Story::opened().when(&ask::credit(" ")), Err(Refusal::Empty("credit")));
}

#[test]
fn a_plan_for_staying_well_with_nothing_in_it_is_refused() {
    let asked =
        Command::PlanStayingWell(StayingWell { signs: vec![" ".to_owned()], ..StayingWell::default() });
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Empty("staying-well")));
}

#[test]
fn a_list_of_the_plan_for_staying_well_has_ten_lines_at_most() {
    assert_eq!(
        Story::opened().when(&ask::staying_well(&["a sign"; 11])),
        Err(Refusal::TooMany { what: "signs", limit: 10 })
    );
}

#[test]
fn a_plan_for_staying_well_without_signs_does_not_show_early_signs() {
    let story = Story::opened().and(ask::staying_well(&[]));
    assert_eq!(
        (Requirement::StayingWell.is_met(&story.course), Requirement::Signs.is_met(&story.course)),
        (true, false)
    );
}

#[test]
fn what_is_said_of_an_early_sign_goes_with_the_sign() {
    let at_onset = |sign: &str, was_there| SignAtOnset { sign: sign.to_owned(), was_there };
    let plan = StayingWell {
        signs: vec!["I stop answering".to_owned(), "I wake at four".to_owned()],
        at_onset: vec![at_onset("I wake at four", true), at_onset("I stop eating", true)],
        ..StayingWell::default()
    };
    let story = Story::opened().and(Command::PlanStayingWell(plan));
    let plan = story.course.ending.staying_well.as_ref().unwrap();
    assert_eq!(plan.at_onset, [at_onset("I wake at four", true)], "of what is no sign nothing is kept");
    assert_eq!((plan.was_there("I wake at four"), plan.was_there("I stop answering")), (Some(true), None));
}

#[test]
fn the_map_reviewed_is_the_map_of_that_place_in_the_record() {
    let story = Story::opened().and(ask::person("Mia")).and(ask::review_map());
    assert_eq!(story.course.ending.map_reviewed.as_ref().unwrap().0, story.course.version);
}

#[test]
fn a_course_whose_gate_is_met_closes_without_a_reason() {
    let story = closed();
    assert_eq!((story.phase(), story.course.closed.unwrap().1.missing), (Phase::Closed, vec![]));
}

#[test]
fn a_gate_that_is_not_met_asks_for_a_reason_and_names_what_is_missing() {
    let mut story = ready_to_close();
    story.course.ending.map_reviewed = None;
    story.course.ending.credit = None;
    assert_eq!(
        story.when(&ask::close(Closing::Completed, " ")),
        Err(Refusal::GateNeedsReason(vec!["gate-map-reviewed".to_owned(), "gate-credit".to_owned()]))
    );
}

#[test]
fn a_gate_passed_with_a_reason_records_what_was_missing() {
    let Fact::CourseClosed(closed) =
        Story::held(1).fact_of(&ask::close(Closing::ClientStopped, "She moved away"))
    else {
        panic!("not closed")
    };
    assert_eq!((closed.missing.len(), closed.reason.as_str()), (12, "She moved away"));
}

#[test]
fn what_was_missing_is_decided_and_not_typed() {
    let Command::CloseCourse(mut typed) = ask::close(Closing::Completed, "") else { unreachable!("a close") };
    typed.missing = vec!["gate-focus".to_owned()];
    let Fact::CourseClosed(closed) = ready_to_close().fact_of(&Command::CloseCourse(typed)) else {
        panic!("not closed")
    };
    assert_eq!(closed.missing, Vec::<String>::new());
}

#[test]
fn symptoms_do_not_keep_a_course_from_closing() {
    let story = ready_to_close().and(ask::phq9(["3", "3", "3", "3", "3", "3", "3", "3", "0"], "2026-04-20"));
    assert!(story.when(&ask::close(Closing::Completed, "")).is_ok());
}

#[test]
fn a_closed_course_refuses_what_would_carry_it_on() {
    let story = closed();
    for asked in [
        ask::person("Tom"),
        ask::plan_on("2026-04-27"),
        ask::hold_on(day("2026-04-20")),
        ask::phq9(["0"; 9], "2026-04-20"),
        ask::contract_anew(20, MissedRule::Counts),
        ask::goal("Another"),
        ask::close(Closing::Completed, "Again"),
    ] {
        assert_eq!(story.when(&asked), Err(Refusal::Closed), "{asked:?}");
    }
}

#[test]
fn the_last_note_can_be_signed_and_amended_after_the_close() {
    let story = closed();
    let last = story.course.last_held().unwrap().id;
    let story = story.and(ask::sign(last)).and(ask::amend(last, AmendKind::Addendum, "More", "Forgotten"));
    assert_eq!(story.course.session(last).unwrap().amended.len(), 1);
}

#[test]
fn the_client_can_say_what_they_keep_after_the_close() {
    let story = closed().by_client().and(ask::keep("Ringing people back", ""));
    assert_eq!(story.course.ending.keeping.as_ref().unwrap().keep, "Ringing people back");
}

#[test]
fn a_closed_course_cannot_be_opened_again() {
    assert_eq!(closed().when(&ask::open("ipt-16")), Err(Refusal::AlreadySo));
}

#[test]
fn a_closed_course_has_no_projected_end() {
    assert_eq!(closed().end(), None);
}
