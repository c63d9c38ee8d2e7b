//! What is asked when: the schedule of a protocol as data, the check-in it makes for a course on a day, and what waits
//! when a check-in would take too long. A check-in is a view: nothing of it is recorded but the answers.

use crate::content::Content;
use crate::contract;
use crate::course::{Course, Notice, NoticeTo, Now};
use crate::ids::{ResultId, SessionId, Version};
use crate::inventory::{PersonStatus, Tie};
use crate::opening::ConsentKind;
use crate::protocol::Protocol;
use crate::time::{Day, Moment};
use crate::timeline::EventKind;
use crate::vocabulary::vocabulary;
use serde::Deserialize;

/// Days a follow-up stays open. A guess.
pub const FOLLOW_UP_DAYS: i32 = 28;
/// Days after a birth, or after a pregnancy was entered, that count as perinatal: the year after birth of the
/// perinatal variants.
pub const PERINATAL_DAYS: i32 = 365;

/// What is asked when, as a protocol's file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Most minutes a check-in may take; what goes beyond waits for the next one.
    pub budget_minutes: u16,
    /// When the client is told that a check-in waits.
    pub told: Told,
    /// What is asked, most important first.
    pub asks: Vec<Ask>,
    /// Where the timing comes from.
    pub source: String,
}

/// One measure of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Key of the measure.
    pub measure: String,
    /// Minutes it usually takes.
    pub minutes: u16,
    /// When it is asked.
    pub at: Vec<When>,
    /// What must be known of the client; nothing when it concerns everybody.
    pub only_if: Option<Condition>,
}

/// When something is asked, written `each`, `first`, `midpoint`, `last`, `session:8`, `every:4`, `from:17`, `after:3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum When {
    /// Before each session.
    Each,
    /// Before the first; when it was not answered or did not concern the client then, until the mid-point.
    First,
    /// Before the session of the mid-point review.
    Midpoint,
    /// Before the last session of the contract.
    Last,
    /// Before the session of this number.
    Session(u8),
    /// Before every so many sessions.
    Every(u8),
    /// Before each session from this number on.
    From(u8),
    /// So many months after discharge, with consent.
    After(u8),
}

/// When the client is told that a check-in waits, written `booking` or `before:2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Told {
    /// When the session is booked.
    Booking,
    /// So many days before the session.
    Before(u8),
}

vocabulary! {
    /// What must be known of a client for a measure to concern them.
    Condition {
        /// A living partner is on the map.
        Partner = "partner",
        /// Someone on the map has died, or a death or a lost pregnancy is on the timeline.
        Bereaved = "bereaved",
        /// A pregnancy or a birth of the last year is on the timeline.
        Perinatal = "perinatal",
    }
}

impl Condition {
    /// Whether the record shows it on a day.
    pub fn is_met(self, course: &Course, today: Day) -> bool {
        let events = |kinds: [EventKind; 2]| {
            course
                .timeline
                .events
                .iter()
                .filter(move |event| event.entry.kind.is_some_and(|kind| kinds.contains(&kind)))
        };
        match self {
            Self::Partner => course
                .inventory
                .on_map()
                .any(|person| person.tie == Tie::Partner && person.status == PersonStatus::Living),
            Self::Bereaved => {
                course.inventory.on_map().any(|person| person.status == PersonStatus::Died)
                    || events([EventKind::DeathClose, EventKind::PregnancyLoss]).next().is_some()
            }
            Self::Perinatal => events([EventKind::Pregnancy, EventKind::Birth])
                .any(|event| today.since(event.entry.start.last()) <= PERINATAL_DAYS),
        }
    }
}

fn number_in(text: &str, digits: &str) -> Result<u8, String> {
    digits.parse().ok().filter(|number| *number > 0).ok_or_else(|| format!("no number from 1 on in {text}"))
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(':') {
            None => match text.as_str() {
                "each" => Ok(Self::Each),
                "first" => Ok(Self::First),
                "midpoint" => Ok(Self::Midpoint),
                "last" => Ok(Self::Last),
                _ => Err(format!("unknown time {text}")),
            },
            Some(("session", number)) => number_in(&text, number).map(Self::Session),
            Some(("every", number)) => number_in(&text, number).map(Self::Every),
            Some(("from", number)) => number_in(&text, number).map(Self::From),
            Some(("after", number)) => number_in(&text, number).map(Self::After),
            Some(_) => Err(format!("unknown time {text}")),
        }
    }
}

