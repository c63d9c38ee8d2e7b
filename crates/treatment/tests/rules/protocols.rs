//! The protocol as data: the shipped ones, gates, tasks, and broken files.

use crate::ask;
use crate::given::{FILES, Story, content, day};
use treatment::content::Content;
use treatment::contract::MissedRule;
use treatment::course::Phase;
use treatment::fact::Fact;
use treatment::focus::{Area, Direction, FitDecision};
use treatment::formulation::Agreement;
use treatment::opening::HistorySection;
use treatment::protocol::{Gate, Protocol, Requirement, missing, tasks, warnings};
use treatment::refusal::Refusal;

const TWELVE: &str = FILES[0].1;

/// What is said of the file of twelve sessions with one place of it written otherwise.
#[track_caller]
fn broken(from: &str, to: &str) -> String {
    assert!(TWELVE.contains(from), "the file does not say {from}");
    Protocol::parse(&TWELVE.replacen(from, to, 1)).unwrap_err()
}

fn phases(key: &str) -> Vec<(Phase, u8, u8)> {
    let content = content();
    let protocol = content.protocol_newest(key).unwrap();
    let mut phases: Vec<(Phase, u8, u8)> = Vec::new();
    for number in 1..=protocol.sessions {
        let phase = protocol.usual_phase(number, protocol.sessions);
        match phases.last_mut() {
            Some((last, _, until)) if *last == phase => *until = number,
            _ => phases.push((phase, number, number)),
        }
    }
    phases
}

/// Everything that the gate into the middle asks for.
fn ready_for_the_middle() -> Story {
    let mut story = Story::opened()
        .and(ask::history(HistorySection::Symptoms, "Sleeps badly"))
        .and(ask::task("risk-initial", true))
        .and(ask::diagnosis("Depression", "2026-01-05"))
        .and(ask::task("psychoed", true))
        .and(ask::event("The move"))
        .and(ask::fit(FitDecision::Standard, "It fits"))
        .and(ask::focus(Area::Transition, ""))
        .and(ask::offer("The move took your people from you"))
        .and(ask::answer(Agreement::Agreed))
        .and(ask::contract(16, MissedRule::Counts))
        .and(ask::goal("Two people to ring"))
        .and(ask::phq9(
            ["1"; 8].map(|_| "1").into_iter().chain(["0"]).collect::<Vec<_>>().try_into().unwrap(),
            "2026-01-05",
        ));
    for name in ["Mia", "Tom", "Ana"] {
        story = story.and(ask::person(name));
    }
    story
}

/// The measures a protocol asks for before a session, whatever the course.
fn asked_at(protocol: &Protocol, number: u8, of: u8) -> Vec<&str> {
    let asks = protocol.schedule.asks.iter().filter(|ask| ask.is_for_session(number, of, protocol.midpoint));
    asks.map(|ask| ask.measure.as_str()).collect()
}

#[test]
fn sixteen_sessions_are_four_of_opening_eight_of_middle_four_of_ending() {
    assert_eq!(phases("ipt-16"), [(Phase::Opening, 1, 4), (Phase::Middle, 5, 12), (Phase::Ending, 13, 16)]);
}

#[test]
fn twelve_sessions_are_three_of_opening_six_of_middle_three_of_ending() {
    assert_eq!(phases("ipt-12"), [(Phase::Opening, 1, 3), (Phase::Middle, 4, 9), (Phase::Ending, 10, 12)]);
}

#[test]
fn every_shipped_protocol_is_weekly_for_fifty_minutes() {
    for protocol in content().protocols() {
        assert_eq!((protocol.cadence_days, protocol.minutes), (7, 50), "{}", protocol.key);
    }
}

#[test]
fn every_shipped_protocol_names_the_ending_before_it_begins() {
    for protocol in content().protocols() {
        assert!(protocol.ending_named_at >= protocol.ending_len, "{}", protocol.key);
    }
}

#[test]
fn every_shipped_protocol_asks_for_the_weekly_measure_at_every_session() {
    for protocol in content().protocols().iter().cloned() {
        for number in 1..=protocol.sessions {
            let due = asked_at(&protocol, number, protocol.sessions);
            assert!(due.contains(&"phq-9"), "{} session {number}", protocol.key);
        }
    }
}

#[test]
fn every_shipped_protocol_works_on_the_four_problem_areas() {
    for protocol in content().protocols() {
        assert_eq!(protocol.areas, [Area::Dispute, Area::Transition, Area::Grief, Area::Sensitivity]);
    }
}

