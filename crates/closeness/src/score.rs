//! `closeness score`: answers of many forms in, scores out, one row at a time.

use crate::Failure;
use crate::command::ScoreAsked;
use crate::config::Config;
use crate::measures::library;
use crate::table::{Table, misfit, other};
use csv::{ByteRecord, StringRecord};
use serde_json::{Map, Value, json};
use std::io::{self, BufWriter, Write};

use treatment::instrument::{ITEMS_MOST, Instrument, Outcome, Scorer, State, Wrong};

/// What a row that could not be scored is called.
const REFUSED: &str = "refused";

/// What a column of the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    /// The language in which its words were shown.
    Language,
    /// The answer to the item at this place.
    Item(usize),
}

pub(crate) fn run(config: &Config, asked: &ScoreAsked) -> Result<(), Failure> {
    let library = library(config)?;
    let Some(instrument) = library.content.instrument(&asked.measure) else {
        return Err(Failure::Configuration(format!(
            "there is no measure {}; closeness measures check lists them",
            asked.measure
        )));
    };
    let table = Table::open(&asked.answers)?;
    let mut reports = io::stderr().lock();
    let mut report = |line: u64, why: &str| writeln!(reports, "line {line}: {why}");
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let counted = score(instrument, table, out, asked.json, &mut report)?;
    if counted.refused > 0 {
        eprintln!("{} of {} rows could not be scored", counted.refused, counted.rows);
    }
    Ok(())
}

/// How many rows there were, and how many of them were refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) rows: u64,
    pub(crate) refused: u64,
}

/// Scores a file; a row that cannot be scored is reported with its line, and the rest goes on.
pub(crate) fn score(
    instrument: &Instrument,
    mut table: Table<'_>,
    out: impl Write,
    as_json: bool,
    report: &mut dyn FnMut(u64, &str) -> io::Result<()>,
) -> Result<Counted, Failure> {
    let columns = columns_of(instrument, &table.heads)?;
    let scorer = Scorer::new(instrument);
    let mut writer = Rows::begin(instrument, out, as_json)?;
    let mut counted = Counted::default();
    while let Some((line, record)) = table.next()? {
        counted.rows += 1;
        let (id, outcome) = row(&scorer, instrument, &columns, record);
        if let Err(why) = &outcome {
            counted.refused += 1;
            report(line, why).map_err(other)?;
        }
        writer.write(&id, line, &outcome)?;
    }
    writer.end()?;
    Ok(counted)
}

/// What each column holds.
pub(crate) fn columns_of(instrument: &Instrument, heads: &StringRecord) -> Result<Vec<Column>, Failure> {
    let mut columns = Vec::with_capacity(heads.len());
    for head in heads {
        let name = head.trim();
        let column = if name.eq_ignore_ascii_case("id") {
            Column::Id
        } else if let Some(place) = instrument.items.iter().position(|item| item.key == name) {
            Column::Item(place)
        } else if name.eq_ignore_ascii_case("language") {
            Column::Language
        } else {
            let known: Vec<&str> = instrument.items.iter().map(|item| item.key.as_str()).collect();
            return Err(Failure::Wrong(format!(
                "{} has no item {name:?}; the columns are id, language, {}",
                instrument.name,
                known.join(", ")
            )));
        };
        if columns.contains(&column) {
            return Err(Failure::Wrong(format!("the column {name} is there twice")));
        }
        columns.push(column);
    }
    if !columns.iter().any(|column| matches!(column, Column::Item(_))) {
        return Err(Failure::Wrong("the first line names no item".to_owned()));
    }
    Ok(columns)
}

/// Scores one row: its id, and its outcome or why there is none.
pub(crate) fn row<'r, 'i>(
    scorer: &Scorer<'i>,
    instrument: &'i Instrument,
    columns: &[Column],
    record: &'r ByteRecord,
) -> (std::borrow::Cow<'r, str>, Result<Outcome<'i>, String>) {
    let id = columns.iter().position(|column| *column == Column::Id).and_then(|place| record.get(place));
    let id = id.map_or(std::borrow::Cow::Borrowed(""), String::from_utf8_lossy);
    if record.len() != columns.len() {
        return (id, Err(misfit(record, columns.len())));
    }
    let mut room = [""; ITEMS_MOST];
    let mine = &mut room[..instrument.items.len()];
    for (column, value) in columns.iter().zip(record) {
        let Column::Item(place) = *column else { continue };
        match std::str::from_utf8(value) {
            Ok(text) => mine[place] = text.trim(),
            Err(_) => return (id, Err(format!("the answer to {} is not text", instrument.items[place].key))),
        }
    }
    let outcome = scorer.score(mine).map_err(|wrong| match wrong {
        Wrong::NoSuchOption(place) => {
            let item = &instrument.items[place];
            let known: Vec<&str> =
                instrument.options_of(item).iter().map(|option| option.code.as_str()).collect();
            format!("{:?} is no answer to {}; they are {}", mine[place], item.key, known.join(", "))
        }
        Wrong::NoSuchItem(item) => format!("{} has no item {item}", instrument.name),
    });
    (id, outcome)
}

