//! The rules of this repository that can be read from its text: who may know what, what is absent, and whether the
//! map is true. Each rule names what breaks it.
#![allow(clippy::unwrap_used, reason = "a file of the repository that does not read stops the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Files with more than five hundred lines of code, and how many they may have: never more than now.
const LONG: [(&str, usize); 1] = [("crates/store/src/db.rs", 545)];

/// Values that live outside arguments. None is a setting.
const GLOBALS: [&str; 4] = [
    "crates/clinic/src/signin.rs CHECKS",
    "crates/web/src/answer.rs COUNT",
    "crates/web/src/assets.rs BY_NAME",
    "crates/web/src/serve.rs ALLOCATOR",
];

/// What a crate may use of this repository.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("treatment", &[]),
    ("fhir", &["treatment"]),
    ("store", &["treatment"]),
    ("clinic", &["treatment", "store", "fhir"]),
    ("web", &["treatment", "clinic", "fhir"]),
    ("closeness", &["treatment", "store", "clinic", "web", "fhir"]),
];

/// What only one crate may use of the world.
const ONLY_IN: [(&str, &str); 12] = [
    ("askama", "web"),
    ("axum", "web"),
    ("chacha20poly1305", "store"),
    ("clap", "closeness"),
    ("deadpool-postgres", "store"),
    ("fluent-bundle", "web"),
    ("hyper", "web"),
    ("lettre", "clinic"),
    ("rusqlite", "store"),
    ("tokio-postgres", "store"),
    ("tower", "web"),
    ("tracing-subscriber", "closeness"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_owned()
}

/// The files below a folder with an ending, by their path from the root, in order.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" {
                folders.push(path);
            } else if path.is_file() && name.ends_with(ending) {
                let named = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                found.push((named, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no file *{ending} below {folder}");
    found
}

/// A Rust file, taken apart.
struct Source {
    path: String,
    /// The code of the program: no comments, no tests, texts emptied.
    code: String,
    /// Texts in the code of the program, with the code just before them on their line and the line's number.
    texts: Vec<(usize, String, String)>,
    /// Comments, with their line's number; tests included.
    comments: Vec<(usize, String)>,
}

/// All Rust files of the crates.
fn sources() -> Vec<Source> {
    files("crates", ".rs").into_iter().filter(|(path, _)| !path.contains("/tests/")).map(Source::of).collect()
}

impl Source {
    fn of((path, text): (String, String)) -> Self {
        // Tests stand at the end of a file.
        let program_ends = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
        let mut source = Self { path, code: String::new(), texts: Vec::new(), comments: Vec::new() };
        let bytes = text.as_bytes();
        let (mut at, mut line) = (0, 1);
        while at < bytes.len() {
            let rest = &text[at..];
            let is_program = at < program_ends;
            let taken = if rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                source.comments.push((line, rest[..end].to_owned()));
                end
            } else if rest.starts_with("/*") {
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                source.comments.push((line, rest[..end].to_owned()));
                end
            } else if let Some((taken, inside)) = literal(rest, source.code.chars().next_back()) {
                if is_program {
                    let before = source.code.rsplit('\n').next().unwrap_or_default().to_owned();
                    source.texts.push((line, before, inside));
                    source.code.push_str("\"\"");
                }
                taken
            } else if let Some(taken) = character(rest) {
                taken
            } else {
                let first = rest.chars().next().expect("something is left");
                if is_program {
                    source.code.push(first);
                }
                first.len_utf8()
            };
            line += text[at..at + taken].matches('\n').count();
            at += taken;
        }
        source
    }

    fn lines_of_code(&self) -> usize {
        self.code.lines().filter(|line| !line.trim().is_empty()).count()
    }

    /// Whether the code names a word, as a word.
    fn names(&self, word: &str) -> bool {
        let is_inside = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(word).any(|(at, _)| {
            let before = self.code[..at].chars().next_back();
            let after = self.code[at + word.len()..].chars().next();
            !before.is_some_and(is_inside) && !after.is_some_and(is_inside)
        })
    }

    fn is_of(&self, name: &str) -> bool {
        self.path.starts_with(&format!("crates/{name}/"))
    }
}

/// A text at the beginning of `rest`: how long it is written, and what it says.
fn literal(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    let is_new_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let prefix = if is_new_word {
        rest.find('"').filter(|at| rest[..*at].chars().all(|c| "br#".contains(c)))
    } else {
        None
    };
    let quote = if rest.starts_with('"') { 0 } else { prefix? };
    let is_raw = rest[..quote].contains('r');
    if is_raw {
        let end = format!("\"{}", "#".repeat(rest[..quote].matches('#').count()));
        let inside = &rest[quote + 1..];
        let length = inside.find(&end)?;
        return Some((quote + 1 + length + end.len(), inside[..length].to_owned()));
    }
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(quote + 1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((at + 1, rest[quote + 1..at].to_owned())),
            _ => {}
        }
    }
    None
}

