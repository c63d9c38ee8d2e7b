//! The one row of a course that lists show, computed from the folded course and nothing else.

use crate::alert::{AlertKind, newest_alerts};
use crate::between::Wrote;
use crate::content::Content;
use crate::contract::{Count, count, ending_is_due, projected_end};
use crate::course::{Course, Phase};
use crate::discord::{Discord, discords};
use crate::drift::drift;
use crate::ending::Rating;
use crate::focus::Area;
use crate::ids::{ClientId, FlagId, FollowUpId, ResultId, ServiceId, SessionId, StaffId, Version};
use crate::protocol::Protocol;
use crate::rating::RatedTwice;
use crate::risk::{EscalatedTo, FlagState};
use crate::schedule::{When, agrees_to_follow_up, check_in, follow_up_day};
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
    /// Alerts of the newest score of each measure.
    #[serde(default)]
    pub alerts: Vec<AlertLine>,
    /// Sessions held whose note is not signed.
    pub unsigned: Vec<(SessionId, Day, u8)>,
    /// Whether the ending must be named now.
    pub is_ending_due: bool,
    /// Plans not reported yet.
    pub plans_open: u16,
    /// Reports of plans and measures that came in since the last session was held.
    pub news: News,
    /// The check-in, and what became of answers.
    #[serde(default)]
    pub check_in: CheckInLine,
    /// How both rate the focus at the end.
    pub outcome: (Option<Rating>, Option<Rating>),
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Whether the gate into the middle was passed with something missing.
    pub gate_passed_open: bool,
    /// How many people are on the map.
    pub people: u16,
    /// Who is asked for a second rating of the areas and has not given it.
    #[serde(default)]
    pub rater: Option<StaffId>,
    /// Both ratings, once both are in.
    #[serde(default)]
    pub rated_twice: Option<RatedTwice>,
    /// People on the safety plan whose tie no longer holds.
    #[serde(default)]
    pub plan_stale: u16,
    /// What does not agree at the end.
    #[serde(default)]
    pub discords: Vec<Discord>,
    /// Whether the review half way is due.
    #[serde(default)]
    pub is_midpoint_due: bool,
    /// Follow-ups to come: which, its day, and so many months after the end.
    #[serde(default)]
    pub follow_ups: Vec<(FollowUpId, Day, u8)>,
    /// The day the safety plan is looked at again.
    #[serde(default)]
    pub plan_review_on: Option<Day>,
    /// Two sessions in a row that left the focus.
    #[serde(default)]
    pub drift: Option<DriftLine>,
    /// Why a session together is prepared in a dispute in spite of what was found; otherwise nothing.
    #[serde(default)]
    pub joint_reason: String,
    /// From whom and since when the course is carried by who carries it, where it was handed over.
    #[serde(default)]
    pub handed_over: Option<HandedLine>,
}

/// The newest hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedLine {
    /// Who carried the course before.
    pub from: StaffId,
    /// Since when somebody else does.
    pub on: Day,
    /// The day on which it was recorded, which may be later; nothing in a row of before this was kept.
    #[serde(default)]
    pub recorded_on: Option<Day>,
    /// Whether no session was held since.
    pub is_new: bool,
}

/// Two sessions in a row that left the focus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftLine {
    /// The earlier and the later: which, its day, its number.
    pub sessions: [(SessionId, Day, u8); 2],
    /// What the therapist answered, or nothing yet.
    pub reason: String,
}

impl DriftLine {
    fn of(course: &Course) -> Option<Self> {
        let drift = drift(course)?;
        let named = |id| {
            let session = course.session(id)?;
            Some((session.id, session.on, session.number()?))
        };
        Some(Self {
            sessions: [named(drift.sessions[0])?, named(drift.sessions[1])?],
            reason: drift.answer.map(|(_, answer)| answer.reason).unwrap_or_default(),
        })
    }
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
    /// Where it stands.
    #[serde(default = "FlagLine::open")]
    pub state: FlagState,
    /// The day it is to be looked at again.
    #[serde(default)]
    pub review_on: Option<Day>,
    /// How far it was passed on.
    #[serde(default)]
    pub escalated_to: Option<EscalatedTo>,
}

