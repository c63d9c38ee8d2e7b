//! The structure of the map in words and figures: each figure in a sentence, and how it was counted.

use crate::sheet::{Block, Item, Sheet};
use crate::words::Words;
use treatment::course::Course;
use treatment::structure::structure;

/// The card of the figures, on a map with people.
pub(super) fn card(words: &Words, sheet: &mut Sheet, course: &Course) {
    let items = items(words, course);
    if !items.is_empty() {
        let blocks = vec![Block::Quiet(sheet.say("structure-lead")), Block::Items(items)];
        "map-structure".clone_into(&mut sheet.card("structure-title", blocks).id);
    }
}

/// A line for each figure; none on an empty map.
pub(super) fn items(words: &Words, course: &Course) -> Vec<Item> {
    let of = structure(course);
    if of.people == 0 {
        return Vec::new();
    }
    let density = (of.tied * 100).checked_div(of.pairs).unwrap_or_default();
    let line = |key: &str, figures: &[(&'static str, usize)]| {
        let said = figures
            .iter()
            .fold(words.say(format!("structure-{key}")), |said, (name, figure)| said.arg(name, *figure));
        Item { meta: words.say(format!("structure-{key}-how")).to_string(), ..Item::plain(said.to_string()) }
    };
    let mut items = vec![
        line("size", &[("people", of.people), ("here", of.in_touch), ("inner", of.inner)]),
        line("confidants", &[("count", of.confidants), ("unasked", of.confidants_unasked)]),
        line(
            "reciprocity",
            &[
                ("here", of.in_touch),
                ("both", of.both),
                ("received", of.received),
                ("given", of.given),
                ("unasked", of.support_unasked),
            ],
        ),
        line(
            "conflict",
            &[
                ("here", of.in_touch),
                ("open", of.conflict_open),
                ("hidden", of.conflict_hidden),
                ("unasked", of.conflict_unasked),
            ],
        ),
    ];
    match of.lost {
        Some(lost) => items.push(line("losses", &[("count", lost), ("undated", of.lost_undated)])),
        None => items.push(line("no-onset", &[])),
    }
    if of.pairs > 0 {
        items.push(line("density", &[("tied", of.tied), ("pairs", of.pairs), ("percent", density)]));
        items.push(line("groups", &[("count", of.groups), ("alone", of.alone)]));
    }
    items
}
