-- What are the texts of the batch, and which two parties does each name most often?
-- $bodies: names of the bodies that act for themselves and no state.
WITH named AS (
    SELECT document, start_char,
           unnest(CASE WHEN len(country) > 0 THEN country
                       WHEN list_contains($bodies, name) THEN [name] ELSE [] END) AS party
    FROM participants
    WHERE role = 'cast' AND document IN (SELECT document FROM batch)
),
counted AS (
    SELECT document, party, count(*) AS mentions, min(start_char) AS first FROM named GROUP BY document, party
    QUALIFY row_number() OVER (PARTITION BY document ORDER BY mentions DESC, first, party) <= 2
),
foremost AS (SELECT document, list(party ORDER BY party) AS parties FROM counted GROUP BY document)
SELECT d.id AS document, d.text, coalesce(foremost.parties, []) AS parties
FROM documents d LEFT JOIN foremost ON foremost.document = d.id
WHERE d.id IN (SELECT document FROM batch)
ORDER BY d.id
