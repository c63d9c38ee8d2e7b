//! What is asked: commands with everything filled in that a test does not speak of.

use crate::given::{CLIENT, SERVICE, THERAPIST, day};
use std::collections::BTreeMap;
use treatment::alert::{AlertKind, AnswerAlert, Topic};
use treatment::command::Command;
use treatment::contract::{AgreeContract, MissedRule};
use treatment::ending::{
    CloseCourse, Closing, CreditGains, DecideNextStep, EndFeeling, NameEnding, NextStep, Rating, ReviewFocus,
    ReviewGoal, ReviewMap, SayEndFeelings, SayKeeping, StayingWell,
};
use treatment::focus::{AgreeFocus, Area, DecideFit, Direction, FitDecision, Source, TagEvidence};
use treatment::formulation::{Agreement, AnswerFormulation, GoalKind, OfferFormulation, SetGoal};
use treatment::ids::{FlagId, GoalId, PersonId, PlanId, ResultId, SessionId};
use treatment::inventory::{
    AddPerson, DescribePerson, Details, MarkSafety, PersonStatus, PlacePerson, RemovePerson, Ring, Safety,
    Tie,
};
use treatment::measure::{CompleteMeasure, How};
use treatment::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Open, Task};
use treatment::plans::{AgreePlan, PlanStatus, ReportPlan};
use treatment::protocol::BeginMiddle;
use treatment::risk::{
    AcknowledgeFlag, AnswerClose, Assessment, CloseFlag, CloseHow, ConcernSource, EscalateFlag, EscalatedTo,
    FlagPlan, PlanFlag, RaiseConcern, Response, ReviewFlag,
};
use treatment::safety_plan::{Contact, MakeSafetyPlan};
use treatment::session::{
    AmendKind, AmendNote, HoldSession, MissSession, MissedBy, Mode, MoodLink, MoveSession, PauseCourse,
    PlanSession, ResumeCourse, SignNote, Worked,
};
use treatment::time::{Day, Known, Moment, PartialDate};
use treatment::timeline::{Entry, Lane};

pub(crate) fn open(protocol: &str) -> Command {
    Command::Open(Open {
        service: SERVICE,
        client: CLIENT,
        therapist: THERAPIST,
        protocol: protocol.to_owned(),
        protocol_version: 0,
        referral: None,
        source: "Herself".to_owned(),
        reason: "Low since the move".to_owned(),
        received_on: day("2026-01-02"),
    })
}

pub(crate) fn consent(kind: ConsentKind, given: bool, on: &str) -> Command {
    Command::RecordConsent(Consent { kind, given, on: day(on), note: String::new() })
}

pub(crate) fn history(section: HistorySection, text: &str) -> Command {
    Command::RecordHistory(History { section, text: text.to_owned() })
}

pub(crate) fn diagnosis(name: &str, told_on: &str) -> Command {
    Command::TellDiagnosis(Diagnosis {
        name: name.to_owned(),
        code: "ICD-11 6A70".to_owned(),
        plain_words: "You have a depression; it can be treated.".to_owned(),
        told_on: day(told_on),
    })
}

pub(crate) fn task(task: &str, done: bool) -> Command {
    Command::RecordTask(Task { task: task.to_owned(), done, note: String::new() })
}

pub(crate) fn year(year: i32) -> PartialDate {
    PartialDate { year, known: Known::Year, about: false }
}

pub(crate) fn entry(title: &str) -> Entry {
    Entry {
        lane: Lane::Event,
        kind: None,
        title: title.to_owned(),
        start: year(2025),
        end: None,
        feeling: None,
        people: vec![],
        note: String::new(),
        date_meant: false,
    }
}

pub(crate) fn event(title: &str) -> Command {
    Command::AddEvent(entry(title))
}

pub(crate) fn person(name: &str) -> Command {
    Command::AddPerson(AddPerson {
        name: name.to_owned(),
        tie: Tie::Friend,
        status: PersonStatus::Living,
        ring: None,
    })
}

pub(crate) fn place(person: PersonId, ring: Option<Ring>) -> Command {
    Command::PlacePerson(PlacePerson { person, ring })
}

