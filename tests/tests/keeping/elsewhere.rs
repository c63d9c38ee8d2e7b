//! Measures taken in from elsewhere: what two servers on one database may do with one at the same moment, and what was
//! taken in before such measures had keys of their own.

use crate::clinic::{House, course, enter, founded};
use crate::kit::on_both;
use clinic::handle::{Asked, Receipt};
use clinic::permissions::NewPermission;
use clinic::problem::{Problem, Trouble};
use clinic::taken_in::CannotTakeOut;
use clinic::{Clinic, waiting};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use stories::Place;
use treatment::access::{Actor, Verb};
use treatment::command::Command;
use treatment::ids::CourseId;
use treatment::measure::{CompleteMeasure, How};
use treatment::opening::{History, HistorySection};
use treatment::refusal::Refusal;

const MEASURE: &str = "elsewhere-weekscale";
const FILE: &str = r#"key = "weekscale"
version = 1
name = "Week scale"
recall_days = 7
scale_max = 1
items = [{ key = "1" }]
options = [{ code = "0", score = 0 }, { code = "1", score = 1 }]

[missing]
rule = "strict"

[licence]
status = "ask"
holder = "somebody"
notice = "(c) somebody"
basis = "their page"
checked_on = "2025-01-01"

[text.en]
title = "Week scale"
stem = "This week"
source = "their page"
[text.en.items]
1 = "Slept badly"
[text.en.options]
0 = "Never"
1 = "Often"
"#;

async fn permit(clinic: &Clinic, actor: &Actor, measure: &str) {
    let permission = NewPermission {
        measure: measure.to_owned(),
        given_by: "somebody".to_owned(),
        basis: "a letter".to_owned(),
        given_on: clinic.today(),
    };
    clinic.record_permission(actor, &permission).await.unwrap();
}

async fn answer(clinic: &Clinic, actor: &Actor, id: CourseId, measure: &str) -> Result<Receipt, Problem> {
    let complete = CompleteMeasure {
        measure: measure.to_owned(),
        version: 1,
        answers: [("1".to_owned(), "1".to_owned())].into(),
        on: clinic.today(),
        how: How::Session,
        language: String::new(),
    };
    clinic
        .handle(actor, id, Asked::plain(Command::CompleteMeasure(complete), waiting::new_submission()))
        .await
}

/// How many answers the record has, and whether the measure is there, as a server that opens now reads them.
async fn kept(place: &Place, house: &House, actor: &Actor, id: CourseId, measure: &str) -> (usize, bool) {
    let fresh = enter(place, &house.hand, None).await;
    let held = fresh.read(actor, Verb::ReadCourse, id).await.unwrap();
    (held.course.measures.of(measure).count(), fresh.library().content.instrument(measure).is_some())
}