#[test]
fn every_required_task_of_the_opening_in_the_literature_is_in_every_shipped_protocol() {
    let required = [
        "sym-review",
        "psych-history",
        "risk-initial",
        "diagnosis-named",
        "psychoed",
        "sick-role",
        "med-review",
        "timeline",
        "inventory",
        "suitability",
        "focus-candidates",
        "formulation-shared",
        "goals-set",
        "contract",
        "ipt-explained",
        "baseline-measures",
    ];
    for protocol in content().protocols() {
        for id in required {
            let found = protocol.tasks.iter().find(|task| task.id == id);
            assert!(
                found.is_some_and(|task| task.required && task.phase == Phase::Opening),
                "{} {id}",
                protocol.key
            );
        }
    }
}

#[test]
fn every_task_with_a_place_on_the_map_is_there_in_its_phase() {
    for protocol in content().protocols() {
        for planned in &protocol.map {
            let usual = protocol.usual_phase(planned.number, protocol.sessions);
            for id in planned.tasks.iter().filter(|id| *id != "ending-named") {
                let task = protocol.tasks.iter().find(|task| task.id == *id).unwrap();
                assert_eq!(task.phase, usual, "{} session {} {id}", protocol.key, planned.number);
            }
        }
    }
}

#[test]
fn the_last_session_of_a_longer_contract_has_the_measures_of_the_last_on_the_map() {
    let content = content();
    let protocol = content.protocol_newest("ipt-16").unwrap();
    assert_eq!(asked_at(protocol, 20, 20), ["phq-9", "gad-7"]);
}

#[test]
fn the_last_session_of_a_shorter_contract_has_the_measures_of_the_last_on_the_map() {
    let content = content();
    let protocol = content.protocol_newest("ipt-16").unwrap();
    assert_eq!(asked_at(protocol, 10, 10), ["phq-9", "gad-7"]);
}

#[test]
fn the_gate_into_the_middle_opens_when_everything_is_there() {
    let story = ready_for_the_middle().and(ask::begin_middle(""));
    assert_eq!((story.phase(), story.course.middle_begun.unwrap().2.missing), (Phase::Middle, vec![]));
}

#[test]
fn the_gate_into_the_middle_names_what_is_missing() {
    let mut story = ready_for_the_middle();
    story.course.inventory.people.pop();
    story.course.tasks.clear();
    assert_eq!(
        story.when(&ask::begin_middle("")),
        Err(Refusal::GateNeedsReason(
            ["task-risk-initial", "task-psychoed", "gate-people"].map(str::to_owned).to_vec()
        ))
    );
}

#[test]
fn the_gate_into_the_middle_never_locks() {
    let Fact::MiddleBegun(begun) = Story::opened().fact_of(&ask::begin_middle("She is in crisis")) else {
        panic!("not begun")
    };
    assert_eq!((begun.reason.as_str(), begun.missing.len()), ("She is in crisis", 12));
}

#[test]
fn the_middle_begins_once() {
    let story = ready_for_the_middle().and(ask::begin_middle(""));
    assert_eq!(story.when(&ask::begin_middle("")), Err(Refusal::AlreadySo));
}

#[test]
fn a_person_taken_off_the_map_does_not_count_at_the_gate() {
    let story = ready_for_the_middle();
    let ana = story.newest();
    let story = story.and(ask::remove(ana));
    assert_eq!(missing(&story.course, story.protocol(), Gate::OpeningToMiddle), ["gate-people"]);
}

#[test]
fn evidence_against_an_area_is_no_evidence_for_one() {
    let against = Story::opened().and(ask::evidence(Area::Grief, Direction::Against, None));
    let for_one = against.clone().and(ask::evidence(Area::Dispute, Direction::For, None));
    assert_eq!([against, for_one].map(|story| Requirement::Evidence.is_met(&story.course)), [false, true]);
}

#[test]
fn an_opening_that_is_too_long_is_warned_of() {
    let mut story = Story::held(4);
    let before = warnings(&story.course, story.protocol()).contains(&"warning-opening-long");
    story = story.and(ask::hold_on(day("2026-01-26")));
    assert_eq!(
        (before, warnings(&story.course, story.protocol()).contains(&"warning-opening-long")),
        (false, true)
    );
}

#[test]
fn an_ending_not_named_at_four_left_is_warned_of() {
    let story = Story::held(12);
    assert!(warnings(&story.course, story.protocol()).contains(&"warning-ending-due"));
}

#[test]
fn a_task_shown_by_the_record_is_done_without_a_tick() {
    let story = Story::opened().and(ask::diagnosis("Depression", "2026-01-05"));
    let states = tasks(&story.course, story.protocol(), Phase::Opening);
    let task = states.iter().find(|task| task.id == "diagnosis-named").unwrap();
    assert_eq!((task.is_done, task.is_by_hand), (true, false));
}