pub(crate) fn remove(person: PersonId) -> Command {
    Command::RemovePerson(RemovePerson { person, reason: String::new() })
}

pub(crate) fn describe(person: PersonId, name: &str, details: Details) -> Command {
    Command::DescribePerson(Box::new(DescribePerson {
        person,
        name: name.to_owned(),
        tie: Tie::Friend,
        status: PersonStatus::Living,
        since: None,
        details,
    }))
}

pub(crate) fn mark(person: PersonId, mark: Safety) -> Command {
    Command::MarkSafety(MarkSafety { person, mark, note: String::new() })
}

pub(crate) fn evidence(area: Area, direction: Direction, source: Option<Source>) -> Command {
    Command::TagEvidence(TagEvidence {
        area,
        direction,
        words: "Since then I do not sleep".to_owned(),
        source,
    })
}

pub(crate) fn fit(decision: FitDecision, reason: &str) -> Command {
    Command::DecideFit(DecideFit {
        decision,
        speaks_for: "The onset followed the move".to_owned(),
        speaks_against: String::new(),
        alternatives: "CBT".to_owned(),
        preference: "Talking about people".to_owned(),
        reason: reason.to_owned(),
        consulted: String::new(),
        concern_answer: String::new(),
        concerns: vec![],
    })
}

pub(crate) fn focus(area: Area, reason: &str) -> Command {
    Command::AgreeFocus(AgreeFocus {
        area,
        second: None,
        person: None,
        client_words: "Finding a place here".to_owned(),
        set_aside: String::new(),
        reason: reason.to_owned(),
        concern_answer: String::new(),
        concerns: vec![],
    })
}

pub(crate) fn offer(words: &str) -> Command {
    Command::OfferFormulation(OfferFormulation { words: words.to_owned() })
}

pub(crate) fn answer(agreement: Agreement) -> Command {
    Command::AnswerFormulation(AnswerFormulation { agreement, client_words: String::new() })
}

pub(crate) fn goal(words: &str) -> Command {
    Command::SetGoal(SetGoal {
        kind: GoalKind::Interpersonal,
        words: words.to_owned(),
        marker: "We talk once a week".to_owned(),
    })
}

pub(crate) fn contract(sessions: u8, missed: MissedRule) -> Command {
    Command::AgreeContract(a_contract(sessions, missed))
}

pub(crate) fn a_contract(sessions: u8, missed: MissedRule) -> AgreeContract {
    AgreeContract {
        sessions,
        cadence_days: 7,
        minutes: 50,
        first_on: day("2026-01-05"),
        planned_end: day("2026-01-05"),
        missed,
        late_cancel_hours: 24,
        between: String::new(),
        parts: String::new(),
        reason: String::new(),
    }
}

pub(crate) fn contract_anew(sessions: u8, missed: MissedRule) -> Command {
    Command::AgreeContract(AgreeContract {
        reason: "More time is needed".to_owned(),
        ..a_contract(sessions, missed)
    })
}

pub(crate) fn begin_middle(reason: &str) -> Command {
    Command::BeginMiddle(BeginMiddle { reason: reason.to_owned(), missing: vec![] })
}

pub(crate) fn plan_on(on: &str) -> Command {
    Command::PlanSession(PlanSession { on: day(on), at_minute: Some(9 * 60) })
}

pub(crate) fn shift(session: SessionId, on: Option<&str>) -> Command {
    Command::MoveSession(MoveSession { session, on: on.map(day), at_minute: None })
}

pub(crate) fn hold(session: Option<SessionId>, on: Day) -> Command {
    Command::HoldSession(HoldSession { session, on, mode: Mode::InPerson, number: 0 })
}

pub(crate) fn hold_on(on: Day) -> Command {
    hold(None, on)
}

pub(crate) fn miss(session: Option<SessionId>, on: &str, by: MissedBy) -> Command {
    Command::MissSession(MissSession { session, on: day(on), by, reason: String::new() })
}

pub(crate) fn pause(from: &str) -> Command {
    Command::PauseCourse(PauseCourse { from: day(from), reason: "A stay in hospital".to_owned() })
}

