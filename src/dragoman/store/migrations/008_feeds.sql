-- News feeds that are watched, so that each is asked when it is due and no item is read twice.
CREATE TABLE feeds (
    address VARCHAR NOT NULL,
    title VARCHAR,
    etag VARCHAR,
    modified VARCHAR,
    asked TIMESTAMP,
    due TIMESTAMP,
    failures INTEGER NOT NULL,
    problem VARCHAR
);
COMMENT ON TABLE feeds IS 'One row for each news feed that dragoman watch asked.';
COMMENT ON COLUMN feeds.address IS 'address of the feed, as it was given';
COMMENT ON COLUMN feeds.title IS 'its title when it last answered; null when it states none or never answered';
COMMENT ON COLUMN feeds.etag IS 'ETag of the answer whose items are known, as the server wrote it; null when it gave none';
COMMENT ON COLUMN feeds.modified IS 'Last-Modified of that answer, as the server wrote it; null when it gave none';
COMMENT ON COLUMN feeds.asked IS 'when it was last asked, UTC; null when never';
COMMENT ON COLUMN feeds.due IS 'when it is to be asked next, UTC; null when at once';
COMMENT ON COLUMN feeds.failures IS 'how many times in a row it gave no feed; 0 when it last did';
COMMENT ON COLUMN feeds.problem IS 'what was wrong the last time; null when nothing was';

CREATE TABLE feed_items (
    feed VARCHAR NOT NULL,
    guid VARCHAR NOT NULL,
    address VARCHAR,
    title VARCHAR,
    published DATE,
    seen TIMESTAMP NOT NULL,
    tries INTEGER NOT NULL,
    due TIMESTAMP,
    document VARCHAR,
    problem VARCHAR
);
COMMENT ON TABLE feed_items IS 'One row for each item that a feed listed: read, waiting (due is set), or given up (problem is set, due is null).';
COMMENT ON COLUMN feed_items.feed IS 'the feed that listed it first (feeds.address)';
COMMENT ON COLUMN feed_items.guid IS 'what names it within the feed: its id, else its address, else a digest of its words';
COMMENT ON COLUMN feed_items.address IS 'address of its page without fragment and utm marks; null when it has none';
COMMENT ON COLUMN feed_items.title IS 'its title as the feed states it; null when it states none';
COMMENT ON COLUMN feed_items.published IS 'its publication date as the feed states it; null when it states none, never guessed';
COMMENT ON COLUMN feed_items.seen IS 'when it was first seen, UTC';
COMMENT ON COLUMN feed_items.tries IS 'how many times it was tried to be read';
COMMENT ON COLUMN feed_items.due IS 'when it is to be read or tried again, UTC; null when it was read or given up';
COMMENT ON COLUMN feed_items.document IS 'id of the document that it became (documents.id); null when it was not read';
COMMENT ON COLUMN feed_items.problem IS 'what was wrong the last time; null when nothing was';
