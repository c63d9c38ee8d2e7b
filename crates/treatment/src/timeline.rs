//! The timeline: symptoms, life events, ties, treatment and support on one axis, with partial dates.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::focus::Area;
use crate::ids::{EventId, PersonId};
use crate::inventory::PersonStatus;
use crate::refusal::{LINE, PARAGRAPH, Refusal, text, within, words};
use crate::shared::Shared;
use crate::sharing::kept_to_client;
use crate::time::{Day, Moment, PartialDate};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most entries on one timeline.
pub const EVENTS_MOST: usize = 500;
/// How far ahead an entry may lie without a word about it; days. A guess of this project: a birth, a move or a trial
/// that is to come is dated within two years, and what lies later is most often a slip of the hand.
const DAYS_AHEAD_MOST: i32 = 731;

vocabulary! {
    /// The lanes of the axis.
    Lane {
        /// Life events.
        Event = "event",
        /// Symptoms and their course.
        Symptom = "symptom",
        /// Ties that began, changed or ended.
        Relationship = "relationship",
        /// Treatment.
        Treatment = "treatment",
        /// Support.
        Support = "support",
    }
}

vocabulary! {
    /// What kind of event; each kind hints at a problem area and never sets one.
    EventKind {
        /// Someone close died.
        DeathClose = "death-close",
        /// A pregnancy or a child was lost.
        PregnancyLoss = "miscarriage-stillbirth",
        /// A couple parted.
        Separation = "separation",
        /// A marriage ended by law.
        Divorce = "divorce",
        /// An affair came out.
        AffairDiscovered = "affair-discovered",
        /// Conflict with the partner.
        ConflictPartner = "conflict-partner",
        /// Conflict with a parent.
        ConflictParent = "conflict-parent",
        /// Conflict with an in-law.
        ConflictInLaw = "conflict-inlaw",
        /// Conflict with a child.
        ConflictChild = "conflict-child",
        /// Conflict with a sibling.
        ConflictSibling = "conflict-sibling",
        /// Conflict with a friend.
        ConflictFriend = "conflict-friend",
        /// Conflict with a co-worker.
        ConflictCoworker = "conflict-coworker",
        /// Conflict with a manager.
        ConflictManager = "conflict-manager",
        /// A marriage.
        Marriage = "marriage",
        /// A pregnancy.
        Pregnancy = "pregnancy",
        /// A birth.
        Birth = "birth",
        /// A child left home.
        ChildLeaves = "child-leaves",
        /// Retirement.
        Retirement = "retirement",
        /// A job was lost.
        JobLoss = "job-loss",
        /// A job began.
        JobStart = "job-start",
        /// A promotion.
        Promotion = "promotion",
        /// A demotion.
        Demotion = "demotion",
        /// Studies began.
        StudyStart = "study-start",
        /// Studies ended.
        StudyEnd = "study-end",
        /// A move to another city.
        MoveCity = "move-city",
        /// A move to another country.
        Migrate = "migrate",
        /// An illness of one's own.
        IllnessSelf = "illness-self",
        /// An illness of someone close.
        IllnessOther = "illness-other",
        /// Caring for someone.
        Caregiving = "caregiving",
        /// A disability.
        Disability = "disability",
        /// Debt.
        Debt = "debt",
        /// A home was lost.
        HousingLoss = "housing-loss",
        /// Trouble with the law.
        Legal = "legal",
        /// Prison.
        Prison = "prison",
        /// An assault.
        Assault = "assault",
        /// A disaster.
        Disaster = "disaster",
        /// Discrimination.
        Discrimination = "discrimination",
        /// Coming out.
        ComingOut = "coming-out",
        /// A change of faith.
        FaithChange = "faith-change",
        /// Loneliness without an event.
        Lonely = "no-event-lonely",
        /// Friendships that faded.
        FriendshipsFade = "friendships-fade",
        /// Something else.
        Other = "other",
    }
}

