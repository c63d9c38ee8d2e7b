//! How I have been: the client's own lines over time, in plain words, without bands and without expectations.

use super::home::frame;
use crate::answer::Answer;
use crate::figures::trend;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use crate::workbench::trends::{Span, trend_of};
use treatment::access::Verb;
use treatment::instrument::Instrument;
use treatment::measure::MeasureResult;
use treatment::outcome::{ChangeRule, Movement, by_day};
use treatment::summary::WEEKLY;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/home/been", Rule::Own(Verb::ReadOwn), show)
}

async fn show(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(frame(&visit, "been-title"));
    sheet.lead = sheet.say("been-lead");
    let span = Span::of(&visit);
    let mut instruments: Vec<&Instrument> = visit.library().content.instruments_newest().collect();
    instruments.sort_by_key(|instrument| instrument.key != WEEKLY);
    for instrument in instruments {
        // Only what its owner allows to be shown has words for a client.
        let (Some(span), Some(text)) = (&span, instrument.text_in(visit.words.tag())) else { continue };
        let Some(mut trend) = trend_of(&visit, instrument, span, |_| String::new()) else { continue };
        let results = by_day(visit.course(), &instrument.key);
        trend.label.clone_from(&text.title);
        trend.desc = said(&visit, instrument, &results);
        for (point, result) in trend.points.iter_mut().zip(&results) {
            point.shape = trend::Shape::Round;
            point.version = String::new();
            point.tip = format!(
                "{} · {}",
                visit.words.plain_day(result.completed.on),
                instrument.written(result.completed.total)
            );
        }
        let table = Table {
            caption: visit.words.say("measure-table").arg("name", text.title.clone()).to_string(),
            heads: vec![sheet.say("field-on"), sheet.say("measure-total")],
            rows: results
                .iter()
                .rev()
                .map(|result| {
                    vec![
                        visit.words.plain_day(result.completed.on),
                        instrument.written(result.completed.total),
                    ]
                })
                .collect(),
        };
        let drawn = trend::own(&trend, span.axis());
        sheet.card("", vec![Block::Figure(drawn, trend.desc, Some(table))]).title.clone_from(&text.title);
    }
    if sheet.main.is_empty() {
        let blocks = vec![Block::Quiet(sheet.say("been-none"))];
        sheet.card("", blocks);
    } else {
        let blocks = vec![Block::Quiet(sheet.say("been-not-you"))];
        sheet.card("", blocks);
    }
    sheet.portal()
}

/// First and last in plain words.
fn said(visit: &CourseVisit, instrument: &Instrument, results: &[&MeasureResult]) -> String {
    let words = &visit.words;
    let (Some(first), Some(last)) = (results.first(), results.last()) else { return String::new() };
    let (before, after) = (first.completed.total, last.completed.total);
    if results.len() == 1 {
        return words
            .say("been-one")
            .arg("total", instrument.written(before))
            .arg("most", instrument.written(instrument.scale_max))
            .arg("date", words.plain_day(first.completed.on))
            .to_string();
    }
    let moved = ChangeRule::of(instrument).movement(before, after);
    let key = match moved {
        // Where nobody published how much must change to count, nothing is said about it.
        _ if instrument.change.reliable.is_none() => "been-two",
        Movement::Better => "been-better",
        Movement::Worse => "been-worse",
        Movement::Same => "been-same",
    };
    words
        .say(key)
        .arg("before", instrument.written(before))
        .arg("after", instrument.written(after))
        .arg("most", instrument.written(instrument.scale_max))
        .arg("from", words.plain_day(first.completed.on))
        .arg("to", words.plain_day(last.completed.on))
        .to_string()
}
