//! A conversation looked at, a choice weighed, a scene rehearsed.

use crate::ask;
use crate::given::{Story, day};
use treatment::chain::{
    AnalyseCommunication, AnalyseDecision, PlayRole, Plays, Reaction, Rehearsed, ShareArtefact, Speaker,
    Stage, TURNS_MOST, Turn, Way,
};
use treatment::command::Command;
use treatment::ids::{ArtefactId, PersonId};
use treatment::inventory::Safety;
use treatment::plans::AgreePlan;
use treatment::refusal::Refusal;

fn turn(said: &str) -> Turn {
    Turn {
        speaker: Speaker::Them,
        said: said.to_owned(),
        tone: String::new(),
        felt: String::new(),
        meant: String::new(),
        heard: String::new(),
    }
}

fn talk(person: Option<PersonId>, turns: Vec<Turn>) -> AnalyseCommunication {
    AnalyseCommunication {
        rewrites: None,
        session: None,
        person,
        when: String::new(),
        context: String::new(),
        turns,
        failures: vec![],
        got: None,
        mood_after: None,
        want: String::new(),
        ways: vec![],
    }
}

fn way(what: &str) -> Way {
    Way { what: what.to_owned(), good: String::new(), bad: String::new(), reaction: String::new() }
}

fn choice(from: Option<ArtefactId>, ways: &[&str]) -> AnalyseDecision {
    AnalyseDecision {
        rewrites: None,
        session: None,
        from,
        question: "Ring or wait?".to_owned(),
        options: ways.iter().map(|what| way(what)).collect(),
        chosen: None,
        first_step: String::new(),
        sure: None,
        review_on: None,
    }
}

fn scene(from: Option<ArtefactId>, person: Option<PersonId>) -> PlayRole {
    PlayRole {
        rewrites: None,
        session: None,
        from,
        person,
        situation: "Sunday".to_owned(),
        plays: Plays::Therapist,
        opening_words: "I miss you".to_owned(),
        reactions: vec![],
        noticed: String::new(),
        kept: vec![],
        ready: None,
    }
}

fn with_talk() -> (Story, PersonId, ArtefactId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let story = story.and(Command::AnalyseCommunication(talk(Some(mia), vec![turn("You never ring")])));
    let talk = story.newest();
    (story, mia, talk)
}

#[test]
fn a_conversation_without_a_turn_is_refused_and_empty_rows_are_left_out() {
    let asked = |turns| Command::AnalyseCommunication(talk(None, turns));
    assert_eq!(Story::opened().when(&asked(vec![turn(" ")])), Err(Refusal::Empty("turns")));
    let story = Story::opened().and(asked(vec![turn(""), turn("Well"), turn("")]));
    let Stage::Communication(kept) = &story.course.artefacts[0].now().stage else { panic!("another stage") };
    assert_eq!(kept.turns, vec![turn("Well")]);
}

#[test]
fn a_conversation_has_room_for_so_many_turns() {
    let asked = |most: usize| Command::AnalyseCommunication(talk(None, vec![turn("And"); most]));
    assert!(Story::opened().when(&asked(TURNS_MOST)).is_ok());
    assert_eq!(
        Story::opened().when(&asked(TURNS_MOST + 1)),
        Err(Refusal::TooMany { what: "turns", limit: TURNS_MOST })
    );
}

#[test]
fn a_stage_written_again_keeps_what_was_written_before() {
    let (story, mia, first) = with_talk();
    let again =
        AnalyseCommunication { rewrites: Some(first), ..talk(Some(mia), vec![turn("You never write")]) };
    let story = story.and(Command::AnalyseCommunication(again));
    let artefact = story.course.artefact(first).unwrap();
    assert_eq!(
        (story.course.artefacts.len(), artefact.versions.len(), artefact.line()),
        (1, 2, "You never write")
    );
}

#[test]
fn what_was_done_in_a_session_stays_there_when_it_is_written_again() {
    let story = Story::held(1);
    let session = story.newest();
    let first = AnalyseCommunication { session: Some(session), ..talk(None, vec![turn("You never ring")]) };
    let story = story.and(Command::AnalyseCommunication(first));
    let id = ArtefactId::from(story.course.version);
    let again = AnalyseCommunication { rewrites: Some(id), ..talk(None, vec![turn("You never write")]) };
    let story = story.and(Command::AnalyseCommunication(again));
    assert_eq!(story.course.artefact(id).unwrap().session(), Some(session));
}

#[test]
fn a_conversation_is_not_written_over_a_decision() {
    let story = Story::opened().and(Command::AnalyseDecision(choice(None, &["", "Ring"])));
    let other = AnalyseCommunication { rewrites: Some(story.newest()), ..talk(None, vec![turn("Well")]) };
    assert_eq!(story.when(&Command::AnalyseCommunication(other)), Err(Refusal::Unknown("artefact")));
}

#[test]
fn a_decision_weighs_something_beside_doing_nothing() {
    let asked = |ways: &[&str]| Story::opened().when(&Command::AnalyseDecision(choice(None, ways)));
    assert_eq!(asked(&[""]).unwrap_err(), Refusal::Empty("options"));
    assert_eq!(asked(&["", "", "Ring"]).unwrap_err(), Refusal::Empty("options"), "a gap is asked about");
    assert!(asked(&["", "Ring", ""]).is_ok());
}

