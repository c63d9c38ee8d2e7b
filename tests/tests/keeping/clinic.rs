//! The shell: a press of a button is carried out once, whoever was first is first, a flag and its notice are one
//! commit, and mail says nothing.

use crate::kit::{Raw, on_both};
use clinic::clock::Clock;
use clinic::duty::{Cover, Hours};
use clinic::hand_over::HandingOver;
use clinic::handle::{Asked, Receipt};
use clinic::handouts::NewLink;
use clinic::mail::MailSettings;
use clinic::office::Founding;
use clinic::permissions::NewPermission;
use clinic::problem::{Problem, Trouble};
use clinic::sheets::{ClientSheet, ReferralSheet, ServiceSheet, StaffSheet};
use clinic::waiting::{NewCourse, new_submission};
use clinic::worker::MailWords;
use clinic::{CannotOpen, Clinic, Settings};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{OpenError, RowsOf};
use stories::{Hand, Place};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use treatment::access::{Actor, Role, Verb, Who};
use treatment::command::Command;
use treatment::fact::Fact;
use treatment::ids::{CourseId, FlagId, SubmissionId, Version};
use treatment::measure::{CompleteMeasure, How};
use treatment::opening::{History, HistorySection};
use treatment::refusal::Refusal;
use treatment::risk::AcknowledgeFlag;
use treatment::time::Moment;

/// A clinic of a place on a clock set by hand.
pub(crate) struct House {
    pub(crate) clinic: Clinic,
    pub(crate) hand: Hand,
}

pub(crate) async fn enter(place: &Place, hand: &Hand, mail: Option<MailSettings>) -> Clinic {
    for _ in 0..500 {
        let settings = Settings {
            place: place.of_store(),
            unlock: place.unlock(),
            content: None,
            mail: mail.clone(),
            clock: hand.clock(),
        };
        match Clinic::open(settings).await {
            Err(CannotOpen::Store(OpenError::Locked { .. })) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            other => return other.unwrap(),
        }
    }
    panic!("the clinic stays locked")
}

/// A founded clinic; its one person has every role.
pub(crate) async fn founded(place: &Place) -> (House, Actor) {
    founded_with(place, None).await
}

async fn founded_with(place: &Place, mail: Option<MailSettings>) -> (House, Actor) {
    let hand = Hand::at_first_day();
    let clinic = enter(place, &hand, mail).await;
    let founding = Founding {
        service: ServiceSheet {
            name: "The Boathouse".to_owned(),
            country: "gb".to_owned(),
            zone: "Europe/London".to_owned(),
            neutral_name: "Appointments".to_owned(),
            exit_address: "https://example.org/".to_owned(),
        },
        user: StaffSheet { name: "Ann Lake".to_owned(), email: "ann@boathouse.example".to_owned() },
        login: "ann".to_owned(),
        passphrase: "three old boats".to_owned(),
        roles: Role::ALL.to_vec(),
    };
    let who = clinic.found(&founding).await.unwrap().who;
    let actor = clinic.actor(who).await.unwrap().unwrap();
    (House { clinic, hand }, actor)
}

fn new_course(client: &str) -> NewCourse {
    NewCourse {
        client: ClientSheet { name: client.to_owned(), ..ClientSheet::default() },
        protocol: "ipt-16".to_owned(),
        referral: None,
        source: String::new(),
        reason: "low mood".to_owned(),
        submission: new_submission(),
    }
}

pub(crate) async fn course(house: &House, actor: &Actor) -> CourseId {
    house.clinic.open_course(actor, &new_course("Bea Moor")).await.unwrap().0
}

fn history(words: &str) -> Command {
    Command::RecordHistory(History { section: HistorySection::Symptoms, text: words.to_owned() })
}

fn told(words: &str) -> Asked {
    Asked::plain(history(words), new_submission())
}

/// A PHQ-9 answered "several days" nine times: the ninth answer raises a flag.
fn phq9(clinic: &Clinic) -> Command {
    Command::CompleteMeasure(CompleteMeasure {
        measure: "phq-9".to_owned(),
        version: 1,
        answers: (1..=9).map(|item| (item.to_string(), "1".to_owned())).collect(),
        on: clinic.today(),
        how: How::Session,
        language: "en".to_owned(),
    })
}

