//! Forms of a course: a link for one, one on this device, what became of each, and what came in.

use crate::answer::{Answer, see, with_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::front::forgetting;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::{CourseVisit, Visit};
use clinic::handouts::{HandedOut, LINK_DAYS, LINK_DAYS_MOST, MadeLink, NewLink};
use clinic::problem::Problem;
use clinic::waits::Waits;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{ResultId, SubmissionId};
use treatment::refusal::Refusal;
use treatment::review::{DiscussResults, FormState, ReviewResults};
use treatment::schedule::check_in;
use treatment::summary::WEEKLY;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/check-ins", Rule::May(Verb::ReadWaiting), list)
        .get("/courses/{course}/forms", treat, show)
        .post("/courses/{course}/forms/link", treat, link)
        .post("/courses/{course}/forms/withdraw", treat, withdraw)
        .post("/courses/{course}/forms/device", treat, device)
        .post("/courses/{course}/forms/read", treat, read)
        .post("/courses/{course}/forms/discussed", treat, discussed)
}

/// The title of a measure in the page's language, or its official name where its words are not here.
fn title_of(visit: &Visit, key: &str) -> String {
    let Some(instrument) = visit.library().content.instrument(key) else { return key.to_owned() };
    let text = instrument.text_in(visit.words.tag());
    text.map_or_else(|| instrument.name.clone(), |text| text.title.clone())
}

fn titles_of<'k>(visit: &Visit, keys: impl IntoIterator<Item = &'k String>) -> String {
    keys.into_iter().map(|key| title_of(visit, key)).collect::<Vec<_>>().join(" · ")
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("forms-title").await?;
    view(&visit, f, None).await
}

async fn view(visit: &CourseVisit, f: Frame, made: Option<MadeLink>) -> Answer {
    let content = &visit.library().content;
    let now = check_in(visit.course(), content, visit.today());
    let due: Vec<String> = now.due().into_iter().map(str::to_owned).collect();
    let mut keys: Vec<&str> = content.instruments_newest().map(|one| one.key.as_str()).collect();
    keys.retain(|key| content.can_ask(key));
    // What is due comes first, in the order in which it matters.
    let place = |key: &str| due.iter().position(|wanted| wanted == key).unwrap_or(usize::MAX);
    keys.sort_by_key(|key| (place(key), *key != WEEKLY));
    let choices: Vec<(String, String)> =
        keys.iter().map(|key| ((*key).to_owned(), title_of(visit, key))).collect();
    let first = choices.first().map(|(key, _)| key.clone());
    let link = Form::on(&f, "link", visit.href("/forms/link"))
        .radio_of("measure", choices.clone(), first.as_deref())
        .number("days", Some(i64::from(LINK_DAYS)), 1, i64::from(LINK_DAYS_MOST))
        .check("by-mail", false)
        .send("forms-link-send");
    let device = Form::on(&f, "device", visit.href("/forms/device"))
        .checks("measures", choices, &due)
        .password("pin", "off")
        .send("forms-device-send");
    let handouts = visit.clinic().handouts_of(visit.actor()?, visit.id).await?;
    let mut sheet = Sheet::new(f);
    if let Some(made) = made {
        let origin = visit.site.options.origin.clone().unwrap_or_default();
        let facts = vec![
            (sheet.say("forms-link"), format!("{origin}/form#{}", made.token)),
            (sheet.say("field-code"), made.code),
            (sheet.say("field-pin"), made.pin),
        ];
        sheet.card("forms-made", vec![Block::Text(sheet.say("forms-made-text")), Block::Facts(facts)]);
    }
    sheet.card("forms-due", due_blocks(visit, &now));
    let parts = super::measures::parts(visit);
    if !parts.is_empty() {
        sheet.card("parts-title", vec![Block::Items(parts)]);
    }
    let came_in = results_items(visit, &sheet.f);
    if !came_in.is_empty() {
        sheet.card("forms-came-in", vec![Block::Items(came_in)]);
    }
    if !handouts.is_empty() {
        let items = handouts.iter().take(30).map(|form| handout_item(visit, &sheet.f, form)).collect();
        sheet.card("forms-out", vec![Block::Items(items)]);
    }
    if !treatment::schedule::takes_answers(visit.course()) {
        sheet.beside("", vec![Block::Quiet(sheet.say("forms-over"))]);
        return sheet.workbench();
    }
    sheet.beside("forms-device", vec![Block::Text(sheet.say("forms-device-text")), Block::Form(device)]);
    sheet.beside("forms-link", vec![Block::Text(sheet.say("forms-link-text")), Block::Form(link)]);
    // Whatever may be used here can be typed in from paper, also what has no words in this program.
    let on_paper: Vec<&str> = content
        .instruments_newest()
        .filter(|one| one.may_be_shown() && !content.can_ask(&one.key))
        .map(|one| one.key.as_str())
        .collect();
    let links = keys
        .iter()
        .chain(&on_paper)
        .map(|key| Item::link(title_of(visit, key), visit.href(&format!("/measures/{key}/paper"))));
    sheet.beside(
        "forms-paper",
        vec![Block::Text(sheet.say("forms-paper-text")), Block::Items(links.collect())],
    );
    sheet.workbench()
}

