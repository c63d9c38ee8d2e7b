//! Every file of a measure that is shipped, those of the separate pack too: what is checked of it, worked examples, and
//! what holds whatever is answered.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use treatment::instrument::{CutoffMeaning, Instrument, LicenceStatus, MissingRule, Outcome, Scorer, State};
use treatment::outcome::ChangeRule;

/// Where the files are, below the root of the project.
const FOLDERS: [&str; 2] = ["content/measures", "packs/non-commercial/measures"];

/// Every file, read.
pub(crate) fn shipped() -> Vec<Instrument> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    for folder in FOLDERS {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "toml")) {
            let text = std::fs::read_to_string(&file).unwrap();
            let read = Instrument::parse(&text);
            let read = read.unwrap_or_else(|faults| panic!("{}: {faults:?}", file.display()));
            assert_eq!(file.file_stem().unwrap().to_str(), Some(read.key.as_str()), "named by its key");
            all.push(read);
        }
    }
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

fn one(key: &str) -> Instrument {
    shipped().into_iter().find(|instrument| instrument.key == key).unwrap_or_else(|| panic!("no {key}"))
}

/// What one form comes to: total as it is written, band, subscales, items that ask for a look.
type Came = (Option<String>, Option<String>, BTreeMap<String, String>, Vec<String>);

fn came(instrument: &Instrument, outcome: &Outcome<'_>) -> Came {
    let mut risks: Vec<String> = outcome.risks.iter().map(|rule| rule.item.clone()).collect();
    risks.dedup();
    (
        outcome.total.map(|total| instrument.written(total)),
        outcome.band.map(|band| band.key.clone()),
        outcome
            .subscales
            .iter()
            .map(|(key, value)| ((*key).to_owned(), instrument.written(*value)))
            .collect(),
        risks,
    )
}

/// Asserts what a form of so many codes, one after the other, comes to.
fn comes_to(key: &str, codes: &str, total: &str, band: &str, subscales: &[(&str, &str)], risks: &[&str]) {
    let instrument = one(key);
    let codes: Vec<&str> = codes.split(' ').map(|code| if code == "." { "" } else { code }).collect();
    assert_eq!(codes.len(), instrument.items.len(), "{key}");
    let outcome = Scorer::new(&instrument).score(&codes).unwrap();
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (was_total, was_band, was_scales, was_risks) = came(&instrument, &outcome);
    assert_eq!((was_total, was_band), (text(total), text(band)), "{key} {codes:?}");
    for (scale, value) in subscales {
        assert_eq!(was_scales.get(*scale).map(String::as_str), Some(*value), "{key} {scale}");
    }
    assert_eq!(was_risks, risks, "{key}");
}

/// The same code to every item.
fn all(code: &str, items: usize) -> String {
    vec![code; items].join(" ")
}

#[test]
fn the_set_is_there_and_only_what_may_be_shown_has_words() {
    let shipped = shipped();
    assert!(shipped.len() >= 60, "{}", shipped.len());
    for instrument in &shipped {
        let status = instrument.licence.status;
        let may_have = status.is_open() || (status == LicenceStatus::NonCommercial);
        assert!(may_have || instrument.text.is_empty(), "{} has words", instrument.key);
        assert_eq!(instrument.validated, status != LicenceStatus::Own, "{}", instrument.key);
        assert_ne!(status, LicenceStatus::Unknown, "{}", instrument.key);
    }
}

