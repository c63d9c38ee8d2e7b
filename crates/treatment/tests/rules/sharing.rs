//! What the client keeps to themselves, and what they share.

use crate::ask;
use crate::given::Story;
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::focus::{Area, Direction, Source};
use treatment::goodbye::SpeakOfLoss;
use treatment::ids::{EventId, PersonId};
use treatment::inventory::{MarkSafety, PEOPLE_MOST, Safety};
use treatment::prompts::{AnswerNobody, PutPromptsAside};
use treatment::refusal::Refusal;
use treatment::sharing::Own;
use treatment::timeline::{Entry, EventKind};

fn share(own: impl IntoIterator<Item = Own>) -> Command {
    Command::Share(own.into_iter().collect::<BTreeSet<Own>>())
}

/// A course in which the client has named Noor, and who she is.
fn with_noor() -> (Story, PersonId) {
    let story = Story::opened().by_client().and(ask::person("Noor"));
    let noor = story.course.inventory.people[0].id;
    (story, noor)
}

fn names(story: &Story) -> Vec<String> {
    story.course.shared_part().inventory.on_map().map(|person| person.name.clone()).collect()
}

#[test]
fn whom_the_client_names_is_theirs_until_they_share_it_and_again_when_they_take_it_back() {
    let (story, noor) = with_noor();
    assert_eq!((names(&story), story.course.inventory.people.len()), (vec![], 1));
    let story = story.and(share([Own::Person(noor)]));
    assert_eq!(names(&story), ["Noor"]);
    let story = story.and(Command::Unshare(Own::Person(noor)));
    assert_eq!(names(&story), Vec::<String>::new());
}

#[test]
fn whom_the_therapist_names_is_shared_and_not_the_clients_to_take_back() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    assert_eq!(names(&story), ["Mia"]);
    assert_eq!(story.by_client().when(&Command::Unshare(Own::Person(mia))), Err(Refusal::Unknown("person")));
}

#[test]
fn what_is_not_shared_does_not_exist_for_what_the_therapist_asks() {
    let (story, noor) = with_noor();
    let story = story.by_therapist();
    let source = Some(Source::Person(noor));
    for asked in
        [ask::place(noor, None), ask::evidence(Area::Dispute, Direction::For, source), ask::remove(noor)]
    {
        assert_eq!(story.when(&asked), Err(Refusal::Unknown("person")), "{asked:?}");
    }
}

#[test]
fn a_map_that_is_full_for_the_client_alone_says_nothing_to_the_therapist() {
    let mut story = Story::opened().by_client();
    for _ in 0..PEOPLE_MOST {
        story = story.and(ask::person("Somebody"));
    }
    let full = Err(Refusal::TooMany { what: "people", limit: PEOPLE_MOST });
    assert_eq!(story.when(&ask::person("One more")), full);
    assert!(story.by_therapist().when(&ask::person("One more")).is_ok());
}

#[test]
fn a_person_on_whom_agreed_work_rests_is_not_taken_back_by_one_side() {
    let rests = |work: &dyn Fn(PersonId) -> Command| {
        let (story, noor) = with_noor();
        let story = story.and(share([Own::Person(noor)])).by_therapist().and(work(noor)).by_client();
        story.when(&Command::Unshare(Own::Person(noor))).err()
    };
    let safety = |mark| move |person| Command::MarkSafety(MarkSafety { person, mark, note: String::new() });
    let plan = |person| Command::MakeSafetyPlan(Box::new(ask::safety_plan(&[person], "2026-02-01")));
    assert_eq!(rests(&plan), Some(Refusal::WorkRestsOnIt));
    assert_eq!(rests(&safety(Safety::Unsafe)), Some(Refusal::WorkRestsOnIt));
    assert_eq!(rests(&safety(Safety::None)), None);
    let evidence = |person| ask::evidence(Area::Dispute, Direction::For, Some(Source::Person(person)));
    assert_eq!(rests(&evidence), None, "what the therapist wrote stays theirs, without the person");
}

#[test]
fn an_entry_that_was_never_shared_leaves_no_trace_when_it_is_taken_back() {
    let story = Story::opened().by_client().and(ask::event("The letter"));
    let letter: EventId = story.course.timeline.events[0].id;
    let story = story.and(Command::TakeBack(Own::Event(letter)));
    assert!(story.course.timeline.events.is_empty());
    let seen = story.course.facts_seen_by(&Story::therapist(), story.facts.clone());
    assert_eq!(seen.len(), 1, "the opening alone: {seen:?}");
    assert_eq!(story.facts.len(), 4, "and in the record everything stays");
}

#[test]
fn what_is_shared_is_not_the_clients_alone_to_remove() {
    let (story, noor) = with_noor();
    let story = story.and(share([Own::Person(noor)]));
    assert_eq!(story.when(&Command::TakeBack(Own::Person(noor))), Err(Refusal::Unknown("own")));
}

#[test]
fn questions_end_with_whom_nobody_has_named_and_stop_when_put_aside() {
    let open = |story: &Story| {
        let mut keys = vec![];
        let mut last: Option<String> = None;
        while let Some(next) = story.content.prompts().next(&story.course.inventory, last.as_deref()) {
            keys.push(next.key.clone());
            last = Some(next.key.clone());
        }
        keys
    };
    let story = Story::opened();
    assert_eq!(open(&story).len(), story.content.prompts().all.len(), "on an empty map everybody is missing");
    let nobody = Command::AnswerNobody(AnswerNobody { prompt: "no-neighbour".to_owned() });
    let story = story.and(nobody.clone());
    assert!(!open(&story).contains(&"no-neighbour".to_owned()), "an answer is not asked for again");
    assert_eq!(story.when(&nobody), Err(Refusal::AlreadySo));
    let story = story.and(Command::PutPromptsAside(PutPromptsAside {}));
    assert!(
        story.course.inventory.prompted.is_aside(false) && !story.course.inventory.prompted.is_aside(true)
    );
}

#[test]
fn what_is_said_of_a_loss_that_is_not_shared_is_not_shared_either() {
    let (story, noor) = with_noor();
    let said =
        SpeakOfLoss { person: Some(noor), event: None, words: "I miss her".to_owned(), is_not_now: false };
    let story = story.and(Command::SpeakOfLoss(said));
    let is_of_loss = |fact: &Fact| matches!(fact, Fact::LossSpokenOf(_));
    let read = story.course.facts_seen_by(&Story::therapist(), story.facts.clone());
    assert!(story.facts.iter().any(|recorded| is_of_loss(&recorded.fact)));
    assert!(!read.iter().any(|recorded| is_of_loss(&recorded.fact)));
    assert_eq!((story.course.ending.losses.len(), story.course.shared_part().ending.losses.len()), (1, 0));
}

#[test]
fn a_client_is_not_asked_about_what_the_therapist_put_on_the_timeline() {
    let loss = Entry { kind: Some(EventKind::DeathClose), ..ask::entry("Her brother's death") };
    let story = Story::opened().and(Command::AddEvent(loss));
    let event = story.newest();
    assert_eq!((story.course.losses(true).len(), story.course.losses(false).len()), (0, 1));
    let said = SpeakOfLoss { person: None, event: Some(event), words: "Yes".to_owned(), is_not_now: false };
    let said = Command::SpeakOfLoss(said);
    assert!(story.clone().when(&said).is_ok());
    assert_eq!(story.by_client().when(&said), Err(Refusal::Unknown("event")));
}
