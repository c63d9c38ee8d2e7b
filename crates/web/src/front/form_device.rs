//! A form on the therapist's own device, handed to the client: the session is locked to the form on the server, and
//! every other address leads back here until the therapist frees it by PIN or passphrase.

use super::form_link::{numbers, over, problem_words};
use super::player::{Bare, Played, kept, neutral, play, show};
use super::sign_in::cannot_words;
use crate::answer::{Answer, see, with_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use clinic::handouts::{CannotOpenForm, HandedOut, SentForm};
use clinic::problem::Problem;
use std::time::Duration;
use treatment::instrument::Instrument;
use treatment::review::FormState;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/kiosk", Rule::SignedIn, begin)
        .post("/kiosk", Rule::SignedIn, answer)
        .get("/kiosk/back", Rule::SignedIn, back)
        .post("/kiosk/back", Rule::SignedIn, unlock)
}

/// Where a locked session may go; everything else leads to the form.
pub(crate) fn is_open_to_locked(path: &str) -> bool {
    matches!(path, "/kiosk" | "/kiosk/back") || path.starts_with("/static/")
}

async fn form_of(visit: &Visit) -> Result<Option<HandedOut>, Problem> {
    match visit.session.as_ref().and_then(|session| session.locked_to) {
        Some(id) => visit.clinic().form_locked_to(id).await,
        None => Ok(None),
    }
}

fn is_locked(visit: &Visit) -> bool {
    visit.session.as_ref().is_some_and(|session| session.locked_to.is_some())
}

/// A measure of the form.
fn measure<'v>(visit: &'v Visit, form: &HandedOut, wanted: &str) -> Option<&'v Instrument> {
    let key = form.measures.iter().map(|(key, _)| key).find(|key| **key == wanted)?;
    visit.library().content.instrument(key)
}

fn foot(visit: &Visit) -> (&'static str, String) {
    ("/kiosk/back", visit.words.say("kiosk-back").to_string())
}

async fn begin(visit: Visit) -> Answer {
    if !is_locked(&visit) {
        return Ok(see("/"));
    }
    let form = form_of(&visit).await?;
    let Some(form) = form else { return done(&visit) };
    let next = visit.clinic().left_of(&form).await?.into_iter().next();
    let f = neutral(&visit, "form-title");
    // One that was sent ends with thanks; one of which nothing may be asked any more says so.
    if (next.is_some() || form.went.submitted.is_none())
        && let Some(over) = over(&visit, &form).await?
    {
        return show(f, Bare { foot: Some(foot(&visit)), ..over });
    }
    let Some(next) = next else { return done(&visit) };
    let begin = Form::on(&f, "begin", "/kiosk").hidden("measure", next).send("form-begin");
    let lead = ["check-in-who-reads", "kiosk-lead"].map(|key| visit.words.say(key).to_string()).to_vec();
    show(f, Bare { lead, form: Some(begin), foot: Some(foot(&visit)), ..Bare::default() })
}

fn done(visit: &Visit) -> Answer {
    let lead = vec![visit.words.say("kiosk-done").to_string()];
    let bare = Bare { lead, numbers: numbers(visit), foot: Some(foot(visit)), ..Bare::default() };
    show(neutral(visit, "thanks-title"), bare)
}

async fn answer(visit: Visit, fields: Fields) -> Answer {
    if !is_locked(&visit) {
        return Ok(see("/"));
    }
    let Some(form) = form_of(&visit).await? else { return done(&visit) };
    visit.clinic().note_opened(&form).await?;
    let Some(instrument) = measure(&visit, &form, &fields.text("measure")) else { return Ok(see("/kiosk")) };
    let f = neutral(&visit, "form-title");
    let (answers, language) = match play(&visit, &fields, instrument, "/kiosk") {
        Played::Page(bare) => {
            if let Some(over) = over(&visit, &form).await? {
                return show(f, Bare { foot: Some(foot(&visit)), ..over });
            }
            if !visit.library().content.can_ask(&instrument.key) {
                return go_on(&visit, &form, Some(problem_words(&visit, &CannotOpenForm::AskedNoMore))).await;
            }
            return show(f, Bare { foot: Some(foot(&visit)), ..*bare });
        }
        Played::Send(answers, language) => (answers, language),
    };
    let sent = SentForm {
        measure: instrument.key.clone(),
        version: instrument.version,
        language,
        answers: answers.clone(),
        submission: fields.submission()?,
    };
    match visit.clinic().send_form(&form, sent).await {
        Ok(_) | Err(CannotOpenForm::Over(FormState::Submitted)) => go_on(&visit, &form, None).await,
        Err(CannotOpenForm::Problem(problem)) => {
            let bare = kept(&visit, &fields, instrument, &answers, "/kiosk", &problem);
            show(f, Bare { foot: Some(foot(&visit)), ..bare })
        }
        Err(why @ CannotOpenForm::AskedNoMore) => {
            go_on(&visit, &form, Some(problem_words(&visit, &why))).await
        }
        Err(why) => {
            let problem = Some(problem_words(&visit, &why));
            show(f, Bare { problem, foot: Some(foot(&visit)), ..Bare::default() })
        }
    }
}

/// The next measure that is left, or the end; and why the one before was not taken, if it was not.
async fn go_on(visit: &Visit, form: &HandedOut, problem: Option<String>) -> Answer {
    let f = neutral(visit, "form-title");
    let next = visit.clinic().left_of(form).await?.into_iter().next();
    if next.is_none() && problem.is_none() {
        return done(visit);
    }
    let begin = next.map(|next| Form::on(&f, "begin", "/kiosk").hidden("measure", next).send("form-next"));
    let lead = match problem {
        None => vec![visit.words.say("kiosk-next").to_string()],
        Some(_) => Vec::new(),
    };
    show(f, Bare { lead, problem, form: begin, foot: Some(foot(visit)), ..Bare::default() })
}

async fn back(visit: Visit) -> Answer {
    if !is_locked(&visit) {
        return Ok(see("/"));
    }
    back_page(&visit, neutral(&visit, "kiosk-back"), None)
}

fn back_page(visit: &Visit, f: Frame, problem: Option<String>) -> Answer {
    let form = Form::on(&f, "back", "/kiosk/back").password("secret", "off").send("kiosk-unlock");
    let lead = vec![visit.words.say("kiosk-back-lead").to_string()];
    let foot = Some(("/kiosk", visit.words.say("kiosk-to-form").to_string()));
    show(f, Bare { lead, problem, form: Some(form), foot, ..Bare::default() })
}

async fn unlock(visit: Visit, fields: Fields) -> Answer {
    let Some(session) = visit.session.as_ref().filter(|session| session.locked_to.is_some()) else {
        return Ok(see("/"));
    };
    if !visit.site.may_try("unlock", visit.address, 20, Duration::from_mins(1)) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let problem = match visit.clinic().unlock(session, &fields.text("secret")).await {
        Ok((signed_in, course)) => {
            let to = course.map_or_else(|| "/".to_owned(), |course| format!("/courses/{course}/forms"));
            return Ok(forgetting(with_session(see(&to), &signed_in)));
        }
        Err(why) => cannot_words(&visit, why, "kiosk-wrong")?,
    };
    back_page(&visit, neutral(&visit, "kiosk-back"), Some(problem))
}

/// The browser forgets the pages it kept, so that its back button shows none of them.
pub(crate) fn forgetting(mut response: Response) -> Response {
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    response
}
