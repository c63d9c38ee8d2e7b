//! The stories of the demo, from `content/demo/stories.toml`.

use serde::Deserialize;

const FILE: &str = include_str!("../../../../content/demo/stories.toml");

/// All of them.
#[derive(Debug, Deserialize)]
pub(crate) struct Stories {
    pub service: String,
    pub therapists: Vec<String>,
    pub supervisor: String,
    pub manager: String,
    pub administrator: String,
    pub clients: Vec<String>,
    pub story: Vec<Story>,
}

/// One.
#[derive(Debug, Deserialize)]
pub(crate) struct Story {
    pub area: String,
    pub reason: String,
    pub focus: String,
    pub formulation: String,
    pub client_version: String,
    pub goals: Vec<String>,
    pub symptoms: String,
    pub diagnosis: String,
    pub plain: String,
    pub situation: String,
    /// Title, date as people say it, kind.
    pub events: Vec<(String, String, String)>,
    /// Name, tie, ring, wished ring.
    pub people: Vec<(String, String, String, String)>,
    #[serde(default)]
    pub died: String,
    /// What, when, opening words, if-then.
    pub plan: (String, String, String, String),
    pub happened: String,
    /// Text, event of the link.
    pub notes: Vec<(String, String)>,
    pub credit: String,
    pub signs: Vec<String>,
    pub steps: Vec<String>,
    pub after: String,
}

impl Stories {
    /// Reads the built-in file.
    pub(crate) fn read() -> Result<Self, String> {
        toml::from_str(FILE).map_err(|why| format!("the demo's stories: {why}"))
    }
}
