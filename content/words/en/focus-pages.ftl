# Evidence, ratings, the decision, the formulation, the contract and the client's own story.
evidence-lead = What was said or seen, for or against one problem area. Nothing is chosen by it.
evidence-quote = Quote a sentence from
evidence-result = { $name }: { $total }, { $date }
evidence-note = Note of { $date }
field-quote = Which sentence
hint-evidence-quote = One of these, or paste another below.
focus-tag-text = A person, an event, a score, or a sentence of a note or the history.
focus-earlier = Earlier focus
hint-focus-concern-answer = Only needed where something stands in the way, such as a partner who is not safe.
hint-fit-concern-answer = Only needed where something stands in the way: what was told, offered and answered.

rating-title = Rating of the problem areas
rating-lead = Rate each area for yourself. Neither rating is seen by the other until both are in.
rating-blind = Until two ratings are in, neither is shown.
rating-agree = Both: { $mark }
rating-differ = Therapist: { $one }. Second: { $two }.
rating-open = Rate the areas
rating-asked = { $name } is asked for a second rating.
rating-invite = Ask a colleague to rate
rating-given = Your rating
rating-given-blind = Your rating. It can be changed until the other is in.
rating-marks = Your rating
rating-send = Give the rating
rating-story = The story
ratings-title = Ratings asked of me
ratings-lead = Colleagues ask for a second look at the problem areas. You see what the rating needs, without a name.
ratings-by = Asked by { $name }
ratings-none = Nobody asks for one now.
agreement-title = Agreement on the problem areas
agreement-lead = { $pairs ->
    [0] No course of this service has two ratings yet.
    [one] One course of this service has two ratings.
   *[other] { $pairs } courses of this service have two ratings.
}
agreement-pairs = Pairs
agreement-observed = Share that agree
agreement-kappa = Kappa
agreement-none = cannot be said
agreement-text = Kappa is agreement beyond chance: 1 is full, 0 is no more than chance. It cannot be said where both raters always used one value. With few pairs it means little. In a study of trained raters it was 0.87 for grief, 0.58 for disputes, 1.00 for transitions, 0.48 for deficits and 0.82 for the focus (Markowitz and others 2000).

decision-points = Points for and against
decision-point = Add a point
decision-again = Decide anew
screen-title = Prolonged grief
screen-none = It has not been looked for yet.
screen-not-offered = No other treatment has been offered yet.
screen-text = PG-13-R from 30, or the Inventory of Complicated Grief above 25: prolonged grief is probable. ICD-11 asks for more than six months since the death, DSM-5-TR for twelve in adults. The figure is shown; you conclude.
screen-points = { $points } points
screen-months = { $months ->
    [one] one month since the death
   *[other] { $months } months since the death
}
screen-send = Record a screen
fit-known-title = What is known
fit-known-depression = Depression without psychosis: the core indication.
fit-known-onset = Onset or worsening near a death, a conflict or a change in life.
fit-known-perinatal = Depression around a birth: strong evidence.
fit-known-people = Can name people and events, wants change between people, can work to a time limit. Clinical judgement.
fit-known-grief = Prolonged grief as the main problem: a treatment made for it did better (51 against 28 in 100; Shear and others 2005).
fit-known-psychosis = Psychosis or mania now: not plain IPT.
fit-known-bipolar = Bipolar disorder: the rhythm therapy with a mood stabiliser, not plain IPT.
fit-known-suicidality = Acute danger that needs more care than this: that first.
fit-known-substance = Active dependence: wait, or treat both together; two early trials found nothing.
fit-known-chronic = Long-lasting depression: a smaller effect; combine with medication.
fit-known-violence = Violence or control by the person a dispute would be with: safety first.
fit-known-preference = Prefers another treatment: follow it; on average results are equal (g = 0.06; Cuijpers and others 2016).

formulation-earlier = Earlier, { $at }
formulation-answer-again = The client says something else now
answered-by-client = { $answer }. Written by the client, { $at }
answered-in-room = { $answer }. Said in the room, { $at }
bond-rests-on = Rests on: { $names }
bond-gone = a record that is gone
bond-changed = Changed since: { $name }
bond-removed = Taken away since: { $name }
bond-bind = Tie to a record
bond-loose = Untie
bond-loose-from = Untie from { $name }
goal-rate = How near is it now?
goal-rated = { $value } on { $date }
goal-rated-client = { $value } on { $date } (client)

contract-signed-therapist = Agreed by the therapist
contract-signed-client = Agreed by the client
contract-signed-portal = { $at }, on the client's own pages
contract-signed-room = { $at }, said in the room
contract-not-signed = not yet
contract-accept = The client agrees
contract-accept-text = Said in the room? Write it down here. The client can also agree on their own pages.

story-title = My story
story-lead = What you tell here is read by your therapist.
story-formulation = How we understand it
story-answer = This is my answer
story-answer-again = I want to say it differently
story-timeline = What happened, and when
story-contract-agreed = You agreed, { $at }.
story-contract-agree = I agree
hint-contract-words = If there is something to say about it. It may stay empty.
