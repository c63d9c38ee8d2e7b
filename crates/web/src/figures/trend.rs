//! The trend of a measure: bands and the expected course behind, the line before, and on its axis what happened
//! meanwhile. Several trends stand under each other on one axis. Nothing is told by colour alone.

use super::{At, begin, escape};
use std::fmt::Write as _;

/// A trend.
#[derive(Clone, Debug, Default)]
pub struct Trend {
    /// Its name.
    pub label: String,
    /// What it shows, in words.
    pub desc: String,
    /// The highest total, in its smallest unit.
    pub most: u16,
    /// How many of the smallest unit make one point; 0 counts as 1.
    pub unit: u16,
    /// Where each band begins, lowest first, with its word.
    pub bands: Vec<(u16, String)>,
    /// The results, oldest first.
    pub points: Vec<Point>,
    /// The expected course, oldest first; empty where there is none.
    pub expected: Vec<Reach>,
}

/// A result.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Days since the axis begins.
    pub day: i32,
    /// The total.
    pub value: u16,
    /// The result in words.
    pub tip: String,
    /// Where its answers are, or nothing.
    pub href: String,
    /// Its shape.
    pub shape: Shape,
    /// Words of a change of the measure's version with this result, or nothing.
    pub version: String,
}

/// The shape of a result, by what became of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// The first, or not reliably changed.
    #[default]
    Round,
    /// Reliably lower: a point downwards.
    Down,
    /// Reliably higher: a point upwards.
    Up,
}

/// What is expected on a day, in points.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Days since the axis begins.
    pub day: i32,
    /// The lower end of the band.
    pub lower: f64,
    /// Its middle.
    pub middle: f64,
    /// The upper end.
    pub upper: f64,
}

/// The time axis that trends share.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// How many days it is long.
    pub days: i32,
    /// Dates on it, in words.
    pub ticks: Vec<(i32, String)>,
    /// What happened, a lane for each kind that there is.
    pub lanes: Vec<Lane>,
}

/// A lane of the axis.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its mark.
    pub mark: Mark,
    /// Its word.
    pub label: String,
    /// From which day to which, and what it was.
    pub spans: Vec<(i32, i32, String)>,
}

/// The mark of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A session: a small block.
    Block,
    /// A life event: a diamond.
    Diamond,
    /// A focus agreed: a flag.
    Flag,
    /// A plan: a ring.
    Ring,
}

/// Days between two results from which the line between them is broken.
const GAP_DAYS: i32 = 28;
/// Days from which a span is drawn as a line and not as a mark.
const SPAN_DAYS: i32 = 14;
const LANE: f64 = 18.0;
const TICKS: f64 = 22.0;

/// Where things are drawn.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    days: i32,
    most: u16,
}

impl Plot {
    fn x(&self, day: i32) -> f64 {
        let day = f64::from(day.clamp(0, self.days.max(0))) / f64::from(self.days.max(1));
        self.left + 8.0 + (self.right - self.left - 16.0) * day
    }

    fn y(&self, points: f64) -> f64 {
        let most = f64::from(self.most.max(1));
        self.bottom - (self.bottom - self.top) * points.clamp(0.0, most) / most
    }
}

/// One trend with its bands and its axis.
pub fn svg(trend: &Trend, axis: &Axis) -> String {
    let bottom = 222.0;
    let height = bottom + TICKS + LANE * axis.lanes.len() as f64 + 4.0;
    let mut out = String::with_capacity(8_192);
    begin(&mut out, "trend", 720.0, height, &trend.label, &trend.desc, "");
    let plot = Plot { left: 36.0, right: 590.0, top: 12.0, bottom, days: axis.days, most: trend.most };
    bands(&mut out, &plot, trend);
    line(&mut out, &plot, trend);
    under(&mut out, &plot, axis);
    out.push_str("</svg>");
    out
}

