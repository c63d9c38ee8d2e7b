//! Measures as FHIR files: each of ours to take away, one of others to look at and to make a measure's file of.

use crate::answer::{Answer, file, refused, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::{FieldError, Frame};
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use axum::extract::Path;
use clinic::problem::Problem;
use clinic::taken_in::CannotTakeOut;
use fhir::import::{Imported, Level, NoForm, import};
use treatment::access::Verb;
use treatment::refusal::Refusal;

const PAGE: &str = "/office/questionnaires";

pub(crate) fn routes(routes: Routes) -> Routes {
    let office = Rule::May(Verb::RunOffice);
    routes
        .get(PAGE, office, show)
        .post(PAGE, office, preview)
        .post("/office/questionnaires/file", office, take_file)
        .post("/office/questionnaires/keep", office, keep)
        .get("/office/questionnaires/{measure}", office, take_form)
        .post("/office/questionnaires/{measure}/out", office, take_out)
}

async fn show(visit: Visit) -> Answer {
    view(&visit, visit.frame("questionnaires-title"), None)
}

fn view(visit: &Visit, f: Frame, read: Option<(&str, Imported)>) -> Answer {
    let words = &visit.words;
    let ask = Form::on(&f, "questionnaire", PAGE).area("questionnaire", "", 10).send("questionnaires-look");
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("questionnaires-lead");
    if let Some((text, read)) = read {
        let mut blocks = vec![Block::Text(sheet.say("questionnaires-preview-lead"))];
        for level in [Level::LeftOut, Level::Assumed, Level::Understood] {
            let lines = read.remarks.iter().filter(|remark| remark.level == level).map(|remark| {
                let said = words.say(format!("questionnaire-{}", remark.about.key()));
                Item { text: remark.what.clone(), ..Item::plain(said.to_string()) }
            });
            let lines: Vec<Item> = lines.collect();
            if !lines.is_empty() {
                blocks.push(Block::Heading(words.say(format!("questionnaires-{}", level.key())).to_string()));
                blocks.push(Block::Items(lines));
            }
        }
        if !read.faults.is_empty() {
            blocks.push(Block::Heading(sheet.say("questionnaires-faults")));
            let lines = read.faults.iter().map(|fault| Item::plain(fault.to_string()));
            blocks.push(Block::Items(lines.collect()));
        }
        let take = Form::on(&sheet.f, "take", "/office/questionnaires/file")
            .hidden("text", text)
            .quiet()
            .send("questionnaires-take");
        if read.faults.is_empty() {
            let keep = Form::on(&sheet.f, "keep", "/office/questionnaires/keep")
                .hidden("text", text)
                .send("questionnaires-keep");
            blocks.push(Block::Text(sheet.say("questionnaires-keep-text")));
            blocks.push(Block::Form(keep));
        }
        blocks.push(Block::Text(sheet.say("questionnaires-next")));
        blocks.push(Block::Form(take));
        sheet.card("questionnaires-preview", blocks);
    }
    sheet.card("questionnaires-in", vec![Block::Text(sheet.say("questionnaires-in-lead")), Block::Form(ask)]);
    let ours = visit.library().content.instruments_newest().map(|instrument| {
        let mut item = Item::link(instrument.name.clone(), format!("{PAGE}/{}", instrument.key));
        item.meta = words.say("questionnaires-version").arg("version", instrument.version).to_string();
        if !instrument.licence.status.is_open() {
            item.pills.push(Pill::plain(words.say("questionnaires-wordless").to_string()));
        }
        item
    });
    let from_elsewhere: Vec<Item> = elsewhere(visit, &sheet.f);
    if !from_elsewhere.is_empty() {
        let lead = Block::Text(sheet.say("questionnaires-elsewhere-lead"));
        sheet.card("questionnaires-elsewhere", vec![lead, Block::Items(from_elsewhere)]);
    }
    let ours = vec![Block::Text(sheet.say("questionnaires-out-lead")), Block::Items(ours.collect())];
    sheet.beside("questionnaires-out", ours);
    sheet.workbench()
}

/// What was taken in, each with a way to take it out again.
fn elsewhere(visit: &Visit, f: &Frame) -> Vec<Item> {
    let words = &visit.words;
    let taken = visit.library().content.instruments_newest().filter(|instrument| instrument.is_taken_in);
    let item = |instrument: &treatment::instrument::Instrument| {
        let key = &instrument.key;
        let mut item = Item::link(instrument.name.clone(), format!("/licences/{key}"));
        item.meta = words.say("questionnaires-version").arg("version", instrument.version).to_string();
        let form = Form::on(f, &format!("out-{key}"), format!("{PAGE}/{key}/out"))
            .check("take-out-sure", false)
            .quiet()
            .send("questionnaires-out-send");
        item.forms.push((words.say("questionnaires-take-out").to_string(), form));
        item
    };
    taken.map(item).collect()
}

/// A measure that nobody has answered is taken out again, once that is said to be meant.
async fn take_out(visit: Visit, Path(measure): Path<String>, fields: Fields) -> Answer {
    let why = if fields.is_on("take-out-sure") {
        match visit.clinic().take_out_measure(visit.actor()?, &measure).await {
            Ok(()) => return Ok(see(PAGE)),
            Err(CannotTakeOut::Problem(problem)) => return Err(problem.into()),
            Err(CannotTakeOut::Permitted) => "questionnaires-out-permitted",
            Err(CannotTakeOut::InUse) => "questionnaires-out-in-use",
        }
    } else {
        "questionnaires-out-unsure"
    };
    let mut f = visit.frame("questionnaires-title");
    f.problem = Some(visit.words.say(why).to_string());
    f.typed = fields;
    refused(view(&visit, f, None))
}

/// A measure of ours, in the language of the page.
async fn take_form(visit: Visit, Path(measure): Path<String>) -> Answer {
    let instrument = visit.library().content.instrument(&measure).ok_or(Problem::NotYours)?;
    let form = fhir::questionnaire::questionnaire(instrument, visit.words.tag());
    Ok(file(&format!("{}.json", instrument.key), "application/fhir+json", format!("{form:#}")))
}

/// What was understood of a form of others. Nothing is kept yet.
async fn preview(visit: Visit, fields: Fields) -> Answer {
    let text = fields.text("questionnaire");
    match import(&text, visit.today()) {
        Ok(read) => view(&visit, visit.frame("questionnaires-title"), Some((&text, read))),
        Err(why) => not_understood(&visit, fields, "questionnaire", &why),
    }
}

fn not_understood(visit: &Visit, fields: Fields, field: &str, why: &NoForm) -> Answer {
    let words = &visit.words;
    let text = match why {
        NoForm::NotJson(line) => words.say("questionnaires-not-json").arg("line", *line).to_string(),
        NoForm::NotAQuestionnaire => words.say("questionnaires-not-one").to_string(),
        NoForm::NoQuestion => words.say("questionnaires-no-question").to_string(),
        NoForm::TooLong => words.say("questionnaires-too-long").to_string(),
    };
    let mut f = visit.frame("questionnaires-title");
    f.errors.list.push(FieldError { field: field.to_owned(), text: text.clone() });
    f.problem = Some(text);
    f.typed = fields;
    refused(view(visit, f, None))
}

/// The measure is kept here, and its licence asks for a permission next. What cannot be kept comes back with why.
async fn keep(visit: Visit, fields: Fields) -> Answer {
    let text = fields.text("text");
    let read = match import(&text, visit.today()) {
        Ok(read) => read,
        Err(why) => return not_understood(&visit, fields, "questionnaire", &why),
    };
    match visit.clinic().take_in_measure(visit.actor()?, &read.file).await {
        Ok(key) => Ok(see(&format!("/licences/{key}"))),
        Err(problem) => {
            let is_known = matches!(problem, Problem::Refused(Refusal::AlreadySo));
            let mut f = visit.frame("questionnaires-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            if is_known {
                f.problem = Some(visit.words.say("questionnaires-not-kept").to_string());
            }
            let mut response = view(&visit, f, Some((&text, read)))?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

/// The measure's file: a draft without a permission, to be put among the content by who runs the machine.
async fn take_file(visit: Visit, fields: Fields) -> Answer {
    match import(&fields.text("text"), visit.today()) {
        Ok(read) => {
            let key = read.instrument.map_or_else(|| "measure".to_owned(), |instrument| instrument.key);
            Ok(file(&format!("{key}.toml"), "application/toml", read.file))
        }
        Err(why) => not_understood(&visit, fields, "questionnaire", &why),
    }
}
