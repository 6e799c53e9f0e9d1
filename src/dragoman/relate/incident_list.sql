-- Which incidents are there, the latest first?
-- $a, $b: parties: the incidents between both, of one where $b is null, all where both are; $factualities, $voices: none for
-- all; $since, $until: days, or null; $ids: beginnings of ids, none for all; $limit: how many at most.
-- An incident is listed where at least as many texts tell it in one of these ways as deny it.
WITH picked AS (
    SELECT i.incident, r.document, r.day_from, r.day_told,
           len($factualities) = 0 OR list_contains($factualities, e.factuality) AS told
    FROM reports r
    JOIN incident_events i ON i.event = r.event
    JOIN events e ON e.id = r.event AND e.document = r.document
    JOIN texts t ON t.document = r.document AND t.original = t.document
    WHERE CASE WHEN $a IS NULL THEN true
               WHEN $b IS NULL THEN list_contains(r.actor, $a) OR list_contains(r.recipient, $a)
               ELSE (list_contains(r.actor, $a) AND list_contains(r.recipient, $b))
                 OR (list_contains(r.actor, $b) AND list_contains(r.recipient, $a)) END
      AND NOT e.figurative
      AND (len($voices) = 0 OR list_contains($voices, coalesce(e.voice_kind, 'unknown')))
      AND (len($ids) = 0 OR list_bool_or(list_transform($ids, lambda x: starts_with(i.incident, x))))
      AND (len($factualities) = 0 OR e.factuality = 'did_not_happen' OR list_contains($factualities, e.factuality))
)
SELECT incident, coalesce(min(day_from) FILTER (told AND day_told), min(day_from) FILTER (told)) AS day
FROM picked
GROUP BY incident
HAVING count(*) FILTER (told) > 0
   AND count(DISTINCT document) FILTER (told) >= count(DISTINCT document) FILTER (NOT told)
   AND ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
ORDER BY day DESC NULLS LAST, incident
LIMIT $limit