/// Several trends under each other on one axis, each with its name and from where to where it goes.
pub fn together(label: &str, desc: &str, trends: &[Trend], axis: &Axis) -> String {
    const STRIP: f64 = 84.0;
    let bottom = STRIP * trends.len() as f64 + 8.0;
    let height = bottom + TICKS + LANE * axis.lanes.len() as f64 + 4.0;
    let mut out = String::with_capacity(16_384);
    begin(&mut out, "trend", 720.0, height, label, desc, "");
    for (index, trend) in trends.iter().enumerate() {
        let top = 20.0 + STRIP * index as f64;
        let bottom = top + STRIP - 28.0;
        let plot = Plot { left: 36.0, right: 590.0, top, bottom, days: axis.days, most: trend.most };
        for points in [0, trend.most] {
            grid(&mut out, &plot, points, trend.unit);
        }
        let _ = write!(
            out,
            "<text x=\"598\" y=\"{}\">{}</text>",
            At(f64::midpoint(top, bottom) + 4.0),
            escape(&trend.label)
        );
        line(&mut out, &plot, trend);
    }
    let plot = Plot { left: 36.0, right: 590.0, top: 12.0, bottom, days: axis.days, most: 1 };
    under(&mut out, &plot, axis);
    out.push_str("</svg>");
    out
}

/// One trend for the person themselves, narrow enough for a phone: no bands, no expectation.
pub fn own(trend: &Trend, axis: &Axis) -> String {
    let bottom = 168.0;
    let mut out = String::with_capacity(4_096);
    begin(&mut out, "trend-own", 340.0, bottom + TICKS + 4.0, &trend.label, &trend.desc, "");
    let plot = Plot { left: 30.0, right: 336.0, top: 12.0, bottom, days: axis.days, most: trend.most };
    for points in [0, trend.most / 2, trend.most] {
        grid(&mut out, &plot, points, trend.unit);
    }
    line(&mut out, &plot, trend);
    // Half as wide, so every other date.
    let ticks = axis.ticks.iter().step_by(2).cloned().collect();
    under(&mut out, &plot, &Axis { days: axis.days, ticks, lanes: Vec::new() });
    out.push_str("</svg>");
    out
}

fn grid(out: &mut String, plot: &Plot, points: u16, unit: u16) {
    let y = plot.y(f64::from(points));
    let points = points / unit.max(1);
    let _ = write!(
        out,
        "<line class=\"x-grid\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text class=\"t-soft t-end\" x=\"{}\" y=\"{}\">{points}</text>",
        At(plot.left),
        At(plot.right),
        At(y),
        At(y),
        At(plot.left - 6.0),
        At(y + 4.0),
    );
}

fn bands(out: &mut String, plot: &Plot, trend: &Trend) {
    for (index, (from, text)) in trend.bands.iter().enumerate() {
        let to = trend.bands.get(index + 1).map_or(trend.most, |(next, _)| *next);
        let (low, high) = (plot.y(f64::from(*from)), plot.y(f64::from(to)));
        if index % 2 == 1 {
            let _ = write!(
                out,
                "<rect class=\"x-band\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                At(plot.left),
                At(high),
                At(plot.right - plot.left),
                At(low - high)
            );
        }
        grid(out, plot, *from, trend.unit);
        if low - high >= 12.0 {
            let _ = write!(
                out,
                "<text class=\"t-soft\" x=\"{}\" y=\"{}\">{}</text>",
                At(plot.right + 8.0),
                At(f64::midpoint(low, high) + 4.0),
                escape(text)
            );
        }
    }
    if trend.expected.len() > 1 {
        let at = |day: i32, points: f64| format!("{} {}", At(plot.x(day)), At(plot.y(points)));
        let upper: Vec<String> = trend.expected.iter().map(|reach| at(reach.day, reach.upper)).collect();
        let lower: Vec<String> =
            trend.expected.iter().rev().map(|reach| at(reach.day, reach.lower)).collect();
        let middle: Vec<String> = trend.expected.iter().map(|reach| at(reach.day, reach.middle)).collect();
        let _ = write!(
            out,
            "<path class=\"x-expected\" d=\"M{} L{}Z\"/><path class=\"x-expected-line\" d=\"M{}\"/>",
            upper.join(" L"),
            lower.join(" L"),
            middle.join(" L")
        );
    }
}

