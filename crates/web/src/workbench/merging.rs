//! On a person's page: that they are the same as another of the map, and how to take the two apart again.

use super::person::{go, raw};
use super::relationship;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::Person;
use treatment::merging::{MergePeople, SplitPeople};

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes.post("/courses/{course}/people/{person}/merge", treat, merge).post(
        "/courses/{course}/people/{person}/split",
        treat,
        split,
    )
}

/// Those who turned out to be this person, with what was known of them, and the form that says so of one more.
pub(super) fn cards(visit: &CourseVisit, sheet: &mut Sheet, person: &Person, may_treat: bool) {
    let action = visit.href(&format!("/people/{}", person.id.0));
    let words = &visit.words;
    for gone in visit.course().inventory.merged_into(person.id) {
        let said = words.say("person-merged").arg("name", gone.name.clone()).to_string();
        let mut blocks = vec![Block::Text(said), Block::Facts(relationship::facts(words, gone))];
        if may_treat {
            let form = Form::on(&sheet.f, &format!("split-{}", gone.id.0), format!("{action}/split"))
                .hidden("gone", gone.id.0.to_string())
                .quiet();
            blocks.push(Block::Form(form.send("person-split")));
        }
        sheet.card("", blocks);
    }
    let mut others = visit.people_choices();
    others.retain(|(id, _)| *id != person.id.0.to_string());
    if may_treat && !others.is_empty() {
        let form =
            Form::on(&sheet.f, "merge", format!("{action}/merge")).select_of("other", others, None).quiet();
        sheet.beside(
            "",
            vec![Block::Fold(words.say("person-merge").to_string(), form.send("person-merge-one"))],
        );
    }
}

async fn merge(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let into = raw(&visit, &path)?;
    let asked =
        fields.number("other").map(|other| Command::MergePeople(MergePeople { gone: PersonId(other), into }));
    go(visit, asked, fields, into).await
}

async fn split(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let person = raw(&visit, &path)?;
    let asked =
        fields.number("gone").map(|gone| Command::SplitPeople(SplitPeople { person: PersonId(gone) }));
    go(visit, asked, fields, person).await
}
