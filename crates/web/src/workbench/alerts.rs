//! An alert: a score that does not go as hoped, what to ask about it, and the answer. It opens a talk and blames nobody.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::{CourseVisit, Visit};
use axum::extract::Path;
use clinic::lines::Line;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::alert::{Alert, AlertKind, AnswerAlert, Topic, alerts_of, newest_alerts};
use treatment::command::Command;
use treatment::ids::ResultId;
use treatment::summary::AlertLine;

const PAGE: &str = "/courses/{course}/alerts/{alert}/{result}";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get(PAGE, Rule::Course(Verb::ReadCourse), show).post(PAGE, Rule::Course(Verb::Treat), answer)
}

/// Where the page of an alert is, below its course.
fn place(kind: AlertKind, result: ResultId) -> String {
    format!("/alerts/{}/{result}", kind.key())
}

/// What an alert says, in one sentence.
fn sentence(visit: &Visit, kind: AlertKind, measure: &str, totals: (u16, u16), session: u16) -> String {
    let instrument = visit.library().content.instrument(measure);
    let written = |total: u16| instrument.map_or_else(|| total.to_string(), |one| one.written(total));
    visit
        .words
        .say(format!("alert-{}", kind.key()))
        .arg("name", measure_name(visit, measure))
        .arg("first", written(totals.0))
        .arg("total", written(totals.1))
        .arg("session", session)
        .to_string()
}

/// An alert of a list row, for Today.
pub(super) fn line_item(visit: &Visit, line: &Line, alert: &AlertLine) -> Item {
    let said = sentence(visit, alert.kind, &alert.measure, alert.totals, alert.session);
    Item {
        meta: said,
        ..Item::link(
            line.name.as_ref(),
            format!("/courses/{}{}", line.course, place(alert.kind, alert.result)),
        )
    }
}

/// The mark of an alert of a list row, for supervision.
pub(crate) fn line_pill(visit: &Visit, alert: &AlertLine) -> Pill {
    let key = if alert.is_answered { "reason-alert-answered" } else { "reason-alert" };
    let kind = visit.words.term("alert", alert.kind.key()).to_string();
    let name = measure_name(visit, &alert.measure);
    let text = visit.words.say(key).arg("kind", kind).arg("name", name).to_string();
    if alert.is_answered { Pill::plain(text) } else { Pill::warn(text) }
}

/// The open alerts of a course, each on a line.
pub(super) fn open_items(visit: &CourseVisit) -> Vec<Item> {
    let alerts = newest_alerts(visit.course(), &visit.library().content);
    let open = alerts.iter().filter(|alert| visit.course().answer_to(alert.kind, alert.result).is_none());
    open.map(|alert| item(visit, alert)).collect()
}

/// An alert on a line of its course.
pub(super) fn item(visit: &CourseVisit, alert: &Alert) -> Item {
    let words = &visit.words;
    let said = said(visit, alert);
    let mut item = Item::link(said, visit.href(&place(alert.kind, alert.result)));
    item.meta = words.plain_day(alert.on);
    match visit.course().answer_to(alert.kind, alert.result) {
        Some(given) => {
            item.text.clone_from(&given.answered.reason);
            item.pills.push(Pill { tone: "done", text: words.say("alert-is-answered").to_string() });
        }
        None => item.pills.push(Pill::plain(words.say("alert-is-open").to_string())),
    }
    item
}

fn said(visit: &CourseVisit, alert: &Alert) -> String {
    sentence(visit, alert.kind, &alert.measure, (alert.first, alert.total), alert.session)
}

fn measure_name(visit: &Visit, key: &str) -> String {
    let instrument = visit.library().content.instrument(key);
    instrument.map_or_else(|| key.to_owned(), |instrument| instrument.name.clone())
}

fn wanted(visit: &CourseVisit, path: &(String, String, String)) -> Result<Alert, Problem> {
    let kind = AlertKind::parse(&path.1).ok_or(Problem::NotYours)?;
    let id = path.2.parse().map(ResultId).map_err(|_| Problem::NotYours)?;
    let result = visit.course().measures.result(id).ok_or(Problem::NotYours)?;
    let content = &visit.library().content;
    let alerts = alerts_of(visit.course(), content, &result.completed.measure);
    alerts.into_iter().find(|alert| alert.kind == kind && alert.result == id).ok_or(Problem::NotYours)
}

