//! Folded courses kept in memory, by version. Writers of one course wait for each other here.

use crate::drawn::Drawn;
use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Head;
use treatment::access::Actor;
use treatment::course::Course;
use treatment::ids::{CourseId, SubmissionId, Version};

/// Most courses kept; beyond it the one unused longest goes. About 130 kB each, with its drawing.
const KEPT: usize = 4_000;

/// A course as folded, with what appending to it needs.
#[derive(Debug)]
pub struct Held {
    /// The course.
    pub course: Course,
    /// The end of its chain.
    pub(crate) head: Head,
    /// What everybody but the client sees, where that is not all of it; made when it is asked for first.
    shared: Mutex<Option<Arc<Self>>>,
    /// The closeness circles as its therapist's page of the course shows them.
    pub circles: Drawn,
}

impl Held {
    pub(crate) fn new(course: Course, head: Head) -> Self {
        Self { course, head, shared: Mutex::default(), circles: Drawn::default() }
    }

    /// One to apply further facts to: what was made of this one for others is not taken along.
    pub(crate) fn to_go_on(&self) -> Self {
        Self::new(self.course.clone(), self.head)
    }

    /// The same with a word in the place of every name that was erased.
    pub fn with_word_for_erased(self: &Arc<Self>, word: impl FnOnce() -> String) -> Arc<Self> {
        if self.course.inventory.people.iter().all(|person| person.erased.is_none()) {
            return Arc::clone(self);
        }
        Arc::new(Self::new(self.course.with_word_for_erased(&word()), self.head))
    }

    /// The same, as somebody sees it.
    pub(crate) fn seen_by(self: &Arc<Self>, actor: &Actor) -> Arc<Self> {
        if actor.is_client() || self.course.is_all_shared() {
            return Arc::clone(self);
        }
        let make = || Arc::new(Self::new(self.course.shared_part().into_owned(), self.head));
        Arc::clone(self.shared.lock().get_or_insert_with(make))
    }
}

#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// One writer at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
    state: RwLock<Option<Arc<Held>>>,
    /// What each submission came to: the first and last version of its facts. Apart from the course, because it
    /// grows with every press of a button and only a writer asks it.
    submissions: Mutex<HashMap<SubmissionId, (Version, Version)>>,
    used: AtomicU64,
}

impl Kept {
    pub(crate) fn get(&self) -> Option<Arc<Held>> {
        self.state.read().clone()
    }

    /// Forgets the course; the next reader folds it from the record. What was submitted stays known: it is only
    /// noted once it is in the record.
    pub(crate) fn forget(&self) {
        *self.state.write() = None;
    }

    /// The first and last fact of a submission that was carried out.
    pub(crate) fn submitted(&self, submission: SubmissionId) -> Option<(Version, Version)> {
        self.submissions.lock().get(&submission).copied()
    }

    /// Notes a fact of a submission.
    pub(crate) fn note(&self, submission: SubmissionId, version: Version) {
        let mut submissions = self.submissions.lock();
        let span = submissions.entry(submission).or_insert((version, version));
        span.1 = span.1.max(version);
    }

    /// Keeps `held` unless something newer is kept.
    pub(crate) fn put(&self, held: &Arc<Held>) {
        let mut state = self.state.write();
        if state.as_ref().is_none_or(|known| known.head.version < held.head.version) {
            *state = Some(Arc::clone(held));
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Courses {
    kept: Mutex<HashMap<CourseId, Arc<Kept>>>,
    clock: AtomicU64,
    /// The clock when what was unused was let go last.
    rested: AtomicU64,
}

impl Courses {
    pub(crate) fn of(&self, course: CourseId) -> Arc<Kept> {
        let now = self.clock.fetch_add(1, Ordering::Relaxed);
        let mut kept = self.kept.lock();
        if kept.len() >= KEPT && !kept.contains_key(&course) {
            // Only one that nobody holds: a writer's turn must never be doubled.
            let idle = kept.iter().filter(|(_, entry)| Arc::strong_count(entry) == 1);
            let oldest = idle.min_by_key(|(_, entry)| entry.used.load(Ordering::Relaxed)).map(|(id, _)| *id);
            if let Some(oldest) = oldest {
                kept.remove(&oldest);
            }
        }
        let entry = kept.entry(course).or_default();
        entry.used.store(now, Ordering::Relaxed);
        Arc::clone(entry)
    }

    /// Lets go of the courses that nobody used since the last time: the next reader folds them from the record.
    pub(crate) fn let_go_unused(&self) {
        let before = self.rested.swap(self.clock.load(Ordering::Relaxed), Ordering::Relaxed);
        let mut kept = self.kept.lock();
        kept.retain(|_, entry| entry.used.load(Ordering::Relaxed) >= before || Arc::strong_count(entry) > 1);
        kept.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_used_is_let_go_and_what_somebody_holds_is_not() {
        let courses = Courses::default();
        let [one, two, held] = [1, 2, 3].map(|id| CourseId([id; 16]));
        let _turn = courses.of(held);
        for id in [one, two] {
            let _ = courses.of(id);
        }
        courses.let_go_unused();
        assert_eq!(courses.kept.lock().len(), 3, "all were used since the beginning");
        let _ = courses.of(two);
        courses.let_go_unused();
        let mut left: Vec<CourseId> = courses.kept.lock().keys().copied().collect();
        left.sort_unstable();
        assert_eq!(left, [two, held]);
    }
}
