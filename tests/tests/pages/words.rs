//! Every page says everything it says in words, and another language is only a folder of files.

use crate::house::{House, browser_of, hire, house, walk};
use crate::life::Clinic;
use std::collections::BTreeSet;
use std::path::Path;
use stories::{Folder, Hand, Page, Place, open_clinic, open_clinic_with};
use treatment::access::{Role, Verb, Who};
use treatment::vocabulary::Vocabulary;
use web::words::Words;

/// The keys that pages show because they have no words.
fn gaps(pages: &[Page]) -> BTreeSet<String> {
    let mut gaps = BTreeSet::new();
    for page in pages {
        for part in page.body.split('\u{27e8}').skip(1) {
            let key = part.split('\u{27e9}').next().unwrap_or_default();
            gaps.insert(format!("{key} (on {})", page.path.split('?').next().unwrap_or_default()));
        }
    }
    gaps
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_a_course_has_a_gap_in_its_words() {
    let place = Place::sqlite();
    let opened = open_clinic(&place).await;
    let mut clinic = Clinic::found(&opened, opened.way()).await;
    clinic.live_a_course().await;
    clinic.sign_in("supervisor").await;
    let mut pages = walk(&mut clinic.therapist, &["/"], |_| true).await;
    pages.extend(walk(&mut clinic.supervisor, &["/"], |_| true).await);
    pages.extend(walk(&mut clinic.client, &["/home"], |_| true).await);
    clinic.close().await;
    clinic.sign_in("founder").await;
    pages.extend(walk(&mut clinic.founder, &["/", "/audit", "/service", "/office", "/me"], |_| true).await);
    pages.extend(walk(&mut clinic.therapist, &["/", "/courses?show=all"], |_| true).await);
    pages.extend(walk(&mut clinic.client, &["/home"], |_| true).await);
    for browser in [clinic.founder, clinic.therapist, clinic.supervisor, clinic.client, clinic.stranger] {
        pages.extend(browser.seen.unwrap());
    }
    assert!(pages.len() > 300, "{} pages", pages.len());
    let gaps = gaps(&pages);
    assert!(
        gaps.is_empty(),
        "{} messages are missing:\n{}",
        gaps.len(),
        gaps.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Every value of a vocabulary has its word.
fn terms<V: Vocabulary>(words: &Words, kind: &str, missing: &mut Vec<String>) {
    for value in V::VALUES {
        let key = format!("term-{kind}-{}", value.value_key());
        if !words.has(&key) {
            missing.push(key);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_of_every_vocabulary_has_a_word() {
    use treatment::{
        alert, area_work, chain, contract, ending, focus, formulation, inventory, measure, opening, plans,
        risk, safety_plan, session, timeline,
    };
    let place = Place::sqlite();
    let opened = open_clinic(&place).await;
    let words = opened.site.languages.best("en");
    let mut missing = Vec::new();
    let m = &mut missing;
    terms::<Role>(&words, "role", m);
    terms::<focus::Area>(&words, "area", m);
    terms::<focus::Direction>(&words, "direction", m);
    terms::<focus::FitDecision>(&words, "fit", m);
    terms::<formulation::Agreement>(&words, "agreement", m);
    terms::<formulation::GoalKind>(&words, "goal-kind", m);
    terms::<contract::MissedRule>(&words, "missed-rule", m);
    terms::<session::Mode>(&words, "mode", m);
    terms::<session::MissedBy>(&words, "missed-by", m);
    terms::<session::Worked>(&words, "worked", m);
    terms::<session::AmendKind>(&words, "amend", m);
    terms::<area_work::DisputeStage>(&words, "dispute-stage", m);
    terms::<area_work::Hazard>(&words, "hazard", m);
    terms::<chain::Speaker>(&words, "speaker", m);
    terms::<chain::Failure>(&words, "failure", m);
    terms::<chain::Got>(&words, "got", m);
    terms::<chain::Plays>(&words, "plays", m);
    terms::<chain::Reaction>(&words, "reaction", m);
    terms::<plans::PlanStatus>(&words, "plan-status", m);
    terms::<treatment::between::Happening>(&words, "happening", m);
    terms::<treatment::between::WhyNot>(&words, "why-not", m);
    terms::<treatment::discord::Discord>(&words, "discord", m);
    terms::<treatment::midpoint::FocusStill>(&words, "focus-still", m);
    terms::<measure::How>(&words, "how", m);
    terms::<alert::AlertKind>(&words, "alert", m);
    terms::<alert::Topic>(&words, "topic", m);
    terms::<ending::EndFeeling>(&words, "end-feeling", m);
    terms::<ending::Rating>(&words, "rating", m);
    terms::<ending::NextStep>(&words, "next-step", m);
    terms::<ending::Closing>(&words, "closing", m);
    terms::<inventory::Tie>(&words, "tie", m);
    terms::<inventory::PersonStatus>(&words, "person-status", m);
    terms::<inventory::Ring>(&words, "ring", m);
    terms::<inventory::Met>(&words, "met", m);
    terms::<inventory::Conflict>(&words, "conflict", m);
    terms::<inventory::Safety>(&words, "safety", m);
    terms::<inventory::EndedBy>(&words, "ended-by", m);
    terms::<inventory::Household>(&words, "household", m);
    terms::<inventory::Often>(&words, "often", m);
    terms::<inventory::ContactMode>(&words, "contact-mode", m);
    terms::<inventory::SupportKind>(&words, "support-kind", m);
    terms::<inventory::ConflictEnd>(&words, "conflict-end", m);
    terms::<inventory::Knows>(&words, "knows", m);
    terms::<inventory::RoleInPlan>(&words, "role-in-plan", m);
    terms::<treatment::bonds::BondKind>(&words, "bond", m);
    terms::<timeline::Lane>(&words, "lane", m);
    terms::<timeline::EventKind>(&words, "event-kind", m);
    terms::<opening::ConsentKind>(&words, "consent", m);
    terms::<opening::HistorySection>(&words, "history", m);
    terms::<treatment::course::Phase>(&words, "phase", m);
    terms::<risk::Response>(&words, "respond", m);
    terms::<risk::FlagState>(&words, "flag-state", m);
    terms::<risk::ConcernSource>(&words, "concern-source", m);
    terms::<risk::Told>(&words, "told", m);
    terms::<risk::Ideation>(&words, "ideation", m);
    terms::<risk::Felt>(&words, "felt", m);
    terms::<risk::Access>(&words, "access", m);
    terms::<risk::FlagPlan>(&words, "flag-plan", m);
    terms::<risk::CloseHow>(&words, "close-how", m);
    terms::<risk::EscalatedTo>(&words, "escalated-to", m);
    terms::<safety_plan::PlanUse>(&words, "plan-use", m);
    let mut keys: Vec<String> =
        Verb::VALUES.iter().map(|verb| format!("verb-{}", verb.value_key())).collect();
    let library = opened.clinic.library();
    for protocol in library.content.protocols() {
        keys.push(format!("protocol-{}", protocol.key));
        keys.extend(protocol.tasks.iter().map(|task| format!("task-{}", task.id)));
        let gates = protocol.gates.opening_to_middle.iter().chain(&protocol.gates.ending_to_closed);
        keys.extend(gates.map(treatment::protocol::Requirement::key));
    }
    keys.extend(library.crisis.iter().map(|crisis| format!("country-{}", crisis.country)));
    keys.extend(opening::HistorySection::ALL.iter().map(|section| format!("history-none-{}", section.key())));
    missing.extend(keys.into_iter().filter(|key| !words.has(key)));
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "{} messages are missing:\n{}", missing.len(), missing.join("\n"));
}

/// A language made of English with its letters changed, so that what is still English is seen.
fn other_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        out.push(match c {
            _ if depth > 0 => c,
            'a' => 'ȧ',
            'e' => 'ē',
            'i' => 'ī',
            'o' => 'ō',
            'u' => 'ū',
            'y' => 'ẏ',
            'A' => 'Ȧ',
            'E' => 'Ē',
            'I' => 'Ī',
            'O' => 'Ō',
            'U' => 'Ū',
            'Y' => 'Ẏ',
            't' => 'ŧ',
            'n' => 'ñ',
            c => c,
        });
    }
    out
}

/// The same file in that language. Knows the little of Fluent that our files use: messages, indented lines,
/// variants.
fn translated(file: &str) -> String {
    let mut out = String::new();
    for line in file.lines() {
        let is_message = line.starts_with(|c: char| c.is_ascii_alphabetic());
        let variant = line.trim_start();
        let is_variant = !is_message && (variant.starts_with('[') || variant.starts_with("*["));
        let (keep, text) = if is_message && !line.starts_with("date-read-") {
            line.split_once('=').map_or((line, ""), |(key, _)| line.split_at(key.len() + 1))
        } else if is_variant {
            line.split_at(line.find(']').map_or(line.len(), |at| at + 1))
        } else if line.starts_with(' ') && variant != "}" {
            ("", line)
        } else {
            (line, "")
        };
        out.push_str(keep);
        out.push_str(&if text.trim_end().ends_with("->") { text.to_owned() } else { other_letters(text) });
        out.push('\n');
    }
    out
}

/// Writes a second language into a folder of content.
fn write_language(folder: &Path, tag: &str, english: &[(String, String, String)]) {
    let directory = folder.join("words").join(tag);
    std::fs::create_dir_all(&directory).unwrap();
    for (_, name, text) in english.iter().filter(|(language, _, _)| language == "en") {
        std::fs::write(directory.join(name), translated(text)).unwrap();
    }
}

/// The parts of English messages that no page of another language may show: whole sentences, and the longer parts
/// of those that something is put into.
fn english_parts(english: &[(String, String, String)]) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for (_, _, text) in english.iter().filter(|(language, _, _)| language == "en") {
        for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic())) {
            let Some((key, message)) = line.split_once('=') else { continue };
            if key.starts_with("date-read-") {
                continue;
            }
            for part in message.split('{').map(|part| part.rsplit('}').next().unwrap_or_default().trim()) {
                // Parts without any of the changed letters read the same.
                if part.len() >= 12 && other_letters(part) != part {
                    parts.insert(part.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
    }
    parts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_language_is_a_folder_and_every_page_speaks_it() {
    let (place, folder, hand) = (Place::sqlite(), Folder::fresh(), Hand::at_first_day());
    let english = clinic::library::Library::read(None).unwrap().words;
    for tag in ["eo", "ar"] {
        write_language(folder.path(), tag, &english);
    }
    let opened = open_clinic_with(&place, hand.clone(), Some(folder.path())).await;
    assert_eq!(opened.site.languages.tags().collect::<Vec<_>>(), ["en", "ar", "eo"]);
    assert_eq!(opened.site.languages.missing_in("eo"), Vec::<String>::new());
    let mut clinic = Clinic::found(&opened, opened.way()).await;
    clinic.live_a_course().await;
    clinic.sign_in("founder").await;
    clinic.sign_in("supervisor").await;

    let parts = english_parts(&english);
    assert!(parts.len() > 200, "{} sentences", parts.len());
    let mut pages = Vec::new();
    let walks = [
        (&clinic.stranger, vec!["/welcome", "/ask", "/ask/sent", "/sign-in", "/nothing/here"]),
        (&clinic.therapist, vec!["/", "/courses?show=all", "/me"]),
        (&clinic.supervisor, vec!["/supervision"]),
        (&clinic.client, vec!["/home", "/home/ending", "/home/trying", "/home/people", "/home/check-in"]),
        (&clinic.founder, vec!["/office", "/audit", "/service", "/waiting"]),
    ];
    for (browser, from) in walks {
        let mut browser = browser.clone();
        browser.language = "eo;q=0.9, en;q=0.1".to_owned();
        pages.extend(walk(&mut browser, &from, |_| true).await);
    }
    assert!(pages.len() > 60, "{} pages", pages.len());
    let mut left = BTreeSet::new();
    for page in
        pages.iter().filter(|page| page.headers["content-type"].to_str().unwrap().starts_with("text/html"))
    {
        assert!(page.body.contains("<html lang=\"eo\" dir=\"ltr\">"), "{}: {:.200}", page.path, page.body);
        // What people typed and what a measure's own form says is not ours to translate.
        let text = page.text();
        for part in parts.iter().filter(|part| text.contains(part.as_str())) {
            left.insert(format!("{part:?} (on {})", page.path.split('?').next().unwrap_or_default()));
        }
    }
    assert!(left.is_empty(), "still English:\n{}", left.into_iter().collect::<Vec<_>>().join("\n"));

    // The same pages in English say what was looked for: it would have been found.
    let mut browser = clinic.therapist.clone();
    let english: Vec<String> = walk(&mut browser, &["/"], |_| true).await.iter().map(Page::text).collect();
    let found = parts.iter().filter(|part| english.iter().any(|text| text.contains(part.as_str()))).count();
    assert!(found > 100, "{found} sentences of {}", parts.len());

    browser.language = "ar".to_owned();
    for rest in ["", "/people", "/timeline", "/ending"] {
        let page = browser.open(&clinic.at(rest)).await;
        assert!(page.body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{:.200}", page.body);
    }
    // A language that nobody has is English.
    browser.language = "tlh".to_owned();
    assert!(browser.open("/").await.body.contains("<html lang=\"en\" dir=\"ltr\">"));
}

/// A page of a course, a form of it, and what is filled in.
type Filled<'t> = (&'t str, &'t str, &'t [(&'t str, &'t str)]);

/// What a course that goes well does not come to: warnings, an unsafe person, what was taken back, a rest.
async fn what_happens_rarely(house: &House) -> Vec<Page> {
    let mut therapist = house.therapist().await.remembering();
    let course = house.course(0).await;
    let (person, session) = (course.inventory.people[0].id.0, course.sessions[0].id.0);
    let fill: &[Filled<'_>] = &[
        ("/people", "add", &[("name", "Theo"), ("tie", "partner"), ("ring", "close")]),
        (&format!("/people/{person}"), "safety", &[("mark", "unsafe"), ("note", "last winter")]),
        ("/focus/tag", "evidence", &[("area", "grief"), ("direction", "for"), ("words", "the year after")]),
        ("/focus", "focus", &[("area", "sensitivity"), ("client-words", "nobody calls")]),
        (
            "/focus",
            "focus",
            &[
                ("area", "dispute"),
                ("person", &person.to_string()),
                ("client-words", "we shout"),
                ("reason", "closer"),
                ("concern-answer", "safety first, no joint session"),
            ],
        ),
        ("/formulation", "goal", &[("kind", "symptom"), ("words", "sleep")]),
        ("/contract", "contract", &[("sessions", "4")]),
        ("", "middle", &[("reason", "little time")]),
        ("/contract", "contract", &[("sessions", "3"), ("reason", "the client moves away")]),
        ("/ending", "name", &[("note", "soon")]),
        (&format!("/sessions/{session}"), "move", &[("on", "2025-03-05"), ("at", "11:15")]),
        (&format!("/sessions/{session}"), "cancel", &[]),
        ("/sessions", "plan", &[("on", "2025-03-06")]),
        ("/plans", "plan", &[("what", "call Theo")]),
        ("/sessions", "pause", &[("from", "2025-03-03"), ("reason", "a journey")]),
    ];
    for (rest, form, filled) in fill {
        therapist.fill(&house.at(rest), form, filled).await;
    }
    let mut client = browser_of(&house.opened, house.courses[0].client.who).await;
    let mut pages = walk(&mut client, &["/home"], |_| true).await;
    pages.extend(walk(&mut therapist, &["/", "/courses?show=all"], |_| true).await);
    let formulation = therapist.open(&house.at("/formulation")).await;
    let drop = formulation.forms().into_iter().find(|form| form.id.starts_with("drop-")).unwrap();
    therapist.send(&drop.filled(&[("reason", "it was another's")])).await;
    therapist.fill(&house.at(&format!("/people/{person}")), "remove", &[("reason", "as asked")]).await;
    therapist.fill(&house.at("/sessions"), "resume", &[]).await;
    pages.extend(walk(&mut therapist, &["/"], |_| true).await);
    pages.extend(therapist.seen.unwrap());
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn no_office_page_and_no_refusal_has_a_gap_in_its_words() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut pages = what_happens_rarely(&house).await;
    let manager_and_therapist = hire(&house.opened, &house.administrator, "Both", Role::Therapist).await.who;
    let everybody: [Who; 5] = [
        house.administrator.who,
        house.manager.who,
        house.courses[0].therapist.who,
        house.courses[0].supervisor.who,
        manager_and_therapist,
    ];
    for who in everybody {
        let mut browser = browser_of(&house.opened, who).await;
        let walked = walk(&mut browser, &["/"], |_| true).await;
        // Every form of every page, sent empty: what is wrong with it is said in words.
        let mut sent = BTreeSet::new();
        for mut form in walked.iter().flat_map(Page::forms) {
            let ends = ["/sign-out", "/leave"].contains(&form.action.as_str()) || form.action.is_empty();
            if ends || !sent.insert((form.action.clone(), form.id.clone())) {
                continue;
            }
            form.fields.retain(|field| field.kind == "hidden" && field.name != "submission");
            pages.push(browser.send_without_following(&form).await);
        }
        pages.extend(walked);
    }
    let refused = pages.iter().filter(|page| page.status.as_u16() == 422).count();
    assert!(refused > 30, "{refused} forms were refused");
    let gaps = gaps(&pages);
    assert!(
        gaps.is_empty(),
        "{} messages are missing:\n{}",
        gaps.len(),
        gaps.into_iter().collect::<Vec<_>>().join("\n")
    );
}
