-- How many events of each quad tie two countries, by month, by factuality and by whose word?
-- $a, $b: ISO 3166-1 alpha-3 codes; $factualities: which kinds to count; $voices: kinds of voice, none for all.
-- month is null (undated) unless the event's days all lie in one month; voice is the kind of whose word it is.
WITH countries AS (
    SELECT document, record, role, list_distinct(flatten(list(country))) AS codes
    FROM participants
    WHERE role IN ('actor', 'recipient')
    GROUP BY document, record, role
),
tied AS (
    SELECT e.*
    FROM events e
    JOIN countries act ON act.document = e.document AND act.record = e.id AND act.role = 'actor'
    JOIN countries rec ON rec.document = e.document AND rec.record = e.id AND rec.role = 'recipient'
    WHERE (list_contains(act.codes, $a) AND list_contains(rec.codes, $b))
       OR (list_contains(act.codes, $b) AND list_contains(rec.codes, $a))
)
SELECT CASE WHEN date_trunc('month', t.date_from) = date_trunc('month', t.date_to)
            THEN strftime(t.date_from, '%Y-%m') END AS month,
       t.quad,
       coalesce(t.voice_kind, 'unknown') AS voice,
       count(*) AS events
FROM tied t
WHERE list_contains($factualities, t.factuality) AND (len($voices) = 0 OR list_contains($voices, coalesce(t.voice_kind, 'unknown')))
GROUP BY ALL
ORDER BY month NULLS LAST, t.quad, voice
