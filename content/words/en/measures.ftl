# Measures: results, how they came about, licences.
fact-measure-partly-answered = Measure partly answered
field-unanswered = Not answered
field-state = How the total came about
field-subscales = Parts
change-points = { $points } points since the first answers. Nobody has published how large a change must be to count.
