//! Named moments of the map.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::ids::Version;
use treatment::refusal::Refusal;
use treatment::then_and_now::{MOMENTS_MOST, NameMoment};

fn named(name: &str, at: u32) -> Command {
    Command::NameMoment(NameMoment { name: name.to_owned(), at: Version(at) })
}

#[test]
fn a_named_moment_points_at_a_place_that_is_there() {
    let story = Story::opened().and(ask::person("Mia"));
    assert_eq!(story.when(&named("Later", 3)), Err(Refusal::Unknown("at")));
    assert_eq!(story.when(&named("Before", 0)), Err(Refusal::Unknown("at")));
    assert_eq!(story.when(&named("  ", 2)), Err(Refusal::Empty("moment-name")));
    let story = story.and(named("With Mia", 2));
    assert_eq!(story.course.moments.len(), 1);
    assert_eq!(story.when(&named("With Mia", 2)), Err(Refusal::AlreadySo));
}

#[test]
fn named_moments_have_a_limit() {
    let mut story = Story::opened();
    for number in 0..MOMENTS_MOST {
        story = story.and(named(&format!("Moment {number}"), 1));
    }
    let refused = Err(Refusal::TooMany { what: "moment-name", limit: MOMENTS_MOST });
    assert_eq!(story.when(&named("One more", 1)), refused);
}
