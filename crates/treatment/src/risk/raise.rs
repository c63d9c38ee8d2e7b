//! What raises a flag: an answer that meets a measure's rule, or somebody's concern.

use super::Response;
use crate::access::Who;
use crate::asking::{Notice, NoticeTo, Now};
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{ResultId, Version};
use crate::instrument::Outcome;
use crate::refusal::{PARAGRAPH, Refusal, words};
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer asks for a person to look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaiseFlag {
    /// The result it comes from.
    pub result: ResultId,
    /// The measure.
    pub measure: String,
    /// The item.
    pub item: String,
    /// The option chosen.
    pub answer: String,
    /// By when somebody must have looked.
    pub due: Moment,
    /// How soon somebody must look.
    #[serde(default = "same_day")]
    pub respond: Response,
}

fn same_day() -> Response {
    Response::SameDay
}

vocabulary! {
    /// Who is concerned.
    ConcernSource {
        /// The client asks for help.
        Client = "client",
        /// The therapist.
        Therapist = "therapist",
        /// Somebody else told the service: family, a doctor, another service.
        Other = "other",
    }
}

/// Somebody is concerned, whatever the answers say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaiseConcern {
    /// Who is.
    pub source: ConcernSource,
    /// What was said or seen.
    pub words: String,
    /// How soon somebody must look.
    pub respond: Response,
    /// By when. Given by the shell's hours when it is recorded.
    pub due: Moment,
}

/// The flags that answers raise, with their notices: for each item the most urgent rule that is met. `first` is the
/// place the first flag takes in the record. A form that is not complete raises them as well.
pub(crate) fn raised_by(
    outcome: &Outcome<'_>,
    measure: &str,
    answers: &BTreeMap<String, String>,
    result: ResultId,
    first: Version,
    now: &Now<'_>,
) -> (Vec<Fact>, Vec<Notice>) {
    let mut by_item: BTreeMap<&str, (&String, Response)> = BTreeMap::new();
    for rule in &outcome.risks {
        let Some(code) = answers.get(&rule.item) else { continue };
        let met = by_item.entry(&rule.item).or_insert((code, rule.respond));
        met.1 = met.1.max(rule.respond);
    }
    let (mut facts, mut notices) = (Vec::new(), Vec::new());
    for (item, (code, respond)) in by_item {
        let due = now.duty.due(now.at, respond);
        notices.extend(notices_of(Version(first.0 + facts.len() as u32), respond, due, now));
        facts.push(Fact::FlagRaised(RaiseFlag {
            result,
            measure: measure.to_owned(),
            item: item.to_owned(),
            answer: code.clone(),
            due,
            respond,
        }));
    }
    (facts, notices)
}

/// Who is told of a flag and when: the therapist now; whoever comes next only if nobody has looked by then. What
/// needs somebody at once is told to the supervisors now as well.
fn notices_of(flag: Version, respond: Response, due: Moment, now: &Now<'_>) -> Vec<Notice> {
    let told = |to, about: &str, due| Notice { to, about: about.to_owned(), due, version: flag };
    let mut notices = vec![told(NoticeTo::Therapist, "flag-raised", now.at)];
    if respond == Response::AtOnce {
        notices.push(told(NoticeTo::Supervisor, "flag-raised", now.at));
    }
    notices.push(told(NoticeTo::Supervisor, "flag-overdue", due));
    notices.push(told(NoticeTo::Lead, "flag-overdue", now.duty.due(due, respond)));
    notices
}

/// # Refuses
/// No words, but from the client, who need not explain.
pub(crate) fn concern(
    course: &Course,
    asked: &RaiseConcern,
    now: &Now<'_>,
) -> Result<(Vec<Fact>, Vec<Notice>), Refusal> {
    let by_client = matches!(now.actor.who, Who::Client(_));
    let respond = if by_client { Response::SameDay } else { asked.respond };
    let due = now.duty.due(now.at, respond);
    let said = if by_client {
        crate::refusal::text("concern-words", &asked.words, PARAGRAPH)?
    } else {
        words("concern-words", &asked.words, PARAGRAPH)?
    };
    let source = if by_client { ConcernSource::Client } else { asked.source };
    let fact = Fact::ConcernRaised(RaiseConcern { source, words: said, respond, due });
    Ok((vec![fact], notices_of(course.version.next(), respond, due, now)))
}
