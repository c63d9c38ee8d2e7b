//! Everything that can happen in a course, one line each: the glossary. A long, flat list on purpose.
//!
//! A kind, once released, keeps its name and its meaning for ever; `tests/golden` holds one of each.

use crate::{
    again, alert, area_work, between, bonds, chain, contract, drift, ending, erasing, fit, focus, follow_up,
    formulation, goodbye, hand_over, inventory, map_file, measure, merging, midpoint, opening, passages,
    pins, plans, prompts, protocol, rating, review, risk, safety_plan, session, sharing, telling,
    then_and_now, timeline, undo,
};
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Declares the kinds of fact: the enum, its names, and how it is written and read. A fact is written as an object of its
/// `kind` and its `body`, in that order, and is read in that order alone: nothing is set aside and read again, so no
/// body needs a second reader.
macro_rules! facts {
    ($($kind:ident($body:ty) = $name:literal,)+) => {
        /// Something that happened in a course. Past tense; never changed.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "each line is its own definition; the payload's type says the rest")]
        pub enum Fact {
            $($kind($body),)+
            /// A fact whose key was destroyed: that something was here is all that can be known.
            Erased,
        }

        /// A kind, before its body is read.
        #[derive(Clone, Copy)]
        enum Kind {
            $($kind,)+
            Erased,
        }

        const KINDS: &[(&str, Kind)] = &[$(($name, Kind::$kind),)+ ("erased", Kind::Erased)];

        impl Fact {
            /// The names of all kinds, in the order of the glossary.
            pub const NAMES: &[&str] = &[$($name,)+ "erased"];

            /// The stable name of its kind, such as `measure.completed`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $name,)+
                    Self::Erased => "erased",
                }
            }
        }

        impl Serialize for Fact {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fact = serializer.serialize_struct("Fact", 2)?;
                fact.serialize_field("kind", self.kind())?;
                match self {
                    $(Self::$kind(body) => fact.serialize_field("body", body)?,)+
                    Self::Erased => {}
                }
                fact.end()
            }
        }

        impl<'de> Visitor<'de> for ReadFact {
            type Value = Fact;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a fact: its kind, then its body")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fact: A) -> Result<Fact, A::Error> {
                if fact.next_key_seed(Word("kind"))?.is_none() {
                    return Err(A::Error::missing_field("kind"));
                }
                let kind = fact.next_value_seed(ReadKind)?;
                let has_body = fact.next_key_seed(Word("body"))?.is_some();
                let read = match kind {
                    Kind::Erased => return Ok(Fact::Erased),
                    _ if !has_body => return Err(A::Error::missing_field("body")),
                    $(Kind::$kind => Fact::$kind(fact.next_value()?),)+
                };
                Ok(read)
            }
        }
    };
}

