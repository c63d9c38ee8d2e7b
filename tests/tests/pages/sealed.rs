//! Nothing that a person typed is in a file or a table in a form that can be read without the keys.

use crate::life::{Clinic, MARK};
use std::path::Path;
use stories::place::connect;
use stories::{Hand, Place, open_clinic_with};

/// What is looked for, in the ways in which a program may keep a text.
struct Needles(Vec<Vec<u8>>);

impl Needles {
    /// Every typed text is one of a kind by this word.
    fn of_typed() -> Self {
        let wide = |unit: fn(u16) -> [u8; 2]| MARK.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let raw = MARK.as_bytes().to_vec();
        let hex = hexadecimal(&raw);
        let mut all = vec![raw, wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
        all.push(hex.to_uppercase().into_bytes());
        all.push(hex.into_bytes());
        all.extend(in_base64(MARK));
        Self(all)
    }

    fn found_in(&self, bytes: &[u8]) -> bool {
        // Letters of either case are the same secret.
        let lower = bytes.to_ascii_lowercase();
        let is_in = |bytes: &[u8], needle: &[u8]| {
            bytes.windows(needle.len()).any(|window| window[0] == needle[0] && window == needle)
        };
        self.0.iter().any(|needle| is_in(bytes, needle)) || is_in(&lower, &self.0[0])
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The part of the word that is the same in base64 wherever it begins, for the three places it can begin at.
fn in_base64(word: &str) -> Vec<Vec<u8>> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|shift| {
            let whole = &word.as_bytes()[shift..];
            let whole = &whole[..whole.len() / 3 * 3];
            let mut out = Vec::new();
            for three in whole.chunks(3) {
                let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
                out.extend([18, 12, 6, 0].map(|at| DIGITS[bits >> at & 63]));
            }
            out
        })
        .collect()
}

/// Every file below a folder that holds a needle.
fn readable_files(folder: &Path, needles: &Needles, seen: &mut usize) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(readable_files(&path, needles, seen));
        } else if let Ok(bytes) = std::fs::read(&path) {
            *seen += bytes.len();
            if needles.found_in(&bytes) || needles.found_in(path.to_string_lossy().as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

/// Files of this moment in the system's temporary folder that are not of another story.
fn readable_temporary_files(needles: &Needles, since: std::time::SystemTime) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        let Ok(about) = entry.metadata() else { continue };
        let is_fresh = about.modified().is_ok_and(|changed| changed >= since);
        if about.is_file() && is_fresh && about.len() < 64 * 1024 * 1024 {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            // Where somebody keeps what a test run says, a story that failed names the word.
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_a_log = [".log", ".txt", ".out"].iter().any(|end| name.ends_with(end));
            if !is_a_log && needles.found_in(&bytes) {
                found.push(entry.path().display().to_string());
            }
        }
    }
    found
}

