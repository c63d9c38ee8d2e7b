//! `closeness outcome` from outside: a file of scores in, outcomes out.

use crate::program::{Ended, command, run};
use serde_json::Value;

/// What the command says of a file.
fn outcome(file: &str, words: &[&str]) -> Ended {
    let folder = stories::Folder::fresh();
    let path = folder.path().join("pairs.csv");
    std::fs::write(&path, file).unwrap();
    let mut asked = vec!["outcome", path.to_str().unwrap()];
    asked.extend(words);
    run(command(&folder.path().join("data"), &asked))
}

const PAIRS: &str = "gad7_first,id,phq9_first,phq9_last,gad7_last\n\
                     12,a,15,5,4\n3,b,10,9,3\n7,\"c, d\",9,3,7\n12,e,15,,4\n12,f,28,5,4\n1,2\n";

#[test]
fn totals_stand_beside_what_they_are_counted_of() {
    let ended = outcome(PAIRS, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let expected = "outcome,count,of,percent\nrecovery,2,2,100.0\nreliable_improvement,2,3,66.7\n\
                    deterioration,0,3,0.0\nreliable_recovery,1,2,50.0\nno_reliable_change,1,3,33.3\n\
                    paired,3,4,75.0\nbegan_as_case,2,3,66.7\n";
    assert_eq!(ended.out, expected);
}

#[test]
fn a_bad_row_is_named_by_its_line_and_the_rest_goes_on() {
    let ended = outcome(PAIRS, &["--rows"]);
    assert!(ended.err.contains("line 6: phq9_first is \"28\", PHQ-9 goes from 0 to 27"), "{}", ended.err);
    assert!(ended.err.contains("line 7: 2 values under 5 columns"), "{}", ended.err);
    let rows: Vec<&str> = ended.out.lines().collect();
    assert_eq!(rows[1], "2,a,yes,yes,no,yes,no,");
    assert_eq!(rows[3], "4,\"c, d\",,yes,no,,no,did not begin as a case");
    assert_eq!(rows[4], "5,e,,,,,,not answered: phq9_last");
}

#[test]
fn as_json_it_says_the_same_with_the_thresholds_of_the_measures() {
    let ended = outcome(&PAIRS.replace(',', ";"), &["--json", "--rows"]);
    let said: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(said["recovery"]["of"], 2);
    assert_eq!(said["each"][1]["reliable_recovery"], false);
    assert_eq!(said["bad"][0]["line"], 6);
    assert_eq!(said["thresholds"][1]["caseness"], 8);
}

#[test]
fn a_file_without_a_column_is_refused_with_its_name() {
    let ended = outcome("phq9_first,gad7_first,gad7_last\n1,2,3\n", &[]);
    assert_eq!(ended.code, Some(4));
    assert!(ended.err.contains("lacks the columns phq9_last"), "{}", ended.err);
}
