//! Totals as `FHIRPath`, in a form that fhirpath.js and LHC-Forms carry out alike: whole numbers in the smallest unit,
//! nothing where too much is missing. Each expression stands for itself, without variables.

use crate::names::{coding, link_id};
use std::collections::BTreeMap;
use treatment::instrument::{Instrument, Item, Method, MissingRule, Scale};

/// The total of a measure; none when it has none.
pub fn total(instrument: &Instrument) -> Option<String> {
    if !instrument.has_total() {
        return None;
    }
    let scored: Vec<&Item> = instrument.items.iter().filter(|item| item.scored).collect();
    let missing = &instrument.missing;
    let is_filled_in = missing.rule == MissingRule::Prorate;
    let mut rules = Vec::new();
    if is_filled_in {
        let least = scored.len() - usize::from(missing.at_most);
        rules.push(format!("{}.count() >= {least}", answers(&scored)));
        let never: Vec<&Item> =
            scored.iter().copied().filter(|item| instrument.is_never_filled_in(&item.key)).collect();
        if !never.is_empty() {
            rules.push(format!("{}.count() = {}", answers(&never), never.len()));
        }
    } else {
        rules.push(format!("{}.count() = {}", answers(&scored), scored.len()));
    }
    let made = value(instrument, &instrument.total, is_filled_in, rules);
    Some(finished(instrument, &made, closed(instrument).and_then(|closed| closed.total)))
}

/// A subscale of a measure.
pub fn subscale(instrument: &Instrument, scale: &Scale) -> String {
    let closed = closed(instrument).and_then(|closed| {
        closed.subscales.iter().find(|(key, _)| *key == scale.key).map(|(_, value)| *value)
    });
    finished(instrument, &value(instrument, scale, false, Vec::new()), closed)
}

/// What comes of a form closed by its gate.
fn closed(instrument: &Instrument) -> Option<treatment::instrument::Outcome<'_>> {
    let gate = instrument.gate.as_ref()?;
    instrument.score(&BTreeMap::from([(gate.item.clone(), gate.closed_by.clone())])).ok()
}

/// Puts the gate before a value, and its decimals behind it.
fn finished(instrument: &Instrument, made: &str, when_closed: Option<u16>) -> String {
    let gate = instrument.gate.as_ref().and_then(|gate| {
        let item = instrument.item(&gate.item)?;
        let option = instrument.options_of(item).iter().find(|option| option.code == gate.closed_by)?;
        Some((answers(&[item]), coding(instrument, item, option).1))
    });
    let made = match (gate, when_closed) {
        (Some((gate, code)), Some(nought)) => {
            format!("iif({gate}.where(value.code = '{code}').exists(), {nought}, {made})")
        }
        _ => made.to_owned(),
    };
    if instrument.decimals == 0 { made } else { format!("({made}) / {}", unit(instrument)) }
}

fn unit(instrument: &Instrument) -> u32 {
    10u32.pow(u32::from(instrument.decimals))
}

/// The answers to some items.
fn answers(items: &[&Item]) -> String {
    let names: Vec<String> = items.iter().map(|item| format!("'{}'", link_id(item))).collect();
    let which = match names.as_slice() {
        [one] => format!("linkId = {one}"),
        many => format!("linkId in ({})", many.join(" | ")),
    };
    format!("%resource.repeat(item).where({which}).answer")
}

/// The points of the answers to some items. An answer that says it does not apply has none, and is not asked for any:
/// fhirpath.js would look them up at a terminology server.
fn points(instrument: &Instrument, items: &[&Item]) -> String {
    let mut without = Vec::new();
    for item in items {
        for option in instrument.options_of(item).iter().filter(|option| option.does_not_apply) {
            let (system, code) = coding(instrument, item, option);
            let rule = format!(".where((value.system = '{system}' and value.code = '{code}').not())");
            if !without.contains(&rule) {
                without.push(rule);
            }
        }
    }
    format!("{}{}.weight()", answers(items), without.concat())
}

/// The items and the other scales that a scale is made of.
fn parts<'i>(instrument: &'i Instrument, scale: &'i Scale) -> (Vec<&'i Item>, Vec<&'i Scale>) {
    if scale.of.is_empty() {
        return (instrument.items.iter().filter(|item| item.scored).collect(), Vec::new());
    }
    let items = scale.of.iter().filter_map(|key| instrument.item(key)).collect();
    let named = |key: &String| instrument.subscales.iter().find(|other| other.key == *key);
    (items, scale.of.iter().filter_map(named).collect())
}