/// A character in quotes at the beginning of `rest`; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escaped) = inside.strip_prefix('\\') {
        return escaped.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 3);
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

#[test]
fn the_reader_of_rust_takes_files_apart() {
    let text = "// a \"comment\"\nlet a = \"text \\\" one\"; let b: &'static str = r#\"two \"2\"\"#; let c = '\"'; \
                d('x', b\"three\");\n#[cfg(test)]\nmod tests { \"four\" }";
    let source = Source::of(("x.rs".to_owned(), text.to_owned()));
    let texts: Vec<&str> = source.texts.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, ["text \\\" one", "two \"2\"", "three"]);
    assert_eq!(source.comments.len(), 1);
    assert!(source.names("static") && !source.names("stat") && !source.code.contains("four"));
}

/// Fails with everything that breaks a rule, one on a line.
#[track_caller]
fn nothing(wrong: &[String], rule: &str) {
    assert!(wrong.is_empty(), "{rule}:\n  {}", wrong.join("\n  "));
}

/// The manifests of the workspace, by the name of their crate.
fn manifests() -> BTreeMap<String, toml::Table> {
    let mut found = BTreeMap::new();
    for folder in ["crates", "xtask", "tests", "benches"] {
        for (path, text) in files(folder, "Cargo.toml") {
            let table: toml::Table = text.parse().unwrap_or_else(|why| panic!("{path}: {why}"));
            let name = table["package"]["name"].as_str().expect("a package has a name").to_owned();
            found.insert(name, table);
        }
    }
    found
}

/// What a crate uses when it is built; `dev` adds what its tests use.
fn uses(manifest: &toml::Table, dev: bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let tables: &[&str] = if dev {
        &["dependencies", "build-dependencies", "dev-dependencies"]
    } else {
        &["dependencies", "build-dependencies"]
    };
    for table in tables {
        found.extend(
            manifest
                .get(*table)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flat_map(toml::Table::keys)
                .cloned(),
        );
    }
    found
}

#[test]
fn crates_use_only_what_they_may() {
    let manifests = manifests();
    let ours: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (name, allowed) in MAY_USE {
        let manifest = manifests.get(name).unwrap_or_else(|| panic!("there is no crate {name}"));
        for used in uses(manifest, false) {
            if ours.contains(&used.as_str()) && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{name} uses {used}"));
            }
            if ONLY_IN.iter().any(|(only, place)| *only == used && *place != name) {
                wrong.push(format!("{name} uses {used}"));
            }
        }
    }
    let crates = std::fs::read_dir(root().join("crates")).unwrap().count();
    assert_eq!(crates, MAY_USE.len(), "a crate that this rule does not know");
    let pure = ["serde", "serde_json", "treatment"];
    wrong.extend(
        uses(&manifests["fhir"], false)
            .iter()
            .filter(|used| !pure.contains(&used.as_str()))
            .map(|used| format!("fhir uses {used}")),
    );
    nothing(&wrong, "a crate uses what it may not know");
}

