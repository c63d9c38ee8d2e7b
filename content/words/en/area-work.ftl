# The work on each problem area. A service changes or adds to the packs by a file of this name in its own content.

tab-work = Work
work-no-focus = No focus has been agreed yet. The work on each area can be looked at all the same.
work-not-focus = This is not the agreed focus. What is written here is kept, and the focus stays what it is.
work-others = The other areas
work-strategies = Strategies
work-strategies-of = { $area }: strategies
work-open = Open the sheet
work-use = Write where it was used
work-packs = What is particular here
work-packs-lead = Usual losses, demands and helps, to ask about, never to assume.
work-pack-open = Open
work-stage = Where it stands
work-stage-none = Not said yet. With whom is it, and do they still talk about it?
work-stage-move = Say where it stands
work-impasse = The talk has stopped. Opening it up may hurt before it helps: say so to the client, and expect that a score may rise for a while.
work-safety = Safety first
work-safety-ask = Ask about safety
work-safety-not-asked = Before anything is rehearsed or said to the other: is there violence, are there threats, control, money held back, a right to stay that depends on them?
work-safety-nothing = Asked; nothing was found.
work-safety-found = The work on this dispute rests. What is needed now is safety: help from outside, a safety plan, advice.
work-unsafe-party = Marked as not safe: { $names }

work-dispute-lead = Two sides expect different things. Find out where it stands and what each expects; then change what is expected, or how it is said, or leave it well.
work-dispute-issue = What it is about
work-dispute-issue-lead = In a sentence or two, without blame.
work-dispute-expectations = Who expects what
work-dispute-expectations-lead = In both directions: said or not, met or not.
work-dispute-before = How it was before
work-dispute-before-lead = What was different, and what changed it.
work-dispute-pattern = What keeps it going
work-dispute-pattern-lead = And where else it goes the same way.
work-dispute-own-part = My part
work-dispute-own-part-lead = What is spared by not settling it; what was taken for granted.
work-dispute-attempts = What was tried
work-dispute-attempts-lead = Every attempt, also those that came to nothing.
work-dispute-ways = Ways from here
work-dispute-ways-lead = Straight talk is one of them. Where it would do harm there are indirect ways: somebody both respect, a message carried, a gesture.
work-dispute-joint = A session together
work-dispute-joint-warning = Money or the right to stay was found to be held over the client, or somebody else of this dispute is marked as not safe. A session together needs a reason. It is recorded, and supervision sees it.
work-dispute-joint-reason = Why a session together is right all the same
work-dispute-joint-lead = Only if it is safe and the client wants it. Asked alone first: what it is for, what may be said and what not. Talked over afterwards, alone.
work-dispute-markers = How we would know
work-dispute-markers-lead = Signs that it has moved, in words. Nothing is counted.

work-transition-lead = A role has gone and another has come. First what is lost may be missed; then the new one can be made liveable.
work-transition-old-role = The old role
work-transition-old-role-lead = What was good in it and is missed; what was hard in it and is not.
work-transition-change = The change
work-transition-change-lead = How it came, and what was felt.
work-transition-new-role = The new role
work-transition-new-role-lead = What is hard in it, what may be good, what is not known yet.
work-transition-skills = What it asks
work-transition-skills-lead = Skills the new role needs, and how to come by them.
work-transition-supports = Who helps
work-transition-supports-lead = Old ties kept, new ones found.
work-transition-mastery = What I have managed
work-transition-mastery-lead = Small things count.
work-transition-markers = How we would know
work-transition-markers-lead = Signs that the new role is becoming one’s own, in words.
work-transition-markers-reason = Why it counts as reached although nothing is said of the old role

