//! The lines of a lens: each value of an aspect has a line of its own form, so that no meaning hangs on a colour.

use super::At;
use std::fmt::Write as _;

/// A straight way from near one thing to near another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    x: f64,
    y: f64,
    length: f64,
    /// Its direction, of length one.
    ux: f64,
    uy: f64,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Nothing to be said: no line.
    None,
    Thin,
    Plain,
    Bold,
    Double,
    Dashed,
    Dotted,
    Zigzag,
    /// Two strokes across.
    Broken,
    /// An arrow to the middle.
    In,
    /// An arrow away from the middle.
    Out,
    /// Arrows both ways.
    Both,
}

fn form(lens: &str, value: &str) -> Form {
    match (lens, value) {
        ("support", "both") => Form::Both,
        ("support", "received") | ("change", "closer") => Form::In,
        ("support", "given") | ("change", "further") => Form::Out,
        ("support", "none") | ("expectations", "unspoken") | ("evidence", "grief") => Form::Dotted,
        ("conflict", "open") | ("evidence", "dispute") => Form::Zigzag,
        ("conflict", "hidden")
        | ("expectations", "partly")
        | ("evidence", "sensitivity")
        | ("mood", "mixed") => Form::Dashed,
        ("expectations", "unmet") | ("change", "lost") | ("mood", "lowers") => Form::Broken,
        ("expectations", "met") => Form::Plain,
        ("evidence", "transition") | ("change", "gained") | ("mood", "lifts") => Form::Double,
        ("evidence", "several") => Form::Bold,
        ("conflict", "none") | ("change", "told") | ("mood", "neutral") => Form::Thin,
        _ => Form::None,
    }
}

impl Line {
    /// From the first thing to the second, each a point with the room to leave around it; nothing when they touch.
    pub(super) fn between(from: (f64, f64, f64), to: (f64, f64, f64)) -> Option<Self> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let all = dx.hypot(dy);
        let length = all - from.2 - to.2;
        if length < 4.0 {
            return None;
        }
        let (ux, uy) = (dx / all, dy / all);
        Some(Self { x: from.0 + ux * from.2, y: from.1 + uy * from.2, length, ux, uy })
    }

    /// The point `along` the line and `aside` of it.
    fn point(&self, along: f64, aside: f64) -> (At, At) {
        (At(self.x + self.ux * along - self.uy * aside), At(self.y + self.uy * along + self.ux * aside))
    }

    fn path(&self, out: &mut String, points: &[(f64, f64)]) {
        for (index, (along, aside)) in points.iter().enumerate() {
            let (x, y) = self.point(*along, *aside);
            let _ = write!(out, "{}{x} {y} ", if index == 0 { 'M' } else { 'L' });
        }
    }
}

/// The line of a value under a lens.
pub(super) fn draw(out: &mut String, lens: &str, value: &str, line: &Line) {
    let form = form(lens, value);
    if form == Form::None {
        return;
    }
    let name = format!("{form:?}").to_lowercase();
    let _ = write!(out, "<path class=\"l l-{name} l-{lens}-{value}\" d=\"");
    let end = line.length;
    let straight = [(0.0, 0.0), (end, 0.0)];
    match form {
        Form::Double => {
            line.path(out, &[(0.0, -2.2), (end, -2.2)]);
            line.path(out, &[(0.0, 2.2), (end, 2.2)]);
        }
        Form::Zigzag => {
            let teeth = (end / 7.0).max(2.0) as usize;
            let step = end / teeth as f64;
            let mut points = vec![(0.0, 0.0)];
            for tooth in 0..teeth {
                points.push(((tooth as f64 + 0.5) * step, if tooth % 2 == 0 { 4.0 } else { -4.0 }));
            }
            points.push((end, 0.0));
            line.path(out, &points);
        }
        Form::Broken => {
            line.path(out, &straight);
            let at = (end - 14.0).max(end / 2.0);
            for across in [at, at + 5.0] {
                line.path(out, &[(across, -6.0), (across, 6.0)]);
            }
        }
        Form::In | Form::Out | Form::Both => {
            line.path(out, &straight);
            if form != Form::Out {
                line.path(out, &[(8.0, -5.0), (0.0, 0.0), (8.0, 5.0)]);
            }
            if form != Form::In {
                line.path(out, &[(end - 8.0, -5.0), (end, 0.0), (end - 8.0, 5.0)]);
            }
        }
        _ => line.path(out, &straight),
    }
    out.push_str("\"/>");
}

/// An arrow to the end of the line.
pub(super) fn arrow(out: &mut String, class: &str, line: &Line) {
    let end = line.length;
    let head = (end / 2.0).min(6.0);
    let _ = write!(out, "<path class=\"{class}\" d=\"");
    line.path(out, &[(0.0, 0.0), (end, 0.0)]);
    out.push_str("\"/>");
    let _ = write!(out, "<path class=\"{class} m-wish-head\" d=\"");
    line.path(out, &[(end - head, -head * 0.7), (end, 0.0), (end - head, head * 0.7)]);
    out.push_str("\"/>");
}

/// A line alone, for the legend; nothing where the value has no line.
pub fn sample(lens: &str, value: &str) -> String {
    let mut out =
        String::from("<svg class=\"sample sample-line\" viewBox=\"0 0 64 16\" aria-hidden=\"true\">");
    if let Some(line) = Line::between((0.0, 8.0, 3.0), (64.0, 8.0, 3.0)) {
        draw(&mut out, lens, value, &line);
    }
    out.push_str("</svg>");
    out
}
