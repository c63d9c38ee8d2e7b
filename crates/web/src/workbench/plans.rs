//! Plans between sessions: one act, with whom, when, in which words; and how it went.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::chain::Stage;
use treatment::command::Command;
use treatment::ids::{ArtefactId, PersonId, PlanId};
use treatment::plans::{AgreePlan, Plan, PlanStatus, ReportPlan};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/courses/{course}/plans", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/plans", Rule::Course(Verb::Treat), agree)
        .post("/courses/{course}/plans/report", Rule::Course(Verb::Treat), report)
}

/// A plan on one line, with how it went.
pub(crate) fn line(visit: &CourseVisit, plan: &Plan) -> Item {
    let words = &visit.words;
    let mut item = Item::plain(plan.agreed.what.clone());
    let person = visit.person_name(plan.agreed.person);
    item.meta = [person, plan.agreed.when.clone(), words.short_day(plan.at.day())]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    item.voice.clone_from(&plan.agreed.opening_words);
    match plan.reports.last() {
        Some(reported) => {
            item.pills.push(Pill::plain(words.term("plan-status", reported.report.status.key()).to_string()));
            let why = reported.why_not.map(|why| words.term("why-not", why.key()).to_string());
            item.pills.extend(why.map(Pill::plain));
            let said = [&reported.report.happened, &reported.report.their_response, &reported.report.learned];
            item.text =
                said.into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n");
        }
        None => item.pills.push(Pill::plain(words.say("plan-open").to_string())),
    }
    item
}

/// The form that says how a plan went.
pub(crate) fn report_form(f: &Frame, id: &str, action: String, plan: &Plan) -> Form {
    report_fields(Form::on(f, id, action), f, plan).send("plan-report-send")
}

/// Its fields; the portal asks the same.
pub(crate) fn report_fields<'f>(form: FormBuilder<'f>, f: &Frame, plan: &Plan) -> FormBuilder<'f> {
    form.hidden("plan", plan.id.0.to_string())
        .radio::<PlanStatus>("status", "plan-status", None)
        .label(f.w.say("plan-how").to_string())
        .area("happened", "", 3)
        .text("their-response", "")
        .scale("mood-before", None)
        .scale("mood-after", None)
        .text("learned", "")
}

/// Reads them.
pub(crate) fn read_report(fields: &Fields) -> Result<ReportPlan, Refusal> {
    Ok(ReportPlan {
        plan: PlanId(fields.number("plan")?),
        status: fields.one("status", PlanStatus::parse)?,
        happened: fields.text("happened"),
        their_response: fields.text("their-response"),
        mood_before: fields.some_number("mood-before")?,
        mood_after: fields.some_number("mood-after")?,
        learned: fields.text("learned"),
    })
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let f = visit.course_frame("tab-plans").await?;
    let from = asked.get("from").and_then(|id| id.parse().ok()).map(ArtefactId);
    view_from(&visit, f, from)
}

/// What a plan takes over from what was worked out before it: the act, the first words, with whom.
pub(crate) fn taken_over(
    visit: &CourseVisit,
    from: Option<ArtefactId>,
) -> (String, String, Option<PersonId>) {
    let course = visit.course();
    let (mut what, mut opening) = (String::new(), String::new());
    let person = from.and_then(|id| course.person_of(id));
    let mut next = from;
    // From a rehearsal back to the choice before it: a stage only points to earlier ones.
    while let Some(artefact) = next.and_then(|id| course.artefact(id)) {
        match &artefact.now().stage {
            Stage::RolePlay(play) if opening.is_empty() => opening.clone_from(&play.opening_words),
            Stage::Decision(decision) if what.is_empty() => what.clone_from(&decision.first_step),
            Stage::Communication(analysis) if opening.is_empty() => {
                opening = analysis.ways.first().cloned().unwrap_or_default();
            }
            _ => {}
        }
        next = artefact.from();
    }
    (what, opening, person)
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let from = f.typed.some_number("from").ok().flatten().map(ArtefactId);
    view_from(visit, f, from)
}

fn view_from(visit: &CourseVisit, f: Frame, from: Option<ArtefactId>) -> Answer {
    let course = visit.course();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("plans-lead");
    let may_treat = visit.may(Verb::Treat);
    let items: Vec<Item> = course
        .plans
        .iter()
        .rev()
        .map(|plan| {
            let mut item = line(visit, plan);
            if plan.is_open() && course.is_to_talk_over(plan) {
                item.pills.push(Pill::warn(sheet.say("plan-person-changed")));
            }
            if may_treat && plan.is_open() {
                let form = report_form(
                    &sheet.f,
                    &format!("report-{}", plan.id.0),
                    visit.href("/plans/report"),
                    plan,
                );
                item.forms.push((sheet.say("plan-report"), form));
            }
            item
        })
        .collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("plans-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    let shared = super::between::items(visit, None);
    if !shared.is_empty() {
        sheet.card("between-shared", vec![Block::Items(shared)]);
    }
    if may_treat && course.closed.is_none() {
        let (what, opening, person) = taken_over(visit, from);
        let form = Form::on(&sheet.f, "plan", visit.href("/plans"))
            .text("what", &what)
            .select_of("person", visit.people_choices(), person.map(|id| id.to_string()).as_deref())
            .text("when", "")
            .area("opening-words", &opening, 2)
            .text("if-then", "")
            .hidden("from", from.map(|id| id.to_string()).unwrap_or_default())
            .send("plans-agree");
        sheet.beside("plans-agree", vec![Block::Form(form)]);
        let worked = Block::Link(visit.href("/worked"), sheet.say("chain-title"));
        sheet.beside("", vec![worked]);
    }
    sheet.workbench()
}

async fn agree(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let person: Option<u32> = fields.some_number("person")?;
        Ok(Command::AgreePlan(AgreePlan {
            what: fields.text("what"),
            person: person.map(PersonId),
            when: fields.text("when"),
            opening_words: fields.text("opening-words"),
            if_then: fields.text("if-then"),
            from: fields.some_number("from")?.map(ArtefactId),
        }))
    })();
    let then = visit.href("/plans");
    visit.submit(asked, fields, &then, "tab-plans", view).await
}

async fn report(visit: CourseVisit, fields: Fields) -> Answer {
    let then = visit.href("/plans");
    visit.submit(read_report(&fields).map(Command::ReportPlan), fields, &then, "tab-plans", view).await
}
