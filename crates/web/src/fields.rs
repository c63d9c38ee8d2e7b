//! What a form sent: names and texts, in order.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use clinic::drafts::Since;
use clinic::problem::Problem;
use http_body_util::{BodyExt, Limited};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use treatment::ids::{SubmissionId, Version};
use treatment::refusal::Refusal;
use treatment::time::{Day, PartialDate};

/// Largest body of a form, in bytes.
pub const BODY_MOST: usize = 1024 * 1024;
/// Largest body of a form that holds a note, in bytes: what is too long is refused in words, with what was typed.
pub const NOTE_BODY_MOST: usize = 40 * 1024 * 1024;
/// Most fields of a form.
const FIELDS_MOST: usize = 2_000;

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

/// Largest body of the form that a request brings, in bytes: its route says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyMost(pub usize);

/// What the form of a request sent, as it came: a problem that has no form to come back to shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent(Arc<Mutex<Option<Bytes>>>);

impl Sent {
    pub(crate) fn fields(&self) -> Fields {
        Fields(self.0.lock().as_deref().map(decode).unwrap_or_default())
    }
}

impl Fields {
    /// Everything typed and chosen, as a draft holds it; what the page itself put there is left out.
    pub fn as_draft(&self) -> String {
        let typed: Vec<&(String, String)> = self.typed().collect();
        serde_json::to_string(&typed).expect("pairs of texts")
    }

    fn typed(&self) -> impl Iterator<Item = &(String, String)> {
        const OWN: [&str; 6] = ["submission", "version", "draft", "revision", "beside", "told"];
        self.0.iter().filter(|(name, _)| !OWN.contains(&name.as_str()))
    }

    /// What a draft of a whole form holds; nothing when the draft is a text.
    pub fn from_draft(text: &str) -> Option<Self> {
        if !text.starts_with("[[") {
            return None;
        }
        serde_json::from_str(text).ok().map(Self)
    }

    /// All but the fields of these names.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect())
    }

    /// With one more text under a name.
    #[must_use]
    pub fn with(mut self, name: &str, text: String) -> Self {
        self.0.push((name.to_owned(), text));
        self
    }

    /// The text of a field; empty when it was not sent. Line ends are plain.
    pub fn text(&self, name: &str) -> String {
        plain(self.raw(name).unwrap_or_default())
    }

    /// The text of a field, unless it is blank.
    pub fn some_text(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !is_blank(text))
    }

    /// Whether the form has a field of that name.
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// All texts of a field that is sent several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(found, _)| found == name).map(|(_, text)| plain(text)).collect()
    }

    /// Whether a box was ticked.
    pub fn is_on(&self, name: &str) -> bool {
        self.raw(name).is_some_and(|value| !value.is_empty() && value != "0" && value != "no")
    }

    /// The lines of a text, blank ones left out.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The rows of a grid of fields: in each, the texts of its columns in the order asked for.
    pub fn rows<const N: usize>(&self, grid: &str, columns: [&str; N]) -> Vec<[String; N]> {
        (0..FIELDS_MOST)
            .map(|row| columns.map(|column| format!("{grid}-{row}-{column}")))
            .take_while(|names| names.iter().any(|name| self.has(name)))
            .map(|names| names.map(|name| self.text(&name)))
            .collect()
    }

    /// A number that must be there.
    ///
    /// # Refuses
    /// What is no number of its kind.
    pub fn number<N: std::str::FromStr>(&self, name: &'static str) -> Result<N, Refusal> {
        self.some_number(name)?.ok_or(Refusal::Empty(name))
    }

    /// A number that may be left out.
    ///
    /// # Refuses
    /// What is no number of its kind.
    pub fn some_number<N: std::str::FromStr>(&self, name: &'static str) -> Result<Option<N>, Refusal> {
        match self.some_text(name) {
            None => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| Refusal::Unknown(name)),
        }
    }

    /// One of a vocabulary, by `parse`, that must be chosen.
    ///
    /// # Refuses
    /// Nothing chosen, or what the vocabulary does not have.
    pub fn one<T>(&self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Refusal> {
        self.some_one(name, parse)?.ok_or(Refusal::Empty(name))
    }

    /// One of a vocabulary that may be left out.
    ///
    /// # Refuses
    /// What the vocabulary does not have.
    pub fn some_one<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.some_text(name) {
            None => Ok(None),
            Some(text) => parse(text.trim()).map(Some).ok_or(Refusal::Unknown(name)),
        }
    }

    /// A day as date fields send it, `2025-03-09`.
    ///
    /// # Refuses
    /// What is no day.
    pub fn day(&self, name: &'static str) -> Result<Day, Refusal> {
        self.some_day(name)?.ok_or(Refusal::Empty(name))
    }

    /// A day that may be left out.
    ///
    /// # Refuses
    /// What is no day.
    pub fn some_day(&self, name: &'static str) -> Result<Option<Day>, Refusal> {
        match self.some_text(name) {
            None => Ok(None),
            Some(text) => Day::parse(text.trim()).map(Some).ok_or(Refusal::NoSuchDate(name)),
        }
    }

    /// A time of day as time fields send it, `10:30`, in minutes after midnight.
    ///
    /// # Refuses
    /// What is no time.
    pub fn some_minute(&self, name: &'static str) -> Result<Option<u16>, Refusal> {
        let Some(text) = self.some_text(name) else { return Ok(None) };
        let minute = text.trim().split_once(':').and_then(|(hour, minute)| {
            let (hour, minute) = (hour.parse::<u16>().ok()?, minute.get(..2)?.parse::<u16>().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        });
        minute.map(Some).ok_or(Refusal::NoSuchDate(name))
    }

    /// A partial date as people type it, that may be left out.
    ///
    /// # Refuses
    /// What is no date.
    pub fn some_partial(
        &self,
        name: &'static str,
        words: &crate::words::Words,
    ) -> Result<Option<PartialDate>, Refusal> {
        match self.some_text(name) {
            None => Ok(None),
            Some(text) => {
                PartialDate::parse(&text, words.date_words()).map(Some).ok_or(Refusal::NoSuchDate(name))
            }
        }
    }

    /// The press of the button this form came from, by its name and all that was typed: the same again is the same press,
    /// and a page gone back to, on which something else is typed then, is another. What the page itself put there counts
    /// no more than in a draft.
    ///
    /// # Errors
    /// Refused when the form carries none, which only a made-up form does.
    pub fn submission(&self) -> Result<SubmissionId, Problem> {
        let found = self.raw("submission").and_then(SubmissionId::parse);
        let name = found.ok_or(Problem::Refused(Refusal::Unknown("submission")))?;
        let mut hasher = Sha256::new_with_prefix(name.0);
        for part in self.typed().flat_map(|(name, text)| [name, text]) {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        let press = hasher.finalize().first_chunk().copied().expect("a hash is twice as long");
        Ok(SubmissionId(press))
    }

    /// The version of the course the form's page was made from.
    pub fn version(&self) -> Option<Version> {
        self.raw("version")?.parse().ok().map(Version)
    }

    /// The revision of the draft that the form's page shows, and that of what stands beside it there.
    pub fn draft_seen(&self) -> Option<(u64, u64)> {
        Some((self.number("revision").ok()?, self.number("beside").unwrap_or(0)))
    }

    /// From what a text that is saved was made.
    pub fn since(&self) -> Since {
        let (revision, beside) = self.draft_seen().unwrap_or_default();
        Since { revision, beside, is_told: self.is_on("told") }
    }

    /// Whether these are the fields of the form of that name.
    pub fn is_form(&self, form: &str) -> bool {
        self.raw("form") == Some(form)
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str())
    }
}

