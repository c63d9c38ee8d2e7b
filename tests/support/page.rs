//! Reading a page that came back: its forms, links and words. A small scanner of tags that knows what our own
//! templates write, and no more.

use http::{HeaderMap, StatusCode};

/// A page that came back.
#[derive(Clone, Debug)]
pub struct Page {
    /// The path that was asked for, with its query.
    pub path: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

/// A form of a page.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its name.
    pub id: String,
    /// Where it goes.
    pub action: String,
    /// Its fields, in order; one for each radio button and box.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `hidden`, `text`, `date`, …, `radio`, `checkbox`, `textarea`, `select`.
    pub kind: String,
    /// What it would send.
    pub value: String,
    /// Whether a radio button or a box is chosen.
    pub is_on: bool,
    /// What a select offers.
    pub choices: Vec<String>,
}

impl Page {
    /// The page, if it has this status.
    #[allow(clippy::return_self_not_must_use, reason = "that it has the status is often all that matters")]
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}:\n{}", self.path, self.text());
        self
    }

    /// What a person reads: the body without tags, blanks made single.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.body.len() / 2);
        let mut rest = self.body.as_str();
        while let Some(open) = rest.find('<') {
            out.push_str(&rest[..open]);
            out.push(' ');
            let tag = &rest[open..];
            rest = tag.find('>').map_or("", |close| &tag[close + 1..]);
        }
        out.push_str(rest);
        unescape(&out).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a person reads this on it.
    pub fn says(&self, words: &str) -> bool {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text().contains(&words)
    }

    /// The title of the page, as its first heading.
    pub fn heading(&self) -> String {
        let inside = self.body.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>"));
        inside.map_or_else(String::new, |(title, _)| unescape(title))
    }

    /// Where its links lead, in order.
    pub fn links(&self) -> Vec<String> {
        let tags = tags(&self.body);
        tags.iter()
            .filter(|tag| tag.name == "a")
            .filter_map(|tag| tag.get("href").map(str::to_owned))
            .collect()
    }

    /// The first link that begins and ends so.
    #[track_caller]
    pub fn link(&self, begin: &str, end: &str) -> String {
        let found = self.links().into_iter().find(|link| link.starts_with(begin) && link.ends_with(end));
        found.unwrap_or_else(|| panic!("{}: no link {begin}…{end}\n{}", self.path, self.text()))
    }

    /// Its forms.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut inside = false;
        let tags = tags(&self.body);
        let mut index = 0;
        while index < tags.len() {
            let tag = &tags[index];
            match tag.name.as_str() {
                "form" => {
                    inside = true;
                    let of = |name: &str| tag.get(name).unwrap_or_default().to_owned();
                    forms.push(Form { id: of("id"), action: of("action"), fields: Vec::new() });
                }
                "/form" => inside = false,
                "input" | "textarea" | "select" if inside => {
                    let mut field = Field {
                        name: tag.get("name").unwrap_or_default().to_owned(),
                        kind: tag.get("type").unwrap_or(&tag.name).to_owned(),
                        value: tag.get("value").unwrap_or_default().to_owned(),
                        is_on: tag.get("checked").is_some(),
                        choices: Vec::new(),
                    };
                    if tag.name == "textarea" {
                        // The first line break belongs to the tag.
                        field.value = unescape(tag.after.strip_prefix('\n').unwrap_or(tag.after));
                    }
                    if tag.name == "select" {
                        while tags.get(index + 1).is_some_and(|next| next.name != "/select") {
                            index += 1;
                            let option = &tags[index];
                            if option.name == "option" {
                                let value = option.get("value").unwrap_or_default().to_owned();
                                if option.get("selected").is_some() || field.choices.is_empty() {
                                    field.value.clone_from(&value);
                                }
                                field.choices.push(value);
                            }
                        }
                    }
                    if let Some(form) = forms.last_mut() {
                        form.fields.push(field);
                    }
                }
                _ => {}
            }
            index += 1;
        }
        forms
    }

    /// The form of that name, or the one that goes to that path.
    #[track_caller]
    pub fn form(&self, name: &str) -> Form {
        let forms = self.forms();
        let found = forms.iter().find(|form| form.id == name || form.action == name);
        found.cloned().unwrap_or_else(|| {
            let names: Vec<&str> = forms.iter().map(|form| form.id.as_str()).collect();
            panic!("{} ({}): no form {name} among {names:?}\n{}", self.path, self.status, self.text())
        })
    }

    /// Whether it has that form.
    pub fn has_form(&self, name: &str) -> bool {
        self.forms().iter().any(|form| form.id == name || form.action == name)
    }
}

impl Form {
    /// The same with fields filled in: a text put, an option chosen, a box ticked (a value) or not (empty).
    #[must_use]
    #[track_caller]
    pub fn filled(mut self, filled: &[(&str, &str)]) -> Self {
        for (name, value) in filled {
            self.fill(name, value);
        }
        self
    }