#[test]
fn what_is_chosen_is_one_of_the_ways_and_is_looked_at_again_later() {
    let story = Story::opened();
    let one = AnalyseDecision { chosen: Some(2), ..choice(None, &["", "Ring"]) };
    assert_eq!(story.when(&Command::AnalyseDecision(one)), Err(Refusal::Unknown("chosen")));
    let past = AnalyseDecision { review_on: Some(day("2026-01-04")), ..choice(None, &["", "Ring"]) };
    assert_eq!(story.when(&Command::AnalyseDecision(past)), Err(Refusal::NoSuchDate("review-on")));
    let good = AnalyseDecision {
        chosen: Some(0),
        review_on: Some(day("2026-01-05")),
        ..choice(None, &["", "Ring"])
    };
    assert!(story.when(&Command::AnalyseDecision(good)).is_ok(), "to do nothing is a choice");
}

#[test]
fn nothing_is_rehearsed_with_somebody_marked_unsafe_not_even_by_way_of_the_conversation() {
    let (story, mia, talk) = with_talk();
    let story = story.and(ask::mark(mia, Safety::Unsafe));
    for asked in [scene(None, Some(mia)), scene(Some(talk), None)] {
        assert_eq!(story.when(&Command::PlayRole(asked)), Err(Refusal::PersonUnsafe));
    }
}

#[test]
fn a_scene_points_to_its_stage_and_keeps_the_reactions_that_were_played() {
    let (story, mia, talk) = with_talk();
    let story = story.and(Command::AnalyseDecision(choice(Some(talk), &["", "Ring"])));
    let decision: ArtefactId = story.newest();
    let hard = Rehearsed { reaction: Reaction::Hard, they: "Now?".to_owned(), answer: "Yes".to_owned() };
    let none = Rehearsed { reaction: Reaction::Easy, they: String::new(), answer: " ".to_owned() };
    let asked = PlayRole { reactions: vec![none, hard.clone()], ..scene(Some(decision), None) };
    let story = story.and(Command::PlayRole(asked));
    let id: ArtefactId = story.newest();
    let artefact = story.course.artefact(id).unwrap();
    let Stage::RolePlay(kept) = &artefact.now().stage else { panic!("another stage") };
    assert_eq!((&kept.reactions, artefact.from()), (&vec![hard], Some(decision)));
    assert_eq!(story.course.person_of(id), Some(mia), "through decision and conversation");
}

#[test]
fn a_stage_cannot_come_from_a_later_one() {
    let (story, ..) = with_talk();
    let story = story.and(Command::AnalyseDecision(choice(None, &["", "Ring"])));
    let decision: ArtefactId = story.newest();
    let story = story.and(Command::PlayRole(scene(Some(decision), None)));
    let round = AnalyseDecision { rewrites: Some(decision), ..choice(Some(story.newest()), &["", "Ring"]) };
    assert_eq!(story.when(&Command::AnalyseDecision(round)), Err(Refusal::Unknown("artefact")));
}

#[test]
fn a_plan_may_say_what_it_came_from() {
    let (story, mia, talk) = with_talk();
    let Command::AgreePlan(plan) = ask::plan("Ring Mia", Some(mia)) else { panic!("no plan") };
    let story = story.and(Command::AgreePlan(AgreePlan { from: Some(talk), ..plan.clone() }));
    assert_eq!(story.course.plans[0].agreed.from, Some(talk));
    let nowhere = AgreePlan { from: Some(ArtefactId(99)), ..plan };
    assert_eq!(story.when(&Command::AgreePlan(nowhere)), Err(Refusal::Unknown("artefact")));
}

#[test]
fn what_was_worked_out_is_the_therapists_until_it_is_shared() {
    let (story, _, talk) = with_talk();
    assert!(!story.course.artefact(talk).unwrap().is_shared);
    let share = |is_shared| Command::ShareArtefact(ShareArtefact { artefact: talk, is_shared });
    let story = story.and(share(true));
    assert!(story.course.artefact(talk).unwrap().is_shared);
    assert_eq!(story.when(&share(true)), Err(Refusal::AlreadySo));
    assert!(!story.and(share(false)).course.artefact(talk).unwrap().is_shared);
}

#[test]
fn a_plan_made_of_a_talk_with_somebody_unsafe_is_refused_though_it_names_nobody() {
    let (story, mia, talk) = with_talk();
    let story = story.and(ask::mark(mia, Safety::Unsafe));
    let Command::AgreePlan(plan) = ask::plan("Ring again", None) else { panic!("no plan") };
    let plan = AgreePlan { from: Some(talk), ..plan };
    assert_eq!(story.when(&Command::AgreePlan(plan)), Err(Refusal::PersonUnsafe));
}

#[test]
fn a_decision_written_again_keeps_the_day_it_had() {
    let on = Some(day("2026-01-07"));
    let first = AnalyseDecision { review_on: on, ..choice(None, &["", "Ring"]) };
    let story = Story::opened().and(Command::AnalyseDecision(first.clone())).on("2026-02-01");
    let again = AnalyseDecision { rewrites: Some(story.newest()), ..first };
    assert!(story.when(&Command::AnalyseDecision(again.clone())).is_ok());
    let other = AnalyseDecision { review_on: Some(day("2026-01-08")), ..again };
    assert_eq!(story.when(&Command::AnalyseDecision(other)), Err(Refusal::NoSuchDate("review-on")));
}
