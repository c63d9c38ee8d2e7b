//! The contract, counting, the projected end, the naming of the ending.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::contract::{AcceptContract, AgreeContract, MissedRule, ending_is_due, next_number};
use treatment::course::Phase;
use treatment::fact::Fact;
use treatment::refusal::Refusal;
use treatment::session::MissedBy;

fn agree(change: impl FnOnce(&mut AgreeContract)) -> Command {
    let mut asked = ask::a_contract(16, MissedRule::Counts);
    change(&mut asked);
    Command::AgreeContract(asked)
}

/// Four sessions held under a rule, the last on 26 January; then one of 2 February is missed.
fn four_held_one_missed(rule: MissedRule, by: MissedBy) -> Story {
    let mut story = Story::agreed(16, rule);
    for on in ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"] {
        story = story.on(on).and(ask::hold_on(day(on)));
    }
    story.on("2026-02-02").and(ask::miss(None, "2026-02-02", by))
}

fn is_due(story: &Story) -> bool {
    ending_is_due(&story.course, story.protocol())
}

#[test]
fn sessions_are_between_one_and_fifty_two() {
    for sessions in [0, 53] {
        assert_eq!(
            Story::opened().when(&agree(|contract| contract.sessions = sessions)),
            Err(Refusal::OutOfRange { field: "sessions", least: 1, most: 52 }),
            "{sessions}"
        );
    }
}

#[test]
fn the_cadence_is_between_one_and_sixty_days() {
    for days in [0, 61] {
        assert_eq!(
            Story::opened().when(&agree(|contract| contract.cadence_days = days)),
            Err(Refusal::OutOfRange { field: "cadence", least: 1, most: 60 }),
            "{days}"
        );
    }
}

#[test]
fn a_session_lasts_between_ten_and_a_hundred_and_eighty_minutes() {
    for minutes in [9, 181] {
        assert_eq!(
            Story::opened().when(&agree(|contract| contract.minutes = minutes)),
            Err(Refusal::OutOfRange { field: "minutes", least: 10, most: 180 }),
            "{minutes}"
        );
    }
}

#[test]
fn a_first_day_far_off_is_refused() {
    assert_eq!(
        Story::opened().when(&agree(|contract| contract.first_on = day("2036-01-05"))),
        Err(Refusal::NoSuchDate("first-on"))
    );
}

#[test]
fn a_first_contract_needs_no_reason() {
    assert_eq!(Story::agreed(16, MissedRule::Counts).course.contracts.len(), 1);
}

#[test]
fn a_new_contract_needs_a_reason() {
    assert_eq!(
        Story::agreed(16, MissedRule::Counts).when(&ask::contract(20, MissedRule::Counts)),
        Err(Refusal::Empty("reason"))
    );
}

#[test]
fn a_new_contract_cannot_have_fewer_sessions_than_are_used() {
    assert_eq!(
        Story::held(8).when(&ask::contract_anew(7, MissedRule::Counts)),
        Err(Refusal::OutOfRange { field: "sessions", least: 8, most: 52 })
    );
}

#[test]
fn a_new_contract_counts_what_is_used_under_its_own_rule() {
    let story = four_held_one_missed(MissedRule::DoesNotCount, MissedBy::Client);
    assert_eq!(
        story.when(&ask::contract_anew(4, MissedRule::Counts)),
        Err(Refusal::OutOfRange { field: "sessions", least: 5, most: 52 })
    );
}

#[test]
fn a_new_contract_may_forgive_what_was_missed() {
    let story = four_held_one_missed(MissedRule::Counts, MissedBy::Client)
        .and(ask::contract_anew(4, MissedRule::DoesNotCount));
    assert_eq!(story.count(), (4, 4));
}

#[test]
fn a_contract_says_the_day_it_will_end() {
    let Fact::ContractAgreed(agreed) = Story::opened().fact_of(&agree(|_| {})) else { panic!("no contract") };
    assert_eq!(agreed.planned_end, day("2026-01-05").plus(15 * 7));
}

#[test]
fn before_a_contract_the_protocol_says_how_many_and_nothing_is_agreed() {
    let story = Story::opened();
    let count = treatment::contract::count(&story.course, story.protocol());
    assert_eq!((count.of, count.is_agreed), (16, false));
}

#[test]
fn seven_held_are_seven_of_sixteen() {
    assert_eq!(Story::held(7).count(), (7, 16));
}

