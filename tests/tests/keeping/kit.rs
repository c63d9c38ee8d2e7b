//! What the stories of this folder share: stores on both databases, and a way past the store to the bare rows.

use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;
use store::{Append, CourseRow, Head, NewFact, OpenError, Purpose, Store};
use stories::Place;
use treatment::ids::{ClientId, CourseId, ServiceId, StaffId, SubmissionId, Version};
use treatment::time::Moment;

/// The service of all samples.
pub const SERVICE: ServiceId = ServiceId([1; 16]);
/// The therapist of all samples.
pub const THERAPIST: StaffId = StaffId([2; 16]);
/// The client of all samples.
pub const CLIENT: ClientId = ClientId([3; 16]);

/// Tells the same story on SQLite and on PostgreSQL.
pub async fn on_both<F: Future<Output = ()>>(story: impl Fn(Place) -> F) {
    story(Place::sqlite()).await;
    if let Some(place) = Place::postgres().await {
        story(place).await;
    }
}

/// Opens the store of a place with its key file.
pub async fn open(place: &Place) -> Store {
    try_open(place).await.expect("the place opens")
}

/// Opens the store of a place, or says why not. Waits for an earlier opening in this process to end.
pub async fn try_open(place: &Place) -> Result<Store, OpenError> {
    for _ in 0..250 {
        match Store::open(&place.of_store(), &place.unlock()).await {
            Err(OpenError::Locked { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            other => return other,
        }
    }
    Store::open(&place.of_store(), &place.unlock()).await
}

/// A course by its number.
pub fn course(number: u8) -> CourseId {
    CourseId([number; 16])
}

/// A submission by its number.
pub fn submission(number: u32) -> SubmissionId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    SubmissionId(bytes)
}

/// A row of a course at a version.
pub fn row(of: CourseId, version: u32) -> CourseRow {
    CourseRow {
        course: of,
        client: CLIENT,
        service: SERVICE,
        therapist: THERAPIST,
        version: Version(version),
        alert_due_at: None,
        next_due_at: Some(Moment(5_000)),
        is_open: true,
        summary: format!("summary of {of} at {version}").into_bytes(),
    }
}

/// Facts to be appended after a head.
pub fn append(of: CourseId, head: Head, facts: &[&str]) -> Append {
    Append {
        course: of,
        head,
        submission: submission(head.version.0 + 1),
        recorded_at: Moment(1_000 + i64::from(head.version.0)),
        actor: format!("staff:{THERAPIST}"),
        facts: facts.iter().map(|body| fact(body)).collect(),
        row: row(of, head.version.0 + facts.len() as u32),
        is_moved: false,
        notices: Vec::new(),
        also: Vec::new(),
    }
}

/// A fact sealed with its course's key.
pub fn fact(body: &str) -> NewFact {
    NewFact { purpose: Purpose::Course, people: Vec::new(), body: body.as_bytes().to_vec() }
}

/// Makes keys and the first facts of a course.
pub async fn begin(store: &Store, of: CourseId, facts: &[&str]) -> Head {
    store.begin_keys(of).await.unwrap();
    store.append(append(of, Head::start(), facts)).await.unwrap()
}

/// The rows themselves, past the store.
pub enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(tokio_postgres::Client),
}

impl Raw {
    /// The data of a place.
    pub async fn data(place: &Place) -> Self {
        Self::of(place, place.directory().join("closeness.db"), 0).await
    }

    /// The keys of a place.
    pub async fn keys(place: &Place) -> Self {
        Self::of(place, place.directory().join("keys").join("keys.db"), 1).await
    }

    async fn of(place: &Place, file: PathBuf, which: usize) -> Self {
        if let Some(strings) = place.connection_strings() {
            return Self::Postgres(stories::place::connect(&strings[which]).await);
        }
        let connection = rusqlite::Connection::open(file).unwrap();
        connection.busy_timeout(Duration::from_secs(5)).unwrap();
        Self::Sqlite(connection)
    }

    /// Carries SQL out, or says what the database said.
    pub async fn try_run(&self, sql: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).map_err(|why| why.to_string()),
            Self::Postgres(client) => client.batch_execute(sql).await.map_err(|why| {
                why.as_db_error().map_or_else(|| why.to_string(), |said| said.message().to_owned())
            }),
        }
    }

    /// Carries SQL out.
    pub async fn run(&self, sql: &str) {
        self.try_run(sql).await.unwrap_or_else(|why| panic!("{sql}: {why}"));
    }

    /// Takes the triggers away that keep the record from being changed, as somebody who owns the database can.
    pub async fn disarm(&self) {
        match self {
            Self::Sqlite(_) => self.run("DROP TRIGGER record_stays; DROP TRIGGER record_keeps").await,
            Self::Postgres(_) => self.run("ALTER TABLE record DISABLE TRIGGER USER").await,
        }
    }

    /// One value of bytes.
    pub async fn bytes(&self, sql: &str) -> Vec<u8> {
        match self {
            Self::Sqlite(connection) => connection.query_row(sql, [], |row| row.get(0)).unwrap(),
            Self::Postgres(client) => client.query_one(sql, &[]).await.unwrap().get(0),
        }
    }

    /// One number.
    pub async fn number(&self, sql: &str) -> i64 {
        match self {
            Self::Sqlite(connection) => connection.query_row(sql, [], |row| row.get(0)).unwrap(),
            Self::Postgres(client) => client.query_one(sql, &[]).await.unwrap().get(0),
        }
    }

    /// One text.
    pub async fn text(&self, sql: &str) -> String {
        match self {
            Self::Sqlite(connection) => connection.query_row(sql, [], |row| row.get(0)).unwrap(),
            Self::Postgres(client) => client.query_one(sql, &[]).await.unwrap().get(0),
        }
    }

    /// Bytes as SQL writes them here.
    pub fn literal(&self, bytes: &[u8]) -> String {
        let digits = hexadecimal(bytes);
        match self {
            Self::Sqlite(_) => format!("x'{digits}'"),
            Self::Postgres(_) => format!("'\\x{digits}'::bytea"),
        }
    }

    /// The condition that a row is of a course.
    pub fn is(&self, of: CourseId) -> String {
        format!("course = {}", self.literal(of.bytes()))
    }
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
