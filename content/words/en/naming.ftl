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
