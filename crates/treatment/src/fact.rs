//! Everything that can happen in a course, one line each: the glossary. A long, flat list on purpose.
//!
//! A kind, once released, keeps its name and its meaning for ever; `tests/golden` holds one of each.

use crate::{
    again, alert, area_work, between, bonds, chain, contract, drift, ending, erasing, fit, focus, follow_up,
    formulation, goodbye, inventory, map_file, measure, merging, midpoint, opening, passages, pins, plans,
    prompts, protocol, rating, review, risk, safety_plan, session, sharing, telling, then_and_now, timeline,
    undo,
};
use serde::{Deserialize, Serialize};

/// Something that happened in a course. Past tense; never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
#[allow(missing_docs, reason = "each line is its own definition; the payload's type says the rest")]
pub enum Fact {
    #[serde(rename = "course.opened")]
    CourseOpened(opening::Open),
    #[serde(rename = "consent.recorded")]
    ConsentRecorded(opening::Consent),
    #[serde(rename = "history.recorded")]
    HistoryRecorded(opening::History),
    #[serde(rename = "diagnosis.told")]
    DiagnosisTold(opening::Diagnosis),
    #[serde(rename = "task.recorded")]
    TaskRecorded(opening::Task),
    #[serde(rename = "event.added")]
    EventAdded(timeline::Entry),
    #[serde(rename = "event.changed")]
    EventChanged(timeline::ChangeEvent),
    #[serde(rename = "event.removed")]
    EventRemoved(timeline::RemoveEvent),
    #[serde(rename = "onset.dated")]
    OnsetDated(timeline::SetOnset),
    #[serde(rename = "person.added")]
    PersonAdded(inventory::AddPerson),
    #[serde(rename = "person.placed")]
    PersonPlaced(inventory::PlacePerson),
    #[serde(rename = "ring.wished")]
    RingWished(inventory::WishRing),
    #[serde(rename = "person.described")]
    PersonDescribed(Box<inventory::DescribePerson>),
    #[serde(rename = "safety.marked")]
    SafetyMarked(inventory::MarkSafety),
    #[serde(rename = "person.removed")]
    PersonRemoved(inventory::RemovePerson),
    #[serde(rename = "person.restored")]
    PersonRestored(inventory::RestorePerson),
    #[serde(rename = "evidence.tagged")]
    EvidenceTagged(focus::TagEvidence),
    #[serde(rename = "evidence.withdrawn")]
    EvidenceWithdrawn(focus::WithdrawEvidence),
    #[serde(rename = "fit.decided")]
    FitDecided(focus::DecideFit),
    #[serde(rename = "focus.agreed")]
    FocusAgreed(focus::AgreeFocus),
    #[serde(rename = "formulation.offered")]
    FormulationOffered(formulation::OfferFormulation),
    #[serde(rename = "formulation.answered")]
    FormulationAnswered(formulation::AnswerFormulation),
    #[serde(rename = "goal.set")]
    GoalSet(formulation::SetGoal),
    #[serde(rename = "goal.dropped")]
    GoalDropped(formulation::DropGoal),
    #[serde(rename = "contract.agreed")]
    ContractAgreed(contract::AgreeContract),
    #[serde(rename = "middle.begun")]
    MiddleBegun(protocol::BeginMiddle),
    #[serde(rename = "session.planned")]
    SessionPlanned(session::PlanSession),
    #[serde(rename = "session.moved")]
    SessionMoved(session::MoveSession),
    #[serde(rename = "session.held")]
    SessionHeld(session::HoldSession),
    #[serde(rename = "session.missed")]
    SessionMissed(session::MissSession),
    #[serde(rename = "course.paused")]
    CoursePaused(session::PauseCourse),
    #[serde(rename = "course.resumed")]
    CourseResumed(session::ResumeCourse),
    #[serde(rename = "note.signed")]
    NoteSigned(session::SignNote),
    #[serde(rename = "note.amended")]
    NoteAmended(session::AmendNote),
    #[serde(rename = "plan.agreed")]
    PlanAgreed(plans::AgreePlan),
    #[serde(rename = "plan.reported")]
    PlanReported(plans::ReportPlan),
    #[serde(rename = "measure.completed")]
    MeasureCompleted(measure::Completed),
    #[serde(rename = "flag.raised")]
    FlagRaised(risk::RaiseFlag),
    #[serde(rename = "flag.acknowledged")]
    FlagAcknowledged(risk::AcknowledgeFlag),
    #[serde(rename = "flag.closed")]
    FlagClosed(risk::CloseFlag),
    #[serde(rename = "ending.named")]
    EndingNamed(ending::NameEnding),
    #[serde(rename = "end-feelings.said")]
    EndFeelingsSaid(ending::SayEndFeelings),
    #[serde(rename = "keeping.said")]
    KeepingSaid(ending::SayKeeping),
    #[serde(rename = "goal.reviewed")]
    GoalReviewed(ending::ReviewGoal),
    #[serde(rename = "focus.reviewed")]
    FocusReviewed(ending::ReviewFocus),
    #[serde(rename = "map.reviewed")]
    MapReviewed(ending::ReviewMap),
    #[serde(rename = "gains.credited")]
    GainsCredited(ending::CreditGains),
    #[serde(rename = "staying-well.planned")]
    StayingWellPlanned(ending::StayingWell),
    #[serde(rename = "next-step.decided")]
    NextStepDecided(ending::DecideNextStep),
    #[serde(rename = "course.closed")]
    CourseClosed(ending::CloseCourse),
    #[serde(rename = "results.reviewed")]
    ResultsReviewed(review::ReviewResults),
    #[serde(rename = "results.discussed")]
    ResultsDiscussed(review::DiscussResults),
    #[serde(rename = "fit-point.noted")]
    FitPointNoted(fit::NoteFitPoint),
    #[serde(rename = "fit-point.withdrawn")]
    FitPointWithdrawn(fit::WithdrawFitPoint),
    #[serde(rename = "grief.screened")]
    GriefScreened(fit::ScreenGrief),
    #[serde(rename = "rater.invited")]
    RaterInvited(rating::InviteRater),
    #[serde(rename = "areas.rated")]
    AreasRated(rating::RateAreas),
    #[serde(rename = "sentence.bound")]
    SentenceBound(formulation::BindSentence),
    #[serde(rename = "sentence.loosed")]
    SentenceLoosed(formulation::LooseSentence),
    #[serde(rename = "goal.rated")]
    GoalRated(formulation::RateGoal),
    #[serde(rename = "contract.accepted")]
    ContractAccepted(contract::AcceptContract),
    #[serde(rename = "communication.analysed")]
    CommunicationAnalysed(chain::AnalyseCommunication),
    #[serde(rename = "decision.analysed")]
    DecisionAnalysed(chain::AnalyseDecision),
    #[serde(rename = "role.played")]
    RolePlayed(chain::PlayRole),
    #[serde(rename = "artefact.shared")]
    ArtefactShared(chain::ShareArtefact),
    #[serde(rename = "alert.answered")]
    AlertAnswered(alert::AlertAnswered),
    #[serde(rename = "concern.raised")]
    ConcernRaised(risk::RaiseConcern),
    #[serde(rename = "flag.escalated")]
    FlagEscalated(risk::EscalateFlag),
    #[serde(rename = "flag.assessed")]
    FlagAssessed(Box<risk::Assessment>),
    #[serde(rename = "flag.planned")]
    FlagPlanned(risk::PlanFlag),
    #[serde(rename = "flag.reviewed")]
    FlagReviewed(risk::ReviewFlag),
    #[serde(rename = "flag.close-proposed")]
    FlagCloseProposed(risk::CloseFlag),
    #[serde(rename = "flag.close-answered")]
    FlagCloseAnswered(risk::AnswerClose),
    #[serde(rename = "safety-plan.made")]
    SafetyPlanMade(Box<safety_plan::MakeSafetyPlan>),
    #[serde(rename = "safety-plan.kept")]
    SafetyPlanKept(safety_plan::KeepSafetyPlan),
    #[serde(rename = "safety-plan.used")]
    SafetyPlanUsed(safety_plan::SayPlanUse),
    #[serde(rename = "safety-copy.decided")]
    SafetyCopyDecided(safety_plan::DecideCopy),
    #[serde(rename = "section.written")]
    SectionWritten(area_work::WriteSection),
    #[serde(rename = "strategy.used")]
    StrategyUsed(area_work::UseStrategy),
    #[serde(rename = "dispute.staged")]
    DisputeStaged(area_work::StageDispute),
    #[serde(rename = "dispute-safety.asked")]
    DisputeSafetyAsked(area_work::AskDisputeSafety),
    #[serde(rename = "bond.added")]
    BondAdded(bonds::Bond),
    #[serde(rename = "bond.changed")]
    BondChanged(bonds::ChangeBond),
    #[serde(rename = "bond.removed")]
    BondRemoved(bonds::RemoveBond),
    #[serde(rename = "bond.restored")]
    BondRestored(bonds::RestoreBond),
    #[serde(rename = "measure.partly-answered")]
    MeasurePartlyAnswered(measure::PartlyAnswered),
    #[serde(rename = "diary.written")]
    DiaryWritten(between::WriteDiary),
    #[serde(rename = "talk.prepared")]
    TalkPrepared(between::PrepareTalk),
    #[serde(rename = "plan.debriefed")]
    PlanDebriefed(between::DebriefPlan),
    #[serde(rename = "own.shared")]
    OwnShared(between::ShareOwn),
    #[serde(rename = "moment.named")]
    MomentNamed(then_and_now::NameMoment),
    #[serde(rename = "step.undone")]
    StepUndone(undo::TurnStep),
    #[serde(rename = "step.redone")]
    StepRedone(undo::TurnStep),
    #[serde(rename = "note.pinned")]
    NotePinned(pins::PinNote),
    #[serde(rename = "note.unpinned")]
    NoteUnpinned(pins::UnpinNote),
    #[serde(rename = "prompt.answered")]
    PromptAnswered(prompts::AnswerNobody),
    #[serde(rename = "prompts.put-aside")]
    PromptsPutAside(prompts::PutPromptsAside),
    #[serde(rename = "person.unshared")]
    PersonUnshared(sharing::OwnPerson),
    #[serde(rename = "person.shared")]
    PersonShared(sharing::OwnPerson),
    #[serde(rename = "event.unshared")]
    EventUnshared(sharing::OwnEvent),
    #[serde(rename = "event.shared")]
    EventShared(sharing::OwnEvent),
    #[serde(rename = "passage.linked")]
    PassageLinked(passages::LinkPassage),
    #[serde(rename = "passage.loosed")]
    PassageLoosed(passages::LoosePassage),
    #[serde(rename = "drift.answered")]
    DriftAnswered(drift::AnswerDrift),
    #[serde(rename = "map.exported")]
    MapExported(map_file::ExportMap),
    #[serde(rename = "people.merged")]
    PeopleMerged(merging::MergePeople),
    #[serde(rename = "people.split")]
    PeopleSplit(merging::SplitPeople),
    #[serde(rename = "midpoint.reviewed")]
    MidpointReviewed(midpoint::ReviewMidpoint),
    #[serde(rename = "loss.spoken-of")]
    LossSpokenOf(goodbye::SpeakOfLoss),
    #[serde(rename = "letter.given")]
    LetterGiven(goodbye::GiveLetter),
    #[serde(rename = "follow-up.planned")]
    FollowUpPlanned(follow_up::PlanFollowUp),
    #[serde(rename = "follow-up.held")]
    FollowUpHeld(follow_up::HoldFollowUp),
    #[serde(rename = "follow-up.missed")]
    FollowUpMissed(follow_up::MissFollowUp),
    #[serde(rename = "maintenance.agreed")]
    MaintenanceAgreed(follow_up::AgreeMaintenance),
    #[serde(rename = "course.taken-up")]
    CourseTakenUp(again::TakeUp),
    #[serde(rename = "person.erased")]
    PersonErased(erasing::ErasedPerson),
    #[serde(rename = "person.told-of")]
    PersonToldOf(Box<telling::TellOfPerson>),
    #[serde(rename = "told.shared")]
    ToldShared(telling::SharedTold),
    /// A fact whose key was destroyed: that something was here is all that can be known.
    #[serde(rename = "erased")]
    Erased,
}

