//! The work on a problem area: where a dispute stands, safety, strategies with where they were used, and the sheet
//! whose sections the area's file names. One page for each area, drawn alike.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Column, Form, terms};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Card, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Query;
use clinic::problem::Problem;
use std::collections::{BTreeMap, HashMap};
use treatment::access::Verb;
use treatment::anniversaries::DAY_OF_YEAR;
use treatment::area_work::{
    AreaWork, AskDisputeSafety, ColumnKind, DisputeStage, Hazard, Meeting, Section, StageDispute,
    UseStrategy, WriteSection,
};
use treatment::command::Command;
use treatment::focus::Area;
use treatment::ids::{PersonId, SessionId};
use treatment::inventory::Safety;
use treatment::refusal::Refusal;
use treatment::time::PartialDate;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (read, treat) = (Rule::Course(Verb::ReadCourse), Rule::Course(Verb::Treat));
    routes
        .get("/courses/{course}/area", read, of_focus)
        .get("/courses/{course}/dispute", read, dispute)
        .get("/courses/{course}/transition", read, transition)
        .get("/courses/{course}/grief", read, grief)
        .get("/courses/{course}/ties", read, ties)
        .post("/courses/{course}/area/section", treat, write_section)
        .post("/courses/{course}/area/strategy", treat, use_strategy)
        .post("/courses/{course}/area/stage", treat, stage)
        .post("/courses/{course}/area/safety", treat, ask_safety)
}

/// The last part of an area's address.
pub(super) fn place_of(area: Area) -> &'static str {
    match area {
        Area::Dispute => "/dispute",
        Area::Transition => "/transition",
        Area::Grief => "/grief",
        Area::Sensitivity => "/ties",
    }
}

type Asked = Query<HashMap<String, String>>;

/// The page of the agreed focus; before there is one, the list of all.
async fn of_focus(visit: CourseVisit) -> Answer {
    if let Some(focus) = visit.course().focus() {
        return Ok(see(&visit.href(place_of(focus.area))));
    }
    let mut sheet = Sheet::new(visit.course_frame("tab-work").await?);
    sheet.lead = sheet.say("work-no-focus");
    let items = others(&visit, None);
    sheet.card("", vec![Block::Items(items)]);
    sheet.workbench()
}

/// Links to the areas of the protocol.
fn others(visit: &CourseVisit, but: Option<Area>) -> Vec<Item> {
    let areas = visit.protocol().map(|protocol| protocol.areas.clone()).unwrap_or_default();
    let all = areas.iter().filter(|area| Some(**area) != but);
    all.map(|area| Item::link(visit.area_words(*area), visit.href(place_of(*area)))).collect()
}

async fn dispute(visit: CourseVisit, asked: Asked) -> Answer {
    show(visit, Area::Dispute, asked).await
}

async fn transition(visit: CourseVisit, asked: Asked) -> Answer {
    show(visit, Area::Transition, asked).await
}

async fn grief(visit: CourseVisit, asked: Asked) -> Answer {
    show(visit, Area::Grief, asked).await
}

async fn ties(visit: CourseVisit, asked: Asked) -> Answer {
    show(visit, Area::Sensitivity, asked).await
}

async fn show(visit: CourseVisit, area: Area, Query(asked): Asked) -> Answer {
    let f = visit.course_frame("tab-work").await?;
    view(&visit, f, area, asked.get("pack").map(String::as_str))
}

