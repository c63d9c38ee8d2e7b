//! Days, moments and partial dates. Nothing here knows what time it is now.
//!
//! A client seldom knows the day: "2019", "spring 2019" and "about March 2024" are dates too, and are
//! kept as they were said, not rounded to a day that nobody meant.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The civil day of this moment in UTC.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(86_400_000) as i32)
    }
}

/// A civil day, counted from 1970-01-01. Written as ISO 8601 (`2026-03-09`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day of a calendar date; `None` when there is no such date (31 April) or the year is not
    /// within 1..=9999.
    pub fn from_date(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > days_in(year, month)
        {
            return None;
        }
        // Count from March, so that the leap day is the last of its year.
        let (y, m) = if month <= 2 { (year - 1, i32::from(month) + 9) } else { (year, i32::from(month) - 3) };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = (153 * m + 2) / 5 + i32::from(day) - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Some(Self(days - 719_468))
    }

    /// Year, month (1..=12) and day of the month (1..=31).
    pub fn date(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let m = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * m + 2) / 5 + 1) as u8;
        let month = if m < 10 { m + 3 } else { m - 9 } as u8;
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day)
    }

    /// Reads `2026-03-09`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::from_date(digits(year)?, digits(month)?, digits(day)?)
    }

    /// This many days later (or earlier, when negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// The moment this day begins in UTC.
    pub fn start(self) -> Moment {
        Moment(i64::from(self.0) * 86_400_000)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As it is displayed, without the machinery: every fact and every row has days.
        let (year, month, day) = self.date();
        if !(0..=9_999).contains(&year) {
            return serializer.collect_str(self);
        }
        let digit = |number: i32| b'0' + (number % 10) as u8;
        let (month, day) = (i32::from(month), i32::from(day));
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        serializer.serialize_str(std::str::from_utf8(&text).expect("digits are text"))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day"))
    }
}

/// Days of a month, 28..=31.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A quarter of the year as people name it (northern: spring is March to May).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February of the next year.
    Winter,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// The year alone.
    Year,
    /// The season of that year.
    Season(Season),
    /// The month, 1..=12.
    Month(u8),
    /// The month, 1..=12, and the day of it.
    Day(u8, u8),
}

/// A date as far as it is known, with "about" kept when it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year, 1..=9999.
    pub year: i32,
    /// What is known within the year.
    pub known: Known,
    /// Whether it was said with "about".
    #[serde(default)]
    pub about: bool,
}

/// The words of one language that a partial date may be typed in, lower case.
#[derive(Clone, Debug, Default)]
pub struct DateWords {
    /// Names of the months, January first; each may have several, such as a short form.
    pub months: [Vec<String>; 12],
    /// Names of spring, summer, autumn and winter.
    pub seasons: [Vec<String>; 4],
    /// Words for "about".
    pub about: Vec<String>,
}

impl PartialDate {
    /// A date known to the day.
    pub fn on(day: Day) -> Self {
        let (year, month, day) = day.date();
        Self { year, known: Known::Day(month, day), about: false }
    }

