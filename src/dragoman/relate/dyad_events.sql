-- Which events tie two countries, who does it to whom, and who vouches for each?
-- $a, $b: ISO 3166-1 alpha-3 codes; $voices: kinds of voice, none for all.
-- One row an event, by its date, or where the text states none by the date of publication, which stays a column of its own (unknown last).
-- An event ties them when one is among the actors' countries and the other among the recipients'; it goes
-- both ways when both orders hold, as in a meeting.
WITH countries AS (
    SELECT document, record, role, list_distinct(flatten(list(country))) AS codes
    FROM participants
    WHERE role IN ('actor', 'recipient')
    GROUP BY document, record, role
),
pairs AS (
    SELECT e.document, e.id,
           list_contains(act.codes, $a) AND list_contains(rec.codes, $b) AS forth,
           list_contains(act.codes, $b) AND list_contains(rec.codes, $a) AS back
    FROM events e
    JOIN countries act ON act.document = e.document AND act.record = e.id AND act.role = 'actor'
    JOIN countries rec ON rec.document = e.document AND rec.record = e.id AND rec.role = 'recipient'
),
holders AS (
    -- the innermost holder of each chain
    SELECT v.document, v.record, arg_max(coalesce(p.name, p.text), v.depth) FILTER (NOT v.author) AS named,
           arg_max(v.author, v.depth) AS author
    FROM voices v
    LEFT JOIN participants p
      ON p.document = v.document AND p.record = v.record AND p.role = 'voice' AND p.ordinal = v.depth
    GROUP BY v.document, v.record
)
SELECT e.id, e.document, d.title, d.published,
       CASE WHEN pairs.forth AND pairs.back THEN 'both' WHEN pairs.forth THEN 'forth' ELSE 'back' END AS direction,
       e.event_type, e.quad, e.intensity, e.factuality, e.date_from, e.date_to, e.date_text, e.date_reason,
       CASE WHEN h.author THEN NULL ELSE h.named END AS holder, coalesce(e.voice_kind, 'unknown') AS voice_kind,
       substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS words,
       coalesce(
           (SELECT string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal)
            FROM spans s WHERE s.document = e.document AND s.record = e.id AND s.role = 'evidence'),
           substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start)
       ) AS evidence
FROM pairs
JOIN events e ON e.document = pairs.document AND e.id = pairs.id
JOIN documents d ON d.id = e.document
LEFT JOIN holders h ON h.document = e.document AND h.record = e.id
WHERE (pairs.forth OR pairs.back) AND (len($voices) = 0 OR list_contains($voices, coalesce(e.voice_kind, 'unknown')))
ORDER BY coalesce(e.date_from, d.published) NULLS LAST, e.document, e.trigger_start
