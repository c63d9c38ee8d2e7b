//! A clinic with two of everybody, made quickly: for what is tried on a course rather than lived in it.

use clinic::handle::Asked;
use clinic::sheets::StaffSheet;
use clinic::waiting::{NewCourse, new_submission};
use std::collections::BTreeSet;
use stories::{Browser, Opened, Page, Place, open_clinic};
use treatment::access::{Actor, Role, Verb, Who};
use treatment::chain::{AnalyseCommunication, ShareArtefact, Speaker, Turn};
use treatment::command::Command;
use treatment::course::Course;
use treatment::focus::{AgreeFocus, Area};
use treatment::ids::{ArtefactId, CourseId};
use treatment::inventory::{AddPerson, PersonStatus, Ring, Tie};
use treatment::measure::{CompleteMeasure, How};
use treatment::safety_plan::{DecideCopy, MakeSafetyPlan};
use treatment::session::{HoldSession, Mode, PlanSession};
use treatment::time::PartialDate;
use treatment::timeline::{Entry, Lane};

/// A clinic with two of everybody.
pub(crate) struct House {
    pub(crate) opened: Opened,
    pub(crate) administrator: Actor,
    /// Two courses, each with a therapist, a supervisor and a client of its own.
    pub(crate) courses: Vec<TheirCourse>,
    pub(crate) manager: Actor,
}

/// A course with everybody it concerns.
pub(crate) struct TheirCourse {
    pub(crate) id: CourseId,
    pub(crate) therapist: Actor,
    pub(crate) supervisor: Actor,
    pub(crate) client: Actor,
}

/// Somebody as the clinic knows them.
pub(crate) async fn actor(opened: &Opened, who: Who) -> Actor {
    opened.clinic.actor(who).await.unwrap().unwrap()
}

/// A new member of staff.
pub(crate) async fn hire(opened: &Opened, administrator: &Actor, name: &str, role: Role) -> Actor {
    let sheet = StaffSheet { name: name.to_owned(), email: String::new() };
    let (id, _) = opened.clinic.add_staff(administrator, &sheet, &[role]).await.unwrap();
    actor(opened, Who::Staff(id)).await
}

/// A form of which one question is answered.
fn partly(opened: &Opened) -> CompleteMeasure {
    CompleteMeasure {
        measure: "gad-7".to_owned(),
        version: opened.clinic.library().content.instrument("gad-7").unwrap().version,
        answers: [("1".to_owned(), "2".to_owned())].into(),
        on: opened.clinic.today(),
        how: How::Session,
        language: "en".to_owned(),
    }
}

/// One answer of each item, with a worrying ninth.
fn worrying(opened: &Opened) -> CompleteMeasure {
    let library = opened.clinic.library();
    let instrument = library.content.instrument("phq-9").unwrap();
    CompleteMeasure {
        measure: instrument.key.clone(),
        version: instrument.version,
        answers: instrument.items.iter().map(|item| (item.key.clone(), "1".to_owned())).collect(),
        on: opened.clinic.today(),
        how: How::Session,
        language: "en".to_owned(),
    }
}

fn safety_plan(opened: &Opened, name: &str) -> MakeSafetyPlan {
    MakeSafetyPlan {
        signs: vec![format!("Sign of {name}")],
        alone: vec![],
        company: vec![],
        help: vec![],
        professionals: vec!["116 123".to_owned()],
        means: vec![],
        asked_means: true,
        reasons: String::new(),
        review_on: opened.clinic.today().plus(28),
    }
}

async fn open_course(opened: &Opened, administrator: &Actor, name: &str) -> TheirCourse {
    let therapist = hire(opened, administrator, &format!("Therapist of {name}"), Role::Therapist).await;
    let supervisor = hire(opened, administrator, &format!("Supervisor of {name}"), Role::Supervisor).await;
    let sheet = StaffSheet { name: format!("Supervisor of {name}"), email: String::new() };
    let id = supervisor.staff().unwrap();
    let supervised = [therapist.staff().unwrap()];
    opened
        .clinic
        .change_staff(administrator, id, &sheet, &[Role::Supervisor], true, &supervised)
        .await
        .unwrap();
    let asked = NewCourse {
        client: clinic::sheets::ClientSheet { name: name.to_owned(), ..Default::default() },
        protocol: "ipt-12".to_owned(),
        referral: None,
        source: String::new(),
        reason: format!("reason of {name}"),
        submission: new_submission(),
    };
    let (course, receipt) = opened.clinic.open_course(&therapist, &asked).await.unwrap();
    let person = AddPerson {
        name: format!("Somebody of {name}"),
        tie: Tie::Friend,
        status: PersonStatus::Living,
        ring: Some(Ring::Close),
    };
    let event = Entry {
        lane: Lane::Event,
        kind: None,
        title: format!("Event of {name}"),
        start: PartialDate::on(opened.clinic.today()),
        end: None,
        feeling: None,
        people: Vec::new(),
        note: String::new(),
        date_meant: false,
    };
    let session = PlanSession { on: opened.clinic.today(), at_minute: None };
    let talk = AnalyseCommunication {
        rewrites: None,
        session: None,
        person: None,
        when: String::new(),
        context: format!("talk of {name}"),
        turns: vec![Turn {
            speaker: Speaker::Me,
            said: "Well".to_owned(),
            tone: String::new(),
            felt: String::new(),
            meant: String::new(),
            heard: String::new(),
        }],
        failures: vec![],
        got: None,
        mood_after: None,
        want: String::new(),
        ways: vec![],
    };
    for command in [
        Command::AnalyseCommunication(talk),
        Command::AddPerson(person),
        Command::AddEvent(event),
        Command::PlanSession(session),
        Command::CompleteMeasure(worrying(opened)),
        Command::MakeSafetyPlan(Box::new(safety_plan(opened, name))),
        Command::DecideCopy(DecideCopy { wanted: true, names: true, talk: "Nobody else sees it".to_owned() }),
        Command::HandInMeasure(partly(opened)),
    ] {
        opened.clinic.handle(&therapist, course, Asked::plain(command, new_submission())).await.unwrap();
    }
    let talk = ShareArtefact { artefact: ArtefactId(2), is_shared: true };
    let asked = Asked::plain(Command::ShareArtefact(talk), new_submission());
    opened.clinic.handle(&therapist, course, asked).await.unwrap();
    let client = actor(opened, Who::Client(receipt.held.course.head().unwrap().client)).await;
    TheirCourse { id: course, therapist, supervisor: actor(opened, supervisor.who).await, client }
}

