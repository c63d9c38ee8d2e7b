//! The rows of lists. On SQLite one process owns them and keeps the opened rows of a therapist in memory after
//! the first use; on PostgreSQL they are read each time.

use crate::Clinic;
use crate::drawn::Drawn;
use crate::plain::to_summary;
use crate::problem::{Problem, Trouble};
use crate::sheets::ClientSheet;
use parking_lot::RwLock;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{CourseRow, RowsOf};
use treatment::access::{Actor, Role, Verb, may};
use treatment::ids::{ClientId, CourseId, StaffId};
use treatment::rating::RatedTwice;
use treatment::summary::{FlagLine, Summary};

/// One course on one line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The course.
    pub course: CourseId,
    /// Its summary.
    pub summary: Summary,
    /// The client's name.
    pub name: Arc<str>,
    /// What lists drew of it.
    pub drawn: LineDrawn,
}

impl Line {
    /// The line of a summary, with the client's name.
    pub(crate) fn of(course: CourseId, summary: Summary, name: Arc<str>) -> Self {
        Self { course, summary, name, drawn: LineDrawn::default() }
    }
}

/// What lists drew of a line, each once for as long as summary and name stay as they are.
#[derive(Clone, Debug, Default)]
pub struct LineDrawn {
    /// The totals, without words.
    pub totals: Drawn,
    /// The line of a caseload.
    pub caseload: Drawn,
    /// Its session among the sessions of a day.
    pub session: Drawn,
}

/// Why somebody watches over a course's flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Its therapist.
    Own,
    /// Its therapist is away.
    Covered,
    /// Its therapist's supervisor.
    Supervised,
    /// A flag was passed on so far.
    Lead,
}

/// The lines kept in memory.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    kept: RwLock<KeptLines>,
}

#[derive(Debug, Default)]
struct KeptLines {
    loaded: HashSet<StaffId>,
    of: HashMap<StaffId, HashMap<CourseId, Arc<Line>>>,
    /// Under whom each of them stands: one that was handed over stands under nobody else any more.
    under: HashMap<CourseId, StaffId>,
    names: HashMap<ClientId, Arc<str>>,
    /// Counts changes that could not be kept: a list that was being read meanwhile may be without them.
    missed: u64,
}

impl KeptLines {
    fn keep(&mut self, line: Arc<Line>) {
        let (course, now) = (line.course, line.summary.therapist);
        let before = self.under.get(&course).copied();
        let known = before.and_then(|before| self.of.get(&before)?.get(&course));
        if known.is_some_and(|known| known.summary.version > line.summary.version) {
            return;
        }
        if let Some(lines) = before.filter(|before| *before != now).and_then(|one| self.of.get_mut(&one)) {
            lines.remove(&course);
        }
        self.under.insert(course, now);
        self.of.entry(now).or_default().insert(course, line);
    }
}

impl Lines {
    /// A course changed. Kept only where its client's name is known; otherwise the next list reads it.
    pub(crate) fn changed(&self, course: CourseId, summary: Summary) {
        let mut kept = self.kept.write();
        if let Some(name) = kept.names.get(&summary.client).cloned() {
            kept.keep(Arc::new(Line::of(course, summary, name)));
        } else {
            // One that was handed over from somebody whose list nobody has read.
            kept.missed += 1;
            kept.loaded.remove(&summary.therapist);
        }
    }

    /// A client is called otherwise now.
    pub(crate) fn renamed(&self, client: ClientId, name: &str) {
        let mut kept = self.kept.write();
        let name: Arc<str> = name.into();
        kept.names.insert(client, Arc::clone(&name));
        for lines in kept.of.values_mut() {
            for line in lines.values_mut().filter(|line| line.summary.client == client) {
                // Drawn again: the name stands in it.
                *line = Arc::new(Line::of(line.course, line.summary.clone(), Arc::clone(&name)));
            }
        }
    }

    /// What a client is called, if it is known.
    pub(crate) fn name_of(&self, client: ClientId) -> Option<Arc<str>> {
        self.kept.read().names.get(&client).cloned()
    }

    /// A client's name was read. One who was renamed meanwhile keeps the new name.
    pub(crate) fn named(&self, client: ClientId, name: &str) {
        self.kept.write().names.entry(client).or_insert_with(|| name.into());
    }

    fn missed(&self) -> u64 {
        self.kept.read().missed
    }

    /// A therapist's lines were read while so many changes had been missed. Where another was missed since, one of them
    /// may be of before it and is not kept: only names are, so that no more are missed.
    fn were_read(&self, therapist: StaffId, lines: &[Arc<Line>], missed: u64) {
        let mut kept = self.kept.write();
        for line in lines {
            kept.names.insert(line.summary.client, Arc::clone(&line.name));
        }
        if kept.missed == missed {
            for line in lines {
                kept.keep(Arc::clone(line));
            }
            kept.loaded.insert(therapist);
        }
    }

