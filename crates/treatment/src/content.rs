//! What clinicians own: protocols and measures, read from files and checked once at start.

use crate::course::Course;
use crate::instrument::Instrument;
use crate::protocol::Protocol;

/// Protocols and measures.
#[derive(Clone, Debug, Default)]
pub struct Content {
    protocols: Vec<Protocol>,
    instruments: Vec<Instrument>,
}

impl Content {
    /// Reads files given as (name, text). Names under `protocols/` and `measures/` are read, others passed over.
    ///
    /// # Errors
    /// Every broken file with its name and the rule it breaks.
    pub fn parse<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Self, Vec<String>> {
        let mut content = Self::default();
        let mut wrong = Vec::new();
        for (name, text) in files {
            let read = if name.starts_with("protocols/") {
                Protocol::parse(text).map(|protocol| content.protocols.push(protocol))
            } else if name.starts_with("measures/") {
                Instrument::parse(text).map(|instrument| content.instruments.push(instrument))
            } else {
                Ok(())
            };
            if let Err(why) = read {
                wrong.push(format!("{name}: {why}"));
            }
        }
        for protocol in &content.protocols {
            for measure in protocol.measures() {
                if content.instrument(measure).is_none() {
                    wrong.push(format!("protocol {} names unknown measure {measure}", protocol.key));
                }
            }
        }
        content.instruments.sort_by(|a, b| a.key.cmp(&b.key).then(b.version.cmp(&a.version)));
        content.protocols.sort_by(|a, b| {
            b.sessions.cmp(&a.sessions).then(a.key.cmp(&b.key)).then(b.version.cmp(&a.version))
        });
        if wrong.is_empty() { Ok(content) } else { Err(wrong) }
    }

    /// All protocols, longest first.
    pub fn protocols(&self) -> &[Protocol] {
        &self.protocols
    }

    /// All measures.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
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

    /// Whether a measure is here and its words may be shown, so that a client can be asked.
    pub fn can_ask(&self, measure: &str) -> bool {
        self.instrument(measure).is_some_and(|instrument| instrument.text_in("en").is_some())
    }

    /// The newest version of a measure.
    pub fn instrument(&self, key: &str) -> Option<&Instrument> {
        self.instruments
            .iter()
            .filter(|instrument| instrument.key == key)
            .max_by_key(|instrument| instrument.version)
    }
}
