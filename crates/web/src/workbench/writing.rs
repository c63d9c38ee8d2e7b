//! The note while it is written: everything typed is kept by itself, and what belongs beside it stands in the same form,
//! so that nothing is lost on the way from one to the other: passages marked as they are written, techniques by one tap,
//! the plan for the days until the next session.

use super::cockpit::{view, wanted};
use super::note::save;
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Column, Form, FormBuilder, terms};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet, Table};
use crate::visit::CourseVisit;
use axum::extract::Path;
use clinic::drafts::{SavedDraft, note_subject};
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::{ArtefactId, PersonId, SessionId};
use treatment::passages::{LinkPassage, SpeaksOf, stands_in};
use treatment::plans::AgreePlan;
use treatment::refusal::Refusal;
use treatment::session::{MoodLink, Session, SignNote, Worked};
use treatment::signing::Signing;
use treatment::technique::{QUALITY_MOST, Served, Technique, TechniqueUse, Took};

/// The fields of the plan in the form of a note.
const PLAN: [&str; 6] =
    ["plan-what", "plan-person", "plan-when", "plan-opening-words", "plan-if-then", "plan-from"];

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .post_note("/courses/{course}/sessions/{session}/keep", treat, keep)
        .post_note("/courses/{course}/sessions/{session}/plan", treat, plan)
        .post_note("/courses/{course}/sessions/{session}/sign", treat, sign)
}

/// What a note is a draft of.
pub(crate) fn subject(visit: &CourseVisit, session: SessionId) -> String {
    note_subject(visit.id, session)
}

/// The form of the note.
pub(crate) async fn write_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    session: &Session,
    action: &str,
    from: Option<ArtefactId>,
) -> Result<(), Problem> {
    let subject = subject(visit, session.id);
    let mut draft = visit.clinic().draft(visit.actor()?, &subject).await?;
    let kept = draft.as_ref().and_then(|draft| Fields::from_draft(&draft.text));
    // What was worked out just now begins the plan anew; one that came of it already, or was typed by hand, stays.
    let origin = kept.as_ref().and_then(|kept| kept.some_text("plan-from"));
    let is_by_hand = origin.is_none()
        && kept.as_ref().is_some_and(|kept| PLAN.iter().any(|name| kept.some_text(name).is_some()));
    let from = from.filter(|_| !is_by_hand);
    let is_new = from.is_some_and(|from| origin != Some(from.to_string()));
    if let (Some(draft), Some(kept), true) = (&mut draft, &kept, is_new) {
        draft.text = kept.without(&PLAN).as_draft();
    }
    let typed = if sheet.f.typed.is_form("sign") { Some(&sheet.f.typed) } else { kept.as_ref() };
    let from = from.or_else(|| typed?.some_number("plan-from").ok().flatten().map(ArtefactId));
    let marked = marked(visit, &sheet.f, draft.as_ref());
    let chosen: Vec<String> = marked.iter().map(|(value, _)| value.clone()).collect();
    let keep = format!("{action}/keep");
    let form = Form::on(&sheet.f, "sign", format!("{action}/sign"))
        .drafted("text", draft, subject, visit.id.to_string(), &visit.zone())
        .keep(keep.clone(), "note-keep")
        .area("text", "", 16)
        .fold("marked", "passages-title")
        .checks("passages", marked, &chosen)
        .text("passage-words", "")
        .select_of("passage-of", spoken_of_choices(visit), None)
        .button(keep, "passage-link")
        .unfold()
        .scale("mood", None)
        .text("mood-words", "")
        .text("event", "")
        .select_of("person", visit.people_choices(), None)
        .text("no-link-reason", "")
        .radio_of("worked", worked_choices(visit, session), Some(worked_first(visit, session).key()))
        .text("off-reason", "")
        .checks("techniques", terms::<Technique>(&sheet.f, "technique"), &[])
        .fold("uses", "technique-uses");
    let form = with_uses(form, &sheet.f).unfold();
    let form = if visit.course().closed.is_none() {
        with_plan(form.fold("plan", "plans-agree"), visit, from)
            .button(format!("{action}/plan"), "plan-agree-now")
            .unfold()
    } else {
        form
    };
    let blocks = vec![
        Block::Quiet(sheet.say("session-question")),
        Block::Form(form.send("note-sign")),
        Block::FoldTable(about_techniques(sheet)),
    ];
    "note".clone_into(&mut sheet.card("note-title", blocks).id);
    Ok(())
}

/// What a session can have worked on: a focus only once one is agreed, a second only where there is one, and the opening
/// until the day on which the focus was agreed.
fn worked_choices(visit: &CourseVisit, session: &Session) -> Vec<(String, String)> {
    let course = visit.course();
    let agreed = course.focuses.first().map(|(at, _)| visit.day_of(*at));
    let has_second = course.focuses.iter().any(|(_, focus)| focus.second.is_some());
    let can = Worked::ALL.iter().filter(|one| match one {
        Worked::Opening => agreed.is_none_or(|agreed| session.on <= agreed),
        Worked::Focus => agreed.is_some(),
        Worked::Second => has_second,
        Worked::Off => true,
    });
    can.map(|one| (one.key().to_owned(), visit.words.term("worked", one.key()).to_string())).collect()
}