fn view(visit: &CourseVisit, f: Frame, area: Area, pack: Option<&str>) -> Answer {
    let work = visit.library().content.work_of(area).ok_or(Problem::NotYours)?;
    let mut sheet = Sheet::new(f);
    sheet.f.title = visit.area_words(area);
    sheet.lead = visit.words.say(format!("work-{}-lead", area.key())).to_string();
    let is_open = visit.course().closed.is_none();
    let writes = visit.may(Verb::Treat) && is_open;
    if visit.course().focus().is_some_and(|focus| !focus.works_on(area)) {
        sheet.card("", vec![Block::Quiet(sheet.say("work-not-focus"))]);
    }
    if area == Area::Dispute {
        dispute_cards(visit, &mut sheet, writes);
    }
    for section in &work.sections {
        section_card(visit, &mut sheet, area, section, writes);
    }
    sheet.side.push(strategies_card(visit, &sheet.f, area, work, writes));
    if area == Area::Grief {
        super::grief::alternative_card(visit, &mut sheet);
        super::grief::unread_days(visit, &mut sheet);
    }
    let mut worked: Vec<Block> = Vec::new();
    let artefacts: Vec<Item> = visit
        .course()
        .artefacts
        .iter()
        .rev()
        .map(|one| super::chain::line(visit, one, visit.href(&format!("/worked/{}", one.id))))
        .collect();
    if !artefacts.is_empty() {
        worked.push(Block::Items(artefacts));
    }
    if writes {
        worked.extend(super::chain::begin(visit, None));
    }
    if !worked.is_empty() {
        sheet.beside("chain-title", worked);
    }
    packs_card(visit, &mut sheet, area, work, pack);
    let others = vec![Block::Items(others(visit, Some(area)))];
    "work-others".clone_into(&mut sheet.beside("work-others", others).id);
    sheet.workbench()
}

/// Where the dispute stands and how it moved; what was asked about safety.
fn dispute_cards(visit: &CourseVisit, sheet: &mut Sheet, writes: bool) {
    let words = &visit.words;
    let done = &visit.course().work;
    let names = |parties: &[PersonId]| {
        parties.iter().map(|id| visit.person_name(Some(*id))).collect::<Vec<_>>().join(" · ")
    };
    let mut blocks: Vec<Block> = Vec::new();
    let moves: Vec<Item> = done
        .stages
        .iter()
        .rev()
        .map(|stage| Item {
            title: words.term("dispute-stage", stage.stage.key()).to_string(),
            text: stage.why.clone(),
            meta: format!("{} · {}", words.plain_day(stage.on), names(&stage.parties)),
            ..Item::default()
        })
        .collect();
    if moves.is_empty() {
        blocks.push(Block::Quiet(sheet.say("work-stage-none")));
    } else {
        blocks.push(Block::Items(moves));
    }
    if done.stages.last().is_some_and(|stage| stage.stage == DisputeStage::Impasse) {
        blocks.push(Block::Text(sheet.say("work-impasse")));
    }
    if writes {
        let chosen: Vec<String> = done.parties().iter().map(ToString::to_string).collect();
        let form = Form::on(&sheet.f, "stage", visit.href("/area/stage"))
            .checks("parties", visit.people_choices(), &chosen)
            .radio::<DisputeStage>("stage", "dispute-stage", None)
            .day("on", Some(visit.today()))
            .text("why", "")
            .send("save");
        blocks.push(Block::Fold(sheet.say("work-stage-move"), form));
    }
    sheet.card("work-stage", blocks);

    let mut blocks: Vec<Block> = Vec::new();
    let unsafe_parties: Vec<String> = done
        .parties()
        .iter()
        .filter_map(|id| visit.course().inventory.person(*id))
        .filter(|person| person.safety == Safety::Unsafe)
        .map(|person| person.name.clone())
        .collect();
    if !unsafe_parties.is_empty() {
        let said = words.say("work-unsafe-party").arg("names", unsafe_parties.join(" · "));
        blocks.push(Block::Text(said.to_string()));
    }
    let mut is_found = !unsafe_parties.is_empty();
    match done.safety.last() {
        None => blocks.push(Block::Text(sheet.say("work-safety-not-asked"))),
        Some((at, asked)) => {
            is_found |= !asked.found.is_empty();
            let found: Vec<String> =
                asked.found.iter().map(|one| words.term("hazard", one.key()).to_string()).collect();
            let said = if found.is_empty() { sheet.say("work-safety-nothing") } else { found.join(" · ") };
            blocks.push(Block::Text(said));
            blocks.push(Block::Written(asked.note.clone()));
            blocks.push(Block::Quiet(words.moment(*at, &visit.zone())));
        }
    }
    if is_found {
        blocks.push(Block::Text(sheet.say("work-safety-found")));
    }
    if writes {
        let form = Form::on(&sheet.f, "safety", visit.href("/area/safety"))
            .checks("found", terms::<Hazard>(&sheet.f, "hazard"), &[])
            .area("note", "", 2)
            .send("save");
        blocks.push(Block::Fold(sheet.say("work-safety-ask"), form));
    }
    let tone = if is_found || done.safety.is_empty() { "warn" } else { "" };
    sheet.card("work-safety", blocks).tone = tone;
}

