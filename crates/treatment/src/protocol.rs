//! The protocol as data: phases, sessions, tasks, gates. Gates warn, take a reason and are recorded; they
//! never lock.

use crate::course::{Course, Now, Phase};
use crate::fact::Fact;
use crate::focus::Area;
use crate::refusal::{PARAGRAPH, Refusal, text};
use crate::schedule::Schedule;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// A treatment protocol as its file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Stable key, such as `ipt-16`.
    pub key: String,
    /// Version of the file; a course keeps the one it began with.
    pub version: u32,
    /// Sessions in all.
    pub sessions: u8,
    /// Days between sessions.
    pub cadence_days: u8,
    /// Length of a session in minutes.
    pub minutes: u8,
    /// The last session of the opening.
    pub opening_max: u8,
    /// Sessions of the ending.
    pub ending_len: u8,
    /// Sessions left when the ending must have been named.
    pub ending_named_at: u8,
    /// The session of the mid-point review.
    pub midpoint: u8,
    /// The problem areas that it works on.
    pub areas: Vec<Area>,
    /// The key of the set that says them in the words of its school.
    #[serde(default = "crate::areas::classic")]
    pub area_set: String,
    /// The tasks, in the order of the opening and the ending.
    pub tasks: Vec<ProtocolTask>,
    /// What each gate asks for.
    pub gates: Gates,
    /// The session map.
    pub map: Vec<PlannedSession>,
    /// What is asked when. Files of the first version name measures on the map instead.
    #[serde(default = "no_schedule")]
    pub schedule: Schedule,
    /// Where the numbers come from.
    pub source: String,
}

fn no_schedule() -> Schedule {
    Schedule::of_map(&[])
}

/// A task of the protocol.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolTask {
    /// Its id; the words are `task-<id>`.
    pub id: String,
    /// The phase it belongs to.
    pub phase: Phase,
    /// The record that shows it done; none when it is ticked by hand.
    pub shown_by: Option<Requirement>,
    /// Whether the opening or the ending is incomplete without it.
    #[serde(default)]
    pub required: bool,
}

/// What each gate asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gates {
    /// From the opening to the middle.
    pub opening_to_middle: Vec<Requirement>,
    /// From the ending to the close.
    pub ending_to_closed: Vec<Requirement>,
}

/// One session of the map.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedSession {
    /// Its number.
    pub number: u8,
    /// The tasks usually done then.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// The measures asked before it, in files without a schedule.
    #[serde(default)]
    pub measures: Vec<String>,
}

/// A thing the record must show, written `people:3`, `task:psychoed`, `focus`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Requirement {
    /// A task ticked by hand.
    Task(String),
    /// At least so many people named.
    People(usize),
    /// At least so many entries on the timeline.
    Events(usize),
    /// Text in a section of the history.
    History(crate::opening::HistorySection),
    /// A diagnosis told.
    Diagnosis,
    /// Evidence for at least one area.
    Evidence,
    /// A decision that goes on with IPT.
    Fit,
    /// An agreed focus.
    Focus,
    /// A formulation the client agrees with.
    Formulation,
    /// At least so many goals.
    Goals(usize),
    /// A contract.
    Contract,
    /// A measure completed at least so often.
    Measure(String, usize),
    /// The ending named.
    EndingNamed,
    /// Feelings about the ending.
    EndFeelings,
    /// At least one goal, and every goal rated by both.
    GoalsReviewed,
    /// The focus rated by both.
    FocusReviewed,
    /// The map looked at again.
    MapReviewed,
    /// Gains credited.
    Credit,
    /// At least one early sign.
    Signs,
    /// A plan for staying well.
    StayingWell,
    /// The next step decided.
    NextStep,
}

