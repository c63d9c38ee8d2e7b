//! Answers as a FHIR R4 `QuestionnaireResponse`, out and in.

use crate::names::{LOINC, canonical, coding, link_id, list, text};
use crate::questionnaire::{TOTAL, scale_link_id};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use treatment::content::Content;
use treatment::instrument::{Instrument, Item, State};
use treatment::measure::{Completed, PartlyAnswered};
use treatment::time::Day;

/// Answers to be written out, with what was concluded from them at the time.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// A name for the file inside FHIR: letters, digits, `-` and `.`, 64 at most.
    pub id: &'a str,
    /// Option codes by item key.
    pub answers: &'a BTreeMap<String, String>,
    /// The day they were given; none where nobody knows.
    pub on: Option<Day>,
    /// Tag of the language in which its words were shown; empty where nobody knows.
    pub language: &'a str,
    /// How far the form was answered.
    pub state: State,
    /// The total in the smallest unit.
    pub total: Option<u16>,
    /// Subscales by key.
    pub subscales: &'a BTreeMap<String, u16>,
}

impl<'a> Answered<'a> {
    /// A result of a course.
    pub fn of(id: &'a str, completed: &'a Completed) -> Self {
        Self {
            id,
            answers: &completed.answers,
            on: Some(completed.on),
            language: &completed.language,
            state: completed.state,
            total: Some(completed.total),
            subscales: &completed.subscales,
        }
    }

    /// A form of a course that was partly answered.
    pub fn of_part(id: &'a str, said: &'a PartlyAnswered, none: &'a BTreeMap<String, u16>) -> Self {
        let (answers, on) = (&said.answers, Some(said.on));
        Self {
            id,
            answers,
            on,
            language: &said.language,
            state: State::Partial,
            total: None,
            subscales: none,
        }
    }
}

/// Answers as a `QuestionnaireResponse`, words where the licence allows them: in the language they were answered in, and
/// in `language` where nobody knows it.
///
/// It names nobody: whose answers they are is for the one who hands it on to add. A form partly answered is
/// `in-progress` and has no total.
pub fn response(instrument: &Instrument, answered: &Answered<'_>, language: &str) -> Value {
    let known = (!answered.language.is_empty()).then_some(answered.language);
    let words = crate::questionnaire::open_text(instrument, known.unwrap_or(language));
    let mut items = Vec::new();
    for item in &instrument.items {
        let Some(code) = answered.answers.get(&item.key) else { continue };
        let Some(option) = instrument.options_of(item).iter().find(|option| option.code == *code) else {
            continue;
        };
        let (system, loinc) = coding(instrument, item, option);
        let mut value = json!({"system": system, "code": loinc});
        let mut said = json!({"linkId": link_id(item)});
        if let Some(words) = words {
            if let Some(shown) = words.items.get(&item.key) {
                said["text"] = json!(shown);
            }
            if let Some(shown) = instrument.option_words(words, item, code) {
                value["display"] = json!(shown);
            }
        }
        said["answer"] = json!([{"valueCoding": value}]);
        items.push(said);
    }
    let mut number = |link: &str, value: u16| {
        let name = if instrument.decimals == 0 { "valueInteger" } else { "valueDecimal" };
        let value: Value = serde_json::from_str(&instrument.written(value)).unwrap_or(Value::Null);
        items.push(json!({"linkId": link, "answer": [{name: value}]}));
    };
    for scale in &instrument.subscales {
        if let Some(value) = answered.subscales.get(&scale.key) {
            number(&scale_link_id(scale), *value);
        }
    }
    if let Some(total) = answered.total.filter(|_| instrument.has_total()) {
        number(TOTAL, total);
    }
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "id": answered.id,
        "questionnaire": format!("{}|{}", canonical(instrument), instrument.version),
        "status": if answered.state == State::Partial { "in-progress" } else { "completed" },
        "item": items,
    });
    if let Some(language) = known {
        response["language"] = json!(language);
    }
    if let Some(day) = answered.on {
        response["authored"] = json!(day.to_string());
    }
    response
}

/// Answers as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAnswers {
    /// Key of the measure.
    pub measure: String,
    /// Version of the measure.
    pub version: u32,
    /// Option codes by item key.
    pub answers: BTreeMap<String, String>,
    /// The day they were given, when it says so.
    pub on: Option<Day>,
    /// Tag of the language they were given in, as the measure's file has it; empty when it says none.
    pub language: String,
    /// The total it brings along, as it is written there. Ours is reckoned from the answers.
    pub total: Option<String>,
}

/// Why a response is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no `QuestionnaireResponse`.
    NotAResponse,
    /// It names no measure that is here, and nobody said which it is.
    UnknownMeasure(String),
    /// It answers a version of the measure that is not here.
    OtherVersion(String),
    /// It was answered in a language in which the measure is not asked here.
    OtherLanguage(String),
    /// An answer to something the measure does not ask.
    UnknownItem(String),
    /// The item has no such answer.
    UnknownAnswer(String),
    /// The item is answered more than once.
    AnsweredTwice(String),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAResponse => f.write_str("this is no FHIR QuestionnaireResponse"),
            Self::UnknownMeasure(name) => write!(f, "it answers {name:?}, which is no measure here"),
            Self::OtherVersion(name) => {
                write!(f, "it answers version {name:?} of the measure, which is not here")
            }
            Self::OtherLanguage(tag) => {
                write!(f, "it was answered in the language {tag:?}, in which the measure is not asked here")
            }
            Self::UnknownItem(link) => write!(f, "the measure has no item {link:?}"),
            Self::UnknownAnswer(link) => write!(f, "the answer to {link:?} is none of its options"),
            Self::AnsweredTwice(link) => write!(f, "{link:?} is answered more than once"),
        }
    }
}

