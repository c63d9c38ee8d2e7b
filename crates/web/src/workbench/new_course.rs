//! Opens a course for a new client, from a request or directly.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::Visit;
use axum::extract::Query;
use clinic::sheets::{ClientSheet, ReferralSheet};
use clinic::waiting::NewCourse;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::ids::ReferralId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/new", Rule::May(Verb::OpenCourse), show).post(
        "/courses/new",
        Rule::May(Verb::OpenCourse),
        send,
    )
}

async fn show(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let request = asked.get("request").and_then(|id| ReferralId::parse(id));
    let known = match request {
        Some(id) => Some(visit.clinic().one_waiting(visit.actor()?, id).await?.sheet),
        None => None,
    };
    view(&visit, visit.frame("new-title"), request, &known.unwrap_or_default())
}

fn view(visit: &Visit, f: Frame, request: Option<ReferralId>, known: &ReferralSheet) -> Answer {
    let protocols: Vec<(String, String)> = visit
        .library()
        .content
        .protocols_offered()
        .map(|protocol| {
            (protocol.key.clone(), visit.words.say(format!("protocol-{}", protocol.key)).to_string())
        })
        .collect();
    let first = protocols.first().map(|(key, _)| key.clone());
    let form = Form::on(&f, "new", "/courses/new")
        .hidden("request", request.map(|id| id.to_string()).unwrap_or_default())
        .text("name", &known.name)
        .text("called", "")
        .text("contact", &known.contact)
        .email("email", "")
        .check("may-message", known.may_message)
        .radio_of("protocol", protocols, first.as_deref())
        .text("source", &known.source)
        .area("reason", &known.reason, 5)
        .send("new-send");
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("new-lead");
    sheet.card("", vec![Block::Form(form)]);
    sheet.workbench()
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    let request = ReferralId::parse(&fields.text("request"));
    let asked = NewCourse {
        client: ClientSheet {
            name: fields.text("name"),
            called: fields.text("called"),
            contact: fields.text("contact"),
            email: fields.text("email"),
            may_message: fields.is_on("may-message"),
            language: String::new(),
            birth_year: None,
        },
        protocol: fields.text("protocol"),
        referral: request,
        source: fields.text("source"),
        reason: fields.text("reason"),
        submission: fields.submission()?,
    };
    match visit.clinic().open_course(visit.actor()?, &asked).await {
        Ok((course, _)) => Ok(see(&format!("/courses/{course}/opening"))),
        Err(problem) => {
            let mut frame = visit.frame("new-title");
            let status = frame.take_problem(problem, fields, &visit.words)?;
            let mut response = view(&visit, frame, request, &ReferralSheet::default())?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
