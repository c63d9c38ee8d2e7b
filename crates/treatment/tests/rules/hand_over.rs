//! A course is handed over to another therapist.

use crate::ask;
use crate::given::{SERVICE, Story, THERAPIST, content, day};
use std::collections::BTreeMap;
use treatment::access::{Actor, Role, Who};
use treatment::command::Command;
use treatment::course::NoticeTo;
use treatment::ending::Closing;
use treatment::fact::Fact;
use treatment::focus::Area;
use treatment::hand_over::{HandOver, Unsigned};
use treatment::ids::{SessionId, StaffId};
use treatment::rating::{InviteRater, Mark, RateAreas};
use treatment::refusal::Refusal;
use treatment::summary::summary_of;

const NEXT: StaffId = StaffId([8; 16]);
const THIRD: StaffId = StaffId([9; 16]);

fn asked(from: StaffId, to: StaffId, on: &str) -> HandOver {
    HandOver { from, to, on: day(on), reason: "She moves away".to_owned(), begun: Vec::new() }
}

fn over(from: StaffId, to: StaffId, on: &str) -> Command {
    Command::HandOver(asked(from, to, on))
}

fn staff(id: StaffId, role: Role) -> Actor {
    Actor { who: Who::Staff(id), service: SERVICE, roles: vec![role], supervises: vec![], covers: vec![] }
}

fn by_office(story: Story) -> Story {
    story.by(staff(StaffId([7; 16]), Role::Manager))
}

#[test]
fn whoever_it_is_handed_to_carries_the_course_and_nobody_else() {
    let story = by_office(Story::held(2)).and(over(THERAPIST, NEXT, "2026-01-12"));
    assert_eq!(story.course.head().unwrap().therapist, NEXT);
    let row = summary_of(&story.course, &content()).unwrap();
    assert_eq!(row.therapist, NEXT);
    let line = row.handed_over.unwrap();
    assert_eq!((line.from, line.on, line.is_new), (THERAPIST, day("2026-01-12"), true));
    let story = story.by(staff(NEXT, Role::Therapist)).on("2026-01-19").and(ask::hold_on(day("2026-01-19")));
    assert!(!summary_of(&story.course, &content()).unwrap().handed_over.unwrap().is_new);
}

#[test]
fn both_therapists_are_told_at_once() {
    let story = by_office(Story::held(1));
    let decision = story.when(&over(THERAPIST, NEXT, "2026-01-05")).unwrap();
    let told: Vec<_> = decision.notices.iter().map(|one| (one.to, one.due, one.about.as_str())).collect();
    let of = |to| (to, story.at, "handed-over");
    assert_eq!(told, [of(NoticeTo::Therapist), of(NoticeTo::Staff(THERAPIST))]);
}

#[test]
fn notes_left_unsigned_are_named_and_whether_they_were_begun() {
    let story = Story::held(3);
    let held: Vec<SessionId> = story.course.sessions.iter().map(|session| session.id).collect();
    let story = by_office(story.and(ask::sign(held[0])));
    let hand = HandOver { begun: vec![held[2], held[0]], ..asked(THERAPIST, NEXT, "2026-01-19") };
    let Fact::CourseHandedOver(said) = story.fact_of(&Command::HandOver(hand)) else { panic!("handed over") };
    let left = |session, is_begun| Unsigned { session, is_begun };
    assert_eq!(said.unsigned, [left(held[1], false), left(held[2], true)], "a signed note is not left over");
}

#[test]
fn a_session_stays_with_whoever_held_it() {
    let story = Story::held(1);
    let session = story.newest();
    let story =
        by_office(story).and(over(THERAPIST, NEXT, "2026-01-05")).and(over(NEXT, THIRD, "2026-01-05"));
    assert_eq!(story.course.held_by(session), Some(THERAPIST));
    assert_eq!(story.course.left_unsigned(session).count(), 2);
    let story = story.by(staff(THIRD, Role::Therapist)).and(ask::sign(session));
    let signed = story.course.session(session).unwrap().note.as_ref().unwrap();
    assert_eq!(signed.who, Who::Staff(THIRD), "whoever carries the course can write for it");
    assert_eq!(story.course.held_by(session), Some(THERAPIST));
}

