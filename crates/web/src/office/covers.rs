//! Who is away, and who looks after their flags meanwhile: the therapist's own word, or the office's.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Sheet};
use crate::visit::Visit;
use clinic::duty::Cover;
use clinic::problem::Problem;
use treatment::access::{Role, Verb, may};
use treatment::ids::StaffId;
use treatment::refusal::Refusal;

pub(crate) fn routes(routes: Routes) -> Routes {
    let staff = Rule::May(Verb::BeStaff);
    routes.get("/covers", staff, show).post("/covers", staff, add).post("/covers/end", staff, end)
}

async fn show(visit: Visit) -> Answer {
    view(&visit, visit.frame("covers-title")).await
}

async fn view(visit: &Visit, f: Frame) -> Answer {
    let actor = visit.actor()?;
    let (words, is_office) = (&visit.words, may(actor, Verb::RunOffice, None));
    let therapists = visit.clinic().therapists(actor).await?;
    let name = |id: StaffId| {
        therapists.iter().find(|(known, _)| *known == id).map_or_else(String::new, |(_, name)| name.clone())
    };
    let choices = || therapists.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("covers-lead");
    let mut items = Vec::new();
    for cover in visit.clinic().covers().await? {
        let mut item = Item::plain(
            words.say("cover-line").arg("by", name(cover.by)).arg("of", name(cover.of)).to_string(),
        );
        let (from, until) = (words.plain_day(cover.from), words.plain_day(cover.until));
        item.meta = words.say("cover-days").arg("from", from).arg("until", until).to_string();
        if is_office || actor.staff() == Some(cover.of) {
            let id = format!("end-{}-{}-{}", cover.of, cover.by, cover.from);
            let form = Form::on(&sheet.f, &id, "/covers/end")
                .hidden("cover-of", cover.of.to_string())
                .hidden("cover-by", cover.by.to_string())
                .hidden("from", cover.from.to_string())
                .hidden("until", cover.until.to_string())
                .quiet()
                .send("cover-end-send");
            item.forms.push((sheet.say("cover-end"), form));
        }
        items.push(item);
    }
    let blocks = if items.is_empty() {
        vec![Block::Quiet(sheet.say("covers-none"))]
    } else {
        vec![Block::Items(items)]
    };
    sheet.card("", blocks);
    if is_office || actor.has(Role::Therapist) {
        let form = Form::on(&sheet.f, "cover", "/covers");
        let form = if is_office { form.select_of("cover-of", choices(), None) } else { form };
        let others = choices()
            .into_iter()
            .filter(|(id, _)| is_office || actor.staff().map(|own| own.to_string()).as_ref() != Some(id));
        let form = form
            .select_of("cover-by", others.collect(), None)
            .day("from", Some(visit.today()))
            .day("until", None)
            .send("cover-send");
        sheet.beside("cover-add", vec![Block::Form(form)]);
    }
    sheet.workbench()
}

fn read(visit: &Visit, fields: &Fields) -> Result<Cover, Problem> {
    let actor = visit.actor()?;
    // Who does not run the office speaks of themselves.
    let own = if may(actor, Verb::RunOffice, None) { None } else { actor.staff() };
    let of = own.or_else(|| StaffId::parse(&fields.text("cover-of")));
    Ok(Cover {
        of: of.ok_or(Refusal::Unknown("cover-of"))?,
        by: StaffId::parse(&fields.text("cover-by")).ok_or(Refusal::Unknown("cover-by"))?,
        from: fields.day("from")?,
        until: fields.day("until")?,
    })
}

async fn add(visit: Visit, fields: Fields) -> Answer {
    let outcome = match read(&visit, &fields) {
        Ok(cover) => visit.clinic().add_cover(visit.actor()?, &cover).await,
        Err(problem) => Err(problem),
    };
    after(&visit, outcome, fields).await
}

async fn end(visit: Visit, fields: Fields) -> Answer {
    let outcome = match read(&visit, &fields) {
        Ok(cover) => visit.clinic().end_cover(visit.actor()?, &cover).await,
        Err(problem) => Err(problem),
    };
    after(&visit, outcome, fields).await
}

async fn after(visit: &Visit, outcome: Result<(), Problem>, fields: Fields) -> Answer {
    match outcome {
        Ok(()) => Ok(see("/covers")),
        Err(problem) => {
            let mut f = visit.frame("covers-title");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(visit, f).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
