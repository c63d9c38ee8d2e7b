//! The sessions of the demo: held or missed, what each brings by its place in the course, and its note.

use super::area_work;
use super::asides::Asides;
use super::between;
use super::endings;
use super::lives::{Fate, Life, REST_DAYS, RESTED_AFTER};
use super::openings;
use super::shared::{Shared, SharedNote};
use super::story::{HowKnown, Note, Story};
use super::tellings;
use clinic::Clinic;
use clinic::problem::Problem;
use treatment::command::Command;
use treatment::contract::MissedRule;
use treatment::ids::SessionId;
use treatment::inventory::{AddPerson, DescribePerson, PersonStatus, PlacePerson, WishRing};
use treatment::passages::{LinkPassage, SpeaksOf};
use treatment::plans::{AgreePlan, PlanStatus};
use treatment::review::DiscussResults;
use treatment::session::{
    AmendKind, AmendNote, HoldSession, MissSession, MissedBy, Mode, MoodLink, PauseCourse, SignNote, Worked,
};
use treatment::technique::{Served, Technique, TechniqueUse, Took};
use treatment::time::{Day, PartialDate};
use treatment::timeline::Entry;

/// What a session is in its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One of the opening's, with its note.
    Opening(usize),
    /// The opening's third of four.
    Third,
    /// One of the middle's, with its note and its plan.
    Middle(usize),
    /// Halfway.
    Midpoint,
    /// A session of the middle that is like others.
    Quiet,
    /// One of the ending's, with its note.
    Ending(usize),
    /// The ending's last but one, of four.
    Signs,
}

impl Place {
    /// What is used in such a session.
    fn techniques(self, worked: Worked) -> Vec<Technique> {
        match self {
            _ if worked == Worked::Off => vec![Technique::Directive, Technique::SupportMobilise],
            Self::Opening(_) | Self::Third => vec![Technique::ExploreNondirective, Technique::ElicitDirect],
            Self::Middle(0) => vec![Technique::AffectEncourage, Technique::CommunicationAnalysis],
            Self::Middle(_) => vec![Technique::DecisionAnalysis, Technique::RolePlay, Technique::Experiment],
            Self::Midpoint => vec![Technique::Clarify, Technique::ContractFocus],
            Self::Quiet => vec![Technique::Clarify, Technique::Experiment],
            Self::Ending(_) | Self::Signs => vec![Technique::UseRelationship, Technique::SupportMobilise],
        }
    }

    /// The note that the story has for such a session.
    fn note(self, story: &Story) -> Option<&Note> {
        let whole = story.whole.as_ref();
        match self {
            Self::Opening(nth) => story.opening.get(nth),
            Self::Middle(nth) => story.middle.get(nth),
            Self::Ending(nth) => story.ending.get(nth),
            Self::Third => whole.map(|whole| &whole.third),
            Self::Midpoint => whole.map(|whole| &whole.eighth),
            Self::Quiet => whole.map(|whole| &whole.eleventh),
            Self::Signs => whole.map(|whole| &whole.fifteenth),
        }
    }

    fn of(life: &Life, number: u8) -> Self {
        let protocol = &life.protocol;
        let is_long = protocol.opening_max == 4;
        let ending = protocol.sessions.saturating_sub(protocol.ending_len);
        if number <= protocol.opening_max {
            return match number {
                1 | 2 => Self::Opening(usize::from(number) - 1),
                3 if is_long => Self::Third,
                _ => Self::Opening(2),
            };
        }
        if number > ending {
            return match number - ending {
                1 | 2 => Self::Ending(usize::from(number - ending) - 1),
                3 if is_long => Self::Signs,
                _ => Self::Ending(2),
            };
        }
        let nth = usize::from(number - protocol.opening_max) - 1;
        match nth {
            3 if is_long => Self::Midpoint,
            6 if is_long => Self::Quiet,
            4 | 5 if is_long => Self::Middle(nth - 1),
            7.. => Self::Middle(5),
            _ => Self::Middle(nth),
        }
    }
}

