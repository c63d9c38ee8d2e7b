//! Parts of a course that its copies share until one of them is changed.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part of a course. Copying it copies nothing; changing it through one holder copies it first when others hold
/// it too. Every append folds onto a copy of the course, so that readers keep the old one until the commit: with
/// this, the copy costs the same for a long course as for a short one.
#[derive(Default, PartialEq)]
pub struct Shared<T>(Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(part: T) -> Self {
        Self(Arc::new(part))
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[expect(clippy::into_iter_without_iter, reason = "`iter` is that of the part, reached through `Deref`")]
impl<'a, T> IntoIterator for &'a Shared<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        (&*self.0).into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_to_one_copy_is_not_seen_in_the_other() {
        let old: Shared<Vec<u8>> = vec![1].into();
        let mut new = old.clone();
        new.push(2);
        assert_eq!((old.as_slice(), new.as_slice()), (&[1][..], &[1, 2][..]));
    }
}
