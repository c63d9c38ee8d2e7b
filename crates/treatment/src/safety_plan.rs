//! The safety plan: six steps and reasons for living, made with the client (Stanley and Brown 2012, in our own words).
//! Every version stays readable. People come from the map, and never one whose contact is not safe.

use crate::asking::Now;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::inventory::{Inventory, Person, PersonStatus, Safety};
use crate::refusal::{LINE, PARAGRAPH, Refusal, lines, text, within, words};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most entries of one step: more is no plan for a bad hour.
pub const STEP_MOST: usize = 12;
/// A review lies at most so many days ahead: half a year. A guess.
const REVIEW_DAYS_MOST: i32 = 183;

/// Something the client can do alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// What.
    pub what: String,
    /// How likely they are to do it, 0 to 10.
    pub likely: Option<u8>,
    /// What may stand in the way.
    pub obstacle: String,
}

/// A person or a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Somebody on the map; their name is looked up there.
    pub person: Option<PersonId>,
    /// A name or a place, when it is nobody on the map.
    pub name: String,
    /// How to reach them.
    pub phone: String,
    /// Whether they know that they are on the plan.
    pub knows: bool,
}

/// A step that makes the surroundings safer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Means {
    /// What is put out of reach.
    pub what: String,
    /// How.
    pub action: String,
    /// Who helps.
    pub helper: String,
    /// Whether it is done.
    pub done: bool,
}

/// A version of the plan, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeSafetyPlan {
    /// Step 1: my warning signs, in the client's words.
    pub signs: Vec<String>,
    /// Step 2: what I can do by myself.
    pub alone: Vec<Alone>,
    /// Step 3: people and places that take my mind off it.
    pub company: Vec<Contact>,
    /// Step 4: people I can ask for help.
    pub help: Vec<Contact>,
    /// Step 5: professionals and lines, with their number and hours.
    pub professionals: Vec<String>,
    /// Step 6: making my surroundings safer.
    pub means: Vec<Means>,
    /// Whether weapons, pesticides and stocks of medicine were asked about.
    pub asked_means: bool,
    /// My reasons for living.
    pub reasons: String,
    /// The day the plan is looked at again.
    pub review_on: Day,
}

/// A tie on the plan has changed, and the plan is still right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeepSafetyPlan {
    /// Because.
    pub reason: String,
    /// The people whose change was looked at; concluded when it was recorded.
    #[serde(default)]
    pub looked_at: Vec<PersonId>,
}

vocabulary! {
    /// Whether the plan was used since last time.
    PlanUse {
        /// Used.
        Used = "used",
        /// Needed, and not used.
        NotUsed = "not-used",
        /// Not needed.
        NotNeeded = "not-needed",
    }
}

/// Whether the plan was used since last time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SayPlanUse {
    /// Whether.
    pub used: PlanUse,
    /// What helped, what stood in the way.
    pub words: String,
}

/// The talk about a copy on the client's own device: who else sees it, what it would tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecideCopy {
    /// Whether the client wants one.
    pub wanted: bool,
    /// Whether it may name people; otherwise it has their numbers only.
    pub names: bool,
    /// What was talked through.
    pub talk: String,
}

/// Why somebody on the plan makes it stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Contact is marked as not safe.
    Unsafe,
    /// Has died.
    Died,
    /// Has gone.
    Gone,
    /// Was taken off the map.
    Removed,
}

/// A version with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanVersion {
    /// The fact that made it.
    pub version: Version,
    /// When.
    pub at: Moment,
    /// What it says.
    pub plan: MakeSafetyPlan,
    /// When and why it was kept though a tie had changed.
    pub kept: Vec<(Moment, KeepSafetyPlan)>,
    /// Whose tie no longer held when it was made or kept, with what had become of it by then.
    pub looked_at: Vec<(PersonId, Broken)>,
}

/// The safety of a course: the plan and what was said about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SafetyOf {
    /// Every version, oldest first.
    pub versions: Vec<PlanVersion>,
    /// What was said about its use, oldest first, with when and whether the client said it.
    pub uses: Vec<(Moment, bool, SayPlanUse)>,
    /// The newest talk about a copy on the device.
    pub copy: Option<(Moment, DecideCopy)>,
}

impl SafetyOf {
    /// The plan in force.
    pub fn plan(&self) -> Option<&PlanVersion> {
        self.versions.last()
    }

