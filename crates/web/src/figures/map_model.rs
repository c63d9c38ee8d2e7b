//! What every face of the closeness map is drawn from, words already in it. A face adds nothing and leaves nothing out.

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
    /// The key of the aspect that is drawn as lines, or nothing.
    pub lens: &'static str,
    /// What people are grouped by, each with its name; empty when by ring.
    pub groups: Vec<String>,
    /// Everyone, in the order of every face.
    pub people: Vec<Dot>,
    /// Family ties among them, for the genogram.
    pub kin: Vec<Kinship>,
    /// Pregnancies and children that were lost, for the genogram.
    pub unborn: Vec<Unborn>,
}

/// A pregnancy or a child that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unborn {
    /// What is said of it.
    pub text: String,
    /// The partner whose child it was, if that is told.
    pub with: Option<u32>,
}

/// A family tie between two people of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinship {
    /// One end: the parent, where it is one.
    pub from: u32,
    /// The other end.
    pub to: u32,
    /// What it is.
    pub kind: KinKind,
}

/// The kinds of family tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KinKind {
    /// A couple.
    Couple,
    /// A couple that parted.
    Parted,
    /// Sisters and brothers.
    Sibling,
    /// Those who share one parent, or are so by marriage.
    HalfSibling,
    /// Parent and child by birth.
    Parent,
    /// Parent and child by adoption.
    Adopted,
    /// Parent and child by marriage, or in foster care.
    Step,
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
    /// The ring wished for, where it is another.
    pub wished: Option<Ring>,
    /// The ring the person stood in then, where the map is drawn then and now and it was another.
    pub was: Option<Ring>,
    /// Named since then.
    pub is_new: bool,
    /// The numbers of the notes that are pinned to the person, or nothing.
    pub notes: String,
    /// The key of the tie.
    pub tie: &'static str,
    /// The kind of tie.
    pub shape: Shape,
    /// The part of life the tie belongs to.
    pub domain: &'static str,
    /// Has died.
    pub has_died: bool,
    /// Has gone.
    pub has_gone: bool,
    /// The first day since when the two may have known each other, counted as a day is; for the order of partners.
    pub known_since: Option<i32>,
    /// The first day on which the tie may have ended.
    pub ended: Option<i32>,
    /// Marked unsafe.
    pub is_unsafe: bool,
    /// Where the person's page is.
    pub href: String,
    /// The person in words, without the name: tie, ring, wish, marks, value of the lens.
    pub about: String,
    /// The group, from 0; without meaning when there are no groups.
    pub group: usize,
    /// The value of the lens, or nothing.
    pub value: &'static str,
}

impl Dot {
    /// The person in words.
    pub fn tip(&self) -> String {
        format!("{}, {}", self.name, self.about)
    }

    /// The shape alone, as SVG.
    pub fn sample(&self) -> String {
        super::circles::sample(self.shape)
    }

    /// The key of the ring; nothing for the shelf.
    pub fn ring_key(&self) -> &'static str {
        self.ring.map_or("", Ring::key)
    }

    /// What is marked, by keys, for scripts and tests: `died unsafe wished-inner is-open`.
    pub fn marks(&self) -> String {
        let mut marks = Vec::new();
        for (is_so, mark) in [(self.has_died, "died"), (self.has_gone, "gone"), (self.is_unsafe, "unsafe")] {
            if is_so {
                marks.push(mark.to_owned());
            }
        }
        if self.is_new {
            marks.push("new".to_owned());
        }
        marks.extend(self.was.map(|ring| format!("was-{}", ring.key())));
        marks.extend(self.wished.map(|ring| format!("wished-{}", ring.key())));
        if !self.notes.is_empty() {
            marks.push(format!("notes-{}", self.notes.replace(", ", "-")));
        }
        if !self.value.is_empty() {
            marks.push(format!("is-{}", self.value));
        }
        marks.join(" ")
    }
}

impl Map {
    /// The name of a ring, or of the shelf.
    pub fn ring_name(&self, ring: Option<Ring>) -> &str {
        ring.map_or(&self.shelf_name, |ring| &self.ring_names[ring as usize])
    }

    /// The rings and the shelf, in order, without the people.
    pub fn rings() -> impl Iterator<Item = Option<Ring>> {
        Ring::ALL.iter().copied().map(Some).chain([None])
    }

    /// The people by group, or by ring when there are no groups: titles with people, in order; groups nobody is in
    /// are left out, rings never.
    pub fn sections(&self) -> Vec<(String, Vec<&Dot>)> {
        if self.groups.is_empty() {
            let of = |ring| self.people.iter().filter(|dot| dot.ring == ring).collect::<Vec<_>>();
            let all = Self::rings().map(|ring| (self.ring_name(ring).to_owned(), of(ring)));
            return all.filter(|(name, people)| !people.is_empty() || *name != self.shelf_name).collect();
        }
        let of = |group| self.people.iter().filter(|dot| dot.group == group).collect::<Vec<_>>();
        let all = self.groups.iter().enumerate().map(|(group, name)| (name.clone(), of(group)));
        all.filter(|(_, people)| !people.is_empty()).collect()
    }
}
