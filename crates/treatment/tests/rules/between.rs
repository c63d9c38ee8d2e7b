//! What the client writes between sessions: theirs alone until they share it.

use crate::ask;
use crate::given::{Story, day};
use treatment::between::{DebriefPlan, Happening, PrepareTalk, ShareOwn, WhyNot, WriteDiary, Wrote};
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::{OwnId, PersonId, PlanId};
use treatment::inventory::{MarkSafety, RemovePerson, Safety};
use treatment::plans::PlanStatus;
use treatment::refusal::Refusal;

fn diary(words: &str, is_shared: bool) -> Command {
    Command::WriteDiary(WriteDiary {
        on: day("2026-01-05"),
        mood: Some(4),
        happening: Some(Happening::Argued),
        person: None,
        words: words.to_owned(),
        is_shared,
    })
}

fn talk(person: Option<PersonId>) -> PrepareTalk {
    PrepareTalk {
        rewrites: None,
        plan: None,
        person,
        aim: String::new(),
        opening_words: "Have you got ten minutes?".to_owned(),
        hard: String::new(),
        then: String::new(),
        is_shared: false,
    }
}

fn debrief(plan: PlanId, is_shared: bool) -> Command {
    let report = ask::a_report(plan, PlanStatus::NotTried);
    Command::DebriefPlan(DebriefPlan { report, why_not: Some(WhyNot::TooHard), is_shared })
}

fn share(own: OwnId, is_shared: bool) -> Command {
    Command::ShareOwn(ShareOwn { own, is_shared })
}

fn with_plan() -> (Story, PlanId) {
    let story = Story::opened().and(ask::plan("Ring Mia", None));
    let plan = story.newest();
    (story.by_client(), plan)
}

fn unsafe_now(person: PersonId) -> Command {
    Command::MarkSafety(MarkSafety { person, mark: Safety::Unsafe, note: String::new() })
}

#[test]
fn one_tap_is_an_entry_and_none_is_not() {
    let nothing = WriteDiary {
        on: day("2026-01-05"),
        mood: None,
        happening: None,
        person: None,
        words: " ".to_owned(),
        is_shared: false,
    };
    let one = WriteDiary { mood: Some(0), ..nothing.clone() };
    let story = Story::opened().by_client();
    assert_eq!(story.when(&Command::WriteDiary(nothing)), Err(Refusal::Empty("mood")));
    assert!(story.when(&Command::WriteDiary(one)).is_ok());
}

#[test]
fn what_is_private_is_shared_with_nobody_until_the_client_says_so() {
    let story = Story::opened().by_client().and(diary("mine", false));
    let own: OwnId = story.newest();
    assert_eq!(story.course.shared_since(None).count(), 0);
    let shared = story.and(share(own, true));
    assert_eq!(shared.course.shared_since(None).count(), 1);
    assert_eq!(shared.clone().and(share(own, false)).course.shared_since(None).count(), 0);
}

#[test]
fn the_facts_of_what_is_private_are_kept_back_and_of_what_was_taken_back() {
    let story = Story::opened().by_client().and(diary("mine", false));
    let own: OwnId = story.newest();
    let kept = |story: &Story| story.facts.iter().filter(|fact| story.course.keeps_back(fact)).count();
    assert_eq!(kept(&story), 1);
    let shared = story.and(share(own, true));
    assert_eq!(kept(&shared), 0);
    assert_eq!(kept(&shared.and(share(own, false))), 3);
}

#[test]
fn what_came_on_the_day_of_the_last_session_still_counts_as_new() {
    let story = Story::held(1).by_client().and(diary("after the hour", true));
    let since = story.course.last_held().map(|session| session.on);
    assert_eq!(story.course.shared_since(since).count(), 1);
    assert_eq!(story.course.shared_since(since.map(|day| day.plus(1))).count(), 0);
}

#[test]
fn a_plan_is_told_to_oneself_first() {
    let (story, plan) = with_plan();
    let story = story.and(debrief(plan, false));
    let known = story.course.plans.iter().find(|known| known.id == plan).unwrap();
    assert!(known.is_open() && !story.course.is_untold(known));
}

