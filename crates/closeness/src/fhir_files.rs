//! `closeness fhir`: measures and answers as FHIR files, out and in.

use crate::command::FhirCommand;
use crate::config::Config;
use crate::measures::library;
use crate::score::{Column, columns_of, row};
use crate::table::{Table, counted, other};
use crate::{Failure, put, say};
use clinic::clock::Clock;
use clinic::library::Library;
use fhir::import::{About, Imported, Level, Remark};
use fhir::response::{Answered, ReadAnswers};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use treatment::instrument::{Instrument, Scorer};
use treatment::time::Day;

pub(crate) fn run(config: &Config, asked: &FhirCommand) -> Result<(), Failure> {
    match asked {
        FhirCommand::Questionnaire { measure, language } => {
            let library = library(config)?;
            let file = match measure {
                Some(measure) => fhir::questionnaire::questionnaire(wanted(&library, measure)?, language),
                None => fhir::questionnaire::bundle(library.content.instruments_newest(), language),
            };
            print_json(&file)
        }
        FhirCommand::Response { measure, answers, on, language } => {
            let library = library(config)?;
            let on = on.as_deref().map(|on| {
                Day::parse(on)
                    .ok_or_else(|| Failure::Configuration(format!("{on:?} is no date such as 2026-11-24")))
            });
            responses(wanted(&library, measure)?, Table::open(answers)?, on.transpose()?, language)
        }
        FhirCommand::Answers { file, measure } => {
            let library = library(config)?;
            if let Some(measure) = measure {
                wanted(&library, measure)?;
            }
            answers(&library, &text_of(file)?, measure.as_deref())
        }
        FhirCommand::Import { file, preview, out } => {
            if let Some(out) = out.as_ref().filter(|out| out.exists()) {
                return Err(Failure::Configuration(format!("{} is there already", out.display())));
            }
            let read = fhir::import::import(&text_of(file)?, Clock::Machine.now().day())
                .map_err(|why| Failure::Wrong(format!("{}: {why}", file.display())))?;
            import(&read, *preview, out.as_deref())
        }
    }
}

fn wanted<'l>(library: &'l Library, measure: &str) -> Result<&'l Instrument, Failure> {
    library.content.instrument(measure).ok_or_else(|| {
        Failure::Configuration(format!("there is no measure {measure}; closeness measures check lists them"))
    })
}

/// The text of a file; `-` is standard input.
fn text_of(file: &Path) -> Result<String, Failure> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map_err(other)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(|why| Failure::Configuration(format!("{}: {why}", file.display())))
}

fn print_json(value: &Value) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(other)?;
    out.write_all(b"\n").map_err(other)
}

/// One response a line, for each row that can be scored.
fn responses(
    instrument: &Instrument,
    mut table: Table<'_>,
    on: Option<Day>,
    language: &str,
) -> Result<(), Failure> {
    let columns = columns_of(instrument, &table.heads)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut refused = 0;
    let scorer = Scorer::new(instrument);
    while let Some((line, record)) = table.next()? {
        let (given, outcome) = row(&scorer, instrument, &columns, record);
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(why) => {
                refused += 1;
                eprintln!("line {line}: {why}");
                continue;
            }
        };
        let id = if is_name(&given) { given.clone().into_owned() } else { format!("row-{line}") };
        if id != given && !given.is_empty() {
            eprintln!("line {line}: {given:?} is no name of a file; it is called {id}");
        }
        let (mut answers, mut language_of_row) = (BTreeMap::new(), String::new());
        for (column, value) in columns.iter().zip(record) {
            let value = String::from_utf8_lossy(value).trim().to_owned();
            match column {
                Column::Item(place) if !value.is_empty() => {
                    answers.insert(instrument.items[*place].key.clone(), value);
                }
                Column::Language => language_of_row = value,
                Column::Item(_) | Column::Id => {}
            }
        }
        if !language_of_row.is_empty() && !instrument.is_asked_in(&language_of_row) {
            refused += 1;
            eprintln!(
                "line {line}: {} is not asked in the language {language_of_row:?} here",
                instrument.name
            );
            continue;
        }
        let subscales = outcome
            .subscales
            .iter()
            .map(|(key, value)| ((*key).to_owned(), *value))
            .collect::<BTreeMap<_, _>>();
        let answered = Answered {
            id: &id,
            answers: &answers,
            on,
            language: &language_of_row,
            state: outcome.state,
            total: outcome.total,
            subscales: &subscales,
        };
        let response = fhir::response::response(instrument, &answered, language);
        serde_json::to_writer(&mut out, &response).map_err(other)?;
        out.write_all(b"\n").map_err(other)?;
    }
    out.flush().map_err(other)?;
    if refused > 0 {
        return Err(Failure::Wrong(format!("{} could not be written", counted(refused, "row"))));
    }
    Ok(())
}

/// A name that FHIR takes for a file.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}

