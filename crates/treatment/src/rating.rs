//! A second look at the problem areas: the therapist and another clinician rate each for themselves, blind until both
//! ratings are in. Agreement is shown and counted over a service; it never chooses a focus.

use crate::access::Who;
use crate::course::{Course, Now};
use crate::fact::Fact;
use crate::focus::Area;
use crate::ids::StaffId;
use crate::refusal::{PARAGRAPH, Refusal, text};
use crate::time::Moment;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// Whether a rater finds an area in what is known.
    Mark {
        /// It is there.
        Present = "present",
        /// It is not there.
        Absent = "absent",
        /// It cannot be said.
        Unsure = "unsure",
    }
}

/// Asks another clinician of the service for a rating; a supervisor of the therapist needs no asking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InviteRater {
    /// Who is asked; none takes the request back.
    pub rater: Option<StaffId>,
}

/// One clinician's rating of the problem areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateAreas {
    /// A mark for each area.
    pub marks: BTreeMap<Area, Mark>,
    /// The one that this rater would make the focus, if any.
    pub main: Option<Area>,
    /// Why, in words.
    pub reason: String,
}

/// A rating with its rater.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRating {
    /// Who rated.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// What.
    pub rated: RateAreas,
}

/// The ratings of a course, and who was asked for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// Who is asked.
    pub invited: Option<StaffId>,
    /// One from each rater, the therapist's and one other.
    pub all: Vec<AreaRating>,
}

impl Ratings {
    /// This rater's own rating.
    pub fn by(&self, rater: StaffId) -> Option<&AreaRating> {
        self.all.iter().find(|rating| rating.by == rater)
    }

    /// Both ratings, the therapist's first; none while one is missing, and so nothing to compare.
    pub fn both(&self, therapist: StaffId) -> Option<(&AreaRating, &AreaRating)> {
        let other = self.all.iter().find(|rating| rating.by != therapist)?;
        Some((self.by(therapist)?, other))
    }

    /// Whether a reader may see a rating by `rater`: their own always, the other's once both are in.
    pub fn is_visible(&self, rater: StaffId, reader: Option<StaffId>, therapist: StaffId) -> bool {
        reader == Some(rater) || self.both(therapist).is_some()
    }

    pub(crate) fn rated(&mut self, by: StaffId, at: Moment, rated: &RateAreas) {
        self.all.retain(|rating| rating.by != by);
        self.all.push(AreaRating { by, at, rated: rated.clone() });
    }
}

impl Course {
    /// Both ratings, the therapist's first, once both are in.
    pub fn rated_by_both(&self) -> Option<(&AreaRating, &AreaRating)> {
        self.ratings.both(self.rating_therapist()?)
    }
}

/// # Refuses
/// The therapist themselves, one whose rating stands as the therapist's, who is asked already, and anybody once another
/// clinician has rated.
pub(crate) fn invite(course: &Course, asked: &InviteRater) -> Result<Vec<Fact>, Refusal> {
    if asked.rater == course.ratings.invited {
        return Err(Refusal::AlreadySo);
    }
    let therapist = course.rating_therapist();
    if asked.rater.is_some() && (asked.rater == course.therapist() || asked.rater == therapist) {
        return Err(Refusal::Unknown("rater"));
    }
    // Another has rated, blind: a second rating of the two is all that can come.
    if asked.rater.is_some() && course.ratings.all.iter().any(|rating| Some(rating.by) != therapist) {
        return Err(Refusal::RatingsOpen);
    }
    Ok(vec![Fact::RaterInvited(asked.clone())])
}

/// # Refuses
/// An area that is not of the protocol, an area without its mark, and a rating when both are in or another clinician
/// has given theirs: what was blind stays as it was said.
pub(crate) fn rate(course: &Course, asked: &RateAreas, now: &Now<'_>) -> Result<Vec<Fact>, Refusal> {
    let rater = now.actor.staff().ok_or(Refusal::Unknown("rater"))?;
    let therapist = course.rating_therapist().ok_or(Refusal::Unknown("course"))?;
    let is_taken =
        rater != therapist && course.ratings.all.iter().any(|r| r.by != therapist && r.by != rater);
    if course.ratings.both(therapist).is_some() || is_taken {
        return Err(Refusal::RatingsOpen);
    }
    let protocol = now.content.protocol_of(course).ok_or(Refusal::Unknown("protocol"))?;
    let is_strange = |area: &Area| !protocol.areas.contains(area);
    if asked.marks.keys().chain(&asked.main).any(is_strange) {
        return Err(Refusal::Unknown("area"));
    }
    if protocol.areas.iter().any(|area| !asked.marks.contains_key(area)) {
        return Err(Refusal::Empty("marks"));
    }
    let reason = text("reason", &asked.reason, PARAGRAPH)?;
    Ok(vec![Fact::AreasRated(RateAreas { reason, ..asked.clone() })])
}

