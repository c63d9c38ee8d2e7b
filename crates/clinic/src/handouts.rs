//! Forms handed to a client: by a link with a PIN, on the therapist's own device behind a lock, or as a message that a
//! check-in waits on the portal (`security.md` §6.9). A link lets somebody send one form once, and shows nothing.

use crate::handle::{Asked, OutboxNotice, Receipt};
use crate::problem::{Problem, Trouble};
use crate::signin::{SignedIn, hash_of, new_token};
use crate::{Clinic, random};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::handouts::TRIES_MOST;
use store::{Also, AuditLine, Handout, HandoutsOf, NewNotice, Step, Went};
use treatment::access::{Actor, Verb, Who};
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{CourseId, SubmissionId, hex};
use treatment::measure::{CompleteMeasure, How};
use treatment::refusal::{Refusal, within};
use treatment::review::{FormState, Way};
use treatment::schedule::takes_answers;
use treatment::time::Moment;

const DAY: i64 = 24 * 3_600_000;
/// A link is good for a week, unless another number of days is chosen.
pub const LINK_DAYS: u8 = 7;
/// At most so many days.
pub const LINK_DAYS_MOST: u8 = 30;
/// At most so many links of a course may be open at once.
pub const LINKS_MOST: usize = 20;
/// A form on the therapist's device is good for so long.
const DEVICE_LASTS: i64 = 12 * 3_600_000;
/// Digits of a PIN that staff choose for the lock of their device.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Letters and digits that are not taken for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What a handed-out form is, as the store keeps it sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct What {
    /// Measures with the version that was handed out.
    pub(crate) measures: Vec<(String, u32)>,
}

/// A form that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOut {
    /// Its name.
    pub id: [u8; 16],
    /// The course.
    pub course: CourseId,
    /// How.
    pub way: Way,
    /// Measures with the version that was handed out.
    pub measures: Vec<(String, u32)>,
    /// When it was made.
    pub made_at: Moment,
    /// Until when it is good.
    pub expires_at: Moment,
    /// What became of it, with when.
    pub went: Went,
    tries: u32,
    has_door: bool,
}

impl HandedOut {
    pub(crate) fn read(row: &Handout) -> Result<Self, Trouble> {
        let what: What = serde_json::from_slice(&row.what).map_err(|_| Trouble::Unreadable("handout"))?;
        Ok(Self {
            id: row.id,
            course: row.course,
            way: Way::parse(&row.way).ok_or(Trouble::Unreadable("handout"))?,
            measures: what.measures,
            made_at: row.made_at,
            expires_at: row.expires_at,
            went: row.went,
            tries: row.tries,
            has_door: row.door.is_some(),
        })
    }

    /// How far it came by a moment.
    pub fn state(&self, now: Moment) -> FormState {
        let went = &self.went;
        if went.submitted.is_some() {
            FormState::Submitted
        } else if went.withdrawn.is_some() {
            FormState::Withdrawn
        } else if self.way == Way::Link && self.tries >= TRIES_MOST && !self.has_door {
            FormState::Void
        } else if now >= self.expires_at {
            FormState::Expired
        } else if went.opened.is_some() {
            FormState::Opened
        } else if went.failed.is_some() {
            FormState::Undelivered
        } else if went.delivered.is_some() {
            FormState::Delivered
        } else if went.sent.is_some() {
            FormState::Sent
        } else {
            FormState::Made
        }
    }

    /// Whether the client can still send it.
    pub fn is_good(&self, now: Moment) -> bool {
        !matches!(
            self.state(now),
            FormState::Submitted | FormState::Withdrawn | FormState::Void | FormState::Expired
        )
    }

    /// Its name as addresses have it.
    pub fn name(&self) -> String {
        hex(&self.id)
    }
}

