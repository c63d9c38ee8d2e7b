//! Days of a loss that come again each year: told of beforehand where the client wants it, and not where they do not.

use crate::course::Course;
use crate::focus::Area;
use crate::time::{DateWords, Day, Known, PartialDate};
use std::collections::BTreeMap;

/// From how many days before it a day is told of. Ours: two sessions in which it can be talked about.
pub const TOLD_BEFORE: i32 = 14;

/// The column of the sheet on grief that says when.
pub const DAY_OF_YEAR: &str = "day-of-year";

/// The section of the sheet on grief in which these days stand, and its columns.
const SECTION: &str = "dates";
const WHAT: &str = "what-day";
const REMIND: &str = "remind";
const PLAN: &str = "plan-for-it";
/// The choice of a client who wants to be told.
const WANTED: &str = "may-remind";

/// A day that comes near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearDay {
    /// When it comes next.
    pub on: Day,
    /// Which day it is.
    pub what: String,
    /// What is planned for it, perhaps nothing.
    pub plan: String,
}

/// A month and a day of it, as people type them: `14 March`, `2021-03-14`; the year may be said and does not count.
/// `None` when it is not known to the day.
pub fn day_of_year(text: &str, words: &DateWords) -> Option<(u8, u8)> {
    // A leap year, so that 29 February is a day.
    let date = PartialDate::parse(text, words).or_else(|| PartialDate::parse(&format!("{text} 2000"), words));
    match date?.known {
        Known::Day(month, day) if !date?.about => Some((month, day)),
        _ => None,
    }
}

/// When such a day comes next, from today on. 29 February is 28 February in other years.
pub fn next_on((month, day): (u8, u8), today: Day) -> Option<Day> {
    let in_year = |year| Day::from_date(year, month, day).or_else(|| Day::from_date(year, month, day - 1));
    let this_year = today.date().0;
    in_year(this_year).filter(|on| *on >= today).or_else(|| in_year(this_year + 1))
}

/// A day of which the client wants to be told and cannot be: it has no name, or its date is not known to the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUnderstood<'c> {
    /// Its row in the section, from one.
    pub row: usize,
    /// Which day it is, perhaps nothing.
    pub what: &'c str,
    /// Its date as typed, perhaps nothing.
    pub when: &'c str,
}

/// The rows of days of which the client wants to be told, each with its number from one.
fn wanted(course: &Course) -> impl Iterator<Item = (usize, &BTreeMap<String, String>)> {
    let rows = (1..).zip(course.work.rows(Area::Grief, SECTION));
    rows.filter(|(_, row)| cell(row, REMIND) == WANTED)
}

fn cell<'r>(row: &'r BTreeMap<String, String>, key: &str) -> &'r str {
    row.get(key).map_or("", |text| text.trim())
}

/// The month and the day of it, where the day has a name too: without one the client would be told of a bare date.
fn named(row: &BTreeMap<String, String>, words: &DateWords) -> Option<(u8, u8)> {
    day_of_year(cell(row, DAY_OF_YEAR), words).filter(|_| !cell(row, WHAT).is_empty())
}

/// The days that come near and of which the client wants to be told, the nearest first; none once the course is closed:
/// nobody could take one back then.
pub fn near(course: &Course, today: Day, words: &DateWords) -> Vec<NearDay> {
    if course.closed.is_some() {
        return Vec::new();
    }
    let read = |(_, row): (usize, &BTreeMap<String, String>)| {
        let on = next_on(named(row, words)?, today)?;
        let is_near = on.since(today) <= TOLD_BEFORE;
        is_near.then(|| NearDay { on, what: cell(row, WHAT).to_owned(), plan: cell(row, PLAN).to_owned() })
    };
    let mut days: Vec<NearDay> = wanted(course).filter_map(read).collect();
    days.sort_by_key(|day| day.on);
    days
}

/// The days of which the client wants to be told and nobody can be.
pub fn not_understood<'c>(course: &'c Course, words: &DateWords) -> Vec<NotUnderstood<'c>> {
    let unread = wanted(course).filter(|(_, row)| named(row, words).is_none());
    unread
        .map(|(number, row)| NotUnderstood {
            row: number,
            what: cell(row, WHAT),
            when: cell(row, DAY_OF_YEAR),
        })
        .collect()
}
