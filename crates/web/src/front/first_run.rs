//! The first run: the service, the first user, a passphrase. After that the page does not exist.

use super::form_page;
use crate::answer::{Answer, see, with_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use clinic::office::Founding;
use clinic::problem::Problem;
use clinic::sheets::{ServiceSheet, StaffSheet};
use treatment::access::Role;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/first", Rule::Open, show).post("/first", Rule::Open, send)
}

async fn show(visit: Visit) -> Answer {
    if visit.clinic().service().is_some() {
        return Err(Problem::NotYours.into());
    }
    first_page(&visit, visit.frame("first-title"))
}

/// The countries whose crisis contacts are shipped.
pub(crate) fn countries(visit: &Visit) -> Vec<(String, String)> {
    let crisis = &visit.library().crisis;
    crisis
        .iter()
        .map(|one| (one.country.clone(), visit.words.say(format!("country-{}", one.country)).to_string()))
        .collect()
}

fn first_page(visit: &Visit, f: Frame) -> Answer {
    let form = Form::on(&f, "first", "/first")
        .text("service-name", "")
        .radio_of("country", countries(visit), Some("gb"))
        .text("zone", "Europe/London")
        .text("name", "")
        .autocomplete("name")
        .text("login", "")
        .autocomplete("username")
        .password("passphrase", "new-password")
        .send("first-send");
    form_page(f, &["first-lead"], form, &["first-key"])
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    let founding = Founding {
        service: ServiceSheet {
            name: fields.text("service-name"),
            country: fields.text("country"),
            zone: fields.text("zone"),
            neutral_name: visit.words.say("first-neutral-name").to_string(),
            exit_address: "https://www.wikipedia.org/".to_owned(),
        },
        user: StaffSheet { name: fields.text("name"), email: String::new() },
        login: fields.text("login"),
        passphrase: fields.text("passphrase"),
        roles: Role::ALL.to_vec(),
    };
    match visit.clinic().found(&founding).await {
        Ok(signed_in) => Ok(with_session(see("/"), &signed_in)),
        Err(problem) => {
            let mut frame = visit.frame("first-title");
            let status = frame.take_problem(problem, fields, &visit.words)?;
            let mut response = first_page(&visit, frame)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
