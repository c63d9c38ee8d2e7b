# The therapist’s pages.

# Words that many pages share.
yes = Yes
no = No
save = Save
write = Write
change = Change
remove = Remove
next = Next
back = Back
# These two stand right behind other words, so they begin with a blank.
line-total = { " " }(score { $total }, { $date })
band-score = { " " }Score { $total }.
spark-label = Scores so far

# The header of a course.
course-title = Course
mood-latest = { $measure } { $total }, { $date }
mood-with = { $mood } · with: { $event }
band-label = Course band
band-desc = { $used } of { $of } sessions used, each with its state, with scores, life events and plans.
band-held = Held on { $date }.
band-missed = Missed on { $date }.
band-next = Next: { $date }.
band-to-come = Planned for { $date }.
band-open = Session { $number }, no date yet.

# Today.
today-title = Today
today-flags = Answers that need a person
today-sessions = Sessions
today-no-sessions = No session today.
today-soon = The next seven days
today-to-finish = Notes to sign
today-unsigned = Session { $number }, { $date }
today-came-in = Came in since last time
today-news =
    { $measures ->
        [0] { $plans ->
            [one] one plan reported
           *[other] { $plans } plans reported
        }
        [one] { $plans ->
            [0] one measure
            [one] one measure, one plan reported
           *[other] one measure, { $plans } plans reported
        }
       *[other] { $plans ->
            [0] { $measures } measures
            [one] { $measures } measures, one plan reported
           *[other] { $measures } measures, { $plans } plans reported
        }
    }
today-no-date = No next session planned
today-past = Day has passed
today-empty-title = No courses yet
today-empty = Begin with a new client, or take a request from the waiting list.
ending-due = Ending not spoken about

# Caseload.
caseload-title = Caseload
caseload-new = New course
caseload-filters = Which courses are shown
caseload-search = Search by name
caseload-empty = No course fits.
caseload-found =
    { $count ->
        [one] One course of { $of }
       *[other] { $count } courses of { $of }
    }
caseload-client = Client
caseload-count = Session and phase
caseload-focus = Focus
caseload-mood = Scores
caseload-next = Next
caseload-marks = Marks
caseload-open = Open
caseload-opening = Opening
caseload-middle = Middle
caseload-ending = Ending
caseload-closed = Closed
caseload-flags = With a flag
caseload-all = All
mark-paused = Paused
mark-unsigned =
    { $count ->
        [one] One note to sign
       *[other] { $count } notes to sign
    }
mark-flag =
    { $count ->
        [one] One flag
       *[other] { $count } flags
    }

# The waiting list and a new course.
waiting-lead = People who asked for a consultation, the longest wait first.
waiting-empty = Nobody is waiting.
waiting-since =
    { $days ->
        [0] Came in today
        [one] Waiting for one day
       *[other] Waiting for { $days } days
    }
waiting-one = A request
waiting-words = In their words
waiting-next = What next
waiting-open = Open a course
waiting-close = Close without a course
waiting-close-send = Close the request
new-title = New course
new-lead = Name and form are enough to begin; everything else can wait.
new-send = Open the course

# One client.
client-title = Client and contact
client-invite = Invitation to the client’s pages
client-invite-text = The client chooses a login and a passphrase with a link. Give it in the room or on paper. If they have a login already, it is replaced.
client-invite-made = This link is shown once. It works once, within seven days.
client-invite-send = Make a link

# The course at a glance.
course-next = Next
course-no-next = No next session is planned.
course-prepare = Prepare the session
course-closed = This course is closed.
course-paused = Paused since { $date }.
course-gaps = Still open in this phase
course-no-gaps = Nothing is open in this phase.
course-about = About this course
course-protocol = Form
course-since = Opened
course-people = People on the map
middle-begin = Go on to the middle phase
middle-send = Begin the middle phase

# The opening.
opening-lead = What belongs to the opening, in no fixed order. Gaps are shown; nothing is locked.
opening-tasks = Tasks
history-person = Person
history-lead = Everything recorded in this course, newest first. Nothing is overwritten; a correction stands beside what it corrects.
history-none-symptoms = Not written yet: symptoms, since when, how strong, what they keep the client from.
history-none-episodes = Not written yet: earlier episodes, and what went on around them.
history-none-treatments = Not written yet: treatments so far and now, and how they went.
history-none-medical = Not written yet: illnesses, medicines, alcohol and other substances.
history-none-family = Not written yet: illness in the family, and how it was dealt with.
history-none-culture = Not written yet: culture, faith, the client’s own words for distress, who decides at home.
diagnosis-title = Diagnosis in plain words
diagnosis-none = Not told yet.
consent-title = Consent

# The timeline.
timeline-onset = The symptoms began: { $date }. What lies in the six months before and the month after is marked. The mark says when, never why.
timeline-no-onset = When the symptoms began is not dated yet.
timeline-empty = Nothing on the timeline yet.
timeline-near = Near the onset
timeline-add = Add to the timeline
timeline-onset-title = Onset

# The people.
people-lead = Who matters to the client, near and far. Where someone stands is the client’s to say.
people-place = Place somebody
people-add = Add somebody
people-none = Nobody is named yet.
people-list = Everybody, nearest first
people-removed = Taken off the map
person-title = Person
person-removed = This person has been taken off the map.
person-restore = Put back on the map
person-between = Between the two
person-nothing = Nothing is written yet.
person-ring = Where they stand
person-wish = Where the client would like them
person-safety = Safety
person-remove = Take off the map

