//! The record of asking about danger to oneself: the form, and what it says in words. Every question may be left open
//! but what the person makes of it and what is decided.

use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::frame::Frame;
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::ids::{FlagId, PersonId};
use treatment::refusal::Refusal;
use treatment::risk::{Access, Assessment, Felt, Flag, Ideation, Told};

pub(super) fn form(visit: &CourseVisit, f: &Frame, action: String, flag: &Flag) -> Form {
    let known = flag.assessment().cloned();
    let known = known.unwrap_or_else(|| Assessment::in_words(flag.id, "", ""));
    let keys = |felt: &[Felt]| felt.iter().map(|one| one.key().to_owned()).collect::<Vec<_>>();
    let access: Vec<String> = known.access.iter().map(|one| one.key().to_owned()).collect();
    let person = known.person.map(|person| person.0.to_string());
    // The lead, who reads no course, is not shown who is on its map.
    let people = if visit.may(Verb::ReadCourse) { visit.people_choices() } else { Vec::new() };
    Form::on(f, "assess", action)
        .radio("ideation", "ideation", known.ideation)
        .text("how-often", &known.how_often)
        .radio("danger-plan", "told", known.plan)
        .radio("intent", "told", known.intent)
        .radio("means", "told", known.means)
        .checks("access", terms::<Access>(f, "access"), &access)
        .radio("preparing", "told", known.preparing)
        .radio("attempt", "told", known.attempt)
        .text("attempt-words", &known.attempt_words)
        .radio("self-harm", "told", known.self_harm)
        .checks("felt", terms::<Felt>(f, "felt"), &keys(&known.felt))
        .select_of("person", people, person.as_deref())
        .text("about-words", &known.about_words)
        .area("protecting", &known.protecting, 2)
        .area("others", &known.others, 2)
        .area("risk-formulation", &known.formulation, 4)
        .area("risk-decision", &known.decision, 3)
        .area("told", &known.told, 2)
        .send("flag-assess-send")
}

pub(super) fn read(fields: &Fields, flag: FlagId) -> Result<Assessment, Refusal> {
    let told = |name| fields.some_one(name, Told::parse);
    Ok(Assessment {
        flag,
        ideation: fields.some_one("ideation", Ideation::parse)?,
        how_often: fields.text("how-often"),
        plan: told("danger-plan")?,
        intent: told("intent")?,
        means: told("means")?,
        access: fields.all("access").iter().filter_map(|key| Access::parse(key)).collect(),
        preparing: told("preparing")?,
        attempt: told("attempt")?,
        attempt_words: fields.text("attempt-words"),
        self_harm: told("self-harm")?,
        felt: fields.all("felt").iter().filter_map(|key| Felt::parse(key)).collect(),
        person: fields.some_number("person")?.map(PersonId),
        about_words: fields.text("about-words"),
        protecting: fields.text("protecting"),
        others: fields.text("others"),
        formulation: fields.text("risk-formulation"),
        decision: fields.text("risk-decision"),
        told: fields.text("told"),
    })
}

/// What was asked and found, one line to each that was said.
pub(super) fn in_words(visit: &CourseVisit, said: &Assessment) -> String {
    let words = &visit.words;
    let told =
        |told: Option<Told>| told.map_or_else(String::new, |told| words.term("told", told.key()).to_string());
    let ideation =
        said.ideation.map_or_else(String::new, |one| words.term("ideation", one.key()).to_string());
    let access: Vec<String> =
        said.access.iter().map(|one| words.term("access", one.key()).to_string()).collect();
    let felt: Vec<String> = said.felt.iter().map(|one| words.term("felt", one.key()).to_string()).collect();
    let lines = [
        ("risk-formulation", said.formulation.clone()),
        ("risk-decision", said.decision.clone()),
        ("ideation", ideation),
        ("how-often", said.how_often.clone()),
        ("danger-plan", told(said.plan)),
        ("intent", told(said.intent)),
        ("means", told(said.means)),
        ("access", access.join(" · ")),
        ("preparing", told(said.preparing)),
        ("attempt", told(said.attempt)),
        ("attempt-words", said.attempt_words.clone()),
        ("self-harm", told(said.self_harm)),
        ("felt", felt.join(" · ")),
        ("person", visit.person_name(said.person)),
        ("about-words", said.about_words.clone()),
        ("protecting", said.protecting.clone()),
        ("others", said.others.clone()),
        ("told", said.told.clone()),
    ];
    let said = lines.into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| {
        let name = words.say(format!("field-{field}")).to_string();
        words.say("assess-line").arg("name", name).arg("text", text).to_string()
    });
    said.collect::<Vec<_>>().join("\n")
}
