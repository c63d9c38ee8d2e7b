//! A PostgreSQL that lives as long as one run: found or installed, started on a free port, removed afterwards.

use crate::debian::{Debian, is_root};
use crate::tree::{Hitch, ask, search_path};
use std::fs;
use std::io::{self, Read, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// How often a port that another program takes in between is chosen anew.
const START_ATTEMPTS: u32 = 3;

/// Tests open a pool per database and run side by side; PostgreSQL's own 100 are few on a large machine.
const CONNECTIONS_MAX: u32 = 300;

/// What waits for this program to end, in whatever way, and then stops the server and removes its folder.
///
/// It reads from a pipe that only this program holds, so an end by Ctrl-C or by a kill is noticed too.
const KEEPER: &str = r#"
trap "" HUP INT TERM
cd /
read -r _
"$1/pg_ctl" stop -D "$2/data" -m immediate -w
rm -rf "$2"
"#;

/// A running throw-away server. Dropping it stops the server and removes its folder.
pub struct Cluster {
    url: String,
    folder: PathBuf,
    keeper: Child,
    line: Option<ChildStdin>,
}

/// The programs of one PostgreSQL installation.
struct Programs {
    folder: PathBuf,
    version: (u32, u32),
}

/// The person of the system as whom the server runs; PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    /// Finds PostgreSQL, or installs it, and starts an empty server with its ordinary, durable settings.
    ///
    /// # Errors
    /// `Missing` when there is no PostgreSQL and it cannot be installed; `Failed` when it does not start.
    pub fn start(debian: &mut Debian) -> Result<Cluster, Hitch> {
        if find_programs().is_none() {
            debian.install("PostgreSQL", &["postgresql"])?;
        }
        let programs = find_programs().ok_or_else(|| {
            Hitch::Missing("PostgreSQL was installed but initdb, pg_ctl and postgres are not found".into())
        })?;
        let owner = if is_root() { Some(unprivileged()?) } else { None };
        let (major, minor) = programs.version;
        println!("PostgreSQL {major}.{minor} in {}", programs.folder.display());
        Cluster::start_with(&programs, owner)
    }

    /// Where tests connect, in libpq's words. The user may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn start_with(programs: &Programs, owner: Option<Owner>) -> Result<Cluster, Hitch> {
        let secret = random_hex().map_err(|error| in_the_way("random numbers", &error))?;
        let folder = make_folder(owner).map_err(|error| in_the_way("a folder in /tmp", &error))?;
        let mut keeper = as_owner("sh", owner, &folder)
            .args(["-c", KEEPER, "keeper"])
            .args([&programs.folder, &folder])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| in_the_way("sh", &error))?;
        let line = keeper.stdin.take();
        let mut cluster = Cluster { url: String::new(), folder, keeper, line };

        cluster.make_database(programs, owner, &secret)?;
        let port = cluster.start_server(programs, owner)?;
        cluster.url = format!("host=127.0.0.1 port={port} user=closeness password={secret} dbname=postgres");
        println!("listening on 127.0.0.1:{port}, data in {}", cluster.folder.display());
        Ok(cluster)
    }

    fn make_database(&self, programs: &Programs, owner: Option<Owner>, secret: &str) -> Result<(), Hitch> {
        let password_file = self.folder.join("password");
        fs::write(&password_file, secret)
            .and_then(|()| give(&password_file, owner))
            .map_err(|error| in_the_way("a file in the server's folder", &error))?;
        let initdb = programs.folder.join("initdb");
        ask(as_owner(initdb, owner, &self.folder)
            .args(["--username=closeness", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"])
            .arg(format!("--pwfile={}", password_file.display()))
            .arg("--pgdata")
            .arg(self.folder.join("data")))?;
        let _ = fs::remove_file(password_file);
        Ok(())
    }

    fn start_server(&self, programs: &Programs, owner: Option<Owner>) -> Result<u16, Hitch> {
        let data = self.folder.join("data");
        let log = self.folder.join("log");
        let mut hitch = Hitch::Failed("PostgreSQL was not started".into());
        for _ in 0..START_ATTEMPTS {
            let port = free_port().map_err(|error| in_the_way("a free port", &error))?;
            let settings = format!(
                "\nlisten_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{}'\n\
                 max_connections = {CONNECTIONS_MAX}\n",
                self.folder.display()
            );
            // Of a setting given twice the last one counts, so another attempt appends too.
            fs::OpenOptions::new()
                .append(true)
                .open(data.join("postgresql.conf"))
                .and_then(|mut file| file.write_all(settings.as_bytes()))
                .map_err(|error| in_the_way("postgresql.conf", &error))?;
            let started = ask(as_owner(programs.folder.join("pg_ctl"), owner, &self.folder)
                .args(["start", "-w", "-t", "60", "-D"])
                .arg(&data)
                .arg("-l")
                .arg(&log));
            if started.is_ok() {
                return Ok(port);
            }
            let said = fs::read_to_string(&log).unwrap_or_default();
            hitch = Hitch::Failed(format!("PostgreSQL did not start; its log:\n{}", said.trim()));
        }
        Err(hitch)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Closing the line tells the keeper to do its work.
        drop(self.line.take());
        let _ = self.keeper.wait();
        if self.folder.exists() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The newest PostgreSQL on this machine, by its own account.
fn find_programs() -> Option<Programs> {
    let told = ask(Command::new("pg_config").arg("--bindir")).ok().map(PathBuf::from);
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = debian.map(|entry| entry.path().join("bin"));
    told.into_iter()
        .chain(search_path())
        .chain(debian)
        .filter_map(|folder| programs_in(&folder))
        .max_by_key(|programs| programs.version)
}

/// The programs in that folder, when all three are there and the server tells its version.
fn programs_in(folder: &Path) -> Option<Programs> {
    if !["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()) {
        return None;
    }
    // Links in the folder lead to where the server and its files really are.
    let server = folder.join("postgres").canonicalize().ok()?;
    let version = version_of(&ask(Command::new(&server).arg("--version")).ok()?)?;
    let folder = server.parent().filter(|real| real.join("initdb").is_file()).unwrap_or(folder);
    Some(Programs { folder: folder.to_path_buf(), version })
}

/// (15, 14) of `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn version_of(answer: &str) -> Option<(u32, u32)> {
    let number = answer.strip_prefix("postgres (PostgreSQL) ")?.split_whitespace().next()?;
    let mut parts = number.split(|c: char| !c.is_ascii_digit());
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next().and_then(|minor| minor.parse().ok()).unwrap_or(0);
    Some((major, minor))
}

/// Somebody other than root: the user of Debian's package, else the one that owns nothing.
fn unprivileged() -> Result<Owner, Hitch> {
    let id = |which: &str, name: &str| ask(Command::new("id").args([which, name])).ok()?.parse().ok();
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| Some(Owner { user: id("-u", name)?, group: id("-g", name)? }))
        .ok_or_else(|| Hitch::Missing("PostgreSQL does not run as root; add a system user `postgres`".into()))
}

/// A program to be started in the server's folder, as its owner.
fn as_owner(program: impl AsRef<Path>, owner: Option<Owner>, folder: &Path) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(folder).env("LC_ALL", "C").env("HOME", folder);
    if let Some(Owner { user, group }) = owner {
        command.uid(user).gid(group);
    }
    command
}

