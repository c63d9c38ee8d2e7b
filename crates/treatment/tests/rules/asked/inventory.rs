//! Commands about the people of a life, drawn from dice.

use crate::properties::Ask;

pub(crate) const ASKED: &[Ask] = &[];
