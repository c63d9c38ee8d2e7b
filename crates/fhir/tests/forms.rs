//! Measures and answers through FHIR and back, and forms of others.
#![allow(clippy::unwrap_used, reason = "a value that is not there stops the test")]

use fhir::import::{About, Level, NoForm, import};
use fhir::questionnaire::questionnaire;
use fhir::response::{Answered, Unread, read, response};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use treatment::content::Content;
use treatment::instrument::{Instrument, LicenceStatus};
use treatment::time::Day;

const PHQ9: &str = include_str!("../../../content/measures/phq-9.toml");

fn phq9() -> Instrument {
    Instrument::parse(PHQ9).unwrap()
}

/// Puts a question that no measure has inside something.
fn add_question(around: &mut Value) {
    around["item"] = json!([{"linkId": "q78", "answer": [{"valueInteger": 1}]}]);
}

fn content() -> Content {
    Content::parse([("measures/phq-9.toml", PHQ9)]).unwrap()
}

fn today() -> Day {
    Day::parse("2026-11-24").unwrap()
}

/// `1` to `9` with these codes.
fn answers(codes: &str) -> BTreeMap<String, String> {
    let each = codes.chars().enumerate().filter(|(_, code)| *code != '-');
    each.map(|(at, code)| ((at + 1).to_string(), code.to_string())).collect()
}

fn as_response(codes: &str) -> Value {
    let (instrument, answers) = (phq9(), answers(codes));
    let outcome = instrument.score(&answers).unwrap();
    let answered = Answered {
        id: "one",
        answers: &answers,
        on: Some(today()),
        language: "en",
        state: outcome.state,
        total: outcome.total,
        subscales: &BTreeMap::new(),
    };
    response(&instrument, &answered, "en")
}

#[test]
fn points_stand_on_each_answer_under_both_names_and_the_notice_goes_along() {
    let form = questionnaire(&phq9(), "en");
    let third = &form["item"][1]["answerOption"][2];
    assert_eq!(
        third["valueCoding"],
        json!({"system": "http://loinc.org", "code": "LA6570-1", "display": "More than half the days"})
    );
    let points: Vec<(&str, &Value)> = third["extension"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one.get("valueDecimal").is_some())
        .map(|one| (one["url"].as_str().unwrap().rsplit('/').next().unwrap(), &one["valueDecimal"]))
        .collect();
    assert_eq!(points, [("ordinalValue", &json!(2)), ("itemWeight", &json!(2))]);
    assert!(form["copyright"].as_str().unwrap().contains("No permission required"));
    assert_eq!(form["version"], "1");
    assert_eq!(form["derivedFrom"], json!(["http://loinc.org/q/44249-1"]));
    let total = form["item"].as_array().unwrap().last().unwrap();
    assert_eq!((&total["linkId"], &total["code"][0]["code"]), (&json!("total"), &json!("44261-6")));
}

#[test]
fn words_that_the_licence_does_not_allow_are_not_in_the_form() {
    let closed = Instrument::parse(&PHQ9.replace("status = \"free\"", "status = \"ask\"")).unwrap();
    let form = questionnaire(&closed, "en");
    assert_eq!(form["status"], "draft");
    let said = form.to_string();
    assert!(!said.contains("Little interest") && !said.contains("Several days"), "{said}");
}

#[test]
fn answers_come_back_as_they_went_out() {
    let said = as_response("012301230");
    assert_eq!(said["status"], "completed");
    let back = read(&content(), None, &said).unwrap();
    assert_eq!((back.measure.as_str(), back.version, back.on), ("phq-9", 1, Some(today())));
    assert_eq!(back.answers, answers("012301230"));
    assert_eq!(back.total.as_deref(), Some("12"));
    assert_eq!((said["language"].as_str(), back.language.as_str()), (Some("en"), "en"));
}

