//! Whether this therapy is right, for this person, now: for, against, alternatives, preference, reason. Never
//! computed.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::focus::{DecideFit, FitDecision};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/decision", Rule::Course(Verb::ReadCourse), show).post(
        "/courses/{course}/decision",
        Rule::Course(Verb::Treat),
        decide,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("decision-title").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let words = &visit.words;
    let fit = visit.course().fit.clone();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("decision-lead");
    if let Some(fit) = &fit {
        let mut facts = vec![(
            words.say("field-decision").to_string(),
            words.term("fit", fit.decision.key()).to_string(),
        )];
        for (field, value) in [
            ("speaks-for", &fit.speaks_for),
            ("speaks-against", &fit.speaks_against),
            ("alternatives", &fit.alternatives),
            ("preference", &fit.preference),
            ("reason", &fit.reason),
            ("consulted", &fit.consulted),
        ] {
            if !value.is_empty() {
                facts.push((words.say(format!("field-{field}")).to_string(), value.clone()));
            }
        }
        sheet.card("decision-now", vec![Block::Facts(facts)]);
    }
    if visit.may(Verb::Treat) && visit.course().closed.is_none() {
        let known = fit.as_ref();
        let form = Form::on(&sheet.f, "fit", visit.href("/decision"))
            .radio("decision", "fit", known.map(|fit| fit.decision))
            .area("speaks-for", known.map_or("", |fit| &fit.speaks_for), 3)
            .area("speaks-against", known.map_or("", |fit| &fit.speaks_against), 3)
            .area("alternatives", known.map_or("", |fit| &fit.alternatives), 2)
            .area("preference", known.map_or("", |fit| &fit.preference), 2)
            .area("reason", known.map_or("", |fit| &fit.reason), 3)
            .text("consulted", known.map_or("", |fit| &fit.consulted))
            .send("decision-send");
        sheet.card("decision-decide", vec![Block::Form(form)]);
    }
    sheet.workbench()
}

async fn decide(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("decision", FitDecision::parse).map(|decision| {
        Command::DecideFit(DecideFit {
            decision,
            speaks_for: fields.text("speaks-for"),
            speaks_against: fields.text("speaks-against"),
            alternatives: fields.text("alternatives"),
            preference: fields.text("preference"),
            reason: fields.text("reason"),
            consulted: fields.text("consulted"),
            concern_answer: fields.text("concern-answer"),
            concerns: Vec::new(),
        })
    });
    let then = visit.href("/decision");
    visit.submit(asked, fields, &then, "decision-title", view).await
}