fn words() -> MailWords {
    MailWords {
        subject: "Something new".to_owned(),
        body: "There is something new to read.".to_owned(),
        link: "Please open this.".to_owned(),
        code: "Or type this.".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_while_other_pages_ask_is_signed_out() {
    on_both(async |place| {
        let (house, actor) = founded(&place).await;
        let clinic = &house.clinic;
        for round in 0..40 {
            let token = clinic.enter(&clinic.make_entry(actor.who)).await.unwrap().unwrap().token;
            let asks = (0..2).map(|_| {
                let (clinic, token) = (clinic.clone(), token.clone());
                tokio::spawn(async move {
                    while clinic.signed_in(&token).await.unwrap().is_some() {
                        tokio::task::yield_now().await;
                    }
                })
            });
            let asks: Vec<_> = asks.collect();
            tokio::task::yield_now().await;
            if round % 2 == 0 {
                clinic.sign_out(&token).await.unwrap();
                assert!(clinic.signed_in(&token).await.unwrap().is_none(), "round {round}");
            } else {
                // The browser hangs up at once; it ends all the same.
                drop(tokio::time::timeout(Duration::ZERO, clinic.sign_out(&token)).await);
            }
            for ask in asks {
                let ended = tokio::time::timeout(Duration::from_secs(20), ask).await;
                ended.unwrap_or_else(|_| panic!("round {round}: the session goes on")).unwrap();
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_is_carried_out_once_and_answered_the_same_even_after_a_restart() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let opening = new_course("Bea Moor");
        let (id, first) = house.clinic.open_course(&ann, &opening).await.unwrap();
        let (again, second) = house.clinic.open_course(&ann, &opening).await.unwrap();
        assert_eq!((id, first.last), (again, second.last));
        assert!(!first.was_done && second.was_done);
        let asked = told("sleeps badly");
        let once = house.clinic.handle(&ann, id, asked.clone()).await.unwrap();
        let measured = Asked::plain(phq9(&house.clinic), new_submission());
        let two_facts = house.clinic.handle(&ann, id, measured.clone()).await.unwrap();
        assert_eq!((two_facts.first, two_facts.last), (Version(3), Version(4)));
        let same = |receipt: &Receipt, of: &Receipt| {
            receipt.was_done && (receipt.first, receipt.last) == (of.first, of.last)
        };
        assert!(same(&house.clinic.handle(&ann, id, asked.clone()).await.unwrap(), &once));
        let hand = house.hand.clone();
        drop(house);
        let clinic = enter(&place, &hand, None).await;
        assert!(same(&clinic.handle(&ann, id, asked).await.unwrap(), &once));
        assert!(same(&clinic.handle(&ann, id, measured).await.unwrap(), &two_facts));
        assert_eq!(clinic.history(&ann, id).await.unwrap().len(), 4);
        assert_eq!(clinic.store().outbox_waiting().await.unwrap(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_many_times_at_once_is_carried_out_once() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let asked = told("sleeps badly");
        let presses: Vec<_> = (0..10)
            .map(|_| {
                let (clinic, ann, asked) = (house.clinic.clone(), ann.clone(), asked.clone());
                tokio::spawn(async move { clinic.handle(&ann, id, asked).await.unwrap().was_done })
            })
            .collect();
        let mut carried_out = 0;
        for press in presses {
            carried_out += u32::from(!press.await.unwrap());
        }
        assert_eq!(carried_out, 1);
        assert_eq!(house.clinic.history(&ann, id).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_on_one_database_everything_acknowledged_is_recorded_exactly_once() {
    let Some(place) = Place::postgres().await else { return };
    let (house, ann) = founded(&place).await;
    let id = course(&house, &ann).await;
    let other = enter(&place, &house.hand, None).await;
    let work: Vec<_> = (0..60)
        .map(|number| {
            let clinic = if number % 2 == 0 { house.clinic.clone() } else { other.clone() };
            let ann = ann.clone();
            tokio::spawn(async move {
                let asked = told(&format!("words {number}"));
                let mut tries = 0;
                // A person presses again when the page says that others were quicker.
                loop {
                    match clinic.handle(&ann, id, asked.clone()).await {
                        Ok(receipt) => return (asked.submission, receipt.last),
                        Err(Problem::Trouble(Trouble::Contended)) if tries < 100 => tries += 1,
                        Err(other) => panic!("{other}"),
                    }
                }
            })
        })
        .collect();
    let mut acknowledged: HashMap<SubmissionId, Version> = HashMap::new();
    for one in work {
        let (submission, version) = one.await.unwrap();
        assert!(acknowledged.insert(submission, version).is_none());
    }
    let loaded = house.clinic.store().load(id).await.unwrap().unwrap();
    assert_eq!(loaded.facts.len(), 61);
    for fact in &loaded.facts[1..] {
        assert_eq!(acknowledged.remove(&fact.submission), Some(fact.version), "where the receipt says");
    }
    for clinic in [&house.clinic, &other] {
        let held = clinic.read(&ann, Verb::ReadCourse, id).await.unwrap();
        assert_eq!(held.course.version, Version(61), "neither shows an old page");
    }
    assert_eq!(house.clinic.store().verify(|_, _| {}).await.unwrap().faults, []);
    // The same press at both servers at once.
    let asked = told("at both");
    let (here, there) =
        tokio::join!(house.clinic.handle(&ann, id, asked.clone()), other.handle(&ann, id, asked));
    let (here, there) = (here.unwrap(), there.unwrap());
    assert_eq!((here.first, here.last), (there.first, there.last));
    assert!(here.was_done != there.was_done);
    assert_eq!(house.clinic.history(&ann, id).await.unwrap().len(), 62);
}

#[tokio::test]
async fn what_the_office_decides_on_one_server_holds_on_the_other() {
    let Some(place) = Place::postgres().await else { return };
    let (house, ann) = founded(&place).await;
    let other = enter(&place, &house.hand, None).await;
    let mut hours = Hours { works_alone: true, ..Hours::default() };
    hours.week[0] = vec![(540, 1_020)];
    house.clinic.change_hours(&ann, &hours).await.unwrap();
    let library = house.clinic.library();
    let asking = library.content.instruments().iter().find(|one| !one.licence.status.is_open()).cloned();
    let measure = asking.expect("a measure that needs a permission").key;
    let permission = NewPermission {
        measure: measure.clone(),
        given_by: "its holder".to_owned(),
        basis: "a letter".to_owned(),
        given_on: house.clinic.today(),
    };
    house.clinic.record_permission(&ann, &permission).await.unwrap();
    let sheet = ServiceSheet { name: "The Lock".to_owned(), ..house.clinic.service().unwrap().sheet.clone() };
    house.clinic.change_service(&ann, &sheet).await.unwrap();
    let may_show = |clinic: &Clinic| clinic.library().content.instrument(&measure).unwrap().is_permitted;
    assert!(!may_show(&other));
    other.learn().await.unwrap();
    assert_eq!(*other.hours(), hours);
    assert_eq!(other.permissions().len(), 1);
    assert!(may_show(&other));
    assert_eq!(other.service().unwrap().sheet.name, "The Lock");
    other.withdraw_permission(&ann, &measure).await.unwrap();
    house.clinic.learn().await.unwrap();
    assert!(!may_show(&house.clinic));
}

#[tokio::test]
async fn a_browser_that_hangs_up_in_the_middle_leaves_no_old_page_behind() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        for number in 0..20_u32 {
            let before = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap().course.version;
            let asked = told(&format!("words {number}"));
            // Hangs up after more and more of the work is done.
            let patience = Duration::from_micros(u64::from(number) * 150);
            let hung_up =
                tokio::time::timeout(patience, house.clinic.handle(&ann, id, asked.clone())).await.is_err();
            // The same form again, as from a page that was loaded anew: it is carried out, or it was.
            let receipt = house.clinic.handle(&ann, id, asked).await.unwrap();
            assert!(hung_up || receipt.was_done);
            assert_eq!(receipt.last, before.next());
            let after = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap().course.version;
            assert_eq!(after, before.next());
            let lines = house.clinic.own_lines(&ann).await.unwrap();
            assert_eq!(lines[0].summary.version, after);
        }
        assert_eq!(house.clinic.history(&ann, id).await.unwrap().len(), 21);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_old_does_not_write_over_what_came_since() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let seen = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap().course.version;
        house.clinic.handle(&ann, id, told("theirs")).await.unwrap();
        let old = |command| Asked { command, submission: new_submission(), seen: Some(seen), draft: None };
        match house.clinic.handle(&ann, id, old(history("mine"))).await {
            Err(Problem::Meanwhile(theirs)) => {
                let Fact::HistoryRecorded(theirs) = &theirs.fact else { panic!("{theirs:?}") };
                assert_eq!(theirs.text, "theirs");
            }
            other => panic!("{other:?}"),
        }
        let elsewhere = History { section: HistorySection::Family, text: "an uncle".to_owned() };
        house.clinic.handle(&ann, id, old(Command::RecordHistory(elsewhere))).await.unwrap();
        let known = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap();
        let symptoms = &known.course.history[&HistorySection::Symptoms];
        assert_eq!(symptoms.text, "theirs");
        let now = Asked { seen: Some(known.course.version), ..old(history("both")) };
        house.clinic.handle(&ann, id, now).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_flag_has_its_notices_and_nothing_else_has() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let store = house.clinic.store();
        house.clinic.handle(&ann, id, told("sleeps badly")).await.unwrap();
        let Command::CompleteMeasure(mut calm) = phq9(&house.clinic) else { panic!("a measure") };
        calm.answers.insert("9".to_owned(), "0".to_owned());
        house
            .clinic
            .handle(&ann, id, Asked::plain(Command::CompleteMeasure(calm), new_submission()))
            .await
            .unwrap();
        assert_eq!(store.outbox_waiting().await.unwrap(), 0);
        let Command::CompleteMeasure(mut half) = phq9(&house.clinic) else { panic!("a measure") };
        half.answers.remove("4");
        let half = Asked::plain(Command::CompleteMeasure(half), new_submission());
        assert!(matches!(
            house.clinic.handle(&ann, id, half).await,
            Err(Problem::Refused(Refusal::Unanswered(_)))
        ));
        assert_eq!(store.outbox_waiting().await.unwrap(), 0, "what was refused tells nobody");
        let asked = Asked::plain(phq9(&house.clinic), new_submission());
        house.clinic.handle(&ann, id, asked.clone()).await.unwrap();
        house.clinic.handle(&ann, id, asked).await.unwrap();
        assert_eq!(store.outbox_waiting().await.unwrap(), 3);
        let due = store.rows(RowsOf::One(id)).await.unwrap()[0].alert_due_at;
        let now = house.hand.now();
        let (by, later) = (Moment(now.0 + 8 * 3_600_000), Moment(now.0 + 16 * 3_600_000));
        assert_eq!(due, Some(by), "timers find it without a key");
        let kinds = store.claim(Moment(now.0 + 48 * 3_600_000), Moment(i64::MAX), 9).await.unwrap();
        let kinds: Vec<_> = kinds.iter().map(|row| (row.kind.as_str(), row.due_at)).collect();
        assert_eq!(kinds, [("flag-raised", now), ("flag-overdue", by), ("flag-overdue", later)]);
        let flag = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap().course.flags[0].id;
        let seen = Command::AcknowledgeFlag(AcknowledgeFlag { flag, note: "rang her".to_owned() });
        house.clinic.handle(&ann, id, Asked::plain(seen, new_submission())).await.unwrap();
        assert_eq!(store.rows(RowsOf::One(id)).await.unwrap()[0].alert_due_at, None);
    })
    .await;
}

/// A mail server that speaks enough to take a message; for the first ones it says that it is busy.
struct Postman {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Postman {
    async fn busy_for(refusals: usize) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&taken);
        tokio::spawn(async move {
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                if let Some(message) = Self::talk(stream, number < refusals).await {
                    kept.lock().unwrap().push(message);
                }
            }
        });
        Self { port, taken }
    }

    async fn talk(stream: tokio::net::TcpStream, is_busy: bool) -> Option<String> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 here\r\n").await.ok()?;
        let mut message = String::new();
        while let Ok(Some(line)) = lines.next_line().await {
            message.push_str(&line);
            message.push('\n');
            let answer = match line.split_whitespace().next().unwrap_or_default() {
                "MAIL" if is_busy => "451 too busy, come back\r\n",
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        message.push_str(&line);
                        message.push('\n');
                    }
                    write.write_all(b"250 taken\r\n").await.ok()?;
                    return Some(message);
                }
                "QUIT" => return None,
                _ => "250 yes\r\n",
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
        None
    }

    fn settings(&self) -> MailSettings {
        MailSettings {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            encrypted: false,
            user: None,
            password: None,
            from: "Calendar <calendar@boathouse.example>".to_owned(),
            address: "https://care.boathouse.example".to_owned(),
        }
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn whom_a_course_is_handed_to_has_it_on_their_list_and_is_told_by_mail_without_a_word_of_it() {
    on_both(async |place| {
        let postman = Postman::busy_for(0).await;
        let (house, ann) = founded_with(&place, Some(postman.settings())).await;
        let id = course(&house, &ann).await;
        let sheet = StaffSheet { name: "Dan".to_owned(), email: "dan@boathouse.example".to_owned() };
        let (dan, invited) = house.clinic.add_staff(&ann, &sheet, &[Role::Therapist]).await.unwrap();
        let hand = house.hand.clone();
        drop(house);
        // Nobody has read Ann's list since it was opened again; Dan has read his own.
        let clinic = enter(&place, &hand, Some(postman.settings())).await;
        let dan = clinic.actor(Who::Staff(dan)).await.unwrap().unwrap();
        assert_eq!(clinic.own_lines(&dan).await.unwrap().len(), 0);
        let asked = HandingOver {
            courses: vec![id],
            from: ann.staff().unwrap(),
            to: dan.staff().unwrap(),
            on: clinic.today(),
            reason: "Ann goes away".to_owned(),
            submission: new_submission(),
        };
        let refused = clinic.hand_over(&ann, &asked).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::NoAccountYet))), "{refused:?}");
        clinic.accept_invite(&invited, "dan", "four old oars").await.unwrap();
        clinic.hand_over(&ann, &asked).await.unwrap();
        // The same press once more is the same hand-over.
        clinic.hand_over(&ann, &asked).await.unwrap();
        let lines = clinic.own_lines(&dan).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.course).collect::<Vec<_>>(), [id]);
        assert_eq!(clinic.own_lines(&ann).await.unwrap().len(), 0);
        assert_eq!(clinic.store().rows(RowsOf::Therapist(dan.staff().unwrap())).await.unwrap().len(), 1);
        while clinic.work_once(&words()).await.unwrap() > 0 {}
        let taken = postman.taken();
        assert_eq!(taken.len(), 2, "whoever carries it, and whoever did");
        for one in ["dan", "ann"] {
            let to = format!("RCPT TO:<{one}@boathouse.example>");
            assert_eq!(taken.iter().filter(|letter| letter.contains(&to)).count(), 1, "{taken:?}");
        }
        for letter in &taken {
            for word in ["bea", "moor", "ann goes", "handed"] {
                assert!(!letter.to_lowercase().contains(word), "{word}: {letter}");
            }
        }
        // Who runs the service and treats takes no course from a colleague who is here; once Dan has left, it is taken.
        let (of_dan, of_ann) = (asked.to, asked.from);
        let back = HandingOver { from: of_dan, to: of_ann, submission: new_submission(), ..asked };
        let refused = clinic.hand_over(&ann, &back).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::TakenToOneself))), "{refused:?}");
        assert_eq!(clinic.own_lines(&dan).await.unwrap().len(), 1);
        clinic.change_staff(&ann, of_dan, &sheet, &[Role::Therapist], false, &[]).await.unwrap();
        clinic.hand_over(&ann, &back).await.unwrap();
        assert_eq!(clinic.own_lines(&ann).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_mail_of_a_flag_says_nothing_and_goes_once() {
    on_both(async |place| {
        let postman = Postman::busy_for(0).await;
        let (house, ann) = founded_with(&place, Some(postman.settings())).await;
        let id = course(&house, &ann).await;
        house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
        assert_eq!(postman.taken().len(), 0, "nobody sends mail inside a request");
        assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 1);
        assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 0);
        let taken = postman.taken();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].contains("RCPT TO:<ann@boathouse.example>"), "{}", taken[0]);
        assert!(taken[0].contains("There is something new to read."), "{}", taken[0]);
        assert!(taken[0].contains("https://care.boathouse.example"), "{}", taken[0]);
        let small = taken[0].to_lowercase();
        for word in [
            "bea",
            "moor",
            "lake",
            "phq",
            "flag",
            "risk",
            "therap",
            "depress",
            "boathouse\n",
            &id.to_string(),
        ] {
            assert!(!small.contains(word), "{word}: {}", taken[0]);
        }
        assert_eq!(house.clinic.store().outbox_waiting().await.unwrap(), 2, "those for later wait");
    })
    .await;
}