/// A link that was made. The PIN is shown once and kept by nobody.
#[derive(Debug)]
pub struct MadeLink {
    /// What stands after `#` in the address.
    pub token: String,
    /// What can be typed instead: twelve letters and digits in three groups.
    pub code: String,
    /// Six digits, to be told in person.
    pub pin: String,
}

/// What a link is made for.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Key of the measure.
    pub measure: String,
    /// Days it is good for, 1 to 30.
    pub days: u8,
    /// Whether it is mailed to the client; otherwise it is handed over.
    pub by_mail: bool,
    /// The press of the button: the same twice makes one link.
    pub submission: SubmissionId,
}

/// What somebody has to open a form with.
#[derive(Clone, Debug)]
pub enum LinkKey {
    /// What stood after `#` in the address.
    Token(String),
    /// What was typed instead.
    Code(String),
}

/// Why a form does not open or cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpenForm {
    /// There is no such form.
    #[error("unknown")]
    Unknown,
    /// The PIN is another; so many tries are left.
    #[error("wrong pin")]
    WrongPin {
        /// Tries left.
        left: u32,
    },
    /// It was sent, withdrawn, tried too often, or ran out.
    #[error("over")]
    Over(FormState),
    /// The measure may no longer be asked: its permission was withdrawn while it was being answered. Others of the form
    /// may be left.
    #[error("may no longer be asked")]
    AskedNoMore,
    /// Something else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl From<store::Trouble> for CannotOpenForm {
    fn from(trouble: store::Trouble) -> Self {
        Self::Problem(trouble.into())
    }
}

/// A form that is filled in and sent.
#[derive(Clone, Debug)]
pub struct SentForm {
    /// Key of the measure.
    pub measure: String,
    /// The version that was shown.
    pub version: u32,
    /// Tag of the language in which its words were shown.
    pub language: String,
    /// Option codes by item key.
    pub answers: BTreeMap<String, String>,
    /// The press of the button.
    pub submission: SubmissionId,
}

/// When a measure was answered first since a form with it was handed out, questions left open or not.
fn answered_at(course: &Course, form: &HandedOut, measure: &str) -> Option<Moment> {
    let is_device = form.way == Way::Device;
    let fits = |how: How| !is_device || how == How::Device;
    let parts = course.measures.parts.iter().filter(|part| part.said.measure == measure);
    let whole =
        course.measures.of(measure).filter(|result| fits(result.completed.how)).map(|result| result.at);
    let parts = parts.filter(|part| fits(part.said.how)).map(|part| part.at);
    whole.chain(parts).filter(|at| *at >= form.made_at).min()
}

impl Clinic {
    /// Makes a link for one form of one's own course.
    ///
    /// # Errors
    /// A measure that cannot be asked, days out of range, too many open links, a mail to a client who has no address
    /// that may be used.
    pub async fn make_link(
        &self,
        actor: &Actor,
        course: CourseId,
        asked: &NewLink,
    ) -> Result<MadeLink, Problem> {
        let held = self.read(actor, Verb::Treat, course).await?;
        within("days", i64::from(asked.days), 1, i64::from(LINK_DAYS_MOST))?;
        if !takes_answers(&held.course) {
            return Err(Refusal::Closed.into());
        }
        let now = self.clock.now();
        let open = self.handouts(HandoutsOf::Course(course)).await?;
        let head = held.course.head().ok_or(Problem::NotYours)?;
        if asked.by_mail && (self.mail.is_none() || self.address_of(head.client).await?.is_none()) {
            return Err(Refusal::Empty("email").into());
        }
        let what = self.what(std::slice::from_ref(&asked.measure))?;
        // Named by the press: pressed twice, it is the same link with the same PIN.
        let press = [course.bytes().as_slice(), asked.submission.bytes()].concat();
        let mut id = [0; 16];
        id.copy_from_slice(&self.store.keyed_hash("handout", &press)[..16]);
        let pin = self.link_pin(&id);
        let (token, code) = (self.link_token(&id), self.link_code(&id));
        if let Some(known) = open.iter().find(|one| one.id == id) {
            // Used or withdrawn meanwhile: what was made is not handed over again.
            return if known.is_good(now) {
                Ok(MadeLink { token, code, pin })
            } else {
                Err(Refusal::AlreadySo.into())
            };
        }
        if open.iter().filter(|one| one.way == Way::Link && one.is_good(now)).count() >= LINKS_MOST {
            return Err(Refusal::TooMany { what: "links", limit: LINKS_MOST }.into());
        }
        let row = Handout {
            id,
            course,
            way: Way::Link.key().to_owned(),
            token: hash_of(&token),
            code: Some(self.store.keyed_hash("handout-typed", code.replace('-', "").as_bytes())),
            pin: Some(self.pin_hash(&id, &pin)),
            tries: 0,
            door: None,
            made_at: now,
            expires_at: Moment(now.0 + i64::from(asked.days) * DAY),
            went: Went { sent: (!asked.by_mail).then_some(now), ..Went::default() },
            what: serde_json::to_vec(&what).expect("a list of measures is plain data"),
        };
        let notices = if asked.by_mail { vec![handout_notice(course, &id, now)] } else { Vec::new() };
        self.store.put_handout(&row, &notices).await?;
        self.write_down(actor, "make-link", Some(course)).await?;
        Ok(MadeLink { token, code, pin })
    }

