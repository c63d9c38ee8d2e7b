//! Every fact of a course in words: who, when, what; corrections beside originals.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use std::collections::HashMap;
use treatment::access::{Verb, Who};
use treatment::fact::Fact;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/history", Rule::Course(Verb::ReadCourse), show)
}

/// The label of a kind of fact.
fn label(fact: &Fact, words: &Words) -> String {
    words.say(format!("fact-{}", fact.kind().replace('.', "-"))).to_string()
}

/// What a fact says, in words, for showing beside what somebody else typed.
pub(crate) fn fact_text(fact: &Fact, words: &Words) -> String {
    let body = serde_json::to_value(fact).ok().and_then(|value| value.get("body").cloned());
    let said = body.as_ref().map(|body| in_words(body, words)).unwrap_or_default();
    if said.is_empty() { label(fact, words) } else { format!("{}\n{said}", label(fact, words)) }
}

/// The texts and numbers of a fact's body, one to a line, each with its field's name.
fn in_words(body: &serde_json::Value, words: &Words) -> String {
    let mut lines = Vec::new();
    if let Some(fields) = body.as_object() {
        for (field, value) in fields {
            let said = match value {
                serde_json::Value::String(text) if is_id(text) => String::new(),
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Bool(yes) => words.say(if *yes { "yes" } else { "no" }).to_string(),
                serde_json::Value::Array(list) => {
                    list.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(" · ")
                }
                serde_json::Value::Object(_) => in_words(value, words),
                _ => String::new(),
            };
            if said.trim().is_empty() {
                continue;
            }
            let key = format!("field-{}", field.replace('_', "-"));
            if words.has(&key) {
                lines.push(format!("{}: {said}", words.say(key)));
            } else {
                lines.push(said);
            }
        }
    }
    lines.join("\n")
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn show(visit: CourseVisit) -> Answer {
    let facts = visit.clinic().history(visit.actor()?, visit.id).await?;
    let mut names: HashMap<Who, String> = HashMap::new();
    let mut items = Vec::with_capacity(facts.len());
    for recorded in facts.iter().rev() {
        if !names.contains_key(&recorded.who) {
            let name = visit.clinic().name_of(recorded.who).await?;
            names.insert(recorded.who, name);
        }
        let body = serde_json::to_value(&recorded.fact).ok().and_then(|value| value.get("body").cloned());
        items.push(Item {
            text: body.map(|body| in_words(&body, &visit.words)).unwrap_or_default(),
            meta: format!(
                "{} · {} · {}",
                visit.words.moment(recorded.at, &visit.zone()),
                names[&recorded.who],
                recorded.version.0
            ),
            ..Item::plain(label(&recorded.fact, &visit.words))
        });
    }
    let mut sheet = Sheet::new(visit.course_frame("tab-history").await?);
    sheet.lead = sheet.say("history-lead");
    sheet.card("", vec![Block::Items(items)]);
    sheet.workbench()
}
