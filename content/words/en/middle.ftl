# Middle sessions: before one, drift from the focus, the note.

tab-prepare = Prepare
prepare-begin = Open the session
prepare-time = Time left
prepare-left =
    { $left ->
        [one] One session is left: { $used } of { $of } are used.
       *[other] { $left } sessions are left: { $used } of { $of } are used.
    }
prepare-not-agreed = The number is not agreed with the client yet; this is what the protocol foresees.
prepare-change = What has changed
prepare-total = { $total } on { $date }
prepare-total-change = Change since { $date }: { $points }
prepare-score-old = No answers came in since the last session.
prepare-happened = What happened, and with whom
prepare-no-note = No note is signed yet.
prepare-mood = mood { $mood } of 10
prepare-shared = Shared by the client since the last session
prepare-shared-none = Nothing was shared.
prepare-plans = The plan, and how it went
prepare-told = Told by the client on { $date }
prepare-focus = The focus

drift-title = Away from the focus
drift-lead = Two sessions in a row left the focus:
drift-answered = What was said about it
drift-send = Keep the reason
drift-again = Say it anew
field-drift-reason = Why, and what now?
hint-drift-reason = Some weeks need something else. Name it, with the client: go back to the focus, stay away from it for a reason, or agree another.
drift-session = Session { $number }, { $date }
reason-drift = Two sessions in a row off the focus

fact-passage-linked = Passage of a note linked
fact-passage-loosed = Link of a passage taken away
fact-drift-answered = Two sessions off the focus answered

# The note

note-keep = Keep unsigned
note-amend-keep = Keep, add it later
plan-agree-now = Agree it now, and go on writing
field-plan-what = What is tried
hint-sign-plan-what = One act that can be seen, small enough for this week. It is agreed with the button below, or when the note is signed.
field-plan-when = When and where
field-plan-opening-words = The first words
hint-sign-plan-opening-words = As the client would say them.
field-plan-if-then = If this gets in the way, then …
note-signed-by = Signed { $at } by { $name }
note-added-by = { $at }, by { $name }
left-over-title = Typed on after the note was signed
left-over-lead = The note was signed in one window, and this was written in another. It is in no record yet.
left-over-take = Make it an addition
left-over-drop = Let it go
note-retracted = This note was taken back. It stays readable below.
note-retracted-text = The note as it was signed
hint-sign-text = Plain text. A line that begins with # is a heading, with - an entry of a list. All of it is saved by itself.
hint-sign-techniques = What was used, one tap each.
technique-uses = What each worked on, how long, and how well it went
field-technique-uses = Each technique, if you like
hint-sign-technique-uses = What it worked on is only to be said where it differs from the whole session. By your own eye, for your own learning and for supervision. Nothing is added up.
field-technique = Technique
field-served = What it worked on
served-as-note = as the session
term-served-focus = on the agreed focus
term-served-second = on the second focus
term-served-goal = on a goal
term-served-off-focus = on something else
field-took = How long
field-quality = How well
term-took-up-to-5 = up to 5 minutes
term-took-5-to-10 = 5 to 10 minutes
term-took-10-to-20 = 10 to 20 minutes
term-took-over-20 = more than 20 minutes
term-quality-0 = 0, not as I meant it
term-quality-1 = 1, a beginning
term-quality-2 = 2, in part
term-quality-3 = 3, as I meant it
term-quality-4 = 4, as well as I can
techniques-over = Techniques, session by session
techniques-over-lead = What the signed notes say. The numbers are those of the sessions.
techniques-sessions = In sessions
techniques-said = What was said of them, by the therapist’s own eye
field-techniques = Techniques
techniques-about = When, and how
technique-when = When
technique-how = How
draft-unsaved = Not saved: the connection is cut, or you are signed out. Your words stay on this page. Sign in in another window, then go on here.
keys-write = Write in the note
keys-keep = Save what is typed
keys-send = Send the form you are in
keys-link = Link the words marked in the note
passages-title = Passages that speak of somebody or something
passage-link = Link a passage
passage-marked = “{ $words }” · { $of }
passage-gone = no longer stands in the note: write it back, or take the mark away
field-passages = Linked so far
hint-sign-passages = Mark words in the note and press Ctrl and K, or type them here. The links stand when the note is signed; they keep to their words while you go on writing.
field-sign-passage-words = The passage, as it stands in the note
field-passage-of = Speaks of
passage-loose = Take the link away
passage-stale = The note was added to since
field-passage-words = The passage, word for word as it stands in the note
hint-passage-words = Mark it in the note above, or type it.
field-passage-speaks-of = Speaks of
field-speaks-of = Speaks of

term-technique-explore-nondirective = Open exploration
technique-explore-nondirective-when = At the beginning, and when something new comes up
technique-explore-nondirective-how = Ask an open question, wait, encourage, follow.
term-technique-elicit-direct = Direct questions
technique-elicit-direct-when = For the inventory, symptoms and safety
technique-elicit-direct-how = Ask for what is missing, one thing at a time.
term-technique-affect-encourage = Encouraging feelings
technique-affect-encourage-when = A feeling is avoided, or hurts
technique-affect-encourage-how = Notice and name it, accept it, stay with it, tie it to a person or an event, ask what it says to do.
term-technique-clarify = Clarification
technique-clarify-when = Something contradicts itself, or a wish is only hinted at
technique-clarify-how = Say it again, link, contrast, check.
term-technique-communication-analysis = Communication analysis
technique-communication-analysis-when = After any charged exchange
technique-communication-analysis-how = One conversation, turn by turn: said, felt, meant, heard.
term-technique-decision-analysis = Decision analysis
technique-decision-analysis-when = A choice is ripe
technique-decision-analysis-how = Every way out the client sees, doing nothing among them; then weigh, then the first step.
term-technique-role-play = Role play
technique-role-play-when = Before an act
technique-role-play-how = Play the likely answer and the hardest one; keep the sentences that felt right.
term-technique-use-relationship = The relationship here
technique-use-relationship-when = Ties do not hold, something went wrong between you, or the end is near
technique-use-relationship-how = Ask about here and now and tie it to people outside. No interpretation of transference.
term-technique-directive = Direct help
technique-directive-when = In a crisis, for information, early on
technique-directive-how = Advice, information, practical help; sparingly.
term-technique-contract-focus = Back to the focus
technique-contract-focus-when = The sessions drift
technique-contract-focus-how = Name the drift, and return together.
term-technique-support-mobilise = Mobilising support
technique-support-mobilise-when = Always
technique-support-mobilise-how = Who could help, with what, and how to ask.
term-technique-joint-session = Joint session
technique-joint-session-when = A dispute, around a birth, with the young and the old
technique-joint-session-how = Agree its purpose and rules, ask about safety, talk about it afterwards.
term-technique-experiment = Plan to try
technique-experiment-when = At the end of a session
technique-experiment-how = One act, with whom, when, in which words.

# The process note: the private sheet

process-note-title = Process notes
process-note-lead = Private, for you alone: your own thoughts about the conversation. They are kept apart from the record, under a key of their own. No client, supervisor or colleague reads them, and they are in no export, print or history. What the record must hold (what was done, risk, plan, progress) belongs into the note.
process-note-open = Your process notes, private
process-note-keep = Keep
process-note-destroy = Destroy my process notes of this course
field-destroy-all = I want them gone
field-process-note-text = Process notes
field-destroy-sure = All of them, for good. Nobody can bring them back.
