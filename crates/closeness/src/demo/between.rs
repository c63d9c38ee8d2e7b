//! What clients of the demo write between sessions, the review half way, the letters and what comes after the end.

use super::lives::Life;
use super::shared::Shared;
use clinic::Clinic;
use clinic::problem::Problem;
use serde::Deserialize;
use std::sync::Arc;
use treatment::between::{Happening, WriteDiary};
use treatment::command::Command;
use treatment::follow_up::{HoldFollowUp, MissFollowUp, PlanFollowUp};
use treatment::goodbye::{GiveLetter, Loss, SpeakOfLoss};
use treatment::ids::PlanId;
use treatment::inventory::Details;
use treatment::midpoint::{FocusStill, ReviewMidpoint};
use treatment::opening::{Consent, ConsentKind};
use treatment::plans::{PlanStatus, ReportPlan};
use treatment::session::Mode;
use treatment::telling::TellOfPerson;
use treatment::time::Day;

/// The file of all this.
pub(super) const FILE: &str = include_str!("../../../../content/demo/between.toml");

/// What is in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    midpoint: Midpoint,
    ending: Ending,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Midpoint {
    moved: Vec<String>,
    flat_moved: String,
    client: Vec<String>,
    flat_client: String,
    reason: String,
    rest: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    losses: Vec<String>,
    letter_therapist: Vec<String>,
    letter_client: Vec<String>,
    follow_up: Vec<String>,
    follow_up_next: String,
    follow_up_missed: String,
}

/// An entry in the client's diary.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evening {
    /// It is written in the weeks after this session, of sixteen.
    pub after: u8,
    /// The day of the week, Monday is 1; some days after the session when it does not matter.
    pub weekday: Option<u8>,
    pub mood: u8,
    pub happening: Happening,
    pub with: Option<String>,
    #[serde(default)]
    pub words: String,
    /// Whether the client keeps it to themselves.
    #[serde(default)]
    pub kept: bool,
}

/// An answer of the client's about somebody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telling {
    /// It is told in the weeks after this session, of sixteen.
    pub after: u8,
    pub of: String,
    /// Key of the question.
    pub about: String,
    /// Whether the client keeps it to themselves.
    #[serde(default)]
    pub kept: bool,
    pub answer: Details,
}

/// What is said half way.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HalfWay {
    pub moved: String,
    pub client: String,
    pub reason: String,
    pub rest: String,
}

/// What is said at the goodbye and after it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Goodbye {
    /// Of the first earlier loss; nothing when the client would rather not.
    pub loss: String,
    pub letter_therapist: String,
    pub letter_client: String,
    /// The calls after the end, in their order: how it was, and what comes next.
    pub calls: Vec<(String, String)>,
}

/// A number that a life keeps, for taking one of several texts without disturbing its dice.
fn turn(life: &Life) -> usize {
    usize::from(life.number()) + life.known.version.0 as usize
}

fn one(texts: &[String], turn: usize) -> String {
    texts.get(turn % texts.len().max(1)).cloned().unwrap_or_default()
}

/// The next entry of the story's diary, when its session has been: two in a week at most without a day of their own.
pub(super) async fn evening(clinic: &Clinic, life: &mut Life, day: Day) -> Result<(), Problem> {
    if life.known.closed.is_some() || life.known.middle_begun.is_none() {
        return Ok(());
    }
    let Some(entry) = life.story.diary.get(life.evenings).cloned() else { return Ok(()) };
    // Some days after a session and some before the next.
    let since = life.known.last_held().map_or(0, |session| day.since(session.on));
    let is_now = match entry.weekday {
        Some(weekday) => day.weekday() == weekday || since == 6,
        None => matches!(since, 3 | 5),
    };
    if life.session_after(entry.after) > life.used() || !is_now {
        return Ok(());
    }
    life.evenings += 1;
    let diary = WriteDiary {
        on: day,
        mood: Some(entry.mood),
        happening: Some(entry.happening),
        person: life.person(entry.with.as_ref()),
        words: entry.words,
        is_shared: !entry.kept,
    };
    life.ask_aside(clinic, true, Command::WriteDiary(diary)).await
}

