//! Middle sessions: techniques in the note, passages linked, drift named and answered.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::drift::{AnswerDrift, drift};
use treatment::ids::{EventId, PassageId, PersonId, SessionId};
use treatment::inventory::Safety;
use treatment::passages::{LinkPassage, LoosePassage, SpeaksOf};
use treatment::plans::AgreePlan;
use treatment::refusal::Refusal;
use treatment::session::{AmendKind, SignNote, Worked};
use treatment::signing::Signing;
use treatment::technique::{QUALITY_MOST, Served, Technique, TechniqueUse, Took};

fn note(session: SessionId, worked: Worked) -> Command {
    let off_reason = "The flat burned".to_owned();
    Command::SignNote(SignNote { worked, off_reason, ..ask::a_note(session) }.into())
}

/// A course in its middle, with sessions on Mondays from 12 January, one for each note.
fn middle(notes: &[Option<Worked>]) -> (Story, Vec<SessionId>) {
    let mut story = Story::held(1).and(ask::begin_middle("Ready"));
    let mut sessions = Vec::new();
    for (week, worked) in notes.iter().enumerate() {
        let on = day("2026-01-12").plus(7 * week as i32);
        story = story.on_day(on).and(ask::hold_on(on));
        let session = story.newest();
        sessions.push(session);
        if let Some(worked) = worked {
            story = story.and(note(session, *worked));
        }
    }
    (story, sessions)
}

fn reason(session: SessionId, reason: &str) -> Command {
    Command::AnswerDrift(AnswerDrift { session, reason: reason.to_owned() })
}

const OFF: Option<Worked> = Some(Worked::Off);
const FOCUS: Option<Worked> = Some(Worked::Focus);

#[test]
fn two_sessions_in_a_row_off_the_focus_are_a_drift() {
    let (story, sessions) = middle(&[OFF, OFF]);
    assert_eq!(drift(&story.course).unwrap().sessions, [sessions[0], sessions[1]]);
    for others in [&[OFF][..], &[OFF, FOCUS, OFF], &[OFF, OFF, FOCUS], &[OFF, Some(Worked::Second)]] {
        assert_eq!(drift(&middle(others).0.course), None, "{others:?}");
    }
}

#[test]
fn what_a_technique_worked_on_says_whether_the_focus_was_left() {
    // What was used in each of two sessions, and what each worked on where the therapist said so.
    let drifts = |worked: Worked, uses: &[(Technique, Option<Served>)]| {
        let (mut story, _) = middle(&[None, None]);
        let sessions: Vec<SessionId> = story.course.sessions.iter().rev().take(2).map(|one| one.id).collect();
        let of = |(technique, served): &(Technique, Option<Served>)| TechniqueUse {
            technique: *technique,
            took: None,
            quality: None,
            served: *served,
        };
        for session in sessions {
            let note = SignNote {
                worked,
                off_reason: "The flat burned".to_owned(),
                techniques: uses.iter().map(|(technique, _)| *technique).collect(),
                technique_uses: uses.iter().map(of).collect(),
                ..ask::a_note(session)
            };
            story = story.and(Command::SignNote(note.into()));
        }
        drift(&story.course).is_some()
    };
    let (one, other) = (Technique::Directive, Technique::RolePlay);
    assert!(drifts(Worked::Off, &[(one, None), (other, None)]), "as the note says of the whole");
    assert!(!drifts(Worked::Off, &[(one, None), (other, Some(Served::Focus))]), "one of two held to it");
    assert!(!drifts(Worked::Off, &[(one, Some(Served::Goal))]), "a goal is what was agreed");
    assert!(drifts(Worked::Focus, &[(one, Some(Served::Off)), (other, Some(Served::Off))]));
    assert!(!drifts(Worked::Focus, &[(one, Some(Served::Off)), (other, None)]), "the other as the note says");
    assert!(!drifts(Worked::Focus, &[]));
}

