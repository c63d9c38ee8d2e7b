//! The onset axis: lanes over one line of time. A date known in part is drawn as the span it may mean; the time around
//! the onset is drawn wider than the years before it. Same input, same drawing; no two labels overlap.

use super::{At, begin, escape};
use std::fmt::Write as _;

/// An axis. Days are counted from 1970-01-01.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// Its name.
    pub label: String,
    /// What it shows, in words.
    pub desc: String,
    /// First day shown.
    pub from: i32,
    /// Last day shown.
    pub to: i32,
    /// The window around the onset.
    pub window: Option<(i32, i32)>,
    /// How the window can be moved; none where it is only looked at.
    pub handles: Option<Handles>,
    /// The days the onset may mean, with its words.
    pub onset: Option<(i32, i32, String)>,
    /// The lanes, from the top.
    pub lanes: Vec<Lane>,
    /// The scores below, if there are any.
    pub scores: Option<Scores>,
    /// Where the scale may be labelled: day, words; the more important first.
    pub ticks: Vec<(i32, String)>,
}

/// The edges of the window, each to be moved by itself.
#[derive(Clone, Debug, Default)]
pub struct Handles {
    /// Weeks before the onset, with their words.
    pub before: (u16, String),
    /// Weeks after it, with theirs.
    pub after: (u16, String),
    /// The most of either.
    pub most: u16,
}

/// A lane.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub marks: Vec<Mark>,
}

/// Something in a lane.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// The days its beginning may mean, first and last.
    pub begin: (i32, i32),
    /// The days its end may mean; none for what did not last.
    pub end: Option<(i32, i32)>,
    /// What it is.
    pub text: String,
    /// The same with its date.
    pub tip: String,
    /// Where it leads, or nothing.
    pub href: String,
    /// Whether it is only a dot without words: a session.
    pub is_dot: bool,
}

/// Scores of one measure.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// The measure.
    pub name: String,
    /// The highest total.
    pub most: u16,
    /// Day, total, words.
    pub points: Vec<(i32, u16, String)>,
}

/// How wide it is drawn, in pixels of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For a desk and for paper.
    Wide,
    /// For a phone.
    Narrow,
}

const ROW: f64 = 22.0;
const ROW_NARROW: f64 = 34.0;
const SCORES: f64 = 58.0;

/// From days to places: three stretches, the middle one around the onset.
struct Scale {
    stops: Vec<(f64, f64)>,
}

impl Scale {
    fn of(axis: &Axis, left: f64, right: f64) -> Self {
        let (from, to) = (f64::from(axis.from), f64::from(axis.to.max(axis.from + 1)));
        let width = right - left;
        let mut stops = vec![(from, left)];
        if let Some((first, last)) = axis.window {
            let (first, last) = (f64::from(first).clamp(from, to), f64::from(last).clamp(from, to));
            // The years before get no more than a fifth, and no more than their days would have anyway.
            let plain = |days: f64| days / (to - from);
            let before = plain(first - from).min(0.22);
            // What came after, the treatment among it, keeps room to be read.
            let after = if last < to { plain(to - last).clamp(0.3, 0.4) } else { 0.0 };
            stops.push((first, left + width * before));
            stops.push((last, right - width * after));
        }
        stops.push((to, right));
        Self { stops }
    }

    fn x(&self, day: i32) -> f64 {
        let day = f64::from(day);
        for pair in self.stops.windows(2) {
            let ((from, x0), (to, x1)) = (pair[0], pair[1]);
            if day <= to {
                let share = if to > from { ((day - from) / (to - from)).max(0.0) } else { 0.0 };
                return x0 + (x1 - x0) * share;
            }
        }
        self.stops.last().map_or(0.0, |(_, x)| *x)
    }
}

/// A mark with its place.
struct Placed<'m> {
    mark: &'m Mark,
    x0: f64,
    x1: f64,
    end: Option<(f64, f64)>,
    text: String,
    text_x: f64,
    anchor: &'static str,
    row: usize,
}

