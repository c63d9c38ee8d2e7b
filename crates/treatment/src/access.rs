//! Who may do what: one pure table over roles and relationships. What is not in the table is not allowed.

use crate::ids::{ClientId, CourseId, ServiceId, StaffId};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The roles a member of staff can hold.
    Role {
        /// Treats clients.
        Therapist = "therapist",
        /// Supervises therapists.
        Supervisor = "supervisor",
        /// Leads the service clinically: a flag nobody has looked at comes here in the end.
        Lead = "lead",
        /// Runs the service; sees no clinical content.
        Manager = "manager",
        /// Runs the installation; sees no clinical content.
        Administrator = "administrator",
    }
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// A member of staff.
    Staff(StaffId),
    /// A client.
    Client(ClientId),
    /// Closeness itself: a clock ran out.
    Clock,
}

impl std::fmt::Display for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::Clock => f.write_str("clock"),
        }
    }
}

impl Who {
    /// Reads what [`Display`](std::fmt::Display) writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("staff", id)) => StaffId::parse(id).map(Self::Staff),
            Some(("client", id)) => ClientId::parse(id).map(Self::Client),
            None if text == "clock" => Some(Self::Clock),
            _ => None,
        }
    }
}

/// Someone who asks, with what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// Of which service.
    pub service: ServiceId,
    /// Roles, for staff.
    pub roles: Vec<Role>,
    /// The therapists this person supervises now.
    pub supervises: Vec<StaffId>,
    /// The therapists who are away today and whom this person covers.
    pub covers: Vec<StaffId>,
}

impl Actor {
    /// Whether this is a member of staff with the role.
    pub fn has(&self, role: Role) -> bool {
        matches!(self.who, Who::Staff(_)) && self.roles.contains(&role)
    }

    /// Whether this is a client.
    pub fn is_client(&self) -> bool {
        matches!(self.who, Who::Client(_))
    }

    /// The id, for staff.
    pub fn staff(&self) -> Option<StaffId> {
        if let Who::Staff(id) = self.who { Some(id) } else { None }
    }
}

/// What must be known of a course to decide about access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseHead {
    /// The course.
    pub course: CourseId,
    /// Its service.
    pub service: ServiceId,
    /// Its client.
    pub client: ClientId,
    /// Its therapist.
    pub therapist: StaffId,
    /// Another clinician who was asked to rate its problem areas.
    pub rater: Option<StaffId>,
    /// Whether an open flag was passed on to the service lead.
    pub is_with_lead: bool,
}

vocabulary! {
    /// What can be done.
    Verb {
        /// Open a course from a referral or for a new client.
        OpenCourse = "open-course",
        /// Read the whole course.
        ReadCourse = "read-course",
        /// Carry the treatment: everything a therapist writes.
        Treat = "treat",
        /// Name and place people.
        TellOfPeople = "tell-of-people",
        /// Erase what is known of a person of the map.
        ErasePerson = "erase-person",
        /// Put something on the timeline.
        TellOfEvents = "tell-of-events",
        /// Answer the formulation and the contract, rate goals.
        AgreeTogether = "agree-together",
        /// Rate the problem areas, blind to the other rating.
        RateAreas = "rate-areas",
        /// Say how a plan went.
        ReportPlan = "report-plan",
        /// Answer a measure.
        AnswerMeasure = "answer-measure",
        /// Say feelings about the ending, rate goals and focus.
        ReviewEnding = "review-ending",
        /// Say what I will keep.
        SayKeeping = "say-keeping",
        /// Write between sessions, share it and take it back.
        WriteOwn = "write-own",
        /// Share what one has told, or take that back.
        ShareOwn = "share-own",
        /// Look at a flag and follow it to its end.
        AnswerFlag = "answer-flag",
        /// Say that one is concerned, or asks for help.
        RaiseConcern = "raise-concern",
        /// Pass on a flag that nobody has looked at.
        Escalate = "escalate",
        /// Make and renew the safety plan.
        PlanSafety = "plan-safety",
        /// Say whether the safety plan was used.
        SayPlanUse = "say-plan-use",
        /// See the lists of flags.
        WatchFlags = "watch-flags",
        /// Read one's own course on the portal.
        ReadOwn = "read-own",
        /// Read the waiting list and take a referral.
        ReadWaiting = "read-waiting",
        /// Read the lists of supervised courses.
        Supervise = "supervise",
        /// See counts of the service, without any content.
        ReadService = "read-service",
        /// Add and change staff, roles and settings.
        RunOffice = "run-office",
        /// Hand a course over to another therapist, without seeing anything of it.
        HandOver = "hand-over",
        /// Read who did what, without content.
        ReadAudit = "read-audit",
        /// Open the pages every member of staff has.
        BeStaff = "be-staff",
    }
}

