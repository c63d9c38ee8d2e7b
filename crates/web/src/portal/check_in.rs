//! Check-in: what is due, one question per screen; resumable, correctable, and honest about who reads it. The
//! answers so far are an unsent draft of the client's own.

use super::home::frame;
use crate::answer::{Answer, page, refused, see};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::{CourseVisit, cookie};
use crate::workbench::measures::{completed_or_handed_in, item_fields, read_answers};
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use clinic::drafts::{SavedDraft, Since};
use clinic::handle::Asked;
use clinic::problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use treatment::access::Verb;
use treatment::instrument::Instrument;
use treatment::measure::{CompleteMeasure, How};
use treatment::refusal::Refusal;
use treatment::time::Day;

pub(crate) fn routes(routes: Routes) -> Routes {
    let own = Rule::Own(Verb::AnswerMeasure);
    routes
        .get("/home/check-in", own, list)
        .get("/home/check-in/{measure}", own, show)
        .post("/home/check-in/{measure}", own, answer)
        .post("/home/check-in/{measure}/send", own, send)
        .get("/home/check-in/{measure}/all", own, all)
        .get("/home/thanks", own, thanks)
}

#[derive(Template)]
#[template(path = "portal/question.html")]
struct QuestionPage {
    f: Frame,
    action: String,
    language: String,
    stem: String,
    question: String,
    item: String,
    step: String,
    options: Vec<(String, String, bool)>,
    back: Option<String>,
    all: String,
    /// Said before the first question: who reads the answers, and that nobody watches.
    before: Vec<String>,
    /// Whose words they are, under the first question.
    notice: Option<String>,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/review.html")]
struct ReviewPage {
    f: Frame,
    action: String,
    measure_version: u32,
    language: String,
    /// The revision of the answers shown.
    revision: u64,
    answers: Vec<ReviewLine>,
    /// How many questions are open, in words, and where the first of them is; none when all are answered.
    open: Option<(String, String)>,
    /// Whether there is an answer at all to send.
    has_any: bool,
    wrong: Option<String>,
}

struct ReviewLine {
    key: String,
    code: String,
    question: String,
    answer: String,
    href: String,
}

/// The keys of what is asked and not answered.
fn due(visit: &CourseVisit) -> Vec<&str> {
    visit.course().measures_due(&visit.library().content, visit.today())
}

async fn list(visit: CourseVisit) -> Answer {
    list_page(&visit, None)
}

/// The questions may no longer be asked: what else there is to do, and why.
fn asked_no_more(visit: &CourseVisit) -> Answer {
    refused(list_page(visit, Some(visit.words.say("form-asked-no-more").to_string())))
}

fn can_ask(visit: &CourseVisit, key: &str) -> bool {
    // As it stands now: a permission may have been withdrawn since the page was asked for.
    visit.clinic().library().content.can_ask(key)
}

fn list_page(visit: &CourseVisit, problem: Option<String>) -> Answer {
    let due = due(visit);
    let mut sheet = Sheet::new(frame(visit, "nav-check-in"));
    sheet.f.problem = problem;
    let content = &visit.library().content;
    let items: Vec<Item> = due
        .iter()
        .filter_map(|key| content.instrument(key))
        .filter_map(|instrument| {
            let text = instrument.text_in(visit.words.tag())?;
            let meta = visit.words.say("check-in-questions").arg("count", instrument.items.len()).to_string();
            Some(Item { meta, ..Item::link(&text.title, format!("/home/check-in/{}", instrument.key)) })
        })
        .collect();
    if items.is_empty() {
        sheet.card("", vec![Block::Text(sheet.say("check-in-none"))]);
    } else {
        sheet.lead = sheet.say("check-in-who-reads");
        sheet.card("", vec![Block::Items(items)]);
        // Said before the first question, not after it.
        let mut blocks = vec![Block::Quiet(sheet.say("check-in-not-watched"))];
        blocks.extend(visit.nobody_there().map(Block::Text));
        blocks.push(Block::Link("/home/help-now".to_owned(), sheet.say("portal-help")));
        sheet.card("", blocks);
    }
    sheet.portal()
}

/// The measure asked for, due or not.
fn wanted<'v>(visit: &'v CourseVisit, key: &str) -> Result<&'v Instrument, Problem> {
    visit.library().content.instrument(key).ok_or(Problem::NotYours)
}

