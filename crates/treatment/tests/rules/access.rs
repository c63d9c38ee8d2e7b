//! Who may do what: roles, verbs and relationships, each way.

use crate::given::{CLIENT, COURSE, SERVICE, THERAPIST};
use treatment::access::{Actor, CourseHead, Role, Verb, Who, may};
use treatment::command::Command;
use treatment::ids::{ClientId, ServiceId, StaffId};

const HEAD: CourseHead = CourseHead {
    course: COURSE,
    service: SERVICE,
    client: CLIENT,
    therapist: THERAPIST,
    rater: None,
    is_with_lead: false,
};
const SOMEBODY: StaffId = StaffId([9; 16]);

/// Verbs that read or write what a client said.
const CLINICAL: [Verb; 17] = [
    Verb::ReadCourse,
    Verb::Treat,
    Verb::TellOfPeople,
    Verb::TellOfEvents,
    Verb::AgreeTogether,
    Verb::RateAreas,
    Verb::ReportPlan,
    Verb::AnswerMeasure,
    Verb::ReviewEnding,
    Verb::SayKeeping,
    Verb::ShareOwn,
    Verb::AnswerFlag,
    Verb::RaiseConcern,
    Verb::PlanSafety,
    Verb::SayPlanUse,
    Verb::WatchFlags,
    Verb::ReadOwn,
];

fn staff(id: StaffId, roles: &[Role]) -> Actor {
    Actor { who: Who::Staff(id), service: SERVICE, roles: roles.to_vec(), supervises: vec![], covers: vec![] }
}

fn client(id: ClientId) -> Actor {
    Actor { who: Who::Client(id), service: SERVICE, roles: vec![], supervises: vec![], covers: vec![] }
}

fn supervisor() -> Actor {
    Actor { supervises: vec![THERAPIST], covers: vec![THERAPIST], ..staff(SOMEBODY, &[Role::Supervisor]) }
}

/// The verbs allowed to an actor on a course, or where none is named.
fn allowed(actor: &Actor, course: Option<&CourseHead>) -> Vec<&'static str> {
    Verb::ALL.iter().filter(|verb| may(actor, **verb, course)).map(|verb| verb.key()).collect()
}

#[test]
fn a_therapist_carries_their_own_course() {
    assert_eq!(
        allowed(&staff(THERAPIST, &[Role::Therapist]), Some(&HEAD)),
        [
            "open-course",
            "read-course",
            "treat",
            "tell-of-people",
            "erase-person",
            "tell-of-events",
            "agree-together",
            "rate-areas",
            "report-plan",
            "answer-measure",
            "review-ending",
            "answer-flag",
            "raise-concern",
            "plan-safety",
            "say-plan-use",
            "watch-flags",
            "read-waiting",
        ]
    );
}

#[test]
fn a_therapist_has_nothing_to_do_with_the_course_of_another() {
    assert_eq!(
        allowed(&staff(SOMEBODY, &[Role::Therapist]), Some(&HEAD)),
        ["open-course", "watch-flags", "read-waiting"]
    );
}

#[test]
fn a_therapist_who_lost_the_role_no_longer_reads_their_course() {
    assert_eq!(allowed(&staff(THERAPIST, &[]), Some(&HEAD)), Vec::<&str>::new());
}

#[test]
fn a_supervisor_reads_a_supervised_course_and_answers_its_flags() {
    assert_eq!(
        allowed(&supervisor(), Some(&HEAD)),
        ["read-course", "rate-areas", "answer-flag", "raise-concern", "watch-flags", "supervise"]
    );
}

#[test]
fn a_supervisor_of_others_sees_nothing_of_a_course() {
    let other = Actor { supervises: vec![SOMEBODY], ..supervisor() };
    assert_eq!(allowed(&other, Some(&HEAD)), ["watch-flags", "supervise"]);
}

#[test]
fn to_supervise_without_the_role_is_to_see_nothing() {
    let lapsed = Actor { roles: vec![], ..supervisor() };
    assert_eq!(allowed(&lapsed, Some(&HEAD)), Vec::<&str>::new());
}

#[test]
fn a_client_speaks_in_their_own_course() {
    assert_eq!(
        allowed(&client(CLIENT), Some(&HEAD)),
        [
            "tell-of-people",
            "tell-of-events",
            "agree-together",
            "report-plan",
            "answer-measure",
            "review-ending",
            "say-keeping",
            "write-own",
            "share-own",
            "raise-concern",
            "say-plan-use",
            "read-own",
        ]
    );
}

#[test]
fn a_client_has_nothing_to_do_with_the_course_of_another() {
    assert_eq!(allowed(&client(ClientId([8; 16])), Some(&HEAD)), Vec::<&str>::new());
}

#[test]
fn a_client_with_the_id_of_the_therapist_is_still_a_client() {
    assert_eq!(allowed(&client(ClientId(THERAPIST.0)), Some(&HEAD)), Vec::<&str>::new());
}

#[test]
fn a_client_with_roles_is_still_a_client() {
    let odd = Actor { roles: Role::ALL.to_vec(), ..client(CLIENT) };
    assert_eq!(allowed(&odd, Some(&HEAD)), allowed(&client(CLIENT), Some(&HEAD)));
}

#[test]
fn a_manager_counts_and_reads_the_audit() {
    assert_eq!(
        allowed(&staff(SOMEBODY, &[Role::Manager]), None),
        ["read-service", "hand-over", "read-audit", "be-staff"]
    );
}

#[test]
fn an_administrator_runs_the_office_and_reads_the_audit() {
    assert_eq!(
        allowed(&staff(SOMEBODY, &[Role::Administrator]), None),
        ["run-office", "hand-over", "read-audit", "be-staff"]
    );
}

