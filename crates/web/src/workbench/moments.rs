//! Moments at which the map can be looked at: a day, or a place in the record. Nothing is copied; the map of a moment
//! is folded from what was known then.

use crate::visit::CourseVisit;
use clinic::clock::{day_in, moment_in};
use clinic::read::At;
use std::fmt;
use treatment::ids::Version;
use treatment::session::SessionState;
use treatment::time::Day;

/// A moment, as addresses have it: `2026-03-09`, or the number of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The end of a day.
    Day(Day),
    /// What was known with a fact.
    Fact(Version),
}

impl Moment {
    /// Reads an address; nothing for what is no moment.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Day::parse(text).map(Self::Day).or_else(|| text.trim().parse().ok().map(Version).map(Self::Fact))
    }

    /// The place in the record.
    pub(crate) fn at(self, visit: &CourseVisit) -> At {
        match self {
            Self::Day(day) => {
                let next = moment_in(day.plus(1), 0, &visit.zone());
                At::Moment(treatment::time::Moment(next.0 - 1))
            }
            Self::Fact(version) => At::Version(version),
        }
    }

    /// The moment in words: its name, or its day.
    pub(crate) fn in_words(self, visit: &CourseVisit) -> String {
        let known = known(visit).into_iter().find(|(moment, _)| *moment == self);
        match (known, self) {
            (Some((_, words)), _) => words,
            (None, Self::Day(day)) => visit.words.plain_day(day),
            (None, Self::Fact(version)) => {
                visit.words.say("moment-fact").arg("number", version.0).to_string()
            }
        }
    }

    /// The moment to which now is held when nothing else is asked: when the contract was agreed, before that the first
    /// session; nothing before either.
    pub(crate) fn first(visit: &CourseVisit) -> Option<Self> {
        let course = visit.course();
        let agreed = course.contracts.first().map(|(version, ..)| Self::Fact(*version));
        let held = course.sessions.iter().filter(|session| session.number().is_some());
        agreed.or_else(|| held.map(|session| session.on).min().map(Self::Day))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Fact(version) => version.0.fmt(f),
        }
    }
}

/// Moments of this course that have a name: those given one, what was agreed, reviews, sessions; in that order.
pub(crate) fn known(visit: &CourseVisit) -> Vec<(Moment, String)> {
    let (course, words, zone) = (visit.course(), &visit.words, visit.zone());
    let mut all: Vec<(Moment, String)> =
        course.moments.iter().map(|named| (Moment::Fact(named.at), named.name.clone())).collect();
    let when = |key: &'static str, version: Version, at| {
        (Moment::Fact(version), words.say(key).arg("date", words.plain_day(day_in(at, &zone))).to_string())
    };
    all.extend(course.contracts.first().map(|(version, at, _)| when("moment-contract", *version, *at)));
    all.extend(course.middle_begun.iter().map(|(version, at, _)| when("moment-middle", *version, *at)));
    if let Some((version, _)) = &course.ending.map_reviewed {
        all.push((Moment::Fact(*version), words.say("moment-reviewed").to_string()));
    }
    let held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
    let mut held: Vec<(Day, u16)> =
        held.filter_map(|session| Some((session.on, u16::from(session.number()?)))).collect();
    held.sort_unstable();
    all.extend(held.into_iter().map(|(on, number)| {
        let said = words.say("moment-session").arg("number", number).arg("date", words.plain_day(on));
        (Moment::Day(on), said.to_string())
    }));
    // A day has one line: the first name it was given.
    let mut seen: Vec<Moment> = Vec::new();
    all.retain(|(moment, _)| {
        let is_new = !seen.contains(moment);
        seen.push(*moment);
        is_new
    });
    all
}
