//! Whether this therapy is right, for this person, now: points for and against with their records, the screen for
//! prolonged grief, alternatives, preference, reason. Never computed.

use super::evidence::{read_source, source_line, sources};
use super::focus::concerns;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::fit::{GriefScreen, NoteFitPoint, ScreenGrief, ScreenResult, WithdrawFitPoint};
use treatment::focus::{DecideFit, Direction, FitDecision};
use treatment::ids::EvidenceId;
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/decision", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/decision", treat, decide)
        .post("/courses/{course}/decision/point", treat, point)
        .post("/courses/{course}/decision/point/withdraw", treat, withdraw)
        .post("/courses/{course}/decision/screen", treat, screen)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("decision-title").await?;
    view(&visit, f).await
}

/// What the literature says of who does well, by the keys of its sentences: for IPT, then against it.
const KNOWN: [(&str, &[&str]); 2] = [
    ("for", &["fit-known-depression", "fit-known-onset", "fit-known-perinatal", "fit-known-people"]),
    (
        "against",
        &[
            "fit-known-grief",
            "fit-known-psychosis",
            "fit-known-bipolar",
            "fit-known-suicidality",
            "fit-known-substance",
            "fit-known-chronic",
            "fit-known-violence",
            "fit-known-preference",
        ],
    ),
];

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let (course, words) = (visit.course(), &visit.words);
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("decision-lead");
    sheet.main.extend(concerns(visit));
    if let Some(fit) = &course.fit {
        let decided = words.term("fit", fit.decision.key()).to_string();
        let mut facts = vec![(words.say("field-decision").to_string(), decided)];
        for (field, value) in [
            ("speaks-for", &fit.speaks_for),
            ("speaks-against", &fit.speaks_against),
            ("alternatives", &fit.alternatives),
            ("preference", &fit.preference),
            ("reason", &fit.reason),
            ("concern-answer", &fit.concern_answer),
            ("consulted", &fit.consulted),
        ] {
            if !value.is_empty() {
                facts.push((words.say(format!("field-{field}")).to_string(), value.clone()));
            }
        }
        sheet.card("decision-now", vec![Block::Facts(facts)]);
    }
    let sides = Direction::ALL.iter().map(|direction| {
        (words.term("direction", direction.key()).to_string(), points(visit, &sheet.f, *direction))
    });
    let mut blocks = vec![Block::Sides(sides.collect(), words.say("focus-nothing").to_string())];
    if may_treat {
        let form = Form::on(&sheet.f, "point", visit.href("/decision/point"))
            .radio::<Direction>("direction", "direction", None)
            .area("words", "", 2)
            .select_of("evidence-source", sources(visit), None)
            .quiet()
            .send("decision-point");
        blocks.push(Block::Fold(words.say("decision-point").to_string(), form));
    }
    sheet.card("decision-points", blocks);
    if may_treat {
        let form = decision_form(visit, &sheet.f);
        let is_first = course.fit.is_none();
        let block = if is_first {
            Block::Form(form)
        } else {
            Block::Fold(words.say("decision-again").to_string(), form)
        };
        sheet.card(if is_first { "decision-decide" } else { "" }, vec![block]);
    }
    let blocks = grief(visit, &sheet.f, may_treat);
    sheet.beside("screen-title", blocks);
    let known = KNOWN.iter().flat_map(|(direction, keys)| {
        let said = keys.iter().map(|key| Item { text: words.say(*key).to_string(), ..Item::default() });
        [Block::Heading(words.term("direction", direction).to_string()), Block::Items(said.collect())]
    });
    let known: Vec<Block> = known.collect();
    sheet.beside("fit-known-title", known);
    sheet.workbench()
}

fn decision_form(visit: &CourseVisit, f: &Frame) -> Form {
    let known = visit.course().fit.as_ref();
    Form::on(f, "fit", visit.href("/decision"))
        .radio::<FitDecision>("decision", "fit", None)
        .area("speaks-for", known.map_or("", |fit| &fit.speaks_for), 2)
        .area("speaks-against", known.map_or("", |fit| &fit.speaks_against), 2)
        .area("alternatives", known.map_or("", |fit| &fit.alternatives), 2)
        .area("preference", known.map_or("", |fit| &fit.preference), 2)
        .area("reason", known.map_or("", |fit| &fit.reason), 3)
        .area("concern-answer", known.map_or("", |fit| &fit.concern_answer), 2)
        .text("consulted", known.map_or("", |fit| &fit.consulted))
        .send("decision-send")
}

