//! A life event in one line of text, "lost my job, about March 2024", read as an entry that is shown before it is
//! saved. The words are data, so that another language is another list; the reading is ours and never the last word.

use crate::time::{DateWords, Day, Known, PartialDate, Season};
use crate::timeline::EventKind;

/// Longest line that is read, in characters; what is longer is kept as it is, without a date.
pub const LINE_MOST: usize = 400;

/// The words of one language that a line may be written in, lower case; each list may hold phrases.
#[derive(Clone, Debug, Default)]
pub struct LineWords {
    /// Months, seasons and "about".
    pub dates: DateWords,
    /// "ago", after a number and a unit.
    pub ago_after: Vec<String>,
    /// As "vor" in German, before a number and a unit.
    pub ago_before: Vec<String>,
    /// Day, week, month, year; each with its plural.
    pub units: [Vec<String>; 4],
    /// One to twelve; the first may be "a".
    pub numbers: Vec<Vec<String>>,
    /// "today", "yesterday".
    pub days: [Vec<String>; 2],
    /// "last".
    pub last: Vec<String>,
    /// "this".
    pub this: Vec<String>,
    /// "since".
    pub since: Vec<String>,
    /// "from", "between".
    pub from: Vec<String>,
    /// "to", "until", and a dash.
    pub to: Vec<String>,
    /// "in", "on", "at" and the like, that only lead to a date.
    pub lead: Vec<String>,
    /// "of", "the": words inside a date.
    pub filler: Vec<String>,
    /// "when I was", "aged": before an age.
    pub age: Vec<String>,
    /// "years old": after an age.
    pub age_after: Vec<String>,
    /// Days that have a name, with month and day: Christmas.
    pub named: Vec<(Vec<String>, u8, u8)>,
    /// What hints at a kind of event.
    pub kinds: Vec<(EventKind, Vec<String>)>,
}

/// What is to be looked at in a reading before it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Nothing says what happened.
    NoTitle,
    /// No date was found.
    NoDate,
    /// Only the end was found.
    NoStart,
    /// The year was not said; the latest that has passed was taken.
    YearTaken,
    /// More dates were found than were used.
    MoreDates,
    /// An age was said, but the year of birth is not known.
    NoBirth,
    /// It lies in the future.
    Future,
    /// It lies before birth.
    BeforeBirth,
    /// It ends before it starts.
    EndsBeforeStart,
}

impl Doubt {
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoTitle => "line-doubt-no-title",
            Self::NoDate => "line-doubt-no-date",
            Self::NoStart => "line-doubt-no-start",
            Self::YearTaken => "line-doubt-year-taken",
            Self::MoreDates => "line-doubt-more-dates",
            Self::NoBirth => "line-doubt-no-birth",
            Self::Future => "line-doubt-future",
            Self::BeforeBirth => "line-doubt-before-birth",
            Self::EndsBeforeStart => "line-doubt-ends-before-start",
        }
    }
}

/// How a line was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What happened: the line without what was read as a date.
    pub title: String,
    /// When it was or began.
    pub start: Option<PartialDate>,
    /// When it ended.
    pub end: Option<PartialDate>,
    /// Whether it was said to last until now ("since").
    pub is_ongoing: bool,
    /// The kind that its words hint at.
    pub kind: Option<EventKind>,
    /// What is to be looked at, in order.
    pub doubts: Vec<Doubt>,
}

/// Reads a line. `today` is the civil day; `birth_year` is used for ages.
pub fn read(line: &str, words: &LineWords, today: Day, birth_year: Option<i32>) -> Reading {
    let tokens = tokens(line);
    let mut reading = Reading::default();
    let mut used = vec![false; tokens.len()];
    let mut said = Vec::new();
    if line.chars().count() <= LINE_MOST {
        let reader = Reader { tokens: &tokens, words, today, birth_year };
        let mut at = 0;
        while at < tokens.len() {
            match reader.saying(at) {
                Some((next, one)) => {
                    used[at..next].fill(true);
                    said.push(one);
                    at = next;
                }
                None => at += 1,
            }
        }
    }
    reading.title = left_over(line, &tokens, &used);
    put_dates(&mut reading, &said);
    reading.kind = kind_of(&tokens, words);
    look_over(&mut reading, today, birth_year);
    reading
}

