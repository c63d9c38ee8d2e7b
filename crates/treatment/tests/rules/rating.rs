//! Two ratings of the problem areas, blind until both are in.

use crate::given::{SERVICE, Story, THERAPIST};
use std::collections::BTreeMap;
use treatment::access::{Actor, Role, Who};
use treatment::command::Command;
use treatment::focus::Area;
use treatment::ids::StaffId;
use treatment::rating::{InviteRater, Mark, RateAreas, RatedTwice};
use treatment::refusal::Refusal;

const OTHER: StaffId = StaffId([8; 16]);
const THIRD: StaffId = StaffId([9; 16]);

fn rate(main: Area) -> Command {
    let marks: BTreeMap<Area, Mark> = Area::ALL
        .iter()
        .map(|area| (*area, if *area == main { Mark::Present } else { Mark::Absent }))
        .collect();
    Command::RateAreas(RateAreas { marks, main: Some(main), reason: String::new() })
}

fn invite(rater: StaffId) -> Command {
    Command::InviteRater(InviteRater { rater: Some(rater) })
}

fn by(story: Story, staff: StaffId) -> Story {
    story.by(Actor {
        who: Who::Staff(staff),
        service: SERVICE,
        roles: vec![Role::Therapist],
        supervises: vec![],
        covers: vec![],
    })
}

#[test]
fn neither_sees_the_other_until_both_are_in() {
    let story = Story::opened().and(invite(OTHER)).and(rate(Area::Grief));
    let sees = |story: &Story, of, who| story.course.ratings.is_visible(of, Some(who), THERAPIST);
    assert!(sees(&story, THERAPIST, THERAPIST) && !sees(&story, THERAPIST, OTHER));
    let story = by(story, OTHER).and(rate(Area::Transition));
    assert!(sees(&story, THERAPIST, OTHER) && sees(&story, OTHER, THERAPIST));
    let twice = RatedTwice::of(&story.course).unwrap();
    assert_eq!(twice.main, (Some(Area::Grief), Some(Area::Transition)));
    assert_eq!(twice.marks[&Area::Grief], (Mark::Present, Mark::Absent));
}

#[test]
fn a_rating_can_be_thought_over_while_it_is_blind_and_not_after() {
    let story = Story::opened().and(rate(Area::Grief)).and(rate(Area::Dispute));
    assert_eq!(story.course.ratings.by(THERAPIST).unwrap().rated.main, Some(Area::Dispute));
    let story = by(story, OTHER).and(rate(Area::Dispute));
    assert_eq!(story.when(&rate(Area::Grief)), Err(Refusal::RatingsOpen));
}

#[test]
fn two_rate_and_a_third_does_not() {
    let story = by(Story::opened(), OTHER).and(rate(Area::Grief));
    assert_eq!(by(story, THIRD).when(&rate(Area::Grief)), Err(Refusal::RatingsOpen));
}

#[test]
fn every_area_gets_its_mark() {
    let asked = Command::RateAreas(RateAreas { marks: BTreeMap::new(), main: None, reason: String::new() });
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Empty("marks")));
}

#[test]
fn a_therapist_is_not_asked_for_their_own_second_rating() {
    assert_eq!(Story::opened().when(&invite(THERAPIST)), Err(Refusal::Unknown("rater")));
}

#[test]
fn a_rating_chooses_no_focus() {
    let story = by(Story::opened().and(rate(Area::Grief)), OTHER).and(rate(Area::Grief));
    assert_eq!(story.course.focus(), None);
}

#[test]
fn whoever_was_asked_sees_the_course_until_both_have_rated_and_no_longer() {
    let story = Story::opened().and(invite(OTHER)).and(rate(Area::Grief));
    assert_eq!(story.course.head().unwrap().rater, Some(OTHER));
    let rated = by(story.clone(), OTHER).and(rate(Area::Transition));
    assert_eq!(rated.course.head().unwrap().rater, None);
    let closed = story.and(crate::ask::close(treatment::ending::Closing::ClientStopped, "Moved away"));
    assert_eq!(closed.course.head().unwrap().rater, None);
}

#[test]
fn nobody_is_asked_in_vain_once_another_has_rated() {
    let story = by(Story::opened(), OTHER).and(rate(Area::Grief));
    assert_eq!(by(story, THERAPIST).when(&invite(THIRD)), Err(Refusal::RatingsOpen));
}
