//! Who is there when: the hours of the service, how soon a flag is looked at, and who covers whom.

use crate::problem::{Problem, Trouble};
use crate::{Clinic, clock, to_its_end};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use treatment::access::{Actor, Role, Verb, may};
use treatment::course::Course;
use treatment::ids::StaffId;
use treatment::refusal::{Refusal, within};
use treatment::risk::{Duty, Within};
use treatment::time::{Day, Moment};

/// How many days of hours are looked at: more than a flag can wait.
const DAYS_AHEAD: i32 = 15;
/// Most days on which the service is closed, and most covers kept.
const LIST_MOST: usize = 400;

/// The hours of the service and how soon somebody looks at a flag.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// When it is open, for each day of the week from Monday: spans in minutes after midnight. All empty means that
    /// no hours were set, and every minute counts.
    pub week: [Vec<(u16, u16)>; 7],
    /// Days on which it is closed whatever the week says.
    pub closed: Vec<Day>,
    /// How soon somebody looks.
    pub within: Within,
    /// Whether one person works alone here, so that there is no second one to close a severe flag.
    pub works_alone: bool,
}

impl Hours {
    /// The spans of one day as people type them: `09:00-12:30 13:30-17:00`, or nothing.
    ///
    /// # Refuses
    /// What is no span, ends before it begins, or lies before the span in front of it.
    pub fn parse_day(field: &'static str, typed: &str) -> Result<Vec<(u16, u16)>, Refusal> {
        let minute = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
            (hour <= 24 && minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
        };
        let mut spans: Vec<(u16, u16)> = Vec::new();
        for span in typed.replace('–', "-").replace(',', " ").split_whitespace() {
            let (from, until) = span.split_once('-').ok_or(Refusal::NoSuchDate(field))?;
            let (from, until) = minute(from).zip(minute(until)).ok_or(Refusal::NoSuchDate(field))?;
            if from >= until || spans.last().is_some_and(|last| from < last.1) {
                return Err(Refusal::EndsBeforeStart);
            }
            spans.push((from, until));
        }
        Ok(spans)
    }

    /// # Refuses
    /// Times that are no promise: shorter than anybody can keep, or longer than a flag may wait; too many closed days.
    fn checked(&self) -> Result<Self, Refusal> {
        within("at-once", i64::from(self.within.at_once), 5, 240)?;
        within("same-day", i64::from(self.within.same_day), 15, 600)?;
        within("working-day", i64::from(self.within.working_day), 60, 1_440)?;
        if self.closed.len() > LIST_MOST {
            return Err(Refusal::TooMany { what: "closed-days", limit: LIST_MOST });
        }
        let mut closed = self.closed.clone();
        closed.sort_unstable();
        closed.dedup();
        Ok(Self { closed, ..self.clone() })
    }

    /// The first day from a day on with hours on it, within as far as hours are looked at; none when no hours were set.
    fn open_from(&self, from: Day) -> Option<Day> {
        let mut days = (0..DAYS_AHEAD).map(|ahead| from.plus(ahead));
        days.find(|day| !self.closed.contains(day) && !self.week[usize::from(day.weekday() - 1)].is_empty())
    }

    /// When the service is open from `at` on, as moments of a zone; clocks that are put forward or back included.
    pub fn duty(&self, at: Moment, zone: &str) -> Duty {
        let mut duty = Duty { open: None, within: self.within, second_person: !self.works_alone };
        if self.week.iter().all(Vec::is_empty) {
            return duty;
        }
        let today = clock::day_in(at, zone);
        let mut open = Vec::new();
        for day in (0..DAYS_AHEAD).map(|ahead| today.plus(ahead)) {
            if self.closed.contains(&day) {
                continue;
            }
            for (from, until) in &self.week[usize::from(day.weekday() - 1)] {
                let span = (clock::moment_in(day, *from, zone), clock::moment_in(day, *until, zone));
                if span.1 > at {
                    open.push(span);
                }
            }
        }
        duty.open = Some(open);
        duty
    }
}

