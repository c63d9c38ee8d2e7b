//! The openings of the demo: what each of the first sessions brings.

use super::lives::{Fate, Life};
use super::sessions::{add_event, add_person, capital};
use super::shared::Shared;
use super::story::HowKnown;
use clinic::Clinic;
use clinic::problem::Problem;
use std::collections::BTreeSet;
use treatment::bonds::Bond;
use treatment::command::Command;
use treatment::contract::{AcceptContract, AgreeContract};
use treatment::fit::{GriefScreen, ScreenGrief, ScreenResult};
use treatment::focus::{AgreeFocus, Source, TagEvidence};
use treatment::formulation::{Agreement, AnswerFormulation, OfferFormulation, SetGoal};
use treatment::inventory::{AddPerson, DescribePerson, Details, PersonStatus, Ring, Tie};
use treatment::opening::{Diagnosis, History, HistorySection, Task};
use treatment::pins::PinNote;
use treatment::protocol::BeginMiddle;
use treatment::sharing::Own;
use treatment::then_and_now::NameMoment;
use treatment::time::Day;
use treatment::timeline::{Entry, Lane, SetOnset};

/// A task ticked by hand.
pub(super) async fn task(clinic: &Clinic, life: &mut Life, id: &str, note: &str) -> Result<(), Problem> {
    let task = Task { task: id.to_owned(), done: true, note: note.to_owned() };
    life.ask(clinic, false, Command::RecordTask(task)).await
}

async fn history(
    clinic: &Clinic,
    life: &mut Life,
    section: HistorySection,
    text: String,
) -> Result<(), Problem> {
    life.ask(clinic, false, Command::RecordHistory(History { section, text })).await
}

/// What a session of the opening brings.
pub(super) async fn opening(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    number: u8,
) -> Result<(), Problem> {
    let last = life.protocol.opening_max;
    match number {
        1 => the_condition(clinic, shared, life, day).await?,
        2 => the_people(clinic, shared, life, day).await?,
        _ => {}
    }
    if number + 1 == last {
        weigh(clinic, life, day).await?;
    }
    if number == last && life.fate != Fate::NotBegun {
        agree(clinic, shared, life).await?;
    }
    Ok(())
}

/// The first session: symptoms, safety, the condition in plain words, and since when.
async fn the_condition(clinic: &Clinic, shared: &Shared, life: &mut Life, day: Day) -> Result<(), Problem> {
    let symptoms = life.story.symptoms.clone();
    history(clinic, life, HistorySection::Symptoms, symptoms).await?;
    let told = Diagnosis {
        name: life.story.diagnosis.clone(),
        code: life.story.code.clone(),
        plain_words: life.story.plain.clone(),
        told_on: day,
    };
    life.ask(clinic, false, Command::TellDiagnosis(told)).await?;
    let of_all = life.pick(&shared.opening.risk);
    let risk = if life.story.risk.is_empty() { of_all } else { life.story.risk.clone() };
    task(clinic, life, "risk-initial", &risk).await?;
    let of_all = life.pick(&shared.opening.psychoed);
    let psychoed = life.story.psychoed.clone().unwrap_or(of_all);
    task(clinic, life, "psychoed", &psychoed).await?;
    let sick_role = life.story.sick_role.clone();
    task(clinic, life, "sick-role", &sick_role).await?;
    let onset = HowKnown::AboutMonth.date(life.story.onset, life.first);
    life.ask(clinic, false, Command::DateOnset(SetOnset { onset })).await?;
    let told = |event: &super::story::Happening| event.before.is_some() && event.people.is_empty();
    for which in 0..life.story.events.len() {
        if told(&life.story.events[which]) {
            add_event(clinic, life, which, day).await?;
        }
    }
    Ok(())
}

