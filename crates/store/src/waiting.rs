//! Requests for a consultation that wait for a therapist.

use crate::db::Row;
use crate::seal::{open, place, seal};
use crate::{Purpose, Store, Trouble};
use treatment::ids::{CourseId, ReferralId, ServiceId};
use treatment::time::Moment;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The name in the data.
    pub id: ReferralId,
    /// To which service.
    pub service: ServiceId,
    /// When it came in.
    pub received_at: Moment,
    /// The course it became.
    pub taken: Option<CourseId>,
    /// When it was closed without one.
    pub closed_at: Option<Moment>,
    /// What was written; sealed at rest under a key of its own.
    pub sheet: Vec<u8>,
}

impl Store {
    /// Writes a request. One that was taken stays taken.
    pub async fn put_referral(&self, row: Referral) -> Result<(), Trouble> {
        let key = self.0.keys.key_or_new(&row.id.0, Purpose::Identity).await?;
        let sealed = seal(&key, Purpose::Identity, 0, &place(&[b"referral", row.id.bytes()]), &row.sheet);
        self.0
            .data
            .execute(
                "INSERT INTO referral (id, service, received_at, taken, closed_at, sheet)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at, sheet = excluded.sheet",
                vec![
                    row.id.bytes().into(),
                    row.service.bytes().into(),
                    row.received_at.0.into(),
                    row.taken.map(|course| course.0.to_vec()).into(),
                    row.closed_at.map(|at| at.0).into(),
                    sealed.into(),
                ],
            )
            .await
    }

    /// A request.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT id, service, received_at, taken, closed_at, sheet FROM referral WHERE id = $1",
                vec![id.bytes().into()],
            )
            .await?;
        match rows.first() {
            Some(row) => self.open_referral(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The requests of a service that still wait, longest first.
    pub async fn referrals(&self, service: ServiceId) -> Result<Vec<Referral>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT id, service, received_at, taken, closed_at, sheet FROM referral
                 WHERE service = $1 AND taken IS NULL AND closed_at IS NULL ORDER BY received_at, id",
                vec![service.bytes().into()],
            )
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.open_referral(row).await?);
        }
        Ok(found)
    }

    async fn open_referral(&self, row: &Row) -> Result<Referral, Trouble> {
        let id = ReferralId(row.exactly(0)?);
        let key = self.0.keys.key(&id.0, Purpose::Identity).await?;
        Ok(Referral {
            id,
            service: ServiceId(row.exactly(1)?),
            received_at: Moment(row.int(2)),
            taken: row.some_exactly(3).map(CourseId),
            closed_at: row.some_int(4).map(Moment),
            sheet: open(&key, &place(&[b"referral", id.bytes()]), row.bytes(5))?,
        })
    }
}