/// A section: what it says, as a table, and the form that writes it anew.
fn section_card(visit: &CourseVisit, sheet: &mut Sheet, area: Area, section: &Section, writes: bool) {
    let words = &visit.words;
    let name = format!("work-{}-{}", area.key(), section.key);
    let rows = visit.course().work.rows(area, &section.key);
    let title = words.say(name.clone()).to_string();
    let mut blocks = vec![Block::Quiet(words.say(format!("{name}-lead")).to_string())];
    let meeting = section.presses.then(|| visit.course().may_meet_in_dispute());
    let warning = match &meeting {
        Some(Err(refusal)) => Some(words.refusal(refusal)),
        Some(Ok(Meeting::WithReason)) => Some(words.say(format!("{name}-warning")).to_string()),
        _ => None,
    };
    let is_warned = warning.is_some();
    blocks.extend(warning.map(Block::Text));
    let row_title = |at: usize| match section.rows.get(at) {
        Some(key) => words.say(format!("row-{key}")).to_string(),
        None => words.say("chain-row").arg("number", at + 1).to_string(),
    };
    if rows.iter().any(|row| !row.is_empty()) {
        let has_fixed = !section.rows.is_empty();
        let mut heads: Vec<String> =
            section.columns.iter().map(|column| column_words(visit, &column.key)).collect();
        if has_fixed {
            heads.insert(0, words.say("work-sign").to_string());
        }
        let said = rows.iter().enumerate().filter(|(_, row)| !row.is_empty()).map(|(at, row)| {
            let mut cells: Vec<String> =
                section.columns.iter().map(|column| cell_words(visit, column, row)).collect();
            if has_fixed {
                cells.insert(0, row_title(at));
            }
            cells
        });
        blocks.push(Block::Table(Table { caption: title.clone(), heads, rows: said.collect() }));
    }
    let reason =
        visit.course().work.sections.get(&(area, section.key.clone())).map(|written| &written.reason);
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        blocks.push(Block::Heading(words.say(format!("{name}-reason")).to_string()));
        blocks.push(Block::Written(reason.clone()));
    }
    let takes_reason = section.needs.is_some()
        || meeting == Some(Ok(Meeting::WithReason))
        || section.presses && reason.is_some_and(|reason| !reason.is_empty());
    if writes {
        let stored: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                section
                    .columns
                    .iter()
                    .map(|column| row.get(&column.key).cloned().unwrap_or_default())
                    .collect()
            })
            .collect();
        let columns: Vec<Column> =
            section.columns.iter().map(|column| field_column(visit, column, rows)).collect();
        let count = if section.rows.is_empty() { rows.len() + 3 } else { section.rows.len() };
        let titles = (0..count).map(row_title).collect();
        let mut form = Form::on(&sheet.f, &section.key, visit.href("/area/section"))
            .grid("rows", &columns, titles, &stored)
            .label(title.clone())
            .hidden("area", area.key())
            .hidden("section", section.key.clone());
        if takes_reason {
            let reason = visit.course().work.sections.get(&(area, section.key.clone()));
            form = form
                .text("reason", reason.map_or("", |written| &written.reason))
                .label(words.say(format!("{name}-reason")).to_string());
        }
        blocks.push(Block::Fold(sheet.say("write"), form.send("save")));
    }
    let tone = if is_warned { "warn" } else { "" };
    sheet.main.push(Card { title, id: format!("section-{}", section.key), tone, blocks });
}

