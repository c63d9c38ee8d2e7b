//! The safety plan: nobody on it who is not safe, stale when a tie breaks, right again only by a person.

use crate::ask;
use crate::given::{Story, day};
use treatment::command::Command;
use treatment::course::Course;
use treatment::ending::Closing;
use treatment::fact::Fact;
use treatment::ids::PersonId;
use treatment::inventory::{DescribePerson, Details, PersonStatus, Safety, Tie};
use treatment::refusal::Refusal;
use treatment::safety_plan::{Broken, DecideCopy, KeepSafetyPlan, MakeSafetyPlan};

const REVIEW: &str = "2026-02-01";

fn with_mia() -> (Story, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    (story, mia)
}

fn planned() -> (Story, PersonId) {
    let (story, mia) = with_mia();
    (story.and(ask::make_safety_plan(&[mia], REVIEW)), mia)
}

fn became(person: PersonId, status: PersonStatus) -> Command {
    Command::DescribePerson(Box::new(DescribePerson {
        person,
        name: "Mia".to_owned(),
        tie: Tie::Friend,
        status,
        since: None,
        details: Details::default(),
    }))
}

fn keep(reason: &str) -> Command {
    Command::KeepSafetyPlan(KeepSafetyPlan { reason: reason.to_owned(), looked_at: vec![] })
}

#[test]
fn nobody_unsafe_gone_or_removed_comes_onto_a_plan() {
    let (story, mia) = with_mia();
    let plan = ask::make_safety_plan(&[mia], REVIEW);
    let marked = story.clone().and(ask::mark(mia, Safety::Unsafe));
    assert_eq!(marked.when(&plan), Err(Refusal::PersonUnsafe));
    assert_eq!(marked.course.people_for_plan().count(), 0);
    assert_eq!(story.clone().and(ask::remove(mia)).when(&plan), Err(Refusal::PersonRemoved));
    assert_eq!(story.and(became(mia, PersonStatus::Died)).when(&plan), Err(Refusal::Unknown("help")));
}

#[test]
fn a_plan_says_signs_somebody_to_turn_to_and_that_means_were_asked_about() {
    let story = Story::opened();
    let made = |change: fn(&mut MakeSafetyPlan)| {
        let mut plan = ask::safety_plan(&[], REVIEW);
        change(&mut plan);
        story.when(&Command::MakeSafetyPlan(Box::new(plan)))
    };
    assert_eq!(made(|plan| plan.signs.clear()), Err(Refusal::Empty("signs")));
    assert_eq!(made(|plan| plan.professionals.clear()), Err(Refusal::Empty("professionals")));
    assert_eq!(made(|plan| plan.asked_means = false), Err(Refusal::MeansNotAsked));
    assert_eq!(made(|plan| plan.review_on = day("2026-01-04")), Err(Refusal::ReviewDate("review-on")));
    assert!(made(|_| ()).is_ok());
}

#[test]
fn a_plan_grows_stale_with_the_tie_and_its_contact_is_shown_no_longer() {
    let breaks = [
        (ask::mark as fn(PersonId, Safety) -> Command)(PersonId(2), Safety::Unsafe),
        ask::remove(PersonId(2)),
        became(PersonId(2), PersonStatus::Gone),
        became(PersonId(2), PersonStatus::Died),
    ];
    for (command, why) in
        breaks.into_iter().zip([Broken::Unsafe, Broken::Removed, Broken::Gone, Broken::Died])
    {
        let (story, mia) = planned();
        assert!(story.course.stale_on_plan().is_empty());
        let story = story.and(command);
        assert_eq!(story.course.stale_on_plan(), [(mia, why)]);
        let plan = story.course.safety.plan().unwrap();
        assert!(!plan.shows(&plan.plan.help[0], &story.course.inventory));
    }
}

#[test]
fn a_plan_of_older_data_that_names_somebody_erased_since_is_stale() {
    let (story, mia) = planned();
    // As it opens under the keys of today: what was told of Mia alone is gone, and no fact says that she was erased.
    let mut facts = story.facts.clone();
    for recorded in &mut facts {
        if recorded.fact.only_about(recorded.version).contains(&mia) {
            recorded.fact = Fact::Erased;
        }
    }
    let course = Course::from_facts(story.course.id.unwrap(), &facts);
    assert_eq!(course.stale_on_plan(), [(mia, Broken::Removed)]);
    let plan = course.safety.plan().unwrap();
    assert!(!plan.shows(&plan.plan.help[0], &course.inventory));
}

