//! The commands and their help.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// What holds for every command.
const SETTINGS: &str = "\
Settings come from the configuration file, then the environment, then the options above: the later wins. \
closeness.example.toml shows the whole file. CLOSENESS_LOG says how much is logged: error, warn, info, debug or trace.

Exit codes: 0 done; 2 a word, an option or the configuration is wrong; 3 the data does not open; 4 something in the \
data is not right; 5 the port or the certificate cannot be used; 1 anything else.";

const DEMO: &str = "\
Examples:
  closeness demo                          look around; everything is gone when it ends
  closeness demo --data demo --seed 7     another clinic, whose data is kept for `verify` and the like
  closeness demo --listen 127.0.0.1:0     on any port that is free";

const SERVE: &str = "\
Examples:
  closeness serve                         on this machine, at http://localhost:8484
  closeness serve --config clinic.toml    as a clinic: address, certificate, mail and database are in the file

On the first run open the address in a browser and answer three questions: the service, who you are, a passphrase. \
Keep a copy of the key file: without it nobody can read the data. Ctrl+C ends it; nothing that was saved is lost.";

const VERIFY: &str = "\
Examples:
  closeness verify --data /srv/clinic
  closeness verify --heads ends.txt       keep ends.txt elsewhere: it shows what was cut off at the end of a chain

The clinic must not be open on SQLite meanwhile. A course that does not fit is named with the first fact that does \
not, and everything else can still be read.";

const REBUILD: &str = "\
Example:
  closeness rebuild --data /srv/clinic

The rows of lists are made from the record and can be made again at any time, as after a row was lost. The record is \
only read. `closeness verify` says whether it is needed.";

const ROUTES: &str = "\
Examples:
  closeness routes                        method, path, rule
  closeness routes --json                 the same for a script

