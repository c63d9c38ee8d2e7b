//! People, rings, wished rings, what is known of a relationship, safety.

use crate::ask;
use crate::given::Story;
use treatment::command::Command;
use treatment::ids::PersonId;
use treatment::inventory::{
    DescribePerson, Details, PEOPLE_MOST, Person, PersonStatus, RestorePerson, Ring, Safety, Support,
    SupportKind, Tie, WishRing,
};
use treatment::refusal::{LINE, PARAGRAPH, Refusal};
use treatment::time::{Known, PartialDate};

fn wish(person: PersonId, ring: Option<Ring>) -> Command {
    Command::WishRing(WishRing { person, ring })
}

fn restore(person: PersonId) -> Command {
    Command::RestorePerson(RestorePerson { person })
}

fn with_mia() -> (Story, PersonId) {
    let story = Story::opened().and(ask::person("Mia"));
    let mia = story.newest();
    (story, mia)
}

fn mia(story: &Story) -> &Person {
    &story.course.inventory.people[0]
}

#[test]
fn a_person_without_a_ring_stands_on_the_shelf() {
    assert_eq!(mia(&with_mia().0).ring, None);
}

#[test]
fn a_person_without_a_name_is_refused() {
    assert_eq!(Story::opened().when(&ask::person("  ")), Err(Refusal::Empty("name")));
}

#[test]
fn a_name_over_its_limit_is_refused() {
    assert_eq!(
        Story::opened().when(&ask::person(&"x".repeat(LINE + 1))),
        Err(Refusal::TooLong { field: "name", limit: LINE })
    );
}

#[test]
fn the_map_has_a_limit_that_counts_those_taken_off() {
    let mut story = Story::opened();
    for _ in 0..PEOPLE_MOST {
        story = story.and(ask::person("Somebody"));
    }
    let gone = story.newest();
    assert_eq!(
        story.and(ask::remove(gone)).when(&ask::person("One more")),
        Err(Refusal::TooMany { what: "people", limit: PEOPLE_MOST })
    );
}

#[test]
fn a_person_can_be_placed_in_every_ring() {
    for &ring in Ring::ALL {
        let (story, id) = with_mia();
        assert_eq!(mia(&story.and(ask::place(id, Some(ring)))).ring, Some(ring));
    }
}

