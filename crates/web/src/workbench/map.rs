//! The closeness map of a course in words: how it is looked at, its faces, its legend, and what it says in a sentence.
//! Whoever shows a map, the therapist's page and the client's, draws it from here.

use super::moments::Moment;
use super::safety::Reader;
use crate::fields::Fields;
use crate::figures::map_model::{Dot, KinKind, Kinship, Map, Shape, Unborn};
use crate::figures::{circles, genogram, strokes};
use crate::forms::{Choice, Form};
use crate::frame::Frame;
use crate::sheet::Table;
use crate::visit::CourseVisit;
use crate::words::Words;
use askama::Template;
use std::collections::HashMap;
use treatment::bonds::{Bond, BondKind};
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::PersonId;
use treatment::inventory::{Person, PersonStatus, PlacePerson, Ring, Safety, Tie};
use treatment::map::{Aspect, Standing, standings, tally};
use treatment::refusal::Refusal;
use treatment::timeline::EventKind;

/// How the map is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Circles,
    List,
    Grid,
    Cards,
    Genogram,
}

impl Face {
    pub(crate) const ALL: [Self; 5] = [Self::Circles, Self::List, Self::Grid, Self::Cards, Self::Genogram];

    /// Those that somebody has. Who belongs to whom in the family is written by the therapist and drawn for staff.
    fn of(reader: Reader) -> &'static [Self] {
        if reader == Reader::Staff { &Self::ALL } else { &Self::ALL[..4] }
    }

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Circles => "circles",
            Self::List => "list",
            Self::Grid => "grid",
            Self::Cards => "cards",
            Self::Genogram => "genogram",
        }
    }
}

/// What can be drawn as lines between the client and each person.
pub(crate) const LENSES: [Aspect; 6] =
    [Aspect::Support, Aspect::Conflict, Aspect::Expectations, Aspect::Mood, Aspect::Change, Aspect::Evidence];

/// What people can be grouped by; the first is by ring.
pub(crate) const GROUPINGS: [Aspect; 9] = [
    Aspect::Closeness,
    Aspect::Domain,
    Aspect::Support,
    Aspect::Conflict,
    Aspect::Expectations,
    Aspect::Mood,
    Aspect::Change,
    Aspect::Evidence,
    Aspect::Presence,
];

/// How somebody looks at the map: part of the address, so that it can be sent, kept and gone back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) face: Face,
    /// Closeness stands for no lens.
    pub(crate) lens: Aspect,
    /// Closeness stands for no groups but the rings.
    pub(crate) group: Aspect,
    /// The moment of which the map is shown; none shows it as it is.
    pub(crate) on: Option<Moment>,
}

impl Look {
    pub(crate) fn at(face: Face) -> Self {
        Self { face, lens: Aspect::Closeness, group: Aspect::Closeness, on: None }
    }

    /// The look an address asks for; what it does not know is as it usually is.
    pub(crate) fn read(asked: &HashMap<String, String>, usual: Face) -> Self {
        let text = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
        let one_of = |name: &str, known: &[Aspect]| {
            Aspect::parse(text(name)).filter(|aspect| known.contains(aspect)).unwrap_or(Aspect::Closeness)
        };
        Self {
            face: Face::ALL.into_iter().find(|face| face.key() == text("face")).unwrap_or(usual),
            lens: one_of("lens", &LENSES),
            group: one_of("group", &GROUPINGS),
            on: Moment::parse(text("on")),
        }
    }

    /// The look a form was sent from.
    pub(crate) fn of_form(fields: &Fields, usual: Face) -> Self {
        let sent = fields.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        Self::read(&sent, usual)
    }

    /// The same as a client sees it: closeness alone, as it is now. What else is told of people was told to the
    /// therapist.
    #[must_use]
    pub(crate) fn of_client(self) -> Self {
        let is_theirs = Face::of(Reader::Client).contains(&self.face);
        Self::at(if is_theirs { self.face } else { Face::Circles })
    }