pub(crate) fn resume(on: &str) -> Command {
    Command::ResumeCourse(ResumeCourse { on: day(on) })
}

pub(crate) fn a_note(session: SessionId) -> SignNote {
    SignNote {
        session,
        text: "She spoke of the quarrel.".to_owned(),
        link: Some(MoodLink {
            mood: Some(4),
            mood_words: "low".to_owned(),
            event: "The quarrel on Sunday".to_owned(),
            person: None,
        }),
        no_link_reason: String::new(),
        worked: Worked::Focus,
        off_reason: String::new(),
        techniques: Vec::new(),
        technique_uses: Vec::new(),
    }
}

pub(crate) fn sign(session: SessionId) -> Command {
    Command::SignNote(a_note(session).into())
}

pub(crate) fn amend(session: SessionId, kind: AmendKind, text: &str, reason: &str) -> Command {
    Command::AmendNote(AmendNote { session, kind, text: text.to_owned(), reason: reason.to_owned() })
}

pub(crate) fn a_plan() -> AgreePlan {
    AgreePlan {
        what: "Ring her".to_owned(),
        person: None,
        when: "Sunday".to_owned(),
        opening_words: String::new(),
        if_then: String::new(),
        from: None,
    }
}

pub(crate) fn plan(what: &str, person: Option<PersonId>) -> Command {
    Command::AgreePlan(AgreePlan { what: what.to_owned(), person, ..a_plan() })
}

pub(crate) fn a_report(plan: PlanId, status: PlanStatus) -> ReportPlan {
    ReportPlan {
        plan,
        status,
        happened: String::new(),
        their_response: String::new(),
        mood_before: None,
        mood_after: None,
        learned: String::new(),
    }
}

/// Answers to the items 1, 2, 3 … of a form.
pub(crate) fn answers<'a>(codes: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    codes.into_iter().enumerate().map(|(index, code)| ((index + 1).to_string(), code.to_owned())).collect()
}

pub(crate) fn a_form(measure: &str, codes: &[&str], on: &str) -> CompleteMeasure {
    CompleteMeasure {
        measure: measure.to_owned(),
        version: 1,
        answers: answers(codes.iter().copied()),
        on: day(on),
        how: How::Portal,
        language: "en".to_owned(),
    }
}

pub(crate) fn phq9(codes: [&str; 9], on: &str) -> Command {
    Command::CompleteMeasure(a_form("phq-9", &codes, on))
}

/// A PHQ-9 of this total that raises no flag, 0 to 24.
pub(crate) fn phq9_of(total: u16, on: Day) -> Command {
    let code = |item: u16| (total.saturating_sub(3 * item)).min(3).to_string();
    let codes: Vec<String> = (0..8).map(code).chain(["0".to_owned()]).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    Command::CompleteMeasure(a_form("phq-9", &codes, &on.to_string()))
}

pub(crate) fn answer_alert(kind: AlertKind, result: ResultId, looked_at: &[Topic], reason: &str) -> Command {
    Command::AnswerAlert(AnswerAlert {
        kind,
        result,
        looked_at: looked_at.to_vec(),
        reason: reason.to_owned(),
    })
}

/// A PHQ-9 whose last item asks for a person to look.
pub(crate) fn flagging(on: &str) -> Command {
    phq9(["1", "1", "1", "1", "1", "1", "1", "1", "1"], on)
}

pub(crate) fn acknowledge(flag: FlagId) -> Command {
    Command::AcknowledgeFlag(AcknowledgeFlag { flag, note: "Calling now".to_owned() })
}

pub(crate) fn close_flag(flag: FlagId, reason: &str) -> Command {
    Command::CloseFlag(CloseFlag {
        flag,
        reason: reason.to_owned(),
        how: CloseHow::DealtWith,
        consulted: String::new(),
    })
}

/// Closes a flag that was entered by mistake.
pub(crate) fn slip_of_the_pen(flag: FlagId) -> Command {
    let (how, consulted) = (CloseHow::Mistake, String::new());
    Command::CloseFlag(CloseFlag { flag, reason: "Another client's paper".to_owned(), how, consulted })
}

