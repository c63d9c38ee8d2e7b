//! The endings of the demo: named, felt, reviewed by both; and the courses that end in another way.

use super::between;
use super::lives::{Fate, Life};
use super::openings::{describe, task};
use super::sessions::{Place, capital};
use super::shared::Shared;
use clinic::Clinic;
use clinic::problem::Problem;
use treatment::command::Command;
use treatment::ending::{
    CloseCourse, Closing, CreditGains, DatedSituation, DecideNextStep, EndFeeling, NameEnding, NextStep,
    Rating, ReviewFocus, ReviewGoal, ReviewMap, SayEndFeelings, SayKeeping, SignAtOnset, StayingWell,
    can_help,
};
use treatment::focus::{DecideFit, FitDecision};
use treatment::time::Day;

/// What a session brings to the ending: by how many are left, and by its place in the ending.
pub(super) async fn ending(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    place: Place,
    left: u8,
) -> Result<(), Problem> {
    let is_short = life.protocol.ending_len < 4;
    match place {
        _ if life.fate == Fate::Unnamed => {}
        _ if left == life.protocol.ending_named_at => {
            let note = life.story.end.named.clone();
            name(clinic, life, day, note).await?;
        }
        Place::Ending(0) => {
            feel(clinic, shared, life).await?;
            between::losses(clinic, life).await?;
            review_focus(clinic, shared, life).await?;
        }
        Place::Ending(1) => {
            review_goals(clinic, shared, life).await?;
            look_at_map(clinic, life).await?;
            if is_short {
                stay_well(clinic, shared, life, day).await?;
            }
        }
        Place::Signs => stay_well(clinic, shared, life, day).await?,
        Place::Ending(_) => {
            let end = &life.story.end;
            let keeping = SayKeeping { keep: end.keep.clone(), hard_to_say: end.hard_to_say.clone() };
            life.ask(clinic, true, Command::SayKeeping(keeping)).await?;
            finish(clinic, shared, life).await?;
            between::goodbye(clinic, shared, life, day).await?;
        }
        _ => {}
    }
    Ok(())
}

async fn name(clinic: &Clinic, life: &mut Life, day: Day, note: String) -> Result<(), Problem> {
    let name = NameEnding { on: day, left: 0, note };
    life.ask(clinic, false, Command::NameEnding(name)).await
}

/// The feelings about stopping: the client's words, and what was noted in session.
async fn feel(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let end = &life.story.end;
    let own = if life.is_flat() {
        SayEndFeelings {
            feelings: vec![EndFeeling::Anxious, EndFeeling::Ashamed],
            words: shared.ending.flat_feelings.clone(),
        }
    } else {
        SayEndFeelings { feelings: end.feelings.clone(), words: end.words.clone() }
    };
    let noted =
        SayEndFeelings { feelings: end.therapist_feelings.clone(), words: end.therapist_words.clone() };
    life.ask(clinic, true, Command::SayEndFeelings(own)).await?;
    life.ask(clinic, false, Command::SayEndFeelings(noted)).await
}

async fn review_focus(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let end = &life.story.end;
    let remains = end.remains.clone();
    let (client, therapist) = if life.is_flat() {
        let words = &shared.ending;
        ((Rating::Somewhat, words.flat_now.clone()), (Rating::Same, words.flat_therapist.clone()))
    } else {
        ((end.focus_client, end.now.clone()), (end.focus_therapist, end.therapist_now.clone()))
    };
    for (by_client, (rating, now_words)) in [(true, client), (false, therapist)] {
        let review = ReviewFocus { rating, now_words, remains: remains.clone() };
        life.ask(clinic, by_client, Command::ReviewFocus(review)).await?;
    }
    Ok(())
}

async fn review_goals(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let goals: Vec<_> = life.known.open_goals().map(|goal| goal.id).collect();
    for (nth, goal) in goals.into_iter().enumerate() {
        let Some(aim) = life.story.goals.get(nth) else { continue };
        let is_between = matches!(aim.client, Rating::MuchBetter | Rating::Somewhat);
        let (client, therapist) = if life.is_flat() && is_between {
            let words = &shared.ending;
            (
                (Rating::Same, words.flat_goal_client.clone()),
                (Rating::Somewhat, words.flat_goal_therapist.clone()),
            )
        } else {
            ((aim.client, aim.client_words.clone()), (aim.therapist, aim.therapist_words.clone()))
        };
        for (by_client, (rating, words)) in [(true, client), (false, therapist)] {
            let review = ReviewGoal { goal, rating, words };
            life.ask(clinic, by_client, Command::ReviewGoal(review)).await?;
        }
    }
    Ok(())
}

/// The map beside the first one, what is different between the two people it is most about, and who did it.
async fn look_at_map(clinic: &Clinic, life: &mut Life) -> Result<(), Problem> {
    for which in 0..life.story.ties.len() {
        let tie = &life.story.ties[which];
        if let Some(details) = tie.at_the_end() {
            let who = tie.who.clone();
            describe(clinic, life, &who, details).await?;
        }
    }
    let map = ReviewMap { words: life.story.end.map.clone() };
    life.ask(clinic, false, Command::ReviewMap(map)).await?;
    let credit = CreditGains { words: life.story.credit.clone() };
    life.ask(clinic, false, Command::CreditGains(credit)).await
}

