//! The course band and the latest mood, as every page of a course shows them.

use crate::visit::CourseVisit;
use treatment::protocol::Protocol;

pub(crate) fn mood_text(_visit: &CourseVisit) -> Option<String> {
    None
}

pub(crate) fn svg(_visit: &CourseVisit, _protocol: &Protocol) -> String {
    String::new()
}