/// One session: held or missed, its note, what its place in the course asks for, and the next date.
pub(super) async fn session(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    today: Day,
) -> Result<(), Problem> {
    let Some(session) = life.known.next_session().map(|session| session.id) else { return Ok(()) };
    let used = life.used();
    if life.fate == Fate::Stopped && used >= 6 {
        return stop(clinic, shared, life, session, day).await;
    }
    if life.misses_at == Some(used) {
        life.misses_at = None;
        let missed = match life.dice.below(4) {
            0 => miss(session, day, MissedBy::Therapist, shared.middle.missed_by_therapist.clone()),
            1 => miss(session, day, MissedBy::DidNotAttend, life.pick(&shared.middle.did_not_come)),
            _ => miss(session, day, MissedBy::Client, life.pick(&shared.middle.cancelled)),
        };
        life.ask(clinic, false, Command::MissSession(missed)).await?;
        life.skipped = Some(used + 1).filter(|_| life.used() > used);
        return life.plan_session(clinic, day.plus(7)).await;
    }
    let number = used + 1;
    let place = Place::of(life, number);
    let mode = place.note(&life.story).and_then(|note| note.by).unwrap_or(Mode::InPerson);
    let hold = HoldSession { session: Some(session), on: day, mode, number: 0 };
    life.ask(clinic, false, Command::HoldSession(hold)).await?;
    let reviews = &life.known.reviews;
    let fresh = life.known.measures.results.iter().map(|result| result.id);
    let results: Vec<_> = fresh.filter(|result| !reviews.is_discussed(*result)).collect();
    if !results.is_empty() {
        life.ask(clinic, false, Command::DiscussResults(DiscussResults { results })).await?;
    }
    let left = life.protocol.sessions.saturating_sub(number);
    if number <= life.protocol.opening_max {
        openings::opening(clinic, shared, life, day, number).await?;
    } else {
        what_moved(clinic, life, day, number).await?;
        if place == Place::Midpoint || (life.protocol.midpoint == number && left > 0) {
            between::midpoint(clinic, life, day).await?;
        }
        if life.fate == Fate::Early && number >= 9 {
            endings::early(clinic, shared, life, day, number).await?;
        } else {
            if let Place::Middle(nth) = place {
                area_work::middle(clinic, life, nth, session, day).await?;
            }
            agree_plan(clinic, life, place, number, left).await?;
            endings::ending(clinic, shared, life, day, place, left).await?;
        }
    }
    area_work::of_session(clinic, life, number, session).await?;
    if today.since(day) > life.late_days {
        sign(clinic, shared, life, session, number, place).await?;
    }
    go_on(clinic, shared, life, day, today, number, left).await
}

/// After the session: the close, a rest, or the next date.
async fn go_on(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    day: Day,
    today: Day,
    number: u8,
    left: u8,
) -> Result<(), Problem> {
    match life.fate {
        Fate::NotBegun if number == life.protocol.opening_max => {
            return endings::not_begun(clinic, shared, life).await;
        }
        Fate::Early if number == 11 => return endings::close_early(clinic, shared, life).await,
        _ if left == 0 => return endings::close(clinic, shared, life).await,
        Fate::Rested if number == RESTED_AFTER => {
            life.resumes_on = Some(day.plus(REST_DAYS));
            let pause = PauseCourse { from: day, reason: shared.pause.past.clone() };
            return life.ask(clinic, false, Command::PauseCourse(pause)).await;
        }
        Fate::Rests if today.since(day) <= 16 && number > life.protocol.opening_max => {
            let pause = PauseCourse { from: day, reason: shared.pause.present.clone() };
            return life.ask(clinic, false, Command::PauseCourse(pause)).await;
        }
        _ => {}
    }
    life.plan_session(clinic, day.plus(7)).await
}

fn miss(session: SessionId, on: Day, by: MissedBy, reason: String) -> MissSession {
    MissSession { session: Some(session), on, by, reason }
}

/// The client does not come; the second time the course is closed.
async fn stop(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    session: SessionId,
    day: Day,
) -> Result<(), Problem> {
    let missed = miss(session, day, MissedBy::DidNotAttend, shared.stopped.reason.clone());
    life.ask(clinic, false, Command::MissSession(missed)).await?;
    let is_missed = |one: &&treatment::session::Session| {
        matches!(one.state, treatment::session::SessionState::Missed(_)) && one.on > day.plus(-10)
    };
    if life.known.sessions.iter().filter(is_missed).count() >= 2 {
        return endings::stopped(clinic, shared, life).await;
    }
    life.plan_session(clinic, day.plus(7)).await
}