#[test]
fn a_session_before_the_day_was_held_by_whoever_carried_the_course_then() {
    let story = Story::held(1).on("2026-01-14");
    let story = by_office(story).and(over(THERAPIST, NEXT, "2026-01-13"));
    // It was held on the day before, and is recorded by the next only now.
    let story = story.by(staff(NEXT, Role::Therapist)).and(ask::hold_on(day("2026-01-12")));
    let before = story.newest();
    assert_eq!(story.course.held_by(before), Some(THERAPIST));
    assert!(story.course.left_unsigned(before).next().is_none(), "nobody was asked for its note");
    let story = story.and(ask::hold_on(day("2026-01-14")));
    assert_eq!(story.course.held_by(story.newest()), Some(NEXT));
}

#[test]
fn a_session_after_the_day_is_none_that_was_left_unsigned() {
    let story = by_office(Story::held(3));
    let asked = over(THERAPIST, NEXT, "2026-01-12");
    let Fact::CourseHandedOver(said) = story.fact_of(&asked) else { panic!("handed over") };
    let held: Vec<SessionId> = story.course.sessions.iter().map(|session| session.id).collect();
    assert_eq!(said.unsigned.iter().map(|left| left.session).collect::<Vec<_>>(), held[..2]);
    let story = story.and(asked);
    assert_eq!(story.course.held_by(held[1]), Some(THERAPIST));
    assert_eq!(story.course.held_by(held[2]), Some(NEXT));
}

#[test]
fn a_signed_session_stays_with_whoever_held_it() {
    let story = Story::held(1);
    let session = story.newest();
    let story = by_office(story.and(ask::sign(session))).and(over(THERAPIST, NEXT, "2026-01-05"));
    assert_eq!(story.course.held_by(session), Some(THERAPIST));
}

#[test]
fn who_had_the_course_meanwhile_did_not_hold_what_was_held_before() {
    let story = by_office(Story::held(1)).and(over(THERAPIST, NEXT, "2026-01-05"));
    let story = story.and(over(NEXT, THERAPIST, "2026-01-05"));
    let back = &story.course.hand_overs[1];
    let [left] = back.said.unsigned.as_slice() else { panic!("one note") };
    assert_ne!(story.course.held_by(left.session), Some(back.said.from));
}

#[test]
fn the_day_of_recording_is_kept_beside_the_day_that_was_agreed() {
    let story = by_office(Story::held(1).on("2026-02-20")).and(over(THERAPIST, NEXT, "2026-01-05"));
    let line = summary_of(&story.course, &content()).unwrap().handed_over.unwrap();
    assert_eq!((line.on, line.recorded_on), (day("2026-01-05"), Some(day("2026-02-20"))));
}

#[test]
fn it_is_handed_back_as_it_was_handed_over() {
    let story = by_office(Story::held(1)).and(over(THERAPIST, NEXT, "2026-01-05"));
    let story = story.and(over(NEXT, THERAPIST, "2026-01-05"));
    assert_eq!((story.course.therapist(), story.course.hand_overs.len()), (Some(THERAPIST), 2));
}

#[test]
fn a_form_of_before_hands_nothing_over() {
    let story = by_office(Story::held(1)).and(over(THERAPIST, NEXT, "2026-01-05"));
    assert_eq!(story.when(&over(THERAPIST, THIRD, "2026-01-05")), Err(Refusal::Unknown("hand-from")));
}

#[test]
fn nobody_hands_a_course_to_whoever_carries_it() {
    let story = by_office(Story::held(1));
    assert_eq!(story.when(&over(THERAPIST, THERAPIST, "2026-01-05")), Err(Refusal::Unknown("hand-to")));
}

