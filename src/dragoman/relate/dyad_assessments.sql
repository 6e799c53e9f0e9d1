-- How is the relation between two countries judged, and by whom?
-- $a, $b: ISO 3166-1 alpha-3 codes; $voices: kinds of voice, none for all.
-- One row an assessment whose dyad is these two, in order of the text.
WITH judged AS (
    SELECT document, record FROM participants WHERE role = 'dyad'
    GROUP BY document, record
    HAVING list_contains(flatten(list(country)), $a) AND list_contains(flatten(list(country)), $b)
),
holders AS (
    SELECT v.document, v.record, arg_max(coalesce(p.name, p.text), v.depth) FILTER (NOT v.author) AS named,
           arg_max(v.author, v.depth) AS author
    FROM voices v
    LEFT JOIN participants p
      ON p.document = v.document AND p.record = v.record AND p.role = 'voice' AND p.ordinal = v.depth
    GROUP BY v.document, v.record
)
SELECT a.id, a.document, d.title, a.aspect, a.direction, a.contexts,
       CASE WHEN h.author THEN NULL ELSE h.named END AS holder, coalesce(a.voice_kind, 'unknown') AS voice_kind,
       coalesce(
           (SELECT string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal)
            FROM spans s WHERE s.document = a.document AND s.record = a.id AND s.role = 'evidence'),
           substring(d.text, a.trigger_start + 1, a.trigger_end - a.trigger_start)
       ) AS evidence
FROM assessments a
JOIN judged ON judged.document = a.document AND judged.record = a.id
JOIN documents d ON d.id = a.document
LEFT JOIN holders h ON h.document = a.document AND h.record = a.id
WHERE (len($voices) = 0 OR list_contains($voices, coalesce(a.voice_kind, 'unknown')))
ORDER BY d.published NULLS LAST, a.document, a.trigger_start