work-grief-lead = Mourning what was lost, the good and the bad of it, at the client’s pace; then finding what can be lived with.
work-grief-death = The story of the death
work-grief-death-lead = Before, on that day, after. As much as can be said now.
work-grief-relationship = The whole relationship
work-grief-relationship-lead = What was good, what was hard, what was left unsaid.
work-grief-avoided = Avoided, or held on to
work-grief-avoided-lead = Rooms, names, dates, things. The client says how hard each is and when its time is.
work-grief-rituals = Rituals
work-grief-rituals-lead = What was done, what was missed, what is wished for.
work-grief-companions = Who mourns with me
work-grief-companions-lead = Who else misses them, and who can hear about it.
work-grief-dates = Days ahead
work-grief-dates-lead = Anniversaries and other days, as day and month: 14 March. Where the client wants it, they see its name and date on their first page in the two weeks before it, and not what to do on it; you see all of it in Prepare and in the session. Otherwise nobody is told.
work-grief-dates-unread = Nobody can be reminded of this, because its name or its day is not known: { $days }. Write which day it is, and when as day and month, such as 14 March.
work-grief-dates-row = row { $number }
days-near = Days that come near
days-near-own = You said that you may be reminded. If you would rather not, say so in our session.
work-grief-reconnect = Finding a way back
work-grief-reconnect-lead = What could be taken up again, with whom. Not before there has been room to mourn.
work-grief-markers = How we would know
work-grief-markers-lead = Signs in words; there are no stages to go through.

work-sensitivity-lead = Few ties, or ties that do not hold. Looking at what was best and worst, at the pattern, and then one small step at a time. Change is slower here, and goals are smaller.
work-sensitivity-past = Best and worst so far
work-sensitivity-past-lead = Ties of earlier years: the best of each, the worst, how it ended.
work-sensitivity-patterns = The pattern
work-sensitivity-patterns-lead = How ties begin, where they stall, how they break.
work-sensitivity-in-room = Here and outside
work-sensitivity-in-room-lead = What happens between the two of you, used as practice and information, never interpreted.
work-sensitivity-ladder = A ladder of approaches
work-sensitivity-ladder-lead = From easy to hard, at the client’s pace.
work-sensitivity-settings = Places
work-sensitivity-settings-lead = Where people like them can be met.
work-sensitivity-keeping = Keeping
work-sensitivity-keeping-lead = How a tie is mended after a rupture, and kept.
work-sensitivity-markers = How we would know
work-sensitivity-markers-lead = Signs in words.

column-agreed-before = Agreed with the client beforehand
column-asked = Asked
column-avoided-or-held = What
column-best = The best
column-breaks = How it breaks
column-came-of-it = What came of it
column-can = Can it
column-can-hear = Can hear about it
column-chosen = Chosen or forced
column-day-of-year = When
column-done = Done or not
column-ended-how = How it ended
column-expected = Expects
column-felt = What was felt
column-first-step = First step
column-for-what = For what
column-good-in-it = May be good
column-good-of-it = Good, and missed
column-hard = How hard, 0 to 10
column-hard-of-it = Hard
column-here = Between us
column-how-it-was = How it was
column-how-it-went = How it went
column-how-to-learn = How to come by it
column-in-my-words = In the client’s words
column-issue = What it is about
column-keep-how = How it is kept
column-kind = Which way
column-managed = What was managed
column-may-be-said = May be said
column-met = Met
column-not-known = Not known yet
column-not-to-be-said = Not to be said
column-note = Note
column-of = Whose
column-outside = Outside
column-own-part = My part
column-pace = When
column-part = When in it
column-place = Place
column-plan-for-it = What to do on it
column-purpose = What it is for
column-reached = Reached
column-remind = Reminder
column-repair = How it is mended
column-ritual = What
column-said = Said
column-since = Since
column-skill = What is asked
column-stalls = Where it stalls
column-starts = How it begins
column-step = The step
column-tried = Tried
column-unsaid = Left unsaid
column-way = What could be done
column-what-again = What, again or new
column-what-changed = What changed it
column-what-day = Which day
column-what-happened = What happened
column-what-keeps-it = What keeps it going
column-when = When
column-where-else = Where else
column-who-helps = Who could help
column-who-was-it = Who
column-who-with = With whom
column-with = With whom
column-worst = The worst

