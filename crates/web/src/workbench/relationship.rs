//! What is known of a relationship: every field of the inventory's person record, shown, asked and read.

use crate::fields::Fields;
use crate::forms::{FormBuilder, terms};
use crate::frame::Frame;
use crate::words::Words;
use treatment::inventory::{
    Conflict, ConflictEnd, ContactMode, Details, EndedBy, Household, Knows, Met, Often, Person, RoleInPlan,
    Support, SupportKind,
};
use treatment::refusal::Refusal;
use treatment::vocabulary::Vocabulary;

/// What is known, field by field; what is not known is left out.
pub(super) fn facts(words: &Words, person: &Person) -> Vec<(String, String)> {
    let details = &person.details;
    let number = |much: Option<u8>| much.map_or_else(String::new, |much| much.to_string());
    let date = |date: Option<treatment::time::PartialDate>| {
        date.map_or_else(String::new, |date| words.partial(&date))
    };
    let mut facts = vec![
        (label(words, "alias"), details.alias.clone()),
        (label(words, "born"), date(details.born)),
        (label(words, "known-since"), date(details.known_since)),
        (label(words, "since"), date(person.since)),
        (label(words, "ended-by"), term(words, "ended-by", details.ended_by)),
        (label(words, "circumstances"), details.circumstances.clone()),
        (label(words, "household"), term(words, "household", details.household)),
    ];
    facts.extend(told(words, details, &BETWEEN));
    facts.extend([
        (label(words, "support-received"), number(details.support_received)),
        (label(words, "support-given"), number(details.support_given)),
    ]);
    for (kind, support) in &details.support {
        facts.push((support_label(words, *kind, true), number(support.received)));
        facts.push((support_label(words, *kind, false), number(support.given)));
    }
    facts.extend(told(words, details, &WORK));
    facts.push((label(words, "role-in-plan"), term(words, "role-in-plan", details.role_in_plan)));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// The fields that ask for it.
pub(super) fn ask<'f>(form: FormBuilder<'f>, frame: &'f Frame, details: &Details) -> FormBuilder<'f> {
    let words = &frame.w;
    let date = |date: Option<treatment::time::PartialDate>| {
        date.map_or_else(String::new, |date| words.partial(&date))
    };
    let mut form = form
        .text("alias", &details.alias)
        .text("born", &date(details.born))
        .text("known-since", &date(details.known_since))
        .select_some::<EndedBy>("ended-by", "ended-by", details.ended_by)
        .area("circumstances", &details.circumstances, 2)
        .select_some::<Household>("household", "household", details.household);
    for field in BETWEEN {
        form = ask_one(form, frame, details, field);
    }
    form = form.number("support-received", details.support_received.map(i64::from), 0, 3).number(
        "support-given",
        details.support_given.map(i64::from),
        0,
        3,
    );
    for kind in SupportKind::ALL {
        let support = details.support.get(kind).copied().unwrap_or_default();
        for (is_received, much) in [(true, support.received), (false, support.given)] {
            form = form
                .number(&support_name(*kind, is_received), much.map(i64::from), 0, 3)
                .label(support_label(words, *kind, is_received));
        }
    }
    for field in WORK {
        form = ask_one(form, frame, details, field);
    }
    form.select_some::<RoleInPlan>("role-in-plan", "role-in-plan", details.role_in_plan)
}

/// What a question about a person asks for, in the order of the form; before support is asked about, and after.
const BETWEEN: [&str; 12] = [
    "contact-often",
    "contact-modes",
    "contact-how",
    "together",
    "likes",
    "dislikes",
    "feelings-with",
    "mood-effect",
    "expects-of-them",
    "they-meet",
    "they-expect",
    "client-meets",
];
const WORK: [&str; 11] = [
    "conflict",
    "conflict-often",
    "conflict-words",
    "conflict-ends",
    "can-say",
    "cannot-say",
    "knows",
    "knows-reaction",
    "changed",
    "changed-on",
    "wanted",
];

fn told(words: &Words, details: &Details, fields: &[&str]) -> Vec<(String, String)> {
    fields.iter().map(|field| (label(words, field), value(words, details, field))).collect()
}

/// What one of these fields says; nothing where it is not told.
pub(crate) fn value(words: &Words, details: &Details, field: &str) -> String {
    match field {
        "contact-often" => term(words, "often", details.contact_often),
        "contact-modes" => modes(words, &details.contact_modes),
        "contact-how" => details.contact.clone(),
        "together" => details.together.clone(),
        "likes" => details.likes.clone(),
        "dislikes" => details.dislikes.clone(),
        "feelings-with" => details.feelings_with.join(" · "),
        "mood-effect" => details.mood_effect.map_or_else(String::new, |effect| format!("{effect:+}")),
        "expects-of-them" => details.expects_of_them.clone(),
        "they-meet" => term(words, "met", details.they_meet),
        "they-expect" => details.they_expect.clone(),
        "client-meets" => term(words, "met", details.client_meets),
        "conflict" => term(words, "conflict", details.conflict),
        "conflict-often" => term(words, "often", details.conflict_often),
        "conflict-words" => details.conflict_words.clone(),
        "conflict-ends" => term(words, "conflict-end", details.conflict_ends),
        "can-say" => details.can_say.clone(),
        "cannot-say" => details.cannot_say.clone(),
        "knows" => term(words, "knows", details.knows),
        "knows-reaction" => details.knows_reaction.clone(),
        "changed" => details.changed.clone(),
        "changed-on" => details.changed_on.map_or_else(String::new, |date| words.partial(&date)),
        "wanted" => details.wanted.clone(),
        _ => String::new(),
    }
}

/// One of these fields.
pub(crate) fn ask_one<'f>(
    form: FormBuilder<'f>,
    frame: &'f Frame,
    details: &Details,
    field: &str,
) -> FormBuilder<'f> {
    match field {
        "contact-often" => form.select_some::<Often>(field, "often", details.contact_often),
        "contact-modes" => {
            let chosen: Vec<String> =
                details.contact_modes.iter().map(|mode| mode.key().to_owned()).collect();
            form.checks(field, terms::<ContactMode>(frame, "contact-mode"), &chosen)
        }
        "contact-how" => form.text(field, &details.contact),
        "together" => form.area(field, &details.together, 2),
        "likes" => form.area(field, &details.likes, 2),
        "dislikes" => form.area(field, &details.dislikes, 2),
        "feelings-with" => form.area(field, &details.feelings_with.join("\n"), 3),
        "mood-effect" => form.number(field, details.mood_effect.map(i64::from), -5, 5),
        "expects-of-them" => form.area(field, &details.expects_of_them, 2),
        "they-meet" => form.radio(field, "met", details.they_meet),
        "they-expect" => form.area(field, &details.they_expect, 2),
        "client-meets" => form.radio(field, "met", details.client_meets),
        "conflict" => form.radio(field, "conflict", details.conflict),
        "conflict-often" => form.select_some::<Often>(field, "often", details.conflict_often),
        "conflict-words" => form.area(field, &details.conflict_words, 2),
        "conflict-ends" => form.select_some::<ConflictEnd>(field, "conflict-end", details.conflict_ends),
        "can-say" => form.area(field, &details.can_say, 2),
        "cannot-say" => form.area(field, &details.cannot_say, 2),
        "knows" => form.radio(field, "knows", details.knows),
        "knows-reaction" => form.area(field, &details.knows_reaction, 2),
        "changed" => form.area(field, &details.changed, 2),
        "changed-on" => {
            let date = details.changed_on.map(|date| frame.w.partial(&date)).unwrap_or_default();
            form.text(field, &date)
        }
        "wanted" => form.area(field, &details.wanted, 2),
        _ => form,
    }
}

