//! One form, one question at a time, for who has no portal: nothing of it is stored before it is sent. The answers so
//! far travel in the page, so that a form that is shown again holds what this page was given and nothing else.

use crate::answer::{Answer, page, refused};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::visit::Visit;
use askama::Template;
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::instrument::Instrument;

/// A page without a way around: a title, and what it shows.
#[derive(Default)]
pub(super) struct Bare {
    pub(super) lead: Vec<String>,
    pub(super) problem: Option<String>,
    pub(super) question: Option<Question>,
    pub(super) review: Option<Review>,
    pub(super) form: Option<Form>,
    /// Names and numbers of people to call.
    pub(super) numbers: Vec<(String, String)>,
    /// A way back for staff: address and words.
    pub(super) foot: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "front/handed.html")]
struct BarePage {
    f: Frame,
    b: Bare,
}

pub(super) struct Question {
    action: &'static str,
    hidden: Vec<(String, String)>,
    step: String,
    stem: String,
    words: String,
    options: Vec<(String, String, bool)>,
    has_back: bool,
    /// Whose words they are, under the first question.
    notice: Option<String>,
}

pub(super) struct Review {
    action: &'static str,
    hidden: Vec<(String, String)>,
    /// Question, answer, its place.
    lines: Vec<(String, String, usize)>,
    /// Which questions are open, in words; none when all are answered.
    open: Option<String>,
}

/// What came of a press.
pub(super) enum Played {
    /// Another page of the form.
    Page(Box<Bare>),
    /// It is to be sent: the answers, and the language of the words they answer.
    Send(BTreeMap<String, String>, String),
}

/// The frame of a page that tells nobody what it is about: neutral name, no way around, nobody's name.
pub(super) fn neutral(visit: &Visit, title: &str) -> Frame {
    let mut f = visit.frame(title);
    f.service =
        visit.clinic().service().map_or_else(String::new, |service| service.sheet.neutral_name.clone());
    f.nav = Vec::new();
    f.who = None;
    f
}

pub(super) fn show(f: Frame, bare: Bare) -> Answer {
    let is_wrong = bare.problem.is_some();
    let shown = page(&BarePage { f, b: bare });
    if is_wrong { refused(shown) } else { shown }
}

/// The next page of a form, or its answers when they are to be sent.
///
/// The form keeps the language it was begun in. Answers given to another version of the measure are shown again, each
/// to be looked at once more.
pub(super) fn play(visit: &Visit, fields: &Fields, instrument: &Instrument, action: &'static str) -> Played {
    let language = language_of(visit, fields, instrument);
    let mut answers = BTreeMap::new();
    let mut problem = None;
    for item in &instrument.items {
        let mut given = fields.all(&format!("a-{}", item.key));
        given.dedup();
        let is_option = |code: &String| instrument.options_of(item).iter().any(|option| option.code == *code);
        match given.as_slice() {
            [] => {}
            [code] if code.is_empty() || is_option(code) => {
                drop(answers.insert(item.key.clone(), code.clone()));
            }
            [_] => problem = Some("form-answer-unknown"),
            _ => problem = Some("form-answer-twice"),
        }
    }
    let known = |version: u32| version == instrument.version;
    let is_old = fields.some_number::<u32>("measure-version").ok().flatten().is_some_and(|v| !known(v));
    let go = fields.text("go");
    let at = instrument.items.iter().position(|item| item.key == fields.text("item"));
    let say = |key: &str| visit.words.say(key.to_owned()).to_string();
    let ask = |at: usize, answers: &BTreeMap<String, String>, problem: Option<&str>| {
        let question = question(visit, instrument, &language, at, answers, action);
        Played::Page(Box::new(Bare { question, problem: problem.map(&say), ..Bare::default() }))
    };
    if is_old {
        return ask(0, &answers, Some("form-renewed"));
    }
    if let Some(at) = at {
        let item = &instrument.items[at];
        let mut typed = fields.all("answer");
        typed.dedup();
        if go == "pass" {
            typed.clear();
            answers.insert(item.key.clone(), String::new());
        }
        match typed.as_slice() {
            [] if go == "pass" || go == "back" || go.starts_with("to-") => {}
            [] => return ask(at, &answers, Some("check-in-choose")),
            [code] if instrument.options_of(item).iter().any(|option| option.code == *code) => {
                answers.insert(item.key.clone(), code.clone());
            }
            [_] => return ask(at, &answers, Some("form-answer-unknown")),
            _ => return ask(at, &answers, Some("form-answer-twice")),
        }
        if go == "back" {
            return ask(at.saturating_sub(1), &answers, None);
        }
    }
    if let Some(to) = go.strip_prefix("to-").and_then(|to| to.parse::<usize>().ok()) {
        return ask(to.min(instrument.items.len() - 1), &answers, None);
    }
    let open = instrument.items.iter().position(|item| !answers.contains_key(&item.key));
    match open {
        Some(open) => ask(open, &answers, problem),
        None if go == "send" => Played::Send(answers, language),
        None => Played::Page(Box::new(Bare {
            review: review(visit, instrument, &language, &answers, action),
            problem: problem.map(say),
            ..Bare::default()
        })),
    }
}

