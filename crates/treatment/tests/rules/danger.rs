//! Commands about flags and safety plans drawn by chance, for the properties.

use crate::properties::Dice;
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{FlagId, PersonId};
use treatment::risk::{
    AnswerClose, Assessment, CloseFlag, CloseHow, ConcernSource, EscalateFlag, EscalatedTo, FlagPlan,
    FlagState, PlanFlag, RaiseConcern, Response, ReviewFlag, Told,
};
use treatment::safety_plan::{
    Alone, Contact, DecideCopy, KeepSafetyPlan, MakeSafetyPlan, Means, PlanUse, SayPlanUse,
};
use treatment::time::{Day, Moment};

/// Mostly the next step of some flag, sometimes any.
pub(crate) fn step_of_a_flag(d: &mut Dice, course: &Course, today: Day) -> Command {
    let flags: Vec<FlagId> = course.flags.iter().rev().take(2).map(|flag| flag.id).collect();
    if flags.is_empty() || d.is(10) {
        return Command::RaiseConcern(RaiseConcern {
            source: d.one(ConcernSource::ALL),
            words: d.said(),
            respond: d.one(Response::ALL),
            due: Moment(0),
        });
    }
    let flag = d.name(&flags, FlagId);
    let state = course.flags.iter().find(|known| known.id == flag).map(|known| known.state);
    let state = if d.is(20) { d.one(FlagState::ALL) } else { state.unwrap_or(FlagState::Open) };
    match state {
        FlagState::Open if d.is(50) => {
            Command::EscalateFlag(EscalateFlag { flag, to: d.one(EscalatedTo::ALL) })
        }
        FlagState::Open | FlagState::Acknowledged => Command::AssessFlag(Box::new(Assessment {
            plan: d.maybe(|d| d.one(Told::ALL)),
            ..Assessment::in_words(flag, &d.said(), &d.said())
        })),
        FlagState::Assessed => Command::PlanFlag(PlanFlag {
            flag,
            plan: d.one(FlagPlan::ALL),
            words: d.said(),
            review_on: d.day(today).plus(20),
        }),
        FlagState::Planned => Command::ReviewFlag(ReviewFlag {
            flag,
            found: d.said(),
            next_on: d.maybe(|d| d.day(today).plus(20)),
        }),
        FlagState::InReview => Command::CloseFlag(CloseFlag {
            flag,
            reason: d.said(),
            how: d.one(CloseHow::ALL),
            consulted: d.words(),
        }),
        FlagState::ToConfirm | FlagState::Closed => {
            Command::AnswerClose(AnswerClose { flag, agrees: d.is(50), words: d.said() })
        }
    }
}

/// Something about the safety plan.
pub(crate) fn of_a_plan(d: &mut Dice, people: &[PersonId], today: Day) -> Command {
    let contact = |d: &mut Dice| Contact {
        person: if d.is(80) { Some(d.name(people, PersonId)) } else { None },
        name: d.said(),
        phone: d.words(),
        knows: d.is(50),
    };
    match d.below(8) {
        0..=2 => Command::MakeSafetyPlan(Box::new(MakeSafetyPlan {
            signs: vec![d.said()],
            alone: vec![Alone { what: d.words(), likely: Some(d.below(12) as u8), obstacle: d.words() }],
            company: vec![],
            help: vec![contact(d)],
            professionals: d.lines(),
            means: vec![Means { what: d.words(), action: d.words(), helper: d.words(), done: d.is(50) }],
            asked_means: d.is(90),
            reasons: d.words(),
            review_on: d.day(today).plus(20),
        })),
        3..=5 => Command::KeepSafetyPlan(KeepSafetyPlan { reason: d.said(), looked_at: vec![] }),
        6 => Command::SayPlanUse(SayPlanUse { used: d.one(PlanUse::ALL), words: d.words() }),
        _ => Command::DecideCopy(DecideCopy { wanted: d.is(50), names: d.is(50), talk: d.said() }),
    }
}
