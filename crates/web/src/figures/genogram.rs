//! The genogram as SVG: the model of the family with lines and letters. Generations stand under each other, couples beside
//! each other, children hang from their parents.

use super::circles::{LINE, line_of_name, person, place_at};
use super::family::{Couple, Descent, Family, How, Seat, Together, Who};
use super::map_model::{Dot, Map};
use super::placing::{WIDE, shorten};
use super::{At, begin_at, escape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Width of a person with the name.
const CELL: f64 = 118.0;
/// From one generation to the next.
const ROW: f64 = 128.0;
const TOP: f64 = 46.0;
/// Half a shape, with the air around it; the client's is larger.
const HALF: f64 = 17.0;
const HALF_ME: f64 = 28.0;
/// From the middle of a shape to below a name of one line.
const UNDER: f64 = 37.0;

pub use super::family::has_family;

/// The genogram as SVG.
pub fn svg(map: &Map) -> String {
    let family = Family::of(map);
    let drawing = Drawing::of(&family, map);
    let mut out = String::with_capacity(8_192);
    let view = format!("{} 0 {} {}", At(drawing.left), At(drawing.width), At(drawing.height));
    let more = format!("width=\"{}\"", At(drawing.width));
    begin_at(&mut out, "genogram", &view, &map.label, &map.desc, &more);
    drawing.couples(&mut out);
    drawing.descents(&mut out);
    drawing.siblings(&mut out);
    drawing.people(&mut out, map);
    out.push_str("</svg>");
    out
}

/// The family with room around it.
struct Drawing<'f> {
    family: &'f Family,
    /// The first generation of which somebody is there.
    first: u8,
    /// Whose name stands on two lines.
    tall: BTreeSet<Who>,
    left: f64,
    width: f64,
    height: f64,
}

impl<'f> Drawing<'f> {
    fn of(family: &'f Family, map: &Map) -> Self {
        let tall = map.people.iter().filter(|dot| lines(&dot.name).1.is_some());
        let tall = tall.map(|dot| Who::Person(dot.id)).collect();
        let generations = || family.seats.iter().map(|seat| seat.generation);
        let first = generations().min().unwrap_or(2);
        let last = generations().max().unwrap_or(2);
        let ends = || family.seats.iter().map(|seat| seat.place * CELL);
        let left = ends().fold(0.0, f64::min) - CELL / 2.0 - 6.0;
        let right = ends().fold(0.0, f64::max) + CELL / 2.0 + 6.0;
        let width = (right - left).max(320.0);
        let left = left - (width - (right - left)) / 2.0;
        let height = TOP + ROW * f64::from(last - first) + 52.0;
        Self { family, first, tall, left, width, height }
    }

    fn point(&self, seat: &Seat) -> (f64, f64) {
        (seat.place * CELL, TOP + ROW * f64::from(seat.generation - self.first))
    }

    /// From the middle of a shape to below the name.
    fn under(&self, who: Who) -> f64 {
        match who {
            Who::Client => HALF_ME,
            _ if self.tall.contains(&who) => UNDER + LINE,
            _ => UNDER,
        }
    }

    fn at(&self, who: Who) -> Option<(f64, f64)> {
        self.family.seat(who).map(|seat| self.point(seat))
    }

    /// Whether the line between two of a couple runs level from shape to shape, since nobody stands between them.
    fn is_level(from: (f64, f64), to: (f64, f64)) -> bool {
        (from.1 - to.1).abs() < 1.0 && ((from.0 - to.0).abs() - CELL).abs() < 1.0
    }

    fn ends(&self, couple: &Couple) -> Option<[(Who, (f64, f64)); 2]> {
        let [one, other] = couple.ends;
        let (a, b) = ((one, self.at(one)?), (other, self.at(other)?));
        Some(if a.1.0 <= b.1.0 { [a, b] } else { [b, a] })
    }

