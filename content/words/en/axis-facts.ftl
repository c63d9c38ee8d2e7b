# What History and refusals say of evidence, ratings, the decision, the formulation and the contract.
fact-fit-point-noted = Point for or against IPT noted
fact-fit-point-withdrawn = Point about IPT taken back
fact-grief-screened = Looked for prolonged grief
fact-rater-invited = Second rating asked for
fact-areas-rated = Problem areas rated
fact-sentence-bound = Sentence tied to a record
fact-sentence-loosed = Sentence untied from a record
fact-goal-rated = Goal rated from 0 to 10
fact-contract-accepted = Contract agreed by the client

verb-tell-of-events = Put something on the timeline
verb-agree-together = Answered the formulation or the contract, or rated a goal
verb-rate-areas = Rated the problem areas

refusal-not-quoted = These words do not stand in that text. Please quote a sentence as it was written.
refusal-no-such-sentence = The newest formulation does not have this sentence any more.
refusal-concern-needs-answer = Something stands in the way. Please write how it was answered, then agree.
refusal-ratings-open = The ratings are given. What was said blind stays as it was said.

warning-formulation-of-earlier-focus = The focus was changed after the formulation was written. A new formulation is needed.
warning-focus-changed-late = The focus was changed after the middle of the course. Is there time for it?
warning-formulation-stale = A record that the formulation rests on was changed since.
concern-grief = Prolonged grief is probable. In a trial a treatment made for it helped 51 in 100, IPT 28 in 100 (Shear and others 2005). Has it been offered?
concern-unsafe = A partner, or the person the dispute is with, is marked as not safe. Safety comes first: renegotiating can raise the danger, and a joint session is not advised.

term-mark-present = It is there
term-mark-absent = It is not there
term-mark-unsure = Cannot be said
term-screen-pg-13-r = PG-13-R (10 to 50)
term-screen-icg = Inventory of Complicated Grief (0 to 76)
term-screen-bgq = Brief Grief Questionnaire (0 to 10)
term-screen-interview = Interview by the criteria
term-screen-result-positive = Prolonged grief is probable
term-screen-result-negative = Prolonged grief is not probable
term-screen-result-unclear = Cannot be said yet

field-concern-answer = How this was answered
field-concerns = What stood in the way
field-main = The area this rater would make the focus
field-marks = A mark for each area
field-months = Whole months since the death
field-points = Points
field-rater = Who is asked
field-screen = What was used
field-sentence = Sentence
field-value = From 0 (not at all) to 10 (there)
field-bonds = Records of sentences

# Problem areas in the words of each school, and what to look for.
area-set-classic = The four areas of the manual
area-set-uk = The four areas as named in the United Kingdom
area-set-who = The four areas in the words of the World Health Organization
area-set-three = Three areas, with every loss under grief
area-grief = Grief
area-dispute = Role dispute
area-transition = Role transition
area-deficits = Interpersonal deficits
area-sensitivity = Interpersonal sensitivity
area-disagreement = Disagreement
area-life-change = Life change
area-loneliness = Loneliness
area-grief-and-loss = Grief and loss
area-signs-grief = Onset or upkeep tied to the death of someone close; mourning absent, delayed, distorted or prolonged.
area-signs-grief-and-loss = Onset or upkeep tied to a loss: a death, health, a home, a future that was counted on.
area-signs-dispute = Onset or upkeep tied to a relationship in which two people expect different things, said or not.
area-signs-disagreement = Two people want different things of each other, said or not, and it goes with the low mood.
area-signs-transition = Onset or upkeep tied to a change of role, wanted or not: work, family, health, home, money.
area-signs-life-change = A change in life, wanted or not, that is hard to live with.
area-signs-deficits = Few or unfulfilling ties over a long time, and no recent event that fits.
area-signs-sensitivity = Few or unfulfilling ties over a long time, and no recent event that fits.
area-signs-loneliness = Long loneliness, and no recent event that fits.
area-last-resort = Chosen only where no other area fits.
area-scope-any-loss = In this school every loss belongs to grief.
verb-make-link = Made a form to be answered by link or on this device
verb-withdraw-link = Withdrew a form that was handed out
