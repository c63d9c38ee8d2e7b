//! The courses of the demo, lived day by day: all courses of one day together, each in its own order.

use super::between;
use super::shared::Shared;
use super::story::{Stories, Story};
use super::{Demo, Dice, Hand, Staff, YEAR, alerts, check_ins, safety, sessions};
use clinic::Clinic;
use clinic::handle::Asked;
use clinic::problem::Problem;
use clinic::sheets::ClientSheet;
use clinic::waiting::NewCourse;
use std::collections::BTreeMap;
use std::sync::Arc;
use treatment::access::{Actor, Who};
use treatment::command::Command;
use treatment::contract::{MissedRule, count};
use treatment::course::Course;
use treatment::ids::{ArtefactId, CourseId, EventId, PersonId, SubmissionId};
use treatment::opening::{Consent, ConsentKind};
use treatment::protocol::Protocol;
use treatment::risk::{AcknowledgeFlag, FlagState};
use treatment::session::{PlanSession, ResumeCourse};
use treatment::time::Day;

/// How a course goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// To its end.
    Whole,
    /// To its end, and the ending is not named in time.
    Unnamed,
    /// It ends earlier, by agreement.
    Early,
    /// The client stops coming.
    Stopped,
    /// Another treatment comes first.
    NotBegun,
    /// It rested for some weeks.
    Rested,
    /// It rests now.
    Rests,
}

/// What answers raise in a course, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flags {
    /// None.
    None,
    /// One, once so many sessions are used; it is looked at and closed.
    Handled(u8),
    /// One in the newest answers, and nobody has looked.
    Open,
    /// One in the newest answers, and somebody has looked.
    Seen,
}

/// One course as it is lived.
pub(super) struct Life {
    /// Which of the courses it is, from 0.
    pub(super) index: usize,
    /// Whether it is one of the four that are told whole, in their story's own words alone.
    pub(super) is_whole: bool,
    /// What is told between sessions and after the end.
    pub between: Arc<between::Told>,
    pub(super) story: Story,
    name: String,
    therapist: Actor,
    client: Option<Actor>,
    course: Option<CourseId>,
    /// The course as it was after the newest command.
    pub(super) known: Course,
    pub(super) protocol: Protocol,
    pub(super) fate: Fate,
    /// The day of the first session.
    pub(super) first: Day,
    /// Minutes after midnight of its sessions.
    at_minute: u16,
    pub(super) dice: Dice,
    /// PHQ-9 at the start and the change per session, in tenths.
    pub(super) start: i32,
    pub(super) slope: i32,
    /// Whether scores rise, and nobody has answered the alert yet.
    pub(super) worsens: bool,
    /// After how many used sessions one is missed.
    pub(super) misses_at: Option<u8>,
    pub(super) rule: MissedRule,
    /// The session that was missed and counted, from 1.
    pub(super) skipped: Option<u8>,
    pub(super) flags: Flags,
    /// Notes of so many last days are not signed.
    pub(super) late_days: i32,
    /// Whether one note is added to.
    pub(super) adds: bool,
    /// Whether two sessions in a row leave the focus, and one later.
    pub(super) strays: bool,
    pub(super) resumes_on: Option<Day>,
    /// What the note of this session says first.
    pub(super) said_first: Option<String>,
    /// How many entries of the story's diary are written.
    pub(super) evenings: usize,
    /// How much of what the story tells about people is told.
    pub(super) tellings: usize,
    /// How many of the story's calls after the end were held.
    pub(super) calls: usize,
    /// The people of the story who were named.
    pub(super) people: BTreeMap<String, PersonId>,
    /// The events of the story that evidence speaks of.
    pub(super) events: BTreeMap<String, EventId>,
    /// Which plan of the story was agreed last, and whether it was kept for another week.
    pub(super) tries: Option<usize>,
    /// What was worked out in this session and a plan is to be made of.
    pub(super) worked_out: Option<ArtefactId>,
    pub(super) was_kept: bool,
}

/// The clients of the demo who have a portal.
pub(super) struct Clients {
    /// The one whose link is printed.
    pub(super) shown: Who,
    /// All, in the order of their courses.
    pub(super) all: Vec<Who>,
}