/// The next thing the story has told about somebody, when its session has been: two in a week at most.
pub(super) async fn telling(clinic: &Clinic, life: &mut Life, day: Day) -> Result<(), Problem> {
    let Some(told) = life.story.tells.get(life.tellings).cloned() else { return Ok(()) };
    let since = life.known.last_held().map(|session| day.since(session.on));
    if life.known.closed.is_some()
        || life.session_at(told.after) > life.used()
        || !matches!(since, Some(2 | 4))
    {
        return Ok(());
    }
    life.tellings += 1;
    let Some(person) = life.person(Some(&told.of)) else { return Ok(()) };
    let (about, details, is_shared) = (told.about, told.answer, !told.kept);
    let answer = TellOfPerson { person, about, details, is_shared };
    life.ask_aside(clinic, true, Command::TellOfPerson(Box::new(answer))).await
}

/// The review half way.
pub(super) async fn midpoint(clinic: &Clinic, life: &mut Life, day: Day) -> Result<(), Problem> {
    if life.known.focus().is_none() || life.known.contract().is_none() {
        return Ok(());
    }
    let told = Arc::clone(&life.between);
    let words = &told.midpoint;
    let turn = turn(life);
    let said = match &life.story.halfway {
        _ if life.is_flat() => HalfWay {
            moved: words.flat_moved.clone(),
            client: words.flat_client.clone(),
            reason: words.reason.clone(),
            rest: one(&words.rest, turn),
        },
        Some(own) => own.clone(),
        None => HalfWay {
            moved: one(&words.moved, turn),
            client: one(&words.client, turn),
            reason: words.reason.clone(),
            rest: one(&words.rest, turn),
        },
    };
    let review = ReviewMidpoint {
        on: day,
        moved: said.moved,
        client_words: said.client,
        focus: FocusStill::Keep,
        reason: said.reason,
        rest: said.rest,
        used: 0,
        left: 0,
    };
    life.ask_aside(clinic, false, Command::ReviewMidpoint(review)).await
}

/// One of the earlier losses: most say a sentence, some would rather not.
pub(super) async fn losses(clinic: &Clinic, life: &mut Life) -> Result<(), Problem> {
    let own = life.story.goodbye.as_ref().map(|goodbye| goodbye.loss.clone());
    let losses = life.known.losses(true);
    // What a story says begins with whom it is about.
    let is_told = |loss: &Loss<'_>| matches!((loss, &own), (Loss::Person(person), Some(words)) if words.starts_with(&person.name));
    let told = losses.iter().find(|(loss, _)| is_told(loss)).or_else(|| losses.first());
    let Some((loss, _)) = told else { return Ok(()) };
    let (person, event) = match loss {
        Loss::Person(person) => (Some(person.id), None),
        Loss::Event(event) => (None, Some(event.id)),
    };
    let turn = turn(life);
    let is_not_now = own.as_ref().map_or(turn.is_multiple_of(3), String::is_empty);
    let words = match own {
        _ if is_not_now => String::new(),
        Some(own) => own,
        None => one(&life.between.ending.losses, turn),
    };
    let said = SpeakOfLoss { person, event, words, is_not_now };
    life.ask_aside(clinic, true, Command::SpeakOfLoss(said)).await
}

/// The last meeting: a letter each way, and whether one may ask later.
pub(super) async fn goodbye(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
) -> Result<(), Problem> {
    let told = Arc::clone(&life.between);
    let words = &told.ending;
    let turn = turn(life);
    let own = life.story.goodbye.clone();
    if !life.is_flat() {
        // Of what all stories share each course has its own; of two that have the same the last sentence differs, because
        // the next letter is taken when all last sentences were dealt once.
        let nth = life.index / shared.asides.letter_therapist.len();
        let dealt = |words: &str, is_therapist: bool| {
            if life.is_whole {
                words.to_owned()
            } else {
                shared.asides.letter(words, is_therapist, life.index)
            }
        };
        let of_therapist = own
            .as_ref()
            .map_or_else(|| one(&words.letter_therapist, nth), |own| own.letter_therapist.clone());
        let of_client =
            own.as_ref().map_or_else(|| one(&words.letter_client, nth), |own| own.letter_client.clone());
        let (of_therapist, of_client) = (dealt(&of_therapist, true), dealt(&of_client, false));
        let letter = GiveLetter { words: of_therapist };
        life.ask_aside(clinic, false, Command::GiveLetter(letter)).await?;
        if own.is_some() || !turn.is_multiple_of(4) {
            let letter = GiveLetter { words: of_client };
            life.ask_aside(clinic, true, Command::GiveLetter(letter)).await?;
        }
    }
    let given = own.is_some() || life.number() % 5 != 4;
    let consent = Consent { kind: ConsentKind::FollowUp, given, on: day, note: String::new() };
    life.ask_aside(clinic, false, Command::RecordConsent(consent)).await?;
    if !given {
        return Ok(());
    }
    for (months, on) in life.known.follow_ups_open(&life.protocol, day) {
        let on = clinic.day_for(&life.known, on);
        let plan = PlanFollowUp { months, on, mode: Mode::Phone };
        life.ask_aside(clinic, false, Command::PlanFollowUp(plan)).await?;
    }
    Ok(())
}

