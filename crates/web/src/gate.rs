//! Around every request, before any route: where it comes from, how long it may take, and the
//! headers that keep a page to itself.

use crate::answer;
use crate::fields::Fields;
use crate::site::Site;
use crate::visit::Visit;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

/// Longest time a request may take.
const LONGEST: Duration = Duration::from_secs(30);

/// No script or style that is not a file of ours; nothing from or to anywhere else.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];

pub(crate) fn around(router: Router, site: &Arc<Site>) -> Router {
    router.fallback(|| async { StatusCode::NOT_FOUND }).layer(from_fn_with_state(Arc::clone(site), gate))
}

async fn gate(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let origin = site.options.origin.as_deref();
    let is_tls = origin.is_some_and(|origin| origin.starts_with("https://"));
    let mut response = if comes_from_here(request.method(), request.headers(), origin) {
        run(&site, request, next).await
    } else {
        page_for(&site, request.headers(), request.uri().path(), StatusCode::FORBIDDEN).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if is_tls {
        let always = HeaderValue::from_static("max-age=63072000");
        headers.insert(HeaderName::from_static("strict-transport-security"), always);
    }
    response
}

async fn run(site: &Arc<Site>, request: Request, next: Next) -> Response {
    // What a page about a failure needs of the request, which is gone by then.
    let mut headers = HeaderMap::with_capacity(2);
    for name in [COOKIE, ACCEPT_LANGUAGE] {
        if let Some(value) = request.headers().get(&name) {
            headers.insert(name, value.clone());
        }
    }
    let path = request.uri().path().to_owned();
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(LONGEST, work).await {
        Ok(Ok(response)) if answer::is_bare(&response) => {
            page_for(site, &headers, &path, response.status()).await
        }
        Ok(Ok(response)) => response,
        Ok(Err(_panic)) => {
            tracing::error!("a handler panicked");
            page_for(site, &headers, &path, StatusCode::INTERNAL_SERVER_ERROR).await
        }
        Err(_) => page_for(site, &headers, &path, StatusCode::REQUEST_TIMEOUT).await,
    }
}

async fn page_for(site: &Arc<Site>, headers: &HeaderMap, path: &str, status: StatusCode) -> Response {
    match Visit::of(site, headers, path, None).await {
        Ok(visit) => answer::bare(&visit, status, Fields::default()),
        Err(_) => status.into_response(),
    }
}

/// Whether a request was made by a page of this site, or is a person going to a page.
fn comes_from_here(method: &Method, headers: &HeaderMap, origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site");
    if matches!(*method, Method::GET | Method::HEAD) {
        return match site {
            Some("cross-site" | "same-site") => text("sec-fetch-mode") == Some("navigate"),
            _ => true,
        };
    }
    if let Some(site) = site {
        return site == "same-origin";
    }
    let Some(from) = headers.get(ORIGIN).and_then(|value| value.to_str().ok()) else { return false };
    if let Some(origin) = origin {
        from == origin
    } else {
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        from.split_once("://").is_some_and(|(_, from)| !from.is_empty() && from == host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_not_taken() {
        let post = Method::POST;
        assert!(comes_from_here(&post, &from(&[("sec-fetch-site", "same-origin")]), None));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!comes_from_here(&post, &from(&[("sec-fetch-site", site)]), None), "{site}");
        }
        let here = [("origin", "http://localhost:8080"), ("host", "localhost:8080")];
        assert!(comes_from_here(&post, &from(&here), None));
        assert!(!comes_from_here(&post, &from(&here), Some("https://care.example.org")));
        assert!(!comes_from_here(&post, &from(&[("origin", "null"), ("host", "localhost")]), None));
        assert!(!comes_from_here(&post, &from(&[("host", "localhost")]), None), "nothing says where from");
    }

    #[test]
    fn another_site_may_link_here_and_nothing_else() {
        let get = Method::GET;
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        let image = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
        assert!(comes_from_here(&get, &from(&link), None));
        assert!(!comes_from_here(&get, &from(&image), None));
        assert!(comes_from_here(&get, &from(&[]), None), "an old browser, or a person with a command line");
    }
}
