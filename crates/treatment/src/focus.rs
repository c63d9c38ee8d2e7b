//! Evidence for and against each problem area, the decision whether IPT is right, and the agreed focus.
//! Nothing here is ever computed: people weigh, choose and say why.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::fit::{answered, concerns_of_fit, concerns_of_focus};
use crate::ids::{EventId, EvidenceId, PersonId, ResultId, SessionId};
use crate::opening::HistorySection;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most pieces of evidence in one course.
pub const EVIDENCE_MOST: usize = 300;

vocabulary! {
    /// The four problem areas.
    Area {
        /// Someone died, and mourning is stuck.
        Grief = "grief",
        /// Two people expect different things of their relationship.
        Dispute = "dispute",
        /// A role in life has changed.
        Transition = "transition",
        /// Long loneliness, or ties that do not hold.
        Sensitivity = "sensitivity",
    }
}

vocabulary! {
    /// Which way a piece of evidence points.
    Direction {
        /// For the area.
        For = "for",
        /// Against it.
        Against = "against",
    }
}

/// Where a piece of evidence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A person of the inventory.
    Person(PersonId),
    /// An entry on the timeline.
    Event(EventId),
    /// A completed measure.
    Result(ResultId),
    /// A sentence of the note of a session.
    Note(SessionId),
    /// A sentence of the history.
    History(HistorySection),
}

/// Tags something as evidence for or against a problem area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagEvidence {
    /// The area.
    pub area: Area,
    /// For or against.
    pub direction: Direction,
    /// What was said or seen, best in the client's words.
    pub words: String,
    /// Where it comes from.
    pub source: Option<Source>,
}

/// Takes a piece of evidence back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithdrawEvidence {
    /// Which.
    pub evidence: EvidenceId,
}

vocabulary! {
    /// What was decided about the therapy.
    FitDecision {
        /// Standard IPT.
        Standard = "ipt-standard",
        /// A variant of IPT.
        Variant = "ipt-variant",
        /// IPT with medication.
        WithMedication = "ipt-plus-medication",
        /// Stabilise first.
        Delay = "delay-stabilise-first",
        /// Another treatment first.
        Other = "other-treatment-first",
        /// A higher level of care.
        HigherLevel = "refer-higher-level",
        /// The client declines.
        Declined = "client-declines",
        /// Wait and see.
        Wait = "watchful-wait",
    }
}

impl FitDecision {
    /// Whether treatment with IPT goes on from here.
    pub fn is_ipt(self) -> bool {
        matches!(self, Self::Standard | Self::Variant | Self::WithMedication)
    }
}

/// The decision whether IPT is right, for this person, now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecideFit {
    /// The decision.
    pub decision: FitDecision,
    /// What speaks for IPT.
    pub speaks_for: String,
    /// What speaks against it.
    pub speaks_against: String,
    /// The alternatives that were offered.
    pub alternatives: String,
    /// What the client prefers.
    pub preference: String,
    /// Why it was decided so.
    pub reason: String,
    /// Who else was asked.
    pub consulted: String,
    /// The answer to what stood in the way, such as a positive screen for prolonged grief.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub concern_answer: String,
    /// What stood in the way, as word keys, set when decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
}

/// The focus, agreed with the client in the client's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreeFocus {
    /// The problem area.
    pub area: Area,
    /// A second area, when the two are linked.
    pub second: Option<Area>,
    /// The person it is about, if it is about one.
    pub person: Option<PersonId>,
    /// The client's words.
    pub client_words: String,
    /// The areas set aside, and why.
    pub set_aside: String,
    /// Why this one; required for a change of focus.
    pub reason: String,
    /// The answer to what stood in the way, such as a partner who is not safe.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub concern_answer: String,
    /// What stood in the way, as word keys, set when decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
}

impl AgreeFocus {
    /// Whether an area is the focus or the second one.
    pub fn works_on(&self, area: Area) -> bool {
        self.area == area || self.second == Some(area)
    }
}

/// A piece of evidence with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The name.
    pub id: EvidenceId,
    /// What it says.
    pub tag: TagEvidence,
}

