//! The key hierarchy (`security.md` §6.1): one root key, opened by any of several slots, wraps sixteen shard keys;
//! those wrap the data keys, one per subject and purpose, and one per person of a map. All wrapped keys live in a database of their own.

use crate::db::{Db, Value, statement};
use crate::place::{Slot, Unlock};
use crate::seal::{Key, open, place, seal};
use crate::{OpenError, Purpose, Trouble};
use argon2::{Algorithm, Argon2, Params, Version};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;
use treatment::ids::{CourseId, PersonId};

const SHARDS: u8 = 16;
/// Most data keys kept in memory; beyond it all are forgotten and read again.
const KEPT: usize = 20_000;
/// How often emptying the log of the key database is tried, and how long it waits in between.
const WIPE_TRIES: u32 = 20;
const WIPE_WAIT: Duration = Duration::from_millis(50);

/// The keys of a place.
#[derive(Debug)]
pub(crate) struct Keys {
    db: Db,
    root: Key,
    shards: Vec<Key>,
    kept: Mutex<HashMap<([u8; 16], Purpose), Key>>,
}

impl Keys {
    /// Opens the keys, or makes them when there are none and `is_fresh` says that there may be none.
    pub(crate) async fn open(db: Db, unlock: &Unlock, is_fresh: bool) -> Result<Self, OpenError> {
        let read = |why: Trouble| OpenError::Database(why.to_string());
        let slots = db
            .query("SELECT id, kind, salt, wrapped FROM slot ORDER BY id", Vec::new())
            .await
            .map_err(read)?;
        if slots.is_empty() {
            if !is_fresh {
                return Err(OpenError::KeysLost);
            }
            return Self::make(db, unlock).await;
        }
        let mut root = None;
        for slot in &slots {
            if slot.text(1) != unlock.kind() {
                continue;
            }
            let key = slot_key(unlock, slot.bytes(2), false)?;
            if let Ok(bytes) = open(&key, &place(&[b"slot", slot.bytes(2)]), slot.bytes(3)) {
                root = Key::from(&bytes);
                break;
            }
        }
        let root = root.ok_or(OpenError::KeyWrong)?;
        let mut shards = Vec::new();
        let rows = db.query("SELECT shard, wrapped FROM shard_key ORDER BY shard", Vec::new()).await;
        for row in rows.map_err(read)? {
            let here = place(&[b"shard", &row.int(0).to_le_bytes()]);
            let bytes = open(&root, &here, row.bytes(1)).map_err(|_| OpenError::KeyWrong)?;
            shards.push(Key::from(&bytes).ok_or(OpenError::KeyWrong)?);
        }
        if shards.len() != usize::from(SHARDS) {
            return Err(OpenError::KeysLost);
        }
        Ok(Self { db, root, shards, kept: Mutex::default() })
    }

    /// Whether these are the keys of courses: then there was data.
    pub(crate) async fn has_courses(db: &Db) -> Result<bool, Trouble> {
        let asked = "SELECT subject FROM data_key WHERE purpose = $1 LIMIT 1";
        Ok(!db.query(asked, vec![i64::from(Purpose::Course as u8).into()]).await?.is_empty())
    }

    async fn make(db: Db, unlock: &Unlock) -> Result<Self, OpenError> {
        let root = Key::random();
        let mut statements = vec![slot_statement(unlock, &root, true)?];
        let mut shards = Vec::new();
        for shard in 0..SHARDS {
            let key = Key::random();
            let here = place(&[b"shard", &i64::from(shard).to_le_bytes()]);
            let wrapped = seal(&root, Purpose::Config, 0, &here, key.bytes());
            statements.push(statement(
                "INSERT INTO shard_key (shard, wrapped) VALUES ($1, $2)",
                vec![i64::from(shard).into(), wrapped.into()],
            ));
            shards.push(key);
        }
        db.write(statements).await.map_err(|why| OpenError::Database(why.to_string()))?;
        Ok(Self { db, root, shards, kept: Mutex::default() })
    }

    /// Adds a way to open the root key.
    pub(crate) async fn add_slot(&self, unlock: &Unlock) -> Result<(), Trouble> {
        let made =
            slot_statement(unlock, &self.root, true).map_err(|why| Trouble::Database(why.to_string()))?;
        self.db.write(vec![made]).await.map(|_| ())
    }

