//! Places to keep a clinic in: a fresh directory, or two fresh databases on a PostgreSQL server. Both go away when
//! they are dropped.

use crate::random_name;
use std::path::{Path, PathBuf};

/// The environment variable with the connection string of a throw-away PostgreSQL server, in the words of libpq:
/// `host=127.0.0.1 port=5433 user=postgres dbname=postgres`.
pub const POSTGRES: &str = "CLOSENESS_TEST_POSTGRES";

/// A folder under the system's temporary folder; removed when dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes a fresh one.
    pub fn fresh() -> Self {
        let path = std::env::temp_dir().join(format!("closeness-story-{}", random_name()));
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where a clinic is kept.
#[derive(Debug)]
pub struct Place {
    folder: Folder,
    databases: Option<Databases>,
}

/// Two databases of one server.
#[derive(Debug)]
struct Databases {
    server: String,
    data: String,
    keys: String,
}

impl Place {
    /// A fresh directory.
    pub fn sqlite() -> Self {
        Self { folder: Folder::fresh(), databases: None }
    }

    /// Two fresh databases, `data_<random>` and `keys_<random>`. None, with one line that says so, when there is
    /// no server to make them on; where `CI` is `true` that is a failure.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES) else {
            let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");
            assert!(!is_ci, "{POSTGRES} is not set: no story may be left out here");
            println!("SKIPPED: the same on PostgreSQL, because {POSTGRES} is not set");
            return None;
        };
        let name = random_name();
        let databases = Databases { server, data: format!("data_{name}"), keys: format!("keys_{name}") };
        let client = connect(&databases.server).await;
        for name in [&databases.data, &databases.keys] {
            client
                .batch_execute(&format!("CREATE DATABASE {name}"))
                .await
                .expect("the server makes a database");
        }
        Some(Self { folder: Folder::fresh(), databases: Some(databases) })
    }

    /// The place as a store opens it.
    pub fn of_store(&self) -> store::Place {
        match self.connection_strings() {
            None => store::Place::Sqlite { directory: self.directory() },
            Some([data, keys]) => store::Place::Postgres { data, keys },
        }
    }

    /// How its keys open: by a key file outside the data directory.
    pub fn unlock(&self) -> store::Unlock {
        store::Unlock::KeyFile(self.key_file())
    }

    /// The data directory of SQLite.
    pub fn directory(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The key file.
    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("clinic.key")
    }

    /// Everything of this place that is in files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.databases.is_some()
    }

    /// Connection strings of the data and of the keys, on PostgreSQL.
    pub fn connection_strings(&self) -> Option<[String; 2]> {
        let databases = self.databases.as_ref()?;
        Some([&databases.data, &databases.keys].map(|name| with_database(&databases.server, name)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(databases) = self.databases.take() else { return };
        // A runtime of its own: this may be dropped inside one.
        let done = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let client = connect(&databases.server).await;
                for name in [&databases.data, &databases.keys] {
                    client
                        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                        .await
                        .ok()?;
                }
                Some(())
            })
        });
        let _ = done.join();
    }
}

/// The connection string with another database.
fn with_database(server: &str, name: &str) -> String {
    let kept: Vec<&str> = server.split_whitespace().filter(|part| !part.starts_with("dbname=")).collect();
    format!("{} dbname={name}", kept.join(" "))
}

/// A plain connection to a database.
pub async fn connect(address: &str) -> tokio_postgres::Client {
    let connected = tokio_postgres::connect(address, tokio_postgres::NoTls).await;
    let (client, line) = connected.expect("the PostgreSQL server answers");
    tokio::spawn(async move {
        let _ = line.await;
    });
    client
}
