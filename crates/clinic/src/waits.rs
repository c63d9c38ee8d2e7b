//! What waits in the check-ins of a therapist's courses: what is due, begun, on its way, and not read yet.

use crate::Clinic;
use crate::handouts::HandedOut;
use crate::lines::Line;
use crate::problem::Problem;
use std::collections::HashMap;
use std::sync::Arc;
use treatment::access::Actor;
use treatment::ids::CourseId;
use treatment::review::Way;
use treatment::time::Moment;

/// A form stays in the list for so long after it ran out.
const REMEMBERED: i64 = 14 * 24 * 3_600_000;

/// What waits in one course.
#[derive(Clone, Debug)]
pub struct Waits {
    /// The course on one line.
    pub line: Arc<Line>,
    /// Keys of the measures begun on the portal and not sent, with when the last answer was kept.
    pub begun: Vec<(String, Moment)>,
    /// Forms that were handed out and are good, or were lately; oldest first.
    pub handouts: Vec<HandedOut>,
}

impl Clinic {
    /// What waits in the courses that somebody carries.
    pub async fn waits(&self, actor: &Actor) -> Result<Vec<Waits>, Problem> {
        let lines = self.own_lines(actor).await?;
        let mut begun: HashMap<CourseId, Vec<(String, Moment)>> = HashMap::new();
        for (course, subject, at) in self.store.check_ins_begun().await? {
            begun.entry(course).or_default().extend(measure_of(&subject).map(|measure| (measure, at)));
        }
        let since = Moment(self.clock.now().0 - REMEMBERED);
        let mut handouts: HashMap<CourseId, Vec<HandedOut>> = HashMap::new();
        let courses = lines.iter().map(|line| line.course).collect();
        for row in self.store.handouts_good_since(since, &courses).await? {
            handouts.entry(row.course).or_default().push(HandedOut::read(&row)?);
        }
        let each = lines.into_iter().map(|line| {
            let mut handouts = handouts.remove(&line.course).unwrap_or_default();
            // A check-in that was answered on the portal waits for nobody.
            let asked = &line.summary.check_in;
            let later = asked.follow_ups.iter().flat_map(|(_, keys)| keys);
            let open: Vec<&String> = asked.due.iter().chain(later).collect();
            handouts.retain(|form| {
                form.way != Way::Portal || form.measures.iter().any(|(key, _)| open.contains(&key))
            });
            Waits { begun: begun.remove(&line.course).unwrap_or_default(), handouts, line }
        });
        Ok(each.collect())
    }
}

/// The measure of a draft's subject, `check-in/<course>/<measure>.<version>`.
pub(crate) fn measure_of(subject: &str) -> Option<String> {
    let (measure, _version) = subject.rsplit('/').next()?.rsplit_once('.')?;
    Some(measure.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_names_its_measure() {
        assert_eq!(measure_of("check-in/0123/phq-9.2").as_deref(), Some("phq-9"));
        assert_eq!(measure_of("note/0123"), None);
    }
}
