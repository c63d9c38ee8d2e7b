# Erasing what is known of one person of the map.

erase-link = Erase what is known of this person …
erase-title = Erase what is known of a person
erase-heading = Erase what is known of { $name }
erase-lead = Who stands on a map was never asked. What is known of one person can be erased for good: the key that opens it is destroyed. It cannot be taken back, and no copy of the data brings it back. Whoever only wants somebody off the map takes them off the map instead.
erase-goes = What is erased
erase-goes-what = Name and alias, tie, ring and wished ring, everything on this person’s page, the mark of safety with its words, notes pinned to them, every step that moved them, and their ties to the others, at every moment of the record.
erase-goes-count = { $count ->
    [one] One entry of the record goes.
   *[other] { $count } entries of the record go.
} { $others ->
    [0] None of them tells of anybody else.
    [one] One of them tells of somebody else as well and goes with this person.
   *[other] { $others } of them tell of somebody else as well and go with this person.
}
erase-goes-merged = With them goes what was told of those who turned out to be the same person:
erase-stays = What stays
erase-stays-what = What you or the client wrote in your own words stays as it was written: notes and additions to them, process notes, drafts, plans, evidence, events, letters, earlier safety plans with telephone numbers. Where Closeness itself put the name there, it says “Someone who was erased” from then on.
erase-stays-rests = This goes on without the name:
erase-rests-focus = The focus names this person.
erase-rests-evidence = { $count ->
    [one] One piece of evidence comes from this person.
   *[other] { $count } pieces of evidence come from this person.
}
erase-rests-events = { $count ->
    [one] One event names this person.
   *[other] { $count } events name this person.
}
erase-rests-plans = { $count ->
    [one] One plan is about this person.
   *[other] { $count } plans are about this person.
}
erase-rests-files = { $count ->
    [one] The map went out as a file once. That file is not reached from here.
   *[other] The map went out as a file { $count } times. Those files are not reached from here.
}
erase-named = The name or alias stands in words that were typed, and stays there:
erase-named-in = { $what }: { $count }
erase-named-nowhere = The name or alias stands in no words that you can read in this record.
erase-stays-outside = Not reached from here: another course of the same client, where the person is erased by itself; printed pages; and a copy of the key database made before today, which whoever runs the service lets expire.
erase-safety = This person is marked: { $mark }. That mark is erased, too: nothing warns of them any more.
erase-before-own-keys = { $count ->
    [one] One entry was kept before each person had a key of their own. It is shown nowhere any more, but the key that opens it opens what is known of the others, too, and stays.
   *[other] { $count } entries were kept before each person had a key of their own. They are shown nowhere any more, but the key that opens them opens what is known of the others, too, and stays.
}
erase-confirm = Erase for good
erase-type = Type the name once more, as it stands here: { $name }
erase-do = Erase for good
erase-back = Back to the person
field-erase-why = On what ground
field-erase-name = The name
term-erase-why-asked-by-them = The person asked for it
term-erase-why-asked-by-client = The client asked for it
term-erase-why-not-needed = It is not needed for the treatment any more
term-erase-why-mistake = It should never have been written here
term-erase-why-ordered = An authority or a court ordered it
erased-someone = Someone who was erased
erased-left = What was known was erased on { $when }. { $why }.
people-erased = Erased
fact-person-erased = What was known of a person was erased
verb-erase-person = Erased what was known of a person
refusal-person-erased = What was known of this person has been erased meanwhile. It cannot be brought back or added to.
refusal-other-name = { $field }: this is not the name of the person on this page. Nothing was erased.
refusal-on-safety-plan = This person stands on the safety plan in force, which would lead the client to nobody. Please make a new safety plan without them first.
