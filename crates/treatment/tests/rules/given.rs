//! What is given: a course with its facts, a fixed clock, the people, and the content that is shipped.

use crate::ask;
use treatment::access::{Actor, Role, Who};
use treatment::command::Command;
use treatment::content::Content;
use treatment::course::{Course, Decision, Now, Phase, Recorded};
use treatment::fact::Fact;
use treatment::ids::{ClientId, CourseId, ServiceId, StaffId, Version};
use treatment::protocol::Protocol;
use treatment::refusal::Refusal;
use treatment::risk::Duty;
use treatment::time::{Day, Moment};

pub(crate) const COURSE: CourseId = CourseId([1; 16]);
pub(crate) const SERVICE: ServiceId = ServiceId([2; 16]);
pub(crate) const CLIENT: ClientId = ClientId([3; 16]);
pub(crate) const THERAPIST: StaffId = StaffId([4; 16]);
pub(crate) const SUPERVISOR: StaffId = StaffId([5; 16]);

/// The files of `content/` that a course needs.
pub(crate) const FILES: [(&str, &str); 14] = [
    ("protocols/ipt-12.toml", include_str!("../../../../content/protocols/ipt-12.toml")),
    ("protocols/ipt-16.toml", include_str!("../../../../content/protocols/ipt-16.toml")),
    ("measures/gad-7.toml", include_str!("../../../../content/measures/gad-7.toml")),
    ("measures/phq-9.toml", include_str!("../../../../content/measures/phq-9.toml")),
    ("protocols/ipt-12-v2.toml", include_str!("../../../../content/protocols/ipt-12-v2.toml")),
    ("protocols/ipt-16-v2.toml", include_str!("../../../../content/protocols/ipt-16-v2.toml")),
    ("area-work/dispute.toml", include_str!("../../../../content/area-work/dispute.toml")),
    ("area-work/transition.toml", include_str!("../../../../content/area-work/transition.toml")),
    ("area-work/grief.toml", include_str!("../../../../content/area-work/grief.toml")),
    ("area-work/sensitivity.toml", include_str!("../../../../content/area-work/sensitivity.toml")),
    ("areas/uk.toml", include_str!("../../../../content/areas/uk.toml")),
    ("expected-course/phq-9.toml", include_str!("../../../../content/expected-course/phq-9.toml")),
    ("inventory/prompts.toml", include_str!("../../../../content/inventory/prompts.toml")),
    ("measures/phq-2.toml", include_str!("../../../../content/measures/phq-2.toml")),
];

pub(crate) fn content() -> Content {
    Content::parse(FILES).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A course in the middle of being told.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) course: Course,
    pub(crate) facts: Vec<Recorded<Fact>>,
    pub(crate) content: Content,
    pub(crate) at: Moment,
    pub(crate) duty: Duty,
    /// The year in which the client was born, if the course is told it.
    pub(crate) birth_year: Option<i32>,
    actor: Actor,
}

impl Story {
    /// A course that nobody has opened, on Monday 5 January 2026.
    pub(crate) fn unopened() -> Self {
        let actor = Actor {
            who: Who::Staff(THERAPIST),
            service: SERVICE,
            roles: vec![Role::Therapist],
            supervises: vec![],
            covers: vec![],
        };
        let course = Course { id: Some(COURSE), ..Course::default() };
        Self {
            course,
            facts: vec![],
            content: content(),
            at: day("2026-01-05").start(),
            duty: Duty::default(),
            birth_year: None,
            actor,
        }
    }

    /// A course of sixteen sessions, opened.
    pub(crate) fn opened() -> Self {
        Self::unopened().and(ask::open("ipt-16"))
    }

    /// A course whose contract counts a missed session as `missed` says; weekly from 5 January 2026.
    pub(crate) fn agreed(sessions: u8, missed: treatment::contract::MissedRule) -> Self {
        Self::opened().and(ask::contract(sessions, missed))
    }

    /// A course of sixteen, agreed, with so many sessions held on Mondays from 5 January 2026.
    pub(crate) fn held(sessions: u8) -> Self {
        let story = Self::agreed(16, treatment::contract::MissedRule::Counts);
        (0..sessions).fold(story, |story, week| {
            let on = day("2026-01-05").plus(7 * i32::from(week));
            story.on_day(on).and(ask::hold_on(on))
        })
    }