#[test]
fn how_a_plan_went_is_a_report_for_as_long_as_it_is_shared() {
    let (story, plan) = with_plan();
    let story = story.and(debrief(plan, true));
    let own: OwnId = story.newest();
    let reports = |story: &Story| story.course.plans[0].reports.clone();
    let told = reports(&story);
    assert_eq!((told.len(), told[0].why_not, told[0].by_client), (1, Some(WhyNot::TooHard), true));
    let taken = story.and(share(own, false));
    assert_eq!(reports(&taken), []);
    assert_eq!(reports(&taken.and(share(own, true))), told);
}

#[test]
fn a_conversation_is_prepared_again_in_its_own_place() {
    let story = Story::opened().by_client().and(Command::PrepareTalk(talk(None)));
    let own: OwnId = story.newest();
    let again = PrepareTalk { rewrites: Some(own), hard: "The phone".to_owned(), ..talk(None) };
    let story = story.and(Command::PrepareTalk(again));
    let Wrote::Talk(kept) = &story.course.own()[0].wrote else { panic!("not a talk") };
    assert_eq!((story.course.own().len(), kept.hard.as_str()), (1, "The phone"));
    let diary = story.and(diary("x", false));
    let other = PrepareTalk { rewrites: Some(diary.newest()), ..talk(None) };
    assert_eq!(diary.when(&Command::PrepareTalk(other)), Err(Refusal::Unknown("own")));
}

#[test]
fn no_conversation_is_prepared_with_somebody_unsafe_or_taken_off_the_map() {
    let story = Story::opened().and(ask::person("Mia"));
    let person: PersonId = story.newest();
    let asked = Command::PrepareTalk(talk(Some(person)));
    let removed = Command::RemovePerson(RemovePerson { person, reason: String::new() });
    assert_eq!(story.clone().and(unsafe_now(person)).by_client().when(&asked), Err(Refusal::PersonUnsafe));
    assert_eq!(story.and(removed).by_client().when(&asked), Err(Refusal::PersonRemoved));
}

#[test]
fn a_plan_whose_person_became_unsafe_or_was_removed_is_to_be_talked_over() {
    let story = Story::opened().and(ask::person("Mia"));
    let person: PersonId = story.newest();
    let story = story.and(ask::plan("Ring Mia", Some(person)));
    let is_so = |story: &Story| story.course.is_to_talk_over(&story.course.plans[0]);
    assert!(!is_so(&story));
    assert!(is_so(&story.clone().and(unsafe_now(person))));
    let removed = Command::RemovePerson(RemovePerson { person, reason: String::new() });
    assert!(is_so(&story.and(removed)));
}

#[test]
fn after_the_close_nothing_is_written_and_everything_can_be_taken_back() {
    let story = Story::held(1).by_client().and(diary("mine", true));
    let own: OwnId = story.newest();
    let story = story
        .by_therapist()
        .and(ask::close(treatment::ending::Closing::EarlyAgreed, "Moved away"))
        .by_client();
    assert_eq!(story.when(&diary("more", false)), Err(Refusal::Closed));
    assert!(story.when(&share(own, false)).is_ok());
}

#[test]
fn a_wording_put_aside_while_it_was_private_stays_private() {
    let story = Story::opened().by_client().and(Command::PrepareTalk(talk(None)));
    let own: OwnId = story.newest();
    let again = PrepareTalk {
        rewrites: Some(own),
        opening_words: "May I ask you something?".to_owned(),
        ..talk(None)
    };
    let story = story.and(Command::PrepareTalk(again)).and(share(own, true));
    let read = story.course.facts_seen_by(&Story::therapist(), story.facts.clone());
    let wordings: Vec<&str> = read
        .iter()
        .filter_map(|recorded| match &recorded.fact {
            Fact::TalkPrepared(talk) => Some(talk.opening_words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(wordings, ["May I ask you something?"]);
}

#[test]
fn what_is_private_is_not_in_what_staff_are_given() {
    let story = Story::opened().by_client().and(diary("mine", false)).and(diary("ours", true));
    let given = story.course.shared_part();
    assert_eq!((given.own().len(), story.course.own().len()), (1, 2));
}
