//! Safety of one course: its flags, the safety plan in six steps, every version of it, a card to print.

use super::flags;
use crate::answer::{Answer, page};
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use askama::Template;
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::Safety;
use treatment::refusal::Refusal;
use treatment::safety_plan::{
    Alone, Broken, Contact, DecideCopy, KeepSafetyPlan, MakeSafetyPlan, Means, PlanUse, PlanVersion,
    STEP_MOST, SayPlanUse,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    let (read, write) = (Rule::Course(Verb::ReadCourse), Rule::Course(Verb::PlanSafety));
    routes
        .get("/courses/{course}/safety", read, show)
        .post("/courses/{course}/safety", write, make)
        .get("/courses/{course}/safety/make", write, edit)
        .get("/courses/{course}/safety/card", read, card)
        .get("/courses/{course}/safety/versions/{version}", read, version)
        .post("/courses/{course}/safety/keep", write, keep)
        .post("/courses/{course}/safety/copy", write, copy)
        .post("/courses/{course}/safety/used", write, used)
}

/// Who reads: what is shown of the people on a plan or a map.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Staff: everybody, with what has become of their tie.
    Staff,
    /// The client: nobody whose contact is not safe or whose tie no longer holds.
    Client,
    /// The client's own copy, which names no people.
    Nameless,
}

/// A step of the plan: its title and what stands in it.
pub(crate) struct PlanStep {
    /// Its title.
    pub title: String,
    /// Its lines: what, and more about it.
    pub lines: Vec<(String, String)>,
    /// Marks beside a line, by its place.
    pub marks: Vec<Option<String>>,
}

/// A line of a step: what, more about it, and a mark.
type Line = (String, String, Option<String>);

/// The plan's steps that have something in them, in order.
pub(crate) fn steps(visit: &CourseVisit, version: &PlanVersion, reader: Reader) -> Vec<PlanStep> {
    let words = &visit.words;
    let plan = &version.plan;
    let plain = |texts: &[String]| texts.iter().map(|text| (text.clone(), String::new(), None)).collect();
    let alone = |one: &Alone| {
        let likely = one.likely.map(|likely| words.say("safety-likely").arg("likely", likely).to_string());
        let mut about = Vec::new();
        if reader == Reader::Staff {
            about.extend(likely);
        }
        about.extend(Some(one.obstacle.clone()).filter(|text| !text.is_empty()));
        (one.what.clone(), about.join(" · "), None)
    };
    let contact = |contact: &Contact| contact_line(visit, version, contact, reader);
    let means = |one: &Means| {
        let about: Vec<String> =
            [one.action.clone(), one.helper.clone()].into_iter().filter(|text| !text.is_empty()).collect();
        let mark = one.done.then(|| words.say("safety-done").to_string());
        (one.what.clone(), about.join(" · "), mark)
    };
    let reasons: Vec<String> =
        Some(plan.reasons.clone()).filter(|text| !text.is_empty()).into_iter().collect();
    let steps: [(&str, Vec<Line>); 7] = [
        ("safety-step-signs", plain(&plan.signs)),
        ("safety-step-alone", plan.alone.iter().map(alone).collect()),
        ("safety-step-company", plan.company.iter().filter_map(contact).collect()),
        ("safety-step-help", plan.help.iter().filter_map(contact).collect()),
        ("safety-step-professionals", plain(&plan.professionals)),
        ("safety-step-means", plan.means.iter().map(means).collect()),
        ("safety-step-reasons", plain(&reasons)),
    ];
    let step = |(title, lines): (&str, Vec<Line>)| PlanStep {
        title: words.say(title.to_owned()).to_string(),
        marks: lines.iter().map(|(.., mark)| mark.clone()).collect(),
        lines: lines.into_iter().map(|(what, about, _)| (what, about)).collect(),
    };
    steps.into_iter().filter(|(_, lines)| !lines.is_empty()).map(step).collect()
}

