# The office, the counts, the audit, supervision, and the mail.
office-add = Add a member of staff
office-invited = The invitation
office-invited-open = Invited, not signed in yet
office-left = No longer works here
office-invite = Invitation
office-invite-text = A new link for somebody who cannot sign in any more. It replaces login and passphrase.
service-title = The service

counts-lead = How many, never who. No clinical content is counted here.
counts-waiting = Requests waiting
counts-courses = Courses in all
counts-paused = Paused
counts-alerts = Flags nobody has looked at yet
counts-open = Open courses
counts-caseloads = Open courses by therapist

audit-lead = The latest 500 lines: who did what, to which course, when. Never what was in it.
audit-at = When
audit-who = Who
audit-what = What
audit-course = Course
audit-client = A client
audit-clock = Closeness itself

supervision-lead = The courses of the therapists you supervise. First those that have a reason to be spoken about.
supervision-needed = To speak about
supervision-none = No course has a reason to be spoken about now.
supervision-others = The others
reason-flag = A flag nobody has looked at
reason-no-focus = No focus after four sessions
reason-ending = Ending not spoken about
reason-gate = Went into the middle with something missing
reason-unsigned = Two or more notes not signed

# Messages say nothing but this; the address of the pages follows.
mail-subject = Something new
mail-body = There is something new for you. You can read it after you sign in:
