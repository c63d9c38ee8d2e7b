//! This week: three taps for what happened. Each entry is the client's alone until they share it.

use super::home::frame;
use super::queue;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::{Form, FormBuilder};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::workbench::between::item;
use axum::extract::Query;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::between::{Happening, Own, ShareOwn, WriteDiary};
use treatment::command::Command;
use treatment::ids::{OwnId, PersonId};
use treatment::inventory::PersonStatus;

/// Most people offered as taps; more fold up into one list.
const TAPS_MOST: usize = 9;

pub(crate) fn routes(routes: Routes) -> Routes {
    let write = Rule::Own(Verb::WriteOwn);
    routes.get("/home/week", Rule::Own(Verb::ReadOwn), show).post("/home/week", write, diary).post(
        "/home/week/share",
        write,
        share,
    )
}

/// How many entries stand on the page before one asks for all.
const SHOWN_AT_FIRST: usize = 7;

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let f = frame(&visit, "nav-week");
    whole(&visit, f, asked.contains_key("all")).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    whole(visit, f, false).await
}

async fn whole(visit: &CourseVisit, f: Frame, shows_all: bool) -> Answer {
    let course = visit.course();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("week-lead");
    if course.closed.is_none() {
        let mut form = Form::on(&sheet.f, "diary", "/home/week").scale("mood", None).radio::<Happening>(
            "happening",
            "happening",
            None,
        );
        form = with_whom(visit, form);
        let form = reader(form.area("words", "", 2).day("on", Some(visit.today())), &sheet.f)
            .queued()
            .send("week-save");
        let help = Block::Link("/home/help-now".to_owned(), sheet.say("portal-help"));
        sheet.card(
            "",
            vec![
                queue::block(&visit.words),
                Block::Form(form),
                Block::Quiet(sheet.say("week-not-watched")),
                help,
            ],
        );
    }
    let most = if shows_all { usize::MAX } else { SHOWN_AT_FIRST };
    let own = course.own();
    let mut entries = own.iter().rev().filter_map(|own| own_item(visit, &sheet.f, own, "/home/week"));
    let items: Vec<Item> = entries.by_ref().take(most).collect();
    let has_more = entries.next().is_some();
    let mut blocks =
        if items.is_empty() { vec![Block::Quiet(sheet.say("week-none"))] } else { vec![Block::Items(items)] };
    if has_more {
        blocks.push(Block::Link("/home/week?all".to_owned(), sheet.say("week-all")));
    }
    sheet.card("week-written", blocks);
    sheet.portal()
}

/// The people on the map as taps, the nearest first; folded up when there are many. Who has died is there too: one
/// can have had a day with them.
fn with_whom<'f>(visit: &CourseVisit, form: FormBuilder<'f>) -> FormBuilder<'f> {
    let inventory = &visit.course().inventory;
    let mut people: Vec<_> = inventory.on_map().collect();
    people.sort_by_key(|person| (person.status != PersonStatus::Living, person.ring.is_none(), person.ring));
    let choices: Vec<(String, String)> =
        people.iter().map(|person| (person.id.0.to_string(), inventory.shown_name(person))).collect();
    if choices.len() > TAPS_MOST {
        form.select_of("person", choices, None)
    } else {
        form.radio_of("person", choices, None)
    }
}

/// The choice of who may read: always in sight, the client alone unless they choose otherwise.
pub(super) fn reader<'f>(form: FormBuilder<'f>, f: &Frame) -> FormBuilder<'f> {
    reader_now(form, f, false)
}

/// The same choice about something that has a reader already.
pub(super) fn reader_now<'f>(form: FormBuilder<'f>, f: &Frame, is_shared: bool) -> FormBuilder<'f> {
    let choices = [("me", "reader-me"), ("both", "reader-both")];
    let choices = choices.map(|(value, key)| (value.to_owned(), f.w.say(key).to_string())).to_vec();
    form.radio_of("reader", choices, Some(if is_shared { "both" } else { "me" }))
}

/// Reads that choice.
pub(super) fn is_shared(fields: &Fields) -> bool {
    fields.text("reader") == "both"
}

/// An entry with who may read it, and the way to change that.
pub(super) fn own_item(visit: &CourseVisit, f: &Frame, own: &Own, back: &str) -> Option<Item> {
    let mut item = item(visit, own)?;
    let is_shared = own.shared_at.is_some();
    item.pills.push(Pill::plain(f.w.say(if is_shared { "reader-both" } else { "reader-me" }).to_string()));
    item.forms.push((f.w.say("week-reader-change").to_string(), share_form(f, own, back)));
    Some(item)
}

/// One press: share, or take back.
pub(super) fn share_form(f: &Frame, own: &Own, back: &str) -> Form {
    let is_shared = own.shared_at.is_some();
    Form::on(f, &format!("share-{}", own.id), "/home/week/share")
        .hidden("own", own.id.to_string())
        .hidden("shared", if is_shared { "" } else { "yes" })
        .hidden("back", back)
        .quiet()
        .send(if is_shared { "week-take-back" } else { "week-share" })
}

async fn diary(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::WriteDiary(WriteDiary {
            on: fields.some_day("on")?.unwrap_or_else(|| visit.today()),
            mood: fields.some_number("mood")?,
            happening: fields.some_one("happening", Happening::parse)?,
            person: fields.some_number("person")?.map(PersonId),
            words: fields.text("words"),
            is_shared: is_shared(&fields),
        }))
    })();
    visit.submit(asked, fields, "/home/week", "nav-week", view).await
}

async fn share(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.number("own").map(|own| {
        Command::ShareOwn(ShareOwn { own: OwnId(own), is_shared: !fields.text("shared").is_empty() })
    });
    let back = if fields.text("back") == "/home/trying" { "/home/trying" } else { "/home/week" };
    visit.submit(asked, fields, back, "nav-week", view).await
}
