//! Steps on the map taken back and done again.

use crate::ask;
use crate::given::{CLIENT, Story};
use treatment::access::Who;
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::{PersonId, Version};
use treatment::inventory::Ring;
use treatment::refusal::Refusal;
use treatment::time::Moment;

const THERAPIST: Who = Who::Staff(crate::given::THERAPIST);

/// Mia, moved from close to the outer ring by the fact 3.
fn moved() -> (Story, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let story = story.and(ask::place(mia, Some(Ring::Outer)));
    (story, mia)
}

fn ring(story: &Story, person: PersonId) -> Option<Ring> {
    story.course.inventory.person(person).unwrap().ring
}

/// The step that the therapist would take back, and the one that would be done again.
fn offered(story: &Story) -> (Option<u32>, Option<u32>) {
    let (undo, redo) =
        (story.course.step_to_undo(THERAPIST, story.at), story.course.step_to_redo(THERAPIST, story.at));
    (undo.map(|step| step.version.0), redo.map(|step| step.version.0))
}

#[test]
fn a_step_taken_back_is_a_new_fact_and_can_be_done_again() {
    let (story, mia) = moved();
    let before = ring(&story.clone().and(Command::UndoStep(Version(3))), mia);
    assert_ne!(before, Some(Ring::Outer));
    assert_eq!(offered(&story), (Some(3), None));
    let story = story.and(Command::UndoStep(Version(3)));
    assert_eq!((ring(&story, mia), offered(&story)), (before, (Some(2), Some(3))));
    assert!(matches!(story.facts[2].fact, Fact::PersonPlaced(_)), "what was recorded stays");
    assert_eq!(story.when(&Command::UndoStep(Version(3))), Err(Refusal::AlreadySo));
    let story = story.and(Command::RedoStep(Version(3)));
    assert_eq!((ring(&story, mia), offered(&story)), (Some(Ring::Outer), (Some(3), None)));
}

#[test]
fn several_steps_are_done_again_in_the_order_in_which_they_were_taken() {
    let (story, mia) = moved();
    let story = story.and(ask::place(mia, None));
    let story = story.and(Command::UndoStep(Version(4))).and(Command::UndoStep(Version(3)));
    assert_eq!(offered(&story).1, Some(3));
    let story = story.and(Command::RedoStep(Version(3)));
    assert_eq!(offered(&story).1, Some(4));
    let story = story.and(Command::RedoStep(Version(4)));
    assert_eq!((ring(&story, mia), offered(&story).1), (None, None));
}

#[test]
fn after_another_step_nothing_is_done_again() {
    let (story, mia) = moved();
    let story = story.and(Command::UndoStep(Version(3))).and(ask::place(mia, Some(Ring::Inner)));
    assert_eq!(offered(&story), (Some(5), None));
    assert_eq!(story.when(&Command::RedoStep(Version(3))), Err(Refusal::MovedSince));
}

#[test]
fn a_step_of_another_tab_is_not_written_over() {
    let (story, mia) = moved();
    let story = story.and(ask::place(mia, Some(Ring::Inner)));
    assert_eq!(story.when(&Command::UndoStep(Version(3))), Err(Refusal::MovedSince));
    assert_eq!(ring(&story, mia), Some(Ring::Inner));
}

#[test]
fn a_step_of_somebody_else_or_of_another_day_is_not_taken_back() {
    let (mut story, _) = moved();
    story.spoken_by(Who::Client(CLIENT));
    assert_eq!(story.when(&Command::UndoStep(Version(3))), Err(Refusal::Unknown("step")));
    story.spoken_by(THERAPIST);
    story.at = Moment(story.at.0 + 13 * 3_600_000);
    assert_eq!(story.when(&Command::UndoStep(Version(3))), Err(Refusal::Unknown("step")));
    assert_eq!(offered(&story), (None, None));
}

#[test]
fn adding_and_taking_off_are_steps_too() {
    let (story, mia) = moved();
    let story = story.and(ask::remove(mia)).and(Command::UndoStep(Version(4)));
    assert!(story.course.inventory.present(mia).is_ok());
    let story = story.and(Command::UndoStep(Version(3))).and(Command::UndoStep(Version(2)));
    assert_eq!(story.course.inventory.on_map().count(), 0);
    assert_eq!(story.when(&Command::RedoStep(Version(3))), Err(Refusal::PersonRemoved));
    let story = story.and(Command::RedoStep(Version(2)));
    assert_eq!(story.course.inventory.on_map().count(), 1);
}
