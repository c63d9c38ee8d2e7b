//! A therapist's process notes: nobody else's key opens them, two edits never overwrite, and a key destroyed is the end of
//! them, in copies too.

use crate::kit::{Raw, THERAPIST, course, on_both, open};
use store::{ProcessNote, ProcessNoteError, Shelf};
use treatment::ids::{SessionId, StaffId};
use treatment::time::Moment;

fn note(revision: u64, text: &str) -> ProcessNote {
    ProcessNote { session: SessionId(3), revision, saved_at: Moment(7), text: text.as_bytes().to_vec() }
}

#[tokio::test]
async fn process_notes_are_their_authors_and_end_with_their_key() {
    on_both(async |place| {
        let mine = Shelf { author: THERAPIST, course: course(1) };
        let others = [Shelf { author: StaffId([77; 16]), ..mine }, Shelf { course: course(2), ..mine }];
        let store = open(&place).await;
        assert_eq!(store.put_process_note(mine, note(0, "one")).await, Ok(7));
        assert_eq!(store.put_process_note(mine, note(7, "two")).await, Ok(8));
        let theirs = note(8, "two");
        let late = store.put_process_note(mine, note(7, "late")).await;
        assert_eq!(late, Err(ProcessNoteError::Conflict(theirs.clone())));
        assert_eq!(store.process_note(mine, SessionId(3)).await, Ok(Some(theirs)));
        for other in others {
            assert_eq!(store.process_note(other, SessionId(3)).await, Ok(None), "{other:?}");
        }
        // What other windows wrote stands beside the sheet, and goes as it was seen.
        assert_eq!(store.put_process_beside(mine, note(0, "beside")).await, Ok(7));
        assert_eq!(store.put_process_beside(mine, note(7, "beside, and on")).await, Ok(8));
        assert_eq!(
            store.drop_process_beside(mine, SessionId(3), 7).await,
            Ok(false),
            "it was added to since"
        );
        assert_eq!(store.process_beside(mine, SessionId(3)).await, Ok(Some(note(8, "beside, and on"))));
        assert_eq!(
            store.process_note(mine, SessionId(3)).await,
            Ok(Some(note(8, "two"))),
            "the sheet is as it was"
        );
        assert_eq!(store.process_beside(others[1], SessionId(3)).await, Ok(None));
        // A row of a copy made before: what it holds is opened by nothing once the key is gone.
        let copy = "CREATE TABLE copy AS SELECT * FROM process_note";
        drop(store);
        Raw::data(&place).await.run(copy).await;
        let store = open(&place).await;
        store.destroy_process_notes(mine).await.unwrap();
        assert_eq!(store.process_note(mine, SessionId(3)).await, Ok(None));
        drop(store);
        Raw::data(&place).await.run("INSERT INTO process_note SELECT * FROM copy").await;
        let store = open(&place).await;
        assert_eq!(store.process_note(mine, SessionId(3)).await, Ok(None), "nothing opens it");
        assert_eq!(store.process_beside(mine, SessionId(3)).await, Ok(None), "nor what stands beside it");
        assert_eq!(store.put_process_note(Shelf { course: course(2), ..mine }, note(0, "new")).await, Ok(7));
    })
    .await;
}
