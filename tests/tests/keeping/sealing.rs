//! What is sealed cannot be changed, moved or read by another key, and the walk names the first row that was.

use crate::kit::{Raw, THERAPIST, append, begin, course, hexadecimal, on_both, open, row, try_open};
use sha2::{Digest, Sha256};
use store::{
    AppendError, Fault, FaultKind, Head, NewFact, OpenError, Purpose, RowsOf, ServiceRow, StaffRow, Store,
    Trouble, Unlock,
};
use stories::Place;
use treatment::ids::{CourseId, Version};
use treatment::time::Moment;

/// Seven courses of three facts each, changed in the database by `change`. Answers what the walk finds afterwards.
async fn after(place: &Place, change: impl AsyncFnOnce(&Raw)) -> Vec<Fault> {
    let store = open(place).await;
    for number in 1..=7 {
        begin(&store, course(number), &["the first", "the second", "the third"]).await;
    }
    drop(store);
    let raw = Raw::data(place).await;
    raw.disarm().await;
    change(&raw).await;
    drop(raw);
    open(place).await.verify(|_, _| {}).await.unwrap().faults
}

fn fault(of: CourseId, version: u32, what: FaultKind) -> Fault {
    Fault { course: of, version: Version(version), what }
}

async fn flip(raw: &Raw, column: &str, of: CourseId, version: u32, byte: usize) {
    let this = format!("{} AND version = {version}", raw.is(of));
    let mut bytes = raw.bytes(&format!("SELECT {column} FROM record WHERE {this}")).await;
    bytes[byte] ^= 1;
    raw.run(&format!("UPDATE record SET {column} = {} WHERE {this}", raw.literal(&bytes))).await;
}

/// Computes the hash of a row as it is now, which needs no key, and writes it: what somebody would do who knows the
/// format and owns the database.
async fn forge_hash(raw: &Raw, of: CourseId, version: u32) {
    let this = format!("{} AND version = {version}", raw.is(of));
    let before = format!("{} AND version = {}", raw.is(of), version - 1);
    let previous = if version == 1 {
        vec![0; 32]
    } else {
        raw.bytes(&format!("SELECT hash FROM record WHERE {before}")).await
    };
    let submission = raw.bytes(&format!("SELECT submission FROM record WHERE {this}")).await;
    let at = raw.number(&format!("SELECT recorded_at FROM record WHERE {this}")).await;
    let actor = raw.text(&format!("SELECT actor FROM record WHERE {this}")).await;
    let sealed = raw.bytes(&format!("SELECT sealed FROM record WHERE {this}")).await;
    let mut hasher = Sha256::new();
    for part in [
        b"record".as_slice(),
        of.bytes(),
        &version.to_le_bytes(),
        &submission,
        &at.to_le_bytes(),
        actor.as_bytes(),
        &previous,
    ] {
        hasher.update((part.len() as u32).to_le_bytes());
        hasher.update(part);
    }
    hasher.update(&sealed);
    let hash: [u8; 32] = hasher.finalize().into();
    raw.run(&format!("UPDATE record SET hash = {} WHERE {this}", raw.literal(&hash))).await;
}

#[tokio::test]
async fn a_hash_forged_for_an_unchanged_row_is_the_hash_it_had() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            for version in 1..=3 {
                forge_hash(raw, course(1), version).await;
            }
        })
        .await;
        assert_eq!(faults, [], "or the forger of the other stories does not know the format");
    })
    .await;
}

#[tokio::test]
async fn a_changed_byte_of_a_sealed_fact_is_found() {
    on_both(async |place| {
        let faults = after(&place, async |raw| flip(raw, "sealed", course(1), 2, 60).await).await;
        assert_eq!(faults, [fault(course(1), 2, FaultKind::Chain)]);
        assert_eq!(open(&place).await.load(course(1)).await, Err(Trouble::Chain { version: 2 }));
    })
    .await;
}

#[tokio::test]
async fn a_changed_byte_under_a_forged_hash_does_not_open() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            flip(raw, "sealed", course(1), 2, 60).await;
            forge_hash(raw, course(1), 2).await;
        })
        .await;
        assert_eq!(faults, [fault(course(1), 2, FaultKind::Sealed)]);
        assert_eq!(open(&place).await.load(course(1)).await, Err(Trouble::Sealed));
    })
    .await;
}

#[tokio::test]
async fn a_changed_hash_is_found() {
    on_both(async |place| {
        let faults = after(&place, async |raw| flip(raw, "hash", course(2), 1, 0).await).await;
        assert_eq!(faults, [fault(course(2), 1, FaultKind::Chain)]);
    })
    .await;
}