/// A word of the line: where it stands, and what it is without marks and in lower case.
struct Token {
    from: usize,
    to: usize,
    plain: String,
}

/// What stands before a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    At,
    Since,
    From,
    To,
}

/// A date as it was found.
struct Saying {
    role: Role,
    date: Option<PartialDate>,
    doubt: Option<Doubt>,
}

fn tokens(line: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut begin = None;
    let ends = line.char_indices().map(|(at, c)| (at, Some(c))).chain([(line.len(), None)]);
    for (at, c) in ends {
        if let Some(c) = c
            && !c.is_whitespace()
        {
            begin.get_or_insert(at);
        } else if let Some(from) = begin.take() {
            split_years(line, from, at, &mut tokens);
        }
    }
    tokens
}

/// `2018-2020` is three words; everything else between blanks is one.
fn split_years(line: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let word = &line[from..to];
    let dash = word.char_indices().find(|(_, c)| matches!(c, '-' | '\u{2013}' | '\u{2014}'));
    if let Some((at, dash)) = dash {
        let (before, after) = (&word[..at], &word[at + dash.len_utf8()..]);
        if is_year(before) && is_year(after.trim_end_matches(is_mark)) {
            for (from, to) in [(from, from + at), (from + at, to - after.len()), (to - after.len(), to)] {
                tokens.push(token(line, from, to));
            }
            return;
        }
    }
    tokens.push(token(line, from, to));
}

fn token(line: &str, from: usize, to: usize) -> Token {
    let word = &line[from..to];
    let bare = word.trim_matches(is_mark);
    // A dash that stands alone is a word of its own.
    let plain = if bare.is_empty() { word } else { bare };
    Token { from, to, plain: plain.to_lowercase() }
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}')
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<i32>().is_ok_and(|year| (1900..=2100).contains(&year))
}

struct Reader<'r> {
    tokens: &'r [Token],
    words: &'r LineWords,
    today: Day,
    birth_year: Option<i32>,
}