fn subject(visit: &CourseVisit, instrument: &Instrument) -> String {
    format!("check-in/{}/{}.{}", visit.id, instrument.key, instrument.version)
}

/// The answers so far, as a draft keeps them. A question passed over has the empty answer.
#[derive(Default, Serialize, Deserialize)]
struct SoFar {
    answers: BTreeMap<String, String>,
    /// The language of the words they are answers to: a form stays in the language it was begun in.
    language: String,
    /// The result after which it was begun, by number; 0 for none, nothing in a draft of before.
    #[serde(default)]
    since: Option<u32>,
    #[serde(skip)]
    revision: u64,
    /// The revision of what other windows answered beside it.
    #[serde(skip)]
    beside: u64,
}

impl SoFar {
    /// Whether something is answered here that `sent` does not say.
    fn differs_from(&self, sent: &BTreeMap<String, String>) -> bool {
        let answered = self.answers.iter().filter(|(_, code)| !code.is_empty());
        answered.into_iter().any(|(item, code)| sent.get(item) != Some(code))
    }
}

/// The answers so far: the draft, or a form handed in with questions open since the last session.
async fn so_far(visit: &CourseVisit, instrument: &Instrument) -> Result<SoFar, Problem> {
    let mut so_far = SoFar::default();
    let draft = visit.clinic().draft(visit.actor()?, &subject(visit, instrument)).await?;
    let read = |draft: &SavedDraft| -> Option<SoFar> {
        // A draft of before is the answers alone.
        let alone = || Some(SoFar { answers: serde_json::from_str(&draft.text).ok()?, ..SoFar::default() });
        serde_json::from_str(&draft.text).ok().or_else(alone)
    };
    // What was begun before the form came in, in another window or on paper, belongs to that time; a form of an earlier
    // day that is entered late says nothing of what was begun since.
    let results = || visit.course().measures.of(&instrument.key);
    let came_in = results().map(|result| result.id.0).max().unwrap_or(0);
    let is_over =
        |since: u32, begun: Day| results().any(|result| result.id.0 > since && result.completed.on >= begun);
    let kept = draft.as_ref().filter(|draft| draft.revision > 0).and_then(|draft| {
        let kept = read(draft)?;
        let is_over = kept.since.is_some_and(|since| is_over(since, visit.day_of(draft.saved_at)));
        (!is_over).then_some(kept)
    });
    if let Some(kept) = kept {
        so_far = kept;
    } else {
        let course = visit.course();
        let since = course.last_held().map(|session| session.on);
        if let Some(part) = course.measures.part_to_finish(&instrument.key, instrument.version, since) {
            so_far.answers.clone_from(&part.said.answers);
            so_far.language.clone_from(&part.said.language);
        }
    }
    so_far.since = Some(came_in);
    (so_far.revision, so_far.beside) = draft.map_or((0, 0), |draft| (draft.revision, draft.revision_beside));
    let wish = if so_far.language.is_empty() { visit.words.tag() } else { &so_far.language };
    so_far.language = instrument.shown_in(wish).to_owned();
    Ok(so_far)
}

/// Name of the cookie of a device on which all questions stand on one page. It says nothing about anybody.
const ALL_COOKIE: &str = "__Host-all";

fn prefers_all(headers: &HeaderMap) -> bool {
    cookie(headers, ALL_COOKIE) == Some("1")
}

/// The choice between one question per screen and all on one page, remembered on this device.
fn remembering(answer: Answer, all: bool) -> Answer {
    answer.map(|mut response| {
        let age = if all { 31_536_000 } else { 0 };
        let value = format!("{ALL_COOKIE}=1; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age}");
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    })
}

