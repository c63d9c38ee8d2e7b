//! Trends as a course shows them: each measure with what happened meanwhile, all of them on one time axis, answers
//! item by item, and what the course came to by the published definitions.

use crate::answer::Answer;
use crate::figures::trend::{self, Axis, Lane, Mark, Point, Reach, Shape, Trend};
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use crate::words::signed;
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::expected::{ExpectedCourse, session_of};
use treatment::ids::ResultId;
use treatment::instrument::Instrument;
use treatment::measure::MeasureResult;
use treatment::outcome::{ChangeRule, Movement, Reliable, by_day, outcome_of};
use treatment::session::SessionState;
use treatment::time::Day;
use treatment::timeline::Lane as TimelineLane;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/measures/{measure}/items", Rule::Course(Verb::ReadCourse), items)
}

/// The time axis of a course's measures, with the days it spans.
pub(crate) struct Span {
    from: Day,
    to: Day,
    axis: Axis,
}

impl Span {
    /// From the first score or session to the last, or to today while the course is open; none without a score.
    pub(crate) fn of(visit: &CourseVisit) -> Option<Self> {
        let course = visit.course();
        let held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
        let scores = course.measures.results.iter().map(|result| result.completed.on);
        let days: Vec<Day> = scores.clone().chain(held.map(|session| session.on)).collect();
        scores.min()?;
        let from = days.iter().copied().min()?;
        let last = days.iter().copied().max()?;
        let to = if course.closed.is_some() { last } else { last.max(visit.today()) };
        let length = to.since(from);
        // At most eight dates, at steps that people count in.
        let step =
            [7, 14, 28, 56, 91, 182, 364].into_iter().find(|step| length / step < 8).unwrap_or(length / 7);
        let ticks = (0..=length / step).map(|nth| (nth * step, visit.words.short_day(from.plus(nth * step))));
        let axis = Axis { days: length, ticks: ticks.collect(), lanes: Vec::new() };
        let mut span = Self { from, to, axis };
        span.axis.lanes = span.lanes(visit);
        Some(span)
    }

    /// The axis itself.
    pub(crate) fn axis(&self) -> &Axis {
        &self.axis
    }

    fn day(&self, day: Day) -> i32 {
        day.since(self.from)
    }

    /// What happened within the span: sessions, life events, focus and plans. A lane without anything is left out.
    fn lanes(&self, visit: &CourseVisit) -> Vec<Lane> {
        let course = visit.course();
        let words = &visit.words;
        let on = |day: Day, what: String| (day, day, what);
        let mut sessions = Vec::new();
        for session in &*course.sessions {
            if let Some(number) = session.number() {
                sessions.push(on(session.on, words.say("session-number").arg("number", number).to_string()));
            }
        }
        let events =
            course.timeline.in_order().into_iter().filter(|event| event.entry.lane != TimelineLane::Symptom);
        let events = events.map(|event| {
            let until = event.entry.end.unwrap_or(event.entry.start).last();
            (event.entry.start.first(), until, event.entry.title.clone())
        });
        let focus = course.focuses.iter().map(|(at, focus)| {
            let area = words.term("area", focus.area.key()).to_string();
            on(at.day(), words.say("axis-focus-agreed").arg("area", area).to_string())
        });
        let plans = course.plans.iter().map(|plan| on(plan.at.day(), plan.agreed.what.clone()));
        let all = [
            (Mark::Block, "axis-sessions", sessions),
            (Mark::Diamond, "axis-events", events.collect()),
            (Mark::Flag, "axis-focus", focus.collect()),
            (Mark::Ring, "axis-plans", plans.collect()),
        ];
        let lane = |(mark, label, spans): (Mark, &'static str, Vec<(Day, Day, String)>)| Lane {
            mark,
            label: words.say(label).to_string(),
            spans: spans
                .into_iter()
                .filter(|(from, to, _)| *to >= self.from && *from <= self.to)
                .map(|(from, to, what)| {
                    let tip = format!("{} · {what}", words.plain_day(from.max(self.from)));
                    (self.day(from), self.day(to), tip)
                })
                .collect(),
        };
        all.into_iter().map(lane).filter(|lane| !lane.spans.is_empty()).collect()
    }

