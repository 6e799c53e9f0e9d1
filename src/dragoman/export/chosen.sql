-- Which events are exported, and on which day does each count?
-- $factualities, $voices: what they may be; $since, $until: days, null for no bound; $copies: whether copies count.
-- The day is the rule of dyad_events: the event's where the text tells one, otherwise that of publication.
-- day: the first day, of what is told to the month or closer: the first of January 1970 is not when the seventies were.
-- The order is that of the rows in a file. lead: whether the words stand in the title or the first paragraph below it.
CREATE TEMP TABLE chosen AS
WITH leads AS (
    SELECT id, CASE WHEN title IS NULL THEN 1 ELSE 2 END AS blocks,
           strpos(left(text, 20000), chr(10) || chr(10)) AS first_break,
           left(text, 20000) AS opening
    FROM documents
),
ends AS (
    SELECT id, CASE WHEN blocks = 1 OR first_break = 0 THEN first_break
                    WHEN strpos(substring(opening, first_break + 2), chr(10) || chr(10)) = 0 THEN 0
                    ELSE first_break + 1 + strpos(substring(opening, first_break + 2), chr(10) || chr(10)) END AS stop
    FROM leads
),
dated AS (
    SELECT e.document, e.id AS event, e.ordinal, d.published, d.outlet,
           CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_from END AS day_from,
           CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_to END AS day_to,
           CASE WHEN e.date_text IS NOT NULL THEN CASE WHEN e.date_from IS NOT NULL THEN 'event' END
                WHEN d.published IS NOT NULL THEN 'published' END AS day_basis,
           ends.stop = 0 OR e.trigger_start < ends.stop AS lead
    FROM judged_events e
    JOIN documents d ON d.id = e.document
    JOIN ends ON ends.id = e.document
    LEFT JOIN texts t ON t.document = e.document
    WHERE NOT e.figurative
      AND list_contains($factualities, e.factuality)
      AND list_contains($voices, coalesce(e.voice_kind, 'unknown'))
      AND ($copies OR t.original IS NULL OR t.original = e.document)
)
SELECT *, CASE WHEN day_to - day_from <= 30 THEN day_from END AS day FROM dated
WHERE ($since::DATE IS NULL OR coalesce(day_to, day_from) >= $since::DATE)
  AND ($until::DATE IS NULL OR coalesce(day_from, day_to) <= $until::DATE)
ORDER BY day NULLS LAST, document, ordinal
