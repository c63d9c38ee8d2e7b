//! The only asynchronous part: claims due notices from the outbox, passes on what nobody has looked at, and tells
//! people that there is something to read. Passing on never waits for mail. A notice that cannot be sent is tried
//! again later, ever more rarely; none is given up.

use crate::Clinic;
use crate::handle::{Asked, OutboxNotice};
use crate::mail::{LONGEST, Letter, NotSent, send};
use crate::messages::Message;
use crate::problem::Problem;
use std::time::{Duration, Instant};
use store::{NewNotice, OutboxRow, StaffRow, Step};
use treatment::access::{Actor, CourseHead, Role, Who};
use treatment::command::Command;
use treatment::ids::{CourseId, FlagId, StaffId, SubmissionId};
use treatment::refusal::Refusal;
use treatment::risk::{EscalateFlag, EscalatedTo, FlagState};
use treatment::time::Moment;

/// How long a folded course is kept unused: up to twice this.
const UNUSED_FOR: Duration = Duration::from_mins(10);
/// How many notices one round takes.
const ROUND: u32 = 20;
/// A claim lasts so long; after a crash another round takes it again.
const CLAIM_LASTS: Duration = Duration::from_mins(2);
/// A notice of a flag waits no longer before it is tried again.
const FLAG_WAITS_MOST: i64 = 5 * 60_000;
/// A notice that does not open waits so long for somebody to look at the log.
const UNREADABLE_WAITS: i64 = 6 * 3_600_000;

/// The neutral words of a message; they come from the words files.
#[derive(Clone, Debug)]
pub struct MailWords {
    /// Subject.
    pub subject: String,
    /// Body, before the address.
    pub body: String,
    /// Body of a message with a link to a form, before the link.
    pub link: String,
    /// What is said before the code that can be typed instead.
    pub code: String,
}

/// What is left of a notice after everything but mail was done.
enum Left {
    /// Nothing.
    Nothing,
    /// One message that there is something to read.
    Mail(String),
    /// One message to a client about a form.
    Form(Message),
    /// A message to each of several people, each a notice of its own, so that none is told twice.
    Each(Vec<NewNotice>),
}

