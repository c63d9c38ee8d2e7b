//! The note of a session: written with everything kept by itself, signed once, added to afterwards; techniques by one
//! tap; passages linked to who or what they speak of.

use super::cockpit::{go, view, wanted};
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet, Table};
use crate::visit::CourseVisit;
use crate::written::{Linked, html};
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{EventId, PassageId, PersonId, SessionId};
use treatment::passages::{LinkPassage, LoosePassage, SpeaksOf};
use treatment::refusal::Refusal;
use treatment::session::{AmendKind, AmendNote, MoodLink, Session, SignNote, SignedNote, Worked};
use treatment::technique::Technique;
use treatment::vocabulary::Vocabulary;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .post("/courses/{course}/sessions/{session}/keep", treat, keep)
        .post("/courses/{course}/sessions/{session}/sign", treat, sign)
        .post("/courses/{course}/sessions/{session}/amend", treat, amend)
        .post("/courses/{course}/sessions/{session}/passage", treat, link)
        .post("/courses/{course}/sessions/{session}/passage/loose", treat, loose)
}

fn subject(visit: &CourseVisit, session: SessionId) -> String {
    format!("note/{}/{}", visit.id, session.0)
}

/// The note as it is written.
pub(crate) async fn write_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    session: &Session,
    action: &str,
) -> Result<(), Problem> {
    let subject = subject(visit, session.id);
    let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
    let people = visit.people_choices();
    let form = Form::on(&sheet.f, "sign", format!("{action}/sign"))
        .drafted("text", draft, subject, visit.id.to_string(), &visit.zone())
        .keep(format!("{action}/keep"), "note-keep")
        .area("text", "", 16)
        .scale("mood", None)
        .text("mood-words", "")
        .text("event", "")
        .select_of("person", people, None)
        .text("no-link-reason", "")
        .radio("worked", "worked", Some(Worked::Focus))
        .text("off-reason", "")
        .checks("techniques", terms::<Technique>(&sheet.f, "technique"), &[])
        .send("note-sign");
    let heads = ["field-techniques", "technique-when", "technique-how"];
    let row = |one: &Technique| {
        let key = one.value_key();
        let cells = [
            format!("term-technique-{key}"),
            format!("technique-{key}-when"),
            format!("technique-{key}-how"),
        ];
        cells.map(|key| sheet.say(&key)).to_vec()
    };
    let rows = Technique::ALL.iter().map(row).collect();
    let table = Table {
        caption: sheet.say("techniques-about"),
        heads: heads.map(|key| sheet.say(key)).to_vec(),
        rows,
    };
    let blocks =
        vec![Block::Quiet(sheet.say("session-question")), Block::Form(form), Block::FoldTable(table)];
    "note".clone_into(&mut sheet.card("note-title", blocks).id);
    Ok(())
}

/// The note as it was signed, what was added to it, and its linked passages.
pub(crate) async fn signed_cards(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    session: &Session,
    action: &str,
) -> Result<(), Problem> {
    let Some(signed) = &session.note else { return Ok(()) };
    let may_treat = visit.may(Verb::Treat);
    let words = &visit.words;
    let passages = passages(visit, session);
    let by = visit.clinic().name_of(signed.who).await?;
    let at = words.say("note-signed-by").arg("at", words.moment(signed.at, &visit.zone())).arg("name", by);
    let at = at.to_string();
    let text = format!("<div class=\"note\" data-passages>{}</div>", html(&signed.note.text, &passages));
    let mut blocks = Vec::new();
    if let Some(back) = session.retraction() {
        blocks.push(Block::Text(sheet.say("note-retracted")));
        blocks.push(Block::Written(back.amend.reason.clone()));
        let summary = crate::figures::escape(&sheet.say("note-retracted-text"));
        blocks.push(Block::Drawn(format!("<details><summary>{summary}</summary>{text}</details>")));
    } else {
        blocks.push(Block::Drawn(text));
        blocks.push(Block::Facts(said_of(visit, signed)));
    }
    blocks.push(Block::Quiet(at));
    sheet.card("note-title", blocks);
    for amended in &session.amended {
        let by = visit.clinic().name_of(amended.who).await?;
        let at =
            words.say("note-added-by").arg("at", words.moment(amended.at, &visit.zone())).arg("name", by);
        let added = html(&amended.amend.text, &passages);
        let text = vec![
            Block::Quiet(at.to_string()),
            Block::Drawn(format!("<div class=\"note\" data-passages>{added}</div>")),
            Block::Facts(vec![(sheet.say("field-reason"), amended.amend.reason.clone())]),
        ];
        let card = sheet.card("", text);
        card.title = words.term("amend", amended.amend.kind.key()).to_string();
    }
    passages_card(visit, sheet, session, action);
    if may_treat {
        let form = Form::on(&sheet.f, "amend", format!("{action}/amend"))
            .radio("kind", "amend", Some(AmendKind::Addendum))
            .area("text", "", 5)
            .text("reason", "")
            .send("note-amend-send");
        sheet.card("", vec![Block::Fold(sheet.say("note-amend"), form)]);
    }
    Ok(())
}

/// What a signed note says beside its text.
fn said_of(visit: &CourseVisit, signed: &SignedNote) -> Vec<(String, String)> {
    let words = &visit.words;
    let note = &signed.note;
    let mut facts = Vec::new();
    if let Some(link) = &note.link {
        let mood = link.mood.map(|mood| mood.to_string()).unwrap_or_default();
        facts.push((words.say("field-mood").to_string(), format!("{mood} {}", link.mood_words)));
        facts.push((words.say("field-event").to_string(), link.event.clone()));
        facts.push((words.say("field-person").to_string(), visit.person_name(link.person)));
    }
    facts.push((words.say("field-no-link-reason").to_string(), note.no_link_reason.clone()));
    facts.push((words.say("field-worked").to_string(), words.term("worked", note.worked.key()).to_string()));
    facts.push((words.say("field-off-reason").to_string(), note.off_reason.clone()));
    let used = note.techniques.iter().map(|one| words.term("technique", one.key()).to_string());
    facts.push((words.say("field-techniques").to_string(), used.collect::<Vec<_>>().join(" · ")));
    facts.retain(|(_, value)| !value.trim().is_empty());
    facts
}