    /// Withdraws a form of one's own course: whoever has the link finds it closed.
    pub async fn withdraw_handout(
        &self,
        actor: &Actor,
        course: CourseId,
        id: [u8; 16],
    ) -> Result<(), Problem> {
        self.read(actor, Verb::Treat, course).await?;
        let row = self.handouts(HandoutsOf::One(id)).await?.into_iter().next();
        row.filter(|row| row.course == course).ok_or(Problem::NotYours)?;
        self.store.note_handout(id, Step::Withdrawn, self.clock.now()).await?;
        self.write_down(actor, "withdraw-link", Some(course)).await
    }

    /// The forms that were handed out in a course, newest first.
    pub async fn handouts_of(&self, actor: &Actor, course: CourseId) -> Result<Vec<HandedOut>, Problem> {
        let held = self.read(actor, Verb::ReadCourse, course).await?;
        let mut found = self.handouts(HandoutsOf::Course(course)).await?;
        found.reverse();
        // A check-in is answered on the portal, which knows of no message.
        for form in found.iter_mut().filter(|form| form.way == Way::Portal) {
            let each = form.measures.iter().map(|(key, _)| answered_at(&held.course, form, key));
            let all: Option<Vec<Moment>> = each.collect();
            let last = all.and_then(|all| all.into_iter().max());
            form.went.submitted = form.went.submitted.or(last);
        }
        Ok(found)
    }

    pub(crate) async fn handouts(&self, of: HandoutsOf) -> Result<Vec<HandedOut>, Problem> {
        let rows = self.store.handouts(of).await?;
        Ok(rows.iter().map(HandedOut::read).collect::<Result<_, _>>()?)
    }

    /// Opens a form for somebody who has its link or code and knows the PIN. Answers the token of a cookie: the device
    /// with it can send the form, and no other.
    pub async fn open_link(&self, key: &LinkKey, pin: &str) -> Result<String, CannotOpenForm> {
        let of = match key {
            LinkKey::Token(token) => HandoutsOf::Token(hash_of(token).ok_or(CannotOpenForm::Unknown)?),
            LinkKey::Code(code) => {
                HandoutsOf::Code(self.store.keyed_hash("handout-typed", plain_code(code).as_bytes()))
            }
        };
        let row = self.store.handouts(of).await?.into_iter().next().ok_or(CannotOpenForm::Unknown)?;
        let form = HandedOut::read(&row).map_err(Problem::from)?;
        let now = self.clock.now();
        if matches!(form.state(now), FormState::Submitted | FormState::Withdrawn | FormState::Expired) {
            return Err(CannotOpenForm::Over(form.state(now)));
        }
        // Counted before it is looked at: guesses sent side by side are not more than five.
        if !self.store.try_handout(row.id, now).await? {
            return Err(CannotOpenForm::Over(FormState::Void));
        }
        let typed: String = pin.chars().filter(char::is_ascii_digit).collect();
        if row.pin != Some(self.pin_hash(&row.id, &typed)) {
            return Err(match TRIES_MOST - (row.tries + 1).min(TRIES_MOST) {
                0 => CannotOpenForm::Over(FormState::Void),
                left => CannotOpenForm::WrongPin { left },
            });
        }
        let (door, door_hash) = new_token();
        self.store.open_door(row.id, door_hash, now).await?;
        self.write_down_unnamed("open-link", Some(row.course)).await?;
        Ok(door)
    }

