//! The client's person sheet and the invitation to the portal.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use clinic::problem::Problem;
use clinic::sheets::ClientSheet;
use treatment::access::{Verb, Who};

const PAGE: &str = "/courses/{course}/client";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get(PAGE, Rule::Course(Verb::Treat), show).post(PAGE, Rule::Course(Verb::Treat), send).post(
        "/courses/{course}/invite",
        Rule::Course(Verb::Treat),
        invite,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("client-title").await?;
    view(&visit, f, None).await
}

async fn view(visit: &CourseVisit, f: Frame, invited: Option<String>) -> Answer {
    let known = visit.clinic().client_of(visit.actor()?, Verb::Treat, visit.id).await?;
    let form = Form::on(&f, "client", visit.href("/client"))
        .text("name", &known.name)
        .text("called", &known.called)
        .area("contact", &known.contact, 3)
        .email("email", &known.email)
        .check("may-message", known.may_message)
        .number("birth-year", known.birth_year.map(i64::from), 1_880, 2_100)
        .send("save");
    let invite = Form::on(&f, "invite", visit.href("/invite")).quiet().send("client-invite-send");
    let mut sheet = Sheet::new(f);
    sheet.card("", vec![Block::Form(form)]);
    let mut blocks = vec![Block::Text(sheet.say("client-invite-text"))];
    if let Some(link) = invited {
        blocks.push(Block::Text(sheet.say("client-invite-made")));
        blocks.push(Block::Written(link));
    }
    blocks.push(Block::Form(invite));
    sheet.beside("client-invite", blocks);
    let number = crate::office::hand_over::number_of(visit.id);
    sheet.beside("handed-number", vec![Block::Text(sheet.say("handed-number-text")), Block::Written(number)]);
    sheet.workbench()
}

async fn send(visit: CourseVisit, fields: Fields) -> Answer {
    let birth_year = match fields.some_number("birth-year") {
        Ok(year) => year,
        Err(refusal) => {
            return visit
                .again(Problem::Refused(refusal), fields, "client-title", async |visit, f| {
                    view(visit, f, None).await
                })
                .await;
        }
    };
    let sheet = ClientSheet {
        name: fields.text("name"),
        called: fields.text("called"),
        contact: fields.text("contact"),
        email: fields.text("email"),
        may_message: fields.is_on("may-message"),
        language: String::new(),
        birth_year,
    };
    match visit.clinic().change_client(visit.actor()?, visit.id, &sheet).await {
        Ok(()) => Ok(see(&visit.href("/client"))),
        Err(problem) => {
            visit.again(problem, fields, "client-title", async |visit, f| view(visit, f, None).await).await
        }
    }
}

/// The link is shown once; it is handed over in the room, or on paper.
async fn invite(visit: CourseVisit, _fields: Fields) -> Answer {
    let head = visit.course().head().ok_or(Problem::NotYours)?;
    let token = visit.clinic().invite(visit.actor()?, Who::Client(head.client)).await?;
    let origin = visit.site.options.origin.clone().unwrap_or_default();
    let f = visit.course_frame("client-title").await?;
    view(&visit, f, Some(format!("{origin}/invite/{token}"))).await
}
