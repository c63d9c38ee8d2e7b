//! Measures that the office took in from elsewhere: kept as the files they became, beside those of the content. None is
//! used before a permission is on record, and none takes the place of a measure of the content.

use crate::Clinic;
use crate::permissions;
use crate::problem::{Problem, Trouble};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use treatment::access::{Actor, Verb, Who, may};
use treatment::content::Content;
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
    /// is on record. Answers its key.
    ///
    /// # Errors
    /// A file with faults, a licence that says it is free, a key that the content has, a version that is not newer; too
    /// many; not the office.
    pub async fn take_in_measure(&self, actor: &Actor, file: &str) -> Result<String, Problem> {
        if !may(actor, Verb::RunOffice, None) {
            return Err(Problem::NotYours);
        }
        if file.chars().count() > FILE_MOST {
            return Err(Refusal::TooLong { field: "questionnaire", limit: FILE_MOST }.into());
        }
        let instrument = Instrument::parse(file).map_err(|_| Refusal::Unknown("questionnaire"))?;
        if instrument.licence.status.is_open() {
            return Err(Refusal::Unknown("questionnaire").into());
        }
        let _turn = self.agreeing.lock().await;
        let mut taken = self.taken_in().await?;
        let mut library = self.library().as_ref().clone();
        apply(&mut library.content, &taken);
        if let Some(known) = library.content.instrument(&instrument.key)
            && (!known.is_taken_in || known.version >= instrument.version)
        {
            return Err(Refusal::AlreadySo.into());
        }
        if taken.len() >= TAKEN_IN_MOST {
            return Err(Refusal::TooMany { what: "measures", limit: TAKEN_IN_MOST }.into());
        }
        let key = instrument.key.clone();
        let recorded = (actor.who, self.clock.now());
        taken.push(TakenIn { key: key.clone(), file: file.to_owned(), recorded });
        self.store.put_setting("measures", &serde_json::to_vec(&taken).expect("plain data")).await?;
        library.content.add(Instrument { is_taken_in: true, ..instrument });
        permissions::apply(&mut library.content, &self.permissions());
        *self.library.write() = Arc::new(library);
        self.taken_in.store(taken.len(), Ordering::Relaxed);
        self.write_down(actor, "take-in-measure", None).await?;
        Ok(key)
    }

    /// As it stands in the store: another server may have written since.
    async fn taken_in(&self) -> Result<Vec<TakenIn>, Problem> {
        match self.store.setting("measures").await? {
            None => Ok(Vec::new()),
            Some(kept) => serde_json::from_slice(&kept).map_err(|_| Trouble::Unreadable("measures").into()),
        }
    }
}
