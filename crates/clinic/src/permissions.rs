//! Permissions to show the words of a measure: who gave it, on what ground, who put it on record and when. A measure
//! whose licence asks for one is not used here before; what was put on record stays readable after it is withdrawn.

use crate::problem::{Problem, Trouble};
use crate::taken_in::{TakenIn, known};
use crate::{Clinic, to_its_end};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Standing;
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

/// What the office decided about measures, and as what it stands.
pub(crate) struct Agreed {
    /// The measures taken in.
    pub(crate) taken: Vec<TakenIn>,
    /// The permissions, withdrawn ones included.
    pub(crate) permissions: Vec<Permission>,
    /// As what the measures taken in stand.
    pub(crate) measures_stand: Standing,
    /// As what the permissions stand.
    pub(crate) permissions_stand: Standing,
}

impl Clinic {
    /// All permissions on record, oldest first.
    pub fn permissions(&self) -> Arc<Vec<Permission>> {
        Arc::clone(&self.permissions.read())
    }

    /// Puts a permission on record; from the next request on the measure may be used. Runs to its end even if the caller
    /// goes away.
    ///
    /// # Errors
    /// An unknown measure, one that needs no permission or has one, an empty field, a day in the future; not the office.
    pub async fn record_permission(&self, actor: &Actor, asked: &NewPermission) -> Result<(), Problem> {
        let (clinic, actor, asked) = (self.clone(), actor.clone(), asked.clone());
        to_its_end(async move { clinic.put_on_record(&actor, &asked).await }).await
    }

    async fn put_on_record(&self, actor: &Actor, asked: &NewPermission) -> Result<(), Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        // Before the measure is looked up: nobody takes it out meanwhile.
        let _turn = self.agreeing.lock().await;
        let mut agreed = self.agreed().await?;
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
        let permissions = &mut agreed.permissions;
        let is_held = permissions.iter().any(|one| one.measure == asked.measure && one.withdrawn.is_none());
        if is_held || instrument.licence.status.is_open() {
            return Err(Refusal::AlreadySo.into());
        }
        if permissions.len() >= PERMISSIONS_MOST {
            return Err(Refusal::TooMany { what: "permissions", limit: PERMISSIONS_MOST }.into());
        }
        permissions.push(permission);
        self.keep_permissions(agreed).await?;
        self.write_down(actor, "record-permission", None).await
    }

    /// Withdraws the permission of a measure: its words are shown no more. Answers that came in stay. Runs to its end even
    /// if the caller goes away.
    ///
    /// # Errors
    /// A measure without one; not the office.
    pub async fn withdraw_permission(&self, actor: &Actor, measure: &str) -> Result<(), Problem> {
        let (clinic, actor, measure) = (self.clone(), actor.clone(), measure.to_owned());
        to_its_end(async move { clinic.put_as_withdrawn(&actor, &measure).await }).await
    }

    async fn put_as_withdrawn(&self, actor: &Actor, measure: &str) -> Result<(), Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        let _turn = self.agreeing.lock().await;
        let mut agreed = self.agreed().await?;
        let held =
            agreed.permissions.iter_mut().find(|one| one.measure == measure && one.withdrawn.is_none());
        held.ok_or(Refusal::AlreadySo)?.withdrawn = Some((actor.who, self.clock.now()));
        self.keep_permissions(agreed).await?;
        self.write_down(actor, "withdraw-permission", None).await
    }

    /// What the office decided about measures as it stands in the store: another server may have written since. From
    /// here on it is known here too.
    pub(crate) async fn agreed(&self) -> Result<Agreed, Problem> {
        let (taken, measures_stand): (Vec<TakenIn>, Standing) = self.agreed_as("measures").await?;
        let (permissions, permissions_stand): (Vec<Permission>, Standing) =
            self.agreed_as("permissions").await?;
        if *self.taken_in.read() != known(&taken) {
            self.know_taken_in(&taken);
        }
        if self.ground.read().as_ref() != Some(&permissions_stand) {
            self.know_permissions(permissions.clone(), Some(permissions_stand.clone()));
        }
        Ok(Agreed { taken, permissions, measures_stand, permissions_stand })
    }

    async fn agreed_as<T: DeserializeOwned>(&self, name: &'static str) -> Result<(T, Standing), Problem> {
        let unreadable = || Trouble::Unreadable(name);
        if let Some((kept, standing)) = self.store.setting_standing(name).await? {
            return Ok((serde_json::from_slice(&kept).map_err(|_| unreadable())?, standing));
        }
        self.store.begin_setting(name, b"[]").await?;
        let (kept, standing) = self.store.setting_standing(name).await?.ok_or_else(unreadable)?;
        Ok((serde_json::from_slice(&kept).map_err(|_| unreadable())?, standing))
    }

    async fn keep_permissions(&self, agreed: Agreed) -> Result<(), Problem> {
        let kept = serde_json::to_vec(&agreed.permissions).expect("plain data");
        let on = [&agreed.measures_stand, &agreed.permissions_stand];
        let ground = self.store.agree_setting("permissions", &kept, &on).await.map_err(contended)?;
        self.know_permissions(agreed.permissions, Some(ground));
        Ok(())
    }

    /// Uses measures as these permissions say, from the next request on. As what they stand is known last: who reads
    /// it first and then the measures never takes old measures for new ones.
    pub(crate) fn know_permissions(&self, permissions: Vec<Permission>, ground: Option<Standing>) {
        let mut library = self.library().as_ref().clone();
        apply(&mut library.content, &permissions);
        *self.permissions.write() = Arc::new(permissions);
        *self.library.write() = Arc::new(library);
        *self.ground.write() = ground;
    }
}

/// Another server decided at the same moment; nothing was written, and the same press works again.
pub(crate) fn contended(trouble: store::Trouble) -> Problem {
    match trouble {
        store::Trouble::Conflict => Trouble::Contended.into(),
        other => other.into(),
    }
}