impl Reader<'_> {
    /// A date with what leads to it, beginning at a word; and the place after it.
    fn saying(&self, at: usize) -> Option<(usize, Saying)> {
        let (mut next, mut role, mut about, mut is_led) = (at, Role::At, false, false);
        loop {
            let words = self.words;
            let led = [(&words.since, Role::Since), (&words.from, Role::From), (&words.to, Role::To)];
            if let Some((after, found)) =
                led.iter().find_map(|(list, role)| Some((self.phrase(next, list)?, *role)))
            {
                (next, role, is_led) = (after, found, true);
            } else if let Some(after) = self.phrase(next, &words.dates.about) {
                (next, about, is_led) = (after, true, true);
            } else if let Some(after) = self.phrase(next, &words.lead) {
                (next, is_led) = (after, true);
            } else {
                break;
            }
        }
        let (after, mut date, doubt) = self.date(next, is_led)?;
        if let Some(date) = &mut date {
            date.about |= about;
        }
        Some((after, Saying { role, date, doubt }))
    }

    /// A date at a word, without what leads to it.
    fn date(&self, at: usize, is_led: bool) -> Option<(usize, Option<PartialDate>, Option<Doubt>)> {
        let sure = |(next, date)| (next, Some(date), None);
        let taken = |(next, date)| (next, Some(date), Some(Doubt::YearTaken));
        self.ago(at)
            .or_else(|| self.near_day(at))
            .or_else(|| self.last_or_this(at))
            .map(sure)
            .or_else(|| self.age(at))
            .or_else(|| self.named(at, is_led))
            .or_else(|| self.written(at).map(sure))
            .or_else(|| if is_led { self.without_year(at).map(taken) } else { None })
    }

    /// The place after one of these phrases, the longest first.
    fn phrase(&self, at: usize, phrases: &[String]) -> Option<usize> {
        let fits = |phrase: &&String| {
            let mut words = phrase.split(' ').enumerate();
            words.all(|(index, word)| self.tokens.get(at + index).is_some_and(|token| token.plain == word))
        };
        let longest = phrases.iter().filter(fits).map(|phrase| phrase.split(' ').count()).max()?;
        Some(at + longest)
    }

    fn plain(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(|token| token.plain.as_str())
    }

    fn number(&self, at: usize) -> Option<(usize, i32)> {
        let digits = self.plain(at)?.parse::<u16>().ok().filter(|number| (1..=150).contains(number));
        if let Some(number) = digits {
            return Some((at + 1, i32::from(number)));
        }
        let mut numbers = self.words.numbers.iter().enumerate();
        numbers.find_map(|(index, words)| Some((self.phrase(at, words)?, index as i32 + 1)))
    }

    /// "three weeks ago".
    fn ago(&self, at: usize) -> Option<(usize, PartialDate)> {
        let before = self.phrase(at, &self.words.ago_before);
        let (next, count) = self.number(before.unwrap_or(at))?;
        let mut units = self.words.units.iter().enumerate();
        let (next, unit) = units.find_map(|(unit, words)| Some((self.phrase(next, words)?, unit)))?;
        let next = if before.is_some() { next } else { self.phrase(next, &self.words.ago_after)? };
        Some((next, self.back(unit, count)))
    }

    /// So many days, weeks, months or years before today, as exactly as such a word is meant.
    fn back(&self, unit: usize, count: i32) -> PartialDate {
        let (year, month, _) = self.today.date();
        match unit {
            0 => PartialDate::on(self.today.plus(-count)),
            1 => PartialDate { about: true, ..PartialDate::on(self.today.plus(-7 * count)) },
            2 => {
                let months = year * 12 + i32::from(month) - 1 - count;
                let known = Known::Month(months.rem_euclid(12) as u8 + 1);
                PartialDate { year: months.div_euclid(12), known, about: false }
            }
            _ => PartialDate { year: year - count, known: Known::Year, about: false },
        }
    }

    /// "today", "yesterday".
    fn near_day(&self, at: usize) -> Option<(usize, PartialDate)> {
        let mut days = self.words.days.iter().enumerate();
        let (next, back) = days.find_map(|(back, words)| Some((self.phrase(at, words)?, back as i32)))?;
        Some((next, PartialDate::on(self.today.plus(-back))))
    }

    /// "last month", "this year", "last summer", "last March", "last Christmas".
    fn last_or_this(&self, at: usize) -> Option<(usize, PartialDate)> {
        let last = self.phrase(at, &self.words.last);
        let next = last.or_else(|| self.phrase(at, &self.words.this))?;
        let back = i32::from(last.is_some());
        let mut units = self.words.units.iter().enumerate().skip(1);
        if let Some((after, unit)) = units.find_map(|(unit, words)| Some((self.phrase(next, words)?, unit))) {
            return Some((after, self.back(unit, back)));
        }
        if let Some((after, month, day)) = self.named_day(next) {
            return self.latest(Known::Day(month, day), last.is_some()).map(|date| (after, date));
        }
        let (after, known) = self.month_or_season(next)?;
        self.latest(known, last.is_some()).map(|date| (after, date))
    }

    /// The latest of its kind that has begun; with `is_over`, that is over.
    fn latest(&self, known: Known, is_over: bool) -> Option<PartialDate> {
        let (year, ..) = self.today.date();
        (0..9).map(|back| PartialDate { year: year - back, known, about: false }).find(|date| {
            date.exists() && if is_over { date.last() < self.today } else { date.first() <= self.today }
        })
    }

    fn month_or_season(&self, at: usize) -> Option<(usize, Known)> {
        let all = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
        let dates = &self.words.dates;
        let season = dates
            .seasons
            .iter()
            .zip(all)
            .find_map(|(words, season)| Some((self.phrase(at, words)?, Known::Season(season))));
        season.or_else(|| {
            let mut months = dates.months.iter().zip(1_u8..);
            months.find_map(|(words, month)| Some((self.phrase(at, words)?, Known::Month(month))))
        })
    }

    /// A month or a season without its year, after "in" or "since".
    fn without_year(&self, at: usize) -> Option<(usize, PartialDate)> {
        let (next, known) = self.month_or_season(at)?;
        Some((next, self.latest(known, false)?))
    }

    fn named_day(&self, at: usize) -> Option<(usize, u8, u8)> {
        let mut named = self.words.named.iter();
        named.find_map(|(words, month, day)| Some((self.phrase(at, words)?, *month, *day)))
    }

    /// "Christmas 2023", "at Christmas".
    fn named(&self, at: usize, is_led: bool) -> Option<(usize, Option<PartialDate>, Option<Doubt>)> {
        let (next, month, day) = self.named_day(at)?;
        let known = Known::Day(month, day);
        if let Some(year) = self.plain(next).filter(|word| is_year(word)).and_then(|word| word.parse().ok()) {
            let date = PartialDate { year, known, about: false };
            return Some((next + 1, Some(date).filter(PartialDate::exists), None));
        }
        if !is_led {
            return None;
        }
        Some((next, Some(self.latest(known, false)?), Some(Doubt::YearTaken)))
    }

    /// "when I was twelve": the year in which that birthday was, and about it.
    fn age(&self, at: usize) -> Option<(usize, Option<PartialDate>, Option<Doubt>)> {
        let (next, age) = self.number(self.phrase(at, &self.words.age)?)?;
        let next = self.phrase(next, &self.words.age_after).unwrap_or(next);
        match self.birth_year {
            Some(birth) => {
                let date = PartialDate { year: birth + age, known: Known::Year, about: true };
                Some((next, Some(date).filter(PartialDate::exists), None))
            }
            None => Some((next, None, Some(Doubt::NoBirth))),
        }
    }

    /// A date that names its year, in up to five words: "the 3rd of May 2019", "2019-05", "5/2019".
    fn written(&self, at: usize) -> Option<(usize, PartialDate)> {
        for length in (1..=5).rev() {
            let Some(window) = self.tokens.get(at..at + length) else { continue };
            let is_filler = |token: &Token| self.words.filler.contains(&token.plain);
            // Neither may a date begin or end with a word that only belongs inside one.
            if length > 1 && window.last().is_some_and(is_filler) {
                continue;
            }
            let kept: Vec<String> =
                window.iter().filter(|token| !is_filler(token)).map(|token| slashes(&token.plain)).collect();
            let date = PartialDate::parse(&kept.join(" "), &self.words.dates);
            if let Some(date) = date.filter(|date| (1900..=2100).contains(&date.year)) {
                return Some((at + length, date));
            }
        }
        None
    }
}

