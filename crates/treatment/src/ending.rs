//! The ending: named early, felt, reviewed by both, and turned into a plan for staying well.

use crate::contract::count;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::follow_up::{AgreeMaintenance, FollowUp};
use crate::goodbye::{Given, SpeakOfLoss};
use crate::ids::{GoalId, PersonId};
use crate::inventory::{Person, Safety};
use crate::midpoint::ReviewMidpoint;
use crate::protocol::{Gate, missing};
use crate::refusal::{LINE, PARAGRAPH, Refusal, lines, text, words};
use crate::time::{Day, Moment, PartialDate};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The ending was named to the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameEnding {
    /// The day.
    pub on: Day,
    /// Sessions left when it was said; set when decided.
    #[serde(default)]
    pub left: u8,
    /// How it was said and taken.
    pub note: String,
}

vocabulary! {
    /// Feelings about an ending.
    EndFeeling {
        /// Sad.
        Sad = "sad",
        /// Anxious.
        Anxious = "anxious",
        /// Angry.
        Angry = "angry",
        /// Left alone.
        Abandoned = "abandoned",
        /// Relieved.
        Relieved = "relieved",
        /// Proud.
        Proud = "proud",
        /// In doubt whether it was oneself.
        Doubtful = "doubtful",
        /// Ashamed of not being well enough.
        Ashamed = "ashamed",
        /// Grateful.
        Grateful = "grateful",
        /// Numb.
        Numb = "numb",
        /// None.
        None = "none",
    }
}

/// Feelings about the ending, said by the client or noted in session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SayEndFeelings {
    /// The feelings.
    pub feelings: Vec<EndFeeling>,
    /// In words.
    pub words: String,
}

/// What the client keeps, and what was hard to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SayKeeping {
    /// What I will keep.
    pub keep: String,
    /// What was hard to say.
    pub hard_to_say: String,
}

vocabulary! {
    /// How an issue from the start stands now.
    Rating {
        /// Solved.
        Solved = "solved",
        /// Much better.
        MuchBetter = "much-better",
        /// Somewhat better.
        Somewhat = "somewhat",
        /// The same.
        Same = "same",
        /// Worse.
        Worse = "worse",
        /// Rather not say.
        Declined = "declined",
    }
}

impl Rating {
    /// Steps between two ratings; `None` when one was declined.
    pub fn steps_apart(self, other: Self) -> Option<u8> {
        if self == Self::Declined || other == Self::Declined {
            return None;
        }
        Some((self as u8).abs_diff(other as u8))
    }
}

/// One person's rating of one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewGoal {
    /// Which goal.
    pub goal: GoalId,
    /// The rating.
    pub rating: Rating,
    /// In words.
    pub words: String,
}

/// One person's rating of the focus: has the issue from the start been solved?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewFocus {
    /// The rating.
    pub rating: Rating,
    /// How it is now.
    pub now_words: String,
    /// What remains.
    pub remains: String,
}

/// The map was looked at again, together; the map of that moment is this fact's place in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewMap {
    /// What has moved, in words.
    pub words: String,
}

/// What the client did that made the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditGains {
    /// In words.
    pub words: String,
}

/// The plan for staying well.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StayingWell {
    /// My early signs.
    pub signs: Vec<String>,
    /// My risky situations.
    pub situations: Vec<String>,
    /// What helped.
    pub helped: Vec<String>,
    /// My people.
    pub people: Vec<String>,
    /// What I do first, and next.
    pub steps: Vec<String>,
    /// How to come back.
    pub come_back: String,
    /// Risky situations whose time is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dated: Vec<DatedSituation>,
    /// My people of the map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allies: Vec<PersonId>,
    /// Which of the early signs were there at the onset, as far as it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at_onset: Vec<SignAtOnset>,
}

/// Whether an early sign was there when it began: what was there then is what to look out for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignAtOnset {
    /// The sign, as it stands among the signs.
    pub sign: String,
    /// Whether it was there.
    pub was_there: bool,
}

/// A risky situation that comes at a time: a birthday, a move, a court day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatedSituation {
    /// What.
    pub what: String,
    /// When.
    pub when: PartialDate,
}

vocabulary! {
    /// What comes after the course.
    NextStep {
        /// A planned goodbye.
        Discharge = "discharge-planned",
        /// One to three meetings later on.
        Booster = "booster",
        /// More sessions under a new contract.
        Continuation = "continuation",
        /// Maintenance IPT.
        Maintenance = "maintenance-ipt",
        /// Medication added or reviewed.
        Medication = "add-or-review-medication",
        /// Another therapy.
        Switch = "switch-therapy",
        /// More care.
        StepUp = "step-up",
        /// Help with money, law, housing or work.
        Refer = "refer-social",
    }
}

/// The next step, talked over with the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecideNextStep {
    /// The step.
    pub step: NextStep,
    /// What was offered and said.
    pub discussed: String,
}