#[tokio::test]
async fn a_measure_taken_out_on_one_server_is_answered_on_no_other() {
    let Some(place) = Place::postgres().await else { return };
    let (house, ann) = founded(&place).await;
    let id = course(&house, &ann).await;
    house.clinic.take_in_measure(&ann, FILE).await.unwrap();
    permit(&house.clinic, &ann, MEASURE).await;
    // A server that reads nothing again by itself: it knows what it knew when it opened.
    let other = enter(&place, &house.hand, None).await;
    assert!(other.library().content.can_ask(MEASURE));
    house.clinic.withdraw_permission(&ann, MEASURE).await.unwrap();
    house.clinic.take_out_measure(&ann, MEASURE).await.unwrap();
    assert!(other.library().content.can_ask(MEASURE));
    let refused = answer(&other, &ann, id, MEASURE).await;
    assert!(matches!(refused, Err(Problem::Refused(Refusal::NoSuchMeasure(_)))), "{refused:?}");
    assert!(!other.library().content.can_ask(MEASURE), "it knows now");
    assert_eq!(kept(&place, &house, &ann, id, MEASURE).await, (0, false));
    // Nor is it permitted there, or taken out twice.
    house.clinic.take_in_measure(&ann, FILE).await.unwrap();
    let old = enter(&place, &house.hand, None).await;
    house.clinic.take_out_measure(&ann, MEASURE).await.unwrap();
    let permission = NewPermission {
        measure: MEASURE.to_owned(),
        given_by: "somebody".to_owned(),
        basis: "a letter".to_owned(),
        given_on: old.today(),
    };
    assert!(matches!(old.record_permission(&ann, &permission).await, Err(Problem::NotYours)));
    let twice = old.take_out_measure(&ann, MEASURE).await;
    assert!(matches!(twice, Err(CannotTakeOut::Problem(Problem::NotYours))), "{twice:?}");
    // What one server permits meanwhile keeps the other from losing it.
    permit(&house.clinic, &ann, "wsas").await;
    permit(&old, &ann, "mdq").await;
    assert_eq!(old.permissions().iter().filter(|one| one.withdrawn.is_none()).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_and_a_take_out_at_the_same_moment_never_leave_an_answer_without_its_measure() {
    let Some(place) = Place::postgres().await else { return };
    let (house, ann) = founded(&place).await;
    let id = course(&house, &ann).await;
    let (mut answered, mut taken_out) = (0, 0);
    // First the answer is ahead by far, then they meet, then the taking out is ahead.
    for ahead in [400, 8, 5, 3, 2, 1, 0, -1, -2, -3, -5, -8, -400_i64] {
        let name = format!("round{}", ahead + 500);
        let file = FILE.replace("\"weekscale\"", &format!("\"{name}\""));
        let measure = house.clinic.take_in_measure(&ann, &file).await.unwrap();
        permit(&house.clinic, &ann, &measure).await;
        let other = enter(&place, &house.hand, None).await;
        let wait = |millis: i64| tokio::time::sleep(Duration::from_millis(millis.max(0).unsigned_abs()));
        let said = async {
            wait(-ahead).await;
            answer(&other, &ann, id, &measure).await
        };
        let out = async {
            wait(ahead).await;
            house.clinic.withdraw_permission(&ann, &measure).await.unwrap();
            house.clinic.take_out_measure(&ann, &measure).await
        };
        let (said, out) = tokio::join!(said, out);
        let (answers, is_there) = kept(&place, &house, &ann, id, &measure).await;
        assert_eq!(answers, usize::from(said.is_ok()), "{ahead}: {said:?}");
        assert_eq!(is_there, out.is_err(), "{ahead}: {out:?}");
        assert_eq!(is_there, answers == 1, "{ahead}: an answer without its measure, or the reverse");
        answered += u32::from(said.is_ok());
        taken_out += u32::from(out.is_ok());
    }
    assert!(answered > 0 && taken_out > 0, "{answered} {taken_out}");
}

#[tokio::test]
async fn what_was_taken_in_before_such_measures_had_keys_of_their_own_is_read_answered_and_taken_out() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let id = course(&house, &ann).await;
        let old = serde_json::json!([{ "key": "weekscale", "file": FILE, "recorded": [ann.who, 0] }]);
        house.clinic.store().put_setting("measures", old.to_string().as_bytes()).await.unwrap();
        let hand = house.hand.clone();
        drop(house);
        let clinic = enter(&place, &hand, None).await;
        assert!(clinic.library().content.instrument("weekscale").unwrap().is_taken_in);
        permit(&clinic, &ann, "weekscale").await;
        answer(&clinic, &ann, id, "weekscale").await.unwrap();
        // The same form once more, under a key of its own: both stand, each with its answers.
        assert_eq!(clinic.take_in_measure(&ann, FILE).await.unwrap(), MEASURE);
        permit(&clinic, &ann, MEASURE).await;
        answer(&clinic, &ann, id, MEASURE).await.unwrap();
        drop(clinic);
        let clinic = enter(&place, &hand, None).await;
        let held = clinic.read(&ann, Verb::ReadCourse, id).await.unwrap();
        for key in ["weekscale", MEASURE] {
            assert_eq!(held.course.measures.of(key).count(), 1, "{key}");
            let library = clinic.library();
            let instrument = library.content.instrument_at(key, 1).unwrap();
            assert_eq!(instrument.text_in("en").unwrap().items["1"], "Slept badly");
        }
        clinic.withdraw_permission(&ann, "weekscale").await.unwrap();
        let kept = clinic.take_out_measure(&ann, "weekscale").await;
        assert!(matches!(kept, Err(CannotTakeOut::InUse)), "{kept:?}");
    })
    .await;
}

