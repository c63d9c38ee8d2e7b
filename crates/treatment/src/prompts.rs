//! Questions of the inventory, as data. Those that bring people to mind are asked one at a time while people are named,
//! each to be passed over, answered with "nobody" or put aside; some only while a kind of person is not on the map: a
//! question, never a finding. Those about one person are asked on the person's page while their answer is not there.

use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::inventory::{Details, Inventory, Person, Tie};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The questions, in the order in which they are asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// Version of the list.
    pub version: u32,
    /// The questions that bring people to mind.
    #[serde(rename = "prompt")]
    pub all: Vec<Prompt>,
    /// The questions about one person.
    #[serde(rename = "about", default)]
    pub about: Vec<About>,
}

/// One question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Stable key; its sentence is `prompt-<key>`.
    pub key: String,
    /// Asked only while nobody on the map has one of these ties; none asks always.
    #[serde(default)]
    pub no_tie: Vec<Tie>,
    /// Asked only while nobody on the map has died or gone.
    #[serde(default)]
    pub no_loss: bool,
    /// The tie that stands chosen beside it.
    #[serde(default)]
    pub tie: Option<Tie>,
}

/// A question about one person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Stable key; its sentence is `about-<key>`.
    pub key: String,
    /// The fields of [`Details`] that hold its answer, by name. It is asked while all of them are empty.
    pub fields: Vec<String>,
}

impl Prompts {
    /// # Errors
    /// What is wrong with the file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let prompts: Self = toml::from_str(text).map_err(|why| why.to_string())?;
        let keys: BTreeSet<&str> = prompts.all.iter().map(|prompt| prompt.key.as_str()).collect();
        let about: BTreeSet<&str> = prompts.about.iter().map(|about| about.key.as_str()).collect();
        if keys.len() != prompts.all.len() || about.len() != prompts.about.len() {
            return Err("a key is there twice".to_owned());
        }
        let unknown = prompts.about.iter().flat_map(|about| &about.fields).find(|field| {
            let nobody = Details::default();
            nobody.is_told(field).is_none()
        });
        match unknown {
            Some(field) => Err(format!("nothing of a person is called {field}")),
            None if prompts.about.iter().any(|about| about.fields.is_empty()) => {
                Err("a question about a person has no field for its answer".to_owned())
            }
            None => Ok(prompts),
        }
    }

    /// The first question about a person that is not answered; the first after `after`, where one is named.
    pub fn next_about(&self, details: &Details, after: Option<&str>) -> Option<&About> {
        let begin = after.and_then(|key| self.about.iter().position(|about| about.key == key));
        self.about.iter().skip(begin.map_or(0, |place| place + 1)).find(|about| about.is_open(details))
    }

    /// The question of this key.
    pub fn prompt(&self, key: &str) -> Option<&Prompt> {
        self.all.iter().find(|prompt| prompt.key == key)
    }

    /// The first question still open for an inventory; the first after `after`, where one is named.
    pub fn next(&self, inventory: &Inventory, after: Option<&str>) -> Option<&Prompt> {
        let begin = after.and_then(|key| self.all.iter().position(|prompt| prompt.key == key));
        let rest = self.all.iter().skip(begin.map_or(0, |place| place + 1));
        rest.into_iter().find(|prompt| prompt.is_open(inventory))
    }
}

impl About {
    /// Whether nothing of its answer is told.
    pub fn is_open(&self, details: &Details) -> bool {
        !self.fields.iter().any(|field| details.is_told(field) == Some(true))
    }
}

impl Prompt {
    /// Whether there is still reason to ask.
    pub fn is_open(&self, inventory: &Inventory) -> bool {
        let is_answered = inventory.prompted.nobody.contains(&self.key);
        let is_named =
            |person: &Person| self.no_tie.contains(&person.tie) || self.no_loss && person.status.has_left();
        !is_answered && !inventory.on_map().any(is_named)
    }
}

/// What became of the questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompted {
    /// Those answered with "nobody", by key.
    pub nobody: BTreeSet<String>,
    /// Whether the client put the questions aside: they come back only when asked for.
    pub is_aside_for_client: bool,
    /// Whether the therapist did.
    pub is_aside_for_staff: bool,
}

impl Prompted {
    /// Whether this side put the questions aside.
    pub fn is_aside(&self, for_client: bool) -> bool {
        if for_client { self.is_aside_for_client } else { self.is_aside_for_staff }
    }

    pub(crate) fn put_aside(&mut self, by_client: bool) {
        if by_client {
            self.is_aside_for_client = true;
        } else {
            self.is_aside_for_staff = true;
        }
    }
}

/// Answers a question with "nobody": an answer like any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerNobody {
    /// Key of the question.
    pub prompt: String,
}

/// Puts the questions aside, for the side that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutPromptsAside {}

/// # Refuses
/// A question that is not asked, or was answered so before.
pub(crate) fn nobody(course: &Course, asked: &AnswerNobody, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if now.content.prompts().prompt(&asked.prompt).is_none() {
        return Err(Refusal::Unknown("prompt"));
    }
    if course.inventory.prompted.nobody.contains(&asked.prompt) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PromptAnswered(asked.clone())])
}

/// # Refuses
/// When they are put aside already.
pub(crate) fn put_aside(course: &Course, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if course.inventory.prompted.is_aside(now.actor.is_client()) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PromptsPutAside(PutPromptsAside {})])
}
