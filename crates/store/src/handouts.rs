//! Forms handed to a client: what became of each, and the doors to it. What the form is stands sealed under the
//! course's key; a token, a code and a PIN are kept only as hashes.

use crate::db::{Row, Value, exactly_one, statement};
use crate::outbox::NewNotice;
use crate::seal::{open, place, seal};
use crate::{Purpose, Store, Trouble};
use std::collections::HashSet;
use treatment::ids::CourseId;
use treatment::time::Moment;

/// A PIN may be tried so often; then the form is void (`security.md` §6.9).
pub const TRIES_MOST: u32 = 5;

/// A form handed to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handout {
    /// Its name: sixteen random bytes.
    pub id: [u8; 16],
    /// The course.
    pub course: CourseId,
    /// `link`, `device` or `portal`.
    pub way: String,
    /// Hash of the token in the link.
    pub token: Option<[u8; 32]>,
    /// Keyed hash of the code that can be typed instead.
    pub code: Option<[u8; 32]>,
    /// Keyed hash of the PIN.
    pub pin: Option<[u8; 32]>,
    /// How often a wrong PIN was typed.
    pub tries: u32,
    /// Hash of the cookie of the device that knew the PIN.
    pub door: Option<[u8; 32]>,
    /// When it was made.
    pub made_at: Moment,
    /// Until when it is good.
    pub expires_at: Moment,
    /// What became of it.
    pub went: Went,
    /// Which form, and for what; sealed at rest.
    pub what: Vec<u8>,
}

/// What became of a form, each with when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Went {
    /// A message was handed to the mail server, or the link to the client.
    pub sent: Option<Moment>,
    /// The mail server took it.
    pub delivered: Option<Moment>,
    /// It could not be delivered.
    pub failed: Option<Moment>,
    /// The client opened it.
    pub opened: Option<Moment>,
    /// The client sent it.
    pub submitted: Option<Moment>,
    /// The therapist withdrew it.
    pub withdrawn: Option<Moment>,
}

/// A step of a form on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// See [`Went::sent`].
    Sent,
    /// See [`Went::delivered`].
    Delivered,
    /// See [`Went::failed`].
    Failed,
    /// See [`Went::opened`].
    Opened,
    /// See [`Went::withdrawn`].
    Withdrawn,
}

/// Which forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoutsOf {
    /// The one of this name.
    One([u8; 16]),
    /// The one of this token.
    Token([u8; 32]),
    /// The one of this code.
    Code([u8; 32]),
    /// The one that this device opened.
    Door([u8; 32]),
    /// All of a course.
    Course(CourseId),
}

impl Store {
    /// Keeps a new form; `Conflict` when one of that name is there.
    pub async fn put_handout(&self, handout: &Handout, notices: &[NewNotice]) -> Result<(), Trouble> {
        let key = self.0.keys.key_or_new(&handout.course.0, Purpose::Course).await?;
        let sealed =
            seal(&key, Purpose::Course, 0, &handout_place(&handout.id, handout.course), &handout.what);
        let hash = |hash: &Option<[u8; 32]>| -> Value { hash.map(|hash| hash.to_vec()).into() };
        let values = vec![
            (&handout.id).into(),
            handout.course.bytes().into(),
            handout.way.as_str().into(),
            hash(&handout.token),
            hash(&handout.code),
            hash(&handout.pin),
            handout.made_at.0.into(),
            handout.expires_at.0.into(),
            handout.went.sent.map(|at| at.0).into(),
            sealed.into(),
        ];
        let mut statements = vec![statement(
            "INSERT INTO handout (id, course, way, token, code, pin, tries, made_at, expires_at, sent_at, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10)",
            values,
        )];
        for notice in notices {
            statements.push(self.notice_statement(notice).await?);
        }
        self.0.data.write(statements).await.map(|_| ())
    }

    /// Forms, oldest first. Those whose key was destroyed are left out.
    pub async fn handouts(&self, of: HandoutsOf) -> Result<Vec<Handout>, Trouble> {
        const ONE: &str = "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout WHERE id = $1";
        const TOKEN: &str = "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout WHERE token = $1";
        const CODE: &str = "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout WHERE code = $1";
        const DOOR: &str = "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout WHERE door = $1";
        const COURSE: &str =
            "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout
            WHERE course = $1 ORDER BY made_at, id";
        let (sql, value): (&'static str, Value) = match of {
            HandoutsOf::One(id) => (ONE, (&id).into()),
            HandoutsOf::Token(hash) => (TOKEN, (&hash).into()),
            HandoutsOf::Code(hash) => (CODE, (&hash).into()),
            HandoutsOf::Door(hash) => (DOOR, (&hash).into()),
            HandoutsOf::Course(course) => (COURSE, course.bytes().into()),
        };
        let rows = self.0.data.query(sql, vec![value]).await?;
        self.open_handouts(&rows).await
    }

