//! An incident worked through, stage by stage: a conversation looked at turn by turn, a choice weighed, a scene
//! rehearsed. Each stage is optional, each leaves something that later stages and plans point to.
//!
//! Structure: `ipt.md` §4.1 to §4.3. Writing a stage again keeps what was written before.

use crate::asking::Now;
use crate::course::Course;
use crate::fact::Fact;
use crate::ids::{ArtefactId, PersonId, SessionId, Version};
use crate::inventory::Safety;
use crate::refusal::{LINE, PARAGRAPH, Refusal, lines, text, within, words};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Most stages in one course, later versions not counted.
pub const ARTEFACTS_MOST: usize = 200;
/// Most turns of one conversation.
pub const TURNS_MOST: usize = 60;
/// Most ways out in one decision, doing nothing included.
pub const OPTIONS_MOST: usize = 12;
/// Most other ways to say it, and most phrases kept.
pub const WAYS_MOST: usize = 10;

vocabulary! {
    /// Who speaks.
    Speaker {
        /// The other person.
        Them = "them",
        /// The client.
        Me = "me",
    }
}

vocabulary! {
    /// How a communication failed. The usual set, in our words.
    Failure {
        /// A hint that could mean anything.
        Hint = "hint",
        /// Taken for granted that the other knows.
        AssumedKnown = "assumed-known",
        /// Taken for granted that the other understood.
        AssumedUnderstood = "assumed-understood",
        /// Nothing was said.
        Silence = "silence",
        /// Said by conduct instead of words.
        ByConduct = "by-conduct",
        /// The talk was closed off.
        ClosedOff = "closed-off",
        /// An attack.
        Attack = "attack",
        /// Too late.
        TooLate = "too-late",
        /// At a wrong time or place.
        WrongMoment = "wrong-moment",
    }
}

vocabulary! {
    /// Whether the client got what was wanted.
    Got {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// No.
        No = "no",
    }
}

/// One turn of a conversation. All texts in the client's words, each may be empty but not all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Who.
    pub speaker: Speaker,
    /// What was said.
    pub said: String,
    /// In what tone, with what gesture.
    pub tone: String,
    /// What the client felt.
    pub felt: String,
    /// What was meant or wanted.
    pub meant: String,
    /// How it may have been heard.
    pub heard: String,
}

/// One conversation, looked at turn by turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnalyseCommunication {
    /// The analysis that this one is a new version of.
    pub rewrites: Option<ArtefactId>,
    /// The session in which it was done.
    pub session: Option<SessionId>,
    /// With whom.
    pub person: Option<PersonId>,
    /// When and where, by which means.
    pub when: String,
    /// What led up to it; how both were.
    pub context: String,
    /// The turns, in order.
    pub turns: Vec<Turn>,
    /// Where it went wrong.
    pub failures: Vec<Failure>,
    /// Whether the client got what was wanted.
    pub got: Option<Got>,
    /// Mood afterwards, 0 (worst) to 10 (best).
    pub mood_after: Option<u8>,
    /// What the client wants now.
    pub want: String,
    /// Other ways to say it.
    pub ways: Vec<String>,
}

/// A way out of a situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// What could be done; empty for doing nothing.
    pub what: String,
    /// What speaks for it.
    pub good: String,
    /// What speaks against it.
    pub bad: String,
    /// How the other would probably take it.
    pub reaction: String,
}

/// A choice weighed. Doing nothing is always one of the ways: the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnalyseDecision {
    /// The analysis that this one is a new version of.
    pub rewrites: Option<ArtefactId>,
    /// The session in which it was done.
    pub session: Option<SessionId>,
    /// The stage it came from.
    pub from: Option<ArtefactId>,
    /// What is to be decided.
    pub question: String,
    /// The ways; doing nothing is the first.
    pub options: Vec<Way>,
    /// The way chosen to be tried first, by its place from 0.
    pub chosen: Option<u8>,
    /// The first step.
    pub first_step: String,
    /// How sure the client is, 0 to 10.
    pub sure: Option<u8>,
    /// The day it is looked at again.
    pub review_on: Option<Day>,
}

vocabulary! {
    /// Who plays the other person.
    Plays {
        /// The therapist.
        Therapist = "therapist",
        /// The client.
        Client = "client",
        /// Both, in turn.
        InTurn = "in-turn",
    }
}

