//! `demo`: a clinic that has lived for a year. The same seed gives the same clinic, counted back from today. It is
//! built through the same doors that people use; only the clock is set.

mod alerts;
mod area_work;
mod asides;
mod between;
mod check_ins;
mod endings;
mod handouts;
mod lives;
mod openings;
mod safety;
mod sessions;
mod shared;
mod story;
mod tellings;

use crate::command::Demo;
use crate::config::{Config, beside};
use crate::serve::open;
use crate::support::counted;
use crate::{Failure, say};
use clinic::clock::Clock;
use clinic::office::Founding;
use clinic::sheets::{ReferralSheet, ServiceSheet, StaffSheet};
use clinic::{Clinic, Settings};
use shared::Shared;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;
use store::{Place, Unlock};
use story::Stories;
use treatment::access::{Actor, Role, Who};
use treatment::ids::SubmissionId;
use treatment::time::{Day, Moment};

/// A minute in milliseconds.
const MINUTE: i64 = 60_000;
/// How long the clinic has lived, in days.
const YEAR: i32 = 364;

/// A small generator of numbers that look like chance and are the same for the same seed (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `below` - 1.
    pub(crate) fn below(&mut self, below: u64) -> u64 {
        self.next() % below.max(1)
    }

    pub(crate) fn submission(&mut self) -> SubmissionId {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes());
        SubmissionId(bytes)
    }
}

/// The hand of the demo's clock.
#[derive(Clone)]
pub(crate) struct Hand {
    clock: Arc<AtomicI64>,
    /// As far as it may go: just before the demo was asked for.
    last: Moment,
}

impl Hand {
    /// Sets it to a time of day, or as late that day as it may go; no when that day is beyond.
    pub(crate) fn set(&self, day: Day, minute: i64) -> bool {
        let may = self.last >= day.start();
        if may {
            self.clock.store((day.start().0 + minute * 60_000).min(self.last.0), Ordering::Relaxed);
        }
        may
    }
}

/// The people who work there.
pub(crate) struct Staff {
    pub(crate) therapists: Vec<Actor>,
    supervisor: Actor,
    manager: Actor,
    administrator: Actor,
}

pub(crate) async fn run(config: &Config, asked: &Demo) -> Result<(), Failure> {
    let temporary = std::env::temp_dir().join(format!("closeness-demo-{}", std::process::id()));
    let (directory, key) = match &config.data {
        Some(directory) => (directory.clone(), beside(directory)),
        None => (temporary.join("data"), temporary.join("demo.key")),
    };
    let ended = live(config, asked, &directory, &key).await;
    // Nobody knows the way to what was built in a temporary folder.
    if config.data.is_none() {
        let _ = std::fs::remove_dir_all(&temporary);
    }
    ended
}

/// Builds the clinic and opens its door.
async fn live(config: &Config, asked: &Demo, directory: &Path, key: &Path) -> Result<(), Failure> {
    if directory.join("closeness.db").exists() {
        let text = format!("{} holds data already: the demo builds a clinic of its own", directory.display());
        return Err(Failure::Configuration(text));
    }
    // Nobody waits for a clinic whose door cannot open.
    if !asked.only_build {
        drop(web::serve::listen(&config.listen).await?);
    }
    say("Building a clinic that has lived for a year: nobody in it is real.");
    let began = Instant::now();
    let last = Moment(Clock::Machine.now().0 - MINUTE);
    let today = last.day();
    let hand = Hand { clock: Arc::new(AtomicI64::new(today.start().0)), last };
    let (staff, clients) = {
        let clinic = Clinic::open(settings(directory, key, Clock::Set(Arc::clone(&hand.clock)))).await?;
        build(&clinic, &hand, today, asked).await?
    };
    say(format_args!(
        "{} in {:.1} s",
        counted(asked.courses.into(), "course"),
        began.elapsed().as_secs_f64()
    ));
    if asked.only_build {
        return Ok(());
    }
    let clinic = reopen(directory, key).await?;
    let links = [
        ("therapist", "a therapist", staff.therapists[0].who),
        ("client", "a client of hers, on the telephone", clients.shown),
        ("supervisor", "the supervisor", staff.supervisor.who),
        ("manager", "the manager", staff.manager.who),
        ("administrator", "the administrator", staff.administrator.who),
    ]
    .map(|(role, words, who)| (role, words, clinic.make_entry(who)));
    let file = asked.links.clone();
    // Only the file has the links of every client: a load test is many people, not one.
    let others: Vec<String> = match &file {
        Some(_) => clients.all.iter().map(|who| clinic.make_entry(*who)).collect(),
        None => Vec::new(),
    };
    open(config, clinic, true, |address| {
        let mut lines =
            vec![String::new(), "Nothing in this clinic is real. Click to look at it as".to_owned()];
        let mut plain = String::new();
        for (role, words, token) in &links {
            lines.push(format!("  {words:36} {address}/enter/{token}"));
            plain.push_str(&format!("{role} {address}/enter/{token}\n"));
        }
        lines.push(format!("  {:36} {address}/welcome", "anybody, at the front door"));
        plain.push_str(&format!("front {address}/welcome\n"));
        for (number, token) in others.iter().enumerate() {
            plain.push_str(&format!("client-{} {address}/enter/{token}\n", number + 1));
        }
        lines.push(String::new());
        lines.push(
            "One browser is one person: open the client in a private window. Ctrl+C ends it.".to_owned(),
        );
        if let Some(file) = file
            && let Err(why) = std::fs::write(&file, plain)
        {
            lines.push(format!("{}: {why}", file.display()));
        }
        lines
    })
    .await
}

