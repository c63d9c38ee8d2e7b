//! What the clients of the demo answer on the portal the evening before a session.

use super::lives::{Flags, Life};
use clinic::Clinic;
use clinic::problem::Problem;
use std::collections::BTreeMap;
use treatment::command::Command;
use treatment::instrument::{AnswerOption, Instrument};
use treatment::measure::{CompleteMeasure, How};
use treatment::outcome::PAIR;
use treatment::time::Day;

/// Answers what is due; totals follow the life's line with a little chance.
pub(super) async fn check_in(clinic: &Clinic, life: &mut Life, day: Day, today: Day) -> Result<(), Problem> {
    let library = clinic.library();
    let content = &library.content;
    let used = life.used();
    let due: Vec<String> = life.known.measures_due(content, day).into_iter().map(str::to_owned).collect();
    for key in due {
        let Some(instrument) = content.instrument(&key) else { continue };
        if let Some(answers) = told_answers(life, instrument) {
            life.ask(clinic, true, on_the_portal(instrument, answers, day)).await?;
            continue;
        }
        if !PAIR.contains(&key.as_str()) {
            let burden = f64::from(life.start + life.slope * i32::from(used) / 10) / 27.0;
            // Most drink little, however the weeks are.
            let drinks = if life.number().is_multiple_of(3) { 0.13 } else { 0.0 };
            let level = match &*instrument.key {
                // How far one has come is told from where one began; nobody says that all of it is there.
                "goal-progress" => (burden * 27.0 / f64::from(life.start)).max(0.2),
                _ if instrument.drink.is_some() => drinks,
                _ => burden,
            };
            let answers = as_hard_as(instrument, level.clamp(0.0, 1.0));
            life.ask(clinic, true, on_the_portal(instrument, answers, day)).await?;
            continue;
        }
        let wish = life.start + life.slope * i32::from(used) / 10 + life.dice.below(4) as i32 - 2;
        let items = instrument.items.iter().filter(|item| item.scored).count() as i32;
        let mut left = (wish * items / 9).clamp(1, items * 2);
        let flags = key == "phq-9"
            && match life.flags {
                Flags::None => false,
                // After a missed session the first answer still waits to be talked about.
                Flags::Handled(at) => {
                    at == used && !life.known.flags.iter().any(treatment::risk::Flag::is_open)
                }
                Flags::Open | Flags::Seen => today.since(day) < 7,
            };
        let mut answers = BTreeMap::new();
        for (index, item) in instrument.items.iter().enumerate() {
            if !item.scored {
                // Beside the total: as hard as the week was.
                answers.insert(item.key.clone(), (wish / 7).clamp(0, 3).to_string());
                continue;
            }
            let rest = items - index as i32;
            let mut score = (left + rest - 1) / rest;
            score = (score + life.dice.below(3) as i32 - 1).clamp(0, 3).min(left.max(0));
            if instrument.risk.iter().any(|rule| rule.item == item.key) {
                score = i32::from(flags);
            }
            left -= score;
            answers.insert(item.key.clone(), score.to_string());
        }
        life.ask(clinic, true, on_the_portal(instrument, answers, day)).await?;
    }
    Ok(())
}

/// What the story says that is answered now, where its course is told whole.
fn told_answers(life: &Life, instrument: &Instrument) -> Option<BTreeMap<String, String>> {
    let told = life.story.answers.get(&instrument.key).filter(|_| life.is_whole)?;
    let before = life.known.measures.results.iter();
    let nth = before.filter(|result| result.completed.measure == instrument.key).count();
    let said = instrument.items.iter().zip(told.get(nth)?);
    Some(said.map(|(item, code)| (item.key.clone(), code.to_string())).collect())
}

/// A form answered on the portal, in English words.
fn on_the_portal(instrument: &Instrument, answers: BTreeMap<String, String>, day: Day) -> Command {
    Command::CompleteMeasure(CompleteMeasure {
        measure: instrument.key.clone(),
        version: instrument.version,
        answers,
        on: day,
        how: How::Portal,
        language: instrument.shown_in("en").to_owned(),
    })
}

/// Answers as hard as things are, from 0 to 1; an answer that would ask for a person to look is not among them. What one
/// answer falls short by the next one makes up for.
fn as_hard_as(instrument: &Instrument, level: f64) -> BTreeMap<String, String> {
    let mut short_by = 0.0;
    let answer = |item: &treatment::instrument::Item| {
        let (least, most) = instrument.points_within(item);
        let is_looked_at = instrument.risk.iter().any(|rule| rule.item == item.key);
        let level = if is_looked_at || !item.scored { 0.0 } else { level };
        let level = if instrument.higher_is_better { 1.0 - level } else { level };
        let even = f64::from(least) + level * f64::from(most - least);
        let wish = if is_looked_at || !item.scored { even } else { even + short_by };
        let options = instrument.options_of(item).iter();
        let points = |option: &AnswerOption| {
            instrument.points_of(item, option).map(|points| (f64::from(points) - wish).abs())
        };
        let nearest = options.filter_map(|option| Some((option, points(option)?)));
        let nearest = nearest.min_by(|(_, one), (_, other)| one.total_cmp(other));
        if item.scored
            && let Some(points) = nearest.and_then(|(option, _)| instrument.points_of(item, option))
        {
            short_by = if is_looked_at { short_by } else { wish - f64::from(points) };
        }
        (item.key.clone(), nearest.map_or_else(String::new, |(option, _)| option.code.clone()))
    };
    instrument.items.iter().map(answer).collect()
}
