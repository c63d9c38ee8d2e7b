//! Words: every string a person reads, from `content/words/<language>/*.ftl`. A language is a folder of files.

pub use crate::message::Arg;
use crate::message::{Message, for_resolver};
use clinic::clock;
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use treatment::oneline::LineWords;
use treatment::refusal::Refusal;
use treatment::time::{DateWords, Day, Known, Moment, PartialDate};
use treatment::timeline::EventKind;
use unic_langid::LanguageIdentifier;

/// All languages, the first of which is English, the one that fills gaps.
#[derive(Debug)]
pub struct Languages {
    all: Vec<Arc<Language>>,
}

/// One language.
pub struct Language {
    tag: String,
    dir: &'static str,
    bundle: FluentBundle<FluentResource>,
    messages: HashMap<String, Message>,
    keys: BTreeSet<String>,
    fallback: Option<Arc<Self>>,
    dates: DateWords,
    names: DateNames,
    line: LineWords,
}

/// What the parts of a date are called.
#[derive(Default)]
struct DateNames {
    /// From Monday.
    weekdays: [String; 7],
    /// From January.
    months: [String; 12],
    /// In short.
    short_months: [String; 12],
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.tag)
    }
}

/// The words of one language, as a page holds them.
#[derive(Clone, Debug)]
pub struct Words(Arc<Language>);

/// Something said: displays the message, with the arguments given.
#[derive(Debug)]
pub struct Said<'w> {
    language: &'w Language,
    key: Cow<'w, str>,
    args: Vec<(&'static str, Arg<'w>)>,
}

impl Languages {
    /// Reads all words files, given as (language tag, file name, text).
    ///
    /// # Errors
    /// Each broken file with what is wrong: syntax, a key defined twice, English missing.
    pub fn read(files: &[(String, String, String)]) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let mut tags: Vec<&str> = files.iter().map(|(tag, _, _)| tag.as_str()).collect();
        tags.sort_by_key(|tag| (*tag != "en", *tag));
        tags.dedup();
        let mut all: Vec<Arc<Language>> = Vec::new();
        for tag in tags {
            let Ok(id) = tag.parse::<LanguageIdentifier>() else {
                wrong.push(format!("words/{tag}: not a language tag"));
                continue;
            };
            let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
            bundle.set_use_isolating(false);
            let mut keys = BTreeSet::new();
            for (_, name, text) in files.iter().filter(|(of, _, _)| of == tag) {
                let resource = FluentResource::try_new(text.clone()).unwrap_or_else(|(resource, errors)| {
                    wrong.extend(errors.iter().map(|why| format!("words/{tag}/{name}: {why}")));
                    resource
                });
                keys.extend(message_keys(&resource));
                if let Err(errors) = bundle.add_resource(resource) {
                    wrong.extend(errors.iter().map(|why| format!("words/{tag}/{name}: {why}")));
                }
            }
            let fallback = all.first().cloned();
            let mut language = Language {
                tag: tag.to_owned(),
                dir: if is_right_to_left(&id) { "rtl" } else { "ltr" },
                messages: messages(&bundle, &keys),
                bundle,
                keys,
                fallback,
                dates: DateWords::default(),
                names: DateNames::default(),
                line: LineWords::default(),
            };
            language.dates = date_words(&language);
            language.names = date_names(&language);
            language.line = line_words(&language);
            all.push(Arc::new(language));
        }
        if all.first().is_none_or(|first| first.tag != "en") {
            wrong.push("words/en: missing".to_owned());
        }
        if wrong.is_empty() { Ok(Self { all }) } else { Err(wrong) }
    }

    /// The best language for a wish such as `de`, or for an Accept-Language header.
    pub fn best(&self, wishes: &str) -> Words {
        let mut ranked: Vec<(i32, &str)> = wishes
            .split(',')
            .filter_map(|part| {
                let mut parts = part.trim().split(';');
                let tag = parts.next()?.trim();
                let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok());
                Some(((quality.unwrap_or(1.0) * 1_000.0) as i32, tag))
            })
            .collect();
        ranked.sort_by_key(|(quality, _)| -quality);
        let find = |tag: &str| self.all.iter().find(|language| language.tag.eq_ignore_ascii_case(tag));
        let found = ranked
            .iter()
            .find_map(|(_, tag)| find(tag).or_else(|| find(tag.split('-').next().unwrap_or_default())));
        Words(Arc::clone(found.unwrap_or(&self.all[0])))
    }

    /// Tags of all languages.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|language| language.tag.as_str())
    }

    /// Keys that English has and the language lacks.
    pub fn missing_in(&self, tag: &str) -> Vec<String> {
        let english = &self.all[0];
        self.all
            .iter()
            .find(|language| language.tag == tag)
            .map(|language| english.keys.difference(&language.keys).cloned().collect())
            .unwrap_or_default()
    }
}

