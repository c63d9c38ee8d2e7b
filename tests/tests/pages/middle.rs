//! Middle sessions on the pages: prepared, written up, linked, drifted from the focus and back; private sheets.

use crate::house::{House, browser_of, house};
use http::StatusCode;
use stories::{Browser, Page, Place};
use treatment::command::Command;
use treatment::inventory::{MarkSafety, RemovePerson, Safety};
use treatment::plans::AgreePlan;
use treatment::protocol::BeginMiddle;
use treatment::session::{HoldSession, Mode};

impl House {
    /// Into the middle, whatever is missing.
    async fn go_on(&self) {
        let reason = "Ready".to_owned();
        self.ask(Command::BeginMiddle(BeginMiddle { reason, missing: Vec::new() })).await;
    }

    /// The page of a session held today.
    async fn held(&self) -> String {
        let on = self.opened.clinic.today();
        self.ask(Command::HoldSession(HoldSession { session: None, on, mode: Mode::InPerson, number: 0 }))
            .await;
        let session = self.course(0).await.sessions.iter().next_back().unwrap().id;
        self.at(&format!("/sessions/{session}"))
    }
}

/// Fills in a form of a page and presses its button, whatever the answer.
async fn press(browser: &mut Browser, path: &str, form: &str, filled: &[(&str, &str)]) -> Page {
    let form = browser.get(path).await.form(form).filled(filled);
    browser.send(&form).await
}

/// Signs the note of a session, with a whole link, off the focus when a reason is given.
async fn sign(browser: &mut Browser, path: &str, text: &str, off: &str) -> Page {
    let mut filled = vec![
        ("text", text),
        ("mood", "4"),
        ("event", "The quarrel on Sunday"),
        ("off-reason", off),
        ("techniques", "clarify"),
    ];
    if !off.is_empty() {
        filled.push(("worked", "off-focus"));
    }
    press(browser, path, "sign", &filled).await
}

