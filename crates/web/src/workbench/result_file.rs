//! One result as a FHIR file, to be handed on to another system. Taking it is in the audit.

use crate::answer::{Answer, file};
use crate::routes::{Routes, Rule};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::problem::Problem;
use fhir::response::{Answered, response};
use std::collections::BTreeMap;
use treatment::access::Verb;
use treatment::ids::ResultId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/measures/results/{result}/file", Rule::Course(Verb::ReadCourse), take)
}

/// Answers, total and subscales as they were; never whose they are.
async fn take(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = path.1.parse().map(ResultId).map_err(|_| Problem::NotYours)?;
    let measures = &visit.course().measures;
    let none = BTreeMap::new();
    let name = format!("result-{}", path.1);
    let (key, version, answered) = match (measures.result(id), measures.part(id)) {
        (Some(result), _) => {
            let completed = &result.completed;
            (&completed.measure, completed.version, Answered::of(&name, completed))
        }
        (None, Some(part)) => {
            (&part.said.measure, part.said.version, Answered::of_part(&name, &part.said, &none))
        }
        (None, None) => return Err(Problem::NotYours.into()),
    };
    let content = &visit.library().content;
    // Answers to a version that is no longer here cannot be said in the words of another.
    let instrument = content.instrument_at(key, version).filter(|one| one.version == version);
    let made = response(instrument.ok_or(Problem::NotYours)?, &answered, visit.words.tag());
    visit.clinic().note_taken_out(visit.actor()?, visit.id).await?;
    Ok(file("answers.json", "application/fhir+json", format!("{made:#}")))
}
