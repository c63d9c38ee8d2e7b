//! What is dealt to the courses of the demo, to each by its number.

use serde::Deserialize;

/// Sentences that are dealt to the courses, so that no two have a note or a letter word for word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asides {
    /// How an hour began.
    pub first: Vec<String>,
    /// How it ended.
    pub last: Vec<String>,
    /// How one of the last ended.
    pub parting: Vec<String>,
    /// At the end of a letter.
    pub letter_therapist: Vec<String>,
    pub letter_client: Vec<String>,
}

impl Asides {
    /// A letter with its last sentence.
    pub fn letter(&self, words: &str, is_therapist: bool, index: usize) -> String {
        let last = if is_therapist { &self.letter_therapist } else { &self.letter_client };
        format!("{words} {}", last[index % last.len()])
    }
}
