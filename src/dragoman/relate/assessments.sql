-- How is the relation between two countries judged, and by whom?
-- $a, $b: ISO 3166-1 alpha-3 codes; $voices: kinds of voice, $outlets: who published it, none for all; $since, $until: days of publication, or null.
-- One row an assessment whose dyad is these two, in order of publication; copies judge nothing of their own.
WITH judged AS (
    SELECT document, record FROM participants WHERE role = 'dyad'
    GROUP BY document, record
    HAVING list_contains(flatten(list(country)), $a) AND list_contains(flatten(list(country)), $b)
),
holders AS (
    SELECT v.document, v.record, arg_max_null(CASE WHEN v.author THEN NULL ELSE coalesce(p.name, p.text) END, v.depth) AS holder
    FROM voices v
    SEMI JOIN judged ON judged.document = v.document AND judged.record = v.record
    LEFT JOIN participants p
      ON p.document = v.document AND p.record = v.record AND p.role = 'voice' AND p.ordinal = v.depth
    GROUP BY v.document, v.record
)
SELECT a.id, a.document, d.title, d.outlet, d.published, a.aspect, a.direction, a.contexts,
       h.holder, coalesce(a.voice_kind, 'unknown') AS voice_kind,
       substring(d.text, a.trigger_start + 1, a.trigger_end - a.trigger_start) AS words,
       coalesce(
           (SELECT string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal)
            FROM spans s WHERE s.document = a.document AND s.record = a.id AND s.role = 'evidence'),
           substring(d.text, a.trigger_start + 1, a.trigger_end - a.trigger_start)
       ) AS evidence
FROM judged_assessments a
JOIN judged ON judged.document = a.document AND judged.record = a.id
JOIN documents d ON d.id = a.document
JOIN texts t ON t.document = d.id AND t.original = d.id
LEFT JOIN holders h ON h.document = a.document AND h.record = a.id
WHERE (len($voices) = 0 OR list_contains($voices, coalesce(a.voice_kind, 'unknown')))
  AND (len($outlets) = 0 OR list_contains($outlets, d.outlet))
  AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
ORDER BY d.published NULLS LAST, a.document, a.trigger_start
