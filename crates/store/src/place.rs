//! Opening a place of data: where it is, how its keys open, and why it may not.

use crate::db::{Db, Sqlite, connect_postgres};
use crate::keys::Keys;
use crate::{Inside, Store, Trouble};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const DATA: [&str; 4] = [
    include_str!("migrations/data-001.sql"),
    include_str!("migrations/data-002.sql"),
    include_str!("migrations/data-003.sql"),
    include_str!("migrations/data-004.sql"),
];
const KEYS: [&str; 2] = [include_str!("migrations/keys-001.sql"), include_str!("migrations/keys-002.sql")];

/// Where data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A directory with `closeness.db` and `keys/keys.db`.
    Sqlite {
        /// The directory.
        directory: PathBuf,
    },
    /// Two PostgreSQL databases: the data, and, apart, its keys.
    Postgres {
        /// Connection string of the data.
        data: String,
        /// Connection string of the keys.
        keys: String,
    },
}

/// How the root key opens.
#[derive(Clone)]
pub enum Unlock {
    /// A file that holds a key; made when the place is fresh and the file is not there.
    KeyFile(PathBuf),
    /// A passphrase.
    Passphrase(String),
}

impl std::fmt::Debug for Unlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::KeyFile(path) => write!(f, "KeyFile({})", path.display()),
            Self::Passphrase(_) => f.write_str("Passphrase(…)"),
        }
    }
}

impl Unlock {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::KeyFile(_) => "key-file",
            Self::Passphrase(_) => "passphrase",
        }
    }
}

/// A way to open the root key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub id: i64,
    /// `key-file` or `passphrase`.
    pub kind: String,
}

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// Something an operator should change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Danger {
    /// The key file lies in the data directory, so that one copy takes both.
    #[error("the key file lies beside the data it opens: keep it on another disk or machine")]
    KeyBesideData,
    /// Others on this machine can read the key file.
    #[error("others on this machine can read the key file {0}: chmod 600 it")]
    KeyReadable(PathBuf),
    /// Data and keys are in one database.
    #[error("data and keys are in the same database: a copy of one is a copy of both")]
    OneDatabase,
    /// A setting of the server loses acknowledged writes.
    #[error("the database server may lose what it acknowledged: {0}")]
    LosesWrites(&'static str),
}

/// Why a place does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another process: stop that one first", path.display())]
    Locked {
        /// What.
        path: PathBuf,
    },
    /// It was written by a newer version.
    #[error(
        "the data is of a newer version ({found}) than this program knows ({known}): use the newer program"
    )]
    Newer {
        /// Schema found.
        found: i64,
        /// Newest schema known.
        known: i64,
    },
    /// The file is no database, or a damaged one.
    #[error("{} is damaged or is no database: put the last backup in its place", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
    /// The key file is not there.
    #[error("the key file {} is not there: bring it back; without it nothing can be read", path.display())]
    KeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key file or passphrase is another.
    #[error("this key file or passphrase does not open this data")]
    KeyWrong,
    /// There is data, but its keys are gone.
    #[error(
        "there is data here, but its key database is empty: bring back the key backup that belongs to it"
    )]
    KeysLost,
    /// There are keys of courses, but the data is gone.
    #[error(
        "the keys of a clinic are here, but its data is gone: bring back the backup of the data that belongs to them; \
         a new clinic begins in a directory of its own"
    )]
    DataLost,
    /// SQLite is too old.
    #[error("SQLite {found} has a fault in its write-ahead log: at least 3.51.3 is needed")]
    OldSqlite {
        /// The version.
        found: String,
    },
    /// A database server on another machine: the line would not be encrypted.
    #[error(
        "the database server is on another machine, and this version does not encrypt the line: use a server on this machine or a local tunnel"
    )]
    FarDatabase,
    /// The file system says no.
    #[error("{}: {why}", path.display())]
    Io {
        /// What.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The database says no.
    #[error("the database: {0}")]
    Database(String),
}