    /// The end of the address.
    pub(crate) fn query(self) -> String {
        let (face, lens, group) = (self.face.key(), self.lens.key(), self.group.key());
        match self.on {
            None => format!("?face={face}&lens={lens}&group={group}"),
            Some(on) => format!("?face={face}&lens={lens}&group={group}&on={on}"),
        }
    }
}

/// The map of a course as `look` asks, for somebody for whom a person's page is at `href`.
pub(crate) fn map_of(
    course: &Course,
    words: &Words,
    look: Look,
    reader: Reader,
    href: impl Fn(PersonId) -> String,
) -> Map {
    let is_grouped = look.group != Aspect::Closeness;
    let has_lens = look.lens != Aspect::Closeness;
    let order: Vec<&str> =
        tally(course, look.group).iter().filter(|(_, n)| *n > 0).map(|(v, _)| *v).collect();
    let people: Vec<Dot> = standings(course, look.group, look.lens)
        .iter()
        .map(|standing| {
            let person = standing.person;
            let seen = if has_lens {
                seen(words, look.lens, standing, reader)
            } else {
                about(words, person, reader)
            };
            // Notes are the therapist's own.
            let notes = match reader {
                Reader::Staff => super::pins::numbers(course, person.id),
                _ => String::new(),
            };
            Dot {
                id: person.id.0,
                name: person.name.clone(),
                ring: person.ring,
                wished: standing.wish(),
                was: None,
                is_new: false,
                tie: person.tie.key(),
                shape: shape(person.tie),
                domain: treatment::map::domain(person.tie),
                has_died: person.status == PersonStatus::Died,
                has_gone: person.status.has_left() && person.status != PersonStatus::Died,
                known_since: person.details.known_since.map(|date| date.first().0),
                ended: person.since.map(|date| date.first().0),
                is_unsafe: reader == Reader::Staff && person.safety == Safety::Unsafe,
                href: href(person.id),
                about: if notes.is_empty() {
                    seen
                } else {
                    words.say("map-notes").arg("about", seen).arg("numbers", notes.clone()).to_string()
                },
                notes,
                group: order.iter().position(|value| *value == standing.group).unwrap_or_default(),
                value: if has_lens { standing.value } else { "" },
            }
        })
        .collect();
    let placed = people.iter().filter(|dot| dot.ring.is_some()).count();
    let ring = |ring: Ring| words.term("ring", ring.key()).to_string();
    let names = order.iter().map(|value| value_words(words, look.group, value));
    Map {
        label: words.say("map-label").to_string(),
        desc: words.say("map-desc").arg("count", people.len()).arg("placed", placed).to_string(),
        me: words.say("map-me").to_string(),
        ring_names: [ring(Ring::Inner), ring(Ring::Close), ring(Ring::LessClose), ring(Ring::Outer)],
        shelf_name: words.say("map-shelf").to_string(),
        lens: if has_lens { look.lens.key() } else { "" },
        groups: if is_grouped { names.collect() } else { Vec::new() },
        people,
        kin: kin(course),
        unborn: unborn(course, words),
    }
}

/// The form that puts somebody in a ring: for who has no script, and what the script of the map sends.
pub(crate) fn place_form(visit: &CourseVisit, f: &Frame, action: String, look: Look) -> Form {
    Form::on(f, "place", action)
        .select_of("person", visit.people_choices(), None)
        .select::<Ring>("ring", "ring", None)
        .hidden("face", look.face.key())
        .hidden("lens", look.lens.key())
        .hidden("group", look.group.key())
        .quiet()
        .send("people-place")
}

