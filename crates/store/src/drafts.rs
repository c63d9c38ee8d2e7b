//! Unsent text: sealed, one per owner and subject, with a revision that keeps two edits from overwriting.

use crate::db::{Row, Statement, Value, exactly_one, statement};
use crate::seal::{open, place, seal};
use crate::{Purpose, Store, Trouble, people::HOUSE};
use treatment::ids::CourseId;
use treatment::time::Moment;

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub owner: String,
    /// Of what.
    pub subject: String,
    /// The course it belongs to; its key seals the text.
    pub course: Option<CourseId>,
    /// Counts up with every save.
    pub revision: u64,
    /// When.
    pub saved_at: Moment,
    /// The text; sealed at rest.
    pub text: Vec<u8>,
}

/// Why a draft was not saved.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It was saved elsewhere meanwhile; this is what is there.
    #[error("saved elsewhere meanwhile")]
    Conflict(Draft),
    /// Something else.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Store {
    /// Saves a draft made from revision `expected` (0 = none yet). Answers its new revision: the first is the time of the
    /// save in milliseconds, so that no revision of a draft that was dropped comes back in the next of its subject.
    pub async fn put_draft(&self, draft: Draft, expected: u64) -> Result<u64, DraftError> {
        let (subject, purpose) = key_of(draft.course);
        let key = self.0.keys.key_or_new(&subject, purpose).await?;
        let sealed = seal(&key, purpose, 0, &draft_place(&draft.owner, &draft.subject), &draft.text);
        let revision = revision_after(expected, draft.saved_at);
        let course = draft.course.map(|course| course.0.to_vec());
        let (owner, of) = (draft.owner.as_str(), draft.subject.as_str());
        let saved = if expected == 0 {
            exactly_one(
                "INSERT INTO draft (owner, subject, course, revision, saved_at, sealed)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                vec![
                    owner.into(),
                    of.into(),
                    course.into(),
                    revision.into(),
                    draft.saved_at.0.into(),
                    sealed.into(),
                ],
            )
        } else {
            exactly_one(
                "UPDATE draft SET course = $3, revision = $4, saved_at = $5, sealed = $6
                 WHERE owner = $1 AND subject = $2 AND revision = $7",
                vec![
                    owner.into(),
                    of.into(),
                    course.into(),
                    revision.into(),
                    draft.saved_at.0.into(),
                    sealed.into(),
                    (expected as i64).into(),
                ],
            )
        };
        match self.0.data.write(vec![saved]).await {
            Ok(_) => Ok(revision as u64),
            Err(Trouble::Conflict) => match self.draft(owner, of).await? {
                Some(theirs) => Err(DraftError::Conflict(theirs)),
                // It was sent or dropped meanwhile: what is typed now begins a new one.
                None => Box::pin(self.put_draft(draft, 0)).await,
            },
            Err(other) => Err(other.into()),
        }
    }

    /// A draft, and what other windows wrote beside it, as both stand at one moment.
    pub async fn draft_and_beside(
        &self,
        owner: &str,
        subject: &str,
    ) -> Result<(Option<Draft>, Option<Draft>), Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT owner, subject, course, revision, saved_at, sealed FROM draft
                 WHERE owner = $1 AND subject IN ($2, $3)",
                vec![owner.into(), subject.into(), beside(subject).into()],
            )
            .await?;
        let mut both = (None, None);
        for row in &rows {
            let found = self.open_draft(row).await?;
            let place = if found.subject == subject { &mut both.0 } else { &mut both.1 };
            *place = Some(found);
        }
        Ok(both)
    }

    /// A draft.
    pub async fn draft(&self, owner: &str, subject: &str) -> Result<Option<Draft>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT owner, subject, course, revision, saved_at, sealed FROM draft
                 WHERE owner = $1 AND subject = $2",
                vec![owner.into(), subject.into()],
            )
            .await?;
        match rows.first() {
            Some(row) => self.open_draft(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// All drafts of somebody.
    pub async fn drafts(&self, owner: &str) -> Result<Vec<Draft>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT owner, subject, course, revision, saved_at, sealed FROM draft
                 WHERE owner = $1 ORDER BY saved_at",
                vec![owner.into()],
            )
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            match self.open_draft(row).await {
                Err(Trouble::Erased) => {}
                other => found.push(other?),
            }
        }
        Ok(found)
    }

    /// When check-ins were begun on the portal and not sent: course, subject and when, without any answer.
    pub async fn check_ins_begun(&self) -> Result<Vec<(CourseId, String, Moment)>, Trouble> {
        let sql =
            "SELECT course, subject, saved_at FROM draft WHERE subject LIKE 'check-in/%' ORDER BY saved_at";
        let rows = self.0.data.query(sql, Vec::new()).await?;
        let begun = rows
            .iter()
            .filter_map(|row| Some((CourseId(row.some_exactly(0)?), row.text(1), Moment(row.int(2)))));
        Ok(begun.collect())
    }

    /// Subjects of the forms that were begun and not sent, on the portal or from paper, without any answer.
    pub async fn forms_begun(&self) -> Result<Vec<String>, Trouble> {
        let sql = "SELECT subject FROM draft WHERE subject LIKE 'check-in/%' OR subject LIKE 'paper/%'";
        Ok(self.0.data.query(sql, Vec::new()).await?.iter().map(|row| row.text(0)).collect())
    }

    /// Drops a draft, and what other windows wrote beside it.
    pub async fn drop_draft(&self, owner: &str, subject: &str) -> Result<(), Trouble> {
        self.0.data.write(needless(owner, subject).into()).await?;
        Ok(())
    }

    /// Drops a draft as it was seen, and what stands beside it, by the revisions of both (0 = not there); whether it was.
    /// When either was saved since, both stay.
    pub async fn drop_draft_seen(
        &self,
        owner: &str,
        subject: &str,
        (revision, revision_beside): (u64, u64),
    ) -> Result<bool, Trouble> {
        let seen_beside = (revision_beside as i64).into();
        let written = if revision == 0 {
            vec![exactly_one(
                "DELETE FROM draft WHERE owner = $1 AND subject = $2 AND revision = $3",
                vec![owner.into(), beside(subject).into(), seen_beside],
            )]
        } else {
            let seen = exactly_one(
                "DELETE FROM draft WHERE owner = $1 AND subject = $2 AND revision = $3 AND $5 = COALESCE(
                 (SELECT other.revision FROM draft other WHERE other.owner = $1 AND other.subject = $4), 0)",
                vec![
                    owner.into(),
                    subject.into(),
                    (revision as i64).into(),
                    beside(subject).into(),
                    seen_beside,
                ],
            );
            vec![seen, needless_beside(owner, subject, revision_beside)]
        };
        match self.0.data.write(written).await {
            Ok(_) => Ok(true),
            Err(Trouble::Conflict) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn open_draft(&self, row: &Row) -> Result<Draft, Trouble> {
        let (owner, subject) = (row.text(0), row.text(1));
        let course = row.some_exactly(2).map(CourseId);
        let (of, purpose) = key_of(course);
        let key = self.0.keys.key(&of, purpose).await?;
        let text = open(&key, &draft_place(&owner, &subject), row.bytes(5))?;
        let (revision, saved_at) = (row.int(3) as u64, Moment(row.int(4)));
        Ok(Draft { owner, subject, course, revision, saved_at, text })
    }
}

