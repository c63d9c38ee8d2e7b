//! Then and now: what became of the map between two moments, first in words, then drawn. The review half way and the
//! ending lead here.

use super::map::{self, Face, Look};
use super::moments::{Moment, known};
use super::safety::Reader;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::figures::circles;
use crate::figures::map_model::Map;
use crate::forms::Form;
use crate::frame::Frame;
use crate::routes::{Routes, Rule};
use crate::sheet::{Block, Card, Item, Sheet, Table};
use crate::visit::CourseVisit;
use crate::words::Words;
use axum::extract::Query;
use clinic::problem::Problem;
use clinic::read::At;
use std::collections::HashMap;
use treatment::access::Verb;
use treatment::bonds::Bond;
use treatment::command::Command;
use treatment::course::Course;
use treatment::ids::PersonId;
use treatment::inventory::{Conflict, PersonStatus, Ring};
use treatment::map::UNASKED;
use treatment::then_and_now::{Became, BondBecame, Changes, NameMoment, then_and_now};

pub(crate) fn routes(routes: Routes) -> Routes {
    let read = Rule::Course(Verb::ReadCourse);
    routes.get("/courses/{course}/people/then", read, show).post(
        "/courses/{course}/people/moment",
        Rule::Course(Verb::Treat),
        name,
    )
}

/// What became of the map from `from` until `to`, or until now: counts, a sentence for each change, and the drawing
/// with a table behind it.
async fn blocks(visit: &CourseVisit, from: Moment, to: Option<Moment>) -> Result<Vec<Block>, Problem> {
    let end = to.map_or(At::Version(visit.course().version), |to| to.at(visit));
    let both = visit.as_it_was(Verb::ReadCourse, &[from.at(visit), end]).await?;
    let [then, now] = both.as_slice() else { return Err(Problem::NotYours) };
    let changes = then_and_now(then, now);
    let lines = sentences(&visit.words, then, now, &changes);
    let mut blocks = vec![Block::Text(in_one(&visit.words, &changes))];
    if !lines.is_empty() {
        blocks.push(Block::Items(lines.into_iter().map(Item::plain).collect()));
    }
    if now.inventory.on_map().next().is_some() {
        let href = |id: PersonId| visit.href(&format!("/people/{}", id.0));
        let drawn = drawn(&visit.words, then, now, href);
        let table = table(&visit.words, then, now);
        let caption = visit.words.say("then-caption").to_string();
        if drawn.people.len() <= circles::DRAWN_MOST {
            blocks.push(Block::Figure(circles::svg(&drawn), caption, Some(table)));
        } else {
            blocks.push(Block::FoldTable(table));
        }
    }
    Ok(blocks)
}

/// The map now, with the ring in which everybody stood then.
fn drawn(words: &Words, then: &Course, now: &Course, href: impl Fn(PersonId) -> String) -> Map {
    let mut map = map::map_of(now, words, Look::at(Face::Circles), Reader::Staff, href);
    for dot in &mut map.people {
        let before = then.inventory.person(PersonId(dot.id)).filter(|person| !person.is_removed);
        dot.is_new = before.is_none();
        dot.was = before.and_then(|person| person.ring).filter(|ring| Some(*ring) != dot.ring);
        dot.notes.clear();
        // One arrow to a person is enough to read.
        dot.wished = None;
    }
    words.say("then-label").to_string().clone_into(&mut map.label);
    map
}

fn ring(words: &Words, ring: Option<Ring>) -> String {
    ring.map_or_else(|| words.say("map-shelf"), |ring| words.term("ring", ring.key())).to_string()
}

fn table(words: &Words, then: &Course, now: &Course) -> Table {
    let heads = ["field-name", "then-then", "then-now"].map(|key| words.say(key).to_string()).to_vec();
    let there = |course: &Course, id: PersonId| {
        let person = course.inventory.person(id).filter(|person| !person.is_removed);
        person.map_or_else(
            || words.say("then-not-there").to_string(),
            |person| {
                let place = ring(words, person.ring);
                if person.status == PersonStatus::Living {
                    return place;
                }
                let status = words.term("person-status", person.status.key()).to_string();
                words.say("map-seen").arg("about", place).arg("value", status).to_string()
            },
        )
    };
    let is_on_either = |id| {
        [then, now].iter().any(|course| course.inventory.person(id).is_some_and(|person| !person.is_removed))
    };
    let people =
        now.inventory.people.iter().filter(|person| person.merged_into.is_none() && is_on_either(person.id));
    let rows = people
        .map(|person| vec![now.inventory.shown_name(person), there(then, person.id), there(now, person.id)]);
    Table { caption: words.say("then-table").to_string(), heads, rows: rows.collect() }
}