    /// Fills in one field as a person can: only what is offered can be chosen. Boxes of one name are ticked one by
    /// one.
    #[track_caller]
    pub fn fill(&mut self, name: &str, value: &str) {
        let form = self.id.clone();
        let mut named =
            self.fields.iter_mut().filter(|field| field.name == name && field.kind != "hidden").peekable();
        let Some(first) = named.peek() else { panic!("form {form} has no field {name}") };
        match first.kind.as_str() {
            "radio" => {
                let mut is_offered = false;
                for field in named {
                    field.is_on = field.value == value;
                    is_offered |= field.is_on;
                }
                assert!(is_offered, "form {form} offers no {value} for {name}");
            }
            "checkbox" => {
                let mut boxes: Vec<_> = named.collect();
                if let [only] = boxes.as_mut_slice() {
                    assert!(
                        value.is_empty() || only.value == value,
                        "form {form} has no box {value} for {name}"
                    );
                    only.is_on = !value.is_empty();
                } else {
                    let found = boxes.iter_mut().find(|field| field.value == value);
                    found.unwrap_or_else(|| panic!("form {form} has no box {value} for {name}")).is_on = true;
                }
            }
            "select" => {
                let is_offered = first.choices.iter().any(|choice| choice == value);
                assert!(is_offered, "form {form} offers no {value} for {name} among {:?}", first.choices);
                value.clone_into(&mut named.next().expect("just seen").value);
            }
            _ => value.clone_into(&mut named.next().expect("just seen").value),
        }
    }

    /// Puts a value that no person could choose: as somebody who makes up a form.
    #[must_use]
    pub fn forged(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self.fields.push(Field {
            name: name.to_owned(),
            kind: "text".to_owned(),
            value: value.to_owned(),
            ..Field::default()
        });
        self
    }

    /// The same without a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self
    }

    /// What a field shows; for buttons, the chosen one.
    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        let mut named = self.fields.iter().filter(|field| field.name == name).peekable();
        let first = named.peek().unwrap_or_else(|| panic!("form {} has no field {name}", self.id));
        if matches!(first.kind.as_str(), "radio" | "checkbox") {
            return named.find(|field| field.is_on).map_or_else(String::new, |field| field.value.clone());
        }
        first.value.clone()
    }

    /// What is sent.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let sent = self.fields.iter().filter(|field| {
            !field.name.is_empty() && (field.is_on || !matches!(field.kind.as_str(), "radio" | "checkbox"))
        });
        sent.map(|field| (field.name.clone(), field.value.clone())).collect()
    }
}

/// A tag with its attributes and the text after it.
struct Tag<'p> {
    name: String,
    attributes: Vec<(String, String)>,
    after: &'p str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    for part in html.split('<').skip(1) {
        // In an attribute a `<` is written as an entity, and so is a `>` in the words between tags.
        let (inside, after) = part.split_once('>').unwrap_or((part, ""));
        let inside = inside.trim_end_matches('/');
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        found.push(Tag { name: name.to_lowercase(), attributes: attributes(rest), after });
    }
    found
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        let value = after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"'));
        if let Some((value, after)) = value {
            found.push((name.to_owned(), unescape(value)));
            rest = after;
        } else {
            found.push((name.to_owned(), String::new()));
            rest = after.trim_start_matches('=');
        }
    }
}

/// Entities back to characters.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 10).map(|end| &rest[1..end]);
        let character = entity.and_then(|entity| match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            entity => {
                let number = entity.strip_prefix('#')?;
                let number = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(number)
            }
        });
        if let (Some(entity), Some(character)) = (entity, character) {
            out.push(character);
            rest = &rest[entity.len() + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Page {
        Page {
            path: "/".to_owned(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn forms_are_read_as_a_browser_reads_them() {
        let page = page(
            "<form id=\"a\" method=\"post\" action=\"/x?y=1&amp;z\"><input type=\"hidden\" name=\"h\" value=\"1\">\
             <textarea id=\"t\" name=\"t\" rows=\"2\">\none &#60;two&#62;\nthree</textarea>\
             <input type=\"radio\" name=\"r\" value=\"no\"><input type=\"radio\" name=\"r\" value=\"yes\" checked>\
             <select name=\"s\"><option value=\"\">-</option><option value=\"b\" selected>B</option></select>\
             <input type=\"checkbox\" name=\"c\" value=\"yes\"><button>Go</button></form>",
        );
        let form = page.form("a");
        assert_eq!(form.action, "/x?y=1&z");
        let sent = form.pairs();
        let sent: Vec<(&str, &str)> =
            sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(sent, [("h", "1"), ("t", "one <two>\nthree"), ("r", "yes"), ("s", "b")]);
        let form = form.filled(&[("t", "new"), ("r", "no"), ("c", "yes"), ("s", "")]);
        assert_eq!((form.value("t"), form.value("r"), form.value("c"), form.value("s")).1, "no");
        assert!(form.pairs().contains(&("c".to_owned(), "yes".to_owned())));
    }

    #[test]
    #[should_panic(expected = "offers no")]
    fn nothing_can_be_chosen_that_is_not_offered() {
        let _ = page("<form id=\"a\"><input type=\"radio\" name=\"r\" value=\"1\"></form>")
            .form("a")
            .filled(&[("r", "2")]);
    }

    #[test]
    fn words_are_read_without_tags() {
        let page = page("<h1>A &amp; B</h1><p>one\n two</p><a href=\"/z\">there</a>");
        assert_eq!(page.text(), "A & B one two there");
        assert!(page.says("one two"));
        assert_eq!((page.heading(), page.links()), ("A & B".to_owned(), vec!["/z".to_owned()]));
    }
}
