//! The problem areas as data: each school has its set, with its own words. The keys of the areas are the same in all,
//! so that courses of different schools can be counted together.

use crate::focus::Area;
use crate::vocabulary::vocabulary;
use serde::Deserialize;

vocabulary! {
    /// What belongs to grief in a school.
    GriefScope {
        /// The death of someone close.
        Death = "death",
        /// Any loss.
        AnyLoss = "any-loss",
    }
}

/// The problem areas of one school, as its file says them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSet {
    /// Stable key, such as `uk`; its name is `area-set-<key>`.
    pub key: String,
    /// What belongs to grief.
    pub grief_scope: GriefScope,
    /// The areas, in the order in which they are shown.
    pub areas: Vec<AreaOfSet>,
    /// Where it comes from.
    pub source: String,
}

/// One area of a set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaOfSet {
    /// The area.
    pub area: Area,
    /// Its words in this school: `area-<words>` and, for what to look for, `area-signs-<words>`.
    pub words: String,
    /// Whether it is chosen only when no other fits.
    #[serde(default)]
    pub is_last_resort: bool,
}

/// The set of a protocol that names none.
pub(crate) fn classic() -> String {
    "classic".to_owned()
}

impl AreaSet {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// A sentence that names the rule that is broken.
    pub fn parse(file: &str) -> Result<Self, String> {
        let set: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        if set.areas.is_empty() {
            return Err("a set needs areas".to_owned());
        }
        let twice = |(index, one): (usize, &AreaOfSet)| set.areas[..index].iter().any(|o| o.area == one.area);
        if set.areas.iter().enumerate().any(twice) {
            return Err("a set names an area once".to_owned());
        }
        Ok(set)
    }

    /// The area's entry in this set.
    pub fn area(&self, area: Area) -> Option<&AreaOfSet> {
        self.areas.iter().find(|one| one.area == area)
    }
}
