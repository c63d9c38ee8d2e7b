//! What may be asked of a course, and what follows: reads only, and dispatches to the topics.

use crate::access::Verb;
use crate::asking::{Decision, Notice, NoticeTo, Now};
use crate::command::Command;
use crate::course::{Course, FACTS_FOR_DANGER, FACTS_MOST};
use crate::fact::Fact;
use crate::ids::SessionId;
use crate::opening::ConsentKind;
use crate::refusal::Refusal;
use crate::session::SessionState;
use crate::{
    again, alert, area_work, between, bonds, chain, contract, drift, ending, erasing, fit, focus, follow_up,
    formulation, goodbye, hand_over, inventory, map_file, measure, merging, midpoint, opening, passages,
    pins, plans, prompts, protocol, rating, review, risk, safety_plan, schedule, session, sharing, signing,
    telling, then_and_now, timeline, undo,
};

impl Course {
    /// Says yes, with what follows, or no, with why. Reads only.
    ///
    /// # Refuses
    /// As each topic says; everything but opening on a course that was never opened; everything but an
    /// amendment on one that is closed.
    pub fn decide(&self, command: &Command, now: &Now<'_>) -> Result<Decision, Refusal> {
        match command {
            Command::Open(_) | Command::OpenAgain(_) => {}
            _ if self.opened.is_none() => return Err(Refusal::Unknown("course")),
            // After the close the record can still be put right, and the client may still speak.
            // Somebody who speaks of danger is heard whatever has ended, and what was heard is followed up.
            // Who never agreed to stand here can be forgotten at any time.
            // A follow-up that they agreed to, and all that comes of it, goes on; and they may change their mind.
            // Somebody answers for what has ended, too.
            Command::CompleteMeasure(_) if schedule::agrees_to_follow_up(self) => {}
            Command::AmendNote(_)
            | Command::SignNote(_)
            | Command::SayKeeping(_)
            | Command::ShareOwn(_)
            | Command::ShareTold(_)
            | Command::Share(_)
            | Command::Unshare(_)
            | Command::GiveLetter(_)
            | Command::PlanFollowUp(_)
            | Command::HoldFollowUp(_)
            | Command::MissFollowUp(_)
            | Command::AgreeMaintenance(_)
            | Command::ReviewResults(_)
            | Command::DiscussResults(_)
            | Command::RecordConsent(_)
            | Command::RaiseConcern(_)
            | Command::EscalateFlag(_)
            | Command::AcknowledgeFlag(_)
            | Command::AssessFlag(_)
            | Command::PlanFlag(_)
            | Command::ReviewFlag(_)
            | Command::CloseFlag(_)
            | Command::AnswerClose(_)
            | Command::MarkSafety(_)
            | Command::ErasePerson(_)
            | Command::MakeSafetyPlan(_)
            | Command::KeepSafetyPlan(_)
            | Command::DecideCopy(_)
            | Command::SayPlanUse(_)
            | Command::HandOver(_) => {}
            _ if self.closed.is_some() => return Err(Refusal::Closed),
            _ => {}
        }
        let mut notices = self.to_be_told(command, now);
        let facts = match command {
            Command::Open(asked) => opening::open(self, asked, now),
            Command::RecordConsent(asked) => opening::consent(asked, now),
            Command::RecordHistory(asked) => opening::history(asked),
            Command::TellDiagnosis(asked) => opening::diagnosis(asked, now),
            Command::RecordTask(asked) => opening::task(self, asked, now),
            Command::AddEvent(asked) => timeline::add(self, asked, now),
            Command::ChangeEvent(asked) => timeline::change(self, asked, now),
            Command::RemoveEvent(asked) => timeline::remove(self, asked),
            Command::DateOnset(asked) => timeline::onset(asked, now),
            Command::AddPerson(asked) => inventory::add(self, asked, now),
            Command::PlacePerson(asked) => inventory::place(self, asked),
            Command::WishRing(asked) => inventory::wish(self, asked),
            Command::DescribePerson(asked) => inventory::describe(self, asked, now),
            Command::MarkSafety(asked) => inventory::mark_safety(self, asked),
            Command::RemovePerson(asked) => inventory::remove(self, asked),
            Command::RestorePerson(asked) => inventory::restore(self, asked),
            Command::AddBond(asked) => bonds::add(self, asked, now),
            Command::ChangeBond(asked) => bonds::change(self, asked, now),
            Command::RemoveBond(asked) => bonds::remove(self, *asked),
            Command::RestoreBond(asked) => bonds::restore(self, *asked, now),
            Command::TagEvidence(asked) => focus::tag(self, asked),
            Command::WithdrawEvidence(asked) => focus::withdraw(self, asked),
            Command::DecideFit(asked) => focus::decide_fit(self, asked),
            Command::AgreeFocus(asked) => focus::agree(self, asked, now),
            Command::OfferFormulation(asked) => formulation::offer(asked),
            Command::AnswerFormulation(asked) => formulation::answer(self, asked),
            Command::SetGoal(asked) => formulation::set_goal(self, asked, now),
            Command::DropGoal(asked) => formulation::drop_goal(self, asked),
            Command::AgreeContract(asked) => contract::agree(self, asked, now),
            Command::BeginMiddle(asked) => protocol::begin_middle(self, asked, now),
            Command::PlanSession(asked) => session::plan(self, asked, now),
            Command::MoveSession(asked) => session::move_to(self, asked, now),
            Command::HoldSession(asked) => session::hold(self, asked, now),
            Command::MissSession(asked) => session::miss(self, asked, now),
            Command::PauseCourse(asked) => session::pause(self, asked),
            Command::ResumeCourse(asked) => session::resume(self, asked),
            Command::SignNote(asked) => signing::sign(self, asked),
            Command::AmendNote(asked) => session::amend(self, asked),
            Command::LinkPassage(asked) => passages::link(self, asked),
            Command::LoosePassage(asked) => passages::loose(self, *asked),
            Command::AnswerDrift(asked) => drift::answer(self, asked),
            Command::AgreePlan(asked) => plans::agree(self, asked),
            Command::ReportPlan(asked) => plans::report(self, asked),
            Command::CompleteMeasure(asked) => measure::complete(self, asked, now).map(|(facts, to_tell)| {
                notices = to_tell;
                facts
            }),
            Command::ReviewResults(asked) => review::review(self, asked),
            Command::DiscussResults(asked) => review::discuss(self, asked),
            Command::HandInMeasure(asked) => measure::hand_in(self, asked, now).map(|(facts, to_tell)| {
                notices = to_tell;
                facts
            }),
            Command::AcknowledgeFlag(asked) => risk::acknowledge(self, asked),
            Command::CloseFlag(asked) => risk::close(self, asked, now),
            Command::RaiseConcern(asked) => risk::concern(self, asked, now).map(|(facts, to_tell)| {
                notices = to_tell;
                facts
            }),
            Command::EscalateFlag(asked) => risk::escalate(self, asked),
            Command::AssessFlag(asked) => risk::assess(self, asked),
            Command::PlanFlag(asked) => risk::plan(self, asked, now),
            Command::ReviewFlag(asked) => risk::review(self, asked, now),
            Command::AnswerClose(asked) => risk::answer_close(self, asked, now),
            Command::MakeSafetyPlan(asked) => safety_plan::make(self, asked, now),
            Command::KeepSafetyPlan(asked) => safety_plan::keep(self, asked),
            Command::SayPlanUse(asked) => safety_plan::say_use(self, asked),
            Command::DecideCopy(asked) => safety_plan::decide_copy(self, asked),
            Command::AnswerAlert(asked) => alert::answer(self, asked, now),
            Command::NameEnding(asked) => ending::name(self, asked, now),
            Command::SayEndFeelings(asked) => ending::feelings(asked),
            Command::SayKeeping(asked) => ending::keeping(asked),
            Command::ReviewGoal(asked) => ending::review_goal(self, asked),
            Command::ReviewFocus(asked) => ending::review_focus(self, asked),
            Command::ReviewMap(asked) => ending::review_map(asked),
            Command::CreditGains(asked) => ending::credit(asked),
            Command::PlanStayingWell(asked) => ending::staying_well(self, asked),
            Command::DecideNextStep(asked) => ending::next_step(asked),
            Command::CloseCourse(asked) => ending::close(self, asked, now),
            Command::NoteFitPoint(asked) => fit::note(self, asked),
            Command::WithdrawFitPoint(asked) => fit::withdraw(self, asked),
            Command::ScreenGrief(asked) => fit::screen(asked, now),
            Command::InviteRater(asked) => rating::invite(self, asked),
            Command::RateAreas(asked) => rating::rate(self, asked, now),
            Command::BindSentence(asked) => formulation::bind(self, asked),
            Command::LooseSentence(asked) => formulation::loose(self, asked),
            Command::RateGoal(asked) => formulation::rate_goal(self, asked),
            Command::AcceptContract(asked) => contract::accept(self, asked),
            Command::AnalyseCommunication(asked) => chain::communication(self, asked),
            Command::AnalyseDecision(asked) => chain::decision(self, asked, now),
            Command::PlayRole(asked) => chain::role_play(self, asked),
            Command::ShareArtefact(asked) => chain::share(self, asked),
            Command::WriteSection(asked) => area_work::write(self, asked, now),
            Command::UseStrategy(asked) => area_work::use_strategy(self, asked, now),
            Command::StageDispute(asked) => area_work::stage(self, asked, now),
            Command::AskDisputeSafety(asked) => area_work::ask_safety(asked),
            Command::WriteDiary(asked) => between::diary(self, asked, now),
            Command::PrepareTalk(asked) => between::talk(self, asked),
            Command::DebriefPlan(asked) => between::debrief(self, asked),
            Command::ShareOwn(asked) => between::share(self, asked),
            Command::TellOfPerson(asked) => telling::tell(self, asked, now),
            Command::ShareTold(asked) => telling::share(self, asked),
            Command::TurnTold(asked) => telling::turn(self, asked),
            Command::NameMoment(asked) => then_and_now::name_moment(self, asked),
            Command::UndoStep(step) => undo::undo(self, *step, now),
            Command::RedoStep(step) => undo::redo(self, *step, now),
            Command::PinNote(asked) => pins::pin(self, asked),
            Command::UnpinNote(asked) => pins::unpin(self, *asked),
            Command::AnswerNobody(asked) => prompts::nobody(self, asked, now),
            Command::PutPromptsAside(_) => prompts::put_aside(self, now),
            Command::MergePeople(asked) => merging::merge(self, *asked),
            Command::SplitPeople(asked) => merging::split(self, *asked),
            Command::Share(asked) => sharing::share(self, asked),
            Command::ErasePerson(asked) => erasing::erase(self, asked),
            Command::Unshare(asked) => sharing::unshare(self, *asked),
            Command::TakeBack(asked) => sharing::take_back(self, *asked),
            Command::ExportMap(asked) => map_file::export(asked),
            Command::ImportPeople(asked) => map_file::import(self, asked),
            Command::ReviewMidpoint(asked) => midpoint::review(self, asked, now),
            Command::SpeakOfLoss(asked) => goodbye::loss(self, asked, now),
            Command::GiveLetter(asked) => goodbye::letter(self, asked),
            Command::PlanFollowUp(asked) => follow_up::plan(self, asked, now),
            Command::HoldFollowUp(asked) => follow_up::hold(self, asked, now),
            Command::MissFollowUp(asked) => follow_up::miss(self, asked, now),
            Command::AgreeMaintenance(asked) => follow_up::maintenance(asked, now),
            Command::OpenAgain(asked) => again::open(self, asked, now),
            Command::HandOver(asked) => hand_over::hand_over(self, asked, now),
        }?;
        // A flag and what follows from it must not be kept out by everything before; nor can a full course keep somebody,
        // or stay without a therapist.
        let is_danger = matches!(command.verb(), Verb::RaiseConcern | Verb::AnswerFlag | Verb::Escalate)
            || matches!(
                command,
                Command::MakeSafetyPlan(_)
                    | Command::KeepSafetyPlan(_)
                    | Command::MarkSafety(_)
                    | Command::ErasePerson(_)
                    | Command::HandOver(_)
            )
            || facts.iter().any(|fact| matches!(fact, Fact::FlagRaised(_)));
        let most = FACTS_MOST + if is_danger { FACTS_FOR_DANGER } else { 0 };
        if self.version.0 as usize + facts.len() > most as usize {
            return Err(Refusal::CourseFull);
        }
        Ok(Decision { facts, notices })
    }