/// Pregnancies and children that were lost, as the timeline tells them.
fn unborn(course: &Course, words: &Words) -> Vec<Unborn> {
    let was_partner = |id| {
        let person = course.inventory.person(id);
        person.is_some_and(|person| matches!(person.tie, Tie::Partner | Tie::FormerPartner))
    };
    let lost = course.timeline.in_order().into_iter();
    let lost = lost.filter(|event| event.entry.kind == Some(EventKind::PregnancyLoss));
    lost.map(|event| Unborn {
        text: words
            .say("map-unborn")
            .arg("title", event.entry.title.clone())
            .arg("date", words.partial(&event.entry.start))
            .to_string(),
        with: event
            .entry
            .people
            .iter()
            .map(|id| course.inventory.now(*id))
            .find(|id| was_partner(*id))
            .map(|id| id.0),
    })
    .collect()
}

/// The family ties among the people.
fn kin(course: &Course) -> Vec<Kinship> {
    let of = |bond: &Bond| {
        let kind = match bond.kind {
            BondKind::Partner if bond.until.is_none() => KinKind::Couple,
            BondKind::Partner | BondKind::FormerPartner => KinKind::Parted,
            BondKind::Sibling => KinKind::Sibling,
            BondKind::HalfSibling => KinKind::HalfSibling,
            BondKind::Parent => KinKind::Parent,
            BondKind::AdoptiveParent => KinKind::Adopted,
            BondKind::StepParent => KinKind::Step,
            _ => return None,
        };
        Some(Kinship { from: bond.from.0, to: bond.to.0, kind })
    };
    course.inventory.bonds_on_map().filter_map(|known| of(&known.bond)).collect()
}

/// The word for a value of an aspect.
fn value_words(words: &Words, aspect: Aspect, value: &str) -> String {
    match (aspect, value) {
        (Aspect::Closeness, "shelf") => words.say("map-shelf").to_string(),
        (Aspect::Closeness, ring) => words.term("ring", ring).to_string(),
        (Aspect::Evidence, area) if treatment::focus::Area::parse(area).is_some() => {
            words.term("area", area).to_string()
        }
        (Aspect::Presence, status) => words.term("person-status", status).to_string(),
        (aspect, value) => words.say(format!("map-{}-{value}", aspect.key())).to_string(),
    }
}

/// Everything that is drawn, as a table for those who do not see the drawing.
pub(crate) fn table_of(course: &Course, words: &Words, look: Look, reader: Reader) -> Table {
    let ring =
        |ring: Option<Ring>| ring.map_or_else(String::new, |ring| words.term("ring", ring.key()).to_string());
    let mut heads: Vec<String> = ["field-name", "field-tie", "field-status", "field-ring", "field-wished"]
        .map(|key| words.say(key).to_string())
        .to_vec();
    if reader == Reader::Staff {
        heads.push(words.say("person-safety").to_string());
    }
    let extra: Vec<Aspect> =
        [look.lens, look.group].into_iter().filter(|aspect| *aspect != Aspect::Closeness).collect();
    heads.extend(extra.iter().map(|aspect| words.term("aspect", aspect.key()).to_string()));
    let row = |standing: &Standing<'_>| {
        let person = standing.person;
        let mut row = vec![
            person.name.clone(),
            words.term("tie", person.tie.key()).to_string(),
            words.term("person-status", person.status.key()).to_string(),
            ring(person.ring),
            ring(person.wished),
        ];
        if reader == Reader::Staff {
            let mark = Some(person.safety).filter(|safety| *safety != Safety::None);
            row.push(mark.map(|mark| words.term("safety", mark.key()).to_string()).unwrap_or_default());
        }
        row.extend(extra.iter().map(|aspect| value_words(words, *aspect, aspect.value(course, person))));
        row
    };
    Table {
        caption: words.say("map-table").to_string(),
        heads,
        rows: standings(course, look.group, look.lens).iter().map(row).collect(),
    }
}

fn shape(tie: Tie) -> Shape {
    match treatment::map::domain(tie) {
        "partner" => Shape::Partner,
        "origin" | "own-family" | "in-laws" => Shape::Family,
        "friends" => Shape::Friend,
        "work" => Shape::Work,
        "community" => Shape::Community,
        _ => Shape::Other,
    }
}

