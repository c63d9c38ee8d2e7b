//! The real program, started and asked from outside.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The program: `CLOSENESS_BIN`, or what `cargo build -p closeness` made.
pub fn binary() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/closeness");
    let binary = std::env::var_os("CLOSENESS_BIN").map_or(built, PathBuf::from);
    assert!(
        binary.is_file(),
        "the program is not at {}: run `cargo build -p closeness` first, or name it with CLOSENESS_BIN",
        binary.display()
    );
    binary
}

/// A command of the program on a data directory, without anything of this machine's environment.
pub fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(binary());
    settle(&mut command, data);
    command.args(words);
    command
}

/// Sets what `command` sets, on a command that starts the program in another way.
pub fn settle(command: &mut Command, data: &Path) {
    for name in ["CONFIG", "DATA", "KEY_FILE", "PASSPHRASE_FILE", "LISTEN", "CONTENT", "LOG"] {
        command.env_remove(format!("CLOSENESS_{name}"));
    }
    let folder = data.parent().expect("the data lies in a folder");
    command
        .current_dir(folder)
        .env("CLOSENESS_DATA", data)
        .env("CLOSENESS_KEY_FILE", folder.join("clinic.key"));
    command.env("CLOSENESS_LISTEN", "127.0.0.1:0");
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Carries a command out.
pub fn run(mut command: Command) -> Ended {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A running server; killed when dropped.
pub struct Serving {
    child: Child,
    pub port: u16,
    err: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

/// Starts `serve` on a data directory and waits until it says where it is open.
pub fn serve(data: &Path) -> Serving {
    try_serve(command(data, &["serve"])).unwrap_or_else(|ended| panic!("it does not serve: {ended:?}"))
}

/// Starts a server, or says how it ended instead.
pub fn try_serve(mut command: Command) -> Result<Serving, Ended> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let stderr = child.stderr.take().expect("piped");
    let err = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&err);
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let mut kept = kept.lock().unwrap();
            kept.push_str(&line);
            kept.push('\n');
        }
    });
    let mut out = String::new();
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    let port = loop {
        let mut line = String::new();
        if lines.read_line(&mut line).expect("it talks") == 0 {
            break None;
        }
        out.push_str(&line);
        let found = line.trim().rsplit_once("://localhost:").and_then(|(_, port)| port.parse().ok());
        if found.is_some() {
            break found;
        }
    };
    if let Some(port) = port {
        return Ok(Serving { child, port, err, reader: Some(reader) });
    }
    let status = child.wait().expect("it ended");
    let _ = reader.join();
    let err = err.lock().unwrap().clone();
    Err(Ended { code: status.code(), out, err })
}

impl Serving {
    /// A line to it.
    pub fn caller(&self) -> Caller {
        Caller::to(self.port, String::new()).expect("it listens")
    }

    /// What it has written to its log.
    pub fn log(&self) -> String {
        self.err.lock().unwrap().clone()
    }

    /// Ends it at once, in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ended");
    }

    /// Asks it to end and answers its whole log.
    pub fn stop(mut self) -> String {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill is there").success());
        let began = Instant::now();
        while self.child.try_wait().expect("it can be waited for").is_none() {
            assert!(began.elapsed() < Duration::from_secs(15), "it does not end when it is asked to");
            std::thread::sleep(Duration::from_millis(10));
        }
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.log()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub location: String,
    pub body: String,
}

/// A line to a server that is kept open, with its cookie.
pub struct Caller {
    line: BufReader<TcpStream>,
    port: u16,
    pub cookie: String,
}

impl Caller {
    /// Connects.
    pub fn to(port: u16, cookie: String) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.set_nodelay(true)?;
        Ok(Self { line: BufReader::new(stream), port, cookie })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> std::io::Result<Reply> {
        self.ask("GET", path, "")
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Reply> {
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.ask("POST", path, &stories::browser::encode(&fields))
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> std::io::Result<Reply> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost:{}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.port,
            self.cookie,
            body.len()
        );
        self.line.get_mut().write_all(request.as_bytes())?;
        let mut reply = Reply { status: 0, location: String::new(), body: String::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.line.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(status) = line.strip_prefix("HTTP/1.1 ") {
                reply.status = status[..3].parse().expect("a status is a number");
            }
            let Some((name, value)) = line.split_once(": ") else { continue };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().expect("a length is a number"),
                "location" => value.clone_into(&mut reply.location),
                "set-cookie" if !value.contains("Max-Age=0") => {
                    value.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.line.read_exact(&mut body)?;
        reply.body = String::from_utf8_lossy(&body).into_owned();
        Ok(reply)
    }

    /// Founds a service of one person who has every role, and stays signed in.
    pub fn found(&mut self, name: &str) {
        let fields = [
            ("service-name", "The Boathouse"),
            ("country", "gb"),
            ("zone", "Europe/London"),
            ("name", name),
            ("login", "ann"),
            ("passphrase", "three old boats"),
        ];
        let reply = self.post("/first", &fields).expect("it answers");
        assert_eq!((reply.status, reply.location.as_str()), (303, "/"), "{}", reply.body);
    }

    /// Opens a course; answers its name.
    pub fn open_course(&mut self, client: &str, reason: &str) -> String {
        let submission = submission();
        let fields = [
            ("name", client),
            ("contact", "07700 900123"),
            ("protocol", "ipt-16"),
            ("reason", reason),
            ("submission", submission.as_str()),
        ];
        let reply = self.post("/courses/new", &fields).expect("it answers");
        assert_eq!(reply.status, 303, "{}", reply.body);
        reply.location.split('/').nth(2).expect("it leads to the course").to_owned()
    }

    /// Records something of the history; the status says whether it was taken.
    pub fn tell(&mut self, course: &str, submission: &str, words: &str) -> std::io::Result<Reply> {
        self.post(&format!("/courses/{course}/opening/history"), &told(submission, words))
    }
}

/// The form with which something of the history is recorded.
pub fn told<'t>(submission: &'t str, words: &'t str) -> [(&'t str, &'t str); 4] {
    [("form", "history-symptoms"), ("section", "symptoms"), ("history", words), ("submission", submission)]
}

/// The name under which what a form sent stands in the record.
pub fn press_of(fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    web::fields::Fields::from(fields).submission().expect("a form has a name").to_string()
}

/// A name for a press of a button.
pub fn submission() -> String {
    clinic::waiting::new_submission().to_string()
}
