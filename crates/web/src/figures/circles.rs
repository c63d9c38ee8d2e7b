//! The closeness circles: rings around the person, everyone in the ring that is stored. Pixels are decoration: the
//! same people give the same picture, and nobody covers anybody. Drawn twice, for a desk and for a phone; the
//! stylesheet shows the one that fits.

use super::map_model::{Dot, Map, Shape};
use super::placing::{Area, NARROW, Place, Placed, Screen, Spot, WIDE, place, shorten, text_width};
use super::strokes::{self, Line};
use super::{At, begin_at, escape};
use std::fmt::Write as _;

/// Beyond this the circles say less than the list.
pub const DRAWN_MOST: usize = 60;

/// Room around the rings for the names of groups.
const SIDE: f64 = 16.0;

/// The map as SVG, for a desk and for a phone.
pub fn svg(map: &Map) -> String {
    let mut out = String::with_capacity(24_576);
    draw(&mut out, map, &WIDE, "map map-wide");
    draw(&mut out, map, &NARROW, "map map-narrow");
    out
}

fn draw(out: &mut String, map: &Map, screen: &Screen, class: &str) {
    let placed_people: Vec<&Dot> = map.people.iter().filter(|dot| dot.ring.is_some()).collect();
    let spots: Vec<Spot<'_>> = placed_people
        .iter()
        .map(|dot| Spot { name: &dot.name, ring: dot.ring.map_or(0, |ring| ring as usize), group: dot.group })
        .collect();
    let ring_names = std::array::from_fn(|ring| text_width(&map.ring_names[ring], screen.font - 1.5));
    let mut placed = place(screen, &spots, map.groups.len(), ring_names);
    let rows = (map.people.len() - placed_people.len()).div_ceil(screen.shelf);
    let row = 2.0 * screen.dot + screen.font + 18.0;
    let height = if rows == 0 { screen.size } else { screen.size + 34.0 + row * rows as f64 };
    let is_grouped = !placed.parts.is_empty();
    let side = if is_grouped { SIDE } else { 0.0 };
    let middle = screen.size / 2.0;
    let edges = placed.edges.map(|edge| At(edge).to_string()).join(" ");
    let view =
        format!("{} {} {} {}", At(-side), At(-side), At(screen.size + 2.0 * side), At(height + 2.0 * side));
    let more = format!("data-map=\"{middle}\" data-edges=\"{edges}\"");
    begin_at(out, class, &view, &map.label, &map.desc, &more);
    rings(out, map, screen, &placed, middle);
    if is_grouped {
        group_names(out, map, screen, &placed, middle);
    }
    if rows > 0 {
        let _ = write!(
            out,
            "<rect class=\"m-shelf\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\"/><text class=\"t-soft m-ring-name\" x=\"{}\" y=\"{}\">{}</text>",
            At(screen.size + 8.0),
            At(screen.size),
            At(height - screen.size - 8.0),
            At(14.0),
            At(screen.size + 8.0 + screen.font + 4.0),
            escape(&map.shelf_name)
        );
    }
    for (dot, at) in placed_people.iter().zip(&placed.places) {
        let line = Line::between((middle, middle, screen.me + 4.0), (at.x, at.y, screen.dot + 4.0));
        if let Some(line) = line.filter(|_| !map.lens.is_empty()) {
            strokes::draw(out, map.lens, dot.value, &line);
        }
    }
    for (dot, at) in placed_people.iter().zip(placed.places.clone()) {
        if let Some(was) = dot.was {
            let there = elsewhere(screen, &mut placed, was as usize, &at);
            came_from(out, screen, there, &at);
        }
        if let Some(wished) = dot.wished {
            let there = elsewhere(screen, &mut placed, wished as usize, &at);
            wish(out, screen, there, &at);
        }
    }
    let _ = write!(
        out,
        "<circle class=\"m-me\" cx=\"{middle}\" cy=\"{middle}\" r=\"{}\"/><text class=\"m-me-text t-mid\" x=\"{middle}\" y=\"{}\">{}</text>",
        screen.me,
        At(middle + screen.font * 0.36),
        escape(&map.me)
    );
    let column = screen.size / screen.shelf as f64;
    let (mut on_rings, mut on_shelf) = (placed.places.into_iter(), 0..);
    for dot in &map.people {
        let at = if dot.ring.is_some() { on_rings.next() } else { None };
        let at = at.unwrap_or_else(|| {
            let index = on_shelf.next().unwrap_or_default();
            let x = column * ((index % screen.shelf) as f64 + 0.5);
            let y = screen.size + 34.0 + row * (index / screen.shelf) as f64 + screen.dot + 4.0;
            place_at(screen, &dot.name, x, y, column - 10.0)
        });
        person(out, screen, dot, &at);
    }
    out.push_str("</svg>");
}

