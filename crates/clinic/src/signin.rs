//! Accounts, passphrases, sessions, invitations. A session is a random token known to the browser and, hashed,
//! to the store; who someone is and what roles they have is read again when the office changes it.

use crate::problem::{Problem, Trouble};
use crate::{Clinic, office, to_its_end};
use argon2::{Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use parking_lot::RwLock;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use store::{Account, Invite, SignIn};
use treatment::access::{Actor, Role, Verb, Who, may};
use treatment::ids::{ClientId, CourseId};
use treatment::refusal::{LINE, Refusal, words};
use treatment::time::Moment;

/// Shortest passphrase, in characters (`security.md` §6.7).
pub const PASSPHRASE_LEAST: usize = 12;
/// Most logins that nobody has whose failures are remembered.
const UNKNOWN_MOST: usize = 10_000;
/// Longest.
pub const PASSPHRASE_MOST: usize = 256;

const MINUTE: i64 = 60_000;
/// Staff: idle and absolute limits of a session, in milliseconds.
const STAFF_LIMITS: (i64, i64) = (15 * MINUTE, 12 * 60 * MINUTE);
/// Staff whose session is locked to a form for a client, who may take their time.
const LOCKED_LIMITS: (i64, i64) = (60 * MINUTE, 12 * 60 * MINUTE);
/// Clients: the same.
const CLIENT_LIMITS: (i64, i64) = (10 * MINUTE, 60 * MINUTE);
/// An invitation is good for a week.
const INVITE_LASTS: i64 = 7 * 24 * 60 * MINUTE;
/// Where other servers write too, what is known of a session is read again after so long.
const BELIEVED: i64 = 10_000;

/// A passphrase check costs 64 MiB; so many may run at once.
static CHECKS: LazyLock<tokio::sync::Semaphore> = LazyLock::new(|| {
    tokio::sync::Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get))
});

/// Someone who is signed in.
#[derive(Debug)]
pub struct Session {
    /// Who, with roles and relationships.
    pub actor: Actor,
    /// Their name.
    pub name: String,
    /// Language of their pages; empty means the service's.
    pub language: String,
    /// The form that the session is locked to: nothing else opens.
    pub locked_to: Option<[u8; 16]>,
    token_hash: [u8; 32],
    expires_at: Moment,
    seen_at: AtomicI64,
    written_at: AtomicI64,
    read_at: i64,
}

/// A fresh sign-in: the token goes into the browser's cookie and nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    /// 64 hexadecimal digits.
    pub token: String,
    /// Who.
    pub who: Who,
}

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub enum CannotSignIn {
    /// Login or passphrase is wrong; which, is not said.
    #[error("wrong")]
    Wrong,
    /// Too many failures; again from then on.
    #[error("locked")]
    Locked {
        /// When it opens.
        until: Moment,
    },
    /// Something broke.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<store::Trouble> for CannotSignIn {
    fn from(trouble: store::Trouble) -> Self {
        Self::Trouble(trouble.into())
    }
}

/// Sessions kept in memory.
#[derive(Debug, Default)]
pub(crate) struct SignIns {
    kept: RwLock<HashMap<[u8; 32], Arc<Session>>>,
    /// How often sessions were ended or names forgotten. Whoever reads one from the store meanwhile does not keep it: it
    /// may be of before.
    ended: AtomicU64,
    own_courses: RwLock<HashMap<ClientId, CourseId>>,
    /// Failures of logins that nobody has, so that these are locked as those of people are.
    unknown: RwLock<HashMap<String, (u32, Option<Moment>)>>,
    entries: RwLock<HashMap<[u8; 32], Who>>,
}

impl SignIns {
    pub(crate) fn own_course(&self, client: ClientId) -> Option<CourseId> {
        self.own_courses.read().get(&client).copied()
    }

