//! The supervisor's pages.

mod agenda;
mod agreement;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = agreement::routes(routes);
    agenda::routes(routes)
}
