//! The course: the only aggregate, folded from its facts. `decide.rs` reads and says yes or no; `apply.rs` writes and
//! cannot fail. Both dispatch to the topics.

use crate::access::CourseHead;
use crate::again::TakeUp;
use crate::alert::GivenAnswer;
use crate::area_work::Work;
pub use crate::asking::{Decision, Notice, NoticeTo, Now, Recorded};
use crate::between::Between;
use crate::chain::Artefact;
use crate::content::Content;
use crate::drift::AnswerDrift;
use crate::ending::Ending;
use crate::fact::Fact;
use crate::fit::{FitPoint, ScreenGrief};
use crate::focus::{AgreeFocus, DecideFit, Evidence, Source};
use crate::formulation::{AnswerFormulation, Answered, Bond, Goal, OfferFormulation};
use crate::hand_over::Handed;
use crate::ids::{CourseId, PersonId, SessionId, Version};
use crate::inventory::Inventory;
use crate::map_file::ExportMap;
use crate::measure::Measures;
use crate::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Open, Task};
use crate::passages::Passage;
use crate::pins::Pin;
use crate::plans::Plan;
use crate::protocol::{BeginMiddle, Protocol};
use crate::rating::Ratings;
use crate::review::Reviews;
use crate::risk::Flag;
use crate::safety_plan::SafetyOf;
use crate::schedule::check_in;
use crate::session::{PauseCourse, Session, SessionState};
use crate::shared::Shared;
use crate::sharing::Withheld;
use crate::telling::Telling;
use crate::then_and_now::NameMoment;
use crate::time::{Day, Moment};
use crate::timeline::Timeline;
use crate::undo::Step;
use crate::vocabulary::vocabulary;
use crate::{contract, ending};
use std::collections::{BTreeMap, BTreeSet};

/// Most facts in one course.
pub const FACTS_MOST: u32 = 5_000;
/// What is kept free above that for flags and what follows from them.
pub const FACTS_FOR_DANGER: u32 = 200;

vocabulary! {
    /// The phases of a course.
    Phase {
        /// Gather the story, agree the focus.
        Opening = "opening",
        /// Work on the focus.
        Middle = "middle",
        /// Say goodbye, keep what was won.
        Ending = "ending",
        /// Over.
        Closed = "closed",
    }
}

/// A formulation with the client's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Formulation {
    /// The fact that holds it.
    pub version: Version,
    /// When it was offered.
    pub at: Moment,
    /// The text.
    pub offer: OfferFormulation,
    /// The client's newest answer.
    pub answer: Option<AnswerFormulation>,
    /// All answers, oldest first, with who wrote them.
    pub answers: Vec<Answered>,
}

