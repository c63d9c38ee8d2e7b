//! What clinicians own: protocols, measures and sets of problem areas, read from files and checked once at start.

use crate::area_work::AreaWork;
use crate::areas::AreaSet;
use crate::course::Course;
use crate::expected::ExpectedCourse;
use crate::focus::Area;
use crate::instrument::{Fault, Instrument, OwnWords, Respondent};
use crate::prompts::Prompts;
use crate::protocol::Protocol;
use std::collections::BTreeSet;

/// Keys of measures that a service took in from elsewhere begin so, and no other key does: whatever a later release
/// ships, the items that were answered here are read with their own file.
pub const ELSEWHERE: &str = "elsewhere-";

/// Protocols and measures.
#[derive(Clone, Debug, Default)]
pub struct Content {
    protocols: Vec<Protocol>,
    instruments: Vec<Instrument>,
    area_sets: Vec<AreaSet>,
    expected: Vec<ExpectedCourse>,
    work: Vec<AreaWork>,
    prompts: Prompts,
}

impl Content {
    /// Reads files given as (name, text). Names under `protocols/`, `measures/`, `areas/`,
    /// `expected-course/`, `area-work/` and `inventory/prompts.toml` are read, others passed over.
    ///
    /// # Errors
    /// Every broken file with its name and the rule it breaks.
    pub fn parse<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Self, Vec<String>> {
        let mut content = Self::default();
        let mut wrong = Vec::new();
        let mut own_words = Vec::new();
        for (name, text) in files {
            // Measures name the line of a fault, the others only the rule.
            let mut put = |read: Result<(), String>| {
                wrong.extend(read.err().map(|why| format!("{name}: {why}")));
                Ok(())
            };
            let faults = if name.starts_with("protocols/") {
                put(Protocol::parse(text).map(|protocol| content.protocols.push(protocol)))
            } else if name.starts_with("measures/words/") {
                OwnWords::parse(text).map(|words| own_words.push((name, text, words)))
            } else if name.starts_with("measures/") {
                Instrument::parse(text).and_then(|instrument| {
                    not_from_elsewhere(&instrument, text).map(|()| content.instruments.push(instrument))
                })
            } else if name.starts_with("areas/") {
                put(AreaSet::parse(text).map(|set| content.area_sets.push(set)))
            } else if name.starts_with("expected-course/") {
                put(ExpectedCourse::parse(text).map(|expected| content.expected.push(expected)))
            } else if name.starts_with("area-work/") {
                put(AreaWork::parse(text).map(|work| content.work.push(work)))
            } else if name == "inventory/prompts.toml" {
                put(Prompts::parse(text).map(|prompts| content.prompts = prompts))
            } else {
                Ok(())
            };
            wrong.extend(faults.err().into_iter().flatten().map(|fault| format!("{name}:{fault}")));
        }
        // What names a file with faults is looked at once that file reads: the faults stand alone.
        let all_read = wrong.is_empty();
        for (name, text, words) in own_words {
            let of = |one: &&mut Instrument| one.key == words.measure && one.version == words.version;
            match content.instruments.iter_mut().find(of) {
                None if !all_read => {}
                None => wrong.push(format!(
                    "{name}:1: there is no measure {} at version {}",
                    words.measure, words.version
                )),
                Some(instrument) => {
                    let faults = instrument.take_in(words, text).err().into_iter().flatten();
                    wrong.extend(faults.map(|fault| format!("{name}:{fault}")));
                }
            }
        }
        if !all_read {
            return Err(wrong);
        }
        content.sort_instruments();
        for protocol in &content.protocols {
            for measure in protocol.measures() {
                if content.instrument(measure).is_none() {
                    wrong.push(format!("protocol {} names unknown measure {measure}", protocol.key));
                }
            }
            // Where no set at all is given, areas go by their common words.
            if content.area_sets.is_empty() {
                continue;
            }
            let Some(set) = content.area_set_of(protocol) else {
                wrong.push(format!("protocol {} names unknown areas {}", protocol.key, protocol.area_set));
                continue;
            };
            for area in protocol.areas.iter().filter(|area| set.area(**area).is_none()) {
                wrong.push(format!("protocol {} has {}, {} has not", protocol.key, area.key(), set.key));
            }
        }
        for expected in &content.expected {
            if content.instrument(&expected.measure).is_none() {
                wrong.push(format!("an expected course is of unknown measure {}", expected.measure));
            }
        }
        content.protocols.sort_by(|a, b| {
            b.sessions.cmp(&a.sessions).then(a.key.cmp(&b.key)).then(b.version.cmp(&a.version))
        });
        if wrong.is_empty() { Ok(content) } else { Err(wrong) }
    }

    /// Adds a measure; one of its key and version that is there already stays.
    pub fn add(&mut self, instrument: Instrument) {
        let known =
            self.instruments.iter().any(|one| one.key == instrument.key && one.version == instrument.version);
        if !known {
            self.instruments.push(instrument);
            self.sort_instruments();
        }
    }

