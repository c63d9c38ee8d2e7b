//! The seam between two databases; with its pool the only place that names a driver. One SQL text with `$1` placeholders runs on
//! both. A write is a list of statements that happen together or not at all.
//!
//! SQLite has one writer thread: jobs that wait at the same moment share one commit, in which each can fail alone, and
//! nobody is answered before that commit is on the disk.

mod pool;

use self::pool::{Connection, Connections, Pool};
use crate::{OpenError, Trouble};
use bytes::BytesMut;
use parking_lot::Mutex;
use rusqlite::ErrorCode;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;
use tokio_postgres::types::{IsNull, ToSql, Type};

/// Longest queue of writers, in jobs; beyond it the caller waits without a place.
const QUEUE: usize = 256;
/// Most jobs that share one commit.
const SHARED: usize = 128;
/// Threads that read.
const READERS: usize = 2;
/// How long commits are gathered before the log is moved into the database.
const CHECKPOINT_EVERY: std::time::Duration = std::time::Duration::from_millis(100);
/// What the writer keeps of the database in memory, in KiB; nobody else changes it, so that nothing is read again.
const WRITER_KEEPS: i32 = 8_192;
/// The oldest SQLite without the write-ahead log race.
const SQLITE_LEAST: i32 = 3_051_003;

/// A value in or out of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

macro_rules! into_value {
    ($($kind:ty => $made:expr),* $(,)?) => { $(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                let make: fn($kind) -> Self = $made;
                make(value)
            }
        }
    )* };
}

into_value! {
    i64 => Self::Int,
    u32 => |n| Self::Int(i64::from(n)),
    bool => |yes| Self::Int(i64::from(yes)),
    String => Self::Text,
    &str => |text| Self::Text(text.to_owned()),
    Vec<u8> => Self::Bytes,
    &[u8; 16] => |bytes| Self::Bytes(bytes.to_vec()),
    &[u8; 32] => |bytes| Self::Bytes(bytes.to_vec()),
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row, by column.
#[derive(Clone, Debug)]
pub(crate) struct Row(Vec<Value>);

impl Row {
    pub(crate) fn int(&self, column: usize) -> i64 {
        if let Some(Value::Int(value)) = self.0.get(column) { *value } else { 0 }
    }

    pub(crate) fn some_int(&self, column: usize) -> Option<i64> {
        if let Some(Value::Int(value)) = self.0.get(column) { Some(*value) } else { None }
    }

    pub(crate) fn text(&self, column: usize) -> String {
        if let Some(Value::Text(value)) = self.0.get(column) { value.clone() } else { String::new() }
    }

    pub(crate) fn bytes(&self, column: usize) -> &[u8] {
        if let Some(Value::Bytes(value)) = self.0.get(column) { value } else { &[] }
    }

    /// Bytes of an exact length; anything else is a damaged row.
    pub(crate) fn exactly<const N: usize>(&self, column: usize) -> Result<[u8; N], Trouble> {
        self.bytes(column).try_into().map_err(|_| Trouble::Sealed)
    }

    pub(crate) fn some_exactly<const N: usize>(&self, column: usize) -> Option<[u8; N]> {
        self.bytes(column).try_into().ok()
    }
}

/// A statement of a write.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    sql: &'static str,
    values: Vec<Value>,
    must_touch_one: bool,
}

/// A statement.
pub(crate) fn statement(sql: &'static str, values: Vec<Value>) -> Statement {
    Statement { sql, values, must_touch_one: false }
}

/// A statement that must change exactly one row; otherwise the whole write is a conflict.
pub(crate) fn exactly_one(sql: &'static str, values: Vec<Value>) -> Statement {
    Statement { sql, values, must_touch_one: true }
}

/// Something the database was asked to do. Boxed, so that the drivers are built into this crate alone and not once more
/// into every crate that waits for them, and so that what waits stays small.
pub(crate) type Work<'a, T, E = Trouble> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// A database.
#[derive(Debug)]
pub(crate) enum Db {
    Sqlite(Sqlite),
    Postgres(Pool),
}

