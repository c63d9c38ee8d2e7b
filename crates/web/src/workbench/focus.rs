//! Evidence for and against each problem area, side by side; the focus agreed in the client's words, its history, and
//! the two ratings once both are in. Nothing here is computed or chosen beforehand.

use super::evidence::source_line;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Card, Item, Sheet};
use crate::visit::CourseVisit;
use clinic::problem::Problem;
use treatment::access::{Role, Verb, Who};
use treatment::command::Command;
use treatment::fit::concerns_open;
use treatment::focus::{AgreeFocus, Area, Direction, WithdrawEvidence};
use treatment::ids::{EvidenceId, PersonId, StaffId};
use treatment::rating::InviteRater;
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/focus", Rule::Course(Verb::ReadCourse), show)
        .post("/courses/{course}/focus", treat, agree)
        .post("/courses/{course}/focus/rater", treat, invite)
        .post("/courses/{course}/focus/withdraw", treat, withdraw)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("tab-focus").await?;
    view(&visit, f).await
}

/// The areas of the course's protocol in the words of its school, as choices.
pub(super) fn area_choices(visit: &CourseVisit) -> Result<Vec<(String, String)>, Problem> {
    let areas = visit.protocol()?.areas.iter();
    Ok(areas.map(|area| (area.key().to_owned(), visit.area_words(*area))).collect())
}

/// What stands in the way and was not answered, as a card.
pub(super) fn concerns(visit: &CourseVisit) -> Option<Card> {
    let open = concerns_open(visit.course());
    let blocks: Vec<Block> =
        open.into_iter().map(|key| Block::Text(visit.words.say(key).to_string())).collect();
    (!blocks.is_empty()).then(|| Card { tone: "warn", blocks, ..Card::default() })
}