/// Somebody is away, and somebody else looks after their courses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Who is away.
    pub of: StaffId,
    /// Who looks after their flags meanwhile.
    pub by: StaffId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl Cover {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

impl Clinic {
    /// The hours in force.
    pub fn hours(&self) -> Arc<Hours> {
        Arc::clone(&self.hours.read())
    }

    /// The day to propose for an appointment about which only the earliest day is known: the next on which the service is
    /// open; where it has set no hours, the next of the weekday on which the sessions were.
    pub fn day_for(&self, course: &Course, from: Day) -> Day {
        self.hours().open_from(from).unwrap_or_else(|| course.on_weekday_of_sessions(from))
    }

    /// When somebody is there, seen from a moment.
    pub fn duty(&self, at: Moment) -> Duty {
        let zone = self.service().map(|service| service.sheet.zone.clone()).unwrap_or_default();
        self.hours().duty(at, &zone)
    }

    /// Changes the hours and how soon somebody looks. Runs to its end even if the caller goes away.
    pub async fn change_hours(&self, actor: &Actor, hours: &Hours) -> Result<(), Problem> {
        let (clinic, actor, hours) = (self.clone(), actor.clone(), hours.clone());
        to_its_end(async move { clinic.put_hours(&actor, &hours).await }).await
    }

    async fn put_hours(&self, actor: &Actor, hours: &Hours) -> Result<(), Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        let hours = hours.checked()?;
        let _turn = self.agreeing.lock().await;
        self.store.put_setting("hours", &serde_json::to_vec(&hours).expect("plain data")).await?;
        *self.hours.write() = Arc::new(hours);
        self.write_down(actor, "change-hours", None).await
    }

    /// Who covers whom, past covers left out.
    pub async fn covers(&self) -> Result<Vec<Cover>, Trouble> {
        let kept = self.store.covers(self.today()).await?;
        Ok(kept.into_iter().map(|(of, by, from, until)| Cover { of, by, from, until }).collect())
    }

    /// Whom somebody covers today.
    pub(crate) async fn covered_by(&self, staff: StaffId) -> Result<Vec<StaffId>, Trouble> {
        let today = self.today();
        let mut of: Vec<StaffId> = self
            .covers()
            .await?
            .into_iter()
            .filter(|cover| cover.by == staff && cover.holds_on(today))
            .map(|cover| cover.of)
            .collect();
        of.dedup();
        Ok(of)
    }

    /// Somebody is away: their own word, or the office's. Runs to its end even if the caller goes away.
    pub async fn add_cover(&self, actor: &Actor, cover: &Cover) -> Result<(), Problem> {
        Self::must_be_theirs(actor, cover.of)?;
        if cover.from > cover.until {
            return Err(Refusal::EndsBeforeStart.into());
        }
        if cover.until < self.today() {
            return Err(Refusal::NoSuchDate("until").into());
        }
        for (id, field) in [(cover.of, "cover-of"), (cover.by, "cover-by")] {
            let row =
                self.store.staff_one(id).await?.filter(|row| row.service == actor.service && row.is_active);
            let is_therapist =
                row.is_some_and(|row| crate::office::roles_of(&row.roles).contains(&Role::Therapist));
            if !is_therapist {
                return Err(Refusal::Unknown(field).into());
            }
        }
        if cover.of == cover.by {
            return Err(Refusal::Unknown("cover-by").into());
        }
        if self.covers().await?.len() >= LIST_MOST {
            return Err(Refusal::TooMany { what: "covers", limit: LIST_MOST }.into());
        }
        let (clinic, actor, cover) = (self.clone(), actor.clone(), cover.clone());
        let work = async move {
            if !clinic.store.put_cover(cover.of, cover.by, cover.from, cover.until).await? {
                return Err(Refusal::AlreadySo.into());
            }
            clinic.covers_changed(&actor, "add-cover").await
        };
        to_its_end(work).await
    }

    /// Somebody is back, or the cover was a mistake. Runs to its end even if the caller goes away.
    pub async fn end_cover(&self, actor: &Actor, cover: &Cover) -> Result<(), Problem> {
        Self::must_be_theirs(actor, cover.of)?;
        let (clinic, actor, cover) = (self.clone(), actor.clone(), cover.clone());
        let work = async move {
            clinic.store.end_cover(cover.of, cover.by, cover.from, cover.until).await?;
            clinic.covers_changed(&actor, "end-cover").await
        };
        to_its_end(work).await
    }

    fn must_be_theirs(actor: &Actor, of: StaffId) -> Result<(), Problem> {
        let own = actor.has(Role::Therapist) && actor.staff() == Some(of);
        if own || may(actor, Verb::RunOffice, None) { Ok(()) } else { Err(Problem::NotYours) }
    }

    async fn covers_changed(&self, actor: &Actor, verb: &str) -> Result<(), Problem> {
        self.sign_ins.forget_names();
        self.write_down(actor, verb, None).await
    }

    /// The therapists of the service who work here now, by name, for choosing a cover.
    pub async fn therapists(&self, actor: &Actor) -> Result<Vec<(StaffId, String)>, Problem> {
        let all = self.who_works_here(actor).await?;
        let treats = all.into_iter().filter(|(.., roles)| roles.contains(&Role::Therapist));
        Ok(treats.map(|(id, name, _)| (id, name)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_type_them() {
        assert_eq!(
            Hours::parse_day("monday", "09:00-12:30, 13:30–17:00"),
            Ok(vec![(540, 750), (810, 1_020)])
        );
        assert_eq!(Hours::parse_day("monday", " "), Ok(vec![]));
        assert_eq!(Hours::parse_day("monday", "nine to five"), Err(Refusal::NoSuchDate("monday")));
        assert_eq!(Hours::parse_day("monday", "17:00-09:00"), Err(Refusal::EndsBeforeStart));
    }

    #[test]
    fn the_next_day_with_hours_is_no_saturday_and_no_closed_day() {
        let day = |text: &str| Day::parse(text).expect("a day");
        let saturday = day("2026-03-28");
        assert_eq!(Hours::default().open_from(saturday), None, "no hours were set");
        let mut hours = Hours::default();
        for weekday in 0..5 {
            hours.week[weekday] = vec![(540, 1_020)];
        }
        assert_eq!(hours.open_from(saturday), Some(day("2026-03-30")));
        hours.closed = vec![day("2026-03-30")];
        assert_eq!(hours.open_from(saturday), Some(day("2026-03-31")));
        assert_eq!(hours.open_from(day("2026-03-27")), Some(day("2026-03-27")));
    }

    #[test]
    fn hours_follow_the_clocks_of_the_place() {
        // Sunday 29 March 2026: the clocks of London go forward.
        let mut hours = Hours::default();
        for day in 0..7 {
            hours.week[day] = vec![(540, 1_020)];
        }
        hours.closed = vec![Day::parse("2026-03-28").expect("a day")];
        let friday = Day::parse("2026-03-27").expect("a day");
        let open = hours.duty(friday.start(), "Europe/London").open.expect("hours are set");
        let hour =
            |day: &str, hour: i64| Moment(Day::parse(day).expect("a day").start().0 + hour * 3_600_000);
        assert_eq!(open[0], (hour("2026-03-27", 9), hour("2026-03-27", 17)));
        assert_eq!(open[1], (hour("2026-03-29", 8), hour("2026-03-29", 16)), "closed the day before");
    }
}