async fn stay_well(clinic: &Clinic, shared: &Shared, life: &mut Life, day: Day) -> Result<(), Problem> {
    let end = &life.story.end;
    // The signs that a story names first are those it began with.
    let seen = end.signs.iter().take(end.at_onset);
    let at_onset = seen.map(|sign| SignAtOnset { sign: sign.clone(), was_there: true }).collect();
    let dated = end.dated.iter().map(|one| DatedSituation { what: one.what.clone(), when: one.from(day) });
    // Who stands on the map is taken from there.
    let helper = |name: &String| {
        life.person(Some(name)).filter(|id| life.known.inventory.person(*id).is_some_and(can_help))
    };
    let named = end.people.iter().filter(|name| helper(name).is_none()).map(|name| capital(name));
    let keep = StayingWell {
        signs: end.signs.clone(),
        at_onset,
        situations: end.situations.clone(),
        helped: end.helped.clone(),
        dated: dated.collect(),
        people: named.collect(),
        allies: end.people.iter().filter_map(helper).collect(),
        steps: end.steps.clone(),
        come_back: shared.ending.come_back.clone(),
    };
    let step = if life.is_flat() {
        DecideNextStep { step: NextStep::Medication, discussed: shared.ending.flat_next.clone() }
    } else if end.next == NextStep::Discharge && life.is_slow() {
        DecideNextStep { step: NextStep::Booster, discussed: shared.ending.slow_next.clone() }
    } else {
        DecideNextStep { step: end.next, discussed: end.discussed.clone() }
    };
    life.ask(clinic, false, Command::PlanStayingWell(keep)).await?;
    life.ask(clinic, false, Command::DecideNextStep(step)).await
}

/// What is asked at every last session.
async fn finish(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let risk = life.story.risk_final.clone().unwrap_or_else(|| shared.ending.risk_final.clone());
    task(clinic, life, "risk-final", &risk).await?;
    let drawn = life.pick(&shared.ending.letter);
    // Who needs another treatment goes with one to the doctor; who moves away takes a copy along.
    let letter = match life.fate {
        Fate::Early => shared.ending.letter.last(),
        _ if life.is_flat() => shared.ending.letter.first(),
        _ => None,
    };
    let letter = letter.cloned().unwrap_or(drawn);
    task(clinic, life, "letter", &letter).await
}

/// The last sessions of a course that ends earlier.
pub(super) async fn early(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    number: u8,
) -> Result<(), Problem> {
    match number {
        9 => name(clinic, life, day, shared.early.named.clone()).await,
        10 => {
            let said = SayEndFeelings {
                feelings: vec![EndFeeling::Sad, EndFeeling::Relieved],
                words: shared.early.feelings.clone(),
            };
            life.ask(clinic, true, Command::SayEndFeelings(said)).await?;
            review_goals(clinic, shared, life).await
        }
        _ => {
            stay_well(clinic, shared, life, day).await?;
            let step = DecideNextStep { step: NextStep::Switch, discussed: shared.early.next.clone() };
            life.ask(clinic, false, Command::DecideNextStep(step)).await?;
            finish(clinic, shared, life).await
        }
    }
}

pub(super) async fn close_early(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    close_as(clinic, shared, life, Closing::EarlyAgreed, shared.early.closed.clone()).await
}

/// The agreed end.
pub(super) async fn close(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    close_as(clinic, shared, life, Closing::Completed, shared.ending.closed.clone()).await
}

/// The client has stopped coming.
pub(super) async fn stopped(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    close_as(clinic, shared, life, Closing::ClientStopped, shared.stopped.closed.clone()).await
}

/// Another treatment comes first.
pub(super) async fn not_begun(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let words = &shared.not_begun;
    let fit = DecideFit {
        decision: FitDecision::Other,
        speaks_for: words.speaks_for.clone(),
        speaks_against: words.speaks_against.clone(),
        alternatives: words.alternatives.clone(),
        preference: words.preference.clone(),
        reason: words.reason.clone(),
        consulted: words.consulted.clone(),
        concern_answer: String::new(),
        concerns: Vec::new(),
    };
    life.ask(clinic, false, Command::DecideFit(fit)).await?;
    close_as(clinic, shared, life, Closing::NotBegun, words.closed.clone()).await
}

async fn close_as(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    how: Closing,
    reason: String,
) -> Result<(), Problem> {
    let open = life.known.flags.iter().filter(|flag| flag.is_open());
    for flag in open.map(|flag| flag.id).collect::<Vec<_>>() {
        super::safety::follow_flag(clinic, shared, life, flag, &shared.flags.last).await?;
    }
    let readable_until = Some(clinic.today().plus(365));
    let close = CloseCourse { how, reason, missing: Vec::new(), readable_until };
    life.ask(clinic, false, Command::CloseCourse(close)).await
}
