//! A rating scale as a file: what it may say, and what is refused with the line and the rule it breaks.

use crate::given::content;
use treatment::content::Content;
use treatment::instrument::{CutoffMeaning, Instrument, LicenceStatus};

/// Three items of which the last is not scored and has its own options.
const FILE: &str = r#"key = "short"
version = 1
name = "Short"
recall_days = 14
scale_max = 6
reversed = ["2"]
bands_source = "made for a test"
items = [
  { key = "1" },
  { key = "2" },
  { key = "3", scored = false, options = "difficulty" },
]
options = [
  { code = "0", score = 0 },
  { code = "3", score = 3 },
]
bands = [
  { key = "low", least = 0, most = 3 },
  { key = "high", least = 4, most = 6 },
]
risk = [{ item = "2", least = 1 }]

[[option_sets.difficulty]]
code = "some"
score = 2

[[subscales]]
key = "first"
of = ["1"]

[[subscales]]
key = "second"
of = ["2"]

[change]
reliable = { points = 2, source = "made for a test" }

[[cutoffs]]
meaning = "case"
at = 4
source = "made for a test"

[[cutoffs]]
meaning = "case"
at = 3
locale = "hi"
source = "made for a test"

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
source = "made for a test"
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
[text.en.subscales]
first = "first"
second = "second"
"#;

fn short() -> Instrument {
    Instrument::parse(FILE).unwrap()
}

/// What is said of the file with one place of it written otherwise: `line: rule`, the first of them.
#[track_caller]
fn broken(from: &str, to: &str) -> String {
    assert!(FILE.contains(from), "the file does not say {from}");
    Instrument::parse(&FILE.replacen(from, to, 1)).unwrap_err()[0].to_string()
}

#[test]
fn a_whole_file_is_read() {
    assert_eq!(short().key, "short");
}

#[test]
fn items_reverse_are_scored_or_not_and_have_their_own_options() {
    let short = short();
    let scorer = treatment::instrument::Scorer::new(&short);
    let total = |codes: &[&str]| scorer.score(codes).map(|outcome| outcome.total);
    assert_eq!(total(&["3", "0", "some"]), Ok(Some(6)));
    assert_eq!(total(&["3", "3"]), Ok(Some(3)), "an item that is not scored may stay unanswered");
    assert!(total(&["3", "0", "3"]).is_err());
    assert_eq!(scorer.score(&["3", "0"]).unwrap().subscales, [("first", 3), ("second", 3)]);
    // The risk rule looks at the points of a reversed item, not at its place in the list.
    assert_eq!(scorer.score(&["", "0"]).unwrap().risks.len(), 1);
    assert!(scorer.score(&["", "3"]).unwrap().risks.is_empty());
}

#[test]
fn what_is_no_file_of_a_measure_is_refused_with_its_line() {
    assert_eq!(
        broken("scale_max = 6", "scale_max = "),
        "5: string values must be quoted, expected literal string"
    );
    let said = broken("recall_days", "recall_weeks");
    assert!(said.starts_with("4: unknown field `recall_weeks`"), "{said}");
}