#[test]
fn the_session_after_the_seventh_is_the_eighth() {
    let story = Story::held(7);
    assert_eq!(next_number(&story.course, story.protocol()), 8);
}

#[test]
fn a_planned_session_is_not_used() {
    let story = Story::agreed(16, MissedRule::Counts).and(ask::plan_on("2026-01-12"));
    assert_eq!(story.count(), (0, 16));
}

#[test]
fn a_session_cancelled_in_good_time_is_not_used() {
    let story = Story::agreed(16, MissedRule::Counts).and(ask::plan_on("2026-01-12"));
    let session = story.newest();
    assert_eq!(story.and(ask::shift(session, None)).count(), (0, 16));
}

#[test]
fn a_miss_uses_a_session_only_under_the_rule_that_counts_it() {
    for (rule, used) in [(MissedRule::Counts, 5), (MissedRule::DoesNotCount, 4), (MissedRule::Replaced, 4)] {
        for by in [MissedBy::Client, MissedBy::DidNotAttend] {
            assert_eq!(four_held_one_missed(rule, by).count().0, used, "{} {}", rule.key(), by.key());
        }
    }
}

#[test]
fn what_the_therapist_cancels_never_costs_the_client_a_session() {
    for &rule in MissedRule::ALL {
        assert_eq!(four_held_one_missed(rule, MissedBy::Therapist).count().0, 4, "{}", rule.key());
    }
}

#[test]
fn without_a_contract_there_is_no_projected_end() {
    assert_eq!(Story::opened().end(), None);
}

#[test]
fn when_all_goes_as_planned_the_end_stays_where_it_was() {
    assert_eq!(Story::held(7).end().as_deref(), Some("2026-04-20"));
}

#[test]
fn a_miss_that_counts_leaves_the_end_where_it_was() {
    let story = four_held_one_missed(MissedRule::Counts, MissedBy::Client);
    assert_eq!(story.end().as_deref(), Some("2026-04-20"));
}

#[test]
fn a_miss_that_does_not_count_moves_the_end_by_a_week() {
    for rule in [MissedRule::DoesNotCount, MissedRule::Replaced] {
        let story = four_held_one_missed(rule, MissedBy::Client);
        assert_eq!(story.end().as_deref(), Some("2026-04-27"), "{}", rule.key());
    }
}

#[test]
fn what_the_therapist_cancels_moves_the_end_under_every_rule() {
    for &rule in MissedRule::ALL {
        let story = four_held_one_missed(rule, MissedBy::Therapist);
        assert_eq!(story.end().as_deref(), Some("2026-04-27"), "{}", rule.key());
    }
}

#[test]
fn planned_dates_come_before_the_cadence() {
    let story = Story::held(14).and(ask::plan_on("2026-04-20"));
    assert_eq!(story.end().as_deref(), Some("2026-04-27"));
}

#[test]
fn when_every_session_left_is_planned_the_last_of_them_is_the_end() {
    let story = Story::held(14).and(ask::plan_on("2026-05-11")).and(ask::plan_on("2026-04-20"));
    assert_eq!(story.end().as_deref(), Some("2026-05-11"));
}

#[test]
fn more_sessions_planned_than_a_shorter_contract_has_do_not_move_the_end() {
    let story = Story::held(12)
        .and(ask::plan_on("2026-03-30"))
        .and(ask::plan_on("2026-04-06"))
        .and(ask::contract_anew(13, MissedRule::Counts));
    assert_eq!(story.end().as_deref(), Some("2026-03-30"));
}

#[test]
fn weeks_without_a_session_move_the_end() {
    let story = Story::held(7).on("2026-06-01");
    assert_eq!(story.end(), Some(day("2026-06-01").plus(8 * 7).to_string()));
}

#[test]
fn a_planned_session_long_past_does_not_put_the_end_into_the_past() {
    let story = Story::held(7).and(ask::plan_on("2026-02-23")).on("2026-09-07");
    assert_eq!(story.end(), Some(day("2026-09-07").plus(7 * 7).to_string()));
}

#[test]
fn when_every_session_is_used_the_last_one_is_the_end() {
    assert_eq!(Story::held(16).end().as_deref(), Some("2026-04-20"));
}

#[test]
fn a_course_that_rests_has_no_projected_end() {
    assert_eq!(Story::held(7).and(ask::pause("2026-02-17")).end(), None);
}

