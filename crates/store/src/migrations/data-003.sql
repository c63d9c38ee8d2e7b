-- A therapist's private notes: apart from the record, sealed under a key of each author and course.
CREATE TABLE process_note (
    author {bytes} NOT NULL,
    course {bytes} NOT NULL,
    session BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (author, course, session)
);
-- Somebody is away, from a day to a day, and somebody else looks after their flags.
CREATE TABLE cover (
    of_staff {bytes} NOT NULL,
    by_staff {bytes} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (of_staff, by_staff, from_day, until_day)
);
