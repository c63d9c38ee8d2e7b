//! One person of a map is erased: their key goes, out of every file; what else there is opens, and the chain holds.

use crate::kit::{Raw, append, course, fact, on_both, open, row};
use std::path::{Path, PathBuf};
use store::{Also, AppendError, Fault, FaultKind, Head, NewFact, Purpose, Store, Trouble};
use stories::Place;
use treatment::ids::{PersonId, Version};

const MIA: PersonId = PersonId(2);
const NOOR: PersonId = PersonId(3);

fn about(people: &[PersonId], body: &str) -> NewFact {
    NewFact { purpose: Purpose::People, people: people.to_vec(), body: body.as_bytes().to_vec() }
}

/// Mia and Noor are named, and something is told of both.
async fn told(store: &Store) -> Head {
    store.begin_keys(course(1)).await.unwrap();
    let mut asked = append(course(1), Head::start(), &["opened"]);
    asked.facts.extend([
        about(&[MIA], "Mia is named"),
        about(&[NOOR], "Noor is named"),
        about(&[MIA, NOOR], "the two are friends"),
    ]);
    asked.row = row(course(1), 4);
    store.append(asked).await.unwrap()
}

/// That Mia is erased; her key is there until it is destroyed.
async fn erase(store: &Store, head: Head) -> Head {
    let mut asked = append(course(1), head, &["somebody is erased"]);
    asked.also.push(Also::ErasePerson { course: course(1), person: MIA });
    store.append(asked).await.unwrap()
}

/// What can be read of each fact.
async fn bodies(store: &Store) -> Vec<Option<String>> {
    let facts = store.load(course(1)).await.unwrap().unwrap().facts;
    facts.into_iter().map(|fact| fact.body.map(|body| String::from_utf8(body).unwrap())).collect()
}

fn some(bodies: &[&str]) -> Vec<Option<String>> {
    bodies.iter().map(|body| Some((*body).to_owned()).filter(|body| !body.is_empty())).collect()
}

const BEFORE: [&str; 4] = ["opened", "Mia is named", "Noor is named", "the two are friends"];
const AFTER: [&str; 5] = ["opened", "", "Noor is named", "", "somebody is erased"];

async fn wrapped(place: &Place) -> Vec<u8> {
    let sql = format!("SELECT wrapped FROM person_key WHERE person = {}", MIA.0);
    Raw::keys(place).await.bytes(&sql).await
}

async fn keys(place: &Place) -> i64 {
    Raw::keys(place).await.number("SELECT COUNT(*) FROM person_key").await
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let to = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(file, to).unwrap();
    }
}

#[tokio::test]
async fn who_is_erased_opens_for_nobody_and_the_others_stay() {
    on_both(async |place| {
        let store = open(&place).await;
        let head = told(&store).await;
        assert_eq!(bodies(&store).await, some(&BEFORE));
        let key = wrapped(&place).await;
        let head = erase(&store, head).await;
        store.finish_erasing().await.unwrap();
        assert_eq!(bodies(&store).await, some(&AFTER), "with the keys of the place open");
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
        assert_eq!(keys(&place).await, 1);
        for file in files(place.folder()) {
            let bytes = std::fs::read(&file).unwrap();
            let is_there = bytes.windows(key.len()).any(|window| window == key);
            assert!(!is_there, "the key that is destroyed is still in {}", file.display());
        }
        let mut more = append(course(1), head, &[]);
        more.facts = vec![about(&[MIA], "again")];
        more.row = row(course(1), 6);
        assert_eq!(store.append(more.clone()).await, Err(AppendError::Conflict), "told to load again");
        more.facts = vec![about(&[NOOR], "Noor goes on")];
        store.append(more).await.unwrap();
        drop(store);
        let store = open(&place).await;
        assert_eq!(bodies(&store).await[..5], some(&AFTER)[..]);
        assert_eq!(bodies(&store).await[5].as_deref(), Some("Noor goes on"));
        assert_eq!(keys(&place).await, 1);
    })
    .await;
}

