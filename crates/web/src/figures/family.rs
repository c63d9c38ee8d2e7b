//! The model of the genogram: who stands in which generation, who is or was a couple, whose children are whose and in
//! what way. Everything the drawing shows is here; the drawing adds lines and letters.
//!
//! What is told by ties among the people goes before what is usual. Where neither says it, it is left open.

use super::map_model::{Dot, KinKind, Map};

/// Somebody of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The client.
    Client,
    /// A person of the map.
    Person(u32),
    /// A pregnancy or a child that was lost, by its place on the map's list.
    Unborn(usize),
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Who.
    pub who: Who,
    /// 0 the grandparents' generation, 2 the client's own, 3 the children's, 4 theirs.
    pub generation: u8,
    /// The place in the row; the client stands at 0.
    pub place: f64,
}

/// What is known of a couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// They are one.
    Yes,
    /// They parted.
    Parted,
    /// Nobody said that they are.
    Untold,
}

/// Two who are or were a couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Couple {
    /// The two.
    pub ends: [Who; 2],
    /// Whether they still are.
    pub together: Together,
}

/// In what way somebody is somebody's child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By birth.
    Birth,
    /// By adoption.
    Adoption,
    /// By marriage, or as a foster child.
    Step,
    /// Who is whose child is not told.
    Untold,
}

/// The children of one parent or of two, all in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descent {
    /// The parents.
    pub parents: Vec<Who>,
    /// The children.
    pub children: Vec<Who>,
    /// In what way.
    pub how: How,
}

/// Sisters or brothers whose parents do not stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Siblings {
    /// The two.
    pub ends: [Who; 2],
    /// Whether they share one parent, or none by birth.
    pub is_half: bool,
}

/// The family of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// Everybody, row by row from the left.
    pub seats: Vec<Seat>,
    /// Couples.
    pub couples: Vec<Couple>,
    /// Parents and children.
    pub descents: Vec<Descent>,
    /// Sisters and brothers.
    pub siblings: Vec<Siblings>,
}

/// What somebody of the family is to the client.
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

/// How a parent of the client is one.
fn as_parent(dot: &Dot) -> How {
    match dot.tie {
        "adoptive-parent" => How::Adoption,
        "step-parent" => How::Step,
        _ => How::Birth,
    }
}

/// Whether anybody on the map is family.
pub fn has_family(map: &Map) -> bool {
    map.people.iter().any(|dot| kin(dot).is_some())
}

/// The family ties of a map, looked up.
struct Ties<'m> {
    map: &'m Map,
}

impl<'m> Ties<'m> {
    fn of(&self, wanted: Kin) -> Vec<&'m Dot> {
        self.map.people.iter().filter(|dot| kin(dot) == Some(wanted)).collect()
    }

    fn dot(&self, id: u32) -> Option<&'m Dot> {
        self.map.people.iter().find(|dot| dot.id == id)
    }

    fn couple(&self, one: u32, other: u32) -> Option<Together> {
        self.map.kin.iter().find_map(|tie| {
            let joins = [tie.from, tie.to] == [one, other] || [tie.from, tie.to] == [other, one];
            match tie.kind {
                KinKind::Couple if joins => Some(Together::Yes),
                KinKind::Parted if joins => Some(Together::Parted),
                _ => None,
            }
        })
    }

    /// The parents that ties give somebody, each with how.
    fn parents(&self, child: u32) -> Vec<(u32, How)> {
        let of = |kind| match kind {
            KinKind::Parent => Some(How::Birth),
            KinKind::Adopted => Some(How::Adoption),
            KinKind::Step => Some(How::Step),
            _ => None,
        };
        let ties = self.map.kin.iter().filter(|tie| tie.to == child);
        ties.filter_map(|tie| Some((tie.from, of(tie.kind)?))).collect()
    }

    fn is_partner(&self, id: u32) -> bool {
        self.dot(id).is_some_and(|dot| matches!(kin(dot), Some(Kin::Partner | Kin::FormerPartner)))
    }

    /// The generation that a tie to somebody whose place is known gives.
    fn generation(&self, dot: &Dot) -> Option<u8> {
        let of = |id: u32| {
            Some(match kin(self.dot(id)?)? {
                Kin::Grandparent => 0_i8,
                Kin::Parent | Kin::InLaw => 1,
                Kin::Sibling | Kin::Partner | Kin::FormerPartner => 2,
                Kin::Child => 3,
                Kin::Relative => return None,
            })
        };
        let by = self.map.kin.iter().find_map(|tie| {
            let (is_from, is_to) = (tie.from == dot.id, tie.to == dot.id);
            match tie.kind {
                KinKind::Couple | KinKind::Parted | KinKind::Sibling | KinKind::HalfSibling => {
                    if is_from {
                        of(tie.to)
                    } else if is_to {
                        of(tie.from)
                    } else {
                        None
                    }
                }
                KinKind::Parent | KinKind::Adopted | KinKind::Step if is_from => {
                    of(tie.to).map(|child| child - 1)
                }
                KinKind::Parent | KinKind::Adopted | KinKind::Step if is_to => {
                    of(tie.from).map(|parent| parent + 1)
                }
                _ => None,
            }
        });
        by.map(|generation| generation.clamp(0, 4).unsigned_abs())
    }
}

