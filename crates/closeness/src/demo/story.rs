//! The stories of the demo, from `content/demo`: what all courses share, and nine stories that are told anew for each
//! course, with other names and other small things.

use super::Dice;
use super::area_work::Done;
use super::between::{Evening, Goodbye, HalfWay, Telling};
use super::shared::Shared;
use super::tellings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use treatment::bonds::BondKind;
use treatment::ending::{EndFeeling, NextStep, Rating};
use treatment::focus::{Area, DecideFit, Direction};
use treatment::formulation::{Agreement, GoalKind};
use treatment::inventory::{Details, PersonStatus, Ring, Tie};
use treatment::plans::PlanStatus;
use treatment::session::{Mode, Worked};
use treatment::technique::Technique;
use treatment::time::{Day, Known, PartialDate, Season};
use treatment::timeline::{EventKind, Lane};

const SHARED: &str = include_str!("../../../../content/demo/stories.toml");

/// In the order in which courses take them: their number has no divisor in common with that of the therapists or of
/// the phases, so that each story is met in every phase and with every therapist.
const WRITTEN: [&str; 9] = [
    include_str!("../../../../content/demo/stories/partner.toml"),
    include_str!("../../../../content/demo/stories/retirement.toml"),
    include_str!("../../../../content/demo/stories/work.toml"),
    include_str!("../../../../content/demo/stories/newborn.toml"),
    include_str!("../../../../content/demo/stories/daughter.toml"),
    include_str!("../../../../content/demo/stories/divorce.toml"),
    include_str!("../../../../content/demo/stories/sensitivity.toml"),
    include_str!("../../../../content/demo/stories/migration.toml"),
    include_str!("../../../../content/demo/stories/grief.toml"),
];

/// Of so many names each is met in one of forty courses that share a story.
const RARE: usize = 5;

/// The clinic, and the stories as they are written.
pub(crate) struct Stories {
    pub shared: Shared,
    pub between: Arc<super::between::Told>,
    written: Vec<Written>,
}

/// A story before it is told.
struct Written {
    text: &'static str,
    vary: BTreeMap<String, Vec<String>>,
}

/// One story, told for one course.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub area: Area,
    pub second: Option<Area>,
    /// What the client of a course told whole answers: by measure, each time item by item. What is not said is drawn.
    #[serde(default)]
    pub answers: BTreeMap<String, Vec<Vec<u8>>>,
    /// What was answered when the risk was asked about at the end, and how the condition was explained: of all courses
    /// when not said.
    pub risk_final: Option<String>,
    pub psychoed: Option<String>,
    /// When the symptoms began, in months before the first session.
    pub onset: i32,
    /// Days of the week, Monday is 1, on which its sessions can be, so that what is told of other days lies between two of
    /// them; any working day when not said.
    #[serde(default)]
    pub meets: Vec<u8>,
    /// Whether its sessions are in the mornings.
    #[serde(default)]
    pub early: bool,
    /// Names that fit the story.
    pub clients: Vec<String>,
    /// What is drawn for each course.
    #[serde(rename = "vary")]
    _vary: BTreeMap<String, Vec<String>>,
    /// Names drawn for this course that hardly another course has.
    #[serde(skip)]
    pub rare: Vec<String>,
    pub reason: String,
    pub symptoms: String,
    pub episodes: String,
    pub culture: String,
    pub diagnosis: String,
    pub code: String,
    pub plain: String,
    pub sick_role: String,
    pub med_review: String,
    /// What was answered when the risk was asked about at first; empty for what all courses share.
    #[serde(default)]
    pub risk: String,
    /// Treatments so far, what the body brings, and what ran in the family; empty where nothing was told.
    #[serde(default)]
    pub treatments: String,
    #[serde(default)]
    pub medical: String,
    #[serde(default)]
    pub family: String,
    pub formulation: String,
    pub client_version: String,
    /// How the formulation was answered; drawn when not said.
    pub agreed: Option<Agreement>,
    pub credit: String,
    pub events: Vec<Happening>,
    pub people: Vec<Named>,
    pub moves: Vec<Move>,
    /// Ties among the people.
    #[serde(default)]
    pub bonds: Vec<Tied>,
    /// Notes pinned to the map.
    #[serde(default)]
    pub pins: Vec<Pinned>,
    pub evidence: Vec<Weighed>,
    pub opening: Vec<Note>,
    pub middle: Vec<Note>,
    pub ending: Vec<Note>,
    pub ties: Vec<Between>,
    pub goals: Vec<Aim>,
    pub plans: Vec<Try>,
    pub end: End,
    /// What was found when prolonged grief was looked for.
    pub grief_screen: Option<Screened>,
    pub fit: DecideFit,
    pub chosen: Chosen,
    pub work: Option<Done>,
    /// The notes of a whole course of sixteen that has one story only.
    pub whole: Option<Whole>,
    /// What the client writes between sessions, in order.
    pub diary: Vec<Evening>,
    /// What the client tells about people, in order.
    #[serde(default)]
    pub tells: Vec<Telling>,
    /// The review half way, in this story's words.
    pub halfway: Option<HalfWay>,
    pub goodbye: Option<Goodbye>,
}

