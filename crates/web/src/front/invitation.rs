//! Taking up an invitation: a login and a passphrase of one's own. Looking does not use it up.

use super::form_page;
use super::sign_in::home_of;
use crate::answer::{Answer, see, with_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use clinic::problem::Problem;
use std::time::Duration;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/invite/{token}", Rule::Open, show).post("/invite/{token}", Rule::Open, send)
}

fn invite_page(f: Frame, token: &str) -> Answer {
    let form = Form::on(&f, "invite", format!("/invite/{token}"))
        .text("login", "")
        .autocomplete("username")
        .password("passphrase", "new-password")
        .send("invite-send");
    form_page(f, &["invite-lead"], form, &[])
}

async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    visit.clinic().invitation(&token).await?.ok_or(Problem::NotYours)?;
    invite_page(visit.frame("invite-title"), &token)
}

async fn send(visit: Visit, Path(token): Path<String>, fields: Fields) -> Answer {
    if !visit.site.may_try("invite", visit.address, 20, Duration::from_mins(1)) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let clinic = visit.clinic();
    match clinic.accept_invite(&token, &fields.text("login"), &fields.text("passphrase")).await {
        Ok(signed_in) => Ok(with_session(see(home_of(signed_in.who)), &signed_in)),
        Err(problem) => {
            let mut frame = visit.frame("invite-title");
            let status = frame.take_problem(problem, fields, &visit.words)?;
            let mut response = invite_page(frame, &token)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
