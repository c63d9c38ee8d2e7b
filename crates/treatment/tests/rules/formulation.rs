//! The formulation and the goals.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::focus::{Area, Source};
use treatment::formulation::{
    Agreement, BindSentence, DropGoal, GOALS_MOST, LooseSentence, RateGoal, Standing, sentences,
};
use treatment::ids::{EventId, GoalId, PersonId};
use treatment::inventory::Ring;
use treatment::protocol::{Requirement, warnings};
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

fn bind(sentence: &str, source: Source) -> Command {
    Command::BindSentence(BindSentence { sentence: sentence.to_owned(), source })
}

/// A formulation of two sentences, the first bound to Mia.
fn bound() -> (Story, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let story = story.and(ask::offer("Mia left. Since then you are low."));
    (story.and(bind("Mia left.", Source::Person(mia))), mia)
}

#[test]
fn a_text_falls_into_its_sentences() {
    assert_eq!(
        sentences("Dr. Lee said: 2.5 weeks. Then?\nA new line without an end"),
        ["Dr.", "Lee said: 2.5 weeks.", "Then?", "A new line without an end"]
    );
    assert!(sentences(" \n ").is_empty());
}

#[test]
fn a_sentence_goes_stale_when_its_record_changes_and_when_it_goes() {
    let (story, mia) = bound();
    assert!(!story.course.is_formulation_stale());
    let story = story.and(ask::place(mia, Some(Ring::Outer)));
    assert_eq!(story.course.standing(&story.course.bonds[0]), Standing::Changed);
    assert!(warnings(&story.course, story.protocol()).contains(&"warning-formulation-stale"));
    let story = story.and(ask::remove(mia));
    assert_eq!(story.course.standing(&story.course.bonds[0]), Standing::Removed);
}

#[test]
fn a_stale_sentence_can_be_looked_at_and_bound_anew() {
    let (story, mia) = bound();
    let story = story.and(ask::place(mia, Some(Ring::Outer)));
    let old = story.course.bonds[0].version;
    let story = story
        .and(bind("Mia left.", Source::Person(mia)))
        .and(Command::LooseSentence(LooseSentence { bond: old }));
    assert!(!story.course.is_formulation_stale());
    assert_eq!(story.when(&bind("Mia left.", Source::Person(mia))), Err(Refusal::AlreadySo));
}

#[test]
fn a_sentence_that_stays_in_a_new_version_keeps_its_record() {
    let (story, _) = bound();
    let story = story.and(ask::offer("Mia left. That was in spring."));
    assert_eq!(story.course.bonds_of("Mia left.").count(), 1);
}

#[test]
fn only_what_is_said_and_known_can_be_bound() {
    let (story, mia) = bound();
    assert_eq!(story.when(&bind("Never said.", Source::Person(mia))), Err(Refusal::NoSuchSentence));
    assert_eq!(story.when(&bind("Mia left.", Source::Event(EventId(99)))), Err(Refusal::Unknown("event")));
}

#[test]
fn a_new_focus_asks_for_a_new_formulation() {
    let story = Story::opened().and(ask::focus(Area::Grief, "")).and(ask::offer("First"));
    let of = |story: &Story| warnings(&story.course, story.protocol());
    assert!(!of(&story).contains(&"warning-formulation-of-earlier-focus"));
    let story = story.on("2026-01-19").and(ask::focus(Area::Transition, "It is the move"));
    assert!(of(&story).contains(&"warning-formulation-of-earlier-focus"));
    let story = story.on("2026-01-20").and(ask::offer("Second"));
    assert!(!of(&story).contains(&"warning-formulation-of-earlier-focus"));
}

#[test]
fn the_clients_answer_stands_as_the_clients() {
    let story = Story::opened()
        .and(ask::offer("First"))
        .and(ask::answer(Agreement::Deferred))
        .by_client()
        .and(ask::answer(Agreement::WithChanges));
    let by: Vec<bool> = story.course.formulation().unwrap().answers.iter().map(|a| a.by_client).collect();
    assert_eq!(by, [false, true]);
}

#[test]
fn a_goal_is_rated_from_nought_to_ten_over_time() {
    let story = Story::opened().and(ask::goal("To ring Mia"));
    let goal: GoalId = story.newest();
    let rate = |value| Command::RateGoal(RateGoal { goal, value });
    let story = story.and(rate(0)).by_client().and(rate(10));
    let rated: Vec<(bool, u8)> =
        story.course.goals[0].ratings.iter().map(|rating| (rating.by_client, rating.value)).collect();
    assert_eq!(rated, [(false, 0), (true, 10)]);
    assert_eq!(story.when(&rate(11)), Err(Refusal::OutOfRange { field: "value", least: 0, most: 10 }));
}
