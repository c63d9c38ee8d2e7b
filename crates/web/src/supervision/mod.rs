//! The supervisor's pages.

mod agenda;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    agenda::routes(routes)
}