    fn of(&self, therapist: StaffId) -> Option<Vec<Arc<Line>>> {
        let kept = self.kept.read();
        kept.loaded.contains(&therapist).then(|| {
            kept.of.get(&therapist).map(|lines| lines.values().cloned().collect()).unwrap_or_default()
        })
    }
}

impl Clinic {
    /// The courses a therapist carries, newest change first.
    pub async fn own_lines(&self, actor: &Actor) -> Result<Vec<Arc<Line>>, Problem> {
        match actor.staff() {
            Some(staff) if may(actor, Verb::BeStaff, None) && actor.has(Role::Therapist) => {
                self.lines_of(actor, staff).await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The courses of everyone a supervisor supervises.
    pub async fn supervised_lines(&self, actor: &Actor) -> Result<Vec<Arc<Line>>, Problem> {
        if !may(actor, Verb::Supervise, None) {
            return Err(Problem::NotYours);
        }
        let mut lines = Vec::new();
        for therapist in &actor.supervises {
            lines.extend(self.lines_of(actor, *therapist).await?);
        }
        Ok(lines)
    }

    /// Every course with an open flag that somebody watches over, with why; each course once.
    pub async fn watched_lines(&self, actor: &Actor) -> Result<Vec<(Arc<Line>, Watch)>, Problem> {
        if !may(actor, Verb::WatchFlags, None) {
            return Err(Problem::NotYours);
        }
        let mut found: Vec<(Arc<Line>, Watch)> = Vec::new();
        let own = self.own_lines(actor).await?.into_iter().map(|line| (line, Watch::Own));
        found.extend(own);
        for therapist in actor.covers.iter().filter(|_| actor.has(Role::Therapist)) {
            let lines = self.lines_of(actor, *therapist).await?;
            found.extend(lines.into_iter().map(|line| (line, Watch::Covered)));
        }
        for therapist in actor.supervises.iter().filter(|_| actor.has(Role::Supervisor)) {
            let lines = self.lines_of(actor, *therapist).await?;
            found.extend(lines.into_iter().map(|line| (line, Watch::Supervised)));
        }
        if actor.has(Role::Lead) {
            for row in self.store.rows(RowsOf::Service(actor.service)).await? {
                let summary = to_summary(&row.summary)?;
                if summary.flags.iter().any(FlagLine::is_with_lead) {
                    found.push((Arc::new(self.line_of(row).await?), Watch::Lead));
                }
            }
        }
        let mut known = HashSet::new();
        found.retain(|(line, _)| !line.summary.flags.is_empty() && known.insert(line.course));
        Ok(found)
    }

    /// Courses of those somebody covers today.
    pub async fn covered_lines(&self, actor: &Actor) -> Result<Vec<Arc<Line>>, Problem> {
        let mut found = Vec::new();
        for therapist in actor.covers.iter().filter(|_| actor.has(Role::Therapist)) {
            found.extend(self.lines_of(actor, *therapist).await?);
        }
        Ok(found)
    }

    async fn lines_of(&self, actor: &Actor, therapist: StaffId) -> Result<Vec<Arc<Line>>, Problem> {
        let is_owner = self.store.is_sole_writer();
        let known = if is_owner { self.lines.of(therapist) } else { None };
        let mut lines = match known {
            Some(lines) => lines,
            None => self.load_lines(therapist, is_owner).await?,
        };
        lines.retain(|line| line.summary.service == actor.service);
        lines.sort_by(|a, b| b.summary.changed_at.cmp(&a.summary.changed_at).then(a.course.cmp(&b.course)));
        Ok(lines)
    }

    async fn load_lines(&self, therapist: StaffId, keep: bool) -> Result<Vec<Arc<Line>>, Problem> {
        let missed = self.lines.missed();
        let rows = self.store.rows(RowsOf::Therapist(therapist)).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            lines.push(Arc::new(self.line_of(row).await?));
        }
        if keep {
            self.lines.were_read(therapist, &lines, missed);
        }
        Ok(lines)
    }

    async fn line_of(&self, row: CourseRow) -> Result<Line, Problem> {
        let summary = to_summary(&row.summary)?;
        let name = self.client_sheet(row.client).await?.map_or_else(String::new, |sheet| sheet.name);
        Ok(Line::of(row.course, summary, name.into()))
    }

    /// Counts of the whole service, without any content: what a manager sees.
    pub async fn service_counts(&self, actor: &Actor) -> Result<ServiceCounts, Problem> {
        if !may(actor, Verb::ReadService, None) {
            return Err(Problem::NotYours);
        }
        let mut counts = ServiceCounts::default();
        for row in self.store.rows(RowsOf::Service(actor.service)).await? {
            let summary = to_summary(&row.summary)?;
            counts.courses += 1;
            *counts.by_phase.entry(summary.phase.key()).or_default() += 1;
            counts.paused += u32::from(summary.is_paused);
            counts.alerts_waiting += summary.flags.iter().filter(|flag| !flag.is_acknowledged).count() as u32;
            let of = counts.by_therapist.entry(summary.therapist).or_default();
            *of += u32::from(summary.closed_at.is_none());
        }
        counts.waiting = self.store.referrals(actor.service).await?.len() as u32;
        Ok(counts)
    }

    /// The courses whose therapist asks this person for a second rating, each with that therapist.
    pub async fn ratings_asked(&self, actor: &Actor) -> Result<Vec<(CourseId, StaffId)>, Problem> {
        let me = actor.staff().filter(|_| may(actor, Verb::BeStaff, None)).ok_or(Problem::NotYours)?;
        let of = self.summaries_of(actor).await?.into_iter();
        let of = of.filter(|(_, summary)| summary.rater == Some(me) && summary.closed_at.is_none());
        Ok(of.map(|(course, summary)| (course, summary.therapist)).collect())
    }

    /// Every pair of ratings of the service, without who and whom: for a supervisor or a manager.
    pub async fn rated_twice(&self, actor: &Actor) -> Result<Vec<RatedTwice>, Problem> {
        if !may(actor, Verb::Supervise, None) && !may(actor, Verb::ReadService, None) {
            return Err(Problem::NotYours);
        }
        let all = self.summaries_of(actor).await?;
        Ok(all.into_iter().filter_map(|(_, summary)| summary.rated_twice).collect())
    }

    /// Every summary of the actor's service; what of it may be said is for the caller.
    async fn summaries_of(&self, actor: &Actor) -> Result<Vec<(CourseId, Summary)>, Problem> {
        let mut all = Vec::new();
        for row in self.store.rows(RowsOf::Service(actor.service)).await? {
            let summary = to_summary(&row.summary)?;
            all.push((row.course, summary));
        }
        Ok(all)
    }

    pub(crate) async fn client_sheet(&self, client: ClientId) -> Result<Option<ClientSheet>, Problem> {
        match self.store.client(client).await? {
            None => Ok(None),
            Some(row) => {
                Ok(Some(serde_json::from_slice(&row.sheet).map_err(|_| Trouble::Unreadable("client"))?))
            }
        }
    }
}

/// Counts of a service. No content: phases and how many, never who.
#[derive(Clone, Debug, Default)]
pub struct ServiceCounts {
    /// All courses.
    pub courses: u32,
    /// Courses by phase key.
    pub by_phase: std::collections::BTreeMap<&'static str, u32>,
    /// Resting courses.
    pub paused: u32,
    /// Flags nobody has looked at yet.
    pub alerts_waiting: u32,
    /// Requests waiting.
    pub waiting: u32,
    /// Open courses by therapist.
    pub by_therapist: std::collections::BTreeMap<StaffId, u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use treatment::contract::Count;
    use treatment::course::Phase;
    use treatment::ids::{ServiceId, Version};
    use treatment::summary::News;
    use treatment::time::Moment;

    const COURSE: CourseId = CourseId([1; 16]);
    const FROM: StaffId = StaffId([2; 16]);
    const TO: StaffId = StaffId([3; 16]);

    fn summary(therapist: StaffId, version: u32) -> Summary {
        serde_json::from_value(json!({
            "client": ClientId([4; 16]), "service": ServiceId([5; 16]), "therapist": therapist,
            "version": Version(version), "changed_at": Moment(0), "opened_at": Moment(0), "protocol": "ipt-16",
            "phase": Phase::Opening, "count": Count { used: 0, of: 16, is_agreed: false }, "is_paused": false, "area": null, "focus_words": "",
            "totals": [], "next": null, "planned_end": null, "flags": [], "unsigned": [], "is_ending_due": false,
            "plans_open": 0, "news": News::default(), "outcome": [null, null], "closed_at": null,
            "gate_passed_open": false, "people": 0
        }))
        .expect("the row of a course")
    }

    #[test]
    fn a_list_that_was_being_read_while_a_change_was_missed_keeps_no_line_of_before_it() {
        let lines = Lines::default();
        let missed = lines.missed();
        let read = [Arc::new(Line::of(COURSE, summary(FROM, 1), "Alma".into()))];
        // Handed over before the list that was read is kept; nobody knows the client's name yet.
        lines.changed(COURSE, summary(TO, 2));
        lines.were_read(FROM, &read, missed);
        assert!(lines.of(FROM).is_none(), "the next list is read again");
        lines.were_read(FROM, &[], lines.missed());
        assert_eq!(lines.of(FROM).map(|lines| lines.len()), Some(0));
        let read = [Arc::new(Line::of(COURSE, summary(TO, 2), "Alma".into()))];
        lines.were_read(TO, &read, lines.missed());
        assert_eq!(lines.of(TO).map(|lines| lines.len()), Some(1));
    }
}