/// How many things became of how many people, in one line.
fn in_one(words: &Words, changes: &Changes) -> String {
    if changes.is_empty() {
        return words.say("then-nothing").to_string();
    }
    words
        .say("then-counts")
        .arg("nearer", changes.count(|became| matches!(became, Became::Nearer { .. })))
        .arg("further", changes.count(|became| matches!(became, Became::Further { .. })))
        .arg("came", changes.count(|became| matches!(became, Became::Came { .. } | Became::PutBack)))
        .arg("died", changes.count(|became| matches!(became, Became::Died)))
        .arg("left", changes.count(|became| matches!(became, Became::Left(_))))
        .arg("returned", changes.count(|became| matches!(became, Became::Returned)))
        .arg("off", changes.count(|became| matches!(became, Became::TakenOff)))
        .arg("other", others(changes))
        .to_string()
}

/// Changes of what is known of people and of the ties among them.
fn others(changes: &Changes) -> usize {
    let is_other = |became: &Became| {
        matches!(
            became,
            Became::Merged { .. }
                | Became::ToldApart { .. }
                | Became::NotDied
                | Became::Renamed { .. }
                | Became::Tie { .. }
                | Became::Conflict { .. }
                | Became::Support { .. }
        )
    };
    changes.count(is_other) + changes.bonds.len()
}

/// A sentence for each change: people in the order in which they were named, then the ties among them.
fn sentences(words: &Words, then: &Course, now: &Course, changes: &Changes) -> Vec<String> {
    let name = |id: PersonId| {
        let known = now.inventory.person(id).or_else(|| then.inventory.person(id));
        known.map_or_else(String::new, |person| now.inventory.shown_name(person))
    };
    let of_people = changes.people.iter().map(|(id, became)| match became {
        Became::ToldApart { from } => {
            words.say("then-told-apart").arg("name", name(*id)).arg("before", name(*from)).to_string()
        }
        became => of_person(words, &name(*id), became),
    });
    let of_bonds = changes.bonds.iter().map(|(bond, became)| of_bond(words, &name, bond, *became));
    of_people.chain(of_bonds).collect()
}

/// A sentence about one person; one that names another as well is put together where names are looked up.
fn of_person(words: &Words, name: &str, became: &Became) -> String {
    let turned = |from: String, to: String| {
        words.say("then-turned").arg("name", name).arg("from", from).arg("to", to).to_string()
    };
    let told = |to: String| words.say("then-told").arg("name", name).arg("to", to).to_string();
    let conflict = |conflict: Option<Conflict>| {
        conflict
            .map_or_else(|| words.say("map-conflict-unasked"), |known| words.term("conflict", known.key()))
            .to_string()
    };
    let support = |value: &str| words.say(format!("map-support-{value}")).to_string();
    match became {
        Became::Came { ring: place } => {
            words.say("then-came").arg("name", name).arg("ring", ring(words, *place)).to_string()
        }
        Became::Died => words.say("then-died").arg("name", name).to_string(),
        Became::Left(status) => {
            let status = words.term("person-status", status.key()).to_string();
            words.say("then-left").arg("name", name).arg("status", status).to_string()
        }
        Became::Returned => words.say("then-returned").arg("name", name).to_string(),
        Became::NotDied => words.say("then-not-died").arg("name", name).to_string(),
        Became::ToldApart { .. } => String::new(),
        Became::TakenOff => words.say("then-taken-off").arg("name", name).to_string(),
        Became::PutBack => words.say("then-put-back").arg("name", name).to_string(),
        Became::Nearer { from, to } => moved(words, "then-nearer", name, *from, *to),
        Became::Further { from, to } => moved(words, "then-further", name, *from, *to),
        Became::Placed(to) => {
            words.say("then-placed").arg("name", name).arg("to", ring(words, Some(*to))).to_string()
        }
        Became::Unplaced(from) => {
            words.say("then-unplaced").arg("name", name).arg("from", ring(words, Some(*from))).to_string()
        }
        Became::Merged { before } => {
            words.say("then-merged").arg("name", name).arg("before", before.clone()).to_string()
        }
        Became::Renamed { before } => {
            words.say("then-renamed").arg("name", name).arg("before", before.clone()).to_string()
        }
        Became::Tie { from, to } => {
            turned(words.term("tie", from.key()).to_string(), words.term("tie", to.key()).to_string())
        }
        Became::Conflict { from: None, to } => told(conflict(*to)),
        Became::Conflict { from, to } => turned(conflict(*from), conflict(*to)),
        Became::Support { from, to } if *from == UNASKED => told(support(to)),
        Became::Support { from, to } => turned(support(from), support(to)),
    }
}