#[test]
fn a_task_ticked_by_hand_is_done_when_it_is_ticked() {
    let story = Story::opened().and(ask::task("sick-role", true));
    let states = tasks(&story.course, story.protocol(), Phase::Opening);
    let done: Vec<&str> = states.iter().filter(|task| task.is_done).map(|task| task.id).collect();
    assert_eq!(done, ["sick-role"]);
}

#[test]
fn tasks_are_listed_by_phase() {
    let story = Story::opened();
    let states = tasks(&story.course, story.protocol(), Phase::Middle);
    assert_eq!(states.iter().map(|task| task.id).collect::<Vec<_>>(), ["midpoint-review"]);
}

#[test]
fn a_map_that_is_too_short_is_refused() {
    assert_eq!(broken("sessions = 12", "sessions = 13"), "13 sessions, but 12 on the map");
}

#[test]
fn a_map_with_a_gap_is_refused() {
    assert_eq!(broken("number = 5", "number = 6"), "the map must number its sessions from 1 without a gap");
}

#[test]
fn a_map_that_names_an_unknown_task_is_refused() {
    assert_eq!(
        broken(r#"tasks = ["midpoint-review"]"#, r#"tasks = ["dream-work"]"#),
        "session 6 names unknown task dream-work"
    );
}

#[test]
fn a_gate_that_names_an_unknown_task_is_refused() {
    assert_eq!(broken("task:risk-final", "task:tea"), "a gate names unknown task tea");
}

#[test]
fn a_gate_that_asks_for_an_unknown_thing_is_refused() {
    for wrong in
        ["happiness", "task:", "people", "people:many", "history:dreams", "diagnosis:told", "people:3:4"]
    {
        let said = broken("\"ending-named\", \"end-feelings\"", &format!("\"{wrong}\", \"end-feelings\""));
        assert!(said.contains(wrong), "{wrong}: {said}");
    }
}

#[test]
fn a_protocol_without_areas_is_refused() {
    assert_eq!(
        broken(r#"["dispute", "transition", "grief", "sensitivity"]"#, "[]"),
        "a protocol needs areas and a cadence"
    );
}

#[test]
fn a_protocol_without_a_cadence_is_refused() {
    assert_eq!(broken("cadence_days = 7", "cadence_days = 0"), "a protocol needs areas and a cadence");
}

#[test]
fn an_opening_and_an_ending_that_leave_no_room_are_refused() {
    assert_eq!(
        broken("opening_max = 3", "opening_max = 10"),
        "the opening and the ending are longer than the course"
    );
}

#[test]
fn an_unknown_problem_area_is_refused() {
    assert!(broken(r#""sensitivity"]"#, r#""transference"]"#).contains("transference"));
}

#[test]
fn a_word_that_no_protocol_knows_is_refused() {
    assert!(broken("midpoint = 6", "middle_point = 6").contains("middle_point"));
}

#[test]
fn a_broken_file_is_named_with_its_rule() {
    let files = [("protocols/short.toml", "key = 1")];
    assert!(Content::parse(files).unwrap_err()[0].starts_with("protocols/short.toml: "));
}

#[test]
fn a_protocol_that_plans_an_unknown_measure_is_refused() {
    let files = [("protocols/ipt-12.toml", TWELVE), FILES[3]];
    let wrong = Content::parse(files).unwrap_err();
    assert!(wrong.contains(&"protocol ipt-12 names unknown measure gad-7".to_owned()), "{wrong:?}");
}

#[test]
fn a_gate_that_asks_for_an_unknown_measure_is_refused() {
    let file = TWELVE.replace("measure:phq-9:1", "measure:phq-90:1");
    let wrong = Content::parse([("protocols/ipt-12.toml", file.as_str()), FILES[2], FILES[3]]).unwrap_err();
    assert!(wrong.contains(&"protocol ipt-12 names unknown measure phq-90".to_owned()), "{wrong:?}");
}

#[test]
fn files_of_other_folders_are_passed_over() {
    assert!(Content::parse([("words/en/site.ftl", "not toml")]).is_ok());
}

#[test]
fn the_newest_version_of_a_protocol_and_a_measure_is_in_force() {
    let newer = FILES.map(|(name, text)| (name, text.replace("version = 1", "version = 2")));
    let content =
        Content::parse(FILES.into_iter().chain(newer.iter().map(|(name, text)| (*name, text.as_str()))))
            .unwrap();
    assert_eq!(
        (content.protocol_newest("ipt-16").unwrap().version, content.instrument("phq-9").unwrap().version),
        (2, 2)
    );
}

#[test]
fn the_longest_protocol_is_offered_first() {
    assert_eq!(
        content().protocols_offered().map(|p| p.key.as_str()).collect::<Vec<_>>(),
        ["ipt-16", "ipt-12"]
    );
}
