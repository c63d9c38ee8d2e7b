//! The one row that lists show.

use crate::ask;
use crate::given::{CLIENT, Story, day};
use treatment::command::Command;
use treatment::course::Phase;
use treatment::ending::{Closing, Rating};
use treatment::focus::Area;
use treatment::plans::PlanStatus;
use treatment::summary::{Summary, summary_of};

fn row(story: &Story) -> Summary {
    summary_of(&story.course, &story.content).unwrap()
}

#[test]
fn a_course_that_was_never_opened_has_no_row() {
    let story = Story::unopened();
    assert_eq!(summary_of(&story.course, &story.content), None);
}

#[test]
fn a_row_says_whose_it_is_and_how_far() {
    let row = row(&Story::held(7));
    assert_eq!((row.client, row.count.used, row.count.of, row.count.is_agreed), (CLIENT, 7, 16, true));
}

#[test]
fn a_row_says_the_focus_in_the_clients_words() {
    let row = row(&Story::opened().and(ask::focus(Area::Transition, "")));
    assert_eq!((row.area, row.focus_words.as_str()), (Some(Area::Transition), "Finding a place here"));
}

#[test]
fn totals_of_the_weekly_measure_stand_oldest_first() {
    let story = Story::opened()
        .and(ask::phq9(["2", "2", "2", "2", "2", "2", "2", "2", "0"], "2026-01-05"))
        .and(Command::CompleteMeasure(ask::a_form("gad-7", &["3"; 7], "2026-01-05")))
        .on("2026-01-12")
        .and(ask::phq9(["1", "1", "1", "1", "1", "1", "1", "1", "0"], "2026-01-12"));
    assert_eq!(row(&story).totals, [(day("2026-01-05"), 16), (day("2026-01-12"), 8)]);
}

#[test]
fn a_row_keeps_the_newest_sixty_totals() {
    let mut story = Story::opened();
    for week in 0..61 {
        let on = day("2026-01-05").plus(7 * week);
        story = story.on_day(on).and(ask::phq9(["0"; 9], &on.to_string()));
    }
    let totals = row(&story).totals;
    assert_eq!((totals.len(), totals[0].0), (60, day("2026-01-12")));
}

#[test]
fn the_next_session_is_on_the_row() {
    let story = Story::opened().and(ask::plan_on("2026-01-12"));
    assert_eq!(row(&story).next.map(|next| (next.on, next.at_minute)), Some((day("2026-01-12"), Some(540))));
}

#[test]
fn an_open_flag_is_on_the_row_until_it_is_closed() {
    let story = Story::opened().and(ask::flagging("2026-01-05"));
    let flag = story.newest();
    let seen = story.clone().and(ask::acknowledge(flag));
    let done = seen.clone().and(ask::slip_of_the_pen(flag));
    let lines = |story: &Story| row(story).flags.iter().map(|line| line.is_acknowledged).collect::<Vec<_>>();
    assert_eq!([lines(&story), lines(&seen), lines(&done)], [vec![false], vec![true], vec![]]);
}

#[test]
fn a_session_held_without_a_note_is_named() {
    let story = Story::held(2);
    let second = story.newest();
    let first = story.course.sessions[0].id;
    assert_eq!(row(&story.and(ask::sign(first))).unsigned, [(second, day("2026-01-12"), 2)]);
}

#[test]
fn plans_that_nothing_was_heard_of_are_counted() {
    let story = Story::opened().and(ask::plan("Ring Mia", None));
    let plan = story.newest();
    let story = story.and(ask::plan("Ring Tom", None));
    let story = story.and(Command::ReportPlan(ask::a_report(plan, PlanStatus::Tried)));
    assert_eq!(row(&story).plans_open, 1);
}

#[test]
fn news_is_what_came_in_since_the_last_session() {
    let story = Story::held(1).and(ask::plan("Ring Mia", None));
    let plan = story.newest();
    let story = story
        .and(ask::phq9(["0"; 9], "2026-01-05"))
        .on("2026-01-07")
        .by_client()
        .and(ask::phq9(["0"; 9], "2026-01-07"))
        .and(Command::ReportPlan(ask::a_report(plan, PlanStatus::Tried)));
    let news = row(&story).news;
    assert_eq!((news.measures, news.plans), (1, 1));
}

#[test]
fn what_the_therapist_noted_is_no_news() {
    let story = Story::held(1).and(ask::plan("Ring Mia", None));
    let plan = story.newest();
    let story = story.on("2026-01-07").and(Command::ReportPlan(ask::a_report(plan, PlanStatus::Tried)));
    assert_eq!(row(&story).news.plans, 0);
}

#[test]
fn the_row_says_when_the_ending_must_be_named() {
    assert_eq!([Story::held(11), Story::held(12)].map(|story| row(&story).is_ending_due), [false, true]);
}

#[test]
fn the_row_says_that_a_course_rests() {
    let row = row(&Story::held(2).and(ask::pause("2026-01-13")));
    assert_eq!((row.is_paused, row.planned_end), (true, None));
}

#[test]
fn how_both_rate_the_focus_stands_client_first() {
    let story = Story::opened()
        .and(ask::focus(Area::Grief, ""))
        .and(ask::rate_focus(Rating::Same))
        .by_client()
        .and(ask::rate_focus(Rating::Solved));
    assert_eq!(row(&story).outcome, (Some(Rating::Solved), Some(Rating::Same)));
}

#[test]
fn a_gate_passed_with_something_missing_is_seen_on_the_row() {
    assert!(row(&Story::opened().and(ask::begin_middle("In crisis"))).gate_passed_open);
}

#[test]
fn people_taken_off_the_map_are_not_counted() {
    let story = Story::opened().and(ask::person("Mia")).and(ask::person("Tom"));
    let tom = story.newest();
    assert_eq!(row(&story.and(ask::remove(tom))).people, 1);
}

#[test]
fn a_closed_course_waits_for_nothing() {
    let story = Story::held(12).and(ask::plan_on("2026-03-30"));
    let row = row(&story.and(ask::close(Closing::ClientStopped, "She moved away")));
    assert_eq!((row.phase, row.next, row.planned_end, row.is_ending_due), (Phase::Closed, None, None, false));
}