/// The ground on which something is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    /// The therapist of this course.
    ItsTherapist,
    /// A supervisor of this course's therapist.
    ItsSupervisor,
    /// Who was asked to rate the problem areas of this course.
    ItsRater,
    /// Who covers this course's therapist today.
    ItsCover,
    /// The service lead, while a flag of this course was passed on so far.
    ItsLead,
    /// The clock, on any course.
    TheClock,
    /// The client of this course.
    ItsClient,
    /// Anyone of the service with this role, whatever the course.
    Has(Role),
    /// Any client, where no course is named.
    AnyClient,
    /// Anyone of staff, where no course is named.
    AnyStaff,
}

/// The whole table. A verb on a course needs a ground that names the course.
fn grounds(verb: Verb) -> &'static [Ground] {
    use Ground::{
        AnyClient, AnyStaff, Has, ItsClient, ItsCover, ItsLead, ItsRater, ItsSupervisor, ItsTherapist,
        TheClock,
    };
    match verb {
        Verb::OpenCourse | Verb::ReadWaiting => &[Has(Role::Therapist)],
        Verb::ReadCourse => &[ItsTherapist, ItsSupervisor, ItsCover],
        Verb::AnswerFlag => &[ItsTherapist, ItsSupervisor, ItsCover, ItsLead],
        Verb::RaiseConcern => &[ItsTherapist, ItsSupervisor, ItsCover, ItsClient],
        Verb::Escalate => &[TheClock],
        Verb::PlanSafety => &[ItsTherapist, ItsCover],
        Verb::SayPlanUse => &[ItsTherapist, ItsCover, ItsClient],
        Verb::WatchFlags => &[Has(Role::Therapist), Has(Role::Supervisor), Has(Role::Lead)],
        Verb::Treat | Verb::ErasePerson => &[ItsTherapist],
        Verb::TellOfPeople
        | Verb::TellOfEvents
        | Verb::AgreeTogether
        | Verb::ReportPlan
        | Verb::AnswerMeasure
        | Verb::ReviewEnding => &[ItsTherapist, ItsClient],
        Verb::RateAreas => &[ItsTherapist, ItsSupervisor, ItsRater],
        Verb::SayKeeping | Verb::WriteOwn | Verb::ShareOwn => &[ItsClient],
        Verb::ReadOwn => &[ItsClient, AnyClient],
        Verb::Supervise => &[Has(Role::Supervisor)],
        Verb::ReadService => &[Has(Role::Manager)],
        Verb::RunOffice => &[Has(Role::Administrator)],
        Verb::HandOver | Verb::ReadAudit => &[Has(Role::Administrator), Has(Role::Manager)],
        Verb::BeStaff => &[AnyStaff],
    }
}

