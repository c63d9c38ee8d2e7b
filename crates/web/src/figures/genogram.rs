//! The genogram: family by generation, partnerships and what became of them, losses. Drawn from the same people as the
//! circles; what is not known of who belongs to whom is drawn dotted or not at all.

use super::circles::{person, place_at};
use super::map_model::{Dot, Map};
use super::placing::WIDE;
use super::{At, begin_at, escape};
use std::fmt::Write as _;

/// Width of a person with the name.
const CELL: f64 = 118.0;
/// From one generation to the next.
const ROW: f64 = 128.0;
const TOP: f64 = 46.0;
/// Half a shape, with the air around it.
const HALF: f64 = 17.0;

/// Where somebody of the family stands: the generation and the place in it.
fn kin(dot: &Dot) -> Option<Kin> {
    Some(match dot.tie {
        "grandparent" => Kin::Grandparent,
        "parent" | "adoptive-parent" | "step-parent" => Kin::Parent,
        "in-law" => Kin::InLaw,
        "sibling" => Kin::Sibling,
        "partner" => Kin::Partner,
        "former-partner" => Kin::FormerPartner,
        "relative" | "chosen-family" => Kin::Relative,
        "child" | "adopted-child" => Kin::Child,
        _ => return None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kin {
    Grandparent,
    Parent,
    InLaw,
    Sibling,
    Partner,
    FormerPartner,
    Relative,
    Child,
}

/// Whether anybody on the map is family.
pub fn has_family(map: &Map) -> bool {
    map.people.iter().any(|dot| kin(dot).is_some())
}

/// The genogram as SVG.
pub fn svg(map: &Map) -> String {
    let of = |wanted: Kin| map.people.iter().filter(|dot| kin(dot) == Some(wanted)).collect::<Vec<_>>();
    let (siblings, partners, former) = (of(Kin::Sibling), of(Kin::Partner), of(Kin::FormerPartner));
    let row = |first: f64, people: &[&Dot]| -> Vec<f64> {
        (0..people.len()).map(|index| first + CELL * index as f64).collect()
    };
    // The client stands at 0; everything else is set around.
    let own = row(-CELL * siblings.len() as f64, &siblings);
    let beside: Vec<&Dot> = partners.iter().chain(&former).copied().collect();
    let beside_x = row(CELL, &beside);
    let relatives = of(Kin::Relative);
    let relatives_x = row(CELL * (beside.len() as f64 + 1.5), &relatives);
    let centred =
        |middle: f64, people: &[&Dot]| row(middle - CELL * (people.len() as f64 - 1.0) / 2.0, people);
    let parents = of(Kin::Parent);
    let parents_x = centred(own.first().copied().unwrap_or(0.0) / 2.0, &parents);
    let in_laws = of(Kin::InLaw);
    let in_laws_from = parents_x.last().map_or(f64::MIN, |last| last + CELL);
    let in_laws_x: Vec<f64> = {
        let middle = CELL * (beside.len().max(1) as f64 + 1.0) / 2.0;
        let ideal = centred(middle, &in_laws);
        let shift = ideal.first().map_or(0.0, |first| (in_laws_from - first).max(0.0));
        ideal.into_iter().map(|x| x + shift).collect()
    };
    let grandparents = of(Kin::Grandparent);
    let parents_middle = middle_of(&parents_x).unwrap_or(own.first().copied().unwrap_or(0.0) / 2.0);
    let grandparents_x = centred(parents_middle, &grandparents);
    let children = of(Kin::Child);
    let children_from = if beside.is_empty() { 0.0 } else { CELL / 2.0 };
    let children_x = centred(children_from, &children);

    let all = [&own, &beside_x, &relatives_x, &parents_x, &in_laws_x, &grandparents_x, &children_x];
    let ends = || all.iter().flat_map(|row| row.iter().copied()).chain([0.0]);
    let left = ends().fold(0.0, f64::min) - CELL / 2.0 - 6.0;
    let right = ends().fold(0.0, f64::max) + CELL / 2.0 + 6.0;
    // Generations nobody is named of take no room.
    let first = if !grandparents.is_empty() {
        0.0
    } else if parents.is_empty() && in_laws.is_empty() {
        2.0
    } else {
        1.0
    };
    let y = |generation: f64| TOP + ROW * (generation - first);
    let height = y(if children.is_empty() { 2.0 } else { 3.0 }) + 52.0;
    let width = (right - left).max(320.0);
    let left = left - (width - (right - left)) / 2.0;

    let mut out = String::with_capacity(8_192);
    let view = format!("{} 0 {} {}", At(left), At(width), At(height));
    begin_at(&mut out, "genogram", &view, &map.label, &map.desc, &format!("width=\"{}\"", At(width)));
    if !parents.is_empty() {
        bar(
            &mut out,
            "g-line",
            &parents_x,
            y(1.0),
            y(1.0),
            parents_middle,
            &[&own[..], &[0.0]].concat(),
            y(2.0),
        );
    }
    if !grandparents.is_empty() && !parents.is_empty() {
        let middle = middle_of(&grandparents_x).unwrap_or_default();
        bar(&mut out, "g-line g-open", &grandparents_x, y(0.0), y(0.0), middle, &parents_x, y(1.0));
    }
    for (dot, x) in beside.iter().zip(&beside_x) {
        let is_former = kin(dot) == Some(Kin::FormerPartner);
        // The second and later ones are joined below the first, so that the line runs through nobody.
        let (from, to) = (30.0, x - HALF);
        if *x <= CELL {
            straight(&mut out, "g-line", from, y(2.0), to, y(2.0));
        } else {
            let dip = y(2.0) - 30.0;
            let _ = write!(
                out,
                "<path class=\"g-line\" d=\"M{} {} L{} {} L{} {} L{} {}\"/>",
                At(16.0),
                At(y(2.0) - 24.0),
                At(22.0),
                At(dip),
                At(x - 6.0),
                At(dip),
                At(*x),
                At(y(2.0) - HALF)
            );
        }
        if is_former {
            let (at, level) =
                if *x <= CELL { (f64::midpoint(from, to), y(2.0)) } else { (x - CELL / 2.0, y(2.0) - 30.0) };
            for across in [-4.0, 4.0] {
                straight(&mut out, "g-line", at + across - 4.0, level + 9.0, at + across + 4.0, level - 9.0);
            }
        }
    }
    if let (Some(partner), false) = (beside_x.first(), in_laws.is_empty()) {
        // Who of them is whose parent is not known: a dotted line to each, and none between them.
        let level = y(2.0) - ROW / 2.0 + 8.0;
        straight(&mut out, "g-line g-open", *partner, y(2.0) - HALF, *partner, level);
        let (least, most) = ends_of(*partner, &in_laws_x);
        straight(&mut out, "g-line g-open", least, level, most, level);
        for x in &in_laws_x {
            straight(&mut out, "g-line g-open", *x, level, *x, y(1.0) + 36.0);
        }
    }
    if !children.is_empty() {
        let from = if beside.is_empty() { 30.0 } else { 0.0 };
        let top = y(2.0) + from;
        straight(&mut out, "g-line", children_from, top, children_from, y(3.0) - ROW / 2.0 + 8.0);
        drops(&mut out, "g-line", children_from, y(3.0) - ROW / 2.0 + 8.0, &children_x, y(3.0), false);
    }
    let me = y(2.0);
    let _ = write!(
        out,
        "<circle class=\"m-me\" cx=\"0\" cy=\"{me}\" r=\"26\"/><text class=\"m-me-text t-mid\" x=\"0\" y=\"{}\">{}</text>",
        At(me + 5.0),
        escape(&map.me)
    );
    for (people, xs, generation) in [
        (&grandparents, &grandparents_x, 0.0),
        (&parents, &parents_x, 1.0),
        (&in_laws, &in_laws_x, 1.0),
        (&siblings, &own, 2.0),
        (&beside, &beside_x, 2.0),
        (&relatives, &relatives_x, 2.0),
        (&children, &children_x, 3.0),
    ] {
        for (dot, x) in people.iter().zip(xs) {
            person(&mut out, &WIDE, dot, &place_at(&WIDE, &dot.name, *x, y(generation), CELL - 10.0));
        }
    }
    out.push_str("</svg>");
    out
}

fn middle_of(xs: &[f64]) -> Option<f64> {
    Some(f64::midpoint(*xs.first()?, *xs.last()?))
}

fn straight(out: &mut String, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
    let _ = write!(out, "<path class=\"{class}\" d=\"M{} {} L{} {}\"/>", At(x1), At(y1), At(x2), At(y2));
}

/// Joins those above with a line between their shapes and lets a line fall from its middle to each of those below.
#[expect(clippy::too_many_arguments, reason = "two rows and where they stand")]
fn bar(
    out: &mut String,
    class: &str,
    above: &[f64],
    left_y: f64,
    right_y: f64,
    middle: f64,
    below: &[f64],
    below_y: f64,
) {
    for pair in above.windows(2) {
        straight(out, class, pair[0] + HALF, left_y, pair[1] - HALF, right_y);
    }
    // One alone has the name under the shape: the line begins below it. Between two it falls from their line.
    let is_between = above.len().is_multiple_of(2);
    let from = if is_between { left_y } else { left_y + 36.0 };
    let level = below_y - ROW / 2.0 + 8.0;
    straight(out, class, middle, from, middle, level);
    drops(out, class, middle, level, below, below_y, below.last() == Some(&0.0));
}

fn drops(out: &mut String, class: &str, middle: f64, level: f64, below: &[f64], below_y: f64, is_own: bool) {
    let (least, most) = ends_of(middle, below);
    if most > least {
        straight(out, class, least, level, most, level);
    }
    for x in below {
        let top = if is_own && *x == 0.0 { 28.0 } else { HALF };
        straight(out, class, *x, level, *x, below_y - top);
    }
}

/// From the leftmost to the rightmost.
fn ends_of(middle: f64, xs: &[f64]) -> (f64, f64) {
    (xs.iter().copied().fold(middle, f64::min), xs.iter().copied().fold(middle, f64::max))
}