A rule is open, signed-in, may:VERB (where no course is named), course:VERB (the course in the path) or own:VERB \
(the client's own course). No clinic is needed.";

const DOCTOR: &str = "\
Example:
  closeness doctor --data /srv/clinic

Looks at the key file and who may read it, where keys and data lie, settings of the database that lose writes, ways \
in which the root key opens, and the day the crisis numbers were last checked.";

const COURSE: &str = "\
Example:
  closeness course show 16827ebe4f87fcfc07625d3da96eb21a

The name stands in the address of the course's pages, and `closeness verify` names courses by it.";

/// Software for delivering interpersonal psychotherapy.
///
/// Begin with `closeness demo`: it builds a clinic that has lived for a year, opens it, and prints where to click.
/// `closeness serve` on an empty directory asks three questions in the browser and is ready for the first client.
#[derive(Debug, Parser)]
#[command(name = "closeness", version, arg_required_else_help = true, after_help = SETTINGS)]
pub(crate) struct Cli {
    /// Configuration file; without it, closeness.toml in the working directory is read if it is there.
    #[arg(long, global = true, value_name = "FILE", env = "CLOSENESS_CONFIG")]
    pub config: Option<PathBuf>,
    /// Directory of the data (SQLite). The default is ./closeness-data; `demo` takes a temporary one.
    #[arg(long, global = true, value_name = "DIR", env = "CLOSENESS_DATA")]
    pub data: Option<PathBuf>,
    /// The key file. The default is closeness-data.key beside closeness-data: always beside the data, never in it.
    #[arg(long, global = true, value_name = "FILE", env = "CLOSENESS_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// A file whose first line is the passphrase that opens the keys, in place of the key file (see `keys`).
    #[arg(long, global = true, value_name = "FILE", env = "CLOSENESS_PASSPHRASE_FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Address and port to listen on. The default is 127.0.0.1:8484; port 0 takes any free one.
    #[arg(long, global = true, value_name = "ADDRESS", env = "CLOSENESS_LISTEN")]
    pub listen: Option<String>,
    /// Directory whose content files are used before the built-in ones.
    #[arg(long, global = true, value_name = "DIR", env = "CLOSENESS_CONTENT")]
    pub content: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build and open a clinic that has lived for a year; nothing in it is real.
    #[command(after_help = DEMO)]
    Demo(Demo),
    /// Open the clinic in the data directory; on the first run it is set up in the browser.
    #[command(after_help = SERVE)]
    Serve,
    /// Walk every chain of the record and say what does not fit (exit code 4 if anything).
    #[command(after_help = VERIFY)]
    Verify {
        /// Also append the end of every chain to this file, to be kept on another machine.
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Make the rows of all lists anew from the record.
    #[command(after_help = REBUILD)]
    Rebuild,
    /// Print every route with the rule of who may use it.
    #[command(after_help = ROUTES)]
    Routes {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Look at how this clinic is set up and say what is dangerous (exit code 4 if anything).
    #[command(after_help = DOCTOR)]
    Doctor,
    /// The ways in which the root key opens: list them, or add one so that losing the key file loses nothing.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// What courses came to: first and last PHQ-9 and GAD-7 in, recovery, reliable improvement, deterioration,
    /// reliable recovery and no reliable change out, each with what it is counted of.
    ///
    /// A row is one finished course: two or more attended sessions. The thresholds are those of the measures' files.
    /// A row that lacks one of the four scores is in no rate; one that did not begin as a case is not counted for
    /// recovery. A row that cannot be read is named by its line, and the rest goes on.
    Outcome(OutcomeAsked),
    /// Fit the expected course of a measure from this service's finished courses: a curve over the logarithm of the
    /// session and the band around it.
    ///
    /// Says how many courses and scores it was fitted from and how well it fits, and writes a new version of the file
    /// for `expected-course/` of the content directory. A finished course is one that was closed, however it ended,
    /// with a first score and two later ones. With fewer than 300 of them it refuses. Nothing in the file names
    /// anybody.
    FitCourse(FitCourse),
    /// The measures: check their files, show one.
    Measures {
        #[command(subcommand)]
        command: MeasuresCommand,
    },
    /// Score a file of answers: a row for each form in, a row for each form out.
    ///
    /// The first line names the items by their official number, extras by key such as `difficulty`, and perhaps `id`.
    /// A value is the code of the option as the official form prints it; empty is not answered. Out come `id`, `state`
    /// (scored, prorated, partial, refused), `total`, a column per subscale, `band`, `flags` (the items whose answer
    /// asks for a person to look) and `reason`. A row that cannot be scored is named by its line, and the rest goes on.
    Score(ScoreAsked),
    /// Measures and their answers as FHIR R4, both ways.
    Fhir {
        #[command(subcommand)]
        command: FhirCommand,
    },
    /// What support may see of a course.
    Course {
        #[command(subcommand)]
        command: CourseCommand,
    },
}

/// What support may ask about a course.
#[derive(Debug, Subcommand)]
pub(crate) enum CourseCommand {
    /// Phase, counts and version, never a word of it.
    #[command(after_help = COURSE)]
    Show {
        /// The course's name, 32 hexadecimal digits.
        course: String,
    },
}

/// What to do with the measures.
#[derive(Debug, Subcommand)]
pub(crate) enum MeasuresCommand {
    /// Check every file; faults are named by file, line and rule (exit code 4 if there are any).
    Check,
    /// What a measure's file says.
    Show {
        /// Its key, such as phq-9.
        #[arg(value_name = "KEY")]
        measure: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// What to do in the words of FHIR.
#[derive(Debug, Subcommand)]
pub(crate) enum FhirCommand {
    /// A measure as a Questionnaire that others can render and score; without a key, all of them as one Bundle.
    Questionnaire {
        /// Its key, such as phq-9.
        #[arg(value_name = "KEY")]
        measure: Option<String>,
        /// Language of the words; English where there are none in it.
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Answers as FHIR responses: a row for each form in, as for `score`; one `QuestionnaireResponse` a line out.
    ///
    /// A column `language` says in which language each was answered. A row that cannot be scored is named by its line,
    /// and the rest goes on.
    Response {
        /// The measure, such as phq-9.
        #[arg(value_name = "KEY")]
        measure: String,
        /// CSV with a column per item; `-` reads standard input.
        #[arg(value_name = "ANSWERS.CSV")]
        answers: PathBuf,
        /// The day they were given, such as 2026-11-24.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Language of the words where a row says none.
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// FHIR responses as answers that `score` takes: `QuestionnaireResponse` objects in, one or one a line; CSV out.
    ///
    /// All must be of one measure. One that cannot be read is named by its place, and the rest goes on.
    Answers {
        /// The file; `-` reads standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Read them as answers to this measure, whatever they say.
        #[arg(long, value_name = "KEY")]
        measure: Option<String>,
    },
    /// A Questionnaire of others as a measure's file for `measures/` of the content directory. It is a draft: nobody
    /// is shown or asked it until its licence says so.
    Import {
        /// The Questionnaire; `-` reads standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Only say what is understood, what is assumed and what is left out.
        #[arg(long)]
        preview: bool,
        /// The file to write; it must not be there yet. Without it the measure's file is printed.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// The scores of a file of answers.
#[derive(Debug, Args)]
pub(crate) struct ScoreAsked {
    /// The measure, such as phq-9.
    #[arg(value_name = "KEY")]
    pub measure: String,
    /// CSV with a column per item; `-` reads standard input.
    #[arg(value_name = "ANSWERS.CSV")]
    pub answers: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// The outcomes of a file of scores.
#[derive(Debug, Args)]
pub(crate) struct OutcomeAsked {
    /// CSV with the columns `phq9_first, gad7_first, phq9_last, gad7_last` in any order, and perhaps `id`; `-` reads
    /// standard input. Empty is a score that is missing.
    #[arg(value_name = "PAIRS.CSV")]
    pub pairs: PathBuf,
    /// What each row came to, instead of the totals; with --json, beside them.
    #[arg(long)]
    pub rows: bool,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// Fitting an expected course.
#[derive(Debug, Args)]
pub(crate) struct FitCourse {
    /// The measure.
    #[arg(long, value_name = "KEY", default_value = "phq-9")]
    pub measure: String,
    /// The file to write; it must not be there yet. Without it the file is printed.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The demo clinic.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The seed: the same seed gives the same clinic.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many courses.
    #[arg(long, default_value_t = 40)]
    pub courses: u32,
    /// Build it, say how long it took, and stop.
    #[arg(long)]
    pub only_build: bool,
    /// Write the links, one `role url` on a line, to this file as well.
    #[arg(long, value_name = "FILE")]
    pub links: Option<PathBuf>,
}

/// Ways in which the root key opens.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List them.
    List,
    /// Add a passphrase, read from the first line of a file or of standard input. At least sixteen characters: it
    /// alone opens everything, so make it six or more words that nobody would put together.
    AddPassphrase {
        /// The file; standard input when it is left out.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Make another key file. Keep it on another machine or disk.
    AddFile {
        /// The file to make; it must not be there yet.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}
