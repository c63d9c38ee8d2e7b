//! Every fact of a course in words.

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
}

/// What a fact says, in words, for showing beside what somebody else typed.
pub(crate) fn fact_text(fact: &treatment::fact::Fact, words: &crate::words::Words) -> String {
    words.say(format!("fact-{}", fact.kind().replace('.', "-"))).to_string()
}
