# The people of the inventory: what is known of each, and the ties among them.

term-tie-adoptive-parent = Adoptive mother or father
term-tie-step-parent = Step-parent or foster parent
term-tie-adopted-child = Adopted child, stepchild or foster child
term-tie-chosen-family = Family by choice
term-tie-subordinate = Someone they lead at work
term-person-status-estranged = Not on speaking terms
term-person-status-ended = The tie was ended
term-person-status-online = Known online or in imagination alone
term-met-mostly = Mostly met

term-ended-by-client = The client
term-ended-by-them = The other
term-ended-by-both = Both
term-ended-by-neither = Neither; it came from outside
term-household-same = In the same home
term-household-near = Near by
term-household-far = Far away
term-household-abroad = In another country
term-often-daily = On most days
term-often-weekly = Most weeks
term-often-monthly = Most months
term-often-seldom = Seldom
term-often-never = Never
term-contact-mode-in-person = In person
term-contact-mode-phone = By telephone
term-contact-mode-video = By video
term-contact-mode-writing = In writing
term-contact-mode-through-others = Through others
term-support-kind-emotional = Being listened to
term-support-kind-practical = Practical help
term-support-kind-informational = Advice
term-support-kind-companionship = Company
term-support-kind-money = Money
term-conflict-end-resolved = It is resolved
term-conflict-end-dropped = It is dropped
term-conflict-end-goes-on = It goes on
term-knows-yes = They know
term-knows-no = They do not know
term-knows-unsure = Not sure
term-role-in-plan-ally = An ally
term-role-in-plan-to-talk-to = To talk to
term-role-in-plan-to-mourn = To mourn
term-role-in-plan-to-leave = To leave
term-role-in-plan-none = No part in it

term-bond-partner = Partner of
term-bond-former-partner = Former partner of
term-bond-parent = Mother or father of
term-bond-adoptive-parent = Adoptive mother or father of
term-bond-step-parent = Step-parent or foster parent of
term-bond-sibling = Sister or brother of
term-bond-half-sibling = Half or step sister or brother of
term-bond-grandparent = Grandmother or grandfather of
term-bond-relative = Family of
term-bond-chosen-family = Family by choice of
term-bond-friend = Friend of
term-bond-colleague = Works with
term-bond-cares-for = Takes care of
term-bond-member-of = Belongs to
term-bond-keeper-of = The person of (an animal)
term-bond-conflict = At odds with

fact-bond-added = Tie between two people added
fact-bond-changed = Tie between two people changed
fact-bond-removed = Tie between two people taken back
fact-bond-restored = Tie between two people put back

refusal-not-yet = { $field }: this day has not come yet.
refusal-before-birth = { $field }: this lies before the person was born. Please look at both days.
refusal-same-person = A tie needs two different people.
refusal-turned-round = These two are tied the other way round already. Please take that back first.

field-alias = Initials or alias, for anything that leaves the building
field-born = Born
hint-describe-born = As far as it is known: 1961, about 1961, March 1961.
field-known-since = Since when they know each other
field-ended-by = Who ended it
field-circumstances = How the person died, or how it came to an end
field-household = Where they live
field-contact-often = How often they are in touch
field-contact-modes = How they are in touch
field-together = What they do together
field-likes = What the client likes in it
field-dislikes = What the client does not like in it
field-feelings-with = Feelings with this person
hint-describe-feelings-with = One to a line, in the client’s words.
field-mood-effect = What being with them does to the mood, -5 (much worse) to +5 (much better)
person-support-received = { $kind }: received, 0 (none) to 3 (much)
person-support-given = { $kind }: given, 0 (none) to 3 (much)
field-conflict-often = How often there is conflict
field-conflict-ends = How it ends
field-knows = Whether they know that the client is unwell
field-knows-reaction = How they took it
field-changed-on = When it changed
field-role-in-plan = Their part in the work

bonds-title = Ties to the others
bonds-none = No tie to anybody else on the map is written yet.
bond-add = Add a tie to somebody else
bond-remove = Take this tie back
bond-sentence = { $span ->
    [since] { $from }: { $tie } { $to }, since { $since }
    [until] { $from }: { $tie } { $to }, until { $until }
    [both] { $from }: { $tie } { $to }, { $since } to { $until }
   *[never] { $from }: { $tie } { $to }
}
field-bond = Tie
field-people-ties = Ties among people
field-other = The other person
field-bond-bond = This person is
field-bond-other = Whom it is with
field-bond-turned = The other way round
hint-bond-turned = For a tie with a direction: the other person is the mother, the keeper, the one who takes care.