/// The sessions of a course of sixteen that have no note among the opening's, the middle's and the ending's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whole {
    pub third: Note,
    pub eighth: Note,
    pub eleventh: Note,
    pub fifteenth: Note,
}

/// Something on the timeline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Happening {
    pub id: Option<String>,
    pub title: String,
    #[serde(default = "event_lane")]
    pub lane: Lane,
    pub kind: Option<EventKind>,
    /// Months before the first session; otherwise it happens in the week before `session`.
    pub before: Option<i32>,
    /// Months before the first session when it ended.
    pub until: Option<i32>,
    #[serde(default)]
    pub known: HowKnown,
    /// The session, of sixteen, at which it is told.
    pub session: Option<u8>,
    /// The day of that week, Monday is 1; some days before the session when it does not matter.
    pub weekday: Option<u8>,
    pub feeling: Option<i8>,
    #[serde(default)]
    pub people: Vec<String>,
}

fn event_lane() -> Lane {
    Lane::Event
}

/// How much of a date the client knows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HowKnown {
    Year,
    Season,
    #[default]
    Month,
    AboutMonth,
}

impl HowKnown {
    /// The date as it is known, so many months before a day.
    pub(crate) fn date(self, months: i32, day: Day) -> PartialDate {
        let (year, month, _) = day.date();
        let count = year * 12 + i32::from(month) - 1 - months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
        let (known, year) = match self {
            Self::Year => (Known::Year, year),
            Self::Month | Self::AboutMonth => (Known::Month(month), year),
            Self::Season => match month {
                3..=5 => (Known::Season(Season::Spring), year),
                6..=8 => (Known::Season(Season::Summer), year),
                9..=11 => (Known::Season(Season::Autumn), year),
                12 => (Known::Season(Season::Winter), year),
                _ => (Known::Season(Season::Winter), year - 1),
            },
        };
        PartialDate { year, known, about: matches!(self, Self::AboutMonth) }
    }
}

/// Somebody on the map.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub name: String,
    pub tie: Tie,
    pub ring: Option<Ring>,
    pub wished: Option<Ring>,
    #[serde(default = "living")]
    pub status: PersonStatus,
    /// Months before the first session, for one who died or has gone.
    pub since: Option<i32>,
    /// The session, of sixteen, at which they are first named.
    #[serde(default)]
    pub from: u8,
}

fn living() -> PersonStatus {
    PersonStatus::Living
}

/// A move on the map, at a session of sixteen, or a farewell to somebody who has gone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Move {
    pub who: String,
    pub at: u8,
    pub ring: Option<Ring>,
    #[serde(default)]
    pub gone: bool,
}

/// A tie between two people on the map.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tied {
    pub from: String,
    pub to: String,
    pub kind: BondKind,
    /// Months before the first session when it ended.
    pub until: Option<i32>,
}

/// A note on the map, or on somebody there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pinned {
    pub to: Option<String>,
    pub words: String,
}

