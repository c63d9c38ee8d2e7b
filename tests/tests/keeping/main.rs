//! What is kept stays kept: the store on both databases, sealing, opening, crashes, the shell and the operator's
//! commands.
#![allow(clippy::unwrap_used, reason = "in a story, what cannot go on stops the story")]

mod clinic;
mod conformance;
mod crash;
mod elsewhere;
mod erasing;
mod kit;
mod measure_files;
mod opening;
mod operator;
mod outcomes;
mod private;
mod program;
mod sealing;
mod tls;
