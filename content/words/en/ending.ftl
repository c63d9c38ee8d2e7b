# The review half way, the ending and what comes after it.

# Half way.
midpoint-title = Half way
midpoint-due = This is about half way. A look together: what has moved, whether the focus is still right, what the rest is for.
midpoint-done = As it was said
midpoint-write = What we say of it
midpoint-save = Keep this review
midpoint-focus = The focus
midpoint-no-focus = No focus has been agreed yet.
midpoint-end = As things stand, the last session is on { $date }.
midpoint-when =
    { $left ->
        [one] { $date }, after { $used } sessions, with one left
       *[other] { $date }, after { $used } sessions, with { $left } left
    }
field-moved = What has moved: scores, goals, people
field-focus-still = Is the focus still right?
field-midpoint-reason = Why
field-rest = What the sessions that are left are for
term-focus-still-keep = The focus stays
term-focus-still-change = The focus is to be agreed anew
reason-midpoint = Past half way without a review
score-title = Scores, first and newest
score-caption = First and newest score of each measure
score-measure = Measure
score-first = First
score-last = Newest
score-on = { $total } on { $date }
score-none = No measure has been answered twice yet.

# The ending: does not agree.
ending-scores-never = A score shows how symptoms moved. Whether the issue from the start was solved is for the two of you to say.
term-discord-better-focus-same = The symptoms are clearly better, and the focus is said to be as it was, or worse. Worth speaking about.
term-discord-solved-symptoms-same = The focus is said to be solved or much better, and the symptoms are not clearly better. Worth speaking about.
term-discord-apart-on-focus = The two ratings of the focus are at least two steps apart. That is worth speaking about.
term-discord-apart-on-goal = The two ratings of a goal are at least two steps apart. That is worth speaking about.
ending-tried = What the client tried
ending-not-better = The symptoms are not clearly better. Then the treatment was not the right one, or not enough; it was not the client who failed. Other ways can be offered now: medicines or a review of them, another therapy, maintenance sessions, more care, help with what is material.
ending-leaves-unwell = A goodbye with nothing after it is planned although the symptoms are not clearly better. Please look once more, and say why in the words beside it.

# Staying well.
keep-dated = { $what } ({ $when })
keep-ally-changed = { $name } stands on the plan and can no longer be asked: taken off the map, no longer in touch, or contact is not safe. The client’s page leaves the name out. Please look at the plan together.
one-page-title = Both plans on one page
field-at-onset = Which of them were there when it began?
hint-keep-at-onset = What was there at the onset is what to look out for. Signs written just now can be asked about after they are kept.
field-was-there = At the onset
field-sign = Early sign
sign-was-there = There at the onset
sign-is-new = Not there at the onset
sign-timeline = Symptoms on the timeline: { $symptoms }
field-risky = Risky situation
field-risky-when = When, if known
field-allies = My people of the map
field-dated = Risky situations with a time

# Earlier losses.
loss-title = Earlier losses
loss-lead = A goodbye can bring earlier ones back. These are in the record. Ask gently; “not now” is an answer.
portal-loss-lead = A goodbye can bring earlier ones back. If you like, say something about one of these. You need not.
loss-say = Say something about it
loss-not-now = Not now
field-not-now = Not now

# Letters, and after.
after-title = Goodbye and after
after-lead = Letters both ways, follow-ups with the client’s consent, maintenance, and the way back.
letters-title = Letters at the goodbye
letters-lead = You can write a letter to your therapist, and keep the one you are given. Nobody has to.
letters-none = No letter has been given yet.
letter-write = Write a letter
letter-give = Give this letter
letter-private = What you write here is kept for you by itself and read by nobody until you give it.
letter-of-client = The client’s letter
letter-of-therapist = The therapist’s letter
field-letter = Letter
field-letter-words = Letter
follow-up-title = Follow-ups
follow-up-not-asked = The client has not been asked yet whether they want to be asked after the end.
follow-up-agreed = The client agrees to be asked after the end.
follow-up-refused = The client does not want to be asked after the end.
follow-up-agree = Record that the client agrees
follow-up-withdraw = Record that the client no longer agrees
follow-up-months =
    { $months ->
        [one] One month after
       *[other] { $months } months after
    }
follow-up-plan =
    { $months ->
        [one] Plan the follow-up one month after
       *[other] Plan the follow-up { $months } months after
    }
follow-up-planned = Planned
follow-up-held = Held
follow-up-missed = Did not take place
follow-up-hold = Write how it was
follow-up-miss = It did not take place
portal-follow-up-change = If you no longer want to be asked, tell us. You need not say why.
field-follow-up = Follow-up
field-next = What follows from it
refusal-follow-up-not-agreed = The client has not agreed to be asked after the end. Ask first, then plan.
today-follow-ups = Follow-ups
maintenance-title = Maintenance
maintenance-none = No maintenance is agreed. It is talked over with every client.
maintenance-said =
    { $sessions ->
        [one] One session, on { $first }.
       *[other] { $sessions } sessions, every { $days } days, from { $first } to { $last }.
    }
field-every-days = Days from one to the next
field-maintenance-aim = What it is for
field-if-worse = If it gets worse in between
field-readable-until = The client’s pages stay readable until

# The portal.
home-end-near = The end comes near
home-end-spoken-of = How it is to stop belongs in our sessions. You can bring it at any time.
home-follow-up =
    { $months ->
        [one] Your sessions have ended. You agreed to be asked how you are one month after; whether you answer is up to you.
       *[other] Your sessions have ended. You agreed to be asked how you are { $months } months after; whether you answer is up to you.
    }
home-closed-until = Our sessions have ended. You can read your pages here at least until { $date }; print or copy what you want to keep before then. You can come back to us without a new referral.

# Facts.
fact-midpoint-reviewed = Review half way
fact-loss-spoken-of = An earlier loss, beside the goodbye
fact-letter-given = Letter given
fact-follow-up-planned = Follow-up planned
fact-follow-up-held = Follow-up held
fact-follow-up-missed = Follow-up that did not take place
fact-maintenance-agreed = Maintenance agreed
field-is-not-now = Not now
fact-course-taken-up = Begun from the course before

# Coming back.
again-title = Coming back
again-lead = Somebody who comes back needs no new request. A new course begins with the last map and the last plan; this one stays as it is.
again-open = Open a new course from this one
again-before = The course before
again-closed-on = Closed on { $date }.
again-look = Look into that course
again-letters = The letters of that goodbye
again-plan = Its plan for staying well, with the early signs
letters-before = Letters of an earlier goodbye
field-closed-on = Closed on
field-focus-words = Focus then
