-- How is the relation between two countries judged, and by whom?
-- $a, $b: ISO 3166-1 alpha-3 codes, of which the table ``named`` tells; $documents: the documents in it; $voices: kinds of voice, $outlets: who published it, none for all; $since, $until: days of publication, or null.
-- One row an assessment whose dyad is these two, in order of publication; copies judge nothing of their own.
WITH judged AS MATERIALIZED (
    SELECT document, record FROM named WHERE role = 'dyad'
    GROUP BY document, record
    HAVING list_contains(flatten(list(country)), $a) AND list_contains(flatten(list(country)), $b)
),
pages AS MATERIALIZED (
    SELECT d.* FROM documents d JOIN texts t ON t.document = d.id AND t.original = d.id
    WHERE d.id IN (SELECT unnest($documents))
      AND (len($outlets) = 0 OR list_contains($outlets, d.outlet))
      AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
),
spoken AS MATERIALIZED (
    SELECT document, record, depth, author FROM voices
    WHERE document IN (SELECT unnest($documents)) AND record IN (SELECT record FROM judged)
),
speakers AS MATERIALIZED (
    SELECT document, record, ordinal, name FROM named WHERE role = 'voice' AND record IN (SELECT record FROM judged)
),
holders AS MATERIALIZED (
    SELECT v.document, v.record, arg_max_null(CASE WHEN v.author THEN NULL ELSE p.name END, v.depth) AS holder
    FROM spoken v
    LEFT JOIN speakers p ON p.document = v.document AND p.record = v.record AND p.ordinal = v.depth
    GROUP BY v.document, v.record
),
passages AS MATERIALIZED (
    SELECT s.document, s.record,
           string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal) AS passage
    FROM spans s JOIN pages d ON d.id = s.document
    WHERE s.role = 'evidence' AND s.document IN (SELECT unnest($documents)) AND s.record IN (SELECT record FROM judged)
    GROUP BY s.document, s.record
)
SELECT a.id, a.document, d.title, d.outlet, d.published, a.aspect, a.direction, a.contexts,
       h.holder, coalesce(a.voice_kind, 'unknown') AS voice_kind,
       substring(d.text, a.trigger_start + 1, a.trigger_end - a.trigger_start) AS words,
       coalesce(p.passage, substring(d.text, a.trigger_start + 1, a.trigger_end - a.trigger_start)) AS evidence
FROM (SELECT * FROM judged_assessments WHERE document IN (SELECT unnest($documents))) a
JOIN judged ON judged.document = a.document AND judged.record = a.id
JOIN pages d ON d.id = a.document
LEFT JOIN holders h ON h.document = a.document AND h.record = a.id
LEFT JOIN passages p ON p.document = a.document AND p.record = a.id
WHERE len($voices) = 0 OR list_contains($voices, coalesce(a.voice_kind, 'unknown'))
ORDER BY d.published NULLS LAST, a.document, a.trigger_start