impl Family {
    /// The family of a map.
    pub fn of(map: &Map) -> Self {
        let ties = Ties { map };
        let mut family = Self::default();
        family.sit(&ties);
        family.join(&ties);
        family.descend(&ties);
        family.beside(&ties);
        family
    }

    /// Where somebody stands.
    pub fn seat(&self, who: Who) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.who == who)
    }

    fn is_there(&self, id: u32) -> bool {
        self.seat(Who::Person(id)).is_some()
    }

    /// Puts everybody into their row.
    fn sit(&mut self, ties: &Ties<'_>) {
        let parents = parents_in_order(ties);
        let shares_parents = |dot: &&Dot| sibling_parents(ties, dot).is_none();
        // Those with other parents than the client's stand further out.
        let (full, half): (Vec<&Dot>, Vec<&Dot>) =
            ties.of(Kin::Sibling).into_iter().partition(shares_parents);
        let siblings: Vec<&Dot> = half.into_iter().chain(full.iter().copied()).collect();
        let partners = partners_in_order(ties);
        // A partner's family is of the parents' generation, unless a known tie gives them another.
        let is_of_parents = |dot: &&Dot| ties.generation(dot).is_none_or(|generation| generation == 1);
        let (in_laws, elsewhere): (Vec<&Dot>, Vec<&Dot>) =
            ties.of(Kin::InLaw).into_iter().partition(is_of_parents);
        let mut children = ties.of(Kin::Child);
        let with = |dot: &Dot| {
            partners.iter().position(|partner| ties.parents(dot.id).iter().any(|(id, _)| *id == partner.id))
        };
        children.sort_by_key(|dot| with(dot).unwrap_or_default());
        // Whoever is or was with somebody of a row stands beside them: outside a brother or sister, after a child.
        let mut others: Vec<&Dot> = ties.of(Kin::Relative).into_iter().chain(elsewhere).collect();
        let mut siblings = with_mates(ties, siblings.into_iter().rev().collect(), &mut others, Some(2));
        siblings.reverse();
        let children = with_mates(ties, children, &mut others, Some(3));

        self.seats.push(Seat { who: Who::Client, generation: 2, place: 0.0 });
        let own_left = -(siblings.len() as f64);
        self.row(2, own_left, &siblings);
        self.row(2, 1.0, &partners);
        // Birth parents stand over their children, whoever else brought the client up beside them.
        let birth = parents.iter().position(|dot| as_parent(dot) == How::Birth).unwrap_or_default();
        let births = parents.iter().filter(|dot| as_parent(dot) == How::Birth).count().max(1);
        let eldest = full.first().and_then(|first| siblings.iter().position(|dot| dot.id == first.id));
        let middle = eldest.map_or(0.0, |place| f64::midpoint(own_left + place as f64, 0.0));
        let first = middle - birth as f64 - (births as f64 - 1.0) / 2.0;
        self.row(1, first, &parents);
        let after_parents = if parents.is_empty() { f64::MIN } else { first + parents.len() as f64 };
        let over_partners = (partners.len().max(1) as f64 - in_laws.len() as f64) / 2.0 + 1.0;
        self.row(1, over_partners.max(after_parents), &in_laws);
        let grandparents = ties.of(Kin::Grandparent);
        let parents_middle =
            if parents.is_empty() { middle } else { first + (parents.len() as f64 - 1.0) / 2.0 };
        self.row(0, parents_middle - (grandparents.len() as f64 - 1.0) / 2.0, &grandparents);
        let under = if partners.is_empty() { 0.0 } else { 0.5 };
        let unborn = ties.map.unborn.len();
        let first = under - ((children.len() + unborn) as f64 - 1.0) / 2.0;
        self.row(3, first, &children);
        let lost = (0..unborn).map(|index| Seat {
            who: Who::Unborn(index),
            generation: 3,
            place: first + (children.len() + index) as f64,
        });
        self.seats.extend(lost);

        // Family in another way stands at the end of a row: of the generation that a known tie gives it, otherwise of
        // the client's own. Whoever is together stays together, though their rows may differ.
        while !others.is_empty() {
            let first = others.remove(0);
            let together = with_mates(ties, vec![first], &mut others, None);
            let row = |dot: &Dot| ties.generation(dot).unwrap_or(2);
            let rows: Vec<u8> = together.iter().map(|dot| row(dot)).collect();
            let there = self.seats.iter().filter(|seat| rows.contains(&seat.generation));
            let right = there.map(|seat| seat.place).fold(0.0, f64::max);
            self.seats.extend(together.iter().enumerate().map(|(index, dot)| Seat {
                who: Who::Person(dot.id),
                generation: row(dot),
                place: right + 1.0 + index as f64,
            }));
        }
        self.seats.sort_by(|a, b| {
            (a.generation, a.place).partial_cmp(&(b.generation, b.place)).expect("places are numbers")
        });
    }

    fn row(&mut self, generation: u8, first: f64, people: &[&Dot]) {
        let seats = people.iter().enumerate();
        self.seats.extend(seats.map(|(index, dot)| Seat {
            who: Who::Person(dot.id),
            generation,
            place: first + index as f64,
        }));
    }

    fn join(&mut self, ties: &Ties<'_>) {
        for dot in partners_in_order(ties) {
            let together =
                if kin(dot) == Some(Kin::FormerPartner) { Together::Parted } else { Together::Yes };
            self.couples.push(Couple { ends: [Who::Client, Who::Person(dot.id)], together });
        }
        for how in [How::Birth, How::Adoption] {
            let both: Vec<&Dot> =
                ties.of(Kin::Parent).into_iter().filter(|dot| as_parent(dot) == how).collect();
            if let [one, other] = both.as_slice()
                && ties.couple(one.id, other.id).is_none()
            {
                self.couples.push(Couple {
                    ends: [Who::Person(one.id), Who::Person(other.id)],
                    together: Together::Untold,
                });
            }
        }
        for tie in &ties.map.kin {
            let together = match tie.kind {
                KinKind::Couple => Together::Yes,
                KinKind::Parted => Together::Parted,
                _ => continue,
            };
            if self.is_there(tie.from) && self.is_there(tie.to) {
                self.couples.push(Couple { ends: [Who::Person(tie.from), Who::Person(tie.to)], together });
            }
        }
    }

    fn descend(&mut self, ties: &Ties<'_>) {
        let parents = parents_in_order(ties);
        let of = |how: How| -> Vec<Who> {
            parents.iter().filter(|dot| as_parent(dot) == how).map(|dot| Who::Person(dot.id)).collect()
        };
        // Sisters and brothers of whom nothing else is told have the client's own parents.
        let as_client = ties.of(Kin::Sibling).into_iter().filter(|dot| ties.parents(dot.id).is_empty());
        let mut own: Vec<Who> = as_client.map(|dot| Who::Person(dot.id)).collect();
        own.push(Who::Client);
        let (birth, adoptive) = (of(How::Birth), of(How::Adoption));
        if birth.is_empty() && !adoptive.is_empty() {
            for child in &own {
                self.put(&adoptive, *child, if *child == Who::Client { How::Adoption } else { How::Untold });
            }
        } else {
            for child in &own {
                self.put(&birth, *child, How::Birth);
            }
            self.put(&adoptive, Who::Client, How::Adoption);
        }
        for parent in parents.iter().filter(|dot| as_parent(dot) == How::Step) {
            // Whoever is the partner of a parent is drawn as that.
            if !parents.iter().any(|other| ties.couple(parent.id, other.id).is_some()) {
                self.put(&[Who::Person(parent.id)], Who::Client, How::Step);
            }
        }
        for dot in ties.map.people.iter().filter(|dot| self.is_there(dot.id)).collect::<Vec<_>>() {
            self.descend_to(ties, dot);
        }
        let open = |whose: &Dot, children: &[&Dot]| {
            !ties
                .map
                .kin
                .iter()
                .any(|tie| tie.from == whose.id && children.iter().any(|child| child.id == tie.to))
        };
        let grandparents: Vec<&Dot> =
            ties.of(Kin::Grandparent).into_iter().filter(|dot| open(dot, &parents)).collect();
        let grandparents: Vec<Who> = grandparents.iter().map(|dot| Who::Person(dot.id)).collect();
        for parent in parents.iter().filter(|dot| as_parent(dot) == How::Birth) {
            self.put(&grandparents, Who::Person(parent.id), How::Untold);
        }
        let in_laws = ties.of(Kin::InLaw).into_iter().filter(|dot| ties.generation(dot).is_none());
        let in_laws: Vec<Who> = in_laws.map(|dot| Who::Person(dot.id)).collect();
        if let Some(partner) = partners_in_order(ties).first() {
            self.put(&in_laws, Who::Person(partner.id), How::Untold);
        }
        for (index, lost) in ties.map.unborn.iter().enumerate() {
            let with = lost.with.filter(|id| ties.is_partner(*id)).map(Who::Person);
            let parents: Vec<Who> = std::iter::once(Who::Client).chain(with).collect();
            self.put(&parents, Who::Unborn(index), How::Birth);
        }
        // Two with a child who were not said to be a couple.
        for descent in &self.descents {
            if let ([one, other], true) = (descent.parents.as_slice(), descent.how != How::Untold) {
                let is_pair = |couple: &Couple| couple.ends.contains(one) && couple.ends.contains(other);
                if !self.couples.iter().any(is_pair) {
                    self.couples.push(Couple { ends: [*one, *other], together: Together::Untold });
                }
            }
        }
    }

    /// The parents of one of the family, as ties tell them and, for the client's children, as it goes without saying.
    fn descend_to(&mut self, ties: &Ties<'_>, dot: &Dot) {
        let told: Vec<(u32, How)> =
            ties.parents(dot.id).into_iter().filter(|(parent, _)| self.is_there(*parent)).collect();
        let is_child = kin(dot) == Some(Kin::Child);
        let own = if dot.tie == "adopted-child" { How::Adoption } else { How::Birth };
        for how in [How::Birth, How::Adoption, How::Step] {
            let mut parents: Vec<Who> = Vec::new();
            // The client is a parent together with the partner who is one in the same way.
            if is_child && how == own {
                parents.push(Who::Client);
            }
            parents.extend(
                told.iter().filter(|(_, known)| *known == how).map(|(parent, _)| Who::Person(*parent)),
            );
            if is_child && how == own && !told.iter().any(|(parent, _)| ties.is_partner(*parent)) {
                let partners = partners_in_order(ties);
                if let [only] = partners.as_slice() {
                    parents.push(Who::Person(only.id));
                }
            }
            self.put(&parents, Who::Person(dot.id), how);
        }
    }

    fn put(&mut self, parents: &[Who], child: Who, how: How) {
        if parents.is_empty() {
            return;
        }
        let mut sorted = parents.to_vec();
        sorted.sort_unstable();
        match self.descents.iter_mut().find(|known| known.how == how && known.parents == sorted) {
            Some(known) if known.children.contains(&child) => {}
            Some(known) => known.children.push(child),
            None => self.descents.push(Descent { parents: sorted, children: vec![child], how }),
        }
    }

    fn beside(&mut self, ties: &Ties<'_>) {
        for tie in &ties.map.kin {
            let is_half = match tie.kind {
                KinKind::Sibling => false,
                KinKind::HalfSibling => true,
                _ => continue,
            };
            let ends = [Who::Person(tie.from), Who::Person(tie.to)];
            // Where the parents of both stand there, their lines say it.
            let has_parents = |end: &Who| {
                self.descents.iter().any(|known| known.how != How::Untold && known.children.contains(end))
            };
            if !ends.iter().all(has_parents) && ends.iter().all(|end| self.seat(*end).is_some()) {
                self.siblings.push(Siblings { ends, is_half });
            }
        }
        if ties.of(Kin::Parent).is_empty() {
            let own = ties.of(Kin::Sibling).into_iter().filter(|dot| ties.parents(dot.id).is_empty());
            let own = own.map(|dot| Siblings { ends: [Who::Person(dot.id), Who::Client], is_half: false });
            self.siblings.extend(own);
        }
    }
}

