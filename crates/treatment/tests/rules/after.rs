//! Half way, the goodbye and after: the review, earlier losses, letters, follow-ups, maintenance.

use crate::ask;
use crate::given::{Story, day};
use treatment::again::OpenAgain;
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::course::Course;
use treatment::ending::{CloseCourse, Closing, DatedSituation, StayingWell};
use treatment::fact::Fact;
use treatment::focus::Area;
use treatment::follow_up::{AgreeMaintenance, FollowUpState, HoldFollowUp, MissFollowUp, PlanFollowUp};
use treatment::goodbye::{GiveLetter, LETTER, Loss, SpeakOfLoss};
use treatment::ids::{FollowUpId, PersonId};
use treatment::inventory::{Details, Ring, Safety, WishRing};
use treatment::merging::MergePeople;
use treatment::midpoint::{FocusStill, ReviewMidpoint, is_due};
use treatment::opening::ConsentKind;
use treatment::refusal::Refusal;
use treatment::session::Mode;
use treatment::telling::{ShareTold, TellOfPerson};
use treatment::time::PartialDate;

fn midpoint(focus: FocusStill, reason: &str) -> Command {
    Command::ReviewMidpoint(ReviewMidpoint {
        on: day("2026-02-23"),
        moved: "Two scores down".to_owned(),
        client_words: String::new(),
        focus,
        reason: reason.to_owned(),
        rest: String::new(),
        used: 0,
        left: 0,
    })
}

fn half_way() -> Story {
    Story::held(8).and(ask::focus(Area::Transition, "")).and(ask::begin_middle("As agreed"))
}

fn follow_up(months: u8, on: &str) -> Command {
    Command::PlanFollowUp(PlanFollowUp { months, on: day(on), mode: Mode::Phone })
}

fn agreeing() -> Story {
    Story::held(16).and(ask::consent(ConsentKind::FollowUp, true, "2026-04-20"))
}

fn ally(person: PersonId) -> Command {
    Command::PlanStayingWell(StayingWell { allies: vec![person], ..StayingWell::default() })
}

#[test]
fn half_way_is_due_once_and_says_how_many_sessions_are_left() {
    let story = half_way();
    assert!(is_due(&story.course, story.protocol()));
    let Some(Fact::MidpointReviewed(kept)) =
        story.facts_of(&midpoint(FocusStill::Keep, "")).into_iter().next()
    else {
        panic!("not reviewed")
    };
    assert_eq!((kept.used, kept.left), (8, 8));
    let story = story.and(midpoint(FocusStill::Keep, ""));
    assert!(!is_due(&story.course, story.protocol()));
    assert!(story.course.tasks["midpoint-review"].done);
}

#[test]
fn a_focus_is_changed_half_way_with_a_reason_alone() {
    assert_eq!(half_way().when(&midpoint(FocusStill::Change, " ")), Err(Refusal::Empty("reason")));
    assert!(half_way().when(&midpoint(FocusStill::Change, "The quarrel is over")).is_ok());
}

#[test]
fn there_is_no_half_way_without_a_contract_or_a_focus() {
    let asked = midpoint(FocusStill::Keep, "");
    assert_eq!(Story::opened().on("2026-02-23").when(&asked), Err(Refusal::NoContract));
    assert_eq!(Story::held(8).when(&asked), Err(Refusal::NoFocus));
}

#[test]
fn an_ending_of_a_course_never_contracted_takes_feelings_and_letters_and_no_name() {
    let story = Story::opened();
    assert_eq!(story.when(&ask::name_ending("2026-01-05")), Err(Refusal::NoContract));
    assert!(story.when(&Command::GiveLetter(GiveLetter { words: "Goodbye".to_owned() })).is_ok());
    let story = story.and(ask::close(Closing::NotBegun, "Another treatment first"));
    assert!(story.course.closed.is_some());
}

#[test]
fn an_earlier_loss_is_spoken_of_or_left_for_another_time() {
    let story = Story::opened().and(Command::AddPerson(treatment::inventory::AddPerson {
        name: "Father".to_owned(),
        tie: treatment::inventory::Tie::Parent,
        status: treatment::inventory::PersonStatus::Died,
        ring: None,
    }));
    let person: PersonId = story.newest();
    let said = SpeakOfLoss { person: Some(person), event: None, words: String::new(), is_not_now: false };
    assert!(matches!(story.course.losses(false)[..], [(Loss::Person(_), None)]));
    assert_eq!(story.when(&Command::SpeakOfLoss(said.clone())), Err(Refusal::Empty("words")));
    let story = story.by_client().and(Command::SpeakOfLoss(SpeakOfLoss { is_not_now: true, ..said }));
    assert!(matches!(story.course.losses(false)[..], [(_, Some(said))] if said.is_not_now));
}

