//! What stories need: a real clinic on a real database, the real pages, and a small browser.
//!
//! | what | file |
//! |---|---|
//! | a directory or two databases that go away afterwards | [`place`] |
//! | an open clinic with a clock that is set by hand | [`opened`] |
//! | cookies, forms, links, redirects | [`browser`] |
//! | reading a page that came back | [`page`] |
#![allow(clippy::unwrap_used, reason = "in a story, what cannot go on stops the story")]

pub mod browser;
pub mod opened;
pub mod page;
pub mod place;

pub use browser::{Browser, Way};
pub use opened::{Hand, Opened, open_clinic, open_clinic_with};
pub use page::{Form, Page};
pub use place::{Folder, Place};

/// Random hexadecimal digits for a name.
pub fn random_name() -> String {
    use std::fmt::Write as _;
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes.iter().fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}
