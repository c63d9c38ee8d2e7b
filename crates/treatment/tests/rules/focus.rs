//! Evidence, the decision whether IPT is right, the agreed focus.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::content::Content;
use treatment::focus::{
    AgreeFocus, Area, DecideFit, Direction, EVIDENCE_MOST, FitDecision, Source, WithdrawEvidence,
};
use treatment::ids::{EventId, EvidenceId, PersonId, ResultId};
use treatment::inventory::Safety;
use treatment::protocol::{Requirement, warnings};
use treatment::refusal::Refusal;

fn agree(change: impl FnOnce(&mut AgreeFocus)) -> Command {
    let Command::AgreeFocus(mut asked) = ask::focus(Area::Transition, "") else { unreachable!("a focus") };
    change(&mut asked);
    Command::AgreeFocus(asked)
}

fn tag(source: Source) -> Command {
    ask::evidence(Area::Dispute, Direction::For, Some(source))
}

#[test]
fn evidence_can_come_from_the_client_alone() {
    let story = Story::opened().and(ask::evidence(Area::Grief, Direction::Against, None));
    assert_eq!(story.course.evidence.len(), 1);
}

#[test]
fn evidence_cannot_come_from_what_is_not_in_the_course() {
    for (source, what) in [
        (Source::Person(PersonId(9)), "person"),
        (Source::Event(EventId(9)), "event"),
        (Source::Result(ResultId(9)), "result"),
    ] {
        assert_eq!(Story::opened().when(&tag(source)), Err(Refusal::Unknown(what)));
    }
}

#[test]
fn evidence_can_come_from_a_person_an_event_and_a_result() {
    let mut story = Story::opened().and(ask::person("Mia"));
    let person = Source::Person(story.newest());
    story = story.and(ask::event("The quarrel"));
    let event = Source::Event(story.newest());
    story = story.and(ask::phq9(["0"; 9], "2026-01-05"));
    let result = Source::Result(story.newest());
    for source in [person, event, result] {
        story = story.and(tag(source));
    }
    assert_eq!(story.course.evidence.len(), 3);
}

#[test]
fn evidence_cannot_come_from_a_person_taken_off_the_map() {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    assert_eq!(story.and(ask::remove(mia)).when(&tag(Source::Person(mia))), Err(Refusal::PersonRemoved));
}

#[test]
fn evidence_has_a_limit() {
    let mut story = Story::opened();
    for _ in 0..EVIDENCE_MOST {
        story = story.and(ask::evidence(Area::Grief, Direction::For, None));
    }
    assert_eq!(
        story.when(&ask::evidence(Area::Grief, Direction::For, None)),
        Err(Refusal::TooMany { what: "evidence", limit: EVIDENCE_MOST })
    );
}

#[test]
fn evidence_can_be_withdrawn() {
    let story = Story::opened().and(ask::evidence(Area::Grief, Direction::For, None));
    let evidence = story.newest();
    let story = story.and(Command::WithdrawEvidence(WithdrawEvidence { evidence }));
    assert_eq!(story.course.evidence.len(), 0);
}

#[test]
fn evidence_that_is_not_there_cannot_be_withdrawn() {
    let asked = Command::WithdrawEvidence(WithdrawEvidence { evidence: EvidenceId(9) });
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Unknown("evidence")));
}

#[test]
fn any_amount_of_evidence_chooses_no_focus() {
    let mut story = Story::opened();
    for _ in 0..20 {
        story = story.and(ask::evidence(Area::Dispute, Direction::For, None));
    }
    assert_eq!(story.course.focus(), None);
}

#[test]
fn the_decision_about_ipt_needs_a_reason() {
    assert_eq!(Story::opened().when(&ask::fit(FitDecision::Standard, " ")), Err(Refusal::Empty("reason")));
}

#[test]
fn the_newest_decision_about_ipt_stands() {
    let story = Story::opened()
        .and(ask::fit(FitDecision::Wait, "Let us see"))
        .and(ask::fit(FitDecision::Standard, "It fits"));
    assert_eq!(story.course.fit.map(|fit: DecideFit| fit.decision), Some(FitDecision::Standard));
}

#[test]
fn only_three_decisions_go_on_with_ipt() {
    let ipt: Vec<&str> = FitDecision::ALL.iter().filter(|d| d.is_ipt()).map(|d| d.key()).collect();
    assert_eq!(ipt, ["ipt-standard", "ipt-variant", "ipt-plus-medication"]);
}