fn contact_line(
    visit: &CourseVisit,
    version: &PlanVersion,
    contact: &Contact,
    reader: Reader,
) -> Option<Line> {
    let (words, inventory) = (&visit.words, &visit.course().inventory);
    let is_shown = version.shows(contact, inventory);
    if reader != Reader::Staff && !is_shown {
        return None;
    }
    if reader == Reader::Nameless {
        let phone = contact.phone.clone();
        return (!phone.is_empty()).then_some((phone, String::new(), None));
    }
    let person = contact.person.and_then(|id| inventory.person(id));
    let name = match (contact.person, person) {
        (_, Some(person)) => person.name.clone(),
        (Some(_), None) => words.say("safety-somebody").to_string(),
        (None, None) => contact.name.clone(),
    };
    let mut about = vec![contact.phone.clone()];
    if reader == Reader::Staff && contact.knows {
        about.push(words.say("safety-knows").to_string());
    }
    about.retain(|text| !text.is_empty());
    let mark = person
        .filter(|_| !is_shown)
        .and_then(treatment::safety_plan::broken)
        .map(|why| broken_words(visit, why));
    Some((name, about.join(" · "), mark))
}

fn broken_words(visit: &CourseVisit, why: Broken) -> String {
    let key = match why {
        Broken::Unsafe => "safety-broken-unsafe",
        Broken::Died => "safety-broken-died",
        Broken::Gone => "safety-broken-gone",
        Broken::Removed => "safety-broken-removed",
    };
    visit.words.say(key).to_string()
}

/// The plan's steps as blocks.
pub(crate) fn step_blocks(visit: &CourseVisit, version: &PlanVersion, reader: Reader) -> Vec<Block> {
    let mut blocks = Vec::new();
    for step in steps(visit, version, reader) {
        blocks.push(Block::Heading(step.title));
        let item = |((title, meta), mark): ((String, String), Option<String>)| {
            let pills = mark.map(Pill::warn).into_iter().collect();
            let href = telephone(&meta);
            let href = if reader == Reader::Client { href } else { String::new() };
            Item { title, href, meta, pills, ..Item::default() }
        };
        blocks.push(Block::Items(step.lines.into_iter().zip(step.marks).map(item).collect()));
    }
    blocks
}

/// A number that a telephone can call, or nothing.
fn telephone(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = digits >= 3 && text.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c));
    if is_number { format!("tel:{}", text.replace([' ', '(', ')', '-'], "")) } else { String::new() }
}

/// The plan in force for a page of staff beside something else.
pub(super) fn shown(visit: &CourseVisit) -> Vec<Block> {
    match visit.course().safety.plan() {
        None => vec![Block::Quiet(visit.words.say("safety-none").to_string())],
        Some(plan) => step_blocks(visit, plan, Reader::Staff),
    }
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-safety").await?;
    view(&visit, f).await
}

pub(super) async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let may_plan = visit.may(Verb::PlanSafety);
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("safety-lead");
    let stale = course.stale_on_plan();
    if !stale.is_empty() {
        let item = |(id, why): &(PersonId, Broken)| {
            let name = visit.person_name(Some(*id));
            let item = match course.inventory.person(*id) {
                Some(_) => Item::link(name, visit.href(&format!("/people/{}", id.0))),
                None => Item::plain(name),
            };
            Item { meta: broken_words(visit, *why), ..item }
        };
        let cannot_stay =
            |(id, why): &(PersonId, Broken)| *why == Broken::Unsafe || course.inventory.person(*id).is_none();
        let mut blocks = vec![
            Block::Text(words.say("safety-stale-text").to_string()),
            Block::Items(stale.iter().map(item).collect()),
        ];
        if may_plan {
            blocks.push(Block::Button(visit.href("/safety/make"), words.say("safety-renew").to_string()));
            if !stale.iter().any(cannot_stay) {
                let form = Form::on(&sheet.f, "keep", visit.href("/safety/keep"))
                    .area("reason", "", 2)
                    .quiet()
                    .send("safety-keep-send");
                blocks.push(Block::Fold(words.say("safety-keep").to_string(), form));
            }
        }
        sheet.card("safety-stale", blocks).tone = "warn";
    }
    let flags: Vec<Item> = course.flags.iter().rev().map(|flag| flags::line(visit, flag)).collect();
    let mut blocks = if flags.is_empty() {
        vec![Block::Quiet(words.say("safety-no-flags").to_string())]
    } else {
        vec![Block::Items(flags)]
    };
    if visit.may(Verb::RaiseConcern) {
        blocks
            .push(Block::Fold(words.say("concern-title").to_string(), flags::concern_form(visit, &sheet.f)));
    }
    sheet.card("safety-flags", blocks);
    let mut blocks = shown(visit);
    if let Some(plan) = course.safety.plan() {
        let facts = vec![
            (words.say("safety-made").to_string(), words.moment(plan.at, &visit.zone())),
            (words.say("field-review-on").to_string(), words.plain_day(plan.plan.review_on)),
        ];
        blocks.insert(0, Block::Facts(facts));
        for (at, kept) in &plan.kept {
            let at = words.say("safety-kept-at").arg("at", words.moment(*at, &visit.zone())).to_string();
            blocks.push(Block::Quiet(at));
            blocks.push(Block::Written(kept.reason.clone()));
        }
        blocks.push(Block::Link(visit.href("/safety/card"), words.say("safety-card").to_string()));
    }
    if may_plan {
        let key = if course.safety.plan().is_some() { "safety-renew" } else { "safety-make" };
        blocks.push(Block::Button(visit.href("/safety/make"), words.say(key).to_string()));
    }
    sheet.card("safety-plan", blocks);
    beside(visit, &mut sheet, may_plan);
    sheet.workbench()
}

