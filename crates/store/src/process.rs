//! A therapist's process notes: one sheet per author and session, apart from the record, each author's of a course under a
//! key of their own. Whoever destroys that key has erased them.

use crate::db::exactly_one;
use crate::db::statement;
use crate::drafts::revision_after;
use crate::seal::{open, place, seal};
use crate::{Purpose, Store, Trouble};
use treatment::ids::{CourseId, SessionId, StaffId};
use treatment::time::Moment;

/// Whose notes, of which course. Nothing else opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Who writes and reads them.
    pub author: StaffId,
    /// Of which course.
    pub course: CourseId,
}

/// A process note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessNote {
    /// Of which session.
    pub session: SessionId,
    /// Counts up with every save.
    pub revision: u64,
    /// When it was saved.
    pub saved_at: Moment,
    /// The text; sealed at rest.
    pub text: Vec<u8>,
}

/// Why a process note was not saved.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessNoteError {
    /// It was saved elsewhere meanwhile; this is what is there.
    #[error("saved elsewhere meanwhile")]
    Conflict(ProcessNote),
    /// Something else.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Store {
    /// Saves a sheet whose revision was `note.revision` (0 = none yet). Answers its new revision, as of a draft.
    pub async fn put_process_note(&self, shelf: Shelf, note: ProcessNote) -> Result<u64, ProcessNoteError> {
        self.put_leaf(shelf, Leaf::Sheet(note.session), note).await
    }

    /// Saves what other windows wrote into a sheet, beside it, as [`Self::put_process_note`] does.
    pub async fn put_process_beside(&self, shelf: Shelf, note: ProcessNote) -> Result<u64, ProcessNoteError> {
        self.put_leaf(shelf, Leaf::Beside(note.session), note).await
    }

    /// A sheet.
    pub async fn process_note(
        &self,
        shelf: Shelf,
        session: SessionId,
    ) -> Result<Option<ProcessNote>, Trouble> {
        self.leaf(shelf, Leaf::Sheet(session)).await
    }

    /// What other windows wrote into a sheet.
    pub async fn process_beside(
        &self,
        shelf: Shelf,
        session: SessionId,
    ) -> Result<Option<ProcessNote>, Trouble> {
        self.leaf(shelf, Leaf::Beside(session)).await
    }

    /// Takes away what stands beside a sheet, as it was seen; whether it was. What was added since stays.
    pub async fn drop_process_beside(
        &self,
        shelf: Shelf,
        session: SessionId,
        revision: u64,
    ) -> Result<bool, Trouble> {
        let gone = exactly_one(
            "DELETE FROM process_note WHERE author = $1 AND course = $2 AND session = $3 AND revision = $4",
            vec![
                shelf.author.0.to_vec().into(),
                shelf.course.0.to_vec().into(),
                Leaf::Beside(session).row().into(),
                (revision as i64).into(),
            ],
        );
        match self.0.data.write(vec![gone]).await {
            Ok(_) => Ok(true),
            Err(Trouble::Conflict) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn put_leaf(&self, shelf: Shelf, leaf: Leaf, note: ProcessNote) -> Result<u64, ProcessNoteError> {
        let key = self.0.keys.key_or_new(&self.key_of(shelf), Purpose::ProcessNotes).await?;
        let sealed = seal(&key, Purpose::ProcessNotes, 0, &here(shelf, leaf), &note.text);
        let revision = revision_after(note.revision, note.saved_at);
        let (author, course) = (shelf.author.0.to_vec(), shelf.course.0.to_vec());
        let session = leaf.row();
        let saved = if note.revision == 0 {
            exactly_one(
                "INSERT INTO process_note (author, course, session, revision, saved_at, sealed)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                vec![
                    author.into(),
                    course.into(),
                    session.into(),
                    revision.into(),
                    note.saved_at.0.into(),
                    sealed.into(),
                ],
            )
        } else {
            exactly_one(
                "UPDATE process_note SET revision = $4, saved_at = $5, sealed = $6
                 WHERE author = $1 AND course = $2 AND session = $3 AND revision = $7",
                vec![
                    author.into(),
                    course.into(),
                    session.into(),
                    revision.into(),
                    note.saved_at.0.into(),
                    sealed.into(),
                    (note.revision as i64).into(),
                ],
            )
        };
        match self.0.data.write(vec![saved]).await {
            Ok(_) => Ok(revision as u64),
            Err(Trouble::Conflict) => match self.leaf(shelf, leaf).await? {
                Some(theirs) => Err(ProcessNoteError::Conflict(theirs)),
                // It was destroyed meanwhile: what is typed now begins a new one.
                None => Box::pin(self.put_leaf(shelf, leaf, ProcessNote { revision: 0, ..note })).await,
            },
            Err(other) => Err(other.into()),
        }
    }

    async fn leaf(&self, shelf: Shelf, leaf: Leaf) -> Result<Option<ProcessNote>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT revision, saved_at, sealed FROM process_note
                 WHERE author = $1 AND course = $2 AND session = $3",
                vec![shelf.author.0.to_vec().into(), shelf.course.0.to_vec().into(), leaf.row().into()],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let key = match self.0.keys.key(&self.key_of(shelf), Purpose::ProcessNotes).await {
            Err(Trouble::Erased) => return Ok(None),
            other => other?,
        };
        let text = open(&key, &here(shelf, leaf), row.bytes(2))?;
        let session = leaf.session();
        Ok(Some(ProcessNote { session, revision: row.int(0) as u64, saved_at: Moment(row.int(1)), text }))
    }

    /// Destroys the key of somebody's process notes of a course, and the notes with it. They cannot come back, not from a
    /// copy of the data either.
    pub async fn destroy_process_notes(&self, shelf: Shelf) -> Result<(), Trouble> {
        let gone = statement(
            "DELETE FROM process_note WHERE author = $1 AND course = $2",
            vec![shelf.author.0.to_vec().into(), shelf.course.0.to_vec().into()],
        );
        // The rows first: a row under a key that is gone would be in the way of what is written next.
        self.0.data.write(vec![gone]).await?;
        self.0.keys.destroy(&self.key_of(shelf), Purpose::ProcessNotes).await
    }

    /// The subject of the key: neither the author's nor the course's own name, so that it opens nothing else.
    fn key_of(&self, shelf: Shelf) -> [u8; 16] {
        let both = place(&[&shelf.author.0, &shelf.course.0]);
        let hash = self.0.keys.hash("process notes", &both);
        hash[..16].try_into().expect("sixteen of thirty-two")
    }
}

/// One row of a shelf: the sheet of a session, or what other windows wrote into it.
#[derive(Clone, Copy)]
enum Leaf {
    Sheet(SessionId),
    Beside(SessionId),
}

impl Leaf {
    fn session(self) -> SessionId {
        match self {
            Self::Sheet(session) | Self::Beside(session) => session,
        }
    }

    /// The number of its row: what stands beside a sheet counts down from -1.
    fn row(self) -> i64 {
        match self {
            Self::Sheet(session) => i64::from(session.0),
            Self::Beside(session) => -1 - i64::from(session.0),
        }
    }
}

fn here(shelf: Shelf, leaf: Leaf) -> Vec<u8> {
    let what: &[u8] = match leaf {
        Leaf::Sheet(_) => b"process note",
        Leaf::Beside(_) => b"process note beside",
    };
    place(&[what, &shelf.author.0, &shelf.course.0, &leaf.session().0.to_le_bytes()])
}
