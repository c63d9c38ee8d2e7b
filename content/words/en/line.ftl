# The onset axis, and an event in one line.
axis-list = On the timeline
axis-add-fields = Add with every field
axis-onset = Onset
axis-onset-change = Date the onset anew
axis-span = { $start } – { $end }
axis-hint = Hint: often goes with { $area }
axis-by-client = Put here by the client
axis-to-come = Still to come
axis-tip = { $title }: { $date }
axis-tie = { $name }: { $what }
axis-tie-began = began { $date }
axis-tie-died = died { $date }
axis-tie-gone = gone since { $date }
onset-session = Session { $number }
axis-caption = The time around the onset is shaded and drawn wider than the years before it. A pale bar is a date that is known only in part.
onset-table = The timeline as a table
axis-table-what = What and when
axis-window-title = Around the onset
axis-window-move = Move the window
axis-window-counts = From { $from } to { $to }: { $begun ->
    [0] nothing begun
    [one] one thing begun
   *[other] { $begun } things begun
}, { $ended ->
    [0] nothing ended
    [one] one ended
   *[other] { $ended } ended
}, { $ties ->
    [0] no tie changed
    [one] one tie changed
   *[other] { $ties } ties changed
}.
axis-window-not-cause = What stands near in time need not be the cause. What belongs together is for the two of you to say.
axis-change-begun = began, { $date }
axis-change-ended = ended, { $date }
field-before = Weeks before the onset
field-after = Weeks after it
event-title = On the timeline
event-hint = A hint, no more

field-line = Add in one line: what happened, and when
hint-line-line = As you would say it: “lost my job, about March 2024”, “mum died 3 weeks ago”, “from 2018 to 2020”, “when I was 12”.
line-read = Read it
line-title = Is this right?
line-lead = This is how the line was read. Nothing is saved yet.
line-read-as = Read as
line-put-right = Put it right, then save
line-was = The line
line-ongoing = still goes on
line-kind-guess = { $kind } (guessed from the words)
line-save = Put it on the timeline
line-leave = Back to the timeline without saving
line-doubt-no-title = What happened was not found. Please write it.
line-doubt-no-date = No date was found. “2019”, “spring 2019” or “about March 2024” will do.
line-doubt-no-start = Only the end was found. When did it begin?
line-doubt-year-taken = The year was not said. The latest that has begun was taken.
line-doubt-more-dates = There were more dates than were used. Please look.
line-doubt-no-birth = To read an age, the year of birth is needed. It can be written on the client's page.
line-doubt-future = This lies in the future.
line-doubt-before-birth = This lies before the year of birth that is known here. If it was before that time, tick the box below.
field-date-meant = The date is meant as it stands
refusal-before-life = { $field }: this lies before the year of birth that is known here. Please look at the date.
refusal-before-life-to-confirm = This lies before the year of birth that is known here. If it was before that time, tick the box; otherwise please look at the date.
refusal-far-ahead-to-confirm = This lies more than two years ahead. If it is meant so, tick the box; otherwise please look at the date.
line-doubt-ends-before-start = This ends before it starts. Please put the dates right.
field-birth-year = Year of birth
hint-client-birth-year = Helps to read “when I was twelve”, and to ask back when a date lies before it. Nothing else is done with it.

# Words by which a line is read: every word or phrase that may be typed, lower case, with commas between.
line-read-ago-after = ago, before now
line-read-unit-1 = day, days
line-read-unit-2 = week, weeks
line-read-unit-3 = month, months
line-read-unit-4 = year, years
line-read-number-1 = a, an, one
line-read-number-2 = two, a couple of
line-read-number-3 = three
line-read-number-4 = four
line-read-number-5 = five
line-read-number-6 = six
line-read-number-7 = seven
line-read-number-8 = eight
line-read-number-9 = nine
line-read-number-10 = ten
line-read-number-11 = eleven
line-read-number-12 = twelve
line-read-today = today
line-read-yesterday = yesterday
line-read-last = last
line-read-this = this
line-read-since = since, ever since
line-read-from = from, between
line-read-to = to, until, till, and, -, –, —
line-read-lead = in, on, at, by, during, in the, on the, around the time of, early, late, mid
line-read-filler = of, the
line-read-age = when i was, aged, at the age of, at age, i was
line-read-age-after = years old, year old, old
# Days with a name, each with its month and day.
line-read-named-1 = christmas, xmas, christmas day = 12-25
line-read-named-2 = new year, new year's, new year's day = 01-01
line-read-named-3 = halloween = 10-31
# Phrases that hint at a kind of event; a hint is shown as a hint.
line-read-kind-death-close = died, death of, passed away, funeral, lost my mother, lost my father, lost my mum, lost my dad
line-read-kind-miscarriage-stillbirth = miscarriage, stillbirth, stillborn, lost the baby
line-read-kind-separation = separated, split up, broke up, left me, we parted, moved out
line-read-kind-divorce = divorce, divorced
line-read-kind-affair-discovered = affair, cheated, unfaithful
line-read-kind-conflict-manager = row with my boss, trouble with my boss, quarrel with my manager
line-read-kind-marriage = married, wedding, got married
line-read-kind-pregnancy = pregnant, pregnancy
line-read-kind-birth = was born, gave birth, baby was born
line-read-kind-child-leaves = left home, moved to university
line-read-kind-retirement = retired, retirement
line-read-kind-job-loss = lost my job, lost the job, redundant, made redundant, sacked, fired, laid off
line-read-kind-job-start = new job, started work, started a job, began work
line-read-kind-promotion = promoted, promotion
line-read-kind-demotion = demoted
line-read-kind-study-start = started university, began university, started college
line-read-kind-study-end = graduated, finished university, left university, dropped out
line-read-kind-move-city = moved to, moved house, we moved, i moved
line-read-kind-migrate = emigrated, immigrated, left the country, came to this country
line-read-kind-illness-self = diagnosed, i fell ill, my operation
line-read-kind-illness-other = fell ill, had a stroke, in hospital
line-read-kind-caregiving = caring for, looking after
line-read-kind-debt = debt, debts, bankrupt
line-read-kind-housing-loss = evicted, lost the house, lost the flat
line-read-kind-legal = court, arrested
line-read-kind-prison = prison
line-read-kind-assault = assaulted, attacked, mugged
line-read-kind-discrimination = discriminated
line-read-kind-coming-out = came out
line-read-kind-no-event-lonely = lonely, on my own
line-read-kind-friendships-fade = stopped seeing friends, friends drifted
