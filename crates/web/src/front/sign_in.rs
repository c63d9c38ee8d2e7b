//! Signing in and out, and leaving at once.

use super::form_page;
use crate::answer::{Answer, refused, see, with_session, without_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::{CLIENT_COOKIE, STAFF_COOKIE, Visit, cookie};
use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, REFRESH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use clinic::problem::{Problem, Trouble};
use clinic::signin::CannotSignIn;
use std::collections::HashMap;
use std::time::Duration;
use treatment::access::Who;

/// Where the exit leads when a service has chosen nothing.
const ELSEWHERE: &str = "https://www.wikipedia.org/";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Rule::Open, show)
        .post("/sign-in", Rule::Open, send)
        .post("/sign-out", Rule::Open, out)
        .get("/leave", Rule::Open, left)
        .post("/leave", Rule::Open, leave)
        .get("/enter/{token}", Rule::Open, enter)
}

async fn show(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    if visit.clinic().service().is_none() {
        return Ok(see("/first"));
    }
    sign_in_page(visit.frame("sign-in-title"), asked.get("next").map_or("", String::as_str))
}

fn sign_in_page(f: Frame, next: &str) -> Answer {
    let form = Form::on(&f, "sign-in", "/sign-in")
        .hidden("next", next)
        .text("login", "")
        .autocomplete("username")
        .password("passphrase", "current-password")
        .send("sign-in-send");
    form_page(f, &[], form, &["sign-in-help"])
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    if !visit.site.may_try("sign-in", visit.address, 30, Duration::from_mins(1)) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let next = fields.text("next");
    let problem = match visit
        .clinic()
        .sign_in(&fields.text("login"), &fields.text("passphrase"), &visit.address.to_string())
        .await
    {
        Ok(signed_in) => {
            let home = home_of(signed_in.who);
            // Only a path of this site; anything else is somebody's trap.
            let is_ours =
                next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
            let to = if is_ours && next.len() > 1 { next.as_str() } else { home };
            return Ok(with_session(see(to), &signed_in));
        }
        Err(why) => cannot_words(&visit, why, "sign-in-wrong")?,
    };
    let mut frame = visit.frame("sign-in-title");
    frame.problem = Some(problem);
    frame.typed = fields;
    refused(sign_in_page(frame, &next))
}

/// Where somebody starts.
pub(super) fn home_of(who: Who) -> &'static str {
    if matches!(who, Who::Client(_)) { "/home" } else { "/" }
}

async fn end(visit: &Visit, headers: &HeaderMap) -> Result<(), Problem> {
    for name in [STAFF_COOKIE, CLIENT_COOKIE] {
        if let Some(token) = cookie(headers, name) {
            visit.clinic().sign_out(token).await?;
        }
    }
    Ok(())
}

/// Why somebody is not let in, in words; `wrong` is the sentence for what was typed wrong.
pub(super) fn cannot_words(visit: &Visit, why: CannotSignIn, wrong: &str) -> Result<String, Problem> {
    let words = &visit.words;
    Ok(match why {
        CannotSignIn::Wrong => words.say(wrong).to_string(),
        CannotSignIn::Locked { until } => {
            words.say("sign-in-locked").arg("until", words.moment(until, &visit.zone())).to_string()
        }
        CannotSignIn::Trouble(Trouble::Busy) => words.say("problem-busy").to_string(),
        CannotSignIn::Trouble(trouble) => return Err(Problem::Trouble(trouble)),
    })
}

async fn out(visit: Visit, headers: HeaderMap) -> Answer {
    end(&visit, &headers).await?;
    Ok(without_session(see("/welcome")))
}

/// Ends the session and goes somewhere neutral; works for somebody who is signed out already.
async fn leave(visit: Visit, headers: HeaderMap) -> Answer {
    // Leaving must not wait for anything to go well.
    let _ = end(&visit, &headers).await;
    Ok(without_session(elsewhere(&visit)))
}

/// Whoever comes to the way out by going back or loading it again is led away again, and sees nothing of ours.
async fn left(visit: Visit) -> Answer {
    Ok(elsewhere(&visit))
}

fn elsewhere(visit: &Visit) -> Response {
    let service = visit.clinic().service();
    let to = service.map(|service| service.sheet.exit_address.clone()).filter(|to| !to.is_empty());
    let to = to.as_deref().unwrap_or(ELSEWHERE);
    // An empty page that goes on by itself: a form of ours may not be redirected to another site, by our own policy,
    // and a browser that keeps to it would leave the page standing.
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={to}")) {
        headers.insert(REFRESH, refresh);
    }
    response
}

/// A link into the demo clinic.
async fn enter(visit: Visit, Path(token): Path<String>) -> Answer {
    let signed_in = visit.clinic().enter(&token).await?.ok_or(Problem::NotYours)?;
    let response: Response = see(home_of(signed_in.who));
    Ok(with_session(response, &signed_in))
}