vocabulary! {
    /// How a course ended.
    Closing {
        /// At its agreed end.
        Completed = "completed",
        /// Earlier, by agreement.
        EarlyAgreed = "early-agreed",
        /// The client stopped coming.
        ClientStopped = "client-stopped",
        /// The client went elsewhere.
        Referred = "referred",
        /// It did not begin: IPT was not right, or not wanted.
        NotBegun = "not-begun",
    }
}

/// Closes the course. What the gate misses is recorded with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseCourse {
    /// How it ended.
    pub how: Closing,
    /// Why the gate was passed as it was, when something was missing.
    pub reason: String,
    /// What was missing, set when decided.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Until when, at least, the client can read their pages, as agreed. Nothing closes them by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readable_until: Option<Day>,
}

/// What the two people said of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct BothSay<T> {
    /// The client's newest word.
    pub client: Option<T>,
    /// The therapist's newest word.
    pub therapist: Option<T>,
}

impl<T> Default for BothSay<T> {
    fn default() -> Self {
        Self { client: None, therapist: None }
    }
}

impl<T> BothSay<T> {
    fn set(&mut self, by_client: bool, said: T) {
        if by_client {
            self.client = Some(said);
        } else {
            self.therapist = Some(said);
        }
    }

    /// Whether both have spoken.
    pub fn is_complete(&self) -> bool {
        self.client.is_some() && self.therapist.is_some()
    }
}

/// Everything said of the ending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ending {
    /// When and how it was named.
    pub named: Option<NameEnding>,
    /// Feelings, oldest first, with when and whether the client said them.
    pub feelings: Vec<(Moment, bool, SayEndFeelings)>,
    /// What the client keeps.
    pub keeping: Option<SayKeeping>,
    /// Ratings of the goals.
    pub goals: BTreeMap<GoalId, BothSay<ReviewGoal>>,
    /// Ratings of the focus.
    pub focus: BothSay<ReviewFocus>,
    /// When the map was reviewed, as a place in the record.
    pub map_reviewed: Option<(crate::ids::Version, ReviewMap)>,
    /// What the client did.
    pub credit: Option<CreditGains>,
    /// The plan for staying well.
    pub staying_well: Option<StayingWell>,
    /// The next step.
    pub next_step: Option<DecideNextStep>,
    /// Reviews half way, oldest first, with when.
    pub midpoints: Vec<(Moment, ReviewMidpoint)>,
    /// What was said of earlier losses, oldest first.
    pub losses: Vec<SpeakOfLoss>,
    /// Letters given, oldest first.
    pub letters: Vec<Given>,
    /// Follow-ups, in the order they were planned.
    pub follow_ups: Vec<FollowUp>,
    /// The contract of a maintenance treatment, with when.
    pub maintenance: Option<(Moment, AgreeMaintenance)>,
}

/// # Refuses
/// An ending in a course that has no contract, and naming it twice under one contract.
pub(crate) fn name(course: &Course, asked: &NameEnding, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    now.not_in_future(asked.on)?;
    if course.contract().is_none() {
        return Err(Refusal::NoContract);
    }
    if course.ending.named.is_some() {
        return Err(Refusal::AlreadySo);
    }
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    Ok(vec![Fact::EndingNamed(NameEnding {
        on: asked.on,
        left: count(course, protocol).left(),
        note: text("note", &asked.note, PARAGRAPH)?,
    })])
}

/// # Refuses
/// Neither a feeling nor words.
pub(crate) fn feelings(asked: &SayEndFeelings) -> Result<Vec<Fact>, Refusal> {
    let said = text("words", &asked.words, PARAGRAPH)?;
    if asked.feelings.is_empty() && said.is_empty() {
        return Err(Refusal::Empty("feelings"));
    }
    let mut feelings = asked.feelings.clone();
    feelings.sort_unstable();
    feelings.dedup();
    Ok(vec![Fact::EndFeelingsSaid(SayEndFeelings { feelings, words: said })])
}

/// # Refuses
/// When both fields are empty.
pub(crate) fn keeping(asked: &SayKeeping) -> Result<Vec<Fact>, Refusal> {
    let keep = text("keep", &asked.keep, PARAGRAPH)?;
    let hard_to_say = text("hard-to-say", &asked.hard_to_say, PARAGRAPH)?;
    if keep.is_empty() && hard_to_say.is_empty() {
        return Err(Refusal::Empty("keep"));
    }
    Ok(vec![Fact::KeepingSaid(SayKeeping { keep, hard_to_say })])
}

/// # Refuses
/// A goal that was never set or was let go.
pub(crate) fn review_goal(course: &Course, asked: &ReviewGoal) -> Result<Vec<Fact>, Refusal> {
    let goal = course.goals.iter().find(|goal| goal.id == asked.goal && !goal.is_dropped);
    goal.ok_or(Refusal::Unknown("goal"))?;
    Ok(vec![Fact::GoalReviewed(ReviewGoal {
        words: text("words", &asked.words, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// A review when no focus was ever agreed.
pub(crate) fn review_focus(course: &Course, asked: &ReviewFocus) -> Result<Vec<Fact>, Refusal> {
    course.focus().ok_or(Refusal::NoFocus)?;
    Ok(vec![Fact::FocusReviewed(ReviewFocus {
        rating: asked.rating,
        now_words: text("now-words", &asked.now_words, PARAGRAPH)?,
        remains: text("remains", &asked.remains, PARAGRAPH)?,
    })])
}

/// # Refuses
/// Text that is too long.
pub(crate) fn review_map(asked: &ReviewMap) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::MapReviewed(ReviewMap { words: text("words", &asked.words, PARAGRAPH)? })])
}

/// # Refuses
/// Empty words.
pub(crate) fn credit(asked: &CreditGains) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::GainsCredited(CreditGains { words: words("credit", &asked.words, PARAGRAPH)? })])
}

