//! Days of a loss are told of beforehand where the client wants it.

use crate::ask;
use crate::given::{Story, day};
use std::collections::BTreeMap;
use treatment::anniversaries::{
    NearDay, NotUnderstood, TOLD_BEFORE, day_of_year, near, next_on, not_understood,
};
use treatment::area_work::WriteSection;
use treatment::command::Command;
use treatment::ending::Closing;
use treatment::focus::Area;
use treatment::time::DateWords;

fn words() -> DateWords {
    let mut months: [Vec<String>; 12] = Default::default();
    months[1] = vec!["february".to_owned()];
    months[2] = vec!["march".to_owned()];
    DateWords { months, seasons: Default::default(), about: vec!["about".to_owned()] }
}

/// A course with these days: which, when, whether to be told, the plan.
fn with_days(days: &[[&str; 4]]) -> Story {
    let keys = ["what-day", "day-of-year", "remind", "plan-for-it"];
    let rows = days.iter().map(|row| -> BTreeMap<String, String> {
        let cells = keys.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(key, cell)| ((*key).to_owned(), (*cell).to_owned())).collect()
    });
    let rows = rows.collect();
    let written =
        WriteSection { area: Area::Grief, section: "dates".to_owned(), rows, reason: String::new() };
    Story::opened().and(Command::WriteSection(written))
}

#[test]
fn a_day_is_told_of_from_two_weeks_before_it_until_it_is_over() {
    let story = with_days(&[["Her birthday", "14 March", "may-remind", "A candle"]]);
    let told = |on: &str| near(&story.course, day(on), &words());
    let birthday = |on: &str| NearDay { on: day(on), what: "Her birthday".into(), plan: "A candle".into() };
    assert_eq!(told("2026-02-27"), [], "{TOLD_BEFORE} days are not reached yet");
    assert_eq!(told("2026-02-28"), [birthday("2026-03-14")]);
    assert_eq!(told("2026-03-14"), [birthday("2026-03-14")], "also on the day itself");
    assert_eq!(told("2026-03-15"), []);
    assert_eq!(told("2027-03-01"), [birthday("2027-03-14")], "and the year after");
}

#[test]
fn nobody_is_told_of_a_day_that_is_muted_or_was_not_spoken_about() {
    let story = with_days(&[["The call", "14 March", "muted", ""], ["The funeral", "15 March", "", ""]]);
    assert_eq!(near(&story.course, day("2026-03-10"), &words()), []);
    assert_eq!(not_understood(&story.course, &words()), []);
}

#[test]
fn after_the_close_nobody_is_told() {
    let story = with_days(&[["Her birthday", "14 March", "may-remind", ""]]);
    let story = story.and(ask::close(Closing::ClientStopped, "Moved away"));
    assert_eq!(near(&story.course, day("2026-03-10"), &words()), []);
}

#[test]
fn the_nearest_comes_first() {
    let story = with_days(&[
        ["The call", "14 March", "may-remind", ""],
        ["Her birthday", "9 march 1961", "may-remind", ""],
    ]);
    let told = near(&story.course, day("2026-03-01"), &words());
    assert_eq!(told.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["Her birthday", "The call"]);
}

#[test]
fn a_day_is_a_month_and_a_day_and_what_is_less_is_said() {
    let read = |text: &str| day_of_year(text, &words());
    for text in ["14 March", "14th March", "2021-03-14", "14 march 2021"] {
        assert_eq!(read(text), Some((3, 14)), "{text}");
    }
    for text in ["", "March", "in a month", "about 14 March", "31 February", "2021", "soon"] {
        assert_eq!(read(text), None, "{text}");
    }
    let story = with_days(&[["Her birthday", "in a month", "may-remind", ""]]);
    let birthday = NotUnderstood { row: 1, what: "Her birthday", when: "in a month" };
    assert_eq!(not_understood(&story.course, &words()), [birthday]);
}

#[test]
fn a_day_without_a_name_is_told_to_nobody_and_said_by_its_date_or_its_row() {
    let story = with_days(&[
        ["The call", "14 March", "may-remind", ""],
        ["", "15 March", "may-remind", "A candle"],
        ["", "soon", "may-remind", ""],
        ["", "", "may-remind", "Ring Mother"],
        ["", "16 March", "muted", ""],
    ]);
    let told = near(&story.course, day("2026-03-10"), &words());
    assert_eq!(told.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["The call"]);
    let unnamed = |row: usize, when: &'static str| NotUnderstood { row, what: "", when };
    let unread = [unnamed(2, "15 March"), unnamed(3, "soon"), unnamed(4, "")];
    assert_eq!(not_understood(&story.course, &words()), unread);
}

#[test]
fn a_leap_day_comes_every_year_and_the_turn_of_the_year_is_no_end() {
    assert_eq!(next_on((2, 29), day("2028-01-01")), Some(day("2028-02-29")));
    assert_eq!(next_on((2, 29), day("2028-03-01")), Some(day("2029-02-28")));
    assert_eq!(next_on((1, 2), day("2026-12-31")), Some(day("2027-01-02")));
}