fn moved(words: &Words, key: &'static str, name: &str, from: Ring, to: Ring) -> String {
    let (from, to) = (ring(words, Some(from)), ring(words, Some(to)));
    words.say(key).arg("name", name).arg("from", from).arg("to", to).to_string()
}

fn of_bond(words: &Words, name: &impl Fn(PersonId) -> String, bond: &Bond, became: BondBecame) -> String {
    let key = match became {
        BondBecame::New => "then-bond-new",
        BondBecame::Ended => "then-bond-ended",
        BondBecame::Changed => "then-bond-changed",
        BondBecame::TakenBack => "then-bond-taken-back",
    };
    words
        .say(key)
        .arg("from", name(bond.from))
        .arg("tie", words.term("bond", bond.kind.key()).to_string())
        .arg("to", name(bond.to))
        .to_string()
}

/// The card under the map: any day, the moments with a name, then and now, and a name for this moment.
pub(super) fn card(visit: &CourseVisit, sheet: &mut Sheet, look: Look, may_treat: bool) {
    let mut form = Form::on(&sheet.f, "time", visit.href("/people"))
        .day(
            "on",
            match look.on {
                Some(Moment::Day(day)) => Some(day),
                _ => None,
            },
        )
        .quiet()
        .get("time-show");
    let kept = [("face", look.face.key()), ("lens", look.lens.key()), ("group", look.group.key())];
    form.hidden = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let mut blocks = vec![Block::Form(form)];
    let at = |moment| visit.href(&format!("/people{}", Look { on: Some(moment), ..look }.query()));
    let moments: Vec<Item> =
        known(visit).into_iter().map(|(moment, text)| Item::link(text, at(moment))).collect();
    blocks.push(Block::Button(visit.href("/people/then"), sheet.say("then-title")));
    if !moments.is_empty() {
        blocks.push(Block::Heading(sheet.say("time-moments")));
        blocks.push(Block::Items(moments));
    }
    if may_treat {
        let place = match look.on {
            Some(moment) => moment.to_string(),
            None => sheet.f.version_text(),
        };
        let form = Form::on(&sheet.f, "moment", visit.href("/people/moment"))
            .text("moment-name", "")
            .hidden("at", place)
            .quiet()
            .send("moment-name");
        blocks.push(Block::Fold(sheet.say("moment-name"), form));
    }
    "map-time".clone_into(&mut sheet.card("time-title", blocks).id);
}

/// What is asked for: from when, until when; nothing is until now.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: Option<Moment>,
    to: Option<Moment>,
}

async fn show(visit: CourseVisit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let f = visit.course_frame("then-title").await?;
    // A day that was typed goes before the moment that was chosen.
    let one = |day: &str, chosen: &str| {
        [day, chosen].into_iter().filter_map(|name| asked.get(name)).find_map(|text| Moment::parse(text))
    };
    let from = one("from-day", "from").or_else(|| Moment::first(&visit));
    page(&visit, f, Span { from, to: one("to-day", "to") }).await
}

