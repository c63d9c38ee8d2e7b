//! The only asynchronous part: claims due notices from the outbox and tells people that there is something to
//! read. A notice that cannot be sent is tried again later, ever more rarely.

use crate::Clinic;
use crate::handle::OutboxNotice;
use crate::mail::{Letter, send};
use std::time::Duration;
use store::OutboxRow;
use treatment::ids::{CourseId, StaffId, Version};
use treatment::risk::FlagState;
use treatment::time::Moment;

/// How many notices one round takes.
const ROUND: u32 = 20;
/// A claim lasts so long; after a crash another round takes it again.
const CLAIM_LASTS: i64 = 120_000;

/// The neutral words of a message; they come from the words files.
#[derive(Clone, Debug)]
pub struct MailWords {
    /// Subject.
    pub subject: String,
    /// Body, before the address.
    pub body: String,
}

impl Clinic {
    /// Works until the process ends.
    pub async fn work(self, words: MailWords) {
        loop {
            match self.work_once(&words).await {
                Ok(0) => tokio::time::sleep(Duration::from_secs(5)).await,
                Ok(_) => {}
                Err(why) => {
                    tracing::error!(%why, "the outbox could not be read");
                    tokio::time::sleep(Duration::from_secs(30)).await;
                }
            }
        }
    }

    /// One round; answers how many notices it took.
    pub async fn work_once(&self, words: &MailWords) -> Result<usize, store::Trouble> {
        let now = self.clock.now();
        let rows = self.store.claim(now, Moment(now.0 + CLAIM_LASTS), ROUND).await?;
        for row in &rows {
            match self.tell(row, words).await {
                Ok(()) => self.store.done(row.id).await?,
                Err(why) => {
                    // One minute, doubling, at most six hours.
                    let wait = (60_000_i64 << row.tries.saturating_sub(1).min(9)).min(6 * 3_600_000);
                    tracing::warn!(notice = row.id, tries = row.tries, %why, "a notice waits");
                    self.store.retry_at(row.id, Moment(self.clock.now().0 + wait)).await?;
                }
            }
        }
        Ok(rows.len())
    }

    async fn tell(&self, row: &OutboxRow, words: &MailWords) -> Result<(), String> {
        let notice: OutboxNotice =
            serde_json::from_slice(&row.body).map_err(|_| "the notice cannot be read".to_owned())?;
        let course = CourseId::parse(&notice.course).ok_or("the notice names no course")?;
        let kept = self.courses.of(course);
        let held = self.newest(course, &kept).await.map_err(|why| why.to_string())?;
        let Some(held) = held else { return Ok(()) };
        let Some(head) = held.course.head() else { return Ok(()) };
        // An overdue flag is only news while nobody has looked.
        if row.kind == "flag-overdue" {
            let flag = held.course.flags.iter().find(|flag| Version(flag.id.0) == Version(notice.version));
            if flag.is_none_or(|flag| flag.state != FlagState::Open) {
                return Ok(());
            }
        }
        let Some(mail) = &self.mail else {
            // The pages show it; there is no other way to tell.
            return Ok(());
        };
        let staff: Vec<StaffId> = match notice.to.as_str() {
            "therapist" => vec![head.therapist],
            "supervisor" => {
                self.supervisors_of(head.service, head.therapist).await.map_err(|why| why.to_string())?
            }
            _ => Vec::new(),
        };
        let mut addresses = Vec::new();
        for one in staff {
            if let Some(sheet) = self.staff_sheet(one).await.map_err(|why| why.to_string())? {
                addresses.push(sheet.email);
            }
        }
        if notice.to == "client"
            && let Some(sheet) = self.client_sheet(head.client).await.map_err(|why| why.to_string())?
            && sheet.may_message
        {
            addresses.push(sheet.email);
        }
        for to in addresses.into_iter().filter(|address| !address.is_empty()) {
            let letter = Letter {
                to,
                subject: words.subject.clone(),
                body: format!("{}\n\n{}\n", words.body, mail.address),
            };
            send(mail, &letter).await?;
        }
        Ok(())
    }

    async fn supervisors_of(
        &self,
        service: treatment::ids::ServiceId,
        therapist: StaffId,
    ) -> Result<Vec<StaffId>, store::Trouble> {
        let mut supervisors = Vec::new();
        for row in self.store.staff(service).await?.into_iter().filter(|row| row.is_active) {
            if self.store.supervised_by(row.id).await?.contains(&therapist) {
                supervisors.push(row.id);
            }
        }
        Ok(supervisors)
    }
}
