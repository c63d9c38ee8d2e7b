//! Where people and their names stand on the rings. The ring is stored; the place on it is computed, the same for the
//! same people, so that no shape and no name covers another.
//!
//! Everybody has an ideal place, evenly spread on the ring, or on the group's part of it. Each is put on the free place
//! nearest to that. When somebody finds none, rings make room for what stands in them, then names are shortened, and
//! all begins again.

use std::f64::consts::{PI, TAU};

/// A screen that a map is drawn for. Units are pixels of that screen.
#[derive(Debug)]
pub(super) struct Screen {
    /// Width of the square that the rings stand in.
    pub(super) size: f64,
    /// Half the width of a person's shape.
    pub(super) dot: f64,
    /// Size of the names.
    pub(super) font: f64,
    /// Radius of the middle.
    pub(super) me: f64,
    /// Outer edges of the rings where nobody needs more room.
    pub(super) edges: [f64; 4],
    /// Least width of a ring.
    least: f64,
    /// Widths to which names are shortened, most generous first.
    names: &'static [f64],
    /// People in a row of the shelf.
    pub(super) shelf: usize,
}

/// A desk.
pub(super) const WIDE: Screen = Screen {
    size: 720.0,
    dot: 13.0,
    font: 13.5,
    me: 30.0,
    edges: [132.0, 212.0, 282.0, 348.0],
    least: 34.0,
    names: &[116.0, 92.0, 74.0, 58.0, 44.0, 34.0],
    shelf: 6,
};

/// A small phone.
pub(super) const NARROW: Screen = Screen {
    size: 326.0,
    dot: 9.0,
    font: 12.0,
    me: 19.0,
    edges: [66.0, 101.0, 132.0, 161.0],
    least: 21.0,
    names: &[76.0, 62.0, 50.0, 40.0, 30.0],
    shelf: 4,
};

/// Somebody to be placed.
#[derive(Clone, Debug)]
pub(super) struct Spot<'n> {
    /// The name.
    pub(super) name: &'n str,
    /// The ring, from 0.
    pub(super) ring: usize,
    /// The group, from 0.
    pub(super) group: usize,
}

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The middle of the shape.
    pub(super) x: f64,
    /// The middle of the shape.
    pub(super) y: f64,
    /// The name as it is drawn; nothing where there is no room.
    pub(super) text: String,
    /// The middle of the name.
    pub(super) text_x: f64,
    /// The line on which the name stands.
    pub(super) text_y: f64,
    /// The rest of a name that stands on two lines, below the first; nothing where it stands on one.
    pub(super) second: String,
}

/// A map with everybody in their place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// Outer edges of the rings.
    pub(super) edges: [f64; 4],
    /// In the order given.
    pub(super) places: Vec<Place>,
    /// Where the part of each group begins, and where the last ends; angles. Empty without groups.
    pub(super) parts: Vec<f64>,
    /// What is taken.
    pub(super) taken: Vec<Area>,
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area(f64, f64, f64, f64);