/// What is asked before the next session, and what waits because there would be too much.
fn due_blocks(visit: &CourseVisit, now: &treatment::schedule::CheckIn<'_>) -> Vec<Block> {
    let words = &visit.words;
    if now.asked.is_empty() {
        return vec![Block::Quiet(words.say("forms-nothing-asked").to_string())];
    }
    let item = |asking: &treatment::schedule::Asking<'_>| Item {
        done: Some(asking.answered.is_some()),
        meta: words
            .say("forms-minutes")
            .arg("minutes", asking.ask.minutes)
            .arg("waited", if asking.has_waited { "yes" } else { "no" })
            .to_string(),
        ..Item::plain(title_of(visit, &asking.ask.measure))
    };
    let mut blocks = vec![Block::Items(now.asked.iter().map(item).collect())];
    if !now.waiting.is_empty() {
        let names = titles_of(visit, now.waiting.iter().map(|ask| &ask.measure));
        let said = words.say("forms-waiting").arg("names", names).arg("budget", now.budget_minutes);
        blocks.push(Block::Text(said.to_string()));
    }
    blocks
}

/// The newest answers with whether they were read and talked about.
fn results_items(visit: &CourseVisit, f: &Frame) -> Vec<Item> {
    let reviews = &visit.course().reviews;
    let results = visit.course().measures.results.iter().rev().take(12);
    results
        .map(|result| {
            let id = result.id;
            let state = if reviews.is_discussed(id) {
                "discussed"
            } else if reviews.is_reviewed(id) {
                "read"
            } else {
                "came-in"
            };
            let one = |form: &str, words: &str| {
                let form = Form::on(f, &format!("{form}-{}", id.0), visit.href(&format!("/forms/{form}")));
                (
                    visit.words.say(words.to_owned()).to_string(),
                    form.hidden("result", id.0.to_string()).quiet().send("forms-confirm"),
                )
            };
            let mut forms = Vec::new();
            if state == "came-in" {
                forms.push(one("read", "forms-read"));
            }
            if state != "discussed" {
                forms.push(one("discussed", "forms-discussed"));
            }
            Item {
                meta: visit.words.plain_day(result.completed.on),
                pills: vec![Pill::plain(visit.words.term("came-in", state).to_string())],
                forms,
                ..Item::link(
                    title_of(visit, &result.completed.measure),
                    visit.href(&format!("/measures/results/{}", id.0)),
                )
            }
        })
        .collect()
}

fn state_pill(visit: &Visit, state: FormState) -> Pill {
    let text = visit.words.term("form-state", state.key()).to_string();
    match state {
        FormState::Undelivered | FormState::Void => Pill::warn(text),
        _ => Pill::plain(text),
    }
}

