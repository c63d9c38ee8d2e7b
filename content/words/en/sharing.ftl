# What the client keeps to themselves, and what they share.

own-title = Only you see this
own-private = Only you see this
own-shared = Shared with your therapist
own-private-count =
    { $count ->
        [one] One entry here is yours alone.
       *[other] { $count } entries here are yours alone.
    }
own-share-all = Share all of it with my therapist
own-share-one = Share it with my therapist
own-unshare-one = Keep it to myself again
own-remove = Remove
own-remove-one = Remove it
fact-person-shared = Person shared
fact-person-unshared = Person kept to the client
fact-event-shared = Entry on the timeline shared
fact-event-unshared = Entry on the timeline kept to the client
verb-share-own = Decided what to share
refusal-work-rests-on-it = You and your therapist already work with this person. Please talk about it together before you take it back.
