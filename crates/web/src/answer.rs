//! What goes back: a page, a way to go, or a problem in words.

use crate::fields::Fields;
use crate::frame::Frame;
use crate::site::Site;
use crate::visit::{CLIENT_COOKIE, STAFF_COOKIE, Visit};
use crate::words::Words;
use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::problem::{Problem, Trouble};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use treatment::access::Who;

/// What a handler answers.
pub type Answer = Result<Response, Mistake>;

/// A problem on its way to becoming a page. The guard's visit is put in by [`problem`].
#[derive(Debug)]
pub struct Mistake(Problem);

impl<P: Into<Problem>> From<P> for Mistake {
    fn from(problem: P) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        // The outer layer, which knows the visit, turns the marker into a page.
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(Arc::new(parking_lot::Mutex::new(Some(self.0))));
        response
    }
}

/// The problem a handler ended with, if it did.
pub(crate) fn taken(response: &mut Response) -> Option<Problem> {
    response.extensions_mut().remove::<Arc<parking_lot::Mutex<Option<Problem>>>>()?.lock().take()
}

/// A page.
pub fn page<T: Template>(template: &T) -> Answer {
    let mut html = String::with_capacity(16 * 1024);
    match template.render_into(&mut html) {
        Ok(()) => Ok(html_response(StatusCode::OK, html)),
        Err(why) => {
            tracing::error!(%why, "a page could not be made");
            Err(Mistake(Problem::Trouble(Trouble::Unreadable("page"))))
        }
    }
}

/// A page that says what is wrong with what was sent.
pub(crate) fn refused(page: Answer) -> Answer {
    page.map(|mut response| {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        response
    })
}

/// Goes to another page, after a form.
pub fn see(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, to);
    response
}

