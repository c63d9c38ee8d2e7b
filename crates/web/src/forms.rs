//! Forms, built once and drawn by one template (`templates/parts/form.html`): label above, hint, what was typed
//! kept, what was wrong said under the field.

use crate::fields::Fields;
use crate::frame::{Frame, draft_in_words};
use crate::written::Folded;
use askama::Template;
use treatment::vocabulary::Vocabulary;

/// A form, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name on the page; comes back as the field `form`.
    pub id: String,
    /// Where it goes.
    pub action: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// What its button says.
    pub submit: String,
    /// Whether the button is a quiet one.
    pub is_quiet: bool,
    /// `data-queue` when what is written while the connection is lost waits on the page, `data-queue-next` when it is
    /// the second step of such a form; or nothing.
    pub queue: &'static str,
    /// Whether it only asks for another view of the page and writes nothing.
    pub is_view: bool,
    /// Whether it asks before it is sent, with this sentence.
    pub confirm: Option<String>,
    /// Fields that are not shown.
    pub hidden: Vec<(String, String)>,
    /// What went wrong, when it came back.
    pub problem: Option<String>,
    /// What somebody else wrote meanwhile.
    pub theirs: Option<String>,
    /// What was written into its draft in other windows and does not stand in it, after the sentence that says so.
    pub beside: Option<(String, Vec<Folded>)>,
    /// Where drafts are saved, when what is typed is saved by itself.
    pub draft: Option<FormDraft>,
    /// Where a second button takes it, that keeps what is typed, and the button's words.
    pub keep: Option<(String, String)>,
}

/// How a form's text is saved by itself.
#[derive(Clone, Debug)]
pub struct FormDraft {
    /// The field; nothing when the whole form is saved.
    pub field: String,
    /// Where it is saved.
    pub to: String,
    /// What to say when nobody is signed in any more, or the line is cut: nothing is sent until it is saved.
    pub unsaved: String,
    /// What it is a draft of.
    pub subject: String,
    /// The course, in hexadecimal, or nothing.
    pub course: String,
    /// The revision shown.
    pub revision: u64,
    /// When it was saved, in words, or nothing.
    pub saved: String,
}

/// A field.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `text`, `area`, `date`, `time`, `number`, `password`, `email`, `select`, `radio`, `checks`, `check`, `scale`,
    /// `grid`; `fold` and `unfold` stand around fields that open together.
    pub kind: &'static str,
    /// What it asks.
    pub label: String,
    /// A word of help, or nothing.
    pub hint: String,
    /// What it shows.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Least and most of a number.
    pub range: (i64, i64),
    /// Rows of a long text.
    pub rows: u8,
    /// What browsers may fill in.
    pub autocomplete: &'static str,
    /// Whether the page opens with the cursor here.
    pub is_first: bool,
    /// Whether it is open, when it is a fold.
    pub is_open: bool,
    /// Where a button under it takes the form, and the button's words.
    pub button: Option<(String, String)>,
    /// Its columns, when it is a grid.
    pub heads: Vec<String>,
    /// Its rows, when it is a grid.
    pub grid: Vec<GridRow>,
}

/// A row of a grid of fields.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// What stands before it.
    pub title: String,
    /// Its fields, one for each column.
    pub cells: Vec<Cell>,
}

/// A field in a grid; sent as `<grid>-<row>-<column>`, rows from 0.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub value: String,
    /// What can be chosen; without choices it is text.
    pub choices: Vec<Choice>,
}

/// A column of a grid, and what can be chosen there; nothing for text.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The key of its words.
    pub label: String,
    /// What can be chosen.
    pub choices: Vec<(String, String)>,
}

impl Column {
    /// A column of texts; its words are `field-<name>`.
    pub fn text(name: &str) -> Self {
        Self { name: name.to_owned(), label: format!("field-{name}"), choices: Vec::new() }
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub text: String,
    /// Whether it is chosen.
    pub is_on: bool,
}

/// Builds a form on a page.
#[derive(Debug)]
pub struct FormBuilder<'f> {
    frame: &'f Frame,
    form: Form,
    /// What was saved of the whole form.
    kept: Option<Fields>,
}

/// A form as it stands on a page.
#[derive(Template)]
#[template(path = "parts/form.html")]
pub(crate) struct ShownForm<'f> {
    form: &'f Form,
}

