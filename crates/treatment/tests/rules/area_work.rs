//! The work on each problem area.

use crate::ask;
use crate::given::{Story, content, day};
use std::collections::BTreeMap;
use treatment::area_work::{
    AreaWork, AskDisputeSafety, DisputeStage, Hazard, ROWS_MOST, StageDispute, UseStrategy, WriteSection,
};
use treatment::chain::{PlayRole, Plays};
use treatment::command::Command;
use treatment::focus::{AgreeFocus, Area};
use treatment::ids::PersonId;
use treatment::inventory::Safety;
use treatment::refusal::Refusal;

fn section(area: Area, section: &str, rows: &[&[(&str, &str)]]) -> WriteSection {
    let row = |cells: &&[(&str, &str)]| -> BTreeMap<String, String> {
        cells.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())).collect()
    };
    WriteSection {
        area,
        section: section.to_owned(),
        rows: rows.iter().map(row).collect(),
        reason: String::new(),
    }
}

fn written(story: Story, asked: WriteSection) -> Result<Story, Refusal> {
    let asked = Command::WriteSection(asked);
    story.when(&asked)?;
    Ok(story.and(asked))
}

fn rehearsal() -> Command {
    Command::PlayRole(PlayRole {
        rewrites: None,
        session: None,
        from: None,
        person: None,
        situation: String::new(),
        plays: Plays::Therapist,
        opening_words: "When can we talk?".to_owned(),
        reactions: vec![],
        noticed: String::new(),
        kept: vec![],
        ready: None,
    })
}

#[test]
fn every_area_has_its_sheet_with_strategies_and_markers() {
    let content = content();
    for area in Area::ALL {
        let work = content.work_of(*area).unwrap();
        assert!(!work.strategies.is_empty() && work.section("markers").is_some(), "{}", area.key());
    }
}

#[test]
fn a_sheet_that_contradicts_itself_is_named_with_its_rule() {
    let broken = |more: &str| {
        AreaWork::parse(&format!("area = \"grief\"\nversion = 1\nsource = \"\"\nstrategies = []\n{more}"))
            .unwrap_err()
    };
    let one = "[[sections]]\nkey = \"a\"\ncolumns = [{ key = \"x\" }]\n";
    assert_eq!(broken(&format!("{one}{one}")), "section a is there twice");
    assert_eq!(broken("[[sections]]\nkey = \"a\"\ncolumns = []"), "section a has no columns");
    assert_eq!(broken(&format!("{one}strategy = \"b\"")), "section a names unknown strategy b");
    assert_eq!(broken(&format!("{one}needs = \"b\"")), "section a needs unknown section b");
    assert_eq!(
        broken(&format!("{one}presses = true")),
        "section a presses without a dispute or without a person"
    );
}

#[test]
fn a_section_is_kept_as_it_was_last_written_without_its_empty_rows() {
    let story = written(Story::opened(), section(Area::Dispute, "issue", &[&[("issue", "Money")]])).unwrap();
    let rows: &[&[(&str, &str)]] = &[&[("issue", " ")], &[("issue", "Who decides"), ("since", "2024")]];
    let story = written(story, section(Area::Dispute, "issue", rows)).unwrap();
    let rows = story.course.work.rows(Area::Dispute, "issue");
    assert_eq!((rows.len(), rows[0]["issue"].as_str()), (1, "Who decides"));
}

#[test]
fn a_section_takes_what_its_columns_take() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let row = |column: &str, cell: &str| {
        let asked = section(Area::Dispute, "expectations", &[&[(column, cell)]]);
        written(story.clone(), asked).map(|_| ())
    };
    assert_eq!(row("said", "unsaid"), Ok(()));
    assert_eq!(row("said", "sung"), Err(Refusal::Unknown("rows")));
    assert_eq!(row("weight", "9"), Err(Refusal::Unknown("rows")));
    assert_eq!(row("with", &sam.to_string()), Ok(()));
    assert_eq!(row("with", "99"), Err(Refusal::Unknown("person")));
    let hard =
        |cell| written(story.clone(), section(Area::Grief, "avoided", &[&[("hard", cell)]])).map(|_| ());
    assert_eq!(hard("10"), Ok(()));
    assert_eq!(hard("11"), Err(Refusal::OutOfRange { field: "rows", least: 0, most: 10 }));
    assert_eq!(
        written(story.clone(), section(Area::Grief, "tears", &[])).unwrap_err(),
        Refusal::Unknown("section")
    );
}

