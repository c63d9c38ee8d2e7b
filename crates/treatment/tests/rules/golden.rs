//! One of every kind of fact as it was first released: `tests/golden/<kind>.<schema>.json`. The files are never
//! edited. A new kind gets its file from its sample below: `GOLDEN=write cargo test -p treatment golden` writes
//! files that are missing and touches no other.

use crate::ask;
use crate::given::{CLIENT, COURSE, SERVICE, THERAPIST, day};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Once;
use treatment::access::Who;
use treatment::again::TakeUp;
use treatment::alert::{AlertAnswered, AlertKind, Topic};
use treatment::area_work::{AskDisputeSafety, DisputeStage, Hazard, StageDispute, UseStrategy, WriteSection};
use treatment::between::{DebriefPlan, Happening, PrepareTalk, ShareOwn, WhyNot, WriteDiary};
use treatment::bonds::{Bond, BondKind, ChangeBond, RemoveBond, RestoreBond};
use treatment::chain::{
    AnalyseCommunication, AnalyseDecision, Failure, Got, PlayRole, Plays, Reaction, Rehearsed, ShareArtefact,
    Speaker, Turn, Way,
};
use treatment::contract::{AcceptContract, AgreeContract, MissedRule};
use treatment::course::{Course, Recorded};
use treatment::drift::AnswerDrift;
use treatment::ending::{
    CloseCourse, Closing, CreditGains, DecideNextStep, EndFeeling, NameEnding, NextStep, Rating, ReviewFocus,
    ReviewGoal, ReviewMap, SayEndFeelings, SayKeeping, StayingWell,
};
use treatment::erasing::{EraseWhy, ErasedPerson};
use treatment::fact::Fact;
use treatment::fit::{GriefScreen, NoteFitPoint, ScreenGrief, ScreenResult, WithdrawFitPoint};
use treatment::focus::{
    AgreeFocus, Area, DecideFit, Direction, FitDecision, Source, TagEvidence, WithdrawEvidence,
};
use treatment::follow_up::{AgreeMaintenance, HoldFollowUp, MissFollowUp, PlanFollowUp};
use treatment::formulation::{
    Agreement, AnswerFormulation, BindSentence, DropGoal, GoalKind, LooseSentence, OfferFormulation,
    RateGoal, SetGoal,
};
use treatment::goodbye::{GiveLetter, SpeakOfLoss};
use treatment::hand_over::{HandedOver, Unsigned};
use treatment::ids::{
    ArtefactId, BondId, EventId, EvidenceId, FlagId, FollowUpId, GoalId, OwnId, PassageId, PersonId, PlanId,
    ReferralId, ResultId, SessionId, StaffId, Version,
};
use treatment::instrument::State;
use treatment::inventory::{
    AddPerson, Conflict, ConflictEnd, ContactMode, DescribePerson, Details, EndedBy, Household, Knows,
    MarkSafety, Met, Often, PersonStatus, PlacePerson, RemovePerson, RestorePerson, Ring, RoleInPlan, Safety,
    Support, SupportKind, Tie, WishRing,
};
use treatment::map_file::{ExportMap, FileKind};
use treatment::measure::{Completed, How, PartlyAnswered};
use treatment::merging::{MergePeople, SplitPeople};
use treatment::midpoint::{FocusStill, ReviewMidpoint};
use treatment::opening::{Consent, ConsentKind, Diagnosis, History, HistorySection, Open, Task};
use treatment::passages::{LinkPassage, LoosePassage, SpeaksOf};
use treatment::pins::{PinNote, UnpinNote};
use treatment::plans::{AgreePlan, PlanStatus, ReportPlan};
use treatment::prompts::{AnswerNobody, PutPromptsAside};
use treatment::protocol::BeginMiddle;
use treatment::rating::{InviteRater, Mark, RateAreas};
use treatment::review::{DiscussResults, ReviewResults};
use treatment::risk::{
    Access, AcknowledgeFlag, AnswerClose, Assessment, CloseFlag, CloseHow, ConcernSource, EscalateFlag,
    EscalatedTo, Felt, FlagPlan, Ideation, PlanFlag, RaiseConcern, RaiseFlag, Response, ReviewFlag, Told,
};
use treatment::safety_plan::{
    Alone, Contact, DecideCopy, KeepSafetyPlan, MakeSafetyPlan, Means, PlanUse, SayPlanUse,
};
use treatment::session::{
    AmendKind, AmendNote, HoldSession, MissSession, MissedBy, Mode, MoodLink, MoveSession, PauseCourse,
    PlanSession, ResumeCourse, SignNote, Worked,
};
use treatment::sharing::{OwnEvent, OwnPerson};
use treatment::telling::{SharedTold, TellOfPerson};
use treatment::then_and_now::NameMoment;
use treatment::time::{Known, Moment, PartialDate, Season};
use treatment::timeline::{ChangeEvent, Entry, EventKind, Lane, RemoveEvent, SetOnset};
use treatment::undo::{self, TurnStep};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The text of every golden file by kind, then by schema.
fn files() -> BTreeMap<String, BTreeMap<u32, String>> {
    static WRITTEN: Once = Once::new();
    if std::env::var("GOLDEN").is_ok_and(|wish| wish == "write") {
        WRITTEN.call_once(write_missing);
    }
    let mut files: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (kind, schema) = name.strip_suffix(".json").and_then(|name| name.rsplit_once('.')).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        files.entry(kind.to_owned()).or_default().insert(schema.parse().unwrap(), text);
    }
    files
}

