//! An incident worked through: the conversation, the choice, the rehearsal. One file for each stage; here what they
//! share, the list, and what a stage left.

mod communication;
mod decision;
mod role_play;

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use axum::extract::{Path, Query};
use clinic::problem::Problem;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::chain::{Artefact, ShareArtefact, Stage, Written};
use treatment::command::Command;
use treatment::ids::{ArtefactId, SessionId};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (read, treat) = (Rule::Course(Verb::ReadCourse), Rule::Course(Verb::Treat));
    routes
        .get("/courses/{course}/worked", read, list)
        .get("/courses/{course}/worked/communication", treat, communication::show)
        .post("/courses/{course}/worked/communication", treat, communication::write)
        .get("/courses/{course}/worked/decision", treat, decision::show)
        .post("/courses/{course}/worked/decision", treat, decision::write)
        .get("/courses/{course}/worked/role-play", treat, role_play::show)
        .post("/courses/{course}/worked/role-play", treat, role_play::write)
        .get("/courses/{course}/worked/{artefact}", read, artefact)
        .post("/courses/{course}/worked/{artefact}/share", treat, share)
}

/// What an address says of a stage that is about to be written.
type Asked = Query<HashMap<String, String>>;

/// Where a stage stands: in which session, after which stage, instead of which version. Travels as hidden fields.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    session: Option<SessionId>,
    from: Option<ArtefactId>,
    rewrites: Option<ArtefactId>,
}

impl Place {
    fn of_address(asked: &HashMap<String, String>) -> Self {
        let number = |name: &str| asked.get(name).and_then(|text| text.parse().ok());
        Self {
            session: number("session").map(SessionId),
            from: number("from").map(ArtefactId),
            rewrites: number("again").map(ArtefactId),
        }
    }

    fn of_form(fields: &Fields) -> Result<Self, Refusal> {
        Ok(Self {
            session: fields.some_number("session")?.map(SessionId),
            from: fields.some_number("from")?.map(ArtefactId),
            rewrites: fields.some_number("rewrites")?.map(ArtefactId),
        })
    }

    /// What is written again, or nothing.
    fn before(self, visit: &CourseVisit) -> Option<&Artefact> {
        visit.course().artefact(self.rewrites?)
    }

    /// The stage this one comes from: named, or that of what is written again.
    fn source(self, visit: &CourseVisit) -> Option<&Artefact> {
        let named = self.from.or_else(|| self.before(visit).and_then(Artefact::from));
        visit.course().artefact(named?)
    }

    fn hidden(self, form: FormBuilder<'_>) -> FormBuilder<'_> {
        let text = |id: Option<u32>| id.map(|id| id.to_string()).unwrap_or_default();
        form.hidden("session", text(self.session.map(|id| id.0)))
            .hidden("from", text(self.from.map(|id| id.0)))
            .hidden("rewrites", text(self.rewrites.map(|id| id.0)))
    }

    /// What a form sends on to the next page of the chain.
    fn and_then(self, id: ArtefactId) -> String {
        self.session.map_or_else(|| format!("?from={id}"), |session| format!("?from={id}&session={session}"))
    }
}

fn stage_key(stage: &Stage) -> &'static str {
    match stage {
        Stage::Communication(_) => "communication",
        Stage::Decision(_) => "decision",
        Stage::RolePlay(_) => "role-play",
    }
}

/// A stage's name in words.
fn stage_words(visit: &CourseVisit, stage: &Stage) -> String {
    visit.words.say(format!("chain-{}", stage_key(stage))).to_string()
}

/// One line about something worked out.
pub(crate) fn line(visit: &CourseVisit, artefact: &Artefact, href: String) -> Item {
    let words = &visit.words;
    let written = artefact.now();
    let mut item = Item::link(stage_words(visit, &written.stage), href);
    artefact.line().clone_into(&mut item.voice);
    let person = visit.person_name(visit.course().person_of(artefact.id));
    let day = words.short_day(artefact.versions[0].at.day());
    item.meta = if person.is_empty() { day } else { format!("{person} · {day}") };
    if artefact.is_shared {
        item.pills.push(Pill::plain(words.say("chain-shared").to_string()));
    }
    item
}