#[test]
fn a_section_has_room_for_so_many_rows() {
    let rows: Vec<&[(&str, &str)]> = vec![&[("issue", "Again")]; ROWS_MOST + 1];
    assert!(written(Story::opened(), section(Area::Dispute, "issue", &rows[1..])).is_ok());
    assert_eq!(
        written(Story::opened(), section(Area::Dispute, "issue", &rows)).unwrap_err(),
        Refusal::TooMany { what: "rows", limit: ROWS_MOST }
    );
}

#[test]
fn a_transition_is_not_resolved_while_nothing_is_said_of_the_old_role_unless_a_reason_is() {
    let markers = section(Area::Transition, "markers", &[&[("reached", "yes")]]);
    assert_eq!(written(Story::opened(), markers.clone()).unwrap_err(), Refusal::Empty("reason"));
    let reasoned = WriteSection { reason: "There was no old role to miss".to_owned(), ..markers.clone() };
    assert!(written(Story::opened(), reasoned).is_ok());
    let old = section(Area::Transition, "old-role", &[&[("good-of-it", "The colleagues")]]);
    let story = written(Story::opened(), old).unwrap();
    assert!(written(story, markers).is_ok());
}

#[test]
fn what_was_written_of_somebody_stays_when_they_are_taken_off_the_map() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::remove(sam));
    let asked = section(Area::Grief, "companions", &[&[("with", &sam.to_string())]]);
    assert!(written(story, asked).is_ok());
}

#[test]
fn a_strategy_is_one_of_its_area() {
    let asked = |strategy: &str| {
        Command::UseStrategy(UseStrategy {
            area: Area::Grief,
            strategy: strategy.to_owned(),
            session: None,
            note: String::new(),
        })
    };
    assert_eq!(Story::opened().when(&asked("di-issue")), Err(Refusal::Unknown("strategy")));
    assert_eq!(Story::opened().and(asked("gr-avoidance")).course.work.used.len(), 1);
}

#[test]
fn a_dispute_moves_between_stages_with_its_parties_and_every_move_is_kept() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::person("His mother"));
    let mother: PersonId = story.newest();
    let asked = |parties: &[PersonId], stage, on: &str| {
        Command::StageDispute(StageDispute {
            parties: parties.to_vec(),
            stage,
            on: day(on),
            why: "Said so".to_owned(),
        })
    };
    assert_eq!(story.when(&asked(&[], DisputeStage::Impasse, "2026-01-05")), Err(Refusal::Empty("parties")));
    assert!(story.when(&asked(&[sam], DisputeStage::Impasse, "2026-01-06")).is_err(), "tomorrow");
    let story = story.and(asked(&[sam], DisputeStage::Impasse, "2026-01-02")).and(asked(
        &[mother, sam, sam],
        DisputeStage::Renegotiation,
        "2026-01-05",
    ));
    assert_eq!((story.course.work.stages.len(), story.course.work.parties()), (2, &[sam, mother][..]));
}

#[test]
fn nothing_is_rehearsed_in_a_dispute_before_safety_was_asked_about_and_nothing_found() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::focus(Area::Dispute, ""));
    assert_eq!(story.when(&rehearsal()), Err(Refusal::SafetyNotAsked));
    let found = |found: &[Hazard], note: &str| {
        Command::AskDisputeSafety(AskDisputeSafety { found: found.to_vec(), note: note.to_owned() })
    };
    assert_eq!(story.when(&found(&[Hazard::Control], " ")), Err(Refusal::Empty("note")));
    let calm = story.clone().and(found(&[], ""));
    assert!(calm.when(&rehearsal()).is_ok());
    let stage = StageDispute {
        parties: vec![sam],
        stage: DisputeStage::Impasse,
        on: day("2026-01-05"),
        why: "Silence".to_owned(),
    };
    let worried =
        calm.and(Command::StageDispute(stage)).and(found(&[Hazard::Control], "He holds her papers"));
    assert_eq!(worried.when(&rehearsal()), Err(Refusal::DisputeUnsafe));
    assert_eq!(worried.when(&ask::plan("Tell Sam", Some(sam))), Err(Refusal::DisputeUnsafe));
    assert!(worried.when(&ask::plan("Ring the advice line", None)).is_ok(), "help is not pressing");
}

/// A session together with somebody, as prepared, and how it went.
fn together(whom: PersonId, purpose: &str, went: &str) -> WriteSection {
    let whom = whom.to_string();
    let cells = [("with", whom.as_str()), ("purpose", purpose), ("how-it-went", went)];
    section(Area::Dispute, "joint", &[&cells])
}

/// What is answered where a hazard was found and no reason is given.
fn without_reason(hazard: Hazard) -> Refusal {
    if hazard.is_force() { Refusal::DisputeUnsafe } else { Refusal::Empty("reason") }
}