/// A field as it stands in its form.
#[derive(Template)]
#[template(path = "parts/field.html")]
struct ShownField<'f> {
    form: &'f Form,
    field: &'f Field,
}

impl Form {
    pub(crate) fn shown(&self) -> ShownForm<'_> {
        ShownForm { form: self }
    }

    /// Whether something is typed in it that was not sent, or came back.
    pub fn is_begun(&self) -> bool {
        self.problem.is_some() || self.draft.as_ref().is_some_and(|draft| !draft.saved.is_empty())
    }

    fn field<'f>(&'f self, field: &'f Field) -> ShownField<'f> {
        ShownField { form: self, field }
    }

    /// Begins a form of that name that goes to `action`.
    pub fn on<'f>(frame: &'f Frame, id: &str, action: impl Into<String>) -> FormBuilder<'f> {
        let is_back = frame.typed.is_form(id);
        FormBuilder {
            frame,
            form: Self {
                id: id.to_owned(),
                action: action.into(),
                fields: Vec::new(),
                submit: String::new(),
                is_quiet: false,
                is_view: false,
                queue: "",
                confirm: None,
                hidden: vec![
                    ("form".to_owned(), id.to_owned()),
                    ("submission".to_owned(), frame.press_of(id)),
                    ("version".to_owned(), frame.version_text()),
                ],
                problem: if is_back { frame.problem.clone() } else { None },
                theirs: if is_back { frame.draft_problem.clone() } else { None },
                beside: None,
                draft: None,
                keep: None,
            },
            kept: None,
        }
    }
}

impl Field {
    /// Whether something is written, chosen or wrong in it.
    fn is_telling(&self) -> bool {
        let is_chosen = |choices: &[Choice]| choices.iter().any(|one| one.is_on && !one.value.is_empty());
        let mut cells = self.grid.iter().flat_map(|row| &row.cells);
        self.error.is_some()
            || !self.value.is_empty()
            || is_chosen(&self.choices)
            || cells.any(|cell| !cell.value.is_empty() || is_chosen(&cell.choices))
    }
}