impl Fact {
    /// Whether the fact speaks of people who never consented, and so is sealed under their own key.
    pub fn is_about_people(&self) -> bool {
        matches!(
            self,
            Self::PersonAdded(_)
                | Self::PersonPlaced(_)
                | Self::RingWished(_)
                | Self::PersonDescribed(_)
                | Self::SafetyMarked(_)
                | Self::PersonRemoved(_)
                | Self::PersonRestored(_)
                | Self::BondAdded(_)
                | Self::BondChanged(_)
                | Self::BondRemoved(_)
                | Self::BondRestored(_)
                | Self::StepUndone(_)
                | Self::StepRedone(_)
                | Self::NotePinned(_)
                | Self::NoteUnpinned(_)
                | Self::PersonShared(_)
                | Self::PersonUnshared(_)
                | Self::PersonToldOf(_)
                | Self::ToldShared(_)
                | Self::PeopleMerged(_)
                | Self::PeopleSplit(_)
        )
    }

    /// The record that the fact changes or takes away, for what rests on it and may now be stale.
    pub fn changes(&self) -> Option<focus::Source> {
        use focus::Source;
        match self {
            Self::EventChanged(change) => Some(Source::Event(change.event)),
            Self::EventRemoved(removal) => Some(Source::Event(removal.event)),
            Self::PersonPlaced(placed) => Some(Source::Person(placed.person)),
            Self::PersonDescribed(described) => Some(Source::Person(described.person)),
            Self::SafetyMarked(marked) => Some(Source::Person(marked.person)),
            Self::PersonRemoved(removal) => Some(Source::Person(removal.person)),
            Self::PersonRestored(restored) => Some(Source::Person(restored.person)),
            Self::StepUndone(turned) | Self::StepRedone(turned) => Some(Source::Person(turned.person)),
            Self::PeopleMerged(merged) => Some(Source::Person(merged.gone)),
            Self::PeopleSplit(split) => Some(Source::Person(split.person)),
            Self::PersonErased(erased) => Some(Source::Person(erased.person)),
            Self::NoteAmended(amended) => Some(Source::Note(amended.session)),
            Self::HistoryRecorded(said) => Some(Source::History(said.section)),
            _ => None,
        }
    }