impl TryFrom<String> for Requirement {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let first = parts.next().unwrap_or_default();
        let second = parts.next().unwrap_or("1");
        let number = |digits: &str| digits.parse::<usize>().map_err(|_| format!("not a number in {text}"));
        let requirement = match name {
            "task" if !first.is_empty() => Self::Task(first.to_owned()),
            "people" => Self::People(number(first)?),
            "events" => Self::Events(number(first)?),
            "history" => Self::History(
                crate::opening::HistorySection::parse(first)
                    .ok_or_else(|| format!("unknown section in {text}"))?,
            ),
            "diagnosis" => Self::Diagnosis,
            "evidence" => Self::Evidence,
            "fit" => Self::Fit,
            "focus" => Self::Focus,
            "formulation" => Self::Formulation,
            "goals" => Self::Goals(number(first)?),
            "contract" => Self::Contract,
            "measure" if !first.is_empty() => Self::Measure(first.to_owned(), number(second)?),
            "ending-named" => Self::EndingNamed,
            "end-feelings" => Self::EndFeelings,
            "goals-reviewed" => Self::GoalsReviewed,
            "focus-reviewed" => Self::FocusReviewed,
            "map-reviewed" => Self::MapReviewed,
            "credit" => Self::Credit,
            "signs" => Self::Signs,
            "staying-well" => Self::StayingWell,
            "next-step" => Self::NextStep,
            _ => return Err(format!("unknown requirement {text}")),
        };
        // A part that nothing reads is a mistake that would pass in silence.
        let parts_read = match requirement {
            Self::Measure(..) => 3,
            Self::Task(_) | Self::People(_) | Self::Events(_) | Self::History(_) | Self::Goals(_) => 2,
            _ => 1,
        };
        if text.split(':').count() > parts_read {
            return Err(format!("unknown requirement {text}"));
        }
        Ok(requirement)
    }
}

impl Requirement {
    /// The key of its words: `gate-…`, or `task-…` for a task.
    pub fn key(&self) -> String {
        match self {
            Self::Task(task) => format!("task-{task}"),
            Self::People(_) => "gate-people".to_owned(),
            Self::Events(_) => "gate-events".to_owned(),
            Self::History(section) => format!("gate-history-{}", section.key()),
            Self::Diagnosis => "gate-diagnosis".to_owned(),
            Self::Evidence => "gate-evidence".to_owned(),
            Self::Fit => "gate-fit".to_owned(),
            Self::Focus => "gate-focus".to_owned(),
            Self::Formulation => "gate-formulation".to_owned(),
            Self::Goals(_) => "gate-goals".to_owned(),
            Self::Contract => "gate-contract".to_owned(),
            Self::Measure(_, 0 | 1) => "gate-measure".to_owned(),
            Self::Measure(..) => "gate-measures-since".to_owned(),
            Self::EndingNamed => "gate-ending-named".to_owned(),
            Self::EndFeelings => "gate-end-feelings".to_owned(),
            Self::GoalsReviewed => "gate-goals-reviewed".to_owned(),
            Self::FocusReviewed => "gate-focus-reviewed".to_owned(),
            Self::MapReviewed => "gate-map-reviewed".to_owned(),
            Self::Credit => "gate-credit".to_owned(),
            Self::Signs => "gate-signs".to_owned(),
            Self::StayingWell => "gate-staying-well".to_owned(),
            Self::NextStep => "gate-next-step".to_owned(),
        }
    }

    /// Whether the record shows it.
    pub fn is_met(&self, course: &Course) -> bool {
        let ending = &course.ending;
        match self {
            Self::Task(task) => course.tasks.get(task).is_some_and(|recorded| recorded.done),
            Self::People(least) => course.inventory.on_map().count() >= *least,
            Self::Events(least) => course.timeline.events.len() >= *least,
            Self::History(section) => course.history.contains_key(section),
            Self::Diagnosis => course.diagnosis.is_some(),
            Self::Evidence => course.evidence.iter().any(|e| e.tag.direction == crate::focus::Direction::For),
            Self::Fit => course.fit.as_ref().is_some_and(|fit| fit.decision.is_ipt()),
            Self::Focus => course.focus().is_some(),
            Self::Formulation => {
                course.formulation().and_then(|f| f.answer.as_ref()).is_some_and(|a| a.agreement.is_yes())
            }
            Self::Goals(least) => course.open_goals().count() >= *least,
            Self::Contract => course.contract().is_some(),
            Self::Measure(key, least) => course.measures.of(key).count() >= *least,
            Self::EndingNamed => ending.named.is_some(),
            Self::EndFeelings => !ending.feelings.is_empty(),
            // Without a goal there is nothing that could have been reviewed.
            Self::GoalsReviewed => {
                let is_reviewed = |goal: &crate::formulation::Goal| {
                    ending.goals.get(&goal.id).is_some_and(crate::ending::BothSay::is_complete)
                };
                course.open_goals().next().is_some() && course.open_goals().all(is_reviewed)
            }
            Self::FocusReviewed => ending.focus.is_complete(),
            Self::MapReviewed => ending.map_reviewed.is_some(),
            Self::Credit => ending.credit.is_some(),
            Self::Signs => ending.staying_well.as_ref().is_some_and(|plan| !plan.signs.is_empty()),
            Self::StayingWell => ending.staying_well.is_some(),
            Self::NextStep => ending.next_step.is_some(),
        }
    }
}

