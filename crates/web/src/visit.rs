//! What a handler is given: one request by someone.

use crate::answer::{self, Answer, Mistake};
use crate::fields::Fields;
use crate::frame::{CourseFrame, Errors, Frame, NavItem};
use crate::site::Site;
use crate::words::Words;
use crate::{assets, workbench};
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use clinic::Held;
use clinic::handle::{Asked, Receipt};
use clinic::library::{CrisisContact, Library};
use clinic::problem::{Problem, Trouble};
use clinic::read::At;
use clinic::signin::Session;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use treatment::access::{Actor, Role, Verb, may};
use treatment::command::Command;
use treatment::course::{Course, Phase};
use treatment::ids::{CourseId, PersonId};
use treatment::instrument::{Instrument, InstrumentText};
use treatment::protocol::Protocol;
use treatment::refusal::Refusal;
use treatment::time::{Day, Moment};

/// Name of the session cookie of staff.
pub const STAFF_COOKIE: &str = "__Host-sid";
/// Name of the session cookie of clients. Both are neutral.
pub const CLIENT_COOKIE: &str = "__Host-pid";

/// One request by someone.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The site.
    pub site: Arc<Site>,
    /// Who is signed in.
    pub session: Option<Arc<Session>>,
    /// The language of the page.
    pub words: Words,
    /// From where.
    pub address: IpAddr,
    /// The path asked for.
    pub path: String,
    /// Whether a script asks, that takes in the map and nothing else of the page.
    pub is_for_map: bool,
    /// The content in force when the request came: one request sees one state of it.
    library: Arc<Library>,
    /// The day when the request came: one request sees one day.
    today: Day,
}

/// The course a route is about, already allowed.
#[derive(Clone, Debug)]
pub struct CourseInside {
    pub(crate) id: CourseId,
    pub(crate) held: Arc<Held>,
}

/// One request about one course, by someone who may.
#[derive(Clone, Debug)]
pub struct CourseVisit {
    /// The request.
    pub visit: Visit,
    /// The course's name.
    pub id: CourseId,
    /// The course as it is.
    pub held: Arc<Held>,
}

impl std::ops::Deref for CourseVisit {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Visit {
    /// A course with a word for everybody who was erased: no page has to think of it.
    pub(crate) fn without_names(&self, held: &Arc<Held>) -> Arc<Held> {
        held.with_word_for_erased(|| self.words.say("erased-someone").to_string())
    }

    /// Who asks, from the cookies of a request.
    pub(crate) async fn of(
        site: &Arc<Site>,
        headers: &HeaderMap,
        path: &str,
        from: Option<SocketAddr>,
    ) -> Result<Self, Trouble> {
        let mut session = None;
        for name in [STAFF_COOKIE, CLIENT_COOKIE] {
            if session.is_none()
                && let Some(token) = cookie(headers, name)
            {
                session = site.clinic.signed_in(token).await?;
            }
        }
        let wish = session.as_ref().map(|session| session.language.as_str()).unwrap_or_default();
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("en");
        let words = site.languages.best(if wish.is_empty() { header } else { wish });
        let direct = from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |from| from.ip());
        // Only the proxy's own last entry counts; what stood there before it came from the browser.
        let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded =
            forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let address = if site.options.is_behind_proxy { forwarded.unwrap_or(direct) } else { direct };
        let library = site.clinic.library();
        let is_for_map = headers.get("x-part").is_some_and(|part| part == "map");
        Ok(Self {
            site: Arc::clone(site),
            session,
            words,
            address,
            path: path.to_owned(),
            is_for_map,
            library,
            today: site.clinic.today(),
        })
    }

    /// The signed-in person. Only on routes whose rule asks for one.
    pub fn actor(&self) -> Result<&Actor, Problem> {
        self.session.as_ref().map(|session| &session.actor).ok_or(Problem::NotYours)
    }

    /// The clinic.
    pub fn clinic(&self) -> &clinic::Clinic {
        &self.site.clinic
    }

    /// The content in force.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Today, where the service is.
    pub fn today(&self) -> Day {
        self.today
    }

    /// Whom to call in a crisis in the service's country, most urgent first.
    pub fn crisis_contacts(&self) -> &[CrisisContact] {
        let service = self.site.clinic.service();
        let country = service.map(|service| service.sheet.country.clone()).unwrap_or_default();
        self.library.crisis_in(&country).map_or(&[], |crisis| &crisis.contacts)
    }