/// The second: the map, and what happened with whom.
async fn the_people(clinic: &Clinic, shared: &Shared, life: &mut Life, day: Day) -> Result<(), Problem> {
    for which in 0..life.story.people.len() {
        if life.story.people[which].from == 0 {
            add_person(clinic, life, which).await?;
        }
    }
    for which in 0..life.story.events.len() {
        let event = &life.story.events[which];
        if event.before.is_some() && !event.people.is_empty() {
            add_event(clinic, life, which, day).await?;
        }
    }
    let (episodes, culture) = (life.story.episodes.clone(), life.story.culture.clone());
    history(clinic, life, HistorySection::Episodes, episodes).await?;
    history(clinic, life, HistorySection::Culture, culture).await?;
    let (treatments, medical) = (life.story.treatments.clone(), life.story.medical.clone());
    let family = life.story.family.clone();
    let told = [
        (HistorySection::Treatments, treatments),
        (HistorySection::Medical, medical),
        (HistorySection::Family, family),
    ];
    for (section, text) in told.into_iter().filter(|(_, text)| !text.is_empty()) {
        history(clinic, life, section, text).await?;
    }
    let med_review = life.story.med_review.clone();
    task(clinic, life, "med-review", &med_review).await?;
    let explained = life.pick(&shared.opening.ipt_explained);
    task(clinic, life, "ipt-explained", &explained).await?;
    own_entries(clinic, shared, life, day).await
}

/// What the client adds at home: somebody they share, and somebody and something they keep to themselves for now.
async fn own_entries(clinic: &Clinic, shared: &Shared, life: &mut Life, day: Day) -> Result<(), Problem> {
    let status = PersonStatus::Living;
    let add = |name, tie, ring| Command::AddPerson(AddPerson { name, tie, status, ring: Some(ring) });
    let known = life.one_of(&shared.opening.own_shared);
    let kept = life.pick(&shared.opening.own_kept);
    let Some(known) = known else { return Ok(()) };
    life.ask(clinic, true, add(known.name, known.tie, Ring::Outer)).await?;
    if let Some(person) = life.known.inventory.people.last() {
        let own = BTreeSet::from([Own::Person(person.id)]);
        life.ask(clinic, true, Command::Share(own)).await?;
    }
    life.ask(clinic, true, add(kept, Tie::Friend, Ring::LessClose)).await?;
    let entry = Entry {
        lane: Lane::Event,
        kind: None,
        title: life.pick(&shared.opening.own_event),
        start: HowKnown::AboutMonth.date(life.story.onset, day),
        end: None,
        feeling: None,
        people: Vec::new(),
        note: String::new(),
        date_meant: false,
    };
    life.ask(clinic, true, Command::AddEvent(entry)).await
}

/// Says what is between the client and a person of the story.
pub(super) async fn describe(
    clinic: &Clinic,
    life: &mut Life,
    who: &str,
    details: Details,
) -> Result<(), Problem> {
    let Some(named) = life.story.people.iter().find(|person| person.name == who) else { return Ok(()) };
    let Some(person) = life.people.get(who).copied() else { return Ok(()) };
    let describe = DescribePerson {
        person,
        name: capital(who),
        tie: named.tie,
        status: named.status,
        since: named.since.map(|months| HowKnown::Month.date(months, life.first)),
        details,
    };
    life.ask(clinic, false, Command::DescribePerson(Box::new(describe))).await
}

/// What the map is given before it is looked at together: ties among the people, notes, and a name for this moment.
async fn on_the_map(clinic: &Clinic, life: &mut Life) -> Result<(), Problem> {
    for which in 0..life.story.bonds.len() {
        let tied = &life.story.bonds[which];
        let ends = life.person(Some(&tied.from)).zip(life.person(Some(&tied.to)));
        let Some((from, to)) = ends else { continue };
        let until = tied.until.map(|months| HowKnown::Season.date(months, life.first));
        let bond = Bond { from, to, kind: tied.kind, since: None, until };
        life.ask(clinic, false, Command::AddBond(bond)).await?;
    }
    for which in 0..life.story.pins.len() {
        let pinned = &life.story.pins[which];
        let note = PinNote { person: life.person(pinned.to.as_ref()), words: pinned.words.clone() };
        life.ask(clinic, false, Command::PinNote(note)).await?;
    }
    let named = NameMoment { name: "As first told".to_owned(), at: life.known.version };
    life.ask(clinic, false, Command::NameMoment(named)).await
}