#[test]
fn rings_are_numbered_from_the_inner_one() {
    assert_eq!(Ring::ALL.iter().map(|ring| ring.number()).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn a_person_can_go_back_to_the_shelf() {
    let (story, id) = with_mia();
    let story = story.and(ask::place(id, Some(Ring::Close))).and(ask::place(id, None));
    assert_eq!(mia(&story).ring, None);
}

#[test]
fn placing_a_person_where_they_stand_is_refused() {
    let (story, id) = with_mia();
    let near = ask::place(id, Some(Ring::Close));
    assert_eq!(story.and(near.clone()).when(&near), Err(Refusal::AlreadySo));
}

#[test]
fn nobody_can_be_placed_who_was_never_named() {
    assert_eq!(
        Story::opened().when(&ask::place(PersonId(9), Some(Ring::Outer))),
        Err(Refusal::Unknown("person"))
    );
}

#[test]
fn a_wished_ring_does_not_move_the_person() {
    let (story, id) = with_mia();
    let story = story.and(ask::place(id, Some(Ring::Outer))).and(wish(id, Some(Ring::Inner)));
    assert_eq!((mia(&story).ring, mia(&story).wished), (Some(Ring::Outer), Some(Ring::Inner)));
}

#[test]
fn a_wish_can_be_taken_back() {
    let (story, id) = with_mia();
    let story = story.and(wish(id, Some(Ring::Inner))).and(wish(id, None));
    assert_eq!(mia(&story).wished, None);
}

#[test]
fn the_same_wish_twice_is_refused() {
    let (story, id) = with_mia();
    assert_eq!(story.when(&wish(id, None)), Err(Refusal::AlreadySo));
}

#[test]
fn what_is_known_of_a_relationship_is_kept() {
    let (story, id) = with_mia();
    let details = Details { expects_of_them: "To ring me".to_owned(), ..Details::default() };
    assert_eq!(mia(&story.and(ask::describe(id, "Mia", details))).details.expects_of_them, "To ring me");
}

#[test]
fn a_description_that_changes_nothing_is_refused() {
    let (story, id) = with_mia();
    assert_eq!(story.when(&ask::describe(id, " Mia", Details::default())), Err(Refusal::AlreadySo));
}

#[test]
fn support_is_between_none_and_much() {
    let (story, id) = with_mia();
    let details = Details { support_received: Some(4), ..Details::default() };
    assert_eq!(
        story.when(&ask::describe(id, "Mia", details)),
        Err(Refusal::OutOfRange { field: "support", least: 0, most: 3 })
    );
}

#[test]
fn what_is_said_of_a_relationship_has_a_limit() {
    let (story, id) = with_mia();
    let details = Details { wanted: "x".repeat(PARAGRAPH + 1), ..Details::default() };
    assert_eq!(
        story.when(&ask::describe(id, "Mia", details)),
        Err(Refusal::TooLong { field: "wanted", limit: PARAGRAPH })
    );
}

#[test]
fn a_person_can_have_died_since_a_date_that_exists() {
    let (story, id) = with_mia();
    let since = PartialDate { year: 2025, known: Known::Day(2, 30), about: false };
    let asked = Command::DescribePerson(Box::new(DescribePerson {
        person: id,
        name: "Mia".to_owned(),
        tie: Tie::Friend,
        status: PersonStatus::Died,
        since: Some(since),
        details: Details::default(),
    }));
    assert_eq!(story.when(&asked), Err(Refusal::NoSuchDate("since")));
}

#[test]
fn a_person_does_not_die_before_birth_nor_in_the_future() {
    let (story, id) = with_mia();
    let year = |year| Some(PartialDate { year, known: Known::Year, about: false });
    let died = |since, born| {
        Command::DescribePerson(Box::new(DescribePerson {
            person: id,
            name: "Mia".to_owned(),
            tie: Tie::Friend,
            status: PersonStatus::Died,
            since,
            details: Details { born, ..Details::default() },
        }))
    };
    assert_eq!(story.when(&died(year(1970), year(1980))), Err(Refusal::BeforeBirth("since")));
    assert_eq!(story.when(&died(year(2031), None)), Err(Refusal::NotYet("since")));
    assert_eq!(story.when(&died(None, year(2031))), Err(Refusal::NotYet("born")));
    assert!(story.when(&died(year(2020), year(1980))).is_ok());
}

#[test]
fn support_of_each_kind_is_between_none_and_much_and_silence_is_not_kept() {
    let (story, id) = with_mia();
    let with = |received| Details {
        support: [
            (SupportKind::Money, Support { received: Some(received), given: None }),
            (SupportKind::Practical, Support::default()),
        ]
        .into(),
        ..Details::default()
    };
    assert_eq!(
        story.when(&ask::describe(id, "Mia", with(4))),
        Err(Refusal::OutOfRange { field: "support", least: 0, most: 3 })
    );
    let story = story.and(ask::describe(id, "Mia", with(3)));
    let kept: Vec<SupportKind> = mia(&story).details.support.keys().copied().collect();
    assert_eq!(kept, [SupportKind::Money]);
}

#[test]
fn two_with_one_name_are_told_apart_in_any_script() {
    let story = Story::opened();
    let names = ["Mia", "مريم", "mia", "🐈", "e\u{301}loi\u{308}se", "مريم"];
    let story = names.into_iter().fold(story, |story, name| story.and(ask::person(name)));
    let shown: Vec<String> = story
        .course
        .inventory
        .people
        .iter()
        .map(|person| story.course.inventory.shown_name(person))
        .collect();
    assert_eq!(shown, ["Mia", "مريم", "mia 2", "🐈", "e\u{301}loi\u{308}se", "مريم 2"]);
}

#[test]
fn outside_the_building_an_alias_stands_for_the_name_and_initials_where_there_is_none() {
    let story = Story::opened();
    let names = ["Mia Rossi", "Max R", "Noor", "🐈"];
    let mut story = names.into_iter().fold(story, |story, name| story.and(ask::person(name)));
    let noor = story.course.inventory.people[2].id;
    let alias = Details { alias: "the neighbour".to_owned(), ..Details::default() };
    story = story.and(ask::describe(noor, "Noor", alias));
    let inventory = &story.course.inventory;
    let outside: Vec<String> = inventory.people.iter().map(|person| inventory.outside_name(person)).collect();
    assert_eq!(outside, ["M. R.", "M. R. 2", "the neighbour", "?"]);
}

#[test]
fn a_person_taken_off_is_no_longer_on_the_map() {
    let (story, id) = with_mia();
    assert_eq!(story.and(ask::remove(id)).course.inventory.on_map().count(), 0);
}

#[test]
fn a_person_taken_off_stays_in_the_record() {
    let (story, id) = with_mia();
    assert_eq!(story.and(ask::remove(id)).course.inventory.person(id).unwrap().name, "Mia");
}

#[test]
fn a_person_taken_off_cannot_be_placed() {
    let (story, id) = with_mia();
    assert_eq!(
        story.and(ask::remove(id)).when(&ask::place(id, Some(Ring::Inner))),
        Err(Refusal::PersonRemoved)
    );
}

#[test]
fn a_person_cannot_be_taken_off_twice() {
    let (story, id) = with_mia();
    assert_eq!(story.and(ask::remove(id)).when(&ask::remove(id)), Err(Refusal::PersonRemoved));
}

#[test]
fn a_person_restored_stands_where_they_stood() {
    let (story, id) = with_mia();
    let story = story.and(ask::place(id, Some(Ring::Close))).and(ask::remove(id)).and(restore(id));
    assert_eq!((mia(&story).is_removed, mia(&story).ring), (false, Some(Ring::Close)));
}

#[test]
fn a_person_on_the_map_needs_no_restoring() {
    let (story, id) = with_mia();
    assert_eq!(story.when(&restore(id)), Err(Refusal::AlreadySo));
}

#[test]
fn nobody_can_be_restored_who_was_never_named() {
    assert_eq!(Story::opened().when(&restore(PersonId(9))), Err(Refusal::Unknown("person")));
}

#[test]
fn contact_can_be_marked_as_not_safe() {
    let (story, id) = with_mia();
    assert_eq!(mia(&story.and(ask::mark(id, Safety::Unsafe))).safety, Safety::Unsafe);
}

#[test]
fn a_mark_can_be_lifted() {
    let (story, id) = with_mia();
    let story = story.and(ask::mark(id, Safety::Unsafe)).and(ask::mark(id, Safety::None));
    assert_eq!(mia(&story).safety, Safety::None);
}

#[test]
fn a_mark_outlives_being_taken_off_and_restored() {
    let (story, id) = with_mia();
    let story = story.and(ask::mark(id, Safety::Unsafe)).and(ask::remove(id)).and(restore(id));
    assert_eq!(mia(&story).safety, Safety::Unsafe);
}

#[test]
fn facts_about_people_are_told_apart_from_the_rest() {
    let (story, _) = with_mia();
    assert_eq!(story.facts.iter().map(|fact| fact.fact.is_about_people()).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_question_about_a_person_is_asked_while_nothing_of_its_answer_is_told() {
    let content = crate::given::content();
    let prompts = content.prompts();
    let next = |details: &Details, after| prompts.next_about(details, after).map(|about| about.key.as_str());
    let mut details = Details::default();
    let mut asked = Vec::new();
    while let Some(key) = next(&details, asked.last().copied()) {
        asked.push(key);
    }
    assert_eq!(
        asked,
        [
            "being-with",
            "meeting",
            "liking",
            "expecting",
            "telling",
            "going-wrong",
            "changed",
            "knowing",
            "wanting"
        ]
    );
    details.dislikes = "his silence".to_owned();
    details.mood_effect = Some(0);
    assert_eq!(next(&details, None), Some("meeting"));
    assert_eq!(next(&details, Some("meeting")), Some("expecting"));
    assert_eq!(next(&details, Some("wanting")), None);
}

#[test]
fn a_question_about_a_person_whose_answer_has_no_place_is_no_content() {
    let file =
        |field: &str| format!("version = 1\nprompt = []\n[[about]]\nkey = \"x\"\nfields = [{field}]\n");
    let parsed = |field: &str| {
        treatment::content::Content::parse([("inventory/prompts.toml", file(field).as_str())]).is_ok()
    };
    assert_eq!([parsed("\"likes\""), parsed("\"hair\""), parsed("")], [true, false, false]);
}
