//! When somebody is there to look, and by when they must have: the service's hours as moments.

use super::Response;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// However the hours lie, somebody must have looked after so long by the clock: three days. A guess.
pub const HOURS_MOST: i64 = 72;

const MINUTE: i64 = 60_000;

/// Within how many minutes somebody must look, for each response. Defaults are guesses (`ipt.md` §10.2) that each
/// service sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Within {
    /// By the clock, day and night.
    pub at_once: u32,
    /// Counted while the service is open.
    pub same_day: u32,
    /// Counted while the service is open.
    pub working_day: u32,
}

impl Default for Within {
    fn default() -> Self {
        Self { at_once: 30, same_day: 120, working_day: 480 }
    }
}

/// When somebody is there, as the shell knows it at the moment of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// When the service is open from now on, in order and apart; `None` means always.
    pub open: Option<Vec<(Moment, Moment)>>,
    /// How soon somebody must look.
    pub within: Within,
    /// Whether a second person closes a severe flag. A practice of one names whom they asked instead.
    pub second_person: bool,
}

impl Default for Duty {
    fn default() -> Self {
        Self { open: None, within: Within::default(), second_person: true }
    }
}

impl Duty {
    /// By when somebody must have looked at what came at `from`.
    pub fn due(&self, from: Moment, respond: Response) -> Moment {
        let minutes = match respond {
            Response::AtOnce => return Moment(from.0 + i64::from(self.within.at_once) * MINUTE),
            Response::SameDay => self.within.same_day,
            Response::WorkingDay => self.within.working_day,
        };
        let mut left = i64::from(minutes) * MINUTE;
        let latest = from.0 + HOURS_MOST * 60 * MINUTE;
        let Some(open) = &self.open else { return Moment((from.0 + left).min(latest)) };
        for (begin, end) in open {
            let begin = begin.0.max(from.0);
            let length = (end.0 - begin).max(0);
            if length >= left {
                return Moment((begin + left).min(latest));
            }
            left -= length;
        }
        Moment(latest)
    }

    /// Whether somebody is there at `at`.
    pub fn is_open(&self, at: Moment) -> bool {
        self.open.as_ref().is_none_or(|open| open.iter().any(|(begin, end)| (*begin..*end).contains(&at)))
    }

    /// When somebody is there next; none when somebody is there at `at`, or no opening is known.
    pub fn opens_next(&self, at: Moment) -> Option<Moment> {
        if self.is_open(at) {
            return None;
        }
        self.open.as_ref()?.iter().map(|(begin, _)| *begin).find(|begin| *begin > at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    fn hours(open: &[(i64, i64)]) -> Duty {
        let open = open.iter().map(|(begin, end)| (Moment(begin * HOUR), Moment(end * HOUR))).collect();
        Duty { open: Some(open), ..Duty::default() }
    }

    #[test]
    fn minutes_count_only_while_somebody_is_there() {
        // Open from 9 to 17; the next day again.
        let duty = hours(&[(9, 17), (33, 41)]);
        assert_eq!(duty.due(Moment(10 * HOUR), Response::SameDay), Moment(12 * HOUR));
        assert_eq!(duty.due(Moment(16 * HOUR), Response::SameDay), Moment(34 * HOUR));
        assert_eq!(duty.due(Moment(20 * HOUR), Response::WorkingDay), Moment(41 * HOUR));
    }

    #[test]
    fn what_needs_somebody_at_once_does_not_wait_for_the_morning() {
        assert_eq!(hours(&[(33, 41)]).due(Moment(20 * HOUR), Response::AtOnce).0, 20 * HOUR + 30 * MINUTE);
    }

    #[test]
    fn a_long_holiday_does_not_put_it_off_for_ever() {
        assert_eq!(hours(&[(300, 308)]).due(Moment(0), Response::WorkingDay), Moment(72 * HOUR));
        assert_eq!(hours(&[]).due(Moment(0), Response::SameDay), Moment(72 * HOUR));
    }

    #[test]
    fn the_next_opening_is_named_only_when_nobody_is_there() {
        let duty = hours(&[(9, 17), (33, 41)]);
        assert_eq!(duty.opens_next(Moment(10 * HOUR)), None);
        assert_eq!(duty.opens_next(Moment(18 * HOUR)), Some(Moment(33 * HOUR)));
        assert_eq!(Duty::default().opens_next(Moment(0)), None);
    }
}