/// A name as it stands at the beginning of a line.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Names a person of the story.
pub(super) async fn add_person(clinic: &Clinic, life: &mut Life, which: usize) -> Result<(), Problem> {
    let person = &life.story.people[which];
    let (name, wished) = (person.name.clone(), person.wished);
    let since = person.since.map(|months| HowKnown::Month.date(months, life.first));
    let add = AddPerson { name: capital(&name), tie: person.tie, status: person.status, ring: person.ring };
    let has_left = add.status.has_left().then_some((add.tie, add.status));
    life.ask(clinic, false, Command::AddPerson(add)).await?;
    let Some(id) = life.known.inventory.people.last().map(|person| person.id) else { return Ok(()) };
    life.people.insert(name.clone(), id);
    if wished.is_some() {
        life.ask(clinic, true, Command::WishRing(WishRing { person: id, ring: wished })).await?;
    }
    // Who is described anyway gets the date with the rest.
    let is_described = life.story.ties.iter().any(|tie| tie.who == name);
    if let Some((tie, status)) = has_left
        && !is_described
    {
        let describe = DescribePerson {
            person: id,
            name: capital(&name),
            tie,
            status,
            since,
            details: treatment::inventory::Details::default(),
        };
        life.ask(clinic, false, Command::DescribePerson(Box::new(describe))).await?;
    }
    Ok(())
}

/// Puts an event of the story on the timeline.
pub(super) async fn add_event(
    clinic: &Clinic,
    life: &mut Life,
    which: usize,
    day: Day,
) -> Result<(), Problem> {
    let event = &life.story.events[which];
    let id = event.id.clone();
    let entry = Entry {
        lane: event.lane,
        kind: event.kind,
        title: event.title.clone(),
        start: match event.before {
            Some(months) => event.known.date(months, life.first),
            None => PartialDate::on(event.in_the_week_before(day)),
        },
        end: event.ended(life.first),
        feeling: event.feeling,
        people: event.people.iter().filter_map(|name| life.people.get(name)).copied().collect(),
        note: String::new(),
        date_meant: false,
    };
    life.ask(clinic, false, Command::AddEvent(entry)).await?;
    if let (Some(id), Some(added)) = (id, life.known.timeline.events.last()) {
        life.events.insert(id, added.id);
    }
    Ok(())
}

/// Who came, who moved, and what happened since the last session.
async fn what_moved(clinic: &Clinic, life: &mut Life, day: Day, number: u8) -> Result<(), Problem> {
    for which in 0..life.story.people.len() {
        let (from, name) = (life.story.people[which].from, &life.story.people[which].name);
        if from > 0 && life.session_at(from) <= number && !life.people.contains_key(name) {
            add_person(clinic, life, which).await?;
        }
    }
    for which in 0..life.story.moves.len() {
        let one = &life.story.moves[which];
        if life.told_at(one.at) != number {
            continue;
        }
        let Some(person) = life.person(Some(&one.who)) else { continue };
        let (ring, has_gone) = (one.ring, one.gone);
        if ring.is_some() {
            life.ask(clinic, true, Command::PlacePerson(PlacePerson { person, ring })).await?;
        }
        if let (true, Some(known)) = (has_gone, life.known.inventory.person(person)) {
            let describe = DescribePerson {
                person,
                name: known.name.clone(),
                tie: known.tie,
                status: PersonStatus::Gone,
                since: Some(HowKnown::Month.date(0, day)),
                details: known.details.clone(),
            };
            life.ask(clinic, false, Command::DescribePerson(Box::new(describe))).await?;
        }
    }
    for which in 0..life.story.events.len() {
        if life.story.events[which].session.is_some_and(|at| life.told_at(at) == number) {
            add_event(clinic, life, which, day).await?;
        }
    }
    Ok(())
}