#[test]
fn a_decision_against_ipt_does_not_open_the_gate() {
    let story = Story::opened().and(ask::fit(FitDecision::Other, "Prolonged grief"));
    assert!(!Requirement::Fit.is_met(&story.course));
}

#[test]
fn a_focus_needs_the_clients_words() {
    assert_eq!(
        Story::opened().when(&agree(|focus| focus.client_words = " ".to_owned())),
        Err(Refusal::Empty("client-words"))
    );
}

#[test]
fn a_first_focus_needs_no_reason() {
    let story = Story::opened().and(ask::focus(Area::Transition, ""));
    assert_eq!(story.course.focus().map(|focus| focus.area), Some(Area::Transition));
}

#[test]
fn a_change_of_focus_needs_a_reason() {
    let story = Story::opened().and(ask::focus(Area::Transition, ""));
    assert_eq!(story.when(&ask::focus(Area::Grief, " ")), Err(Refusal::Empty("reason")));
}

#[test]
fn a_change_of_focus_keeps_the_earlier_one() {
    let story = Story::opened()
        .and(ask::focus(Area::Transition, ""))
        .and(ask::focus(Area::Grief, "Her mother died in the autumn"));
    assert_eq!(
        story.course.focuses.iter().map(|(_, focus)| focus.area).collect::<Vec<_>>(),
        [Area::Transition, Area::Grief]
    );
}

#[test]
fn a_second_focus_is_another_one() {
    assert_eq!(
        Story::opened().when(&agree(|focus| focus.second = Some(Area::Transition))),
        Err(Refusal::FocusTwice)
    );
}

#[test]
fn two_linked_areas_can_be_agreed() {
    let story = Story::opened().and(agree(|focus| focus.second = Some(Area::Grief)));
    assert_eq!(story.course.focus().unwrap().second, Some(Area::Grief));
}

#[test]
fn an_area_the_protocol_does_not_have_is_refused() {
    let mut story = Story::opened();
    let files = crate::given::FILES.map(|(name, text)| {
        (name, text.replace(r#"["dispute", "transition", "grief", "sensitivity"]"#, r#"["transition"]"#))
    });
    story.content = Content::parse(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
    for asked in [ask::focus(Area::Grief, ""), agree(|focus| focus.second = Some(Area::Grief))] {
        assert_eq!(story.when(&asked), Err(Refusal::Unknown("area")));
    }
}

#[test]
fn a_focus_is_about_somebody_on_the_map() {
    assert_eq!(
        Story::opened().when(&agree(|focus| focus.person = Some(PersonId(9)))),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn sensitivity_is_warned_of_when_another_area_has_evidence() {
    let story = Story::opened()
        .and(ask::evidence(Area::Dispute, Direction::For, None))
        .and(ask::focus(Area::Sensitivity, ""));
    assert!(warnings(&story.course, story.protocol()).contains(&"warning-sensitivity-last"));
}

#[test]
fn sensitivity_is_not_warned_of_when_nothing_else_has_evidence() {
    let story = Story::opened()
        .and(ask::evidence(Area::Dispute, Direction::Against, None))
        .and(ask::evidence(Area::Sensitivity, Direction::For, None))
        .and(ask::focus(Area::Sensitivity, ""));
    assert!(!warnings(&story.course, story.protocol()).contains(&"warning-sensitivity-last"));
}

#[test]
fn a_dispute_with_somebody_marked_unsafe_is_warned_of() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam = story.newest();
    let story = story
        .and(agree(|focus| (focus.area, focus.person) = (Area::Dispute, Some(sam))))
        .and(ask::mark(sam, Safety::Unsafe));
    assert!(warnings(&story.course, story.protocol()).contains(&"warning-dispute-unsafe"));
}

#[test]
fn a_dispute_with_somebody_who_needs_caution_is_not_warned_of_as_unsafe() {
    let story = Story::opened().and(ask::person("Sam"));
    let sam = story.newest();
    let story = story.and(ask::mark(sam, Safety::Caution)).and(agree(|focus| {
        (focus.area, focus.person) = (Area::Dispute, Some(sam));
    }));
    assert!(!warnings(&story.course, story.protocol()).contains(&"warning-dispute-unsafe"));
}
