//! Flags: seen, assessed, planned for, looked at again, closed with a reason, severe ones by two; never by themselves.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::ending::Closing;
use treatment::ids::FlagId;
use treatment::refusal::Refusal;
use treatment::risk::{CloseFlag, CloseHow, EscalatedTo, Flag, FlagPlan, FlagState, Response, Said};

const TODAY: &str = "2026-01-05";

fn flagged() -> (Story, FlagId) {
    let story = Story::opened().and(ask::flagging(TODAY));
    let flag = story.newest();
    (story, flag)
}

/// A flag that needs somebody at once.
fn severe() -> (Story, FlagId) {
    let story = Story::opened().and(ask::phq9(["1", "1", "1", "1", "1", "1", "1", "1", "3"], TODAY));
    let flag = story.newest();
    (story, flag)
}

fn flag(story: &Story) -> &Flag {
    &story.course.flags[0]
}

fn state(story: &Story) -> FlagState {
    flag(story).state
}

/// Followed until it can be closed.
fn followed((story, flag): (Story, FlagId)) -> (Story, FlagId) {
    let story = story
        .and(ask::acknowledge(flag))
        .and(ask::assess(flag))
        .and(ask::plan_flag(flag, FlagPlan::HigherCare, "2026-01-08"))
        .and(ask::review_flag(flag, None));
    (story, flag)
}

#[test]
fn a_flag_is_open_until_somebody_looks() {
    assert_eq!(state(&flagged().0), FlagState::Open);
}

#[test]
fn a_later_nought_does_not_close_a_flag() {
    let (story, _) = flagged();
    let story = story.and(ask::phq9(["0"; 9], TODAY));
    assert_eq!(state(&story), FlagState::Open);
}

#[test]
fn a_flag_goes_its_way_step_by_step_and_every_step_stays() {
    let (story, id) = followed(flagged());
    let story = story.and(ask::close_flag(id, "Talked; safety plan renewed"));
    assert_eq!(state(&story), FlagState::Closed);
    assert_eq!(flag(&story).steps.len(), 5);
}

#[test]
fn to_assess_is_to_have_looked() {
    let (story, id) = flagged();
    let story = story.and(ask::assess(id));
    assert!(matches!(flag(&story).steps[0].said, Said::Acknowledged(_)));
    assert_eq!(state(&story), FlagState::Assessed);
}

#[test]
fn no_step_is_left_out() {
    let (story, id) = flagged();
    let plan = ask::plan_flag(id, FlagPlan::HigherCare, "2026-01-08");
    let close = ask::close_flag(id, "Talked");
    assert_eq!(story.when(&plan), Err(Refusal::FlagNotAssessed));
    assert_eq!(story.when(&close), Err(Refusal::FlagNotReviewed));
    let story = story.and(ask::assess(id));
    assert_eq!(story.when(&ask::review_flag(id, None)), Err(Refusal::FlagNotPlanned));
    assert_eq!(story.and(plan).when(&close), Err(Refusal::FlagNotReviewed));
}

#[test]
fn a_slip_of_the_pen_needs_no_assessment_but_a_reason() {
    let (story, flag) = flagged();
    let close = |reason: &str| {
        let (how, consulted) = (CloseHow::Mistake, String::new());
        Command::CloseFlag(CloseFlag { flag, reason: reason.to_owned(), how, consulted })
    };
    assert_eq!(story.when(&close(" ")), Err(Refusal::Empty("reason")));
    assert_eq!(state(&story.and(close("Another client's paper"))), FlagState::Closed);
}

#[test]
fn the_safety_plan_is_the_next_step_only_when_there_is_one() {
    let (story, id) = flagged();
    let story = story.and(ask::assess(id));
    let plan = ask::plan_flag(id, FlagPlan::SafetyPlan, "2026-01-08");
    assert_eq!(story.when(&plan), Err(Refusal::NoSafetyPlan));
    assert!(story.and(ask::make_safety_plan(&[], "2026-02-01")).when(&plan).is_ok());
}

#[test]
fn somebody_looks_again_on_a_day_that_is_not_past_nor_far() {
    let (story, id) = flagged();
    let story = story.and(ask::assess(id));
    for on in ["2026-01-04", "2026-04-08"] {
        let plan = ask::plan_flag(id, FlagPlan::HigherCare, on);
        assert_eq!(story.when(&plan), Err(Refusal::ReviewDate("review-on")));
    }
    let story = story.and(ask::plan_flag(id, FlagPlan::HigherCare, "2026-01-08"));
    assert_eq!(flag(&story).review_on().unwrap().to_string(), "2026-01-08");
    let story = story.and(ask::review_flag(id, Some("2026-01-12")));
    assert_eq!(flag(&story).review_on().unwrap().to_string(), "2026-01-12");
}

#[test]
fn a_severe_flag_is_closed_by_a_second_person() {
    let (story, id) = followed(severe());
    let story = story.and(ask::close_flag(id, "Talked"));
    assert_eq!(state(&story), FlagState::ToConfirm);
    assert_eq!(story.when(&ask::answer_close(id, true)), Err(Refusal::SecondPerson));
    let story = story.by_supervisor();
    assert_eq!(state(&story.clone().and(ask::answer_close(id, true))), FlagState::Closed);
    assert_eq!(state(&story.and(ask::answer_close(id, false))), FlagState::InReview);
}

#[test]
fn intent_told_when_asked_makes_a_second_person_needed() {
    use treatment::risk::{Assessment, Told};
    let (story, id) = flagged();
    assert!(!flag(&story).needs_second());
    let told = Assessment { intent: Some(Told::Yes), ..Assessment::in_words(id, "Wants to", "Crisis team") };
    assert!(flag(&story.and(Command::AssessFlag(Box::new(told)))).needs_second());
}