    /// The form that a device opened, whatever became of it since.
    pub async fn form_behind(&self, door: &str) -> Result<Option<HandedOut>, Problem> {
        let Some(hash) = hash_of(door) else { return Ok(None) };
        Ok(self.handouts(HandoutsOf::Door(hash)).await?.into_iter().next())
    }

    /// The form that a session is locked to.
    pub async fn form_locked_to(&self, id: [u8; 16]) -> Result<Option<HandedOut>, Problem> {
        Ok(self.handouts(HandoutsOf::One(id)).await?.into_iter().next())
    }

    /// Why a form can no longer be answered; nothing while it can.
    pub async fn over(&self, form: &HandedOut) -> Result<Option<FormState>, Problem> {
        let state = form.state(self.clock.now());
        if !form.is_good(self.clock.now()) {
            return Ok(Some(state));
        }
        let kept = self.courses.of(form.course);
        let held = self.newest(form.course, &kept).await?.ok_or(Problem::NotYours)?;
        // The course ended meanwhile, or no permission stands any more: answers would be refused, so nobody is asked.
        let library = self.library();
        let can_ask = form.measures.iter().any(|(key, _)| library.content.can_ask(key));
        Ok((!takes_answers(&held.course) || !can_ask).then_some(FormState::Withdrawn))
    }

    /// Keys of the measures of a form that may still be asked and were not answered since it was handed out, in their
    /// order.
    pub async fn left_of(&self, form: &HandedOut) -> Result<Vec<String>, Problem> {
        let kept = self.courses.of(form.course);
        let held = self.newest(form.course, &kept).await?.ok_or(Problem::NotYours)?;
        let library = self.library();
        let is_left =
            |key: &&String| library.content.can_ask(key) && answered_at(&held.course, form, key).is_none();
        Ok(form.measures.iter().map(|(key, _)| key).filter(is_left).cloned().collect())
    }

