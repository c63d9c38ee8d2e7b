//! Measures that the office took in from elsewhere: kept as the files they became, beside those of the content. None is
//! used before a permission is on record, and none takes the place of a measure of the content: their keys begin with a
//! word of their own. One that nobody has answered can be taken out again.

use crate::handouts::HandedOut;
use crate::permissions::{self, Agreed, contended};
use crate::problem::Problem;
use crate::waits::measure_of;
use crate::{Clinic, to_its_end};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use treatment::access::{Actor, Verb, Who, may};
use treatment::content::{Content, ELSEWHERE};
use treatment::course::Course;
use treatment::ids::CourseId;
use treatment::instrument::Instrument;
use treatment::refusal::Refusal;
use treatment::time::Moment;

/// Most measures taken in, every version counted.
const TAKEN_IN_MOST: usize = 200;
/// Most letters of a file.
const FILE_MOST: usize = 200_000;

/// A measure that was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TakenIn {
    /// Its key.
    key: String,
    /// Its file.
    file: String,
    /// Who took it in, and when.
    recorded: (Who, Moment),
}

/// Which measures taken in are known: key, who took it in, and when.
pub(crate) fn known(taken: &[TakenIn]) -> Vec<(String, (Who, Moment))> {
    taken.iter().map(|one| (one.key.clone(), one.recorded)).collect()
}

/// Why a measure is not taken out.
#[derive(Debug)]
pub enum CannotTakeOut {
    /// A permission is on record, so that somebody may be answering it now.
    Permitted,
    /// It was answered, begun or handed out.
    InUse,
    /// Something else.
    Problem(Problem),
}

impl<P: Into<Problem>> From<P> for CannotTakeOut {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

/// The file with its key among those of measures taken in; `None` where the key does not stand alone on a line.
fn under_own_key(file: &str, key: &str) -> Option<(String, Instrument)> {
    let wanted = if key.starts_with(ELSEWHERE) { key.to_owned() } else { format!("{ELSEWHERE}{key}") };
    let (before, after) = (format!("key = \"{key}\""), format!("key = \"{wanted}\""));
    let mut lines: Vec<&str> = file.lines().collect();
    *lines.iter_mut().find(|line| **line == before)? = &after;
    let file = lines.join("\n") + "\n";
    let instrument = Instrument::parse(&file).ok().filter(|instrument| instrument.key == wanted)?;
    Some((file, instrument))
}

/// Adds what was taken in to the content, where it is not yet. A file that this version does not read is passed over and said in the log:
/// a clinic opens whatever was kept.
pub(crate) fn apply(content: &mut Content, taken: &[TakenIn]) {
    for one in taken {
        match Instrument::parse(&one.file) {
            Ok(instrument) => content.add(Instrument { is_taken_in: true, ..instrument }),
            Err(faults) => {
                tracing::error!(measure = one.key, faults = faults.len(), "a measure does not read");
            }
        }
    }
}

impl Clinic {
    /// Takes in a measure by its file; from the next request on it stands among the others, not used before a permission
    /// is on record. Answers its key. Runs to its end even if the caller goes away, as what takes it out does.
    ///
    /// # Errors
    /// A file with faults, a licence that says it is free, a key that the content has, a version that is not newer; too
    /// many; not the office.
    pub async fn take_in_measure(&self, actor: &Actor, file: &str) -> Result<String, Problem> {
        let (clinic, actor, file) = (self.clone(), actor.clone(), file.to_owned());
        to_its_end(async move { clinic.take_in(&actor, &file).await }).await
    }

