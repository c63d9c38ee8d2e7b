//! A therapist's process notes: only their author reads and writes them; they are no part of the record.

use crate::Clinic;
use crate::drafts::{Saved, SavedDraft, Since, grew_into, texts, with_newest};
use crate::problem::{Problem, Trouble};
use store::{ProcessNote, ProcessNoteError, Shelf};
use treatment::access::{Actor, Verb, may};
use treatment::ids::{CourseId, SessionId};
use treatment::refusal::{NOTE, Refusal};

impl Clinic {
    /// Saves one's own process note of a session. Of windows that write into one sheet,
    /// the words of all are kept, as those of a draft are.
    ///
    /// # Errors
    /// As another's when the person does not treat the course; a text too long; saved elsewhere meanwhile.
    pub async fn save_process_note(
        &self,
        actor: &Actor,
        (course, session): (CourseId, SessionId),
        since: Since,
        text: &str,
    ) -> Result<Saved, Problem> {
        let shelf = self.shelf(actor, course).await?;
        if text.chars().count() > NOTE {
            return Err(Refusal::TooLong { field: "text", limit: NOTE }.into());
        }
        let before = if since.is_told { self.store.process_note(shelf, session).await? } else { None };
        // First what is written over, so that nothing is lost between the two.
        if let Some(theirs) =
            before.filter(|theirs| theirs.revision == since.revision && theirs.text != text.as_bytes())
        {
            self.keep_process_beside(shelf, &theirs).await?;
        }
        let saved_at = self.clock.now();
        let note =
            ProcessNote { session, revision: since.revision, saved_at, text: text.as_bytes().to_vec() };
        match self.store.put_process_note(shelf, note.clone()).await {
            Ok(revision) => Ok(Saved { revision, at: saved_at, beside: since.beside }),
            Err(ProcessNoteError::Conflict(theirs)) => {
                let (revision, theirs_at) = (theirs.revision, theirs.saved_at);
                let kept = read(theirs.text)?;
                // The same text again, because the answer to it got lost, is no other edit.
                if kept == text {
                    return Ok(Saved { revision, at: theirs_at, beside: since.beside });
                }
                self.keep_process_beside(shelf, &note).await?;
                Err(Problem::DraftElsewhere { revision, text: kept, beside: since.beside })
            }
            Err(ProcessNoteError::Trouble(trouble)) => Err(trouble.into()),
        }
    }

    /// Keeps what another window wrote beside a sheet. Two that come at once are both kept.
    async fn keep_process_beside(&self, shelf: Shelf, note: &ProcessNote) -> Result<(), Problem> {
        let mine = read(note.text.clone())?;
        loop {
            let before = self.store.process_beside(shelf, note.session).await?;
            let revision = before.as_ref().map_or(0, |before| before.revision);
            let kept = before.map(|before| read(before.text)).transpose()?;
            let all = with_newest(kept.map(|kept| texts(&kept)).unwrap_or_default(), &mine);
            let text = serde_json::to_vec(&all).expect("texts");
            let saved_at = self.clock.now();
            let beside = ProcessNote { revision, saved_at, text, ..note.clone() };
            match self.store.put_process_beside(shelf, beside).await {
                Ok(_) => return Ok(()),
                Err(ProcessNoteError::Conflict(_)) => {}
                Err(ProcessNoteError::Trouble(trouble)) => return Err(trouble.into()),
            }
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
        let text = read(note.text)?;
        let beside = self.store.process_beside(shelf, session).await?;
        let revision_beside = beside.as_ref().map_or(0, |beside| beside.revision);
        let beside = beside.map(|beside| read(beside.text)).transpose()?;
        let mut beside = beside.map(|beside| texts(&beside)).unwrap_or_default();
        beside.retain(|other| !grew_into(other, &text));
        Ok(Some(SavedDraft {
            subject: String::new(),
            course: Some(course),
            revision: note.revision,
            beside,
            revision_beside,
            saved_at: note.saved_at,
            text,
        }))
    }

    /// Lets go of what other windows wrote into one's own process note, as it was seen. What came since stays.
    ///
    /// # Errors
    /// As another's when the person does not treat the course.
    pub async fn drop_process_beside(
        &self,
        actor: &Actor,
        course: CourseId,
        session: SessionId,
        revision: u64,
    ) -> Result<(), Problem> {
        let shelf = self.shelf(actor, course).await?;
        self.store.drop_process_beside(shelf, session, revision).await?;
        Ok(())
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

fn read(text: Vec<u8>) -> Result<String, Problem> {
    Ok(String::from_utf8(text).map_err(|_| Trouble::Unreadable("process note"))?)
}
