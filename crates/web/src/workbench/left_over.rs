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
use axum::extract::Path;
use clinic::drafts::SavedDraft;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::session::Session;

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
    blocks.extend(texts.into_iter().map(Block::Written));
    let take =
        Form::on(&sheet.f, "left-over-take", format!("{action}/left-over/take")).send("left-over-take");
    let drop = Form::on(&sheet.f, "left-over-drop", format!("{action}/left-over/drop"))
        .hidden("seen", draft.revision.to_string())
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

/// The words of a draft that stand neither in the signed note nor in a plan.
fn not_signed(visit: &CourseVisit, session: &Session, draft: &str) -> String {
    let mut signed: Vec<&str> = Vec::new();
    if let Some(note) = session.note.as_ref().map(|signed| &signed.note) {
        signed.extend([note.text.as_str(), &note.no_link_reason, &note.off_reason]);
        signed.extend(note.link.iter().flat_map(|link| [link.mood_words.as_str(), &link.event]));
    }
    let plans = visit.course().plans.iter().map(|plan| &plan.agreed);
    signed.extend(plans.flat_map(|plan| {
        [plan.what.as_str(), plan.when.as_str(), plan.opening_words.as_str(), plan.if_then.as_str()]
    }));
    let is_new = |text: &str| !text.trim().is_empty() && !signed.iter().any(|one| one.contains(text.trim()));
    let Some(fields) = Fields::from_draft(draft) else {
        return if is_new(draft) { draft.to_owned() } else { String::new() };
    };
    let mut parts = Vec::new();
    parts.extend(Some(fields.text("text")).filter(|text| is_new(text)));
    let rest = WORDS.iter().map(|name| ((*name).to_owned(), fields.text(name)));
    let mut rest: Vec<_> = rest.filter(|(_, text)| is_new(text)).collect();
    if !rest.is_empty() {
        rest.push(("form".to_owned(), "sign".to_owned()));
        parts.push(draft_in_words(&Fields::from(rest).as_draft(), &visit.words));
    }
    parts.join("\n\n")
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
            visit.clinic().drop_draft_seen(visit.actor()?, &note, draft.revision).await?;
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
    let seen = fields.number("seen").unwrap_or(0);
    visit.clinic().drop_draft_seen(visit.actor()?, &writing::subject(&visit, id), seen).await?;
    Ok(see(&visit.href(&format!("/sessions/{}", id.0))))
}