/// Reads what was sent.
///
/// # Refuses
/// What is no number, no date, or not in its vocabulary.
pub(crate) fn read(fields: &Fields, words: &Words) -> Result<Details, Refusal> {
    let mut support = std::collections::BTreeMap::new();
    for kind in SupportKind::ALL {
        let much = |is_received| match fields.some_text(&support_name(*kind, is_received)) {
            None => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| Refusal::Unknown("support")),
        };
        support.insert(*kind, Support { received: much(true)?, given: much(false)? });
    }
    let modes = fields.all("contact-modes");
    let modes: Option<Vec<ContactMode>> = modes.iter().map(|mode| ContactMode::parse(mode)).collect();
    Ok(Details {
        expects_of_them: fields.text("expects-of-them"),
        they_meet: fields.some_one("they-meet", Met::parse)?,
        they_expect: fields.text("they-expect"),
        client_meets: fields.some_one("client-meets", Met::parse)?,
        support_received: fields.some_number("support-received")?,
        support_given: fields.some_number("support-given")?,
        support,
        conflict: fields.some_one("conflict", Conflict::parse)?,
        conflict_often: fields.some_one("conflict-often", Often::parse)?,
        conflict_words: fields.text("conflict-words"),
        conflict_ends: fields.some_one("conflict-ends", ConflictEnd::parse)?,
        can_say: fields.text("can-say"),
        cannot_say: fields.text("cannot-say"),
        contact: fields.text("contact-how"),
        changed: fields.text("changed"),
        changed_on: fields.some_partial("changed-on", words)?,
        wanted: fields.text("wanted"),
        alias: fields.text("alias"),
        born: fields.some_partial("born", words)?,
        known_since: fields.some_partial("known-since", words)?,
        ended_by: fields.some_one("ended-by", EndedBy::parse)?,
        circumstances: fields.text("circumstances"),
        household: fields.some_one("household", Household::parse)?,
        contact_often: fields.some_one("contact-often", Often::parse)?,
        contact_modes: modes.ok_or(Refusal::Unknown("contact-modes"))?,
        together: fields.text("together"),
        likes: fields.text("likes"),
        dislikes: fields.text("dislikes"),
        knows: fields.some_one("knows", Knows::parse)?,
        knows_reaction: fields.text("knows-reaction"),
        feelings_with: fields.lines("feelings-with"),
        mood_effect: fields.some_number("mood-effect")?,
        role_in_plan: fields.some_one("role-in-plan", RoleInPlan::parse)?,
    })
}

fn label(words: &Words, field: &str) -> String {
    words.say(format!("field-{field}")).to_string()
}

fn term<V: Vocabulary>(words: &Words, kind: &str, value: Option<V>) -> String {
    value.map_or_else(String::new, |value| words.term(kind, value.value_key()).to_string())
}

fn modes(words: &Words, modes: &[ContactMode]) -> String {
    let said = modes.iter().map(|mode| words.term("contact-mode", mode.key()).to_string());
    said.collect::<Vec<_>>().join(" · ")
}

fn support_name(kind: SupportKind, is_received: bool) -> String {
    format!("support-{}-{}", kind.key(), if is_received { "received" } else { "given" })
}

fn support_label(words: &Words, kind: SupportKind, is_received: bool) -> String {
    let key = if is_received { "person-support-received" } else { "person-support-given" };
    words.say(key).arg("kind", words.term("support-kind", kind.key())).to_string()
}
