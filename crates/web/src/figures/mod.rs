//! Drawings made on the server: plain structs in, SVG out. They know no course and no words; both come in.

pub mod axis;
pub mod band;
pub mod circles;
pub mod family;
pub mod genogram;
pub mod map_model;
mod placing;
pub mod strokes;
pub mod trend;

use std::fmt::{self, Write as _};

/// Text that can stand in SVG.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A coordinate, written to a tenth at most. Whole numbers print many times faster than floating ones, and a list of
/// sixty small lines has two thousand coordinates.
pub(crate) struct At(pub(crate) f64);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        if tenths < 0 {
            f.write_char('-')?;
        }
        let tenths = tenths.unsigned_abs();
        fmt::Display::fmt(&(tenths / 10), f)?;
        match tenths % 10 {
            0 => Ok(()),
            tenth => write!(f, ".{tenth}"),
        }
    }
}

/// The beginning of a drawing with its name and description for those who do not see it.
pub(crate) fn begin(
    out: &mut String,
    class: &str,
    width: f64,
    height: f64,
    label: &str,
    desc: &str,
    more: &str,
) {
    begin_at(out, class, &format!("0 0 {} {}", At(width), At(height)), label, desc, more);
}

/// The same with a view of its own: left, top, width, height.
pub(crate) fn begin_at(out: &mut String, class: &str, view: &str, label: &str, desc: &str, more: &str) {
    let _ = write!(
        out,
        "<svg class=\"{class}\" viewBox=\"{view}\" role=\"group\" aria-label=\"{}\" {more}><desc>{}</desc>",
        escape(label),
        escape(desc),
    );
}

#[cfg(test)]
mod tests {
    use super::At;

    #[test]
    fn a_coordinate_is_written_to_a_tenth() {
        let written = [0.0, 12.0, 12.04, 12.06, -0.04, -0.5, -12.34, 99.96].map(|at| At(at).to_string());
        assert_eq!(written, ["0", "12", "12", "12.1", "0", "-0.5", "-12.3", "100"]);
    }
}