    /// Couples: level where they stand beside each other, otherwise over the heads of whoever stands between.
    fn couples(&self, out: &mut String) {
        let mut arcs = BTreeMap::new();
        for couple in &self.family.couples {
            let Some([(left_who, left), (right_who, right)]) = self.ends(couple) else { continue };
            let class = if couple.together == Together::Untold { "g-line g-open" } else { "g-line" };
            let middle = f64::midpoint(left.0, right.0);
            if Self::is_level(left, right) {
                straight(out, class, (left.0 + half(left_who), left.1), (right.0 - half(right_who), right.1));
                if couple.together == Together::Parted {
                    strokes(out, middle, left.1);
                }
                continue;
            }
            let arc = arcs.entry(left.1.min(right.1) as i32).or_insert(0.0);
            let level = left.1.min(right.1) - 30.0 - *arc;
            *arc += 7.0;
            // Lines that end at one shape stand beside each other.
            let (from, to) = (left.0 + *arc - 7.0, right.0);
            straight(out, class, (from, left.1 - half(left_who)), (from, level));
            straight(out, class, (from, level), (to, level));
            straight(out, class, (to, level), (to, right.1 - half(right_who)));
            if couple.together == Together::Parted {
                strokes(out, right.0 - CELL / 2.0, level);
            }
        }
    }

    /// From where the line of the children falls.
    fn origin(&self, descent: &Descent) -> Option<(f64, f64)> {
        let mut points: Vec<(Who, (f64, f64))> = Vec::new();
        for who in &descent.parents {
            points.push((*who, self.at(*who)?));
        }
        points.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
        match points.as_slice() {
            [(who, at)] => Some((at.0, at.1 + self.under(*who))),
            [(_, left), (_, right)] if Self::is_level(*left, *right) => {
                Some((f64::midpoint(left.0, right.0), left.1))
            }
            // The partner further away is whose children these are; the client's name would stand in the way.
            [left, right] => {
                let (who, at) = if left.0 == Who::Client || right.1.0 > 0.0 { right } else { left };
                Some((at.0, at.1 + self.under(*who)))
            }
            _ => None,
        }
    }

    /// Whether a line that falls from there would run into that of a child of somebody else.
    fn is_over_another(&self, descent: &Descent, origin: (f64, f64), row: f64) -> bool {
        let others = self.family.descents.iter().flat_map(|other| &other.children);
        others
            .filter(|who| !descent.children.contains(who))
            .filter_map(|who| self.at(*who))
            .any(|at| (at.1 - row).abs() < 1.0 && (at.0 - origin.0).abs() < 1.0)
    }