/// The rows that come out, as CSV or as one JSON list.
enum Rows<'i, W: Write> {
    Csv { writer: Box<csv::Writer<W>>, instrument: &'i Instrument },
    Json { out: W, instrument: &'i Instrument, is_first: bool },
}

impl<'i, W: Write> Rows<'i, W> {
    fn begin(instrument: &'i Instrument, mut out: W, as_json: bool) -> Result<Self, Failure> {
        if as_json {
            out.write_all(b"[").map_err(other)?;
            return Ok(Self::Json { out, instrument, is_first: true });
        }
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        let mut heads = vec!["id", "state", "total"];
        heads.extend(instrument.subscales.iter().map(|scale| scale.key.as_str()));
        heads.extend(["band", "flags", "reason"]);
        writer.write_record(heads).map_err(other)?;
        Ok(Self::Csv { writer: Box::new(writer), instrument })
    }

    fn write(&mut self, id: &str, line: u64, outcome: &Result<Outcome<'_>, String>) -> Result<(), Failure> {
        let state = outcome.as_ref().map_or(REFUSED, |outcome| outcome.state.key());
        let reason = outcome.as_ref().map_or_else(Clone::clone, reason);
        match self {
            Self::Csv { writer, instrument } => {
                let outcome = outcome.as_ref().ok();
                let written =
                    |value: Option<u16>| value.map(|value| instrument.written(value)).unwrap_or_default();
                writer.write_field(id).map_err(other)?;
                writer.write_field(state).map_err(other)?;
                writer.write_field(written(outcome.and_then(|outcome| outcome.total))).map_err(other)?;
                for scale in &instrument.subscales {
                    let value = outcome.and_then(|outcome| of_scale(outcome, &scale.key));
                    writer.write_field(written(value)).map_err(other)?;
                }
                let band = outcome.and_then(|outcome| outcome.band).map_or("", |band| &band.key);
                writer.write_field(band).map_err(other)?;
                writer.write_field(outcome.map(flags).unwrap_or_default().join(" ")).map_err(other)?;
                writer.write_field(&reason).map_err(other)?;
                writer.write_record(None::<&[u8]>).map_err(other)
            }
            Self::Json { out, instrument, is_first } => {
                let outcome = outcome.as_ref().ok();
                let number = |value: Option<u16>| -> Value {
                    let text = value.map(|value| instrument.written(value));
                    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null)
                };
                let subscales: Map<String, Value> = instrument
                    .subscales
                    .iter()
                    .map(|scale| {
                        let value = outcome.and_then(|outcome| of_scale(outcome, &scale.key));
                        (scale.key.clone(), number(value))
                    })
                    .collect();
                let row = json!({
                    "id": id,
                    "line": line,
                    "state": state,
                    "total": number(outcome.and_then(|outcome| outcome.total)),
                    "subscales": subscales,
                    "band": outcome.and_then(|outcome| outcome.band).map(|band| &band.key),
                    "flags": outcome.map(flags).unwrap_or_default(),
                    "reason": reason,
                });
                out.write_all(if *is_first { b"\n" } else { b",\n" }).map_err(other)?;
                *is_first = false;
                serde_json::to_writer(out, &row).map_err(other)
            }
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Self::Csv { mut writer, .. } => writer.flush().map_err(other),
            Self::Json { mut out, .. } => {
                out.write_all(b"\n]\n").map_err(other)?;
                out.flush().map_err(other)
            }
        }
    }
}

fn of_scale(outcome: &Outcome<'_>, key: &str) -> Option<u16> {
    outcome.subscales.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
}