#[test]
fn the_language_of_a_response_is_read_and_one_in_which_the_measure_is_not_asked_is_refused() {
    let mut said = as_response("012301230");
    let read = |said: &Value| read(&content(), None, said).map(|back| back.language);
    said["language"] = json!("en-GB");
    assert_eq!(read(&said), Ok("en".to_owned()));
    said["language"] = json!("de");
    let refused = read(&said).unwrap_err();
    assert_eq!(refused, Unread::OtherLanguage("de".to_owned()));
    assert!(refused.to_string().contains("\"de\", in which the measure is not asked here"), "{refused}");
    // Where the answers say none, the form they hold may; where nobody says, nobody knows.
    said.as_object_mut().unwrap().remove("language");
    assert_eq!(read(&said), Ok(String::new()));
    said["contained"] = json!([{"resourceType": "Questionnaire", "language": "en"}]);
    assert_eq!(read(&said), Ok("en".to_owned()));
}

#[test]
fn a_form_partly_answered_is_not_completed_and_has_no_total() {
    let said = as_response("0123----1");
    assert_eq!(said["status"], "in-progress");
    assert!(!said.to_string().contains("total"));
    assert_eq!(read(&content(), None, &said).unwrap().answers, answers("0123----1"));
}

#[test]
fn nothing_in_a_response_is_guessed_or_left_out() {
    let with = |change: fn(&mut Value)| {
        let mut said = as_response("012301230");
        change(&mut said);
        read(&content(), None, &said).unwrap_err()
    };
    assert_eq!(
        with(|said| said["questionnaire"] = json!("urn:closeness:measure:phq-9|7")),
        Unread::OtherVersion("7".into())
    );
    assert_eq!(
        with(|said| said["questionnaire"] = json!("urn:closeness:measure:mood")),
        Unread::UnknownMeasure("urn:closeness:measure:mood".into())
    );
    assert_eq!(with(|said| said["item"][0]["linkId"] = json!("q77")), Unread::UnknownItem("q77".into()));
    assert_eq!(with(|said| said["item"][1]["linkId"] = json!("q1")), Unread::AnsweredTwice("q1".into()));
    assert_eq!(
        with(|said| said["item"][0]["answer"][0]["valueCoding"]["code"] = json!("LA9999-9")),
        Unread::UnknownAnswer("q1".into())
    );
    assert_eq!(with(|said| add_question(&mut said["item"][0])), Unread::UnknownItem("q78".into()));
    assert_eq!(
        with(|said| add_question(&mut said["item"][0]["answer"][0])),
        Unread::UnknownItem("q78".into())
    );
    assert_eq!(with(|said| said["resourceType"] = json!("Patient")), Unread::NotAResponse);
}