/// The axis as SVG.
pub fn svg(axis: &Axis, shape: Shape) -> String {
    let is_wide = shape == Shape::Wide;
    let (width, left) = if is_wide { (1_080.0, 128.0) } else { (300.0, 6.0) };
    let right = width - 10.0;
    let row = if is_wide { ROW } else { ROW_NARROW };
    let head = if is_wide { 6.0 } else { 20.0 };
    let scale = Scale::of(axis, left, right);
    let lanes: Vec<(&Lane, Vec<Placed<'_>>)> =
        axis.lanes.iter().map(|lane| (lane, placed(lane, &scale, shape, left, right))).collect();
    let height_of = |marks: &[Placed<'_>]| {
        let rows = marks.iter().map(|mark| mark.row + 1).max().unwrap_or(1);
        head + rows as f64 * row + 6.0
    };
    let top = 26.0;
    let lanes_height: f64 = lanes.iter().map(|(_, marks)| height_of(marks)).sum();
    let scores_height = if axis.scores.is_some() { SCORES + head } else { 0.0 };
    let bottom = top + lanes_height + scores_height;
    let height = bottom + 26.0;
    let mut out = String::with_capacity(8_192);
    let class = if is_wide { "axis axis-wide" } else { "axis axis-narrow" };
    let stops = scale.stops.iter().map(|(day, x)| format!("{day}:{}", At(*x))).collect::<Vec<_>>().join(" ");
    begin(&mut out, class, width, height, &axis.label, &axis.desc, &format!("data-stops=\"{stops}\""));
    window(&mut out, axis, &scale, top, bottom, right);
    ticks(&mut out, axis, &scale, top, bottom, left, right);
    // The names come last: no line runs through them.
    let mut names = String::new();
    let mut y = top;
    for (lane, marks) in &lanes {
        let high = height_of(marks);
        lane_end(&mut out, y + high, right);
        lane_name(&mut names, &lane.name, y, left, right, is_wide);
        for mark in marks {
            draw(&mut out, mark, y + head + mark.row as f64 * row, is_wide);
        }
        y += high;
    }
    if let Some(scores) = &axis.scores {
        lane_end(&mut out, y + scores_height, right);
        lane_name(&mut names, &scores.name, y, left, right, is_wide);
        line(&mut out, scores, &scale, y + head);
    }
    handles(&mut out, axis, &scale, top, bottom);
    out.push_str(&names);
    out.push_str("</svg>");
    out
}

/// The edges of the window, to be dragged, or moved by the arrow keys.
fn handles(out: &mut String, axis: &Axis, scale: &Scale, top: f64, bottom: f64) {
    let (Some(handles), Some((first, last)), Some((onset_first, onset_last, _))) =
        (&axis.handles, axis.window, &axis.onset)
    else {
        return;
    };
    for (edge, day, onset, (weeks, words)) in
        [("before", first, onset_first, &handles.before), ("after", last, onset_last, &handles.after)]
    {
        let x = scale.x(day);
        let _ = write!(
            out,
            "<g class=\"a-handle\" data-edge=\"{edge}\" data-onset=\"{onset}\" role=\"slider\" tabindex=\"0\" aria-label=\"{words}\" aria-valuemin=\"0\" aria-valuemax=\"{}\" aria-valuenow=\"{weeks}\"><title>{words}</title><rect x=\"{}\" y=\"{}\" width=\"24\" height=\"{}\"/><path d=\"M{} {} V{} m-3.5 -22 v14 m7 -14 v14\"/></g>",
            handles.most,
            At(x - 12.0),
            At(top - 6.0),
            At(bottom - top + 8.0),
            At(x),
            At(top - 6.0),
            At(bottom + 2.0),
            words = escape(words),
        );
    }
}

fn window(out: &mut String, axis: &Axis, scale: &Scale, top: f64, bottom: f64, right: f64) {
    if let Some((first, last)) = axis.window {
        let (x0, x1) = (scale.x(first), scale.x(last));
        let _ = write!(
            out,
            "<rect class=\"a-window\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
            At(x0),
            At(top - 6.0),
            At((x1 - x0).max(2.0)),
            At(bottom - top + 8.0)
        );
    }
    if let Some((first, last, text)) = &axis.onset {
        let (x0, x1) = (scale.x(*first), scale.x(*last));
        let middle = f64::midpoint(x0, x1);
        let half = wide(text) / 2.0;
        let at = middle.clamp(half + 2.0, (right - half).max(half + 2.0));
        let _ = write!(
            out,
            "<rect class=\"a-onset\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/><text class=\"t-mid a-strong\" x=\"{}\" y=\"14\">{}</text>",
            At(x0),
            At(top - 6.0),
            At((x1 - x0).max(2.0)),
            At(bottom - top + 8.0),
            At(at),
            escape(text)
        );
    }
}

fn ticks(out: &mut String, axis: &Axis, scale: &Scale, top: f64, bottom: f64, left: f64, right: f64) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (day, text) in &axis.ticks {
        let (x, half) = (scale.x(*day), wide(text) / 2.0 + 5.0);
        let is_in = x >= left - 1.0 && x <= right && x - half >= 0.0 && x + half <= right + 10.0;
        if !is_in || taken.iter().any(|(from, to)| x - half < *to && x + half > *from) {
            continue;
        }
        taken.push((x - half, x + half));
        let _ = write!(
            out,
            "<line class=\"x-grid\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text class=\"t-soft t-mid\" x=\"{}\" y=\"{}\">{}</text>",
            At(x),
            At(x),
            At(top),
            At(bottom),
            At(x),
            At(bottom + 18.0),
            escape(text)
        );
    }
}

