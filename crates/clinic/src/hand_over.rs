//! Courses are handed over to another therapist of the service by those who run it: they see which courses somebody
//! carries, by number and day, and nothing of what is in them.

use crate::drafts::{is_begun, note_subject};
use crate::handle::Asked;
use crate::office::roles_of;
use crate::plain::to_summary;
use crate::problem::{Problem, Trouble};
use crate::sheets::StaffSheet;
use crate::{Clinic, to_its_end};
use store::RowsOf;
use treatment::access::{Actor, Role, Verb, Who, may};
use treatment::command::Command;
use treatment::course::Course;
use treatment::hand_over::HandOver;
use treatment::ids::{CourseId, SessionId, StaffId, SubmissionId};
use treatment::refusal::Refusal;
use treatment::summary::HandedLine;
use treatment::time::Day;

/// Somebody who carries courses, or could.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// The name in the data.
    pub id: StaffId,
    /// The name.
    pub name: String,
    /// Whether they treat here now.
    pub treats: bool,
    /// Whether they can sign in: a course is handed to nobody who cannot open it.
    pub has_account: bool,
    /// The courses they carry, the newest first. Without names, and without anything that was said.
    pub courses: Vec<CarriedCourse>,
}

/// A course, as those know it who run the service.
#[derive(Clone, Debug)]
pub struct CarriedCourse {
    /// Which.
    pub course: CourseId,
    /// The day it was opened.
    pub opened_on: Day,
    /// Whether it is going on.
    pub is_open: bool,
    /// The day of the next session, if one is planned.
    pub next: Option<Day>,
    /// From whom it came, where it was handed over.
    pub handed_over: Option<HandedLine>,
}

/// Courses of one therapist that are handed to another.
#[derive(Clone, Debug)]
pub struct HandingOver {
    /// Which.
    pub courses: Vec<CourseId>,
    /// Who carries them.
    pub from: StaffId,
    /// Who is to.
    pub to: StaffId,
    /// Since which day.
    pub on: Day,
    /// Why, in words.
    pub reason: String,
    /// The press of the button.
    pub submission: SubmissionId,
}

/// Whether somebody of staff treats now.
fn treats(row: &store::StaffRow) -> bool {
    row.is_active && roles_of(&row.roles).contains(&Role::Therapist)
}

impl Clinic {
    /// Everybody who carries a course or could be handed one, by name: first those who carry some and do not treat here
    /// any more.
    pub async fn carriers(&self, actor: &Actor) -> Result<Vec<Carrier>, Problem> {
        if !may(actor, Verb::HandOver, None) {
            return Err(Problem::NotYours);
        }
        let mut all = Vec::new();
        for row in self.store.staff(actor.service).await? {
            let sheet: StaffSheet =
                serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("staff"))?;
            let treats = treats(&row);
            let has_account = self.has_account(row.id).await?;
            all.push(Carrier { id: row.id, name: sheet.name, treats, has_account, courses: Vec::new() });
        }
        for row in self.store.rows(RowsOf::Service(actor.service)).await? {
            let summary = to_summary(&row.summary)?;
            if let Some(carrier) = all.iter_mut().find(|one| one.id == row.therapist) {
                carrier.courses.push(CarriedCourse {
                    course: row.course,
                    opened_on: self.day_of(summary.opened_at),
                    is_open: row.is_open,
                    next: summary.next.map(|next| next.on),
                    handed_over: summary.handed_over,
                });
            }
        }
        all.retain(|one| one.treats || !one.courses.is_empty());
        for one in &mut all {
            one.courses.sort_by_key(|course| (!course.is_open, -course.opened_on.0, course.course));
        }
        all.sort_by(|a, b| a.treats.cmp(&b.treats).then_with(|| a.name.cmp(&b.name)));
        Ok(all)
    }

    /// Hands courses over. All of them are looked at before the first is written. Runs to its end even if the caller goes
    /// away.
    pub async fn hand_over(&self, actor: &Actor, asked: &HandingOver) -> Result<(), Problem> {
        if !may(actor, Verb::HandOver, None) {
            return Err(Problem::NotYours);
        }
        if asked.courses.is_empty() {
            return Err(Refusal::Empty("hand-courses").into());
        }
        self.check_to(actor, asked).await?;
        let (clinic, actor, asked) = (self.clone(), actor.clone(), asked.clone());
        to_its_end(async move {
            let mut commands = Vec::new();
            for course in &asked.courses {
                commands.extend(clinic.checked(&actor, *course, &asked).await?.map(|asks| (*course, asks)));
            }
            for (course, command) in commands {
                clinic.handle(&actor, course, Asked::plain(command, asked.submission)).await?;
            }
            Ok(())
        })
        .await
    }

    /// To whom it goes treats here and can sign in. Who runs the service and treats takes no course from a colleague who
    /// treats here: somebody else has to agree by handing it to them.
    async fn check_to(&self, actor: &Actor, asked: &HandingOver) -> Result<(), Problem> {
        if !self.treats(actor, asked.to).await? {
            return Err(Refusal::Unknown("hand-to").into());
        }
        if !self.has_account(asked.to).await? {
            return Err(Refusal::NoAccountYet.into());
        }
        let is_taken = actor.staff() == Some(asked.to) && asked.from != asked.to;
        if is_taken && self.treats(actor, asked.from).await? {
            return Err(Refusal::TakenToOneself.into());
        }
        Ok(())
    }

    async fn treats(&self, actor: &Actor, staff: StaffId) -> Result<bool, Problem> {
        let row = self.store.staff_one(staff).await?.filter(|row| row.service == actor.service);
        Ok(row.as_ref().is_some_and(treats))
    }

    /// What is asked of one of the courses, once it would not be refused; nothing where this press was carried out.
    async fn checked(
        &self,
        actor: &Actor,
        id: CourseId,
        asked: &HandingOver,
    ) -> Result<Option<Command>, Problem> {
        let kept = self.courses.of(id);
        let held = self.newest(id, &kept).await?.ok_or(Problem::NotYours)?;
        if !may(actor, Verb::HandOver, held.course.head().as_ref()) {
            return Err(Problem::NotYours);
        }
        if self.is_carried_out(id, asked.submission) {
            return Ok(None);
        }
        let command = Command::HandOver(HandOver {
            from: asked.from,
            to: asked.to,
            on: asked.on,
            reason: asked.reason.clone(),
            begun: self.notes_begun(&held.course, asked.from).await?,
        });
        self.would_decide(actor, &held.course, &command)?;
        Ok(Some(command))
    }

    /// The sessions whose note somebody began and did not sign. Of what stands in it nothing is kept but that.
    async fn notes_begun(&self, course: &Course, staff: StaffId) -> Result<Vec<SessionId>, Problem> {
        let (owner, Some(id)) = (Who::Staff(staff).to_string(), course.id) else { return Ok(Vec::new()) };
        let mut begun = Vec::new();
        let unsigned = course.sessions.iter().filter(|one| one.number().is_some() && one.note.is_none());
        for session in unsigned {
            let draft = self.store.draft(&owner, &note_subject(id, session.id)).await?;
            if draft.is_some_and(|draft| is_begun(&draft.text)) {
                begun.push(session.id);
            }
        }
        Ok(begun)
    }
}