/// Its use, the copy on the client's device, and the versions before.
fn beside(visit: &CourseVisit, sheet: &mut Sheet, may_plan: bool) {
    let (course, words) = (visit.course(), &visit.words);
    if course.safety.plan().is_none() {
        return;
    }
    let use_item = |(at, by_client, said): &(treatment::time::Moment, bool, SayPlanUse)| {
        let item = Item {
            meta: words.moment(*at, &visit.zone()),
            ..Item::plain(words.term("plan-use", said.used.key()).to_string())
        };
        if *by_client {
            Item { voice: said.words.clone(), ..item }
        } else {
            Item { text: said.words.clone(), ..item }
        }
    };
    let mut blocks = Vec::new();
    if !course.safety.uses.is_empty() {
        blocks.push(Block::Items(course.safety.uses.iter().rev().take(6).map(use_item).collect()));
    }
    if visit.may(Verb::SayPlanUse) {
        blocks.push(Block::Form(use_form(&sheet.f, visit.href("/safety/used"))));
    }
    sheet.beside("safety-used", blocks);
    let mut blocks = Vec::new();
    match &course.safety.copy {
        None => blocks.push(Block::Quiet(words.say("safety-copy-none").to_string())),
        Some((at, copy)) => {
            let key = if copy.wanted { "safety-copy-yes" } else { "safety-copy-no" };
            blocks.push(Block::Text(words.say(key).arg("at", words.moment(*at, &visit.zone())).to_string()));
            blocks.push(Block::Written(copy.talk.clone()));
        }
    }
    if may_plan {
        let known = course.safety.copy.as_ref();
        let form = Form::on(&sheet.f, "copy", visit.href("/safety/copy"))
            .area("copy-talk", "", 3)
            .check("copy-wanted", known.is_some_and(|(_, copy)| copy.wanted))
            .check("copy-names", known.is_some_and(|(_, copy)| copy.names))
            .quiet()
            .send("safety-copy-send");
        blocks.push(Block::Fold(words.say("safety-copy-form").to_string(), form));
    }
    sheet.beside("safety-copy", blocks);
    let item = |version: &PlanVersion| {
        let title = words.moment(version.at, &visit.zone());
        Item::link(title, visit.href(&format!("/safety/versions/{}", version.version)))
    };
    sheet.beside(
        "safety-versions",
        vec![Block::Items(course.safety.versions.iter().rev().map(item).collect())],
    );
}

/// The question whether the plan was used.
pub(crate) fn use_form(f: &Frame, action: String) -> Form {
    Form::on(f, "used", action)
        .radio::<PlanUse>("used", "plan-use", None)
        .area("use-words", "", 2)
        .quiet()
        .send("safety-used-send")
}

/// Reads that form.
pub(crate) fn read_use(fields: &Fields) -> Result<Command, Refusal> {
    let used = fields.one("used", PlanUse::parse)?;
    Ok(Command::SayPlanUse(SayPlanUse { used, words: fields.text("use-words") }))
}

