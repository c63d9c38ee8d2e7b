//! The one way to change a course: take the turn, load, fold, may, submitted before?, decide, seal and append
//! with the summary and the notices in one commit, keep the new fold.

use crate::courses::{Held, Kept};
use crate::plain::{of_fact, of_summary, to_fact};
use crate::problem::{Problem, Trouble};
use crate::{Clinic, Work, to_its_end};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Also, Append, AppendError, AuditLine, CourseRow, NewFact, NewNotice, Purpose};
use treatment::access::{Actor, Who, may};
use treatment::command::Command;
use treatment::content::Content;
use treatment::course::{Course, Decision, NoticeTo, Now, Recorded};
use treatment::erasing::{erased_by, without_erased};
use treatment::fact::Fact;
use treatment::ids::{CourseId, PersonId, SubmissionId, Version};
use treatment::summary::{Summary, summary_of};
use treatment::time::Moment;

/// How often an append is tried again when another server was first.
const TRIES: usize = 5;

/// Something asked of a course, by one press of a button.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What.
    pub command: Command,
    /// The press: the same twice changes nothing and answers the same.
    pub submission: SubmissionId,
    /// The version of the course the page was made from, when the page shows what is written over.
    pub seen: Option<Version>,
    /// The draft that this makes needless, by its subject, as the page shows it: by its revision and that of what stands
    /// beside it. Without them, whatever is there.
    pub draft: Option<(String, Option<(u64, u64)>)>,
}

impl Asked {
    /// Asks without a page to compare and without a draft.
    pub fn plain(command: Command, submission: SubmissionId) -> Self {
        Self { command, submission, seen: None, draft: None }
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The course as it is now.
    pub held: Arc<Held>,
    /// The first fact of this submission.
    pub first: Version,
    /// The last.
    pub last: Version,
    /// Whether this submission had been carried out before.
    pub was_done: bool,
}

/// What the outbox keeps of a notice. Holds no clinical content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutboxNotice {
    /// The course, in hexadecimal.
    pub course: String,
    /// For whom: `therapist`, `supervisor`, `lead`, `client`; or one of staff by name, as `staff:<id>`.
    pub to: String,
    /// The fact it is about, by version.
    pub version: u32,
    /// The form that was handed out, in hexadecimal, when it is about one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handout: String,
}

impl Clinic {
    /// Asks something of a course on somebody's behalf.
    pub async fn handle(&self, actor: &Actor, course: CourseId, asked: Asked) -> Result<Receipt, Problem> {
        self.carry(actor, course, asked, Vec::new()).await
    }

    /// Whether this press of a button was carried out before.
    pub fn is_carried_out(&self, course: CourseId, submission: SubmissionId) -> bool {
        self.courses.of(course).submitted(submission).is_some()
    }

