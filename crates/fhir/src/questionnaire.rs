//! A measure as a FHIR R4 `Questionnaire` with the extensions of Structured Data Capture.

use crate::expression;
use crate::names::{
    CALCULATED, ITEM_WEIGHT, LOINC, LOINC_NOTICE, OBSERVATION, OPTION_PREFIX, ORDINAL_VALUE, RULES, UNIT,
    coding, loinc,
};
pub use crate::names::{canonical, link_id};
use serde_json::{Value, json};
use treatment::instrument::{
    AnswerOption, GateItem, Instrument, InstrumentText, Item, MissingRule, Respondent, Scale, TextKind,
};

/// The name of the total inside a form.
pub const TOTAL: &str = "total";

/// The name of a subscale inside a form.
pub(crate) fn scale_link_id(scale: &Scale) -> String {
    format!("scale-{}", scale.key)
}

/// A measure as a `Questionnaire`, in a language or in English where there is none.
///
/// Words that the licence does not allow are not in it: then items have names and codes only, and its status is
/// `draft`. A translation that nobody studied is passed over. Points stand on each option as `ordinalValue` and as
/// `itemWeight`, reversal counted; totals are read-only items with a `calculatedExpression`.
pub fn questionnaire(instrument: &Instrument, language: &str) -> Value {
    let text = open_text(instrument, language);
    let is_in_it = instrument.text.get(language).is_some_and(|text| text.kind != TextKind::Unvalidated);
    let tag = if is_in_it { language } else { "en" };
    let mut form = json!({
        "resourceType": "Questionnaire",
        "id": format!("{}-v{}", instrument.key, instrument.version),
        "extension": [rules(instrument)],
        "url": canonical(instrument),
        "version": instrument.version.to_string(),
        "name": computable(&instrument.name),
        "title": text.map_or(&instrument.name, |text| &text.title),
        "status": if text.is_some() { "active" } else { "draft" },
        "experimental": !instrument.validated,
        "subjectType": ["Patient"],
        "copyright": copyright(instrument),
    });
    if text.is_some() {
        form["language"] = json!(tag);
    }
    let mut codes: Vec<Value> = Vec::new();
    if let Some(panel) = &instrument.codes.loinc {
        codes.push(json!({"system": LOINC, "code": panel}));
        form["derivedFrom"] = json!([format!("http://loinc.org/q/{panel}")]);
    }
    codes.extend(instrument.codes.other.iter().map(|(system, code)| json!({"system": system, "code": code})));
    if !codes.is_empty() {
        form["code"] = json!(codes);
    }
    let mut items: Vec<Value> = Vec::new();
    if let Some(stem) = text.map(|text| text.stem.trim()).filter(|stem| !stem.is_empty()) {
        items.push(json!({"linkId": "stem", "type": "display", "text": stem}));
    }
    items.extend(instrument.items.iter().map(|item| question(instrument, item, text)));
    for scale in &instrument.subscales {
        let words = text.and_then(|text| text.subscales.get(&scale.key)).unwrap_or(&scale.key);
        let made = expression::subscale(instrument, scale);
        items.push(number(instrument, &scale_link_id(scale), words, &made, scale.loinc.as_deref()));
    }
    if let Some(made) = expression::total(instrument) {
        let code = instrument.codes.loinc_total.as_deref().or(instrument.total.loinc.as_deref());
        items.push(number(instrument, TOTAL, &instrument.name, &made, code));
    }
    form["item"] = json!(items);
    form
}

/// All measures of a list as one `Bundle`, the newest version of each.
pub fn bundle<'i>(instruments: impl Iterator<Item = &'i Instrument>, language: &str) -> Value {
    let entries: Vec<Value> = instruments
        .map(|instrument| {
            json!({"fullUrl": canonical(instrument), "resource": questionnaire(instrument, language)})
        })
        .collect();
    json!({"resourceType": "Bundle", "type": "collection", "entry": entries})
}

/// The words, where the licence lets anybody have them. A permission of one service to show them is none to hand them on.
pub(crate) fn open_text<'i>(instrument: &'i Instrument, language: &str) -> Option<&'i InstrumentText> {
    instrument.text_in(language).filter(|_| instrument.licence.status.is_open())
}

/// A name that a program may use: letters and digits, a letter first.
fn computable(name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if name.starts_with(|first: char| first.is_ascii_uppercase()) { name } else { format!("M{name}") }
}

fn copyright(instrument: &Instrument) -> String {
    let licence = &instrument.licence;
    let mut said = format!("{}: {}", licence.holder, licence.notice);
    let has_loinc = instrument.codes.loinc.is_some()
        || instrument.items.iter().any(|item| item.loinc.is_some())
        || instrument.options.iter().any(|option| option.loinc.is_some())
        || instrument.option_sets.values().flatten().any(|option| option.loinc.is_some())
        || instrument.codes.loinc_total.is_some()
        || instrument.total.loinc.is_some()
        || instrument.subscales.iter().any(|scale| scale.loinc.is_some());
    if has_loinc {
        said.push(' ');
        said.push_str(LOINC_NOTICE);
    }
    said
}

