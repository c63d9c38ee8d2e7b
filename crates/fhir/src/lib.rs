//! Measures and their answers in the words of FHIR R4, both ways. Pure: files in, files out.
//!
//! | topic | file |
//! |---|---|
//! | a measure as a `Questionnaire` that others can render and score | [`questionnaire`] |
//! | totals as `FHIRPath` | [`expression`] |
//! | answers as a `QuestionnaireResponse`, out and in | [`response`] |
//! | a `Questionnaire` of others as a measure's file | [`import`], `draft.rs` |
//! | addresses of extensions and systems; reading JSON | `names.rs` |
//!
//! The scorer in `treatment` is the authority. The expressions are for other people's renderers, and
//! `cargo xtask test fhir` holds both against each other.

mod draft;
pub mod expression;
pub mod import;
mod names;
pub mod questionnaire;
pub mod response;