/// # Refuses
/// Empty words, a source that is not in the course, too many pieces.
pub(crate) fn tag(course: &Course, asked: &TagEvidence) -> Result<Vec<Fact>, Refusal> {
    if course.evidence.len() >= EVIDENCE_MOST {
        return Err(Refusal::TooMany { what: "evidence", limit: EVIDENCE_MOST });
    }
    let said = words("words", &asked.words, PARAGRAPH)?;
    check_source(course, asked.source, &said)?;
    Ok(vec![Fact::EvidenceTagged(TagEvidence { words: said, ..asked.clone() })])
}

/// # Refuses
/// A source that is not in the course, and a quotation that does not stand in the note or the history it names.
pub(crate) fn check_source(course: &Course, source: Option<Source>, said: &str) -> Result<(), Refusal> {
    match source {
        Some(Source::Person(id)) => course.inventory.present(id).map(drop),
        Some(Source::Event(id)) => course.timeline.event(id).map(drop).ok_or(Refusal::Unknown("event")),
        Some(Source::Result(id)) => course.measures.result(id).map(drop).ok_or(Refusal::Unknown("result")),
        Some(quoted @ (Source::Note(_) | Source::History(_))) => {
            let whole = text_of(course, quoted).ok_or(Refusal::Unknown("evidence-source"))?;
            if squeezed(whole).contains(&squeezed(said)) { Ok(()) } else { Err(Refusal::NotQuoted) }
        }
        None => Ok(()),
    }
}

/// The text that a quotation is taken from: the note as it was signed, or a section of the history.
pub fn text_of(course: &Course, source: Source) -> Option<&str> {
    match source {
        Source::Note(id) => Some(&course.session(id)?.note.as_ref()?.note.text),
        Source::History(section) => Some(&course.history.get(&section)?.text),
        Source::Person(_) | Source::Event(_) | Source::Result(_) => None,
    }
}

/// A text with its blanks made one each, so that a quotation over a line's end is found.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// # Refuses
/// When there is no such piece.
pub(crate) fn withdraw(course: &Course, asked: &WithdrawEvidence) -> Result<Vec<Fact>, Refusal> {
    if course.evidence.iter().any(|evidence| evidence.id == asked.evidence) {
        Ok(vec![Fact::EvidenceWithdrawn(asked.clone())])
    } else {
        Err(Refusal::Unknown("evidence"))
    }
}

/// # Refuses
/// A decision without a reason, and one for IPT while a concern has no answer.
pub(crate) fn decide_fit(course: &Course, asked: &DecideFit) -> Result<Vec<Fact>, Refusal> {
    let concerns = concerns_of_fit(course, asked);
    Ok(vec![Fact::FitDecided(DecideFit {
        decision: asked.decision,
        speaks_for: text("speaks-for", &asked.speaks_for, PARAGRAPH)?,
        speaks_against: text("speaks-against", &asked.speaks_against, PARAGRAPH)?,
        alternatives: text("alternatives", &asked.alternatives, PARAGRAPH)?,
        preference: text("preference", &asked.preference, PARAGRAPH)?,
        reason: words("reason", &asked.reason, PARAGRAPH)?,
        consulted: text("consulted", &asked.consulted, PARAGRAPH)?,
        concern_answer: answered(&concerns, &asked.concern_answer)?,
        concerns: concerns.into_iter().map(str::to_owned).collect(),
    })])
}

/// # Refuses
/// A focus without the client's words, the same area twice, an area the protocol does not have, and a
/// change of focus without a reason, and one while a concern has no answer.
pub(crate) fn agree(course: &Course, asked: &AgreeFocus, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if asked.second == Some(asked.area) {
        return Err(Refusal::FocusTwice);
    }
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    if !protocol.areas.contains(&asked.area) || asked.second.is_some_and(|s| !protocol.areas.contains(&s)) {
        return Err(Refusal::Unknown("area"));
    }
    if let Some(person) = asked.person {
        course.inventory.present(person)?;
    }
    let reason = if course.focus().is_some() {
        words("reason", &asked.reason, PARAGRAPH)?
    } else {
        text("reason", &asked.reason, PARAGRAPH)?
    };
    let concerns = concerns_of_focus(course, asked);
    Ok(vec![Fact::FocusAgreed(AgreeFocus {
        client_words: words("client-words", &asked.client_words, PARAGRAPH)?,
        set_aside: text("set-aside", &asked.set_aside, PARAGRAPH)?,
        reason,
        concern_answer: answered(&concerns, &asked.concern_answer)?,
        concerns: concerns.into_iter().map(str::to_owned).collect(),
        ..asked.clone()
    })])
}
