//! What a course came to by the published definitions: recovery, reliable improvement, deterioration, reliable
//! recovery. Two measures together, first score against last. A view: nothing of it is stored.
//!
//! Source of the definitions: NHS Talking Therapies (content/DECISIONS.md). Every comparison with a threshold includes
//! the threshold. Who did not start as a case is left out of recovery and not counted as a failure; who lacks one of
//! the four scores is in no rate, because a score that is missing is neither better nor worse.

use crate::content::Content;
use crate::course::Course;
use crate::instrument::Instrument;
use crate::measure::MeasureResult;
use crate::session::SessionState;

/// The measures of the pair: depression, and anxiety where no measure of a certain disorder fits better.
pub const PAIR: [&str; 2] = ["phq-9", "gad-7"];

/// Attended sessions from which a course counts as one that was finished.
pub const SESSIONS_LEAST: usize = 2;

/// The published values of one measure, in points of its total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeRule {
    /// A change of so many points or more is reliable.
    pub reliable: u16,
    /// A total that reaches so many points is a case; none where nobody published it.
    pub caseness: Option<u16>,
    /// Whether more points are better, so that a case is at or below.
    pub higher_is_better: bool,
}

/// How one measure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// Reliably better.
    Better,
    /// Not reliably changed.
    Same,
    /// Reliably worse.
    Worse,
}

/// First and last total of one measure; none where there is no score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstLast {
    /// The first total.
    pub first: Option<u16>,
    /// The last total, of another form than the first.
    pub last: Option<u16>,
}

/// How both measures moved together. Each course is exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliable {
    /// At least one reliably better and none reliably worse.
    Improvement,
    /// At least one reliably worse and none reliably better.
    Deterioration,
    /// Anything else: neither moved, or one better and one worse.
    NoChange,
}

/// What a pair of measures came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How both moved together.
    pub reliable: Reliable,
    /// Whether it began as a case on either and ended below on both; none when it did not begin as a case.
    pub recovery: Option<bool>,
}

/// Outcomes counted, each with what it is counted of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// All that were given.
    pub all: u64,
    /// Those with all four scores: what improvement, deterioration and no change are counted of.
    pub paired: u64,
    /// Those of the paired that began as a case: what recovery and reliable recovery are counted of.
    pub began_as_case: u64,
    /// Recovered.
    pub recovery: u64,
    /// Reliably improved.
    pub reliable_improvement: u64,
    /// Reliably deteriorated.
    pub deterioration: u64,
    /// Recovered and reliably improved.
    pub reliable_recovery: u64,
    /// Neither improved nor deteriorated.
    pub no_reliable_change: u64,
}

impl ChangeRule {
    /// The values of a measure's file; one that nobody published is beyond every total, and so never reached.
    pub fn of(instrument: &Instrument) -> Self {
        let reliable = instrument.change.reliable.as_ref().map_or(u16::MAX, |amount| amount.points);
        Self {
            reliable,
            caseness: instrument.caseness("en").map(|cutoff| cutoff.at),
            higher_is_better: instrument.higher_is_better,
        }
    }

    /// How a total moved from `first` to `last`, in points.
    pub fn movement(self, first: u16, last: u16) -> Movement {
        let more = i32::from(last) - i32::from(first);
        match if self.higher_is_better { -more } else { more } {
            change if change >= i32::from(self.reliable) => Movement::Worse,
            change if -change >= i32::from(self.reliable) => Movement::Better,
            _ => Movement::Same,
        }
    }

    /// Whether a total is a case.
    pub fn is_case(self, total: u16) -> bool {
        self.caseness.is_some_and(|at| if self.higher_is_better { total <= at } else { total >= at })
    }
}

impl Outcome {
    /// What the pair came to; none unless all four scores are there.
    pub fn of(depression: (ChangeRule, FirstLast), anxiety: (ChangeRule, FirstLast)) -> Option<Self> {
        let pair = [depression, anxiety];
        let mut began_as_case = false;
        let mut ends_below = true;
        let (mut better, mut worse) = (false, false);
        for (rule, scores) in pair {
            let (first, last) = (scores.first?, scores.last?);
            began_as_case |= rule.is_case(first);
            ends_below &= !rule.is_case(last);
            match rule.movement(first, last) {
                Movement::Better => better = true,
                Movement::Worse => worse = true,
                Movement::Same => {}
            }
        }
        let reliable = match (better, worse) {
            (true, false) => Reliable::Improvement,
            (false, true) => Reliable::Deterioration,
            _ => Reliable::NoChange,
        };
        Some(Self { reliable, recovery: began_as_case.then_some(ends_below) })
    }

    /// Recovered and reliably improved; none when it did not begin as a case.
    pub fn reliable_recovery(&self) -> Option<bool> {
        self.recovery.map(|recovered| recovered && self.reliable == Reliable::Improvement)
    }
}

impl Outcomes {
    /// Counts one more; none is one that lacks a score.
    pub fn count(&mut self, outcome: Option<&Outcome>) {
        self.all += 1;
        let Some(outcome) = outcome else { return };
        self.paired += 1;
        self.began_as_case += u64::from(outcome.recovery.is_some());
        self.recovery += u64::from(outcome.recovery == Some(true));
        self.reliable_recovery += u64::from(outcome.reliable_recovery() == Some(true));
        *match outcome.reliable {
            Reliable::Improvement => &mut self.reliable_improvement,
            Reliable::Deterioration => &mut self.deterioration,
            Reliable::NoChange => &mut self.no_reliable_change,
        } += 1;
    }
}

/// The results of a measure by the day they were answered, oldest first; of one day, as they were recorded.
pub fn by_day<'c>(course: &'c Course, measure: &'c str) -> Vec<&'c MeasureResult> {
    let mut results: Vec<&MeasureResult> = course.measures.of(measure).collect();
    results.sort_by_key(|result| (result.completed.on, result.id));
    results
}

/// First and last total of a measure in a course. One form alone is a first without a last.
pub fn first_last(course: &Course, measure: &str) -> FirstLast {
    let total = |result: &MeasureResult| Some(result.completed.total);
    match by_day(course, measure).as_slice() {
        [] => FirstLast::default(),
        [only] => FirstLast { first: total(only), last: None },
        [first, .., last] => FirstLast { first: total(first), last: total(last) },
    }
}

/// What a course came to, as far as it has come; none with fewer than two sessions held or a score missing.
pub fn outcome_of(course: &Course, content: &Content) -> Option<Outcome> {
    let held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::Held(_)));
    if held.count() < SESSIONS_LEAST {
        return None;
    }
    let [depression, anxiety] = PAIR.map(|key| {
        let rule = ChangeRule::of(content.instrument(key)?);
        Some((rule, first_last(course, key)))
    });
    Outcome::of(depression?, anxiety?)
}
