//! Erasing what is known of one person of the map.

use crate::ask;
use crate::given::{COURSE, Story};
use treatment::access::{Role, Verb, Who, may};
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::course::{Course, Recorded};
use treatment::ending::Closing;
use treatment::erasing::{ErasePerson, EraseWhy, without_erased};
use treatment::fact::Fact;
use treatment::focus::{Area, Direction, Source};
use treatment::ids::{PersonId, Version};
use treatment::inventory::{Details, RestorePerson, Ring, Safety};
use treatment::merging::MergePeople;
use treatment::pins::PinNote;
use treatment::refusal::Refusal;

pub(crate) fn erase(person: PersonId, name: &str) -> Command {
    Command::ErasePerson(ErasePerson { person, name: name.to_owned(), why: EraseWhy::AskedByThem })
}

/// Mia, of whom much is told, and Noor, who is her friend.
fn mia_and_noor() -> (Story, [PersonId; 2]) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let story = story.and(ask::person("Noor"));
    let noor = story.newest();
    let details = Details { can_say: "almost anything".to_owned(), ..Details::default() };
    let bond = Bond { from: mia, to: noor, kind: BondKind::Friend, since: None, until: None };
    let story = story
        .and(ask::describe(mia, "Mia", details))
        .and(ask::place(mia, Some(Ring::Outer)))
        .and(ask::mark(mia, Safety::Unsafe))
        .and(Command::AddBond(bond))
        .and(Command::PinNote(PinNote { person: Some(mia), words: "calls on Sundays".to_owned() }))
        .and(ask::evidence(Area::Dispute, Direction::For, Some(Source::Person(mia))));
    (story, [mia, noor])
}

fn without(story: &Story) -> Vec<Recorded<Fact>> {
    let mut facts = story.facts.clone();
    without_erased(&mut facts);
    facts
}

#[test]
fn what_was_told_of_somebody_goes_and_a_place_without_a_name_stays() {
    let (story, [mia, noor]) = mia_and_noor();
    let story = story.and(erase(mia, "  mia "));
    for course in [&story.course, &Course::from_facts(COURSE, &without(&story))] {
        let left = course.inventory.person(mia).unwrap();
        assert_eq!((left.name.as_str(), &left.details, left.safety), ("", &Details::default(), Safety::None));
        assert_eq!(left.erased.unwrap().why, EraseWhy::AskedByThem);
        assert_eq!(course.inventory.on_map().map(|person| person.id).collect::<Vec<_>>(), [noor]);
        assert_eq!((course.inventory.bonds.len(), course.pins.len()), (0, 0));
        assert!(course.steps.iter().all(|step| step.person != mia));
        assert_eq!(course.evidence.len(), 1, "what was written stays");
    }
    let facts = without(&story);
    let text = format!("{facts:?}");
    for word in ["Mia", "almost anything", "Sundays"] {
        assert!(!text.contains(word), "{word}");
    }
    assert_eq!(facts.iter().filter(|recorded| recorded.fact == Fact::Erased).count(), 6);
    assert!(text.contains("Noor"));
}

#[test]
fn what_is_erased_is_not_undone_put_back_or_added_to() {
    let (story, [mia, noor]) = mia_and_noor();
    let step = story.course.steps.iter().rev().find(|step| step.person == mia).unwrap().version;
    let story = story.and(erase(mia, "Mia"));
    assert_eq!(story.when(&Command::UndoStep(step)), Err(Refusal::Unknown("step")));
    assert_eq!(
        story.when(&Command::RestorePerson(RestorePerson { person: mia })),
        Err(Refusal::PersonErased)
    );
    let bond = Bond { from: mia, to: noor, kind: BondKind::Friend, since: None, until: None };
    for asked in [
        ask::describe(mia, "Mia", Details::default()),
        ask::place(mia, None),
        ask::mark(mia, Safety::Unsafe),
        ask::plan("Ask her", Some(mia)),
        Command::AddBond(bond),
        Command::MergePeople(MergePeople { gone: noor, into: mia }),
        erase(mia, ""),
    ] {
        assert_eq!(story.when(&asked), Err(Refusal::PersonErased), "{asked:?}");
    }
}

#[test]
fn two_who_are_one_go_together() {
    let (story, [mia, noor]) = mia_and_noor();
    let story = story.and(Command::MergePeople(MergePeople { gone: mia, into: noor }));
    let story = story.and(erase(noor, "Noor"));
    assert_eq!(story.course.inventory.on_map().count(), 0);
    assert!(story.course.inventory.people.iter().all(|person| person.erased.is_some()));
    assert!(!format!("{:?}", without(&story)).contains("Mia"));
}

#[test]
fn at_every_moment_of_the_record_they_are_erased() {
    let (story, [mia, noor]) = mia_and_noor();
    let then = Version(story.course.version.0 - 2);
    let story = story.and(erase(mia, "Mia"));
    for facts in [&story.facts, &without(&story)] {
        let course = Course::as_of_version(COURSE, facts, then);
        assert!(course.inventory.person(mia).unwrap().erased.is_some());
        assert_eq!(course.inventory.on_map().map(|person| person.id).collect::<Vec<_>>(), [noor]);
        let before = Course::as_of_version(COURSE, facts, Version(mia.0 - 1));
        assert_eq!(before.inventory.person(mia), None, "nobody was named then");
    }
}

#[test]
fn the_name_is_typed_once_more_and_nobody_on_the_safety_plan_is_erased() {
    let (story, [mia, noor]) = mia_and_noor();
    assert_eq!(story.when(&erase(mia, "Noor")), Err(Refusal::OtherName));
    assert_eq!(story.when(&erase(mia, "")), Err(Refusal::OtherName));
    assert_eq!(story.when(&erase(PersonId(99), "Mia")), Err(Refusal::Unknown("person")));
    let story = story.and(ask::make_safety_plan(&[noor], "2026-02-01"));
    assert_eq!(story.when(&erase(noor, "Noor")), Err(Refusal::OnSafetyPlan));
    assert!(story.when(&erase(mia, "Mia")).is_ok());
    let story = story.and(ask::make_safety_plan(&[], "2026-02-02"));
    assert!(story.when(&erase(noor, "Noor")).is_ok());
}

#[test]
fn the_therapist_erases_and_nobody_else_and_after_the_close_as_well() {
    let (story, [mia, _]) = mia_and_noor();
    let head = story.course.head().unwrap();
    let therapist = Story::therapist();
    assert!(may(&therapist, Verb::ErasePerson, Some(&head)));
    for (who, roles) in [
        (Who::Client(head.client), vec![]),
        (Who::Staff(crate::given::SUPERVISOR), vec![Role::Supervisor]),
        (Who::Staff(head.therapist), vec![Role::Manager, Role::Administrator]),
        (Who::Clock, vec![]),
    ] {
        let other =
            treatment::access::Actor { who, roles, supervises: vec![head.therapist], ..therapist.clone() };
        assert!(!may(&other, Verb::ErasePerson, Some(&head)), "{who}");
    }
    let story = story.and(ask::close(Closing::ClientStopped, "She did not come back"));
    assert_eq!(story.when(&ask::place(mia, None)), Err(Refusal::Closed));
    assert!(story.when(&erase(mia, "Mia")).is_ok());
}
