//! A version of a measure always scores the same: `scoring.txt` has a line for every version that was ever shipped, with a
//! mark of what its file says of scoring. A line is never edited. A new version gets its own from
//! `SCORING=write cargo test -p treatment scoring`, which adds lines and changes none.

use crate::shipped::shipped;
use std::collections::BTreeMap;
use std::path::Path;
use treatment::instrument::{AnswerOption, Instrument, Scale};

/// Everything of a file that decides what a form comes to and whom it asks to look, as text. Words, codes of other
/// systems, sources and cut-offs are not part of it.
fn scoring(instrument: &Instrument) -> String {
    let options = |options: &[AnswerOption]| {
        let each =
            options.iter().map(|one| format!("{}={}{}", one.code, one.score, mark(one.does_not_apply)));
        each.collect::<Vec<_>>().join(",")
    };
    let scale = |scale: &Scale| {
        let Scale { key, method, of, times, at_least, table, loinc: _ } = scale;
        format!("{key}:{}:{}:{times}:{at_least}:{table:?}", method.key(), of.join(","))
    };
    let items = instrument.items.iter().map(|item| {
        format!("{}:{}:{}{}", item.key, options(instrument.options_of(item)), item.weight, mark(!item.scored))
    });
    let mut lines: Vec<String> = items.collect();
    lines.push(format!("reversed {}", instrument.reversed.join(",")));
    lines.extend(instrument.gate.iter().map(|gate| format!("gate {} {}", gate.item, gate.closed_by)));
    lines.push(format!("total {}", scale(&instrument.total)));
    lines.extend(instrument.subscales.iter().map(|one| format!("part {}", scale(one))));
    lines.push(format!("scale {} {} {}", instrument.scale_min, instrument.scale_max, instrument.decimals));
    let missing = &instrument.missing;
    lines.push(format!("missing {} {} {}", missing.rule.key(), missing.at_most, missing.never.join(",")));
    lines.extend(
        instrument.bands.iter().map(|band| format!("band {} {} {}", band.key, band.least, band.most)),
    );
    let risks = instrument.risk.iter();
    lines.extend(risks.map(|rule| format!("risk {} {} {}", rule.item, rule.least, rule.respond.key())));
    lines.join("\n")
}

fn mark(is_set: bool) -> &'static str {
    if is_set { "!" } else { "" }
}

/// FNV-1a: the same everywhere and always.
fn hash(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[test]
fn a_version_of_a_measure_always_scores_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/scoring.txt");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let mut known: BTreeMap<String, String> = kept
        .lines()
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(version, hash)| (version.to_owned(), hash.to_owned()))
        .collect();
    let is_to_write = std::env::var("SCORING").is_ok_and(|wish| wish == "write");
    for instrument in shipped() {
        let version = format!("{} {}", instrument.key, instrument.version);
        let now = hash(&scoring(&instrument));
        match known.get(&version) {
            Some(then) if *then == now => {}
            Some(_) => panic!("{version} scores otherwise than it did: give the file a new version"),
            None if is_to_write => drop(known.insert(version, now)),
            None => panic!("{version} is not listed: SCORING=write cargo test -p treatment scoring"),
        }
    }
    if is_to_write {
        let lines: Vec<String> = known.iter().map(|(version, hash)| format!("{version} {hash}")).collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
}

#[test]
fn the_mark_tells_points_bands_and_what_asks_for_a_look_apart() {
    let phq = shipped().into_iter().find(|instrument| instrument.key == "phq-9").unwrap();
    let was = hash(&scoring(&phq));
    let changed = |change: fn(&mut Instrument)| {
        let mut other = phq.clone();
        change(&mut other);
        hash(&scoring(&other)) != was
    };
    assert!(changed(|phq| phq.options[1].score = 2));
    assert!(changed(|phq| phq.reversed.push("1".to_owned())));
    assert!(changed(|phq| phq.bands[0].most = 5));
    assert!(changed(|phq| phq.risk.clear()));
    assert!(changed(|phq| phq.missing.at_most = 3));
    assert!(!changed(|phq| phq.text.clear()), "words are not scoring");
}
