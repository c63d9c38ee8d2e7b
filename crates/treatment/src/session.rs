//! Sessions: planned, held, missed, paused; the note, signed once and only added to afterwards.

use crate::access::Who;
use crate::contract::{MissedRule, count, next_number, uses_one};
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{PersonId, SessionId, Version};
use crate::refusal::{LINE, NOTE, PARAGRAPH, Refusal, text, within, words};
use crate::technique::{Technique, TechniqueUse, used};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most sessions of one course, planned ones included.
pub const SESSIONS_MOST: usize = 200;

/// Plans a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSession {
    /// The day.
    pub on: Day,
    /// Minutes after midnight, local time, if a time is set.
    pub at_minute: Option<u16>,
}

/// Moves a planned session, or cancels it with enough notice when `on` is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveSession {
    /// Which.
    pub session: SessionId,
    /// The new day; none cancels.
    pub on: Option<Day>,
    /// Minutes after midnight, local time.
    pub at_minute: Option<u16>,
}

vocabulary! {
    /// How a session was held.
    Mode {
        /// In one room.
        InPerson = "in-person",
        /// By video.
        Video = "video",
        /// By telephone.
        Phone = "phone",
    }
}

/// A session was held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldSession {
    /// The planned session; none for one that was not planned.
    pub session: Option<SessionId>,
    /// The day.
    pub on: Day,
    /// How.
    pub mode: Mode,
    /// Its number in the course, set when decided.
    #[serde(default)]
    pub number: u8,
}

vocabulary! {
    /// Who missed a session.
    MissedBy {
        /// The client cancelled late.
        Client = "client-cancelled",
        /// The client did not come.
        DidNotAttend = "did-not-attend",
        /// The therapist cancelled.
        Therapist = "therapist-cancelled",
    }
}

impl MissedBy {
    /// Whether it was the client who missed it.
    pub fn is_clients(self) -> bool {
        !matches!(self, Self::Therapist)
    }
}

/// A session was missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissSession {
    /// The planned session; none for one that was not planned here.
    pub session: Option<SessionId>,
    /// The day.
    pub on: Day,
    /// By whom.
    pub by: MissedBy,
    /// Why, in words.
    pub reason: String,
}

/// The course rests: illness, travel, a baby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PauseCourse {
    /// From this day.
    pub from: Day,
    /// Why.
    pub reason: String,
}

/// The course goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResumeCourse {
    /// From this day.
    pub on: Day,
}

vocabulary! {
    /// What a session worked on.
    Worked {
        /// What belongs to the opening, before a focus was agreed.
        Opening = "opening",
        /// The agreed focus.
        Focus = "focus",
        /// The second focus.
        Second = "second",
        /// Something else.
        Off = "off-focus",
    }
}

/// The link of a week: a mood, and what happened with whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoodLink {
    /// The mood, 0 (worst) to 10 (best), if a number was given.
    pub mood: Option<u8>,
    /// The mood in words.
    pub mood_words: String,
    /// What happened.
    pub event: String,
    /// With whom.
    pub person: Option<PersonId>,
}

/// Signs the note of a session. From then on it can only be added to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignNote {
    /// Of which session.
    pub session: SessionId,
    /// The note.
    pub text: String,
    /// The link between mood and event.
    pub link: Option<MoodLink>,
    /// Why there is no link, when there is none.
    pub no_link_reason: String,
    /// What was worked on.
    pub worked: Worked,
    /// Why the focus was left, when it was.
    pub off_reason: String,
    /// The techniques that were used, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<Technique>,
    /// How long some of them took, and how well they went, where the therapist said so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub technique_uses: Vec<TechniqueUse>,
}

vocabulary! {
    /// How something is added to a signed note.
    AmendKind {
        /// More, written later.
        Addendum = "addendum",
        /// A change of meaning.
        Amendment = "amendment",
        /// An error put right.
        Correction = "correction",
        /// Something that should have been written then.
        LateEntry = "late-entry",
        /// Taken back as a whole.
        Retraction = "retraction",
    }
}

/// Adds to a signed note. The note itself stays as it was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmendNote {
    /// Of which session.
    pub session: SessionId,
    /// How.
    pub kind: AmendKind,
    /// What is added.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// Where a session stands.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// Arranged.
    Planned,
    /// Held.
    Held(HoldSession),
    /// Missed.
    Missed(MissSession),
    /// Taken out of the plan in good time.
    Cancelled,
}

/// A signed note.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedNote {
    /// What was signed.
    pub note: SignNote,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// The fact that holds it.
    pub version: Version,
}

/// An addition to a signed note.
#[derive(Clone, Debug, PartialEq)]
pub struct Amended {
    /// What was added.
    pub amend: AmendNote,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
}