# Focus and decision.
focus-lead = Evidence for and against each problem area, side by side. Nothing is counted or computed; the two of you choose.
focus-agreed = The agreed focus
focus-nothing = Nothing yet.
focus-tag = Add evidence
focus-agree = Agree the focus
focus-change = Agree another focus
decision-title = Is IPT right?
decision-lead = Whether IPT is right, for this person, now. A person decides and writes the reason; nothing is computed.
decision-now = Decided
decision-decide = Decide
decision-send = Record the decision

# Formulation and goals.
formulation-title = Formulation and goals
formulation-lead = A few sentences that link the condition with the focus, offered to the client as a question: does it fit?
formulation-unanswered = The client has not answered yet.
formulation-write = Write a formulation
formulation-offer = Offer the formulation
goals-title = Goals
goals-none = No goals yet.
goals-add = Add a goal
goals-drop = Drop this goal

# The contract.
contract-lead = What both agree: focus, goals, number and dates, what a missed session means, where to turn in a crisis.
contract-agreed = The contract
contract-end = Planned end
contract-agree = Agree the contract
contract-again = Agree a new contract

# Sessions.
sessions-plan = Plan a session
sessions-none = No sessions yet.
sessions-time = Time
sessions-used = Used
sessions-left = Sessions left
sessions-end = Ends on, as it looks now
sessions-rest = Pause
sessions-pause = Pause the course
sessions-resume = Resume the course
session-title = Session
session-number = Session { $number }
session-begin = The session
session-question = How have things been since we last met? Ask for the mood that goes with an event, and for the event that goes with a mood.
session-planned = Planned
session-held = Session { $number } held
session-held-send = Mark as held
session-otherwise = If it is not held
session-missed = Missed
session-missed-send = Mark as missed
session-move = Move to another day
session-move-send = Move the session
session-cancel = Cancel in good time
session-cancel-send = Cancel the session
session-cancelled = Cancelled in good time
note-title = Note
note-sign = Sign the note
note-signed-at = Signed { $at }
note-unsigned = Note not signed
note-amend = Add to this note
note-amend-send = Add to the note
prepare-title = Since last time
prepare-score = Score
prepare-no-score = No answers yet
prepare-plan = The last plan
prepare-note = The last note
change-since = ({ $points } since the one before)

# Plans.
plans-lead = One small thing to try with a real person before the next session. Not tried is information too.
plans-none = No plan yet.
plans-agree = Agree a plan
plan-open = No word yet
plan-report = Say how it went
plan-report-send = Record how it went

# Measures.
measure-none = No answers yet.
measure-due = Due at this session.
measure-enter = Enter answers
measure-used-no-more = The permission to use this measure was withdrawn, so these answers could not be kept. Keep the paper until it is clear whether the measure may be used again.
measure-answers = Answers
measure-how = { $name }: { $total } of { $most } on { $date }. { $how }. Version { $version }.
measure-table = { $name } as a table
measure-total = Total
measure-band = Range
measure-item = Item
measure-points = Points
change-better = { $points } since the first answers. A change for the better of at least { $reliable } points is a reliable change ({ $source }).
change-worse = { $points } since the first answers. A change for the worse of at least { $reliable } points is a reliable change ({ $source }).
change-none = { $points } since the first answers. Less than { $reliable } points is no reliable change ({ $source }).

# Flags.
flag-title = An answer that needs a person
flag-lead = One answer asks that a person look, ask and decide. It measures no risk, and another answer would not rule risk out.
flag-answered = What was answered
flag-raised = Came in { $at }
flag-due = To be looked at by { $due }
flag-when = Answered
flag-until = To be looked at by
flag-do = What is done
flag-seen-send = Record that I have looked
flag-close = When it is dealt with: what was found and done
flag-close-send = Close the flag
flag-before = This item so far
flag-answer = Answer

# The ending.
ending-left =
    { $left ->
        [0] No session is left.
        [one] One session is left.
       *[other] { $left } sessions are left.
    }
ending-then = Then: the first formulation
ending-no-formulation = No formulation was written.
ending-now = Now
ending-client-says = The client
ending-therapist-says = The therapist
ending-client-rates = Client: { $rating }
ending-therapist-rates = Therapist: { $rating }
ending-rate-focus = Rate the focus
ending-rate-goal = Rate this goal
ending-tasks = What belongs to the ending
ending-goodbye = Goodbye
ending-name = Record that the ending was spoken about
ending-named =
    { $left ->
        [one] Spoken about on { $date }, with one session left.
       *[other] Spoken about on { $date }, with { $left } sessions left.
    }
ending-feelings-add = Add feelings about stopping
ending-credit = What got better, and who did it
ending-credit-write = Write what the client did
ending-keep = Staying well
ending-map = The circles, then and now
ending-next = What comes next
ending-missing = Still missing. The course can be closed all the same, with a reason.
ending-open-flag = A flag is still open. It has to be closed before the course.
ending-close = Close the course

# The map in small, on the page of a course.
course-map = The people
course-map-open = Open the map
plan-how = How did it go