/// # Refuses
/// A plan with nothing in it, and more than ten lines in one list; somebody who is not on the map any more, who has
/// died, or with whom contact is not safe.
pub(crate) fn staying_well(course: &Course, asked: &StayingWell) -> Result<Vec<Fact>, Refusal> {
    let mut dated = Vec::new();
    for one in &asked.dated {
        let what = words("situations", &one.what, LINE)?;
        one.when.exists().then_some(()).ok_or(Refusal::NoSuchDate("situations"))?;
        dated.push(DatedSituation { what, when: one.when });
    }
    dated.sort_by_key(|one| one.when.first());
    if dated.len() > 10 {
        return Err(Refusal::TooMany { what: "situations", limit: 10 });
    }
    let mut allies = asked.allies.clone();
    allies.sort_unstable();
    allies.dedup();
    for id in &allies {
        let person = course.inventory.present(*id)?;
        if person.safety == Safety::Unsafe {
            return Err(Refusal::PersonUnsafe);
        }
        if !can_help(person) {
            return Err(Refusal::Unknown("allies"));
        }
    }
    let signs = lines("signs", &asked.signs, LINE, 10)?;
    // What is said of a sign goes with it.
    let mut at_onset: Vec<SignAtOnset> = Vec::new();
    for said in asked.at_onset.iter().filter(|said| signs.contains(&said.sign)) {
        if !at_onset.iter().any(|known| known.sign == said.sign) {
            at_onset.push(said.clone());
        }
    }
    let plan = StayingWell {
        signs,
        at_onset,
        situations: lines("situations", &asked.situations, LINE, 10)?,
        helped: lines("helped", &asked.helped, LINE, 10)?,
        people: lines("people", &asked.people, LINE, 10)?,
        steps: lines("steps", &asked.steps, LINE, 10)?,
        come_back: text("come-back", &asked.come_back, PARAGRAPH)?,
        dated,
        allies,
    };
    if plan == StayingWell::default() {
        return Err(Refusal::Empty("staying-well"));
    }
    Ok(vec![Fact::StayingWellPlanned(plan)])
}

/// # Refuses
/// Text that is too long.
pub(crate) fn next_step(asked: &DecideNextStep) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::NextStepDecided(DecideNextStep {
        step: asked.step,
        discussed: text("discussed", &asked.discussed, PARAGRAPH)?,
    })])
}

/// # Refuses
/// An open flag; a gate that is not fully met, when no reason is given.
pub(crate) fn close(course: &Course, asked: &CloseCourse, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.flags.iter().any(crate::risk::Flag::is_open) {
        return Err(Refusal::OpenFlag);
    }
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let missing = missing(course, protocol, Gate::EndingToClosed);
    let reason = text("reason", &asked.reason, PARAGRAPH)?;
    if !missing.is_empty() && reason.is_empty() {
        return Err(Refusal::GateNeedsReason(missing));
    }
    if let Some(until) = asked.readable_until
        && (until < now.today || until.since(now.today) > 20 * 366)
    {
        return Err(Refusal::NoSuchDate("readable-until"));
    }
    let readable_until = asked.readable_until;
    Ok(vec![Fact::CourseClosed(CloseCourse { how: asked.how, reason, missing, readable_until })])
}

/// Whether somebody of the map can be asked for help: on it, in touch, and contact with them safe.
pub fn can_help(person: &Person) -> bool {
    crate::safety_plan::broken(person).is_none()
}

impl StayingWell {
    /// Whether a sign was there at the onset, if that was said.
    pub fn was_there(&self, sign: &str) -> Option<bool> {
        self.at_onset.iter().find(|said| said.sign == sign).map(|said| said.was_there)
    }
}

impl Course {
    /// The people of a plan for staying well who can still be asked, and those who no longer can.
    pub fn allies_of(&self, plan: &StayingWell) -> (Vec<&Person>, Vec<&Person>) {
        plan.allies.iter().filter_map(|id| self.inventory.person(*id)).partition(|person| can_help(person))
    }
}

impl Ending {
    pub(crate) fn goal_reviewed(&mut self, by_client: bool, review: &ReviewGoal) {
        self.goals.entry(review.goal).or_default().set(by_client, review.clone());
    }

    pub(crate) fn focus_reviewed(&mut self, by_client: bool, review: &ReviewFocus) {
        self.focus.set(by_client, review.clone());
    }
}
