//! The operator's commands, by the real program.

use crate::kit::Raw;
use crate::program::{command, run, serve, submission};
use std::path::Path;
use std::sync::Arc;
use stories::{Folder, Place};
use treatment::ids::CourseId;

/// A data directory with a clinic and two courses; answers their names.
fn small_clinic(data: &Path) -> Vec<String> {
    let server = serve(data);
    let mut caller = server.caller();
    caller.found("Ann Lake");
    let mut courses = Vec::new();
    for client in ["Bea Moor", "Eva Long"] {
        let course = caller.open_course(client, "low mood");
        for number in 0..3 {
            let reply = caller.tell(&course, &submission(), &format!("sleeps badly {number}")).unwrap();
            assert_eq!(reply.status, 303);
        }
        courses.push(course);
    }
    server.stop();
    courses
}

#[tokio::test]
async fn verify_says_that_every_chain_holds_or_which_does_not() {
    let place = Place::sqlite();
    let data = place.directory();
    let courses = small_clinic(&data);
    let heads = place.folder().join("heads.txt");
    let ended = run(command(&data, &["verify", "--heads", &heads.to_string_lossy()]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("2 courses, 8 facts: every chain holds"), "{ended:?}");
    let text = std::fs::read_to_string(&heads).unwrap();
    assert!(courses.iter().all(|course| text.contains(&format!("{course} 4 "))), "{text}");

    let raw = Raw::data(&place).await;
    raw.disarm().await;
    let course = CourseId::parse(&courses[1]).unwrap();
    raw.run(&format!("UPDATE record SET actor = 'clock' WHERE {} AND version = 3", raw.is(course))).await;
    drop(raw);
    let ended = run(command(&data, &["verify"]));
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.out.contains(&format!("course {course} version 3: the chain breaks")), "{ended:?}");
    assert!(ended.err.contains("1 of 2 courses does not fit"), "{ended:?}");
}

#[tokio::test]
async fn rebuild_makes_rows_anew() {
    let place = Place::sqlite();
    let data = place.directory();
    small_clinic(&data);
    let ended = run(command(&data, &["rebuild"]));
    assert_eq!(
        (ended.code, ended.out.as_str()),
        (Some(0), "2 courses, 0 rows differed and were made anew\n")
    );
    Raw::data(&place).await.run("DELETE FROM course_row").await;
    assert_eq!(run(command(&data, &["verify"])).code, Some(4));
    let ended = run(command(&data, &["rebuild"]));
    assert_eq!(
        (ended.code, ended.out.as_str()),
        (Some(0), "2 courses, 2 rows differed and were made anew\n")
    );
    assert_eq!(run(command(&data, &["verify"])).code, Some(0));
}