#[test]
fn somebody_the_client_keeps_to_themselves_is_not_told_of_by_a_stale_plan() {
    let mut story = Story::opened().by_client().and(ask::person("Noor"));
    let noor = story.newest();
    let plan = ask::safety_plan(&[noor], REVIEW);
    story.recorded(Fact::SafetyPlanMade(Box::new(plan)));
    assert!(story.course.stale_on_plan().is_empty());
    let seen = story.course.shared_part();
    assert!(seen.inventory.person(noor).is_none() && seen.stale_on_plan().is_empty());
}

#[test]
fn a_plan_kept_because_is_right_again_until_somebody_else_changes() {
    let (story, mia) = planned();
    assert_eq!(story.when(&keep("Still rings")), Err(Refusal::AlreadySo));
    let story = story.and(became(mia, PersonStatus::Gone));
    assert_eq!(story.when(&keep(" ")), Err(Refusal::Empty("reason")));
    let story = story.and(keep("Moved away, and still rings"));
    assert!(story.course.stale_on_plan().is_empty());
    let plan = story.course.safety.plan().unwrap();
    assert!(plan.shows(&plan.plan.help[0], &story.course.inventory));
    let story = story.and(ask::mark(mia, Safety::Unsafe));
    assert_eq!(story.course.stale_on_plan(), [(mia, Broken::Unsafe)]);
    assert_eq!(story.when(&keep("Still rings")), Err(Refusal::PersonUnsafe));
}

#[test]
fn a_new_version_clears_it_and_the_old_one_stays() {
    let (story, mia) = planned();
    let story = story.and(ask::mark(mia, Safety::Unsafe)).and(ask::make_safety_plan(&[], REVIEW));
    assert!(story.course.stale_on_plan().is_empty());
    let versions = &story.course.safety.versions;
    assert_eq!((versions.len(), versions[0].plan.help[0].person), (2, Some(mia)));
}

#[test]
fn a_copy_is_taken_along_only_after_a_talk_that_is_written_down() {
    let (story, _) = planned();
    let copy =
        |wanted, talk: &str| Command::DecideCopy(DecideCopy { wanted, names: false, talk: talk.to_owned() });
    assert!(!story.course.safety.copy_allowed());
    assert_eq!(story.when(&copy(true, "")), Err(Refusal::Empty("copy-talk")));
    let story = story.and(copy(true, "Nobody else has the telephone"));
    assert!(story.course.safety.copy_allowed());
    assert!(!story.and(copy(false, "Shares the telephone now")).course.safety.copy_allowed());
}

#[test]
fn who_was_kept_though_gone_is_asked_about_again_when_they_die_and_stays_on_the_next_version_till_then() {
    let (story, mia) = planned();
    let story = story.and(became(mia, PersonStatus::Estranged));
    assert_eq!(story.course.stale_on_plan(), [(mia, Broken::Gone)], "whoever has left, in any way");
    let story = story.and(keep("Still rings"));
    let next = ask::make_safety_plan(&[mia], "2026-02-02");
    let story = story.and(next);
    assert!(story.course.stale_on_plan().is_empty(), "she does not fall off silently");
    let story = story.and(became(mia, PersonStatus::Died));
    assert_eq!(story.course.stale_on_plan(), [(mia, Broken::Died)]);
    assert_eq!(story.when(&ask::make_safety_plan(&[mia], REVIEW)), Err(Refusal::Unknown("help")));
}

#[test]
fn after_the_close_a_plan_can_still_be_made_safe() {
    let (story, mia) = planned();
    let story = story.and(ask::close(Closing::ClientStopped, "Moved away"));
    let story = story.and(ask::mark(mia, Safety::Unsafe));
    assert_eq!(story.course.stale_on_plan(), [(mia, Broken::Unsafe)]);
    assert!(story.when(&ask::make_safety_plan(&[], REVIEW)).is_ok());
}
