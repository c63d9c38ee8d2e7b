//! What becomes of answers once they are in.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::ResultId;
use treatment::refusal::Refusal;
use treatment::review::{DiscussResults, ReviewResults};

const CALM: [&str; 9] = ["1", "1", "1", "1", "1", "1", "1", "1", "0"];

fn review(results: &[ResultId]) -> Command {
    Command::ReviewResults(ReviewResults { results: results.to_vec() })
}

fn discuss(results: &[ResultId]) -> Command {
    Command::DiscussResults(DiscussResults { results: results.to_vec() })
}

fn answered() -> (Story, ResultId) {
    let story = Story::opened().and(ask::phq9(CALM, "2026-01-05"));
    let result = story.newest();
    (story, result)
}

#[test]
fn answers_that_came_in_are_neither_read_nor_talked_about() {
    let (story, result) = answered();
    let reviews = &story.course.reviews;
    assert!(!reviews.is_reviewed(result) && !reviews.is_discussed(result));
}

#[test]
fn to_read_answers_is_not_to_talk_about_them_and_to_talk_about_them_is_to_have_read_them() {
    let (story, result) = answered();
    let read = story.clone().and(review(&[result]));
    assert!(read.course.reviews.is_reviewed(result) && !read.course.reviews.is_discussed(result));
    let talked = story.and(discuss(&[result]));
    assert!(talked.course.reviews.is_reviewed(result) && talked.course.reviews.is_discussed(result));
}

#[test]
fn only_what_was_not_read_before_is_recorded() {
    let (story, first) = answered();
    let story = story.and(review(&[first])).and(ask::phq9(CALM, "2026-01-05"));
    let second: ResultId = story.newest();
    let fact = story.fact_of(&review(&[second, first, second]));
    assert_eq!(fact, Fact::ResultsReviewed(ReviewResults { results: vec![second] }));
    assert_eq!(story.when(&review(&[first])), Err(Refusal::AlreadySo));
}

#[test]
fn nothing_and_a_result_of_nobody_are_refused() {
    let (story, _) = answered();
    assert_eq!(story.when(&review(&[])), Err(Refusal::Empty("result")));
    assert_eq!(story.when(&discuss(&[ResultId(900)])), Err(Refusal::Unknown("result")));
}
