# The closeness map: its faces, what is looked at, how people are moved, what it says in a sentence.

map-label = Closeness circles
map-desc =
    { $count ->
        [0] Nobody is on the map yet.
        [one] One person; { $placed } placed in a ring.
       *[other] { $count } people; { $placed } placed in a ring.
    }
map-me = Me
map-shelf = Not placed yet
map-wished = wished for: { $ring }
map-seen = { $about }, { $value }
map-caption = The rings go outward from the client. A dashed outline: no longer in touch. A cross as well: died. An empty shape with an arrow to it: the ring wished for. A triangle: not safe.
map-table = The same as a table
map-legend = What the lines say
map-legend-shapes = What the shapes say
map-nobody = Nobody.
map-too-many = { $count } people are more than the circles can show. Here they are as a list.

map-show-as = Show as
map-face-circles = Circles
map-face-list = List
map-face-grid = Grid
map-face-cards = Cards
map-face-genogram = Genogram
map-genogram-none = Nobody of the family is named yet. A genogram shows parents, partners, sisters and brothers, and children.
map-genogram-caption = Generations from top to bottom; partners from the client outward, the latest first. Two strokes across a line: a partnership that ended. A dashed line: by adoption. Dashes and dots: by marriage or in foster care; over two heads, half or step brothers and sisters. A dotted line: not told; a tie on the person’s page tells it. A cross: died. A dashed outline: no longer in touch. A small triangle: a pregnancy or a child that was lost.
map-unborn = { $title }, { $date }
map-genogram-losses = Lost
map-look-at = Look at
map-lens-none = Closeness alone
map-group-by = Group by
map-group-none = Ring
map-look = Show

map-how-circles = Drag a person to another ring, or tap the person and then the ring.
map-keys = With the keyboard: left and right choose a person, up and down move the person nearer or further, 1 to 4 put the person in a ring, 0 takes the person off the rings, Enter opens the person’s page.
map-how-cards = The ring a person stands in is marked. Tap another to move them.
map-outside = That is outside the circles. Nobody was moved.
map-nearer = Nearer
map-further = Further
map-move-to = Move { $name }: { $ring }
map-place-of = Where { $name } stands

term-aspect-closeness = Closeness
term-aspect-domain = Part of life
term-aspect-support = Support
term-aspect-conflict = Conflict
term-aspect-expectations = Expectations
term-aspect-evidence = Evidence for an area
term-aspect-presence = Still here, or lost

map-domain-partner = Partner
map-domain-origin = Family of origin
map-domain-own-family = Children
map-domain-in-laws = Partner’s family
map-domain-friends = Friends
map-domain-work = Work and study
map-domain-community = Community
map-domain-other = Others
map-support-both = Support both ways
map-support-received = Support received
map-support-given = Support given
map-support-none = No support
map-support-unasked = Support not asked about
map-conflict-open = Open conflict
map-conflict-hidden = Hidden conflict
map-conflict-none = No conflict
map-conflict-unasked = Conflict not asked about
map-expectations-unmet = Expectations not met
map-expectations-unspoken = Expectations never said
map-expectations-partly = Expectations partly met
map-expectations-met = Expectations met
map-expectations-unasked = Expectations not asked about
map-evidence-several = Several areas
map-evidence-no-area = No evidence tagged

map-shape-partner = Partner
map-shape-family = Family
map-shape-friend = Friend
map-shape-work = Work and study
map-shape-community = Community
map-shape-other = Other

# Each sentence gets the count of every value of its aspect, and `people`.
map-sum-closeness =
    { $people ->
        [0] Nobody is named yet.
        [one] One person. In the inner ring: { $inner }; close: { $close }; less close: { $less-close }; outer ring: { $outer }.{ $shelf ->
            [0] {""}
           *[other] {" "}Not placed yet: { $shelf }.
        }
       *[other] { $people } people. In the inner ring: { $inner }; close: { $close }; less close: { $less-close }; outer ring: { $outer }.{ $shelf ->
            [0] {""}
           *[other] {" "}Not placed yet: { $shelf }.
        }
    }
map-sum-domain = Partner { $partner }, family of origin { $origin }, children { $own-family }, partner’s family { $in-laws }, friends { $friends }, work and study { $work }, community { $community }, others { $other }.
map-sum-support = Of all { $people } on the map: support goes both ways with { $both }; { $received } give it, { $given } receive it, with { $none } there is none. Not asked about: { $unasked }.
map-sum-conflict = Of all { $people } on the map: open conflict with { $open }, hidden conflict with { $hidden }, none with { $none }. Not asked about: { $unasked }.
map-sum-expectations = Expectations not met with { $unmet }, never said with { $unspoken }, partly met with { $partly }, met with { $met }. Not asked about: { $unasked }.
map-sum-evidence = Tagged as evidence: grief { $grief }, role dispute { $dispute }, role transition { $transition }, sensitivity { $sensitivity }, several areas { $several }; not tagged { $no-area }. What it means is for you two to say.
map-sum-presence = { $living } in touch, { $died } died, { $gone } no longer in touch.