    /// Takes in a form that was handed out, as the client's own answers. A link is used up in the same commit.
    pub async fn send_form(&self, form: &HandedOut, sent: SentForm) -> Result<Receipt, CannotOpenForm> {
        let now = self.clock.now();
        if !form.is_good(now) && form.state(now) != FormState::Submitted {
            return Err(CannotOpenForm::Over(form.state(now)));
        }
        if !form.measures.iter().any(|(key, _)| *key == sent.measure) {
            return Err(CannotOpenForm::Unknown);
        }
        let kept = self.courses.of(form.course);
        let held = self.newest(form.course, &kept).await?.ok_or(CannotOpenForm::Unknown)?;
        let head = held.course.head().ok_or(CannotOpenForm::Unknown)?;
        let client = self.actor(Who::Client(head.client)).await?.ok_or(CannotOpenForm::Unknown)?;
        // A form that was sent takes the same press once more, as it was carried out, and nothing else.
        let is_again = kept.submitted(sent.submission).is_some();
        if !form.is_good(now) && !is_again {
            return Err(CannotOpenForm::Over(form.state(now)));
        }
        let how = if form.way == Way::Link { How::Link } else { How::Device };
        let complete = CompleteMeasure {
            measure: sent.measure.clone(),
            version: sent.version,
            answers: sent.answers,
            on: self.today(),
            how,
            language: sent.language,
        };
        // A question passed over is empty: then it is handed in as it is.
        let command = if complete.answers.values().any(String::is_empty) {
            Command::HandInMeasure(complete)
        } else {
            Command::CompleteMeasure(complete)
        };
        // In whatever order they come: it is used up with the last that was left and may be asked.
        let library = self.library();
        let is_done = |key: &String| {
            *key == sent.measure
                || answered_at(&held.course, form, key).is_some()
                || !library.content.can_ask(key)
        };
        let is_last = form.measures.iter().all(|(key, _)| is_done(key));
        let also =
            if is_last { vec![Also::HandoutSubmitted { handout: form.id, at: now }] } else { Vec::new() };
        match self.carry(&client, form.course, Asked::plain(command, sent.submission), also).await {
            Ok(receipt) => Ok(receipt),
            Err(problem) => {
                // Two devices, or two presses, at the same moment: one was first.
                let after = self.handouts(HandoutsOf::One(form.id)).await?.into_iter().next();
                match after.filter(|after| !after.is_good(now)) {
                    Some(after) => Err(CannotOpenForm::Over(after.state(now))),
                    None if matches!(problem, Problem::Refused(Refusal::NoSuchMeasure(_)))
                        && !self.library().content.can_ask(&sent.measure) =>
                    {
                        Err(CannotOpenForm::AskedNoMore)
                    }
                    None => Err(problem.into()),
                }
            }
        }
    }

    /// Locks the session of a therapist to a form for their client, on this device: the session ends, and another
    /// begins that can open nothing but the form. It comes free by the passphrase, or by a PIN chosen now.
    ///
    /// # Errors
    /// No measure that can be asked; a PIN of other than four to eight digits; none, for somebody without a
    /// passphrase.
    pub async fn lock_to_form(
        &self,
        session: &crate::signin::Session,
        course: CourseId,
        measures: &[String],
        pin: &str,
    ) -> Result<SignedIn, Problem> {
        let actor = &session.actor;
        let held = self.read(actor, Verb::Treat, course).await?;
        if !takes_answers(&held.course) {
            return Err(Refusal::Closed.into());
        }
        if measures.is_empty() {
            return Err(Refusal::Empty("measures").into());
        }
        let what = self.what(measures)?;
        let is_pin = PIN_DIGITS.contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
        if !pin.is_empty() && !is_pin {
            let (least, most) = (*PIN_DIGITS.start() as i64, *PIN_DIGITS.end() as i64);
            return Err(Refusal::OutOfRange { field: "pin", least, most }.into());
        }
        if pin.is_empty() && self.store.account_of(&actor.who.to_string()).await?.is_none() {
            return Err(Refusal::Empty("pin").into());
        }
        let now = self.clock.now();
        let id = random();
        let row = Handout {
            id,
            course,
            way: Way::Device.key().to_owned(),
            token: None,
            code: None,
            pin: is_pin.then(|| self.pin_hash(&id, pin)),
            tries: 0,
            door: None,
            made_at: now,
            expires_at: Moment(now.0 + DEVICE_LASTS),
            went: Went { sent: Some(now), ..Went::default() },
            what: serde_json::to_vec(&what).expect("a list of measures is plain data"),
        };
        self.store.put_handout(&row, &[]).await?;
        self.write_down(actor, "lock-to-form", Some(course)).await?;
        Ok(self.replace_session(session, Some(id)).await?)
    }