    /// Those of these courses that were good at a moment or later; what belongs to others is not opened.
    pub async fn handouts_good_since(
        &self,
        since: Moment,
        courses: &HashSet<CourseId>,
    ) -> Result<Vec<Handout>, Trouble> {
        let sql = "SELECT id, course, way, token, code, pin, tries, door, made_at, expires_at, sent_at,
            delivered_at, failed_at, opened_at, submitted_at, withdrawn_at, sealed FROM handout
            WHERE expires_at >= $1 ORDER BY made_at, id";
        let mut rows = self.0.data.query(sql, vec![since.0.into()]).await?;
        rows.retain(|row| row.some_exactly(1).is_some_and(|course| courses.contains(&CourseId(course))));
        self.open_handouts(&rows).await
    }

    async fn open_handouts(&self, rows: &[Row]) -> Result<Vec<Handout>, Trouble> {
        let mut found = Vec::new();
        for row in rows {
            match self.open_handout(row).await {
                Err(Trouble::Erased) => {}
                other => found.push(other?),
            }
        }
        Ok(found)
    }

    /// Counts a try of the PIN before it is looked at; false once there were too many, or it ran out.
    pub async fn try_handout(&self, id: [u8; 16], now: Moment) -> Result<bool, Trouble> {
        let counted = exactly_one(
            "UPDATE handout SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND expires_at > $3",
            vec![(&id).into(), TRIES_MOST.into(), now.0.into()],
        );
        match self.0.data.write(vec![counted]).await {
            Ok(_) => Ok(true),
            Err(Trouble::Conflict) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The PIN was right: the device with this cookie has the form from now on, and no other.
    pub async fn open_door(&self, id: [u8; 16], door: [u8; 32], now: Moment) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "UPDATE handout SET door = $2, tries = 0, opened_at = COALESCE(opened_at, $3) WHERE id = $1",
                vec![(&id).into(), (&door).into(), now.0.into()],
            )
            .await
    }

    /// Notes the first time that a form came to a step.
    pub async fn note_handout(&self, id: [u8; 16], step: Step, at: Moment) -> Result<(), Trouble> {
        let sql = match step {
            Step::Sent => "UPDATE handout SET sent_at = COALESCE(sent_at, $2) WHERE id = $1",
            Step::Delivered => {
                "UPDATE handout SET delivered_at = COALESCE(delivered_at, $2), failed_at = NULL WHERE id = $1"
            }
            Step::Failed => "UPDATE handout SET failed_at = COALESCE(failed_at, $2) WHERE id = $1",
            Step::Opened => "UPDATE handout SET opened_at = COALESCE(opened_at, $2) WHERE id = $1",
            Step::Withdrawn => "UPDATE handout SET withdrawn_at = COALESCE(withdrawn_at, $2) WHERE id = $1",
        };
        self.0.data.execute(sql, vec![(&id).into(), at.0.into()]).await
    }

    async fn open_handout(&self, row: &Row) -> Result<Handout, Trouble> {
        let (id, course) = (row.exactly(0)?, CourseId(row.exactly(1)?));
        let key = self.0.keys.key(&course.0, Purpose::Course).await?;
        let moment = |column: usize| row.some_int(column).map(Moment);
        Ok(Handout {
            id,
            course,
            way: row.text(2),
            token: row.some_exactly(3),
            code: row.some_exactly(4),
            pin: row.some_exactly(5),
            tries: row.int(6) as u32,
            door: row.some_exactly(7),
            made_at: Moment(row.int(8)),
            expires_at: Moment(row.int(9)),
            went: Went {
                sent: moment(10),
                delivered: moment(11),
                failed: moment(12),
                opened: moment(13),
                submitted: moment(14),
                withdrawn: moment(15),
            },
            what: open(&key, &handout_place(&id, course), row.bytes(16))?,
        })
    }
}

fn handout_place(id: &[u8; 16], course: CourseId) -> Vec<u8> {
    place(&[b"handout", id, course.bytes()])
}
