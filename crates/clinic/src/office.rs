//! The service and its staff. No clinical content passes here.

use crate::problem::{Problem, Trouble};
use crate::sheets::{ServiceSheet, StaffSheet};
use crate::signin::SignedIn;
use crate::{Clinic, random, to_its_end};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{AuditLine, ServiceRow, StaffRow};
use treatment::access::{Actor, Role, Verb, Who, may};
use treatment::ids::{CourseId, ServiceId, StaffId};
use treatment::refusal::Refusal;

/// The service this clinic serves.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name in the data.
    pub id: ServiceId,
    /// What is known of it.
    pub sheet: ServiceSheet,
}

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The name in the data.
    pub id: StaffId,
    /// Name and mail address.
    pub sheet: StaffSheet,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether they work here now.
    pub is_active: bool,
    /// Whom they supervise.
    pub supervises: Vec<StaffId>,
    /// Whether they have a login yet.
    pub has_account: bool,
}

/// The answers of the first run.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The service.
    pub service: ServiceSheet,
    /// The first user.
    pub user: StaffSheet,
    /// What they sign in with.
    pub login: String,
    /// Their passphrase.
    pub passphrase: String,
    /// Their roles; a service of one person has them all.
    pub roles: Vec<Role>,
}

impl Clinic {
    /// The first run: makes the service and its first user. Once only.
    pub async fn found(&self, founding: &Founding) -> Result<SignedIn, Problem> {
        let _turn = self.agreeing.lock().await;
        if self.service().is_some() || !self.store.services().await?.is_empty() {
            return Err(Problem::NotYours);
        }
        let sheet = founding.service.checked()?;
        let user = founding.user.checked()?;
        let service = ServiceId(random());
        let staff = StaffId(random());
        let who = Who::Staff(staff);
        // The account first: if its passphrase is refused, nothing was founded.
        self.put_account(who, &founding.login, &founding.passphrase).await?;
        self.write_staff(service, staff, &user, &founding.roles, true).await?;
        self.store
            .put_service(ServiceRow { id: service, sheet: serde_json::to_vec(&sheet).expect("plain data") })
            .await?;
        *self.service.write() = Some(Arc::new(Service { id: service, sheet }));
        Ok(self.begin_session(who).await?)
    }

    /// Changes what is known of the service.
    pub async fn change_service(&self, actor: &Actor, sheet: &ServiceSheet) -> Result<(), Problem> {
        Self::must(actor, Verb::RunOffice)?;
        let sheet = sheet.checked()?;
        let _turn = self.agreeing.lock().await;
        let row = ServiceRow { id: actor.service, sheet: serde_json::to_vec(&sheet).expect("plain data") };
        self.store.put_service(row).await?;
        *self.service.write() = Some(Arc::new(Service { id: actor.service, sheet }));
        self.write_down(actor, "change-service", None).await
    }