/// The value of a scale in the smallest unit, under rules of its own; without any, each of its items is answered.
fn value(instrument: &Instrument, scale: &Scale, is_filled_in: bool, mut rules: Vec<String>) -> String {
    let unit = unit(instrument);
    let (items, others) = parts(instrument, scale);
    let others: Vec<String> = others
        .into_iter()
        .map(|other| format!("({})", value(instrument, other, false, Vec::new())))
        .collect();
    if rules.is_empty() && !items.is_empty() {
        rules.push(format!("{}.count() = {}", answers(&items), items.len()));
    }
    rules.extend(others.iter().map(|other| format!("{other}.exists()")));
    let times = u32::from(scale.times);
    let made = match scale.method {
        Method::Sum if !is_filled_in => multiplied(&sum(instrument, &items, &others, is_filled_in), times),
        Method::Sum | Method::Mean => {
            let weights = Weights::of(instrument, &items, others.len(), is_filled_in);
            let of = if scale.method == Method::Sum { weights.due } else { String::new() };
            let sum = multiplied(&sum(instrument, &items, &others, is_filled_in), times);
            rounded(&if of.is_empty() { sum } else { format!("{sum} * {of}") }, &weights.answered)
        }
        Method::Highest => {
            let mut all: Vec<String> = Vec::new();
            if !items.is_empty() {
                let points = points(instrument, &items);
                all.push(if unit == 1 { points } else { format!("{points}.select($this * {unit})") });
            }
            all.extend(others);
            multiplied(&format!("({}).max()", all.join(" | ")), times)
        }
        Method::Count => {
            let least = scale.at_least;
            let mut all: Vec<String> = Vec::new();
            if !items.is_empty() {
                all.push(format!("{}.where($this >= {least}).count()", points(instrument, &items)));
            }
            let least = u32::from(least) * unit;
            all.extend(others.iter().map(|other| format!("iif({other} >= {least}, 1, 0)")));
            multiplied(&format!("({})", all.join(" + ")), times * unit)
        }
        Method::Table => {
            let lines: Vec<String> = scale
                .table
                .iter()
                .map(|(raw, value)| format!("iif($this = {}, {value}, {{}})", u32::from(*raw) * unit))
                .collect();
            format!("({}).select({})", sum(instrument, &items, &others, is_filled_in), lines.join(" | "))
        }
        Method::Items => "{}".to_owned(),
    };
    format!("iif({}, {made}, {{}})", rules.join(" and "))
}

/// Weighted points of items, and other scales, added up.
fn sum(instrument: &Instrument, items: &[&Item], others: &[String], is_filled_in: bool) -> String {
    let of = |(weight, items): (u32, Vec<&Item>)| {
        // The sum of nothing is nothing for fhirpath.js, and nought for us.
        let may_be_none = is_filled_in || items.iter().any(|item| may_not_apply(instrument, item));
        let nought = if may_be_none { ".combine(0)" } else { "" };
        multiplied(&format!("{}{nought}.sum()", points(instrument, &items)), weight * unit(instrument))
    };
    let terms: Vec<String> = by_weight(items).into_iter().map(of).chain(others.iter().cloned()).collect();
    if terms.len() == 1 { terms[0].clone() } else { format!("({})", terms.join(" + ")) }
}

/// Whether an item has an answer that says it does not apply.
fn may_not_apply(instrument: &Instrument, item: &Item) -> bool {
    instrument.options_of(item).iter().any(|option| option.does_not_apply)
}

/// Items by how often their points count.
fn by_weight<'i>(items: &[&'i Item]) -> BTreeMap<u32, Vec<&'i Item>> {
    let mut groups: BTreeMap<u32, Vec<&Item>> = BTreeMap::new();
    for item in items {
        groups.entry(u32::from(item.weight)).or_default().push(item);
    }
    groups
}

/// Weights as `FHIRPath`: of what was answered with points, and of what should have been.
struct Weights {
    answered: String,
    due: String,
}

impl Weights {
    fn of(instrument: &Instrument, items: &[&Item], others: usize, is_filled_in: bool) -> Self {
        let all: u32 = items.iter().map(|item| u32::from(item.weight)).sum::<u32>() + others as u32;
        let not_applying: Vec<&Item> =
            items.iter().filter(|item| may_not_apply(instrument, item)).copied().collect();
        let answered = if is_filled_in || !not_applying.is_empty() {
            let counted = |(weight, items): (u32, Vec<&Item>)| {
                multiplied(&format!("{}.count()", points(instrument, &items)), weight)
            };
            let mut terms: Vec<String> = by_weight(items).into_iter().map(counted).collect();
            if others > 0 {
                terms.push(others.to_string());
            }
            if terms.len() == 1 { terms.remove(0) } else { format!("({})", terms.join(" + ")) }
        } else {
            all.to_string()
        };
        let mut due = all.to_string();
        for (weight, items) in by_weight(&not_applying) {
            let (all, with_points) = (answers(&items), points(instrument, &items));
            let left_out = multiplied(&format!("({all}.count() - {with_points}.count())"), weight);
            due = format!("{due} - {left_out}");
        }
        Self { answered, due: if not_applying.is_empty() { due } else { format!("({due})") } }
    }
}

fn multiplied(what: &str, times: u32) -> String {
    if times == 1 { what.to_owned() } else { format!("{times} * {what}") }
}

/// A quotient, half rounded up, in whole numbers.
fn rounded(of: &str, by: &str) -> String {
    format!("(2 * {of} + {by}) div (2 * {by})")
}