impl EventKind {
    /// The problem area this kind of event often goes with. A hint to be shown as a hint.
    /// Source: the event vocabulary in content/DECISIONS.md.
    pub fn area_hint(self) -> Option<Area> {
        use EventKind as K;
        match self {
            K::DeathClose | K::PregnancyLoss => Some(Area::Grief),
            K::Lonely | K::FriendshipsFade => Some(Area::Sensitivity),
            K::Other => None,
            K::AffairDiscovered
            | K::ConflictPartner
            | K::ConflictParent
            | K::ConflictInLaw
            | K::ConflictChild
            | K::ConflictSibling
            | K::ConflictFriend
            | K::ConflictCoworker
            | K::ConflictManager => Some(Area::Dispute),
            _ => Some(Area::Transition),
        }
    }
}

/// One entry on the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its lane.
    pub lane: Lane,
    /// Its kind, for life events.
    pub kind: Option<EventKind>,
    /// What happened, in the client's words.
    pub title: String,
    /// When it was or began.
    pub start: PartialDate,
    /// When it ended, if it lasted.
    pub end: Option<PartialDate>,
    /// How it felt, -5 (very bad) to +5 (very good).
    pub feeling: Option<i8>,
    /// Who was part of it.
    pub people: Vec<PersonId>,
    /// More, in words.
    pub note: String,
    /// That a date before the client was born, or years ahead, is meant as it stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub date_meant: bool,
}

/// Changes an entry; the earlier wording stays in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeEvent {
    /// Which entry.
    pub event: EventId,
    /// How it reads from now on.
    pub entry: Entry,
}

/// Takes an entry off the timeline; it stays in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemoveEvent {
    /// Which entry.
    pub event: EventId,
    /// Why.
    pub reason: String,
}

/// When this episode began, as the client dates it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetOnset {
    /// The onset.
    pub onset: PartialDate,
}

/// An entry with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name.
    pub id: EventId,
    /// What it says now.
    pub entry: Entry,
    /// When it was put there.
    pub at: Moment,
    /// Whether the client put it there.
    pub by_client: bool,
}

/// The timeline of a course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The entries, in the order they were added.
    pub events: Vec<Shared<Event>>,
    /// The onset, once dated.
    pub onset: Option<PartialDate>,
}

impl Timeline {
    /// Whether a date may lie on or after the first day of the onset; not without an onset.
    pub fn is_since_onset(&self, date: PartialDate) -> bool {
        self.onset.is_some_and(|onset| date.last() >= onset.first())
    }

    /// The entry of this name, if it is still on the timeline.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.entries().find(|event| event.id == id)
    }

    /// Entries in the order they were made.
    pub fn entries(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|event| &**event)
    }

    /// Entries by the first day they may mean, oldest first.
    pub fn in_order(&self) -> Vec<&Event> {
        let mut events: Vec<&Event> = self.entries().collect();
        events.sort_by_key(|event| (event.entry.start.first(), event.id));
        events
    }
}

/// Something that changed in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An entry began, or was.
    Begun(EventId),
    /// An entry ended.
    Ended(EventId),
    /// A tie changed: since then the person is as the map says.
    Tie(PersonId, PersonStatus),
}

/// What changed between two days, both included, as far as dates known in part can say; the oldest first. Symptoms are
/// left out: it is what changed around them that is asked for.
pub fn changes_in(course: &Course, from: Day, to: Day) -> Vec<Change> {
    let is_in = |date: &PartialDate| date.first() <= to && date.last() >= from;
    let mut found: Vec<(Day, Change)> = Vec::new();
    for event in course.timeline.events.iter().filter(|event| event.entry.lane != Lane::Symptom) {
        if is_in(&event.entry.start) {
            found.push((event.entry.start.first(), Change::Begun(event.id)));
        }
        if let Some(end) = event.entry.end.as_ref().filter(|end| is_in(end)) {
            found.push((end.first(), Change::Ended(event.id)));
        }
    }
    for person in course.inventory.on_map() {
        if let Some(since) = person.since.as_ref().filter(|since| is_in(since)) {
            found.push((since.first(), Change::Tie(person.id, person.status)));
        }
    }
    found.sort_by_key(|(day, _)| *day);
    found.into_iter().map(|(_, change)| change).collect()
}

/// # Refuses
/// A date that does not exist, an end before the start, a feeling out of range, a text too long; a date that is hardly
/// meant, as long as it is not said to be.
pub(crate) fn add(course: &Course, asked: &Entry, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.timeline.events.len() >= EVENTS_MOST {
        return Err(Refusal::TooMany { what: "events", limit: EVENTS_MOST });
    }
    Ok(kept_to_client(course, now, Fact::EventAdded(checked(course, asked, now)?)))
}

