//! A page as cards of blocks. Pages say what is on them; two small templates (`workbench/sheet.html`,
//! `portal/sheet.html`) say how it looks.

use crate::answer::{Answer, page};
use crate::forms::Form;
use crate::frame::Frame;
use crate::written::Folded;
use askama::Template;
use std::sync::Arc;

/// A page.
#[derive(Debug)]
pub struct Sheet {
    /// Its frame.
    pub f: Frame,
    /// A sentence under the title, or nothing.
    pub lead: String,
    /// What matters most.
    pub main: Vec<Card>,
    /// What stands beside it.
    pub side: Vec<Card>,
}

/// A card.
#[derive(Debug, Default)]
pub struct Card {
    /// Its title, or nothing.
    pub title: String,
    /// Where on the page it can be jumped to, or nothing.
    pub id: String,
    /// Nothing, `alert` or `warn`.
    pub tone: &'static str,
    /// What is on it.
    pub blocks: Vec<Block>,
}

/// Something on a card.
#[derive(Debug)]
pub enum Block {
    /// A smaller heading.
    Heading(String),
    /// A paragraph of ours.
    Text(String),
    /// A paragraph of less weight.
    Quiet(String),
    /// What somebody wrote, with its line breaks.
    Written(String),
    /// The same, folded to its first lines while it is long.
    Folded(Folded),
    /// The client's own words.
    Voice(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// A list.
    Items(Vec<Item>),
    /// A list whose lines are drawn already.
    DrawnItems(Vec<Arc<str>>),
    /// Lists side by side, each with its heading, and what an empty one says.
    Sides(Vec<(String, Vec<Item>)>, String),
    /// A form.
    Form(Form),
    /// A form that opens.
    Fold(String, Form),
    /// A drawing, what it shows in words, and the table behind it.
    Figure(String, String, Option<Table>),
    /// A part of the page that a template of its own has drawn.
    Drawn(String),
    /// A table.
    Table(Table),
    /// A table that opens, by its caption.
    FoldTable(Table),
    /// A way to go.
    Link(String, String),
    /// A way to go that is the next thing to do.
    Button(String, String),
}

/// A line of a list.
#[derive(Debug, Default)]
pub struct Item {
    /// Where on the page it can be jumped to, or nothing.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it leads, or nothing.
    pub href: String,
    /// More about it.
    pub text: String,
    /// The client's words, or nothing.
    pub voice: String,
    /// When and by whom, small.
    pub meta: String,
    /// Marks.
    pub pills: Vec<Pill>,
    /// Whether it is done, where that is a question.
    pub done: Option<bool>,
    /// A small drawing, or nothing.
    pub figure: String,
    /// More ways to go.
    pub links: Vec<(String, String)>,
    /// Forms that open, by the words of what they do; without words they stand open.
    pub forms: Vec<(String, Form)>,
}

/// A mark: a word with a shape.
#[derive(Debug)]
pub struct Pill {
    /// Nothing, `alert`, `warn` or `done`.
    pub tone: &'static str,
    /// The word.
    pub text: String,
}

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    /// What it is, for those who do not see it.
    pub caption: String,
    /// Its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A card as it stands on a page. Each part has a template of its own, so that it is compiled once.
#[derive(Template)]
#[template(path = "parts/card.html")]
struct ShownCard<'s> {
    card: &'s Card,
}

/// A line of a list as it stands on a page.
#[derive(Template)]
#[template(path = "parts/item.html")]
struct ShownItem<'s> {
    item: &'s Item,
}

/// A table as it stands on a page.
#[derive(Template)]
#[template(path = "parts/table.html")]
struct ShownTable<'s> {
    table: &'s Table,
}

impl Table {
    fn shown(&self) -> ShownTable<'_> {
        ShownTable { table: self }
    }

    /// The head of a column; nothing where it has none.
    pub fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "workbench/sheet.html")]
struct WorkbenchSheet {
    f: Frame,
    lead: String,
    main: Vec<Card>,
    side: Vec<Card>,
}

#[derive(Template)]
#[template(path = "portal/sheet.html")]
struct PortalSheet {
    f: Frame,
    lead: String,
    main: Vec<Card>,
}

