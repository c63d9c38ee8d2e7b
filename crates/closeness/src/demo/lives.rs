//! The courses of the demo, lived day by day: all courses of one day together, each in its own order.

use super::story::{Stories, Story};
use super::{Demo, Dice, Hand, Staff, YEAR};
use clinic::Clinic;
use clinic::handle::Asked;
use clinic::problem::Problem;
use clinic::sheets::ClientSheet;
use clinic::waiting::NewCourse;
use std::collections::BTreeMap;
use treatment::access::{Actor, Who};
use treatment::command::Command;
use treatment::contract::{AgreeContract, MissedRule, count};
use treatment::course::Course;
use treatment::ending::{
    CloseCourse, Closing, CreditGains, DecideNextStep, EndFeeling, NameEnding, NextStep, Rating, ReviewFocus,
    ReviewGoal, ReviewMap, SayEndFeelings, SayKeeping, StayingWell,
};
use treatment::focus::{AgreeFocus, Area, DecideFit, Direction, FitDecision, Source, TagEvidence};
use treatment::formulation::{Agreement, AnswerFormulation, GoalKind, OfferFormulation, SetGoal};
use treatment::ids::CourseId;
use treatment::inventory::{
    AddPerson, Conflict, DescribePerson, Details, Met, PersonStatus, PlacePerson, Ring, Tie, WishRing,
};
use treatment::measure::{CompleteMeasure, How};
use treatment::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Task};
use treatment::plans::{AgreePlan, PlanStatus, ReportPlan};
use treatment::protocol::BeginMiddle;
use treatment::risk::{AcknowledgeFlag, CloseFlag};
use treatment::session::{HoldSession, MissSession, MissedBy, Mode, MoodLink, PlanSession, SignNote, Worked};
use treatment::time::{DateWords, Day, PartialDate};
use treatment::timeline::{Entry, EventKind, Lane};

/// One course as it is lived.
struct Life {
    story: usize,
    name: String,
    therapist: Actor,
    client: Option<Actor>,
    course: Option<CourseId>,
    protocol: &'static str,
    /// The day of the first session.
    first: Day,
    /// Minutes after midnight of its sessions.
    at_minute: u16,
    dice: Dice,
    /// PHQ-9 at the start and the change per session, in tenths.
    start: i32,
    slope: i32,
    missed: Option<u8>,
    flags_at: Option<u8>,
    leaves_flag_open: bool,
}

/// The clients of the demo who have a portal.
pub(super) struct Clients {
    /// The one whose link is printed.
    pub(super) shown: Who,
    /// All, in the order of their courses.
    pub(super) all: Vec<Who>,
}

/// Lives all courses.
pub(super) async fn live(
    clinic: &Clinic,
    hand: &Hand,
    stories: &Stories,
    staff: &Staff,
    today: Day,
    asked: &Demo,
) -> Result<Clients, Problem> {
    let mut dice = Dice::new(asked.seed);
    let mut lives: Vec<Life> =
        (0..asked.courses).map(|number| begin(number, stories, staff, today, &mut dice)).collect();
    let mut shown = None;
    for day in (today.0 - YEAR - 7)..=today.0 {
        let day = Day(day);
        hand.set(day, 11 * 60);
        let work = lives.iter_mut().map(|life| a_day(clinic, &stories.story[life.story], life, day, today));
        for outcome in join(work).await {
            outcome?;
        }
    }
    for life in &lives {
        // The client of the first therapist who is furthest into the middle has something to do on every page.
        if let (Some(actor), Some(course)) = (&life.client, life.course)
            && life.therapist == staff.therapists[0]
        {
            let held = clinic.read(&life.therapist, treatment::access::Verb::ReadCourse, course).await?;
            let is_good =
                held.course.closed.is_none() && held.course.plans.iter().any(treatment::plans::Plan::is_open);
            if is_good && (shown.is_none() || held.course.ending.named.is_some()) {
                shown = Some(actor.who);
            }
        }
    }
    let all: Vec<Who> = lives.iter().filter_map(|life| life.client.as_ref()).map(|actor| actor.who).collect();
    let shown = shown.or_else(|| all.first().copied()).ok_or(Problem::NotYours)?;
    Ok(Clients { shown, all })
}