#[tokio::test]
async fn the_routes_that_are_printed_are_the_routes_of_the_router() {
    let place = Place::sqlite();
    let opened = stories::open_clinic(&place).await;
    let expected: Vec<(String, String, String)> = web::all_routes(&Arc::clone(&opened.site))
        .lines()
        .iter()
        .map(|line| (line.method.to_owned(), line.path.to_owned(), line.rule.to_string()))
        .collect();
    let elsewhere = place.folder().join("nothing");
    let ended = run(command(&elsewhere, &["routes", "--json"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let printed: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&ended.out).unwrap();
    let of =
        |line: &serde_json::Map<String, serde_json::Value>, key: &str| line[key].as_str().unwrap().to_owned();
    let printed: Vec<_> =
        printed.iter().map(|line| (of(line, "method"), of(line, "path"), of(line, "rule"))).collect();
    assert_eq!(printed, expected);
    assert!(expected.len() > 50);
    let plain = run(command(&elsewhere, &["routes"]));
    assert_eq!(plain.out.lines().count(), expected.len());
    assert!(!elsewhere.exists(), "looking at routes makes no clinic");
}

#[tokio::test]
async fn doctor_names_what_is_dangerous() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::sqlite();
    let data = place.directory();
    small_clinic(&data);
    let ended = run(command(&data, &["doctor"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("the root key opens in one way only"), "{ended:?}");
    let store = crate::kit::open(&place).await;
    store.add_slot(&store::Unlock::Passphrase("three old boats".to_owned())).await.unwrap();
    drop(store);
    let ended = run(command(&data, &["doctor"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.out.contains("nothing dangerous was found") && !ended.out.contains("one way only"),
        "{ended:?}"
    );
    std::fs::set_permissions(place.key_file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let ended = run(command(&data, &["doctor"]));
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.out.contains("others on this machine can read the key file"), "{ended:?}");
}

#[test]
fn what_support_sees_of_a_course_is_no_word_of_it() {
    let place = Place::sqlite();
    let data = place.directory();
    let courses = small_clinic(&data);
    let ended = run(command(&data, &["course", "show", &courses[0]]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("version    4") && ended.out.contains("phase      opening"), "{ended:?}");
    for word in ["Bea", "Moor", "Ann", "Lake", "sleeps", "low mood", "07700"] {
        assert!(!ended.out.contains(word), "{word}: {}", ended.out);
    }
    let ended = run(command(&data, &["course", "show", &"0".repeat(32)]));
    assert_eq!(ended.code, Some(4), "{ended:?}");
    let ended = run(command(&data, &["course", "show", "Bea Moor"]));
    assert_eq!(ended.code, Some(2), "{ended:?}");
}

#[test]
fn a_configuration_that_is_wrong_is_refused_with_its_file_and_line() {
    let folder = Folder::fresh();
    let file = folder.path().join("closeness.toml");
    let data = folder.path().join("data");
    let tries = [
        ("[listen]\naddress = \"127.0.0.1:0\"\n\n[log]\nlevle = \"info\"\n", "line 5"),
        ("[listen]\naddress = 8484\n", "line 2"),
        ("[store\n", "line 1"),
        ("[store]\npostgres = \"host=localhost dbname=a\"\n", "postgres_keys"),
        ("[listen]\ncertificate = \"a.pem\"\n", "certificate_key"),
    ];
    for (text, expected) in tries {
        std::fs::write(&file, text).unwrap();
        let mut asked = command(&data, &["serve", "--config", &file.to_string_lossy()]);
        // Naming a data directory by hand chooses SQLite.
        asked.env_remove("CLOSENESS_DATA");
        let ended = run(asked);
        assert_eq!(ended.code, Some(2), "{text}: {ended:?}");
        assert!(ended.err.contains(expected), "{text}: {ended:?}");
        if expected.starts_with("line") {
            assert!(ended.err.contains(&*file.to_string_lossy()), "{text}: {ended:?}");
        }
    }
    std::fs::remove_file(&file).unwrap();
    let ended = run(command(&data, &["serve", "--config", &file.to_string_lossy()]));
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains(&*file.to_string_lossy()), "{ended:?}");
    assert!(!data.exists(), "a wrong configuration makes no clinic");
}

#[test]
fn an_address_that_others_reach_needs_a_certificate() {
    let folder = Folder::fresh();
    let ended = run(command(&folder.path().join("data"), &["serve", "--listen", "0.0.0.0:0"]));
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains("no certificate is set"), "{ended:?}");
}

#[test]
fn the_example_configuration_is_read() {
    let folder = Folder::fresh();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../closeness.example.toml");
    let text = std::fs::read_to_string(&example).expect("there is an example");
    let ended =
        run(command(&folder.path().join("data"), &["doctor", "--config", &example.to_string_lossy()]));
    assert!(ended.out.contains("protocols"), "{ended:?}");
    // Every line that is commented out is one that may be there: only its own section may be missing.
    let all: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(code) if code.starts_with('[') || code.split(" = ").next().is_some_and(is_key) => code,
            _ => line,
        })
        .fold(String::new(), |text, line| text + line + "\n");
    let file = folder.path().join("all.toml");
    std::fs::write(&file, all).unwrap();
    let file = file.to_string_lossy();
    let ended = run(command(&folder.path().join("data"), &["doctor", "--config", &file]));
    // What it names may not be there; that it names it is understood.
    assert!(!ended.err.contains("TOML") && !ended.err.contains("unknown field"), "{ended:?}");
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[test]
fn help_names_every_command_and_where_to_begin() {
    let folder = Folder::fresh();
    let ended = run(command(&folder.path().join("data"), &["--help"]));
    assert_eq!(ended.code, Some(0));
    for word in [
        "demo",
        "serve",
        "verify",
        "rebuild",
        "routes",
        "doctor",
        "course",
        "--data",
        "--key-file",
        "--listen",
    ] {
        assert!(ended.out.contains(word), "{word}");
    }
    assert!(
        ended.out.contains("Exit codes:") && ended.out.contains("closeness.example.toml"),
        "{}",
        ended.out
    );
    // Each command teaches how it is used.
    for words in
        ["demo", "serve", "verify", "rebuild", "routes", "doctor", "course show"].map(|name| name.split(' '))
    {
        let words: Vec<&str> = words.collect();
        let ended = run(command(&folder.path().join("data"), &[&words[..], &["--help"]].concat()));
        assert_eq!(ended.code, Some(0), "{words:?}");
        let (_, examples) = ended.out.split_once("Example").unwrap_or_else(|| panic!("{words:?} has none"));
        assert!(examples.contains(&format!("closeness {}", words.join(" "))), "{words:?}: {examples}");
    }
    assert_eq!(run(command(&folder.path().join("data"), &[])).code, Some(2), "no command is no command");
    assert_eq!(run(command(&folder.path().join("data"), &["dance"])).code, Some(2));
}

#[test]
fn a_demo_is_built_and_its_chains_hold() {
    let folder = Folder::fresh();
    let data = folder.path().join("data");
    let built =
        run(command(&data, &["demo", "--data", &data.to_string_lossy(), "--courses", "4", "--only-build"]));
    assert_eq!(built.code, Some(0), "{built:?}");
    let mut verify = command(&data, &["verify"]);
    // The demo keeps its key beside its data.
    verify.env("CLOSENESS_KEY_FILE", folder.path().join("data.key"));
    let ended = run(verify);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("4 courses"), "{ended:?}");
    let again =
        run(command(&data, &["demo", "--data", &data.to_string_lossy(), "--courses", "4", "--only-build"]));
    assert_eq!(again.code, Some(2), "a demo is never built over data: {again:?}");
}

#[test]
fn the_log_holds_no_name_no_answer_no_note_and_no_path_of_a_course() {
    let place = Place::sqlite();
    let mut asked = command(&place.directory(), &["serve"]);
    asked.env("CLOSENESS_LOG", "trace");
    let server = crate::program::try_serve(asked).unwrap();
    let mut caller = server.caller();
    caller.found("Canaryann Lake");
    let course = caller.open_course("Canarybea Moor", "canaryreason");
    assert_eq!(caller.tell(&course, &submission(), "canarynote of hers").unwrap().status, 303);
    // Refusals, conflicts and wrong passphrases are logged no differently.
    assert_eq!(caller.tell(&course, "no submission", "canarynote").unwrap().status, 422);
    assert_eq!(caller.tell(&course, &submission(), &"canarylong ".repeat(40_000)).unwrap().status, 422);
    let wrong = [("login", "canarylogin"), ("passphrase", "canarypassphrase")];
    assert_eq!(caller.post("/sign-in", &wrong).unwrap().status, 422);
    let ask = submission();
    let ask =
        [("name", "canaryname"), ("contact", "canarycontact"), ("reason", "canarywhy"), ("submission", &ask)];
    assert_eq!(caller.post("/ask", &ask).unwrap().status, 303);
    for path in ["", "/opening", "/timeline", "/people", "/history", "/measures"] {
        assert_eq!(caller.get(&format!("/courses/{course}{path}")).unwrap().status, 200, "{path}");
    }
    assert_eq!(caller.get("/canarypath?canary=query").unwrap().status, 404);
    let cookie = caller.cookie.split('=').nth(1).unwrap().to_owned();
    drop(caller);
    let log = server.stop();
    assert!(log.contains("/courses/{course}/opening/history"), "the routes are there:\n{log}");
    assert!(log.contains("422"), "and how it ended");
    let small = log.to_lowercase();
    assert!(!small.contains("canary"), "{log}");
    assert!(!small.contains(&course), "a path names a course");
    assert!(!small.contains(&cookie), "a token opens everything");
}

#[test]
fn where_there_is_no_clinic_that_is_said_and_none_is_made() {
    let folder = Folder::fresh();
    let data = folder.path().join("mistyped");
    let course = "0".repeat(32);
    let tries: [&[&str]; 6] = [
        &["verify"],
        &["rebuild"],
        &["doctor"],
        &["keys", "list"],
        &["course", "show", &course],
        &["fit-course"],
    ];
    for words in tries {
        let ended = run(command(&data, words));
        assert_eq!(ended.code, Some(3), "{words:?}: {ended:?}");
        assert!(ended.err.contains("there is no clinic in") && ended.err.contains("mistyped"), "{ended:?}");
        assert!(!ended.out.contains("every chain holds"), "{ended:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "neither data nor a key was made");
}

#[test]
fn whoever_reads_only_the_beginning_ends_nothing_badly() {
    let folder = Folder::fresh();
    for words in [&["routes"][..], &["routes", "--json"], &["measures", "show", "phq-9"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(&folder.path().join("data"), words).stdout(writer).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && err.is_empty(), "{words:?}: {:?} {err}", output.status);
    }
}

#[test]
fn a_demo_without_a_directory_leaves_nothing_behind() {
    let folder = Folder::fresh();
    let mut asked = command(&folder.path().join("data"), &["demo", "--courses", "1", "--only-build"]);
    asked.env_remove("CLOSENESS_DATA").env("TMPDIR", folder.path());
    let ended = run(asked);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("1 course in"), "{ended:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
