# What every page may say: the ways around, and what went wrong.
nav-today = Today
nav-caseload = Caseload
nav-waiting = Waiting list
nav-supervision = Supervision
nav-service = Service
nav-office = People and roles
nav-audit = Who did what
nav-home = Home
nav-check-in = Check-in
nav-trying = What I’m trying
nav-people = My people
nav-ending = The ending

tab-course = Course
tab-opening = Opening
tab-people = People
tab-timeline = Timeline
tab-focus = Focus
tab-contract = Contract
tab-sessions = Sessions
tab-plans = Plans
tab-measures = Measures
tab-ending = Ending
tab-history = History

count-of = { $used } of { $of }

title-again = Please look again
title-not-found = This page is not here
title-refused = That could not be done
title-trouble = Something broke

problem-not-found = There is no such page, or it is not yours to open.
problem-not-found-why = If you followed a link of ours, the thing it led to may have moved, or you may have been signed out.
problem-meanwhile = Somebody else wrote this while you had the page open. Both texts are shown below; nothing is lost. Read theirs, mend yours, and send it again.
problem-typed = What you typed, to keep or to copy
problem-trouble = This did not work, and it is not your fault. What you had sent before is safe. Please try again in a moment.
problem-busy = There is more to do at this moment than can be done at once. Nothing was changed. Please try again in a moment.
problem-full = The disk of this clinic is full. Nothing was changed, and everything saved before is still there. Please tell the person who runs it.
problem-too-large = That is more than one form can hold (1 MiB). Nothing was changed; go back, and what you typed is still there.
problem-not-a-form = This could not be read as a form of ours. Nothing was changed.
problem-too-often = That was tried too often. Please wait a few minutes.
problem-from-elsewhere = This did not come from a page of this clinic, so nothing was done.
problem-reference = If it goes on, tell the person who runs this clinic: { $reference }
problem-start = Go to the start
problem-signed-out = You were signed out after a while without activity. Text that was saved by itself is still there.