/// The parents of a brother or sister, where ties tell that they are not just those of the client.
fn sibling_parents(ties: &Ties<'_>, dot: &Dot) -> Option<Vec<u32>> {
    let mut told: Vec<u32> = ties.parents(dot.id).into_iter().map(|(parent, _)| parent).collect();
    let mut own: Vec<u32> =
        ties.of(Kin::Parent).iter().filter(|dot| as_parent(dot) == How::Birth).map(|dot| dot.id).collect();
    told.sort_unstable();
    own.sort_unstable();
    (!told.is_empty() && told != own).then_some(told)
}

/// A row with those who are or were together with somebody of it put after them; they are taken out of the others. With a
/// generation, only those whom a tie puts into it.
fn with_mates<'m>(
    ties: &Ties<'m>,
    row: Vec<&'m Dot>,
    others: &mut Vec<&'m Dot>,
    generation: Option<u8>,
) -> Vec<&'m Dot> {
    let mut all = Vec::new();
    for dot in row {
        let is_mate = |other: &&Dot| {
            let is_of_row = generation.is_none() || ties.generation(other) == generation;
            is_of_row && ties.couple(dot.id, other.id).is_some()
        };
        let (mates, rest): (Vec<&Dot>, Vec<&Dot>) = others.drain(..).partition(is_mate);
        *others = rest;
        all.push(dot);
        all.extend(mates);
    }
    all
}

