# Work on the map: two more lenses, steps taken back, notes pinned to it, its structure in figures.

term-aspect-mood = Effect on mood
term-aspect-change = Change since onset
map-mood-lifts = Lifts the mood
map-mood-neutral = Neither lifts nor lowers it
map-mood-lowers = Lowers the mood
map-mood-mixed = Some of both
map-mood-unasked = Effect on mood not told
map-change-gained = New since the onset
map-change-lost = Lost since the onset
map-change-closer = Nearer than at first
map-change-further = Further than at first
map-change-told = A change told in words
map-change-unasked = No change told
map-sum-mood = The mood is lifted with { $lifts }, lowered with { $lowers }, both with { $mixed }, neither with { $neutral }; not told: { $unasked }. It is the client’s own figure for each; where there is none, what was felt in events and weeks with them.
map-sum-change = New since the onset: { $gained }; lost: { $lost }; nearer than where they were first placed: { $closer }; further: { $further }; a change told in words: { $told }; none told: { $unasked }.

map-undo = Undo: { $what }
map-redo = Redo: { $what }
map-turn-ring = { $name } to { $ring }
map-turn-wish = { $name }, wished for: { $ring }
map-turn-no-wish = { $name }, no wish
map-turn-on = { $name } on the map
map-turn-off = { $name } off the map
map-turn-keys = Ctrl+Z takes the last step back, Ctrl+Shift+Z does it again.
fact-step-undone = Step on the map taken back
fact-step-redone = Step on the map done again
field-on-map = On the map
refusal-moved-since = This person was moved again since, perhaps in another window. Nothing was changed; the map is as it is now.

pins-title = Notes on the map
pins-none = No note is pinned to the map.
pin-add = Pin a note
pin-off = Take off
pin-whole = The whole map
pin-line = { $number } · { $name }
map-notes = { $about }; notes: { $numbers }
field-pin-words = Note
field-pin-to = Pinned to
hint-pin-pin-to = Nobody chosen: the map as a whole.
fact-note-pinned = Note pinned to the map
fact-note-unpinned = Note taken off the map

structure-title = The map in figures
structure-lead = Counts of what was told. None of them is a score, and none has a value it should have.
structure-size = { $people ->
    [one] One person is on the map; in touch: { $here }; in the inner ring: { $inner }.
   *[other] { $people } people are on the map; in touch: { $here }; in the inner ring: { $inner }.
}
structure-size-how = In touch: everybody but those who died, are gone, estranged, or whose tie was ended. What follows counts those in touch, the losses apart.
structure-confidants = { $count ->
    [0] Nobody was named who listens. Not asked about: { $unasked }.
    [one] One person listens. Not asked about: { $unasked }.
   *[other] { $count } people listen. Not asked about: { $unasked }.
}
structure-confidants-how = Who listens: emotional support received was given as 1 or more of 3.
structure-reciprocity = Of the { $here } in touch: support goes both ways with { $both }; { $received } only give it, { $given } only receive it. Not asked about: { $unasked }.
structure-reciprocity-how = Overall support received and given, each 0 to 3; 1 or more counts. The sentence above the map counts everybody on it, those who died or are gone too.
structure-conflict = Of the { $here } in touch: open conflict with { $open }, hidden conflict with { $hidden }. Not asked about: { $unasked }.
structure-conflict-how = As it was told for each person. The sentence above the map counts everybody on it, those who died or are gone too.
structure-losses = { $count ->
    [0] No loss since the onset is dated.
    [one] One loss since the onset.
   *[other] { $count } losses since the onset.
} { $undated ->
    [0] {""}
    [one] One more without a date.
   *[other] { $undated } more without a date.
}
structure-losses-how = Died, gone, estranged or ended, with a date that may lie on or after the first day of the onset.
structure-no-onset = Losses since the onset cannot be counted.
structure-no-onset-how = The onset is not dated yet; the timeline is the place for it.
structure-density = { $tied } of { $pairs } pairs are tied to each other: { $percent } in a hundred.
structure-density-how = Pairs of people in touch with at least one tie between them that has no end, of all pairs there could be. The client is not counted.
structure-groups = { $count ->
    [0] No groups: nobody is tied to anybody else.
    [one] One group hangs together; tied to nobody else: { $alone }.
   *[other] { $count } groups hang together; tied to nobody else: { $alone }.
}
structure-groups-how = A group is two or more people joined by ties among them, without the client.
