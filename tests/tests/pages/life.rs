//! A clinic from its first page on, and one whole course lived in it by typing and pressing, as people do. Every
//! text that is typed is one of a kind, so that it can be looked for afterwards: on pages, and in files.

use http::StatusCode;
use stories::{Browser, Form, Opened, Page, Way};
use treatment::ids::CourseId;

/// The word that makes a typed text one of a kind. Occurs nowhere else.
pub(crate) const MARK: &str = "quillonade";

/// Everybody's passphrase: a different one each, all with this in it.
const PASSPHRASE: &str = "brass kettle";

/// Texts that were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(Vec<String>);

impl Typed {
    /// A fresh text about something.
    pub(crate) fn text(&mut self, about: &str) -> String {
        let text = format!("{about} {MARK}{:03}", self.0.len());
        self.0.push(text.clone());
        text
    }

    /// All of them, oldest first.
    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }
}

/// A clinic with the people who work in it and one client.
pub(crate) struct Clinic {
    pub(crate) opened: Opened,
    pub(crate) typed: Typed,
    /// The first user, who has every role.
    pub(crate) founder: Browser,
    pub(crate) therapist: Browser,
    pub(crate) supervisor: Browser,
    pub(crate) client: Browser,
    pub(crate) stranger: Browser,
    pub(crate) course: String,
    /// Names of the eight people, as they were added.
    pub(crate) people: Vec<String>,
    /// Texts that are typed into a form and, by what the form is for, shown on no page.
    pub(crate) kept_to_oneself: Vec<String>,
    /// Texts that a later one of the same place has replaced before they became a fact.
    pub(crate) replaced: Vec<String>,
    logins: Vec<(&'static str, String)>,
}

/// The link of an invitation that a page shows.
pub(crate) fn invitation(page: &Page) -> String {
    let text = page.text();
    let found = text.split_whitespace().find(|word| word.contains("/invite/"));
    let found = found.unwrap_or_else(|| panic!("no invitation on {}:\n{text}", page.path));
    found[found.find("/invite/").unwrap()..].to_owned()
}

impl Clinic {
    /// The first run, and everybody on board.
    pub(crate) async fn found(opened: &Opened, way: Way) -> Self {
        let browser = || Browser::new(way.clone()).remembering();
        let mut clinic = Self {
            opened: opened.clone(),
            typed: Typed::default(),
            founder: browser(),
            therapist: browser(),
            supervisor: browser(),
            client: browser(),
            stranger: browser(),
            course: String::new(),
            people: Vec::new(),
            kept_to_oneself: Vec::new(),
            replaced: Vec::new(),
            logins: Vec::new(),
        };
        clinic.first_run().await;
        clinic
    }

    async fn first_run(&mut self) {
        let first = self.founder.open("/").await;
        assert_eq!(first.path, "/first", "an empty clinic asks its first questions");
        let (service, name) = (self.typed.text("Service"), self.typed.text("Founder"));
        let (login, passphrase) = self.login("founder");
        let home = self
            .founder
            .fill_on(
                &first,
                "first",
                &[
                    ("service-name", &service),
                    ("country", "gb"),
                    ("zone", "Europe/London"),
                    ("name", &name),
                    ("login", &login),
                    ("passphrase", &passphrase),
                ],
            )
            .await;
        assert_eq!(home.path, "/");
        assert!(home.says(&service) && home.says(&name), "{}", home.text());
        let again = self.stranger.get("/first").await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "the first run is there once");
        self.hire("therapist").await;
        self.hire("supervisor").await;
    }

    /// A login and a passphrase for somebody.
    fn login(&mut self, who: &'static str) -> (String, String) {
        let login = self.typed.text(&format!("login.{who}"));
        let passphrase = self.typed.text(&format!("{PASSPHRASE} {who}"));
        // Nobody is shown either again.
        self.kept_to_oneself.extend([login.clone(), passphrase.clone()]);
        self.logins.push((who, login.clone()));
        (login, passphrase)
    }

    async fn hire(&mut self, role: &'static str) {
        let name = self.typed.text(role);
        let mail = format!("{role}.{MARK}@example.org");
        let page = self.founder.open("/office").await;
        let form = page.form("staff").filled(&[("name", &name), ("email", &mail), ("roles", role)]);
        let page = self.founder.send(&form).await.expect(StatusCode::OK);
        let link = invitation(&page);
        if role == "supervisor" {
            let of = |name: &str| {
                let at = page.body.find(name).unwrap_or_else(|| panic!("{name} is on the list"));
                let begin = page.body[..at].rfind("/office/staff/").unwrap();
                page.body[begin..begin + "/office/staff/".len() + 32].to_owned()
            };
            let therapist = self.name_typed("therapist");
            let id = of(&therapist).rsplit('/').next().unwrap().to_owned();
            self.founder.fill(&of(&name), "staff", &[("supervises", &id)]).await;
        }
        let (login, passphrase) = self.login(role);
        let browser = if role == "therapist" { &mut self.therapist } else { &mut self.supervisor };
        browser.open(&link).await;
        let home = browser.fill(&link, "invite", &[("login", &login), ("passphrase", &passphrase)]).await;
        assert!(home.says(&name), "{} is at home:\n{}", name, home.text());
        let used = browser.get(&link).await;
        assert_eq!(used.status, StatusCode::NOT_FOUND, "an invitation is good once");
    }

