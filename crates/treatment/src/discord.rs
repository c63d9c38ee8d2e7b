//! Where what was said at the end does not agree: the two people with each other, or the focus with the symptoms. It is
//! said in words and spoken about; no score ever answers whether the issue from the start was solved.

use crate::content::Content;
use crate::course::Course;
use crate::ending::{NextStep, Rating};
use crate::outcome::{ChangeRule, Movement, first_last};
use crate::summary::WEEKLY;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What does not agree. Source: content/DECISIONS.md, the ending.
    Discord {
        /// The symptoms are reliably better, and somebody says that the focus is as it was, or worse.
        BetterFocusSame = "better-focus-same",
        /// Somebody says that the focus is solved or much better, and the symptoms are not reliably better.
        SolvedSymptomsSame = "solved-symptoms-same",
        /// The two are two steps apart on the focus.
        ApartOnFocus = "apart-on-focus",
        /// The two are two steps apart on a goal.
        ApartOnGoal = "apart-on-goal",
    }
}

/// How the weekly measure moved from first to last; none with fewer than two scores or no published values.
pub fn symptoms(course: &Course, content: &Content) -> Option<Movement> {
    let rule = ChangeRule::of(content.instrument(WEEKLY)?);
    let scores = first_last(course, WEEKLY);
    Some(rule.movement(scores.first?, scores.last?))
}

/// What does not agree.
pub fn discords(course: &Course, content: &Content) -> Vec<Discord> {
    let ending = &course.ending;
    let focus = &ending.focus;
    let said: Vec<Rating> =
        [&focus.client, &focus.therapist].into_iter().flatten().map(|review| review.rating).collect();
    let says = |ratings: &[Rating]| said.iter().any(|rating| ratings.contains(rating));
    let moved = symptoms(course, content);
    let mut found = Vec::new();
    if moved == Some(Movement::Better) && says(&[Rating::Same, Rating::Worse]) {
        found.push(Discord::BetterFocusSame);
    }
    if moved.is_some_and(|moved| moved != Movement::Better) && says(&[Rating::Solved, Rating::MuchBetter]) {
        found.push(Discord::SolvedSymptomsSame);
    }
    let apart =
        |client: Rating, therapist: Rating| client.steps_apart(therapist).is_some_and(|steps| steps >= 2);
    if let (Some(client), Some(therapist)) = (&focus.client, &focus.therapist)
        && apart(client.rating, therapist.rating)
    {
        found.push(Discord::ApartOnFocus);
    }
    let is_apart = |goal: &crate::formulation::Goal| match ending.goals.get(&goal.id) {
        Some(both) => match (&both.client, &both.therapist) {
            (Some(client), Some(therapist)) => apart(client.rating, therapist.rating),
            _ => false,
        },
        None => false,
    };
    if course.open_goals().any(is_apart) {
        found.push(Discord::ApartOnGoal);
    }
    found
}

/// Whether the goodbye is planned without anything after it although the symptoms are not reliably better: shown, never
/// enforced.
pub fn leaves_unwell(course: &Course, content: &Content) -> bool {
    let step = course.ending.next_step.as_ref().map(|decided| decided.step);
    step == Some(NextStep::Discharge)
        && symptoms(course, content).is_some_and(|moved| moved != Movement::Better)
}
