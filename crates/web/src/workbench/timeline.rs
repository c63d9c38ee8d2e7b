//! The onset axis: symptoms, events, ties, treatments and scores over one line of time; what changed around the onset,
//! in words; and an event added in one line.

use super::event::{entry_fields, read_entry};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::axis::{Axis, Handles, Lane as DrawnLane, Mark, Scores, Shape, svg};
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::inventory::PersonStatus;
use treatment::refusal::Refusal;
use treatment::summary::WEEKLY;
use treatment::time::Day;
use treatment::timeline::{Change, Event, Lane, SetOnset, changes_in};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/timeline", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/timeline", treat, add)
        .post("/courses/{course}/timeline/line", treat, read_line)
        .post("/courses/{course}/timeline/onset", treat, onset)
}

/// Weeks shown around the onset, as the address says.
#[derive(Clone, Copy, Debug, Default)]
struct Wish {
    before: Option<u16>,
    after: Option<u16>,
}

/// Most weeks of the window on either side of the onset: ten years.
const WEEKS_MOST: u16 = 520;

/// The window around the onset.
#[derive(Clone, Copy)]
struct Window {
    /// Weeks before the first day the onset may mean. 26 is a guess of this project.
    before: u16,
    /// Weeks after the last.
    after: u16,
    days: (Day, Day),
}

impl Window {
    fn of(visit: &CourseVisit, wish: Wish) -> Option<Self> {
        let onset = visit.course().timeline.onset?;
        let (before, after) =
            (wish.before.unwrap_or(26).min(WEEKS_MOST), wish.after.unwrap_or(4).min(WEEKS_MOST));
        let days = (onset.first().plus(-7 * i32::from(before)), onset.last().plus(7 * i32::from(after)));
        Some(Self { before, after, days })
    }
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let weeks = |name: &str| asked.get(name).and_then(|weeks| weeks.parse().ok());
    let wish = Wish { before: weeks("before"), after: weeks("after") };
    let f = visit.course_frame("tab-timeline").await?;
    page(&visit, f, wish).await
}

pub(super) async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    page(visit, f, Wish::default()).await
}

async fn page(visit: &CourseVisit, f: Frame, wish: Wish) -> Answer {
    let words = &visit.words;
    let may_treat = visit.may(Verb::Treat) && visit.course().closed.is_none();
    let window = Window::of(visit, wish);
    let mut sheet = Sheet::new(f);
    let onset = visit.course().timeline.onset;
    sheet.lead = match onset {
        Some(onset) => words.say("timeline-onset").arg("date", words.partial(&onset)).to_string(),
        None => sheet.say("timeline-no-onset"),
    };
    let mut blocks = Vec::new();
    if may_treat {
        let form =
            Form::on(&sheet.f, "line", visit.href("/timeline/line")).text("line", "").send("line-read");
        blocks.push(Block::Form(form));
    }
    if visit.course().timeline.events.is_empty() && onset.is_none() {
        blocks.push(Block::Quiet(sheet.say("timeline-empty")));
    } else {
        blocks.push(figure(visit, window));
    }
    "axis".clone_into(&mut sheet.card("", blocks).id);
    if let Some(window) = window {
        let mut blocks = in_words(visit, window);
        let form = Form::on(&sheet.f, "window", visit.href("/timeline"))
            .number("before", Some(i64::from(window.before)), 0, i64::from(WEEKS_MOST))
            .number("after", Some(i64::from(window.after)), 0, i64::from(WEEKS_MOST))
            .quiet()
            .get("axis-window-move");
        blocks.push(Block::Fold(sheet.say("axis-window-move"), form));
        "axis-window".clone_into(&mut sheet.card("axis-window-title", blocks).id);
    }
    if may_treat {
        let stored = onset.map(|onset| words.partial(&onset)).unwrap_or_default();
        let form = Form::on(&sheet.f, "onset", visit.href("/timeline/onset"))
            .text("onset", &stored)
            .quiet()
            .send("save");
        let block = if onset.is_some() {
            Block::Fold(sheet.say("axis-onset-change"), form)
        } else {
            Block::Form(form)
        };
        sheet.card("timeline-onset-title", vec![block]);
    }
    let items: Vec<Item> =
        visit.course().timeline.in_order().into_iter().map(|event| item(visit, event, window)).collect();
    if !items.is_empty() {
        "axis-list".clone_into(&mut sheet.card("axis-list", vec![Block::Items(items)]).id);
    }
    if may_treat {
        let form = entry_fields(visit, Form::on(&sheet.f, "event", visit.href("/timeline")), None)
            .send("timeline-add");
        sheet.card("", vec![Block::Fold(sheet.say("axis-add-fields"), form)]);
    }
    sheet.workbench()
}

