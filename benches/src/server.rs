//! The program under test: started on data of its own, asked over loopback, stopped and removed afterwards.

use crate::load::{Connection, get};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running program.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) port: u16,
    /// From its start to the line that says it is open.
    pub(crate) opened_in: Duration,
    directory: PathBuf,
    removes: bool,
}

/// The program's file.
pub(crate) fn program() -> Result<PathBuf, String> {
    std::env::var_os("CLOSENESS_BIN").map(PathBuf::from).ok_or_else(|| "CLOSENESS_BIN is not set".to_owned())
}

/// A fresh directory for data.
pub(crate) fn fresh() -> PathBuf {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    std::env::temp_dir().join(format!("closeness-bench-{nanos:x}"))
}

impl Server {
    /// The demo clinic of so many courses, with the links of everybody in it.
    pub(crate) fn demo(courses: u32) -> Result<(Self, Vec<(String, String)>), String> {
        let directory = fresh();
        std::fs::create_dir_all(&directory).map_err(|why| why.to_string())?;
        let links = directory.join("links");
        let mut command = Command::new(program()?);
        command
            .args(["demo", "--courses", &courses.to_string(), "--listen", "127.0.0.1:0", "--data"])
            .arg(directory.join("data"))
            .arg("--links")
            .arg(&links);
        let server = Self::start(command, "the front door", directory, true)?;
        let text = std::fs::read_to_string(&links).map_err(|why| why.to_string())?;
        let links = text
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(role, link)| (role.to_owned(), link.to_owned()))
            .collect();
        Ok((server, links))
    }

    /// `serve` on data that is there.
    pub(crate) fn serve(directory: &Path) -> Result<Self, String> {
        let mut command = Command::new(program()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(directory.join("data"));
        Self::start(command, "is open at", directory.to_owned(), false)
    }

    fn start(mut command: Command, open: &str, directory: PathBuf, removes: bool) -> Result<Self, String> {
        let began = Instant::now();
        let spawned =
            command.stdout(Stdio::piped()).stderr(Stdio::inherit()).env("CLOSENESS_LOG", "warn").spawn();
        let mut child = spawned.map_err(|why| why.to_string())?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut lines = std::io::BufReader::new(output).lines();
        let line = lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains(open))
            .ok_or("the program ended before it was open")?;
        let opened_in = began.elapsed();
        // What it prints later must be read, or it would wait.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let port = line
            .rsplit("localhost:")
            .next()
            .and_then(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok())
            .ok_or_else(|| format!("no port in {line}"))?;
        Ok(Self { child, port, opened_in, directory, removes })
    }

    /// Follows a sign-in link; answers the cookie.
    pub(crate) async fn enter(&self, link: &str) -> Result<String, String> {
        let path = link.find("/enter/").map(|at| &link[at..]).ok_or("no such link")?;
        let answered = Connection::open(self.port).await?.ask(&get(path, "")).await?;
        answered
            .head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, value)| name.eq_ignore_ascii_case("set-cookie") && !value.contains("Max-Age=0"))
            .find_map(|(_, value)| value.split(';').next().map(str::to_owned))
            .ok_or_else(|| format!("no cookie came with {}", answered.status))
    }

    /// Processor time the process has used, in seconds, by the kernel's count of hundredths.
    pub(crate) fn processor(&self) -> Result<f64, String> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))
            .map_err(|why| why.to_string())?;
        // The name in parentheses may hold blanks; the fields after it do not.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).ok_or("no time in stat");
        Ok((ticks(11)? + ticks(12)?) / 100.0)
    }

    /// Waits until it has told a year of notices and rests: what it does besides would be measured with the pages.
    pub(crate) async fn rests(&self) -> Result<(), String> {
        let mut before = self.processor()?;
        for _ in 0..180 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = self.processor()?;
            if now - before <= 0.02 {
                return Ok(());
            }
            before = now;
        }
        Err("the program does not come to rest in three minutes".to_owned())
    }

    /// Memory in use by the process, in megabytes.
    pub(crate) fn memory(&self) -> Result<f64, String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .map_err(|why| why.to_string())?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line
            .split_whitespace()
            .nth(1)
            .and_then(|number| number.parse().ok())
            .ok_or("no number in VmRSS")?;
        Ok(kilobytes / 1_024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if self.removes {
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}
