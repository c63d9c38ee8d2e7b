//! The course band: one cell per session, the mood line over it, events and plans below, the end at the right.

use super::{At, begin, escape};
use std::fmt::Write as _;

/// A band.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// Its name.
    pub label: String,
    /// What it shows, in a sentence.
    pub desc: String,
    /// One per session.
    pub cells: Vec<Cell>,
    /// The highest score of the line.
    pub score_most: u16,
    /// The agreed end, in words.
    pub end_text: String,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// Held.
    Held,
    /// Missed.
    Missed,
    /// The next one.
    Next,
    /// Still to come.
    ToCome,
}

/// A session on the band.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What became of it.
    pub state: CellState,
    /// Its number among those that the contract counts.
    pub number: Option<u8>,
    /// `opening`, `middle`, `ending`.
    pub phase: &'static str,
    /// Where it leads.
    pub href: Option<String>,
    /// Date and what was worked on.
    pub tip: String,
    /// The score that goes with it.
    pub score: Option<u16>,
    /// Life events near it, in words.
    pub events: Vec<String>,
    /// Plans agreed in it, in words.
    pub plans: Vec<String>,
}

const CELL: f64 = 44.0;
const GAP: f64 = 6.0;
const TOP: f64 = 46.0;
const HEIGHT: f64 = 90.0;

/// The band as SVG.
pub fn svg(band: &Band) -> String {
    let count = band.cells.len() as f64;
    let width = (count * (CELL + GAP) + 124.0).max(320.0);
    let mut out = String::with_capacity(4_096);
    begin(&mut out, "band", width, HEIGHT, &band.label, &band.desc, "");
    for (index, cell) in band.cells.iter().enumerate() {
        let x = index as f64 * (CELL + GAP) + 2.0;
        let state = match cell.state {
            CellState::Held => "",
            CellState::Missed => " b-missed",
            CellState::Next => " b-next",
            CellState::ToCome => " b-come",
        };
        match &cell.href {
            Some(href) => {
                let _ = write!(out, "<a href=\"{}\" aria-label=\"{}\">", escape(href), escape(&cell.tip));
            }
            None => out.push_str("<g>"),
        }
        let _ = write!(
            out,
            "<title>{}</title><rect class=\"b-cell b-{}{state}\" x=\"{}\" y=\"{TOP}\" width=\"{CELL}\" height=\"26\" rx=\"5\"/>",
            escape(&cell.tip),
            cell.phase,
            At(x),
        );
        if cell.state == CellState::Missed {
            let (a, b) = (At(x + 15.0), At(x + CELL - 15.0));
            let _ = write!(
                out,
                "<path class=\"b-cross\" d=\"M{a} {} L{b} {} M{b} {} L{a} {}\"/>",
                At(TOP + 7.0),
                At(TOP + 19.0),
                At(TOP + 7.0),
                At(TOP + 19.0)
            );
        } else {
            let _ = write!(
                out,
                "<text class=\"t-mid\" x=\"{}\" y=\"{}\">{}</text>",
                At(x + CELL / 2.0),
                At(TOP + 17.0),
                cell.number.unwrap_or_default()
            );
        }
        out.push_str(if cell.href.is_some() { "</a>" } else { "</g>" });
        for (place, event) in cell.events.iter().take(3).enumerate() {
            let at = At(x + 6.0 + place as f64 * 11.0);
            let _ = write!(
                out,
                "<path class=\"b-event\" d=\"M{at} {} l5 9 h-10 z\"><title>{}</title></path>",
                At(TOP + 30.0),
                escape(event)
            );
        }
        if !cell.plans.is_empty() {
            let _ = write!(
                out,
                "<rect class=\"b-plan\" x=\"{}\" y=\"{}\" width=\"8\" height=\"8\" rx=\"1\"><title>{}</title></rect>",
                At(x + CELL - 12.0),
                At(TOP + 31.0),
                escape(&cell.plans.join(" · "))
            );
        }
    }
    line(&mut out, band);
    let _ = write!(
        out,
        "<text class=\"t-soft t-end\" x=\"{}\" y=\"{}\">{}</text></svg>",
        At(width - 2.0),
        At(TOP + 17.0),
        escape(&band.end_text)
    );
    out
}

fn line(out: &mut String, band: &Band) {
    let most = f64::from(band.score_most.max(1));
    let mut points = Vec::new();
    for (index, cell) in band.cells.iter().enumerate() {
        if let Some(score) = cell.score {
            let x = index as f64 * (CELL + GAP) + 2.0 + CELL / 2.0;
            points.push((x, TOP - 6.0 - f64::from(score.min(band.score_most)) / most * (TOP - 10.0), score));
        }
    }
    if points.len() > 1 {
        out.push_str("<path class=\"b-line\" d=\"M");
        for (x, y, _) in &points {
            let _ = write!(out, " {} {}", At(*x), At(*y));
        }
        out.push_str("\"/>");
    }
    for (x, y, score) in &points {
        let _ = write!(
            out,
            "<circle class=\"b-dot\" cx=\"{}\" cy=\"{}\" r=\"3\"><title>{score}</title></circle>",
            At(*x),
            At(*y)
        );
    }
}

/// A small line for lists, of what [`spark_line`] drew.
pub fn spark(line: &str, label: &str) -> String {
    let mut out = String::with_capacity(256 + line.len());
    begin(&mut out, "spark", 112.0, 34.0, label, label, "width=\"112\" height=\"34\"");
    out.push_str(line);
    out.push_str("</svg>");
    out
}

/// Totals as the strokes of a small line; `most` is the highest there can be.
pub fn spark_line(totals: impl ExactSizeIterator<Item = u16> + Clone, most: u16) -> String {
    let mut out = String::with_capacity(256);
    let count = totals.len();
    let step = if count > 1 { 104.0 / (count - 1) as f64 } else { 0.0 };
    let at = |index: usize, total: u16| {
        (4.0 + index as f64 * step, 31.0 - f64::from(total.min(most)) / f64::from(most.max(1)) * 28.0)
    };
    if count > 1 {
        out.push_str("<path class=\"b-line\" d=\"M");
        for (index, total) in totals.clone().enumerate() {
            let (x, y) = at(index, total);
            let _ = write!(out, " {} {}", At(x), At(y));
        }
        out.push_str("\"/>");
    }
    if let Some(last) = totals.last() {
        let (x, y) = at(count - 1, last);
        let _ = write!(out, "<circle class=\"b-dot\" cx=\"{}\" cy=\"{}\" r=\"2.5\"/>", At(x), At(y));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out() {
        let cell = Cell {
            state: CellState::Held,
            number: Some(1),
            phase: "middle",
            href: Some("/x\"onload=".to_owned()),
            tip: "<script>".to_owned(),
            score: Some(3),
            events: vec!["a & b".to_owned()],
            plans: vec!["\"".to_owned()],
        };
        let band = Band { cells: vec![cell], score_most: 27, ..Band::default() };
        let drawn = svg(&band);
        assert!(!drawn.contains("<script>") && !drawn.contains("\"onload"));
        assert!(drawn.contains("a &amp; b"));
    }

    #[test]
    fn nothing_to_draw_is_drawn() {
        assert!(svg(&Band::default()).ends_with("</svg>"));
        assert!(spark(&spark_line([].into_iter(), 27), "x").ends_with("</svg>"));
    }
}
