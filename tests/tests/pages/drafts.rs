//! What is typed and not signed, against everything that comes between: the program ends, the sign-in runs out, the line
//! is cut before or after the save, a second window saves. And two windows at once, a thousand times.

use crate::house::{House, browser_of, house};
use http::StatusCode;
use stories::{Browser, Opened, Page, Place, open_clinic_with};

/// Longest time of typing that may be lost, in seconds.
const LOST_MOST: usize = 10;
/// How long after a change the page saves, in seconds (`draft.js`).
const SAVES_AFTER: usize = 5;
const INTERRUPTIONS: usize = 200;
const RACES: usize = 1_000;

/// Small numbers from one seed, one after the other.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most) as usize
    }
}

/// A page with a note open in it, as the script keeps it.
#[derive(Clone)]
struct Window {
    path: String,
    subject: String,
    course: String,
    revision: String,
    text: String,
    /// The revision of what stands beside it.
    beside: String,
    /// Seconds since the first change that is not saved.
    waits: Option<usize>,
    /// Whether it shows another window's words and goes over them.
    is_told: bool,
}

impl Window {
    async fn open(browser: &mut Browser, path: &str, course: &str) -> Self {
        let form = browser.get(path).await.expect(StatusCode::OK).form("sign");
        Self {
            path: path.to_owned(),
            subject: form.value("draft"),
            course: course.to_owned(),
            revision: form.value("revision"),
            beside: form.value("beside"),
            text: form.value("text"),
            waits: None,
            is_told: false,
        }
    }

    /// One second of typing: true when the page would save now.
    fn type_on(&mut self, second: usize) -> bool {
        self.text.push_str(&format!(" {second}"));
        let waits = self.waits.map_or(0, |waits| waits + 1);
        self.waits = Some(waits);
        waits >= SAVES_AFTER
    }

    /// What the script sends.
    async fn send(&self, browser: &mut Browser) -> Page {
        let text = serde_json::to_string(&[("form", "sign"), ("text", &self.text)]).unwrap();
        let [on, off] = ["on".to_owned(), String::new()];
        let fields = [
            ("subject", &self.subject),
            ("course", &self.course),
            ("revision", &self.revision),
            ("beside", &self.beside),
            ("text", &text),
            ("told", if self.is_told { &on } else { &off }),
        ];
        browser.post("/drafts", &fields.map(|(name, value)| (name, value.as_str()))).await
    }

    async fn save(&mut self, browser: &mut Browser) -> StatusCode {
        let page = self.send(browser).await;
        if let Ok(said) = serde_json::from_str::<serde_json::Value>(&page.body)
            && let Some(revision) = said["revision"].as_u64()
        {
            self.revision = revision.to_string();
            self.beside = said["beside"].to_string();
        }
        if page.status == StatusCode::OK {
            self.waits = None;
        }
        page.status
    }
}

/// The last second that stands in a text.
fn last_second(text: &str) -> usize {
    text.rsplit(' ').next().and_then(|second| second.parse().ok()).unwrap_or(0)
}

