//! The shell around the course: the only way to read one, the only way to change one, and the few plain
//! things beside it (people, sign-ins, drafts, the waiting list). Decides nothing that `treatment` decides.
//!
//! | what | file |
//! |---|---|
//! | the one write path | [`handle`] |
//! | reading, as it is and as it was | [`read`] |
//! | folded courses kept in memory | `courses` |
//! | facts and summaries as the JSON that is sealed | [`plain`] |
//! | the rows of lists kept in memory | [`lines`] |
//! | drawings kept beside what they were drawn from | [`drawn`] |
//! | a request becomes a course | [`waiting`] |
//! | accounts, passphrases, sessions, invitations | [`signin`] |
//! | forms handed to clients; what waits | [`handouts`], [`waits`] |
//! | unsent text | [`drafts`] |
//! | erasing one person of a map | [`erasing`] |
//! | staff, roles, the service itself | [`office`] |
//! | courses handed to another therapist | [`hand_over`] |
//! | hours, how soon a flag is looked at, who covers whom | [`duty`] |
//! | permissions to show the words of a measure | [`permissions`] |
//! | mail and timers | [`worker`], [`mail`] |
//! | content files | [`library`] |

pub mod clock;
mod courses;
pub mod drafts;
pub mod drawn;
pub mod duty;
pub mod erasing;
pub mod hand_over;
pub mod handle;
pub mod handouts;
pub mod library;
pub mod lines;
pub mod mail;
mod messages;
pub mod office;
pub mod permissions;
pub mod plain;
pub mod problem;
mod process;
pub mod read;
pub mod sheets;
pub mod signin;
pub mod taken_in;
pub mod waiting;
pub mod waits;
pub mod worker;

pub use crate::courses::Held;

/// Something asked of the clinic. Boxed where much hangs on it, so that it is built into this crate alone and not once
/// more into every crate that waits for it, and so that what waits stays small.
pub(crate) type Work<'a, T, E = problem::Problem> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

use crate::clock::Clock;
use crate::library::Library;
use parking_lot::RwLock;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use store::{Place, Store, Unlock};
use treatment::ids::ServiceId;

/// What a clinic needs to open.
#[derive(Debug)]
pub struct Settings {
    /// Where its data is.
    pub place: Place,
    /// How its keys open.
    pub unlock: Unlock,
    /// A directory whose content files are used before the built-in ones.
    pub content: Option<PathBuf>,
    /// How mail leaves; none means that no mail is sent.
    pub mail: Option<mail::MailSettings>,
    /// The clock.
    pub clock: Clock,
}

