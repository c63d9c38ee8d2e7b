//! The program is killed in the middle of its work, again and again. What it acknowledged is there, once; what it
//! did not is there once or not at all; every chain holds.

use crate::kit::{Raw, try_open};
use crate::program::{Caller, command, press_of, run, serve, submission, told};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::Head;
use stories::Place;
use treatment::ids::CourseId;

const CYCLES: u64 = 50;
/// People who write at once, each in a course of their own.
const WRITERS: usize = 6;

/// A form that was sent.
#[derive(Clone, Debug)]
struct Sent {
    submission: String,
    words: String,
    is_acknowledged: bool,
    raises_flag: bool,
}

/// Sends forms until the line breaks or it is told to stop.
fn write(port: u16, cookie: &str, course: &str, writer: usize, stop: &AtomicBool) -> Vec<Sent> {
    let mut sent = Vec::new();
    let Ok(mut caller) = Caller::to(port, cookie.to_owned()) else { return sent };
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let one = Sent {
            submission: submission(),
            words: format!("writer {writer} wrote {number}"),
            is_acknowledged: false,
            raises_flag: writer == 0 && number % 4 == 0,
        };
        sent.push(one.clone());
        let Ok(status) = send(&mut caller, course, &one) else { break };
        assert_eq!(status, 303, "{one:?}");
        sent.last_mut().expect("just pushed").is_acknowledged = true;
    }
    sent
}

impl Sent {
    fn fields(&self) -> Vec<(&str, &str)> {
        if !self.raises_flag {
            return told(&self.submission, &self.words).to_vec();
        }
        let mut fields = vec![
            ("measure-version", "1"),
            ("on", "2025-01-01"),
            ("how", "session"),
            ("submission", self.submission.as_str()),
        ];
        fields.extend(["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|item| (item, "1")));
        fields
    }

    /// The name under which it stands in the record.
    fn press(&self) -> String {
        press_of(&self.fields())
    }
}

fn send(caller: &mut Caller, course: &str, one: &Sent) -> std::io::Result<u16> {
    let page = if one.raises_flag { "measures/phq-9/enter" } else { "opening/history" };
    caller.post(&format!("/courses/{course}/{page}"), &one.fields()).map(|reply| reply.status)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_in_the_middle_of_anything() {
    let place = Place::sqlite();
    let data = place.directory();
    let (cookie, courses) = {
        let server = serve(&data);
        let mut caller = server.caller();
        caller.found("Ann Lake");
        let courses: Vec<String> =
            (0..WRITERS).map(|number| caller.open_course(&format!("Client {number}"), "low mood")).collect();
        (caller.cookie, courses)
    };
    let mut acknowledged: Vec<HashMap<String, Sent>> = vec![HashMap::new(); WRITERS];
    let mut found: Vec<Found> =
        (0..WRITERS).map(|_| Found { head: Head::start(), facts: HashMap::new() }).collect();
    let mut repeated = 0;
    let mut in_doubt: Vec<Vec<Sent>> = vec![Vec::new(); WRITERS];
    for cycle in 0..CYCLES {
        let mut server = serve(&data);
        // What was in doubt is sent again, as a person does who saw no answer.
        for (writer, sent) in in_doubt.iter_mut().enumerate() {
            let mut caller = Caller::to(server.port, cookie.clone()).unwrap();
            for one in sent.drain(..) {
                assert_eq!(send(&mut caller, &courses[writer], &one).unwrap(), 303, "{one:?}");
                acknowledged[writer].insert(one.submission.clone(), one);
                repeated += 1;
            }
        }
        let stop = AtomicBool::new(false);
        let port = server.port;
        let sent: Vec<Vec<Sent>> = std::thread::scope(|scope| {
            let writers: Vec<_> = courses
                .iter()
                .enumerate()
                .map(|(writer, course)| {
                    let (cookie, stop) = (&cookie, &stop);
                    scope.spawn(move || write(port, cookie, course, writer, stop))
                })
                .collect();
            // Another moment of the work each time.
            std::thread::sleep(Duration::from_millis(20 + cycle * 37 % 190));
            server.kill();
            stop.store(true, Ordering::Relaxed);
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        for (writer, sent) in sent.into_iter().enumerate() {
            for one in sent {
                if one.is_acknowledged {
                    acknowledged[writer].insert(one.submission.clone(), one);
                } else {
                    in_doubt[writer].push(one);
                }
            }
        }
        look(&place, &courses, &acknowledged, &in_doubt, &mut found).await;
        if cycle % 10 == 0 {
            assert_eq!(run(command(&data, &["verify"])).code, Some(0));
        }
    }
    let total: usize = acknowledged.iter().map(HashMap::len).sum();
    let verified = run(command(&data, &["verify"]));
    assert_eq!(verified.code, Some(0), "{verified:?}");
    println!(
        "{CYCLES} kills, {total} writes acknowledged, {repeated} of them at the second try: all there, once"
    );
    assert!(total > CYCLES as usize * WRITERS, "it was killed before it worked");
    assert!(repeated > 0, "it was never killed in the middle of a write");
}

/// What was found of a course so far: the end of its chain, and its facts by the submission they came from.
struct Found {
    head: Head,
    facts: HashMap<String, Vec<String>>,
}

/// Opens the killed place and looks whether it holds what it must. The chain must go on from where it ended before.
async fn look(
    place: &Place,
    courses: &[String],
    acknowledged: &[HashMap<String, Sent>],
    in_doubt: &[Vec<Sent>],
    found: &mut [Found],
) {
    let store = try_open(place).await.unwrap_or_else(|why| panic!("it does not open after a kill: {why}"));
    for (writer, course) in courses.iter().enumerate() {
        let known = &mut found[writer];
        let loaded = store.load_since(CourseId::parse(course).unwrap(), known.head).await;
        let loaded = loaded.unwrap_or_else(|why| panic!("after a kill: {why}"));
        known.head = loaded.head;
        for fact in loaded.facts {
            let body = String::from_utf8(fact.body.expect("no key was destroyed")).unwrap();
            known.facts.entry(fact.submission.to_string()).or_default().push(body);
        }
        for sent in acknowledged[writer].values() {
            let facts = known.facts.get(&sent.press());
            check(sent, facts.unwrap_or_else(|| panic!("acknowledged and not there: {sent:?}")));
        }
        let mut in_the_end = 0;
        for sent in &in_doubt[writer] {
            if let Some(facts) = known.facts.get(&sent.press()) {
                check(sent, facts);
                in_the_end += 1;
            }
        }
        let sent = acknowledged[writer].len() + in_the_end;
        assert_eq!(known.facts.len(), 1 + sent, "besides the opening, nothing is there that was not sent");
    }
    drop(store);
    // A flag and the notice of it are one commit.
    let flags = found.iter().flat_map(|found| found.facts.values().flatten());
    let flags = flags.filter(|body| body.contains("flag.raised")).count() as i64;
    let raw = Raw::data(place).await;
    let notices = raw.number("SELECT COUNT(*) FROM outbox WHERE kind = 'flag-overdue'").await;
    // To the therapist and to whoever supervises: as many for each flag, and none without one.
    assert!(
        notices >= flags && (flags == 0 || notices % flags == 0) && (flags > 0 || notices == 0),
        "{notices} notices of {flags} flags"
    );
}

fn check(sent: &Sent, facts: &[String]) {
    assert_eq!(facts.len(), if sent.raises_flag { 2 } else { 1 }, "{sent:?}: {facts:?}");
    if !sent.raises_flag {
        assert!(facts[0].contains(&sent.words), "{sent:?}: {facts:?}");
    }
}
