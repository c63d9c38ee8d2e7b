//! People of a map, each under a key of their own, and erasing one of them.
//!
//! What a fact tells of people is sealed twice: inside under the key of whom it is about, outside under the key of the
//! people of the course, so that no row shows whom it is about. What is told of two is sealed under a key that follows
//! from both of theirs: whoever of the two is erased, it goes.

use crate::db::{exactly_one, statement};
use crate::seal::{Key, open, purpose_of, seal};
use crate::{Purpose, Store, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use treatment::ids::{CourseId, PersonId, Version};

/// The keys of the people of a course, read once for each walk through it.
#[derive(Debug, Default)]
pub(crate) struct PersonKeys {
    known: Option<BTreeMap<PersonId, Key>>,
    /// Of whom something is told and no key is there.
    pub(crate) missing: BTreeSet<PersonId>,
}

impl Store {
    /// Seals what is told of `people`. A key is made for somebody whom this very fact names first.
    pub(crate) async fn seal_of_people(
        &self,
        course: CourseId,
        version: Version,
        (place, body): (&[u8], &[u8]),
        people: &[PersonId],
        keys: &mut PersonKeys,
    ) -> Result<Vec<u8>, Trouble> {
        let of_all = self.0.keys.key(&course.0, Purpose::People).await?;
        for person in people {
            self.have_key(course, version, *person, keys).await?;
        }
        let own = keys.of(people).ok_or(Trouble::Erased)?;
        let inside = seal(&own, Purpose::Person, 0, place, body);
        let mut told = vec![people.len() as u8];
        told.extend(people.iter().flat_map(|person| person.0.to_le_bytes()));
        told.extend(inside);
        Ok(seal(&of_all, Purpose::Person, 0, place, &told))
    }

    /// Opens what is told of people; none when the key of one of them, or of all, was destroyed.
    pub(crate) async fn open_of_people(
        &self,
        course: CourseId,
        place: &[u8],
        sealed: &[u8],
        keys: &mut PersonKeys,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let of_all = match self.0.keys.key(&course.0, Purpose::People).await {
            Err(Trouble::Erased) => return Ok(None),
            other => other?,
        };
        let told = open(&of_all, place, sealed)?;
        let (people, inside) = read(&told).ok_or(Trouble::Sealed)?;
        self.read_keys(course, keys).await?;
        match keys.of(&people) {
            Some(own) => match open(&own, place, inside) {
                // Sealed under a key that was lost; another stands in its place since. The seal around it is whole.
                Err(Trouble::Sealed) => {
                    keys.missing.extend(people);
                    Ok(None)
                }
                other => other.map(Some),
            },
            None => Ok(None),
        }
    }

    async fn read_keys<'k>(
        &self,
        course: CourseId,
        keys: &'k mut PersonKeys,
    ) -> Result<&'k mut BTreeMap<PersonId, Key>, Trouble> {
        if keys.known.is_none() {
            keys.known = Some(self.0.keys.of_people(course).await?);
        }
        Ok(keys.known.get_or_insert_default())
    }

    async fn have_key(
        &self,
        course: CourseId,
        version: Version,
        person: PersonId,
        keys: &mut PersonKeys,
    ) -> Result<(), Trouble> {
        if self.read_keys(course, keys).await?.contains_key(&person) {
            return Ok(());
        }
        if Version(person.0) != version && !self.was_named_without_key(course, person).await? {
            // Erased by another server meanwhile, or the key was lost: no other key may stand in its place.
            return Err(if self.is_erased(course, person).await? {
                Trouble::Conflict
            } else {
                Trouble::Erased
            });
        }
        self.0.keys.make_of_person(course, person).await?;
        *self.read_keys(course, keys).await? = self.0.keys.of_people(course).await?;
        Ok(())
    }

    /// Whether somebody was named before each person had a key, and was not erased since.
    async fn was_named_without_key(&self, course: CourseId, person: PersonId) -> Result<bool, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT sealed FROM record WHERE course = $1 AND version = $2",
                vec![course.bytes().into(), person.0.into()],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok(false) };
        Ok(purpose_of(row.bytes(0))? != Purpose::Person && !self.is_erased(course, person).await?)
    }

    async fn is_erased(&self, course: CourseId, person: PersonId) -> Result<bool, Trouble> {
        Ok(self.erased_people(course).await?.contains(&person))
    }

    /// Of whom in this course what was known is erased.
    pub(crate) async fn erased_people(&self, course: CourseId) -> Result<BTreeSet<PersonId>, Trouble> {
        let rows = self
            .0
            .data
            .query("SELECT person FROM erased_person WHERE course = $1", vec![course.bytes().into()])
            .await?;
        Ok(rows.iter().map(|row| PersonId(row.int(0) as u32)).collect())
    }

    /// Destroys the keys of everybody whose erasing was recorded and is not done. What is begun is done here in the end,
    /// whatever happened in between.
    pub async fn finish_erasing(&self) -> Result<(), Trouble> {
        let mut gone = Vec::new();
        let sql = "SELECT course, person FROM erased_person WHERE is_done = 0";
        for row in self.0.data.query(sql, Vec::new()).await? {
            gone.push((CourseId(row.exactly(0)?), PersonId(row.int(1) as u32)));
        }
        if gone.is_empty() {
            return Ok(());
        }
        self.0.keys.destroy_of_people(&gone).await?;
        let done = |(course, person): &(CourseId, PersonId)| {
            exactly_one(
                "UPDATE erased_person SET is_done = 1 WHERE course = $1 AND person = $2",
                vec![course.bytes().into(), person.0.into()],
            )
        };
        self.0.data.write(gone.iter().map(done).collect()).await.map(|_| ())
    }

    /// The same for everybody ever erased: whoever put back an older copy of the keys brings nobody back.
    pub(crate) async fn erase_again(&self) -> Result<(), Trouble> {
        self.0.data.execute("UPDATE erased_person SET is_done = 0", Vec::new()).await?;
        match self.finish_erasing().await {
            // The keys are deleted; emptying the log comes with the worker's next round.
            Err(Trouble::Busy) => Ok(()),
            other => other,
        }
    }
}

/// Says that somebody is erased; in the commit of the fact that says so.
pub(crate) fn erasing(course: CourseId, person: PersonId) -> crate::db::Statement {
    statement(
        "INSERT INTO erased_person (course, person, is_done) VALUES ($1, $2, 0)
         ON CONFLICT (course, person) DO NOTHING",
        vec![course.bytes().into(), person.0.into()],
    )
}

impl PersonKeys {
    /// The key of what is told of these people together; none, and noted, when one of them has none.
    fn of(&mut self, people: &[PersonId]) -> Option<Key> {
        let known = self.known.as_ref()?;
        let gone: Vec<PersonId> =
            people.iter().copied().filter(|person| !known.contains_key(person)).collect();
        if !gone.is_empty() {
            self.missing.extend(gone);
            return None;
        }
        people.iter().filter_map(|person| known.get(person).cloned()).reduce(|key, next| key.with(&next))
    }
}

/// Whom it is about, and what is sealed inside.
fn read(told: &[u8]) -> Option<(Vec<PersonId>, &[u8])> {
    let (count, rest) = told.split_first()?;
    let (people, inside) = rest.split_at_checked(4 * usize::from(*count))?;
    let person = |bytes: &[u8]| bytes.try_into().ok().map(u32::from_le_bytes).map(PersonId);
    Some((people.chunks(4).map(person).collect::<Option<_>>()?, inside))
}
