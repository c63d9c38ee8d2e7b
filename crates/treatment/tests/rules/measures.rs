//! PHQ-9 and GAD-7 in a course: every pattern of answers, bands, unanswered items, flags.

use crate::ask;
use crate::given::{Story, content, day};
use treatment::command::Command;
use treatment::course::{Notice, NoticeTo};
use treatment::fact::Fact;
use treatment::ids::{ResultId, Version};
use treatment::instrument::{Instrument, LicenceStatus, Scorer, State, TextKind};
use treatment::measure::{CompleteMeasure, Completed, How};
use treatment::refusal::Refusal;
use treatment::time::Moment;

/// Calls `check` with every pattern of answers 0 to 3 to so many items, and their sum.
fn every_pattern(items: usize, mut check: impl FnMut(&[&str], u16)) -> u32 {
    const CODES: [&str; 4] = ["0", "1", "2", "3"];
    let patterns = 4u32.pow(items as u32);
    let mut codes = vec!["0"; items];
    for pattern in 0..patterns {
        let digits = (0..items).map(|place| pattern >> (2 * place) & 3);
        for (code, digit) in codes.iter_mut().zip(digits.clone()) {
            *code = CODES[digit as usize];
        }
        check(&codes, digits.sum::<u32>() as u16);
    }
    patterns
}

fn instrument(key: &str) -> Instrument {
    content().instrument(key).unwrap().clone()
}

fn completed(facts: &[Fact]) -> &Completed {
    let Fact::MeasureCompleted(completed) = &facts[0] else { panic!("not completed: {facts:?}") };
    completed
}

/// A PHQ-9 whose item 9 is answered so, and all others otherwise.
fn phq9_with(others: &str, ninth: &str) -> Command {
    ask::phq9([others, others, others, others, others, others, others, others, ninth], "2026-01-05")
}

fn form(change: impl FnOnce(&mut CompleteMeasure)) -> Command {
    let mut form = ask::a_form("phq-9", &["0"; 9], "2026-01-05");
    change(&mut form);
    Command::CompleteMeasure(form)
}

/// Every pattern of a measure adds up; the band is the one `band` reckons from the sum.
fn adds_up(key: &str, items: usize, band: fn(u16) -> &'static str) {
    let instrument = instrument(key);
    let scorer = Scorer::new(&instrument);
    let patterns = every_pattern(items, |codes, sum| {
        let outcome = scorer.score(codes).unwrap();
        assert_eq!((outcome.state, outcome.total), (State::Scored, Some(sum)), "{codes:?}");
        assert_eq!(outcome.band.map(|band| band.key.as_str()), Some(band(sum)), "{codes:?}");
        let flags = codes.get(8).is_some_and(|ninth| *ninth != "0");
        assert_eq!(!outcome.risks.is_empty(), flags, "{codes:?}");
    });
    assert_eq!(patterns, 4u32.pow(items as u32));
}

#[test]
fn every_pattern_of_phq_2_adds_up() {
    adds_up("phq-2", 2, |sum| if sum < 3 { "below" } else { "screen" });
}

#[test]
fn every_pattern_of_gad_7_adds_up() {
    adds_up("gad-7", 7, |sum| match sum {
        0..=4 => "minimal",
        5..=9 => "mild",
        10..=14 => "moderate",
        _ => "severe",
    });
}

#[test]
fn every_pattern_of_phq_9_adds_up() {
    adds_up("phq-9", 9, |sum| match sum {
        0..=4 => "minimal",
        5..=9 => "mild",
        10..=14 => "moderate",
        15..=19 => "moderately-severe",
        _ => "severe",
    });
}

#[test]
fn without_item_9_no_pattern_of_phq_9_has_a_total() {
    let phq9 = instrument("phq-9");
    let scorer = Scorer::new(&phq9);
    every_pattern(8, |codes, _| {
        let outcome = scorer.score(codes).unwrap();
        assert_eq!((outcome.state, outcome.total), (State::Partial, None), "{codes:?}");
    });
}

#[test]
fn reliable_change_and_caseness_are_those_of_the_manual() {
    let values = ["phq-9", "gad-7"].map(|key| {
        let instrument = instrument(key);
        (instrument.change.reliable.as_ref().unwrap().points, instrument.caseness("en-GB").unwrap().at)
    });
    assert_eq!(values, [(6, 10), (4, 8)]);
}

#[test]
fn what_was_said_and_what_was_concluded_are_both_kept() {
    let facts = Story::opened().facts_of(&phq9_with("2", "0"));
    let kept = completed(&facts);
    assert_eq!((kept.total, kept.band.as_str(), kept.answers.len()), (16, "moderately-severe", 9));
}

#[test]
fn an_unanswered_item_is_refused() {
    let asked = form(|form| drop(form.answers.remove("4")));
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Unanswered(vec!["4".to_owned()])));
}

#[test]
fn an_item_answered_with_nothing_is_unanswered() {
    let asked = form(|form| drop(form.answers.insert("4".to_owned(), String::new())));
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Unanswered(vec!["4".to_owned()])));
}