impl TryFrom<String> for Told {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "booking" => Ok(Self::Booking),
            Some(("before", days)) => number_in(&text, days).map(Self::Before),
            _ => Err(format!("unknown time to tell {text}")),
        }
    }
}

impl Schedule {
    /// The schedule of a file that names measures on its map only, as the first versions do: nothing waits, and the
    /// last session has the measures of the map's last.
    pub(crate) fn of_map(map: &[crate::protocol::PlannedSession]) -> Self {
        let mut asks: Vec<Ask> = Vec::new();
        let beyond = u8::try_from(map.len()).unwrap_or(u8::MAX).saturating_add(1);
        for planned in map {
            let is_last = usize::from(planned.number) == map.len();
            for measure in &planned.measures {
                let place = asks.iter().position(|ask| ask.measure == *measure).unwrap_or_else(|| {
                    asks.push(Ask { measure: measure.clone(), minutes: 0, at: Vec::new(), only_if: None });
                    asks.len() - 1
                });
                asks[place].at.push(When::Session(planned.number));
                if is_last {
                    asks[place].at.extend([When::Last, When::From(beyond)]);
                }
            }
        }
        Self { budget_minutes: u16::MAX, told: Told::Before(2), asks, source: String::new() }
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        for (place, ask) in self.asks.iter().enumerate() {
            if ask.at.is_empty() || ask.minutes == 0 {
                return Err(format!("{} needs a time and how many minutes it takes", ask.measure));
            }
            if self.asks[..place].iter().any(|earlier| earlier.measure == ask.measure) {
                return Err(format!("{} is scheduled twice", ask.measure));
            }
        }
        let weekly: u16 =
            self.asks.iter().filter(|ask| ask.at.contains(&When::Each)).map(|ask| ask.minutes).sum();
        if weekly > self.budget_minutes {
            return Err(format!(
                "what is asked before each session takes {weekly} minutes, the budget is {}",
                self.budget_minutes
            ));
        }
        Ok(())
    }

    /// The months after discharge at which something is asked, soonest first.
    pub fn follow_ups(&self) -> Vec<u8> {
        let mut months: Vec<u8> = self
            .asks
            .iter()
            .flat_map(|ask| &ask.at)
            .filter_map(|when| if let When::After(months) = when { Some(*months) } else { None })
            .collect();
        months.sort_unstable();
        months.dedup();
        months
    }
}

impl Ask {
    /// Whether it is asked before the session of this number, of so many, with the mid-point review at `midpoint`.
    pub fn is_for_session(&self, number: u8, of: u8, midpoint: u8) -> bool {
        self.at.iter().any(|when| match *when {
            When::Each => true,
            When::First => number == 1,
            When::Midpoint => number == midpoint,
            When::Last => number >= of,
            When::Session(session) => number == session,
            When::Every(sessions) => number.is_multiple_of(sessions),
            When::From(session) => number >= session,
            When::After(_) => false,
        })
    }
}

/// What a check-in belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The next session.
    Session {
        /// Its number.
        number: u8,
        /// Which, once it is planned.
        session: Option<SessionId>,
        /// The day, once it is planned.
        on: Option<Day>,
    },
    /// A follow-up after discharge.
    FollowUp {
        /// So many months after.
        months: u8,
        /// Its day.
        on: Day,
    },
}

impl Occasion {
    /// The day by which answers are of use.
    pub fn on(self) -> Option<Day> {
        match self {
            Self::Session { on, .. } => on,
            Self::FollowUp { on, .. } => Some(on),
        }
    }
}

/// A measure of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking<'c> {
    /// What is asked.
    pub ask: &'c Ask,
    /// The answer that came in for it.
    pub answered: Option<ResultId>,
    /// Whether it waited for this check-in because an earlier one was full.
    pub has_waited: bool,
}

/// What the client is asked for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckIn<'c> {
    /// What it belongs to; none when nothing is asked now.
    pub occasion: Option<Occasion>,
    /// What is asked, answered or not, most important first.
    pub asked: Vec<Asking<'c>>,
    /// What waits for the next check-in, because this one would take longer than the budget.
    pub waiting: Vec<&'c Ask>,
    /// Most minutes a check-in may take.
    pub budget_minutes: u16,
}

