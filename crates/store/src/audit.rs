//! Who did what, to which course, when. Only inserted into; holds no content.

use crate::db::{Row, Statement, statement};
use crate::{Store, Trouble};
use treatment::ids::CourseId;
use treatment::time::Moment;

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What.
    pub verb: String,
    /// Which course.
    pub course: Option<CourseId>,
    /// Keyed hash of the address.
    pub address: Option<[u8; 16]>,
}

impl AuditLine {
    pub(crate) fn statement(&self) -> Statement {
        statement(
            "INSERT INTO audit (at, who, verb, course, address) VALUES ($1, $2, $3, $4, $5)",
            vec![
                self.at.0.into(),
                self.who.as_str().into(),
                self.verb.as_str().into(),
                self.course.map(|course| course.0.to_vec()).into(),
                self.address.map(|address| address.to_vec()).into(),
            ],
        )
    }

    fn of(row: &Row) -> Self {
        Self {
            at: Moment(row.int(0)),
            who: row.text(1),
            verb: row.text(2),
            course: row.some_exactly(3).map(CourseId),
            address: row.some_exactly(4),
        }
    }
}

impl Store {
    /// Writes lines.
    pub async fn audit(&self, lines: Vec<AuditLine>) -> Result<(), Trouble> {
        self.0.data.write(lines.iter().map(AuditLine::statement).collect()).await.map(|_| ())
    }

    /// The newest lines about a course.
    pub async fn audit_of(&self, course: CourseId, most: u32) -> Result<Vec<AuditLine>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT at, who, verb, course, address FROM audit WHERE course = $1 ORDER BY id DESC LIMIT $2",
                vec![course.bytes().into(), most.into()],
            )
            .await?;
        Ok(rows.iter().map(AuditLine::of).collect())
    }

    /// The newest lines of all.
    pub async fn audit_recent(&self, most: u32) -> Result<Vec<AuditLine>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT at, who, verb, course, address FROM audit ORDER BY id DESC LIMIT $1",
                vec![most.into()],
            )
            .await?;
        Ok(rows.iter().map(AuditLine::of).collect())
    }
}
