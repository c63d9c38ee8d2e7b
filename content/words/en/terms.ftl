# The words of the closed lists: term-<kind>-<value>. They stand as choices, as marks and within lists.

term-role-therapist = Therapist
term-role-supervisor = Supervisor
term-role-manager = Manager
term-role-administrator = Administrator

term-phase-opening = Opening
term-phase-middle = Middle
term-phase-ending = Ending
term-phase-closed = Closed

term-area-grief = Grief
term-area-dispute = Role dispute
term-area-transition = Role transition
term-area-sensitivity = Sensitivity and loneliness

term-direction-for = For
term-direction-against = Against

term-fit-ipt-standard = Standard IPT
term-fit-ipt-variant = A variant of IPT
term-fit-ipt-plus-medication = IPT with medication
term-fit-delay-stabilise-first = Wait, and stabilise first
term-fit-other-treatment-first = Another treatment first
term-fit-refer-higher-level = A higher level of care
term-fit-client-declines = The client declines
term-fit-watchful-wait = Wait and see

term-agreement-agreed = It fits
term-agreement-agreed-with-changes = It fits, with changes
term-agreement-not-agreed = It does not fit
term-agreement-deferred = The client wants to think about it

term-goal-kind-interpersonal = A relationship or a role
term-goal-kind-symptom = Symptoms

term-missed-rule-counts = It counts, and the end date stays
term-missed-rule-does-not-count = It does not count, and the end date moves
term-missed-rule-replaced = It is replaced, and the end date moves

# Ties and rings are put together with commas, so they have none of their own.
term-tie-partner = Partner
term-tie-former-partner = Former partner
term-tie-parent = Mother or father
term-tie-sibling = Sister or brother
term-tie-child = Daughter or son
term-tie-grandparent = Grandmother or grandfather
term-tie-in-law = Family of the partner
term-tie-relative = Other family
term-tie-friend = Friend
term-tie-colleague = Someone at work
term-tie-manager = Manager at work
term-tie-neighbour = Neighbour
term-tie-teacher = Teacher
term-tie-faith = Someone of the faith community
term-tie-clinician = Someone who treats or helps by profession
term-tie-group = A group
term-tie-pet = A pet
term-tie-other = Another tie

term-person-status-living = Alive and in touch
term-person-status-died = Has died
term-person-status-gone = No longer in touch

term-ring-inner = Inner ring
term-ring-close = Close
term-ring-less-close = Less close
term-ring-outer = Outer ring

term-met-met = Met
term-met-partly = Partly met
term-met-unmet = Not met
term-met-unspoken = Never said aloud

term-conflict-none = No conflict
term-conflict-open = Open conflict
term-conflict-hidden = Hidden conflict

# No mark is the absence of a mark. It never says that somebody is safe.
term-safety-none = No mark
term-safety-caution = Take care
term-safety-unsafe = Not safe

term-history-symptoms = Symptoms now
term-history-episodes = Earlier episodes
term-history-treatments = Treatments
term-history-medical = Medical history and substances
term-history-family = Family history
term-history-culture = Culture and faith

term-consent-treatment = Treatment
term-consent-data = Keeping a record
term-consent-portal = Using the portal
term-consent-measures = Answering measures
term-consent-share = Sharing with others, by name
term-consent-channel = Being contacted, and how
term-consent-recording = Recording of sessions
term-consent-follow-up = Being asked how it is after the end

term-lane-event = Life event
term-lane-symptom = Symptoms
term-lane-relationship = Relationship
term-lane-treatment = Treatment
term-lane-support = Support