impl<'c> CheckIn<'c> {
    /// The keys of what is not answered yet.
    pub fn due(&self) -> Vec<&'c str> {
        let open = self.asked.iter().filter(|asking| asking.answered.is_none());
        open.map(|asking| asking.ask.measure.as_str()).collect()
    }

    /// Minutes it usually takes in all.
    pub fn minutes(&self) -> u16 {
        self.asked.iter().map(|asking| asking.ask.minutes).sum()
    }
}

/// What the client of a course is asked for on a day: the measures of the next session or of a follow-up, each with
/// its answer, and what waits.
///
/// Nothing while the course rests, when every session is used, when the client does not agree to measures, and after
/// the close but for follow-ups that the client agreed to.
pub fn check_in<'c>(course: &Course, content: &'c Content, today: Day) -> CheckIn<'c> {
    let Some(protocol) = content.protocol_of(course) else { return CheckIn::default() };
    let is_refused = course.consents.get(&ConsentKind::Measures).is_some_and(|consent| !consent.given);
    if is_refused || course.pause().is_some() {
        return CheckIn::default();
    }
    if course.closed.is_some() {
        return follow_up(course, protocol, content, today);
    }
    let count = contract::count(course, protocol);
    if count.left() == 0 {
        return CheckIn::default();
    }
    let number = contract::next_number(course, protocol);
    let (taken, waiting) = plan(course, protocol, content, today, number, count.of);
    let since = course.last_held().map(|session| session.on);
    let next = course.next_session();
    let asked = taken.into_iter().map(|(ask, has_waited)| Asking {
        ask,
        answered: newest(course, &ask.measure, |on| since.is_none_or(|held| on > held)),
        has_waited,
    });
    CheckIn {
        occasion: Some(Occasion::Session {
            number,
            session: next.map(|session| session.id),
            on: next.map(|session| session.on),
        }),
        asked: asked.collect(),
        waiting,
        budget_minutes: protocol.schedule.budget_minutes,
    }
}

/// The newest result of a measure, if its day will do.
fn newest(course: &Course, measure: &str, will_do: impl Fn(Day) -> bool) -> Option<ResultId> {
    let result = course.measures.of(measure).next_back()?;
    will_do(result.completed.on).then_some(result.id)
}

/// What the check-in before a session takes in, with whether it waited, and what it leaves for the next.
///
/// Each check-in from the first on is filled in turn: what is asked every time, what waited, the rest as the file
/// orders it, until the minutes are used. The last takes everything, since nothing could wait for a later one.
fn plan<'c>(
    course: &Course,
    protocol: &'c Protocol,
    content: &Content,
    today: Day,
    number: u8,
    of: u8,
) -> (Vec<(&'c Ask, bool)>, Vec<&'c Ask>) {
    let schedule = &protocol.schedule;
    let concerns = |ask: &&'c Ask| {
        ask.only_if.is_none_or(|condition| condition.is_met(course, today)) && content.can_ask(&ask.measure)
    };
    let asks: Vec<&Ask> = schedule.asks.iter().filter(concerns).collect();
    let is_unanswered = |ask: &&Ask| course.measures.of(&ask.measure).next().is_none();
    let first: Vec<&Ask> =
        asks.iter().copied().filter(|ask| ask.at.contains(&When::First)).filter(is_unanswered).collect();
    let mut waited: Vec<&Ask> = Vec::new();
    let mut taken = Vec::new();
    let mut wanted: Vec<(&Ask, bool)> = Vec::new();
    for at in 1..=number {
        let weekly = |ask: &Ask| ask.at.contains(&When::Each);
        wanted.extend(asks.iter().filter(|ask| weekly(ask)).map(|ask| (*ask, false)));
        wanted.extend(waited.iter().map(|ask| (*ask, true)));
        for ask in &asks {
            let is_still_first =
                at <= protocol.midpoint && first.iter().any(|other| std::ptr::eq(*other, *ask));
            let is_wanted = is_still_first || ask.is_for_session(at, of, protocol.midpoint);
            if is_wanted && !wanted.iter().any(|(other, _)| std::ptr::eq(*other, *ask)) {
                wanted.push((ask, false));
            }
        }
        waited.clear();
        taken.clear();
        let mut minutes = 0;
        for (ask, has_waited) in wanted.drain(..) {
            if taken.is_empty() || at >= of || minutes + ask.minutes <= schedule.budget_minutes {
                minutes += ask.minutes;
                taken.push((ask, has_waited));
            } else {
                waited.push(ask);
            }
        }
    }
    (taken, waited)
}