#[test]
fn letters_go_both_ways_and_also_after_the_close() {
    let letter = |words: &str| Command::GiveLetter(GiveLetter { words: words.to_owned() });
    let story = agreeing().and(letter("You came")).and(ask::close(Closing::Completed, "As agreed"));
    let story = story.by_client().and(letter("Thank you"));
    let who: Vec<bool> = story.course.ending.letters.iter().map(|given| given.by_client).collect();
    assert_eq!(who, [false, true]);
    assert_eq!(story.when(&letter(" ")), Err(Refusal::Empty("letter")));
    let long = "a".repeat(LETTER + 1);
    assert_eq!(story.when(&letter(&long)), Err(Refusal::TooLong { field: "letter", limit: LETTER }));
}

#[test]
fn nobody_is_followed_up_who_has_not_agreed() {
    let asked = follow_up(1, "2026-05-20");
    assert_eq!(Story::held(16).when(&asked), Err(Refusal::FollowUpNotAgreed));
    let story = agreeing().and(asked);
    assert_eq!(story.course.follow_ups_planned().len(), 1);
    let withdrawn = story.and(ask::consent(ConsentKind::FollowUp, false, "2026-04-20"));
    assert_eq!(withdrawn.course.follow_ups_planned().len(), 0);
}

#[test]
fn a_follow_up_is_planned_once_for_its_month_and_held_or_missed_once() {
    let story = agreeing().and(follow_up(3, "2026-07-20")).and(follow_up(3, "2026-07-27"));
    let planned = story.course.follow_ups_planned();
    assert_eq!((planned.len(), planned[0].planned.on), (1, day("2026-07-27")));
    let id: FollowUpId = story.newest();
    let open = story.course.follow_ups_open(story.protocol(), day("2026-04-20"));
    assert_eq!(open.iter().map(|(months, _)| *months).collect::<Vec<_>>(), [1, 6, 12]);
    let missed = Command::MissFollowUp(MissFollowUp { follow_up: id, words: String::new() });
    assert_eq!(story.when(&missed), Err(Refusal::InTheFuture(day("2026-07-27"))));
    let story = story.and(ask::close(Closing::Completed, "As agreed")).on("2026-07-27");
    let held =
        HoldFollowUp { follow_up: id, on: day("2026-07-27"), words: "Well".to_owned(), next: String::new() };
    let story = story.and(Command::HoldFollowUp(held));
    assert!(matches!(story.course.ending.follow_ups[0].state, FollowUpState::Held(_)));
    assert_eq!(story.when(&missed), Err(Refusal::AlreadySo));
}

#[test]
fn a_day_after_the_end_is_proposed_on_the_weekday_of_the_sessions() {
    let story = agreeing();
    let of_sessions = story.course.last_held().map(|session| session.on.weekday());
    assert!(of_sessions.is_some(), "a session was held");
    for (_, on) in story.course.follow_ups_open(story.protocol(), day("2026-04-20")) {
        let proposed = story.course.on_weekday_of_sessions(on);
        assert_eq!(Some(proposed.weekday()), of_sessions);
        assert!((0..7).contains(&proposed.since(on)));
    }
    assert_eq!(Course::default().on_weekday_of_sessions(day("2026-05-16")), day("2026-05-16"));
}

#[test]
fn maintenance_is_a_contract_with_an_end() {
    let agreed = AgreeMaintenance {
        sessions: 6,
        every_days: 28,
        first_on: day("2026-05-18"),
        aim: "To keep what was won".to_owned(),
        if_worse: String::new(),
    };
    assert_eq!(agreed.last_on(), day("2026-10-05"));
    assert!(agreeing().when(&Command::AgreeMaintenance(agreed.clone())).is_ok());
    let endless = AgreeMaintenance { sessions: 37, ..agreed };
    assert!(matches!(
        agreeing().when(&Command::AgreeMaintenance(endless)),
        Err(Refusal::OutOfRange { field: "sessions", .. })
    ));
}

#[test]
fn who_is_not_safe_or_off_the_map_stands_on_no_plan_for_staying_well() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    assert_eq!(
        story.clone().and(ask::mark(mia, Safety::Unsafe)).when(&ally(mia)),
        Err(Refusal::PersonUnsafe)
    );
    assert_eq!(story.clone().and(ask::remove(mia)).when(&ally(mia)), Err(Refusal::PersonRemoved));
    // Who becomes so later leaves the client's page, and the therapist is told.
    let planned = story.and(ally(mia)).and(ask::mark(mia, Safety::Unsafe));
    let plan = planned.course.ending.staying_well.as_ref().unwrap();
    let (can, can_not) = planned.course.allies_of(plan);
    assert_eq!((can.len(), can_not.len()), (0, 1));
}

