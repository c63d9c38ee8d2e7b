//! Ties among the people of the map.

use crate::ask;
use crate::given::Story;
use treatment::bonds::{BONDS_MOST, Bond, BondKind, ChangeBond, RemoveBond, RestoreBond};
use treatment::command::Command;
use treatment::ids::{BondId, PersonId};
use treatment::inventory::Details;
use treatment::refusal::Refusal;
use treatment::time::{Known, PartialDate};

fn two() -> (Story, PersonId, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let story = story.and(ask::person("Noor"));
    let noor = story.newest();
    (story, mia, noor)
}

fn tie(from: PersonId, to: PersonId, kind: BondKind) -> Bond {
    Bond { from, to, kind, since: None, until: None }
}

fn year(year: i32) -> PartialDate {
    PartialDate { year, known: Known::Year, about: false }
}

fn on_map(story: &Story) -> Vec<BondKind> {
    story.course.inventory.bonds_on_map().map(|known| known.bond.kind).collect()
}

#[test]
fn a_person_can_have_many_partners_and_two_mothers() {
    let (story, mia, noor) = two();
    let story = story.and(ask::person("Ayo"));
    let ayo = story.newest();
    let story = story
        .and(Command::AddBond(tie(mia, noor, BondKind::Partner)))
        .and(Command::AddBond(tie(mia, ayo, BondKind::Partner)))
        .and(Command::AddBond(tie(noor, ayo, BondKind::Parent)))
        .and(Command::AddBond(tie(mia, ayo, BondKind::AdoptiveParent)));
    assert_eq!(story.course.inventory.bonds_of(ayo).count(), 3);
}

#[test]
fn a_couple_that_found_back_together_is_two_ties() {
    let (story, mia, noor) = two();
    let first =
        Bond { since: Some(year(2001)), until: Some(year(2004)), ..tie(mia, noor, BondKind::Partner) };
    let again = Bond { since: Some(year(2010)), until: None, ..first };
    let story = story.and(Command::AddBond(first)).and(Command::AddBond(again));
    assert_eq!(on_map(&story), [BondKind::Partner, BondKind::Partner]);
}

#[test]
fn a_tie_that_is_there_is_refused_from_either_end() {
    let (story, mia, noor) = two();
    let story = story.and(Command::AddBond(tie(mia, noor, BondKind::Friend)));
    assert_eq!(story.when(&Command::AddBond(tie(noor, mia, BondKind::Friend))), Err(Refusal::AlreadySo));
}

#[test]
fn nobody_is_the_parent_of_their_parent() {
    let (story, mia, noor) = two();
    let story = story.and(Command::AddBond(tie(mia, noor, BondKind::Parent)));
    assert_eq!(story.when(&Command::AddBond(tie(noor, mia, BondKind::Parent))), Err(Refusal::TurnedRound));
}

#[test]
fn nobody_is_tied_to_themselves_or_to_somebody_unknown() {
    let (story, mia, _) = two();
    assert_eq!(story.when(&Command::AddBond(tie(mia, mia, BondKind::Friend))), Err(Refusal::SamePerson));
    assert_eq!(
        story.when(&Command::AddBond(tie(mia, PersonId(99), BondKind::Friend))),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn a_tie_does_not_begin_before_birth_nor_in_the_future_nor_after_its_end() {
    let (story, mia, noor) = two();
    let story =
        story.and(ask::describe(mia, "Mia", Details { born: Some(year(1990)), ..Details::default() }));
    let since = |since, until| Command::AddBond(Bond { since, until, ..tie(mia, noor, BondKind::Friend) });
    assert_eq!(story.when(&since(Some(year(1980)), None)), Err(Refusal::BeforeBirth("since")));
    assert_eq!(story.when(&since(Some(year(2040)), None)), Err(Refusal::NotYet("since")));
    assert_eq!(story.when(&since(Some(year(2010)), Some(year(2001)))), Err(Refusal::EndsBeforeStart));
    assert!(story.when(&since(Some(year(1990)), Some(year(2001)))).is_ok());
}

#[test]
fn a_tie_is_not_drawn_while_one_of_its_ends_is_off_the_map() {
    let (story, mia, noor) = two();
    let story = story.and(Command::AddBond(tie(mia, noor, BondKind::Sibling))).and(ask::remove(noor));
    assert!(on_map(&story).is_empty());
}

#[test]
fn a_tie_can_be_changed_taken_back_and_put_back() {
    let (story, mia, noor) = two();
    let story = story.and(Command::AddBond(tie(mia, noor, BondKind::Partner)));
    let id: BondId = story.newest();
    let parted = ChangeBond { id, bond: tie(mia, noor, BondKind::FormerPartner) };
    let story = story.and(Command::ChangeBond(parted));
    assert_eq!(on_map(&story), [BondKind::FormerPartner]);
    assert_eq!(story.when(&Command::ChangeBond(parted)), Err(Refusal::AlreadySo));
    let story = story.and(Command::RemoveBond(RemoveBond { id }));
    assert!(on_map(&story).is_empty());
    assert_eq!(story.when(&Command::RemoveBond(RemoveBond { id })), Err(Refusal::Unknown("bond")));
    let story = story.and(Command::RestoreBond(RestoreBond { id }));
    assert_eq!(on_map(&story), [BondKind::FormerPartner]);
}

#[test]
fn ties_have_a_limit() {
    let (mut story, mia, noor) = two();
    for year_of in 0..BONDS_MOST as i32 {
        let bond = Bond { since: Some(year(1500 + year_of)), ..tie(mia, noor, BondKind::Conflict) };
        story = story.and(Command::AddBond(bond));
    }
    assert_eq!(
        story.when(&Command::AddBond(tie(mia, noor, BondKind::Friend))),
        Err(Refusal::TooMany { what: "people-ties", limit: BONDS_MOST })
    );
}