/// # Refuses
/// As [`add`], and when the entry is no longer there.
pub(crate) fn change(course: &Course, asked: &ChangeEvent, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let event = course.timeline.event(asked.event).ok_or(Refusal::Unknown("event"))?;
    let entry = checked(course, &asked.entry, now)?;
    if event.entry == entry {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::EventChanged(ChangeEvent { event: asked.event, entry })])
}

/// # Refuses
/// When the entry is no longer there.
pub(crate) fn remove(course: &Course, asked: &RemoveEvent) -> Result<Vec<Fact>, Refusal> {
    course.timeline.event(asked.event).ok_or(Refusal::Unknown("event"))?;
    Ok(vec![Fact::EventRemoved(RemoveEvent {
        event: asked.event,
        reason: text("reason", &asked.reason, PARAGRAPH)?,
    })])
}

/// # Refuses
/// A date that does not exist, lies wholly in the future or before the client was born.
pub(crate) fn onset(asked: &SetOnset, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if !asked.onset.exists() || asked.onset.first() > now.today {
        return Err(Refusal::NoSuchDate("onset"));
    }
    if now.is_before_life(asked.onset) {
        return Err(Refusal::BeforeLife("onset"));
    }
    Ok(vec![Fact::OnsetDated(asked.clone())])
}

/// # Refuses
/// A date that can hardly be meant. What is the client's own, a symptom and its treatment, is nothing before their
/// birth, and no symptom can be told before it comes. Parents parted, a war or a death in the family may well be older
/// than the client, and a trial may be years away: for these it is enough to say that the date is meant.
fn meant(entry: &Entry, now: &Now<'_>) -> Result<(), Refusal> {
    let is_own = matches!(entry.lane, Lane::Symptom | Lane::Treatment);
    if is_own && now.is_before_life(entry.start) {
        return Err(Refusal::BeforeLife("start"));
    }
    if entry.lane == Lane::Symptom && entry.start.first() > now.today {
        return Err(Refusal::NotYet("start"));
    }
    if entry.date_meant {
        return Ok(());
    }
    if now.is_before_life(entry.start) {
        return Err(Refusal::BeforeLifeToConfirm);
    }
    let furthest = now.today.plus(DAYS_AHEAD_MOST);
    if [Some(entry.start), entry.end].into_iter().flatten().any(|date| date.first() > furthest) {
        return Err(Refusal::FarAheadToConfirm);
    }
    Ok(())
}

fn checked(course: &Course, entry: &Entry, now: &Now<'_>) -> Result<Entry, Refusal> {
    if !entry.start.exists() {
        return Err(Refusal::NoSuchDate("start"));
    }
    if let Some(end) = entry.end {
        if !end.exists() {
            return Err(Refusal::NoSuchDate("end"));
        }
        if end.last() < entry.start.first() {
            return Err(Refusal::EndsBeforeStart);
        }
    }
    meant(entry, now)?;
    if let Some(feeling) = entry.feeling {
        within("feeling", i64::from(feeling), -5, 5)?;
    }
    let mut people: Vec<PersonId> = Vec::new();
    for person in &entry.people {
        course.inventory.present(*person)?;
        if !people.contains(person) {
            people.push(*person);
        }
    }
    Ok(Entry {
        title: words("title", &entry.title, LINE)?,
        note: text("note", &entry.note, PARAGRAPH)?,
        people,
        ..entry.clone()
    })
}

impl Timeline {
    pub(crate) fn added(&mut self, id: EventId, at: Moment, by_client: bool, entry: &Entry) {
        self.events.push(Event { id, entry: entry.clone(), at, by_client }.into());
    }

    pub(crate) fn changed(&mut self, change: &ChangeEvent) {
        if let Some(event) = self.events.iter_mut().find(|event| event.id == change.event) {
            event.entry = change.entry.clone();
        }
    }

    pub(crate) fn removed(&mut self, removal: &RemoveEvent) {
        self.events.retain(|event| event.id != removal.event);
    }
}
