//! The trend of a measure: bands behind, the line before, sessions as marks.

use super::{begin, escape};
use std::fmt::Write as _;

/// A trend.
#[derive(Clone, Debug, Default)]
pub struct Trend {
    /// Its name.
    pub label: String,
    /// What it shows, in words.
    pub desc: String,
    /// The highest total.
    pub most: u16,
    /// Where each band begins, lowest first, with its word.
    pub bands: Vec<(u16, String)>,
    /// The results, oldest first.
    pub points: Vec<Point>,
}

/// A result.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Days since the first.
    pub day: i32,
    /// The date, short.
    pub date: String,
    /// The total.
    pub value: u16,
    /// The result in words.
    pub tip: String,
    /// Where its answers are.
    pub href: String,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 130.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 34.0;

/// The trend as SVG.
pub fn svg(trend: &Trend) -> String {
    let mut out = String::with_capacity(4_096);
    begin(&mut out, "trend", WIDTH, HEIGHT, &trend.label, &trend.desc, "");
    let most = f64::from(trend.most.max(1));
    let y = |value: u16| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - f64::from(value.min(trend.most)) / most);
    let last = trend.points.last().map_or(1, |point| point.day.max(1));
    let x = |day: i32| LEFT + (WIDTH - LEFT - RIGHT) * f64::from(day) / f64::from(last);
    for (index, (from, text)) in trend.bands.iter().enumerate() {
        let to = trend.bands.get(index + 1).map_or(trend.most, |(next, _)| *next);
        if index % 2 == 1 {
            let _ = write!(
                out,
                "<rect class=\"x-band\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{}\" height=\"{:.1}\"/>",
                y(to),
                WIDTH - LEFT - RIGHT,
                y(*from) - y(to)
            );
        }
        let _ = write!(
            out,
            "<line class=\"x-grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{:.1}\" y2=\"{:.1}\"/><text class=\"t-soft t-end\" x=\"{}\" y=\"{:.1}\">{from}</text><text class=\"t-soft\" x=\"{}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT,
            y(*from),
            y(*from),
            LEFT - 8.0,
            y(*from) + 4.0,
            WIDTH - RIGHT + 8.0,
            f64::midpoint(y(*from), y(to)) + 4.0,
            escape(text)
        );
    }
    if trend.points.len() > 1 {
        out.push_str("<path class=\"x-line\" d=\"M");
        for point in &trend.points {
            let _ = write!(out, " {:.1} {:.1}", x(point.day), y(point.value));
        }
        out.push_str("\"/>");
    }
    let mut label_from = f64::MIN;
    for point in &trend.points {
        let (px, py) = (x(point.day), y(point.value));
        let _ = write!(
            out,
            "<a href=\"{}\" aria-label=\"{}\"><title>{}</title><circle cx=\"{px:.1}\" cy=\"{py:.1}\" r=\"12\" fill=\"transparent\"/><circle class=\"x-dot\" cx=\"{px:.1}\" cy=\"{py:.1}\" r=\"4.5\"/></a>",
            escape(&point.href),
            escape(&point.tip),
            escape(&point.tip)
        );
        if px - label_from > 52.0 {
            label_from = px;
            let _ = write!(
                out,
                "<text class=\"t-soft t-mid\" x=\"{px:.1}\" y=\"{}\">{}</text>",
                HEIGHT - 10.0,
                escape(&point.date)
            );
        }
    }
    out.push_str("</svg>");
    out
}
