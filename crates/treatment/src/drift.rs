//! Drift: two sessions in a row that left the focus, by their notes and by what each technique worked on. It is named, never counted against anybody, and can be answered
//! with a reason.

use crate::course::Course;
use crate::fact::Fact;
use crate::ids::SessionId;
use crate::refusal::{PARAGRAPH, Refusal, words};
use crate::session::{Session, SignNote, Worked};
use crate::technique::{Served, Technique};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Says why two sessions in a row left the focus, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerDrift {
    /// The later of the two sessions.
    pub session: SessionId,
    /// Why, and what now.
    pub reason: String,
}

/// Two sessions held one after the other whose signed notes say that they left the focus.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// The earlier and the later session.
    pub sessions: [SessionId; 2],
    /// The newest answer, with when.
    pub answer: Option<(Moment, AnswerDrift)>,
}

/// The drift of a course as it stands: about the two last sessions held since the middle began whose notes are signed.
/// Newer sessions without a signed note say nothing yet; a note taken back says nothing any more.
pub fn drift(course: &Course) -> Option<Drift> {
    let (_, begun, _) = course.middle_begun.as_ref().filter(|_| course.closed.is_none())?;
    // A session that is entered afterwards is of the middle when its note was signed in it, and so is what follows.
    let is_of_middle = |session: &&Session| {
        session.on >= begun.day() || session.standing_note().is_some_and(|signed| signed.at >= *begun)
    };
    let place = |session: &Session| (session.on, session.number());
    let held = || course.sessions.iter().filter(|session| session.number().is_some());
    let first = held().filter(is_of_middle).map(place).min()?;
    let mut held: Vec<&Session> = held().filter(|session| place(session) >= first).collect();
    held.sort_by_key(|session| std::cmp::Reverse(place(session)));
    let mut held = held.into_iter().skip_while(|session| session.standing_note().is_none());
    let (later, earlier) = (held.next()?, held.next()?);
    let is_off = |session: &Session| session.standing_note().is_some_and(|signed| left_focus(&signed.note));
    (is_off(later) && is_off(earlier)).then(|| Drift {
        sessions: [earlier.id, later.id],
        answer: course.drift_answers.iter().rfind(|(_, answer)| answer.session == later.id).cloned(),
    })
}

/// Whether a session left the focus. What the note says of the whole counts for each technique that says nothing of its
/// own; one that worked on the focus, or on a goal, holds the session to it.
fn left_focus(note: &SignNote) -> bool {
    let served = |technique: &Technique| {
        note.technique_uses.iter().find(|said| said.technique == *technique).and_then(|said| said.served)
    };
    let is_off = |technique| served(technique).map_or(note.worked == Worked::Off, |on| on == Served::Off);
    let is_told = note.techniques.iter().any(|technique| served(technique).is_some());
    if is_told { note.techniques.iter().all(is_off) } else { note.worked == Worked::Off }
}

/// # Refuses
/// An empty reason, and a session that is not the later one of a drift.
pub(crate) fn answer(course: &Course, asked: &AnswerDrift) -> Result<Vec<Fact>, Refusal> {
    let drift = drift(course).ok_or(Refusal::Unknown("session"))?;
    if drift.sessions[1] != asked.session {
        return Err(Refusal::Unknown("session"));
    }
    let reason = words("reason", &asked.reason, PARAGRAPH)?;
    Ok(vec![Fact::DriftAnswered(AnswerDrift { session: asked.session, reason })])
}
