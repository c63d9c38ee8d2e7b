# The map through time: the map of any day, moments with a name, then and now.

time-title = The map through time
time-show = Show
time-moments = Moments
time-shown = The map as it was known: { $moment }. It is shown to be read; nothing on it can be moved.
time-to-now = Back to the map as it is
field-time-on = The map of a day
hint-time-on = As it was known at the end of that day.
moment-name = Give this moment a name
field-moment-name = Name of the moment
fact-moment-named = Moment of the map given a name
moment-contract = Contract agreed, { $date }
moment-middle = Middle phase begun, { $date }
moment-reviewed = The map as it was reviewed together
moment-session = Session { $number }, { $date }
moment-fact = Place { $number } in the record

then-title = Then and now
then-lead = What became of the people on the map between two moments. It tells what was recorded as having changed, and weighs nothing: nearer is not better.
then-too-early = There is no earlier map to hold this one to yet.
then-choose = Between which moments
then-to-map = To the map
then-today = today
then-span = { $from } → { $to }
field-then-from = From
field-then-from-day = Or from a day
field-then-to = Until
hint-then-to = Nothing chosen: until today.
field-then-to-day = Or until a day
then-label = The map then and now
then-caption = Everybody stands where they stand at the later moment. A faint shape with an arrow from it: where they stood before. A plus: new on the map.
then-table = Then and now as a table
then-then = Then
then-now = Now
then-not-there = Not on the map

then-nothing = Nothing on the map is different between the two moments.
# Each part is a sentence of its own and is left out when its count is nought.
then-counts = { $nearer ->
        [0] {""}
        [one] One person came nearer.{" "}
       *[other] { $nearer } people came nearer.{" "}
    }{ $further ->
        [0] {""}
        [one] One person moved further away.{" "}
       *[other] { $further } people moved further away.{" "}
    }{ $came ->
        [0] {""}
        [one] One person is new on the map.{" "}
       *[other] { $came } people are new on the map.{" "}
    }{ $died ->
        [0] {""}
        [one] One person died.{" "}
       *[other] { $died } people died.{" "}
    }{ $left ->
        [0] {""}
        [one] One goodbye.{" "}
       *[other] { $left } goodbyes.{" "}
    }{ $returned ->
        [0] {""}
        [one] One person is back in touch.{" "}
       *[other] { $returned } people are back in touch.{" "}
    }{ $off ->
        [0] {""}
        [one] One person was taken off the map.{" "}
       *[other] { $off } people were taken off the map.{" "}
    }{ $other ->
        [0] {""}
        [one] One other thing is different.
       *[other] { $other } other things are different.
    }
then-came = { $name } is new on the map: { $ring }.
then-died = { $name } died.
then-left = { $name }: { $status }.
then-returned = { $name } is back in touch.
then-taken-off = { $name } was taken off the map.
then-put-back = { $name } was put back on the map.
then-nearer = { $name } came nearer: { $from } → { $to }.
then-further = { $name } moved further away: { $from } → { $to }.
then-placed = { $name } was given a place: { $to }.
then-unplaced = { $name } has no place in a ring any more; before: { $from }.
then-merged = { $before } turned out to be the same person as { $name }.
then-told-apart = { $name } turned out to be somebody else than { $before }.
then-not-died = { $name } had been written down as having died, and is alive.
then-renamed = { $name } was called { $before } before.
then-turned = { $name }: { $from } → { $to }.
then-told = { $name }: { $to }, told since.
then-bond-new = New between two people: { $from }: { $tie } { $to }.
then-bond-ended = Ended between two people: { $from }: { $tie } { $to }.
then-bond-changed = Different between two people: { $from }: { $tie } { $to }.
then-bond-taken-back = Taken back, a tie between two people: { $from }: { $tie } { $to }.