fn rings(out: &mut String, map: &Map, screen: &Screen, placed: &Placed, middle: f64) {
    for (ring, edge) in placed.edges.iter().enumerate().rev() {
        let _ = write!(
            out,
            "<circle class=\"m-ring m-ring-{ring}\" cx=\"{middle}\" cy=\"{middle}\" r=\"{}\"/>",
            At(*edge)
        );
    }
    for pair in &placed.parts[..placed.parts.len().saturating_sub(1)] {
        let (cos, sin) = (pair.cos(), pair.sin());
        let _ = write!(
            out,
            "<path class=\"m-part\" d=\"M{} {} L{} {}\"/>",
            At(middle + screen.me * cos),
            At(middle + screen.me * sin),
            At(middle + placed.edges[3] * cos),
            At(middle + placed.edges[3] * sin)
        );
    }
    for (ring, edge) in placed.edges.iter().enumerate() {
        let _ = write!(
            out,
            "<text class=\"m-ring-name t-mid\" x=\"{middle}\" y=\"{}\">{}</text>",
            At(middle + edge - 5.0),
            escape(&map.ring_names[ring])
        );
    }
}

/// The names of groups, each on an arc around its part; below the middle it runs the other way round, to be read
/// upright.
fn group_names(out: &mut String, map: &Map, screen: &Screen, placed: &Placed, middle: f64) {
    for (index, name) in map.groups.iter().enumerate() {
        let (from, to) = (placed.parts[index], placed.parts[index + 1]);
        let is_below = f64::midpoint(from, to).sin() > 0.0;
        let radius = placed.edges[3] + if is_below { 6.0 + screen.font * 0.8 } else { 7.0 };
        let (from, to, turn) = if is_below { (to, from, 0) } else { (from, to, 1) };
        let end = |angle: f64| (At(middle + radius * angle.cos()), At(middle + radius * angle.sin()));
        let ((ax, ay), (bx, by)) = (end(from), end(to));
        let long = i32::from((to - from).abs() > std::f64::consts::PI);
        let text = shorten(name, (to - from).abs() * radius - 12.0, screen.font + 1.0);
        let id = format!("arc-{}-{index}", screen.size);
        let _ = write!(
            out,
            "<path id=\"{id}\" class=\"m-arc\" d=\"M{ax} {ay} A{r} {r} 0 {long} {turn} {bx} {by}\"/><text class=\"m-group t-mid\"><title>{}</title><textPath href=\"#{id}\" startOffset=\"50%\">{}</textPath></text>",
            escape(name),
            escape(&text),
            r = At(radius),
        );
    }
}

/// A free place in another ring, in the direction in which somebody stands.
fn elsewhere(screen: &Screen, placed: &mut Placed, ring: usize, from: &Place) -> (f64, f64) {
    let middle = screen.size / 2.0;
    let angle = (from.y - middle).atan2(from.x - middle);
    let inner = if ring == 0 { screen.me } else { placed.edges[ring - 1] };
    let radius = f64::midpoint(inner, placed.edges[ring]);
    let half = screen.dot * 0.6;
    let place = |turn: f64| (middle + radius * (angle + turn).cos(), middle + radius * (angle + turn).sin());
    let turns = (0..24).flat_map(|step| [f64::from(step) * 0.06, f64::from(step) * -0.06]);
    let is_free = |(x, y): &(f64, f64)| {
        let area = Area::around(*x, *y, half + 1.0, half + 1.0);
        !placed.taken.iter().any(|other| other.meets(area))
    };
    let (x, y) = turns.map(place).find(is_free).unwrap_or_else(|| place(0.0));
    placed.taken.push(Area::around(x, y, half + 1.0, half + 1.0));
    (x, y)
}

/// Where somebody stood then: a faint shape there, and an arrow from it to where they stand now.
fn came_from(out: &mut String, screen: &Screen, (x, y): (f64, f64), to: &Place) {
    let half = screen.dot * 0.6;
    let _ = write!(out, "<circle class=\"m-was\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", At(x), At(y), At(half));
    if let Some(line) = Line::between((x, y, half + 1.0), (to.x, to.y, screen.dot + 2.0)) {
        strokes::arrow(out, "m-moved", &line);
    }
}

/// The ring wished for: an empty shape there, and an arrow to it.
fn wish(out: &mut String, screen: &Screen, (x, y): (f64, f64), from: &Place) {
    let half = screen.dot * 0.6;
    let _ = write!(out, "<circle class=\"m-ghost\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", At(x), At(y), At(half));
    if let Some(line) = Line::between((from.x, from.y, screen.dot + 2.0), (x, y, half + 1.0)) {
        strokes::arrow(out, "m-wish", &line);
    }
}

/// A person at a point, with the name below, of at most `width`.
pub(super) fn place_at(screen: &Screen, name: &str, x: f64, y: f64, width: f64) -> Place {
    let text = shorten(name, width, screen.font);
    Place { x, y, text, text_x: x, text_y: y + screen.dot + 3.0 + screen.font, second: String::new() }
}

