//! Points for and against IPT, the screen for prolonged grief, and concerns that want an answer.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::fit::{
    GRIEF, GriefScreen, NoteFitPoint, ScreenGrief, ScreenResult, UNSAFE, concerns_open, is_grief_positive,
};
use treatment::focus::{AgreeFocus, Area, DecideFit, Direction, FitDecision, Source};
use treatment::inventory::{AddPerson, PersonStatus, Safety, Tie};
use treatment::opening::HistorySection;
use treatment::protocol::warnings;
use treatment::refusal::Refusal;

fn screen(points: Option<u16>, result: ScreenResult, words: &str) -> Command {
    Command::ScreenGrief(ScreenGrief {
        screen: GriefScreen::Pg13R,
        points,
        months: Some(16),
        result,
        words: words.to_owned(),
        on: day("2026-01-05"),
    })
}

fn screened() -> Story {
    Story::opened().and(screen(Some(34), ScreenResult::Positive, ""))
}

/// A story in which the partner is not safe.
fn unsafe_partner() -> Story {
    let story = Story::opened().and(Command::AddPerson(AddPerson {
        name: "Kim".to_owned(),
        tie: Tie::Partner,
        status: PersonStatus::Living,
        ring: None,
    }));
    let kim = story.newest();
    story.and(ask::mark(kim, Safety::Unsafe))
}

fn with_answer(command: Command) -> Command {
    let answer = "Told, and the other treatment was offered".to_owned();
    match command {
        Command::DecideFit(fit) => Command::DecideFit(DecideFit { concern_answer: answer, ..fit }),
        Command::AgreeFocus(focus) => Command::AgreeFocus(AgreeFocus { concern_answer: answer, ..focus }),
        other => other,
    }
}

#[test]
fn a_point_for_ipt_cites_its_record() {
    let story = Story::opened().and(ask::phq9(["0"; 9], "2026-01-05"));
    let source = Some(Source::Result(story.newest()));
    let point = |source| {
        Command::NoteFitPoint(NoteFitPoint {
            direction: Direction::For,
            words: "Depressed".to_owned(),
            source,
        })
    };
    let story = story.and(point(source));
    assert_eq!(story.course.fit_points[0].noted.source, source);
    let nowhere = Some(Source::History(HistorySection::Symptoms));
    assert_eq!(story.when(&point(nowhere)), Err(Refusal::Unknown("evidence-source")));
}

#[test]
fn a_screen_against_the_published_figure_says_why() {
    let asked = screen(Some(30), ScreenResult::Negative, "");
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Empty("words")));
    let asked = screen(Some(30), ScreenResult::Negative, "Four months, and it eases");
    assert!(!is_grief_positive(&Story::opened().and(asked).course));
}

#[test]
fn points_outside_the_scale_are_refused() {
    let asked = screen(Some(51), ScreenResult::Positive, "");
    assert_eq!(
        Story::opened().when(&asked),
        Err(Refusal::OutOfRange { field: "points", least: 10, most: 50 })
    );
}

#[test]
fn a_positive_screen_wants_an_answer_before_ipt_is_decided() {
    let asked = ask::fit(FitDecision::Standard, "It fits");
    assert_eq!(screened().when(&asked), Err(Refusal::ConcernNeedsAnswer));
    let story = screened().and(with_answer(asked));
    assert_eq!(story.course.fit.as_ref().unwrap().concerns, [GRIEF]);
}

#[test]
fn another_treatment_is_decided_without_an_answer() {
    assert!(screened().when(&ask::fit(FitDecision::Other, "Grief first")).is_ok());
}

#[test]
fn the_banner_goes_only_with_a_recorded_answer() {
    let story = screened();
    assert_eq!(concerns_open(&story.course), [GRIEF]);
    assert!(warnings(&story.course, story.protocol()).contains(&GRIEF));
    // A task ticked, a week gone: it stays.
    let story = story.on("2026-01-12").and(ask::task("risk-initial", true));
    assert_eq!(concerns_open(&story.course), [GRIEF]);
    let story = story.and(with_answer(ask::fit(FitDecision::Standard, "It fits")));
    assert!(concerns_open(&story.course).is_empty());
}

#[test]
fn a_dispute_with_an_unsafe_partner_wants_an_answer() {
    let asked = ask::focus(Area::Dispute, "");
    assert_eq!(unsafe_partner().when(&asked), Err(Refusal::ConcernNeedsAnswer));
    let story = unsafe_partner().and(with_answer(asked));
    assert_eq!(story.course.focus().unwrap().concerns, [UNSAFE]);
    assert!(unsafe_partner().when(&ask::focus(Area::Transition, "")).is_ok());
}

#[test]
fn the_last_screen_counts() {
    let story = screened().and(screen(Some(22), ScreenResult::Negative, ""));
    assert!(!is_grief_positive(&story.course));
}