/// The answers once more after they could not be sent, with why: nothing that was answered is lost.
pub(super) fn kept(
    visit: &Visit,
    fields: &Fields,
    instrument: &Instrument,
    answers: &BTreeMap<String, String>,
    action: &'static str,
    why: &Problem,
) -> Bare {
    // Where it was sent in a language that is not here, it comes back in one that is.
    let language = instrument.shown_in(&language_of(visit, fields, instrument)).to_owned();
    let problem = match why {
        Problem::Refused(refusal) => visit.words.refusal(refusal),
        Problem::Trouble(trouble) => {
            format!("{} ({})", visit.words.say("form-not-sent"), crate::answer::logged(trouble))
        }
        _ => visit.words.say("form-not-sent").to_string(),
    };
    let review = review(visit, instrument, &language, answers, action);
    Bare { review, problem: Some(problem), ..Bare::default() }
}

/// The language a form was begun in: the one it carries, or that of the page.
fn language_of(visit: &Visit, fields: &Fields, instrument: &Instrument) -> String {
    fields.some_text("language").unwrap_or_else(|| instrument.shown_in(visit.words.tag()).to_owned())
}

fn hidden(
    instrument: &Instrument,
    language: &str,
    answers: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut hidden = vec![
        ("submission".to_owned(), crate::answer::new_submission()),
        ("measure".to_owned(), instrument.key.clone()),
        ("measure-version".to_owned(), instrument.version.to_string()),
        ("language".to_owned(), language.to_owned()),
    ];
    hidden.extend(answers.iter().map(|(item, code)| (format!("a-{item}"), code.clone())));
    hidden
}

fn question(
    visit: &Visit,
    instrument: &Instrument,
    language: &str,
    at: usize,
    answers: &BTreeMap<String, String>,
    action: &'static str,
) -> Option<Question> {
    let text = instrument.text_in(language)?;
    let item = instrument.items.get(at)?;
    let mut others = answers.clone();
    let given = others.remove(&item.key);
    let mut hidden = hidden(instrument, language, &others);
    hidden.push(("item".to_owned(), item.key.clone()));
    let options = instrument.options_of(item).iter().map(|option| {
        let words = instrument.option_words(text, item, &option.code).unwrap_or(&option.code);
        (option.code.clone(), words.to_owned(), given.as_ref() == Some(&option.code))
    });
    Some(Question {
        action,
        hidden,
        step: visit.words.say("step-of").arg("step", at + 1).arg("of", instrument.items.len()).to_string(),
        stem: visit.stem(instrument, text),
        words: text.items.get(&item.key).cloned().unwrap_or_default(),
        options: options.collect(),
        has_back: at > 0,
        notice: instrument.notice().filter(|_| at == 0).map(str::to_owned),
    })
}

fn review(
    visit: &Visit,
    instrument: &Instrument,
    language: &str,
    answers: &BTreeMap<String, String>,
    action: &'static str,
) -> Option<Review> {
    let text = instrument.text_in(language)?;
    let line = |(place, item): (usize, &treatment::instrument::Item)| {
        let code = answers.get(&item.key).cloned().unwrap_or_default();
        let said = instrument.option_words(text, item, &code).map(str::to_owned);
        let said = said.unwrap_or_else(|| visit.words.say("check-in-open").to_string());
        (text.items.get(&item.key).cloned().unwrap_or_default(), said, place)
    };
    let lines = instrument.items.iter().enumerate().map(line).collect();
    let is_open = |item: &&treatment::instrument::Item| {
        item.scored && answers.get(&item.key).is_none_or(String::is_empty)
    };
    let open = instrument.items.iter().filter(is_open).count();
    let open = (open > 0).then(|| visit.words.say("check-in-some-open").arg("count", open).to_string());
    Some(Review { open, action, hidden: hidden(instrument, language, answers), lines })
}
