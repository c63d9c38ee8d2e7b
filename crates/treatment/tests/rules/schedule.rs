//! What is asked when, how much at once, and of whom.

use crate::ask;
use crate::given::{FILES, Story, day};
use treatment::command::Command;
use treatment::content::Content;
use treatment::course::{Notice, NoticeTo};
use treatment::ids::Version;
use treatment::inventory::{AddPerson, PersonStatus, Tie};
use treatment::opening::ConsentKind;
use treatment::protocol::Protocol;
use treatment::schedule::{Occasion, check_in, follow_up_day};
use treatment::time::Moment;

const SIXTEEN: &str = FILES[5].1;
const CALM: [&str; 9] = ["1", "1", "1", "1", "1", "1", "1", "1", "0"];

/// The story with the schedule of its protocol replaced by these asks, all of the two measures that are shipped.
fn with_schedule(mut story: Story, budget: u16, phq: &str, gad: &str) -> Story {
    let begin = SIXTEEN.find("[schedule]").unwrap();
    let end = SIXTEEN.find("[[map]]").unwrap();
    let schedule = format!(
        "[schedule]\nbudget_minutes = {budget}\ntold = \"before:2\"\nsource = \"\"\n\
         [[schedule.asks]]\nmeasure = \"phq-9\"\n{phq}\n[[schedule.asks]]\nmeasure = \"gad-7\"\n{gad}\n"
    );
    let file = format!("{}{schedule}{}", &SIXTEEN[..begin], &SIXTEEN[end..]);
    let content = Content::parse([("protocols/x.toml", file.as_str()), FILES[2], FILES[3]]).unwrap();
    story.content = content;
    story
}

fn due_and_waiting(story: &Story) -> (Vec<&str>, Vec<&str>) {
    let now = check_in(&story.course, &story.content, story.at.day());
    (now.due(), now.waiting.iter().map(|ask| ask.measure.as_str()).collect())
}

#[test]
fn a_check_in_belongs_to_the_next_session_and_its_day() {
    let story = Story::held(2).and(ask::plan_on("2026-01-19"));
    let now = check_in(&story.course, &story.content, story.at.day());
    let session = story.course.sessions.last().unwrap().id;
    let expected = Occasion::Session { number: 3, session: Some(session), on: Some(day("2026-01-19")) };
    assert_eq!((now.occasion, now.minutes()), (Some(expected), 3));
}

#[test]
fn what_goes_beyond_the_minutes_waits_for_the_next_check_in() {
    let full = |story: Story| {
        with_schedule(story, 4, "minutes = 3\nat = [\"each\"]", "minutes = 2\nat = [\"session:1\"]")
    };
    assert_eq!(due_and_waiting(&full(Story::opened())), (vec!["phq-9"], vec!["gad-7"]));
    // It never fits beside what is asked every time, and is not lost: the last check-in takes everything.
    assert_eq!(due_and_waiting(&full(Story::held(1))), (vec!["phq-9"], vec!["gad-7"]));
    assert_eq!(due_and_waiting(&full(Story::held(15))), (vec!["phq-9", "gad-7"], vec![]));
}

#[test]
fn what_waited_comes_at_the_next_check_in_that_has_room() {
    let story = |held| {
        let story = if held == 0 { Story::opened() } else { Story::held(held) };
        with_schedule(story, 4, "minutes = 3\nat = [\"session:1\"]", "minutes = 2\nat = [\"session:1\"]")
    };
    assert_eq!(due_and_waiting(&story(0)), (vec!["phq-9"], vec!["gad-7"]));
    let next = story(1);
    let now = check_in(&next.course, &next.content, next.at.day());
    assert_eq!(
        now.asked.iter().map(|asking| (asking.ask.measure.as_str(), asking.has_waited)).collect::<Vec<_>>(),
        [("gad-7", true)]
    );
    assert_eq!(due_and_waiting(&story(2)), (vec![], vec![]));
}

#[test]
fn a_measure_for_the_partnered_is_asked_once_a_partner_is_on_the_map_and_until_it_is_answered() {
    let story = |story: Story| {
        with_schedule(
            story,
            9,
            "minutes = 3\nat = [\"each\"]",
            "minutes = 2\nat = [\"first\"]\nonly_if = \"partner\"",
        )
    };
    let partner = |status| {
        Command::AddPerson(AddPerson { name: "Sam".to_owned(), tie: Tie::Partner, status, ring: None })
    };
    let alone = story(Story::held(2));
    assert_eq!(alone.due(), ["phq-9"]);
    assert_eq!(story(Story::held(2).and(partner(PersonStatus::Died))).due(), ["phq-9"]);
    let partnered = story(Story::held(2).and(partner(PersonStatus::Living)));
    assert_eq!(partnered.due(), ["phq-9", "gad-7"]);
    let answered = partnered.and(Command::CompleteMeasure(ask::a_form("gad-7", &["1"; 7], "2026-01-12")));
    assert_eq!(story(answered.on("2026-01-13").and(ask::hold_on(day("2026-01-13")))).due(), ["phq-9"]);
}

