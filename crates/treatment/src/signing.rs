//! A note signed together with what was written beside it: passages marked while it was written, and the plan agreed in
//! the session. All of it is one write, or none.

use crate::course::Course;
use crate::fact::Fact;
use crate::passages::{LinkPassage, PASSAGES_MOST, checked};
use crate::plans::{self, AgreePlan};
use crate::refusal::Refusal;
use crate::session::{self, SignNote};

/// Signs the note of a session, with what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signing {
    /// The note.
    pub note: SignNote,
    /// Passages of it, marked while it was written.
    pub passages: Vec<LinkPassage>,
    /// The plan agreed in the session, unless it was agreed before the note is signed.
    pub plan: Option<AgreePlan>,
}

impl From<SignNote> for Box<Signing> {
    fn from(note: SignNote) -> Self {
        Self::new(Signing { note, passages: Vec::new(), plan: None })
    }
}

/// # Refuses
/// As a note, a link and a plan are refused each; a passage that does not stand in the note any more; a plan in a course
/// that is closed.
pub(crate) fn sign(course: &Course, asked: &Signing) -> Result<Vec<Fact>, Refusal> {
    let note = session::checked_note(course, &asked.note)?;
    let mut linked: Vec<LinkPassage> = Vec::new();
    for passage in &asked.passages {
        let passage = LinkPassage { session: note.session, ..passage.clone() };
        let passage = checked(course, &passage, &[&note.text])?;
        if !linked.contains(&passage) {
            linked.push(passage);
        }
    }
    if course.passages.len() + linked.len() > PASSAGES_MOST {
        return Err(Refusal::TooMany { what: "passages", limit: PASSAGES_MOST });
    }
    let mut facts = vec![Fact::NoteSigned(note)];
    facts.extend(linked.into_iter().map(Fact::PassageLinked));
    if let Some(plan) = &asked.plan {
        if course.closed.is_some() {
            return Err(Refusal::Closed);
        }
        facts.extend(plans::agree(course, plan)?);
    }
    Ok(facts)
}
