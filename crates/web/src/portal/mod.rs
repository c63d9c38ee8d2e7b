//! The client's pages. Neutral, one thing at a time.

mod been;
mod check_in;
mod ending;
mod help_now;
mod home;
pub(crate) mod keep;
mod letters;
mod looks;
mod own;
mod people;
mod person;
mod prepare;
mod queue;
mod safety;
mod story;
mod trying;
mod week;

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = been::routes(routes);
    let routes = check_in::routes(routes);
    let routes = ending::routes(routes);
    let routes = help_now::routes(routes);
    let routes = home::routes(routes);
    let routes = keep::routes(routes);
    let routes = letters::routes(routes);
    let routes = looks::routes(routes);
    let routes = own::routes(routes);
    let routes = people::routes(routes);
    let routes = person::routes(routes);
    let routes = prepare::routes(routes);
    let routes = safety::routes(routes);
    let routes = story::routes(routes);
    let routes = trying::routes(routes);

    week::routes(routes)
}
