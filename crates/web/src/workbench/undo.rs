//! Taking back the last step on the map, and doing it again.

use super::map::{Face, Look, Turn};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::map_model::Map;
use crate::routes::{Routes, Rule};
use crate::visit::CourseVisit;
use crate::words::Words;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::Version;
use treatment::inventory::Ring;
use treatment::refusal::Refusal;
use treatment::undo::{State, Step};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.post("/courses/{course}/people/undo", treat, undo).post(
        "/courses/{course}/people/redo",
        treat,
        redo,
    )
}

/// The buttons that this person has now, on a map whose page is at `page`.
pub(crate) fn turns(visit: &CourseVisit, map: &Map, page: &str) -> Vec<Turn> {
    let Ok(actor) = visit.actor() else { return Vec::new() };
    let (course, now) = (visit.course(), visit.clinic().clock().now());
    let turn = |form: &'static str, step: &Step, to: State| {
        let name = visit.person_name(Some(step.person));
        Turn {
            form,
            action: format!("{page}/{form}"),
            step: step.version.0,
            text: visit
                .words
                .say(format!("map-{form}"))
                .arg("what", in_words(&visit.words, map, &name, to))
                .to_string(),
        }
    };
    let undo = course.step_to_undo(actor.who, now).map(|step| turn("undo", step, step.from));
    let redo = course.step_to_redo(actor.who, now).map(|step| turn("redo", step, step.to));
    undo.into_iter().chain(redo).collect()
}

/// What the button does: `Lena: Outer ring`.
fn in_words(words: &Words, map: &Map, name: &str, to: State) -> String {
    let said = |key: &'static str, ring: Option<Ring>| {
        words.say(key).arg("name", name).arg("ring", map.ring_name(ring)).to_string()
    };
    match to {
        State::Ring(ring) => said("map-turn-ring", ring),
        State::Wished(None) => said("map-turn-no-wish", None),
        State::Wished(ring) => said("map-turn-wish", ring),
        State::OnMap(true) => said("map-turn-on", None),
        State::OnMap(false) => said("map-turn-off", None),
    }
}

/// What a press of such a button asks.
pub(crate) fn read(fields: &Fields, command: fn(Version) -> Command) -> Result<Command, Refusal> {
    fields.number("step").map(|step| command(Version(step)))
}

async fn undo(visit: CourseVisit, fields: Fields) -> Answer {
    go(visit, fields, Command::UndoStep).await
}

async fn redo(visit: CourseVisit, fields: Fields) -> Answer {
    go(visit, fields, Command::RedoStep).await
}

async fn go(visit: CourseVisit, fields: Fields, command: fn(Version) -> Command) -> Answer {
    let look = Look::of_form(&fields, Face::Circles);
    let asked = read(&fields, command);
    let then = visit.href(&format!("/people{}", look.query()));
    let view = async |visit: &CourseVisit, f| super::people::view(visit, f, look).await;
    visit.submit_on_map(asked, fields, &then, "tab-people", view).await
}