    /// The service's time zone.
    pub fn zone(&self) -> String {
        self.site.clinic.service().map(|service| service.sheet.zone.clone()).unwrap_or_default()
    }

    /// The day of a moment, where the service is.
    pub(crate) fn day_of(&self, moment: Moment) -> Day {
        clinic::clock::local(moment, &self.zone()).map_or(moment.day(), |(day, _)| day)
    }

    /// What stands before the questions of a measure; where they speak of drinks, what a drink holds in this country.
    pub(crate) fn stem(&self, instrument: &Instrument, text: &InstrumentText) -> String {
        match self.drink(instrument) {
            Some(drink) => format!("{} {drink}", text.stem),
            None => text.stem.clone(),
        }
    }

    /// What a drink holds in this country, for a measure that asks for drinks.
    pub(crate) fn drink(&self, instrument: &Instrument) -> Option<String> {
        let country = self.site.clinic.service().map(|service| service.sheet.country.clone());
        let grams = instrument.drink.as_ref()?.grams_in(&country.unwrap_or_default());
        Some(self.words.say("measure-drink").arg("grams", grams.to_string()).to_string())
    }

    /// When nobody of the service is there now: that, and when somebody is there again.
    pub(crate) fn nobody_there(&self) -> Option<String> {
        let now = self.site.clinic.clock().now();
        let next = self.site.clinic.duty(now).opens_next(now)?;
        Some(self.words.say("help-nobody-there").arg("at", self.words.moment(next, &self.zone())).to_string())
    }

    /// The frame of a page whose title is the message of `title`.
    pub fn frame(&self, title: &str) -> Frame {
        let service = self.site.clinic.service();
        let is_client = self.session.as_ref().is_some_and(|session| session.actor.is_client());
        let service_name = service.map_or_else(String::new, |service| {
            if is_client { service.sheet.neutral_name.clone() } else { service.sheet.name.clone() }
        });
        Frame {
            lang: self.words.tag().to_owned(),
            dir: self.words.dir(),
            title: self.words.say(title).to_string(),
            service: service_name,
            who: self.session.as_ref().map(|session| session.name.clone()),
            nav: self.nav(),
            notice: None,
            problem: None,
            demo: self.site.options.is_demo,
            submission: answer::new_submission(),
            course: None,
            typed: Fields::default(),
            press: None,
            errors: Errors::default(),
            version: None,
            draft_problem: None,
            is_draft_elsewhere: false,
            w: self.words.clone(),
        }
    }

    /// The places this person can go, from the table of who may what.
    fn nav(&self) -> Vec<NavItem> {
        let Ok(actor) = self.actor() else { return Vec::new() };
        let mut nav = Vec::new();
        let mut put = |is_shown: bool, href: &str, key: &str, letter: &'static str| {
            if is_shown {
                let current = if href == "/" || href == "/home" {
                    self.path == href
                } else {
                    self.path == href || self.path.starts_with(&format!("{href}/"))
                };
                let label = self.words.say(key.to_owned()).to_string();
                nav.push(NavItem { href: href.to_owned(), label, current, key: letter });
            }
        };
        if actor.is_client() {
            put(true, "/home", "nav-home", "");
            put(true, "/home/check-in", "nav-check-in", "");
            put(true, "/home/safety", "nav-safety", "");
            put(true, "/home/week", "nav-week", "");
            put(true, "/home/trying", "nav-trying", "");
            put(true, "/home/people", "nav-people", "");
            put(true, "/home/story", "story-title", "");
            put(true, "/home/ending", "nav-ending", "");
            return nav;
        }
        let is_therapist = actor.has(Role::Therapist);
        put(is_therapist, "/", "nav-today", "t");
        put(is_therapist, "/courses", "nav-caseload", "c");
        put(is_therapist, "/check-ins", "nav-check-ins", "k");
        put(may(actor, Verb::ReadWaiting, None), "/waiting", "nav-waiting", "w");
        put(may(actor, Verb::WatchFlags, None), "/flags", "nav-flags", "f");
        put(may(actor, Verb::Supervise, None), "/supervision", "nav-supervision", "s");
        put(may(actor, Verb::ReadService, None), "/service", "nav-service", "v");
        put(may(actor, Verb::RunOffice, None), "/office", "nav-office", "o");
        put(may(actor, Verb::ReadAudit, None), "/audit", "nav-audit", "a");
        nav
    }
}

impl CourseVisit {
    /// The course.
    pub fn course(&self) -> &Course {
        &self.held.course
    }