#[test]
fn treatment_is_pure() {
    let allowed = ["serde", "thiserror", "toml"];
    let mut wrong: Vec<String> = uses(&manifests()["treatment"], false)
        .into_iter()
        .filter(|used| !allowed.contains(&used.as_str()))
        .map(|used| format!("Cargo.toml: {used}"))
        .collect();
    let never = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::io",
        "SystemTime",
        "Instant",
        "rand",
        "getrandom",
        "tokio",
        "async",
        "await",
        "println",
        "eprintln",
        "thread_local",
        "static",
    ];
    for source in sources().iter().filter(|source| source.is_of("treatment")) {
        // A lifetime is no global.
        let code = source.code.replace("'static", "");
        let source = Source { code, path: source.path.clone(), texts: Vec::new(), comments: Vec::new() };
        wrong.extend(
            never.iter().filter(|word| source.names(word)).map(|word| format!("{}: {word}", source.path)),
        );
    }
    nothing(&wrong, "treatment sees the world");
}

#[test]
fn one_file_names_the_drivers() {
    let mut wrong = Vec::new();
    let mut is_named = false;
    for source in sources() {
        let named =
            ["rusqlite", "tokio_postgres", "deadpool", "sqlite3"].iter().any(|driver| source.names(driver));
        if source.path == "crates/store/src/db.rs" {
            is_named = named;
        } else if named && source.path != "crates/store/src/db/pool.rs" {
            wrong.push(source.path);
        }
    }
    assert!(is_named, "db.rs names the drivers, or this rule looks at the wrong file");
    nothing(&wrong, "a database driver is named outside store/src/db.rs and its pool");
}

/// Whether a text is SQL: begins with one of its verbs and goes on as SQL does.
fn is_sql(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().take(40).map(str::to_uppercase).collect();
    let has = |word: &str| words.iter().any(|found| found == word);
    match words.first().map(String::as_str) {
        Some("SELECT") => has("FROM") || words.len() > 1 && text.contains('('),
        Some("INSERT") => words.get(1).is_some_and(|word| word == "INTO"),
        Some("UPDATE") => has("SET"),
        Some("DELETE") => words.get(1).is_some_and(|word| word == "FROM"),
        Some("CREATE" | "DROP" | "ALTER") => {
            ["TABLE", "INDEX", "TRIGGER", "DATABASE"].iter().any(|word| has(word))
        }
        Some("BEGIN" | "COMMIT" | "ROLLBACK" | "PRAGMA" | "TRUNCATE") => {
            text.starts_with(char::is_uppercase)
                && words[0] == text.split_whitespace().next().unwrap_or_default()
        }
        _ => false,
    }
}

#[test]
fn sql_stays_in_store() {
    assert!(
        is_sql("SELECT a FROM b")
            && is_sql("update a set b = 1")
            && !is_sql("Update the map")
            && !is_sql("Select one")
    );
    let sources = sources();
    let in_store = sources.iter().filter(|source| source.is_of("store")).flat_map(|source| &source.texts);
    assert!(
        in_store.filter(|(_, _, text)| is_sql(text)).count() > 40,
        "this rule does not know SQL when it sees it"
    );
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !source.is_of("store")) {
        wrong.extend(
            source
                .texts
                .iter()
                .filter(|(_, _, text)| is_sql(text))
                .map(|(line, ..)| format!("{}:{line}", source.path)),
        );
    }
    nothing(&wrong, "SQL outside store");
}

