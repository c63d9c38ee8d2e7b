//! Stories through the real pages.
#![allow(clippy::unwrap_used, reason = "in a story, what cannot go on stops the story")]
