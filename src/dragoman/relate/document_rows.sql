-- What are the documents of the table ``listed``, and how many records has each, after judgement?
-- One row a document, in order of place.
WITH counted AS (
    SELECT document, count(*) FILTER (kind = 1) AS events, count(*) FILTER (kind = 2) AS statements,
           count(*) FILTER (kind = 3) AS assessments
    FROM (
        SELECT document, 1 AS kind FROM judged_events
        UNION ALL
        SELECT document, 2 FROM judged_statements
        UNION ALL
        SELECT document, 3 FROM judged_assessments
    )
    WHERE document IN (SELECT id FROM listed)
    GROUP BY document
)
SELECT d.id, d.title, d.authors, d.outlet, d.published, d.language, d.genre, d.url,
       CASE WHEN t.original <> d.id THEN t.original END AS original,
       coalesce(c.events, 0) AS events, coalesce(c.statements, 0) AS statements, coalesce(c.assessments, 0) AS assessments
FROM listed l
JOIN documents d ON d.id = l.id
JOIN texts t ON t.document = d.id
LEFT JOIN counted c ON c.document = d.id
ORDER BY l.place
