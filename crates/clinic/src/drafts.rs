//! Unsent text, saved by itself, sealed, one per person and subject; two edits of one text never overwrite.

use crate::Clinic;
use crate::problem::{Problem, Trouble};
use store::{Draft, DraftError};
use treatment::access::{Actor, Verb, may};
use treatment::ids::{CourseId, SessionId};
use treatment::refusal::{LINE, NOTE, Refusal};
use treatment::time::Moment;

/// Longest draft: a whole form with a note in it. Characters.
const DRAFT: usize = 2 * NOTE;

/// Most texts kept beside one draft. A save beyond them succeeds, and the oldest of them goes.
const BESIDE_MOST: usize = 40;

/// A saved draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDraft {
    /// What it is a draft of.
    pub subject: String,
    /// The course, if it belongs to one.
    pub course: Option<CourseId>,
    /// Counts up with every save; 0 when only what stands beside it is left.
    pub revision: u64,
    /// When.
    pub saved_at: Moment,
    /// The text.
    pub text: String,
    /// What was written into it in other windows and does not stand in it, kept until the draft is sent; the newest first.
    pub beside: Vec<String>,
    /// The revision of what stands beside it (0 = nothing).
    pub revision_beside: u64,
}

/// What a text that is saved was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The revision that the page knows; 0 = none yet.
    pub revision: u64,
    /// The revision of what the page shows beside it; 0 = nothing.
    pub beside: u64,
    /// Whether the page shows what another window wrote, and saves over it knowingly.
    pub is_told: bool,
}

impl Since {
    /// From the revision a page was opened with.
    pub fn revision(revision: u64) -> Self {
        Self { revision, beside: 0, is_told: false }
    }
}

/// How a text was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its new revision.
    pub revision: u64,
    /// When.
    pub at: Moment,
    /// The revision of what stands beside it, as far as the page knows it.
    pub beside: u64,
}

impl Clinic {
    /// Saves a draft. Of windows that write into one draft, the words of all
    /// are kept: what is not the draft stands beside it, the newest [`BESIDE_MOST`] texts.
    pub async fn save_draft(
        &self,
        actor: &Actor,
        subject: &str,
        course: Option<CourseId>,
        since: Since,
        text: &str,
    ) -> Result<Saved, Problem> {
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
        let mut beside = since.beside;
        let before = if since.is_told { self.store.draft(&draft.owner, subject).await? } else { None };
        // First what is written over, so that nothing is lost between the two; it is not shown while it is the draft.
        if let Some(theirs) =
            before.filter(|theirs| theirs.revision == since.revision && theirs.text != draft.text)
        {
            beside = self.keep_beside(&theirs, beside).await?;
        }
        match self.store.put_draft(draft.clone(), since.revision).await {
            Ok(revision) => Ok(Saved { revision, at: saved_at, beside }),
            Err(DraftError::Conflict(theirs)) => {
                let theirs = read(theirs)?;
                // The same text again, because the answer to it got lost, is no other edit.
                if theirs.text == text {
                    return Ok(Saved { revision: theirs.revision, at: theirs.saved_at, beside });
                }
                let beside = self.keep_beside(&draft, beside).await?;
                Err(Problem::DraftElsewhere { revision: theirs.revision, text: theirs.text, beside })
            }
            Err(DraftError::Trouble(trouble)) => Err(trouble.into()),
        }
    }

    /// One's own draft of a subject; also when only what stands beside it is left.
    pub async fn draft(&self, actor: &Actor, subject: &str) -> Result<Option<SavedDraft>, Problem> {
        let (draft, beside) = self.store.draft_and_beside(&actor.who.to_string(), subject).await?;
        let draft = draft.map(read).transpose()?;
        let Some(beside) = beside.map(read).transpose()? else { return Ok(draft) };
        let mut draft = draft.unwrap_or_else(|| SavedDraft {
            subject: subject.to_owned(),
            revision: 0,
            text: String::new(),
            ..beside.clone()
        });
        draft.revision_beside = beside.revision;
        draft.beside = texts(&beside.text);
        draft.beside.retain(|text| !grew_into(text, &draft.text));
        Ok(Some(draft))
    }

