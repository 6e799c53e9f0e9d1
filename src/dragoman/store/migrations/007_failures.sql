-- What could not be read, so that it can be tried again when the reason is gone.
CREATE TABLE failures (
    source VARCHAR PRIMARY KEY,
    given VARCHAR NOT NULL,
    problem VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL,
    since TIMESTAMP NOT NULL,
    tried TIMESTAMP NOT NULL,
    tries INTEGER NOT NULL
);
COMMENT ON TABLE failures IS 'One row for each item that could not be read; it goes when the item is read.';
COMMENT ON COLUMN failures.source IS 'the item as it is named in messages: a file, an address, a row of a table (news.csv:12)';
COMMENT ON COLUMN failures.given IS 'what was given to read it from: the file, folder or address, for another try';
COMMENT ON COLUMN failures.problem IS 'what is wrong with it, the last time';
COMMENT ON COLUMN failures.remedy IS 'what can be done';
COMMENT ON COLUMN failures.since IS 'when it failed first, UTC';
COMMENT ON COLUMN failures.tried IS 'when it failed last, UTC';
COMMENT ON COLUMN failures.tries IS 'how often it was tried';