impl Area {
    pub(super) fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Self {
        Self(x - half_width, y - half_height, x + half_width, y + half_height)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

/// Puts everybody in their place. `ring_names` are the widths of the rings' own names, which stand at the bottom.
pub(super) fn place(screen: &Screen, spots: &[Spot<'_>], groups: usize, ring_names: [f64; 4]) -> Placed {
    let names: &[f64] = screen.names;
    let with_room = |width: f64| edges(screen, spots, width);
    let usual = names.iter().take(2).map(|width| (screen.edges, *width));
    // In groups a name is not cut to less than it takes to know it: there a person may rather lose it.
    let kept = if groups > 1 { 4 } else { names.len() };
    // Most maps find room the first time: no more is reckoned than is tried.
    let roomy = names.iter().take(kept).map(|width| (with_room(*width), *width));
    for (edges, width) in usual.chain(roomy) {
        if let Some(placed) = attempt(screen, spots, groups, ring_names, edges, width, false) {
            return placed;
        }
    }
    // Somebody found no room: they keep their shape and lose the name, or stand beside their group's part.
    let width = names[2.min(names.len() - 1)];
    attempt(screen, spots, groups, ring_names, with_room(width), width, true)
        .expect("an attempt that may leave names out ends")
}

/// Edges by which every ring has room in proportion to what stands in it.
fn edges(screen: &Screen, spots: &[Spot<'_>], width: f64) -> [f64; 4] {
    let outermost = screen.edges[3];
    let mut need = [0.0; 4];
    for spot in spots {
        let name = text_width(spot.name, screen.font).min(width).max(2.0 * screen.dot);
        // What a person takes with some air, and as much again because rectangles do not fill a ring.
        need[spot.ring] += (name + 6.0) * (2.0 * screen.dot + screen.font + 8.0) * 2.0;
    }
    let all = PI * (outermost * outermost - screen.me * screen.me);
    let needed: f64 = need.iter().sum();
    let mut inner = screen.me;
    let mut before = screen.me;
    let mut edges = [0.0; 4];
    for ring in 0..4 {
        let usual = PI * (screen.edges[ring].powi(2) - before * before);
        before = screen.edges[ring];
        let area =
            if needed < all { need[ring] + (all - needed) * usual / all } else { all * need[ring] / needed };
        // Every ring keeps its least width, and leaves the least to those outside it.
        let most = outermost - screen.least * (3 - ring) as f64;
        let edge = (inner * inner + area / PI).sqrt().max(inner + screen.least).min(most);
        edges[ring] = edge;
        inner = edge;
    }
    edges[3] = outermost;
    edges
}

/// One attempt with given edges and names of at most `width`.
fn attempt(
    screen: &Screen,
    spots: &[Spot<'_>],
    groups: usize,
    ring_names: [f64; 4],
    edges: [f64; 4],
    width: f64,
    may_leave_out: bool,
) -> Option<Placed> {
    let middle = screen.size / 2.0;
    let parts = parts(spots, groups);
    let mut taken = vec![Area::around(middle, middle, screen.me + 2.0, screen.me + 2.0)];
    for (edge, name) in edges.iter().zip(ring_names) {
        taken.push(Area::around(middle, middle + edge - 9.0, name / 2.0 + 3.0, 8.0));
    }
    // How many stand in each part of each ring, and how many of them were placed.
    let groups = groups.max(1);
    let (mut counts, mut seen) = (vec![0_usize; 4 * groups], vec![0_usize; 4 * groups]);
    for spot in spots {
        counts[spot.ring * groups + spot.group.min(groups - 1)] += 1;
    }
    let mut places: Vec<Place> = Vec::with_capacity(spots.len());
    for spot in spots {
        let group = spot.group.min(groups - 1);
        let cell = spot.ring * groups + group;
        let (from, to) = if parts.is_empty() {
            (start(spot.ring), start(spot.ring) + TAU)
        } else {
            (parts[group], parts[group + 1])
        };
        let ideal = from + (to - from) * (seen[cell] as f64 + 0.5) / counts[cell] as f64;
        seen[cell] += 1;
        let inner = if spot.ring == 0 { screen.me } else { edges[spot.ring - 1] };
        let band = (inner, edges[spot.ring]);
        let limits = if parts.is_empty() { None } else { Some((from, to)) };
        let text = shorten(spot.name, width, screen.font);
        let half = text_width(&text, screen.font) / 2.0 + 1.5;
        // A line from the middle does not pass through somebody else, where there is such a place near by.
        let nearer: Vec<(f64, f64)> = places.iter().map(|place| (place.x, place.y)).collect();
        let clear = |x: f64, y: f64| !nearer.iter().any(|at| is_between(screen, *at, (x, y)));
        let found = nearest(screen, band, ideal, limits, half, &taken, Some(&clear))
            .or_else(|| nearest(screen, band, ideal, limits, half, &taken, None));
        let (place, areas) = match found {
            Some((x, y, text_x, text_y)) => {
                let name = Area::around(text_x, text_y - screen.font * 0.36, half, screen.font * 0.62);
                (
                    Place { x, y, text, text_x, text_y, second: String::new() },
                    vec![dot_area(screen, x, y), name],
                )
            }
            None if may_leave_out => {
                let bare = nearest(screen, band, ideal, limits, 0.0, &taken, None);
                let bare = bare.or_else(|| nearest(screen, band, ideal, None, 0.0, &taken, None));
                let at = bare
                    .map_or_else(|| point(middle, f64::midpoint(band.0, band.1), ideal), |(x, y, ..)| (x, y));
                let (x, y) = at;
                let place = Place { x, y, text: String::new(), text_x: x, text_y: y, second: String::new() };
                (place, vec![dot_area(screen, at.0, at.1)])
            }
            None => return None,
        };
        taken.extend(areas);
        places.push(place);
    }
    Some(Placed { edges, places, parts, taken })
}

fn dot_area(screen: &Screen, x: f64, y: f64) -> Area {
    Area::around(x, y, screen.dot + 3.0, screen.dot + 3.0)
}

/// Whether somebody stands on the line from the middle to a place.
fn is_between(screen: &Screen, at: (f64, f64), place: (f64, f64)) -> bool {
    let middle = screen.size / 2.0;
    let (x, y) = (place.0 - middle, place.1 - middle);
    let (dx, dy) = (at.0 - middle, at.1 - middle);
    let length = x.hypot(y);
    let along = (dx * x + dy * y) / length;
    along > 0.0 && along < length && (dx * y - dy * x).abs() / length < screen.dot + 3.0
}

/// How far from the ideal place one is looked for that satisfies a wish, in radians.
const NEAR: f64 = 0.9;

/// The free place nearest to the ideal one: the middle of the shape, then the middle and the line of the name. With a
/// wish, only near by.
fn nearest(
    screen: &Screen,
    band: (f64, f64),
    ideal: f64,
    limits: Option<(f64, f64)>,
    half: f64,
    taken: &[Area],
    wish: Option<&dyn Fn(f64, f64) -> bool>,
) -> Option<(f64, f64, f64, f64)> {
    let middle = screen.size / 2.0;
    let reach = ((band.1 - band.0) / 2.0 - screen.dot - 2.0).max(0.0);
    // A name hangs below its shape, so that the two together stand in the middle of the ring.
    let radius = f64::midpoint(band.0, band.1);
    let step = screen.dot * 0.6;
    let rows = (reach / step) as i32;
    let around = (if wish.is_some() { NEAR } else { PI } * radius / step) as i32;
    let is_free = |area: Area| !taken.iter().any(|other| area.meets(*other));
    for turn in 0..=around {
        for angle in [ideal + f64::from(turn) * step / radius, ideal - f64::from(turn) * step / radius] {
            // Keep clear of the lines between groups.
            let clear = (screen.dot + 4.0) / radius;
            if limits.is_some_and(|(from, to)| angle < from + clear || angle > to - clear) {
                continue;
            }
            for row in 0..=2 * rows {
                // 0, -1, 1, -2, 2 steps from the middle of the ring.
                let away = f64::from((row + 1) / 2) * if row % 2 == 0 { step } else { -step };
                let (x, y) = point(middle, radius + away, angle);
                if !is_free(dot_area(screen, x, y)) || wish.is_some_and(|is_wished| !is_wished(x, y)) {
                    continue;
                }
                if half == 0.0 {
                    return Some((x, y, x, y));
                }
                let beside = screen.dot + 4.0 + half;
                let below = y + screen.dot + 3.0 + screen.font;
                let above = y - screen.dot - 6.0;
                let level = y + screen.font * 0.36;
                for (text_x, text_y) in [(x, below), (x, above), (x + beside, level), (x - beside, level)] {
                    let name = Area::around(text_x, text_y - screen.font * 0.36, half, screen.font * 0.62);
                    let is_inside =
                        name.0 > 0.0 && name.2 < screen.size && name.1 > 0.0 && name.3 < screen.size;
                    if is_inside && is_free(name) {
                        return Some((x, y, text_x, text_y));
                    }
                }
            }
            if turn == 0 {
                break;
            }
        }
    }
    None
}

fn point(middle: f64, radius: f64, angle: f64) -> (f64, f64) {
    (middle + radius * angle.cos(), middle + radius * angle.sin())
}

/// Where a ring begins: the top, each ring turned a little against the others so that people do not stand in rows.
fn start(ring: usize) -> f64 {
    -PI / 2.0 + [0.0, 0.42, 0.2, 0.6][ring]
}

/// Where each group's part begins: from the top round, in proportion to what it needs. A person takes more of the
/// inner ring's circle than of the outer one's, and the fullest ring of a group says how much the group needs.
fn parts(spots: &[Spot<'_>], groups: usize) -> Vec<f64> {
    /// What a person takes of each ring, in radians.
    const NEED: [f64; 4] = [0.74, 0.38, 0.27, 0.2];
    if groups < 2 {
        return Vec::new();
    }
    let mut counts = vec![[0.0; 4]; groups];
    for spot in spots {
        counts[spot.group.min(groups - 1)][spot.ring] += 1.0;
    }
    let need = |rings: &[f64; 4]| (0..4).map(|ring| rings[ring] * NEED[ring]).fold(0.25, f64::max) + 0.15;
    let all: f64 = counts.iter().map(need).sum();
    let mut at = -PI / 2.0;
    let mut parts = vec![at];
    for rings in &counts {
        at += TAU * need(rings) / all;
        parts.push(at);
    }
    parts
}

/// How wide a text is drawn at most, in pixels. A simple rule, on the safe side of every usual sans-serif.
pub(super) fn text_width(text: &str, font: f64) -> f64 {
    clusters(text).map(|(_, em)| em).sum::<f64>() * font
}

/// What is read as one sign, each with where it begins and its width in em: marks that join the character before take
/// no room, nor does what a zero-width joiner joins; so families, flags and accents stay whole.
fn clusters(text: &str) -> impl Iterator<Item = (usize, f64)> {
    let (mut is_first, mut is_joined) = (true, false);
    text.char_indices().filter_map(move |(at, c)| {
        let begins = is_first || !(joins(c) || is_joined);
        (is_first, is_joined) = (false, c == '\u{200d}');
        begins.then(|| (at, em(c)))
    })
}

fn em(c: char) -> f64 {
    match c {
        _ if joins(c) => 0.0,
        'i' | 'j' | 'l' | '\'' | '.' | ',' | '|' | '!' | ':' | ';' => 0.32,
        'f' | 't' | 'r' | ' ' | '-' | '(' | ')' | 'I' => 0.42,
        'm' | 'w' | 'M' | 'W' | '…' | '—' => 1.0,
        'A'..='Z' => 0.76,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' => 1.05,
        '\u{2300}'..='\u{23ff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' => 1.4,
        '\u{0900}'..='\u{0dff}' | '\u{1000}'..='\u{109f}' => 0.85,
        _ => 0.62,
    }
}

/// Whether a character joins the one before it and takes no room of its own.
fn joins(c: char) -> bool {
    // Nothing of the usual Latin letters does.
    c >= '\u{0300}'
        && matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}'..='\u{05c7}'
        | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}'
        | '\u{0900}'..='\u{0902}' | '\u{093a}' | '\u{093c}' | '\u{0941}'..='\u{0948}' | '\u{094d}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// The name, cut where it becomes wider than `width`, with an ellipsis; never within a sign.
pub(super) fn shorten(name: &str, width: f64, font: f64) -> String {
    if text_width(name, font) <= width {
        return name.to_owned();
    }
    let (mut used, mut end) = (em('…') * font, 0);
    for (at, em) in clusters(name) {
        end = at;
        used += em * font;
        if used > width {
            break;
        }
    }
    format!("{}…", name[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = [
        "Mum",
        "Al",
        "Ania's partner",
        "Aunt Ida",
        "The neighbours of the second floor",
        "👩\u{200d}👩\u{200d}👧 the family",
        "مريم العلي بنت خالتي",
        "Wilhelmina Wolkenstein-Württemberg",
        "Zoe\u{301} Rene\u{301}e",
    ];

    /// Numbers of a simple generator: the same people every time.
    fn number(state: &mut u32, most: u32) -> u32 {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*state >> 16) % most
    }

    fn areas(screen: &Screen, place: &Place) -> [Area; 2] {
        let half = text_width(&place.text, screen.font) / 2.0;
        let name = Area::around(place.text_x, place.text_y - screen.font * 0.36, half, screen.font * 0.5);
        [Area::around(place.x, place.y, screen.dot, screen.dot), name]
    }

    fn holds(screen: &Screen, spots: &[Spot<'_>], groups: usize) {
        let placed =
            place(screen, spots, groups, [60.0, 34.0, 66.0, 64.0].map(|width| width * screen.font / 13.5));
        let all: Vec<[Area; 2]> = placed.places.iter().map(|place| areas(screen, place)).collect();
        for (first, mine) in all.iter().enumerate() {
            let has_name = !placed.places[first].text.is_empty();
            assert!(has_name || groups > 1, "{} has lost the name", spots[first].name);
            for theirs in &all[first + 1..] {
                let meet = mine.iter().any(|one| theirs.iter().any(|other| one.meets(*other)));
                assert!(!meet, "{mine:?} covers {theirs:?}");
            }
        }
        for (spot, place) in spots.iter().zip(&placed.places) {
            let away = (place.x - screen.size / 2.0).hypot(place.y - screen.size / 2.0);
            let inner = if spot.ring == 0 { screen.me } else { placed.edges[spot.ring - 1] };
            assert!(inner < away && away < placed.edges[spot.ring], "{} is drawn on another ring", spot.name);
        }
    }

    #[test]
    fn no_shape_and_no_name_covers_another() {
        let mut state = 7;
        for round in 0..300 {
            for (screen, most) in [(&WIDE, 40), (&NARROW, 15)] {
                let count = number(&mut state, most) + 1;
                // Some maps lean to one ring, up to everybody in it.
                let leaning = number(&mut state, 4) as usize;
                let spots: Vec<Spot<'_>> = (0..count)
                    .map(|_| Spot {
                        name: NAMES[number(&mut state, 9) as usize],
                        ring: if number(&mut state, 10) < round % 11 {
                            leaning
                        } else {
                            number(&mut state, 4) as usize
                        },
                        group: 0,
                    })
                    .collect();
                holds(screen, &spots, 0);
            }
        }
    }

    #[test]
    fn in_groups_nobody_covers_anybody_and_few_lose_their_name() {
        let mut state = 3;
        let (mut all, mut without) = (0, 0);
        for _ in 0..120 {
            for (screen, most) in [(&WIDE, 24), (&NARROW, 12)] {
                let groups = number(&mut state, 6) as usize + 2;
                let spots: Vec<Spot<'_>> = (0..=number(&mut state, most))
                    .map(|_| Spot {
                        name: NAMES[number(&mut state, 9) as usize],
                        ring: number(&mut state, 4) as usize,
                        group: number(&mut state, groups as u32) as usize,
                    })
                    .collect();
                holds(screen, &spots, groups);
                let placed = place(screen, &spots, groups, [60.0, 34.0, 66.0, 64.0]);
                all += spots.len();
                without += placed.places.iter().filter(|place| place.text.is_empty()).count();
            }
        }
        assert!(without * 20 < all, "{without} of {all} have lost their name");
    }

    #[test]
    fn forty_people_and_fifteen_find_room_in_every_ring_alone() {
        for ring in 0..4 {
            for (screen, count) in [(&WIDE, 40), (&NARROW, 15)] {
                let spots: Vec<Spot<'_>> =
                    (0..count).map(|at| Spot { name: NAMES[at % 9], ring, group: 0 }).collect();
                holds(screen, &spots, 0);
            }
        }
    }

    #[test]
    fn a_line_from_the_middle_passes_through_nobody_while_there_is_room() {
        for screen in [&WIDE, &NARROW] {
            let mut state = 5;
            let (mut lines, mut through) = (0, 0);
            for _ in 0..60 {
                let mut rings: Vec<usize> = (0..10).map(|_| number(&mut state, 4) as usize).collect();
                rings.sort_unstable();
                let spots: Vec<Spot<'_>> =
                    rings.iter().map(|ring| Spot { name: "Ida", ring: *ring, group: 0 }).collect();
                let placed = place(screen, &spots, 1, [60.0; 4]);
                for one in &placed.places {
                    lines += 1;
                    let others = placed.places.iter().filter(|other| (other.x, other.y) != (one.x, one.y));
                    through += others.filter(|at| is_between(screen, (at.x, at.y), (one.x, one.y))).count();
                }
            }
            assert!(through * 50 < lines, "{through} of {lines} lines pass through somebody");
        }
    }

    #[test]
    fn a_name_is_cut_between_signs_and_never_within_one() {
        assert_eq!(shorten("Mum", 60.0, 13.0), "Mum");
        assert_eq!(shorten("Zoe\u{301}", 30.0, 13.0), "Zoe\u{301}");
        for width in 14..120 {
            for name in NAMES {
                let short = shorten(name, f64::from(width), 13.0);
                assert!(text_width(&short, 13.0) <= f64::from(width), "{short} is wider than {width}");
                let kept = short.trim_end_matches('…');
                let next = name[kept.len()..].chars().next();
                assert!(
                    short == name || next.is_some_and(|c| !joins(c)),
                    "{short} cuts {name} within a sign"
                );
            }
        }
    }
}
