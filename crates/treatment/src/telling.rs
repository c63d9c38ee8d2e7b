//! What the client tells about one person, question by question. Each answer is the client's alone until they share it,
//! and again once they take it back; it stands beside what the therapist wrote and never in its place.

use crate::asking::Recorded;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::ids::{PersonId, Version};
use crate::inventory::Details;
use crate::refusal::Refusal;
use crate::sharing::Own;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Answers one question about a person. Nothing but the fields of the question is told; none of them told takes the
/// answer away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TellOfPerson {
    /// Who.
    pub person: PersonId,
    /// Key of the question ([`crate::prompts::About`]).
    pub about: String,
    /// The answer.
    pub details: Details,
    /// Whether the therapist may read it.
    pub is_shared: bool,
}

/// Shares answers about a person, or takes them back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareTold {
    /// Who.
    pub person: PersonId,
    /// Keys of the questions.
    pub about: BTreeSet<String>,
    /// Whether the therapist may read the answers from now on.
    pub is_shared: bool,
}

/// An answer, by what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedTold {
    /// Who it is about.
    pub person: PersonId,
    /// Key of the question.
    pub about: String,
    /// Whether the therapist may read it from now on.
    pub is_shared: bool,
}

/// Takes the last change of an answer back; asked once more, does it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnTold {
    /// Who it is about.
    pub person: PersonId,
    /// Key of the question.
    pub about: String,
    /// The fact that says what it says now.
    pub newest: Version,
}

/// An answer to one question about one person: the newest, and the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it says now.
    pub answer: TellOfPerson,
    /// Since when it says so.
    pub at: Moment,
    /// The fact that says what it says now.
    pub newest: Version,
    /// What it said before; nothing told for the first.
    pub before: Details,
    /// Whether the therapist could read that, and it was not taken back since.
    was_shared: bool,
    /// The oldest fact whose words may be read while the answer is shared: what was taken back before stays back.
    shown_from: Version,
}

/// Everything the client told about people. There is one entry for a question about a person at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telling {
    told: Vec<Told>,
}

impl Telling {
    /// Whether the therapist may read all of it.
    pub(crate) fn is_all_shared(&self) -> bool {
        self.told.iter().all(|told| told.answer.is_shared && told.before == Details::default())
    }

    /// Leaves out what the client keeps to themselves: whole answers, and what shared ones said before.
    pub(crate) fn retain_shared(&mut self) {
        self.told.retain(|told| told.answer.is_shared);
        for told in &mut self.told {
            told.before = Details::default();
        }
    }

    /// Leaves out what was told about some people.
    pub(crate) fn forget(&mut self, is_gone: impl Fn(PersonId) -> bool) {
        self.told.retain(|told| !is_gone(told.answer.person));
    }

    /// Whether something was told about somebody.
    pub(crate) fn is_about(&self, person: PersonId) -> bool {
        self.told.iter().any(|told| told.answer.person == person)
    }

    fn of(&self, person: PersonId, about: &str) -> Option<&Told> {
        self.told.iter().find(|told| told.answer.person == person && told.answer.about == about)
    }
}

impl Told {
    /// Whether something is told.
    pub fn is_told(&self) -> bool {
        self.answer.details != Details::default()
    }

    /// Whether something is told, or can come back.
    pub fn is_there(&self) -> bool {
        self.is_told() || self.before != Details::default()
    }
}

impl Course {
    /// What was told about somebody, and about those who turned out to be them, in the order in which it was told first.
    pub fn told_of(&self, person: PersonId) -> impl Iterator<Item = &Told> {
        let who = self.inventory.now(person);
        self.telling.told.iter().filter(move |told| self.inventory.now(told.answer.person) == who)
    }

    /// Whether an answer about somebody stands, or did until it was taken away.
    pub fn has_told_of(&self, person: PersonId) -> bool {
        self.told_of(person).any(Told::is_there)
    }

    /// Whether a fact speaks of an answer that the client keeps to themselves.
    pub(crate) fn keeps_told(&self, recorded: &Recorded<Fact>) -> bool {
        let is_private = |person, about: &str| {
            // What this course does not know yet is kept back rather than shown.
            self.telling.of(person, about).is_none_or(|told| !told.answer.is_shared)
        };
        match &recorded.fact {
            Fact::PersonToldOf(told) => {
                // What was private or taken back when it was put aside stays with the client.
                let known = self.telling.of(told.person, &told.about);
                is_private(told.person, &told.about)
                    || known.is_some_and(|known| recorded.version < known.shown_from)
            }
            Fact::ToldShared(shared) => is_private(shared.person, &shared.about),
            _ => false,
        }
    }

