//! The program: commands, configuration, wiring. Everything it does, it does through `clinic` and `web`.

mod command;
mod config;
mod demo;
mod fhir_files;
mod fit_course;
mod measures;
mod outcome;
mod score;
mod serve;
mod support;
mod table;

use clap::Parser;
use command::{Cli, Command, CourseCommand};
use std::fmt::Display;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

/// What went wrong, as an exit code: 2 for usage and configuration, 3 for data that does not open, 4 for data that
/// is not right, 5 for a port or certificate, 1 for the rest.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Configuration(String),
    #[error("{0}")]
    Open(#[from] clinic::CannotOpen),
    /// There is nothing there to open.
    #[error("{0}")]
    Absent(String),
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Serve(#[from] web::serve::CannotServe),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Configuration(_) => 2,
            Self::Open(_) | Self::Absent(_) => 3,
            Self::Wrong(_) => 4,
            Self::Serve(_) => 5,
            Self::Other(_) => 1,
        }
    }
}

/// Carries out what the command line asks for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            eprintln!("closeness: {why}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("closeness: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

/// Prints a line.
pub(crate) fn say(line: impl Display) {
    put(format_args!("{line}\n"));
}

/// Prints a text. Whoever reads it may have seen enough, as `head` has; a disk that is full is said.
pub(crate) fn put(text: impl Display) {
    let mut out = std::io::stdout().lock();
    if let Err(why) = write!(out, "{text}").and_then(|()| out.flush())
        && why.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("closeness: what was to be printed could not be written: {why}");
        std::process::exit(1);
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let config = config::Config::read(&cli)?;
    config::begin_logging(&config)?;
    match cli.command {
        Command::Demo(asked) => demo::run(&config, &asked).await,
        Command::Serve => serve::run(&config).await,
        Command::Verify { heads } => support::verify(&config, heads.as_deref()).await,
        Command::Rebuild => support::rebuild(&config).await,
        Command::Routes { json } => support::routes(json).await,
        Command::Doctor => support::doctor(&config).await,
        Command::Keys { command } => support::keys(&config, &command).await,
        Command::FitCourse(asked) => fit_course::run(&config, &asked).await,
        Command::Measures { command } => measures::run(&config, &command),
        Command::Fhir { command } => fhir_files::run(&config, &command),
        Command::Score(asked) => score::run(&config, &asked),
        Command::Outcome(asked) => outcome::run(&config, &asked),
        Command::Course { command: CourseCommand::Show { course } } => {
            support::course(&config, &course).await
        }
    }
}
