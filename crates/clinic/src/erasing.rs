//! Erasing what is known of one person of a map: what it takes away and what stays, before; the fold without them and the
//! end of their key, after.

use crate::handle::read_fact;
use crate::plain::body_of;
use crate::problem::Problem;
use crate::{Clinic, Work};
use std::collections::{BTreeMap, BTreeSet};
use treatment::access::{Actor, Verb};
use treatment::course::{Course, Recorded};
use treatment::erasing::without_erased;
use treatment::fact::Fact;
use treatment::ids::{CourseId, PersonId};
use treatment::time::Moment;

/// What is told of a person in a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Facts that go with the person.
    pub goes: usize,
    /// How many of those tell of somebody else, too.
    pub with_others: usize,
    /// How many of those were kept before each person had a key of their own.
    pub before_own_keys: usize,
    /// Other facts in whose words one of their names stands, by kind, with how many.
    pub named_in: BTreeMap<&'static str, usize>,
}

impl Clinic {
    /// What is told of a person, for whoever treats and may erase it.
    pub fn told_of<'a>(&'a self, actor: &'a Actor, id: CourseId, person: PersonId) -> Work<'a, Told> {
        Box::pin(async move {
            let held = self.read(actor, Verb::Treat, id).await?;
            let all: BTreeSet<PersonId> = held.course.inventory.one_with(person).collect();
            let stored = self.store.load(id).await?.ok_or(Problem::NotYours)?;
            let mut facts = stored.facts.iter().map(read_fact).collect::<Result<Vec<_>, _>>()?;
            without_erased(&mut facts);
            // What this reader sees does not know what is kept back from them: that takes the whole course.
            let whole = Course::from_facts(id, &facts);
            let mut told = Told::default();
            let mut names = BTreeSet::new();
            let mut others = Vec::new();
            for (recorded, stored) in facts.iter().zip(&stored.facts) {
                if whole.is_withheld(recorded) {
                    continue;
                }
                let about = recorded.fact.only_about(recorded.version);
                if !about.iter().any(|person| all.contains(person)) {
                    others.push(recorded.clone());
                    continue;
                }
                told.goes += 1;
                told.with_others += usize::from(about.iter().any(|person| !all.contains(person)));
                told.before_own_keys += usize::from(!stored.is_of_own_key);
                names.extend(names_in(&recorded.fact));
            }
            for recorded in whole.facts_seen_by(actor, others) {
                if body_of(&recorded.fact).is_some_and(|said| says_one(&said, &names)) {
                    *told.named_in.entry(recorded.fact.kind()).or_default() += 1;
                }
            }
            Ok(told)
        })
    }

    /// The course after `new` facts, one of which erases somebody: folded anew, so that nothing of them is carried on.
    pub(crate) async fn folded_without(
        &self,
        id: CourseId,
        new: &[Fact],
        at: Moment,
        actor: &Actor,
    ) -> Result<Course, Problem> {
        let mut facts = self.facts_of(id).await?;
        for fact in new {
            let version = facts.last().map(|last| last.version).unwrap_or_default().next();
            facts.push(Recorded { version, at, who: actor.who, fact: fact.clone() });
        }
        without_erased(&mut facts);
        Ok(Course::from_facts(id, &facts))
    }

    /// Destroys the keys of those whose erasing is recorded. What does not go now goes with the next round of the worker,
    /// or when the data is opened next; until then no page shows anything of it.
    pub(crate) async fn finish_erasing(&self) {
        if let Err(why) = self.store.finish_erasing().await {
            tracing::error!(%why, "the key of somebody who is erased is still there");
        }
    }
}

/// The names that a fact gives somebody.
fn names_in(fact: &Fact) -> Vec<String> {
    let names = match fact {
        Fact::PersonAdded(added) => vec![added.name.to_lowercase()],
        Fact::PersonDescribed(said) => vec![said.name.to_lowercase(), said.details.alias.to_lowercase()],
        _ => Vec::new(),
    };
    names.into_iter().filter(|name| name.chars().any(char::is_alphanumeric)).collect()
}

/// Whether one of the names stands in a text, as a word of its own.
fn says_one(value: &serde_json::Value, names: &BTreeSet<String>) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => {
            let text = text.to_lowercase();
            names.iter().any(|name| {
                text.match_indices(name.as_str()).any(|(at, _)| {
                    let before = text[..at].chars().next_back();
                    let after = text[at + name.len()..].chars().next();
                    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
                })
            })
        }
        Value::Array(list) => list.iter().any(|one| says_one(one, names)),
        Value::Object(fields) => fields.values().any(|one| says_one(one, names)),
        _ => false,
    }
}
