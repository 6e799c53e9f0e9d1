-- Which records are there, in which order, and how many in all?
-- $kinds: event, statement, assessment; $a, $b: whether a party must be named in them, as the tables ``naming_a`` and
-- ``naming_b`` tell (`record_parties`); $types: of events, kinds of quotes, aspects;
-- $voices, $factualities (events have one), $contexts, $outlets, $sectors (of who acts or speaks): none for all; $since,
-- $until: days, or null; $documents: ids, or null for all; $copies: whether the records of copies, too; $judged: standing (all
-- that nobody rejected), any, yes, no, or a verdict; $ranking: newest, certainty or place; $limit, $offset.
-- One row a record, with its place among those listed. What is asked holds after judgement. A record's day is that of
-- publication where the text tells no time; an event whose time cannot be resolved lies in no span of days.
WITH pages AS (
    SELECT d.id, d.published FROM documents d JOIN texts t ON t.document = d.id
    WHERE ($copies OR t.original = t.document)
      AND (len($outlets) = 0 OR list_contains($outlets, d.outlet))
      AND ($documents IS NULL OR d.id IN (SELECT unnest($documents)))
),
every AS (
    SELECT 'event' AS kind, document, id, ordinal, event_type AS type, factuality, voice_kind, contexts, confidence,
           date_text IS NOT NULL AS dated, date_from AS day_from, date_to AS day_to
    FROM events WHERE list_contains($kinds, 'event')
    UNION ALL
    SELECT 'statement', document, id, ordinal, quote, NULL, voice_kind, contexts, confidence, false, NULL, NULL
    FROM statements WHERE list_contains($kinds, 'statement')
    UNION ALL
    SELECT 'assessment', document, id, ordinal, aspect, NULL, voice_kind, contexts, confidence, false, NULL, NULL
    FROM assessments WHERE list_contains($kinds, 'assessment')
),
records AS (
    SELECT * FROM every
    WHERE (NOT $a OR id IN (SELECT record FROM naming_a)) AND (NOT $b OR id IN (SELECT record FROM naming_b))
),
picked AS MATERIALIZED (
    SELECT r.kind, r.document, r.id, r.ordinal, r.confidence, d.published
    FROM records r
    JOIN pages d ON d.id = r.document
    LEFT JOIN standing_judgements j ON j.document = r.document AND j.record = r.id
    WHERE (len($types) = 0 OR list_contains($types, coalesce(j.event_type, j.aspect, r.type)))
      AND (len($factualities) = 0 OR list_contains($factualities, coalesce(j.factuality, r.factuality)))
      AND (len($voices) = 0 OR list_contains($voices, coalesce(j.voice_kind, r.voice_kind, 'unknown')))
      AND (len($contexts) = 0 OR list_has_any($contexts, r.contexts))
      AND ($since IS NULL OR CASE WHEN r.dated THEN r.day_to ELSE d.published END >= $since)
      AND ($until IS NULL OR CASE WHEN r.dated THEN r.day_from ELSE d.published END <= $until)
      AND (len($sectors) = 0 OR r.id IN (
          SELECT record FROM judged_participants
          WHERE len($sectors) > 0 AND role IN ('actor', 'source') AND list_contains($sectors, sector)))
      AND CASE $judged WHEN 'standing' THEN j.verdict IS DISTINCT FROM 'reject'
                       WHEN 'any' THEN true
                       WHEN 'yes' THEN j.verdict IS NOT NULL
                       WHEN 'no' THEN j.verdict IS NULL
                       ELSE j.verdict = $judged END
)
SELECT *, row_number() OVER () AS place FROM (
    SELECT kind, document, id, (SELECT count(*) FROM picked) AS total
    FROM picked
    ORDER BY CASE WHEN $ranking = 'certainty' THEN confidence END NULLS LAST,
             CASE WHEN $ranking <> 'place' THEN published END DESC NULLS LAST,
             document, CASE kind WHEN 'event' THEN 1 WHEN 'statement' THEN 2 ELSE 3 END, ordinal
    LIMIT $limit OFFSET $offset
)
