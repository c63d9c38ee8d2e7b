//! After the end: follow-ups that the client agreed to, and the contract of a maintenance treatment.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::FollowUpId;
use crate::protocol::Protocol;
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::schedule::{agrees_to_follow_up, follow_up_day};
use crate::session::Mode;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Most follow-ups of one course, those that were moved included.
pub const FOLLOW_UPS_MOST: usize = 40;

/// Plans a follow-up, or puts the one of the same month on another day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFollowUp {
    /// So many months after the end, 1..=24.
    pub months: u8,
    /// The day.
    pub on: Day,
    /// How.
    pub mode: Mode,
}

/// A follow-up took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldFollowUp {
    /// Which.
    pub follow_up: FollowUpId,
    /// The day.
    pub on: Day,
    /// How it is, in words.
    pub words: String,
    /// What follows from it.
    pub next: String,
}

/// A follow-up did not take place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissFollowUp {
    /// Which.
    pub follow_up: FollowUpId,
    /// What was done about it.
    pub words: String,
}

/// What became of a follow-up.
#[derive(Clone, Debug, PartialEq)]
pub enum FollowUpState {
    /// It is to come.
    Planned,
    /// It took place.
    Held(HoldFollowUp),
    /// It did not.
    Missed(MissFollowUp),
}

/// A follow-up.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Its name.
    pub id: FollowUpId,
    /// As planned.
    pub planned: PlanFollowUp,
    /// What became of it.
    pub state: FollowUpState,
}

/// The contract of a maintenance treatment: less often, for longer, with an end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreeMaintenance {
    /// Sessions in all, 1..=36.
    pub sessions: u8,
    /// Days from one to the next, 7..=120.
    pub every_days: u8,
    /// The first day.
    pub first_on: Day,
    /// What it is for.
    pub aim: String,
    /// What happens when it gets worse in between.
    pub if_worse: String,
}

impl AgreeMaintenance {
    /// The day of the last session as agreed.
    pub fn last_on(&self) -> Day {
        self.first_on.plus((i32::from(self.sessions) - 1) * i32::from(self.every_days))
    }
}

impl Course {
    /// Follow-ups that are still to come, soonest first; none once the client no longer agrees.
    pub fn follow_ups_planned(&self) -> Vec<&FollowUp> {
        if !agrees_to_follow_up(self) {
            return Vec::new();
        }
        let mut planned: Vec<&FollowUp> = self.ending.follow_ups.iter().collect();
        planned.retain(|follow_up| follow_up.state == FollowUpState::Planned);
        planned.sort_by_key(|follow_up| follow_up.planned.on);
        planned
    }

    /// The months after the end at which the protocol asks and that have no follow-up yet, each with its day counted from
    /// an end.
    pub fn follow_ups_open(&self, protocol: &Protocol, end: Day) -> Vec<(u8, Day)> {
        let is_there = |months: u8| self.ending.follow_ups.iter().any(|one| one.planned.months == months);
        let open = protocol.schedule.follow_ups().into_iter().filter(|months| !is_there(*months));
        open.map(|months| (months, follow_up_day(end, months))).collect()
    }

    /// The first day from a day on that has the weekday of the newest session held; the day itself when none was.
    pub fn on_weekday_of_sessions(&self, from: Day) -> Day {
        let ahead = self.last_held().map_or(0, |session| session.on.since(from).rem_euclid(7));
        from.plus(ahead)
    }
}

/// # Refuses
/// Without the client's consent to be asked after the end; months or a day out of range.
pub(crate) fn plan(course: &Course, asked: &PlanFollowUp, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if !agrees_to_follow_up(course) {
        return Err(Refusal::FollowUpNotAgreed);
    }
    within("months", i64::from(asked.months), 1, 24)?;
    // A follow-up lies ahead, and within the two years that it may be planned for, and the course before them.
    if asked.on < now.today || asked.on.since(now.today) > 4 * 366 {
        return Err(Refusal::NoSuchDate("on"));
    }
    if course.ending.follow_ups.len() >= FOLLOW_UPS_MOST {
        return Err(Refusal::TooMany { what: "follow-up", limit: FOLLOW_UPS_MOST });
    }
    Ok(vec![Fact::FollowUpPlanned(asked.clone())])
}

fn planned(course: &Course, id: FollowUpId) -> Result<(), Refusal> {
    let known = course.ending.follow_ups.iter().find(|follow_up| follow_up.id == id);
    match known.ok_or(Refusal::Unknown("follow-up"))?.state {
        FollowUpState::Planned => Ok(()),
        FollowUpState::Held(_) | FollowUpState::Missed(_) => Err(Refusal::AlreadySo),
    }
}

/// # Refuses
/// One that is not planned, a day to come, and nothing said of how it is.
pub(crate) fn hold(course: &Course, asked: &HoldFollowUp, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    planned(course, asked.follow_up)?;
    now.not_in_future(asked.on)?;
    Ok(vec![Fact::FollowUpHeld(HoldFollowUp {
        words: words("words", &asked.words, PARAGRAPH)?,
        next: text("next", &asked.next, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// One that is not planned, and one whose day has not come.
pub(crate) fn miss(course: &Course, asked: &MissFollowUp, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    planned(course, asked.follow_up)?;
    let known = course.ending.follow_ups.iter().find(|follow_up| follow_up.id == asked.follow_up);
    if let Some(known) = known {
        now.not_in_future(known.planned.on)?;
    }
    Ok(vec![Fact::FollowUpMissed(MissFollowUp {
        words: text("words", &asked.words, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// Numbers out of range, a first day in the past or years away, no aim.
pub(crate) fn maintenance(asked: &AgreeMaintenance, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    within("sessions", i64::from(asked.sessions), 1, 36)?;
    within("every-days", i64::from(asked.every_days), 7, 120)?;
    if asked.first_on < now.today || asked.first_on.since(now.today) > 366 {
        return Err(Refusal::NoSuchDate("first-on"));
    }
    Ok(vec![Fact::MaintenanceAgreed(AgreeMaintenance {
        aim: words("aim", &asked.aim, PARAGRAPH)?,
        if_worse: text("if-worse", &asked.if_worse, PARAGRAPH)?,
        ..asked.clone()
    })])
}

impl crate::ending::Ending {
    /// A follow-up of a month takes the place of the one that was planned for the same month.
    pub(crate) fn follow_up_planned(&mut self, id: FollowUpId, planned: &PlanFollowUp) {
        self.follow_ups
            .retain(|one| one.planned.months != planned.months || one.state != FollowUpState::Planned);
        self.follow_ups.push(FollowUp { id, planned: planned.clone(), state: FollowUpState::Planned });
    }

    pub(crate) fn follow_up_became(&mut self, id: FollowUpId, state: FollowUpState) {
        if let Some(known) = self.follow_ups.iter_mut().find(|one| one.id == id) {
            known.state = state;
        }
    }
}