#[test]
fn a_pause_uses_no_session() {
    let story = Story::held(7).and(ask::pause("2026-02-17")).on("2026-05-04").and(ask::resume("2026-05-04"));
    assert_eq!(story.count(), (7, 16));
}

#[test]
fn after_a_pause_the_end_is_reckoned_from_the_day_the_course_goes_on() {
    let story = Story::held(7).and(ask::pause("2026-02-17")).on("2026-05-04").and(ask::resume("2026-05-04"));
    assert_eq!(story.end(), Some(day("2026-05-04").plus(8 * 7).to_string()));
}

#[test]
fn a_pause_and_a_miss_that_does_not_count_leave_the_right_number() {
    let story = four_held_one_missed(MissedRule::DoesNotCount, MissedBy::Client)
        .and(ask::pause("2026-02-03"))
        .on("2026-03-02")
        .and(ask::resume("2026-03-02"))
        .and(ask::hold_on(day("2026-03-02")));
    let count = treatment::contract::count(&story.course, story.protocol());
    assert_eq!(count.left(), 11);
}

#[test]
fn the_ending_is_due_when_four_sessions_are_left() {
    assert_eq!((is_due(&Story::held(11)), is_due(&Story::held(12))), (false, true));
}

#[test]
fn without_a_contract_the_ending_is_never_due() {
    let mut story = Story::opened();
    for week in 0..13 {
        let on = day("2026-01-05").plus(7 * week);
        story = story.on_day(on).and(ask::hold_on(on));
    }
    assert!(!is_due(&story));
}

#[test]
fn the_ending_is_due_at_four_left_of_a_new_contract() {
    let mut story = Story::held(10).and(ask::contract_anew(20, MissedRule::Counts));
    let mut due = Vec::new();
    for week in 10..17 {
        let on = day("2026-01-05").plus(7 * week);
        story = story.on_day(on).and(ask::hold_on(on));
        due.push((story.count().0, is_due(&story)));
    }
    assert_eq!(due.iter().find(|(_, is_due)| *is_due), Some(&(16, true)));
}

#[test]
fn an_ending_that_was_named_is_no_longer_due() {
    assert!(!is_due(&Story::held(12).and(ask::name_ending("2026-03-23"))));
}

#[test]
fn a_session_beyond_the_contract_is_refused() {
    assert_eq!(Story::held(16).when(&ask::hold_on(day("2026-04-20"))), Err(Refusal::NoSessionLeft));
}

#[test]
fn a_missed_session_beyond_the_contract_is_refused_where_it_would_count() {
    assert_eq!(
        Story::held(16).when(&ask::miss(None, "2026-04-20", MissedBy::Client)),
        Err(Refusal::NoSessionLeft)
    );
}

#[test]
fn a_new_contract_makes_room_for_more_sessions() {
    let story = Story::held(16).and(ask::contract_anew(20, MissedRule::Counts));
    assert_eq!(story.and(ask::hold_on(day("2026-04-20"))).count(), (17, 20));
}

#[test]
fn the_time_limit_governs_the_phase_and_not_the_score() {
    let story = Story::held(13).and(ask::begin_middle("Late papers"));
    assert_eq!(story.phase(), Phase::Ending);
}

#[test]
fn an_ending_that_was_named_begins_with_the_last_four() {
    let story = Story::held(12).and(ask::begin_middle("Late papers"));
    assert_eq!(
        (story.phase(), story.and(ask::name_ending("2026-03-23")).phase()),
        (Phase::Middle, Phase::Ending)
    );
}

#[test]
fn a_contract_is_agreed_by_the_client_once_and_a_new_one_anew() {
    let accept = Command::AcceptContract(AcceptContract { words: String::new() });
    assert_eq!(Story::opened().when(&accept), Err(Refusal::NoContract));
    let story = Story::held(1).by_client().and(accept.clone());
    assert!(story.course.contract_accepted.as_ref().is_some_and(|accepted| accepted.by_client));
    assert_eq!(story.when(&accept), Err(Refusal::AlreadySo));
    let Command::AgreeContract(mut longer) = ask::contract(20, MissedRule::Counts) else {
        panic!("a contract")
    };
    longer.reason = "More time".to_owned();
    let story = story.by_therapist().and(Command::AgreeContract(longer));
    assert!(story.course.contract_accepted.is_none());
}