impl FormBuilder<'_> {
    fn put(mut self, kind: &'static str, name: &str, stored: &str) -> Self {
        let words = &self.frame.w;
        let kept = self.kept.as_ref().filter(|kept| kept.has(name)).map(|kept| kept.text(name));
        let stored = kept.as_deref().unwrap_or(stored);
        // A number at the end is a place in a list: the words are those of the list.
        let plain = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let plain = if plain.len() == name.len() { name } else { plain.trim_end_matches('-') };
        let hint = format!("hint-{}-{plain}", self.form.id);
        let own = format!("field-{}-{plain}", self.form.id);
        let label = if words.has(&own) { own } else { format!("field-{plain}") };
        let hint = if words.has(&hint) { words.say(hint).to_string() } else { String::new() };
        self.form.fields.push(Field {
            name: name.to_owned(),
            kind,
            label: words.say(label).to_string(),
            hint,
            value: self.frame.value(&self.form.id, name, stored),
            error: self.frame.error(&self.form.id, name).map(str::to_owned),
            rows: 4,
            autocomplete: "off",
            ..Field::default()
        });
        self
    }

    fn last(&mut self) -> &mut Field {
        self.form.fields.last_mut().expect("a field was put before")
    }

    /// One line of text.
    #[must_use]
    pub fn text(self, name: &str, stored: &str) -> Self {
        self.put("text", name, stored)
    }

    /// A mail address.
    #[must_use]
    pub fn email(self, name: &str, stored: &str) -> Self {
        self.put("email", name, stored)
    }

    /// A passphrase.
    #[must_use]
    pub fn password(self, name: &str, autocomplete: &'static str) -> Self {
        let mut built = self.put("password", name, "");
        let last = built.last();
        last.value = String::new();
        last.autocomplete = autocomplete;
        built
    }

    /// What browsers may fill into the last field.
    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.last().autocomplete = what;
        self
    }

    /// Opens the page with the cursor in the last field: for what is written one after the other.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.last().is_first = true;
        self
    }

    /// Several lines of text.
    #[must_use]
    pub fn area(self, name: &str, stored: &str, rows: u8) -> Self {
        let mut built = self.put("area", name, stored);
        built.last().rows = rows;
        built
    }

    /// A day.
    #[must_use]
    pub fn day(self, name: &str, stored: Option<treatment::time::Day>) -> Self {
        let stored = stored.map(|day| day.to_string()).unwrap_or_default();
        self.put("date", name, &stored)
    }

    /// A time of day.
    #[must_use]
    pub fn time(self, name: &str, stored: Option<u16>) -> Self {
        let stored = stored.map(|minute| self.frame.w.time(minute)).unwrap_or_default();
        self.put("time", name, &stored)
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, name: &str, stored: Option<i64>, least: i64, most: i64) -> Self {
        let stored = stored.map(|number| number.to_string()).unwrap_or_default();
        let mut built = self.put("number", name, &stored);
        built.last().range = (least, most);
        built
    }

    /// A number from 0 to 10 on a row of buttons.
    #[must_use]
    pub fn scale(self, name: &str, stored: Option<u8>) -> Self {
        self.scale_of(name, stored.map(i64::from), 0, 10)
    }

    /// A number of a few in a row, one tap each.
    #[must_use]
    pub fn scale_of(self, name: &str, stored: Option<i64>, least: i64, most: i64) -> Self {
        let numbers = (least..=most).map(|number| (number.to_string(), number.to_string())).collect();
        self.choose("scale", name, numbers, stored.map(|number| number.to_string()).as_deref())
    }

    /// One of a vocabulary, all of it in sight.
    #[must_use]
    pub fn radio<V: Vocabulary>(self, name: &str, kind: &str, stored: Option<V>) -> Self {
        let choices = terms::<V>(self.frame, kind);
        self.choose("radio", name, choices, stored.map(Vocabulary::value_key))
    }

    /// One of a vocabulary, folded up.
    #[must_use]
    pub fn select<V: Vocabulary>(self, name: &str, kind: &str, stored: Option<V>) -> Self {
        let mut choices = terms::<V>(self.frame, kind);
        if stored.is_none() {
            choices.insert(0, (String::new(), self.frame.w.say("choose").to_string()));
        }
        self.choose("select", name, choices, stored.map(Vocabulary::value_key))
    }

    /// One of a vocabulary, folded up, or none of it.
    #[must_use]
    pub fn select_some<V: Vocabulary>(self, name: &str, kind: &str, stored: Option<V>) -> Self {
        let choices = terms::<V>(self.frame, kind);
        self.select_of(name, choices, stored.map(Vocabulary::value_key))
    }

    /// One of the given, in sight.
    #[must_use]
    pub fn radio_of(self, name: &str, choices: Vec<(String, String)>, stored: Option<&str>) -> Self {
        self.choose("radio", name, choices, stored)
    }

    /// One of the given, folded up, or none of them.
    #[must_use]
    pub fn select_of(self, name: &str, mut choices: Vec<(String, String)>, stored: Option<&str>) -> Self {
        choices.insert(0, (String::new(), self.frame.w.say("choose-none").to_string()));
        self.choose("select", name, choices, stored)
    }

    /// Any of the given.
    #[must_use]
    pub fn checks(self, name: &str, choices: Vec<(String, String)>, stored: &[String]) -> Self {
        let is_back = self.frame.typed.is_form(&self.form.id);
        let kept = self.kept.as_ref().map(|kept| kept.all(name));
        let chosen =
            if is_back { self.frame.typed.all(name) } else { kept.unwrap_or_else(|| stored.to_vec()) };
        let mut built = self.put("checks", name, "");
        built.last().choices = choices
            .into_iter()
            .map(|(value, text)| Choice { is_on: chosen.contains(&value), value, text })
            .collect();
        built
    }

    /// A table of fields: as many rows as `titles`, with what is stored in the first of them.
    #[must_use]
    pub fn grid(self, name: &str, columns: &[Column], titles: Vec<String>, stored: &[Vec<String>]) -> Self {
        let mut built = self.put("grid", name, "");
        let frame = built.frame;
        let form = built.form.id.clone();
        let saved = built.kept.clone();
        let rows = titles.into_iter().enumerate().map(|(row, title)| {
            let cells = columns.iter().enumerate().map(|(place, column)| {
                let kept = stored.get(row).and_then(|cells| cells.get(place)).map_or("", String::as_str);
                let name = format!("{name}-{row}-{}", column.name);
                let saved = saved.as_ref().filter(|saved| saved.has(&name)).map(|saved| saved.text(&name));
                let value = frame.value(&form, &name, saved.as_deref().unwrap_or(kept));
                let choices = column.choices.iter().map(|(choice, text)| Choice {
                    is_on: *choice == value,
                    value: choice.clone(),
                    text: text.clone(),
                });
                Cell { name, choices: choices.collect(), value }
            });
            GridRow { title, cells: cells.collect() }
        });
        let (grid, heads) =
            (rows.collect(), columns.iter().map(|column| frame.w.say(column.label.clone()).to_string()));
        let heads = heads.collect();
        let last = built.last();
        last.grid = grid;
        last.heads = heads;
        built
    }

    /// A box to tick.
    #[must_use]
    pub fn check(self, name: &str, stored: bool) -> Self {
        self.put("check", name, if stored { "yes" } else { "" })
    }

    /// A box to tick that is there only where it is asked for: the page asks, it is ticked already, or the form came
    /// back because of it.
    #[must_use]
    pub fn check_if(self, is_asked: bool, name: &str, stored: bool) -> Self {
        let is_back = self.frame.typed.is_form(&self.form.id)
            && (self.frame.typed.has(name) || self.frame.error(&self.form.id, name).is_some());
        if is_asked || stored || is_back { self.check(name, stored) } else { self }
    }

    fn choose(
        self,
        kind: &'static str,
        name: &str,
        choices: Vec<(String, String)>,
        stored: Option<&str>,
    ) -> Self {
        let mut built = self.put(kind, name, stored.unwrap_or_default());
        let chosen = built.last().value.clone();
        built.last().choices =
            choices.into_iter().map(|(value, text)| Choice { is_on: value == chosen, value, text }).collect();
        built
    }

    /// Another label than the field's own.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.last().label = text.into();
        self
    }

    /// The fields after it open together, under these words, until `unfold`.
    #[must_use]
    pub fn fold(mut self, name: &str, words: &str) -> Self {
        let label = self.frame.w.say(words.to_owned()).to_string();
        self.form.fields.push(Field { name: name.to_owned(), kind: "fold", label, ..Field::default() });
        self
    }

    /// Ends the fold; it stands open when something is written or wrong in it.
    #[must_use]
    pub fn unfold(mut self) -> Self {
        let begin = self.form.fields.iter().rposition(|field| field.kind == "fold");
        let begin = begin.expect("a fold was begun");
        let is_open = self.form.fields[begin..].iter().any(Field::is_telling);
        self.form.fields[begin].is_open = is_open;
        self.form.fields.push(Field { kind: "unfold", ..Field::default() });
        self
    }

    /// A button under the last field that takes the form to another place.
    #[must_use]
    pub fn button(mut self, to: String, words: &str) -> Self {
        let words = self.frame.w.say(words.to_owned()).to_string();
        self.last().button = Some((to, words));
        self
    }

    /// A field that is not shown.
    #[must_use]
    pub fn hidden(mut self, name: &str, value: impl Into<String>) -> Self {
        self.form.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// What another window wrote into the draft is shown; a form that came back with it saves over it knowingly.
    fn put_beside(&mut self, beside: &[String]) {
        let words = &self.frame.w;
        if self.form.theirs.is_some() && self.frame.is_draft_elsewhere {
            self.form.hidden.push(("told".to_owned(), "on".to_owned()));
        } else if !beside.is_empty() {
            let texts = beside.iter().map(|text| Folded::of(draft_in_words(text, words), words)).collect();
            self.form.beside = Some((words.say("draft-beside").to_string(), texts));
        }
    }

    /// What is kept of it and when that was saved; what stands beside it is shown. The form carries what it is a draft of,
    /// and the revisions that the page knows.
    fn put_kept(
        &mut self,
        draft: Option<clinic::drafts::SavedDraft>,
        subject: &str,
        zone: &str,
    ) -> (Option<String>, u64, String) {
        let beside = draft.as_ref().map_or(0, |draft| draft.revision_beside);
        let (text, revision, saved) = match draft {
            Some(draft) => self.kept_of(draft, zone),
            None => (None, 0, String::new()),
        };
        // Told of another window's text, it shows that one in place of what stands beside it.
        let is_told = self.form.theirs.is_some() && self.frame.is_draft_elsewhere;
        let beside = if is_told { self.frame.typed.number("beside").unwrap_or(0) } else { beside };
        let known = [
            ("draft", subject.to_owned()),
            ("revision", revision.to_string()),
            ("beside", beside.to_string()),
        ];
        self.form.hidden.extend(known.map(|(name, value)| (name.to_owned(), value)));
        (text, revision, saved)
    }

    fn kept_of(&mut self, draft: clinic::drafts::SavedDraft, zone: &str) -> (Option<String>, u64, String) {
        self.put_beside(&draft.beside);
        if draft.revision == 0 {
            return (None, 0, String::new());
        }
        let typed = &self.frame.typed;
        let is_unseen =
            typed.is_form(&self.form.id) && !self.frame.is_draft_elsewhere && typed.as_draft() != draft.text;
        // What another window saved meanwhile is not shown on a form that came back: it is not taken away with it either.
        let known =
            if is_unseen { typed.number("revision").unwrap_or(draft.revision) } else { draft.revision };
        let saved = self.frame.w.moment(draft.saved_at, zone);
        (Some(draft.text), known, saved)
    }

    /// Saves the last field's text by itself.
    #[must_use]
    pub fn draft(
        mut self,
        draft: Option<clinic::drafts::SavedDraft>,
        subject: String,
        course: String,
        zone: &str,
    ) -> Self {
        let is_back = self.frame.typed.is_form(&self.form.id);
        let (text, revision, saved) = self.put_kept(draft, &subject, zone);
        if let Some(text) = text.filter(|_| !is_back) {
            self.last().value = text;
        }
        let field = self.last().name.clone();
        let unsaved = self.frame.w.say("draft-unsaved").to_string();
        let to = "/drafts".to_owned();
        self.form.draft = Some(FormDraft { field, to, unsaved, subject, course, revision, saved });
        self
    }

    /// Saves what was named before at another address than drafts are: a sheet that is never sent.
    #[must_use]
    pub fn saved_at(mut self, to: String) -> Self {
        if let Some(draft) = &mut self.form.draft {
            draft.to = to;
        }
        if let Some((said, _)) = &mut self.form.beside {
            *said = self.frame.w.say("draft-beside-sheet").to_string();
        }
        self
    }

    /// Saves everything typed and chosen by itself. Asked for before the fields; `field` takes what was saved of one
    /// text alone.
    #[must_use]
    pub fn drafted(
        mut self,
        field: &str,
        draft: Option<clinic::drafts::SavedDraft>,
        subject: String,
        course: String,
        zone: &str,
    ) -> Self {
        let (text, revision, saved) = self.put_kept(draft, &subject, zone);
        if let Some(text) = text {
            let kept = Fields::from_draft(&text);
            self.kept = Some(kept.unwrap_or_else(|| vec![(field.to_owned(), text)].into()));
        }
        let unsaved = self.frame.w.say("draft-unsaved").to_string();
        let (field, to) = (String::new(), "/drafts".to_owned());
        self.form.draft = Some(FormDraft { field, to, unsaved, subject, course, revision, saved });
        self
    }

    /// A second button that takes what is typed to another place, without what the first does.
    #[must_use]
    pub fn keep(mut self, to: String, words: &'static str) -> Self {
        self.form.keep = Some((to, self.frame.w.say(words).to_string()));
        self
    }

    /// What is written while the connection is lost waits on the page and is sent when it is back.
    #[must_use]
    pub fn queued(mut self) -> Self {
        self.form.queue = "data-queue";
        self
    }

    /// The second step of a form that may have waited.
    #[must_use]
    pub fn queued_next(mut self) -> Self {
        self.form.queue = "data-queue-next";
        self
    }

    /// A button of less weight.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.form.is_quiet = true;
        self
    }

    /// The form as one that only asks for another view: nothing but what is typed goes into the address.
    pub fn get(mut self, submit: &str) -> Form {
        self.form.is_view = true;
        self.form.hidden.clear();
        self.send(submit)
    }

    /// The form, with the words of its button.
    pub fn send(mut self, submit: &str) -> Form {
        self.form.submit = self.frame.w.say(submit.to_owned()).to_string();
        self.form
    }
}

/// The words of a vocabulary.
pub fn terms<V: Vocabulary>(frame: &Frame, kind: &str) -> Vec<(String, String)> {
    V::VALUES
        .iter()
        .map(|value| (value.value_key().to_owned(), frame.w.term(kind, value.value_key()).to_string()))
        .collect()
}