/// Why a clinic does not open.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpen {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// Reading the service failed.
    #[error("the data could not be read: {0}")]
    Read(#[from] store::Trouble),
    /// Content files are broken; one line each.
    #[error("content files are broken:\n  {}", .0.join("\n  "))]
    Content(Vec<String>),
    /// Something in the data does not read; the version of the program may be wrong.
    #[error("{0} cannot be read by this version")]
    Unreadable(&'static str),
}

/// An open clinic. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Clinic(Arc<Inside>);

/// What an open clinic holds; reached through [`Clinic`].
#[derive(Debug)]
pub struct Inside {
    pub(crate) store: Store,
    pub(crate) library: RwLock<Arc<Library>>,
    pub(crate) clock: Clock,
    pub(crate) mail: Option<mail::MailSettings>,
    pub(crate) service: RwLock<Option<Arc<office::Service>>>,
    pub(crate) hours: RwLock<Arc<duty::Hours>>,
    pub(crate) permissions: RwLock<Arc<Vec<permissions::Permission>>>,
    /// As what the permissions stand that are known here; none was ever written where it is empty.
    pub(crate) ground: RwLock<Option<store::Standing>>,
    /// Which measures taken in are known here.
    pub(crate) taken_in: RwLock<Vec<(String, (treatment::access::Who, treatment::time::Moment))>>,
    /// Held while what the office decided is written or read again, so that neither undoes the other.
    pub(crate) agreeing: tokio::sync::Mutex<()>,
    pub(crate) courses: courses::Courses,
    pub(crate) lines: lines::Lines,
    pub(crate) sign_ins: signin::SignIns,
    pub(crate) looked: read::Looked,
}

impl std::ops::Deref for Clinic {
    type Target = Inside;
    fn deref(&self) -> &Inside {
        &self.0
    }
}

impl Clinic {
    /// Opens the place, making what a fresh one needs.
    pub async fn open(settings: Settings) -> Result<Self, CannotOpen> {
        let mut library = Library::read(settings.content.as_deref()).map_err(CannotOpen::Content)?;
        let store = Store::open(&settings.place, &settings.unlock).await?;
        let Agreed { service, hours, taken, permissions, ground } = Agreed::read(&store).await?;
        taken_in::apply(&mut library.content, &taken);
        permissions::apply(&mut library.content, &permissions);
        Ok(Self(Arc::new(Inside {
            store,
            library: RwLock::new(Arc::new(library)),
            permissions: RwLock::new(Arc::new(permissions)),
            ground: RwLock::new(ground),
            taken_in: RwLock::new(taken_in::known(&taken)),
            agreeing: tokio::sync::Mutex::new(()),
            clock: settings.clock,
            mail: settings.mail,
            service: RwLock::new(service.map(Arc::new)),
            hours: RwLock::new(Arc::new(hours)),
            courses: courses::Courses::default(),
            lines: lines::Lines::default(),
            sign_ins: signin::SignIns::default(),
            looked: read::Looked::default(),
        })))
    }

    /// Reads again what the office may have decided on another server: the service, its hours, measures
    /// taken in, permissions. Nothing to do where this process is the only one that writes.
    ///
    /// # Errors
    /// What cannot be read; what was known stays in force.
    pub async fn learn(&self) -> Result<(), CannotOpen> {
        // Whoever waits here knows what was being decided meanwhile.
        let _turn = self.agreeing.lock().await;
        if self.store.is_sole_writer() {
            return Ok(());
        }
        let Agreed { service, hours, taken, permissions, ground } = Agreed::read(&self.store).await?;
        *self.service.write() = service.map(Arc::new);
        *self.hours.write() = Arc::new(hours);
        if *self.taken_in.read() != taken_in::known(&taken) {
            self.know_taken_in(&taken);
        }
        if *self.ground.read() != ground {
            self.know_permissions(permissions, ground);
        }
        Ok(())
    }

    /// Content in force.
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library.read())
    }

    /// The store, for the operator's commands.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The service, once it was founded.
    pub fn service(&self) -> Option<Arc<office::Service>> {
        self.service.read().clone()
    }

    /// The day it is where the service is.
    pub fn today(&self) -> treatment::time::Day {
        self.day_of(self.clock.now())
    }

    /// The day of a moment where the service is.
    pub(crate) fn day_of(&self, at: treatment::time::Moment) -> treatment::time::Day {
        let zone = self.service().map(|service| service.sheet.zone.clone()).unwrap_or_default();
        clock::day_in(at, &zone)
    }

    pub(crate) fn service_id(&self) -> Option<ServiceId> {
        self.service.read().as_ref().map(|service| service.id)
    }
}

/// What the office decided for everybody, as it stands in the store.
struct Agreed {
    service: Option<office::Service>,
    hours: duty::Hours,
    taken: Vec<taken_in::TakenIn>,
    permissions: Vec<permissions::Permission>,
    ground: Option<store::Standing>,
}

impl Agreed {
    async fn read(store: &Store) -> Result<Self, CannotOpen> {
        let service = match store.services().await?.into_iter().next() {
            None => None,
            Some(row) => Some(office::Service { id: row.id, sheet: as_kept(&row.sheet, "the service")? }),
        };
        let hours = match store.setting("hours").await? {
            None => duty::Hours::default(),
            Some(kept) => as_kept(&kept, "the hours")?,
        };
        let taken = match store.setting("measures").await? {
            None => Vec::new(),
            Some(kept) => as_kept(&kept, "the measures taken in")?,
        };
        let (permissions, ground) = match store.setting_standing("permissions").await? {
            None => (Vec::new(), None),
            Some((kept, ground)) => (as_kept(&kept, "the permissions")?, Some(ground)),
        };
        Ok(Self { service, hours, taken, permissions, ground })
    }
}

fn as_kept<T: serde::de::DeserializeOwned>(kept: &[u8], what: &'static str) -> Result<T, CannotOpen> {
    serde_json::from_slice(kept).map_err(|_| CannotOpen::Unreadable(what))
}

/// Carries something out to its end even if the caller goes away (a browser that hangs up): what was committed and
/// what is kept in memory never part.
pub(crate) fn to_its_end<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Work<'static, T, E>
where
    T: Send + 'static,
    E: From<problem::Problem> + Send + 'static,
{
    // Boxed before it is handed over, so that the runtime's part is built once and not for each kind of work.
    let work: Work<'static, T, E> = Box::pin(work);
    let work = tokio::spawn(work);
    Box::pin(async move {
        match work.await {
            Ok(outcome) => outcome,
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(problem::Problem::from(store::Trouble::Unknown).into()),
            },
        }
    })
}

/// Sixteen random bytes for a new name.
pub(crate) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
