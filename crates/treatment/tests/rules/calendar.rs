//! The time limit over whole calendars: whatever day a course begins on, with whatever cadence, through holidays, pauses,
//! leap days and turns of the year, the number agreed is the number given and the end is where the contract puts it.

use crate::ask;
use crate::given::Story;
use proptest::prelude::*;
use treatment::command::Command;
use treatment::contract::{AgreeContract, MissedRule, count, ending_is_due, projected_end};
use treatment::refusal::Refusal;
use treatment::schedule::follow_up_day;
use treatment::session::MissedBy;
use treatment::time::Day;

/// The months of the shipped protocols.
const MONTHS: [u8; 4] = [1, 3, 6, 12];

/// A first day between 1990 and 2069, leap years and turns of the century's quarters among them.
fn first_day() -> impl Strategy<Value = Day> {
    (7_305..36_500i32).prop_map(Day)
}

fn begun(first: Day, sessions: u8, cadence: u8, missed: MissedRule) -> Story {
    let agreed = AgreeContract {
        sessions,
        cadence_days: cadence,
        first_on: first,
        planned_end: first,
        ..ask::a_contract(sessions, missed)
    };
    Story::opened().on_day(first).and(Command::AgreeContract(agreed))
}

fn end(story: &Story) -> Option<Day> {
    projected_end(&story.course, story.protocol(), story.at.day())
}

fn left(story: &Story) -> u8 {
    count(&story.course, story.protocol()).left()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn without_a_break_a_course_ends_on_the_day_its_contract_says(
        first in first_day(), sessions in 1u8..=52, cadence in 1u8..=60,
    ) {
        let mut story = begun(first, sessions, cadence, MissedRule::Counts);
        let planned = first.plus((i32::from(sessions) - 1) * i32::from(cadence));
        prop_assert_eq!(story.course.contract().unwrap().planned_end, planned);
        for nth in 0..i32::from(sessions) {
            let on = first.plus(nth * i32::from(cadence));
            prop_assert_eq!(end(&story), Some(planned));
            story = story.on_day(on).and(ask::hold_on(on));
        }
        prop_assert_eq!((left(&story), end(&story)), (0, Some(planned)));
        prop_assert_eq!(story.when(&ask::hold_on(planned)), Err(Refusal::NoSessionLeft));
    }

    #[test]
    fn holidays_move_the_end_by_their_own_length_and_take_no_session(
        first in first_day(), gaps in prop::collection::vec(0i32..22, 11),
    ) {
        let mut story = begun(first, 12, 7, MissedRule::Counts);
        let mut on = first;
        for (nth, gap) in gaps.iter().enumerate() {
            story = story.on_day(on).and(ask::hold_on(on));
            // Weekly again from the last session on, however long the holiday before it was.
            let expected = on.plus(7 * (11 - nth as i32));
            prop_assert_eq!((left(&story), end(&story)), (11 - nth as u8, Some(expected)));
            on = on.plus(7 + gap);
        }
        story = story.on_day(on).and(ask::hold_on(on));
        prop_assert_eq!((left(&story), end(&story)), (0, Some(on)));
    }

    #[test]
    fn a_pause_of_any_length_leaves_the_number_and_never_puts_the_end_into_the_past(
        first in first_day(), held in 1i32..8, rest in 1i32..400,
    ) {
        let mut story = begun(first, 8, 7, MissedRule::Counts);
        for nth in 0..held {
            let on = first.plus(nth * 7);
            story = story.on_day(on).and(ask::hold_on(on));
        }
        let from = first.plus((held - 1) * 7);
        let back = from.plus(rest);
        let paused = story.and(Command::PauseCourse(treatment::session::PauseCourse { from, reason: "A holiday".to_owned(), }));
        prop_assert_eq!(end(&paused), None);
        let resumed = paused
            .on_day(back)
            .and(Command::ResumeCourse(treatment::session::ResumeCourse { on: back }));
        prop_assert_eq!(i32::from(left(&resumed)), 8 - held);
        prop_assert!(end(&resumed).unwrap() >= back.plus((8 - held - 1) * 7));
    }

    #[test]
    fn what_is_missed_is_counted_as_agreed_and_the_ending_is_due_at_four_left(
        first in first_day(), misses in prop::collection::vec(any::<bool>(), 12), counts in any::<bool>(),
    ) {
        let rule = if counts { MissedRule::Counts } else { MissedRule::DoesNotCount };
        let mut story = begun(first, 16, 7, rule);
        let (mut on, mut used) = (first, 0u8);
        for is_missed in misses {
            let asked = if is_missed {
                ask::miss(None, &on.to_string(), MissedBy::DidNotAttend)
            } else {
                ask::hold_on(on)
            };
            story = story.on_day(on).and(asked);
            used += u8::from(!is_missed || counts);
            prop_assert_eq!(left(&story), 16 - used);
            prop_assert_eq!(ending_is_due(&story.course, story.protocol()), 16 - used <= 4);
            on = on.plus(7);
        }
    }

    #[test]
    fn weekly_is_the_same_weekday_for_ever(first in first_day(), weeks in 0i32..200) {
        prop_assert_eq!(first.weekday(), first.plus(7 * weeks).weekday());
    }

    #[test]
    fn follow_ups_come_in_their_order_and_near_the_same_day_of_their_month(closed in first_day()) {
        let days: Vec<Day> = MONTHS.iter().map(|months| follow_up_day(closed, *months)).collect();
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        let (year, month, day) = closed.date();
        for (months, on) in MONTHS.iter().zip(days) {
            let after = i32::from(month) - 1 + i32::from(*months);
            let (year, month) = (year + after / 12, (after % 12) as u8 + 1);
            let same = Day::from_date(year, month, day.min(28)).unwrap();
            prop_assert!(on.since(same).abs() <= 6, "{} months after {}: {}", months, closed, on);
        }
    }
}
