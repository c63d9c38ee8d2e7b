//! That a course was handed over, in words: on lists, on the course's page, beside a session whose note was left
//! unsigned, and in History.

use crate::sheet::{Block, Item, Sheet};
use crate::visit::{CourseVisit, Visit};
use clinic::lines::Line;
use clinic::problem::Problem;
use treatment::access::Who;
use treatment::hand_over::HandedOver;
use treatment::ids::StaffId;
use treatment::session::{Session, SignedNote};

/// Days for which a closed course stands on Today as handed over. A guess.
const CLOSED_FOR_DAYS: i32 = 14;

async fn name(visit: &Visit, staff: StaffId) -> Result<String, Problem> {
    visit.clinic().name_of(Who::Staff(staff)).await
}

/// The courses that were handed to somebody and in which no session was held since, for Today.
pub(super) async fn new_items(visit: &Visit, lines: &[impl AsRef<Line>]) -> Result<Vec<Item>, Problem> {
    let mut items = Vec::new();
    for line in lines.iter().map(AsRef::as_ref) {
        let Some(handed) = line.summary.handed_over.as_ref().filter(|handed| handed.is_new) else { continue };
        let is_closed = line.summary.closed_at.is_some();
        if is_closed && visit.today().since(handed.recorded_on.unwrap_or(handed.on)) > CLOSED_FOR_DAYS {
            continue;
        }
        let said = visit.words.say("handed-from").arg("name", name(visit, handed.from).await?);
        let said = said.arg("date", visit.words.plain_day(handed.on)).to_string();
        let href = format!("/courses/{}", line.course);
        items.push((handed.on, Item { meta: said, ..Item::link(line.name.as_ref(), href) }));
    }
    items.sort_by_key(|(on, _)| -on.0);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// On the course's page: from whom to whom and why, and the notes that were left unsigned and still are.
pub(super) async fn put_card(visit: &CourseVisit, sheet: &mut Sheet) -> Result<(), Problem> {
    let (course, words) = (visit.course(), &visit.words);
    let Some(last) = course.handed_over() else { return Ok(()) };
    let mut blocks = Vec::new();
    for handed in course.hand_overs.iter().rev() {
        blocks.push(Block::Text(from_to(visit, &handed.said).await?));
        blocks.push(Block::Written(handed.said.reason.clone()));
    }
    let mut open = Vec::new();
    for session in course.sessions.iter().filter(|session| session.note.is_none()) {
        let said = left_words(visit, session).await?;
        if said.is_empty() {
            continue;
        }
        let title = words.say("session-number").arg("number", session.number().unwrap_or(0)).to_string();
        let href = visit.href(&format!("/sessions/{}", session.id.0));
        open.push(Item { text: said.join(" "), meta: words.day(session.on), ..Item::link(title, href) });
    }
    let is_news = course.is_newly_handed_over() || !open.is_empty();
    if !open.is_empty() {
        blocks.push(Block::Items(open));
    }
    let card = if is_news && visit.may(treatment::access::Verb::Treat) {
        sheet.card("handed-title", blocks)
    } else {
        sheet.beside("handed-title", blocks)
    };
    card.id = format!("handed-{}", last.version.0);
    Ok(())
}

/// "Anna Lee handed this course over to Ben Okoro on 3 March 2026."
async fn from_to(visit: &CourseVisit, said: &HandedOver) -> Result<String, Problem> {
    let (from, to) = (name(visit, said.from).await?, name(visit, said.to).await?);
    let line = visit.words.say("handed-from-to").arg("from", from).arg("to", to);
    Ok(line.arg("date", visit.words.plain_day(said.on)).to_string())
}

/// What History says of a hand-over: names, and the sessions whose note was left unsigned.
pub(super) async fn in_history(visit: &CourseVisit, said: &HandedOver) -> Result<String, Problem> {
    let mut lines = vec![from_to(visit, said).await?, said.reason.clone()];
    let from = name(visit, said.from).await?;
    for left in &said.unsigned {
        // Who did not hold the session and wrote nothing left nothing.
        if !left.is_begun && visit.course().held_by(left.session) != Some(said.from) {
            continue;
        }
        let number = visit.course().session(left.session).and_then(Session::number).unwrap_or(0);
        lines.push(left_line(visit, number, &from, left.is_begun));
    }
    Ok(lines.join("\n"))
}

fn left_line(visit: &CourseVisit, number: u8, name: &str, is_begun: bool) -> String {
    let key = if is_begun { "handed-note-begun" } else { "handed-note-none" };
    visit.words.say(key).arg("number", number).arg("name", name.to_owned()).to_string()
}

/// That the note of a session was left unsigned by those who carried the course before, one sentence each; nothing to
/// whoever held it.
pub(super) async fn left_words(visit: &CourseVisit, session: &Session) -> Result<Vec<String>, Problem> {
    let course = visit.course();
    let mut said = Vec::new();
    let Some(before) = course.held_before(session.id).filter(|_| session.number().is_some()) else {
        return Ok(said);
    };
    if Some(before.said.from) == course.therapist() {
        return Ok(said);
    }
    // It was recorded as held after the hand-over: nobody was asked for its note before.
    if course.left_unsigned(session.id).next().is_none() {
        let name = name(visit, before.said.from).await?;
        said.push(left_line(visit, session.number().unwrap_or(0), &name, false));
    }
    for (place, (handed, left)) in course.left_unsigned(session.id).enumerate() {
        // Of those who only had the course meanwhile it is told when they began to write.
        if place == 0 || left.is_begun {
            let name = name(visit, handed.said.from).await?;
            said.push(left_line(visit, session.number().unwrap_or(0), &name, left.is_begun));
        }
    }
    Ok(said)
}

/// That a note is a late entry of somebody who did not hold the session, and what was left unsigned before it.
pub(super) async fn late_words(
    visit: &CourseVisit,
    session: &Session,
    signed: &SignedNote,
) -> Result<Option<String>, Problem> {
    let handed = visit.course().held_before(session.id).filter(|handed| handed.version < signed.version);
    let Some(handed) = handed else { return Ok(None) };
    let is_begun = handed.said.unsigned.iter().any(|left| left.session == session.id && left.is_begun);
    if signed.who == Who::Staff(handed.said.from) {
        return Ok(None);
    }
    let (by, held) = (visit.clinic().name_of(signed.who).await?, name(visit, handed.said.from).await?);
    let key = if is_begun { "handed-late-begun" } else { "handed-late" };
    let said = visit.words.say(key).arg("by", by).arg("name", held);
    Ok(Some(said.arg("date", visit.words.plain_day(handed.said.on)).to_string()))
}
