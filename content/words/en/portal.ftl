# The client’s pages: one thing at a time, in plain words.

# Home.
home-hello = Hello { $name }
home-one-thing = One thing you could do
home-do-check-in = Answer a few questions
home-do-report = Say how it went
home-next = Your next session
home-no-next = No day is set yet. Your therapist will find one with you.
home-left =
    { $left ->
        [0] No session of the { $of } is left.
        [one] One session of { $of } is left.
       *[other] { $left } sessions of { $of } are left.
    }
home-focus = What we work on
home-ending = The end is part of the work. You can look back here, and keep what helped.
home-closed = Our sessions have ended. What you want to keep is still here.

# Check-in.
check-in-none = There are no questions for you at the moment.
check-in-questions =
    { $count ->
        [one] One question
       *[other] { $count } questions
    }
check-in-who-reads = Your therapist reads your answers, usually before your next session. A supervisor may read them too.
check-in-not-watched = Nobody watches this page day and night. If you need someone now, please do not wait for an answer here.
check-in-all = Show all questions on one page
check-in-elsewhere = Your answers were changed in another window. Please look once more, then send.
check-in-choose = Please choose one answer.
check-in-review = Your answers
check-in-review-text = Please look once more. You can still change each answer.
check-in-open = Not answered yet
check-in-send = Send my answers
step-of = { $step } of { $of }
thanks-title = Thank you
thanks-text = Your answers have been sent. You and your therapist can look at them in your next session. If things get harder before then, you will find numbers to call under “Help now”.
thanks-more = Go on to the next questions

# Help now.
help-title = Help now
help-lead = If things are hard right now, you can call one of these numbers. A person answers.
help-after = Thank you for saying so. It is good that you did not keep it to yourself. If you are thinking of hurting yourself or of not living any more, please call one of these numbers now. A person answers.
help-numbers = Numbers to call
help-who-sees = Nobody watches this page day and night. Your therapist is told when an answer like this comes in. If nobody has looked in time, a supervisor is told. If you are in danger, please do not wait for us: call now, or ask someone near you to stay with you.

# What I’m trying.
trying-closed = Our sessions have ended. What you tried is still here.
trying-none = There is nothing to try at the moment. You and your therapist plan it together.
trying-report = Say how it went
trying-equal = Tried, partly, or not this time: each of them helps us see what is going on.
trying-before = Earlier

# My people.
portal-people-lead = These are the people in your life, near and far. You say where each one stands. A first name or a nickname is enough. Whom you add is yours alone until you share it; what your therapist added with you, and an answer of “nobody”, is seen by both.
portal-people-move = Move to another ring
portal-people-place = Put somebody in a ring
portal-people-list = Everybody, and who sees them
map-own-caption = You are in the middle. The people closest to you stand nearest. A dashed outline: no longer in touch. A cross as well: died. An empty shape with an arrow to it: where you wish somebody stood.
map-own-how-circles = Drag somebody to another ring, or tap the person and then the ring.
map-own-keys = With the keyboard: left and right choose a person, up and down move the person nearer or further, 1 to 4 put the person in a ring, 0 takes the person off the rings.
map-own-how-cards = The ring somebody stands in is marked. Tap another to move them.

# The ending.
portal-ending-early = There is nothing to do here yet. Your therapist will speak with you about the end before it comes.
portal-ending-lead =
    { $left ->
        [0] No session is left. You can still look back here and say what you keep.
        [one] One session is left. You can look back here and say what you keep.
       *[other] { $left } sessions are left. You can look back here and say what you keep.
    }
portal-ending-feelings = How it feels to stop
portal-ending-any = Every feeling has its place here, and so has none. To be sad about a goodbye is not the same as being ill.
portal-ending-focus = What we worked on: how is it now?
portal-ending-goal = A goal of yours: how is it now?
portal-ending-keep = What you keep
keep-title = My plan for staying well
keep-follow-ups = When you are asked how it is
keep-no-safety = No safety plan has been made.
keep-none = There is no plan here yet. You write it together with your therapist, near the end.
keep-none-closed = No plan was written.
keep-print = On one page, to print

# Who looked.
looks-lead = Everyone who opened your record or wrote in it, the latest first.