    /// What the client is asked for and has not answered.
    pub(crate) fn due(&self) -> Vec<&str> {
        self.course.measures_due(&self.content, self.at.day())
    }

    /// The clock, set to noon of a day.
    pub(crate) fn on(self, text: &str) -> Self {
        self.on_day(day(text))
    }

    pub(crate) fn on_day(mut self, day: Day) -> Self {
        self.at = Moment(day.start().0 + 12 * 3_600_000);
        self
    }

    /// From here on the client speaks.
    pub(crate) fn by_client(mut self) -> Self {
        self.actor = Actor {
            who: Who::Client(CLIENT),
            service: SERVICE,
            roles: vec![],
            supervises: vec![],
            covers: vec![],
        };
        self
    }

    /// From here on the therapist speaks.
    pub(crate) fn by_therapist(mut self) -> Self {
        self.actor.who = Who::Staff(THERAPIST);
        self.actor.roles = vec![Role::Therapist];
        self
    }

    /// The therapist, whoever speaks now.
    pub(crate) fn therapist() -> Actor {
        Self::unopened().actor
    }

    /// From here on somebody else speaks.
    pub(crate) fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// What was asked before and was accepted.
    #[track_caller]
    pub(crate) fn and(mut self, command: Command) -> Self {
        self.asked(&command).unwrap();
        self
    }

    /// Asks, and takes the facts in when the answer is yes.
    pub(crate) fn asked(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let decision = self.when(command)?;
        for fact in &decision.facts {
            self.recorded(fact.clone());
        }
        Ok(decision)
    }

    /// A fact that stands in the record.
    pub(crate) fn recorded(&mut self, fact: Fact) {
        let version = self.course.version.next();
        let recorded = Recorded { version, at: self.at, who: self.actor.who, fact };
        self.course.apply(&recorded);
        self.facts.push(recorded);
    }

    /// Asks, and changes nothing.
    pub(crate) fn when(&self, command: &Command) -> Result<Decision, Refusal> {
        let now = Now {
            at: self.at,
            today: self.at.day(),
            actor: &self.actor,
            content: &self.content,
            duty: &self.duty,
            birth_year: self.birth_year,
        };
        self.course.seen_by(&self.actor).decide(command, &now)
    }

    /// The facts that would follow.
    #[track_caller]
    pub(crate) fn facts_of(&self, command: &Command) -> Vec<Fact> {
        self.when(command).unwrap().facts
    }

    /// The one fact that would follow.
    #[track_caller]
    pub(crate) fn fact_of(&self, command: &Command) -> Fact {
        let mut facts = self.facts_of(command);
        assert_eq!(facts.len(), 1, "one fact: {facts:?}");
        facts.remove(0)
    }

    /// From here on a supervisor speaks.
    pub(crate) fn by_supervisor(mut self) -> Self {
        self.actor.who = Who::Staff(SUPERVISOR);
        self.actor.roles = vec![Role::Supervisor];
        self
    }

    /// Who speaks now, by name alone: rules that do not ask for roles need no more.
    pub(crate) fn spoken_by(&mut self, who: Who) {
        self.actor.who = who;
    }

    /// From here on the clock speaks.
    pub(crate) fn by_clock(mut self) -> Self {
        self.actor.who = Who::Clock;
        self
    }

    /// The name of the thing that the newest fact made.
    pub(crate) fn newest<Id: From<Version>>(&self) -> Id {
        Id::from(self.course.version)
    }

    pub(crate) fn protocol(&self) -> &Protocol {
        self.content.protocol_of(&self.course).unwrap()
    }

    pub(crate) fn phase(&self) -> Phase {
        self.course.phase(self.protocol())
    }

    /// `(used, of)`.
    pub(crate) fn count(&self) -> (u8, u8) {
        let count = treatment::contract::count(&self.course, self.protocol());
        (count.used, count.of)
    }

    /// The projected end as it is written.
    pub(crate) fn end(&self) -> Option<String> {
        let end = treatment::contract::projected_end(&self.course, self.protocol(), self.at.day());
        end.map(|day| day.to_string())
    }
}
