-- What becomes of every row of a file: the parties on its sides, and why it is left out where it is?
-- reason is null for what is kept. Of whole rows with one event id the last in the file counts.
CREATE OR REPLACE TEMP TABLE judged AS
WITH acting AS (
    SELECT line, list_sort(list(DISTINCT w.party) FILTER (w.party IS NOT NULL)) AS parties, min(w.reason) AS reason
    FROM (SELECT line, unnest(actors, recursive := true) FROM staged) s
    JOIN who w ON w.country = s.country AND w.name = s.name
    GROUP BY line
),
receiving AS (
    SELECT line, list_sort(list(DISTINCT w.party) FILTER (w.party IS NOT NULL)) AS parties, min(w.reason) AS reason
    FROM (SELECT line, unnest(recipients, recursive := true) FROM staged) s
    JOIN who w ON w.country = s.country AND w.name = s.name
    GROUP BY line
)
SELECT s.line, s.event, s.day, s.published, s.outlet, s.fault,
       m.event_type, m.mode, m.quad, coalesce(s.intensity, m.intensity) AS intensity,
       [one FOR one IN ($contexts::VARCHAR[])
        IF list_contains(m.contexts, one) OR list_contains(coalesce(s.contexts, []), one)] AS contexts,
       a.parties AS actors, r.parties AS recipients,
       CASE WHEN s.fault IS NOT NULL THEN 'malformed'
            WHEN m.event_type IS NULL THEN m.reason
            WHEN coalesce(len(a.parties), 0) = 0 THEN coalesce(a.reason, 'no actor')
            WHEN coalesce(len(r.parties), 0) = 0 THEN coalesce(r.reason, 'no recipient')
            WHEN len(list_distinct(list_concat(a.parties, r.parties))) < 2 THEN 'one actor on both sides'
            WHEN row_number() OVER (PARTITION BY s.event, s.fault IS NULL ORDER BY s.line DESC) > 1 THEN 'the same event again in the file'
       END AS reason
FROM staged s
JOIN means m ON m.code = s.code
LEFT JOIN acting a ON a.line = s.line
LEFT JOIN receiving r ON r.line = s.line
