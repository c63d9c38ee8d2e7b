//! The closeness map: rings around the person, everyone in the ring that is stored. Pixels are decoration: the
//! same people give the same picture, and nobody covers anybody.

use super::{At, begin, escape};
use std::f64::consts::TAU;
use std::fmt::Write as _;
use treatment::inventory::Ring;

/// A map.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Its name.
    pub label: String,
    /// What it shows, in words.
    pub desc: String,
    /// The word in the middle.
    pub me: String,
    /// Inner, close, less close, outer.
    pub ring_names: [String; 4],
    /// The place for people without a ring.
    pub shelf_name: String,
    /// Everyone.
    pub people: Vec<Dot>,
}

/// The kind of tie, as a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A circle.
    #[default]
    Family,
    /// Two circles.
    Partner,
    /// A diamond.
    Friend,
    /// A square.
    Work,
    /// A hexagon.
    Community,
    /// A triangle.
    Other,
}

/// A person.
#[derive(Clone, Debug, Default)]
pub struct Dot {
    /// The name in the course.
    pub id: u32,
    /// Name or alias.
    pub name: String,
    /// The ring; none on the shelf.
    pub ring: Option<Ring>,
    /// The ring wished for.
    pub wished: Option<Ring>,
    /// The kind of tie.
    pub shape: Shape,
    /// Died or gone.
    pub is_gone: bool,
    /// Marked unsafe.
    pub is_unsafe: bool,
    /// Where the person's page is.
    pub href: String,
    /// The person in words.
    pub tip: String,
}

const MIDDLE: f64 = 320.0;
/// Radius on which the people of a ring stand.
const RADII: [f64; 4] = [92.0, 158.0, 222.0, 284.0];
/// Outer edge of a ring.
const EDGES: [f64; 4] = [124.0, 190.0, 252.0, 316.0];
const WIDTH: f64 = 640.0;
const SHELF: f64 = 648.0;
const COLUMN: f64 = 106.0;

/// Where each person stands, in the order given: x and y.
pub fn places(people: &[Dot]) -> Vec<(f64, f64)> {
    let mut counts = [0_usize; 4];
    for dot in people {
        if let Some(ring) = dot.ring {
            counts[ring as usize] += 1;
        }
    }
    let mut seen = [0_usize; 4];
    let mut shelved = 0;
    people
        .iter()
        .map(|dot| {
            if let Some(ring) = dot.ring {
                let ring = ring as usize;
                let index = seen[ring];
                seen[ring] += 1;
                on_ring(ring, index, counts[ring])
            } else {
                let (row, column) = (shelved / 6, shelved % 6);
                shelved += 1;
                (COLUMN * f64::from(column) + COLUMN / 2.0, SHELF + 40.0 + 64.0 * f64::from(row))
            }
        })
        .collect()
}

/// The place of one of `count` people on a ring: evenly spread from the left of the ring's name, which stands at the
/// bottom, to its right; each ring shifted a little against the others; a full ring stands in two rows.
fn on_ring(ring: usize, index: usize, count: usize) -> (f64, f64) {
    // What the ring's name takes of it, in radians, and the shift in parts of the room of one person.
    let (name, shift) = ([1.2, 0.76, 0.54, 0.44][ring], [0.5, 0.72, 0.3, 0.6][ring]);
    let angle = TAU / 4.0 + name / 2.0 + (TAU - name) * (index as f64 + shift) / count.max(1) as f64;
    let room = ((TAU - name) * RADII[ring] / 46.0) as usize;
    let row = if count > room { if index.is_multiple_of(2) { -15.0 } else { 15.0 } } else { 0.0 };
    let radius = RADII[ring] + row;
    (MIDDLE + radius * angle.cos(), MIDDLE + radius * angle.sin())
}

/// The map as SVG.
pub fn svg(map: &Map) -> String {
    let shelved = map.people.iter().filter(|dot| dot.ring.is_none()).count();
    let rows = shelved.div_ceil(6);
    let height = if rows == 0 { WIDTH } else { SHELF + 64.0 * rows as f64 + 16.0 };
    let mut out = String::with_capacity(8_192);
    let edges = EDGES.map(|edge| edge.to_string()).join(" ");
    let more = format!("data-map=\"{MIDDLE}\" data-edges=\"{edges}\"");
    begin(&mut out, "map", WIDTH, height, &map.label, &map.desc, &more);
    for (ring, edge) in EDGES.iter().enumerate().rev() {
        let _ = write!(out, "<circle class=\"m-ring\" cx=\"{MIDDLE}\" cy=\"{MIDDLE}\" r=\"{edge}\"/>");
        let _ = write!(
            out,
            "<text class=\"t-soft t-mid\" x=\"{MIDDLE}\" y=\"{}\">{}</text>",
            MIDDLE + edge - 6.0,
            escape(&map.ring_names[ring])
        );
    }
    let _ = write!(
        out,
        "<circle class=\"m-me\" cx=\"{MIDDLE}\" cy=\"{MIDDLE}\" r=\"30\"/><text class=\"m-me-text t-mid\" x=\"{MIDDLE}\" y=\"{}\">{}</text>",
        MIDDLE + 4.0,
        escape(&map.me)
    );
    if rows > 0 {
        let _ = write!(
            out,
            "<rect class=\"m-shelf\" x=\"0\" y=\"{SHELF}\" width=\"{WIDTH}\" height=\"{}\" rx=\"8\"/><text class=\"t-soft\" x=\"10\" y=\"{}\">{}</text>",
            height - SHELF,
            SHELF + 14.0,
            escape(&map.shelf_name)
        );
    }
    for (dot, (x, y)) in map.people.iter().zip(places(&map.people)) {
        person(&mut out, dot, x, y);
    }
    out.push_str("</svg>");
    out
}

