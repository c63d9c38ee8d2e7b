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