/// A focus in words.
fn facts_of(visit: &CourseVisit, focus: &AgreeFocus) -> Vec<(String, String)> {
    let words = &visit.words;
    let mut facts = vec![
        (words.say("field-area").to_string(), visit.area_words(focus.area)),
        (
            words.say("field-second").to_string(),
            focus.second.map_or_else(String::new, |area| visit.area_words(area)),
        ),
        (words.say("field-person").to_string(), visit.person_name(focus.person)),
        (words.say("field-set-aside").to_string(), focus.set_aside.clone()),
        (words.say("field-reason").to_string(), focus.reason.clone()),
        (words.say("field-concern-answer").to_string(), focus.concern_answer.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let course = visit.course();
    let words = &visit.words;
    let protocol = visit.protocol()?;
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("focus-lead");
    sheet.main.extend(concerns(visit));
    if let Some(focus) = course.focus() {
        let blocks = vec![Block::Voice(focus.client_words.clone()), Block::Facts(facts_of(visit, focus))];
        sheet.card("focus-agreed", blocks);
    }
    if may_treat {
        let is_first = course.focus().is_none();
        let form = focus_form(visit, &sheet.f)?;
        let block = if is_first {
            Block::Form(form)
        } else {
            Block::Fold(words.say("focus-change").to_string(), form)
        };
        sheet.card(if is_first { "focus-agree" } else { "" }, vec![block]);
    }
    let set = visit.library().content.area_set_of(protocol);
    for area in &protocol.areas {
        let mut blocks = Vec::new();
        if let Some(one) = set.and_then(|set| set.area(*area)) {
            blocks.push(Block::Quiet(words.say(format!("area-signs-{}", one.words)).to_string()));
            if one.is_last_resort {
                blocks.push(Block::Quiet(words.say("area-last-resort").to_string()));
            }
        }
        let sides = Direction::ALL.iter().map(|direction| {
            (words.term("direction", direction.key()).to_string(), items(visit, &sheet.f, *area, *direction))
        });
        blocks.push(Block::Sides(sides.collect(), words.say("focus-nothing").to_string()));
        sheet.card("", blocks).title = visit.area_words(*area);
    }
    if course.focuses.len() > 1 {
        let earlier = course.focuses.iter().rev().skip(1).map(|(at, focus)| Item {
            title: visit.area_words(focus.area),
            voice: focus.client_words.clone(),
            text: focus.reason.clone(),
            meta: words.moment(*at, &visit.zone()),
            ..Item::default()
        });
        sheet.card("focus-earlier", vec![Block::Items(earlier.collect())]);
    }
    if may_treat {
        let tag = visit.href("/focus/tag");
        sheet.beside(
            "focus-tag",
            vec![
                Block::Text(words.say("focus-tag-text").to_string()),
                Block::Button(tag, words.say("focus-tag").to_string()),
            ],
        );
    }
    let blocks = second_look(visit, &sheet.f, may_treat).await?;
    sheet.beside("rating-title", blocks);
    if let Some(set) = set {
        let mut blocks = vec![Block::Quiet(words.say(format!("area-set-{}", set.key)).to_string())];
        if set.grief_scope == treatment::areas::GriefScope::AnyLoss {
            blocks.push(Block::Quiet(words.say("area-scope-any-loss").to_string()));
        }
        sheet.beside("", blocks);
    }
    sheet.workbench()
}

fn focus_form(visit: &CourseVisit, f: &Frame) -> Result<Form, Problem> {
    let areas = area_choices(visit)?;
    let known = visit.course().focus();
    Ok(Form::on(f, "focus", visit.href("/focus"))
        .radio_of("area", areas.clone(), None)
        .select_of("second", areas, None)
        .select_of("person", visit.people_choices(), None)
        .area("client-words", known.map_or("", |focus| &focus.client_words), 3)
        .area("set-aside", "", 2)
        .area("reason", "", 2)
        .area("concern-answer", "", 2)
        .send("focus-agree"))
}

fn items(visit: &CourseVisit, f: &Frame, area: Area, direction: Direction) -> Vec<Item> {
    let course = visit.course();
    let may_treat = visit.may(Verb::Treat) && course.closed.is_none();
    let of = course.evidence.iter().filter(|e| e.tag.area == area && e.tag.direction == direction);
    of.map(|evidence| {
        let mut item = Item { text: evidence.tag.words.clone(), ..Item::default() };
        if let Some((name, href)) = evidence.tag.source.and_then(|source| source_line(visit, source)) {
            (item.title, item.href) = (name, href);
        }
        if may_treat {
            let form = Form::on(f, &format!("withdraw-{}", evidence.id.0), visit.href("/focus/withdraw"))
                .hidden("evidence", evidence.id.0.to_string())
                .quiet()
                .send("remove");
            item.forms.push((visit.words.say("remove").to_string(), form));
        }
        item
    })
    .collect()
}

/// The two ratings: who is asked, what is blind, and, once both are in, where they agree.
async fn second_look(visit: &CourseVisit, f: &Frame, may_treat: bool) -> Result<Vec<Block>, Problem> {
    let (course, words) = (visit.course(), &visit.words);
    let head = course.head().ok_or(Problem::NotYours)?;
    let mut blocks = Vec::new();
    match course.rated_by_both() {
        Some((one, two)) => {
            let mut items = Vec::new();
            for area in &visit.protocol()?.areas {
                let marks = (one.rated.marks.get(area), two.rated.marks.get(area));
                let (Some(one), Some(two)) = marks else { continue };
                let text = if one == two {
                    words.say("rating-agree").arg("mark", words.term("mark", one.key())).to_string()
                } else {
                    words
                        .say("rating-differ")
                        .arg("one", words.term("mark", one.key()))
                        .arg("two", words.term("mark", two.key()))
                        .to_string()
                };
                items.push(Item { meta: text, ..Item::plain(visit.area_words(*area)) });
            }
            blocks.push(Block::Items(items));
        }
        None => blocks.push(Block::Quiet(words.say("rating-blind").to_string())),
    }
    if visit.may(Verb::RateAreas) {
        blocks.push(Block::Link(visit.href("/rating"), words.say("rating-open").to_string()));
    }
    blocks.push(Block::Link("/ratings".to_owned(), words.say("ratings-title").to_string()));
    if let Some(rater) = course.ratings.invited {
        let name = visit.clinic().name_of(Who::Staff(rater)).await?;
        blocks.push(Block::Text(words.say("rating-asked").arg("name", name).to_string()));
    }
    if may_treat && course.rated_by_both().is_none() {
        let mut choices = Vec::new();
        for (staff, name, roles) in visit.clinic().colleagues(visit.actor()?).await? {
            let can = roles.contains(&Role::Therapist) || roles.contains(&Role::Supervisor);
            if can && staff != head.therapist && course.rating_therapist() != Some(staff) {
                choices.push((staff.to_string(), name));
            }
        }
        let form = Form::on(f, "rater", visit.href("/focus/rater"))
            .select_of("rater", choices, course.ratings.invited.map(|rater| rater.to_string()).as_deref())
            .quiet()
            .send("rating-invite");
        blocks.push(Block::Fold(words.say("rating-invite").to_string(), form));
    }
    Ok(blocks)
}

async fn invite(visit: CourseVisit, fields: Fields) -> Answer {
    let colleagues = visit.clinic().colleagues(visit.actor()?).await?;
    let known = |text: &str| StaffId::parse(text).filter(|id| colleagues.iter().any(|(one, ..)| one == id));
    let asked = if fields.has("rater") {
        fields.some_one("rater", known).map(|rater| Command::InviteRater(InviteRater { rater }))
    } else {
        Err(Refusal::Empty("rater"))
    };
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}

async fn withdraw(visit: CourseVisit, fields: Fields) -> Answer {
    let asked: Result<Command, Refusal> = fields
        .number("evidence")
        .map(|id| Command::WithdrawEvidence(WithdrawEvidence { evidence: EvidenceId(id) }));
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}

async fn agree(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = (|| {
        Ok(Command::AgreeFocus(AgreeFocus {
            area: fields.one("area", Area::parse)?,
            second: fields.some_one("second", Area::parse)?,
            person: fields.some_number("person")?.map(PersonId),
            client_words: fields.text("client-words"),
            set_aside: fields.text("set-aside"),
            reason: fields.text("reason"),
            concern_answer: fields.text("concern-answer"),
            concerns: Vec::new(),
        }))
    })();
    let then = visit.href("/focus");
    visit.submit(asked, fields, &then, "tab-focus", view).await
}