/// The plan of this session: the next of the story, or once more the one that was not tried.
async fn agree_plan(
    clinic: &Clinic,
    life: &mut Life,
    place: Place,
    number: u8,
    left: u8,
) -> Result<(), Problem> {
    let was_left = life
        .known
        .plans
        .last()
        .and_then(|plan| plan.reports.last())
        .is_some_and(|last| matches!(last.report.status, PlanStatus::NotTried | PlanStatus::NotPossible));
    let is_long = life.protocol.sessions == 16;
    // What belongs to a session that will be missed, and counts, is agreed in the one before it.
    let ahead =
        Some(number + 1).filter(|_| life.rule == MissedRule::Counts && life.misses_at == Some(number));
    let planned_at = |at: u8| life.story.plans.iter().position(|plan| is_long && plan.at == Some(at));
    let of_number = ahead.and_then(planned_at).or_else(|| planned_at(number));
    let has_another = |nth: usize| is_long && life.story.plans.get(nth).is_some_and(|plan| plan.at.is_some());
    let next = match place {
        _ if of_number.is_some() => of_number,
        Place::Middle(nth) if nth < 5 && has_another(nth) => None,
        Place::Middle(nth) if nth < 5 => Some(nth),
        _ if left == 2 => Some(5),
        Place::Middle(_) | Place::Midpoint | Place::Quiet if was_left => life.tries,
        _ => None,
    };
    let Some((which, plan)) = next.and_then(|which| Some((which, life.story.plans.get(which)?))) else {
        return Ok(());
    };
    let agree = AgreePlan {
        what: plan.what.clone(),
        person: life.person(plan.person.as_ref()),
        when: plan.when.clone(),
        opening_words: plan.opening_words.clone(),
        if_then: plan.if_then.clone(),
        from: life.worked_out.take(),
    };
    life.was_kept = life.tries == Some(which);
    life.tries = Some(which);
    life.ask(clinic, false, Command::AgreePlan(agree)).await
}

/// The text of a note with what is dealt to this course alone. A text of the story's own is met in courses whose numbers
/// differ by nine: one sentence tells them apart, unless a name in it does. One that all stories share needs two.
fn with_asides(text: &str, asides: &Asides, life: &Life, number: u8, place: Place, is_own: bool) -> String {
    let is_named = is_own && life.story.rare.iter().any(|name| text.contains(name.as_str()));
    if life.is_whole || is_named {
        return text.to_owned();
    }
    let of_text = match place {
        _ if life.fate == Fate::Early && number == 11 => Place::Ending(2),
        place => place,
    };
    let (lasts, nth) = match of_text {
        Place::Ending(nth) => (&asides.parting, nth),
        Place::Signs => (&asides.parting, 3),
        Place::Opening(nth) => (&asides.last, nth),
        Place::Middle(nth) => (&asides.last, 3 + nth),
        Place::Third => (&asides.last, 9),
        Place::Midpoint => (&asides.last, 10),
        Place::Quiet => (&asides.last, 11),
    };
    let last = |at: usize| &lasts[at % lasts.len()];
    if is_own {
        return format!("{text} {}", last(life.index + 2 * nth));
    }
    let round = life.index / asides.first.len();
    let first = &asides.first[(life.index + nth) % asides.first.len()];
    format!("{first} {text} {}", last(round + 4 * usize::from(number % 3)))
}

/// What a therapist says of what was used: how long it took, how well it went, and that what was practised or is to be
/// tried was for a goal.
fn said_of_uses(life: &Life, used: &[Technique]) -> Vec<TechniqueUse> {
    let said = used.iter().enumerate().map(|(nth, technique)| TechniqueUse {
        technique: *technique,
        took: Some(if nth == 0 { Took::UpTo20 } else { Took::UpTo10 }),
        quality: Some(2 + ((life.index + nth) % 2) as u8),
        served: Some(Served::Goal)
            .filter(|_| matches!(technique, Technique::RolePlay | Technique::Experiment)),
    });
    said.collect()
}

