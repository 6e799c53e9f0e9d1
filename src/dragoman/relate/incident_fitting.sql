-- Which reports of these incidents fit what is asked?
-- $incidents: ids; $documents: all documents that report one of them; $a, $b, $factualities, $voices, $contexts, $outlets, $sectors,
-- $left_out: as of `incident_list`; $unit: day, week, month, quarter or year. One row an event; those of copies and figures of speech
-- are none. ``placed``: whether its day lies in one such period.
WITH own AS MATERIALIZED (
    SELECT i.incident, i.document, i.event FROM incident_events i
    JOIN texts t ON t.document = i.document AND t.original = t.document
    WHERE $b IS NULL AND i.document IN (SELECT unnest($documents)) AND i.incident IN (SELECT unnest($incidents))
),
told AS MATERIALIZED (
    SELECT * FROM judged_events
    WHERE $b IS NULL AND document IN (SELECT unnest($documents)) AND id IN (SELECT event FROM own) AND NOT figurative
),
told_of AS (
    SELECT incident, document, event, factuality, voice_kind, contexts, outlet, day_from, day_to
    FROM dyad_events
    WHERE $b IS NOT NULL AND origin = 'dragoman' AND NOT copied AND incident IN (SELECT unnest($incidents))
      AND ((actor = $a AND recipient = $b) OR (actor = $b AND recipient = $a))
      AND CASE WHEN len($sectors) > 0 THEN coalesce(list_contains($sectors, actor_sector), false)
               ELSE NOT coalesce(list_contains($left_out, actor_sector), false) END
    UNION ALL
    SELECT i.incident, i.document, i.event, e.factuality, coalesce(e.voice_kind, 'unknown'), e.contexts, d.outlet, r.day_from, r.day_to
    FROM own i
    JOIN reports r ON r.event = i.event AND r.document = i.document
    JOIN told e ON e.id = i.event AND e.document = i.document
    JOIN documents d ON d.id = i.document
    WHERE ($a IS NULL OR list_contains(r.actor, $a) OR list_contains(r.recipient, $a))
      AND (len($sectors) = 0 OR i.event IN (
          SELECT record FROM judged_participants WHERE len($sectors) > 0 AND role = 'actor' AND list_contains($sectors, sector)))
)
SELECT incident, event, bool_or(coalesce(date_trunc($unit, day_from) = date_trunc($unit, day_to), false)) AS placed
FROM told_of
WHERE (len($voices) = 0 OR list_contains($voices, voice_kind))
  AND (len($contexts) = 0 OR list_has_any($contexts, contexts))
  AND (len($outlets) = 0 OR list_contains($outlets, outlet))
  AND (len($factualities) = 0 OR list_contains($factualities, factuality))
GROUP BY incident, event
