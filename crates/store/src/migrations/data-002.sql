-- Forms handed to a client, one each time: by a link, on the therapist's device, or as a message that a check-in waits.
-- What the form is stands sealed; code and PIN stand as keyed hashes, the device that knew the PIN as a hash.
CREATE TABLE handout (
    id {bytes} PRIMARY KEY,
    course {bytes} NOT NULL,
    way TEXT NOT NULL,
    token {bytes} UNIQUE,
    code {bytes} UNIQUE,
    pin {bytes},
    tries BIGINT NOT NULL,
    door {bytes} UNIQUE,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    failed_at BIGINT,
    opened_at BIGINT,
    submitted_at BIGINT,
    withdrawn_at BIGINT,
    sealed {bytes} NOT NULL
);
CREATE INDEX handout_by_course ON handout (course);
CREATE INDEX handout_by_expiry ON handout (expires_at);
-- A session of staff that is locked to a form on their own device.
ALTER TABLE sign_in ADD COLUMN locked_to {bytes};
