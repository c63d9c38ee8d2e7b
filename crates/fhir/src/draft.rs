//! A measure that was read from a form and is not checked yet, and the file it makes.

use std::fmt::Write as _;

/// A measure in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub key: String,
    pub version: u32,
    pub name: String,
    pub title: String,
    pub stem: String,
    pub language: String,
    pub source: String,
    pub holder: String,
    pub notice: String,
    /// The day the form was read, ISO date.
    pub read_on: String,
    pub loinc: Option<String>,
    pub loinc_total: Option<String>,
    pub items: Vec<Question>,
    /// Sets of answers; the first is the default.
    pub sets: Vec<Vec<Answer>>,
    /// Item and the answer that closes the form.
    pub gate: Option<(String, String)>,
    pub has_total: bool,
    /// Items of the total; empty for all that have points.
    pub total_of: Vec<String>,
    /// The form's own expression of the total; empty where there is none.
    pub made: String,
    pub subscales: Vec<Subscale>,
    pub recall_days: u16,
    pub minutes: u16,
    pub decimals: u16,
    pub higher_is_better: bool,
    pub respondent: Option<String>,
    pub missing: Missing,
    /// Key, least and most.
    pub bands: Vec<(String, u16, u16)>,
    pub bands_source: String,
    /// Item, least and how soon.
    pub risk: Vec<(String, u16, String)>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            key: String::new(),
            version: 1,
            name: String::new(),
            title: String::new(),
            stem: String::new(),
            language: "en".to_owned(),
            source: String::new(),
            holder: String::new(),
            notice: String::new(),
            read_on: String::new(),
            loinc: None,
            loinc_total: None,
            items: Vec::new(),
            sets: Vec::new(),
            gate: None,
            has_total: true,
            total_of: Vec::new(),
            made: String::new(),
            subscales: Vec::new(),
            recall_days: 14,
            minutes: 2,
            decimals: 0,
            higher_is_better: false,
            respondent: None,
            missing: Missing {
                rule: "strict".to_owned(),
                at_most: 0,
                never: Vec::new(),
                source: String::new(),
            },
            bands: Vec::new(),
            bands_source: String::new(),
            risk: Vec::new(),
        }
    }
}

/// A question of it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub key: String,
    /// Its name in the form.
    pub link: String,
    /// Place of its set of answers.
    pub set: usize,
    /// Whether its answers have points.
    pub is_scored: bool,
    pub loinc: Option<String>,
    pub words: String,
    /// What it is asked under, as the form has it.
    pub conditions: Vec<serde_json::Value>,
}

/// An answer of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub code: String,
    pub score: Option<u16>,
    pub loinc: Option<String>,
    pub words: String,
}

/// A part with a total of its own.
#[derive(Clone, Debug)]
pub(crate) struct Subscale {
    pub key: String,
    pub of: Vec<String>,
    pub words: String,
    pub loinc: Option<String>,
    pub made: String,
}

/// The rule for missing answers.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub rule: String,
    pub at_most: u16,
    pub never: Vec<String>,
    pub source: String,
}

impl Draft {
    pub(crate) fn has_item(&self, key: &str) -> bool {
        self.items.iter().any(|item| item.key == key)
    }

    /// The place of a set of answers, added when it is new.
    pub(crate) fn set_of(&mut self, answers: Vec<Answer>) -> usize {
        let known = self.sets.iter().position(|set| *set == answers);
        known.unwrap_or_else(|| {
            self.sets.push(answers);
            self.sets.len() - 1
        })
    }

    /// The item of a name in the form, and the option of its answer with this code.
    pub(crate) fn option_at(&self, link: &str, code: &str) -> Option<(String, String)> {
        let item = self.items.iter().find(|item| item.link == link)?;
        let is_it = |answer: &&Answer| answer.loinc.as_deref() == Some(code) || answer.code == code;
        let answer = self.sets.get(item.set)?.iter().find(is_it)?;
        Some((item.key.clone(), answer.code.clone()))
    }

    /// Keys of the items that have points.
    pub(crate) fn scored(&self) -> Vec<String> {
        self.items.iter().filter(|item| item.is_scored).map(|item| item.key.clone()).collect()
    }

