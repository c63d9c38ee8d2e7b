//! The work on a problem area: sheets whose sections are data, strategies and where they were used, the stages of a
//! dispute, and the questions about safety that come before anything is rehearsed in one.

use crate::asking::Now;
use crate::content::Content;
use crate::course::Course;
use crate::fact::Fact;
use crate::focus::Area;
use crate::ids::{PersonId, SessionId};
use crate::inventory::Safety;
use crate::refusal::{PARAGRAPH, Refusal, text, words};
use crate::time::{Day, Moment};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most rows of one section.
pub const ROWS_MOST: usize = 40;
/// Most moves between stages, and most uses of strategies, in one course.
pub const MOVES_MOST: usize = 200;
/// Most parties of a dispute.
pub const PARTIES_MOST: usize = 12;

/// The sheet of one area, as its file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaWork {
    /// The area.
    pub area: Area,
    /// Version of the file.
    pub version: u32,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The strategies, in order; words `strategy-<key>`.
    pub strategies: Vec<Named>,
    /// What is particular in one field of life; words `pack-<key>` and `pack-<key>-notes`.
    #[serde(default)]
    pub packs: Vec<Named>,
    /// Where it comes from.
    pub source: String,
}

/// Something with a key and nothing else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The key.
    pub key: String,
}

/// One section of a sheet; words `work-<area>-<key>` and `work-<area>-<key>-lead`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable key.
    pub key: String,
    /// The strategy it belongs to.
    pub strategy: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Fixed rows, by key; without them rows are added as they are needed. Words `row-<key>`.
    #[serde(default)]
    pub rows: Vec<String>,
    /// A section that must say something before a row of this one may say `yes`, unless a reason is given.
    pub needs: Option<String>,
    /// It prepares something with the other side of a dispute, so safety comes first: it was asked about and nothing
    /// was found, or nothing that a reason may outweigh; somebody of the map is named, and they are not marked as not
    /// safe.
    #[serde(default)]
    pub presses: bool,
}

/// One column; words `column-<key>`, and `choice-<value>` for its choices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Stable key.
    pub key: String,
    /// What it holds.
    #[serde(default)]
    pub kind: ColumnKind,
    /// What can be chosen; nothing for free text.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Written when it is over, so it is taken whatever was found since.
    #[serde(default)]
    pub after: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Text, or one of the choices.
    #[default]
    Text,
    /// Somebody on the map, by number.
    Person,
    /// 0 to 10.
    Number,
}

impl AreaWork {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// A sentence that names the rule that is broken.
    pub fn parse(file: &str) -> Result<Self, String> {
        let work: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        for (place, section) in work.sections.iter().enumerate() {
            if work.sections[..place].iter().any(|earlier| earlier.key == section.key) {
                return Err(format!("section {} is there twice", section.key));
            }
            if section.columns.is_empty() {
                return Err(format!("section {} has no columns", section.key));
            }
            for (at, column) in section.columns.iter().enumerate() {
                if section.columns[..at].iter().any(|earlier| earlier.key == column.key) {
                    return Err(format!("column {} of section {} is there twice", column.key, section.key));
                }
            }
            if let Some(strategy) = section.strategy.as_ref().filter(|key| !work.has_strategy(key)) {
                return Err(format!("section {} names unknown strategy {strategy}", section.key));
            }
            if let Some(needs) = section.needs.as_ref().filter(|key| work.section(key).is_none()) {
                return Err(format!("section {} needs unknown section {needs}", section.key));
            }
            let names_people = section.columns.iter().any(|column| column.kind == ColumnKind::Person);
            if section.presses && (work.area != Area::Dispute || !names_people) {
                return Err(format!("section {} presses without a dispute or without a person", section.key));
            }
        }
        Ok(work)
    }

    /// The section of this key.
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// Whether there is a strategy of this key.
    pub fn has_strategy(&self, key: &str) -> bool {
        self.strategies.iter().any(|strategy| strategy.key == key)
    }
}

/// Writes a section of a sheet anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteSection {
    /// The area.
    pub area: Area,
    /// The section.
    pub section: String,
    /// Its rows: what each column says, by the column's key; empty cells left out. Persons by number.
    pub rows: Vec<BTreeMap<String, String>>,
    /// Why it is written although something speaks against it: a row says `yes` while the section it needs is empty, or a
    /// session together is prepared in spite of what was found. Otherwise nothing.
    pub reason: String,
}

/// A strategy was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UseStrategy {
    /// The area.
    pub area: Area,
    /// Which.
    pub strategy: String,
    /// In which session.
    pub session: Option<SessionId>,
    /// What came of it.
    pub note: String,
}