async fn lived(place: &Place, hand: &Hand) -> Clinic {
    let opened = open_clinic_with(place, hand.clone(), None).await;
    let mut clinic = Clinic::found(&opened, opened.way()).await;
    clinic.live_a_course().await;
    clinic.close().await;
    // Still unsent and unanswered: a draft, a request, an answered question of a check-in.
    let text = clinic.typed.text("a draft that is never sent");
    let subject = format!("formulation/{}", clinic.course);
    let fields =
        [("subject", subject.as_str()), ("course", &clinic.course), ("revision", "0"), ("text", &text)];
    assert_eq!(clinic.therapist.post("/drafts", &fields).await.status, 200);
    let (name, contact, reason) =
        (clinic.typed.text("Waiting"), clinic.typed.text("contact"), clinic.typed.text("reason"));
    let filled = [("name", name.as_str()), ("contact", &contact), ("reason", &reason)];
    clinic.stranger.fill("/ask", "ask", &filled).await;
    // Searched for, and refused.
    let wanted = clinic.typed.text("search");
    clinic.therapist.get(&format!("/courses?show=all&q={}", wanted.replace(' ', "+"))).await;
    let wrong = clinic.typed.text("wrong.login");
    let page = clinic.stranger.open("/sign-in").await;
    let form = page.form("sign-in").filled(&[("login", &wrong), ("passphrase", "not the right words")]);
    assert_eq!(clinic.stranger.send(&form).await.status, 422);
    assert!(clinic.typed.all().len() > 150, "a course has many fields: {}", clinic.typed.all().len());
    clinic
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_a_clinic_on_sqlite_can_be_read_without_its_keys() {
    let began = std::time::SystemTime::now();
    let needles = Needles::of_typed();
    let (place, hand) = (Place::sqlite(), Hand::at_first_day());
    let clinic = lived(&place, &hand).await;
    let wal = place.directory().join("closeness.db-wal");
    assert!(wal.exists(), "the write-ahead log is there to be looked at");
    let mut seen = 0;
    assert_eq!(readable_files(place.folder(), &needles, &mut seen), Vec::<String>::new(), "while it is open");
    assert!(seen > 100_000, "there is something to read: {seen} bytes");
    assert_eq!(readable_temporary_files(&needles, began), Vec::<String>::new());
    let course = clinic.course_id();
    drop(clinic);
    let again = open_clinic_with(&place, hand, None).await;
    assert!(again.clinic.summary_for_support(course).await.unwrap().is_some(), "the same clinic");
    drop(again);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(
        readable_files(place.folder(), &needles, &mut seen),
        Vec::<String>::new(),
        "when it is closed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_a_clinic_on_postgresql_can_be_read_without_its_keys() {
    let needles = Needles::of_typed();
    let Some(place) = Place::postgres().await else { return };
    let clinic = lived(&place, &Hand::at_first_day()).await;
    let (mut rows, mut tables) = (0, 0);
    for address in place.connection_strings().unwrap() {
        let client = connect(&address).await;
        let names = client
            .query(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
                &[],
            )
            .await
            .unwrap();
        for name in names {
            let name: String = name.get(0);
            tables += 1;
            // As text, which writes bytes in hexadecimal; and every bytes column as it is.
            for row in client.query(&format!("SELECT t::text FROM \"{name}\" t"), &[]).await.unwrap() {
                let text: String = row.get(0);
                assert!(!needles.found_in(text.as_bytes()), "a row of {name} can be read");
                rows += 1;
            }
            let columns = client
                .query(
                    "SELECT column_name::text FROM information_schema.columns
                     WHERE table_schema = 'public' AND table_name = $1 AND data_type = 'bytea'",
                    &[&name],
                )
                .await
                .unwrap();
            for column in columns {
                let column: String = column.get(0);
                for row in client.query(&format!("SELECT \"{column}\" FROM \"{name}\""), &[]).await.unwrap() {
                    let bytes: Option<Vec<u8>> = row.get(0);
                    let is_sealed = bytes.is_none_or(|bytes| !needles.found_in(&bytes));
                    assert!(is_sealed, "{column} of a row of {name} can be read");
                }
            }
        }
    }
    assert!(tables > 15 && rows > 200, "there is something to read: {rows} rows of {tables} tables");
    let mut seen = 0;
    assert_eq!(readable_files(place.folder(), &needles, &mut seen), Vec::<String>::new());
    drop(clinic);
}

#[test]
fn what_is_looked_for_would_be_found() {
    let needles = Needles::of_typed();
    let text = format!("before {MARK}123 after");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex = hexadecimal(text.as_bytes());
    for bytes in [text.as_bytes(), text.to_uppercase().as_bytes(), &wide, hex.as_bytes()] {
        assert!(needles.found_in(bytes));
    }
    // "quillonade" in base64 at each of the three places.
    for base64 in ["cXVpbGxvbmFkZQ", "YXF1aWxsb25hZGU", "YWFxdWlsbG9uYWRl"] {
        assert!(needles.found_in(base64.as_bytes()), "{base64}");
    }
    assert!(!needles.found_in(b"nothing of the kind"));
}
