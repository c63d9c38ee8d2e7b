//! Drawings made on the server: plain structs in, SVG out. They know no course and no words; both come in.

pub mod band;
pub mod circles;
pub mod trend;

use std::fmt::Write as _;

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
    let _ = write!(
        out,
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{}\" {more}><desc>{}</desc>",
        escape(label),
        escape(desc),
    );
}
