//! What the client tells about one person: theirs alone until they share it, answer by answer.

use crate::ask;
use crate::given::Story;
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::{PersonId, Version};
use treatment::inventory::{Details, MarkSafety, Safety};
use treatment::merging::MergePeople;
use treatment::refusal::Refusal;
use treatment::sharing::Own;
use treatment::telling::{ShareTold, TellOfPerson, TurnTold};

fn tell(person: PersonId, about: &str, details: Details, is_shared: bool) -> Command {
    Command::TellOfPerson(Box::new(TellOfPerson { person, about: about.to_owned(), details, is_shared }))
}

fn likes(person: PersonId, likes: &str, is_shared: bool) -> Command {
    tell(person, "liking", Details { likes: likes.to_owned(), ..Details::default() }, is_shared)
}

fn share(person: PersonId, is_shared: bool) -> Command {
    let about = BTreeSet::from(["liking".to_owned()]);
    Command::ShareTold(ShareTold { person, about, is_shared })
}

fn turn(story: &Story, person: PersonId) -> Command {
    let newest = story.course.told_of(person).next().map_or(Version(1), |told| told.newest);
    Command::TurnTold(TurnTold { person, about: "liking".to_owned(), newest })
}

/// A course in which the therapist named Mia; the client speaks.
fn with_mia() -> (Story, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    (story.by_client(), mia)
}

/// What the client, and what the therapist, reads of what she likes.
fn read(story: &Story, person: PersonId) -> (Option<String>, Option<String>) {
    let said = |course: &treatment::course::Course| {
        course.told_of(person).next().map(|told| told.answer.details.likes.clone())
    };
    (said(&story.course), said(&story.course.shared_part()))
}

fn texts_seen(story: &Story) -> String {
    let facts = story.course.facts_seen_by(&Story::therapist(), story.facts.clone());
    format!("{facts:?}")
}

#[test]
fn an_answer_is_the_clients_alone_until_they_share_it_and_again_when_they_take_it_back() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "She listens", false));
    assert_eq!(read(&story, mia), (Some("She listens".to_owned()), None));
    assert!(!texts_seen(&story).contains("She listens"));
    let story = story.and(share(mia, true));
    assert_eq!(read(&story, mia).1, Some("She listens".to_owned()));
    assert!(texts_seen(&story).contains("She listens"));
    let story = story.and(share(mia, false));
    assert_eq!(read(&story, mia).1, None);
    assert!(!texts_seen(&story).contains("She listens"));
    assert_eq!(story.when(&share(mia, false)), Err(Refusal::AlreadySo));
}

#[test]
fn an_earlier_answer_that_was_private_stays_private_when_the_newer_one_is_shared() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "Her money", false)).and(likes(mia, "She listens", true));
    assert!(!texts_seen(&story).contains("Her money") && texts_seen(&story).contains("She listens"));
    let shared = story.course.shared_part();
    assert!(shared.told_of(mia).all(|told| told.before == Details::default()), "not even beside it");
}

#[test]
fn what_was_taken_back_stays_back_when_another_answer_is_shared() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "Her money", true)).and(share(mia, false));
    let story = story.and(likes(mia, "She listens", true));
    assert!(!texts_seen(&story).contains("Her money") && texts_seen(&story).contains("She listens"));
    let story = story.and(likes(mia, "She sings", true));
    let seen = texts_seen(&story);
    assert!(seen.contains("She listens") && seen.contains("She sings"), "shared all along: both are read");

    // Taken back is taken back for what undo brings as well.
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "Her money", true)).and(likes(mia, "She listens", true));
    let story = story.and(share(mia, false)).and(share(mia, true));
    assert!(!texts_seen(&story).contains("Her money"));
    let story = story.clone().and(turn(&story, mia));
    assert_eq!(read(&story, mia), (Some("Her money".to_owned()), None));
}

#[test]
fn a_page_of_before_shares_nothing_that_was_taken_back_since() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "Her money", true)).and(share(mia, false));
    let taken_back = &story.facts.last().unwrap().fact;
    assert!(likes(mia, "His money", true).writes_over(taken_back));
    assert!(!likes(PersonId(99), "His money", true).writes_over(taken_back));
}

#[test]
fn only_the_fields_of_its_question_are_an_answer() {
    let (story, mia) = with_mia();
    let more = Details { likes: "She listens".to_owned(), alias: "M".to_owned(), ..Details::default() };
    let story = story.and(tell(mia, "liking", more.clone(), true));
    let told = &story.course.told_of(mia).next().unwrap().answer.details;
    assert_eq!((told.likes.as_str(), told.alias.as_str()), ("She listens", ""));
    assert_eq!(story.when(&tell(mia, "wanting", more.clone(), false)), Err(Refusal::Empty("tell-answer")));
    assert_eq!(story.when(&tell(mia, "no-such", more, false)), Err(Refusal::Unknown("prompt")));
    let there = story.course.inventory.person(mia).unwrap();
    assert_eq!(there.details, Details::default(), "what the therapist wrote is another thing");
}