    /// Parents and children: each family has a height of its own for the line between, so that no two run into one.
    fn descents(&self, out: &mut String) {
        const HEIGHTS: [f64; 5] = [0.0, 9.0, -9.0, 18.0, -18.0];
        let mut taken: Vec<(i32, f64, f64, usize)> = Vec::new();
        let mut drops: BTreeMap<Who, u8> = BTreeMap::new();
        let mut falls: BTreeMap<(i32, i32), f64> = BTreeMap::new();
        for descent in &self.family.descents {
            let children: Vec<(Who, (f64, f64))> =
                descent.children.iter().filter_map(|who| Some((*who, self.at(*who)?))).collect();
            let Some(row) = children.iter().map(|(_, at)| at.1).reduce(f64::min) else { continue };
            let class = match descent.how {
                How::Birth => "g-line",
                How::Adoption => "g-line g-adopted",
                How::Step => "g-line g-step",
                How::Untold => "g-line g-open",
            };
            let one = self.origin(descent).filter(|_| descent.how != How::Untold);
            let mut origins: Vec<(f64, f64)> = if let Some(one) = one {
                vec![one]
            } else {
                let parents = descent.parents.iter().filter_map(|who| Some((*who, self.at(*who)?)));
                parents.map(|(who, at)| (at.0, at.1 + self.under(who))).collect()
            };
            // Lines that fall from one place stand beside each other, on the side of their children.
            let middle = children.iter().map(|(_, at)| at.0).sum::<f64>() / children.len() as f64;
            for origin in &mut origins {
                let before = falls.entry((origin.0 as i32, origin.1 as i32)).or_insert(0.0);
                let aside = if middle < origin.0 { -*before } else { *before };
                *before += 8.0;
                origin.0 += aside;
                // Under a parent may stand somebody else's child.
                if self.is_over_another(descent, *origin, row) {
                    origin.0 += if middle < origin.0 { -10.0 } else { 10.0 };
                }
            }
            // A child that hangs from two families has a line to each.
            let hung: Vec<(Who, f64, (f64, f64))> = children
                .iter()
                .map(|(who, at)| {
                    let before = drops.entry(*who).or_default();
                    let aside = [0.0, -8.0, 8.0, -16.0][usize::from(*before).min(3)];
                    *before += 1;
                    (*who, at.0 + aside, *at)
                })
                .collect();
            let xs = || origins.iter().map(|at| at.0).chain(hung.iter().map(|(_, x, _)| *x));
            let (least, most) = (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max));
            let meets = |height: &usize| {
                taken.iter().any(|(other, from, to, used)| {
                    (*other, *used) == (row as i32, *height) && *from <= most + 4.0 && *to >= least - 4.0
                })
            };
            let height = (0..HEIGHTS.len()).find(|height| !meets(height)).unwrap_or_default();
            taken.push((row as i32, least, most, height));
            let level = row - ROW / 2.0 + 9.0 + HEIGHTS[height];
            for origin in &origins {
                straight(out, class, *origin, (origin.0, level));
            }
            if most - least > 0.5 {
                straight(out, class, (least, level), (most, level));
            }
            for (who, x, at) in &hung {
                straight(out, class, (*x, level), (*x, at.1 - half(*who)));
            }
        }
    }

    /// Sisters and brothers whose parents are not there, joined over their heads.
    fn siblings(&self, out: &mut String) {
        for tie in &self.family.siblings {
            let (Some(one), Some(other)) = (self.at(tie.ends[0]), self.at(tie.ends[1])) else { continue };
            let class = if tie.is_half { "g-line g-half" } else { "g-line" };
            let level = one.1.min(other.1) - 38.0;
            straight(out, class, (one.0, one.1 - half(tie.ends[0])), (one.0, level));
            straight(out, class, (one.0, level), (other.0, level));
            straight(out, class, (other.0, level), (other.0, other.1 - half(tie.ends[1])));
        }
    }

    fn people(&self, out: &mut String, map: &Map) {
        for seat in &self.family.seats {
            let (x, y) = self.point(seat);
            match seat.who {
                Who::Client => {
                    let _ = write!(
                        out,
                        "<circle class=\"m-me\" cx=\"{}\" cy=\"{}\" r=\"26\"/><text class=\"m-me-text t-mid\" x=\"{}\" y=\"{}\">{}</text>",
                        At(x),
                        At(y),
                        At(x),
                        At(y + 5.0),
                        escape(&map.me)
                    );
                }
                Who::Person(id) => {
                    let of = |dot: &&Dot| dot.id == id;
                    if let Some(dot) = map.people.iter().find(of) {
                        let (first, second) = lines(&dot.name);
                        let mut at = place_at(&WIDE, &first, x, y, CELL);
                        at.second = second.unwrap_or_default();
                        person(out, &WIDE, dot, &at);
                    }
                }
                Who::Unborn(index) => {
                    if let Some(lost) = map.unborn.get(index) {
                        let text = escape(&lost.text);
                        let (x_at, top) = (At(x), At(y - 10.0));
                        let _ = write!(
                            out,
                            "<g class=\"g-unborn\"><title>{text}</title><path class=\"m-dot\" d=\"M{x_at} {top} l11 18 h-22 z\"/>"
                        );
                        let (first, second) = lines(&lost.text);
                        line_of_name(out, x, y + 30.0, &first);
                        if let Some(second) = second {
                            line_of_name(out, x, y + 30.0 + LINE, &second);
                        }
                        out.push_str("</g>");
                    }
                }
            }
        }
    }
}

