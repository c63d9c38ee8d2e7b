//! The operator's commands: verify, rebuild, routes, doctor, course.

use crate::command::KeysCommand;
use crate::config::{Config, first_line};
use crate::measures::library;
use crate::{Failure, say};
use clinic::Clinic;
use clinic::clock::Clock;
use clinic::library::Library;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use store::Place;
use treatment::ids::CourseId;
use web::{Options, Site};

/// Opens the clinic that is there; where none is, nothing is made.
pub(crate) async fn opened(config: &Config) -> Result<Clinic, Failure> {
    if let Some(text) = absent(config) {
        return Err(Failure::Absent(text));
    }
    let clinic = Clinic::open(config.settings(Clock::Machine)).await?;
    // A database by another name is there and holds no clinic: nothing is said of what it does not have.
    match config.place {
        Place::Postgres { .. } if clinic.service().is_none() => Err(Failure::Absent(
            "there is no clinic in this database: look at its name, or begin one with `closeness serve`"
                .to_owned(),
        )),
        _ => Ok(clinic),
    }
}

/// That there is no clinic where one is looked for, in words.
fn absent(config: &Config) -> Option<String> {
    match &config.place {
        Place::Sqlite { directory } if !is_begun(directory) => Some(format!(
            "there is no clinic in {}: name its directory with --data, or begin one with `closeness serve`",
            directory.display()
        )),
        _ => None,
    }
}

/// Whether a directory has a database of a clinic, or of its keys.
fn is_begun(directory: &Path) -> bool {
    directory.join("closeness.db").exists() || directory.join("keys").join("keys.db").exists()
}

/// A count with its noun: one course, two courses.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{count} {noun}s") }
}

/// Tells how far long work is, on a terminal.
pub(crate) fn progress(what: &str, done: u64, of: u64) {
    if std::io::stderr().is_terminal() {
        eprint!("\r{what} {done} of {of}");
        if done == of {
            eprintln!();
        }
        let _ = std::io::stderr().flush();
    }
}

pub(crate) async fn verify(config: &Config, heads: Option<&Path>) -> Result<(), Failure> {
    let clinic = opened(config).await?;
    let other = |why: store::Trouble| Failure::Other(why.to_string());
    let verified = clinic.store().verify(|done, of| progress("course", done, of)).await.map_err(other)?;
    for fault in &verified.faults {
        say(format_args!("course {} version {}: {}", fault.course, fault.version.0, fault.what));
    }
    if let Some(file) = heads {
        let count = clinic.store().write_heads(file).await.map_err(other)?;
        say(format_args!("{count} ends of chains written to {}", file.display()));
    }
    if verified.faults.is_empty() {
        let (courses, facts) = (counted(verified.courses, "course"), counted(verified.facts, "fact"));
        say(format_args!("{courses}, {facts}: every chain holds"));
        Ok(())
    } else {
        let (bad, all) = (verified.faults.len(), verified.courses);
        let of = counted(all, "course");
        let fit = if bad == 1 { "does not fit" } else { "do not fit" };
        Err(Failure::Wrong(format!("{bad} of {of} {fit}")))
    }
}

pub(crate) async fn rebuild(config: &Config) -> Result<(), Failure> {
    let clinic = opened(config).await?;
    let told = |done: usize, of: usize| progress("course", done as u64, of as u64);
    let (all, differed) = clinic.rebuild(told).await.map_err(|why| Failure::Other(why.to_string()))?;
    let were = if differed == 1 { "was" } else { "were" };
    say(format_args!(
        "{}, {} differed and {were} made anew",
        counted(all as u64, "course"),
        counted(differed as u64, "row")
    ));
    Ok(())
}

pub(crate) async fn routes(json: bool) -> Result<(), Failure> {
    // The router of an empty clinic is the router of any.
    let directory = std::env::temp_dir().join(format!("closeness-routes-{}", std::process::id()));
    let settings = clinic::Settings {
        place: Place::Sqlite { directory: directory.join("data") },
        unlock: store::Unlock::KeyFile(directory.join("key")),
        content: None,
        mail: None,
        clock: Clock::Machine,
    };
    let clinic = Clinic::open(settings).await?;
    let site = Site::new(clinic, Options::default())
        .map_err(|wrong| Failure::Open(clinic::CannotOpen::Content(wrong)))?;
    let site = Arc::new(site);
    let routes = web::all_routes(&site);
    if json {
        let lines: Vec<_> = routes
            .lines()
            .iter()
            .map(|line| serde_json::json!({ "method": line.method, "path": line.path, "rule": line.rule.to_string() }))
            .collect();
        say(serde_json::to_string_pretty(&lines).map_err(|why| Failure::Other(why.to_string()))?);
    } else {
        for line in routes.lines() {
            say(format_args!("{:4} {:52} {}", line.method, line.path, line.rule));
        }
    }
    let _ = std::fs::remove_dir_all(directory);
    Ok(())
}

