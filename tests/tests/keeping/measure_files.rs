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

#[test]
fn a_file_of_answers_as_people_write_it_is_scored_and_a_bad_row_is_named() {
    let folder = stories::Folder::fresh();
    let answers = folder.path().join("answers.csv");
    // A mark of the order of bytes, two characters at the ends of lines, a comma in a name, a gap, too few, one too high,
    // and a quotation mark that nobody closed.
    let text = "\u{feff}id,1,2,3,4,5,6,7,8,9,difficulty\r\n\
        \"Lake, a\",1,1,1,1,1,1,1,1,1,0\r\n\
        b,1,1,1,1,1,1,1,,0,\r\n\
        c,1,1,1,1,1,1,1,1,,\r\n\
        d,1,1\r\n\
        e,4,1,1,1,1,1,1,1,0,\r\n\
        f,3,3,3,3,3,3,3,3,3,3\r\n\
        \"g,0,0,0,0,0,0,0,0,0,0\r\n\
        h,0,0,0,0,0,0,0,0,0,0\r\n";
    fs::write(&answers, text).unwrap();
    let file = answers.to_str().unwrap();
    let ended = run(command(&folder.path().join("data"), &["score", "phq-9", file]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    for line in [
        "id,state,total,band,flags,reason",
        "\"Lake, a\",scored,9,mild,9,",
        "b,prorated,8,mild,,filled in from the others: 8",
        "c,partial,,,,not answered: 9",
        "f,scored,27,severe,9,",
    ] {
        assert!(ended.out.lines().any(|out| out == line), "{line} is not in {}", ended.out);
    }
    for said in [
        "line 5: 3 values under 11 columns\n",
        "line 6: \"4\" is no answer to 1; they are 0, 1, 2, 3\n",
        "line 8: 1 value under 11 columns; a quotation mark that opens here is not closed on its line\n",
        "3 of 7 rows could not be scored\n",
    ] {
        assert!(ended.err.contains(said), "{said} is not in {}", ended.err);
    }
    let as_json = run(command(&folder.path().join("data"), &["score", "phq-9", file, "--json"]));
    let rows: serde_json::Value = serde_json::from_str(&as_json.out).unwrap();
    let states: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["scored", "prorated", "partial", "refused", "refused", "scored", "refused"]);
}

#[test]
fn too_few_finished_courses_make_no_expected_course() {
    let folder = stories::Folder::fresh();
    let (data, out) = (folder.path().join("data"), folder.path().join("phq-9.toml"));
    let asked = ["fit-course", "--measure", "phq-9", "--out", out.to_str().unwrap()];
    assert_eq!(run(command(&data, &asked)).code, Some(3), "where no clinic is, none is looked at");
    let demo = ["demo", "--data", data.to_str().unwrap(), "--courses", "4", "--only-build"];
    assert_eq!(run(command(&data, &demo)).code, Some(0));
    let mut fit = command(&data, &asked);
    fit.env("CLOSENESS_KEY_FILE", folder.path().join("data.key"));
    let ended = run(fit);
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    assert!(ended.err.contains("fewer than 300 make a band of chance"), "{}", ended.err);
    assert!(!out.exists());
}
