//! Every statement of the store, on both databases by the same words.

use crate::kit::{
    CLIENT, Raw, SERVICE, THERAPIST, append, begin, course, fact, on_both, open, row, submission,
};
use std::collections::HashSet;
use store::{
    Account, Also, AppendError, AuditLine, ClientRow, Draft, DraftError, Handout, HandoutsOf, Head, Invite,
    Kind, NewFact, NewNotice, Purpose, Referral, RowsOf, ServiceRow, SignIn, StaffRow, Standing, Step,
    Trouble, Went,
};
use treatment::ids::{ClientId, CourseId, ReferralId, ServiceId, StaffId, Version};
use treatment::time::{Day, Moment};

fn notice(due: i64, body: &str) -> NewNotice {
    NewNotice { due_at: Moment(due), kind: "flag-raised".to_owned(), body: body.as_bytes().to_vec() }
}

fn audit_line(at: i64, of: Option<CourseId>) -> AuditLine {
    AuditLine {
        at: Moment(at),
        who: format!("staff:{THERAPIST}"),
        verb: "treat".to_owned(),
        course: of,
        address: None,
    }
}

fn referral(number: u8, received: i64) -> Referral {
    Referral {
        id: ReferralId([number; 16]),
        service: SERVICE,
        received_at: Moment(received),
        taken: None,
        closed_at: None,
        sheet: format!("request {number}").into_bytes(),
    }
}

#[tokio::test]
async fn a_place_says_what_it_is_and_its_hashes_stay_the_same() {
    on_both(async |place| {
        let store = open(&place).await;
        store.ready().await.unwrap();
        assert_eq!(store.kind() == Kind::Postgres, place.is_postgres());
        assert_eq!(store.is_sole_writer(), !place.is_postgres());
        assert!(store.dangers().is_empty(), "{:?}", store.dangers());
        let hash = store.keyed_hash("login", b"ann");
        assert_ne!(hash, store.keyed_hash("names", b"ann"), "a hash of one use says nothing about another");
        drop(store);
        assert_eq!(open(&place).await.keyed_hash("login", b"ann"), hash);
    })
    .await;
}

#[tokio::test]
async fn services_staff_and_clients_come_back_as_they_were_written() {
    on_both(async |place| {
        let store = open(&place).await;
        assert!(store.services().await.unwrap().is_empty());
        let mut service = ServiceRow { id: SERVICE, sheet: "Café für alle".as_bytes().to_vec() };
        store.put_service(service.clone()).await.unwrap();
        service.sheet = b"renamed".to_vec();
        store.put_service(service.clone()).await.unwrap();
        assert_eq!(store.services().await.unwrap(), [service]);

        let mut client = ClientRow { id: CLIENT, service: SERVICE, sheet: b"who she is".to_vec() };
        store.put_client(client.clone()).await.unwrap();
        client.sheet = Vec::new();
        store.put_client(client.clone()).await.unwrap();
        assert_eq!(store.client(CLIENT).await.unwrap(), Some(client));
        assert_eq!(store.client(ClientId([99; 16])).await.unwrap(), None);

        let mut staff = StaffRow {
            id: THERAPIST,
            service: SERVICE,
            roles: "therapist,supervisor".to_owned(),
            is_active: true,
            sheet: b"who he is".to_vec(),
        };
        let other = StaffRow { id: StaffId([4; 16]), ..staff.clone() };
        let elsewhere = StaffRow { id: StaffId([5; 16]), service: ServiceId([9; 16]), ..staff.clone() };
        for one in [&staff, &other, &elsewhere] {
            store.put_staff(one.clone()).await.unwrap();
        }
        staff.is_active = false;
        staff.roles = String::new();
        store.put_staff(staff.clone()).await.unwrap();
        assert_eq!(store.staff_one(THERAPIST).await.unwrap(), Some(staff.clone()));
        assert_eq!(store.staff_one(StaffId([77; 16])).await.unwrap(), None);
        assert_eq!(store.staff(SERVICE).await.unwrap(), [staff, other]);
    })
    .await;
}

fn staff_row(id: StaffId) -> StaffRow {
    let sheet = b"who it is".to_vec();
    StaffRow { id, service: SERVICE, roles: "supervisor".to_owned(), is_active: true, sheet }
}

fn a_line() -> AuditLine {
    let who = "clock".to_owned();
    AuditLine { at: Moment(1), who, verb: "change-staff".to_owned(), course: None, address: None }
}

