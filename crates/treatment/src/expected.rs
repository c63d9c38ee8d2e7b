//! The course that is expected of a measure: a curve over the logarithm of the session, and a band around it. Its
//! numbers are data in `content/expected-course/`; a service fits its own from its finished courses.
//!
//! Totals fall faster at first: `total = a + b · ln(1 + session)`, with `session` counted from the first score (0
//! there), `a` that first score, and `b` as the file says for such a beginning. Log-linear curves fit better than
//! straight ones at every length of treatment (Stulz and others 2013, n = 6,375; read).

use crate::course::Course;
use crate::outcome::by_day;
use crate::session::SessionState;
use crate::time::Day;
use serde::Deserialize;

/// Fewest finished courses from which a curve is fitted. Ours; below it the band is mostly chance.
pub const COURSES_LEAST: usize = 300;

/// Fewest later scores of a course from which it is used.
pub const LATER_LEAST: usize = 2;

/// The two-sided 80 % interval of the normal distribution, in standard deviations to each side.
const EIGHTY_PERCENT: f64 = 1.281_551_6;

/// The expected course of one measure, as its file says it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCourse {
    /// Key of the measure.
    pub measure: String,
    /// Version of this file.
    pub version: u32,
    /// Whether the numbers are placeholders: no service's courses stand behind them.
    pub placeholder: bool,
    /// Where the numbers come from.
    pub source: String,
    /// The numbers.
    pub curve: Curve,
    /// What they were fitted from; none for a placeholder.
    pub fitted: Option<Fitted>,
}

/// The numbers of a curve, in points of the measure's total.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// `b` for a first total of 0: points for each unit of the logarithm. Negative is falling.
    pub slope: f64,
    /// What each point of the first total adds to `b`.
    pub slope_per_point: f64,
    /// Standard deviation of totals about the curve at the first score.
    pub spread: f64,
    /// What each unit of the logarithm adds to it.
    pub spread_growth: f64,
}

/// What a curve was fitted from, and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fitted {
    /// Finished courses.
    pub courses: usize,
    /// Scores after the first.
    pub points: usize,
    /// Standard deviation of the totals about the curve, in points.
    pub residual_sd: f64,
    /// The part of the variance of the totals that the curve explains, at most 1.
    pub r_squared: f64,
}

/// What is expected at one session, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The lower end of the band.
    pub lower: f64,
    /// The middle.
    pub middle: f64,
    /// The upper end of the band: above it a course is not on track.
    pub upper: f64,
}

/// The scores of one course, as a curve is fitted from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The first total.
    pub first: u16,
    /// Later totals, each with the sessions since the first: 1 or more.
    pub later: Vec<(u16, u16)>,
}

/// Why no curve was fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotFit {
    /// Fewer courses than [`COURSES_LEAST`].
    #[error(
        "{courses} finished courses have a first score and {LATER_LEAST} later ones; fewer than {COURSES_LEAST} \
         make a band of chance. Keep the placeholders until there are more"
    )]
    TooFew {
        /// Those that could be used.
        courses: usize,
    },
    /// All courses began the same.
    #[error(
        "all courses began with nearly the same score, so nothing can be said of how the beginning matters"
    )]
    TooAlike,
}

impl ExpectedCourse {
    /// Reads and checks one file.
    ///
    /// # Errors
    /// A sentence that names the rule that is broken.
    pub fn parse(file: &str) -> Result<Self, String> {
        let expected: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        let Curve { slope, slope_per_point, spread, spread_growth } = expected.curve;
        if ![slope, slope_per_point, spread, spread_growth].iter().all(|number| number.is_finite()) {
            return Err("the numbers of the curve must be finite".to_owned());
        }
        if spread <= 0.0 || spread_growth < 0.0 {
            return Err("spread must be above 0 and spread_growth not below it".to_owned());
        }
        if expected.placeholder == expected.fitted.is_some() {
            return Err("either placeholder is true or fitted says what from, and not both".to_owned());
        }
        Ok(expected)
    }

    /// The file, as [`parse`](Self::parse) reads it.
    pub fn text(&self) -> String {
        let Self { measure, version, placeholder, source, curve, fitted } = self;
        let mut text = format!(
            "# The expected course of {measure}: total = a + b · ln(1 + session), session counted from the first\n\
             # score, a the first score, b = slope + slope_per_point · a; the band is 80 % of courses about it.\n\
             measure = {measure:?}\nversion = {version}\nplaceholder = {placeholder}\nsource = {source:?}\n\n\
             [curve]\nslope = {:?}\nslope_per_point = {:?}\nspread = {:?}\nspread_growth = {:?}\n",
            curve.slope, curve.slope_per_point, curve.spread, curve.spread_growth
        );
        if let Some(fitted) = fitted {
            text.push_str(&format!(
                "\n[fitted]\ncourses = {}\npoints = {}\nresidual_sd = {:?}\nr_squared = {:?}\n",
                fitted.courses, fitted.points, fitted.residual_sd, fitted.r_squared
            ));
        }
        text
    }
}