#[test]
fn the_last_change_is_taken_back_and_done_again_and_never_shares_anything() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "She listens", false));
    let story = story.clone().and(turn(&story, mia));
    assert_eq!(read(&story, mia).0, Some(String::new()), "there was nothing before the first");
    let story = story.clone().and(turn(&story, mia));
    assert_eq!(read(&story, mia), (Some("She listens".to_owned()), None));

    let story = story.and(likes(mia, "She sings", true));
    let stale = turn(&story, mia);
    let story = story.clone().and(turn(&story, mia));
    assert_eq!(read(&story, mia), (Some("She listens".to_owned()), None), "private as it was");
    let story = story.clone().and(turn(&story, mia));
    assert_eq!(read(&story, mia), (Some("She sings".to_owned()), None), "done again, and not shared again");
    assert_eq!(story.when(&stale), Err(Refusal::ToldSince));
}

#[test]
fn an_answer_about_somebody_who_is_not_shared_cannot_be_shared() {
    let story = Story::opened().by_client().and(ask::person("Noor"));
    let noor = story.course.inventory.people[0].id;
    assert_eq!(story.when(&likes(noor, "She listens", true)), Err(Refusal::PersonKept));
    let story = story.and(likes(noor, "She listens", false));
    assert_eq!(story.when(&share(noor, true)), Err(Refusal::PersonKept));
    let own = Own::Person(noor);
    let story = story.and(Command::Share(BTreeSet::from([own])));
    assert_eq!(read(&story, noor).1, None, "somebody shared is not all that is told of them");
    let story = story.and(share(noor, true)).and(Command::Unshare(own));
    assert!(!texts_seen(&story).contains("She listens") && !texts_seen(&story).contains("Noor"));
    let story = story.and(Command::Share(BTreeSet::from([own])));
    assert_eq!(read(&story, noor).1, None, "and does not come back with them unasked");
}

#[test]
fn what_is_told_of_somebody_marked_as_unsafe_is_taken_and_taken_back_as_of_anybody() {
    let (story, mia) = with_mia();
    let marked = MarkSafety { person: mia, mark: Safety::Unsafe, note: String::new() };
    let story = story.by_therapist().and(Command::MarkSafety(marked)).by_client();
    let story = story.and(likes(mia, "Nothing", true)).and(share(mia, false));
    assert_eq!(read(&story, mia).1, None);
    // A refusal would tell the client, or whoever holds the telephone, of the mark.
    assert!(story.when(&share(mia, true)).is_ok());
}

#[test]
fn what_was_told_is_taken_back_and_away_wherever_its_person_went() {
    let (story, mia) = with_mia();
    let story = story.by_therapist().and(ask::person("Mia from the choir"));
    let singer = story.newest();
    let story = story.by_client().and(likes(mia, "Her money", true)).and(likes(mia, "She listens", true));
    let away = tell(mia, "liking", Details::default(), false);
    let merge = Command::MergePeople(MergePeople { gone: mia, into: singer });
    for went in [ask::remove(mia), merge] {
        let gone = story.clone().by_therapist().and(went).by_client();
        assert!(gone.when(&likes(mia, "She sings", false)).is_err(), "nothing new is told of them");
        let private = gone.clone().and(share(mia, false));
        assert!(!texts_seen(&private).contains("She listens"));
        let taken = gone.and(away.clone());
        assert_eq!(read(&taken, mia), (Some(String::new()), None));
        assert!(!texts_seen(&taken).contains("She listens"));
        assert!(taken.when(&away).is_err(), "once is enough");
        let back = taken.clone().and(turn(&taken, mia));
        assert_eq!(read(&back, mia), (Some("She listens".to_owned()), None), "and back, theirs alone");
    }
    let gone = story.and(likes(mia, "She hums", false)).by_therapist().and(ask::remove(mia)).by_client();
    assert_eq!(gone.when(&share(mia, true)), Err(Refusal::PersonRemoved), "nor is anything shared");
}

#[test]
fn an_answer_to_a_question_that_is_no_longer_asked_can_be_taken_away() {
    let (mut story, mia) = with_mia();
    let details = Details { likes: "She listens".to_owned(), ..Details::default() };
    let told = TellOfPerson { person: mia, about: "asked-once".to_owned(), details, is_shared: true };
    story.recorded(Fact::PersonToldOf(Box::new(told.clone())));
    let more = Command::TellOfPerson(Box::new(TellOfPerson { is_shared: false, ..told }));
    assert_eq!(story.when(&more), Err(Refusal::Unknown("prompt")), "nothing is added to it");
    let story = story.and(tell(mia, "asked-once", Details::default(), false));
    assert!(!texts_seen(&story.by_therapist()).contains("She listens"));
}

#[test]
fn an_answer_goes_with_the_person_who_is_erased() {
    let (story, mia) = with_mia();
    let story = story.and(likes(mia, "She listens", true));
    let told = story.facts.last().unwrap();
    assert_eq!(told.fact.only_about(told.version), [mia]);
    assert!(matches!(told.fact, Fact::PersonToldOf(_)) && told.fact.is_about_people());
    let story = story.by_therapist().and(crate::erasing::erase(mia, "Mia"));
    assert_eq!(read(&story, mia), (None, None));
}

#[test]
fn the_therapist_cannot_answer_in_the_clients_place() {
    let (story, mia) = with_mia();
    assert_eq!(likes(mia, "She listens", false).verb(), treatment::access::Verb::WriteOwn);
    let story = story.and(likes(mia, "She listens", false)).by_therapist();
    assert_eq!(story.when(&share(mia, true)), Err(Refusal::Unknown("told")), "to them it is not there");
}