/// A piece of evidence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weighed {
    pub area: Area,
    pub direction: Direction,
    pub words: String,
    pub person: Option<String>,
    pub event: Option<String>,
}

/// The note of a session with its link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    pub text: String,
    pub mood: String,
    pub event: String,
    pub with: Option<String>,
    #[serde(default = "on_focus")]
    pub worked: Worked,
    /// How the session was held; in one room when not said.
    pub by: Option<Mode>,
    /// The mood of 0 to 10 that the text speaks of; drawn when not said.
    pub level: Option<u8>,
    /// What was used; what goes with the session's place when not said.
    #[serde(default)]
    pub used: Vec<Technique>,
}

fn on_focus() -> Worked {
    Worked::Focus
}

/// What is between the client and one person, and what of it is different at the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Between {
    pub who: String,
    pub details: Details,
    pub later: Option<Details>,
}

/// A goal, and how both see it at the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aim {
    pub kind: GoalKind,
    pub words: String,
    pub marker: String,
    pub client: Rating,
    pub client_words: String,
    pub therapist: Rating,
    pub therapist_words: String,
}

/// A plan, and how it goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Try {
    pub what: String,
    pub person: Option<String>,
    pub when: String,
    pub opening_words: String,
    pub if_then: String,
    pub happened: String,
    pub response: String,
    pub learned: String,
    /// What is told when it was done in part.
    pub partly: Option<String>,
    /// Whether nothing that is told later rests on it, so that it may also not have been tried.
    #[serde(default)]
    pub free: bool,
    /// The session of a course of sixteen in which it is agreed, when that is not the one of its place.
    pub at: Option<u8>,
    /// How it went; drawn when not said.
    pub went: Option<PlanStatus>,
    /// What is told when it was not tried.
    pub left: Option<String>,
}

/// The ending.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    pub named: String,
    pub feelings: Vec<EndFeeling>,
    pub words: String,
    pub therapist_feelings: Vec<EndFeeling>,
    pub therapist_words: String,
    pub focus_client: Rating,
    pub now: String,
    pub focus_therapist: Rating,
    pub therapist_now: String,
    pub remains: String,
    pub map: String,
    pub keep: String,
    pub hard_to_say: String,
    pub next: NextStep,
    pub discussed: String,
    pub signs: Vec<String>,
    /// How many of the signs, from the first on, were there when it began.
    #[serde(default = "most_signs")]
    pub at_onset: usize,
    pub situations: Vec<String>,
    /// Situations whose time is known.
    #[serde(default)]
    pub dated: Vec<Dated>,
    pub helped: Vec<String>,
    pub people: Vec<String>,
    pub steps: Vec<String>,
}

/// A situation that comes at a time: so many days after the plan is written, or in a month of every year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dated {
    pub what: String,
    pub in_days: Option<i32>,
    pub month: Option<u8>,
}

impl Dated {
    /// The month of it, seen from a day on.
    pub(crate) fn from(&self, day: Day) -> PartialDate {
        let (year, month, _) = day.plus(self.in_days.unwrap_or(0)).date();
        let wanted = self.month.unwrap_or(month);
        let year = if wanted < month { year + 1 } else { year };
        PartialDate { year, known: Known::Month(wanted), about: false }
    }
}

fn most_signs() -> usize {
    2
}

/// A screen for prolonged grief that speaks for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Screened {
    pub points: u16,
    pub months: u16,
    pub words: String,
}

/// The focus as it is agreed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    pub words: String,
    pub person: Option<String>,
    pub set_aside: String,
    pub reason: String,
    #[serde(default)]
    pub concern_answer: String,
}

