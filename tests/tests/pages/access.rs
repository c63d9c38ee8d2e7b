//! Who may open which page and send which form: every route as everybody, on what is theirs and on what is not. The
//! table below is written by hand; the routes are the live router's. One without the other is a failure.

use crate::house::{House, actor, browser_of, hire, house};
use crate::life::{Clinic, MARK};
use clinic::sheets::{ReferralSheet, StaffSheet};
use clinic::waiting::new_submission;
use http::StatusCode;
use std::collections::{BTreeMap, BTreeSet};
use stories::{Browser, Opened, Page, Place, open_clinic};
use treatment::access::{Actor, Role, Who};
use treatment::ids::CourseId;

/// Who comes through, for each route: on what ground. `anybody` needs none; `nobody` is a page that is gone.
const TABLE: &[(&str, &str)] = &[
    ("GET /", "staff"),
    ("GET /ask", "anybody"),
    ("POST /ask", "anybody"),
    ("GET /ask/sent", "anybody"),
    ("GET /audit", "manager administrator"),
    ("GET /covers", "staff"),
    ("POST /covers", "staff"),
    ("POST /covers/end", "staff"),
    ("GET /hand-over", "manager administrator"),
    ("POST /hand-over", "manager administrator"),
    ("GET /licences", "staff"),
    ("GET /licences/{measure}", "staff"),
    ("POST /licences/{measure}", "administrator"),
    ("POST /licences/{measure}/withdraw", "administrator"),
    ("GET /flags", "therapist supervisor lead"),
    ("GET /office/hours", "administrator"),
    ("POST /office/hours", "administrator"),
    ("GET /office/questionnaires", "administrator"),
    ("POST /office/questionnaires", "administrator"),
    ("POST /office/questionnaires/file", "administrator"),
    ("POST /office/questionnaires/keep", "administrator"),
    ("GET /office/questionnaires/{measure}", "administrator"),
    ("POST /office/questionnaires/{measure}/out", "administrator"),
    ("GET /check-ins", "therapist"),
    ("GET /courses", "therapist"),
    ("GET /courses/new", "therapist"),
    ("POST /courses/new", "therapist"),
    ("GET /courses/{course}", "its-therapist its-supervisor"),
    ("GET /courses/{course}/client", "its-therapist"),
    ("POST /courses/{course}/client", "its-therapist"),
    ("POST /courses/{course}/drift", "its-therapist"),
    ("GET /courses/{course}/prepare", "its-therapist its-supervisor"),
    ("POST /courses/{course}/concern", "its-therapist its-supervisor"),
    ("GET /courses/{course}/contract", "its-therapist its-supervisor"),
    ("POST /courses/{course}/contract", "its-therapist"),
    ("POST /courses/{course}/contract/accept", "its-therapist"),
    ("GET /courses/{course}/decision", "its-therapist its-supervisor"),
    ("POST /courses/{course}/decision", "its-therapist"),
    ("POST /courses/{course}/decision/point", "its-therapist"),
    ("POST /courses/{course}/decision/point/withdraw", "its-therapist"),
    ("POST /courses/{course}/decision/screen", "its-therapist"),
    ("GET /courses/{course}/ending", "its-therapist its-supervisor"),
    ("POST /courses/{course}/ending/close", "its-therapist"),
    ("GET /courses/{course}/midpoint", "its-therapist its-supervisor"),
    ("POST /courses/{course}/midpoint", "its-therapist"),
    ("GET /courses/{course}/ending/after", "its-therapist its-supervisor"),
    ("GET /courses/{course}/ending/sheet", "its-therapist its-supervisor"),
    ("POST /courses/{course}/ending/loss", "its-therapist"),
    ("POST /courses/{course}/ending/again", "its-therapist"),
    ("POST /courses/{course}/ending/letter", "its-therapist"),
    ("POST /courses/{course}/ending/consent", "its-therapist"),
    ("POST /courses/{course}/ending/follow-up", "its-therapist"),
    ("POST /courses/{course}/ending/follow-up/held", "its-therapist"),
    ("POST /courses/{course}/ending/follow-up/missed", "its-therapist"),
    ("POST /courses/{course}/ending/maintenance", "its-therapist"),
    ("GET /home/letters", "client"),
    ("POST /home/letters", "client"),
    ("POST /home/ending/loss", "client"),
    ("POST /courses/{course}/ending/credit", "its-therapist"),
    ("POST /courses/{course}/ending/feelings", "its-therapist"),
    ("POST /courses/{course}/ending/focus", "its-therapist"),
    ("POST /courses/{course}/ending/goal", "its-therapist"),
    ("POST /courses/{course}/ending/keep", "its-therapist"),
    ("POST /courses/{course}/ending/map", "its-therapist"),
    ("POST /courses/{course}/ending/name", "its-therapist"),
    ("POST /courses/{course}/ending/next", "its-therapist"),
    ("GET /courses/{course}/alerts/{alert}/{result}", "its-therapist its-supervisor"),
    ("POST /courses/{course}/alerts/{alert}/{result}", "its-therapist"),
    ("GET /courses/{course}/measures/{measure}/items", "its-therapist its-supervisor"),
    ("GET /courses/{course}/flags/{flag}", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/close", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/assess", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/plan", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/review", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/second", "its-therapist its-supervisor"),
    ("POST /courses/{course}/flags/{flag}/seen", "its-therapist its-supervisor"),
    ("GET /courses/{course}/focus", "its-therapist its-supervisor"),
    ("POST /courses/{course}/focus", "its-therapist"),
    ("POST /courses/{course}/focus/evidence", "its-therapist"),
    ("POST /courses/{course}/focus/rater", "its-therapist"),
    ("GET /courses/{course}/focus/tag", "its-therapist"),
    ("POST /courses/{course}/focus/withdraw", "its-therapist"),
    ("GET /courses/{course}/forms", "its-therapist"),
    ("POST /courses/{course}/forms/device", "its-therapist"),
    ("POST /courses/{course}/forms/discussed", "its-therapist"),
    ("POST /courses/{course}/forms/link", "its-therapist"),
    ("POST /courses/{course}/forms/read", "its-therapist"),
    ("POST /courses/{course}/forms/withdraw", "its-therapist"),
    ("GET /courses/{course}/formulation", "its-therapist its-supervisor"),
    ("POST /courses/{course}/formulation", "its-therapist"),
    ("POST /courses/{course}/formulation/answer", "its-therapist"),
    ("POST /courses/{course}/formulation/bind", "its-therapist"),
    ("POST /courses/{course}/formulation/loose", "its-therapist"),
    ("POST /courses/{course}/goals", "its-therapist"),
    ("POST /courses/{course}/goals/drop", "its-therapist"),
    ("POST /courses/{course}/goals/rate", "its-therapist"),
    ("GET /courses/{course}/history", "its-therapist its-supervisor"),
    ("POST /courses/{course}/invite", "its-therapist"),
    ("GET /courses/{course}/measures", "its-therapist its-supervisor"),
    ("GET /courses/{course}/measures/results/{result}", "its-therapist its-supervisor"),
    ("GET /courses/{course}/measures/parts/{part}", "its-therapist its-supervisor"),
    ("GET /courses/{course}/measures/other", "its-therapist"),
    ("GET /courses/{course}/measures/results/{result}/file", "its-therapist its-supervisor"),
    ("GET /courses/{course}/measures/{measure}/enter", "its-therapist"),
    ("POST /courses/{course}/measures/{measure}/enter", "its-therapist"),
    ("GET /courses/{course}/measures/{measure}/paper", "its-therapist"),
    ("POST /courses/{course}/measures/{measure}/paper", "its-therapist"),
    ("POST /courses/{course}/middle", "its-therapist"),
    ("GET /courses/{course}/opening", "its-therapist its-supervisor"),
    ("POST /courses/{course}/opening/consent", "its-therapist"),
    ("POST /courses/{course}/opening/diagnosis", "its-therapist"),
    ("POST /courses/{course}/opening/history", "its-therapist"),
    ("POST /courses/{course}/opening/task", "its-therapist"),
    ("POST /courses/{course}/pause", "its-therapist"),
    ("GET /courses/{course}/people", "its-therapist its-supervisor"),
    ("POST /courses/{course}/people", "its-therapist"),
    ("POST /courses/{course}/people/aside", "its-therapist"),
    ("POST /courses/{course}/people/nobody", "its-therapist"),
    ("POST /courses/{course}/people/place", "its-therapist"),
    ("GET /courses/{course}/people/then", "its-therapist its-supervisor"),
    ("GET /courses/{course}/people/file", "its-therapist"),
    ("POST /courses/{course}/people/file", "its-therapist"),
    ("POST /courses/{course}/people/import", "its-therapist"),
    ("POST /courses/{course}/people/undo", "its-therapist"),
    ("POST /courses/{course}/people/redo", "its-therapist"),
    ("POST /courses/{course}/people/pin", "its-therapist"),
    ("POST /courses/{course}/people/unpin", "its-therapist"),
    ("POST /courses/{course}/people/moment", "its-therapist"),
    ("GET /courses/{course}/people/{person}", "its-therapist its-supervisor"),
    ("POST /courses/{course}/people/{person}", "its-therapist"),
    ("POST /courses/{course}/people/{person}/about", "its-therapist"),
    ("POST /courses/{course}/people/{person}/bond", "its-therapist"),
    ("POST /courses/{course}/people/{person}/bond/remove", "its-therapist"),
    ("POST /courses/{course}/people/{person}/merge", "its-therapist"),
    ("POST /courses/{course}/people/{person}/split", "its-therapist"),
    ("POST /courses/{course}/people/{person}/remove", "its-therapist"),
    ("GET /courses/{course}/people/{person}/erase", "its-therapist"),
    ("POST /courses/{course}/people/{person}/erase", "its-therapist"),
    ("POST /courses/{course}/people/{person}/restore", "its-therapist"),
    ("POST /courses/{course}/people/{person}/ring", "its-therapist"),
    ("POST /courses/{course}/people/{person}/safety", "its-therapist"),
    ("POST /courses/{course}/people/{person}/wish", "its-therapist"),
    ("GET /courses/{course}/plans", "its-therapist its-supervisor"),
    ("GET /courses/{course}/rating", "its-therapist its-supervisor"),
    ("POST /courses/{course}/rating", "its-therapist its-supervisor"),
    ("POST /courses/{course}/plans", "its-therapist"),
    ("POST /courses/{course}/plans/report", "its-therapist"),
    ("POST /courses/{course}/resume", "its-therapist"),
    ("GET /courses/{course}/dispute", "its-therapist its-supervisor"),
    ("GET /courses/{course}/grief", "its-therapist its-supervisor"),
    ("GET /courses/{course}/ties", "its-therapist its-supervisor"),
    ("GET /courses/{course}/transition", "its-therapist its-supervisor"),
    ("GET /courses/{course}/area", "its-therapist its-supervisor"),
    ("POST /courses/{course}/area/safety", "its-therapist"),
    ("POST /courses/{course}/area/section", "its-therapist"),
    ("POST /courses/{course}/area/stage", "its-therapist"),
    ("POST /courses/{course}/area/strategy", "its-therapist"),
    ("GET /courses/{course}/worked", "its-therapist its-supervisor"),
    ("GET /courses/{course}/worked/communication", "its-therapist"),
    ("POST /courses/{course}/worked/communication", "its-therapist"),
    ("GET /courses/{course}/worked/decision", "its-therapist"),
    ("POST /courses/{course}/worked/decision", "its-therapist"),
    ("GET /courses/{course}/worked/role-play", "its-therapist"),
    ("POST /courses/{course}/worked/role-play", "its-therapist"),
    ("GET /courses/{course}/worked/{artefact}", "its-therapist its-supervisor"),
    ("POST /courses/{course}/worked/{artefact}/share", "its-therapist"),
    ("GET /courses/{course}/safety", "its-therapist its-supervisor"),
    ("POST /courses/{course}/safety", "its-therapist"),
    ("GET /courses/{course}/safety/card", "its-therapist its-supervisor"),
    ("POST /courses/{course}/safety/copy", "its-therapist"),
    ("POST /courses/{course}/safety/keep", "its-therapist"),
    ("GET /courses/{course}/safety/make", "its-therapist"),
    ("POST /courses/{course}/safety/used", "its-therapist"),
    ("GET /courses/{course}/safety/versions/{version}", "its-therapist its-supervisor"),
    ("GET /courses/{course}/sessions", "its-therapist its-supervisor"),
    ("POST /courses/{course}/sessions", "its-therapist"),
    ("GET /courses/{course}/sessions/{session}", "its-therapist its-supervisor"),
    ("POST /courses/{course}/sessions/{session}/amend", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/amend/keep", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/left-over/drop", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/left-over/take", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/plan", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/held", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/missed", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/move", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/debrief", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/keep", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/passage", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/passage/loose", "its-therapist"),
    ("GET /courses/{course}/sessions/{session}/process-note", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/process-note", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/process-note/save", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/process-note/beside", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/process-note/destroy", "its-therapist"),
    ("POST /courses/{course}/sessions/{session}/sign", "its-therapist"),
    ("GET /courses/{course}/timeline", "its-therapist its-supervisor"),
    ("POST /courses/{course}/timeline", "its-therapist"),
    ("POST /courses/{course}/timeline/change", "its-therapist"),
    ("POST /courses/{course}/timeline/line", "its-therapist"),
    ("POST /courses/{course}/timeline/onset", "its-therapist"),
    ("POST /courses/{course}/timeline/remove", "its-therapist"),
    ("GET /courses/{course}/timeline/{event}", "its-therapist its-supervisor"),
    ("POST /drafts", "signed-in"),
    ("GET /enter/{token}", "anybody"),
    ("GET /first", "nobody"),
    ("POST /first", "nobody"),
    ("GET /form", "anybody"),
    ("POST /form", "anybody"),
    ("GET /form/answer", "anybody"),
    ("POST /form/answer", "anybody"),
    ("GET /form/sent", "anybody"),
    ("GET /healthz", "anybody"),
    ("GET /home", "client"),
    ("GET /home/been", "client"),
    ("GET /home/check-in", "client"),
    ("GET /home/check-in/{measure}", "client"),
    ("POST /home/check-in/{measure}", "client"),
    ("GET /home/check-in/{measure}/all", "client"),
    ("POST /home/check-in/{measure}/send", "client"),
    ("GET /home/ending", "client"),
    ("POST /home/ending/feelings", "client"),
    ("POST /home/ending/focus", "client"),
    ("POST /home/ending/goal", "client"),
    ("POST /home/ending/keeping", "client"),
    ("POST /home/help-now/ask", "client"),
    ("GET /home/safety", "client"),
    ("GET /home/safety/card", "client"),
    ("GET /home/safety/copy", "client"),
    ("POST /home/safety/used", "client"),
    ("GET /home/help-now", "client"),
    ("GET /home/looks", "client"),
    ("GET /home/people", "client"),
    ("POST /home/people", "client"),
    ("POST /home/people/place", "client"),
    ("POST /home/people/undo", "client"),
    ("POST /home/people/redo", "client"),
    ("POST /home/people/nobody", "client"),
    ("POST /home/people/aside", "client"),
    ("GET /home/people/{person}", "client"),
    ("POST /home/people/{person}", "client"),
    ("POST /home/people/{person}/share", "client"),
    ("POST /home/people/{person}/turn", "client"),
    ("POST /home/people/{person}/away", "client"),
    ("POST /home/own/share", "client"),
    ("POST /home/own/unshare", "client"),
    ("POST /home/own/remove", "client"),
    ("GET /home/plan", "client"),
    ("GET /home/story", "client"),
    ("POST /home/story", "client"),
    ("POST /home/story/answer", "client"),
    ("POST /home/story/contract", "client"),
    ("POST /home/story/goal", "client"),
    ("POST /home/story/line", "client"),
    ("GET /home/thanks", "client"),
    ("GET /home/trying", "client"),
    ("GET /home/trying/{artefact}", "client"),
    ("POST /home/trying", "client"),
    ("GET /home/prepare", "client"),
    ("POST /home/prepare", "client"),
    ("GET /home/week", "client"),
    ("POST /home/week", "client"),
    ("POST /home/week/share", "client"),
    ("GET /invite/{token}", "anybody"),
    ("POST /invite/{token}", "anybody"),
    ("GET /kiosk", "signed-in"),
    ("POST /kiosk", "signed-in"),
    ("GET /kiosk/back", "signed-in"),
    ("POST /kiosk/back", "signed-in"),
    ("GET /favicon.ico", "anybody"),
    ("GET /leave", "anybody"),
    ("POST /leave", "anybody"),
    ("GET /me", "signed-in"),
    ("POST /me", "signed-in"),
    ("GET /office", "administrator"),
    ("POST /office", "administrator"),
    ("GET /office/service", "administrator"),
    ("POST /office/service", "administrator"),
    ("GET /office/staff/{staff}", "administrator"),
    ("POST /office/staff/{staff}", "administrator"),
    ("POST /office/staff/{staff}/invite", "administrator"),
    ("GET /readyz", "anybody"),
    ("GET /ratings", "staff"),
    ("GET /service", "manager"),
    ("GET /sign-in", "anybody"),
    ("POST /sign-in", "anybody"),
    ("POST /sign-out", "anybody"),
    ("GET /static/{name}", "anybody"),
    ("GET /supervision", "supervisor"),
    ("GET /supervision/agreement", "supervisor"),
    ("GET /waiting", "therapist"),
    ("GET /waiting/{request}", "therapist"),
    ("POST /waiting/{request}/close", "therapist"),
    ("GET /welcome", "anybody"),
];

/// Somebody who tries.
struct Tries {
    called: &'static str,
    who: Option<Who>,
    /// Grounds that hold whatever the course.
    grounds: &'static [&'static str],
    /// The grounds that hold for one course, by its place in [`House::courses`].
    of_course: Option<(usize, &'static str)>,
    browser: Browser,
}

impl House {
    async fn everybody(&self) -> Vec<Tries> {
        const THERAPIST: &[&str] = &["signed-in", "staff", "therapist"];
        const SUPERVISOR: &[&str] = &["signed-in", "staff", "supervisor"];
        const LEAD: &[&str] = &["signed-in", "staff", "lead"];
        const MANAGER: &[&str] = &["signed-in", "staff", "manager"];
        const ADMINISTRATOR: &[&str] = &["signed-in", "staff", "administrator"];
        const CLIENT: &[&str] = &["signed-in", "client"];
        let [alma, boris] = self.courses.as_slice() else { panic!("two courses") };
        let lead = hire(&self.opened, &self.administrator, "Lead", Role::Lead).await.who;
        let list = [
            ("the client", alma.client.who, CLIENT, None),
            ("another client", boris.client.who, CLIENT, None),
            ("a therapist", alma.therapist.who, THERAPIST, Some((0, "its-therapist"))),
            ("another therapist", boris.therapist.who, THERAPIST, Some((1, "its-therapist"))),
            ("a supervisor", alma.supervisor.who, SUPERVISOR, Some((0, "its-supervisor"))),
            ("another supervisor", boris.supervisor.who, SUPERVISOR, Some((1, "its-supervisor"))),
            ("the service lead", lead, LEAD, None),
            ("the manager", self.manager.who, MANAGER, None),
            ("the administrator", self.administrator.who, ADMINISTRATOR, None),
        ];
        let nobody = Tries {
            called: "somebody signed out",
            who: None,
            grounds: &[],
            of_course: None,
            browser: self.opened.browser(),
        };
        let mut all = vec![nobody];
        for (called, who, grounds, of_course) in list {
            let browser = browser_of(&self.opened, who).await;
            all.push(Tries { called, who: Some(who), grounds, of_course, browser });
        }
        all
    }

    /// A route's path with real things in the place of its parameters.
    async fn path(&self, pattern: &str, course: usize) -> String {
        let their = &self.courses[course];
        let known = self.course(course).await;
        let mut path = pattern.replace("{course}", &their.id.to_string());
        for (name, value) in [
            ("{person}", known.inventory.people[0].id.0),
            ("{session}", known.sessions[0].id.0),
            ("{result}", known.measures.results[0].id.0),
            ("{part}", known.measures.parts[0].id.0),
            ("{flag}", known.flags[0].id.0),
            ("{artefact}", known.artefacts[0].id.0),
            ("{event}", known.timeline.events[0].id.0),
            ("{version}", known.safety.versions[0].version.0),
        ] {
            path = path.replace(name, &value.to_string());
        }
        path = path.replace("{alert}", "worse").replace("{measure}", "phq-9").replace("{name}", "style.css");
        path = path.replace("{staff}", &their.therapist.staff().unwrap().to_string());
        if path.contains("{request}") {
            let submission = new_submission();
            let sheet =
                ReferralSheet { name: "Asks".to_owned(), contact: "here".to_owned(), ..Default::default() };
            self.opened.clinic.ask_for_consultation(&sheet, submission).await.unwrap();
            path = path.replace("{request}", &submission.to_string());
        }
        if path.contains("{token}") {
            let token = if path.starts_with("/invite") {
                self.opened.clinic.invite(&self.administrator, self.manager.who).await.unwrap()
            } else {
                self.opened.clinic.make_entry(self.manager.who)
            };
            path = path.replace("{token}", &token);
        }
        assert!(!path.contains('{'), "{path}: a parameter that the matrix does not know");
        path
    }

    async fn versions(&self) -> Vec<u32> {
        vec![self.course(0).await.version.0, self.course(1).await.version.0]
    }
}

/// What somebody ought to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The page or the form's answer, whatever it says.
    Through,
    /// It is not there.
    NotThere,
    /// First sign in.
    SignInFirst,
}

fn outcome(table: &str, tries: &Tries, course: Option<usize>) -> Outcome {
    let is_allowed = table.split(' ').any(|ground| {
        let its = tries.of_course.filter(|(place, _)| Some(*place) == course).map(|(_, ground)| ground);
        ground == "anybody" || tries.grounds.contains(&ground) || its == Some(ground)
    });
    match (is_allowed, &tries.who) {
        (true, _) => Outcome::Through,
        (false, None) if table != "nobody" => Outcome::SignInFirst,
        (false, _) => Outcome::NotThere,
    }
}

/// Whether an answer is what ought to be met.
fn is_met(outcome: Outcome, method: &str, page: &Page) -> bool {
    let to = page.headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    let sends_to_sign_in =
        page.status == StatusCode::SEE_OTHER && (to.starts_with("/sign-in") || to == "/welcome");
    match outcome {
        Outcome::NotThere => page.status == StatusCode::NOT_FOUND,
        Outcome::SignInFirst if method == "POST" => page.status == StatusCode::UNAUTHORIZED,
        Outcome::SignInFirst => sends_to_sign_in,
        Outcome::Through => {
            let is_closed = [StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
            let is_sent_away = sends_to_sign_in && !page.path.starts_with("/sign-out");
            !is_closed.contains(&page.status) && !page.status.is_server_error() && !is_sent_away
        }
    }
}

#[test]
fn the_table_names_each_route_once() {
    let names: BTreeSet<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), TABLE.len());
    let grounds = [
        "anybody",
        "nobody",
        "signed-in",
        "staff",
        "client",
        "therapist",
        "supervisor",
        "lead",
        "manager",
        "administrator",
        "its-therapist",
        "its-supervisor",
    ];
    for (name, table) in TABLE {
        assert!(table.split(' ').all(|ground| grounds.contains(&ground)), "{name}: {table}");
        assert_eq!(name.contains("{course}"), table.contains("its-"), "{name}: {table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_everybody_on_what_is_theirs_and_on_what_is_not() {
    matrix(&Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_everybody_on_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    matrix(&place).await;
}

async fn matrix(place: &Place) {
    let house = house(place).await;
    house.got_worse().await;
    let table: BTreeMap<&str, &str> = TABLE.iter().copied().collect();
    let lines = web::all_routes(&house.opened.site).lines().to_vec();
    let live: BTreeSet<String> = lines.iter().map(|line| format!("{} {}", line.method, line.path)).collect();
    for name in &live {
        assert!(table.contains_key(name.as_str()), "{name} is not in the table: who may use it?");
    }
    for (name, _) in TABLE {
        assert!(live.contains(*name), "{name} is in the table and is no route");
    }
    let before = house.versions().await;
    let mut wrong = Vec::new();
    let mut tried = 0;
    for mut tries in house.everybody().await {
        for line in &lines {
            let courses = if line.path.contains("{course}") { 0..2 } else { 0..1 };
            for course in courses {
                let about = line.path.contains("{course}").then_some(course);
                let expected =
                    outcome(table[format!("{} {}", line.method, line.path).as_str()], &tries, about);
                let path = house.path(line.path, course).await;
                // These end the session or change who is signed in: each gets a browser of its own.
                let ends = ["/sign-out", "/leave"].contains(&line.path);
                let mut browser = match (ends, tries.who) {
                    (true, Some(who)) => browser_of(&house.opened, who).await,
                    _ => tries.browser.clone(),
                };
                let page = if line.method == "GET" {
                    let request = http::Request::get(&path).body(Vec::new()).unwrap();
                    browser.request(request).await
                } else {
                    // A form with nothing in it but, where it is a question, which one.
                    browser.post(&path, &[("item", "1")]).await
                };
                tried += 1;
                if !is_met(expected, line.method, &page) {
                    wrong.push(format!(
                        "{} {} ({}) as {} on course {about:?}: {} instead of {expected:?}",
                        line.method, line.path, line.rule, tries.called, page.status
                    ));
                }
            }
        }
        tries.browser.cookies.clear();
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(house.versions().await, before, "an empty form wrote something");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_yours_looks_like_what_does_not_exist() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let [alma, boris] = house.courses.as_slice() else { panic!("two courses") };
    let mut browser = browser_of(&house.opened, boris.therapist.who).await;
    let nobodys = CourseId([7; 16]);
    for rest in ["", "/people", "/history", "/client", "/sessions/3", "/flags/5"] {
        let theirs = browser.get(&format!("/courses/{}{rest}", alma.id)).await.expect(StatusCode::NOT_FOUND);
        let none = browser.get(&format!("/courses/{nobodys}{rest}")).await.expect(StatusCode::NOT_FOUND);
        assert_eq!(theirs.body, none.body, "{rest}");
        let names = |page: &Page| page.headers.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert_eq!(names(&theirs), names(&none));
    }
    // Neither by a draft, nor by a thing of another course on one's own.
    let subject = format!("formulation/{}", alma.id);
    for course in [alma.id, nobodys] {
        let fields = [
            ("subject", subject.as_str()),
            ("course", &course.to_string()),
            ("revision", "0"),
            ("text", "x"),
        ];
        assert_eq!(browser.post("/drafts", &fields).await.status, StatusCode::NOT_FOUND);
    }
    let own = format!("/courses/{}", boris.id);
    for rest in
        ["/sessions/999", "/people/999", "/flags/999", "/measures/results/999", "/measures/none/enter"]
    {
        assert_eq!(browser.get(&format!("{own}{rest}")).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_or_stops_supervising_is_out_at_the_next_request() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let alma = &house.courses[0];
    let clinic = &house.opened.clinic;
    let path = format!("/courses/{}", alma.id);
    let mut supervisor = browser_of(&house.opened, alma.supervisor.who).await;
    supervisor.open(&path).await;
    let sheet = StaffSheet { name: "Supervisor of Alma".to_owned(), email: String::new() };
    let id = alma.supervisor.staff().unwrap();
    clinic.change_staff(&house.administrator, id, &sheet, &[Role::Supervisor], true, &[]).await.unwrap();
    assert_eq!(supervisor.get(&path).await.status, StatusCode::NOT_FOUND);
    let mut therapist = browser_of(&house.opened, alma.therapist.who).await;
    therapist.open(&path).await;
    let sheet = StaffSheet { name: "Therapist of Alma".to_owned(), email: String::new() };
    let id = alma.therapist.staff().unwrap();
    clinic.change_staff(&house.administrator, id, &sheet, &[Role::Therapist], false, &[]).await.unwrap();
    assert!(therapist.get(&path).await.path.starts_with("/sign-in"), "who left is signed out");
}

#[tokio::test(flavor = "multi_thread")]
async fn manager_and_administrator_find_no_word_of_a_course() {
    let place = Place::sqlite();
    let opened = open_clinic(&place).await;
    let mut clinic = Clinic::found(&opened, opened.way()).await;
    clinic.live_the_first_day().await;
    clinic.invite_client().await;
    clinic.check_in("1").await;
    let page = clinic.hold_next().await;
    clinic.sign_note(&page).await;
    clinic.try_something().await;
    // What the office itself typed is the office's.
    let of_the_office: Vec<String> = ["Service", "Founder", "therapist", "supervisor"]
        .iter()
        .map(|about| clinic.name_typed(about))
        .collect();
    let typed = clinic.typed.clone();
    let secrets: Vec<&String> = typed.all().iter().filter(|text| !of_the_office.contains(text)).collect();
    assert!(secrets.len() > 60);

    let founder = founder_of(&opened, &mut clinic).await;
    for role in [Role::Manager, Role::Administrator] {
        let who = hire(&opened, &founder, role.key(), role).await.who;
        let mut browser = browser_of(&opened, who).await;
        let mut to_open = vec!["/".to_owned(), "/welcome".to_owned(), "/me".to_owned()];
        for line in web::all_routes(&opened.site).lines() {
            // Everything an address can be made of, with the real course in it.
            if line.method == "GET" && !line.path.contains("{token}") {
                let path = line.path.replace("{course}", &clinic.course);
                to_open.push(path.replace("{measure}", "phq-9").replace(['{', '}'], ""));
            }
        }
        let mut known = BTreeSet::new();
        let mut read = 0;
        while let Some(path) = to_open.pop() {
            if !path.starts_with('/') || !known.insert(path.clone()) {
                continue;
            }
            let page = browser.get(&path).await;
            for secret in &secrets {
                assert!(!page.body.contains(secret.as_str()), "{} reads {secret:?} on {path}", role.key());
            }
            let others = page.body.matches(MARK).count();
            let allowed: usize =
                of_the_office.iter().map(|text| page.body.matches(text.as_str()).count()).sum();
            let mails = page.body.matches(&format!(".{MARK}@")).count();
            assert_eq!(others, allowed + mails, "{} reads something of a course on {path}", role.key());
            if page.status.is_success() {
                read += 1;
                to_open
                    .extend(page.links().into_iter().map(|link| link.split('#').next().unwrap().to_owned()));
            }
        }
        assert!(read >= 8, "{} can open some pages: {read}", role.key());
    }
}

/// The first user, who runs the office.
async fn founder_of(opened: &Opened, clinic: &mut Clinic) -> Actor {
    clinic.sign_in("founder").await;
    let page = clinic.founder.open("/office").await;
    let name = clinic.name_typed("Founder");
    let before = &page.body[..page.body.find(&format!("data-name>{name}</a>")).unwrap()];
    let begin = before.rfind("/office/staff/").unwrap() + "/office/staff/".len();
    let id = treatment::ids::StaffId::parse(&page.body[begin..begin + 32]).unwrap();
    actor(opened, Who::Staff(id)).await
}