async fn show(
    visit: CourseVisit,
    headers: HeaderMap,
    Path(key): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let instrument = wanted(&visit, &key)?;
    if !due(&visit).contains(&instrument.key.as_str()) {
        return Ok(see("/home/check-in"));
    }
    if asked.contains_key("one") {
        return remembering(Ok(see(&format!("/home/check-in/{}", instrument.key))), false);
    }
    if asked.is_empty() && prefers_all(&headers) {
        return Ok(see(&format!("/home/check-in/{}/all", instrument.key)));
    }
    let so_far = so_far(&visit, instrument).await?;
    let first_open = instrument.items.iter().position(|item| !so_far.answers.contains_key(&item.key));
    match asked.get("q").and_then(|q| q.parse::<usize>().ok()).or(first_open) {
        Some(index) if index < instrument.items.len() => question(&visit, instrument, index, &so_far, None),
        _ => review(&visit, instrument, &so_far, None),
    }
}

fn question(
    visit: &CourseVisit,
    instrument: &Instrument,
    index: usize,
    so_far: &SoFar,
    wrong: Option<String>,
) -> Answer {
    let text = instrument.text_in(&so_far.language).ok_or(Problem::NotYours)?;
    let item = &instrument.items[index];
    let before = if index == 0 { before(visit) } else { Vec::new() };
    let options = instrument
        .options_of(item)
        .iter()
        .map(|option| {
            let words = instrument.option_words(text, item, &option.code).unwrap_or(&option.code);
            (option.code.clone(), words.to_owned(), so_far.answers.get(&item.key) == Some(&option.code))
        })
        .collect();
    let mut f = frame(visit, "nav-check-in");
    f.title.clone_from(&text.title);
    page(&QuestionPage {
        action: format!("/home/check-in/{}", instrument.key),
        language: so_far.language.clone(),
        stem: visit.stem(instrument, text),
        question: text.items[&item.key].clone(),
        item: item.key.clone(),
        step: visit.words.say("step-of").arg("step", index + 1).arg("of", instrument.items.len()).to_string(),
        options,
        back: (index > 0).then(|| format!("/home/check-in/{}?q={}", instrument.key, index - 1)),
        all: format!("/home/check-in/{}/all", instrument.key),
        before,
        notice: instrument.notice().filter(|_| index == 0).map(str::to_owned),
        wrong,
        f,
    })
}

/// Who reads the answers and when, and that nobody watches: said before the first question.
fn before(visit: &CourseVisit) -> Vec<String> {
    let said = ["check-in-who-reads", "check-in-not-watched"].map(|key| visit.words.say(key).to_string());
    said.into_iter().chain(visit.nobody_there()).collect()
}

fn review(visit: &CourseVisit, instrument: &Instrument, so_far: &SoFar, wrong: Option<String>) -> Answer {
    let answers = &so_far.answers;
    let text = instrument.text_in(&so_far.language).ok_or(Problem::NotYours)?;
    let is_open = |item: &&treatment::instrument::Item| answers.get(&item.key).is_none_or(String::is_empty);
    let open = instrument.items.iter().filter(|item| item.scored).filter(is_open).count();
    let first_open = instrument.items.iter().filter(|item| item.scored).find(is_open);
    let first_open =
        first_open.and_then(|open| instrument.items.iter().position(|item| item.key == open.key));
    let open = first_open.map(|first| {
        let said = visit.words.say("check-in-some-open").arg("count", open).to_string();
        (said, format!("/home/check-in/{}?q={first}", instrument.key))
    });
    let lines = instrument
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let code = answers.get(&item.key).cloned().unwrap_or_default();
            ReviewLine {
                key: item.key.clone(),
                question: text.items[&item.key].clone(),
                answer: instrument.option_words(text, item, &code).unwrap_or_default().to_owned(),
                href: format!("/home/check-in/{}?q={index}", instrument.key),
                code,
            }
        })
        .collect();
    page(&ReviewPage {
        f: frame(visit, "check-in-review"),
        action: format!("/home/check-in/{}/send", instrument.key),
        measure_version: instrument.version,
        language: so_far.language.clone(),
        revision: so_far.revision,
        answers: lines,
        open,
        has_any: answers.values().any(|code| !code.is_empty()),
        wrong,
    })
}