#[test]
fn the_record_is_only_inserted_into() {
    let mut texts: Vec<(String, String)> = files("crates/store", ".sql");
    for source in sources() {
        texts.extend(
            source.texts.into_iter().map(|(line, _, text)| (format!("{}:{line}", source.path), text)),
        );
    }
    let mut inserted = 0;
    let mut wrong = Vec::new();
    for (place, text) in texts {
        let words = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        inserted += usize::from(words.starts_with("insert into record "));
        for table in ["record", "audit"] {
            for verb in [
                "update",
                "delete from",
                "truncate",
                "drop table",
                "alter table",
                "replace into",
                "insert or replace into",
            ] {
                let statement = format!("{verb} {table}");
                let found = words.match_indices(&statement).any(|(at, _)| {
                    !words[at + statement.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if found {
                    wrong.push(format!("{place}: {statement}"));
                }
            }
        }
    }
    assert_eq!(inserted, 1, "the record is written by one statement");
    nothing(&wrong, "the record or the audit is changed");
}

#[test]
fn only_the_worker_sends_mail() {
    let mut wrong = Vec::new();
    for source in sources() {
        let is_mail = source.path == "crates/clinic/src/mail.rs";
        if !is_mail && (source.names("AsyncSmtpTransport") || source.names("SmtpTransport")) {
            wrong.push(format!("{} names a mail transport", source.path));
        }
        let sends = source.code.contains("mail::send")
            || source.code.contains("mail::{Letter, send}")
            || source.names("Letter");
        if sends && !is_mail && source.path != "crates/clinic/src/worker.rs" {
            wrong.push(format!("{} sends mail", source.path));
        }
        if source.is_of("web") && (source.names("work_once") || source.names("worker")) {
            wrong.push(format!("{} works the outbox", source.path));
        }
    }
    nothing(&wrong, "mail is sent outside the worker");
}

#[test]
fn one_clock() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.path == "crates/clinic/src/clock.rs" {
            assert!(
                source.names("SystemTime"),
                "clock.rs is the clock, or this rule looks at the wrong file"
            );
            continue;
        }
        for clock in ["SystemTime::now", "Timestamp::now", "Zoned::now", "UNIX_EPOCH"] {
            if source.code.contains(clock) {
                wrong.push(format!("{}: {clock}", source.path));
            }
        }
    }
    nothing(&wrong, "a clock beside clinic/src/clock.rs");
}

#[test]
fn no_cargo_features() {
    let mut wrong = Vec::new();
    for (name, manifest) in manifests() {
        if manifest.contains_key("features") {
            wrong.push(format!("{name}: [features]"));
        }
        let is_lint =
            manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        if is_lint != Some(true) {
            wrong.push(format!("{name}: does not follow the lints of the workspace"));
        }
    }
    for source in sources() {
        // Compiled or not by the system it runs on, or by being a test, and by nothing else.
        for (at, _) in source.code.match_indices("cfg(") {
            let inside = source.code[at + 4..].split(')').next().unwrap_or_default();
            if !["unix", "not(unix", "test", "windows", "not(windows", "debug_assertions"].contains(&inside) {
                wrong.push(format!("{}: cfg({inside})", source.path));
            }
        }
    }
    let workspace: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let unsafe_code = workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str();
    assert_eq!(unsafe_code, Some("forbid"));
    nothing(&wrong, "the program is not one program");
}

#[test]
fn globals_are_four_and_none_is_a_setting() {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for source in sources() {
        for word in ["OnceLock", "OnceCell", "once_cell", "lazy_static", "static mut"] {
            if source.code.contains(word) {
                wrong.push(format!("{}: {word}", source.path));
            }
        }
        // What a thread keeps for itself is no global: the driver's texts, in db.rs.
        let mut in_thread_local = false;
        for line in source.code.lines().map(str::trim) {
            in_thread_local = line.starts_with("thread_local!") || in_thread_local && !line.starts_with('}');
            let named = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("static ");
            if let Some(named) = named.filter(|_| !in_thread_local) {
                found.push(format!("{} {}", source.path, named.split(':').next().unwrap_or_default()));
            }
            if in_thread_local && source.path != "crates/store/src/db.rs" {
                wrong.push(format!("{}: thread_local!", source.path));
            }
        }
    }
    found.sort();
    assert_eq!(found, GLOBALS, "values outside arguments");
    nothing(&wrong, "a value outside arguments");
}

/// Texts of a template that a person would read: outside of tags and of what askama replaces, and in attributes that
/// are read aloud.
fn words_of_template(text: &str) -> Vec<String> {
    let mut plain = text.to_owned();
    // The class of the body, and the names of keys as they are printed on keyboards.
    for (open, close) in [("{% block body_class %}", "{% endblock %}"), ("<kbd>", "</kbd>")] {
        while let Some(from) = plain.find(open) {
            let to = plain[from..].find(close).map_or(plain.len(), |to| from + to + close.len());
            plain.replace_range(from..to, " ");
        }
    }
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(from) = plain.find(open) {
            let to = plain[from..].find(close).map_or(plain.len(), |to| from + to + close.len());
            plain.replace_range(from..to, "\u{1}");
        }
    }
    for element in ["<style", "<script", "<svg", "<!"] {
        while let Some(from) = plain.find(element) {
            let end = if element == "<!" { ">".to_owned() } else { format!("</{}>", &element[1..]) };
            let to = plain[from..].find(&end).map_or(plain.len(), |to| from + to + end.len());
            plain.replace_range(from..to, " ");
        }
    }
    let mut found = Vec::new();
    for attribute in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""] {
        for (at, _) in plain.match_indices(attribute) {
            let inside = plain[at + attribute.len()..].split('"').next().unwrap_or_default();
            if inside.contains(char::is_alphabetic) {
                found.push(inside.to_owned());
            }
        }
    }
    let mut rest = plain.as_str();
    loop {
        let (outside, tag) = rest.split_once('<').unwrap_or((rest, ""));
        for words in outside.split('\u{1}').map(str::trim).filter(|words| !words.starts_with('&')) {
            if words.chars().filter(|c| c.is_alphabetic()).count() > 1 {
                found.push(words.to_owned());
            }
        }
        match tag.split_once('>') {
            Some((_, after)) => rest = after,
            None => return found,
        }
    }
}

