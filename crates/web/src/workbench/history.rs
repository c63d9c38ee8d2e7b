//! Every fact of a course in words: who, when, what; corrections beside originals.

use crate::answer::Answer;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use clinic::plain::body_of;
use serde::Deserialize as _;
use serde_json::{Number, Value};
use std::collections::HashMap;
use treatment::access::{Verb, Who};
use treatment::course::Recorded;
use treatment::fact::Fact;
use treatment::ids::PersonId;
use treatment::instrument::Instrument;
use treatment::time::PartialDate;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/history", Rule::Course(Verb::ReadCourse), show)
}

/// The label of a kind of fact.
fn label(fact: &Fact, words: &Words) -> String {
    words.say(format!("fact-{}", fact.kind().replace('.', "-"))).to_string()
}

/// What a fact says, in words, for showing beside what somebody else typed.
pub(crate) fn fact_text(fact: &Fact, words: &Words) -> String {
    let said = Telling { words, visit: None }.of(fact);
    if said.is_empty() { label(fact, words) } else { format!("{}\n{said}", label(fact, words)) }
}

/// How facts are told: in which words, and where there is a page of the course, with the names of its people.
#[derive(Clone, Copy)]
struct Telling<'a> {
    words: &'a Words,
    visit: Option<&'a CourseVisit>,
}

impl<'a> Telling<'a> {
    /// What a fact says; nothing when its kind says it all.
    fn of(self, fact: &Fact) -> String {
        body_of(fact).map(|body| self.body(fact.kind(), &body)).unwrap_or_default()
    }