/// What is between the client and those who matter most, the evidence, and whether the therapy fits.
async fn weigh(clinic: &Clinic, life: &mut Life, day: Day) -> Result<(), Problem> {
    for which in 0..life.story.ties.len() {
        let tie = &life.story.ties[which];
        let (who, details) = (tie.who.clone(), tie.details.clone());
        describe(clinic, life, &who, details).await?;
    }
    on_the_map(clinic, life).await?;
    for which in 0..life.story.evidence.len() {
        let one = &life.story.evidence[which];
        let person = life.person(one.person.as_ref()).map(Source::Person);
        let event = one.event.as_ref().and_then(|id| life.events.get(id)).copied().map(Source::Event);
        let tag = TagEvidence {
            area: one.area,
            direction: one.direction,
            words: one.words.clone(),
            source: person.or(event),
        };
        life.ask(clinic, false, Command::TagEvidence(tag)).await?;
    }
    if life.fate == Fate::NotBegun {
        return Ok(());
    }
    if let Some(found) = life.story.grief_screen.clone() {
        let screen = ScreenGrief {
            screen: GriefScreen::Pg13R,
            points: Some(found.points),
            months: Some(found.months),
            result: ScreenResult::Positive,
            words: found.words,
            on: day,
        };
        life.ask(clinic, false, Command::ScreenGrief(screen)).await?;
    }
    let fit = life.story.fit.clone();
    life.ask(clinic, false, Command::DecideFit(fit)).await
}

/// The focus, the formulation, the goals and the contract.
async fn agree(clinic: &Clinic, shared: &Shared, life: &mut Life) -> Result<(), Problem> {
    let chosen = &life.story.chosen;
    let focus = AgreeFocus {
        area: life.story.area,
        second: life.story.second,
        person: life.person(chosen.person.as_ref()),
        client_words: chosen.words.clone(),
        set_aside: chosen.set_aside.clone(),
        reason: chosen.reason.clone(),
        concern_answer: chosen.concern_answer.clone(),
        concerns: Vec::new(),
    };
    life.ask(clinic, false, Command::AgreeFocus(focus)).await?;
    let offer = OfferFormulation { words: life.story.formulation.clone() };
    life.ask(clinic, false, Command::OfferFormulation(offer)).await?;
    let drawn = if life.dice.below(3) == 0 { Agreement::Agreed } else { Agreement::WithChanges };
    let agreement = life.story.agreed.unwrap_or(drawn);
    let answer = AnswerFormulation { agreement, client_words: life.story.client_version.clone() };
    life.ask(clinic, false, Command::AnswerFormulation(answer)).await?;
    for which in 0..life.story.goals.len() {
        let goal = &life.story.goals[which];
        let goal = SetGoal { kind: goal.kind, words: goal.words.clone(), marker: goal.marker.clone() };
        life.ask(clinic, false, Command::SetGoal(goal)).await?;
    }
    let contract = AgreeContract {
        sessions: life.protocol.sessions,
        cadence_days: life.protocol.cadence_days,
        minutes: life.protocol.minutes,
        first_on: life.first,
        planned_end: life.first,
        missed: life.rule,
        late_cancel_hours: 24,
        between: shared.opening.between.clone(),
        parts: shared.opening.parts.clone(),
        reason: String::new(),
    };
    life.ask(clinic, false, Command::AgreeContract(contract)).await?;
    let accept = AcceptContract { words: String::new() };
    life.ask_aside(clinic, true, Command::AcceptContract(accept)).await?;
    let begin = BeginMiddle { reason: shared.opening.begin.clone(), missing: Vec::new() };
    life.ask(clinic, false, Command::BeginMiddle(begin)).await
}
