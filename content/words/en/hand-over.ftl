# A course is handed over to another therapist.

# The page of those who run the service.
hand-over-title = Hand courses over
hand-over-lead = A course is known here by its number and its days. Nothing that was said in it is shown.
hand-over-of = Courses of { $name }
hand-over-carriers = Who carries courses
hand-over-carries =
    { $all ->
        [0] No course
        [one] One course, { $open } open
       *[other] { $all } courses, { $open } open
    }
hand-over-not-here = Does not treat here any more
hand-over-none = No course is carried here.
hand-over-nobody = Nobody else treats here whom a course could be handed to. Who has not taken up their invitation yet cannot be chosen.
hand-over-what = From the moment you press the button the other therapist carries these courses, and whoever carried them reads them no more, unless they cover for the other. A note that was begun and not signed stays with whoever began it; the course says that it was begun. Process notes stay with their author and can be read and destroyed only if the course is handed back. Both therapists get a message that says nothing of the course. The client sees the new name on their pages.
hand-over-course = { $number }, opened { $date }
hand-over-closed = closed
hand-over-next = a session is planned for { $date }
hand-over-no-next = no session is planned
hand-over-send = Hand over
hand-over-past = Handed over
hand-over-line = { $number }: from { $from } to { $to }
hand-over-since = Since { $date }
hand-over-on = Hand back or on
hand-over-open-left = { $count ->
    [one] One open course, and nobody who carries it
   *[other] { $count } open courses, and nobody who carries them
}
hand-over-staff = { $count ->
    [0] Carries no course.
    [one] Carries one course.
   *[other] Carries { $count } courses.
}
hint-hand-over-hand-courses = Whoever carries a course finds its number on the page of the client.
hint-hand-over-on = Today, or an earlier day on which it was agreed.
hint-hand-over-reason = It stands in the record of each course.
field-hand-courses = Courses
field-hand-from = Who carries them
field-hand-to = Who carries them from now on
hint-hand-over-hand-to = Whoever treats here and has taken up their invitation.
refusal-taken-to-oneself = You run the service, and this colleague still treats here: somebody else who runs the service hands the course to you. Nothing was handed over.
refusal-no-account-yet = Whom you chose has not taken up their invitation yet and could not open the course. Nothing was handed over.
verb-hand-over = Handed the course over

# The course.
handed-title = Handed over
handed-from = Handed over to you by { $name }, { $date }
handed-mark = Handed over { $date }
handed-from-to = { $from } handed this course over to { $to }, { $date }.
handed-note-begun = A note of session { $number } was begun by { $name } and not signed. Nobody reads it while the course is elsewhere; { $name } finds it again if the course is handed back.
handed-note-none = Session { $number } was held by { $name }, and no note was begun.
handed-write = What you know of this session you can write below. It is signed as a late entry of yours, and says that { $name } held the session.
handed-late = A late entry by { $by }. { $name } held this session and left no note of it; the course was handed over { $date }.
handed-late-begun = A late entry by { $by }. { $name } held this session and began a note of it that was not signed; the course was handed over { $date }.
handed-number = Number of this course for the office
handed-number-text = Who runs the service sees no name and nothing that is said here. They know this course by its number:
fact-course-handed-over = Course handed over

# The client's pages.
home-therapist = Your therapist
home-therapist-record = { $name } answers for your record since { $date }. What you wrote and shared before stays as it is.
home-therapist-now = { $name } is your therapist since { $date }. What you wrote and shared before stays as it is.