/// Runs futures together; their writes share commits.
async fn join<T>(work: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut work: Vec<_> = work.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = work.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut waits = false;
        for (one, slot) in work.iter_mut().zip(&mut done) {
            if slot.is_none() {
                match one.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *slot = Some(value),
                    std::task::Poll::Pending => waits = true,
                }
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    done.into_iter().flatten().collect()
}

fn begin(number: u32, stories: &Stories, staff: &Staff, today: Day, dice: &mut Dice) -> Life {
    let index = number as usize;
    // Spread over every phase: weeks since the first session.
    const WEEKS: [i32; 20] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 20, 26, 33, 41, 48];
    let weeks = WEEKS[index % WEEKS.len()] + i32::from(index >= WEEKS.len());
    let therapist = staff.therapists[index % staff.therapists.len()].clone();
    // Each therapist sees clients on every working day.
    let weekday = (index / 4) as i32 % 5;
    let monday = today.plus(1 - i32::from(today.weekday()));
    let mut first = monday.plus(weekday - 7 * weeks);
    if first > today {
        first = first.plus(-7);
    }
    let round = index / stories.clients.len();
    let name = stories.clients[index % stories.clients.len()].clone();
    Life {
        story: index % stories.story.len(),
        name: if round == 0 { name } else { format!("{name} {}", round + 1) },
        therapist,
        client: None,
        course: None,
        protocol: if index % 5 == 3 { "ipt-12" } else { "ipt-16" },
        first,
        at_minute: 540 + 60 * ((index % 20) / 4 + index % 4) as u16,
        start: 12 + dice.below(10) as i32,
        slope: -(4 + dice.below(7) as i32) + if index % 11 == 5 { 9 } else { 0 },
        missed: (index % 6 == 4).then_some(6),
        flags_at: (index % 7 == 2).then_some(3 + dice.below(4) as u8),
        leaves_flag_open: index % 14 == 2 || index % 14 == 9,
        dice: Dice::new(dice.next()),
    }
}

fn date_words() -> DateWords {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    DateWords {
        months: months.map(|month| words(&[month])),
        seasons: ["spring", "summer", "autumn", "winter"].map(|season| words(&[season])),
        about: words(&["about"]),
    }
}

impl Life {
    async fn ask(&mut self, clinic: &Clinic, by_client: bool, command: Command) -> Result<(), Problem> {
        let (Some(course), Some(client)) = (self.course, &self.client) else { return Ok(()) };
        let actor = if by_client { client } else { &self.therapist };
        let asked = Asked::plain(command, self.dice.submission());
        clinic.handle(actor, course, asked).await.map(|_| ())
    }

    async fn now(&self, clinic: &Clinic) -> Result<Course, Problem> {
        let course = self.course.ok_or(Problem::NotYours)?;
        let held = clinic.read(&self.therapist, treatment::access::Verb::ReadCourse, course).await?;
        Ok(held.course.clone())
    }
}

/// What happens in one course on one day.
async fn a_day(clinic: &Clinic, story: &Story, life: &mut Life, day: Day, today: Day) -> Result<(), Problem> {
    if life.course.is_none() {
        if day >= life.first.plus(-7).max(Day(today.0 - YEAR - 7)) && day <= life.first {
            open(clinic, story, life, day).await?;
        } else {
            return Ok(());
        }
    }
    let course = life.now(clinic).await?;
    if course.closed.is_some() {
        return Ok(());
    }
    let next = course.next_session().map(|session| (session.id, session.on));
    if let Some((_, on)) = next {
        // The day before: check-in and, if one is open, the report of the plan.
        if on == day.plus(1) || (on == day && on == life.first) {
            check_in(clinic, life, &course, day).await?;
            if let Some(plan) = course.plans.iter().find(|plan| plan.is_open()) {
                let report = report(story, plan.id, life);
                life.ask(clinic, true, Command::ReportPlan(report)).await?;
            }
        }
        // Today's sessions are still ahead when the demo is opened.
        if on == day && day < today {
            session(clinic, story, life, day).await?;
        }
    }
    let course = life.now(clinic).await?;
    let handled: Vec<_> = course
        .flags
        .iter()
        .filter(|flag| flag.is_open() && (!life.leaves_flag_open || today.since(flag.at.day()) > 9))
        .filter(|flag| flag.at.day() < day)
        .map(|flag| flag.id)
        .collect();
    for flag in handled {
        let seen = AcknowledgeFlag { flag, note: "Called the same morning.".to_owned() };
        life.ask(clinic, false, Command::AcknowledgeFlag(seen)).await?;
        let close = CloseFlag {
            flag,
            reason: "Asked directly: thoughts of not waking up, no plan, no intent, protective family. Safety steps gone \
                     through; asked again at the next session."
                .to_owned(),
        };
        life.ask(clinic, false, Command::CloseFlag(close)).await?;
    }
    Ok(())
}