/// Answers of many responses as CSV.
fn answers(library: &Library, text: &str, measure: Option<&str>) -> Result<(), Failure> {
    let is_like = |first: &ReadAnswers, one: &ReadAnswers| {
        (&first.measure, first.version) == (&one.measure, one.version)
    };
    let mut read: Vec<(String, ReadAnswers)> = Vec::new();
    let mut refused = 0;
    for (place, response) in serde_json::Deserializer::from_str(text).into_iter::<Value>().enumerate() {
        let response = match response {
            Ok(response) => response,
            Err(why) => {
                // What was read before it goes out all the same.
                refused += 1;
                eprintln!("response {}: this is not JSON: {why}", place + 1);
                break;
            }
        };
        let id = response["id"].as_str().unwrap_or_default().to_owned();
        match fhir::response::read(&library.content, measure, &response) {
            Ok(one) if read.first().is_none_or(|(_, first)| is_like(first, &one)) => {
                read.push((id, one));
            }
            Ok(one) => {
                refused += 1;
                let (measure, version) = (&one.measure, one.version);
                eprintln!("response {}: it answers another measure, {measure} version {version}", place + 1);
            }
            Err(why) => {
                refused += 1;
                eprintln!("response {}: {why}", place + 1);
            }
        }
    }
    if let Some((_, first)) = read.first() {
        let instrument = library
            .content
            .instrument_at(&first.measure, first.version)
            .ok_or_else(|| Failure::Wrong(format!("there is no measure {}", first.measure)))?;
        let mut out = csv::Writer::from_writer(io::stdout().lock());
        let items = instrument.items.iter().map(|item| item.key.as_str());
        // Which language it was stands in a column where one of them says so.
        let has_language = read.iter().any(|(_, one)| !one.language.is_empty());
        let head = has_language.then_some("language");
        out.write_record(std::iter::once("id").chain(head).chain(items)).map_err(other)?;
        for (id, one) in &read {
            let said =
                |item: &treatment::instrument::Item| one.answers.get(&item.key).map_or("", String::as_str);
            let language = has_language.then_some(one.language.as_str());
            let row = instrument.items.iter().map(said);
            out.write_record(std::iter::once(id.as_str()).chain(language).chain(row)).map_err(other)?;
        }
        out.flush().map_err(other)?;
    }
    if refused > 0 {
        return Err(Failure::Wrong(format!("{} could not be read", counted(refused, "response"))));
    }
    Ok(())
}

fn import(read: &Imported, preview: bool, out: Option<&Path>) -> Result<(), Failure> {
    if preview {
        for level in [Level::Understood, Level::Assumed, Level::LeftOut] {
            let title = match level {
                Level::Understood => "understood",
                Level::Assumed => "assumed: look at these",
                Level::LeftOut => "left out",
            };
            say(format_args!("{title}:"));
            for remark in read.remarks.iter().filter(|remark| remark.level == level) {
                say(format_args!("  {}", in_words(remark)));
            }
        }
    } else {
        match out {
            Some(file) => std::fs::write(file, &read.file)
                .map_err(|why| Failure::Configuration(format!("{}: {why}", file.display())))?,
            None => put(&read.file),
        }
    }
    for fault in &read.faults {
        eprintln!("line {fault}");
    }
    if read.faults.is_empty() {
        return Ok(());
    }
    Err(Failure::Wrong(
        "the file is not a measure yet: mend these lines and run closeness measures check".to_owned(),
    ))
}

/// A line of the preview.
fn in_words(remark: &Remark) -> String {
    let what = &remark.what;
    match remark.about {
        About::Form => format!("the form: {what}"),
        About::Stem => format!("words before the items: {what}"),
        About::Items => format!("{what} items with their answers"),
        About::Codes => format!("LOINC {what}"),
        About::Rules => format!("bands, risk rules and missing answers ({what}), from a file of Closeness"),
        About::Total => format!("the total is reckoned as ours: {what}"),
        About::Subscale => format!("subscale {what}"),
        About::Gate => format!("the answer {what} closes the form"),
        About::Key => format!("its key is made of its name: {what}"),
        About::TotalIsSum => format!("the total is the sum of {what}"),
        About::SubscaleIsSum => format!("a subscale is the sum of {what}"),
        About::NoPoints => "no answer has points: there is no total".to_owned(),
        About::Unscored => format!("outside the total, for their answers have no points: {what}"),
        About::OptionCodes => format!("codes of the answers, which the form does not print: {what}"),
        About::Recall => format!("it looks back over {what} days"),
        About::Strict => "every scored item must be answered".to_owned(),
        About::NoRisk => "no answer asks for a person to look: add the rules by hand".to_owned(),
        About::DoesNotApply => format!("answers without points, taken not to apply: {what}"),
        About::Licence => format!("rights, with no permission on record: {what}"),
        About::Kind => format!("not a choice of answers: {what}"),
        About::Elsewhere => format!("its answers are kept elsewhere: {what}"),
        About::Repeats => format!("takes several answers: {what}"),
        About::Condition => format!("the condition under which it is asked: {what}"),
        About::Nested => format!("questions inside a question: {what}"),
        About::Language => format!("another language: {what}"),
        About::Points => format!("points that are no whole number from 0 to 100: {what}"),
        About::Expression => format!("an expression that was not read: {what}"),
    }
}