    /// By key, the newest version first: they are asked for with every press of a button, and found by halving.
    fn sort_instruments(&mut self) {
        self.instruments.sort_by(|a, b| a.key.cmp(&b.key).then(b.version.cmp(&a.version)));
    }

    /// Forgets what was taken in from elsewhere.
    pub fn forget_taken_in(&mut self) {
        self.instruments.retain(|instrument| !instrument.is_taken_in);
    }

    /// Takes note of the measures for which the service has a permission on record; of all others there is none.
    pub fn permit(&mut self, measures: &BTreeSet<&str>) {
        for instrument in &mut self.instruments {
            instrument.is_permitted = measures.contains(instrument.key.as_str());
        }
    }

    /// All protocols, longest first.
    pub fn protocols(&self) -> &[Protocol] {
        &self.protocols
    }

    /// All sets of problem areas.
    pub fn area_sets(&self) -> &[AreaSet] {
        &self.area_sets
    }

    /// The problem areas of a protocol, in the words of its school.
    pub fn area_set_of(&self, protocol: &Protocol) -> Option<&AreaSet> {
        self.area_sets.iter().find(|set| set.key == protocol.area_set)
    }

    /// The sheet of an area, its newest version.
    pub fn work_of(&self, area: Area) -> Option<&AreaWork> {
        self.work.iter().filter(|work| work.area == area).max_by_key(|work| work.version)
    }

    /// The questions that bring people to mind.
    pub fn prompts(&self) -> &Prompts {
        &self.prompts
    }

    /// All measures, every version.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The newest version of each measure.
    pub fn instruments_newest(&self) -> impl Iterator<Item = &Instrument> {
        let is_newest =
            |one: &&Instrument| self.instrument(&one.key).is_some_and(|newest| newest.version == one.version);
        self.instruments.iter().filter(is_newest)
    }

    /// The newest version of a protocol.
    pub fn protocol_newest(&self, key: &str) -> Option<&Protocol> {
        self.protocols.iter().filter(|protocol| protocol.key == key).max_by_key(|protocol| protocol.version)
    }

    /// The protocol a course began with, or the newest of its key when that version is no longer shipped.
    pub fn protocol_of(&self, course: &Course) -> Option<&Protocol> {
        let opened = course.opened.as_ref()?;
        let exact = |p: &&Protocol| p.key == opened.protocol && p.version == opened.protocol_version;
        self.protocols.iter().find(exact).or_else(|| self.protocol_newest(&opened.protocol))
    }

    /// The protocols a new course may begin with: the newest version of each, longest first.
    pub fn protocols_offered(&self) -> impl Iterator<Item = &Protocol> {
        self.protocols.iter().filter(|protocol| {
            self.protocol_newest(&protocol.key).is_some_and(|newest| newest.version == protocol.version)
        })
    }

    /// Whether a measure is here, is the client's to answer, and its words may be shown, so that they can be asked.
    pub fn can_ask(&self, measure: &str) -> bool {
        self.instrument(measure).is_some_and(|instrument| {
            instrument.respondent != Respondent::Therapist && instrument.text_in("en").is_some()
        })
    }

    /// The newest version of the expected course of a measure, where there is one.
    pub fn expected(&self, measure: &str) -> Option<&ExpectedCourse> {
        let of = self.expected.iter().filter(|expected| expected.measure == measure);
        of.max_by_key(|expected| expected.version)
    }

    /// The newest version of a measure; one that was taken in never stands before one of the content.
    pub fn instrument(&self, key: &str) -> Option<&Instrument> {
        self.versions_of(key).iter().max_by_key(|instrument| (!instrument.is_taken_in, instrument.version))
    }

    /// Every version of a measure.
    fn versions_of(&self, key: &str) -> &[Instrument] {
        let from = self.instruments.partition_point(|instrument| instrument.key.as_str() < key);
        let rest = &self.instruments[from..];
        // Of most there is one.
        &rest[..rest.iter().take_while(|instrument| instrument.key == key).count()]
    }

    /// The version of a measure that a result was made with, or the newest where that one is no longer shipped.
    pub fn instrument_at(&self, key: &str, version: u32) -> Option<&Instrument> {
        let exact = |one: &&Instrument| one.version == version;
        self.versions_of(key).iter().find(exact).or_else(|| self.instrument(key))
    }
}

/// A file of the content has no key of a measure taken in.
fn not_from_elsewhere(instrument: &Instrument, text: &str) -> Result<(), Vec<Fault>> {
    if !instrument.key.starts_with(ELSEWHERE) {
        return Ok(());
    }
    let line = 1 + text.lines().position(|line| line.trim_start().starts_with("key")).unwrap_or(0);
    let rule = format!("key {}: a key that begins with {ELSEWHERE} is one taken in", instrument.key);
    Err(vec![Fault { line, rule }])
}