fn write_missing() {
    for fact in samples() {
        let path = folder().join(format!("{}.1.json", fact.kind()));
        // What was released stays as it is.
        if !path.exists() {
            fs::write(path, serde_json::to_string_pretty(&fact).unwrap() + "\n").unwrap();
        }
    }
}

/// Places of golden facts that others name, where they are not the place in the glossary. A new kind that makes
/// something takes a number nobody has.
const PLACES: &[(&str, u32)] = &[
    ("note.pinned", 300),
    ("passage.linked", 500),
    ("diary.written", 550),
    ("talk.prepared", 551),
    ("plan.debriefed", 552),
    ("follow-up.planned", 553),
];

/// The golden facts, in the order of the glossary, each at its place: the first is version 1.
fn recorded() -> Vec<Recorded<Fact>> {
    let files = files();
    Fact::NAMES
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            let newest = files[*kind].values().next_back().unwrap();
            let named = PLACES.iter().find(|(named, _)| named == kind);
            Recorded {
                version: Version(named.map_or(index as u32 + 1, |(_, place)| *place)),
                at: Moment(day("2026-01-05").start().0 + index as i64),
                who: Who::Staff(THERAPIST),
                fact: serde_json::from_str(newest).unwrap(),
            }
        })
        .collect()
}

#[test]
fn every_kind_of_fact_has_its_golden_file() {
    let files = files();
    let golden: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(golden, Fact::NAMES.iter().copied().collect());
}

#[test]
fn every_golden_fact_is_of_the_kind_its_file_is_named_for() {
    for (kind, schemas) in files() {
        for text in schemas.values() {
            assert_eq!(serde_json::from_str::<Fact>(text).unwrap().kind(), kind);
        }
    }
}

#[test]
fn every_golden_fact_is_written_as_it_was_released() {
    for (kind, schemas) in files() {
        let text = schemas.values().next_back().unwrap();
        let released: serde_json::Value = serde_json::from_str(text).unwrap();
        let fact: Fact = serde_json::from_str(text).unwrap();
        let written = serde_json::to_string(&fact).unwrap();
        assert!(written.starts_with(&format!("{{\"kind\":\"{kind}\"")), "the kind comes first: {written}");
        assert_eq!(serde_json::to_value(&fact).unwrap(), released, "{kind}");
    }
}

#[test]
fn every_golden_fact_leaves_its_mark_on_the_course() {
    let mut course = Course { id: Some(COURSE), ..Course::default() };
    for recorded in recorded() {
        let before = course.clone();
        course.apply(&recorded);
        let unmarked = Course { version: course.version, changed_at: course.changed_at, ..before };
        assert_ne!(course, unmarked, "{}", recorded.fact.kind());
    }
}

#[test]
fn the_golden_facts_fold_into_one_whole_course() {
    let facts = recorded();
    let course = Course::from_facts(COURSE, &facts);
    assert_eq!(
        (course.version, course.closed.is_some(), course.erased, course.inventory.on_map().count()),
        (Version(facts.len() as u32), true, 1, 1)
    );
}