#[tokio::test]
async fn a_client_is_written_to_only_where_a_message_may_be_left_and_that_is_asked_when_it_leaves() {
    on_both(async |place| {
        let postman = Postman::busy_for(0).await;
        let (house, ann) = founded_with(&place, Some(postman.settings())).await;
        let id = course(&house, &ann).await;
        let link =
            || NewLink { measure: "phq-9".to_owned(), days: 7, by_mail: true, submission: new_submission() };
        let sheet = |email: &str, may_message| ClientSheet {
            name: "Bea Moor".to_owned(),
            email: email.to_owned(),
            may_message,
            ..ClientSheet::default()
        };
        // Nobody said that a message may be left: none is made.
        for not_to_be_used in [sheet("", true), sheet("bea@home.example", false)] {
            house.clinic.change_client(&ann, id, &not_to_be_used).await.unwrap();
            let refused = house.clinic.make_link(&ann, id, &link()).await;
            assert!(matches!(refused, Err(Problem::Refused(Refusal::Empty("email")))));
        }
        let usable = sheet("bea@home.example", true);
        house.clinic.change_client(&ann, id, &usable).await.unwrap();
        house.clinic.make_link(&ann, id, &link()).await.unwrap();
        // Between the press and the mail somebody hears that others read it.
        house.clinic.change_client(&ann, id, &sheet("bea@home.example", false)).await.unwrap();
        while house.clinic.work_once(&words()).await.unwrap() > 0 {}
        assert_eq!(postman.taken(), Vec::<String>::new());
        house.clinic.change_client(&ann, id, &usable).await.unwrap();
        house.hand.minutes_later(120);
        while house.clinic.work_once(&words()).await.unwrap() > 0 {}
        assert_eq!(postman.taken(), Vec::<String>::new(), "what was held back is not sent later");
        house.clinic.make_link(&ann, id, &link()).await.unwrap();
        while house.clinic.work_once(&words()).await.unwrap() > 0 {}
        let taken = postman.taken();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].contains("RCPT TO:<bea@home.example>"), "{}", taken[0]);
        let small = taken[0].to_lowercase();
        for word in ["moor", "ann", "lake", "phq", "therap", "depress"] {
            assert!(!small.contains(word), "{word}: {}", taken[0]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_was_not_taken_is_sent_a_minute_later_and_then_ever_more_rarely() {
    let place = Place::sqlite();
    let postman = Postman::busy_for(3).await;
    let (house, ann) = founded_with(&place, Some(postman.settings())).await;
    let id = course(&house, &ann).await;
    house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
    for wait in [1, 2, 4] {
        assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 1, "before the wait of {wait}");
        house.hand.minutes_later(wait - 1);
        assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 0, "within the wait of {wait}");
        assert_eq!(postman.taken().len(), 0);
        house.hand.minutes_later(1);
    }
    assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 1);
    assert_eq!(postman.taken().len(), 1);
}