/// A new folder that only its owner can read. Always in /tmp: anybody can reach it, and the path of a socket must be
/// short.
fn make_folder(owner: Option<Owner>) -> io::Result<PathBuf> {
    let name = format!("closeness-postgres-{}", random_hex()?);
    let folder = Path::new("/tmp").join(name);
    fs::DirBuilder::new().mode(0o700).create(&folder)?;
    give(&folder, owner)?;
    Ok(folder)
}

fn give(path: &Path, owner: Option<Owner>) -> io::Result<()> {
    owner.map_or(Ok(()), |Owner { user, group }| chown(path, Some(user), Some(group)))
}

/// A port that was free a moment ago.
fn free_port() -> io::Result<u16> {
    TcpListener::bind(("127.0.0.1", 0))?.local_addr().map(|address| address.port())
}

/// 16 random bytes, in hexadecimal.
fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(u128::from_ne_bytes(bytes)).map(|number| format!("{number:032x}"))
}

fn in_the_way(what: &str, error: &io::Error) -> Hitch {
    Hitch::Failed(format!("a throw-away PostgreSQL needs {what}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_server_is_read() {
        assert_eq!(version_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some((15, 14)));
        assert_eq!(version_of("postgres (PostgreSQL) 19beta1"), Some((19, 0)));
    }

    #[test]
    fn a_program_that_is_not_postgresql_has_no_version() {
        assert_eq!(version_of("please install PostgreSQL 15.14"), None);
    }
}
