//! What follows a flag in the demo, and the safety plans that are made on the way.

use super::lives::Life;
use super::shared::Shared;
use clinic::Clinic;
use clinic::problem::Problem;
use treatment::command::Command;
use treatment::ids::{FlagId, PersonId};
use treatment::inventory::{DescribePerson, PersonStatus, Tie};
use treatment::risk::{
    Assessment, CloseFlag, CloseHow, ConcernSource, FlagPlan, FlagState, Ideation, PlanFlag, RaiseConcern,
    Response, ReviewFlag, Told,
};
use treatment::safety_plan::{Alone, Contact, DecideCopy, MakeSafetyPlan, Means, PlanUse, SayPlanUse};
use treatment::time::{Day, Moment};

/// The client asks to be rung, and nobody looks in time: it is passed on when the demo is opened.
pub(super) async fn ask_to_be_rung(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let words = shared.flags.asked.clone();
    let asked =
        RaiseConcern { source: ConcernSource::Client, words, respond: Response::SameDay, due: Moment(0) };
    life.ask(clinic, true, Command::RaiseConcern(asked)).await
}

/// Whether a flag has not come so far yet.
fn is_before(life: &Life, flag: FlagId, state: FlagState) -> bool {
    life.known.flags.iter().any(|known| known.id == flag && known.state < state)
}

/// A flag is followed to its end, with whatever steps are still open.
pub(super) async fn follow_flag(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    flag: FlagId,
    reason: &str,
) -> Result<(), Problem> {
    if is_before(life, flag, FlagState::Planned) {
        plan_for(clinic, shared, life, flag).await?;
    }
    look_again(clinic, shared, life, flag, reason).await
}

/// Asked about directly, and a safety plan made together.
pub(super) async fn plan_for(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    flag: FlagId,
) -> Result<(), Problem> {
    let today = clinic.today();
    if is_before(life, flag, FlagState::Assessed) {
        assess(clinic, shared, life, flag).await?;
    }
    make_plan(clinic, shared, life, today).await?;
    let words = shared.safety.next.clone();
    let plan = PlanFlag { flag, plan: FlagPlan::SafetyPlan, words, review_on: today.plus(7) };
    life.ask(clinic, false, Command::PlanFlag(plan)).await
}

/// Asked about again, and closed.
pub(super) async fn look_again(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    flag: FlagId,
    reason: &str,
) -> Result<(), Problem> {
    if life.known.safety.plan().is_some() {
        let used = SayPlanUse { used: PlanUse::Used, words: shared.safety.used.clone() };
        life.ask_aside(clinic, true, Command::SayPlanUse(used)).await?;
    }
    let review = ReviewFlag { flag, found: shared.safety.found.clone(), next_on: None };
    life.ask(clinic, false, Command::ReviewFlag(review)).await?;
    let close =
        CloseFlag { flag, reason: reason.to_owned(), how: CloseHow::DealtWith, consulted: String::new() };
    life.ask(clinic, false, Command::CloseFlag(close)).await
}

async fn assess(clinic: &Clinic, shared: &Shared, life: &mut Life, flag: FlagId) -> Result<(), Problem> {
    let said = Assessment {
        ideation: Some(Ideation::Passive),
        plan: Some(Told::No),
        intent: Some(Told::No),
        attempt: Some(Told::No),
        ..Assessment::in_words(flag, &shared.safety.formulation, &shared.safety.decision)
    };
    life.ask(clinic, false, Command::AssessFlag(Box::new(said))).await
}

/// Somebody close who is a friend, or anybody who may stand on a plan.
fn somebody(life: &Life) -> Option<PersonId> {
    let mut people: Vec<_> = life.known.people_for_plan().collect();
    people.sort_by_key(|person| (person.tie != Tie::Friend, person.ring, person.id));
    people.first().map(|person| person.id)
}

/// Makes a safety plan, if there is none yet.
pub(super) async fn make_plan(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    today: Day,
) -> Result<(), Problem> {
    if life.known.safety.plan().is_some() {
        return Ok(());
    }
    let told = &shared.safety;
    let contact = |person| Contact {
        person: Some(person),
        name: String::new(),
        phone: told.phone.clone(),
        knows: true,
    };
    let place = Contact { person: None, name: told.place.clone(), phone: String::new(), knows: false };
    let plan = MakeSafetyPlan {
        signs: told.signs.clone(),
        alone: told
            .alone
            .iter()
            .map(|what| Alone { what: what.clone(), likely: Some(7), obstacle: String::new() })
            .collect(),
        company: vec![place],
        help: somebody(life).map(contact).into_iter().collect(),
        professionals: told.professionals.clone(),
        means: vec![Means {
            what: told.means.clone(),
            action: told.means_action.clone(),
            helper: String::new(),
            done: true,
        }],
        asked_means: true,
        reasons: told.reasons.clone(),
        review_on: today.plus(28),
    };
    life.ask(clinic, false, Command::MakeSafetyPlan(Box::new(plan))).await?;
    let talk = DecideCopy { wanted: false, names: false, talk: told.copy.clone() };
    life.ask(clinic, false, Command::DecideCopy(talk)).await
}

/// A plan was made, and then a tie on it broke: it waits for its owner.
pub(super) async fn grow_stale(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    today: Day,
) -> Result<(), Problem> {
    make_plan(clinic, shared, life, today).await?;
    let on_plan = life.known.safety.plan().and_then(|plan| plan.people().next());
    let person = on_plan.and_then(|id| life.known.inventory.person(id)).cloned();
    let Some(person) = person.filter(|person| person.status == PersonStatus::Living) else { return Ok(()) };
    let gone = DescribePerson {
        person: person.id,
        name: person.name,
        tie: person.tie,
        status: PersonStatus::Gone,
        since: None,
        details: person.details,
    };
    life.ask(clinic, false, Command::DescribePerson(Box::new(gone))).await
}
