//! The timeline: entries, partial dates, onset.

use crate::ask::{self, year};
use crate::given::Story;
use treatment::command::Command;
use treatment::focus::Area;
use treatment::ids::{EventId, PersonId};
use treatment::inventory::{DescribePerson, Details, PersonStatus, Tie};
use treatment::refusal::{LINE, Refusal};
use treatment::time::{Known, PartialDate, Season};
use treatment::timeline::{
    Change, ChangeEvent, EVENTS_MOST, Entry, EventKind, Lane, RemoveEvent, SetOnset, changes_in,
};

fn add(change: impl FnOnce(&mut Entry)) -> Command {
    let mut entry = ask::entry("The move");
    change(&mut entry);
    Command::AddEvent(entry)
}

fn change(event: EventId, title: &str) -> Command {
    Command::ChangeEvent(ChangeEvent { event, entry: ask::entry(title) })
}

fn take_off(event: EventId) -> Command {
    Command::RemoveEvent(RemoveEvent { event, reason: String::new() })
}

fn onset(onset: PartialDate) -> Command {
    Command::DateOnset(SetOnset { onset })
}

fn date(year: i32, known: Known) -> PartialDate {
    PartialDate { year, known, about: false }
}

#[test]
fn an_entry_keeps_its_date_as_it_was_said() {
    let spring = PartialDate { year: 2019, known: Known::Season(Season::Spring), about: true };
    let story = Story::opened().and(add(|entry| entry.start = spring));
    assert_eq!(story.course.timeline.events[0].entry.start, spring);
}

#[test]
fn an_entry_without_a_title_is_refused() {
    assert_eq!(Story::opened().when(&ask::event(" ")), Err(Refusal::Empty("title")));
}

#[test]
fn a_title_over_its_limit_is_refused() {
    assert_eq!(
        Story::opened().when(&ask::event(&"x".repeat(LINE + 1))),
        Err(Refusal::TooLong { field: "title", limit: LINE })
    );
}

#[test]
fn a_start_that_does_not_exist_is_refused() {
    assert_eq!(
        Story::opened().when(&add(|entry| entry.start = date(2025, Known::Day(2, 29)))),
        Err(Refusal::NoSuchDate("start"))
    );
}

#[test]
fn an_end_that_does_not_exist_is_refused() {
    assert_eq!(
        Story::opened().when(&add(|entry| entry.end = Some(date(2025, Known::Month(13))))),
        Err(Refusal::NoSuchDate("end"))
    );
}

#[test]
fn an_end_before_the_start_is_refused() {
    assert_eq!(
        Story::opened().when(&add(|entry| entry.end = Some(year(2024)))),
        Err(Refusal::EndsBeforeStart)
    );
}

#[test]
fn an_end_that_may_lie_after_the_start_is_kept() {
    let story = Story::opened().and(add(|entry| {
        entry.start = date(2025, Known::Month(11));
        entry.end = Some(year(2025));
    }));
    assert_eq!(story.course.timeline.events.len(), 1);
}

#[test]
fn an_event_that_is_still_to_come_can_be_on_the_timeline() {
    let story = Story::opened().and(add(|entry| entry.start = date(2026, Known::Month(9))));
    assert_eq!(story.course.timeline.events.len(), 1);
}

#[test]
fn a_feeling_is_between_minus_five_and_plus_five() {
    for feeling in [-6, 6] {
        assert_eq!(
            Story::opened().when(&add(|entry| entry.feeling = Some(feeling))),
            Err(Refusal::OutOfRange { field: "feeling", least: -5, most: 5 }),
            "{feeling}"
        );
    }
}

#[test]
fn the_strongest_feelings_are_kept() {
    for feeling in [-5, 5] {
        assert!(Story::opened().when(&add(|entry| entry.feeling = Some(feeling))).is_ok(), "{feeling}");
    }
}

