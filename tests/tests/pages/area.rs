//! The work on an area beside the session: strategies, open flags, the other treatment of grief, days that come near.

use crate::house::{browser_of, house};
use http::StatusCode;
use stories::Place;
use treatment::area_work::{UseStrategy, WriteSection};
use treatment::command::Command;
use treatment::fit::{GriefScreen, ScreenGrief, ScreenResult};
use treatment::focus::Area;
use treatment::ids::SessionId;
use treatment::session::{HoldSession, Mode};

#[tokio::test(flavor = "multi_thread")]
async fn the_session_shows_open_flags_and_the_strategies_of_the_focus_with_what_was_used() {
    let house = house(&Place::sqlite()).await;
    house.agree_focus().await;
    let on = house.opened.clinic.today();
    let mut therapist = house.therapist().await;
    let mut held = Vec::new();
    for day in [on.plus(-7), on] {
        let hold = HoldSession { session: None, on: day, mode: Mode::Video, number: 0 };
        house.ask(Command::HoldSession(hold)).await;
        held.push(house.course(0).await.sessions.iter().next_back().unwrap().id);
    }
    let strategy = "tr-old-role".to_owned();
    let used = UseStrategy {
        area: Area::Transition,
        strategy,
        session: Some(held[0]),
        note: "The yard, in two columns".to_owned(),
    };
    house.ask(Command::UseStrategy(used)).await;
    let at = |session: SessionId| house.at(&format!("/sessions/{session}"));
    let page = therapist.get(&at(held[1])).await.expect(StatusCode::OK);
    let card =
        page.body.split("id=\"strategies-transition\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(card.matches("item-title done").count(), 1, "{card}");
    assert!(card.matches("item-title gap").count() >= 7 && card.contains(&house.at("/transition")), "{card}");
    assert!(!card.contains("two columns"), "what came of it stands on the sheet: {card}");
    assert!(page.says("Answers that need a person") && page.says("By video"), "{}", page.text());
    let flag = house.course(0).await.flags[0].id;
    assert!(page.links().contains(&house.at(&format!("/flags/{flag}"))), "{:?}", page.links());
    // An earlier session is shown as it was.
    let page = therapist.get(&at(held[0])).await.expect(StatusCode::OK);
    assert!(
        !page.body.contains("id=\"strategies-") && !page.says("Answers that need a person"),
        "{}",
        page.text()
    );
    // One focus is no choice between two, and the opening is over since the day of the focus.
    let page = therapist.get(&at(held[1])).await;
    let form = page.form("sign");
    let offered = form.fields.iter().filter(|field| field.name == "worked");
    let offered: Vec<&str> = offered.map(|field| field.value.as_str()).collect();
    assert_eq!(offered, ["opening", "focus", "off-focus"], "the focus was agreed today");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_grief_shows_the_treatment_made_for_it_with_its_figures() {
    let house = house(&Place::sqlite()).await;
    let mut therapist = house.therapist().await;
    let page = therapist.get(&house.at("/grief")).await.expect(StatusCode::OK);
    assert!(
        page.says("It has not been looked for yet") && page.says("51 against 28 in 100"),
        "{}",
        page.text()
    );
    let screen = ScreenGrief {
        screen: GriefScreen::Pg13R,
        points: Some(34),
        months: Some(14),
        result: ScreenResult::Positive,
        words: String::new(),
        on: house.opened.clinic.today(),
    };
    house.ask(Command::ScreenGrief(screen)).await;
    let page = therapist.get(&house.at("/grief")).await.expect(StatusCode::OK);
    for said in [
        "helped 51 in 100, IPT 28 in 100",
        "No other treatment has been offered yet",
        "Shear and others 2005",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let preferred = [("decision", "ipt-standard"), ("preference", "To stay here"), ("reason", "Her choice")];
    let preferred =
        preferred.into_iter().chain([("concern-answer", "To be offered yet")]).collect::<Vec<_>>();
    therapist.fill(&house.at("/decision"), "fit", &preferred).await.expect(StatusCode::OK);
    let page = therapist.get(&house.at("/grief")).await.expect(StatusCode::OK);
    let says = page.says("No other treatment has been offered yet") && page.says("To stay here");
    assert!(says, "a preference names no other treatment: {}", page.text());
    let filled = [
        ("decision", "ipt-standard"),
        ("alternatives", "The treatment made for grief, across the river"),
        ("preference", "To stay here"),
        ("reason", "Her choice after hearing both"),
        ("concern-answer", "Both were explained"),
    ];
    therapist.fill(&house.at("/decision"), "fit", &filled).await.expect(StatusCode::OK);
    let page = therapist.get(&house.at("/grief")).await.expect(StatusCode::OK);
    assert!(page.says("across the river") && page.says("To stay here"), "{}", page.text());
    assert!(!page.says("No other treatment has been offered yet"), "{}", page.text());
    assert!(page.says("helped 51 in 100"), "it stays in sight: {}", page.text());
    // On the sheets of other areas there is no such card.
    assert!(!therapist.get(&house.at("/dispute")).await.body.contains("grief-alternative"));
}

const BIRTHDAY: &str = "Her birthday";

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_comes_near_is_told_where_the_client_wants_it_and_nowhere_when_it_is_muted() {
    let house = house(&Place::sqlite()).await;
    let mut therapist = house.therapist().await;
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let near = house.opened.clinic.today().plus(5).to_string();
    for (what, remind, when, is_told, unread) in [
        (BIRTHDAY, "muted", near.as_str(), false, None),
        (BIRTHDAY, "may-remind", near.as_str(), true, None),
        (BIRTHDAY, "may-remind", "in a month", false, Some(BIRTHDAY)),
        ("", "may-remind", near.as_str(), false, Some(near.as_str())),
        ("", "may-remind", "", false, Some("row 1")),
    ] {
        let cells =
            [("what-day", what), ("day-of-year", when), ("remind", remind), ("plan-for-it", "A candle")];
        let row = cells.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let written = WriteSection {
            area: Area::Grief,
            section: "dates".to_owned(),
            rows: vec![row],
            reason: String::new(),
        };
        house.ask(Command::WriteSection(written)).await;
        let home = client.open("/home").await;
        let prepare = therapist.get(&house.at("/prepare")).await.expect(StatusCode::OK);
        for page in [&home, &prepare] {
            assert_eq!(page.says(BIRTHDAY), is_told, "{remind} {when}: {}", page.text());
        }
        assert_eq!(prepare.says("A candle"), is_told, "{remind} {when}: {}", prepare.text());
        assert!(!home.says("A candle"), "the plan is the therapist's page: {}", home.text());
        assert_eq!(home.says("If you would rather not"), is_told);
        assert_eq!(home.says("Days that come near"), is_told);
        let sheet = therapist.get(&house.at("/grief")).await.expect(StatusCode::OK);
        let said = unread.map(|day| format!("its name or its day is not known: {day}."));
        assert_eq!(sheet.says("Nobody can be reminded of this"), unread.is_some(), "{}", sheet.text());
        assert!(said.is_none_or(|said| sheet.says(&said)), "{unread:?}: {}", sheet.text());
    }
}