#[test]
fn the_bereaved_are_known_by_the_map_and_by_the_timeline() {
    let story = |story: Story| {
        with_schedule(
            story,
            9,
            "minutes = 3\nat = [\"each\"]",
            "minutes = 2\nat = [\"each\"]\nonly_if = \"bereaved\"",
        )
    };
    let died = AddPerson { name: "Ana".to_owned(), tie: Tie::Parent, status: PersonStatus::Died, ring: None };
    assert_eq!(story(Story::opened()).due(), ["phq-9"]);
    assert_eq!(story(Story::opened().and(Command::AddPerson(died))).due(), ["phq-9", "gad-7"]);
    let mut death = ask::entry("My mother died");
    death.kind = Some(treatment::timeline::EventKind::DeathClose);
    assert_eq!(story(Story::opened().and(Command::AddEvent(death))).due(), ["phq-9", "gad-7"]);
}

#[test]
fn who_does_not_agree_to_measures_is_asked_nothing() {
    let story = Story::opened().and(ask::consent(ConsentKind::Measures, false, "2026-01-05"));
    assert_eq!(story.due(), Vec::<&str>::new());
}

fn closed_with_follow_up() -> Story {
    Story::held(16)
        .and(ask::consent(ConsentKind::FollowUp, true, "2026-04-20"))
        .and(ask::name_ending("2026-04-20"))
        .and(ask::close(treatment::ending::Closing::Completed, "All said"))
}

#[test]
fn after_the_close_only_a_follow_up_that_was_agreed_to_is_asked_in_its_weeks() {
    let story = closed_with_follow_up();
    let closed = story.at.day();
    let on = |days: i32| story.clone().on_day(closed.plus(days)).due().len();
    let first = follow_up_day(closed, 1).since(closed);
    assert_eq!((first, on(0), on(first - 1), on(first), on(first + 27), on(first + 28)), (30, 0, 0, 2, 2, 0));
    assert_eq!(on(365), 2, "the last of a year");
}

#[test]
fn a_follow_up_can_be_answered_after_the_close_and_refused_by_who_changed_their_mind() {
    let story = closed_with_follow_up();
    let then = follow_up_day(story.at.day(), 1);
    let story = story.on_day(then).by_client().and(ask::phq9(CALM, &then.to_string()));
    assert_eq!(story.due(), ["gad-7"]);
    let no = ask::consent(ConsentKind::FollowUp, false, &then.to_string());
    let story = story.by_therapist().and(no);
    assert_eq!(story.due(), Vec::<&str>::new());
    assert!(story.when(&ask::phq9(CALM, &then.to_string())).is_err());
}

#[test]
fn the_client_is_told_two_mornings_before_a_planned_session() {
    let told = Story::held(1).when(&ask::plan_on("2026-01-19")).unwrap().notices;
    let due = Moment(day("2026-01-17").start().0 + 8 * 3_600_000);
    assert_eq!(
        told,
        [Notice { to: NoticeTo::Client, about: "check-in".to_owned(), due, version: Version::default() }]
    );
}

#[test]
fn a_schedule_that_cannot_be_kept_is_refused_with_the_reason() {
    let begin = SIXTEEN.find("[schedule]").unwrap();
    let broken = |from: &str, to: &str| {
        let file = format!("{}{}", &SIXTEEN[..begin], SIXTEEN[begin..].replacen(from, to, 1));
        Protocol::parse(&file).unwrap_err()
    };
    assert!(broken("\"each\"", "\"daily\"").contains("unknown time daily"));
    assert!(broken("every:4", "every:0").contains("no number from 1 on in every:0"));
    assert!(broken("before:2", "later").contains("unknown time to tell later"));
    assert_eq!(
        broken("budget_minutes = 10", "budget_minutes = 2"),
        "what is asked before each session takes 3 minutes, the budget is 2"
    );
    assert_eq!(broken("\"gad-7\"", "\"phq-9\""), "phq-9 is scheduled twice");
    assert_eq!(
        broken("number = 1\n", "number = 1\nmeasures = [\"phq-9\"]\n"),
        "measures stand in the schedule or on the map, not in both"
    );
}

#[test]
fn a_running_course_keeps_the_map_of_its_version() {
    let mut story = Story::opened();
    let mut opened = story.course.opened.clone().unwrap();
    opened.protocol_version = 1;
    story.course.opened = Some(opened);
    assert_eq!(story.due(), ["phq-9", "gad-7"]);
    assert_eq!(story.protocol().version, 1);
}