    /// As [`Self::handle`], writing other rows in the same commit. Runs to its end even if the caller goes away.
    pub(crate) fn carry(
        &self,
        actor: &Actor,
        course: CourseId,
        asked: Asked,
        also: Vec<Also>,
    ) -> Work<'static, Receipt> {
        let (clinic, actor) = (self.clone(), actor.clone());
        to_its_end(async move { clinic.carry_out(&actor, course, asked, also).await })
    }

    async fn carry_out(
        &self,
        actor: &Actor,
        course: CourseId,
        asked: Asked,
        also: Vec<Also>,
    ) -> Result<Receipt, Problem> {
        let kept = self.courses.of(course);
        let _turn = kept.turn.lock().await;
        for _ in 0..TRIES {
            let held = self.newest(course, &kept).await?;
            match self.attempt(actor, course, &asked, &also, &kept, held).await {
                Err(Attempt::Overtaken { was_guarded }) => {
                    // The permission it stands on may be older than what the office decided on another server. Any
                    // other command goes on at once: whoever decides now may take long.
                    if was_guarded && self.learn().await.is_err() {
                        return Err(Trouble::Contended.into());
                    }
                }
                Err(Attempt::Problem(problem)) => return Err(problem),
                Ok(receipt) => return Ok(receipt),
            }
        }
        Err(Trouble::Contended.into())
    }

    async fn attempt(
        &self,
        actor: &Actor,
        id: CourseId,
        asked: &Asked,
        also: &[Also],
        kept: &Kept,
        held: Option<Arc<Held>>,
    ) -> Result<Receipt, Attempt> {
        let held = held.unwrap_or_else(|| {
            Arc::new(Held::new(Course { id: Some(id), ..Course::default() }, store::Head::start()))
        });
        let head = held.course.head();
        // A command other than opening needs a course to be about; one that does not exist is nobody's.
        let is_opening = matches!(asked.command, Command::Open(_) | Command::OpenAgain(_));
        if head.is_none() && !is_opening || !may(actor, asked.command.verb(), head.as_ref()) {
            return Err(Problem::NotYours.into());
        }
        if let Some((first, last)) = kept.submitted(asked.submission) {
            return Ok(Receipt { held: held.seen_by(actor), first, last, was_done: true });
        }
        if let Some(seen) = asked.seen
            && seen < held.course.version
            && let Some(theirs) = self.written_over(id, asked, seen).await?
            && (actor.is_client() || !held.course.is_withheld(&theirs))
        {
            return Err(Problem::Meanwhile(Box::new(theirs)).into());
        }
        let at = self.clock.now();
        // As what the permissions stand, before the measures that they permit.
        let ground = self.ground.read().clone();
        let library = self.library();
        let birth_year = match head {
            Some(head) if asked.command.dates_a_life() => self.birth_year_of(head.client).await?,
            _ => None,
        };
        let decision =
            self.decided(actor, &held.course, &asked.command, (at, &library.content, birth_year))?;
        let mut next = held.to_go_on();
        let first = held.course.version.next();
        let mut facts = Vec::with_capacity(decision.facts.len());
        for fact in &decision.facts {
            facts.push(NewFact {
                purpose: if fact.is_about_people() { Purpose::People } else { Purpose::Course },
                people: fact.only_about(next.course.version.next()),
                body: of_fact(fact),
            });
            let version = next.course.version.next();
            next.course.apply(&Recorded { version, at, who: actor.who, fact: fact.clone() });
        }
        let last = next.course.version;
        let erased: Vec<PersonId> = decision.facts.iter().filter_map(erased_by).collect();
        if !erased.is_empty() {
            next.course = self.folded_without(id, &decision.facts, at, actor).await?;
        }
        let summary = summary_of(&next.course, &library.content)
            .ok_or(Problem::Trouble(Trouble::Unreadable("protocol")))?;
        let mut also = also.to_vec();
        also.extend(erased.iter().map(|person| Also::ErasePerson { course: id, person: *person }));
        if let Some((subject, seen)) = asked.draft.clone() {
            also.push(Also::DropDraft { owner: actor.who.to_string(), subject, seen });
        }
        let was_guarded = answers_from_elsewhere(&decision, &library.content);
        if was_guarded {
            also.extend(ground.map(Also::While));
        }
        also.push(Also::Audit(AuditLine {
            at,
            who: actor.who.to_string(),
            verb: asked.command.verb().key().to_owned(),
            course: Some(id),
            address: None,
        }));
        let append = Append {
            course: id,
            head: held.head,
            submission: asked.submission,
            recorded_at: at,
            actor: actor.who.to_string(),
            facts,
            row: row_of(id, &summary),
            is_moved: head.is_none_or(|head| {
                (head.client, head.service, head.therapist)
                    != (summary.client, summary.service, summary.therapist)
            }),
            notices: notices_of(id, &decision),
            also,
        };
        match self.store.append(append).await {
            Ok(head) => next.head = head,
            // What is kept may not be what the record has: the next try, or the next reader, loads it.
            Err(AppendError::Conflict) => {
                kept.forget();
                return Err(Attempt::Overtaken { was_guarded });
            }
            Err(AppendError::Trouble(trouble)) => {
                if trouble == store::Trouble::Unknown {
                    kept.forget();
                }
                return Err(Problem::from(trouble).into());
            }
        }
        let next = Arc::new(next);
        kept.put(&next);
        kept.note(asked.submission, first);
        kept.note(asked.submission, last);
        self.lines.changed(id, summary);
        if !erased.is_empty() {
            self.finish_erasing().await;
        }
        Ok(Receipt { held: next.seen_by(actor), first, last, was_done: false })
    }

    fn decided(
        &self,
        actor: &Actor,
        course: &Course,
        command: &Command,
        (at, content, birth_year): (Moment, &Content, Option<i32>),
    ) -> Result<Decision, Problem> {
        let duty = self.duty(at);
        let now = Now { at, today: self.day_of(at), actor, content, duty: &duty, birth_year };
        // Nobody decides on, or is refused because of, what they do not see.
        let seen = course.seen_by(actor);
        seen.decide(command, &now).map_err(Problem::Refused)
    }

    /// Whether the course as it is would say yes; nothing is written.
    pub(crate) fn would_decide(
        &self,
        actor: &Actor,
        course: &Course,
        command: &Command,
    ) -> Result<(), Problem> {
        let library = self.library();
        self.decided(actor, course, command, (self.clock.now(), &library.content, None)).map(|_| ())
    }

    /// The newest fact after `seen` that this command would write over.
    async fn written_over(
        &self,
        course: CourseId,
        asked: &Asked,
        seen: Version,
    ) -> Result<Option<Recorded<Fact>>, Problem> {
        let facts = self.facts_of(course).await?;
        let mut later = facts.into_iter().filter(|fact| fact.version > seen);
        Ok(later.rfind(|recorded| asked.command.writes_over(&recorded.fact)))
    }

    /// The course as the record has it now; from memory where this process is the only writer.
    pub(crate) fn newest<'a>(&'a self, course: CourseId, kept: &'a Kept) -> Work<'a, Option<Arc<Held>>> {
        Box::pin(self.find_newest(course, kept))
    }

    async fn find_newest(&self, course: CourseId, kept: &Kept) -> Result<Option<Arc<Held>>, Problem> {
        let known = kept.get();
        if let Some(known) = &known {
            if self.store.is_sole_writer() {
                return Ok(Some(Arc::clone(known)));
            }
            if self.store.version_of(course).await? == Some(known.head.version) {
                return Ok(Some(Arc::clone(known)));
            }
        }
        let loaded = match &known {
            Some(known) => Some(self.store.load_since(course, known.head).await?),
            None => self.store.load(course).await?,
        };
        let Some(loaded) = loaded else { return Ok(None) };
        let mut facts = Vec::with_capacity(loaded.facts.len());
        for stored in &loaded.facts {
            kept.note(stored.submission, stored.version);
            facts.push(read_fact(stored)?);
        }
        // Another server erased somebody: what was folded with them is thrown away.
        if known.is_some() && facts.iter().any(|recorded| erased_by(&recorded.fact).is_some()) {
            kept.forget();
            return self.newest(course, kept).await;
        }
        without_erased(&mut facts);
        let mut held = match known {
            Some(known) => known.to_go_on(),
            None => Held::new(Course { id: Some(course), ..Course::default() }, store::Head::start()),
        };
        for recorded in &facts {
            held.course.apply(recorded);
        }
        held.head = loaded.head;
        let held = Arc::new(held);
        kept.put(&held);
        Ok(Some(held))
    }

    /// Makes the list row of every course anew from its facts. Answers how many there were and how many differed.
    pub async fn rebuild(&self, mut told: impl FnMut(usize, usize)) -> Result<(usize, usize), Problem> {
        let courses = self.store.courses().await?;
        let mut differed = 0;
        for (done, course) in courses.iter().enumerate() {
            let facts = self.facts_of(*course).await?;
            let folded = Course::from_facts(*course, &facts);
            let summary = summary_of(&folded, &self.library().content)
                .ok_or(Problem::Trouble(Trouble::Unreadable("protocol")))?;
            let row = row_of(*course, &summary);
            match self.store.rows(store::RowsOf::One(*course)).await {
                Ok(live) if live.first() == Some(&row) => {}
                Ok(_) => {
                    differed += 1;
                    self.store.replace_row(row).await?;
                }
                // Changed or moved by somebody else than this program: nothing of it is worth keeping.
                Err(store::Trouble::Sealed | store::Trouble::Erased) => {
                    differed += 1;
                    self.store.replace_unreadable_row(row).await?;
                }
                Err(other) => return Err(other.into()),
            }
            self.lines.changed(*course, summary);
            told(done + 1, courses.len());
        }
        Ok((courses.len(), differed))
    }

    /// Shows every course as it is to `each`, for counts that an operator asks for; no access is decided here, and what
    /// leaves `each` must name nobody.
    pub async fn each_course(
        &self,
        mut each: impl FnMut(&Course),
        mut told: impl FnMut(usize, usize),
    ) -> Result<(), Problem> {
        let courses = self.store.courses().await?;
        for (done, course) in courses.iter().enumerate() {
            each(&Course::from_facts(*course, &self.facts_of(*course).await?));
            told(done + 1, courses.len());
        }
        Ok(())
    }

    /// Every fact of a course with its envelope.
    pub(crate) fn facts_of(&self, course: CourseId) -> Work<'_, Vec<Recorded<Fact>>> {
        Box::pin(async move {
            let loaded = self.store.load(course).await?.ok_or(Problem::NotYours)?;
            let mut facts = loaded.facts.iter().map(read_fact).collect::<Result<Vec<_>, _>>()?;
            without_erased(&mut facts);
            Ok(facts)
        })
    }
}

