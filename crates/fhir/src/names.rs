//! Addresses of extensions and code systems, and small steps through JSON.

use serde_json::{Value, json};
use treatment::instrument::{AnswerOption, Instrument, Item};

pub(crate) const LOINC: &str = "http://loinc.org";
/// The notice that goes with every file that holds LOINC codes.
pub(crate) const LOINC_NOTICE: &str = "This material contains content from LOINC (http://loinc.org). LOINC is copyright © 1995–, Regenstrief Institute, Inc. and the LOINC Committee and is available at no cost under the license at http://loinc.org/license";
pub(crate) const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
pub(crate) const ITEM_WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
pub(crate) const OPTION_PREFIX: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix";
pub(crate) const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
pub(crate) const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
pub(crate) const OBSERVATION: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract";
pub(crate) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
/// What FHIR has no place for, such as bands and the rule for missing answers.
pub(crate) const RULES: &str = "urn:closeness:measure-rules";

/// The canonical address of a measure. The project has no domain of its own, so it claims none.
pub fn canonical(instrument: &Instrument) -> String {
    format!("urn:closeness:measure:{}", instrument.key)
}

/// The name of an item inside a form: `q1`, `qdifficulty`.
pub fn link_id(item: &Item) -> String {
    format!("q{}", item.key)
}

/// The code of an option of an item: LOINC's where it has one, else the form's own in a system of its set.
pub(crate) fn coding(instrument: &Instrument, item: &Item, option: &AnswerOption) -> (String, String) {
    if let Some(code) = &option.loinc {
        (LOINC.to_owned(), code.clone())
    } else {
        let set = item.options.as_deref().unwrap_or("options");
        (format!("urn:closeness:answers:{}:{set}", instrument.key), option.code.clone())
    }
}

pub(crate) fn loinc(code: &str) -> Value {
    json!([{"system": LOINC, "code": code}])
}

/// The text at a name, when there is one that says something.
pub(crate) fn text<'v>(of: &'v Value, name: &str) -> Option<&'v str> {
    of[name].as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// The list at a name; empty when there is none.
pub(crate) fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of[name].as_array().map_or(&[], Vec::as_slice)
}

/// The first extension of an address.
pub(crate) fn extension<'v>(of: &'v Value, url: &str) -> Option<&'v Value> {
    list(of, "extension").iter().find(|one| one["url"] == url)
}

/// The LOINC code among the codes of something.
pub(crate) fn loinc_of(of: &Value) -> Option<&str> {
    list(of, "code").iter().find(|code| code["system"] == LOINC).and_then(|code| text(code, "code"))
}