/// Whether a text in Rust looks like something a person reads: two words or more, the first with a capital letter.
fn is_said(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    let is_word = |word: &str| {
        word.len() > 1 && word.trim_end_matches(['.', ',', ':', '?', '!']).chars().all(char::is_alphabetic)
    };
    first.starts_with(char::is_uppercase) && is_word(first) && words.next().is_some_and(is_word)
}

#[test]
fn words_live_in_words_files() {
    assert_eq!(
        words_of_template("<p title=\"Hello\">Good <b>{{ f.x }}</b></p>{% if a %}&nbsp;{% endif %}"),
        ["Hello", "Good"]
    );
    assert!(
        is_said("Nothing here yet.")
            && !is_said("Content-Type")
            && !is_said("M 10 20")
            && !is_said("nav-today")
    );
    let mut wrong = Vec::new();
    for (path, text) in files("crates/web/templates", ".html") {
        wrong.extend(words_of_template(&text).into_iter().map(|words| format!("{path}: {words}")));
    }
    for source in sources().iter().filter(|source| source.is_of("web")) {
        for (line, before, text) in &source.texts {
            // What is for the log or for whoever changes the program never reaches a page.
            let is_inward =
                ["#[error(", "expect(", "reason = ", "tracing::", "assert", "panic!(", "write!(f"]
                    .iter()
                    .any(|word| before.contains(word));
            if is_said(text) && !is_inward {
                wrong.push(format!("{}:{line}: {text}", source.path));
            }
        }
    }
    nothing(&wrong, "words that a person reads, outside content/words");
}

