//! Plans to try between sessions.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::ids::{PersonId, PlanId};
use treatment::inventory::Safety;
use treatment::plans::{PLANS_MOST, PlanStatus};
use treatment::refusal::Refusal;

fn with_plan() -> (Story, PlanId) {
    let story = Story::opened().and(ask::plan("Ring Mia", None));
    let plan = story.newest();
    (story, plan)
}

#[test]
fn a_plan_without_an_act_is_refused() {
    assert_eq!(Story::opened().when(&ask::plan(" ", None)), Err(Refusal::Empty("plan")));
}

#[test]
fn a_plan_is_open_until_something_is_heard_of_it() {
    let (story, plan) = with_plan();
    let open_before = story.course.plans[0].is_open();
    let story = story.and(Command::ReportPlan(ask::a_report(plan, PlanStatus::Tried)));
    assert_eq!((open_before, story.course.plans[0].is_open()), (true, false));
}

#[test]
fn not_tried_is_a_report_like_any_other() {
    let (story, plan) = with_plan();
    for &status in PlanStatus::ALL {
        let story = story.clone().and(Command::ReportPlan(ask::a_report(plan, status)));
        assert_eq!(story.course.plans[0].reports[0].report.status, status);
    }
}

#[test]
fn a_plan_is_with_somebody_on_the_map() {
    assert_eq!(
        Story::opened().when(&ask::plan("Ring Mia", Some(PersonId(9)))),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn a_plan_with_somebody_marked_unsafe_is_refused() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam = story.newest();
    let story = story.and(ask::mark(sam, Safety::Unsafe));
    assert_eq!(story.when(&ask::plan("Ring Sam", Some(sam))), Err(Refusal::PersonUnsafe));
}

#[test]
fn a_plan_with_somebody_who_needs_caution_can_be_agreed() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam = story.newest();
    let story = story.and(ask::mark(sam, Safety::Caution)).and(ask::plan("Ring Sam", Some(sam)));
    assert_eq!(story.course.plans.len(), 1);
}

#[test]
fn plans_have_a_limit() {
    let mut story = Story::opened();
    for _ in 0..PLANS_MOST {
        story = story.and(ask::plan("Ring Mia", None));
    }
    assert_eq!(
        story.when(&ask::plan("Ring Mia", None)),
        Err(Refusal::TooMany { what: "plans", limit: PLANS_MOST })
    );
}

#[test]
fn a_plan_nobody_agreed_cannot_be_reported() {
    assert_eq!(
        Story::opened().when(&Command::ReportPlan(ask::a_report(PlanId(9), PlanStatus::Tried))),
        Err(Refusal::Unknown("plan"))
    );
}

#[test]
fn moods_of_a_report_are_between_nought_and_ten() {
    let (story, plan) = with_plan();
    let out = Refusal::OutOfRange { field: "mood", least: 0, most: 10 };
    let mut before = ask::a_report(plan, PlanStatus::Tried);
    before.mood_before = Some(11);
    let mut after = ask::a_report(plan, PlanStatus::Tried);
    after.mood_after = Some(11);
    assert_eq!(
        [before, after].map(|report| story.when(&Command::ReportPlan(report))),
        [Err(out.clone()), Err(out)]
    );
}

#[test]
fn a_report_knows_whether_the_client_gave_it() {
    let (story, plan) = with_plan();
    let report = Command::ReportPlan(ask::a_report(plan, PlanStatus::Partly));
    let story = story.by_client().and(report.clone()).by_therapist().and(report);
    assert_eq!(story.course.plans[0].reports.iter().map(|r| r.by_client).collect::<Vec<_>>(), [true, false]);
}
