//! The one row of a course that lists show, computed from the folded course and nothing else.

use crate::content::Content;
use crate::contract::{Count, count, ending_is_due, projected_end};
use crate::course::{Course, Phase};
use crate::ending::Rating;
use crate::focus::Area;
use crate::ids::{ClientId, FlagId, ServiceId, SessionId, StaffId, Version};
use crate::risk::FlagState;
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// One row per course. Holds no name; that is in the client's sheet, under its own key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The client.
    pub client: ClientId,
    /// The service.
    pub service: ServiceId,
    /// The therapist.
    pub therapist: StaffId,
    /// The version of the course this was made from.
    pub version: Version,
    /// When the course changed last.
    pub changed_at: Moment,
    /// When it began.
    pub opened_at: Moment,
    /// Key of the protocol.
    pub protocol: String,
    /// The phase.
    pub phase: Phase,
    /// How far.
    pub count: Count,
    /// Whether it rests.
    pub is_paused: bool,
    /// The area of the focus.
    pub area: Option<Area>,
    /// The focus in the client's words.
    pub focus_words: String,
    /// Totals of the weekly measure, oldest first, with their day.
    #[serde(with = "by_day_number")]
    pub totals: Vec<(Day, u16)>,
    /// The next planned session.
    pub next: Option<NextSession>,
    /// The contract's end as things stand on the day this was made.
    pub planned_end: Option<Day>,
    /// Open flags.
    pub flags: Vec<FlagLine>,
    /// Sessions held whose note is not signed.
    pub unsigned: Vec<(SessionId, Day, u8)>,
    /// Whether the ending must be named now.
    pub is_ending_due: bool,
    /// Plans not reported yet.
    pub plans_open: u16,
    /// Reports of plans and measures that came in since the last session was held.
    pub news: News,
    /// How both rate the focus at the end.
    pub outcome: (Option<Rating>, Option<Rating>),
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Whether the gate into the middle was passed with something missing.
    pub gate_passed_open: bool,
    /// How many people are on the map.
    pub people: u16,
}

/// The next planned session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextSession {
    /// Which.
    pub session: SessionId,
    /// The day.
    pub on: Day,
    /// Minutes after midnight.
    pub at_minute: Option<u16>,
}

/// An open flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagLine {
    /// Which.
    pub flag: FlagId,
    /// When it was raised.
    pub at: Moment,
    /// By when somebody must have looked.
    pub due: Moment,
    /// Whether somebody has.
    pub is_acknowledged: bool,
}

/// What came in since the last session was held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Measures answered.
    pub measures: u16,
    /// Plans reported.
    pub plans: u16,
}

/// The key of the measure whose totals a list shows.
pub const WEEKLY: &str = "phq-9";

/// The row of a course; `None` for one that was never opened or whose protocol is not known.
pub fn summary_of(course: &Course, content: &Content) -> Option<Summary> {
    let opened = course.opened.as_ref()?;
    let protocol = content.protocol_of(course)?;
    let last_held = course.last_held().map(|session| session.on);
    let since = |day: Day| last_held.is_none_or(|held| day > held);
    Some(Summary {
        client: opened.client,
        service: opened.service,
        therapist: opened.therapist,
        version: course.version,
        changed_at: course.changed_at,
        opened_at: course.opened_at,
        protocol: opened.protocol.clone(),
        phase: course.phase(protocol),
        count: count(course, protocol),
        is_paused: course.pause().is_some(),
        area: course.focus().map(|focus| focus.area),
        focus_words: course.focus().map(|focus| focus.client_words.clone()).unwrap_or_default(),
        totals: totals(course),
        next: course.next_session().map(|session| NextSession {
            session: session.id,
            on: session.on,
            at_minute: session.at_minute,
        }),
        planned_end: projected_end(course, protocol, course.changed_at.day()),
        flags: course
            .flags
            .iter()
            .filter(|flag| flag.is_open())
            .map(|flag| FlagLine {
                flag: flag.id,
                at: flag.at,
                due: flag.raised.due,
                is_acknowledged: flag.state != FlagState::Open,
            })
            .collect(),
        unsigned: course
            .sessions
            .iter()
            .filter(|session| session.note.is_none())
            .filter_map(|session| session.number().map(|number| (session.id, session.on, number)))
            .collect(),
        is_ending_due: course.closed.is_none() && ending_is_due(course, protocol),
        plans_open: course.plans.iter().filter(|plan| plan.is_open()).count() as u16,
        news: News {
            measures: course.measures.results.iter().filter(|result| since(result.completed.on)).count()
                as u16,
            plans: course
                .plans
                .iter()
                .flat_map(|plan| &plan.reports)
                .filter(|reported| reported.by_client && since(reported.at.day()))
                .count() as u16,
        },
        outcome: (
            course.ending.focus.client.as_ref().map(|review| review.rating),
            course.ending.focus.therapist.as_ref().map(|review| review.rating),
        ),
        closed_at: course.closed.as_ref().map(|(at, _)| *at),
        gate_passed_open: course.middle_begun.as_ref().is_some_and(|(_, begun)| !begun.missing.is_empty()),
        people: course.inventory.on_map().count() as u16,
    })
}

/// The last sixty totals: more than a course has sessions, and a bound on the row.
fn totals(course: &Course) -> Vec<(Day, u16)> {
    let mut totals: Vec<(Day, u16)> = course
        .measures
        .of(WEEKLY)
        .rev()
        .take(60)
        .map(|result| (result.completed.on, result.completed.total))
        .collect();
    totals.reverse();
    totals
}

/// Days as their numbers: a row is written with every fact, and calendar dates cost more to write than the rest of it.
mod by_day_number {
    use crate::time::Day;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(totals: &[(Day, u16)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(totals.iter().map(|(day, total)| (day.0, total)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Day, u16)>, D::Error> {
        let totals = Vec::<(i32, u16)>::deserialize(from)?;
        Ok(totals.into_iter().map(|(day, total)| (Day(day), total)).collect())
    }
}
