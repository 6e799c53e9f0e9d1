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