    /// The first text that was typed about something.
    pub(crate) fn name_typed(&self, about: &str) -> String {
        let wanted = format!("{about} {MARK}");
        self.typed.all().iter().find(|text| text.starts_with(&wanted)).unwrap().clone()
    }

    /// The passphrase of somebody.
    pub(crate) fn passphrase_of(&self, who: &str) -> String {
        self.name_typed(&format!("{PASSPHRASE} {who}"))
    }

    /// What somebody signs in with.
    pub(crate) fn login_of(&self, who: &str) -> String {
        self.logins.iter().find(|(found, _)| *found == who).unwrap().1.clone()
    }

    /// Somebody signs in again, as after a night.
    pub(crate) async fn sign_in(&mut self, who: &str) {
        let (login, passphrase) = (self.login_of(who), self.passphrase_of(who));
        let browser = match who {
            "founder" => &mut self.founder,
            "therapist" => &mut self.therapist,
            "supervisor" => &mut self.supervisor,
            _ => &mut self.client,
        };
        browser.fill("/sign-in", "sign-in", &[("login", &login), ("passphrase", &passphrase)]).await;
    }

    /// An address of the course.
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/courses/{}{rest}", self.course)
    }

    /// The course's name.
    pub(crate) fn course_id(&self) -> CourseId {
        CourseId::parse(&self.course).unwrap()
    }

    /// The therapist fills a form of a page of the course.
    pub(crate) async fn write(&mut self, rest: &str, form: &str, filled: &[(&str, &str)]) -> Page {
        let path = self.at(rest);
        self.therapist.fill(&path, form, filled).await
    }

    /// A stranger asks; the therapist opens a course with consents, history, diagnosis, tasks.
    pub(crate) async fn open_course(&mut self) {
        let guide = self.stranger.open("/welcome").await;
        guide.link("/ask", "");
        let mut say = |about: &str| self.typed.text(about);
        let (name, contact, reason, about, times, source) = (
            say("Client"),
            say("telephone"),
            say("reason for asking"),
            say("about whom"),
            say("times that suit"),
            say("source of the request"),
        );
        let sent = self
            .stranger
            .fill(
                "/ask",
                "ask",
                &[
                    ("name", &name),
                    ("contact", &contact),
                    ("may-message", "yes"),
                    ("reason", &reason),
                    ("about-whom", &about),
                    ("times", &times),
                    ("source", &source),
                ],
            )
            .await;
        assert_eq!(sent.path, "/ask/sent");
        let list = self.therapist.open("/waiting").await;
        assert!(list.says(&name) && list.says(&reason), "{}", list.text());
        let one = self.therapist.open(&list.link("/waiting/", "")).await;
        assert!(one.says(&about) && one.says(&times) && one.says(&contact), "{}", one.text());
        let new = self.therapist.open(&one.link("/courses/new?request=", "")).await;
        let form = new.form("new");
        assert_eq!(
            (form.value("name"), form.value("reason")),
            (name.clone(), reason),
            "nothing is typed twice"
        );
        let called = self.typed.text("Called");
        let form = form.filled(&[
            ("called", &called),
            ("email", &format!("client.{MARK}@example.org")),
            ("protocol", "ipt-12"),
        ]);
        let opening = self.therapist.send(&form).await.expect(StatusCode::OK);
        opening.path.split('/').nth(2).unwrap().clone_into(&mut self.course);
        assert_eq!(opening.path, self.at("/opening"));
        let empty = self.therapist.open("/waiting").await;
        assert!(!empty.says(&name), "a request that became a course waits no longer");

        for kind in ["treatment", "data", "portal", "measures", "share", "channel", "recording"] {
            let note = self.typed.text(&format!("consent {kind}"));
            let form = format!("consent-{kind}");
            self.write("/opening", &form, &[("given", "yes"), ("note", &note)]).await;
        }
        for section in ["symptoms", "episodes", "treatments", "medical", "family", "culture"] {
            let text = self.typed.text(&format!("history {section}"));
            let page = self.write("/opening", &format!("history-{section}"), &[("history", &text)]).await;
            assert!(page.says(&text));
        }
        let (diagnosis, plain) = (self.typed.text("diagnosis"), self.typed.text("in plain words"));
        self.write(
            "/opening",
            "diagnosis",
            &[
                ("diagnosis", &diagnosis),
                ("code", "6A70.1"),
                ("plain-words", &plain),
                ("told-on", "2025-03-03"),
            ],
        )
        .await;
        let opening = self.therapist.open(&self.at("/opening")).await;
        let tasks: Vec<String> =
            opening.forms().iter().map(|form| form.id.clone()).filter(|id| id.starts_with("task-")).collect();
        assert!(tasks.len() >= 5, "tasks that are ticked by hand: {tasks:?}");
        for task in tasks {
            let note = self.typed.text(&task);
            let page = self.write("/opening", &task, &[("note", &note)]).await;
            assert!(page.says(&note));
        }
    }

    /// What happened and when, as far as it is known.
    pub(crate) async fn draw_timeline(&mut self) {
        let events = [
            ("2019", "", "event", "move-city"),
            ("spring 2021", "2022", "relationship", "friendships-fade"),
            ("about March 2024", "", "event", "job-loss"),
            ("September 2024", "December 2024", "symptom", ""),
            ("14 January 2025", "", "event", "conflict-partner"),
        ];
        for (start, end, lane, kind) in events {
            let (title, note) = (self.typed.text("event"), self.typed.text("note on the event"));
            let filled = [
                ("title", title.as_str()),
                ("start", start),
                ("end", end),
                ("lane", lane),
                ("kind", kind),
                ("note", &note),
            ];
            let page = self.write("/timeline", "event", &filled).await;
            assert!(page.says(&title) && page.says(&note), "{}", page.text());
        }
        let page = self.therapist.open(&self.at("/timeline")).await;
        for date in ["about March 2024", "spring 2021 – 2022", "14 January 2025"] {
            assert!(page.says(date), "{date} is shown as it was said:\n{}", page.text());
        }
        let page = self.write("/timeline", "onset", &[("onset", "September 2024")]).await;
        assert!(page.says("September 2024"));
        let mut entries: Vec<u32> = page
            .links()
            .iter()
            .filter_map(|link| link.strip_prefix(&self.at("/timeline/"))?.parse().ok())
            .collect();
        entries.sort_unstable();
        let change = self.therapist.open(&self.at(&format!("/timeline/{}", entries[0]))).await.form("change");
        assert_eq!(change.value("start"), "2019");
        let note = self.typed.text("more on the event");
        let page = self.therapist.send(&change.filled(&[("note", &note), ("start", "about 2019")])).await;
        assert!(page.expect(StatusCode::OK).says(&note));
    }

    /// Eight people, rings, wishes, and what goes on with one of them.
    pub(crate) async fn place_people(&mut self) {
        let people = [
            ("partner", "living", "inner"),
            ("parent", "died", "inner"),
            ("parent", "living", "close"),
            ("sibling", "living", "less-close"),
            ("friend", "living", "close"),
            ("colleague", "gone", "outer"),
            ("neighbour", "living", "outer"),
            ("clinician", "living", ""),
        ];
        for (tie, status, ring) in people {
            let name = self.typed.text(&format!("Person {tie}"));
            let filled = [("name", name.as_str()), ("tie", tie), ("status", status), ("ring", ring)];
            let page = self.write("/people", "add", &filled).await;
            assert!(page.says(&name));
            self.people.push(name);
        }
        let page = self.therapist.open(&self.at("/people")).await;
        assert!(page.body.contains("<svg"), "the circles are drawn");
        let numbers = self.person_pages(&page);
        assert_eq!(numbers.len(), 8);
        for (number, ring) in [(0, "close"), (3, "close"), (6, "less-close")] {
            self.therapist.fill(&numbers[number], "wish", &[("ring", ring)]).await;
        }
        self.therapist.fill(&numbers[4], "ring", &[("ring", "inner")]).await;
        let note = self.typed.text("why caution");
        let page = self.therapist.fill(&numbers[5], "safety", &[("mark", "caution"), ("note", &note)]).await;
        assert_eq!(page.form("safety").value("note"), note);
        let mut form = self.therapist.open(&numbers[0]).await.form("describe");
        for field in [
            "expects-of-them",
            "they-expect",
            "conflict-words",
            "can-say",
            "cannot-say",
            "contact-how",
            "changed",
            "wanted",
        ] {
            form.fill(field, &self.typed.text(field));
        }
        let form = form.filled(&[
            ("since", "summer 2015"),
            ("they-meet", "partly"),
            ("client-meets", "met"),
            ("support-received", "2"),
            ("support-given", "3"),
            ("conflict", "hidden"),
        ]);
        self.therapist.send(&form).await.expect(StatusCode::OK);
        let person = numbers[6].rsplit('/').next().unwrap();
        self.write("/people", "place", &[("person", person), ("ring", "close")]).await;
        let why = self.typed.text("why removed");
        let removed = self.therapist.fill(&numbers[7], "remove", &[("reason", &why)]).await;
        let back = self.therapist.fill_on(&removed, "restore", &[]).await;
        assert!(back.has_form("describe"), "a person who was removed can be brought back");
    }

    /// The addresses of the people's pages, in the order they were added.
    pub(crate) fn person_pages(&self, page: &Page) -> Vec<String> {
        let begin = self.at("/people/");
        let mut found: Vec<u32> =
            page.links().iter().filter_map(|link| link.strip_prefix(&begin)?.parse().ok()).collect();
        found.sort_unstable();
        found.dedup();
        found.iter().map(|number| format!("{begin}{number}")).collect()
    }

    /// Evidence, decision, focus, formulation, goals, contract.
    pub(crate) async fn agree(&mut self) {
        let page = self.therapist.open(&self.at("/focus/tag")).await;
        let sources = page.form("evidence");
        let source = sources.fields.iter().find(|field| field.name == "evidence-source").unwrap();
        let person = source.choices.iter().find(|choice| choice.starts_with("person:")).unwrap().clone();
        let event = source.choices.iter().find(|choice| choice.starts_with("event:")).unwrap().clone();
        for (area, direction, source) in
            [("dispute", "for", person.as_str()), ("transition", "for", &event), ("grief", "against", "")]
        {
            let words = self.typed.text(&format!("evidence {direction} {area}"));
            let filled = [
                ("area", area),
                ("direction", direction),
                ("words", words.as_str()),
                ("evidence-source", source),
            ];
            assert!(self.write("/focus/tag", "evidence", &filled).await.says(&words));
        }
        let mut say = |about: &str| self.typed.text(about);
        let (speaks_for, against, other, preference, reason, consulted) = (
            say("speaks for"),
            say("speaks against"),
            say("alternatives"),
            say("preference"),
            say("reason of the decision"),
            say("consulted"),
        );
        self.write(
            "/decision",
            "fit",
            &[
                ("decision", "ipt-standard"),
                ("speaks-for", &speaks_for),
                ("speaks-against", &against),
                ("alternatives", &other),
                ("preference", &preference),
                ("reason", &reason),
                ("consulted", &consulted),
            ],
        )
        .await;
        let mut say = |about: &str| self.typed.text(about);
        let (focus, aside, reason) = (say("focus in my words"), say("set aside"), say("reason of the focus"));
        let person = person.trim_start_matches("person:").to_owned();
        let page = self
            .write(
                "/focus",
                "focus",
                &[
                    ("area", "dispute"),
                    ("second", "transition"),
                    ("person", &person),
                    ("client-words", &focus),
                    ("set-aside", &aside),
                    ("reason", &reason),
                ],
            )
            .await;
        assert!(page.says(&focus), "the focus stands above every page of the course");
        let (formulation, answer) = (self.typed.text("formulation"), self.typed.text("the client's version"));
        self.write("/formulation", "formulation", &[("formulation", &formulation)]).await;
        let page = self
            .write(
                "/formulation",
                "answer",
                &[("agreement", "agreed-with-changes"), ("client-words", &answer)],
            )
            .await;
        assert!(page.says(&formulation) && page.says(&answer));
        for kind in ["interpersonal", "symptom"] {
            let (goal, marker) = (self.typed.text(&format!("goal {kind}")), self.typed.text("marker"));
            self.write("/formulation", "goal", &[("kind", kind), ("words", &goal), ("marker", &marker)])
                .await;
        }
        let (between, parts) = (self.typed.text("contact between"), self.typed.text("who does what"));
        let page = self
            .write(
                "/contract",
                "contract",
                &[
                    ("sessions", "8"),
                    ("cadence", "7"),
                    ("minutes", "50"),
                    ("missed", "counts"),
                    ("between", &between),
                    ("parts", &parts),
                ],
            )
            .await;
        assert!(page.says(&between) && page.says(&parts));
    }

    /// The client gets a link in the room and takes it up.
    pub(crate) async fn invite_client(&mut self) {
        let page = self.write("/client", "invite", &[]).await;
        let link = invitation(&page);
        let (login, passphrase) = self.login("client");
        let home = self.client.fill(&link, "invite", &[("login", &login), ("passphrase", &passphrase)]).await;
        assert_eq!(home.path, "/home");
        let called = self.name_typed("Called");
        assert!(home.says(&called), "the portal greets as wished:\n{}", home.text());
        let service = self.name_typed("Service");
        assert!(!home.says(&service), "nothing on the telephone says where");
    }

    /// Plans the next session and holds it; answers its page.
    pub(crate) async fn hold_next(&mut self) -> Page {
        let (page, today) = (self.plan_today().await, self.opened.hand.today());
        self.therapist.fill_on(&page, "held", &[("on", &today), ("mode", "in-person")]).await
    }

    /// Plans a session for today; answers its page.
    pub(crate) async fn plan_today(&mut self) -> Page {
        let today = self.opened.hand.today();
        let page = self.write("/sessions", "plan", &[("on", &today), ("at", "10:00")]).await;
        // The newest is the one with the highest number.
        let begin = self.at("/sessions/");
        let newest =
            page.links().iter().filter_map(|link| link.strip_prefix(&begin)?.parse::<u32>().ok()).max();
        self.therapist.open(&format!("{begin}{}", newest.unwrap())).await
    }

    /// Signs the note on a session's page, with its link between mood and event.
    pub(crate) async fn sign_note(&mut self, page: &Page) -> Page {
        let mut say = |about: &str| self.typed.text(about);
        let (note, mood, event, off) =
            (say("note"), say("mood"), say("event of the week"), say("off the focus"));
        let form = page.form("sign");
        let person = form.fields.iter().find(|field| field.name == "person").unwrap().choices[1].clone();
        let form = form.filled(&[
            ("text", &note),
            ("mood", "4"),
            ("mood-words", &mood),
            ("event", &event),
            ("person", &person),
            ("worked", "off-focus"),
            ("off-reason", &off),
        ]);
        let page = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert!(page.says(&note) && page.says(&event) && !page.has_form("sign"), "{}", page.text());
        page
    }

    /// The client answers everything that is due, one question per page; `ninth` is the answer to item nine.
    /// Answers the page they are shown at the end.
    pub(crate) async fn check_in(&mut self, ninth: &str) -> Page {
        let words = self.opened.site.languages.best("en");
        let mut shown = self.client.open("/home/check-in").await;
        loop {
            let list = self.client.open("/home/check-in").await;
            let due: Vec<String> =
                list.links().into_iter().filter(|link| link.starts_with("/home/check-in/")).collect();
            let Some(path) = due.first().cloned() else { return shown };
            let mut page = self.client.open(&path).await;
            let library = self.opened.clinic.library();
            let measure = library.content.instrument(path.rsplit('/').next().unwrap()).unwrap();
            let items = measure.items.len() as u32;
            let mut questions = 0_u32;
            while let Some(form) = question(&page, &path) {
                questions += 1;
                let step = words.say("step-of").arg("step", questions).arg("of", items);
                assert!(page.says(&step.to_string()), "{}", page.text());
                let is_ninth = form.value("item") == "9" && path.ends_with("phq-9");
                let answer = if is_ninth { ninth } else { "1" };
                page = self.client.send(&form.filled(&[("answer", answer)])).await.expect(StatusCode::OK);
            }
            assert_eq!(questions, items, "one question per page");
            shown = self.client.send(&page.form(&format!("{path}/send"))).await.expect(StatusCode::OK);
            if ninth != "0" && path.ends_with("phq-9") {
                assert!(
                    shown.path.starts_with("/home/help-now"),
                    "a worrying answer is met by words and numbers"
                );
            }
        }
    }

    /// The work on the dispute: with whom it is and where it stands, safety, who expects what, a strategy used.
    pub(crate) async fn work_on_the_dispute(&mut self) {
        let mut say = |about: &str| self.typed.text(about);
        let (why, note, expected, came_of_it) =
            (say("why it stands there"), say("asked about safety"), say("expected"), say("strategy"));
        let page = self.therapist.open(&self.at("/dispute")).await;
        let form = page.form("stage");
        let party = form.fields.iter().find(|field| field.name == "parties").unwrap().value.clone();
        let today = self.opened.hand.today();
        let nobody = [("stage", "impasse"), ("on", today.as_str()), ("why", &why)];
        let page = self.therapist.send(&form.filled(&nobody)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a dispute is with somebody");
        let form = page.form("stage").filled(&[("parties", &party)]);
        let page = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert!(page.says(&why), "{}", page.text());
        let page = self.therapist.fill_on(&page, "safety", &[("note", &note)]).await;
        assert!(page.says(&note), "{}", page.text());
        let row = [
            ("rows-0-of", "i-of-them"),
            ("rows-0-with", party.as_str()),
            ("rows-0-expected", expected.as_str()),
            ("rows-0-said", "unsaid"),
        ];
        let page = self.therapist.fill_on(&page, "expectations", &row).await;
        assert!(page.says(&expected), "{}", page.text());
        let page = self.therapist.fill_on(&page, "use-di-issue", &[("note", &came_of_it)]).await;
        assert!(page.says(&came_of_it), "{}", page.text());
    }

    /// A conversation is looked at, a choice weighed, a scene rehearsed, each from the one before; the client sees
    /// what is shown and nothing else.
    pub(crate) async fn work_out(&mut self) {
        let mut say = |about: &str| self.typed.text(about);
        let (said, felt, way, question) = (say("said"), say("felt"), say("way to say it"), say("question"));
        let (against, step, situation, hard) = (say("against"), say("step"), say("situation"), say("hard"));
        let (heard_first, heard_again) = (say("heard"), say("heard otherwise"));
        let page = self.therapist.open(&self.at("/worked/communication")).await;
        let form = page.form("communication");
        let person = form.fields.iter().find(|field| field.name == "person").unwrap().choices[1].clone();
        let nothing = self.therapist.send(&form).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "a conversation has turns");
        let form = nothing.form("communication").filled(&[
            ("person", &person),
            ("turns-0-said", &said),
            ("turns-0-heard", &heard_first),
            ("turns-3-felt", &felt),
            ("ways", &way),
        ]);
        let talk = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert!(talk.says(&said) && talk.says(&felt) && talk.says(&way), "{}", talk.text());
        let talk_path = talk.path.clone();
        let again = self.therapist.open(&talk.link(&self.at("/worked/communication?again="), "")).await;
        let form = again.form("communication").filled(&[("turns-0-heard", &heard_again)]);
        let talk = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert_eq!(talk.path, talk_path, "written again, it keeps its place");
        assert!(talk.says(&heard_again) && talk.says(&heard_first), "and what was written before");
        let page = self.therapist.open(&talk.link(&self.at("/worked/decision?from="), "")).await;
        let form = page.form("decision");
        assert_eq!(form.value("options-1-option"), way, "another way to say it is a way out");
        assert!(
            page.text().matches(way.as_str()).count() > 1,
            "and is offered in its own words: {}",
            page.text()
        );
        let form = form.filled(&[
            ("question", &question),
            ("options-0-bad", &against),
            ("chosen", "1"),
            ("first-step", &step),
        ]);
        let choice = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert!(choice.says(&question) && choice.says(&against) && choice.says(&step), "{}", choice.text());
        let page = self.therapist.open(&choice.link(&self.at("/worked/role-play?from="), "")).await;
        let form = page.form("role-play");
        assert_eq!((form.value("opening-words"), form.value("person")), (way.clone(), person.clone()));
        let form = form.filled(&[("situation", &situation), ("reactions-2-they", &hard), ("ready", "7")]);
        let scene = self.therapist.send(&form).await.expect(StatusCode::OK);
        assert!(scene.says(&situation) && scene.says(&hard), "{}", scene.text());
        let plan = self.therapist.open(&scene.link(&self.at("/plans?from="), "")).await.form("plan");
        assert_eq!(
            (plan.value("what"), plan.value("opening-words"), plan.value("person")),
            (step.clone(), way.clone(), person),
            "a plan takes over what was worked out"
        );
        let before = self.client.open("/home/trying").await;
        assert!(!before.says(&situation), "nothing is the client's until it is shown");
        let hidden = self.client.get(&scene.path.replace(&self.at("/worked"), "/home/trying")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        self.therapist.send(&scene.form("share")).await.expect(StatusCode::OK);
        let shown = self.client.open("/home/trying").await;
        let page = self.client.open(&shown.link("/home/trying/", "")).await;
        assert!(page.says(&situation) && page.says(&hard) && !page.says(&said), "{}", page.text());
    }

    /// A plan is agreed; the client says how it went.
    pub(crate) async fn try_something(&mut self) {
        let mut say = |about: &str| self.typed.text(about);
        let (what, when, opening, if_then) =
            (say("plan"), say("when"), say("first sentence"), say("if and then"));
        let page = self.therapist.open(&self.at("/plans")).await;
        let form = page.form("plan");
        let person = form.fields.iter().find(|field| field.name == "person").unwrap().choices[1].clone();
        let form = form.filled(&[
            ("what", &what),
            ("person", &person),
            ("when", &when),
            ("opening-words", &opening),
            ("if-then", &if_then),
        ]);
        assert!(self.therapist.send(&form).await.expect(StatusCode::OK).says(&what));
        let page = self.client.open("/home/trying").await;
        assert!(page.says(&what) && page.says(&opening) && page.says(&if_then), "{}", page.text());
        let mut say = |about: &str| self.typed.text(about);
        let (happened, response, learned) =
            (say("what happened"), say("what they answered"), say("what I learned"));
        let report = page.forms().into_iter().find(|form| form.id.starts_with("report-")).unwrap();
        let report = report.filled(&[
            ("status", "partly"),
            ("happened", &happened),
            ("their-response", &response),
            ("mood-before", "3"),
            ("mood-after", "6"),
            ("learned", &learned),
            ("reader", "both"),
        ]);
        let page = self.client.send(&report).await.expect(StatusCode::OK);
        assert!(page.says(&happened) && !page.forms().iter().any(|form| form.id.starts_with("report-")));
        assert!(self.therapist.open(&self.at("/plans")).await.says(&happened), "the therapist reads it");
    }

    /// The flag of a worrying answer: seen, assessed, planned for with a safety plan, looked at again, closed.
    pub(crate) async fn answer_flag(&mut self) {
        let today = self.therapist.open("/").await;
        let flag = today.link(&self.at("/flags/"), "");
        let mut say = |about: &str| self.typed.text(about);
        let (note, understood, decided) =
            (say("note on the flag"), say("how it is understood"), say("what is decided"));
        let (sign, reasons, words) = (say("warning sign"), say("reasons for living"), say("who does what"));
        let (found, reason) = (say("what was found again"), say("reason the flag is closed"));
        let page = self.therapist.fill(&flag, "seen", &[("note", &note)]).await;
        assert!(page.says(&note) && !page.has_form("seen"));
        let asked = [("ideation", "passive"), ("risk-formulation", &understood), ("risk-decision", &decided)];
        let page = self.therapist.fill_on(&page, "assess", &asked).await;
        assert!(page.says(&understood) && page.has_form("plan"));
        let plan = [("signs", sign.as_str()), ("reasons", &reasons), ("asked-means", "yes")];
        self.write("/safety/make", "safety", &plan).await;
        let page = self.therapist.open(&flag).await;
        let next = [("flag-plan", "safety-plan"), ("flag-plan-words", &words)];
        let page = self.therapist.fill_on(&page, "plan", &next).await;
        let page = self.therapist.fill_on(&page, "review", &[("found", &found)]).await;
        let page = self.therapist.fill_on(&page, "flag-close", &[("reason", &reason)]).await;
        assert!(page.says(&reason) && !page.has_form("flag-close"), "what was done stays readable");
        assert!(!self.therapist.open("/").await.links().contains(&flag), "an answered flag is off the list");
        let own = self.client.open("/home/safety").await;
        assert!(own.says(&sign) && own.says(&reasons), "the client has the plan");
        assert!(self.client.open("/home/help-now").await.says(&sign), "also beside the numbers");
        assert!(!own.links().contains(&"/home/safety/copy".to_owned()), "no copy without a talk");
    }

    /// A day on which both sign in again.
    pub(crate) async fn another_day(&mut self, days: i64) {
        self.opened.hand.days_later(days);
        self.sign_in("therapist").await;
        if !self.client.cookies.is_empty() {
            self.sign_in("client").await;
        }
    }

    /// The middle: gate, note with draft, plan, check-in with a worrying answer, a missed session.
    pub(crate) async fn live_the_middle(&mut self) {
        let reason = self.typed.text("why on to the middle");
        self.write("", "middle", &[("reason", &reason)]).await;
        self.check_in("1").await;
        self.answer_flag().await;
        let page = self.hold_next().await;
        let form = page.form("sign");
        let draft = self.typed.text("draft of a note");
        self.replaced.push(draft.clone());
        let saved = self
            .therapist
            .post(
                "/drafts",
                &[
                    ("subject", &form.value("draft")),
                    ("course", &self.course),
                    ("revision", "0"),
                    ("text", &draft),
                ],
            )
            .await
            .expect(StatusCode::OK);
        assert!(saved.body.contains("\"revision\":1"), "{}", saved.body);
        let page = self.therapist.open(&page.path).await;
        assert_eq!(page.form("sign").value("text"), draft, "what was typed is there again");
        let page = self.sign_note(&page).await;
        let (added, why) = (self.typed.text("amendment"), self.typed.text("why amended"));
        let filled = [("kind", "correction"), ("text", added.as_str()), ("reason", &why)];
        let page = self.therapist.fill_on(&page, "amend", &filled).await;
        assert!(page.says(&added) && page.says(&why));
        self.work_on_the_dispute().await;
        self.work_out().await;
        self.try_something().await;
        self.another_day(7).await;
        let page = self.plan_today().await;
        let (why, today) = (self.typed.text("why missed"), self.opened.hand.today());
        let filled = [("on", today.as_str()), ("by", "did-not-attend"), ("reason", &why)];
        assert!(self.therapist.fill_on(&page, "missed", &filled).await.says(&why));
        self.another_day(7).await;
        self.check_in("0").await;
        let page = self.hold_next().await;
        self.sign_note(&page).await;
    }

    /// The ending, from both sides, and the close.
    pub(crate) async fn live_the_ending(&mut self) {
        let note = self.typed.text("how the ending was named");
        self.write("/ending", "name", &[("note", &note)]).await;
        self.another_day(7).await;
        self.check_in("0").await;
        let page = self.hold_next().await;
        self.sign_note(&page).await;
        let words = self.typed.text("feelings as the therapist heard them");
        self.write("/ending", "feelings", &[("feelings", "sad"), ("feelings", "proud"), ("words", &words)])
            .await;
        let words = self.typed.text("my feelings about the ending");
        let page = self
            .client
            .fill("/home/ending", "feelings", &[("feelings", "grateful"), ("words", &words)])
            .await;
        let (now, remains) = (self.typed.text("how it is now"), self.typed.text("what remains"));
        let filled = [("rating", "much-better"), ("now-words", now.as_str()), ("remains", &remains)];
        self.client.fill_on(&page, "focus", &filled).await;
        let (now, remains) =
            (self.typed.text("how the therapist sees it now"), self.typed.text("what is open"));
        let filled = [("rating", "somewhat"), ("now-words", now.as_str()), ("remains", &remains)];
        self.write("/ending", "focus", &filled).await;
        let goals: Vec<Form> = self.client.open("/home/ending").await.forms();
        let goals: Vec<Form> = goals.into_iter().filter(|form| form.id.starts_with("goal-")).collect();
        assert_eq!(goals.len(), 2);
        for goal in goals {
            let (id, words) = (goal.id.clone(), self.typed.text("the client on the goal"));
            let sent = self.client.send(&goal.filled(&[("rating", "solved"), ("words", &words)])).await;
            assert_eq!(sent.expect(StatusCode::OK).form(&id).value("rating"), "solved");
            let words = self.typed.text("the therapist on the goal");
            self.write("/ending", &id, &[("rating", "much-better"), ("words", &words)]).await;
        }
        let (keep, hard) = (self.typed.text("what I keep"), self.typed.text("what was hard to say"));
        self.client.fill("/home/ending", "keeping", &[("keep", &keep), ("hard-to-say", &hard)]).await;
        let words = self.typed.text("credit to the client");
        self.write("/ending", "credit", &[("words", &words)]).await;
        let words = self.typed.text("what moved on the map");
        self.write("/ending", "map", &[("words", &words)]).await;
        let signs = [self.typed.text("first sign"), self.typed.text("second sign")];
        let mut say = |about: &str| self.typed.text(about);
        let (situations, helped, helpers, steps, back) = (
            say("risky situation"),
            say("what helped"),
            say("who helps"),
            say("first step"),
            say("how to come back"),
        );
        let filled = [
            ("signs", signs.join("\n")),
            ("situations-0-risky", situations),
            ("helped", helped),
            ("helpers", helpers),
            ("steps", steps),
            ("come-back", back),
        ];
        let filled: Vec<(&str, &str)> = filled.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.write("/ending", "keep", &filled).await;
        let discussed = self.typed.text("next step as talked over");
        self.write("/ending", "next", &[("step", "booster"), ("discussed", &discussed)]).await;
        let note = self.typed.text("task at the end");
        self.write("/ending", "task-risk-final", &[("note", &note)]).await;
        let letter = self.typed.text("letter at the end");
        self.write("/ending", "task-letter", &[("note", &letter)]).await;
        self.another_day(7).await;
        self.check_in("0").await;
        let page = self.hold_next().await;
        self.sign_note(&page).await;
    }

    /// Closes the course.
    pub(crate) async fn close(&mut self) -> Page {
        let reason = self.typed.text("word at the close");
        self.write("/ending", "close", &[("how", "completed"), ("reason", &reason)]).await
    }

    /// Everything up to the contract, on the first day.
    pub(crate) async fn live_the_first_day(&mut self) {
        self.open_course().await;
        self.draw_timeline().await;
        self.place_people().await;
        self.agree().await;
    }

    /// A whole course, from the front door to its last session.
    pub(crate) async fn live_a_course(&mut self) {
        self.live_the_first_day().await;
        self.invite_client().await;
        self.check_in("0").await;
        for session in 1..=3 {
            let page = self.hold_next().await;
            if session == 1 {
                self.sign_note(&page).await;
            } else {
                let text = self.typed.text("note without a link");
                let why = self.typed.text("why there is no link");
                self.therapist.fill_on(&page, "sign", &[("text", &text), ("no-link-reason", &why)]).await;
            }
            self.another_day(7).await;
        }
        self.live_the_middle().await;
        self.live_the_ending().await;
    }
}

/// The form of a question of a check-in, if the page is one.
fn question(page: &Page, path: &str) -> Option<Form> {
    page.forms()
        .into_iter()
        .find(|form| form.action == path && form.fields.iter().any(|field| field.name == "item"))
}