#[test]
fn a_session_without_a_signed_note_says_nothing_of_drift() {
    let (story, sessions) = middle(&[OFF, OFF, None]);
    assert_eq!(drift(&story.course).unwrap().sessions, [sessions[0], sessions[1]], "not written up yet");
    assert_eq!(drift(&middle(&[OFF, None, OFF]).0.course), None, "what the one between did is not known");
    let (story, sessions) = middle(&[OFF, OFF]);
    let story = story.and(ask::amend(sessions[0], AmendKind::Retraction, "", "Of another client"));
    assert_eq!(drift(&story.course), None, "taken back");
}

#[test]
fn sessions_entered_afterwards_are_a_drift_like_others() {
    let mut story = Story::held(1).on_day(day("2026-02-09")).and(ask::begin_middle("Ready"));
    let mut sessions = Vec::new();
    for on in ["2026-01-12", "2026-01-19"] {
        story = story.and(ask::hold_on(day(on)));
        let session = story.newest();
        sessions.push(session);
        story = story.and(note(session, Worked::Off));
    }
    assert_eq!(drift(&story.course).unwrap().sessions, [sessions[0], sessions[1]]);
    let story = story.and(ask::hold_on(day("2026-01-26")));
    let story = story.and(ask::hold_on(day("2026-02-02")));
    let last = note(story.newest(), Worked::Off);
    assert_eq!(drift(&story.and(last).course), None, "what the one between did is not known");
}

#[test]
fn a_drift_is_answered_with_a_reason_and_the_answer_belongs_to_it() {
    let (story, sessions) = middle(&[OFF, OFF]);
    assert_eq!(story.when(&reason(sessions[1], " ")), Err(Refusal::Empty("reason")));
    assert_eq!(story.when(&reason(sessions[0], "Why")), Err(Refusal::Unknown("session")));
    let story = story.and(reason(sessions[1], "The flat burned; next week the quarrel"));
    let answer = drift(&story.course).unwrap().answer.unwrap().1;
    assert_eq!(answer.reason, "The flat burned; next week the quarrel");
    // A third session away asks again.
    let on = day("2026-01-26");
    let story = story.on_day(on).and(ask::hold_on(on));
    let third = story.newest();
    let story = story.and(note(third, Worked::Off));
    let now = drift(&story.course).unwrap();
    assert_eq!((now.sessions, now.answer), ([sessions[1], third], None));
}

#[test]
fn techniques_stand_in_the_note_once_and_in_their_order() {
    let story = Story::held(1);
    let session = story.newest();
    let techniques = vec![Technique::RolePlay, Technique::Clarify, Technique::RolePlay];
    let story = story.and(Command::SignNote(SignNote { techniques, ..ask::a_note(session) }.into()));
    let signed = &story.course.session(session).unwrap().note.as_ref().unwrap().note;
    assert_eq!(signed.techniques, [Technique::Clarify, Technique::RolePlay]);
}

#[test]
fn what_is_said_of_a_technique_says_that_it_was_used_and_a_mark_ends_at_four() {
    let story = Story::held(1);
    let session = story.newest();
    let of = |technique, took, quality| TechniqueUse { technique, took, quality, served: None };
    let note = |technique_uses| {
        let techniques = vec![Technique::Clarify];
        Command::SignNote(SignNote { techniques, technique_uses, ..ask::a_note(session) }.into())
    };
    let refused = story.when(&note(vec![of(Technique::RolePlay, None, Some(5))]));
    assert_eq!(
        refused,
        Err(Refusal::OutOfRange { field: "technique-uses", least: 0, most: i64::from(QUALITY_MOST) })
    );
    let said = of(Technique::RolePlay, Some(Took::UpTo20), Some(0));
    let story = story.and(note(vec![of(Technique::Directive, None, None), said]));
    let signed = &story.course.session(session).unwrap().note.as_ref().unwrap().note;
    assert_eq!(
        signed.techniques,
        [Technique::Clarify, Technique::RolePlay],
        "what is said of none is no use"
    );
    assert_eq!(signed.technique_uses, [said], "nought is an answer");
}

