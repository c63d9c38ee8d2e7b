-- Each person of a course's map has a key of their own, so that what is known of one can be erased.
CREATE TABLE person_key (
    course {bytes} NOT NULL,
    person BIGINT NOT NULL,
    wrapped {bytes} NOT NULL,
    PRIMARY KEY (course, person)
);