term-event-kind-death-close = Death of someone close
term-event-kind-miscarriage-stillbirth = Miscarriage or stillbirth
term-event-kind-separation = Separation
term-event-kind-divorce = Divorce
term-event-kind-affair-discovered = An affair came out
term-event-kind-conflict-partner = Conflict with the partner
term-event-kind-conflict-parent = Conflict with a parent
term-event-kind-conflict-inlaw = Conflict with the partner’s family
term-event-kind-conflict-child = Conflict with a child
term-event-kind-conflict-sibling = Conflict with a sister or brother
term-event-kind-conflict-friend = Conflict with a friend
term-event-kind-conflict-coworker = Conflict with someone at work
term-event-kind-conflict-manager = Conflict with a manager
term-event-kind-marriage = Marriage
term-event-kind-pregnancy = Pregnancy
term-event-kind-birth = Birth
term-event-kind-child-leaves = A child left home
term-event-kind-retirement = Retirement
term-event-kind-job-loss = Lost a job
term-event-kind-job-start = Began a job
term-event-kind-promotion = Promotion
term-event-kind-demotion = Demotion
term-event-kind-study-start = Began to study
term-event-kind-study-end = Finished or left a course of study
term-event-kind-move-city = Moved to another place
term-event-kind-migrate = Moved to another country
term-event-kind-illness-self = Own illness
term-event-kind-illness-other = Illness of someone close
term-event-kind-caregiving = Caring for someone
term-event-kind-disability = Disability
term-event-kind-debt = Debt
term-event-kind-housing-loss = Lost a home
term-event-kind-legal = Trouble with the law
term-event-kind-prison = Prison
term-event-kind-assault = Assault
term-event-kind-disaster = Disaster
term-event-kind-discrimination = Discrimination
term-event-kind-coming-out = Coming out
term-event-kind-faith-change = Change of faith
term-event-kind-no-event-lonely = Loneliness without an event
term-event-kind-friendships-fade = Friendships that faded
term-event-kind-other = Something else

term-mode-in-person = In one room
term-mode-video = By video
term-mode-phone = By telephone

term-missed-by-client-cancelled = The client cancelled late
term-missed-by-did-not-attend = The client did not come
term-missed-by-therapist-cancelled = The therapist cancelled

term-worked-opening = The opening: no focus was agreed yet
term-worked-focus = The agreed focus
term-worked-second = The second focus
term-worked-off-focus = Something else

term-amend-addendum = Addendum: more, written later
term-amend-amendment = Amendment: the meaning changes
term-amend-correction = Correction: an error put right
term-amend-late-entry = Late entry: it should have been written then
term-amend-retraction = Retraction: the note is taken back

term-plan-status-tried = Tried
term-plan-status-partly = Partly tried
term-plan-status-not-tried = Not this time
term-plan-status-changed-mind = Changed my mind
term-plan-status-not-possible = It was not possible

term-how-portal = On the portal
term-how-session = Asked in the session
term-how-paper = From paper
term-how-link = By a link for this form
term-how-device = On the therapist’s device

term-rating-solved = Solved
term-rating-much-better = Much better
term-rating-somewhat = Somewhat better
term-rating-same = The same
term-rating-worse = Worse
term-rating-declined = Rather not say

term-end-feeling-sad = Sad
term-end-feeling-anxious = Anxious
term-end-feeling-angry = Angry
term-end-feeling-abandoned = Left alone
term-end-feeling-relieved = Relieved
term-end-feeling-proud = Proud
term-end-feeling-doubtful = In doubt: was it me?
term-end-feeling-ashamed = Ashamed of not being well enough
term-end-feeling-grateful = Grateful
term-end-feeling-numb = Numb
term-end-feeling-none = None of these

term-next-step-discharge-planned = A planned goodbye
term-next-step-booster = One to three meetings later on
term-next-step-continuation = More sessions under a new contract
term-next-step-maintenance-ipt = Maintenance IPT
term-next-step-add-or-review-medication = Medication added or looked at again
term-next-step-switch-therapy = Another therapy
term-next-step-step-up = More care
term-next-step-refer-social = Help with money, law, housing or work

term-closing-completed = At its agreed end
term-closing-early-agreed = Earlier, by agreement
term-closing-client-stopped = The client stopped coming
term-closing-referred = The client went elsewhere
term-closing-not-begun = It did not begin