async fn open(clinic: &Clinic, story: &Story, life: &mut Life, day: Day) -> Result<(), Problem> {
    let asked = NewCourse {
        client: ClientSheet {
            name: life.name.clone(),
            contact: "07700 900456".to_owned(),
            may_message: false,
            ..ClientSheet::default()
        },
        protocol: life.protocol.to_owned(),
        referral: None,
        source: if life.dice.below(2) == 0 { "general practitioner" } else { "asked at the front door" }
            .to_owned(),
        reason: story.reason.clone(),
        submission: life.dice.submission(),
    };
    let (course, receipt) = clinic.open_course(&life.therapist, &asked).await?;
    let head = receipt.held.course.head().ok_or(Problem::NotYours)?;
    life.course = Some(course);
    life.client = clinic.actor(Who::Client(head.client)).await?;
    for kind in [ConsentKind::Treatment, ConsentKind::Data, ConsentKind::Portal, ConsentKind::Measures] {
        let consent = Consent { kind, given: true, on: day, note: String::new() };
        life.ask(clinic, false, Command::RecordConsent(consent)).await?;
    }
    let plan = PlanSession { on: life.first, at_minute: Some(life.at_minute) };
    life.ask(clinic, false, Command::PlanSession(plan)).await
}

/// Answers what is due; totals follow the life's line with a little chance.
async fn check_in(clinic: &Clinic, life: &mut Life, course: &Course, day: Day) -> Result<(), Problem> {
    let content = &clinic.library().content;
    let Some(protocol) = content.protocol_of(course) else { return Ok(()) };
    let used = count(course, protocol).used;
    let due: Vec<String> = course.measures_due(protocol).into_iter().map(str::to_owned).collect();
    for key in due {
        let Some(instrument) = content.instrument(&key) else { continue };
        let wish = life.start + life.slope * i32::from(used) / 10 + life.dice.below(4) as i32 - 2;
        let items = instrument.items.len() as i32;
        let mut left = (wish * items / 9).clamp(1, items * 2);
        let flags = life.flags_at == Some(used) && key == "phq-9";
        let mut answers = BTreeMap::new();
        for (index, item) in instrument.items.iter().enumerate() {
            let rest = items - index as i32;
            let mut score = (left + rest - 1) / rest;
            score = (score + life.dice.below(3) as i32 - 1).clamp(0, 3).min(left.max(0));
            if instrument.risk.iter().any(|rule| rule.item == item.key) {
                score = i32::from(flags);
            }
            left -= score;
            answers.insert(item.key.clone(), score.to_string());
        }
        let complete =
            CompleteMeasure { measure: key, version: instrument.version, answers, on: day, how: How::Portal };
        life.ask(clinic, true, Command::CompleteMeasure(complete)).await?;
    }
    Ok(())
}

fn report(story: &Story, plan: treatment::ids::PlanId, life: &mut Life) -> ReportPlan {
    let status = [PlanStatus::Tried, PlanStatus::Tried, PlanStatus::Partly, PlanStatus::NotTried]
        [life.dice.below(4) as usize];
    let was_tried = status != PlanStatus::NotTried;
    ReportPlan {
        plan,
        status,
        happened: if was_tried { story.happened.clone() } else { "There was no good moment.".to_owned() },
        their_response: String::new(),
        mood_before: Some(4),
        mood_after: was_tried.then_some(6),
        learned: String::new(),
    }
}