    /// A failure of a login that nobody has; counted as for one that somebody has.
    fn note_unknown(&self, login: &str, now: Moment) {
        let mut unknown = self.unknown.write();
        if unknown.len() >= UNKNOWN_MOST {
            unknown.retain(|_, (_, until)| until.is_some_and(|until| until > now));
        }
        if unknown.len() < UNKNOWN_MOST {
            let known = unknown.entry(login.to_lowercase()).or_default();
            known.0 += 1;
            known.1 = locked_for(known.0).map(|wait| Moment(now.0 + wait));
        }
    }

    fn unknown_until(&self, login: &str) -> Option<Moment> {
        self.unknown.read().get(&login.to_lowercase()).and_then(|(_, until)| *until)
    }

    pub(crate) fn keep_own_course(&self, client: ClientId, course: CourseId) {
        self.own_courses.write().insert(client, course);
    }

    /// Names and roles are read again at the next request.
    pub(crate) fn forget_names(&self) {
        let mut kept = self.kept.write();
        self.ended.fetch_add(1, Ordering::SeqCst);
        kept.clear();
    }

    /// A session that no longer stands in the store.
    fn forget(&self, token_hash: &[u8; 32]) {
        let mut kept = self.kept.write();
        self.ended.fetch_add(1, Ordering::SeqCst);
        kept.remove(token_hash);
    }

    /// Keeps a session that was read when so many had been ended, unless one was since.
    fn keep(&self, session: &Arc<Session>, ended: u64) {
        let mut kept = self.kept.write();
        if self.ended.load(Ordering::SeqCst) == ended {
            kept.insert(session.token_hash, Arc::clone(session));
        }
    }
}

impl Clinic {
    /// Signs somebody in from an address, which the audit keeps as a keyed hash. Takes the same time and says the
    /// same for an unknown login.
    pub async fn sign_in(&self, login: &str, passphrase: &str, from: &str) -> Result<SignedIn, CannotSignIn> {
        let login: String = login.chars().take(LINE).collect();
        let passphrase: String = passphrase.chars().take(PASSPHRASE_MOST).collect();
        let account = self.store.account_by_login(&login).await?;
        let now = self.clock.now();
        let locked_until = match &account {
            Some(account) => account.locked_until,
            None => self.sign_ins.unknown_until(&login),
        };
        if let Some(until) = locked_until
            && until > now
        {
            return Err(CannotSignIn::Locked { until });
        }
        let hash = account.as_ref().map(|account| account.passphrase_hash.clone());
        let is_right = check(passphrase, hash).await?;
        let Some(account) = account else {
            self.sign_ins.note_unknown(&login, now);
            return Err(CannotSignIn::Wrong);
        };
        let who = Who::parse(&account.who).ok_or(Trouble::Unreadable("account"))?;
        if !is_right {
            let failures = account.failures + 1;
            let locked_until = locked_for(failures).map(|wait| Moment(now.0 + wait));
            self.store.note_attempt(&account.who, failures, locked_until).await?;
            self.audit_sign_in(&account.who, "sign-in-failed", from).await?;
            return Err(CannotSignIn::Wrong);
        }
        if self.actor(who).await.map_err(trouble)?.is_none() {
            return Err(CannotSignIn::Wrong);
        }
        if account.failures > 0 {
            self.store.note_attempt(&account.who, 0, None).await?;
        }
        self.audit_sign_in(&account.who, "sign-in", from).await?;
        Ok(self.begin_session(who).await?)
    }

    async fn audit_sign_in(&self, who: &str, verb: &str, from: &str) -> Result<(), store::Trouble> {
        let hash = self.store.keyed_hash("address", from.as_bytes());
        let mut address = [0; 16];
        address.copy_from_slice(&hash[..16]);
        let line = store::AuditLine {
            at: self.clock.now(),
            who: who.to_owned(),
            verb: verb.to_owned(),
            course: None,
            address: Some(address),
        };
        self.store.audit(vec![line]).await
    }

