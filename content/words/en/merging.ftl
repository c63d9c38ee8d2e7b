# Two people of the map who turn out to be one.

person-merge = Somebody else on the map is the same person
person-merge-one = They are one person
person-merged = { $name } turned out to be the same person. What was told of { $name } is kept here; what was bound to either is shown under this name.
person-split = They are two after all
fact-people-merged = Two people turned out to be one
fact-people-split = Two people are two after all
refusal-person-merged = This person turned out to be another one on the map. Please open the map again.
field-merge-other = The same person as