choice-after = Afterwards
choice-asked = Asked
choice-before = Before
choice-chosen = Chosen
choice-direct = Straight talk
choice-done = Done
choice-forced = Forced
choice-funeral = The funeral, or none
choice-hinted = Hinted at
choice-i-of-them = I of them
choice-in-part = In part
choice-indirect = An indirect way
choice-leave = Leaving it
choice-may-remind = May be reminded
choice-mediator = Somebody between
choice-met = Met
choice-missed = Missed
choice-muted = No reminder
choice-next = Next
choice-no = No
choice-not-known = Not known
choice-not-met = Not met
choice-not-now = Not now
choice-not-yet = Not yet
choice-once = Once
choice-perhaps = Perhaps soon
choice-regularly = Regularly
choice-said = Said
choice-that-day = On that day
choice-there = There
choice-they-of-me = They of me
choice-unsaid = Not said
choice-wait = Waiting
choice-wished = Wished for
choice-yes = Yes

row-anger-useful = Anger is said so that it helps
row-balanced-talk = Old and new are both spoken of, good and bad
row-began-talk = A talk was begun
row-better-or-left = It is better, or was left with a plan
row-date-passed = A day was passed with a plan
row-gap-narrowed = The two sides expect less different things
row-less-avoidance = Less is avoided
row-less-avoided = Less is avoided
row-less-lonely = Less lonely
row-missed-and-mourned = What is lost is missed, and can be
row-mixed-feelings = They can be spoken of with mixed feelings
row-mood-loosened = The mood hangs on it less
row-more-contacts = More contacts in a week
row-nearer = Somebody came nearer
row-new-supports = New people help
row-new-tie = A new tie
row-pleasure-back = Pleasure and contact are back
row-real = The death is real
row-request-answered = A request was made, and answered
row-role-words = “I am” goes with the new role
row-skill-used = A new skill was used
row-stage-moved = It stands elsewhere than before

strategy-gr-relate-onset = Tie the low mood to the death and to how it was borne
strategy-gr-story-of-death = The story of the death
strategy-gr-reconstruct = The whole relationship, good and bad
strategy-gr-mixed-feelings = Mixed feelings may be said
strategy-gr-avoidance = What is avoided or held on to
strategy-gr-supports = Who mourns too, and rituals
strategy-gr-reconnect = Activities, ties, roles again
strategy-gr-anniversaries = Days ahead
strategy-de-past-best-worst = Best and worst of earlier ties
strategy-de-patterns = The pattern that comes back
strategy-de-comm = Small encounters, looked at turn by turn
strategy-de-in-room = What happens here, as practice
strategy-de-graded-contact = A ladder of approaches
strategy-de-settings = Places to meet people
strategy-de-keep = Mending and keeping
strategy-tr-relate-onset = Tie the mood to the change
strategy-tr-old-role = The old role, good and bad
strategy-tr-change-event = How the change came
strategy-tr-new-role = The new role, hard and possible
strategy-tr-idealisation-check = Is the old one all good, the new one all bad?
strategy-tr-affect = Anger, fear, shame, grief may be said
strategy-tr-skills = Skills it asks
strategy-tr-support = Support built or redirected
strategy-tr-mastery = One success of the right size
strategy-di-stage = Where it stands
strategy-di-issue = What it is about, and who expects what
strategy-di-history = How it was before
strategy-di-pattern = What keeps it going
strategy-di-own-part = My part
strategy-di-comm = The last exchange, turn by turn
strategy-di-options = Ways weighed
strategy-di-rehearse = Rehearsal
strategy-di-joint = A session together, if safe and wanted
strategy-di-settle-or-leave = Settled, or left

pack-partner = Partner
pack-partner-notes =
    Ask about: closeness and distance, sex, money, housework, children, jealousy, drink.
    Ask about fear before anything is practised.
    Time and place: not late, not in front of the children.
pack-family = Parents, children, siblings
pack-family-notes =
    Ask about: old roles that go on, care and who gives it, favours, inheritance, contact.
    The party is often more than one person.
    Elders or another relative may carry a message.
pack-in-laws = In-laws, joint household
pack-in-laws-notes =
    The party is plural: partner and in-laws together.
    Ask about: who decides, who cooks, money of the house, visits to one’s own family.
    Straight talk upwards may do harm; ask who may speak for the client.
pack-work = Work
pack-work-notes =
    Ask about: who has power over whom, what is in the contract, retaliation, witnesses.
    Keep a dated record of what happened. Works council, union, staff office, legal advice.
    What is lost by leaving, what by staying?
