//! How long the closeness map takes to draw.

use crate::fold::median;
use crate::table::{Table, Target};
use std::hint::black_box;
use std::time::Instant;
use treatment::inventory::Ring;
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
}
