//! What is signed is never overwritten: it is added to, with a reason.

use crate::ask;
use crate::given::Story;
use treatment::ids::SessionId;
use treatment::refusal::Refusal;
use treatment::session::AmendKind;

fn one_signed() -> (Story, SessionId) {
    let story = Story::held(1);
    let session = story.newest();
    (story.and(ask::sign(session)), session)
}

#[test]
fn a_signed_note_can_be_added_to() {
    let (story, session) = one_signed();
    for &kind in AmendKind::ALL {
        let story = story.clone().and(ask::amend(session, kind, "On Sunday, not Saturday", "Mistyped"));
        assert_eq!(story.course.session(session).unwrap().amended[0].amend.kind, kind);
    }
}

#[test]
fn the_note_stays_as_it_was_signed() {
    let (story, session) = one_signed();
    let before = story.course.session(session).unwrap().note.clone();
    let story = story.and(ask::amend(session, AmendKind::Correction, "On Sunday", "Mistyped"));
    assert_eq!(story.course.session(session).unwrap().note, before);
}

#[test]
fn a_note_that_is_not_signed_has_nothing_to_amend() {
    let story = Story::held(1);
    let session = story.newest();
    assert_eq!(
        story.when(&ask::amend(session, AmendKind::Addendum, "More", "Forgotten")),
        Err(Refusal::NoteNotSigned)
    );
}

#[test]
fn an_amendment_needs_a_reason() {
    let (story, session) = one_signed();
    assert_eq!(
        story.when(&ask::amend(session, AmendKind::Addendum, "More", " ")),
        Err(Refusal::Empty("reason"))
    );
}

#[test]
fn an_amendment_needs_words() {
    let (story, session) = one_signed();
    assert_eq!(
        story.when(&ask::amend(session, AmendKind::Addendum, " ", "Forgotten")),
        Err(Refusal::Empty("amendment"))
    );
}

#[test]
fn a_retraction_needs_only_its_reason() {
    let (story, session) = one_signed();
    assert!(story.when(&ask::amend(session, AmendKind::Retraction, "", "Another client's note")).is_ok());
}

#[test]
fn a_session_nobody_knows_has_no_note_to_amend() {
    assert_eq!(
        Story::held(1).when(&ask::amend(SessionId(99), AmendKind::Addendum, "More", "Forgotten")),
        Err(Refusal::Unknown("session"))
    );
}
