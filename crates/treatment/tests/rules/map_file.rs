//! One map as a file, and people from one.

use crate::ask;
use crate::given::Story;
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{Details, PEOPLE_MOST, PersonStatus, Ring, Tie};
use treatment::map_file::{ExportMap, FileKind, ImportPeople, file};
use treatment::refusal::Refusal;

fn import(text: &str, take_all: bool) -> Command {
    Command::ImportPeople(ImportPeople { text: text.to_owned(), take_all })
}

#[test]
fn the_map_goes_out_under_aliases_and_with_names_only_when_it_is_so_decided() {
    let story = Story::opened().and(ask::person("Mia <Rose> & \"Co\""));
    let mia = story.newest();
    let story = story.and(ask::person("=Noor"));
    let noor: PersonId = story.newest();
    let alias = Details { alias: "The neighbour, left".to_owned(), ..Details::default() };
    let tie = Bond { from: mia, to: noor, kind: BondKind::Parent, since: None, until: None };
    let story = story.and(ask::describe(noor, "=Noor", alias)).and(Command::AddBond(tie));
    let csv = file(&story.course, FileKind::Csv, false);
    assert!(
        csv.contains("\"The neighbour, left\"") && !csv.contains("Noor") && !csv.contains("Rose"),
        "{csv}"
    );
    assert!(file(&story.course, FileKind::Csv, true).contains("'=Noor,"), "no cell is a formula");
    let graph = file(&story.course, FileKind::GraphMl, true);
    assert!(graph.contains("Mia &lt;Rose&gt; &amp; "), "{graph}");
    assert!(graph.contains("<edge source=\"p1\" target=\"p2\" directed=\"true\">"), "{graph}");
    assert!(!file(&story.course, FileKind::GraphMl, false).contains("Rose"));
}

#[test]
fn a_file_goes_out_with_a_reason_that_is_kept() {
    let story = Story::opened().and(ask::person("Mia"));
    let export = |reason: &str| {
        Command::ExportMap(ExportMap { file: FileKind::Csv, names: true, reason: reason.to_owned() })
    };
    assert_eq!(story.when(&export(" ")), Err(Refusal::Empty("reason")));
    assert_eq!(story.and(export("For supervision")).course.map_exports.len(), 1);
}

#[test]
fn people_are_read_from_a_file_as_it_went_out() {
    let text = "\u{feff}name,tie,status,ring\r\n\"Rose, Ida\",in-law,died,less-close\r\nBo\r\n\r\n";
    let story = Story::opened().and(import(text, false));
    let people: Vec<_> = story
        .course
        .inventory
        .on_map()
        .map(|one| (one.name.as_str(), one.tie, one.status, one.ring))
        .collect();
    assert_eq!(
        people,
        [
            ("Rose, Ida", Tie::InLaw, PersonStatus::Died, Some(Ring::LessClose)),
            ("Bo", Tie::Other, PersonStatus::Living, None)
        ]
    );
}

#[test]
fn a_tie_that_is_not_known_is_told_in_its_own_words_and_not_lost() {
    let story = Story::opened();
    let text = "Ida;Godmother;;inner\nBo;friend;;;met in Leeds";
    let refused = Refusal::NotUnderstood(vec!["Godmother".to_owned(), "met in Leeds".to_owned()]);
    assert_eq!(story.when(&import(text, false)), Err(refused));
    let story = story.and(import(text, true));
    let notes: Vec<_> = story
        .course
        .pins_on_map()
        .map(|pin| {
            (story.course.inventory.person(pin.note.person.unwrap()).unwrap().name.as_str(), &*pin.note.words)
        })
        .collect();
    assert_eq!(notes, [("Ida", "Godmother"), ("Bo", "met in Leeds")]);
}

#[test]
fn a_file_without_people_or_with_too_many_is_refused() {
    let story = Story::opened();
    assert_eq!(story.when(&import("name,tie\n", true)), Err(Refusal::Empty("import")));
    assert_eq!(story.when(&import(",friend", true)), Err(Refusal::Empty("import")));
    let many = "Somebody\n".repeat(PEOPLE_MOST + 1);
    assert_eq!(
        story.when(&import(&many, true)),
        Err(Refusal::TooMany { what: "import", limit: PEOPLE_MOST })
    );
    assert!(story.when(&import(&"Somebody\n".repeat(PEOPLE_MOST), true)).is_ok());
}