async fn list(visit: CourseVisit) -> Answer {
    let mut sheet = Sheet::new(visit.course_frame("chain-title").await?);
    sheet.lead = sheet.say("chain-lead");
    let artefacts = &visit.course().artefacts;
    let href = |artefact: &Artefact| visit.href(&format!("/worked/{}", artefact.id));
    let items: Vec<Item> =
        artefacts.iter().rev().map(|artefact| line(&visit, artefact, href(artefact))).collect();
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("chain-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    if visit.may(Verb::Treat) && visit.course().closed.is_none() {
        sheet.beside("chain-begin", begin(&visit, None));
    }
    sheet.workbench()
}

/// The ways into the chain, for a session when there is one.
pub(crate) fn begin(visit: &CourseVisit, session: Option<SessionId>) -> Vec<Block> {
    let ending = session.map(|session| format!("?session={session}")).unwrap_or_default();
    let way = |stage: &str| {
        Block::Link(
            visit.href(&format!("/worked/{stage}{ending}")),
            visit.words.say(format!("chain-begin-{stage}")).to_string(),
        )
    };
    vec![way("communication"), way("decision"), way("role-play")]
}

fn wanted<'v>(visit: &'v CourseVisit, path: &(String, String)) -> Result<&'v Artefact, Problem> {
    let id = path.1.parse().map(ArtefactId).map_err(|_| Problem::NotYours)?;
    visit.course().artefact(id).ok_or(Problem::NotYours)
}

async fn artefact(visit: CourseVisit, Path(path): Path<(String, String)>) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let f = visit.course_frame("chain-title").await?;
    view(&visit, f, id)
}

fn view(visit: &CourseVisit, f: Frame, id: ArtefactId) -> Answer {
    let artefact = visit.course().artefact(id).ok_or(Problem::NotYours)?;
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    sheet.f.title = stage_words(visit, &artefact.now().stage);
    sheet.lead = about(visit, artefact);
    sheet.card("", blocks(visit, artefact.now()));
    let treats = visit.may(Verb::Treat) && visit.course().closed.is_none();
    if treats {
        sheet.beside("chain-next", next_blocks(visit, artefact));
        let key = if artefact.is_shared { "chain-unshare" } else { "chain-share" };
        let form = Form::on(&sheet.f, "share", visit.href(&format!("/worked/{id}/share")))
            .hidden("is-shared", if artefact.is_shared { "no" } else { "yes" })
            .quiet()
            .send(key);
        let said = sheet.say(if artefact.is_shared { "chain-is-shared" } else { "chain-is-not-shared" });
        sheet.beside("chain-client", vec![Block::Quiet(said), Block::Form(form)]);
    }
    let link = |id: ArtefactId| {
        let artefact = visit.course().artefact(id)?;
        Some(line(visit, artefact, visit.href(&format!("/worked/{id}"))))
    };
    let from = artefact.from().and_then(link);
    let later = visit.course().artefacts.iter().filter(|other| other.from() == Some(id));
    let around: Vec<Item> = from.into_iter().chain(later.filter_map(|other| link(other.id))).collect();
    let plans = visit.course().plans.iter().filter(|plan| plan.agreed.from == Some(id));
    let around: Vec<Item> =
        around.into_iter().chain(plans.map(|plan| super::plans::line(visit, plan))).collect();
    if !around.is_empty() {
        sheet.beside("chain-around", vec![Block::Items(around)]);
    }
    for written in artefact.versions.iter().rev().skip(1) {
        let at = words.say("chain-version").arg("at", words.moment(written.at, &visit.zone())).to_string();
        let card = sheet.card("", blocks(visit, written));
        card.title = at;
    }
    sheet.workbench()
}