/// What is known of a person at a glance, without the name.
pub(crate) fn about(words: &Words, person: &Person, reader: Reader) -> String {
    let mut parts = vec![words.term("tie", person.tie.key()).to_string()];
    if person.status != PersonStatus::Living {
        parts.push(words.term("person-status", person.status.key()).to_string());
    }
    parts.push(match person.ring {
        Some(ring) => words.term("ring", ring.key()).to_string(),
        None => words.say("map-shelf").to_string(),
    });
    if let Some(wished) = person.wished.filter(|wished| Some(*wished) != person.ring) {
        parts.push(words.say("map-wished").arg("ring", words.term("ring", wished.key())).to_string());
    }
    // The client's telephone may be in another's hand: who is marked as not safe is not said there.
    if reader == Reader::Staff && person.safety != Safety::None {
        parts.push(words.term("safety", person.safety.key()).to_string());
    }
    parts.join(", ")
}

/// The same with what the lens shows of them.
fn seen(words: &Words, lens: Aspect, standing: &Standing<'_>, reader: Reader) -> String {
    let value = value_words(words, lens, standing.value);
    words.say("map-seen").arg("about", about(words, standing.person, reader)).arg("value", value).to_string()
}

/// What a press of a button, a drop or a key asks: `move` names person and ring in one, as buttons do; otherwise the
/// two come in their fields. The fields come back as the form that places people has them.
pub(crate) fn read_place(fields: Fields) -> (Result<Command, Refusal>, Fields) {
    let fields = match fields.some_text("move") {
        None => fields,
        Some(pressed) => {
            let (person, ring) = pressed.split_once(' ').unwrap_or((&pressed, ""));
            let rest = fields.iter().filter(|(name, _)| !["move", "person", "ring"].contains(name));
            let mut all: Vec<(String, String)> =
                rest.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            all.push(("person".to_owned(), person.to_owned()));
            all.push(("ring".to_owned(), ring.to_owned()));
            all.into()
        }
    };
    let asked = (|| {
        let person = PersonId(fields.number("person")?);
        Ok(Command::PlacePerson(PlacePerson { person, ring: fields.some_one("ring", Ring::parse)? }))
    })();
    (asked, fields)
}

/// A line of the legend.
struct Line {
    sample: String,
    text: String,
    count: String,
}

/// The form that all buttons of a face belong to.
pub(crate) struct Moves {
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) turns: Vec<Turn>,
}

/// A button that takes a step back or does it again.
pub(crate) struct Turn {
    /// `undo` or `redo`.
    pub(crate) form: &'static str,
    pub(crate) action: String,
    pub(crate) step: u32,
    pub(crate) text: String,
}

/// What is shown of the map: tools, sentence, face and legend.
#[derive(Template)]
#[template(path = "parts/map.html")]
struct Part<'p> {
    w: &'p Words,
    map: &'p Map,
    look: Look,
    action: String,
    faces: Vec<Choice>,
    lenses: Vec<Choice>,
    groups: Vec<Choice>,
    sentence: String,
    drawn: String,
    losses: Vec<String>,
    legend: Vec<Line>,
    shapes: Vec<Line>,
    moves: Option<Moves>,
    submission: String,
    is_client: bool,
}