#[tokio::test]
async fn the_supervisor_hears_of_a_flag_only_if_nobody_has_looked_in_time() {
    let place = Place::sqlite();
    let postman = Postman::busy_for(0).await;
    let (house, ann) = founded_with(&place, Some(postman.settings())).await;
    let sheet = StaffSheet { name: "Cleo Hill".to_owned(), email: "cleo@boathouse.example".to_owned() };
    let (cleo, _) = house.clinic.add_staff(&ann, &sheet, &[Role::Supervisor]).await.unwrap();
    let of = [ann.staff().unwrap()];
    house.clinic.change_staff(&ann, cleo, &sheet, &[Role::Supervisor], true, &of).await.unwrap();
    let (seen, unseen) = (course(&house, &ann).await, course(&house, &ann).await);
    for id in [seen, unseen] {
        house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
    }
    let flag = house.clinic.read(&ann, Verb::ReadCourse, seen).await.unwrap().course.flags[0].id;
    let look = Command::AcknowledgeFlag(AcknowledgeFlag { flag, note: String::new() });
    house.clinic.handle(&ann, seen, Asked::plain(look, new_submission())).await.unwrap();
    house.clinic.work_once(&words()).await.unwrap();
    let to_cleo = || postman.taken().iter().filter(|mail| mail.contains("<cleo@boathouse.example>")).count();
    house.hand.minutes_later(8 * 60 - 1);
    house.clinic.work_once(&words()).await.unwrap();
    assert_eq!(to_cleo(), 0);
    house.hand.minutes_later(1);
    assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 2);
    assert_eq!(to_cleo(), 1, "of the course nobody looked at");
    assert_eq!(house.clinic.store().outbox_waiting().await.unwrap(), 2, "those for the lead wait");
}

