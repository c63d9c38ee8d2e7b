//! The record: sealed facts in a chain per course, and the sealed row that lists show, in one commit.

use crate::db::{Row, Statement, Value, exactly_one, statement};
use crate::drafts::{needless, needless_as_seen};
use crate::person::PersonKeys;
use crate::seal::{open, place, purpose_of, seal};
use crate::{AuditLine, ClientRow, NewNotice, Purpose, Standing, Store, Trouble};
use sha2::{Digest, Sha256};
use treatment::ids::{ClientId, CourseId, PersonId, ReferralId, ServiceId, StaffId, SubmissionId, Version};
use treatment::time::Moment;

/// What the facts of a course may be sealed with.
const FACT_KEYS: [Purpose; 3] = [Purpose::Course, Purpose::People, Purpose::ProcessNotes];

/// The end of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many facts.
    pub version: Version,
    /// The hash of the last.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first fact.
    pub fn start() -> Self {
        Self { version: Version(0), hash: [0; 32] }
    }
}

/// A fact out of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFact {
    /// Its place.
    pub version: Version,
    /// The press of a button it came from.
    pub submission: SubmissionId,
    /// When.
    pub recorded_at: Moment,
    /// By whom.
    pub actor: String,
    /// What; none when its key was destroyed.
    pub body: Option<Vec<u8>>,
    /// Whether the people it is about can be erased with it: their own keys seal it.
    pub is_of_own_key: bool,
}

/// A course's facts, or those after a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The end of the chain.
    pub head: Head,
    /// In order.
    pub facts: Vec<StoredFact>,
}

/// A fact to be recorded.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// Which key seals it.
    pub purpose: Purpose,
    /// Whom of the map it is about and nobody else: their own keys seal it, too.
    pub people: Vec<PersonId>,
    /// What.
    pub body: Vec<u8>,
}

/// Facts to be appended, and everything that is written with them.
#[derive(Clone, Debug)]
pub struct Append {
    /// The course.
    pub course: CourseId,
    /// The head they were decided on.
    pub head: Head,
    /// The press of a button.
    pub submission: SubmissionId,
    /// When.
    pub recorded_at: Moment,
    /// By whom.
    pub actor: String,
    /// The facts, in order.
    pub facts: Vec<NewFact>,
    /// The course's row as it is afterwards.
    pub row: CourseRow,
    /// Whether it is found elsewhere than before: another client, service or therapist.
    pub is_moved: bool,
    /// Whom to tell.
    pub notices: Vec<NewNotice>,
    /// Other rows of the same commit.
    pub also: Vec<Also>,
}

/// Other rows of the same commit.
#[derive(Clone, Debug)]
pub enum Also {
    /// A client's sheet.
    Client(ClientRow),
    /// A request that became this course; taken once.
    ReferralTaken {
        /// The request.
        referral: ReferralId,
        /// The course.
        course: CourseId,
    },
    /// A draft that is needless now.
    DropDraft {
        /// Whose.
        owner: String,
        /// Of what.
        subject: String,
        /// As it was seen, by its revision and that of what stands beside it; without them, whatever is there.
        seen: Option<(u64, u64)>,
    },
    /// A form that was handed out and came in; once.
    HandoutSubmitted {
        /// The form.
        handout: [u8; 16],
        /// When.
        at: Moment,
    },
    /// What is known of a person of the map is erased.
    ErasePerson {
        /// Of which course.
        course: CourseId,
        /// Who.
        person: PersonId,
    },
    /// A setting on whose ground this is written: a conflict when it was written since it was read.
    While(Standing),
    /// A line of the audit.
    Audit(AuditLine),
}

/// The row of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// The course.
    pub course: CourseId,
    /// Its client.
    pub client: ClientId,
    /// Its service.
    pub service: ServiceId,
    /// Its therapist.
    pub therapist: StaffId,
    /// The version it was made from.
    pub version: Version,
    /// When an open flag must have been looked at.
    pub alert_due_at: Option<Moment>,
    /// When the next session is.
    pub next_due_at: Option<Moment>,
    /// Whether the course goes on.
    pub is_open: bool,
    /// The summary; sealed at rest.
    pub summary: Vec<u8>,
}

/// What a course's row is written over.
enum Over {
    /// The row of this version, and of no other; whether it is found elsewhere from now on.
    Version(Version, bool),
    /// Whatever is there, unless it is newer.
    NoNewer,
}

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsOf {
    /// Of a service.
    Service(ServiceId),
    /// Of a therapist.
    Therapist(StaffId),
    /// Of a client.
    Client(ClientId),
    /// Of one course.
    One(CourseId),
}

