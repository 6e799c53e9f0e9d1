-- What does each of two parties say of the other, and who else speaks of both?
-- $a, $b: ISO 3166-1 alpha-3 codes, of which the table ``named`` tells; $documents: the documents in it; $voices: kinds of voice, $outlets: who published it, none for all; $since, $until: days of publication, or null.
-- One row a statement and party spoken of, in order of publication; copies say nothing of their own. ``side`` is the one
-- of the two that speaks, null where it is another.
WITH sources AS MATERIALIZED (
    SELECT document, record, name AS source, country FROM named WHERE role = 'source'
),
pages AS MATERIALIZED (
    SELECT d.* FROM documents d JOIN texts t ON t.document = d.id AND t.original = d.id
    WHERE d.id IN (SELECT unnest($documents))
      AND (len($outlets) = 0 OR list_contains($outlets, d.outlet))
      AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
),
spoken AS MATERIALIZED (
    SELECT p.document, p.record, p.ordinal, p.country, a.stance
    FROM named p
    JOIN judged_abouts a ON a.document = p.document AND a.record = p.record AND a.ordinal = p.ordinal
    WHERE p.role = 'about' AND a.document IN (SELECT unnest($documents))
      AND (list_contains(p.country, $a) OR list_contains(p.country, $b))
),
both_named AS (
    SELECT document, record FROM spoken GROUP BY document, record
    HAVING list_contains(flatten(list(country)), $a) AND list_contains(flatten(list(country)), $b)
),
contents AS MATERIALIZED (
    SELECT c.document, c.record,
           string_agg(substring(d.text, c.start_char + 1, c.end_char - c.start_char), ' … ' ORDER BY c.ordinal) AS content
    FROM spans c JOIN pages d ON d.id = c.document
    WHERE c.role = 'content' AND c.document IN (SELECT unnest($documents))
    GROUP BY c.document, c.record
)
SELECT s.id, s.document, d.title, d.outlet, d.published, src.source,
       CASE WHEN list_contains(src.country, $a) THEN $a WHEN list_contains(src.country, $b) THEN $b END AS side,
       coalesce(s.voice_kind, 'unknown') AS voice_kind, s.quote,
       CASE WHEN list_contains(spoken.country, $a) AND list_contains(spoken.country, $b) THEN $a || ', ' || $b
            WHEN list_contains(spoken.country, $a) THEN $a ELSE $b END AS about,
       coalesce(spoken.stance, s.stance) AS stance,
       contents.content
FROM (SELECT * FROM judged_statements WHERE document IN (SELECT unnest($documents))) s
JOIN pages d ON d.id = s.document
JOIN spoken ON spoken.document = s.document AND spoken.record = s.id
LEFT JOIN sources src ON src.document = s.document AND src.record = s.id
LEFT JOIN both_named ON both_named.document = s.document AND both_named.record = s.id
LEFT JOIN contents ON contents.document = s.document AND contents.record = s.id
WHERE ((list_contains(src.country, $a) AND list_contains(spoken.country, $b))
   OR (list_contains(src.country, $b) AND list_contains(spoken.country, $a))
   OR both_named.record IS NOT NULL)
  AND (len($voices) = 0 OR list_contains($voices, coalesce(s.voice_kind, 'unknown')))
QUALIFY row_number() OVER (PARTITION BY s.document, s.id, about ORDER BY spoken.ordinal) = 1
ORDER BY d.published NULLS LAST, s.document, s.ordinal, spoken.ordinal