/// One session: held or missed, its note, what its place in the course asks for, and the next date.
async fn session(clinic: &Clinic, story: &Story, life: &mut Life, day: Day) -> Result<(), Problem> {
    let course = life.now(clinic).await?;
    let Some(next) = course.next_session().map(|session| session.id) else { return Ok(()) };
    let protocol = clinic.library().content.protocol_of(&course).cloned().ok_or(Problem::NotYours)?;
    let used = count(&course, &protocol).used;
    if life.missed == Some(used) {
        life.missed = None;
        let missed =
            MissSession { session: Some(next), on: day, by: MissedBy::Client, reason: "A cold.".to_owned() };
        life.ask(clinic, false, Command::MissSession(missed)).await?;
    } else {
        let hold = HoldSession { session: Some(next), on: day, mode: Mode::InPerson, number: 0 };
        life.ask(clinic, false, Command::HoldSession(hold)).await?;
        let number = used + 1;
        if number <= protocol.opening_max {
            opening(clinic, story, life, day, number, protocol.opening_max).await?;
        }
        let left = protocol.sessions.saturating_sub(number);
        if number > protocol.opening_max && left > 0 {
            let person = life.now(clinic).await?.inventory.on_map().next().map(|person| person.id);
            let plan = AgreePlan {
                what: story.plan.0.clone(),
                person,
                when: story.plan.1.clone(),
                opening_words: story.plan.2.clone(),
                if_then: story.plan.3.clone(),
            };
            life.ask(clinic, false, Command::AgreePlan(plan)).await?;
        }
        if number == 9 {
            move_nearer(clinic, life).await?;
        }
        ending(clinic, story, life, day, left).await?;
        // The newest note of some therapists is still to be signed.
        let is_fresh = clinic.today().0 >= day.0 && life.dice.below(9) == 0;
        if !is_fresh || number < protocol.sessions {
            let sign = note(story, life, next, number);
            life.ask(clinic, false, Command::SignNote(sign)).await?;
        }
        if left == 0 {
            close(clinic, life).await?;
            return Ok(());
        }
    }
    let plan = PlanSession { on: day.plus(7), at_minute: Some(life.at_minute) };
    life.ask(clinic, false, Command::PlanSession(plan)).await
}

fn note(story: &Story, life: &mut Life, session: treatment::ids::SessionId, number: u8) -> SignNote {
    let (text, event) = &story.notes[usize::from(number) % story.notes.len()];
    SignNote {
        session,
        text: text.clone(),
        link: Some(MoodLink {
            mood: Some(3 + life.dice.below(5) as u8),
            mood_words: String::new(),
            event: event.clone(),
            person: None,
        }),
        no_link_reason: String::new(),
        worked: Worked::Focus,
        off_reason: String::new(),
    }
}

async fn task(clinic: &Clinic, life: &mut Life, id: &str, note: &str) -> Result<(), Problem> {
    let task = Task { task: id.to_owned(), done: true, note: note.to_owned() };
    life.ask(clinic, false, Command::RecordTask(task)).await
}

