//! Pages, submissions and starting, through HTTP against the real program.

use crate::fold::median;
use crate::load::{Connection, Outcome, get, post, run};
use crate::server::{Server, fresh, program};
use crate::table::{Table, Target};
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Courses of the demo for pages: four therapists, so that each carries sixty.
const COURSES: u32 = 240;
/// Courses of the demo for submissions: so many clients that no course grows beyond what a course is.
const ANSWERING: u32 = 1_000;
/// The check-in page of a client.
const FIRST_QUESTION: &str = "/home/check-in/phq-9?q=0";
/// How long one load lasts.
const LASTING: Duration = Duration::from_secs(6);
/// How long a load runs before it counts.
const WARMING: Duration = Duration::from_secs(1);

/// Today, Caseload, Check-ins, Course and People for a therapist with sixty courses, and the first question of a client's
/// check-in.
pub(crate) async fn measure_pages(table: &mut Table) -> Result<(), String> {
    let (server, links) = Server::demo(COURSES)?;
    let (_, link) = links.iter().find(|(role, _)| role == "therapist").ok_or("no therapist")?;
    let therapist = server.enter(link).await?;
    let course = course_of(&server, &therapist).await?;
    server.rests().await?;
    // What building a year of clinic left in the process; a service at rest is measured where it starts.
    table.put("memory of the demo that was built, 240 courses", server.memory()?, "MB", Target::None);
    let client = asked_for(&server, &links, FIRST_QUESTION).await?;
    for (name, path, who, least) in [
        ("Today", "/".to_owned(), &therapist, None),
        ("Caseload (60 courses)", "/courses?show=all".to_owned(), &therapist, None),
        ("Check-ins (60 courses)", "/check-ins".to_owned(), &therapist, None),
        ("Check-in, first question", FIRST_QUESTION.to_owned(), &client, None),
        ("Course", course.clone(), &therapist, Some(6_000.0)),
        ("People", format!("{course}/people"), &therapist, None),
    ] {
        let request = get(&path, who);
        let load = |lasting| {
            let request = request.clone();
            run(server.port, 16, lasting, move |_, _| request.clone())
        };
        load(WARMING).await?;
        let before = server.processor()?;
        let outcome = load(LASTING).await?;
        only(&outcome, 200, name)?;
        table.put(
            &format!("{name}, processor time each"),
            each(&server, before, &outcome)?,
            "µs",
            Target::None,
        );
        table.put(&format!("{name}, 16 connections, p99"), outcome.p99, "ms", Target::Most(10.0));
        let rate = least.map_or(Target::None, Target::Least);
        table.put(&format!("{name}, 16 connections, rate"), outcome.rate, "/s", rate);
    }
    let size = std::fs::metadata(program()?).map_err(|why| why.to_string())?.len() as f64 / 1_048_576.0;
    table.put("binary", size, "MB", Target::Most(40.0));
    Ok(())
}

/// Clients who send a PHQ-9, each answered after it is durable and scored.
pub(crate) async fn measure_submissions(table: &mut Table) -> Result<(), String> {
    let (server, links) = Server::demo(ANSWERING)?;
    let mut cookies = Vec::new();
    for (_, link) in links.iter().filter(|(role, _)| role.starts_with("client-")) {
        cookies.push(server.enter(link).await?);
    }
    let cookies: Rc<[String]> = open_to_answers(&server, cookies).await?.into();
    server.rests().await?;
    for (connections, least) in [(16, 3_000.0), (64, 6_000.0)] {
        let load = |lasting, salt: u64| {
            let cookies = Rc::clone(&cookies);
            run(server.port, connections, lasting, move |connection, before| {
                // Each connection goes round among the clients, so that courses grow alike.
                let client = (connection + before * connections) % cookies.len();
                answer(&cookies[client], salt, connection, before)
            })
        };
        load(WARMING, 1).await?;
        let before = server.processor()?;
        let outcome = load(LASTING, 2).await?;
        let name = format!("PHQ-9 submitted, {connections} connections");
        only(&outcome, 303, &name)?;
        table.put(
            &format!("{name}, processor time each"),
            each(&server, before, &outcome)?,
            "µs",
            Target::None,
        );
        table.put(&format!("{name}, rate"), outcome.rate, "/s", Target::Least(least));
        table.put(&format!("{name}, p99"), outcome.p99, "ms", Target::Most(50.0));
        table.put(&format!("{name}, median"), outcome.median, "ms", Target::None);
    }
    table.put("clients who submitted", cookies.len() as f64, "", Target::None);
    table.put("memory after the submissions", server.memory()?, "MB", Target::None);
    Ok(())
}