/// Those who brought the client up: by adoption, by birth, by marriage, and whoever is somebody's partner beside them.
fn parents_in_order<'m>(ties: &Ties<'m>) -> Vec<&'m Dot> {
    let of = |how| ties.of(Kin::Parent).into_iter().filter(move |dot| as_parent(dot) == how);
    let mut row: Vec<&Dot> = of(How::Adoption).chain(of(How::Birth)).collect();
    for step in of(How::Step) {
        let first = row.iter().position(|dot| as_parent(dot) == How::Birth);
        let is_with = |dot: &&Dot| ties.couple(step.id, dot.id).is_some();
        match row.iter().position(is_with) {
            Some(place) if Some(place) == first => row.insert(place, step),
            _ => row.push(step),
        }
    }
    row
}

/// Partners from the client outward: who is one now, then those who were, the latest first.
fn partners_in_order<'m>(ties: &Ties<'m>) -> Vec<&'m Dot> {
    let mut all: Vec<&Dot> = ties.of(Kin::Partner).into_iter().chain(ties.of(Kin::FormerPartner)).collect();
    all.sort_by_key(|dot| {
        let is_over = kin(dot) == Some(Kin::FormerPartner) || dot.has_died || dot.has_gone;
        (is_over, std::cmp::Reverse(dot.ended), std::cmp::Reverse(dot.known_since))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::map_model::{Kinship, Unborn};

    /// A map of people with their ties to the client, numbered from 1, and ties among them.
    fn map(people: &[(&str, &'static str)], kin: &[(u32, KinKind, u32)]) -> Map {
        let dot = |(index, (name, tie)): (usize, &(&str, &'static str))| Dot {
            id: index as u32 + 1,
            name: (*name).to_owned(),
            tie,
            ..Dot::default()
        };
        Map {
            people: people.iter().enumerate().map(dot).collect(),
            kin: kin.iter().map(|(from, kind, to)| Kinship { from: *from, to: *to, kind: *kind }).collect(),
            ..Map::default()
        }
    }

    /// The model in lines: rows, couples, descents, brothers and sisters.
    fn told(map: &Map) -> Vec<String> {
        let family = Family::of(map);
        let name = |who: &Who| match who {
            Who::Client => "me".to_owned(),
            Who::Person(id) => map.people.iter().find(|dot| dot.id == *id).expect("a person").name.clone(),
            Who::Unborn(index) => map.unborn[*index].text.clone(),
        };
        let all = |who: &[Who]| who.iter().map(name).collect::<Vec<_>>().join(" ");
        let mut lines = Vec::new();
        for generation in 0..=4 {
            let row = family.seats.iter().filter(|seat| seat.generation == generation);
            let row: Vec<Who> = row.map(|seat| seat.who).collect();
            if !row.is_empty() {
                lines.push(format!("{generation}: {}", all(&row)));
            }
        }
        for couple in &family.couples {
            let between = match couple.together {
                Together::Yes => "=",
                Together::Parted => "//",
                Together::Untold => "..",
            };
            lines.push(format!("{} {between} {}", name(&couple.ends[0]), name(&couple.ends[1])));
        }
        for descent in &family.descents {
            let how = match descent.how {
                How::Birth => "birth",
                How::Adoption => "adoption",
                How::Step => "step",
                How::Untold => "untold",
            };
            lines.push(format!("{} > {} ({how})", all(&descent.parents), all(&descent.children)));
        }
        for tie in &family.siblings {
            lines.push(format!(
                "{} {} {}",
                name(&tie.ends[0]),
                if tie.is_half { "half" } else { "full" },
                name(&tie.ends[1])
            ));
        }
        lines
    }

    #[test]
    fn a_usual_family_needs_no_ties_to_be_told() {
        let map = map(
            &[
                ("Mum", "parent"),
                ("Dad", "parent"),
                ("Ann", "sibling"),
                ("Theo", "partner"),
                ("Ida", "child"),
                ("Gran", "grandparent"),
                ("His-mum", "in-law"),
            ],
            &[],
        );
        assert_eq!(
            told(&map),
            [
                "0: Gran",
                "1: Mum Dad His-mum",
                "2: Ann me Theo",
                "3: Ida",
                "me = Theo",
                "Mum .. Dad",
                "Mum Dad > Ann me (birth)",
                "me Theo > Ida (birth)",
                "Gran > Mum Dad (untold)",
                "His-mum > Theo (untold)",
            ]
        );
    }

    #[test]
    fn half_siblings_hang_from_the_parent_they_share_and_step_siblings_from_their_own() {
        let map = map(
            &[
                ("Mum", "parent"),
                ("Dad", "parent"),
                ("Ray", "step-parent"),
                ("Ann", "sibling"),
                ("Ben", "sibling"),
                ("Cas", "sibling"),
            ],
            &[
                (1, KinKind::Parted, 2),
                (1, KinKind::Couple, 3),
                (1, KinKind::Parent, 5),
                (3, KinKind::Parent, 5),
                (3, KinKind::Parent, 6),
            ],
        );
        assert_eq!(
            told(&map),
            [
                "1: Ray Mum Dad",
                "2: Ben Cas Ann me",
                "Mum // Dad",
                "Mum = Ray",
                "Mum Dad > Ann me (birth)",
                "Mum Ray > Ben (birth)",
                "Ray > Cas (birth)",
            ]
        );
    }

    #[test]
    fn parents_by_birth_by_adoption_and_by_marriage_are_told_apart() {
        let map = map(
            &[
                ("Bea", "parent"),
                ("Kit", "adoptive-parent"),
                ("Lou", "adoptive-parent"),
                ("Max", "step-parent"),
                ("Sis", "sibling"),
                ("Kid", "adopted-child"),
                ("Own", "child"),
            ],
            &[(2, KinKind::Couple, 3), (2, KinKind::Adopted, 5)],
        );
        assert_eq!(
            told(&map),
            [
                "1: Kit Lou Bea Max",
                "2: Sis me",
                "3: Kid Own",
                "Kit = Lou",
                "Bea > me (birth)",
                "Kit Lou > me (adoption)",
                "Max > me (step)",
                "Kit > Sis (adoption)",
                "me > Kid (adoption)",
                "me > Own (birth)",
            ]
        );
    }

    #[test]
    fn partners_stand_in_their_order_each_with_their_own_children_and_what_was_lost() {
        let mut map = map(
            &[
                ("First", "former-partner"),
                ("Second", "former-partner"),
                ("Now", "partner"),
                ("Eldest", "child"),
                ("Young", "child"),
                ("Whose", "child"),
            ],
            &[(1, KinKind::Parent, 4), (3, KinKind::Parent, 5), (2, KinKind::Step, 4)],
        );
        map.people[0].ended = Some(2_000);
        map.people[1].ended = Some(9_000);
        map.unborn = vec![Unborn { text: "Stillbirth".to_owned(), with: Some(2) }];
        assert_eq!(
            told(&map),
            [
                "2: me Now Second First",
                "3: Young Whose Eldest Stillbirth",
                "me = Now",
                "me // Second",
                "me // First",
                "me First > Eldest (birth)",
                "Second > Eldest (step)",
                "me Now > Young (birth)",
                "me > Whose (birth)",
                "me Second > Stillbirth (birth)",
            ]
        );
    }

    #[test]
    fn brothers_and_sisters_without_parents_on_the_map_are_joined_all_the_same() {
        let map = map(
            &[("Ann", "sibling"), ("Mum", "parent"), ("Aunt", "relative"), ("Uncle", "relative")],
            &[(2, KinKind::Sibling, 3), (3, KinKind::HalfSibling, 4)],
        );
        assert_eq!(
            told(&map),
            ["1: Mum Aunt", "2: Ann me Uncle", "Mum > Ann me (birth)", "Mum full Aunt", "Aunt half Uncle"]
        );
        let alone = self::map(&[("Ann", "sibling")], &[]);
        assert_eq!(told(&alone), ["2: Ann me", "Ann full me"]);
    }

    #[test]
    fn whoever_is_with_a_sibling_a_child_or_a_relative_stands_beside_them() {
        let map = map(
            &[
                ("Mum", "parent"),
                ("Ann", "sibling"),
                ("Ben", "sibling"),
                ("Uncle", "relative"),
                ("Kid", "child"),
                ("Young", "child"),
                ("Bens-wife", "in-law"),
                ("Cousin", "relative"),
                ("Aunt", "relative"),
                ("Kids-man", "in-law"),
                ("Anns-man", "in-law"),
            ],
            &[
                (3, KinKind::Couple, 7),
                (9, KinKind::Couple, 4),
                (4, KinKind::Sibling, 1),
                (5, KinKind::Parted, 10),
                (2, KinKind::Couple, 11),
            ],
        );
        let told = told(&map);
        assert_eq!(told[1], "2: Anns-man Ann Bens-wife Ben me Aunt Cousin");
        assert_eq!(told[2], "3: Kid Kids-man Young");
        let family = Family::of(&map);
        let place = |id| family.seat(Who::Person(id)).expect("everybody has a seat").place;
        let (mum, ann) = (place(1), place(2));
        assert!((mum - ann / 2.0).abs() < 0.01, "a mother stands over the middle of her children");
        assert!((place(4) - place(9)).abs() < 1.01, "though their rows may differ");
    }

    #[test]
    fn nobody_stands_where_another_does_and_everybody_of_the_family_stands_somewhere() {
        let ties = [
            "parent",
            "adoptive-parent",
            "step-parent",
            "sibling",
            "partner",
            "former-partner",
            "child",
            "adopted-child",
            "grandparent",
            "in-law",
            "relative",
            "chosen-family",
        ];
        let kinds = [
            KinKind::Couple,
            KinKind::Parted,
            KinKind::Sibling,
            KinKind::HalfSibling,
            KinKind::Parent,
            KinKind::Adopted,
            KinKind::Step,
        ];
        let mut number = 7_u32;
        let mut below = |most: usize| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 16) as usize % most
        };
        for _ in 0..200 {
            let people: Vec<(&str, &'static str)> =
                (0..below(16)).map(|_| ("N", ties[below(ties.len())])).collect();
            let mut kin = Vec::new();
            for _ in 0..below(12) {
                if people.len() > 1 {
                    let (from, to) = (below(people.len()) as u32 + 1, below(people.len()) as u32 + 1);
                    kin.extend((from != to).then(|| (from, kinds[below(kinds.len())], to)));
                }
            }
            let map = map(&people, &kin);
            let family = Family::of(&map);
            assert_eq!(family.seats.len(), people.len() + 1);
            for pair in family.seats.windows(2) {
                let is_apart =
                    pair[0].generation != pair[1].generation || pair[1].place - pair[0].place > 0.99;
                assert!(is_apart, "{people:?} {kin:?}: {pair:?}");
            }
            let drawn = super::super::genogram::svg(&map);
            assert_eq!(drawn.matches("data-person=").count(), people.len());
            assert!(!drawn.contains("NaN"));
        }
    }
}