#[test]
fn a_note_is_signed_with_its_passages_and_its_plan_or_not_at_all() {
    let story = Story::held(1);
    let session = story.newest();
    let story = story.and(ask::person("Mia"));
    let mia: PersonId = story.newest();
    let signing = |words: &str, what: &str| {
        let note = ask::a_note(session);
        let words = words.to_owned();
        let passages = vec![LinkPassage { session, words, speaks_of: SpeaksOf::Person(mia) }];
        let what = what.to_owned();
        let plan = AgreePlan { what, person: Some(mia), ..ask::a_plan() };
        Command::SignNote(Box::new(Signing { note, passages, plan: Some(plan) }))
    };
    assert_eq!(story.when(&signing("the wedding", "Ring Mia")), Err(Refusal::NotQuoted));
    assert_eq!(story.when(&signing("the quarrel", " ")), Err(Refusal::Empty("plan")));
    let aside = story.clone().and(ask::mark(mia, Safety::Unsafe));
    assert_eq!(aside.when(&signing("the quarrel", "Ring Mia")), Err(Refusal::PersonUnsafe));
    let story = story.and(signing("the  quarrel", "Ring Mia"));
    let course = &story.course;
    let passage = course.passages_of(session).next().unwrap();
    assert!(!course.is_stale(passage), "the note did not change after it");
    assert_eq!((course.plans.len(), course.session(session).unwrap().note.is_some()), (1, true));
}

fn link(session: SessionId, words: &str, speaks_of: SpeaksOf) -> Command {
    Command::LinkPassage(LinkPassage { session, words: words.to_owned(), speaks_of })
}

/// A signed note, "She spoke of the quarrel.", and a person.
fn one_signed() -> (Story, SessionId, SpeaksOf) {
    let story = Story::held(1);
    let session = story.newest();
    let story = story.and(ask::sign(session)).and(ask::person("Mia"));
    let mia = SpeaksOf::Person(story.newest());
    (story, session, mia)
}

#[test]
fn a_passage_is_linked_as_it_stands_in_the_note() {
    let (story, session, mia) = one_signed();
    let linked = link(session, "of\n the quarrel", mia);
    let story = story.and(linked.clone());
    assert_eq!(story.course.passages_of(session).count(), 1, "line ends may differ");
    assert_eq!(story.when(&linked), Err(Refusal::AlreadySo));
    assert_eq!(story.when(&link(session, "of the wedding", mia)), Err(Refusal::NotQuoted));
    assert_eq!(story.when(&link(session, "  ", mia)), Err(Refusal::Empty("words")));
    let nobody = SpeaksOf::Person(PersonId(99));
    assert_eq!(story.when(&link(session, "quarrel", nobody)), Err(Refusal::Unknown("person")));
    let nothing = SpeaksOf::Event(EventId(99));
    assert_eq!(story.when(&link(session, "quarrel", nothing)), Err(Refusal::Unknown("event")));
    let gone = Command::LoosePassage(LoosePassage { passage: PassageId(99) });
    assert_eq!(story.when(&gone), Err(Refusal::Unknown("passage")));
}

#[test]
fn a_note_that_is_not_signed_has_no_passages() {
    let story = Story::held(1).and(ask::person("Mia"));
    let session = story.course.sessions[0].id;
    let mia = SpeaksOf::Person(story.newest());
    assert_eq!(story.when(&link(session, "quarrel", mia)), Err(Refusal::NoteNotSigned));
}

#[test]
fn a_passage_is_stale_once_the_note_was_added_to_and_a_new_link_is_not() {
    let (story, session, mia) = one_signed();
    let story = story.and(link(session, "the quarrel", mia));
    let stale = |story: &Story, at: usize| story.course.is_stale(&story.course.passages[at]);
    assert!(!stale(&story, 0));
    let story = story.and(ask::amend(session, AmendKind::Correction, "Of the wedding", "Misheard"));
    let story = story.and(link(session, "the wedding", mia));
    assert!(stale(&story, 0) && !stale(&story, 1));
    let first = story.course.passages[0].id;
    let story = story.and(Command::LoosePassage(LoosePassage { passage: first }));
    assert_eq!(story.course.passages_of(session).count(), 1);
}
