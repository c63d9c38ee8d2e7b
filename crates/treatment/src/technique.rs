//! The techniques of IPT, for one tap in a note. They are shared with other therapies; what is special is the focus they
//! serve.

use crate::vocabulary::vocabulary;

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
