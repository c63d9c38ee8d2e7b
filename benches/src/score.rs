//! Scoring: whole PHQ-9 forms inside the scorer, and a file of them through `closeness score`.

use crate::server::program;
use crate::table::{Table, Target};
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;
use treatment::instrument::{Instrument, Scorer};

/// How many forms are scored.
const FORMS: usize = 1_000_000;
const CODES: [&str; 4] = ["0", "1", "2", "3"];

/// The answers of the form of this number: all patterns come in turn.
fn form(number: usize) -> [&'static str; 9] {
    std::array::from_fn(|item| CODES[number >> (2 * item) & 3])
}

pub(crate) fn measure(table: &mut Table) -> Result<(), String> {
    let file = include_str!("../../content/measures/phq-9.toml");
    let instrument = Instrument::parse(file).map_err(|faults| format!("{faults:?}"))?;
    let scorer = Scorer::new(&instrument);
    let began = Instant::now();
    let mut sum = 0u64;
    for number in 0..FORMS {
        let outcome = scorer.score(&form(number)).map_err(|wrong| format!("{wrong:?}"))?;
        sum += u64::from(outcome.total.unwrap_or(0));
    }
    let seconds = began.elapsed().as_secs_f64();
    // Kept and looked at, so that nothing of it is left out.
    if sum == 0 {
        return Err("no form came to anything".to_owned());
    }
    let rate = FORMS as f64 / seconds / 1e6;
    table.put("PHQ-9 forms inside the scorer, per core", rate, "M/s", Target::Least(2.0));

    let path = std::env::temp_dir().join(format!("closeness-forms-{}.csv", std::process::id()));
    let mut text = String::from("id,1,2,3,4,5,6,7,8,9\n");
    for number in 0..FORMS {
        let _ = writeln!(text, "{number},{}", form(number).join(","));
    }
    std::fs::write(&path, text).map_err(|why| format!("{}: {why}", path.display()))?;
    let began = Instant::now();
    let run = Command::new(program()?).arg("score").arg("phq-9").arg(&path).stdout(Stdio::null()).status();
    let seconds = began.elapsed().as_secs_f64();
    let _ = std::fs::remove_file(&path);
    if !run.map_err(|why| why.to_string())?.success() {
        return Err("closeness score did not end well".to_owned());
    }
    let rate = FORMS as f64 / seconds / 1e6;
    table.put("PHQ-9 forms from a file to a file, per core", rate, "M/s", Target::Least(0.5));
    Ok(())
}
