//! The public guide: what this therapy is, in plain words. Sections are messages `guide-<n>-title` and
//! `guide-<n>-<line>`, as many as the words files have.

use crate::answer::{Answer, page, see};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;
use askama::Template;
use clinic::library::CrisisContact;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/welcome", Rule::Open, show)
}

#[derive(Template)]
#[template(path = "front/guide.html")]
struct GuidePage {
    f: Frame,
    sections: Vec<(String, Vec<String>)>,
    contacts: Vec<CrisisContact>,
}

async fn show(visit: Visit) -> Answer {
    if visit.clinic().service().is_none() {
        return Ok(see("/first"));
    }
    let words = &visit.words;
    let mut sections = Vec::new();
    for section in 1.. {
        let title = format!("guide-{section}-title");
        if !words.has(&title) {
            break;
        }
        let mut lines = Vec::new();
        for line in 1.. {
            let key = format!("guide-{section}-{line}");
            if !words.has(&key) {
                break;
            }
            lines.push(words.say(key).to_string());
        }
        sections.push((words.say(title).to_string(), lines));
    }
    let contacts = visit.crisis_contacts().to_vec();
    page(&GuidePage { f: visit.frame("guide-title"), sections, contacts })
}