#[test]
fn every_unanswered_item_is_named() {
    let asked = form(|form| form.answers.retain(|key, _| key != "2" && key != "9"));
    assert_eq!(Story::opened().when(&asked), Err(Refusal::Unanswered(vec!["2".to_owned(), "9".to_owned()])));
}

#[test]
fn a_form_handed_in_with_two_answers_missing_is_prorated_and_says_so() {
    let asked = Command::HandInMeasure(CompleteMeasure {
        answers: ask::answers(["2", "1", "1", "1", "1", "1", "0", "", ""]),
        ..ask::a_form("phq-9", &["0"; 9], "2026-01-05")
    });
    // Item 9 is one of them: it is never filled in.
    let facts = Story::opened().facts_of(&asked);
    let Fact::MeasurePartlyAnswered(part) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!((part.unanswered.as_slice(), part.answers.len()), (&["8".to_owned(), "9".to_owned()][..], 7));
    let Command::HandInMeasure(mut form) = asked else { panic!("a form") };
    form.answers.insert("9".to_owned(), "0".to_owned());
    form.answers.insert("1".to_owned(), String::new());
    // Seven answers add up to five: 5 × 9 / 7 is 6.43.
    let facts = Story::opened().facts_of(&Command::HandInMeasure(form));
    assert_eq!((completed(&facts).state, completed(&facts).total), (State::Prorated, 6));
    assert_eq!(completed(&facts).answers.len(), 7, "what was not said is not kept as said");
}

#[test]
fn a_form_partly_answered_still_raises_its_flag() {
    let form = CompleteMeasure {
        answers: ask::answers(["", "", "", "", "", "", "", "", "1"]),
        ..ask::a_form("phq-9", &["0"; 9], "2026-01-05")
    };
    let told = Story::opened().when(&Command::HandInMeasure(form)).unwrap();
    assert!(
        matches!(told.facts[..], [Fact::MeasurePartlyAnswered(_), Fact::FlagRaised(_)]),
        "{:?}",
        told.facts
    );
    assert_eq!(told.notices.len(), 3, "the therapist now, supervisor and lead when nobody looked");
}

#[test]
fn a_form_without_any_answer_is_not_handed_in() {
    let form =
        CompleteMeasure { answers: ask::answers([""; 9]), ..ask::a_form("phq-9", &["0"; 9], "2026-01-05") };
    assert!(matches!(Story::opened().when(&Command::HandInMeasure(form)), Err(Refusal::Unanswered(_))));
}

#[test]
fn an_answer_that_is_no_option_is_refused() {
    for code in ["4", "-1", "00", "Not at all"] {
        let asked = form(|form| drop(form.answers.insert("4".to_owned(), code.to_owned())));
        assert_eq!(Story::opened().when(&asked), Err(Refusal::NoSuchAnswer("4".to_owned())), "{code}");
    }
}

#[test]
fn an_answer_to_an_item_the_form_does_not_have_is_refused() {
    let asked = form(|form| drop(form.answers.insert("10".to_owned(), "0".to_owned())));
    assert_eq!(Story::opened().when(&asked), Err(Refusal::NoSuchAnswer("10".to_owned())));
}

#[test]
fn an_unknown_measure_is_refused() {
    let asked = form(|form| form.measure = "bdi-2".to_owned());
    assert_eq!(Story::opened().when(&asked), Err(Refusal::NoSuchMeasure("bdi-2".to_owned())));
}

#[test]
fn a_form_of_another_version_is_refused() {
    for version in [0, 2] {
        let asked = form(|form| form.version = version);
        assert_eq!(
            Story::opened().when(&asked),
            Err(Refusal::NoSuchMeasure("phq-9".to_owned())),
            "{version}"
        );
    }
}

#[test]
fn a_measure_cannot_be_answered_tomorrow() {
    let asked = form(|form| form.on = day("2026-01-06"));
    assert_eq!(Story::opened().when(&asked), Err(Refusal::InTheFuture(day("2026-01-06"))));
}

#[test]
fn a_form_on_paper_can_be_entered_later() {
    let asked = form(|form| (form.on, form.how) = (day("2025-12-29"), How::Paper));
    let facts = Story::opened().facts_of(&asked);
    assert_eq!((completed(&facts).on, completed(&facts).how), (day("2025-12-29"), How::Paper));
}

#[test]
fn any_answer_but_not_at_all_to_item_9_raises_a_flag() {
    for others in ["0", "1", "2", "3"] {
        for (ninth, expected) in [("0", 0), ("1", 1), ("2", 1), ("3", 1)] {
            let facts = Story::opened().facts_of(&phq9_with(others, ninth));
            let flags = facts.iter().filter(|fact| matches!(fact, Fact::FlagRaised(_))).count();
            assert_eq!(flags, expected, "others {others}, item 9 {ninth}");
        }
    }
}

#[test]
fn the_worst_gad_7_raises_no_flag() {
    let facts =
        Story::opened().facts_of(&Command::CompleteMeasure(ask::a_form("gad-7", &["3"; 7], "2026-01-05")));
    assert_eq!(facts.len(), 1);
}

