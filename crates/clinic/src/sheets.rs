//! What is known of people outside their course: names and ways to reach them. Sealed by the store.

use serde::{Deserialize, Serialize};
use treatment::refusal::{LINE, PARAGRAPH, Refusal, text, within, words};
use treatment::time::Day;

/// A client's person sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientSheet {
    /// The name.
    pub name: String,
    /// How they wish to be addressed, when not by name.
    pub called: String,
    /// How to reach them, in their words: number, address, mail.
    pub contact: String,
    /// A mail address for messages without content; empty means none are sent.
    pub email: String,
    /// Whether a message may be left there.
    pub may_message: bool,
    /// Language tag of the portal; empty means the service's.
    pub language: String,
    /// The year of birth, where it is known; "when I was twelve" is read by it.
    pub birth_year: Option<i32>,
}

impl ClientSheet {
    /// The same, trimmed and within limits.
    ///
    /// # Refuses
    /// A sheet without a name, a text that is too long, a mail address that is none.
    pub fn checked(&self) -> Result<Self, Refusal> {
        Ok(Self {
            name: words("name", &self.name, LINE)?,
            called: text("called", &self.called, LINE)?,
            contact: text("contact", &self.contact, PARAGRAPH)?,
            email: email(&self.email)?,
            may_message: self.may_message,
            language: text("language", &self.language, 20)?,
            birth_year: match self.birth_year {
                Some(year) => Some(within("birth-year", i64::from(year), 1_880, 2_100)? as i32),
                None => None,
            },
        })
    }

    /// The name to speak to them with.
    pub fn spoken(&self) -> &str {
        if self.called.is_empty() { &self.name } else { &self.called }
    }
}

/// A member of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffSheet {
    /// The name.
    pub name: String,
    /// A mail address for messages without content; empty means none are sent.
    pub email: String,
}

impl StaffSheet {
    /// The same, trimmed and within limits.
    ///
    /// # Refuses
    /// A sheet without a name, a mail address that is none.
    pub fn checked(&self) -> Result<Self, Refusal> {
        Ok(Self { name: words("name", &self.name, LINE)?, email: email(&self.email)? })
    }
}

/// A service: the place that gives the treatment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceSheet {
    /// The name people know it by.
    pub name: String,
    /// ISO 3166-1 alpha-2 code in lower case, for crisis contacts.
    pub country: String,
    /// IANA time zone, such as `Europe/London`.
    pub zone: String,
    /// The word the portal and its messages carry instead of the name, so that nothing on a phone tells.
    pub neutral_name: String,
    /// Where the exit button leads.
    pub exit_address: String,
}

impl ServiceSheet {
    /// The same, trimmed and within limits.
    ///
    /// # Refuses
    /// No name, an unknown time zone, an exit address that is not a plain web address.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let zone = words("zone", &self.zone, LINE)?;
        if jiff::tz::TimeZone::get(&zone).is_err() {
            return Err(Refusal::Unknown("zone"));
        }
        let exit_address = text("exit-address", &self.exit_address, LINE)?;
        let plain = exit_address.starts_with("https://")
            && exit_address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>'));
        if !plain {
            return Err(Refusal::Unknown("exit-address"));
        }
        Ok(Self {
            name: words("service-name", &self.name, LINE)?,
            country: words("country", &self.country.to_lowercase(), 2)?,
            zone,
            neutral_name: words("neutral-name", &self.neutral_name, LINE)?,
            exit_address,
        })
    }
}

/// A request for a consultation, as it was sent from the front door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralSheet {
    /// Who asks.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// Whether a message may be left there.
    pub may_message: bool,
    /// What is going on, in their words.
    pub reason: String,
    /// The people it is about.
    pub about_whom: String,
    /// Days and times that suit.
    pub times: String,
    /// Who sent it, when not the person: a doctor, a friend.
    pub source: String,
    /// The day it came in.
    pub received_on: Option<Day>,
}

impl ReferralSheet {
    /// The same, trimmed and within limits.
    ///
    /// # Refuses
    /// No name, no way to reach the person, a text that is too long.
    pub fn checked(&self) -> Result<Self, Refusal> {
        Ok(Self {
            name: words("name", &self.name, LINE)?,
            contact: words("contact", &self.contact, LINE)?,
            may_message: self.may_message,
            reason: text("reason", &self.reason, PARAGRAPH)?,
            about_whom: text("about-whom", &self.about_whom, PARAGRAPH)?,
            times: text("times", &self.times, LINE)?,
            source: text("source", &self.source, LINE)?,
            received_on: self.received_on,
        })
    }
}

/// An address as mail knows it, or nothing.
fn email(typed: &str) -> Result<String, Refusal> {
    let typed = text("email", typed, LINE)?;
    if typed.is_empty() || typed.parse::<lettre::Address>().is_ok() {
        Ok(typed)
    } else {
        Err(Refusal::Unknown("email"))
    }
}
