//! What every page carries: words, title, the way around, what was typed and what was wrong with it.

use crate::answer;
use crate::fields::Fields;
use crate::words::Words;
use crate::workbench::history::{is_id, value_words};
use axum::http::StatusCode;
use clinic::problem::Problem;
use treatment::ids::{SubmissionId, Version};
use treatment::refusal::Refusal;

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words of the page's language.
    pub w: Words,
    /// Its language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The page's title.
    pub title: String,
    /// The service's name; its neutral name on the portal.
    pub service: String,
    /// Name of the person who is signed in.
    pub who: Option<String>,
    /// The ways around.
    pub nav: Vec<NavItem>,
    /// Something that went well, in words.
    pub notice: Option<String>,
    /// Something that did not, in words.
    pub problem: Option<String>,
    /// Whether this is the demo clinic.
    pub demo: bool,
    /// The name of the next press of a button on this page.
    pub submission: String,
    /// The course's header, on pages of a course.
    pub course: Option<CourseFrame>,
    /// What was typed, when a form comes back.
    pub typed: Fields,
    /// The press that the form which comes back stands for: after something broke it may have been carried out already.
    pub press: Option<String>,
    /// What was wrong with it.
    pub errors: Errors,
    /// The version of the course this page was made from.
    pub version: Option<Version>,
    /// The text that somebody else wrote meanwhile, to be shown beside what was typed.
    pub draft_problem: Option<String>,
    /// Whether that is a draft of the same person, from another window.
    pub is_draft_elsewhere: bool,
}

/// A way to go.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// Whether it is this page.
    pub current: bool,
    /// The key that goes there, or nothing.
    pub key: &'static str,
}

/// The header of a course's pages.
#[derive(Clone, Debug)]
pub struct CourseFrame {
    /// `/courses/<id>`.
    pub href: String,
    /// The client's name.
    pub client_name: String,
    /// "7 of 16".
    pub count_text: String,
    /// `opening`, `middle`, `ending`, `closed`.
    pub phase: &'static str,
    /// The phase in words.
    pub phase_text: String,
    /// The focus in the client's words.
    pub focus_words: Option<String>,
    /// The latest mood number with the event it goes with.
    pub mood_text: Option<String>,
    /// The course band as SVG.
    pub band: String,
    /// The pages of the course.
    pub tabs: Vec<NavItem>,
}

/// What is wrong with a form.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    /// Each field that is wrong, with the sentence.
    pub list: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// The sentence.
    pub text: String,
}

impl Errors {
    /// The sentence about a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.list.iter().find(|error| error.field == field).map(|error| error.text.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The field of a form for what the domain calls by its own name: a note is typed into `text`.
fn field_of<'n>(fields: &Fields, field: &'n str) -> &'n str {
    const OTHER: [(&str, &str); 15] = [
        ("note", "text"),
        ("amendment", "text"),
        ("evidence", "words"),
        ("goal", "words"),
        ("credit", "words"),
        ("plan", "what"),
        ("plan", "plan-what"),
        ("when", "plan-when"),
        ("opening-words", "plan-opening-words"),
        ("if-then", "plan-if-then"),
        ("words", "passages"),
        ("mood", "mood-before"),
        ("support", "support-received"),
        ("contact", "contact-how"),
        ("staying-well", "signs"),
    ];
    if fields.has(field) {
        return field;
    }
    let other = OTHER.iter().find(|(known, other)| *known == field && fields.has(other));
    other.map_or(field, |(_, other)| other)
}

impl Frame {
    /// What a field shows: what was typed when its form came back, otherwise `stored`.
    pub fn value(&self, form: &str, field: &str, stored: &str) -> String {
        if self.typed.is_form(form) { self.typed.text(field) } else { stored.to_owned() }
    }

    /// The sentence about a field of a form that came back.
    pub fn error(&self, form: &str, field: &str) -> Option<&str> {
        if self.typed.is_form(form) { self.errors.of(field) } else { None }
    }

    /// The version as the hidden field has it.
    pub fn version_text(&self) -> String {
        self.version.map(|version| version.0.to_string()).unwrap_or_default()
    }

    /// The name of the next press of the button of a form.
    pub(crate) fn press_of(&self, form: &str) -> String {
        let again = self.press.clone().filter(|_| self.typed.is_form(form));
        again.unwrap_or_else(answer::new_submission)
    }

    /// What was typed and chosen, for a form that has no place any more.
    pub(crate) fn typed_in_words(&self) -> Vec<(String, String)> {
        in_words(&self.typed, &self.w)
    }