/// Where what a passage speaks of stands, and its name; nothing when it is no longer in the course.
fn spoken_of(visit: &CourseVisit, speaks_of: SpeaksOf) -> (String, String) {
    match speaks_of {
        SpeaksOf::Person(id) => (visit.href(&format!("/people/{id}")), visit.person_name(Some(id))),
        SpeaksOf::Event(id) => {
            let event = visit.course().timeline.event(id);
            let title = event.map(|event| event.entry.title.clone()).unwrap_or_default();
            (visit.href("/timeline"), title)
        }
    }
}

/// The links that hold; one that is stale is listed and no longer shown in the text.
fn passages(visit: &CourseVisit, session: &Session) -> Vec<Linked> {
    let course = visit.course();
    let holding = course.passages_of(session.id).filter(|passage| !course.is_stale(passage));
    let linked = holding.map(|passage| {
        let (href, of) = spoken_of(visit, passage.linked.speaks_of);
        Linked { words: passage.linked.words.clone(), href, of }
    });
    linked.collect()
}

fn passages_card(visit: &CourseVisit, sheet: &mut Sheet, session: &Session, action: &str) {
    let course = visit.course();
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let items: Vec<Item> = course
        .passages_of(session.id)
        .map(|passage| {
            let (href, of) = spoken_of(visit, passage.linked.speaks_of);
            let mut item = Item { text: passage.linked.words.clone(), ..Item::link(of, href) };
            if course.is_stale(passage) {
                item.pills.push(Pill::warn(sheet.say("passage-stale")));
            }
            if may_treat {
                let form =
                    Form::on(&sheet.f, &format!("loose-{}", passage.id), format!("{action}/passage/loose"))
                        .hidden("passage", passage.id.to_string())
                        .quiet()
                        .send("passage-loose");
                item.forms.push((sheet.say("passage-loose"), form));
            }
            item
        })
        .collect();
    let mut blocks = if items.is_empty() { Vec::new() } else { vec![Block::Items(items)] };
    if may_treat {
        let people = course.inventory.on_map();
        let people = people.map(|one| (format!("person-{}", one.id), course.inventory.shown_name(one)));
        let events = course.timeline.in_order();
        let events = events.iter().map(|one| (format!("event-{}", one.id), one.entry.title.clone()));
        let form = Form::on(&sheet.f, "passage", format!("{action}/passage"))
            .area("words", "", 2)
            .select_of("speaks-of", people.chain(events).collect(), None)
            .quiet()
            .send("passage-link");
        blocks.push(Block::Fold(sheet.say("passage-link"), form));
    }
    if !blocks.is_empty() {
        sheet.card("passages-title", blocks);
    }
}

/// Keeps what is typed without signing: what the script does by itself, for who has none, or wants to be sure.
async fn keep(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let subject = subject(&visit, id);
    let revision = fields.number("revision").unwrap_or(0);
    let kept = visit
        .clinic()
        .save_draft(visit.actor()?, &subject, Some(visit.id), revision, &fields.as_draft())
        .await;
    match kept {
        Ok(_) => Ok(see(&visit.href(&format!("/sessions/{}", id.0)))),
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

async fn sign(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = read_note(&fields, id).map(Command::SignNote);
    go(visit, asked, fields, id).await
}

fn read_note(fields: &Fields, session: SessionId) -> Result<SignNote, Refusal> {
    let mood = fields.some_number("mood")?;
    let (mood_words, event) = (fields.text("mood-words"), fields.text("event"));
    let has_link = mood.is_some() || !mood_words.trim().is_empty() || !event.trim().is_empty();
    let person = fields.some_number("person")?.map(PersonId);
    Ok(SignNote {
        session,
        text: fields.text("text"),
        link: has_link.then_some(MoodLink { mood, mood_words, event, person }),
        no_link_reason: fields.text("no-link-reason"),
        worked: fields.one("worked", Worked::parse)?,
        off_reason: fields.text("off-reason"),
        techniques: fields.all("techniques").iter().filter_map(|key| Technique::parse(key)).collect(),
    })
}

async fn amend(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = fields.one("kind", AmendKind::parse).map(|kind| {
        Command::AmendNote(AmendNote {
            session: id,
            kind,
            text: fields.text("text"),
            reason: fields.text("reason"),
        })
    });
    go(visit, asked, fields, id).await
}

async fn link(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked = fields.one("speaks-of", read_speaks_of).map(|speaks_of| {
        Command::LinkPassage(LinkPassage { session: id, words: fields.text("words"), speaks_of })
    });
    go(visit, asked, fields, id).await
}

fn read_speaks_of(text: &str) -> Option<SpeaksOf> {
    let (kind, id) = text.split_once('-')?;
    let id = id.parse().ok()?;
    match kind {
        "person" => Some(SpeaksOf::Person(PersonId(id))),
        "event" => Some(SpeaksOf::Event(EventId(id))),
        _ => None,
    }
}

async fn loose(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let passage = fields.number("passage").map(PassageId);
    let asked = passage.map(|passage| Command::LoosePassage(LoosePassage { passage }));
    go(visit, asked, fields, id).await
}
