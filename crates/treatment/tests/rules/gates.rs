//! Every gate and every warning between the phases, each by itself: everything is there but one thing, and that one thing
//! is what the gate names. The tables below are the list; a requirement that has no line here fails.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::contract::MissedRule;
use treatment::course::Phase;
use treatment::discord::{Discord, discords, leaves_unwell};
use treatment::ending::{Closing, EndFeeling, NextStep, Rating, ReviewGoal};
use treatment::fit::{GriefScreen, ScreenGrief, ScreenResult};
use treatment::focus::{AgreeFocus, Area, DecideFit, Direction, FitDecision};
use treatment::formulation::Agreement;
use treatment::inventory::Safety;
use treatment::opening::HistorySection;
use treatment::protocol::{Gate, missing, warnings};
use treatment::refusal::Refusal;

/// One thing a gate asks for: the key of its words, and how it comes about.
type Step = (&'static str, fn(Story) -> Story);

fn low(on: &str) -> Command {
    ask::phq9(["1", "0", "0", "1", "0", "0", "0", "0", "0"], on)
}

fn high(on: &str) -> Command {
    ask::phq9(["2", "2", "2", "2", "2", "2", "2", "2", "0"], on)
}

const INTO_THE_MIDDLE: &[Step] = &[
    ("gate-history-symptoms", |story| story.and(ask::history(HistorySection::Symptoms, "Sleeps badly"))),
    ("task-risk-initial", |story| story.and(ask::task("risk-initial", true))),
    ("gate-diagnosis", |story| story.and(ask::diagnosis("Depression", "2026-01-05"))),
    ("task-psychoed", |story| story.and(ask::task("psychoed", true))),
    ("gate-people", |story| {
        ["Mia", "Tom", "Ana"].into_iter().fold(story, |story, name| story.and(ask::person(name)))
    }),
    ("gate-events", |story| story.and(ask::event("The move"))),
    ("gate-fit", |story| story.and(ask::fit(FitDecision::Standard, "It fits"))),
    ("gate-focus", |story| story.and(ask::focus(Area::Transition, ""))),
    ("gate-formulation", |story| {
        story.and(ask::offer("The move took your people")).and(ask::answer(Agreement::Agreed))
    }),
    ("gate-contract", |story| story.and(ask::contract(16, MissedRule::Counts))),
    ("gate-goals", |story| story.and(ask::goal("Two people to ring"))),
    ("gate-measure", |story| story.and(high("2026-01-05"))),
];

/// Both say how the newest goal stands.
fn rate_goals(story: Story) -> Story {
    let goals: Vec<_> = story.course.open_goals().map(|goal| goal.id).collect();
    goals.into_iter().fold(story, |story, goal| {
        let rate = Command::ReviewGoal(ReviewGoal { goal, rating: Rating::MuchBetter, words: String::new() });
        story.and(rate.clone()).by_client().and(rate).by_therapist()
    })
}

const INTO_THE_CLOSE: &[Step] = &[
    ("gate-ending-named", |story| story.and(ask::name_ending("2026-03-23"))),
    ("gate-end-feelings", |story| story.and(ask::feel(&[EndFeeling::Sad], ""))),
    ("gate-goals-reviewed", rate_goals),
    ("gate-focus-reviewed", |story| {
        let rate = ask::rate_focus(Rating::MuchBetter);
        story.and(rate.clone()).by_client().and(rate).by_therapist()
    }),
    ("gate-map-reviewed", |story| story.and(ask::review_map())),
    ("gate-credit", |story| story.and(ask::credit("You rang her"))),
    ("gate-signs", |story| story.and(ask::staying_well(&["I stop ringing back"]))),
    ("gate-next-step", |story| story.and(ask::next_step(NextStep::Discharge))),
    ("gate-measures-since", |story| story.and(low("2026-03-23"))),
    ("task-risk-final", |story| story.and(ask::task("risk-final", true))),
    ("task-letter", |story| story.and(ask::task("letter", true))),
];

/// The story with every step but the one of that name.
fn all_but(story: Story, steps: &[Step], left_out: &str) -> Story {
    steps.iter().filter(|(key, _)| *key != left_out).fold(story, |story, (_, step)| step(story))
}

fn at_the_end() -> Story {
    Story::held(16)
        .and(ask::focus(Area::Transition, ""))
        .and(ask::goal("Talk with Mia"))
        .and(high("2026-01-05"))
}

/// Each requirement left out by itself is the one thing the gate names.
fn each_is_named(begin: &Story, steps: &[Step], gate: Gate) {
    for (key, _) in steps {
        let story = all_but(begin.clone(), steps, key);
        let named = missing(&story.course, story.protocol(), gate);
        // Without any plan for staying well there are no early signs in it either.
        let expected =
            if *key == "gate-signs" { vec!["gate-signs", "gate-staying-well"] } else { vec![*key] };
        assert_eq!(named, expected, "without {key}");
    }
    let story = all_but(begin.clone(), steps, "nothing");
    assert_eq!(missing(&story.course, story.protocol(), gate), Vec::<String>::new());
}

#[test]
fn each_requirement_of_the_gate_into_the_middle_is_named_by_itself() {
    each_is_named(&Story::opened(), INTO_THE_MIDDLE, Gate::OpeningToMiddle);
}

#[test]
fn each_requirement_of_the_gate_into_the_close_is_named_by_itself() {
    each_is_named(&at_the_end(), INTO_THE_CLOSE, Gate::EndingToClosed);
}

#[test]
fn no_requirement_of_a_gate_is_without_a_line_in_these_tables() {
    for (begin, steps, gate) in [
        (Story::opened(), INTO_THE_MIDDLE, Gate::OpeningToMiddle),
        (Story::unopened().and(ask::open("ipt-16")), INTO_THE_CLOSE, Gate::EndingToClosed),
    ] {
        for key in missing(&begin.course, begin.protocol(), gate) {
            let is_told = steps.iter().any(|(known, _)| *known == key) || key == "gate-staying-well";
            assert!(is_told, "{key} has no line");
        }
    }
}

#[test]
fn every_gate_takes_a_reason_and_never_locks() {
    assert!(Story::opened().when(&ask::begin_middle("She is in crisis")).is_ok());
    assert!(matches!(Story::opened().when(&ask::begin_middle(" ")), Err(Refusal::GateNeedsReason(_))));
    assert!(Story::held(2).when(&ask::close(Closing::ClientStopped, "Moved away")).is_ok());
    assert!(matches!(
        Story::held(2).when(&ask::close(Closing::ClientStopped, " ")),
        Err(Refusal::GateNeedsReason(_))
    ));
}

#[test]
fn an_open_flag_is_no_gate_and_does_lock_the_close() {
    let story = all_but(at_the_end(), INTO_THE_CLOSE, "nothing").and(ask::flagging("2026-03-30"));
    assert_eq!(story.when(&ask::close(Closing::Completed, "It is time")), Err(Refusal::OpenFlag));
}

/// A dispute with somebody of whom this is said.
fn in_dispute(mark: Safety) -> Story {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    let Command::AgreeFocus(focus) = ask::focus(Area::Dispute, "") else { panic!("another command") };
    story.and(Command::AgreeFocus(AgreeFocus { person: Some(mia), ..focus })).and(ask::mark(mia, mark))
}

fn grief_is_probable() -> Story {
    Story::opened().and(Command::ScreenGrief(ScreenGrief {
        screen: GriefScreen::Pg13R,
        points: Some(34),
        months: Some(16),
        result: ScreenResult::Positive,
        words: String::new(),
        on: day("2026-01-05"),
    }))
}

/// A warning, with a story in which it is given, and the same story without its cause.
type Warned = (&'static str, fn() -> Story, fn() -> Story);

const WARNINGS: &[Warned] = &[
    ("warning-opening-long", || Story::held(5), || Story::held(4)),
    (
        "warning-sensitivity-last",
        || {
            Story::opened()
                .and(ask::evidence(Area::Grief, Direction::For, None))
                .and(ask::focus(Area::Sensitivity, ""))
        },
        || Story::opened().and(ask::focus(Area::Sensitivity, "")),
    ),
    ("warning-dispute-unsafe", || in_dispute(Safety::Unsafe), || in_dispute(Safety::Caution)),
    // Probable prolonged grief, and the treatment made for it not offered.
    ("concern-grief", grief_is_probable, || {
        let fit = ask::fit(FitDecision::Standard, "Her choice");
        let Command::DecideFit(fit) = fit else { panic!("another command") };
        let answer = "Offered, with its figures".to_owned();
        grief_is_probable().and(Command::DecideFit(DecideFit { concern_answer: answer, ..fit }))
    }),
    ("warning-ending-due", || Story::held(12), || Story::held(12).and(ask::name_ending("2026-03-23"))),
];

#[test]
fn each_warning_is_given_with_its_cause_and_not_without() {
    for (key, given, without) in WARNINGS {
        let is_given = |story: Story| warnings(&story.course, story.protocol()).contains(key);
        assert!(is_given(given()), "{key}");
        assert!(!is_given(without()), "{key} without its cause");
    }
}

#[test]
fn the_ending_is_warned_of_at_four_left_whatever_the_score() {
    for total in [high as fn(&str) -> Command, low] {
        let story = Story::held(12).and(total("2026-03-23"));
        assert!(warnings(&story.course, story.protocol()).contains(&"warning-ending-due"));
    }
}

#[test]
fn the_middle_passes_into_the_ending_by_time_and_not_by_symptoms() {
    let story = Story::held(13).and(ask::begin_middle("As agreed")).and(high("2026-03-30"));
    assert_eq!(story.phase(), Phase::Ending);
}

#[test]
fn a_goodbye_with_nothing_after_it_is_warned_of_while_the_symptoms_are_not_better() {
    let unwell = at_the_end().and(high("2026-04-13")).and(ask::next_step(NextStep::Discharge));
    assert!(leaves_unwell(&unwell.course, &unwell.content));
    let offered = unwell.clone().and(ask::next_step(NextStep::Maintenance));
    assert!(!leaves_unwell(&offered.course, &offered.content));
    let well = at_the_end().and(low("2026-04-13")).and(ask::next_step(NextStep::Discharge));
    assert!(!leaves_unwell(&well.course, &well.content));
    // It warns; it does not keep anybody.
    assert!(unwell.when(&ask::close(Closing::Completed, "The client's wish")).is_ok());
}

#[test]
fn what_does_not_agree_is_said_and_no_score_answers_for_anybody() {
    let found = |story: &Story| discords(&story.course, &story.content);
    let better = at_the_end().and(low("2026-04-13"));
    assert_eq!(found(&better), [], "a score alone says nothing of the focus");
    assert!(better.course.ending.focus.client.is_none());
    assert_eq!(found(&better.clone().and(ask::rate_focus(Rating::Same))), [Discord::BetterFocusSame]);
    let same = at_the_end().and(high("2026-04-13")).and(ask::rate_focus(Rating::Solved));
    assert_eq!(found(&same), [Discord::SolvedSymptomsSame]);
    let apart =
        better.and(ask::rate_focus(Rating::Solved)).by_client().and(ask::rate_focus(Rating::Somewhat));
    assert_eq!(found(&apart), [Discord::ApartOnFocus]);
    let declined = apart.and(ask::rate_focus(Rating::Declined));
    assert_eq!(found(&declined), []);
}
