//! Commands about the time between sessions, the review half way, the ending and what follows it, drawn from dice.

use crate::properties::{Ask, Dice};
use treatment::between::{DebriefPlan, Happening, PrepareTalk, ShareOwn, WhyNot, WriteDiary};
use treatment::command::Command;
use treatment::course::Course;
use treatment::follow_up::{AgreeMaintenance, HoldFollowUp, MissFollowUp, PlanFollowUp};
use treatment::goodbye::{GiveLetter, SpeakOfLoss};
use treatment::hand_over::HandOver;
use treatment::ids::{EventId, FollowUpId, OwnId, PersonId, PlanId, SessionId, StaffId};
use treatment::midpoint::{FocusStill, ReviewMidpoint};
use treatment::plans::{PlanStatus, ReportPlan};
use treatment::session::Mode;
use treatment::time::Day;

pub(crate) const ASKED: &[Ask] =
    &[diary, talk, debrief, share, midpoint, loss, letter, follow_up, became, maintenance, hand_over];

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

fn midpoint(dice: &mut Dice, _: &Course, today: Day) -> Command {
    Command::ReviewMidpoint(ReviewMidpoint {
        on: dice.day(today),
        moved: dice.said(),
        client_words: dice.words(),
        focus: dice.one(FocusStill::ALL),
        reason: dice.words(),
        rest: dice.words(),
        used: 0,
        left: 0,
    })
}

fn loss(dice: &mut Dice, course: &Course, _: Day) -> Command {
    let events: Vec<_> = course.timeline.events.iter().map(|event| event.id).collect();
    Command::SpeakOfLoss(SpeakOfLoss {
        person: person(dice, course),
        event: dice.maybe(|dice| dice.name(&events, EventId)),
        words: dice.words(),
        is_not_now: dice.is(30),
    })
}

fn letter(dice: &mut Dice, _: &Course, _: Day) -> Command {
    Command::GiveLetter(GiveLetter { words: dice.said() })
}

fn follow_up(dice: &mut Dice, _: &Course, today: Day) -> Command {
    Command::PlanFollowUp(PlanFollowUp {
        months: dice.below(26) as u8,
        on: dice.day(today),
        mode: dice.one(Mode::ALL),
    })
}

fn became(dice: &mut Dice, course: &Course, today: Day) -> Command {
    let known: Vec<_> = course.ending.follow_ups.iter().map(|one| one.id).collect();
    let follow_up = dice.name(&known, FollowUpId);
    if dice.is(50) {
        return Command::MissFollowUp(MissFollowUp { follow_up, words: dice.words() });
    }
    let on = if dice.is(50) { today } else { dice.day(today) };
    let (words, next) = (dice.said(), dice.words());
    Command::HoldFollowUp(HoldFollowUp { follow_up, on, words, next })
}

fn maintenance(dice: &mut Dice, _: &Course, today: Day) -> Command {
    Command::AgreeMaintenance(AgreeMaintenance {
        sessions: dice.below(40) as u8,
        every_days: dice.below(130) as u8,
        first_on: dice.day(today),
        aim: dice.said(),
        if_worse: dice.words(),
    })
}

fn hand_over(dice: &mut Dice, course: &Course, today: Day) -> Command {
    let somebody = |dice: &mut Dice| StaffId([dice.below(4) as u8 + 4; 16]);
    let from = if dice.is(80) { course.therapist() } else { None };
    let sessions: Vec<_> = course.sessions.iter().map(|session| session.id).collect();
    Command::HandOver(HandOver {
        from: from.unwrap_or_else(|| somebody(dice)),
        to: somebody(dice),
        on: dice.day(today),
        reason: dice.said(),
        begun: vec![dice.name(&sessions, SessionId)],
    })
}