#[tokio::test]
async fn a_fact_moved_to_another_course_is_missed_in_one_and_found_in_the_other() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            let (from, to) = (raw.is(course(1)), raw.literal(course(2).bytes()));
            raw.run(&format!("UPDATE record SET course = {to}, version = 4 WHERE {from} AND version = 3"))
                .await;
            forge_hash(raw, course(2), 4).await;
        })
        .await;
        let expected = [fault(course(1), 3, FaultKind::Row), fault(course(2), 4, FaultKind::Sealed)];
        assert_eq!(faults, expected);
    })
    .await;
}

#[tokio::test]
async fn facts_that_changed_places_are_found_even_under_forged_hashes() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            let this = raw.is(course(1));
            for (from, to) in [(2, 99), (3, 2), (99, 3)] {
                raw.run(&format!("UPDATE record SET version = {to} WHERE {this} AND version = {from}")).await;
            }
            forge_hash(raw, course(1), 2).await;
            forge_hash(raw, course(1), 3).await;
        })
        .await;
        assert_eq!(faults, [fault(course(1), 2, FaultKind::Sealed)]);
    })
    .await;
}

#[tokio::test]
async fn sealed_texts_swapped_between_courses_are_found_in_both() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            let of = |number: u8| format!("{} AND version = 2", raw.is(course(number)));
            let one = raw.bytes(&format!("SELECT sealed FROM record WHERE {}", of(1))).await;
            let two = raw.bytes(&format!("SELECT sealed FROM record WHERE {}", of(2))).await;
            raw.run(&format!("UPDATE record SET sealed = {} WHERE {}", raw.literal(&two), of(1))).await;
            raw.run(&format!("UPDATE record SET sealed = {} WHERE {}", raw.literal(&one), of(2))).await;
            forge_hash(raw, course(1), 2).await;
            forge_hash(raw, course(2), 2).await;
        })
        .await;
        assert_eq!(faults, [fault(course(1), 2, FaultKind::Sealed), fault(course(2), 2, FaultKind::Sealed)]);
    })
    .await;
}

#[tokio::test]
async fn another_time_another_person_or_another_submission_is_found() {
    let changes = [
        ("recorded_at = recorded_at + 1", false, FaultKind::Chain),
        ("actor = 'clock'", false, FaultKind::Chain),
        ("submission = course", false, FaultKind::Chain),
        ("recorded_at = recorded_at + 1", true, FaultKind::Sealed),
        ("actor = 'clock'", true, FaultKind::Sealed),
    ];
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            for (number, (change, is_forged, _)) in (1..).zip(changes) {
                let of = course(number);
                raw.run(&format!("UPDATE record SET {change} WHERE {} AND version = 3", raw.is(of))).await;
                if is_forged {
                    forge_hash(raw, of, 3).await;
                }
            }
        })
        .await;
        let expected: Vec<Fault> =
            (1..).zip(changes).map(|(number, (_, _, what))| fault(course(number), 3, what)).collect();
        assert_eq!(faults, expected);
    })
    .await;
}

#[tokio::test]
async fn a_fact_taken_out_of_the_middle_is_missed_there() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            raw.run(&format!("DELETE FROM record WHERE {} AND version = 2", raw.is(course(2)))).await;
        })
        .await;
        assert_eq!(faults, [fault(course(2), 2, FaultKind::Chain)]);
    })
    .await;
}

#[tokio::test]
async fn facts_taken_from_the_end_are_missed_and_a_rebuild_does_not_hide_it() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            raw.run(&format!("DELETE FROM record WHERE {} AND version = 3", raw.is(course(1)))).await;
        })
        .await;
        let missed = [fault(course(1), 3, FaultKind::Row)];
        assert_eq!(faults, missed);
        let store = open(&place).await;
        // What a rebuild writes for the shortened record.
        store.replace_row(row(course(1), 2)).await.unwrap();
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, missed);
        let head = store.load(course(1)).await.unwrap().unwrap().head;
        assert_eq!(store.append(append(course(1), head, &["again"])).await, Err(AppendError::Conflict));
    })
    .await;
}

#[tokio::test]
async fn a_course_whose_facts_are_all_gone_is_missed() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            raw.run(&format!("DELETE FROM record WHERE {}", raw.is(course(1)))).await;
        })
        .await;
        assert_eq!(faults, [fault(course(1), 1, FaultKind::Row)]);
    })
    .await;
}

#[tokio::test]
async fn a_list_row_that_is_gone_is_missed() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            raw.run(&format!("DELETE FROM course_row WHERE {}", raw.is(course(1)))).await;
        })
        .await;
        assert_eq!(faults, [fault(course(1), 4, FaultKind::Row)]);
    })
    .await;
}

