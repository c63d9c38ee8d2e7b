# Naming people: one line for each, and questions that bring people to mind.

people-quick-added = { $name } is on the map. Who else?
people-not-placed = Not placed yet
prompt-next = Next question
prompt-nobody = Nobody
prompt-aside = Put the questions aside
prompts-ask = Questions that bring people to mind
prompts-over = That was the last question.
field-other-tie = Or another tie
fact-prompt-answered = Question about people answered
fact-prompts-put-aside = Questions about people put aside
field-prompt = Question

prompt-matters = Who matters in your life just now?
prompt-difficult = Is there somebody who matters although it is hard between you?
prompt-two-in-the-morning = Whom could you ring at two in the morning?
prompt-who-rings-you = Who would ring you if they were in trouble?
prompt-new = Whose place in your life is new?
prompt-before = Who were your friends before all this began?
prompt-afraid = Is there anyone you are afraid of?
prompt-no-partner = No partner is on the map. Is there one, or was there one who matters?
prompt-no-parent = Nobody who brought you up is on the map. Who belongs there?
prompt-no-work = Nobody from work is on the map. Is there someone, easy or hard?
prompt-no-neighbour = No neighbour is on the map. Is there one you greet, help, or avoid?
prompt-no-loss = Nobody who died or went away is on the map. Is there someone you miss?

# One person, one question at a time. `tense` is past for somebody who died or is no longer in touch.
about-title = One question at a time
about-ask = Questions about this person
about-being-with = { $tense ->
    [past] What was it like to be with { $name }?
   *[present] What is it like to be with { $name }?
}
about-meeting = { $tense ->
    [past] How often did you see or hear { $name }, and what did you do together?
   *[present] How often do you see or hear { $name }, and what do you do together?
}
about-liking = { $tense ->
    [past] What did you like in it? What did you not like?
   *[present] What do you like in it? What do you not like?
}
about-expecting = { $tense ->
    [past] What did you hope for from { $name }? What did { $name } count on you for? Did you say so to each other?
   *[present] What do you hope for from { $name }? What does { $name } count on you for? Do you say so to each other?
}
about-telling = { $tense ->
    [past] What could you bring to { $name }? What did you keep to yourself, and why?
   *[present] What can you bring to { $name }? What do you keep to yourself, and why?
}
about-going-wrong = { $tense ->
    [past] When it went wrong between you, what happened? How did it end?
   *[present] When it goes wrong between you, what happens? How does it end?
}
about-changed = { $tense ->
    [past] What had changed between you, before your mood fell or since?
   *[present] What has changed between you, before your mood fell or since?
}
about-knowing = { $tense ->
    [past] Did { $name } know that you were unwell? How was it taken?
   *[present] Does { $name } know that you are unwell? How was it taken?
}
about-wanting = { $tense ->
    [past] What would you have wanted to be different?
   *[present] What would you want to be different?
}