/// A press whose browser hangs up after so many steps of it, each with time for the writer to end its own.
async fn hung_up<T>(press: impl Future<Output = T>, steps: usize) {
    let mut press = pin!(press);
    for _ in 0..steps {
        if poll_fn(|context| Poll::Ready(press.as_mut().poll(context))).await.is_ready() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until something is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..250 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what}");
}

#[tokio::test]
async fn an_office_that_hangs_up_at_any_step_of_a_press_leaves_no_measure_that_cannot_be_answered() {
    on_both(async |place| {
        let (house, ann) = founded(&place).await;
        let (clinic, id) = (&house.clinic, course(&house, &ann).await);
        let knows = || clinic.library().content.instrument(MEASURE).is_some();
        let can_ask = || clinic.library().content.can_ask(MEASURE);
        for steps in 1..=6 {
            if steps == 1 {
                hung_up(clinic.take_in_measure(&ann, FILE), steps).await;
                until("taken in", knows).await;
            }
            let permission = NewPermission {
                measure: MEASURE.to_owned(),
                given_by: "somebody".to_owned(),
                basis: "a letter".to_owned(),
                given_on: clinic.today(),
            };
            hung_up(clinic.record_permission(&ann, &permission), steps).await;
            until("permitted", can_ask).await;
            let said = answer(clinic, &ann, id, MEASURE).await;
            assert!(said.is_ok(), "{steps}: {said:?}");
            hung_up(clinic.withdraw_permission(&ann, MEASURE), steps).await;
            until("withdrawn", || !can_ask()).await;
            let said = answer(clinic, &ann, id, MEASURE).await;
            assert!(matches!(said, Err(Problem::Refused(Refusal::NoSuchMeasure(_)))), "{steps}: {said:?}");
        }
        let other = FILE.replace("weekscale", "other");
        let key = clinic.take_in_measure(&ann, &other).await.unwrap();
        hung_up(clinic.take_out_measure(&ann, &key), 1).await;
        until("taken out", || clinic.library().content.instrument(&key).is_none()).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_overtaken_by_another_server_waits_for_no_office_unless_a_permission_is_asked_for() {
    let Some(place) = Place::postgres().await else { return };
    let (house, ann) = founded(&place).await;
    let id = course(&house, &ann).await;
    let other = enter(&place, &house.hand, None).await;
    // The office's turn on one server is held for as long as this story lasts.
    // Once begun it is left alone; now and then the database answers before that, and it is begun anew.
    let mut turn = Box::pin(other.learn());
    for round in 0.. {
        assert!(round < 100, "the turn is held");
        if poll_fn(|context| Poll::Ready(turn.as_mut().poll(context))).await.is_pending() {
            break;
        }
        turn = Box::pin(other.learn());
    }
    let written = async |clinic: &Clinic| {
        for round in 0..30 {
            let history = History { section: HistorySection::Symptoms, text: format!("{round}") };
            let told = Asked::plain(Command::RecordHistory(history), waiting::new_submission());
            match clinic.handle(&ann, id, told).await {
                Ok(_) | Err(Problem::Trouble(Trouble::Contended)) => {}
                other => panic!("{other:?}"),
            }
        }
    };
    let both = async { tokio::join!(written(&house.clinic), written(&other)) };
    assert!(tokio::time::timeout(Duration::from_mins(1), both).await.is_ok(), "it waits for the office");
}
