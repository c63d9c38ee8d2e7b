//! The checks of `cargo xtask test`, in order, and their closing table.

use crate::browser;
use crate::debian::Debian;
use crate::postgres::Cluster;
use crate::tree::{Hitch, Tree, run};
use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Where the tests find a PostgreSQL in which they may create databases, in libpq's words.
const POSTGRES_URL: &str = "CLOSENESS_TEST_POSTGRES";

/// One named part of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Format,
    Lint,
    Postgres,
    Rust,
    Fhir,
    Browser,
}

/// All steps, cheapest first.
const STEPS: [Step; 6] = [Step::Format, Step::Lint, Step::Postgres, Step::Rust, Step::Fhir, Step::Browser];

/// What steps leave for later ones.
#[derive(Default)]
struct Workshop {
    debian: Debian,
    postgres: Option<Cluster>,
}

/// One line of the closing table.
struct Line {
    step: Step,
    took: Duration,
    hitch: Option<Hitch>,
}

/// Runs the steps named, or all of them. A failure does not keep the later ones from running.
///
/// # Errors
/// `Failed` when a step failed, or was skipped with `CI=true`.
pub fn test(tree: &Tree, names: &[String]) -> Result<(), Hitch> {
    let steps = choose(names)?;
    let mut workshop = Workshop::default();
    let mut lines = Vec::new();
    for step in steps {
        println!("\n== {} ==", step.name());
        let began = Instant::now();
        let hitch = step.run(tree, &mut workshop).err();
        if let Some(Hitch::Failed(why) | Hitch::Missing(why)) = &hitch {
            println!("{why}");
        }
        let line = Line { step, took: began.elapsed(), hitch };
        println!("== {}: {} in {} ==", step.name(), line.verdict(), in_words(line.took));
        lines.push(line);
    }
    drop(workshop);
    let in_ci = env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1");
    print!("\n{}", table(&lines));
    judge(&lines, in_ci)
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Format => "format",
            Step::Lint => "lint",
            Step::Postgres => "postgres",
            Step::Rust => "rust",
            Step::Fhir => "fhir",
            Step::Browser => "browser",
        }
    }

    fn run(self, tree: &Tree, workshop: &mut Workshop) -> Result<(), Hitch> {
        match self {
            Step::Format => run(tree.cargo().args(["fmt", "--all", "--check"])),
            Step::Lint => {
                run(tree.cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
            }
            Step::Postgres => postgres(workshop),
            Step::Rust => rust(tree, workshop.postgres.as_ref()),
            Step::Fhir => script(tree, workshop, "tests/fhir/run.mjs"),
            Step::Browser => script(tree, workshop, "tests/browser/run.mjs"),
        }
    }
}

/// Starts the throw-away server, unless the person at the terminal has chosen one.
fn postgres(workshop: &mut Workshop) -> Result<(), Hitch> {
    if env::var_os(POSTGRES_URL).is_some_and(|url| !url.is_empty()) {
        println!("{POSTGRES_URL} is set: tests run on that server");
        return Ok(());
    }
    workshop.postgres = Some(Cluster::start(&mut workshop.debian)?);
    Ok(())
}

/// Runs a script that needs Node and a browser on a debug build.
fn script(tree: &Tree, workshop: &mut Workshop, script: &str) -> Result<(), Hitch> {
    let browser = browser::find(tree, &mut workshop.debian)?;
    browser.run(tree, script, &build(tree)?)
}

/// Builds the program as a debug build and says where it is. Only the first step that asks has to wait for it.
fn build(tree: &Tree) -> Result<PathBuf, Hitch> {
    run(tree.cargo().args(["build", "-p", "closeness"]))?;
    Ok(tree.debug("closeness"))
}

/// Runs every Rust test; some of them start the program itself. Without a server the tests on PostgreSQL have nothing
/// to run on; the `postgres` line of the table says so.
fn rust(tree: &Tree, server: Option<&Cluster>) -> Result<(), Hitch> {
    let program = build(tree)?;
    let mut tests = tree.cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]).env("CLOSENESS_BIN", program);
    if let Some(server) = server {
        tests.env(POSTGRES_URL, server.url());
    }
    run(&mut tests)
}

