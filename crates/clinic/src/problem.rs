//! Why something was not done.

pub use store::Trouble as StoreTrouble;

use treatment::course::Recorded;
use treatment::fact::Fact;
use treatment::refusal::Refusal;

/// Why a command or a read was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The domain says no, in words.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What you may not see does not exist.
    #[error("not yours")]
    NotYours,
    /// Somebody wrote the same thing meanwhile; theirs is here, so that both can be shown.
    #[error("written meanwhile by another")]
    Meanwhile(Box<Recorded<Fact>>),
    /// A draft was saved elsewhere meanwhile.
    #[error("the draft was changed elsewhere")]
    DraftElsewhere {
        /// Its revision.
        revision: u64,
        /// Its text.
        text: String,
        /// The revision of what stands beside it, as far as the page knows it.
        beside: u64,
    },
    /// Something broke; the cause is for the log, not for the page.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Something that broke. Never holds a name, an answer or a note.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The store.
    #[error(transparent)]
    Store(store::Trouble),
    /// A fact in the record that this version cannot read.
    #[error("a fact at version {version} of a course cannot be read by this version of the program")]
    UnknownFact {
        /// Its place.
        version: u32,
    },
    /// A row or sheet that this version cannot read.
    #[error("a stored {0} cannot be read by this version of the program")]
    Unreadable(&'static str),
    /// Others kept changing the same course.
    #[error("others kept changing the same course")]
    Contended,
    /// Too many passphrases are being checked at once.
    #[error("too many sign-ins at once")]
    Busy,
}

impl From<store::Trouble> for Problem {
    fn from(trouble: store::Trouble) -> Self {
        Self::Trouble(Trouble::Store(trouble))
    }
}

impl From<store::Trouble> for Trouble {
    fn from(trouble: store::Trouble) -> Self {
        Self::Store(trouble)
    }
}
