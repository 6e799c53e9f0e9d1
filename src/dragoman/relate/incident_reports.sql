-- What does each report of these incidents tell, and on whose word?
-- $incidents: ids; $documents: all documents that report one of them. One row an event, in order of publication; those of copies too, with the text that they copy.
-- Rows are looked for by their documents first: those of one stand together, so that a table is passed over in a glance.
WITH members AS MATERIALIZED (
    SELECT incident, document, event FROM incident_events
    WHERE document IN (SELECT unnest($documents)) AND incident IN (SELECT unnest($incidents))
),
pages AS MATERIALIZED (SELECT * FROM documents WHERE id IN (SELECT unnest($documents))),
chosen AS MATERIALIZED (
    SELECT m.incident, r.* FROM members m
    JOIN (SELECT * FROM reports WHERE document IN (SELECT unnest($documents))) r ON r.event = m.event
),
told AS MATERIALIZED (
    SELECT * FROM judged_events
    WHERE document IN (SELECT unnest($documents)) AND id IN (SELECT event FROM members)
),
spoken AS MATERIALIZED (
    SELECT document, record, depth, author FROM voices
    WHERE document IN (SELECT unnest($documents)) AND record IN (SELECT event FROM members)
),
speakers AS MATERIALIZED (
    SELECT document, record, ordinal, coalesce(name, text) AS name FROM participants
    WHERE role = 'voice' AND document IN (SELECT unnest($documents)) AND record IN (SELECT event FROM members)
),
holders AS MATERIALIZED (
    -- the innermost holder of each chain, none where that is the author
    SELECT v.document, v.record, arg_max_null(CASE WHEN v.author THEN NULL ELSE p.name END, v.depth) AS holder
    FROM spoken v
    LEFT JOIN speakers p ON p.document = v.document AND p.record = v.record AND p.ordinal = v.depth
    GROUP BY v.document, v.record
),
pieces AS MATERIALIZED (
    SELECT * FROM spans
    WHERE role = 'evidence' AND document IN (SELECT unnest($documents)) AND record IN (SELECT event FROM members)
),
passages AS MATERIALIZED (
    SELECT s.document, s.record,
           string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal) AS passage
    FROM pieces s JOIN pages d ON d.id = s.document
    GROUP BY s.document, s.record
)
SELECT c.incident, c.event, c.document, t.original, d.title, d.outlet, d.published, c.actor, c.recipient,
       e.event_type, e.mode, e.quad, e.intensity, e.factuality, c.day_from, c.day_to, c.day_told,
       e.place_name AS place, holders.holder, coalesce(e.voice_kind, 'unknown') AS voice_kind,
       substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS words,
       coalesce(passages.passage, substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start)) AS passage
FROM chosen c
JOIN told e ON e.id = c.event AND e.document = c.document
JOIN pages d ON d.id = c.document
JOIN (SELECT * FROM texts WHERE document IN (SELECT unnest($documents))) t ON t.document = c.document
LEFT JOIN holders ON holders.document = c.document AND holders.record = c.event
LEFT JOIN passages ON passages.document = c.document AND passages.record = c.event
ORDER BY c.incident, d.published NULLS LAST, c.document, e.trigger_start, c.event