fn handout_item(visit: &CourseVisit, f: &Frame, form: &HandedOut) -> Item {
    let now = visit.clinic().clock().now();
    let mut forms = Vec::new();
    if form.is_good(now) && form.way == treatment::review::Way::Link {
        let id = format!("withdraw-{}", form.name());
        let withdraw = Form::on(f, &id, visit.href("/forms/withdraw")).hidden("handout", form.name()).quiet();
        forms.push((visit.words.say("forms-withdraw").to_string(), withdraw.send("forms-confirm")));
    }
    Item {
        meta: format!(
            "{} · {}",
            visit.words.term("form-way", form.way.key()),
            visit.words.moment(form.made_at, &visit.zone())
        ),
        pills: vec![state_pill(visit, form.state(now))],
        forms,
        ..Item::plain(titles_of(visit, form.measures.iter().map(|(key, _)| key)))
    }
}

async fn link(visit: CourseVisit, fields: Fields) -> Answer {
    let asked: Result<NewLink, Problem> = (|| {
        Ok(NewLink {
            measure: fields.some_text("measure").ok_or(Refusal::Empty("measure"))?,
            days: fields.number("days")?,
            by_mail: fields.is_on("by-mail"),
            submission: fields.submission()?,
        })
    })();
    let made = match asked {
        Ok(asked) => visit.clinic().make_link(visit.actor()?, visit.id, &asked).await,
        Err(problem) => Err(problem),
    };
    match made {
        Ok(made) => {
            let f = visit.course_frame("forms-title").await?;
            view(&visit, f, Some(made)).await
        }
        Err(problem) => {
            visit.again(problem, fields, "forms-title", async |visit, f| view(visit, f, None).await).await
        }
    }
}

async fn withdraw(visit: CourseVisit, fields: Fields) -> Answer {
    let id = SubmissionId::parse(&fields.text("handout")).map(|name| name.0);
    let outcome = match id {
        Some(id) => visit.clinic().withdraw_handout(visit.actor()?, visit.id, id).await,
        None => Err(Refusal::Unknown("handout").into()),
    };
    match outcome {
        Ok(()) => Ok(see(&visit.href("/forms"))),
        Err(problem) => {
            visit.again(problem, fields, "forms-title", async |visit, f| view(visit, f, None).await).await
        }
    }
}

async fn device(visit: CourseVisit, fields: Fields) -> Answer {
    let session = visit.session.clone().ok_or(Problem::NotYours)?;
    let measures = fields.all("measures");
    match visit.clinic().lock_to_form(&session, visit.id, &measures, &fields.text("pin")).await {
        Ok(locked) => Ok(forgetting(with_session(see("/kiosk"), &locked))),
        Err(problem) => {
            visit.again(problem, fields, "forms-title", async |visit, f| view(visit, f, None).await).await
        }
    }
}

fn results_of(fields: &Fields) -> Result<Vec<ResultId>, Refusal> {
    let each = fields.all("result").into_iter().map(|id| id.parse().map(ResultId));
    each.collect::<Result<_, _>>().map_err(|_| Refusal::Unknown("result"))
}

/// Where a form of this page or of the list leads back to.
fn then(visit: &CourseVisit, fields: &Fields) -> String {
    if fields.text("then") == "list" { "/check-ins".to_owned() } else { visit.href("/forms") }
}

async fn read(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = results_of(&fields).map(|results| Command::ReviewResults(ReviewResults { results }));
    let then = then(&visit, &fields);
    visit.submit(asked, fields, &then, "forms-title", async |visit, f| view(visit, f, None).await).await
}

async fn discussed(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = results_of(&fields).map(|results| Command::DiscussResults(DiscussResults { results }));
    let then = then(&visit, &fields);
    visit.submit(asked, fields, &then, "forms-title", async |visit, f| view(visit, f, None).await).await
}