impl From<Vec<(String, String)>> for Fields {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let sent = request.extensions().get::<Sent>().cloned();
        let most = request.extensions().get::<BodyMost>().map_or(BODY_MOST, |most| most.0);
        let body = Limited::new(request.into_body(), most).collect().await;
        let Ok(body) = body else { return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()) };
        let bytes = body.to_bytes();
        if bytes.split(|byte| *byte == b'&').count() > FIELDS_MOST {
            return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
        }
        let fields = Self(decode(&bytes));
        if let Some(sent) = sent {
            *sent.0.lock() = Some(bytes);
        }
        Ok(fields)
    }
}

/// Whether a text is of white space alone: looks no further than its first other letter.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// With plain line ends.
fn plain(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}

/// Reads `name=text&…` with `+` and `%XX`. Bytes that are no text become the replacement character.
pub(crate) fn decode(bytes: &[u8]) -> Vec<(String, String)> {
    let part = |bytes: &[u8]| {
        if !bytes.iter().any(|byte| matches!(byte, b'+' | b'%')) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let mut out = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            let hex = |at: usize| after.get(at).and_then(|digit| (*digit as char).to_digit(16));
            match byte {
                b'+' => out.push(b' '),
                b'%' => match (hex(0), hex(1)) {
                    (Some(high), Some(low)) => {
                        out.push((high * 16 + low) as u8);
                        rest = &after[2..];
                    }
                    _ => out.push(b'%'),
                },
                byte => out.push(byte),
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    bytes
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let cut = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (part(&pair[..cut]), part(pair.get(cut + 1..).unwrap_or_default()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        Fields(decode(text.as_bytes()))
    }

    #[test]
    fn reads_what_browsers_send() {
        let form = fields("a=one+two&b=%C3%A9t%C3%A9&a=three&empty=&odd=%zz&line=x%0D%0Ay");
        assert_eq!(form.text("a"), "one two");
        assert_eq!(form.all("a"), ["one two", "three"]);
        assert_eq!(form.text("b"), "été");
        assert_eq!(form.text("odd"), "%zz");
        assert_eq!(form.text("line"), "x\ny");
        assert!(form.some_text("empty").is_none() && form.some_text("absent").is_none());
    }

    #[test]
    fn a_draft_of_a_form_reads_back_and_a_text_is_no_form() {
        let form = fields("form=sign&submission=1&version=2&text=low%0Aगहरा&techniques=a&techniques=b");
        let back = Fields::from_draft(&form.as_draft()).expect("it was written as a form");
        assert_eq!(back.all("techniques"), ["a", "b"]);
        assert_eq!(back.text("text"), "low\nगहरा");
        assert!(!back.has("submission") && !back.has("version"));
        assert!(Fields::from_draft("[[ the week ]] was long").is_none());
    }

    #[test]
    fn a_grid_is_read_row_by_row_until_there_is_none() {
        let form = fields("t-0-who=me&t-0-said=Well&t-1-said=&t-3-said=lost");
        let rows = form.rows("t", ["who", "said"]);
        assert_eq!(rows, [["me", "Well"], ["", ""]].map(|row| row.map(str::to_owned)));
    }

    #[test]
    fn times_and_days_are_read_or_refused() {
        let form = fields("at=10%3A30&late=25:00&on=2025-02-29&good=2024-02-29");
        assert_eq!(form.some_minute("at"), Ok(Some(630)));
        assert!(form.some_minute("late").is_err());
        assert!(form.day("on").is_err(), "2025 has no such day");
        assert!(form.day("good").is_ok());
    }
}