/// With whom, in which session.
fn about(visit: &CourseVisit, artefact: &Artefact) -> String {
    let words = &visit.words;
    let person = visit.person_name(visit.course().person_of(artefact.id));
    let session = artefact.session().and_then(|id| visit.course().session(id));
    let number = session.and_then(treatment::session::Session::number);
    let session = number.map(|number| words.say("session-number").arg("number", number).to_string());
    let day = words.plain_day(artefact.versions[0].at.day());
    let parts = [Some(person).filter(|person| !person.is_empty()), session, Some(day)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a stage says, for therapist and client alike.
pub(crate) fn blocks(visit: &CourseVisit, written: &Written) -> Vec<Block> {
    match &written.stage {
        Stage::Communication(analysis) => communication::blocks(visit, analysis),
        Stage::Decision(analysis) => decision::blocks(visit, analysis),
        Stage::RolePlay(play) => role_play::blocks(visit, play),
    }
}

/// Where the chain can go from a stage, and back into it.
fn next_blocks(visit: &CourseVisit, artefact: &Artefact) -> Vec<Block> {
    let place = Place { session: artefact.session(), ..Place::default() };
    let on = place.and_then(artefact.id);
    let stage = &artefact.now().stage;
    let way =
        |rest: String, key: &'static str| Block::Link(visit.href(&rest), visit.words.say(key).to_string());
    let mut blocks = Vec::new();
    if matches!(stage, Stage::Communication(_)) {
        blocks.push(way(format!("/worked/decision{on}"), "chain-to-decision"));
    }
    if !matches!(stage, Stage::RolePlay(_)) {
        blocks.push(way(format!("/worked/role-play{on}"), "chain-to-role-play"));
    }
    let session = artefact.session().and_then(|id| visit.course().session(id));
    let is_written = |one: &&treatment::session::Session| one.number().is_some() && one.note.is_none();
    if let Some(session) = session.filter(is_written) {
        let to = format!("/sessions/{}?from={}#sign-plan", session.id, artefact.id);
        blocks.push(way(to, "chain-to-note"));
    }
    blocks.push(way(format!("/plans?from={}", artefact.id), "chain-to-plan"));
    blocks.push(way(format!("/worked/{}?again={}", stage_key(stage), artefact.id), "chain-again"));
    if let Some(session) = artefact.session() {
        blocks.push(way(format!("/sessions/{session}"), "chain-to-session"));
    }
    blocks
}

async fn share(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = Command::ShareArtefact(ShareArtefact { artefact: id, is_shared: fields.is_on("is-shared") });
    let then = visit.href(&format!("/worked/{id}"));
    visit.submit(Ok(asked), fields, &then, "chain-title", async |visit, f| view(visit, f, id)).await
}

/// Asks for a stage to be written and goes to what it left; a refusal brings the form back through `again`.
async fn write_stage(
    visit: CourseVisit,
    asked: Result<Command, Refusal>,
    fields: Fields,
    again: fn(&CourseVisit, Frame, Place) -> Answer,
) -> Answer {
    let place = Place::of_form(&fields).unwrap_or_default();
    match visit.ask_read(asked, &fields).await {
        Ok(receipt) => {
            let id = place.rewrites.unwrap_or(receipt.first.into());
            Ok(see(&visit.href(&format!("/worked/{id}"))))
        }
        Err(problem) => {
            let title = "chain-title";
            visit.again(problem, fields, title, async |visit, f| again(visit, f, place)).await
        }
    }
}

/// Titles of the rows of a grid: "1", "2", … with some empty ones after what is stored.
fn row_titles(visit: &CourseVisit, stored: usize, least: usize) -> Vec<String> {
    let rows = least.max(stored + 4);
    (1..=rows).map(|row| visit.words.say("chain-row").arg("number", row).to_string()).collect()
}

/// Names and values with something in them.
fn facts(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<Block> {
    let kept: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    if kept.is_empty() { Vec::new() } else { vec![Block::Facts(kept)] }
}

/// Sentences as a list under a heading; nothing when there is none.
fn sentences(visit: &CourseVisit, heading: &'static str, texts: &[String]) -> Vec<Block> {
    if texts.is_empty() {
        return Vec::new();
    }
    let items = texts.iter().map(|text| Item { voice: text.clone(), ..Item::default() }).collect();
    vec![Block::Heading(visit.words.say(heading).to_string()), Block::Items(items)]
}
