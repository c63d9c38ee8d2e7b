//! The signed note of a session: shown as it was signed, added to, its passages linked to who or what they speak of.

use super::cockpit::{go, view, wanted};
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use crate::words::Words;
use crate::written::{Linked, html};
use axum::extract::Path;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{EventId, PassageId, PersonId, SessionId};
use treatment::passages::{LinkPassage, LoosePassage, SpeaksOf};
use treatment::session::{AmendKind, AmendNote, Session, SignNote, SignedNote, Worked};
use treatment::technique::{Technique, TechniqueUse};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .post_note("/courses/{course}/sessions/{session}/amend", treat, amend)
        .post_note("/courses/{course}/sessions/{session}/amend/keep", treat, keep)
        .post("/courses/{course}/sessions/{session}/passage", treat, link)
        .post("/courses/{course}/sessions/{session}/passage/loose", treat, loose)
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
    let late = super::handed_over::late_words(visit, session, signed).await?;
    let mut blocks: Vec<Block> = late.map(Block::Text).into_iter().collect();
    if let Some(back) = session.retraction() {
        blocks.push(Block::Text(sheet.say("note-retracted")));
        blocks.push(Block::Written(back.amend.reason.clone()));
        let summary = sheet.say("note-retracted-text");
        let summary = crate::figures::escape(&summary);
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
        super::left_over::put_card(visit, sheet, session, action).await?;
        let subject = subject(visit, session.id);
        let draft = visit.clinic().draft(visit.actor()?, &subject).await?;
        let form = Form::on(&sheet.f, "amend", format!("{action}/amend"))
            .drafted("text", draft, subject, visit.id.to_string(), &visit.zone())
            .keep(format!("{action}/amend/keep"), "note-amend-keep")
            .radio("kind", "amend", Some(AmendKind::Addendum))
            .area("text", "", 5)
            .text("reason", "")
            .send("note-amend-send");
        sheet.card("", vec![Block::Fold(sheet.say("note-amend"), form)]);
    }
    Ok(())
}

/// What a session worked on, said rightly: a note signed before any focus was agreed cannot speak of one. A focus that
/// was written down after the session and before its note may have been agreed in it.
pub(crate) fn worked(visit: &CourseVisit, signed: &SignedNote) -> Worked {
    let agreed = visit.course().focuses.first().map(|(at, _)| *at);
    match signed.note.worked {
        Worked::Focus | Worked::Second if agreed.is_none_or(|agreed| signed.at < agreed) => Worked::Opening,
        said => said,
    }
}

/// What a signed note says beside its text.
fn said_of(visit: &CourseVisit, signed: &SignedNote) -> Vec<(String, String)> {
    let words = &visit.words;
    let note = &signed.note;
    let worked = worked(visit, signed);
    let mut facts = Vec::new();
    if let Some(link) = &note.link {
        let mood = link.mood.map(|mood| mood.to_string()).unwrap_or_default();
        facts.push((words.say("field-mood").to_string(), format!("{mood} {}", link.mood_words)));
        facts.push((words.say("field-event").to_string(), link.event.clone()));
        facts.push((words.say("field-person").to_string(), visit.person_name(link.person)));
    }
    facts.push((words.say("field-no-link-reason").to_string(), note.no_link_reason.clone()));
    facts.push((words.say("field-worked").to_string(), words.term("worked", worked.key()).to_string()));
    facts.push((words.say("field-off-reason").to_string(), note.off_reason.clone()));
    let used = note.techniques.iter().map(|one| used(words, note, *one));
    facts.push((words.say("field-techniques").to_string(), used.collect::<Vec<_>>().join(" · ")));
    facts.retain(|(_, value)| !value.trim().is_empty());
    facts
}

/// A technique, with how long it took and how well it went where that was said.
fn used(words: &Words, note: &SignNote, technique: Technique) -> String {
    let name = words.term("technique", technique.key()).to_string();
    let said = note.technique_uses.iter().find(|said| said.technique == technique);
    let said = said.map(|said| use_words(words, *said)).unwrap_or_default();
    if said.is_empty() { name } else { format!("{name} ({said})") }
}

/// How long a technique took, how well it went, and what it worked on.
pub(crate) fn use_words(words: &Words, said: TechniqueUse) -> String {
    let took = said.took.map(|took| words.term("took", took.key()).to_string());
    let quality = said.quality.map(|mark| words.term("quality", &mark.to_string()).to_string());
    let served = said.served.map(|on| words.term("served", on.key()).to_string());
    took.into_iter().chain(quality).chain(served).collect::<Vec<_>>().join(", ")
}

/// Where what a passage speaks of stands, and its name; nothing when it is no longer in the course.
pub(crate) fn spoken_of(visit: &CourseVisit, speaks_of: SpeaksOf) -> (String, String) {
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
        let form = Form::on(&sheet.f, "passage", format!("{action}/passage"))
            .area("words", "", 2)
            .select_of("speaks-of", super::writing::spoken_of_choices(visit), None)
            .quiet()
            .send("passage-link");
        blocks.push(Block::Fold(sheet.say("passage-link"), form));
    }
    if !blocks.is_empty() {
        sheet.card("passages-title", blocks);
    }
}

/// What an addition is a draft of.
pub(crate) fn subject(visit: &CourseVisit, session: SessionId) -> String {
    format!("addition/{}/{}", visit.id, session.0)
}

/// Keeps an addition as it is typed, and adds nothing yet.
async fn keep(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    match save(&visit, subject(&visit, id), &fields).await {
        Ok(()) => Ok(see(&visit.href(&format!("/sessions/{}", id.0)))),
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

/// Saves what is typed in a form, as its script does.
pub(crate) async fn save(visit: &CourseVisit, subject: String, fields: &Fields) -> Result<(), Problem> {
    let actor = visit.actor()?;
    visit.clinic().save_draft(actor, &subject, Some(visit.id), fields.since(), &fields.as_draft()).await?;
    Ok(())
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

pub(crate) fn read_speaks_of(text: &str) -> Option<SpeaksOf> {
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
