//! `closeness measures` from outside: the shipped files are right, a broken one is named with its line.

use crate::program::{command, run};
use std::fs;
use std::path::{Path, PathBuf};

/// A copy of the shipped content that a test may break.
fn content(to: &Path) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), &to).unwrap();
            }
        }
    }
    let to = to.join("content");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../content"), &to);
    to
}

#[test]
fn every_shipped_file_is_right_and_is_told_with_its_licence() {
    let folder = stories::Folder::fresh();
    let ended = run(command(&folder.path().join("data"), &["measures", "check"]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/measures");
    let is_file = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|kind| kind == "toml");
    let count = fs::read_dir(files).unwrap().filter(|entry| is_file(entry.as_ref().unwrap())).count();
    assert!(ended.out.ends_with(&format!("{count} measures, all right\n")), "{}", ended.out);
    let phq = ended.out.lines().find(|line| line.starts_with("phq-9 v")).unwrap();
    assert!(phq.contains("10 items") && phq.ends_with("(shown)"), "{phq}");

    let ended = run(command(&folder.path().join("data"), &["measures", "show", "phq-9"]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(
        ended.out.contains("total by sum, 0 to 27") && ended.out.contains("9: 0=0 1=1 2=2 3=3"),
        "{}",
        ended.out
    );
    let ended = run(command(&folder.path().join("data"), &["measures", "show", "no-such"]));
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("there is no measure no-such"), "{}", ended.err);
}

fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or_default()
}

#[test]
fn a_broken_file_is_named_with_its_line_and_the_rule() {
    let folder = stories::Folder::fresh();
    let content = content(folder.path());
    let file = content.join("measures/phq-9.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line =
        1 + text.lines().position(|line| line.starts_with("scale_max")).expect("it has a highest score");
    fs::write(&file, text.replacen("scale_max", "scale_most", 1)).unwrap();
    let asked = ["--content", content.to_str().unwrap(), "measures", "check"];
    let ended = run(command(&folder.path().join("data"), &asked));
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    let named = format!("phq-9.toml:{line}: unknown field `scale_most`");
    assert!(ended.err.contains(&named), "{named} is not in {}", ended.err);
    // The one fault stands alone: what names the measure is looked at once it reads.
    assert_eq!(ended.err, format!("{}closeness: 1 fault in the content\n", first_line(&ended.err)));

    let each = [
        ("items = [", "items = [\n  { key = \"1\" },", "item 1 is there twice"),
        ("item = \"9\", least = 1", "item = \"10\", least = 1", "10"),
        ("least = 5, most = 9", "least = 6, most = 9", "band"),
        ("holder = \"Pfizer Inc.\"", "holder = \"\"", "holder"),
    ];
    for (right, wrong, rule) in each {
        assert!(text.contains(right), "{right}");
        fs::write(&file, text.replacen(right, wrong, 1)).unwrap();
        let ended = run(command(&folder.path().join("data"), &asked));
        assert_eq!(ended.code, Some(4), "{}", ended.err);
        assert!(ended.err.lines().all(|line| line.contains("phq-9.toml:") || line.starts_with("closeness:")));
        assert!(first_line(&ended.err).contains(rule), "{rule} is not in {}", ended.err);
    }
}
