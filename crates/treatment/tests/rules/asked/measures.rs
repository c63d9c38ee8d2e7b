//! Commands about measures and check-ins, drawn from dice.

use crate::properties::Ask;

pub(crate) const ASKED: &[Ask] = &[];