#[test]
fn a_response_of_others_is_read_by_the_codes_of_its_items() {
    let said = json!({
        "resourceType": "QuestionnaireResponse", "status": "completed",
        "questionnaire": "http://loinc.org/q/44249-1",
        "item": [{"linkId": "/44249-1", "item": [
            {"linkId": "/44250-9", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6569-3"}}]},
            {"linkId": "/44260-8", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6571-9"}}]},
            {"linkId": "/44261-6", "answer": [{"valueDecimal": 4}]}
        ]}]
    });
    let back = read(&content(), None, &said).unwrap();
    assert_eq!(back.answers, BTreeMap::from([("1".into(), "1".into()), ("9".into(), "3".into())]));
}

#[test]
fn a_form_of_ours_comes_back_with_its_rules_and_without_its_permission() {
    let ours = phq9();
    let read = import(&questionnaire(&ours, "en").to_string(), today()).unwrap();
    assert_eq!(read.faults, []);
    let back = read.instrument.unwrap();
    assert!(!back.may_be_shown());
    assert_eq!((back.key.as_str(), back.version, back.scale_max), ("phq-9", 1, 27));
    assert_eq!((back.risk.len(), back.bands.len(), back.missing.at_most), (3, 5, 2));
    assert_eq!(back.text["en"].items, ours.text["en"].items);
    for codes in ["012301230", "3333333--", "--3333333", "---------"] {
        let (was, is) = (ours.score(&answers(codes)).unwrap(), back.score(&answers(codes)).unwrap());
        assert_eq!((was.state, was.total, was.risks.len()), (is.state, is.total, is.risks.len()), "{codes}");
    }
    assert!(read.remarks.iter().any(|one| (one.level, one.about) == (Level::Understood, About::Total)));
    assert!(!read.remarks.iter().any(|one| one.level == Level::LeftOut), "{:?}", read.remarks);
}

/// A form as others write it: a group, weights in three places, a total over some of its questions.
fn of_others() -> Value {
    let points = |points: u8| json!([{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": points}]);
    json!({
        "resourceType": "Questionnaire", "status": "active", "name": "WeekScale", "title": "Week scale", "version": "2.1",
        "copyright": "(c) somebody",
        "contained": [{"resourceType": "ValueSet", "id": "often", "compose": {"include": [{"system": "urn:x", "concept": [
            {"code": "never", "display": "Never", "extension": points(0)},
            {"code": "often", "display": "Often", "extension": points(2)}
        ]}]}}],
        "item": [
            {"linkId": "g", "type": "group", "text": "In the last week", "item": [
                {"linkId": "a", "type": "choice", "text": "Slept badly", "answerValueSet": "#often"},
                {"linkId": "b", "type": "choice", "text": "Felt rested", "answerOption": [
                    {"valueCoding": {"code": "never", "display": "Never", "extension": points(2)}},
                    {"valueCoding": {"code": "often", "display": "Often", "extension": points(0)}}
                ]},
                {"linkId": "c", "type": "choice", "text": "Which bed", "answerValueSet": "http://example.org/beds"},
                {"linkId": "d", "type": "string", "text": "Anything else"},
                {"linkId": "sum", "type": "decimal", "readOnly": true, "text": "Total", "extension": [{
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
                    "valueExpression": {"language": "text/fhirpath",
                        "expression": "%resource.item.item.where(linkId = 'a' or linkId = 'b').answer.value.weight().sum()"}
                }]}
            ]}
        ]
    })
}

#[test]
fn a_form_of_others_says_what_was_understood_what_is_assumed_and_what_not() {
    let read = import(&of_others().to_string(), today()).unwrap();
    assert_eq!(read.faults, []);
    let measure = read.instrument.unwrap();
    assert_eq!((measure.key.as_str(), measure.scale_max, measure.items.len()), ("weekscale", 4, 2));
    let total = |first: &str, second: &str| {
        let answers = BTreeMap::from([("1".into(), first.into()), ("2".into(), second.into())]);
        measure.score(&answers).unwrap().total
    };
    assert_eq!((total("often", "never"), total("never", "often")), (Some(4), Some(0)));
    let said: Vec<(Level, About)> = read.remarks.iter().map(|one| (one.level, one.about)).collect();
    for expected in [
        (Level::Understood, About::Stem),
        (Level::LeftOut, About::Elsewhere),
        (Level::LeftOut, About::Kind),
        (Level::Assumed, About::TotalIsSum),
        (Level::LeftOut, About::Expression),
        (Level::Assumed, About::Licence),
        (Level::Assumed, About::Strict),
    ] {
        assert!(said.contains(&expected), "{expected:?} is not among {said:?}");
    }
}

#[test]
fn what_is_no_form_is_refused_with_its_line() {
    assert_eq!(import("{\n \"resourceType\": ", today()).unwrap_err(), NoForm::NotJson(2));
    assert_eq!(import("{}", today()).unwrap_err(), NoForm::NotAQuestionnaire);
    assert_eq!(
        import("{\"resourceType\": \"Questionnaire\", \"item\": []}", today()).unwrap_err(),
        NoForm::NoQuestion
    );
}

#[test]
fn a_permission_to_show_the_words_here_is_none_to_hand_them_on() {
    let mut ours = phq9();
    ours.licence.status = LicenceStatus::Ask;
    ours.is_permitted = true;
    assert!(ours.text_in("en").is_some(), "shown here");
    let words = phq9().text["en"].items["1"].clone();
    assert!(questionnaire(&phq9(), "en").to_string().contains(&words));
    assert!(!questionnaire(&ours, "en").to_string().contains(&words));
}

#[test]
fn a_form_without_rules_of_ours_says_that_nobody_is_asked_to_look() {
    let mut form = questionnaire(&phq9(), "en");
    form["extension"] = json!([]);
    let read = import(&form.to_string(), today()).unwrap();
    assert!(read.remarks.iter().any(|one| (one.level, one.about) == (Level::Assumed, About::NoRisk)));
}