async fn sign(
    clinic: &Clinic,
    shared: &Shared,
    life: &mut Life,
    session: SessionId,
    number: u8,
    place: Place,
) -> Result<(), Problem> {
    let has_focus = life.known.focus().is_some();
    let plain = |text: String, event: &str| SignNote {
        session,
        text,
        link: Some(MoodLink { mood: None, mood_words: String::new(), event: event.to_owned(), person: None }),
        no_link_reason: String::new(),
        worked: if has_focus { Worked::Focus } else { Worked::Opening },
        off_reason: String::new(),
        techniques: Vec::new(),
        technique_uses: Vec::new(),
    };
    let (quiet, midpoint) = (life.one_of(&shared.middle.quiet), life.one_of(&shared.middle.midpoint));
    let told = |note: &Note| {
        let mut sign = plain(note.text.clone(), &note.event);
        sign.techniques.clone_from(&note.used);
        sign.worked = if has_focus { note.worked } else { sign.worked };
        if let Some(link) = &mut sign.link {
            link.mood = note.level;
            link.mood_words.clone_from(&note.mood);
            link.person = life.person(note.with.as_ref());
        }
        sign
    };
    let is_early_end = life.fate == Fate::Early && number >= 9;
    let own = place.note(&life.story).filter(|_| !is_early_end);
    let dealt = |notes: &[SharedNote]| notes.get(life.index / 9 % notes.len().max(1)).cloned();
    let of_all = || {
        let note = match place {
            _ if is_early_end => shared.early.notes.get(usize::from(number) - 9).cloned(),
            Place::Third => dealt(&shared.opening.third),
            Place::Midpoint => midpoint,
            Place::Signs => dealt(&shared.ending.signs),
            _ => quiet.clone(),
        };
        note.map(|note| plain(note.text, &note.event))
    };
    let mut sign = match place {
        Place::Middle(1 | 2) | Place::Quiet if life.strays => {
            let off = match place {
                Place::Middle(1) => &shared.off_focus[0],
                Place::Middle(_) => &shared.off_focus[1],
                _ => &shared.off_focus[2],
            };
            let end = &off.ends[life.index / 13 % off.ends.len()];
            let plain = plain(format!("{} {end}", off.text), &off.event);
            SignNote { worked: Worked::Off, off_reason: off.reason.clone(), ..plain }
        }
        _ if is_early_end && number == 11 => told(&life.story.ending[2]),
        _ => match own {
            Some(own) => told(own),
            None => of_all().unwrap_or_else(|| plain(String::new(), "")),
        },
    };
    let is_own = own.is_some() || is_early_end && number == 11;
    sign.text = tellings::with_letters(&sign.text, !life.known.ending.letters.is_empty());
    if sign.worked != Worked::Off {
        sign.text = with_asides(&sign.text, &shared.asides, life, number, place, is_own);
    }
    if let Some(first) = life.said_first.take() {
        sign.text = format!("{first} {}", sign.text);
    }
    let mood = life.mood();
    if let Some(link) = &mut sign.link {
        link.mood = link.mood.or(Some(mood));
    }
    if sign.techniques.is_empty() {
        let of_place = if is_early_end { Place::Ending(0) } else { place };
        sign.techniques = of_place.techniques(sign.worked);
    }
    if matches!(place, Place::Middle(3)) {
        sign.technique_uses = said_of_uses(life, &sign.techniques);
    }
    let person = sign.link.as_ref().and_then(|link| link.person);
    // The first sentence that names whom the note is about.
    let name = person.and_then(|id| life.known.inventory.person(id)).map(|person| person.name.clone());
    let sentences = sign.text.split_inclusive(". ").map(str::trim);
    let named = sentences.zip(name.iter().cycle()).find(|(sentence, name)| sentence.contains(name.as_str()));
    let named = named.map(|(sentence, _)| sentence.to_owned());
    life.ask(clinic, false, Command::SignNote(sign.into())).await?;
    if let (Place::Middle(_), Some(person), Some(words)) = (place, person, named) {
        let linked = LinkPassage { session, words, speaks_of: SpeaksOf::Person(person) };
        life.ask(clinic, false, Command::LinkPassage(linked)).await?;
    }
    if life.adds && place == Place::Middle(0) {
        let amend = AmendNote {
            session,
            kind: AmendKind::Addendum,
            text: shared.addendum.text.clone(),
            reason: shared.addendum.reason.clone(),
        };
        life.ask(clinic, false, Command::AmendNote(amend)).await?;
    }
    Ok(())
}
