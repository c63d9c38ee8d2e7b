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
}

impl Clinic {
    /// Saves a draft made from `revision` (0 = none yet). Answers the new revision and when.
    pub async fn save_draft(
        &self,
        actor: &Actor,
        subject: &str,
        course: Option<CourseId>,
        revision: u64,
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
            revision,
            saved_at,
            text: text.as_bytes().to_vec(),
        };
        match self.store.put_draft(draft, revision).await {
            Ok(revision) => Ok((revision, saved_at)),
            Err(DraftError::Conflict(theirs)) => {
                let theirs = read(theirs)?;
                // The same text again, because the answer to it got lost, is no other edit.
                if theirs.text == text {
                    return Ok((theirs.revision, theirs.saved_at));
                }
                Err(Problem::DraftElsewhere { revision: theirs.revision, text: theirs.text })
            }
            Err(DraftError::Trouble(trouble)) => Err(trouble.into()),
        }
    }

    /// One's own draft of a subject.
    pub async fn draft(&self, actor: &Actor, subject: &str) -> Result<Option<SavedDraft>, Problem> {
        self.store.draft(&actor.who.to_string(), subject).await?.map(read).transpose()
    }

    /// All of one's own drafts, newest first.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<SavedDraft>, Problem> {
        let mut drafts = self
            .store
            .drafts(&actor.who.to_string())
            .await?
            .into_iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
        Ok(drafts)
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
        revision: draft.revision,
        saved_at: draft.saved_at,
        text: String::from_utf8(draft.text).map_err(|_| Trouble::Unreadable("draft"))?,
    })
}