    /// Whether the client may take a copy along: only after a recorded talk, and only as long as they want it.
    pub fn copy_allowed(&self) -> bool {
        self.copy.as_ref().is_some_and(|(_, copy)| copy.wanted)
    }
}

/// What has become of somebody's tie, when it no longer holds.
pub fn broken(person: &Person) -> Option<Broken> {
    match person {
        Person { safety: Safety::Unsafe, .. } => Some(Broken::Unsafe),
        Person { is_removed: true, .. } => Some(Broken::Removed),
        Person { status: PersonStatus::Died, .. } => Some(Broken::Died),
        Person { status, .. } if status.has_left() => Some(Broken::Gone),
        _ => None,
    }
}

impl PlanVersion {
    /// The people of the map on this version.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.plan.company.iter().chain(&self.plan.help).filter_map(|contact| contact.person)
    }

    /// Those on it whose tie no longer holds and was not looked at since, each once. Not being safe cannot be kept.
    pub fn stale(&self, inventory: &Inventory) -> Vec<(PersonId, Broken)> {
        let mut found: Vec<(PersonId, Broken)> = Vec::new();
        for id in self.people() {
            let Some(why) = inventory.person(id).and_then(broken) else { continue };
            // Kept as it was then: who has died since is asked about anew.
            let is_kept = why != Broken::Unsafe && self.looked_at.contains(&(id, why));
            if !is_kept && !found.iter().any(|(known, _)| *known == id) {
                found.push((id, why));
            }
        }
        found
    }

    /// Whether a contact may be shown to the client: nobody who is not safe, nobody whose tie no longer holds unless
    /// the plan was kept with them.
    pub fn shows(&self, contact: &Contact, inventory: &Inventory) -> bool {
        contact.person.is_none_or(|id| {
            inventory.person(id).is_some() && !self.stale(inventory).iter().any(|(known, _)| *known == id)
        })
    }
}

impl Course {
    /// Those on the plan in force whose tie no longer holds: while there are any, the plan waits for its owner.
    pub fn stale_on_plan(&self) -> Vec<(PersonId, Broken)> {
        let Some(plan) = self.safety.plan() else { return Vec::new() };
        let mut found = plan.stale(&self.inventory);
        // Older data that came back after somebody was erased names them. Somebody whom the client keeps to themselves is
        // not there either, and nothing is said of them.
        let is_erased = |id: &PersonId| self.inventory.person(*id).is_none() && self.unopened.contains(id);
        let erased: BTreeSet<PersonId> = plan.people().filter(is_erased).collect();
        found.extend(erased.into_iter().map(|id| (id, Broken::Removed)));
        found
    }

    /// People who may stand on a safety plan: on the map, alive, there, and not marked as not safe; and those with whom
    /// the plan in force was kept.
    pub fn people_for_plan(&self) -> impl Iterator<Item = &Person> {
        let alone = self.inventory.everybody().filter(|person| person.merged_into.is_none());
        alone.filter(|person| self.may_stand_on_plan(person))
    }

    /// Whether somebody, or whoever is one with them, stands on the safety plan in force.
    pub fn is_on_safety_plan(&self, id: PersonId) -> bool {
        let now = self.inventory.now(id);
        self.safety.plan().is_some_and(|plan| plan.people().any(|on| self.inventory.now(on) == now))
    }

    fn may_stand_on_plan(&self, person: &Person) -> bool {
        let is_kept = || {
            self.is_on_safety_plan(person.id)
                && !self.stale_on_plan().iter().any(|(known, _)| *known == person.id)
        };
        match broken(person) {
            None => true,
            Some(Broken::Unsafe | Broken::Removed) => false,
            Some(_) => is_kept(),
        }
    }
}

fn contacts(course: &Course, field: &'static str, typed: &[Contact]) -> Result<Vec<Contact>, Refusal> {
    let mut kept = Vec::new();
    for contact in typed {
        let mut contact = Contact {
            name: text(field, &contact.name, LINE)?,
            phone: text("phone", &contact.phone, LINE)?,
            ..contact.clone()
        };
        if let Some(id) = contact.person {
            let person = course.inventory.present(id)?;
            if person.safety == Safety::Unsafe {
                return Err(Refusal::PersonUnsafe);
            }
            if !course.may_stand_on_plan(person) {
                return Err(Refusal::Unknown(field));
            }
            // The map says what they are called.
            contact.name = String::new();
        } else if contact.name.is_empty() {
            continue;
        }
        kept.push(contact);
    }
    if kept.len() > STEP_MOST { Err(Refusal::TooMany { what: field, limit: STEP_MOST }) } else { Ok(kept) }
}