impl Words {
    /// The message of a key.
    pub fn say<'w>(&'w self, key: impl Into<Cow<'w, str>>) -> Said<'w> {
        Said { language: &self.0, key: key.into(), args: Vec::new() }
    }

    /// The word for a value of a vocabulary: `term-area-dispute`.
    pub fn term(&self, kind: &str, value: &str) -> Said<'_> {
        self.say(format!("term-{kind}-{value}"))
    }

    /// Whether a key has a message.
    pub fn has(&self, key: &str) -> bool {
        self.0.has(key)
    }

    /// The language's tag.
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        self.0.dir
    }

    /// The names by which partial dates are read.
    pub fn date_words(&self) -> &DateWords {
        &self.0.dates
    }

    /// The words by which an event in one line is read.
    pub fn line_words(&self) -> &LineWords {
        &self.0.line
    }

    /// A day: "Monday 3 March 2025".
    pub fn day(&self, day: Day) -> String {
        self.day_as("date-day", day)
    }

    /// A day in short: "3 Mar".
    pub fn short_day(&self, day: Day) -> String {
        self.day_as("date-short", day)
    }

    /// A day without its weekday: "3 March 2025".
    pub fn plain_day(&self, day: Day) -> String {
        self.day_as("date-plain", day)
    }

    fn day_as(&self, key: &str, day: Day) -> String {
        let (year, month, date) = day.date();
        self.say(key)
            .arg("weekday", name_in(&self.0.names.weekdays, day.weekday()))
            .arg("day", i64::from(date))
            .arg("month", self.month(month))
            .arg("short", self.short_month(month))
            .arg("year", i64::from(year))
            .to_string()
    }

    fn month(&self, month: u8) -> &str {
        name_in(&self.0.names.months, month)
    }

    /// A month in short, 1 for January: "Mar".
    pub fn short_month(&self, month: u8) -> &str {
        name_in(&self.0.names.short_months, month)
    }

    /// A time of day from minutes after midnight: "10:30".
    pub fn time(&self, minute: u16) -> String {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }

    /// A moment where the service is: "3 March 2025, 10:30".
    pub fn moment(&self, moment: Moment, zone: &str) -> String {
        let (day, minute) = clock::local(moment, zone).unwrap_or((moment.day(), 0));
        self.say("date-moment").arg("day", self.plain_day(day)).arg("time", self.time(minute)).to_string()
    }

    /// A partial date as it was said: "about March 2024".
    pub fn partial(&self, date: &PartialDate) -> String {
        let year = date.year.to_string();
        let said = match date.known {
            Known::Year => year,
            Known::Season(season) => self
                .say("date-season-year")
                .arg("season", self.say(format!("date-season-{}", season as u8 + 1)).to_string())
                .arg("year", year)
                .to_string(),
            Known::Month(month) => {
                self.say("date-month-year").arg("month", self.month(month)).arg("year", year).to_string()
            }
            Known::Day(month, day) => match Day::from_date(date.year, month, day) {
                Some(day) => self.plain_day(day),
                None => year,
            },
        };
        if date.about { self.say("date-about").arg("date", said).to_string() } else { said }
    }

    /// The sentence of a refusal.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let (least, most) = refusal.bounds();
        let field = refusal.field().map(|field| format!("field-{field}"));
        let label = field.filter(|key| self.has(key)).map(|key| self.say(key).to_string());
        self.say(refusal.key())
            .arg("field", label.unwrap_or_else(|| self.say("field-this").to_string()))
            .arg(
                "words",
                match refusal {
                    Refusal::NotUnderstood(words) => words.join(" · "),
                    _ => String::new(),
                },
            )
            .arg("least", least.unwrap_or_default())
            .arg("most", most.unwrap_or_default())
            .to_string()
    }
}

impl Language {
    fn has(&self, key: &str) -> bool {
        self.keys.contains(key) || self.fallback.as_ref().is_some_and(|fallback| fallback.has(key))
    }

    /// Says the message of a key, here or in the language that fills gaps; `None` where neither has it.
    fn say(
        &self,
        key: &str,
        args: &[(&'static str, Arg<'_>)],
        f: &mut fmt::Formatter<'_>,
    ) -> Option<fmt::Result> {
        let Some(message) = self.messages.get(key) else {
            return self.fallback.as_ref().and_then(|fallback| fallback.say(key, args, f));
        };
        message.say(args, f).or_else(|| {
            let pattern = self.bundle.get_message(key).and_then(|message| message.value())?;
            Some(f.write_str(&self.bundle.format_pattern(
                pattern,
                Some(&for_resolver(args)),
                &mut Vec::new(),
            )))
        })
    }
}