/// The map with its tools, as a part of a page that stands at `action`, for whoever reads it.
pub(crate) fn part(
    course: &Course,
    words: &Words,
    reader: Reader,
    look: Look,
    map: &Map,
    action: &str,
    moves: Option<Moves>,
) -> String {
    let aspects = |all: &[Aspect], now: Aspect, none: &str| -> Vec<Choice> {
        std::iter::once(Aspect::Closeness)
            .chain(all.iter().copied().filter(|aspect| *aspect != Aspect::Closeness))
            .map(|aspect| Choice {
                value: aspect.key().to_owned(),
                text: if aspect == Aspect::Closeness {
                    words.say(none.to_owned())
                } else {
                    words.term("aspect", aspect.key())
                }
                .to_string(),
                is_on: aspect == now,
            })
            .collect()
    };
    let faces = Face::of(reader).iter().map(|&face| Choice {
        value: face.key().to_owned(),
        text: words.say(format!("map-face-{}", face.key())).to_string(),
        is_on: face == look.face,
    });
    let is_drawn = look.face == Face::Circles && map.people.len() <= circles::DRAWN_MOST;
    Part {
        w: words,
        map,
        look,
        action: action.to_owned(),
        faces: faces.collect(),
        lenses: aspects(&LENSES, look.lens, "map-lens-none"),
        groups: aspects(&GROUPINGS, look.group, "map-group-none"),
        sentence: sentence(course, words, look),
        drawn: match look.face {
            Face::Genogram if genogram::has_family(map) => genogram::svg(map),
            _ if is_drawn => circles::svg(map),
            _ => String::new(),
        },
        losses: {
            let people = map.people.iter().filter(|dot| dot.has_died || dot.has_gone).map(Dot::tip);
            people.chain(map.unborn.iter().map(|lost| lost.text.clone())).collect()
        },
        legend: legend(course, words, look.lens),
        shapes: shapes(words, map),
        moves,
        submission: crate::answer::new_submission(),
        is_client: reader != Reader::Staff,
    }
    .render()
    .expect("a template writes into a text")
}

/// What the map says in a sentence: under a lens its counts, otherwise who stands where.
fn sentence(course: &Course, words: &Words, look: Look) -> String {
    let aspect = if look.lens == Aspect::Closeness { look.group } else { look.lens };
    let mut said = words.say(format!("map-sum-{}", aspect.key()));
    for (value, count) in tally(course, aspect) {
        said = said.arg(value, count);
    }
    said.arg("people", course.inventory.on_map().count()).to_string()
}

fn legend(course: &Course, words: &Words, lens: Aspect) -> Vec<Line> {
    if lens == Aspect::Closeness {
        return Vec::new();
    }
    let line = |(value, count): (&'static str, usize)| Line {
        sample: strokes::sample(lens.key(), value),
        text: value_words(words, lens, value),
        count: count.to_string(),
    };
    tally(course, lens).into_iter().map(line).collect()
}

/// The shapes that are on this map.
fn shapes(words: &Words, map: &Map) -> Vec<Line> {
    let all = [
        (Shape::Partner, "partner"),
        (Shape::Family, "family"),
        (Shape::Friend, "friend"),
        (Shape::Work, "work"),
        (Shape::Community, "community"),
        (Shape::Other, "other"),
    ];
    let is_there = |shape: Shape| map.people.iter().any(|dot| dot.shape == shape);
    all.into_iter()
        .filter(|(shape, _)| is_there(*shape))
        .map(|(shape, key)| Line {
            sample: circles::sample(shape),
            text: words.say(format!("map-shape-{key}")).to_string(),
            count: String::new(),
        })
        .collect()
}