    /// Whether somebody who is signed in knows their passphrase; failures count as they do at the door.
    pub(crate) async fn knows_passphrase(&self, who: Who, typed: &str) -> Result<(), CannotSignIn> {
        let name = who.to_string();
        let account = self.store.account_of(&name).await?;
        let now = self.clock.now();
        if let Some(until) = account.as_ref().and_then(|account| account.locked_until)
            && until > now
        {
            return Err(CannotSignIn::Locked { until });
        }
        let typed: String = typed.chars().take(PASSPHRASE_MOST).collect();
        let failures = account.as_ref().map_or(0, |account| account.failures);
        if check(typed, account.map(|account| account.passphrase_hash)).await? {
            if failures > 0 {
                self.store.note_attempt(&name, 0, None).await?;
            }
            return Ok(());
        }
        let locked_until = locked_for(failures + 1).map(|wait| Moment(now.0 + wait));
        self.store.note_attempt(&name, failures + 1, locked_until).await?;
        Err(CannotSignIn::Wrong)
    }

    /// Begins a session for somebody whose identity was shown.
    pub(crate) async fn begin_session(&self, who: Who) -> Result<SignedIn, Trouble> {
        self.begin_session_locked_to(who, None).await
    }

    /// Ends a session and begins another of the same person in its place, locked to a form or free.
    pub(crate) async fn replace_session(
        &self,
        session: &Session,
        locked_to: Option<[u8; 16]>,
    ) -> Result<SignedIn, Trouble> {
        self.end_session(session.token_hash).await?;
        self.begin_session_locked_to(session.actor.who, locked_to).await
    }

    async fn begin_session_locked_to(
        &self,
        who: Who,
        locked_to: Option<[u8; 16]>,
    ) -> Result<SignedIn, Trouble> {
        let (token, token_hash) = new_token();
        let now = self.clock.now();
        let (_, absolute) = limits(who);
        self.store
            .put_sign_in(SignIn {
                token_hash,
                who: who.to_string(),
                created_at: now,
                seen_at: now,
                expires_at: Moment(now.0 + absolute),
                locked_to,
            })
            .await?;
        Ok(SignedIn { token, who })
    }

    /// The session of a token, if it is still good; looking counts as activity.
    pub async fn signed_in(&self, token: &str) -> Result<Option<Arc<Session>>, Trouble> {
        let Some(token_hash) = hash_of(token) else { return Ok(None) };
        let now = self.clock.now();
        let known = self.sign_ins.kept.read().get(&token_hash).cloned();
        let known = known.filter(|session| self.store.is_sole_writer() || now.0 - session.read_at < BELIEVED);
        // Whom somebody covers begins and ends with a day.
        let known = known.filter(|session| self.day_of(Moment(session.read_at)) == self.today());
        let session = match known {
            Some(session) => session,
            None => match self.read_session(token_hash, now).await? {
                Some(session) => session,
                None => return Ok(None),
            },
        };
        let of = if session.locked_to.is_some() { LOCKED_LIMITS } else { limits(session.actor.who) };
        let (idle, _) = of;
        if now >= session.expires_at || now.0 - session.seen_at.load(Ordering::Relaxed) >= idle {
            self.end_session(token_hash).await?;
            return Ok(None);
        }
        session.seen_at.fetch_max(now.0, Ordering::Relaxed);
        if now.0 - session.written_at.load(Ordering::Relaxed) >= MINUTE {
            session.written_at.store(now.0, Ordering::Relaxed);
            self.store.touch_sign_in(token_hash, now).await?;
        }
        Ok(Some(session))
    }

    /// Ends a session. Runs to its end even if the caller goes away: who leaves in a hurry leaves nothing open.
    pub async fn sign_out(&self, token: &str) -> Result<(), Problem> {
        let Some(token_hash) = hash_of(token) else { return Ok(()) };
        let clinic = self.clone();
        to_its_end(async move { Ok(clinic.end_session(token_hash).await?) }).await
    }

