//! People and roles.

use crate::answer::{Answer, see};
use crate::fields::Fields;
use crate::forms::{Form, terms};
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Item, Pill, Sheet};
use crate::visit::Visit;
use axum::extract::Path;
use clinic::office::Staff;
use clinic::problem::Problem;
use clinic::sheets::StaffSheet;
use treatment::access::{Role, Verb, Who};
use treatment::ids::StaffId;

pub(crate) fn routes(routes: Routes) -> Routes {
    let office = Rule::May(Verb::RunOffice);
    routes
        .get("/office", office, show)
        .post("/office", office, add)
        .get("/office/staff/{staff}", office, one)
        .post("/office/staff/{staff}", office, change)
        .post("/office/staff/{staff}/invite", office, invite)
}

async fn show(visit: Visit) -> Answer {
    view(&visit, visit.frame("nav-office"), None).await
}

fn link(visit: &Visit, token: &str) -> String {
    format!("{}/invite/{token}", visit.site.options.origin.clone().unwrap_or_default())
}

async fn view(visit: &Visit, f: Frame, invited: Option<String>) -> Answer {
    let words = &visit.words;
    let staff = visit.clinic().staff(visit.actor()?).await?;
    // Only a hint on this page: people and roles are changed even where a course's row cannot be read.
    let carriers = visit.clinic().carriers(visit.actor()?).await.unwrap_or_default();
    let mut sheet = Sheet::new(f);
    if let Some(link) = invited {
        sheet
            .card("office-invited", vec![Block::Text(sheet.say("client-invite-made")), Block::Written(link)]);
    }
    let items: Vec<Item> = staff
        .iter()
        .map(|one| {
            let roles: Vec<String> =
                one.roles.iter().map(|role| words.term("role", role.key()).to_string()).collect();
            let mut item = Item::link(&one.sheet.name, format!("/office/staff/{}", one.id));
            item.meta = roles.join(" · ");
            if !one.is_active {
                item.pills.push(Pill::plain(words.say("office-left").to_string()));
            } else if !one.has_account {
                item.pills.push(Pill::plain(words.say("office-invited-open").to_string()));
            }
            let left = carriers.iter().find(|carrier| carrier.id == one.id && !carrier.treats);
            let open = left.map_or(0, |left| left.courses.iter().filter(|course| course.is_open).count());
            if open > 0 {
                let said = words.say("hand-over-open-left").arg("count", open).to_string();
                item.pills.push(Pill::warn(said));
                let way = format!("{}?of={}", super::hand_over::PAGE, one.id);
                item.links.push((way, words.say("hand-over-title").to_string()));
            }
            item
        })
        .collect();
    sheet.card("", vec![Block::Items(items)]);
    let roles = terms::<Role>(&sheet.f, "role");
    let form = Form::on(&sheet.f, "staff", "/office")
        .text("name", "")
        .email("email", "")
        .checks("roles", roles, &[])
        .send("office-add");
    sheet.beside("office-add", vec![Block::Form(form)]);
    let links = [
        ("/office/service", "service-title"),
        ("/office/hours", "hours-title"),
        ("/covers", "covers-title"),
        (super::hand_over::PAGE, "hand-over-title"),
        ("/licences", "licences-title"),
        ("/office/questionnaires", "questionnaires-title"),
    ];
    let links = links.map(|(href, title)| Block::Link(href.to_owned(), sheet.say(title)));
    sheet.beside("", links.into());
    sheet.workbench()
}

fn read_sheet(fields: &Fields) -> (StaffSheet, Vec<Role>) {
    let sheet = StaffSheet { name: fields.text("name"), email: fields.text("email") };
    (sheet, fields.all("roles").iter().filter_map(|key| Role::parse(key)).collect())
}

async fn add(visit: Visit, fields: Fields) -> Answer {
    let (sheet, roles) = read_sheet(&fields);
    match visit.clinic().add_staff(visit.actor()?, &sheet, &roles).await {
        Ok((_, token)) => view(&visit, visit.frame("nav-office"), Some(link(&visit, &token))).await,
        Err(problem) => {
            let mut f = visit.frame("nav-office");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = view(&visit, f, None).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

async fn wanted(visit: &Visit, id: &str) -> Result<(Staff, Vec<Staff>), Problem> {
    let id = StaffId::parse(id).ok_or(Problem::NotYours)?;
    let all = visit.clinic().staff(visit.actor()?).await?;
    let one = all.iter().find(|one| one.id == id).cloned().ok_or(Problem::NotYours)?;
    Ok((one, all))
}

async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let (one, all) = wanted(&visit, &id).await?;
    one_view(&visit, visit.frame("nav-office"), &one, &all)
}

fn one_view(visit: &Visit, f: Frame, one: &Staff, all: &[Staff]) -> Answer {
    let mut sheet = Sheet::new(f);
    sheet.f.title.clone_from(&one.sheet.name);
    let others = all
        .iter()
        .filter(|other| other.id != one.id && other.roles.contains(&Role::Therapist))
        .map(|other| (other.id.to_string(), other.sheet.name.clone()))
        .collect();
    let supervised: Vec<String> = one.supervises.iter().map(ToString::to_string).collect();
    let has: Vec<String> = one.roles.iter().map(|role| role.key().to_owned()).collect();
    let roles = terms::<Role>(&sheet.f, "role");
    let action = format!("/office/staff/{}", one.id);
    let form = Form::on(&sheet.f, "staff", action.clone())
        .text("name", &one.sheet.name)
        .email("email", &one.sheet.email)
        .checks("roles", roles, &has)
        .checks("supervises", others, &supervised)
        .check("is-active", one.is_active)
        .send("save");
    sheet.card("", vec![Block::Form(form)]);
    let invite = Form::on(&sheet.f, "invite", format!("{action}/invite")).quiet().send("client-invite-send");
    sheet.beside(
        "office-invite",
        vec![Block::Text(visit.words.say("office-invite-text").to_string()), Block::Form(invite)],
    );
    sheet.workbench()
}

async fn change(visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let (known, all) = wanted(&visit, &id).await?;
    let (sheet, roles) = read_sheet(&fields);
    let supervises: Vec<StaffId> =
        fields.all("supervises").iter().filter_map(|id| StaffId::parse(id)).collect();
    let is_active = fields.is_on("is-active");
    let changed =
        visit.clinic().change_staff(visit.actor()?, known.id, &sheet, &roles, is_active, &supervises).await;
    match changed {
        Ok(()) => Ok(see("/office")),
        Err(problem) => {
            let mut f = visit.frame("nav-office");
            let status = f.take_problem(problem, fields, &visit.words)?;
            let mut response = one_view(&visit, f, &known, &all)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

async fn invite(visit: Visit, Path(id): Path<String>, _fields: Fields) -> Answer {
    let (known, _) = wanted(&visit, &id).await?;
    let token = visit.clinic().invite(visit.actor()?, Who::Staff(known.id)).await?;
    view(&visit, visit.frame("nav-office"), Some(link(&visit, &token))).await
}
