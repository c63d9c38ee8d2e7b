//! How long it takes to fold a course.

use crate::table::{Table, Target};
use std::hint::black_box;
use std::time::Instant;
use treatment::access::Who;
use treatment::course::{Course, Recorded};
use treatment::fact::Fact;
use treatment::ids::{CourseId, StaffId, Version};
use treatment::time::Moment;

/// One of each kind of fact, as they are kept for ever.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/treatment/tests/golden");
/// How many facts the measured course has.
const FACTS: usize = 100;
/// How often it is folded; the median counts.
const TIMES: usize = 501;

pub(crate) fn measure(table: &mut Table) -> Result<(), String> {
    let mut bodies = Vec::new();
    let files = std::fs::read_dir(GOLDEN).map_err(|why| format!("{GOLDEN}: {why}"))?;
    let mut files: Vec<_> = files.filter_map(Result::ok).map(|file| file.path()).collect();
    // A course is opened before anything else happens in it, and closed after.
    files.sort_by_key(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (!name.starts_with("course.opened"), name.starts_with("course.closed"), name)
    });
    for file in &files {
        bodies.push(std::fs::read(file).map_err(|why| format!("{}: {why}", file.display()))?);
    }
    if bodies.len() < 10 {
        return Err("the golden facts are not there".to_owned());
    }
    let stored: Vec<&[u8]> = (0..FACTS)
        .map(|n| if n == 0 { &bodies[0] } else { &bodies[1 + (n - 1) % (bodies.len() - 2)] })
        .map(Vec::as_slice)
        .collect();
    let mut fold_only = Vec::new();
    let mut with_reading = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let facts = read(&stored)?;
        let read_at = Instant::now();
        black_box(Course::from_facts(CourseId([1; 16]), &facts));
        fold_only.push(read_at.elapsed().as_secs_f64() * 1_000.0);
        with_reading.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    table.put("fold a course of 100 facts, median", median(&mut fold_only), "ms", Target::Most(1.0));
    table.put(
        "read from JSON and fold 100 facts, median",
        median(&mut with_reading),
        "ms",
        Target::Most(1.0),
    );
    Ok(())
}

fn read(stored: &[&[u8]]) -> Result<Vec<Recorded<Fact>>, String> {
    let mut facts = Vec::with_capacity(stored.len());
    for (index, body) in stored.iter().enumerate() {
        let fact = serde_json::from_slice(body).map_err(|why| why.to_string())?;
        facts.push(Recorded {
            version: Version(index as u32 + 1),
            at: Moment(1_700_000_000_000 + index as i64),
            who: Who::Staff(StaffId([2; 16])),
            fact,
        });
    }
    Ok(facts)
}

pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