/// "from March 2024 to May 2024", as far as it is known.
pub(super) fn when(visit: &CourseVisit, event: &Event) -> String {
    let words = &visit.words;
    let start = words.partial(&event.entry.start);
    match &event.entry.end {
        Some(end) => words.say("axis-span").arg("start", start).arg("end", words.partial(end)).to_string(),
        None => start,
    }
}

fn item(visit: &CourseVisit, event: &Event, window: Option<Window>) -> Item {
    let (words, entry) = (&visit.words, &event.entry);
    let mut item = Item::link(entry.title.clone(), visit.href(&format!("/timeline/{}", event.id.0)));
    let people: Vec<String> = entry.people.iter().map(|id| visit.person_name(Some(*id))).collect();
    item.meta = std::iter::once(when(visit, event))
        .chain(people)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    item.text.clone_from(&entry.note);
    item.pills.push(Pill::plain(words.term("lane", entry.lane.key()).to_string()));
    if let Some(hint) = entry.kind.and_then(treatment::timeline::EventKind::area_hint) {
        let area = visit.area_words(hint);
        item.pills.push(Pill::plain(words.say("axis-hint").arg("area", area).to_string()));
    }
    if event.by_client {
        item.pills.push(Pill::plain(words.say("axis-by-client").to_string()));
    }
    if entry.start.first() > visit.today() {
        item.pills.push(Pill::plain(words.say("axis-to-come").to_string()));
    }
    let is_near =
        |window: Window| entry.start.last() >= window.days.0 && entry.start.first() <= window.days.1;
    if entry.lane != Lane::Symptom && window.is_some_and(is_near) {
        item.pills.push(Pill::warn(words.say("timeline-near").to_string()));
    }
    item
}

/// What changed in the window, as counts and words; never as a cause.
fn in_words(visit: &CourseVisit, window: Window) -> Vec<Block> {
    let (words, course) = (&visit.words, visit.course());
    let changes = changes_in(course, window.days.0, window.days.1);
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    let mut blocks = vec![Block::Text(
        words
            .say("axis-window-counts")
            .arg("from", words.plain_day(window.days.0))
            .arg("to", words.plain_day(window.days.1))
            .arg("begun", count(|change| matches!(change, Change::Begun(_))))
            .arg("ended", count(|change| matches!(change, Change::Ended(_))))
            .arg("ties", count(|change| matches!(change, Change::Tie(..))))
            .to_string(),
    )];
    let items: Vec<Item> = changes
        .iter()
        .filter_map(|change| {
            let (title, key, date) = match change {
                Change::Begun(id) => {
                    let event = course.timeline.event(*id)?;
                    (event.entry.title.clone(), "axis-change-begun", when(visit, event))
                }
                Change::Ended(id) => {
                    let event = course.timeline.event(*id)?;
                    (event.entry.title.clone(), "axis-change-ended", when(visit, event))
                }
                Change::Tie(id, status) => {
                    let since = course.inventory.person(*id)?.since?;
                    (visit.person_name(Some(*id)), tie_key(*status), words.partial(&since))
                }
            };
            Some(Item { meta: words.say(key).arg("date", date).to_string(), ..Item::plain(title) })
        })
        .collect();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
        blocks.push(Block::Quiet(words.say("axis-window-not-cause").to_string()));
    }
    blocks
}