vocabulary! {
    /// How the other person may react.
    Reaction {
        /// As hoped.
        Easy = "easy",
        /// As is likely.
        Likely = "likely",
        /// The worst.
        Hard = "hard",
    }
}

/// One reaction rehearsed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// Which.
    pub reaction: Reaction,
    /// What the other says or does.
    pub they: String,
    /// What the client answers.
    pub answer: String,
}

/// A scene rehearsed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlayRole {
    /// The rehearsal that this one is a new version of.
    pub rewrites: Option<ArtefactId>,
    /// The session in which it was done.
    pub session: Option<SessionId>,
    /// The stage it came from.
    pub from: Option<ArtefactId>,
    /// With whom the talk will be.
    pub person: Option<PersonId>,
    /// The situation.
    pub situation: String,
    /// Who played the other person.
    pub plays: Plays,
    /// The first sentence.
    pub opening_words: String,
    /// The reactions that were played.
    pub reactions: Vec<Rehearsed>,
    /// What was noticed.
    pub noticed: String,
    /// Sentences to keep.
    pub kept: Vec<String>,
    /// How ready the client feels, 0 to 10.
    pub ready: Option<u8>,
}

/// Shows something worked out to the client on the portal, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareArtefact {
    /// What.
    pub artefact: ArtefactId,
    /// Whether the client sees it.
    pub is_shared: bool,
}

/// What a stage left.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// A conversation looked at.
    Communication(AnalyseCommunication),
    /// A choice weighed.
    Decision(AnalyseDecision),
    /// A scene rehearsed.
    RolePlay(PlayRole),
}

/// A version of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The fact that holds it.
    pub version: Version,
    /// When.
    pub at: Moment,
    /// What it says.
    pub stage: Stage,
}

/// Something worked out, with every version of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Artefact {
    /// Its name: the fact that first wrote it.
    pub id: ArtefactId,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<Written>,
    /// Whether the client sees it on the portal.
    pub is_shared: bool,
}

impl Artefact {
    /// As it is now.
    pub fn now(&self) -> &Written {
        self.versions.last().expect("an artefact begins with a version")
    }

    /// The stage it came from.
    pub fn from(&self) -> Option<ArtefactId> {
        match &self.now().stage {
            Stage::Communication(_) => None,
            Stage::Decision(decision) => decision.from,
            Stage::RolePlay(play) => play.from,
        }
    }

    /// The session in which it was done; written again outside of one, it stays where it was.
    pub fn session(&self) -> Option<SessionId> {
        self.versions.iter().rev().find_map(|written| match &written.stage {
            Stage::Communication(analysis) => analysis.session,
            Stage::Decision(decision) => decision.session,
            Stage::RolePlay(play) => play.session,
        })
    }

    /// The person it is about.
    pub fn person(&self) -> Option<PersonId> {
        match &self.now().stage {
            Stage::Communication(analysis) => analysis.person,
            Stage::Decision(_) => None,
            Stage::RolePlay(play) => play.person,
        }
    }

    /// A line that says what it is about, in the client's words; may be empty.
    pub fn line(&self) -> &str {
        match &self.now().stage {
            Stage::Communication(analysis) => {
                let first = analysis.turns.first().map(|turn| turn.said.as_str());
                first.filter(|said| !said.is_empty()).unwrap_or(&analysis.context)
            }
            Stage::Decision(decision) => &decision.question,
            Stage::RolePlay(play) => &play.situation,
        }
    }
}

impl Course {
    /// What was worked out under this name.
    pub fn artefact(&self, id: ArtefactId) -> Option<&Artefact> {
        self.artefacts.iter().find(|artefact| artefact.id == id)
    }

    /// The person something worked out is about: its own, or that of the stage it came from.
    pub fn person_of(&self, id: ArtefactId) -> Option<PersonId> {
        // A stage points only to earlier ones, so this ends.
        let artefact = self.artefact(id)?;
        artefact.person().or_else(|| artefact.from().and_then(|from| self.person_of(from)))
    }

    pub(crate) fn stage_written(
        &mut self,
        version: Version,
        at: Moment,
        rewrites: Option<ArtefactId>,
        stage: Stage,
    ) {
        let written = Written { version, at, stage };
        match self.artefacts.iter_mut().find(|artefact| Some(artefact.id) == rewrites) {
            Some(artefact) => artefact.versions.push(written),
            None => self.artefacts.push(Artefact {
                id: version.into(),
                versions: vec![written],
                is_shared: false,
            }),
        }
    }