    /// Reads a date as people type it: `2019`, `2019-03`, `2019-03-09`, `9 March 2019`,
    /// `about March 2024`, `~2019`, `spring 2019`. `None` when it is none.
    pub fn parse(text: &str, words: &DateWords) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let mut about = false;
        let mut year = None;
        let mut month = None;
        let mut day = None;
        let mut season = None;
        let cleaned = lower.replace('~', " ~ ").replace([',', '.'], " ");
        for token in cleaned.split_whitespace() {
            if token == "~" || words.about.iter().any(|w| w == token) {
                about = true;
            } else if let Some(index) = position(&words.months, token) {
                set(&mut month, index as u8 + 1)?;
            } else if let Some(index) = position(&words.seasons, token) {
                let all = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
                set(&mut season, all[index])?;
            } else if let Some((y, m, d)) = iso(token) {
                set(&mut year, y)?;
                if let Some(m) = m {
                    set(&mut month, m)?;
                }
                if let Some(d) = d {
                    set(&mut day, d)?;
                }
            } else {
                let number = token.trim_end_matches(|c: char| !c.is_ascii_digit());
                let suffix_fits = token.len() - number.len() <= 2;
                set(&mut day, digits(number).filter(|_| suffix_fits)?)?;
            }
        }
        let year = year.filter(|y| (1..=9999).contains(y))?;
        let known = match (season, month, day) {
            (Some(season), None, None) => Known::Season(season),
            (None, None, None) => Known::Year,
            (None, Some(month), None) if (1..=12).contains(&month) => Known::Month(month),
            (None, Some(month), Some(day)) => {
                Day::from_date(year, month, day)?;
                Known::Day(month, day)
            }
            _ => return None,
        };
        Some(Self { year, known, about }).filter(Self::exists)
    }

    /// The first day this date may mean.
    pub fn first(&self) -> Day {
        let (month, day) = match self.known {
            Known::Year => (1, 1),
            Known::Season(Season::Spring) => (3, 1),
            Known::Season(Season::Summer) => (6, 1),
            Known::Season(Season::Autumn) => (9, 1),
            Known::Season(Season::Winter) => (12, 1),
            Known::Month(month) => (month, 1),
            Known::Day(month, day) => (month, day),
        };
        Day::from_date(self.year, month, day).unwrap_or(Day(0))
    }

    /// The last day this date may mean.
    pub fn last(&self) -> Day {
        let (year, month) = match self.known {
            Known::Year => (self.year, 12),
            Known::Season(Season::Spring) => (self.year, 5),
            Known::Season(Season::Summer) => (self.year, 8),
            Known::Season(Season::Autumn) => (self.year, 11),
            Known::Season(Season::Winter) => (self.year.saturating_add(1), 2),
            Known::Month(month) => (self.year, month),
            Known::Day(..) => return self.first(),
        };
        Day::from_date(year, month, days_in(year, month)).unwrap_or(Day(0))
    }

    /// Whether this is a date that exists; a stored fact may be older than a rule.
    pub fn exists(&self) -> bool {
        match self.known {
            // Winter ends in the next year, which must exist too.
            Known::Season(Season::Winter) => (1..=9998).contains(&self.year),
            Known::Year | Known::Season(_) => (1..=9999).contains(&self.year),
            Known::Month(month) => Day::from_date(self.year, month, 1).is_some(),
            Known::Day(month, day) => Day::from_date(self.year, month, day).is_some(),
        }
    }
}

fn position<const N: usize>(names: &[Vec<String>; N], token: &str) -> Option<usize> {
    names.iter().position(|all| all.iter().any(|name| name == token))
}

/// Sets a part once; `None` when it was said twice.
fn set<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

/// `2019`, `2019-03` or `2019-03-09`.
fn iso(token: &str) -> Option<(i32, Option<u8>, Option<u8>)> {
    let mut parts = token.split('-');
    let year = parts.next().filter(|y| y.len() == 4).and_then(digits)?;
    let month = parts.next().map_or(Some(None), |month| digits(month).map(Some))?;
    let day = parts.next().map_or(Some(None), |day| digits(day).map(Some))?;
    parts.next().is_none().then_some((year, month, day))
}