#[test]
fn risky_situations_with_a_time_stand_in_its_order() {
    let dated = |what: &str, year: i32| DatedSituation {
        what: what.to_owned(),
        when: PartialDate::on(day(&format!("{year}-03-01"))),
    };
    let plan =
        StayingWell { dated: vec![dated("later", 2028), dated("soon", 2027)], ..StayingWell::default() };
    let story = Story::opened().and(Command::PlanStayingWell(plan));
    let kept = &story.course.ending.staying_well.as_ref().unwrap().dated;
    assert_eq!(kept.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["soon", "later"]);
}

#[test]
fn the_portal_stays_readable_until_a_day_that_lies_ahead() {
    let close = |until: &str| {
        Command::CloseCourse(CloseCourse {
            how: Closing::Completed,
            reason: "As agreed".to_owned(),
            missing: vec![],
            readable_until: Some(day(until)),
        })
    };
    let story = Story::held(16);
    assert_eq!(story.when(&close("2026-04-19")), Err(Refusal::NoSuchDate("readable-until")));
    assert!(story.when(&close("2027-04-20")).is_ok());
}

#[test]
fn who_comes_back_is_not_asked_again_what_they_told_and_share() {
    let likes = |person, likes: &str, is_shared| {
        let details = Details { likes: likes.to_owned(), ..Details::default() };
        let about = "liking".to_owned();
        Command::TellOfPerson(Box::new(TellOfPerson { person, about, details, is_shared }))
    };
    let story = agreeing().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let story = story.and(ask::person("Tom"));
    let tom: PersonId = story.newest();
    let story = story.and(ask::person("Tom from work"));
    let same: PersonId = story.newest();
    let bond = Bond { from: mia, to: same, kind: BondKind::Partner, since: None, until: None };
    let wish = Command::WishRing(WishRing { person: mia, ring: Some(Ring::Inner) });
    let story = story.and(Command::AddBond(bond)).and(wish).by_client().and(likes(mia, "She listens", true));
    let story = story.and(likes(tom, "His money", false)).and(likes(same, "His jokes", true));
    let story = story.and(ask::person("Noor"));
    let noor = story.course.inventory.people.last().unwrap().id;
    let story = story.and(likes(noor, "The sea", false)).by_therapist();
    let story = story.and(Command::MergePeople(MergePeople { gone: same, into: tom }));
    let open = story.course.opened.clone().unwrap();
    let closed = story.and(ask::close(Closing::Completed, "As agreed"));
    let again = OpenAgain::from(&closed.course, open).unwrap();
    let new = Story::unopened().and(Command::OpenAgain(Box::new(again)));
    let inventory = &new.course.inventory;
    let people: Vec<_> =
        inventory.people.iter().map(|person| (person.name.as_str(), person.wished)).collect();
    assert_eq!(people, [("Mia", Some(Ring::Inner)), ("Tom", None)], "whom only the client saw stays there");
    let [mia, tom] = [inventory.people[0].id, inventory.people[1].id];
    let bonds: Vec<_> = inventory.bonds_on_map().map(|known| (known.bond.from, known.bond.to)).collect();
    assert_eq!(bonds, [(mia, tom)]);
    let told = |person| {
        let told =
            new.course.told_of(person).map(|told| (told.answer.details.likes.clone(), told.answer.is_shared));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(mia), [("She listens".to_owned(), true)]);
    assert_eq!(told(tom), [("His jokes".to_owned(), true)]);
    assert!(!format!("{:?}", new.facts).contains("His money"), "what was private stays where it was");
    // And it is theirs to take back, here as there.
    let share = ShareTold { person: mia, about: ["liking".to_owned()].into(), is_shared: false };
    let back = new.by_client().and(Command::ShareTold(share));
    assert_eq!(back.course.shared_part().told_of(mia).count(), 0);
}

#[test]
fn who_comes_back_begins_with_the_last_map_and_the_last_plan() {
    let story = agreeing().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let story = story.and(ask::person("Tom"));
    let tom: PersonId = story.newest();
    let story = story.and(ask::mark(tom, Safety::Unsafe)).and(ally(mia));
    let open = story.course.opened.clone().unwrap();
    assert_eq!(OpenAgain::from(&story.course, open.clone()), Err(Refusal::AlreadySo), "still open");
    let closed = story.and(ask::close(Closing::Completed, "As agreed"));
    let again = OpenAgain::from(&closed.course, open).unwrap();
    let new = Story::unopened().and(Command::OpenAgain(Box::new(again)));
    let people: Vec<_> = new
        .course
        .inventory
        .on_map()
        .map(|person| (person.name.as_str(), person.ring, person.safety))
        .collect();
    let before: Vec<_> = closed
        .course
        .inventory
        .on_map()
        .map(|person| (person.name.as_str(), person.ring, person.safety))
        .collect();
    assert_eq!(people, before);
    let plan = new.course.taken_up.as_ref().unwrap().plan.as_ref().unwrap();
    assert_eq!(new.course.inventory.person(plan.allies[0]).unwrap().name, "Mia");
    assert!(new.course.sessions.is_empty() && new.course.ending.staying_well.is_none());
}