/// What waits in all courses: not read yet, could not be delivered, late, due, begun, ran out.
async fn list(visit: Visit) -> Answer {
    let waits = visit.clinic().waits(visit.actor()?).await?;
    let (today, now) = (visit.today(), visit.clinic().clock().now());
    let mut sheet = Sheet::new(visit.frame("nav-check-ins"));
    let mut unread = Vec::new();
    let mut undelivered = Vec::new();
    let (mut late, mut due, mut begun, mut parts, mut out, mut expired) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in &waits {
        let line = &one.line.summary.check_in;
        let on = one.line.summary.next.as_ref().map(|next| next.on);
        let item = |meta: String| wait_item(one, meta);
        if !line.unread.is_empty() {
            let names = titles_of(&visit, line.unread.iter().map(|(_, _, measure)| measure));
            unread.push(Item { forms: vec![read_form(&visit, &sheet.f, one)], ..item(names) });
        }
        if !line.due.is_empty() && !one.line.summary.is_paused {
            let names = titles_of(&visit, &line.due);
            let day = on.map(|on| format!(" · {}", visit.words.plain_day(on))).unwrap_or_default();
            let entry = item(format!("{names}{day}"));
            if on.is_some_and(|on| on <= today) { late.push(entry) } else { due.push(entry) }
        }
        for (on, measures) in &line.follow_ups {
            let age = today.since(*on);
            if age >= 0 {
                let entry = item(format!("{} · {}", titles_of(&visit, measures), visit.words.plain_day(*on)));
                if age < treatment::schedule::FOLLOW_UP_DAYS { due.push(entry) } else { expired.push(entry) }
            }
        }
        for (measure, at) in &one.begun {
            begun.push(item(format!(
                "{} · {}",
                title_of(&visit, measure),
                visit.words.moment(*at, &visit.zone())
            )));
        }
        for (part, on, measure) in &line.parts {
            let href = format!("/courses/{}/measures/parts/{}", one.line.course, part.0);
            let meta = format!("{} · {}", title_of(&visit, measure), visit.words.plain_day(*on));
            parts.push(Item { meta, ..Item::link(one.line.name.to_string(), href) });
        }
        for form in &one.handouts {
            let state = form.state(now);
            let entry = Item {
                pills: vec![state_pill(&visit, state)],
                ..item(titles_of(&visit, form.measures.iter().map(|(key, _)| key)))
            };
            match state {
                FormState::Undelivered => undelivered.push(entry),
                FormState::Expired | FormState::Void => expired.push(entry),
                FormState::Made | FormState::Sent | FormState::Delivered | FormState::Opened => {
                    out.push(entry);
                }
                FormState::Submitted | FormState::Withdrawn => {}
            }
        }
        if let Some((on, measures)) = &line.expired {
            expired.push(item(format!("{} · {}", titles_of(&visit, measures), visit.words.plain_day(*on))));
        }
    }
    let cards = [
        ("waits-unread", unread),
        ("waits-undelivered", undelivered),
        ("waits-late", late),
        ("waits-due", due),
        ("waits-begun", begun),
        ("parts-title", parts),
        ("waits-out", out),
        ("waits-expired", expired),
    ];
    for (title, items) in cards {
        if !items.is_empty() {
            sheet.card(title, vec![Block::Items(items)]);
        }
    }
    if sheet.main.is_empty() {
        sheet.card("", vec![Block::Quiet(sheet.say("waits-none"))]);
    }
    sheet.workbench()
}

fn wait_item(one: &Waits, meta: String) -> Item {
    let href = format!("/courses/{}/forms", one.line.course);
    Item { meta, ..Item::link(one.line.name.to_string(), href) }
}

/// One press says that everything that came in was read.
fn read_form(visit: &Visit, f: &Frame, one: &Waits) -> (String, Form) {
    let course = one.line.course;
    let mut form = Form::on(f, &format!("read-{course}"), format!("/courses/{course}/forms/read"))
        .hidden("then", "list");
    for (result, _, _) in &one.line.summary.check_in.unread {
        form = form.hidden("result", result.0.to_string());
    }
    (visit.words.say("forms-read").to_string(), form.quiet().send("forms-confirm"))
}
