//! Two people who turn out to be one.

use crate::ask;
use crate::given::{Story, day};
use treatment::area_work::{AskDisputeSafety, DisputeStage, Hazard, StageDispute};
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::focus::{Area, Direction, Source};
use treatment::ids::PersonId;
use treatment::inventory::{MarkSafety, Ring, Safety};
use treatment::map::Aspect;
use treatment::merging::{MergePeople, SplitPeople};
use treatment::refusal::Refusal;

fn merge(gone: PersonId, into: PersonId) -> Command {
    Command::MergePeople(MergePeople { gone, into })
}

/// The therapist named "my boss" and later "Ruth", who is the boss; and Ben, who works with the boss.
fn boss_and_ruth() -> (Story, [PersonId; 3]) {
    let story = ["my boss", "Ruth", "Ben"]
        .into_iter()
        .fold(Story::opened(), |story, name| story.and(ask::person(name)));
    let people: Vec<PersonId> = story.course.inventory.people.iter().map(|person| person.id).collect();
    let [boss, ruth, ben] = people[..] else { unreachable!("three were named") };
    let bond = Bond { from: boss, to: ben, kind: BondKind::Colleague, since: None, until: None };
    let evidence = ask::evidence(Area::Dispute, Direction::For, Some(Source::Person(boss)));
    (story.and(Command::AddBond(bond)).and(evidence), [boss, ruth, ben])
}

#[test]
fn what_is_bound_to_either_is_shown_under_the_one() {
    let (story, [boss, ruth, ben]) = boss_and_ruth();
    let before = story.course.clone();
    let story = story.and(merge(boss, ruth));
    let inventory = &story.course.inventory;
    let names: Vec<&str> = inventory.on_map().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Ruth", "Ben"]);
    assert_eq!(inventory.person(boss).unwrap().id, ruth);
    assert_eq!(inventory.bonds_of(ruth).map(|known| known.bond.other(ruth)).collect::<Vec<_>>(), [ben]);
    assert_eq!(Aspect::Evidence.value(&story.course, inventory.person(ruth).unwrap()), "dispute");
    let story = story.and(Command::SplitPeople(SplitPeople { person: boss }));
    assert_eq!(story.course.inventory, before.inventory, "and apart again, all is as it was");
}

#[test]
fn what_is_said_of_one_who_turned_out_to_be_another_has_another_place() {
    let (story, [boss, ruth, _]) = boss_and_ruth();
    let story = story.and(merge(boss, ruth));
    assert_eq!(story.when(&ask::place(boss, None)), Err(Refusal::PersonMerged));
    assert_eq!(story.when(&merge(boss, ruth)), Err(Refusal::PersonMerged));
    assert_eq!(story.when(&merge(ruth, ruth)), Err(Refusal::SamePerson));
    assert!(
        story.when(&ask::plan("Ask for a talk", Some(boss))).is_ok(),
        "a plan with either is a plan with the one"
    );
}

#[test]
fn a_mark_that_somebody_is_not_safe_is_not_lost_on_the_way() {
    let (story, [boss, ruth, _]) = boss_and_ruth();
    let note = "Threatened her in the car park".to_owned();
    let mark = MarkSafety { person: boss, mark: Safety::Unsafe, note: note.clone() };
    let story = story.and(Command::MarkSafety(mark)).and(merge(boss, ruth));
    let ruth = story.course.inventory.person(ruth).unwrap();
    assert_eq!((ruth.safety, &ruth.safety_note), (Safety::Unsafe, &note));
}

#[test]
fn a_plan_with_whoever_a_party_of_a_dispute_turned_out_to_be_asks_for_safety_all_the_same() {
    let (story, [boss, ruth, _]) = boss_and_ruth();
    let staged = StageDispute {
        parties: vec![boss],
        stage: DisputeStage::Impasse,
        on: day("2026-01-05"),
        why: "They have not spoken since".to_owned(),
    };
    let asked = AskDisputeSafety { found: vec![Hazard::Threats], note: "In the car park".to_owned() };
    let story = story.and(ask::focus(Area::Dispute, "")).and(Command::StageDispute(staged));
    let story = story.and(Command::AskDisputeSafety(asked));
    let plan = ask::plan("Ask for a talk", Some(ruth));
    assert!(story.clone().when(&plan).is_ok());
    assert_eq!(story.and(merge(boss, ruth)).when(&plan), Err(Refusal::DisputeUnsafe));
}

#[test]
fn a_step_of_somebody_who_turned_out_to_be_another_is_not_taken_back_on_the_other() {
    let (story, [boss, ruth, _]) = boss_and_ruth();
    let story = story.and(ask::place(boss, Some(Ring::Inner)));
    let step = story.course.version;
    let story = story.and(ask::place(ruth, Some(Ring::Inner))).and(merge(boss, ruth));
    assert_eq!(story.when(&Command::UndoStep(step)), Err(Refusal::PersonMerged));
}