/// The member of staff behind a fact.
pub(crate) fn staff_of(who: Who) -> Option<StaffId> {
    if let Who::Staff(staff) = who { Some(staff) } else { None }
}

/// Two ratings of one course, without who and whom: what agreement over a service is counted from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatedTwice {
    /// The marks of both for each area, the therapist's first.
    pub marks: BTreeMap<Area, (Mark, Mark)>,
    /// What both would make the focus.
    pub main: (Option<Area>, Option<Area>),
}

impl RatedTwice {
    /// Of a course whose ratings are both in.
    pub fn of(course: &Course) -> Option<Self> {
        let (one, two) = course.rated_by_both()?;
        let marks = one.rated.marks.iter();
        let marks = marks.filter_map(|(area, mark)| Some((*area, (*mark, *two.rated.marks.get(area)?))));
        Some(Self { marks: marks.collect(), main: (one.rated.main, two.rated.main) })
    }
}

/// Agreement of two raters beyond chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// Pairs of ratings.
    pub pairs: usize,
    /// Share of pairs that agree, 0..=1; `None` without pairs.
    pub observed: Option<f64>,
    /// Cohen's kappa, -1..=1; `None` without pairs, and where chance alone would agree always, because both raters used
    /// one and the same value throughout.
    pub kappa: Option<f64>,
}

/// Cohen's kappa of pairs of ratings on a scale without order.
///
/// Source: Cohen 1960, doi:10.1177/001316446002000104.
pub fn kappa<T: Ord>(pairs: &[(T, T)]) -> Kappa {
    let n = pairs.len() as f64;
    if pairs.is_empty() {
        return Kappa { pairs: 0, observed: None, kappa: None };
    }
    let mut counts: BTreeMap<&T, (f64, f64)> = BTreeMap::new();
    for (one, two) in pairs {
        counts.entry(one).or_default().0 += 1.0;
        counts.entry(two).or_default().1 += 1.0;
    }
    let observed = pairs.iter().filter(|(one, two)| one == two).count() as f64 / n;
    let expected: f64 = counts.values().map(|(one, two)| one * two).sum::<f64>() / (n * n);
    // Counts are whole: where chance always agrees, the sum is one exactly.
    let kappa = if expected >= 1.0 { None } else { Some((observed - expected) / (1.0 - expected)) };
    Kappa { pairs: pairs.len(), observed: Some(observed), kappa }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(table: &[(u8, u8, usize)]) -> Vec<(u8, u8)> {
        table.iter().flat_map(|(one, two, times)| std::iter::repeat_n((*one, *two), *times)).collect()
    }

    #[test]
    fn kappa_is_as_reckoned_by_hand() {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, chance 0.5, kappa 0.4.
        let found = kappa(&pairs(&[(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)]));
        assert_eq!(found.pairs, 50);
        let near = |found: Option<f64>, hand: f64| found.is_some_and(|found| (found - hand).abs() < 1e-12);
        assert!(near(found.observed, 0.7) && near(found.kappa, 0.4));
    }

    #[test]
    fn full_agreement_on_two_values_is_one() {
        assert_eq!(kappa(&pairs(&[(1, 1, 3), (0, 0, 2)])).kappa, Some(1.0));
    }

    #[test]
    fn without_pairs_or_with_one_value_throughout_there_is_no_kappa() {
        assert_eq!(kappa::<u8>(&[]), Kappa { pairs: 0, observed: None, kappa: None });
        assert_eq!(kappa(&pairs(&[(1, 1, 7)])), Kappa { pairs: 7, observed: Some(1.0), kappa: None });
    }

    #[test]
    fn two_who_never_agree_are_below_chance() {
        assert_eq!(kappa(&pairs(&[(1, 0, 4), (0, 1, 4)])).kappa, Some(-1.0));
    }

    proptest! {
        #[test]
        fn kappa_is_the_same_the_other_way_round_and_within_its_bounds(
            pairs in proptest::collection::vec((0_u8..4, 0_u8..4), 1..60)
        ) {
            let turned: Vec<(u8, u8)> = pairs.iter().map(|(one, two)| (*two, *one)).collect();
            let (here, there) = (kappa(&pairs).kappa, kappa(&turned).kappa);
            prop_assert_eq!(here.is_some(), there.is_some());
            if let (Some(here), Some(there)) = (here, there) {
                prop_assert!((here - there).abs() < 1e-9 && (-1.0..=1.0 + 1e-9).contains(&here));
            }
        }
    }
}