    /// Its protocol.
    pub fn protocol(&self) -> Result<&Protocol, Problem> {
        let content = &self.library.content;
        content.protocol_of(self.course()).ok_or(Problem::Trouble(Trouble::Unreadable("protocol")))
    }

    /// The course as it was at places in its record.
    pub async fn as_it_was(&self, verb: Verb, places: &[At]) -> Result<Vec<Course>, Problem> {
        let courses = self.clinic().read_at(self.actor()?, verb, self.id, places).await?;
        let word = self.words.say("erased-someone").to_string();
        Ok(courses.iter().map(|course| course.with_word_for_erased(&word)).collect())
    }

    /// `/courses/<id>` with something after it.
    pub fn href(&self, rest: &str) -> String {
        format!("/courses/{}{rest}", self.id)
    }

    /// Whether the person may do `verb` to this course: decides which forms a page shows.
    pub fn may(&self, verb: Verb) -> bool {
        let head = self.course().head();
        self.actor().is_ok_and(|actor| head.is_some() && may(actor, verb, head.as_ref()))
    }

    /// The frame of a therapist's page of this course: count, focus, mood, band, tabs.
    pub async fn course_frame(&self, title: &str) -> Result<Frame, Problem> {
        let mut frame = self.frame(title);
        let head = self.course().head().ok_or(Problem::NotYours)?;
        let client_name = self.clinic().name_of(treatment::access::Who::Client(head.client)).await?;
        let protocol = self.protocol()?;
        let phase = self.course().phase(protocol);
        let count = treatment::contract::count(self.course(), protocol);
        let count_text = self.words.say("count-of").arg("used", count.used).arg("of", count.of).to_string();
        let focus_words = self.course().focus().map(|focus| focus.client_words.clone());
        frame.version = Some(self.course().version);
        frame.course = Some(CourseFrame {
            href: self.href(""),
            client_name,
            count_text,
            phase: phase.key(),
            phase_text: self.words.term("phase", phase.key()).to_string(),
            focus_words,
            mood_text: workbench::band::mood_text(self),
            band: workbench::band::svg(self, protocol),
            tabs: self.tabs(phase),
        });
        Ok(frame)
    }

    fn tabs(&self, phase: Phase) -> Vec<NavItem> {
        /// The pages behind the tab of the work.
        const AREAS: [&str; 6] = ["/area", "/dispute", "/transition", "/grief", "/ties", "/worked"];
        let all = [
            ("", "tab-course", "", true),
            ("/prepare", "tab-prepare", "p", phase != Phase::Closed),
            ("/opening", "tab-opening", "", true),
            ("/people", "tab-people", "m", true),
            ("/timeline", "tab-timeline", "", true),
            ("/focus", "tab-focus", "", true),
            ("/contract", "tab-contract", "", true),
            ("/sessions", "tab-sessions", "n", true),
            ("/area", "tab-work", "", true),
            ("/plans", "tab-plans", "", true),
            ("/measures", "tab-measures", "", true),
            ("/safety", "tab-safety", "", true),
            ("/ending", "tab-ending", "", phase != Phase::Opening),
            ("/history", "tab-history", "", true),
        ];
        let tab = |(rest, key, letter, _): (&str, &str, &'static str, bool)| {
            let href = self.href(rest);
            let is_here = |at: &str| self.path == at || self.path.starts_with(&format!("{at}/"));
            let current = match rest {
                "" => self.path == href,
                "/area" => AREAS.iter().any(|place| is_here(&self.href(place))),
                _ => is_here(&href),
            };
            NavItem { label: self.words.say(key.to_owned()).to_string(), href, current, key: letter }
        };
        all.into_iter().filter(|(.., is_shown)| *is_shown).map(tab).collect()
    }

    /// Asks something of the course, with the form's submission and the version its page was made from.
    pub async fn ask(&self, command: Command, fields: &Fields) -> Result<Receipt, Problem> {
        let asked = Asked {
            command,
            submission: fields.submission()?,
            seen: fields.version(),
            draft: fields.some_text("draft").map(|subject| (subject, fields.draft_seen())),
        };
        self.clinic().handle(self.actor()?, self.id, asked).await
    }

    /// As [`Self::ask`], of what was read out of a form: what does not read is refused.
    pub async fn ask_read(
        &self,
        asked: Result<Command, Refusal>,
        fields: &Fields,
    ) -> Result<Receipt, Problem> {
        self.ask(asked?, fields).await
    }