/// Reads answers from a `QuestionnaireResponse`: of ours, or of others to a form whose items go by the same names, by
/// `/` and their LOINC code, or by our keys. With `measure` it is read as answers to that one, whatever it says.
///
/// # Errors
/// The first thing that cannot be read; nothing is guessed and nothing left out.
pub fn read(content: &Content, measure: Option<&str>, response: &Value) -> Result<ReadAnswers, Unread> {
    if response["resourceType"] != "QuestionnaireResponse" {
        return Err(Unread::NotAResponse);
    }
    let named = text(response, "questionnaire").unwrap_or_default();
    let (address, version) = named.split_once('|').unwrap_or((named, ""));
    let of = |one: &&Instrument| {
        if let Some(key) = measure {
            return one.key == key;
        }
        let panel = one.codes.loinc.as_ref().map(|panel| format!("http://loinc.org/q/{panel}"));
        canonical(one) == address || panel.is_some_and(|panel| panel == address)
    };
    let mut known = content.instruments().iter().filter(of);
    let is_ours = address.starts_with("urn:closeness:") && !version.is_empty();
    // The newest version comes first.
    let newest = known.clone().next().ok_or_else(|| Unread::UnknownMeasure(named.to_owned()))?;
    let instrument = if is_ours {
        known
            .find(|one| one.version.to_string() == version)
            .ok_or_else(|| Unread::OtherVersion(version.to_owned()))?
    } else {
        newest
    };
    let mut read = ReadAnswers {
        measure: instrument.key.clone(),
        version: instrument.version,
        answers: BTreeMap::new(),
        on: text(response, "authored").and_then(|at| Day::parse(at.get(..10)?)),
        language: language_of(instrument, response)?,
        total: None,
    };
    read_items(instrument, list(response, "item"), &mut read)?;
    Ok(read)
}

/// The language a response says, or the form that it holds: as the measure's file has it, or without its region. The
/// words of a measure without words here are not ours to know.
fn language_of(instrument: &Instrument, response: &Value) -> Result<String, Unread> {
    let is_form = |one: &&Value| one["resourceType"] == "Questionnaire";
    let of_form = || list(response, "contained").iter().find(is_form).and_then(|form| text(form, "language"));
    let Some(said) = text(response, "language").or_else(of_form) else { return Ok(String::new()) };
    if instrument.text.is_empty() {
        return Ok(String::new());
    }
    let bare = said.split('-').next().unwrap_or(said);
    let known = |wanted: &str| instrument.text.keys().find(|tag| tag.eq_ignore_ascii_case(wanted));
    let tag = known(said).or_else(|| known(bare)).filter(|tag| instrument.is_asked_in(tag));
    tag.cloned().ok_or_else(|| Unread::OtherLanguage(said.chars().take(40).collect()))
}

fn read_items(instrument: &Instrument, items: &[Value], read: &mut ReadAnswers) -> Result<(), Unread> {
    for item in items {
        let link = text(item, "linkId").unwrap_or_default();
        let answers = list(item, "answer");
        read_items(instrument, list(item, "item"), read)?;
        for answer in answers {
            read_items(instrument, list(answer, "item"), read)?;
        }
        if answers.is_empty() {
            continue;
        }
        let named = |one: &&Item| {
            let by_code = one.loinc.as_ref().is_some_and(|code| link.strip_prefix('/') == Some(code));
            link_id(one) == link || one.key == link || by_code
        };
        match instrument.items.iter().find(named) {
            None if is_total(instrument, link) => {
                if link == TOTAL {
                    let value = ["valueInteger", "valueDecimal"].iter().find_map(|name| answers[0].get(name));
                    read.total = value.map(ToString::to_string);
                }
            }
            None => return Err(Unread::UnknownItem(link.to_owned())),
            Some(_) if answers.len() > 1 => return Err(Unread::AnsweredTwice(link.to_owned())),
            Some(known) => {
                let code = option_of(instrument, known, &answers[0])
                    .ok_or_else(|| Unread::UnknownAnswer(link.to_owned()))?;
                if read.answers.insert(known.key.clone(), code).is_some() {
                    return Err(Unread::AnsweredTwice(link.to_owned()));
                }
            }
        }
    }
    Ok(())
}

fn is_total(instrument: &Instrument, link: &str) -> bool {
    let total = instrument.codes.loinc_total.as_ref();
    link == TOTAL
        || total.is_some_and(|code| link.strip_prefix('/') == Some(code))
        || instrument.subscales.iter().any(|scale| scale_link_id(scale) == link)
}

/// The code of the option that an answer means.
fn option_of(instrument: &Instrument, item: &Item, answer: &Value) -> Option<String> {
    let options = instrument.options_of(item);
    let code = if answer["valueCoding"].is_object() {
        let said = text(&answer["valueCoding"], "code")?;
        let is_loinc = answer["valueCoding"]["system"] == LOINC;
        options
            .iter()
            .find(|option| if is_loinc { option.loinc.as_deref() == Some(said) } else { option.code == said })
    } else {
        let said = match (answer.get("valueInteger"), answer.get("valueString")) {
            (Some(number), _) => number.to_string(),
            (None, Some(text)) => text.as_str()?.to_owned(),
            (None, None) => return None,
        };
        options.iter().find(|option| option.code == said)
    };
    code.map(|option| option.code.clone())
}