async fn version(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let number = path.1.parse::<u32>().map_err(|_| Problem::NotYours)?;
    let known = visit.course().safety.versions.iter().find(|version| version.version.0 == number);
    let known = known.cloned().ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(visit.course_frame("safety-plan").await?);
    let at = visit.words.moment(known.at, &visit.zone());
    sheet.lead = visit.words.say("safety-version-of").arg("at", at).to_string();
    sheet.card("", step_blocks(&visit, &known, Reader::Staff));
    sheet.beside("", vec![Block::Link(visit.href("/safety"), visit.words.say("tab-safety").to_string())]);
    sheet.workbench()
}

/// The plan on one small page.
#[derive(Template)]
#[template(path = "portal/card.html")]
struct CardPage {
    f: Frame,
    is_client: bool,
    steps: Vec<PlanStep>,
    back: String,
}

/// The card of the plan in force, as the client has it.
pub(crate) fn card_page(visit: &CourseVisit, f: Frame, back: String) -> Answer {
    let plan = visit.course().safety.plan().ok_or(Problem::NotYours)?;
    let is_client = visit.actor()?.is_client();
    page(&CardPage { steps: steps(visit, plan, Reader::Client), f, is_client, back })
}

async fn card(visit: CourseVisit) -> Answer {
    let f = visit.frame("safety-card-title");
    card_page(&visit, f, visit.href("/safety"))
}

async fn edit(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("safety-make").await?;
    edit_view(&visit, f).await
}

async fn edit_view(visit: &CourseVisit, f: Frame) -> Answer {
    let words = &visit.words;
    let known = visit.course().safety.plan().map(|version| version.plan.clone());
    let mut professionals = known.as_ref().map(|plan| plan.professionals.join("\n")).unwrap_or_default();
    if known.is_none() {
        let lines = visit.crisis_contacts().iter().map(|contact| {
            let hours = Some(contact.hours.clone()).filter(|hours| !hours.is_empty());
            let parts = [Some(format!("{}: {}", contact.name, contact.number)), hours];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        professionals = lines.collect::<Vec<_>>().join("\n");
    }
    let plan = known.unwrap_or_else(|| MakeSafetyPlan {
        signs: Vec::new(),
        alone: Vec::new(),
        company: Vec::new(),
        help: Vec::new(),
        professionals: Vec::new(),
        means: Vec::new(),
        asked_means: false,
        reasons: String::new(),
        review_on: visit.today().plus(28),
    });
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("safety-make-lead");
    let mut form =
        Form::on(&sheet.f, "safety", visit.href("/safety")).area("signs", &plan.signs.join("\n"), 4);
    for place in 1..=rows(plan.alone.len()) {
        let one = plan.alone.get(place - 1);
        form = form
            .text(&format!("alone-{place}"), one.map_or("", |one| &one.what))
            .number(&format!("likely-{place}"), one.and_then(|one| one.likely).map(i64::from), 0, 10)
            .text(&format!("obstacle-{place}"), one.map_or("", |one| &one.obstacle));
    }
    form = contact_fields(visit, form, "company", &plan.company);
    form = contact_fields(visit, form, "help", &plan.help);
    form = form.area("professionals", &professionals, 5).check("asked-means", plan.asked_means);
    for place in 1..=rows(plan.means.len()) {
        let one = plan.means.get(place - 1);
        form = form
            .text(&format!("means-what-{place}"), one.map_or("", |one| &one.what))
            .text(&format!("means-action-{place}"), one.map_or("", |one| &one.action))
            .text(&format!("means-helper-{place}"), one.map_or("", |one| &one.helper))
            .check(&format!("means-done-{place}"), one.is_some_and(|one| one.done));
    }
    let review_on = plan.review_on.max(visit.today().plus(7));
    let form =
        form.area("reasons", &plan.reasons, 3).day("review-on", Some(review_on)).send("safety-make-send");
    sheet.card("", vec![Block::Form(form)]);
    let cautious: Vec<Item> = visit
        .course()
        .people_for_plan()
        .filter(|person| person.safety == Safety::Caution)
        .map(|person| Item { text: person.safety_note.clone(), ..Item::plain(&person.name) })
        .collect();
    if !cautious.is_empty() {
        sheet.beside("safety-caution", vec![Block::Items(cautious)]);
    }
    sheet.beside("safety-how", vec![Block::Text(words.say("safety-how-text").to_string())]);
    sheet.workbench()
}

/// Rows of a step: what there is, and room for two more; three at least.
fn rows(known: usize) -> usize {
    (known + 2).clamp(3, STEP_MOST)
}

fn contact_fields<'f>(
    visit: &CourseVisit,
    mut form: FormBuilder<'f>,
    step: &str,
    known: &[Contact],
) -> FormBuilder<'f> {
    let people: Vec<(String, String)> = visit
        .course()
        .people_for_plan()
        .map(|person| (person.id.0.to_string(), person.name.clone()))
        .collect();
    for place in 1..=rows(known.len()) {
        let one = known.get(place - 1);
        let person = one.and_then(|one| one.person).map(|id| id.0.to_string());
        form = form
            .select_of(&format!("{step}-person-{place}"), people.clone(), person.as_deref())
            .text(&format!("{step}-name-{place}"), one.map_or("", |one| &one.name))
            .text(&format!("{step}-phone-{place}"), one.map_or("", |one| &one.phone))
            .check(&format!("{step}-knows-{place}"), one.is_some_and(|one| one.knows));
    }
    form
}