/// A person: shape, marks, name, and the way to the person's page.
pub(super) fn person(out: &mut String, screen: &Screen, dot: &Dot, at: &Place) {
    let (x, y, r) = (at.x, at.y, screen.dot);
    let gone = if dot.has_died || dot.has_gone { " m-gone" } else { "" };
    let tip = dot.tip();
    let tip = escape(&tip);
    let _ = write!(
        out,
        "<a class=\"m-person{gone}\" href=\"{}\" data-person=\"{}\" data-ring=\"{}\" data-marks=\"{}\" aria-label=\"{tip}\"><title>{tip}</title>",
        escape(&dot.href),
        dot.id,
        dot.ring_key(),
        escape(&dot.marks()),
    );
    // A larger, unseen target under the shape.
    let (cx, cy) = (At(x), At(y));
    let _ = write!(out, "<circle class=\"m-target\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\"/>", At(r + 9.0));
    shape(out, dot.shape, x, y, r);
    if dot.has_died {
        let half = r * 0.55;
        let _ = write!(
            out,
            "<path class=\"m-died\" d=\"M{} {} L{} {} M{} {} L{} {}\"/>",
            At(x - half),
            At(y - half),
            At(x + half),
            At(y + half),
            At(x + half),
            At(y - half),
            At(x - half),
            At(y + half)
        );
    }
    if dot.is_new {
        let (x, y) = (x - r - 1.0, y - r - 1.0);
        let _ = write!(out, "<path class=\"m-new\" d=\"M{} {} h9 m-4.5 -4.5 v9\"/>", At(x - 4.5), At(y));
    }
    if !dot.notes.is_empty() {
        let (x, y) = (At(x - r * 0.7), At(y - r * 0.7));
        let _ =
            write!(out, "<text class=\"m-notes t-end\" x=\"{x}\" y=\"{y}\">{}</text>", escape(&dot.notes));
    }
    if dot.is_unsafe {
        let _ =
            write!(out, "<path class=\"m-unsafe\" d=\"M{} {} l6 11 h-12 z\"/>", At(x + r), At(y - r - 6.0));
    }
    for (text, y) in [(&at.text, at.text_y), (&at.second, at.text_y + LINE)] {
        if !text.is_empty() {
            line_of_name(out, at.text_x, y, text);
        }
    }
    out.push_str("</a>");
}

/// From one line of a name to the next.
pub(super) const LINE: f64 = 14.0;

/// A line of a name, its middle at `x`.
pub(super) fn line_of_name(out: &mut String, x: f64, y: f64, text: &str) {
    let (x, y) = (At(x), At(y));
    let _ = write!(out, "<text class=\"m-name t-mid\" x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
}

/// The shape of a kind of tie around a point, `r` half its width.
pub(super) fn shape(out: &mut String, shape: Shape, x: f64, y: f64, r: f64) {
    let (cx, cy) = (At(x), At(y));
    let corners: &[(f64, f64)] = match shape {
        Shape::Family => {
            let _ = write!(out, "<circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\"/>", At(r));
            return;
        }
        Shape::Partner => {
            let _ = write!(
                out,
                "<circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\"/><circle class=\"m-dot\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\"/>",
                At(r),
                At(r * 0.62)
            );
            return;
        }
        Shape::Friend => &[(0.0, -1.12), (1.12, 0.0), (0.0, 1.12), (-1.12, 0.0)],
        Shape::Work => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Shape::Community => {
            &[(-0.54, -0.97), (0.54, -0.97), (1.08, 0.0), (0.54, 0.97), (-0.54, 0.97), (-1.08, 0.0)]
        }
        Shape::Other => &[(0.0, -1.1), (1.08, 0.85), (-1.08, 0.85)],
    };
    out.push_str("<path class=\"m-dot\" d=\"M");
    for (dx, dy) in corners {
        let _ = write!(out, " {} {}", At(x + dx * r), At(y + dy * r));
    }
    out.push_str(" Z\"/>");
}

/// A shape alone, for legends.
pub fn sample(of: Shape) -> String {
    let mut out = String::from("<svg class=\"sample\" viewBox=\"0 0 26 26\" aria-hidden=\"true\">");
    shape(&mut out, of, 13.0, 13.0, 9.0);
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use treatment::inventory::Ring;

    #[test]
    fn the_same_people_give_the_same_picture() {
        let person = Dot { id: 1, name: "<Ann>".to_owned(), ring: Some(Ring::Inner), ..Dot::default() };
        let map = Map { people: vec![person; 3], ..Map::default() };
        assert_eq!(svg(&map), svg(&map));
        assert!(svg(&map).contains("&lt;Ann&gt;"));
    }
}