/// `5/2019` as `2019-5`; anything else as it is.
fn slashes(word: &str) -> String {
    match word.split_once('/') {
        Some((month, year)) if is_year(year) && month.len() <= 2 => format!("{year}-{month}"),
        _ => word.to_owned(),
    }
}

/// What is left of the line when the dates are taken out, with its first and last marks trimmed.
fn left_over(line: &str, tokens: &[Token], used: &[bool]) -> String {
    let mut kept = String::new();
    for (token, _) in tokens.iter().zip(used).filter(|(_, used)| !**used) {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(&line[token.from..token.to]);
    }
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '\u{2013}' | '\u{2014}');
    kept.trim_matches(is_edge).to_owned()
}

fn put_dates(reading: &mut Reading, said: &[Saying]) {
    reading.doubts.extend(said.iter().filter_map(|saying| saying.doubt));
    let found = |role: Role| said.iter().find(|saying| saying.role == role).and_then(|saying| saying.date);
    let plain: Vec<PartialDate> =
        said.iter().filter(|saying| saying.role == Role::At).filter_map(|saying| saying.date).collect();
    reading.is_ongoing = said.iter().any(|saying| saying.role == Role::Since);
    reading.start = found(Role::Since).or_else(|| found(Role::From)).or_else(|| plain.first().copied());
    reading.end = found(Role::To);
    // "from March to May 2024": the year is said once, for both.
    let is_taken = said.iter().any(|s| s.role == Role::From && s.doubt == Some(Doubt::YearTaken));
    if let (true, Some(start), Some(end)) = (is_taken, &mut reading.start, reading.end) {
        start.year = end.year;
        if start.first() > end.last() {
            start.year -= 1;
        }
        reading.doubts.retain(|doubt| *doubt != Doubt::YearTaken);
    }
    let is_used = usize::from(reading.start.is_some()) + usize::from(reading.end.is_some());
    if said.iter().filter(|saying| saying.date.is_some()).count() > is_used {
        reading.doubts.push(Doubt::MoreDates);
    }
}

