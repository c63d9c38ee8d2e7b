//! The chores of this repository, each one command: `cargo xtask test`, `bench`, `pictures`.
//!
//! | file | what it holds |
//! |---|---|
//! | `steps.rs` | the checks of `cargo xtask test`, in order, and their closing table |
//! | `postgres.rs` | a PostgreSQL that lives as long as one run |
//! | `browser.rs` | Chromium and Node, and the scripts in `tests/browser`, `tests/fhir` |
//! | `debian.rs` | installing what is missing from Debian's packages |
//! | `tree.rs` | where things are, and starting programs there |
//!
//! Standard library only, Unix only. Nothing is downloaded but by cargo, npm and apt-get.

mod browser;
mod debian;
mod postgres;
mod steps;
mod tree;

use debian::Debian;
use std::env;
use std::process::ExitCode;
use tree::{Hitch, Tree};

const TEACH: &str = "\
The chores of this repository.

    cargo xtask test [STEP…]     every check, or only the steps named:
                                   format    cargo fmt
                                   lint      cargo clippy, warnings are errors
                                   postgres  find or install PostgreSQL, start a throw-away server
                                   rust      cargo test on SQLite and on that server
                                   fhir      our measures in LHC-Forms and fhirpath.js: same scores
                                   browser   journeys in a real Chromium, with the program as built
    cargo xtask bench [NAME…]    measurements, release build; arguments go to the bench program
    cargo xtask pictures         the pictures of the README, release build

As root on Debian, PostgreSQL, Chromium and Node are installed when they are missing. Elsewhere a step that lacks
them is SKIPPED and says what to install; with CI=true a skipped step is a failure.

    CLOSENESS_TEST_POSTGRES      test on this server instead: \"host=… port=… user=… password=… dbname=…\";
                                 the user must be allowed to create databases
    CLOSENESS_CHROMIUM           use this browser
";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let (chore, rest) = match words.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("--help", [].as_slice()),
    };
    if matches!(chore, "help" | "--help" | "-h")
        || rest.iter().any(|w| w == "--help" || w == "-h") && chore != "bench"
    {
        print!("{TEACH}");
        return ExitCode::SUCCESS;
    }
    let done = Tree::find().and_then(|tree| match chore {
        "test" => steps::test(&tree, rest),
        "bench" => bench(&tree, rest),
        "pictures" => pictures(&tree),
        unknown => Err(Hitch::Failed(format!(
            "there is no `cargo xtask {unknown}`; `cargo xtask` lists what there is"
        ))),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Hitch::Failed(words) | Hitch::Missing(words)) => {
            eprintln!("xtask: {words}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the program and the measurements for release, and measures.
fn bench(tree: &Tree, names: &[String]) -> Result<(), Hitch> {
    tree::run(tree.cargo().args(["build", "--release", "-p", "closeness", "-p", "bench"]))?;
    tree::run(tree.command(tree.release("bench")).args(names).env("CLOSENESS_BIN", tree.release("closeness")))
}

/// Builds the program for release and takes the pictures of the README.
fn pictures(tree: &Tree) -> Result<(), Hitch> {
    let browser = browser::find(tree, &mut Debian::default())?;
    tree::run(tree.cargo().args(["build", "--release", "-p", "closeness"]))?;
    browser.run(tree, "tests/browser/pictures.mjs", &tree.release("closeness"))
}
