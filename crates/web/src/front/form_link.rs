//! One form by a link: the link and a PIN open it, once sent it is closed. Looking uses nothing up, so a program that
//! follows every link in a mail changes nothing; no page shows a name or an earlier answer (`security.md` §6.9).

use super::player::{Bare, Played, kept, neutral, play, show};
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::{Visit, cookie};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use clinic::handouts::{CannotOpenForm, HandedOut, LinkKey, SentForm};
use clinic::problem::Problem;
use std::time::Duration;
use treatment::review::FormState;

/// Name of the cookie of a device that opened a form.
const FORM_COOKIE: &str = "__Host-fid";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/form", Rule::Open, door)
        .post("/form", Rule::Open, open)
        .get("/form/answer", Rule::Open, begin)
        .post("/form/answer", Rule::Open, answer)
        .get("/form/sent", Rule::Open, sent)
}

async fn door(visit: Visit) -> Answer {
    door_page(&visit, neutral(&visit, "form-title"), None)
}

fn door_page(visit: &Visit, f: Frame, problem: Option<String>) -> Answer {
    let form = Form::on(&f, "form", "/form")
        .hidden("token", f.typed.text("token"))
        .text("code", "")
        .text("pin", "")
        .send("form-open");
    let lead = vec![visit.words.say("form-door").to_string()];
    show(f, Bare { lead, problem, form: Some(form), ..Bare::default() })
}

async fn open(visit: Visit, fields: Fields) -> Answer {
    if !visit.site.may_try("form", visit.address, 20, Duration::from_mins(1)) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let key = match fields.some_text("token") {
        Some(token) => LinkKey::Token(token),
        None => LinkKey::Code(fields.text("code")),
    };
    let why = match visit.clinic().open_link(&key, &fields.text("pin")).await {
        Ok(door) => {
            let mut response = see("/form/answer");
            let value = format!("{FORM_COOKIE}={door}; Path=/; Secure; HttpOnly; SameSite=Strict");
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(SET_COOKIE, value);
            }
            return Ok(response);
        }
        Err(CannotOpenForm::Problem(problem)) => return Err(problem.into()),
        Err(why) => why,
    };
    let mut f = neutral(&visit, "form-title");
    f.typed = fields;
    let problem = problem_words(&visit, &why);
    door_page(&visit, f, Some(problem))
}

/// Why a form does not open, in words.
pub(super) fn problem_words(visit: &Visit, why: &CannotOpenForm) -> String {
    let words = &visit.words;
    match why {
        CannotOpenForm::WrongPin { left } => words.say("form-wrong-pin").arg("left", *left).to_string(),
        CannotOpenForm::Over(FormState::Submitted) => words.say("form-over-submitted").to_string(),
        CannotOpenForm::Over(FormState::Withdrawn) => words.say("form-over-withdrawn").to_string(),
        CannotOpenForm::Over(FormState::Void) => words.say("form-over-void").to_string(),
        CannotOpenForm::Over(_) => words.say("form-over-expired").to_string(),
        CannotOpenForm::AskedNoMore => words.say("form-asked-no-more").to_string(),
        CannotOpenForm::Unknown | CannotOpenForm::Problem(_) => words.say("form-unknown").to_string(),
    }
}

async fn behind(visit: &Visit, headers: &HeaderMap) -> Result<Option<HandedOut>, Problem> {
    match cookie(headers, FORM_COOKIE) {
        Some(door) => visit.clinic().form_behind(door).await,
        None => Ok(None),
    }
}

/// Before the first question: who reads it, and that nobody watches. Shows nothing of what was answered.
async fn begin(visit: Visit, headers: HeaderMap) -> Answer {
    let Some(form) = behind(&visit, &headers).await? else { return Ok(see("/form")) };
    let f = neutral(&visit, "form-title");
    if let Some(over) = over(&visit, &form).await? {
        return show(f, over);
    }
    let form = Form::on(&f, "begin", "/form/answer").send("form-begin");
    let lead = ["form-who-reads", "check-in-not-watched", "form-once"];
    let mut lead = lead.map(|key| visit.words.say(key).to_string()).to_vec();
    lead.extend(visit.nobody_there());
    show(f, Bare { lead, form: Some(form), numbers: numbers(&visit), ..Bare::default() })
}

async fn answer(visit: Visit, headers: HeaderMap, fields: Fields) -> Answer {
    let Some(form) = behind(&visit, &headers).await? else { return Ok(see("/form")) };
    let (measure, _) = form.measures.first().ok_or(Problem::NotYours)?;
    let instrument = visit.library().content.instrument(measure).ok_or(Problem::NotYours)?;
    let f = neutral(&visit, "form-title");
    // One that was sent is asked about below: the same press may come twice.
    let (answers, language) = match play(&visit, &fields, instrument, "/form/answer") {
        Played::Page(bare) => return show(f, over(&visit, &form).await?.unwrap_or(*bare)),
        Played::Send(answers, language) => (answers, language),
    };
    let sent = SentForm {
        measure: measure.clone(),
        version: instrument.version,
        language,
        answers: answers.clone(),
        submission: fields.submission()?,
    };
    match visit.clinic().send_form(&form, sent).await {
        Ok(_) => Ok(see("/form/sent")),
        Err(CannotOpenForm::Problem(problem)) => {
            show(f, kept(&visit, &fields, instrument, &answers, "/form/answer", &problem))
        }
        Err(why) => {
            let problem = Some(problem_words(&visit, &why));
            show(f, Bare { problem, numbers: numbers(&visit), ..Bare::default() })
        }
    }
}

/// Why a form can no longer be answered, before anybody answers it in vain.
pub(super) async fn over(visit: &Visit, form: &HandedOut) -> Result<Option<Bare>, Problem> {
    let why = match visit.clinic().over(form).await? {
        Some(state) => CannotOpenForm::Over(state),
        None => return Ok(None),
    };
    let problem = Some(problem_words(visit, &why));
    Ok(Some(Bare { problem, numbers: numbers(visit), ..Bare::default() }))
}

/// The same page whatever was answered, so that nobody who looks on learns anything; the numbers stand on it for all.
async fn sent(visit: Visit) -> Answer {
    let f = neutral(&visit, "thanks-title");
    let lead = vec![visit.words.say("form-sent").to_string()];
    show(f, Bare { lead, numbers: numbers(&visit), ..Bare::default() })
}

/// The country's numbers to call.
pub(super) fn numbers(visit: &Visit) -> Vec<(String, String)> {
    visit.crisis_contacts().iter().map(|contact| (contact.name.clone(), contact.number.clone())).collect()
}