#[test]
fn a_flag_names_the_result_the_item_and_the_answer() {
    let facts = Story::opened().facts_of(&phq9_with("0", "2"));
    let Fact::FlagRaised(raised) = &facts[1] else { panic!("no flag") };
    assert_eq!(
        (raised.result, raised.item.as_str(), raised.answer.as_str()),
        (ResultId::from(Version(2)), "9", "2")
    );
}

#[test]
fn a_flag_must_be_seen_within_a_working_day() {
    let story = Story::opened();
    let facts = story.facts_of(&phq9_with("0", "1"));
    let Fact::FlagRaised(raised) = &facts[1] else { panic!("no flag") };
    assert_eq!(raised.due, Moment(story.at.0 + 8 * 3_600_000));
}

#[test]
fn a_flag_tells_the_therapist_now_and_others_when_it_is_overdue() {
    let story = Story::opened();
    let told = story.when(&phq9_with("0", "1")).unwrap().notices;
    let (due, later) = (Moment(story.at.0 + 8 * 3_600_000), Moment(story.at.0 + 16 * 3_600_000));
    let notice = |to, about: &str, due| Notice { to, about: about.to_owned(), due, version: Version(3) };
    assert_eq!(
        told,
        [
            notice(NoticeTo::Therapist, "flag-raised", story.at),
            notice(NoticeTo::Supervisor, "flag-overdue", due),
            notice(NoticeTo::Lead, "flag-overdue", later),
        ]
    );
}

#[test]
fn a_form_without_a_flag_tells_nobody() {
    assert_eq!(Story::opened().when(&phq9_with("3", "0")).unwrap().notices, []);
}

#[test]
fn results_of_one_measure_stand_oldest_first() {
    let story = Story::opened().and(phq9_with("2", "0")).and(phq9_with("1", "0"));
    let totals: Vec<u16> = story.course.measures.of("phq-9").map(|result| result.completed.total).collect();
    assert_eq!(totals, [16, 8]);
}

#[test]
fn the_first_session_asks_for_both_measures() {
    let story = Story::opened();
    assert_eq!(story.due(), ["phq-9", "gad-7"]);
}

#[test]
fn a_measure_that_was_answered_is_not_asked_for_again() {
    let story = Story::opened().and(phq9_with("1", "0"));
    assert_eq!(story.due(), ["gad-7"]);
}

#[test]
fn the_next_session_asks_anew() {
    let story = Story::opened().and(phq9_with("1", "0")).and(ask::hold_on(day("2026-01-05")));
    assert_eq!(story.due(), ["phq-9"]);
}

#[test]
fn after_the_last_session_nothing_is_asked_for() {
    let story = Story::held(16);
    assert_eq!(story.due(), Vec::<&str>::new());
}

#[test]
fn the_language_of_the_words_is_kept_and_one_that_the_measure_is_not_asked_in_is_refused() {
    let said = |language: &str| form(|form| form.language = language.to_owned());
    assert_eq!(completed(&Story::opened().facts_of(&said("en"))).language, "en");
    assert_eq!(completed(&Story::opened().facts_of(&said(""))).language, "", "nobody knows");
    for unknown in ["de", "EN", "en-GB", "a language"] {
        let refused = Err(Refusal::OtherLanguage(unknown.to_owned()));
        assert_eq!(Story::opened().when(&said(unknown)), refused);
    }
    let half = |language: &str| {
        let answers = ask::answers(["1"; 3]);
        let form = ask::a_form("phq-9", &["0"; 9], "2026-01-05");
        Command::HandInMeasure(CompleteMeasure { answers, language: language.to_owned(), ..form })
    };
    let facts = Story::opened().facts_of(&half("en"));
    let Fact::MeasurePartlyAnswered(part) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!(part.language, "en");
    assert_eq!(Story::opened().when(&half("de")), Err(Refusal::OtherLanguage("de".to_owned())));
}

#[test]
fn a_measure_is_asked_in_words_that_were_studied_and_in_no_others() {
    let mut instrument = instrument("phq-9");
    let mut german = instrument.text["en"].clone();
    instrument.text.insert("de".to_owned(), german.clone());
    assert_eq!(["de", "fr", "en"].map(|wish| instrument.shown_in(wish)), ["de", "en", "en"]);
    german.kind = TextKind::Unvalidated;
    instrument.text.insert("de".to_owned(), german);
    assert_eq!((instrument.shown_in("de"), instrument.is_asked_in("de")), ("en", false));
    instrument.licence.status = LicenceStatus::Ask;
    assert_eq!(instrument.shown_in("en"), "", "words that may not be shown are shown in no language");
}

#[test]
fn a_result_of_before_languages_were_kept_has_none_and_is_written_as_it_was() {
    for old in [
        include_str!("../golden/measure.completed.1.json"),
        include_str!("../golden/measure.partly-answered.1.json"),
    ] {
        let fact: Fact = serde_json::from_str(old).unwrap();
        let language = match &fact {
            Fact::MeasureCompleted(completed) => &completed.language,
            Fact::MeasurePartlyAnswered(part) => &part.language,
            other => panic!("{other:?}"),
        };
        assert_eq!(language, "");
        let was: serde_json::Value = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_value(&fact).unwrap(), was);
    }
}