/// The parts of a day, with their minute.
#[derive(Clone, Copy)]
enum Part {
    /// What came in overnight is looked at.
    Morning = 550,
    /// Sessions, and their notes.
    Afternoon = 1_050,
    /// Clients answer.
    Evening = 1_215,
}

/// Lives all courses.
pub(super) async fn live(
    clinic: &Clinic,
    hand: &Hand,
    stories: &Stories,
    staff: &Staff,
    today: Day,
    asked: &Demo,
) -> Result<Clients, super::Failure> {
    let mut dice = Dice::new(asked.seed);
    let mut lives = Vec::new();
    for number in 0..asked.courses {
        let life = begin(clinic, number as usize, stories, staff, today, asked.seed, &mut dice);
        lives.push(life.map_err(super::Failure::Other)?);
    }
    let problem = |why: Problem| super::Failure::Other(why.to_string());
    for day in (today.0 - YEAR - 7)..=today.0 {
        let day = Day(day);
        for part in [Part::Morning, Part::Afternoon, Part::Evening] {
            // Nothing is recorded before it happens: the last day is as far as the clock on the wall.
            if !hand.set(day, part as i64) {
                continue;
            }
            let work = lives
                .iter_mut()
                .filter(|life| life.has_work(day))
                .map(|life| a_part(clinic, &stories.shared, life, day, today, part));
            for outcome in join(work).await {
                outcome.map_err(problem)?;
            }
        }
    }
    let all: Vec<Who> = lives.iter().filter_map(|life| life.client.as_ref()).map(|actor| actor.who).collect();
    // The client of the first therapist who is furthest and has something to try sees something on every page.
    let of_first = lives.iter().filter(|life| life.therapist == staff.therapists[0] && life.is_open());
    let has_plan = |life: &&Life| life.known.plans.iter().any(treatment::plans::Plan::is_open);
    let shown = of_first
        .filter(has_plan)
        .max_by_key(|life| life.used())
        .and_then(|life| life.client.as_ref())
        .map(|actor| actor.who);
    let shown = shown.or_else(|| all.first().copied()).ok_or(Problem::NotYours).map_err(problem)?;
    Ok(Clients { shown, all })
}