impl Db {
    /// Rows of a question.
    pub(crate) fn query(&self, sql: &'static str, values: Vec<Value>) -> Work<'_, Vec<Row>> {
        match self {
            Self::Sqlite(sqlite) => Box::pin(sqlite.query(sql, values)),
            Self::Postgres(pool) => Box::pin(query_postgres(pool, sql, values)),
        }
    }

    /// Carries statements out together. Answers the rows each returned.
    pub(crate) fn write(&self, statements: Vec<Statement>) -> Work<'_, Vec<Vec<Row>>> {
        match self {
            Self::Sqlite(sqlite) => Box::pin(sqlite.write(statements)),
            Self::Postgres(pool) => Box::pin(write_postgres(pool, statements)),
        }
    }

    /// Carries one statement out.
    pub(crate) async fn execute(&self, sql: &'static str, values: Vec<Value>) -> Result<(), Trouble> {
        self.write(vec![statement(sql, values)]).await.map(|_| ())
    }

    /// Brings the schema to the newest of `migrations`, each in a transaction of its own.
    pub(crate) fn migrate<'a>(&'a self, migrations: &'a [&'a str], guarded: bool) -> Work<'a, (), OpenError> {
        match self {
            Self::Sqlite(sqlite) => Box::pin(async move { sqlite.migrate(migrations, guarded) }),
            Self::Postgres(pool) => Box::pin(migrate_in_turn(pool, migrations, guarded)),
        }
    }

    /// Takes what was deleted out of the database's own log and, where `sweep` has to say it, out of its files.
    pub(crate) async fn wipe(&self, sweep: &'static str) -> Result<(), Trouble> {
        let is_sqlite = matches!(self, Self::Sqlite(_));
        let said = self.query(if is_sqlite { TRUNCATE } else { sweep }, Vec::new()).await?;
        let is_busy = said.first().is_some_and(|row| row.int(0) != 0);
        if is_busy { Err(Trouble::Busy) } else { Ok(()) }
    }

    /// What is dangerous in how this database is set, as short keys.
    pub(crate) async fn dangers(&self) -> Vec<&'static str> {
        let Self::Postgres(_) = self else { return Vec::new() };
        let mut found = Vec::new();
        let asked = [
            ("SELECT current_setting('synchronous_commit')", "off", "synchronous-commit-off"),
            ("SELECT current_setting('fsync')", "off", "fsync-off"),
            ("SELECT current_setting('full_page_writes')", "off", "full-page-writes-off"),
        ];
        for (sql, bad, danger) in asked {
            if self
                .query(sql, Vec::new())
                .await
                .is_ok_and(|rows| rows.first().is_some_and(|row| row.text(0) == bad))
            {
                found.push(danger);
            }
        }
        found
    }
}

/// Replaces the tokens of a migration.
fn in_dialect(sql: &str, bytes: &str, seq: &str) -> String {
    sql.replace("{bytes}", bytes).replace("{seq}", seq)
}

// ---------------------------------------------------------------------------------------------- SQLite

/// One SQLite file: a writer thread, a few readers.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    write: SyncSender<Job>,
    read: SyncSender<Question>,
}

/// What came of a job: the rows that each of its statements returned.
type Outcome = Result<Vec<Vec<Row>>, Trouble>;

struct Job {
    statements: Vec<Statement>,
    answer: oneshot::Sender<Outcome>,
}

struct Question {
    sql: &'static str,
    values: Vec<Value>,
    answer: oneshot::Sender<Result<Vec<Row>, Trouble>>,
}

