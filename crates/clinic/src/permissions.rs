//! Permissions to show the words of a measure: who gave it, on what ground, who put it on record and when. A measure
//! whose licence asks for one is not used here before; what was put on record stays readable after it is withdrawn.

use crate::Clinic;
use crate::problem::{Problem, Trouble};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use treatment::access::{Actor, Verb, Who, may};
use treatment::content::Content;
use treatment::refusal::{LINE, PARAGRAPH, Refusal, words};
use treatment::time::{Day, Moment};

/// Most permissions on record, withdrawn ones included.
const PERMISSIONS_MOST: usize = 500;

/// A permission on record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Permission {
    /// Key of the measure.
    pub measure: String,
    /// Who gave it, or whose licence it is.
    pub given_by: String,
    /// The ground: a letter, a contract and its number, what it covers.
    pub basis: String,
    /// When it was given.
    pub given_on: Day,
    /// Who put it on record, and when.
    pub recorded: (Who, Moment),
    /// Who withdrew it, and when; none while it holds.
    pub withdrawn: Option<(Who, Moment)>,
}

/// What somebody puts on record.
#[derive(Clone, Debug)]
pub struct NewPermission {
    /// Key of the measure.
    pub measure: String,
    /// Who gave it, or whose licence it is.
    pub given_by: String,
    /// The ground.
    pub basis: String,
    /// When it was given.
    pub given_on: Day,
}

/// Makes the content know which permissions hold.
pub(crate) fn apply(content: &mut Content, permissions: &[Permission]) {
    let holding = permissions.iter().filter(|one| one.withdrawn.is_none());
    content.permit(&holding.map(|one| one.measure.as_str()).collect::<BTreeSet<_>>());
}

impl Clinic {
    /// All permissions on record, oldest first.
    pub fn permissions(&self) -> Arc<Vec<Permission>> {
        Arc::clone(&self.permissions.read())
    }

    /// Puts a permission on record; from the next request on the measure may be used.
    ///
    /// # Errors
    /// An unknown measure, one that needs no permission or has one, an empty field, a day in the future; not the office.
    pub async fn record_permission(&self, actor: &Actor, asked: &NewPermission) -> Result<(), Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        // Before the measure is looked up: nobody takes it out meanwhile.
        let _turn = self.agreeing.lock().await;
        let library = self.library();
        let instrument = library.content.instrument(&asked.measure).ok_or(Problem::NotYours)?;
        if asked.given_on > self.today() {
            return Err(Refusal::InTheFuture(asked.given_on).into());
        }
        let permission = Permission {
            measure: instrument.key.clone(),
            given_by: words("given-by", &asked.given_by, LINE)?,
            basis: words("licence-basis", &asked.basis, PARAGRAPH)?,
            given_on: asked.given_on,
            recorded: (actor.who, self.clock.now()),
            withdrawn: None,
        };
        let mut permissions = self.permissions_kept().await?;
        let is_held = permissions.iter().any(|one| one.measure == asked.measure && one.withdrawn.is_none());
        if is_held || instrument.licence.status.is_open() {
            return Err(Refusal::AlreadySo.into());
        }
        if permissions.len() >= PERMISSIONS_MOST {
            return Err(Refusal::TooMany { what: "permissions", limit: PERMISSIONS_MOST }.into());
        }
        permissions.push(permission);
        self.keep_permissions(permissions).await?;
        self.write_down(actor, "record-permission", None).await
    }

    /// Withdraws the permission of a measure: its words are shown no more. Answers that came in stay.
    ///
    /// # Errors
    /// A measure without one; not the office.
    pub async fn withdraw_permission(&self, actor: &Actor, measure: &str) -> Result<(), Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        let _turn = self.agreeing.lock().await;
        let mut permissions = self.permissions_kept().await?;
        let held = permissions.iter_mut().find(|one| one.measure == measure && one.withdrawn.is_none());
        held.ok_or(Refusal::AlreadySo)?.withdrawn = Some((actor.who, self.clock.now()));
        self.keep_permissions(permissions).await?;
        self.write_down(actor, "withdraw-permission", None).await
    }

    /// As they stand in the store: another server may have written since.
    pub(crate) async fn permissions_kept(&self) -> Result<Vec<Permission>, Problem> {
        match self.store.setting("permissions").await? {
            None => Ok(Vec::new()),
            Some(kept) => {
                serde_json::from_slice(&kept).map_err(|_| Trouble::Unreadable("the permissions").into())
            }
        }
    }

    async fn keep_permissions(&self, permissions: Vec<Permission>) -> Result<(), Problem> {
        let kept = serde_json::to_vec(&permissions).expect("plain data");
        self.store.put_setting("permissions", &kept).await?;
        self.know_permissions(permissions);
        Ok(())
    }

    /// Uses measures as these permissions say, from the next request on.
    pub(crate) fn know_permissions(&self, permissions: Vec<Permission>) {
        let mut library = self.library().as_ref().clone();
        apply(&mut library.content, &permissions);
        *self.permissions.write() = Arc::new(permissions);
        *self.library.write() = Arc::new(library);
    }
}