    pub(crate) fn artefact_shared(&mut self, share: &ShareArtefact) {
        if let Some(artefact) = self.artefacts.iter_mut().find(|artefact| artefact.id == share.artefact) {
            artefact.is_shared = share.is_shared;
        }
    }
}

/// # Refuses
/// A conversation without a turn, more turns than there is room for, a person not on the map, numbers out of range.
pub(crate) fn communication(course: &Course, asked: &AnalyseCommunication) -> Result<Vec<Fact>, Refusal> {
    check_place(course, asked.rewrites, None, asked.session, |stage| {
        matches!(stage, Stage::Communication(_))
    })?;
    on_map(course, asked.person)?;
    let mut turns = Vec::new();
    for turn in &asked.turns {
        let turn = Turn {
            speaker: turn.speaker,
            said: text("turns", &turn.said, PARAGRAPH)?,
            tone: text("turns", &turn.tone, LINE)?,
            felt: text("turns", &turn.felt, LINE)?,
            meant: text("turns", &turn.meant, PARAGRAPH)?,
            heard: text("turns", &turn.heard, PARAGRAPH)?,
        };
        if [&turn.said, &turn.tone, &turn.felt, &turn.meant, &turn.heard].iter().any(|part| !part.is_empty())
        {
            turns.push(turn);
        }
    }
    if turns.is_empty() {
        return Err(Refusal::Empty("turns"));
    }
    if turns.len() > TURNS_MOST {
        return Err(Refusal::TooMany { what: "turns", limit: TURNS_MOST });
    }
    if let Some(mood) = asked.mood_after {
        within("mood-after", i64::from(mood), 0, 10)?;
    }
    let mut failures = asked.failures.clone();
    failures.sort_unstable();
    failures.dedup();
    Ok(vec![Fact::CommunicationAnalysed(AnalyseCommunication {
        rewrites: asked.rewrites,
        session: asked.session,
        person: asked.person,
        when: text("when", &asked.when, PARAGRAPH)?,
        context: text("context", &asked.context, PARAGRAPH)?,
        turns,
        failures,
        got: asked.got,
        mood_after: asked.mood_after,
        want: text("want", &asked.want, PARAGRAPH)?,
        ways: lines("ways", &asked.ways, PARAGRAPH, WAYS_MOST)?,
    })])
}

