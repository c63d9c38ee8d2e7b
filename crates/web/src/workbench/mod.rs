//! The therapist's pages.

mod about;
pub(crate) mod after;
pub(crate) mod alerts;
mod area;
mod assessment;
pub(crate) mod band;
pub(crate) mod between;
mod bonds;
mod caseload;
pub(crate) mod chain;
mod client;
mod cockpit;
mod contract;
mod course;
mod decision;
mod drift;
pub(crate) mod ending;
mod erasing;
pub(crate) mod event;
mod evidence;
pub(crate) mod flag_list;
pub(crate) mod flags;
mod focus;
pub(crate) mod formulation;
pub(crate) mod grief;
mod handed_over;
mod handouts;
pub(crate) mod history;
mod left_over;
pub(crate) mod losses;
pub(crate) mod map;
mod map_file;
pub(crate) mod measures;
mod merging;
pub(crate) mod midpoint;
pub(crate) mod moments;
pub(crate) mod naming;
mod new_course;
mod note;
mod opening;
mod paper;
pub(crate) mod people;
mod person;
mod pins;
pub(crate) mod plans;
mod prepare;
mod process_note;
mod rating;
pub(crate) mod relationship;
mod result;
mod result_file;
pub(crate) mod safety;
mod sessions;
pub(crate) mod staying_well;
mod structure;
pub(crate) mod telling;
pub(crate) mod then_and_now;
mod timeline;
mod today;
pub(crate) mod trends;
pub(crate) mod undo;
mod waiting;
mod writing;

use crate::figures::band::{spark, spark_line};
use crate::routes::Routes;
use crate::words::Words;
use clinic::lines::Line;

/// Where the map of then stands beside the map of now.
const THEN_AND_NOW: &str = "/people/then";

/// The page of a course on which a task of the protocol is done.
fn place_of_task(task: &str) -> &'static str {
    match task {
        "timeline" => "/timeline",
        "midpoint-review" => "/midpoint",
        "inventory" | "map-review" => "/people",
        "baseline-measures" | "final-measures" => "/measures",
        "focus-candidates" | "focus-agreed" => "/focus",
        "suitability" => "/decision",
        "formulation-shared" | "goals-set" => "/formulation",
        "contract" => "/contract",
        "ending-named" | "end-feelings" | "goals-review" | "focus-review" | "credit" | "early-signs"
        | "staying-well" | "next-step" | "risk-final" | "letter" => "/ending",
        _ => "/opening",
    }
}

/// "7 of 16 · middle" for a line of a list.
fn line_meta(words: &Words, line: &Line) -> String {
    let count = line.summary.count;
    let said = words.say("count-of").arg("used", count.used).arg("of", count.of).to_string();
    format!("{said} · {}", words.term("phase", line.summary.phase.key()))
}

/// The totals of the weekly measure as a small line for a line of a list.
pub(crate) fn line_spark(words: &Words, line: &Line) -> String {
    let drawn =
        line.drawn.totals.or("", || spark_line(line.summary.totals.iter().map(|(_, total)| *total), 27));
    spark(&drawn, &words.say("spark-label").to_string())
}

/// The latest total of the weekly measure for a line of a list, or nothing.
fn latest_total(words: &Words, line: &Line) -> String {
    match line.summary.totals.last() {
        Some((on, total)) => {
            words.say("line-total").arg("total", *total).arg("date", words.short_day(*on)).to_string()
        }
        None => String::new(),
    }
}

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = about::routes(routes);
    let routes = after::routes(routes);
    let routes = alerts::routes(routes);
    let routes = area::routes(routes);
    let routes = bonds::routes(routes);
    let routes = caseload::routes(routes);
    let routes = chain::routes(routes);
    let routes = client::routes(routes);
    let routes = cockpit::routes(routes);
    let routes = contract::routes(routes);
    let routes = course::routes(routes);
    let routes = decision::routes(routes);
    let routes = drift::routes(routes);
    let routes = ending::routes(routes);
    let routes = event::routes(routes);
    let routes = flag_list::routes(routes);
    let routes = flags::routes(routes);
    let routes = safety::routes(routes);
    let routes = evidence::routes(routes);
    let routes = rating::routes(routes);
    let routes = result::routes(routes);
    let routes = result_file::routes(routes);
    let routes = focus::routes(routes);
    let routes = formulation::routes(routes);
    let routes = handouts::routes(routes);
    let routes = history::routes(routes);
    let routes = measures::routes(routes);
    let routes = map_file::routes(routes);
    let routes = midpoint::routes(routes);
    let routes = new_course::routes(routes);
    let routes = note::routes(routes);
    let routes = writing::routes(routes);
    let routes = opening::routes(routes);
    let routes = paper::routes(routes);
    let routes = people::routes(routes);
    let routes = erasing::routes(merging::routes(routes));
    let routes = person::routes(routes);
    let routes = pins::routes(routes);
    let routes = plans::routes(routes);
    let routes = prepare::routes(routes);
    let routes = left_over::routes(routes);
    let routes = process_note::routes(routes);
    let routes = sessions::routes(routes);
    let routes = then_and_now::routes(routes);
    let routes = timeline::routes(routes);
    let routes = today::routes(routes);
    let routes = trends::routes(routes);
    let routes = undo::routes(routes);

    waiting::routes(routes)
}
