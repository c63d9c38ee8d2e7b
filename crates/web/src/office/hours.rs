//! When the service is open, and how soon somebody looks at an answer that needs a person.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::Visit;
use clinic::duty::Hours;
use treatment::access::Verb;
use treatment::refusal::Refusal;
use treatment::risk::Within;
use treatment::time::Day;

pub(crate) fn routes(routes: Routes) -> Routes {
    let office = Rule::May(Verb::RunOffice);
    routes.get("/office/hours", office, show).post("/office/hours", office, change)
}

/// The fields of the week, from Monday.
const WEEK: [&str; 7] = ["hours-1", "hours-2", "hours-3", "hours-4", "hours-5", "hours-6", "hours-7"];

async fn show(visit: Visit) -> Answer {
    view(&visit, visit.frame("hours-title"))
}

fn view(visit: &Visit, f: Frame) -> Answer {
    let (words, known) = (&visit.words, visit.clinic().hours());
    let mut form = Form::on(&f, "hours", "/office/hours");
    for (day, field) in WEEK.iter().enumerate() {
        let spans = known.week[day]
            .iter()
            .map(|(from, until)| format!("{}-{}", words.time(*from), words.time(*until)));
        let spans = spans.collect::<Vec<_>>().join(" ");
        form = form.text(field, &spans).label(words.say(format!("date-weekday-{}", day + 1)).to_string());
    }
    let closed = known.closed.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let number = |number: u32| Some(i64::from(number));
    let form = form
        .area("closed-days", &closed, 4)
        .number("at-once", number(known.within.at_once), 5, 240)
        .number("same-day", number(known.within.same_day), 15, 600)
        .number("working-day", number(known.within.working_day), 60, 1_440)
        .check("works-alone", known.works_alone)
        .send("save");
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("hours-lead");
    sheet.card("", vec![Block::Form(form)]);
    sheet.beside("hours-what", vec![Block::Text(sheet.say("hours-what-text"))]);
    sheet.workbench()
}

fn read(fields: &Fields) -> Result<Hours, Refusal> {
    let mut hours = Hours { works_alone: fields.is_on("works-alone"), ..Hours::default() };
    for (day, field) in WEEK.iter().enumerate() {
        hours.week[day] = Hours::parse_day(field, &fields.text(field))?;
    }
    for line in fields.text("closed-days").split_whitespace() {
        hours.closed.push(Day::parse(line).ok_or(Refusal::NoSuchDate("closed-days"))?);
    }
    hours.within = Within {
        at_once: fields.number("at-once")?,
        same_day: fields.number("same-day")?,
        working_day: fields.number("working-day")?,
    };
    Ok(hours)
}

async fn change(visit: Visit, fields: Fields) -> Answer {
    let outcome = match read(&fields) {
        Ok(hours) => visit.clinic().change_hours(visit.actor()?, &hours).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(()) => Ok(see("/office/hours")),
        Err(problem) => {
            let mut f = visit.frame("hours-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(&visit, f)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