fn person(out: &mut String, dot: &Dot, x: f64, y: f64) {
    let ring = dot.ring.map_or("", Ring::key);
    let _ = write!(
        out,
        "<a class=\"m-person{}\" href=\"{}\" data-person=\"{}\" data-ring=\"{ring}\" aria-label=\"{}\"><title>{}</title>",
        if dot.is_gone { " m-gone" } else { "" },
        escape(&dot.href),
        dot.id,
        escape(&dot.tip),
        escape(&dot.tip),
    );
    let (cx, cy) = (At(x), At(y));
    // A larger, unseen target under the shape.
    let _ = write!(out, "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"22\" fill=\"transparent\"/>");
    let shape = match dot.shape {
        Shape::Family => format!("<circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"13\"/>"),
        Shape::Partner => format!(
            "<circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"14\"/><circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"9\"/>"
        ),
        Shape::Friend => path(x, y, &[(0.0, -15.0), (15.0, 0.0), (0.0, 15.0), (-15.0, 0.0)]),
        Shape::Work => path(x, y, &[(-12.0, -12.0), (12.0, -12.0), (12.0, 12.0), (-12.0, 12.0)]),
        Shape::Community => {
            path(x, y, &[(-7.0, -13.0), (7.0, -13.0), (14.0, 0.0), (7.0, 13.0), (-7.0, 13.0), (-14.0, 0.0)])
        }
        Shape::Other => path(x, y, &[(0.0, -15.0), (14.0, 11.0), (-14.0, 11.0)]),
    };
    out.push_str(&shape);
    let mut points_down = false;
    if let (Some(ring), Some(wished)) = (dot.ring, dot.wished)
        && ring != wished
    {
        let (dx, dy) = (MIDDLE - x, MIDDLE - y);
        let length = dx.hypot(dy).max(1.0);
        let sign = if wished < ring { 1.0 } else { -1.0 };
        let (ux, uy) = (dx / length * sign, dy / length * sign);
        points_down = uy > 0.5;
        let (ax, ay, bx, by) = (x + ux * 15.0, y + uy * 15.0, x + ux * 27.0, y + uy * 27.0);
        let _ = write!(
            out,
            "<path class=\"m-wish\" d=\"M{} {} L{} {} M{} {} L{} {} L{} {}\" fill=\"none\"/>",
            At(ax),
            At(ay),
            At(bx),
            At(by),
            At(bx - ux * 6.0 - uy * 4.0),
            At(by - uy * 6.0 + ux * 4.0),
            At(bx),
            At(by),
            At(bx - ux * 6.0 + uy * 4.0),
            At(by - uy * 6.0 - ux * 4.0)
        );
    }
    if dot.is_unsafe {
        let _ =
            write!(out, "<path class=\"m-unsafe\" d=\"M{} {} l6 11 h-12 z\"/>", At(x + 13.0), At(y - 20.0));
    }
    let short: String = dot.name.chars().take(14).collect();
    let cut = if short.len() < dot.name.len() { "…" } else { "" };
    let _ = write!(
        out,
        "<text class=\"m-name t-mid\" x=\"{cx}\" y=\"{}\">{}{cut}</text></a>",
        // Under the person, unless the wish points there.
        At(if points_down { y - 19.0 } else { y + 27.0 }),
        escape(&short)
    );
}

fn path(x: f64, y: f64, corners: &[(f64, f64)]) -> String {
    let mut out = String::from("<path class=\"m-dot\" d=\"M");
    for (dx, dy) in corners {
        let _ = write!(out, " {} {}", At(x + dx), At(y + dy));
    }
    out.push_str(" Z\"/>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_covers_anybody() {
        // Forty people in every distribution that a simple generator comes up with.
        let mut state = 7_u32;
        for _ in 0..200 {
            let mut people = Vec::new();
            for id in 0..40 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // An inner ring with twelve is as full as it can be drawn without overlap.
                let ring = (state >> 28) % 5;
                let room = [12, 24, 34, 40, 0][ring as usize];
                let ring = Ring::ALL.get(ring as usize).copied();
                let full = people.iter().filter(|dot: &&Dot| dot.ring == ring).count();
                people.push(Dot { id, ring: ring.filter(|_| full < room), ..Dot::default() });
            }
            let places = places(&people);
            for (a, first) in places.iter().enumerate() {
                for second in &places[a + 1..] {
                    let distance = (first.0 - second.0).hypot(first.1 - second.1);
                    assert!(distance > 26.0, "two people stand {distance:.0} apart");
                }
            }
        }
    }

    #[test]
    fn everybody_stands_inside_the_edge_of_their_ring() {
        for ring in Ring::ALL {
            let people: Vec<Dot> = (0..5).map(|id| Dot { id, ring: Some(*ring), ..Dot::default() }).collect();
            let outer = EDGES[*ring as usize];
            let inner = (*ring as usize).checked_sub(1).map_or(30.0, |within| EDGES[within]);
            for (x, y) in places(&people) {
                let distance = (x - MIDDLE).hypot(y - MIDDLE);
                assert!(
                    distance > inner && distance < outer,
                    "{ring:?} is drawn {distance:.0} from the middle"
                );
            }
        }
    }

    #[test]
    fn the_same_people_give_the_same_picture() {
        let people =
            vec![Dot { id: 1, name: "<Ann>".to_owned(), ring: Some(Ring::Inner), ..Dot::default() }; 3];
        let map = Map { people, ..Map::default() };
        assert_eq!(svg(&map), svg(&map));
        assert!(svg(&map).contains("&lt;Ann&gt;"));
    }
}
