//! Everything a person can ask of a course, one line each, with the verb that asking needs.

use crate::access::Verb;
use crate::fact::Fact;
use crate::ids::Version;
use crate::{
    again, alert, area_work, between, bonds, chain, contract, drift, ending, erasing, fit, focus, follow_up,
    formulation, goodbye, hand_over, inventory, map_file, measure, merging, midpoint, opening, passages,
    pins, plans, prompts, protocol, rating, review, risk, safety_plan, session, sharing, signing, telling,
    then_and_now, timeline,
};
use std::collections::BTreeSet;

/// Something a person asks. A long, flat list on purpose.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each line is its own definition; the payload's type says the rest")]
pub enum Command {
    Open(opening::Open),
    RecordConsent(opening::Consent),
    RecordHistory(opening::History),
    TellDiagnosis(opening::Diagnosis),
    RecordTask(opening::Task),
    AddEvent(timeline::Entry),
    ChangeEvent(timeline::ChangeEvent),
    RemoveEvent(timeline::RemoveEvent),
    DateOnset(timeline::SetOnset),
    AddPerson(inventory::AddPerson),
    PlacePerson(inventory::PlacePerson),
    WishRing(inventory::WishRing),
    DescribePerson(Box<inventory::DescribePerson>),
    MarkSafety(inventory::MarkSafety),
    RemovePerson(inventory::RemovePerson),
    RestorePerson(inventory::RestorePerson),
    AddBond(bonds::Bond),
    ChangeBond(bonds::ChangeBond),
    RemoveBond(bonds::RemoveBond),
    RestoreBond(bonds::RestoreBond),
    TagEvidence(focus::TagEvidence),
    WithdrawEvidence(focus::WithdrawEvidence),
    DecideFit(focus::DecideFit),
    AgreeFocus(focus::AgreeFocus),
    OfferFormulation(formulation::OfferFormulation),
    AnswerFormulation(formulation::AnswerFormulation),
    SetGoal(formulation::SetGoal),
    DropGoal(formulation::DropGoal),
    AgreeContract(contract::AgreeContract),
    BeginMiddle(protocol::BeginMiddle),
    PlanSession(session::PlanSession),
    MoveSession(session::MoveSession),
    HoldSession(session::HoldSession),
    MissSession(session::MissSession),
    PauseCourse(session::PauseCourse),
    ResumeCourse(session::ResumeCourse),
    SignNote(Box<signing::Signing>),
    AmendNote(session::AmendNote),
    LinkPassage(passages::LinkPassage),
    LoosePassage(passages::LoosePassage),
    AnswerDrift(drift::AnswerDrift),
    AgreePlan(plans::AgreePlan),
    ReportPlan(plans::ReportPlan),
    CompleteMeasure(measure::CompleteMeasure),
    ReviewResults(review::ReviewResults),
    DiscussResults(review::DiscussResults),
    /// The same form, handed in although answers are missing.
    HandInMeasure(measure::CompleteMeasure),
    AcknowledgeFlag(risk::AcknowledgeFlag),
    CloseFlag(risk::CloseFlag),
    AnswerAlert(alert::AnswerAlert),
    RaiseConcern(risk::RaiseConcern),
    EscalateFlag(risk::EscalateFlag),
    AssessFlag(Box<risk::Assessment>),
    PlanFlag(risk::PlanFlag),
    ReviewFlag(risk::ReviewFlag),
    AnswerClose(risk::AnswerClose),
    MakeSafetyPlan(Box<safety_plan::MakeSafetyPlan>),
    KeepSafetyPlan(safety_plan::KeepSafetyPlan),
    SayPlanUse(safety_plan::SayPlanUse),
    DecideCopy(safety_plan::DecideCopy),
    NameEnding(ending::NameEnding),
    SayEndFeelings(ending::SayEndFeelings),
    SayKeeping(ending::SayKeeping),
    ReviewGoal(ending::ReviewGoal),
    ReviewFocus(ending::ReviewFocus),
    ReviewMap(ending::ReviewMap),
    CreditGains(ending::CreditGains),
    PlanStayingWell(ending::StayingWell),
    DecideNextStep(ending::DecideNextStep),
    CloseCourse(ending::CloseCourse),
    NoteFitPoint(fit::NoteFitPoint),
    WithdrawFitPoint(fit::WithdrawFitPoint),
    ScreenGrief(fit::ScreenGrief),
    InviteRater(rating::InviteRater),
    RateAreas(rating::RateAreas),
    BindSentence(formulation::BindSentence),
    LooseSentence(formulation::LooseSentence),
    RateGoal(formulation::RateGoal),
    AcceptContract(contract::AcceptContract),
    AnalyseCommunication(chain::AnalyseCommunication),
    AnalyseDecision(chain::AnalyseDecision),
    PlayRole(chain::PlayRole),
    ShareArtefact(chain::ShareArtefact),
    WriteSection(area_work::WriteSection),
    UseStrategy(area_work::UseStrategy),
    StageDispute(area_work::StageDispute),
    AskDisputeSafety(area_work::AskDisputeSafety),
    WriteDiary(between::WriteDiary),
    PrepareTalk(between::PrepareTalk),
    DebriefPlan(between::DebriefPlan),
    ShareOwn(between::ShareOwn),
    TellOfPerson(Box<telling::TellOfPerson>),
    ShareTold(telling::ShareTold),
    TurnTold(telling::TurnTold),
    NameMoment(then_and_now::NameMoment),
    /// Takes a step on the map back.
    UndoStep(Version),
    /// Does it again.
    RedoStep(Version),
    PinNote(pins::PinNote),
    UnpinNote(pins::UnpinNote),
    AnswerNobody(prompts::AnswerNobody),
    PutPromptsAside(prompts::PutPromptsAside),
    MergePeople(merging::MergePeople),
    SplitPeople(merging::SplitPeople),
    ErasePerson(erasing::ErasePerson),
    Share(BTreeSet<sharing::Own>),
    Unshare(sharing::Own),
    TakeBack(sharing::Own),
    ExportMap(map_file::ExportMap),
    ImportPeople(map_file::ImportPeople),
    ReviewMidpoint(midpoint::ReviewMidpoint),
    SpeakOfLoss(goodbye::SpeakOfLoss),
    GiveLetter(goodbye::GiveLetter),
    PlanFollowUp(follow_up::PlanFollowUp),
    HoldFollowUp(follow_up::HoldFollowUp),
    MissFollowUp(follow_up::MissFollowUp),
    AgreeMaintenance(follow_up::AgreeMaintenance),
    OpenAgain(Box<again::OpenAgain>),
    HandOver(hand_over::HandOver),
}