vocabulary! {
    /// Where a dispute stands.
    DisputeStage {
        /// Both try, badly.
        Renegotiation = "renegotiation",
        /// The talk has stopped.
        Impasse = "impasse",
        /// Beyond repair.
        Dissolution = "dissolution",
        /// Settled.
        Settled = "settled",
    }
}

/// Says where a dispute stands, and with whom it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageDispute {
    /// Everyone it is with.
    pub parties: Vec<PersonId>,
    /// Where it stands.
    pub stage: DisputeStage,
    /// Since when.
    pub on: Day,
    /// What shows it.
    pub why: String,
}

vocabulary! {
    /// What makes a dispute unsafe to press.
    Hazard {
        /// Violence.
        Violence = "violence",
        /// Threats.
        Threats = "threats",
        /// Control: of movement, of contacts, of the telephone.
        Control = "control",
        /// Money is held back.
        Money = "money",
        /// The right to stay depends on the other.
        Status = "status",
    }
}

impl Section {
    /// Whether a row says how it went: what it prepared is over.
    fn is_over(&self, row: &BTreeMap<String, String>) -> bool {
        self.columns.iter().any(|column| column.after && row.contains_key(&column.key))
    }
}

impl Hazard {
    /// Whether it is force or fear. No reason outweighs it: what presses on such a dispute rests.
    pub fn is_force(self) -> bool {
        matches!(self, Self::Violence | Self::Threats | Self::Control)
    }
}

/// Whether a session with the other side of a dispute may be prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// Nothing speaks against it.
    Open,
    /// Something was found that is neither force nor fear, or somebody else whom the dispute is with is not safe: the
    /// therapist may go on with a reason, which the supervisor sees.
    WithReason,
}

/// What was asked about safety in a dispute, and what was found. Asked before anything is rehearsed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskDisputeSafety {
    /// What was found; nothing when nothing was.
    pub found: Vec<Hazard>,
    /// In words.
    pub note: String,
}

/// A strategy that was used, with its day.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// What.
    pub used: UseStrategy,
    /// When.
    pub at: Moment,
}

/// The work on the areas so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// The sections as last written.
    pub sections: BTreeMap<(Area, String), WriteSection>,
    /// Strategies used, oldest first.
    pub used: Vec<Used>,
    /// The stages of the dispute, oldest first.
    pub stages: Vec<StageDispute>,
    /// What was asked about safety, newest last.
    pub safety: Vec<(Moment, AskDisputeSafety)>,
}

impl Work {
    /// The rows of a section.
    pub fn rows(&self, area: Area, section: &str) -> &[BTreeMap<String, String>] {
        self.sections.get(&(area, section.to_owned())).map_or(&[], |written| &written.rows)
    }

    /// Everyone the dispute is with, as last said.
    pub fn parties(&self) -> &[PersonId] {
        self.stages.last().map_or(&[], |stage| &stage.parties)
    }
}

impl Course {
    /// Whether a rehearsal may go on in a dispute: safety was asked about, and nothing was found when it last was.
    pub fn may_press_dispute(&self) -> Result<(), Refusal> {
        if !self.focus().is_some_and(|focus| focus.works_on(Area::Dispute)) {
            return Ok(());
        }
        match self.work.safety.last() {
            None => Err(Refusal::SafetyNotAsked),
            Some((_, asked)) if !asked.found.is_empty() => Err(Refusal::DisputeUnsafe),
            Some(_) => Ok(()),
        }
    }

    /// Whether the other side may be asked to come, whatever the focus is: safety was asked about first, and no force or
    /// fear was found. Money or the right to stay held over the client, or somebody whom the dispute is with and who is
    /// marked as not safe, ask for a reason. Whoever is to come is looked at besides.
    ///
    /// Source: content/DECISIONS.md, the middle.
    pub fn may_meet_in_dispute(&self) -> Result<Meeting, Refusal> {
        let (_, asked) = self.work.safety.last().ok_or(Refusal::SafetyNotAsked)?;
        if asked.found.iter().any(|found| found.is_force()) {
            return Err(Refusal::DisputeUnsafe);
        }
        let party = |id: &PersonId| self.inventory.person(*id);
        let mut parties = self.work.parties().iter().filter_map(party);
        let is_clear = asked.found.is_empty() && !parties.any(|person| person.safety == Safety::Unsafe);
        Ok(if is_clear { Meeting::Open } else { Meeting::WithReason })
    }