/// The keys of the English words.
fn keys_of_words() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, text) in files("content/words/en", ".ftl") {
        for line in text.lines() {
            let Some((key, _)) = line.split_once(" =") else { continue };
            if key.starts_with(|c: char| c.is_ascii_lowercase())
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_word_that_a_template_or_a_page_says_is_in_english() {
    let keys = keys_of_words();
    let mut asked = 0;
    let mut wrong = Vec::new();
    for (path, text) in files("crates/web/templates", ".html") {
        for (at, _) in text.match_indices("say(\"") {
            let key = text[at + 5..].split('"').next().unwrap_or_default();
            asked += 1;
            if !keys.contains(key) {
                wrong.push(format!("{path}: {key}"));
            }
        }
    }
    let sayers = [".say(", ".frame(", ".course_frame(", ".card(", ".beside(", ".send(", "form_page("];
    for source in sources().iter().filter(|source| source.is_of("web")) {
        for (line, before, key) in &source.texts {
            let is_asked = sayers.iter().any(|sayer| before.ends_with(sayer));
            asked += usize::from(is_asked);
            if is_asked && !key.is_empty() && !keys.contains(key) {
                wrong.push(format!("{}:{line}: {key}", source.path));
            }
        }
    }
    assert!(asked > 200, "only {asked} words are asked for: this rule does not see them");
    nothing(&wrong, "words that English does not have");
}

/// What no page says of anybody, whatever they answered: an answer rules nothing out.
const FALSE_COMFORT: [&str; 16] = [
    "low risk",
    "low-risk",
    "medium risk",
    "moderate risk",
    "high risk",
    "high-risk",
    "at no risk",
    "not at risk",
    "risk level",
    "level of risk",
    "risk score",
    "out of danger",
    "you are safe",
    "they are safe",
    "be fine",
    "nothing to worry",
];

/// Whether a colour `#rrggbb` or `#rgb` is a green: strong enough to be seen as one.
fn is_green(hex: &str) -> bool {
    let wide: String =
        if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    let part = |at: usize| wide.get(at..at + 2).and_then(|two| i32::from_str_radix(two, 16).ok());
    let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else { return false };
    green - red > 24 && green - blue > 24
}

#[test]
fn no_words_and_no_colour_say_that_somebody_is_safe() {
    assert!(is_green("2e7d32") && is_green("0a0") && !is_green("17616a") && !is_green("8a5a00"));
    let mut wrong = Vec::new();
    let mut read = 0;
    let words = [("content", ".ftl"), ("content/measures", ".toml"), ("content/crisis", ".toml")];
    for (path, text) in words.iter().flat_map(|(folder, ending)| files(folder, ending)) {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#')) {
            read += 1;
            let line = line.to_lowercase();
            let found = FALSE_COMFORT.iter().filter(|comfort| line.contains(**comfort));
            wrong.extend(found.map(|comfort| format!("{path}:{}: {comfort}", at + 1)));
        }
    }
    let mut colours = 0;
    let drawn =
        [("crates/web/static", ".css"), ("crates/web/static", ".svg"), ("crates/web/templates", ".html")];
    for (path, text) in drawn.iter().flat_map(|(folder, ending)| files(folder, ending)) {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '#' && c != '-') {
            let hex = word.strip_prefix('#').filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
            colours += u32::from(hex.is_some());
            if hex.is_some_and(is_green) || ["green", "lime", "limegreen"].contains(&word) {
                wrong.push(format!("{path}: {word}"));
            }
        }
    }
    assert!(read > 4_000 && colours > 20, "only {read} lines and {colours} colours were found");
    nothing(&wrong, "no answer rules danger out: no word and no green says so");
}

#[test]
fn long_files_grow_no_longer() {
    let mut wrong = Vec::new();
    let mut long = BTreeSet::new();
    for source in sources() {
        let lines = source.lines_of_code();
        let allowed = LONG.iter().find(|(path, _)| *path == source.path).map_or(500, |(_, lines)| *lines);
        if lines > allowed {
            wrong.push(format!("{}: {lines} lines of code, {allowed} allowed", source.path));
        }
        if lines > 500 {
            long.insert(source.path);
        }
    }
    for (path, _) in LONG {
        if !long.contains(path) {
            wrong.push(format!("{path} is no longer long: take it off the list"));
        }
    }
    nothing(&wrong, "a file is longer than it was");
}

#[test]
fn the_map_of_a_crate_fits_on_a_screen() {
    let mut wrong = Vec::new();
    for (name, _) in MAY_USE {
        let path = ["lib.rs", "main.rs"].map(|file| root().join("crates").join(name).join("src").join(file));
        let path =
            path.iter().find(|path| path.exists()).unwrap_or_else(|| panic!("{name} has no beginning"));
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().take_while(|line| line.starts_with("//!")).count();
        if !(1..=80).contains(&lines) {
            wrong.push(format!("{name}: {lines} lines"));
        }
    }
    nothing(&wrong, "the comment that begins a crate");
}