/// A small answer to a script of ours.
pub fn json(status: StatusCode, value: &serde_json::Value) -> Response {
    let mut response = (status, value.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A file to be kept, by a name of letters, digits, `-` and `.`.
pub(crate) fn file(name: &str, kind: &'static str, text: String) -> Response {
    let mut response = text.into_response();
    let attached = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_DISPOSITION, attached.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Adds the cookie of a fresh session and drops the other kind's.
pub fn with_session(mut response: Response, signed_in: &clinic::signin::SignedIn) -> Response {
    let (mine, other) = match signed_in.who {
        Who::Client(_) => (CLIENT_COOKIE, STAFF_COOKIE),
        _ => (STAFF_COOKIE, CLIENT_COOKIE),
    };
    let mut put = |value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    };
    put(format!("{mine}={}; Path=/; Secure; HttpOnly; SameSite=Strict", signed_in.token));
    put(format!("{other}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"));
    response
}

/// Drops both cookies and what the browser kept.
pub fn without_session(mut response: Response) -> Response {
    for name in [STAFF_COOKIE, CLIENT_COOKIE] {
        let gone = format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
        if let Ok(value) = HeaderValue::from_str(&gone) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", clear);
    response
}

/// A name for the next press of a button, in hexadecimal.
pub(crate) fn new_submission() -> String {
    clinic::waiting::new_submission().to_string()
}

#[derive(Template)]
#[template(path = "front/problem.html")]
struct ProblemPage {
    f: Frame,
    text: String,
    /// What it is called in the log.
    reference: Option<String>,
    is_missing: bool,
    /// What was typed into the form that was sent, to keep or to copy.
    typed: Vec<(String, String)>,
}

impl ProblemPage {
    fn new(visit: &Visit, title: &str, text: String, sent: Fields) -> Self {
        let mut f = visit.frame(title);
        let is_missing = title == "title-not-found";
        // Where something is not theirs, what was sent may be another's who used this browser before.
        f.typed = if is_missing { Fields::default() } else { sent };
        let typed = f.typed_in_words();
        Self { f, text, reference: None, is_missing, typed }
    }

    fn answered(&self, status: StatusCode) -> Response {
        self.render().map_or_else(|_| status.into_response(), |html| html_response(status, html))
    }
}

/// What broke, in words for whoever asked, and what it is called in the log.
pub(crate) fn trouble_in_words(trouble: &Trouble, words: &Words) -> [String; 2] {
    let key = match trouble {
        Trouble::Store(store) if is_full(store) => "problem-full",
        Trouble::Busy | Trouble::Contended => "problem-busy",
        _ => "problem-trouble",
    };
    let reference = words.say("problem-reference").arg("reference", logged(trouble));
    [words.say(key).to_string(), reference.to_string()]
}

/// The page of a problem, with what was sent.
pub(crate) fn problem(visit: &Visit, problem: &Problem, sent: Fields) -> Response {
    let mut reference = None;
    let (title, text) = match problem {
        Problem::NotYours => ("title-not-found", visit.words.say("problem-not-found").to_string()),
        Problem::Refused(refusal) => ("title-refused", visit.words.refusal(refusal)),
        Problem::Meanwhile(_) | Problem::DraftElsewhere { .. } => {
            ("title-refused", visit.words.say("problem-meanwhile").to_string())
        }
        Problem::Trouble(trouble) => {
            let [text, name] = trouble_in_words(trouble, &visit.words);
            reference = Some(name);
            ("title-trouble", text)
        }
    };
    ProblemPage { reference, ..ProblemPage::new(visit, title, text, sent) }.answered(status_of(problem))
}

/// Whether an answer is an error without a page.
pub(crate) fn is_bare(response: &Response) -> bool {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    is_error && !response.headers().contains_key(CACHE_CONTROL)
}

/// The page of an error that has only a status, with what was sent.
pub(crate) fn bare(visit: &Visit, status: StatusCode, sent: Fields) -> Response {
    let key = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "problem-too-large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::BAD_REQUEST => "problem-not-a-form",
        StatusCode::TOO_MANY_REQUESTS => "problem-too-often",
        StatusCode::FORBIDDEN => "problem-from-elsewhere",
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => "problem-busy",
        status if status.is_server_error() => "problem-trouble",
        _ => "problem-not-found",
    };
    let title = if key == "problem-not-found" { "title-not-found" } else { "title-refused" };
    ProblemPage::new(visit, title, visit.words.say(key).to_string(), sent).answered(status)
}

/// When not even the visit could be read.
pub(crate) fn trouble_without_visit(site: &Arc<Site>, trouble: &Trouble) -> Response {
    let words = site.languages.best("en");
    let mut text = words.say("problem-trouble").to_string();
    let _ = write!(text, " {}", logged(trouble));
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

/// Somebody who is signed out asks for a page: first sign in, then go there. What a form sent is shown once more: it
/// cannot be kept across.
pub(crate) fn sign_in_first(visit: &Visit, method: &Method, uri: &Uri, sent: Fields) -> Response {
    if visit.site.clinic.service().is_none() {
        return see("/first");
    }
    if *method == Method::GET {
        let wanted = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut encoded = String::new();
        for byte in wanted.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.') {
                encoded.push(byte as char);
            } else {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        return if wanted == "/" { see("/welcome") } else { see(&format!("/sign-in?next={encoded}")) };
    }
    let text = visit.words.say("problem-signed-out").to_string();
    ProblemPage::new(visit, "title-refused", text, sent).answered(StatusCode::UNAUTHORIZED)
}

fn is_full(trouble: &clinic::problem::StoreTrouble) -> bool {
    matches!(trouble, clinic::problem::StoreTrouble::Full)
}

/// Logs a cause once and answers the reference that the page shows.
pub(crate) fn logged(trouble: &Trouble) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let reference = format!("{:x}-{:x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    tracing::error!(%reference, cause = %trouble, "something broke");
    reference
}

pub(crate) fn status_of(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::NotYours => StatusCode::NOT_FOUND,
        Problem::Meanwhile(_) | Problem::DraftElsewhere { .. } => StatusCode::CONFLICT,
        Problem::Trouble(Trouble::Store(store)) if is_full(store) => StatusCode::INSUFFICIENT_STORAGE,
        Problem::Trouble(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn html_response(status: StatusCode, html: String) -> Response {
    let mut response = (status, Body::from(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
