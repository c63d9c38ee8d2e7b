//! Two hundred years of one service each: weekly answers, flags, people who look late, are away or never look, holidays,
//! clocks put forward and back, a mailer that is down for days.
//!
//! What holds in every one of them (`security.md` F-50):
//!
//! 1. a flag nobody has looked at is passed on to the supervisors at the moment it is due, and to the service lead after
//!    the same time again, each exactly once, whether mail goes out or not;
//! 2. a flag somebody looked at in time is never passed on;
//! 3. a flag is due while the service is open, or at once by the clock, and never later than three days after it came;
//! 4. no flag is closed but by a person, after somebody assessed it, decided and looked again; a severe one by two;
//! 5. every notice that is still news leaves once for each recipient, none is sent twice, none is lost.

use crate::ask;
use crate::given::{CLIENT, SUPERVISOR, Story, THERAPIST};
use crate::properties::Dice;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use treatment::access::Who;
use treatment::command::Command;
use treatment::course::{Notice, NoticeTo};
use treatment::ids::FlagId;
use treatment::refusal::Refusal;
use treatment::risk::{Duty, EscalatedTo, FlagPlan, FlagState, HOURS_MOST, Response, Said};
use treatment::time::{Day, Moment};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const YEARS: u64 = 200;

/// What happens next, in the order of its moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The client answers, with this code of item nine.
    Answer(u8),
    /// Somebody takes the next step of a flag.
    Step(u32),
    /// A notice is due: its place in the list of all.
    Due(usize),
    /// A message is tried.
    Mail(usize),
}

struct Service {
    dice: Dice,
    first: Day,
    closed: Vec<Day>,
    /// Spans in which the mailer is down.
    down: Vec<(i64, i64)>,
}

impl Service {
    fn new(seed: u64, first: Day) -> Self {
        let mut dice = Dice(seed);
        let closed = (0..14).map(|_| first.plus(dice.below(365) as i32)).collect();
        let down = (0..4)
            .map(|_| {
                let from = first.start().0 + dice.below(365 * 24) as i64 * HOUR;
                (from, from + (12 + dice.below(30) as i64) * HOUR)
            })
            .collect();
        Self { dice, first, closed, down }
    }

    /// A minute of a local day; from day 88 to day 298 the clocks are an hour ahead.
    fn moment(&self, day: Day, minute: i64) -> Moment {
        let is_summer = (88..298).contains(&day.since(self.first));
        Moment(day.start().0 + minute * MINUTE - if is_summer { HOUR } else { 0 })
    }

    fn duty(&self, at: Moment) -> Duty {
        let days = (-1..16).map(|ahead| at.day().plus(ahead));
        let open = days.filter(|day| day.weekday() <= 5 && !self.closed.contains(day));
        let spans = open.map(|day| (self.moment(day, 9 * 60), self.moment(day, 17 * 60)));
        Duty { open: Some(spans.filter(|(_, end)| *end > at).collect()), ..Duty::default() }
    }

    fn mail_is_down(&self, at: Moment) -> bool {
        self.down.iter().any(|(from, until)| (*from..*until).contains(&at.0))
    }

    /// When somebody next does something: soon, late, or not for days.
    fn later(&mut self, at: Moment) -> Moment {
        let hours = if self.dice.is(70) { self.dice.below(6) } else { self.dice.below(120) };
        Moment(at.0 + (1 + hours as i64) * HOUR - 17 * MINUTE)
    }
}

struct Year {
    service: Service,
    story: Story,
    queue: BinaryHeap<Reverse<(i64, usize, Event)>>,
    put: usize,
    notices: Vec<Notice>,
    /// How often each notice left.
    sent: BTreeMap<usize, u32>,
    /// When each flag was passed on, to whom.
    hops: BTreeMap<(u32, EscalatedTo), Moment>,
}

impl Year {
    fn put(&mut self, at: Moment, event: Event) {
        self.put += 1;
        self.queue.push(Reverse((at.0, self.put, event)));
    }

    fn ask(&mut self, command: &Command) -> Result<(), Refusal> {
        self.story.duty = self.service.duty(self.story.at);
        let decision = self.story.asked(command)?;
        for notice in decision.notices {
            self.notices.push(notice.clone());
            self.put(notice.due, Event::Due(self.notices.len() - 1));
        }
        Ok(())
    }