fn line(out: &mut String, plot: &Plot, trend: &Trend) {
    for pair in trend.points.windows(2) {
        let is_gap = pair[1].day - pair[0].day > GAP_DAYS;
        let _ = write!(
            out,
            "<path class=\"x-line{}\" d=\"M{} {} L{} {}\"/>",
            if is_gap { " x-gap" } else { "" },
            At(plot.x(pair[0].day)),
            At(plot.y(f64::from(pair[0].value))),
            At(plot.x(pair[1].day)),
            At(plot.y(f64::from(pair[1].value))),
        );
    }
    for point in &trend.points {
        let (x, y) = (plot.x(point.day), plot.y(f64::from(point.value)));
        if !point.version.is_empty() {
            let _ = write!(
                out,
                "<line class=\"x-version\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text class=\"t-soft\" x=\"{}\" y=\"{}\">{}</text>",
                At(x),
                At(x),
                At(plot.top),
                At(plot.bottom),
                At(x + 4.0),
                At(plot.top + 10.0),
                escape(&point.version)
            );
        }
        let tip = escape(&point.tip);
        let close = if point.href.is_empty() {
            let _ = write!(out, "<g><title>{tip}</title>");
            "</g>"
        } else {
            let _ = write!(
                out,
                "<a href=\"{}\" aria-label=\"{tip}\"><title>{tip}</title><circle cx=\"{}\" cy=\"{}\" r=\"12\" fill=\"transparent\"/>",
                escape(&point.href),
                At(x),
                At(y)
            );
            "</a>"
        };
        let _ = match point.shape {
            Shape::Round => {
                write!(out, "<circle class=\"x-dot\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>", At(x), At(y))
            }
            Shape::Down => triangle(out, x, y, 6.0),
            Shape::Up => triangle(out, x, y, -6.0),
        };
        out.push_str(close);
    }
}

/// A filled triangle about a place, pointing down when `reach` is positive.
fn triangle(out: &mut String, x: f64, y: f64, reach: f64) -> std::fmt::Result {
    write!(
        out,
        "<path class=\"x-changed\" d=\"M{} {} L{} {} L{} {}Z\"/>",
        At(x - 6.0),
        At(y - reach * 0.7),
        At(x + 6.0),
        At(y - reach * 0.7),
        At(x),
        At(y + reach)
    )
}

/// The dates and the lanes under a plot.
fn under(out: &mut String, plot: &Plot, axis: &Axis) {
    for (day, text) in &axis.ticks {
        // The outermost dates would stand over the edge.
        let x = plot.x(*day).clamp(plot.left + 16.0, plot.right - 16.0);
        let _ = write!(
            out,
            "<text class=\"t-soft t-mid\" x=\"{}\" y=\"{}\">{}</text>",
            At(x),
            At(plot.bottom + 16.0),
            escape(text)
        );
    }
    for (index, lane) in axis.lanes.iter().enumerate() {
        let y = plot.bottom + TICKS + LANE * index as f64 + LANE / 2.0;
        let _ = write!(
            out,
            "<line class=\"x-grid\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text class=\"t-soft\" x=\"{}\" y=\"{}\">{}</text>",
            At(plot.left),
            At(plot.right),
            At(y),
            At(y),
            At(plot.right + 8.0),
            At(y + 4.0),
            escape(&lane.label)
        );
        for (from, to, tip) in &lane.spans {
            let _ = write!(out, "<g><title>{}</title>", escape(tip));
            if to - from > SPAN_DAYS {
                let _ = write!(
                    out,
                    "<path class=\"x-lasting\" d=\"M{} {} L{} {}\"/>",
                    At(plot.x(*from)),
                    At(y),
                    At(plot.x(*to)),
                    At(y)
                );
            } else {
                mark(out, lane.mark, plot.x(i32::midpoint(*from, *to)), y);
            }
            out.push_str("</g>");
        }
    }
}

