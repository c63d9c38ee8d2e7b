//! Commands about the time between sessions, the review half way, the ending and what follows it, drawn from dice.

use crate::properties::{Ask, Dice};
use treatment::between::{DebriefPlan, Happening, PrepareTalk, ShareOwn, WhyNot, WriteDiary};
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::{OwnId, PersonId, PlanId};
use treatment::plans::{PlanStatus, ReportPlan};
use treatment::time::Day;

pub(crate) const ASKED: &[Ask] = &[diary, talk, debrief, share];

fn person(dice: &mut Dice, course: &Course) -> Option<PersonId> {
    let people: Vec<_> = course.inventory.people.iter().map(|person| person.id).collect();
    dice.maybe(|dice| dice.name(&people, PersonId))
}

fn own(dice: &mut Dice, course: &Course) -> OwnId {
    let own: Vec<_> = course.own().iter().map(|own| own.id).collect();
    dice.name(&own, OwnId)
}

fn plan(dice: &mut Dice, course: &Course) -> PlanId {
    let plans: Vec<_> = course.plans.iter().map(|plan| plan.id).collect();
    dice.name(&plans, PlanId)
}

fn diary(dice: &mut Dice, course: &Course, today: Day) -> Command {
    Command::WriteDiary(WriteDiary {
        on: dice.day(today),
        mood: dice.maybe(|dice| dice.below(12) as u8),
        happening: dice.maybe(|dice| dice.one(Happening::ALL)),
        person: person(dice, course),
        words: dice.words(),
        is_shared: dice.is(50),
    })
}

fn talk(dice: &mut Dice, course: &Course, _: Day) -> Command {
    Command::PrepareTalk(PrepareTalk {
        rewrites: if dice.is(30) { Some(own(dice, course)) } else { None },
        plan: if dice.is(30) { Some(plan(dice, course)) } else { None },
        person: person(dice, course),
        aim: dice.words(),
        opening_words: dice.said(),
        hard: dice.words(),
        then: dice.words(),
        is_shared: dice.is(50),
    })
}

fn debrief(dice: &mut Dice, course: &Course, _: Day) -> Command {
    Command::DebriefPlan(DebriefPlan {
        report: ReportPlan {
            plan: plan(dice, course),
            status: dice.one(PlanStatus::ALL),
            happened: dice.words(),
            their_response: dice.words(),
            mood_before: dice.maybe(|dice| dice.below(12) as u8),
            mood_after: None,
            learned: dice.words(),
        },
        why_not: dice.maybe(|dice| dice.one(WhyNot::ALL)),
        is_shared: dice.is(50),
    })
}

fn share(dice: &mut Dice, course: &Course, _: Day) -> Command {
    Command::ShareOwn(ShareOwn { own: own(dice, course), is_shared: dice.is(50) })
}
