//! Commands about the review half way, the ending and what follows it, drawn from dice.

use crate::properties::Ask;

pub(crate) const ASKED: &[Ask] = &[];
