-- Keys live apart from the data they open.
CREATE TABLE slot (id {seq}, kind TEXT NOT NULL, salt {bytes} NOT NULL, wrapped {bytes} NOT NULL);
CREATE TABLE shard_key (shard BIGINT PRIMARY KEY, wrapped {bytes} NOT NULL);
CREATE TABLE data_key (
    subject {bytes} NOT NULL,
    purpose BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    wrapped {bytes} NOT NULL,
    PRIMARY KEY (subject, purpose)
);