/// What each session of the opening brings.
async fn opening(
    clinic: &Clinic,
    story: &Story,
    life: &mut Life,
    day: Day,
    number: u8,
    last: u8,
) -> Result<(), Problem> {
    let area = Area::parse(&story.area).unwrap_or(Area::Transition);
    match number {
        1 => {
            let history = |section, text: &str| History { section, text: text.to_owned() };
            life.ask(
                clinic,
                false,
                Command::RecordHistory(history(HistorySection::Symptoms, &story.symptoms)),
            )
            .await?;
            let told = Diagnosis {
                name: story.diagnosis.clone(),
                code: "ICD-11 6A70".to_owned(),
                plain_words: story.plain.clone(),
                told_on: day,
            };
            life.ask(clinic, false, Command::TellDiagnosis(told)).await?;
            task(clinic, life, "risk-initial", "Asked directly; none now.").await?;
            task(clinic, life, "psychoed", "Leaflet given.").await?;
            task(clinic, life, "sick-role", "Housework shared for now; keeps up the walks.").await?;
            for (title, date, kind) in &story.events {
                let Some(start) = PartialDate::parse(date, &date_words()) else { continue };
                let entry = Entry {
                    lane: Lane::Event,
                    kind: EventKind::parse(kind),
                    title: title.clone(),
                    start,
                    end: None,
                    feeling: None,
                    people: Vec::new(),
                    note: String::new(),
                };
                life.ask(clinic, false, Command::AddEvent(entry)).await?;
            }
        }
        2 => {
            for (name, tie, ring, wished) in &story.people {
                let add = AddPerson {
                    name: name.clone(),
                    tie: Tie::parse(tie).unwrap_or(Tie::Other),
                    status: if *name == story.died { PersonStatus::Died } else { PersonStatus::Living },
                    ring: Ring::parse(ring),
                };
                life.ask(clinic, false, Command::AddPerson(add)).await?;
                let course = life.now(clinic).await?;
                let Some(person) = course.inventory.people.last().map(|person| person.id) else { continue };
                if let Some(ring) = Ring::parse(wished) {
                    life.ask(clinic, false, Command::WishRing(WishRing { person, ring: Some(ring) })).await?;
                }
            }
            describe(clinic, story, life).await?;
            let history = History {
                section: HistorySection::Episodes,
                text: "One earlier episode at twenty-four, lifted without treatment.".to_owned(),
            };
            life.ask(clinic, false, Command::RecordHistory(history)).await?;
            task(clinic, life, "med-review", "Not indicated now; looked at again at session 4.").await?;
            task(clinic, life, "ipt-explained", "").await?;
        }
        _ => {}
    }
    if number + 1 == last {
        let course = life.now(clinic).await?;
        let source = course.timeline.events.first().map(|event| Source::Event(event.id));
        for (direction, words, source) in [
            (Direction::For, format!("Mood fell in the weeks after: {}.", story.situation), source),
            (Direction::For, story.client_version.clone(), None),
        ] {
            let tag = TagEvidence { area, direction, words, source };
            life.ask(clinic, false, Command::TagEvidence(tag)).await?;
        }
        let other = Area::ALL.iter().copied().find(|other| *other != area).unwrap_or(area);
        let tag = TagEvidence {
            area: other,
            direction: Direction::Against,
            words: "Happened long before the mood changed.".to_owned(),
            source: None,
        };
        life.ask(clinic, false, Command::TagEvidence(tag)).await?;
        let fit = DecideFit {
            decision: FitDecision::Standard,
            speaks_for: "Mood and event moved together; can name people and wants change.".to_owned(),
            speaks_against: "Little time for meetings.".to_owned(),
            alternatives: "Cognitive therapy and medication were offered.".to_owned(),
            preference: "Prefers to talk about what happens at home.".to_owned(),
            reason: "A clear interpersonal focus and the wish to work to a limit.".to_owned(),
            consulted: String::new(),
        };
        life.ask(clinic, false, Command::DecideFit(fit)).await?;
    }
    if number == last {
        let course = life.now(clinic).await?;
        let person = course.inventory.on_map().next().map(|person| person.id);
        let focus = AgreeFocus {
            area,
            second: None,
            person,
            client_words: story.focus.clone(),
            set_aside: String::new(),
            reason: "Closest in time to the onset, and where change is wanted.".to_owned(),
        };
        life.ask(clinic, false, Command::AgreeFocus(focus)).await?;
        let offer = OfferFormulation { words: story.formulation.clone() };
        life.ask(clinic, false, Command::OfferFormulation(offer)).await?;
        let answer = AnswerFormulation {
            agreement: Agreement::WithChanges,
            client_words: story.client_version.clone(),
        };
        life.ask(clinic, false, Command::AnswerFormulation(answer)).await?;
        for words in &story.goals {
            let goal = SetGoal { kind: GoalKind::Interpersonal, words: words.clone(), marker: String::new() };
            life.ask(clinic, false, Command::SetGoal(goal)).await?;
        }
        let protocol = clinic.library().content.protocol_of(&course).cloned().ok_or(Problem::NotYours)?;
        let contract = AgreeContract {
            sessions: protocol.sessions,
            cadence_days: protocol.cadence_days,
            minutes: protocol.minutes,
            first_on: life.first,
            planned_end: life.first,
            missed: if life.dice.below(2) == 0 { MissedRule::DoesNotCount } else { MissedRule::Counts },
            late_cancel_hours: 24,
            between: "Messages are read on working days. In a crisis: the numbers on the portal.".to_owned(),
            parts: "You bring the week and try things between; I keep the focus and the time.".to_owned(),
            reason: String::new(),
        };
        life.ask(clinic, false, Command::AgreeContract(contract)).await?;
        let begin = BeginMiddle { reason: "Agreed in session.".to_owned(), missing: Vec::new() };
        life.ask(clinic, false, Command::BeginMiddle(begin)).await?;
    }
    Ok(())
}

/// What is between the client and the first person of the story.
async fn describe(clinic: &Clinic, story: &Story, life: &mut Life) -> Result<(), Problem> {
    let course = life.now(clinic).await?;
    let Some(person) = course.inventory.on_map().next().cloned() else { return Ok(()) };
    let describe = DescribePerson {
        person: person.id,
        name: person.name.clone(),
        tie: person.tie,
        status: person.status,
        since: None,
        details: Details {
            expects_of_them: "To be asked before something is decided.".to_owned(),
            they_meet: Some(Met::Partly),
            they_expect: "That things go on as they were.".to_owned(),
            client_meets: Some(Met::Partly),
            support_received: Some(2),
            support_given: Some(3),
            conflict: Some(Conflict::Open),
            conflict_words: format!("About {}.", story.situation),
            can_say: "What happened in the day.".to_owned(),
            cannot_say: "What I miss.".to_owned(),
            contact: "daily".to_owned(),
            changed: "More distant since the onset.".to_owned(),
            wanted: story.client_version.clone(),
        },
    };
    life.ask(clinic, false, Command::DescribePerson(describe)).await
}