    /// The same visit to the course as it is after something was asked of it.
    #[must_use]
    pub(crate) fn after(&self, receipt: Receipt) -> Self {
        Self { held: self.without_names(&receipt.held), ..self.clone() }
    }

    /// Asks what a form says, then goes to `then`. A problem that the person can mend brings the page back, with
    /// what was typed, through `view`.
    pub async fn submit<F>(
        &self,
        asked: Result<Command, Refusal>,
        fields: Fields,
        then: &str,
        title: &str,
        view: F,
    ) -> Answer
    where
        F: AsyncFnOnce(&Self, Frame) -> Answer,
    {
        match self.ask_read(asked, &fields).await {
            Ok(_) => Ok(answer::see(then)),
            Err(problem) => self.again(problem, fields, title, view).await,
        }
    }

    /// As [`Self::submit`], of something done on the map. The script of the map is given the map at once, as it is then,
    /// and is spared the way to the page.
    pub(crate) async fn submit_on_map<F>(
        &self,
        asked: Result<Command, Refusal>,
        fields: Fields,
        then: &str,
        title: &str,
        view: F,
    ) -> Answer
    where
        F: AsyncFnOnce(&Self, Frame) -> Answer,
    {
        if !self.is_for_map {
            return self.submit(asked, fields, then, title, view).await;
        }
        match self.ask_read(asked, &fields).await {
            Ok(receipt) => {
                let after = self.after(receipt);
                let frame = after.map_frame(title);
                view(&after, frame).await
            }
            Err(problem) => self.again(problem, fields, title, view).await,
        }
    }

    /// The frame of a page of which the map alone is shown.
    pub(crate) fn map_frame(&self, title: &str) -> Frame {
        let mut frame = self.frame(title);
        frame.version = Some(self.course().version);
        frame
    }

    /// Shows a page again after a problem that the person can mend; other problems go on.
    pub async fn again<F>(&self, problem: Problem, fields: Fields, title: &str, view: F) -> Answer
    where
        F: AsyncFnOnce(&Self, Frame) -> Answer,
    {
        let (frame, status) = self.frame_again(problem, fields, title).await?;
        let mut response: Response = view(self, frame).await?;
        *response.status_mut() = status;
        Ok(response)
    }

    async fn frame_again(
        &self,
        problem: Problem,
        fields: Fields,
        title: &str,
    ) -> Result<(Frame, StatusCode), Mistake> {
        let is_client = self.actor()?.is_client();
        // Who sees one flag of a course sees nothing else of it.
        let is_plain = is_client || !self.may(Verb::ReadCourse);
        let mut frame = if is_plain { self.frame(title) } else { self.course_frame(title).await? };
        frame.version = Some(self.course().version);
        let status = frame.take_problem(problem, fields, &self.words)?;
        Ok((frame, status))
    }

    /// People on the map, as choices.
    pub fn people_choices(&self) -> Vec<(String, String)> {
        let people = self.course().inventory.on_map();
        let inventory = &self.course().inventory;
        people.map(|person| (person.id.0.to_string(), inventory.shown_name(person))).collect()
    }

    /// The name of a problem area in the words of this course's school.
    pub fn area_words(&self, area: treatment::focus::Area) -> String {
        let content = &self.library.content;
        let set = content.protocol_of(self.course()).and_then(|protocol| content.area_set_of(protocol));
        match set.and_then(|set| set.area(area)) {
            Some(one) => self.words.say(format!("area-{}", one.words)).to_string(),
            None => self.words.term("area", area.key()).to_string(),
        }
    }

    /// The name of somebody on the map, or nothing.
    pub fn person_name(&self, id: Option<PersonId>) -> String {
        id.and_then(|id| self.course().inventory.person(id))
            .map_or_else(String::new, |person| self.course().inventory.shown_name(person))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // The guard of every registered route puts it there.
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::NOT_FOUND)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CourseVisit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let inside = parts.extensions.get::<CourseInside>().ok_or(StatusCode::NOT_FOUND)?;
        Ok(Self { visit, id: inside.id, held: Arc::clone(&inside.held) })
    }
}

/// From where a request came, if the server knows.
pub(crate) fn sender(request: &Request) -> Option<SocketAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|from| from.0)
}

/// Whether a browser brings the cookie of a session, whatever became of it.
pub(crate) fn has_cookie(headers: &HeaderMap) -> bool {
    [STAFF_COOKIE, CLIENT_COOKIE].iter().any(|name| cookie(headers, name).is_some())
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

impl Frame {
    /// Address of a static file, changing with its content.
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }
}