vocabulary! {
    /// The gates between phases.
    Gate {
        /// From the opening to the middle.
        OpeningToMiddle = "opening-to-middle",
        /// From the ending to the close.
        EndingToClosed = "ending-to-closed",
    }
}

/// Passes the gate into the middle. What is missing is recorded with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BeginMiddle {
    /// Why, when something is missing.
    pub reason: String,
    /// What was missing, set when decided.
    #[serde(default)]
    pub missing: Vec<String>,
}

impl Protocol {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// A sentence that names the rule that is broken.
    pub fn parse(file: &str) -> Result<Self, String> {
        let mut protocol: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        let is_on_map = protocol.map.iter().any(|planned| !planned.measures.is_empty());
        match (protocol.schedule.asks.is_empty(), is_on_map) {
            (true, _) => protocol.schedule = Schedule::of_map(&protocol.map),
            (false, true) => {
                return Err("measures stand in the schedule or on the map, not in both".to_owned());
            }
            (false, false) => protocol.schedule.check()?,
        }
        if protocol.sessions == 0 || protocol.map.len() != usize::from(protocol.sessions) {
            return Err(format!("{} sessions, but {} on the map", protocol.sessions, protocol.map.len()));
        }
        if protocol.map.iter().enumerate().any(|(index, planned)| usize::from(planned.number) != index + 1) {
            return Err("the map must number its sessions from 1 without a gap".to_owned());
        }
        for planned in &protocol.map {
            if let Some(unknown) =
                planned.tasks.iter().find(|id| !protocol.tasks.iter().any(|t| t.id == **id))
            {
                return Err(format!("session {} names unknown task {unknown}", planned.number));
            }
        }
        for requirement in protocol.requirements() {
            if let Requirement::Task(id) = requirement
                && !protocol.tasks.iter().any(|task| task.id == *id)
            {
                return Err(format!("a gate names unknown task {id}"));
            }
        }
        if u16::from(protocol.opening_max) + u16::from(protocol.ending_len) > u16::from(protocol.sessions) {
            return Err("the opening and the ending are longer than the course".to_owned());
        }
        if protocol.areas.is_empty() || protocol.cadence_days == 0 {
            return Err("a protocol needs areas and a cadence".to_owned());
        }
        Ok(protocol)
    }

    /// Every measure it names, in the schedule, for a task or at a gate.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        let asked = self.requirements().filter_map(|requirement| match requirement {
            Requirement::Measure(key, _) => Some(key.as_str()),
            _ => None,
        });
        self.schedule.asks.iter().map(|ask| ask.measure.as_str()).chain(asked)
    }

    fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        let shown = self.tasks.iter().filter_map(|task| task.shown_by.as_ref());
        self.gates.opening_to_middle.iter().chain(&self.gates.ending_to_closed).chain(shown)
    }

    /// The phase a session of this number usually belongs to, for a course of `of` sessions.
    pub fn usual_phase(&self, number: u8, of: u8) -> Phase {
        if number <= self.opening_max.min(of) {
            Phase::Opening
        } else if number > of.saturating_sub(self.ending_len) {
            Phase::Ending
        } else {
            Phase::Middle
        }
    }
}