/// A number written in digits alone: no sign, no blank.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn english() -> DateWords {
        let months = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        DateWords {
            months: months.map(|m| vec![m.to_owned(), m[..3].to_owned()]),
            seasons: ["spring", "summer", "autumn", "winter"].map(|s| vec![s.to_owned()]),
            about: vec!["about".to_owned(), "around".to_owned()],
        }
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        let read = |text: &str| PartialDate::parse(text, &english());
        let date = |year, known, about| Some(PartialDate { year, known, about });
        assert_eq!(read("2019"), date(2019, Known::Year, false));
        assert_eq!(read("spring 2019"), date(2019, Known::Season(Season::Spring), false));
        assert_eq!(read("about March 2024"), date(2024, Known::Month(3), true));
        assert_eq!(read("~2019-03"), date(2019, Known::Month(3), true));
        assert_eq!(read("9th mar 2019"), date(2019, Known::Day(3, 9), false));
        assert_eq!(read("2019-03-09"), date(2019, Known::Day(3, 9), false));
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for text in
            ["", "soon", "31 April 2020", "2019 2020", "13-2019", "March", "spring March 2019", "99999"]
        {
            assert_eq!(PartialDate::parse(text, &english()), None, "{text}");
        }
    }

    #[test]
    fn a_year_is_written_with_four_digits() {
        for text in ["19", "12019", "+201", "-2019", "２０１９"] {
            assert_eq!(PartialDate::parse(text, &english()), None, "{text}");
        }
    }

    #[test]
    fn a_month_and_a_day_are_written_without_a_sign() {
        for text in ["2019-+3", "2019-03-+9", "+9 March 2019", "2019-03-09-01"] {
            assert_eq!(PartialDate::parse(text, &english()), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_written_year_month_day() {
        for text in ["2019-+3-09", "+019-03-09", "2019-3-9", "2019-02-29", "09-03-2019", "2019-03"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_year_of_all_is_a_date_but_its_winter_is_none() {
        let read = |text: &str| PartialDate::parse(text, &english()).map(|date| date.last().to_string());
        assert_eq!((read("9999").as_deref(), read("winter 9999")), (Some("9999-12-31"), None));
    }

    #[test]
    fn about_may_be_said_before_or_after_the_date() {
        for text in ["about 2019", "2019 about", "~ 2019", "around 2019"] {
            assert!(PartialDate::parse(text, &english()).is_some_and(|date| date.about), "{text}");
        }
    }

    #[test]
    fn a_leap_day_exists_in_leap_years_alone() {
        let exists = [1900, 2000, 2023, 2024].map(|year| Day::from_date(year, 2, 29).is_some());
        assert_eq!(exists, [false, true, false, true]);
    }

    #[test]
    fn a_stored_date_that_does_not_exist_is_seen_not_to() {
        for known in [Known::Month(0), Known::Month(13), Known::Day(2, 30), Known::Day(4, 31)] {
            assert!(!PartialDate { year: 2025, known, about: false }.exists(), "{known:?}");
        }
    }

    #[test]
    fn every_partial_date_spans_its_year_season_month_or_day() {
        let span = |text: &str| {
            let date = PartialDate::parse(text, &english()).expect("a date");
            format!("{} {}", date.first(), date.last())
        };
        assert_eq!(
            ["2019", "spring 2019", "summer 2019", "autumn 2019", "feb 2024", "9 may 2019"].map(span),
            [
                "2019-01-01 2019-12-31",
                "2019-03-01 2019-05-31",
                "2019-06-01 2019-08-31",
                "2019-09-01 2019-11-30",
                "2024-02-01 2024-02-29",
                "2019-05-09 2019-05-09",
            ]
        );
    }

    #[test]
    fn monday_is_the_first_day_of_the_week() {
        assert_eq!(Day::parse("2026-01-05").map(Day::weekday), Some(1));
    }

    #[test]
    fn a_moment_before_the_epoch_is_on_the_day_before_it() {
        assert_eq!(Moment(-1).day().to_string(), "1969-12-31");
    }

    #[test]
    fn a_partial_date_spans_the_days_it_may_mean() {
        let winter = PartialDate { year: 2023, known: Known::Season(Season::Winter), about: false };
        assert_eq!(winter.first().to_string(), "2023-12-01");
        assert_eq!(winter.last().to_string(), "2024-02-29");
    }

    proptest! {
        #[test]
        fn every_day_reads_back(number in -700_000i32..2_900_000) {
            let day = Day(number);
            let (year, month, of_month) = day.date();
            if (1..=9999).contains(&year) {
                prop_assert_eq!(Day::from_date(year, month, of_month), Some(day));
                prop_assert_eq!(serde_json::to_string(&day).expect("plain data"), format!("\"{day}\""));
                prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            if let Some(date) = PartialDate::parse(&text, &english()) {
                prop_assert!(date.exists());
                prop_assert!(date.first() <= date.last());
            }
        }
    }
}