impl Sqlite {
    /// Opens a file, making it when it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        if rusqlite::version_number() < SQLITE_LEAST {
            return Err(OpenError::OldSqlite { found: rusqlite::version().to_owned() });
        }
        let writer = connect(path)?;
        writer.pragma_update(None, "cache_size", -WRITER_KEEPS).map_err(|why| of_opening(path, &why))?;
        let (worked, commits) = sync_channel::<()>(1);
        let folder = connect(path)?;
        std::thread::Builder::new()
            .name("checkpoint".to_owned())
            .spawn(move || checkpoint_loop(&folder, &commits))
            .map_err(|why| OpenError::Io { path: path.to_owned(), why: why.to_string() })?;
        let (write, jobs) = sync_channel::<Job>(QUEUE);
        let (read, questions) = sync_channel::<Question>(QUEUE);
        let questions = Arc::new(Mutex::new(questions));
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_loop(writer, &jobs, &worked))
            .map_err(|why| OpenError::Io { path: path.to_owned(), why: why.to_string() })?;
        for _ in 0..READERS {
            let connection = connect(path)?;
            let questions = Arc::clone(&questions);
            std::thread::Builder::new()
                .name("reader".to_owned())
                .spawn(move || read_loop(&connection, &questions))
                .map_err(|why| OpenError::Io { path: path.to_owned(), why: why.to_string() })?;
        }
        Ok(Self { path: path.to_owned(), write, read })
    }

    async fn query(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, Trouble> {
        let (answer, answered) = oneshot::channel();
        send(&self.read, Question { sql, values, answer }).await?;
        answered.await.map_err(|_| Trouble::Busy)?
    }

    async fn write(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Trouble> {
        let (answer, answered) = oneshot::channel();
        send(&self.write, Job { statements, answer }).await?;
        // The writer went away between taking the job and its commit: whether it is on the disk is not known.
        answered.await.map_err(|_| Trouble::Unknown)?
    }

    fn migrate(&self, migrations: &[&str], guarded: bool) -> Result<(), OpenError> {
        let mut connection = connect(&self.path)?;
        let bad = |why: rusqlite::Error| of_opening(&self.path, &why);
        connection
            .execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            .map_err(bad)?;
        let found: i64 = connection
            .query_row("SELECT COALESCE(MAX(version), 0) FROM schema_version", [], |row| row.get(0))
            .map_err(bad)?;
        let known = migrations.len() as i64;
        if found > known {
            return Err(OpenError::Newer { found, known });
        }
        for (index, migration) in migrations.iter().enumerate().skip(found as usize) {
            let change = connection.transaction().map_err(bad)?;
            let sql = in_dialect(migration, "BLOB", "INTEGER PRIMARY KEY AUTOINCREMENT");
            change.execute_batch(&sql).map_err(bad)?;
            if index == 0 && guarded {
                change.execute_batch(SQLITE_GUARD).map_err(bad)?;
            }
            change
                .execute("INSERT INTO schema_version (version) VALUES (?1)", [index as i64 + 1])
                .map_err(bad)?;
            change.commit().map_err(bad)?;
        }
        Ok(())
    }
}

/// Moves everything out of the write-ahead log and empties it; waits for readers.
const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// The record and the audit are only inserted into.
const SQLITE_GUARD: &str = "
CREATE TRIGGER record_stays BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only inserted into'); END;
CREATE TRIGGER record_keeps BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only inserted into'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only inserted into'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only inserted into'); END;
";

/// Puts something on a bounded queue without blocking the runtime.
async fn send<T: Send + 'static>(to: &SyncSender<T>, mut what: T) -> Result<(), Trouble> {
    loop {
        match to.try_send(what) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Full(back)) => {
                what = back;
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            Err(TrySendError::Disconnected(_)) => return Err(Trouble::Busy),
        }
    }
}

fn connect(path: &Path) -> Result<rusqlite::Connection, OpenError> {
    let bad = |why: rusqlite::Error| of_opening(path, &why);
    let connection = rusqlite::Connection::open(path).map_err(bad)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(bad)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
             PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA wal_autocheckpoint=40000; PRAGMA journal_size_limit=67108864;",
        )
        .map_err(bad)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn of_opening(path: &Path, why: &rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match why.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked { path },
        _ => OpenError::Io { path, why: why.to_string() },
    }
}