    fn happens(&mut self, event: Event) {
        let at = self.story.at;
        match event {
            Event::Answer(code) => {
                self.story.spoken_by(Who::Client(CLIENT));
                let code = code.to_string();
                let on = at.day().to_string();
                let known = self.story.course.flags.len();
                self.ask(&ask::phq9(["1", "0", "1", "0", "1", "0", "1", "0", &code], &on)).unwrap();
                if self.story.course.flags.len() > known {
                    let flag = self.story.course.flags.last().unwrap().id.0;
                    let when = self.service.later(at);
                    // Some are looked at by nobody.
                    if self.service.dice.is(85) {
                        self.put(when, Event::Step(flag));
                    }
                }
            }
            Event::Step(flag) => self.step(FlagId(flag)),
            Event::Due(number) => self.worker(number),
            Event::Mail(number) => self.mail(number),
        }
    }

    /// A person takes the next step: the therapist, or a supervisor, who also is the second person.
    fn step(&mut self, flag: FlagId) {
        let (at, is_supervisor) = (self.story.at, self.service.dice.is(30));
        let state = self.story.course.flags.iter().find(|known| known.id == flag).unwrap().state;
        let again = at.day().plus(3).to_string();
        let command = match state {
            FlagState::Open => ask::acknowledge(flag),
            FlagState::Acknowledged => ask::assess(flag),
            FlagState::Assessed => ask::plan_flag(flag, FlagPlan::HigherCare, &again),
            FlagState::Planned => ask::review_flag(flag, None),
            FlagState::InReview => ask::close_flag(flag, "Talked"),
            FlagState::ToConfirm => ask::answer_close(flag, self.service.dice.is(80)),
            FlagState::Closed => return,
        };
        self.story.spoken_by(Who::Staff(if is_supervisor { SUPERVISOR } else { THERAPIST }));
        match self.ask(&command) {
            Ok(()) | Err(Refusal::SecondPerson) => {}
            Err(other) => panic!("{other:?} to {command:?}"),
        }
        let when = self.service.later(at);
        self.put(when, Event::Step(flag.0));
    }

    /// As the worker does it: passing on first, whatever the mailer does; then mail.
    fn worker(&mut self, number: usize) {
        let notice = self.notices[number].clone();
        if notice.about == "flag-overdue" {
            let to = if notice.to == NoticeTo::Lead { EscalatedTo::Lead } else { EscalatedTo::Supervisor };
            self.story.spoken_by(Who::Clock);
            match self.ask(&ask::escalate(FlagId(notice.version.0), to)) {
                Ok(()) => {
                    let known = self.hops.insert((notice.version.0, to), self.story.at);
                    assert_eq!(known, None, "passed on twice");
                }
                Err(Refusal::AlreadySo) => return,
                Err(other) => panic!("{other:?}"),
            }
        }
        self.put(self.story.at, Event::Mail(number));
    }

    fn mail(&mut self, number: usize) {
        let at = self.story.at;
        if self.service.mail_is_down(at) {
            self.put(Moment(at.0 + HOUR), Event::Mail(number));
        } else {
            *self.sent.entry(number).or_default() += 1;
        }
    }
}

fn lived(seed: u64) -> Year {
    lived_with(seed, &[0, 0, 0, 1, 1, 2, 3])
}

/// A year whose weekly answers to item nine are drawn from these.
fn lived_with(seed: u64, answers: &[u8]) -> Year {
    let story = Story::opened();
    let first = story.at.day();
    let mut year = Year {
        service: Service::new(seed, first),
        story,
        queue: BinaryHeap::new(),
        put: 0,
        notices: Vec::new(),
        sent: BTreeMap::new(),
        hops: BTreeMap::new(),
    };
    for week in 0..52 {
        let minute = year.service.dice.below(7 * 24 * 60) as i64;
        let code = year.service.dice.one(answers);
        let day = first.plus(7 * week);
        year.put(Moment(day.start().0 + minute * MINUTE), Event::Answer(code));
    }
    while let Some(Reverse((at, _, event))) = year.queue.pop() {
        year.story.at = Moment(at);
        year.happens(event);
    }
    year
}