impl Store {
    /// Opens a place, making what a fresh one needs: schema, keys, key file.
    pub async fn open(place: &Place, unlock: &Unlock) -> Result<Self, OpenError> {
        let read = |why: Trouble| OpenError::Database(why.to_string());
        let mut dangers = Vec::new();
        let (kind, data, keys, lock) = match place {
            Place::Sqlite { directory } => {
                let lock = lock(directory)?;
                let keys = Db::Sqlite(Sqlite::open(&directory.join("keys").join("keys.db"))?);
                let file = directory.join("closeness.db");
                // Before anything stands in the place to which the backup comes.
                if !file.metadata().is_ok_and(|file| file.len() > 0) {
                    keys.migrate(&KEYS, false).await?;
                    if Keys::has_courses(&keys).await.map_err(read)? {
                        return Err(OpenError::DataLost);
                    }
                }
                let data = Db::Sqlite(Sqlite::open(&file)?);
                (Kind::Sqlite, data, keys, Some(lock))
            }
            Place::Postgres { data, keys } => {
                if data == keys {
                    dangers.push(Danger::OneDatabase);
                }
                (Kind::Postgres, connect_postgres(data)?, connect_postgres(keys)?, None)
            }
        };
        data.migrate(&DATA, true).await?;
        keys.migrate(&KEYS, false).await?;
        let rows = data.query("SELECT COUNT(*) FROM service", Vec::new()).await.map_err(read)?;
        let is_fresh = rows.first().is_none_or(|row| row.int(0) == 0);
        if is_fresh
            && Keys::has_courses(&keys).await.map_err(read)?
            && has_no_course(&data).await.map_err(read)?
        {
            return Err(OpenError::DataLost);
        }
        let keys = Keys::open(keys, unlock, is_fresh).await?;
        dangers.extend(data.dangers().await.into_iter().map(Danger::LosesWrites));
        if let (Place::Sqlite { directory }, Unlock::KeyFile(path)) = (place, unlock)
            && lies_in(path, directory)
        {
            dangers.push(Danger::KeyBesideData);
        }
        dangers.extend(readable(unlock));
        let store = Self(Arc::new(Inside { kind, data, keys, dangers, _lock: lock }));
        store.erase_again().await.map_err(read)?;
        Ok(store)
    }

    /// Adds a way to open the root key.
    pub async fn add_slot(&self, unlock: &Unlock) -> Result<(), Trouble> {
        self.0.keys.add_slot(unlock).await
    }

    /// The ways to open the root key.
    pub async fn slots(&self) -> Result<Vec<Slot>, Trouble> {
        self.0.keys.slots().await
    }
}

/// Whether nothing of any course is there.
async fn has_no_course(data: &Db) -> Result<bool, Trouble> {
    let asked = "SELECT course FROM record UNION SELECT course FROM course_row LIMIT 1";
    Ok(data.query(asked, Vec::new()).await?.is_empty())
}

/// Makes the directory, readable by its owner alone, and takes it for this process.
fn lock(directory: &Path) -> Result<std::fs::File, OpenError> {
    let bad = |why: std::io::Error| OpenError::Io { path: directory.to_owned(), why: why.to_string() };
    std::fs::create_dir_all(directory.join("keys")).map_err(bad)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for folder in [directory.to_owned(), directory.join("keys")] {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(bad)?;
        }
    }
    let path = directory.join("closeness.lock");
    let file =
        std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(bad)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::Locked { path: directory.to_owned() }),
        Err(std::fs::TryLockError::Error(why)) => Err(bad(why)),
    }
}

/// Whether a file lies below a directory, in whatever way the two are written.
fn lies_in(path: &Path, directory: &Path) -> bool {
    match (path.canonicalize(), directory.canonicalize()) {
        (Ok(path), Ok(directory)) => path.starts_with(directory),
        _ => path.starts_with(directory),
    }
}

#[cfg(unix)]
fn readable(unlock: &Unlock) -> Option<Danger> {
    use std::os::unix::fs::PermissionsExt as _;
    let Unlock::KeyFile(path) = unlock else { return None };
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| Danger::KeyReadable(path.clone()))
}

#[cfg(not(unix))]
fn readable(_: &Unlock) -> Option<Danger> {
    None
}