#[test]
fn a_fact_of_an_unknown_kind_is_not_read_as_another() {
    for strange in [
        r#"{"kind":"dream.told","body":{}}"#,
        r#"{"kind":"goal.dropped"}"#,
        r#"{"body":{},"kind":"erased"}"#,
        r#"{"kind":"erased","more":1}"#,
        "{}",
    ] {
        assert!(serde_json::from_str::<Fact>(strange).is_err(), "{strange}");
    }
}

#[test]
fn a_session_held_before_sessions_were_numbered_has_the_number_nought() {
    let old = r#"{"kind":"session.held","body":{"session":null,"on":"2026-01-05","mode":"video"}}"#;
    let Fact::SessionHeld(held) = serde_json::from_str(old).unwrap() else { panic!("not held") };
    assert_eq!(held.number, 0);
}

#[test]
fn what_is_known_of_a_relationship_may_lack_what_was_not_asked_then() {
    let details: Details = serde_json::from_str(r#"{"contact":"weekly"}"#).unwrap();
    assert_eq!(details, Details { contact: "weekly".to_owned(), ..Details::default() });
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|&words| words.to_owned()).collect()
}

/// One of every kind, in the order of the glossary; names are places in this list.
#[expect(clippy::too_many_lines, reason = "one line per kind of fact: a flat list")]
fn samples() -> Vec<Fact> {
    let march = PartialDate { year: 2025, known: Known::Month(3), about: true };
    let entry = Entry {
        lane: Lane::Event,
        kind: Some(EventKind::MoveCity),
        title: text("The move"),
        start: PartialDate { year: 2025, known: Known::Season(Season::Spring), about: false },
        end: Some(PartialDate::on(day("2025-06-01"))),
        feeling: Some(-3),
        people: vec![],
        note: text("For the work"),
        date_meant: false,
    };
    let mia = PersonId(10);
    let bonded = BondId(82);
    let bond = Bond { from: mia, to: PersonId(99), kind: BondKind::Partner, since: Some(march), until: None };
    vec![
        Fact::CourseOpened(Open {
            service: SERVICE,
            client: CLIENT,
            therapist: THERAPIST,
            protocol: text("ipt-16"),
            protocol_version: 1,
            referral: Some(ReferralId([5; 16])),
            source: text("Herself"),
            reason: text("Low since the move"),
            received_on: day("2026-01-02"),
        }),
        Fact::ConsentRecorded(Consent {
            kind: ConsentKind::Treatment,
            given: true,
            on: day("2026-01-05"),
            note: text("After questions"),
        }),
        Fact::HistoryRecorded(History { section: HistorySection::Symptoms, text: text("Sleeps badly") }),
        Fact::DiagnosisTold(Diagnosis {
            name: text("Depressive episode"),
            code: text("ICD-11 6A70"),
            plain_words: text("You have a depression; it can be treated."),
            told_on: day("2026-01-05"),
        }),
        Fact::TaskRecorded(Task { task: text("psychoed"), done: true, note: text("With the sheet") }),
        Fact::EventAdded(entry.clone()),
        Fact::EventChanged(ChangeEvent {
            event: EventId(6),
            entry: Entry { title: text("The move to Leeds"), ..entry },
        }),
        Fact::EventRemoved(RemoveEvent { event: EventId(6), reason: text("It was another year") }),
        Fact::OnsetDated(SetOnset { onset: march }),
        Fact::PersonAdded(AddPerson {
            name: text("Mia"),
            tie: Tie::Sibling,
            status: PersonStatus::Living,
            ring: Some(Ring::Close),
        }),
        Fact::PersonPlaced(PlacePerson { person: mia, ring: Some(Ring::LessClose) }),
        Fact::RingWished(WishRing { person: mia, ring: Some(Ring::Inner) }),
        Fact::PersonDescribed(Box::new(DescribePerson {
            person: mia,
            name: text("Mia"),
            tie: Tie::Sibling,
            status: PersonStatus::Gone,
            since: Some(march),
            details: Details {
                expects_of_them: text("To ring me"),
                they_meet: Some(Met::Partly),
                they_expect: text("To be there"),
                client_meets: Some(Met::Unspoken),
                support_received: Some(1),
                support_given: Some(3),
                conflict: Some(Conflict::Hidden),
                conflict_words: text("We go silent"),
                can_say: text("Small things"),
                cannot_say: text("That I miss her"),
                contact: text("Once a month, by telephone"),
                changed: text("Less since the move"),
                wanted: text("Once a week"),
                support: [(SupportKind::Emotional, Support { received: Some(2), given: None })].into(),
                conflict_often: Some(Often::Monthly),
                conflict_ends: Some(ConflictEnd::Dropped),
                changed_on: Some(march),
                alias: text("M."),
                born: Some(PartialDate { year: 1984, known: Known::Year, about: false }),
                known_since: Some(PartialDate { year: 1984, known: Known::Year, about: false }),
                ended_by: Some(EndedBy::Them),
                circumstances: text("She moved away"),
                household: Some(Household::Far),
                contact_often: Some(Often::Seldom),
                contact_modes: vec![ContactMode::Phone],
                together: text("Swim"),
                likes: text("Her laugh"),
                dislikes: text("The silences"),
                knows: Some(Knows::Unsure),
                knows_reaction: text("She asked once"),
                feelings_with: texts(&["warm", "small"]),
                mood_effect: Some(-1),
                role_in_plan: Some(RoleInPlan::ToTalkTo),
            },
        })),
        Fact::SafetyMarked(MarkSafety { person: mia, mark: Safety::Caution, note: text("When she drinks") }),
        Fact::PersonRemoved(RemovePerson { person: mia, reason: text("Her wish") }),
        Fact::PersonRestored(RestorePerson { person: mia }),
        Fact::EvidenceTagged(TagEvidence {
            area: Area::Transition,
            direction: Direction::For,
            words: text("Since then I do not sleep"),
            source: Some(Source::Person(mia)),
        }),
        Fact::EvidenceWithdrawn(WithdrawEvidence { evidence: EvidenceId(17) }),
        Fact::FitDecided(DecideFit {
            decision: FitDecision::WithMedication,
            speaks_for: text("The onset followed the move"),
            speaks_against: text("Little time"),
            alternatives: text("CBT"),
            preference: text("Talking about people"),
            reason: text("It fits"),
            consulted: text("Her doctor"),
            concern_answer: String::new(),
            concerns: vec![],
        }),
        Fact::FocusAgreed(AgreeFocus {
            area: Area::Transition,
            second: Some(Area::Dispute),
            person: Some(mia),
            client_words: text("Finding a place here"),
            set_aside: text("Grief: long ago"),
            reason: text("It began with the move"),
            concern_answer: String::new(),
            concerns: vec![],
        }),
        Fact::FormulationOffered(OfferFormulation { words: text("The move took your people from you.") }),
        Fact::FormulationAnswered(AnswerFormulation {
            agreement: Agreement::WithChanges,
            client_words: text("And my sister"),
        }),
        Fact::GoalSet(SetGoal {
            kind: GoalKind::Interpersonal,
            words: text("Two people to ring"),
            marker: text("I rang one this week"),
        }),
        Fact::GoalDropped(DropGoal { goal: GoalId(23), reason: text("Done") }),
        Fact::ContractAgreed(AgreeContract {
            planned_end: day("2026-04-20"),
            between: text("Not read at night"),
            parts: text("To bring the week"),
            reason: text("As talked over"),
            ..ask::a_contract(16, MissedRule::Counts)
        }),
        Fact::MiddleBegun(BeginMiddle { reason: text("Papers late"), missing: texts(&["gate-people"]) }),
        Fact::SessionPlanned(PlanSession { on: day("2026-02-02"), at_minute: Some(540) }),
        Fact::SessionMoved(MoveSession {
            session: SessionId(27),
            on: Some(day("2026-02-03")),
            at_minute: Some(600),
        }),
        Fact::SessionHeld(HoldSession {
            session: Some(SessionId(27)),
            on: day("2026-02-03"),
            mode: Mode::Video,
            number: 5,
        }),
        Fact::SessionMissed(MissSession {
            session: None,
            on: day("2026-02-10"),
            by: MissedBy::DidNotAttend,
            reason: text("The bus"),
        }),
        Fact::CoursePaused(PauseCourse { from: day("2026-02-11"), reason: text("A stay in hospital") }),
        Fact::CourseResumed(ResumeCourse { on: day("2026-03-02") }),
        Fact::NoteSigned(SignNote {
            session: SessionId(27),
            text: text("She spoke of the quarrel."),
            link: Some(MoodLink {
                mood: Some(4),
                mood_words: text("low"),
                event: text("The quarrel on Sunday"),
                person: Some(mia),
            }),
            no_link_reason: String::new(),
            worked: Worked::Focus,
            off_reason: String::new(),
            techniques: Vec::new(),
            technique_uses: Vec::new(),
        }),
        Fact::NoteAmended(AmendNote {
            session: SessionId(27),
            kind: AmendKind::Correction,
            text: text("On Saturday"),
            reason: text("Mistyped"),
        }),
        Fact::PlanAgreed(AgreePlan {
            what: text("Ring Mia"),
            person: Some(mia),
            when: text("Sunday"),
            opening_words: text("I miss you"),
            if_then: text("If nobody answers, I write"),
            from: None,
        }),
        Fact::PlanReported(ReportPlan {
            plan: PlanId(35),
            status: PlanStatus::Partly,
            happened: text("I wrote"),
            their_response: text("She rang back"),
            mood_before: Some(4),
            mood_after: Some(6),
            learned: text("She waited too"),
        }),
        Fact::MeasureCompleted(Completed {
            measure: text("phq-9"),
            version: 1,
            answers: ask::answers(["1"; 9]),
            state: State::Scored,
            total: 9,
            band: text("mild"),
            subscales: BTreeMap::new(),
            on: day("2026-03-02"),
            how: How::Portal,
            language: text("en"),
        }),
        Fact::FlagRaised(RaiseFlag {
            result: ResultId(37),
            measure: text("phq-9"),
            item: text("9"),
            answer: text("1"),
            due: Moment(1_772_539_200_000),
            respond: Response::WorkingDay,
        }),
        Fact::FlagAcknowledged(AcknowledgeFlag { flag: FlagId(38), note: text("Calling now") }),
        Fact::FlagClosed(CloseFlag {
            flag: FlagId(38),
            reason: text("Talked; safety plan renewed"),
            how: CloseHow::DealtWith,
            consulted: String::new(),
        }),
        Fact::EndingNamed(NameEnding { on: day("2026-03-23"), left: 4, note: text("She had counted too") }),
        Fact::EndFeelingsSaid(SayEndFeelings {
            feelings: vec![EndFeeling::Sad, EndFeeling::Proud],
            words: text("Both at once"),
        }),
        Fact::KeepingSaid(SayKeeping { keep: text("Ringing back"), hard_to_say: text("I was angry") }),
        Fact::GoalReviewed(ReviewGoal {
            goal: GoalId(23),
            rating: Rating::MuchBetter,
            words: text("Nearly"),
        }),
        Fact::FocusReviewed(ReviewFocus {
            rating: Rating::Somewhat,
            now_words: text("I know the neighbours"),
            remains: text("The evenings"),
        }),
        Fact::MapReviewed(ReviewMap { words: text("Mia has come nearer") }),
        Fact::GainsCredited(CreditGains { words: text("You rang her") }),
        Fact::StayingWellPlanned(StayingWell {
            signs: texts(&["I stop ringing back"]),
            situations: texts(&["The anniversary"]),
            helped: texts(&["Walking"]),
            people: texts(&["Mia"]),
            steps: texts(&["Ring Mia", "Ring the clinic"]),
            come_back: text("Within a year without a new request"),
            dated: vec![],
            at_onset: vec![],
            allies: vec![],
        }),
        Fact::NextStepDecided(DecideNextStep { step: NextStep::Booster, discussed: text("Maintenance too") }),
        Fact::CourseClosed(CloseCourse {
            how: Closing::Completed,
            reason: text("The last papers follow"),
            missing: texts(&["task-risk-final"]),
            readable_until: None,
        }),
        Fact::ResultsReviewed(ReviewResults { results: vec![ResultId(37)] }),
        Fact::ResultsDiscussed(DiscussResults { results: vec![ResultId(37)] }),
        Fact::FitPointNoted(NoteFitPoint {
            direction: Direction::For,
            words: text("It began within a month of the move"),
            source: Some(Source::Result(ResultId(37))),
        }),
        Fact::FitPointWithdrawn(WithdrawFitPoint { evidence: EvidenceId(53) }),
        Fact::GriefScreened(ScreenGrief {
            screen: GriefScreen::Pg13R,
            points: Some(34),
            months: Some(16),
            result: ScreenResult::Positive,
            words: text("Her sister"),
            on: day("2026-01-12"),
        }),
        Fact::RaterInvited(InviteRater { rater: Some(StaffId([8; 16])) }),
        Fact::AreasRated(RateAreas {
            marks: Area::ALL.iter().map(|area| (*area, Mark::Absent)).collect(),
            main: None,
            reason: text("Nothing fits yet"),
        }),
        Fact::SentenceBound(BindSentence {
            sentence: text("The move took your people from you."),
            source: Source::Person(mia),
        }),
        Fact::SentenceLoosed(LooseSentence { bond: Version(58) }),
        Fact::GoalRated(RateGoal { goal: GoalId(23), value: 6 }),
        Fact::ContractAccepted(AcceptContract { words: text("Yes") }),
        Fact::CommunicationAnalysed(AnalyseCommunication {
            rewrites: None,
            session: Some(SessionId(27)),
            person: Some(mia),
            when: text("Sunday, on the telephone"),
            context: text("Both tired"),
            turns: vec![Turn {
                speaker: Speaker::Them,
                said: text("You never ring"),
                tone: text("Sharp"),
                felt: text("Small"),
                meant: text("That I do try"),
                heard: text("As silence"),
            }],
            failures: vec![Failure::Silence],
            got: Some(Got::No),
            mood_after: Some(3),
            want: text("That she knows I miss her"),
            ways: texts(&["I miss you. When can we talk?"]),
        }),
        Fact::DecisionAnalysed(AnalyseDecision {
            rewrites: None,
            session: None,
            from: Some(ArtefactId(62)),
            question: text("Ring her or wait?"),
            options: vec![
                Way {
                    what: text(""),
                    good: text("No quarrel"),
                    bad: text("Nothing changes"),
                    reaction: text(""),
                },
                Way {
                    what: text("Ring on Sunday"),
                    good: text("It is said"),
                    bad: text("It may be sharp"),
                    reaction: text("Surprised"),
                },
            ],
            chosen: Some(1),
            first_step: text("Ask when she has time"),
            sure: Some(6),
            review_on: Some(day("2026-03-02")),
        }),
        Fact::RolePlayed(PlayRole {
            rewrites: None,
            session: None,
            from: Some(ArtefactId(63)),
            person: Some(mia),
            situation: text("The call on Sunday"),
            plays: Plays::InTurn,
            opening_words: text("I miss you"),
            reactions: vec![Rehearsed {
                reaction: Reaction::Hard,
                they: text("Now you ring?"),
                answer: text("Yes. I would like to start"),
            }],
            noticed: text("Her voice grew firm"),
            kept: texts(&["I would like to start"]),
            ready: Some(7),
        }),
        Fact::ArtefactShared(ShareArtefact { artefact: ArtefactId(62), is_shared: true }),
        Fact::AlertAnswered(AlertAnswered {
            kind: AlertKind::OffTrack,
            result: ResultId(37),
            measure: text("phq-9"),
            at_session: 6,
            first: 17,
            total: 19,
            bound: Some(17.5),
            looked_at: vec![Topic::Focus, Topic::Event],
            reason: text("The tribunal took all of it; we stay with the focus"),
        }),
        Fact::ConcernRaised(RaiseConcern {
            source: ConcernSource::Other,
            words: text("His sister rang"),
            respond: Response::AtOnce,
            due: Moment(1_772_539_200_000),
        }),
        Fact::FlagEscalated(EscalateFlag { flag: FlagId(38), to: EscalatedTo::Supervisor }),
        Fact::FlagAssessed(Box::new(Assessment {
            ideation: Some(Ideation::Passive),
            how_often: text("Some mornings"),
            plan: Some(Told::No),
            intent: Some(Told::No),
            means: Some(Told::Yes),
            access: vec![Access::Medicine],
            preparing: Some(Told::No),
            attempt: Some(Told::NotAsked),
            self_harm: Some(Told::Unclear),
            felt: vec![Felt::Sleepless, Felt::Loss],
            person: Some(PersonId(10)),
            about_words: text("Since Mia stopped ringing"),
            protecting: text("The children"),
            others: text("Two children at home"),
            told: text("Her sister, with her agreement"),
            ..Assessment::in_words(
                FlagId(38),
                "Passing thoughts after bad nights",
                "Safety plan, see her on Friday",
            )
        })),
        Fact::FlagPlanned(PlanFlag {
            flag: FlagId(38),
            plan: FlagPlan::SafetyPlan,
            words: text("Made together today"),
            review_on: day("2026-03-09"),
        }),
        Fact::FlagReviewed(ReviewFlag { flag: FlagId(38), found: text("Fewer"), next_on: None }),
        Fact::FlagCloseProposed(CloseFlag {
            flag: FlagId(38),
            reason: text("Looked at for three weeks"),
            how: CloseHow::DealtWith,
            consulted: String::new(),
        }),
        Fact::FlagCloseAnswered(AnswerClose {
            flag: FlagId(38),
            agrees: false,
            words: text("One more week"),
        }),
        Fact::SafetyPlanMade(Box::new(MakeSafetyPlan {
            signs: texts(&["I lie awake and count"]),
            alone: vec![Alone { what: text("Walk to the canal"), likely: Some(7), obstacle: text("Rain") }],
            company: vec![Contact {
                person: None,
                name: text("The library"),
                phone: String::new(),
                knows: false,
            }],
            help: vec![Contact {
                person: Some(PersonId(10)),
                name: String::new(),
                phone: text("07700 900123"),
                knows: true,
            }],
            professionals: texts(&["Samaritans 116 123, day and night"]),
            means: vec![Means {
                what: text("The tablets"),
                action: text("One week at a time from the pharmacy"),
                helper: text("Mia"),
                done: true,
            }],
            asked_means: true,
            reasons: text("The children"),
            review_on: day("2026-04-01"),
        })),
        Fact::SafetyPlanKept(KeepSafetyPlan {
            reason: text("They still ring"),
            looked_at: vec![PersonId(10)],
        }),
        Fact::SafetyPlanUsed(SayPlanUse { used: PlanUse::Used, words: text("Rang Mia at two") }),
        Fact::SafetyCopyDecided(DecideCopy {
            wanted: true,
            names: false,
            talk: text("Nobody else has the telephone"),
        }),
        Fact::SectionWritten(WriteSection {
            area: Area::Dispute,
            section: text("issue"),
            rows: vec![BTreeMap::from([(text("issue"), text("Who rings whom"))])],
            reason: text("It was asked again"),
        }),
        Fact::StrategyUsed(UseStrategy {
            area: Area::Dispute,
            strategy: text("di-issue"),
            session: Some(SessionId(27)),
            note: text("She had never said it"),
        }),
        Fact::DisputeStaged(StageDispute {
            parties: vec![mia],
            stage: DisputeStage::Impasse,
            on: day("2026-02-02"),
            why: text("They have not spoken since"),
        }),
        Fact::DisputeSafetyAsked(AskDisputeSafety {
            found: vec![Hazard::Threats],
            note: text("Once, years ago"),
        }),
        Fact::BondAdded(bond),
        Fact::BondChanged(ChangeBond {
            id: bonded,
            bond: Bond { kind: BondKind::FormerPartner, until: Some(march), ..bond },
        }),
        Fact::BondRemoved(RemoveBond { id: bonded }),
        Fact::BondRestored(RestoreBond { id: bonded }),
        Fact::MeasurePartlyAnswered(PartlyAnswered {
            measure: text("phq-9"),
            version: 1,
            answers: ask::answers(["1"; 5]),
            unanswered: texts(&["6", "7", "8", "9"]),
            on: day("2026-03-02"),
            how: How::Paper,
            language: text("en"),
        }),
        Fact::DiaryWritten(WriteDiary {
            on: day("2026-01-14"),
            mood: Some(4),
            happening: Some(Happening::Argued),
            person: Some(PersonId(10)),
            words: "She hung up first".to_owned(),
            is_shared: false,
        }),
        Fact::TalkPrepared(PrepareTalk {
            rewrites: None,
            plan: Some(PlanId(35)),
            person: Some(PersonId(10)),
            aim: "Two evenings for the two of us".to_owned(),
            opening_words: "Have you got ten minutes?".to_owned(),
            hard: "She looks at her phone".to_owned(),
            then: "I wait, and ask once more".to_owned(),
            is_shared: false,
        }),
        Fact::PlanDebriefed(DebriefPlan {
            report: ReportPlan {
                plan: PlanId(35),
                status: PlanStatus::NotTried,
                happened: "She was away".to_owned(),
                their_response: String::new(),
                mood_before: None,
                mood_after: Some(5),
                learned: String::new(),
            },
            why_not: Some(WhyNot::NoChance),
            is_shared: false,
        }),
        Fact::OwnShared(ShareOwn { own: OwnId(550), is_shared: true }),
        Fact::MomentNamed(NameMoment { name: text("Before the summer"), at: Version(12) }),
        Fact::StepUndone(TurnStep {
            step: Version(11),
            person: mia,
            to: undo::State::Ring(Some(Ring::Close)),
        }),
        Fact::StepRedone(TurnStep {
            step: Version(11),
            person: mia,
            to: undo::State::Ring(Some(Ring::LessClose)),
        }),
        Fact::NotePinned(PinNote { person: Some(mia), words: text("Misses the swimming") }),
        Fact::NoteUnpinned(UnpinNote { pin: Version(300) }),
        Fact::PromptAnswered(AnswerNobody { prompt: text("no-neighbour") }),
        Fact::PromptsPutAside(PutPromptsAside {}),
        Fact::PersonUnshared(OwnPerson { person: mia }),
        Fact::PersonShared(OwnPerson { person: mia }),
        Fact::PersonToldOf(Box::new(TellOfPerson {
            person: mia,
            about: text("liking"),
            details: Details { likes: text("She listens"), ..Details::default() },
            is_shared: true,
        })),
        Fact::ToldShared(SharedTold { person: mia, about: text("liking"), is_shared: false }),
        Fact::CourseHandedOver(HandedOver {
            from: THERAPIST,
            to: StaffId([8; 16]),
            on: day("2026-03-02"),
            reason: text("She goes to the day clinic"),
            unsigned: vec![Unsigned { session: SessionId(27), is_begun: true }],
        }),
        Fact::EventUnshared(OwnEvent { event: EventId(6) }),
        Fact::EventShared(OwnEvent { event: EventId(6) }),
        Fact::PassageLinked(LinkPassage {
            session: SessionId(27),
            words: text("the quarrel"),
            speaks_of: SpeaksOf::Person(mia),
        }),
        Fact::PassageLoosed(LoosePassage { passage: PassageId(500) }),
        Fact::DriftAnswered(AnswerDrift {
            session: SessionId(27),
            reason: text("Her mother was in hospital; next week we go back to the quarrel"),
        }),
        Fact::MapExported(ExportMap {
            file: FileKind::GraphMl,
            names: false,
            reason: text("For supervision"),
        }),
        Fact::PeopleMerged(MergePeople { gone: mia, into: PersonId(200) }),
        Fact::PeopleSplit(SplitPeople { person: mia }),
        Fact::MidpointReviewed(ReviewMidpoint {
            on: day("2026-03-02"),
            moved: text("Two scores down, Mia nearer"),
            client_words: text("I sleep again"),
            focus: FocusStill::Change,
            reason: text("The quarrel is over, the move is not"),
            rest: text("To find people here"),
            used: 8,
            left: 8,
        }),
        Fact::LossSpokenOf(SpeakOfLoss {
            person: Some(PersonId(10)),
            event: None,
            words: text("I did not say goodbye then"),
            is_not_now: true,
        }),
        Fact::LetterGiven(GiveLetter { words: text("You came every Monday") }),
        Fact::FollowUpPlanned(PlanFollowUp { months: 3, on: day("2026-07-20"), mode: Mode::Phone }),
        Fact::FollowUpHeld(HoldFollowUp {
            follow_up: FollowUpId(553),
            on: day("2026-07-20"),
            words: text("Well, mostly"),
            next: text("Nothing more"),
        }),
        Fact::FollowUpMissed(MissFollowUp { follow_up: FollowUpId(553), words: text("Rang twice") }),
        Fact::MaintenanceAgreed(AgreeMaintenance {
            sessions: 6,
            every_days: 28,
            first_on: day("2026-05-18"),
            aim: text("To keep what was won"),
            if_worse: text("Ring before the next one"),
        }),
        Fact::CourseTakenUp(TakeUp {
            from: COURSE,
            closed_on: day("2026-04-20"),
            focus_words: text("Finding a place here"),
            plan: Some(StayingWell { signs: texts(&["I stop ringing back"]), ..StayingWell::default() }),
        }),
        Fact::PersonErased(ErasedPerson { person: PersonId(200), erase_why: EraseWhy::AskedByThem }),
        Fact::Erased,
    ]
}