fn tie_key(status: PersonStatus) -> &'static str {
    match status {
        PersonStatus::Living | PersonStatus::Online => "axis-tie-began",
        PersonStatus::Died => "axis-tie-died",
        PersonStatus::Gone | PersonStatus::Estranged | PersonStatus::Ended => "axis-tie-gone",
    }
}

/// The drawing twice, for a desk and for a phone, and one table behind both.
fn figure(visit: &CourseVisit, window: Option<Window>) -> Block {
    let axis = axis(visit, window);
    let drawn = format!("{}{}", svg(&axis, Shape::Wide), svg(&axis, Shape::Narrow));
    let words = &visit.words;
    let mut rows = Vec::new();
    for lane in &axis.lanes {
        rows.extend(lane.marks.iter().map(|mark| (mark.begin, vec![mark.tip.clone(), lane.name.clone()])));
    }
    if let Some(scores) = &axis.scores {
        rows.extend(
            scores.points.iter().map(|(day, _, tip)| ((*day, *day), vec![tip.clone(), scores.name.clone()])),
        );
    }
    rows.sort_by_key(|(begin, _)| *begin);
    let table = Table {
        caption: words.say("onset-table").to_string(),
        heads: ["axis-table-what", "field-lane"].map(|key| words.say(key).to_string()).into(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    };
    Block::Figure(drawn, words.say("axis-caption").to_string(), Some(table))
}

fn axis(visit: &CourseVisit, window: Option<Window>) -> Axis {
    let (words, course) = (&visit.words, visit.course());
    let titled =
        |title: &str, date: String| words.say("axis-tip").arg("title", title).arg("date", date).to_string();
    let mut lanes = Vec::new();
    for &lane in Lane::ALL {
        let mut marks: Vec<Mark> = course
            .timeline
            .in_order()
            .into_iter()
            .filter(|event| event.entry.lane == lane)
            .map(|event| {
                let entry = &event.entry;
                Mark {
                    begin: (entry.start.first().0, entry.start.last().0),
                    end: entry.end.map(|end| (end.first().0, end.last().0)),
                    text: entry.title.clone(),
                    tip: titled(&entry.title, when(visit, event)),
                    href: visit.href(&format!("/timeline/{}", event.id.0)),
                    is_dot: false,
                }
            })
            .collect();
        if lane == Lane::Relationship {
            let dated = course.inventory.on_map().filter_map(|person| Some((person, person.since?)));
            marks.extend(dated.map(|(person, since)| {
                let text = words.say(tie_key(person.status)).arg("date", "").to_string();
                let text =
                    words.say("axis-tie").arg("name", &person.name).arg("what", text.trim()).to_string();
                Mark {
                    begin: (since.first().0, since.last().0),
                    tip: titled(&text, words.partial(&since)),
                    text,
                    href: visit.href(&format!("/people/{}", person.id.0)),
                    ..Mark::default()
                }
            }));
        }
        if !marks.is_empty() {
            lanes.push(DrawnLane { name: words.term("lane", lane.key()).to_string(), marks });
        }
    }
    let held = course.sessions.iter().filter_map(|session| Some((session, session.number()?)));
    let sessions: Vec<Mark> = held
        .map(|(session, number)| Mark {
            begin: (session.on.0, session.on.0),
            tip: titled(
                &words.say("onset-session").arg("number", number).to_string(),
                words.plain_day(session.on),
            ),
            href: visit.href(&format!("/sessions/{}", session.id.0)),
            is_dot: true,
            ..Mark::default()
        })
        .collect();
    if !sessions.is_empty() {
        lanes.push(DrawnLane { name: words.say("tab-sessions").to_string(), marks: sessions });
    }
    let days = lanes.iter().flat_map(|lane| &lane.marks).flat_map(|mark| {
        let end = mark.end.unwrap_or(mark.begin);
        [mark.begin.0, mark.begin.1, end.0, end.1]
    });
    let around = window.map(|window| (window.days.0.0, window.days.1.0));
    let all: Vec<i32> = days.chain(around.into_iter().flat_map(|(from, to)| [from, to])).collect();
    let today = visit.today().0;
    let (from, to) =
        (all.iter().min().map_or(today - 365, |day| day - 20), all.iter().max().map_or(today, |day| *day));
    let (from, to) = (from, to.max(today) + 20);
    Axis {
        label: words.say("tab-timeline").to_string(),
        desc: words.say("axis-caption").to_string(),
        from,
        to,
        window: around,
        handles: window.map(|window| Handles {
            before: (window.before, words.say("field-before").to_string()),
            after: (window.after, words.say("field-after").to_string()),
            most: WEEKS_MOST,
        }),
        onset: course
            .timeline
            .onset
            .map(|onset| (onset.first().0, onset.last().0, words.say("axis-onset").to_string())),
        lanes,
        scores: scores(visit),
        ticks: ticks(visit, from, to),
    }
}

fn scores(visit: &CourseVisit) -> Option<Scores> {
    let instrument = visit.library().content.instrument(WEEKLY)?;
    let points: Vec<(i32, u16, String)> = visit
        .course()
        .measures
        .of(WEEKLY)
        .map(|result| {
            let done = &result.completed;
            let total = visit.words.say("line-total").arg("total", done.total);
            (done.on.0, done.total, total.arg("date", visit.words.plain_day(done.on)).to_string())
        })
        .collect();
    (!points.is_empty()).then(|| Scores { name: instrument.name.clone(), most: instrument.scale_max, points })
}

/// Where the scale may be labelled: first every year, then the months.
fn ticks(visit: &CourseVisit, from: i32, to: i32) -> Vec<(i32, String)> {
    let words = &visit.words;
    let (first, last) = (Day(from).date().0, Day(to).date().0);
    let mut years = Vec::new();
    let mut months = Vec::new();
    for year in first..=last {
        years.extend(Day::from_date(year, 1, 1).map(|day| (day.0, year.to_string())));
        if last - year < 4 {
            for month in [7, 4, 10, 2, 3, 5, 6, 8, 9, 11, 12] {
                let text = words.short_month(month).to_owned();
                months.extend(Day::from_date(year, month, 1).map(|day| (day.0, text)));
            }
        }
    }
    years.extend(months);
    years
}

/// Shows how a line was read, in a form that can be put right before it is saved.
async fn read_line(visit: CourseVisit, fields: Fields) -> Answer {
    let line = fields.text("line");
    let mut f = visit.course_frame("line-title").await?;
    if line.trim().is_empty() {
        let problem = clinic::problem::Problem::Refused(Refusal::Empty("line"));
        return visit.again(problem, fields, "tab-timeline", view).await;
    }
    f.version = Some(visit.course().version);
    super::event::reading(&visit, f, &line).await
}

async fn add(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read_entry(&visit, &fields).map(Command::AddEvent);
    let then = visit.href("/timeline");
    if fields.is_form("reading") {
        return visit.submit(asked, fields, &then, "line-title", super::event::reading_again).await;
    }
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}

async fn onset(visit: CourseVisit, fields: Fields) -> Answer {
    let asked =
        fields.some_partial("onset", &visit.words).and_then(|onset| onset.ok_or(Refusal::Empty("onset")));
    let asked = asked.map(|onset| Command::DateOnset(SetOnset { onset }));
    let then = visit.href("/timeline");
    visit.submit(asked, fields, &then, "tab-timeline", view).await
}