async fn page(visit: &CourseVisit, f: Frame, span: Span) -> Answer {
    let words = &visit.words;
    let mut sheet = Sheet::new(f);
    sheet.lead = sheet.say("then-lead");
    match span.from {
        None => drop(sheet.card("", vec![Block::Quiet(sheet.say("then-too-early"))])),
        Some(from) => {
            let to = span.to.map_or_else(|| sheet.say("then-today"), |to| to.in_words(visit));
            let heading = words.say("then-span").arg("from", from.in_words(visit)).arg("to", to).to_string();
            let mut all = vec![Block::Heading(heading)];
            all.extend(blocks(visit, from, span.to).await?);
            sheet.main.push(Card { blocks: all, ..Card::default() });
        }
    }
    let known = known(visit);
    let choices = || known.iter().map(|(moment, text)| (moment.to_string(), text.clone())).collect();
    let key = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    let day = |moment: Option<Moment>| match moment {
        Some(Moment::Day(day)) if !known.iter().any(|(known, _)| *known == Moment::Day(day)) => Some(day),
        _ => None,
    };
    let form = Form::on(&sheet.f, "then", visit.href("/people/then"))
        .select_of("from", choices(), key(span.from).as_deref())
        .day("from-day", day(span.from))
        .select_of("to", choices(), key(span.to).as_deref())
        .day("to-day", day(span.to))
        .get("time-show");
    sheet.beside("then-choose", vec![Block::Form(form)]);
    sheet.beside("", vec![Block::Link(visit.href("/people"), words.say("then-to-map").to_string())]);
    sheet.workbench()
}