/// The day of a follow-up so many months after a day.
pub fn follow_up_day(closed: Day, months: u8) -> Day {
    closed.plus(i32::from(months) * 365 / 12)
}

/// Whether answers of the client can still come in: the course goes on, or they agreed to be asked after it.
pub fn takes_answers(course: &Course) -> bool {
    course.closed.is_none() || agrees_to_follow_up(course)
}

/// Whether the client agreed to be asked after discharge.
pub fn agrees_to_follow_up(course: &Course) -> bool {
    course.consents.get(&ConsentKind::FollowUp).is_some_and(|consent| consent.given)
}

fn follow_up<'c>(course: &Course, protocol: &'c Protocol, content: &Content, today: Day) -> CheckIn<'c> {
    let Some((closed, _)) = course.closed.as_ref().filter(|_| agrees_to_follow_up(course)) else {
        return CheckIn::default();
    };
    let schedule = &protocol.schedule;
    let now = schedule.follow_ups().into_iter().find_map(|months| {
        let on = follow_up_day(closed.day(), months);
        (0..FOLLOW_UP_DAYS).contains(&today.since(on)).then_some((months, on))
    });
    let Some((months, on)) = now else { return CheckIn::default() };
    let asked = schedule.asks.iter().filter(|ask| {
        ask.at.contains(&When::After(months))
            && ask.only_if.is_none_or(|condition| condition.is_met(course, today))
            && content.can_ask(&ask.measure)
    });
    CheckIn {
        occasion: Some(Occasion::FollowUp { months, on }),
        asked: asked
            .map(|ask| Asking {
                ask,
                answered: newest(course, &ask.measure, |answered| answered >= on),
                has_waited: false,
            })
            .collect(),
        waiting: Vec::new(),
        budget_minutes: schedule.budget_minutes,
    }
}

/// The check-in a client is to be told of on a day: something of it is not answered, and its session is near. None
/// when a message would come too early, too late or for nothing, as while the course rests.
pub fn to_tell<'c>(course: &Course, content: &'c Content, today: Day) -> Option<CheckIn<'c>> {
    let now = check_in(course, content, today);
    if now.due().is_empty() {
        return None;
    }
    let days = match content.protocol_of(course).map(|protocol| protocol.schedule.told) {
        Some(Told::Before(days)) => i32::from(days),
        _ => i32::MAX,
    };
    // A session that was moved, or is not planned any more, has another message with its new day.
    let is_near = match now.occasion? {
        Occasion::Session { on, .. } => on.is_some_and(|on| (0..=days).contains(&on.since(today))),
        Occasion::FollowUp { .. } => true,
    };
    is_near.then_some(now)
}

/// Eight hours after midnight UTC, in milliseconds: no message goes out at night where services are near it.
const MORNING: i64 = 8 * 3_600_000;

/// The client is told that a check-in waits: whether it still does is asked again when the message goes out.
pub(crate) fn tell_of_session(protocol: &Protocol, on: Day, now: &Now<'_>) -> Notice {
    let due = match protocol.schedule.told {
        Told::Booking => now.at,
        Told::Before(days) => Moment(on.plus(-i32::from(days)).start().0 + MORNING).max(now.at),
    };
    tell(due)
}

/// The client is told that a check-in waits, if one does when the message goes out.
pub(crate) fn tell(due: Moment) -> Notice {
    Notice { to: NoticeTo::Client, about: "check-in".to_owned(), due, version: Version::default() }
}

/// The same for each follow-up after a close, reckoned from the day that follow-ups are: that of the close in UTC.
pub(crate) fn tell_of_follow_ups(protocol: &Protocol, now: &Now<'_>) -> Vec<Notice> {
    let months = protocol.schedule.follow_ups().into_iter();
    let each = months.map(|months| tell(Moment(follow_up_day(now.at.day(), months).start().0 + MORNING)));
    each.collect()
}