#[tokio::test]
async fn supervision_is_what_was_said_last_or_as_it_was() {
    on_both(async |place| {
        let store = open(&place).await;
        let (boss, a, b) = (StaffId([7; 16]), StaffId([8; 16]), StaffId([9; 16]));
        let line = a_line();
        let put = async |id: StaffId, of: &[StaffId]| store.change_staff(staff_row(id), of, &line).await;
        put(boss, &[b, a]).await.unwrap();
        assert_eq!(store.supervised_by(boss).await.unwrap(), [a, b]);
        put(boss, &[b]).await.unwrap();
        assert_eq!(store.supervised_by(boss).await.unwrap(), [b]);
        // What cannot be written as a whole is not written in part.
        let lines = store.audit_recent(10).await.unwrap().len();
        let changed = StaffRow { roles: "lead".to_owned(), ..staff_row(boss) };
        store.change_staff(changed, &[a, a], &line).await.unwrap_err();
        assert_eq!(store.supervised_by(boss).await.unwrap(), [b]);
        assert_eq!(store.staff_one(boss).await.unwrap(), Some(staff_row(boss)));
        assert_eq!((store.audit_recent(10).await.unwrap().len(), lines), (2, 2));
        assert!(store.supervised_by(a).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_therapist_has_their_supervisors_and_a_cover_its_days() {
    on_both(async |place| {
        let store = open(&place).await;
        let (a, b, c) = (StaffId([7; 16]), StaffId([8; 16]), StaffId([9; 16]));
        for supervisor in [a, b] {
            store.change_staff(staff_row(supervisor), &[c], &a_line()).await.unwrap();
        }
        assert_eq!(store.supervisors_of(c).await.unwrap(), [a, b]);
        let (from, until) = (Day(20_000), Day(20_010));
        assert!(store.put_cover(c, a, from, until).await.unwrap());
        assert!(!store.put_cover(c, a, from, until).await.unwrap(), "it is there already");
        assert_eq!(store.covers(until).await.unwrap(), [(c, a, from, until)]);
        assert!(store.covers(until.plus(1)).await.unwrap().is_empty(), "it is over");
        store.end_cover(c, a, from, until).await.unwrap();
        assert!(store.covers(from).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn settings_come_back() {
    on_both(async |place| {
        let store = open(&place).await;
        assert_eq!(store.setting("colour").await.unwrap(), None);
        store.put_setting("colour", b"blue").await.unwrap();
        store.put_setting("colour", b"green").await.unwrap();
        assert_eq!(store.setting("colour").await.unwrap().as_deref(), Some(&b"green"[..]));
    })
    .await;
}

#[tokio::test]
async fn what_is_written_on_the_ground_of_a_setting_is_written_only_while_it_stands() {
    on_both(async |place| {
        let store = open(&place).await;
        assert!(store.setting_standing("colour").await.unwrap().is_none());
        store.begin_setting("colour", b"blue").await.unwrap();
        store.begin_setting("colour", b"grey").await.unwrap();
        let (kept, blue) = store.setting_standing("colour").await.unwrap().unwrap();
        assert_eq!(kept, b"blue");
        let on_ground = |number: u8, ground: &Standing| {
            let mut asked = append(course(number), Head::start(), &["opened"]);
            asked.also = vec![Also::While(ground.clone())];
            asked
        };
        for number in [1, 2, 3] {
            store.begin_keys(course(number)).await.unwrap();
        }
        store.append(on_ground(1, &blue)).await.unwrap();
        let shape = store.agree_setting("shape", b"round", &[&blue]).await.unwrap();
        // Written anew it stands anew, even with the same words.
        let again = store.agree_setting("colour", b"blue", &[&blue, &shape]).await.unwrap();
        assert_eq!(store.append(on_ground(2, &blue)).await, Err(AppendError::Conflict));
        assert_eq!(store.load(course(2)).await.unwrap(), None);
        assert_eq!(store.agree_setting("shape", b"square", &[&blue]).await, Err(Trouble::Conflict));
        assert_eq!(store.setting("shape").await.unwrap().as_deref(), Some(&b"round"[..]));
        assert_eq!(store.setting_standing("colour").await.unwrap().unwrap().1, again);
        store.append(on_ground(3, &again)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_login_is_one_persons_whatever_its_case() {
    on_both(async |place| {
        let store = open(&place).await;
        let account = |who: &str, login: &str| Account {
            who: who.to_owned(),
            login: login.to_owned(),
            passphrase_hash: "$argon2id$".to_owned(),
            failures: 0,
            locked_until: None,
        };
        store.put_account(account("staff:1", "Ann@Example.org")).await.unwrap();
        assert_eq!(store.put_account(account("staff:2", " ann@example.ORG ")).await, Err(Trouble::Taken));
        store.put_account(account("staff:1", "ann")).await.unwrap();
        store.put_account(account("staff:2", "ann@example.org")).await.unwrap();
        assert_eq!(store.account_by_login(" ANN").await.unwrap().unwrap().who, "staff:1");
        assert_eq!(store.account_by_login("nobody").await.unwrap(), None);

        store.note_attempt("staff:1", 6, Some(Moment(60_000))).await.unwrap();
        let known = store.account_of("staff:1").await.unwrap().unwrap();
        assert_eq!((known.failures, known.locked_until), (6, Some(Moment(60_000))));
        assert_eq!(known.login, "", "only a hash of the login is kept");
        store.set_passphrase("staff:1", "another").await.unwrap();
        let known = store.account_of("staff:1").await.unwrap().unwrap();
        assert_eq!(
            (known.failures, known.locked_until, known.passphrase_hash.as_str()),
            (0, None, "another")
        );
        assert_eq!(store.account_of("staff:9").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn sessions_begin_are_touched_and_end() {
    on_both(async |place| {
        let store = open(&place).await;
        let session = |number: u8, who: &str, created: i64| SignIn {
            token_hash: [number; 32],
            who: who.to_owned(),
            created_at: Moment(created),
            seen_at: Moment(created),
            expires_at: Moment(created + 100),
            locked_to: (number == 2).then_some([9; 16]),
        };
        store.put_sign_in(session(1, "staff:1", 0)).await.unwrap();
        store.put_sign_in(session(2, "staff:1", 50)).await.unwrap();
        store.put_sign_in(session(3, "staff:2", 60)).await.unwrap();
        assert_eq!(store.sign_in([1; 32]).await.unwrap(), Some(session(1, "staff:1", 0)));
        assert_eq!(store.sign_in([2; 32]).await.unwrap().unwrap().locked_to, Some([9; 16]));
        store.touch_sign_in([1; 32], Moment(70)).await.unwrap();
        assert_eq!(store.sign_in([1; 32]).await.unwrap().unwrap().seen_at, Moment(70));
        store.put_sign_in(session(4, "staff:2", 100)).await.unwrap();
        assert_eq!(store.sign_in([1; 32]).await.unwrap(), None, "expired when another began");
        store.end_sign_in([2; 32]).await.unwrap();
        assert_eq!(store.sign_in([2; 32]).await.unwrap(), None);
        store.end_sign_ins_of("staff:2").await.unwrap();
        assert_eq!(store.sign_in([3; 32]).await.unwrap(), None);
        assert_eq!(store.sign_in([4; 32]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handed_out_form_is_found_by_its_doors_tried_five_times_and_sent_once() {
    on_both(async |place| {
        let store = open(&place).await;
        let head = begin(&store, course(1), &["opened"]).await;
        let form = Handout {
            id: [7; 16],
            course: course(1),
            way: "link".to_owned(),
            token: Some([1; 32]),
            code: Some([2; 32]),
            pin: Some([3; 32]),
            tries: 0,
            door: None,
            made_at: Moment(10),
            expires_at: Moment(1_000),
            went: Went::default(),
            what: b"phq-9".to_vec(),
        };
        store.put_handout(&form, &[]).await.unwrap();
        assert_eq!(store.put_handout(&form, &[]).await, Err(Trouble::Conflict));
        for of in [
            HandoutsOf::One([7; 16]),
            HandoutsOf::Token([1; 32]),
            HandoutsOf::Code([2; 32]),
            HandoutsOf::Course(course(1)),
        ] {
            assert_eq!(store.handouts(of).await.unwrap(), std::slice::from_ref(&form), "{of:?}");
        }
        let good = async |since: i64, of: u8| {
            store.handouts_good_since(Moment(since), &[course(of)].into()).await.unwrap()
        };
        assert_eq!(good(1_000, 1).await, std::slice::from_ref(&form));
        assert!(good(1_001, 1).await.is_empty(), "it ran out before");
        assert!(good(1_000, 2).await.is_empty(), "it belongs to another course");
        let tries: Vec<_> = (0..9)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.try_handout([7; 16], Moment(20)).await.unwrap() })
            })
            .collect();
        let mut counted = 0;
        for one in tries {
            counted += u32::from(one.await.unwrap());
        }
        assert_eq!(counted, 5, "guesses side by side");
        store.open_door([7; 16], [4; 32], Moment(30)).await.unwrap();
        for (step, at) in [(Step::Sent, 15), (Step::Failed, 16), (Step::Delivered, 17), (Step::Opened, 18)] {
            store.note_handout([7; 16], step, Moment(at)).await.unwrap();
            store.note_handout([7; 16], step, Moment(at + 500)).await.unwrap();
        }
        let opened = store.handouts(HandoutsOf::Door([4; 32])).await.unwrap().remove(0);
        let went = Went {
            sent: Some(Moment(15)),
            delivered: Some(Moment(17)),
            opened: Some(Moment(30)),
            ..Went::default()
        };
        assert_eq!(
            (opened.went, opened.tries),
            (went, 0),
            "the first of each; what was delivered did not fail"
        );
        let mut sent = append(course(1), head, &["answered"]);
        sent.also.push(Also::HandoutSubmitted { handout: [7; 16], at: Moment(40) });
        let head = store.append(sent).await.unwrap();
        let mut twice = append(course(1), head, &["answered"]);
        twice.also.push(Also::HandoutSubmitted { handout: [7; 16], at: Moment(41) });
        assert_eq!(store.append(twice).await, Err(AppendError::Conflict));
        let draft = Draft {
            owner: "client:1".to_owned(),
            subject: "check-in/1/phq-9.1".to_owned(),
            course: Some(course(1)),
            revision: 0,
            saved_at: Moment(50),
            text: b"{}".to_vec(),
        };
        let paper =
            Draft { owner: "staff:1".to_owned(), subject: "paper/1/gad-7.1".to_owned(), ..draft.clone() };
        let note = Draft { subject: "note/1".to_owned(), ..paper.clone() };
        for one in [draft, paper, note] {
            store.put_draft(one, 0).await.unwrap();
        }
        let begun = store.check_ins_begun().await.unwrap();
        assert_eq!(begun, [(course(1), "check-in/1/phq-9.1".to_owned(), Moment(50))]);
        let mut begun = store.forms_begun().await.unwrap();
        begun.sort_unstable();
        assert_eq!(begun, ["check-in/1/phq-9.1", "paper/1/gad-7.1"], "by whoever, and no note");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_taken_up_by_exactly_one_of_many() {
    on_both(async |place| {
        let store = open(&place).await;
        let invite = Invite {
            token_hash: [1; 32],
            who: "client:1".to_owned(),
            expires_at: Moment(100),
            used_at: None,
        };
        store.put_invite(invite.clone()).await.unwrap();
        assert_eq!(store.invite([1; 32]).await.unwrap(), Some(invite));
        assert_eq!(store.invite([9; 32]).await.unwrap(), None);
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.use_invite([1; 32], Moment(50)).await.unwrap() })
            })
            .collect();
        let mut taken = 0;
        for one in tries {
            taken += u32::from(one.await.unwrap());
        }
        assert_eq!(taken, 1);
        assert_eq!(store.invite([1; 32]).await.unwrap().unwrap().used_at, Some(Moment(50)));
        store
            .put_invite(Invite {
                token_hash: [2; 32],
                who: "client:1".into(),
                expires_at: Moment(100),
                used_at: None,
            })
            .await
            .unwrap();
        assert!(!store.use_invite([2; 32], Moment(100)).await.unwrap(), "it has run out");
    })
    .await;
}

#[tokio::test]
async fn two_edits_of_one_draft_never_overwrite() {
    on_both(async |place| {
        let store = open(&place).await;
        store.begin_keys(course(1)).await.unwrap();
        let draft = |text: &str, of: Option<CourseId>, subject: &str, at: i64| Draft {
            owner: "staff:1".to_owned(),
            subject: subject.to_owned(),
            course: of,
            revision: 0,
            saved_at: Moment(at),
            text: text.as_bytes().to_vec(),
        };
        let mine = |text: &str| draft(text, Some(course(1)), "note:3", 10);
        assert_eq!(store.put_draft(mine("one"), 0).await, Ok(10), "begins with the time");
        assert_eq!(store.put_draft(mine("two"), 10).await, Ok(11));
        let theirs = Draft { revision: 11, ..mine("two") };
        assert_eq!(store.put_draft(mine("late"), 10).await, Err(DraftError::Conflict(theirs.clone())));
        assert_eq!(store.put_draft(mine("new"), 0).await, Err(DraftError::Conflict(theirs.clone())));
        assert_eq!(store.draft("staff:1", "note:3").await.unwrap(), Some(theirs.clone()));
        assert_eq!(store.put_draft(draft("a letter", None, "letter", 5), 0).await, Ok(5));
        let subjects: Vec<String> =
            store.drafts("staff:1").await.unwrap().into_iter().map(|draft| draft.subject).collect();
        assert_eq!(subjects, ["letter", "note:3"], "oldest first");
        assert!(store.drafts("staff:2").await.unwrap().is_empty(), "a draft is its owner's");
        let beside = |text: &str| draft(text, Some(course(1)), &store::beside("note:3"), 10);
        let is_beside = async || store.draft("staff:1", &store::beside("note:3")).await.unwrap().is_some();
        assert_eq!(store.put_draft(beside("told of"), 0).await, Ok(10));
        assert_eq!(store.put_draft(beside("told of again"), 10).await, Ok(11));
        let other = Draft { revision: 11, ..beside("told of again") };
        let both = async |owner| store.draft_and_beside(owner, "note:3").await.unwrap();
        assert_eq!(both("staff:1").await, (Some(theirs.clone()), Some(other.clone())));
        assert_eq!(both("staff:2").await, (None, None), "a draft is its owner's");
        for seen in [(10, 11), (11, 10), (11, 0), (0, 10)] {
            assert_eq!(store.drop_draft_seen("staff:1", "note:3", seen).await, Ok(false), "{seen:?}");
            assert!(store.draft("staff:1", "note:3").await.unwrap().is_some() && is_beside().await);
        }
        assert_eq!(store.drop_draft_seen("staff:1", "note:3", (11, 11)).await, Ok(true));
        assert!(!is_beside().await, "gone with the draft");
        assert_eq!(both("staff:1").await, (None, None));
        assert_eq!(store.put_draft(beside("alone"), 0).await, Ok(10));
        assert_eq!(both("staff:1").await, (None, Some(Draft { revision: 10, ..beside("alone") })));
        assert_eq!(store.drop_draft_seen("staff:1", "note:3", (0, 10)).await, Ok(true));
        assert_eq!(store.draft("staff:1", "note:3").await.unwrap(), None);
        let typed_on = draft("typed on", Some(course(1)), "note:3", 20);
        assert_eq!(
            store.put_draft(typed_on.clone(), 11).await,
            Ok(20),
            "what is typed after a drop begins anew, and no number comes back"
        );
        let theirs = Draft { revision: 20, ..typed_on };
        for stale in [10, 11] {
            let late = store.put_draft(mine("late"), stale).await;
            assert_eq!(late, Err(DraftError::Conflict(theirs.clone())), "a page of before the drop");
        }
        assert_eq!(store.put_draft(beside("late words"), 0).await, Ok(10));
        store.drop_draft("staff:1", "note:3").await.unwrap();
        // What stands beside alone goes as it was seen too.
        assert_eq!(store.put_draft(beside("alone"), 0).await, Ok(10));
        assert_eq!(store.drop_draft_seen("staff:1", "note:3", (0, 9)).await, Ok(false));
        assert_eq!(store.drop_draft_seen("staff:1", "note:3", (0, 10)).await, Ok(true));
        for subject in ["note:3", &store::beside("note:3")] {
            assert_eq!(store.draft("staff:1", subject).await.unwrap(), None, "{subject} is gone");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_takes_no_newer_draft_away() {
    on_both(async |place| {
        let store = open(&place).await;
        store.begin_keys(course(1)).await.unwrap();
        let draft = |subject: &str| Draft {
            owner: "staff:1".to_owned(),
            subject: subject.to_owned(),
            course: Some(course(1)),
            revision: 0,
            saved_at: Moment(10),
            text: b"words".to_vec(),
        };
        store.put_draft(draft("note:3"), 0).await.unwrap();
        store.put_draft(draft("note:3"), 10).await.unwrap();
        store.put_draft(draft(&store::beside("note:3")), 0).await.unwrap();
        let mut head = Head::start();
        for (seen, is_kept) in [(0, true), (10, true), (11, false)] {
            let mut asked = append(course(1), head, &["signed"]);
            asked.also = vec![Also::DropDraft {
                owner: "staff:1".to_owned(),
                subject: "note:3".to_owned(),
                seen: Some((seen, 10)),
            }];
            head = store.append(asked).await.unwrap();
            for subject in ["note:3", &store::beside("note:3")] {
                let kept = store.draft("staff:1", subject).await.unwrap();
                assert_eq!(kept.is_some(), is_kept, "{subject} after a page of revision {seen} was sent");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_waiting_list_holds_who_still_waits_longest_first() {
    on_both(async |place| {
        let store = open(&place).await;
        for one in [referral(1, 300), referral(2, 100), referral(3, 200)] {
            store.put_referral(one).await.unwrap();
        }
        store.put_referral(Referral { service: ServiceId([9; 16]), ..referral(4, 50) }).await.unwrap();
        store.put_referral(Referral { closed_at: Some(Moment(400)), ..referral(3, 200) }).await.unwrap();
        let waiting: Vec<ReferralId> =
            store.referrals(SERVICE).await.unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(waiting, [ReferralId([2; 16]), ReferralId([1; 16])]);
        assert_eq!(store.referral(ReferralId([2; 16])).await.unwrap(), Some(referral(2, 100)));
        assert_eq!(store.referral(ReferralId([8; 16])).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_never_claim_the_same_notice() {
    on_both(async |place| {
        let store = open(&place).await;
        let notices = (0..40).map(|number| notice(number, &number.to_string())).collect();
        store.put_notices(notices).await.unwrap();
        store.put_notices(vec![notice(9_999, "later")]).await.unwrap();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut all = Vec::new();
                    loop {
                        let got = store.claim(Moment(100), Moment(1_000), 7).await.unwrap();
                        if got.is_empty() {
                            return all;
                        }
                        assert!(got.iter().all(|row| row.tries == 1 && row.kind == "flag-raised"));
                        all.extend(got.into_iter().map(|row| String::from_utf8(row.body.unwrap()).unwrap()));
                    }
                })
            })
            .collect();
        let mut seen = Vec::new();
        for worker in workers {
            seen.extend(worker.await.unwrap());
        }
        assert_eq!(seen.len(), 40, "each once");
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 40);
        assert_eq!(store.outbox_waiting().await.unwrap(), 41, "claimed is not sent");
    })
    .await;
}

#[tokio::test]
async fn a_claim_runs_out_a_retry_waits_and_what_is_done_is_gone() {
    on_both(async |place| {
        let store = open(&place).await;
        store.put_notices(vec![notice(20, "second"), notice(10, "first")]).await.unwrap();
        let got = store.claim(Moment(50), Moment(100), 10).await.unwrap();
        let bodies: Vec<&[u8]> = got.iter().map(|row| row.body.as_deref().unwrap()).collect();
        assert_eq!(bodies, [b"first".as_slice(), b"second"], "in the order they are due");
        assert!(store.claim(Moment(99), Moment(200), 10).await.unwrap().is_empty());
        store.done(&got[0]).await.unwrap();
        let again = store.claim(Moment(100), Moment(200), 10).await.unwrap();
        assert_eq!(again.len(), 1, "a worker that died gives its notice back");
        assert_eq!((again[0].id, again[0].tries), (got[1].id, 2));
        store.retry_at(&again[0], Moment(500)).await.unwrap();
        assert!(store.claim(Moment(499), Moment(600), 10).await.unwrap().is_empty());
        let later = store.claim(Moment(500), Moment(600), 10).await.unwrap();
        assert_eq!((later.len(), later[0].tries), (1, 3));
        let (first, second) = (notice(1, "to one"), notice(2, "to another"));
        store.replace(&later[0], &[first.clone(), second]).await.unwrap();
        let stale = store.replace(&later[0], &[first]).await;
        assert_eq!(stale, Err(Trouble::Conflict), "what took its place does so once");
        for row in store.claim(Moment(600), Moment(700), 10).await.unwrap() {
            store.done(&row).await.unwrap();
        }
        assert_eq!(store.outbox_waiting().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_audit_tells_the_newest_first() {
    on_both(async |place| {
        let store = open(&place).await;
        let lines = (0..5).map(|at| audit_line(at, (at % 2 == 0).then(|| course(1)))).collect();
        store.audit(lines).await.unwrap();
        store
            .audit(vec![AuditLine { address: Some([6; 16]), ..audit_line(9, Some(course(2))) }])
            .await
            .unwrap();
        let at = |lines: Vec<AuditLine>| lines.into_iter().map(|line| line.at.0).collect::<Vec<_>>();
        assert_eq!(at(store.audit_of(course(1), 10).await.unwrap()), [4, 2, 0]);
        assert_eq!(at(store.audit_of(course(1), 2).await.unwrap()), [4, 2]);
        assert_eq!(at(store.audit_recent(3).await.unwrap()), [9, 4, 3]);
        let line = store.audit_of(course(2), 1).await.unwrap().remove(0);
        assert_eq!(line, AuditLine { address: Some([6; 16]), ..audit_line(9, Some(course(2))) });
    })
    .await;
}

#[tokio::test]
async fn facts_come_back_in_order_whole_or_from_a_head() {
    on_both(async |place| {
        let store = open(&place).await;
        assert_eq!(store.load(course(1)).await.unwrap(), None);
        assert_eq!(store.version_of(course(1)).await.unwrap(), None);
        let long = "ä".repeat(200_000);
        let head = begin(&store, course(1), &["one", "", &long]).await;
        assert_eq!(head.version, Version(3));
        let mut more = append(course(1), head, &[]);
        more.facts = vec![NewFact { purpose: Purpose::People, people: Vec::new(), body: b"four".to_vec() }];
        more.row = row(course(1), 4);
        let last = store.append(more).await.unwrap();
        begin(&store, course(2), &["other"]).await;

        let loaded = store.load(course(1)).await.unwrap().unwrap();
        assert_eq!(loaded.head, last);
        let bodies: Vec<_> = loaded.facts.iter().map(|fact| fact.body.clone().unwrap()).collect();
        assert_eq!(bodies, [b"one".to_vec(), Vec::new(), long.into_bytes(), b"four".to_vec()]);
        assert_eq!(loaded.facts[0].submission, submission(1));
        assert_eq!(loaded.facts[2].submission, submission(1), "one press of a button, three facts");
        assert_eq!(loaded.facts[3].submission, submission(4));
        assert_eq!(loaded.facts[3].recorded_at, Moment(1_003));
        assert_eq!(loaded.facts[3].actor, format!("staff:{THERAPIST}"));
        let since = store.load_since(course(1), head).await.unwrap();
        assert_eq!((since.head, since.facts.len()), (last, 1));
        assert!(store.load_since(course(1), last).await.unwrap().facts.is_empty());
        assert_eq!(store.version_of(course(1)).await.unwrap(), Some(Version(4)));
        assert_eq!(store.courses().await.unwrap(), [course(1), course(2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_append_on_the_same_version_one_wins_and_nothing_of_the_other_stays() {
    on_both(async |place| {
        let store = open(&place).await;
        store.put_service(ServiceRow { id: SERVICE, sheet: Vec::new() }).await.unwrap();
        let mut head = begin(&store, course(1), &["one"]).await;
        for round in 0..10 {
            let tries: Vec<_> = ["left", "right"]
                .into_iter()
                .map(|side| {
                    let mut asked = append(course(1), head, &[side, side]);
                    asked.notices = vec![notice(0, side)];
                    asked.also = vec![Also::Audit(audit_line(round, Some(course(1))))];
                    let store = store.clone();
                    tokio::spawn(async move { store.append(asked).await })
                })
                .collect();
            let mut won = Vec::new();
            for one in tries {
                match one.await.unwrap() {
                    Ok(after) => won.push(after),
                    Err(why) => assert_eq!(why, AppendError::Conflict),
                }
            }
            assert_eq!(won.len(), 1);
            head = won[0];
        }
        let loaded = store.load(course(1)).await.unwrap().unwrap();
        assert_eq!((loaded.head, loaded.facts.len()), (head, 21));
        assert_eq!(store.outbox_waiting().await.unwrap(), 10);
        assert_eq!(store.audit_of(course(1), 100).await.unwrap().len(), 10);
    })
    .await;
}

#[tokio::test]
async fn a_row_of_another_version_is_a_conflict_and_nothing_is_appended() {
    on_both(async |place| {
        let store = open(&place).await;
        let head = begin(&store, course(1), &["one"]).await;
        store.replace_row(row(course(1), 7)).await.unwrap();
        let mut asked = append(course(1), head, &["two"]);
        asked.notices = vec![notice(0, "never")];
        assert_eq!(store.append(asked).await, Err(AppendError::Conflict));
        assert_eq!(store.load(course(1)).await.unwrap().unwrap().facts.len(), 1);
        assert_eq!(store.outbox_waiting().await.unwrap(), 0);
        let again = append(course(1), Head::start(), &["one"]);
        assert_eq!(store.append(again).await, Err(AppendError::Conflict), "a course begins once");
    })
    .await;
}

#[tokio::test]
async fn a_request_becomes_one_course_and_everything_of_the_commit_is_there_or_nothing() {
    on_both(async |place| {
        let store = open(&place).await;
        store.put_referral(referral(1, 100)).await.unwrap();
        let draft = Draft {
            owner: "staff:1".to_owned(),
            subject: "new".to_owned(),
            course: None,
            revision: 0,
            saved_at: Moment(0),
            text: b"half".to_vec(),
        };
        store.put_draft(draft, 0).await.unwrap();
        let taking = |number: u8| {
            let mut asked = append(course(number), Head::start(), &["opened"]);
            asked.also = vec![
                Also::Client(ClientRow {
                    id: ClientId([number; 16]),
                    service: SERVICE,
                    sheet: b"who".to_vec(),
                }),
                Also::ReferralTaken { referral: ReferralId([1; 16]), course: course(number) },
                Also::DropDraft { owner: "staff:1".to_owned(), subject: "new".to_owned(), seen: None },
                Also::Audit(audit_line(1, Some(course(number)))),
            ];
            asked.notices = vec![notice(0, "one")];
            asked
        };
        store.begin_keys(course(1)).await.unwrap();
        store.begin_keys(course(2)).await.unwrap();
        store.append(taking(1)).await.unwrap();
        assert_eq!(store.append(taking(2)).await, Err(AppendError::Conflict));
        assert_eq!(store.referral(ReferralId([1; 16])).await.unwrap().unwrap().taken, Some(course(1)));
        assert!(store.client(ClientId([1; 16])).await.unwrap().is_some());
        assert_eq!(store.draft("staff:1", "new").await.unwrap(), None);
        assert_eq!(store.audit_of(course(1), 10).await.unwrap().len(), 1);
        assert_eq!(store.load(course(2)).await.unwrap(), None);
        assert!(store.client(ClientId([2; 16])).await.unwrap().is_none());
        assert!(store.audit_of(course(2), 10).await.unwrap().is_empty());
        assert_eq!(store.outbox_waiting().await.unwrap(), 1);
        // A sheet that is written again, from a page opened before, gives nobody the request a second time.
        store.put_referral(referral(1, 100)).await.unwrap();
        assert_eq!(store.referral(ReferralId([1; 16])).await.unwrap().unwrap().taken, Some(course(1)));
    })
    .await;
}

#[tokio::test]
async fn rows_are_found_by_service_by_therapist_by_client_and_one_by_one() {
    on_both(async |place| {
        let store = open(&place).await;
        let (other_service, other_staff, other_client) =
            (ServiceId([21; 16]), StaffId([22; 16]), ClientId([23; 16]));
        let rows = [
            row(course(1), 1),
            store::CourseRow { therapist: other_staff, alert_due_at: Some(Moment(7)), ..row(course(2), 1) },
            store::CourseRow { client: other_client, is_open: false, next_due_at: None, ..row(course(3), 1) },
            store::CourseRow { service: other_service, ..row(course(4), 1) },
        ];
        for row in &rows {
            store.begin_keys(row.course).await.unwrap();
            let mut asked = append(row.course, Head::start(), &["opened"]);
            asked.row = row.clone();
            store.append(asked).await.unwrap();
        }
        let of = async |of: RowsOf| {
            let mut found = store.rows(of).await.unwrap();
            found.sort_by_key(|row| row.course);
            found
        };
        assert_eq!(of(RowsOf::Service(SERVICE)).await, rows[..3]);
        assert_eq!(of(RowsOf::Service(other_service)).await, rows[3..]);
        assert_eq!(of(RowsOf::Therapist(other_staff)).await, rows[1..2]);
        assert_eq!(of(RowsOf::Client(other_client)).await, rows[2..3]);
        assert_eq!(of(RowsOf::One(course(2))).await, rows[1..2]);
        assert!(of(RowsOf::One(course(9))).await.is_empty());
        // One that goes to another therapist is found there alone, and stays there when it goes on.
        let mut moved =
            append(course(4), store.load(course(4)).await.unwrap().unwrap().head, &["handed over"]);
        moved.row = store::CourseRow { therapist: other_staff, service: other_service, ..row(course(4), 2) };
        moved.is_moved = true;
        let head = store.append(moved.clone()).await.unwrap();
        assert_eq!(of(RowsOf::Therapist(other_staff)).await, [rows[1].clone(), moved.row.clone()]);
        let mut on = append(course(4), head, &["a session"]);
        on.row = store::CourseRow { version: Version(3), alert_due_at: Some(Moment(9)), ..moved.row };
        store.append(on.clone()).await.unwrap();
        assert_eq!(of(RowsOf::Therapist(other_staff)).await, [rows[1].clone(), on.row.clone()]);
        assert_eq!(of(RowsOf::Service(other_service)).await, [on.row]);
        assert_eq!(of(RowsOf::Therapist(THERAPIST)).await, [rows[0].clone(), rows[2].clone()]);
    })
    .await;
}

#[tokio::test]
async fn a_row_is_replaced_by_a_newer_one_and_never_by_an_older() {
    on_both(async |place| {
        let store = open(&place).await;
        store.replace_row(row(course(1), 3)).await.unwrap();
        store.replace_row(row(course(1), 2)).await.unwrap();
        assert_eq!(store.rows(RowsOf::One(course(1))).await.unwrap(), [row(course(1), 3)]);
        let same = store::CourseRow { summary: b"made anew".to_vec(), ..row(course(1), 3) };
        store.replace_row(same.clone()).await.unwrap();
        assert_eq!(store.rows(RowsOf::One(course(1))).await.unwrap(), [same]);
        store.replace_unreadable_row(row(course(1), 1)).await.unwrap();
        assert_eq!(store.rows(RowsOf::One(course(1))).await.unwrap(), [row(course(1), 1)]);
    })
    .await;
}

#[tokio::test]
async fn every_chain_of_a_sound_place_verifies_and_its_ends_are_written_down() {
    on_both(async |place| {
        let store = open(&place).await;
        for number in 1..=3 {
            begin(&store, course(number), &["a", "b"]).await;
        }
        let mut told = Vec::new();
        let verified = store.verify(|done, of| told.push((done, of))).await.unwrap();
        assert_eq!((verified.courses, verified.facts, verified.faults.len()), (3, 6, 0));
        assert_eq!(told, [(1, 3), (2, 3), (3, 3)]);
        let file = place.folder().join("heads.txt");
        assert_eq!(store.write_heads(&file).await.unwrap(), 3);
        assert_eq!(store.write_heads(&file).await.unwrap(), 3);
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6, "the file grows, and nothing in it is written over");
        assert_eq!(lines[..3], lines[3..]);
        let head = store.load(course(1)).await.unwrap().unwrap().head;
        assert_eq!(lines[0], format!("{} 2 {}", course(1), crate::kit::hexadecimal(&head.hash)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_write_at_once_those_who_conflict_fail_alone() {
    on_both(async |place| {
        let store = open(&place).await;
        let known = begin(&store, course(200), &["one"]).await;
        let writers: Vec<_> = (0..150_u8)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    store.begin_keys(course(number)).await.unwrap();
                    // Every fifth tries to begin a course that has begun.
                    let of = if number % 5 == 0 { course(200) } else { course(number) };
                    let head = Head::start();
                    (number, store.append(append(of, head, &["first", "second"])).await)
                })
            })
            .collect();
        for writer in writers {
            let (number, outcome) = writer.await.unwrap();
            assert_eq!(outcome.is_ok(), number % 5 != 0, "{number}: {outcome:?}");
        }
        let verified = store.verify(|_, _| {}).await.unwrap();
        assert_eq!((verified.courses, verified.facts, verified.faults), (121, 241, Vec::new()));
        assert_eq!(store.load(course(200)).await.unwrap().unwrap().head, known);
    })
    .await;
}

#[tokio::test]
async fn the_record_and_the_audit_refuse_to_be_changed_by_sql() {
    on_both(async |place| {
        let store = open(&place).await;
        begin(&store, course(1), &["one", "two"]).await;
        store.audit(vec![audit_line(1, None)]).await.unwrap();
        let raw = Raw::data(&place).await;
        let mut refused = vec![
            "UPDATE record SET recorded_at = 0",
            "UPDATE record SET actor = actor WHERE version = 1",
            "DELETE FROM record",
            "DELETE FROM record WHERE version = 2",
            "UPDATE audit SET who = 'nobody'",
            "DELETE FROM audit",
        ];
        if place.is_postgres() {
            refused.extend(["TRUNCATE record", "TRUNCATE audit"]);
        }
        for sql in refused {
            let said = raw.try_run(sql).await.expect_err(sql);
            assert!(said.contains("only inserted into"), "{sql}: {said}");
        }
        assert_eq!(store.load(course(1)).await.unwrap().unwrap().facts.len(), 2);
        assert_eq!(store.audit_recent(10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_fact_needs_the_keys_of_its_course() {
    on_both(async |place| {
        let store = open(&place).await;
        let mut asked = append(course(1), Head::start(), &[]);
        asked.facts = vec![fact("one")];
        assert_eq!(store.append(asked).await, Err(AppendError::Trouble(Trouble::Erased)));
        assert!(store.courses().await.unwrap().is_empty());
        begin(&store, course(1), &["one"]).await;
        store.begin_keys(course(1)).await.unwrap();
        assert!(store.load(course(1)).await.unwrap().is_some(), "asking for keys twice keeps the first");
    })
    .await;
}