/// A name as it stands under its shape: on one line where it fits, otherwise on two.
fn lines(name: &str) -> (String, Option<String>) {
    let short = |text: &str| shorten(text, CELL - 4.0, WIDE.font);
    let fits = |text: &str| !text.is_empty() && short(text) == text;
    if fits(name) {
        return (name.to_owned(), None);
    }
    let mut halves = name.match_indices(' ').map(|(at, _)| (name[..at].trim_end(), name[at..].trim_start()));
    match halves.rfind(|(first, rest)| fits(first) && !rest.is_empty()) {
        Some((first, rest)) => (first.to_owned(), Some(short(rest))),
        None => (short(name), None),
    }
}

fn half(who: Who) -> f64 {
    match who {
        Who::Client => HALF_ME,
        Who::Person(_) => HALF,
        Who::Unborn(_) => 11.0,
    }
}

fn straight(out: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let _ = write!(
        out,
        "<path class=\"{class}\" d=\"M{} {} L{} {}\"/>",
        At(from.0),
        At(from.1),
        At(to.0),
        At(to.1)
    );
}

/// Two strokes across a line: they parted.
fn strokes(out: &mut String, at: f64, level: f64) {
    for across in [-4.0, 4.0] {
        straight(out, "g-line", (at + across - 4.0, level + 9.0), (at + across + 4.0, level - 9.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::map_model::{KinKind, Kinship};

    #[test]
    fn the_line_of_a_family_does_not_run_into_that_of_a_child_of_another() {
        let dot =
            |id: u32, name: &str, tie: &'static str| Dot { id, name: name.to_owned(), tie, ..Dot::default() };
        let tie = |from, to| Kinship { from, to, kind: KinKind::Parent };
        let map = Map {
            people: vec![
                dot(1, "Mum", "parent"),
                dot(2, "Dad", "parent"),
                dot(3, "Ex", "former-partner"),
                dot(4, "Her mother", "in-law"),
                dot(5, "Her brother", "in-law"),
                dot(6, "Colin", "sibling"),
                dot(7, "Colin's father", "relative"),
                dot(8, "Joan", "sibling"),
            ],
            kin: vec![tie(4, 3), tie(4, 5), tie(1, 6), tie(7, 6)],
            ..Map::default()
        };
        let family = Family::of(&map);
        let drawing = Drawing::of(&family, &map);
        let (father, brother) = (Who::Person(7), Who::Person(5));
        assert_eq!(
            drawing.at(father).map(|at| at.0),
            drawing.at(brother).map(|at| at.0),
            "he stands over him"
        );
        let mut out = String::new();
        drawing.descents(&mut out);
        let (x, y) = drawing.at(father).expect("a place");
        let falls = |x: f64| out.contains(&format!("d=\"M{} {} L", At(x), At(y + UNDER)));
        assert!(!falls(x) && falls(x - 10.0), "{out}");
    }

    #[test]
    fn a_name_too_long_for_one_line_stands_on_two_and_is_cut_only_there() {
        let on = |name: &str| lines(name);
        assert_eq!(on("Mum"), ("Mum".to_owned(), None));
        let (first, second) = on("My half-brother Colin");
        assert_eq!((first.as_str(), second.as_deref()), ("My half-brother", Some("Colin")));
        let (first, second) = on("The neighbours of the second floor and their dog");
        assert!(!first.contains('…') && second.is_some_and(|second| second.ends_with('…')));
        let (first, second) = on("Llanfairpwllgwyngyllgogerychwyrndrobwll");
        assert!(first.ends_with('…') && second.is_none(), "a word is not broken");
    }
}
