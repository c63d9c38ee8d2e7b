//! A fact is taken into the course. It cannot fail, and concludes nothing that `decide` concluded.

use crate::access::Who;
use crate::alert::GivenAnswer;
use crate::area_work::Used;
use crate::asking::Recorded;
use crate::between::Wrote;
use crate::chain::Stage;
use crate::contract::Accepted;
use crate::course::{Course, Formulation};
use crate::fact::Fact;
use crate::fit::FitPoint;
use crate::focus::Evidence;
use crate::follow_up::FollowUpState;
use crate::formulation::{Answered, Bond, Goal, GoalRating};
use crate::goodbye::Given;
use crate::measure::{MeasureResult, PartResult};
use crate::passages::Passage;
use crate::pins::Pin;
use crate::plans::{Plan, Reported};
use crate::rating::staff_of;
use crate::risk::{Flag, Origin, Said};
use crate::safety_plan::{MakeSafetyPlan, PlanVersion};
use crate::session::SessionState;

impl Course {
    /// Takes a fact in. Cannot fail, and concludes nothing that `decide` concluded.
    #[expect(clippy::too_many_lines, reason = "one arm per kind of fact: a flat list")]
    pub fn apply(&mut self, recorded: &Recorded<Fact>) {
        let (version, at) = (recorded.version, recorded.at);
        let by_client = matches!(recorded.who, Who::Client(_));
        let step = |course: &mut Self, flag, said| course.flag_step(flag, at, recorded.who, said);
        self.version = version;
        self.changed_at = at;
        if let Some(source) = recorded.fact.changes() {
            self.last_changes.insert(source, version);
        }
        self.remember_step(recorded);
        match &recorded.fact {
            Fact::CourseOpened(open) => {
                self.opened = Some(open.clone());
                self.opened_at = at;
            }
            Fact::ConsentRecorded(said) => drop(self.consents.insert(said.kind, said.clone())),
            Fact::HistoryRecorded(said) => drop(self.history.insert(said.section, said.clone())),
            Fact::DiagnosisTold(told) => self.diagnosis = Some(told.clone()),
            Fact::TaskRecorded(task) => drop(self.tasks.insert(task.task.clone(), task.clone())),
            Fact::EventAdded(entry) => self.timeline.added(version.into(), at, by_client, entry),
            Fact::EventChanged(change) => self.timeline.changed(change),
            Fact::EventRemoved(removal) => self.timeline.removed(removal),
            Fact::OnsetDated(dated) => self.timeline.onset = Some(dated.onset),
            Fact::PersonAdded(added) => self.inventory.added(version.into(), by_client, added),
            Fact::PersonPlaced(placed) => self.inventory.placed(placed),
            Fact::RingWished(wish) => self.inventory.wished(wish),
            Fact::PersonDescribed(described) => self.inventory.described(described),
            Fact::SafetyMarked(marked) => self.inventory.safety_marked(marked),
            Fact::PersonRemoved(removal) => self.inventory.set_removed(removal.person, true),
            Fact::PersonRestored(restored) => self.inventory.set_removed(restored.person, false),
            Fact::BondAdded(bond) => self.inventory.bond_added(version.into(), bond),
            Fact::BondChanged(change) => {
                self.inventory.bond_changed(change.id, |known| known.bond = change.bond);
            }
            Fact::BondRemoved(removal) => {
                self.inventory.bond_changed(removal.id, |known| known.is_removed = true);
            }
            Fact::BondRestored(back) => {
                self.inventory.bond_changed(back.id, |known| known.is_removed = false);
            }
            Fact::EvidenceTagged(tag) => {
                self.evidence.push(Evidence { id: version.into(), tag: tag.clone() });
            }
            Fact::EvidenceWithdrawn(gone) => self.evidence.retain(|evidence| evidence.id != gone.evidence),
            Fact::FitDecided(fit) => self.fit = Some(fit.clone()),
            Fact::FocusAgreed(focus) => self.focuses.push((at, focus.clone())),
            Fact::FormulationOffered(offer) => {
                self.formulations.push(Formulation {
                    version,
                    at,
                    offer: offer.clone(),
                    answer: None,
                    answers: Vec::new(),
                });
            }
            Fact::FormulationAnswered(answer) => {
                if let Some(formulation) = self.formulations.last_mut() {
                    formulation.answer = Some(answer.clone());
                    formulation.answers.push(Answered { at, by_client, answer: answer.clone() });
                }
            }
            Fact::GoalSet(set) => {
                self.goals.push(Goal {
                    id: version.into(),
                    set: set.clone(),
                    is_dropped: false,
                    ratings: Vec::new(),
                });
            }
            Fact::GoalDropped(dropped) => {
                if let Some(goal) = self.goals.iter_mut().find(|goal| goal.id == dropped.goal) {
                    goal.is_dropped = true;
                }
            }
            Fact::ContractAgreed(agreed) => {
                self.contracts.push((version, at, agreed.clone()));
                self.contract_accepted = None;
                // Another end was agreed: it is still to be spoken about.
                self.ending.named = None;
            }
            Fact::MiddleBegun(begun) => self.middle_begun = Some((version, at, begun.clone())),
            Fact::SessionPlanned(planned) => self.session_planned(version.into(), planned),
            Fact::SessionMoved(moved) => self.session_moved(moved),
            Fact::SessionHeld(held) => {
                self.session_became(version, held.session, held.on, SessionState::Held(held.clone()));
            }
            Fact::SessionMissed(missed) => {
                self.session_became(version, missed.session, missed.on, SessionState::Missed(missed.clone()));
            }
            Fact::CoursePaused(pause) => self.pauses.push((pause.clone(), None)),
            Fact::CourseResumed(resumed) => {
                if let Some((_, until)) = self.pauses.last_mut() {
                    *until = Some(resumed.on);
                }
            }
            Fact::NoteSigned(note) => self.note_signed(version, at, recorded.who, note),
            Fact::NoteAmended(amend) => self.note_amended(at, recorded.who, amend),
            Fact::PassageLinked(linked) => {
                self.passages.push(Passage { id: version.into(), linked: linked.clone() });
            }
            Fact::PassageLoosed(gone) => self.passages.retain(|passage| passage.id != gone.passage),
            Fact::DriftAnswered(answer) => self.drift_answers.push((at, answer.clone())),
            Fact::PlanAgreed(agreed) => {
                self.plans.push(Plan { id: version.into(), agreed: agreed.clone(), at, reports: Vec::new() });
            }
            Fact::PlanReported(report) => {
                if let Some(plan) = self.plans.iter_mut().find(|plan| plan.id == report.plan) {
                    let report = report.clone();
                    plan.reports.push(Reported { report, at, by_client, own: None, why_not: None });
                }
            }
            Fact::MeasureCompleted(completed) => {
                self.measures
                    .results
                    .push(MeasureResult { id: version.into(), at, completed: completed.clone() }.into());
            }
            Fact::ResultsReviewed(reviewed) => self.reviews.reviewed(at, reviewed),
            Fact::ResultsDiscussed(discussed) => self.reviews.discussed(at, discussed),
            Fact::MeasurePartlyAnswered(said) => {
                self.measures.parts.push(PartResult { id: version.into(), at, said: said.clone() }.into());
            }
            Fact::FlagRaised(raised) => {
                self.flags.push(Flag::new(version.into(), at, Origin::Answer(raised.clone())));
            }
            Fact::ConcernRaised(raised) => {
                self.flags.push(Flag::new(version.into(), at, Origin::Concern(raised.clone())));
            }
            Fact::FlagAcknowledged(said) => step(self, said.flag, Said::Acknowledged(said.clone())),
            Fact::FlagEscalated(said) => step(self, said.flag, Said::Escalated(said.clone())),
            Fact::FlagAssessed(said) => step(self, said.flag, Said::Assessed(said.clone())),
            Fact::FlagPlanned(said) => step(self, said.flag, Said::Planned(said.clone())),
            Fact::FlagReviewed(said) => step(self, said.flag, Said::Reviewed(said.clone())),
            Fact::FlagCloseProposed(said) => step(self, said.flag, Said::CloseProposed(said.clone())),
            Fact::FlagCloseAnswered(said) => step(self, said.flag, Said::CloseAnswered(said.clone())),
            Fact::FlagClosed(said) => step(self, said.flag, Said::Closed(said.clone())),
            Fact::SafetyPlanMade(plan) => {
                let plan = MakeSafetyPlan::clone(plan);
                let mut made = PlanVersion { version, at, plan, kept: Vec::new(), looked_at: Vec::new() };
                made.looked_at = made.stale(&self.inventory);
                self.safety.versions.push(made);
            }
            Fact::SafetyPlanKept(kept) => {
                let found = self.stale_on_plan();
                if let Some(plan) = self.safety.versions.last_mut() {
                    plan.looked_at.extend(found.into_iter().filter(|(id, _)| kept.looked_at.contains(id)));
                    plan.kept.push((at, kept.clone()));
                }
            }
            Fact::AlertAnswered(answered) => {
                self.alert_answers.push(GivenAnswer { at, answered: answered.clone() });
            }
            Fact::SafetyPlanUsed(said) => self.safety.uses.push((at, by_client, said.clone())),
            Fact::SafetyCopyDecided(copy) => self.safety.copy = Some((at, copy.clone())),
            Fact::EndingNamed(named) => self.ending.named = Some(named.clone()),
            Fact::EndFeelingsSaid(said) => self.ending.feelings.push((at, by_client, said.clone())),
            Fact::KeepingSaid(said) => self.ending.keeping = Some(said.clone()),
            Fact::GoalReviewed(review) => self.ending.goal_reviewed(by_client, review),
            Fact::FocusReviewed(review) => self.ending.focus_reviewed(by_client, review),
            Fact::MapReviewed(review) => self.ending.map_reviewed = Some((version, review.clone())),
            Fact::GainsCredited(credit) => self.ending.credit = Some(credit.clone()),
            Fact::StayingWellPlanned(plan) => self.ending.staying_well = Some(plan.clone()),
            Fact::NextStepDecided(step) => self.ending.next_step = Some(step.clone()),
            Fact::CourseHandedOver(said) => self.course_handed_over(version, at, said),
            Fact::CourseClosed(closed) => self.closed = Some((at, closed.clone())),
            Fact::FitPointNoted(noted) => {
                self.fit_points.push(FitPoint { id: version.into(), noted: noted.clone() });
            }
            Fact::FitPointWithdrawn(gone) => self.fit_points.retain(|point| point.id != gone.evidence),
            Fact::GriefScreened(screen) => self.grief_screens.push(screen.clone()),
            Fact::RaterInvited(invite) => self.ratings.invited = invite.rater,
            Fact::AreasRated(rated) => {
                if let Some(by) = staff_of(recorded.who) {
                    self.ratings.rated(by, at, rated);
                }
            }
            Fact::SentenceBound(bound) => self.bonds.push(Bond { version, bound: bound.clone() }),
            Fact::SentenceLoosed(loosed) => self.bonds.retain(|bond| bond.version != loosed.bond),
            Fact::GoalRated(rated) => {
                if let Some(goal) = self.goals.iter_mut().find(|goal| goal.id == rated.goal) {
                    goal.ratings.push(GoalRating { at, by_client, value: rated.value });
                }
            }
            Fact::ContractAccepted(accepted) => {
                self.contract_accepted = Some(Accepted { at, by_client, words: accepted.words.clone() });
            }
            Fact::CommunicationAnalysed(said) => {
                self.stage_written(version, at, said.rewrites, Stage::Communication(said.clone()));
            }
            Fact::DecisionAnalysed(said) => {
                self.stage_written(version, at, said.rewrites, Stage::Decision(said.clone()));
            }
            Fact::RolePlayed(said) => {
                self.stage_written(version, at, said.rewrites, Stage::RolePlay(said.clone()));
            }
            Fact::ArtefactShared(share) => self.artefact_shared(share),
            Fact::SectionWritten(written) => self.section_written(written),
            Fact::StrategyUsed(used) => self.work.used.push(Used { used: used.clone(), at }),
            Fact::DisputeStaged(stage) => self.work.stages.push(stage.clone()),
            Fact::DisputeSafetyAsked(asked) => self.work.safety.push((at, asked.clone())),
            Fact::DiaryWritten(diary) => self.own_written(version.into(), at, Wrote::Diary(diary.clone())),
            Fact::TalkPrepared(talk) => self.own_written(version.into(), at, Wrote::Talk(talk.clone())),
            Fact::PlanDebriefed(debrief) => {
                self.own_written(version.into(), at, Wrote::Debrief(debrief.clone()));
            }
            Fact::OwnShared(share) => self.own_shared(share.own, share.is_shared, at),
            Fact::MomentNamed(named) => self.moments.push(named.clone()),
            Fact::StepUndone(turned) => self.step_turned(turned, Some(version)),
            Fact::StepRedone(turned) => self.step_turned(turned, None),
            Fact::NotePinned(note) => {
                let note = note.clone();
                self.pins.push(Pin { id: version, at, who: recorded.who, note, is_removed: false });
            }
            Fact::NoteUnpinned(gone) => {
                if let Some(pin) = self.pins.iter_mut().find(|pin| pin.id == gone.pin) {
                    pin.is_removed = true;
                }
            }
            Fact::PromptAnswered(said) => drop(self.inventory.prompted.nobody.insert(said.prompt.clone())),
            Fact::PromptsPutAside(_) => self.inventory.prompted.put_aside(by_client),
            Fact::PersonShared(own) => drop(self.withheld.people.remove(&own.person)),
            Fact::PersonUnshared(own) => drop(self.withheld.people.insert(own.person)),
            Fact::EventShared(own) => drop(self.withheld.events.remove(&own.event)),
            Fact::EventUnshared(own) => drop(self.withheld.events.insert(own.event)),
            Fact::MapExported(exported) => self.map_exports.push((at, exported.clone())),
            Fact::PeopleMerged(merged) => self.inventory.set_merged(merged.gone, Some(merged.into)),
            Fact::PeopleSplit(split) => self.inventory.set_merged(split.person, None),
            Fact::MidpointReviewed(review) => self.ending.midpoints.push((at, review.clone())),
            Fact::LossSpokenOf(said) => self.ending.losses.push(said.clone()),
            Fact::LetterGiven(letter) => {
                self.ending.letters.push(Given { at, by_client, letter: letter.clone() });
            }
            Fact::FollowUpPlanned(planned) => self.ending.follow_up_planned(version.into(), planned),
            Fact::FollowUpHeld(held) => {
                self.ending.follow_up_became(held.follow_up, FollowUpState::Held(held.clone()));
            }
            Fact::FollowUpMissed(missed) => {
                self.ending.follow_up_became(missed.follow_up, FollowUpState::Missed(missed.clone()));
            }
            Fact::MaintenanceAgreed(agreed) => self.ending.maintenance = Some((at, agreed.clone())),
            Fact::CourseTakenUp(taken_up) => self.taken_up = Some(taken_up.clone()),
            Fact::PersonToldOf(told) => self.person_told_of(at, version, told),
            Fact::ToldShared(shared) => self.told_shared(shared),
            Fact::PersonErased(erased) => self.person_erased(at, *erased),
            Fact::Erased => {
                self.erased += 1;
                self.unopened.insert(version.into());
            }
        }
    }
}
