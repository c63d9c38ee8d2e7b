//! One person of the inventory: the words for ties, rings and what is known of a relationship.

use crate::erasing::Erasure;
use crate::ids::PersonId;
use crate::inventory::DescribePerson;
use crate::refusal::{LINE, PARAGRAPH, Refusal, lines, text, within};
use crate::time::{Day, PartialDate};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// The kind of tie.
    Tie {
        /// Husband, wife, partner.
        Partner = "partner",
        /// A former partner.
        FormerPartner = "former-partner",
        /// Mother, father.
        Parent = "parent",
        /// An adoptive mother or father.
        AdoptiveParent = "adoptive-parent",
        /// A step-parent or foster parent.
        StepParent = "step-parent",
        /// Brother, sister.
        Sibling = "sibling",
        /// Son, daughter.
        Child = "child",
        /// An adopted child, a stepchild, a foster child.
        AdoptedChild = "adopted-child",
        /// Grandmother, grandfather.
        Grandparent = "grandparent",
        /// Family of the partner.
        InLaw = "in-law",
        /// Other family.
        Relative = "relative",
        /// Family by choice.
        ChosenFamily = "chosen-family",
        /// A friend.
        Friend = "friend",
        /// Someone at work.
        Colleague = "colleague",
        /// Someone above at work.
        Manager = "manager",
        /// Someone the client leads at work.
        Subordinate = "subordinate",
        /// A neighbour.
        Neighbour = "neighbour",
        /// A teacher.
        Teacher = "teacher",
        /// Someone of the faith community.
        Faith = "faith",
        /// Someone who treats or helps by profession.
        Clinician = "clinician",
        /// A group.
        Group = "group",
        /// An animal.
        Pet = "pet",
        /// Another tie.
        Other = "other",
    }
}

vocabulary! {
    /// Whether the person is there.
    PersonStatus {
        /// Alive and in the client's life.
        Living = "living",
        /// Has died.
        Died = "died",
        /// Has gone: lost from sight, drifted apart, moved away.
        Gone = "gone",
        /// There, and not on speaking terms.
        Estranged = "estranged",
        /// The tie was ended.
        Ended = "ended",
        /// Known online alone, or in imagination.
        Online = "online",
    }
}

impl PersonStatus {
    /// Whether the person died or left: they stay on the map, marked.
    pub fn has_left(self) -> bool {
        matches!(self, Self::Died | Self::Gone | Self::Estranged | Self::Ended)
    }
}

vocabulary! {
    /// Who ended a tie.
    EndedBy {
        /// The client.
        Client = "client",
        /// The other.
        Them = "them",
        /// Both.
        Both = "both",
        /// Neither: it came from outside.
        Neither = "neither",
    }
}

vocabulary! {
    /// How near the person lives.
    Household {
        /// In the same home.
        Same = "same",
        /// Near by.
        Near = "near",
        /// Far away.
        Far = "far",
        /// In another country.
        Abroad = "abroad",
    }
}

vocabulary! {
    /// How often something happens.
    Often {
        /// On most days.
        Daily = "daily",
        /// Most weeks.
        Weekly = "weekly",
        /// Most months.
        Monthly = "monthly",
        /// Less.
        Seldom = "seldom",
        /// Never.
        Never = "never",
    }
}

vocabulary! {
    /// How people are in touch.
    ContactMode {
        /// In one room.
        InPerson = "in-person",
        /// By telephone.
        Phone = "phone",
        /// By video.
        Video = "video",
        /// In writing.
        Writing = "writing",
        /// Through others.
        ThroughOthers = "through-others",
    }
}

vocabulary! {
    /// The kinds of support.
    SupportKind {
        /// Being listened to, being comforted.
        Emotional = "emotional",
        /// Help with what is to be done.
        Practical = "practical",
        /// Advice, knowing how.
        Informational = "informational",
        /// Company.
        Companionship = "companionship",
        /// Money.
        Money = "money",
    }
}

vocabulary! {
    /// How conflict ends.
    ConflictEnd {
        /// It is resolved.
        Resolved = "resolved",
        /// It is dropped.
        Dropped = "dropped",
        /// It goes on.
        GoesOn = "goes-on",
    }
}

