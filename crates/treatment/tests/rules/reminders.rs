//! Two hundred years of one course each: sessions planned, moved, called off, missed and held, rests, a mind changed about
//! measures, an end and what is asked after it, a mailer that is down for days.
//!
//! What holds in every one of them (`security.md` F-50):
//!
//! 1. a client is told of a check-in at most once for each session on its day, and for each follow-up;
//! 2. nobody is told of a check-in of which nothing is open, while the course rests, who does not agree to measures, or
//!    after the end without their consent;
//! 3. a session is told of on none but the two days before it and its own;
//! 4. whoever has something to answer for a session that is two days off or less has been told by ten in the morning,
//!    unless the mailer was down.

use crate::ask;
use crate::given::Story;
use crate::properties::Dice;
use std::collections::BTreeSet;
use treatment::command::Command;
use treatment::contract::MissedRule;
use treatment::course::NoticeTo;
use treatment::ending::Closing;
use treatment::opening::ConsentKind;
use treatment::refusal::Refusal;
use treatment::schedule::{Occasion, agrees_to_follow_up, to_tell};
use treatment::session::MissedBy;
use treatment::time::{Day, Moment};

const YEARS: u64 = 200;
const HOUR: i64 = 3_600_000;

/// A course for a year, with the messages on their way.
struct Year {
    dice: Dice,
    story: Story,
    /// When each message about a check-in is due.
    messages: Vec<Moment>,
    /// What the client was told of.
    told: BTreeSet<String>,
    /// Days on which no mail leaves.
    down: Vec<Day>,
    sent: u32,
    followed_up: u32,
}

impl Year {
    fn ask(&mut self, command: &Command) -> Result<(), Refusal> {
        let decision = self.story.asked(command)?;
        let about = decision.notices.into_iter().filter(|notice| notice.about == "check-in");
        for notice in about {
            assert_eq!(notice.to, NoticeTo::Client);
            self.messages.push(notice.due);
        }
        Ok(())
    }

    /// The occasion a message would be about today, as the shell names it.
    fn about(&self) -> Option<(Occasion, String)> {
        let now = to_tell(&self.story.course, &self.story.content, self.story.at.day())?;
        let occasion = now.occasion?;
        assert!(!now.due().is_empty());
        let name = match occasion {
            Occasion::Session { number, on, .. } => format!("session {number} {}", on.unwrap()),
            Occasion::FollowUp { months, .. } => format!("follow-up {months}"),
        };
        Some((occasion, name))
    }

    /// The worker: every message that is due, each asked once more whether it is of use.
    fn deliver(&mut self, seed: u64) {
        let (at, today) = (self.story.at, self.story.at.day());
        if self.down.contains(&today) {
            return;
        }
        let due = self.messages.iter().filter(|message| **message <= at).count();
        self.messages.retain(|message| *message > at);
        for _ in 0..due {
            let Some((occasion, name)) = self.about() else { continue };
            if !self.told.insert(name) {
                continue;
            }
            self.sent += 1;
            let course = &self.story.course;
            assert!(course.pause().is_none(), "seed {seed}: told while the course rests");
            let refused = course.consents.get(&ConsentKind::Measures).is_some_and(|one| !one.given);
            assert!(!refused, "seed {seed}: told who does not want to be asked");
            match occasion {
                Occasion::Session { on, .. } => {
                    assert!(course.closed.is_none(), "seed {seed}: told of a session after the end");
                    assert!(
                        (0..=2).contains(&on.unwrap().since(today)),
                        "seed {seed}: {occasion:?} on {today}"
                    );
                }
                Occasion::FollowUp { .. } => {
                    self.followed_up += 1;
                    assert!(agrees_to_follow_up(course), "seed {seed}: told after the end without consent");
                }
            }
        }
        // 4
        if let Some((occasion, name)) = self.about() {
            let is_told = self.told.contains(&name);
            assert!(is_told, "seed {seed}: nobody told of {occasion:?} on {today}");
        }
    }

