//! `closeness measures`: whether the files are right, and what one of them says.

use crate::command::MeasuresCommand;
use crate::config::Config;
use crate::table::counted;
use crate::{Failure, put, say};
use clinic::library::Library;
use serde_json::{Value, json};
use treatment::instrument::{Instrument, Item};

/// The content in force.
pub(crate) fn library(config: &Config) -> Result<Library, Failure> {
    Library::read(config.content.as_deref())
        .map_err(|wrong| Failure::Open(clinic::CannotOpen::Content(wrong)))
}

pub(crate) fn run(config: &Config, asked: &MeasuresCommand) -> Result<(), Failure> {
    match asked {
        MeasuresCommand::Check => check(config),
        MeasuresCommand::Show { measure, json } => {
            let library = library(config)?;
            let instrument = library.content.instrument(measure).ok_or_else(|| {
                Failure::Configuration(format!(
                    "there is no measure {measure}; closeness measures check lists them"
                ))
            })?;
            if *json {
                say(format_args!("{:#}", as_json(instrument)));
            } else {
                put(in_words(instrument));
            }
            Ok(())
        }
    }
}

/// Says of every file that it is right, or which rule it breaks, where.
fn check(config: &Config) -> Result<(), Failure> {
    let library = match Library::read(config.content.as_deref()) {
        Ok(library) => library,
        Err(wrong) => {
            for one in &wrong {
                eprintln!("{one}");
            }
            return Err(Failure::Wrong(format!("{} in the content", counted(wrong.len(), "fault"))));
        }
    };
    for instrument in library.content.instruments() {
        let languages: Vec<&str> = instrument.text.keys().map(String::as_str).collect();
        let shown = if instrument.may_be_shown() { "shown" } else { "not shown" };
        say(format_args!(
            "{} v{}: {}, {} items, words in {}, {} ({shown})",
            instrument.key,
            instrument.version,
            instrument.name,
            instrument.items.len(),
            if languages.is_empty() { "no language".to_owned() } else { languages.join(", ") },
            instrument.licence.status.key(),
        ));
    }
    say(format_args!("{}, all right", counted(library.content.instruments().len(), "measure")));
    Ok(())
}

/// Codes and points of an item: `0=0 1=1 2=2 3=3`.
fn points(instrument: &Instrument, item: &Item) -> String {
    let each = instrument.options_of(item).iter().map(|option| match instrument.points_of(item, option) {
        Some(points) => format!("{}={points}", option.code),
        None => format!("{}=does not apply", option.code),
    });
    each.collect::<Vec<_>>().join(" ")
}