/// Runs futures together; their writes share commits.
async fn join<T>(work: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut work: Vec<_> = work.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = work.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut waits = false;
        for (one, slot) in work.iter_mut().zip(&mut done) {
            if slot.is_none() {
                match one.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *slot = Some(value),
                    std::task::Poll::Pending => waits = true,
                }
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// The session after which a course rests that goes on later, and the days until it is taken up, a day before the next.
pub(super) const RESTED_AFTER: u8 = 6;
pub(super) const REST_DAYS: i32 = 20;

/// Four courses that went to their end with sixteen sessions, one for each area, all with the first therapist: who looks
/// around finds them. A transition, loneliness, grief, a dispute.
const WHOLE: [usize; 4] = [14, 15, 17, 18];

fn begin(
    clinic: &Clinic,
    index: usize,
    stories: &Stories,
    staff: &Staff,
    today: Day,
    seed: u64,
    dice: &mut Dice,
) -> Result<Life, String> {
    // Spread over every phase: weeks since the first session.
    const WEEKS: [i32; 20] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 20, 26, 33, 41, 48];
    let weeks = WEEKS[index % WEEKS.len()] + i32::from(index >= WEEKS.len());
    // Each therapist sees clients on every working day.
    let is_whole = WHOLE.contains(&(index % 40));
    let (story, name) = stories.tell(index, seed, is_whole)?;
    let weekday = match story.meets.get(index / 9 % story.meets.len().max(1)) {
        Some(weekday) if !is_whole => i32::from(*weekday) - 1,
        _ => (index / 4) as i32 % 5,
    };
    let monday = today.plus(1 - i32::from(today.weekday()));
    let mut first = monday.plus(weekday - 7 * weeks);
    if first > today {
        first = first.plus(-7);
    }
    let key = if index % 5 == 3 && !is_whole { "ipt-12" } else { "ipt-16" };
    let protocol = clinic.library().content.protocol_newest(key).ok_or("no such protocol")?.clone();
    let fate = match index % 40 {
        7 => Fate::Rests,
        11 => Fate::Rested,
        34 => Fate::Early,
        31 => Fate::Unnamed,
        35 => Fate::NotBegun,
        36 => Fate::Stopped,
        _ => Fate::Whole,
    };
    let flags = match index % 40 {
        20 => Flags::Open,
        8 => Flags::Seen,
        _ if index % 7 == 2 => Flags::Handled(3 + dice.below(4) as u8),
        _ => Flags::None,
    };
    // Where a missed session counts, it is one of those that the story can do without.
    let (misses_at, rule) = match (index % 6, protocol.sessions) {
        (4, 16) => (Some(10), MissedRule::Counts),
        (1 | 4, _) => (Some(5), MissedRule::DoesNotCount),
        (5, _) => (None, MissedRule::DoesNotCount),
        _ => (None, MissedRule::Counts),
    };
    let worsens = index % 40 == 24;
    // Of forty courses hardly two of one therapist sit on one weekday at one time.
    let slot = index % 20 / 4 * 2 + index / 20 % 2;
    let slot = slot % if story.early { 3 } else { 9 };
    Ok(Life {
        index,
        is_whole,
        between: Arc::clone(&stories.between),
        story,
        name,
        therapist: staff.therapists[if is_whole { 0 } else { index % staff.therapists.len() }].clone(),
        client: None,
        course: None,
        known: Course::default(),
        protocol,
        fate,
        first,
        at_minute: 540 + 60 * slot as u16,
        start: if worsens { 8 } else { 12 + dice.below(10) as i32 },
        slope: -(5 + dice.below(8) as i32)
            + if worsens {
                22
            } else if index % 11 == 6 && !is_whole {
                14
            } else {
                0
            },
        worsens,
        misses_at: misses_at.filter(|_| !is_whole && fate != Fate::Early),
        rule,
        skipped: None,
        flags,
        late_days: if index % 9 == 4 { 12 } else { i32::from(index.is_multiple_of(2)) },
        adds: index % 40 == 12,
        strays: index % 13 == 6,
        resumes_on: None,
        said_first: None,
        evenings: 0,
        tellings: 0,
        calls: 0,
        people: BTreeMap::new(),
        events: BTreeMap::new(),
        tries: None,
        worked_out: None,
        was_kept: false,
        dice: Dice::new(dice.next()),
    })
}

impl Life {
    pub(super) async fn ask(
        &mut self,
        clinic: &Clinic,
        by_client: bool,
        command: Command,
    ) -> Result<(), Problem> {
        let submission = self.dice.submission();
        self.hand_in(clinic, by_client, command, submission).await
    }

    /// As [`Self::ask`], with a submission of its own, so that the life's dice fall as they would without it.
    pub(super) async fn ask_aside(
        &mut self,
        clinic: &Clinic,
        by_client: bool,
        command: Command,
    ) -> Result<(), Problem> {
        let Some(course) = self.course else { return Ok(()) };
        let mut name = course.0;
        for (byte, of_version) in name.iter_mut().zip(self.known.version.0.to_be_bytes()) {
            *byte ^= of_version;
        }
        self.hand_in(clinic, by_client, command, SubmissionId(name)).await
    }

    async fn hand_in(
        &mut self,
        clinic: &Clinic,
        by_client: bool,
        command: Command,
        submission: SubmissionId,
    ) -> Result<(), Problem> {
        let (Some(course), Some(client)) = (self.course, &self.client) else { return Ok(()) };
        let actor = if by_client { client } else { &self.therapist };
        let asked = Asked::plain(command, submission);
        self.known = clinic.handle(actor, course, asked).await?.held.course.clone();
        Ok(())
    }

    /// A number of its own among the lives: how early it began.
    pub(super) fn number(&self) -> u8 {
        (self.first.0.unsigned_abs() % 251) as u8
    }

    /// One of several texts.
    pub(super) fn pick(&mut self, texts: &[String]) -> String {
        self.one_of(texts).unwrap_or_default()
    }

    /// One of several things.
    pub(super) fn one_of<T: Clone>(&mut self, things: &[T]) -> Option<T> {
        things.get(self.dice.below(things.len() as u64) as usize).cloned()
    }

    /// The person of this name in the story, once named.
    pub(super) fn person(&self, name: Option<&String>) -> Option<PersonId> {
        name.and_then(|name| self.people.get(name)).copied()
    }

    /// The session of this course that stands where `at` stands among sixteen.
    pub(super) fn session_at(&self, at: u8) -> u8 {
        (u16::from(at) * u16::from(self.protocol.sessions)).div_ceil(16) as u8
    }

    /// The session of this course after which something is told that comes after that one of sixteen. What comes after one
    /// that a short course does without is told after the one before it.
    pub(super) fn session_after(&self, after: u8) -> u8 {
        let is_left_out = self.protocol.sessions < 16 && matches!(after, 11 | 15);
        self.session_at(after) - u8::from(is_left_out)
    }

    /// As [`Self::session_at`], and the next where that one was missed: what is told in a session waits until one is held.
    pub(super) fn told_at(&self, at: u8) -> u8 {
        let session = self.session_at(at);
        session + u8::from(self.skipped == Some(session))
    }

    /// The day of the session in which is told what is told in that one of sixteen, from a session on this day: one a
    /// week, later by what is missed and by the rest that are still ahead.
    pub(super) fn expected(&self, at: u8, on: Day) -> Day {
        let (now, told) = (self.used(), self.told_at(at));
        let is_ahead = |after: u8| (now..told).contains(&after);
        // A missed session that counts delays only what would have been told in it.
        let delays = |after: &u8| self.rule == MissedRule::DoesNotCount || after + 1 == told;
        let missed = self.misses_at.filter(|after| is_ahead(*after)).filter(delays);
        let rest = if self.fate == Fate::Rested && is_ahead(RESTED_AFTER) { REST_DAYS - 6 } else { 0 };
        on.plus(7 * (i32::from(told) - i32::from(now) + i32::from(missed.is_some())) + rest)
    }

    /// Sessions used so far.
    pub(super) fn used(&self) -> u8 {
        count(&self.known, &self.protocol).used
    }

    /// Whether the next session is one that is held.
    fn comes(&self) -> bool {
        let used = self.used();
        self.misses_at != Some(used) && !(self.fate == Fate::Stopped && used >= 6)
    }

    /// Whether the mood has not lifted.
    pub(super) fn is_flat(&self) -> bool {
        self.slope >= -2
    }

    /// Whether PHQ-9 has fallen by less than what the NHS Talking Therapies manual counts as a reliable change.
    pub(super) fn is_slow(&self) -> bool {
        let totals = || self.known.measures.of("phq-9").map(|result| i32::from(result.completed.total));
        totals().next().zip(totals().next_back()).is_some_and(|(first, newest)| first - newest < 6)
    }

    /// The mood in a session, 0 to 10.
    pub(super) fn mood(&mut self) -> u8 {
        let burden = self.start + self.slope * i32::from(self.used()) / 10;
        (7 - burden / 3 + self.dice.below(3) as i32).clamp(1, 9) as u8
    }

    pub(super) async fn plan_session(&mut self, clinic: &Clinic, on: Day) -> Result<(), Problem> {
        let plan = PlanSession { on, at_minute: Some(self.at_minute) };
        self.ask(clinic, false, Command::PlanSession(plan)).await
    }

    fn is_open(&self) -> bool {
        self.course.is_some() && self.known.closed.is_none()
    }

    fn has_work(&self, day: Day) -> bool {
        let is_on = self.known.closed.is_none() && (self.course.is_some() || day >= self.first.plus(-7));
        is_on || between::is_due(self, day)
    }
}

/// What happens in one course in one part of a day.
async fn a_part(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    today: Day,
    part: Part,
) -> Result<(), Problem> {
    match part {
        Part::Morning => {
            if life.resumes_on.is_some_and(|on| on <= day) {
                life.resumes_on = None;
                life.ask(clinic, false, Command::ResumeCourse(ResumeCourse { on: day })).await?;
                life.plan_session(clinic, day.plus(1)).await?;
            }
            if life.flags == Flags::Open && day == today.plus(-1) && life.is_open() {
                safety::ask_to_be_rung(clinic, shared, life).await?;
            }
            see_flags(clinic, shared, life).await
        }
        Part::Afternoon => {
            if life.course.is_none() {
                open(clinic, shared, life, day).await?;
            }
            if day < today && between::is_due(life, day) {
                return between::follow_up(clinic, life, day).await;
            }
            // Today's sessions are still ahead when the demo is opened.
            if life.known.next_session().is_some_and(|session| session.on == day) && day < today {
                if life.comes() {
                    close_flags(clinic, shared, life).await?;
                    alerts::answer(clinic, shared, life).await?;
                }
                sessions::session(clinic, shared, life, day, today).await?;
            }
            Ok(())
        }
        Part::Evening => {
            // The day before: check-in and, if one is open, the report of the plan.
            let is_silent = life.fate == Fate::Stopped && life.used() >= 6;
            if !is_silent {
                between::evening(clinic, life, day).await?;
                between::telling(clinic, life, day).await?;
            }
            if !is_silent && life.known.next_session().is_some_and(|session| session.on == day.plus(1)) {
                check_ins::check_in(clinic, life, day, today).await?;
                if let Some(plan) = life.known.plans.iter().find(|plan| plan.is_open()).map(|plan| plan.id) {
                    let report = between::report(shared, plan, life);
                    life.ask(clinic, true, Command::ReportPlan(report)).await?;
                }
            }
            Ok(())
        }
    }
}

async fn see_flags(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    if life.flags == Flags::Open {
        return Ok(());
    }
    let new = life.known.flags.iter().filter(|flag| flag.state == FlagState::Open);
    for flag in new.map(|flag| flag.id).collect::<Vec<_>>() {
        let note = life.pick(&shared.flags.seen);
        life.ask(clinic, false, Command::AcknowledgeFlag(AcknowledgeFlag { flag, note })).await?;
        if life.flags == Flags::Seen {
            safety::grow_stale(clinic, shared, life, clinic.today()).await?;
        }
    }
    Ok(())
}

async fn close_flags(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    if !matches!(life.flags, Flags::Handled(_)) {
        return Ok(());
    }
    // In one session it is talked about and planned for, in the next looked at again.
    let open = life.known.flags.iter().filter(|flag| flag.is_open());
    for (flag, state) in open.map(|flag| (flag.id, flag.state)).collect::<Vec<_>>() {
        if state < FlagState::Planned {
            safety::plan_for(clinic, shared, life, flag).await?;
            life.said_first = shared.flags.talked.get(life.index % shared.flags.talked.len()).cloned();
        } else {
            let reason = life.pick(&shared.flags.closed);
            safety::look_again(clinic, shared, life, flag, &reason).await?;
            life.said_first = shared.flags.again.get(life.index % shared.flags.again.len()).cloned();
        }
    }
    Ok(())
}

async fn open(clinic: &Clinic, shared: &Shared, life: &mut Life, day: Day) -> Result<(), Problem> {
    let asked = NewCourse {
        client: ClientSheet {
            name: life.name.clone(),
            // Of the numbers kept free for stories.
            contact: format!("07700 900{:03}", life.dice.below(1_000)),
            may_message: life.dice.below(3) == 0,
            ..ClientSheet::default()
        },
        protocol: life.protocol.key.clone(),
        referral: None,
        source: life.pick(&shared.sources),
        reason: life.story.reason.clone(),
        submission: life.dice.submission(),
    };
    let (course, receipt) = clinic.open_course(&life.therapist, &asked).await?;
    let head = receipt.held.course.head().ok_or(Problem::NotYours)?;
    life.course = Some(course);
    life.known = receipt.held.course.clone();
    life.client = clinic.actor(Who::Client(head.client)).await?;
    for kind in [ConsentKind::Treatment, ConsentKind::Data, ConsentKind::Portal, ConsentKind::Measures] {
        let consent = Consent { kind, given: true, on: day, note: String::new() };
        life.ask(clinic, false, Command::RecordConsent(consent)).await?;
    }
    life.plan_session(clinic, life.first).await
}