#[test]
fn a_file_without_a_licence_is_refused() {
    let from = FILE.find("[licence]").unwrap();
    let to = FILE.find("[text.en]").unwrap();
    let file = format!("{}{}", &FILE[..from], &FILE[to..]);
    let faults = Instrument::parse(&file).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "1: no licence: say who holds the rights and on what ground the words may be shown"
    );
    assert_eq!(broken(r#"basis = "made for a test""#, r#"basis = """#), "56: the licence says no basis");
    assert_eq!(broken("2026-01-01", "lately"), "57: the licence was checked on no date: lately");
}

#[test]
fn a_cycle_is_refused() {
    let file =
        FILE.replace(r#"of = ["1"]"#, r#"of = ["second"]"#).replace(r#"of = ["2"]"#, r#"of = ["first"]"#);
    let faults: Vec<String> = Instrument::parse(&file).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        ["29: a cycle: first from second from first", "33: a cycle: second from first from second"]
    );
    assert_eq!(broken(r#"of = ["1"]"#, r#"of = ["first"]"#), "29: a cycle: first from first");
    assert_eq!(
        broken(r#"of = ["1"]"#, r#"of = ["total"]"#),
        "29: a cycle: first cannot be made of the total"
    );
}

#[test]
fn bands_must_cover_the_scale_without_a_gap() {
    assert_eq!(
        broken("least = 0, most = 3", "least = 1, most = 3"),
        "18: a gap: no band has 0 to 0, before low"
    );
    assert_eq!(
        broken("least = 4, most = 6", "least = 5, most = 6"),
        "19: a gap: no band has 4 to 4, before high"
    );
    assert_eq!(
        broken("least = 4, most = 6", "least = 3, most = 6"),
        "19: band high begins before the one below it ends"
    );
    assert_eq!(
        broken("least = 4, most = 6", "least = 4, most = 5"),
        "19: the last band ends at 5, the scale at 6"
    );
    assert_eq!(broken("least = 4, most = 6", "least = 4, most = 2"), "19: band high ends before it begins");
    assert_eq!(broken("bands_source = \"made for a test\"\n", "\n"), "17: bands need a source: bands_source");
}

#[test]
fn the_scale_must_be_what_the_items_allow() {
    assert_eq!(broken("scale_max = 6", "scale_max = 9"), "5: the scale is 0 to 9, the items allow 0 to 6");
    assert_eq!(broken("score = 3", "score = 65535"), "15: option 3 gives more than 100 points");
}

#[test]
fn items_and_options_are_there_once() {
    assert_eq!(
        broken(r#"{ key = "2" }"#, "{ key = \"2\" },\n  { key = \"1\" }"),
        "11: item 1 is there twice"
    );
    assert_eq!(broken(r#"code = "3""#, r#"code = "0""#), "15: option 0 is there twice");
    assert_eq!(
        broken(r#"options = "difficulty""#, r#"options = "trouble""#),
        "11: item 3 names unknown options trouble"
    );
}

#[test]
fn a_reversed_item_must_be_there() {
    assert_eq!(
        broken(r#"reversed = ["2"]"#, r#"reversed = ["4"]"#),
        "6: reversed item 4 is out of range: the items are 1 to 3"
    );
    assert_eq!(broken(r#"reversed = ["2"]"#, r#"reversed = ["3"]"#), "6: item 3 is reversed and not scored");
    assert_eq!(broken(r#"reversed = ["2"]"#, r#"reversed = ["2", "2"]"#), "6: item 2 is reversed twice");
}

#[test]
fn a_total_must_be_made_of_what_is_there() {
    assert_eq!(broken(r#"of = ["1"]"#, r#"of = ["7"]"#), "29: first is made of unknown item 7");
    assert_eq!(broken(r#"of = ["1"]"#, r#"of = ["3"]"#), "29: first counts item 3, which is not scored");
    assert_eq!(broken(r#"of = ["1"]"#, r#"of = ["1", "1"]"#), "29: first counts 1 twice");
    assert_eq!(
        broken(r#"key = "first""#, r#"key = "1""#),
        "27: a subscale needs a key of its own, not \"1\""
    );
}

#[test]
fn a_risk_rule_must_name_an_answer() {
    assert_eq!(broken(r#"item = "2""#, r#"item = "9""#), "21: a risk rule names unknown item 9");
    assert_eq!(
        broken(r#"item = "2", least = 1"#, r#"item = "2", least = 4"#),
        "21: the risk rule of item 2 is beyond its answers (1 to 3)"
    );
}

#[test]
fn missing_answers_have_one_of_two_rules() {
    let said = broken(r#""strict""#, r#""guess""#);
    assert!(said.starts_with("50: unknown variant `guess`"), "{said}");
    let prorated = "\"prorate\"\nat_most = 2\nsource = \"made for a test\"";
    assert_eq!(broken(r#""strict""#, prorated), "51: prorating takes 1 to 1 missing answers");
}

#[test]
fn numbers_say_where_they_come_from() {
    assert_eq!(
        broken(r#"points = 2, source = "made for a test""#, r#"points = 2, source = """#),
        "36: reliable change says no source"
    );
    assert_eq!(broken("points = 2", "points = 7"), "36: reliable change of 7 is not within the scale");
    assert_eq!(broken("at = 4", "at = 7"), "40: cut-off 7 is not on the scale, 0 to 6");
}

#[test]
fn everything_must_have_words() {
    assert_eq!(broken(r#"2 = "Two""#, ""), "63: no words for item 2 in en");
    assert_eq!(broken(r#"3 = "Yes""#, ""), "67: no words for option 3 of item 1 in en");
    assert_eq!(broken(r#"high = "high""#, ""), "72: no words for band high in en");
    assert_eq!(broken(r#"second = "second""#, ""), "75: no words for subscale second in en");
    assert_eq!(
        broken(r#"3 = "How difficult?""#, "3 = \"How difficult?\"\n4 = \"Four\""),
        "67: words for unknown item 4 in en"
    );
}

#[test]
fn every_file_is_named_with_its_line() {
    let file = FILE.replace("scale_max = 6", "scale_max = 9");
    let wrong = Content::parse([("measures/short.toml", file.as_str())]).unwrap_err();
    assert_eq!(wrong, ["measures/short.toml:5: the scale is 0 to 9, the items allow 0 to 6"]);
}

#[test]
fn words_are_shown_only_when_the_licence_allows_it() {
    let file = FILE.replace(r#"status = "free""#, r#"status = "ask""#);
    assert!(Instrument::parse(&file).unwrap().text_in("en").is_none());
    assert!(short().text_in("en").is_some());
}

#[test]
fn a_language_without_words_falls_back_to_english() {
    assert_eq!(short().text_in("hi").unwrap().title, "Short");
}

#[test]
fn a_translation_nobody_studied_is_not_asked() {
    let (_, words) = FILE.split_at(FILE.find("[text.en]").unwrap());
    let hindi = words.replace("[text.en", "[text.hi").replace("Short", "Chhota");
    let file = |kind: &str| {
        let source = hindi.replacen("source =", &format!("kind = \"{kind}\"\nsource ="), 1);
        Instrument::parse(&format!("{FILE}\n{source}")).unwrap().text_in("hi").unwrap().title.clone()
    };
    assert_eq!((file("validated"), file("none")), ("Chhota".to_owned(), "Short".to_owned()));
}

#[test]
fn a_cut_off_is_the_one_of_the_locale_of_its_language_or_of_everybody() {
    let at = |locale| short().cutoff(CutoffMeaning::Case, locale).map(|cutoff| cutoff.at);
    assert_eq!((at("hi-IN"), at("hi"), at("en-GB")), (Some(3), Some(3), Some(4)));
}

#[test]
fn a_service_adds_the_words_of_its_own_licence() {
    let (measure, words) = FILE.split_at(FILE.find("[text.en]").unwrap());
    let measure = measure.replace(r#"status = "free""#, r#"status = "licensed""#);
    let words = words.replace("[text.en", "[text");
    let own = format!("measure = \"short\"\nversion = 1\nlanguage = \"en\"\n{words}");
    let content = |own: &str| {
        Content::parse([("measures/short.toml", measure.as_str()), ("measures/words/short.en.toml", own)])
    };
    let read = content(&own).unwrap();
    let short = read.instrument("short").unwrap();
    assert!(short.text_in("en").is_none(), "words alone are no permission");
    assert_eq!(short.text["en"].items["2"], "Two");

    let wrong = content(&own.replace("2 = \"Two\"\n", "")).unwrap_err();
    assert_eq!(wrong, ["measures/words/short.en.toml:8: no words for item 2 in en"]);
    let wrong = content(&own.replace("version = 1", "version = 2")).unwrap_err();
    assert_eq!(wrong, ["measures/words/short.en.toml:1: there is no measure short at version 2"]);
}

#[test]
fn no_scale_is_shipped_with_words_that_its_licence_does_not_allow() {
    for instrument in content().instruments() {
        let is_open = matches!(instrument.licence.status, LicenceStatus::Free | LicenceStatus::Own);
        assert!(is_open || instrument.text.is_empty(), "{}", instrument.key);
        assert_eq!(
            instrument.validated,
            instrument.licence.status != LicenceStatus::Own,
            "{}",
            instrument.key
        );
    }
}