impl FlagLine {
    fn open() -> FlagState {
        FlagState::Open
    }

    /// As [`crate::risk::Flag::is_with_lead`]; a line is of an open flag.
    pub fn is_with_lead(&self) -> bool {
        self.escalated_to == Some(EscalatedTo::Lead) || self.state == FlagState::ToConfirm
    }
}

/// An alert of a newest score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertLine {
    /// By which rule.
    pub kind: AlertKind,
    /// Key of the measure.
    pub measure: String,
    /// The score it is about.
    pub result: ResultId,
    /// The session the score goes with.
    pub session: u16,
    /// The first total and this one, in points.
    pub totals: (u16, u16),
    /// Whether it was answered.
    pub is_answered: bool,
}

/// What came in since the last session was held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Measures answered.
    pub measures: u16,
    /// Plans reported.
    pub plans: u16,
    /// What else the client shared.
    #[serde(default)]
    pub shared: u16,
}

/// What a list says of check-ins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInLine {
    /// Keys of the measures asked for before the next session and not answered.
    pub due: Vec<String>,
    /// How many of that check-in are answered.
    pub answered: u8,
    /// Keys of what waits for the one after, because this one is full.
    pub waiting: Vec<String>,
    /// What the last session was held without, with its day.
    pub expired: Option<(Day, Vec<String>)>,
    /// Follow-ups after discharge that the client agreed to and that are not answered: day and measures.
    pub follow_ups: Vec<(Day, Vec<String>)>,
    /// Results nobody has read yet: which, its day, and the measure. The newest sixty.
    pub unread: Vec<(ResultId, Day, String)>,
    /// Results that were read and not talked about yet.
    pub not_discussed: Vec<(ResultId, Day, String)>,
    /// Forms handed in with questions open and not finished since: which, its day, and the measure. The newest twenty.
    #[serde(default)]
    pub parts: Vec<(ResultId, Day, String)>,
}

/// The key of the measure whose totals a list shows.
pub const WEEKLY: &str = "phq-9";

impl Summary {
    /// Whether more sessions are used than left and the review half way has not taken place.
    pub fn is_midpoint_overdue(&self) -> bool {
        self.is_midpoint_due && self.count.left() < self.count.used
    }

    /// Whether at most one session is left and nobody has spoken of the end: somebody has to now.
    pub fn is_ending_urgent(&self) -> bool {
        self.is_ending_due && self.count.left() <= 1
    }
}

/// The row of a course; `None` for one that was never opened or whose protocol is not known.
pub fn summary_of(course: &Course, content: &Content) -> Option<Summary> {
    // A list shows nothing that the course's own pages do not show.
    let course = &*course.shared_part();
    let opened = course.opened.as_ref()?;
    let protocol = content.protocol_of(course)?;
    let last_held = course.last_held().map(|session| session.on);
    let since = |day: Day| last_held.is_none_or(|held| day > held);
    Some(Summary {
        client: opened.client,
        service: opened.service,
        therapist: course.therapist()?,
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
                due: flag.due(),
                is_acknowledged: flag.state != FlagState::Open,
                state: flag.state,
                review_on: flag.review_on(),
                escalated_to: flag.escalated_to(),
            })
            .collect(),
        alerts: newest_alerts(course, content)
            .into_iter()
            .map(|alert| AlertLine {
                kind: alert.kind,
                result: alert.result,
                session: alert.session,
                totals: (alert.first, alert.total),
                is_answered: course.answer_to(alert.kind, alert.result).is_some(),
                measure: alert.measure,
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
            shared: course
                .shared_since(last_held)
                .filter(|own| !matches!(own.wrote, Wrote::Debrief(_)))
                .count() as u16,
        },
        check_in: check_in_line(course, protocol, content),
        outcome: (
            course.ending.focus.client.as_ref().map(|review| review.rating),
            course.ending.focus.therapist.as_ref().map(|review| review.rating),
        ),
        closed_at: course.closed.as_ref().map(|(at, _)| *at),
        gate_passed_open: course.middle_begun.as_ref().is_some_and(|(_, _, begun)| !begun.missing.is_empty()),
        people: course.inventory.on_map().count() as u16,
        rater: course.ratings.invited.filter(|rater| course.ratings.by(*rater).is_none()),
        rated_twice: RatedTwice::of(course),
        discords: discords(course, content),
        is_midpoint_due: crate::midpoint::is_due(course, protocol),
        follow_ups: course
            .follow_ups_planned()
            .into_iter()
            .map(|one| (one.id, one.planned.on, one.planned.months))
            .collect(),
        plan_stale: course.stale_on_plan().len() as u16,
        plan_review_on: course.safety.plan().map(|plan| plan.plan.review_on),
        drift: DriftLine::of(course),
        handed_over: course.handed_over().map(|last| HandedLine {
            from: last.said.from,
            on: last.said.on,
            recorded_on: Some(last.at.day()),
            is_new: course.is_newly_handed_over(),
        }),
        joint_reason: course.joint_reason(content).unwrap_or_default().to_owned(),
    })
}