    /// Why a session together is prepared in spite of what was found or of somebody who is not safe, while it has not
    /// taken place: supervision sees it.
    pub fn joint_reason(&self, content: &Content) -> Option<&str> {
        let work = content.work_of(Area::Dispute)?;
        let pressing = work.sections.iter().filter(|section| section.presses);
        let written = pressing.filter_map(|section| {
            let written = self.work.sections.get(&(Area::Dispute, section.key.clone()))?;
            (!written.rows.iter().all(|row| section.is_over(row))).then_some(written.reason.as_str())
        });
        written.into_iter().find(|reason| !reason.is_empty())
    }

    pub(crate) fn section_written(&mut self, written: &WriteSection) {
        let key = (written.area, written.section.clone());
        self.work.sections.insert(key, written.clone());
    }
}

/// # Refuses
/// An area or section that is not there, a column, choice, person or number it does not take, more rows than there is
/// room for, and `yes` in a section whose need is not met and not explained; where it presses on a dispute, what is not
/// safe, a reason that is missing or taken away from what it stands for, nobody named, and somebody who was taken off
/// the map.
pub(crate) fn write(course: &Course, asked: &WriteSection, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let work = now.content.work_of(asked.area).ok_or(Refusal::Unknown("area"))?;
    let section = work.section(&asked.section).ok_or(Refusal::Unknown("section"))?;
    let mut rows = Vec::new();
    for row in &asked.rows {
        let mut kept = BTreeMap::new();
        for (key, cell) in row {
            let column = section.columns.iter().find(|column| column.key == *key);
            let column = column.ok_or(Refusal::Unknown("rows"))?;
            let cell = text("rows", cell, PARAGRAPH)?;
            if cell.is_empty() {
                continue;
            }
            check_cell(course, column, &cell)?;
            kept.insert(key.clone(), cell);
        }
        // Fixed rows keep their places; others are left out when they say nothing.
        if !kept.is_empty() || !section.rows.is_empty() {
            rows.push(kept);
        }
    }
    let most = if section.rows.is_empty() { ROWS_MOST } else { section.rows.len() };
    if rows.len() > most {
        return Err(Refusal::TooMany { what: "rows", limit: most });
    }
    let reason = text("reason", &asked.reason, PARAGRAPH)?;
    if section.presses {
        check_pressing(course, asked.area, section, &rows, !reason.is_empty())?;
    }
    let says_yes = rows.iter().any(|row| row.values().any(|cell| cell == "yes"));
    if let Some(needs) = &section.needs
        && says_yes
        && course.work.rows(asked.area, needs).is_empty()
        && reason.is_empty()
    {
        return Err(Refusal::Empty("reason"));
    }
    Ok(vec![Fact::SectionWritten(WriteSection {
        area: asked.area,
        section: asked.section.clone(),
        rows,
        reason,
    })])
}

/// What was prepared already may stay or go, and be told how it went; anything else that is prepared has to be safe now.
/// The reason something was prepared with stays as long as that is still to come.
fn check_pressing(
    course: &Course,
    area: Area,
    section: &Section,
    rows: &[BTreeMap<String, String>],
    has_reason: bool,
) -> Result<(), Refusal> {
    let person = |cell: &String| cell.parse().map(PersonId).ok();
    let prepared = |row: &BTreeMap<String, String>| -> Vec<(String, String)> {
        let columns = section.columns.iter().filter(|column| !column.after);
        let cell = |column: &Column| {
            let said = row.get(&column.key)?;
            let whom = person(said).filter(|_| column.kind == ColumnKind::Person);
            let said = whom.map_or_else(|| said.clone(), |id| course.inventory.now(id).to_string());
            Some((column.key.clone(), said))
        };
        columns.filter_map(cell).collect()
    };
    let known = known_rows(section, course.work.rows(area, &section.key), rows, prepared);
    for (row, _) in rows.iter().zip(&known).filter(|(_, is_known)| !**is_known) {
        if course.may_meet_in_dispute()? == Meeting::WithReason && !has_reason {
            return Err(Refusal::Empty("reason"));
        }
        for column in section.columns.iter().filter(|column| column.kind == ColumnKind::Person) {
            let whom = row.get(&column.key).and_then(person).ok_or(Refusal::Empty("person"))?;
            if course.inventory.present(whom)?.safety == Safety::Unsafe {
                return Err(Refusal::PersonUnsafe);
            }
        }
    }
    let stood = course.work.sections.get(&(area, section.key.clone()));
    let stands = stood.is_some_and(|written| !written.reason.is_empty());
    let mut to_come = rows.iter().zip(&known).filter(|(row, is_known)| **is_known && !section.is_over(row));
    if stands && !has_reason && to_come.next().is_some() {
        return Err(Refusal::Empty("reason"));
    }
    Ok(())
}

