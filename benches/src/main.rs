//! Measures what the issues promise, prints a table, and compares with the last committed run
//! (`benches/last.json`). The server is the real program with a real SQLite file; the load comes over loopback
//! from this process, so both share the machine's cores.
//!
//! | what | file |
//! |---|---|
//! | the program under test | [`server`] |
//! | a client of few instructions | [`load`] |
//! | pages, submissions, start | [`web`] |
//! | the fold | [`fold`] |
//! | the closeness map, drawn | [`map`] |
//! | forms scored | [`score`] |
//! | Prepare, the session's page, a long note | [`middle`] |
//! | the table and the last run | [`table`] |
//!
//! `cargo xtask bench` runs all; `cargo xtask bench pages fold` some; `--keep` writes the new run as the last one.

mod fold;
mod load;
mod map;
mod middle;
mod score;
mod server;
mod table;
mod web;

use std::process::ExitCode;
use table::Table;

/// The parts, in the order in which they run.
const PARTS: [&str; 7] = ["fold", "map", "score", "pages", "middle", "submit", "start"];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let keep = asked.iter().any(|word| word == "--keep");
    let named: Vec<&str> = asked.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    if let Some(unknown) = named.iter().find(|name| !PARTS.contains(name)) {
        eprintln!("there is no part {unknown}; there are {}", PARTS.join(", "));
        return ExitCode::from(2);
    }
    let is_asked = |part: &str| named.is_empty() || named.contains(&part);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime of one thread needs nothing special");
    let mut table = Table::default();
    let outcome = runtime.block_on(async {
        if is_asked("fold") {
            fold::measure(&mut table)?;
        }
        if is_asked("map") {
            map::measure(&mut table);
        }
        if is_asked("score") {
            score::measure(&mut table)?;
        }
        if is_asked("pages") {
            web::measure_pages(&mut table).await?;
        }
        if is_asked("middle") {
            middle::measure(&mut table).await?;
        }
        if is_asked("submit") {
            web::measure_submissions(&mut table).await?;
        }
        if is_asked("start") {
            web::measure_start(&mut table).await?;
        }
        Ok::<(), String>(())
    });
    if let Err(why) = outcome {
        eprintln!("bench: {why}");
        return ExitCode::FAILURE;
    }
    table.print();
    if keep && let Err(why) = table.keep() {
        eprintln!("bench: {why}");
        return ExitCode::FAILURE;
    }
    if table.all_met() { ExitCode::SUCCESS } else { ExitCode::from(4) }
}