    /// What is on the axis, oldest first, for those who do not see it.
    fn table(&self, visit: &CourseVisit) -> Table {
        let words = &visit.words;
        let mut rows: Vec<(i32, Vec<String>)> = Vec::new();
        for lane in &self.axis.lanes {
            for (from, _, tip) in &lane.spans {
                let what = tip.split_once(" · ").map_or(tip.as_str(), |(_, what)| what);
                let day = words.plain_day(self.from.plus((*from).max(0)));
                rows.push((*from, vec![day, lane.label.clone(), what.to_owned()]));
            }
        }
        rows.sort_by_key(|(from, _)| *from);
        Table {
            caption: words.say("trends-axis-table").to_string(),
            heads: ["axis-day", "axis-kind", "axis-what"].map(|key| words.say(key).to_string()).to_vec(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }
}

/// The word of a band, in the words of the measure where they may be shown.
fn band_words(visit: &CourseVisit, instrument: &Instrument, key: &str) -> String {
    let text = instrument.text_in(visit.words.tag());
    text.and_then(|text| text.bands.get(key)).cloned().unwrap_or_else(|| key.to_owned())
}

/// How a total stands to the first.
fn movement(instrument: &Instrument, first: u16, total: u16) -> Movement {
    ChangeRule::of(instrument).movement(first, total)
}

/// The results of a measure as a trend.
pub(crate) fn trend_of(
    visit: &CourseVisit,
    instrument: &Instrument,
    span: &Span,
    href: impl Fn(ResultId) -> String,
) -> Option<Trend> {
    let words = &visit.words;
    // Without a total there is nothing to draw: its answers stand item by item.
    let results = if instrument.has_total() { by_day(visit.course(), &instrument.key) } else { Vec::new() };
    let first = results.first()?;
    let mut version = first.completed.version;
    let mut points = Vec::with_capacity(results.len());
    for result in &results {
        let total = result.completed.total;
        let moved = movement(instrument, first.completed.total, total);
        let mut point = Point {
            day: span.day(result.completed.on),
            value: total,
            tip: format!(
                "{} · {} · {}",
                words.plain_day(result.completed.on),
                instrument.written(total),
                band_words(visit, instrument, &result.completed.band)
            )
            .trim_end_matches(" · ")
            .to_owned(),
            href: href(result.id),
            shape: match moved {
                Movement::Same => Shape::Round,
                _ if total < first.completed.total => Shape::Down,
                _ => Shape::Up,
            },
            version: String::new(),
        };
        if moved != Movement::Same {
            point.tip = format!("{} · {}", point.tip, words.say(moved_key(moved)));
        }
        if result.completed.version != version {
            version = result.completed.version;
            point.version = words.say("trend-version").arg("version", version).to_string();
        }
        points.push(point);
    }
    Some(Trend {
        label: instrument.name.clone(),
        desc: change_words(visit, instrument, &results),
        most: instrument.scale_max,
        unit: instrument.unit(),
        bands: instrument
            .bands
            .iter()
            .map(|band| (band.least, band_words(visit, instrument, &band.key)))
            .collect(),
        points,
        expected: Vec::new(),
    })
}

/// A change of a total as it is written: `+4`, `+0.5`.
pub(super) fn change_written(instrument: &Instrument, change: i32) -> String {
    if instrument.decimals == 0 || change == 0 {
        return signed(change);
    }
    let size = instrument.written(u16::try_from(change.unsigned_abs()).unwrap_or(u16::MAX));
    if change < 0 { format!("\u{2212}{size}") } else { format!("+{size}") }
}

fn moved_key(moved: Movement) -> &'static str {
    match moved {
        Movement::Better => "moved-better",
        Movement::Worse => "moved-worse",
        Movement::Same => "moved-same",
    }
}

/// What the change from first to last is called: reliable as published, in words, and never a verdict on the person.
fn change_words(visit: &CourseVisit, instrument: &Instrument, results: &[&MeasureResult]) -> String {
    let words = &visit.words;
    let (Some(first), Some(last)) = (results.first(), results.last()) else { return String::new() };
    if results.len() == 1 {
        return words.say("change-one").arg("total", instrument.written(first.completed.total)).to_string();
    }
    let change = i32::from(last.completed.total) - i32::from(first.completed.total);
    let Some(reliable) = &instrument.change.reliable else {
        return words.say("change-points").arg("points", change_written(instrument, change)).to_string();
    };
    let said = match movement(instrument, first.completed.total, last.completed.total) {
        Movement::Better => "change-better",
        Movement::Worse => "change-worse",
        Movement::Same => "change-none",
    };
    words
        .say(said)
        .arg("points", change_written(instrument, change))
        .arg("reliable", instrument.written(reliable.points))
        .arg("source", reliable.source.clone())
        .to_string()
}

/// What was expected at each session, from the first score to the last day of the axis.
fn expected_reaches(
    visit: &CourseVisit,
    instrument: &Instrument,
    expected: &ExpectedCourse,
    span: &Span,
) -> Vec<Reach> {
    let course = visit.course();
    let results = by_day(course, &instrument.key);
    let Some(first) = results.first().map(|result| &result.completed) else { return Vec::new() };
    let began = session_of(course, first.on);
    let held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
    let mut days: Vec<Day> = held.map(|session| session.on).chain([first.on, span.to]).collect();
    days.retain(|day| *day >= first.on);
    days.sort_unstable();
    days.dedup();
    let reach = |day: Day| {
        let since = session_of(course, day) - began;
        let expected = expected.curve.at(first.total, since, instrument.scale_max);
        Reach { day: span.day(day), lower: expected.lower, middle: expected.middle, upper: expected.upper }
    };
    days.into_iter().map(reach).collect()
}

/// The figure of one measure with the table behind it; none before the first answer.
pub(super) fn figure(visit: &CourseVisit, instrument: &Instrument, span: &Span) -> Option<Vec<Block>> {
    let words = &visit.words;
    let href = |id: ResultId| visit.href(&format!("/measures/results/{}", id.0));
    let mut trend = trend_of(visit, instrument, span, href)?;
    let expected = visit.library().content.expected(&instrument.key);
    let items = Block::Link(
        visit.href(&format!("/measures/{}/items", instrument.key)),
        words.say("measure-items").to_string(),
    );
    if let [only] = trend.points.as_slice() {
        // One answer is no trend: it is said, and not drawn.
        let day = visit.course().measures.of(&instrument.key).next_back().map(|result| result.completed.on);
        let result = Block::Link(only.href.clone(), day.map(|on| words.plain_day(on)).unwrap_or_default());
        return Some(vec![
            Block::Text(trend.desc),
            result,
            Block::FoldTable(table(visit, instrument, expected)),
            items,
        ]);
    }
    if let Some(expected) = expected {
        trend.expected = expected_reaches(visit, instrument, expected, span);
    }
    let mut key = vec!["trend-key-round"];
    let has = |shape: Shape| trend.points.iter().any(|point| point.shape == shape);
    key.extend(has(Shape::Down).then_some("trend-key-down"));
    key.extend(has(Shape::Up).then_some("trend-key-up"));
    key.extend((trend.expected.len() > 1).then_some(match expected {
        Some(expected) if !expected.placeholder => "trend-key-expected",
        _ => "trend-key-placeholder",
    }));
    key.extend(instrument.higher_is_better.then_some("measure-more-is-better"));
    let key: Vec<String> = key.into_iter().map(|key| words.say(key).to_string()).collect();
    let drawn = trend::svg(&trend, &span.axis);
    Some(vec![
        Block::Figure(drawn, trend.desc, Some(table(visit, instrument, expected))),
        Block::Quiet(key.join(" · ")),
        items,
    ])
}

/// Every result of a measure, newest first.
fn table(visit: &CourseVisit, instrument: &Instrument, expected: Option<&ExpectedCourse>) -> Table {
    let words = &visit.words;
    let course = visit.course();
    let results = by_day(course, &instrument.key);
    let mut heads = vec!["field-on", "field-session", "measure-total", "measure-band", "measure-since-first"];
    heads.extend(expected.map(|_| "measure-expected"));
    heads.push("measure-version");
    let row = |result: &&MeasureResult| {
        let first = &results[0].completed;
        let completed = &result.completed;
        let session = session_of(course, completed.on);
        let change = i32::from(completed.total) - i32::from(first.total);
        let moved = movement(instrument, first.total, completed.total);
        let since = match moved {
            _ if result.id == results[0].id => String::new(),
            Movement::Same => change_written(instrument, change),
            moved => format!("{} · {}", change_written(instrument, change), words.say(moved_key(moved))),
        };
        let mut row = vec![
            words.plain_day(completed.on),
            session.to_string(),
            instrument.written(completed.total),
            band_words(visit, instrument, &completed.band),
            since,
        ];
        if let Some(expected) = expected {
            let since = session - session_of(course, first.on);
            let band = expected.curve.at(first.total, since, instrument.scale_max);
            row.push(format!("{:.0}\u{2013}{:.0}", band.lower, band.upper));
        }
        row.push(completed.version.to_string());
        row
    };
    Table {
        caption: words.say("measure-table").arg("name", instrument.name.clone()).to_string(),
        heads: heads.into_iter().map(|key| words.say(key).to_string()).collect(),
        rows: results.iter().rev().map(row).collect(),
    }
}

/// All measures that were answered under each other, and what is on the axis as a table.
pub(super) fn together(visit: &CourseVisit, instruments: &[&Instrument], span: &Span) -> Vec<Block> {
    let words = &visit.words;
    let trends: Vec<Trend> = instruments
        .iter()
        .filter_map(|instrument| trend_of(visit, instrument, span, |_| String::new()))
        .collect();
    let caption = words.say("trends-caption").to_string();
    if trends.len() < 2 {
        let table = span.table(visit);
        return if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
    }
    let drawn = trend::together(&words.say("trends-together").to_string(), &caption, &trends, &span.axis);
    vec![Block::Figure(drawn, caption, Some(span.table(visit)))]
}

/// What the course came to so far by the published definitions.
pub(super) fn outcome(visit: &CourseVisit) -> Vec<Block> {
    let words = &visit.words;
    let Some(outcome) = outcome_of(visit.course(), &visit.library().content) else {
        return vec![Block::Quiet(words.say("outcome-lacking").to_string())];
    };
    let reliable = match outcome.reliable {
        Reliable::Improvement => "outcome-improvement",
        Reliable::Deterioration => "outcome-deterioration",
        Reliable::NoChange => "outcome-no-change",
    };
    let recovery = match outcome.recovery {
        Some(true) if outcome.reliable_recovery() == Some(true) => "outcome-reliable-recovery",
        Some(true) => "outcome-recovery-alone",
        Some(false) => "outcome-no-recovery",
        None => "outcome-no-case",
    };
    let said = |key: &str| words.say(key.to_owned()).to_string();
    vec![
        Block::Facts(vec![
            (said("outcome-reliable"), said(reliable)),
            (said("outcome-recovery"), said(recovery)),
        ]),
        Block::Quiet(said("outcome-rule")),
    ]
}

/// Answers item by item, newest first: points, with the words of the options above.
async fn items(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let instrument = visit.library().content.instrument(&path.1).ok_or(Problem::NotYours)?;
    let results = by_day(visit.course(), &path.1);
    let words = &visit.words;
    let mut sheet = Sheet::new(visit.course_frame("measure-items").await?);
    sheet.lead.clone_from(&instrument.name);
    let text = instrument.text_in(words.tag());
    let heads = std::iter::once(sheet.say("measure-item"))
        .chain(results.iter().rev().map(|result| words.short_day(result.completed.on)));
    let heads = heads.collect();
    let row = |item: &treatment::instrument::Item| {
        let name = text.and_then(|text| text.items.get(&item.key)).unwrap_or(&item.key);
        let answers = results.iter().rev().map(|result| {
            let code = result.completed.answers.get(&item.key)?;
            let said = text.and_then(|text| instrument.option_words(text, item, code));
            Some(if item.options.is_none() { code.clone() } else { said.unwrap_or(code).to_owned() })
        });
        let answers = answers.map(|answer| answer.unwrap_or_else(|| "\u{2013}".to_owned()));
        std::iter::once(format!("{}. {name}", item.key)).chain(answers).collect()
    };
    let mut rows: Vec<Vec<String>> = instrument.items.iter().map(row).collect();
    if instrument.has_total() {
        let totals = results.iter().rev().map(|result| instrument.written(result.completed.total));
        rows.push(std::iter::once(sheet.say("measure-total")).chain(totals).collect());
    }
    let options = instrument.options.iter().filter_map(|option| {
        let said = text?.options.get(&option.code)?;
        Some(format!("{}: {said}", option.code))
    });
    let options: Vec<String> = options.collect();
    let blocks = if results.is_empty() {
        vec![Block::Quiet(sheet.say("measure-none"))]
    } else {
        let caption = sheet.say("measure-items");
        vec![Block::Quiet(options.join(" · ")), Block::Table(Table { caption, heads, rows })]
    };
    sheet.card("", blocks);
    sheet.workbench()
}