async fn name(visit: CourseVisit, fields: Fields) -> Answer {
    let at = Moment::parse(&fields.text("at"));
    let at = match at {
        Some(Moment::Fact(version)) => Some(version),
        Some(day @ Moment::Day(_)) => {
            let then = visit.as_it_was(Verb::Treat, &[day.at(&visit)]).await?;
            then.first().map(|then| then.version)
        }
        None => None,
    };
    let asked = at
        .ok_or(treatment::refusal::Refusal::Unknown("at"))
        .map(|at| Command::NameMoment(NameMoment { name: fields.text("moment-name"), at }));
    let then = visit.href("/people");
    visit.submit(asked, fields, &then, "tab-people", super::people::now).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Languages;
    use treatment::access::Who;
    use treatment::bonds::{Bond, BondKind, ChangeBond};
    use treatment::course::Recorded;
    use treatment::fact::Fact;
    use treatment::ids::{BondId, CourseId, StaffId, Version};
    use treatment::inventory::{
        AddPerson, DescribePerson, Details, PlacePerson, RemovePerson, RestorePerson, Tie,
    };
    use treatment::merging::{MergePeople, SplitPeople};
    use treatment::time::{Known, PartialDate};

    fn words() -> Words {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/words/en/");
        let files = ["map.ftl", "terms.ftl", "people.ftl", "then-and-now.ftl"].map(|name| {
            let text = std::fs::read_to_string(format!("{folder}{name}")).expect("our own words");
            ("en".to_owned(), name.to_owned(), text)
        });
        Languages::read(&files).expect("our own words").best("en")
    }

    fn record(facts: Vec<Fact>) -> Vec<Recorded<Fact>> {
        let one = |(place, fact)| Recorded {
            version: Version(place as u32 + 1),
            at: treatment::time::Moment(0),
            who: Who::Staff(StaffId([4; 16])),
            fact,
        };
        facts.into_iter().enumerate().map(one).collect()
    }

    fn added(name: &str, tie: Tie, ring: Option<Ring>) -> Fact {
        Fact::PersonAdded(AddPerson { name: name.to_owned(), tie, status: PersonStatus::Living, ring })
    }

    fn described(person: u32, name: &str, tie: Tie, status: PersonStatus, details: Details) -> Fact {
        let (person, name) = (PersonId(person), name.to_owned());
        Fact::PersonDescribed(Box::new(DescribePerson { person, name, tie, status, since: None, details }))
    }

    fn placed(person: u32, ring: Option<Ring>) -> Fact {
        Fact::PersonPlaced(PlacePerson { person: PersonId(person), ring })
    }

    /// Between the two places of a record: the one line, then every sentence.
    fn said(facts: Vec<Fact>, then: u32) -> Vec<String> {
        let (facts, words) = (record(facts), words());
        let then = Course::as_of_version(CourseId([1; 16]), &facts, Version(then));
        let now = Course::from_facts(CourseId([1; 16]), &facts);
        let changes = then_and_now(&then, &now);
        std::iter::once(in_one(&words, &changes).trim().to_owned())
            .chain(sentences(&words, &then, &now, &changes))
            .collect()
    }

    #[test]
    fn what_became_of_the_people_is_said_in_sentences() {
        let year = PartialDate { year: 2026, known: Known::Year, about: false };
        let tie =
            |from, to, kind| Bond { from: PersonId(from), to: PersonId(to), kind, since: None, until: None };
        let conflict = |conflict| Details { conflict: Some(conflict), ..Details::default() };
        let facts = vec![
            added("Lena", Tie::Friend, Some(Ring::Outer)),
            added("Mum", Tie::Parent, Some(Ring::Inner)),
            added("Theo", Tie::Partner, Some(Ring::Close)),
            added("Ida", Tie::Relative, None),
            added("Paul", Tie::Colleague, Some(Ring::Close)),
            added("Zoe", Tie::Friend, Some(Ring::LessClose)),
            described(6, "Zoe", Tie::Friend, PersonStatus::Gone, Details::default()),
            described(3, "Theo", Tie::Partner, PersonStatus::Living, conflict(Conflict::Hidden)),
            Fact::BondAdded(tie(2, 4, BondKind::Sibling)),
            // Then; from here on: now.
            placed(1, Some(Ring::LessClose)),
            placed(2, Some(Ring::Close)),
            described(3, "Theodor", Tie::FormerPartner, PersonStatus::Ended, conflict(Conflict::Open)),
            placed(4, Some(Ring::Outer)),
            described(4, "Ida", Tie::Relative, PersonStatus::Died, conflict(Conflict::None)),
            Fact::PersonRemoved(RemovePerson { person: PersonId(5), reason: String::new() }),
            described(6, "Zoe", Tie::Friend, PersonStatus::Living, {
                Details { support_received: Some(2), ..Details::default() }
            }),
            added("Ravi", Tie::Friend, Some(Ring::Close)),
            Fact::BondAdded(tie(1, 17, BondKind::Partner)),
            Fact::BondChanged(ChangeBond {
                id: BondId(9),
                bond: Bond { until: Some(year), ..tie(2, 4, BondKind::Sibling) },
            }),
        ];
        assert_eq!(
            said(facts, 9),
            [
                "One person came nearer. One person moved further away. One person is new on the map. One \
                 person died. One goodbye. One person is back in touch. One person was taken off the map. 7 \
                 other things are different.",
                "Lena came nearer: Outer ring → Less close.",
                "Mum moved further away: Inner ring → Close.",
                "Theodor: The tie was ended.",
                "Theodor was called Theo before.",
                "Theodor: Partner → Former partner.",
                "Theodor: Hidden conflict → Open conflict.",
                "Ida died.",
                "Ida was given a place: Outer ring.",
                "Ida: No conflict, told since.",
                "Paul was taken off the map.",
                "Zoe is back in touch.",
                "Zoe: Support received, told since.",
                "Ravi is new on the map: Close.",
                "Ended between two people: Mum: Sister or brother of Ida.",
                "New between two people: Lena: Partner of Ravi.",
            ]
        );
    }

    #[test]
    fn two_who_turned_out_to_be_one_are_told_once_with_ties_that_were_told_of_both() {
        let year = PartialDate { year: 2026, known: Known::Year, about: false };
        let tie = |from, until| Bond {
            from: PersonId(from),
            to: PersonId(3),
            kind: BondKind::Colleague,
            since: None,
            until,
        };
        let between = Bond { to: PersonId(2), kind: BondKind::Friend, ..tie(1, None) };
        let ended = |id, from| Fact::BondChanged(ChangeBond { id: BondId(id), bond: tie(from, Some(year)) });
        let facts = vec![
            added("my boss", Tie::Manager, Some(Ring::Close)),
            added("Ruth", Tie::Manager, Some(Ring::Outer)),
            added("Ida", Tie::Colleague, None),
            Fact::BondAdded(tie(1, None)),
            Fact::BondAdded(tie(2, None)),
            Fact::BondAdded(between),
            Fact::PeopleMerged(MergePeople { gone: PersonId(1), into: PersonId(2) }),
        ];
        assert_eq!(
            said(facts.clone(), 6),
            ["One other thing is different.", "my boss turned out to be the same person as Ruth."],
            "what was bound to either is bound to the one, and nothing else became of it"
        );
        let later = [
            described(2, "Ruth Mills", Tie::Manager, PersonStatus::Died, Details::default()),
            ended(4, 1),
            ended(5, 2),
        ];
        let all: Vec<Fact> = facts.iter().cloned().chain(later).collect();
        assert_eq!(
            said(all, 6),
            [
                "One person died. 3 other things are different.",
                "my boss turned out to be the same person as Ruth Mills.",
                "Ruth Mills died.",
                "Ruth Mills was called Ruth before.",
                "Ended between two people: Ruth Mills: Works with Ida.",
            ]
        );
        let apart =
            facts.into_iter().chain([Fact::PeopleSplit(SplitPeople { person: PersonId(1) })]).collect();
        assert_eq!(
            said(apart, 7),
            ["One other thing is different.", "my boss turned out to be somebody else than Ruth."]
        );
    }

    #[test]
    fn a_tie_told_again_of_somebody_who_is_one_with_another_is_no_new_tie() {
        let tie = |from, to| Bond {
            from: PersonId(from),
            to: PersonId(to),
            kind: BondKind::Friend,
            since: None,
            until: None,
        };
        let facts = vec![
            added("Lena", Tie::Friend, None),
            added("L.", Tie::Friend, None),
            added("Ida", Tie::Friend, None),
            Fact::BondAdded(tie(1, 3)),
            // Then; from here on: now.
            Fact::BondAdded(tie(3, 2)),
            Fact::PeopleMerged(MergePeople { gone: PersonId(2), into: PersonId(1) }),
        ];
        assert_eq!(
            said(facts, 4),
            ["One other thing is different.", "L. turned out to be the same person as Lena."]
        );
    }

    #[test]
    fn who_died_left_and_came_back_is_told_as_it_is_known_at_both_ends() {
        let is = |person, name, status| described(person, name, Tie::Friend, status, Details::default());
        let facts = vec![
            added("Alma", Tie::Friend, Some(Ring::Close)),
            added("Bo", Tie::Friend, Some(Ring::Close)),
            added("Cy", Tie::Friend, Some(Ring::Close)),
            is(2, "Bo", PersonStatus::Died),
            is(3, "Cy", PersonStatus::Estranged),
            // Then; from here on: now.
            is(1, "Alma", PersonStatus::Gone),
            is(1, "Alma", PersonStatus::Living),
            is(2, "Bo", PersonStatus::Living),
            is(3, "Cy", PersonStatus::Living),
            Fact::PersonRemoved(RemovePerson { person: PersonId(3), reason: String::new() }),
            Fact::PersonRestored(RestorePerson { person: PersonId(3) }),
        ];
        assert_eq!(
            said(facts, 5),
            [
                "One person is back in touch. One other thing is different.",
                "Bo had been written down as having died, and is alive.",
                "Cy is back in touch.",
            ]
        );
    }

    #[test]
    fn what_came_and_went_in_between_is_no_change() {
        let facts = vec![
            added("Lena", Tie::Friend, Some(Ring::Outer)),
            added("Paul", Tie::Friend, Some(Ring::Outer)),
            placed(1, Some(Ring::Inner)),
            placed(1, Some(Ring::Outer)),
            added("Mistake", Tie::Friend, None),
            Fact::PersonRemoved(RemovePerson { person: PersonId(5), reason: String::new() }),
            Fact::PersonRemoved(RemovePerson { person: PersonId(2), reason: String::new() }),
            Fact::PersonRestored(RestorePerson { person: PersonId(2) }),
        ];
        assert_eq!(said(facts.clone(), 2), ["Nothing on the map is different between the two moments."]);
        assert_eq!(said(facts, 7), ["One person is new on the map.", "Paul was put back on the map."],);
    }
}
