//! Notices to send: written with the facts they follow from, claimed by one worker at a time.

use crate::db::{Statement, exactly_one, statement};
use crate::{Store, Trouble};
use treatment::time::Moment;

/// A notice to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// When it is to be sent.
    pub due_at: Moment,
    /// About what, as a stable key.
    pub kind: String,
    /// Whom and which; sealed at rest.
    pub body: Vec<u8>,
}

/// A claimed notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number.
    pub id: i64,
    /// When it was due.
    pub due_at: Moment,
    /// About what.
    pub kind: String,
    /// Whom and which; none when it does not open: changed, or its key is gone.
    pub body: Option<Vec<u8>>,
    /// How often it was claimed. Names the claim: who claims it later has another number.
    pub tries: u32,
}

impl Store {
    pub(crate) async fn notice_statement(&self, notice: &NewNotice) -> Result<Statement, Trouble> {
        // The row's number is not known before it is written; the kind binds the text instead.
        let sealed = self.seal_house("outbox", notice.kind.as_bytes(), &notice.body).await?;
        Ok(statement(
            "INSERT INTO outbox (due_at, kind, sealed, tries) VALUES ($1, $2, $3, $4)",
            vec![notice.due_at.0.into(), notice.kind.as_str().into(), sealed.into(), 0_i64.into()],
        ))
    }

    /// Keeps notices.
    pub async fn put_notices(&self, notices: Vec<NewNotice>) -> Result<(), Trouble> {
        let mut statements = Vec::with_capacity(notices.len());
        for notice in &notices {
            statements.push(self.notice_statement(notice).await?);
        }
        self.0.data.write(statements).await.map(|_| ())
    }

    /// Claims notices that are due, until a moment; nobody else gets them before that. Those of flags come first: a
    /// crowd of other messages does not hold them up.
    pub async fn claim(&self, now: Moment, until: Moment, most: u32) -> Result<Vec<OutboxRow>, Trouble> {
        let claimed = statement(
            "UPDATE outbox SET claimed_until = $2, tries = tries + 1
             WHERE id IN (SELECT id FROM outbox WHERE due_at <= $1
                          AND (claimed_until IS NULL OR claimed_until <= $1)
                          ORDER BY CASE WHEN kind LIKE 'flag-%' THEN 0 ELSE 1 END, due_at, id LIMIT $3)
             AND (claimed_until IS NULL OR claimed_until <= $1)
             RETURNING id, due_at, kind, sealed, tries",
            vec![now.0.into(), until.0.into(), most.into()],
        );
        let mut found = Vec::new();
        for row in self.0.data.write(vec![claimed]).await?.remove(0) {
            let kind = row.text(2);
            // One that does not open must not keep the others from going out.
            let body = match self.open_house("outbox", kind.as_bytes(), row.bytes(3)).await {
                Err(Trouble::Sealed | Trouble::Erased) => None,
                other => Some(other?),
            };
            let (due_at, tries) = (Moment(row.int(1)), row.int(4) as u32);
            found.push(OutboxRow { id: row.int(0), due_at, kind, body, tries });
        }
        found.sort_by_key(|row| (row.due_at, row.id));
        Ok(found)
    }

    /// A notice was sent. Does nothing if somebody else has claimed it since.
    pub async fn done(&self, row: &OutboxRow) -> Result<(), Trouble> {
        let values = vec![row.id.into(), i64::from(row.tries).into()];
        self.0.data.execute("DELETE FROM outbox WHERE id = $1 AND tries = $2", values).await
    }

    /// A notice is tried again later. Does nothing if somebody else has claimed it since.
    pub async fn retry_at(&self, row: &OutboxRow, due_at: Moment) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "UPDATE outbox SET due_at = $3, claimed_until = NULL WHERE id = $1 AND tries = $2",
                vec![row.id.into(), i64::from(row.tries).into(), due_at.0.into()],
            )
            .await
    }

    /// Several notices take the place of one, in one commit.
    ///
    /// # Errors
    /// `Conflict` when somebody else has claimed it since; nothing was changed.
    pub async fn replace(&self, row: &OutboxRow, notices: &[NewNotice]) -> Result<(), Trouble> {
        let values = vec![row.id.into(), i64::from(row.tries).into()];
        let mut statements = vec![exactly_one("DELETE FROM outbox WHERE id = $1 AND tries = $2", values)];
        for notice in notices {
            statements.push(self.notice_statement(notice).await?);
        }
        self.0.data.write(statements).await.map(|_| ())
    }

    /// How many notices wait.
    pub async fn outbox_waiting(&self) -> Result<u64, Trouble> {
        let rows = self.0.data.query("SELECT COUNT(*) FROM outbox", Vec::new()).await?;
        Ok(rows.first().map_or(0, |row| row.int(0) as u64))
    }
}