    /// The client began a form on the therapist's device.
    pub async fn note_opened(&self, form: &HandedOut) -> Result<(), Problem> {
        if form.went.opened.is_none() {
            self.store.note_handout(form.id, Step::Opened, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Frees a session that is locked to a form, by the PIN chosen then or by the passphrase.
    pub async fn unlock(
        &self,
        session: &crate::signin::Session,
        typed: &str,
    ) -> Result<(SignedIn, Option<CourseId>), crate::signin::CannotSignIn> {
        use crate::signin::CannotSignIn;
        let id = session.locked_to.ok_or(CannotSignIn::Wrong)?;
        let row = self.store.handouts(HandoutsOf::One(id)).await?.into_iter().next();
        let now = self.clock.now();
        let is_pin = typed.len() <= *PIN_DIGITS.end() && typed.bytes().all(|byte| byte.is_ascii_digit());
        match &row {
            Some(row) if is_pin && row.pin.is_some() => {
                if !self.store.try_handout(id, now).await? || row.pin != Some(self.pin_hash(&id, typed)) {
                    return Err(CannotSignIn::Wrong);
                }
            }
            _ => self.knows_passphrase(session.actor.who, typed).await?,
        }
        if let Some(row) = &row
            && row.went.submitted.is_none()
        {
            self.store.note_handout(id, Step::Withdrawn, now).await?;
        }
        let course = row.map(|row| row.course);
        let line = AuditLine {
            at: now,
            who: session.actor.who.to_string(),
            verb: "unlock-device".to_owned(),
            course,
            address: None,
        };
        self.store.audit(vec![line]).await?;
        Ok((self.replace_session(session, None).await?, course))
    }

    /// Measures with their newest version, all of which can be asked.
    fn what(&self, measures: &[String]) -> Result<What, Problem> {
        let library = self.library();
        let content = &library.content;
        let each = measures.iter().map(|key| {
            let instrument = content.instrument(key).filter(|_| content.can_ask(key));
            instrument.map(|one| (one.key.clone(), one.version)).ok_or(Problem::NotYours)
        });
        Ok(What { measures: each.collect::<Result<_, _>>()? })
    }

    /// The address a client may be written to, if there is one.
    pub(crate) async fn address_of(
        &self,
        client: treatment::ids::ClientId,
    ) -> Result<Option<String>, Problem> {
        let sheet = self.client_sheet(client).await?;
        let may_write = sheet.filter(|sheet| sheet.may_message && !sheet.email.is_empty());
        Ok(may_write.map(|sheet| sheet.email))
    }

    /// Token and code are made from the random name by the key of this place: neither needs to be kept to be mailed.
    pub(crate) fn link_token(&self, id: &[u8; 16]) -> String {
        hex(&self.store.keyed_hash("handout-token", id))
    }

    pub(crate) fn link_code(&self, id: &[u8; 16]) -> String {
        let hash = self.store.keyed_hash("handout-code", id);
        let letters: Vec<char> =
            hash[..12].iter().map(|byte| ALPHABET[usize::from(byte & 31)] as char).collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    fn link_pin(&self, id: &[u8; 16]) -> String {
        six_digits(&self.store.keyed_hash("handout-link-pin", id))
    }

    fn pin_hash(&self, id: &[u8; 16], pin: &str) -> [u8; 32] {
        self.store.keyed_hash("handout-pin", &[id.as_slice(), pin.as_bytes()].concat())
    }
}

fn handout_notice(course: CourseId, id: &[u8; 16], due_at: Moment) -> NewNotice {
    OutboxNotice { course: course.to_string(), to: "client".to_owned(), version: 0, handout: hex(id) }
        .at(due_at, "handout")
}

/// A code as it was typed, without the groups and in capitals.
fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(40).collect()
}

/// Six digits out of a hash. Of 2^64 numbers none of them comes more often than another by more than one in 10^13.
fn six_digits(hash: &[u8; 32]) -> String {
    let number = u64::from_le_bytes([hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]]);
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!(plain_code(" ab2c-def3 GH4J\n"), "AB2CDEF3GH4J");
    }

    #[test]
    fn a_pin_is_six_digits() {
        for first in 0..50 {
            let pin = six_digits(&[first; 32]);
            assert!(pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()), "{pin}");
        }
    }
}