fn lane_end(out: &mut String, y: f64, right: f64) {
    let _ = write!(
        out,
        "<line class=\"x-grid\" x1=\"0\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
        At(right),
        At(y),
        At(y)
    );
}

fn lane_name(out: &mut String, name: &str, y: f64, left: f64, right: f64, is_wide: bool) {
    let _ = write!(
        out,
        "<text class=\"a-lane\" x=\"{}\" y=\"{}\">{}</text>",
        At(if is_wide { 0.0 } else { left }),
        At(y + if is_wide { 20.0 } else { 14.0 }),
        escape(&fit(name, if is_wide { left - 8.0 } else { right - left }))
    );
}

/// Each mark in the first row where neither it nor its words touch another.
fn placed<'m>(lane: &'m Lane, scale: &Scale, shape: Shape, left: f64, right: f64) -> Vec<Placed<'m>> {
    let mut marks: Vec<&Mark> = lane.marks.iter().collect();
    marks.sort_by_key(|mark| mark.begin);
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::with_capacity(marks.len());
    for mark in marks {
        let (x0, x1) = (scale.x(mark.begin.0), scale.x(mark.begin.1).max(scale.x(mark.begin.0) + 7.0));
        let end = mark.end.map(|(first, last)| (scale.x(first).max(x1), scale.x(last).max(x1)));
        let far = end.map_or(x1, |(_, last)| last);
        if mark.is_dot {
            placed.push(Placed { mark, x0, x1, end, text: String::new(), text_x: 0.0, anchor: "", row: 0 });
            continue;
        }
        let most = if shape == Shape::Wide { 330.0 } else { right - left };
        let text = fit(&mark.text, most);
        let long = wide(&text);
        let (text_x, anchor, span) = if shape == Shape::Narrow {
            let at = x0.min(right - long).max(left);
            (at, "", (at.min(x0), (at + long).max(far)))
        } else if far + 6.0 + long <= right {
            (far + 6.0, "", (x0, far + 6.0 + long))
        } else if x0 - 6.0 - long >= left {
            (x0 - 6.0, "t-end", (x0 - 6.0 - long, far))
        } else {
            // A bar over the whole width carries its words on itself.
            let at = (x0 + 4.0).min(right - long).max(left);
            (at, "", (at.min(x0), (at + long).max(far)))
        };
        let is_free = |row: &Vec<(f64, f64)>| {
            row.iter().all(|(from, to)| span.1 + 10.0 <= *from || *to + 10.0 <= span.0)
        };
        let row = rows.iter().position(is_free).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(span);
        placed.push(Placed { mark, x0, x1, end, text, text_x, anchor, row });
    }
    placed
}

fn draw(out: &mut String, placed: &Placed<'_>, y: f64, is_wide: bool) {
    let mark = placed.mark;
    let is_link = !mark.href.is_empty();
    if is_link {
        let _ = write!(out, "<a href=\"{}\" aria-label=\"{}\">", escape(&mark.href), escape(&mark.tip));
    }
    let _ = write!(out, "<g><title>{}</title>", escape(&mark.tip));
    let bar = if is_wide { y + 4.0 } else { y + 19.0 };
    if mark.is_dot {
        let _ = write!(
            out,
            "<circle class=\"a-dot\" cx=\"{}\" cy=\"{}\" r=\"3.2\"/>",
            At(placed.x0),
            At(y + 9.0)
        );
    } else {
        if let Some((first, last)) = placed.end {
            let solid = (first - placed.x1).max(0.0);
            rect(out, "a-bar", placed.x1, bar, solid);
            if last > first {
                rect(out, "a-maybe", first, bar, last - first);
            }
        }
        let known = mark.begin.1 - mark.begin.0 <= 1;
        rect(out, if known { "a-bar a-day" } else { "a-maybe" }, placed.x0, bar, placed.x1 - placed.x0);
        let _ = write!(
            out,
            "<text class=\"a-text {}\" x=\"{}\" y=\"{}\">{}</text>",
            placed.anchor,
            At(placed.text_x),
            At(if is_wide { y + 14.0 } else { y + 13.0 }),
            escape(&placed.text)
        );
    }
    out.push_str(if is_link { "</g></a>" } else { "</g>" });
}