impl Clinic {
    /// Works until the process ends.
    pub async fn work(self, words: MailWords) {
        let mut rested = Instant::now();
        loop {
            if rested.elapsed() >= UNUSED_FOR {
                self.courses.let_go_unused();
                rested = Instant::now();
            }
            if let Err(why) = self.learn().await {
                tracing::error!(%why, "what the office decided could not be read again");
            }
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

    /// One round; answers how many notices it took. First what happens inside, for all; then mail, as long as the
    /// claim surely lasts.
    pub async fn work_once(&self, words: &MailWords) -> Result<usize, store::Trouble> {
        self.finish_erasing().await;
        let (began, now) = (Instant::now(), self.clock.now());
        let until = Moment(now.0 + CLAIM_LASTS.as_millis() as i64);
        let rows = self.store.claim(now, until, ROUND).await?;
        let mut letters = Vec::new();
        for row in &rows {
            match self.before_mail(row, words).await {
                Ok(Left::Nothing) => self.store.done(row).await?,
                Ok(Left::Mail(to)) => letters.push((row, to, None)),
                Ok(Left::Form(message)) => {
                    letters.push((row, message.to, Some((message.form, message.body))));
                }
                Ok(Left::Each(notices)) => match self.store.replace(row, &notices).await {
                    // Claimed by somebody else meanwhile, who does the same.
                    Ok(()) | Err(store::Trouble::Conflict) => {}
                    Err(other) => return Err(other),
                },
                Err(why) => self.put_off(row, &why).await?,
            }
        }
        let mut is_down = false;
        for (row, to, form) in letters {
            if is_down {
                self.put_off(row, "the mail server could not be reached").await?;
                continue;
            }
            if began.elapsed() + LONGEST >= CLAIM_LASTS {
                // Somebody else may claim it before it could be sent: back to the queue, unsent.
                self.store.retry_at(row, now).await?;
                continue;
            }
            let Some(mail) = &self.mail else { continue };
            let is_form = form.is_some();
            let plain = || format!("{}\n\n{}\n", words.body, mail.address);
            let body = form.as_ref().map_or_else(plain, |(_, body)| body.clone());
            let sent = send(mail, &Letter { to, subject: words.subject.clone(), body }).await;
            if let Some((form, _)) = form {
                let step = if sent.is_ok() { Step::Delivered } else { Step::Failed };
                self.note_message(form, step).await?;
            }
            match sent {
                Ok(()) => self.store.done(row).await?,
                // The list of what waits shows it; the therapist knows another way.
                Err(NotSent::Rejected(_)) if is_form => self.store.done(row).await?,
                Err(why) => {
                    is_down = why == NotSent::Unreachable;
                    self.put_off(row, &why.to_string()).await?;
                }
            }
        }
        Ok(rows.len())
    }

    /// One minute, doubling, at most an hour; a flag at most five minutes.
    async fn put_off(&self, row: &OutboxRow, why: &str) -> Result<(), store::Trouble> {
        let wait = if row.body.is_none() {
            tracing::error!(notice = row.id, "a notice does not open");
            UNREADABLE_WAITS
        } else {
            tracing::warn!(notice = row.id, tries = row.tries, why, "a notice waits");
            let most = if row.kind.starts_with("flag-") { FLAG_WAITS_MOST } else { 3_600_000 };
            (60_000_i64 << row.tries.saturating_sub(1).min(6)).min(most)
        };
        self.store.retry_at(row, Moment(self.clock.now().0 + wait)).await
    }

    async fn before_mail(&self, row: &OutboxRow, words: &MailWords) -> Result<Left, String> {
        let Some(body) = &row.body else { return Err(String::new()) };
        let notice: OutboxNotice =
            serde_json::from_slice(body).map_err(|_| "the notice cannot be read".to_owned())?;
        let course = CourseId::parse(&notice.course).ok_or("the notice names no course")?;
        let kept = self.courses.of(course);
        let held = self.newest(course, &kept).await.map_err(|why| why.to_string())?;
        let Some(head) = held.and_then(|held| held.course.head()) else { return Ok(Left::Nothing) };
        // An overdue flag is only news while nobody has looked.
        if row.kind == "flag-overdue" && !self.pass_on(&head, &notice).await? {
            return Ok(Left::Nothing);
        }
        if self.mail.is_none() {
            // The pages show it; there is no other way to tell.
            return Ok(Left::Nothing);
        }
        let of_form = |message: Option<Message>| message.map_or(Left::Nothing, Left::Form);
        match row.kind.as_str() {
            "handout" => return self.message_of_handout(&notice.handout, words).await.map(of_form),
            "check-in" => return self.message_of_check_in(course, words).await.map(of_form),
            _ => {}
        }
        let why = |why: Problem| why.to_string();
        if notice.to == "client" {
            let address = self.address_of(head.client).await.map_err(why)?;
            return Ok(address.map_or(Left::Nothing, Left::Mail));
        }
        let staff = self.told(&head, &notice.to).await.map_err(why)?;
        if let [one] = staff.as_slice() {
            let sheet = self.staff_sheet(*one).await.map_err(why)?.filter(|sheet| !sheet.email.is_empty());
            return Ok(sheet.map_or(Left::Nothing, |sheet| Left::Mail(sheet.email)));
        }
        // What happens inside is done: each of them only has to be told.
        let each = |one: StaffId| {
            OutboxNotice { to: format!("staff:{one}"), ..notice.clone() }.at(row.due_at, "flag-told")
        };
        Ok(if staff.is_empty() { Left::Nothing } else { Left::Each(staff.into_iter().map(each).collect()) })
    }

    /// Writes down that a flag is passed on, once, if nobody has looked. Answers whether it is still news.
    async fn pass_on(&self, head: &CourseHead, notice: &OutboxNotice) -> Result<bool, String> {
        let flag = FlagId(notice.version);
        let has_supervisor = || async { self.supervising(head).await.map(|found| !found.is_empty()) };
        // Where nobody supervises, the lead is the next.
        let is_lead = notice.to == "lead" || !has_supervisor().await.map_err(|why| why.to_string())?;
        let to = if is_lead { EscalatedTo::Lead } else { EscalatedTo::Supervisor };
        let clock = Actor {
            who: Who::Clock,
            service: head.service,
            roles: Vec::new(),
            supervises: Vec::new(),
            covers: Vec::new(),
        };
        let command = Command::EscalateFlag(EscalateFlag { flag, to });
        let asked = Asked::plain(command, SubmissionId(crate::random()));
        match self.handle(&clock, head.course, asked).await {
            Ok(_) => Ok(true),
            // Looked at: no news. Passed on before, and the message did not leave: still news.
            Err(Problem::Refused(Refusal::AlreadySo)) => {
                let kept = self.courses.of(head.course);
                let held = self.newest(head.course, &kept).await.map_err(|why| why.to_string())?;
                Ok(held.is_some_and(|held| {
                    held.course.flags.iter().any(|known| known.id == flag && known.state == FlagState::Open)
                }))
            }
            Err(Problem::Refused(Refusal::Unknown(_))) => Ok(false),
            Err(other) => Err(other.to_string()),
        }
    }

    /// Who of staff is told: the therapist and whoever covers them today; those further on where there is nobody.
    async fn told(&self, head: &CourseHead, to: &str) -> Result<Vec<StaffId>, Problem> {
        if let Some(id) = to.strip_prefix("staff:").and_then(StaffId::parse) {
            return Ok(vec![id]);
        }
        let staff: Vec<StaffRow> = self.store.staff(head.service).await?;
        let mut found = Vec::new();
        if to == "therapist" {
            let therapists: Vec<StaffId> = of_role(&staff, Role::Therapist).collect();
            let treats = |id: &StaffId| therapists.contains(id);
            found.extend(Some(head.therapist).filter(treats));
            let today = self.today();
            let covers = self.covers().await?;
            let covers = covers.iter().filter(|cover| cover.of == head.therapist && cover.holds_on(today));
            found.extend(covers.map(|cover| cover.by).filter(treats));
        }
        if to == "lead" {
            found.extend(of_role(&staff, Role::Lead));
        }
        if found.is_empty() {
            found = self.supervising(head).await?;
        }
        if found.is_empty() {
            found.extend(of_role(&staff, Role::Lead));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Who supervises the therapist of a course now, and still is a supervisor.
    async fn supervising(&self, head: &CourseHead) -> Result<Vec<StaffId>, store::Trouble> {
        let mut found = self.store.supervisors_of(head.therapist).await?;
        if !found.is_empty() {
            let staff = self.store.staff(head.service).await?;
            let supervisors: Vec<StaffId> = of_role(&staff, Role::Supervisor).collect();
            found.retain(|id| supervisors.contains(id));
        }
        Ok(found)
    }
}

fn of_role(staff: &[StaffRow], role: Role) -> impl Iterator<Item = StaffId> {
    let has =
        staff.iter().filter(move |row| row.is_active && crate::office::roles_of(&row.roles).contains(&role));
    has.map(|row| row.id)
}