#[tokio::test]
async fn list_rows_swapped_between_courses_do_not_open() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            let of = |number: u8| raw.is(course(number));
            let one = raw.bytes(&format!("SELECT summary FROM course_row WHERE {}", of(1))).await;
            let two = raw.bytes(&format!("SELECT summary FROM course_row WHERE {}", of(2))).await;
            raw.run(&format!("UPDATE course_row SET summary = {} WHERE {}", raw.literal(&two), of(1))).await;
            raw.run(&format!("UPDATE course_row SET summary = {} WHERE {}", raw.literal(&one), of(2))).await;
        })
        .await;
        assert_eq!(
            faults,
            [fault(course(1), 4, FaultKind::RowSealed), fault(course(2), 4, FaultKind::RowSealed)]
        );
        assert_eq!(open(&place).await.rows(RowsOf::One(course(1))).await, Err(Trouble::Sealed));
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_clear_in_a_list_row_is_bound_to_it() {
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            let whom = raw.literal(&[66; 16]);
            let changes = [
                format!("therapist = {whom}"),
                format!("client = {whom}"),
                format!("service = {whom}"),
                "is_open = 0".to_owned(),
                "alert_due_at = 1".to_owned(),
                "next_due_at = NULL".to_owned(),
            ];
            for (number, change) in (1..).zip(changes) {
                raw.run(&format!("UPDATE course_row SET {change} WHERE {}", raw.is(course(number)))).await;
            }
        })
        .await;
        let expected: Vec<Fault> =
            (1..=6).map(|number| fault(course(number), 4, FaultKind::RowSealed)).collect();
        assert_eq!(faults, expected, "the seventh was left alone");
    })
    .await;
}

