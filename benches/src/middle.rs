//! The middle: Prepare, the session's page and a long note that saves itself, on a course of two hundred facts.

use crate::load::{Connection, get, post, run};
use crate::server::Server;
use crate::table::{Table, Target};
use std::time::{Duration, Instant};

const LASTING: Duration = Duration::from_secs(5);
/// Plans added, so that the course has two hundred facts and more.
const ADDED: usize = 150;
/// Characters of the note.
const NOTE: usize = 50_000;
/// Saves of it.
const SAVES: usize = 200;

pub(crate) async fn measure(table: &mut Table) -> Result<(), String> {
    let (server, links) = Server::demo(40)?;
    let (_, link) = links.iter().find(|(role, _)| role == "therapist").ok_or("no therapist")?;
    let cookie = server.enter(link).await?;
    let mut connection = Connection::open(server.port).await?;
    let today = connection.ask(&get("/", &cookie)).await?;
    let session = session_of(&String::from_utf8_lossy(&today.body)).ok_or("no session on Today")?;
    let course = session[..41].to_owned();
    for number in 0..ADDED {
        let body = format!("submission={number:032x}&what=Write+a+letter&when=Sunday");
        let status = connection.status(&post(&format!("{course}/plans"), &cookie, &body)).await?;
        if status != 303 {
            return Err(format!("a plan was answered with {status}"));
        }
    }
    // The session is held, so that its page has the form of the note.
    let page = connection.ask(&get(&session, &cookie)).await?;
    let on = value_of(&String::from_utf8_lossy(&page.body), "held-on").ok_or("the session cannot be held")?;
    let body = format!("form=held&submission={ADDED:032x}&on={on}&mode=video");
    let status = connection.status(&post(&format!("{session}/held"), &cookie, &body)).await?;
    if status != 303 {
        return Err(format!("a session held was answered with {status}"));
    }
    for (name, path, most) in
        [("Session", session.clone(), 15.0), ("Prepare", format!("{course}/prepare"), 20.0)]
    {
        let request = get(&path, &cookie);
        let outcome = run(server.port, 16, LASTING, move |_, _| request.clone()).await?;
        if outcome.statuses.keys().any(|status| *status != 200) {
            return Err(format!("{name}: answers by status {:?}", outcome.statuses));
        }
        table.put(
            &format!("{name} of 200 facts, 16 connections, p99"),
            outcome.p99,
            "ms",
            Target::Most(most),
        );
    }
    let text = "word ".repeat(NOTE / 5).replace(' ', "+");
    // The first connection has waited too long to be kept.
    let mut connection = Connection::open(server.port).await?;
    let mut times = Vec::with_capacity(SAVES);
    for revision in 0..SAVES {
        let body = format!("subject=note/bench&course={}&revision={revision}&text={text}", &course[9..]);
        let request = post("/drafts", &cookie, &body);
        let began = Instant::now();
        let status = connection.status(&request).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        if status != 200 {
            return Err(format!("a save was answered with {status}"));
        }
    }
    times.sort_by(f64::total_cmp);
    table.put("note of 50,000 characters saved, p95", times[SAVES * 95 / 100], "ms", Target::Most(50.0));
    Ok(())
}

/// What a field of a page shows.
fn value_of(html: &str, id: &str) -> Option<String> {
    let (_, field) = html.split_once(&format!("id=\"{id}\""))?;
    let (_, value) = field.split_once("value=\"")?;
    value.split('"').next().map(str::to_owned)
}

/// The first way to a session on a page.
fn session_of(html: &str) -> Option<String> {
    let paths = html.match_indices("\"/courses/").filter_map(|(at, _)| html[at + 1..].split('"').next());
    paths.map(str::to_owned).find(|path| path.contains("/sessions/") && path.len() > 41)
}
