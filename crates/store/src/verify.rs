//! Walks every chain and says what does not fit.

use crate::db::Row;
use crate::person::PersonKeys;
use crate::{Head, RowsOf, Store, Trouble};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use treatment::ids::{CourseId, Version};

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Courses walked.
    pub courses: u64,
    /// Facts that fit.
    pub facts: u64,
    /// What does not fit; at most one per course, the first.
    pub faults: Vec<Fault>,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The course.
    pub course: CourseId,
    /// The first fact that does not fit.
    pub version: Version,
    /// How.
    pub what: FaultKind,
}

/// How something does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The chain breaks: a row was changed, moved, added or taken away.
    #[error("the chain breaks")]
    Chain,
    /// A sealed text does not open.
    #[error("a sealed text does not open")]
    Sealed,
    /// The list row is of another version than the last fact: facts are missing at the end, or the row is.
    #[error("the list row and the record end at different versions")]
    Row,
    /// The key of somebody of the map is gone, and this data does not say that they were erased: an older copy of the
    /// keys was put back, or one of the data from before the erasing.
    #[error(
        "the key of a person is gone, and this data does not say that they were erased: either the keys are older than \
         the data (bring back the newest copy of the keys), or the data is older than the erasing"
    )]
    KeyLost,
    /// The list row does not open: it was changed or moved. It can be made anew from the record.
    #[error("the list row does not open")]
    RowSealed,
}

impl Store {
    /// Walks every chain; tells how far it is as (courses done, of).
    pub async fn verify(&self, mut told: impl FnMut(u64, u64)) -> Result<Verified, Trouble> {
        let courses = self.courses_of_record_and_rows().await?;
        let mut verified = Verified::default();
        for course in &courses {
            let rows = self.record_rows(*course).await?;
            let mut head = Head::start();
            let mut fault = None;
            let mut lost = None;
            let mut people = PersonKeys::default();
            let mut erased = self.erased_people(*course).await?;
            for row in &rows {
                match self.open_fact(*course, head, row, &mut people).await {
                    Ok((fact, next)) => {
                        head = next;
                        verified.facts += 1;
                        if lost.is_none() && !people.missing.is_subset(&erased) {
                            // Somebody may have been erased since the walk began.
                            erased = self.erased_people(*course).await?;
                            if !people.missing.is_subset(&erased) {
                                lost = Some(fact.version);
                            }
                        }
                    }
                    Err(Trouble::Chain { .. }) => fault = Some(FaultKind::Chain),
                    Err(Trouble::Sealed) => fault = Some(FaultKind::Sealed),
                    Err(other) => return Err(other),
                }
                if fault.is_some() {
                    break;
                }
            }
            let mut version = head.version.next();
            if fault.is_none() {
                fault = self.row_fault(*course, head.version).await?;
            }
            if let (None, Some(at)) = (fault, lost) {
                (fault, version) = (Some(FaultKind::KeyLost), at);
            }
            if let Some(what) = fault {
                verified.faults.push(Fault { course: *course, version, what });
            }
            verified.courses += 1;
            told(verified.courses, courses.len() as u64);
        }
        Ok(verified)
    }

    /// Appends the end of every chain to a file, one line each, for an operator to keep elsewhere.
    pub async fn write_heads(&self, file: &Path) -> Result<u64, Trouble> {
        let bad = |why: std::io::Error| Trouble::Database(why.to_string());
        let mut lines = String::new();
        let mut count = 0;
        for course in self.courses().await? {
            let rows = self
                .0
                .data
                .query(
                    "SELECT version, hash FROM record WHERE course = $1 ORDER BY version DESC LIMIT 1",
                    vec![course.bytes().into()],
                )
                .await?;
            if let Some(row) = rows.first() {
                let hash = row.bytes(1).iter().fold(String::new(), |mut text, byte| {
                    let _ = write!(text, "{byte:02x}");
                    text
                });
                let _ = writeln!(lines, "{course} {} {hash}", row.int(0));
                count += 1;
            }
        }
        let mut out = std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(bad)?;
        out.write_all(lines.as_bytes()).and_then(|()| out.sync_all()).map_err(bad)?;
        Ok(count)
    }

    /// How the list row of a course does not fit a record that ends at `version`.
    async fn row_fault(&self, course: CourseId, version: Version) -> Result<Option<FaultKind>, Trouble> {
        if self.version_of(course).await? != Some(version) {
            return Ok(Some(FaultKind::Row));
        }
        match self.rows(RowsOf::One(course)).await {
            Ok(_) => Ok(None),
            Err(Trouble::Sealed | Trouble::Erased) => Ok(Some(FaultKind::RowSealed)),
            Err(other) => Err(other),
        }
    }

    /// A course whose facts are all gone still has its row.
    async fn courses_of_record_and_rows(&self) -> Result<Vec<CourseId>, Trouble> {
        let sql = "SELECT course FROM record UNION SELECT course FROM course_row ORDER BY course";
        let rows = self.0.data.query(sql, Vec::new()).await?;
        rows.iter().map(|row| row.exactly(0).map(CourseId)).collect()
    }

    async fn record_rows(&self, course: CourseId) -> Result<Vec<Row>, Trouble> {
        self.0
            .data
            .query(
                "SELECT version, submission, recorded_at, actor, sealed, hash FROM record
                 WHERE course = $1 ORDER BY version",
                vec![course.bytes().into()],
            )
            .await
    }
}
