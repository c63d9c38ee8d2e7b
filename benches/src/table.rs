//! The table of a run, beside the last committed one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a figure must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// At most this.
    Most(f64),
    /// At least this.
    Least(f64),
    /// Only for the reader.
    None,
}

#[derive(Debug)]
struct Line {
    name: String,
    value: f64,
    unit: &'static str,
    target: Target,
}

/// The figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
}

/// A run as it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    figures: BTreeMap<String, f64>,
}

impl Table {
    /// Adds a figure.
    pub(crate) fn put(&mut self, name: &str, value: f64, unit: &'static str, target: Target) {
        eprintln!("  {name}: {value:.2} {unit}");
        self.lines.push(Line { name: name.to_owned(), value, unit, target });
    }

    /// Whether every target is met.
    pub(crate) fn all_met(&self) -> bool {
        self.lines.iter().all(Line::is_met)
    }

    /// Prints everything.
    pub(crate) fn print(&self) {
        let last = last();
        println!("{:58} {:>12} {:>14} {:>12} {:>7}", "", "now", "target", "last", "ratio");
        for line in &self.lines {
            let target = match line.target {
                Target::Most(most) => format!("<= {most}"),
                Target::Least(least) => format!(">= {least}"),
                Target::None => String::new(),
            };
            let before = last.figures.get(&line.name);
            println!(
                "{:58} {:>12} {target:>14} {:>12} {:>7} {}",
                line.name,
                format!("{:.2} {}", line.value, line.unit),
                before.map(|value| format!("{value:.2}")).unwrap_or_default(),
                before.map(|value| format!("{:.2}", line.value / value)).unwrap_or_default(),
                if line.is_met() { "" } else { "MISSED" },
            );
        }
    }

    /// Writes this run's figures over those of the last one, leaving figures that were not measured.
    pub(crate) fn keep(&self) -> Result<(), String> {
        let mut kept = last();
        kept.figures.extend(self.lines.iter().map(|line| (line.name.clone(), line.value)));
        let text = serde_json::to_string_pretty(&kept).map_err(|why| why.to_string())?;
        std::fs::write(path(), text + "\n").map_err(|why| format!("{}: {why}", path().display()))
    }
}

impl Line {
    fn is_met(&self) -> bool {
        match self.target {
            Target::Most(most) => self.value <= most,
            Target::Least(least) => self.value >= least,
            Target::None => true,
        }
    }
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/last.json"))
}

fn last() -> Kept {
    std::fs::read(path()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