/// One session.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// The day it is planned for or was held or missed.
    pub on: Day,
    /// Minutes after midnight, if a time is set.
    pub at_minute: Option<u16>,
    /// Where it stands.
    pub state: SessionState,
    /// The note, once signed.
    pub note: Option<SignedNote>,
    /// What was added to it.
    pub amended: Vec<Amended>,
}

impl Session {
    /// Its number in the course, for one that was held.
    pub fn number(&self) -> Option<u8> {
        if let SessionState::Held(held) = &self.state { Some(held.number) } else { None }
    }

    /// Why its note was taken back as a whole, if it was.
    pub fn retraction(&self) -> Option<&Amended> {
        self.amended.iter().find(|added| added.amend.kind == AmendKind::Retraction)
    }

    /// Its signed note, unless it was taken back.
    pub fn standing_note(&self) -> Option<&SignedNote> {
        self.note.as_ref().filter(|_| self.retraction().is_none())
    }
}

/// # Refuses
/// A day far off, a time that is none, and more sessions planned than are left.
pub(crate) fn plan(course: &Course, asked: &PlanSession, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    check_when(asked.on, asked.at_minute, now)?;
    let planned = course.sessions.iter().filter(|s| s.state == SessionState::Planned).count();
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    if planned >= usize::from(count(course, protocol).left()) {
        return Err(Refusal::NoSessionLeft);
    }
    room_for(course, None)?;
    Ok(vec![Fact::SessionPlanned(asked.clone())])
}

/// # Refuses
/// When the session is no longer planned.
pub(crate) fn move_to(course: &Course, asked: &MoveSession, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    planned(course, asked.session)?;
    if let Some(on) = asked.on {
        check_when(on, asked.at_minute, now)?;
    }
    Ok(vec![Fact::SessionMoved(asked.clone())])
}

/// # Refuses
/// A day in the future, and a session beyond the contract.
pub(crate) fn hold(course: &Course, asked: &HoldSession, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if let Some(id) = asked.session {
        planned(course, id)?;
    }
    now.not_in_future(asked.on)?;
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let count = count(course, protocol);
    if count.left() == 0 {
        return Err(Refusal::NoSessionLeft);
    }
    room_for(course, asked.session)?;
    let number = next_number(course, protocol);
    Ok(vec![Fact::SessionHeld(HoldSession { number, ..asked.clone() })])
}

