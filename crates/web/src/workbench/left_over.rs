//! What was typed on into a note that another window had signed: it is shown, and becomes an addition or is let go.

use super::cockpit::{view, wanted};
use super::note::{self, save};
use super::writing;
use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::draft_in_words;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use crate::written::Folded;
use axum::extract::Path;
use clinic::drafts::SavedDraft;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::plans::AgreePlan;
use treatment::session::{Session, SignNote};

/// The fields of a note in which words are written.
const WORDS: [&str; 9] = [
    "mood-words",
    "event",
    "no-link-reason",
    "off-reason",
    "passage-words",
    "plan-what",
    "plan-when",
    "plan-opening-words",
    "plan-if-then",
];

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.post("/courses/{course}/sessions/{session}/left-over/take", treat, take).post(
        "/courses/{course}/sessions/{session}/left-over/drop",
        treat,
        let_go,
    )
}

/// What is left of one's own draft of a signed note, with both ways on; nothing when all of it is signed.
pub(crate) async fn put_card(
    visit: &CourseVisit,
    sheet: &mut Sheet,
    session: &Session,
    action: &str,
) -> Result<(), Problem> {
    let Some((draft, texts)) = left_over(visit, session).await? else { return Ok(()) };
    let mut blocks = vec![Block::Text(sheet.say("left-over-lead"))];
    blocks.extend(texts.into_iter().map(|text| Block::Folded(Folded::of(text, &visit.words))));
    let take =
        Form::on(&sheet.f, "left-over-take", format!("{action}/left-over/take")).send("left-over-take");
    let drop = Form::on(&sheet.f, "left-over-drop", format!("{action}/left-over/drop"))
        .hidden("seen", draft.revision.to_string())
        .hidden("seen-beside", draft.revision_beside.to_string())
        .quiet()
        .send("left-over-drop");
    blocks.extend([Block::Form(take), Block::Form(drop)]);
    sheet.card("left-over-title", blocks).tone = "warn";
    Ok(())
}

/// The draft, and the words of each window that are not signed.
async fn left_over(
    visit: &CourseVisit,
    session: &Session,
) -> Result<Option<(SavedDraft, Vec<String>)>, Problem> {
    let draft = visit.clinic().draft(visit.actor()?, &writing::subject(visit, session.id)).await?;
    let Some(draft) = draft else { return Ok(None) };
    let all = std::iter::once(&draft.text).chain(&draft.beside);
    let texts: Vec<String> =
        all.map(|text| not_signed(visit, session, text)).filter(|text| !text.trim().is_empty()).collect();
    Ok(if texts.is_empty() { None } else { Some((draft, texts)) })
}

/// The words of a draft that stand neither in the signed note or what was added to it, nor in a plan. A short answer stands
/// in many a text that says something else: a field counts as signed only where it was signed itself.
fn not_signed(visit: &CourseVisit, session: &Session, draft: &str) -> String {
    let note = session.note.as_ref().map(|signed| &signed.note);
    let mut texts: Vec<&str> = session.amended.iter().map(|one| one.amend.text.as_str()).collect();
    texts.extend(note.map(|note| note.text.as_str()));
    let stands = |words: &str| texts.iter().any(|text| text.contains(words.trim()));
    let Some(fields) = Fields::from_draft(draft) else {
        return if stands(draft) { String::new() } else { draft.to_owned() };
    };
    let mut parts: Vec<String> = Some(fields.text("text")).filter(|text| !stands(text)).into_iter().collect();
    let rest = WORDS.iter().filter_map(|name| {
        let text = fields.some_text(name)?;
        let is_signed = match *name {
            // A passage is a part of the text.
            "passage-words" => stands(&text),
            _ => signed_as(visit, note, name).iter().any(|signed| signed.trim() == text.trim()),
        };
        let one = vec![((*name).to_owned(), text), ("form".to_owned(), "sign".to_owned())];
        let line = draft_in_words(&Fields::from(one).as_draft(), &visit.words);
        // What was taken over stands in an addition as it was shown.
        Some(line).filter(|line| !is_signed && !stands(line))
    });
    let rest: Vec<String> = rest.collect();
    parts.extend(Some(rest.join("\n")).filter(|rest| !rest.is_empty()));
    parts.join("\n\n")
}

/// What was signed under the name of a field.
fn signed_as<'v>(visit: &'v CourseVisit, note: Option<&'v SignNote>, name: &str) -> Vec<&'v str> {
    let plans =
        |of: fn(&AgreePlan) -> &str| visit.course().plans.iter().map(|plan| of(&plan.agreed)).collect();
    let link = note.and_then(|note| note.link.as_ref());
    let signed = match name {
        "mood-words" => link.map(|link| &link.mood_words),
        "event" => link.map(|link| &link.event),
        "no-link-reason" => note.map(|note| &note.no_link_reason),
        "off-reason" => note.map(|note| &note.off_reason),
        "plan-what" => return plans(|plan| &plan.what),
        "plan-when" => return plans(|plan| &plan.when),
        "plan-opening-words" => return plans(|plan| &plan.opening_words),
        "plan-if-then" => return plans(|plan| &plan.if_then),
        _ => None,
    };
    signed.map(String::as_str).into_iter().collect()
}

/// Takes all of it over into the addition that is being written; only then it is no draft of the note any more.
async fn take(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let session = wanted(&visit, &path)?;
    let id = session.id;
    let back = visit.href(&format!("/sessions/{}", id.0));
    let Some((draft, texts)) = left_over(&visit, &session).await? else { return Ok(see(&back)) };
    let of_addition = note::subject(&visit, id);
    let before = visit.clinic().draft(visit.actor()?, &of_addition).await?;
    let revision = before.as_ref().map_or(0, |before| before.revision).to_string();
    let kept = before.and_then(|before| Fields::from_draft(&before.text)).unwrap_or_default();
    let mut parts: Vec<String> =
        Some(kept.text("text")).filter(|text| !text.trim().is_empty()).into_iter().collect();
    parts.extend(texts);
    let addition = kept
        .without(&["form", "text"])
        .with("form", "amend".to_owned())
        .with("text", parts.join("\n\n"))
        .with("revision", revision);
    match save(&visit, of_addition, &addition).await {
        Ok(()) => {
            let note = writing::subject(&visit, id);
            visit
                .clinic()
                .drop_draft_seen(visit.actor()?, &note, (draft.revision, draft.revision_beside))
                .await?;
            Ok(see(&format!("{back}#amend")))
        }
        Err(problem) => {
            visit.again(problem, fields, "session-title", async |visit, f| view(visit, f, id).await).await
        }
    }
}

/// Lets go of what was seen; what a window saved since stays in sight.
async fn let_go(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let id = wanted(&visit, &path)?.id;
    let seen = (fields.number("seen").unwrap_or(0), fields.number("seen-beside").unwrap_or(0));
    visit.clinic().drop_draft_seen(visit.actor()?, &writing::subject(&visit, id), seen).await?;
    Ok(see(&visit.href(&format!("/sessions/{}", id.0))))
}
