//! Unsent text, saved by itself, sealed, one per person and subject; two edits of one text never overwrite.

use crate::Clinic;
use crate::problem::{Problem, Trouble};
use store::{Draft, DraftError};
use treatment::access::{Actor, Verb, may};
use treatment::ids::CourseId;
use treatment::refusal::{LINE, NOTE, Refusal};
use treatment::time::Moment;

/// Longest draft: a whole form with a note in it. Characters.
const DRAFT: usize = 2 * NOTE;

/// A saved draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDraft {
    /// What it is a draft of.
    pub subject: String,
    /// The course, if it belongs to one.
    pub course: Option<CourseId>,
    /// Counts up with every save.
    pub revision: u64,
    /// When.
    pub saved_at: Moment,
    /// The text.
    pub text: String,
    /// What was written into it in another window and does not stand in it, kept until the draft is sent.
    pub beside: Option<String>,
}

/// What a text that is saved was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The revision that the page knows; 0 = none yet.
    pub revision: u64,
    /// Whether the page shows what another window wrote, and saves over it knowingly.
    pub is_told: bool,
}

impl Since {
    /// From the revision a page was opened with.
    pub fn revision(revision: u64) -> Self {
        Self { revision, is_told: false }
    }
}

impl Clinic {
    /// Saves a draft. Answers the new revision and when. Of two windows that write into one draft, the words of both
    /// are kept: what is not the draft stands beside it.
    pub async fn save_draft(
        &self,
        actor: &Actor,
        subject: &str,
        course: Option<CourseId>,
        since: Since,
        text: &str,
    ) -> Result<(u64, Moment), Problem> {
        if subject.is_empty() || subject.chars().count() > LINE {
            return Err(Refusal::TooLong { field: "subject", limit: LINE }.into());
        }
        // A whole form holds its texts as a list of pairs.
        let most = if text.starts_with("[[") { DRAFT } else { NOTE };
        if text.chars().count() > most {
            return Err(Refusal::TooLong { field: "text", limit: NOTE }.into());
        }
        if let Some(course) = course {
            let verb = if actor.is_client() { Verb::ReviewEnding } else { Verb::Treat };
            let kept = self.courses.of(course);
            let held = self.newest(course, &kept).await?.ok_or(Problem::NotYours)?;
            if !may(actor, verb, held.course.head().as_ref()) {
                return Err(Problem::NotYours);
            }
        }
        let saved_at = self.clock.now();
        let draft = Draft {
            owner: actor.who.to_string(),
            subject: subject.to_owned(),
            course,
            revision: since.revision,
            saved_at,
            text: text.as_bytes().to_vec(),
        };
        let before = if since.is_told { self.store.draft(&draft.owner, subject).await? } else { None };
        // First what is written over, so that nothing is lost between the two; it is not shown while it is the draft.
        if let Some(theirs) =
            before.filter(|theirs| theirs.revision == since.revision && theirs.text != draft.text)
        {
            self.store.put_beside(&theirs).await?;
        }
        match self.store.put_draft(draft.clone(), since.revision).await {
            Ok(revision) => Ok((revision, saved_at)),
            Err(DraftError::Conflict(theirs)) => {
                let theirs = read(theirs)?;
                // The same text again, because the answer to it got lost, is no other edit.
                if theirs.text == text {
                    return Ok((theirs.revision, theirs.saved_at));
                }
                self.store.put_beside(&draft).await?;
                Err(Problem::DraftElsewhere { revision: theirs.revision, text: theirs.text })
            }
            Err(DraftError::Trouble(trouble)) => Err(trouble.into()),
        }
    }

    /// One's own draft of a subject.
    pub async fn draft(&self, actor: &Actor, subject: &str) -> Result<Option<SavedDraft>, Problem> {
        let owner = actor.who.to_string();
        let Some(mut draft) = self.store.draft(&owner, subject).await?.map(read).transpose()? else {
            return Ok(None);
        };
        let beside = self.store.draft(&owner, &store::beside(subject)).await?.map(read).transpose()?;
        draft.beside = beside.map(|beside| beside.text).filter(|text| *text != draft.text);
        Ok(Some(draft))
    }

    /// Drops one's own draft.
    pub async fn drop_draft(&self, actor: &Actor, subject: &str) -> Result<(), Problem> {
        Ok(self.store.drop_draft(&actor.who.to_string(), subject).await?)
    }
}

fn read(draft: Draft) -> Result<SavedDraft, Problem> {
    Ok(SavedDraft {
        subject: draft.subject,
        course: draft.course,
        beside: None,
        revision: draft.revision,
        saved_at: draft.saved_at,
        text: String::from_utf8(draft.text).map_err(|_| Trouble::Unreadable("draft"))?,
    })
}