vocabulary! {
    /// Whether the person knows that the client is unwell.
    Knows {
        /// They know.
        Yes = "yes",
        /// They do not.
        No = "no",
        /// The client is not sure.
        Unsure = "unsure",
    }
}

vocabulary! {
    /// What part the person has in the work.
    RoleInPlan {
        /// Helps.
        Ally = "ally",
        /// Somebody to talk to about what is between them.
        ToTalkTo = "to-talk-to",
        /// Somebody to mourn.
        ToMourn = "to-mourn",
        /// Somebody to leave.
        ToLeave = "to-leave",
        /// None.
        None = "none",
    }
}

vocabulary! {
    /// The rings of the map, nearest first.
    Ring {
        /// The inner ring.
        Inner = "inner",
        /// Close.
        Close = "close",
        /// Less close.
        LessClose = "less-close",
        /// The outer ring.
        Outer = "outer",
    }
}

impl Ring {
    /// 1 for the inner ring to 4 for the outer.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

vocabulary! {
    /// Whether conflict is there, and whether it is spoken.
    Conflict {
        /// None.
        None = "none",
        /// Open.
        Open = "open",
        /// Hidden.
        Hidden = "hidden",
    }
}

vocabulary! {
    /// Whether what is expected is met.
    Met {
        /// Met.
        Met = "met",
        /// Mostly met.
        Mostly = "mostly",
        /// Partly met.
        Partly = "partly",
        /// Not met.
        Unmet = "unmet",
        /// Never said aloud.
        Unspoken = "unspoken",
    }
}

vocabulary! {
    /// Whether contact with this person is safe.
    Safety {
        /// No mark.
        None = "none",
        /// With caution.
        Caution = "caution",
        /// Not safe.
        Unsafe = "unsafe",
    }
}

/// Support of one kind, both ways, 0 none to 3 much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Support {
    /// What the client receives.
    pub received: Option<u8>,
    /// What the client gives.
    pub given: Option<u8>,
}

/// Most feelings named with one person.
pub const FEELINGS_MOST: usize = 12;

/// What is known of a relationship. Each field is one of the person record of the interpersonal inventory
/// (`content/DECISIONS.md`); none has to be filled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// What the client expects of them.
    pub expects_of_them: String,
    /// Whether they meet it.
    pub they_meet: Option<Met>,
    /// What they expect of the client.
    pub they_expect: String,
    /// Whether the client meets it.
    pub client_meets: Option<Met>,
    /// Support received, 0 none to 3 much.
    pub support_received: Option<u8>,
    /// Support given, 0 none to 3 much.
    pub support_given: Option<u8>,
    /// Support of each kind, both ways.
    pub support: BTreeMap<SupportKind, Support>,
    /// Conflict.
    pub conflict: Option<Conflict>,
    /// How often there is conflict.
    pub conflict_often: Option<Often>,
    /// How conflict starts and how it ends.
    pub conflict_words: String,
    /// How it ends, in one word.
    pub conflict_ends: Option<ConflictEnd>,
    /// What can be said.
    pub can_say: String,
    /// What cannot be said, and why.
    pub cannot_say: String,
    /// How often and how they meet.
    pub contact: String,
    /// What changed since the onset.
    pub changed: String,
    /// When it changed.
    pub changed_on: Option<PartialDate>,
    /// What the client wants to be different.
    pub wanted: String,
    /// Initials or an alias: what stands for the name in anything that leaves the building.
    pub alias: String,
    /// When the person was born, as far as it is known.
    pub born: Option<PartialDate>,
    /// Since when the two know each other.
    pub known_since: Option<PartialDate>,
    /// Who ended the tie, when it was ended.
    pub ended_by: Option<EndedBy>,
    /// How the person died, or how the tie came to its end.
    pub circumstances: String,
    /// How near the person lives.
    pub household: Option<Household>,
    /// How often the two are in touch.
    pub contact_often: Option<Often>,
    /// By what means.
    pub contact_modes: Vec<ContactMode>,
    /// What they do together.
    pub together: String,
    /// What the client likes in it.
    pub likes: String,
    /// What the client does not like in it.
    pub dislikes: String,
    /// Whether the person knows that the client is unwell.
    pub knows: Option<Knows>,
    /// How they took it.
    pub knows_reaction: String,
    /// Feelings with this person, in the client's words.
    pub feelings_with: Vec<String>,
    /// What being with them does to the mood, -5 (much worse) to +5 (much better).
    pub mood_effect: Option<i8>,
    /// What part the person has in the work.
    pub role_in_plan: Option<RoleInPlan>,
}