/// Whether `actor` may do `verb`, on `course` when it is about one. Nothing is allowed across services.
pub fn may(actor: &Actor, verb: Verb, course: Option<&CourseHead>) -> bool {
    if course.is_some_and(|course| course.service != actor.service) {
        return false;
    }
    grounds(verb).iter().any(|ground| match (*ground, course) {
        (Ground::ItsTherapist, Some(course)) => {
            actor.has(Role::Therapist) && actor.staff() == Some(course.therapist)
        }
        (Ground::ItsSupervisor, Some(course)) => {
            actor.has(Role::Supervisor) && actor.supervises.contains(&course.therapist)
        }
        (Ground::ItsRater, Some(course)) => {
            (actor.has(Role::Therapist) || actor.has(Role::Supervisor))
                && actor.staff().is_some()
                && actor.staff() == course.rater
        }
        (Ground::ItsCover, Some(course)) => {
            actor.has(Role::Therapist) && actor.covers.contains(&course.therapist)
        }
        (Ground::ItsLead, Some(course)) => actor.has(Role::Lead) && course.is_with_lead,
        (Ground::TheClock, Some(_)) => actor.who == Who::Clock,
        (Ground::ItsClient, Some(course)) => actor.who == Who::Client(course.client),
        (Ground::Has(role), _) => actor.has(role),
        (Ground::AnyClient, None) => actor.is_client(),
        (Ground::AnyStaff, None) => matches!(actor.who, Who::Staff(_)),
        (
            Ground::ItsTherapist
            | Ground::ItsSupervisor
            | Ground::ItsRater
            | Ground::ItsCover
            | Ground::ItsLead
            | Ground::TheClock
            | Ground::ItsClient,
            None,
        )
        | (Ground::AnyClient | Ground::AnyStaff, Some(_)) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(who: Who, roles: &[Role]) -> Actor {
        Actor {
            who,
            service: ServiceId([1; 16]),
            roles: roles.to_vec(),
            supervises: Vec::new(),
            covers: Vec::new(),
        }
    }

    const HEAD: CourseHead = CourseHead {
        course: CourseId([5; 16]),
        service: ServiceId([1; 16]),
        client: ClientId([6; 16]),
        therapist: StaffId([7; 16]),
        rater: None,
        is_with_lead: false,
    };

    #[test]
    fn a_manager_and_an_administrator_see_no_clinical_content() {
        let both = actor(Who::Staff(StaffId([7; 16])), &[Role::Manager, Role::Administrator]);
        for verb in [Verb::ReadCourse, Verb::Treat, Verb::AnswerFlag, Verb::TellOfPeople, Verb::AnswerMeasure]
        {
            assert!(!may(&both, verb, Some(&HEAD)), "{}", verb.key());
        }
    }

    #[test]
    fn only_its_own_therapist_treats() {
        let own = actor(Who::Staff(HEAD.therapist), &[Role::Therapist]);
        let other = actor(Who::Staff(StaffId([8; 16])), &[Role::Therapist]);
        assert!(may(&own, Verb::Treat, Some(&HEAD)));
        assert!(!may(&other, Verb::Treat, Some(&HEAD)));
        assert!(!may(&own, Verb::Treat, None), "treating nobody in particular is not a thing");
    }

    #[test]
    fn a_supervisor_reads_only_while_supervising() {
        let mut supervisor = actor(Who::Staff(StaffId([9; 16])), &[Role::Supervisor]);
        assert!(!may(&supervisor, Verb::ReadCourse, Some(&HEAD)));
        supervisor.supervises.push(HEAD.therapist);
        assert!(may(&supervisor, Verb::ReadCourse, Some(&HEAD)));
        assert!(!may(&supervisor, Verb::Treat, Some(&HEAD)));
    }

    #[test]
    fn another_service_is_another_world() {
        let mut own = actor(Who::Staff(HEAD.therapist), &[Role::Therapist]);
        own.service = ServiceId([2; 16]);
        assert!(!may(&own, Verb::ReadCourse, Some(&HEAD)));
    }

    #[test]
    fn a_client_speaks_of_their_own_course_only() {
        let own = actor(Who::Client(HEAD.client), &[]);
        let other = actor(Who::Client(ClientId([3; 16])), &[]);
        assert!(may(&own, Verb::AnswerMeasure, Some(&HEAD)));
        assert!(!may(&other, Verb::AnswerMeasure, Some(&HEAD)));
        assert!(!may(&own, Verb::ReadCourse, Some(&HEAD)));
        assert!(may(&own, Verb::ReadOwn, Some(&HEAD)) && may(&other, Verb::ReadOwn, None));
        assert!(!may(&other, Verb::ReadOwn, Some(&HEAD)));
    }

    #[test]
    fn who_was_asked_rates_the_areas_and_reads_nothing_else() {
        let asked = actor(Who::Staff(StaffId([8; 16])), &[Role::Therapist]);
        let head = CourseHead { rater: Some(StaffId([8; 16])), ..HEAD };
        assert!(may(&asked, Verb::RateAreas, Some(&head)) && !may(&asked, Verb::RateAreas, Some(&HEAD)));
        assert!(!may(&asked, Verb::ReadCourse, Some(&head)) && !may(&asked, Verb::Treat, Some(&head)));
        let office = actor(Who::Staff(StaffId([8; 16])), &[Role::Manager]);
        assert!(!may(&office, Verb::RateAreas, Some(&head)));
    }
}