    /// Makes an invitation for a client of one's own course, or, from the office, for a member of staff. The
    /// token is shown once, to be handed over.
    pub async fn invite(&self, actor: &Actor, who: Who) -> Result<String, Problem> {
        let is_allowed = match who {
            Who::Staff(_) => may(actor, Verb::RunOffice, None),
            Who::Client(client) => {
                let rows = self.store.rows(store::RowsOf::Client(client)).await?;
                let mut heads = rows.iter().map(|row| treatment::access::CourseHead {
                    course: row.course,
                    service: row.service,
                    client: row.client,
                    therapist: row.therapist,
                    rater: None,
                    is_with_lead: false,
                });
                heads.any(|head| may(actor, Verb::Treat, Some(&head)))
            }
            Who::Clock => false,
        };
        if !is_allowed {
            return Err(Problem::NotYours);
        }
        self.make_invite(who).await
    }

    pub(crate) async fn make_invite(&self, who: Who) -> Result<String, Problem> {
        let (token, token_hash) = new_token();
        let expires_at = Moment(self.clock.now().0 + INVITE_LASTS);
        self.store.put_invite(Invite { token_hash, who: who.to_string(), expires_at, used_at: None }).await?;
        Ok(token)
    }

    /// Whether an invitation is still good. Looking does not use it up.
    pub async fn invitation(&self, token: &str) -> Result<Option<Who>, Problem> {
        let Some(token_hash) = hash_of(token) else { return Ok(None) };
        let invite = self.store.invite(token_hash).await?;
        let invite = invite.filter(|it| it.used_at.is_none() && it.expires_at > self.clock.now());
        Ok(invite.and_then(|invite| Who::parse(&invite.who)))
    }

    /// Takes an invitation up: login and passphrase are set and a session begins.
    pub async fn accept_invite(
        &self,
        token: &str,
        login: &str,
        passphrase: &str,
    ) -> Result<SignedIn, Problem> {
        let token_hash = hash_of(token).ok_or(Problem::NotYours)?;
        let who = self.invitation(token).await?.ok_or(Problem::NotYours)?;
        self.put_account(who, login, passphrase).await?;
        if !self.store.use_invite(token_hash, self.clock.now()).await? {
            return Err(Problem::NotYours);
        }
        self.begin_anew(who).await
    }

    /// Ends every session of somebody, and begins one. Runs to its end even if the caller goes away.
    async fn begin_anew(&self, who: Who) -> Result<SignedIn, Problem> {
        let clinic = self.clone();
        let work = async move {
            let ended = clinic.store.end_sign_ins_of(&who.to_string()).await;
            clinic.sign_ins.forget_names();
            ended?;
            Ok(clinic.begin_session(who).await?)
        };
        to_its_end(work).await
    }

    /// Sets login and passphrase of somebody.
    pub(crate) async fn put_account(&self, who: Who, login: &str, passphrase: &str) -> Result<(), Problem> {
        let login = words("login", login, LINE)?;
        good_passphrase(&login, passphrase)?;
        let passphrase_hash = hash(passphrase.to_owned()).await?;
        let account =
            Account { who: who.to_string(), login, passphrase_hash, failures: 0, locked_until: None };
        match self.store.put_account(account).await {
            Err(store::Trouble::Taken) => Err(Refusal::AlreadySo.into()),
            other => Ok(other?),
        }
    }

    /// Changes one's own passphrase, knowing the old one. Other sessions end.
    pub async fn change_passphrase(&self, actor: &Actor, old: &str, new: &str) -> Result<SignedIn, Problem> {
        let who = actor.who.to_string();
        // Who came by a link of the demo has no passphrase; none is the right one then.
        let known = self.store.account_of(&who).await?.map(|account| account.passphrase_hash);
        if !check(old.chars().take(PASSPHRASE_MOST).collect(), known).await? {
            return Err(Refusal::Unknown("passphrase").into());
        }
        good_passphrase("", new)?;
        let hash = hash(new.to_owned()).await?;
        let (clinic, actor) = (self.clone(), actor.clone());
        let work = async move {
            clinic.store.set_passphrase(&who, &hash).await?;
            clinic.begin_anew(actor.who).await
        };
        to_its_end(work).await
    }