    fn live(&mut self) {
        let today = self.story.at.day();
        let next = self.story.course.next_session().map(|session| (session.id, session.on));
        let text = today.to_string();
        if self.story.course.closed.is_none() {
            self.treat(today, next);
        } else if self.dice.is(2) {
            let agrees = self.dice.is(50);
            let _ = self.ask(&ask::consent(ConsentKind::FollowUp, agrees, &text));
        }
        // The client answers some of what is open.
        if self.dice.is(25) {
            let due: Vec<String> = self.story.due().iter().map(|key| (*key).to_owned()).collect();
            for measure in due {
                if self.dice.is(30) {
                    continue;
                }
                let calm = ["1"; 9];
                let answered = match measure.as_str() {
                    "phq-9" => ask::phq9(["1", "1", "1", "1", "1", "1", "1", "1", "0"], &text),
                    other => Command::CompleteMeasure(ask::a_form(other, &calm[..7], &text)),
                };
                self.story = self.story.clone().by_client();
                self.ask(&answered).unwrap();
                self.story = self.story.clone().by_therapist();
            }
        }
    }

    /// What happens in a course that goes on. What is refused did not happen.
    fn treat(&mut self, today: Day, next: Option<(treatment::ids::SessionId, Day)>) {
        let text = today.to_string();
        let later = |dice: &mut Dice| today.plus(dice.below(10) as i32).to_string();
        if self.story.course.pause().is_some() {
            if self.dice.is(8) {
                let _ = self.ask(&ask::resume(&text));
            }
            return;
        }
        match next {
            Some((session, on)) if on <= today => {
                let done = match self.dice.below(10) {
                    0 => ask::shift(session, Some(&later(&mut self.dice))),
                    1 => ask::shift(session, None),
                    2 => ask::miss(Some(session), &text, MissedBy::Client),
                    _ => ask::hold(Some(session), today),
                };
                let _ = self.ask(&done);
            }
            Some((session, _)) if self.dice.is(4) => {
                let on = later(&mut self.dice);
                let _ = self.ask(&ask::shift(session, Some(&on)));
            }
            _ => {}
        }
        if self.dice.is(if next.is_none() { 50 } else { 6 }) {
            let on = later(&mut self.dice);
            let _ = self.ask(&ask::plan_on(&on));
        }
        if self.dice.is(1) {
            let _ = self.ask(&ask::pause(&text));
        }
        let refused = self.story.course.consents.get(&ConsentKind::Measures).is_some_and(|one| !one.given);
        if self.dice.is(if refused { 15 } else { 1 }) {
            self.ask(&ask::consent(ConsentKind::Measures, refused, &text)).unwrap();
        }
        if self.story.count().0 >= 16 && self.dice.is(20) {
            let agrees = self.dice.is(70);
            self.ask(&ask::consent(ConsentKind::FollowUp, agrees, &text)).unwrap();
            let _ = self.ask(&ask::name_ending(&text));
            let _ = self.ask(&ask::close(Closing::Completed, "All said"));
        }
    }
}

fn lived(seed: u64) -> Year {
    let story = Story::agreed(16, MissedRule::Counts);
    let first = story.at.day();
    let mut dice = Dice(seed);
    let down = (0..4).flat_map(|_| {
        let from = first.plus(dice.below(360) as i32);
        (0..3).map(move |days| from.plus(days))
    });
    let down = down.collect();
    let mut year =
        Year { dice, story, messages: Vec::new(), told: BTreeSet::new(), down, sent: 0, followed_up: 0 };
    for day in 0..365 {
        // From day 88 to day 298 the clocks are an hour ahead: ten in the morning comes earlier.
        let hour = if (88..298).contains(&day) { 9 } else { 10 };
        year.story.at = Moment(first.plus(day).start().0 + hour * HOUR);
        year.deliver(seed);
        year.live();
    }
    year
}

#[test]
fn whatever_a_year_brings_a_client_is_told_of_a_check_in_once_in_time_and_never_for_nothing() {
    let (mut sent, mut followed_up, mut closed) = (0, 0, 0);
    for seed in 0..YEARS {
        let year = lived(seed);
        sent += year.sent;
        followed_up += year.followed_up;
        closed += u32::from(year.story.course.closed.is_some());
    }
    // The years held something.
    assert!(sent > 2_000 && followed_up > 20 && closed > 20, "{sent} {followed_up} {closed}");
}