fn safety(found: &[Hazard]) -> Command {
    Command::AskDisputeSafety(AskDisputeSafety { found: found.to_vec(), note: "Asked alone".to_owned() })
}

#[test]
fn no_session_together_is_prepared_before_safety_was_asked_about_whatever_the_focus_is() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let asked = together(sam, "The money", "");
    for area in [Area::Dispute, Area::Grief] {
        let story = story.clone().and(ask::focus(area, ""));
        assert_eq!(written(story.clone(), asked.clone()).unwrap_err(), Refusal::SafetyNotAsked);
        assert!(written(story.and(safety(&[])), asked.clone()).is_ok());
    }
}

#[test]
fn no_session_together_is_prepared_where_something_was_found() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::focus(Area::Dispute, "")).and(safety(&[]));
    for hazard in Hazard::ALL {
        let found = story.clone().and(safety(&[*hazard]));
        let refused = written(found, together(sam, "The money", "")).unwrap_err();
        assert_eq!(refused, without_reason(*hazard), "{}", hazard.key());
    }
}

#[test]
fn a_reason_outweighs_what_is_neither_force_nor_fear_and_nothing_else() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::focus(Area::Dispute, ""));
    let with_reason =
        |whom, reason: &str| WriteSection { reason: reason.to_owned(), ..together(whom, "The money", "") };
    let unasked = written(story.clone(), with_reason(sam, "She wants it")).unwrap_err();
    assert_eq!(unasked, Refusal::SafetyNotAsked, "no reason stands in for asking");
    for hazard in Hazard::ALL {
        let found = story.clone().and(safety(&[*hazard]));
        let asked = written(found.clone(), with_reason(sam, "She wants it, and her own account is open"));
        assert_eq!(asked.is_ok(), matches!(hazard, Hazard::Money | Hazard::Status), "{}", hazard.key());
        assert_eq!(written(found, with_reason(sam, "  ")).unwrap_err(), without_reason(*hazard));
        let both = story.clone().and(safety(&[Hazard::Money, *hazard]));
        let asked = written(both, with_reason(sam, "She wants it"));
        assert_eq!(asked.is_err(), hazard.is_force(), "{}", hazard.key());
    }
    let marked = story.and(safety(&[])).and(ask::mark(sam, Safety::Unsafe));
    let asked = written(marked, with_reason(sam, "She wants it")).unwrap_err();
    assert_eq!(asked, Refusal::PersonUnsafe, "who is to come is safe, or does not come");
}

#[test]
fn somebody_not_safe_in_the_dispute_asks_for_a_reason_to_meet_another_and_supervision_sees_it() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::person("His mother"));
    let mother: PersonId = story.newest();
    let story = story.and(ask::focus(Area::Dispute, "")).and(safety(&[])).and(ask::mark(sam, Safety::Unsafe));
    let story = story.and(Command::StageDispute(StageDispute {
        parties: vec![sam, mother],
        stage: DisputeStage::Impasse,
        on: day("2026-01-05"),
        why: "Silence".to_owned(),
    }));
    let reason = "She comes alone, and Sam does not know".to_owned();
    let asked = |went| WriteSection { reason: reason.clone(), ..together(mother, "The money", went) };
    let seen =
        |story: &Story| treatment::summary::summary_of(&story.course, &story.content).unwrap().joint_reason;
    let prepared = written(story, asked("")).unwrap();
    assert_eq!(seen(&prepared), reason);
    let over = written(prepared.clone(), asked("They agreed")).unwrap();
    assert_eq!(seen(&over), "", "it has taken place");
    assert_eq!(seen(&written(prepared, section(Area::Dispute, "joint", &[])).unwrap()), "", "it was let go");
}

#[test]
fn the_reason_of_a_session_together_stays_until_it_has_taken_place_or_is_let_go() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let asked = |purpose, went, reason: &str| WriteSection {
        reason: reason.to_owned(),
        ..together(sam, purpose, went)
    };
    let prepared =
        written(story.and(safety(&[Hazard::Money])), asked("The money", "", "Her own account is open"));
    let prepared = prepared.unwrap();
    let emptied = |story: &Story, rows: WriteSection| written(story.clone(), rows).map(|_| ());
    for found in [&[Hazard::Money][..], &[Hazard::Threats], &[]] {
        let story = prepared.clone().and(safety(found));
        let refused = Err(Refusal::Empty("reason"));
        assert_eq!(emptied(&story, asked("The money", "", " ")), refused, "{found:?}");
        let mut both = asked("The money", "", "");
        both.rows.extend(together(sam, "The children", "Calm").rows);
        assert!(emptied(&story, both).is_err(), "{found:?}");
        assert_eq!(emptied(&story, asked("The money", "", "She asks for it")), Ok(()), "it may change");
        assert_eq!(emptied(&story, asked("The money", "They agreed", "")), Ok(()), "it has taken place");
        assert_eq!(emptied(&story, section(Area::Dispute, "joint", &[])), Ok(()), "it was let go");
    }
    let safe = prepared.and(safety(&[]));
    assert_eq!(emptied(&safe, asked("The children", "", "")), Ok(()), "another one needs none any more");
}

