//! An open clinic with a clock that is set by hand, and its pages.

use crate::browser::{Browser, Way};
use crate::place::Place;
use clinic::clock::Clock;
use clinic::{Clinic, Settings};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use treatment::time::{Day, Moment};
use web::{Options, Site};

/// The day on which stories begin: a Monday.
pub const FIRST_DAY: &str = "2025-03-03";

/// The hand of the clock.
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    /// A hand at nine in the morning of [`FIRST_DAY`].
    pub fn at_first_day() -> Self {
        let hand = Self(Arc::default());
        hand.set(FIRST_DAY, 9 * 60);
        hand
    }

    /// Sets it to minutes after midnight UTC of a day such as `2025-03-09`.
    pub fn set(&self, day: &str, minute: i64) {
        let day = Day::parse(day).expect("a day such as 2025-03-09");
        self.0.store(day.start().0 + minute * 60_000, Ordering::Relaxed);
    }

    /// Moves it on.
    pub fn minutes_later(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Moves it on by days.
    pub fn days_later(&self, days: i64) {
        self.minutes_later(days * 24 * 60);
    }

    /// Where it is.
    pub fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }

    /// The day it shows.
    pub fn today(&self) -> String {
        self.now().day().to_string()
    }

    /// The clock it belongs to.
    pub fn clock(&self) -> Clock {
        Clock::Set(Arc::clone(&self.0))
    }
}

/// An open clinic.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The clinic.
    pub clinic: Clinic,
    /// Its pages.
    pub site: Arc<Site>,
    /// Its clock.
    pub hand: Hand,
}

/// Opens the clinic of a place with a clock at the first day.
pub async fn open_clinic(place: &Place) -> Opened {
    open_clinic_with(place, Hand::at_first_day(), None).await
}

/// Opens the clinic of a place with a clock and a directory of content of its own. Waits for an earlier opening of
/// the same place to end: threads take a moment.
pub async fn open_clinic_with(place: &Place, hand: Hand, content: Option<&Path>) -> Opened {
    let mut tries = 0;
    let clinic = loop {
        let settings = Settings {
            place: place.of_store(),
            unlock: place.unlock(),
            content: content.map(Path::to_owned),
            mail: None,
            clock: hand.clock(),
        };
        match Clinic::open(settings).await {
            Ok(clinic) => break clinic,
            Err(clinic::CannotOpen::Store(store::OpenError::Locked { .. })) if tries < 500 => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(why) => panic!("the clinic does not open: {why}"),
        }
    };
    let site = Site::new(clinic.clone(), Options::default());
    let site = site.unwrap_or_else(|wrong| panic!("the words are broken:\n{}", wrong.join("\n")));
    Opened { clinic, site: Arc::new(site), hand }
}

impl Opened {
    /// The pages in this process.
    pub fn way(&self) -> Way {
        Way::InProcess(web::router(&self.site))
    }

    /// The pages over a real line: serves until the answer is dropped.
    pub async fn served(&self) -> Served {
        let listener = web::serve::listen("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let site = Arc::clone(&self.site);
        let task = tokio::spawn(async move {
            let until = async {
                let _ = stopped.await;
            };
            web::serve::serve(listener, &site, None, Box::pin(until)).await;
        });
        Served { way: Way::Line(address), stop: Some(stop), task: Some(task) }
    }

    /// A fresh browser.
    pub fn browser(&self) -> Browser {
        Browser::new(self.way())
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Served {
    /// The way to it.
    pub way: Way,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    task: Option<tokio::task::JoinHandle<()>>,
}

impl Served {
    /// Asks it to stop and waits until it has.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(task) = self.task.take() {
            task.await.expect("the server ends well");
        }
    }
}
