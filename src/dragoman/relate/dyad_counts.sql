-- How many events of each quad tie two countries, by month, by factuality and by whose word?
-- $a, $b: ISO 3166-1 alpha-3 codes; $factualities: which kinds to count.
-- month is null (undated) unless the event's days all lie in one month; voice is author, named or unknown.
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
),
holders AS (
    SELECT document, record, arg_max(author, depth) AS author
    FROM voices GROUP BY document, record
)
SELECT CASE WHEN date_trunc('month', t.date_from) = date_trunc('month', t.date_to)
            THEN strftime(t.date_from, '%Y-%m') END AS month,
       t.quad,
       CASE WHEN h.author IS NULL THEN 'unknown' WHEN h.author THEN 'author' ELSE 'named' END AS voice,
       count(*) AS events
FROM tied t
LEFT JOIN holders h ON h.document = t.document AND h.record = t.id
WHERE list_contains($factualities, t.factuality)
GROUP BY ALL
ORDER BY month NULLS LAST, t.quad, voice
