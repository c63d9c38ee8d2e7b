//! Commands about the map and the onset axis, drawn from dice.

use crate::properties::{Ask, Dice};
use treatment::bonds::{Bond, BondKind, RemoveBond, RestoreBond};
use treatment::command::Command;
use treatment::erasing::{ErasePerson, EraseWhy};
use treatment::ids::{BondId, PersonId, Version};
use treatment::map_file::{ExportMap, FileKind, ImportPeople};
use treatment::pins::{PinNote, UnpinNote};
use treatment::then_and_now::NameMoment;

pub(crate) const ASKED: &[Ask] = &[
    |d, course, _| {
        let at = Version(d.below(u64::from(course.version.0) + 3) as u32);
        Command::NameMoment(NameMoment { name: Dice::said(d), at })
    },
    |d, course, _| {
        let steps: Vec<Version> = course.steps.iter().map(|step| step.version).collect();
        let newest = steps.last().copied().filter(|_| d.is(70));
        let step = newest.unwrap_or_else(|| d.name(&steps, Version));
        if d.is(60) { Command::UndoStep(step) } else { Command::RedoStep(step) }
    },
    |d, course, _| {
        let undone = course.steps.iter().filter(|step| step.undone.is_some());
        let undone: Vec<Version> = undone.map(|step| step.version).collect();
        Command::RedoStep(d.name(&undone, Version))
    },
    |d, course, _| {
        let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
        Command::PinNote(PinNote { person: d.maybe(|d| d.name(&people, PersonId)), words: Dice::said(d) })
    },
    |d, course, _| {
        let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
        let person = d.name(&people, PersonId);
        let known = course.inventory.person(person).filter(|_| d.is(30));
        let name = known.map_or_else(|| d.said(), |known| course.inventory.shown_name(known));
        Command::ErasePerson(ErasePerson { person, name, why: d.one(EraseWhy::ALL) })
    },
    |d, course, _| {
        let pins: Vec<Version> = course.pins.iter().map(|pin| pin.id).collect();
        Command::UnpinNote(UnpinNote { pin: d.name(&pins, Version) })
    },
    |d, _, _| Command::ExportMap(ExportMap { file: d.one(FileKind::ALL), names: d.is(50), reason: d.said() }),
    |d, _, _| {
        let text =
            d.one(&["", "name,tie\nIda,friend", "Ida,godmother,,inner", "\"Ida, Bo\",friend\n,friend"]);
        Command::ImportPeople(ImportPeople { text: text.to_owned(), take_all: d.is(50) })
    },
    |d, course, _| {
        let people: Vec<PersonId> = course.inventory.on_map().map(|person| person.id).collect();
        let (from, to) = (d.name(&people, PersonId), d.name(&people, PersonId));
        Command::AddBond(Bond { from, to, kind: d.one(BondKind::ALL), since: None, until: None })
    },
    |d, course, _| {
        let bonds: Vec<BondId> = course.inventory.bonds_on_map().map(|known| known.id).collect();
        Command::RemoveBond(RemoveBond { id: d.name(&bonds, BondId) })
    },
    |d, course, _| {
        let gone = course.inventory.bonds.iter().filter(|known| known.is_removed);
        let gone: Vec<BondId> = gone.map(|known| known.id).collect();
        Command::RestoreBond(RestoreBond { id: d.name(&gone, BondId) })
    },
];