#[test]
fn an_entry_speaks_only_of_people_who_were_named() {
    assert_eq!(
        Story::opened().when(&add(|entry| entry.people = vec![PersonId(99)])),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn a_person_named_twice_in_an_entry_is_named_once() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let story = story.and(add(|entry| entry.people = vec![mia, mia]));
    assert_eq!(story.course.timeline.events[0].entry.people, [mia]);
}

#[test]
fn the_timeline_has_a_limit() {
    let mut story = Story::opened();
    for _ in 0..EVENTS_MOST {
        story = story.and(ask::event("Another"));
    }
    assert_eq!(
        story.when(&ask::event("One more")),
        Err(Refusal::TooMany { what: "events", limit: EVENTS_MOST })
    );
}

#[test]
fn an_entry_can_be_changed() {
    let story = Story::opened().and(ask::event("The move"));
    let story = story.clone().and(change(story.newest(), "The move to Leeds"));
    assert_eq!(story.course.timeline.events[0].entry.title, "The move to Leeds");
}

#[test]
fn a_change_that_changes_nothing_is_refused() {
    let story = Story::opened().and(ask::event("The move"));
    assert_eq!(story.when(&change(story.newest(), " The move ")), Err(Refusal::AlreadySo));
}

#[test]
fn an_entry_that_was_never_there_cannot_be_changed() {
    assert_eq!(Story::opened().when(&change(EventId(9), "x")), Err(Refusal::Unknown("event")));
}

#[test]
fn an_entry_can_be_taken_off() {
    let story = Story::opened().and(ask::event("The move"));
    let story = story.clone().and(take_off(story.newest()));
    assert_eq!(story.course.timeline.events, []);
}

#[test]
fn an_entry_cannot_be_taken_off_twice() {
    let story = Story::opened().and(ask::event("The move"));
    let gone = take_off(story.newest());
    assert_eq!(story.and(gone.clone()).when(&gone), Err(Refusal::Unknown("event")));
}

#[test]
fn entries_stand_in_the_order_of_the_first_day_they_may_mean() {
    let story = Story::opened()
        .and(add(|entry| (entry.title, entry.start) = ("second".to_owned(), date(2024, Known::Day(1, 2)))))
        .and(add(|entry| (entry.title, entry.start) = ("first".to_owned(), year(2024))));
    let titles: Vec<&str> =
        story.course.timeline.in_order().iter().map(|event| event.entry.title.as_str()).collect();
    assert_eq!(titles, ["first", "second"]);
}

#[test]
fn the_onset_can_be_dated_as_far_as_it_is_known() {
    let story = Story::opened().and(onset(year(2026)));
    assert_eq!(story.course.timeline.onset, Some(year(2026)));
}

#[test]
fn an_onset_in_the_future_is_refused() {
    assert_eq!(Story::opened().when(&onset(date(2026, Known::Month(2)))), Err(Refusal::NoSuchDate("onset")));
}

#[test]
fn an_onset_that_does_not_exist_is_refused() {
    assert_eq!(
        Story::opened().when(&onset(date(2025, Known::Day(4, 31)))),
        Err(Refusal::NoSuchDate("onset"))
    );
}

#[test]
fn a_death_hints_at_grief_and_sets_no_focus() {
    let story = Story::opened().and(add(|entry| entry.kind = Some(EventKind::DeathClose)));
    assert_eq!((EventKind::DeathClose.area_hint(), story.course.focus()), (Some(Area::Grief), None));
}

#[test]
fn every_conflict_hints_at_a_dispute() {
    for &kind in EventKind::ALL.iter().filter(|kind| kind.key().starts_with("conflict-")) {
        assert_eq!(kind.area_hint(), Some(Area::Dispute), "{}", kind.key());
    }
}

#[test]
fn something_else_hints_at_nothing() {
    assert_eq!(EventKind::Other.area_hint(), None);
}

#[test]
fn what_changed_around_the_onset_is_listed_with_ties_and_without_symptoms() {
    let day = crate::given::day;
    let story = Story::opened().and(add(|entry| entry.start = date(2025, Known::Month(3))));
    let moved: EventId = story.newest();
    let story = story
        .and(add(|entry| (entry.lane, entry.start) = (Lane::Symptom, date(2025, Known::Month(3)))))
        .and(add(|entry| entry.start = date(2023, Known::Month(3))))
        .and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let story = story.and(Command::DescribePerson(Box::new(DescribePerson {
        person: mia,
        name: "Mia".to_owned(),
        tie: Tie::Friend,
        status: PersonStatus::Gone,
        since: Some(year(2025)),
        details: Details::default(),
    })));
    assert_eq!(
        changes_in(&story.course, day("2025-01-01"), day("2025-06-30")),
        [Change::Tie(mia, PersonStatus::Gone), Change::Begun(moved)]
    );
}

/// A client who was born in 1984.
fn born() -> Story {
    let mut story = Story::opened();
    story.birth_year = Some(1984);
    story
}

#[test]
fn what_happened_before_the_client_was_born_is_kept_once_it_is_said_to_be_meant() {
    let parted = |meant| add(move |entry| (entry.start, entry.date_meant) = (year(1979), meant));
    assert_eq!(born().when(&parted(false)), Err(Refusal::BeforeLifeToConfirm));
    assert!(born().and(parted(true)).course.timeline.events[0].entry.date_meant);
    assert!(Story::opened().when(&parted(false)).is_ok(), "without a year of birth nothing can be said");
}

#[test]
fn a_date_that_may_lie_in_the_year_of_birth_is_not_asked_about() {
    let winter = date(1983, Known::Season(Season::Winter));
    for start in [year(1984), winter, PartialDate::on(crate::given::day("1984-01-01"))] {
        assert!(born().when(&add(|entry| entry.start = start)).is_ok(), "{start:?}");
    }
}

#[test]
fn a_symptom_or_its_treatment_before_birth_is_refused_whatever_is_said() {
    for lane in [Lane::Symptom, Lane::Treatment] {
        let early = add(|entry| (entry.lane, entry.start, entry.date_meant) = (lane, year(1979), true));
        assert_eq!(born().when(&early), Err(Refusal::BeforeLife("start")), "{lane:?}");
    }
    assert_eq!(born().when(&onset(year(1979))), Err(Refusal::BeforeLife("onset")));
}

#[test]
fn a_symptom_that_has_not_come_yet_is_refused() {
    let early = add(|entry| (entry.lane, entry.start) = (Lane::Symptom, date(2026, Known::Month(2))));
    assert_eq!(Story::opened().when(&early), Err(Refusal::NotYet("start")));
}

#[test]
fn a_date_years_ahead_is_kept_once_it_is_said_to_be_meant() {
    let far = |meant| add(move |entry| (entry.start, entry.date_meant) = (year(2062), meant));
    assert_eq!(Story::opened().when(&far(false)), Err(Refusal::FarAheadToConfirm));
    assert!(Story::opened().when(&far(true)).is_ok());
    let end = add(|entry| entry.end = Some(year(2205)));
    assert_eq!(Story::opened().when(&end), Err(Refusal::FarAheadToConfirm), "an end too");
    let near = add(|entry| entry.start = date(2028, Known::Month(1)));
    assert!(Story::opened().when(&near).is_ok());
}

#[test]
fn a_change_is_asked_the_same() {
    let story = born().and(ask::event("They parted"));
    let event = story.newest();
    let entry = |meant| Entry { start: year(1979), date_meant: meant, ..ask::entry("They parted") };
    let to = |meant| Command::ChangeEvent(ChangeEvent { event, entry: entry(meant) });
    assert_eq!(story.when(&to(false)), Err(Refusal::BeforeLifeToConfirm));
    assert_eq!(story.and(to(true)).course.timeline.events[0].entry.start, year(1979));
}

#[test]
fn nobody_was_known_before_the_client_was_born_but_somebody_may_have_died() {
    let story = born().and(ask::person("Grandfather"));
    let person: PersonId = story.newest();
    let told = |since: i32, details: Details| {
        Command::DescribePerson(Box::new(DescribePerson {
            person,
            name: "Grandfather".to_owned(),
            tie: Tie::Grandparent,
            status: PersonStatus::Died,
            since: Some(year(since)),
            details,
        }))
    };
    let known = Details { known_since: Some(year(1979)), ..Details::default() };
    assert_eq!(story.when(&told(1990, known)), Err(Refusal::BeforeLife("known-since")));
    let changed = Details { changed_on: Some(year(1979)), ..Details::default() };
    assert_eq!(story.when(&told(1990, changed)), Err(Refusal::BeforeLife("changed-on")));
    assert!(story.when(&told(1979, Details::default())).is_ok());
}
