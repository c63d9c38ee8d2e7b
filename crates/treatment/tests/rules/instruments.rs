//! A rating scale as a file: what it may say, and what is refused with the rule it breaks.

use crate::ask;
use crate::given::content;
use treatment::instrument::Instrument;
use treatment::measure::score;

/// Three items of which the last is not scored and has its own options.
const FILE: &str = r#"
key = "short"
version = 1
name = "Short"
recall_days = 14
scale_max = 6
items = [{ key = "1" }, { key = "2" }, { key = "3", scored = false, options = "difficulty" }]
options = [{ code = "0", score = 0 }, { code = "3", score = 3 }]
bands = [{ key = "low", least = 0 }, { key = "high", least = 4 }]
risk = [{ item = "2", least = 1 }]

[[option_sets.difficulty]]
code = "some"
score = 2

[change]
reliable = 2
caseness = 4
source = "none"

[missing]
rule = "strict"

[licence]
status = "free"
holder = "nobody"
notice = "none"
basis = "made for a test"
checked_on = "2026-01-01"

[text.en]
title = "Short"
stem = "How was it?"
[text.en.items]
1 = "One"
2 = "Two"
3 = "How difficult?"
[text.en.options]
0 = "No"
3 = "Yes"
[text.en.option_sets.difficulty]
some = "Somewhat"
[text.en.bands]
low = "low"
high = "high"
"#;

/// What is said of the file with one place of it written otherwise.
#[track_caller]
fn broken(from: &str, to: &str) -> String {
    assert!(FILE.contains(from), "the file does not say {from}");
    Instrument::parse(&FILE.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn a_whole_file_is_read() {
    assert_eq!(Instrument::parse(FILE).unwrap().key, "short");
}

#[test]
fn an_item_that_is_not_scored_does_not_add_to_the_total() {
    let instrument = Instrument::parse(FILE).unwrap();
    assert_eq!(score(&instrument, &ask::answers(["3", "0", "some"])), Ok(3));
}

#[test]
fn an_item_that_is_not_scored_may_stay_unanswered() {
    let instrument = Instrument::parse(FILE).unwrap();
    assert_eq!(score(&instrument, &ask::answers(["3", "0"])), Ok(3));
}

#[test]
fn an_item_with_its_own_options_refuses_those_of_the_others() {
    let instrument = Instrument::parse(FILE).unwrap();
    assert!(score(&instrument, &ask::answers(["3", "0", "3"])).is_err());
}

#[test]
fn a_word_that_no_file_knows_is_refused() {
    assert!(broken("recall_days", "recall_weeks").contains("recall_weeks"));
}

#[test]
fn bands_must_start_at_nought() {
    assert_eq!(broken(r#""low", least = 0"#, r#""low", least = 1"#), "bands must start at 0 and rise");
}

#[test]
fn bands_must_rise() {
    assert_eq!(broken(r#""high", least = 4"#, r#""high", least = 0"#), "bands must start at 0 and rise");
}

#[test]
fn a_band_must_be_within_reach() {
    assert_eq!(broken(r#""high", least = 4"#, r#""high", least = 7"#), "band high begins above scale_max");
}

#[test]
fn the_highest_total_must_be_what_the_items_allow() {
    assert_eq!(broken("scale_max = 6", "scale_max = 9"), "scale_max is 9, the items allow 6");
}

#[test]
fn a_score_beyond_all_measure_is_refused_in_words() {
    assert_eq!(broken("score = 3", "score = 65535"), "scale_max is 6, the items allow 131070");
}

#[test]
fn a_risk_rule_must_name_an_item() {
    assert_eq!(broken(r#"item = "2""#, r#"item = "9""#), "risk rule on unknown item 9");
}

#[test]
fn a_risk_rule_must_be_within_reach() {
    assert_eq!(
        broken(r#"item = "2", least = 1"#, r#"item = "2", least = 4"#),
        "no answer to item 2 reaches its risk rule"
    );
}

#[test]
fn an_item_must_name_options_that_exist() {
    assert_eq!(
        broken(r#"options = "difficulty""#, r#"options = "trouble""#),
        "item 3 names unknown options trouble"
    );
}

#[test]
fn an_item_cannot_be_there_twice() {
    assert_eq!(broken(r#"{ key = "2" }"#, r#"{ key = "1" }"#), "item 1 is there twice");
}

#[test]
fn missing_answers_have_one_rule() {
    assert_eq!(broken(r#""strict""#, r#""prorate""#), "unknown rule for missing answers: prorate");
}

#[test]
fn every_item_must_have_words() {
    assert_eq!(broken(r#"2 = "Two""#, ""), "no words for item 2 in en");
}

#[test]
fn every_option_must_have_words() {
    assert_eq!(broken(r#"3 = "Yes""#, ""), "no words for option 3 of item 1 in en");
}

#[test]
fn every_band_must_have_words() {
    assert_eq!(broken(r#"high = "high""#, ""), "no words for band high in en");
}

#[test]
fn the_words_of_a_scale_that_is_not_free_are_not_shown() {
    let file = FILE.replace(r#"status = "free""#, r#"status = "asked""#);
    assert!(Instrument::parse(&file).unwrap().text_in("en").is_none());
}

#[test]
fn a_language_without_words_falls_back_to_english() {
    assert_eq!(Instrument::parse(FILE).unwrap().text_in("hi").unwrap().title, "Short");
}

#[test]
fn every_scale_that_is_shipped_may_be_shown() {
    for instrument in content().instruments() {
        assert_eq!(instrument.licence.status, "free", "{}", instrument.key);
    }
}
