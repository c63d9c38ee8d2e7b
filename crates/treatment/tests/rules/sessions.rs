//! Sessions: planned, moved, held, missed, paused; the note, signed once.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::contract::MissedRule;
use treatment::fact::Fact;
use treatment::ids::{PersonId, SessionId};
use treatment::refusal::{NOTE, Refusal};
use treatment::session::{
    MissSession, MissedBy, PauseCourse, PlanSession, SESSIONS_MOST, SessionState, SignNote, Worked,
};

fn sign(session: SessionId, change: impl FnOnce(&mut SignNote)) -> Command {
    let mut note = ask::a_note(session);
    change(&mut note);
    Command::SignNote(note.into())
}

/// One planned session, on Monday 12 January.
fn one_planned() -> (Story, SessionId) {
    let story = Story::agreed(16, MissedRule::Counts).and(ask::plan_on("2026-01-12"));
    let session = story.newest();
    (story.on("2026-01-12"), session)
}

/// One held session without a note.
fn one_held() -> (Story, SessionId) {
    let story = Story::held(1);
    let session = story.newest();
    (story, session)
}

#[test]
fn a_planned_session_has_its_day_and_time() {
    let (story, session) = one_planned();
    let planned = story.course.session(session).unwrap();
    assert_eq!((planned.on, planned.at_minute), (day("2026-01-12"), Some(540)));
}

#[test]
fn a_session_years_off_is_refused() {
    assert_eq!(Story::opened().when(&ask::plan_on("2029-01-12")), Err(Refusal::NoSuchDate("on")));
}

#[test]
fn a_time_after_midnight_is_refused() {
    let asked = Command::PlanSession(PlanSession { on: day("2026-01-12"), at_minute: Some(24 * 60) });
    assert_eq!(
        Story::opened().when(&asked),
        Err(Refusal::OutOfRange { field: "time", least: 0, most: 1439 })
    );
}

#[test]
fn no_more_sessions_are_planned_than_are_left() {
    let story = Story::held(15).and(ask::plan_on("2026-04-20"));
    assert_eq!(story.when(&ask::plan_on("2026-04-27")), Err(Refusal::NoSessionLeft));
}

#[test]
fn a_planned_session_can_be_moved() {
    let (story, session) = one_planned();
    let story = story.and(ask::shift(session, Some("2026-01-14")));
    assert_eq!(story.course.session(session).unwrap().on, day("2026-01-14"));
}

#[test]
fn a_planned_session_can_be_cancelled_in_good_time() {
    let (story, session) = one_planned();
    let story = story.and(ask::shift(session, None));
    assert_eq!(story.course.session(session).unwrap().state, SessionState::Cancelled);
}

#[test]
fn a_session_that_was_held_cannot_be_moved() {
    let (story, session) = one_held();
    assert_eq!(story.when(&ask::shift(session, Some("2026-01-14"))), Err(Refusal::SessionState));
}

#[test]
fn a_session_nobody_knows_cannot_be_moved() {
    assert_eq!(
        Story::opened().when(&ask::shift(SessionId(9), Some("2026-01-14"))),
        Err(Refusal::Unknown("session"))
    );
}

#[test]
fn a_planned_session_that_is_held_is_the_same_session() {
    let (story, session) = one_planned();
    let story = story.and(ask::hold(Some(session), day("2026-01-12")));
    assert_eq!((story.course.sessions.len(), story.course.sessions[0].number()), (1, Some(1)));
}

#[test]
fn a_session_that_was_not_planned_can_be_held() {
    let (story, session) = one_held();
    assert_eq!(story.course.session(session).unwrap().number(), Some(1));
}

#[test]
fn a_session_cannot_be_held_twice() {
    let (story, session) = one_planned();
    let held = ask::hold(Some(session), day("2026-01-12"));
    assert_eq!(story.and(held.clone()).when(&held), Err(Refusal::SessionState));
}

#[test]
fn a_session_cannot_be_held_tomorrow() {
    assert_eq!(
        Story::opened().when(&ask::hold_on(day("2026-01-06"))),
        Err(Refusal::InTheFuture(day("2026-01-06")))
    );
}

#[test]
fn the_number_of_a_session_is_decided_and_not_typed() {
    let Command::HoldSession(mut typed) = ask::hold_on(day("2026-01-05")) else { unreachable!("a session") };
    typed.number = 9;
    let Fact::SessionHeld(held) = Story::opened().fact_of(&Command::HoldSession(typed)) else {
        panic!("not held")
    };
    assert_eq!(held.number, 1);
}

#[test]
fn a_session_after_a_miss_that_counts_has_the_number_after_it() {
    let story = Story::held(3)
        .on("2026-01-26")
        .and(ask::miss(None, "2026-01-26", MissedBy::DidNotAttend))
        .on("2026-02-02")
        .and(ask::hold_on(day("2026-02-02")));
    assert_eq!(story.course.last_held().unwrap().number(), Some(5));
}