    /// The ways in.
    pub(crate) async fn slots(&self) -> Result<Vec<Slot>, Trouble> {
        let rows = self.db.query("SELECT id, kind FROM slot ORDER BY id", Vec::new()).await?;
        Ok(rows.iter().map(|row| Slot { id: row.int(0), kind: row.text(1) }).collect())
    }

    pub(crate) async fn ready(&self) -> Result<(), Trouble> {
        self.db.query("SELECT COUNT(*) FROM slot", Vec::new()).await.map(|_| ())
    }

    pub(crate) fn hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.root.derive("keyed hashes").hash(&[purpose.as_bytes(), bytes])
    }

    /// The key of a subject and purpose; `Erased` when there is none.
    pub(crate) async fn key(&self, subject: &[u8; 16], purpose: Purpose) -> Result<Key, Trouble> {
        if let Some(key) = self.kept.lock().get(&(*subject, purpose)) {
            return Ok(key.clone());
        }
        let rows = self
            .db
            .query(
                "SELECT wrapped FROM data_key WHERE subject = $1 AND purpose = $2",
                vec![subject.into(), i64::from(purpose as u8).into()],
            )
            .await?;
        let row = rows.first().ok_or(Trouble::Erased)?;
        let bytes = open(self.shard(subject), &here(subject, purpose), row.bytes(0))?;
        let key = Key::from(&bytes).ok_or(Trouble::Sealed)?;
        // The key of private notes may be destroyed by another server at any time: it is never kept.
        if purpose != Purpose::ProcessNotes {
            let mut kept = self.kept.lock();
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert((*subject, purpose), key.clone());
        }
        Ok(key)
    }

    /// The key of a subject and purpose, made and kept safe first when there is none.
    pub(crate) async fn key_or_new(&self, subject: &[u8; 16], purpose: Purpose) -> Result<Key, Trouble> {
        match self.key(subject, purpose).await {
            Err(Trouble::Erased) => {
                self.make_keys(&[(*subject, purpose)]).await?;
                self.key(subject, purpose).await
            }
            other => other,
        }
    }

    /// Makes keys that are not there yet, in one commit.
    pub(crate) async fn make_keys(&self, wanted: &[([u8; 16], Purpose)]) -> Result<(), Trouble> {
        let mut statements = Vec::new();
        for (subject, purpose) in wanted {
            let key = Key::random();
            let wrapped = seal(self.shard(subject), *purpose, 0, &here(subject, *purpose), key.bytes());
            let values: Vec<Value> =
                vec![subject.into(), i64::from(*purpose as u8).into(), 0_i64.into(), wrapped.into()];
            statements.push(statement(
                "INSERT INTO data_key (subject, purpose, epoch, wrapped) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (subject, purpose) DO NOTHING",
                values,
            ));
        }
        self.db.write(statements).await.map(|_| ())
    }

    /// Destroys a key: what it sealed can never be opened again.
    pub(crate) async fn destroy(&self, subject: &[u8; 16], purpose: Purpose) -> Result<(), Trouble> {
        let gone = statement(
            "DELETE FROM data_key WHERE subject = $1 AND purpose = $2",
            vec![subject.into(), i64::from(purpose as u8).into()],
        );
        self.db.write(vec![gone]).await?;
        self.kept.lock().remove(&(*subject, purpose));
        Ok(())
    }

    /// The keys of the people of a course. Read anew each time: another server may destroy one at any time.
    pub(crate) async fn of_people(&self, course: CourseId) -> Result<BTreeMap<PersonId, Key>, Trouble> {
        let rows = self
            .db
            .query("SELECT person, wrapped FROM person_key WHERE course = $1", vec![course.bytes().into()])
            .await?;
        let mut keys = BTreeMap::new();
        for row in &rows {
            let person = PersonId(row.int(0) as u32);
            let bytes = open(self.shard(&course.0), &of_person(course, person), row.bytes(1))?;
            keys.insert(person, Key::from(&bytes).ok_or(Trouble::Sealed)?);
        }
        Ok(keys)
    }

    /// Makes the key of one person, unless there is one.
    pub(crate) async fn make_of_person(&self, course: CourseId, person: PersonId) -> Result<(), Trouble> {
        let key = Key::random();
        let here = of_person(course, person);
        let wrapped = seal(self.shard(&course.0), Purpose::Person, 0, &here, key.bytes());
        let made = statement(
            "INSERT INTO person_key (course, person, wrapped) VALUES ($1, $2, $3)
             ON CONFLICT (course, person) DO NOTHING",
            vec![course.bytes().into(), person.0.into(), wrapped.into()],
        );
        self.db.write(vec![made]).await.map(|_| ())
    }

    /// Destroys the keys of people, and what is left of them in the database's own log.
    pub(crate) async fn destroy_of_people(&self, people: &[(CourseId, PersonId)]) -> Result<(), Trouble> {
        let gone = |(course, person): &(CourseId, PersonId)| {
            statement(
                "DELETE FROM person_key WHERE course = $1 AND person = $2",
                vec![course.bytes().into(), person.0.into()],
            )
        };
        self.db.write(people.iter().map(gone).collect()).await?;
        // The log is not emptied while something reads from it or moves it: a little later it is.
        for _ in 0..WIPE_TRIES {
            match self.db.wipe("VACUUM person_key").await {
                Err(Trouble::Busy) => tokio::time::sleep(WIPE_WAIT).await,
                other => return other,
            }
        }
        Err(Trouble::Busy)
    }

    fn shard(&self, subject: &[u8; 16]) -> &Key {
        &self.shards[usize::from(subject[0] % SHARDS)]
    }
}

