//! Messages to clients about forms: a link, or that a check-in waits. Whether each is still of use is asked when it goes
//! out, and what the mail server said is kept with the form, so that the therapist sees it. No message has content.

use crate::Clinic;
use crate::handouts::{HandedOut, What};
use crate::problem::Problem;
use crate::worker::MailWords;
use store::{Handout, HandoutsOf, Step, Went};
use treatment::ids::{CourseId, SubmissionId};
use treatment::review::Way;
use treatment::schedule::{FOLLOW_UP_DAYS, Occasion, to_tell};
use treatment::time::Moment;

/// A message about a form.
pub(crate) struct Message {
    /// To whom.
    pub(crate) to: String,
    /// What it says.
    pub(crate) body: String,
    /// The form.
    pub(crate) form: [u8; 16],
}

impl Clinic {
    /// The message with a link, if the form is still good and the client may be written to.
    pub(crate) async fn message_of_handout(
        &self,
        name: &str,
        words: &MailWords,
    ) -> Result<Option<Message>, String> {
        let Some(id) = SubmissionId::parse(name).map(|name| name.0) else { return Ok(None) };
        let rows = self.store.handouts(HandoutsOf::One(id)).await.map_err(|why| why.to_string())?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let form = HandedOut::read(&row).map_err(|why| why.to_string())?;
        if !form.is_good(self.clock.now()) {
            return Ok(None);
        }
        let address = self.mail.as_ref().map(|mail| mail.address.clone()).unwrap_or_default();
        let body = format!(
            "{}\n\n{address}/form#{}\n\n{}\n\n{address}/form\n{}\n",
            words.link,
            self.link_token(&id),
            words.code,
            self.link_code(&id)
        );
        self.message(&form, body).await
    }

    /// The message that a check-in waits, if it still does and the client was not told before.
    pub(crate) async fn message_of_check_in(
        &self,
        course: CourseId,
        words: &MailWords,
    ) -> Result<Option<Message>, String> {
        let why = |why: Problem| why.to_string();
        let kept = self.courses.of(course);
        let Some(held) = self.newest(course, &kept).await.map_err(why)? else { return Ok(None) };
        let library = self.library();
        let content = &library.content;
        let today = self.today();
        // A message goes out by the day in UTC; west of it that may still be tomorrow.
        let now = to_tell(&held.course, content, today)
            .or_else(|| to_tell(&held.course, content, self.clock.now().day()));
        let Some(now) = now else { return Ok(None) };
        let Some(occasion) = now.occasion else { return Ok(None) };
        let part = match occasion {
            Occasion::Session { number, on, .. } => {
                let day = on.map(|on| on.to_string()).unwrap_or_default();
                format!("session {number} {day}")
            }
            Occasion::FollowUp { months, .. } => format!("follow-up {months}"),
        };
        let hash = self.store.keyed_hash("check-in", &[course.bytes().as_slice(), part.as_bytes()].concat());
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        let at = self.clock.now();
        let due = now.due();
        let measures = due.iter().filter_map(|key| content.instrument(key));
        let what = What { measures: measures.map(|one| (one.key.clone(), one.version)).collect() };
        let row = Handout {
            id,
            course,
            way: Way::Portal.key().to_owned(),
            token: None,
            code: None,
            pin: None,
            tries: 0,
            door: None,
            made_at: at,
            expires_at: Moment(occasion.on().unwrap_or(today).plus(FOLLOW_UP_DAYS).start().0),
            went: Went::default(),
            what: serde_json::to_vec(&what).expect("a list of measures is plain data"),
        };
        let known = self.handouts(HandoutsOf::One(id)).await.map_err(why)?.into_iter().next();
        let form = if let Some(known) = known {
            known
        } else {
            self.store.put_handout(&row, &[]).await.map_err(|why| why.to_string())?;
            HandedOut::read(&row).map_err(|why| why.to_string())?
        };
        if form.went.delivered.is_some() {
            return Ok(None);
        }
        let address = self.mail.as_ref().map(|mail| mail.address.clone()).unwrap_or_default();
        self.message(&form, format!("{}\n\n{address}\n", words.body)).await
    }

    async fn message(&self, form: &HandedOut, body: String) -> Result<Option<Message>, String> {
        let kept = self.courses.of(form.course);
        let held = self.newest(form.course, &kept).await.map_err(|why| why.to_string())?;
        let Some(head) = held.and_then(|held| held.course.head()) else { return Ok(None) };
        let to = self.address_of(head.client).await.map_err(|why| why.to_string())?;
        let step = if to.is_some() { Step::Sent } else { Step::Failed };
        self.note_message(form.id, step).await.map_err(|why| why.to_string())?;
        Ok(to.map(|to| Message { to, body, form: form.id }))
    }

    /// Keeps with a form what became of its message.
    pub(crate) async fn note_message(&self, form: [u8; 16], step: Step) -> Result<(), store::Trouble> {
        self.store.note_handout(form, step, self.clock.now()).await
    }
}