#[test]
fn measures_of_distress_come_to_what_is_published() {
    comes_to("phq-4", "3 3 0 0", "6", "moderate", &[("gad-2", "6"), ("phq-2", "0")], &[]);
    // Every "rarely" of the CES-D still gives the four reversed items their points.
    comes_to("ces-d", &all("0", 20), "12", "below", &[], &[]);
    comes_to("cesd-r", &all("4", 20), "60", "screen", &[], &["14", "15"]);
    comes_to("core-10", &all("0", 10), "8", "low", &[], &[]);
    comes_to("core-10", "0 4 4 0 0 1 0 0 0 0", "1", "healthy", &[], &["6"]);
    comes_to("ham-d-17", "4 4 4 2 2 2 4 4 4 4 4 2 2 2 4 2 2", "52", "very-severe", &[], &["3"]);
    comes_to("ham-d-17", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3 0", "0", "none", &[], &[]);
    comes_to("k10", &all("1", 10), "10", "low", &[], &[]);
    comes_to("pss-10", &all("0", 10), "16", "", &[("helplessness", "0"), ("self-efficacy", "16")], &[]);
    comes_to("dast-10", "0 0 1 0 0 0 0 0 0 0", "0", "none", &[], &[]);
}

#[test]
fn the_edinburgh_scale_counts_two_ways_and_its_tenth_item_asks_for_a_look() {
    comes_to("epds", "0 0 3 0 3 3 3 3 3 3", "0", "", &[("anxiety", "0")], &[]);
    comes_to("epds", "3 3 0 3 0 0 0 0 0 0", "30", "", &[("anxiety", "9")], &["10"]);
}

#[test]
fn a_sleep_item_of_the_quick_inventory_counts_by_the_worst_of_its_group() {
    comes_to("qids-sr-16", "3 1 0 0 0 2 - 1 - 0 0 0 0 0 0 3", "8", "mild", &[("sleep", "3")], &[]);
    let most = "3 3 3 3 3 3 - 3 - 3 3 3 3 3 3 3";
    comes_to("qids-sr-16", most, "27", "very-severe", &[], &["12"]);
}

#[test]
fn where_more_is_better_a_case_is_below() {
    comes_to("who-5", &all("5", 5), "100", "good", &[], &[]);
    comes_to("who-5", "3 3 2 2 2", "48", "poor", &[], &[]);
    comes_to("osss-3", "4 5 5", "14", "strong", &[], &[]);
    comes_to("mspss", &all("7", 12), "7.00", "high", &[("friends", "7.00")], &[]);
    comes_to("csi-16", &["6".to_owned(), all("5", 15)].join(" "), "81", "", &[], &[]);
    comes_to("swemwbs", &all("3", 7), "19.25", "", &[], &[]);
    let das = "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 4 4 5 5 5 5 1 1 6 5";
    comes_to("das", das, "151", "", &[], &[]);
    for (key, below, above) in [("csi-16", 51, 52), ("csi-4", 13, 14), ("das", 97, 98), ("ors", 25, 26)] {
        let rule = ChangeRule::of(&one(key));
        assert!(rule.is_case(below) && !rule.is_case(above), "{key}");
    }
}

#[test]
fn tables_means_gates_and_items_that_do_not_apply() {
    comes_to("promis-depression-4a", &all("5", 4), "79.4", "severe", &[], &[]);
    comes_to("promis-depression-8a", &all("1", 8), "37.1", "usual", &[], &[]);
    comes_to("wsas", "none 8 8 8 8", "32", "", &[], &[]);
    comes_to("role-functioning", "none 10 10 9", "9.7", "", &[], &[]);
    // Who never had such an experience is asked nothing more.
    comes_to("pc-ptsd-5", "0 . . . . .", "0", "", &[], &[]);
    comes_to("pc-ptsd-5", "1 1 1 1 1 1", "5", "", &[], &[]);
    comes_to("pcl-5", &all("4", 20), "80", "", &[("b", "20"), ("c", "8"), ("d", "28"), ("e", "24")], &[]);
    comes_to("djgls-6", &all("some", 6), "6", "", &[("emotional", "3"), ("social", "3")], &[]);
    comes_to("djgls-6", &all("yes", 6), "3", "", &[("emotional", "3"), ("social", "0")], &[]);
    comes_to("sdq", &all("1", 25), "20", "", &[("prosocial", "5")], &[]);
    comes_to("ecr-rs", "7 7 7 7 1 1 1 1 1", "", "", &[("avoidance", "1.00"), ("anxiety", "1.00")], &[]);
    comes_to("pg-13-r", "1 3 3 3 3 3 3 3 3 3 3 1", "30", "", &[], &[]);
}

#[test]
fn skeletons_add_up_as_far_as_it_is_published_and_no_further() {
    let (depression, anxiety) = (("depression", "30"), ("anxiety", "45"));
    comes_to("rcads-25", &all("3", 25), "75", "", &[depression, anxiety], &[]);
    let sad = "3 0 0 3 0 0 0 3 0 3 0 0 3 0 3 3 0 0 3 0 3 0 0 3 0";
    comes_to("rcads-25", sad, "30", "", &[depression, ("anxiety", "0")], &[]);
    let most = [("bonding", "60"), ("rejection", "35"), ("anxiety", "20"), ("danger", "10")];
    comes_to("pbq", &all("5", 25), "125", "", &most, &[]);
    // What does not apply is left out of the mean.
    let roles = [all("none", 18), all("2", 18), all("3", 18)].join(" ");
    comes_to("sas-sr", &roles, "2.50", "", &[], &[]);
    comes_to("reqol-10", &all("4", 10), "40", "", &[], &[]);
    comes_to("srm-5", "7 6 5 4 3", "5.00", "", &[], &[]);
    comes_to("iip-32", &all("4", 32), "", "", &[], &[]);
    let rule = ChangeRule::of(&one("reqol-10"));
    assert!(rule.is_case(24) && !rule.is_case(25), "a case is below 25");
}

#[test]
fn a_cut_off_that_needs_other_answers_is_not_reached_by_its_total_alone() {
    let mdq = one("mdq");
    let reaches = |yes: usize, same_time: &str, problem: &str| {
        let codes = (1..=13).map(|item| (item.to_string(), u8::from(item <= yes).to_string()));
        let more = [("same-time", same_time), ("problem", problem)];
        let more = more.map(|(item, code)| (item.to_owned(), code.to_owned()));
        let answers: BTreeMap<String, String> = codes.chain(more).collect();
        let total = mdq.score(&answers).unwrap().total.unwrap();
        mdq.reaches(&mdq.cutoffs[0], total, &answers)
    };
    assert!(reaches(7, "1", "2") && reaches(13, "1", "3"));
    assert!(!reaches(6, "1", "3"), "too few");
    assert!(!reaches(13, "0", "3"), "not at the same time");
    assert!(!reaches(13, "1", "1"), "a minor problem");
    // Where more is better a case is reached from above; being without symptoms from the other side.
    let (none, reqol, ham) = (BTreeMap::new(), one("reqol-10"), one("ham-d-17"));
    assert!(reqol.reaches(&reqol.cutoffs[0], 24, &none) && !reqol.reaches(&reqol.cutoffs[0], 25, &none));
    let remission = ham.cutoffs.iter().find(|cut| cut.meaning == CutoffMeaning::Remission).unwrap();
    assert!(ham.reaches(remission, 7, &none) && !ham.reaches(remission, 8, &none));
}

#[test]
fn a_drink_holds_what_the_country_says() {
    let drink = one("audit-c").drink.unwrap();
    let grams = ["gb", "us", "ca", "de"].map(|country| drink.grams_in(country).to_string());
    assert_eq!(grams, ["8", "14", "13.5", "10"]);
}

#[test]
fn questions_about_suicide_have_no_total_and_a_refusal_asks_for_a_look_too() {
    comes_to("asq", "no no no no .", "", "", &[], &[]);
    comes_to("asq", "no refused no no .", "", "", &[], &["2"]);
    comes_to("asq", "no no no yes refused", "", "", &[], &["4", "5"]);
    comes_to("c-ssrs", "1 0 . . . 0 .", "", "", &[], &["1"]);
}

/// A measure, and for each of its items a number that chooses an option.
fn filled() -> impl Strategy<Value = (Instrument, Vec<usize>)> {
    prop::sample::select(shipped()).prop_flat_map(|instrument| {
        let items = instrument.items.len();
        (Just(instrument), prop::collection::vec(0usize..64, items))
    })
}

fn codes<'i>(instrument: &'i Instrument, chosen: &[usize]) -> Vec<&'i str> {
    let each = instrument.items.iter().zip(chosen);
    each.map(|(item, number)| {
        let options = instrument.options_of(item);
        options[number % options.len()].code.as_str()
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_whole_form_is_on_its_scale_and_in_the_band_that_holds_it((instrument, chosen) in filled()) {
        let codes = codes(&instrument, &chosen);
        let outcome = Scorer::new(&instrument).score(&codes).unwrap();
        prop_assert_eq!(outcome.state, State::Scored);
        prop_assert_eq!(outcome.total.is_some(), instrument.has_total());
        if let Some(total) = outcome.total {
            prop_assert!((instrument.scale_min..=instrument.scale_max).contains(&total), "{}", total);
        }
        if let (Some(band), Some(total)) = (outcome.band, outcome.total) {
            prop_assert!((band.least..=band.most).contains(&total));
        }
        // Named by their items, in whatever order, the answers come to the same.
        let named = instrument.items.iter().rev().zip(codes.iter().rev());
        let named = named.map(|(item, code)| (item.key.clone(), (*code).to_owned())).collect();
        prop_assert_eq!(came(&instrument, &instrument.score(&named).unwrap()), came(&instrument, &outcome));
    }

    #[test]
    fn a_reversed_item_counts_from_the_other_end((instrument, chosen) in filled()) {
        for (item, number) in instrument.items.iter().zip(chosen) {
            let options = instrument.options_of(item);
            let option = &options[number % options.len()];
            let Some(points) = instrument.points_of(item, option) else { continue };
            let (least, most) = instrument.points_within(item);
            let is_reversed = instrument.reversed.contains(&item.key);
            let expected = if is_reversed { least + most - option.score } else { option.score };
            prop_assert_eq!(points, expected);
        }
    }

    #[test]
    fn missing_answers_are_filled_in_only_where_the_rule_allows_and_never_a_risk_item(
        (instrument, chosen) in filled(),
        left_out in prop::collection::vec(any::<bool>(), 64),
    ) {
        let mut codes = codes(&instrument, &chosen);
        for (place, item) in instrument.items.iter().enumerate() {
            if left_out[place] && item.scored && instrument.gate.is_none() {
                codes[place] = "";
            }
        }
        let missing: Vec<&str> = instrument.items.iter().zip(&codes)
            .filter(|(item, code)| item.scored && code.is_empty())
            .map(|(item, _)| item.key.as_str())
            .collect();
        let outcome = Scorer::new(&instrument).score(&codes).unwrap();
        prop_assert_eq!(&outcome.unanswered, &missing);
        let is_risk = missing.iter().any(|key| instrument.risk.iter().any(|rule| rule.item == *key));
        let allows = instrument.missing.rule == MissingRule::Prorate
            && missing.len() <= usize::from(instrument.missing.at_most) && !is_risk;
        let expected = match (missing.is_empty(), allows) {
            (true, _) => State::Scored,
            (false, true) => State::Prorated,
            (false, false) => State::Partial,
        };
        prop_assert_eq!(outcome.state, expected);
        prop_assert_eq!(outcome.total.is_some(), instrument.has_total() && expected != State::Partial);
    }

    #[test]
    fn better_and_worse_follow_the_direction_of_the_file(
        instrument in prop::sample::select(shipped()), first in any::<u16>(), last in any::<u16>(),
    ) {
        let rule = ChangeRule::of(&instrument);
        let span = instrument.scale_max - instrument.scale_min + 1;
        let [first, last] = [first, last].map(|total| instrument.scale_min + total % span);
        let turned = ChangeRule { higher_is_better: !rule.higher_is_better, ..rule };
        prop_assert_eq!(rule.movement(first, last), turned.movement(last, first));
        if rule.caseness.is_some() {
            let (worst, best) = if instrument.higher_is_better {
                (instrument.scale_min, instrument.scale_max)
            } else {
                (instrument.scale_max, instrument.scale_min)
            };
            prop_assert!(rule.is_case(worst) && !rule.is_case(best), "{}", instrument.key);
        }
    }
}