/// The word keys of what a gate asks for and the record does not show yet.
pub fn missing(course: &Course, protocol: &Protocol, gate: Gate) -> Vec<String> {
    let asked = match gate {
        Gate::OpeningToMiddle => &protocol.gates.opening_to_middle,
        Gate::EndingToClosed => &protocol.gates.ending_to_closed,
    };
    asked.iter().filter(|requirement| !requirement.is_met(course)).map(Requirement::key).collect()
}

/// A warning that goes with the gate into the middle, as word keys. They are shown, never enforced.
pub fn warnings(course: &Course, protocol: &Protocol) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    if course.phase(protocol) == Phase::Opening
        && crate::contract::count(course, protocol).used > protocol.opening_max
    {
        warnings.push("warning-opening-long");
    }
    if let Some(focus) = course.focus() {
        let others = course
            .evidence
            .iter()
            .any(|e| e.tag.area != focus.area && e.tag.direction == crate::focus::Direction::For);
        if focus.area == Area::Sensitivity && others {
            warnings.push("warning-sensitivity-last");
        }
        let unsafe_person = focus
            .person
            .and_then(|id| course.inventory.person(id))
            .is_some_and(|person| person.safety == crate::inventory::Safety::Unsafe);
        if focus.works_on(Area::Dispute) && unsafe_person {
            warnings.push("warning-dispute-unsafe");
        }
    }
    if let Some((at, _)) = course.focuses.last().filter(|_| course.focuses.len() > 1) {
        if course.formulation().is_none_or(|formulation| formulation.at < *at) {
            warnings.push("warning-formulation-of-earlier-focus");
        }
        if is_after_midpoint(course, protocol, *at) {
            warnings.push("warning-focus-changed-late");
        }
    }
    if course.is_formulation_stale() {
        warnings.push("warning-formulation-stale");
    }
    let said = warnings.contains(&"warning-dispute-unsafe");
    let open = crate::fit::concerns_open(course).into_iter();
    warnings.extend(open.filter(|concern| !said || *concern != crate::fit::UNSAFE));
    if crate::contract::ending_is_due(course, protocol) {
        warnings.push("warning-ending-due");
    }
    warnings
}

/// Whether more sessions than those up to the mid-point had been held at a moment.
fn is_after_midpoint(course: &Course, protocol: &Protocol, at: crate::time::Moment) -> bool {
    let held = course.sessions.iter().filter(|session| session.number().is_some() && session.on <= at.day());
    held.count() > usize::from(protocol.midpoint)
}

/// One line of the list of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskState<'p> {
    /// The task's id.
    pub id: &'p str,
    /// Whether the record shows it.
    pub is_done: bool,
    /// Whether it is ticked by hand.
    pub is_by_hand: bool,
    /// Whether the phase is incomplete without it.
    pub is_required: bool,
}

/// The tasks of a phase, each with whether the record shows it.
pub fn tasks<'p>(course: &Course, protocol: &'p Protocol, phase: Phase) -> Vec<TaskState<'p>> {
    let of_phase = protocol.tasks.iter().filter(|task| task.phase == phase);
    of_phase
        .map(|task| TaskState {
            id: &task.id,
            is_done: match &task.shown_by {
                Some(requirement) => requirement.is_met(course),
                None => course.tasks.get(&task.id).is_some_and(|recorded| recorded.done),
            },
            is_by_hand: task.shown_by.is_none(),
            is_required: task.required,
        })
        .collect()
}

/// # Refuses
/// When the middle has begun; when something is missing and no reason is given.
pub(crate) fn begin_middle(
    course: &Course,
    asked: &BeginMiddle,
    now: &Now<'_>,
) -> Result<Vec<Fact>, Refusal> {
    if course.middle_begun.is_some() {
        return Err(Refusal::AlreadySo);
    }
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let missing = missing(course, protocol, Gate::OpeningToMiddle);
    let reason = text("reason", &asked.reason, PARAGRAPH)?;
    if !missing.is_empty() && reason.is_empty() {
        return Err(Refusal::GateNeedsReason(missing));
    }
    Ok(vec![Fact::MiddleBegun(BeginMiddle { reason, missing })])
}