fn rect(out: &mut String, class: &str, x: f64, y: f64, width: f64) {
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"12\" rx=\"3\"/>",
        At(x),
        At(y),
        At(width)
    );
}

fn line(out: &mut String, scores: &Scores, scale: &Scale, y: f64) {
    let most = f64::from(scores.most.max(1));
    let at = |value: u16| y + 6.0 + (SCORES - 16.0) * (1.0 - f64::from(value.min(scores.most)) / most);
    if scores.points.len() > 1 {
        out.push_str("<path class=\"x-line\" d=\"M");
        for (day, value, _) in &scores.points {
            let _ = write!(out, " {} {}", At(scale.x(*day)), At(at(*value)));
        }
        out.push_str("\"/>");
    }
    for (day, value, tip) in &scores.points {
        let _ = write!(
            out,
            "<circle class=\"x-dot\" cx=\"{}\" cy=\"{}\" r=\"3\"><title>{}</title></circle>",
            At(scale.x(*day)),
            At(at(*value)),
            escape(tip)
        );
    }
}

/// The width of a text of 12 px, on the safe side.
fn wide(text: &str) -> f64 {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                6.5
            } else if (c as u32) < 0x2e80 {
                7.5
            } else {
                13.0
            }
        })
        .sum()
}

/// A text cut to a width, with an ellipsis where it was cut.
fn fit(text: &str, most: f64) -> String {
    if wide(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if wide(&kept) + 20.0 > most {
            break;
        }
        kept.push(c);
    }
    format!("{}\u{2026}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy() -> Axis {
        let mark = |number: i32| Mark {
            begin: (number * 37 % 4_000, number * 37 % 4_000 + number % 3 * 180),
            end: (number % 4 == 0).then_some((number * 37 % 4_000 + 400, number * 37 % 4_000 + 500)),
            text: format!("Something that happened, number {number}"),
            ..Mark::default()
        };
        Axis {
            from: 0,
            to: 4_200,
            window: Some((3_400, 3_650)),
            onset: Some((3_560, 3_590, "Onset".to_owned())),
            lanes: vec![Lane { name: "Life".to_owned(), marks: (0..60).map(mark).collect() }],
            ticks: (0..12).map(|year| (year * 365, (1970 + year).to_string())).collect(),
            ..Axis::default()
        }
    }

    #[test]
    fn no_two_labels_of_a_lane_overlap() {
        let axis = busy();
        for (shape, left, right) in [(Shape::Wide, 128.0, 1_070.0), (Shape::Narrow, 6.0, 290.0)] {
            let scale = Scale::of(&axis, left, right);
            let marks = placed(&axis.lanes[0], &scale, shape, left, right);
            let spans: Vec<(usize, f64, f64)> = marks
                .iter()
                .map(|m| {
                    let long = wide(&m.text);
                    let from = if m.anchor == "t-end" { m.text_x - long } else { m.text_x };
                    (m.row, from, from + long)
                })
                .collect();
            for (index, one) in spans.iter().enumerate() {
                assert!(one.1 >= 0.0 && one.2 <= right + 1.0, "{shape:?}: a label leaves the drawing");
                for two in spans[..index].iter().filter(|two| two.0 == one.0) {
                    assert!(one.2 <= two.1 || two.2 <= one.1, "{shape:?}: {one:?} over {two:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_axis_is_drawn_the_same_and_a_later_day_never_to_the_left() {
        let axis = busy();
        assert_eq!(svg(&axis, Shape::Wide), svg(&axis, Shape::Wide));
        let scale = Scale::of(&axis, 0.0, 1_000.0);
        assert!((0..4_200).all(|day| scale.x(day) <= scale.x(day + 1)));
    }

    #[test]
    fn words_cannot_break_out_and_nothing_is_drawn_as_nothing() {
        let mut axis = busy();
        axis.lanes[0].marks[0].text = "<script>\"".to_owned();
        assert!(!svg(&axis, Shape::Narrow).contains("<script>"));
        assert!(svg(&Axis::default(), Shape::Wide).ends_with("</svg>"));
    }
}
