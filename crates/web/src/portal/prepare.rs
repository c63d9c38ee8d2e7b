//! A conversation prepared: my first sentence, what might be hard, what I will do then.

use super::home::frame;
use super::week::{is_shared, reader};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::between::{PrepareTalk, Wrote};
use treatment::chain::Stage;
use treatment::command::Command;
use treatment::ids::{ArtefactId, OwnId, PersonId, PlanId};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/prepare", Rule::Own(Verb::ReadOwn), show).post(
        "/home/prepare",
        Rule::Own(Verb::WriteOwn),
        save,
    )
}

/// What the form begins with.
#[derive(Default)]
struct Begun {
    rewrites: Option<OwnId>,
    plan: Option<PlanId>,
    person: Option<PersonId>,
    aim: String,
    opening: String,
    hard: String,
    then: String,
}

/// From an earlier preparation, from a plan, or from something worked out in a session and shared with the client.
fn begun(visit: &CourseVisit, asked: impl Fn(&'static str) -> Option<u32>) -> Begun {
    let course = visit.course();
    let own = asked("own").and_then(|id| course.own_of(OwnId(id)));
    if let Some((own, Wrote::Talk(talk))) = own.map(|own| (own, &own.wrote)) {
        return Begun {
            rewrites: Some(own.id),
            plan: talk.plan,
            person: talk.person,
            aim: talk.aim.clone(),
            opening: talk.opening_words.clone(),
            hard: talk.hard.clone(),
            then: talk.then.clone(),
        };
    }
    let mut begun = Begun::default();
    let plan = asked("plan").and_then(|id| course.plans.iter().find(|plan| plan.id == PlanId(id)));
    if let Some(plan) = plan {
        begun.plan = Some(plan.id);
        begun.person = plan.agreed.person;
        begun.aim.clone_from(&plan.agreed.what);
        begun.opening.clone_from(&plan.agreed.opening_words);
        begun.then.clone_from(&plan.agreed.if_then);
    }
    let from = asked("from").map(ArtefactId).or_else(|| plan.and_then(|plan| plan.agreed.from));
    // What is not shared does not exist here.
    let worked = from.and_then(|id| course.artefact(id)).filter(|artefact| artefact.is_shared);
    if let Some(artefact) = worked {
        begun.person = begun.person.or_else(|| course.person_of(artefact.id));
        match &artefact.now().stage {
            Stage::RolePlay(play) => {
                begun.opening.clone_from(&play.opening_words);
                if let Some(reaction) = play.reactions.last() {
                    begun.hard.clone_from(&reaction.they);
                    begun.then.clone_from(&reaction.answer);
                }
            }
            Stage::Decision(decision) => begun.aim.clone_from(&decision.first_step),
            Stage::Communication(analysis) => {
                begun.aim.clone_from(&analysis.want);
                begun.opening = analysis.ways.first().cloned().unwrap_or_default();
            }
        }
    }
    begun
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let f = frame(&visit, "talk-prepare");
    let begun = begun(&visit, |name| asked.get(name)?.parse().ok());
    page(&visit, f, begun)
}

async fn again(visit: &CourseVisit, f: Frame) -> Answer {
    let begun = begun(visit, |name| f.typed.some_number(name).ok().flatten());
    page(visit, f, begun)
}

fn page(visit: &CourseVisit, f: Frame, begun: Begun) -> Answer {
    let inventory = &visit.course().inventory;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("prepare-lead");
    // Somebody with whom contact is not safe is not offered, and nothing says so.
    let people = inventory
        .on_map()
        .filter(|person| treatment::ending::can_help(person))
        .map(|person| (person.id.0.to_string(), inventory.shown_name(person)))
        .collect();
    let id = |id: Option<u32>| id.map(|id| id.to_string()).unwrap_or_default();
    let form = Form::on(&sheet.f, "prepare", "/home/prepare")
        .hidden("own", id(begun.rewrites.map(|own| own.0)))
        .hidden("plan", id(begun.plan.map(|plan| plan.0)))
        .select_of("person", people, begun.person.map(|id| id.to_string()).as_deref())
        .text("aim", &begun.aim)
        .area("opening-words", &begun.opening, 2)
        .area("hard", &begun.hard, 2)
        .area("then", &begun.then, 2);
    let form = reader(form, &sheet.f).send("prepare-save");
    let back = Block::Link("/home/trying".to_owned(), sheet.say("nav-trying"));
    sheet.card("", vec![Block::Form(form), back]);
    sheet.portal()
}

async fn save(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::PrepareTalk(PrepareTalk {
            rewrites: fields.some_number("own")?.map(OwnId),
            plan: fields.some_number("plan")?.map(PlanId),
            person: fields.some_number("person")?.map(PersonId),
            aim: fields.text("aim"),
            opening_words: fields.text("opening-words"),
            hard: fields.text("hard"),
            then: fields.text("then"),
            is_shared: is_shared(&fields),
        }))
    })();
    visit.submit(asked, fields, "/home/trying", "talk-prepare", again).await
}