fn settings(directory: &Path, key: &Path, clock: Clock) -> Settings {
    Settings {
        place: Place::Sqlite { directory: directory.to_owned() },
        unlock: Unlock::KeyFile(key.to_owned()),
        content: None,
        mail: None,
        clock,
    }
}

/// Opens the built clinic with the machine's clock; the threads of the first opening may need a moment to end.
async fn reopen(directory: &Path, key: &Path) -> Result<Clinic, Failure> {
    for _ in 0..50 {
        match Clinic::open(settings(directory, key, Clock::Machine)).await {
            Err(clinic::CannotOpen::Store(store::OpenError::Locked { .. })) => {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            other => return Ok(other?),
        }
    }
    Err(Failure::Other("the demo clinic did not close".to_owned()))
}

async fn build(
    clinic: &Clinic,
    hand: &Hand,
    today: Day,
    asked: &Demo,
) -> Result<(Staff, lives::Clients), Failure> {
    let stories = Stories::read().map_err(Failure::Other)?;
    let problem = |why: clinic::problem::Problem| Failure::Other(why.to_string());
    hand.set(today.plus(-YEAR - 14), 9 * 60);
    let staff = hire(clinic, &stories.shared).await?;
    let clients = lives::live(clinic, hand, &stories, &staff, today, asked).await?;
    let mut dice = Dice::new(asked.seed ^ 0x4D);
    for waiting in &stories.shared.waiting {
        hand.set(today.plus(-waiting.days), 15 * 60);
        let sheet = ReferralSheet {
            name: waiting.name.clone(),
            contact: format!("07700 900{:03}", dice.below(1_000)),
            may_message: true,
            reason: waiting.reason.clone(),
            ..ReferralSheet::default()
        };
        clinic.ask_for_consultation(&sheet, dice.submission()).await.map_err(problem)?;
    }
    hand.clock.store(hand.last.0, Ordering::Relaxed);
    handouts::hand_out(clinic, &staff.therapists[0]).await.map_err(problem)?;
    handouts::permit(clinic, &staff.administrator).await.map_err(problem)?;
    Ok((staff, clients))
}

async fn hire(clinic: &Clinic, shared: &Shared) -> Result<Staff, Failure> {
    let problem = |why: clinic::problem::Problem| Failure::Other(why.to_string());
    let mut word = [0; 16];
    getrandom::fill(&mut word).map_err(|why| Failure::Other(why.to_string()))?;
    // Nobody signs in to the demo with a passphrase; a random one keeps everybody else out.
    let passphrase = treatment::ids::hex(&word);
    let of_staff = passphrase.clone();
    let founding = Founding {
        service: ServiceSheet {
            name: shared.service.clone(),
            country: "gb".to_owned(),
            zone: "Europe/London".to_owned(),
            neutral_name: shared.neutral_name.clone(),
            exit_address: "https://www.wikipedia.org/".to_owned(),
        },
        user: StaffSheet { name: shared.administrator.clone(), email: String::new() },
        login: "administrator".to_owned(),
        passphrase,
        roles: vec![Role::Administrator],
    };
    let first = clinic.found(&founding).await.map_err(problem)?;
    let actor = async |who: Who| -> Result<Actor, Failure> {
        clinic.actor(who).await.map_err(problem)?.ok_or_else(|| Failure::Other("nobody was hired".to_owned()))
    };
    let administrator = actor(first.who).await?;
    let hire = async |name: &String, role: Role| -> Result<Who, Failure> {
        let sheet = StaffSheet { name: name.clone(), email: String::new() };
        let (id, token) = clinic.add_staff(&administrator, &sheet, &[role]).await.map_err(problem)?;
        // A course can only be handed to somebody who has taken up their invitation.
        let login = name.to_lowercase().replace(' ', ".");
        let signed_in = clinic.accept_invite(&token, &login, &of_staff).await.map_err(problem)?;
        clinic.sign_out(&signed_in.token).await.map_err(problem)?;
        Ok(Who::Staff(id))
    };
    let mut therapists = Vec::new();
    for name in &shared.therapists {
        let who = hire(name, Role::Therapist).await?;
        therapists.push(actor(who).await?);
    }
    let manager = actor(hire(&shared.manager, Role::Manager).await?).await?;
    let supervisor = hire(&shared.supervisor, Role::Supervisor).await?;
    let Who::Staff(id) = supervisor else { return Err(Failure::Other("no supervisor".to_owned())) };
    let supervised: Vec<_> = therapists.iter().filter_map(Actor::staff).collect();
    let sheet = StaffSheet { name: shared.supervisor.clone(), email: String::new() };
    clinic
        .change_staff(&administrator, id, &sheet, &[Role::Supervisor], true, &supervised)
        .await
        .map_err(problem)?;
    Ok(Staff { therapists, supervisor: actor(supervisor).await?, manager, administrator })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use treatment::access::Verb;
    use treatment::anniversaries::DAY_OF_YEAR;
    use treatment::course::Course;
    use treatment::ending::Closing;
    use treatment::focus::Area;
    use treatment::session::Session;

    /// Every text that a course holds which others hold too, with how many hold it.
    fn shared(texts: &[Vec<String>]) -> Vec<(usize, &str)> {
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for of_course in texts {
            let mut own: Vec<&str> = of_course.iter().map(String::as_str).collect();
            own.sort_unstable();
            own.dedup();
            for text in own {
                *held.entry(text).or_default() += 1;
            }
        }
        held.into_iter().filter(|(_, times)| *times > 1).map(|(text, times)| (times, text)).collect()
    }

    /// Whether the birthday of the sheet is the Monday before the session that tells of it; `None` when none does.
    fn has_birthday_before_it_is_told(course: &Course) -> Option<bool> {
        let note = |session: &&Session| {
            let event = session.standing_note()?.note.link.as_ref().map(|link| link.event.as_str());
            matches!(event, Some("the birthday" | "Mother, and the cake")).then_some(())
        };
        let told = course.sessions.iter().find(|session| note(session).is_some())?;
        let mut rows = course.work.rows(Area::Grief, "dates").iter();
        let birthday = rows.find(|row| row.get("what-day").is_some_and(|what| what == "Her birthday"))?;
        let day = Day::parse(birthday.get(DAY_OF_YEAR)?)?;
        Some(day.weekday() == 1 && (1..=7).contains(&told.on.since(day)))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_two_courses_have_a_note_or_a_letter_word_for_word() {
        let folder = std::env::temp_dir().join(format!("closeness-demo-notes-{}", std::process::id()));
        let last = Moment(Clock::Machine.now().0 - MINUTE);
        let hand = Hand { clock: Arc::new(AtomicI64::new(last.day().start().0)), last };
        let clock = Clock::Set(Arc::clone(&hand.clock));
        let clinic = Clinic::open(settings(&folder.join("data"), &folder.join("demo.key"), clock)).await;
        let clinic = clinic.unwrap_or_else(|why| panic!("{why}"));
        let asked = Demo { courses: 40, seed: 1, links: None, only_build: true };
        let built = build(&clinic, &hand, last.day(), &asked).await;
        let (staff, _) = built.unwrap_or_else(|why| panic!("{why}"));
        let (mut notes, mut letters) = (Vec::<Vec<String>>::new(), Vec::<Vec<String>>::new());
        let (mut served, mut ended_early) = (0, 0);
        let mut birthdays = Vec::new();
        for therapist in &staff.therapists {
            for line in clinic.own_lines(therapist).await.unwrap_or_else(|why| panic!("{why}")) {
                let held = clinic.read(therapist, Verb::ReadCourse, line.course).await;
                let held = held.unwrap_or_else(|why| panic!("{why}"));
                ended_early += usize::from(matches!(
                    &held.course.closed,
                    Some((_, closed)) if closed.how == Closing::EarlyAgreed
                ));
                for one in &held.course.ending.follow_ups {
                    assert!(one.planned.on.weekday() <= 5, "a follow-up on {}", one.planned.on);
                }
                if let Some(is_before) = has_birthday_before_it_is_told(&held.course) {
                    let protocol = held.course.opened.as_ref().map(|opened| opened.protocol.clone());
                    assert!(is_before, "{protocol:?}: the birthday is not the Monday before it is told of");
                    birthdays.extend(protocol);
                }
                let signed = held.course.sessions.iter().filter_map(|session| session.note.as_ref());
                let signed: Vec<_> = signed.map(|signed| &signed.note).collect();
                served += signed
                    .iter()
                    .flat_map(|note| &note.technique_uses)
                    .filter(|said| said.served.is_some())
                    .count();
                notes.push(signed.iter().map(|note| note.text.clone()).collect());
                letters.push(
                    held.course.ending.letters.iter().map(|given| given.letter.words.clone()).collect(),
                );
            }
        }
        drop(clinic);
        let _ = std::fs::remove_dir_all(&folder);
        for protocol in ["ipt-12", "ipt-16"] {
            assert!(birthdays.iter().any(|one| one == protocol), "no birthday in a course of {protocol}");
        }
        let (signed, given) = (notes.iter().flatten().count(), letters.iter().flatten().count());
        assert!(notes.len() == 40 && signed > 200 && given > 8, "{}: {signed}, {given}", notes.len());
        assert_eq!(shared(&notes), [], "of {signed} signed notes");
        assert_eq!(shared(&letters), [], "of {given} letters");
        assert_eq!(ended_early, 1, "one course ends early, by agreement");
        assert!(served > 5, "a technique says what it served: {served}");
    }
}