    pub(crate) fn person_told_of(&mut self, at: Moment, newest: Version, answer: &TellOfPerson) {
        let known = self
            .telling
            .told
            .iter_mut()
            .find(|told| told.answer.person == answer.person && told.answer.about == answer.about);
        if let Some(told) = known {
            if !(told.answer.is_shared && answer.is_shared) {
                told.shown_from = newest;
            }
            let before = std::mem::replace(&mut told.answer, answer.clone());
            (told.before, told.was_shared) = (before.details, before.is_shared);
            (told.at, told.newest) = (at, newest);
        } else {
            let (answer, before) = (answer.clone(), Details::default());
            self.telling.told.push(Told {
                answer,
                at,
                newest,
                before,
                was_shared: false,
                shown_from: newest,
            });
        }
    }

    pub(crate) fn told_shared(&mut self, shared: &SharedTold) {
        let is_it =
            |told: &&mut Told| told.answer.person == shared.person && told.answer.about == shared.about;
        if let Some(told) = self.telling.told.iter_mut().find(is_it) {
            if !shared.is_shared {
                told.was_shared = false;
            } else if !told.answer.is_shared {
                told.shown_from = told.newest;
            }
            told.answer.is_shared = shared.is_shared;
        }
    }

    /// What follows for the answers about somebody whom the client keeps to themselves from now on.
    pub(crate) fn told_kept(&self, person: PersonId) -> impl Iterator<Item = Fact> + '_ {
        self.told_of(person).filter(|told| told.answer.is_shared).map(|told| {
            let TellOfPerson { person, about, .. } = told.answer.clone();
            Fact::ToldShared(SharedTold { person, about, is_shared: false })
        })
    }
}

/// # Refuses
/// A question that is not asked, somebody who is not on the map, an answer with nothing in it where none was given
/// before, the same answer again, what is out of the limits of its field, and sharing an answer about somebody who is
/// not shared. What was told is taken away wherever its person went.
pub(crate) fn tell(course: &Course, asked: &TellOfPerson, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let known = course.telling.of(asked.person, &asked.about);
    // Whatever became of the person, and whether or not the question is still asked.
    if asked.details == Details::default() && known.is_some_and(Told::is_told) {
        let (person, about) = (asked.person, asked.about.clone());
        let gone = TellOfPerson { person, about, details: Details::default(), is_shared: false };
        return Ok(vec![Fact::PersonToldOf(Box::new(gone))]);
    }
    let person = course.inventory.alone(asked.person)?.id;
    let questions = &now.content.prompts().about;
    let question =
        questions.iter().find(|about| about.key == asked.about).ok_or(Refusal::Unknown("prompt"))?;
    if asked.details.changed_on.is_some_and(|date| now.is_before_life(date)) {
        return Err(Refusal::BeforeLife("changed-on"));
    }
    let details = Details::default().answered(&asked.details.checked(now.today)?, &question.fields);
    if details == Details::default() && !known.is_some_and(Told::is_told) {
        return Err(Refusal::Empty("tell-answer"));
    }
    let is_shared = asked.is_shared && details != Details::default();
    if is_shared {
        can_be_shared(course, person)?;
    }
    let told = TellOfPerson { person, about: asked.about.clone(), details, is_shared };
    if known.is_some_and(|known| known.answer == told) {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PersonToldOf(Box::new(told))])
}

/// # Refuses
/// When nothing is named, what is not told, what is so already, and sharing an answer about somebody who is not shared.
pub(crate) fn share(course: &Course, asked: &ShareTold) -> Result<Vec<Fact>, Refusal> {
    if asked.about.is_empty() {
        return Err(Refusal::Empty("tell-answer"));
    }
    if asked.is_shared {
        can_be_shared(course, asked.person)?;
    }
    let each = asked.about.iter().map(|about| {
        let told = course.telling.of(asked.person, about).filter(|told| told.is_told());
        if told.ok_or(Refusal::Unknown("told"))?.answer.is_shared == asked.is_shared {
            return Err(Refusal::AlreadySo);
        }
        let (person, about) = (asked.person, about.clone());
        Ok(Fact::ToldShared(SharedTold { person, about, is_shared: asked.is_shared }))
    });
    each.collect()
}

/// Takes the last change of an answer back. That never shares anything: the answer is shared only if it was before and
/// is now.
///
/// # Refuses
/// An answer that is not there, and one that was changed again since.
pub(crate) fn turn(course: &Course, asked: &TurnTold) -> Result<Vec<Fact>, Refusal> {
    let told = course.telling.of(asked.person, &asked.about).ok_or(Refusal::Unknown("told"))?;
    if told.newest != asked.newest {
        return Err(Refusal::ToldSince);
    }
    let is_shared = told.was_shared && told.answer.is_shared && told.before != Details::default();
    let TellOfPerson { person, about, .. } = told.answer.clone();
    let turned = TellOfPerson { person, about, details: told.before.clone(), is_shared };
    if turned == told.answer {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::PersonToldOf(Box::new(turned))])
}

fn can_be_shared(course: &Course, person: PersonId) -> Result<(), Refusal> {
    let person = course.inventory.present(person)?.id;
    if course.withheld.holds(Own::Person(person)) { Err(Refusal::PersonKept) } else { Ok(()) }
}