/// Keeps one answer and goes on.
async fn answer(visit: CourseVisit, Path(key): Path<String>, fields: Fields) -> Answer {
    let instrument = wanted(&visit, &key)?;
    if !can_ask(&visit, &key) {
        return asked_no_more(&visit);
    }
    // It came in from another window: what is answered on here would begin the next one.
    if !due(&visit).contains(&instrument.key.as_str()) {
        return Ok(see("/home/check-in"));
    }
    let item_key = fields.text("item");
    let index = instrument.items.iter().position(|item| item.key == item_key).ok_or(Problem::NotYours)?;
    let mut so_far = so_far(&visit, instrument).await?;
    let is_passed_over = fields.text("go") == "pass";
    let code = if is_passed_over { String::new() } else { fields.text("answer") };
    if !is_passed_over
        && !instrument.options_of(&instrument.items[index]).iter().any(|option| option.code == code)
    {
        let wrong = visit.words.say("check-in-choose").to_string();
        return refused(question(&visit, instrument, index, &so_far, Some(wrong)));
    }
    if fields.some_text("measure-language").is_some_and(|shown| shown != so_far.language) {
        // Another window began it in another language: the question is asked once more in that one.
        let wrong = visit.words.refusal(&Refusal::OtherLanguage(so_far.language.clone()));
        return refused(question(&visit, instrument, index, &so_far, Some(wrong)));
    }
    so_far.answers.insert(item_key, code);
    let text = serde_json::to_string(&so_far).expect("texts");
    let subject = subject(&visit, instrument);
    let saved = visit
        .clinic()
        .save_draft(visit.actor()?, &subject, Some(visit.id), Since::revision(so_far.revision), &text)
        .await;
    match saved {
        // Two windows on one check-in: the newer answer stands, and the page shows what is kept.
        Ok(_) | Err(Problem::DraftElsewhere { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let next = index + 1;
    if next < instrument.items.len() && !so_far.answers.contains_key(&instrument.items[next].key) {
        return Ok(see(&format!("/home/check-in/{key}?q={next}")));
    }
    Ok(see(&format!("/home/check-in/{key}")))
}

/// All questions on one page, for those who prefer it.
async fn all(visit: CourseVisit, Path(key): Path<String>) -> Answer {
    if wanted(&visit, &key).is_ok() && !can_ask(&visit, &key) {
        return Ok(see("/home/check-in"));
    }
    let mut f = frame(&visit, "nav-check-in");
    let so_far = so_far(&visit, wanted(&visit, &key)?).await?;
    // What was answered one by one stands in the form.
    let known = [("form", "all".to_owned()), ("revision", so_far.revision.to_string())];
    let known = known.map(|(name, value)| (name.to_owned(), value));
    f.typed = so_far.answers.into_iter().chain(known).collect::<Vec<_>>().into();
    remembering(all_page(&visit, f, &key, &so_far.language), true)
}

fn all_page(visit: &CourseVisit, f: Frame, key: &str, language: &str) -> Answer {
    let instrument = wanted(visit, key)?;
    let text = instrument.text_in(language).ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&text.title);
    sheet.lead = visit.stem(instrument, text);
    let form = crate::forms::Form::on(&sheet.f, "all", format!("/home/check-in/{key}/send"))
        .hidden("measure-version", instrument.version.to_string())
        .hidden("revision", sheet.f.typed.text("revision"));
    let form = item_fields(form, instrument, language)
        .check("leave-open", false)
        .label(visit.words.say("check-in-leave-open").to_string())
        .send("check-in-send");
    let mut blocks: Vec<Block> = before(visit).into_iter().map(Block::Quiet).collect();
    blocks.push(Block::Form(form));
    let one = format!("/home/check-in/{key}?one=1");
    blocks.push(Block::Link(one, visit.words.say("check-in-one").to_string()));
    blocks.extend(instrument.notice().map(|notice| Block::Quiet(notice.to_owned())));
    sheet.card("", blocks);
    sheet.portal()
}

async fn send(visit: CourseVisit, Path(key): Path<String>, fields: Fields) -> Answer {
    let instrument = wanted(&visit, &key)?;
    let begun = so_far(&visit, instrument).await?;
    let answers = read_answers(&fields, instrument);
    let submission = fields.submission()?;
    let seen = fields.number("revision").unwrap_or(begun.revision);
    // Another window sent what this page shows, as it was then or changed since: it is not sent over that.
    let is_gone = seen > 0 && begun.revision == 0;
    let is_sent = is_gone && !due(&visit).contains(&instrument.key.as_str());
    if is_sent && !visit.clinic().is_carried_out(visit.id, submission) {
        return Ok(see("/home/thanks"));
    }
    // Another window answered on since this page was made: the person looks once more, and nothing of either is lost.
    if seen != begun.revision && begun.differs_from(&answers) {
        let wrong = visit.words.say("check-in-elsewhere").to_string();
        if !fields.is_form("all") {
            return refused(review(&visit, instrument, &begun, Some(wrong)));
        }
        let fields = fields.without(&["revision"]).with("revision", begun.revision.to_string());
        let other =
            begun.answers.iter().filter(|(item, code)| !code.is_empty() && !answers.contains_key(*item));
        let fields = other
            .fold(fields, |fields, (item, code)| fields.without(&[item.as_str()]).with(item, code.clone()));
        let mut f = frame(&visit, "nav-check-in");
        (f.problem, f.typed) = (Some(wrong), fields);
        return refused(all_page(&visit, f, &key, &begun.language));
    }
    let form = CompleteMeasure {
        measure: instrument.key.clone(),
        version: fields.number("measure-version").unwrap_or(instrument.version),
        answers: answers.clone(),
        on: visit.today(),
        how: How::Portal,
        language: fields.some_text("measure-language").unwrap_or_else(|| begun.language.clone()),
    };
    let command = completed_or_handed_in(form, fields.is_on("leave-open"));
    let asked = Asked {
        command,
        submission,
        seen: None,
        draft: Some((subject(&visit, instrument), Some((begun.revision, begun.beside)))),
    };
    let receipt = match visit.clinic().handle(visit.actor()?, visit.id, asked).await {
        Ok(receipt) => receipt,
        Err(Problem::Refused(_)) if !can_ask(&visit, &key) => return asked_no_more(&visit),
        Err(problem @ (Problem::Refused(_) | Problem::Trouble(_))) if fields.is_form("all") => {
            return visit
                .again(problem, fields, "nav-check-in", async |visit, f| {
                    all_page(visit, f, &key, &begun.language)
                })
                .await;
        }
        Err(Problem::Refused(refusal)) => {
            let wrong = visit.words.refusal(&refusal);
            return refused(review(&visit, instrument, &SoFar { answers, ..begun }, Some(wrong)));
        }
        Err(other) => return Err(other.into()),
    };
    // A worrying answer is met by people's words and numbers, whatever else there is to do.
    let flags = receipt
        .held
        .course
        .flags
        .iter()
        .filter(|flag| (receipt.first.0..=receipt.last.0).contains(&flag.id.0));
    if flags.count() > 0 {
        return Ok(see("/home/help-now?after=1"));
    }
    Ok(see("/home/thanks"))
}

async fn thanks(visit: CourseVisit) -> Answer {
    let due = due(&visit);
    let mut sheet = Sheet::new(frame(&visit, "thanks-title"));
    sheet.lead = sheet.say("thanks-text");
    if due.is_empty() {
        sheet.card("", vec![Block::Link("/home".to_owned(), sheet.say("nav-home"))]);
    } else {
        sheet.card("", vec![Block::Button("/home/check-in".to_owned(), sheet.say("thanks-more"))]);
    }
    sheet.portal()
}