/// What stands between back-quotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_map_is_true() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md"));
    let text = text.expect("ARCHITECTURE.md is the map of this repository");
    let mut wrong = Vec::new();
    // Every crate, and every file or folder at the top of one, is named in its section.
    for (name, _) in MAY_USE {
        if !text.contains(&format!("`crates/{name}`")) {
            wrong.push(format!("crates/{name} is not named"));
        }
        let source = root().join("crates").join(name).join("src");
        let head = format!("### crates/{name}/src");
        let section = text.split_once(&head).map(|(_, rest)| rest.split("\n#").next().unwrap_or_default());
        for entry in std::fs::read_dir(&source).unwrap() {
            let path = entry.unwrap().path();
            let module = path.file_name().unwrap().to_string_lossy().into_owned();
            let named = if path.is_dir() { format!("{module}/") } else { module };
            let is_named = section.is_some_and(|section| quoted(section).contains(&named.as_str()));
            if !is_named && named != "lib.rs" {
                wrong.push(format!("crates/{name}/src/{named} is not named under {head:?}"));
            }
        }
    }
    // Every file that is named is there.
    let mut there: Vec<String> = Vec::new();
    for folder in ["crates", "xtask", "tests", "benches"] {
        there.extend(files(folder, ".rs").into_iter().map(|(path, _)| path));
        there.extend(files(folder, "").into_iter().map(|(path, _)| path));
    }
    for named in quoted(&text) {
        let named = named.split("::").next().unwrap_or_default();
        let is_file = [".rs", ".html", ".js", ".sql"].iter().any(|ending| named.ends_with(ending));
        if is_file
            && !named.contains(' ')
            && !there.iter().any(|path| path == named || path.ends_with(&format!("/{named}")))
        {
            wrong.push(format!("{named} is named and not there"));
        }
    }
    // Every rule that is named here is kept here.
    let here = std::fs::read_to_string(root().join("tests/tests/tidy.rs")).unwrap();
    let mut rules = 0;
    for (at, _) in text.match_indices("`tidy.rs`: `") {
        let rule = text[at..].split('`').nth(3).unwrap_or_default();
        rules += 1;
        if !here.contains(&format!("#[test]\nfn {rule}()")) {
            wrong.push(format!("{rule} is named as a rule of tidy.rs and is none"));
        }
    }
    assert!(rules > 5, "the map says what keeps its rules");
    assert!(text.lines().count() <= 300, "the map is {} lines long", text.lines().count());
    nothing(&wrong, "ARCHITECTURE.md");
}

#[test]
fn what_is_left_to_do_has_an_issue() {
    let mut wrong = Vec::new();
    let mut all: Vec<Source> = Vec::new();
    for folder in ["crates", "xtask", "tests", "benches"] {
        all.extend(files(folder, ".rs").into_iter().map(Source::of));
    }
    for source in &all {
        for (line, comment) in &source.comments {
            let is_todo = ["TODO", "FIXME", "XXX", "HACK"].iter().any(|word| comment.contains(word));
            let has_issue =
                comment.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if is_todo && !has_issue {
                wrong.push(format!("{}:{line}: {comment}", source.path));
            }
        }
        // Written apart, so that this line is not one itself.
        let attribute = concat!("#[", "ignore");
        let bare = concat!("#[", "allow(");
        if source.code.contains(attribute) {
            wrong.push(format!("{}: a test that is not run", source.path));
        }
        for (at, _) in source.code.match_indices(bare) {
            let inside = source.code[at..].split(")]").next().unwrap_or_default();
            if !inside.contains("reason") {
                wrong.push(format!("{}: {inside})] without a reason", source.path));
            }
        }
    }
    nothing(&wrong, "left to do, and nobody will know");
}

#[test]
fn every_statement_of_the_store_is_told_on_both_databases() {
    let stories = ["conformance.rs", "sealing.rs", "opening.rs", "private.rs", "erasing.rs"]
        .map(|file| std::fs::read_to_string(root().join("tests/tests/keeping").join(file)).unwrap())
        .concat();
    let mut told = 0;
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_of("store")) {
        for (at, opening) in source.code.match_indices("    pub async fn ") {
            let name = source.code[at + opening.len()..].split(['(', '<']).next().unwrap_or_default();
            let mut call = String::new();
            write!(call, ".{name}(").unwrap();
            told += 1;
            if !stories.contains(&call) && name != "open" {
                wrong.push(format!("{}: {name}", source.path));
            }
        }
    }
    assert!(told > 45, "only {told} statements were found");
    nothing(&wrong, "a statement that no story runs on both databases");
}

#[test]
fn no_message_is_said_twice_in_a_language() {
    let mut wrong = Vec::new();
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    for (path, text) in files("content/words", ".ftl") {
        let language = path.trim_end_matches(|c| c != '/').to_owned();
        for key in text.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key)) {
            let is_key = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if is_key && let Some(first) = known.insert((language.clone(), key.to_owned()), path.clone()) {
                wrong.push(format!("{key}: {first} and {path}"));
            }
        }
    }
    assert!(known.len() > 1_000, "only {} messages were found", known.len());
    nothing(&wrong, "the program does not start when two words files say the same message");
}