pub(crate) async fn doctor(config: &Config) -> Result<(), Failure> {
    if let Some(text) = absent(config) {
        // Before the first run there is only the configuration to look at.
        say(format_args!("{}: configuration and content can be read", content_of(&library(config)?)));
        return Err(Failure::Absent(text));
    }
    let clinic = opened(config).await?;
    let store = clinic.store();
    let mut found = 0;
    let mut warn = |text: String| {
        found += 1;
        say(format_args!("- {text}"));
    };
    store.ready().await.map_err(|why| Failure::Other(why.to_string()))?;
    for danger in store.dangers() {
        warn(danger.to_string());
    }
    let slots = store.slots().await.map_err(|why| Failure::Other(why.to_string()))?;
    // A copy of the key file elsewhere is as good as a second way in, and cannot be seen from here.
    if slots.len() < 2 {
        say(format_args!(
            "the root key opens in one way only: keep a copy of the key file, or add a way (closeness keys --help)"
        ));
    }
    if let Some(text) = crisis_contacts(&clinic) {
        warn(text);
    }
    let waiting = store.outbox_waiting().await.map_err(|why| Failure::Other(why.to_string()))?;
    say(format_args!("{:?}, {}, {waiting} notices waiting", store.kind(), content_of(&clinic.library())));
    if found == 0 {
        say("nothing dangerous was found");
        Ok(())
    } else {
        Err(Failure::Wrong(format!("{} to look at", counted(found, "thing"))))
    }
}

/// What the content holds, in numbers.
fn content_of(library: &Library) -> String {
    let content = &library.content;
    format!("{} protocols, {} measures", content.protocols().len(), content.instruments().len())
}

/// What is wrong with the crisis contacts of the service's country, if something is.
pub(crate) fn crisis_contacts(clinic: &Clinic) -> Option<String> {
    let country = clinic.service()?.sheet.country.clone();
    match clinic.library().crisis_in(&country) {
        Some(crisis) if crisis.is_fresh(clinic.today()) => None,
        Some(crisis) => {
            let checked = &crisis.checked_on;
            Some(format!(
                "the crisis contacts of {country} were last checked on {checked}: over 180 days ago"
            ))
        }
        None => Some(format!("there are no crisis contacts for {country}")),
    }
}

/// Shortest passphrase that opens the root key, in characters.
const PASSPHRASE_LEAST: usize = 16;

pub(crate) async fn keys(config: &Config, asked: &KeysCommand) -> Result<(), Failure> {
    let io = |path: &Path, why: std::io::Error| Failure::Configuration(format!("{}: {why}", path.display()));
    let unlock = match asked {
        KeysCommand::List => None,
        KeysCommand::AddPassphrase { file } => {
            let text = if let Some(path) = file {
                std::fs::read_to_string(path).map_err(|why| io(path, why))?
            } else {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).map_err(|why| io(Path::new("standard input"), why))?;
                line
            };
            let passphrase = first_line(&text).unwrap_or_default();
            if passphrase.chars().count() < PASSPHRASE_LEAST {
                let text = format!("the passphrase needs at least {PASSPHRASE_LEAST} characters");
                return Err(Failure::Configuration(text));
            }
            Some(store::Unlock::Passphrase(passphrase))
        }
        KeysCommand::AddFile { file } if file.exists() => {
            return Err(Failure::Configuration(format!("{} is there already", file.display())));
        }
        KeysCommand::AddFile { file } => Some(store::Unlock::KeyFile(file.clone())),
    };
    let clinic = opened(config).await?;
    let other = |why: store::Trouble| Failure::Other(why.to_string());
    if let Some(unlock) = unlock {
        clinic.store().add_slot(&unlock).await.map_err(other)?;
    }
    for slot in clinic.store().slots().await.map_err(other)? {
        say(format_args!("{} {}", slot.id, slot.kind));
    }
    Ok(())
}

pub(crate) async fn course(config: &Config, id: &str) -> Result<(), Failure> {
    let id = CourseId::parse(id)
        .ok_or_else(|| Failure::Configuration("that is no name of a course".to_owned()))?;
    let clinic = opened(config).await?;
    let summary = clinic.summary_for_support(id).await.map_err(|why| Failure::Other(why.to_string()))?;
    let Some(summary) = summary else { return Err(Failure::Wrong("there is no such course".to_owned())) };
    say(format_args!("course     {id}"));
    say(format_args!("version    {}", summary.version.0));
    say(format_args!("protocol   {}", summary.protocol));
    say(format_args!("phase      {}", summary.phase.key()));
    say(format_args!("sessions   {} of {}", summary.count.used, summary.count.of));
    say(format_args!("paused     {}", summary.is_paused));
    say(format_args!("flags      {} open", summary.flags.len()));
    say(format_args!("people     {}", summary.people));
    say(format_args!("closed     {}", summary.closed_at.is_some()));
    Ok(())
}