pub(crate) fn assess(flag: FlagId) -> Command {
    Command::AssessFlag(Box::new(Assessment::in_words(flag, "Passing thoughts", "See her on Friday")))
}

pub(crate) fn plan_flag(flag: FlagId, plan: FlagPlan, review_on: &str) -> Command {
    Command::PlanFlag(PlanFlag { flag, plan, words: "Rings on Friday".to_owned(), review_on: day(review_on) })
}

pub(crate) fn review_flag(flag: FlagId, next_on: Option<&str>) -> Command {
    Command::ReviewFlag(ReviewFlag { flag, found: "Fewer".to_owned(), next_on: next_on.map(day) })
}

pub(crate) fn answer_close(flag: FlagId, agrees: bool) -> Command {
    Command::AnswerClose(AnswerClose { flag, agrees, words: "Read it all".to_owned() })
}

pub(crate) fn escalate(flag: FlagId, to: EscalatedTo) -> Command {
    Command::EscalateFlag(EscalateFlag { flag, to })
}

pub(crate) fn concern(words: &str, respond: Response) -> Command {
    let source = ConcernSource::Therapist;
    Command::RaiseConcern(RaiseConcern { source, words: words.to_owned(), respond, due: Moment(0) })
}

/// A safety plan with one of each and these people to ask for help.
pub(crate) fn safety_plan(help: &[PersonId], review_on: &str) -> MakeSafetyPlan {
    let ask = |person: &PersonId| Contact {
        person: Some(*person),
        name: String::new(),
        phone: String::new(),
        knows: true,
    };
    MakeSafetyPlan {
        signs: vec!["I stop answering".to_owned()],
        alone: vec![],
        company: vec![],
        help: help.iter().map(ask).collect(),
        professionals: vec!["116 123".to_owned()],
        means: vec![],
        asked_means: true,
        reasons: String::new(),
        review_on: day(review_on),
    }
}

pub(crate) fn make_safety_plan(help: &[PersonId], review_on: &str) -> Command {
    Command::MakeSafetyPlan(Box::new(safety_plan(help, review_on)))
}

pub(crate) fn name_ending(on: &str) -> Command {
    Command::NameEnding(NameEnding { on: day(on), left: 0, note: String::new() })
}

pub(crate) fn feel(feelings: &[EndFeeling], words: &str) -> Command {
    Command::SayEndFeelings(SayEndFeelings { feelings: feelings.to_vec(), words: words.to_owned() })
}

pub(crate) fn keep(keep: &str, hard_to_say: &str) -> Command {
    Command::SayKeeping(SayKeeping { keep: keep.to_owned(), hard_to_say: hard_to_say.to_owned() })
}

pub(crate) fn rate_goal(goal: GoalId, rating: Rating) -> Command {
    Command::ReviewGoal(ReviewGoal { goal, rating, words: String::new() })
}

pub(crate) fn rate_focus(rating: Rating) -> Command {
    Command::ReviewFocus(ReviewFocus { rating, now_words: String::new(), remains: String::new() })
}

pub(crate) fn review_map() -> Command {
    Command::ReviewMap(ReviewMap { words: "Mia has come nearer".to_owned() })
}

pub(crate) fn credit(words: &str) -> Command {
    Command::CreditGains(CreditGains { words: words.to_owned() })
}

pub(crate) fn staying_well(signs: &[&str]) -> Command {
    Command::PlanStayingWell(StayingWell {
        signs: signs.iter().map(|&sign| sign.to_owned()).collect(),
        come_back: "Ring us".to_owned(),
        ..StayingWell::default()
    })
}

pub(crate) fn next_step(step: NextStep) -> Command {
    Command::DecideNextStep(DecideNextStep { step, discussed: "Maintenance was offered".to_owned() })
}

pub(crate) fn close(how: Closing, reason: &str) -> Command {
    Command::CloseCourse(CloseCourse {
        how,
        reason: reason.to_owned(),
        missing: vec![],
        readable_until: None,
    })
}