/// # Refuses
/// A plan without warning signs, or without anybody to turn to; means that were not asked about; a person who is not
/// safe, not there or not on the map; a review in the past or too far ahead; lists and texts beyond their limits.
pub(crate) fn make(course: &Course, asked: &MakeSafetyPlan, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let mut alone = Vec::new();
    for one in asked.alone.iter().filter(|one| !one.what.trim().is_empty()) {
        if let Some(likely) = one.likely {
            within("likely", i64::from(likely), 0, 10)?;
        }
        alone.push(Alone {
            what: text("alone", &one.what, LINE)?,
            likely: one.likely,
            obstacle: text("obstacle", &one.obstacle, LINE)?,
        });
    }
    let mut means = Vec::new();
    for one in asked.means.iter().filter(|one| !one.what.trim().is_empty()) {
        means.push(Means {
            what: text("means-what", &one.what, LINE)?,
            action: text("means-action", &one.action, LINE)?,
            helper: text("means-helper", &one.helper, LINE)?,
            done: one.done,
        });
    }
    for (what, length) in [("alone", alone.len()), ("means-what", means.len())] {
        if length > STEP_MOST {
            return Err(Refusal::TooMany { what, limit: STEP_MOST });
        }
    }
    let plan = MakeSafetyPlan {
        signs: lines("signs", &asked.signs, LINE, STEP_MOST)?,
        alone,
        company: contacts(course, "company", &asked.company)?,
        help: contacts(course, "help", &asked.help)?,
        professionals: lines("professionals", &asked.professionals, LINE, STEP_MOST)?,
        means,
        asked_means: asked.asked_means,
        reasons: text("reasons", &asked.reasons, PARAGRAPH)?,
        review_on: asked.review_on,
    };
    if plan.signs.is_empty() {
        return Err(Refusal::Empty("signs"));
    }
    if plan.help.is_empty() && plan.professionals.is_empty() {
        return Err(Refusal::Empty("professionals"));
    }
    if !plan.asked_means {
        return Err(Refusal::MeansNotAsked);
    }
    if plan.review_on < now.today || plan.review_on.since(now.today) > REVIEW_DAYS_MOST {
        return Err(Refusal::ReviewDate("review-on"));
    }
    if course.safety.plan().is_some_and(|known| known.plan == plan) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::SafetyPlanMade(Box::new(plan))])
}

/// # Refuses
/// When there is no plan, when nothing on it has changed, when somebody on it is not safe or was erased, without a reason.
pub(crate) fn keep(course: &Course, asked: &KeepSafetyPlan) -> Result<Vec<Fact>, Refusal> {
    course.safety.plan().ok_or(Refusal::NoSafetyPlan)?;
    let stale = course.stale_on_plan();
    if stale.is_empty() {
        return Err(Refusal::AlreadySo);
    }
    if stale.iter().any(|(_, why)| *why == Broken::Unsafe) {
        return Err(Refusal::PersonUnsafe);
    }
    if stale.iter().any(|(id, _)| course.inventory.person(*id).is_none()) {
        return Err(Refusal::PersonErased);
    }
    let looked_at = stale.into_iter().map(|(id, _)| id).collect();
    Ok(vec![Fact::SafetyPlanKept(KeepSafetyPlan {
        reason: words("reason", &asked.reason, PARAGRAPH)?,
        looked_at,
    })])
}

/// # Refuses
/// When there is no plan.
pub(crate) fn say_use(course: &Course, asked: &SayPlanUse) -> Result<Vec<Fact>, Refusal> {
    course.safety.plan().ok_or(Refusal::NoSafetyPlan)?;
    let words = text("use-words", &asked.words, PARAGRAPH)?;
    Ok(vec![Fact::SafetyPlanUsed(SayPlanUse { used: asked.used, words })])
}

/// # Refuses
/// Without what was talked through, and when there is no plan.
pub(crate) fn decide_copy(course: &Course, asked: &DecideCopy) -> Result<Vec<Fact>, Refusal> {
    course.safety.plan().ok_or(Refusal::NoSafetyPlan)?;
    let talk = words("copy-talk", &asked.talk, PARAGRAPH)?;
    Ok(vec![Fact::SafetyCopyDecided(DecideCopy {
        wanted: asked.wanted,
        names: asked.wanted && asked.names,
        talk,
    })])
}
