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
