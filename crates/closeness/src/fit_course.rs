//! `closeness fit-course`: finished courses in, the expected course of a measure out.

use crate::command::FitCourse;
use crate::config::Config;
use crate::support::{opened, progress};
use crate::{Failure, put, say};
use std::io::Write as _;
use treatment::expected::{Curve, ExpectedCourse, Fitted, fit, scores_of};

pub(crate) async fn run(config: &Config, asked: &FitCourse) -> Result<(), Failure> {
    let measure = &asked.measure;
    if let Some(file) = asked.out.as_ref().filter(|file| file.exists()) {
        return Err(Failure::Configuration(format!("{} is there already", file.display())));
    }
    let clinic = opened(config).await?;
    let library = clinic.library();
    let content = &library.content;
    if content.instrument(measure).is_none() {
        return Err(Failure::Configuration(format!("there is no measure {measure}")));
    }
    let (mut all, mut finished) = (0_usize, 0_usize);
    let mut courses = Vec::new();
    clinic
        .each_course(
            |course| {
                all += 1;
                if course.closed.is_some() {
                    finished += 1;
                    courses.extend(scores_of(course, measure));
                }
            },
            |done, of| progress("course", done as u64, of as u64),
        )
        .await
        .map_err(|why| Failure::Other(why.to_string()))?;
    eprintln!("{all} courses, {finished} of them finished, {} with scores to fit from", courses.len());
    clinic.note_fitted().await.map_err(|why| Failure::Other(why.to_string()))?;
    let (curve, fitted) = fit(&courses).map_err(|why| Failure::Wrong(why.to_string()))?;
    let service = clinic.service().map_or_else(String::new, |service| service.sheet.name.clone());
    let expected = ExpectedCourse {
        measure: measure.clone(),
        version: content.expected(measure).map_or(1, |known| known.version + 1),
        placeholder: false,
        source: format!("Fitted on {} from finished courses of {service}", clinic.today()),
        curve: Curve {
            slope: rounded(curve.slope),
            slope_per_point: rounded(curve.slope_per_point),
            spread: rounded(curve.spread),
            spread_growth: rounded(curve.spread_growth),
        },
        fitted: Some(Fitted {
            residual_sd: rounded(fitted.residual_sd),
            r_squared: rounded(fitted.r_squared),
            ..fitted
        }),
    };
    match &asked.out {
        None => put(expected.text()),
        Some(file) => {
            let mut made = std::fs::File::create_new(file)
                .map_err(|why| Failure::Configuration(format!("{}: {why}", file.display())))?;
            made.write_all(expected.text().as_bytes())
                .and_then(|()| made.sync_all())
                .map_err(|why| Failure::Other(format!("{}: {why}", file.display())))?;
            say(format_args!("version {} written to {}", expected.version, file.display()));
        }
    }
    eprintln!(
        "fitted from {} courses and {} scores; the scores lie {:.1} points about the curve (standard deviation), and it \
         explains {:.0} % of their variance",
        fitted.courses,
        fitted.points,
        fitted.residual_sd,
        100.0 * fitted.r_squared
    );
    Ok(())
}

/// Six decimals: more than scores of whole points can tell, and a file that a person can read.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
