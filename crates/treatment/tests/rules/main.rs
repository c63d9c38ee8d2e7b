//! The rules of a course as sentences: what is given, what is asked, what follows.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails as it should")]

mod access;
mod alerts;
mod amending;
mod area_work;
mod ask;
mod bonds;
mod chain;
mod contract;
mod course;
mod danger;
mod ending;
mod expected;
mod fit;
mod flags;
mod focus;
mod formulation;
mod given;
mod golden;
mod instruments;
mod inventory;
mod measures;
mod opening;
mod outcome;
mod plans;
mod properties;
mod protocols;
mod rating;
mod review;
mod safety_plans;
mod schedule;
mod sessions;
mod simulation;
mod summary;
mod texts;
mod timeline;
