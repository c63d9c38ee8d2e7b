# What the client writes between sessions: a diary of three taps, a conversation prepared, how a plan went; each
# private or shared.
nav-week = This week
week-lead = What happened, with whom, and how you felt. Three taps are enough. It stays with you unless you share it.
week-save = Keep it
week-none = There is nothing here yet.
week-written = What I wrote
week-all = Everything I wrote
week-not-watched = Nobody reads this page at the time you write. If you need someone now, please do not wait for an answer here.
week-share = Share it with my therapist
week-take-back = Take it back, so that it is mine alone
week-reader-change = Change who may read it
reader-me = Only me
reader-both = My therapist and I
field-reader = Who may read it
field-happening = What happened
field-diary-person = With whom
field-diary-words = In words, if you like
field-diary-on = The day
hint-diary-reader = You can change this at any time. What you take back is gone from your therapist’s pages; it cannot be unread.

# What happened.
term-happening-talked = We talked
term-happening-argued = We argued
term-happening-together = Time together
term-happening-helped = Help, given or taken
term-happening-let-down = I was let down
term-happening-news = There was news
term-happening-reminded = Something brought back a loss
term-happening-alone = I was on my own
term-happening-other = Something else

# A conversation prepared.
talk-prepare = Prepare a conversation
prepare-another = Prepare another conversation
prepare-own = Conversations I prepared
prepare-lead = For a conversation that matters to you. Your first sentence is enough; the rest can wait. It stays with you unless you share it.
prepare-save = Keep it
field-aim = What I want to come of it
field-hard = What might be hard
field-then = What I will do then
field-prepare-opening-words = My first sentence
between-talk = A conversation prepared
between-part = { $label }: { $text }
between-mood = Mood { $mood } of 10
between-shared = Shared by the client

# How a plan went.
field-why-not = If not tried, or only in part: why?
term-why-not-no-chance = There was no chance
term-why-not-too-hard = It was too hard
term-why-not-unsafe = It did not feel safe
term-why-not-changed-mind = I changed my mind
term-why-not-forgot = I forgot
term-why-not-other = Something else
trying-talk-over = Something has changed since this was planned. Please talk it over with your therapist before you try it.
plan-person-changed = Talk it over again: the person was taken off the map, has died, or contact is not safe

# Today.
today-shared =
    { $count ->
        [one] One thing was shared
       *[other] { $count } things were shared
    }

# Facts, fields, verbs, limits.
fact-diary-written = Diary entry shared by the client
fact-talk-prepared = Conversation prepared by the client
fact-plan-debriefed = How a plan went, told by the client
fact-own-shared = Something was shared by the client
verb-write-own = Wrote between sessions, shared it or took it back
field-own = What I wrote
