//! The pages anybody can open.

mod account;
mod ask;
mod drafts;
mod first_run;
mod guide;
mod health;
mod invitation;
mod sign_in;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = account::routes(routes);
    let routes = ask::routes(routes);
    let routes = drafts::routes(routes);
    let routes = first_run::routes(routes);
    let routes = guide::routes(routes);
    let routes = health::routes(routes);
    let routes = invitation::routes(routes);
    let routes = sign_in::routes(routes);
    routes
}
