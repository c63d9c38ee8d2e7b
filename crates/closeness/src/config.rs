//! Configuration: a TOML file, then the environment, then flags; the later wins. `closeness.example.toml` shows all
//! of it.

use crate::Failure;
use crate::command::Cli;
use clinic::Settings;
use clinic::clock::Clock;
use clinic::mail::MailSettings;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use store::{Place, Unlock};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Listen,
    store: StoreFile,
    mail: Option<Mail>,
    content: Option<PathBuf>,
    log: Log,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Listen {
    address: Option<String>,
    origin: Option<String>,
    certificate: Option<PathBuf>,
    certificate_key: Option<PathBuf>,
    proxy: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StoreFile {
    directory: Option<PathBuf>,
    postgres: Option<String>,
    postgres_keys: Option<String>,
    key_file: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mail {
    host: String,
    port: u16,
    #[serde(default)]
    encrypted: bool,
    user: Option<String>,
    password: Option<String>,
    from: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Log {
    level: Option<String>,
    json: bool,
}

/// What is in force.
#[derive(Debug)]
pub(crate) struct Config {
    pub listen: String,
    pub origin: Option<String>,
    /// Whether a proxy on this machine speaks for others.
    pub is_behind_proxy: bool,
    pub certificate: Option<(PathBuf, PathBuf)>,
    pub place: Place,
    pub key_file: PathBuf,
    /// The passphrase that opens the keys in place of the key file.
    passphrase: Option<String>,
    pub content: Option<PathBuf>,
    pub mail: Option<MailSettings>,
    /// Whether a directory was named by hand.
    pub data: Option<PathBuf>,
    log_level: String,
    log_json: bool,
}

impl Config {
    /// Reads file, environment and flags.
    pub(crate) fn read(cli: &Cli) -> Result<Self, Failure> {
        let named = cli.config.clone();
        let usual = PathBuf::from("closeness.toml");
        let path = named.clone().or_else(|| usual.exists().then_some(usual));
        let file: File = match &path {
            None => File::default(),
            Some(path) => {
                let bad = |why: String| Failure::Configuration(format!("{}: {why}", path.display()));
                let text = std::fs::read_to_string(path).map_err(|why| bad(why.to_string()))?;
                toml::from_str(&text).map_err(|why| bad(why.to_string()))?
            }
        };
        let directory = cli.data.clone().or(file.store.directory).unwrap_or_else(|| "closeness-data".into());
        let place = match (file.store.postgres, file.store.postgres_keys) {
            (Some(data), Some(keys)) if cli.data.is_none() => Place::Postgres { data, keys },
            (Some(_), None) | (None, Some(_)) => {
                let text =
                    "[store] needs both postgres and postgres_keys: the keys live in a database of their own";
                return Err(Failure::Configuration(text.to_owned()));
            }
            _ => Place::Sqlite { directory: directory.clone() },
        };
        let key_file = cli.key_file.clone().or(file.store.key_file).unwrap_or_else(|| beside(&directory));
        let passphrase = match cli.passphrase_file.clone().or(file.store.passphrase_file) {
            None => None,
            Some(path) => {
                let bad = |why: String| Failure::Configuration(format!("{}: {why}", path.display()));
                let text = std::fs::read_to_string(&path).map_err(|why| bad(why.to_string()))?;
                Some(first_line(&text).ok_or_else(|| bad("its first line is empty".to_owned()))?)
            }
        };
        let certificate = match (file.listen.certificate, file.listen.certificate_key) {
            (Some(chain), Some(key)) => Some((chain, key)),
            (None, None) => None,
            _ => {
                let text = "[listen] needs both certificate and certificate_key";
                return Err(Failure::Configuration(text.to_owned()));
            }
        };
        let origin = file.listen.origin;
        let mail = file.mail.map(|mail| MailSettings {
            host: mail.host,
            port: mail.port,
            encrypted: mail.encrypted,
            user: mail.user,
            password: mail.password,
            from: mail.from,
            address: origin.clone().unwrap_or_default(),
        });
        Ok(Self {
            listen: cli.listen.clone().or(file.listen.address).unwrap_or_else(|| "127.0.0.1:8484".to_owned()),
            origin,
            is_behind_proxy: file.listen.proxy,
            certificate,
            place,
            key_file,
            passphrase,
            content: cli.content.clone().or(file.content),
            mail,
            data: cli.data.clone(),
            log_level: file.log.level.unwrap_or_else(|| "info".to_owned()),
            log_json: file.log.json,
        })
    }

    /// What the clinic needs.
    pub(crate) fn settings(&self, clock: Clock) -> Settings {
        Settings {
            place: self.place.clone(),
            unlock: match &self.passphrase {
                Some(passphrase) => Unlock::Passphrase(passphrase.clone()),
                None => Unlock::KeyFile(self.key_file.clone()),
            },
            content: self.content.clone(),
            mail: self.mail.clone(),
            clock,
        }
    }
}

/// The name of the data directory with `.key` after it, in the directory that holds it.
pub(crate) fn beside(directory: &Path) -> PathBuf {
    // `.` and `..` have no name to put beside, only the directory they stand for has.
    let directory = match directory.file_name() {
        Some(_) => directory.to_owned(),
        None => directory.canonicalize().unwrap_or_else(|_| directory.to_owned()),
    };
    let name =
        directory.file_name().map_or_else(|| "closeness".into(), |name| name.to_string_lossy().into_owned());
    directory.with_file_name(format!("{name}.key"))
}

/// Logs to standard error: lines for people, or JSON. What is not a filter is said, and the file's level used.
pub(crate) fn begin_logging(config: &Config) -> Result<(), Failure> {
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::prelude::*;
    let wanted = std::env::var("CLOSENESS_LOG").unwrap_or_else(|_| config.log_level.clone());
    let filter: Targets = wanted.parse().map_err(|_| {
        Failure::Configuration(format!("{wanted} is no log level: use error, warn, info, debug or trace"))
    })?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let registry = tracing_subscriber::registry();
    if config.log_json {
        registry.with(lines.json().with_filter(filter)).init();
    } else {
        registry.with(lines.with_filter(filter)).init();
    }
    Ok(())
}

/// The first line of a text, if there is anything on it.
pub(crate) fn first_line(text: &str) -> Option<String> {
    text.lines().next().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}
