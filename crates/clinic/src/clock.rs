//! The clock: the machine's, or one that is set (the demo clinic lives through a year in seconds).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use treatment::time::{Day, Moment};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine.
    #[default]
    Machine,
    /// A hand that is set: milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Moment {
        match self {
            Self::Machine => Moment(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
            ),
            Self::Set(hand) => Moment(hand.load(Ordering::Relaxed)),
        }
    }
}

/// The civil day of a moment in an IANA time zone; in UTC when the zone is not known.
pub fn day_in(moment: Moment, zone: &str) -> Day {
    local(moment, zone).map_or(moment.day(), |(day, _)| day)
}

/// The civil day and the minutes after midnight of a moment in an IANA time zone.
pub fn local(moment: Moment, zone: &str) -> Option<(Day, u16)> {
    let at = jiff::Timestamp::from_millisecond(moment.0).ok()?;
    let here = at.in_tz(zone).ok()?;
    let day = Day::from_date(i32::from(here.year()), here.month() as u8, here.day() as u8)?;
    Some((day, here.hour() as u16 * 60 + here.minute() as u16))
}

/// The moment of a minute after midnight of a day in an IANA time zone; in UTC when the zone is not known. A minute
/// that the clocks leave out is the one after them.
pub fn moment_in(day: Day, minute: u16, zone: &str) -> Moment {
    let (year, month, date) = day.date();
    let local = i16::try_from(year).ok().and_then(|year| {
        let midnight = jiff::civil::date(year, month as i8, date as i8).at(0, 0, 0, 0);
        midnight.checked_add(jiff::Span::new().minutes(i64::from(minute))).ok()?.in_tz(zone).ok()
    });
    local.map_or(Moment(day.start().0 + i64::from(minute) * 60_000), |at| {
        Moment(at.timestamp().as_millisecond())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_service_is() {
        let late = Moment(Day::from_date(2024, 3, 31).expect("a day").start().0 + 20 * 3_600_000);
        assert_eq!(day_in(late, "Asia/Kolkata"), Day::from_date(2024, 4, 1).expect("a day"));
        assert_eq!(day_in(late, "Europe/London"), Day::from_date(2024, 3, 31).expect("a day"));
        assert_eq!(local(late, "Europe/London").expect("a zone").1, 21 * 60, "summer time began that day");
    }

    /// Where the clocks are changed by an hour, by half an hour, at midnight, in the other half of the year, and never.
    const ZONES: [&str; 6] = [
        "Europe/London",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Pacific/Auckland",
        "Asia/Kolkata",
    ];

    #[test]
    fn a_weekly_hour_stays_that_hour_over_every_change_of_the_clocks() {
        let first = Day::from_date(2023, 1, 2).expect("a day");
        for zone in ZONES {
            for week in 0..210 {
                let on = first.plus(7 * week);
                for minute in [9 * 60, 16 * 60 + 30] {
                    assert_eq!(local(moment_in(on, minute, zone), zone), Some((on, minute)), "{zone} {on}");
                }
            }
        }
    }

    #[test]
    fn every_day_begins_where_the_one_before_ends() {
        let first = Day::from_date(2023, 12, 30).expect("a day");
        for zone in ZONES {
            for on in (0..1_100).map(|days| first.plus(days)) {
                let begins = moment_in(on, 0, zone);
                assert_eq!(day_in(begins, zone), on, "{zone}");
                assert_eq!(day_in(Moment(begins.0 - 1), zone), on.plus(-1), "{zone}");
            }
        }
    }
}
