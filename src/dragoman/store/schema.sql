-- The store as it is today. A new file is made from this page; an older file is brought to the same state by
-- the numbered pages in migrations/, and a test holds the two together. A page in migrations/ is never edited
-- once released: a change is a new page there and the same change here.
-- Offsets are Unicode code points into documents.text, end exclusive. NULL means unknown.

CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    applied TIMESTAMP NOT NULL
);
COMMENT ON TABLE schema_version IS 'One row for each migration that this file has had; the highest is its version.';
COMMENT ON COLUMN schema_version.version IS 'number of the migration';
COMMENT ON COLUMN schema_version.name IS 'name of the migration''s file';
COMMENT ON COLUMN schema_version.applied IS 'when it was applied, UTC';

CREATE TABLE runs (
    id VARCHAR PRIMARY KEY,
    started TIMESTAMP NOT NULL,
    dragoman VARCHAR NOT NULL,
    python VARCHAR NOT NULL,
    duckdb VARCHAR NOT NULL,
    reader VARCHAR,
    codebook VARCHAR
);
COMMENT ON TABLE runs IS 'One row for each run that wrote here: what software read and coded.';
COMMENT ON COLUMN runs.id IS 'id of the run, random';
COMMENT ON COLUMN runs.started IS 'when the run began, UTC';
COMMENT ON COLUMN runs.dragoman IS 'version of dragoman';
COMMENT ON COLUMN runs.python IS 'version of Python';
COMMENT ON COLUMN runs.duckdb IS 'version of DuckDB';
COMMENT ON COLUMN runs.reader IS 'name and version of the reader''s weights; null when the caller did not say';
COMMENT ON COLUMN runs.codebook IS 'version of the ontology; null when the caller did not say';

CREATE TABLE documents (
    id VARCHAR PRIMARY KEY,
    run VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    title VARCHAR,
    authors VARCHAR[] NOT NULL,
    outlet VARCHAR,
    republished_from VARCHAR,
    published DATE,
    language VARCHAR,
    genre VARCHAR NOT NULL,
    url VARCHAR,
    written_from DATE,
    written_to DATE,
    written_reason VARCHAR
);
COMMENT ON TABLE documents IS 'One row for each article, known by its text.';
COMMENT ON COLUMN documents.id IS 'first 16 hexadecimal digits of the sha256 of text';
COMMENT ON COLUMN documents.run IS 'run that wrote the records as they stand (runs.id)';
COMMENT ON COLUMN documents.text IS 'the article''s text; all offsets are Unicode code points into it, end exclusive';
COMMENT ON COLUMN documents.title IS 'title; null when the source shows none';
COMMENT ON COLUMN documents.authors IS 'authors in the order given; empty when none is named';
COMMENT ON COLUMN documents.outlet IS 'newspaper, agency or site that published it; null when unknown';
COMMENT ON COLUMN documents.republished_from IS 'where a republished piece first appeared; null when it does not say';
COMMENT ON COLUMN documents.published IS 'publication date as stated by the source or the user; null when unknown, never guessed';
COMMENT ON COLUMN documents.language IS 'ISO 639-1 code of the language; null when unknown';
COMMENT ON COLUMN documents.genre IS 'report, commentary, official or unknown';
COMMENT ON COLUMN documents.url IS 'address of the page; null when unknown';
COMMENT ON COLUMN documents.written_from IS 'first day on which an undated article can have been written, by its content; null when published is known or nothing tells';
COMMENT ON COLUMN documents.written_to IS 'last such day, inclusive; null as written_from';
COMMENT ON COLUMN documents.written_reason IS 'what of the content tells (its words: spans, role written); null when there is no estimate';

CREATE TABLE readings (
    document VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    run VARCHAR NOT NULL,
    read_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL
);
COMMENT ON TABLE readings IS 'One row each time a source was read: where a document was seen, and what came of it.';
COMMENT ON COLUMN readings.document IS 'id of the document';
COMMENT ON COLUMN readings.source IS 'file, address or ''-'' as it was read';
COMMENT ON COLUMN readings.run IS 'run that read it (runs.id)';
COMMENT ON COLUMN readings.read_at IS 'when its records were written, UTC';
COMMENT ON COLUMN readings.outcome IS 'added, unchanged or replaced';