fn read_contacts(fields: &Fields, step: &str) -> Result<Vec<Contact>, Refusal> {
    let mut contacts = Vec::new();
    for place in 1..=STEP_MOST {
        let person = fields.some_text(&format!("{step}-person-{place}"));
        let person =
            person.map(|id| id.parse().map(PersonId).map_err(|_| Refusal::Unknown("person"))).transpose()?;
        contacts.push(Contact {
            person,
            name: fields.text(&format!("{step}-name-{place}")),
            phone: fields.text(&format!("{step}-phone-{place}")),
            knows: fields.is_on(&format!("{step}-knows-{place}")),
        });
    }
    Ok(contacts)
}

fn read_plan(fields: &Fields) -> Result<MakeSafetyPlan, Refusal> {
    let text = |name: &str, place: usize| fields.text(&format!("{name}-{place}"));
    let lines = |name: &str| fields.text(name).lines().map(str::to_owned).collect();
    let mut alone = Vec::new();
    let mut means = Vec::new();
    for place in 1..=STEP_MOST {
        let likely = Some(text("likely", place)).filter(|typed| !typed.trim().is_empty());
        let likely = likely.map(|typed| typed.trim().parse::<u8>()).transpose();
        let likely = likely.map_err(|_| Refusal::OutOfRange { field: "likely", least: 0, most: 10 })?;
        alone.push(Alone { what: text("alone", place), likely, obstacle: text("obstacle", place) });
        means.push(Means {
            what: text("means-what", place),
            action: text("means-action", place),
            helper: text("means-helper", place),
            done: fields.is_on(&format!("means-done-{place}")),
        });
    }
    Ok(MakeSafetyPlan {
        signs: lines("signs"),
        alone,
        company: read_contacts(fields, "company")?,
        help: read_contacts(fields, "help")?,
        professionals: lines("professionals"),
        means,
        asked_means: fields.is_on("asked-means"),
        reasons: fields.text("reasons"),
        review_on: fields.day("review-on")?,
    })
}

async fn make(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = read_plan(&fields).map(|plan| Command::MakeSafetyPlan(Box::new(plan)));
    let then = visit.href("/safety");
    visit.submit(asked, fields, &then, "safety-make", edit_view).await
}

async fn keep(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = KeepSafetyPlan { reason: fields.text("reason"), looked_at: Vec::new() };
    let then = visit.href("/safety");
    visit.submit(Ok(Command::KeepSafetyPlan(asked)), fields, &then, "tab-safety", view).await
}

async fn copy(visit: CourseVisit, fields: Fields) -> Answer {
    let (wanted, names) = (fields.is_on("copy-wanted"), fields.is_on("copy-names"));
    let asked = DecideCopy { wanted, names, talk: fields.text("copy-talk") };
    let then = visit.href("/safety");
    visit.submit(Ok(Command::DecideCopy(asked)), fields, &then, "tab-safety", view).await
}

async fn used(visit: CourseVisit, fields: Fields) -> Answer {
    let then = visit.href("/safety");
    visit.submit(read_use(&fields), fields, &then, "tab-safety", view).await
}