/// The steps of those names in their own order; all without names. `rust` brings `postgres` with it.
fn choose(names: &[String]) -> Result<Vec<Step>, Hitch> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name() != name.as_str())) {
        let known = STEPS.map(Step::name).join(", ");
        return Err(Hitch::Failed(format!("there is no step `{unknown}`; the steps are {known}")));
    }
    let is_named = |step: &Step| names.iter().any(|name| name == step.name());
    let is_wanted = |step: &Step| is_named(step) || *step == Step::Postgres && is_named(&Step::Rust);
    Ok(STEPS.into_iter().filter(|step| names.is_empty() || is_wanted(step)).collect())
}

/// Whether the run as a whole is good. In CI nothing may be skipped.
fn judge(lines: &[Line], in_ci: bool) -> Result<(), Hitch> {
    let failed = lines.iter().filter(|line| matches!(line.hitch, Some(Hitch::Failed(_)))).count();
    let skipped = lines.iter().filter(|line| matches!(line.hitch, Some(Hitch::Missing(_)))).count();
    let counts = format!("{} ok, {failed} failed, {skipped} skipped", lines.len() - failed - skipped);
    if failed > 0 {
        return Err(Hitch::Failed(counts));
    }
    if skipped > 0 && in_ci {
        return Err(Hitch::Failed(format!("{counts}; in CI a skipped step is a failure")));
    }
    println!("{counts}");
    Ok(())
}

/// The closing table: step, result, time, and the first line of why when it is not ok.
fn table(lines: &[Line]) -> String {
    let mut table = String::new();
    for line in lines {
        let why = match &line.hitch {
            Some(Hitch::Failed(why) | Hitch::Missing(why)) => why.lines().next().unwrap_or_default(),
            None => "",
        };
        let row = format!("{:<10}{:<9}{:>12}  {why}", line.step.name(), line.verdict(), in_words(line.took));
        let _ = writeln!(table, "{}", row.trim_end());
    }
    table
}

impl Line {
    fn verdict(&self) -> &'static str {
        match self.hitch {
            None => "ok",
            Some(Hitch::Failed(_)) => "FAILED",
            Some(Hitch::Missing(_)) => "SKIPPED",
        }
    }
}

/// `4.2 s`, `3 min 07 s`.
fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(step: Step, hitch: Option<Hitch>) -> Line {
        Line { step, took: Duration::from_millis(4200), hitch }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn without_names_every_step_runs() {
        assert_eq!(choose(&[]), Ok(STEPS.to_vec()));
    }

    #[test]
    fn steps_keep_their_order_and_rust_brings_a_server() {
        assert_eq!(choose(&names(&["browser", "rust"])), Ok(vec![Step::Postgres, Step::Rust, Step::Browser]));
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_known_ones() {
        let Err(Hitch::Failed(words)) = choose(&names(&["rusty"])) else { panic!("accepted") };
        assert_eq!(
            words,
            "there is no step `rusty`; the steps are format, lint, postgres, rust, fhir, browser"
        );
    }

    #[test]
    fn a_skipped_step_is_a_failure_in_ci_only() {
        let lines = [line(Step::Browser, Some(Hitch::Missing("Chromium is missing".into())))];
        assert_eq!(judge(&lines, false), Ok(()));
        assert!(judge(&lines, true).is_err());
    }

    #[test]
    fn a_failed_step_is_a_failure_everywhere() {
        let lines = [line(Step::Format, None), line(Step::Lint, Some(Hitch::Failed("as printed".into())))];
        assert_eq!(judge(&lines, false), Err(Hitch::Failed("1 ok, 1 failed, 0 skipped".into())));
    }

    #[test]
    fn the_table_has_a_row_per_step() {
        let lines =
            [line(Step::Format, None), line(Step::Browser, Some(Hitch::Missing("no Chromium".into())))];
        assert_eq!(
            table(&lines),
            "format    ok              4.2 s\nbrowser   SKIPPED         4.2 s  no Chromium\n"
        );
    }
}
