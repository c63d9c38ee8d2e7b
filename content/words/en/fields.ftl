# What forms ask. `field-<name>` is a field's own label; `field-<form>-<name>` says it otherwise on one form;
# `hint-<form>-<name>` is a word of help under it. Labels also name values where a page lists them.
field-this = This field

# People and how to reach them.
field-name = Name
field-called = How they like to be called
field-contact = How to reach them
field-email = Mail address
field-may-message = A message may be left there
field-language = Language
field-login = Login
field-passphrase = Passphrase
field-passphrase-old = Passphrase until now
field-times = Days and times that suit
field-source = Who asked or sent them
field-received = Received
field-received-on = Received
field-about-whom = Who it is about
field-referral = Request

field-ask-name = Your name
field-ask-contact = How can we reach you?
hint-ask-contact = A telephone number or a mail address that we may use.
field-ask-may-message = You may leave a message there
hint-ask-may-message = A message says only that this service tried to reach you.
field-ask-reason = What is going on?
hint-ask-reason = A few words are enough.
field-ask-about-whom = Which people have to do with it?
hint-ask-about-whom = First names are enough, or “my sister”.
field-ask-times = Which days and times suit you?
field-ask-source = Did someone suggest that you ask here?

field-sign-in-login = Login
field-invite-login = A login of your own
hint-invite-login = You will sign in with it. It need not be your name.
field-invite-passphrase = A passphrase
hint-invite-passphrase = At least twelve characters. A few words that do not belong together are good.
field-account-passphrase-old = Your passphrase until now
field-account-passphrase = The new passphrase
hint-account-passphrase = At least twelve characters. A few words that do not belong together are good.
field-first-service-name = What is the service called?
field-first-country = In which country is it?
hint-first-country = The emergency and crisis numbers on the pages are those of this country.
field-first-name = Your name
field-first-login = A login of your own
field-first-passphrase = A passphrase
hint-first-zone = Written like Europe/London.
hint-first-passphrase = At least twelve characters. A few words that do not belong together are good.
hint-client-called = It is used on the client’s own pages.
hint-client-email = Messages say only that there is something new: no name, no content.
field-client-may-message = A neutral message may be sent to the mail address
field-new-name = Name of the client
field-new-may-message = A neutral message may be sent to the mail address
field-new-reason = What brings the client
hint-new-reason = Best in the client’s own words.

# The office.
field-service-name = Name of the service
field-country = Country
field-zone = Time zone
field-neutral-name = What the client’s pages call themselves
field-exit-address = Where “Leave this page” goes
hint-service-country = The emergency and crisis numbers on the pages are those of this country.
hint-service-zone = Written like Europe/London.
hint-service-neutral-name = Something that says nothing about therapy.
hint-service-exit-address = A plain page that anybody might have open; it begins with https.
field-roles = Roles
field-supervises = Supervises
field-is-active = Works here
hint-staff-email = Messages say only that there is something new.
hint-staff-is-active = Without this, nobody can sign in with this account.

# Words that many forms share.
field-on = Day
field-at = Time
field-from = From
field-time = Time
field-note = Note
field-reason = Reason
field-text = Text
field-words = In words
field-person = With whom
field-people = People
field-kind = Kind
field-how = How
field-status = How it stands
field-protocol = Form of IPT
field-course = Course
field-session = Session
field-subject = What it belongs to
field-submission = The form
field-missing = Still missing

# The opening.
field-section = Section
field-history = What is known
field-diagnosis = Name of the condition
field-code = Code
hint-diagnosis-code = If one is used, with its system, such as ICD-11 6A70.
field-plain-words = The words used with the client
hint-diagnosis-plain-words = An illness that has a name and can be treated; nobody’s fault.
field-told-on = Told on
field-task = Task
field-done = Done
field-given = The client agrees
field-middle-reason = Reason, if something is missing
hint-middle-reason = It is recorded, and supervision sees it.

# The timeline.
field-title = What happened or changed
hint-event-title = One line, best in the client’s words.
field-start = When, or since when
hint-event-start = As well as it is known: 2019, spring 2019, about March 2024.
field-end = Until when, if it lasted
field-lane = Where it belongs
field-event-kind = Kind of event
field-event-people = Who it has to do with
field-onset = When the symptoms began
hint-onset-onset = As well as it is known: 2019, spring 2019, about March 2024.
field-feeling = How it felt
field-entry = Entry
field-events = Timeline

# The people.
field-tie = Kind of tie
field-since = Since when
hint-describe-since = For a person who died or has gone: when. As well as it is known.
field-ring = Ring
field-wished = Ring wished for
field-ring-ring = Where the client places this person now
field-wish-ring = Where the client would like this person to be
field-place-person = Person
field-add-name = Name or what you call them
hint-add-name = A first name, a nickname or initials are enough.
field-add-tie = Who they are
field-add-status = Still in touch?
field-add-ring = How close they are now
hint-add-ring = It can also be decided later.
field-mark = Mark
field-safety-mark = Whether this person is a danger to the client
hint-safety-mark = No mark means only that nothing has been marked.
field-safety-note = What is known, and what to take care of
field-expects-of-them = What the client expects of them
field-they-meet = Whether they meet it
field-they-expect = What they expect of the client
field-client-meets = Whether the client meets it
field-support = Support
field-support-received = Support received, 0 (none) to 3 (much)
field-support-given = Support given, 0 (none) to 3 (much)
field-conflict = Conflict
field-conflict-words = How it begins, and how it ends
field-can-say = What can be said to them
field-cannot-say = What cannot be said, and why
field-contact-how = How often they meet or talk, and what they do together
field-changed = What has changed since the mood fell
field-wanted = What the client wants to be different

