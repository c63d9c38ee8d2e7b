//! A text with light structure as a page shows it: a line that begins with `#` is a heading, one that begins with `-` an
//! entry of a list, an empty line parts paragraphs. Passages in it can lead somewhere. Nothing else is read into a text,
//! and everything is escaped.

use crate::figures::escape;
use crate::words::Words;
use std::fmt::Write as _;

/// A passage of a text that leads somewhere.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The passage.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// What it speaks of, for who hovers over it or hears it.
    pub of: String,
}

/// Longest text that stands on a page unfolded beside something else, in characters and lines.
const UNFOLDED: (usize, usize) = (280, 4);

/// What somebody wrote, shown beside something else: while it is long its first words stand for it until it is opened.
#[derive(Clone, Debug)]
pub struct Folded {
    /// Its first words; nothing when all of it is shown.
    pub first: String,
    /// All of it.
    pub whole: String,
    /// What closes it again, in words.
    pub less: String,
}

impl Folded {
    /// Of a text.
    pub fn of(whole: String, words: &Words) -> Self {
        let is_long = whole.chars().count() > UNFOLDED.0 || whole.lines().count() > UNFOLDED.1;
        let first = if is_long { first_words(&whole) } else { String::new() };
        Self { first, whole, less: words.say("text-less").to_string() }
    }
}

/// The beginning of a text, ended after a word.
fn first_words(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(2).collect::<Vec<_>>().join("\n");
    let cut: String = lines.chars().take(UNFOLDED.0 / 2).collect();
    let is_cut = cut.len() < lines.len();
    let end = cut.rfind(char::is_whitespace).filter(|end| is_cut && *end > 0).unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end())
}

/// The text as HTML; of each passage the first place where it stands on one line is a link.
pub fn html(text: &str, passages: &[Linked]) -> String {
    let mut open: Vec<&Linked> = passages.iter().filter(|one| !one.words.trim().is_empty()).collect();
    let mut out = String::with_capacity(text.len() + 64);
    let mut inside = "";
    for line in text.lines() {
        let line = line.trim_end();
        let (kind, said) = match (line.strip_prefix('#'), line.strip_prefix("- ")) {
            (Some(heading), _) => ("h3", heading.trim_start_matches('#').trim()),
            (_, Some(entry)) => ("ul", entry.trim()),
            _ if line.trim().is_empty() => ("", ""),
            _ => ("p", line),
        };
        if inside != kind && matches!(inside, "p" | "ul") {
            out.push_str(&format!("</{inside}>"));
        }
        let said = linked(said, &mut open);
        match kind {
            "h3" => out.push_str(&format!("<h3 dir=\"auto\">{said}</h3>")),
            "ul" if inside == "ul" => out.push_str(&format!("<li dir=\"auto\">{said}</li>")),
            "ul" => out.push_str(&format!("<ul><li dir=\"auto\">{said}</li>")),
            "p" if inside == "p" => out.push_str(&format!("<br>{said}")),
            "p" => out.push_str(&format!("<p dir=\"auto\">{said}")),
            _ => {}
        }
        inside = kind;
    }
    if matches!(inside, "p" | "ul") {
        out.push_str(&format!("</{inside}>"));
    }
    out
}

/// One line, escaped, with the passages that stand in it as links; those are taken out of `open`.
fn linked(line: &str, open: &mut Vec<&Linked>) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        let first =
            open.iter().enumerate().filter_map(|(nth, one)| Some((rest.find(&one.words)?, nth))).min();
        let Some((at, nth)) = first else { break };
        let one = open.remove(nth);
        let (before, after) = rest.split_at(at);
        let (words, after) = after.split_at(one.words.len());
        let _ = write!(out, "{}", escape(before));
        out.push_str(&format!(
            "<a href=\"{}\" title=\"{}\">{}</a>",
            escape(&one.href),
            escape(&one.of),
            escape(words)
        ));
        rest = after;
    }
    let _ = write!(out, "{}", escape(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(words: &str) -> Linked {
        Linked { words: words.to_owned(), href: "/people/3".to_owned(), of: "Mia".to_owned() }
    }

    #[test]
    fn lines_become_headings_lists_and_paragraphs() {
        let text = "# The week\nLow on Sunday.\nBetter since.\n\n- slept\n- ate\nTired";
        let expected = "<h3 dir=\"auto\">The week</h3><p dir=\"auto\">Low on Sunday.<br>Better since.</p>\
                        <ul><li dir=\"auto\">slept</li><li dir=\"auto\">ate</li></ul><p dir=\"auto\">Tired</p>";
        assert_eq!(html(text, &[]), expected);
    }

    #[test]
    fn a_long_text_is_folded_to_its_first_words_and_a_short_one_is_not() {
        let first = |text: &str| first_words(text);
        assert_eq!(first("She rang him.\n\nHe wept.\nFor long.\nThey met."), "She rang him.\nHe wept. …");
        let long = "शब्द ".repeat(90);
        assert!(first(&long).ends_with("शब्द …") && first(&long).chars().count() <= 142, "{}", first(&long));
        assert_eq!(first(&"x".repeat(400)).chars().count(), 142, "one long word is cut");
    }

    #[test]
    fn what_is_typed_never_becomes_markup() {
        let text = "<b>&\"'</b> of Mia";
        let said = html(text, &[Linked { of: "<i>\"".to_owned(), ..link("of Mia") }]);
        assert!(!said.contains("<b>") && !said.contains("<i>") && said.contains("&lt;b&gt;"), "{said}");
        assert!(said.contains("<a href=\"/people/3\" title=\"&lt;i&gt;&quot;\">of Mia</a>"), "{said}");
    }

    #[test]
    fn a_passage_is_a_link_once_where_it_stands() {
        let said =
            html("Mia left. Mia came back.\nघर पर Mia", &[link("Mia"), link("came back"), link("absent")]);
        assert_eq!(said.matches("<a ").count(), 2, "{said}");
        assert!(said.contains(">Mia</a> left. Mia <a "), "{said}");
    }
}