    /// Keys of the items with points that an expression names, or of all others where it says which not.
    pub(crate) fn named_in(&self, made: &str) -> Vec<String> {
        let is_named = |item: &&Question| made.contains(&format!("'{}'", item.link));
        if !self.items.iter().any(|item| is_named(&item)) {
            return Vec::new();
        }
        let is_all_but = made.contains("!=");
        let scored = self.items.iter().filter(|item| item.is_scored && is_named(item) != is_all_but);
        scored.map(|item| item.key.clone()).collect()
    }

    /// Whether an item is part of a total.
    fn counts(&self, item: &Question) -> bool {
        let is_in = |of: &[String]| of.contains(&item.key);
        let in_total = self.has_total && (self.total_of.is_empty() || is_in(&self.total_of));
        item.is_scored && (in_total || !self.has_total || self.subscales.iter().any(|scale| is_in(&scale.of)))
    }

    /// The least and the most of the total, in its smallest unit.
    fn reach(&self) -> (u32, u32) {
        let unit = 10u32.pow(u32::from(self.decimals.min(2)));
        let items = self.items.iter().filter(|item| {
            self.counts(item) && (self.total_of.is_empty() || self.total_of.contains(&item.key))
        });
        items.fold((0, 0), |(least, most), item| {
            let points = || self.sets[item.set].iter().filter_map(|answer| answer.score).map(u32::from);
            (least + unit * points().min().unwrap_or(0), most + unit * points().max().unwrap_or(0))
        })
    }

    /// The measure's file.
    pub(crate) fn file(&self) -> String {
        let mut file = format!(
            "# {}\n# Read from a FHIR Questionnaire on {}. No permission for its words is on record yet: until its\n\
             # licence says so, nobody is shown or asked it.\n",
            self.name.lines().next().unwrap_or_default(),
            self.read_on
        );
        self.head(&mut file);
        self.tables(&mut file);
        self.words(&mut file);
        file
    }

    fn head(&self, file: &mut String) {
        let (least, most) = if self.has_total { self.reach() } else { (0, 0) };
        let _ = write!(
            file,
            "key = {}\nversion = {}\nname = {}\nrecall_days = {}\nminutes = {}\n",
            quoted(&self.key),
            self.version,
            quoted(&self.name),
            self.recall_days,
            self.minutes
        );
        if let Some(respondent) = &self.respondent {
            let _ = writeln!(file, "respondent = {}", quoted(respondent));
        }
        if self.decimals > 0 {
            let _ = writeln!(file, "decimals = {}", self.decimals);
        }
        if self.higher_is_better {
            file.push_str("higher_is_better = true\n");
        }
        if self.has_total {
            let _ = writeln!(file, "scale_min = {least}\nscale_max = {most}");
        }
        file.push_str("items = [\n");
        for item in &self.items {
            let _ = write!(file, "  {{ key = {}", quoted(&item.key));
            if !self.counts(item) {
                file.push_str(", scored = false");
            }
            if item.set > 0 {
                let _ = write!(file, ", options = {}", quoted(&set_name(item.set)));
            }
            if let Some(code) = &item.loinc {
                let _ = write!(file, ", loinc = {}", quoted(code));
            }
            file.push_str(" },\n");
        }
        file.push_str("]\n");
        if let Some(set) = self.sets.first() {
            let _ = writeln!(file, "options = [\n{}]", answers(set));
        }
        if !self.bands.is_empty() {
            file.push_str("bands = [\n");
            for (key, least, most) in &self.bands {
                let _ = writeln!(file, "  {{ key = {}, least = {least}, most = {most} }},", quoted(key));
            }
            let _ = writeln!(file, "]\nbands_source = {}", quoted(&self.bands_source));
        }
        if !self.risk.is_empty() {
            file.push_str("risk = [\n");
            for (item, least, respond) in &self.risk {
                let (item, respond) = (quoted(item), quoted(respond));
                let _ = writeln!(file, "  {{ item = {item}, least = {least}, respond = {respond} }},");
            }
            file.push_str("]\n");
        }
    }

