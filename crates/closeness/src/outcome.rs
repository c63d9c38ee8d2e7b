//! `closeness outcome`: first and last scores of many courses in, what they came to out.

use crate::Failure;
use crate::command::OutcomeAsked;
use crate::config::Config;
use crate::measures::library;
use crate::support::counted;
use crate::table::{Table, misfit, other};
use csv::StringRecord;
use serde_json::{Value, json};
use std::io::Write as _;
use treatment::instrument::Instrument;
use treatment::outcome::{ChangeRule, FirstLast, Outcome, Outcomes, PAIR, Reliable};

/// The columns that must be there, in the order of [`PAIR`], first before last.
const COLUMNS: [&str; 4] = ["phq9_first", "phq9_last", "gad7_first", "gad7_last"];

/// The outcomes, as columns of rows and lines of totals.
const OUTCOMES: [&str; 5] =
    ["recovery", "reliable_improvement", "deterioration", "reliable_recovery", "no_reliable_change"];

/// One row of the file.
struct Row {
    /// Its line in the file, 1 for the header.
    line: u64,
    id: String,
    /// What it came to and, where something is not counted, why; or what is wrong with the row.
    came_to: Result<(Option<Outcome>, String), String>,
}

pub(crate) fn run(config: &Config, asked: &OutcomeAsked) -> Result<(), Failure> {
    let library = library(config)?;
    let pair = PAIR.map(|key| library.content.instrument(key));
    let [Some(depression), Some(anxiety)] = pair else {
        return Err(Failure::Wrong(format!("the measures {} and {} are not both there", PAIR[0], PAIR[1])));
    };
    let rows = rows_of(Table::open(&asked.pairs)?, [depression, anxiety])?;
    let mut outcomes = Outcomes::default();
    for row in &rows {
        if let Ok((outcome, _)) = &row.came_to {
            outcomes.count(outcome.as_ref());
        }
    }
    let text = match (asked.json, asked.rows) {
        (true, _) => as_json(&rows, &outcomes, asked.rows, [depression, anxiety]),
        (false, true) => rows_as_csv(&rows),
        (false, false) => totals_as_csv(&outcomes),
    };
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(other)?;
    for row in &rows {
        if let Err(why) = &row.came_to {
            eprintln!("line {}: {why}", row.line);
        }
    }
    let bad = rows.iter().filter(|row| row.came_to.is_err()).count();
    if bad > 0 {
        let is = if bad == 1 { "is" } else { "are" };
        eprintln!(
            "{bad} of {} could not be read and {is} counted nowhere",
            counted(rows.len() as u64, "row")
        );
    }
    let lacking = outcomes.all - outcomes.paired;
    if lacking > 0 {
        let lack = if lacking == 1 { "lacks a score and is" } else { "lack a score and are" };
        eprintln!("{lacking} of {} {lack} in no rate", counted(outcomes.all, "row"));
    }
    Ok(())
}

/// The rows of a file; a bad one says why, the rest go on.
fn rows_of(mut table: Table<'_>, pair: [&Instrument; 2]) -> Result<Vec<Row>, Failure> {
    let heads = table.heads.clone();
    let column = |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
    let places = COLUMNS.map(column);
    let missing: Vec<&str> =
        COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        return Err(Failure::Wrong(format!("the first line lacks the columns {}", missing.join(", "))));
    }
    let places = places.map(|place| place.expect("none is missing"));
    let id = column("id");
    let mut rows = Vec::new();
    while let Some((line, record)) = table.next()? {
        let Ok(mut record) = StringRecord::from_byte_record(record.clone()) else {
            let came_to = Err("the row is not text in UTF-8".to_owned());
            rows.push(Row { line, id: String::new(), came_to });
            continue;
        };
        record.trim();
        rows.push(Row {
            line,
            id: id.and_then(|place| record.get(place)).unwrap_or_default().to_owned(),
            came_to: if record.len() == heads.len() {
                came_to(&record, places, pair)
            } else {
                Err(misfit(record.as_byte_record(), heads.len()))
            },
        });
    }
    Ok(rows)
}

