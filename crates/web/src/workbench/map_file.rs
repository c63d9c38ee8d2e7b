//! The map goes out as a file, with a reason; people come in from one.

use crate::answer::Answer;
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Sheet};
use crate::visit::CourseVisit;
use clinic::problem::Problem;
use treatment::access::Verb;
use treatment::command::Command;
use treatment::map_file::{ExportMap, FileKind, ImportPeople, file};
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let treat = Rule::Course(Verb::Treat);
    routes
        .get("/courses/{course}/people/file", treat, show)
        .post("/courses/{course}/people/file", treat, export)
        .post("/courses/{course}/people/import", treat, import)
}

async fn show(visit: CourseVisit) -> Answer {
    let f = visit.course_frame("file-title").await?;
    view(&visit, f).await
}

async fn view(visit: &CourseVisit, f: Frame) -> Answer {
    let is_open = visit.course().closed.is_none();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("file-lead");
    if is_open {
        let form = Form::on(&sheet.f, "export", visit.href("/people/file"))
            .radio("file", "file", Some(FileKind::GraphMl))
            .check("names", false)
            .area("reason", "", 2)
            .send("file-export");
        let blocks = if visit.course().inventory.on_map().next().is_none() {
            vec![Block::Quiet(sheet.say("people-none"))]
        } else {
            vec![Block::Form(form)]
        };
        sheet.card("file-export-title", blocks);
        let form = Form::on(&sheet.f, "import", visit.href("/people/import"))
            .area("import", "", 8)
            .check("take-all", false)
            .send("file-import");
        sheet.card("file-import-title", vec![Block::Form(form)]);
    }
    sheet.card("", vec![Block::Link(visit.href("/people"), visit.words.say("then-to-map").to_string())]);
    sheet.workbench()
}

async fn export(visit: CourseVisit, fields: Fields) -> Answer {
    let asked: Result<ExportMap, Refusal> = fields.one("file", FileKind::parse).map(|file| ExportMap {
        file,
        names: fields.is_on("names"),
        reason: fields.text("reason"),
    });
    let outcome = match asked {
        Ok(asked) => {
            visit.ask(Command::ExportMap(asked.clone()), &fields).await.map(|receipt| (asked, receipt))
        }
        Err(refusal) => Err(Problem::Refused(refusal)),
    };
    let (asked, receipt) = match outcome {
        Ok(granted) => granted,
        Err(problem) => return visit.again(problem, fields, "file-title", view).await,
    };
    let text = file(&receipt.held.course, asked.file, asked.names);
    let (kind, name) = match asked.file {
        FileKind::Csv => ("text/csv; charset=utf-8", "map.csv"),
        FileKind::GraphMl => ("application/graphml+xml; charset=utf-8", "map.graphml"),
    };
    Ok(crate::answer::file(name, kind, text))
}

async fn import(visit: CourseVisit, fields: Fields) -> Answer {
    let asked = Command::ImportPeople(ImportPeople {
        text: fields.text("import"),
        take_all: fields.is_on("take-all"),
    });
    let then = visit.href("/people");
    visit.submit(Ok(asked), fields, &then, "file-title", view).await
}
