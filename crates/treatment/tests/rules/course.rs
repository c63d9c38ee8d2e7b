//! The course as a whole: its limit, what it was on an earlier day, and what is overwritten by what.

use crate::ask;
use crate::given::{COURSE, Story, day};
use treatment::command::Command;
use treatment::course::{Course, FACTS_MOST};
use treatment::fact::Fact;
use treatment::ids::{PersonId, Version};
use treatment::inventory::Ring;
use treatment::opening::{History, HistorySection};
use treatment::refusal::Refusal;

#[test]
fn a_course_that_is_full_refuses_in_words() {
    let mut story = Story::opened();
    story.course.version = Version(FACTS_MOST);
    assert_eq!(story.when(&ask::person("Mia")), Err(Refusal::CourseFull));
}

#[test]
fn a_course_with_room_for_one_fact_does_not_take_two() {
    let mut story = Story::opened();
    story.course.version = Version(FACTS_MOST - 1);
    assert_eq!(story.by_client().when(&ask::person("Mia")), Err(Refusal::CourseFull));
}

#[test]
fn an_answer_that_raises_a_flag_is_taken_when_nothing_else_is() {
    let mut story = Story::opened();
    story.course.version = Version(FACTS_MOST);
    assert!(story.when(&ask::flagging("2026-01-05")).is_ok());
    assert_eq!(story.when(&ask::person("Mia")), Err(Refusal::CourseFull));
}

#[test]
fn the_last_fact_of_a_course_is_taken() {
    let mut story = Story::opened();
    story.course.version = Version(FACTS_MOST - 1);
    assert!(story.when(&ask::person("Mia")).is_ok());
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut story = Story::opened();
    let before = story.course.clone();
    story.asked(&ask::person(" ")).unwrap_err();
    assert_eq!(story.course, before);
}

#[test]
fn the_map_can_be_seen_as_it_was_known_on_a_day() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let then = story.at;
    let story = story.on("2026-03-02").and(ask::place(mia, Some(Ring::Inner)));
    let earlier = Course::as_of(COURSE, &story.facts, then);
    assert_eq!(
        (earlier.inventory.people[0].ring, story.course.inventory.people[0].ring),
        (None, Some(Ring::Inner))
    );
}

#[test]
fn before_its_first_fact_a_course_is_nothing() {
    let story = Story::opened();
    let before = Course::as_of(COURSE, &story.facts, day("2026-01-04").start());
    assert_eq!(before.opened, None);
}

#[test]
fn a_fact_that_was_erased_leaves_its_place() {
    let mut story = Story::opened();
    story.recorded(Fact::Erased);
    assert_eq!((story.course.erased, story.course.version), (1, Version(2)));
}

#[test]
fn a_fact_about_something_erased_does_no_harm() {
    let mut story = Story::opened();
    let placed = treatment::inventory::PlacePerson { person: PersonId(2), ring: None };
    story.recorded(Fact::Erased);
    story.recorded(Fact::PersonPlaced(placed));
    assert_eq!(story.course.inventory.people, []);
}

#[test]
fn access_is_decided_on_the_people_the_course_was_opened_with() {
    let head = Story::opened().course.head().unwrap();
    assert_eq!(
        (head.course, head.client, head.therapist),
        (COURSE, crate::given::CLIENT, crate::given::THERAPIST)
    );
}

#[test]
fn a_course_that_was_never_opened_has_no_head() {
    assert_eq!(Story::unopened().course.head(), None);
}

#[test]
fn a_section_of_the_history_is_overwritten_only_by_the_same_section() {
    let mine = ask::history(HistorySection::Family, "Mine");
    let theirs = |section| Fact::HistoryRecorded(History { section, text: "Theirs".to_owned() });
    assert_eq!(
        [HistorySection::Family, HistorySection::Medical].map(|section| mine.writes_over(&theirs(section))),
        [true, false]
    );
}

#[test]
fn what_only_adds_overwrites_nothing() {
    let added = Story::opened().fact_of(&ask::person("Mia"));
    assert!(!ask::person("Tom").writes_over(&added));
}

#[test]
fn an_answer_overwrites_a_newer_offer_it_was_not_made_to() {
    let Command::OfferFormulation(offered) = ask::offer("Newer") else { unreachable!("an offer") };
    let answer = ask::answer(treatment::formulation::Agreement::Agreed);
    assert!(answer.writes_over(&Fact::FormulationOffered(offered)));
}
