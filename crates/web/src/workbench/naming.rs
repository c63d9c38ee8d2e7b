//! Naming people: one line for each, ready for the next as soon as one is named, and beside it, one at a time, the
//! questions that bring people to mind. For the therapist's page and the client's own.

use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::frame::Frame;
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use std::collections::HashMap;
use treatment::command::Command;
use treatment::inventory::{AddPerson, PersonStatus, Ring, Tie};
use treatment::prompts::{AnswerNobody, Prompt, PutPromptsAside};
use treatment::refusal::Refusal;

/// The ties that can be tapped; the others stand in a list.
const TAPPED: [Tie; 13] = [
    Tie::Partner,
    Tie::Parent,
    Tie::Sibling,
    Tie::Child,
    Tie::InLaw,
    Tie::Relative,
    Tie::Friend,
    Tie::Colleague,
    Tie::Manager,
    Tie::Neighbour,
    Tie::Clinician,
    Tie::Group,
    Tie::Other,
];

/// What an address says about the naming: which question stands open, and whether somebody was just named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    ask: Option<String>,
    is_after_one: bool,
}

impl Naming {
    pub(crate) fn read(asked: &HashMap<String, String>) -> Self {
        Self { ask: asked.get("ask").cloned(), is_after_one: asked.contains_key("added") }
    }

    pub(crate) fn of_form(fields: &Fields) -> Self {
        Self { ask: fields.some_text("ask"), is_after_one: false }
    }

    /// Whether somebody is in the middle of naming people.
    pub(crate) fn goes_on(&self) -> bool {
        self.is_after_one || self.ask.is_some()
    }

    /// Where one goes after somebody was named: to the same question, ready for the next.
    pub(crate) fn then(&self, page: &str) -> String {
        match &self.ask {
            Some(key) => format!("{page}?added=yes&ask={key}"),
            None => format!("{page}?added=yes"),
        }
    }
}

/// Says who was just named.
pub(crate) fn told(visit: &CourseVisit, f: &mut Frame, naming: &Naming) {
    let inventory = &visit.course().inventory;
    if let Some(person) =
        inventory.people.last().filter(|person| naming.is_after_one && person.erased.is_none())
    {
        let name = inventory.shown_name(person);
        f.notice = Some(visit.words.say("people-quick-added").arg("name", name).to_string());
    }
}

/// The open question, the form, and the ways on.
pub(crate) fn blocks(visit: &CourseVisit, sheet: &Sheet, page: &str, naming: &Naming) -> Vec<Block> {
    let (f, inventory) = (&sheet.f, &visit.course().inventory);
    let prompts = visit.library().content.prompts();
    let is_client = visit.actor().is_ok_and(treatment::access::Actor::is_client);
    let open = match naming.ask.as_deref() {
        Some("first") => prompts.next(inventory, None),
        Some(key) => prompts.prompt(key),
        None if inventory.prompted.is_aside(is_client) => None,
        None => prompts.next(inventory, None),
    };
    let mut blocks = Vec::new();
    if let Some(prompt) = open {
        blocks.push(Block::Heading(sheet.say(&format!("prompt-{}", prompt.key))));
    } else if naming.ask.as_deref() == Some("over") {
        blocks.push(Block::Quiet(sheet.say("prompts-over")));
    }
    blocks.push(Block::Form(form(f, page, open, naming, is_client)));
    let Some(prompt) = open else {
        blocks.push(Block::Link(format!("{page}?ask=first"), sheet.say("prompts-ask")));
        return blocks;
    };
    let next = prompts.next(inventory, Some(&prompt.key)).map_or("over", |next| next.key.as_str());
    blocks.push(Block::Link(format!("{page}?ask={next}"), sheet.say("prompt-next")));
    if !inventory.prompted.nobody.contains(&prompt.key) {
        let nobody = Form::on(f, "nobody", format!("{page}/nobody"))
            .hidden("prompt", &prompt.key)
            .hidden("next", next)
            .quiet();
        blocks.push(Block::Form(nobody.send("prompt-nobody")));
    }
    if !inventory.prompted.is_aside(is_client) {
        blocks.push(Block::Form(Form::on(f, "aside", format!("{page}/aside")).quiet().send("prompt-aside")));
    }
    blocks
}

fn form(f: &Frame, page: &str, open: Option<&Prompt>, naming: &Naming, is_client: bool) -> Form {
    let of = |tie: &Tie| (tie.key().to_owned(), f.w.term("tie", tie.key()).to_string());
    let others = Tie::ALL.iter().filter(|tie| !TAPPED.contains(tie)).map(of).collect();
    let mut rings = terms::<Ring>(f, "ring");
    rings.push((String::new(), f.w.say("people-not-placed").to_string()));
    let statuses = [PersonStatus::Living, PersonStatus::Died, PersonStatus::Gone];
    let statuses =
        statuses.map(|status| (status.key().to_owned(), f.w.term("person-status", status.key()).to_string()));
    let suggested = open.and_then(|prompt| prompt.tie).map(Tie::key);
    let mut form = Form::on(f, "add", page).text("name", "");
    if is_client {
        form = form.queued();
    }
    if naming.is_after_one {
        form = form.first();
    }
    if let Some(prompt) = open {
        form = form.hidden("ask", &prompt.key);
    }
    form.radio_of("tie", TAPPED.iter().map(of).collect(), suggested)
        .radio_of("ring", rings, Some(""))
        .radio_of("status", statuses.into(), Some(PersonStatus::Living.key()))
        .select_of("other-tie", others, None)
        .send("people-add")
}

/// What the form asks for. A tie of the list counts before one that was tapped or stood chosen.
pub(crate) fn read(fields: &Fields) -> Result<Command, Refusal> {
    let tie = match fields.some_one("other-tie", Tie::parse)? {
        Some(tie) => tie,
        None => fields.one("tie", Tie::parse)?,
    };
    Ok(Command::AddPerson(AddPerson {
        name: fields.text("name"),
        tie,
        status: fields.some_one("status", PersonStatus::parse)?.unwrap_or(PersonStatus::Living),
        ring: fields.some_one("ring", Ring::parse)?,
    }))
}

/// "Nobody", and where one goes then.
pub(crate) fn read_nobody(fields: &Fields, page: &str) -> (Command, String) {
    let next = fields.some_text("next").unwrap_or_else(|| "first".to_owned());
    (Command::AnswerNobody(AnswerNobody { prompt: fields.text("prompt") }), format!("{page}?ask={next}"))
}

/// The questions are put aside. An empty form asks for it.
pub(crate) fn read_aside(fields: &Fields) -> Result<Command, Refusal> {
    if fields.has("form") {
        Ok(Command::PutPromptsAside(PutPromptsAside {}))
    } else {
        Err(Refusal::Unknown("form"))
    }
}
