//! What the client writes between sessions: a diary of three taps, a conversation prepared, how a plan went. Each is
//! the client's alone until they share it, and again once they take it back.

use crate::asking::Recorded;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{OwnId, PersonId, PlanId, Version};
use crate::inventory::Safety;
use crate::plans::{Plan, ReportPlan, Reported, checked_report};
use crate::refusal::{PARAGRAPH, Refusal, text, within, words};
use crate::safety_plan::{Broken, broken};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most of all this in one course.
pub const OWN_MOST: usize = 600;

vocabulary! {
    /// What happened, as one tap.
    Happening {
        /// A talk.
        Talked = "talked",
        /// An argument.
        Argued = "argued",
        /// Time spent together.
        Together = "together",
        /// Help was given or taken.
        Helped = "helped",
        /// Something that was waited for did not come.
        LetDown = "let-down",
        /// News, good or bad.
        News = "news",
        /// Something brought back a loss.
        Reminded = "reminded",
        /// A day alone.
        Alone = "alone",
        /// Something else.
        Other = "other",
    }
}

/// A diary entry: how it was, what happened, with whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteDiary {
    /// The day it is about.
    pub on: Day,
    /// Mood, 0 (worst) to 10 (best).
    pub mood: Option<u8>,
    /// What happened.
    pub happening: Option<Happening>,
    /// With whom, if they are on the map.
    pub person: Option<PersonId>,
    /// In words.
    pub words: String,
    /// Whether the therapist may read it.
    pub is_shared: bool,
}

/// A conversation prepared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrepareTalk {
    /// The preparation that this one takes the place of.
    pub rewrites: Option<OwnId>,
    /// The plan it belongs to.
    pub plan: Option<PlanId>,
    /// With whom.
    pub person: Option<PersonId>,
    /// What I want to come of it.
    pub aim: String,
    /// My first sentence.
    pub opening_words: String,
    /// What might be hard.
    pub hard: String,
    /// What I will do then.
    pub then: String,
    /// Whether the therapist may read it.
    pub is_shared: bool,
}

vocabulary! {
    /// Why a plan was not tried. None is better than another.
    WhyNot {
        /// There was no chance.
        NoChance = "no-chance",
        /// It was too hard.
        TooHard = "too-hard",
        /// It did not feel safe.
        Unsafe = "unsafe",
        /// I changed my mind.
        ChangedMind = "changed-mind",
        /// I forgot.
        Forgot = "forgot",
        /// Something else.
        Other = "other",
    }
}

/// How a plan went, in the client's own pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DebriefPlan {
    /// How it went.
    pub report: ReportPlan,
    /// Why it was not tried, or not in full.
    pub why_not: Option<WhyNot>,
    /// Whether the therapist may read it.
    pub is_shared: bool,
}

/// Shares something with the therapist, or takes it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareOwn {
    /// What.
    pub own: OwnId,
    /// Whether it is shared from now on.
    pub is_shared: bool,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrote {
    /// A diary entry.
    Diary(WriteDiary),
    /// A conversation prepared.
    Talk(PrepareTalk),
    /// How a plan went.
    Debrief(DebriefPlan),
}

/// Something the client wrote between sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its name.
    pub id: OwnId,
    /// When it was written first.
    pub at: Moment,
    /// What it says now.
    pub wrote: Wrote,
    /// Since when the therapist may read it; none while it is private.
    pub shared_at: Option<Moment>,
    /// The fact that says what it says now.
    pub newest: Version,
}

/// Everything the client wrote between sessions. Staff's pages come to it through [`Course::shared_since`] alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Between {
    own: Vec<Own>,
}

impl Between {
    /// Whether the therapist may read all of it.
    pub(crate) fn is_all_shared(&self) -> bool {
        self.own.iter().all(|own| own.shared_at.is_some())
    }

    /// Leaves out what the client keeps to themselves.
    pub(crate) fn retain_shared(&mut self) {
        self.own.retain(|own| own.shared_at.is_some());
    }
}

impl Course {
    /// Everything the client wrote between sessions, oldest first: for the client's own pages.
    pub fn own(&self) -> &[Own] {
        &self.between.own
    }

    /// One of it.
    pub fn own_of(&self, id: OwnId) -> Option<&Own> {
        self.between.own.iter().find(|own| own.id == id)
    }

    /// What the client shares, from a day on, oldest first; all of it without a day. For a session: what came since
    /// the last one, that day included, since nobody knows whether it came before or after the hour.
    pub fn shared_since(&self, day: Option<Day>) -> impl Iterator<Item = &Own> {
        self.between
            .own
            .iter()
            .filter(move |own| own.shared_at.is_some_and(|at| day.is_none_or(|day| at.day() >= day)))
    }

    /// Whether a fact speaks of something that the client keeps to themselves, and so is on no page of staff.
    pub fn keeps_back(&self, recorded: &Recorded<Fact>) -> bool {
        if let Fact::TalkPrepared(talk) = &recorded.fact {
            let own = self.own_of(talk.rewrites.unwrap_or_else(|| recorded.version.into()));
            // A wording that was put aside while it was private stays private.
            if !talk.is_shared && own.is_none_or(|own| own.newest != recorded.version) {
                return true;
            }
        }
        let id = match &recorded.fact {
            Fact::DiaryWritten(_) | Fact::PlanDebriefed(_) => recorded.version.into(),
            Fact::TalkPrepared(talk) => talk.rewrites.unwrap_or_else(|| recorded.version.into()),
            Fact::OwnShared(share) => share.own,
            _ => return false,
        };
        // What this course does not know yet is kept back rather than shown.
        self.own_of(id).is_none_or(|own| own.shared_at.is_none())
    }