    /// Takes in a problem, keeping what was typed: what a person can mend, and what broke, for another try. Passes on
    /// that something is not theirs.
    pub fn take_problem(
        &mut self,
        problem: Problem,
        mut fields: Fields,
        words: &Words,
    ) -> Result<StatusCode, Problem> {
        let status = match &problem {
            Problem::Refused(refusal) => {
                let text = words.refusal(refusal);
                if let Some(field) = refusal.field().map(|field| field_of(&fields, field)) {
                    self.errors.list.push(FieldError { field: field.to_owned(), text: text.clone() });
                }
                if let Refusal::Unanswered(items) = refusal {
                    let each =
                        items.iter().map(|item| FieldError { field: item.clone(), text: text.clone() });
                    self.errors.list.extend(each);
                }
                self.problem = Some(text);
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Problem::Meanwhile(theirs) => {
                self.problem = Some(words.say("problem-meanwhile").to_string());
                self.draft_problem = Some(crate::workbench::history::fact_text(&theirs.fact, words));
                StatusCode::CONFLICT
            }
            Problem::DraftElsewhere { text, beside, .. } => {
                self.problem = Some(words.say("draft-elsewhere").to_string());
                self.draft_problem = Some(draft_in_words(text, words));
                self.is_draft_elsewhere = true;
                fields = fields.without(&["beside"]).with("beside", beside.to_string());
                StatusCode::CONFLICT
            }
            Problem::Trouble(trouble) => {
                self.problem = Some(answer::trouble_in_words(trouble, words).join(" "));
                self.press =
                    fields.some_text("submission").filter(|name| SubmissionId::parse(name).is_some());
                answer::status_of(&problem)
            }
            Problem::NotYours => return Err(problem),
        };
        self.typed = fields;
        Ok(status)
    }
}

/// A draft as a person reads it: a text as it is, a whole form field by field.
pub(crate) fn draft_in_words(text: &str, words: &Words) -> String {
    let Some(fields) = Fields::from_draft(text) else { return text.to_owned() };
    let lines = in_words(&fields, words).into_iter().map(|(label, said)| format!("{label}: {said}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What was typed and chosen, by the names of the fields.
fn in_words(typed: &Fields, words: &Words) -> Vec<(String, String)> {
    // What a page put there itself, names of things by number, and what opens something.
    const SILENT: [&str; 32] = [
        "passphrase",
        "passphrase-old",
        "secret",
        "pin",
        "token",
        "subject",
        "course",
        "language",
        "onset-sign",
        "form",
        "submission",
        "version",
        "draft",
        "revision",
        "beside",
        "told",
        "person",
        "people",
        "plan",
        "plan-from",
        "plan-person",
        "passage-of",
        "goal",
        "entry",
        "evidence",
        "evidence-source",
        "measure-version",
        "measure-language",
        "answer",
        "go",
        "item",
        "task",
    ];
    let form = typed.text("form");
    // Where to go after signing in, and what opens a form that was handed out.
    let opens = |name: &str| matches!((form.as_str(), name), ("sign-in", "next") | ("form" | "", "code"));
    // The questions of a measure go by number: its answers say nothing without them.
    let is_question =
        |name: &str| name.strip_prefix("a-").unwrap_or(name).bytes().all(|byte| byte.is_ascii_digit());
    let is_handed_out = typed.iter().any(|(name, _)| name.starts_with("a-") && is_question(name));
    let fields = typed.iter().filter(|(name, text)| {
        let is_silent = SILENT.contains(name) || is_question(name) || opens(name);
        !(text.trim().is_empty() || is_silent || is_handed_out && *name == "measure")
    });
    let in_words = fields.filter_map(|(name, text)| {
        // Of a row of a grid the column has the words.
        let column = name.split_once(|c: char| c.is_ascii_digit()).and_then(|(_, rest)| rest.split_once('-'));
        let name = column.map_or(name, |(_, column)| column);
        // Of what a passage speaks is a name by number.
        let text =
            if name == "passages" { text.split_once(' ').map_or(text, |(_, said)| said) } else { text };
        let said = value_words(name, text, words);
        let own = [format!("field-{form}-{name}"), format!("field-{name}")];
        let label = own.into_iter().find(|key| words.has(key));
        // Without a name in words, an id or a number was put there by the page.
        if label.is_none() && (is_id(text) || text.parse::<u64>().is_ok()) {
            return None;
        }
        Some((words.say(label.unwrap_or_else(|| "field-this".to_owned())).to_string(), said))
    });
    in_words.collect()
}