pack-friends = Friends
pack-friends-notes =
    Ask about: drifting apart, triangles, who calls whom, a favour not returned.
    Friends can be left quietly; is that wanted?
pack-neighbours = Neighbours
pack-neighbours-notes =
    Ask about: noise, fences, children, who else is bothered.
    Mediation, landlord, the time of day.
pack-divorce = Divorce, separation
pack-divorce-notes =
    Often lost: partner, home, in-laws, income, shared friends, the daily life with the children.
    Asked for: law, parenting alone, meeting somebody again.
    Helps: friends of one’s own, legal aid, parents.
pack-retirement = Retirement
pack-retirement-notes =
    Often lost: standing, structure, colleagues, pay, purpose.
    Asked for: days without a shape, the partner all day, growing old.
    Helps: clubs, volunteering, part-time work.
pack-job-loss = Losing the job
pack-job-loss-notes =
    Often lost: pay, who one was, the day’s order, standing at home.
    Asked for: searching, shame, roles at home turned round.
    Helps: employment adviser, former colleagues.
pack-new-job = New job, promotion
pack-new-job-notes =
    Often lost: equals who are now below one, ease.
    Asked for: authority, results.
    Helps: a mentor.
pack-moving = Moving, migration
pack-moving-notes =
    Often lost: the whole net, language, food, being able, standing.
    Asked for: a new net, papers, meeting rejection.
    Helps: people from the same place, neighbours, a congregation.
pack-parenthood = Becoming a parent
pack-parenthood-notes =
    Often lost: sleep, freedom, time as a couple, work, the body as it was.
    Asked for: the baby, the in-laws.
    Helps: the partner, other parents, the health visitor.
pack-children-leaving = Children leaving
pack-children-leaving-notes =
    Often lost: the parent’s daily role.
    Asked for: being a couple again, or alone.
pack-illness = Illness, disability
pack-illness-notes =
    Often lost: what the body could do, the future as planned, independence.
    Asked for: treatment, depending on others.
    Helps: the clinic, people with the same illness.
pack-caregiving = Caring for somebody
pack-caregiving-notes =
    Often lost: time, give and take, sleep.
    Asked for: care itself, guilt.
    Helps: respite, sharing the work.
pack-widowhood = Widowhood
pack-widowhood-notes =
    Often lost: being a couple.
    Asked for: money, eating alone.
    The mourning itself is on the page of grief.
pack-marriage = Marriage
pack-marriage-notes =
    Often lost: the home one came from, deciding for oneself.
    Asked for: the rules of the in-laws’ house.
    Helps: one’s own family, the partner.
pack-education = School or study begins, ends
pack-education-notes =
    Often lost: friends of school, structure.
    Asked for: independence.
pack-coming-out = Coming out, another gender
pack-coming-out-notes =
    Often lost: the role others took for granted, some relatives.
    Asked for: telling, and whom.
    Helps: community.
pack-trauma = After something terrible
pack-trauma-notes =
    Often lost: safety, trust, who one was.
    Asked for: trusting again, bit by bit. The event itself need not be relived here.
pack-other-change = Another change
pack-other-change-notes =
    What was lost that no one sees? What does the new place ask? Who has done this before?

field-rows = What is written
field-parties = With whom
field-stage = Where it stands
field-why = What shows it
field-found = Found
field-strategy = Strategy
hint-stage-parties = Everyone it is with; it may be more than one.
term-dispute-stage-renegotiation = Both try, badly
term-dispute-stage-impasse = The talk has stopped
term-dispute-stage-dissolution = Beyond repair
term-dispute-stage-settled = Settled
term-hazard-violence = Violence
term-hazard-threats = Threats
term-hazard-control = Control of movement, contacts, telephone
term-hazard-money = Money held back
term-hazard-status = The right to stay depends on them

fact-section-written = A part of the work was written
fact-strategy-used = A strategy was used
fact-dispute-staged = Where the dispute stands was said
fact-dispute-safety-asked = Safety was asked about
refusal-safety-not-asked = First ask about safety on the page of the dispute; then a talk can be rehearsed, or a session together prepared.
refusal-dispute-unsafe = Something was found that makes it unsafe to press this dispute. Safety comes first; the work on it rests.
work-sign = Sign