impl Details {
    /// Whether a field that a question about a person may fill in is told, by the field's name; none is no such field.
    pub fn is_told(&self, field: &str) -> Option<bool> {
        Some(match field {
            "feelings-with" => !self.feelings_with.is_empty(),
            "mood-effect" => self.mood_effect.is_some(),
            "contact-often" => self.contact_often.is_some(),
            "contact-modes" => !self.contact_modes.is_empty(),
            "contact-how" => !self.contact.is_empty(),
            "together" => !self.together.is_empty(),
            "likes" => !self.likes.is_empty(),
            "dislikes" => !self.dislikes.is_empty(),
            "expects-of-them" => !self.expects_of_them.is_empty(),
            "they-meet" => self.they_meet.is_some(),
            "they-expect" => !self.they_expect.is_empty(),
            "client-meets" => self.client_meets.is_some(),
            "can-say" => !self.can_say.is_empty(),
            "cannot-say" => !self.cannot_say.is_empty(),
            "conflict" => self.conflict.is_some(),
            "conflict-often" => self.conflict_often.is_some(),
            "conflict-words" => !self.conflict_words.is_empty(),
            "conflict-ends" => self.conflict_ends.is_some(),
            "changed" => !self.changed.is_empty(),
            "changed-on" => self.changed_on.is_some(),
            "knows" => self.knows.is_some(),
            "knows-reaction" => !self.knows_reaction.is_empty(),
            "wanted" => !self.wanted.is_empty(),
            _ => return None,
        })
    }

    /// What is known, with the answer to a question in its fields; everything else stays as it is.
    #[must_use]
    pub fn answered(&self, read: &Self, fields: &[String]) -> Self {
        let mut all = self.clone();
        for field in fields {
            match field.as_str() {
                "contact-often" => all.contact_often = read.contact_often,
                "contact-modes" => all.contact_modes.clone_from(&read.contact_modes),
                "contact-how" => all.contact.clone_from(&read.contact),
                "together" => all.together.clone_from(&read.together),
                "likes" => all.likes.clone_from(&read.likes),
                "dislikes" => all.dislikes.clone_from(&read.dislikes),
                "feelings-with" => all.feelings_with.clone_from(&read.feelings_with),
                "mood-effect" => all.mood_effect = read.mood_effect,
                "expects-of-them" => all.expects_of_them.clone_from(&read.expects_of_them),
                "they-meet" => all.they_meet = read.they_meet,
                "they-expect" => all.they_expect.clone_from(&read.they_expect),
                "client-meets" => all.client_meets = read.client_meets,
                "conflict" => all.conflict = read.conflict,
                "conflict-often" => all.conflict_often = read.conflict_often,
                "conflict-words" => all.conflict_words.clone_from(&read.conflict_words),
                "conflict-ends" => all.conflict_ends = read.conflict_ends,
                "can-say" => all.can_say.clone_from(&read.can_say),
                "cannot-say" => all.cannot_say.clone_from(&read.cannot_say),
                "knows" => all.knows = read.knows,
                "knows-reaction" => all.knows_reaction.clone_from(&read.knows_reaction),
                "changed" => all.changed.clone_from(&read.changed),
                "changed-on" => all.changed_on = read.changed_on,
                "wanted" => all.wanted.clone_from(&read.wanted),
                _ => {}
            }
        }
        all
    }