/// # Refuses
/// No question, no way beside doing nothing, a choice that is none of the ways, a day for the review that is past.
pub(crate) fn decision(
    course: &Course,
    asked: &AnalyseDecision,
    now: &Now<'_>,
) -> Result<Vec<Fact>, Refusal> {
    check_place(course, asked.rewrites, asked.from, asked.session, |stage| {
        matches!(stage, Stage::Decision(_))
    })?;
    let question = words("question", &asked.question, PARAGRAPH)?;
    let mut options = Vec::new();
    for (place, way) in asked.options.iter().enumerate() {
        let what = text("options", &way.what, PARAGRAPH)?;
        let way = Way {
            // Doing nothing is the first, whatever was typed beside it.
            what: if place == 0 { String::new() } else { what },
            good: text("options", &way.good, PARAGRAPH)?,
            bad: text("options", &way.bad, PARAGRAPH)?,
            reaction: text("options", &way.reaction, PARAGRAPH)?,
        };
        let has_more = [&way.good, &way.bad, &way.reaction].iter().any(|part| !part.is_empty());
        if place > 0 && way.what.is_empty() && has_more {
            return Err(Refusal::Empty("options"));
        }
        options.push(way);
    }
    while options.len() > 1 && options.last().is_some_and(|way| way.what.is_empty()) {
        options.pop();
    }
    if options.iter().skip(1).any(|way| way.what.is_empty()) || options.len() < 2 {
        return Err(Refusal::Empty("options"));
    }
    if options.len() > OPTIONS_MOST {
        return Err(Refusal::TooMany { what: "options", limit: OPTIONS_MOST });
    }
    if asked.chosen.is_some_and(|chosen| usize::from(chosen) >= options.len()) {
        return Err(Refusal::Unknown("chosen"));
    }
    if let Some(sure) = asked.sure {
        within("sure", i64::from(sure), 0, 10)?;
    }
    let before =
        asked.rewrites.and_then(|id| course.artefact(id)).and_then(|artefact| match &artefact.now().stage {
            Stage::Decision(decision) => decision.review_on,
            _ => None,
        });
    // Written again, it keeps the day it had.
    if asked.review_on.is_some_and(|on| on < now.today && Some(on) != before) {
        return Err(Refusal::NoSuchDate("review-on"));
    }
    Ok(vec![Fact::DecisionAnalysed(AnalyseDecision {
        question,
        options,
        first_step: text("first-step", &asked.first_step, PARAGRAPH)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// No first sentence, a person not on the map, one marked unsafe, and a dispute whose safety was not asked about or not
/// found: what is rehearsed there could harm.
pub(crate) fn role_play(course: &Course, asked: &PlayRole) -> Result<Vec<Fact>, Refusal> {
    check_place(course, asked.rewrites, asked.from, asked.session, |stage| {
        matches!(stage, Stage::RolePlay(_))
    })?;
    on_map(course, asked.person)?;
    let whom = asked.person.or_else(|| asked.from.and_then(|from| course.person_of(from)));
    let is_unsafe = |id| course.inventory.person(id).is_some_and(|person| person.safety == Safety::Unsafe);
    if whom.is_some_and(is_unsafe) {
        return Err(Refusal::PersonUnsafe);
    }
    course.may_press_dispute()?;
    if let Some(ready) = asked.ready {
        within("ready", i64::from(ready), 0, 10)?;
    }
    let mut reactions = Vec::new();
    for rehearsed in &asked.reactions {
        let rehearsed = Rehearsed {
            reaction: rehearsed.reaction,
            they: text("reactions", &rehearsed.they, PARAGRAPH)?,
            answer: text("reactions", &rehearsed.answer, PARAGRAPH)?,
        };
        if !rehearsed.they.is_empty() || !rehearsed.answer.is_empty() {
            reactions.push(rehearsed);
        }
    }
    if reactions.len() > Reaction::ALL.len() * 4 {
        return Err(Refusal::TooMany { what: "reactions", limit: Reaction::ALL.len() * 4 });
    }
    Ok(vec![Fact::RolePlayed(PlayRole {
        situation: text("situation", &asked.situation, PARAGRAPH)?,
        opening_words: words("opening-words", &asked.opening_words, PARAGRAPH)?,
        reactions,
        noticed: text("noticed", &asked.noticed, PARAGRAPH)?,
        kept: lines("kept", &asked.kept, PARAGRAPH, WAYS_MOST)?,
        ..asked.clone()
    })])
}

/// # Refuses
/// What does not exist, and what is so already.
pub(crate) fn share(course: &Course, asked: &ShareArtefact) -> Result<Vec<Fact>, Refusal> {
    let artefact = course.artefact(asked.artefact).ok_or(Refusal::Unknown("artefact"))?;
    if artefact.is_shared == asked.is_shared {
        return Err(Refusal::AlreadySo);
    }
    Ok(vec![Fact::ArtefactShared(asked.clone())])
}

/// What is written again must be of the same kind; what it came from, and the session, must exist.
fn check_place(
    course: &Course,
    rewrites: Option<ArtefactId>,
    from: Option<ArtefactId>,
    session: Option<SessionId>,
    is_kind: impl Fn(&Stage) -> bool,
) -> Result<(), Refusal> {
    match rewrites {
        Some(id) => {
            let artefact = course.artefact(id).ok_or(Refusal::Unknown("artefact"))?;
            if !is_kind(&artefact.now().stage) {
                return Err(Refusal::Unknown("artefact"));
            }
            // Only an earlier stage can be where this one came from, or they would go round in a circle.
            if from.is_some_and(|from| from >= id) {
                return Err(Refusal::Unknown("artefact"));
            }
        }
        None if course.artefacts.len() >= ARTEFACTS_MOST => {
            return Err(Refusal::TooMany { what: "artefacts", limit: ARTEFACTS_MOST });
        }
        None => {}
    }
    if let Some(from) = from {
        course.artefact(from).ok_or(Refusal::Unknown("artefact"))?;
    }
    if let Some(session) = session {
        course.session(session).ok_or(Refusal::Unknown("session"))?;
    }
    Ok(())
}

fn on_map(course: &Course, person: Option<PersonId>) -> Result<(), Refusal> {
    person.map_or(Ok(()), |id| course.inventory.present(id).map(|_| ()))
}