#[derive(Template)]
#[template(path = "parts/cards.html")]
struct MapPart {
    cards: Vec<Card>,
}

impl Sheet {
    /// An empty page.
    pub fn new(f: Frame) -> Self {
        Self { f, lead: String::new(), main: Vec::new(), side: Vec::new() }
    }

    /// The page for staff.
    pub fn workbench(mut self) -> Answer {
        self.say_what_lost_its_place();
        page(&WorkbenchSheet { f: self.f, lead: self.lead, main: self.main, side: self.side })
    }

    /// The map and what stands beside it and shows the same people, without the page around them: for a script that puts
    /// them in their places.
    pub fn map(self) -> Answer {
        let cards = self.main.into_iter().chain(self.side);
        page(&MapPart {
            cards: cards.filter(|card| card.id == "map" || card.id.starts_with("map-")).collect(),
        })
    }

    /// The page for a client: one column.
    pub fn portal(mut self) -> Answer {
        self.say_what_lost_its_place();
        page(&PortalSheet { f: self.f, lead: self.lead, main: self.main })
    }

    /// A form that came back may have no place on the page as it is now: the person was removed, the session moved.
    /// Then what went wrong, what somebody else wrote and what was typed stand above everything.
    fn say_what_lost_its_place(&mut self) {
        let Some(problem) = self.f.problem.clone() else { return };
        let has_place =
            self.main.iter().chain(&self.side).flat_map(Card::forms).any(|form| form.problem.is_some());
        if has_place {
            return;
        }
        let mut blocks = vec![Block::Text(problem)];
        blocks.extend(self.f.draft_problem.clone().map(Block::Written));
        let typed = self.f.typed_in_words();
        if !typed.is_empty() {
            blocks.push(Block::Heading(self.say("problem-typed")));
            blocks.push(Block::Facts(typed));
        }
        self.main.insert(0, Card { tone: "warn", blocks, ..Card::default() });
    }

    /// The words of a key.
    pub fn say(&self, key: &str) -> String {
        self.f.w.say(key.to_owned()).to_string()
    }

    /// Adds a card to the main column.
    pub fn card(&mut self, title: &str, blocks: Vec<Block>) -> &mut Card {
        let title = if title.is_empty() { String::new() } else { self.say(title) };
        self.main.push(Card { title, blocks, ..Card::default() });
        self.main.last_mut().expect("just pushed")
    }

    /// Adds a card beside.
    pub fn beside(&mut self, title: &str, blocks: Vec<Block>) -> &mut Card {
        let title = if title.is_empty() { String::new() } else { self.say(title) };
        self.side.push(Card { title, blocks, ..Card::default() });
        self.side.last_mut().expect("just pushed")
    }
}

impl Card {
    fn shown(&self) -> ShownCard<'_> {
        ShownCard { card: self }
    }

    /// Every form on it.
    fn forms(&self) -> Vec<&Form> {
        let mut forms = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Form(form) | Block::Fold(_, form) => forms.push(form),
                Block::Items(items) => {
                    forms.extend(items.iter().flat_map(|item| item.forms.iter().map(|(_, form)| form)));
                }
                Block::Sides(sides, _) => {
                    let items = sides.iter().flat_map(|(_, items)| items);
                    forms.extend(items.flat_map(|item| item.forms.iter().map(|(_, form)| form)));
                }
                _ => {}
            }
        }
        forms
    }
}

impl Item {
    fn shown(&self) -> ShownItem<'_> {
        ShownItem { item: self }
    }

    /// The line as it stands on a page: for one that is kept.
    pub fn draw(&self) -> String {
        self.shown().to_string()
    }

    /// A line that leads somewhere.
    pub fn link(title: impl Into<String>, href: impl Into<String>) -> Self {
        Self { title: title.into(), href: href.into(), ..Self::default() }
    }

    /// A line.
    pub fn plain(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
}

impl Pill {
    /// A plain mark.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { tone: "", text: text.into() }
    }

    /// A mark that asks for attention.
    pub fn warn(text: impl Into<String>) -> Self {
        Self { tone: "warn", text: text.into() }
    }

    /// A mark that asks for a person now.
    pub fn alert(text: impl Into<String>) -> Self {
        Self { tone: "alert", text: text.into() }
    }
}