fn here(subject: &[u8; 16], purpose: Purpose) -> Vec<u8> {
    place(&[b"data key", subject, &[purpose as u8]])
}

fn of_person(course: CourseId, person: PersonId) -> Vec<u8> {
    place(&[b"person key", course.bytes(), &person.0.to_le_bytes()])
}

fn slot_statement(unlock: &Unlock, root: &Key, may_make: bool) -> Result<crate::db::Statement, OpenError> {
    let salt = Key::random().bytes()[..16].to_vec();
    let key = slot_key(unlock, &salt, may_make)?;
    let wrapped = seal(&key, Purpose::Config, 0, &place(&[b"slot", &salt]), root.bytes());
    Ok(statement(
        "INSERT INTO slot (kind, salt, wrapped) VALUES ($1, $2, $3)",
        vec![unlock.kind().into(), salt.into(), wrapped.into()],
    ))
}

/// The key that opens a slot.
fn slot_key(unlock: &Unlock, salt: &[u8], may_make: bool) -> Result<Key, OpenError> {
    match unlock {
        Unlock::KeyFile(path) => {
            let text = match std::fs::read(path) {
                Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Err(why) if why.kind() == std::io::ErrorKind::NotFound && may_make => write_key_file(path)?,
                Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
                    return Err(OpenError::KeyMissing { path: path.clone() });
                }
                Err(why) => return Err(OpenError::Io { path: path.clone(), why: why.to_string() }),
            };
            let key = from_hex(text.trim()).ok_or(OpenError::KeyWrong)?;
            Ok(key.derive(&format!("slot {}", treatment::ids::hex(salt))))
        }
        Unlock::Passphrase(passphrase) => {
            let params = Params::new(64 * 1024, 3, 1, Some(32)).expect("fixed and within bounds");
            let mut out = [0; 32];
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_into(passphrase.as_bytes(), salt, &mut out)
                .map_err(|_| OpenError::KeyWrong)?;
            Ok(Key::from(&out).expect("thirty-two bytes"))
        }
    }
}

/// Makes a key file that only its owner reads.
fn write_key_file(path: &Path) -> Result<String, OpenError> {
    let bad = |why: std::io::Error| OpenError::Io { path: path.to_owned(), why: why.to_string() };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(bad)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(bad)?;
    let text = treatment::ids::hex(Key::random().bytes());
    file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(bad)?;
    file.sync_all().map_err(bad)?;
    Ok(text)
}

fn from_hex(text: &str) -> Option<Key> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect();
    Key::from(&bytes?)
}
