//! The questions about one person, one at a time on the person's page, while their answers are not there: what it is
//! like, what they do, what each expects, what cannot be said, what goes wrong, what changed. Each can be passed over.

use super::{person, relationship, telling};
use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use axum::extract::Path;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::inventory::{DescribePerson, Person};
use treatment::prompts::About;
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post("/courses/{course}/people/{person}/about", Rule::Course(Verb::Treat), answer)
}

/// The question that stands open on a person's page; `asked` is the one that the address or a form names.
pub(super) fn card(visit: &CourseVisit, sheet: &mut Sheet, person: &Person, asked: Option<&str>) {
    let prompts = visit.library().content.prompts();
    let page = visit.href(&format!("/people/{}", person.id.0));
    if asked == Some("aside") {
        if prompts.next_about(&person.details, None).is_some() {
            sheet.card("", vec![Block::Link(page, sheet.say("about-ask"))]);
        }
        return;
    }
    let named = asked.and_then(|key| prompts.about.iter().find(|about| about.key == key));
    let Some(about) = named.or_else(|| prompts.next_about(&person.details, None)) else { return };
    let question = telling::question(visit, person, &about.key);
    let mut form = Form::on(&sheet.f, "about", format!("{page}/about")).hidden("ask", &about.key);
    for field in &about.fields {
        form = relationship::ask_one(form, &sheet.f, &person.details, field);
    }
    let mut blocks = vec![Block::Heading(question), Block::Form(form.send("save"))];
    // After the last open one comes the first that was passed over.
    let others =
        || prompts.about.iter().filter(|other| other.key != about.key && other.is_open(&person.details));
    let next = prompts.next_about(&person.details, Some(&about.key)).or_else(|| others().next());
    if let Some(next) = next.filter(|next| next.key != about.key) {
        blocks.push(Block::Link(format!("{page}?ask={}#about", next.key), sheet.say("prompt-next")));
    }
    blocks.push(Block::Link(format!("{page}?ask=aside"), sheet.say("prompt-aside")));
    "about".clone_into(&mut sheet.card("about-title", blocks).id);
}

/// The answer: the fields of its question, and everything else that is known as it was.
fn read(visit: &CourseVisit, fields: &Fields, known: &Person, about: &About) -> Result<Command, Refusal> {
    let read = relationship::read(fields, &visit.words)?;
    let details = known.details.answered(&read, &about.fields);
    Ok(Command::DescribePerson(Box::new(DescribePerson { details, ..known.description() })))
}

async fn answer(visit: CourseVisit, Path(path): Path<(String, String)>, fields: Fields) -> Answer {
    let known = person::wanted(&visit, &path)?;
    let key = fields.text("ask");
    let prompts = visit.library().content.prompts();
    let place = prompts.about.iter().position(|about| about.key == key);
    let asked = place.ok_or(Refusal::Unknown("prompt")).and_then(|place| {
        let about = &prompts.about[place];
        read(&visit, &fields, &known, about)
    });
    // The next one that is open, as far as is known before this answer.
    let next = prompts.next_about(&known.details, Some(&key)).map_or("first", |next| next.key.as_str());
    let then = visit.href(&format!("/people/{}?ask={next}#about", known.id.0));
    let id = known.id;
    let again = async |visit: &CourseVisit, f| person::view(visit, f, id, Some(&key)).await;
    visit.submit(asked, fields, &then, "person-title", again).await
}
