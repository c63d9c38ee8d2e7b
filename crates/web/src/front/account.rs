//! One's own account: another passphrase, and, for staff, unsent text that is still there.

use super::form_page;
use crate::answer::{Answer, see, with_session};
use crate::fields::Fields;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::visit::Visit;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/me", Rule::SignedIn, show).post("/me", Rule::SignedIn, send)
}

fn account_page(f: Frame) -> Answer {
    let form = Form::on(&f, "account", "/me")
        .password("passphrase-old", "current-password")
        .password("passphrase", "new-password")
        .send("account-send");
    form_page(f, &["account-lead"], form, &[])
}

async fn show(visit: Visit) -> Answer {
    account_page(visit.frame("account-title"))
}

async fn send(visit: Visit, fields: Fields) -> Answer {
    let (old, new) = (fields.text("passphrase-old"), fields.text("passphrase"));
    let home = super::sign_in::home_of(visit.actor()?.who);
    match visit.clinic().change_passphrase(visit.actor()?, &old, &new).await {
        Ok(signed_in) => Ok(with_session(see(home), &signed_in)),
        Err(problem) => {
            let mut frame = visit.frame("account-title");
            let status = frame.take_problem(problem, fields, &visit.words)?;
            let mut response = account_page(frame)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
