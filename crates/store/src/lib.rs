//! SQL, sealing, keys: the only crate with a database driver. It does not know what a fact means.
//!
//! | what | file |
//! |---|---|
//! | the seam between SQLite and PostgreSQL | `db` |
//! | opening a place | [`place`] |
//! | the key hierarchy | `keys` |
//! | the ciphertext format | `seal` |
//! | the sealed, chained record and its list row | [`record`] |
//! | people and places | [`people`] |
//! | people of a map, and erasing one | [`person`] |
//! | accounts, sessions, invitations | [`signin`] |
//! | unsent text | [`drafts`] |
//! | requests that wait | [`waiting`] |
//! | forms handed to clients | [`handouts`] |
//! | notices to send | [`outbox`] |
//! | who did what | [`audit`] |
//! | walking every chain | [`verify`] |
//!
//! Everything a person typed, answered or scored passes `seal` on its way in. In clear are random names, times,
//! versions, roles, and states (`security.md` §6.4).

pub mod audit;
mod db;
pub mod drafts;
pub mod handouts;
mod keys;
pub mod outbox;
pub mod people;
pub mod person;
pub mod place;
pub mod process;
pub mod record;
mod seal;
pub mod signin;
pub mod verify;
pub mod waiting;

pub use audit::AuditLine;
pub use drafts::{Draft, DraftError, beside};
pub use handouts::{Handout, HandoutsOf, Step, Went};
pub use outbox::{NewNotice, OutboxRow};
pub use people::{ClientRow, ServiceRow, StaffRow, Standing};
pub use place::{Danger, Kind, OpenError, Place, Slot, Unlock};
pub use process::{ProcessNote, ProcessNoteError, Shelf};
pub use record::{Also, Append, AppendError, CourseRow, Head, Loaded, NewFact, RowsOf, StoredFact};
pub use signin::{Account, Invite, SignIn};
pub use verify::{Fault, FaultKind, Verified};
pub use waiting::Referral;

use crate::db::Db;
use crate::keys::Keys;
use std::sync::Arc;

/// An open place of data. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    kind: Kind,
    data: Db,
    keys: Keys,
    dangers: Vec<Danger>,
    /// Held as long as the store is open, so that no second process opens the same directory.
    _lock: Option<std::fs::File>,
}

/// What a key is for. One key cannot open what another was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Purpose {
    /// A course's facts.
    Course = 1,
    /// The people named in a course, who never consented.
    People = 2,
    /// A therapist's process notes.
    ProcessNotes = 3,
    /// Who a client is.
    Identity = 4,
    /// The rows of lists.
    List = 5,
    /// Everything of the service itself.
    Config = 6,
    /// One person named in a course.
    Person = 7,
}

impl Purpose {
    fn from_number(number: u8) -> Option<Self> {
        use Purpose::{Config, Course, Identity, List, People, Person, ProcessNotes};
        let all = [Course, People, ProcessNotes, Identity, List, Config, Person];
        all.into_iter().find(|purpose| *purpose as u8 == number)
    }
}

/// Why the store did not do something. Never holds anything a person typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Somebody else was first.
    #[error("somebody else was first")]
    Conflict,
    /// The login belongs to somebody else.
    #[error("the login is taken")]
    Taken,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The database is busy.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unreachable,
    /// The line broke while a change was being kept: whether it was kept is not known.
    #[error("whether the change was kept is not known")]
    Unknown,
    /// A sealed thing does not open: changed, moved, or sealed with another key.
    #[error("something sealed does not open: it was changed, moved, or sealed with another key")]
    Sealed,
    /// The key of a thing was destroyed.
    #[error("its key was destroyed")]
    Erased,
    /// The chain of a course does not hold.
    #[error("the chain of a course breaks at version {version}")]
    Chain {
        /// Where.
        version: u32,
    },
    /// The database file is damaged.
    #[error("the database file is damaged")]
    Damaged,
    /// Anything else the database said, without values.
    #[error("the database said: {0}")]
    Database(String),
}

impl Store {
    /// Which database.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Whether this process is the only one that writes, so that what it keeps in memory is true.
    pub fn is_sole_writer(&self) -> bool {
        self.0.kind == Kind::Sqlite
    }

    /// What an operator should know about how this place is set up.
    pub fn dangers(&self) -> &[Danger] {
        &self.0.dangers
    }

    /// Whether both databases answer.
    pub async fn ready(&self) -> Result<(), Trouble> {
        self.0.data.query("SELECT COUNT(*) FROM service", Vec::new()).await?;
        self.0.keys.ready().await
    }

    /// A keyed hash under a key of this place; `purpose` keeps uses apart.
    pub fn keyed_hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.0.keys.hash(purpose, bytes)
    }
}