impl Command {
    /// What a person must be allowed to do to ask this.
    pub fn verb(&self) -> Verb {
        match self {
            Self::AddPerson(_)
            | Self::PlacePerson(_)
            | Self::WishRing(_)
            | Self::DescribePerson(_)
            | Self::UndoStep(_)
            | Self::RedoStep(_)
            | Self::AnswerNobody(_)
            | Self::PutPromptsAside(_) => Verb::TellOfPeople,
            Self::Share(_) | Self::Unshare(_) | Self::TakeBack(_) | Self::ShareTold(_) => Verb::ShareOwn,
            Self::TellOfPerson(_) | Self::TurnTold(_) => Verb::WriteOwn,
            Self::Open(_) | Self::OpenAgain(_) => Verb::OpenCourse,
            Self::AddEvent(_) => Verb::TellOfEvents,
            Self::AnswerFormulation(_) | Self::RateGoal(_) | Self::AcceptContract(_) => Verb::AgreeTogether,
            Self::RateAreas(_) => Verb::RateAreas,
            Self::ReportPlan(_) => Verb::ReportPlan,
            Self::CompleteMeasure(_) | Self::HandInMeasure(_) => Verb::AnswerMeasure,
            Self::SayEndFeelings(_)
            | Self::ReviewGoal(_)
            | Self::ReviewFocus(_)
            | Self::SpeakOfLoss(_)
            | Self::GiveLetter(_) => Verb::ReviewEnding,
            Self::SayKeeping(_) => Verb::SayKeeping,
            Self::WriteDiary(_) | Self::PrepareTalk(_) | Self::DebriefPlan(_) | Self::ShareOwn(_) => {
                Verb::WriteOwn
            }
            Self::AcknowledgeFlag(_)
            | Self::CloseFlag(_)
            | Self::AssessFlag(_)
            | Self::PlanFlag(_)
            | Self::ReviewFlag(_)
            | Self::AnswerClose(_) => Verb::AnswerFlag,
            Self::RaiseConcern(_) => Verb::RaiseConcern,
            Self::EscalateFlag(_) => Verb::Escalate,
            Self::MakeSafetyPlan(_) | Self::KeepSafetyPlan(_) | Self::DecideCopy(_) => Verb::PlanSafety,
            Self::SayPlanUse(_) => Verb::SayPlanUse,
            Self::ErasePerson(_) => Verb::ErasePerson,
            Self::HandOver(_) => Verb::HandOver,
            _ => Verb::Treat,
        }
    }

