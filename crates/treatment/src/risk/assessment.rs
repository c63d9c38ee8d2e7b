//! The record of asking: what was asked and answered, in structure and in words, with a formulation and a decision.
//! No score and no label: sorting people into bands of risk predicts poorly and is advised against (NICE NG225).

use crate::course::Course;
use crate::ids::{FlagId, PersonId};
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What was answered when asked.
    Told {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Asked, and not answered, or not clear.
        Unclear = "unclear",
        /// Not asked.
        NotAsked = "not-asked",
    }
}

vocabulary! {
    /// Thoughts of dying.
    Ideation {
        /// None told.
        None = "none",
        /// A wish not to wake up, not to be here.
        Passive = "passive",
        /// Thoughts of ending one's life.
        Active = "active",
    }
}

vocabulary! {
    /// What may stand beside the thoughts.
    Felt {
        /// Hopelessness.
        Hopeless = "hopeless",
        /// Agitation, restlessness.
        Agitated = "agitated",
        /// Sleep is badly disturbed.
        Sleepless = "sleepless",
        /// Alcohol or drugs.
        Drinking = "drinking",
        /// Voices that command.
        Voices = "voices",
        /// A recent loss.
        Loss = "loss",
        /// A recent humiliation.
        Humiliated = "humiliated",
    }
}

vocabulary! {
    /// What is within reach.
    Access {
        /// A firearm.
        Firearm = "firearm",
        /// Pesticides.
        Pesticide = "pesticide",
        /// A stock of medicine.
        Medicine = "medicine",
    }
}

/// What a person asked and found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which flag.
    pub flag: FlagId,
    /// Thoughts of dying.
    pub ideation: Option<Ideation>,
    /// How often, how strong, how long.
    pub how_often: String,
    /// Whether there is a plan.
    pub plan: Option<Told>,
    /// Whether there is intent.
    pub intent: Option<Told>,
    /// Whether means are within reach.
    pub means: Option<Told>,
    /// Which of these are.
    pub access: Vec<Access>,
    /// Whether something was prepared: letters, affairs, a stock.
    pub preparing: Option<Told>,
    /// Whether there was an attempt, ever.
    pub attempt: Option<Told>,
    /// Past attempts: dates, how, how it was survived.
    pub attempt_words: String,
    /// Whether there is self-harm.
    pub self_harm: Option<Told>,
    /// What else was there.
    pub felt: Vec<Felt>,
    /// Whom it is about: which relationship of the map.
    pub person: Option<PersonId>,
    /// What happened there.
    pub about_words: String,
    /// People and reasons that protect.
    pub protecting: String,
    /// Others: who depends on them, danger to others, abuse, children.
    pub others: String,
    /// How the person understands it, in words.
    pub formulation: String,
    /// What is decided.
    pub decision: String,
    /// Who was told, and whether with the client's agreement or without it, and why.
    pub told: String,
}

impl Assessment {
    /// An assessment that says in words what was found and decided, and nothing else yet.
    pub fn in_words(flag: FlagId, formulation: &str, decision: &str) -> Self {
        Self {
            flag,
            ideation: None,
            how_often: String::new(),
            plan: None,
            intent: None,
            means: None,
            access: Vec::new(),
            preparing: None,
            attempt: None,
            attempt_words: String::new(),
            self_harm: None,
            felt: Vec::new(),
            person: None,
            about_words: String::new(),
            protecting: String::new(),
            others: String::new(),
            formulation: formulation.to_owned(),
            decision: decision.to_owned(),
            told: String::new(),
        }
    }

    /// Whether closing needs a second person: intent, a plan, preparation or an attempt were told.
    pub fn needs_second(&self) -> bool {
        [self.plan, self.intent, self.preparing, self.attempt].contains(&Some(Told::Yes))
    }

    /// # Refuses
    /// No formulation, no decision, a person who is not on the map, a text that is too long.
    pub(super) fn checked(&self, course: &Course) -> Result<Self, Refusal> {
        if let Some(person) = self.person {
            course.inventory.present(person)?;
        }
        Ok(Self {
            how_often: text("how-often", &self.how_often, PARAGRAPH)?,
            attempt_words: text("attempt-words", &self.attempt_words, PARAGRAPH)?,
            about_words: text("about-words", &self.about_words, PARAGRAPH)?,
            protecting: text("protecting", &self.protecting, PARAGRAPH)?,
            others: text("others", &self.others, PARAGRAPH)?,
            formulation: words("risk-formulation", &self.formulation, PARAGRAPH)?,
            decision: words("risk-decision", &self.decision, PARAGRAPH)?,
            told: text("told", &self.told, PARAGRAPH)?,
            ..self.clone()
        })
    }
}
