//! The course: the only aggregate. `decide` reads and says yes or no; `apply` writes and cannot fail.
//! Both dispatch to the topics.

use crate::access::{Actor, CourseHead, Who};
use crate::command::Command;
use crate::content::Content;
use crate::ending::Ending;
use crate::fact::Fact;
use crate::focus::{AgreeFocus, DecideFit, Evidence};
use crate::formulation::{AnswerFormulation, Goal, OfferFormulation};
use crate::ids::{CourseId, SessionId, Version};
use crate::inventory::Inventory;
use crate::measure::{MeasureResult, Measures};
use crate::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Open, Task};
use crate::plans::{Plan, Reported};
use crate::protocol::{BeginMiddle, Protocol};
use crate::refusal::Refusal;
use crate::risk::{Flag, FlagState};
use crate::session::{PauseCourse, Session, SessionState};
use crate::shared::Shared;
use crate::time::{Day, Moment};
use crate::timeline::Timeline;
use crate::vocabulary::vocabulary;
use crate::{
    contract, ending, focus, formulation, inventory, measure, opening, plans, protocol, risk, session,
    timeline,
};
use std::collections::BTreeMap;

/// Most facts in one course.
pub const FACTS_MOST: u32 = 5_000;

/// A fact in its envelope: when and by whom it was recorded, and its place in the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<F> {
    /// Its place.
    pub version: Version,
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What happened.
    pub fact: F,
}

/// The circumstances of a command: the time, the person, and the content in force.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The moment.
    pub at: Moment,
    /// The civil day where the service is.
    pub today: Day,
    /// Who asks.
    pub actor: &'a Actor,
    /// Protocols and measures.
    pub content: &'a Content,
}

impl Now<'_> {
    /// # Refuses
    /// A day after today.
    pub fn not_in_future(&self, day: Day) -> Result<(), Refusal> {
        if day > self.today { Err(Refusal::InTheFuture(day)) } else { Ok(()) }
    }

    /// By when a flag raised now must have been looked at: one day. A guess to be set by each service.
    pub fn flag_due(&self) -> Moment {
        Moment(self.at.0 + 24 * 3_600_000)
    }
}

/// Whom to tell about what by when; data, not an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whom.
    pub to: NoticeTo,
    /// About what, as a stable key.
    pub about: String,
    /// When it is to be sent.
    pub due: Moment,
}

/// The person a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTo {
    /// The course's therapist.
    Therapist,
    /// The therapist's supervisors.
    Supervisor,
    /// The client.
    Client,
}

