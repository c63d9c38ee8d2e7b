//! One map as a file: `GraphML` and CSV out, people in CSV in. Going out, people are called by their aliases unless it is
//! decided otherwise, and why it went out is recorded. What a file brings in that is not understood is said line by
//! line, and nothing of it is lost.

use crate::course::Course;
use crate::fact::Fact;
use crate::inventory::{AddPerson, PEOPLE_MOST, Person, PersonStatus, Ring, Tie};
use crate::pins::{PINS_MOST, PinNote};
use crate::refusal::{LINE, PARAGRAPH, Refusal, words};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

vocabulary! {
    /// The forms of a file.
    FileKind {
        /// A graph: people, and ties among them.
        GraphMl = "graphml",
        /// A table of the people.
        Csv = "csv",
    }
}

/// Takes the map out as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMap {
    /// As what.
    pub file: FileKind,
    /// Whether people keep their names; otherwise they are called by their aliases.
    pub names: bool,
    /// For what.
    pub reason: String,
}

/// # Refuses
/// When no reason is given.
pub(crate) fn export(asked: &ExportMap) -> Result<Vec<Fact>, Refusal> {
    let reason = words("reason", &asked.reason, PARAGRAPH)?;
    Ok(vec![Fact::MapExported(ExportMap { reason, ..asked.clone() })])
}

/// The map as a file's text, in UTF-8. Keys of vocabularies stand for their values; numbers of people are places in
/// the file, not names of the record.
pub fn file(course: &Course, kind: FileKind, names: bool) -> String {
    let people: Vec<&Person> = course.inventory.on_map().collect();
    let name = |person: &Person| {
        if names { course.inventory.shown_name(person) } else { course.inventory.outside_name(person) }
    };
    match kind {
        FileKind::Csv => {
            let mut out = String::from("name,tie,status,ring\n");
            for person in people {
                let ring = person.ring.map_or("", Ring::key);
                let name = cell(&name(person));
                let _ = writeln!(out, "{name},{},{},{ring}", person.tie.key(), person.status.key());
            }
            out
        }
        FileKind::GraphMl => graphml(course, &people, &name),
    }
}

fn graphml(course: &Course, people: &[&Person], name: &dyn Fn(&Person) -> String) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (of, key) in
        [("node", "name"), ("node", "tie"), ("node", "status"), ("node", "ring"), ("edge", "tie")]
    {
        let _ =
            writeln!(out, "<key id=\"{of}-{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"string\"/>");
    }
    out.push_str("<graph edgedefault=\"undirected\">\n<node id=\"client\"/>\n");
    let data = |key: &str, value: &str| format!("<data key=\"{key}\">{}</data>", xml(value));
    for (place, person) in people.iter().enumerate() {
        let _ = writeln!(
            out,
            "<node id=\"p{}\">{}{}{}{}</node>",
            place + 1,
            data("node-name", &name(person)),
            data("node-tie", person.tie.key()),
            data("node-status", person.status.key()),
            data("node-ring", person.ring.map_or("", Ring::key)),
        );
    }
    for (place, person) in people.iter().enumerate() {
        let tie = data("edge-tie", person.tie.key());
        let _ = writeln!(out, "<edge source=\"client\" target=\"p{}\">{tie}</edge>", place + 1);
    }
    let place = |id| people.iter().position(|person| person.id == id).map(|place| place + 1);
    for known in course.inventory.bonds_on_map() {
        if let (Some(from), Some(to)) = (place(known.bond.from), place(known.bond.to)) {
            let directed = known.bond.kind.is_directed();
            let tie = data("edge-tie", known.bond.kind.key());
            let _ = writeln!(
                out,
                "<edge source=\"p{from}\" target=\"p{to}\" directed=\"{directed}\">{tie}</edge>"
            );
        }
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

/// Text that can stand in XML.
fn xml(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A cell of a table: quoted where it must be, and never read as a formula by a spreadsheet.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Adds the people of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPeople {
    /// The file: a line for each person, `name,tie,status,ring`; all but the name may be left out. A first line that
    /// begins with `name` is taken for the heads of the columns.
    pub text: String,
    /// Whether what is not understood is taken as well: the tie as another one, with its word in a note on the map.
    pub take_all: bool,
}

/// A line of a file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLine {
    /// Its number, from 1.
    pub number: usize,
    /// The person.
    pub person: AddPerson,
    /// Words that are none of this record, as they stand in the file.
    pub unknown: Vec<String>,
}

/// The people of a file, as it is read. Lines without a name are left out when they are blank, and refused otherwise.
///
/// # Refuses
/// A line without a name, a name that is too long.
pub fn read(text: &str) -> Result<Vec<ReadLine>, Refusal> {
    let mut read = Vec::new();
    for (index, cells) in rows(text).into_iter().enumerate() {
        let at = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        if cells.iter().all(|cell| cell.trim().is_empty()) || index == 0 && at(0).eq_ignore_ascii_case("name")
        {
            continue;
        }
        let mut unknown = Vec::new();
        let mut one = |text: &str, is_known: bool| {
            if !text.is_empty() && !is_known {
                unknown.push(text.to_owned());
            }
        };
        let key = |column: usize| at(column).to_lowercase().replace([' ', '_'], "-");
        let (tie, status, ring) = (Tie::parse(&key(1)), PersonStatus::parse(&key(2)), Ring::parse(&key(3)));
        one(at(1), tie.is_some());
        one(at(2), status.is_some());
        one(at(3), ring.is_some());
        for more in cells.iter().skip(4) {
            one(more.trim(), false);
        }
        let person = AddPerson {
            name: words("import", at(0), LINE)?,
            tie: tie.unwrap_or(Tie::Other),
            status: status.unwrap_or(PersonStatus::Living),
            ring,
        };
        read.push(ReadLine { number: index + 1, person, unknown });
    }
    Ok(read)
}

/// # Refuses
/// A file without people, with more than the map can hold, and with words that are not understood unless all is taken.
pub(crate) fn import(course: &Course, asked: &ImportPeople) -> Result<Vec<Fact>, Refusal> {
    let lines = read(&asked.text)?;
    if lines.is_empty() {
        return Err(Refusal::Empty("import"));
    }
    if course.inventory.people.len() + lines.len() > PEOPLE_MOST {
        return Err(Refusal::TooMany { what: "import", limit: PEOPLE_MOST });
    }
    let unknown: Vec<String> = lines.iter().flat_map(|line| line.unknown.clone()).collect();
    if !unknown.is_empty() && !asked.take_all {
        return Err(Refusal::NotUnderstood(unknown));
    }
    let mut facts: Vec<Fact> = lines.iter().map(|line| Fact::PersonAdded(line.person.clone())).collect();
    let mut version = course.version;
    for line in &lines {
        version = version.next();
        if !line.unknown.is_empty() {
            let words = words("import", &line.unknown.join(", "), PARAGRAPH)?;
            let note = PinNote { person: Some(version.into()), words };
            facts.push(Fact::NotePinned(note));
        }
    }
    let pins = course.pins.len() + facts.len() - lines.len();
    if pins > PINS_MOST {
        return Err(Refusal::TooMany { what: "pin-words", limit: PINS_MOST });
    }
    Ok(facts)
}

/// The cells of a table whose columns are parted by commas or, where the first line has none, by semicolons; a cell in
/// quotation marks may hold both, and line breaks.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let comma = if first.contains(';') && !first.contains(',') { ';' } else { ',' };
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                cell.push('"');
                signs.next();
            }
            '"' if is_quoted || cell.trim().is_empty() => is_quoted = !is_quoted,
            sign if sign == comma && !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