/// Whether a follow-up is held on a day.
pub(super) fn is_due(life: &Life, day: Day) -> bool {
    life.known.closed.is_some() && life.known.follow_ups_planned().iter().any(|one| one.planned.on <= day)
}

/// A follow-up on its day. The last of some lives does not take place.
pub(super) async fn follow_up(clinic: &Clinic, life: &mut Life, day: Day) -> Result<(), Problem> {
    let planned = life.known.follow_ups_planned();
    let Some(due) = planned.first().filter(|one| one.planned.on <= day) else { return Ok(()) };
    let (id, months) = (due.id, due.planned.months);
    let told = Arc::clone(&life.between);
    let words = &told.ending;
    let turn = turn(life);
    let own = life.story.goodbye.as_ref().and_then(|goodbye| goodbye.calls.get(life.calls)).cloned();
    let asked = if let (Some((words, next)), false) = (own, life.is_flat()) {
        life.calls += 1;
        Command::HoldFollowUp(HoldFollowUp { follow_up: id, on: day, words, next })
    } else if months == 3 && turn.is_multiple_of(3) {
        Command::MissFollowUp(MissFollowUp { follow_up: id, words: words.follow_up_missed.clone() })
    } else {
        let said = one(&words.follow_up, turn);
        Command::HoldFollowUp(HoldFollowUp {
            follow_up: id,
            on: day,
            words: said,
            next: words.follow_up_next.clone(),
        })
    };
    life.ask_aside(clinic, false, asked).await
}

/// How the plan went, in the client's words. Where what is told later rests on a plan, it was tried.
pub(super) fn report(shared: &Shared, plan: PlanId, life: &mut Life) -> ReportPlan {
    let chance = life.dice.below(10);
    let before = life.mood();
    let after = (i32::from(before) + life.dice.below(4) as i32 - 1).clamp(0, 10) as u8;
    let pick = life.pick(&shared.middle.not_tried);
    let Some(tried) = life.tries.and_then(|which| life.story.plans.get(which)) else {
        return untold(plan, PlanStatus::NotTried, pick);
    };
    let status = match chance {
        _ if tried.went.is_some() => tried.went.unwrap_or(PlanStatus::Tried),
        0 | 1 if tried.free && !life.was_kept => PlanStatus::NotTried,
        2 if tried.free && tried.person.is_some() => PlanStatus::NotPossible,
        3..=5 if tried.partly.is_some() => PlanStatus::Partly,
        _ => PlanStatus::Tried,
    };
    match status {
        PlanStatus::NotTried => {
            let said = tried.left.clone().unwrap_or(pick);
            let learned =
                if tried.left.is_some() { String::new() } else { shared.middle.learned_not.clone() };
            ReportPlan { learned, ..untold(plan, status, said) }
        }
        PlanStatus::NotPossible => untold(plan, status, shared.middle.not_possible.clone()),
        PlanStatus::Partly => ReportPlan {
            mood_before: Some(before),
            mood_after: Some(after),
            ..untold(plan, status, tried.partly.clone().unwrap_or_default())
        },
        _ => ReportPlan {
            their_response: tried.response.clone(),
            mood_before: Some(before),
            mood_after: Some(after),
            learned: tried.learned.clone(),
            ..untold(plan, status, tried.happened.clone())
        },
    }
}

/// A report that says no more than what happened.
fn untold(plan: PlanId, status: PlanStatus, happened: String) -> ReportPlan {
    ReportPlan {
        plan,
        status,
        happened,
        their_response: String::new(),
        mood_before: None,
        mood_after: None,
        learned: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE, Told};

    #[test]
    fn what_is_told_between_sessions_is_there_in_several_versions() {
        let told: Told = toml::from_str(FILE).unwrap_or_else(|why| panic!("{why}"));
        let ending = &told.ending;
        for texts in [&told.midpoint.moved, &ending.losses, &ending.letter_client, &ending.follow_up] {
            assert!(texts.len() > 1 && texts.iter().all(|text| !text.trim().is_empty()), "{texts:?}");
        }
    }
}