#[tokio::test]
async fn erasing_that_was_cut_off_ends_when_the_place_is_opened_next() {
    on_both(async |place| {
        let store = open(&place).await;
        let head = told(&store).await;
        erase(&store, head).await;
        drop(store);
        assert_eq!(keys(&place).await, 2, "cut off before her key was destroyed");
        let store = open(&place).await;
        assert_eq!(keys(&place).await, 1);
        assert_eq!(bodies(&store).await, some(&AFTER));
        assert_eq!(
            Raw::data(&place).await.number("SELECT COUNT(*) FROM erased_person WHERE is_done = 0").await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn an_older_copy_of_the_keys_or_of_the_data_brings_nobody_back() {
    let place = Place::sqlite();
    let older = stories::place::Folder::fresh();
    let store = open(&place).await;
    let head = told(&store).await;
    drop(store);
    drop(open(&place).await);
    copy(&place.directory(), older.path());
    let store = open(&place).await;
    erase(&store, head).await;
    store.finish_erasing().await.unwrap();
    drop(store);
    // The older keys under the data of today.
    let keys_folder = place.directory().join("keys");
    drop(open(&place).await);
    let todays = stories::place::Folder::fresh();
    copy(&keys_folder, todays.path());
    std::fs::remove_dir_all(&keys_folder).unwrap();
    copy(&older.path().join("keys"), &keys_folder);
    let store = open(&place).await;
    assert_eq!(bodies(&store).await, some(&AFTER));
    assert_eq!(keys(&place).await, 1);
    drop(store);
    // The older data under the keys of today: what says that she was erased is not there, and she does not open.
    let folder = stories::place::Folder::fresh();
    copy(older.path(), folder.path());
    std::fs::remove_dir_all(folder.path().join("keys")).unwrap();
    copy(todays.path(), &folder.path().join("keys"));
    let at = store::Place::Sqlite { directory: folder.path().to_owned() };
    let store = Store::open(&at, &place.unlock()).await.unwrap();
    assert_eq!(bodies(&store).await, some(&AFTER[..4]));
}

#[tokio::test]
async fn a_key_that_is_lost_is_told_and_no_other_stands_in_its_place() {
    on_both(async |place| {
        let store = open(&place).await;
        let head = told(&store).await;
        Raw::keys(&place).await.run(&format!("DELETE FROM person_key WHERE person = {}", MIA.0)).await;
        let lost = Fault { course: course(1), version: Version(2), what: FaultKind::KeyLost };
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, [lost]);
        let mut more = append(course(1), head, &[]);
        more.facts = vec![about(&[MIA], "again")];
        more.row = row(course(1), 5);
        assert_eq!(store.append(more).await, Err(AppendError::Trouble(Trouble::Erased)));
        assert_eq!(keys(&place).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_before_each_person_had_a_key_stays_readable_and_goes_on_under_their_own() {
    on_both(async |place| {
        let store = open(&place).await;
        store.begin_keys(course(1)).await.unwrap();
        let mut asked = append(course(1), Head::start(), &["opened"]);
        asked.facts.push(about(&[], "Mia is named"));
        asked.row = row(course(1), 2);
        let head = store.append(asked).await.unwrap();
        let mut more = append(course(1), head, &[]);
        more.facts = vec![about(&[MIA], "told later"), fact("a note")];
        more.row = row(course(1), 4);
        let head = store.append(more).await.unwrap();
        assert_eq!(bodies(&store).await, some(&["opened", "Mia is named", "told later", "a note"]));
        let facts = store.load(course(1)).await.unwrap().unwrap().facts;
        let own: Vec<bool> = facts.iter().map(|fact| fact.is_of_own_key).collect();
        assert_eq!(own, [false, false, true, false]);
        erase(&store, head).await;
        store.finish_erasing().await.unwrap();
        let left = some(&["opened", "Mia is named", "", "a note", "somebody is erased"]);
        assert_eq!(
            bodies(&store).await,
            left,
            "an old entry has no key that could be destroyed for her alone"
        );
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    })
    .await;
}