    /// Whether it says when something in the client's life was, so that the year of birth has to be known.
    pub fn dates_a_life(&self) -> bool {
        matches!(
            self,
            Self::AddEvent(_)
                | Self::ChangeEvent(_)
                | Self::DateOnset(_)
                | Self::DescribePerson(_)
                | Self::TellOfPerson(_)
        )
    }

    /// Whether the command would write over what `fact` said, so that one who asks it without having seen the
    /// fact must be shown both first.
    pub fn writes_over(&self, fact: &Fact) -> bool {
        match (self, fact) {
            (Self::RecordHistory(mine), Fact::HistoryRecorded(theirs)) => mine.section == theirs.section,
            (Self::ChangeEvent(mine), Fact::EventChanged(theirs)) => mine.event == theirs.event,
            (Self::PlacePerson(mine), Fact::PersonPlaced(theirs)) => mine.person == theirs.person,
            (Self::DescribePerson(mine), Fact::PersonDescribed(theirs)) => mine.person == theirs.person,
            (Self::TellOfPerson(mine), Fact::PersonToldOf(theirs)) => {
                mine.person == theirs.person && mine.about == theirs.about
            }
            // Nobody shares again, by a page of before, what was taken back since.
            (Self::TellOfPerson(mine), Fact::ToldShared(theirs)) => {
                mine.person == theirs.person && mine.about == theirs.about && !theirs.is_shared
            }
            (Self::AnalyseCommunication(mine), Fact::CommunicationAnalysed(theirs)) => {
                mine.rewrites.is_some() && mine.rewrites == theirs.rewrites
            }
            (Self::WriteSection(mine), Fact::SectionWritten(theirs)) => {
                mine.area == theirs.area && mine.section == theirs.section
            }
            (Self::AnalyseDecision(mine), Fact::DecisionAnalysed(theirs)) => {
                mine.rewrites.is_some() && mine.rewrites == theirs.rewrites
            }
            (Self::PlayRole(mine), Fact::RolePlayed(theirs)) => {
                mine.rewrites.is_some() && mine.rewrites == theirs.rewrites
            }
            (Self::AnswerDrift(mine), Fact::DriftAnswered(theirs)) => mine.session == theirs.session,
            (Self::ChangeBond(mine), Fact::BondChanged(theirs)) => mine.id == theirs.id,
            (Self::TellDiagnosis(_), Fact::DiagnosisTold(_))
            | (Self::DecideFit(_), Fact::FitDecided(_))
            | (Self::AgreeFocus(_), Fact::FocusAgreed(_))
            | (Self::OfferFormulation(_), Fact::FormulationOffered(_))
            | (Self::AnswerFormulation(_), Fact::FormulationOffered(_) | Fact::FormulationAnswered(_))
            | (Self::AgreeContract(_) | Self::AcceptContract(_), Fact::ContractAgreed(_))
            | (Self::CreditGains(_), Fact::GainsCredited(_))
            | (Self::PlanStayingWell(_), Fact::StayingWellPlanned(_))
            | (Self::ReviewMidpoint(_), Fact::MidpointReviewed(_))
            | (Self::AgreeMaintenance(_), Fact::MaintenanceAgreed(_))
            | (Self::DecideNextStep(_), Fact::NextStepDecided(_))
            | (Self::MakeSafetyPlan(_), Fact::SafetyPlanMade(_)) => true,
            _ => false,
        }
    }
}
