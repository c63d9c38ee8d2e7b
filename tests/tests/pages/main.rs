//! Stories through the real pages, on real databases.
#![allow(clippy::unwrap_used, reason = "in a story, what cannot go on stops the story")]
#![allow(clippy::too_many_lines, reason = "a story is read from its beginning to its end")]

mod access;
mod area;
mod between;
mod change;
mod drafts;
mod duty;
mod ending;
mod erasing;
mod focus;
mod hand_over;
mod handouts;
mod house;
mod life;
mod map;
mod measures;
mod middle;
mod names;
mod people;
mod policy;
mod private;
mod questionnaires;
mod sealed;
mod story;
mod telling;
mod trouble;
mod words;