#[tokio::test]
async fn nobody_becomes_administrator_in_the_database() {
    on_both(async |place| {
        let store = open(&place).await;
        let row = StaffRow {
            id: THERAPIST,
            service: crate::kit::SERVICE,
            roles: "therapist".to_owned(),
            is_active: false,
            sheet: b"who he is".to_vec(),
        };
        for change in ["roles = 'administrator'", "is_active = 1"] {
            store.put_staff(row.clone()).await.unwrap();
            assert_eq!(store.staff_one(THERAPIST).await.unwrap(), Some(row.clone()));
            Raw::data(&place).await.run(&format!("UPDATE staff SET {change}")).await;
            assert_eq!(store.staff_one(THERAPIST).await, Err(Trouble::Sealed), "{change}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_fact_named_as_sealed_for_another_purpose_does_not_open() {
    // Of these the first two have keys, which are others, and the rest never had one.
    let purposes = [2_u8, 3, 4, 5, 6, 0, 99];
    on_both(async |place| {
        let faults = after(&place, async |raw| {
            for (number, purpose) in (1..).zip(purposes) {
                let of = course(number);
                let this = format!("{} AND version = 3", raw.is(of));
                let mut sealed = raw.bytes(&format!("SELECT sealed FROM record WHERE {this}")).await;
                sealed[3] = purpose;
                raw.run(&format!("UPDATE record SET sealed = {} WHERE {this}", raw.literal(&sealed))).await;
                forge_hash(raw, of, 3).await;
            }
        })
        .await;
        let expected: Vec<Fault> =
            (1..=7).map(|number| fault(course(number), 3, FaultKind::Sealed)).collect();
        assert_eq!(faults, expected);
    })
    .await;
}

#[tokio::test]
async fn a_key_put_in_the_place_of_another_purpose_or_another_course_does_not_open() {
    on_both(async |place| {
        assert_eq!(after(&place, async |_| {}).await, []);
        let raw = Raw::keys(&place).await;
        let [one, two, three] = [1, 2, 3].map(|number| raw.literal(course(number).bytes()));
        raw.run(&format!("DELETE FROM data_key WHERE subject = {one}")).await;
        raw.run(&format!("UPDATE data_key SET subject = {one} WHERE subject = {two}")).await;
        raw.run(&format!("UPDATE data_key SET purpose = 9 WHERE subject = {three} AND purpose = 1")).await;
        raw.run(&format!("UPDATE data_key SET purpose = 1 WHERE subject = {three} AND purpose = 2")).await;
        drop(raw);
        let store = open(&place).await;
        assert_eq!(store.load(course(1)).await, Err(Trouble::Sealed), "another course's");
        assert_eq!(store.load(course(3)).await, Err(Trouble::Sealed), "another purpose's");
        assert!(store.load(course(4)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn when_a_key_is_destroyed_its_facts_are_erased_and_the_chain_still_holds() {
    on_both(async |place| {
        let store = open(&place).await;
        store.begin_keys(course(1)).await.unwrap();
        let mut asked = append(course(1), Head::start(), &["about her"]);
        asked.facts.push(NewFact {
            purpose: Purpose::People,
            people: Vec::new(),
            body: b"about her brother".to_vec(),
        });
        asked.row = row(course(1), 2);
        let head = store.append(asked).await.unwrap();
        drop(store);
        Raw::keys(&place).await.run("DELETE FROM data_key WHERE purpose = 2").await;
        let store = open(&place).await;
        let facts = store.load(course(1)).await.unwrap().unwrap().facts;
        assert_eq!(facts[0].body.as_deref(), Some(&b"about her"[..]));
        assert_eq!(facts[1].body, None);
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
        let mut more = append(course(1), head, &[]);
        more.facts = vec![NewFact { purpose: Purpose::People, people: Vec::new(), body: b"again".to_vec() }];
        let refused = store.append(more).await;
        assert_eq!(refused, Err(AppendError::Trouble(Trouble::Erased)), "a destroyed key does not come back");
        let head = store.append(append(course(1), head, &["she goes on"])).await.unwrap();
        assert_eq!(head.version, Version(3));
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    })
    .await;
}

#[tokio::test]
async fn nothing_that_was_typed_is_on_the_disk_in_clear() {
    const CANARY: &str = "canary-of-the-mine";
    on_both(async |place| {
        let store = open(&place).await;
        let text = CANARY.as_bytes().to_vec();
        store.put_service(ServiceRow { id: crate::kit::SERVICE, sheet: text.clone() }).await.unwrap();
        store
            .put_client(store::ClientRow {
                id: crate::kit::CLIENT,
                service: crate::kit::SERVICE,
                sheet: text.clone(),
            })
            .await
            .unwrap();
        store.put_setting("what", &text).await.unwrap();
        begin(&store, course(1), &[CANARY]).await;
        let secret = store::CourseRow { summary: text.clone(), ..row(course(1), 1) };
        store.replace_row(secret).await.unwrap();
        let draft = store::Draft {
            owner: "staff:1".to_owned(),
            subject: "note".to_owned(),
            course: Some(course(1)),
            revision: 0,
            saved_at: Moment(0),
            text: text.clone(),
        };
        store.put_draft(draft, 0).await.unwrap();
        let notice =
            store::NewNotice { due_at: Moment(0), kind: "flag-raised".to_owned(), body: text.clone() };
        store.put_notices(vec![notice]).await.unwrap();
        let account = store::Account {
            who: "staff:1".to_owned(),
            login: CANARY.to_owned(),
            passphrase_hash: "none".to_owned(),
            failures: 0,
            locked_until: None,
        };
        store.put_account(account).await.unwrap();
        let request = store::Referral {
            id: treatment::ids::ReferralId([1; 16]),
            service: crate::kit::SERVICE,
            received_at: Moment(0),
            taken: None,
            closed_at: None,
            sheet: text,
        };
        store.put_referral(request).await.unwrap();
        let everything = everything(&place).await;
        assert!(
            contains(&everything, b"flag-raised") && contains(&everything, b"staff:1"),
            "it was looked at"
        );
        assert!(!contains(&everything, CANARY.as_bytes()));
        assert!(!contains(&everything, hexadecimal(CANARY.as_bytes()).as_bytes()));
    })
    .await;
}

/// All bytes of a place: the files of SQLite, the rows of PostgreSQL as text.
async fn everything(place: &Place) -> Vec<u8> {
    let mut all = Vec::new();
    if !place.is_postgres() {
        for folder in [place.directory(), place.directory().join("keys")] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    all.extend(std::fs::read(path).unwrap());
                }
            }
        }
        return all;
    }
    for raw in [Raw::data(place).await, Raw::keys(place).await] {
        let Raw::Postgres(client) = raw else { continue };
        let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
        for table in client.query(tables, &[]).await.unwrap() {
            let table: String = table.get(0);
            for row in client.query(&format!("SELECT t::text FROM {table} t"), &[]).await.unwrap() {
                all.extend(row.get::<_, String>(0).into_bytes());
            }
        }
    }
    all
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

async fn open_with(place: &Place, unlock: Unlock) -> Result<Store, OpenError> {
    for _ in 0..250 {
        match Store::open(&place.of_store(), &unlock).await {
            Err(OpenError::Locked { .. }) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            other => return other,
        }
    }
    panic!("the place stays locked")
}

#[tokio::test]
async fn a_passphrase_and_a_key_file_open_the_same_place() {
    on_both(async |place| {
        let store = open(&place).await;
        store.put_service(ServiceRow { id: crate::kit::SERVICE, sheet: b"ours".to_vec() }).await.unwrap();
        store.add_slot(&Unlock::Passphrase("three old boats".to_owned())).await.unwrap();
        let second = place.folder().join("second.key");
        store.add_slot(&Unlock::KeyFile(second.clone())).await.unwrap();
        let kinds: Vec<String> = store.slots().await.unwrap().into_iter().map(|slot| slot.kind).collect();
        assert_eq!(kinds, ["key-file", "passphrase", "key-file"]);
        drop(store);
        for unlock in
            [Unlock::Passphrase("three old boats".to_owned()), Unlock::KeyFile(second), place.unlock()]
        {
            let store = open_with(&place, unlock).await.unwrap();
            assert_eq!(store.services().await.unwrap()[0].sheet, b"ours");
        }
        let wrong = open_with(&place, Unlock::Passphrase("three new boats".to_owned())).await;
        assert!(matches!(wrong, Err(OpenError::KeyWrong)));
    })
    .await;
}

#[tokio::test]
async fn another_key_file_a_broken_one_and_a_missing_one_are_told_apart_and_none_is_made() {
    on_both(async |place| {
        open(&place)
            .await
            .put_service(ServiceRow { id: crate::kit::SERVICE, sheet: Vec::new() })
            .await
            .unwrap();
        let other = place.folder().join("other.key");
        std::fs::write(&other, "ab".repeat(32)).unwrap();
        assert!(matches!(open_with(&place, Unlock::KeyFile(other)).await, Err(OpenError::KeyWrong)));
        let broken = place.folder().join("broken.key");
        std::fs::write(&broken, "not a key").unwrap();
        assert!(matches!(open_with(&place, Unlock::KeyFile(broken.clone())).await, Err(OpenError::KeyWrong)));
        std::fs::write(&broken, [0xFF, 0xFE, 0x00, 0x80]).unwrap();
        assert!(matches!(open_with(&place, Unlock::KeyFile(broken)).await, Err(OpenError::KeyWrong)));
        std::fs::rename(place.key_file(), place.folder().join("away.key")).unwrap();
        let missing = try_open(&place).await;
        assert!(matches!(missing, Err(OpenError::KeyMissing { .. })));
        assert!(!place.key_file().exists(), "a fresh key would open nothing and hide the loss");
        std::fs::rename(place.folder().join("away.key"), place.key_file()).unwrap();
        open(&place).await;
    })
    .await;
}

#[tokio::test]
async fn data_without_its_keys_does_not_begin_new_ones() {
    on_both(async |place| {
        open(&place)
            .await
            .put_service(ServiceRow { id: crate::kit::SERVICE, sheet: Vec::new() })
            .await
            .unwrap();
        Raw::keys(&place).await.run("DELETE FROM slot").await;
        assert!(matches!(try_open(&place).await, Err(OpenError::KeysLost)));
        Raw::keys(&place).await.run("DELETE FROM shard_key").await;
        assert!(matches!(try_open(&place).await, Err(OpenError::KeysLost)));
    })
    .await;
}

#[tokio::test]
async fn keys_without_their_data_do_not_begin_a_new_clinic() {
    on_both(async |place| {
        let store = open(&place).await;
        store.put_service(ServiceRow { id: crate::kit::SERVICE, sheet: b"ours".to_vec() }).await.unwrap();
        begin(&store, course(1), &["one"]).await;
        drop(store);
        if place.is_postgres() {
            let raw = Raw::data(&place).await;
            raw.disarm().await;
            raw.run("DELETE FROM record; DELETE FROM course_row; DELETE FROM service").await;
            assert!(matches!(try_open(&place).await, Err(OpenError::DataLost)));
            return;
        }
        let file = place.directory().join("closeness.db");
        let raw = Raw::data(&place).await;
        // The threads of the store need a moment to let go of the file.
        while raw.try_run("PRAGMA journal_mode = DELETE").await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        drop(raw);
        let backup = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        for _ in 0..2 {
            assert!(matches!(try_open(&place).await, Err(OpenError::DataLost)));
            assert!(!file.exists(), "nothing stands where the backup comes");
        }
        std::fs::write(&file, "").unwrap();
        assert!(matches!(try_open(&place).await, Err(OpenError::DataLost)), "a file with nothing in it");
        std::fs::write(&file, backup).unwrap();
        assert_eq!(open(&place).await.services().await.unwrap()[0].sheet, b"ours");
    })
    .await;
}
