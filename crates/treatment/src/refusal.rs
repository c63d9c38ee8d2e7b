//! The domain's typed "no". Each refusal has a word key; the page comes back with what was typed.

use crate::time::Day;

/// Why a command was not carried out. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", self.key())]
pub enum Refusal {
    /// A text that must say something is empty.
    Empty(&'static str),
    /// A text is longer than its limit, in characters.
    TooLong {
        /// The field.
        field: &'static str,
        /// Most characters allowed.
        limit: usize,
    },
    /// A list is full.
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The most there may be.
        limit: usize,
    },
    /// A number is outside its range.
    OutOfRange {
        /// The field.
        field: &'static str,
        /// Least allowed.
        least: i64,
        /// Most allowed.
        most: i64,
    },
    /// Words of a file that are none of this record.
    NotUnderstood(Vec<String>),
    /// The person was moved again since.
    MovedSince,
    /// A date that does not exist, or cannot be meant.
    NoSuchDate(&'static str),
    /// A date that has not come yet.
    NotYet(&'static str),
    /// A date before the person was born.
    BeforeBirth(&'static str),
    /// A date before the client was born, of something that is nothing without the client.
    BeforeLife(&'static str),
    /// A date before the client was born, of something that may have been then: it is taken once it is said to be meant.
    BeforeLifeToConfirm,
    /// A date years ahead: it is taken once it is said to be meant.
    FarAheadToConfirm,
    /// A person has no tie to themselves.
    SamePerson,
    /// The tie is there already, the other way round.
    TurnedRound,
    /// An end that lies before its start.
    EndsBeforeStart,
    /// The thing named is not in this course.
    Unknown(&'static str),
    /// An answer about somebody whom the client keeps to themselves cannot be shared before they are.
    PersonKept,
    /// The answer was changed again since.
    ToldSince,
    /// The person turned out to be another of the map meanwhile.
    PersonMerged,
    /// The person was taken off the map meanwhile.
    PersonRemoved,
    /// What was known of the person has been erased.
    PersonErased,
    /// The name that was typed is not the person's.
    OtherName,
    /// The person stands on the safety plan in force.
    OnSafetyPlan,
    /// Contact with the person is marked as not safe.
    PersonUnsafe,
    /// Closing the flag was asked for and is not answered yet.
    FlagToConfirm,
    /// In a dispute, safety has to be asked about before anything is rehearsed.
    SafetyNotAsked,
    /// Something was found that makes the dispute unsafe to press.
    DisputeUnsafe,
    /// The course is closed.
    Closed,
    /// There is no contract yet.
    NoContract,
    /// There is no agreed focus yet.
    NoFocus,
    /// Every session of the contract is used; more need a new contract.
    NoSessionLeft,
    /// The session is not at a state that allows this.
    SessionState,
    /// A session can be held or missed only on or before the day it is recorded.
    InTheFuture(Day),
    /// The note is signed; only an amendment can be added.
    NoteSigned,
    /// The note is not signed yet; there is nothing to amend.
    NoteNotSigned,
    /// A middle note needs the link between mood and event, or a reason why there is none.
    NoteNeedsLink,
    /// A gate is not fully met: what is missing, to be passed with a reason.
    GateNeedsReason(Vec<String>),
    /// Required answers are missing, by item key.
    Unanswered(Vec<String>),
    /// An answer is not one of the options.
    NoSuchAnswer(String),
    /// The measure is unknown or of another version.
    NoSuchMeasure(String),
    /// The measure has no words in this language, or none whose answers can be scored.
    OtherLanguage(String),
    /// Nobody has written down yet what was found when asking.
    FlagNotAssessed,
    /// What is done next is not decided yet.
    FlagNotPlanned,
    /// Nobody has looked again yet.
    FlagNotReviewed,
    /// A second person has to say this.
    SecondPerson,
    /// A day to look again lies in the past or too far ahead.
    ReviewDate(&'static str),
    /// There is no safety plan yet.
    NoSafetyPlan,
    /// Whether weapons, pesticides and stocks of medicine are within reach was not asked.
    MeansNotAsked,
    /// An open flag stands in the way.
    OpenFlag,
    /// Something agreed together rests on it: it is not taken back by one side.
    WorkRestsOnIt,
    /// Already so; doing it again would say nothing new.
    AlreadySo,
    /// The course has reached its limit of facts.
    CourseFull,
    /// Two areas at most, and not twice the same.
    FocusTwice,
    /// A quotation that does not stand in what it is quoted from.
    NotQuoted,
    /// A sentence that the newest formulation does not have.
    NoSuchSentence,
    /// A concern stands open: it wants an answer in words first.
    ConcernNeedsAnswer,
    /// The client has not agreed to be asked after the end.
    FollowUpNotAgreed,
    /// The two ratings are given; what was said blind stays as it was said.
    RatingsOpen,
    /// A course that a colleague carries is handed to whoever runs the service by somebody else.
    TakenToOneself,
    /// Who is meant has not taken up their invitation yet.
    NoAccountYet,
}

impl Refusal {
    /// The key of the sentence that says this refusal (`refusal-…` in the words files).
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty(_) => "refusal-empty",
            Self::TooLong { .. } => "refusal-too-long",
            Self::TooMany { .. } => "refusal-too-many",
            Self::OutOfRange { .. } => "refusal-out-of-range",
            Self::NoSuchDate(_) => "refusal-no-such-date",
            Self::NotYet(_) => "refusal-not-yet",
            Self::BeforeBirth(_) => "refusal-before-birth",
            Self::BeforeLife(_) => "refusal-before-life",
            Self::BeforeLifeToConfirm => "refusal-before-life-to-confirm",
            Self::FarAheadToConfirm => "refusal-far-ahead-to-confirm",
            Self::NotUnderstood(_) => "refusal-not-understood",
            Self::MovedSince => "refusal-moved-since",
            Self::SamePerson => "refusal-same-person",
            Self::TurnedRound => "refusal-turned-round",
            Self::EndsBeforeStart => "refusal-ends-before-start",
            Self::Unknown(_) => "refusal-unknown",
            Self::PersonKept => "refusal-person-kept",
            Self::ToldSince => "refusal-told-since",
            Self::PersonMerged => "refusal-person-merged",
            Self::PersonRemoved => "refusal-person-removed",
            Self::PersonErased => "refusal-person-erased",
            Self::OtherName => "refusal-other-name",
            Self::OnSafetyPlan => "refusal-on-safety-plan",
            Self::PersonUnsafe => "refusal-person-unsafe",
            Self::FlagToConfirm => "refusal-flag-to-confirm",
            Self::SafetyNotAsked => "refusal-safety-not-asked",
            Self::DisputeUnsafe => "refusal-dispute-unsafe",
            Self::Closed => "refusal-closed",
            Self::NoContract => "refusal-no-contract",
            Self::NoFocus => "refusal-no-focus",
            Self::NoSessionLeft => "refusal-no-session-left",
            Self::SessionState => "refusal-session-state",
            Self::InTheFuture(_) => "refusal-in-the-future",
            Self::NoteSigned => "refusal-note-signed",
            Self::NoteNotSigned => "refusal-note-not-signed",
            Self::NoteNeedsLink => "refusal-note-needs-link",
            Self::GateNeedsReason(_) => "refusal-gate-needs-reason",
            Self::Unanswered(_) => "refusal-unanswered",
            Self::NoSuchAnswer(_) => "refusal-no-such-answer",
            Self::NoSuchMeasure(_) => "refusal-no-such-measure",
            Self::OtherLanguage(_) => "refusal-other-language",
            Self::FlagNotAssessed => "refusal-flag-not-assessed",
            Self::FlagNotPlanned => "refusal-flag-not-planned",
            Self::FlagNotReviewed => "refusal-flag-not-reviewed",
            Self::SecondPerson => "refusal-second-person",
            Self::ReviewDate(_) => "refusal-review-date",
            Self::NoSafetyPlan => "refusal-no-safety-plan",
            Self::MeansNotAsked => "refusal-means-not-asked",
            Self::OpenFlag => "refusal-open-flag",
            Self::WorkRestsOnIt => "refusal-work-rests-on-it",
            Self::AlreadySo => "refusal-already-so",
            Self::CourseFull => "refusal-course-full",
            Self::FocusTwice => "refusal-focus-twice",
            Self::NotQuoted => "refusal-not-quoted",
            Self::NoSuchSentence => "refusal-no-such-sentence",
            Self::ConcernNeedsAnswer => "refusal-concern-needs-answer",
            Self::FollowUpNotAgreed => "refusal-follow-up-not-agreed",
            Self::RatingsOpen => "refusal-ratings-open",
            Self::TakenToOneself => "refusal-taken-to-oneself",
            Self::NoAccountYet => "refusal-no-account-yet",
        }
    }

    /// The field the refusal is about, when it is about one (`field-…` in the words files).
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Empty(field)
            | Self::NoSuchDate(field)
            | Self::ReviewDate(field)
            | Self::NotYet(field)
            | Self::BeforeBirth(field)
            | Self::BeforeLife(field)
            | Self::Unknown(field)
            | Self::TooLong { field, .. }
            | Self::OutOfRange { field, .. }
            | Self::TooMany { what: field, .. } => Some(field),
            Self::InTheFuture(_) => Some("on"),
            Self::OtherName => Some("erase-name"),
            Self::NotUnderstood(_) => Some("import"),
            Self::NotQuoted => Some("words"),
            Self::BeforeLifeToConfirm | Self::FarAheadToConfirm => Some("date-meant"),
            Self::ConcernNeedsAnswer => Some("concern-answer"),
            Self::MeansNotAsked => Some("asked-means"),
            _ => None,
        }
    }

    /// The figures the sentence names: least and most allowed, where there are any.
    pub fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::TooLong { limit, .. } | Self::TooMany { limit, .. } => (None, Some(*limit as i64)),
            Self::OutOfRange { least, most, .. } => (Some(*least), Some(*most)),
            _ => (None, None),
        }
    }
}