    /// When the client is to be told of the check-in that goes with what is asked, should it be granted.
    fn to_be_told(&self, command: &Command, now: &Now<'_>) -> Vec<Notice> {
        let Some(protocol) = now.content.protocol_of(self) else { return Vec::new() };
        // The soonest that is planned besides one that is over or elsewhere now.
        let next = |over: Option<SessionId>| -> Vec<Notice> {
            let planned = self.sessions.iter().filter(|one| one.state == SessionState::Planned);
            let soonest = planned.filter(|one| Some(one.id) != over).map(|one| one.on).min();
            soonest.map(|on| schedule::tell_of_session(protocol, on, now)).into_iter().collect()
        };
        match command {
            // A message that came due while another session was the next, or while nothing was asked, told nobody.
            Command::HoldSession(held) => next(held.session),
            Command::MissSession(missed) => next(missed.session),
            Command::ResumeCourse(_) => next(None),
            Command::RecordConsent(consent)
                if matches!(consent.kind, ConsentKind::Measures | ConsentKind::FollowUp) =>
            {
                if self.closed.is_some() { vec![schedule::tell(now.at)] } else { next(None) }
            }
            Command::PlanSession(planned) => vec![schedule::tell_of_session(protocol, planned.on, now)],
            Command::MoveSession(moved) => {
                let new_day = moved.on.map(|on| schedule::tell_of_session(protocol, on, now));
                new_day.into_iter().chain(next(Some(moved.session))).collect()
            }
            Command::CloseCourse(_) => schedule::tell_of_follow_ups(protocol, now),
            // Both learn of it, whoever asked for it.
            Command::HandOver(asked) => [NoticeTo::Therapist, NoticeTo::Staff(asked.from)]
                .map(|to| Notice {
                    to,
                    about: "handed-over".to_owned(),
                    due: now.at,
                    version: self.version.next(),
                })
                .into(),
            _ => Vec::new(),
        }
    }
}
