//! Names of things: random 16-byte ids given at the edge, and the things inside a course, which are
//! named by the version of the fact that created them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A 16-byte random id as it is written in addresses and rows: 32 lower-case hexadecimal digits.
macro_rules! outer_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Reads 32 hexadecimal digits; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                parse_hex(text).map(Self)
            }
            /// The id's bytes, as rows hold them.
            pub fn bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an id"))
            }
        }
    };
}

outer_id!(
    /// One course of treatment.
    CourseId
);
outer_id!(
    /// One client of a service.
    ClientId
);
outer_id!(
    /// One member of staff.
    StaffId
);
outer_id!(
    /// One service (a clinic, a practice, a team).
    ServiceId
);
outer_id!(
    /// One request for a consultation on the waiting list.
    ReferralId
);
outer_id!(
    /// One sending of a form; a form sent twice carries the same id and is done once.
    SubmissionId
);

fn parse_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
    }
    Some(bytes)
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    struct Hex<'b>(&'b [u8]);
    impl fmt::Display for Hex<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_hex(self.0, f)
        }
    }
    Hex(bytes).to_string()
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // A page of sixty courses writes hundreds of ids: sixteen bytes at a time, not digit by digit.
    bytes.chunks(16).try_for_each(|chunk| {
        let mut digits = [0u8; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(chunk) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        let digits = std::str::from_utf8(&digits[..2 * chunk.len()]).map_err(|_| fmt::Error)?;
        f.write_str(digits)
    })
}

/// The place of a fact in its course: 1 for the first, then without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u32);

impl Version {
    /// The version after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A thing inside a course, named by the version of the fact that created it.
macro_rules! inner_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl From<Version> for $name {
            fn from(version: Version) -> Self {
                Self(version.0)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

inner_id!(
    /// A person of the inventory.
    PersonId
);
inner_id!(
    /// A tie among people of the inventory.
    BondId
);
inner_id!(
    /// An entry on the timeline.
    EventId
);
inner_id!(
    /// A piece of evidence for or against a problem area.
    EvidenceId
);
inner_id!(
    /// A goal of the treatment.
    GoalId
);
inner_id!(
    /// A session, planned or held.
    SessionId
);
inner_id!(
    /// A plan to try between sessions.
    PlanId
);
inner_id!(
    /// Something worked out in a session: a conversation looked at, a choice weighed, a scene rehearsed.
    ArtefactId
);
inner_id!(
    /// Something the client wrote between sessions.
    OwnId
);
inner_id!(
    /// A passage of a note that is linked to what it speaks of.
    PassageId
);
inner_id!(
    /// A follow-up after the end.
    FollowUpId
);
inner_id!(
    /// A completed measure.
    ResultId
);
inner_id!(
    /// A flag raised by an answer.
    FlagId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_is_written() {
        let id = CourseId([7; 16]);
        assert_eq!(CourseId::parse(&id.to_string()), Some(id));
        assert_eq!(CourseId::parse("07"), None);
        assert_eq!(CourseId::parse(&"zz".repeat(16)), None);
    }
}