impl<'w> Said<'w> {
    /// Gives an argument to the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg<'w>>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A gap shows its key: seen in every test that looks, and better than nothing on a page.
        let said = self.language.say(&self.key, &self.args, f);
        said.unwrap_or_else(|| write!(f, "\u{27e8}{}\u{27e9}", self.key))
    }
}

impl From<Said<'_>> for Arg<'_> {
    fn from(said: Said<'_>) -> Self {
        Self::from(said.to_string())
    }
}

/// A difference with its sign: `+2`, `−3` (the minus of figures, which is as wide as the plus), `0`.
pub fn signed(number: i32) -> String {
    match number {
        0 => "0".to_owned(),
        number if number < 0 => format!("\u{2212}{}", number.unsigned_abs()),
        number => format!("+{number}"),
    }
}

fn is_right_to_left(id: &LanguageIdentifier) -> bool {
    matches!(id.language.as_str(), "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi")
}

/// The keys of a file's messages.
fn message_keys(resource: &FluentResource) -> Vec<String> {
    resource
        .source()
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

/// Every message, taken apart.
fn messages(bundle: &FluentBundle<FluentResource>, keys: &BTreeSet<String>) -> HashMap<String, Message> {
    let pattern = |key: &String| bundle.get_message(key).and_then(|message| message.value());
    keys.iter().filter_map(|key| Some((key.clone(), Message::of(bundle, pattern(key)?)))).collect()
}

/// The words of a list, lower case; none for a list that the language does not have.
fn list_of(language: &Language, key: &str) -> Vec<String> {
    let said = Said { language, key: key.into(), args: Vec::new() };
    let text = if language.has(key) { said.to_string() } else { String::new() };
    text.split(',').map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect()
}

fn line_words(language: &Language) -> LineWords {
    let list = |name: &str| list_of(language, &format!("line-read-{name}"));
    LineWords {
        dates: language.dates.clone(),
        ago_after: list("ago-after"),
        ago_before: list("ago-before"),
        units: std::array::from_fn(|unit| list(&format!("unit-{}", unit + 1))),
        numbers: (1..=12).map(|number| list(&format!("number-{number}"))).collect(),
        days: ["today", "yesterday"].map(list),
        last: list("last"),
        this: list("this"),
        since: list("since"),
        from: list("from"),
        to: list("to"),
        lead: list("lead"),
        filler: list("filler"),
        age: list("age"),
        age_after: list("age-after"),
        named: (1..=9).filter_map(|number| named_day(&list(&format!("named-{number}")))).collect(),
        kinds: EventKind::ALL
            .iter()
            .map(|kind| (*kind, list(&format!("kind-{}", kind.key()))))
            .filter(|(_, phrases)| !phrases.is_empty())
            .collect(),
    }
}

/// `christmas, xmas = 12-25` as names, month and day.
fn named_day(list: &[String]) -> Option<(Vec<String>, u8, u8)> {
    let (last, others) = list.split_last()?;
    let (name, date) = last.split_once('=')?;
    let (month, day) = date.trim().split_once('-')?;
    let names = others.iter().cloned().chain([name.trim().to_owned()]).collect();
    Some((names, month.parse().ok()?, day.parse().ok()?))
}

/// A name by its number, which begins at 1.
fn name_in(names: &[String], number: u8) -> &str {
    names.get(usize::from(number).wrapping_sub(1)).map_or("", String::as_str)
}

fn date_names(language: &Language) -> DateNames {
    let name = |kind: &str, index: usize| {
        let key = format!("date-{kind}-{}", index + 1);
        Said { language, key: key.into(), args: Vec::new() }.to_string()
    };
    DateNames {
        weekdays: std::array::from_fn(|day| name("weekday", day)),
        months: std::array::from_fn(|month| name("month", month)),
        short_months: std::array::from_fn(|month| name("month-short", month)),
    }
}

fn date_words(language: &Language) -> DateWords {
    let list = |key: String| list_of(language, &key);
    DateWords {
        months: std::array::from_fn(|month| list(format!("date-read-month-{}", month + 1))),
        seasons: std::array::from_fn(|season| list(format!("date-read-season-{}", season + 1))),
        about: list("date-read-about".to_owned()),
    }
}
