//! Ties among the people of the map, on the page of one of them.

use super::person::{go, wanted};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use treatment::access::Verb;
use treatment::bonds::{Bond, BondKind, KnownBond, RemoveBond};
use treatment::command::Command;
use treatment::ids::{BondId, PersonId};
use treatment::inventory::Person;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.post("/courses/{course}/people/{person}/bond", treat, add).post(
        "/courses/{course}/people/{person}/bond/remove",
        treat,
        remove,
    )
}

/// The card of a person's ties to the others.
pub(super) fn card(visit: &CourseVisit, sheet: &mut Sheet, person: &Person, may_treat: bool) {
    let action = visit.href(&format!("/people/{}/bond", person.id.0));
    let inventory = &visit.course().inventory;
    let items: Vec<Item> = inventory
        .bonds_of(person.id)
        .map(|known| {
            let mut item = Item::link(
                in_words(visit, &known),
                visit.href(&format!("/people/{}", known.bond.other(person.id).0)),
            );
            if may_treat {
                let form = Form::on(&sheet.f, &format!("bond-{}", known.id.0), format!("{action}/remove"))
                    .hidden("bond", known.id.0.to_string())
                    .quiet()
                    .send("bond-remove");
                item.forms.push((sheet.say("bond-remove"), form));
            }
            item
        })
        .collect();
    let mut blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("bonds-none"))]
    } else {
        vec![Block::Items(items)]
    };
    let mut others = visit.people_choices();
    others.retain(|(id, _)| *id != person.id.0.to_string());
    if may_treat && !others.is_empty() {
        let form = Form::on(&sheet.f, "bond", action)
            .select::<BondKind>("bond", "bond", None)
            .select_of("other", others, None)
            .check("turned", false)
            .text("since", "")
            .text("until", "")
            .quiet()
            .send("bond-add");
        blocks.push(Block::Fold(sheet.say("bond-add"), form));
    }
    sheet.beside("bonds-title", blocks);
}

/// A tie in one sentence.
fn in_words(visit: &CourseVisit, known: &KnownBond) -> String {
    let words = &visit.words;
    let bond = &known.bond;
    let date = |date: Option<treatment::time::PartialDate>| {
        date.map_or_else(String::new, |date| words.partial(&date))
    };
    let span = match (bond.since, bond.until) {
        (None, None) => "never",
        (Some(_), None) => "since",
        (None, Some(_)) => "until",
        (Some(_), Some(_)) => "both",
    };
    words
        .say("bond-sentence")
        .arg("from", visit.person_name(Some(bond.from)))
        .arg("tie", words.term("bond", bond.kind.key()))
        .arg("to", visit.person_name(Some(bond.to)))
        .arg("span", span)
        .arg("since", date(bond.since))
        .arg("until", date(bond.until))
        .to_string()
}

async fn add(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?.id;
    let asked = (|| {
        let other = PersonId(fields.number("other")?);
        let (from, to) = if fields.is_on("turned") { (other, person) } else { (person, other) };
        Ok(Command::AddBond(Bond {
            from,
            to,
            kind: fields.one("bond", BondKind::parse)?,
            since: fields.some_partial("since", &visit.words)?,
            until: fields.some_partial("until", &visit.words)?,
        }))
    })();
    go(visit, asked, fields, person).await
}

async fn remove(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = wanted(&visit, &path)?.id;
    let asked = fields.number("bond").map(|id| Command::RemoveBond(RemoveBond { id: BondId(id) }));
    go(visit, asked, fields, person).await
}
