-- Where a place lies, and when an undated article can have been written.
ALTER TABLE documents ADD COLUMN written_from DATE;
ALTER TABLE documents ADD COLUMN written_to DATE;
ALTER TABLE documents ADD COLUMN written_reason VARCHAR;
ALTER TABLE events ADD COLUMN place_entity VARCHAR;
ALTER TABLE events ADD COLUMN place_latitude DOUBLE;
ALTER TABLE events ADD COLUMN place_longitude DOUBLE;
ALTER TABLE events ADD COLUMN place_precision VARCHAR;
COMMENT ON COLUMN documents.written_from IS 'first day on which an undated article can have been written, by its content; null when published is known or nothing tells';
COMMENT ON COLUMN documents.written_to IS 'last such day, inclusive; null as written_from';
COMMENT ON COLUMN documents.written_reason IS 'what of the content tells (its words: spans, role written); null when there is no estimate';
COMMENT ON COLUMN events.place_entity IS 'id of the place with its gazetteer, as geonames:703448; null when unresolved or without one';
COMMENT ON COLUMN events.place_latitude IS 'degrees north; null unless the place is a city';
COMMENT ON COLUMN events.place_longitude IS 'degrees east; null unless the place is a city';
COMMENT ON COLUMN events.place_precision IS 'city, region or state: what the place is; null when unresolved';