    fn tables(&self, file: &mut String) {
        if self.sets.len() > 1 {
            file.push_str("\n[option_sets]\n");
        }
        for (place, set) in self.sets.iter().enumerate().skip(1) {
            let _ = writeln!(file, "{} = [\n{}]", set_name(place), answers(set));
        }
        if let Some((item, code)) = &self.gate {
            let _ = writeln!(file, "\n[gate]\nitem = {}\nclosed_by = {}", quoted(item), quoted(code));
        }
        for scale in &self.subscales {
            let (key, of) = (quoted(&scale.key), keys(&scale.of));
            let _ = writeln!(file, "\n[[subscales]]\nkey = {key}\nmethod = \"sum\"\nof = {of}");
            if let Some(code) = &scale.loinc {
                let _ = writeln!(file, "loinc = {}", quoted(code));
            }
        }
        if !self.has_total {
            file.push_str("\n[total]\nmethod = \"items\"\n");
        } else if !self.total_of.is_empty() && self.total_of != self.scored() {
            let _ = writeln!(file, "\n[total]\nmethod = \"sum\"\nof = {}", keys(&self.total_of));
        }
        let missing = &self.missing;
        let _ = writeln!(file, "\n[missing]\nrule = {}", quoted(&missing.rule));
        if missing.at_most > 0 {
            let _ = writeln!(file, "at_most = {}", missing.at_most);
        }
        if !missing.never.is_empty() {
            let _ = writeln!(file, "never = {}", keys(&missing.never));
        }
        if !missing.source.is_empty() {
            let _ = writeln!(file, "source = {}", quoted(&missing.source));
        }
        let _ = write!(
            file,
            "\n[licence]\nstatus = \"unknown\"\nholder = {}\nnotice = {}\nbasis = {}\nchecked_on = {}\n",
            quoted(&self.holder),
            quoted(&self.notice),
            quoted("None on record: read from a file, and nobody has looked into it."),
            quoted(&self.read_on)
        );
        if self.loinc.is_some() || self.loinc_total.is_some() {
            file.push_str("\n[codes]\n");
            for (name, code) in [("loinc", &self.loinc), ("loinc-total", &self.loinc_total)] {
                if let Some(code) = code {
                    let _ = writeln!(file, "{name} = {}", quoted(code));
                }
            }
        }
    }

    fn words(&self, file: &mut String) {
        let text = format!("text.{}", quoted(&self.language));
        let _ = writeln!(
            file,
            "\n[{text}]\ntitle = {}\nstem = {}\nsource = {}\n\n[{text}.items]",
            quoted(&self.title),
            quoted(&self.stem),
            quoted(&self.source)
        );
        for item in &self.items {
            let _ = writeln!(file, "{} = {}", quoted(&item.key), quoted(&item.words));
        }
        for (place, set) in self.sets.iter().enumerate() {
            let _ = match place {
                0 => writeln!(file, "\n[{text}.options]"),
                place => writeln!(file, "\n[{text}.option_sets.{}]", set_name(place)),
            };
            for answer in set {
                let _ = writeln!(file, "{} = {}", quoted(&answer.code), quoted(&answer.words));
            }
        }
        if !self.bands.is_empty() {
            let _ = writeln!(file, "\n[{text}.bands]");
            for (key, ..) in &self.bands {
                let _ = writeln!(file, "{} = {}", quoted(key), quoted(&key.replace('-', " ")));
            }
        }
        if !self.subscales.is_empty() {
            let _ = writeln!(file, "\n[{text}.subscales]");
            for scale in &self.subscales {
                let _ = writeln!(file, "{} = {}", quoted(&scale.key), quoted(&scale.words));
            }
        }
    }
}

fn set_name(place: usize) -> String {
    format!("set-{}", place + 1)
}

fn keys(keys: &[String]) -> String {
    let each: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
    format!("[{}]", each.join(", "))
}

fn answers(set: &[Answer]) -> String {
    let has_points = set.iter().any(|answer| answer.score.is_some());
    let mut lines = String::new();
    for answer in set {
        let _ = write!(lines, "  {{ code = {}", quoted(&answer.code));
        match answer.score {
            Some(score) => {
                let _ = write!(lines, ", score = {score}");
            }
            None if has_points => lines.push_str(", does_not_apply = true"),
            None => {}
        }
        if let Some(code) = &answer.loinc {
            let _ = write!(lines, ", loinc = {}", quoted(code));
        }
        lines.push_str(" },\n");
    }
    lines
}

/// A text as TOML writes it; its escapes are those of JSON.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{7f}').collect();
    serde_json::Value::String(text).to_string()
}