/// The check-in as it is when the row is made. Follow-ups stand with their day, since nothing happens in the course
/// when one begins.
fn check_in_line(course: &Course, protocol: &Protocol, content: &Content) -> CheckInLine {
    let now = check_in(course, content, course.changed_at.day());
    let is_open = course.closed.is_none();
    let due = if is_open { now.due().into_iter().map(str::to_owned).collect() } else { Vec::new() };
    let (mut unread, mut not_discussed) = (Vec::new(), Vec::new());
    for result in course.measures.results.iter().rev().take(60).rev() {
        if !course.reviews.is_discussed(result.id) {
            let is_read = course.reviews.is_reviewed(result.id);
            let line = (result.id, result.completed.on, result.completed.measure.clone());
            if is_read { not_discussed.push(line) } else { unread.push(line) }
        }
    }
    CheckInLine {
        due,
        answered: now.asked.iter().filter(|asking| asking.answered.is_some()).count() as u8,
        waiting: now.waiting.iter().map(|ask| ask.measure.clone()).collect(),
        expired: expired(course, protocol, content),
        follow_ups: follow_ups(course, protocol, content),
        unread,
        not_discussed,
        parts: course
            .measures
            .parts
            .iter()
            .rev()
            .filter(|part| !course.measures.is_finished(part.id))
            .take(20)
            .map(|part| (part.id, part.said.on, part.said.measure.clone()))
            .collect(),
    }
}

/// What was asked before each session and did not come in for the last one that was held.
fn expired(course: &Course, protocol: &Protocol, content: &Content) -> Option<(Day, Vec<String>)> {
    if course.closed.is_some() {
        return None;
    }
    let mut held: Vec<Day> = course
        .sessions
        .iter()
        .filter(|session| session.number().is_some())
        .map(|session| session.on)
        .collect();
    held.sort_unstable();
    let last = held.pop()?;
    let before = held.pop();
    let came_in = |key: &str| {
        course.measures.of(key).any(|result| {
            result.completed.on <= last && before.is_none_or(|before| result.completed.on > before)
        })
    };
    let weekly = protocol.schedule.asks.iter().filter(|ask| ask.at.contains(&When::Each));
    let missing: Vec<String> = weekly
        .filter(|ask| content.can_ask(&ask.measure) && !came_in(&ask.measure))
        .map(|ask| ask.measure.clone())
        .collect();
    (!missing.is_empty()).then_some((last, missing))
}

fn follow_ups(course: &Course, protocol: &Protocol, content: &Content) -> Vec<(Day, Vec<String>)> {
    let Some((closed, _)) = course.closed.as_ref().filter(|_| agrees_to_follow_up(course)) else {
        return Vec::new();
    };
    let each = protocol.schedule.follow_ups().into_iter().map(|months| {
        let on = follow_up_day(closed.day(), months);
        let open = check_in(course, content, on).due().into_iter().map(str::to_owned).collect();
        (on, open)
    });
    each.filter(|(_, open): &(Day, Vec<String>)| !open.is_empty()).collect()
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