impl Stories {
    /// Reads the built-in files.
    pub(crate) fn read() -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Varying {
            vary: BTreeMap<String, Vec<String>>,
        }
        let mut written = Vec::new();
        for text in WRITTEN {
            let Varying { vary } = told_in(text)?;
            written.push(Written { text, vary });
        }
        let between = told_in(super::between::FILE)?;
        Ok(Self { shared: told_in(SHARED)?, between: Arc::new(between), written })
    }

    /// The story of a course, by its number, with the client's name. A name that comes again carries a number.
    pub(crate) fn tell(&self, number: usize, seed: u64, is_whole: bool) -> Result<(Story, String), String> {
        let (which, round) = (number % self.written.len(), number / self.written.len());
        let start = Dice::new(seed ^ which as u64).below(1_000) as usize;
        let story = self.written[which].told(start + round, tellings::drawn(round, is_whole))?;
        let name = &story.clients[(start + round) % story.clients.len()];
        let name = match round / story.clients.len() {
            0 => name.clone(),
            again => format!("{name} {}", again + 1),
        };
        Ok((story, name))
    }
}

impl Written {
    /// Each thing that varies goes round from a beginning by chance, so that courses near each other differ. Names
    /// that stand at the same place of their lists go together: those of one family.
    fn told(&self, turn: usize, telling: usize) -> Result<Story, String> {
        let mut story: Story = from_tree(tellings::keep(tree_of(&self.text_of(turn))?, telling))?;
        let long = self.vary.values().filter(|choices| choices.len() >= RARE);
        story.rare = long.map(|choices| choices[turn % choices.len()].clone()).collect();
        Ok(story)
    }

    fn text_of(&self, turn: usize) -> String {
        let mut text = self.text.to_owned();
        for (key, choices) in &self.vary {
            let Some(choice) = choices.get(turn % choices.len().max(1)) else { continue };
            text = text.replace(&format!("{{{key}}}"), choice);
        }
        text
    }
}

/// What a file tells. Through a plain tree, because each of some hundred types would need four readers of TOML and needs
/// one of a tree; a test reads the files as TOML and says the line of what is wrong.
fn told_in<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    from_tree(tree_of(text)?)
}

fn tree_of(text: &str) -> Result<Value, String> {
    toml::from_str(text).map_err(|why| format!("the demo's stories: {why}"))
}

fn from_tree<T: DeserializeOwned>(tree: Value) -> Result<T, String> {
    serde_json::from_value(tree).map_err(|why| format!("the demo's stories: {why}"))
}

impl Between {
    /// The relationship as it is at the end: what is not said again has stayed.
    pub(crate) fn at_the_end(&self) -> Option<Details> {
        let field = |details: &Details| serde_json::to_value(details).ok();
        let (mut now, was) = (field(self.later.as_ref()?)?, field(&self.details)?);
        let unsaid = field(&Details::default())?;
        for (name, value) in now.as_object_mut()? {
            if unsaid.get(name) == Some(value) {
                *value = was.get(name)?.clone();
            }
        }
        serde_json::from_value(now).ok()
    }
}

impl Happening {
    /// Its day in the week before a session, or on the session's own weekday a week earlier.
    pub(crate) fn in_the_week_before(&self, session: Day) -> Day {
        let back = |weekday| i32::from(session.weekday()) - i32::from(weekday);
        self.weekday.map_or(session.plus(-3), |weekday| session.plus(-1 - (back(weekday) - 1).rem_euclid(7)))
    }

