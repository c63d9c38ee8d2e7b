//! A therapist's process notes: only their author reads and writes them; they are no part of the record.

use crate::Clinic;
use crate::drafts::SavedDraft;
use crate::problem::{Problem, Trouble};
use store::{ProcessNote, ProcessNoteError, Shelf};
use treatment::access::{Actor, Verb, may};
use treatment::ids::{CourseId, SessionId};
use treatment::refusal::{NOTE, Refusal};
use treatment::time::Moment;

impl Clinic {
    /// Saves one's own process note of a session, made from `revision` (0 = none yet). Answers the new revision and
    /// when.
    ///
    /// # Errors
    /// As another's when the person does not treat the course; a text too long; saved elsewhere meanwhile.
    pub async fn save_process_note(
        &self,
        actor: &Actor,
        (course, session): (CourseId, SessionId),
        revision: u64,
        text: &str,
    ) -> Result<(u64, Moment), Problem> {
        let shelf = self.shelf(actor, course).await?;
        if text.chars().count() > NOTE {
            return Err(Refusal::TooLong { field: "text", limit: NOTE }.into());
        }
        let saved_at = self.clock.now();
        let note = ProcessNote { session, revision, saved_at, text: text.as_bytes().to_vec() };
        match self.store.put_process_note(shelf, note).await {
            Ok(revision) => Ok((revision, saved_at)),
            Err(ProcessNoteError::Conflict(theirs)) => {
                let theirs_at = theirs.saved_at;
                let kept = String::from_utf8(theirs.text).map_err(|_| Trouble::Unreadable("process note"))?;
                // The same text again, because the answer to it got lost, is no other edit.
                if kept == text {
                    return Ok((theirs.revision, theirs_at));
                }
                let text = kept;
                Err(Problem::DraftElsewhere { revision: theirs.revision, text })
            }
            Err(ProcessNoteError::Trouble(trouble)) => Err(trouble.into()),
        }
    }

    /// One's own process note of a session.
    ///
    /// # Errors
    /// As another's when the person does not treat the course.
    pub async fn process_note(
        &self,
        actor: &Actor,
        course: CourseId,
        session: SessionId,
    ) -> Result<Option<SavedDraft>, Problem> {
        let shelf = self.shelf(actor, course).await?;
        let Some(note) = self.store.process_note(shelf, session).await? else { return Ok(None) };
        Ok(Some(SavedDraft {
            subject: String::new(),
            course: Some(course),
            revision: note.revision,
            beside: None,
            saved_at: note.saved_at,
            text: String::from_utf8(note.text).map_err(|_| Trouble::Unreadable("process note"))?,
        }))
    }

    /// Destroys all of one's own process notes of a course with their key. They cannot come back.
    ///
    /// # Errors
    /// As another's when the person does not treat the course.
    pub async fn destroy_process_notes(&self, actor: &Actor, course: CourseId) -> Result<(), Problem> {
        let shelf = self.shelf(actor, course).await?;
        Ok(self.store.destroy_process_notes(shelf).await?)
    }

    /// Where somebody's own notes of a course stand, for who treats it.
    async fn shelf(&self, actor: &Actor, course: CourseId) -> Result<Shelf, Problem> {
        let kept = self.courses.of(course);
        let held = self.newest(course, &kept).await?.ok_or(Problem::NotYours)?;
        let author = actor.staff().ok_or(Problem::NotYours)?;
        if !may(actor, Verb::Treat, held.course.head().as_ref()) {
            return Err(Problem::NotYours);
        }
        Ok(Shelf { author, course })
    }
}
