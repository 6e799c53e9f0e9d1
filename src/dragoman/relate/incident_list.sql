-- Which incidents are there, and in which order of time?
-- $a, $b: parties: the incidents between both, of one where $b is null, all where both are; $factualities, $voices,
-- $contexts, $outlets: none for all; $sectors: of those who do it, none for all; $left_out: those of actors between two that are not listed; $since, $until: days, or null; $undated: only what has no day; $ids: beginnings of ids, none for all; $limit: how many at most, the latest, or
-- where $foremost those that most texts tell, after $offset others. An incident is listed where at least as many texts tell it in one of these
-- ways as deny it.
WITH lately AS MATERIALIZED (
    -- an incident's day is that of one of its reports: no others are looked up
    SELECT incident FROM incident_events
    WHERE $b IS NULL AND ($since IS NOT NULL OR $until IS NOT NULL) AND event IN (
        SELECT event FROM reports
        WHERE ($since IS NULL OR day_from >= $since) AND ($until IS NULL OR day_from <= $until)
          AND ($a IS NULL OR list_contains(actor, $a) OR list_contains(recipient, $a)))
),
members AS (
    SELECT incident, document, event FROM incident_events
    WHERE $b IS NULL
      AND (len($ids) = 0 OR list_bool_or(list_transform($ids, lambda x: starts_with(incident, x))))
      AND (($since IS NULL AND $until IS NULL) OR incident IN (SELECT incident FROM lately))
),
told_of AS (
    SELECT incident, document, day_from, day_basis = 'event' AS day_told, factuality, voice_kind, contexts, outlet
    FROM dyad_events
    WHERE $b IS NOT NULL AND origin = 'dragoman' AND NOT copied
      AND ((actor = $a AND recipient = $b) OR (actor = $b AND recipient = $a))
      AND CASE WHEN len($sectors) > 0 THEN coalesce(list_contains($sectors, actor_sector), false)
               ELSE NOT coalesce(list_contains($left_out, actor_sector), false) END
      AND (len($ids) = 0 OR list_bool_or(list_transform($ids, lambda x: starts_with(incident, x))))
    UNION ALL
    SELECT i.incident, r.document, r.day_from, r.day_told, e.factuality, coalesce(e.voice_kind, 'unknown'), e.contexts, NULL
    FROM members i
    JOIN reports r ON r.event = i.event AND r.document = i.document
    JOIN judged_events e ON e.id = i.event AND e.document = i.document
    JOIN texts t ON t.document = i.document AND t.original = t.document
    WHERE $b IS NULL AND NOT e.figurative
      AND (len($outlets) = 0 OR i.document IN (SELECT id FROM documents WHERE list_contains($outlets, outlet)))
      AND ($a IS NULL OR list_contains(r.actor, $a) OR list_contains(r.recipient, $a))
      AND (len($sectors) = 0 OR i.event IN (
          SELECT record FROM judged_participants WHERE len($sectors) > 0 AND role = 'actor' AND list_contains($sectors, sector)))
),
picked AS (
    SELECT o.incident, o.document, o.day_from, o.day_told,
           len($factualities) = 0 OR list_contains($factualities, o.factuality) AS told
    FROM told_of o
    WHERE (len($voices) = 0 OR list_contains($voices, o.voice_kind))
      AND (len($contexts) = 0 OR list_has_any($contexts, o.contexts))
      AND ($b IS NULL OR len($outlets) = 0 OR list_contains($outlets, o.outlet))
      AND (len($factualities) = 0 OR o.factuality = 'did_not_happen' OR list_contains($factualities, o.factuality))
),
by_text AS (
    SELECT incident, document, bool_or(told) AS tells, bool_or(NOT told) AS denies,
           min(day_from) FILTER (told AND day_told) AS day_told, min(day_from) FILTER (told) AS day
    FROM picked
    GROUP BY incident, document
),
listed AS MATERIALIZED (
    SELECT incident, coalesce(min(day_told), min(by_text.day)) AS day, count(*) FILTER (tells) AS texts
    FROM by_text
    GROUP BY incident
    HAVING texts > 0 AND texts >= count(*) FILTER (denies)
       AND ($since IS NULL OR coalesce(min(day_told), min(by_text.day)) >= $since)
       AND ($until IS NULL OR coalesce(min(day_told), min(by_text.day)) <= $until)
       AND (NOT $undated OR coalesce(min(day_told), min(by_text.day)) IS NULL)
),
chosen AS (
    SELECT incident, day FROM listed
    ORDER BY CASE WHEN $foremost THEN texts ELSE 0 END DESC, day DESC NULLS LAST, incident
    LIMIT $limit OFFSET $offset
)
SELECT incident, row_number() OVER (ORDER BY day NULLS FIRST, incident DESC) AS place, (SELECT count(*) FROM listed) AS total
FROM chosen
