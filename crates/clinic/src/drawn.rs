//! A drawing kept beside what it was drawn from, and let go with it.

use parking_lot::Mutex;
use std::sync::Arc;

/// A drawing that is made when it is asked for first, and again when it is asked for under another tag.
#[derive(Debug, Default)]
pub struct Drawn(Mutex<Option<(Box<str>, Arc<str>)>>);

impl Drawn {
    /// The drawing under `tag`: all that it depends on beside what it was drawn from, such as the language of its words
    /// and the day; empty where there is nothing.
    pub fn or(&self, tag: &str, draw: impl FnOnce() -> String) -> Arc<str> {
        let kept = self.0.lock().as_ref().filter(|(said, _)| **said == *tag).map(|(_, drawn)| drawn.clone());
        kept.unwrap_or_else(|| {
            let drawn: Arc<str> = draw().into();
            *self.0.lock() = Some((tag.into(), drawn.clone()));
            drawn
        })
    }
}

impl Clone for Drawn {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_drawn_once_in_a_language() {
        let drawn = Drawn::default();
        assert_eq!(&*drawn.or("en", || "ring".to_owned()), "ring");
        assert_eq!(&*drawn.or("en", || unreachable!("it is kept")), "ring");
        assert_eq!(&*drawn.or("de", || "Kreis".to_owned()), "Kreis");
        assert_eq!(&*drawn.or("en", || "ring again".to_owned()), "ring again");
    }
}