/// Why nothing was appended.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Somebody else appended first; load again.
    #[error("somebody else appended first")]
    Conflict,
    /// Something else.
    #[error(transparent)]
    Trouble(Trouble),
}

impl From<Trouble> for AppendError {
    fn from(trouble: Trouble) -> Self {
        if trouble == Trouble::Conflict { Self::Conflict } else { Self::Trouble(trouble) }
    }
}

impl Store {
    /// Makes the data keys of a course that has none yet.
    pub async fn begin_keys(&self, course: CourseId) -> Result<(), Trouble> {
        self.0.keys.make_keys(&FACT_KEYS.map(|purpose| (course.0, purpose))).await
    }

    /// Every fact of a course; none when there is no such course.
    pub async fn load(&self, course: CourseId) -> Result<Option<Loaded>, Trouble> {
        let loaded = self.load_since(course, Head::start()).await?;
        Ok((!loaded.facts.is_empty()).then_some(loaded))
    }

    /// The facts after `head`, each opened and its place in the chain checked.
    pub async fn load_since(&self, course: CourseId, head: Head) -> Result<Loaded, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT version, submission, recorded_at, actor, sealed, hash FROM record
                 WHERE course = $1 AND version > $2 ORDER BY version",
                vec![course.bytes().into(), head.version.0.into()],
            )
            .await?;
        let mut head = head;
        let mut facts = Vec::with_capacity(rows.len());
        let mut people = PersonKeys::default();
        for row in &rows {
            let (fact, next) = self.open_fact(course, head, row, &mut people).await?;
            head = next;
            facts.push(fact);
        }
        Ok(Loaded { head, facts })
    }

    /// Opens one row that must follow `head`.
    pub(crate) async fn open_fact(
        &self,
        course: CourseId,
        head: Head,
        row: &Row,
        people: &mut PersonKeys,
    ) -> Result<(StoredFact, Head), Trouble> {
        let version =
            Version(u32::try_from(row.int(0)).map_err(|_| Trouble::Chain { version: head.version.0 })?);
        let broken = Trouble::Chain { version: version.0 };
        if version != head.version.next() {
            return Err(broken);
        }
        let header = Header {
            course,
            version,
            submission: SubmissionId(row.exactly(1)?),
            recorded_at: Moment(row.int(2)),
            actor: &row.text(3),
            previous: &head.hash,
        };
        let sealed = row.bytes(4);
        let hash = header.hash(sealed);
        if hash.as_slice() != row.bytes(5) {
            return Err(broken);
        }
        let purpose = purpose_of(sealed)?;
        let body = if purpose == Purpose::Person {
            self.open_of_people(course, &header.place(), sealed, people).await?
        } else if FACT_KEYS.contains(&purpose) {
            match self.0.keys.key(&course.0, purpose).await {
                Ok(key) => Some(open(&key, &header.place(), sealed)?),
                Err(Trouble::Erased) => None,
                Err(other) => return Err(other),
            }
        } else {
            // There never was such a key, and a made-up row would pass for an erased one.
            return Err(Trouble::Sealed);
        };
        let fact = StoredFact {
            version,
            submission: header.submission,
            recorded_at: header.recorded_at,
            actor: header.actor.to_owned(),
            body,
            is_of_own_key: purpose == Purpose::Person,
        };
        Ok((fact, Head { version, hash }))
    }

    /// The newest version of a course.
    pub async fn version_of(&self, course: CourseId) -> Result<Option<Version>, Trouble> {
        let rows = self
            .0
            .data
            .query("SELECT version FROM course_row WHERE course = $1", vec![course.bytes().into()])
            .await?;
        Ok(rows.first().map(|row| Version(row.int(0) as u32)))
    }

    /// Appends facts, replaces the row, writes notices and the rest: together or not at all.
    pub async fn append(&self, append: Append) -> Result<Head, AppendError> {
        let mut statements =
            Vec::with_capacity(append.facts.len() + append.notices.len() + append.also.len() + 1);
        let mut head = append.head;
        let mut people = PersonKeys::default();
        for fact in &append.facts {
            let version = head.version.next();
            let header = Header {
                course: append.course,
                version,
                submission: append.submission,
                recorded_at: append.recorded_at,
                actor: &append.actor,
                previous: &head.hash,
            };
            let sealed = self.seal_fact(&header, fact, &mut people).await?;
            let hash = header.hash(&sealed);
            statements.push(statement(
                "INSERT INTO record (course, version, submission, recorded_at, actor, sealed, hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                vec![
                    append.course.bytes().into(),
                    version.0.into(),
                    append.submission.bytes().into(),
                    append.recorded_at.0.into(),
                    append.actor.as_str().into(),
                    sealed.into(),
                    (&hash).into(),
                ],
            ));
            head = Head { version, hash };
        }
        statements.push(
            self.row_statement(&append.row, Over::Version(append.head.version, append.is_moved)).await?,
        );
        for notice in &append.notices {
            statements.push(self.notice_statement(notice).await?);
        }
        for also in &append.also {
            statements.extend(self.also_statements(also).await?);
        }
        self.0.data.write(statements).await?;
        Ok(head)
    }

    async fn seal_fact(
        &self,
        header: &Header<'_>,
        fact: &NewFact,
        people: &mut PersonKeys,
    ) -> Result<Vec<u8>, AppendError> {
        let place = header.place();
        if !fact.people.is_empty() {
            let what = (place.as_slice(), fact.body.as_slice());
            let sealed = self.seal_of_people(header.course, header.version, what, &fact.people, people).await;
            return sealed.map_err(AppendError::from);
        }
        let key = self.0.keys.key(&header.course.0, fact.purpose).await?;
        Ok(seal(&key, fact.purpose, 0, &place, &fact.body))
    }

    async fn also_statements(&self, also: &Also) -> Result<Vec<Statement>, Trouble> {
        let one = match also {
            Also::DropDraft { owner, subject, seen: Some(seen) } => {
                return Ok(needless_as_seen(owner, subject, *seen).into());
            }
            Also::DropDraft { owner, subject, seen: None } => return Ok(needless(owner, subject).into()),
            Also::Client(row) => self.client_statement(row).await?,
            Also::ReferralTaken { referral, course } => exactly_one(
                "UPDATE referral SET taken = $2 WHERE id = $1 AND taken IS NULL",
                vec![referral.bytes().into(), course.bytes().into()],
            ),
            Also::HandoutSubmitted { handout, at } => exactly_one(
                "UPDATE handout SET submitted_at = $2 WHERE id = $1 AND submitted_at IS NULL
                 AND withdrawn_at IS NULL AND expires_at > $2",
                vec![handout.into(), at.0.into()],
            ),
            Also::ErasePerson { course, person } => crate::person::erasing(*course, *person),
            Also::While(standing) => standing.holds(),
            Also::Audit(line) => line.statement(),
        };
        Ok(vec![one])
    }

    /// Writes a course's row over what is there.
    async fn row_statement(&self, row: &CourseRow, over: Over) -> Result<Statement, Trouble> {
        let key = self.0.keys.key_or_new(&row.service.0, Purpose::List).await?;
        let summary = seal(&key, Purpose::List, 0, &row.place(), &row.summary);
        let stands: [Value; 6] = [
            row.course.bytes().into(),
            row.version.0.into(),
            row.alert_due_at.map(|at| at.0).into(),
            row.next_due_at.map(|at| at.0).into(),
            row.is_open.into(),
            summary.into(),
        ];
        let found_by: [Value; 3] =
            [row.client.bytes().into(), row.service.bytes().into(), row.therapist.bytes().into()];
        Ok(match over {
            Over::Version(Version(0), _) => exactly_one(
                "INSERT INTO course_row
                 (course, version, alert_due_at, next_due_at, is_open, summary, client, service, therapist)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                stands.into_iter().chain(found_by).collect(),
            ),
            // Nearly always: the indexes are left alone.
            Over::Version(from, false) => exactly_one(
                "UPDATE course_row SET version = $2, alert_due_at = $3, next_due_at = $4, is_open = $5, summary = $6
                 WHERE course = $1 AND version = $7",
                stands.into_iter().chain([from.0.into()]).collect(),
            ),
            Over::Version(from, true) => exactly_one(
                "UPDATE course_row SET version = $2, alert_due_at = $3, next_due_at = $4, is_open = $5, summary = $6,
                 client = $7, service = $8, therapist = $9
                 WHERE course = $1 AND version = $10",
                stands.into_iter().chain(found_by).chain([from.0.into()]).collect(),
            ),
            Over::NoNewer => statement(
                "INSERT INTO course_row
                 (course, version, alert_due_at, next_due_at, is_open, summary, client, service, therapist)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (course) DO UPDATE SET client = excluded.client, service = excluded.service,
                 therapist = excluded.therapist, version = excluded.version,
                 alert_due_at = excluded.alert_due_at, next_due_at = excluded.next_due_at,
                 is_open = excluded.is_open, summary = excluded.summary
                 WHERE course_row.version <= excluded.version",
                stands.into_iter().chain(found_by).collect(),
            ),
        })
    }

    /// Rows with their summaries opened.
    pub async fn rows(&self, of: RowsOf) -> Result<Vec<CourseRow>, Trouble> {
        let (sql, id) = match of {
            RowsOf::Service(id) => (
                "SELECT course, client, service, therapist, version, alert_due_at, next_due_at, is_open, summary
                 FROM course_row WHERE service = $1",
                id.0,
            ),
            RowsOf::Therapist(id) => (
                "SELECT course, client, service, therapist, version, alert_due_at, next_due_at, is_open, summary
                 FROM course_row WHERE therapist = $1",
                id.0,
            ),
            RowsOf::Client(id) => (
                "SELECT course, client, service, therapist, version, alert_due_at, next_due_at, is_open, summary
                 FROM course_row WHERE client = $1",
                id.0,
            ),
            RowsOf::One(id) => (
                "SELECT course, client, service, therapist, version, alert_due_at, next_due_at, is_open, summary
                 FROM course_row WHERE course = $1",
                id.0,
            ),
        };
        let mut found = Vec::new();
        for row in self.0.data.query(sql, vec![(&id).into()]).await? {
            let mut opened = CourseRow {
                course: CourseId(row.exactly(0)?),
                client: ClientId(row.exactly(1)?),
                service: ServiceId(row.exactly(2)?),
                therapist: StaffId(row.exactly(3)?),
                version: Version(row.int(4) as u32),
                alert_due_at: row.some_int(5).map(Moment),
                next_due_at: row.some_int(6).map(Moment),
                is_open: row.int(7) != 0,
                summary: Vec::new(),
            };
            let key = self.0.keys.key(&opened.service.0, Purpose::List).await?;
            opened.summary = open(&key, &opened.place(), row.bytes(8))?;
            found.push(opened);
        }
        Ok(found)
    }

    /// Every course that has facts.
    pub async fn courses(&self) -> Result<Vec<CourseId>, Trouble> {
        let rows =
            self.0.data.query("SELECT DISTINCT course FROM record ORDER BY course", Vec::new()).await?;
        rows.iter().map(|row| row.exactly(0).map(CourseId)).collect()
    }

    /// Puts a row in place of one that is no newer; a newer one, written meanwhile, stays.
    pub async fn replace_row(&self, row: CourseRow) -> Result<(), Trouble> {
        let statement = self.row_statement(&row, Over::NoNewer).await?;
        self.0.data.write(vec![statement]).await.map(|_| ())
    }

    /// Puts a row in place of one that does not open, whatever that one says of itself.
    pub async fn replace_unreadable_row(&self, row: CourseRow) -> Result<(), Trouble> {
        let gone = statement("DELETE FROM course_row WHERE course = $1", vec![row.course.bytes().into()]);
        let made = self.row_statement(&row, Over::NoNewer).await?;
        self.0.data.write(vec![gone, made]).await.map(|_| ())
    }
}

