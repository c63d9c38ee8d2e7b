//! The expected course: the file that is shipped, what it expects, and fitting one's own.

use crate::ask;
use crate::given::{Story, content, day};
use treatment::expected::{
    COURSES_LEAST, CannotFit, Curve, ExpectedCourse, Fitted, Scores, fit, scores_of, session_of,
};

#[test]
fn the_file_that_is_shipped_says_that_it_holds_placeholders() {
    let content = content();
    let expected = content.expected("phq-9").unwrap();
    assert!(expected.placeholder && expected.fitted.is_none());
}

#[test]
fn the_shipped_curve_gives_the_table_it_was_made_from() {
    let content = content();
    let curve = content.expected("phq-9").unwrap().curve;
    let rounded = |first, session: u16| {
        let expected = curve.at(first, session - 1, 27);
        (format!("{:.1}", expected.middle), format!("{:.1}", expected.upper))
    };
    let pair = |middle: &str, upper: &str| (middle.to_owned(), upper.to_owned());
    assert_eq!(rounded(12, 1), pair("12.0", "15.8"));
    assert_eq!(rounded(12, 16), pair("7.0", "12.7"));
    assert_eq!(rounded(17, 8), pair("11.6", "16.9"));
    assert_eq!(rounded(22, 4), pair("17.4", "22.2"));
}

#[test]
fn a_band_stays_on_the_scale() {
    let content = content();
    let curve = content.expected("phq-9").unwrap().curve;
    let (low, high) = (curve.at(0, 10, 27), curve.at(27, 0, 27));
    assert!(low.lower >= 0.0 && high.upper <= 27.0);
}

/// Courses drawn from a curve, with deviations of the right size that follow no chance.
fn courses(curve: Curve, count: usize) -> Vec<Scores> {
    // The quantiles of a normal deviation, in an order that goes with nothing else.
    const DEVIATIONS: [f64; 10] = [-1.64, 0.39, 1.04, -0.67, 0.13, 1.64, -1.04, -0.13, 0.67, -0.39];
    let deviation = |course: usize, since: usize| DEVIATIONS[(course * 7 + since * 3 + course / 10) % 10];
    let one = |course: usize| {
        let first = 5 + (course % 23) as u16;
        let later = (1..=15_usize).map(|since| {
            let expected = curve.at(first, since as u16, 27);
            let log = (since as f64).ln_1p();
            let total =
                expected.middle + deviation(course, since) * (curve.spread + curve.spread_growth * log);
            (since as u16, total.round().clamp(0.0, 27.0) as u16)
        });
        Scores { first, later: later.collect() }
    };
    (0..count).map(one).collect()
}

#[test]
fn a_fit_finds_the_numbers_that_courses_were_made_with() {
    let made = Curve { slope: -0.6, slope_per_point: -0.09, spread: 1.2, spread_growth: 0.25 };
    let (found, fitted) = fit(&courses(made, 460)).unwrap();
    let near = |found: f64, made: f64, by: f64| assert!((found - made).abs() < by, "{found} for {made}");
    near(found.slope, made.slope, 0.08);
    near(found.slope_per_point, made.slope_per_point, 0.008);
    near(found.spread, made.spread, 0.2);
    near(found.spread_growth, made.spread_growth, 0.1);
    near(fitted.residual_sd, 1.7, 0.2);
    assert_eq!((fitted.courses, fitted.points), (460, 460 * 15));
    assert!(fitted.r_squared > 0.85 && fitted.r_squared < 1.0, "{fitted:?}");
}

#[test]
fn too_few_courses_make_no_curve() {
    let made = Curve { slope: -1.0, slope_per_point: 0.0, spread: 1.0, spread_growth: 0.0 };
    let few = courses(made, COURSES_LEAST - 1);
    assert_eq!(fit(&few), Err(CannotFit::TooFew { courses: COURSES_LEAST - 1 }));
}

#[test]
fn courses_that_all_began_the_same_make_no_curve() {
    let same = Scores { first: 15, later: vec![(1, 14), (3, 12)] };
    assert_eq!(fit(&vec![same; COURSES_LEAST]), Err(CannotFit::TooAlike));
}

#[test]
fn a_fitted_file_reads_back_as_it_was_written() {
    let expected = ExpectedCourse {
        measure: "phq-9".to_owned(),
        version: 2,
        placeholder: false,
        source: "312 finished courses of \"Lake House\"".to_owned(),
        curve: Curve { slope: -0.612_3, slope_per_point: -0.087, spread: 3.25, spread_growth: 0.0 },
        fitted: Some(Fitted { courses: 312, points: 3_400, residual_sd: 3.9, r_squared: 0.61 }),
    };
    assert_eq!(ExpectedCourse::parse(&expected.text()), Ok(expected));
}

#[test]
fn a_file_that_claims_courses_and_placeholders_is_refused() {
    let text =
        content().expected("phq-9").unwrap().text().replace("placeholder = true", "placeholder = false");
    assert!(ExpectedCourse::parse(&text).unwrap_err().contains("placeholder"));
    let text = content().expected("phq-9").unwrap().text().replace("spread = 3.0", "spread = 0.0");
    assert!(ExpectedCourse::parse(&text).unwrap_err().contains("spread"));
}

#[test]
fn a_score_goes_with_the_session_before_which_it_was_answered() {
    let story = Story::held(2); // 5 and 12 January
    let of = |on: &str| session_of(&story.course, day(on));
    assert_eq!((of("2026-01-05"), of("2026-01-06"), of("2026-01-12"), of("2026-01-13")), (1, 2, 2, 3));
}

#[test]
fn of_two_scores_before_one_session_the_last_is_used() {
    let story = [("2026-01-05", 18), ("2026-01-07", 16), ("2026-01-12", 15), ("2026-01-13", 11)]
        .into_iter()
        .fold(Story::held(2), |story, (on, total)| story.on("2026-01-20").and(ask::phq9_of(total, day(on))));
    assert_eq!(scores_of(&story.course, "phq-9"), Some(Scores { first: 18, later: vec![(1, 15), (2, 11)] }));
}
