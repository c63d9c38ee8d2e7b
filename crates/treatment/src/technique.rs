//! The techniques of IPT, for one tap in a note. They are shared with other therapies; what is special is the focus they
//! serve.

use crate::refusal::{Refusal, within};
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Highest mark for how well a technique went.
pub const QUALITY_MOST: u8 = 4;

vocabulary! {
    /// A technique, as `ipt.md` §4 lists them. What each is for and how it goes stands in the words files.
    Technique {
        /// Open questions, waiting, following.
        ExploreNondirective = "explore-nondirective",
        /// Specific questions.
        ElicitDirect = "elicit-direct",
        /// A feeling noticed, accepted, stayed with, tied to a person or an event.
        AffectEncourage = "affect-encourage",
        /// Restating, linking, contrasting, checking.
        Clarify = "clarify",
        /// One exchange, turn by turn.
        CommunicationAnalysis = "communication-analysis",
        /// Every way out, before any is judged.
        DecisionAnalysis = "decision-analysis",
        /// A scene rehearsed.
        RolePlay = "role-play",
        /// What happens between client and therapist, tied to ties outside.
        UseRelationship = "use-relationship",
        /// Advice, information, practical help; sparingly.
        Directive = "directive",
        /// The drift named, and back to the focus.
        ContractFocus = "contract-focus",
        /// Who could help with what, and how to ask.
        SupportMobilise = "support-mobilise",
        /// A session with somebody else in it.
        JointSession = "joint-session",
        /// A plan to try until the next session.
        Experiment = "experiment",
    }
}

vocabulary! {
    /// How long a technique took, about.
    Took {
        /// Up to five minutes.
        UpTo5 = "up-to-5",
        /// Five to ten minutes.
        UpTo10 = "5-to-10",
        /// Ten to twenty minutes.
        UpTo20 = "10-to-20",
        /// Longer.
        Longer = "over-20",
    }
}

vocabulary! {
    /// What a technique worked on, where it was not what the whole note says.
    Served {
        /// The area of the agreed focus.
        Focus = "focus",
        /// The area of the second focus.
        Second = "second",
        /// A goal that was agreed.
        Goal = "goal",
        /// Something else.
        Off = "off-focus",
    }
}

/// What the therapist says of a technique they used: the ground of a rating of one's own work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechniqueUse {
    /// Which.
    pub technique: Technique,
    /// How long it took.
    pub took: Option<Took>,
    /// How well it went, 0 (not as meant) to 4 (as well as I can), by the therapist's own eye.
    pub quality: Option<u8>,
    /// What it worked on; nothing when that is what the note says of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served: Option<Served>,
}

/// The techniques of a note, each once and in their order, and what was said of them; one that something is said of was
/// used.
///
/// # Refuses
/// A mark out of range.
pub(crate) fn used(
    techniques: &[Technique],
    uses: &[TechniqueUse],
) -> Result<(Vec<Technique>, Vec<TechniqueUse>), Refusal> {
    let said = |one: &Technique| {
        let mut uses = uses.iter().rev();
        let tells =
            |said: &TechniqueUse| said.took.is_some() || said.quality.is_some() || said.served.is_some();
        uses.find(|said| said.technique == *one && tells(said)).copied()
    };
    let said: Vec<TechniqueUse> = Technique::ALL.iter().filter_map(said).collect();
    for quality in said.iter().filter_map(|said| said.quality) {
        within("technique-uses", i64::from(quality), 0, i64::from(QUALITY_MOST))?;
    }
    let is_used = |one: &&Technique| techniques.contains(one) || said.iter().any(|s| s.technique == **one);
    Ok((Technique::ALL.iter().filter(is_used).copied().collect(), said))
}