    /// The same, trimmed and within limits.
    ///
    /// # Refuses
    /// A text that is too long, a number out of its range, a date that does not exist, lies after `today` or before
    /// the person's birth.
    pub(crate) fn checked(&self, today: Day) -> Result<Self, Refusal> {
        let overall = [self.support_received, self.support_given];
        let of_kinds = self.support.values().flat_map(|support| [support.received, support.given]);
        for much in overall.into_iter().chain(of_kinds).flatten() {
            within("support", i64::from(much), 0, 3)?;
        }
        if let Some(effect) = self.mood_effect {
            within("mood-effect", i64::from(effect), -5, 5)?;
        }
        been("born", self.born, today)?;
        been("known-since", self.known_since, today)?;
        been("changed-on", self.changed_on, today)?;
        not_before_birth("known-since", self.known_since, self.born)?;
        not_before_birth("changed-on", self.changed_on, self.born)?;
        let mut support = self.support.clone();
        support.retain(|_, both| *both != Support::default());
        let mut contact_modes = self.contact_modes.clone();
        contact_modes.sort_unstable();
        contact_modes.dedup();
        Ok(Self {
            expects_of_them: text("expects-of-them", &self.expects_of_them, PARAGRAPH)?,
            they_expect: text("they-expect", &self.they_expect, PARAGRAPH)?,
            conflict_words: text("conflict-words", &self.conflict_words, PARAGRAPH)?,
            can_say: text("can-say", &self.can_say, PARAGRAPH)?,
            cannot_say: text("cannot-say", &self.cannot_say, PARAGRAPH)?,
            contact: text("contact-how", &self.contact, PARAGRAPH)?,
            changed: text("changed", &self.changed, PARAGRAPH)?,
            wanted: text("wanted", &self.wanted, PARAGRAPH)?,
            alias: text("alias", &self.alias, LINE)?,
            circumstances: text("circumstances", &self.circumstances, PARAGRAPH)?,
            together: text("together", &self.together, PARAGRAPH)?,
            likes: text("likes", &self.likes, PARAGRAPH)?,
            dislikes: text("dislikes", &self.dislikes, PARAGRAPH)?,
            knows_reaction: text("knows-reaction", &self.knows_reaction, PARAGRAPH)?,
            feelings_with: lines("feelings-with", &self.feelings_with, LINE, FEELINGS_MOST)?,
            support,
            contact_modes,
            ..self.clone()
        })
    }
}

/// # Refuses
/// A date that does not exist, or that lies wholly after `today`.
pub(crate) fn been(field: &'static str, date: Option<PartialDate>, today: Day) -> Result<(), Refusal> {
    match date {
        Some(date) if !date.exists() => Err(Refusal::NoSuchDate(field)),
        Some(date) if date.first() > today => Err(Refusal::NotYet(field)),
        _ => Ok(()),
    }
}

/// # Refuses
/// A date that lies wholly before a birth.
pub(crate) fn not_before_birth(
    field: &'static str,
    date: Option<PartialDate>,
    born: Option<PartialDate>,
) -> Result<(), Refusal> {
    match (date, born) {
        (Some(date), Some(born)) if date.last() < born.first() => Err(Refusal::BeforeBirth(field)),
        _ => Ok(()),
    }
}

/// A person of the inventory, as known now.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name of this entry.
    pub id: PersonId,
    /// Whether the client put them there.
    pub by_client: bool,
    /// Name or alias.
    pub name: String,
    /// The kind of tie.
    pub tie: Tie,
    /// Living, died or gone.
    pub status: PersonStatus,
    /// Since when, for one who died or has gone.
    pub since: Option<PartialDate>,
    /// The ring; none stands on the shelf.
    pub ring: Option<Ring>,
    /// The ring in which they were placed first.
    pub first_ring: Option<Ring>,
    /// The wished ring.
    pub wished: Option<Ring>,
    /// The relationship.
    pub details: Details,
    /// Whether contact is safe.
    pub safety: Safety,
    /// Why safety is marked as it is.
    pub safety_note: String,
    /// Whether the person was taken off the map.
    pub is_removed: bool,
    /// Who they turned out to be, if that is somebody else of the map.
    pub merged_into: Option<PersonId>,
    /// When and why what was known of them was erased: then only the place is left.
    pub erased: Option<Erasure>,
}

impl Person {
    /// The person as the fact that describes them now would say it.
    pub fn description(&self) -> DescribePerson {
        DescribePerson {
            person: self.id,
            name: self.name.clone(),
            tie: self.tie,
            status: self.status,
            since: self.since,
            details: self.details.clone(),
        }
    }

    /// The alias, or else the initials of the name.
    pub fn alias(&self) -> String {
        if self.details.alias.is_empty() { initials(&self.name) } else { self.details.alias.clone() }
    }
}

/// The first letter of each word of a name, with its dot: `M. R.`
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric()).map(|c| format!("{c}."));
    let all: Vec<String> = name.split_whitespace().filter_map(first).collect();
    if all.is_empty() { "?".to_owned() } else { all.join(" ") }
}
