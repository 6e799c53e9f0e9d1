-- Which documents are there, the newest published first, and how many in all?
-- $since, $until: days of publication, or null; $outlets, $genres: none for all; $documents: ids, or null for all; $copies:
-- whether copies of others, too; $limit, $offset. One row a document, with its place among those listed.
WITH picked AS (
    SELECT d.id, d.published FROM documents d JOIN texts t ON t.document = d.id
    WHERE ($copies OR t.original = t.document)
      AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
      AND (len($outlets) = 0 OR list_contains($outlets, d.outlet))
      AND (len($genres) = 0 OR list_contains($genres, d.genre))
      AND ($documents IS NULL OR d.id IN (SELECT unnest($documents)))
)
SELECT *, row_number() OVER () AS place FROM (
    SELECT id, (SELECT count(*) FROM picked) AS total FROM picked
    ORDER BY published DESC NULLS LAST, id
    LIMIT $limit OFFSET $offset
)
