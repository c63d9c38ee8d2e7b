//! The service itself: name, country, time zone, and what the portal calls itself.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::Visit;
use clinic::problem::Problem;
use clinic::sheets::ServiceSheet;
use treatment::access::Verb;

pub(crate) fn routes(routes: Routes) -> Routes {
    let office = Rule::May(Verb::RunOffice);
    routes.get("/office/service", office, show).post("/office/service", office, change)
}

async fn show(visit: Visit) -> Answer {
    view(&visit, visit.frame("service-title"))
}

fn view(visit: &Visit, f: Frame) -> Answer {
    let service = visit.clinic().service().ok_or(Problem::NotYours)?;
    let known = &service.sheet;
    let crisis = &visit.library().crisis;
    let countries = crisis
        .iter()
        .map(|one| (one.country.clone(), visit.words.say(format!("country-{}", one.country)).to_string()))
        .collect();
    let form = Form::on(&f, "service", "/office/service")
        .text("service-name", &known.name)
        .radio_of("country", countries, Some(&known.country))
        .text("zone", &known.zone)
        .text("neutral-name", &known.neutral_name)
        .text("exit-address", &known.exit_address)
        .send("save");
    let mut sheet = Sheet::new(f);
    sheet.card("", vec![Block::Form(form)]);
    sheet.workbench()
}

async fn change(visit: Visit, fields: Fields) -> Answer {
    let sheet = ServiceSheet {
        name: fields.text("service-name"),
        country: fields.text("country"),
        zone: fields.text("zone"),
        neutral_name: fields.text("neutral-name"),
        exit_address: fields.text("exit-address"),
    };
    match visit.clinic().change_service(visit.actor()?, &sheet).await {
        Ok(()) => Ok(see("/office/service")),
        Err(problem) => {
            let mut f = visit.frame("service-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(&visit, f)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
