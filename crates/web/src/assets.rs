//! The files of `static/`, in the binary. Their address changes with their content, so browsers keep them.

use crate::routes::{Routes, Rule};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
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
    routes.get("/static/{name}", Rule::Open, show)
}

/// The address of a file.
pub(crate) fn href(name: &str) -> String {
    match BY_NAME.get(name) {
        Some((_, stamp)) => format!("/static/{name}?v={stamp}"),
        None => format!("/static/{name}"),
    }
}

async fn show(Path(name): Path<String>) -> Response {
    let Some((bytes, _)) = BY_NAME.get(name.as_str()) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = (*bytes).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, keep);
    response
}