/// What it most likely was, chosen until something else is.
fn worked_first(visit: &CourseVisit, session: &Session) -> Worked {
    let agreed = visit.course().focuses.first().map(|(at, _)| visit.day_of(*at));
    if agreed.is_some_and(|agreed| session.on >= agreed) { Worked::Focus } else { Worked::Opening }
}

/// When each technique is used, and how it goes.
fn about_techniques(sheet: &Sheet) -> Table {
    let row = |one: &Technique| {
        let key = one.key();
        let cells = [
            format!("term-technique-{key}"),
            format!("technique-{key}-when"),
            format!("technique-{key}-how"),
        ];
        cells.map(|key| sheet.say(&key)).to_vec()
    };
    Table {
        caption: sheet.say("techniques-about"),
        heads: ["field-techniques", "technique-when", "technique-how"].map(|key| sheet.say(key)).to_vec(),
        rows: Technique::ALL.iter().map(row).collect(),
    }
}

/// The passages marked so far, as they are sent and as they are shown; one whose words were written over says so.
fn marked(visit: &CourseVisit, f: &Frame, draft: Option<&SavedDraft>) -> Vec<(String, String)> {
    let kept = draft.and_then(|draft| Fields::from_draft(&draft.text));
    let typed = if f.typed.is_form("sign") { Some(&f.typed) } else { kept.as_ref() };
    let Some(typed) = typed else { return Vec::new() };
    let text = typed.text("text");
    let shown = |value: String| {
        let (speaks_of, words) = read_marked(&value)?;
        let of = super::note::spoken_of(visit, speaks_of).1;
        let mut label = f.w.say("passage-marked").arg("words", words).arg("of", of).to_string();
        if !stands_in(&text, words) {
            label = format!("{label} · {}", f.w.say("passage-gone"));
        }
        Some((value, label))
    };
    typed.all("passages").into_iter().filter_map(shown).collect()
}

/// Whom and what a passage can speak of.
pub(crate) fn spoken_of_choices(visit: &CourseVisit) -> Vec<(String, String)> {
    let course = visit.course();
    let people = course.inventory.on_map();
    let people = people.map(|one| (format!("person-{}", one.id), course.inventory.shown_name(one)));
    let events = course.timeline.in_order();
    let events = events.iter().map(|one| (format!("event-{}", one.id), one.entry.title.clone()));
    people.chain(events).collect()
}

/// A marked passage as it is sent: `person-3 the passage`.
fn read_marked(value: &str) -> Option<(SpeaksOf, &str)> {
    let (of, words) = value.split_once(' ')?;
    Some((super::note::read_speaks_of(of)?, words))
}

/// What each technique worked on, how long it took, and how well it went: a row for each, none of which has to be filled in.
fn with_uses<'f>(form: FormBuilder<'f>, f: &Frame) -> FormBuilder<'f> {
    let empty = || (String::new(), f.w.say("choose-none").to_string());
    let took = std::iter::once(empty()).chain(terms::<Took>(f, "took")).collect();
    let marks =
        (0..=QUALITY_MOST).map(|mark| (mark.to_string(), f.w.term("quality", &mark.to_string()).to_string()));
    let quality = std::iter::once(empty()).chain(marks).collect();
    let column = |name: &str, choices| Column { choices, ..Column::text(name) };
    let titles = Technique::ALL.iter().map(|one| f.w.term("technique", one.key()).to_string()).collect();
    // Nothing to tap where it is what the note says of the whole session.
    let as_note = || (String::new(), f.w.say("served-as-note").to_string());
    let served = std::iter::once(as_note()).chain(terms::<Served>(f, "served")).collect();
    let columns = [column("served", served), column("took", took), column("quality", quality)];
    form.grid("technique-uses", &columns, titles, &[])
}

/// The fields of a plan, for the form of a note and for a form of their own.
pub(crate) fn with_plan<'f>(
    form: FormBuilder<'f>,
    visit: &CourseVisit,
    from: Option<ArtefactId>,
) -> FormBuilder<'f> {
    let (what, opening, person) = super::plans::taken_over(visit, from);
    form.text("plan-what", &what)
        .select_of("plan-person", visit.people_choices(), person.map(|id| id.to_string()).as_deref())
        .text("plan-when", "")
        .area("plan-opening-words", &opening, 2)
        .text("plan-if-then", "")
        .hidden("plan-from", from.map(|id| id.to_string()).unwrap_or_default())
}

/// Reads them; nothing when none was filled in.
fn read_plan(fields: &Fields) -> Result<Option<AgreePlan>, Refusal> {
    if PLAN[..5].iter().all(|name| fields.some_text(name).is_none()) {
        return Ok(None);
    }
    let person: Option<u32> = fields.some_number("plan-person")?;
    Ok(Some(AgreePlan {
        what: fields.text("plan-what"),
        person: person.map(PersonId),
        when: fields.text("plan-when"),
        opening_words: fields.text("plan-opening-words"),
        if_then: fields.text("plan-if-then"),
        from: fields.some_number("plan-from")?.map(ArtefactId),
    }))
}

