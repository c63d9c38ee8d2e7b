//! Reading a course: as it is, as it was, and every fact of it. Each look is in the audit, at most once a minute
//! for the same person, course and purpose, and before the page is answered.

use crate::courses::Held;
use crate::plain::to_summary;
use crate::problem::Problem;
use crate::sheets::ClientSheet;
use crate::{Clinic, Work};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use store::{AuditLine, ClientRow, RowsOf};
use treatment::access::{Actor, Verb, Who, may};
use treatment::course::{Course, Recorded};
use treatment::fact::Fact;
use treatment::ids::{CourseId, Version};
use treatment::summary::Summary;
use treatment::time::Moment;

/// Who looked at what lately, so that a minute of reading is one line of audit.
#[derive(Debug, Default)]
pub(crate) struct Looked(Mutex<HashMap<(Who, CourseId, Verb), i64>>);

impl Looked {
    /// Whether this look is the first of its minute.
    fn is_first(&self, who: Who, course: CourseId, verb: Verb, at: Moment) -> bool {
        self.0.lock().get(&(who, course, verb)) != Some(&at.0.div_euclid(60_000))
    }

    /// Notes a look whose line of audit is kept.
    fn note(&self, who: Who, course: CourseId, verb: Verb, at: Moment) {
        let minute = at.0.div_euclid(60_000);
        let mut looked = self.0.lock();
        if looked.len() > 10_000 {
            looked.retain(|_, seen| *seen == minute);
        }
        looked.insert((who, course, verb), minute);
    }
}

/// A place in the record of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// What was known at a moment.
    Moment(Moment),
    /// What was known with a fact.
    Version(Version),
}

impl Clinic {
    /// The course as it is, for someone who may `verb` it: without what only the client sees, for everybody else.
    pub async fn read(&self, actor: &Actor, verb: Verb, course: CourseId) -> Result<Arc<Held>, Problem> {
        let kept = self.courses.of(course);
        let held = self.newest(course, &kept).await?.ok_or(Problem::NotYours)?;
        let head = held.course.head().ok_or(Problem::NotYours)?;
        if !may(actor, verb, Some(&head)) {
            return Err(Problem::NotYours);
        }
        self.look(actor, verb, course).await?;
        Ok(held.seen_by(actor))
    }

    /// The course as it was at each of these places in its record, for someone who may `verb` it.
    pub async fn read_at(
        &self,
        actor: &Actor,
        verb: Verb,
        course: CourseId,
        places: &[At],
    ) -> Result<Vec<Course>, Problem> {
        let facts = self.facts_seen(actor, verb, course).await?;
        let as_of = |at: &At| match at {
            At::Moment(moment) => Course::as_of(course, &facts, *moment),
            At::Version(version) => Course::as_of_version(course, &facts, *version),
        };
        Ok(places.iter().map(as_of).collect())
    }

    /// Every fact of a course that `actor` may read, oldest first: nothing that the client keeps to themselves.
    pub async fn history(&self, actor: &Actor, course: CourseId) -> Result<Vec<Recorded<Fact>>, Problem> {
        self.facts_seen(actor, Verb::ReadCourse, course).await
    }

    async fn facts_seen(
        &self,
        actor: &Actor,
        verb: Verb,
        course: CourseId,
    ) -> Result<Vec<Recorded<Fact>>, Problem> {
        self.read(actor, verb, course).await?;
        let facts = self.facts_of(course).await?;
        if actor.is_client() {
            return Ok(facts);
        }
        Ok(Course::from_facts(course, &facts).facts_seen_by(actor, facts))
    }

