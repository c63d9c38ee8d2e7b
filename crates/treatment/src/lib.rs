//! What a course of interpersonal psychotherapy is and may become. Pure: no clock, no chance, no database, no page.
//!
//! Start at [`fact`], the glossary of everything that can happen, and [`course`], which folds facts into a
//! [`course::Course`] and decides about commands. One file per clinical topic holds its payloads, rules and tests:
//!
//! | topic | file |
//! |---|---|
//! | referral, consent, history, diagnosis, tasks | [`opening`] |
//! | symptoms and life events with partial dates | [`timeline`], [`time`] |
//! | an event in one line of text | [`oneline`] |
//! | problem areas as data; evidence, the focus | [`areas`], [`focus`] |
//! | the decision about IPT; a second rating of the areas | [`fit`], [`rating`] |
//! | questions that bring people to mind; two who turn out to be one; what the client keeps to themselves | [`prompts`], [`merging`], [`sharing`] |
//! | people, rings, wished rings; one person; ties among people; erasing one | [`inventory`], [`person`], [`bonds`], [`erasing`] |
//! | formulation and goals | [`formulation`] |
//! | contract, "7 of 16", projected end | [`contract`] |
//! | sessions and notes; techniques; passages linked; a note signed; leaving the focus | [`session`], [`technique`], [`passages`], [`signing`], [`drift`] |
//! | a conversation looked at, a choice weighed, a scene rehearsed | [`chain`] |
//! | the closeness map as a view; then and now; in figures | [`map`], [`mood`], [`then_and_now`], [`structure`] |
//! | steps taken back, notes pinned to the map; the map as a file | [`undo`], [`pins`], [`map_file`] |
//! | the work on each problem area, as sheets; days of a loss that come again | [`area_work`], [`anniversaries`] |
//! | plans between sessions | [`plans`] |
//! | rating scales | [`instrument`], [`measure`] |
//! | what is asked when; answers read and talked about | [`schedule`], [`review`] |
//! | what a course came to, what is expected of it, alerts | [`outcome`], [`expected`], [`alert`] |
//! | flags | [`risk`] |
//! | safety plan | [`safety_plan`] |
//! | goodbye, review, staying well, closing | [`ending`] |
//! | phases, tasks, gates as data | [`protocol`], [`content`] |
//! | what is asked when and by whom, what follows | [`asking`], `decide.rs`, `apply.rs` |
//! | who may do what | [`access`] |
//! | the row that lists show | [`summary`] |
//! | parts that copies of a course share | [`shared`] |

pub mod access;
pub mod again;
pub mod alert;
pub mod anniversaries;
mod apply;
pub mod area_work;
pub mod areas;
pub mod asking;
pub mod between;
pub mod bonds;
pub mod chain;
pub mod command;
pub mod content;
pub mod contract;
pub mod course;
mod decide;
pub mod discord;
pub mod drift;
pub mod ending;
pub mod erasing;
pub mod expected;
pub mod fact;
pub mod fit;
pub mod focus;
pub mod follow_up;
pub mod formulation;
pub mod goodbye;
pub mod hand_over;
pub mod ids;
pub mod instrument;
pub mod inventory;
pub mod map;
pub mod map_file;
pub mod measure;
pub mod merging;
pub mod midpoint;
pub mod mood;
pub mod oneline;
pub mod opening;
pub mod outcome;
pub mod passages;
pub mod person;
pub mod pins;
pub mod plans;
pub mod prompts;
pub mod protocol;
pub mod rating;
pub mod refusal;
pub mod review;
pub mod risk;
pub mod safety_plan;
pub mod schedule;
pub mod session;
pub mod shared;
pub mod sharing;
pub mod signing;
pub mod structure;
pub mod summary;
pub mod technique;
pub mod telling;
pub mod then_and_now;
pub mod time;
pub mod timeline;
pub mod undo;
pub mod vocabulary;
