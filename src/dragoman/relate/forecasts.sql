-- What was foretold of two parties, when, for when, and what followed?
-- $a, $b: parties; $voices: kinds of voice, $outlets: whose forecasts, none for all; $since, $until: days of publication, or null.
-- One row an event that is planned, or may happen on a day ahead. A like event followed when a later report tells the same
-- incident as done, or when the same actor does a thing of this type until two weeks after the day that the text tells, or for
-- a year where it tells none: whether it is the one that was meant nobody knows.
-- It is open while no article of a later day is there. Copies foretell nothing of their own.
WITH own AS MATERIALIZED (
    SELECT * FROM dyad_events
    WHERE origin = 'dragoman' AND NOT copied
      AND ((actor = $a AND recipient = $b) OR (actor = $b AND recipient = $a))
),
foretold AS MATERIALIZED (
    SELECT *, CASE WHEN day_basis = 'event' THEN day_to ELSE published + 365 END AS due,
           CASE WHEN day_basis = 'event' THEN 14 ELSE 0 END AS grace
    FROM own
    WHERE published IS NOT NULL AND (day_basis IS DISTINCT FROM 'event' OR day_to >= published)
      AND (factuality = 'planned' OR (factuality IN ('possible', 'conditional') AND day_basis = 'event'))
      AND (len($voices) = 0 OR list_contains($voices, voice_kind))
      AND (len($outlets) = 0 OR list_contains($outlets, outlet))
      AND ($since IS NULL OR published >= $since) AND ($until IS NULL OR published <= $until)
),
came AS (
    SELECT f.event, min_by(o.incident, (o.day_from, o.event)) AS incident
    FROM foretold f
    JOIN own o ON o.factuality IN ('happened', 'ongoing')
     AND ((o.incident = f.incident AND o.published > f.published)
       OR (o.event_type = f.event_type AND o.actor = f.actor AND o.day_from > f.published AND o.day_from <= f.due + f.grace))
    GROUP BY f.event
),
-- rows of one document stand together, so that all others are passed over in a glance
spoken AS MATERIALIZED (
    SELECT document, record, depth, author FROM voices
    WHERE document IN (SELECT document FROM foretold) AND record IN (SELECT event FROM foretold)
),
speakers AS MATERIALIZED (
    SELECT document, record, ordinal, coalesce(name, text) AS name FROM participants
    WHERE role = 'voice' AND document IN (SELECT document FROM foretold) AND record IN (SELECT event FROM foretold)
),
holders AS (
    -- the innermost holder of each chain, none where that is the author
    SELECT v.document, v.record, arg_max_null(CASE WHEN v.author THEN NULL ELSE p.name END, v.depth) AS holder
    FROM spoken v
    LEFT JOIN speakers p ON p.document = v.document AND p.record = v.record AND p.ordinal = v.depth
    GROUP BY v.document, v.record
),
pieces AS MATERIALIZED (
    SELECT * FROM spans
    WHERE role = 'evidence' AND document IN (SELECT document FROM foretold) AND record IN (SELECT event FROM foretold)
),
passages AS (
    SELECT s.document, s.record,
           string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal) AS passage
    FROM pieces s JOIN (SELECT id, text FROM documents WHERE id IN (SELECT document FROM foretold)) d ON d.id = s.document
    GROUP BY s.document, s.record
),
latest AS (SELECT max(published) AS day FROM documents)
SELECT f.event, f.document, f.published AS made, f.due, f.event_type, f.factuality,
       list(DISTINCT f.actor ORDER BY f.actor) AS actor, list(DISTINCT f.recipient ORDER BY f.recipient) AS recipient,
       any_value(h.holder) AS holder, f.voice_kind, coalesce(any_value(p.passage), '') AS passage,
       CASE WHEN any_value(came.incident) IS NOT NULL THEN 'a like event followed'
            WHEN any_value(latest.day) > f.due + any_value(f.grace) THEN 'not found' ELSE 'open' END AS outcome,
       any_value(came.incident) AS incident
FROM foretold f
CROSS JOIN latest
LEFT JOIN came ON came.event = f.event
LEFT JOIN holders h ON h.record = f.event AND h.document = f.document
LEFT JOIN passages p ON p.record = f.event AND p.document = f.document
GROUP BY f.event, f.document, f.published, f.due, f.event_type, f.factuality, f.voice_kind
ORDER BY made, f.event
