//! What clinicians own: protocols, measures, words and crisis contacts, read and checked once at start.

use serde::Deserialize;
use std::borrow::Cow;
use std::path::Path;
use treatment::content::Content;
use treatment::time::Day;

/// The files built into the binary, as (name, text).
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/content.rs"));

/// All content in force.
#[derive(Clone, Debug)]
pub struct Library {
    /// Protocols and measures.
    pub content: Content,
    /// Words files as (language tag, file name, text).
    pub words: Vec<(String, String, String)>,
    /// Crisis contacts by country, sorted by country code.
    pub crisis: Vec<Crisis>,
}

/// Where a person in one country turns in a crisis.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crisis {
    /// ISO 3166-1 alpha-2 code in lower case.
    pub country: String,
    /// When a person last checked the numbers.
    pub checked_on: String,
    /// The contacts, most urgent first.
    pub contacts: Vec<CrisisContact>,
}

/// One contact.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisContact {
    /// The name as people know it.
    pub name: String,
    /// The number as dialled there.
    pub number: String,
    /// When it answers.
    pub hours: String,
    /// For whom, in a word or two.
    #[serde(default)]
    pub for_whom: String,
    /// Where the facts come from.
    pub source: String,
}

impl Crisis {
    /// Whether the numbers were checked within 180 days of `today`: numbers rot (`ipt.md` §10.6).
    pub fn is_fresh(&self, today: Day) -> bool {
        Day::parse(&self.checked_on).is_some_and(|checked| today.since(checked) <= 180)
    }
}

impl Library {
    /// Reads the embedded content; a file of the same name under `directory` is used instead, and files that
    /// are only there are added.
    ///
    /// # Errors
    /// Every broken file with its name and the rule it breaks.
    pub fn read(directory: Option<&Path>) -> Result<Self, Vec<String>> {
        let mut files: Vec<(String, Cow<'static, str>)> =
            EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect();
        if let Some(directory) = directory {
            let own = own_files(directory).map_err(|why| vec![format!("{}: {why}", directory.display())])?;
            for (name, text) in own {
                files.retain(|(known, _)| *known != name);
                files.push((name, Cow::Owned(text)));
            }
            files.sort();
        }
        let content = Content::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_ref())))?;
        let mut words = Vec::new();
        let mut crisis = Vec::new();
        let mut wrong = Vec::new();
        for (name, text) in &files {
            if let Some((language, file)) = name.strip_prefix("words/").and_then(|rest| rest.split_once('/'))
            {
                words.push((language.to_owned(), file.to_owned(), text.clone().into_owned()));
            } else if name.starts_with("crisis/") {
                match toml::from_str::<Crisis>(text) {
                    Ok(country) if Day::parse(&country.checked_on).is_none() => {
                        wrong.push(format!("{name}: checked_on is not a date"));
                    }
                    Ok(country) => crisis.push(country),
                    Err(why) => wrong.push(format!("{name}: {why}")),
                }
            }
        }
        crisis.sort_by(|a, b| a.country.cmp(&b.country));
        if wrong.is_empty() { Ok(Self { content, words, crisis }) } else { Err(wrong) }
    }

    /// The contacts of a country.
    pub fn crisis_in(&self, country: &str) -> Option<&Crisis> {
        self.crisis.iter().find(|crisis| crisis.country == country)
    }
}

/// The content files below a directory, names relative to it.
fn own_files(directory: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut folders = vec![directory.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "toml" || kind == "ftl") {
                let name = path.strip_prefix(directory).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_to_call_are_fresh_for_half_a_year_and_a_day_that_is_none_never() {
        let checked =
            |on: &str| Crisis { country: "gb".to_owned(), checked_on: on.to_owned(), contacts: Vec::new() };
        let day = |text: &str| Day::parse(text).expect("a day");
        assert!(checked("2026-01-01").is_fresh(day("2026-06-30")), "180 days");
        assert!(!checked("2026-01-01").is_fresh(day("2026-07-01")), "181 days");
        assert!(!checked("last spring").is_fresh(day("2026-06-30")));
    }
}
