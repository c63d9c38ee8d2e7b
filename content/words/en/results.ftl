# How a score came about, forms partly answered, and more measures.
measure-how-no-total = { $name } on { $date }. { $how }. Version { $version }. It has no total: every answer stands for itself.
measure-more-is-better = In this measure more points are better.
result-how = How the score came about
result-subscales = Parts
result-cutoffs = Totals that mean something
cutoff-screen-from = { $at } or more asks for a closer look
cutoff-screen-to = { $at } or less asks for a closer look
cutoff-case-from = { $at } or more is a case, as recovery is counted
cutoff-case-to = { $at } or less is a case, as recovery is counted
cutoff-remission-from = { $at } or more is free of symptoms that count
cutoff-remission-to = { $at } or less is free of symptoms that count
cutoff-reached = reached here
measure-drink = Here one drink holds { $grams } g of pure alcohol.
result-whole = { $count ->
    [one] The one question that counts was answered.
   *[other] All { $count } questions that count were answered.
}
result-prorated = { $count ->
    [one] Not answered: { $items }. It counts as the mean of the others, as the measure’s rule allows ({ $source }).
   *[other] Not answered: { $items }. They count as the mean of the others, as the measure’s rule allows ({ $source }).
}
result-gate = The answer to { $item } closes the form: what follows was not asked and counts nothing.
result-language = It was answered in this language: { $language }.
language-name = { $tag ->
    [ar] Arabic
    [bg] Bulgarian
    [bn] Bengali
    [cs] Czech
    [cy] Welsh
    [da] Danish
    [de] German
    [el] Greek
    [en] English
    [es] Spanish
    [et] Estonian
    [fa] Persian
    [fi] Finnish
    [fr] French
    [ga] Irish
    [he] Hebrew
    [hi] Hindi
    [hr] Croatian
    [hu] Hungarian
    [id] Indonesian
    [is] Icelandic
    [it] Italian
    [ja] Japanese
    [ko] Korean
    [lt] Lithuanian
    [lv] Latvian
    [nb] Norwegian Bokmål
    [nl] Dutch
    [no] Norwegian
    [pa] Punjabi
    [pl] Polish
    [pt] Portuguese
    [ro] Romanian
    [ru] Russian
    [sk] Slovak
    [sl] Slovenian
    [so] Somali
    [sr] Serbian
    [sv] Swedish
    [sw] Swahili
    [ta] Tamil
    [th] Thai
    [ti] Tigrinya
    [tr] Turkish
    [uk] Ukrainian
    [ur] Urdu
    [vi] Vietnamese
    [zh] Chinese
   *[other] { $tag }
}
result-by-sum = { $times ->
    [one] The total is the sum of the points.
   *[other] The total is the sum of the points times { $times }.
}
result-by-mean = The total is the mean of the points.
result-by-highest = The total is the highest of the points.
result-by-count = The total counts the answers with at least { $least } points.
result-by-table = The total is what the published table gives for the sum of the points.
result-by-items = No total is made.
result-reversed = { $count ->
    [one] Counted from the other end: { $items }. Its points in the table are after that.
   *[other] Counted from the other end: { $items }. Their points in the table are after that.
}
result-does-not-apply = Does not apply, and was left out: { $items }. So the total has no range.
part-title = Partly answered
part-lead = { $name } on { $date }. { $how }.
part-open = { $count ->
    [one] This question is open: { $items }.
   *[other] These questions are open: { $items }.
}
part-no-score = Nothing was scored: an open question is not a nought. Answers that ask for a person to look were passed on all the same.
part-finished = Answered in full since.
part-finish = Finish it with the client
parts-title = Partly answered
measure-others = Other measures
measures-other-lead = What may be used here and is not part of the plan of this course.
measure-by-number = by number, from paper
field-leave-open = Some questions stay open
hint-enter-leave-open = Then it is kept as it is; with too many open it has no score, and can be finished later.
hint-all-leave-open = Then your therapist sees which ones are open.
term-respondent-client = the client answers
term-respondent-therapist = the therapist rates
term-respondent-either = client and therapist, each for themselves
check-in-pass = Leave it open
check-in-one = Show one question at a time
check-in-leave-open = I leave some questions open
check-in-some-open = { $count ->
    [one] One question is open. You can answer it now, or send the others as they are: then your therapist sees which one is open.
   *[other] { $count } questions are open. You can answer them now, or send the others as they are: then your therapist sees which ones are open.
}
check-in-answer-open = Answer what is open
check-in-send-open = Send as it is
