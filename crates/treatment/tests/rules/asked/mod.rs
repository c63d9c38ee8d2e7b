//! The commands random courses are asked, by topic: a topic adds its own here and touches no other list.

pub(crate) mod ending;
pub(crate) mod inventory;
pub(crate) mod map;
pub(crate) mod measures;
pub(crate) mod middle;