    /// Keeps what another window wrote beside a draft. Two that come at once are both kept. Answers the revision of what
    /// stands there then, if the page knew what stood there before; otherwise the one that it knows.
    async fn keep_beside(&self, draft: &Draft, known: u64) -> Result<u64, Problem> {
        let subject = store::beside(&draft.subject);
        let mine = read(draft.clone())?.text;
        loop {
            let before = self.store.draft(&draft.owner, &subject).await?;
            let revision = before.as_ref().map_or(0, |before| before.revision);
            let kept = before.map(read).transpose()?.map(|before| texts(&before.text)).unwrap_or_default();
            let all = with_newest(kept, &mine);
            let text = serde_json::to_vec(&all).expect("texts");
            let saved_at = self.clock.now();
            let beside = Draft { subject: subject.clone(), revision, saved_at, text, ..draft.clone() };
            match self.store.put_draft(beside, revision).await {
                Ok(new) => return Ok(if revision == known { new } else { known }),
                Err(DraftError::Conflict(_)) => {}
                Err(DraftError::Trouble(trouble)) => return Err(trouble.into()),
            }
        }
    }

    /// Drops one's own draft.
    pub async fn drop_draft(&self, actor: &Actor, subject: &str) -> Result<(), Problem> {
        Ok(self.store.drop_draft(&actor.who.to_string(), subject).await?)
    }

    /// Drops one's own draft and what stands beside it as they were seen, by the revisions of both; whether it was. What
    /// a window saved since stays.
    pub async fn drop_draft_seen(
        &self,
        actor: &Actor,
        subject: &str,
        seen: (u64, u64),
    ) -> Result<bool, Problem> {
        Ok(self.store.drop_draft_seen(&actor.who.to_string(), subject, seen).await?)
    }
}

/// What the note of a session is a draft of.
pub fn note_subject(course: CourseId, session: SessionId) -> String {
    format!("note/{course}/{}", session.0)
}

/// Whether the draft of a note says anything: its text, or the text of its form.
pub(crate) fn is_begun(draft: &[u8]) -> bool {
    let draft = String::from_utf8_lossy(draft);
    match serde_json::from_str::<Vec<(String, String)>>(&draft) {
        Ok(form) => form.iter().any(|(name, text)| name == "text" && !text.trim().is_empty()),
        Err(_) => !draft.trim().is_empty(),
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

/// Whether everything of an earlier text stands in a later one. Of a whole form its `text` stands in the later one, and
/// every other field is the same: what is short stands in much that says something else.
pub(crate) fn grew_into(earlier: &str, later: &str) -> bool {
    let pairs = |text: &str| serde_json::from_str::<Vec<(String, String)>>(text).ok();
    match (pairs(earlier), pairs(later)) {
        (Some(earlier), Some(later)) => {
            let stands = |(name, text): &(String, String)| {
                text.trim().is_empty()
                    || later.iter().filter(|(other, _)| other == name).any(|(_, whole)| match name.as_str() {
                        "text" => whole.contains(text.trim()),
                        _ => whole.trim() == text.trim(),
                    })
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
        revision_beside: 0,
        revision: draft.revision,
        saved_at: draft.saved_at,
        text: String::from_utf8(draft.text).map_err(|_| Trouble::Unreadable("draft"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_short_has_not_grown_into_another_that_holds_it() {
        let form = |text: &str, mood: &str| {
            serde_json::to_string(&[("form", "sign"), ("text", text), ("mood", mood)]).expect("texts")
        };
        assert!(grew_into(&form("She rang", "1"), &form("She rang him", "1")));
        assert!(grew_into(&form("She rang", ""), &form("She rang him", "1")), "nothing was said of it");
        assert!(!grew_into(&form("She rang", "1"), &form("She rang him", "10")));
        assert!(!grew_into(&form("She rang", "1"), &form("She wept", "1")));
    }

    #[test]
    fn of_more_texts_than_are_kept_the_oldest_goes() {
        let all =
            (0..=BESIDE_MOST).fold(Vec::new(), |texts, number| with_newest(texts, &format!("<{number}>")));
        assert_eq!(all.len(), BESIDE_MOST);
        assert_eq!((all[0].as_str(), all[BESIDE_MOST - 1].as_str()), ("<40>", "<1>"));
    }
}