fn read_loop(connection: &rusqlite::Connection, questions: &Mutex<Receiver<Question>>) {
    loop {
        let Ok(question) = questions.lock().recv() else { return };
        let _ = question.answer.send(ask(connection, question.sql, &question.values, None));
    }
}

/// Moves what was committed from the write-ahead log into the database, beside the writer and without holding it up.
/// The writer itself does it only when the log has grown to forty thousand pages, and then little is left to move.
fn checkpoint_loop(connection: &rusqlite::Connection, commits: &Receiver<()>) {
    while commits.recv().is_ok() {
        std::thread::sleep(CHECKPOINT_EVERY);
        // What is not moved now is moved the next time; it is as safe in the log.
        let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }
}

fn write_loop(mut connection: rusqlite::Connection, jobs: &Receiver<Job>, worked: &SyncSender<()>) {
    while let Ok(first) = jobs.recv() {
        let mut round = vec![first];
        while round.len() < SHARED
            && let Ok(next) = jobs.try_recv()
        {
            round.push(next);
        }
        commit_round(&mut connection, round);
        // A full place means that the other thread knows already.
        let _ = worked.try_send(());
    }
}

/// One commit for all jobs that were waiting; each can fail alone.
fn commit_round(connection: &mut rusqlite::Connection, round: Vec<Job>) {
    let outcomes = carry_out_round(connection, &round, false);
    for (job, outcome) in round.into_iter().zip(outcomes) {
        let _ = job.answer.send(outcome);
    }
}

/// First all as if they were one job: nearly always nothing fails, and savepoints would keep a copy of every page that
/// each touches. When one fails, all is taken back and each is tried `alone`, under a savepoint of its own.
fn carry_out_round(connection: &mut rusqlite::Connection, round: &[Job], alone: bool) -> Vec<Outcome> {
    let all_told = |trouble: &Trouble| round.iter().map(|_| Err(trouble.clone())).collect();
    let shared = match connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate) {
        Ok(shared) => shared,
        Err(why) => return all_told(&of_sqlite(&why)),
    };
    let carry_out = if alone { carry_out_alone } else { carry_out_each };
    let mut outcomes = Vec::with_capacity(round.len());
    for job in round {
        let outcome = carry_out(&shared, &job.statements);
        // On a full or broken disk SQLite takes the whole transaction back by itself. Nobody's change was kept,
        // and whatever came after would be kept outside of it.
        if shared.is_autocommit() {
            return all_told(&outcome.err().unwrap_or(Trouble::Unknown));
        }
        if outcome.is_err() && !alone {
            drop(shared);
            return carry_out_round(connection, round, true);
        }
        outcomes.push(outcome);
    }
    match shared.commit() {
        Ok(()) => outcomes,
        Err(why) => all_told(&of_sqlite(&why)),
    }
}

/// Carries a job out under a savepoint, so that it can fail alone. The savepoint's statements are prepared once.
fn carry_out_alone(connection: &rusqlite::Connection, statements: &[Statement]) -> Outcome {
    command(connection, "SAVEPOINT job")?;
    let outcome = carry_out_each(connection, statements);
    if connection.is_autocommit() {
        return outcome;
    }
    let undone = if outcome.is_err() { command(connection, "ROLLBACK TO job") } else { Ok(()) };
    if undone.and_then(|()| command(connection, "RELEASE job")).is_err() {
        // What is half done must not be kept with the others: the round is given up, and all are told.
        let _ = connection.execute_batch("ROLLBACK");
    }
    outcome
}

fn carry_out_each(connection: &rusqlite::Connection, statements: &[Statement]) -> Outcome {
    let mut returned = Vec::with_capacity(statements.len());
    for statement in statements {
        let mut touched = 0;
        returned.push(ask(connection, statement.sql, &statement.values, Some(&mut touched))?);
        if statement.must_touch_one && touched != 1 {
            return Err(Trouble::Conflict);
        }
    }
    Ok(returned)
}

