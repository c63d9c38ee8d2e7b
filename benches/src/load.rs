//! Load: connections that stay open, each asking again as soon as it is answered. Few instructions of our own, for
//! both sides share the cores.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Result<Self, String> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(|why| why.to_string())?;
        stream.set_nodelay(true).map_err(|why| why.to_string())?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the status; the body is read and dropped.
    pub(crate) async fn status(&mut self, request: &[u8]) -> Result<u16, String> {
        let (head, length) = self.exchange(request).await?;
        let status = status_of(&self.buffer[..head])?;
        self.buffer.drain(..head + length);
        Ok(status)
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answered, String> {
        let (head, length) = self.exchange(request).await?;
        let answered = Answered {
            status: status_of(&self.buffer[..head])?,
            head: String::from_utf8_lossy(&self.buffer[..head]).into_owned(),
            body: self.buffer[head..head + length].to_vec(),
        };
        self.buffer.drain(..head + length);
        Ok(answered)
    }

    /// Sends, and reads until head and body are in the buffer; answers their lengths.
    async fn exchange(&mut self, request: &[u8]) -> Result<(usize, usize), String> {
        self.stream.write_all(request).await.map_err(|why| why.to_string())?;
        let mut known: Option<(usize, usize)> = None;
        loop {
            if known.is_none()
                && let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n")
            {
                let head = String::from_utf8_lossy(&self.buffer[..end + 4]).to_ascii_lowercase();
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length:"))
                    .and_then(|digits| digits.trim().parse().ok())
                    .ok_or("an answer without a length")?;
                known = Some((end + 4, length));
            }
            if let Some((head, length)) = known
                && self.buffer.len() >= head + length
            {
                return Ok((head, length));
            }
            let read = self.stream.read_buf(&mut self.buffer).await.map_err(|why| why.to_string())?;
            if read == 0 {
                return Err("the server hung up".to_owned());
            }
        }
    }
}

fn status_of(head: &[u8]) -> Result<u16, String> {
    let digits = head.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| "an answer without a status".to_owned())
}

/// A page's request.
pub(crate) fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n").into_bytes()
}

/// A form's request.
pub(crate) fn post(path: &str, cookie: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// What a load came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Answers per second.
    pub(crate) rate: f64,
    /// The 99th percentile of the waiting time, in milliseconds.
    pub(crate) p99: f64,
    /// The median, in milliseconds.
    pub(crate) median: f64,
    /// Answers by status.
    pub(crate) statuses: BTreeMap<u16, usize>,
}

/// Asks over `connections` connections for a while. `request` is told the connection and how many it asked before.
pub(crate) async fn run(
    port: u16,
    connections: usize,
    lasting: Duration,
    request: impl Fn(usize, usize) -> Vec<u8> + Clone + 'static,
) -> Result<Outcome, String> {
    let local = tokio::task::LocalSet::new();
    let began = Instant::now();
    let waits = local
        .run_until(async move {
            let mut work = Vec::new();
            for number in 0..connections {
                let request = request.clone();
                work.push(tokio::task::spawn_local(async move {
                    let mut connection = Connection::open(port).await?;
                    let mut waits: Vec<(u16, f64)> = Vec::new();
                    while began.elapsed() < lasting {
                        let bytes = request(number, waits.len());
                        let asked = Instant::now();
                        let status = connection.status(&bytes).await?;
                        waits.push((status, asked.elapsed().as_secs_f64() * 1_000.0));
                    }
                    Ok::<_, String>(waits)
                }));
            }
            let mut all = Vec::new();
            for one in work {
                all.extend(one.await.map_err(|why| why.to_string())??);
            }
            Ok::<_, String>(all)
        })
        .await?;
    let lasted = began.elapsed().as_secs_f64();
    let mut outcome = Outcome { rate: waits.len() as f64 / lasted, ..Outcome::default() };
    let mut times: Vec<f64> = waits.iter().map(|(_, wait)| *wait).collect();
    times.sort_by(f64::total_cmp);
    outcome.p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    outcome.median = times.get(times.len() / 2).copied().unwrap_or_default();
    for (status, _) in waits {
        *outcome.statuses.entry(status).or_default() += 1;
    }
    Ok(outcome)
}