/// Under which subject the words of other windows stand that wrote into the same draft.
pub fn beside(subject: &str) -> String {
    format!("beside/{subject}")
}

/// Takes a draft away, and what other windows wrote beside it.
pub(crate) fn needless(owner: &str, subject: &str) -> [Statement; 2] {
    let away = |subject: Value| {
        statement("DELETE FROM draft WHERE owner = $1 AND subject = $2", vec![owner.into(), subject])
    };
    [away(beside(subject).into()), away(subject.into())]
}

/// Takes a draft away as it was seen, and what other windows wrote beside it as that was seen, by the revisions of both
/// (0 = not there). One that was saved since stays, with what stands beside it; what came beside it since stays alone.
/// Only the very revision goes: after a clock was set back a newer draft may have a smaller one.
pub(crate) fn needless_as_seen(
    owner: &str,
    subject: &str,
    (revision, revision_beside): (u64, u64),
) -> [Statement; 2] {
    let first = statement(
        "DELETE FROM draft WHERE owner = $1 AND subject = $2 AND revision = $3",
        vec![owner.into(), subject.into(), (revision as i64).into()],
    );
    // Where one is there still, it was saved since.
    let then = statement(
        "DELETE FROM draft WHERE owner = $1 AND subject = $2 AND revision = $3
         AND NOT EXISTS (SELECT 1 FROM draft other WHERE other.owner = $1 AND other.subject = $4)",
        vec![owner.into(), beside(subject).into(), (revision_beside as i64).into(), subject.into()],
    );
    [first, then]
}

fn needless_beside(owner: &str, subject: &str, revision: u64) -> Statement {
    statement(
        "DELETE FROM draft WHERE owner = $1 AND subject = $2 AND revision <= $3",
        vec![owner.into(), beside(subject).into(), (revision as i64).into()],
    )
}

/// The revision of a row saved after `before` (0 = none yet). The first is the moment of the save: greater than any of a
/// row that was there before, and a number that scripts hold.
pub(crate) fn revision_after(before: u64, saved_at: Moment) -> i64 {
    if before == 0 { saved_at.0.max(1) } else { (before as i64).saturating_add(1) }
}

fn key_of(course: Option<CourseId>) -> ([u8; 16], Purpose) {
    course.map_or((HOUSE, Purpose::Config), |course| (course.0, Purpose::Course))
}

fn draft_place(owner: &str, subject: &str) -> Vec<u8> {
    place(&[b"draft", owner.as_bytes(), subject.as_bytes()])
}