    /// What a fact's body says, one field to a line: texts as they were written, values of vocabularies in their words,
    /// numbers and yes or no under their field's name.
    fn body(self, kind: &str, body: &Value) -> String {
        let lines = body.as_object().into_iter().flatten().filter_map(|(field, value)| {
            let name = field.replace('_', "-");
            let label = self.label(kind, &name);
            let said = self.named(kind, &name, value).unwrap_or_else(|| match value {
                Value::String(text) if is_id(text) => String::new(),
                Value::String(text) => self.text(&name, text, body),
                Value::Bool(yes) if label.is_some() => {
                    self.words.say(if *yes { "yes" } else { "no" }).to_string()
                }
                // Names of sessions and the like are numbers too; they say nothing to a reader.
                Value::Number(number) if label.is_some() && !NAMES.contains(&name.as_str()) => {
                    self.points(&name, number, body)
                }
                // Turns of a conversation, ways out: one line each.
                Value::Array(list) if list.iter().any(Value::is_object) => {
                    let each = list.iter().map(|one| self.body(kind, one).replace('\n', " · "));
                    each.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
                }
                Value::Array(list) => {
                    let each =
                        list.iter().filter_map(Value::as_str).map(|one| value_words(&name, one, self.words));
                    each.collect::<Vec<_>>().join(" · ")
                }
                // Answers by the number of their question.
                Value::Object(answers) if name == "answers" => {
                    let each =
                        answers.iter().filter_map(|(item, code)| Some(format!("{item}: {}", code.as_str()?)));
                    each.collect::<Vec<_>>().join(" · ")
                }
                Value::Object(_) => match PartialDate::deserialize(value) {
                    Ok(date) => self.words.partial(&date),
                    Err(_) => self.body(kind, value),
                },
                _ => String::new(),
            });
            (!said.trim().is_empty()).then(|| match label {
                Some(label) if label.ends_with(['?', '…']) => format!("{label} {said}"),
                Some(label) => format!("{label}: {said}"),
                None => said,
            })
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The label of a field, where it has one.
    fn label(self, kind: &str, name: &str) -> Option<String> {
        let topic = kind.split('.').next().unwrap_or(kind);
        let key = match name {
            "person" if topic != "plan" => "history-person".to_owned(),
            "at-minute" => "field-at".to_owned(),
            "source" if topic != "course" => format!("field-{topic}-source"),
            _ => format!("field-{name}"),
        };
        Some(key).filter(|key| self.words.has(key)).map(|key| self.words.say(key).to_string())
    }

    /// Who is meant by numbers that stand for people of the map; nothing where the field holds something else.
    fn named(self, kind: &str, name: &str, value: &Value) -> Option<String> {
        let visit = self.visit?;
        let is_end = kind.starts_with("bond.") && matches!(name, "from" | "to");
        if !is_end && !matches!(name, "person" | "people" | "allies") {
            return None;
        }
        let numbers = match value {
            Value::Array(list) => list.iter().map(Value::as_u64).collect::<Option<Vec<_>>>()?,
            one => vec![one.as_u64()?],
        };
        let names =
            numbers.into_iter().map(|number| visit.person_name(u32::try_from(number).ok().map(PersonId)));
        Some(names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · "))
    }

    /// A text or a key in words; a measure and its range by the names the measure has for them.
    fn text(self, name: &str, text: &str, body: &Value) -> String {
        match (name, self.instrument(body)) {
            ("measure", Some(instrument)) => instrument.name.clone(),
            ("band", Some(instrument)) => {
                let own = instrument.text_in(self.words.tag()).and_then(|own| own.bands.get(text));
                own.cloned().unwrap_or_else(|| text.to_owned())
            }
            _ => value_words(name, text, self.words),
        }
    }

    /// A number; a time of the day, and a total as the measure writes it, which may be with tenths.
    fn points(self, name: &str, number: &Number, body: &Value) -> String {
        let total = number.as_u64().and_then(|total| u16::try_from(total).ok());
        match (name, total, self.instrument(body)) {
            ("at-minute", Some(minute), _) => self.words.time(minute),
            ("total" | "first", Some(total), Some(instrument)) => instrument.written(total),
            _ => number.to_string(),
        }
    }

    /// The measure that a body speaks of.
    fn instrument(self, body: &Value) -> Option<&'a Instrument> {
        let content = &self.visit?.library().content;
        let key = body.get("measure")?.as_str()?;
        let version =
            body.get("version").and_then(Value::as_u64).and_then(|version| u32::try_from(version).ok());
        version.and_then(|version| content.instrument_at(key, version)).or_else(|| content.instrument(key))
    }
}

/// Fields whose numbers are names of things in the course.
const NAMES: [&str; 19] = [
    "allies",
    "artefact",
    "bond",
    "event",
    "evidence",
    "flag",
    "follow-up",
    "from",
    "goal",
    "own",
    "passage",
    "person",
    "plan",
    "result",
    "rewrites",
    "schema",
    "session",
    "source",
    "version",
];

/// Kinds of vocabulary that a field of that name may hold, where it is not the field's own name.
const KINDS: &[(&str, &[&str])] = &[
    ("wished", &["ring"]),
    ("failures", &["failure"]),
    ("techniques", &["technique"]),
    ("stage", &["dispute-stage"]),
    ("found", &["hazard"]),
    ("kind", &["event-kind", "consent", "goal-kind", "amend", "alert", "bond"]),
    ("contact-modes", &["contact-mode"]),
    ("contact-often", &["often"]),
    ("conflict-often", &["often"]),
    ("conflict-ends", &["conflict-end"]),
    ("looked-at", &["topic"]),
    ("status", &["person-status", "plan-status"]),
    ("second", &["area"]),
    ("focus", &["focus-still"]),
    ("decision", &["fit"]),
    ("step", &["next-step"]),
    ("by", &["missed-by"]),
    ("mark", &["safety"]),
    ("section", &["history"]),
    ("missed", &["missed-rule", "task", "gate"]),
    ("missing", &["task", "gate"]),
    ("how", &["how", "closing", "close-how"]),
    ("they-meet", &["met"]),
    ("client-meets", &["met"]),
    ("feelings", &["end-feeling"]),
    ("alternatives", &["alternative"]),
    ("source", &["concern-source"]),
    ("to", &["escalated-to"]),
    ("plan", &["flag-plan", "told"]),
    ("intent", &["told"]),
    ("means", &["told"]),
    ("preparing", &["told"]),
    ("attempt", &["told"]),
    ("self-harm", &["told"]),
    ("used", &["plan-use"]),
    ("ideation", &["ideation"]),
    ("felt", &["felt"]),
    ("access", &["access"]),
];

/// A value in words: its vocabulary's, a key's own message, or the text as it is.
pub(crate) fn value_words(field: &str, text: &str, words: &Words) -> String {
    let is_key =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if is_key {
        let others = KINDS.iter().find(|(known, _)| *known == field).map_or(&[][..], |(_, kinds)| kinds);
        let kinds = std::iter::once(&field).chain(others);
        let mut keys = kinds.flat_map(|kind| [format!("term-{kind}-{text}"), format!("{kind}-{text}")]);
        if let Some(key) = keys.find(|key| words.has(key)) {
            return words.say(key).to_string();
        }
        if text.contains('-') && words.has(text) {
            return words.say(text.to_owned()).to_string();
        }
    }
    treatment::time::Day::parse(text).map_or_else(|| text.to_owned(), |day| words.plain_day(day))
}

pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a fact is a rating that this reader must not see before their own is in.
fn is_blind(visit: &CourseVisit, recorded: &Recorded<Fact>) -> bool {
    let (Fact::AreasRated(_), Who::Staff(rater)) = (&recorded.fact, recorded.who) else { return false };
    let reader = visit.actor().ok().and_then(treatment::access::Actor::staff);
    let therapist = visit.course().rating_therapist().unwrap_or(rater);
    !visit.course().ratings.is_visible(rater, reader, therapist)
}

async fn show(visit: CourseVisit) -> Answer {
    let facts = visit.clinic().history(visit.actor()?, visit.id).await?;
    let mut names: HashMap<Who, String> = HashMap::new();
    let mut items = Vec::with_capacity(facts.len());
    for recorded in facts.iter().rev() {
        if let std::collections::hash_map::Entry::Vacant(e) = names.entry(recorded.who) {
            let name = match recorded.who {
                Who::Clock => visit.words.say("audit-clock").to_string(),
                who => visit.clinic().name_of(who).await?,
            };
            e.insert(name);
        }
        let text = match &recorded.fact {
            Fact::CourseHandedOver(said) => super::handed_over::in_history(&visit, said).await?,
            _ if is_blind(&visit, recorded) => String::new(),
            fact => Telling { words: &visit.words, visit: Some(&visit) }.of(fact),
        };
        items.push(Item {
            text,
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