#[test]
fn the_day_has_come_and_lies_in_the_course_and_after_the_last_hand_over() {
    let story = by_office(Story::held(2));
    let when = |story: &Story, from, on| story.when(&over(from, THIRD, on)).map(|_| ());
    let to_come = Err(Refusal::InTheFuture(day("2026-01-13")));
    assert_eq!(when(&story, THERAPIST, "2026-01-13"), to_come);
    assert_eq!(when(&story, THERAPIST, "2026-01-03"), Err(Refusal::NoSuchDate("on")));
    assert_eq!(when(&story, THERAPIST, "2026-01-06"), Ok(()));
    let story = story.and(over(THERAPIST, NEXT, "2026-01-10"));
    assert_eq!(when(&story, NEXT, "2026-01-09"), Err(Refusal::NoSuchDate("on")));
    assert_eq!(when(&story, NEXT, "2026-01-10"), Ok(()));
}

#[test]
fn it_is_said_why() {
    let hand = HandOver { reason: " ".to_owned(), ..asked(THERAPIST, NEXT, "2026-01-05") };
    let story = by_office(Story::held(1));
    assert_eq!(story.when(&Command::HandOver(hand)), Err(Refusal::Empty("reason")));
}

#[test]
fn what_has_ended_is_handed_over_as_well() {
    let story = by_office(Story::held(1).and(ask::close(Closing::ClientStopped, "Moved away")));
    let story = story.and(over(THERAPIST, NEXT, "2026-01-05"));
    assert_eq!(story.course.therapist(), Some(NEXT));
}

#[test]
fn whoever_was_asked_for_a_rating_and_carries_the_course_now_is_asked_no_more() {
    let invite = |rater| Command::InviteRater(InviteRater { rater: Some(rater) });
    let story = by_office(Story::opened().and(invite(NEXT)));
    let other = story.clone().and(over(THERAPIST, THIRD, "2026-01-05"));
    assert_eq!(other.course.ratings.invited, Some(NEXT), "another who was asked still is");
    let story = story.and(over(THERAPIST, NEXT, "2026-01-05"));
    assert_eq!(story.course.ratings.invited, None);
}

#[test]
fn whose_rating_stands_as_the_therapists_is_not_asked_for_another() {
    let marks: BTreeMap<Area, Mark> = Area::ALL.iter().map(|area| (*area, Mark::Absent)).collect();
    let rate = Command::RateAreas(RateAreas { marks, main: None, reason: String::new() });
    let story = by_office(Story::opened().and(rate)).and(over(THERAPIST, NEXT, "2026-01-05"));
    let story = story.by(staff(NEXT, Role::Therapist));
    let invite = |rater| Command::InviteRater(InviteRater { rater: Some(rater) });
    assert_eq!(story.when(&invite(THERAPIST)), Err(Refusal::Unknown("rater")));
    assert!(story.when(&invite(THIRD)).is_ok());
}

#[test]
fn two_ratings_given_before_stay_open_and_one_stays_blind() {
    let rate = |main| {
        let marks: BTreeMap<Area, Mark> = Area::ALL.iter().map(|area| (*area, Mark::Absent)).collect();
        Command::RateAreas(RateAreas { marks, main: Some(main), reason: String::new() })
    };
    let one = Story::opened().and(rate(Area::Grief));
    let both = one.clone().by(staff(THIRD, Role::Therapist)).and(rate(Area::Dispute));
    let both = by_office(both).and(over(THERAPIST, NEXT, "2026-01-05"));
    let (first, second) = both.course.rated_by_both().unwrap();
    assert_eq!((first.by, second.by), (THERAPIST, THIRD));
    let again = both.by(staff(NEXT, Role::Therapist)).when(&rate(Area::Grief));
    assert_eq!(again, Err(Refusal::RatingsOpen), "what was said blind stays as it was said");
    let one = by_office(one).and(over(THERAPIST, NEXT, "2026-01-05"));
    assert!(one.course.rated_by_both().is_none());
    let two = one.by(staff(NEXT, Role::Therapist)).and(rate(Area::Dispute));
    let (first, second) = two.course.rated_by_both().unwrap();
    assert_eq!((first.by, second.by), (THERAPIST, NEXT), "the second look is that of whoever carries it now");
}
