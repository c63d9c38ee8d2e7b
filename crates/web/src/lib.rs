//! The pages. Server-rendered; every route is registered with the rule of who may use it (see [`routes`]).
//!
//! | who | folder |
//! |---|---|
//! | anybody | `front/`: the guide, asking for a consultation, signing in, the first run |
//! | therapist | `workbench/` |
//! | client | `portal/` |
//! | supervisor | `supervision/` |
//! | manager, administrator | `office/` |
//!
//! A page is a struct beside its template of the same path under `templates/`; `visit` is what a handler is
//! given, `fields` what a form sent, `frame` what every page carries, `answer` what goes back.

pub mod answer;
mod assets;
pub mod fields;
pub mod figures;
pub mod forms;
pub mod frame;
mod front;
mod gate;
pub mod handle;
mod message;
mod office;
mod portal;
pub mod routes;
pub mod serve;
pub mod sheet;
mod site;
mod supervision;
pub mod visit;
pub mod words;
pub(crate) mod workbench;
mod written;

pub use site::{Options, Site};

use crate::routes::Routes;
use std::sync::Arc;

/// Every route of the site.
pub fn all_routes(site: &Arc<Site>) -> Routes {
    let routes = Routes::new(Arc::clone(site));
    let routes = front::routes(routes);
    let routes = workbench::routes(routes);
    let routes = portal::routes(routes);
    let routes = supervision::routes(routes);
    let routes = office::routes(routes);
    assets::routes(routes)
}

/// The whole site as one service: gate, headers, limits, routes.
pub fn router(site: &Arc<Site>) -> axum::Router {
    gate::around(all_routes(site).into_router(), site)
}