/// Items whose answers ask for a person to look, each once.
fn flags<'o>(outcome: &'o Outcome<'_>) -> Vec<&'o str> {
    let mut items: Vec<&str> = outcome.risks.iter().map(|rule| rule.item.as_str()).collect();
    items.dedup();
    items
}

/// Why there is no total, or how it came about although something is missing.
fn reason(outcome: &Outcome<'_>) -> String {
    let missing = || outcome.unanswered.join(" ");
    match outcome.state {
        State::Scored => String::new(),
        State::Prorated => format!("filled in from the others: {}", missing()),
        State::Partial => format!("not answered: {}", missing()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phq9() -> Instrument {
        Instrument::parse(include_str!("../../../content/measures/phq-9.toml")).expect("it is checked")
    }

    fn scored(file: &str) -> (String, Vec<(u64, String)>) {
        let (mut out, mut reports) = (Vec::new(), Vec::new());
        let mut report = |line: u64, why: &str| {
            reports.push((line, why.to_owned()));
            Ok(())
        };
        score(&phq9(), Table::read(file.as_bytes()).expect("text"), &mut out, false, &mut report)
            .expect("the first line is right");
        (String::from_utf8(out).expect("text"), reports)
    }

    #[test]
    fn forms_come_out_in_order_each_with_how_its_total_came_about() {
        let file = "id,1,2,3,4,5,6,7,8,9,difficulty\n\
                    a,0,0,0,0,0,0,0,0,0,\n\
                    b,3,3,3,3,3,3,3,3,3,3\n\
                    c,1,1,1,1,1,1,1,,1,0\n\
                    d,1,1,1,1,1,1,1,1,,\n";
        let (out, reports) = scored(file);
        assert_eq!(
            out,
            "id,state,total,band,flags,reason\n\
             a,scored,0,minimal,,\n\
             b,scored,27,severe,9,\n\
             c,prorated,9,mild,9,filled in from the others: 8\n\
             d,partial,,,,not answered: 9\n"
        );
        assert!(reports.is_empty());
    }

    #[test]
    fn a_bad_row_is_named_by_its_line_and_the_rest_goes_on() {
        let file = "\u{feff}9;8;7;6;5;4;3;2;1\r\n0;0;0;0;0;0;0;0;4\r\n1;0;0\r\n1;0;0;0;0;0;0;0;1\r\n";
        let (out, reports) = scored(file);
        assert_eq!(
            reports,
            [
                (2, "\"4\" is no answer to 1; they are 0, 1, 2, 3".to_owned()),
                (3, "3 values under 9 columns".to_owned()),
            ]
        );
        assert!(out.ends_with(",scored,2,minimal,9,\n"), "{out}");
        assert_eq!(out.lines().filter(|line| line.starts_with(",refused,,,,")).count(), 2);
    }

    #[test]
    fn a_first_line_that_names_something_else_is_refused_in_words() {
        let mut report = |_: u64, _: &str| Ok(());
        let mut said = |file: &str| {
            Table::read(file.as_bytes())
                .and_then(|table| score(&phq9(), table, Vec::new(), false, &mut report))
                .map(|_| ())
                .expect_err("the first line is wrong")
                .to_string()
        };
        assert!(
            said("id,1,mood\n")
                .starts_with("PHQ-9 has no item \"mood\"; the columns are id, language, 1, 2,")
        );
        assert_eq!(said("1,2,1\n"), "the column 1 is there twice");
        assert_eq!(said("id\n"), "the first line names no item");
        assert_eq!(said(""), "the file is empty: its first line names the columns");
    }

    #[test]
    fn as_json_it_says_the_same() {
        let mut out = Vec::new();
        let mut report = |_: u64, _: &str| Ok(());
        let file = "id,1,2,3,4,5,6,7,8,9\n\"x, y\",1,1,1,1,1,1,1,1,2\nz,,,,,,,,,9\n";
        let counted =
            score(&phq9(), Table::read(file.as_bytes()).expect("text"), &mut out, true, &mut report)
                .expect("it is right");
        assert_eq!(counted, Counted { rows: 2, refused: 1 });
        let rows: Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(
            rows[0],
            json!({"id": "x, y", "line": 2, "state": "scored", "total": 10, "subscales": {}, "band": "moderate",
                   "flags": ["9"], "reason": ""})
        );
        assert_eq!((&rows[1]["state"], &rows[1]["total"]), (&json!("refused"), &Value::Null));
    }
}
