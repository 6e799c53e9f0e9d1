-- What is worked out from the records of many articles: copies, directed dyads, incidents; and other data sets' events.
-- Every row here is a function of the documents and imports in the store, whatever the order they came in.
CREATE TABLE pending (document VARCHAR NOT NULL);
COMMENT ON TABLE pending IS 'Documents whose relations to the others are not yet worked out, or no longer true.';
COMMENT ON COLUMN pending.document IS 'id of the document, which the store may no longer hold';
INSERT INTO pending SELECT id FROM documents;

CREATE TABLE relating (rules VARCHAR NOT NULL);
COMMENT ON TABLE relating IS 'By which rules the tables below were worked out; with others they are worked out anew.';
COMMENT ON COLUMN relating.rules IS 'digest of the rows and questions that decide';

CREATE TABLE bands (document VARCHAR NOT NULL, band INTEGER NOT NULL, hash UBIGINT NOT NULL);
COMMENT ON TABLE bands IS 'One row for each band of a document''s MinHash signature: texts that share one may be copies.';
COMMENT ON COLUMN bands.document IS 'id of the document';
COMMENT ON COLUMN bands.band IS 'number of the band, from 0';
COMMENT ON COLUMN bands.hash IS 'hash of the band''s values';

CREATE TABLE copy_links (a VARCHAR NOT NULL, b VARCHAR NOT NULL, shared DOUBLE NOT NULL);
COMMENT ON TABLE copy_links IS 'One row for each two documents of which one is a copy of the other.';
COMMENT ON COLUMN copy_links.a IS 'id of the document whose id is less';
COMMENT ON COLUMN copy_links.b IS 'id of the other';
COMMENT ON COLUMN copy_links.shared IS 'share of the shorter text''s word triples that the longer one has, 0 to 1';

CREATE TABLE texts (document VARCHAR NOT NULL, original VARCHAR NOT NULL);
COMMENT ON TABLE texts IS 'One row for each document: of which text it is a copy.';
COMMENT ON COLUMN texts.document IS 'id of the document';
COMMENT ON COLUMN texts.original IS 'id of the copy that was published first, its own where there is no other';

CREATE TABLE dyad_events (
    origin VARCHAR NOT NULL,
    document VARCHAR,
    event VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    mode VARCHAR,
    quad VARCHAR NOT NULL,
    intensity DOUBLE,
    contexts VARCHAR[] NOT NULL,
    factuality VARCHAR NOT NULL,
    voice_kind VARCHAR NOT NULL,
    day_from DATE,
    day_to DATE,
    day_basis VARCHAR,
    published DATE,
    outlet VARCHAR,
    incident VARCHAR NOT NULL,
    copied BOOLEAN NOT NULL,
    actor_sector VARCHAR,
    recipient_sector VARCHAR
);
COMMENT ON TABLE dyad_events IS 'One row for each event and directed dyad that it ties: of the articles read, and of data sets imported.';
COMMENT ON COLUMN dyad_events.origin IS 'dragoman for what was read; otherwise the data set: icews, gdelt or polecat';
COMMENT ON COLUMN dyad_events.document IS 'id of the document; null for what was imported';
COMMENT ON COLUMN dyad_events.event IS 'id of the event; for an imported one that of its data set';
COMMENT ON COLUMN dyad_events.actor IS 'who does it: ISO 3166-1 alpha-3 code, or the name of a body that is of no state';
COMMENT ON COLUMN dyad_events.recipient IS 'to whom, written as actor; never the same';
COMMENT ON COLUMN dyad_events.event_type IS 'type in the ontology; for an imported event the PLOVER type of its code';
COMMENT ON COLUMN dyad_events.mode IS 'mode in the ontology; null when the type has none or it is unknown';
COMMENT ON COLUMN dyad_events.quad IS 'verbal or material, cooperation or conflict';
COMMENT ON COLUMN dyad_events.intensity IS 'score of type and mode, -10 to 10; null when unknown';
COMMENT ON COLUMN dyad_events.contexts IS 'contexts; empty when none is known';
COMMENT ON COLUMN dyad_events.factuality IS 'as in events; happened for what was imported, which tells no other';
COMMENT ON COLUMN dyad_events.voice_kind IS 'on whose word; unknown for what was imported';
COMMENT ON COLUMN dyad_events.day_from IS 'first day of the event''s date; the day of publication where the text tells none; null when neither is known';
COMMENT ON COLUMN dyad_events.day_to IS 'last such day, inclusive';
COMMENT ON COLUMN dyad_events.day_basis IS 'event where the text tells the day, published where the day of publication stands for it; null when neither is known';
COMMENT ON COLUMN dyad_events.published IS 'when the article was published; null when unknown';
COMMENT ON COLUMN dyad_events.outlet IS 'who published it; null when unknown';
COMMENT ON COLUMN dyad_events.incident IS 'the incident that it reports (incident_events); for an imported event that event itself';
COMMENT ON COLUMN dyad_events.copied IS 'whether its article is a copy (texts) and the original reports the same incident: then it counts for nothing';
COMMENT ON COLUMN dyad_events.actor_sector IS 'PLOVER sector of whoever acts for the actor; null when unknown, and of what was imported';
COMMENT ON COLUMN dyad_events.recipient_sector IS 'the same of the recipient';