    /// A client's own course: the open one, or the last that was closed.
    pub async fn own_course(&self, actor: &Actor) -> Result<Option<CourseId>, Problem> {
        let Who::Client(client) = actor.who else { return Err(Problem::NotYours) };
        if let Some(course) = self.sign_ins.own_course(client)
            && self.store.is_sole_writer()
        {
            return Ok(Some(course));
        }
        let mut rows = self.store.rows(RowsOf::Client(client)).await?;
        rows.retain(|row| row.service == actor.service);
        rows.sort_by_key(|row| (row.is_open, row.version));
        let course = rows.last().map(|row| row.course);
        if let Some(course) = course {
            self.sign_ins.keep_own_course(client, course);
        }
        Ok(course)
    }

    /// The client's person sheet, for someone who may `verb` the course.
    pub async fn client_of(
        &self,
        actor: &Actor,
        verb: Verb,
        course: CourseId,
    ) -> Result<ClientSheet, Problem> {
        let held = self.read(actor, verb, course).await?;
        let head = held.course.head().ok_or(Problem::NotYours)?;
        self.client_sheet(head.client).await?.ok_or(Problem::NotYours)
    }

    /// The client's year of birth, if it is known: for reading ages in what is told. The course is read already.
    pub async fn birth_year_of(&self, client: treatment::ids::ClientId) -> Result<Option<i32>, Problem> {
        Ok(self.client_sheet(client).await?.and_then(|sheet| sheet.birth_year))
    }

    /// Writes the client's person sheet.
    pub async fn change_client(
        &self,
        actor: &Actor,
        course: CourseId,
        sheet: &ClientSheet,
    ) -> Result<(), Problem> {
        let held = self.read(actor, Verb::Treat, course).await?;
        let head = held.course.head().ok_or(Problem::NotYours)?;
        let sheet = sheet.checked()?;
        self.store
            .put_client(ClientRow {
                id: head.client,
                service: head.service,
                sheet: serde_json::to_vec(&sheet).expect("a sheet is plain data"),
            })
            .await?;
        self.lines.renamed(head.client, &sheet.name);
        self.sign_ins.forget_names();
        Ok(())
    }

    /// The display name of whoever wrote something, for History.
    pub fn name_of(&self, who: Who) -> Work<'_, String> {
        Box::pin(async move {
            match who {
                Who::Clock => Ok(String::new()),
                Who::Client(client) => {
                    let is_owner = self.store.is_sole_writer();
                    if let Some(name) = self.lines.name_of(client).filter(|_| is_owner) {
                        return Ok(name.to_string());
                    }
                    let name = self.client_sheet(client).await?.map_or_else(String::new, |sheet| sheet.name);
                    if is_owner {
                        self.lines.named(client, &name);
                    }
                    Ok(name)
                }
                Who::Staff(staff) => {
                    Ok(self.staff_sheet(staff).await?.map_or_else(String::new, |sheet| sheet.name))
                }
            }
        })
    }

    /// Who looked at a course and who wrote in it, newest first: for its therapist, its supervisor, its client.
    pub async fn looks(
        &self,
        actor: &Actor,
        verb: Verb,
        course: CourseId,
    ) -> Result<Vec<AuditLine>, Problem> {
        self.read(actor, verb, course).await?;
        Ok(self.store.audit_of(course, 200).await?)
    }

    /// The summary as lists have it, for the operator's support command; no access is decided here.
    pub async fn summary_for_support(&self, course: CourseId) -> Result<Option<Summary>, Problem> {
        match self.store.rows(RowsOf::One(course)).await?.first() {
            None => Ok(None),
            Some(row) => Ok(Some(to_summary(&row.summary)?)),
        }
    }

    pub(crate) async fn look(&self, actor: &Actor, verb: Verb, course: CourseId) -> Result<(), Problem> {
        let at = self.clock.now();
        if self.looked.is_first(actor.who, course, verb, at) {
            self.store
                .audit(vec![AuditLine {
                    at,
                    who: actor.who.to_string(),
                    verb: verb.key().to_owned(),
                    course: Some(course),
                    address: None,
                }])
                .await?;
            // Only now: a look whose line was not kept is not answered, and the next one tries again.
            self.looked.note(actor.who, course, verb, at);
        }
        Ok(())
    }
}