/// Builds the house through the clinic's own doors.
pub(crate) async fn house(place: &Place) -> House {
    house_in(open_clinic(place).await).await
}

/// The same in a clinic that is open.
pub(crate) async fn house_in(opened: Opened) -> House {
    let founding = clinic::office::Founding {
        service: clinic::sheets::ServiceSheet {
            name: "House".to_owned(),
            country: "gb".to_owned(),
            zone: "Europe/London".to_owned(),
            neutral_name: "Riverside".to_owned(),
            exit_address: "https://www.wikipedia.org/".to_owned(),
        },
        user: StaffSheet { name: "Administrator".to_owned(), email: String::new() },
        login: "administrator".to_owned(),
        passphrase: "seven quiet kettles".to_owned(),
        roles: vec![Role::Administrator],
    };
    let first = opened.clinic.found(&founding).await.unwrap();
    let administrator = actor(&opened, first.who).await;
    let manager = hire(&opened, &administrator, "Manager", Role::Manager).await;
    let mut courses = Vec::new();
    for name in ["Alma", "Boris"] {
        courses.push(open_course(&opened, &administrator, name).await);
    }
    House { opened, administrator, courses, manager }
}

/// A browser in which somebody is signed in.
pub(crate) async fn browser_of(opened: &Opened, who: Who) -> Browser {
    let mut browser = opened.browser();
    let entered = browser.get(&format!("/enter/{}", opened.clinic.make_entry(who))).await;
    assert!(entered.status.is_success(), "{}: {}", entered.path, entered.text());
    browser
}

impl House {
    /// Asks something of the first course, as its therapist.
    pub(crate) async fn ask(&self, command: Command) {
        let their = &self.courses[0];
        let asked = Asked::plain(command, new_submission());
        self.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
    }

    /// Agrees a focus on a transition in the first course.
    pub(crate) async fn agree_focus(&self) {
        self.ask(Command::AgreeFocus(AgreeFocus {
            area: Area::Transition,
            second: None,
            person: None,
            client_words: "Finding a place here".to_owned(),
            set_aside: String::new(),
            reason: String::new(),
            concern_answer: String::new(),
            concerns: Vec::new(),
        }))
        .await;
    }

    /// In each course a session was held last week after a PHQ-9 of nought, so that today's is reliably worse.
    pub(crate) async fn got_worse(&self) {
        let last_week = self.opened.clinic.today().plus(-7);
        let mut form = worrying(&self.opened);
        form.on = last_week;
        form.answers.values_mut().for_each(|code| "0".clone_into(code));
        let held = HoldSession { session: None, on: last_week, mode: Mode::InPerson, number: 0 };
        for their in &self.courses {
            for command in [Command::CompleteMeasure(form.clone()), Command::HoldSession(held.clone())] {
                let asked = Asked::plain(command, new_submission());
                self.opened.clinic.handle(&their.therapist, their.id, asked).await.unwrap();
            }
        }
    }

    /// A course as it is now.
    pub(crate) async fn course(&self, which: usize) -> Course {
        let their = &self.courses[which];
        let held = self.opened.clinic.read(&their.therapist, Verb::ReadCourse, their.id).await.unwrap();
        held.course.clone()
    }

    /// An address of the first course.
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/courses/{}{rest}", self.courses[0].id)
    }

    /// A browser of the first course's therapist.
    pub(crate) async fn therapist(&self) -> Browser {
        browser_of(&self.opened, self.courses[0].therapist.who).await
    }
}

/// Opens everything that links lead to, from some pages on, as far as a path is of interest.
pub(crate) async fn walk(
    browser: &mut Browser,
    from: &[&str],
    is_of_interest: impl Fn(&str) -> bool,
) -> Vec<Page> {
    let mut to_open: Vec<String> = from.iter().map(|path| (*path).to_owned()).collect();
    let mut known = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(path) = to_open.pop() {
        let path = path.split('#').next().unwrap_or_default().to_owned();
        let is_ours = path.starts_with('/') && !path.starts_with("/static/") && is_of_interest(&path);
        if !is_ours || !known.insert(path.clone()) {
            continue;
        }
        let page = browser.get(&path).await;
        assert!(!page.status.is_server_error(), "{path}: {}", page.text());
        to_open.extend(page.links());
        pages.push(page);
    }
    pages
}