impl Curve {
    /// What is expected so many sessions after a first total, within 0 and `most` points.
    pub fn at(&self, first: u16, since: u16, most: u16) -> Expected {
        let log = f64::from(since).ln_1p();
        let middle = self.middle(first, log);
        let reach = EIGHTY_PERCENT * (self.spread + self.spread_growth * log);
        let within = |points: f64| points.clamp(0.0, f64::from(most));
        Expected { lower: within(middle - reach), middle: within(middle), upper: within(middle + reach) }
    }

    fn middle(&self, first: u16, log: f64) -> f64 {
        f64::from(first) + (self.slope + self.slope_per_point * f64::from(first)) * log
    }
}

/// The session a score of this day goes with: 1 before and on the day of the first one held, and so on.
pub fn session_of(course: &Course, on: Day) -> u16 {
    let is_before = |session: &&crate::session::Session| {
        matches!(session.state, SessionState::Held(_)) && session.on < on
    };
    course.sessions.iter().filter(is_before).count() as u16 + 1
}

/// The scores of a course; of several before one session the last. None without a first and [`LATER_LEAST`] later.
pub fn scores_of(course: &Course, measure: &str) -> Option<Scores> {
    let results = by_day(course, measure);
    let first = results.first()?;
    let began = session_of(course, first.completed.on);
    let mut later: Vec<(u16, u16)> = Vec::new();
    for result in &results[1..] {
        let since = session_of(course, result.completed.on) - began;
        if since == 0 {
            continue;
        }
        later.retain(|(known, _)| *known != since);
        later.push((since, result.completed.total));
    }
    (later.len() >= LATER_LEAST).then_some(Scores { first: first.completed.total, later })
}

/// Fits a curve by least squares, and its spread from the size of what is left over.
///
/// Scores of one course are not independent of each other. That leaves the curve where it is and makes it look no
/// surer than it is here, because nothing is said about the error of its numbers.
///
/// # Errors
/// [`CannotFit`], when the courses are too few or too much alike.
pub fn fit(courses: &[Scores]) -> Result<(Curve, Fitted), CannotFit> {
    if courses.len() < COURSES_LEAST {
        return Err(CannotFit::TooFew { courses: courses.len() });
    }
    let points: Vec<Point> = courses.iter().flat_map(Point::of).collect();
    // total − first = slope · log + slope_per_point · (first · log)
    let columns = points.iter().map(|point| [point.log, point.log * point.first]);
    let changes = points.iter().map(|point| point.total - point.first);
    let [slope, slope_per_point] = least_squares(columns, changes).ok_or(CannotFit::TooAlike)?;
    let mut curve = Curve { slope, slope_per_point, spread: 0.0, spread_growth: 0.0 };
    let left_over = |point: &Point| point.total - curve.middle(point.first as u16, point.log);
    let squares: f64 = points.iter().map(|point| left_over(point).powi(2)).sum();
    let mean = points.iter().map(|point| point.total).sum::<f64>() / points.len() as f64;
    let variance: f64 = points.iter().map(|point| (point.total - mean).powi(2)).sum();
    // The mean size of a normal deviation is √(2/π) of its standard deviation (Glejser's regression).
    let sizes = points.iter().map(|point| left_over(point).abs() * std::f64::consts::FRAC_PI_2.sqrt());
    let residual_sd = (squares / points.len() as f64).sqrt();
    let spread = least_squares(points.iter().map(|point| [1.0, point.log]), sizes);
    (curve.spread, curve.spread_growth) = match spread {
        Some([spread, growth]) if spread > 0.0 && growth >= 0.0 => (spread, growth),
        // Narrower with time: one width for all.
        _ => (residual_sd, 0.0),
    };
    let fitted = Fitted {
        courses: courses.len(),
        points: points.len(),
        residual_sd,
        r_squared: 1.0 - squares / variance.max(f64::MIN_POSITIVE),
    };
    Ok((curve, fitted))
}

/// One later score.
struct Point {
    first: f64,
    /// ln(1 + sessions since the first score).
    log: f64,
    total: f64,
}

impl Point {
    fn of(scores: &Scores) -> impl Iterator<Item = Self> {
        let point = |(since, total): &(u16, u16)| Self {
            first: f64::from(scores.first),
            log: f64::from(*since).ln_1p(),
            total: f64::from(*total),
        };
        scores.later.iter().map(point)
    }
}

/// The two numbers that bring `x₁ · column₁ + x₂ · column₂` nearest to `wanted`; none when the columns say the same.
fn least_squares(
    columns: impl Iterator<Item = [f64; 2]>,
    wanted: impl Iterator<Item = f64>,
) -> Option<[f64; 2]> {
    let (mut aa, mut ab, mut bb, mut aw, mut bw) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for ([a, b], w) in columns.zip(wanted) {
        aa += a * a;
        ab += a * b;
        bb += b * b;
        aw += a * w;
        bw += b * w;
    }
    let determinant = aa * bb - ab * ab;
    // Relative to its parts: columns that differ by less than rounding say nothing.
    if determinant <= 1e-9 * aa * bb {
        return None;
    }
    Some([(bb * aw - ab * bw) / determinant, (aa * bw - ab * aw) / determinant])
}
