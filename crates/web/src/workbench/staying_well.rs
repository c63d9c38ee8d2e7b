//! The plan for staying well: early signs and whether they were there at the onset, risky situations, what helped, people,
//! steps.

use crate::fields::Fields;
use crate::forms::{Column, Form};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::CourseVisit;
use treatment::command::Command;
use treatment::ending::{DatedSituation, SignAtOnset, StayingWell, can_help};
use treatment::ids::PersonId;
use treatment::refusal::Refusal;
use treatment::time::PartialDate;
use treatment::timeline::Lane;

/// The plan for staying well, as both see it.
pub(crate) fn plan_blocks(visit: &CourseVisit, plan: &StayingWell) -> Vec<Block> {
    let words = &visit.words;
    let dated = plan.dated.iter().map(|one| {
        let when = words.partial(&one.when);
        words.say("keep-dated").arg("what", one.what.clone()).arg("when", when).to_string()
    });
    let situations: Vec<String> = dated.chain(plan.situations.iter().cloned()).collect();
    let course = visit.course();
    let allies = course.allies_of(plan).0.into_iter().map(|person| course.inventory.shown_name(person));
    let people: Vec<String> = allies.chain(plan.people.iter().cloned()).collect();
    let mut blocks = Vec::new();
    for (key, lines) in [
        ("field-signs", &plan.signs),
        ("field-situations", &situations),
        ("field-helped", &plan.helped),
        ("field-helpers", &people),
        ("field-steps", &plan.steps),
    ] {
        if !lines.is_empty() {
            blocks.push(Block::Heading(words.say(key).to_string()));
            let line = |line: &String| {
                let said = plan.was_there(line).filter(|_| key == "field-signs");
                let said = said.map(|was| words.say(if was { "sign-was-there" } else { "sign-is-new" }));
                Item {
                    pills: said.map(|said| Pill::plain(said.to_string())).into_iter().collect(),
                    ..Item::plain(line.clone())
                }
            };
            blocks.push(Block::Items(lines.iter().map(line).collect()));
        }
    }
    if !plan.come_back.is_empty() {
        blocks.push(Block::Heading(words.say("field-come-back").to_string()));
        blocks.push(Block::Written(plan.come_back.clone()));
    }
    blocks
}

/// The form of the plan. People come from the map, but for those who can no longer be asked.
pub(crate) fn form(visit: &CourseVisit, sheet: &Sheet) -> Form {
    let course = visit.course();
    let words = &visit.words;
    let known = course.ending.staying_well.clone().unwrap_or_default();
    let people = course.inventory.on_map().filter(|person| can_help(person));
    let people: Vec<(String, String)> =
        people.map(|person| (person.id.to_string(), course.inventory.shown_name(person))).collect();
    let chosen: Vec<String> = known.allies.iter().map(ToString::to_string).collect();
    let mut rows: Vec<Vec<String>> =
        known.dated.iter().map(|one| vec![one.what.clone(), words.partial(&one.when)]).collect();
    rows.extend(known.situations.iter().map(|what| vec![what.clone(), String::new()]));
    let titles = (1..=(rows.len() + 2).max(4)).map(|number| number.to_string()).collect();
    let columns = [Column::text("risky"), Column::text("risky-when")];
    let mut form =
        Form::on(&sheet.f, "keep", visit.href("/ending/keep")).area("signs", &known.signs.join("\n"), 4);
    // Each answer travels with its sign: another window may have changed them meanwhile.
    let is_back = sheet.f.typed.is_form("keep");
    let asked = if is_back { sheet.f.typed.all("onset-sign") } else { known.signs.clone() };
    if !asked.is_empty() {
        let answers = [("", "choose-none"), ("yes", "sign-was-there"), ("no", "sign-is-new")];
        let answers = answers.map(|(value, key)| (value.to_owned(), words.say(key).to_string())).to_vec();
        let rows: Vec<Vec<String>> = asked
            .iter()
            .map(|sign| {
                vec![known.was_there(sign).map_or("", |was| if was { "yes" } else { "no" }).to_owned()]
            })
            .collect();
        let column = Column { choices: answers, ..Column::text("was-there") };
        form = form.grid("at-onset", &[column], asked.clone(), &rows);
        for sign in asked {
            form = form.hidden("onset-sign", sign);
        }
    }
    form = form.grid("situations", &columns, titles, &rows).area("helped", &known.helped.join("\n"), 3);
    if !people.is_empty() {
        form = form.checks("allies", people, &chosen);
    }
    form.area("helpers", &known.people.join("\n"), 2)
        .area("steps", &known.steps.join("\n"), 4)
        .text("come-back", &known.come_back)
        .quiet()
        .send("save")
}

/// The symptoms of the timeline with their dates: what to hold the early signs against.
pub(crate) fn at_onset(visit: &CourseVisit) -> Option<Block> {
    let (course, words) = (visit.course(), &visit.words);
    let symptoms = course.timeline.in_order().into_iter().filter(|event| event.entry.lane == Lane::Symptom);
    let symptoms = symptoms.map(|event| {
        let when = words.partial(&event.entry.start);
        words.say("keep-dated").arg("what", event.entry.title.clone()).arg("when", when).to_string()
    });
    let symptoms = symptoms.collect::<Vec<_>>().join(" · ");
    let said =
        (!symptoms.is_empty()).then(|| words.say("sign-timeline").arg("symptoms", symptoms).to_string());
    said.map(Block::Quiet)
}

/// A situation with a time stands among the dated, one without among the others.
pub(crate) fn read(visit: &CourseVisit, fields: &Fields) -> Result<Command, Refusal> {
    let words = &visit.words;
    let answered = fields.rows("at-onset", ["was-there"]);
    let at_onset = fields.all("onset-sign").into_iter().zip(answered);
    let at_onset = at_onset.filter(|(_, [answer])| !answer.trim().is_empty());
    let at_onset = at_onset.map(|(sign, [answer])| SignAtOnset { sign, was_there: answer == "yes" });
    let (mut situations, mut dated) = (Vec::new(), Vec::new());
    for [what, when] in fields.rows("situations", ["risky", "risky-when"]) {
        if when.trim().is_empty() {
            situations.push(what);
        } else {
            let when = PartialDate::parse(&when, words.date_words());
            dated.push(DatedSituation { what, when: when.ok_or(Refusal::NoSuchDate("situations"))? });
        }
    }
    let allies = fields.all("allies").iter().filter_map(|id| id.parse().ok()).map(PersonId).collect();
    Ok(Command::PlanStayingWell(StayingWell {
        signs: fields.lines("signs"),
        situations,
        helped: fields.lines("helped"),
        people: fields.lines("helpers"),
        steps: fields.lines("steps"),
        come_back: fields.text("come-back"),
        dated,
        allies,
        at_onset: at_onset.collect(),
    }))
}
