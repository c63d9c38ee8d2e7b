-- The sealed, chained record and the one row per course that lists show.
CREATE TABLE record (
    course {bytes} NOT NULL,
    version BIGINT NOT NULL,
    submission {bytes} NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (course, version)
);
CREATE TABLE course_row (
    course {bytes} PRIMARY KEY,
    client {bytes} NOT NULL,
    service {bytes} NOT NULL,
    therapist {bytes} NOT NULL,
    version BIGINT NOT NULL,
    alert_due_at BIGINT,
    next_due_at BIGINT,
    is_open BIGINT NOT NULL,
    summary {bytes} NOT NULL
);
CREATE INDEX course_row_by_therapist ON course_row (therapist);
CREATE INDEX course_row_by_service ON course_row (service);
CREATE INDEX course_row_by_client ON course_row (client);
-- People and places: sheets are sealed.
CREATE TABLE service (id {bytes} PRIMARY KEY, sheet {bytes} NOT NULL);
CREATE TABLE client (id {bytes} PRIMARY KEY, service {bytes} NOT NULL, sheet {bytes} NOT NULL);
CREATE INDEX client_by_service ON client (service);
CREATE TABLE staff (
    id {bytes} PRIMARY KEY,
    service {bytes} NOT NULL,
    roles TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    sheet {bytes} NOT NULL
);
CREATE TABLE supervision (
    supervisor {bytes} NOT NULL,
    therapist {bytes} NOT NULL,
    PRIMARY KEY (supervisor, therapist)
);
CREATE TABLE referral (
    id {bytes} PRIMARY KEY,
    service {bytes} NOT NULL,
    received_at BIGINT NOT NULL,
    taken {bytes},
    closed_at BIGINT,
    sheet {bytes} NOT NULL
);
-- Signing in: logins and tokens only as keyed or plain hashes.
CREATE TABLE account (
    who TEXT PRIMARY KEY,
    login {bytes} NOT NULL UNIQUE,
    passphrase_hash TEXT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT
);
CREATE TABLE sign_in (
    token {bytes} PRIMARY KEY,
    who TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE invite (token {bytes} PRIMARY KEY, who TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT);
CREATE TABLE draft (
    owner TEXT NOT NULL,
    subject TEXT NOT NULL,
    course {bytes},
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (owner, subject)
);
CREATE TABLE outbox (
    id {seq},
    due_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    tries BIGINT NOT NULL,
    claimed_until BIGINT
);
CREATE INDEX outbox_by_due ON outbox (due_at);
CREATE TABLE audit (
    id {seq},
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    verb TEXT NOT NULL,
    course {bytes},
    address {bytes}
);
CREATE INDEX audit_by_course ON audit (course, id);
CREATE TABLE setting (name TEXT PRIMARY KEY, sealed {bytes} NOT NULL);