#[test]
fn whatever_a_year_brings_a_flag_reaches_somebody_in_time() {
    let (mut flags, mut passed_on, mut closed) = (0, 0, 0);
    for seed in 0..YEARS {
        let year = lived(seed);
        let facts = &year.story.facts;
        for flag in &year.story.course.flags {
            flags += 1;
            // 3
            let duty = year.service.duty(flag.at);
            assert!(flag.due().0 - flag.at.0 <= HOURS_MOST * HOUR, "seed {seed}: {flag:?}");
            let is_capped = flag.due().0 == flag.at.0 + HOURS_MOST * HOUR;
            let just_before = Moment(flag.due().0 - 1);
            match flag.respond() {
                Response::AtOnce => assert_eq!(flag.due().0, flag.at.0 + 30 * MINUTE),
                _ => assert!(is_capped || duty.is_open(just_before), "seed {seed}: {flag:?}"),
            }
            // 1 and 2
            let looked = flag.steps.iter().find(|step| matches!(step.said, Said::Acknowledged(_)));
            let looked = looked.map_or(i64::MAX, |step| step.at.0);
            let second = year.service.duty(flag.due()).due(flag.due(), flag.respond());
            for (to, due) in [(EscalatedTo::Supervisor, flag.due()), (EscalatedTo::Lead, second)] {
                let hop = year.hops.get(&(flag.id.0, to)).copied();
                assert!(
                    looked == due.0 || hop == (looked > due.0).then_some(due),
                    "seed {seed}: {to:?} {flag:?}"
                );
                passed_on += u32::from(hop.is_some());
            }
            // 4
            if flag.state == FlagState::Closed {
                closed += 1;
                let by = |wanted: fn(&Said) -> bool| {
                    flag.steps.iter().filter(move |step| wanted(&step.said)).map(|step| step.who)
                };
                assert!(by(|said| matches!(said, Said::Assessed(_))).count() > 0);
                assert!(by(|said| matches!(said, Said::Reviewed(_))).count() > 0);
                let closer = by(|said| matches!(said, Said::Closed(_))).next().unwrap();
                assert!(matches!(closer, Who::Staff(_)), "seed {seed}: {closer}");
                if flag.needs_second() {
                    let first = by(|said| matches!(said, Said::CloseProposed(_))).next_back().unwrap();
                    assert_ne!(first, closer, "seed {seed}: one person closed a severe flag");
                }
            }
        }
        // 5
        for (number, notice) in year.notices.iter().enumerate() {
            let to = if notice.to == NoticeTo::Lead { EscalatedTo::Lead } else { EscalatedTo::Supervisor };
            let is_news = notice.about != "flag-overdue" || year.hops.contains_key(&(notice.version.0, to));
            assert_eq!(
                year.sent.get(&number).copied().unwrap_or(0),
                u32::from(is_news),
                "seed {seed}: {notice:?}"
            );
        }
        assert!(facts.windows(2).all(|pair| pair[0].at <= pair[1].at), "time goes one way");
    }
    // The years held something.
    assert!(flags > 4_000 && passed_on > 1_000 && closed > 1_000, "{flags} {passed_on} {closed}");
}

/// One therapist with forty courses for a year (`security.md` H-16). One answer in ten asks for a look on the same day, as
/// many as are published at most (`ipt.md` §10.1), and as many again within a working day.
#[test]
fn of_forty_courses_each_flag_is_told_once_and_no_day_holds_more_than_a_person_can_look_at() {
    const ANSWERS: [u8; 20] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3];
    const MOST_IN_A_DAY: u32 = 8;
    let (mut days, mut flags, mut severe) = (BTreeMap::new(), 0, 0);
    for seed in 0..40 {
        let year = lived_with(1_000 + seed, &ANSWERS);
        let mut told: BTreeMap<u32, u32> = BTreeMap::new();
        for (number, notice) in year.notices.iter().enumerate() {
            if notice.to == NoticeTo::Therapist && notice.about == "flag-raised" {
                *told.entry(notice.version.0).or_default() += year.sent.get(&number).copied().unwrap_or(0);
                *days.entry(Moment(notice.due.0).day()).or_insert(0) += 1;
            }
        }
        // Nothing is told together with another: however severe, and however many, each has a message of its own.
        for flag in &year.story.course.flags {
            flags += 1;
            severe += u32::from(flag.respond() == Response::AtOnce);
            assert_eq!(told.remove(&flag.id.0), Some(1), "seed {seed}: {flag:?}");
        }
        assert!(told.is_empty(), "seed {seed}: told of what is no flag");
    }
    let most = days.values().copied().max().unwrap_or(0);
    assert!(most <= MOST_IN_A_DAY, "{most} in one day");
    assert!(flags > 300 && severe > 50, "{flags} {severe}");
}