impl Part<'_> {
    /// The titles of the grid's columns: rings where rows are groups, otherwise the parts of life that are there.
    fn columns(&self) -> Vec<String> {
        if self.map.groups.is_empty() {
            self.domains().iter().map(|value| value_words(self.w, Aspect::Domain, value)).collect()
        } else {
            Map::rings().map(|ring| self.map.ring_name(ring).to_owned()).collect()
        }
    }

    fn domains(&self) -> Vec<&'static str> {
        let is_there = |value: &&'static str| self.map.people.iter().any(|dot| dot.domain == *value);
        Aspect::Domain.values().iter().copied().filter(is_there).collect()
    }

    /// A row of the grid: the people of each column.
    fn cells<'d>(&self, people: &[&'d Dot]) -> Vec<Vec<&'d Dot>> {
        if self.map.groups.is_empty() {
            let of = |value| people.iter().copied().filter(|dot| dot.domain == value).collect();
            self.domains().into_iter().map(of).collect()
        } else {
            Map::rings().map(|ring| people.iter().copied().filter(|dot| dot.ring == ring).collect()).collect()
        }
    }

    /// The ring nearer than a person's, as a button sends it.
    fn nearer(&self, dot: &Dot) -> Option<(String, String)> {
        let to = match dot.ring {
            None => Ring::Outer,
            Some(ring) => Ring::ALL[(ring as usize).checked_sub(1)?],
        };
        Some((format!("{} {}", dot.id, to.key()), self.map.ring_name(Some(to)).to_owned()))
    }

    /// The ring further than a person's; beyond the outer one is the shelf.
    fn further(&self, dot: &Dot) -> Option<(String, String)> {
        let to = Ring::ALL.get(dot.ring? as usize + 1).copied();
        Some((format!("{} {}", dot.id, to.map_or("", Ring::key)), self.map.ring_name(to).to_owned()))
    }

    /// Every ring and the shelf: what a button sends, its name, whether the person is there.
    fn places(&self, dot: &Dot) -> Vec<(String, String, bool)> {
        let place = |ring: Option<Ring>| {
            let value = format!("{} {}", dot.id, ring.map_or("", Ring::key));
            (value, self.map.ring_name(ring).to_owned(), dot.ring == ring)
        };
        Map::rings().map(place).collect()
    }

    /// Each button is a press of its own.
    #[expect(clippy::unused_self, reason = "a template asks the page it draws")]
    fn turn_submission(&self) -> String {
        crate::answer::new_submission()
    }

    /// What a pointer or a finger can do, in the faces that do not show it by buttons with words.
    fn how(&self) -> Option<String> {
        let key = match (self.look.face, self.is_client) {
            (Face::Circles, false) => Some("map-how-circles"),
            (Face::Circles, true) => Some("map-own-how-circles"),
            (Face::Cards, false) => Some("map-how-cards"),
            (Face::Cards, true) => Some("map-own-how-cards"),
            _ => None,
        };
        key.map(|key| self.w.say(key).to_string())
    }

    /// What the keys can do, for those who have some.
    fn keys(&self) -> Option<String> {
        let whose = if self.is_client { "map-own-keys" } else { "map-keys" };
        (self.look.face != Face::Cards).then(|| self.w.say(whose).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Languages;
    use treatment::access::Who;
    use treatment::course::Recorded;
    use treatment::fact::Fact;
    use treatment::focus::{Area, Direction, Source, TagEvidence};
    use treatment::ids::{StaffId, Version};
    use treatment::inventory::{AddPerson, MarkSafety, RemovePerson, RestorePerson, WishRing};

    const NAMES: [&str; 8] = [
        "Mum",
        "<Ann> & \"Bo\"",
        "Zoe\u{301}",
        "مريم",
        "👩\u{200d}👧 next door",
        "Mum",
        "Wolkenstein-Württemberg",
        "Al",
    ];

    /// Numbers of a simple generator: the same edits every time.
    struct Numbers(u32);

    impl Numbers {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.0 >> 16) as usize % most
        }

        fn one<T: Copy>(&mut self, all: &[T]) -> T {
            all[self.below(all.len())]
        }
    }

    /// What somebody may do to a map, whoever it is done to.
    fn edit(numbers: &mut Numbers, course: &Course) -> Fact {
        let ring = |numbers: &mut Numbers| Ring::ALL.get(numbers.below(5)).copied();
        let people: Vec<PersonId> = course.inventory.people.iter().map(|person| person.id).collect();
        if people.is_empty() || numbers.below(4) == 0 {
            return Fact::PersonAdded(AddPerson {
                name: numbers.one(&NAMES).to_owned(),
                tie: numbers.one(Tie::ALL),
                status: numbers.one(PersonStatus::ALL),
                ring: ring(numbers),
            });
        }
        let person = numbers.one(&people);
        match numbers.below(6) {
            0 | 1 => Fact::PersonPlaced(PlacePerson { person, ring: ring(numbers) }),
            2 => Fact::RingWished(WishRing { person, ring: ring(numbers) }),
            3 => {
                Fact::SafetyMarked(MarkSafety { person, mark: numbers.one(Safety::ALL), note: String::new() })
            }
            4 => Fact::EvidenceTagged(TagEvidence {
                area: numbers.one(&[Area::Grief, Area::Dispute]),
                direction: numbers.one(&[Direction::For, Direction::Against]),
                words: "Said so".to_owned(),
                source: Some(Source::Person(person)),
            }),
            _ if numbers.below(2) == 0 => Fact::PersonRemoved(RemovePerson { person, reason: String::new() }),
            _ => Fact::PersonRestored(RestorePerson { person }),
        }
    }

    /// Everybody as a face shows them, in its order: who, ring, marks.
    fn shown(html: &str) -> Vec<(String, String, String)> {
        let value = |from: &str, name: &str| {
            from.split_once(&format!("{name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
                .unwrap_or("?")
                .to_owned()
        };
        let people = html.split("data-person=\"").skip(1);
        people
            .map(|rest| {
                let id = rest.split('"').next().unwrap_or_default().to_owned();
                (id, value(rest, "data-ring"), value(rest, "data-marks"))
            })
            .collect()
    }

    #[test]
    fn every_face_shows_the_same_people_rings_order_and_marks() {
        let files = [
            ("map.ftl", include_str!("../../../../content/words/en/map.ftl")),
            ("map-work.ftl", include_str!("../../../../content/words/en/map-work.ftl")),
            ("terms.ftl", include_str!("../../../../content/words/en/terms.ftl")),
        ]
        .map(|(name, text)| ("en".to_owned(), name.to_owned(), text.to_owned()));
        let languages = Languages::read(&files).expect("our own words");
        let words = languages.best("en");
        let mut numbers = Numbers(11);
        for _ in 0..12 {
            let mut course = Course::default();
            for version in 1..=60 {
                let fact = edit(&mut numbers, &course);
                let who = Who::Staff(StaffId([4; 16]));
                course.apply(&Recorded {
                    version: Version(version),
                    at: treatment::time::Moment(0),
                    who,
                    fact,
                });
                if version % 10 != 0 {
                    continue;
                }
                let lens = numbers.one(&LENSES);
                let group = numbers.one(&GROUPINGS);
                let usual = Look { face: Face::List, lens, group, on: None };
                let map = map_of(&course, &words, usual, Reader::Staff, |id| format!("/people/{}", id.0));
                let wanted: Vec<_> = map
                    .people
                    .iter()
                    .map(|dot| (dot.id.to_string(), dot.ring_key().to_owned(), dot.marks()))
                    .collect();
                assert_eq!(wanted.len(), course.inventory.on_map().count(), "somebody is not in the model");
                for face in [Face::List, Face::Grid, Face::Cards] {
                    let moves =
                        Moves { action: "/place".to_owned(), version: "1".to_owned(), turns: Vec::new() };
                    let moves = Some(moves);
                    let look = Look { face, ..usual };
                    let html = part(&course, &words, Reader::Staff, look, &map, "/people", moves);
                    assert_eq!(shown(&html), wanted, "{face:?} under {lens:?} by {group:?}");
                }
                // The circles are drawn twice, for a desk and for a phone.
                let both = circles::svg(&map);
                let (desk, phone) = both.split_once("</svg>").expect("two drawings");
                assert_eq!(shown(desk), wanted, "the circles under {lens:?} by {group:?}");
                assert_eq!(shown(phone), wanted, "the circles of a phone under {lens:?} by {group:?}");
                assert_eq!(table_of(&course, &words, usual, Reader::Staff).rows.len(), wanted.len());
            }
        }
    }
}