#[test]
fn a_session_missed_has_no_number() {
    let (story, session) = one_planned();
    let story = story.and(ask::miss(Some(session), "2026-01-12", MissedBy::Client));
    assert_eq!(story.course.session(session).unwrap().number(), None);
}

#[test]
fn it_is_kept_by_whom_a_session_was_missed() {
    for &by in MissedBy::ALL {
        let (story, session) = one_planned();
        let story = story.and(ask::miss(Some(session), "2026-01-12", by));
        let state = &story.course.session(session).unwrap().state;
        assert!(matches!(state, SessionState::Missed(MissSession { by: kept, .. }) if *kept == by));
    }
}

#[test]
fn a_session_cannot_be_missed_tomorrow() {
    assert_eq!(
        Story::opened().when(&ask::miss(None, "2026-01-06", MissedBy::Client)),
        Err(Refusal::InTheFuture(day("2026-01-06")))
    );
}

#[test]
fn a_session_that_was_held_cannot_be_missed() {
    let (story, session) = one_held();
    assert_eq!(
        story.when(&ask::miss(Some(session), "2026-01-05", MissedBy::Client)),
        Err(Refusal::SessionState)
    );
}

#[test]
fn missed_sessions_have_a_limit_too() {
    let mut story = Story::agreed(16, MissedRule::DoesNotCount);
    for _ in 0..SESSIONS_MOST {
        story = story.and(ask::miss(None, "2026-01-05", MissedBy::Client));
    }
    assert_eq!(
        story.when(&ask::miss(None, "2026-01-05", MissedBy::Client)),
        Err(Refusal::TooMany { what: "sessions", limit: SESSIONS_MOST })
    );
}

#[test]
fn a_planned_session_can_be_held_when_the_list_is_full() {
    let (mut story, session) = one_planned();
    for _ in 1..SESSIONS_MOST {
        story = story.and(ask::miss(None, "2026-01-05", MissedBy::Therapist));
    }
    assert!(story.when(&ask::hold(Some(session), day("2026-01-12"))).is_ok());
}

#[test]
fn the_next_session_is_the_earliest_planned() {
    let story = Story::opened().and(ask::plan_on("2026-01-19")).and(ask::plan_on("2026-01-12"));
    assert_eq!(story.course.next_session().unwrap().on, day("2026-01-12"));
}

#[test]
fn a_session_whose_day_passed_without_a_word_is_not_one_to_come() {
    let story = Story::opened().and(ask::plan_on("2026-01-12")).and(ask::plan_on("2026-01-19"));
    let to_come = |today| story.course.session_to_come(day(today)).map(|session| session.on);
    assert_eq!(to_come("2026-01-12"), Some(day("2026-01-12")));
    assert_eq!(to_come("2026-01-13"), Some(day("2026-01-19")));
    assert_eq!(to_come("2026-01-20"), None);
    assert_eq!(story.course.next_session().unwrap().on, day("2026-01-12"));
}

#[test]
fn a_closed_course_has_no_next_session() {
    let (story, _) = one_planned();
    let story = story.and(ask::close(treatment::ending::Closing::ClientStopped, "She moved away"));
    assert_eq!(story.course.next_session(), None);
    assert_eq!(story.course.session_to_come(day("2026-01-01")), None);
}

#[test]
fn a_pause_needs_a_reason() {
    let asked = Command::PauseCourse(PauseCourse { from: day("2026-01-05"), reason: " ".to_owned() });
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Empty("reason")));
}

#[test]
fn a_course_that_rests_cannot_be_paused_again() {
    assert_eq!(
        Story::opened().and(ask::pause("2026-01-05")).when(&ask::pause("2026-01-05")),
        Err(Refusal::AlreadySo)
    );
}

#[test]
fn a_course_goes_on_after_it_rested() {
    let story = Story::opened().and(ask::pause("2026-01-05")).and(ask::resume("2026-01-12"));
    assert_eq!(story.course.pause(), None);
}

#[test]
fn a_course_cannot_go_on_before_it_rested() {
    assert_eq!(
        Story::opened().and(ask::pause("2026-01-05")).when(&ask::resume("2026-01-04")),
        Err(Refusal::EndsBeforeStart)
    );
}

#[test]
fn a_course_that_does_not_rest_cannot_go_on() {
    assert_eq!(Story::opened().when(&ask::resume("2026-01-05")), Err(Refusal::AlreadySo));
}

#[test]
fn a_course_that_rests_asks_for_no_measures() {
    let story = Story::opened().and(ask::pause("2026-01-05"));
    assert_eq!(story.due(), Vec::<&str>::new());
}

#[test]
fn a_note_can_be_signed() {
    let (story, session) = one_held();
    let story = story.and(ask::sign(session));
    assert_eq!(
        story.course.session(session).unwrap().note.as_ref().unwrap().note.text,
        "She spoke of the quarrel."
    );
}

