//! Two tellings of one thing: another week, another turn, the same arc. A story says `{ either = [one, the other] }`
//! in the place of any note, plan, entry or text; a course draws its telling once and keeps to it.

use serde_json::Value;

/// Which telling a course draws: those told whole the first; of the others of a story every third the first, the rest
/// the second, so that of two courses with one therapist mostly each has its own.
pub(super) fn drawn(round: usize, is_whole: bool) -> usize {
    usize::from(!is_whole && round % 3 != 1)
}

/// Leaves, wherever there are two tellings, the one that was drawn.
pub(super) fn keep(tree: Value, telling: usize) -> Value {
    match tree {
        Value::Object(mut fields) => match fields.remove("either") {
            Some(Value::Array(tellings)) => {
                tellings.into_iter().nth(telling).map_or(Value::Null, |one| keep(one, telling))
            }
            Some(other) => other,
            None => {
                Value::Object(fields.into_iter().map(|(name, value)| (name, keep(value, telling))).collect())
            }
        },
        Value::Array(values) => Value::Array(values.into_iter().map(|value| keep(value, telling)).collect()),
        plain => plain,
    }
}

/// A text with what it says of letters, which stands in square brackets, or without it where none were given.
pub(super) fn with_letters(text: &str, are_there: bool) -> String {
    if are_there {
        return text.replace(['[', ']'], "");
    }
    let mut left = String::new();
    for (nth, part) in text.split(['[', ']']).enumerate() {
        if nth.is_multiple_of(2) {
            left.push_str(if left.ends_with(' ') { part.trim_start() } else { part });
        }
    }
    left.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{drawn, keep, with_letters};
    use serde_json::json;

    #[test]
    fn a_course_keeps_to_one_telling_in_every_place() {
        let story = json!({
            "middle": [{ "either": [{ "text": "a" }, { "text": "b" }] }, { "text": "of both" }],
            "plans": [{ "happened": { "either": ["a", "b"] }, "when": "Monday" }],
        });
        let second = json!({
            "middle": [{ "text": "b" }, { "text": "of both" }],
            "plans": [{ "happened": "b", "when": "Monday" }],
        });
        assert_eq!(keep(story.clone(), 1), second);
        assert_eq!(keep(story, 0)["plans"][0]["happened"], json!("a"));
    }

    #[test]
    fn a_note_speaks_of_letters_only_where_there_are_letters() {
        let text = "Read the list. [The letters were read at the window.] Left with nothing to carry.";
        let with = "Read the list. The letters were read at the window. Left with nothing to carry.";
        assert_eq!(with_letters(text, true), with);
        assert_eq!(with_letters(text, false), "Read the list. Left with nothing to carry.");
        assert_eq!(with_letters("Goodbye. [A letter each way.]", false), "Goodbye.");
        assert_eq!(with_letters("Read the list[, and then the letters].", false), "Read the list.");
    }

    #[test]
    fn those_told_whole_have_the_first_telling_and_the_others_of_a_story_draw_both() {
        assert!((0..6).all(|round| drawn(round, true) == 0));
        assert_eq!((0..6).map(|round| drawn(round, false)).collect::<Vec<_>>(), [1, 0, 1, 1, 0, 1]);
    }
}