fn points(visit: &CourseVisit, f: &Frame, direction: Direction) -> Vec<Item> {
    let course = visit.course();
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let of = course.fit_points.iter().filter(|point| point.noted.direction == direction);
    of.map(|point| {
        let mut item = Item { text: point.noted.words.clone(), ..Item::default() };
        if let Some((name, href)) = point.noted.source.and_then(|source| source_line(visit, source)) {
            (item.title, item.href) = (name, href);
        }
        if may_treat {
            let form = Form::on(f, &format!("point-{}", point.id.0), visit.href("/decision/point/withdraw"))
                .hidden("evidence", point.id.0.to_string())
                .quiet()
                .send("remove");
            item.forms.push((visit.words.say("remove").to_string(), form));
        }
        item
    })
    .collect()
}

/// The screens for prolonged grief, the newest first.
pub(super) fn screen_items(visit: &CourseVisit) -> Vec<Item> {
    let words = &visit.words;
    let screens = visit.course().grief_screens.iter().rev();
    screens
        .map(|screen| {
            let mut meta =
                vec![words.plain_day(screen.on), words.term("screen", screen.screen.key()).to_string()];
            meta.extend(
                screen.points.map(|points| words.say("screen-points").arg("points", points).to_string()),
            );
            meta.extend(
                screen.months.map(|months| words.say("screen-months").arg("months", months).to_string()),
            );
            let result = words.term("screen-result", screen.result.key()).to_string();
            Item { text: screen.words.clone(), meta: meta.join(" · "), ..Item::plain(result) }
        })
        .collect()
}

/// The published figures, what was found, and the form.
fn grief(visit: &CourseVisit, f: &Frame, may_treat: bool) -> Vec<Block> {
    let words = &visit.words;
    let mut blocks = vec![Block::Quiet(words.say("screen-text").to_string())];
    let items = screen_items(visit);
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    if may_treat {
        let form = Form::on(f, "screen", visit.href("/decision/screen"))
            .radio::<GriefScreen>("screen", "screen", None)
            .number("points", None, 0, 76)
            .number("months", None, 0, 1_200)
            .radio::<ScreenResult>("result", "screen-result", None)
            .area("words", "", 2)
            .day("on", Some(visit.today()))
            .quiet()
            .send("screen-send");
        blocks.push(Block::Fold(words.say("screen-send").to_string(), form));
    }
    blocks
}

async fn go(visit: CourseVisit, asked: Result<Command, Refusal>, fields: Fields) -> Answer {
    let then = visit.href("/decision");
    visit.submit(asked, fields, &then, "decision-title", view).await
}

async fn decide(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields.one("decision", FitDecision::parse).map(|decision| {
        Command::DecideFit(DecideFit {
            decision,
            speaks_for: fields.text("speaks-for"),
            speaks_against: fields.text("speaks-against"),
            alternatives: fields.text("alternatives"),
            preference: fields.text("preference"),
            reason: fields.text("reason"),
            consulted: fields.text("consulted"),
            concern_answer: fields.text("concern-answer"),
            concerns: Vec::new(),
        })
    });
    go(visit, asked, fields).await
}

async fn point(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::NoteFitPoint(NoteFitPoint {
            direction: fields.one("direction", Direction::parse)?,
            words: fields.text("words"),
            source: fields.some_one("evidence-source", read_source)?,
        }))
    })();
    go(visit, asked, fields).await
}

async fn withdraw(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = fields
        .number("evidence")
        .map(|id| Command::WithdrawFitPoint(WithdrawFitPoint { evidence: EvidenceId(id) }));
    go(visit, asked, fields).await
}

async fn screen(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::ScreenGrief(ScreenGrief {
            screen: fields.one("screen", GriefScreen::parse)?,
            points: fields.some_number("points")?,
            months: fields.some_number("months")?,
            result: fields.one("result", ScreenResult::parse)?,
            words: fields.text("words"),
            on: fields.day("on")?,
        }))
    })();
    go(visit, asked, fields).await
}