/// One course of treatment, folded from its facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The course's name.
    pub id: Option<CourseId>,
    /// The place of the newest fact.
    pub version: Version,
    /// When the newest fact was recorded.
    pub changed_at: Moment,
    /// How it began.
    pub opened: Option<Open>,
    /// When it began.
    pub opened_at: Moment,
    /// What it was given of the course before, for somebody who came back.
    pub taken_up: Option<TakeUp>,
    /// Consents, the newest of each kind.
    pub consents: Shared<BTreeMap<ConsentKind, Consent>>,
    /// The history, the newest of each section.
    pub history: Shared<BTreeMap<HistorySection, History>>,
    /// The diagnosis as last told.
    pub diagnosis: Option<Diagnosis>,
    /// Tasks ticked by hand.
    pub tasks: Shared<BTreeMap<String, Task>>,
    /// The timeline.
    pub timeline: Shared<Timeline>,
    /// Everyone named.
    pub inventory: Shared<Inventory>,
    /// Evidence for and against the areas.
    pub evidence: Shared<Vec<Evidence>>,
    /// The two ratings of the areas, and who was asked.
    pub ratings: Shared<Ratings>,
    /// Points for and against IPT.
    pub fit_points: Shared<Vec<FitPoint>>,
    /// Screens for prolonged grief, oldest first.
    pub grief_screens: Shared<Vec<ScreenGrief>>,
    /// The decision whether IPT is right.
    pub fit: Option<DecideFit>,
    /// The agreed focus and those before it, oldest first, with when.
    pub focuses: Shared<Vec<(Moment, AgreeFocus)>>,
    /// Formulations, oldest first.
    pub formulations: Shared<Vec<Formulation>>,
    /// Sentences bound to records.
    pub bonds: Shared<Vec<Bond>>,
    /// The newest change of each record that was ever changed or taken away.
    pub last_changes: Shared<BTreeMap<Source, Version>>,
    /// Goals, those let go included.
    pub goals: Shared<Vec<Goal>>,
    /// Contracts, oldest first, with when.
    pub contracts: Shared<Vec<(Version, Moment, contract::AgreeContract)>>,
    /// The client's agreement to the newest contract.
    pub contract_accepted: Option<contract::Accepted>,
    /// How the middle began.
    pub middle_begun: Option<(Version, Moment, BeginMiddle)>,
    /// Sessions, in the order they were planned or held.
    pub sessions: Shared<Vec<Session>>,
    /// Pauses; the last is open when its end is none.
    pub pauses: Shared<Vec<(PauseCourse, Option<Day>)>>,
    /// Passages of notes linked to what they speak of.
    pub passages: Shared<Vec<Passage>>,
    /// Answers to two sessions in a row that left the focus.
    pub drift_answers: Shared<Vec<(Moment, AnswerDrift)>>,
    /// Plans between sessions.
    pub plans: Shared<Vec<Plan>>,
    /// What the client wrote between sessions, private and shared.
    pub between: Shared<Between>,
    /// What the client told about people, private and shared.
    pub telling: Shared<Telling>,
    /// Conversations looked at, choices weighed, scenes rehearsed.
    pub artefacts: Shared<Vec<Artefact>>,
    /// The work on the areas.
    pub work: Shared<Work>,
    /// Completed measures.
    pub measures: Shared<Measures>,
    /// What the therapist has read of them, and what was talked about.
    pub reviews: Shared<Reviews>,
    /// Flags.
    pub flags: Shared<Vec<Flag>>,
    /// Alerts that were answered, in the order of the answers.
    pub alert_answers: Shared<Vec<GivenAnswer>>,
    /// The safety plan and what was said about it.
    pub safety: Shared<SafetyOf>,
    /// The ending.
    pub ending: Shared<Ending>,
    /// Hand-overs to another therapist, oldest first.
    pub hand_overs: Shared<Vec<Handed>>,
    /// How the course was closed.
    pub closed: Option<(Moment, ending::CloseCourse)>,
    /// Moments of the map that were given a name, in that order.
    pub moments: Shared<Vec<NameMoment>>,
    /// Steps on the map, the newest last.
    pub steps: Shared<Vec<Step>>,
    /// Notes pinned to the map, those taken off included.
    pub pins: Shared<Vec<Pin>>,
    /// What only the client sees.
    pub withheld: Shared<Withheld>,
    /// How often the map went out as a file, when, as what and for what.
    pub map_exports: Shared<Vec<(Moment, ExportMap)>>,
    /// Facts that can no longer be opened.
    pub erased: u32,
    /// The places of those facts: whoever was named there was erased.
    pub unopened: Shared<BTreeSet<PersonId>>,
}