async fn show(visit: CourseVisit, Path(path): Path<(String, String, String)>) -> Answer {
    let alert = wanted(&visit, &path)?;
    let f = visit.course_frame("alert-title").await?;
    view(&visit, f, &alert).await
}

async fn view(visit: &CourseVisit, f: Frame, alert: &Alert) -> Answer {
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    sheet.lead = said(visit, alert);
    let mut blocks = vec![Block::Text(sheet.say(match alert.kind {
        AlertKind::Worse => "alert-worse-why",
        AlertKind::OffTrack => "alert-off-track-why",
    }))];
    if let Some(bound) = alert.bound {
        let expected = visit.library().content.expected(&alert.measure);
        let is_placeholder = expected.is_none_or(|expected| expected.placeholder);
        let key = if is_placeholder { "alert-bound-placeholder" } else { "alert-bound" };
        blocks.push(Block::Quiet(words.say(key).arg("bound", format!("{bound:.1}")).to_string()));
    }
    if alert.is_weak() {
        blocks.push(Block::Quiet(sheet.say("alert-early")));
    }
    let answers = visit.href(&format!("/measures/results/{}", alert.result));
    blocks.push(Block::Link(answers, sheet.say("alert-see-answers")));
    blocks.push(Block::Link(visit.href("/measures"), sheet.say("alert-see-trend")));
    sheet.card("", blocks);

    let given = visit.course().answer_to(alert.kind, alert.result).cloned();
    if let Some(given) = &given {
        let looked_at: Vec<String> = given
            .answered
            .looked_at
            .iter()
            .map(|topic| words.term("topic", topic.key()).to_string())
            .collect();
        let mut blocks = vec![
            Block::Quiet(
                words.say("alert-answered-at").arg("at", words.moment(given.at, &visit.zone())).to_string(),
            ),
            Block::Written(given.answered.reason.clone()),
        ];
        if !looked_at.is_empty() {
            blocks.push(Block::Facts(vec![(sheet.say("field-looked-at"), looked_at.join(" · "))]));
        }
        sheet.card("alert-answer", blocks);
    } else if visit.may(Verb::Treat) && visit.course().closed.is_none() {
        let choices = crate::forms::terms::<Topic>(&sheet.f, "topic");
        let form = Form::on(&sheet.f, "alert", visit.href(&place(alert.kind, alert.result)))
            .checks("looked-at", choices, &[])
            .area("reason", "", 4)
            .send("alert-send");
        sheet.card("alert-answer", vec![Block::Form(form)]);
    } else {
        let blocks = vec![Block::Quiet(sheet.say("alert-not-answered"))];
        sheet.card("alert-answer", blocks);
    }
    let questions = Topic::ALL.iter().map(|topic| {
        let asks = words.say(format!("alert-asks-{}", topic.key())).to_string();
        let title = words.term("topic", topic.key()).to_string();
        match place_of(*topic) {
            Some(rest) => Item { text: asks, ..Item::link(title, visit.href(rest)) },
            None => Item { text: asks, ..Item::plain(title) },
        }
    });
    sheet.beside("alert-questions", vec![Block::Items(questions.collect())]);
    sheet.workbench()
}

/// The page of the course that helps with a question.
fn place_of(topic: Topic) -> Option<&'static str> {
    match topic {
        Topic::Focus => Some("/focus"),
        Topic::Plans => Some("/plans"),
        Topic::Event => Some("/timeline"),
        Topic::Support => Some("/people"),
        Topic::Alliance | Topic::Risk | Topic::Medication | Topic::Health | Topic::Wish => None,
    }
}

async fn answer(visit: CourseVisit, Path(path): Path<(String, String, String)>, fields: Fields) -> Answer {
    let alert = wanted(&visit, &path)?;
    let asked = AnswerAlert {
        kind: alert.kind,
        result: alert.result,
        looked_at: fields.all("looked-at").iter().filter_map(|key| Topic::parse(key)).collect(),
        reason: fields.text("reason"),
    };
    let then = visit.href(&place(alert.kind, alert.result));
    let asked = Ok(Command::AnswerAlert(asked));
    visit.submit(asked, fields, &then, "alert-title", async |visit, f| view(visit, f, &alert).await).await
}