facts! {
    CourseOpened(opening::Open) = "course.opened",
    ConsentRecorded(opening::Consent) = "consent.recorded",
    HistoryRecorded(opening::History) = "history.recorded",
    DiagnosisTold(opening::Diagnosis) = "diagnosis.told",
    TaskRecorded(opening::Task) = "task.recorded",
    EventAdded(timeline::Entry) = "event.added",
    EventChanged(timeline::ChangeEvent) = "event.changed",
    EventRemoved(timeline::RemoveEvent) = "event.removed",
    OnsetDated(timeline::SetOnset) = "onset.dated",
    PersonAdded(inventory::AddPerson) = "person.added",
    PersonPlaced(inventory::PlacePerson) = "person.placed",
    RingWished(inventory::WishRing) = "ring.wished",
    PersonDescribed(Box<inventory::DescribePerson>) = "person.described",
    SafetyMarked(inventory::MarkSafety) = "safety.marked",
    PersonRemoved(inventory::RemovePerson) = "person.removed",
    PersonRestored(inventory::RestorePerson) = "person.restored",
    EvidenceTagged(focus::TagEvidence) = "evidence.tagged",
    EvidenceWithdrawn(focus::WithdrawEvidence) = "evidence.withdrawn",
    FitDecided(focus::DecideFit) = "fit.decided",
    FocusAgreed(focus::AgreeFocus) = "focus.agreed",
    FormulationOffered(formulation::OfferFormulation) = "formulation.offered",
    FormulationAnswered(formulation::AnswerFormulation) = "formulation.answered",
    GoalSet(formulation::SetGoal) = "goal.set",
    GoalDropped(formulation::DropGoal) = "goal.dropped",
    ContractAgreed(contract::AgreeContract) = "contract.agreed",
    MiddleBegun(protocol::BeginMiddle) = "middle.begun",
    SessionPlanned(session::PlanSession) = "session.planned",
    SessionMoved(session::MoveSession) = "session.moved",
    SessionHeld(session::HoldSession) = "session.held",
    SessionMissed(session::MissSession) = "session.missed",
    CoursePaused(session::PauseCourse) = "course.paused",
    CourseResumed(session::ResumeCourse) = "course.resumed",
    NoteSigned(session::SignNote) = "note.signed",
    NoteAmended(session::AmendNote) = "note.amended",
    PlanAgreed(plans::AgreePlan) = "plan.agreed",
    PlanReported(plans::ReportPlan) = "plan.reported",
    MeasureCompleted(measure::Completed) = "measure.completed",
    FlagRaised(risk::RaiseFlag) = "flag.raised",
    FlagAcknowledged(risk::AcknowledgeFlag) = "flag.acknowledged",
    FlagClosed(risk::CloseFlag) = "flag.closed",
    EndingNamed(ending::NameEnding) = "ending.named",
    EndFeelingsSaid(ending::SayEndFeelings) = "end-feelings.said",
    KeepingSaid(ending::SayKeeping) = "keeping.said",
    GoalReviewed(ending::ReviewGoal) = "goal.reviewed",
    FocusReviewed(ending::ReviewFocus) = "focus.reviewed",
    MapReviewed(ending::ReviewMap) = "map.reviewed",
    GainsCredited(ending::CreditGains) = "gains.credited",
    StayingWellPlanned(ending::StayingWell) = "staying-well.planned",
    NextStepDecided(ending::DecideNextStep) = "next-step.decided",
    CourseClosed(ending::CloseCourse) = "course.closed",
    ResultsReviewed(review::ReviewResults) = "results.reviewed",
    ResultsDiscussed(review::DiscussResults) = "results.discussed",
    FitPointNoted(fit::NoteFitPoint) = "fit-point.noted",
    FitPointWithdrawn(fit::WithdrawFitPoint) = "fit-point.withdrawn",
    GriefScreened(fit::ScreenGrief) = "grief.screened",
    RaterInvited(rating::InviteRater) = "rater.invited",
    AreasRated(rating::RateAreas) = "areas.rated",
    SentenceBound(formulation::BindSentence) = "sentence.bound",
    SentenceLoosed(formulation::LooseSentence) = "sentence.loosed",
    GoalRated(formulation::RateGoal) = "goal.rated",
    ContractAccepted(contract::AcceptContract) = "contract.accepted",
    CommunicationAnalysed(chain::AnalyseCommunication) = "communication.analysed",
    DecisionAnalysed(chain::AnalyseDecision) = "decision.analysed",
    RolePlayed(chain::PlayRole) = "role.played",
    ArtefactShared(chain::ShareArtefact) = "artefact.shared",
    AlertAnswered(alert::AlertAnswered) = "alert.answered",
    ConcernRaised(risk::RaiseConcern) = "concern.raised",
    FlagEscalated(risk::EscalateFlag) = "flag.escalated",
    FlagAssessed(Box<risk::Assessment>) = "flag.assessed",
    FlagPlanned(risk::PlanFlag) = "flag.planned",
    FlagReviewed(risk::ReviewFlag) = "flag.reviewed",
    FlagCloseProposed(risk::CloseFlag) = "flag.close-proposed",
    FlagCloseAnswered(risk::AnswerClose) = "flag.close-answered",
    SafetyPlanMade(Box<safety_plan::MakeSafetyPlan>) = "safety-plan.made",
    SafetyPlanKept(safety_plan::KeepSafetyPlan) = "safety-plan.kept",
    SafetyPlanUsed(safety_plan::SayPlanUse) = "safety-plan.used",
    SafetyCopyDecided(safety_plan::DecideCopy) = "safety-copy.decided",
    SectionWritten(area_work::WriteSection) = "section.written",
    StrategyUsed(area_work::UseStrategy) = "strategy.used",
    DisputeStaged(area_work::StageDispute) = "dispute.staged",
    DisputeSafetyAsked(area_work::AskDisputeSafety) = "dispute-safety.asked",
    BondAdded(bonds::Bond) = "bond.added",
    BondChanged(bonds::ChangeBond) = "bond.changed",
    BondRemoved(bonds::RemoveBond) = "bond.removed",
    BondRestored(bonds::RestoreBond) = "bond.restored",
    MeasurePartlyAnswered(measure::PartlyAnswered) = "measure.partly-answered",
    DiaryWritten(between::WriteDiary) = "diary.written",
    TalkPrepared(between::PrepareTalk) = "talk.prepared",
    PlanDebriefed(between::DebriefPlan) = "plan.debriefed",
    OwnShared(between::ShareOwn) = "own.shared",
    MomentNamed(then_and_now::NameMoment) = "moment.named",
    StepUndone(undo::TurnStep) = "step.undone",
    StepRedone(undo::TurnStep) = "step.redone",
    NotePinned(pins::PinNote) = "note.pinned",
    NoteUnpinned(pins::UnpinNote) = "note.unpinned",
    PromptAnswered(prompts::AnswerNobody) = "prompt.answered",
    PromptsPutAside(prompts::PutPromptsAside) = "prompts.put-aside",
    PersonUnshared(sharing::OwnPerson) = "person.unshared",
    PersonShared(sharing::OwnPerson) = "person.shared",
    EventUnshared(sharing::OwnEvent) = "event.unshared",
    EventShared(sharing::OwnEvent) = "event.shared",
    PassageLinked(passages::LinkPassage) = "passage.linked",
    PassageLoosed(passages::LoosePassage) = "passage.loosed",
    DriftAnswered(drift::AnswerDrift) = "drift.answered",
    MapExported(map_file::ExportMap) = "map.exported",
    PeopleMerged(merging::MergePeople) = "people.merged",
    PeopleSplit(merging::SplitPeople) = "people.split",
    MidpointReviewed(midpoint::ReviewMidpoint) = "midpoint.reviewed",
    LossSpokenOf(goodbye::SpeakOfLoss) = "loss.spoken-of",
    LetterGiven(goodbye::GiveLetter) = "letter.given",
    FollowUpPlanned(follow_up::PlanFollowUp) = "follow-up.planned",
    FollowUpHeld(follow_up::HoldFollowUp) = "follow-up.held",
    FollowUpMissed(follow_up::MissFollowUp) = "follow-up.missed",
    MaintenanceAgreed(follow_up::AgreeMaintenance) = "maintenance.agreed",
    CourseTakenUp(again::TakeUp) = "course.taken-up",
    PersonErased(erasing::ErasedPerson) = "person.erased",
    PersonToldOf(Box<telling::TellOfPerson>) = "person.told-of",
    ToldShared(telling::SharedTold) = "told.shared",
    CourseHandedOver(hand_over::HandedOver) = "course.handed-over",
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
}

/// Reads a fact.
struct ReadFact;

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Fact", &["kind", "body"], ReadFact)
    }
}

/// Reads the name of a kind.
struct ReadKind;

impl Visitor<'_> for ReadKind {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a kind of fact")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Kind, E> {
        let found = KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        found.ok_or_else(|| E::custom(format_args!("there is no kind of fact {name}")))
    }
}

impl<'de> DeserializeSeed<'de> for ReadKind {
    type Value = Kind;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// Reads this word and no other.
struct Word(&'static str);

impl Visitor<'_> for Word {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<(), E> {
        if word == self.0 { Ok(()) } else { Err(E::custom(format_args!("{word} where {} belongs", self.0))) }
    }
}

impl<'de> DeserializeSeed<'de> for Word {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}