#[test]
fn who_works_alone_names_whom_they_asked() {
    let (mut story, flag) = followed(severe());
    story.duty.second_person = false;
    assert_eq!(story.when(&ask::close_flag(flag, "Talked")), Err(Refusal::Empty("consulted")));
    let (how, consulted) = (CloseHow::DealtWith, "Rang a colleague, who agreed".to_owned());
    let close = Command::CloseFlag(CloseFlag { flag, reason: "Talked".to_owned(), how, consulted });
    assert_eq!(state(&story.and(close)), FlagState::Closed);
}

#[test]
fn the_more_an_answer_says_the_sooner_somebody_looks() {
    let respond = |code: &str| {
        let story = Story::opened().and(ask::phq9(["0", "0", "0", "0", "0", "0", "0", "0", code], TODAY));
        flag(&story).respond()
    };
    assert_eq!(["1", "2", "3"].map(respond), [Response::WorkingDay, Response::SameDay, Response::AtOnce]);
}

#[test]
fn a_flag_is_passed_on_once_to_each_and_never_back() {
    let (story, id) = flagged();
    let (supervisor, lead) = (EscalatedTo::Supervisor, EscalatedTo::Lead);
    let story = story.by_clock().and(ask::escalate(id, supervisor));
    assert_eq!(story.when(&ask::escalate(id, supervisor)), Err(Refusal::AlreadySo));
    assert!(!story.course.is_with_lead());
    let story = story.and(ask::escalate(id, lead));
    assert!(story.course.is_with_lead());
    assert_eq!(story.when(&ask::escalate(id, supervisor)), Err(Refusal::AlreadySo));
}

#[test]
fn a_flag_that_was_looked_at_is_not_passed_on() {
    let (story, id) = flagged();
    let story = story.and(ask::acknowledge(id)).by_clock();
    assert_eq!(story.when(&ask::escalate(id, EscalatedTo::Supervisor)), Err(Refusal::AlreadySo));
}

#[test]
fn a_concern_is_a_flag_like_another_and_a_client_need_not_explain() {
    let story = Story::opened();
    assert_eq!(story.when(&ask::concern(" ", Response::AtOnce)), Err(Refusal::Empty("concern-words")));
    let story = story.by_client();
    let told = story.when(&ask::concern("", Response::WorkingDay)).unwrap().notices;
    assert_eq!(told.len(), 3);
    let story = story.and(ask::concern("", Response::WorkingDay));
    assert_eq!((state(&story), flag(&story).respond()), (FlagState::Open, Response::SameDay));
}

#[test]
fn a_flag_that_was_acknowledged_still_needs_a_person() {
    let (story, flag) = flagged();
    let story = story.and(ask::acknowledge(flag));
    assert!(story.course.flags[0].is_open() && state(&story) != FlagState::Open);
}

#[test]
fn a_flag_cannot_be_acknowledged_twice() {
    let (story, flag) = flagged();
    assert_eq!(story.and(ask::acknowledge(flag)).when(&ask::acknowledge(flag)), Err(Refusal::AlreadySo));
}

#[test]
fn a_flag_nobody_raised_cannot_be_acknowledged() {
    assert_eq!(Story::opened().when(&ask::acknowledge(FlagId(9))), Err(Refusal::Unknown("flag")));
}

#[test]
fn closing_a_flag_needs_a_reason() {
    let (story, flag) = followed(flagged());
    assert_eq!(story.when(&ask::close_flag(flag, " ")), Err(Refusal::Empty("reason")));
}

#[test]
fn a_closed_flag_takes_no_further_step() {
    let (story, id) = followed(flagged());
    let story = story.and(ask::close_flag(id, "Talked"));
    for command in [
        ask::close_flag(id, "Talked"),
        ask::acknowledge(id),
        ask::assess(id),
        ask::plan_flag(id, FlagPlan::Neither, "2026-01-08"),
        ask::review_flag(id, None),
        ask::answer_close(id, true),
        ask::escalate(id, EscalatedTo::Lead),
    ] {
        assert_eq!(story.when(&command), Err(Refusal::AlreadySo), "{command:?}");
    }
}

#[test]
fn each_answer_raises_its_own_flag() {
    let (story, first) = followed(flagged());
    let story = story.and(ask::close_flag(first, "Talked")).and(ask::flagging(TODAY));
    assert_eq!(story.course.flags.iter().map(Flag::is_open).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_course_with_an_open_flag_cannot_be_closed() {
    let (story, flag) = flagged();
    let close: Command = ask::close(Closing::ClientStopped, "She moved away");
    assert_eq!(
        [story.clone(), story.and(ask::acknowledge(flag))].map(|story| story.when(&close)),
        [Err(Refusal::OpenFlag), Err(Refusal::OpenFlag)]
    );
}

#[test]
fn what_is_found_while_a_close_waits_comes_before_the_close() {
    let (story, id) = followed(severe());
    let story = story.and(ask::close_flag(id, "Talked"));
    assert!(flag(&story).is_with_lead(), "the second person may be the lead");
    let plan = ask::plan_flag(id, FlagPlan::HigherCare, "2026-01-08");
    assert_eq!(story.when(&plan), Err(Refusal::FlagToConfirm));
    let story = story.and(ask::assess(id));
    assert_eq!(state(&story), FlagState::Assessed);
    assert!(flag(&story).proposal().is_none() && story.when(&plan).is_ok());
}
