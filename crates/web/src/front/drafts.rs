//! Where pages save unsent text. Two edits of one text show both.

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::frame::draft_in_words;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::http::StatusCode;
use clinic::clock;
use clinic::drafts::Saved;
use clinic::problem::Problem;
use serde_json::json as value;
use treatment::ids::CourseId;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post_note("/drafts", Rule::SignedIn, save)
}

async fn save(visit: Visit, fields: Fields) -> Answer {
    let course = CourseId::parse(&fields.text("course"));
    let (subject, text) = (fields.text("subject"), fields.text("text"));
    let saving = visit.clinic().save_draft(visit.actor()?, &subject, course, fields.since(), &text).await;
    saved(&visit, saving)
}

/// What the script is told of a save.
pub(crate) fn saved(visit: &Visit, saved: Result<Saved, Problem>) -> Answer {
    match saved {
        Ok(Saved { revision, at, beside }) => {
            let time = clock::local(at, &visit.zone()).map_or_else(String::new, |(_, minute)| {
                let seconds = at.0.div_euclid(1_000).rem_euclid(60);
                format!("{}:{seconds:02}", visit.words.time(minute))
            });
            let said = visit.words.say("draft-saved").arg("time", time).to_string();
            Ok(json(StatusCode::OK, &value!({ "revision": revision, "beside": beside, "saved": said })))
        }
        Err(Problem::DraftElsewhere { revision, text, beside }) => {
            let said = visit.words.say("draft-elsewhere").to_string();
            let text = draft_in_words(&text, &visit.words);
            let told = value!({ "revision": revision, "beside": beside, "text": text, "said": said });
            Ok(json(StatusCode::CONFLICT, &told))
        }
        Err(Problem::Refused(refusal)) => {
            let said = visit.words.refusal(&refusal);
            Ok(json(StatusCode::UNPROCESSABLE_ENTITY, &value!({ "said": said })))
        }
        Err(other) => Err(other.into()),
    }
}