    /// A link into the demo clinic: good as long as this process runs, and only made by it.
    pub fn make_entry(&self, who: Who) -> String {
        let (token, token_hash) = new_token();
        self.sign_ins.entries.write().insert(token_hash, who);
        token
    }

    /// Follows such a link.
    pub async fn enter(&self, token: &str) -> Result<Option<SignedIn>, Trouble> {
        let Some(token_hash) = hash_of(token) else { return Ok(None) };
        let who = self.sign_ins.entries.read().get(&token_hash).copied();
        match who {
            Some(who) => Ok(Some(self.begin_session(who).await?)),
            None => Ok(None),
        }
    }

    /// Who somebody is now: their service, roles and relationships. None when they left.
    pub async fn actor(&self, who: Who) -> Result<Option<Actor>, Problem> {
        match who {
            Who::Clock => Ok(None),
            Who::Client(client) => Ok(self.store.client(client).await?.map(|row| Actor {
                who,
                service: row.service,
                roles: Vec::new(),
                supervises: Vec::new(),
                covers: Vec::new(),
            })),
            Who::Staff(staff) => {
                let Some(row) = self.store.staff_one(staff).await?.filter(|row| row.is_active) else {
                    return Ok(None);
                };
                let roles = office::roles_of(&row.roles);
                let supervises = if roles.contains(&Role::Supervisor) {
                    self.store.supervised_by(staff).await?
                } else {
                    Vec::new()
                };
                let covers =
                    if roles.contains(&Role::Therapist) { self.covered_by(staff).await? } else { Vec::new() };
                Ok(Some(Actor { who, service: row.service, roles, supervises, covers }))
            }
        }
    }

    async fn read_session(&self, token_hash: [u8; 32], now: Moment) -> Result<Option<Arc<Session>>, Trouble> {
        let ended = self.sign_ins.ended.load(Ordering::SeqCst);
        let Some(row) = self.store.sign_in(token_hash).await? else { return Ok(None) };
        let who = Who::parse(&row.who).ok_or(Trouble::Unreadable("sign-in"))?;
        let Some(actor) = self.actor(who).await.map_err(|_| Trouble::Unreadable("account"))? else {
            return Ok(None);
        };
        let (name, language) = match who {
            Who::Client(client) => {
                let sheet = self.client_sheet(client).await.map_err(|_| Trouble::Unreadable("client"))?;
                sheet.map_or_else(Default::default, |sheet| (sheet.spoken().to_owned(), sheet.language))
            }
            Who::Staff(staff) => {
                let sheet = self.staff_sheet(staff).await.map_err(|_| Trouble::Unreadable("staff"))?;
                (sheet.map_or_else(String::new, |sheet| sheet.name), String::new())
            }
            Who::Clock => return Ok(None),
        };
        let session = Arc::new(Session {
            actor,
            name,
            language,
            locked_to: row.locked_to,
            token_hash,
            expires_at: row.expires_at,
            seen_at: AtomicI64::new(row.seen_at.0),
            written_at: AtomicI64::new(row.seen_at.0),
            read_at: now.0,
        });
        self.sign_ins.keep(&session, ended);
        Ok(Some(session))
    }

    /// First in the store: whoever asks between the two reads nothing that is kept again.
    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), Trouble> {
        let ended = self.store.end_sign_in(token_hash).await;
        self.sign_ins.forget(&token_hash);
        Ok(ended?)
    }
}