# Focus, decision, formulation, goals.
field-area = Problem area
field-direction = For or against
field-evidence = What was said or seen
field-evidence-words = What was said or seen
hint-evidence-words = Best in the client’s own words.
field-evidence-source = Where it comes from
field-second = A second area, if the two belong together
field-focus-person = The person it is most about
field-client-words = In the client’s words
hint-focus-client-words = This line stands on every page of the course.
field-answer-client-words = What the client said to it
field-set-aside = What is set aside for now, and why
field-focus-reason = Reason for this choice
field-decision = Decision
field-speaks-for = What speaks for IPT
field-speaks-against = What speaks against it, or for waiting
field-alternatives = What else was offered
field-preference = What the client prefers
field-fit-reason = Reason for the decision
field-consulted = Who was asked for advice
field-formulation = Formulation
hint-formulation-formulation = A few sentences: the condition, the problem between people that goes with it, how the two are linked in time, why it can change now.
field-agreement = Does it fit?
field-goal = Goal
field-goals = Goals
field-goal-kind = What it is about
field-goal-words = The goal in the client’s words
field-marker = How you will both see it
hint-goal-marker = Something that can be seen at the end: “I ask him before the weekend”.

# The contract.
field-sessions = Sessions in all
field-cadence = Days from one session to the next
field-cadence-days = Days from one session to the next
field-minutes = Minutes of a session
field-first-on = First session
field-planned-end = Planned end
field-missed = A missed session
field-late-cancel = Hours’ notice to cancel
field-late-cancel-hours = Hours’ notice to cancel
field-between = Contact between sessions, and where to turn in a crisis
hint-contract-between = The client’s pages are not watched day and night; say so here too.
field-parts = The client’s part and the therapist’s part
field-contract-reason = Why it is agreed anew

# Sessions and notes.
field-mode = How
field-held-on = Held on
field-missed-on = Missed on
field-missed-by = What happened
field-by = By whom
field-move-on = New day
field-move-at = New time
field-pause-from = Paused from
field-resume-on = Resumes on
field-sign-text = Note
field-mood = Mood, 0 (worst) to 10 (best)
field-mood-words = Mood in words
field-event = What happened
hint-sign-event = One event of the week that goes with this mood.
field-sign-person = Who it happened with
field-no-link-reason = If there is no link of mood and event: why
field-worked = What the session worked on
field-off-reason = If it was something else: why
field-amend-kind = Kind of entry
field-amend-text = What is added
field-amend-reason = Why
field-amendment = What is added

# Plans.
field-plan = What is tried
field-plans = Plans
field-what = What is tried
hint-plan-what = One act, small enough for this week.
field-plan-person = With whom
field-when = When and where
field-opening-words = The first words
hint-plan-opening-words = As the client would say them.
field-if-then = If this gets in the way, then …
field-happened = What happened
field-their-response = What the other person did or said
field-mood-before = Mood before, 0 (worst) to 10 (best)
field-mood-after = Mood after, 0 (worst) to 10 (best)
field-learned = What you take from it

# Measures and flags.
field-measure = Measure
field-item = Item
field-answer = Answer
field-band = Range
field-result = Result
field-enter-on = Answered on
field-enter-how = How it was answered
field-flag = Flag
field-seen-note = What is being done now
field-close-reason = Reason, in a few words

# The ending.
field-name-on = Spoken about on
field-name-note = How it was said, and how it was taken
field-feelings = Feelings about stopping
hint-feelings-feelings = As many as there are.
field-feelings-words = In words
field-rating = How it is now
field-now-words = How it is now, in words
field-remains = What remains
field-credit = What the client did
field-credit-words = What got better, and what the client did for it
field-map-words = What has moved: who came nearer, who went, who is new
field-staying-well = The plan
field-signs = Early signs
hint-keep-signs = One to a line. What the client, or someone near, would notice first.
field-situations = Situations to look out for
hint-keep-situations = One to a line. Anniversaries, old disputes, changes ahead.
field-helped = What helped
hint-keep-helped = One to a line.
field-helpers = People who can help
hint-keep-helpers = One to a line.
field-steps = What to do first, and what next
hint-keep-steps = One to a line.
field-come-back = How to come back
field-step = Next step
field-discussed = What was offered, and what the client said
field-close-how = How the course ended
field-keep = What I will keep
field-hard-to-say = What is hard to say
hint-keeping-hard-to-say = Your therapist reads this. Leave it empty if you like.
