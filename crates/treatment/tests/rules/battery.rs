//! The battery of the newest protocol: what is asked when, of whom, and what waits when a check-in is full.

use crate::given::{FILES, Story, day};
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::content::Content;
use treatment::inventory::{AddPerson, PersonStatus, Ring, Tie};
use treatment::schedule::check_in;

/// The shipped content with the battery's files; those of measures are read from the folder.
fn content() -> Content {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/measures");
    let mut files: Vec<(String, String)> = FILES
        .iter()
        .filter(|(name, _)| !name.starts_with("measures/"))
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    for (name, text) in [
        ("protocols/ipt-12-v3.toml", include_str!("../../../../content/protocols/ipt-12-v3.toml")),
        ("protocols/ipt-16-v3.toml", include_str!("../../../../content/protocols/ipt-16-v3.toml")),
    ] {
        files.push((name.to_owned(), text.to_owned()));
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "toml") {
            continue;
        }
        let name = format!("measures/{}", path.file_name().unwrap().to_str().unwrap());
        files.push((name, std::fs::read_to_string(path).unwrap()));
    }
    Content::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

/// A course of the newest protocol with so many sessions held, and what is asked for the next: asked, waiting, minutes.
fn asked(mut story: Story, content: &Content) -> (Vec<String>, Vec<String>, u16) {
    let opened = story.course.opened.as_mut().unwrap();
    opened.protocol_version = content.protocol_newest("ipt-16").unwrap().version;
    let now = check_in(&story.course, content, day("2026-01-05"));
    let asked = now.asked.iter().map(|asking| asking.ask.measure.clone()).collect();
    let waiting = now.waiting.iter().map(|ask| ask.measure.clone()).collect();
    (asked, waiting, now.minutes())
}

#[test]
fn the_first_check_in_keeps_to_its_minutes_and_the_rest_comes_at_the_next() {
    let content = content();
    let (first, waiting, minutes) = asked(Story::opened(), &content);
    assert_eq!(first, ["phq-9", "gad-7", "role-functioning", "phq-stress", "audit-c"]);
    assert_eq!((waiting, minutes), (vec!["pc-ptsd-5".to_owned()], 9));
    let (second, _, _) = asked(Story::held(1), &content);
    assert_eq!(second[..2], ["phq-9", "pc-ptsd-5"]);
}

#[test]
fn the_middle_asks_little_and_every_fourth_session_more() {
    let content = content();
    let sixth = asked(Story::held(5), &content).0;
    assert!(sixth.contains(&"goal-progress".to_owned()) && !sixth.contains(&"gad-7".to_owned()), "{sixth:?}");
    let twelfth = asked(Story::held(11), &content).0;
    for measure in ["gad-7", "role-functioning", "session-check"] {
        assert!(twelfth.contains(&measure.to_owned()), "{measure}: {twelfth:?}");
    }
    let last = asked(Story::held(15), &content).0;
    for measure in ["phq-9", "gad-7", "phq-stress", "role-functioning", "focus-change"] {
        assert!(last.contains(&measure.to_owned()), "{measure}: {last:?}");
    }
}

#[test]
fn what_needs_a_permission_is_asked_only_with_one_and_with_its_words_and_of_whom_it_concerns() {
    let mut content = content();
    let partner = AddPerson {
        name: "Sam".to_owned(),
        tie: Tie::Partner,
        status: PersonStatus::Living,
        ring: Some(Ring::Close),
    };
    let partnered = || Story::held(15).and(Command::AddPerson(partner.clone()));
    assert!(!asked(partnered(), &content).0.contains(&"csi-4".to_owned()), "no permission");
    content.permit(&BTreeSet::from(["csi-4"]));
    assert!(!content.can_ask("csi-4"), "a permission alone brings no words to a client");
    assert!(content.instrument("csi-4").unwrap().may_be_shown());
}

#[test]
fn a_schedule_asks_for_nothing_that_is_not_there() {
    let content = content();
    for protocol in content.protocols() {
        for ask in &protocol.schedule.asks {
            assert!(content.instrument(&ask.measure).is_some(), "{} {}", protocol.key, ask.measure);
        }
    }
}
