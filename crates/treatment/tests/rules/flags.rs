//! Flags: seen by a person, closed with a reason, never by themselves.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::ending::Closing;
use treatment::ids::FlagId;
use treatment::refusal::Refusal;
use treatment::risk::FlagState;

fn flagged() -> (Story, FlagId) {
    let story = Story::opened().and(ask::flagging("2026-01-05"));
    let flag = story.newest();
    (story, flag)
}

fn state(story: &Story) -> &FlagState {
    &story.course.flags[0].state
}

#[test]
fn a_flag_is_open_until_somebody_looks() {
    assert_eq!(*state(&flagged().0), FlagState::Open);
}

#[test]
fn a_later_nought_does_not_close_a_flag() {
    let (story, _) = flagged();
    let story = story.and(ask::phq9(["0"; 9], "2026-01-05"));
    assert_eq!(*state(&story), FlagState::Open);
}

#[test]
fn a_flag_that_was_acknowledged_still_needs_a_person() {
    let (story, flag) = flagged();
    let story = story.and(ask::acknowledge(flag));
    assert!(story.course.flags[0].is_open() && *state(&story) != FlagState::Open);
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
    let (story, flag) = flagged();
    assert_eq!(story.when(&ask::close_flag(flag, " ")), Err(Refusal::Empty("reason")));
}

#[test]
fn a_flag_closed_with_a_reason_is_closed() {
    let (story, flag) = flagged();
    let story = story.and(ask::acknowledge(flag)).and(ask::close_flag(flag, "Talked; safety plan renewed"));
    assert!(!story.course.flags[0].is_open());
}

#[test]
fn a_flag_cannot_be_closed_twice() {
    let (story, flag) = flagged();
    let close = ask::close_flag(flag, "Talked");
    assert_eq!(story.and(close.clone()).when(&close), Err(Refusal::AlreadySo));
}

#[test]
fn a_closed_flag_cannot_be_acknowledged() {
    let (story, flag) = flagged();
    assert_eq!(
        story.and(ask::close_flag(flag, "Talked")).when(&ask::acknowledge(flag)),
        Err(Refusal::AlreadySo)
    );
}

#[test]
fn each_answer_raises_its_own_flag() {
    let (story, first) = flagged();
    let story = story.and(ask::close_flag(first, "Talked")).and(ask::flagging("2026-01-05"));
    assert_eq!(
        story.course.flags.iter().map(treatment::risk::Flag::is_open).collect::<Vec<_>>(),
        [false, true]
    );
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