fn question(instrument: &Instrument, item: &Item, text: Option<&InstrumentText>) -> Value {
    let options: Vec<Value> = instrument
        .options_of(item)
        .iter()
        .map(|option| {
            let words = text.and_then(|text| instrument.option_words(text, item, &option.code));
            answer_option(instrument, item, option, words)
        })
        .collect();
    let mut question = json!({
        "linkId": link_id(item),
        "prefix": item.key,
        "type": "choice",
        "required": item.scored && instrument.missing.rule == MissingRule::Strict,
        "answerOption": options,
    });
    if let Some(words) = text.and_then(|text| text.items.get(&item.key)) {
        question["text"] = json!(words);
    }
    if let Some(code) = &item.loinc {
        question["code"] = loinc(code);
    }
    if let Some(gate) = instrument.gate.as_ref().filter(|gate| item.scored && gate.item != item.key) {
        question["enableWhen"] = open_when(instrument, gate);
    }
    question
}

/// A closed form asks nothing more.
fn open_when(instrument: &Instrument, gate: &GateItem) -> Value {
    let Some(item) = instrument.item(&gate.item) else { return json!([]) };
    let closing = instrument.options_of(item).iter().find(|option| option.code == gate.closed_by);
    let conditions = closing.map(|option| {
        let (system, code) = coding(instrument, item, option);
        json!({"question": link_id(item), "operator": "!=", "answerCoding": {"system": system, "code": code}})
    });
    json!(conditions.into_iter().collect::<Vec<_>>())
}

fn answer_option(instrument: &Instrument, item: &Item, option: &AnswerOption, words: Option<&str>) -> Value {
    let mut extensions = vec![json!({"url": OPTION_PREFIX, "valueString": option.code})];
    if let Some(points) = instrument.points_of(item, option).filter(|_| item.scored) {
        extensions.push(json!({"url": ORDINAL_VALUE, "valueDecimal": points}));
        extensions.push(json!({"url": ITEM_WEIGHT, "valueDecimal": points}));
    }
    let (system, code) = coding(instrument, item, option);
    let mut value = json!({"system": system, "code": code});
    if let Some(words) = words {
        value["display"] = json!(words);
    }
    json!({"extension": extensions, "valueCoding": value})
}

/// A total that others reckon.
fn number(instrument: &Instrument, link: &str, words: &str, made: &str, code: Option<&str>) -> Value {
    let unit = json!({"system": "http://unitsofmeasure.org", "code": "{score}", "display": "score"});
    let mut extensions = vec![
        json!({"url": CALCULATED, "valueExpression": {"language": "text/fhirpath", "expression": made}}),
        json!({"url": UNIT, "valueCoding": unit}),
    ];
    if code.is_some() {
        extensions.push(json!({"url": OBSERVATION, "valueBoolean": true}));
    }
    let mut item = json!({
        "extension": extensions,
        "linkId": link,
        "type": if instrument.decimals == 0 { "integer" } else { "decimal" },
        "text": words,
        "readOnly": true,
    });
    if let Some(code) = code {
        item["code"] = loinc(code);
    }
    item
}

/// What FHIR has no place for, as one extension: it comes back in when the file is read again.
fn rules(instrument: &Instrument) -> Value {
    let string = |name: &str, value: &str| json!({"url": name, "valueString": value});
    let whole = |name: &str, value: u16| json!({"url": name, "valueInteger": value});
    let missing = &instrument.missing;
    let mut parts = vec![
        string("key", &instrument.key),
        string("name", &instrument.name),
        whole("recall-days", instrument.recall_days),
        whole("minutes", u16::from(instrument.minutes)),
        whole("decimals", u16::from(instrument.decimals)),
        json!({"url": "higher-is-better", "valueBoolean": instrument.higher_is_better}),
        string("missing", missing.rule.key()),
        whole("missing-at-most", missing.at_most),
        string("missing-never", &missing.never.join(" ")),
        string("missing-source", &missing.source),
        string("bands-source", &instrument.bands_source),
    ];
    if instrument.respondent != Respondent::Client {
        parts.push(string("respondent", instrument.respondent.key()));
    }
    for band in &instrument.bands {
        let inside = [string("key", &band.key), whole("least", band.least), whole("most", band.most)];
        parts.push(json!({"url": "band", "extension": inside}));
    }
    for rule in &instrument.risk {
        let inside =
            [string("item", &rule.item), whole("least", rule.least), string("respond", rule.respond.key())];
        parts.push(json!({"url": "risk", "extension": inside}));
    }
    json!({"url": RULES, "extension": parts})
}