/// Processor time of the server for one answer, in microseconds: steadier than a rate on a noisy machine.
fn each(server: &Server, before: f64, outcome: &Outcome) -> Result<f64, String> {
    let answers: usize = outcome.statuses.values().sum();
    Ok((server.processor()? - before) * 1e6 / answers.max(1) as f64)
}

/// From the start of the process to the first page, with a thousand courses on the disk; the median of nine.
pub(crate) async fn measure_start(table: &mut Table) -> Result<(), String> {
    let directory = fresh();
    std::fs::create_dir_all(&directory).map_err(|why| why.to_string())?;
    let built = Command::new(program()?)
        .args(["demo", "--courses", "1000", "--only-build", "--data"])
        .arg(directory.join("data"))
        .env("CLOSENESS_LOG", "warn")
        .status()
        .map_err(|why| why.to_string())?;
    if !built.success() {
        return Err("the demo of a thousand courses was not built".to_owned());
    }
    // A year of notices waits for the first start: a service at rest has none.
    let first = Server::serve(&directory)?;
    tokio::time::sleep(Duration::from_secs(30)).await;
    table.put("memory after a year of notices, 1,000 courses", first.memory()?, "MB", Target::None);
    drop(first);
    let mut times = Vec::new();
    let mut memory = 0.0;
    for round in 0..9 {
        let began = Instant::now();
        let server = Server::serve(&directory)?;
        let page = Connection::open(server.port).await?.ask(&get("/welcome", "")).await?;
        let took = began.elapsed();
        if page.status != 200 || page.body.is_empty() || server.opened_in > took {
            return Err(format!("the first page answered {}", page.status));
        }
        times.push(took.as_secs_f64() * 1_000.0);
        if round == 8 {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        memory = server.memory()?;
    }
    let _ = std::fs::remove_dir_all(&directory);
    table.put("start to first page, 1,000 courses, median", median(&mut times), "ms", Target::Most(200.0));
    table.put("idle memory, 1,000 courses, after the first page", memory, "MB", Target::Most(60.0));
    Ok(())
}

/// A course in the middle, from the therapist's caseload.
async fn course_of(server: &Server, cookie: &str) -> Result<String, String> {
    let page = Connection::open(server.port).await?.ask(&get("/courses?show=middle", cookie)).await?;
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let mut links = html.match_indices("/courses/").filter_map(|(at, _)| html.get(at..at + 41));
    links
        .find(|path| path[9..].bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
        .ok_or_else(|| "there is no course in the middle".to_owned())
}

/// The first client who is asked for this form: to others its page leads elsewhere.
async fn asked_for(server: &Server, links: &[(String, String)], path: &str) -> Result<String, String> {
    for (_, link) in links.iter().filter(|(role, _)| role.starts_with("client-")) {
        let cookie = server.enter(link).await?;
        if Connection::open(server.port).await?.status(&get(path, &cookie)).await? == 200 {
            return Ok(cookie);
        }
    }
    Err("no client is asked for a PHQ-9".to_owned())
}

/// Of these clients, those whose course still takes answers.
async fn open_to_answers(server: &Server, cookies: Vec<String>) -> Result<Vec<String>, String> {
    let mut open = Vec::new();
    let mut connection = Connection::open(server.port).await?;
    for (number, cookie) in cookies.into_iter().enumerate() {
        if connection.status(&answer(&cookie, 0, number, 0)).await? == 303 {
            open.push(cookie);
        }
    }
    if open.len() < 64 { Err(format!("only {} clients can answer", open.len())) } else { Ok(open) }
}

/// A completed PHQ-9 without a worrying answer, each press its own.
fn answer(cookie: &str, salt: u64, connection: usize, before: usize) -> Vec<u8> {
    let mut body =
        format!("submission={salt:016x}{connection:06x}{before:010x}&measure-version=1&measure-language=en");
    for item in 1..=8 {
        body.push_str(&format!("&{item}={}", (before + item) % 4));
    }
    body.push_str("&9=0");
    post("/home/check-in/phq-9/send", cookie, &body)
}

/// Fails unless every answer had that status: a fast error is no speed.
fn only(outcome: &Outcome, status: u16, name: &str) -> Result<(), String> {
    if outcome.statuses.keys().all(|found| *found == status) {
        Ok(())
    } else {
        Err(format!("{name}: answers by status {:?}", outcome.statuses))
    }
}