fn command(connection: &rusqlite::Connection, sql: &str) -> Result<(), Trouble> {
    let mut prepared = connection.prepare_cached(sql).map_err(|why| of_sqlite(&why))?;
    prepared.execute([]).map(|_| ()).map_err(|why| of_sqlite(&why))
}

fn ask(
    connection: &rusqlite::Connection,
    sql: &'static str,
    values: &[Value],
    touched: Option<&mut u64>,
) -> Result<Vec<Row>, Trouble> {
    let bad = |why: rusqlite::Error| of_sqlite(&why);
    let before = connection.total_changes();
    let mut prepared = connection.prepare_cached(&as_sqlite(sql)).map_err(bad)?;
    let columns = prepared.column_count();
    let mut rows = prepared.query(rusqlite::params_from_iter(values)).map_err(bad)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(bad)? {
        let mut cells = Vec::with_capacity(columns);
        for column in 0..columns {
            cells.push(match row.get_ref(column).map_err(bad)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Int(value),
                ValueRef::Real(value) => Value::Int(value as i64),
                ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
                ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
            });
        }
        found.push(Row(cells));
    }
    drop(rows);
    if let Some(touched) = touched {
        *touched = connection.total_changes() - before;
    }
    Ok(found)
}

/// `$1` as SQLite numbers its parameters: `?1`.
fn as_sqlite(sql: &'static str) -> Arc<str> {
    thread_local! {
        static KNOWN: std::cell::RefCell<HashMap<&'static str, Arc<str>>> = std::cell::RefCell::new(HashMap::new());
    }
    KNOWN
        .with_borrow_mut(|known| Arc::clone(known.entry(sql).or_insert_with(|| sql.replace('$', "?").into())))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn of_sqlite(why: &rusqlite::Error) -> Trouble {
    match why.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Trouble::Conflict,
        Some(ErrorCode::DiskFull) => Trouble::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged,
        // The text of an SQLite error names tables and columns, never values.
        _ => Trouble::Database(why.to_string()),
    }
}

// ------------------------------------------------------------------------------------------ PostgreSQL

/// A pool on a connection string. Only servers on this machine: the line is not encrypted.
pub(crate) fn connect_postgres(address: &str) -> Result<Db, OpenError> {
    let config: tokio_postgres::Config = address
        .parse()
        .map_err(|why| OpenError::Database(format!("the connection string does not read: {why}")))?;
    let is_here = config.get_hosts().iter().all(|host| match host {
        tokio_postgres::config::Host::Tcp(name) => {
            matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1")
        }
        tokio_postgres::config::Host::Unix(_) => true,
    });
    if !is_here {
        return Err(OpenError::FarDatabase);
    }
    let pool = Pool::builder(Connections(config)).max_size(16).build();
    pool.map(Db::Postgres).map_err(|why| OpenError::Database(why.to_string()))
}

async fn migrate_postgres(
    client: &mut tokio_postgres::Client,
    migrations: &[&str],
    known: i64,
    guarded: bool,
) -> Result<(), OpenError> {
    let bad = |why: tokio_postgres::Error| OpenError::Database(of_postgres(&why).to_string());
    client
        .batch_execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
        .await
        .map_err(bad)?;
    let row = client.query_one("SELECT COALESCE(MAX(version), 0) FROM schema_version", &[]).await;
    let found: i64 = row.map_err(bad)?.get(0);
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (index, migration) in migrations.iter().enumerate().skip(found as usize) {
        let change = client.transaction().await.map_err(bad)?;
        let sql = in_dialect(migration, "BYTEA", "BIGSERIAL PRIMARY KEY");
        change.batch_execute(&sql).await.map_err(bad)?;
        if index == 0 && guarded {
            change.batch_execute(POSTGRES_GUARD).await.map_err(bad)?;
        }
        let version = index as i64 + 1;
        change.execute("INSERT INTO schema_version (version) VALUES ($1)", &[&version]).await.map_err(bad)?;
        change.commit().await.map_err(bad)?;
    }
    Ok(())
}