impl Session {
    /// The hash of the token this session came with: a name for it that opens nothing.
    pub fn token_hash(&self) -> &[u8; 32] {
        &self.token_hash
    }
}

fn trouble(problem: Problem) -> CannotSignIn {
    match problem {
        Problem::Trouble(trouble) => trouble.into(),
        _ => CannotSignIn::Wrong,
    }
}

fn limits(who: Who) -> (i64, i64) {
    if matches!(who, Who::Client(_)) { CLIENT_LIMITS } else { STAFF_LIMITS }
}

/// Five failures are free; then one minute, doubling up to fifteen.
fn locked_for(failures: u32) -> Option<i64> {
    let over = failures.checked_sub(5)?;
    Some((MINUTE << over.min(4)).min(15 * MINUTE))
}

/// # Refuses
/// Too short, too long, the login itself, one character over and over.
fn good_passphrase(login: &str, passphrase: &str) -> Result<(), Refusal> {
    let length = passphrase.chars().count();
    let mut characters: Vec<char> = passphrase.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if !(PASSPHRASE_LEAST..=PASSPHRASE_MOST).contains(&length) {
        return Err(Refusal::OutOfRange {
            field: "passphrase",
            least: PASSPHRASE_LEAST as i64,
            most: PASSPHRASE_MOST as i64,
        });
    }
    if characters.len() < 4 || passphrase.to_lowercase() == login.to_lowercase() {
        return Err(Refusal::Unknown("passphrase"));
    }
    Ok(())
}

pub(crate) fn new_token() -> (String, [u8; 32]) {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let token = treatment::ids::hex(&bytes);
    let hash = hash_of(&token).expect("made of hexadecimal digits");
    (token, hash)
}

pub(crate) fn hash_of(token: &str) -> Option<[u8; 32]> {
    let is_token = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_token.then(|| Sha256::digest(token.as_bytes()).into())
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(64 * 1024, 3, 1, None).expect("fixed and within bounds");
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

async fn hash(passphrase: String) -> Result<String, Trouble> {
    let _turn = CHECKS.acquire().await.map_err(|_| Trouble::Busy)?;
    let work = move || {
        let salt = SaltString::encode_b64(&crate::random()).expect("sixteen bytes are a salt");
        hasher().hash_password(passphrase.as_bytes(), &salt).expect("within bounds").to_string()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Busy)
}

/// Checks a passphrase; against a hash nobody has when there is none, for the same time.
async fn check(passphrase: String, known: Option<String>) -> Result<bool, Trouble> {
    let _turn = CHECKS.acquire().await.map_err(|_| Trouble::Busy)?;
    let work = move || {
        if let Some(known) = known {
            PasswordHash::new(&known)
                .is_ok_and(|known| hasher().verify_password(passphrase.as_bytes(), &known).is_ok())
        } else {
            let salt = SaltString::encode_b64(&[0; 16]).expect("sixteen bytes are a salt");
            let _ = hasher().hash_password(passphrase.as_bytes(), &salt);
            false
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_cost_time_and_never_more_than_a_quarter_of_an_hour() {
        assert_eq!(locked_for(4), None);
        assert_eq!(locked_for(5), Some(MINUTE));
        assert_eq!(locked_for(6), Some(2 * MINUTE));
        assert_eq!(locked_for(60), Some(15 * MINUTE));
    }

    #[test]
    fn a_passphrase_says_something() {
        assert!(good_passphrase("ann", "three old boats").is_ok());
        assert!(good_passphrase("ann", "short").is_err());
        assert!(good_passphrase("ann", "aaaaaaaaaaaaaaaa").is_err());
        assert!(good_passphrase("ann.of.the.lake", "Ann.of.the.lake").is_err());
    }

    #[test]
    fn only_a_token_is_a_token() {
        assert!(hash_of("").is_none());
        assert!(hash_of(&"g".repeat(64)).is_none());
        assert!(hash_of(&"a".repeat(64)).is_some());
    }
}