CREATE TABLE dropped (
    document VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE dropped IS 'Lines that were removed from a source as furniture.';
COMMENT ON COLUMN dropped.document IS 'id of the document';
COMMENT ON COLUMN dropped.ordinal IS 'place in the list, from 0';
COMMENT ON COLUMN dropped.text IS 'the removed line';
COMMENT ON COLUMN dropped.reason IS 'why it was removed';

CREATE TABLE events (
    document VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    mode VARCHAR,
    contexts VARCHAR[] NOT NULL,
    quad VARCHAR NOT NULL,
    intensity DOUBLE,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    factuality VARCHAR NOT NULL,
    certainty DOUBLE,
    polarity VARCHAR NOT NULL,
    figurative BOOLEAN NOT NULL,
    date_text VARCHAR,
    date_start INTEGER,
    date_end INTEGER,
    date_from DATE,
    date_to DATE,
    date_precision VARCHAR,
    date_basis VARCHAR,
    date_value VARCHAR,
    date_resolution VARCHAR,
    date_reason VARCHAR NOT NULL,
    place_text VARCHAR,
    place_start INTEGER,
    place_end INTEGER,
    place_name VARCHAR,
    place_country VARCHAR,
    place_reason VARCHAR,
    confidence DOUBLE,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    voice_kind VARCHAR,
    subjective DOUBLE,
    place_entity VARCHAR,
    place_latitude DOUBLE,
    place_longitude DOUBLE,
    place_precision VARCHAR
);
COMMENT ON TABLE events IS 'One row for each event: who did what to whom, as one article tells it.';
COMMENT ON COLUMN events.document IS 'id of the document';
COMMENT ON COLUMN events.ordinal IS 'place among the document''s events, from 0';
COMMENT ON COLUMN events.id IS 'id of the event';
COMMENT ON COLUMN events.event_type IS 'PLOVER event type';
COMMENT ON COLUMN events.mode IS 'PLOVER mode; null when the type has none or it is unknown';
COMMENT ON COLUMN events.contexts IS 'PLOVER contexts; empty when none is known';
COMMENT ON COLUMN events.quad IS 'verbal or material, cooperation or conflict';
COMMENT ON COLUMN events.intensity IS 'the ontology''s score for type and mode, -10 to 10; null when it gives none';
COMMENT ON COLUMN events.trigger_start IS 'first code point of the words that evoke the event';
COMMENT ON COLUMN events.trigger_end IS 'end of the words that evoke the event, exclusive';
COMMENT ON COLUMN events.factuality IS 'happened, ongoing, planned, hoped, demanded, conditional, possible, did_not_happen or unknown';
COMMENT ON COLUMN events.certainty IS 'how surely the text presents it, -3 (certainly not) to 3 (certainly); null when not scored';
COMMENT ON COLUMN events.polarity IS 'affirmed or negated, as the words stand';
COMMENT ON COLUMN events.figurative IS 'whether the event is told by a figure of speech';
COMMENT ON COLUMN events.date_text IS 'time expression in the text; null when the event has none';
COMMENT ON COLUMN events.date_start IS 'first code point of the time expression';
COMMENT ON COLUMN events.date_end IS 'end of the time expression, exclusive';
COMMENT ON COLUMN events.date_from IS 'first day that the time denotes; null when it cannot be known';
COMMENT ON COLUMN events.date_to IS 'last day that the time denotes, inclusive; null when it cannot be known';
COMMENT ON COLUMN events.date_precision IS 'day, week, month, quarter, year or decade';
COMMENT ON COLUMN events.date_basis IS 'stated, relative, publication or offset';
COMMENT ON COLUMN events.date_value IS 'TIMEX3 value, or an offset such as P-2M when there is no day to count from';
COMMENT ON COLUMN events.date_resolution IS 'why the time expression was resolved so, or why not; null when there is none';
COMMENT ON COLUMN events.date_reason IS 'why the event has this date, or none';
COMMENT ON COLUMN events.place_text IS 'place name in the text; null when the event has none';
COMMENT ON COLUMN events.place_start IS 'first code point of the place name';
COMMENT ON COLUMN events.place_end IS 'end of the place name, exclusive';
COMMENT ON COLUMN events.place_name IS 'usual name of the place; null when unresolved';
COMMENT ON COLUMN events.place_country IS 'country of the place, ISO 3166-1 alpha-3; null when unknown';
COMMENT ON COLUMN events.place_reason IS 'why the place was resolved so, or why not; null when there is none';
COMMENT ON COLUMN events.confidence IS 'probability that the event is coded rightly, 0 to 1; null when not scored';
COMMENT ON COLUMN events.codebook IS 'version of the ontology';
COMMENT ON COLUMN events.coder IS 'version of the software and weights';
COMMENT ON COLUMN events.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN events.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';
COMMENT ON COLUMN events.place_entity IS 'id of the place with its gazetteer, as geonames:703448; null when unresolved or without one';
COMMENT ON COLUMN events.place_latitude IS 'degrees north; null unless the place is a city';
COMMENT ON COLUMN events.place_longitude IS 'degrees east; null unless the place is a city';
COMMENT ON COLUMN events.place_precision IS 'city, region or state: what the place is; null when unresolved';

CREATE TABLE statements (
    document VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    quote VARCHAR NOT NULL,
    stance VARCHAR,
    contexts VARCHAR[] NOT NULL,
    confidence DOUBLE,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    voice_kind VARCHAR,
    subjective DOUBLE
);
COMMENT ON TABLE statements IS 'One row for each statement: somebody''s words or view.';
COMMENT ON COLUMN statements.document IS 'id of the document';
COMMENT ON COLUMN statements.ordinal IS 'place among the document''s statements, from 0';
COMMENT ON COLUMN statements.id IS 'id of the statement';
COMMENT ON COLUMN statements.cue_start IS 'first code point of the words that attribute it; null when there are none';
COMMENT ON COLUMN statements.cue_end IS 'end of the words that attribute it, exclusive';
COMMENT ON COLUMN statements.quote IS 'direct, indirect, mixed or scare';
COMMENT ON COLUMN statements.stance IS 'tone of the content as a whole; null when no word carries one';
COMMENT ON COLUMN statements.contexts IS 'PLOVER contexts; empty when none is known';
COMMENT ON COLUMN statements.confidence IS 'probability that the statement is coded rightly, 0 to 1; null when not scored';
COMMENT ON COLUMN statements.codebook IS 'version of the ontology';
COMMENT ON COLUMN statements.coder IS 'version of the software and weights';
COMMENT ON COLUMN statements.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN statements.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';

CREATE TABLE abouts (
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    stance VARCHAR,
    score DOUBLE
);
COMMENT ON TABLE abouts IS 'One row for each actor that a statement speaks of, or whom the author judges (the actor itself: participants, role about).';
COMMENT ON COLUMN abouts.document IS 'id of the document';
COMMENT ON COLUMN abouts.record IS 'id of the statement; the document''s id for the author''s own stance';
COMMENT ON COLUMN abouts.ordinal IS 'place in the record''s list, from 0; the same as in participants';
COMMENT ON COLUMN abouts.stance IS 'the holder''s stance toward the actor: positive, negative, neutral or mixed; null when unknown';
COMMENT ON COLUMN abouts.score IS 'the stance as a number, -1 to 1; null when not scored';

CREATE TABLE assessments (
    document VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    aspect VARCHAR NOT NULL,
    direction VARCHAR,
    contexts VARCHAR[] NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    confidence DOUBLE,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    voice_kind VARCHAR,
    subjective DOUBLE
);
COMMENT ON TABLE assessments IS 'One row for each assessment of a relation between two actors, or of one actor''s prospects.';
COMMENT ON COLUMN assessments.document IS 'id of the document';
COMMENT ON COLUMN assessments.ordinal IS 'place among the document''s assessments, from 0';
COMMENT ON COLUMN assessments.id IS 'id of the assessment';
COMMENT ON COLUMN assessments.aspect IS 'trend, state, obstacle, opportunity, importance, motive or forecast';
COMMENT ON COLUMN assessments.direction IS 'improving, worsening, positive, negative or neutral; null when unknown';
COMMENT ON COLUMN assessments.contexts IS 'PLOVER contexts; empty when none is known';
COMMENT ON COLUMN assessments.trigger_start IS 'first code point of the words that evoke the assessment';
COMMENT ON COLUMN assessments.trigger_end IS 'end of the words that evoke the assessment, exclusive';
COMMENT ON COLUMN assessments.confidence IS 'probability that the assessment is coded rightly, 0 to 1; null when not scored';
COMMENT ON COLUMN assessments.codebook IS 'version of the ontology';
COMMENT ON COLUMN assessments.coder IS 'version of the software and weights';
COMMENT ON COLUMN assessments.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN assessments.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';

CREATE TABLE participants (
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    head_char INTEGER NOT NULL,
    name VARCHAR,
    country VARCHAR[] NOT NULL,
    sector VARCHAR,
    entity VARCHAR,
    how VARCHAR,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE participants IS 'One row for each mention that takes part in a record, in each of its roles.';
COMMENT ON COLUMN participants.document IS 'id of the document';
COMMENT ON COLUMN participants.record IS 'id of the record; the document''s own id for the role cast';
COMMENT ON COLUMN participants.role IS 'actor, recipient, source, about, dyad or voice; cast for every resolved mention of the document';
COMMENT ON COLUMN participants.ordinal IS 'place in the record''s list, from 0; for a voice its depth in the chain';
COMMENT ON COLUMN participants.text IS 'the mention as it stands in the text';
COMMENT ON COLUMN participants.start_char IS 'first code point of the mention';
COMMENT ON COLUMN participants.end_char IS 'end of the mention, exclusive';
COMMENT ON COLUMN participants.head_char IS 'first code point of the mention''s head word';
COMMENT ON COLUMN participants.name IS 'name of the identity; null when unresolved';
COMMENT ON COLUMN participants.country IS 'ISO 3166-1 alpha-3 codes: one for most, several for a group; empty when unknown';
COMMENT ON COLUMN participants.sector IS 'PLOVER sector; null when unknown';
COMMENT ON COLUMN participants.entity IS 'Wikidata id; null when unknown';
COMMENT ON COLUMN participants.how IS 'name, office, demonym, metonym, epithet or pronoun; null when unresolved';
COMMENT ON COLUMN participants.reason IS 'why it was resolved so, or why not';

CREATE TABLE spans (
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    part INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL
);
COMMENT ON TABLE spans IS 'One row for each piece of text that a record rests on.';
COMMENT ON COLUMN spans.document IS 'id of the document';
COMMENT ON COLUMN spans.record IS 'id of the record';
COMMENT ON COLUMN spans.role IS 'evidence, content, or stance (words that carry the stance toward one actor)';
COMMENT ON COLUMN spans.part IS 'for a stance the ordinal of the actor in abouts; 0 otherwise';
COMMENT ON COLUMN spans.ordinal IS 'place in the list, from 0';
COMMENT ON COLUMN spans.start_char IS 'first code point of the piece';
COMMENT ON COLUMN spans.end_char IS 'end of the piece, exclusive';

CREATE TABLE voices (
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    depth INTEGER NOT NULL,
    author BOOLEAN NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    quote VARCHAR
);
COMMENT ON TABLE voices IS 'One row for each holder in the chain of those who vouch for a record.';
COMMENT ON COLUMN voices.document IS 'id of the document';
COMMENT ON COLUMN voices.record IS 'id of the record';
COMMENT ON COLUMN voices.depth IS 'place in the chain, 0 for the outermost holder';
COMMENT ON COLUMN voices.author IS 'whether the holder is the author; otherwise participants, role voice, ordinal = depth';
COMMENT ON COLUMN voices.cue_start IS 'first code point of the words that attribute it; null when there are none';
COMMENT ON COLUMN voices.cue_end IS 'end of the words that attribute it, exclusive';
COMMENT ON COLUMN voices.quote IS 'direct, indirect, mixed or scare; null for the author''s own words';

CREATE TABLE steps (
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    saw VARCHAR NOT NULL
);
COMMENT ON TABLE steps IS 'One row for each decision on the way to a record.';
COMMENT ON COLUMN steps.document IS 'id of the document';
COMMENT ON COLUMN steps.record IS 'id of the record';
COMMENT ON COLUMN steps.ordinal IS 'place among the record''s decisions, from 0';
COMMENT ON COLUMN steps.rule IS 'rule or row of knowledge that decided';
COMMENT ON COLUMN steps.saw IS 'what it saw in the text';

CREATE TABLE pending (document VARCHAR NOT NULL);
COMMENT ON TABLE pending IS 'Documents whose relations to the others are not yet worked out, or no longer true.';
COMMENT ON COLUMN pending.document IS 'id of the document, which the store may no longer hold';

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
    recipient_sector VARCHAR,
    mirrored BOOLEAN DEFAULT false,
    mirror_sector VARCHAR
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
COMMENT ON COLUMN dyad_events.mirrored IS 'whether the same event ties the two the other way, too, and this is the second of both rows; dyads without direction count the first';
COMMENT ON COLUMN dyad_events.mirror_sector IS 'of a mirrored row the actor_sector of the first; null when unknown';

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

-- The analyst's last word: judgements on records, and the records as they stand after them.
-- Nothing here writes to a record of the machine, and no row is ever changed or deleted: what withdraws a judgement is a row.
CREATE SEQUENCE judgement_numbers;

CREATE TABLE judgements (
    id VARCHAR PRIMARY KEY,
    number BIGINT NOT NULL,
    document VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    undoes VARCHAR,
    event_type VARCHAR,
    mode VARCHAR,
    quad VARCHAR,
    intensity DOUBLE,
    factuality VARCHAR,
    voice_kind VARCHAR,
    actor VARCHAR[],
    recipient VARCHAR[],
    aspect VARCHAR,
    direction VARCHAR,
    stance VARCHAR,
    person VARCHAR NOT NULL,
    made TIMESTAMP NOT NULL,
    reason VARCHAR,
    machine VARCHAR
);
COMMENT ON TABLE judgements IS 'One row for each judgement of a person on a record, or withdrawal of one; rows are never changed.';
COMMENT ON COLUMN judgements.id IS 'id of the judgement, random';
COMMENT ON COLUMN judgements.number IS 'tells the order: the later the greater';
COMMENT ON COLUMN judgements.document IS 'id of the record''s document';
COMMENT ON COLUMN judgements.record IS 'id of the record, which a newer reading of the document may no longer give';
COMMENT ON COLUMN judgements.kind IS 'event, statement or assessment';
COMMENT ON COLUMN judgements.verdict IS 'accept, correct or reject; undo withdraws another judgement';
COMMENT ON COLUMN judgements.undoes IS 'id of the judgement that is withdrawn; null unless verdict is undo';
COMMENT ON COLUMN judgements.event_type IS 'the right type; null where type and mode are not corrected';
COMMENT ON COLUMN judgements.mode IS 'the right mode, where event_type is given: null then says that there is none';
COMMENT ON COLUMN judgements.quad IS 'quad of the right type by the ontology of that day; null as event_type';
COMMENT ON COLUMN judgements.intensity IS 'score of the right type and mode by the ontology of that day, -10 to 10; null as event_type';
COMMENT ON COLUMN judgements.factuality IS 'the right factuality; null where it is not corrected';
COMMENT ON COLUMN judgements.voice_kind IS 'on whose word; null where it is not corrected';
COMMENT ON COLUMN judgements.actor IS 'who does it, ISO 3166-1 alpha-3 codes and names of bodies of no state, empty for nobody known; null where it is not corrected';
COMMENT ON COLUMN judgements.recipient IS 'to whom, written as actor; null where it is not corrected';
COMMENT ON COLUMN judgements.aspect IS 'the right aspect of an assessment; null where aspect and direction are not corrected';
COMMENT ON COLUMN judgements.direction IS 'the right direction, where aspect is given: null then says that the words give none';
COMMENT ON COLUMN judgements.stance IS 'the right stance of a statement, toward all that it speaks of; null where it is not corrected';
COMMENT ON COLUMN judgements.person IS 'who judged';
COMMENT ON COLUMN judgements.made IS 'when, UTC';
COMMENT ON COLUMN judgements.reason IS 'why, in the person''s words; null when none was given';
COMMENT ON COLUMN judgements.machine IS 'the record as the coder had made it when it was judged, JSON as of --format jsonl; null for an undo';

-- The columns of the views below are those of their tables, with the same meaning; a page that adds a column to one of
-- those tables makes the view anew.
CREATE VIEW standing_judgements AS
SELECT j.* FROM judgements j
ANTI JOIN (SELECT undoes FROM judgements WHERE verdict = 'undo') u ON u.undoes = j.id
WHERE j.verdict <> 'undo'
QUALIFY row_number() OVER (PARTITION BY j.document, j.record ORDER BY j.number DESC) = 1;
COMMENT ON VIEW standing_judgements IS 'One row for each judged record: the latest judgement that is not withdrawn.';

CREATE VIEW judged_events AS
SELECT e.* REPLACE (
           coalesce(j.event_type, e.event_type) AS event_type,
           CASE WHEN j.event_type IS NULL THEN e.mode ELSE j.mode END AS mode,
           coalesce(j.quad, e.quad) AS quad,
           CASE WHEN j.event_type IS NULL THEN e.intensity ELSE j.intensity END AS intensity,
           coalesce(j.factuality, e.factuality) AS factuality,
           coalesce(j.voice_kind, e.voice_kind) AS voice_kind
       ), j.verdict AS judged
FROM events e
LEFT JOIN standing_judgements j ON j.document = e.document AND j.record = e.id
WHERE j.verdict IS DISTINCT FROM 'reject';
COMMENT ON VIEW judged_events IS 'The events after judgement: corrected where one is, without those rejected.';
COMMENT ON COLUMN judged_events.judged IS 'accept or correct; null where nobody judged it';

CREATE VIEW judged_statements AS
SELECT s.* REPLACE (coalesce(j.stance, s.stance) AS stance, coalesce(j.voice_kind, s.voice_kind) AS voice_kind),
       j.verdict AS judged
FROM statements s
LEFT JOIN standing_judgements j ON j.document = s.document AND j.record = s.id
WHERE j.verdict IS DISTINCT FROM 'reject';
COMMENT ON VIEW judged_statements IS 'The statements after judgement: corrected where one is, without those rejected.';
COMMENT ON COLUMN judged_statements.judged IS 'accept or correct; null where nobody judged it';

CREATE VIEW judged_abouts AS
SELECT a.* REPLACE (
           coalesce(j.stance, a.stance) AS stance,
           CASE WHEN j.stance IS NULL THEN a.score END AS score
       ), j.verdict AS judged
FROM abouts a
LEFT JOIN standing_judgements j ON j.document = a.document AND j.record = a.record
WHERE j.verdict IS DISTINCT FROM 'reject';
COMMENT ON VIEW judged_abouts IS 'The stances after judgement: a corrected stance of a statement is that toward all that it speaks of, without a score.';
COMMENT ON COLUMN judged_abouts.judged IS 'the judgement on the statement, accept or correct; null where nobody judged it';

CREATE VIEW judged_assessments AS
SELECT a.* REPLACE (
           coalesce(j.aspect, a.aspect) AS aspect,
           CASE WHEN j.aspect IS NULL THEN a.direction ELSE j.direction END AS direction,
           coalesce(j.voice_kind, a.voice_kind) AS voice_kind
       ), j.verdict AS judged
FROM assessments a
LEFT JOIN standing_judgements j ON j.document = a.document AND j.record = a.id
WHERE j.verdict IS DISTINCT FROM 'reject';
COMMENT ON VIEW judged_assessments IS 'The assessments after judgement: corrected where one is, without those rejected.';
COMMENT ON COLUMN judged_assessments.judged IS 'accept or correct; null where nobody judged it';

-- A corrected party that the machine's record names, too, on either side, keeps that mention with its sector and place; of
-- any other sector, place and identity are unknown, and its code stands for the words.
CREATE VIEW judged_participants AS
WITH sides AS (
    SELECT document, record, 'actor' AS role, actor AS codes FROM standing_judgements WHERE actor IS NOT NULL
    UNION ALL
    SELECT document, record, 'recipient', recipient FROM standing_judgements WHERE recipient IS NOT NULL
),
given AS (
    SELECT document, record, role, unnest(codes) AS code, generate_subscripts(codes, 1) - 1 AS ordinal FROM sides
),
mentioned AS (
    SELECT p.* FROM participants p SEMI JOIN sides ON sides.document = p.document AND sides.record = p.record
    WHERE p.role IN ('actor', 'recipient')
),
right_ones AS (
    SELECT g.document, g.record, g.role, g.ordinal::INTEGER AS ordinal, coalesce(m.text, g.code) AS text,
           m.start_char, m.end_char, m.head_char,
           CASE WHEN m.text IS NOT NULL THEN m.name WHEN NOT regexp_full_match(g.code, '[A-Z]{3}') THEN g.code END AS name,
           CASE WHEN regexp_full_match(g.code, '[A-Z]{3}') THEN [g.code] ELSE [] END AS country,
           m.sector, m.entity, m.how, 'a person judged so' AS reason
    FROM given g
    LEFT JOIN mentioned m ON m.document = g.document AND m.record = g.record
     AND (m.country = [g.code] OR (len(m.country) = 0 AND m.name = g.code))
    QUALIFY row_number() OVER (
        PARTITION BY g.document, g.record, g.role, g.ordinal ORDER BY m.role <> g.role, m.ordinal, m.start_char) = 1
)
SELECT p.* FROM participants p
ANTI JOIN sides ON sides.document = p.document AND sides.record = p.record AND sides.role = p.role
UNION ALL
SELECT * FROM right_ones;
COMMENT ON VIEW judged_participants IS 'The participants after judgement: the actors and recipients that a person gave in place of the machine''s. Where the text does not mention one so, text is the code and the places are null.';

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