/// What one row came to, with a word on what is not counted.
fn came_to(
    record: &StringRecord,
    places: [usize; 4],
    pair: [&Instrument; 2],
) -> Result<(Option<Outcome>, String), String> {
    let mut scores = [None; 4];
    let mut lacking = Vec::new();
    for (index, (name, place)) in COLUMNS.iter().zip(places).enumerate() {
        let instrument = pair[index / 2];
        let value = record.get(place).unwrap_or_default();
        if value.is_empty() {
            lacking.push(*name);
            continue;
        }
        let score = value.parse().ok().filter(|score: &u16| *score <= instrument.scale_max);
        let score = score.ok_or_else(|| {
            format!("{name} is {value:?}, {} goes from 0 to {}", instrument.name, instrument.scale_max)
        })?;
        scores[index] = Some(score);
    }
    let [depression, anxiety] = [0, 2]
        .map(|at| (ChangeRule::of(pair[at / 2]), FirstLast { first: scores[at], last: scores[at + 1] }));
    let outcome = Outcome::of(depression, anxiety);
    let said = match &outcome {
        None => format!("not answered: {}", lacking.join(", ")),
        Some(outcome) if outcome.recovery.is_none() => "did not begin as a case".to_owned(),
        Some(_) => String::new(),
    };
    Ok((outcome, said))
}

/// The outcomes of one row in the order of [`OUTCOMES`]; none where it is not counted.
fn answers(outcome: Option<&Outcome>) -> [Option<bool>; 5] {
    let reliable = |is: Reliable| outcome.map(|outcome| outcome.reliable == is);
    [
        outcome.and_then(|outcome| outcome.recovery),
        reliable(Reliable::Improvement),
        reliable(Reliable::Deterioration),
        outcome.and_then(Outcome::reliable_recovery),
        reliable(Reliable::NoChange),
    ]
}

/// Each outcome with how many and of how many, in the order of [`OUTCOMES`].
fn totals(outcomes: &Outcomes) -> [(&'static str, u64, u64); 5] {
    let counted = [
        (outcomes.recovery, outcomes.began_as_case),
        (outcomes.reliable_improvement, outcomes.paired),
        (outcomes.deterioration, outcomes.paired),
        (outcomes.reliable_recovery, outcomes.began_as_case),
        (outcomes.no_reliable_change, outcomes.paired),
    ];
    std::array::from_fn(|index| (OUTCOMES[index], counted[index].0, counted[index].1))
}

fn totals_as_csv(outcomes: &Outcomes) -> String {
    let mut text = "outcome,count,of,percent\n".to_owned();
    let denominators = [
        ("paired", outcomes.paired, outcomes.all),
        ("began_as_case", outcomes.began_as_case, outcomes.paired),
    ];
    for (name, count, of) in totals(outcomes).into_iter().chain(denominators) {
        let percent = if of == 0 { String::new() } else { format!("{:.1}", percent(count, of)) };
        text.push_str(&format!("{name},{count},{of},{percent}\n"));
    }
    text
}

/// `of` is not 0.
fn percent(count: u64, of: u64) -> f64 {
    100.0 * count as f64 / of as f64
}

fn rows_as_csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = ["line", "id"].into_iter().chain(OUTCOMES).chain(["reason"]);
    writer.write_record(heads).expect("memory takes it");
    for row in rows {
        let (outcome, reason) = match &row.came_to {
            Ok((outcome, said)) => (outcome.as_ref(), said.clone()),
            Err(why) => (None, format!("not read: {why}")),
        };
        let mut cells = vec![row.line.to_string(), row.id.clone()];
        cells.extend(answers(outcome).map(|answer| match answer {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        }));
        cells.push(reason);
        writer.write_record(cells).expect("memory takes it");
    }
    String::from_utf8(writer.into_inner().expect("memory takes it")).expect("cells are text")
}

fn as_json(rows: &[Row], outcomes: &Outcomes, with_rows: bool, pair: [&Instrument; 2]) -> String {
    let mut said = json!({
        "rows": outcomes.all,
        "paired": outcomes.paired,
        "began_as_case": outcomes.began_as_case,
        "bad": rows
            .iter()
            .filter_map(|row| Some(json!({ "line": row.line, "reason": row.came_to.as_ref().err()? })))
            .collect::<Vec<_>>(),
        "thresholds": pair.map(|instrument| {
            let rule = ChangeRule::of(instrument);
            json!({
                "measure": instrument.key,
                "version": instrument.version,
                "caseness": rule.caseness,
                "reliable": rule.reliable,
                "source": instrument.change.reliable.as_ref().map(|amount| &amount.source),
            })
        }),
    });
    for (name, count, of) in totals(outcomes) {
        let percent = if of == 0 { Value::Null } else { json!(percent(count, of)) };
        said[name] = json!({ "count": count, "of": of, "percent": percent });
    }
    if with_rows {
        said["each"] = rows
            .iter()
            .filter_map(|row| {
                let (outcome, reason) = row.came_to.as_ref().ok()?;
                let mut each = json!({ "line": row.line, "id": row.id, "reason": reason });
                for (name, answer) in OUTCOMES.iter().zip(answers(outcome.as_ref())) {
                    each[*name] = json!(answer);
                }
                Some(each)
            })
            .collect();
    }
    format!("{said:#}\n")
}