fn column_words(visit: &CourseVisit, key: &str) -> String {
    visit.words.say(format!("column-{key}")).to_string()
}

/// The column as a field. Who was written there stays to be chosen, whether they are on the map still or not.
fn field_column(
    visit: &CourseVisit,
    column: &treatment::area_work::Column,
    rows: &[BTreeMap<String, String>],
) -> Column {
    let words = &visit.words;
    let mut choices: Vec<(String, String)> = match column.kind {
        ColumnKind::Person => visit.people_choices(),
        ColumnKind::Number => (0..=10).map(|number| (number.to_string(), number.to_string())).collect(),
        ColumnKind::Text => column
            .choices
            .iter()
            .map(|choice| (choice.clone(), words.say(format!("choice-{choice}")).to_string()))
            .collect(),
    };
    if column.kind == ColumnKind::Person {
        for cell in rows.iter().filter_map(|row| row.get(&column.key)) {
            if !choices.iter().any(|(id, _)| id == cell) {
                choices.push((cell.clone(), visit.person_name(cell.parse().ok().map(PersonId))));
            }
        }
    }
    if !choices.is_empty() {
        choices.insert(0, (String::new(), words.say("choose-none").to_string()));
    }
    Column { name: column.key.clone(), label: format!("column-{}", column.key), choices }
}

/// A cell in words.
fn cell_words(
    visit: &CourseVisit,
    column: &treatment::area_work::Column,
    row: &BTreeMap<String, String>,
) -> String {
    let Some(cell) = row.get(&column.key) else { return String::new() };
    if column.kind == ColumnKind::Person {
        return visit.person_name(cell.parse().ok().map(PersonId));
    }
    if column.choices.is_empty() {
        // A day reads as a day, however it was typed.
        let date = PartialDate::parse(cell, visit.words.date_words()).filter(|_| column.key == DAY_OF_YEAR);
        date.map_or_else(|| cell.clone(), |date| visit.words.partial(&date))
    } else {
        visit.words.say(format!("choice-{cell}")).to_string()
    }
}

/// The strategies of the area, in their order, each with what came of it and when.
pub(super) fn strategies(visit: &CourseVisit, area: Area) -> Vec<Item> {
    let (course, words) = (visit.course(), &visit.words);
    let Some(work) = visit.library().content.work_of(area) else { return Vec::new() };
    let item = |strategy: &treatment::area_work::Named| {
        let uses: Vec<_> = course.work.used.iter().filter(|one| one.used.strategy == strategy.key).collect();
        let notes = uses.iter().map(|one| one.used.note.as_str()).filter(|note| !note.is_empty());
        let days = uses.iter().map(|one| words.short_day(visit.day_of(one.at)));
        Item {
            done: Some(!uses.is_empty()),
            text: notes.collect::<Vec<_>>().join("\n"),
            meta: days.collect::<Vec<_>>().join(" · "),
            ..Item::plain(words.say(format!("strategy-{}", strategy.key)).to_string())
        }
    };
    work.strategies.iter().map(item).collect()
}

/// The strategies with a form each, which says where it was used.
fn strategies_card(visit: &CourseVisit, f: &Frame, area: Area, work: &AreaWork, writes: bool) -> Card {
    let words = &visit.words;
    let course = visit.course();
    let sessions: Vec<(String, String)> = course
        .sessions
        .iter()
        .filter_map(|session| {
            let number = session.number()?;
            let title = words.say("session-number").arg("number", number).to_string();
            Some((session.id.to_string(), title))
        })
        .collect();
    let items = work.strategies.iter().zip(strategies(visit, area)).map(|(strategy, mut item)| {
        if writes {
            let last = sessions.last().map(|(id, _)| id.as_str());
            let form = Form::on(f, &format!("use-{}", strategy.key), visit.href("/area/strategy"))
                .select_of("session", sessions.clone(), last)
                .text("note", "")
                .hidden("area", area.key())
                .hidden("strategy", strategy.key.clone())
                .quiet()
                .send("save");
            item.forms.push((words.say("work-use").to_string(), form));
        }
        item
    });
    let blocks = vec![Block::Items(items.collect())];
    Card { title: words.say("work-strategies").to_string(), blocks, ..Card::default() }
}