    async fn take_in(&self, actor: &Actor, file: &str) -> Result<String, Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        if file.chars().count() > FILE_MOST {
            return Err(Refusal::TooLong { field: "questionnaire", limit: FILE_MOST }.into());
        }
        let unknown = Refusal::Unknown("questionnaire");
        let theirs = Instrument::parse(file).map_err(|_| unknown.clone())?.key;
        let (file, instrument) = under_own_key(file, &theirs).ok_or_else(|| unknown.clone())?;
        if instrument.licence.status.is_open() {
            return Err(unknown.into());
        }
        let _turn = self.agreeing.lock().await;
        let mut agreed = self.agreed().await?;
        let library = self.library();
        // Beside a measure of the content one without its rules would be taken for it.
        let is_ours = library.content.instrument(&theirs).is_some_and(|known| !known.is_taken_in);
        let known = library.content.instrument(&instrument.key);
        if is_ours || known.is_some_and(|known| known.version >= instrument.version) {
            return Err(Refusal::AlreadySo.into());
        }
        if agreed.taken.len() >= TAKEN_IN_MOST {
            return Err(Refusal::TooMany { what: "measures", limit: TAKEN_IN_MOST }.into());
        }
        let key = instrument.key.clone();
        let recorded = (actor.who, self.clock.now());
        agreed.taken.push(TakenIn { key: key.clone(), file, recorded });
        self.keep_taken_in(&agreed).await?;
        self.write_down(actor, "take-in-measure", None).await?;
        Ok(key)
    }

    /// Takes a measure out again, every version of it. Its file is gone, and may be taken in once more.
    ///
    /// # Errors
    /// One that is not there or was not taken in; one with a permission on record; one that anybody answered, began or was
    /// handed; not the office.
    pub async fn take_out_measure(&self, actor: &Actor, key: &str) -> Result<(), CannotTakeOut> {
        let (clinic, actor, key) = (self.clone(), actor.clone(), key.to_owned());
        to_its_end(async move { clinic.take_out(&actor, &key).await }).await
    }

    async fn take_out(&self, actor: &Actor, key: &str) -> Result<(), CannotTakeOut> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours.into());
        }
        let _turn = self.agreeing.lock().await;
        let mut agreed = self.agreed().await?;
        if !agreed.taken.iter().any(|one| one.key == key) {
            return Err(Problem::NotYours.into());
        }
        // Answers to it are written while a permission stands, or not at all (see `handle.rs`): with none on record,
        // whatever was answered is there to be seen.
        if agreed.permissions.iter().any(|one| one.measure == key && one.withdrawn.is_none()) {
            return Err(CannotTakeOut::Permitted);
        }
        if self.is_in_use(key).await? {
            return Err(CannotTakeOut::InUse);
        }
        agreed.taken.retain(|one| one.key != key);
        self.keep_taken_in(&agreed).await?;
        self.write_down(actor, "take-out-measure", None).await?;
        Ok(())
    }

    /// Whether anybody answered a measure, began to, or has a form of it.
    async fn is_in_use(&self, key: &str) -> Result<bool, Problem> {
        let begun = self.store.forms_begun().await?;
        if begun.iter().any(|subject| measure_of(subject).as_deref() == Some(key)) {
            return Ok(true);
        }
        let now = self.clock.now();
        let courses: HashSet<CourseId> = self.store.courses().await?.into_iter().collect();
        for row in self.store.handouts_good_since(now, &courses).await? {
            let form = HandedOut::read(&row)?;
            if form.is_good(now) && form.measures.iter().any(|(measure, _)| measure == key) {
                return Ok(true);
            }
        }
        let mut is_answered = false;
        let look = |course: &Course| {
            let measures = &course.measures;
            let mut parts = measures.parts.iter();
            is_answered |= measures.of(key).next().is_some() || parts.any(|part| part.said.measure == key);
        };
        self.each_course(look, |_, _| {}).await?;
        Ok(is_answered)
    }

    async fn keep_taken_in(&self, agreed: &Agreed) -> Result<(), Problem> {
        let kept = serde_json::to_vec(&agreed.taken).expect("plain data");
        let on = [&agreed.measures_stand, &agreed.permissions_stand];
        self.store.agree_setting("measures", &kept, &on).await.map_err(contended)?;
        self.know_taken_in(&agreed.taken);
        Ok(())
    }

    /// Uses these measures beside the content, and no others, from the next request on.
    pub(crate) fn know_taken_in(&self, taken: &[TakenIn]) {
        let mut library = self.library().as_ref().clone();
        library.content.forget_taken_in();
        apply(&mut library.content, taken);
        permissions::apply(&mut library.content, &self.permissions());
        *self.library.write() = Arc::new(library);
        *self.taken_in.write() = known(taken);
    }
}