/// A text trimmed of outer blanks and control characters, within its limit, perhaps empty.
///
/// # Refuses
/// `TooLong` when it has more characters than `limit`.
pub fn text(field: &'static str, typed: &str, limit: usize) -> Result<String, Refusal> {
    let printed: String = typed.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let kept = printed.trim();
    if kept.chars().count() > limit {
        return Err(Refusal::TooLong { field, limit });
    }
    Ok(kept.to_owned())
}

/// As [`text`], and not empty.
pub fn words(field: &'static str, typed: &str, limit: usize) -> Result<String, Refusal> {
    let kept = text(field, typed, limit)?;
    if kept.is_empty() { Err(Refusal::Empty(field)) } else { Ok(kept) }
}

/// A list of texts, empty ones dropped, each within its limit.
pub fn lines(
    field: &'static str,
    typed: &[String],
    limit: usize,
    most: usize,
) -> Result<Vec<String>, Refusal> {
    let mut kept = Vec::new();
    for line in typed {
        let line = text(field, line, limit)?;
        if !line.is_empty() {
            kept.push(line);
        }
    }
    if kept.len() > most {
        return Err(Refusal::TooMany { what: field, limit: most });
    }
    Ok(kept)
}

/// A number within its range.
pub fn within(field: &'static str, value: i64, least: i64, most: i64) -> Result<i64, Refusal> {
    if (least..=most).contains(&value) { Ok(value) } else { Err(Refusal::OutOfRange { field, least, most }) }
}

/// Longest line of text: a name, a title. Characters.
pub const LINE: usize = 200;
/// Longest paragraph: an answer in one's own words. Characters.
pub const PARAGRAPH: usize = 4_000;
/// Longest note of a session. Characters.
pub const NOTE: usize = 200_000;
