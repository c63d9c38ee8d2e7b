//! The genogram: family by generation, partnerships and what became of them, losses. Drawn from the same people as the
//! circles; what is not known of who belongs to whom is drawn dotted or not at all.

use super::circles::{person, place_at};
use super::map_model::{Dot, KinKind, Kinship, Map};
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
    let centred =
        |middle: f64, people: &[&Dot]| row(middle - CELL * (people.len() as f64 - 1.0) / 2.0, people);
    let parents = of(Kin::Parent);
    let parents_x = centred(own.first().copied().unwrap_or(0.0) / 2.0, &parents);
    // A partner's family is of the parents' generation, unless a known tie gives them another.
    let (in_laws, elsewhere): (Vec<&Dot>, Vec<&Dot>) = of(Kin::InLaw).into_iter().partition(|dot| {
        generation_by_ties(map, dot).is_none_or(|generation| (generation - 1.0).abs() < f64::EPSILON)
    });
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

    // Family in another way stands at the side, in the generation that a known tie gives it, otherwise in the client's
    // own.
    let relatives: Vec<&Dot> = of(Kin::Relative).into_iter().chain(elsewhere).collect();
    let others = [&own, &beside_x, &parents_x, &in_laws_x, &grandparents_x, &children_x];
    let right_of_all = others.iter().flat_map(|row| row.iter().copied()).fold(0.0, f64::max);
    let relatives_x = row(right_of_all + CELL, &relatives);
    let generations: Vec<f64> = relatives.iter().map(|dot| generation_of(map, dot)).collect();
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
    let first = generations.iter().copied().fold(first, f64::min);
    let y = |generation: f64| TOP + ROW * (generation - first);
    let last = generations.iter().copied().fold(if children.is_empty() { 2.0 } else { 3.0 }, f64::max);
    let height = y(last) + 52.0;
    let width = (right - left).max(320.0);
    let left = left - (width - (right - left)) / 2.0;

    let mut out = String::with_capacity(8_192);
    let view = format!("{} 0 {} {}", At(left), At(width), At(height));
    begin_at(&mut out, "genogram", &view, &map.label, &map.desc, &format!("width=\"{}\"", At(width)));
    let mut places: Vec<(u32, f64, f64)> = Vec::new();
    let rows = [
        (&grandparents, &grandparents_x, 0.0),
        (&parents, &parents_x, 1.0),
        (&in_laws, &in_laws_x, 1.0),
        (&siblings, &own, 2.0),
        (&beside, &beside_x, 2.0),
        (&children, &children_x, 3.0),
    ];
    for (people, xs, generation) in rows {
        places.extend(people.iter().zip(xs).map(|(dot, x)| (dot.id, *x, y(generation))));
    }
    let of_relatives = relatives.iter().zip(&relatives_x).zip(&generations);
    places.extend(of_relatives.map(|((dot, x), generation)| (dot.id, *x, y(*generation))));
    let is_known = |dot: &Dot, others: &[&Dot]| {
        let ends = |kin: &Kinship| [(kin.from, kin.to), (kin.to, kin.from)];
        map.kin
            .iter()
            .flat_map(ends)
            .any(|(one, other)| one == dot.id && others.iter().any(|person| person.id == other))
    };
    if !parents.is_empty() {
        bar(
            &mut out,
            if parents.iter().all(|dot| is_known(dot, &parents)) { "g-line g-none" } else { "g-line g-open" },
            "g-line",
            &parents_x,
            y(1.0),
            y(1.0),
            parents_middle,
            &[&own[..], &[0.0]].concat(),
            y(2.0),
        );
    }
    let whose = |dot: &&&Dot| !is_known(dot, &parents);
    if !parents.is_empty() && grandparents.iter().any(|dot| whose(&dot)) {
        let middle = middle_of(&grandparents_x).unwrap_or_default();
        bar(
            &mut out,
            "g-line g-none",
            "g-line g-open",
            &grandparents_x,
            y(0.0),
            y(0.0),
            middle,
            &parents_x,
            y(1.0),
        );
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
    let is_open = in_laws.iter().any(|dot| !is_known(dot, &beside));
    if let (Some(partner), true) = (beside_x.first(), is_open) {
        // Who of them is whose parent is not known: a dotted line to each, and none between them.
        let level = y(2.0) - ROW / 2.0 + 8.0;
        straight(&mut out, "g-line g-open", *partner, y(2.0) - HALF, *partner, level);
        let (least, most) = ends_of(*partner, &in_laws_x);
        straight(&mut out, "g-line g-open", least, level, most, level);
        for (_, x) in in_laws.iter().zip(&in_laws_x).filter(|(dot, _)| !is_known(dot, &beside)) {
            straight(&mut out, "g-line g-open", *x, level, *x, y(1.0) + 36.0);
        }
    }
    if !children.is_empty() {
        let from = if beside.is_empty() { 30.0 } else { 0.0 };
        let top = y(2.0) + from;
        straight(&mut out, "g-line", children_from, top, children_from, y(3.0) - ROW / 2.0 + 8.0);
        drops(&mut out, "g-line", children_from, y(3.0) - ROW / 2.0 + 8.0, &children_x, y(3.0), false);
    }
    known(&mut out, map, &places);
    let me = y(2.0);
    let _ = write!(
        out,
        "<circle class=\"m-me\" cx=\"0\" cy=\"{me}\" r=\"26\"/><text class=\"m-me-text t-mid\" x=\"0\" y=\"{}\">{}</text>",
        At(me + 5.0),
        escape(&map.me)
    );
    for (people, xs, generation) in rows {
        for (dot, x) in people.iter().zip(xs) {
            person(&mut out, &WIDE, dot, &place_at(&WIDE, &dot.name, *x, y(generation), CELL - 10.0));
        }
    }
    for ((dot, x), generation) in relatives.iter().zip(&relatives_x).zip(&generations) {
        person(&mut out, &WIDE, dot, &place_at(&WIDE, &dot.name, *x, y(*generation), CELL - 10.0));
    }
    out.push_str("</svg>");
    out
}

