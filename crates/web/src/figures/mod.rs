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

/// Text as it can stand in SVG.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Escaped<'t>(&'t str);

/// Text that can stand in SVG.
pub(crate) fn escape(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nearly every name.
        let is_plain =
            |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        if self.0.bytes().all(is_plain) {
            return f.write_str(self.0);
        }
        let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control();
        let mut rest = self.0;
        while let Some(at) = rest.find(is_special) {
            f.write_str(&rest[..at])?;
            let special = rest[at..].chars().next().unwrap_or_default();
            f.write_str(match special {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "",
            })?;
            rest = &rest[at + special.len_utf8()..];
        }
        f.write_str(rest)
    }
}

/// A coordinate, written to a tenth at most. Whole numbers print many times faster than floating ones, and a list of
/// sixty small lines has two thousand coordinates.
pub(crate) struct At(pub(crate) f64);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        // From the back: the tenth, the point, the whole, the sign.
        let mut digits = [0u8; 24];
        let mut from = digits.len();
        let mut put = |digit: u8| {
            from -= 1;
            digits[from] = digit;
        };
        let mut rest = tenths.unsigned_abs();
        if !rest.is_multiple_of(10) {
            put(b'0' + (rest % 10) as u8);
            put(b'.');
        }
        rest /= 10;
        loop {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if tenths < 0 {
            put(b'-');
        }
        f.write_str(std::str::from_utf8(&digits[from..]).map_err(|_| fmt::Error)?)
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
