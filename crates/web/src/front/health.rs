//! Whether the process lives, and whether its databases answer. Says nothing else.

use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/healthz", Rule::Open, alive).get("/readyz", Rule::Open, ready)
}

async fn alive() -> Response {
    ([(CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

async fn ready(visit: Visit) -> Response {
    match visit.clinic().store().ready().await {
        Ok(()) => ([(CACHE_CONTROL, "no-store")], "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, [(CACHE_CONTROL, "no-store")], "no\n").into_response(),
    }
}
