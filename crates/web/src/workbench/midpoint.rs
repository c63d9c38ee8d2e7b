//! The review half way on one page, to be done together and printed: scores, goals, the focus, the people, the sessions
//! that are left; and what was said of them.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet, Table};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::contract::{count, projected_end};
use treatment::midpoint::{FocusStill, ReviewMidpoint};
use treatment::outcome::by_day;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/courses/{course}/midpoint", Rule::Course(Verb::ReadCourse), show).post(
        "/courses/{course}/midpoint",
        Rule::Course(Verb::Treat),
        review,
    )
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("midpoint-title").await?;
    view(&visit, f).await
}

/// First and newest score of each measure with a total that was answered twice or more.
pub(super) fn scores(visit: &CourseVisit) -> Option<Table> {
    let words = &visit.words;
    let content = &visit.library().content;
    let mut keys: Vec<&str> =
        visit.course().measures.results.iter().map(|result| result.completed.measure.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let rows: Vec<Vec<String>> = keys
        .into_iter()
        .filter_map(|key| {
            let results = by_day(visit.course(), key);
            let [first, .., last] = results.as_slice() else { return None };
            let instrument = content.instrument(key).filter(|instrument| instrument.has_total())?;
            let said = |total: u16, on| {
                words
                    .say("score-on")
                    .arg("total", instrument.written(total))
                    .arg("date", words.short_day(on))
                    .to_string()
            };
            let (then, now) = (&first.completed, &last.completed);
            Some(vec![instrument.name.clone(), said(then.total, then.on), said(now.total, now.on)])
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = ["score-measure", "score-first", "score-last"].map(|key| words.say(key).to_string());
    Some(Table { caption: words.say("score-caption").to_string(), heads: heads.to_vec(), rows })
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let count = count(course, protocol);
    let mut sheet = Sheet::new(f);
    sheet.lead = words.say("ending-left").arg("left", count.left()).to_string();

    let reviewed = course.ending.midpoints.iter().rev();
    for (_, review) in reviewed {
        sheet.card("midpoint-done", blocks(visit, review));
    }
    let mut blocks = Vec::new();
    match scores(visit) {
        Some(table) => blocks.push(Block::Table(table)),
        None => blocks.push(Block::Quiet(sheet.say("score-none"))),
    }
    blocks.push(Block::Link(visit.href("/measures"), sheet.say("tab-measures")));
    sheet.card("score-title", blocks);
    let goals: Vec<Item> = course
        .open_goals()
        .map(|goal| Item {
            voice: goal.set.words.clone(),
            meta: super::formulation::rated_line(words, goal, &visit.zone()),
            ..Item::default()
        })
        .collect();
    let mut blocks = if goals.is_empty() {
        vec![Block::Quiet(sheet.say("goals-none"))]
    } else {
        vec![Block::Items(goals)]
    };
    blocks.push(Block::Link(visit.href("/formulation"), sheet.say("goal-rate")));
    sheet.card("goals-title", blocks);
    let blocks = match course.focus() {
        Some(focus) => vec![
            Block::Voice(focus.client_words.clone()),
            Block::Quiet(visit.area_words(focus.area)),
            Block::Link(visit.href("/focus"), sheet.say("tab-focus")),
        ],
        None => vec![Block::Quiet(sheet.say("midpoint-no-focus"))],
    };
    sheet.card("midpoint-focus", blocks);

    let map = Block::Link(visit.href(super::THEN_AND_NOW), sheet.say("ending-map"));
    let mut blocks = vec![map];
    if let Some(end) = projected_end(course, protocol, visit.today()) {
        let said = words.say("midpoint-end").arg("date", words.plain_day(end)).to_string();
        blocks.insert(0, Block::Text(said));
    }
    sheet.beside("", blocks);
    if visit.may(Verb::Treat) && course.closed.is_none() {
        let form = Form::on(&sheet.f, "midpoint", visit.href("/midpoint"))
            .day("on", Some(visit.today()))
            .area("moved", "", 4)
            .area("client-words", "", 3)
            .radio::<FocusStill>("focus-still", "focus-still", None)
            .area("reason", "", 2)
            .area("rest", "", 3)
            .send("midpoint-save");
        sheet.beside("midpoint-write", vec![Block::Form(form)]);
    }
    sheet.workbench()
}

/// A review as it was written; the client has the same.
pub(crate) fn blocks(visit: &CourseVisit, review: &ReviewMidpoint) -> Vec<Block> {
    let words = &visit.words;
    let when = words
        .say("midpoint-when")
        .arg("date", words.plain_day(review.on))
        .arg("used", review.used)
        .arg("left", review.left)
        .to_string();
    let mut blocks = vec![Block::Quiet(when), Block::Written(review.moved.clone())];
    if !review.client_words.is_empty() {
        blocks.push(Block::Voice(review.client_words.clone()));
    }
    blocks.push(Block::Text(words.term("focus-still", review.focus.key()).to_string()));
    for (label, text) in [("field-midpoint-reason", &review.reason), ("field-rest", &review.rest)] {
        if !text.is_empty() {
            blocks.push(Block::Heading(words.say(label).to_string()));
            blocks.push(Block::Written(text.clone()));
        }
    }
    blocks
}

async fn review(visit: CourseVisit, fields: Fields) -> Answer {
    let still = fields.one("focus-still", FocusStill::parse);
    // A focus that is no longer right is agreed anew next.
    let then = if still == Ok(FocusStill::Change) { visit.href("/focus") } else { visit.href("/midpoint") };
    let asked = (|| {
        Ok(Command::ReviewMidpoint(ReviewMidpoint {
            on: fields.day("on")?,
            moved: fields.text("moved"),
            client_words: fields.text("client-words"),
            focus: still?,
            reason: fields.text("reason"),
            rest: fields.text("rest"),
            used: 0,
            left: 0,
        }))
    })();
    visit.submit(asked, fields, &then, "midpoint-title", view).await
}
