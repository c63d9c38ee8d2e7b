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

/// Most texts kept beside one draft; beyond them the oldest goes.
const BESIDE_MOST: usize = 12;

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
    /// What was written into it in other windows and does not stand in it, kept until the draft is sent; the newest first.
    pub beside: Vec<String>,
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
    /// Saves a draft. Answers the new revision and when. Of windows that write into one draft, the words of all
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
            self.keep_beside(&theirs).await?;
        }
        match self.store.put_draft(draft.clone(), since.revision).await {
            Ok(revision) => Ok((revision, saved_at)),
            Err(DraftError::Conflict(theirs)) => {
                let theirs = read(theirs)?;
                // The same text again, because the answer to it got lost, is no other edit.
                if theirs.text == text {
                    return Ok((theirs.revision, theirs.saved_at));
                }
                self.keep_beside(&draft).await?;
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
        draft.beside = beside.map(|beside| texts(&beside.text)).unwrap_or_default();
        draft.beside.retain(|text| !grew_into(text, &draft.text));
        Ok(Some(draft))
    }

    /// Keeps what another window wrote beside a draft. Two that come at once are both kept.
    async fn keep_beside(&self, draft: &Draft) -> Result<(), Problem> {
        let subject = store::beside(&draft.subject);
        let mine = read(draft.clone())?.text;
        loop {
            let before = self.store.draft(&draft.owner, &subject).await?;
            let revision = before.as_ref().map_or(0, |before| before.revision);
            let kept = before.map(read).transpose()?.map(|before| texts(&before.text)).unwrap_or_default();
            let all = with_newest(kept, &mine);
            let text = serde_json::to_vec(&all).expect("texts");
            let beside = Draft { subject: subject.clone(), revision, text, ..draft.clone() };
            match self.store.put_draft(beside, revision).await {
                Ok(_) => return Ok(()),
                Err(DraftError::Conflict(_)) => {}
                Err(DraftError::Trouble(trouble)) => return Err(trouble.into()),
            }
        }
    }

    /// Drops one's own draft.
    pub async fn drop_draft(&self, actor: &Actor, subject: &str) -> Result<(), Problem> {
        Ok(self.store.drop_draft(&actor.who.to_string(), subject).await?)
    }

    /// Drops one's own draft as it was seen; whether it was. One that a window saved since stays.
    pub async fn drop_draft_seen(
        &self,
        actor: &Actor,
        subject: &str,
        revision: u64,
    ) -> Result<bool, Problem> {
        Ok(self.store.drop_draft_seen(&actor.who.to_string(), subject, revision).await?)
    }
}

/// The texts that stand beside a draft. Before there could be several, one stood there as it was.
pub(crate) fn texts(beside: &str) -> Vec<String> {
    serde_json::from_str(beside).unwrap_or_else(|_| vec![beside.to_owned()])
}

/// The texts with one more, the newest first; what it grew from is not kept twice.
pub(crate) fn with_newest(mut texts: Vec<String>, newest: &str) -> Vec<String> {
    texts.retain(|text| !grew_into(text, newest));
    texts.insert(0, newest.to_owned());
    texts.truncate(BESIDE_MOST);
    texts
}

/// Whether everything of an earlier text stands in a later one: of a whole form, field by field.
pub(crate) fn grew_into(earlier: &str, later: &str) -> bool {
    let pairs = |text: &str| serde_json::from_str::<Vec<(String, String)>>(text).ok();
    match (pairs(earlier), pairs(later)) {
        (Some(earlier), Some(later)) => {
            let stands = |(name, text): &(String, String)| {
                text.trim().is_empty()
                    || later.iter().any(|(other, whole)| other == name && whole.contains(text.trim()))
            };
            earlier.iter().all(stands)
        }
        _ => later.contains(earlier),
    }
}

fn read(draft: Draft) -> Result<SavedDraft, Problem> {
    Ok(SavedDraft {
        subject: draft.subject,
        course: draft.course,
        beside: Vec::new(),
        revision: draft.revision,
        saved_at: draft.saved_at,
        text: String::from_utf8(draft.text).map_err(|_| Trouble::Unreadable("draft"))?,
    })
}
