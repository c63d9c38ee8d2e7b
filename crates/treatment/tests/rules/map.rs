//! What the map says beside the rings: mood, change since the onset, notes, figures.

use crate::ask;
use crate::given::Story;
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::ids::{PersonId, Version};
use treatment::inventory::{Conflict, Details, Ring, Support, SupportKind};
use treatment::map::Aspect;
use treatment::pins::{PinNote, UnpinNote};
use treatment::refusal::Refusal;
use treatment::structure::{Structure, structure};
use treatment::time::PartialDate;
use treatment::timeline::SetOnset;

fn value(story: &Story, aspect: Aspect, person: PersonId) -> &'static str {
    aspect.value(&story.course, story.course.inventory.person(person).unwrap())
}

fn felt(feeling: i8, person: PersonId) -> Command {
    let entry = ask::entry("A visit");
    Command::AddEvent(treatment::timeline::Entry { feeling: Some(feeling), people: vec![person], ..entry })
}

#[test]
fn the_effect_on_mood_is_the_clients_own_word_and_otherwise_what_was_felt() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    assert_eq!(value(&story, Aspect::Mood, mia), "unasked");
    let story = story.and(felt(-3, mia));
    assert_eq!(value(&story, Aspect::Mood, mia), "lowers");
    let story = story.and(felt(2, mia));
    assert_eq!(value(&story, Aspect::Mood, mia), "mixed");
    let said = Details { mood_effect: Some(0), ..Details::default() };
    let story = story.and(ask::describe(mia, "Mia", said));
    assert_eq!(value(&story, Aspect::Mood, mia), "neutral");
}

#[test]
fn a_change_since_the_onset_needs_an_onset_or_a_move() {
    let since = |year| Details { known_since: Some(ask::year(year)), ..Details::default() };
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let story = story.and(ask::describe(mia, "Mia", since(2025)));
    assert_eq!(value(&story, Aspect::Change, mia), "unasked");
    let onset: PartialDate = ask::year(2024);
    let story = story.and(Command::DateOnset(SetOnset { onset }));
    assert_eq!(value(&story, Aspect::Change, mia), "gained");
    let story = story.and(ask::describe(mia, "Mia", since(2001)));
    let story = story.and(ask::place(mia, Some(Ring::Close))).and(ask::place(mia, Some(Ring::Outer)));
    assert_eq!(value(&story, Aspect::Change, mia), "further");
}

#[test]
fn a_note_stays_until_it_is_taken_off_and_leaves_the_map_with_its_person() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let note = |person, words: &str| Command::PinNote(PinNote { person, words: words.to_owned() });
    assert_eq!(story.when(&note(None, " ")), Err(Refusal::Empty("pin-words")));
    assert_eq!(story.when(&note(Some(PersonId(9)), "Who?")), Err(Refusal::Unknown("person")));
    let story = story.and(note(Some(mia), "Ask about Sunday")).and(note(None, "A thin year"));
    assert_eq!(story.course.pins_on_map().count(), 2);
    let story = story.and(ask::remove(mia));
    assert_eq!(story.course.pins_on_map().count(), 1);
    let gone = Command::UnpinNote(UnpinNote { pin: Version(4) });
    let story = story.and(gone.clone());
    assert_eq!((story.course.pins_on_map().count(), story.course.pins.len()), (0, 2));
    assert_eq!(story.when(&gone), Err(Refusal::Unknown("pin")));
}

#[test]
fn the_figures_count_what_was_told_and_say_what_was_not() {
    let mut story = Story::opened();
    for name in ["Mia", "Noor", "Ayo", "Paul"] {
        story = story.and(ask::person(name));
    }
    let [mia, noor, ayo, paul] = [2, 3, 4, 5].map(PersonId);
    let listens = Support { received: Some(2), given: None };
    let known = Details {
        support: [(SupportKind::Emotional, listens)].into(),
        support_received: Some(2),
        support_given: Some(1),
        conflict: Some(Conflict::Hidden),
        ..Details::default()
    };
    let tie =
        |from, to| Command::AddBond(Bond { from, to, kind: BondKind::Friend, since: None, until: None });
    let story = story
        .and(ask::describe(mia, "Mia", known))
        .and(tie(mia, noor))
        .and(tie(noor, ayo))
        .and(Command::AddBond(Bond {
            from: ayo,
            to: paul,
            kind: BondKind::Partner,
            since: None,
            until: Some(ask::year(2020)),
        }))
        .and(ask::remove(ayo));
    let counted = structure(&story.course);
    let wanted = Structure {
        people: 3,
        in_touch: 3,
        inner: counted.inner,
        confidants: 1,
        confidants_unasked: 2,
        both: 1,
        support_unasked: 2,
        conflict_hidden: 1,
        conflict_unasked: 2,
        tied: 1,
        pairs: 3,
        groups: 1,
        alone: 1,
        ..Structure::default()
    };
    assert_eq!(counted, wanted);
}