const POSTGRES_GUARD: &str = "
CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'only inserted into'; END $$;
CREATE TRIGGER record_stays BEFORE UPDATE OR DELETE ON record FOR EACH ROW EXECUTE FUNCTION stays();
CREATE TRIGGER record_keeps BEFORE TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION stays();
CREATE TRIGGER audit_keeps BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION stays();
";

async fn migrate_in_turn(pool: &Pool, migrations: &[&str], guarded: bool) -> Result<(), OpenError> {
    let database = |why: tokio_postgres::Error| OpenError::Database(of_postgres(&why).to_string());
    let mut connection =
        pool.get().await.map_err(|why| OpenError::Database(format!("cannot be reached: {why}")))?;
    // Several servers may start at once: one of them migrates.
    let client = &mut connection.client;
    client.batch_execute("SELECT pg_advisory_lock(7351001)").await.map_err(database)?;
    let outcome = migrate_postgres(client, migrations, migrations.len() as i64, guarded).await;
    client.batch_execute("SELECT pg_advisory_unlock(7351001)").await.map_err(database)?;
    outcome
}

async fn query_postgres(pool: &Pool, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, Trouble> {
    let mut connection = pool.get().await.map_err(|_| Trouble::Unreachable)?;
    let Connection { client, prepared } = &mut *connection;
    let prepared = prepared.of(sql, client).await.map_err(|why| of_postgres(&why))?;
    let rows = client.query(&prepared, &by_reference(&values)).await;
    rows.map_err(|why| of_postgres(&why))?.iter().map(row_of_postgres).collect()
}

async fn write_postgres(pool: &Pool, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Trouble> {
    let mut connection = pool.get().await.map_err(|_| Trouble::Unreachable)?;
    let Connection { client, prepared } = &mut *connection;
    let bad = |why: tokio_postgres::Error| of_postgres(&why);
    let change = client.transaction().await.map_err(bad)?;
    let mut returned = Vec::with_capacity(statements.len());
    for statement in &statements {
        let prepared = prepared.of(statement.sql, &change).await.map_err(bad)?;
        let values = by_reference(&statement.values);
        if prepared.columns().is_empty() {
            let touched = change.execute(&prepared, &values).await.map_err(bad)?;
            if statement.must_touch_one && touched != 1 {
                return Err(Trouble::Conflict);
            }
            returned.push(Vec::new());
        } else {
            let rows = change.query(&prepared, &values).await.map_err(bad)?;
            if statement.must_touch_one && rows.len() != 1 {
                return Err(Trouble::Conflict);
            }
            returned.push(rows.iter().map(row_of_postgres).collect::<Result<_, _>>()?);
        }
    }
    match change.commit().await {
        Ok(()) => Ok(returned),
        // The server said no: nothing was kept. Anything else, and the line broke: nobody knows.
        Err(why) if why.as_db_error().is_some() => Err(of_postgres(&why)),
        Err(_) => Err(Trouble::Unknown),
    }
}

fn by_reference(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row_of_postgres(row: &tokio_postgres::Row) -> Result<Row, Trouble> {
    let mut cells = Vec::with_capacity(row.len());
    for (column, described) in row.columns().iter().enumerate() {
        let bad = |why: tokio_postgres::Error| of_postgres(&why);
        cells.push(match *described.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(column).map_err(bad)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map_err(bad)?.into(),
            _ => row.try_get::<_, Option<String>>(column).map_err(bad)?.into(),
        });
    }
    Ok(Row(cells))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

fn of_postgres(why: &tokio_postgres::Error) -> Trouble {
    use tokio_postgres::error::SqlState;
    let Some(said) = why.as_db_error() else { return Trouble::Unreachable };
    match said.code() {
        code if *code == SqlState::UNIQUE_VIOLATION => Trouble::Conflict,
        code if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            Trouble::Conflict
        }
        code if *code == SqlState::DISK_FULL => Trouble::Full,
        code if *code == SqlState::TOO_MANY_CONNECTIONS => Trouble::Busy,
        // The message of a server may quote values; the code never does.
        code => Trouble::Database(format!("PostgreSQL error {}", code.code())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn when_the_disk_fills_nobody_of_that_commit_is_told_yes_and_nothing_of_it_is_kept() {
        let folder = std::env::temp_dir().join(format!("closeness-full-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let path = folder.join("a.db");
        let db = Db::Sqlite(Sqlite::open(&path).expect("it opens"));
        db.execute("CREATE TABLE kept (name TEXT NOT NULL)", Vec::new()).await.expect("there is room");
        db.execute("PRAGMA max_page_count = 12", Vec::new()).await.expect("a limit as on a full disk");
        let insert = |text: &str| {
            db.execute("INSERT INTO kept (name) VALUES ($1)", vec![Value::Text(text.to_owned())])
        };
        // The first waits for another program; the others wait behind it and share one commit.
        let other = connect(&path).expect("it opens");
        other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
        let long = "long ".repeat(40_000);
        let wait = |millis| tokio::time::sleep(std::time::Duration::from_millis(millis));
        let others = async {
            wait(200).await;
            tokio::join!(insert("before"), insert(&long), insert("after"))
        };
        let (first, others, ()) = tokio::join!(insert("first"), others, async {
            wait(500).await;
            other.execute_batch("COMMIT").expect("nobody else writes");
        });
        let full = Err(Trouble::Full);
        assert_eq!((first, others), (Ok(()), (full.clone(), full.clone(), full)));
        assert_eq!(insert("later").await, Ok(()));
        let kept = db.query("SELECT name FROM kept", Vec::new()).await.expect("it reads");
        assert_eq!(kept.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["first", "later"]);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[tokio::test]
    async fn of_those_that_share_a_commit_one_fails_alone_and_takes_all_of_its_own_back() {
        let folder = std::env::temp_dir().join(format!("closeness-shared-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let path = folder.join("a.db");
        let db = Db::Sqlite(Sqlite::open(&path).expect("it opens"));
        db.execute("CREATE TABLE kept (name TEXT PRIMARY KEY)", Vec::new()).await.expect("there is room");
        let insert =
            |text: &str| statement("INSERT INTO kept (name) VALUES ($1)", vec![Value::Text(text.to_owned())]);
        let nobody = exactly_one("DELETE FROM kept WHERE name = $1", vec![Value::Text("nobody".to_owned())]);
        // The first waits for another program; the others wait behind it and share one commit.
        let other = connect(&path).expect("it opens");
        other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
        let wait = |millis| tokio::time::sleep(std::time::Duration::from_millis(millis));
        let others = async {
            wait(200).await;
            tokio::join!(
                db.write(vec![insert("before")]),
                db.write(vec![insert("half"), nobody]),
                db.write(vec![insert("whole"), insert("first")]),
                db.write(vec![insert("after")]),
            )
        };
        let (first, others, ()) = tokio::join!(db.write(vec![insert("first")]), others, async {
            wait(500).await;
            other.execute_batch("COMMIT").expect("nobody else writes");
        });
        assert!(first.is_ok() && others.0.is_ok() && others.3.is_ok());
        assert_eq!(others.1.err(), Some(Trouble::Conflict), "nobody is there to be deleted");
        assert_eq!(others.2.err(), Some(Trouble::Conflict), "the first is kept already");
        let kept = db.query("SELECT name FROM kept ORDER BY name", Vec::new()).await.expect("it reads");
        assert_eq!(kept.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["after", "before", "first"]);
        let _ = std::fs::remove_dir_all(folder);
    }
}
