//! The pages of managers and administrators. No clinical content.

mod audit;
mod counts;
mod covers;
pub(crate) mod hand_over;
mod hours;
mod licences;
mod questionnaires;
mod service;
mod staff;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = audit::routes(routes);
    let routes = counts::routes(routes);
    let routes = covers::routes(routes);
    let routes = hand_over::routes(routes);
    let routes = hours::routes(routes);
    let routes = licences::routes(routes);
    let routes = questionnaires::routes(routes);
    let routes = service::routes(routes);

    staff::routes(routes)
}
