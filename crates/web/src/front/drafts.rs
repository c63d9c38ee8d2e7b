//! Where pages save unsent text. Two edits of one text show both.

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::frame::draft_in_words;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::http::StatusCode;
use clinic::clock;
use clinic::drafts::Since;
use clinic::problem::Problem;
use serde_json::json as value;
use treatment::ids::CourseId;
use treatment::time::Moment;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post_note("/drafts", Rule::SignedIn, save)
}

async fn save(visit: Visit, fields: Fields) -> Answer {
    let course = CourseId::parse(&fields.text("course"));
    let since =
        Since { revision: fields.text("revision").parse().unwrap_or(0), is_told: fields.is_on("told") };
    let text = fields.text("text");
    let saving =
        visit.clinic().save_draft(visit.actor()?, &fields.text("subject"), course, since, &text).await;
    saved(&visit, saving)
}

/// What the script is told of a save.
pub(crate) fn saved(visit: &Visit, saved: Result<(u64, Moment), Problem>) -> Answer {
    match saved {
        Ok((revision, at)) => {
            let time = clock::local(at, &visit.zone()).map_or_else(String::new, |(_, minute)| {
                let seconds = at.0.div_euclid(1_000).rem_euclid(60);
                format!("{}:{seconds:02}", visit.words.time(minute))
            });
            let said = visit.words.say("draft-saved").arg("time", time).to_string();
            Ok(json(StatusCode::OK, &value!({ "revision": revision, "saved": said })))
        }
        Err(Problem::DraftElsewhere { revision, text }) => {
            let said = visit.words.say("draft-elsewhere").to_string();
            Ok(json(
                StatusCode::CONFLICT,
                &value!({ "revision": revision, "text": draft_in_words(&text, &visit.words), "said": said }),
            ))
        }
        Err(Problem::Refused(refusal)) => {
            let said = visit.words.refusal(&refusal);
            Ok(json(StatusCode::UNPROCESSABLE_ENTITY, &value!({ "said": said })))
        }
        Err(other) => Err(other.into()),
    }
}