CREATE TABLE event_links (
    a_document VARCHAR NOT NULL, a VARCHAR NOT NULL, b_document VARCHAR NOT NULL, b VARCHAR NOT NULL, score DOUBLE NOT NULL
);
COMMENT ON TABLE event_links IS 'One row for each two events that are more likely reports of one happening than not.';
COMMENT ON COLUMN event_links.a_document IS 'id of the document of the event whose id is less';
COMMENT ON COLUMN event_links.a IS 'id of that event';
COMMENT ON COLUMN event_links.b_document IS 'id of the other''s document';
COMMENT ON COLUMN event_links.b IS 'id of the other';
COMMENT ON COLUMN event_links.score IS 'sum of the weights in knowledge/incidents/likeness.csv that hold between them, above 0';

CREATE TABLE incident_events (
    incident VARCHAR NOT NULL, document VARCHAR NOT NULL, event VARCHAR NOT NULL, chain VARCHAR NOT NULL
);
COMMENT ON TABLE incident_events IS 'One row for each event read: the incident that it reports.';
COMMENT ON COLUMN incident_events.incident IS 'id of the incident, which is that of its first report with i in front';
COMMENT ON COLUMN incident_events.document IS 'id of the event''s document';
COMMENT ON COLUMN incident_events.event IS 'id of the event';
COMMENT ON COLUMN incident_events.chain IS 'least id of all events tied to it by event_links, over any number of them';

CREATE TABLE marks (document VARCHAR NOT NULL, words VARCHAR[] NOT NULL, parties VARCHAR[] NOT NULL);
COMMENT ON TABLE marks IS 'One row for each document: the words by which it is compared with others.';
COMMENT ON COLUMN marks.document IS 'id of the document';
COMMENT ON COLUMN marks.parties IS 'the two countries or bodies of no state that it names most often, sorted; fewer where it names fewer';
COMMENT ON COLUMN marks.words IS 'beginnings of its words, without those of most news, each once, sorted';

CREATE TABLE reports (
    document VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    sign INTEGER NOT NULL,
    actor VARCHAR[] NOT NULL,
    recipient VARCHAR[] NOT NULL,
    keys VARCHAR[] NOT NULL,
    day_from DATE,
    day_to DATE,
    day_told BOOLEAN NOT NULL,
    place VARCHAR,
    trigger VARCHAR NOT NULL,
    words VARCHAR[] NOT NULL
);
COMMENT ON TABLE reports IS 'One row for each event: by what it is compared with the events of other texts.';
COMMENT ON COLUMN reports.document IS 'id of the document';
COMMENT ON COLUMN reports.event IS 'id of the event';
COMMENT ON COLUMN reports.event_type IS 'as in events';
COMMENT ON COLUMN reports.sign IS '1 for cooperation, -1 for conflict';
COMMENT ON COLUMN reports.actor IS 'countries and names of the actors, sorted; empty when unknown';
COMMENT ON COLUMN reports.recipient IS 'countries and names of the recipients, sorted; empty when unknown';
COMMENT ON COLUMN reports.keys IS 'countries and bodies on either side, and the country of the place: only events that share one are compared';
COMMENT ON COLUMN reports.day_from IS 'first day of the event''s date, or the day of publication; null when unknown';
COMMENT ON COLUMN reports.day_to IS 'last such day, inclusive';
COMMENT ON COLUMN reports.day_told IS 'whether the text tells the day';
COMMENT ON COLUMN reports.place IS 'id or name of the place where that is a city; null otherwise';
COMMENT ON COLUMN reports.trigger IS 'beginning of the word that tells it';
COMMENT ON COLUMN reports.words IS 'beginnings of the words of its passage, without those of most news, each once, sorted';
