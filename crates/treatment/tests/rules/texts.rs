//! Rules that every text keeps.

use treatment::refusal::{Refusal, lines, text, within, words};

#[test]
fn outer_blanks_are_trimmed() {
    assert_eq!(text("note", "  so it was \n", 20), Ok("so it was".to_owned()));
}

#[test]
fn control_characters_are_dropped() {
    assert_eq!(text("note", "a\u{0}b\u{7}\r\nc\td", 20), Ok("ab\nc\td".to_owned()));
}

#[test]
fn an_optional_text_may_be_empty() {
    assert_eq!(text("note", "   ", 20), Ok(String::new()));
}

#[test]
fn a_required_text_must_say_something() {
    assert_eq!(words("name", " \n ", 20), Err(Refusal::Empty("name")));
}

#[test]
fn blanks_between_control_characters_say_nothing() {
    assert_eq!(words("name", "\u{0} \u{0}", 20), Err(Refusal::Empty("name")));
}

#[test]
fn a_text_at_its_limit_is_kept() {
    assert_eq!(text("note", "ééé", 3), Ok("ééé".to_owned()));
}

#[test]
fn a_text_over_its_limit_is_refused_with_the_limit() {
    assert_eq!(text("note", "éééé", 3), Err(Refusal::TooLong { field: "note", limit: 3 }));
}

#[test]
fn empty_lines_of_a_list_are_dropped() {
    let typed = ["one", "  ", "two"].map(str::to_owned);
    assert_eq!(lines("signs", &typed, 10, 2), Ok(vec!["one".to_owned(), "two".to_owned()]));
}

#[test]
fn a_list_over_its_limit_is_refused() {
    let typed = ["one", "two", "three"].map(str::to_owned);
    assert_eq!(lines("signs", &typed, 10, 2), Err(Refusal::TooMany { what: "signs", limit: 2 }));
}

#[test]
fn both_ends_of_a_range_are_within_it() {
    assert_eq!((within("mood", 0, 0, 10), within("mood", 10, 0, 10)), (Ok(0), Ok(10)));
}

#[test]
fn a_number_outside_its_range_is_refused_with_the_range() {
    let refusal = Refusal::OutOfRange { field: "mood", least: 0, most: 10 };
    assert_eq!((within("mood", -1, 0, 10), within("mood", 11, 0, 10)), (Err(refusal.clone()), Err(refusal)));
}

#[test]
fn a_refusal_names_its_field_and_its_bounds() {
    let refusal = Refusal::OutOfRange { field: "mood", least: 0, most: 10 };
    assert_eq!((refusal.field(), refusal.bounds()), (Some("mood"), (Some(0), Some(10))));
}

#[test]
fn a_refusal_says_its_word_key_and_nothing_typed() {
    let refusal = Refusal::NoSuchAnswer("something typed".to_owned());
    assert_eq!(refusal.to_string(), "refused: refusal-no-such-answer");
}