/// Which rows were prepared before: each of before is known once, and one that was told of already is not to come again.
fn known_rows(
    section: &Section,
    before: &[BTreeMap<String, String>],
    rows: &[BTreeMap<String, String>],
    prepared: impl Fn(&BTreeMap<String, String>) -> Vec<(String, String)>,
) -> Vec<bool> {
    let mut left: Vec<_> = before.iter().map(|row| (prepared(row), section.is_over(row))).collect();
    let mut known = vec![false; rows.len()];
    // What is still to come is looked for first, among what was to come; then what is told of, among what was told of.
    for (is_over, was_over) in [(false, false), (true, true), (true, false)] {
        for (row, is_known) in rows.iter().zip(&mut known) {
            if *is_known || section.is_over(row) != is_over {
                continue;
            }
            let sought = (prepared(row), was_over);
            if let Some(place) = left.iter().position(|one| *one == sought) {
                left.swap_remove(place);
                *is_known = true;
            }
        }
    }
    known
}

fn check_cell(course: &Course, column: &Column, cell: &str) -> Result<(), Refusal> {
    if !column.choices.is_empty() {
        let is_known = column.choices.iter().any(|choice| choice == cell);
        return if is_known { Ok(()) } else { Err(Refusal::Unknown("rows")) };
    }
    match column.kind {
        ColumnKind::Text => Ok(()),
        ColumnKind::Person => {
            let id = cell.parse().map(PersonId).map_err(|_| Refusal::Unknown("person"))?;
            // Who was removed since stays in what was written.
            course.inventory.person(id).map(|_| ()).ok_or(Refusal::Unknown("person"))
        }
        ColumnKind::Number => match cell.parse::<u8>() {
            Ok(number) if number <= 10 => Ok(()),
            _ => Err(Refusal::OutOfRange { field: "rows", least: 0, most: 10 }),
        },
    }
}

/// # Refuses
/// A strategy the area does not have, and a session that is not there.
pub(crate) fn use_strategy(
    course: &Course,
    asked: &UseStrategy,
    now: &Now<'_>,
) -> Result<Vec<Fact>, Refusal> {
    let work = now.content.work_of(asked.area).ok_or(Refusal::Unknown("area"))?;
    if !work.has_strategy(&asked.strategy) {
        return Err(Refusal::Unknown("strategy"));
    }
    if let Some(session) = asked.session {
        course.session(session).ok_or(Refusal::Unknown("session"))?;
    }
    if course.work.used.len() >= MOVES_MOST {
        return Err(Refusal::TooMany { what: "strategy", limit: MOVES_MOST });
    }
    let note = text("note", &asked.note, PARAGRAPH)?;
    Ok(vec![Fact::StrategyUsed(UseStrategy { note, ..asked.clone() })])
}

/// # Refuses
/// Nobody to have it with, somebody who is not on the map, a day to come, and a stage without what shows it.
pub(crate) fn stage(course: &Course, asked: &StageDispute, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    if asked.parties.is_empty() {
        return Err(Refusal::Empty("parties"));
    }
    if asked.parties.len() > PARTIES_MOST {
        return Err(Refusal::TooMany { what: "parties", limit: PARTIES_MOST });
    }
    for party in &asked.parties {
        course.inventory.present(*party)?;
    }
    now.not_in_future(asked.on)?;
    if course.work.stages.len() >= MOVES_MOST {
        return Err(Refusal::TooMany { what: "stage", limit: MOVES_MOST });
    }
    let mut parties = asked.parties.clone();
    parties.sort_unstable();
    parties.dedup();
    Ok(vec![Fact::DisputeStaged(StageDispute {
        parties,
        stage: asked.stage,
        on: asked.on,
        why: words("why", &asked.why, PARAGRAPH)?,
    })])
}

/// # Refuses
/// Something found, without a word about it.
pub(crate) fn ask_safety(asked: &AskDisputeSafety) -> Result<Vec<Fact>, Refusal> {
    let mut found = asked.found.clone();
    found.sort_unstable();
    found.dedup();
    let note = if found.is_empty() {
        text("note", &asked.note, PARAGRAPH)?
    } else {
        words("note", &asked.note, PARAGRAPH)?
    };
    Ok(vec![Fact::DisputeSafetyAsked(AskDisputeSafety { found, note })])
}