    /// When it ended, to the month.
    pub(crate) fn ended(&self, first: Day) -> Option<PartialDate> {
        Some(HowKnown::Month.date(self.until?, first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use treatment::refusal::LINE;

    #[test]
    fn every_story_is_whole_however_it_is_told() {
        let _: Shared = toml::from_str(SHARED).unwrap_or_else(|why| panic!("{why}"));
        let stories = Stories::read().unwrap_or_else(|why| panic!("{why}"));
        for (which, written) in stories.written.iter().enumerate() {
            let tree = tree_of(&written.text_of(0)).unwrap_or_else(|why| panic!("{which}: {why}"));
            for telling in [0, 1] {
                let told = tellings::keep(tree.clone(), telling);
                let _: Story = from_tree(told).unwrap_or_else(|why| panic!("{which}, {telling}: {why}"));
            }
        }
        for number in 0..stories.written.len() * 12 {
            let told = stories.tell(number, 7, number % 2 == 0);
            let (story, client) = told.unwrap_or_else(|why| panic!("{number}: {why}"));
            let all = format!("{story:?}");
            let left = all.match_indices('{').filter(|(at, _)| all[at + 1..].starts_with(char::is_lowercase));
            assert_eq!(left.count(), 0, "{client}: something was not drawn");
            let people: BTreeSet<&str> = story.people.iter().map(|person| person.name.as_str()).collect();
            assert!(people.len() == story.people.len() && people.len() >= 8, "{client}: {people:?}");
            let named = story.moves.iter().map(|one| &one.who).chain(story.ties.iter().map(|tie| &tie.who));
            let named = named.chain(story.evidence.iter().filter_map(|one| one.person.as_ref()));
            let named = named.chain(story.events.iter().flat_map(|event| &event.people));
            let named = named.chain(story.plans.iter().filter_map(|plan| plan.person.as_ref()));
            let named = named.chain(&story.chosen.person).chain(&story.end.people);
            let named = named.chain(story.bonds.iter().flat_map(|tied| [&tied.from, &tied.to]));
            let named = named.chain(story.pins.iter().filter_map(|pinned| pinned.to.as_ref()));
            let named = named.chain(story.work.iter().flat_map(|work| work.parties.iter().chain(&work.with)));
            let notes = || story.opening.iter().chain(&story.middle).chain(&story.ending);
            let whole = story.whole.iter();
            let whole = whole.flat_map(|one| [&one.third, &one.eighth, &one.eleventh, &one.fifteenth]);
            for name in named.chain(notes().chain(whole).filter_map(|note| note.with.as_ref())) {
                assert!(people.contains(name.as_str()), "{client}: nobody is called {name}");
            }
            for event in story.evidence.iter().filter_map(|one| one.event.as_ref()) {
                assert!(story.events.iter().any(|one| one.id.as_ref() == Some(event)), "{client}: {event}");
            }
            assert_eq!((story.opening.len(), story.middle.len(), story.ending.len()), (3, 6, 3), "{client}");
            assert!(story.plans.len() >= 6, "{client}");
            for plan in story.plans.iter().filter(|plan| plan.free && plan.went.is_none()) {
                assert!(plan.partly.is_some(), "{client}: what is told when {:?} was half done?", plan.what);
            }
            let whole = story.whole.iter();
            let whole = whole.flat_map(|one| [&one.third, &one.eighth, &one.eleventh, &one.fifteenth]);
            let texts: Vec<&str> = notes().chain(whole).map(|note| note.text.as_str()).collect();
            let different: BTreeSet<&str> = texts.iter().copied().collect();
            assert_eq!(texts.len(), different.len(), "{client}: two sessions have the same text");
            for name in story.diary.iter().filter_map(|one| one.with.as_ref()) {
                assert!(people.contains(name.as_str()), "{client}: nobody is called {name}");
            }
            for name in story.tells.iter().map(|one| &one.of) {
                assert!(people.contains(name.as_str()), "{client}: nobody is called {name}");
            }
            assert!(story.tells.is_sorted_by_key(|one| one.after), "{client}: what is told is not in order");
            assert!(story.diary.is_sorted_by_key(|one| one.after), "{client}: the diary is not in order");
            let end = &story.end;
            let is_timed = |one: &Dated| one.in_days.is_some() != one.month.is_some();
            assert!(end.dated.iter().all(is_timed), "{client}: a situation has one time");
            let lines = [&end.signs, &end.situations, &end.helped, &end.steps].into_iter().flatten();
            let lines = lines.chain(end.dated.iter().map(|one| &one.what));
            let lines = lines.chain(story.events.iter().map(|event| &event.title));
            for line in lines.chain(notes().map(|note| &note.mood)) {
                assert!(line.chars().count() <= LINE, "{client}: {line}");
            }
        }
    }

    /// The notes of a story, each with its session of sixteen.
    fn by_session(story: &Story) -> Vec<(u8, &Note)> {
        let mut notes: Vec<_> = [1, 2, 4].into_iter().zip(&story.opening).collect();
        notes.extend([5, 6, 7, 9, 10, 12].into_iter().zip(&story.middle));
        notes.extend([13, 14, 16].into_iter().zip(&story.ending));
        if let Some(whole) = &story.whole {
            notes.extend([(3, &whole.third), (8, &whole.eighth)]);
            notes.extend([(11, &whole.eleventh), (15, &whole.fifteenth)]);
        }
        notes
    }

    /// Both tellings of each story, with the name of its first client.
    fn told_twice() -> Vec<(String, Story)> {
        let stories = Stories::read().unwrap_or_else(|why| panic!("{why}"));
        let both = stories.written.iter().flat_map(|written| [0, 1].map(|telling| written.told(0, telling)));
        let told = both.map(|told| told.unwrap_or_else(|why| panic!("{why}")));
        told.map(|story| (story.clients[0].clone(), story)).collect()
    }

    #[test]
    fn nobody_is_spoken_of_before_they_are_named_and_no_sentence_comes_again() {
        for (client, story) in told_twice() {
            let mut sentences = BTreeSet::new();
            for (session, note) in by_session(&story) {
                let later = story.people.iter().filter(|person| person.from > session);
                for person in later {
                    assert!(!note.text.contains(&person.name), "{client}, {session}: {}", person.name);
                }
                for sentence in note.text.split(['.', '?', ':', ';']).map(str::trim) {
                    let is_long = sentence.split(' ').count() > 5;
                    assert!(!is_long || sentences.insert(sentence), "{client}, {session}: {sentence}");
                }
            }
        }
    }

    #[test]
    fn only_the_last_note_speaks_of_letters_that_may_not_be_there() {
        for (client, story) in told_twice() {
            let last = &story.ending[2].text;
            assert!(!tellings::with_letters(last, false).contains("letter"), "{client}: {last}");
            for (session, note) in by_session(&story).iter().filter(|(session, _)| *session != 16) {
                assert!(!note.text.contains(['[', ']']), "{client}, {session}: {}", note.text);
            }
        }
    }

    /// What a plan says of the time of day when it is after a session on the same day.
    const AFTER_HOURS: [&str; 8] =
        ["evening", "from", "night", "late", "after work", "at six", "at seven", "at the door"];

    #[test]
    fn what_is_tried_on_a_day_of_the_week_lies_between_two_sessions() {
        const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
        for (client, story) in told_twice() {
            for weekday in &story.meets {
                let day = DAYS[usize::from(weekday - 1)];
                for plan in story.plans.iter().filter(|plan| plan.when.contains(day)) {
                    let is_after = AFTER_HOURS.iter().any(|after| plan.when.contains(after));
                    assert!(
                        is_after,
                        "{client}: sessions are on {day}, and {:?} is {}",
                        plan.what, plan.when
                    );
                }
            }
        }
    }

    #[test]
    fn the_same_seed_tells_the_same_and_neighbours_differ() {
        let stories = Stories::read().unwrap_or_else(|why| panic!("{why}"));
        let tell = |number, seed| stories.tell(number, seed, false).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(format!("{:?}", tell(4, 1)), format!("{:?}", tell(4, 1)));
        let (first, next) = (tell(0, 1), tell(stories.written.len(), 1));
        assert!(first.0.reason != next.0.reason && first.0.people[0].name != next.0.people[0].name);
        let names: BTreeSet<String> = (0..1_000).map(|number| tell(number, 1).1).collect();
        assert_eq!(names.len(), 1_000);
    }

    #[test]
    fn months_are_counted_back_over_the_year() {
        let day = Day::from_date(2026, 2, 20).unwrap_or(Day(0));
        assert_eq!(HowKnown::Month.date(3, day).known, Known::Month(11));
        assert_eq!(HowKnown::Month.date(3, day).year, 2025);
        assert_eq!(
            HowKnown::Season.date(0, day),
            PartialDate { year: 2025, known: Known::Season(Season::Winter), about: false }
        );
        assert!(HowKnown::AboutMonth.date(14, day).about);
    }
}