/// What is particular in one field of life: usual losses, demands, supports. The service changes it in a words file.
fn packs_card(visit: &CourseVisit, sheet: &mut Sheet, area: Area, work: &AreaWork, pack: Option<&str>) {
    if work.packs.is_empty() {
        return;
    }
    let words = &visit.words;
    let items = work.packs.iter().map(|one| {
        let name = words.say(format!("pack-{}", one.key)).to_string();
        let mut item = Item::link(name, visit.href(&format!("{}?pack={}", place_of(area), one.key)));
        if pack == Some(one.key.as_str()) {
            item.text = words.say(format!("pack-{}-notes", one.key)).to_string();
            item.pills.push(Pill::plain(words.say("work-pack-open").to_string()));
        }
        item
    });
    let blocks = vec![Block::Quiet(sheet.say("work-packs-lead")), Block::Items(items.collect())];
    "work-packs".clone_into(&mut sheet.beside("work-packs", blocks).id);
}

fn area_of(fields: &Fields) -> Result<Area, Refusal> {
    fields.one("area", Area::parse)
}

async fn write_section(visit: CourseVisit, fields: Fields) -> Answer {
    let area = area_of(&fields).map_err(Problem::Refused)?;
    let work = visit.library().content.work_of(area).ok_or(Problem::NotYours)?;
    let section = work.section(&fields.text("section")).ok_or(Problem::NotYours)?;
    let mut rows = Vec::new();
    for row in 0.. {
        let names = section.columns.iter().map(|column| (column, format!("rows-{row}-{}", column.key)));
        let names: Vec<_> = names.filter(|(_, name)| fields.has(name)).collect();
        if names.is_empty() {
            break;
        }
        rows.push(names.into_iter().map(|(column, name)| (column.key.clone(), fields.text(&name))).collect());
    }
    let asked = WriteSection { area, section: section.key.clone(), rows, reason: fields.text("reason") };
    let there = format!("{}#section-{}", place_of(area), section.key);
    go(visit, Ok(Command::WriteSection(asked)), fields, area, &there).await
}

async fn use_strategy(visit: CourseVisit, fields: Fields) -> Answer {
    let area = area_of(&fields).map_err(Problem::Refused)?;
    let asked = fields.some_number("session").map(|session| {
        Command::UseStrategy(UseStrategy {
            area,
            strategy: fields.text("strategy"),
            session: session.map(SessionId),
            note: fields.text("note"),
        })
    });
    go(visit, asked, fields, area, place_of(area)).await
}

async fn stage(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        let party = |id: &String| id.parse().map(PersonId).map_err(|_| Refusal::Unknown("parties"));
        Ok(Command::StageDispute(StageDispute {
            parties: fields.all("parties").iter().map(party).collect::<Result<_, _>>()?,
            stage: fields.one("stage", DisputeStage::parse)?,
            on: fields.day("on")?,
            why: fields.text("why"),
        }))
    })();
    go(visit, asked, fields, Area::Dispute, "/dispute").await
}

async fn ask_safety(visit: CourseVisit, fields: Fields) -> Answer {
    let hazard = |key: &String| Hazard::parse(key).ok_or(Refusal::Unknown("found"));
    let found: Result<Vec<Hazard>, Refusal> = fields.all("found").iter().map(hazard).collect();
    let note = fields.text("note");
    let asked = found.map(|found| Command::AskDisputeSafety(AskDisputeSafety { found, note }));
    go(visit, asked, fields, Area::Dispute, "/dispute").await
}

async fn go(
    visit: CourseVisit,
    asked: Result<Command, Refusal>,
    fields: Fields,
    area: Area,
    there: &str,
) -> Answer {
    let then = visit.href(there);
    visit.submit(asked, fields, &then, "tab-work", async |visit, f| view(visit, f, area, None)).await
}