/// What a measure's file says, for a person.
fn in_words(instrument: &Instrument) -> String {
    let mut lines = vec![format!("{}, version {} ({})", instrument.name, instrument.version, instrument.key)];
    if !instrument.validated {
        lines.push("not validated: worded by this project".to_owned());
    }
    lines.push(format!("looks back {} days, takes {} min", instrument.recall_days, instrument.minutes));
    let text = instrument.text_in("en");
    lines.push("items, with the code of each option and its points:".to_owned());
    for item in &instrument.items {
        let words = text.and_then(|text| text.items.get(&item.key)).map(|words| format!("  {words}"));
        let part = if item.scored { "" } else { ", not in the total" };
        let points = points(instrument, item);
        lines.push(format!("  {}{part}: {points}{}", item.key, words.unwrap_or_default()));
    }
    if text.is_none() {
        lines.push("  the words are not shown: the licence does not allow it, or there are none".to_owned());
    }
    if instrument.has_total() {
        lines.push(format!(
            "total by {}, {} to {}",
            instrument.total.method.key(),
            instrument.written(instrument.scale_min),
            instrument.written(instrument.scale_max)
        ));
    }
    for scale in &instrument.subscales {
        lines.push(format!("subscale {} by {}: {}", scale.key, scale.method.key(), scale.of.join(", ")));
    }
    let missing = &instrument.missing;
    lines.push(format!("missing answers: {}, at most {}", missing.rule.key(), missing.at_most));
    for band in &instrument.bands {
        lines.push(format!(
            "band {}: {} to {}",
            band.key,
            instrument.written(band.least),
            instrument.written(band.most)
        ));
    }
    for cutoff in &instrument.cutoffs {
        let place = cutoff.locale.as_ref().map(|locale| format!(" in {locale}")).unwrap_or_default();
        let at = instrument.written(cutoff.at);
        let who = if cutoff.who.is_empty() { String::new() } else { format!(", {}", cutoff.who) };
        lines.push(format!("{} at {at}{place}{who} ({})", cutoff.meaning.key(), cutoff.source));
        for needed in &cutoff.only_with {
            lines.push(format!("  only with item {} at {} or more", needed.item, needed.least));
        }
    }
    if let Some(drink) = &instrument.drink {
        let by_country = drink.by_country.iter().map(|(country, grams)| format!(", {country} {grams} g"));
        let by_country: String = by_country.collect();
        lines.push(format!("a drink: {} g{by_country} ({})", drink.grams, drink.source));
    }
    for (name, amount) in
        [("reliable", &instrument.change.reliable), ("important", &instrument.change.important)]
    {
        if let Some(amount) = amount {
            let points = instrument.written(amount.points);
            lines.push(format!("{name} change: {points} points ({})", amount.source));
        }
    }
    for rule in &instrument.risk {
        lines.push(format!(
            "item {} at {} or more: a person looks ({})",
            rule.item,
            rule.least,
            rule.respond.key()
        ));
    }
    let licence = &instrument.licence;
    lines.push(format!(
        "licence: {}, {}, checked {}",
        licence.status.key(),
        licence.holder,
        licence.checked_on
    ));
    lines.push(format!("  {}", licence.notice));
    lines.push(format!("  basis: {}", licence.basis));
    lines.push(String::new());
    lines.join("\n")
}

/// What a measure's file says, for a program. Words only where they may be shown.
fn as_json(instrument: &Instrument) -> Value {
    let text = instrument.text_in("en");
    let items: Vec<Value> = instrument
        .items
        .iter()
        .map(|item| {
            let options: Vec<Value> = instrument
                .options_of(item)
                .iter()
                .map(|option| json!({"code": option.code, "score": instrument.points_of(item, option)}))
                .collect();
            json!({
                "key": item.key,
                "scored": item.scored,
                "words": text.and_then(|text| text.items.get(&item.key)),
                "options": options,
            })
        })
        .collect();
    let bands: Vec<Value> = instrument
        .bands
        .iter()
        .map(|band| json!({"key": band.key, "least": band.least, "most": band.most}))
        .collect();
    let risk: Vec<Value> = instrument
        .risk
        .iter()
        .map(|rule| json!({"item": rule.item, "least": rule.least, "respond": rule.respond.key()}))
        .collect();
    let subscales: Vec<Value> = instrument
        .subscales
        .iter()
        .map(|scale| json!({"key": scale.key, "method": scale.method.key(), "of": scale.of}))
        .collect();
    json!({
        "key": instrument.key,
        "version": instrument.version,
        "name": instrument.name,
        "validated": instrument.validated,
        "recall_days": instrument.recall_days,
        "scale_min": instrument.scale_min,
        "scale_max": instrument.scale_max,
        "decimals": instrument.decimals,
        "items": items,
        "subscales": subscales,
        "missing": {"rule": instrument.missing.rule.key(), "at_most": instrument.missing.at_most},
        "bands": bands,
        "risk": risk,
        "loinc": instrument.codes.loinc,
        "licence": {
            "status": instrument.licence.status.key(),
            "holder": instrument.licence.holder,
            "notice": instrument.licence.notice,
            "basis": instrument.licence.basis,
            "checked_on": instrument.licence.checked_on,
            "shown": instrument.may_be_shown(),
        },
    })
}
