//! How a course begins: who asked for it, consent, history, the diagnosis told in plain words, and the
//! opening's tasks that leave no other trace.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{ClientId, ReferralId, ServiceId, StaffId};
use crate::refusal::{LINE, PARAGRAPH, Refusal, text, words};
use crate::time::Day;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Opens a course for a client; also the first fact of every course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// The service that gives the treatment.
    pub service: ServiceId,
    /// The client.
    pub client: ClientId,
    /// The therapist who carries the course.
    pub therapist: StaffId,
    /// Key of the protocol, such as `ipt-16`.
    pub protocol: String,
    /// Version of the protocol at that time; later versions do not change this course.
    pub protocol_version: u32,
    /// The request this course answers, if one was on the waiting list.
    pub referral: Option<ReferralId>,
    /// Who asked, in words: the client, a doctor, a friend.
    pub source: String,
    /// What brought the client, in the words of the request.
    pub reason: String,
    /// The day of the request.
    pub received_on: Day,
}

vocabulary! {
    /// What a client may consent to.
    ConsentKind {
        /// Being treated.
        Treatment = "treatment",
        /// A record being kept.
        Data = "data",
        /// Using the portal.
        Portal = "portal",
        /// Answering measures.
        Measures = "measures",
        /// Sharing with others named.
        Share = "share",
        /// Being contacted, and how.
        Channel = "channel",
        /// Recording of sessions.
        Recording = "recording",
        /// Being asked how it is after discharge.
        FollowUp = "follow-up",
    }
}

/// Consent given, refused or withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// To what.
    pub kind: ConsentKind,
    /// Given, or not (any more).
    pub given: bool,
    /// The day it was said.
    pub on: Day,
    /// Conditions, in words.
    pub note: String,
}

vocabulary! {
    /// The sections of the history.
    HistorySection {
        /// Symptoms now, their course and criteria.
        Symptoms = "symptoms",
        /// Earlier episodes.
        Episodes = "episodes",
        /// Earlier and present treatments, and how they went.
        Treatments = "treatments",
        /// Medical history and substances.
        Medical = "medical",
        /// Family history.
        Family = "family",
        /// Culture, faith, words used for distress, who decides.
        Culture = "culture",
    }
}

/// What is known of one section of the history; the newest version is shown first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Which section.
    pub section: HistorySection,
    /// What was said.
    pub text: String,
}

/// The condition as it was named to the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The condition's name.
    pub name: String,
    /// Code and coding system, if used: `ICD-11 6A70`.
    pub code: String,
    /// The plain words used with the client.
    pub plain_words: String,
    /// The day it was told.
    pub told_on: Day,
}

/// A task of the protocol done, or taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The task's id in the protocol, such as `psychoed`.
    pub task: String,
    /// Done, or taken back.
    pub done: bool,
    /// What the record holds of it.
    pub note: String,
}

/// # Refuses
/// When the course is open already or its protocol is not known.
pub(crate) fn open(course: &Course, asked: &Open, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.opened.is_some() {
        return Err(Refusal::AlreadySo);
    }
    let protocol = now.content.protocol_newest(&asked.protocol).ok_or(Refusal::Unknown("protocol"))?;
    Ok(vec![Fact::CourseOpened(Open {
        protocol_version: protocol.version,
        source: text("source", &asked.source, LINE)?,
        reason: text("reason", &asked.reason, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// A date in the future, a note that is too long.
pub(crate) fn consent(asked: &Consent, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    now.not_in_future(asked.on)?;
    Ok(vec![Fact::ConsentRecorded(Consent { note: text("note", &asked.note, PARAGRAPH)?, ..asked.clone() })])
}

/// # Refuses
/// An empty text, and one that is too long.
pub(crate) fn history(asked: &History) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![Fact::HistoryRecorded(History {
        section: asked.section,
        text: words("history", &asked.text, 5 * PARAGRAPH)?,
    })])
}

/// # Refuses
/// A diagnosis without a name, or told in the future.
pub(crate) fn diagnosis(asked: &Diagnosis, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    now.not_in_future(asked.told_on)?;
    Ok(vec![Fact::DiagnosisTold(Diagnosis {
        name: words("diagnosis", &asked.name, LINE)?,
        code: text("code", &asked.code, LINE)?,
        plain_words: text("plain-words", &asked.plain_words, PARAGRAPH)?,
        told_on: asked.told_on,
    })])
}

/// # Refuses
/// A task that the protocol does not have.
pub(crate) fn task(course: &Course, asked: &Task, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    if !protocol.tasks.iter().any(|task| task.id == asked.task) {
        return Err(Refusal::Unknown("task"));
    }
    Ok(vec![Fact::TaskRecorded(Task { note: text("note", &asked.note, PARAGRAPH)?, ..asked.clone() })])
}