impl Course {
    /// The course as its facts make it.
    pub fn from_facts<'f>(id: CourseId, facts: impl IntoIterator<Item = &'f Recorded<Fact>>) -> Self {
        let mut course = Self { id: Some(id), ..Self::default() };
        for fact in facts {
            course.apply(fact);
        }
        course
    }

    /// The course as it was known at a moment.
    pub fn as_of(id: CourseId, facts: &[Recorded<Fact>], moment: Moment) -> Self {
        Self::as_far_as(id, facts, |fact| fact.at <= moment)
    }

    /// The course as it was at a place in its record.
    pub fn as_of_version(id: CourseId, facts: &[Recorded<Fact>], version: Version) -> Self {
        Self::as_far_as(id, facts, |fact| fact.version <= version)
    }

    /// Who was erased later is erased at every moment.
    fn as_far_as(id: CourseId, facts: &[Recorded<Fact>], is_then: impl Fn(&Recorded<Fact>) -> bool) -> Self {
        let (then, later) = facts.split_at(facts.iter().take_while(|fact| is_then(fact)).count());
        let mut course = Self::from_facts(id, then);
        for recorded in later {
            if let Fact::PersonErased(erased) = &recorded.fact
                && erased.person.0 <= course.version.0
            {
                course.person_erased(recorded.at, *erased);
            }
        }
        course
    }

    /// What access is decided on; `None` before the course is opened.
    pub fn head(&self) -> Option<CourseHead> {
        let opened = self.opened.as_ref()?;
        Some(CourseHead {
            course: self.id?,
            service: opened.service,
            client: opened.client,
            therapist: self.therapist()?,
            // Who rated has seen enough: access ends with the second rating, and with the course.
            rater: self.ratings.invited.filter(|_| self.closed.is_none() && self.rated_by_both().is_none()),
            is_with_lead: self.is_with_lead(),
        })
    }

    /// The phase the course is in. The time limit governs, not the score.
    pub fn phase(&self, protocol: &Protocol) -> Phase {
        let count = contract::count(self, protocol);
        if self.closed.is_some() {
            Phase::Closed
        } else if self.ending.named.is_some() && count.left() <= protocol.ending_len
            || (count.is_agreed && self.middle_begun.is_some() && count.left() < protocol.ending_len)
        {
            Phase::Ending
        } else if self.middle_begun.is_some() {
            Phase::Middle
        } else {
            Phase::Opening
        }
    }

    /// The focus in force.
    pub fn focus(&self) -> Option<&AgreeFocus> {
        self.focuses.last().map(|(_, focus)| focus)
    }

    /// The contract in force.
    pub fn contract(&self) -> Option<&contract::AgreeContract> {
        self.contracts.last().map(|(_, _, contract)| contract)
    }

    /// The newest formulation.
    pub fn formulation(&self) -> Option<&Formulation> {
        self.formulations.last()
    }

    /// The goals that were not let go.
    pub fn open_goals(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| !goal.is_dropped)
    }

    /// The session of this name.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    /// The pause the course is in, if it rests; none once it is closed.
    pub fn pause(&self) -> Option<&PauseCourse> {
        if self.closed.is_some() {
            return None;
        }
        self.pauses.last().filter(|(_, until)| until.is_none()).map(|(pause, _)| pause)
    }

    /// The next planned session, by day and time; none once the course is closed.
    pub fn next_session(&self) -> Option<&Session> {
        if self.closed.is_some() {
            return None;
        }
        let planned = self.sessions.iter().filter(|session| session.state == SessionState::Planned);
        planned.min_by_key(|session| (session.on, session.at_minute, session.id))
    }

    /// The next planned session whose day has not passed: what is still planned for an earlier day waits for a word of
    /// the therapist, and nobody is told to come to it.
    pub fn session_to_come(&self, today: Day) -> Option<&Session> {
        if self.closed.is_some() {
            return None;
        }
        let planned = self.sessions.iter().filter(|session| session.state == SessionState::Planned);
        let to_come = planned.filter(|session| session.on >= today);
        to_come.min_by_key(|session| (session.on, session.at_minute, session.id))
    }

    /// The last session that was held.
    pub fn last_held(&self) -> Option<&Session> {
        let held = self.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
        held.max_by_key(|session| (session.on, session.id))
    }

    /// The measures the client is asked for on a day and that are not answered yet.
    pub fn measures_due<'c>(&self, content: &'c Content, today: Day) -> Vec<&'c str> {
        check_in(self, content, today).due()
    }
}