fn mark(out: &mut String, mark: Mark, x: f64, y: f64) {
    let _ = match mark {
        Mark::Block => write!(
            out,
            "<rect class=\"x-happened\" x=\"{}\" y=\"{}\" width=\"5\" height=\"10\"/>",
            At(x - 2.5),
            At(y - 5.0)
        ),
        Mark::Diamond => write!(
            out,
            "<path class=\"x-happened\" d=\"M{} {} L{} {} L{} {} L{} {}Z\"/>",
            At(x),
            At(y - 6.0),
            At(x + 6.0),
            At(y),
            At(x),
            At(y + 6.0),
            At(x - 6.0),
            At(y)
        ),
        Mark::Flag => write!(
            out,
            "<path class=\"x-happened x-flag\" d=\"M{} {} L{} {} L{} {} L{} {}\"/>",
            At(x),
            At(y + 7.0),
            At(x),
            At(y - 7.0),
            At(x + 9.0),
            At(y - 3.0),
            At(x),
            At(y + 1.0)
        ),
        Mark::Ring => write!(out, "<circle class=\"x-ring\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", At(x), At(y)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(values: &[(i32, u16)]) -> Trend {
        Trend {
            label: "PHQ-9".to_owned(),
            most: 27,
            bands: vec![(0, "minimal".to_owned()), (10, "moderate".to_owned())],
            points: values
                .iter()
                .map(|(day, value)| Point { day: *day, value: *value, ..Point::default() })
                .collect(),
            ..Trend::default()
        }
    }

    fn axis(days: i32) -> Axis {
        let lane = Lane {
            mark: Mark::Diamond,
            label: "events".to_owned(),
            spans: vec![(-400, 9_000, String::new())],
        };
        Axis { days, ticks: vec![(0, "3 Mar".to_owned()), (days, "9 Jun".to_owned())], lanes: vec![lane] }
    }

    /// Every number that places something, with the drawing's own size last.
    fn is_inside(svg: &str, width: f64) -> bool {
        let numbers = |name: &str| {
            let begin = format!(" {name}=\"");
            let parts = svg.split(begin.as_str()).skip(1);
            parts
                .map(|part| part.split('"').next().unwrap_or_default().parse::<f64>().unwrap_or(f64::NAN))
                .collect::<Vec<_>>()
        };
        ["x", "cx", "x1", "x2"].iter().flat_map(|name| numbers(name)).all(|x| (0.0..=width).contains(&x))
    }

    #[test]
    fn one_two_three_and_forty_results_are_drawn_within_the_drawing() {
        for count in [1, 2, 3, 40] {
            let values: Vec<(i32, u16)> = (0..count).map(|week| (7 * week, (week * 5 % 28) as u16)).collect();
            let (trend, axis) = (trend(&values), axis(7 * (count - 1)));
            for (drawn, width) in [
                (svg(&trend, &axis), 720.0),
                (own(&trend, &axis), 340.0),
                (together("", "", &[trend.clone(), trend.clone()], &axis), 720.0),
            ] {
                assert!(is_inside(&drawn, width), "{count}: {drawn}");
            }
            assert_eq!(svg(&trend, &axis).matches("x-dot").count(), count as usize);
        }
    }

    #[test]
    fn a_line_over_weeks_without_answers_is_broken() {
        let drawn = svg(&trend(&[(0, 9), (7, 9), (36, 9)]), &axis(36));
        assert_eq!(drawn.matches("x-gap").count(), 1);
    }

    #[test]
    fn two_results_of_one_day_stand_on_one_place() {
        let drawn = svg(&trend(&[(0, 9), (7, 12), (7, 5)]), &axis(7));
        assert_eq!(drawn.matches("cx=\"582\"").count(), 2, "{drawn}");
    }

    #[test]
    fn a_reliable_change_has_another_shape_and_a_new_version_its_line() {
        let mut trend = trend(&[(0, 20), (7, 12), (14, 26)]);
        trend.points[1].shape = Shape::Down;
        trend.points[2].shape = Shape::Up;
        trend.points[2].version = "version 2".to_owned();
        let drawn = svg(&trend, &axis(14));
        assert_eq!((drawn.matches("x-changed").count(), drawn.matches("x-dot").count()), (2, 1));
        assert!(drawn.contains("version 2"));
    }

    #[test]
    fn a_total_above_the_scale_of_today_stays_on_the_drawing() {
        let drawn = svg(&trend(&[(0, 60)]), &axis(0));
        assert!(drawn.contains("cy=\"12\""), "{drawn}");
    }
}
