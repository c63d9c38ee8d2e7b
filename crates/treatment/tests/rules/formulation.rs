//! The formulation and the goals.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::formulation::{Agreement, DropGoal, GOALS_MOST};
use treatment::ids::GoalId;
use treatment::protocol::Requirement;
use treatment::refusal::{PARAGRAPH, Refusal};

fn drop_goal(goal: GoalId) -> Command {
    Command::DropGoal(DropGoal { goal, reason: String::new() })
}

#[test]
fn an_empty_formulation_is_refused() {
    assert_eq!(Story::opened().when(&ask::offer("")), Err(Refusal::Empty("formulation")));
}

#[test]
fn a_formulation_has_a_limit() {
    assert_eq!(
        Story::opened().when(&ask::offer(&"x".repeat(2 * PARAGRAPH + 1))),
        Err(Refusal::TooLong { field: "formulation", limit: 2 * PARAGRAPH })
    );
}

#[test]
fn there_is_no_answer_before_an_offer() {
    assert_eq!(Story::opened().when(&ask::answer(Agreement::Agreed)), Err(Refusal::Unknown("formulation")));
}

#[test]
fn an_answer_belongs_to_the_newest_formulation() {
    let story = Story::opened()
        .and(ask::offer("First"))
        .and(ask::answer(Agreement::NotAgreed))
        .and(ask::offer("Second"))
        .and(ask::answer(Agreement::Agreed));
    let answers: Vec<Agreement> =
        story.course.formulations.iter().filter_map(|f| f.answer.as_ref()).map(|a| a.agreement).collect();
    assert_eq!(answers, [Agreement::NotAgreed, Agreement::Agreed]);
}

#[test]
fn only_a_yes_opens_the_gate() {
    for &agreement in Agreement::ALL {
        let story = Story::opened().and(ask::offer("First")).and(ask::answer(agreement));
        let expected = matches!(agreement, Agreement::Agreed | Agreement::WithChanges);
        assert_eq!(Requirement::Formulation.is_met(&story.course), expected, "{}", agreement.key());
    }
}

#[test]
fn a_new_formulation_needs_a_new_answer() {
    let story = Story::opened()
        .and(ask::offer("First"))
        .and(ask::answer(Agreement::Agreed))
        .and(ask::offer("Second"));
    assert!(!Requirement::Formulation.is_met(&story.course));
}

#[test]
fn an_empty_goal_is_refused() {
    assert_eq!(Story::opened().when(&ask::goal(" ")), Err(Refusal::Empty("goal")));
}

#[test]
fn there_is_a_limit_to_the_goals_at_a_time() {
    let mut story = Story::opened();
    for _ in 0..GOALS_MOST {
        story = story.and(ask::goal("Talk with Mia"));
    }
    assert_eq!(
        story.when(&ask::goal("One more")),
        Err(Refusal::TooMany { what: "goals", limit: GOALS_MOST })
    );
}

#[test]
fn a_goal_let_go_makes_room_for_another() {
    let mut story = Story::opened();
    for _ in 0..GOALS_MOST {
        story = story.and(ask::goal("Talk with Mia"));
    }
    let last = story.newest();
    assert!(story.and(drop_goal(last)).when(&ask::goal("One more")).is_ok());
}

#[test]
fn a_goal_let_go_stays_in_the_record() {
    let story = Story::opened().and(ask::goal("Talk with Mia"));
    let goal = story.newest();
    let story = story.and(drop_goal(goal));
    assert_eq!((story.course.goals.len(), story.course.open_goals().count()), (1, 0));
}

#[test]
fn a_goal_cannot_be_let_go_twice() {
    let story = Story::opened().and(ask::goal("Talk with Mia"));
    let goal = story.newest();
    assert_eq!(story.and(drop_goal(goal)).when(&drop_goal(goal)), Err(Refusal::AlreadySo));
}

#[test]
fn a_goal_that_was_never_set_cannot_be_let_go() {
    assert_eq!(Story::opened().when(&drop_goal(GoalId(9))), Err(Refusal::Unknown("goal")));
}
