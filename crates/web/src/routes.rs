//! The registry of routes. A route is a method, a path and a rule; the rule is checked before the handler runs,
//! is what `closeness routes --json` prints and what the matrix test tries as everybody on everything.

use crate::answer;
use crate::fields::{BODY_MOST, BodyMost, Fields, NOTE_BODY_MOST, Sent};
use crate::front;
use crate::handle::Handle;
use crate::site::Site;
use crate::visit::{self, CourseInside, Visit};
use axum::Router;
use axum::extract::{FromRequest, RawPathParams, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use clinic::problem::Problem;
use std::fmt;
use std::sync::Arc;
use treatment::access::{Verb, may};
use treatment::ids::CourseId;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Anybody.
    Open,
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever may do this, where no course is named.
    May(Verb),
    /// Whoever may do this to the course in the path (`{course}`).
    Course(Verb),
    /// A client, about their own course, which the path does not name.
    Own(Verb),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::SignedIn => f.write_str("signed-in"),
            Self::May(verb) => write!(f, "may:{}", verb.key()),
            Self::Course(verb) => write!(f, "course:{}", verb.key()),
            Self::Own(verb) => write!(f, "own:{}", verb.key()),
        }
    }
}

/// A registered route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteLine {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// The rule.
    pub rule: Rule,
    /// Largest body, in bytes.
    pub body_most: usize,
}

/// Routes being collected.
#[derive(Debug)]
pub struct Routes {
    site: Arc<Site>,
    router: Router<Arc<Site>>,
    lines: Vec<RouteLine>,
}

impl Routes {
    pub(crate) fn new(site: Arc<Site>) -> Self {
        Self { site, router: Router::new(), lines: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn get<T>(self, path: &'static str, rule: Rule, handler: impl Handle<T>) -> Self {
        self.put("GET", path, rule, BODY_MOST, handler.routed(MethodFilter::GET))
    }

    /// A form's target.
    #[must_use]
    pub fn post<T>(self, path: &'static str, rule: Rule, handler: impl Handle<T>) -> Self {
        self.put("POST", path, rule, BODY_MOST, handler.routed(MethodFilter::POST))
    }

    /// The target of a form that holds a note: what is too long for one is refused in words, with what was typed.
    #[must_use]
    pub fn post_note<T>(self, path: &'static str, rule: Rule, handler: impl Handle<T>) -> Self {
        self.put("POST", path, rule, NOTE_BODY_MOST, handler.routed(MethodFilter::POST))
    }

    fn put(
        mut self,
        method: &'static str,
        path: &'static str,
        rule: Rule,
        most: usize,
        handler: MethodRouter<Arc<Site>>,
    ) -> Self {
        let names_course = path.contains("{course}");
        assert_eq!(names_course, matches!(rule, Rule::Course(_)), "{method} {path}: rule and path disagree");
        let route = Guarded { site: Arc::clone(&self.site), rule, path, most };
        let guarded = handler.layer(from_fn_with_state(route, guard));
        self.router = self.router.route(path, guarded);
        self.lines.push(RouteLine { method, path, rule, body_most: most });
        self
    }

    /// What is registered, in order of registration.
    pub fn lines(&self) -> &[RouteLine] {
        &self.lines
    }

    pub(crate) fn into_router(self) -> Router {
        self.router.with_state(self.site)
    }
}

/// What the guard of a route knows.
#[derive(Clone, Debug)]
struct Guarded {
    site: Arc<Site>,
    rule: Rule,
    path: &'static str,
    /// Largest body, in bytes.
    most: usize,
}

/// Finds out who asks, and lets only those through whom the rule allows. For everybody else the page does not
/// exist; somebody who is signed out is asked to sign in first.
async fn guard(
    State(Guarded { site, rule, path, most }): State<Guarded>,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    let from = visit::sender(&request);
    let visit = match Visit::of(&site, request.headers(), request.uri().path(), from).await {
        Ok(visit) => visit,
        Err(trouble) => return answer::trouble_without_visit(&site, &trouble),
    };
    // A session that is locked to a form opens the form, whatever is asked for.
    let is_locked = visit.session.as_ref().is_some_and(|session| session.locked_to.is_some());
    if is_locked && !front::is_open_to_locked(request.uri().path()) {
        return answer::see("/kiosk");
    }
    let length =
        request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return answer::bare(&visit, StatusCode::PAYLOAD_TOO_LARGE, Fields::default());
    }
    request.extensions_mut().insert(BodyMost(most));
    match allow(&visit, rule, &params).await {
        Ok(Some(inside)) => drop(request.extensions_mut().insert(inside)),
        Ok(None) => {}
        Err(problem) => {
            // Whose session ended by itself is shown once more what they sent, within the bounds of any form. Whoever
            // signed out took the cookie along: the next person at this browser goes back to none of it.
            request.extensions_mut().insert(BodyMost(BODY_MOST));
            let (method, uri) = (request.method().clone(), request.uri().clone());
            let is_left_here = visit.session.is_some() || visit::has_cookie(request.headers());
            let sent = if method == Method::POST && is_left_here {
                Fields::from_request(request, &()).await
            } else {
                Ok(Fields::default())
            };
            let sent = sent.unwrap_or_default();
            return match problem {
                Problem::NotYours if visit.session.is_none() => {
                    answer::sign_in_first(&visit, &method, &uri, sent)
                }
                problem => answer::problem(&visit, &problem, sent),
            };
        }
    }
    let sent = Sent::default();
    request.extensions_mut().insert(sent.clone());
    let method = request.method().clone();
    let began = std::time::Instant::now();
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    if let Some(problem) = answer::taken(&mut response) {
        response = answer::problem(&visit, &problem, sent.fields());
    } else if answer::is_bare(&response) {
        response = answer::bare(&visit, response.status(), sent.fields());
    }
    // The route, never the path: a path names a course.
    tracing::debug!(%method, route = path, status = response.status().as_u16(), micros = began.elapsed().as_micros() as u64);
    response
}

async fn allow(visit: &Visit, rule: Rule, params: &RawPathParams) -> Result<Option<CourseInside>, Problem> {
    let clinic = &visit.site.clinic;
    let actor = || visit.session.as_ref().map(|session| &session.actor).ok_or(Problem::NotYours);
    match rule {
        Rule::Open => Ok(None),
        Rule::SignedIn => actor().map(|_| None),
        Rule::May(verb) => {
            if may(actor()?, verb, None) {
                Ok(None)
            } else {
                Err(Problem::NotYours)
            }
        }
        Rule::Course(verb) => {
            let actor = actor()?;
            let named = params.iter().find(|(name, _)| *name == "course").map(|(_, value)| value);
            let id = named.and_then(CourseId::parse).ok_or(Problem::NotYours)?;
            let held = visit.without_names(&clinic.read(actor, verb, id).await?);
            Ok(Some(CourseInside { id, held }))
        }
        Rule::Own(verb) => {
            let actor = actor()?;
            if !actor.is_client() {
                return Err(Problem::NotYours);
            }
            let id = clinic.own_course(actor).await?.ok_or(Problem::NotYours)?;
            let held = visit.without_names(&clinic.read(actor, verb, id).await?);
            Ok(Some(CourseInside { id, held }))
        }
    }
}
