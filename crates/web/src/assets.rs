//! The files of `static/`, in the binary. Their address changes with their content, so browsers keep them.

use crate::routes::{Routes, Rule};
use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/static.rs"));

static BY_NAME: LazyLock<HashMap<&str, (&[u8], String)>> = LazyLock::new(|| {
    let stamp = |bytes: &[u8]| {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    };
    FILES.iter().map(|(name, bytes)| (*name, (*bytes, stamp(bytes)))).collect()
});

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/static/{name}", Rule::Open, show).get("/favicon.ico", Rule::Open, no_icon)
}

/// What a browser asks for when a page names no icon, as the empty page of the way out does: there is none.
async fn no_icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The address of a file.
pub(crate) fn href(name: &str) -> String {
    match BY_NAME.get(name) {
        Some((_, stamp)) => format!("/static/{name}?v={stamp}"),
        None => format!("/static/{name}"),
    }
}

async fn show(Path(name): Path<String>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let Some((bytes, stamp)) = BY_NAME.get(name.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = (*bytes).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Only an address that changes with the content may be kept; modules import each other by plain names.
    let is_stamped = asked.get("v") == Some(stamp);
    let keep = if is_stamped { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    response
        .headers_mut()
        .insert(ETAG, HeaderValue::from_str(&format!("\"{stamp}\"")).expect("hexadecimal digits"));
    response
}