#[test]
fn no_session_together_is_prepared_with_or_around_somebody_who_is_not_safe() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(ask::person("His mother"));
    let mother: PersonId = story.newest();
    let story = story.and(safety(&[])).and(ask::mark(sam, Safety::Unsafe));
    assert_eq!(written(story.clone(), together(sam, "The money", "")).unwrap_err(), Refusal::PersonUnsafe);
    let with_mother = together(mother, "The money", "");
    assert!(written(story.clone(), with_mother.clone()).is_ok());
    let story = story.and(Command::StageDispute(StageDispute {
        parties: vec![sam, mother],
        stage: DisputeStage::Impasse,
        on: day("2026-01-05"),
        why: "Silence".to_owned(),
    }));
    assert_eq!(written(story, with_mother).unwrap_err(), Refusal::Empty("reason"), "he is a party of it");
}

#[test]
fn a_session_together_is_with_somebody_who_is_on_the_map() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = story.and(safety(&[]));
    let nobody = section(Area::Dispute, "joint", &[&[("purpose", "The money")]]);
    assert_eq!(written(story.clone(), nobody).unwrap_err(), Refusal::Empty("person"));
    let gone = story.and(ask::remove(sam));
    assert_eq!(written(gone, together(sam, "The money", "")).unwrap_err(), Refusal::PersonRemoved);
}

#[test]
fn a_session_together_that_was_prepared_is_told_of_or_let_go_whatever_was_found_since() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story = written(story.and(safety(&[])), together(sam, "The money", "")).unwrap();
    let found = story.and(safety(&[Hazard::Threats])).and(ask::mark(sam, Safety::Unsafe));
    assert!(written(found.clone(), together(sam, "The money", "He shouted; we stopped")).is_ok());
    assert!(written(found.clone(), section(Area::Dispute, "joint", &[])).is_ok());
    assert_eq!(
        written(found.clone(), together(sam, "The money, again", "")).unwrap_err(),
        Refusal::DisputeUnsafe
    );
    let mut twice = together(sam, "The money", "He shouted; we stopped");
    twice.rows.extend(together(sam, "The children", "").rows);
    assert_eq!(written(found, twice).unwrap_err(), Refusal::DisputeUnsafe, "a second one is another");
}

#[test]
fn the_same_session_together_once_more_is_another_that_is_prepared() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam: PersonId = story.newest();
    let story =
        written(story.and(safety(&[])), together(sam, "The money", "He shouted; we stopped")).unwrap();
    let found = story.and(safety(&[Hazard::Threats]));
    let twice = |went, again| {
        let mut twice = together(sam, "The money", went);
        twice.rows.extend(together(sam, "The money", again).rows);
        twice
    };
    let told = "He shouted; we stopped";
    assert_eq!(written(found.clone(), twice(told, "")).unwrap_err(), Refusal::DisputeUnsafe);
    assert_eq!(written(found.clone(), twice("", told)).unwrap_err(), Refusal::DisputeUnsafe, "in any order");
    let anew = written(found.clone(), together(sam, "The money", "")).unwrap_err();
    assert_eq!(anew, Refusal::DisputeUnsafe, "what was told of is not to come again by leaving that out");
    assert!(written(found, together(sam, "The money", "He shouted")).is_ok(), "it can be told better");
}

#[test]
fn where_the_focus_is_no_dispute_a_rehearsal_needs_no_such_question() {
    let story = Story::opened().and(ask::focus(Area::Grief, ""));
    assert!(story.when(&rehearsal()).is_ok());
}

#[test]
fn a_dispute_that_is_the_second_focus_is_asked_about_all_the_same() {
    let Command::AgreeFocus(focus) = ask::focus(Area::Transition, "") else { panic!("no focus") };
    let second = Command::AgreeFocus(AgreeFocus { second: Some(Area::Dispute), ..focus });
    assert_eq!(Story::opened().and(second).when(&rehearsal()), Err(Refusal::SafetyNotAsked));
}