    /// Whether nothing was said of a plan yet, private or not: what the client is asked for.
    pub fn is_untold(&self, plan: &Plan) -> bool {
        plan.is_open()
            && !self
                .between
                .own
                .iter()
                .any(|own| matches!(&own.wrote, Wrote::Debrief(debrief) if debrief.report.plan == plan.id))
    }

    /// Whether a plan should be talked over again before it is tried: its person was taken off the map, has died, or
    /// contact with them is marked as not safe.
    pub fn is_to_talk_over(&self, plan: &Plan) -> bool {
        plan.agreed.person.is_some_and(|id| {
            self.inventory.person(id).is_none_or(|person| {
                // Somebody gone or estranged may be whom the plan is for.
                broken(person).is_some_and(|why| why != Broken::Gone)
            })
        })
    }

    pub(crate) fn own_written(&mut self, id: OwnId, at: Moment, wrote: Wrote) {
        let is_shared = match &wrote {
            Wrote::Diary(diary) => diary.is_shared,
            Wrote::Talk(talk) => talk.is_shared,
            Wrote::Debrief(debrief) => debrief.is_shared,
        };
        let before = match &wrote {
            Wrote::Talk(PrepareTalk { rewrites: Some(before), .. }) => {
                self.between.own.iter_mut().find(|own| own.id == *before)
            }
            _ => None,
        };
        let newest = Version(id.0);
        let id = if let Some(own) = before {
            own.wrote = wrote;
            own.newest = newest;
            own.id
        } else {
            self.between.own.push(Own { id, at, wrote, shared_at: None, newest });
            id
        };
        self.own_shared(id, is_shared, at);
    }

    /// Shares it, or takes it back. How a plan went is among its reports for as long as it is shared.
    pub(crate) fn own_shared(&mut self, id: OwnId, is_shared: bool, at: Moment) {
        let Some(own) = self.between.own.iter_mut().find(|own| own.id == id) else { return };
        own.shared_at = is_shared.then(|| own.shared_at.unwrap_or(at));
        let Wrote::Debrief(debrief) = own.wrote.clone() else { return };
        let written = own.at;
        let Some(plan) = self.plans.iter_mut().find(|plan| plan.id == debrief.report.plan) else { return };
        plan.reports.retain(|reported| reported.own != Some(id));
        if is_shared {
            let place = plan.reports.partition_point(|reported| reported.at <= written);
            let reported = Reported {
                report: debrief.report,
                at: written,
                by_client: true,
                own: Some(id),
                why_not: debrief.why_not,
            };
            plan.reports.insert(place, reported);
        }
    }
}

fn room(course: &Course) -> Result<(), Refusal> {
    if course.between.own.len() >= OWN_MOST {
        return Err(Refusal::TooMany { what: "own", limit: OWN_MOST });
    }
    Ok(())
}

/// # Refuses
/// An entry with nothing in it, a day to come, a mood out of range, and somebody who is not on the map.
pub(crate) fn diary(course: &Course, asked: &WriteDiary, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    room(course)?;
    now.not_in_future(asked.on)?;
    if let Some(mood) = asked.mood {
        within("mood", i64::from(mood), 0, 10)?;
    }
    if let Some(id) = asked.person {
        course.inventory.present(id)?;
    }
    let said = text("words", &asked.words, PARAGRAPH)?;
    if asked.mood.is_none() && asked.happening.is_none() && asked.person.is_none() && said.is_empty() {
        return Err(Refusal::Empty("mood"));
    }
    Ok(vec![Fact::DiaryWritten(WriteDiary { words: said, ..asked.clone() })])
}

/// # Refuses
/// No first sentence; a plan, a person or an earlier preparation that is not there; a person marked as not safe.
pub(crate) fn talk(course: &Course, asked: &PrepareTalk) -> Result<Vec<Fact>, Refusal> {
    match asked.rewrites {
        None => room(course)?,
        Some(id) => {
            let before = course.own_of(id).filter(|own| matches!(own.wrote, Wrote::Talk(_)));
            before.ok_or(Refusal::Unknown("own"))?;
        }
    }
    if let Some(id) = asked.plan {
        course.plans.iter().find(|plan| plan.id == id).ok_or(Refusal::Unknown("plan"))?;
    }
    if let Some(id) = asked.person
        && course.inventory.present(id)?.safety == Safety::Unsafe
    {
        return Err(Refusal::PersonUnsafe);
    }
    Ok(vec![Fact::TalkPrepared(PrepareTalk {
        aim: text("aim", &asked.aim, PARAGRAPH)?,
        opening_words: words("opening-words", &asked.opening_words, PARAGRAPH)?,
        hard: text("hard", &asked.hard, PARAGRAPH)?,
        then: text("then", &asked.then, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// A plan that does not exist, and moods out of range.
pub(crate) fn debrief(course: &Course, asked: &DebriefPlan) -> Result<Vec<Fact>, Refusal> {
    room(course)?;
    let report = checked_report(course, &asked.report)?;
    Ok(vec![Fact::PlanDebriefed(DebriefPlan { report, ..asked.clone() })])
}

/// # Refuses
/// What is not there, and what is so already.
pub(crate) fn share(course: &Course, asked: &ShareOwn) -> Result<Vec<Fact>, Refusal> {
    let own = course.own_of(asked.own).ok_or(Refusal::Unknown("own"))?;
    if own.shared_at.is_some() == asked.is_shared {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::OwnShared(asked.clone())])
}