#[test]
fn managers_and_administrators_see_no_clinical_content_whoever_they_are() {
    for roles in [&[Role::Manager][..], &[Role::Administrator], &[Role::Manager, Role::Administrator]] {
        for id in [THERAPIST, SOMEBODY] {
            let actor = Actor { supervises: vec![THERAPIST], covers: vec![THERAPIST], ..staff(id, roles) };
            for course in [Some(&HEAD), None] {
                let seen: Vec<&str> =
                    CLINICAL.iter().filter(|v| may(&actor, **v, course)).map(|v| v.key()).collect();
                assert_eq!(seen, Vec::<&str>::new(), "{roles:?}");
            }
        }
    }
}

#[test]
fn where_no_course_is_named_nobody_of_staff_reads_or_treats() {
    let everything =
        Actor { supervises: vec![THERAPIST], covers: vec![THERAPIST], ..staff(THERAPIST, Role::ALL) };
    assert_eq!(
        allowed(&everything, None),
        [
            "open-course",
            "watch-flags",
            "read-waiting",
            "supervise",
            "read-service",
            "run-office",
            "hand-over",
            "read-audit",
            "be-staff"
        ]
    );
}

#[test]
fn where_no_course_is_named_a_client_finds_their_own_page() {
    assert_eq!(allowed(&client(CLIENT), None), ["read-own"]);
}

#[test]
fn the_clock_may_pass_on_a_flag_and_nothing_else() {
    let clock = Actor {
        who: Who::Clock,
        service: SERVICE,
        roles: Role::ALL.to_vec(),
        supervises: vec![THERAPIST],
        covers: vec![THERAPIST],
    };
    assert_eq!((allowed(&clock, Some(&HEAD)), allowed(&clock, None)), (vec!["escalate"], vec![]));
}

#[test]
fn who_covers_reads_the_course_answers_its_flags_and_renews_its_plan() {
    let cover = Actor { covers: vec![THERAPIST], ..staff(SOMEBODY, &[Role::Therapist]) };
    assert_eq!(
        allowed(&cover, Some(&HEAD)),
        [
            "open-course",
            "read-course",
            "answer-flag",
            "raise-concern",
            "plan-safety",
            "say-plan-use",
            "watch-flags",
            "read-waiting",
        ]
    );
}

#[test]
fn the_lead_sees_a_course_only_by_the_flag_that_was_passed_on_so_far() {
    let lead = staff(SOMEBODY, &[Role::Lead]);
    assert_eq!(allowed(&lead, Some(&HEAD)), ["watch-flags"]);
    let passed_on = CourseHead { is_with_lead: true, ..HEAD };
    assert_eq!(allowed(&lead, Some(&passed_on)), ["answer-flag", "watch-flags"]);
    assert_eq!(
        allowed(&staff(SOMEBODY, &[Role::Manager]), Some(&passed_on)),
        ["read-service", "hand-over", "read-audit"]
    );
}

#[test]
fn nothing_is_allowed_on_a_course_of_another_service() {
    let elsewhere = CourseHead { service: ServiceId([7; 16]), ..HEAD };
    let everything =
        Actor { supervises: vec![THERAPIST], covers: vec![THERAPIST], ..staff(THERAPIST, Role::ALL) };
    for actor in [everything, client(CLIENT)] {
        assert_eq!(allowed(&actor, Some(&elsewhere)), Vec::<&str>::new());
    }
}

#[test]
fn several_roles_allow_what_each_allows_and_nothing_more() {
    for held in 0..1u8 << Role::ALL.len() {
        let roles: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .enumerate()
            .filter(|(i, _)| held >> i & 1 == 1)
            .map(|(_, r)| r)
            .collect();
        for (course, verb) in
            [Some(&HEAD), None].into_iter().flat_map(|c| Verb::ALL.iter().map(move |v| (c, *v)))
        {
            let with = |roles: &[Role]| Actor {
                supervises: vec![THERAPIST],
                covers: vec![THERAPIST],
                ..staff(THERAPIST, roles)
            };
            let each =
                may(&with(&[]), verb, course) || roles.iter().any(|role| may(&with(&[*role]), verb, course));
            assert_eq!(may(&with(&roles), verb, course), each, "{roles:?} {}", verb.key());
        }
    }
}

#[test]
fn what_a_client_may_ask_is_told_by_the_verb_of_each_command() {
    let own = client(CLIENT);
    let allowed = |command: &Command| may(&own, command.verb(), Some(&HEAD));
    let person = treatment::ids::PersonId(2);
    assert!(allowed(&crate::ask::person("Mia")));
    assert!(allowed(&crate::ask::place(person, None)));
    assert!(allowed(&crate::ask::flagging("2026-01-05")));
    assert!(!allowed(&crate::ask::remove(person)));
    assert!(!allowed(&crate::ask::goal("Talk")));
    assert!(!allowed(&crate::ask::acknowledge(treatment::ids::FlagId(2))));
    assert!(!allowed(&crate::ask::open("ipt-16")));
}

#[test]
fn what_the_client_keeps_is_the_clients_to_say() {
    let own = staff(THERAPIST, &[Role::Therapist]);
    assert!(!may(&own, crate::ask::keep("x", "").verb(), Some(&HEAD)));
}

#[test]
fn who_did_something_reads_back_as_it_is_written() {
    for who in [Who::Staff(THERAPIST), Who::Client(CLIENT), Who::Clock] {
        assert_eq!(Who::parse(&who.to_string()), Some(who));
    }
}

#[test]
fn what_names_nobody_is_not_read_as_somebody() {
    for text in ["", "staff", "staff:", "staff:1", "clock:1", "robot:00000000000000000000000000000000"] {
        assert_eq!(Who::parse(text), None, "{text}");
    }
}