#[tokio::test]
async fn roles_are_changed_with_everything_that_goes_with_them_or_not_at_all() {
    let place = Place::sqlite();
    let (house, ann) = founded(&place).await;
    let sheet = StaffSheet { name: "Cleo Hill".to_owned(), email: "cleo@boathouse.example".to_owned() };
    let both = [Role::Manager, Role::Supervisor];
    let (cleo, _) = house.clinic.add_staff(&ann, &sheet, &both).await.unwrap();
    let entry = house.clinic.make_entry(Who::Staff(cleo));
    let token = house.clinic.enter(&entry).await.unwrap().unwrap().token;
    let roles = async || house.clinic.signed_in(&token).await.unwrap().unwrap().actor.roles.clone();
    assert_eq!(roles().await, both);
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON supervision BEGIN SELECT RAISE(ABORT, 'full'); END";
    Raw::data(&place).await.run(refuse).await;
    let of = [ann.staff().unwrap()];
    let changed = house.clinic.change_staff(&ann, cleo, &sheet, &[Role::Supervisor], true, &of).await;
    assert!(matches!(changed, Err(Problem::Trouble(_))), "{changed:?}");
    let lines = async || {
        let lines = house.clinic.audit_recent(&ann).await.unwrap();
        lines.iter().filter(|line| line.verb == "change-staff").count()
    };
    assert_eq!(
        (roles().await, lines().await),
        (both.to_vec(), 0),
        "nothing is written that no line tells of"
    );
    Raw::data(&place).await.run("DROP TRIGGER full").await;
    // Somebody who is named twice is supervised once.
    let twice = [of[0], of[0]];
    house.clinic.change_staff(&ann, cleo, &sheet, &[Role::Supervisor], true, &twice).await.unwrap();
    assert_eq!((roles().await, lines().await), (vec![Role::Supervisor], 1));
}