#[tokio::test(flavor = "multi_thread")]
async fn prepare_is_whole_with_nothing_known_and_leads_to_where_each_fact_stands() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let page = browser.get(&house.at("/prepare")).await.expect(StatusCode::OK);
    for said in
        ["Time left", "What has changed", "No note is signed yet", "Nothing was shared", "No plan yet"]
    {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    for rest in ["/contract", "/measures", "/plans", "/focus"] {
        assert!(page.links().contains(&house.at(rest)), "{rest}: {:?}", page.links());
    }
    assert!(browser.get("/").await.links().contains(&house.at("/prepare")), "one press from today");
    let path = house.held().await;
    sign(&mut browser, &path, "She called him.", "").await;
    let page = browser.get(&house.at("/prepare")).await.expect(StatusCode::OK);
    assert!(page.says("The quarrel on Sunday") && page.says("mood 4 of 10"), "{}", page.text());
    assert!(page.links().contains(&path), "{:?}", page.links());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sessions_off_the_focus_are_named_on_three_pages_and_answered() {
    let house = house(&Place::sqlite()).await;
    house.go_on().await;
    let mut browser = house.therapist().await;
    let mut sessions = Vec::new();
    for reason in ["The flat burned", "Her mother fell ill"] {
        let path = house.held().await;
        sign(&mut browser, &path, "Of other things.", reason).await;
        sessions.push(path);
    }
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let cockpit = house.held().await;
    for page in [
        browser.get(&house.at("/prepare")).await,
        browser.get(&cockpit).await,
        supervisor.get("/supervision").await,
    ] {
        let links = page.links();
        assert!(sessions.iter().all(|session| links.contains(session)), "{}: {links:?}", page.path);
    }
    let refused = press(&mut browser, &cockpit, "drift", &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answered =
        press(&mut browser, &cockpit, "drift", &[("reason", "Back to the quarrel next week")]).await;
    assert_eq!(answered.path, cockpit, "back where the answer was written");
    assert!(answered.says("Back to the quarrel next week"));
    let seen = supervisor.get("/supervision").await;
    assert!(
        seen.says("Back to the quarrel next week") && !seen.says("Two sessions in a row off"),
        "{}",
        seen.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_of_a_signed_note_leads_to_a_person_until_the_note_is_added_to() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let page = sign(&mut browser, &path, "# Week\nShe spoke of the quarrel.", "").await;
    assert!(page.body.contains("<h3 dir=\"auto\">Week</h3>") && page.says("Clarification"), "{}", page.body);
    let person = house.course(0).await.inventory.people[0].id;
    let whom = format!("person-{person}");
    let refused =
        press(&mut browser, &path, "passage", &[("words", "the wedding"), ("speaks-of", &whom)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("passage").value("words"), "the wedding", "what was typed comes back");
    let linked =
        press(&mut browser, &path, "passage", &[("words", "the quarrel"), ("speaks-of", &whom)]).await;
    let shown = format!(
        "<a href=\"{}\" title=\"Somebody of Alma\">the quarrel</a>",
        house.at(&format!("/people/{person}"))
    );
    assert!(linked.body.contains(&shown), "{}", linked.body);
    let filled = [("kind", "correction"), ("text", "Of the wedding."), ("reason", "Misheard")];
    let added = press(&mut browser, &path, "amend", &filled).await;
    assert!(!added.body.contains(&shown) && added.says("The note was added to since"), "{}", added.body);
    let taken = [("kind", "retraction"), ("text", ""), ("reason", "Of another client")];
    let taken = press(&mut browser, &path, "amend", &taken).await;
    assert!(
        taken.says("This note was taken back") && taken.says("She spoke of the quarrel"),
        "{}",
        taken.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_and_not_signed_is_there_again_whatever_was_pressed() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let form = browser.get(&path).await.form("sign");
    let typed = form.clone().filled(&[
        ("text", "low"),
        ("event", "The quarrel"),
        ("mood", "3"),
        ("techniques", "role-play"),
    ]);
    let mut keep = typed.clone();
    keep.action = format!("{path}/keep");
    let kept = browser.send(&keep).await.expect(StatusCode::OK).form("sign");
    for (name, value) in
        [("text", "low"), ("event", "The quarrel"), ("mood", "3"), ("techniques", "role-play")]
    {
        assert_eq!(kept.value(name), value, "{name}");
    }
    // Another window kept something else meanwhile: both are shown, neither is lost.
    let mut other = typed.filled(&[("text", "lower")]);
    other.action = format!("{path}/keep");
    let both = browser.send(&other).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.says("Note: low") && both.form("sign").value("text") == "lower", "{}", both.text());
    // Signed in one window, then in the other: what the other typed is said and stays in sight.
    sign(&mut browser, &path, "Signed.", "").await;
    let late = browser.send(&kept.filled(&[("text", "Too late.")])).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Too late.") && late.says("This note was signed"), "{}", late.text());
    let early = house.held().await;
    assert!(!browser.get(&early).await.has_form("amend"), "what is not signed is not added to");
}

/// The name of the session of that page.
fn session_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A button of a page that takes a form to another place than its own.
async fn press_other(
    browser: &mut Browser,
    path: &str,
    way: &str,
    form: &str,
    filled: &[(&str, &str)],
) -> Page {
    let mut form = browser.get(path).await.form(form).filled(filled);
    form.action = format!("{path}/{way}");
    browser.send(&form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn passages_are_marked_while_the_note_is_written_and_hold_until_it_is_signed() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let person = house.course(0).await.inventory.people[0].id;
    let whom = format!("person-{person}");
    let filled =
        [("text", "She spoke of the quarrel."), ("passage-words", "the  quarrel"), ("passage-of", &whom)];
    let page = press_other(&mut browser, &path, "keep", "sign", &filled).await.expect(StatusCode::OK);
    assert!(page.says("“the quarrel” · Somebody of Alma"), "{}", page.text());
    let form = page.form("sign");
    assert_eq!(form.value("passages"), format!("{whom} the quarrel"));
    assert_eq!((form.value("passage-words"), form.value("passage-of")), (String::new(), String::new()));
    // The note goes on: the passage keeps to its words wherever they stand.
    let later = "On Sunday, she said, it began. She spoke of the quarrel. She cried.";
    let page = press_other(&mut browser, &path, "keep", "sign", &[("text", later)]).await;
    assert!(!page.says("no longer stands in the note"), "{}", page.text());
    let page =
        press(&mut browser, &path, "sign", &[("text", "Of other things."), ("mood", "4"), ("event", "x")])
            .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a link to words that are gone is not signed");
    assert!(page.says("no longer stands in the note"), "{}", page.text());
    assert_eq!(page.form("sign").value("text"), "Of other things.", "what was typed comes back");
    let half = [("text", later), ("mood", "4"), ("event", "x"), ("passage-words", "She cried")];
    let page = press(&mut browser, &path, "sign", &half).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "of whom it speaks is not said yet");
    let event = house.course(0).await.timeline.events[0].id;
    let both = [half[0], half[1], half[2], half[3], ("passage-of", &format!("event-{event}"))];
    let page = press(&mut browser, &path, "sign", &both).await.expect(StatusCode::OK);
    assert!(page.body.contains(">the quarrel</a>") && page.body.contains(">She cried</a>"), "{}", page.body);
    assert_eq!(house.course(0).await.passages.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_agreed_beside_the_note_and_nothing_typed_is_lost() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let typed = [("text", "She wants to ring her."), ("mood", "3"), ("techniques", "role-play")];
    let page = press_other(&mut browser, &path, "plan", "sign", &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no act yet");
    assert_eq!(page.form("sign").value("text"), "She wants to ring her.");
    let plan =
        [("plan-what", "Ring her on Sunday"), ("plan-when", "After lunch"), ("plan-if-then", "I ring again")];
    let filled: Vec<_> = typed.into_iter().chain(plan).collect();
    let page = press_other(&mut browser, &path, "plan", "sign", &filled).await.expect(StatusCode::OK);
    assert!(page.says("Ring her on Sunday"), "it stands beside the note: {}", page.text());
    let form = page.form("sign");
    for (name, value) in typed {
        assert_eq!(form.value(name), value, "{name} is kept");
    }
    assert_eq!(form.value("plan-what"), "", "and the plan is no draft any more");
    assert_eq!(house.course(0).await.plans.len(), 1);
    // What was worked out in this session begins the next plan, beside the note.
    let scene = press(
        &mut browser,
        &house.at(&format!("/worked/role-play?session={}", session_of(&path))),
        "role-play",
        &[("situation", "The telephone"), ("opening-words", "Have you a minute?")],
    )
    .await;
    let way =
        scene.expect(StatusCode::OK).links().into_iter().find(|link| link.contains("#sign-plan")).unwrap();
    let form = browser.get(way.split('#').next().unwrap()).await.form("sign");
    assert_eq!(form.value("plan-opening-words"), "Have you a minute?");
    assert_eq!(form.value("text"), "She wants to ring her.", "and the note is as it was");
    // A plan not agreed before is agreed with the signature; what is said of a technique stands in the note.
    let last = [
        ("mood", "3"),
        ("event", "The call"),
        ("plan-what", "Write to her"),
        ("technique-uses-6-took", "5-to-10"),
        ("technique-uses-6-quality", "3"),
        ("technique-uses-6-served", "goal"),
    ];
    let page = press(&mut browser, &path, "sign", &last).await.expect(StatusCode::OK);
    assert!(page.says("Role play (5 to 10 minutes, 3, as I meant it, on a goal)"), "{}", page.text());
    let course = house.course(0).await;
    let debrief = format!("debrief-{}", course.plans[1].id);
    assert!(page.says("Write to her") && page.has_form(&debrief), "{}", page.text());
    assert_eq!((course.plans.len(), course.plans[1].agreed.what.as_str()), (2, "Write to her"));
    let mut supervisor = browser_of(&house.opened, house.courses[0].supervisor.who).await;
    let page = supervisor.get(&house.at("/sessions")).await.expect(StatusCode::OK);
    assert!(page.says("1: 5 to 10 minutes, 3, as I meant it, on a goal"), "{}", page.text());
    // After the note is signed a plan can still be agreed here.
    let page = press(&mut browser, &path, "plan", &[("plan-what", "Walk by the river")]).await;
    assert!(page.expect(StatusCode::OK).says("Walk by the river"));
}

/// What stands beside a note about plans.
fn plan_card(page: &Page) -> &str {
    let card = page.body.split("id=\"plan-agreed\"").nth(1).unwrap();
    card.split("</section>").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_session_is_shown_with_what_was_known_on_its_day() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let on = house.opened.clinic.today().plus(-7);
    let held = HoldSession { session: None, on, mode: Mode::InPerson, number: 0 };
    house.ask(Command::HoldSession(held)).await;
    let earlier = house.course(0).await.sessions.iter().next_back().unwrap().id;
    let earlier = house.at(&format!("/sessions/{earlier}"));
    let signed = sign(&mut browser, &earlier, "A first look.", "").await;
    assert!(!signed.says("The agreed focus"), "none was agreed yet: {}", signed.text());
    let later = house.held().await;
    house.opened.hand.minutes_later(1);
    let plan = AgreePlan {
        what: "Ring her on Sunday".to_owned(),
        person: None,
        when: String::new(),
        opening_words: String::new(),
        if_then: String::new(),
        from: None,
    };
    house.ask(Command::AgreePlan(plan)).await;
    let page = browser.get(&later).await.expect(StatusCode::OK);
    assert!(
        page.says("Sessions left 10") && plan_card(&page).contains("Ring her on Sunday"),
        "{}",
        page.text()
    );
    let page = browser.get(&earlier).await.expect(StatusCode::OK);
    assert!(
        page.says("Sessions left 11") && !plan_card(&page).contains("Ring her on Sunday"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_signed_days_later_keeps_the_plan_and_the_focus_of_its_session() {
    let house = house(&Place::sqlite()).await;
    let earlier = house.held().await;
    house.opened.hand.days_later(1);
    house.agree_focus().await;
    house.opened.hand.days_later(2);
    let mut browser = house.therapist().await;
    let filled = [
        ("text", "We agreed what this is about."),
        ("worked", "focus"),
        ("mood", "4"),
        ("event", "The move"),
        ("techniques", "clarify"),
        ("plan-what", "Ring her on Sunday"),
    ];
    press(&mut browser, &earlier, "sign", &filled).await.expect(StatusCode::OK);
    house.held().await;
    let page = browser.get(&earlier).await.expect(StatusCode::OK);
    assert!(plan_card(&page).contains("Ring her on Sunday"), "it is of this session: {}", page.text());
    assert!(page.says("The agreed focus") && !page.says("The opening: no focus"), "{}", page.text());
    let page = browser.get(&house.at("/prepare")).await.expect(StatusCode::OK);
    assert!(page.says("The agreed focus"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_addition_is_kept_like_a_note_until_it_is_made() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    sign(&mut browser, &path, "She spoke of the quarrel.", "").await;
    let typed = [("kind", "late-entry"), ("text", "He rang on Monday."), ("reason", "Told in the corridor")];
    let mut keep = browser.get(&path).await.form("amend").filled(&typed);
    keep.action = format!("{path}/amend/keep");
    let kept = browser.send(&keep).await.expect(StatusCode::OK);
    let form = kept.form("amend");
    for (name, value) in typed {
        assert_eq!(form.value(name), value, "{name}");
    }
    assert!(house.course(0).await.sessions[0].amended.is_empty(), "nothing is added yet");
    // The script saves under the same name; a second window is told of the first.
    let mut other = keep.filled(&[("text", "He rang on Tuesday.")]);
    other.action = format!("{path}/amend/keep");
    let both = browser.send(&other).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.says("He rang on Monday.") && both.form("amend").value("text") == "He rang on Tuesday.");
    let added = browser.send(&form).await.expect(StatusCode::OK);
    assert!(added.says("He rang on Monday.") && added.says("Told in the corridor"), "{}", added.text());
    assert_eq!(added.form("amend").value("text"), "", "what was added is no draft any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_ten_megabytes_is_refused_in_words_and_comes_back_whole() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let long = "घर पर \u{202e}low ".repeat(500_000);
    assert!(long.len() > 10_000_000);
    let refused = sign(&mut browser, &path, &long, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("200,000") || refused.says("200000"), "the limit is said");
    assert!(refused.body.len() > long.len(), "nothing is lost");
    let every = "עברית\u{202e} العربية हिन्दी 中文 🙂 \u{0}\u{7}end";
    let signed = sign(&mut browser, &path, every, "").await.expect(StatusCode::OK);
    assert!(signed.body.contains("עברית\u{202e} العربية हिन्दी 中文 🙂 end"), "{}", signed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_note_is_its_authors_alone_and_in_no_record() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.held().await;
    let sheet = format!("{path}/process-note");
    let written = press(&mut browser, &sheet, "process-note", &[("text", "I felt bored, and why")]).await;
    assert_eq!(written.form("process-note").value("text"), "I felt bored, and why");
    // Saved in another window meanwhile: both are shown.
    let form = written.form("process-note").filled(&[("text", "I felt angry")]).forged("revision", "0");
    let both = browser.send(&form).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(
        both.says("I felt bored") && both.form("process-note").value("text") == "I felt angry",
        "{}",
        both.text()
    );
    // And both are kept: what was refused at once, what is written over when it is, until it is let go of.
    let later = browser.get(&sheet).await;
    assert_eq!(later.form("process-note").value("text"), "I felt bored, and why");
    assert!(later.says("I felt angry"), "{}", later.text());
    browser.send(&both.form("process-note")).await.expect(StatusCode::OK);
    let later = browser.get(&sheet).await;
    assert_eq!(later.form("process-note").value("text"), "I felt angry");
    assert!(later.says("I felt bored, and why"), "{}", later.text());
    assert!(later.says("It is kept here until you let it go."), "{}", later.text());
    let alone = browser.send(&later.form("beside")).await.expect(StatusCode::OK);
    assert!(!alone.says("I felt bored") && !alone.has_form("beside"), "{}", alone.text());
    press(&mut browser, &sheet, "process-note", &[("text", "I felt bored, and why")]).await;
    for who in
        [&house.courses[0].supervisor, &house.courses[0].client, &house.courses[1].therapist, &house.manager]
    {
        let mut other = browser_of(&house.opened, who.who).await;
        assert_eq!(other.get(&sheet).await.status, StatusCode::NOT_FOUND, "{:?}", who.who);
    }
    for rest in ["/history", "/prepare", ""] {
        assert!(!browser.get(&house.at(rest)).await.says("I felt bored"), "{rest}");
    }
    let unsure = press(&mut browser, &sheet, "destroy", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    press(&mut browser, &sheet, "destroy", &[("destroy-all", "yes")]).await.expect(StatusCode::OK);
    assert_eq!(browser.get(&sheet).await.form("process-note").value("text"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_together_is_prepared_on_the_page_of_the_dispute_once_safety_was_asked_about() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.at("/dispute");
    let person = house.course(0).await.inventory.people[0].clone();
    let whom = person.id.to_string();
    let prepared = [
        ("rows-0-with", whom.as_str()),
        ("rows-0-purpose", "Hear what each wants of the other"),
        ("rows-0-agreed-before", "She begins, and may stop it"),
        ("rows-0-may-be-said", "That she wants to be asked"),
        ("rows-0-not-to-be-said", "The tablets"),
    ];
    let typed = |page: &Page| prepared.iter().all(|(name, said)| page.form("joint").value(name) == *said);
    let page = browser.get(&path).await;
    assert!(page.says("A session together") && page.says("First ask about safety"), "{}", page.text());
    let refused = press(&mut browser, &path, "joint", &prepared).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("First ask about safety") && typed(&refused), "{}", refused.text());
    let found = [("found", "threats"), ("note", "He says he will take the children")];
    press(&mut browser, &path, "safety", &found).await.expect(StatusCode::OK);
    let refused = browser.send(&refused.form("joint")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("makes it unsafe to press this dispute") && typed(&refused), "{}", refused.text());
    press(&mut browser, &path, "safety", &[("note", "Asked alone again; nothing")]).await;
    let mark =
        |mark| Command::MarkSafety(MarkSafety { person: person.id, mark, note: "As she says".to_owned() });
    house.ask(mark(Safety::Unsafe)).await;
    let refused = browser.send(&refused.form("joint")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("marked as not safe") && typed(&refused), "{}", refused.text());
    house.ask(mark(Safety::None)).await;
    let page = browser.send(&refused.form("joint")).await.expect(StatusCode::OK);
    for said in [&person.name, prepared[1].1, prepared[2].1, prepared[3].1, prepared[4].1] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    // What was found in it is told of all the same; the name stays though they were taken off the map.
    house.ask(mark(Safety::Unsafe)).await;
    press(&mut browser, &path, "safety", &found).await.expect(StatusCode::OK);
    house.ask(Command::RemovePerson(RemovePerson { person: person.id, reason: String::new() })).await;
    let page =
        press(&mut browser, &path, "joint", &[("rows-0-how-it-went", "Stopped after ten minutes")]).await;
    let page = page.expect(StatusCode::OK);
    assert!(page.says("Stopped after ten minutes") && page.says(&person.name), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_together_in_spite_of_what_was_found_takes_a_reason_and_the_supervisor_sees_it() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let path = house.at("/dispute");
    let whom = house.course(0).await.inventory.people[0].id.to_string();
    let prepared = [("rows-0-with", whom.as_str()), ("rows-0-purpose", "The money")];
    let found = |found, note| [("found", found), ("note", note)];
    press(&mut browser, &path, "safety", &found("money", "He keeps the card")).await.expect(StatusCode::OK);
    let page = browser.get(&path).await;
    assert!(page.says("A session together needs a reason"), "{}", page.text());
    let refused = press(&mut browser, &path, "joint", &prepared).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("joint").value("rows-0-purpose"), "The money");
    let at_the_reason = |page: &Page| {
        let field = page.body.split("name=\"reason\"").nth(1).and_then(|rest| rest.split('>').next());
        field.is_some_and(|field| field.contains("aria-invalid=\"true\""))
    };
    assert!(at_the_reason(&refused) && refused.says("this is still empty"), "{}", refused.text());
    assert!(!refused.says("the work on it rests"), "a reason is enough: {}", refused.text());
    let reason = "She asked for it, and has an account of her own";
    let page =
        browser.send(&refused.form("joint").filled(&[("reason", reason)])).await.expect(StatusCode::OK);
    assert!(
        page.says(reason) && page.says("Why a session together is right all the same"),
        "{}",
        page.text()
    );
    let supervisor = house.courses[0].supervisor.who;
    let agenda = browser_of(&house.opened, supervisor).await.open("/supervision").await;
    assert!(agenda.says("prepared in spite of what was found") && agenda.says(reason), "{}", agenda.text());
    assert!(browser_of(&house.opened, supervisor).await.open(&path).await.says(reason));
    // Nor is the reason emptied while the session is still to come.
    let refused = press(&mut browser, &path, "joint", &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(at_the_reason(&refused), "{}", refused.text());
    let agenda = browser_of(&house.opened, supervisor).await.open("/supervision").await;
    assert!(agenda.says(reason), "{}", agenda.text());
    // Force or fear: no reason is asked for, and none is taken.
    press(&mut browser, &path, "safety", &found("control", "He reads her telephone"))
        .await
        .expect(StatusCode::OK);
    let form =
        browser.get(&path).await.form("joint").filled(&[("rows-1-with", &whom), ("rows-1-purpose", "Again")]);
    let refused = browser.send(&form.forged("reason", reason)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("makes it unsafe to press this dispute"), "{}", refused.text());
    // Told of, it is off the agenda.
    let over = [("rows-0-how-it-went", "Calm")];
    press(&mut browser, &path, "joint", &over).await.expect(StatusCode::OK);
    let agenda = browser_of(&house.opened, supervisor).await.open("/supervision").await;
    assert!(!agenda.says("prepared in spite of"), "{}", agenda.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_signed_before_a_focus_was_agreed_speaks_of_none() {
    let house = house(&Place::sqlite()).await;
    let mut browser = house.therapist().await;
    let first = house.held().await;
    let has_focus = house.course(0).await.focus().is_some();
    assert!(!has_focus, "the house begins before a focus");
    let form = browser.get(&first).await.form("sign");
    assert_eq!(form.value("worked"), "opening");
    let offered: Vec<&str> =
        form.fields.iter().filter(|field| field.name == "worked").map(|field| field.value.as_str()).collect();
    assert_eq!(offered, ["opening", "off-focus"]);
    // Signed with the choice of before, it says it rightly all the same.
    let signed = form.filled(&[("text", "We went through the week.")]).forged("worked", "focus");
    let page = browser.send(&signed).await.expect(StatusCode::OK);
    assert!(page.says("The opening: no focus was agreed yet"), "{}", page.text());
    assert!(!page.says("The agreed focus"), "{}", page.text());
    assert!(browser.get(&house.at("/prepare")).await.says("The opening: no focus was agreed yet"));
}