async fn session(house: &House) -> (String, String) {
    let mut browser = house.therapist().await;
    let session = house.course(0).await.sessions[0].id;
    let path = house.at(&format!("/sessions/{session}"));
    let on = house.opened.hand.today();
    browser.fill(&path, "held", &[("on", &on)]).await;
    (path, house.courses[0].id.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_interruption_costs_more_than_ten_seconds_of_typing() {
    let place = Place::sqlite();
    let whole = house(&place).await;
    let (path, course) = session(&whole).await;
    let therapist = whole.courses[0].therapist.who;
    let hand = whole.opened.hand.clone();
    let mut opened: Opened = whole.opened.clone();
    drop(whole);
    let mut browser = browser_of(&opened, therapist).await;
    let mut window = Window::open(&mut browser, &path, &course).await;
    let mut dice = Dice(5);
    let mut second = 0;
    let mut lost_most = 0;
    for interruption in 0..INTERRUPTIONS {
        for _ in 0..dice.below(17) {
            second += 1;
            if window.type_on(second) {
                assert_eq!(window.save(&mut browser).await, StatusCode::OK);
            }
        }
        let kept = match interruption % 20 {
            // The program ends and is started again.
            0 => {
                drop(browser);
                drop(opened);
                opened = open_clinic_with(&place, hand.clone(), None).await;
                browser = browser_of(&opened, therapist).await;
                true
            }
            // Nobody is signed in any more: nothing is saved, and the page says so.
            1 => {
                hand.minutes_later(20);
                assert_ne!(window.send(&mut browser).await.status, StatusCode::OK);
                browser = browser_of(&opened, therapist).await;
                true
            }
            _ => match dice.below(3) {
                // The browser is killed.
                0 => true,
                // The save arrived and its answer did not: the next one meets its own text, which is no conflict.
                1 => {
                    window.send(&mut browser).await;
                    assert_eq!(window.save(&mut browser).await, StatusCode::OK);
                    true
                }
                // A second window saves in between.
                _ => {
                    let mut other = Window::open(&mut browser, &window.path, &course).await;
                    other.text.push_str(" other 0");
                    assert_eq!(other.save(&mut browser).await, StatusCode::OK);
                    false
                }
            },
        };
        if kept {
            window = Window::open(&mut browser, &path, &course).await;
            let lost = second - last_second(&window.text).min(second);
            // After another window's text came in, its own mark stands last.
            if !window.text.ends_with("other 0") {
                lost_most = lost_most.max(lost);
            }
        } else {
            // Two edits: the first answer shows both, and what is typed here is kept at the next.
            let mine = window.text.clone();
            let status = window.save(&mut browser).await;
            assert_eq!(status, StatusCode::CONFLICT, "nothing is written over unseen");
            assert_eq!(window.save(&mut browser).await, StatusCode::OK);
            assert_eq!(window.text, mine);
        }
    }
    assert!(lost_most <= LOST_MOST, "{lost_most} seconds of typing were lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_windows_that_save_at_once_one_is_told_of_the_other() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let [mut here, mut there] = [house.therapist().await, house.therapist().await];
    let mut windows =
        [Window::open(&mut here, &path, &course).await, Window::open(&mut there, &path, &course).await];
    for race in 0..RACES {
        let seen = windows[0].revision.clone();
        windows[1].revision = seen;
        windows[0].text = format!("here {race}");
        windows[1].text = format!("there {race}");
        let (one, other) = tokio::join!(windows[0].send(&mut here), windows[1].send(&mut there));
        let [won, lost] = if one.status == StatusCode::OK { [0, 1] } else { [1, 0] };
        let pages = [one, other];
        assert_eq!(pages[won].status, StatusCode::OK, "race {race}");
        assert_eq!(pages[lost].status, StatusCode::CONFLICT, "race {race}: nothing is written over unseen");
        let said: serde_json::Value = serde_json::from_str(&pages[lost].body).unwrap();
        let theirs = said["text"].as_str().unwrap();
        assert!(theirs.contains(&windows[won].text), "race {race}: {theirs}");
        windows[0].revision = said["revision"].to_string();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_windows_the_words_of_both_are_kept_until_one_is_sent() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let mut here = Window::open(&mut browser, &path, &course).await;
    let mut there = Window::open(&mut browser, &path, &course).await;
    here.text = "Written here.".to_owned();
    there.text = "Written there.".to_owned();
    assert_eq!(here.save(&mut browser).await, StatusCode::OK);
    // Told of the other: what this window has is kept at once, beside what is there.
    assert_eq!(there.save(&mut browser).await, StatusCode::CONFLICT);
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert_eq!(page.form("sign").value("text"), "Written here.");
    assert!(page.body.contains("Written there."), "what was refused is kept");
    assert!(page.says("It is kept here until you send yours."), "{}", page.text());
    // It goes over what it was told of: then that is kept beside it.
    there.is_told = true;
    there.text.push_str(" And on.");
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert_eq!(page.form("sign").value("text"), "Written there. And on.");
    assert!(page.body.contains("Written here."), "what was gone over is kept");
    // The window that goes on changes nothing of it, and sending ends both.
    there.is_told = false;
    there.text.push_str(" Further.");
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    assert!(browser.get(&path).await.body.contains("Written here."));
    let signed = [("text", there.text.as_str()), ("no-link-reason", "The first words only.")];
    browser.fill(&path, "sign", &signed).await;
    assert!(!browser.get(&path).await.body.contains("Written here."), "what was sent leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_windows_the_words_of_all_are_kept() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let mut windows = Vec::new();
    for name in ["first", "second", "third"] {
        let mut window = Window::open(&mut browser, &path, &course).await;
        window.revision = "0".to_owned();
        window.text = format!("Written in the {name}.");
        windows.push(window);
    }
    // Each is told of what is there, and goes over it.
    assert_eq!(windows[0].save(&mut browser).await, StatusCode::OK);
    for window in &mut windows[1..] {
        assert_eq!(window.save(&mut browser).await, StatusCode::CONFLICT);
        window.is_told = true;
        window.text.push_str(" And on.");
        assert_eq!(window.save(&mut browser).await, StatusCode::OK);
        window.is_told = false;
    }
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert_eq!(page.form("sign").value("text"), "Written in the third. And on.");
    for said in ["Written in the first.", "Written in the second. And on."] {
        assert!(page.body.contains(said), "{said}: {}", page.text());
    }
    assert_eq!(
        page.body.matches("Written in the second.").count(),
        1,
        "what it grew from is not shown twice"
    );
    assert!(!page.body.contains(">Note: Written in the third.<"), "nor what the draft grew from");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_signed_in_one_window_shows_what_was_typed_on_in_another() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let mut there = Window::open(&mut browser, &path, &course).await;
    there.text = "She rang him.".to_owned();
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    browser.fill(&path, "sign", &[("no-link-reason", "The first words only.")]).await;
    let signed = browser.get(&path).await.expect(StatusCode::OK);
    assert!(!signed.has_form("left-over-take"), "all of it is signed");
    // What was signed, saved late, is nothing new; what was typed on is.
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    assert!(!browser.get(&path).await.has_form("left-over-take"));
    there.text.push_str(" He wept.");
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert!(page.says("She rang him. He wept.") && page.says("in no record yet"), "{}", page.text());
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    assert!(!supervisor.get(&path).await.says("He wept."), "a draft is its owner's");
    // Let go of as it was seen: what came since stays in sight.
    let seen = page.form("left-over-drop");
    there.text.push_str(" For long.");
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let page = browser.send(&seen).await.expect(StatusCode::OK);
    assert!(page.says("He wept. For long."), "{}", page.text());
    // Nor does what another window wrote since go, that was kept beside it.
    let seen = page.form("left-over-drop");
    let mut late = Window { revision: "0".to_owned(), text: "Written late.".to_owned(), ..there.clone() };
    assert_eq!(late.save(&mut browser).await, StatusCode::CONFLICT);
    let page = browser.send(&seen).await.expect(StatusCode::OK);
    assert!(page.says("He wept. For long.") && page.says("Written late."), "{}", page.text());
    let page = browser.send(&page.form("left-over-drop")).await.expect(StatusCode::OK);
    assert!(!page.has_form("left-over-take"), "both were seen: {}", page.text());
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    // Made an addition, after what is being added already; it is signed with the addition, and nothing is left.
    let mut keep = browser.get(&path).await.form("amend").filled(&[("text", "Begun before.")]);
    keep.action = format!("{path}/amend/keep");
    browser.send(&keep).await.expect(StatusCode::OK);
    let page = browser.fill(&path, "left-over-take", &[]).await.expect(StatusCode::OK);
    assert!(!page.has_form("left-over-take"));
    assert_eq!(page.form("amend").value("text"), "Begun before.\n\nShe rang him. He wept. For long.");
    let page = browser.fill(&path, "amend", &[("reason", "Typed in a second window")]).await;
    assert!(page.says("He wept. For long.") && !page.has_form("left-over-take"), "{}", page.text());
    assert_eq!(page.form("amend").value("text"), "");
    // What was added, saved late, is nothing new.
    house.opened.hand.minutes_later(1);
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    assert!(!browser.get(&path).await.has_form("left-over-take"));
    // And what is not wanted goes.
    there.text = "Scrap.".to_owned();
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let page = browser.fill(&path, "left-over-drop", &[]).await.expect(StatusCode::OK);
    assert!(!page.says("Scrap."), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_kept_beside_since_the_page_of_the_signing_are_shown_after_it() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        let (path, course) = session(&house).await;
        let mut browser = house.therapist().await;
        let mut here = Window::open(&mut browser, &path, &course).await;
        let mut there = Window::open(&mut browser, &path, &course).await;
        here.text = "She rang him.".to_owned();
        assert_eq!(here.save(&mut browser).await, StatusCode::OK);
        let page = browser.get(&path).await.expect(StatusCode::OK);
        let signing = page.form("sign").filled(&[("no-link-reason", "The first words only.")]);
        // Right before the press another window is refused, and its words are kept beside the draft.
        there.text = "He wept all night.".to_owned();
        assert_eq!(there.save(&mut browser).await, StatusCode::CONFLICT);
        let page = browser.send(&signing).await.expect(StatusCode::OK);
        assert!(page.says("She rang him.") && page.has_form("left-over-take"), "{}", page.text());
        assert!(page.says("He wept all night.") && page.says("in no record yet"), "{}", page.text());
        // Once more by another press: what is said of the note is who signed it and when; nothing new is left.
        let pressed = page.form("left-over-take").value("submission");
        let again = browser
            .send(&signing.forged("submission", &pressed))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.says("by Therapist of Alma and stays as it is"), "{}", again.text());
        let page = browser.send(&page.form("left-over-drop")).await.expect(StatusCode::OK);
        assert!(!page.says("He wept all night."), "{}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_went_over_another_knowingly_signs_and_takes_both_along() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let form = browser.get(&path).await.form("sign");
    let mut here = Window::open(&mut browser, &path, &course).await;
    let mut there = Window::open(&mut browser, &path, &course).await;
    there.text = "Written there.".to_owned();
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    here.text = "Written here.".to_owned();
    assert_eq!(here.save(&mut browser).await, StatusCode::CONFLICT);
    here.is_told = true;
    here.text.push_str(" And on.");
    assert_eq!(here.save(&mut browser).await, StatusCode::OK);
    // The page was shown all of it: signed from there nothing is left.
    let signed = form.filled(&[("text", here.text.as_str()), ("no-link-reason", "The first words only.")]);
    let signed = signed.forged("revision", &here.revision).forged("beside", &here.beside);
    let page = browser.send(&signed).await.expect(StatusCode::OK);
    assert!(!page.has_form("left-over-take"), "{}", page.text());
    assert!(!page.body.contains("Written there."), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_signed_already_says_by_whom_and_takes_what_was_typed_as_an_addition() {
    let house = house(&Place::sqlite()).await;
    let (path, _) = session(&house).await;
    // The same person at two desks; the second has no script, and nothing of it was ever saved.
    let (mut here, mut there) = (house.therapist().await, house.therapist().await);
    let late = there.get(&path).await.form("sign");
    let late = late.filled(&[("text", "He wept all night."), ("plan-what", "Ring the doctor")]);
    let signed = [("text", "She rang him."), ("no-link-reason", "The first words only.")];
    here.fill(&path, "sign", &signed).await;
    let page = there.send(&late).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("This note was signed") && page.says("by Therapist of Alma"), "{}", page.text());
    assert_eq!(house.course(0).await.plans.len(), 0, "nothing of it is in the record");
    for said in ["He wept all night.", "Ring the doctor"] {
        assert_eq!(page.text().matches(said).count(), 1, "{said} is shown once: {}", page.text());
    }
    let page = there.send(&page.form("left-over-take")).await.expect(StatusCode::OK);
    assert!(page.form("amend").value("text").contains("He wept all night."));
    let page = there.fill(&path, "amend", &[("reason", "Typed at the other desk")]).await;
    assert!(page.says("She rang him.") && page.says("He wept all night."), "{}", page.text());
    assert_eq!(house.course(0).await.sessions[0].amended.len(), 1);
    assert!(!there.get(&path).await.has_form("left-over-take"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_has_one_author_and_who_else_reads_the_course_sees_nothing_of_its_draft() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut owner = house.therapist().await;
    let mut draft = Window::open(&mut owner, &path, &course).await;
    draft.text = "A first sentence, not signed.".to_owned();
    assert_eq!(draft.save(&mut owner).await, StatusCode::OK);
    let cover = house.courses[1].therapist.staff().unwrap().to_string();
    let press = "ab".repeat(16);
    let away = [("cover-by", cover.as_str()), ("until", "2025-03-05")];
    owner.fill("/covers", "cover", &away).await;
    for who in [house.courses[1].therapist.who, house.courses[0].supervisor.who] {
        let mut other = browser_of(&house.opened, who).await;
        let page = other.get(&path).await.expect(StatusCode::OK);
        assert!(page.says("Therapist of Alma writes it and signs it"), "{}", page.text());
        assert!(!page.has_form("sign") && !page.body.contains("A first sentence"), "{}", page.text());
        for rest in ["/sign", "/keep", "/plan", "/amend", "/amend/keep", "/left-over/take", "/left-over/drop"]
        {
            let sent =
                other.post(&format!("{path}{rest}"), &[("text", "Mine"), ("submission", &press)]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{rest}");
        }
        assert_eq!(draft.clone().send(&mut other).await.status, StatusCode::NOT_FOUND, "nor a draft of it");
    }
    // Back again the owner finds it as it was.
    assert!(owner.get(&path).await.form("sign").value("text").contains("A first sentence"));
    let reason = [("no-link-reason", "The first words only.")];
    owner.fill(&path, "sign", &reason).await;
    let mut other = browser_of(&house.opened, house.courses[1].therapist.who).await;
    assert!(other.get(&path).await.says("A first sentence, not signed."), "signed, it is in the record");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_clock_was_set_back_an_old_page_takes_no_newer_draft_away() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let signed = [("text", "A slow week."), ("no-link-reason", "Too slow to say.")];
    browser.fill(&path, "sign", &signed).await;
    let form = browser.get(&path).await.form("amend");
    let mut first = Window {
        path: path.clone(),
        subject: form.value("draft"),
        course,
        revision: "0".to_owned(),
        beside: "0".to_owned(),
        text: "She rang him.".to_owned(),
        waits: None,
        is_told: false,
    };
    assert_eq!(first.save(&mut browser).await, StatusCode::OK);
    let reason = [("reason", "Remembered later")];
    let old = browser.get(&path).await.form("amend").filled(&reason);
    // It is sent in another window; the clock goes back an hour, and something new is begun.
    browser.fill(&path, "amend", &reason).await;
    house.opened.hand.minutes_later(-60);
    let mut anew = Window { revision: "0".to_owned(), text: "Begun anew.".to_owned(), ..first.clone() };
    assert_eq!(anew.save(&mut browser).await, StatusCode::OK);
    let number = |window: &Window| window.revision.parse::<u64>().unwrap();
    assert!(number(&anew) < number(&first), "the clock was set back");
    let page = browser.send(&old).await.expect(StatusCode::OK);
    assert_eq!(page.form("amend").value("text"), "Begun anew.", "{}", page.text());
    first.text.push_str(" He wept.");
    assert_eq!(first.save(&mut browser).await, StatusCode::CONFLICT, "nor is it written over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_signed_in_an_older_window_leaves_what_others_saved_since() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let mut there = Window::open(&mut browser, &path, &course).await;
    there.text = "She rang him.".to_owned();
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let older = browser.get(&path).await.form("sign").filled(&[("passage-words", "She rang him.")]);
    // A second window saves and is closed; what a third has is kept beside it.
    let mut third = Window { revision: "0".to_owned(), text: "A third thing.".to_owned(), ..there.clone() };
    there.text.push_str(" He wept.");
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    assert_eq!(third.save(&mut browser).await, StatusCode::CONFLICT);
    // Refused, it comes back without them, and takes nothing away when it is sent again.
    let refused = browser.send(&older).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("sign").value("text"), "She rang him.");
    let again = refused.form("sign").filled(&[("passage-words", "")]);
    let page = browser.send(&again).await.expect(StatusCode::OK);
    assert!(page.has_form("left-over-take"), "{}", page.text());
    assert!(page.says("She rang him. He wept.") && page.says("A third thing."), "{}", page.text());
    // A window of before the draft was let go of does not write over the next one.
    let stale = there.clone();
    browser.fill(&path, "left-over-drop", &[]).await;
    house.opened.hand.minutes_later(1);
    there.text = "Begun anew.".to_owned();
    there.revision = "0".to_owned();
    assert_eq!(there.save(&mut browser).await, StatusCode::OK);
    let mut stale = Window { text: "Typed long ago.".to_owned(), ..stale };
    assert_eq!(stale.save(&mut browser).await, StatusCode::CONFLICT);
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert!(page.says("Begun anew.") && page.says("Typed long ago."), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_field_is_not_taken_for_signed_because_its_words_stand_elsewhere() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let there = Window::open(&mut browser, &path, &course).await;
    let signed = [("text", "A slow week."), ("no-link-reason", "Too slow to say.")];
    browser.fill(&path, "sign", &signed).await;
    let draft = |pairs: &[(&str, &str)]| serde_json::to_string(pairs).unwrap();
    let all_signed = draft(&[("form", "sign"), ("text", "A slow"), ("no-link-reason", "Too slow to say.")]);
    let with_words = draft(&[("form", "sign"), ("text", "A slow"), ("mood-words", "low"), ("mood", "1")]);
    let mut revision = "0".to_owned();
    for (text, is_left) in [(&all_signed, false), (&with_words, true)] {
        let fields =
            [("subject", &there.subject), ("course", &course), ("revision", &revision), ("text", text)];
        let saved = browser.post("/drafts", &fields.map(|(name, value)| (name, value.as_str()))).await;
        let said: serde_json::Value = serde_json::from_str(&saved.expect(StatusCode::OK).body).unwrap();
        revision = said["revision"].to_string();
        assert_eq!(browser.get(&path).await.has_form("left-over-take"), is_left, "{text}");
    }
    // Taken over it stands in the addition as it was shown, and is not offered again once that is signed.
    browser.fill(&path, "left-over-take", &[]).await.expect(StatusCode::OK);
    browser.fill(&path, "amend", &[("reason", "Typed in a second window")]).await;
    let fields =
        [("subject", &there.subject), ("course", &course), ("revision", &revision), ("text", &with_words)];
    let saved = browser.post("/drafts", &fields.map(|(name, value)| (name, value.as_str()))).await;
    saved.expect(StatusCode::OK);
    assert!(!browser.get(&path).await.has_form("left-over-take"), "it was added");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_stand_beside_no_draft_any_more_are_shown() {
    let house = house(&Place::sqlite()).await;
    let (path, course) = session(&house).await;
    let mut browser = house.therapist().await;
    let there = Window::open(&mut browser, &path, &course).await;
    let lonely = store::Draft {
        owner: house.courses[0].therapist.who.to_string(),
        subject: store::beside(&there.subject),
        course: Some(house.courses[0].id),
        revision: 0,
        saved_at: house.opened.hand.now(),
        text: serde_json::to_vec(&["Written late."]).unwrap(),
    };
    house.opened.clinic.store().put_draft(lonely.clone(), 0).await.unwrap();
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert!(page.says("Written late."), "{}", page.text());
    assert_eq!(
        (page.form("sign").value("text"), page.form("sign").value("revision")),
        (String::new(), "0".to_owned())
    );
    // Also when it came after the note was signed; it is let go of as it was seen.
    let signed = [("text", "She rang him."), ("no-link-reason", "The first words only.")];
    browser.fill(&path, "sign", &signed).await;
    house.opened.clinic.store().put_draft(lonely, 0).await.ok();
    let page = browser.get(&path).await.expect(StatusCode::OK);
    assert!(page.says("Written late.") && page.has_form("left-over-drop"), "{}", page.text());
    let page = browser.fill(&path, "left-over-drop", &[]).await;
    assert!(!page.says("Written late."), "{}", page.text());
}