/// The generation of somebody whose place in the family only a tie to another tells: 0 the grandparents' to 3 the
/// children's.
fn generation_of(map: &Map, dot: &Dot) -> f64 {
    generation_by_ties(map, dot).unwrap_or(2.0)
}

fn generation_by_ties(map: &Map, dot: &Dot) -> Option<f64> {
    let of = |id: u32| -> Option<f64> {
        let other = map.people.iter().find(|other| other.id == id)?;
        Some(match kin(other)? {
            Kin::Grandparent => 0.0,
            Kin::Parent | Kin::InLaw => 1.0,
            Kin::Sibling | Kin::Partner | Kin::FormerPartner => 2.0,
            Kin::Child => 3.0,
            Kin::Relative => return None,
        })
    };
    let by = map.kin.iter().find_map(|known| match known.kind {
        KinKind::Couple | KinKind::Parted | KinKind::Sibling if known.from == dot.id => of(known.to),
        KinKind::Couple | KinKind::Parted | KinKind::Sibling if known.to == dot.id => of(known.from),
        KinKind::Parent | KinKind::Adopted if known.from == dot.id => of(known.to).map(|child| child - 1.0),
        KinKind::Parent | KinKind::Adopted if known.to == dot.id => of(known.from).map(|parent| parent + 1.0),
        _ => None,
    });
    by.map(|generation: f64| generation.clamp(0.0, 4.0))
}

/// Whether a tie is in the drawing already: the client's parents with their children, the client's first partner with
/// the client's.
fn is_drawn(map: &Map, known: &Kinship) -> bool {
    let kin_of = |id: u32| map.people.iter().find(|dot| dot.id == id).and_then(kin);
    matches!(
        (kin_of(known.from), kin_of(known.to)),
        (Some(Kin::Parent), Some(Kin::Sibling)) | (Some(Kin::Partner | Kin::FormerPartner), Some(Kin::Child))
    )
}

/// The ties that are known, between those who stand somewhere: couples level, with two strokes when they parted;
/// parent and child by a line with a step, dashed for adoption and marriage.
fn known(out: &mut String, map: &Map, places: &[(u32, f64, f64)]) {
    let place = |id: u32| places.iter().find(|(known, ..)| *known == id).map(|(_, x, y)| (*x, *y));
    for known in &map.kin {
        let (Some(from), Some(to)) = (place(known.from), place(known.to)) else { continue };
        match known.kind {
            KinKind::Couple | KinKind::Parted => {
                let (left, right) = if from.0 <= to.0 { (from, to) } else { (to, from) };
                // Over the heads of whoever stands between.
                let is_beside = (right.0 - left.0 - CELL).abs() < 1.0;
                let level = if is_beside { left.1 } else { left.1 - 32.0 };
                if is_beside {
                    straight(out, "g-line", left.0 + HALF, level, right.0 - HALF, level);
                } else {
                    straight(out, "g-line", left.0, left.1 - HALF, left.0, level);
                    straight(out, "g-line", left.0, level, right.0, level);
                    straight(out, "g-line", right.0, right.1 - HALF, right.0, level);
                }
                if known.kind == KinKind::Parted {
                    let at = f64::midpoint(left.0, right.0);
                    for across in [-4.0, 4.0] {
                        straight(
                            out,
                            "g-line",
                            at + across - 4.0,
                            level + 9.0,
                            at + across + 4.0,
                            level - 9.0,
                        );
                    }
                }
            }
            KinKind::Sibling => {
                let level = from.1.min(to.1) - 30.0;
                straight(out, "g-line", from.0, from.1 - HALF, from.0, level);
                straight(out, "g-line", from.0, level, to.0, level);
                straight(out, "g-line", to.0, level, to.0, to.1 - HALF);
            }
            KinKind::Parent | KinKind::Adopted if is_drawn(map, known) => {}
            KinKind::Parent | KinKind::Adopted => {
                let class = if known.kind == KinKind::Adopted { "g-line g-adopted" } else { "g-line" };
                let level = to.1 - 38.0;
                straight(out, class, from.0, from.1 + 36.0, from.0, level);
                straight(out, class, from.0, level, to.0, level);
                straight(out, class, to.0, level, to.0, to.1 - HALF);
            }
        }
    }
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
    couple: &str,
    class: &str,
    above: &[f64],
    left_y: f64,
    right_y: f64,
    middle: f64,
    below: &[f64],
    below_y: f64,
) {
    for pair in above.windows(2) {
        straight(out, couple, pair[0] + HALF, left_y, pair[1] - HALF, right_y);
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