/// In the middle somebody comes nearer.
async fn move_nearer(clinic: &Clinic, life: &mut Life) -> Result<(), Problem> {
    let course = life.now(clinic).await?;
    let nearer: Vec<_> = course
        .inventory
        .on_map()
        .filter(|person| person.wished.is_some() && person.wished != person.ring)
        .map(|person| PlacePerson { person: person.id, ring: person.wished })
        .take(2)
        .collect();
    for place in nearer {
        life.ask(clinic, true, Command::PlacePerson(place)).await?;
    }
    Ok(())
}

/// What each of the last sessions brings, by how many are left after it.
async fn ending(clinic: &Clinic, story: &Story, life: &mut Life, day: Day, left: u8) -> Result<(), Problem> {
    let course = life.now(clinic).await?;
    match left {
        4 => {
            let name = NameEnding { on: day, left: 0, note: "Four left. A pause, then: already?".to_owned() };
            life.ask(clinic, false, Command::NameEnding(name)).await?;
        }
        3 => {
            let feelings = SayEndFeelings {
                feelings: vec![EndFeeling::Sad, EndFeeling::Proud],
                words: "I did not think I would mind.".to_owned(),
            };
            life.ask(clinic, true, Command::SayEndFeelings(feelings)).await?;
            let (client, therapist) = (Rating::MuchBetter, Rating::Somewhat);
            for (by_client, rating) in [(true, client), (false, therapist)] {
                let review = ReviewFocus { rating, now_words: story.after.clone(), remains: String::new() };
                life.ask(clinic, by_client, Command::ReviewFocus(review)).await?;
            }
        }
        2 => {
            let goals: Vec<_> = course.open_goals().map(|goal| goal.id).collect();
            for goal in goals {
                for by_client in [true, false] {
                    let rating = if life.dice.below(3) == 0 { Rating::Somewhat } else { Rating::MuchBetter };
                    let review = ReviewGoal { goal, rating, words: String::new() };
                    life.ask(clinic, by_client, Command::ReviewGoal(review)).await?;
                }
            }
            let map = ReviewMap { words: "Two people came nearer; one goodbye.".to_owned() };
            life.ask(clinic, false, Command::ReviewMap(map)).await?;
            life.ask(clinic, false, Command::CreditGains(CreditGains { words: story.credit.clone() }))
                .await?;
        }
        1 => {
            let keep = StayingWell {
                signs: story.signs.clone(),
                situations: vec!["The anniversary of the onset".to_owned()],
                helped: vec![story.plan.0.clone()],
                people: story.people.iter().take(2).map(|person| person.0.clone()).collect(),
                steps: story.steps.clone(),
                come_back: "Ring the service; you need no new referral for a year.".to_owned(),
            };
            life.ask(clinic, false, Command::PlanStayingWell(keep)).await?;
            let step = DecideNextStep {
                step: NextStep::Discharge,
                discussed: "Two follow-up calls were offered.".to_owned(),
            };
            life.ask(clinic, false, Command::DecideNextStep(step)).await?;
        }
        0 => {
            let keeping =
                SayKeeping { keep: story.after.clone(), hard_to_say: "That I will miss this.".to_owned() };
            life.ask(clinic, true, Command::SayKeeping(keeping)).await?;
            task(clinic, life, "risk-final", "Asked again; none.").await?;
        }
        _ => {}
    }
    Ok(())
}

async fn close(clinic: &Clinic, life: &mut Life) -> Result<(), Problem> {
    let course = life.now(clinic).await?;
    let open: Vec<_> = course.flags.iter().filter(|flag| flag.is_open()).map(|flag| flag.id).collect();
    for flag in open {
        let close =
            CloseFlag { flag, reason: "Reviewed at the last session; no thoughts for six weeks.".to_owned() };
        life.ask(clinic, false, Command::CloseFlag(close)).await?;
    }
    let close = CloseCourse {
        how: Closing::Completed,
        reason: "Completed as agreed.".to_owned(),
        missing: Vec::new(),
    };
    life.ask(clinic, false, Command::CloseCourse(close)).await
}