impl CourseRow {
    /// What stands in clear beside the summary is bound to it: none of it can be changed unnoticed.
    fn place(&self) -> Vec<u8> {
        let moment = |at: Option<Moment>| at.map_or_else(Vec::new, |at| at.0.to_le_bytes().to_vec());
        place(&[
            b"course_row",
            self.course.bytes(),
            self.client.bytes(),
            self.service.bytes(),
            self.therapist.bytes(),
            &self.version.0.to_le_bytes(),
            &moment(self.alert_due_at),
            &moment(self.next_due_at),
            &[u8::from(self.is_open)],
        ])
    }
}

/// What stands in clear beside a sealed fact, and is bound to it.
struct Header<'a> {
    course: CourseId,
    version: Version,
    submission: SubmissionId,
    recorded_at: Moment,
    actor: &'a str,
    previous: &'a [u8; 32],
}

impl Header<'_> {
    fn place(&self) -> Vec<u8> {
        place(&[
            b"record",
            self.course.bytes(),
            &self.version.0.to_le_bytes(),
            self.submission.bytes(),
            &self.recorded_at.0.to_le_bytes(),
            self.actor.as_bytes(),
            self.previous,
        ])
    }

    fn hash(&self, sealed: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.place());
        hasher.update(sealed);
        hasher.finalize().into()
    }
}
