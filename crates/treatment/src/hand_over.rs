//! A course is handed over from one therapist of the service to another, by those who run it: they see nothing of it.
//! Notes that the one left unsigned are named, so that the other can write for their sessions what they know.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{SessionId, StaffId, Version};
use crate::refusal::{PARAGRAPH, Refusal, words};
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// Hands a course over. It takes effect at once.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOver {
    /// Who carries it, as the page that asks knows it.
    pub from: StaffId,
    /// Who is to carry it: somebody who treats in the same service, which the caller has looked up.
    pub to: StaffId,
    /// Since which day: today, or a day before it when it was agreed earlier than it is recorded.
    pub on: Day,
    /// Why, in words.
    pub reason: String,
    /// The sessions whose note the one began; what stands in it nobody else reads.
    pub begun: Vec<SessionId>,
}

/// A course was handed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Who carried it.
    pub from: StaffId,
    /// Who carries it since.
    pub to: StaffId,
    /// Since which day.
    pub on: Day,
    /// Why, in words.
    pub reason: String,
    /// Sessions that were held by then and whose note was not signed.
    pub unsigned: Vec<Unsigned>,
}

/// A session whose note was not signed when the course was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsigned {
    /// Which.
    pub session: SessionId,
    /// Whether its note was begun.
    pub is_begun: bool,
}

/// A hand-over with its place in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The fact that holds it.
    pub version: Version,
    /// When it was recorded.
    pub at: Moment,
    /// What was said.
    pub said: HandedOver,
    /// How many sessions were held by then.
    pub held: usize,
}

/// # Refuses
/// Whoever carries it already, a course that somebody else carries by now, a day to come or before the course or the
/// last hand-over, and no reason.
pub(crate) fn hand_over(course: &Course, asked: &HandOver, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.therapist() != Some(asked.from) {
        return Err(Refusal::Unknown("hand-from"));
    }
    if asked.to == asked.from {
        return Err(Refusal::Unknown("hand-to"));
    }
    now.not_in_future(asked.on)?;
    // A day's slack: where the service is it may be a day earlier or later than where moments are counted.
    let least = course.handed_over().map_or(course.opened_at.day().plus(-1), |last| last.said.on);
    if asked.on < least {
        return Err(Refusal::NoSuchDate("on"));
    }
    // A session after the day was the new therapist's already.
    let unsigned = course.sessions.iter().filter(|one| one.on <= asked.on);
    let unsigned = unsigned.filter(|one| one.number().is_some() && one.note.is_none());
    let unsigned = unsigned.map(|one| Unsigned { session: one.id, is_begun: asked.begun.contains(&one.id) });
    Ok(vec![Fact::CourseHandedOver(HandedOver {
        from: asked.from,
        to: asked.to,
        on: asked.on,
        reason: words("reason", &asked.reason, PARAGRAPH)?,
        unsigned: unsigned.collect(),
    })])
}

impl Course {
    /// Who carries the course.
    pub fn therapist(&self) -> Option<StaffId> {
        let opened = self.opened.as_ref()?;
        Some(self.handed_over().map_or(opened.therapist, |last| last.said.to))
    }

    /// The newest hand-over, if there was one.
    pub fn handed_over(&self) -> Option<&Handed> {
        self.hand_overs.last()
    }

    /// Whether no session was held since the course was handed over.
    pub fn is_newly_handed_over(&self) -> bool {
        self.handed_over().is_some_and(|last| last.held == self.sessions_held())
    }

    /// The hand-overs at which this session's note was not signed, oldest first: the first is from whoever held it.
    pub fn left_unsigned(&self, session: SessionId) -> impl Iterator<Item = (&Handed, Unsigned)> {
        self.hand_overs.iter().filter_map(move |handed| {
            let unsigned = handed.said.unsigned.iter().find(|one| one.session == session)?;
            Some((handed, *unsigned))
        })
    }

    /// Who held a session, or would have written its note: whoever carried the course then.
    pub fn held_by(&self, session: SessionId) -> Option<StaffId> {
        self.held_before(session).map(|handed| handed.said.from).or_else(|| self.therapist())
    }

    /// The hand-over by whose giver a session was held: the first that came after its day, even where the session was
    /// recorded later; on its day, the first at which it was known as held. None for who carries the course now.
    pub fn held_before(&self, session: SessionId) -> Option<&Handed> {
        let one = self.session(session)?;
        let is_signed_before =
            |handed: &Handed| one.note.as_ref().is_some_and(|note| note.version < handed.version);
        self.hand_overs.iter().find(|handed| {
            let said = &handed.said;
            one.on < said.on
                || is_signed_before(handed)
                || said.unsigned.iter().any(|left| left.session == session)
        })
    }

    /// The therapist whose rating of the areas stands beside another clinician's: the first of those who carried the
    /// course and rated; who carries it now, as long as none of them has.
    pub fn rating_therapist(&self) -> Option<StaffId> {
        let first = self.opened.as_ref()?.therapist;
        let carried = std::iter::once(first).chain(self.hand_overs.iter().map(|handed| handed.said.to));
        carried.into_iter().find(|staff| self.ratings.by(*staff).is_some()).or_else(|| self.therapist())
    }

    pub(crate) fn course_handed_over(&mut self, version: Version, at: Moment, said: &HandedOver) {
        let held = self.sessions_held();
        // Who carries the course rates as its therapist: nobody else was asked any more.
        self.ratings.invited = self.ratings.invited.filter(|rater| *rater != said.to);
        self.hand_overs.push(Handed { version, at, said: said.clone(), held });
    }

    fn sessions_held(&self) -> usize {
        self.sessions.iter().filter(|session| session.number().is_some()).count()
    }
}