#[tokio::test]
async fn a_mailer_that_is_down_for_a_day_loses_nothing_and_passing_on_does_not_wait_for_it() {
    let place = Place::sqlite();
    let postman = Postman::busy_for(0).await;
    let nobody = {
        // A port that nobody listens on.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let down = MailSettings { port: nobody, ..postman.settings() };
    let (house, ann) = founded_with(&place, Some(down)).await;
    let id = course(&house, &ann).await;
    house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
    for _ in 0..24 {
        while house.clinic.work_once(&words()).await.unwrap() > 0 {}
        house.hand.minutes_later(60);
    }
    let flag = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap().course.flags[0].clone();
    let hops: Vec<Who> = flag.steps.iter().map(|step| step.who).collect();
    assert_eq!(hops, [Who::Clock], "nobody supervises: at once to the lead, and once");
    assert_eq!(
        house.clinic.store().outbox_waiting().await.unwrap(),
        3,
        "Ann is all there is, and waits for each"
    );
    // The mailer is back.
    let hand = house.hand.clone();
    drop(house);
    let clinic = enter(&place, &hand, Some(postman.settings())).await;
    hand.minutes_later(60);
    clinic.work_once(&words()).await.unwrap();
    assert_eq!(postman.taken().len(), 3);
    assert_eq!(clinic.store().outbox_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn whoever_covers_is_told_and_follows_the_flag_only_while_they_cover() {
    let place = Place::sqlite();
    let postman = Postman::busy_for(0).await;
    let (house, ann) = founded_with(&place, Some(postman.settings())).await;
    let sheet = StaffSheet { name: "Dan Reed".to_owned(), email: "dan@boathouse.example".to_owned() };
    let (dan, _) = house.clinic.add_staff(&ann, &sheet, &[Role::Therapist]).await.unwrap();
    let today = house.clinic.today();
    let cover = Cover { of: ann.staff().unwrap(), by: dan, from: today, until: today };
    house.clinic.add_cover(&ann, &cover).await.unwrap();
    let id = course(&house, &ann).await;
    house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
    while house.clinic.work_once(&words()).await.unwrap() > 0 {}
    let told = |who: &str| postman.taken().iter().filter(|mail| mail.contains(who)).count();
    assert_eq!((told("<ann@boathouse.example>"), told("<dan@boathouse.example>")), (1, 1));
    let actor = async || house.clinic.actor(Who::Staff(dan)).await.unwrap().unwrap();
    assert_eq!(house.clinic.watched_lines(&actor().await).await.unwrap().len(), 1);
    let flag = house.clinic.read(&actor().await, Verb::AnswerFlag, id).await.unwrap().course.flags[0].id;
    house.hand.minutes_later(24 * 60);
    let late = actor().await;
    assert!(house.clinic.watched_lines(&late).await.unwrap().is_empty());
    let look = Command::AcknowledgeFlag(AcknowledgeFlag { flag, note: String::new() });
    let late = house.clinic.handle(&late, id, Asked::plain(look, new_submission())).await;
    assert!(matches!(late, Err(Problem::NotYours)));
}

#[tokio::test]
async fn a_notice_that_does_not_open_keeps_no_other_from_going_out() {
    let place = Place::sqlite();
    let postman = Postman::busy_for(0).await;
    let (house, ann) = founded_with(&place, Some(postman.settings())).await;
    let (first, second) = (course(&house, &ann).await, course(&house, &ann).await);
    for id in [first, second] {
        house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
    }
    let raw = Raw::data(&place).await;
    raw.try_run("UPDATE outbox SET sealed = x'00' WHERE id = (SELECT MIN(id) FROM outbox)").await.unwrap();
    assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 2);
    assert_eq!(postman.taken().len(), 1);
    assert_eq!(house.clinic.work_once(&words()).await.unwrap(), 0, "it waits, and is not lost");
}

#[tokio::test]
async fn mail_to_another_machine_is_never_sent_in_clear() {
    let letter = clinic::mail::Letter { to: "a@example.org".into(), subject: "s".into(), body: "b".into() };
    let settings = MailSettings {
        host: "mail.example.org".to_owned(),
        ..Postman { port: 1, taken: Arc::default() }.settings()
    };
    let why = clinic::mail::send(&settings, &letter).await.unwrap_err();
    assert!(why.to_string().contains("must be encrypted"), "{why}");
}

#[tokio::test]
async fn rebuilt_rows_equal_live_rows_and_changed_ones_are_made_anew() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let id = course(&house, &ann).await;
            house.clinic.handle(&ann, id, told("sleeps badly")).await.unwrap();
            house.clinic.handle(&ann, id, Asked::plain(phq9(&house.clinic), new_submission())).await.unwrap();
            ids.push(id);
        }
        let live = house.clinic.store().rows(RowsOf::Therapist(ann.staff().unwrap())).await.unwrap();
        assert_eq!(
            house.clinic.rebuild(|_, _| {}).await.unwrap(),
            (3, 0),
            "live rows are what the facts say"
        );
        let raw = Raw::data(&place).await;
        raw.run(&format!("UPDATE course_row SET version = 77, alert_due_at = NULL WHERE {}", raw.is(ids[0])))
            .await;
        raw.run(&format!("DELETE FROM course_row WHERE {}", raw.is(ids[1]))).await;
        drop(raw);
        assert_eq!(house.clinic.store().verify(|_, _| {}).await.unwrap().faults.len(), 2);
        assert_eq!(house.clinic.rebuild(|_, _| {}).await.unwrap(), (3, 2));
        assert_eq!(house.clinic.rebuild(|_, _| {}).await.unwrap(), (3, 0));
        let mut rebuilt = house.clinic.store().rows(RowsOf::Therapist(ann.staff().unwrap())).await.unwrap();
        rebuilt.sort_by_key(|row| row.course);
        let mut live = live;
        live.sort_by_key(|row| row.course);
        assert_eq!(rebuilt, live);
        assert_eq!(house.clinic.store().verify(|_, _| {}).await.unwrap().faults, []);
        house.clinic.handle(&ann, ids[0], told("goes on")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_course_is_read_as_it_was_known_on_any_day() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let mut moments = vec![house.hand.now()];
        for words in ["first", "second", "third"] {
            house.hand.days_later(1);
            house.clinic.handle(&ann, id, told(words)).await.unwrap();
            moments.push(house.hand.now());
        }
        let people_at = async |moment: Moment| {
            let course = as_of(&house.clinic, &ann, id, moment).await;
            course.history.get(&HistorySection::Symptoms).map(|said| said.text.clone())
        };
        assert_eq!(people_at(moments[0]).await, None);
        assert_eq!(people_at(moments[1]).await.as_deref(), Some("first"));
        assert_eq!(people_at(Moment(moments[2].0 - 1)).await.as_deref(), Some("first"));
        assert_eq!(people_at(moments[2]).await.as_deref(), Some("second"));
        assert_eq!(people_at(Moment(i64::MAX)).await.as_deref(), Some("third"));
        let live = house.clinic.read(&ann, Verb::ReadCourse, id).await.unwrap();
        assert_eq!(as_of(&house.clinic, &ann, id, Moment(i64::MAX)).await, live.course);
        let before = as_of(&house.clinic, &ann, id, Moment(moments[0].0 - 1)).await;
        assert!(before.opened.is_none(), "before it began there was no course");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_therapists_who_take_one_request_at_once_one_gets_it_and_the_other_is_told() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let sheet = StaffSheet { name: "Dan Ford".to_owned(), email: String::new() };
        let (dan, _) = house.clinic.add_staff(&ann, &sheet, &[Role::Therapist]).await.unwrap();
        let dan = house.clinic.actor(Who::Staff(dan)).await.unwrap().unwrap();
        for _ in 0..5 {
            let request = ReferralSheet {
                name: "Eva Long".to_owned(),
                contact: "07700 900456".to_owned(),
                ..ReferralSheet::default()
            };
            let press = new_submission();
            house.clinic.ask_for_consultation(&request, press).await.unwrap();
            house.clinic.ask_for_consultation(&request, press).await.unwrap();
            let waiting = house.clinic.waiting(&ann).await.unwrap();
            assert_eq!(waiting.len(), 1, "sent twice, it waits once");
            let take = |who: &Actor| {
                let (clinic, who) = (house.clinic.clone(), who.clone());
                let asked = NewCourse { referral: Some(waiting[0].id), ..new_course("Eva Long") };
                tokio::spawn(async move { clinic.open_course(&who, &asked).await.map(|(id, _)| id) })
            };
            let (one, two) = tokio::join!(take(&ann), take(&dan));
            let outcomes = [one.unwrap(), two.unwrap()];
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
            for outcome in outcomes {
                if let Err(why) = outcome {
                    assert!(matches!(why, Problem::Refused(Refusal::Unknown("referral"))), "{why}");
                }
            }
            assert!(house.clinic.waiting(&ann).await.unwrap().is_empty());
        }
        assert_eq!(house.clinic.store().courses().await.unwrap().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_seen_does_not_exist_and_every_look_is_in_the_audit() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let sheet = StaffSheet { name: "Dan Ford".to_owned(), email: String::new() };
        let (dan, _) = house.clinic.add_staff(&ann, &sheet, &[Role::Therapist, Role::Manager]).await.unwrap();
        let dan = house.clinic.actor(Who::Staff(dan)).await.unwrap().unwrap();
        let nowhere = CourseId([9; 16]);
        for (who, of) in [(&dan, id), (&dan, nowhere), (&ann, nowhere)] {
            assert!(matches!(house.clinic.read(who, Verb::ReadCourse, of).await, Err(Problem::NotYours)));
            assert!(matches!(house.clinic.handle(who, of, told("mine")).await, Err(Problem::NotYours)));
            assert!(matches!(house.clinic.history(who, of).await, Err(Problem::NotYours)));
        }
        let looks = async || {
            let lines = house.clinic.looks(&ann, Verb::ReadCourse, id).await.unwrap();
            lines.iter().filter(|line| line.verb == "read-course").count()
        };
        assert_eq!(looks().await, 1, "asking who looked is a look");
        assert_eq!(looks().await, 1, "a minute of reading is one line");
        house.hand.minutes_later(1);
        assert_eq!(looks().await, 2);
        let lines = house.clinic.looks(&ann, Verb::ReadCourse, id).await.unwrap();
        assert!(lines.iter().any(|line| line.verb == "open-course" && line.who == ann.who.to_string()));
        assert!(lines.iter().all(|line| line.who != dan.who.to_string()));
    })
    .await;
}

#[tokio::test]
async fn the_clock_of_the_machine_is_the_clock_of_a_clinic_that_was_given_none() {
    let before =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    let now = Clock::default().now().0;
    assert!((before..before + 60_000).contains(&now));
    assert_eq!(FlagId::from(Version(3)), FlagId(3), "a flag is named by the fact that raised it");
}

/// A course as it was known at a moment.
async fn as_of(
    clinic: &Clinic,
    actor: &Actor,
    course: CourseId,
    moment: Moment,
) -> treatment::course::Course {
    let places = [clinic::read::At::Moment(moment)];
    clinic.read_at(actor, Verb::ReadCourse, course, &places).await.unwrap().remove(0)
}