/// The kind whose longest phrase stands in the line.
fn kind_of(tokens: &[Token], words: &LineWords) -> Option<EventKind> {
    let line: String = tokens.iter().flat_map(|token| [" ", token.plain.as_str()]).chain([" "]).collect();
    let mut best: Option<(usize, EventKind)> = None;
    for (kind, phrases) in &words.kinds {
        for phrase in phrases.iter().filter(|phrase| !phrase.is_empty()) {
            let length = phrase.chars().count();
            if best.is_none_or(|(most, _)| length > most) && line.contains(&format!(" {phrase} ")) {
                best = Some((length, *kind));
            }
        }
    }
    best.map(|(_, kind)| kind)
}

/// Says what a person must look at.
fn look_over(reading: &mut Reading, today: Day, birth_year: Option<i32>) {
    let doubts = &mut reading.doubts;
    if reading.title.is_empty() {
        doubts.push(Doubt::NoTitle);
    }
    match (reading.start, reading.end) {
        (None, None) => doubts.push(Doubt::NoDate),
        (None, Some(_)) => doubts.push(Doubt::NoStart),
        _ => {}
    }
    let dates = [reading.start, reading.end];
    if dates.iter().flatten().any(|date| date.first() > today) {
        doubts.push(Doubt::Future);
    }
    if let Some(birth) = birth_year
        && dates.iter().flatten().any(|date| date.last().date().0 < birth)
    {
        doubts.push(Doubt::BeforeBirth);
    }
    if let (Some(start), Some(end)) = (reading.start, reading.end)
        && end.last() < start.first()
    {
        doubts.push(Doubt::EndsBeforeStart);
    }
    doubts.sort_unstable();
    doubts.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(words: &str) -> Vec<String> {
        words.split(", ").map(str::to_owned).collect()
    }

    fn english() -> LineWords {
        LineWords {
            dates: crate::time::tests::english(),
            ago_after: list("ago"),
            ago_before: Vec::new(),
            units: ["day, days", "week, weeks", "month, months", "year, years"].map(list),
            numbers: ["a, an, one", "two", "three", "four"].map(list).into(),
            days: ["today", "yesterday"].map(list),
            last: list("last"),
            this: list("this"),
            since: list("since, ever since"),
            from: list("from, between"),
            to: list("to, until, and, -, \u{2013}"),
            lead: list("in, on, at, in the, during"),
            filler: list("of, the"),
            age: list("when i was, aged, at the age of"),
            age_after: list("years old, old"),
            named: vec![(list("christmas"), 12, 25)],
            kinds: vec![
                (EventKind::JobLoss, list("lost my job, fired")),
                (EventKind::DeathClose, list("died")),
                (EventKind::MoveCity, list("moved to, moved")),
            ],
        }
    }

    fn told(line: &str) -> Reading {
        read(line, &english(), Day(20_781), Some(1984))
    }

    /// Title, dates as `first..last` of start and end, and doubts.
    fn brief(line: &str) -> String {
        let reading = told(line);
        let span = |date: Option<PartialDate>| {
            date.map_or("-".to_owned(), |date| {
                format!("{}{}..{}", if date.about { "~" } else { "" }, date.first(), date.last())
            })
        };
        let doubts: Vec<&str> =
            reading.doubts.iter().map(|doubt| doubt.key().trim_start_matches("line-doubt-")).collect();
        format!("{} | {} | {} | {}", reading.title, span(reading.start), span(reading.end), doubts.join(" "))
    }

    #[test]
    fn lines_are_read_as_people_type_them() {
        for (line, expected) in [
            ("lost my job, about March 2024", "lost my job | ~2024-03-01..2024-03-31 | - | "),
            ("mum died 3 weeks ago", "mum died | ~2026-11-03..2026-11-03 | - | "),
            ("2019-05", " | 2019-05-01..2019-05-31 | - | no-title"),
            ("Alone since summer 2023", "Alone | 2023-06-01..2023-08-31 | - | "),
            ("in Leeds from 2018 to 2020", "in Leeds | 2018-01-01..2018-12-31 | 2020-01-01..2020-12-31 | "),
            (
                "caring for Dad 2018-2020",
                "caring for Dad | 2018-01-01..2018-12-31 | 2020-01-01..2020-12-31 | ",
            ),
            ("The quarrel last Christmas", "The quarrel | 2025-12-25..2025-12-25 | - | "),
            ("we moved when I was 12", "we moved | ~1996-01-01..1996-12-31 | - | "),
            ("The 3rd of May 2019: the accident", "the accident | 2019-05-03..2019-05-03 | - | "),
            ("promotion last month", "promotion | 2026-10-01..2026-10-31 | - | "),
            ("fell out with Ann in May", "fell out with Ann | 2026-05-01..2026-05-31 | - | year-taken"),
            ("course from March to May 2024", "course | 2024-03-01..2024-03-31 | 2024-05-01..2024-05-31 | "),
            ("a year ago we parted", "we parted | 2025-01-01..2025-12-31 | - | "),
            ("I may lose my job", "I may lose my job | - | - | no-date"),
            ("worked there until 2020", "worked there | - | 2020-01-01..2020-12-31 | no-start"),
            ("5/2019 new flat", "new flat | 2019-05-01..2019-05-31 | - | "),
        ] {
            assert_eq!(brief(line), expected, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (line, doubt) in [
            ("retirement 2031", Doubt::Future),
            ("the war 1970", Doubt::BeforeBirth),
            ("away from 2020 to 2018", Doubt::EndsBeforeStart),
            ("2018 2019 2020", Doubt::MoreDates),
        ] {
            assert!(told(line).doubts.contains(&doubt), "{line}");
        }
    }

    #[test]
    fn an_age_without_a_year_of_birth_is_no_date() {
        let reading = read("we moved when I was 12", &english(), Day(20_000), None);
        assert_eq!((reading.start, reading.doubts), (None, vec![Doubt::NoDate, Doubt::NoBirth]));
    }

    #[test]
    fn the_longest_phrase_hints_at_the_kind() {
        assert_eq!(told("lost my job when Dad died").kind, Some(EventKind::JobLoss));
        assert_eq!(told("a quiet year").kind, None);
    }

    proptest! {
        #[test]
        fn no_line_makes_the_reader_fail_or_lose_a_word_that_is_no_date(line in "\\PC{0,120}") {
            let reading = told(&line);
            if reading.start.is_none() && reading.end.is_none() && !reading.doubts.contains(&Doubt::NoBirth) {
                let squeezed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
                let title: String = reading.title.chars().filter(|c| !c.is_whitespace()).collect();
                prop_assert!(squeezed.contains(&title));
            }
        }

        #[test]
        fn a_date_after_today_is_never_taken_in_silence(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "lost", "job", "last", "this", "christmas", "summer", "winter", "may", "december", "in", "since",
                    "from", "to", "until", "about", "3", "12", "31", "weeks", "ago", "years", "today", "2019",
                    "2026", "2026-12", "2031", "when", "i", "was", "60", "a", "-", "12/2026", "of", "the",
                ]),
                0..9,
            ),
            today in 0_i32..40_000,
        ) {
            let reading = read(&parts.join(" "), &english(), Day(today), Some(1984));
            for date in [reading.start, reading.end].into_iter().flatten() {
                prop_assert!(date.exists());
                prop_assert!(date.first() <= Day(today) || reading.doubts.contains(&Doubt::Future));
            }
        }
    }
}