#[test]
fn a_signed_note_cannot_be_signed_again() {
    let (story, session) = one_held();
    assert_eq!(story.and(ask::sign(session)).when(&ask::sign(session)), Err(Refusal::NoteSigned));
}

#[test]
fn an_empty_note_is_refused() {
    let (story, session) = one_held();
    assert_eq!(story.when(&sign(session, |note| note.text = " ".to_owned())), Err(Refusal::Empty("note")));
}

#[test]
fn a_note_has_a_limit() {
    let (story, session) = one_held();
    assert_eq!(
        story.when(&sign(session, |note| note.text = "x".repeat(NOTE + 1))),
        Err(Refusal::TooLong { field: "note", limit: NOTE })
    );
}

#[test]
fn only_a_session_that_was_held_has_a_note() {
    let (story, session) = one_planned();
    assert_eq!(story.when(&ask::sign(session)), Err(Refusal::SessionState));
}

#[test]
fn a_note_of_the_opening_needs_no_link() {
    let (story, session) = one_held();
    assert!(story.when(&sign(session, |note| note.link = None)).is_ok());
}

#[test]
fn a_note_of_the_middle_needs_its_link() {
    let (story, session) = one_held();
    let story = story.and(ask::begin_middle("Late papers"));
    assert_eq!(story.when(&sign(session, |note| note.link = None)), Err(Refusal::NoteNeedsLink));
}

#[test]
fn a_mood_without_an_event_is_no_link() {
    let (story, session) = one_held();
    let story = story.and(ask::begin_middle("Late papers"));
    let half = sign(session, |note| note.link.as_mut().unwrap().event = " ".to_owned());
    assert_eq!(story.when(&half), Err(Refusal::NoteNeedsLink));
}

#[test]
fn an_event_without_a_mood_is_no_link() {
    let (story, session) = one_held();
    let story = story.and(ask::begin_middle("Late papers"));
    let half = sign(session, |note| {
        let link = note.link.as_mut().unwrap();
        (link.mood, link.mood_words) = (None, String::new());
    });
    assert_eq!(story.when(&half), Err(Refusal::NoteNeedsLink));
}

#[test]
fn a_mood_in_words_is_enough_for_a_link() {
    let (story, session) = one_held();
    let story = story.and(ask::begin_middle("Late papers"));
    assert!(story.when(&sign(session, |note| note.link.as_mut().unwrap().mood = None)).is_ok());
}

#[test]
fn a_note_of_the_middle_may_say_why_there_is_no_link() {
    let (story, session) = one_held();
    let story = story.and(ask::begin_middle("Late papers"));
    let asked = sign(session, |note| {
        (note.link, note.no_link_reason) = (None, "Only the safety plan was talked about".to_owned());
    });
    assert!(story.when(&asked).is_ok());
}

#[test]
fn what_was_said_of_the_week_is_signed_also_where_it_is_no_whole_link() {
    let (story, session) = one_held();
    let half = sign(session, |note| note.link.as_mut().unwrap().event = String::new());
    let Fact::NoteSigned(signed) = story.fact_of(&half) else { panic!("not signed") };
    assert_eq!(signed.link.and_then(|link| link.mood), Some(4));
}

#[test]
fn a_link_that_says_nothing_is_not_kept() {
    let (story, session) = one_held();
    let empty = sign(session, |note| {
        let link = note.link.as_mut().unwrap();
        (link.mood, link.mood_words, link.event) = (None, " ".to_owned(), " ".to_owned());
    });
    let Fact::NoteSigned(signed) = story.fact_of(&empty) else { panic!("not signed") };
    assert_eq!(signed.link, None);
}

#[test]
fn a_mood_is_between_nought_and_ten() {
    let (story, session) = one_held();
    assert_eq!(
        story.when(&sign(session, |note| note.link.as_mut().unwrap().mood = Some(11))),
        Err(Refusal::OutOfRange { field: "mood", least: 0, most: 10 })
    );
}

#[test]
fn a_link_speaks_only_of_people_who_were_named() {
    let (story, session) = one_held();
    assert_eq!(
        story.when(&sign(session, |note| note.link.as_mut().unwrap().person = Some(PersonId(99)))),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn a_middle_note_off_the_focus_says_why() {
    let off = |session, reason: &str| {
        let off_reason = reason.to_owned();
        Command::SignNote(SignNote { worked: Worked::Off, off_reason, ..ask::a_note(session) }.into())
    };
    let story = Story::held(1);
    let session = story.course.sessions[0].id;
    assert!(story.when(&off(session, "")).is_ok(), "there is no focus to leave in the opening");
    let story = story.and(ask::begin_middle("Ready"));
    assert_eq!(story.when(&off(session, " ")), Err(Refusal::Empty("off-reason")));
    assert!(story.when(&off(session, "The flat burned")).is_ok());
}