    /// Everyone who works or worked here, by name.
    pub async fn staff(&self, actor: &Actor) -> Result<Vec<Staff>, Problem> {
        if !may(actor, Verb::RunOffice, None) && !may(actor, Verb::ReadService, None) {
            return Err(Problem::NotYours);
        }
        let mut all = Vec::new();
        for row in self.store.staff(actor.service).await? {
            let supervises = self.store.supervised_by(row.id).await?;
            let has_account = self.has_account(row.id).await?;
            all.push(Staff {
                id: row.id,
                sheet: serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("staff"))?,
                roles: roles_of(&row.roles),
                is_active: row.is_active,
                supervises,
                has_account,
            });
        }
        all.sort_by(|a, b| a.sheet.name.cmp(&b.sheet.name));
        Ok(all)
    }

    /// Whether somebody of staff has a login yet.
    pub(crate) async fn has_account(&self, staff: StaffId) -> Result<bool, Problem> {
        Ok(self.store.account_of(&Who::Staff(staff).to_string()).await?.is_some())
    }

    /// Who else works here, by name, with their roles: for asking a colleague for something.
    pub async fn colleagues(&self, actor: &Actor) -> Result<Vec<(StaffId, String, Vec<Role>)>, Problem> {
        let mut all = self.who_works_here(actor).await?;
        all.retain(|(id, ..)| actor.staff() != Some(*id));
        Ok(all)
    }

    /// Everybody who works in the service now, by name, with their roles.
    pub(crate) async fn who_works_here(
        &self,
        actor: &Actor,
    ) -> Result<Vec<(StaffId, String, Vec<Role>)>, Problem> {
        Self::must(actor, Verb::BeStaff)?;
        let mut all = Vec::new();
        for row in self.store.staff(actor.service).await?.into_iter().filter(|row| row.is_active) {
            let sheet: StaffSheet =
                serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("staff"))?;
            all.push((row.id, sheet.name, roles_of(&row.roles)));
        }
        all.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(all)
    }

    /// Adds a member of staff; answers an invitation for them.
    pub async fn add_staff(
        &self,
        actor: &Actor,
        sheet: &StaffSheet,
        roles: &[Role],
    ) -> Result<(StaffId, String), Problem> {
        Self::must(actor, Verb::RunOffice)?;
        let sheet = sheet.checked()?;
        if roles.is_empty() {
            return Err(Refusal::Empty("roles").into());
        }
        let staff = StaffId(random());
        self.write_staff(actor.service, staff, &sheet, roles, true).await?;
        self.write_down(actor, "add-staff", None).await?;
        Ok((staff, self.make_invite(Who::Staff(staff)).await?))
    }

    /// Changes name, roles, activity and whom somebody supervises.
    pub async fn change_staff(
        &self,
        actor: &Actor,
        staff: StaffId,
        sheet: &StaffSheet,
        roles: &[Role],
        is_active: bool,
        supervises: &[StaffId],
    ) -> Result<(), Problem> {
        Self::must(actor, Verb::RunOffice)?;
        let row = self.store.staff_one(staff).await?.ok_or(Problem::NotYours)?;
        if row.service != actor.service {
            return Err(Problem::NotYours);
        }
        // Somebody must be left who can open the office.
        let keeps_office = is_active && roles.contains(&Role::Administrator);
        if actor.who == Who::Staff(staff) && !keeps_office {
            return Err(Refusal::Unknown("roles").into());
        }
        let sheet = sheet.checked()?;
        let of_service = self.store.staff(actor.service).await?;
        // Each once, whatever a form says.
        let mut supervises: Vec<StaffId> =
            supervises.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        supervises.retain(|one| *one != staff && of_service.iter().any(|row| row.id == *one));
        let row = staff_row(actor.service, staff, &sheet, roles, is_active);
        let line = self.line_of_audit(actor, "change-staff", None);
        let clinic = self.clone();
        // To its end even if the caller goes away: no session goes on with roles of before.
        let work = async move {
            let written = clinic.store.change_staff(row, &supervises, &line).await;
            // Also where it is not known whether it was written.
            clinic.sign_ins.forget_names();
            Ok::<(), Problem>(written?)
        };
        to_its_end(work).await
    }

    /// The newest lines of the audit: who, what, which course, when; never what was in it.
    pub async fn audit_recent(&self, actor: &Actor) -> Result<Vec<AuditLine>, Problem> {
        Self::must(actor, Verb::ReadAudit)?;
        Ok(self.store.audit_recent(500).await?)
    }

    pub(crate) async fn staff_sheet(&self, staff: StaffId) -> Result<Option<StaffSheet>, Problem> {
        match self.store.staff_one(staff).await? {
            None => Ok(None),
            Some(row) => {
                Ok(Some(serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("staff"))?))
            }
        }
    }

    async fn write_staff(
        &self,
        service: ServiceId,
        id: StaffId,
        sheet: &StaffSheet,
        roles: &[Role],
        is_active: bool,
    ) -> Result<(), Problem> {
        Ok(self.store.put_staff(staff_row(service, id, sheet, roles, is_active)).await?)
    }

    fn must(actor: &Actor, verb: Verb) -> Result<(), Problem> {
        if may(actor, verb, None) { Ok(()) } else { Err(Problem::NotYours) }
    }

    /// Answers of a course left as a file.
    pub async fn note_taken_out(&self, actor: &Actor, course: CourseId) -> Result<(), Problem> {
        self.write_down(actor, "take-out-answers", Some(course)).await
    }

    /// Somebody at the machine fitted an expected course from all finished courses.
    pub async fn note_fitted(&self) -> Result<(), Problem> {
        self.write_down_unnamed("fit-course", None).await
    }

    /// A line of the audit about what nobody signed in did.
    pub(crate) async fn write_down_unnamed(
        &self,
        verb: &str,
        course: Option<CourseId>,
    ) -> Result<(), Problem> {
        let (who, verb) = (Who::Clock.to_string(), verb.to_owned());
        Ok(self
            .store
            .audit(vec![AuditLine { at: self.clock.now(), who, verb, course, address: None }])
            .await?)
    }

    /// A line of the audit, about a course or about none.
    pub(crate) async fn write_down(
        &self,
        actor: &Actor,
        verb: &str,
        course: Option<CourseId>,
    ) -> Result<(), Problem> {
        Ok(self.store.audit(vec![self.line_of_audit(actor, verb, course)]).await?)
    }

    fn line_of_audit(&self, actor: &Actor, verb: &str, course: Option<CourseId>) -> AuditLine {
        AuditLine {
            at: self.clock.now(),
            who: actor.who.to_string(),
            verb: verb.to_owned(),
            course,
            address: None,
        }
    }
}

fn staff_row(
    service: ServiceId,
    id: StaffId,
    sheet: &StaffSheet,
    roles: &[Role],
    is_active: bool,
) -> StaffRow {
    let roles = roles.iter().map(|role| role.key()).collect::<Vec<_>>().join(",");
    let sheet = serde_json::to_vec(sheet).expect("a sheet is plain data");
    StaffRow { id, service, roles, is_active, sheet }
}

/// The roles of a comma-separated list; unknown words are no role.
pub(crate) fn roles_of(list: &str) -> Vec<Role> {
    list.split(',').filter_map(|key| Role::parse(key.trim())).collect()
}
