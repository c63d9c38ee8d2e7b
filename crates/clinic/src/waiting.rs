//! From the front door to a course: a request waits, a therapist takes it, a course opens.

use crate::handle::{Asked, Receipt};
use crate::problem::{Problem, Trouble};
use crate::sheets::{ClientSheet, ReferralSheet};
use crate::{Clinic, random};
use store::{Also, ClientRow, Referral, RowsOf};
use treatment::access::{Actor, Verb, may};
use treatment::again::OpenAgain;
use treatment::command::Command;
use treatment::ids::{ClientId, CourseId, ReferralId, SubmissionId};
use treatment::opening::Open;
use treatment::refusal::Refusal;
use treatment::time::Moment;

/// A request on the waiting list.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its name.
    pub id: ReferralId,
    /// When it came in.
    pub received_at: Moment,
    /// What was written.
    pub sheet: ReferralSheet,
}

/// A new course.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// The client.
    pub client: ClientSheet,
    /// Key of the protocol.
    pub protocol: String,
    /// The request it answers.
    pub referral: Option<ReferralId>,
    /// Who asked.
    pub source: String,
    /// What brought the client.
    pub reason: String,
    /// The press of the button.
    pub submission: SubmissionId,
}

impl Clinic {
    /// Somebody asks for a consultation from the public page. The submission names it, so that a form sent twice
    /// is one request.
    pub async fn ask_for_consultation(
        &self,
        sheet: &ReferralSheet,
        submission: SubmissionId,
    ) -> Result<(), Problem> {
        let service = self.service_id().ok_or(Problem::NotYours)?;
        let sheet = ReferralSheet { received_on: Some(self.today()), ..sheet.checked()? };
        let id = ReferralId(submission.0);
        if self.store.referral(id).await?.is_some() {
            return Ok(());
        }
        self.store
            .put_referral(Referral {
                id,
                service,
                received_at: self.clock.now(),
                taken: None,
                closed_at: None,
                sheet: serde_json::to_vec(&sheet).expect("a sheet is plain data"),
            })
            .await?;
        Ok(())
    }

    /// The waiting list, longest waiting first.
    pub async fn waiting(&self, actor: &Actor) -> Result<Vec<Waiting>, Problem> {
        if !may(actor, Verb::ReadWaiting, None) {
            return Err(Problem::NotYours);
        }
        self.store.referrals(actor.service).await?.into_iter().map(read).collect()
    }

    /// One request that still waits.
    pub async fn one_waiting(&self, actor: &Actor, id: ReferralId) -> Result<Waiting, Problem> {
        if !may(actor, Verb::ReadWaiting, None) {
            return Err(Problem::NotYours);
        }
        let row = self.store.referral(id).await?.ok_or(Problem::NotYours)?;
        if row.service != actor.service || row.taken.is_some() || row.closed_at.is_some() {
            return Err(Problem::NotYours);
        }
        read(row)
    }

    /// Opens a course for a new client, from a request or directly. A form sent twice opens one course.
    pub async fn open_course(
        &self,
        actor: &Actor,
        asked: &NewCourse,
    ) -> Result<(CourseId, Receipt), Problem> {
        let (Some(therapist), true) = (actor.staff(), may(actor, Verb::OpenCourse, None)) else {
            return Err(Problem::NotYours);
        };
        // The names follow from the press of the button, so that the same press twice is the same course.
        let course = CourseId(self.name_from(b"course", asked.submission));
        let client = ClientId(self.name_from(b"client", asked.submission));
        let received_on = match asked.referral {
            Some(id) => match self.one_waiting(actor, id).await {
                Ok(waiting) => waiting.sheet.received_on,
                Err(_) if self.store.version_of(course).await?.is_some() => None,
                Err(_) => return Err(Refusal::Unknown("referral").into()),
            },
            None => None,
        };
        let sheet = asked.client.checked()?;
        let open = Open {
            service: actor.service,
            client,
            therapist,
            protocol: asked.protocol.clone(),
            protocol_version: 0,
            referral: asked.referral,
            source: asked.source.clone(),
            reason: asked.reason.clone(),
            received_on: received_on.unwrap_or_else(|| self.today()),
        };
        let mut also = vec![Also::Client(ClientRow {
            id: client,
            service: actor.service,
            sheet: serde_json::to_vec(&sheet).expect("a sheet is plain data"),
        })];
        if let Some(referral) = asked.referral {
            also.push(Also::ReferralTaken { referral, course });
        }
        self.store.begin_keys(course).await?;
        self.lines.renamed(client, &sheet.name);
        let referral = asked.referral;
        let asked = Asked::plain(Command::Open(open), asked.submission);
        match self.carry(actor, course, asked, also).await {
            Ok(receipt) => Ok((course, receipt)),
            // Not the course was contended, which is new, but the request: somebody else has just taken it.
            Err(Problem::Trouble(Trouble::Contended)) if referral.is_some() => {
                Err(Refusal::Unknown("referral").into())
            }
            Err(other) => Err(other),
        }
    }

    /// Opens a course for somebody who was here before, from the last map and the last plan; they need no new request.
    /// A form sent twice opens one course.
    pub async fn open_again(
        &self,
        actor: &Actor,
        before: CourseId,
        protocol: &str,
        reason: &str,
        submission: SubmissionId,
    ) -> Result<(CourseId, Receipt), Problem> {
        let held = self.read(actor, Verb::Treat, before).await?;
        let head = held.course.head().ok_or(Problem::NotYours)?;
        let course = CourseId(self.name_from(b"course", submission));
        let rows = self.store.rows(RowsOf::Client(head.client)).await?;
        if rows.iter().any(|row| row.is_open && row.course != course) {
            return Err(Refusal::AlreadySo.into());
        }
        let open = Open {
            service: actor.service,
            client: head.client,
            therapist: head.therapist,
            protocol: protocol.to_owned(),
            protocol_version: 0,
            referral: None,
            source: String::new(),
            reason: reason.to_owned(),
            received_on: self.today(),
        };
        let command = Command::OpenAgain(Box::new(OpenAgain::from(&held.course, open)?));
        self.store.begin_keys(course).await?;
        let receipt = self.carry(actor, course, Asked::plain(command, submission), Vec::new()).await?;
        // From now on their pages are those of the new course.
        self.sign_ins.keep_own_course(head.client, course);
        Ok((course, receipt))
    }

    /// Takes a request off the list without a course: answered otherwise, withdrawn, sent on.
    pub async fn close_request(&self, actor: &Actor, id: ReferralId) -> Result<(), Problem> {
        let waiting = self.one_waiting(actor, id).await?;
        self.store
            .put_referral(Referral {
                id,
                service: actor.service,
                received_at: waiting.received_at,
                taken: None,
                closed_at: Some(self.clock.now()),
                sheet: serde_json::to_vec(&waiting.sheet).expect("a sheet is plain data"),
            })
            .await?;
        Ok(())
    }

    fn name_from(&self, what: &[u8], submission: SubmissionId) -> [u8; 16] {
        let mut bytes = what.to_vec();
        bytes.extend_from_slice(submission.bytes());
        let hash = self.store.keyed_hash("names", &bytes);
        let mut name = [0; 16];
        name.copy_from_slice(&hash[..16]);
        name
    }
}

/// A name for a submission that no form gave: the operator's own, or a test's.
pub fn new_submission() -> SubmissionId {
    SubmissionId(random())
}

fn read(row: Referral) -> Result<Waiting, Problem> {
    let sheet = serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("request"))?;
    Ok(Waiting { id: row.id, received_at: row.received_at, sheet })
}
