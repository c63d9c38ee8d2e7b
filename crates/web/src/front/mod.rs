//! The pages anybody can open.

mod account;
mod ask;
pub(crate) mod drafts;
mod first_run;
mod form_device;
mod form_link;
mod guide;
mod health;
mod invitation;
mod player;
mod sign_in;

pub(crate) use form_device::{forgetting, is_open_to_locked};

use crate::answer::{Answer, page};
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::Routes;
use askama::Template;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = account::routes(routes);
    let routes = ask::routes(routes);
    let routes = drafts::routes(routes);
    let routes = first_run::routes(routes);
    let routes = form_device::routes(routes);
    let routes = form_link::routes(routes);
    let routes = guide::routes(routes);
    let routes = health::routes(routes);
    let routes = invitation::routes(routes);
    sign_in::routes(routes)
}

/// A page with one form.
#[derive(Template)]
#[template(path = "front/form.html")]
struct FormPage {
    f: Frame,
    lead: Vec<String>,
    form: Form,
    after: Vec<String>,
}

/// A page that says something.
#[derive(Template)]
#[template(path = "front/words.html")]
struct WordsPage {
    f: Frame,
    lead: Vec<String>,
    to: (String, String),
}

/// A page with one form between the messages `lead` and `after`.
fn form_page(f: Frame, lead: &[&str], form: Form, after: &[&str]) -> Answer {
    let say = |keys: &[&str]| keys.iter().map(|key| f.w.say((*key).to_owned()).to_string()).collect();
    let (lead, after) = (say(lead), say(after));
    page(&FormPage { f, lead, form, after })
}
