//! How long the closeness map takes to draw.

use crate::fold::median;
use crate::table::{Table, Target};
use std::hint::black_box;
use std::time::Instant;
use treatment::access::Who;
use treatment::course::{Course, Recorded};
use treatment::fact::Fact;
use treatment::ids::{CourseId, PersonId, StaffId, Version};
use treatment::inventory::{AddPerson, PersonStatus, PlacePerson, Ring, Tie};
use treatment::then_and_now::then_and_now;
use treatment::time::Moment;
use web::figures::circles;
use web::figures::map_model::{Dot, Map};

const TIMES: usize = 301;

/// The circles of 40 people, for a desk and for a phone, plain and in groups under a lens.
pub(crate) fn measure(table: &mut Table) {
    let person = |id: u32| Dot {
        id,
        name: ["Mum", "Aunt Ida", "Ania's partner", "The neighbours of the second floor"][id as usize % 4]
            .to_owned(),
        ring: Ring::ALL.get(id as usize * 7 % 4).copied(),
        wished: if id.is_multiple_of(5) { Some(Ring::Inner) } else { None },
        group: id as usize % 5,
        value: "open",
        ..Dot::default()
    };
    let plain = Map { people: (0..40).map(person).collect(), ..Map::default() };
    let groups = ["Family", "Friends", "Work", "Community", "Others"].map(str::to_owned).to_vec();
    let grouped = Map { lens: "conflict", groups, ..plain.clone() };
    for (name, map) in [("map of 40 people, median", plain), ("map of 40 people in groups, median", grouped)]
    {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            black_box(circles::svg(black_box(&map)));
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        table.put(name, median(&mut times), "ms", Target::Most(5.0));
    }
    changes(table);
}

/// What became of 40 people over 300 facts: both maps folded from the record and held against each other.
fn changes(table: &mut Table) {
    let fact = |place: u32| match place {
        0..40 => Fact::PersonAdded(AddPerson {
            name: format!("Person {place}"),
            tie: Tie::ALL[place as usize % Tie::ALL.len()],
            status: PersonStatus::Living,
            ring: Ring::ALL.get(place as usize % 5).copied(),
        }),
        _ => Fact::PersonPlaced(PlacePerson {
            person: PersonId(place % 40 + 1),
            ring: Ring::ALL.get(place as usize / 40 % 5).copied(),
        }),
    };
    let one = |place| Recorded {
        version: Version(place + 1),
        at: Moment(i64::from(place)),
        who: Who::Staff(StaffId([2; 16])),
        fact: fact(place),
    };
    let facts: Vec<Recorded<Fact>> = (0..300).map(one).collect();
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let then = Course::as_of_version(CourseId([1; 16]), &facts, Version(60));
        let now = Course::from_facts(CourseId([1; 16]), &facts);
        black_box(then_and_now(black_box(&then), &now));
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    table.put("then and now over 300 facts, median", median(&mut times), "ms", Target::Most(5.0));
}