    /// The stable name of its kind, such as `measure.completed`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CourseOpened(_) => "course.opened",
            Self::ConsentRecorded(_) => "consent.recorded",
            Self::HistoryRecorded(_) => "history.recorded",
            Self::DiagnosisTold(_) => "diagnosis.told",
            Self::TaskRecorded(_) => "task.recorded",
            Self::EventAdded(_) => "event.added",
            Self::EventChanged(_) => "event.changed",
            Self::EventRemoved(_) => "event.removed",
            Self::OnsetDated(_) => "onset.dated",
            Self::PersonAdded(_) => "person.added",
            Self::PersonPlaced(_) => "person.placed",
            Self::RingWished(_) => "ring.wished",
            Self::PersonDescribed(_) => "person.described",
            Self::SafetyMarked(_) => "safety.marked",
            Self::PersonRemoved(_) => "person.removed",
            Self::PersonRestored(_) => "person.restored",
            Self::EvidenceTagged(_) => "evidence.tagged",
            Self::EvidenceWithdrawn(_) => "evidence.withdrawn",
            Self::FitDecided(_) => "fit.decided",
            Self::FocusAgreed(_) => "focus.agreed",
            Self::FormulationOffered(_) => "formulation.offered",
            Self::FormulationAnswered(_) => "formulation.answered",
            Self::GoalSet(_) => "goal.set",
            Self::GoalDropped(_) => "goal.dropped",
            Self::ContractAgreed(_) => "contract.agreed",
            Self::MiddleBegun(_) => "middle.begun",
            Self::SessionPlanned(_) => "session.planned",
            Self::SessionMoved(_) => "session.moved",
            Self::SessionHeld(_) => "session.held",
            Self::SessionMissed(_) => "session.missed",
            Self::CoursePaused(_) => "course.paused",
            Self::CourseResumed(_) => "course.resumed",
            Self::NoteSigned(_) => "note.signed",
            Self::NoteAmended(_) => "note.amended",
            Self::PlanAgreed(_) => "plan.agreed",
            Self::PlanReported(_) => "plan.reported",
            Self::MeasureCompleted(_) => "measure.completed",
            Self::ResultsReviewed(_) => "results.reviewed",
            Self::ResultsDiscussed(_) => "results.discussed",
            Self::MeasurePartlyAnswered(_) => "measure.partly-answered",
            Self::FlagRaised(_) => "flag.raised",
            Self::FlagAcknowledged(_) => "flag.acknowledged",
            Self::FlagClosed(_) => "flag.closed",
            Self::AlertAnswered(_) => "alert.answered",
            Self::EndingNamed(_) => "ending.named",
            Self::EndFeelingsSaid(_) => "end-feelings.said",
            Self::KeepingSaid(_) => "keeping.said",
            Self::GoalReviewed(_) => "goal.reviewed",
            Self::FocusReviewed(_) => "focus.reviewed",
            Self::MapReviewed(_) => "map.reviewed",
            Self::GainsCredited(_) => "gains.credited",
            Self::StayingWellPlanned(_) => "staying-well.planned",
            Self::NextStepDecided(_) => "next-step.decided",
            Self::CourseClosed(_) => "course.closed",
            Self::FitPointNoted(_) => "fit-point.noted",
            Self::FitPointWithdrawn(_) => "fit-point.withdrawn",
            Self::GriefScreened(_) => "grief.screened",
            Self::RaterInvited(_) => "rater.invited",
            Self::AreasRated(_) => "areas.rated",
            Self::SentenceBound(_) => "sentence.bound",
            Self::SentenceLoosed(_) => "sentence.loosed",
            Self::GoalRated(_) => "goal.rated",
            Self::ContractAccepted(_) => "contract.accepted",
            Self::CommunicationAnalysed(_) => "communication.analysed",
            Self::DecisionAnalysed(_) => "decision.analysed",
            Self::RolePlayed(_) => "role.played",
            Self::ArtefactShared(_) => "artefact.shared",
            Self::ConcernRaised(_) => "concern.raised",
            Self::FlagEscalated(_) => "flag.escalated",
            Self::FlagAssessed(_) => "flag.assessed",
            Self::FlagPlanned(_) => "flag.planned",
            Self::FlagReviewed(_) => "flag.reviewed",
            Self::FlagCloseProposed(_) => "flag.close-proposed",
            Self::FlagCloseAnswered(_) => "flag.close-answered",
            Self::SafetyPlanMade(_) => "safety-plan.made",
            Self::SafetyPlanKept(_) => "safety-plan.kept",
            Self::SafetyPlanUsed(_) => "safety-plan.used",
            Self::SafetyCopyDecided(_) => "safety-copy.decided",
            Self::SectionWritten(_) => "section.written",
            Self::StrategyUsed(_) => "strategy.used",
            Self::DisputeStaged(_) => "dispute.staged",
            Self::DisputeSafetyAsked(_) => "dispute-safety.asked",
            Self::BondAdded(_) => "bond.added",
            Self::BondChanged(_) => "bond.changed",
            Self::BondRemoved(_) => "bond.removed",
            Self::BondRestored(_) => "bond.restored",
            Self::DiaryWritten(_) => "diary.written",
            Self::TalkPrepared(_) => "talk.prepared",
            Self::PlanDebriefed(_) => "plan.debriefed",
            Self::OwnShared(_) => "own.shared",
            Self::MomentNamed(_) => "moment.named",
            Self::StepUndone(_) => "step.undone",
            Self::StepRedone(_) => "step.redone",
            Self::NotePinned(_) => "note.pinned",
            Self::NoteUnpinned(_) => "note.unpinned",
            Self::PromptAnswered(_) => "prompt.answered",
            Self::PromptsPutAside(_) => "prompts.put-aside",
            Self::PersonShared(_) => "person.shared",
            Self::PersonUnshared(_) => "person.unshared",
            Self::EventShared(_) => "event.shared",
            Self::EventUnshared(_) => "event.unshared",
            Self::PassageLinked(_) => "passage.linked",
            Self::PassageLoosed(_) => "passage.loosed",
            Self::DriftAnswered(_) => "drift.answered",
            Self::MapExported(_) => "map.exported",
            Self::PeopleMerged(_) => "people.merged",
            Self::PeopleSplit(_) => "people.split",
            Self::MidpointReviewed(_) => "midpoint.reviewed",
            Self::LossSpokenOf(_) => "loss.spoken-of",
            Self::LetterGiven(_) => "letter.given",
            Self::FollowUpPlanned(_) => "follow-up.planned",
            Self::FollowUpHeld(_) => "follow-up.held",
            Self::FollowUpMissed(_) => "follow-up.missed",
            Self::MaintenanceAgreed(_) => "maintenance.agreed",
            Self::CourseTakenUp(_) => "course.taken-up",
            Self::PersonErased(_) => "person.erased",
            Self::PersonToldOf(_) => "person.told-of",
            Self::ToldShared(_) => "told.shared",
            Self::Erased => "erased",
        }
    }
}
