//! Commands about middle sessions and what happens between them, drawn from dice.

use crate::properties::Ask;

pub(crate) const ASKED: &[Ask] = &[];