/// # Refuses
/// A day in the future, a session that is not planned any more, and one that would use more sessions than are
/// agreed.
pub(crate) fn miss(course: &Course, asked: &MissSession, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if let Some(id) = asked.session {
        planned(course, id)?;
    }
    now.not_in_future(asked.on)?;
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let rule = course.contract().map_or(MissedRule::Counts, |contract| contract.missed);
    if uses_one(&SessionState::Missed(asked.clone()), rule) && count(course, protocol).left() == 0 {
        return Err(Refusal::NoSessionLeft);
    }
    room_for(course, asked.session)?;
    Ok(vec![Fact::SessionMissed(MissSession {
        reason: text("reason", &asked.reason, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// When the course rests already.
pub(crate) fn pause(course: &Course, asked: &PauseCourse) -> Result<Vec<Fact>, Refusal> {
    if course.pause().is_some() {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::CoursePaused(PauseCourse {
        from: asked.from,
        reason: words("reason", &asked.reason, PARAGRAPH)?,
    })])
}

/// # Refuses
/// When the course does not rest, or would go on before it rested.
pub(crate) fn resume(course: &Course, asked: &ResumeCourse) -> Result<Vec<Fact>, Refusal> {
    let pause = course.pause().ok_or(Refusal::AlreadySo)?;
    if asked.on < pause.from {
        return Err(Refusal::EndsBeforeStart);
    }
    Ok(vec![Fact::CourseResumed(asked.clone())])
}

/// # Refuses
/// An empty note, a session not held, a note signed before, and a middle note without its link or reason,
/// and one off the focus without saying why.
pub(crate) fn checked_note(course: &Course, asked: &SignNote) -> Result<SignNote, Refusal> {
    let session = course.session(asked.session).ok_or(Refusal::Unknown("session"))?;
    if !matches!(session.state, SessionState::Held(_)) {
        return Err(Refusal::SessionState);
    }
    if session.note.is_some() {
        return Err(Refusal::NoteSigned);
    }
    let text_signed = words("note", &asked.text, NOTE)?;
    let no_link_reason = text("no-link-reason", &asked.no_link_reason, PARAGRAPH)?;
    let link = asked.link.as_ref().map(|link| checked_link(course, link)).transpose()?;
    let has_link = link
        .as_ref()
        .is_some_and(|link| (link.mood.is_some() || !link.mood_words.is_empty()) && !link.event.is_empty());
    if course.middle_begun.is_some() && !has_link && no_link_reason.is_empty() {
        return Err(Refusal::NoteNeedsLink);
    }
    // A middle session that left the focus says why: drift is seen, and sometimes right.
    let off_reason = if course.middle_begun.is_some() && asked.worked == Worked::Off {
        words("off-reason", &asked.off_reason, PARAGRAPH)?
    } else {
        text("off-reason", &asked.off_reason, PARAGRAPH)?
    };
    let (techniques, technique_uses) = used(&asked.techniques, &asked.technique_uses)?;
    Ok(SignNote {
        session: asked.session,
        text: text_signed,
        // What was said of the week stays, also where it is not a whole link.
        link: link
            .filter(|link| link.mood.is_some() || !link.mood_words.is_empty() || !link.event.is_empty()),
        no_link_reason,
        worked: asked.worked,
        off_reason,
        techniques,
        technique_uses,
    })
}

/// # Refuses
/// A note not signed yet, an empty addition, a missing reason.
pub(crate) fn amend(course: &Course, asked: &AmendNote) -> Result<Vec<Fact>, Refusal> {
    let session = course.session(asked.session).ok_or(Refusal::Unknown("session"))?;
    if session.note.is_none() {
        return Err(Refusal::NoteNotSigned);
    }
    let added = if asked.kind == AmendKind::Retraction {
        text("amendment", &asked.text, NOTE)?
    } else {
        words("amendment", &asked.text, NOTE)?
    };
    Ok(vec![Fact::NoteAmended(AmendNote {
        text: added,
        reason: words("reason", &asked.reason, PARAGRAPH)?,
        ..asked.clone()
    })])
}

fn checked_link(course: &Course, link: &MoodLink) -> Result<MoodLink, Refusal> {
    if let Some(mood) = link.mood {
        within("mood", i64::from(mood), 0, 10)?;
    }
    if let Some(person) = link.person {
        course.inventory.present(person)?;
    }
    Ok(MoodLink {
        mood: link.mood,
        mood_words: text("mood-words", &link.mood_words, LINE)?,
        event: text("event", &link.event, PARAGRAPH)?,
        person: link.person,
    })
}

fn planned(course: &Course, id: SessionId) -> Result<&Session, Refusal> {
    let session = course.session(id).ok_or(Refusal::Unknown("session"))?;
    if session.state == SessionState::Planned { Ok(session) } else { Err(Refusal::SessionState) }
}

/// Room for one more session, unless it takes the place of the planned one.
fn room_for(course: &Course, planned: Option<SessionId>) -> Result<(), Refusal> {
    if planned.is_none() && course.sessions.len() >= SESSIONS_MOST {
        return Err(Refusal::TooMany { what: "sessions", limit: SESSIONS_MOST });
    }
    Ok(())
}

fn check_when(on: Day, at_minute: Option<u16>, now: &Now<'_>) -> Result<(), Refusal> {
    if on.since(now.today).abs() > 2 * 366 {
        return Err(Refusal::NoSuchDate("on"));
    }
    if let Some(minute) = at_minute {
        within("time", i64::from(minute), 0, 24 * 60 - 1)?;
    }
    Ok(())
}

impl Course {
    pub(crate) fn session_planned(&mut self, id: SessionId, planned: &PlanSession) {
        self.sessions.push(Session {
            id,
            on: planned.on,
            at_minute: planned.at_minute,
            state: SessionState::Planned,
            note: None,
            amended: Vec::new(),
        });
    }

    pub(crate) fn session_moved(&mut self, moved: &MoveSession) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == moved.session) {
            match moved.on {
                Some(on) => {
                    session.on = on;
                    session.at_minute = moved.at_minute;
                }
                None => session.state = SessionState::Cancelled,
            }
        }
    }

    /// Gives the planned session its new state, or adds one that was not planned.
    pub(crate) fn session_became(
        &mut self,
        version: Version,
        planned: Option<SessionId>,
        on: Day,
        state: SessionState,
    ) {
        match self.sessions.iter_mut().find(|session| Some(session.id) == planned) {
            Some(session) => {
                session.on = on;
                session.state = state;
            }
            None => self.sessions.push(Session {
                id: version.into(),
                on,
                at_minute: None,
                state,
                note: None,
                amended: Vec::new(),
            }),
        }
    }

    pub(crate) fn note_signed(&mut self, version: Version, at: Moment, who: Who, note: &SignNote) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == note.session) {
            session.note = Some(SignedNote { note: note.clone(), at, who, version });
        }
    }

    pub(crate) fn note_amended(&mut self, at: Moment, who: Who, amend: &AmendNote) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == amend.session) {
            session.amended.push(Amended { amend: amend.clone(), at, who });
        }
    }
}
