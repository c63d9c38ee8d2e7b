//! Commands about the map and the onset axis, drawn from dice.

use crate::properties::Ask;

pub(crate) const ASKED: &[Ask] = &[];