/// What follows from a command: facts to be recorded, people to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// The notices.
    pub notices: Vec<Notice>,
}

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
    /// The client's answer.
    pub answer: Option<AnswerFormulation>,
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
    /// The decision whether IPT is right.
    pub fit: Option<DecideFit>,
    /// The agreed focus and those before it, oldest first, with when.
    pub focuses: Shared<Vec<(Moment, AgreeFocus)>>,
    /// Formulations, oldest first.
    pub formulations: Shared<Vec<Formulation>>,
    /// Goals, those let go included.
    pub goals: Shared<Vec<Goal>>,
    /// Contracts, oldest first, with when.
    pub contracts: Shared<Vec<(Moment, contract::AgreeContract)>>,
    /// How the middle began.
    pub middle_begun: Option<(Moment, BeginMiddle)>,
    /// Sessions, in the order they were planned or held.
    pub sessions: Shared<Vec<Session>>,
    /// Pauses; the last is open when its end is none.
    pub pauses: Shared<Vec<(PauseCourse, Option<Day>)>>,
    /// Plans between sessions.
    pub plans: Shared<Vec<Plan>>,
    /// Completed measures.
    pub measures: Shared<Measures>,
    /// Flags.
    pub flags: Shared<Vec<Flag>>,
    /// The ending.
    pub ending: Shared<Ending>,
    /// How the course was closed.
    pub closed: Option<(Moment, ending::CloseCourse)>,
    /// Facts that can no longer be opened.
    pub erased: u32,
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
        Self::from_facts(id, facts.iter().take_while(|fact| fact.at <= moment))
    }

    /// The course as it was at a place in its record.
    pub fn as_of_version(id: CourseId, facts: &[Recorded<Fact>], version: Version) -> Self {
        Self::from_facts(id, facts.iter().take_while(|fact| fact.version <= version))
    }

    /// Says yes, with what follows, or no, with why. Reads only.
    ///
    /// # Refuses
    /// As each topic says; everything but opening on a course that was never opened; everything but an
    /// amendment on one that is closed.
    pub fn decide(&self, command: &Command, now: &Now<'_>) -> Result<Decision, Refusal> {
        match command {
            Command::Open(_) => {}
            _ if self.opened.is_none() => return Err(Refusal::Unknown("course")),
            // After the close the record can still be put right, and the client may still speak.
            Command::AmendNote(_) | Command::SignNote(_) | Command::SayKeeping(_) => {}
            _ if self.closed.is_some() => return Err(Refusal::Closed),
            _ => {}
        }
        let mut notices = Vec::new();
        let facts = match command {
            Command::Open(asked) => opening::open(self, asked, now),
            Command::RecordConsent(asked) => opening::consent(asked, now),
            Command::RecordHistory(asked) => opening::history(asked),
            Command::TellDiagnosis(asked) => opening::diagnosis(asked, now),
            Command::RecordTask(asked) => opening::task(self, asked, now),
            Command::AddEvent(asked) => timeline::add(self, asked),
            Command::ChangeEvent(asked) => timeline::change(self, asked),
            Command::RemoveEvent(asked) => timeline::remove(self, asked),
            Command::DateOnset(asked) => timeline::onset(asked, now),
            Command::AddPerson(asked) => inventory::add(self, asked),
            Command::PlacePerson(asked) => inventory::place(self, asked),
            Command::WishRing(asked) => inventory::wish(self, asked),
            Command::DescribePerson(asked) => inventory::describe(self, asked),
            Command::MarkSafety(asked) => inventory::mark_safety(self, asked),
            Command::RemovePerson(asked) => inventory::remove(self, asked),
            Command::RestorePerson(asked) => inventory::restore(self, asked),
            Command::TagEvidence(asked) => focus::tag(self, asked),
            Command::WithdrawEvidence(asked) => focus::withdraw(self, asked),
            Command::DecideFit(asked) => focus::decide_fit(asked),
            Command::AgreeFocus(asked) => focus::agree(self, asked, now),
            Command::OfferFormulation(asked) => formulation::offer(asked),
            Command::AnswerFormulation(asked) => formulation::answer(self, asked),
            Command::SetGoal(asked) => formulation::set_goal(self, asked, now),
            Command::DropGoal(asked) => formulation::drop_goal(self, asked),
            Command::AgreeContract(asked) => contract::agree(self, asked, now),
            Command::BeginMiddle(asked) => protocol::begin_middle(self, asked, now),
            Command::PlanSession(asked) => session::plan(self, asked, now),
            Command::MoveSession(asked) => session::move_to(self, asked, now),
            Command::HoldSession(asked) => session::hold(self, asked, now),
            Command::MissSession(asked) => session::miss(self, asked, now),
            Command::PauseCourse(asked) => session::pause(self, asked),
            Command::ResumeCourse(asked) => session::resume(self, asked),
            Command::SignNote(asked) => session::sign(self, asked, now),
            Command::AmendNote(asked) => session::amend(self, asked),
            Command::AgreePlan(asked) => plans::agree(self, asked),
            Command::ReportPlan(asked) => plans::report(self, asked),
            Command::CompleteMeasure(asked) => measure::complete(self, asked, now).map(|(facts, to_tell)| {
                notices = to_tell;
                facts
            }),
            Command::AcknowledgeFlag(asked) => risk::acknowledge(self, asked),
            Command::CloseFlag(asked) => risk::close(self, asked),
            Command::NameEnding(asked) => ending::name(self, asked, now),
            Command::SayEndFeelings(asked) => ending::feelings(asked),
            Command::SayKeeping(asked) => ending::keeping(asked),
            Command::ReviewGoal(asked) => ending::review_goal(self, asked),
            Command::ReviewFocus(asked) => ending::review_focus(self, asked),
            Command::ReviewMap(asked) => ending::review_map(asked),
            Command::CreditGains(asked) => ending::credit(asked),
            Command::PlanStayingWell(asked) => ending::staying_well(asked),
            Command::DecideNextStep(asked) => ending::next_step(asked),
            Command::CloseCourse(asked) => ending::close(self, asked, now),
        }?;
        if self.version.0 as usize + facts.len() > FACTS_MOST as usize {
            return Err(Refusal::CourseFull);
        }
        Ok(Decision { facts, notices })
    }

    /// Takes a fact in. Cannot fail, and concludes nothing that `decide` concluded.
    #[expect(clippy::too_many_lines, reason = "one arm per kind of fact: a flat list")]
    pub fn apply(&mut self, recorded: &Recorded<Fact>) {
        let (version, at) = (recorded.version, recorded.at);
        let by_client = matches!(recorded.who, Who::Client(_));
        self.version = version;
        self.changed_at = at;
        match &recorded.fact {
            Fact::CourseOpened(open) => {
                self.opened = Some(open.clone());
                self.opened_at = at;
            }
            Fact::ConsentRecorded(said) => drop(self.consents.insert(said.kind, said.clone())),
            Fact::HistoryRecorded(said) => drop(self.history.insert(said.section, said.clone())),
            Fact::DiagnosisTold(told) => self.diagnosis = Some(told.clone()),
            Fact::TaskRecorded(task) => drop(self.tasks.insert(task.task.clone(), task.clone())),
            Fact::EventAdded(entry) => self.timeline.added(version.into(), entry),
            Fact::EventChanged(change) => self.timeline.changed(change),
            Fact::EventRemoved(removal) => self.timeline.removed(removal),
            Fact::OnsetDated(dated) => self.timeline.onset = Some(dated.onset),
            Fact::PersonAdded(added) => self.inventory.added(version.into(), added),
            Fact::PersonPlaced(placed) => self.inventory.placed(placed),
            Fact::RingWished(wish) => self.inventory.wished(wish),
            Fact::PersonDescribed(described) => self.inventory.described(described),
            Fact::SafetyMarked(marked) => self.inventory.safety_marked(marked),
            Fact::PersonRemoved(removal) => self.inventory.set_removed(removal.person, true),
            Fact::PersonRestored(restored) => self.inventory.set_removed(restored.person, false),
            Fact::EvidenceTagged(tag) => {
                self.evidence.push(Evidence { id: version.into(), tag: tag.clone() });
            }
            Fact::EvidenceWithdrawn(gone) => self.evidence.retain(|evidence| evidence.id != gone.evidence),
            Fact::FitDecided(fit) => self.fit = Some(fit.clone()),
            Fact::FocusAgreed(focus) => self.focuses.push((at, focus.clone())),
            Fact::FormulationOffered(offer) => {
                self.formulations.push(Formulation { version, at, offer: offer.clone(), answer: None });
            }
            Fact::FormulationAnswered(answer) => {
                if let Some(formulation) = self.formulations.last_mut() {
                    formulation.answer = Some(answer.clone());
                }
            }
            Fact::GoalSet(set) => {
                self.goals.push(Goal { id: version.into(), set: set.clone(), is_dropped: false });
            }
            Fact::GoalDropped(dropped) => {
                if let Some(goal) = self.goals.iter_mut().find(|goal| goal.id == dropped.goal) {
                    goal.is_dropped = true;
                }
            }
            Fact::ContractAgreed(agreed) => {
                self.contracts.push((at, agreed.clone()));
                // Another end was agreed: it is still to be spoken about.
                self.ending.named = None;
            }
            Fact::MiddleBegun(begun) => self.middle_begun = Some((at, begun.clone())),
            Fact::SessionPlanned(planned) => self.session_planned(version.into(), planned),
            Fact::SessionMoved(moved) => self.session_moved(moved),
            Fact::SessionHeld(held) => {
                self.session_became(version, held.session, held.on, SessionState::Held(held.clone()));
            }
            Fact::SessionMissed(missed) => {
                self.session_became(version, missed.session, missed.on, SessionState::Missed(missed.clone()));
            }
            Fact::CoursePaused(pause) => self.pauses.push((pause.clone(), None)),
            Fact::CourseResumed(resumed) => {
                if let Some((_, until)) = self.pauses.last_mut() {
                    *until = Some(resumed.on);
                }
            }
            Fact::NoteSigned(note) => self.note_signed(version, at, note),
            Fact::NoteAmended(amend) => self.note_amended(at, amend),
            Fact::PlanAgreed(agreed) => {
                self.plans.push(Plan { id: version.into(), agreed: agreed.clone(), at, reports: Vec::new() });
            }
            Fact::PlanReported(report) => {
                if let Some(plan) = self.plans.iter_mut().find(|plan| plan.id == report.plan) {
                    plan.reports.push(Reported { report: report.clone(), at, by_client });
                }
            }
            Fact::MeasureCompleted(completed) => {
                self.measures
                    .results
                    .push(MeasureResult { id: version.into(), at, completed: completed.clone() }.into());
            }
            Fact::FlagRaised(raised) => {
                self.flags.push(Flag {
                    id: version.into(),
                    raised: raised.clone(),
                    at,
                    state: FlagState::Open,
                });
            }
            Fact::FlagAcknowledged(seen) => {
                self.set_flag(seen.flag, FlagState::Acknowledged { at, note: seen.note.clone() });
            }
            Fact::FlagClosed(closed) => {
                self.set_flag(closed.flag, FlagState::Closed { at, reason: closed.reason.clone() });
            }
            Fact::EndingNamed(named) => self.ending.named = Some(named.clone()),
            Fact::EndFeelingsSaid(said) => self.ending.feelings.push((at, by_client, said.clone())),
            Fact::KeepingSaid(said) => self.ending.keeping = Some(said.clone()),
            Fact::GoalReviewed(review) => self.ending.goal_reviewed(by_client, review),
            Fact::FocusReviewed(review) => self.ending.focus_reviewed(by_client, review),
            Fact::MapReviewed(review) => self.ending.map_reviewed = Some((version, review.clone())),
            Fact::GainsCredited(credit) => self.ending.credit = Some(credit.clone()),
            Fact::StayingWellPlanned(plan) => self.ending.staying_well = Some(plan.clone()),
            Fact::NextStepDecided(step) => self.ending.next_step = Some(step.clone()),
            Fact::CourseClosed(closed) => self.closed = Some((at, closed.clone())),
            Fact::Erased => self.erased += 1,
        }
    }

    /// What access is decided on; `None` before the course is opened.
    pub fn head(&self) -> Option<CourseHead> {
        let opened = self.opened.as_ref()?;
        Some(CourseHead {
            course: self.id?,
            service: opened.service,
            client: opened.client,
            therapist: opened.therapist,
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
        self.contracts.last().map(|(_, contract)| contract)
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

    /// The pause the course is in, if it rests.
    pub fn pause(&self) -> Option<&PauseCourse> {
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

    /// The last session that was held.
    pub fn last_held(&self) -> Option<&Session> {
        let held = self.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
        held.max_by_key(|session| (session.on, session.id))
    }

    /// The measures the client is asked for now: those of the next session that were not answered since the
    /// last one was held.
    pub fn measures_due<'p>(&self, protocol: &'p Protocol) -> Vec<&'p str> {
        if self.closed.is_some() || self.pause().is_some() {
            return Vec::new();
        }
        let count = contract::count(self, protocol);
        if count.left() == 0 {
            return Vec::new();
        }
        let since = self.last_held().map(|session| session.on);
        let answered = |key: &str| {
            self.measures.of(key).next_back().is_some_and(|result| match since {
                Some(held) => result.completed.on > held,
                None => true,
            })
        };
        let due = protocol.measures_due(contract::next_number(self, protocol), count.of);
        due.iter().map(String::as_str).filter(|key| !answered(key)).collect()
    }
}
