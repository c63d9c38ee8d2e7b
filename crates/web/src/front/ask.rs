//! Asking for a consultation: becomes a request on the waiting list.

use super::{WordsPage, form_page};
use crate::answer::{Answer, page, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use clinic::sheets::ReferralSheet;
use std::time::Duration;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/ask", Rule::Open, show).post("/ask", Rule::Open, send).get("/ask/sent", Rule::Open, sent)
}

async fn show(visit: Visit) -> Answer {
    ask_page(visit.frame("ask-title"))
}

fn ask_page(f: Frame) -> Answer {
    let form = Form::on(&f, "ask", "/ask")
        .text("name", "")
        .autocomplete("name")
        .text("contact", "")
        .check("may-message", false)
        .area("reason", "", 5)
        .area("about-whom", "", 3)
        .text("times", "")
        .text("source", "")
        .send("ask-send");
    form_page(f, &["ask-lead", "ask-who-reads"], form, &["ask-not-urgent"])
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    if !visit.site.may_try("ask", visit.address, 10, Duration::from_hours(1)) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let sheet = ReferralSheet {
        name: fields.text("name"),
        contact: fields.text("contact"),
        may_message: fields.is_on("may-message"),
        reason: fields.text("reason"),
        about_whom: fields.text("about-whom"),
        times: fields.text("times"),
        source: fields.text("source"),
        received_on: None,
    };
    match visit.clinic().ask_for_consultation(&sheet, fields.submission()?).await {
        Ok(()) => Ok(see("/ask/sent")),
        Err(problem) => {
            let mut frame = visit.frame("ask-title");
            let status = frame.take_problem(problem, fields, &visit.words)?;
            let mut response = ask_page(frame)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

async fn sent(visit: Visit) -> Answer {
    let lead = ["ask-sent-1", "ask-sent-2"].map(|key| visit.words.say(key).to_string()).to_vec();
    let to = ("/welcome".to_owned(), visit.words.say("guide-title").to_string());
    page(&WordsPage { f: visit.frame("ask-sent-title"), lead, to })
}
