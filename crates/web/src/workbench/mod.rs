//! The therapist's pages.

pub(crate) mod band;
mod caseload;
mod client;
mod cockpit;
mod contract;
mod course;
mod decision;
mod ending;
mod flags;
mod focus;
mod formulation;
pub(crate) mod history;
mod measures;
mod new_course;
mod opening;
mod people;
mod person;
mod plans;
mod sessions;
mod timeline;
mod today;
mod waiting;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = caseload::routes(routes);
    let routes = client::routes(routes);
    let routes = cockpit::routes(routes);
    let routes = contract::routes(routes);
    let routes = course::routes(routes);
    let routes = decision::routes(routes);
    let routes = ending::routes(routes);
    let routes = flags::routes(routes);
    let routes = focus::routes(routes);
    let routes = formulation::routes(routes);
    let routes = history::routes(routes);
    let routes = measures::routes(routes);
    let routes = new_course::routes(routes);
    let routes = opening::routes(routes);
    let routes = people::routes(routes);
    let routes = person::routes(routes);
    let routes = plans::routes(routes);
    let routes = sessions::routes(routes);
    let routes = timeline::routes(routes);
    let routes = today::routes(routes);
    let routes = waiting::routes(routes);
    routes
}
