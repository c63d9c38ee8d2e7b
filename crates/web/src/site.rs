//! The site: the clinic, the words and the options, shared by every request.

use crate::words::Languages;
use clinic::Clinic;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// What an operator may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address people use, such as `https://care.example.org`; none means whatever the browser says.
    pub origin: Option<String>,
    /// Whether requests come through a proxy on this machine that says for whom (`X-Forwarded-For`).
    pub is_behind_proxy: bool,
    /// Whether this is the demo clinic: a banner says that nothing in it is real.
    pub is_demo: bool,
}

/// Everything a request needs.
#[derive(Debug)]
pub struct Site {
    /// The clinic.
    pub clinic: Clinic,
    /// All languages.
    pub languages: Languages,
    /// Options.
    pub options: Options,
    tries: Mutex<HashMap<(&'static str, IpAddr), Tries>>,
}

/// Since when tries of one kind from one address are counted, and how many there were.
type Tries = (Instant, u32);

impl Site {
    /// Reads the words.
    ///
    /// # Errors
    /// Each broken words file.
    pub fn new(clinic: Clinic, options: Options) -> Result<Self, Vec<String>> {
        let languages = Languages::read(&clinic.library().words)?;
        Ok(Self { clinic, languages, options, tries: Mutex::new(HashMap::new()) })
    }

    /// Whether an address may try `what` once more: at most `most` times in a `window`. The machine itself may
    /// always, unless a proxy on it speaks for others.
    pub(crate) fn may_try(&self, what: &'static str, address: IpAddr, most: u32, window: Duration) -> bool {
        if address.is_loopback() && !self.options.is_behind_proxy {
            return true;
        }
        let now = Instant::now();
        let mut tries = self.tries.lock();
        if tries.len() > 50_000 {
            tries.retain(|_, (since, _)| now.duration_since(*since) < window);
        }
        let (since, count) = tries.entry((what, address)).or_insert((now, 0));
        if now.duration_since(*since) >= window {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= most
    }
}