/// With the passage that was being marked among the marked ones, once it is said what it speaks of.
fn with_marked(fields: Fields) -> Fields {
    let (words, of) = (fields.text("passage-words"), fields.text("passage-of"));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() || of.is_empty() {
        return fields;
    }
    let marked = format!("{of} {words}");
    let rest = fields.without(&["passage-words", "passage-of"]);
    if rest.all("passages").contains(&marked) { rest } else { rest.with("passages", marked) }
}

/// Keeps what is typed without signing: what the script does by itself, for who has none, or wants to be sure.
async fn keep(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let was_marking = fields.some_text("passage-words").is_some();
    let fields = with_marked(fields);
    let place = if was_marking { "#sign-marked" } else { "" };
    match save(&visit, subject(&visit, id), &fields).await {
        Ok(()) => Ok(see(&visit.href(&format!("/sessions/{}{place}", id.0)))),
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

/// Agrees the plan while the note stays unsigned, and kept as it is.
async fn plan(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let asked =
        read_plan(&fields).and_then(|plan| plan.map(Command::AgreePlan).ok_or(Refusal::Empty("plan")));
    // The note's draft does not end with the plan.
    let (visit, kept, fields) = match visit.ask_read(asked, &fields.without(&["draft"])).await {
        Ok(receipt) => {
            let visit = visit.after(receipt);
            // The press was the plan's: the note is signed by another.
            let note = fields.without(&PLAN).without(&["submission"]);
            let is_note = fields.is_form("sign");
            let kept = if is_note { save(&visit, subject(&visit, id), &note).await } else { Ok(()) };
            (visit, kept, note)
        }
        Err(problem) => (visit, Err(problem), fields),
    };
    match kept {
        Ok(()) => Ok(see(&visit.href(&format!("/sessions/{}#plan-agreed", id.0)))),
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

async fn sign(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let fields = with_marked(fields);
    let asked = read_signing(&fields, id).map(|signing| Command::SignNote(Box::new(signing)));
    match visit.ask_read(asked, &fields).await {
        Ok(_) => Ok(see(&visit.href(&format!("/sessions/{}", id.0)))),
        Err(Problem::Refused(Refusal::NoteSigned)) => signed_already(visit, fields, id).await,
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

/// Another window signed it meanwhile, on another device perhaps. What was typed here is kept as a draft: the page shows
/// what of it is not signed, and takes it as an addition.
async fn signed_already(visit: CourseVisit, fields: Fields, id: SessionId) -> Answer {
    let signed = visit.course().session(id).and_then(|session| session.note.as_ref());
    let said = match signed {
        Some(signed) => {
            let name = visit.clinic().name_of(signed.who).await?;
            let at = visit.words.moment(signed.at, &visit.zone());
            Some(visit.words.say("note-signed-meanwhile").arg("at", at).arg("name", name).to_string())
        }
        None => None,
    };
    // What cannot be kept, because it is too long, stands on the page as it was typed.
    let is_kept = save(&visit, subject(&visit, id), &fields).await;
    let is_kept = matches!(is_kept, Ok(()) | Err(Problem::DraftElsewhere { .. }));
    let problem = Problem::Refused(Refusal::NoteSigned);
    let shown = if is_kept { Fields::default() } else { fields };
    let page = async |visit: &CourseVisit, f: Frame| {
        view(visit, Frame { problem: said.or(f.problem.clone()), ..f }, id).await
    };
    visit.again(problem, shown, "session-title", page).await
}

fn read_signing(fields: &Fields, session: SessionId) -> Result<Signing, Refusal> {
    for (given, wanting) in [("passage-words", "passage-of"), ("passage-of", "passage-words")] {
        if fields.some_text(given).is_some() && fields.some_text(wanting).is_none() {
            return Err(Refusal::Empty(wanting));
        }
    }
    let read = |value: &String| {
        let (speaks_of, words) = read_marked(value).ok_or(Refusal::Unknown("passages"))?;
        Ok(LinkPassage { session, words: words.to_owned(), speaks_of })
    };
    let passages = fields.all("passages").iter().map(read).collect::<Result<_, _>>()?;
    Ok(Signing { note: read_note(fields, session)?, passages, plan: read_plan(fields)? })
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
        technique_uses: read_uses(fields)?,
    })
}

fn read_uses(fields: &Fields) -> Result<Vec<TechniqueUse>, Refusal> {
    let rows = fields.rows("technique-uses", ["took", "quality", "served"]);
    let read = |(technique, [took, quality, served]): (&Technique, &[String; 3])| {
        let quality = Some(quality.trim()).filter(|mark| !mark.is_empty());
        let quality = quality.map(|mark| mark.parse().map_err(|_| Refusal::Unknown("technique-uses")));
        let (technique, took, quality) = (*technique, Took::parse(took), quality.transpose()?);
        Ok(TechniqueUse { technique, took, quality, served: Served::parse(served) })
    };
    Technique::ALL.iter().zip(&rows).map(read).collect()
}