/// Whether answers to a measure from elsewhere are kept: they are written only while its permission stands.
fn answers_from_elsewhere(decision: &Decision, content: &Content) -> bool {
    let answered = decision.facts.iter().filter_map(|fact| match fact {
        Fact::MeasureCompleted(said) => Some((&said.measure, said.version)),
        Fact::MeasurePartlyAnswered(said) => Some((&said.measure, said.version)),
        _ => None,
    });
    let mut instruments = answered.filter_map(|(measure, version)| content.instrument_at(measure, version));
    instruments.any(|instrument| instrument.is_taken_in)
}

enum Attempt {
    /// Something else was written first; whether it was to be written only while a permission stands.
    Overtaken {
        was_guarded: bool,
    },
    Problem(Problem),
}

impl From<Problem> for Attempt {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Reads a fact out of its envelope.
pub(crate) fn read_fact(stored: &store::StoredFact) -> Result<Recorded<Fact>, Trouble> {
    let unknown = || Trouble::UnknownFact { version: stored.version.0 };
    let fact = match &stored.body {
        None => Fact::Erased,
        Some(body) => to_fact(body).ok_or_else(unknown)?,
    };
    let who = Who::parse(&stored.actor).ok_or_else(unknown)?;
    Ok(Recorded { version: stored.version, at: stored.recorded_at, who, fact })
}

/// The list row of a course.
fn row_of(course: CourseId, summary: &Summary) -> CourseRow {
    CourseRow {
        course,
        client: summary.client,
        service: summary.service,
        therapist: summary.therapist,
        version: summary.version,
        alert_due_at: summary.flags.iter().filter(|flag| !flag.is_acknowledged).map(|flag| flag.due).min(),
        next_due_at: summary.next.as_ref().map(|next| next.on.start()),
        is_open: summary.closed_at.is_none(),
        summary: of_summary(summary),
    }
}

fn notices_of(course: CourseId, decision: &Decision) -> Vec<NewNotice> {
    let put = |notice: &treatment::course::Notice| {
        let to = match notice.to {
            NoticeTo::Therapist => "therapist".to_owned(),
            NoticeTo::Supervisor => "supervisor".to_owned(),
            NoticeTo::Lead => "lead".to_owned(),
            NoticeTo::Client => "client".to_owned(),
            NoticeTo::Staff(one) => format!("staff:{one}"),
        };
        OutboxNotice { course: course.to_string(), to, version: notice.version.0, handout: String::new() }
            .at(notice.due, &notice.about)
    };
    decision.notices.iter().map(put).collect()
}

impl OutboxNotice {
    /// The row that is kept of it.
    pub(crate) fn at(&self, due_at: Moment, about: &str) -> NewNotice {
        let body = serde_json::to_vec(self).expect("a notice is plain data");
        NewNotice { due_at, kind: about.to_owned(), body }
    }
}
